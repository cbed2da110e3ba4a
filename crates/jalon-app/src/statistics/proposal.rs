//! From the calculation of an indicator to the form of a table: which variable of a dataset is which concept, what the form
//! then says, and what the dataset lacks.
//!
//! Nothing is decided here: whoever makes the table sees what was found and how, and corrects it.

use jalon_domain::catalogue::{Concept, ConceptKind};
use jalon_domain::statistics::DatasetState;
use jalon_domain::statistics::calculation::{
    Breakdown, Calculation, Condition, EVERYBODY, Measure, PART_LIMIT, POPULATION_LIMIT,
};
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::dataset::{Manifest, ManifestVariable};
use jalon_stats::microdata::description::Description;

use super::correspondence::{adapted, of_entry};
use super::form::{CONDITIONS, DIMENSIONS, Form, PARTS, part_name};
use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, Opened, Result};

/// Breakdowns that the form is filled with; the others are offered beside it, since each makes groups smaller.
const FILLED_BREAKDOWNS: usize = 2;
/// The concepts that every dataset is looked at for.
const WEIGHT: &str = "weight";
const YEAR: &str = "reference_year";
// The form takes every condition of a calculation and the year: none may be lost, since more would then be counted.
const _: () = assert!(POPULATION_LIMIT < CONDITIONS && PART_LIMIT <= PARTS);

/// How a variable was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The description says that it is this concept.
    Declared,
    /// It is the only one with a standard list of the concept.
    Listed,
    /// It has a usual name of the concept: to be looked at.
    Named,
}

impl Found {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Listed => "listed",
            Self::Named => "named",
        }
    }
}

/// A concept with the variable that was found for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    pub concept: String,
    pub variable: Option<(String, Found)>,
}

/// A breakdown that the form is not filled with: the variable, and its groups or bands as the form takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub concept: String,
    pub variable: String,
    pub groups: String,
}

/// What the form of a table is filled with.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    pub form: Form,
    pub matched: Vec<Matched>,
    pub offered: Vec<Offered>,
    /// What the calculation needs and the dataset does not give.
    pub lacks: Vec<Problem>,
    /// What is to be looked at, or is missing for a breakdown alone.
    pub remarks: Vec<Problem>,
}

impl Proposal {
    /// Whether the dataset gives everything that is counted.
    pub fn is_complete(&self) -> bool {
        self.lacks.is_empty()
    }

    /// The variable of a concept.
    pub fn variable(&self, concept: &str) -> Option<&str> {
        let matched = self.matched.iter().find(|matched| matched.concept == concept)?;
        matched.variable.as_ref().map(|(variable, _)| variable.as_str())
    }
}

/// Fills the form of a table. `period` is what the values will be about, empty where nobody said yet; groups are labelled in
/// `language`.
pub fn propose(
    calculation: &Calculation,
    concepts: &[Concept],
    manifest: &Manifest,
    period: &str,
    language: Language,
) -> Proposal {
    let mut filling = Filling { concepts, manifest, language: language.content(), proposal: Proposal::default() };
    for concept in calculation.needs() {
        filling.find(concept, true);
    }
    filling.measure(calculation);
    let mut conditions: Vec<(String, String)> = vec![];
    for condition in &calculation.population {
        conditions.extend(filling.condition(condition));
    }
    conditions.extend(filling.year(calculation, period));
    for (n, (variable, codes)) in conditions.into_iter().enumerate() {
        filling.set(&format!("where_{}", n + 1), variable);
        filling.set(&format!("where_{}_codes", n + 1), codes);
    }
    filling.breakdowns(calculation);
    filling.set("method", "suppression".to_owned());
    filling.proposal
}

/// Concepts that a description names and that there are none of, and codes that its concepts do not have.
pub(super) fn unknown_concepts(concepts: &[Concept], description: &Description) -> Vec<Problem> {
    let mut found = vec![];
    let variables = description.variables.iter().map(|variable| (&variable.name, &variable.meaning));
    for (name, meaning) in variables.filter(|(_, meaning)| !meaning.concept.is_empty()) {
        let place = format!("variables `{name}`, `concept`");
        let Some(concept) = concepts.iter().find(|concept| concept.code == meaning.concept) else {
            let known: Vec<&str> = concepts.iter().map(|concept| concept.code.as_str()).collect();
            let fault = Problem::new("calculation-concept").with("place", place).with("concept", &meaning.concept);
            found.push(fault.with("choices", known.join(", ")));
            continue;
        };
        for code in meaning.concept_codes.keys().filter(|code| !concept.has_code(code)) {
            let known: Vec<&str> = concept.codes.iter().map(|(code, _)| code.as_str()).collect();
            let fault = Problem::new("calculation-code").with("place", &place).with("concept", &concept.code);
            found.push(fault.with("code", code).with("choices", known.join(", ")));
        }
    }
    found
}

/// Codes of a variable: these, or all but these.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Codes {
    These(Vec<String>),
    AllBut(Vec<String>),
}

impl Codes {
    /// As the form takes them.
    fn typed(&self) -> String {
        match self {
            Self::These(codes) => codes.join(", "),
            Self::AllBut(codes) => codes.iter().map(|code| format!("!{code}")).collect::<Vec<_>>().join(", "),
        }
    }
}

struct Filling<'a> {
    concepts: &'a [Concept],
    manifest: &'a Manifest,
    language: Language,
    proposal: Proposal,
}

impl<'a> Filling<'a> {
    fn set(&mut self, field: &str, value: String) {
        if !value.is_empty() {
            self.proposal.form.insert(field.to_owned(), value);
        }
    }

    fn concept(&self, code: &str) -> Option<&'a Concept> {
        self.concepts.iter().find(|concept| concept.code == code)
    }

    fn name(&self, concept: &str) -> String {
        self.concept(concept).map_or(concept, |concept| concept.name.get(self.language)).to_owned()
    }

    /// A fault about a concept: what it is called, and its code, which a description writes.
    fn fault(&self, code: &str, concept: &str) -> Problem {
        Problem::new(code).with("concept", self.name(concept)).with("code", concept)
    }

    /// Looks for the variable of a concept. What is needed and not found is told; whatever else is a remark.
    fn find(&mut self, code: &str, is_needed: bool) -> Option<&'a ManifestVariable> {
        if let Some(known) = self.proposal.matched.iter().find(|matched| matched.concept == code) {
            let (name, _) = known.variable.as_ref()?;
            return self.manifest.variables.iter().find(|variable| variable.name == *name);
        }
        let found = self.concept(code).map_or(Candidates::None, |concept| candidates(concept, self.manifest));
        let (variable, fault) = match found {
            Candidates::One(variable, how) => (Some((variable, how)), self.of_wrong_kind(code, variable)),
            Candidates::Several(several) => {
                (None, Some(self.fault("proposal-ambiguous", code).with("variables", several.join(", "))))
            }
            Candidates::None => (None, Some(self.fault("proposal-missing", code))),
        };
        let is_right = fault.is_none();
        match fault {
            Some(fault) if is_needed => self.proposal.lacks.push(fault),
            Some(fault) if code != WEIGHT && code != YEAR => {
                // A breakdown that the dataset cannot give is a table with one dimension less.
                let code = if fault.code == "proposal-missing" { "proposal-breakdown-missing" } else { fault.code.as_str() };
                self.proposal.remarks.push(Problem { code: code.to_owned(), ..fault });
            }
            _ => {}
        }
        let variable = variable.filter(|_| is_right);
        let matched = variable.map(|(variable, how)| (variable.name.clone(), how));
        let is_shown = is_needed || matched.is_some();
        if is_shown {
            self.proposal.matched.push(Matched { concept: code.to_owned(), variable: matched });
        }
        variable.map(|(variable, _)| variable)
    }

    fn of_wrong_kind(&self, concept: &str, variable: &ManifestVariable) -> Option<Problem> {
        let is_number = matches!(variable.kind.as_str(), "integer" | "decimal");
        let fits = match self.concept(concept)?.kind {
            ConceptKind::Category => variable.kind == "category",
            ConceptKind::Number => is_number,
            ConceptKind::Either => true,
        };
        (!fits).then(|| self.fault("proposal-kind", concept).with("variable", &variable.name))
    }

    /// The variable of a condition, and its codes or range as the form takes them.
    fn condition(&mut self, condition: &Condition) -> Option<(String, String)> {
        let variable = self.find(&condition.concept, true)?;
        let typed = if condition.codes.is_empty() {
            if variable.kind != "integer" {
                let fault = self.fault("proposal-whole-numbers", &condition.concept).with("variable", &variable.name);
                self.proposal.lacks.push(fault);
            }
            let end = |end: Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
            match (condition.from, condition.to) {
                (Some(from), Some(to)) if from == to => from.to_string(),
                (from, to) => format!("{}-{}", end(from), end(to)),
            }
        } else {
            self.codes(&condition.concept, &condition.codes, variable)?.typed()
        };
        Some((variable.name.clone(), typed))
    }

    /// Which codes of the variable stand for those of the concept; what nobody said is told.
    fn codes(&mut self, concept: &str, wanted: &[String], variable: &ManifestVariable) -> Option<Codes> {
        let known = self.concept(concept)?;
        let own = |code: &str| own_codes(code, variable);
        let has_rest = !known.rest.is_empty() && wanted.contains(&known.rest) && own(&known.rest).is_none();
        let asked: Vec<&str> = if has_rest {
            known.codes.iter().map(|(code, _)| code.as_str()).filter(|code| !wanted.iter().any(|one| one == code)).collect()
        } else {
            wanted.iter().map(String::as_str).collect()
        };
        let unsaid: Vec<&str> = asked.iter().copied().filter(|code| own(code).is_none()).collect();
        if !unsaid.is_empty() {
            let words: Vec<String> =
                unsaid.iter().map(|code| format!("{} ({code})", known.code_words(code, self.language))).collect();
            let fault = self.fault("proposal-codes", concept).with("variable", &variable.name).with("codes", words.join(", "));
            let fault = fault.with("first", unsaid[0]);
            if !self.proposal.lacks.contains(&fault) {
                self.proposal.lacks.push(fault);
            }
            return None;
        }
        let codes: Vec<String> = asked.iter().filter_map(|code| own(code)).flatten().collect();
        Some(if has_rest { Codes::AllBut(codes) } else { Codes::These(codes) })
    }

    fn measure(&mut self, calculation: &Calculation) {
        let is_table = self.manifest.aggregate.is_some();
        let weight = if is_table { None } else { self.weight() };
        let weighted = weight.is_some();
        self.set("weight", weight.unwrap_or_default());
        let measure = match calculation.measure {
            Measure::Share => "share",
            Measure::Count if weighted => "weighted-count",
            Measure::Count => "count",
            Measure::Mean => "mean",
        };
        if is_table && calculation.measure == Measure::Mean {
            self.proposal.lacks.push(Problem::new("proposal-counted"));
        }
        self.set("measure", measure.to_owned());
        if calculation.measure == Measure::Mean
            && let Some(variable) = self.find(&calculation.of, true)
        {
            self.set("measure_variable", variable.name.clone());
        }
        for (field, conditions) in [("part", &calculation.numerator), ("whole", &calculation.denominator)] {
            for (n, condition) in conditions.iter().enumerate() {
                let Some((variable, codes)) = self.condition(condition) else { continue };
                let name = part_name(field, n + 1);
                self.set(&format!("{name}_codes"), codes);
                self.set(&name, variable);
            }
        }
    }

    /// The weight of the sample's design, or the variable that says it is one.
    fn weight(&mut self) -> Option<String> {
        let of_design = self.manifest.sampling.as_ref().map(|design| design.weight.clone()).filter(|weight| !weight.is_empty());
        of_design.or_else(|| self.find(WEIGHT, false).map(|variable| variable.name.clone()))
    }

    /// A file of several years gives a value for one of them.
    fn year(&mut self, calculation: &Calculation, period: &str) -> Option<(String, String)> {
        if calculation.needs().contains(&YEAR) {
            return None;
        }
        let variable = self.find(YEAR, false)?;
        let year = period.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default();
        let is_there = variable.kind != "category" || variable.codes.iter().any(|code| code.code == year);
        let year = if is_there { year } else { "" };
        if year.is_empty() {
            let fault = self.fault("proposal-year", YEAR).with("variable", &variable.name);
            self.proposal.remarks.push(fault);
        }
        Some((variable.name.clone(), year.to_owned()))
    }

    fn breakdowns(&mut self, calculation: &Calculation) {
        let compared = calculation.compare.as_ref().map(|compare| compare.concept.as_str());
        let mut filled = 0;
        for breakdown in calculation.breakdowns() {
            let is_needed = compared == Some(breakdown.concept.as_str());
            let Some(variable) = self.find(&breakdown.concept, is_needed) else { continue };
            let Some(groups) = self.groups(&breakdown, variable) else { continue };
            if filled < FILLED_BREAKDOWNS.min(DIMENSIONS) {
                filled += 1;
                self.set(&format!("dimension_{filled}"), variable.name.clone());
                self.set(&format!("bands_{filled}"), groups);
            } else {
                let (concept, variable) = (breakdown.concept.clone(), variable.name.clone());
                self.proposal.offered.push(Offered { concept, variable, groups });
            }
        }
    }

    /// Bands or groups as the form takes them; empty for the codes as they are.
    fn groups(&mut self, breakdown: &Breakdown, variable: &ManifestVariable) -> Option<String> {
        if !breakdown.bands.is_empty() {
            return Some(breakdown.bands.iter().map(i64::to_string).collect::<Vec<_>>().join(", "));
        }
        let concept = self.concept(&breakdown.concept)?;
        let mut groups = vec![];
        for code in breakdown.codes.iter().filter(|code| *code != EVERYBODY) {
            let members = match self.codes(&breakdown.concept, std::slice::from_ref(code), variable)? {
                Codes::These(codes) => codes.join(", "),
                Codes::AllBut(_) => "*".to_owned(),
            };
            groups.push(format!("{code} ({}) = {members}", concept.code_words(code, self.language)));
        }
        Some(groups.join("; "))
    }
}

enum Candidates<'a> {
    One(&'a ManifestVariable, Found),
    Several(Vec<String>),
    None,
}

/// The variables that may be a concept: those that say so; otherwise by their name; otherwise those with a list of its own.
fn candidates<'a>(concept: &Concept, manifest: &'a Manifest) -> Candidates<'a> {
    let declared = |variable: &&ManifestVariable| variable.meaning.concept == concept.code;
    // Whoever says what a variable is, says what it is not.
    let open = |variable: &ManifestVariable| variable.meaning.concept.is_empty();
    let listed = |variable: &&ManifestVariable| {
        open(variable) && variable.codelist.as_ref().is_some_and(|list| concept.standard.contains(list))
    };
    let named = |variable: &&ManifestVariable| {
        let name = variable.name.to_lowercase();
        open(variable) && (name == concept.code || concept.names.contains(&name))
    };
    let variables = || manifest.variables.iter();
    let ways: [(Vec<&ManifestVariable>, Found); 3] = [
        (variables().filter(declared).collect(), Found::Declared),
        (variables().filter(named).collect(), Found::Named),
        (variables().filter(listed).collect(), Found::Listed),
    ];
    for (found, how) in ways {
        match found[..] {
            [] => {}
            [one] => return Candidates::One(one, how),
            _ => return Candidates::Several(found.iter().map(|variable| variable.name.clone()).collect()),
        }
    }
    Candidates::None
}

/// The variable's codes that stand for one of a concept, with all that stand under them in its list; none where nobody said.
fn own_codes(code: &str, variable: &ManifestVariable) -> Option<Vec<String>> {
    let said = variable.meaning.concept_codes.get(code).cloned();
    let same = || variable.codes.iter().any(|known| known.code == code).then(|| vec![code.to_owned()]);
    let mut codes = said.or_else(same)?;
    let mut at = 0;
    while let Some(parent) = codes.get(at).cloned() {
        let below = variable.codes.iter().filter(|known| known.parent == parent).map(|known| known.code.clone());
        let new: Vec<String> = below.filter(|code| !codes.contains(code)).collect();
        codes.extend(new);
        at += 1;
    }
    Some(codes)
}

/// An indicator's calculation, and what each dataset gives of it.
#[derive(Debug)]
pub struct Started {
    pub calculation: Calculation,
    /// In words: label and what it says.
    pub words: Vec<(String, String)>,
    /// The parts in which the office changed the ready definition.
    pub adapted: Vec<String>,
    /// Identifier and title of every dataset whose records are there, for whoever may specify tables.
    pub datasets: Vec<(String, String, Proposal)>,
}

impl App {
    /// What an indicator counts, and which datasets give it; nothing where its entry does not say.
    pub async fn calculation_of(&self, caller: &Caller, opened: &Opened, indicator: &str) -> Result<Option<Started>> {
        let library = self.library();
        let entry = opened.content.entry("indicator", indicator);
        let Some(calculation) = entry.and_then(|entry| of_entry(&library, entry)) else { return Ok(None) };
        let language = caller.language.content();
        let may = self.may(caller, Action::TableSave, opened);
        let imported = opened.content.datasets.iter().filter(|dataset| may && dataset.state == DatasetState::Imported);
        let known: Vec<(String, String)> = imported.map(|dataset| (dataset.id.to_string(), dataset.title.clone())).collect();
        let manifests: Vec<_> = known.into_iter().filter_map(|(id, title)| Some((self.manifest(&id).ok()?, id, title))).collect();
        let datasets = manifests.into_iter().map(|(manifest, id, title)| {
            let proposal = propose(&calculation, library.concepts(), &manifest, "", language);
            (id, title, proposal)
        });
        Ok(Some(Started {
            words: calculation.in_words(library.concepts(), language),
            adapted: adapted(&library, &calculation),
            datasets: datasets.collect(),
            calculation,
        }))
    }

    /// The form of a table of a dataset, filled from an indicator; nothing where its entry does not say what it counts.
    pub async fn propose_table(
        &self,
        caller: &Caller,
        slug: &str,
        dataset: &str,
        indicator: &str,
        period: &str,
    ) -> Result<Option<Proposal>> {
        let manifest = self.dataset_manifest(caller, slug, dataset).await?;
        let opened = self.opened(caller, slug, Action::TableSave, &Facts::default()).await?;
        let library = self.library();
        let entry = opened.content.entry("indicator", indicator).ok_or(AppError::NotFound)?;
        let calculation = of_entry(&library, entry);
        let language = opened.dossier().source_language;
        Ok(calculation.map(|calculation| propose(&calculation, library.concepts(), &manifest, period, language)))
    }
}

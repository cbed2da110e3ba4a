//! Reuse first: what a dossier already holds that may answer a request for new data. Sources, datasets, signed tables and
//! indicators are compared with it by what they tell apart, by period and by the words of what is asked; whoever asks says why
//! they do not suffice.

use std::collections::BTreeSet;

use super::{Names, RegisterDefinition, RegisterEntry};
use crate::statistics::calculation::Calculation;
use crate::statistics::{Dataset, DatasetState};
use crate::{Problem, search};

/// The register of requests, and its fields.
pub const REGISTER: &str = "data_request";
const EXAMINED: &str = "examined";
const INSUFFICIENT: &str = "insufficient";
/// Words shorter than this say little of what a text is about.
const WORD: usize = 5;
/// How many candidates a message names.
const EXAMPLES: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Source,
    Dataset,
    Table,
    Indicator,
}

impl Kind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Dataset => "dataset",
            Self::Table => "table",
            Self::Indicator => "indicator",
        }
    }
}

/// Something that is there and may answer a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    pub kind: Kind,
    pub id: String,
    pub title: String,
    /// What was asked to be told apart, and is; and what is not. Codes of the list of breakdowns.
    pub gives: Vec<String>,
    pub lacks: Vec<String>,
    /// It is about the period that was asked for; nothing where one of both does not say.
    pub same_period: Option<bool>,
    /// Words that both use.
    pub words: Vec<String>,
}

/// What is asked for.
struct Wanted {
    breakdowns: Vec<String>,
    period: String,
    words: BTreeSet<String>,
    indicators: Vec<String>,
}

impl Wanted {
    fn of(names: &Names<'_>, entry: &RegisterEntry) -> Self {
        let said = ["title", "wanted", "population", "territory"].map(|field| entry.shown(field, names.language).to_owned());
        Self {
            breakdowns: entry.chosen("disaggregation").to_vec(),
            period: entry.line("period").to_owned(),
            words: words(&said.join(" ")),
            indicators: entry.chosen("indicators").to_vec(),
        }
    }

    /// Whether something that tells so much apart, is about this period and is called so, may answer.
    fn judged(&self, kind: Kind, id: &str, title: String, told: &Told, is_named: bool) -> Option<Existing> {
        let (gives, lacks): (Vec<String>, Vec<String>) =
            self.breakdowns.iter().cloned().partition(|code| told.breakdowns.contains(code));
        let shared: Vec<String> = words(&told.words).intersection(&self.words).cloned().collect();
        let may_answer = is_named || !shared.is_empty() || (!gives.is_empty() && lacks.is_empty());
        let same_period = (!self.period.is_empty() && !told.period.is_empty()).then(|| overlaps(&self.period, &told.period));
        may_answer.then_some(Existing { kind, id: id.to_owned(), title, gives, lacks, same_period, words: shared })
    }
}

/// What something says of itself.
#[derive(Default)]
struct Told {
    breakdowns: BTreeSet<String>,
    period: String,
    words: String,
}

/// Everything of the dossier that may answer a request, by kind and in the order in which it was recorded.
pub fn answering(names: &Names<'_>, entry: &RegisterEntry) -> Vec<Existing> {
    let (content, wanted) = (names.content, Wanted::of(names, entry));
    let text = |entry: &RegisterEntry, field: &str| entry.shown(field, names.language).to_owned();
    let chosen = |entry: &RegisterEntry| entry.chosen("disaggregation").iter().cloned().collect::<BTreeSet<_>>();
    let mut found = vec![];
    let named_sources: BTreeSet<&String> = wanted
        .indicators
        .iter()
        .filter_map(|id| content.entry("indicator", id))
        .flat_map(|indicator| indicator.chosen("sources"))
        .collect();
    for source in content.entries("data_source") {
        let said = ["name", "coverage", "metadata", "use"].map(|field| text(source, field));
        let told = Told { breakdowns: chosen(source), period: String::new(), words: said.join(" ") };
        let is_named = named_sources.contains(&source.id.0);
        found.extend(wanted.judged(Kind::Source, source.id.as_str(), names.entry(source), &told, is_named));
    }
    for dataset in content.datasets.iter().filter(|dataset| dataset.state == DatasetState::Imported) {
        let told = Told { breakdowns: concepts(dataset), period: String::new(), words: dataset.title.clone() };
        found.extend(wanted.judged(Kind::Dataset, dataset.id.as_str(), dataset.title.clone(), &told, false));
    }
    for table in content.tables.iter().filter(|table| !table.signed.is_empty()) {
        let title = table.title.get(names.language).to_owned();
        let dataset = content.dataset(table.dataset.as_str());
        let variables = dataset.map(|dataset| variables(dataset, &table.specification)).unwrap_or_default();
        let told = Told { breakdowns: variables, period: table.period.clone(), words: title.clone() };
        let is_named = table.indicator.as_ref().is_some_and(|id| wanted.indicators.contains(&id.0));
        found.extend(wanted.judged(Kind::Table, table.id.as_str(), title, &told, is_named));
    }
    for indicator in content.entries("indicator").filter(|indicator| !wanted.indicators.contains(&indicator.id.0)) {
        let mut breakdowns = chosen(indicator);
        let calculation = toml::from_str::<Calculation>(indicator.line("calculation")).unwrap_or_default();
        breakdowns.extend(calculation.disaggregation.into_iter().map(|breakdown| breakdown.concept));
        let said = ["name", "definition"].map(|field| text(indicator, field));
        let told = Told { breakdowns, period: String::new(), words: said.join(" ") };
        found.extend(wanted.judged(Kind::Indicator, indicator.id.as_str(), names.entry(indicator), &told, false));
    }
    found
}

/// What a request must still say before it is kept: why what is there does not suffice.
pub(super) fn unexplained(names: &Names<'_>, register: &RegisterDefinition, entry: &RegisterEntry) -> Option<Problem> {
    if register.code != REGISTER || entry.is_filled(INSUFFICIENT) {
        return None;
    }
    // Whoever asks may not see datasets; their sources are in the register.
    let found: Vec<Existing> = answering(names, entry).into_iter().filter(|one| one.kind != Kind::Dataset).collect();
    let mut examples = found.iter().take(EXAMPLES).map(|one| one.title.as_str()).collect::<Vec<_>>().join("; ");
    if found.len() > EXAMPLES {
        examples.push_str("; …");
    }
    (!found.is_empty())
        .then(|| Problem::on("reuse-unexplained", INSUFFICIENT).with("count", found.len()).with("examples", examples))
}

/// Whether a request was made without looking at what exists: no reason is given, or a source that may answer, and perhaps
/// came later, is not among those that were looked at.
pub(super) fn is_open(names: &Names<'_>, entry: &RegisterEntry) -> bool {
    let examined = entry.chosen(EXAMINED);
    let sources = answering(names, entry).into_iter().filter(|one| one.kind == Kind::Source);
    let unseen = sources.into_iter().any(|source| !examined.contains(&source.id));
    !entry.is_filled(INSUFFICIENT) || unseen
}

/// The concepts that a dataset's description says its variables are.
fn concepts(dataset: &Dataset) -> BTreeSet<String> {
    described(dataset).into_iter().map(|(_, concept)| concept).collect()
}

/// The concepts of the variables that a specification breaks its table down by.
fn variables(dataset: &Dataset, specification: &str) -> BTreeSet<String> {
    let table: toml::Table = specification.parse().unwrap_or_default();
    let dimensions = table.get("dimension").and_then(toml::Value::as_array).into_iter().flatten();
    let variables: BTreeSet<&str> = dimensions.filter_map(|dimension| dimension.get("variable")?.as_str()).collect();
    described(dataset).into_iter().filter(|(name, _)| variables.contains(name.as_str())).map(|(_, concept)| concept).collect()
}

/// Name and concept of a dataset's variables; a variable that says nothing may be called like its concept.
fn described(dataset: &Dataset) -> Vec<(String, String)> {
    let table: toml::Table = dataset.description.parse().unwrap_or_default();
    let variables = table.get("variables").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |variable: &toml::Value, key: &str| Some(variable.get(key)?.as_str()?.to_owned());
    let one = |variable: &toml::Value| {
        let name = text(variable, "name")?;
        Some((name.clone(), text(variable, "concept").unwrap_or(name)))
    };
    variables.filter_map(one).collect()
}

/// The words that say what a text is about, folded, cut where endings begin.
fn words(text: &str) -> BTreeSet<String> {
    let folded = search::fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() >= WORD);
    words.map(|word| word.chars().take(7).collect()).filter(|word: &String| !COMMON.contains(&word.as_str())).collect()
}

/// Words of every request, in the three languages, as they are cut.
const COMMON: &[&str] = &[
    "donnees", "enquete", "registr", "source", "sources", "personn", "populat", "nombre", "selon", "leurs", "toutes", "number",
    "persons", "people", "survey", "registe", "those", "their", "which", "datos", "encuest", "persona", "numero", "segun",
    "fuente", "fuentes", "taux", "statist", "estadis", "annee", "annuel", "collect", "between", "entre",
];

/// Whether two periods have time in common: one begins as the other does.
fn overlaps(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use crate::register::{Value, fixture};

    /// Without registers: entries are then called by their identifiers.
    fn framework() -> std::sync::Arc<crate::catalogue::Framework> {
        let content = "code = \"t\"\nversion = \"1\"\nkind = \"cycle\"\nofficial = true\nsource = \"ours\"\n\
            [[items]]\ncode = \"1\"\nkind = \"step\"\nsource = \"s\"\n";
        let file = crate::catalogue::load::File { path: "t/framework.toml".to_owned(), content: content.to_owned() };
        crate::catalogue::load::load(&[file]).0.get("t@1").unwrap()
    }

    #[test]
    fn what_is_there_is_named_before_more_is_asked_for() {
        let library = crate::catalogue::Library::default();
        let framework = framework();
        let mut content = fixture::empty();
        let entry = |register: &str, id: &str, values: &[(&str, Value)]| RegisterEntry {
            id: id.into(),
            register: register.to_owned(),
            values: values.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect(),
            ..RegisterEntry::default()
        };
        let line = |text: &str| Value::Line(text.to_owned());
        let chosen = |codes: &[&str]| Value::Chosen(codes.iter().map(|code| (*code).to_owned()).collect());
        let sources = vec![
            entry("data_source", "census", &[("name", line("Recensement")), ("disaggregation", chosen(&["sex", "age"]))]),
            entry("data_source", "schools", &[("name", line("Effectifs scolaires")), ("disaggregation", chosen(&["age"]))]),
            entry("data_source", "boats", &[("name", line("Navires"))]),
        ];
        content.entries.insert("data_source".to_owned(), sources);
        content.datasets.push(Dataset {
            id: "d".into(),
            title: "Extrait".to_owned(),
            state: DatasetState::Imported,
            description: "[[variables]]\nname = \"gender\"\nconcept = \"sex\"\n[[variables]]\nname = \"age\"\n".to_owned(),
            ..Dataset::default()
        });
        let names = Names { library: &library, framework: &framework, content: &content, language: Language::French };
        let asked = |values: &[(&str, Value)]| answering(&names, &entry(REGISTER, "r", values));
        let ids = |found: &[Existing]| found.iter().map(|one| one.id.clone()).collect::<Vec<_>>();

        let found = asked(&[("disaggregation", chosen(&["sex", "age"]))]);
        assert_eq!(ids(&found), ["census", "d"], "whoever gives a part alone is not named for it");
        let found = asked(&[("title", line("Scolarisation")), ("disaggregation", chosen(&["sex", "age"]))]);
        assert_eq!(ids(&found), ["census", "d"]);
        let found = asked(&[("title", line("Élèves scolaires")), ("disaggregation", chosen(&["sex", "age"]))]);
        assert_eq!(ids(&found), ["census", "schools", "d"]);
        let schools = &found[1];
        assert_eq!((schools.gives.clone(), schools.lacks.clone()), (vec!["age".to_owned()], vec!["sex".to_owned()]));
        assert!(asked(&[("title", line("Logement"))]).is_empty());

        // A source that was not looked at keeps the request open, whatever the reason.
        let reason = ("insufficient", line("Trop ancien"));
        let open = |examined: &[&str]| {
            let values = [("disaggregation", chosen(&["sex"])), reason.clone(), ("examined", chosen(examined))];
            is_open(&names, &entry(REGISTER, "r", &values))
        };
        assert!(open(&[]) && open(&["boats"]) && !open(&["census"]));
    }
}

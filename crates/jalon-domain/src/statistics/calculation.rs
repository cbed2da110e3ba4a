//! The calculation of an indicator: who is counted, numerator and denominator, written over concepts
//! ([`crate::catalogue::Concept`]), so that it holds for the data of any office.
//!
//! It is kept in an entry of the register of indicators as TOML, and given with the ready definitions. A table of a dataset is
//! started from it; whether a table still is what its indicator says is told by comparing the two.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::catalogue::{Concept, ConceptKind};
use crate::wording::Wording;
use crate::{Language, Problem};

/// How many conditions each part may have: what the form of a table takes.
pub const POPULATION_LIMIT: usize = 5;
pub const PART_LIMIT: usize = 2;
/// What one record may be.
pub const RECORDS: &[&str] = &["persons", "households", "decisions", "places", "councillors"];

/// What is computed of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Numerator over denominator.
    #[default]
    Share,
    /// How many there are.
    Count,
    /// The mean of the concept named in `of`.
    Mean,
}

impl Measure {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Count => "count",
            Self::Mean => "mean",
        }
    }
}

/// A condition on a concept: its codes, or a range with both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub concept: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
}

/// What a table is broken down by: groups of a concept's codes, the office's own codes when none are named, or bands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    pub concept: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Lower bounds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The value of the first group less that of the second.
    #[default]
    Difference,
    /// The value of the first group divided by that of the second.
    Ratio,
}

impl Comparison {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Ratio => "ratio",
        }
    }
}

/// An indicator that sets two groups side by side: its value is none of a single cell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    pub concept: String,
    pub first: String,
    /// A code, or `total` for everybody.
    pub second: String,
    #[serde(default)]
    pub by: Comparison,
}

/// The second group of a comparison when it is everybody.
pub const EVERYBODY: &str = "total";

fn persons() -> String {
    "persons".to_owned()
}

const fn one() -> u32 {
    1
}

/// What an indicator counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calculation {
    /// The ready definition that it was taken over from, `integration/employment_gap`; empty for the office's own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// What one record must be: [`RECORDS`].
    #[serde(default = "persons")]
    pub records: String,
    #[serde(default)]
    pub measure: Measure,
    /// Of a mean: the concept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// A share is multiplied by it where it becomes the indicator's value: 100 for percent.
    #[serde(default = "one")]
    pub per: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub population: Vec<Condition>,
    /// Within the denominator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numerator: Vec<Condition>,
    /// Within the population; all of it when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denominator: Vec<Condition>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disaggregation: Vec<Breakdown>,
}

impl Calculation {
    /// Reads a calculation as it is typed, or tells everything that is wrong with it.
    ///
    /// # Errors
    /// A shape that is none, with its line; otherwise every concept, code and number that does not fit.
    pub fn parse(text: &str, concepts: &[Concept]) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            vec![Problem::new("calculation-unreadable").with("line", line).with("detail", error.message())]
        })?;
        let faults = read.faults(concepts);
        if faults.is_empty() { Ok(read) } else { Err(faults) }
    }

    /// Everything that does not fit the concepts, each with its place.
    pub fn faults(&self, concepts: &[Concept]) -> Vec<Problem> {
        let mut faults = Faults { concepts, found: vec![] };
        if !RECORDS.contains(&self.records.as_str()) {
            faults.tell("calculation-records", "records").push_arg("choices", RECORDS.join(", "));
        }
        if !matches!(self.per, 1 | 100 | 1_000 | 10_000 | 100_000) {
            faults.tell("calculation-per", "per");
        }
        let is_share = self.measure == Measure::Share;
        if is_share == self.numerator.is_empty() {
            faults.tell(if is_share { "calculation-numerator" } else { "calculation-only-share" }, "numerator");
        }
        if !is_share && !self.denominator.is_empty() {
            faults.tell("calculation-only-share", "denominator");
        }
        if self.measure == Measure::Mean {
            faults.concept("of", &self.of, &[ConceptKind::Number, ConceptKind::Either]);
        } else if !self.of.is_empty() {
            faults.tell("calculation-only-mean", "of");
        }
        for (part, conditions, most) in [
            ("population", &self.population, POPULATION_LIMIT),
            ("numerator", &self.numerator, PART_LIMIT),
            ("denominator", &self.denominator, PART_LIMIT),
        ] {
            if conditions.len() > most {
                faults.tell("calculation-too-many", part).push_arg("limit", most.to_string());
            }
            for (n, condition) in conditions.iter().enumerate() {
                faults.condition(&format!("{part}[{}]", n + 1), condition);
            }
        }
        if let Some(compare) = &self.compare {
            faults.concept("compare", &compare.concept, &[ConceptKind::Category]);
            let is_everybody = compare.second == EVERYBODY;
            let codes = [Some(&compare.first), (!is_everybody).then_some(&compare.second)];
            faults.codes("compare", &compare.concept, codes.into_iter().flatten());
        }
        let mut seen = BTreeSet::new();
        for (n, breakdown) in self.disaggregation.iter().enumerate() {
            let place = format!("disaggregation[{}]", n + 1);
            faults.breakdown(&place, breakdown);
            if !seen.insert(&breakdown.concept) {
                faults.tell("calculation-twice", &place).push_arg("concept", breakdown.concept.clone());
            }
        }
        faults.found
    }

    /// The concepts that it needs, in the order in which it names them; those that only break down come last.
    pub fn needs(&self) -> Vec<&str> {
        let conditions = [&self.population, &self.denominator, &self.numerator].into_iter().flatten();
        let mut needs: Vec<&str> = vec![];
        let of = Some(self.of.as_str()).filter(|of| !of.is_empty());
        let compare = self.compare.as_ref().map(|compare| compare.concept.as_str());
        for concept in conditions.map(|condition| condition.concept.as_str()).chain(of).chain(compare) {
            if !needs.contains(&concept) {
                needs.push(concept);
            }
        }
        needs
    }

    /// What the table is broken down by: what is compared first, whether or not it is named among the breakdowns.
    pub fn breakdowns(&self) -> Vec<Breakdown> {
        let compared = self.compare.as_ref();
        let first = compared.map(|compare| {
            let codes = [&compare.first, &compare.second].into_iter().filter(|code| *code != EVERYBODY).cloned().collect();
            let named = self.disaggregation.iter().find(|breakdown| breakdown.concept == compare.concept);
            named.filter(|named| !named.codes.is_empty()).cloned().unwrap_or(Breakdown {
                concept: compare.concept.clone(),
                codes,
                bands: vec![],
            })
        });
        let others = self.disaggregation.iter().filter(|one| compared.is_none_or(|compare| compare.concept != one.concept));
        first.into_iter().chain(others.cloned()).collect()
    }

    /// Whether both count the same: what they are broken down by and where they come from does not matter, nor does order.
    pub fn counts_as(&self, other: &Self) -> bool {
        self.meaning() == other.meaning()
    }

    /// The parts in which two calculations differ.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let (one, other) = (self.meaning(), other.meaning());
        let mut parts = vec![];
        let mut part = |name, differs: bool| parts.extend(differs.then_some(name));
        part("records", one.records != other.records);
        part("measure", (one.measure, &one.of, one.per) != (other.measure, &other.of, other.per));
        part("population", one.population != other.population);
        part("numerator", one.numerator != other.numerator);
        part("denominator", one.denominator != other.denominator);
        part("compare", one.compare != other.compare);
        parts
    }

    fn meaning(&self) -> Self {
        let sorted = |conditions: &[Condition]| {
            let mut conditions = conditions.to_vec();
            conditions.iter_mut().for_each(|condition| condition.codes.sort());
            conditions.sort();
            conditions
        };
        Self {
            definition: String::new(),
            version: String::new(),
            disaggregation: vec![],
            population: sorted(&self.population),
            numerator: sorted(&self.numerator),
            denominator: sorted(&self.denominator),
            ..self.clone()
        }
    }

    /// Names what is counted, so that two offices can tell whether they count the same: SHA-256.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.meaning().to_toml()))
    }

    /// As an office reads and changes it.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let list = |codes: &[String]| codes.iter().map(|code| quoted(code)).collect::<Vec<_>>().join(", ");
        let mut line = |key: &str, value: String| text.push_str(&format!("{key} = {value}\n"));
        if !self.definition.is_empty() {
            line("definition", quoted(&self.definition));
            line("version", quoted(&self.version));
        }
        line("records", quoted(&self.records));
        line("measure", quoted(self.measure.code()));
        if !self.of.is_empty() {
            line("of", quoted(&self.of));
        }
        if self.per != 1 {
            line("per", self.per.to_string());
        }
        for (part, conditions) in
            [("population", &self.population), ("numerator", &self.numerator), ("denominator", &self.denominator)]
        {
            let one = |condition: &Condition| {
                let codes = (!condition.codes.is_empty()).then(|| format!("codes = [{}]", list(&condition.codes)));
                let end = |key: &str, end: Option<i64>| end.map(|end| format!("{key} = {end}"));
                let parts = [codes, end("from", condition.from), end("to", condition.to)];
                let parts: Vec<String> = parts.into_iter().flatten().collect();
                format!("  {{ concept = {}, {} }},\n", quoted(&condition.concept), parts.join(", "))
            };
            if !conditions.is_empty() {
                line(part, format!("[\n{}]", conditions.iter().map(one).collect::<String>()));
            }
        }
        if let Some(compare) = &self.compare {
            let [concept, first, second] = [&compare.concept, &compare.first, &compare.second].map(|text| quoted(text));
            let by = compare.by.code();
            line("compare", format!("{{ concept = {concept}, first = {first}, second = {second}, by = \"{by}\" }}"));
        }
        if !self.disaggregation.is_empty() {
            let one = |breakdown: &Breakdown| {
                let mut one = format!("  {{ concept = {}", quoted(&breakdown.concept));
                if !breakdown.codes.is_empty() {
                    let _ = write!(one, ", codes = [{}]", list(&breakdown.codes));
                }
                if !breakdown.bands.is_empty() {
                    let bands: Vec<String> = breakdown.bands.iter().map(i64::to_string).collect();
                    let _ = write!(one, ", bands = [{}]", bands.join(", "));
                }
                one + " },\n"
            };
            line("disaggregation", format!("[\n{}]", self.disaggregation.iter().map(one).collect::<String>()));
        }
        text
    }

    /// In words, part by part: the label of each, and what it says.
    pub fn in_words(&self, concepts: &[Concept], language: Language) -> Vec<(String, String)> {
        let wording = Wording::of(language);
        let words = Words { concepts, language: language.content(), wording };
        let label = |part: &str| wording.t(&format!("calculation-{part}"));
        let all = |conditions: &[Condition]| conditions.iter().map(|one| words.condition(one)).collect::<Vec<_>>().join(" ; ");
        let measure = wording.fill(
            &format!("calculation-measure-{}", self.measure.code()),
            &[("per", &self.per.to_string()), ("of", words.concept(&self.of))],
        );
        let mut parts = vec![
            (label("records"), wording.t(&format!("calculation-records-{}", self.records))),
            (label("measure"), measure),
            (label("population"), all(&self.population)),
            (label("numerator"), all(&self.numerator)),
            (label("denominator"), all(&self.denominator)),
        ];
        if let Some(compare) = &self.compare {
            let group = |code: &str| match code {
                EVERYBODY => wording.t("calculation-everybody"),
                code => words.code(&compare.concept, code).to_owned(),
            };
            let args = [("first", group(&compare.first)), ("second", group(&compare.second))];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, words)| (*name, words.as_str())).collect();
            parts.push((label("compare"), wording.fill(&format!("calculation-by-{}", compare.by.code()), &args)));
        }
        let by = self.breakdowns();
        let by: Vec<&str> = by.iter().map(|breakdown| words.concept(&breakdown.concept)).collect();
        parts.push((label("disaggregation"), by.join(" ; ")));
        parts.retain(|(_, words)| !words.is_empty());
        parts
    }
}

struct Words<'a> {
    concepts: &'a [Concept],
    language: Language,
    wording: &'static Wording,
}

impl Words<'_> {
    fn concept<'b>(&'b self, code: &'b str) -> &'b str {
        self.concepts.iter().find(|concept| concept.code == code).map_or(code, |concept| concept.name.get(self.language))
    }

    fn code<'b>(&'b self, concept: &str, code: &'b str) -> &'b str {
        let known = self.concepts.iter().find(|known| known.code == concept);
        known.map_or(code, |known| known.code_words(code, self.language))
    }

    fn condition(&self, condition: &Condition) -> String {
        let what = match (condition.from, condition.to) {
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) => self.wording.fill("calculation-from", &[("from", &from.to_string())]),
            (None, Some(to)) => self.wording.fill("calculation-to", &[("to", &to.to_string())]),
            (None, None) => condition.codes.iter().map(|code| self.code(&condition.concept, code)).collect::<Vec<_>>().join(", "),
        };
        self.wording.fill("calculation-condition", &[("concept", self.concept(&condition.concept)), ("what", &what)])
    }
}

struct Faults<'a> {
    concepts: &'a [Concept],
    found: Vec<Problem>,
}

/// A fault to which what it names is added.
struct Told<'a>(&'a mut Problem);

impl Told<'_> {
    fn push_arg(self, name: &str, value: String) -> Self {
        self.0.args.insert(name.to_owned(), value);
        self
    }
}

impl<'a> Faults<'a> {
    fn tell(&mut self, code: &str, place: &str) -> Told<'_> {
        self.found.push(Problem::new(code).with("place", place));
        let last = self.found.len() - 1;
        Told(&mut self.found[last])
    }

    /// The concept, if there is one of this name and of one of these kinds.
    fn concept(&mut self, place: &str, code: &str, kinds: &[ConceptKind]) -> Option<&'a Concept> {
        let Some(concept) = self.concepts.iter().find(|concept| concept.code == code) else {
            let known: Vec<&str> = self.concepts.iter().map(|concept| concept.code.as_str()).collect();
            let choices = known.join(", ");
            self.tell("calculation-concept", place).push_arg("concept", code.to_owned()).push_arg("choices", choices);
            return None;
        };
        if !kinds.contains(&concept.kind) {
            self.tell("calculation-kind", place).push_arg("concept", code.to_owned());
            return None;
        }
        Some(concept)
    }

    fn codes<'c>(&mut self, place: &str, concept: &str, codes: impl Iterator<Item = &'c String>) {
        let Some(concept) = self.concepts.iter().find(|known| known.code == concept) else { return };
        for code in codes.filter(|code| !concept.has_code(code)) {
            let known: Vec<&str> = concept.codes.iter().map(|(code, _)| code.as_str()).collect();
            let choices = known.join(", ");
            self.tell("calculation-code", place)
                .push_arg("concept", concept.code.clone())
                .push_arg("code", code.clone())
                .push_arg("choices", choices);
        }
    }

    fn condition(&mut self, place: &str, condition: &Condition) {
        let is_range = condition.from.is_some() || condition.to.is_some();
        let kinds: &[ConceptKind] = match (is_range, condition.codes.is_empty()) {
            (true, true) => &[ConceptKind::Number, ConceptKind::Either],
            (false, false) => &[ConceptKind::Category, ConceptKind::Either],
            _ => {
                self.tell("calculation-condition-shape", place);
                return;
            }
        };
        if self.concept(place, &condition.concept, kinds).is_some() {
            self.codes(place, &condition.concept, condition.codes.iter());
        }
        if condition.from.zip(condition.to).is_some_and(|(from, to)| from > to) {
            self.tell("calculation-range", place);
        }
    }

    fn breakdown(&mut self, place: &str, breakdown: &Breakdown) {
        let kinds: &[ConceptKind] = if breakdown.bands.is_empty() {
            &[ConceptKind::Category, ConceptKind::Either]
        } else {
            &[ConceptKind::Number, ConceptKind::Either]
        };
        if self.concept(place, &breakdown.concept, kinds).is_some() {
            self.codes(place, &breakdown.concept, breakdown.codes.iter());
        }
        if breakdown.bands.windows(2).any(|pair| pair[0] >= pair[1]) {
            self.tell("calculation-range", place);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Text;

    fn concepts() -> Vec<Concept> {
        let concept = |code: &str, kind, codes: &[&str]| Concept {
            code: code.to_owned(),
            kind,
            codes: codes.iter().map(|code| ((*code).to_owned(), Text::default())).collect(),
            rest: String::new(),
            standard: vec![],
            names: vec![],
            source: String::new(),
            name: Text::of(Language::French, code.to_uppercase()),
        };
        vec![
            concept("age", ConceptKind::Number, &[]),
            concept("employment", ConceptKind::Category, &["employed", "unemployed"]),
            concept("birth", ConceptKind::Category, &["native", "foreign"]),
        ]
    }

    const RATE: &str = r#"
definition = "integration/rate"
version = "1"
per = 100
population = [{ concept = "age", from = 15, to = 64 }]
numerator = [{ concept = "employment", codes = ["employed"] }]
compare = { concept = "birth", first = "native", second = "foreign" }
disaggregation = [{ concept = "age", bands = [15, 25] }]
"#;

    #[test]
    fn every_fault_is_told_with_its_place() {
        let faults = |text: &str| {
            let found = Calculation::parse(text, &concepts()).unwrap_err();
            found.iter().map(|p| (p.code.clone(), p.args.get("place").cloned().unwrap_or_default())).collect::<Vec<_>>()
        };
        let text = r#"
records = "cats"
per = 7
population = [{ concept = "agee", from = 1 }, { concept = "age", from = 5, to = 1 }, { concept = "age", codes = ["1"] }, { concept = "age" }]
numerator = [{ concept = "employment", codes = ["emploied"] }]
of = "age"
compare = { concept = "birth", first = "native", second = "everybody" }
disaggregation = [{ concept = "age" }, { concept = "birth" }, { concept = "birth" }]
"#;
        let expected = [
            ("calculation-records", "records"),
            ("calculation-per", "per"),
            ("calculation-only-mean", "of"),
            ("calculation-concept", "population[1]"),
            ("calculation-range", "population[2]"),
            ("calculation-kind", "population[3]"),
            ("calculation-condition-shape", "population[4]"),
            ("calculation-code", "numerator[1]"),
            ("calculation-code", "compare"),
            ("calculation-kind", "disaggregation[1]"),
            ("calculation-twice", "disaggregation[3]"),
        ];
        assert_eq!(faults(text), expected.map(|(code, place)| (code.to_owned(), place.to_owned())));
        assert_eq!(faults("measure = \"share\""), [("calculation-numerator".to_owned(), "numerator".to_owned())]);
        let unreadable = Calculation::parse("measure = \"share\"\nnumerater = []", &concepts()).unwrap_err();
        assert_eq!((unreadable[0].code.as_str(), unreadable[0].args["line"].as_str()), ("calculation-unreadable", "2"));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let rate = Calculation::parse(RATE, &concepts()).unwrap();
        assert_eq!(Calculation::parse(&rate.to_toml(), &concepts()).unwrap(), rate);
        assert_eq!(rate.needs(), ["age", "employment", "birth"]);
        let by: Vec<String> = rate.breakdowns().into_iter().map(|one| format!("{} {:?}", one.concept, one.codes)).collect();
        assert_eq!(by, [r#"birth ["native", "foreign"]"#, "age []"]);
    }

    #[test]
    fn two_calculations_that_count_the_same_have_one_digest() {
        let rate = Calculation::parse(RATE, &concepts()).unwrap();
        let own = Calculation { definition: String::new(), version: String::new(), disaggregation: vec![], ..rate.clone() };
        assert!(rate.counts_as(&own));
        assert_eq!(rate.digest(), own.digest());
        let mut older = rate.clone();
        older.population[0].to = Some(74);
        older.per = 1;
        assert_eq!(rate.differences(&older), ["measure", "population"]);
        assert_ne!(rate.digest(), older.digest());
    }

    proptest! {
        #[test]
        fn order_does_not_matter(from in -5i64..50, codes in Just(vec!["employed".to_owned(), "unemployed".to_owned()]).prop_shuffle(), turned: bool) {
            let age = Condition { concept: "age".into(), from: Some(from), ..Condition::default() };
            let work = Condition { concept: "employment".into(), codes, ..Condition::default() };
            let mut conditions = vec![age, work];
            if turned { conditions.reverse(); }
            let one = Calculation { numerator: conditions.clone(), ..Calculation::default() };
            conditions.reverse();
            conditions.iter_mut().for_each(|condition| condition.codes.reverse());
            let other = Calculation { numerator: conditions, ..one.clone() };
            prop_assert!(one.counts_as(&other) && one.digest() == other.digest() && one.differences(&other).is_empty());
        }
    }
}

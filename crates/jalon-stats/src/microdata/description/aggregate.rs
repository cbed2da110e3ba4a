//! The section `[aggregate]`: the file is no list of persons but a table that was already counted.

use jalon_domain::Problem;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::section::Section;
use super::{Kind, Variable};

/// What the numbers of a table count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// Persons, or what stands for one person each: permits, applications, births.
    #[default]
    Persons,
    /// Anything else: schools, courses, places in a shelter. No rule about small numbers applies.
    Things,
}

/// What a cell holds that is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// The holder knows the number and keeps it back.
    Suppressed,
    /// Nobody counted.
    Missing,
    /// There can be nothing: everybody knows that it is empty.
    NotApplicable,
}

impl Unknown {
    pub const ALL: [(&'static str, Self); 3] =
        [("suppressed", Self::Suppressed), ("missing", Self::Missing), ("not-applicable", Self::NotApplicable)];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, unknown)| *unknown == self).map_or("", |(name, _)| name)
    }
}

/// What a combination of finest codes is that the file does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Absent {
    /// A fault: nothing is taken for zero that nobody called zero.
    #[default]
    Refuse,
    Zero,
    Unknown(Unknown),
}

/// How a table that was already counted is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// Heading of the column of numbers.
    pub count: String,
    /// Heading of the column that says what a cell is, where there is one.
    pub state: Option<String>,
    pub counts: Counts,
    pub absent: Absent,
    /// For each variable of the description the codes that stand for everybody.
    pub totals: Vec<Vec<String>>,
    /// What stands in the column of numbers or of states for each kind of cell without a number.
    pub markers: Vec<(Unknown, Vec<String>)>,
    /// What stands in the column of states beside a number.
    pub measured: Vec<String>,
}

/// Signs that mean the same in most offices. A dash and a single point do not: here a zero, there a secret.
const MARKERS: [(Unknown, &[&str]); 3] = [
    (Unknown::Suppressed, &["suppressed", "x", "X", "*", "c", ":c"]),
    (Unknown::Missing, &["missing", "..", ":", "M"]),
    (Unknown::NotApplicable, &["not-applicable", "not_applicable", "...", "z", ":z"]),
];
const MEASURED: [&str; 5] = ["", "measured", "number", "zero", "A"];
const TOTALS: [&str; 2] = ["_T", "T"];

/// Reads the section; everything of a description that is about single records is refused beside it.
pub(super) fn read(
    table: &Table,
    variables: &[Variable],
    others: &[(&'static str, bool)],
    faults: &mut Vec<Problem>,
) -> Aggregate {
    for (section, _) in others.iter().filter(|(_, is_there)| *is_there) {
        faults.push(Problem::new("aggregate-section").with("place", format!("`{section}`")));
    }
    for variable in variables.iter().filter(|variable| !matches!(variable.kind, Kind::Category { .. })) {
        faults.push(Problem::new("aggregate-variable").with("place", format!("variables `{}`", variable.name)));
    }
    let mut section = Section::new(table, "aggregate", faults);
    let count = section.required_text("count").unwrap_or_default().to_owned();
    let state = section.text("state").map(str::to_owned);
    let counts = section.choice("counts", &[("persons", Counts::Persons), ("things", Counts::Things)]).unwrap_or_default();
    let unknown = |unknown| Absent::Unknown(unknown);
    let absent = section
        .choice(
            "absent",
            &[
                ("refuse", Absent::Refuse),
                ("zero", Absent::Zero),
                ("missing", unknown(Unknown::Missing)),
                ("suppressed", unknown(Unknown::Suppressed)),
                ("not-applicable", unknown(Unknown::NotApplicable)),
            ],
        )
        .unwrap_or_default();
    let total = texts(&mut section, "total").unwrap_or_else(|| TOTALS.map(str::to_owned).to_vec());
    let (own, markers) = (section.table("totals"), section.table("markers"));
    let is_column_of_variable = |column: &str| variables.iter().any(|variable| variable.column == column);
    for (field, column) in [("count", Some(&count)), ("state", state.as_ref())] {
        if column.is_some_and(|column| is_column_of_variable(column)) || (field == "state" && column == Some(&count)) {
            section.fault("aggregate-column-twice", field);
        }
    }
    section.finish();
    let totals = totals(own, total, variables, faults);
    let (markers, measured) = read_markers(markers, faults);
    Aggregate { count, state, counts, absent, totals, markers, measured }
}

/// A text or a list of texts.
fn texts(section: &mut Section<'_, '_>, field: &'static str) -> Option<Vec<String>> {
    match section.value(field)? {
        Value::String(text) => Some(vec![text.clone()]),
        _ => Some(section.texts(field)),
    }
}

fn totals(own: Option<&Table>, total: Vec<String>, variables: &[Variable], faults: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let mut totals = vec![total; variables.len()];
    for (name, value) in own.into_iter().flatten() {
        let place = format!("aggregate.totals, `{name}`");
        let Some(at) = variables.iter().position(|variable| variable.name == *name) else {
            faults.push(Problem::new("microdata-variable-unknown").with("place", place).with("name", name));
            continue;
        };
        let codes = match value {
            Value::String(text) => Some(vec![text.clone()]),
            Value::Array(list) => list.iter().map(super::section::as_code).collect(),
            other => super::section::as_code(other).map(|code| vec![code]),
        };
        match codes {
            Some(codes) => totals[at] = codes,
            None => faults.push(Problem::new("microdata-field-type").with("place", place).with("wanted", "\"…\"")),
        }
    }
    totals
}

/// Signs of the description replace the usual ones, kind by kind. One sign has one meaning.
fn read_markers(table: Option<&Table>, faults: &mut Vec<Problem>) -> (Vec<(Unknown, Vec<String>)>, Vec<String>) {
    let usual = |list: &[&str]| list.iter().map(|sign| (*sign).to_owned()).collect::<Vec<_>>();
    let mut markers: Vec<(Unknown, Vec<String>)> = MARKERS.iter().map(|(unknown, list)| (*unknown, usual(list))).collect();
    let mut measured = usual(&MEASURED);
    let Some(table) = table else { return (markers, measured) };
    let mut section = Section::new(table, "aggregate.markers", faults);
    let mut said: Vec<(&'static str, String)> = vec![];
    for (field, place) in [("suppressed", 0), ("missing", 1), ("not_applicable", 2)] {
        if let Some(signs) = texts(&mut section, field) {
            said.extend(signs.iter().map(|sign| (field, sign.clone())));
            markers[place].1 = signs;
        }
    }
    if let Some(signs) = texts(&mut section, "measured") {
        said.extend(signs.iter().map(|sign| ("measured", sign.clone())));
        measured = signs;
    }
    for (at, (field, sign)) in said.iter().enumerate() {
        if said[..at].iter().any(|(_, other)| other == sign) {
            section.fault("aggregate-marker-twice", field).args.insert("value".to_owned(), sign.clone());
        }
    }
    section.finish();
    // A usual sign gives way to what the description calls it.
    for (place, (_, own)) in markers.iter_mut().enumerate() {
        let field = ["suppressed", "missing", "not_applicable"][place];
        own.retain(|sign| said.iter().all(|(other, known)| known != sign || *other == field));
    }
    measured.retain(|sign| said.iter().all(|(other, known)| known != sign || *other == "measured"));
    (markers, measured)
}

impl Aggregate {
    /// What a sign stands for.
    pub(crate) fn marked(&self, sign: &str) -> Option<Unknown> {
        self.markers.iter().find(|(_, signs)| signs.iter().any(|known| known == sign)).map(|(unknown, _)| *unknown)
    }
}

//! What a statistician says about an extract: its variables, their codes and limits, the rules between them, and what to do with a row that breaks one.
//!
//! Written as TOML; `docs/microdata.md` describes every field. Start reading at [`Description::parse`].

mod aggregate;
mod meaning;
mod parse;
mod sampling;
mod section;

use std::collections::BTreeMap;

pub use aggregate::{Absent, Aggregate, Counts, Unknown};
pub use jalon_domain::statistics::Purpose;
pub use meaning::Meaning;
use serde::{Deserialize, Serialize};

use super::codelist::Codelist;
use super::rule::Rule;
use crate::release::About;
use crate::sampling::Design;
use crate::translations::Translations;

/// What happens to a row that breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// The row is left out.
    RejectRow,
    /// The row stays, the value counts as missing.
    SetMissing,
    /// Nothing is imported; the file is still read to its end, so that every fault is told.
    Stop,
}

impl Policy {
    pub const ALL: [(&'static str, Self); 3] =
        [("reject-row", Self::RejectRow), ("set-missing", Self::SetMissing), ("stop", Self::Stop)];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, policy)| *policy == self).map_or("", |(name, _)| name)
    }
}

/// The rules that a single cell can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum CellRule {
    /// A number or date that cannot be read as one.
    Type,
    /// A code that the list does not hold.
    Codelist,
    /// A number or date outside its limits.
    Range,
    /// Nothing, where something must be.
    Required,
}

impl CellRule {
    pub const ALL: [(&'static str, Self); 4] =
        [("type", Self::Type), ("codelist", Self::Codelist), ("range", Self::Range), ("required", Self::Required)];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, rule)| *rule == self).map_or("", |(name, _)| name)
    }
}

/// How a date is written: years `YYYY`, months `MM`, days `DD`, and what stands between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFormat(pub String);

impl DateFormat {
    pub fn iso() -> Self {
        Self("YYYY-MM-DD".to_owned())
    }
}

/// What a variable's values are.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// One of a list's codes.
    Category {
        /// Place of the list among [`Description::codelists`].
        codelist: usize,
        /// Codes are numbers: `01`, `1` and `1.0` are the same.
        numeric: bool,
    },
    /// A whole number of at most 18 digits.
    Integer { minimum: Option<i64>, maximum: Option<i64> },
    /// A number with a fixed count of decimals; limits are in units of the last decimal.
    Decimal { decimals: u8, minimum: Option<i64>, maximum: Option<i64> },
    /// A day; limits are in days since 1970-01-01.
    Date { format: DateFormat, minimum: Option<i64>, maximum: Option<i64> },
    /// Words or an identifier: may take part in the record key and in the search for duplicates, and is never stored.
    Text,
}

impl Kind {
    /// The word that names the kind in descriptions and manifests.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Category { .. } => "category",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Date { .. } => "date",
            Self::Text => "text",
        }
    }

    /// Whether values are kept in the dataset.
    pub fn is_stored(&self) -> bool {
        *self != Self::Text
    }
}

/// A column of the extract.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Name in the dataset.
    pub name: String,
    /// Heading of its column in the file.
    pub column: String,
    pub label: String,
    pub kind: Kind,
    /// What stands in the file for "no value", beside an empty cell.
    pub missing: Vec<String>,
    /// Whether every row must have a value.
    pub required: bool,
    /// What to do when a cell breaks a rule, per rule.
    pub on_fault: BTreeMap<CellRule, Policy>,
    /// Whom its values tell of: children, or persons by their residence status.
    pub about: About,
    /// Which concept it is.
    pub meaning: Meaning,
}

impl Variable {
    /// The policy for a rule of this variable.
    pub fn policy(&self, rule: CellRule) -> Policy {
        self.on_fault.get(&rule).copied().unwrap_or(Policy::RejectRow)
    }
}

/// Variables that together name a row: no two rows may have the same values.
#[derive(Debug, Clone, PartialEq)]
pub struct Unique {
    pub name: String,
    /// Places among [`Description::variables`].
    pub variables: Vec<usize>,
    pub on_fault: Policy,
}

/// How the record key is made.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordKey {
    /// The variables that identify a person, in the order in which every dataset of the office gives them.
    pub variables: Vec<usize>,
    /// How many keys there are: 256 or 4096.
    pub keys: u16,
}

/// How the file is written, where it does not show by itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileFormat {
    /// What stands between the cells of a text file; found in the heading when absent.
    pub separator: Option<u8>,
    /// Encoding of a text file; found in its beginning when absent.
    pub encoding: Option<String>,
    /// `.` or `,`.
    pub decimal_separator: u8,
    /// Sheet of a workbook; the first when absent.
    pub sheet: Option<String>,
    /// Whether a quoted cell may hold line breaks.
    pub line_breaks: bool,
}

/// Everything that is said about an extract.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    pub title: String,
    pub source: String,
    pub purposes: Vec<Purpose>,
    /// Whom the data are about, by themselves or by one of their variables.
    pub about: About,
    pub file: FileFormat,
    pub variables: Vec<Variable>,
    pub codelists: Vec<Codelist>,
    pub rules: Vec<Rule>,
    pub unique: Vec<Unique>,
    pub record_key: Option<RecordKey>,
    /// How the sample was drawn; nothing for a register of everybody, or where nobody said.
    pub sampling: Option<Design>,
    /// What happens to a row with too few or too many cells, or with bytes that are no text: reject or stop.
    pub on_broken_row: Policy,
    /// Where the file is a table that was already counted.
    pub aggregate: Option<Aggregate>,
    /// What its labels are called in other languages, those of standard lists included.
    pub translations: Translations,
}

impl Description {
    /// The codes of a category.
    pub fn codelist_of(&self, variable: usize) -> Option<&Codelist> {
        match self.variables.get(variable)?.kind {
            Kind::Category { codelist, .. } => self.codelists.get(codelist),
            _ => None,
        }
    }
}

//! Datasets, tables and the record of how a number came about.
//!
//! A [`Dataset`] says what is known of microdata without holding any; a [`StatisticalTable`] is a specification with what
//! the disclosure control made of it. What is signed becomes a [`SignedTable`], which never changes.
//! [`calculation`]: what an indicator counts, for the data of any office; [`value`]: its value from the figures of a table.

pub mod calculation;
pub mod group;
pub mod value;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{BoundarySetId, DatasetId, Language, RegisterEntryId, StatisticalTableId, Text, UserId};

/// What data may be used for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Purpose {
    pub code: String,
    /// In the words of whoever described the data.
    #[serde(default)]
    pub text: String,
}

/// That somebody may read a dataset for a purpose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Grant {
    pub purpose: String,
    pub user: UserId,
    pub by: UserId,
    /// RFC 3339, UTC.
    pub at: String,
}

/// How far a dataset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatasetState {
    /// The file is there, with a description that is still to be corrected.
    #[default]
    Described,
    /// Its records are typed, coded and stored.
    Imported,
    /// Its records are destroyed; what was released from it stays.
    Erased,
}

impl DatasetState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Described => "described",
            Self::Imported => "imported",
            Self::Erased => "erased",
        }
    }
}

/// Microdata of a source: where they come from, what they may be used for, who may read them. Never the records.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Dataset {
    pub id: DatasetId,
    pub title: String,
    /// An entry of the register `data_source`.
    pub source: RegisterEntryId,
    /// Name of the file that was handed in, without its folder.
    pub file: String,
    /// The file is a table that was already counted, and no list of persons.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub counted: bool,
    pub state: DatasetState,
    /// The description, in TOML (`docs/microdata.md`).
    pub description: String,
    pub purposes: Vec<Purpose>,
    pub grants: Vec<Grant>,
    /// Rows that were accepted and rejected by the last import.
    pub rows: u64,
    pub rejected: u64,
    /// SHA-256 of the stored records.
    pub content_sha256: String,
    pub imported_at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub changed_at: String,
    #[serde(skip)]
    pub revision: i64,
}

impl Dataset {
    /// Whether this person was granted this purpose, which is one of the dataset's.
    pub fn is_granted(&self, user: &UserId, purpose: &str) -> bool {
        self.purposes.iter().any(|known| known.code == purpose)
            && self.grants.iter().any(|grant| grant.user == *user && grant.purpose == purpose)
    }
}

/// What disclosure control said of a table as it was specified then.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Judgement {
    pub at: String,
    pub by: UserId,
    /// SHA-256 of the specification that was judged, and of the records.
    pub specification_sha256: String,
    pub content_sha256: String,
    /// The code of the method of protection.
    pub method: String,
    pub passes: bool,
    pub cells: u64,
    pub sensitive: u64,
    pub withheld: u64,
    /// The audit's report in the file store; for the office alone.
    pub report: String,
    /// The protected table in the file store; empty where the audit refused it.
    pub release: String,
    /// The signed tables of the same records that it was judged against: their digests.
    pub against: Vec<String>,
    /// Whether what was signed comes out again; nothing where nothing was signed yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reproduction: Option<Reproduction>,
}

/// What became of a signed table when its own specification was run again, on the records of today and beside the tables
/// that were out when it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reproduction {
    /// The number of the signed table.
    pub number: i64,
    /// The same bytes came out.
    pub exact: bool,
    /// What is not as it was when it was signed: `records`, `rules`, `program`.
    pub changed: Vec<String>,
    /// No table came out: the audit refuses it, or its specification does not fit the records any more.
    pub refused: bool,
    /// Cells of the signed table, and how many of them did not come out as they were signed.
    pub cells: u64,
    pub differing: u64,
    /// The codes of the first of them, by their places in the signed table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Vec<u32>>,
}

/// A table as it is specified, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatisticalTable {
    pub id: StatisticalTableId,
    pub dataset: DatasetId,
    pub title: Text,
    /// The entry of the register `indicator` whose values it gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<RegisterEntryId>,
    /// What the values are about: `2026-Q1`.
    pub period: String,
    /// One of the dataset's purposes.
    pub purpose: String,
    /// In TOML (`docs/statistics.md`).
    pub specification: String,
    /// What was filled in, where the specification comes from the form.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub form: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// The numbers of its signed releases, the newest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<i64>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub changed_at: String,
    #[serde(skip)]
    pub revision: i64,
}

/// The outlines of the areas that one variable tells apart, of one level: what a map is drawn on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BoundarySet {
    pub id: BoundarySetId,
    pub title: String,
    /// Whose outlines they are and under which licence; stands below every map.
    pub source: String,
    /// The variable whose codes the areas have.
    pub variable: String,
    /// Name of the file that was handed in, without its folder.
    pub file: String,
    /// SHA-256 of codes and outlines in the file store, where they stay whatever becomes of this record.
    pub digest: String,
    pub areas: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub changed_at: String,
    #[serde(skip)]
    pub revision: i64,
}

/// The outlines that were there when a table was signed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BoundaryNote {
    pub title: String,
    pub source: String,
    pub variable: String,
    pub digest: String,
}

impl BoundarySet {
    pub fn note(&self) -> BoundaryNote {
        BoundaryNote {
            title: self.title.clone(),
            source: self.source.clone(),
            variable: self.variable.clone(),
            digest: self.digest.clone(),
        }
    }
}

/// What an indicator says of itself where its values are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IndicatorNote {
    pub id: RegisterEntryId,
    pub name: Text,
    pub definition: Text,
    pub unit: Text,
    pub method: Text,
    /// Where one starts from, and what one wants to reach.
    #[serde(skip_serializing_if = "Mark::is_empty")]
    pub baseline: Mark,
    #[serde(skip_serializing_if = "Mark::is_empty")]
    pub target: Mark,
    /// By what calculation the table was made; nothing where the indicator has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculation: Option<CalculationNote>,
}

/// A value of an indicator that is said beforehand: an exact decimal and its year, empty where nobody said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    pub value: String,
    pub year: String,
}

impl Mark {
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }
}

/// By what calculation a table was made, and whether it is that of its indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CalculationNote {
    /// The ready definition, `integration/employment_gap`; empty for the office's own.
    pub definition: String,
    pub version: String,
    /// The parts in which the office changed the ready definition; none where it is as it was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adapted: Vec<String>,
    /// The calculation as it was then (TOML), and what names it.
    pub text: String,
    pub digest: String,
    /// The parts in which the table is not what the calculation says; none where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<String>,
    /// What the variables are called by which the table is restricted beyond the calculation: the year of a file of several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub restricted: Vec<String>,
}

/// What is kept for ever of a table that was signed, beside its cells: where it comes from, how it was made, who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignedTable {
    pub format: u32,
    pub dossier: String,
    pub dossier_title: Text,
    pub territory: Text,
    pub synthetic: bool,
    /// Counts the signed tables of the dossier.
    pub number: i64,
    pub table: StatisticalTableId,
    pub title: Text,
    pub indicator: Option<IndicatorNote>,
    pub period: String,
    /// What the source is called, and who holds it.
    pub source: String,
    pub holder: Text,
    pub dataset: DatasetId,
    pub purpose: String,
    /// The code of the method of protection.
    pub method: String,
    /// Who signed: the organisation, and on which day (ISO 8601).
    pub signed_by: Text,
    pub signed_on: String,
    /// SHA-256 of the cells, which are the JSON file that everybody downloads.
    pub cells_sha256: String,
    /// The version of Jalon that made it; empty for what was signed before it was kept.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub program: String,
    /// The value of the whole population, by measure: state and exact decimal.
    pub headline: Vec<Headline>,
    pub source_language: Language,
    /// What its public maps are drawn on, for ever.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boundaries: Vec<BoundaryNote>,
}

/// What a table says of everybody it is about, in one measure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Headline {
    pub measure: String,
    /// `number`, `zero`, `missing`, `suppressed` or `not_applicable`.
    pub state: String,
    /// An exact decimal, where there is one.
    pub value: String,
    /// How precise it is, where it is an estimate from a sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
}

/// The sampling error of a figure, as the office publishes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Precision {
    /// Ends of the interval, as decimals; empty where it cannot be estimated.
    pub low: String,
    pub high: String,
    /// Level of the interval in percent.
    pub confidence: u8,
    /// `reliable`, `caution` or `unreliable`.
    pub reliability: String,
}

//! The immutable content of a released table, and its form as JSON.

use std::collections::{BTreeMap, BTreeSet};

use jalon_domain::Language;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::covers::Covers;
use super::rules::Rules;
use crate::sampling::{Estimation, Precision};
use crate::tabulation::{Fault, Outcome, Status};
use crate::translations::Translations;

/// Version of the JSON form.
const VERSION: u32 = 1;

/// A table that passed the audit. Only [`judge`](super::judge) makes one; [`Release::from_json`] reads it back.
///
/// Everything that was published and how to make it again, and nothing else: no true count of a perturbed or withheld cell,
/// no number of records. The same inputs give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Release {
    content: Content,
    #[serde(skip)]
    places: BTreeMap<Vec<u32>, usize>,
    /// Title and dimensions in another language than that of the content.
    #[serde(skip)]
    worded: Option<Worded>,
}

#[derive(Debug, Clone, PartialEq)]
struct Worded {
    title: String,
    dimensions: Vec<Dimension>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    pub(super) version: u32,
    pub(super) title: String,
    pub(super) protection: Protection,
    /// The file that says what the table is.
    pub(super) specification: String,
    /// SHA-256 of the data.
    pub(super) dataset: String,
    /// What an earlier table of the same persons is compared by; see [`Scope`].
    pub(super) scope: Vec<Scope>,
    /// For each variable the values that stand for missing.
    pub(super) missing_values: BTreeMap<String, Vec<String>>,
    pub(super) dimensions: Vec<Dimension>,
    pub(super) measures: Vec<Measure>,
    /// How sampling errors were estimated, where they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sampling: Option<Estimation>,
    /// What title, dimensions, levels and codes are called in other languages.
    #[serde(default, skip_serializing_if = "Translations::is_empty")]
    pub(super) translations: Translations,
    pub(super) cells: Vec<Cell>,
}

/// How the numbers were protected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protection {
    /// `none`, `cell-key`, `suppression` or `rounding`.
    pub method: String,
    /// What the method was told, and what the audit required, by name.
    pub parameters: BTreeMap<String, String>,
    /// What the audit required.
    pub rules: Rules,
    /// By how much a published count may differ from the true one; zero for exact methods.
    pub maximum_deviation: u32,
    /// Perturbed counts below it were withheld; zero for other methods.
    pub threshold: i64,
}

/// A restriction of the records by one variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scope {
    pub(super) variable: String,
    pub(super) covers: Covers,
}

/// A dimension with every code of every level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    pub name: String,
    /// The name that readers see: that of the variable in the specification or the manifest, otherwise the name.
    pub title: String,
    pub variable: String,
    pub(super) covers: Covers,
    /// Values of the variable that stand for missing.
    pub(super) missing_values: Vec<String>,
    /// Names of the levels from the specification, the first of them first.
    pub levels: Vec<String>,
    pub codes: Vec<Code>,
}

/// A code of a dimension, or its total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// `_T` is the total, `_U` missing, `_O` others (SDMX generic codes).
    pub code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Place of its level in [`Dimension::levels`]; nothing for the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u32>,
    /// Place among the dimension's codes of the next larger code that contains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
    pub total: bool,
    pub(super) covers: Covers,
}

/// A column of figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    pub name: String,
    /// As in the specification: `count`, `weighted-count`, `sum`, `mean`, `ratio`, `share`.
    pub kind: String,
    /// Digits after the point; nothing where a division gives as many as a double has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// `persons` for counts, otherwise empty: the data do not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The records that it is about, beside those of the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) scope: Vec<Scope>,
    /// What is added up, when it is no count: `weight`, or a variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) of: Option<String>,
    /// Whether a sum or a mean counts each record by its weight.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) weighted: bool,
}

/// One cell: the places of its codes, one per dimension, and a figure per measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    #[serde(rename = "at")]
    pub codes: Vec<u32>,
    pub figures: Vec<Figure>,
}

/// A figure as it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    pub status: Status,
    /// A decimal number with a point; there for `number` and `zero`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The interval of the stated level (sampling error), rounded outwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<[String; 2]>,
    /// Standard error, rounded up to three digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Standard error in percent of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cv: Option<String>,
    /// `reliable`, `caution` or `unreliable`, where sampling error was estimated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<String>,
}

impl Figure {
    pub(super) fn without(status: Status) -> Self {
        Self { status, value: None, interval: None, error: None, cv: None, reliability: None }
    }

    pub(super) fn of(value: String) -> Self {
        let status = if is_zero(&value) { Status::Zero } else { Status::Number };
        Self { value: Some(value), ..Self::without(status) }
    }

    /// The same with what is said of its sampling error.
    pub(super) fn with(self, precision: Option<Precision>) -> Self {
        let Some(precision) = precision.filter(|_| self.value.is_some()) else { return self };
        Self {
            interval: precision.interval.map(|(low, high)| [low.to_string(), high.to_string()]),
            error: precision.error.map(|error| error.to_string()),
            cv: precision.cv.map(|cv| cv.to_string()),
            reliability: Some(precision.reliability.code().to_owned()),
            ..self
        }
    }

    /// The same with what another figure of the same place says of its sampling error; nothing where there is no value: an
    /// error tells of the value that it belongs to.
    pub(super) fn with_error_of(self, other: &Self) -> Self {
        if self.value.is_none() {
            return self;
        }
        let Self { interval, error, cv, reliability, .. } = other.clone();
        Self { interval, error, cv, reliability, ..self }
    }

    /// The value as the nearest double.
    pub fn number(&self) -> Option<f64> {
        self.value.as_deref()?.parse().ok()
    }
}

fn is_zero(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'))
}

/// Levels that nobody named are numbers.
fn is_word(text: &str) -> bool {
    !text.chars().all(|character| character.is_ascii_digit())
}

impl Content {
    /// The title, every label and the names of levels.
    pub(super) fn translatable(&self) -> BTreeSet<&str> {
        let titles = self.dimensions.iter().map(|dimension| &dimension.title).chain([&self.title]);
        let labels = self.dimensions.iter().flat_map(|dimension| dimension.codes.iter().map(|code| &code.label));
        // The one level of a dimension without a hierarchy is shown nowhere.
        let levels =
            self.dimensions.iter().filter(|dimension| dimension.levels.len() > 1).flat_map(|dimension| &dimension.levels);
        titles.chain(labels).chain(levels).map(String::as_str).filter(|text| is_word(text)).collect()
    }
}

impl Release {
    pub(super) fn new(content: Content) -> Self {
        let places = content.cells.iter().enumerate().map(|(place, cell)| (cell.codes.clone(), place)).collect();
        Self { content, places, worded: None }
    }

    pub(super) fn version() -> u32 {
        VERSION
    }

    /// Reads a release whose digest is known, and proves it: content that was touched is refused.
    ///
    /// # Errors
    /// `release-digest` when the bytes are others than those of the digest, `release-unreadable` when they are no release of
    /// this version.
    pub fn from_json(bytes: &[u8], expected_sha256: &str) -> Outcome<Self> {
        let found = hex::encode(Sha256::digest(bytes));
        if found != expected_sha256 {
            return Err(Fault::new("release-digest", "").with("expected", expected_sha256).with("found", found).into());
        }
        Self::read(bytes, "")
    }

    /// Reads a release from a file of one's own, whose digest nobody recorded.
    ///
    /// # Errors
    /// `release-unreadable` when it is no release of this version.
    pub fn read(bytes: &[u8], place: &str) -> Outcome<Self> {
        let unreadable = |reason: String| vec![Fault::new("release-unreadable", place).with("reason", reason)];
        #[derive(Deserialize)]
        struct File {
            content: Content,
        }
        let File { content } = serde_json::from_slice(bytes).map_err(|error| unreadable(error.to_string()))?;
        if content.version != VERSION {
            return Err(unreadable(format!("version {}", content.version)));
        }
        let fits = |cell: &Cell| {
            cell.codes.len() == content.dimensions.len()
                && cell.figures.len() == content.measures.len()
                && cell.codes.iter().zip(&content.dimensions).all(|(code, dimension)| (*code as usize) < dimension.codes.len())
        };
        if !content.cells.iter().all(fits) {
            return Err(unreadable("cells".into()));
        }
        Ok(Self::new(content))
    }

    /// The bytes that are stored, signed and downloaded.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// SHA-256 of [`Release::to_json`], in hexadecimal.
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.to_json()))
    }

    pub fn title(&self) -> &str {
        self.worded.as_ref().map_or(&self.content.title, |worded| &worded.title)
    }

    /// The same with title and labels in a language, as far as they were translated; in a file too, but not in
    /// [`Release::to_json`], which is what was signed.
    #[must_use]
    pub fn worded(mut self, language: Language) -> Self {
        let translations = &self.content.translations;
        if translations.is_empty() {
            return self;
        }
        let word = |text: &mut String| {
            if let Some(translated) = translations.get(language, text) {
                *text = translated.to_owned();
            }
        };
        let mut worded = Worded { title: self.content.title.clone(), dimensions: self.content.dimensions.clone() };
        word(&mut worded.title);
        for dimension in &mut worded.dimensions {
            word(&mut dimension.title);
            dimension.codes.iter_mut().for_each(|code| word(&mut code.label));
        }
        self.worded = Some(worded);
        self
    }

    /// What title, dimensions and codes are called in other languages.
    pub fn translations(&self) -> &Translations {
        &self.content.translations
    }

    /// The title, every label and the names of levels, in the language in which they were written: what can be translated.
    pub fn translatable(&self) -> BTreeSet<&str> {
        self.content.translatable()
    }

    pub fn protection(&self) -> &Protection {
        &self.content.protection
    }

    /// The text of the specification, as it was.
    pub fn specification(&self) -> &str {
        &self.content.specification
    }

    /// SHA-256 of the data that the table was made of.
    pub fn dataset(&self) -> &str {
        &self.content.dataset
    }

    pub fn dimensions(&self) -> &[Dimension] {
        self.worded.as_ref().map_or(&self.content.dimensions, |worded| &worded.dimensions)
    }

    /// The dimensions in the words in which they were written.
    pub fn written_dimensions(&self) -> &[Dimension] {
        &self.content.dimensions
    }

    pub fn measures(&self) -> &[Measure] {
        &self.content.measures
    }

    /// How sampling errors were estimated; nothing where they were not.
    pub fn sampling(&self) -> Option<&Estimation> {
        self.content.sampling.as_ref()
    }

    /// Whether any figure of a measure has something said of its sampling error.
    pub fn has_errors(&self, measure: usize) -> bool {
        self.content.cells.iter().any(|cell| cell.figures[measure].reliability.is_some())
    }

    /// The cells in the table's order: details first, totals last.
    pub fn cells(&self) -> &[Cell] {
        &self.content.cells
    }

    /// The cell at the places of these codes.
    pub fn at(&self, codes: &[u32]) -> Option<&Cell> {
        self.places.get(codes).map(|place| &self.content.cells[*place])
    }

    /// The cell with these codes, one per dimension. Where two levels share a code, the first level has it; `level:code` says which.
    pub fn cell(&self, codes: &[&str]) -> Option<&Cell> {
        let place = |(dimension, code): (&Dimension, &&str)| dimension.place(code);
        let places: Option<Vec<u32>> = self.content.dimensions.iter().zip(codes).map(place).collect();
        self.at(&places.filter(|places| places.len() == codes.len())?)
    }

    /// The places of the cells that another release of the same table does not have as they are here: another figure, or none.
    pub fn differing(&self, other: &Self) -> Vec<Vec<u32>> {
        let name = |codes: &[u32]| -> Option<Vec<u32>> {
            let there = |(place, (own, other)): (&u32, (&Dimension, &Dimension))| {
                let code = &own.codes[*place as usize];
                let level = |dimension: &Dimension, code: &Code| dimension.levels.get(code.level? as usize).cloned();
                let is_same = |known: &Code| {
                    known.code == code.code && known.total == code.total && level(other, known) == level(own, code)
                };
                other.codes.iter().position(is_same).map(|place| place as u32)
            };
            codes.iter().zip(self.content.dimensions.iter().zip(&other.content.dimensions)).map(there).collect()
        };
        let is_same = |cell: &&Cell| {
            name(&cell.codes).and_then(|codes| other.at(&codes)).is_some_and(|there| there.figures == cell.figures)
        };
        self.content.cells.iter().filter(|cell| !is_same(cell)).map(|cell| cell.codes.clone()).collect()
    }

    /// The cells that differ from one only in the code of one dimension, in the order of the dimension's codes.
    pub fn along(&self, dimension: usize, codes: &[u32]) -> impl Iterator<Item = (&Code, &Cell)> {
        let mut codes = codes.to_vec();
        let found = self.dimensions().get(dimension).map(|dimension| dimension.codes.as_slice()).unwrap_or_default();
        found.iter().enumerate().filter_map(move |(place, code)| {
            *codes.get_mut(dimension)? = place as u32;
            Some((code, self.at(&codes)?))
        })
    }

    pub(super) fn content(&self) -> &Content {
        &self.content
    }
}

impl Dimension {
    /// The place of a code, written `code` or `level:code`.
    pub fn place(&self, code: &str) -> Option<u32> {
        let find = |level: Option<&str>, code: &str| {
            let of_level =
                |known: &Code| level.is_none_or(|level| known.level.is_some_and(|at| self.levels[at as usize] == level));
            self.codes.iter().position(|known| known.code == code && of_level(known))
        };
        let split = || code.split_once(':').and_then(|(level, code)| find(Some(level), code));
        find(None, code).or_else(split).map(|place| place as u32)
    }

    /// The place of the total.
    pub fn total(&self) -> Option<u32> {
        self.codes.iter().position(|code| code.total).map(|place| place as u32)
    }
}

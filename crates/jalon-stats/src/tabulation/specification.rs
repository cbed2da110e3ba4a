//! What a table is to hold: the typed form of a specification file. [`super::parse`] reads it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sampling::{Design, Estimation, Rules};
use crate::translations::Translations;

/// Code of a total, in the output and nowhere else (SDMX generic codes).
pub const TOTAL: &str = "_T";
/// Code of the category of records whose value is missing (SDMX generic codes: unknown).
pub const MISSING: &str = "_U";
/// Code of the category of those that no group of a classification names.
pub const OTHER: &str = "_O";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Specification {
    pub title: String,
    /// Conditions that a record must all meet to be counted.
    pub population: Vec<Condition>,
    /// What the file says of variables, over the manifest of the dataset.
    pub variables: BTreeMap<String, Variable>,
    pub dimensions: Vec<Dimension>,
    pub margins: Margins,
    /// Whether combinations without a record are written, as zero.
    pub zeros: bool,
    /// Whether a column with labels stands beside each dimension.
    pub labels: bool,
    pub measures: Vec<Measure>,
    pub weight: Option<Weight>,
    pub sampling: Sampling,
    /// Noise by cell keys, when that is the method.
    pub protection: Option<Protection>,
    pub disclosure: Disclosure,
    /// What labels are called in other languages, over what the manifest of the dataset says.
    #[serde(default)]
    pub translations: Translations,
}

/// How a table is protected before it may be released, and what it is held to. What is absent follows from the source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Disclosure {
    pub method: Method,
    /// Fewer persons than this make a cell sensitive.
    pub minimum_contributors: Option<u64>,
    /// So many largest contributions may not have more than so many percent.
    pub dominance: Option<(u32, u32)>,
    pub p_percent: Option<u32>,
    /// What withholding a cell costs.
    pub costs: Costs,
    /// Look for the cheapest choice there is, with proof.
    pub exact: bool,
    /// Base of controlled rounding.
    pub base: Option<i64>,
    pub place: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Method {
    #[default]
    None,
    CellKey,
    Suppression,
    Rounding,
}

impl Method {
    pub const ALL: [Self; 4] = [Self::None, Self::CellKey, Self::Suppression, Self::Rounding];

    /// Its name in specifications, releases and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::CellKey => "cell-key",
            Self::Suppression => "suppression",
            Self::Rounding => "rounding",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Costs {
    /// As few cells as possible.
    #[default]
    Cells,
    /// As little of the total as possible.
    Values,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Variable {
    /// Values that stand for "missing".
    pub missing: Vec<String>,
    /// Codes in their order; those of the manifest or of the data when empty.
    pub codes: Vec<(String, String)>,
    /// Digits after the point that are kept of a number, 0 to 9. Values that have more are rounded once, before anything is added.
    pub decimals: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    pub variable: String,
    pub test: Test,
    /// For messages.
    pub place: String,
}

impl Condition {
    /// Whether both hold for the same records, wherever they stand.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (&self.variable, &self.test) == (&other.variable, &other.test)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    /// Both ends included.
    Between(i64, i64),
    Missing(bool),
}

/// What becomes of a record whose value is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MissingTreatment {
    /// Missing is a category of its own.
    Category,
    /// The record does not belong to the table.
    Exclude,
    /// The table is not made.
    Refuse,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    /// Column of the output.
    pub name: String,
    pub variable: String,
    pub levels: Vec<Grouping>,
    /// The levels are those of the variable's own code list, from the top: their names, or none for numbers.
    pub codelist: Option<Vec<String>>,
    pub missing: MissingTreatment,
    pub place: String,
}

/// One way to group the codes of a variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grouping {
    pub name: String,
    pub kind: GroupingKind,
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum GroupingKind {
    /// The codes as they are.
    Codes,
    /// Ranges of whole numbers, by their lower bounds; the last is open.
    Bands(Vec<i64>),
    /// Named groups of codes. A code belongs to one group at most.
    Groups { groups: Vec<Group>, others: Others },
    /// Ancestors in a tree, so many steps above the codes. The tree is child to parent.
    Ancestors { parents: BTreeMap<String, String>, steps_up: usize, labels: BTreeMap<String, String> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub code: String,
    pub label: String,
    pub members: Vec<String>,
}

/// What becomes of codes that no group names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Others {
    Category,
    Exclude,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Margins {
    All,
    None,
    /// Each entry names the dimensions that are kept; the others are totals. `dimension:level` names one level.
    Listed(Vec<Vec<String>>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Column of the output.
    pub name: String,
    pub kind: MeasureKind,
    /// Conditions on the records of this measure, beside those of the population.
    pub conditions: Vec<Condition>,
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MeasureKind {
    Count,
    WeightedCount,
    Sum {
        variable: String,
        weighted: bool,
    },
    Mean {
        variable: String,
        weighted: bool,
    },
    Median {
        variable: String,
        weighted: bool,
    },
    /// One measure over another.
    Ratio {
        numerator: String,
        denominator: String,
    },
    /// A measure over itself, with the dimensions `over` at their total.
    Share {
        of: String,
        over: Vec<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    pub variable: String,
    /// Digits after the point, as in [`Variable::decimals`].
    pub decimals: u32,
    /// A record without weight counts with weight zero instead of stopping the table.
    pub missing_is_zero: bool,
}

/// Whether sampling errors are estimated, and from what.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sampling {
    pub source: SamplingSource,
    pub rules: Rules,
    /// Where the file asks for it; nothing where it does not.
    pub place: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub enum SamplingSource {
    /// As the description of the dataset says, if it says anything of the weight of this table.
    #[default]
    Described,
    /// None are estimated.
    None,
    Design(Design),
}

impl Sampling {
    /// For tables that serve a computation and are shown to nobody.
    pub(crate) fn none() -> Self {
        Self { source: SamplingSource::None, ..Self::default() }
    }

    /// The design with its rules, once it is known where it comes from.
    pub(crate) fn estimation(&self) -> Option<Estimation> {
        match &self.source {
            SamplingSource::Design(design) => Some(Estimation { design: design.clone(), rules: self.rules.clone() }),
            SamplingSource::Described | SamplingSource::None => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protection {
    pub record_key: String,
    /// A perturbed count below it is suppressed.
    pub threshold: i64,
    pub noise: Noise,
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Noise {
    /// A perturbation table from a file, relative to the specification.
    File { path: String, fractional: bool },
    /// One generated by maximum entropy.
    Generated { maximum_deviation: u32, variance: f64, forbidden: Vec<u32>, keys: u32 },
}

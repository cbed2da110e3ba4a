//! What is wrong with a table, rules or a request: the place and the figures, without wording.
//!
//! Serialised, the field `fault` is the translation key and the other fields are its arguments.

use crate::amount::Shown;
use serde::Serialize;

/// The codes that name a cell, one per dimension, in the table's order.
pub type Place = Vec<String>;

/// Something that must be corrected before a table can be judged or protected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fault {
    /// One code stands twice in a dimension.
    CodeTwice { dimension: String, code: String },
    /// A code names a parent that the dimension does not have.
    ParentUnknown { dimension: String, code: String, parent: String },
    /// A dimension has no total, or several.
    TotalsOfDimension { dimension: String, found: usize },
    /// Codes that are parts of one another.
    CodesInCircle { dimension: String, codes: Vec<String> },
    /// Two dimensions of a table have one name, or a table has none.
    DimensionsOfTable { table: String, found: Vec<String> },
    /// A table has more cells than this program takes.
    TooManyCells { table: String, most: usize },
    /// A cell names another number of codes than the table has dimensions.
    CodesOfCell { table: String, place: Place, dimensions: usize },
    /// A cell names a code that its dimension does not have.
    CodeUnknown { table: String, place: Place, dimension: String },
    /// A cell is given twice.
    CellTwice { table: String, place: Place },
    /// A number has more decimals than the table declares, or is too large to be computed exactly.
    AmountNotExact { table: String, place: Place, value: String, decimals: u32 },
    /// A count is not a whole number of zero or more, or its table declares decimals.
    NotACount { table: String, place: Place },
    /// A negative number, although the table says that everybody knows it has none.
    NegativeUnannounced { table: String, place: Place },
    /// More contributions are listed than there are contributors, or they exceed the value.
    ContributionsOfCell { table: String, place: Place },
    /// A cost is negative or no number.
    CostOfCell { table: String, place: Place },
    /// A total is not the sum of its parts.
    NotAdditive { table: String, place: Place, dimension: String, total: Shown, sum_of_parts: Shown },
    /// Two tables of one source give one cell different values.
    TablesDisagree { table: String, place: Place, value: Shown, other_table: String, other_value: Shown },
    /// A rule asks for more contributions than the cell lists.
    ContributionsMissing { table: String, place: Place, needed: usize },
    /// A rule's parameter is outside its range.
    RuleOutOfRange { rule: String, parameter: String },
    /// A threshold rule's protection up to the threshold has no meaning for a table that does not count persons.
    ThresholdNeedsCounts { table: String },
    /// A sensitive cell is frozen: it is already published, or must be.
    SensitiveCellFrozen { table: String, place: Place },
    /// A choice of withheld cells was made for other tables.
    PatternOfOtherTable { cells: usize, found: usize },
    /// A cell is to be withheld that is already published.
    FrozenCellWithheld { table: String, place: Place },
    /// No choice among the cells that may be withheld protects this one.
    NotProtectable { table: String, place: Place, needed: Shown },
    /// The exact method takes smaller tables.
    TooLargeForExact { cells: usize, most: usize },
    /// The exact method stopped before it could prove its answer the cheapest.
    NotProved { rounds: usize },
    /// No rounding to this base was found that keeps the table additive within the distance allowed.
    NotRoundable { base: Shown, steps: u32 },
    /// A rounding base is not positive.
    BaseOutOfRange,
    /// Codes to merge are not parts of one total, or fewer than two.
    NotMergeable { dimension: String, codes: Vec<String> },
    /// The search was asked to end before it had.
    Stopped,
    /// The solver failed; the table was left as it was.
    SolverFailed { task: String },
}

//! Tables that were already counted: for offices and cities that have no microdata.
//!
//! A description with a section `[aggregate]` says how the table is written. [`axis`] makes of each variable a tree of codes
//! under its total, [`read`] reads cell by cell, [`totals`] sees what does not add up and finds numbers that fit what the
//! holder withheld, [`store`] writes a dataset whose rows are the finest cells, each with how many it counts. From there on
//! it is a dataset like any other: tables of it are tabulated, judged and signed. [`Outline`] is what a file shows of itself, from
//! which a first description follows.
//!
//! What a cell is that has no number is kept beside the data ([`Given`]). The number that stands in the data for it is one
//! of those that are possible; nothing publishes it.

mod axis;
mod given;
mod outline;
mod read;
mod specification;
mod store;
mod totals;

pub(crate) use given::Given;
pub use outline::{Choices, ColumnChoice, Outline, OutlineColumn, Role};
pub use specification::whole_table;
pub(crate) use store::{COUNT, GIVEN, GIVEN_DIGEST, import};

use jalon_domain::Problem;

/// Most combinations of codes, totals included: as many as a table to be released may have.
const MOST_CELLS: usize = 400_000;
/// Faults that are told one by one; the others are counted.
const MOST_FAULTS: usize = 200;

/// Everything that is wrong in the order of the rows, shortened to what somebody can read.
fn refused(mut faults: Vec<Problem>) -> Vec<Problem> {
    let row = |fault: &Problem| fault.args.get("row").and_then(|row| row.parse::<u64>().ok()).unwrap_or(u64::MAX);
    faults.sort_by_key(row);
    let further = faults.len().saturating_sub(MOST_FAULTS);
    faults.truncate(MOST_FAULTS);
    if further > 0 {
        faults.push(Problem::new("aggregate-further").with("count", further));
    }
    faults
}

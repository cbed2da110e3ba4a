//! A specification and a dataset become a table, exact and independent of order.
//!
//! [`parse`] reads a specification, [`Dataset::open`] a Parquet file, [`compute`] makes the [`Table`], [`write`] writes it.
//! Records are read once: each becomes the index of its cell, in mixed radix over the codes of the dimensions, and what it adds
//! to the cell. Everything that is added is a whole number, so that neither the order of records nor the number of threads
//! changes a digit. Margins and coarser levels follow from the smallest block that is fine enough ([`plan`]).

mod assignment;
pub(crate) mod axis;
mod cells;
mod cluster;
pub(crate) mod codelist;
pub(crate) mod column;
mod compute;
pub(crate) mod dataset;
pub(crate) mod evaluate;
mod fault;
mod hierarchy;
mod hybrid;
pub(crate) mod layout;
pub(crate) mod output;
mod pages;
mod parse;
mod pass;
pub(crate) mod plan;
mod precision;
mod prepare;
pub(crate) mod sampling;
mod section;
mod selector;
pub mod specification;
pub(crate) mod table;

pub use assignment::{Assignment, COUNTING_VERSION, Counter, Tally};
pub use cluster::Cluster;
pub use compute::{Options, compute, compute_with};
pub use dataset::{Code, Dataset, MOST_CODES};
pub use evaluate::{Figure, Status};
pub use fault::{CODES, Fault, Outcome};
pub use output::{Format, write};
pub use parse::parse;
pub use specification::Specification;
pub use table::{MOST_ROWS, Table};

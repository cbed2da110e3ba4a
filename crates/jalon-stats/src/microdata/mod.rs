//! Extracts become typed, coded datasets, with a report of every fault.
//!
//! - [`description`]: what a statistician says about an extract; [`describe`](describe()) derives a first one from the file
//! - [`read`]: files of all formats as rows of text, a portion at a time
//! - [`check`]: every cell and rule of some rows; [`rule`] is the language of rules between variables
//! - [`import`](import()): the whole way, in portions, on all threads; start reading there
//! - [`aggregate`]: tables that were already counted, for those who have no records
//! - [`dataset`]: the folder that comes out, its manifest, and the log of who read it for what purpose
//! - [`key`]: the record key
//!
//! It does not decide who may read microdata, and it does not tabulate.

pub mod aggregate;
mod check;
pub mod codelist;
pub mod dataset;
mod describe;
pub mod description;
mod import;
mod key;
mod number;
mod read;
mod report;
mod rows;
pub mod rule;

pub use dataset::UNFINISHED;
pub use describe::describe;
pub use import::{FAULTS, Outcome, Request, import, import_with};
pub use key::Identifier;
pub use read::Format;
pub use read::ddi::{Codebook, CodebookVariable};
pub use report::{BrokenRule, Report};

//! The nouns of Jalon and their rules.
//!
//! Pure by design: no input or output, no async, no clock, no randomness. Time and identifiers come in as parameters,
//! so that a rule gives the same result everywhere and can be tested with its input beside its expected output.
//!
//! Start with [`catalogue`] (what is asked), [`assessment`] (what is said, and the process it goes through)
//! and [`report`] (the document that every published format renders).

pub mod assessment;
pub mod catalogue;
pub mod format;
pub mod identity;
pub mod ids;
pub mod language;
pub mod ledger;
pub mod problem;
pub mod register;
pub mod report;
pub mod search;
pub mod statistics;
pub mod text;
pub mod wording;

pub use ids::*;
pub use language::Language;
pub use problem::Problem;
pub use text::Text;

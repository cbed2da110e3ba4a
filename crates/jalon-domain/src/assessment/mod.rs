//! One territory's run through one framework: what is said about each item, what supports it, who discussed it, who signed it.
//!
//! - [`content`]: the records of a dossier
//! - [`process`]: the stages that the framework declares, and what may be written in each
//! - [`checks`]: the rules that a framework's checks name
//! - [`conflict`]: two people editing one record
//! - [`sdg`]: the official computation of SDG indicator 10.7.2

pub mod checks;
pub mod conflict;
pub mod content;
pub mod process;
pub mod sdg;

pub use content::*;

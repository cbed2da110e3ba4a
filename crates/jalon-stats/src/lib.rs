//! Microdata in, protected tables out.
//!
//! - [`microdata`]: extracts become typed, coded datasets, with a report of every fault
//! - [`tabulation`]: a specification and a dataset become a table, exact and independent of order
//! - [`protection`]: a table becomes one whose numbers do not tell of persons
//!
//! This crate knows neither the database nor the web; what it reads are files, what it gives are values and files.

pub mod microdata;
pub mod protection;
pub mod tabulation;

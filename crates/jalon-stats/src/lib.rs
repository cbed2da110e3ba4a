//! Microdata in, protected tables out.
//!
//! - [`microdata`]: extracts become typed, coded datasets, with a report of every fault
//! - [`tabulation`]: a specification and a dataset become a table, exact and independent of order
//! - [`protection`]: noise by cell keys
//! - [`sampling`]: how far an estimate from a sample may lie from the truth
//! - [`translations`]: what labels are called in other languages
//! - [`release`]: a table is protected, judged together with everything released before, and released
//!
//! This crate knows neither the database nor the web; what it reads are files, what it gives are values and files.

pub mod microdata;
pub mod protection;
pub mod release;
pub mod sampling;
pub mod tabulation;
pub mod translations;

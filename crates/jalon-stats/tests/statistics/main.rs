//! Tabulation and protection, as an office uses them: a specification and a Parquet file in, a table out.

mod cell_keys;
mod faults;
mod measures;
mod office;
mod published_package;

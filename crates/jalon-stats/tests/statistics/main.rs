//! Tabulation and protection, as an office uses them: a specification and a Parquet file in, a table out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod aggregate;
mod amounts;
mod cell_keys;
mod faults;
mod measures;
mod office;
mod published_package;
mod releases;
mod sampling;

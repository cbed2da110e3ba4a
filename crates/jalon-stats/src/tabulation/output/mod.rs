//! Tables to files: CSV, Parquet, XLSX, with the same rows and the same states in each.
//!
//! For each dimension a column with the code, `_T` for a total and `_U` for missing; a column `<dimension>_level` where the
//! dimension has several levels, `<dimension>_label` where labels are wanted. For each measure a column with the value, empty
//! where there is none, and `<measure>_status` with one of `number`, `zero`, `missing`, `suppressed`, `not_applicable`.
//! Where sampling errors are estimated: `<measure>_error`, `_low`, `_high`, `_cv` (percent) and `_reliability`.

mod csv;
mod parquet;
mod xlsx;

use std::io::Write;
use std::path::Path;

use super::axis::Axis;
use super::fault::{Fault, Outcome};
use super::sampling::COLUMNS;
use super::table::Table;
use crate::sampling::Precision;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Parquet,
    Xlsx,
}

impl Format {
    /// By the end of the file's name.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "csv" => Some(Self::Csv),
            "parquet" => Some(Self::Parquet),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Column that marks every row of a draft.
pub(crate) const DRAFT: &str = "not_for_publication";

/// Writes the table. The file appears under its name when it is whole; an earlier one stays until then.
pub fn write(table: &Table, path: &Path, format: Format, threads: usize) -> Outcome<()> {
    let failed = |reason: &dyn std::fmt::Display| Fault::new("cannot-write", path.display().to_string()).with("reason", reason);
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let written = match format {
        Format::Xlsx => xlsx::write(table, partial),
        Format::Csv | Format::Parquet => (|| {
            let file = std::fs::File::create(partial).map_err(|error| failed(&error))?;
            let mut file = std::io::BufWriter::with_capacity(1 << 20, file);
            match format {
                Format::Csv => csv::write(table, &mut file)?,
                _ => parquet::write(table, &mut file, threads)?,
            }
            file.flush().map_err(|error| failed(&error).into())
        })(),
    };
    let finished = written.and_then(|()| std::fs::rename(partial, path).map_err(|error| failed(&error).into()));
    if finished.is_err() {
        // The fault that is reported is the one that mattered.
        let _ = std::fs::remove_file(partial);
    }
    finished
}

/// A column beside a dimension's code, or the code itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facet {
    Code,
    Level,
    Label,
    /// Says in every row that the table is not for publication.
    Draft,
}

/// The columns of the dimensions: axis, facet, name.
fn facets(table: &Table) -> Vec<(usize, Facet, String)> {
    let of_axis = |(index, axis): (usize, &Axis)| {
        let mut facets = vec![(index, Facet::Code, axis.name.clone())];
        if axis.named > 1 {
            facets.push((index, Facet::Level, format!("{}_level", axis.name)));
        }
        if table.labels {
            facets.push((index, Facet::Label, format!("{}_label", axis.name)));
        }
        facets
    };
    let draft = table.draft.then(|| (0, Facet::Draft, DRAFT.to_owned()));
    draft.into_iter().chain(table.axes().iter().enumerate().flat_map(of_axis)).collect()
}

/// The columns of the measures: value and state, and where an error is estimated what is said of it.
fn columns(table: &Table) -> Vec<String> {
    let of_measure = |(measure, (name, _)): (usize, &(String, bool))| {
        let own = [name.clone(), format!("{name}_status")].into_iter();
        let added = if table.has_precision(measure) { COLUMNS.as_slice() } else { &[] };
        own.chain(added.iter().map(|column| format!("{name}_{column}"))).collect::<Vec<_>>()
    };
    table.measures.iter().enumerate().flat_map(of_measure).collect()
}

/// Error, low, high and coefficient of variation; nothing where there is none.
fn numbers(precision: Option<Precision>) -> [Option<f64>; 4] {
    let interval = precision.and_then(|found| found.interval);
    let (low, high) = (interval.map(|ends| ends.0), interval.map(|ends| ends.1));
    [precision.and_then(|found| found.error), low, high, precision.and_then(|found| found.cv)]
}

/// The code of a reliability; empty where there is none.
fn reliability(precision: Option<Precision>) -> &'static str {
    precision.map_or("", |found| found.reliability.code())
}

/// What a facet says of a code.
fn said(axis: &Axis, level: usize, facet: Facet, code: u32) -> &str {
    match facet {
        Facet::Code => &axis.levels[level].codes[code as usize].code,
        Facet::Level => &axis.levels[level].name,
        Facet::Draft => "true",
        Facet::Label => &axis.levels[level].codes[code as usize].label,
    }
}

/// Rows that are made ready at a time by formats that are written row by row.
const PIECE: u64 = 1 << 14;

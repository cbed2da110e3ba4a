//! Parquet: flat tables of any types that have a text.

use std::fs::File;

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::produce::{End, Hand, produce};
use super::{Format, MOST_COLUMNS, Opened, PORTION_ROWS, Splitter, unreadable};
use crate::microdata::check::Dialect;
use crate::microdata::rows::Rows;
use jalon_domain::Problem;

/// Largest column of a group of rows, in bytes before compression.
const LARGEST_CHUNK: i64 = 4 << 30;

pub(super) fn open(file: File) -> Result<Opened, Problem> {
    let (header, portions) = produce(Format::Parquet, move |hand| read(file, hand))?;
    Ok(Opened {
        format: Format::Parquet,
        encoding: "utf-8",
        header,
        first_row: 1,
        dialect: Dialect {
            decimal_separator: b'.',
            iso_dates: true,
            binary_fractions: true,
            windows_1252: false,
            line_breaks: true,
        },
        splitter: Splitter::None,
        portions,
    })
}

fn fault(error: impl std::fmt::Display) -> Problem {
    unreadable(Format::Parquet, error)
}

fn read(file: File, hand: &Hand) -> Result<(), End> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(fault)?;
    let fields = builder.schema().fields().clone();
    if fields.len() > MOST_COLUMNS {
        return Err(Problem::new("microdata-columns").with("limit", MOST_COLUMNS).into());
    }
    if let Some(nested) = fields.iter().find(|field| field.data_type().is_nested()) {
        return Err(Problem::new("microdata-nested").with("name", nested.name()).into());
    }
    let chunks = builder.metadata().row_groups().iter().flat_map(|group| group.columns());
    if chunks.into_iter().any(|chunk| chunk.uncompressed_size() > LARGEST_CHUNK || chunk.uncompressed_size() < 0) {
        return Err(Problem::new("microdata-chunk").with("gigabytes", LARGEST_CHUNK >> 30).into());
    }
    let mut heading = Rows::default();
    fields.iter().for_each(|field| heading.push_cell(field.name().as_bytes()));
    heading.end_row();
    hand.over(heading)?;
    for batch in builder.with_batch_size(PORTION_ROWS).build().map_err(fault)? {
        hand.over(as_text(&batch.map_err(fault)?)?)?;
    }
    Ok(())
}

/// Every value as text; no value as an empty cell.
fn as_text(batch: &RecordBatch) -> Result<Rows, Problem> {
    let mut columns: Vec<StringArray> = vec![];
    for column in batch.columns() {
        let text = match column.data_type() {
            // A variable holds days, not moments.
            DataType::Timestamp(_, _) => cast(column, &DataType::Date32).and_then(|days| cast(&days, &DataType::Utf8)),
            _ => cast(column, &DataType::Utf8),
        };
        columns.push(text.map_err(fault)?.as_string::<i32>().clone());
    }
    let mut rows = Rows::default();
    for row in 0..batch.num_rows() {
        for column in &columns {
            rows.push_cell(if column.is_null(row) { b"" } else { column.value(row).as_bytes() });
        }
        rows.end_row();
    }
    Ok(rows)
}

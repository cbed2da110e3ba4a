//! Parquet: row groups are encoded in parallel and appended in their order.
//!
//! Codes, levels, labels and states are already places in short lists, so their pages are made here, as dictionary pages and
//! runs; the library's writer would look every text up again. Values go through the library.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, ConvertedType, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor, Type, TypePtr};
use rayon::prelude::*;

use super::super::evaluate::{Figure, Status};
use super::super::fault::{Fault, Outcome};
use super::super::hybrid;
use super::super::sampling::COLUMNS;
use super::super::table::{Piece, Rows, Table};
use super::{Facet, facets, numbers, reliability, said};
use crate::sampling::{Precision, Reliability};

/// Rows of a row group.
const GROUP: u64 = 1 << 17;

pub(super) fn write(table: &Table, out: &mut (impl Write + Send), threads: usize) -> Outcome<()> {
    let failed = |reason: String| vec![Fault::new("cannot-write", "parquet").with("reason", reason)];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.clamp(1, 256)).build();
    let pool = pool.map_err(|error| failed(error.to_string()))?;
    pool.install(|| write_groups(table, out, threads)).map_err(|error| failed(error.to_string()))
}

fn write_groups(table: &Table, out: &mut (impl Write + Send), threads: usize) -> Result<()> {
    let schema = Arc::new(schema(table)?);
    let properties = Arc::new(
        WriterProperties::builder()
            .set_created_by("jalon".to_owned())
            .set_compression(Compression::SNAPPY)
            .set_dictionary_enabled(false)
            .set_statistics_enabled(parquet::file::properties::EnabledStatistics::Chunk)
            .build(),
    );
    let mut file = SerializedFileWriter::new(out, schema.clone(), properties.clone())?;
    let descriptor = SchemaDescriptor::new(schema);
    let encoder = Encoder { table, descriptor: &descriptor, properties };
    // A few row groups at a time bound the memory; all threads have work meanwhile.
    for window in table.groups(GROUP).chunks(threads.max(1) * 2) {
        let encoded: Vec<_> = window.par_iter().map(|pieces| encoder.group(pieces)).collect::<Result<_>>()?;
        for columns in encoded {
            let mut group = file.next_row_group()?;
            for (bytes, closed) in columns {
                group.append_column(&bytes, closed)?;
            }
            group.close()?;
        }
    }
    file.close()?;
    Ok(())
}

fn schema(table: &Table) -> Result<Type> {
    let text = |name: &str| {
        let builder = Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_repetition(Repetition::REQUIRED);
        builder.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8).build().map(Arc::new)
    };
    let mut fields: Vec<TypePtr> = facets(table).iter().map(|(_, _, name)| text(name)).collect::<Result<_>>()?;
    for (measure, (name, whole)) in table.measures.iter().enumerate() {
        let kind = if *whole { Physical::INT64 } else { Physical::DOUBLE };
        fields.push(Arc::new(Type::primitive_type_builder(name, kind).with_repetition(Repetition::OPTIONAL).build()?));
        fields.push(text(&format!("{name}_status"))?);
        if table.has_precision(measure) {
            for column in &COLUMNS[..4] {
                let name = format!("{name}_{column}");
                let own = Type::primitive_type_builder(&name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL);
                fields.push(Arc::new(own.build()?));
            }
            fields.push(text(&format!("{name}_{}", COLUMNS[4]))?);
        }
    }
    Type::group_type_builder("table").with_fields(fields).build()
}

type Encoded = (Bytes, ColumnCloseResult);

/// What a column of the file holds; measures and dimensions by their places.
enum Column {
    Facet(usize, Facet),
    Value(usize),
    Status(usize),
    Precision(usize, usize),
    Reliability(usize),
}

struct Encoder<'a> {
    table: &'a Table,
    descriptor: &'a SchemaDescriptor,
    properties: WriterPropertiesPtr,
}

impl Encoder<'_> {
    fn group(&self, pieces: &[Piece]) -> Result<Vec<Encoded>> {
        let rows: Vec<Rows> = pieces.iter().map(|piece| self.table.rows_in(*piece)).collect();
        let mut columns: Vec<Column> = facets(self.table).iter().map(|(axis, facet, _)| Column::Facet(*axis, *facet)).collect();
        for measure in 0..self.table.measures.len() {
            columns.extend([Column::Value(measure), Column::Status(measure)]);
            if self.table.has_precision(measure) {
                columns.extend((0..4).map(|number| Column::Precision(measure, number)));
                columns.push(Column::Reliability(measure));
            }
        }
        let encode = |(place, column): (usize, &Column)| match *column {
            Column::Facet(axis, facet) => self.facet(&rows, axis, facet, place),
            Column::Value(measure) => self.values(&rows, measure, place),
            Column::Status(measure) => self.statuses(&rows, measure, place),
            Column::Precision(measure, number) => {
                let numbers = || precisions(&rows, measure).map(move |precision| numbers(precision)[number]);
                self.doubles(numbers, place)
            }
            Column::Reliability(measure) => self.reliabilities(&rows, measure, place),
        };
        columns.par_iter().enumerate().map(encode).collect()
    }

    /// Texts of a dimension. Blocks with different levels share the dictionary of the row group.
    fn facet(&self, rows: &[Rows], axis: usize, facet: Facet, column: usize) -> Result<Encoded> {
        let mut dictionary: Vec<&str> = vec![];
        let mut places: HashMap<&str, u32> = HashMap::new();
        let mut runs = vec![];
        let dimension = &self.table.axes()[axis];
        for rows in rows {
            let level = self.table.block(rows.block).levels[axis];
            let mut known = vec![u32::MAX; dimension.levels[level].codes.len()];
            runs.extend(rows.codes[axis].iter().map(|code| {
                let known = &mut known[*code as usize];
                if *known == u32::MAX {
                    let text = said(dimension, level, facet, *code);
                    *known = *places.entry(text).or_insert_with(|| {
                        dictionary.push(text);
                        dictionary.len() as u32 - 1
                    });
                }
                *known
            }));
        }
        coded(self.descriptor.column(column), &dictionary, &runs)
    }

    fn statuses(&self, rows: &[Rows], measure: usize, column: usize) -> Result<Encoded> {
        let places: Vec<u32> = rows.iter().flat_map(|rows| rows.status_places(measure)).collect();
        let dictionary: Vec<&str> = Status::ALL.iter().map(|status| status.code()).collect();
        coded(self.descriptor.column(column), &dictionary, &places)
    }

    fn reliabilities(&self, rows: &[Rows], measure: usize, column: usize) -> Result<Encoded> {
        let mut dictionary = vec![""];
        dictionary.extend(Reliability::ALL.map(Reliability::code));
        let place = |precision| dictionary.iter().position(|code| *code == reliability(precision)).unwrap_or(0) as u32;
        let places: Vec<u32> = precisions(rows, measure).map(place).collect();
        coded(self.descriptor.column(column), &dictionary, &places)
    }

    /// Optional doubles.
    fn doubles<I: Iterator<Item = Option<f64>>>(&self, numbers: impl Fn() -> I, column: usize) -> Result<Encoded> {
        let levels: Vec<i16> = numbers().map(|number| i16::from(number.is_some())).collect();
        let values: Vec<f64> = numbers().flatten().collect();
        let mut bytes = TrackedWrite::new(vec![]);
        let pages = Box::new(SerializedPageWriter::new(&mut bytes));
        let ColumnWriter::DoubleColumnWriter(mut writer) =
            get_column_writer(self.descriptor.column(column), self.properties.clone(), pages)
        else {
            return Err(parquet::errors::ParquetError::General("an error is a double".into()));
        };
        writer.write_batch(&values, Some(&levels), None)?;
        let closed = writer.close()?;
        Ok((Bytes::from(bytes.into_inner()?), closed))
    }

    fn values(&self, rows: &[Rows], measure: usize, column: usize) -> Result<Encoded> {
        let figures = || rows.iter().flat_map(|rows| &rows.figures[measure]);
        let levels: Vec<i16> = figures().map(|figure| i16::from(figure.has_value())).collect();
        let mut bytes = TrackedWrite::new(vec![]);
        let pages = Box::new(SerializedPageWriter::new(&mut bytes));
        let present = || figures().filter(|figure| figure.has_value());
        let closed = match get_column_writer(self.descriptor.column(column), self.properties.clone(), pages) {
            ColumnWriter::Int64ColumnWriter(mut writer) => {
                let values: Vec<i64> = present().map(|figure: &Figure| figure.value as i64).collect();
                writer.write_batch(&values, Some(&levels), None)?;
                writer.close()?
            }
            ColumnWriter::DoubleColumnWriter(mut writer) => {
                let values: Vec<f64> = present().map(|figure: &Figure| figure.value).collect();
                writer.write_batch(&values, Some(&levels), None)?;
                writer.close()?
            }
            _ => return Err(parquet::errors::ParquetError::General("a value is a whole number or a double".into())),
        };
        Ok((Bytes::from(bytes.into_inner()?), closed))
    }
}

fn precisions(rows: &[Rows], measure: usize) -> impl Iterator<Item = Option<Precision>> {
    rows.iter().flat_map(move |rows| rows.precisions[measure].iter().copied())
}

/// A chunk of required texts that are given as places in a dictionary.
fn coded(descriptor: ColumnDescPtr, dictionary: &[&str], places: &[u32]) -> Result<Encoded> {
    let mut texts = vec![];
    for text in dictionary {
        texts.extend((text.len() as u32).to_le_bytes());
        texts.extend(text.as_bytes());
    }
    let bits = u32::BITS - (dictionary.len().saturating_sub(1) as u32).leading_zeros();
    let mut data = vec![bits as u8];
    hybrid::encode(places, bits, &mut data);
    let (texts_len, data_len) = (texts.len(), data.len());
    let mut bytes = TrackedWrite::new(Vec::with_capacity(texts_len + data_len + 64));
    let mut pages = SerializedPageWriter::new(&mut bytes);
    let page = Page::DictionaryPage {
        buf: texts.into(),
        num_values: dictionary.len() as u32,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    let first = pages.write_page(CompressedPage::new(page, texts_len))?;
    let page = Page::DataPage {
        buf: data.into(),
        num_values: places.len() as u32,
        encoding: Encoding::RLE_DICTIONARY,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    };
    let second = pages.write_page(CompressedPage::new(page, data_len))?;
    pages.close()?;
    let metadata = ColumnChunkMetaData::builder(descriptor)
        .set_compression(Compression::UNCOMPRESSED)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_num_values(places.len() as i64)
        .set_total_compressed_size((first.compressed_size + second.compressed_size) as i64)
        .set_total_uncompressed_size((first.uncompressed_size + second.uncompressed_size) as i64)
        .set_dictionary_page_offset(Some(first.offset as i64))
        .set_data_page_offset(second.offset as i64)
        .build()?;
    let closed = ColumnCloseResult {
        bytes_written: first.bytes_written + second.bytes_written,
        rows_written: places.len() as u64,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok((Bytes::from(bytes.into_inner()?), closed))
}

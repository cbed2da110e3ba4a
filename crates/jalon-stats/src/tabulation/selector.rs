//! From the values of a column to what each adds to the index of its record's cell, or whether it meets a condition.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::DataType;

use super::axis::{NONE, Source};
use super::column;
use super::dataset::MOST_CODES;

/// At or above it the record is outside the table. Indices of cells are below; sixteen flags can be added before they run over.
pub(super) const EXCLUDED: u64 = 1 << 44;
/// At or above it a value is in no code list.
pub(super) const UNKNOWN: u64 = 1 << 52;
/// At or above it a missing value stops the table.
pub(super) const REFUSED: u64 = 1 << 58;

/// What each value of a column contributes.
#[derive(Debug, Clone)]
pub(super) struct Selector {
    pub(super) column: usize,
    table: Table,
    /// For signed and unsigned bytes the contribution of each of the 256 values.
    bytes: Box<([u64; 256], [u64; 256])>,
    missing: u64,
    unknown: u64,
}

#[derive(Debug, Clone)]
enum Table {
    /// From `least` on, one entry per number.
    Dense {
        least: i64,
        of: Vec<u64>,
    },
    Whole(HashMap<i64, u64>),
    Text(HashMap<String, u64>),
}

/// The contributions of a dictionary's texts, kept while batches share the dictionary.
#[derive(Debug, Default)]
pub(super) struct Cache {
    dictionary: Option<Arc<dyn Array>>,
    of: Vec<u64>,
}

impl Selector {
    /// `of_code` gives the contribution of each source code, and last that of missing.
    pub(super) fn new(column: usize, source: &Source, is_text: bool, of_code: &[u64], unknown: u64) -> Self {
        let missing = of_code[source.codes.len()];
        let named = source.codes.iter().map(|code| code.code.as_str()).zip(of_code.iter().copied());
        let named = named.chain(source.missing.iter().map(|code| (code.as_str(), missing)));
        let table = match is_text {
            true => Table::Text(named.map(|(code, value)| (code.to_owned(), value)).collect()),
            false => whole(named.filter_map(|(code, value)| Some((code.trim().parse().ok()?, value))).collect(), unknown),
        };
        let find = |value: i64| match &table {
            Table::Dense { least, of } => of.get(value.wrapping_sub(*least) as usize).copied().unwrap_or(unknown),
            _ => unknown,
        };
        let signed = std::array::from_fn(|byte| find(i64::from(byte as u8 as i8)));
        let bytes = Box::new((signed, std::array::from_fn(|byte| find(byte as i64))));
        Self { column, table, bytes, missing, unknown }
    }

    /// Adds the contribution of each record's value.
    pub(super) fn add(&self, array: &ArrayRef, cache: &mut Cache, index: &mut [u64]) {
        match &self.table {
            Table::Text(of) => self.add_texts(array, of, cache, index),
            Table::Dense { least, of } => self.add_dense(array, *least, of, index),
            Table::Whole(of) => {
                let values = column::whole_numbers(array).unwrap_or_default();
                for (row, (sum, value)) in index.iter_mut().zip(values).enumerate() {
                    *sum += if array.is_null(row) { self.missing } else { of.get(&value).copied().unwrap_or(self.unknown) };
                }
            }
        }
    }

    fn add_texts(&self, array: &ArrayRef, of: &HashMap<String, u64>, cache: &mut Cache, index: &mut [u64]) {
        let Some((keys, values)) = column::coded(array) else { return };
        let known = cache.dictionary.as_ref().is_some_and(|known| Arc::ptr_eq(known, &values));
        if !known {
            let texts = values.as_string::<i32>();
            cache.of.clear();
            cache.of.extend(texts.iter().map(|text| match text {
                Some(text) => of.get(text).copied().unwrap_or(self.unknown),
                None => self.missing,
            }));
            cache.dictionary = Some(values);
        }
        if array.null_count() == 0 {
            for (sum, key) in index.iter_mut().zip(keys) {
                *sum += cache.of[*key as usize];
            }
        } else {
            for (row, (sum, key)) in index.iter_mut().zip(keys).enumerate() {
                *sum += if array.is_null(row) { self.missing } else { cache.of[*key as usize] };
            }
        }
    }

    fn add_dense(&self, array: &ArrayRef, least: i64, of: &[u64], index: &mut [u64]) {
        match array.data_type() {
            DataType::Int8 => self.add_bytes::<Int8Type>(array, least, of, index, |value| value as u8),
            DataType::UInt8 => self.add_bytes::<UInt8Type>(array, least, of, index, |value| value),
            DataType::Int16 => self.add_typed::<Int16Type>(array, least, of, index),
            DataType::Int32 => self.add_typed::<Int32Type>(array, least, of, index),
            DataType::Int64 => self.add_typed::<Int64Type>(array, least, of, index),
            DataType::UInt16 => self.add_typed::<UInt16Type>(array, least, of, index),
            DataType::UInt32 => self.add_typed::<UInt32Type>(array, least, of, index),
            _ => {
                let values = column::whole_numbers(array).unwrap_or_default();
                for (row, (sum, value)) in index.iter_mut().zip(values).enumerate() {
                    *sum += if array.is_null(row) { self.missing } else { self.find(least, of, value) };
                }
            }
        }
    }

    fn find(&self, least: i64, of: &[u64], value: i64) -> u64 {
        of.get(value.wrapping_sub(least) as usize).copied().unwrap_or(self.unknown)
    }

    fn add_typed<T: ArrowPrimitiveType>(&self, array: &ArrayRef, least: i64, of: &[u64], index: &mut [u64])
    where
        T::Native: Into<i64>,
    {
        let values = array.as_primitive::<T>().values();
        if array.null_count() == 0 {
            for (sum, value) in index.iter_mut().zip(values) {
                *sum += self.find(least, of, (*value).into());
            }
        } else {
            for (row, (sum, value)) in index.iter_mut().zip(values).enumerate() {
                *sum += if array.is_null(row) { self.missing } else { self.find(least, of, (*value).into()) };
            }
        }
    }

    /// A byte finds its contribution without a comparison.
    fn add_bytes<T: ArrowPrimitiveType>(
        &self,
        array: &ArrayRef,
        least: i64,
        of: &[u64],
        index: &mut [u64],
        byte: fn(T::Native) -> u8,
    ) where
        T::Native: Into<i64>,
    {
        if array.null_count() > 0 {
            return self.add_typed::<T>(array, least, of, index);
        }
        let direct = if *array.data_type() == DataType::Int8 { &self.bytes.0 } else { &self.bytes.1 };
        for (sum, value) in index.iter_mut().zip(array.as_primitive::<T>().values()) {
            *sum += direct[usize::from(byte(*value))];
        }
    }
}

fn whole(values: HashMap<i64, u64>, unknown: u64) -> Table {
    let (least, most) = (values.keys().min().copied().unwrap_or(0), values.keys().max().copied().unwrap_or(0));
    if most.abs_diff(least) >= MOST_CODES as u64 {
        return Table::Whole(values);
    }
    let of = (least..=most).map(|value| values.get(&value).copied().unwrap_or(unknown)).collect();
    Table::Dense { least, of }
}

/// Contributions of source codes on a dimension whose base level has this map and stride. `of_missing` stands for a missing value
/// that has no code.
pub(super) fn contributions(of_source: &[u32], stride: u64, of_missing: u64) -> Vec<u64> {
    let last = of_source.len() - 1;
    let contribution = |(source, code): (usize, &u32)| match *code {
        NONE if source == last => of_missing,
        NONE => EXCLUDED,
        code => u64::from(code) * stride,
    };
    of_source.iter().enumerate().map(contribution).collect()
}

/// A condition, ready for a column.
#[derive(Debug, Clone)]
pub(super) enum Predicate {
    /// The contribution is 1 where it holds.
    Codes(Selector),
    Between {
        column: usize,
        from: i64,
        to: i64,
        missing: Vec<i64>,
    },
    Missing {
        column: usize,
        wanted: bool,
    },
}

impl Predicate {
    /// Sets the mark of each record that does not meet it to zero.
    pub(super) fn narrow(&self, columns: &[ArrayRef], marks: &mut [u64]) {
        match self {
            Self::Codes(selector) => {
                let mut holds = vec![0; marks.len()];
                selector.add(&columns[selector.column], &mut Cache::default(), &mut holds);
                marks.iter_mut().zip(holds).for_each(|(mark, holds)| *mark &= holds);
            }
            Self::Between { column, from, to, missing } => {
                let array = &columns[*column];
                let values = column::whole_numbers(array).unwrap_or_default();
                for (row, (mark, value)) in marks.iter_mut().zip(values).enumerate() {
                    *mark &= u64::from(value >= *from && value <= *to && !array.is_null(row) && !missing.contains(&value));
                }
            }
            Self::Missing { column, wanted } => {
                let array = &columns[*column];
                for (row, mark) in marks.iter_mut().enumerate() {
                    *mark &= u64::from(array.is_null(row) == *wanted);
                }
            }
        }
    }
}

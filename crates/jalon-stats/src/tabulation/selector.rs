//! From the values of a column to what each adds to the index of its record's cell, or whether it meets a condition.

use std::collections::HashMap;
use std::convert::Infallible;

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::DataType;

use super::axis::{NONE, Source};
use super::column::{self, Column, Known};
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
        Self { column, table, missing, unknown }
    }

    /// Adds the contribution of each record's value. What the distinct values of a column contribute is known until others come.
    pub(super) fn add(&self, column: &Column, known: &mut Known<Vec<u64>>, index: &mut [u64]) {
        match column {
            Column::Coded { places, values } => {
                let of = known.get(values, || Ok::<_, Infallible>(self.of_values(values))).unwrap_or_else(|never| match never {});
                self.add_each(column, places.values(), index, |place| of[*place as usize]);
            }
            Column::Plain(array) => match array.data_type() {
                DataType::Int8 => self.add_typed::<Int8Type>(column, array, index),
                DataType::Int16 => self.add_typed::<Int16Type>(column, array, index),
                DataType::Int32 => self.add_typed::<Int32Type>(column, array, index),
                DataType::Int64 => self.add_typed::<Int64Type>(column, array, index),
                DataType::UInt8 => self.add_typed::<UInt8Type>(column, array, index),
                DataType::UInt16 => self.add_typed::<UInt16Type>(column, array, index),
                DataType::UInt32 => self.add_typed::<UInt32Type>(column, array, index),
                _ => {
                    let values = column::whole_numbers(column).unwrap_or_default();
                    self.add_each(column, &values, index, |value| self.find(*value));
                }
            },
        }
    }

    fn add_typed<T: ArrowPrimitiveType>(&self, column: &Column, array: &ArrayRef, index: &mut [u64])
    where
        T::Native: Into<i64>,
    {
        let values = array.as_primitive::<T>().values();
        match &self.table {
            Table::Dense { least, of } => {
                let find = |value: &T::Native| self.find_dense(*least, of, (*value).into());
                self.add_each(column, values, index, find);
            }
            _ => self.add_each(column, values, index, |value| self.find((*value).into())),
        }
    }

    fn add_each<V>(&self, column: &Column, values: &[V], index: &mut [u64], find: impl Fn(&V) -> u64) {
        match column.nulls() {
            None => index.iter_mut().zip(values).for_each(|(sum, value)| *sum += find(value)),
            Some(nulls) => {
                for (row, (sum, value)) in index.iter_mut().zip(values).enumerate() {
                    *sum += if nulls.is_null(row) { self.missing } else { find(value) };
                }
            }
        }
    }

    fn of_values(&self, values: &ArrayRef) -> Vec<u64> {
        if let (Table::Text(of), Some(texts)) = (&self.table, values.as_string_opt::<i32>()) {
            let find = |text: Option<&str>| text.map_or(self.missing, |text| of.get(text).copied().unwrap_or(self.unknown));
            return texts.iter().map(find).collect();
        }
        let numbers = column::whole_numbers(&Column::Plain(values.clone())).unwrap_or_default();
        numbers.into_iter().map(|number| self.find(number)).collect()
    }

    fn find(&self, value: i64) -> u64 {
        match &self.table {
            Table::Dense { least, of } => self.find_dense(*least, of, value),
            Table::Whole(of) => of.get(&value).copied().unwrap_or(self.unknown),
            Table::Text(_) => self.unknown,
        }
    }

    fn find_dense(&self, least: i64, of: &[u64], value: i64) -> u64 {
        of.get(value.wrapping_sub(least) as usize).copied().unwrap_or(self.unknown)
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
    pub(super) fn narrow(&self, columns: &[Column], marks: &mut [u64]) {
        match self {
            Self::Codes(selector) => {
                let mut holds = vec![0; marks.len()];
                selector.add(&columns[selector.column], &mut Known::default(), &mut holds);
                marks.iter_mut().zip(holds).for_each(|(mark, holds)| *mark &= holds);
            }
            Self::Between { column, from, to, missing } => {
                let column = &columns[*column];
                let values = column::whole_numbers(column).unwrap_or_default();
                for (row, (mark, value)) in marks.iter_mut().zip(values).enumerate() {
                    *mark &= u64::from(value >= *from && value <= *to && !column.is_null(row) && !missing.contains(&value));
                }
            }
            Self::Missing { column, wanted } => {
                for (row, mark) in marks.iter_mut().enumerate() {
                    *mark &= u64::from(columns[*column].is_null(row) == *wanted);
                }
            }
        }
    }
}

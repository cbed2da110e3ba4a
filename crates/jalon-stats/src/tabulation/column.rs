//! Columns of a batch, and what they are as plain numbers.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, Int32Array, PrimitiveArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

/// A column of a batch.
#[derive(Debug, Clone)]
pub(crate) enum Column {
    Plain(ArrayRef),
    /// For each record a place among distinct values: texts, or whole numbers of 64 bits. The place of a record that has a value
    /// is one of theirs.
    Coded {
        places: Int32Array,
        values: ArrayRef,
    },
}

impl Column {
    pub(crate) fn of(array: ArrayRef) -> Self {
        match array.as_dictionary_opt::<Int32Type>() {
            Some(coded) => Self::Coded { places: coded.keys().clone(), values: coded.values().clone() },
            None => Self::Plain(array),
        }
    }

    fn records(&self) -> &dyn Array {
        match self {
            Self::Plain(array) => array.as_ref(),
            Self::Coded { places, .. } => places,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.records().len()
    }

    pub(crate) fn nulls(&self) -> Option<&NullBuffer> {
        self.records().nulls().filter(|nulls| nulls.null_count() > 0)
    }

    pub(crate) fn is_null(&self, row: usize) -> bool {
        self.records().is_null(row)
    }
}

/// What was made of the distinct values of a coded column, kept while batches share them.
#[derive(Debug)]
pub(crate) struct Known<T> {
    values: Option<ArrayRef>,
    made: T,
}

impl<T: Default> Default for Known<T> {
    fn default() -> Self {
        Self { values: None, made: T::default() }
    }
}

impl<T> Known<T> {
    pub(crate) fn get<E>(&mut self, values: &ArrayRef, make: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        if self.values.as_ref().is_none_or(|known| !Arc::ptr_eq(known, values)) {
            self.made = make()?;
            self.values = Some(values.clone());
        }
        Ok(&self.made)
    }
}

pub(crate) fn is_whole(kind: &DataType) -> bool {
    kind.is_integer()
}

pub(crate) fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Dictionary(_, values) if **values == DataType::Utf8)
}

pub(crate) fn is_numeric(kind: &DataType) -> bool {
    is_whole(kind) || matches!(kind, DataType::Float32 | DataType::Float64 | DataType::Decimal128(_, 0..=18))
}

/// The values of a whole-number column; those of missing records are arbitrary. Nothing for other columns, and for
/// unsigned numbers beyond the signed range.
pub(crate) fn whole_numbers(column: &Column) -> Option<Vec<i64>> {
    let mut values = Vec::new();
    whole_numbers_into(column, &mut Known::default(), &mut values).then_some(values)
}

/// As [`whole_numbers`], into a buffer that is used again.
pub(crate) fn whole_numbers_into(column: &Column, known: &mut Known<Vec<i64>>, numbers: &mut Vec<i64>) -> bool {
    match column {
        Column::Plain(array) => widen(array, numbers),
        Column::Coded { places, values } => {
            let of_values = || {
                let mut made = vec![];
                widen(values, &mut made).then_some(made).ok_or(())
            };
            let Ok(made) = known.get(values, of_values) else { return false };
            spread(places, made, numbers);
            true
        }
    }
}

/// For each record what its value became; for one without a value anything.
fn spread<T: Copy + Default>(places: &Int32Array, made: &[T], out: &mut Vec<T>) {
    out.clear();
    out.extend(places.values().iter().map(|place| made.get(*place as usize).copied().unwrap_or_default()));
}

fn widen(array: &ArrayRef, values: &mut Vec<i64>) -> bool {
    fn typed<T: ArrowPrimitiveType>(array: &ArrayRef, values: &mut Vec<i64>)
    where
        T::Native: Into<i64>,
    {
        values.clear();
        values.extend(array.as_primitive::<T>().values().iter().map(|value| (*value).into()));
    }
    match array.data_type() {
        DataType::Int8 => typed::<Int8Type>(array, values),
        DataType::Int16 => typed::<Int16Type>(array, values),
        DataType::Int32 => typed::<Int32Type>(array, values),
        DataType::Int64 => typed::<Int64Type>(array, values),
        DataType::UInt8 => typed::<UInt8Type>(array, values),
        DataType::UInt16 => typed::<UInt16Type>(array, values),
        DataType::UInt32 => typed::<UInt32Type>(array, values),
        DataType::UInt64 => {
            let array: &PrimitiveArray<UInt64Type> = array.as_primitive();
            values.clear();
            values.extend(array.values().iter().map(|value| *value as i64));
            return (0..array.len()).all(|row| array.is_null(row) || i64::try_from(array.value(row)).is_ok());
        }
        _ => return false,
    }
    true
}

/// What a number column becomes: whole multiples of 10^-decimals.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    pub(crate) values: Vec<i64>,
    /// Whether each value is there; empty when all are.
    pub(crate) valid: Vec<bool>,
    /// Values that had more digits and were rounded (half to even).
    pub(crate) rounded: u64,
    /// Greatest absolute value among those that are there.
    pub(crate) greatest: u64,
    known: Known<(Vec<i64>, u64)>,
}

/// Why a value cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    TooLarge,
    NotANumber,
}

impl Fixed {
    pub(crate) fn is_valid(&self, row: usize) -> bool {
        self.valid.is_empty() || self.valid[row]
    }

    /// Makes values missing that stand for it.
    pub(crate) fn forget(&mut self, missing: &[i64], decimals: u32) {
        if missing.is_empty() {
            return;
        }
        let scale = 10_i64.pow(decimals);
        let stands_for_missing = |value: &i64| missing.iter().any(|code| code.checked_mul(scale) == Some(*value));
        let valid = self.values.iter().enumerate().map(|(row, value)| self.is_valid(row) && !stands_for_missing(value)).collect();
        self.valid = valid;
        self.measure();
    }

    /// Takes over a batch of a column.
    pub(crate) fn fill(&mut self, column: &Column, decimals: u32) -> Result<(), Unfit> {
        self.valid.clear();
        if let Some(nulls) = column.nulls() {
            self.valid.extend(nulls.iter());
        }
        match column {
            Column::Plain(array) => {
                self.take(array, 10_i64.pow(decimals), decimals)?;
                self.measure();
            }
            Column::Coded { places, values } => {
                let of_values = || {
                    let mut own = Self::default();
                    own.take(values, 10_i64.pow(decimals), decimals)?;
                    own.measure();
                    Ok((own.values, own.greatest))
                };
                let (made, greatest) = self.known.get(values, of_values)?;
                spread(places, made, &mut self.values);
                self.greatest = *greatest;
            }
        }
        Ok(())
    }

    fn take(&mut self, array: &ArrayRef, scale: i64, decimals: u32) -> Result<(), Unfit> {
        match array.data_type() {
            DataType::Float64 => self.fill_float(array.as_primitive::<Float64Type>().values(), scale),
            DataType::Float32 => {
                let wide: Vec<f64> = array.as_primitive::<Float32Type>().values().iter().map(|value| shortest(*value)).collect();
                self.fill_float(&wide, scale)
            }
            DataType::Decimal128(_, own) => {
                let own = u32::from(own.unsigned_abs());
                let values: Vec<i128> = array.as_primitive::<Decimal128Type>().values().to_vec();
                self.fill_decimal(&values, own, decimals)
            }
            _ if !widen(array, &mut self.values) => Err(Unfit::TooLarge),
            _ if scale == 1 => Ok(()),
            _ => self.multiply(scale),
        }
    }

    fn multiply(&mut self, scale: i64) -> Result<(), Unfit> {
        for row in 0..self.values.len() {
            let there = self.is_valid(row);
            let value = if there { self.values[row] } else { 0 };
            self.values[row] = value.checked_mul(scale).ok_or(Unfit::TooLarge)?;
        }
        Ok(())
    }

    fn fill_float(&mut self, floats: &[f64], scale: i64) -> Result<(), Unfit> {
        let scale = scale as f64;
        self.values.clear();
        for (row, value) in floats.iter().enumerate() {
            if !self.is_valid(row) {
                self.values.push(0);
                continue;
            }
            if value.is_nan() || value.is_infinite() {
                return Err(Unfit::NotANumber);
            }
            let exact = value * scale;
            let whole = exact.round_ties_even();
            if whole.abs() >= 9.0e18 {
                return Err(Unfit::TooLarge);
            }
            // The product itself is off by at most one unit in its last place.
            self.rounded += u64::from((exact - whole).abs() > exact.abs() * f64::EPSILON);
            self.values.push(whole as i64);
        }
        Ok(())
    }

    fn fill_decimal(&mut self, values: &[i128], own: u32, wanted: u32) -> Result<(), Unfit> {
        self.values.clear();
        for (row, value) in values.iter().enumerate() {
            let value = if self.is_valid(row) { *value } else { 0 };
            let scaled = if own <= wanted {
                value.checked_mul(10_i128.pow(wanted - own)).ok_or(Unfit::TooLarge)?
            } else {
                let divisor = 10_i128.pow(own - wanted);
                self.rounded += u64::from(value % divisor != 0);
                divide_half_even(value, divisor)
            };
            self.values.push(i64::try_from(scaled).map_err(|_| Unfit::TooLarge)?);
        }
        Ok(())
    }

    fn measure(&mut self) {
        let there = |(row, value): (usize, &i64)| if self.is_valid(row) { value.unsigned_abs() } else { 0 };
        self.greatest = match self.valid.is_empty() {
            true => self.values.iter().map(|value| value.unsigned_abs()).max(),
            false => self.values.iter().enumerate().map(there).max(),
        }
        .unwrap_or(0);
    }
}

/// A single-precision value as the decimal that it prints as: 0.1 is meant as 0.1, not as 0.10000000149.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

fn divide_half_even(value: i128, divisor: i128) -> i128 {
    let (quotient, remainder) = (value.div_euclid(divisor), value.rem_euclid(divisor));
    match (remainder * 2).cmp(&divisor) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + (quotient & 1),
    }
}

//! Exact amounts: whole numbers of a table's smallest unit.
//!
//! A table with two decimals counts hundredths. Sums and comparisons are exact; only the solver sees floating point,
//! and what it says is verified.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

/// A whole number of a table's smallest unit (`10^-decimals`).
pub type Units = i64;

/// Beyond this an amount is not exact in the solver's floating point, with room for sums.
const LARGEST: Units = 1 << 50;

/// An exact amount as it is shown: a decimal number with the table's decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown(pub Decimal);

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A decimal number in units; nothing when it has more decimals or is too large.
pub fn to_units(value: Decimal, decimals: u32) -> Option<Units> {
    let factor = Decimal::from(10_i64.checked_pow(decimals)?);
    let scaled = value.checked_mul(factor)?;
    if !scaled.fract().is_zero() {
        return None;
    }
    scaled.to_i64().filter(|units| units.abs() <= LARGEST)
}

/// Units as a decimal number.
pub fn shown(units: Units, decimals: u32) -> Shown {
    Shown(Decimal::new(units, decimals))
}

/// Units from a decimal number of units, rounded away from less protection.
pub fn ceiling(units: Decimal) -> Units {
    units.ceil().to_i64().unwrap_or(LARGEST)
}

//! The noise of the cell key method.

use serde::{Deserialize, Serialize};

/// Counts up to this one have a row of their own in a table of whole keys; larger ones take the rows from 501 on in turn.
pub(crate) const ROWS: u64 = 750;

/// How record keys are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyKind {
    /// From 0 to one below the modulus; a cell's key is the sum of its records' keys modulo it.
    Whole { modulus: u64 },
    /// From 0 to below 1; a cell's key is the fractional part of the sum.
    Fractional,
}

/// How much is added to a count, given the count and the key of its cell.
#[derive(Debug, Clone, PartialEq)]
pub struct PerturbationTable(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Whole {
        modulus: u64,
        noise: Vec<i32>,
    },
    /// For each count from 1 on: upper bounds in units of 2^-32, rising, with the noise below each.
    Fractional {
        rows: Vec<Vec<(u64, i32)>>,
    },
}

impl PerturbationTable {
    /// `noise[(count - 1) * modulus + cell key]` for the counts 1 to 750.
    pub(crate) fn whole(modulus: u64, noise: Vec<i32>) -> Self {
        Self(Kind::Whole { modulus, noise })
    }

    pub(crate) fn fractional(rows: Vec<Vec<(u64, i32)>>) -> Self {
        Self(Kind::Fractional { rows })
    }

    pub fn keys(&self) -> KeyKind {
        match &self.0 {
            Kind::Whole { modulus, .. } => KeyKind::Whole { modulus: *modulus },
            Kind::Fractional { .. } => KeyKind::Fractional,
        }
    }

    /// The largest amount by which a count moves, to either side.
    pub fn maximum_deviation(&self) -> u32 {
        let largest = match &self.0 {
            Kind::Whole { noise, .. } => noise.iter().map(|noise| noise.unsigned_abs()).max(),
            Kind::Fractional { rows } => rows.iter().flatten().map(|(_, noise)| noise.unsigned_abs()).max(),
        };
        largest.unwrap_or(0)
    }

    /// What is added to a count. `keys` is the sum of the record keys; fractional ones in units of 2^-32, modulo 1.
    /// A count of zero stays zero.
    pub fn noise(&self, count: u64, keys: u64) -> i32 {
        if count == 0 {
            return 0;
        }
        match &self.0 {
            Kind::Whole { modulus, noise } => {
                // A division by a power of two is a mask, and nearly every table has 256 or 4096 keys.
                let key = if modulus.is_power_of_two() { keys & (modulus - 1) } else { keys % modulus };
                noise[((row(count) - 1) * modulus + key) as usize]
            }
            Kind::Fractional { rows } => {
                let row = &rows[(count as usize).min(rows.len()) - 1];
                row[row.partition_point(|(upper, _)| *upper <= keys).min(row.len() - 1)].1
            }
        }
    }
}

/// The row of a count: the published rule of the cell key method.
pub(crate) fn row(count: u64) -> u64 {
    if count <= ROWS { count } else { (count - 1) % 250 + 501 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_above_750_take_the_rows_from_501_on_in_turn() {
        for (count, expected) in [(1, 1), (750, 750), (751, 501), (1000, 750), (1001, 501), (1250, 750), (4_000_000_000, 750)] {
            assert_eq!(row(count), expected, "count {count}");
        }
    }

    #[test]
    fn fractional_keys_find_the_bound_above_them() {
        let half = 1 << 31;
        let table = PerturbationTable::fractional(vec![vec![(half, 2), (1 << 32, -1)], vec![(1 << 32, 0)]]);
        assert_eq!([(1, 0), (1, half - 1), (1, half), (9, 5)].map(|(count, key)| table.noise(count, key)), [2, 2, -1, 0]);
    }
}

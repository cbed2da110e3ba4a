//! From the slots of a cell to the figures of the measures, each with its state.

use serde::{Deserialize, Serialize};

use super::cells::targets;
use super::layout::{Compiled, Divisor, Keys, Layout, POWERS, Total, records};
use super::plan::{Block, Plan};
use crate::protection::PerturbationTable;

/// What a value is. The states are never merged: a suppressed value is not a missing one, and neither is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Number,
    Zero,
    /// There are records, but none of them has a value.
    Missing,
    /// Withheld to protect persons.
    Suppressed,
    /// There is nothing that it could be said of: a mean over nobody, a share of zero.
    NotApplicable,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Number, Self::Zero, Self::Missing, Self::Suppressed, Self::NotApplicable];

    /// Its code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Zero => "zero",
            Self::Missing => "missing",
            Self::Suppressed => "suppressed",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// A value with its state. Counts stay below 2^32, so that the value holds them exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub value: f64,
    pub status: Status,
}

impl Figure {
    pub(crate) fn number(value: f64) -> Self {
        Self { value, status: if value == 0.0 { Status::Zero } else { Status::Number } }
    }

    fn without(status: Status) -> Self {
        Self { value: 0.0, status }
    }

    pub fn has_value(self) -> bool {
        matches!(self.status, Status::Number | Status::Zero)
    }
}

/// Noise by cell keys, and below which perturbed count a cell is withheld.
#[derive(Debug, Clone)]
pub(crate) struct CellKeys {
    pub(crate) table: PerturbationTable,
    pub(crate) threshold: i64,
}

pub(crate) struct Evaluator<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) measures: &'a [Compiled],
    pub(crate) protection: Option<&'a CellKeys>,
}

impl Evaluator<'_> {
    /// The figure of a measure that is made of this cell alone.
    pub(crate) fn figure(&self, measure: usize, cell: &[u64]) -> Figure {
        match &self.measures[measure] {
            Compiled::Count { count } => match self.perturbed(cell, *count) {
                Some((_, perturbed)) => Figure::number(perturbed as f64),
                None => Figure::without(Status::Suppressed),
            },
            Compiled::WeightedCount { count, sum } => match self.perturbed(cell, *count) {
                Some((true_count, perturbed)) => Figure::number(scaled(*sum, cell, true_count, perturbed)),
                None => Figure::without(Status::Suppressed),
            },
            Compiled::Sum { valid, records, sum } => match (self.records(cell, *valid), self.records(cell, *records)) {
                (0, 1..) => Figure::without(Status::Missing),
                _ => Figure::number(sum.value(cell)),
            },
            Compiled::Mean { records, valid, sum, over } => {
                let divisor = match over {
                    Divisor::Records => self.records(cell, *valid) as f64,
                    Divisor::Weights(weights) => weights.value(cell),
                };
                match (self.records(cell, *valid), self.records(cell, *records)) {
                    (0, 1..) => Figure::without(Status::Missing),
                    _ if divisor == 0.0 => Figure::without(Status::NotApplicable),
                    _ => Figure::number(sum.value(cell) / divisor),
                }
            }
            Compiled::Ratio { numerator, denominator } => divide(self.figure(*numerator, cell), self.figure(*denominator, cell)),
            Compiled::Median { records, .. } => {
                Figure::without(if self.records(cell, *records) == 0 { Status::NotApplicable } else { Status::Missing })
            }
            Compiled::Share { of, .. } => self.figure(*of, cell),
        }
    }

    pub(crate) fn share(&self, of: usize, cell: &[u64], base: &[u64]) -> Figure {
        divide(self.figure(of, cell), self.figure(of, base))
    }

    fn records(&self, cell: &[u64], slot: usize) -> u64 {
        records(cell[slot], self.layout.keys)
    }

    /// The count before and after noise; nothing when it is withheld.
    fn perturbed(&self, cell: &[u64], slot: usize) -> Option<(u64, i64)> {
        let count = self.records(cell, slot);
        let Some(protection) = self.protection else { return Some((count, count as i64)) };
        if count == 0 {
            return Some((0, 0));
        }
        let keys = match self.layout.keys {
            Keys::Separate => cell[slot + 1],
            _ => cell[slot] >> 32,
        };
        let perturbed = count as i64 + i64::from(protection.table.noise(count, keys));
        (perturbed >= protection.threshold).then_some((count, perturbed))
    }
}

/// A weighted total moves by the noise of its count times the mean weight of the cell.
fn scaled(sum: Total, cell: &[u64], count: u64, perturbed: i64) -> f64 {
    if count == 0 || count as i64 == perturbed {
        return sum.value(cell);
    }
    let numerator = sum.of(cell).saturating_mul(i128::from(perturbed));
    numerator as f64 / (count as f64 * 10_f64.powi(sum.decimals as i32))
}

fn divide(numerator: Figure, denominator: Figure) -> Figure {
    for figure in [numerator, denominator] {
        if !figure.has_value() {
            return Figure::without(figure.status);
        }
    }
    match denominator.status {
        Status::Zero => Figure::without(Status::NotApplicable),
        _ => Figure::number(numerator.value / denominator.value),
    }
}

/// Medians of the cells of one block, by the index of the cell.
pub(crate) fn medians(entries: &[(u64, i64, u64)], base: &Block, block: &Block, plan: &Plan, decimals: u32) -> Vec<(u64, f64)> {
    let index: Vec<u64> = entries.iter().map(|entry| entry.0).collect();
    let targets = targets(&index, base, block, &plan.axes);
    let mut sorted: Vec<_> = targets.into_iter().zip(entries).map(|(cell, (_, value, weight))| (cell, *value, *weight)).collect();
    sorted.sort_unstable();
    let cells = sorted.chunk_by(|left, right| left.0 == right.0);
    cells.map(|cell| (cell[0].0, median(cell) / POWERS[decimals as usize])).collect()
}

/// The least value that half of the weight does not exceed; between it and the next when exactly half does not.
fn median(sorted: &[(u64, i64, u64)]) -> f64 {
    let total: u128 = sorted.iter().map(|(_, _, weight)| u128::from(*weight)).sum();
    let mut reached = 0_u128;
    for (place, (_, value, weight)) in sorted.iter().enumerate() {
        reached += u128::from(*weight);
        if 2 * reached == total {
            let next = sorted.get(place + 1).map_or(*value, |next| next.1);
            return (i128::from(*value) + i128::from(next)) as f64 / 2.0;
        }
        if 2 * reached > total {
            return *value as f64;
        }
    }
    0.0
}

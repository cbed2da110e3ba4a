//! The sampling error of every figure of a table, from the sums of its cells or from replicates.

use super::evaluate::Figure;
use super::layout::Spread;
use super::table::Table;
use crate::sampling::{Estimation, Precision, Replicates};

/// For each block, measure and cell the weighted sum of squared deviations of the replicates: the variance. Not a number where a
/// replicate has no value.
pub(super) type Variances = Vec<Vec<Vec<f64>>>;

/// One record has no spread. Its effective size is one, but for the last digits of the division.
const LEAST_FREEDOM: f64 = 1e-6;

impl Table {
    /// Whether a measure has an estimated error beside it.
    pub(crate) fn has_precision(&self, measure: usize) -> bool {
        self.spreads[measure] != Spread::None
    }

    /// The sampling errors of some rows of a block, for figures of one measure; nothing where there is no value.
    pub(super) fn precisions(
        &self,
        (measure, block): (usize, usize),
        codes: &[Vec<u32>],
        cells: &[Option<usize>],
        figures: &[Figure],
    ) -> Vec<Option<Precision>> {
        let Some(estimation) = self.sampling.as_ref().filter(|_| self.has_precision(measure)) else { return vec![] };
        let nobody = vec![0; self.width];
        let over = match &self.spreads[measure] {
            Spread::Proportion { over, .. } | Spread::Quotient { over, .. } => over.as_slice(),
            _ => &[],
        };
        let of_row = |(row, figure): (usize, &Figure)| {
            if !figure.has_value() {
                return None;
            }
            let cell = match over.is_empty() {
                true => cells[row].map_or(&nobody[..], |place| self.cell(block, place)),
                false => self.share_base(block, over, codes, row).unwrap_or(&nobody),
            };
            let replicated = estimation.design.replicates.is_some().then(|| match cells[row] {
                Some(place) => self.variances[block][measure][place],
                None => f64::NAN,
            });
            Some(self.precision(&self.spreads[measure], figure.value, cell, replicated, estimation))
        };
        figures.iter().enumerate().map(of_row).collect()
    }

    /// `cell` is the one whose effective size counts; `replicated` the variance by replicates, where the design has them.
    fn precision(&self, spread: &Spread, value: f64, cell: &[u64], replicated: Option<f64>, by: &Estimation) -> Precision {
        let keys = self.layout.keys;
        let (Spread::Total { base, .. }
        | Spread::Mean { base, .. }
        | Spread::Proportion { base, .. }
        | Spread::Quotient { base, .. }) = spread
        else {
            return Precision::unknown();
        };
        let (size, weights) = (base.size(cell, keys), base.sum(cell, keys));
        let kish = match spread {
            Spread::Proportion { .. } => return Precision::proportion(value, replicated, size, &by.rules),
            Spread::Total { moment: None, .. } => weights * weights / size,
            Spread::Total { moment: Some(moment), .. } => moment.value(cell) * weights / size,
            // (Σ w x² / Σ w − x̄²), with the loss of one degree of freedom.
            Spread::Mean { sum, moment, .. } if size - 1.0 > LEAST_FREEDOM => {
                let mean = sum.value(cell) / weights;
                (moment.value(cell) / weights - mean * mean).max(0.0) / (size - 1.0)
            }
            _ => f64::NAN,
        };
        let is_count = matches!(spread, Spread::Total { moment: None, .. });
        Precision::normal(value, replicated.unwrap_or(kish), size, is_count, &by.rules)
    }

    /// An empty sum for every cell that exists.
    pub(super) fn no_variances(&self) -> Variances {
        let of_block = |block: usize| {
            let cells = if self.block(block).shown { self.cells[block].len() } else { 0 };
            self.spreads.iter().map(|spread| vec![0.0; if *spread == Spread::None { 0 } else { cells }]).collect()
        };
        (0..self.plan.blocks.len()).map(of_block).collect()
    }

    /// Adds what one replicate deviates by. Its cells are those of this table, in the same order.
    pub(super) fn add_replicate(&mut self, replicate: &Self, number: usize, design: &Replicates) {
        let factor = design.factor(number);
        let mut variances = std::mem::take(&mut self.variances);
        for (block, variances) in variances.iter_mut().enumerate() {
            for (measure, variances) in variances.iter_mut().enumerate().filter(|(_, cells)| !cells.is_empty()) {
                let (own, other) = (self.figures_of_cells(measure, block), replicate.figures_of_cells(measure, block));
                for ((variance, own), other) in variances.iter_mut().zip(own).zip(other) {
                    let deviation = if other.has_value() { other.value - own.value } else { f64::NAN };
                    *variance += factor * deviation * deviation;
                }
            }
        }
        self.variances = variances;
    }
}

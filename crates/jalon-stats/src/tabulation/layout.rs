//! What is added up per cell: a row of 64-bit slots, whose sum does not depend on the order of additions.
//!
//! A count is one slot: the number of records in the lower half and, under protection, the sum of their record keys modulo 2^32
//! in the upper half. A modulus that does not divide 2^32 takes a slot of its own. At most 2^32 - 1 records are read, so the
//! lower half never runs over.
//!
//! A sum is one slot when the bounds in the file prove that it cannot overflow; otherwise it is two: the lower 32 bits of each
//! contribution in one, the rest in the other. Each contribution fits 63 bits, so neither runs over before 2^32 records. A sum of
//! squares is three slots of which each takes 32 bits of a contribution, the last the rest; each contribution fits 94 bits.

use super::dataset::Dataset;
use super::specification::*;
use crate::sampling::Estimation;

/// Where the record keys of a count are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    None,
    /// In the upper half of the count.
    Packed,
    /// In the slot after it.
    Separate,
}

/// Records of a condition, or of all; perhaps only those with a value of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Records {
    pub(crate) condition: Option<usize>,
    pub(crate) with_value: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Term {
    Count(Records),
    /// The sum over those records of value, weight, or both multiplied.
    Sum {
        of: Records,
        variable: Option<usize>,
        weighted: bool,
        wide: bool,
    },
    /// The sum over those records of the weight's square, or of the value's square, times the weight where it is weighted: three
    /// slots, the lower 32 bits of each contribution, the next 32, and the rest.
    Squares {
        of: Records,
        variable: Option<usize>,
        weighted: bool,
    },
}

#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Each term with its first slot.
    pub(crate) terms: Vec<(Term, usize)>,
    pub(crate) slots: usize,
    pub(crate) keys: Keys,
    /// Lists of conditions that all must hold: one per distinct list among the measures.
    pub(crate) conditions: Vec<Vec<Condition>>,
    /// Number variables with their decimals.
    pub(crate) variables: Vec<(String, u32)>,
    pub(crate) medians: Vec<Median>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Median {
    pub(crate) condition: Option<usize>,
    pub(crate) variable: usize,
    pub(crate) weighted: bool,
}

/// A measure, by the slots that it is made of.
#[derive(Debug, Clone)]
pub(crate) enum Compiled {
    Count { count: usize },
    WeightedCount { count: usize, sum: Total },
    Sum { valid: usize, records: usize, sum: Total },
    Mean { records: usize, valid: usize, sum: Total, over: Divisor },
    Median { median: usize, records: usize },
    Ratio { numerator: usize, denominator: usize },
    Share { of: usize, over: Vec<usize> },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Total {
    pub(crate) slot: usize,
    pub(crate) width: Width,
    pub(crate) decimals: u32,
}

/// Slots of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    One,
    Two,
    Three,
}

/// What the sampling error of a measure is made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Spread {
    /// None can be estimated: a number of records, a median, or something that the design tells nothing of.
    None,
    /// A weighted count, or with the second moment a weighted sum.
    Total {
        base: Effective,
        sum: Total,
        moment: Option<Total>,
    },
    Mean {
        base: Effective,
        sum: Total,
        moment: Total,
    },
    /// A part of a whole: the records of the part are among those of the whole, whose effective size it is. Where the whole is
    /// another cell, the axes that are at their total there.
    Proportion {
        base: Effective,
        over: Vec<usize>,
    },
    /// Any other quotient: by replicates alone.
    Quotient {
        base: Effective,
        over: Vec<usize>,
    },
}

/// Of which the effective sample size is made: records, or the sums of their weights and of the squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effective {
    records: usize,
    weights: Option<(Total, Total)>,
}

impl Effective {
    /// Kish's effective sample size: (Σ w)² / Σ w². Where every record counts one it is the number of records.
    pub(crate) fn size(self, cell: &[u64], keys: Keys) -> f64 {
        let Some((weights, squares)) = self.weights else { return records(cell[self.records], keys) as f64 };
        let sum = weights.value(cell);
        if sum == 0.0 { 0.0 } else { sum * sum / squares.value(cell) }
    }

    /// The sum of the weights; the number of records where every one counts one.
    pub(crate) fn sum(self, cell: &[u64], keys: Keys) -> f64 {
        self.weights.map_or_else(|| records(cell[self.records], keys) as f64, |(weights, _)| weights.value(cell))
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Divisor {
    Records,
    Weights(Total),
}

/// Powers of ten: a value times a weight has 18 digits after the point at most, a square of a value times a weight 27.
pub(crate) const POWERS: [f64; 28] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
    1e22, 1e23, 1e24, 1e25, 1e26, 1e27,
];

impl Total {
    pub(crate) fn of(self, cell: &[u64]) -> i128 {
        let slot = |offset: usize| cell[self.slot + offset];
        match self.width {
            Width::One => i128::from(slot(0) as i64),
            Width::Two => (i128::from(slot(1) as i64) << 32) + i128::from(slot(0)),
            Width::Three => (i128::from(slot(2) as i64) << 64) + (i128::from(slot(1)) << 32) + i128::from(slot(0)),
        }
    }

    pub(crate) fn value(self, cell: &[u64]) -> f64 {
        // Both conversions give the nearest double; that of 64 bits is one instruction.
        let units = if self.width == Width::One { cell[self.slot] as i64 as f64 } else { self.of(cell) as f64 };
        // Up to 10^22 the divisor is exact, so that the quotient is the nearest double to the decimal.
        units / POWERS[self.decimals as usize]
    }
}

/// Records of a count slot.
pub(crate) fn records(slot: u64, keys: Keys) -> u64 {
    if keys == Keys::Separate { slot } else { slot & 0xffff_ffff }
}

impl Layout {
    /// The first slot counts every record of the table, so that it tells which cells are empty.
    pub(crate) fn compile(
        specification: &Specification,
        dataset: &Dataset,
        keys: Keys,
        axis_of: impl Fn(&str) -> usize,
    ) -> (Self, Vec<Compiled>, Vec<Spread>) {
        let empty = Self { terms: vec![], slots: 0, keys, conditions: vec![], variables: vec![], medians: vec![] };
        let mut builder = Builder { layout: empty, specification, dataset };
        builder.count(Records { condition: None, with_value: None });
        let index = |name: &str| specification.measures.iter().position(|measure| measure.name == name).unwrap_or_default();
        let compile = |measure: &Measure| match &measure.kind {
            MeasureKind::Ratio { numerator, denominator } => {
                Compiled::Ratio { numerator: index(numerator), denominator: index(denominator) }
            }
            MeasureKind::Share { of, over } => {
                Compiled::Share { of: index(of), over: over.iter().map(|name| axis_of(name)).collect() }
            }
            _ => builder.basic(measure),
        };
        let compiled: Vec<Compiled> = specification.measures.iter().map(compile).collect();
        let spreads = match specification.sampling.estimation() {
            Some(estimation) => (0..compiled.len()).map(|measure| builder.spread(measure, &compiled, &estimation)).collect(),
            None => vec![Spread::None; compiled.len()],
        };
        (builder.layout, compiled, spreads)
    }
}

struct Builder<'a> {
    layout: Layout,
    specification: &'a Specification,
    dataset: &'a Dataset,
}

impl Builder<'_> {
    fn basic(&mut self, measure: &Measure) -> Compiled {
        let condition = self.condition(&measure.conditions);
        let all = Records { condition, with_value: None };
        let records = self.count(all);
        match &measure.kind {
            MeasureKind::WeightedCount => Compiled::WeightedCount { count: records, sum: self.sum(all, None, true) },
            MeasureKind::Sum { variable, weighted } => {
                let (of, valid, variable) = self.valid(condition, variable);
                Compiled::Sum { valid, records, sum: self.sum(of, Some(variable), *weighted) }
            }
            MeasureKind::Mean { variable, weighted } => {
                let (of, valid, variable) = self.valid(condition, variable);
                let over = if *weighted { Divisor::Weights(self.sum(of, None, true)) } else { Divisor::Records };
                Compiled::Mean { records, valid, sum: self.sum(of, Some(variable), *weighted), over }
            }
            MeasureKind::Median { variable, weighted } => {
                let median = Median { condition, variable: self.variable(variable), weighted: *weighted };
                self.layout.medians.push(median);
                Compiled::Median { median: self.layout.medians.len() - 1, records }
            }
            _ => Compiled::Count { count: records },
        }
    }

    fn condition(&mut self, conditions: &[Condition]) -> Option<usize> {
        if conditions.is_empty() {
            return None;
        }
        let tests =
            |conditions: &[Condition]| conditions.iter().map(|c| (c.variable.clone(), c.test.clone())).collect::<Vec<_>>();
        let found = self.layout.conditions.iter().position(|known| tests(known) == tests(conditions));
        found.or_else(|| {
            self.layout.conditions.push(conditions.to_vec());
            Some(self.layout.conditions.len() - 1)
        })
    }

    fn variable(&mut self, name: &str) -> usize {
        self.layout.variables.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            let whole = self.dataset.kind(name).is_some_and(super::column::is_whole);
            let said = self.specification.variables.get(name).map_or(6, |variable| variable.decimals);
            self.layout.variables.push((name.to_owned(), if whole { 0 } else { said }));
            self.layout.variables.len() - 1
        })
    }

    fn may_be_missing(&self, variable: usize) -> bool {
        let name = &self.layout.variables[variable].0;
        let declared = self.specification.variables.get(name).is_some_and(|said| !said.missing.is_empty());
        declared || self.dataset.may_be_missing(name)
    }

    fn valid(&mut self, condition: Option<usize>, variable: &str) -> (Records, usize, usize) {
        let variable = self.variable(variable);
        // Where every record has a value, those with one need no count of their own.
        let of = Records { condition, with_value: self.may_be_missing(variable).then_some(variable) };
        (of, self.count(of), variable)
    }

    fn count(&mut self, of: Records) -> usize {
        let width = if self.layout.keys == Keys::Separate { 2 } else { 1 };
        self.term(Term::Count(of), width)
    }

    fn sum(&mut self, of: Records, variable: Option<usize>, weighted: bool) -> Total {
        let mut decimals = 0;
        let mut greatest = Some(1_u128);
        let mut factor = |name: &str, own: u32| {
            decimals += own;
            greatest =
                greatest.zip(self.dataset.magnitude(name, own)).and_then(|(greatest, factor)| greatest.checked_mul(factor));
        };
        if let Some((name, own)) = variable.map(|variable| self.layout.variables[variable].clone()) {
            factor(&name, own);
        }
        if let Some(weight) = self.specification.weight.as_ref().filter(|_| weighted) {
            factor(&weight.variable, weight_decimals(weight, self.dataset));
        }
        let rows = u128::from(self.dataset.rows());
        let fits = greatest.and_then(|greatest| greatest.checked_mul(rows)).is_some_and(|sum| sum < 1 << 62);
        let slot = self.term(Term::Sum { of, variable, weighted, wide: !fits }, if fits { 1 } else { 2 });
        Total { slot, width: if fits { Width::One } else { Width::Two }, decimals }
    }

    fn squares(&mut self, of: Records, variable: Option<usize>, weighted: bool) -> Total {
        let weight = self.specification.weight.as_ref().map_or(0, |weight| weight_decimals(weight, self.dataset));
        let decimals = match variable {
            None => 2 * weight,
            Some(variable) => 2 * self.layout.variables[variable].1 + if weighted { weight } else { 0 },
        };
        Total { slot: self.term(Term::Squares { of, variable, weighted }, 3), width: Width::Three, decimals }
    }

    fn effective(&mut self, of: Records, weighted: bool) -> Effective {
        let weights = weighted.then(|| (self.sum(of, None, true), self.squares(of, None, true)));
        Effective { records: self.count(of), weights }
    }

    /// What the error of a measure is estimated from. A measure that does not count by the weights of the design has none.
    fn spread(&mut self, measure: usize, compiled: &[Compiled], estimation: &Estimation) -> Spread {
        let weighted = !estimation.design.weight.is_empty();
        let said = &self.specification.measures[measure];
        let condition = self.condition(&said.conditions);
        let all = Records { condition, with_value: None };
        match (&said.kind, &compiled[measure]) {
            (MeasureKind::WeightedCount, Compiled::WeightedCount { sum, .. }) if weighted => {
                Spread::Total { base: self.effective(all, true), sum: *sum, moment: None }
            }
            (MeasureKind::Sum { variable, weighted: true }, Compiled::Sum { sum, .. }) if weighted => {
                let (of, _, variable) = self.valid(condition, variable);
                let moment = Some(self.squares(of, Some(variable), true));
                Spread::Total { base: self.effective(of, true), sum: *sum, moment }
            }
            (MeasureKind::Mean { variable, weighted: own }, Compiled::Mean { sum, .. }) if *own == weighted => {
                let (of, _, variable) = self.valid(condition, variable);
                let moment = self.squares(of, Some(variable), weighted);
                Spread::Mean { base: self.effective(of, weighted), sum: *sum, moment }
            }
            (MeasureKind::Ratio { .. }, Compiled::Ratio { numerator, denominator }) => {
                self.quotient(*numerator, *denominator, vec![], estimation)
            }
            (MeasureKind::Share { .. }, Compiled::Share { of, over }) => self.quotient(*of, *of, over.clone(), estimation),
            _ => Spread::None,
        }
    }

    fn quotient(&mut self, numerator: usize, denominator: usize, over: Vec<usize>, estimation: &Estimation) -> Spread {
        let weighted = !estimation.design.weight.is_empty();
        let [part, whole] = [numerator, denominator].map(|measure| self.specification.measures[measure].clone());
        let counted = if weighted { MeasureKind::WeightedCount } else { MeasureKind::Count };
        let is_counted = part.kind == counted && whole.kind == counted;
        let is_estimate =
            |kind: &MeasureKind| *kind == counted || matches!(kind, MeasureKind::Sum { weighted: own, .. } if weighted && *own);
        let condition = self.condition(&whole.conditions);
        let base = |builder: &mut Self| builder.effective(Records { condition, with_value: None }, weighted);
        if is_counted && whole.conditions.iter().all(|wanted| part.conditions.iter().any(|own| own.is_same(wanted))) {
            return Spread::Proportion { base: base(self), over };
        }
        match estimation.design.replicates.is_some() && is_estimate(&part.kind) && is_estimate(&whole.kind) {
            true => Spread::Quotient { base: base(self), over },
            false => Spread::None,
        }
    }

    fn term(&mut self, term: Term, width: usize) -> usize {
        if let Some((_, slot)) = self.layout.terms.iter().find(|(known, _)| *known == term) {
            return *slot;
        }
        let slot = self.layout.slots;
        self.layout.terms.push((term, slot));
        self.layout.slots += width;
        slot
    }
}

/// Whole-number weights need no digits after the point.
pub(crate) fn weight_decimals(weight: &Weight, dataset: &Dataset) -> u32 {
    if dataset.kind(&weight.variable).is_some_and(super::column::is_whole) { 0 } else { weight.decimals }
}

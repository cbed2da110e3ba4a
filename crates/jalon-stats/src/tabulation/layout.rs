//! What is added up per cell: a row of 64-bit slots, whose sum does not depend on the order of additions.
//!
//! A count is one slot: the number of records in the lower half and, under protection, the sum of their record keys modulo 2^32
//! in the upper half. A modulus that does not divide 2^32 takes a slot of its own. At most 2^32 - 1 records are read, so the
//! lower half never runs over.
//!
//! A sum is one slot when the bounds in the file prove that it cannot overflow; otherwise it is two: the lower 32 bits of each
//! contribution in one, the rest in the other. Each contribution fits 63 bits, so neither runs over before 2^32 records.

use super::dataset::Dataset;
use super::specification::*;

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

#[derive(Debug, Clone, Copy)]
pub(crate) struct Total {
    pub(crate) slot: usize,
    pub(crate) wide: bool,
    pub(crate) decimals: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Divisor {
    Records,
    Weights(Total),
}

impl Total {
    pub(crate) fn of(self, cell: &[u64]) -> i128 {
        let first = cell[self.slot];
        if self.wide { (i128::from(cell[self.slot + 1] as i64) << 32) + i128::from(first) } else { i128::from(first as i64) }
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
    ) -> (Self, Vec<Compiled>) {
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
        let compiled = specification.measures.iter().map(compile).collect();
        (builder.layout, compiled)
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
        Total { slot, wide: !fits, decimals }
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

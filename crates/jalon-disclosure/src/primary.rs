//! Primary rules: which cells are sensitive, and how wide an outsider's estimate of each must stay.
//!
//! Formulae: Hundepool and others, *Statistical Disclosure Control* (Wiley, 2012), chapter 4; the same as Tau-Argus' manual.

use crate::amount::{Units, ceiling};
use crate::fault::Fault;
use crate::system::{CellIndex, System};
use crate::table::{Cell, Kind, Table};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A primary rule. A cell is sensitive when any rule says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Rule {
    /// Fewer than `minimum` contributors, but at least one.
    Threshold { minimum: u64, protection: ThresholdProtection },
    /// The `n` largest contributors have more than `percent` of the value.
    /// Upper level: `100/percent · (x₁ + … + xₙ) − X`.
    Dominance { n: u32, percent: Decimal },
    /// The second largest contributor can estimate the largest to within `percent` of it: `X − x₁ − x₂ < percent/100 · x₁`.
    /// Upper level: `percent/100 · x₁ − (X − x₁ − x₂)`.
    PPercent { percent: Decimal },
}

/// How wide the interval of a cell with few contributors must be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThresholdProtection {
    /// An outsider must hold it possible that the cell has as many as the threshold, and that it has one fewer than it
    /// has. For tables that count persons.
    ToThreshold,
    /// This share of the value, in percent, to both sides.
    Percent(Decimal),
}

/// How far an outsider's estimate must be able to lie from the value, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Protection {
    /// The estimate must reach down to the value less this.
    pub lower: Units,
    /// The estimate must reach up to the value and this.
    pub upper: Units,
    /// The estimate must be at least this wide, wherever it lies.
    pub sliding: Units,
}

impl Protection {
    fn widened(self, other: Protection) -> Protection {
        Protection {
            lower: self.lower.max(other.lower),
            upper: self.upper.max(other.upper),
            sliding: self.sliding.max(other.sliding),
        }
    }
}

/// The sensitive cells of a system, with what protects each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sensitive {
    cells: BTreeMap<CellIndex, Protection>,
}

impl Sensitive {
    /// Applies rules to every table of a system. A cell that one table calls sensitive is sensitive in all.
    pub fn find(system: &System, rules: &[Rule]) -> Result<Self, Vec<Fault>> {
        let mut faults: Vec<Fault> = rules.iter().filter_map(out_of_range).collect();
        let mut found = Sensitive::default();
        for (number, table) in system.tables().iter().enumerate() {
            if table.kind() == Kind::Magnitude && rules.iter().any(to_threshold) {
                faults.push(Fault::ThresholdNeedsCounts { table: table.name().to_owned() });
                continue;
            }
            for position in 0..table.cells().len() {
                for rule in rules {
                    match rule.judge(table, position) {
                        Ok(Some(protection)) => found.require(system.cell(number, position), protection),
                        Ok(None) => {}
                        Err(fault) => faults.push(fault),
                    }
                }
            }
        }
        if faults.is_empty() { Ok(found) } else { Err(faults) }
    }

    /// Makes a cell sensitive, or its protection wider.
    pub fn require(&mut self, cell: CellIndex, protection: Protection) {
        let stored = self.cells.entry(cell).or_default();
        *stored = stored.widened(protection);
    }

    /// Keeps only some of the sensitive cells.
    pub fn retain(&mut self, keep: impl Fn(CellIndex) -> bool) {
        self.cells.retain(|&cell, _| keep(cell));
    }

    /// The sensitive cells, in order.
    pub fn iter(&self) -> impl Iterator<Item = (CellIndex, Protection)> + '_ {
        self.cells.iter().map(|(&cell, &protection)| (cell, protection))
    }

    /// How many cells are sensitive.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether no cell is sensitive.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// What a cell needs, if it is sensitive.
    pub fn protection(&self, cell: CellIndex) -> Option<Protection> {
        self.cells.get(&cell).copied()
    }
}

impl Rule {
    /// What the rule requires of a cell; nothing when the cell is not sensitive.
    pub fn judge(&self, table: &Table, position: usize) -> Result<Option<Protection>, Fault> {
        let cell = &table.cells()[position];
        let Some(value) = table.value(position) else { return Ok(None) };
        if cell.contributors == 0 {
            return Ok(None);
        }
        let protection = match self {
            Rule::Threshold { minimum, protection } => {
                (cell.contributors < *minimum).then(|| threshold(value, *minimum, *protection))
            }
            Rule::Dominance { n, percent } => {
                let n = u64::from(*n).min(cell.contributors) as usize;
                let listed = contributions(table, position, cell, n)?;
                let largest: Decimal = listed.iter().map(|&units| Decimal::from(units)).sum();
                let needed = largest * Decimal::ONE_HUNDRED / percent - Decimal::from(value);
                (largest * Decimal::ONE_HUNDRED > percent * Decimal::from(value)).then(|| both_sides(needed))
            }
            Rule::PPercent { percent } => {
                let listed = contributions(table, position, cell, 2.min(cell.contributors as usize))?;
                let (first, second) = (listed[0], listed.get(1).copied().unwrap_or(0));
                let rest = Decimal::from(value - first - second);
                let needed = percent * Decimal::from(first) / Decimal::ONE_HUNDRED - rest;
                (needed > Decimal::ZERO).then(|| both_sides(needed))
            }
        };
        Ok(protection)
    }
}

fn threshold(value: Units, minimum: u64, protection: ThresholdProtection) -> Protection {
    match protection {
        ThresholdProtection::ToThreshold => {
            let minimum = Units::try_from(minimum).unwrap_or(Units::MAX / 4);
            Protection { lower: 1.min(value), upper: minimum - value, sliding: 0 }
        }
        ThresholdProtection::Percent(percent) => both_sides(Decimal::from(value.abs()) * percent / Decimal::ONE_HUNDRED),
    }
}

/// The same to both sides, and at least one unit: an estimate that is exact protects nobody.
fn both_sides(needed: Decimal) -> Protection {
    let needed = ceiling(needed).max(1);
    Protection { lower: needed, upper: needed, sliding: 0 }
}

fn contributions<'a>(table: &Table, position: usize, cell: &'a Cell, needed: usize) -> Result<&'a [Units], Fault> {
    if cell.largest.len() < needed || needed == 0 {
        let (table, place) = (table.name().to_owned(), table.place(position));
        return Err(Fault::ContributionsMissing { table, place, needed });
    }
    Ok(&cell.largest[..cell.largest.len().min(needed)])
}

fn to_threshold(rule: &Rule) -> bool {
    matches!(rule, Rule::Threshold { protection: ThresholdProtection::ToThreshold, .. })
}

fn out_of_range(rule: &Rule) -> Option<Fault> {
    let fault =
        |rule: &str, parameter: &str| Some(Fault::RuleOutOfRange { rule: rule.to_owned(), parameter: parameter.to_owned() });
    let hundred = Decimal::ONE_HUNDRED;
    match rule {
        Rule::Threshold { minimum: 0 | 1, .. } => fault("threshold", "minimum"),
        Rule::Threshold { protection: ThresholdProtection::Percent(percent), .. } if *percent <= Decimal::ZERO => {
            fault("threshold", "protection")
        }
        Rule::Dominance { n: 0, .. } => fault("dominance", "n"),
        Rule::Dominance { percent, .. } if *percent <= Decimal::ZERO || *percent >= hundred => fault("dominance", "percent"),
        Rule::PPercent { percent } if *percent <= Decimal::ZERO || *percent > hundred => fault("p-percent", "percent"),
        _ => None,
    }
}

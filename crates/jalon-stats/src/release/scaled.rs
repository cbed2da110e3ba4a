//! Weighted totals beside noise by cell keys: how they leave, and what they tell of the counts.

use std::collections::{BTreeMap, HashMap};

use jalon_disclosure::primary::Sensitive;
use jalon_disclosure::scaled::{Scaled, audit_scaled};

use super::boxes::{Key, Quantity};
use super::candidate;
use super::content::Figure;
use super::report::Finding;
use super::{Court, Phase};
use crate::tabulation::layout::weight_decimals;
use crate::tabulation::{Outcome, Status};

/// Larger systems are not settled, and so refused.
const MOST_FOR_WORLDS: usize = 4_000;
/// The parameter of a release that says to which multiples its weighted totals are rounded.
pub(super) const BASE: &str = "weight_base";

/// A weighted total that an earlier release with noise shows.
pub(super) struct Shown {
    pub(super) key: Key,
    pub(super) value: f64,
    pub(super) base: f64,
}

impl Court<'_> {
    /// Rounds the weighted totals, so that they tell the mean weight no closer than is needed to weigh by it.
    ///
    /// The base is the mean weight of all records, up to the next 1, 2 or 5 times a power of ten: about one person. It depends on
    /// the records and on no table, so that two tables round one group alike.
    pub(super) fn round_weights(&mut self) -> Outcome<()> {
        let Some((weights, digits)) = self.weights() else { return Ok(()) };
        let joint = &self.joints[weights].1;
        let (table, everybody) = joint.system.home(0);
        let persons = table.cells()[everybody].contributors.max(1);
        let mean = units(joint.system.value(0), digits) / persons as f64;
        let (base, decimals) = base(mean);
        for figure in self.figures.iter().filter(|figure| figure.joint == weights) {
            let place = &mut self.content.cells[figure.cell].figures[figure.measure];
            if let Some(value) = place.number().filter(|value| *value > 0.0) {
                // Somebody does not become nobody.
                let multiple = (value / base).round().max(1.0);
                *place = Figure::of(format!("{:.decimals$}", multiple * base));
            }
        }
        self.content.protection.parameters.insert(BASE.to_owned(), format!("{base:.decimals$}"));
        candidate::derive(&mut self.content, self.work.specification)
    }

    fn weights(&self) -> Option<(usize, u32)> {
        let wanted = Quantity::Amount { variable: None, weighted: true };
        let joint = self.joints.iter().position(|(quantity, _)| *quantity == wanted)?;
        let weight = self.work.specification.weight.as_ref()?;
        Some((joint, weight_decimals(weight, self.work.dataset)))
    }

    /// What rounded totals of weights tell of the counts, this table's and those of earlier ones.
    pub(super) fn audit_weights(
        &self,
        records: usize,
        sensitive: &Sensitive,
        (mut low, mut high): (Vec<i64>, Vec<i64>),
    ) -> Outcome<Vec<Finding>> {
        let Some((weights, digits)) = self.weights() else { return Ok(vec![]) };
        self.work.progress.begin(Phase::Auditing, 0)?;
        let deviation = i64::from(self.content.protection.maximum_deviation);
        let (counts, totals) = (&self.joints[records].1, &self.joints[weights].1);
        let own_base = self.content.protection.parameters.get(BASE).and_then(|base| base.parse().ok()).unwrap_or(0.0);
        let keys: HashMap<u32, &Key> = totals.cells.iter().map(|(key, cell)| (*cell, key)).collect();
        let own = self.figures.iter().filter(|figure| figure.joint == weights).filter_map(|figure| {
            let value = self.content.cells[figure.cell].figures[figure.measure].number()?;
            Some(Shown { key: (*keys.get(&figure.index)?).clone(), value, base: own_base })
        });
        let mut findings = vec![];
        let mut scaled = vec![];
        let mut usual = 0.0_f64;
        let own: Vec<Shown> = own.collect();
        for shown in own.iter().chain(&self.earlier_weights).filter(|shown| shown.value > 0.0) {
            let (Some(&cell), Some(&total)) = (counts.cells.get(&shown.key), totals.cells.get(&shown.key)) else { continue };
            let (persons, weight) = (counts.system.value(cell).unwrap_or(0), units(totals.system.value(total), digits));
            // The count with its noise, which the total was scaled by.
            let perturbed = if weight > 0.0 { (shown.value * persons as f64 / weight).round().max(1.0) } else { persons as f64 };
            let place = cell as usize;
            low[place] = low[place].max((perturbed as i64 - deviation).max(1));
            high[place] = high[place].min(perturbed as i64 + deviation);
            let half = shown.base / 2.0;
            scaled.push(Scaled { cell, least: (shown.value - half) / perturbed, most: (shown.value + half) / perturbed });
            usual = usual.max((shown.value + half) / perturbed);
            if sensitive.protection(cell).is_some() {
                // The mean weight of so few is as good as their weights.
                let (table, codes) = counts.system.place(cell);
                let place = super::report::coordinates(&counts.tables[&table], &codes);
                findings.push(Finding {
                    code: "sensitive-published".into(),
                    forbids: true,
                    place,
                    args: BTreeMap::new(),
                    places: BTreeMap::new(),
                });
            }
        }
        for scaled in &mut scaled {
            (scaled.least, scaled.most) = (scaled.least / usual, scaled.most / usual);
        }
        let policy = self.policy();
        let found = audit_scaled(&counts.system, sensitive, low, high, &scaled, MOST_FOR_WORLDS, &policy);
        let found = found.map_err(|found| self.failed(found))?;
        findings.extend(self.told(records, &found, &policy));
        Ok(findings)
    }
}

fn units(value: Option<i64>, digits: u32) -> f64 {
    value.unwrap_or(0) as f64 / 10_f64.powi(digits as i32)
}

/// The next 1, 2 or 5 times a power of ten, and the digits behind the point that it has.
fn base(mean: f64) -> (f64, usize) {
    let mut power = -9_i32;
    loop {
        for step in [1.0, 2.0, 5.0] {
            let base = step * 10_f64.powi(power);
            if base >= mean || power > 12 {
                return (base, usize::try_from(-power).unwrap_or(0));
            }
        }
        power += 1;
    }
}

/// The weighted totals of an earlier release with noise.
pub(super) fn shown(content: &super::content::Content, measure: usize, key_of: impl Fn(&[u32]) -> Option<Key>) -> Vec<Shown> {
    let said = &content.measures[measure];
    let finest = 10_f64.powi(-(said.decimals.unwrap_or(0) as i32));
    let base = content.protection.parameters.get(BASE).and_then(|base| base.parse().ok()).unwrap_or(finest);
    let figure = |cell: &super::content::Cell| {
        let figure = &cell.figures[measure];
        let value = figure.number().filter(|_| figure.status == Status::Number)?;
        Some(Shown { key: key_of(&cell.codes)?, value, base })
    };
    content.cells.iter().filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_base_is_about_one_person() {
        assert_eq!(base(4.0), (5.0, 0));
        assert_eq!(base(1.0), (1.0, 0));
        assert_eq!(base(138.2), (200.0, 0));
        assert_eq!(base(0.3), (0.5, 1));
    }
}

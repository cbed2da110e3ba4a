//! Totals that were scaled with the noise of a count: of weights, beside counts by cell keys.
//!
//! A weighted total W of n persons leaves as W (n + p) / n. Beside the perturbed count n + p it tells the mean weight, and mean
//! weights tie the true counts together: the total of a group is its mean weight times its number, and both add up. With
//! exact mean weights a margin of a few cells has hardly a second solution in whole numbers, so that the noise could be
//! taken off. Rounded totals leave room; [`audit_scaled`] looks whether it is enough.
//!
//! Outsiders are taken to know every perturbed count, whether or not it is published. Asked for is a world that they cannot rule
//! out: other counts in whole numbers, with totals of weights, that fit every bound, every sum and every mean weight.

use crate::amount::Units;
use crate::attack::{Attack, View, open};
use crate::audit::{Finding, Interval, Policy};
use crate::fault::Fault;
use crate::primary::Sensitive;
use crate::solver::{Column, Outcome, Program, Row, Solver};
use crate::stop::Stop;
use crate::system::{CellIndex, System};
use std::collections::HashSet;

/// Between which values the mean weight of a cell lies, in units of the usual mean weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled {
    pub cell: CellIndex,
    pub least: f64,
    pub most: f64,
}

/// Programs are asked for worlds this much inside the bounds of a mean weight, so that rounding errors do not lead out of them.
const INSIDE: f64 = 1e-3;
/// Sums of weights hold to so much of a usual weight.
const CLOSE: f64 = 1e-6;
/// Branches after which a search counts as not settled.
const EFFORT: i32 = 500;
/// More than any total of weights, in usual weights.
const LARGEST: f64 = 1e10;

/// The sensitive cells of which outsiders know too much who know for each cell the smallest and largest count, and of some the
/// mean weight. Cells that are known by the counts alone are not told again.
///
/// # Errors
/// [`Fault::PatternOfOtherTable`], [`Fault::Stopped`].
pub fn audit_scaled(
    system: &System,
    sensitive: &Sensitive,
    low: Vec<Units>,
    high: Vec<Units>,
    scaled: &[Scaled],
    most_cells: usize,
    policy: &Policy,
) -> Result<Vec<Finding>, Vec<Fault>> {
    if low.len() != system.len() || high.len() != system.len() {
        return Err(vec![Fault::PatternOfOtherTable { cells: system.len(), found: low.len() }]);
    }
    let attack = Attack::new(system, View::between(system, low, high));
    let asked: Vec<(CellIndex, Units)> = sensitive
        .iter()
        .filter(|(cell, _)| !attack.is_known(*cell))
        .map(|(cell, protection)| (cell, protection.sliding.max(1)))
        .collect();
    if scaled.is_empty() || asked.is_empty() {
        return Ok(Vec::new());
    }
    let found = |finding: fn(String, crate::fault::Place) -> Finding, cell: CellIndex| {
        let (table, place) = system.place(cell);
        finding(table, place)
    };
    let not_settled = |table, place| Finding::NotSettled { table, place };
    if system.len() > most_cells {
        return Ok(asked.into_iter().map(|(cell, _)| found(not_settled, cell)).collect());
    }
    let mut worlds = Worlds::new(system, &attack, scaled, &policy.stop);
    let mut searched = Vec::new();
    for (cell, width) in asked {
        searched.push((cell, width, worlds.search(cell, width)));
        policy.stop.check()?;
    }
    let mut findings = Vec::new();
    for (cell, width, is_settled) in searched {
        // With the worlds that were found for the cells after it.
        let (least, most) = worlds.seen(cell);
        if most - least >= width {
            continue;
        }
        let (table, place) = system.place(cell);
        let shown = |units: Units| Some(system.home(cell).0.shown(units));
        findings.push(match is_settled {
            false => Finding::NotSettled { table, place },
            true if least == most => Finding::SensitiveKnown { table, place },
            true => Finding::TooNarrow {
                table,
                place,
                learned: Interval { low: shown(least), high: shown(most) },
                needed: Interval { low: shown(least), high: shown(least + width) },
            },
        });
    }
    Ok(findings)
}

/// The worlds that were found: how far the counts of all cells reach in them.
struct Worlds<'a> {
    system: &'a System,
    attack: &'a Attack,
    scaled: &'a [Scaled],
    stop: &'a Stop,
    program: Program,
    seen: Vec<(Units, Units)>,
}

impl<'a> Worlds<'a> {
    /// A column for the count of each cell, then one for its total of weights.
    fn new(system: &'a System, attack: &'a Attack, scaled: &'a [Scaled], stop: &'a Stop) -> Self {
        let size = system.len();
        let mut program = Program::default();
        for cell in 0..size {
            let (low, high) = (attack.low[cell] as f64, attack.high[cell] as f64);
            program.columns.push(Column { cost: 0.0, low, high, whole: true });
        }
        // Nobody weighs nothing.
        let heaviest = |cell: usize| if attack.high[cell] == 0 { 0.0 } else { LARGEST };
        program.columns.extend((0..size).map(|cell| Column { cost: 0.0, low: 0.0, high: heaviest(cell), whole: false }));
        let mut said = HashSet::new();
        for row in 0..system.sums.len() {
            let members = system.sums.row(row);
            if !said.insert((members[0], system.sums.kind(row))) {
                continue;
            }
            for first in [0, size] {
                let sign = |number: usize| if number == 0 { 1.0 } else { -1.0 };
                let entries = members.iter().enumerate().map(|(number, &cell)| (first + cell as usize, sign(number)));
                program.rows.push(Row { low: 0.0, high: 0.0, entries: entries.collect() });
            }
        }
        for scaled in scaled {
            let (count, weight) = (scaled.cell as usize, size + scaled.cell as usize);
            let inside = INSIDE * (scaled.most - scaled.least);
            let above = vec![(weight, 1.0), (count, -(scaled.least + inside))];
            let below = vec![(weight, 1.0), (count, -(scaled.most - inside))];
            program.rows.push(Row { low: 0.0, high: f64::INFINITY, entries: above });
            program.rows.push(Row { low: f64::NEG_INFINITY, high: 0.0, entries: below });
        }
        let truth = |cell: &crate::system::Known| (cell.value.unwrap_or(0), cell.value.unwrap_or(0));
        let seen = system.cells.iter().map(truth).collect();
        Worlds { system, attack, scaled, stop, program, seen }
    }

    fn seen(&self, cell: CellIndex) -> (Units, Units) {
        self.seen[cell as usize]
    }

    /// Looks for worlds in which a count is as far from the true one as it must be possible; says whether the answer is certain.
    fn search(&mut self, cell: CellIndex, width: Units) -> bool {
        let place = cell as usize;
        let truth = self.system.cells[place].value.unwrap_or(0);
        let (least, most) = (self.attack.low[place], self.attack.high[place]);
        let mut is_settled = true;
        // All of the way to one side, and if that is impossible, what there is on both.
        for step in (1..=width).rev() {
            for (low, high) in [(truth + step, most), (least, truth - step)] {
                let (seen_low, seen_high) = self.seen[place];
                if seen_high - seen_low >= width {
                    return true;
                }
                if low <= high {
                    is_settled &= self.is_possible(place, low, high).is_some();
                }
            }
        }
        is_settled
    }

    /// Whether a count can lie between two values; nothing when that was not settled.
    fn is_possible(&mut self, place: usize, low: Units, high: Units) -> Option<bool> {
        let before = (self.program.columns[place].low, self.program.columns[place].high);
        (self.program.columns[place].low, self.program.columns[place].high) = (low as f64, high as f64);
        let outcome = Solver::new(&self.program, self.stop).map(|mut solver| {
            solver.set_option("mip_max_nodes", EFFORT);
            solver.solve()
        });
        (self.program.columns[place].low, self.program.columns[place].high) = before;
        match outcome? {
            Outcome::Optimal(solution) | Outcome::Stopped(solution) => self.remember(&solution.point).then_some(true),
            // The program is a little stricter than what outsiders know, so that it finds no world that they could rule out.
            Outcome::Infeasible => Some(false),
            Outcome::Unknown => None,
        }
    }

    /// If a point is a world that outsiders cannot rule out, every count reaches as far as it does there.
    fn remember(&mut self, point: &[f64]) -> bool {
        let size = self.system.len();
        let counts: Vec<Units> = point[..size].iter().map(|count| count.round() as Units).collect();
        let weights = &point[size..];
        let in_bounds =
            |cell: usize| (self.attack.low[cell]..=self.attack.high[cell]).contains(&counts[cell]) && weights[cell] >= -CLOSE;
        let adds_up = |row: usize| {
            let row = self.system.sums.row(row);
            let (total, parts) = (row[0] as usize, row[1..].iter().map(|&part| part as usize));
            let sum: f64 = parts.clone().map(|part| weights[part]).sum();
            counts[total] == parts.map(|part| counts[part]).sum::<Units>()
                && (weights[total] - sum).abs() <= CLOSE * (1.0 + sum.abs())
        };
        let weighs = |scaled: &Scaled| {
            let (count, weight) = (counts[scaled.cell as usize] as f64, weights[scaled.cell as usize]);
            weight >= scaled.least * count && weight <= scaled.most * count
        };
        let fits = (0..size).all(in_bounds) && (0..self.system.sums.len()).all(adds_up) && self.scaled.iter().all(weighs);
        if fits {
            for (seen, count) in self.seen.iter_mut().zip(counts) {
                *seen = (seen.0.min(count), seen.1.max(count));
            }
        }
        fits
    }
}

impl View {
    /// Between which values outsiders know each count to lie, with what everybody knows beforehand.
    pub(crate) fn between(system: &System, low: Vec<Units>, high: Vec<Units>) -> Self {
        let open = open(system);
        let known = |cell: usize| &system.cells[cell];
        let least = |(cell, low): (usize, Units)| known(cell).least.map_or(low, |least| low.max(least)).max(-open);
        let most = |(cell, high): (usize, Units)| known(cell).most.map_or(high, |most| most.min(high)).min(open);
        View {
            low: low.into_iter().enumerate().map(least).collect(),
            high: high.into_iter().enumerate().map(most).collect(),
            open,
            is_marked: false,
        }
    }
}

//! The programs of a part, said with as few columns and rows as possible.
//!
//! Most unknown cells are totals of others: what a sum says them to be takes their place, so that the columns are the finest
//! unknown cells and the rows what is published of them. That needs care with bounds: a total that outsiders know more of than
//! its parts and what it is part of tell stays a column of its own.
//!
//! Nothing rests on this. A point is verified against every cell and sum of the part, and a bound that holds with fewer rows
//! holds with all of them.

use crate::amount::Units;
use crate::attack::{Attack, Part, PartRow, Role};
use crate::solver::{Column, Program, Row};
use std::collections::{BTreeMap, HashSet};

pub(crate) struct Reduction<'a> {
    part: &'a Part,
    pub(crate) program: Program,
    /// For each place of the part its column, or the row that says what it is.
    means: Vec<Meaning>,
    /// The places that rows say, parts before totals.
    order: Vec<usize>,
    /// The place of each column.
    columns: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Column(usize),
    Row(usize),
}

/// `known + Σ factor · column`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Expression {
    pub(crate) known: Units,
    pub(crate) entries: Vec<(usize, f64)>,
}

impl<'a> Reduction<'a> {
    pub(crate) fn new(attack: &Attack, part: &'a Part) -> Self {
        let said = Bounds::of(attack, part);
        let mut defining: Vec<Option<usize>> = vec![None; part.cells.len()];
        for (number, row) in part.rows.iter().enumerate().filter(|(_, row)| row.role == Role::Defines) {
            if let Some(total) = total(row) {
                defining[total] = Some(number);
            }
        }
        let order = order(part, &mut defining);
        said.keep_what_is_not_implied(part, &order, &mut defining);
        Self::with(part, &said, order, &defining)
    }

    /// Every cell a column and every sum a row.
    #[cfg(test)]
    pub(crate) fn none(attack: &Attack, part: &'a Part) -> Self {
        let mut everything = Self::with(part, &Bounds::of(attack, part), Vec::new(), &vec![None; part.cells.len()]);
        everything.program.rows.clear();
        for row in &part.rows {
            let entries = row.entries.iter().map(|&(place, sign)| (place as usize, f64::from(sign))).collect();
            everything.program.rows.push(Row { low: row.known as f64, high: row.known as f64, entries });
        }
        everything
    }

    fn with(part: &'a Part, said: &Bounds, order: Vec<usize>, defining: &[Option<usize>]) -> Self {
        let columns: Vec<usize> = (0..defining.len()).filter(|&place| defining[place].is_none()).collect();
        let mut means: Vec<Meaning> = defining.iter().map(|row| Meaning::Row(row.unwrap_or_default())).collect();
        columns.iter().enumerate().for_each(|(column, &place)| means[place] = Meaning::Column(column));
        let order = order.into_iter().filter(|&place| defining[place].is_some()).collect();
        let column = |&place: &usize| {
            let (low, high) = said.now[place];
            Column { cost: 0.0, low: low as f64, high: high as f64, whole: false }
        };
        let program = Program { columns: columns.iter().map(column).collect(), rows: Vec::new() };
        let mut reduction = Reduction { part, program, means, order, columns };
        reduction.state_rows(defining);
        reduction
    }

    fn state_rows(&mut self, defining: &[Option<usize>]) {
        let mut seen = HashSet::new();
        for (number, row) in self.part.rows.iter().enumerate() {
            let is_used = total(row).is_some_and(|total| defining[total] == Some(number));
            if row.role == Role::Follows || is_used {
                continue;
            }
            let (known, entries) = self.expand(row.entries.iter().map(|&(place, sign)| (place as usize, Units::from(sign))));
            let wanted = row.known - known;
            if !entries.is_empty() && seen.insert((wanted, entries.clone())) {
                let entries = entries.into_iter().map(|(column, factor)| (column, factor as f64)).collect();
                self.program.rows.push(Row { low: wanted as f64, high: wanted as f64, entries });
            }
        }
    }

    /// What a sum of cells is in columns.
    fn expand(&self, cells: impl Iterator<Item = (usize, Units)>) -> (Units, Vec<(usize, Units)>) {
        let mut known = 0;
        let mut found: BTreeMap<usize, Units> = BTreeMap::new();
        let mut waiting: Vec<(usize, Units)> = cells.collect();
        while let Some((place, factor)) = waiting.pop() {
            match self.means[place] {
                Meaning::Column(column) => *found.entry(column).or_insert(0) += factor,
                Meaning::Row(row) => {
                    let row = &self.part.rows[row];
                    known += factor * row.known;
                    waiting.extend(parts(row).map(|part| (part, factor)));
                }
            }
        }
        (known, found.into_iter().filter(|(_, factor)| *factor != 0).collect())
    }

    /// The sum of some cells in columns.
    pub(crate) fn sum_of(&self, places: &[usize]) -> Expression {
        let (known, entries) = self.expand(places.iter().map(|&place| (place, 1)));
        Expression { known, entries: entries.into_iter().map(|(column, factor)| (column, factor as f64)).collect() }
    }

    /// The values of all cells of the part at a point.
    pub(crate) fn cells(&self, point: &[f64]) -> Vec<f64> {
        let mut values = vec![0.0; self.means.len()];
        self.columns.iter().zip(point).for_each(|(&place, &value)| values[place] = value);
        for &place in &self.order {
            if let Meaning::Row(row) = self.means[place] {
                let row = &self.part.rows[row];
                values[place] = row.known as f64 + parts(row).map(|part| values[part]).sum::<f64>();
            }
        }
        values
    }
}

/// The unknown total of a row.
fn total(row: &PartRow) -> Option<usize> {
    row.entries.iter().find(|(_, sign)| *sign > 0).map(|(place, _)| *place as usize)
}

fn parts(row: &PartRow) -> impl Iterator<Item = usize> {
    row.entries.iter().filter(|(_, sign)| *sign < 0).map(|(place, _)| *place as usize)
}

/// The places that rows say, parts before totals. What is part of itself is said by none.
fn order(part: &Part, defining: &mut [Option<usize>]) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; defining.len()];
    let mut order = Vec::new();
    for first in 0..defining.len() {
        let mut waiting = vec![first];
        while let Some(&place) = waiting.last() {
            let row = match (state[place], defining[place]) {
                (State::New, Some(row)) => row,
                (before, row) => {
                    waiting.pop();
                    state[place] = State::Done;
                    if before == State::Open && row.is_some() {
                        order.push(place);
                    }
                    continue;
                }
            };
            state[place] = State::Open;
            if parts(&part.rows[row]).any(|part| state[part] == State::Open) {
                defining[place] = None;
                continue;
            }
            waiting.extend(parts(&part.rows[row]).filter(|&part| state[part] == State::New));
        }
    }
    order
}

/// Bounds of each place, as outsiders are told and as they reckon.
struct Bounds {
    told: Vec<(Units, Units)>,
    now: Vec<(Units, Units)>,
}

impl Bounds {
    fn of(attack: &Attack, part: &Part) -> Self {
        let pairs = |low: &[Units], high: &[Units]| {
            part.cells.iter().map(|&cell| (low[cell as usize], high[cell as usize])).collect::<Vec<_>>()
        };
        Bounds { told: pairs(&attack.view.low, &attack.view.high), now: pairs(&attack.low, &attack.high) }
    }

    /// A total whose bounds follow neither from its parts nor from what it is part of stays a column, where its bounds are said.
    fn keep_what_is_not_implied(&self, part: &Part, order: &[usize], defining: &mut [Option<usize>]) {
        let mut low: Vec<Units> = self.now.iter().map(|bounds| bounds.0).collect();
        let mut high: Vec<Units> = self.now.iter().map(|bounds| bounds.1).collect();
        for &place in order {
            let Some(row) = defining[place].map(|row| &part.rows[row]) else { continue };
            let least = row.known + parts(row).map(|part| low[part]).sum::<Units>();
            if least < self.told[place].0 {
                defining[place] = None;
                continue;
            }
            low[place] = least;
            high[place] = parts(row).fold(row.known, |sum, part| sum.saturating_add(high[part]));
        }
        let mut above: Vec<Vec<usize>> = vec![Vec::new(); defining.len()];
        for (number, row) in part.rows.iter().enumerate() {
            parts(row).for_each(|part| above[part].push(number));
        }
        let least_of: Vec<Units> = part.rows.iter().map(|row| parts(row).map(|part| low[part]).sum()).collect();
        // A bound is believed where it follows from bounds that hold already. What follows from none is said: it stays a column.
        let mut is_settled: Vec<bool> = defining.iter().map(Option::is_none).collect();
        let mut open: Vec<usize> = order.iter().rev().copied().filter(|&place| !is_settled[place]).collect();
        while !open.is_empty() {
            let before = open.len();
            open.retain(|&place| {
                let most = |&row: &usize| {
                    let beside = least_of[row] - low[place];
                    match total(&part.rows[row]) {
                        None => Some(-part.rows[row].known - beside),
                        Some(total) if is_settled[total] => Some(high[total] - part.rows[row].known - beside),
                        Some(_) => None,
                    }
                };
                let most = above[place].iter().filter_map(most).fold(high[place], Units::min);
                let is_implied = most <= self.told[place].1;
                if is_implied {
                    high[place] = most;
                    is_settled[place] = true;
                }
                !is_implied
            });
            if open.len() == before {
                // The topmost ones: what is below them may follow then.
                let is_below = |place: &usize| {
                    above[*place].iter().any(|&row| total(&part.rows[row]).is_some_and(|total| !is_settled[total]))
                };
                let topmost: Vec<usize> = open.iter().copied().filter(|place| !is_below(place)).collect();
                let said = if topmost.is_empty() { std::mem::take(&mut open) } else { topmost };
                for place in said {
                    defining[place] = None;
                    high[place] = self.now[place].1;
                    is_settled[place] = true;
                }
                open.retain(|&place| !is_settled[place]);
            }
        }
    }
}

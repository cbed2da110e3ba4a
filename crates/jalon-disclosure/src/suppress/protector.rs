//! The cheapest way to let one cell move: a linear program over deviations.
//!
//! If the table with every value moved by `y` fits all sums, and only withheld cells move, outsiders cannot rule it out.
//! So a cell is protected upwards by any `y` with `y_cell ≥ upper level`, and the cells that move are what must be
//! withheld. The program finds the `y` whose moves cost least (the *incremental attacker* of Fischetti and Salazar).

use super::Task;
use crate::amount::Units;
use crate::bounds::Attacker;
use crate::solver::{Column, Outcome, Program, Row, Solver};
use crate::stop::Stop;
use crate::system::CellIndex;

/// A table that outsiders cannot rule out: how far each cell moves.
pub(super) type Moves = Vec<(CellIndex, f64)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Up,
    Down,
}

pub(super) struct Protector {
    program: Program,
    solver: Option<Solver>,
    cells: Vec<CellIndex>,
    /// The place of a cell in `cells`; its columns are twice that, and the next.
    places: Vec<u32>,
    scale: f64,
    stop: Stop,
}

const NONE: u32 = u32::MAX;

/// How often a program is asked again for moves of fewer cells.
const CONCENTRATIONS: usize = 3;
/// With more cells that may move, the programs take too long for what they save.
const MOST_FOR_CONCENTRATION: usize = 1_500;

impl Protector {
    /// For the cells that may move, in their order; by whole units for outsiders who reckon with these.
    pub(super) fn new(task: &Task<'_>, mut cells: Vec<CellIndex>, cost: impl Fn(CellIndex) -> f64, attacker: Attacker) -> Self {
        let whole = attacker == Attacker::Whole;
        let mut rows: Vec<u32> = cells.iter().flat_map(|&cell| &task.rows_of[cell as usize]).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        let mut movable = vec![false; task.system.len()];
        cells.iter().for_each(|&cell| movable[cell as usize] = true);
        keep_movable(task, &mut movable, rows.clone());
        let mut places = vec![NONE; movable.len()];
        let scale = scale(cells.iter().map(|&cell| cost(cell)).collect());
        cells.retain(|&cell| movable[cell as usize]);
        for (place, &cell) in cells.iter().enumerate() {
            places[cell as usize] = place as u32;
        }
        let mut program = Program::default();
        for &cell in &cells {
            let (down, up) = task.room(cell);
            let cost = cost(cell) * scale;
            program.columns.push(Column { cost, low: 0.0, high: up as f64, whole });
            program.columns.push(Column { cost, low: 0.0, high: down as f64, whole });
        }
        for row in rows {
            let entries = entries(task.system.sums.row(row as usize), &places);
            if !entries.is_empty() {
                program.rows.push(Row { low: 0.0, high: 0.0, entries });
            }
        }
        Protector { solver: None, program, cells, places, scale, stop: task.options.stop.clone() }
    }

    pub(super) fn set_cost(&mut self, cell: CellIndex, cost: f64) {
        let place = self.places[cell as usize];
        if place == NONE {
            return;
        }
        for column in [2 * place as usize, 2 * place as usize + 1] {
            self.program.columns[column].cost = cost * self.scale;
            if let Some(solver) = &mut self.solver {
                solver.set_cost(column, cost * self.scale);
            }
        }
    }

    fn set_bounds(&mut self, cell: CellIndex, up: (f64, f64), down: (f64, f64)) {
        let place = self.places[cell as usize];
        if place == NONE {
            return;
        }
        for (column, (low, high)) in [(2 * place as usize, up), (2 * place as usize + 1, down)] {
            self.program.columns[column].low = low;
            self.program.columns[column].high = high;
            if let Some(solver) = &mut self.solver {
                solver.set_bounds(column, low, high);
            }
        }
    }

    /// The cheapest moves that take a cell this far; nothing if there are none.
    pub(super) fn moves(&mut self, task: &Task<'_>, cell: CellIndex, side: Side, distance: Units) -> Option<Moves> {
        let (down, up) = task.room(cell);
        let distance = distance as f64;
        if self.places[cell as usize] == NONE || distance > (if side == Side::Up { up } else { down }) as f64 {
            return None;
        }
        match side {
            Side::Up => self.set_bounds(cell, (distance, distance), (0.0, 0.0)),
            Side::Down => self.set_bounds(cell, (0.0, 0.0), (distance, distance)),
        }
        let found = self.solve().map(|moves| self.fewer(moves, distance));
        self.set_bounds(cell, (0.0, up as f64), (0.0, down as f64));
        found
    }

    /// Looks for moves whose cells cost less in all.
    ///
    /// A withheld cell costs the same however little it moves, but the program charges by the unit, so it splits a move
    /// among many cells. Charging a cell its whole cost for as little as it moved makes it concentrate.
    fn fewer(&mut self, moves: Moves, distance: f64) -> Moves {
        let mut best = (self.charge(&moves), moves);
        let mut last = best.1.clone();
        let mut changed = Vec::new();
        let asked_again = if self.cells.len() > MOST_FOR_CONCENTRATION { 0 } else { CONCENTRATIONS };
        for _ in 0..asked_again {
            for &(cell, moved) in &last {
                let place = 2 * self.places[cell as usize] as usize;
                let cost = self.program.columns[place].cost / self.scale;
                // Less than the whole way: a split.
                if cost > 0.0 && moved.abs() < 0.9 * distance && !changed.iter().any(|&(other, _)| other == cell) {
                    changed.push((cell, cost));
                    self.set_cost(cell, cost * distance / moved.abs());
                }
            }
            if changed.is_empty() {
                break;
            }
            let Some(found) = self.solve() else { break };
            last = found;
            let charge: f64 = last
                .iter()
                .map(|&(cell, _)| {
                    let known = changed.iter().find(|(other, _)| *other == cell).map(|&(_, cost)| cost);
                    known.unwrap_or(self.program.columns[2 * self.places[cell as usize] as usize].cost / self.scale)
                })
                .sum();
            if charge < best.0 - 1e-9 {
                best = (charge, last.clone());
            }
        }
        for (cell, cost) in changed {
            self.set_cost(cell, cost);
        }
        best.1
    }

    fn charge(&self, moves: &Moves) -> f64 {
        moves.iter().map(|&(cell, _)| self.program.columns[2 * self.places[cell as usize] as usize].cost / self.scale).sum()
    }

    fn solve(&mut self) -> Option<Moves> {
        for _ in 0..2 {
            if self.solver.is_none() {
                self.solver = Solver::new(&self.program, &self.stop);
            }
            match self.solver.as_mut()?.solve() {
                Outcome::Optimal(solution) => return Some(self.read(&solution.point)),
                Outcome::Infeasible => return None,
                // Once more, from scratch.
                Outcome::Stopped(_) | Outcome::Unknown => self.solver = None,
            }
        }
        None
    }

    fn read(&self, point: &[f64]) -> Moves {
        let moved = |place: usize| {
            let moved = point[2 * place] - point[2 * place + 1];
            // Whole but for the solver's rounding error.
            if (moved - moved.round()).abs() < 1e-6 { moved.round() } else { moved }
        };
        let moves = self.cells.iter().enumerate().map(|(place, &cell)| (cell, moved(place)));
        moves.filter(|(_, moved)| moved.abs() > 1e-7).collect()
    }
}

pub(super) fn is_whole(moves: &Moves) -> bool {
    moves.iter().all(|(_, moved)| moved.fract() == 0.0)
}

/// Takes out the cells that are alone in a sum: they are known whatever else is withheld. `waiting` are the sums to look at.
pub(super) fn keep_movable(task: &Task<'_>, movable: &mut [bool], mut waiting: Vec<u32>) {
    while let Some(row) = waiting.pop() {
        let mut moving = task.system.sums.row(row as usize).iter().filter(|&&cell| movable[cell as usize]);
        if let (Some(&alone), None) = (moving.next(), moving.next()) {
            movable[alone as usize] = false;
            waiting.extend(&task.rows_of[alone as usize]);
        }
    }
}

fn entries(row: &[CellIndex], places: &[u32]) -> Vec<(usize, f64)> {
    let mut entries = Vec::new();
    for (number, &cell) in row.iter().enumerate() {
        let place = places[cell as usize];
        if place != NONE {
            let sign = if number == 0 { 1.0 } else { -1.0 };
            entries.push((2 * place as usize, sign));
            entries.push((2 * place as usize + 1, -sign));
        }
    }
    entries
}

/// Makes the usual cost 1, so that the solver's tolerances mean something.
fn scale(mut costs: Vec<f64>) -> f64 {
    costs.retain(|&cost| cost > 0.0);
    costs.sort_unstable_by(f64::total_cmp);
    costs.get(costs.len() / 2).map_or(1.0, |median| 1.0 / median)
}

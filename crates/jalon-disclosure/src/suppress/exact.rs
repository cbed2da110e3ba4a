//! The cheapest suppression, with proof: Fischetti and Salazar, *Models and algorithms for optimizing cell suppression in
//! tabular data with linear constraints*, Journal of the American Statistical Association 95 (2000).
//!
//! A master program chooses which cells to withhold (a 0–1 variable each). For each sensitive cell and side an outsider's
//! program says how far the cell can move under that choice; if that is too little, its duals give an inequality that
//! every protecting choice satisfies and this one does not. First with fractions, until no inequality is violated; then in
//! whole numbers. When the cheapest whole choice violates none, it protects, and nothing cheaper does.

use super::protector::{Moves, Side};
use super::{Need, Task};
use crate::amount::Units;
use crate::fault::Fault;
use crate::solver::{Column, Outcome, Program, Row, Solver};
use crate::system::CellIndex;

/// Cells that may be withheld, at most. Beyond, the proof takes hours.
const MOST_CELLS: usize = 3_000;
const MOST_ROUNDS: usize = 400;
/// By how much of the need an inequality must be violated to be worth adding.
const VIOLATED: f64 = 1e-4;

/// A choice, and the moves that show that it protects.
pub(super) type Found = (Vec<bool>, Vec<Moves>);

pub(super) fn choose(task: &Task<'_>) -> Result<Found, Vec<Fault>> {
    let cells = may_be_withheld(task);
    if cells.len() > MOST_CELLS {
        return Err(vec![Fault::TooLargeForExact { cells: cells.len(), most: MOST_CELLS }]);
    }
    let mut outsider = Outsider::new(task, &cells).ok_or_else(|| failed("outsider"))?;
    outsider.see(&vec![1.0; cells.len()]);
    let faults: Vec<Fault> = task
        .needs
        .iter()
        .filter(|need| sides(need).into_iter().any(|(side, distance)| !outsider.can_reach(need, side, distance)))
        .map(|need| task.not_protectable(need))
        .collect();
    task.options.stop.check()?;
    if !faults.is_empty() {
        return Err(faults);
    }
    cheapest(task, &cells, &mut outsider, f64::INFINITY)?.ok_or_else(|| failed("master"))
}

/// The same where it is known that some choice protects; nothing when none costs less than `limit`.
pub(super) fn choose_below(task: &Task<'_>, limit: f64) -> Result<Option<Found>, Vec<Fault>> {
    let cells = may_be_withheld(task);
    let mut outsider = Outsider::new(task, &cells).ok_or_else(|| failed("outsider"))?;
    cheapest(task, &cells, &mut outsider, limit)
}

pub(super) fn may_be_withheld(task: &Task<'_>) -> Vec<CellIndex> {
    (0..task.free.len() as CellIndex).filter(|&cell| task.free[cell as usize]).collect()
}

fn cheapest(task: &Task<'_>, cells: &[CellIndex], outsider: &mut Outsider<'_>, limit: f64) -> Result<Option<Found>, Vec<Fault>> {
    let mut master = master(task, cells);
    for whole in [false, true] {
        for column in &mut master.columns {
            column.whole = whole;
        }
        let mut solver = Solver::new(&master, &task.options.stop).ok_or_else(|| failed("master"))?;
        for round in 0.. {
            task.options.stop.check()?;
            if round == MOST_ROUNDS {
                return Err(vec![Fault::NotProved { rounds: MOST_ROUNDS }]);
            }
            let Outcome::Optimal(solution) = solver.solve() else {
                task.options.stop.check()?;
                return Err(failed("master"));
            };
            let chosen: Vec<f64> = solution.point.iter().map(|&x| if whole { x.round() } else { x.clamp(0.0, 1.0) }).collect();
            let cost: f64 = master.columns.iter().zip(&chosen).map(|(column, share)| column.cost * share).sum();
            if cost >= limit {
                return Ok(None);
            }
            outsider.see(&chosen);
            let cuts: Vec<Row> = task.needs.iter().flat_map(|need| outsider.cuts(need, &chosen)).collect();
            if cuts.is_empty() {
                if whole {
                    return Ok(Some((withheld(task, cells, &chosen), outsider.moves(&chosen))));
                }
                break;
            }
            for cut in cuts {
                solver.add_row(&cut);
                master.rows.push(cut);
            }
        }
    }
    Err(failed("master"))
}

fn failed(task: &str) -> Vec<Fault> {
    vec![Fault::SolverFailed { task: task.to_owned() }]
}

fn sides(need: &Need) -> [(Side, Units); 2] {
    [(Side::Up, need.upper), (Side::Down, need.lower)]
}

fn withheld(task: &Task<'_>, cells: &[CellIndex], chosen: &[f64]) -> Vec<bool> {
    let mut withheld = task.forced.clone();
    for (&cell, &chosen) in cells.iter().zip(chosen) {
        withheld[cell as usize] |= chosen > 0.5;
    }
    withheld
}

/// One 0–1 column per cell that may be withheld; those that must be are 1.
fn master(task: &Task<'_>, cells: &[CellIndex]) -> Program {
    let columns = cells.iter().map(|&cell| {
        let forced = task.forced[cell as usize];
        let (cost, low) = if forced { (0.0, 1.0) } else { (task.costs[cell as usize], 0.0) };
        Column { cost, low, high: 1.0, whole: false }
    });
    Program { columns: columns.collect(), rows: Vec::new() }
}

/// An outsider who tries to bound one cell after the other, under a choice that may be fractional.
struct Outsider<'a> {
    task: &'a Task<'a>,
    cells: &'a [CellIndex],
    program: Program,
    solver: Solver,
    asked: Option<usize>,
    /// Moves by place that protected a cell under some choice.
    found: Vec<Vec<(usize, f64)>>,
}

struct Answer {
    reached: f64,
    /// What a unit of each cell would add.
    reduced: Vec<f64>,
    /// How far each cell moves.
    point: Vec<f64>,
}

impl<'a> Outsider<'a> {
    fn new(task: &'a Task<'a>, cells: &'a [CellIndex]) -> Option<Self> {
        let mut places = vec![usize::MAX; task.free.len()];
        for (place, &cell) in cells.iter().enumerate() {
            places[cell as usize] = place;
        }
        let columns = cells.iter().map(|_| Column { cost: 0.0, low: 0.0, high: 0.0, whole: false }).collect();
        let mut program = Program { columns, rows: Vec::new() };
        for row in 0..task.system.sums.len() {
            let members = task.system.sums.row(row).iter().enumerate();
            let entries: Vec<(usize, f64)> = members
                .map(|(number, &cell)| (places[cell as usize], if number == 0 { 1.0 } else { -1.0 }))
                .filter(|&(place, _)| place != usize::MAX)
                .collect();
            if !entries.is_empty() {
                program.rows.push(Row { low: 0.0, high: 0.0, entries });
            }
        }
        let mut solver = Solver::new(&program, &task.options.stop)?;
        solver.set_option("simplex_strategy", 0);
        Some(Outsider { task, cells, solver, program, asked: None, found: Vec::new() })
    }

    /// Lets each cell move as far as it is withheld.
    fn see(&mut self, chosen: &[f64]) {
        for (place, &share) in chosen.iter().enumerate() {
            let (down, up) = self.task.room(self.cells[place]);
            self.solver.set_bounds(place, -(down as f64) * share, up as f64 * share);
        }
    }

    /// How far a cell can move to a side, and the multipliers that bound it.
    fn ask(&mut self, cell: CellIndex, side: Side) -> Option<Answer> {
        let place = self.cells.binary_search(&cell).ok()?;
        if let Some(asked) = self.asked.replace(place) {
            self.solver.set_cost(asked, 0.0);
        }
        let cost = if side == Side::Up { -1.0 } else { 1.0 };
        self.solver.set_cost(place, cost);
        let Outcome::Optimal(solution) = self.solver.solve() else { return None };
        let mut reduced = vec![0.0; self.cells.len()];
        reduced[place] = cost;
        for (row, dual) in self.program.rows.iter().zip(&solution.duals) {
            for &(column, factor) in &row.entries {
                reduced[column] -= dual * factor;
            }
        }
        Some(Answer { reached: solution.point[place].abs(), reduced, point: solution.point })
    }

    /// Moves that hold under a choice of whole cells; one at least for each need that was asked for and met.
    fn moves(&self, chosen: &[f64]) -> Vec<Moves> {
        let holds = |moves: &&Vec<(usize, f64)>| moves.iter().all(|&(place, _)| chosen[place] > 0.5);
        let named = |moves: &Vec<(usize, f64)>| moves.iter().map(|&(place, moved)| (self.cells[place], moved)).collect();
        self.found.iter().filter(holds).map(named).collect()
    }

    /// Whether moves that were found before, made shorter or turned round, still take the cell so far.
    fn is_known(&self, place: usize, side: Side, distance: f64, chosen: &[f64]) -> bool {
        let goal = if side == Side::Up { distance } else { -distance };
        self.found.iter().rev().any(|moves| {
            let Ok(at) = moves.binary_search_by_key(&place, |&(place, _)| place) else { return false };
            let scale = goal / moves[at].1;
            scale.abs() <= 1.0 + 1e-9
                && moves.iter().all(|&(place, moved)| {
                    let (down, up) = self.task.room(self.cells[place]);
                    let moved = moved * scale;
                    moved <= up as f64 * chosen[place] + 1e-9 && -moved <= down as f64 * chosen[place] + 1e-9
                })
        })
    }

    fn can_reach(&mut self, need: &Need, side: Side, distance: Units) -> bool {
        self.ask(need.cell, side).is_some_and(|answer| answer.reached >= distance as f64 - 1e-6)
    }

    /// The inequalities that a choice violates for one cell.
    fn cuts(&mut self, need: &Need, chosen: &[f64]) -> Vec<Row> {
        sides(need).into_iter().filter_map(|(side, distance)| self.cut(need, side, distance, chosen)).collect()
    }

    /// `Σ (how much the cell gains from each withheld cell) ≥ need`, for the multipliers that bound it most.
    fn cut(&mut self, need: &Need, side: Side, distance: Units, chosen: &[f64]) -> Option<Row> {
        let (place, distance) = (self.cells.binary_search(&need.cell).ok()?, distance as f64);
        if distance == 0.0 || self.is_known(place, side, distance, chosen) {
            return None;
        }
        let Answer { reached, reduced, point } = self.ask(need.cell, side)?;
        if reached >= distance * (1.0 - VIOLATED) {
            self.found.push(point.into_iter().enumerate().filter(|(_, moved)| moved.abs() > 1e-7).collect());
            return None;
        }
        let mut low = distance;
        let mut entries = Vec::new();
        for (place, &reduced) in reduced.iter().enumerate() {
            let (down, up) = self.task.room(self.cells[place]);
            let gain = if reduced < -1e-9 {
                -reduced * up as f64
            } else if reduced > 1e-9 {
                reduced * down as f64
            } else {
                0.0
            };
            if self.task.forced[self.cells[place] as usize] {
                low -= gain;
            } else if gain > 0.0 {
                entries.push((place, gain));
            }
        }
        if low <= 1e-7 {
            return None;
        }
        // No cell can count for more than all that is needed, and the right-hand side is made 1.
        let entries: Vec<(usize, f64)> = entries.into_iter().map(|(place, gain)| (place, (gain / low).min(1.0))).collect();
        let met: f64 = entries.iter().map(|&(place, gain)| gain * chosen[place]).sum();
        (met < 1.0 - VIOLATED).then_some(Row { low: 1.0, high: f64::INFINITY, entries })
    }
}

//! Suppression: which further cells to withhold so that no sensitive cell can be estimated too closely.
//!
//! - [`exact`](Method::Exact): the cheapest choice there is, with proof, for small tables (Fischetti and Salazar, 2000)
//! - [`heuristic`](Method::Heuristic): a good choice for large ones
//!
//! Both protect against *all* that is published at once, in every table of the system. Neither is trusted: what they
//! give passes the same [audit](crate::audit) as anything else.

mod exact;
mod heuristic;
mod hypercube;
mod improve;
mod protector;
mod singles;

pub use singles::against_singles;

use crate::amount::Units;
use crate::bounds::Attacker;
use crate::fault::Fault;
use crate::primary::{Protection, Sensitive};
use crate::stop::Stop;
use crate::system::{CellIndex, System};
use crate::table::Release;
use protector::Moves;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What withholding a cell costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Costs {
    /// Each cell the same: as few cells as possible.
    #[default]
    Cells,
    /// Its value: as little of the total as possible.
    Values,
    /// The cost that each cell of the table states; the same as `Cells` where it states none.
    Weights,
}

/// How to search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    Exact,
    #[default]
    Heuristic,
}

/// How secondary suppression is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    pub method: Method,
    pub costs: Costs,
    /// Whether empty cells may be withheld. Often everybody knows that they are empty: not by default.
    pub zeros: bool,
    pub attacker: Attacker,
    /// How many times the heuristic searches for something cheaper, beyond its first answer.
    pub rounds: u32,
    pub threads: usize,
    #[serde(skip)]
    pub stop: Stop,
}

impl Default for Options {
    fn default() -> Self {
        let (method, costs, attacker) = (Method::default(), Costs::default(), Attacker::default());
        Options { method, costs, zeros: false, attacker, rounds: 2, threads: 2, stop: Stop::default() }
    }
}

/// A choice of cells to withhold.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppression {
    /// For each cell of the system.
    pub withheld: Vec<bool>,
    /// How many cells are withheld for the sake of others.
    pub secondary: usize,
    /// The sum of their costs.
    pub cost: f64,
    /// Tables that outsiders cannot rule out, as moves away from the true one. The audit verifies each and saves the
    /// search for it; without them it finds its own.
    pub proofs: Vec<Vec<(CellIndex, f64)>>,
    /// No cheaper choice protects, even against outsiders who reckon with fractions.
    pub proved_cheapest: bool,
}

/// Chooses the cells to withhold. When it is not possible, says of each cell why.
pub fn suppress(system: &System, sensitive: &Sensitive, options: &Options) -> Result<Suppression, Vec<Fault>> {
    search(&Task::new(system, sensitive, options)?)
}

/// First against outsiders who reckon with fractions; then, if those to be feared know that persons are whole, against them.
fn search(task: &Task<'_>) -> Result<Suppression, Vec<Fault>> {
    let options = Options { attacker: Attacker::Linear, ..task.options.clone() };
    let linear = Task { options: &options, ..task.clone() };
    let (withheld, proofs) = match options.method {
        Method::Heuristic => heuristic::choose(&linear)?,
        Method::Exact => exact::choose(&linear)?,
    };
    let cost_before = task.cost_of(&withheld);
    let (withheld, proofs) = match task.options.attacker {
        Attacker::Linear => (withheld, proofs),
        Attacker::Whole => heuristic::repair(task, withheld, proofs)?,
    };
    let proved_cheapest = options.method == Method::Exact && task.cost_of(&withheld) <= cost_before;
    Ok(task.suppression(withheld, proofs, proved_cheapest))
}

/// What both methods work on.
#[derive(Clone)]
struct Task<'a> {
    system: &'a System,
    options: &'a Options,
    /// Cell, how far down and how far up its estimate must reach.
    needs: Vec<Need>,
    /// Withheld whatever is chosen.
    forced: Vec<bool>,
    /// May be withheld.
    free: Vec<bool>,
    costs: Vec<f64>,
    /// So far is as good as without bound.
    open: Units,
    rows_of: Arc<Vec<Vec<u32>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Need {
    cell: CellIndex,
    lower: Units,
    upper: Units,
}

impl Need {
    fn sides(&self) -> [(protector::Side, Units); 2] {
        [(protector::Side::Up, self.upper), (protector::Side::Down, self.lower)]
    }
}

impl<'a> Task<'a> {
    fn new(system: &'a System, sensitive: &Sensitive, options: &'a Options) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut forced: Vec<bool> =
            system.cells.iter().map(|cell| cell.release == Release::Withheld && cell.value.is_some()).collect();
        for (cell, _) in sensitive.iter() {
            forced[cell as usize] = true;
            if system.cells[cell as usize].release == Release::Frozen {
                let (table, place) = system.place(cell);
                faults.push(Fault::SensitiveCellFrozen { table, place });
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let may = |cell: &crate::system::Known| {
            cell.release != Release::Frozen && cell.value.is_some_and(|value| value != 0 || options.zeros)
        };
        let free = system.cells.iter().zip(&forced).map(|(cell, &forced)| forced || may(cell)).collect();
        let needs = sensitive.iter().map(|(cell, protection)| need(system, cell, protection)).collect();
        let costs = searched_costs(system, options.costs);
        Ok(Task {
            system,
            options,
            needs,
            forced,
            free,
            costs,
            open: crate::attack::open(system),
            rows_of: Arc::new(crate::attack::rows_of(system)),
        })
    }

    /// Whether moves leave every sum true.
    fn adds_up(&self, moves: &[(CellIndex, f64)]) -> bool {
        let moved: std::collections::HashMap<CellIndex, f64> = moves.iter().copied().collect();
        let of = |cell: &CellIndex| moved.get(cell).copied().unwrap_or(0.0);
        moves.iter().flat_map(|(cell, _)| &self.rows_of[*cell as usize]).all(|&row| {
            let row = self.system.sums.row(row as usize);
            (of(&row[0]) - row[1..].iter().map(of).sum::<f64>()).abs() < 1e-9
        })
    }

    fn cost_of(&self, withheld: &[bool]) -> f64 {
        (0..withheld.len()).filter(|&cell| withheld[cell] && !self.forced[cell]).map(|cell| self.costs[cell]).sum()
    }

    fn suppression(&self, withheld: Vec<bool>, proofs: Vec<Moves>, proved_cheapest: bool) -> Suppression {
        let secondary = (0..withheld.len()).filter(|&cell| withheld[cell] && !self.forced[cell]);
        let cost = |cell: usize| cost(&self.system.cells[cell], self.options.costs);
        let (secondary, cost) = secondary.fold((0, 0.0), |(number, sum), cell| (number + 1, sum + cost(cell)));
        Suppression { withheld, secondary, cost, proofs, proved_cheapest }
    }

    /// How far a value may lie below and above the true one, for an outsider who sees nothing.
    fn room(&self, cell: CellIndex) -> (Units, Units) {
        let known = &self.system.cells[cell as usize];
        let value = known.value.unwrap_or(0);
        (known.least_withheld().map_or(self.open, |least| value - least), known.most.map_or(self.open, |most| most - value))
    }

    fn not_protectable(&self, need: &Need) -> Fault {
        let (table, place) = self.system.place(need.cell);
        let needed = self.system.home(need.cell).0.shown(need.lower.max(need.upper));
        Fault::NotProtectable { table, place, needed }
    }
}

/// Nobody reckons with less than the least possible value; a sliding level is met on the upper side.
fn need(system: &System, cell: CellIndex, protection: Protection) -> Need {
    let known = &system.cells[cell as usize];
    let room = known.least_withheld().map_or(Units::MAX, |least| known.value.unwrap_or(0) - least);
    let lower = protection.lower.min(room).max(0);
    Need { cell, lower, upper: protection.upper.max(protection.sliding - lower) }
}

/// What the values of all cells together add to the costs where each cell costs the same.
const TIE: f64 = 0.01;

/// The costs that a search goes by: of choices of equally many cells, the one that withholds less of the values, so that totals
/// stay in sight. All values together weigh less than a cell.
fn searched_costs(system: &System, costs: Costs) -> Vec<f64> {
    let value = |cell: &crate::system::Known| cell.value.map_or(0.0, |value| value.abs() as f64);
    let sum: f64 = system.cells.iter().map(value).sum();
    let more = |cell| if costs == Costs::Cells && sum > 0.0 { TIE * value(cell) / sum } else { 0.0 };
    system.cells.iter().map(|cell| cost(cell, costs) + more(cell)).collect()
}

fn cost(cell: &crate::system::Known, costs: Costs) -> f64 {
    match costs {
        Costs::Cells => 1.0,
        // An empty cell is not free: without any cost it would be withheld for nothing.
        Costs::Values => cell.value.map_or(0.0, |value| (value.abs() as f64).max(0.0001)),
        Costs::Weights => cell.cost.unwrap_or(1.0).max(0.0001),
    }
}

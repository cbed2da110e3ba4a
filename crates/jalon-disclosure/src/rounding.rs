//! Controlled rounding: every value becomes a neighbouring multiple of a base, and all sums stay true.
//!
//! A whole-number program chooses for each cell whether it goes down or up (Cox, 1987; Salazar, 2005), so that the table
//! as a whole moves least. Values that are multiples already stay (*zero-restricted*). In three and more dimensions this is
//! sometimes impossible; then cells may go further by whole steps of the base, which the result states.

use crate::amount::Units;
use crate::fault::Fault;
use crate::solver::{Column, Outcome, Program, Row, Solver};
use crate::stop::Stop;
use crate::system::{CellIndex, System};
use crate::table::Release;
use serde::{Deserialize, Serialize};

/// How to round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// In the table's smallest unit.
    pub base: Units,
    /// How many steps of the base a cell may go beyond its neighbouring multiples, where nothing else adds up.
    pub most_steps: u32,
    /// Branches after which the search for the table that moves least ends with the best one found.
    pub effort: u32,
    #[serde(skip)]
    pub stop: Stop,
}

impl Default for Options {
    fn default() -> Self {
        Options { base: 5, most_steps: 2, effort: 2_000, stop: Stop::default() }
    }
}

/// A rounded table.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounded {
    pub base: Units,
    /// Steps beyond the neighbouring multiples that some cell needed; 0 for a zero-restricted rounding.
    pub steps: u32,
    /// For each cell of the system its rounded value; of a cell without a value, 0.
    pub values: Vec<Units>,
    /// The sum of all differences from the true values.
    pub distance: Units,
    /// No other table at these steps moves less.
    pub proved_least: bool,
}

/// Rounds all tables of a system together.
pub fn round(system: &System, options: &Options) -> Result<Rounded, Vec<Fault>> {
    if options.base <= 1 {
        return Err(vec![Fault::BaseOutOfRange]);
    }
    let frozen = |cell: &usize| system.cells[*cell].release == Release::Frozen;
    let off_base = |cell: &usize| system.cells[*cell].value.is_some_and(|value| value % options.base != 0);
    let faults: Vec<Fault> = (0..system.len())
        .filter(|cell| frozen(cell) && off_base(cell))
        .map(|cell| system.place(cell as CellIndex))
        .map(|(table, place)| Fault::FrozenCellWithheld { table, place })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    for steps in 0..=options.most_steps {
        options.stop.check()?;
        let Some((point, proved_least)) = solve(system, options, steps) else { continue };
        let values: Vec<Units> =
            system.cells.iter().enumerate().map(|(cell, known)| rounded(known.value, &point, cell, options.base)).collect();
        // The solver is not believed: the sums are added up again, in whole numbers.
        if adds_up(system, &values) {
            let difference = |(cell, value): (usize, &Units)| system.cells[cell].value.map_or(0, |truth| (truth - value).abs());
            let distance = values.iter().enumerate().map(difference).sum();
            return Ok(Rounded { base: options.base, steps, values, distance, proved_least });
        }
    }
    options.stop.check()?;
    let base = system.tables()[0].shown(options.base);
    Err(vec![Fault::NotRoundable { base, steps: options.most_steps }])
}

/// Three columns per cell: to the upper neighbour or not, and steps beyond to either side.
fn solve(system: &System, options: &Options, steps: u32) -> Option<(Vec<f64>, bool)> {
    let base = options.base;
    let mut program = Program::default();
    for known in &system.cells {
        let over = known.value.map_or(0, |value| value.rem_euclid(base));
        let may_go_up = if over == 0 { 0.0 } else { 1.0 };
        let beyond = if known.value.is_none() || known.release == Release::Frozen { 0.0 } else { f64::from(steps) };
        // Nothing may fall below what everybody knows to be the least.
        let below = known
            .least
            .map_or(beyond, |least| beyond.min((known.value.unwrap_or(0).div_euclid(base) - least.div_euclid(base)) as f64));
        let column = |cost: Units, high: f64| Column { cost: cost as f64, low: 0.0, high, whole: true };
        program.columns.push(column(base - 2 * over, may_go_up));
        // A step beyond costs what it moves, and more than any choice between neighbours could save.
        program.columns.push(column(4 * base, beyond));
        program.columns.push(column(4 * base, below));
    }
    for row in 0..system.sums.len() {
        let row = system.sums.row(row);
        let floor = |cell: CellIndex| system.cells[cell as usize].value.map_or(0, |value| value.div_euclid(base));
        let known = (row[1..].iter().map(|&part| floor(part)).sum::<Units>() - floor(row[0])) as f64;
        let mut entries = Vec::new();
        for (number, &cell) in row.iter().enumerate() {
            let sign = if number == 0 { 1.0 } else { -1.0 };
            let first = 3 * cell as usize;
            entries.extend([(first, sign), (first + 1, sign), (first + 2, -sign)]);
        }
        program.rows.push(Row { low: known, high: known, entries });
    }
    let mut solver = Solver::new(&program, &options.stop)?;
    solver.set_option("mip_max_nodes", i32::try_from(options.effort).unwrap_or(i32::MAX));
    match solver.solve() {
        Outcome::Optimal(solution) => Some((solution.point, true)),
        Outcome::Stopped(solution) => Some((solution.point, false)),
        Outcome::Infeasible | Outcome::Unknown => None,
    }
}

fn rounded(value: Option<Units>, point: &[f64], cell: usize, base: Units) -> Units {
    let Some(value) = value else { return 0 };
    let steps = point[3 * cell].round() + point[3 * cell + 1].round() - point[3 * cell + 2].round();
    (value.div_euclid(base) + steps as Units) * base
}

fn adds_up(system: &System, values: &[Units]) -> bool {
    (0..system.sums.len()).all(|row| {
        let row = system.sums.row(row);
        values[row[0] as usize] == row[1..].iter().map(|&part| values[part as usize]).sum()
    })
}

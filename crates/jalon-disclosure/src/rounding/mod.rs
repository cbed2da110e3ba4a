//! Controlled rounding: every value becomes a neighbouring multiple of a base, and all sums stay true.
//!
//! A whole-number program chooses for each cell whether it goes down or up (Cox, 1987; Salazar, 2005), so that the table
//! as a whole moves least. Values that are multiples already stay (*zero-restricted*). In three and more dimensions this is
//! sometimes impossible; then cells may go further by whole steps of the base, which the result states. In two dimensions the
//! linear program has a whole solution; where it has none and the table is large, a search takes its place ([`search`]).

mod search;

use crate::amount::Units;
use crate::fault::Fault;
use crate::solver::{Column, Outcome, Program, Row, Solver};
use crate::stop::Stop;
use crate::system::{CellIndex, Known, System};
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

/// Beyond so many cells no whole-number program is tried where the search finds a rounding: 918 cells take it 0.6 s, 6,552
/// more than 150 s.
const MOST_FOR_PROGRAM: usize = 1_000;

/// Beyond so many cells no whole-number program is tried at all.
const MOST_FOR_ANY_PROGRAM: usize = 20_000;

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
    // The linear program of a flat table has whole corners; that of others seldom, and takes long.
    let is_flat = system.tables().iter().all(|table| table.dimensions().len() <= 2);
    if let Some(found) = is_flat.then(|| solve(system, options, 0, false)).flatten() {
        return Ok(found);
    }
    options.stop.check()?;
    let searched = search::search(system, options).and_then(|values| judged(system, options, values, false));
    options.stop.check()?;
    let mut searched = searched.filter(|found| found.steps <= options.most_steps);
    if let Some(found) = searched.take_if(|_| system.len() > MOST_FOR_PROGRAM) {
        return Ok(found);
    }
    let not_found = || vec![Fault::NotRoundable { base: system.tables()[0].shown(options.base), steps: options.most_steps }];
    if system.len() > MOST_FOR_ANY_PROGRAM {
        return Err(not_found());
    }
    // With as few steps as can be, and among those the one that moves least.
    let most = searched.as_ref().map_or(options.most_steps, |found| found.steps);
    for steps in 0..=most {
        options.stop.check()?;
        let known = searched.as_ref().filter(|found| found.steps <= steps).map(|found| found.distance);
        if let Some(found) = solve(system, options, steps, true)
            && known.is_none_or(|known| found.distance <= known)
        {
            searched = Some(found);
        }
        if searched.as_ref().is_some_and(|found| found.steps <= steps) {
            break;
        }
    }
    options.stop.check()?;
    searched.ok_or_else(not_found)
}

/// The solver is not believed, and neither is the search: the sums are added up again, in whole numbers.
fn judged(system: &System, options: &Options, values: Vec<Units>, proved_least: bool) -> Option<Rounded> {
    let base = options.base;
    let (mut distance, mut steps) = (0, 0);
    for (known, value) in system.cells.iter().zip(&values) {
        let truth = known.value.unwrap_or(0);
        let beyond = search::steps(truth.rem_euclid(base), value - truth, base);
        let floor = known.least.map(|least| least.div_euclid(base) * base);
        // What was published stays, and what has no value gets none.
        let stays = known.release == Release::Frozen || known.value.is_none();
        if stays && *value != truth || floor.is_some_and(|floor| *value < floor) {
            return None;
        }
        distance += (truth - value).abs();
        steps = steps.max(beyond);
    }
    let steps = u32::try_from(steps).ok()?;
    adds_up(system, &values).then_some(Rounded { base, steps, values, distance, proved_least })
}

/// Three columns per cell: to the upper neighbour or not, and steps beyond to either side. Without whole columns only a solution
/// that happens to be whole counts: it is then the best one.
fn solve(system: &System, options: &Options, steps: u32, whole: bool) -> Option<Rounded> {
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
        let column = |cost: Units, high: f64| Column { cost: cost as f64, low: 0.0, high, whole };
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
    if whole {
        solver.set_option("mip_max_nodes", i32::try_from(options.effort).unwrap_or(i32::MAX));
    }
    let (point, proved) = match solver.solve() {
        Outcome::Optimal(solution) => (solution.point, true),
        Outcome::Stopped(solution) if whole => (solution.point, false),
        _ => return None,
    };
    if point.iter().any(|value| (value - value.round()).abs() > 1e-6) {
        return None;
    }
    let rounded = |(cell, known): (usize, &Known)| known.value.map_or(0, |value| rounded(value, &point, cell, base));
    judged(system, options, system.cells.iter().enumerate().map(rounded).collect(), proved)
}

fn rounded(value: Units, point: &[f64], cell: usize, base: Units) -> Units {
    let steps = point[3 * cell].round() + point[3 * cell + 1].round() - point[3 * cell + 2].round();
    (value.div_euclid(base) + steps as Units) * base
}

fn adds_up(system: &System, values: &[Units]) -> bool {
    (0..system.sums.len()).all(|row| {
        let row = system.sums.row(row);
        values[row[0] as usize] == row[1..].iter().map(|&part| values[part as usize]).sum()
    })
}

//! The fence around HiGHS. Nothing else in the crate names it.
//!
//! A [`Solver`] keeps its basis between calls: after a change of costs or bounds the next solution starts from the last
//! one. HiGHS is run on one thread and without presolve there, so that the same calls give the same answers everywhere.
//! A solution is never believed for itself: callers verify that points are feasible and take bounds from duals.
//!
//! HiGHS cannot be asked to end from outside without unsafe code. So a linear program is solved in slices of so many steps, each
//! from where the one before ended; and a whole-number program, which cannot go on from where it ended, on a thread of its own
//! that is left alone when the search is to end. It gives up by itself: it is allowed some time, then starts again with four
//! times as much. Neither changes an answer, since only answers of whole runs are taken.

use crate::stop::Stop;
use highs::{Col, HighsModelStatus, HighsSolutionStatus, Model, RowProblem, Sense, SolvedModel};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Steps of the simplex method in one slice times rows and columns: well below a second.
const SLICE: usize = 2_000_000;
const SHORTEST_SLICE: usize = 100;
const LONGEST_SLICE: usize = 5_000;
/// Beyond, HiGHS makes no progress.
const MOST_SLICES: usize = 20_000;
/// How often the wish to end is looked at beside a whole-number program.
const LOOK: Duration = Duration::from_millis(50);
/// What a whole-number program is allowed at first.
const FIRST_SECONDS: f64 = 2.0;

/// A linear program, in rows: `minimise cost · x`, `rows_low ≤ A x ≤ rows_high`, `low ≤ x ≤ high`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) cost: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) whole: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) entries: Vec<(usize, f64)>,
}

#[derive(Debug)]
pub(crate) enum Outcome {
    Optimal(Solution),
    Infeasible,
    /// The search for whole numbers came to its limit with this one, which may not be the best.
    Stopped(Solution),
    /// Numerical trouble or a limit: nothing may be concluded.
    Unknown,
}

#[derive(Debug)]
pub(crate) struct Solution {
    pub(crate) point: Vec<f64>,
    /// One multiplier per row; of a program with whole columns, none.
    pub(crate) duals: Vec<f64>,
}

/// A program that is solved many times with small changes.
pub(crate) struct Solver {
    kind: Kind,
    stop: Stop,
}

enum Kind {
    /// With the basis of the last solution; nothing after trouble.
    Linear { model: Option<Model>, columns: Vec<Col> },
    /// Solved from the beginning every time, with these options.
    Whole { program: Program, options: Vec<(String, i32)> },
}

impl Solver {
    pub(crate) fn new(program: &Program, stop: &Stop) -> Option<Self> {
        let is_whole = program.columns.iter().any(|column| column.whole);
        let kind = if is_whole {
            Kind::Whole { program: program.clone(), options: Vec::new() }
        } else {
            let (mut model, columns) = model(program)?;
            set(&mut model, "presolve", "off")?;
            set(&mut model, "solver", "simplex")?;
            let size = program.columns.len() + program.rows.len();
            let slice = (SLICE / size.max(1)).clamp(SHORTEST_SLICE, LONGEST_SLICE) as i32;
            set(&mut model, "simplex_iteration_limit", slice)?;
            Kind::Linear { model: Some(model), columns }
        };
        Some(Solver { kind, stop: stop.clone() })
    }

    pub(crate) fn set_option(&mut self, name: &str, value: i32) {
        match &mut self.kind {
            Kind::Linear { model: Some(model), .. } => {
                // An option that this version does not know leaves its default: slower, not wrong.
                let _ = model.try_set_option(name, value);
            }
            Kind::Linear { .. } => {}
            Kind::Whole { options, .. } => options.push((name.to_owned(), value)),
        }
    }

    pub(crate) fn set_cost(&mut self, column: usize, cost: f64) {
        match &mut self.kind {
            Kind::Linear { model: Some(model), columns, .. } => model.change_column_cost(columns[column], cost),
            Kind::Linear { .. } => {}
            Kind::Whole { program, .. } => program.columns[column].cost = cost,
        }
    }

    pub(crate) fn set_bounds(&mut self, column: usize, low: f64, high: f64) {
        match &mut self.kind {
            Kind::Linear { model: Some(model), columns, .. } => model.change_column_bounds(columns[column], low..=high),
            Kind::Linear { .. } => {}
            Kind::Whole { program, .. } => (program.columns[column].low, program.columns[column].high) = (low, high),
        }
    }

    pub(crate) fn add_row(&mut self, row: &Row) {
        match &mut self.kind {
            Kind::Linear { model, columns, .. } => {
                let entries = row.entries.iter().map(|&(column, factor)| (columns[column], factor));
                let is_added = model.as_mut().is_some_and(|model| model.try_add_row(row.low..=row.high, entries).is_ok());
                if !is_added {
                    // Without the row the answers would be wrong: give none.
                    *model = None;
                }
            }
            Kind::Whole { program, .. } => program.rows.push(row.clone()),
        }
    }

    /// Nothing may be concluded when the search was to end.
    pub(crate) fn solve(&mut self) -> Outcome {
        if self.stop.is_wished() {
            return Outcome::Unknown;
        }
        match &mut self.kind {
            Kind::Linear { model, .. } => in_slices(model, &self.stop),
            Kind::Whole { program, options } if self.stop.is_shared() => beside(program, options, &self.stop),
            Kind::Whole { program, options } => whole(program, options, None).unwrap_or(Outcome::Unknown),
        }
    }
}

fn model(program: &Program) -> Option<(Model, Vec<Col>)> {
    let mut problem = RowProblem::new();
    let columns: Vec<Col> = program
        .columns
        .iter()
        .map(|column| problem.add_column_with_integrality(column.cost, column.low..=column.high, column.whole))
        .collect();
    for row in &program.rows {
        let entries: Vec<(Col, f64)> = row.entries.iter().map(|&(column, factor)| (columns[column], factor)).collect();
        problem.add_row(row.low..=row.high, entries);
    }
    let mut model = problem.try_optimise(Sense::Minimise).ok()?;
    set(&mut model, "threads", 1)?;
    set(&mut model, "parallel", "off")?;
    set(&mut model, "random_seed", 0)?;
    Some((model, columns))
}

/// Slices are the same whether or not anybody wishes an end, and so are the answers.
fn in_slices(held: &mut Option<Model>, stop: &Stop) -> Outcome {
    for _ in 0..MOST_SLICES {
        let Some(model) = held.take() else { return Outcome::Unknown };
        let Ok(solved) = model.try_solve() else { return Outcome::Unknown };
        let is_cut = solved.status() == HighsModelStatus::ReachedIterationLimit;
        let outcome = if is_cut { Outcome::Unknown } else { outcome(&solved) };
        *held = Some(Model::from(solved));
        if !is_cut || stop.is_wished() {
            return outcome;
        }
    }
    Outcome::Unknown
}

/// A whole-number program from the beginning; nothing when its time was over.
///
/// That there is no solution is believed when it is also found without presolve, which called a small program with numbers
/// beside whole numbers infeasible that has solutions (`no_world_is_overlooked`).
fn whole(program: &Program, options: &[(String, i32)], seconds: Option<f64>) -> Option<Outcome> {
    match whole_once(program, options, seconds, "choose")? {
        Outcome::Infeasible => whole_once(program, options, seconds, "off"),
        outcome => Some(outcome),
    }
}

fn whole_once(program: &Program, options: &[(String, i32)], seconds: Option<f64>, presolve: &str) -> Option<Outcome> {
    let solve = || {
        let (mut model, _) = model(program)?;
        set(&mut model, "presolve", presolve)?;
        set(&mut model, "mip_rel_gap", 0.0)?;
        set(&mut model, "mip_abs_gap", 0.0)?;
        set(&mut model, "mip_feasibility_tolerance", 1e-9)?;
        for (name, value) in options {
            let _ = model.try_set_option(name.as_str(), *value);
        }
        if let Some(seconds) = seconds {
            set(&mut model, "time_limit", seconds)?;
        }
        model.try_solve().ok()
    };
    match solve() {
        Some(solved) if solved.status() == HighsModelStatus::ReachedTimeLimit => None,
        Some(solved) => Some(outcome(&solved)),
        None => Some(Outcome::Unknown),
    }
}

/// A whole-number program on a thread that nobody waits for once the search is to end.
fn beside(program: &Program, options: &[(String, i32)], stop: &Stop) -> Outcome {
    let (sender, receiver) = channel();
    let (program, options, wish) = (program.clone(), options.to_vec(), stop.clone());
    std::thread::spawn(move || {
        let mut seconds = FIRST_SECONDS;
        while !wish.is_wished() {
            if let Some(outcome) = whole(&program, &options, Some(seconds)) {
                // Nobody may be waiting any more.
                let _ = sender.send(outcome);
                return;
            }
            seconds *= 4.0;
        }
    });
    loop {
        match receiver.recv_timeout(LOOK) {
            Ok(outcome) => return outcome,
            Err(RecvTimeoutError::Timeout) if !stop.is_wished() => {}
            Err(_) => return Outcome::Unknown,
        }
    }
}

fn outcome(solved: &SolvedModel) -> Outcome {
    match solved.status() {
        HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => Outcome::Optimal(solution(solved)),
        HighsModelStatus::Infeasible => Outcome::Infeasible,
        HighsModelStatus::ReachedIterationLimit | HighsModelStatus::ReachedSolutionLimit
            if solved.primal_solution_status() == HighsSolutionStatus::Feasible =>
        {
            Outcome::Stopped(solution(solved))
        }
        _ => Outcome::Unknown,
    }
}

fn solution(solved: &SolvedModel) -> Solution {
    let solution = solved.get_solution();
    Solution { point: solution.columns().to_vec(), duals: solution.dual_rows().to_vec() }
}

fn set<V: highs::HighsOptionValue>(model: &mut Model, name: &str, value: V) -> Option<()> {
    model.try_set_option(name, value).ok()
}

/// A bound that holds whatever the solver got wrong: for any multipliers `y`,
/// `min cost · x ≥ y · b + Σ min over [low, high] of (cost − Aᵀy) x` (weak duality; Neumaier and Shcherbina, 2004).
///
/// For programs whose rows are equations and whose columns are bounded. `costs` are those of the call.
pub(crate) fn proved_minimum(
    program: &Program,
    costs: impl Fn(usize) -> f64,
    bounds: impl Fn(usize) -> (f64, f64),
    duals: &[f64],
) -> f64 {
    let mut reduced: Vec<f64> = (0..program.columns.len()).map(costs).collect();
    let mut bound = 0.0;
    for (row, &dual) in program.rows.iter().zip(duals) {
        bound += dual * row.low;
        for &(column, factor) in &row.entries {
            reduced[column] -= dual * factor;
        }
    }
    for (column, &reduced) in reduced.iter().enumerate() {
        let (low, high) = bounds(column);
        // Products of a rounding error with a large bound are the price of a proof in floating point.
        bound += if reduced > 0.0 { reduced * low } else { reduced * high };
    }
    bound
}

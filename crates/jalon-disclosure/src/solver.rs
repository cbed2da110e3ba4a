//! The fence around HiGHS. Nothing else in the crate names it.
//!
//! A [`Solver`] keeps its basis between calls: after a change of costs or bounds the next solution starts from the last
//! one. HiGHS is run on one thread and without presolve there, so that the same calls give the same answers everywhere.
//! A solution is never believed for itself: callers verify that points are feasible and take bounds from duals.

use highs::{Col, HighsModelStatus, HighsSolutionStatus, Model, RowProblem, Sense, SolvedModel};

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
    model: Option<Model>,
    columns: Vec<Col>,
}

impl Solver {
    pub(crate) fn new(program: &Program) -> Option<Self> {
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
        let whole = program.columns.iter().any(|column| column.whole);
        set(&mut model, "threads", 1)?;
        set(&mut model, "parallel", "off")?;
        set(&mut model, "random_seed", 0)?;
        if whole {
            set(&mut model, "mip_rel_gap", 0.0)?;
            set(&mut model, "mip_abs_gap", 0.0)?;
            set(&mut model, "mip_feasibility_tolerance", 1e-9)?;
        } else {
            set(&mut model, "presolve", "off")?;
            set(&mut model, "solver", "simplex")?;
        }
        Some(Solver { model: Some(model), columns })
    }

    pub(crate) fn set_option(&mut self, name: &str, value: i32) {
        if let Some(model) = &mut self.model {
            // An option that this version does not know leaves its default: slower, not wrong.
            let _ = model.try_set_option(name, value);
        }
    }

    pub(crate) fn set_cost(&mut self, column: usize, cost: f64) {
        if let Some(model) = &mut self.model {
            model.change_column_cost(self.columns[column], cost);
        }
    }

    pub(crate) fn set_bounds(&mut self, column: usize, low: f64, high: f64) {
        if let Some(model) = &mut self.model {
            model.change_column_bounds(self.columns[column], low..=high);
        }
    }

    pub(crate) fn add_row(&mut self, row: &Row) {
        if let Some(model) = &mut self.model {
            let entries = row.entries.iter().map(|&(column, factor)| (self.columns[column], factor));
            if model.try_add_row(row.low..=row.high, entries).is_err() {
                // Without the row the answers would be wrong: give none.
                self.model = None;
            }
        }
    }

    pub(crate) fn solve(&mut self) -> Outcome {
        let Some(model) = self.model.take() else { return Outcome::Unknown };
        let Ok(solved) = model.try_solve() else { return Outcome::Unknown };
        let outcome = outcome(&solved);
        self.model = Some(Model::from(solved));
        outcome
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

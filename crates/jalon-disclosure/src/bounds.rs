//! How closely an outsider can bound cells: the smallest and largest value of each that fits all that is published.
//!
//! Three steps, the cheap ones first. Bounds propagation gives intervals that surely hold. Every solution of a linear
//! program is a table that an outsider cannot rule out: it shows how far *all* its cells reach at once, and a cell that
//! reaches its interval's end is settled. Only what is left gets a program of its own.
//! A range is therefore always one that outsiders cannot narrow: each end is attained by a table that was verified.

use crate::amount::Units;
use crate::attack::{Attack, Part};
use crate::fault::Fault;
use crate::primary::Protection;
use crate::reduction::{Expression, Reduction};
use crate::solver::{Outcome, Row, Solver, proved_minimum};
use crate::stop::Stop;
use crate::system::{CellIndex, System};
use crate::threads::share;
use serde::{Deserialize, Serialize};

/// What outsiders are supposed to reckon with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attacker {
    /// Values of any fraction: linear bounds. For magnitudes, and for counts in large tables.
    Linear,
    /// Values that are whole units: the tightest bounds there are for counts. Never wider than linear ones.
    #[default]
    Whole,
}

/// The values of a cell that fit all that is published, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reach {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Both ends are proved to be the last ones; otherwise outsiders may hold even more possible.
    pub(crate) exact: bool,
}

/// What is asked of the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Both ends of the range, exactly.
    Range,
    /// Only whether the range covers what the cell needs: the search ends when it does.
    Need,
}

/// Linear programs are feasible to within the solver's tolerance.
pub(crate) const TOLERANCE: f64 = 1e-6;
/// Work is cut into this many pieces however many threads there are, so that results do not depend on threads.
const PIECES: usize = 2;

/// The range of each target, in the targets' order.
pub(crate) fn reach(
    system: &System,
    attack: &Attack,
    targets: &[(CellIndex, Protection)],
    attacker: Attacker,
    question: Question,
    threads: usize,
    stop: &Stop,
) -> Result<Vec<Reach>, Vec<Fault>> {
    let mut part_of = vec![u32::MAX; system.len()];
    for (number, part) in attack.parts.iter().enumerate() {
        for &cell in &part.cells {
            part_of[cell as usize] = number as u32;
        }
    }
    let mut by_part: Vec<Vec<usize>> = vec![Vec::new(); attack.parts.len()];
    let mut ranges = vec![Reach { low: 0.0, high: 0.0, exact: true }; targets.len()];
    for (number, &(cell, _)) in targets.iter().enumerate() {
        match part_of[cell as usize] {
            u32::MAX => {
                let value = attack.low[cell as usize] as f64;
                ranges[number] = Reach { low: value, high: value, exact: true };
            }
            part => by_part[part as usize].push(number),
        }
    }
    let jobs: Vec<(usize, Vec<usize>)> = by_part
        .into_iter()
        .enumerate()
        .filter(|(_, asked)| !asked.is_empty())
        .flat_map(|(part, asked)| {
            let piece = asked.len().div_ceil(PIECES).max(64);
            asked.chunks(piece).map(|asked| (part, asked.to_vec())).collect::<Vec<_>>()
        })
        .collect();
    let found = share(&jobs, threads, |(part, asked)| {
        let asked: Vec<(CellIndex, Protection)> = asked.iter().map(|&number| targets[number]).collect();
        Search::new(system, attack, &attack.parts[*part], attacker, stop).run(&asked, question)
    });
    for ((_, asked), found) in jobs.iter().zip(found) {
        asked.iter().zip(found).for_each(|(&number, range)| ranges[number] = range);
    }
    stop.check()?;
    Ok(ranges)
}

/// The search in one part.
struct Search<'a> {
    part: &'a Part,
    attacker: Attacker,
    /// Intervals that surely hold, in the part's order.
    low: Vec<f64>,
    high: Vec<f64>,
    /// How far tables that were found reach.
    seen_low: Vec<f64>,
    seen_high: Vec<f64>,
    proved_low: Vec<bool>,
    proved_high: Vec<bool>,
    truth: Vec<f64>,
    /// The intervals before anything was proved: no table that fits lies outside.
    bounds: Vec<(f64, f64)>,
    reduction: Reduction<'a>,
    solver: Option<Solver>,
    stop: Stop,
    costs: Vec<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

impl<'a> Search<'a> {
    fn new(system: &System, attack: &Attack, part: &'a Part, attacker: Attacker, stop: &Stop) -> Self {
        Search { stop: stop.clone(), ..Self::with(system, attack, part, attacker, Reduction::new(attack, part)) }
    }

    fn with(system: &System, attack: &Attack, part: &'a Part, attacker: Attacker, reduction: Reduction<'a>) -> Self {
        let of = |values: &[Units]| part.cells.iter().map(|&cell| values[cell as usize] as f64).collect::<Vec<f64>>();
        let (low, high) = (of(&attack.low), of(&attack.high));
        let truth: Vec<f64> = part.cells.iter().map(|&cell| system.cells[cell as usize].value.unwrap_or(0) as f64).collect();
        let size = part.cells.len();
        let mut search = Search {
            part,
            attacker,
            proved_low: vec![false; size],
            proved_high: vec![false; size],
            seen_low: truth.clone(),
            seen_high: truth.clone(),
            truth,
            bounds: low.iter().copied().zip(high.iter().copied()).collect(),
            low,
            high,
            solver: None,
            stop: Stop::default(),
            costs: vec![0.0; reduction.program.columns.len()],
            reduction,
        };
        search.settle();
        search
    }

    fn run(mut self, targets: &[(CellIndex, Protection)], question: Question) -> Vec<Reach> {
        let places: Vec<(usize, Protection)> = targets
            .iter()
            .filter_map(|&(cell, need)| self.part.cells.binary_search(&cell).ok().map(|place| (place, need)))
            .collect();
        self.reach_together(&places, question);
        for &(place, need) in &places {
            if self.stop.is_wished() {
                break;
            }
            for side in [Side::Low, Side::High] {
                if !self.answered(place, need, side, question) {
                    self.reach_one(place, side);
                }
            }
            // What is too narrow is told with both of its ends, however it was found.
            let is_covered =
                question == Question::Need && [Side::Low, Side::High].into_iter().all(|side| self.covers(place, need, side));
            for side in [Side::Low, Side::High].into_iter().filter(|_| !is_covered) {
                if !self.answered(place, need, side, Question::Range) {
                    self.reach_one(place, side);
                }
            }
        }
        places
            .iter()
            .map(|&(place, _)| Reach {
                low: tidy(self.seen_low[place]),
                high: tidy(self.seen_high[place]),
                exact: self.proved_low[place] && self.proved_high[place],
            })
            .collect()
    }

    fn answered(&self, place: usize, need: Protection, side: Side, question: Question) -> bool {
        let settled = match side {
            Side::Low => self.proved_low[place],
            Side::High => self.proved_high[place],
        };
        settled || (question == Question::Need && self.covers(place, need, side))
    }

    fn covers(&self, place: usize, need: Protection, side: Side) -> bool {
        let wide = self.seen_high[place] - self.seen_low[place] >= need.sliding as f64 - TOLERANCE;
        let far = match side {
            Side::Low => self.truth[place] - self.seen_low[place] >= need.lower as f64 - TOLERANCE,
            Side::High => self.seen_high[place] - self.truth[place] >= need.upper as f64 - TOLERANCE,
        };
        wide && far
    }

    /// Programs that push many cells to one side at once, for as long as they settle a good number.
    fn reach_together(&mut self, targets: &[(usize, Protection)], question: Question) {
        for side in [Side::Low, Side::High] {
            for _ in 0..8 {
                let open: Vec<usize> = targets
                    .iter()
                    .filter(|&&(place, need)| !self.answered(place, need, side, question))
                    .map(|&(place, _)| place)
                    .collect();
                if open.len() < 8 {
                    break;
                }
                let cost = if side == Side::Low { 1.0 } else { -1.0 };
                if self.solve(&open, cost).is_none() {
                    break;
                }
                let left = targets.iter().filter(|&&(place, need)| !self.answered(place, need, side, question)).count();
                if left * 50 > open.len() * 49 {
                    break;
                }
            }
        }
    }

    fn reach_one(&mut self, place: usize, side: Side) {
        let cost = if side == Side::Low { 1.0 } else { -1.0 };
        for attempt in 0..2 {
            if attempt == 1 {
                // HiGHS sometimes stops short after a warm start; from scratch it did not.
                self.solver = None;
            }
            let Some(bound) = self.solve(&[place], cost) else { continue };
            if self.conclude(place, side, bound * cost) {
                return;
            }
        }
        if self.attacker == Attacker::Whole {
            self.reach_whole(place, side);
        }
    }

    /// Takes a bound that surely holds; says whether a table attains it.
    fn conclude(&mut self, place: usize, side: Side, bound: f64) -> bool {
        let slack = TOLERANCE * (1.0 + self.truth[place].abs() * 1e-3);
        match side {
            Side::Low => {
                let bound = if self.attacker == Attacker::Whole { (bound - slack).ceil() } else { bound };
                self.low[place] = self.low[place].max(bound.min(self.seen_low[place]));
                self.proved_low[place] = self.seen_low[place] <= self.low[place] + slack;
                self.proved_low[place]
            }
            Side::High => {
                let bound = if self.attacker == Attacker::Whole { (bound + slack).floor() } else { bound };
                self.high[place] = self.high[place].min(bound.max(self.seen_high[place]));
                self.proved_high[place] = self.seen_high[place] >= self.high[place] - slack;
                self.proved_high[place]
            }
        }
    }

    /// The bound that a program's duals prove; its point is remembered for all cells.
    fn solve(&mut self, places: &[usize], cost: f64) -> Option<f64> {
        if self.solver.is_none() {
            self.solver = Solver::new(&self.reduction.program, &self.stop);
            if let Some(solver) = &mut self.solver {
                // Only costs change: the last table still fits, and the primal simplex goes on from it.
                solver.set_option("simplex_strategy", 0);
            }
            self.costs.fill(0.0);
        }
        let Expression { known, entries } = self.reduction.sum_of(places);
        let mut wanted = vec![0.0; self.costs.len()];
        entries.iter().for_each(|&(column, factor)| wanted[column] = cost * factor);
        let solver = self.solver.as_mut()?;
        for (column, (stored, &wanted)) in self.costs.iter_mut().zip(&wanted).enumerate() {
            if *stored != wanted {
                *stored = wanted;
                solver.set_cost(column, wanted);
            }
        }
        match solver.solve() {
            Outcome::Optimal(solution) => {
                self.remember(&solution.point);
                let program = &self.reduction.program;
                let bounds = |column: usize| (program.columns[column].low, program.columns[column].high);
                let proved = proved_minimum(program, |column| self.costs[column], bounds, &solution.duals);
                Some(proved + cost * known as f64)
            }
            Outcome::Infeasible | Outcome::Stopped(_) | Outcome::Unknown => {
                self.solver = None;
                None
            }
        }
    }

    /// A program in whole numbers, for the cell whose linear bound no whole table attains.
    fn reach_whole(&mut self, place: usize, side: Side) {
        let mut program = self.reduction.program.clone();
        for column in &mut program.columns {
            column.whole = true;
        }
        let cost = if side == Side::Low { 1.0 } else { -1.0 };
        let Expression { known, entries } = self.reduction.sum_of(&[place]);
        entries.iter().for_each(|&(column, factor)| program.columns[column].cost = cost * factor);
        let (low, high) = (self.low[place].ceil() - known as f64, self.high[place].floor() - known as f64);
        if let [(column, 1.0)] = entries[..] {
            (program.columns[column].low, program.columns[column].high) = (low, high);
        } else {
            program.rows.push(Row { low, high, entries });
        }
        let Some(mut solver) = Solver::new(&program, &self.stop) else { return };
        if let Outcome::Optimal(solution) = solver.solve() {
            self.remember(&solution.point);
            let value = self.reduction.cells(&solution.point)[place].round();
            self.conclude(place, side, value);
        }
    }

    /// If a point is a table that fits, every cell reaches as far as it does there.
    fn remember(&mut self, point: &[f64]) {
        let whole: Vec<f64> = point.iter().map(|value| value.round()).collect();
        let is_whole = point.iter().zip(&whole).all(|(value, whole)| (value - whole).abs() < 1e-5);
        if !is_whole && self.attacker == Attacker::Whole {
            return;
        }
        let cells = self.reduction.cells(if is_whole { &whole } else { point });
        if !self.fits(&cells, if is_whole { 0.0 } else { TOLERANCE }) {
            return;
        }
        for (place, &value) in cells.iter().enumerate() {
            self.seen_low[place] = self.seen_low[place].min(value);
            self.seen_high[place] = self.seen_high[place].max(value);
        }
        self.settle();
    }

    /// Who reaches the end of an interval that surely holds has an exact bound.
    fn settle(&mut self) {
        for place in 0..self.low.len() {
            self.proved_low[place] |= self.seen_low[place] <= self.low[place] + TOLERANCE;
            self.proved_high[place] |= self.seen_high[place] >= self.high[place] - TOLERANCE;
        }
    }

    fn fits(&self, cells: &[f64], tolerance: f64) -> bool {
        let mut bounds = self.bounds.iter().zip(cells);
        bounds.all(|(&(low, high), &value)| value >= low - tolerance && value <= high + tolerance)
            && self.part.rows.iter().all(|row| {
                let sum: f64 = row.entries.iter().map(|&(place, sign)| f64::from(sign) * cells[place as usize]).sum();
                (sum - row.known as f64).abs() <= tolerance * (1.0 + row.entries.len() as f64)
            })
    }
}

/// Without the solver's rounding error, where there is one.
fn tidy(value: f64) -> f64 {
    let rounded = (value * 1e5).round() / 1e5;
    if (rounded - value).abs() < 1e-6 * (1.0 + value.abs()) { rounded } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accumulate::Accumulator;
    use crate::attack::View;
    use crate::dimension::{CodeSpecification, DimensionSpecification};
    use crate::table::{Kind, PriorKnowledge, Table, TableSpecification, Unlisted};
    use proptest::prelude::*;

    const REGION: &[(&str, &str)] = &[("n", "T"), ("s", "T"), ("n1", "n"), ("n2", "n")];
    const SEX: &[(&str, &str)] = &[("f", "T"), ("m", "T")];
    const AGE: &[(&str, &str)] = &[("young", "T"), ("old", "T"), ("oldest", "old"), ("older", "old")];
    const ORIGIN: &[(&str, &str)] = &[("a", "T"), ("b", "T"), ("c", "T")];

    fn dimension(name: &str, codes: &[(&str, &str)]) -> DimensionSpecification {
        let code = |code: &str, parent: Option<&str>| CodeSpecification {
            code: code.to_owned(),
            parent: parent.map(str::to_owned),
            covers: vec![],
        };
        let total = std::iter::once(code("T", None));
        let codes = total.chain(codes.iter().map(|&(own, parent)| code(own, Some(parent)))).collect();
        DimensionSpecification { name: name.to_owned(), codes }
    }

    /// A table of persons who each have a code in every dimension: the finest codes stand last.
    fn table(name: &str, dimensions: Vec<(DimensionSpecification, Vec<usize>)>, persons: &[[usize; 4]], of: &[usize]) -> Table {
        let (dimensions, finest): (Vec<_>, Vec<Vec<usize>>) = dimensions.into_iter().unzip();
        let specification = TableSpecification {
            name: name.to_owned(),
            measure: "residents".to_owned(),
            kind: Kind::Count,
            decimals: 0,
            prior_knowledge: PriorKnowledge::NonNegative,
            dimensions,
            cells: vec![],
            unlisted: Unlisted::Missing,
        };
        let mut adding = Accumulator::new(&specification, 0).expect("a table");
        for person in persons {
            let codes: Vec<usize> =
                of.iter().zip(&finest).map(|(&variable, finest)| finest[person[variable] % finest.len()]).collect();
            adding.add(&codes, 1);
        }
        adding.finish()
    }

    /// Two tables that share two dimensions, and one that shares one of them with both.
    fn system(persons: &[[usize; 4]]) -> System {
        let region = || (dimension("region", REGION), vec![2, 3, 4]);
        let sex = || (dimension("sex", SEX), vec![1, 2]);
        let age = || (dimension("age", AGE), vec![1, 3, 4]);
        let origin = || (dimension("origin", ORIGIN), vec![1, 2, 3]);
        System::new(vec![
            table("one", vec![region(), sex(), age()], persons, &[0, 1, 2]),
            table("two", vec![region(), sex(), origin()], persons, &[0, 1, 3]),
            table("three", vec![age(), origin()], persons, &[2, 3]),
        ])
        .expect("tables that agree")
    }

    fn ranges(system: &System, attack: &Attack, attacker: Attacker, is_reduced: bool) -> Vec<Reach> {
        let of_part = |part| {
            let reduction = if is_reduced { Reduction::new(attack, part) } else { Reduction::none(attack, part) };
            let need = Protection { lower: 0, upper: 0, sliding: 0 };
            let targets: Vec<(CellIndex, Protection)> = part.cells.iter().map(|&cell| (cell, need)).collect();
            Search::with(system, attack, part, attacker, reduction).run(&targets, Question::Range)
        };
        attack.parts.iter().flat_map(of_part).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// The programs that are solved tell of every cell what those over all cells and sums tell, whatever is withheld of
        /// linked tables: almost nothing, or nearly everything; and so where outsiders know bounds of every cell.
        #[test]
        fn a_reduction_changes_no_range(
            persons in prop::collection::vec([0_usize..3, 0_usize..2, 0_usize..3, 0_usize..3], 0..40),
            drawn in prop::collection::vec(0_u32..100, 200),
            percent in 10_u32..100,
            near in proptest::option::of(1_i64..4),
        ) {
            let system = system(&persons);
            let withheld: Vec<bool> = (0..system.len()).map(|cell| drawn[cell % drawn.len()] < percent).collect();
            let view = match near {
                None => View::of(&system, &withheld),
                Some(distance) => {
                    let values: Vec<Units> = system.cells.iter().map(|cell| cell.value.unwrap_or(0)).collect();
                    View::near(&system, &values, distance)
                }
            };
            let attack = Attack::new(&system, view);
            for attacker in [Attacker::Linear, Attacker::Whole] {
                let (found, wanted) = (ranges(&system, &attack, attacker, true), ranges(&system, &attack, attacker, false));
                prop_assert_eq!(found.len(), wanted.len());
                for (found, wanted) in found.iter().zip(&wanted) {
                    let is_same = (found.low - wanted.low).abs() < 1e-4 && (found.high - wanted.high).abs() < 1e-4;
                    prop_assert!(is_same && found.exact && wanted.exact, "{:?} and not {:?}", found, wanted);
                }
            }
        }
    }
}

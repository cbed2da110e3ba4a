//! Suppression of large tables: one sensitive cell after the other, and then again with what was learnt.
//!
//! A round goes through the sensitive cells, those that need most first, and looks for the cheapest moves that protect each;
//! what moves is withheld and costs nothing for the cells that follow. Moves that protect one cell often protect others, so
//! most need no search of their own. [Hypercubes](hypercube) find moves at once, in tables of any size; the [`Protector`] finds
//! better ones by a program, where the table is not too large.
//!
//! Later rounds may only use what the best round so far withheld, so they are quick and never dearer. They go through the
//! cells in another order, and a cell that served many is taken for cheaper (slope scaling, as for networks with fixed
//! charges: Kim and Pardalos, 1999).
//! Unless values are what withholding costs, small values are made cheaper for the rounds ([`spread_costs`]).
//! At the end [`improve`] chooses one neighbourhood after the other anew, the cheapest way that there is.

use super::hypercube::{Hypercubes, Width};
use super::protector::{self, Moves, Protector, Side};
use super::{Costs, Need, Task, improve};
use crate::amount::Units;
use crate::attack::{Attack, View};
use crate::bounds::{Attacker, Question, Reach, TOLERANCE, reach};
use crate::fault::Fault;
use crate::primary::Protection;
use crate::system::CellIndex;
use std::collections::HashMap;

/// With more cells than this that may be withheld, all rounds go by hypercubes: programs over all cells take minutes.
const MOST_FOR_PROGRAMS: usize = 8_000;
/// With more cells than this, no program over all that is withheld is asked.
const MOST_FOR_ONE_PROGRAM: usize = 20_000;
/// What lies near first.
const WIDTHS: [Width; 2] = [Width::Narrow, Width::Wide];

/// A choice, and the moves that show that it protects.
pub(super) struct Choice {
    pub(super) withheld: Vec<bool>,
    pub(super) cost: f64,
    pub(super) proofs: Vec<Moves>,
    /// For how many proofs each cell is needed.
    uses: Vec<u32>,
}

/// A way to go through the cells in a round.
type Way = fn(&Task<'_>, &[bool], &[f64], &[Need], &[Moves]) -> Result<Choice, Vec<Fault>>;

impl Choice {
    /// Nothing but what is withheld whatever is chosen.
    fn of_nothing(task: &Task<'_>) -> Self {
        Choice { withheld: task.forced.clone(), cost: 0.0, proofs: Vec::new(), uses: vec![0; task.forced.len()] }
    }
}

pub(super) fn choose(task: &Task<'_>) -> Result<(Vec<bool>, Vec<Moves>), Vec<Fault>> {
    let is_large = is_more_than(MOST_FOR_PROGRAMS, &task.free);
    let order = by_need(task);
    // Many sensitive cells already protect one another; that holds whatever else is withheld.
    let order = if is_large { order } else { uncovered(task, &task.forced, &order, &Covered::new(task.system.len()))? };
    let spread = spread_costs(task);
    let mut best = by_hypercubes(task, &task.free, &spread, &order, &[])?;
    let round: Way = if is_large { by_hypercubes } else { by_programs };
    for number in 0..task.options.rounds {
        let mut order = order.clone();
        if number % 2 == 0 {
            order.reverse();
        }
        let found = round(task, &best.withheld, &shared_costs(&spread, &best), &order, &best.proofs)?;
        if found.cost < best.cost {
            best = found;
        }
    }
    if task.options.rounds > 0 {
        best = improve::improve(task, best, &task.free, &order);
    }
    // What an improvement took away may have protected others unnoticed.
    let mut covered = Covered::from(task, best.proofs.iter());
    let open = uncovered(task, &best.withheld, &by_need(task), &covered)?;
    protect(task, &task.free, &task.costs, &open, &mut best, &mut covered)?;
    Ok((best.withheld, best.proofs))
}

fn is_more_than(most: usize, movable: &[bool]) -> bool {
    movable.iter().filter(|&&movable| movable).count() > most
}

/// The cells that need most come first: what protects them protects others on the way.
fn by_need(task: &Task<'_>) -> Vec<Need> {
    let mut order = task.needs.clone();
    order.sort_by_key(|need| (std::cmp::Reverse(need.lower + need.upper), need.cell));
    order
}

/// Costs that differ. Where every cell costs the same, a program has so many cheapest answers that it takes thirty times as long
/// to find one; the neighbourhoods, which are chosen by the true costs, make up for what the small values are preferred.
fn spread_costs(task: &Task<'_>) -> Vec<f64> {
    let value = |cell: usize| task.system.cells[cell].value.map_or(0.0, |value| value.abs() as f64);
    let spread =
        |(cell, &cost): (usize, &f64)| if task.options.costs == Costs::Values { cost } else { cost * (1.0 + value(cell)).sqrt() };
    task.costs.iter().enumerate().map(spread).collect()
}

/// What a cell costs each of those that it serves.
fn shared_costs(costs: &[f64], choice: &Choice) -> Vec<f64> {
    costs.iter().zip(&choice.uses).map(|(cost, &uses)| cost / f64::from(uses.max(1))).collect()
}

/// One way through the sensitive cells, by hypercubes. `known` are the moves of the round before.
fn by_hypercubes(
    task: &Task<'_>,
    movable: &[bool],
    costs: &[f64],
    order: &[Need],
    known: &[Moves],
) -> Result<Choice, Vec<Fault>> {
    let (mut choice, mut covered) = (Choice::of_nothing(task), Covered::new(task.system.len()));
    // What the round before found in width is known.
    let widths = if known.is_empty() { &WIDTHS[..] } else { &[Width::Narrow] };
    let mut open = along_hypercubes(task, movable, costs, widths, order, &mut choice, &mut covered)?;
    by_known(task, known, &open, &mut choice, &mut covered);
    open = uncovered(task, &choice.withheld, &open, &covered)?;
    protect(task, movable, costs, &open, &mut choice, &mut covered)?;
    choice.cost = task.cost_of(&choice.withheld);
    Ok(choice)
}

/// One way through the sensitive cells, by programs.
fn by_programs(task: &Task<'_>, movable: &[bool], costs: &[f64], order: &[Need], _: &[Moves]) -> Result<Choice, Vec<Fault>> {
    let (mut choice, mut covered) = (Choice::of_nothing(task), Covered::new(task.system.len()));
    protect(task, movable, costs, order, &mut choice, &mut covered)?;
    choice.cost = task.cost_of(&choice.withheld);
    Ok(choice)
}

/// Protects one cell after the other along hypercubes, the narrow ones first; gives the cells that are left.
fn along_hypercubes(
    task: &Task<'_>,
    movable: &[bool],
    costs: &[f64],
    widths: &[Width],
    order: &[Need],
    choice: &mut Choice,
    covered: &mut Covered,
) -> Result<Vec<Need>, Vec<Fault>> {
    let mut open = order.to_vec();
    for &width in widths {
        open = one_by_one(task, &open, choice, covered, |withheld, cell, side, distance| {
            Hypercubes { task, movable, costs, withheld, width }.moves(cell, side, distance)
        })?;
    }
    Ok(open)
}

/// Moves that protected the cells in an earlier round.
fn by_known(task: &Task<'_>, known: &[Moves], open: &[Need], choice: &mut Choice, covered: &mut Covered) {
    let open: HashMap<CellIndex, &Need> = open.iter().map(|need| (need.cell, need)).collect();
    for moves in known {
        if moves.iter().filter_map(|(cell, _)| open.get(cell)).any(|need| !covered.covers(need)) {
            keep(task, moves.clone(), choice, covered);
        }
    }
}

/// Withholds more where outsiders who reckon with whole units still learn too much.
///
/// The moves of a linear program may be fractions that no table of persons has. Of large tables only what is near is tried,
/// since whole-number programs over all cells do not end.
pub(super) fn repair(
    task: &Task<'_>,
    withheld: Vec<bool>,
    mut proofs: Vec<Moves>,
) -> Result<(Vec<bool>, Vec<Moves>), Vec<Fault>> {
    proofs.retain(protector::is_whole);
    let mut covered = Covered::from(task, proofs.iter());
    let mut choice = Choice { withheld, proofs, ..Choice::of_nothing(task) };
    // What is withheld most often has whole moves as well. The shortest, which hypercubes and then programs look for, are most often
    // whole.
    let within = choice.withheld.clone();
    let mut open = along_hypercubes(task, &within, &task.costs, &WIDTHS, &by_need(task), &mut choice, &mut covered)?;
    // Whether others have whole moves is quickly asked of a small table, which may be linked with many cells that no table shows.
    if is_more_than(MOST_FOR_PROGRAMS, &task.free) {
        if !is_more_than(MOST_FOR_ONE_PROGRAM, &task.free) {
            let protector = Protector::new(task, those(&within), |_| 1.0, Attacker::Linear);
            open = ask(task, protector, &open, &mut choice, &mut covered, protector::is_whole)?;
        }
        open = along_hypercubes(task, &task.free, &task.costs, &WIDTHS, &open, &mut choice, &mut covered)?;
    }
    open = uncovered(task, &choice.withheld, &open, &covered)?;
    protect(task, &task.free, &task.costs, &open, &mut choice, &mut covered)?;
    let leaner = without_spare(task, &choice)?;
    let choice = if task.cost_of(&leaner.withheld) < task.cost_of(&choice.withheld) { leaner } else { choice };
    Ok((choice.withheld, choice.proofs))
}

/// The same without what whole moves no longer need: the cheapest of them first, and of the others those that are still missing.
fn without_spare(task: &Task<'_>, choice: &Choice) -> Result<Choice, Vec<Fault>> {
    let (mut leaner, mut covered) = (Choice::of_nothing(task), Covered::new(task.system.len()));
    let cost = |moves: &Moves| {
        moves.iter().map(|&(cell, _)| if task.forced[cell as usize] { 0.0 } else { task.costs[cell as usize] }).sum::<f64>()
    };
    let mut known = choice.proofs.clone();
    known.sort_by(|one, other| cost(one).total_cmp(&cost(other)));
    by_known(task, &known, &task.needs, &mut leaner, &mut covered);
    let open = uncovered(task, &leaner.withheld, &by_need(task), &covered)?;
    protect(task, &choice.withheld, &task.costs, &open, &mut leaner, &mut covered)?;
    Ok(leaner)
}

/// The cheapest moves for each cell that those of others do not protect.
fn protect(
    task: &Task<'_>,
    movable: &[bool],
    costs: &[f64],
    order: &[Need],
    choice: &mut Choice,
    covered: &mut Covered,
) -> Result<(), Vec<Fault>> {
    if order.iter().all(|need| covered.covers(need)) {
        return Ok(());
    }
    let cost = |cell: CellIndex| if choice.withheld[cell as usize] { 0.0 } else { costs[cell as usize] };
    let protector = Protector::new(task, those(movable), cost, task.options.attacker);
    let open = ask(task, protector, order, choice, covered, |_| true)?;
    if open.is_empty() { Ok(()) } else { Err(open.iter().map(|need| task.not_protectable(need)).collect()) }
}

/// Protects one cell after the other by what a program answers, if that will do; what moved then costs nothing more. Gives
/// the cells that are left.
fn ask(
    task: &Task<'_>,
    mut protector: Protector,
    order: &[Need],
    choice: &mut Choice,
    covered: &mut Covered,
    will_do: impl Fn(&Moves) -> bool,
) -> Result<Vec<Need>, Vec<Fault>> {
    one_by_one(task, order, choice, covered, |_, cell, side, distance| {
        let moves = protector.moves(task, cell, side, distance).filter(&will_do)?;
        for &(cell, _) in &moves {
            protector.set_cost(cell, 0.0);
        }
        Some(moves)
    })
}

/// Protects one cell after the other on the sides that it is not covered on, by the moves that `search` finds beside what is
/// withheld so far; gives the cells that are left.
fn one_by_one(
    task: &Task<'_>,
    order: &[Need],
    choice: &mut Choice,
    covered: &mut Covered,
    mut search: impl FnMut(&[bool], CellIndex, Side, Units) -> Option<Moves>,
) -> Result<Vec<Need>, Vec<Fault>> {
    let mut open = Vec::new();
    for need in order {
        for (side, distance) in need.sides() {
            if covered.reaches(need.cell, side, distance) {
                continue;
            }
            task.options.stop.check()?;
            let Some(moves) = search(&choice.withheld, need.cell, side, distance) else {
                // A program that was stopped finds nothing.
                task.options.stop.check()?;
                open.push(*need);
                break;
            };
            keep(task, moves, choice, covered);
        }
    }
    Ok(open)
}

fn those(chosen: &[bool]) -> Vec<CellIndex> {
    (0..chosen.len() as CellIndex).filter(|&cell| chosen[cell as usize]).collect()
}

fn keep(task: &Task<'_>, moves: Moves, choice: &mut Choice, covered: &mut Covered) {
    for &(cell, _) in &moves {
        choice.uses[cell as usize] += 1;
        choice.withheld[cell as usize] = true;
    }
    covered.learn(task, &moves);
    choice.proofs.push(moves);
}

/// The cells that what is withheld does not protect yet.
fn uncovered(task: &Task<'_>, withheld: &[bool], order: &[Need], covered: &Covered) -> Result<Vec<Need>, Vec<Fault>> {
    let order: Vec<Need> = order.iter().filter(|need| !covered.covers(need)).copied().collect();
    if order.is_empty() {
        return Ok(order);
    }
    let attack = Attack::new(task.system, View::of(task.system, withheld));
    let protection = |need: &Need| Protection { lower: need.lower, upper: need.upper, sliding: 0 };
    let targets: Vec<(CellIndex, Protection)> = order.iter().map(|need| (need.cell, protection(need))).collect();
    let reached =
        reach(task.system, &attack, &targets, task.options.attacker, Question::Need, task.options.threads, &task.options.stop)?;
    let covers = |need: &Need, reached: &Reach| {
        let value = task.system.cells[need.cell as usize].value.unwrap_or(0) as f64;
        reached.low <= value - need.lower as f64 + TOLERANCE && reached.high >= value + need.upper as f64 - TOLERANCE
    };
    Ok(order.into_iter().zip(&reached).filter(|(need, reached)| !covers(need, reached)).map(|(need, _)| need).collect())
}

/// How far moves that were found take each cell.
pub(super) struct Covered {
    up: Vec<f64>,
    down: Vec<f64>,
}

impl Covered {
    fn new(size: usize) -> Self {
        Covered { up: vec![0.0; size], down: vec![0.0; size] }
    }

    pub(super) fn from<'a>(task: &Task<'_>, proofs: impl Iterator<Item = &'a Moves>) -> Self {
        let mut covered = Covered::new(task.system.len());
        for moves in proofs {
            covered.learn(task, moves);
        }
        covered
    }

    pub(super) fn covers(&self, need: &Need) -> bool {
        self.reaches(need.cell, Side::Up, need.upper) && self.reaches(need.cell, Side::Down, need.lower)
    }

    fn reaches(&self, cell: CellIndex, side: Side, distance: i64) -> bool {
        let reached = if side == Side::Up { &self.up } else { &self.down };
        reached[cell as usize] >= distance as f64 - 1e-7
    }

    /// Moves may be made longer, and turned round, as long as every cell has room.
    pub(super) fn learn(&mut self, task: &Task<'_>, moves: &Moves) {
        // How many times as far they may go, and how many times as far the other way.
        let (mut along, mut against) = (f64::INFINITY, f64::INFINITY);
        for &(cell, moved) in moves.iter().filter(|(_, moved)| *moved != 0.0) {
            let (down, up) = task.room(cell);
            let (ahead, back) = if moved > 0.0 { (up, down) } else { (down, up) };
            along = along.min(ahead as f64 / moved.abs());
            against = against.min(back as f64 / moved.abs());
        }
        if task.options.attacker == Attacker::Whole {
            (along, against) = ((along + TOLERANCE).floor(), (against + TOLERANCE).floor());
        }
        for &(cell, moved) in moves {
            let (up, down) = if moved > 0.0 { (along, against) } else { (against, along) };
            let cell = cell as usize;
            self.up[cell] = self.up[cell].max(up * moved.abs());
            self.down[cell] = self.down[cell].max(down * moved.abs());
        }
    }
}

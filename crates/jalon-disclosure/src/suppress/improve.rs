//! Local search: one neighbourhood after the other is chosen anew, the [cheapest](exact) way that there is, while everything
//! else stays as it is (*fix and optimise*, a large neighbourhood search: Pisinger and Ropke, 2010).

use super::heuristic::{Choice, Covered};
use super::protector::Moves;
use super::{Costs, Need, TIE, Task, exact, protector};
use crate::system::CellIndex;
use crate::threads::share;
use std::collections::{BTreeSet, VecDeque};

/// Cells of a neighbourhood that may be withheld or not, the small ones first: they are quick, and leave less to the large ones.
const NEIGHBOURS: [usize; 2] = [20, 60];
/// How often all withheld cells are gone through with neighbourhoods of one size, at most.
const SWEEPS: usize = 3;
/// Neighbourhoods that are chosen at the same time, whatever the number of threads: the result does not depend on it.
const AT_ONCE: usize = 2;
/// How many cells wait at most while one is looked for whose neighbourhood has nothing in common with the other.
const LOOK_AHEAD: usize = 8;
/// What all neighbourhoods together may take, in cells that may move times cells to protect: half a minute or more of programs.
/// Tables of some thousand cells stay below; of a larger one the dearest cells have their neighbourhoods, as far as it goes.
const EFFORT: usize = 25_000_000;

/// A choice that is not dearer. `needs` are those that proofs must cover; `movable` is what may be withheld instead.
pub(super) fn improve(task: &Task<'_>, mut choice: Choice, movable: &[bool], needs: &[Need]) -> Choice {
    let mut left = EFFORT;
    for size in NEIGHBOURS {
        // When each cell last changed, and when its neighbourhood was last chosen: what nothing changed since stays.
        let (mut changed, mut tried, mut time) = (vec![1; task.forced.len()], vec![0; task.forced.len()], 1);
        for _ in 0..SWEEPS {
            let before = choice.cost;
            let mut waiting = VecDeque::from(dearest_first(task, &choice.withheld));
            while !waiting.is_empty() && left > 0 && !task.options.stop.is_wished() {
                let (mut batch, mut later) = (Vec::<(CellIndex, BTreeSet<CellIndex>)>::new(), Vec::new());
                while let Some(cell) = waiting.pop_front_if(|_| batch.len() < AT_ONCE && later.len() < LOOK_AHEAD) {
                    let near = neighbours(task, &choice, movable, cell, size);
                    let is_new = near.iter().any(|&near| changed[near as usize] > tried[cell as usize]);
                    if !choice.withheld[cell as usize] || !is_new {
                        continue;
                    }
                    if batch.iter().all(|(_, other)| near.is_disjoint(other)) {
                        tried[cell as usize] = time;
                        batch.push((cell, near));
                    } else {
                        later.push(cell);
                    }
                }
                later.into_iter().rev().for_each(|cell| waiting.push_front(cell));
                let found = share(&batch, task.options.threads, |(_, near)| anew(task, &choice, needs, near, left));
                left = left.saturating_sub(found.iter().map(|(effort, _)| effort).sum());
                let begun = time;
                for ((cell, near), (_, cheaper)) in batch.into_iter().zip(found) {
                    let Some(cheaper) = cheaper else { continue };
                    if take(task, &mut choice, needs, &near, &cheaper) {
                        time += 1;
                        near.iter().for_each(|&cell| changed[cell as usize] = time);
                    } else if time > begun {
                        // What it rests on was chosen otherwise at the same time.
                        tried[cell as usize] = 0;
                        waiting.push_front(cell);
                    }
                }
            }
            if choice.cost >= before {
                break;
            }
        }
    }
    choice
}

/// What to withhold of a neighbourhood, and moves for all that moved with it.
type Cheaper = (Vec<CellIndex>, Vec<Moves>);

/// Changes the choice, where the neighbourhood still costs less so and everything is still protected.
fn take(task: &Task<'_>, choice: &mut Choice, needs: &[Need], near: &BTreeSet<CellIndex>, (cells, moves): &Cheaper) -> bool {
    let cost = |cell: &CellIndex| task.costs[*cell as usize];
    let saved = cost_within(task, choice, near) - cells.iter().map(cost).sum::<f64>();
    let mut withheld = choice.withheld.clone();
    near.iter().for_each(|&cell| withheld[cell as usize] = false);
    cells.iter().for_each(|&cell| withheld[cell as usize] = true);
    let (broken, kept) = parted(choice, near);
    let touched: BTreeSet<CellIndex> = broken.into_iter().flatten().map(|&(cell, _)| cell).collect();
    let covered = Covered::from(task, kept.iter().copied().chain(moves));
    let holds = moves.iter().flatten().all(|&(cell, _)| withheld[cell as usize])
        && needs.iter().filter(|need| touched.contains(&need.cell)).all(|need| covered.covers(need));
    if saved < least_saving(task, near) || !holds {
        return false;
    }
    choice.proofs = kept.into_iter().chain(moves).cloned().collect();
    choice.withheld = withheld;
    choice.cost -= saved;
    true
}

fn cost_within(task: &Task<'_>, choice: &Choice, near: &BTreeSet<CellIndex>) -> f64 {
    near.iter().filter(|&&cell| choice.withheld[cell as usize]).map(|&cell| task.costs[cell as usize]).sum()
}

/// The moves that need a neighbourhood, and the others.
fn parted<'a>(choice: &'a Choice, near: &BTreeSet<CellIndex>) -> (Vec<&'a Moves>, Vec<&'a Moves>) {
    choice.proofs.iter().partition(|moves| moves.iter().any(|(moved, _)| near.contains(moved)))
}

/// Chooses among a withheld cell and its neighbours as if for the first time. Tells what effort that takes, and does it if so much
/// is left.
///
/// Only cells of the neighbourhood, and what is withheld beside it, move in the outsider's programs: they stay small, and
/// what protects with fewer moves protects with more.
fn anew(task: &Task<'_>, choice: &Choice, needs: &[Need], near: &BTreeSet<CellIndex>, left: usize) -> (usize, Option<Cheaper>) {
    let spent = cost_within(task, choice, near);
    let (broken, kept) = parted(choice, near);
    let covered = Covered::from(task, kept.into_iter());
    let touched: BTreeSet<CellIndex> = broken.into_iter().flatten().map(|&(cell, _)| cell).collect();
    let is_open = |need: &&Need| touched.contains(&need.cell) && !covered.covers(need);
    let mut part = Task { needs: needs.iter().filter(is_open).copied().collect(), ..task.clone() };
    part.forced.fill(false);
    part.free.fill(false);
    let beside = near.iter().flat_map(|&cell| around(task, cell));
    for cell in beside.chain(touched.iter().copied()).filter(|cell| choice.withheld[*cell as usize] && !near.contains(cell)) {
        part.forced[cell as usize] = true;
        part.free[cell as usize] = true;
    }
    for &cell in near {
        part.free[cell as usize] = true;
    }
    let rows = exact::may_be_withheld(&part).iter().flat_map(|&cell| task.rows_of[cell as usize].iter().copied()).collect();
    protector::keep_movable(task, &mut part.free, rows);
    // What looking at the table takes counts as well: in the largest ones many neighbourhoods are too dear.
    let looking = task.free.len() / 16;
    let cells = exact::may_be_withheld(&part).len();
    // Programs of more cells than usual take more than in proportion.
    let effort = cells * part.needs.len() * (cells / 2_000).max(1);
    if effort > left {
        return (looking, None);
    }
    let effort = looking + effort;
    // A cell to protect that cannot move would pass for protected.
    if part.needs.iter().any(|need| !part.free[need.cell as usize]) {
        return (effort, None);
    }
    let least = least_saving(task, near);
    // What cannot be proved, or is to end, leaves the choice as it was.
    let Ok(Some((withheld, moves))) = exact::choose_below(&part, spent - least) else { return (effort, None) };
    let cells = near.iter().copied().filter(|&cell| withheld[cell as usize]).collect();
    (effort, Some((cells, moves)))
}

/// What a cheaper choice saves at least. The more is asked for, the sooner a program finds that there is none.
fn least_saving(task: &Task<'_>, near: &BTreeSet<CellIndex>) -> f64 {
    match task.options.costs {
        Costs::Cells => 1.0 - 2.0 * TIE,
        Costs::Values | Costs::Weights if near.iter().all(|&cell| task.costs[cell as usize].fract() == 0.0) => 1.0 - 1e-6,
        Costs::Values | Costs::Weights => 1e-9,
    }
}

/// A withheld cell, those withheld with it, and others nearby that cost less than all of these together.
fn neighbours(task: &Task<'_>, choice: &Choice, movable: &[bool], first: CellIndex, size: usize) -> BTreeSet<CellIndex> {
    let may = |cell: &CellIndex| movable[*cell as usize] && !task.forced[*cell as usize];
    let mut near = BTreeSet::from([first]);
    let mut seen = near.clone();
    let mut edge = vec![first];
    // How many sums of a cell have nothing withheld yet that could move with it: those with few are the likelier ones.
    let alone = |cell: CellIndex| {
        let rows = task.rows_of[cell as usize].iter().map(|&row| task.system.sums.row(row as usize));
        rows.filter(|row| !row.iter().any(|&other| other != cell && choice.withheld[other as usize])).count()
    };
    while near.len() < size && !edge.is_empty() {
        let new = edge.iter().flat_map(|&cell| around(task, cell)).filter(|&cell| seen.insert(cell));
        let mut next: Vec<(usize, CellIndex)> = new.map(|cell| (alone(cell), cell)).collect();
        next.sort_by(|&(one_alone, one), &(other_alone, other)| {
            let costs = task.costs[one as usize].total_cmp(&task.costs[other as usize]);
            one_alone.cmp(&other_alone).then(costs).then(one.cmp(&other))
        });
        let next: Vec<CellIndex> = next.into_iter().map(|(_, cell)| cell).collect();
        let spent: f64 = near
            .iter()
            .chain(next.iter().filter(|cell| may(cell)))
            .filter(|&&cell| choice.withheld[cell as usize])
            .map(|&cell| task.costs[cell as usize])
            .sum();
        for &cell in next.iter().filter(|cell| may(cell)) {
            if near.len() < size && (choice.withheld[cell as usize] || task.costs[cell as usize] < spent) {
                near.insert(cell);
            }
        }
        // What could move with these is reached by way of what is withheld, or may be.
        edge = next.into_iter().filter(|cell| choice.withheld[*cell as usize] || near.contains(cell)).collect();
    }
    near
}

/// The cells that stand in a sum with one.
fn around<'a>(task: &'a Task<'_>, cell: CellIndex) -> impl Iterator<Item = CellIndex> + 'a {
    task.rows_of[cell as usize].iter().flat_map(|&row| task.system.sums.row(row as usize).iter().copied())
}

fn dearest_first(task: &Task<'_>, withheld: &[bool]) -> Vec<CellIndex> {
    let secondary = |&cell: &CellIndex| withheld[cell as usize] && !task.forced[cell as usize];
    let mut cells: Vec<CellIndex> = (0..withheld.len() as CellIndex).filter(secondary).collect();
    cells.sort_by(|&one, &other| task.costs[other as usize].total_cmp(&task.costs[one as usize]).then(one.cmp(&other)));
    cells
}

//! Local search: one neighbourhood after the other is chosen anew, the [cheapest](exact) way that there is, while everything
//! else stays as it is (*fix and optimise*, a large neighbourhood search: Pisinger and Ropke, 2010).

use super::heuristic::{Choice, Covered};
use super::protector::{Moves, Side};
use super::{Costs, Need, TIE, Task, exact, protector};
use crate::system::CellIndex;
use std::collections::BTreeSet;

/// Cells of a neighbourhood that may be withheld or not, the small ones first: they are quick, and leave less to the large ones.
const NEIGHBOURS: [usize; 2] = [20, 60];
/// How often all withheld cells are gone through with neighbourhoods of one size, at most.
const SWEEPS: usize = 3;
/// What all neighbourhoods together may take, in cells that may move times cells to protect: half a minute or more of programs.
/// Tables of some thousand cells stay below; of a larger one the dearest cells have their neighbourhoods, as far as it goes.
const EFFORT: usize = 20_000_000;

/// A choice that is not dearer. `needs` are those that proofs must cover; `movable` is what may be withheld instead.
pub(super) fn improve(task: &Task<'_>, mut choice: Choice, movable: &[bool], needs: &[Need]) -> Choice {
    let mut left = EFFORT;
    for size in NEIGHBOURS {
        // When each cell last changed, and when its neighbourhood was last chosen: what nothing changed since stays.
        let (mut changed, mut tried, mut time) = (vec![1; task.forced.len()], vec![0; task.forced.len()], 1);
        for _ in 0..SWEEPS {
            let before = choice.cost;
            for cell in dearest_first(task, &choice.withheld) {
                if !choice.withheld[cell as usize] || left == 0 || task.options.stop.is_wished() {
                    continue;
                }
                let near = neighbours(task, &choice, movable, cell, size);
                let since = std::mem::replace(&mut tried[cell as usize], time);
                if near.iter().all(|&cell| changed[cell as usize] <= since) {
                    continue;
                }
                if anew(task, &mut choice, needs, &near, &mut left) {
                    time += 1;
                    near.iter().for_each(|&cell| changed[cell as usize] = time);
                }
            }
            if choice.cost >= before {
                break;
            }
        }
    }
    choice
}

/// Chooses among a withheld cell and its neighbours as if for the first time.
///
/// Only cells of the neighbourhood, and what is withheld beside it, move in the outsider's programs: they stay small, and
/// what protects with fewer moves protects with more.
fn anew(task: &Task<'_>, choice: &mut Choice, needs: &[Need], near: &BTreeSet<CellIndex>, left: &mut usize) -> bool {
    let is_near = |cell: &CellIndex| near.contains(cell);
    let spent: f64 = near.iter().filter(|&&cell| choice.withheld[cell as usize]).map(|&cell| task.costs[cell as usize]).sum();
    let (broken, mut proofs): (Vec<Moves>, Vec<Moves>) =
        choice.proofs.iter().cloned().partition(|moves| moves.iter().any(|(moved, _)| is_near(moved)));
    let covered = Covered::from(task, proofs.iter());
    let touched: BTreeSet<CellIndex> = broken.iter().flatten().map(|&(cell, _)| cell).collect();
    let is_open = |need: &&Need| {
        let reaches = |side, distance| covered.reaches(need.cell, side, distance);
        touched.contains(&need.cell) && !(reaches(Side::Up, need.upper) && reaches(Side::Down, need.lower))
    };
    let mut part = Task { needs: needs.iter().filter(is_open).copied().collect(), ..task.clone() };
    part.forced.fill(false);
    part.free.fill(false);
    let beside = near.iter().flat_map(|&cell| around(task, cell));
    for cell in beside.chain(touched.iter().copied()).filter(|cell| choice.withheld[*cell as usize] && !is_near(cell)) {
        part.forced[cell as usize] = true;
        part.free[cell as usize] = true;
    }
    for &cell in near {
        part.free[cell as usize] = true;
    }
    let free = |free: &[bool]| (0..free.len() as CellIndex).filter(|&cell| free[cell as usize]).collect::<Vec<_>>();
    let rows = free(&part.free).iter().flat_map(|&cell| task.rows_of[cell as usize].iter().copied()).collect();
    protector::keep_movable(task, &mut part.free, rows);
    // What looking at the table takes counts as well: in the largest ones many neighbourhoods are too dear.
    let effort = free(&part.free).len() * part.needs.len();
    let affordable = effort <= *left;
    *left = left.saturating_sub(task.free.len() / 16 + if affordable { effort } else { 0 });
    if !affordable {
        return false;
    }
    let least = least_saving(task, near);
    // What cannot be proved, or is to end, leaves the choice as it was.
    let Ok(Some((withheld, moves))) = exact::choose_below(&part, spent - least) else { return false };
    let cost = part.cost_of(&withheld);
    if cost > spent - least {
        return false;
    }
    for &cell in near {
        choice.withheld[cell as usize] = withheld[cell as usize];
    }
    choice.cost += cost - spent;
    proofs.extend(moves);
    choice.proofs = proofs;
    true
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
        edge = next;
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

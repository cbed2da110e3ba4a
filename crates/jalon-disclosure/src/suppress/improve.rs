//! Local search: one neighbourhood after the other is chosen anew, the [cheapest](exact) way that there is, while everything
//! else stays as it is (*fix and optimise*, a large neighbourhood search: Pisinger and Ropke, 2010).

use super::heuristic::{Choice, Covered};
use super::protector::{Moves, Side};
use super::{Need, Task, exact};
use crate::system::CellIndex;
use std::collections::BTreeSet;

/// Cells of a neighbourhood that may be withheld or not, the small ones first: they are quick, and leave less to the large ones.
const NEIGHBOURS: [usize; 2] = [20, 40];
/// How often all withheld cells are gone through with neighbourhoods of one size, at most.
const SWEEPS: usize = 3;

/// A choice that is not dearer. `needs` are those that proofs must cover; `movable` is what may be withheld instead.
pub(super) fn improve(task: &Task<'_>, mut choice: Choice, movable: &[bool], needs: &[Need]) -> Choice {
    for size in NEIGHBOURS {
        // When each cell last changed, and when its neighbourhood was last chosen: what nothing changed since stays.
        let (mut changed, mut tried, mut time) = (vec![1; task.forced.len()], vec![0; task.forced.len()], 1);
        for _ in 0..SWEEPS {
            let before = choice.cost;
            for cell in dearest_first(task, &choice.withheld) {
                if !choice.withheld[cell as usize] || task.options.stop.is_wished() {
                    continue;
                }
                let near = neighbours(task, &choice, movable, cell, size);
                let since = std::mem::replace(&mut tried[cell as usize], time);
                if near.iter().all(|&cell| changed[cell as usize] <= since) {
                    continue;
                }
                if anew(task, &mut choice, needs, &near) {
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
fn anew(task: &Task<'_>, choice: &mut Choice, needs: &[Need], near: &BTreeSet<CellIndex>) -> bool {
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
    // Where costs are whole numbers, what is cheaper saves one at least.
    let least = if near.iter().all(|&cell| task.costs[cell as usize].fract() == 0.0) { 1.0 - 1e-6 } else { 1e-9 };
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

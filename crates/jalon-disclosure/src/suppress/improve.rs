//! Local search: take withheld cells away, mend what that breaks, and keep the result if it is not dearer.
//!
//! First one cell after the other; then, drawn by a generator with a fixed start, groups of cells that serve together
//! (*ruin and recreate*: Schrimpf and others, 2000).

use super::heuristic::{Choice, Covered};
use super::protector::{Moves, Protector, Side};
use super::{Need, Task};
use crate::bounds::Attacker;
use crate::system::CellIndex;

/// How often all withheld cells are gone through, at most.
const SWEEPS: usize = 3;
const GROUPS_PER_ROUND: usize = 25;
const LARGEST_GROUP: usize = 8;
/// With more cells than this that may be withheld, one sweep is all the time there is.
const MOST_FOR_GROUPS: usize = 500;

/// A choice that is not dearer. `needs` are those that proofs must cover; `movable` is what may be withheld instead.
pub(super) fn improve(task: &Task<'_>, mut choice: Choice, movable: &[bool], needs: &[Need]) -> Choice {
    let mut protector = Protector::new(task, movable, &task.costs, Attacker::Linear);
    for cell in (0..task.forced.len()).filter(|&cell| choice.withheld[cell]) {
        protector.set_cost(cell as CellIndex, 0.0);
    }
    let many = movable.iter().filter(|&&movable| movable).count() > MOST_FOR_GROUPS;
    for _ in 0..if many { 1 } else { SWEEPS } {
        let before = choice.cost;
        for cell in dearest_first(task, &choice.withheld) {
            if choice.withheld[cell as usize] && !task.options.stop.is_wished() {
                without(task, &mut protector, &mut choice, needs, &[cell], None);
            }
        }
        if choice.cost >= before {
            break;
        }
    }
    let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
    for _ in 0..if many { 0 } else { task.options.rounds as usize * GROUPS_PER_ROUND } {
        let group = group(task, &choice, &mut draw);
        if group.is_empty() || task.options.stop.is_wished() {
            break;
        }
        without(task, &mut protector, &mut choice, needs, &group, Some(&mut draw));
    }
    choice
}

/// A withheld cell, and some of those that a proof withholds with it.
fn group(task: &Task<'_>, choice: &Choice, draw: &mut Draw) -> Vec<CellIndex> {
    let secondary = dearest_first(task, &choice.withheld);
    if secondary.is_empty() {
        return secondary;
    }
    let first = secondary[draw.below(secondary.len())];
    let mut group = vec![first];
    for moves in choice.proofs.iter().filter(|moves| moves.iter().any(|&(cell, _)| cell == first)) {
        for &(cell, _) in moves {
            if group.len() < LARGEST_GROUP && !task.forced[cell as usize] && !group.contains(&cell) && draw.below(2) == 0 {
                group.push(cell);
            }
        }
    }
    group
}

/// Marsaglia's xorshift: the same draws in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end
    }
}

fn dearest_first(task: &Task<'_>, withheld: &[bool]) -> Vec<CellIndex> {
    let secondary = |&cell: &CellIndex| withheld[cell as usize] && !task.forced[cell as usize];
    let mut cells: Vec<CellIndex> = (0..withheld.len() as CellIndex).filter(secondary).collect();
    cells.sort_by(|&one, &other| task.costs[other as usize].total_cmp(&task.costs[one as usize]).then(one.cmp(&other)));
    cells
}

/// Tries to do without some cells. With draws, freed cells get costs a little off, and the needs another order.
fn without(
    task: &Task<'_>,
    protector: &mut Protector,
    choice: &mut Choice,
    needs: &[Need],
    cells: &[CellIndex],
    mut draw: Option<&mut Draw>,
) {
    let (broken, mut proofs): (Vec<Moves>, Vec<Moves>) =
        choice.proofs.iter().cloned().partition(|moves| moves.iter().any(|(moved, _)| cells.contains(moved)));
    let mut withheld = task.forced.clone();
    for &(moved, _) in proofs.iter().flatten() {
        withheld[moved as usize] = true;
    }
    let freed: Vec<CellIndex> =
        (0..withheld.len() as CellIndex).filter(|&cell| choice.withheld[cell as usize] && !withheld[cell as usize]).collect();
    for &freed in &freed {
        let off = draw.as_deref_mut().map_or(1.0, |draw| 0.5 + draw.below(1_000) as f64 / 1_000.0);
        protector.set_cost(freed, task.costs[freed as usize] * off);
    }
    let saved: f64 = freed.iter().map(|&freed| task.costs[freed as usize]).sum();
    let mut covered = Covered::from(task, proofs.iter());
    let mut touched: Vec<CellIndex> = broken.iter().flatten().map(|&(cell, _)| cell).collect();
    touched.sort_unstable();
    let mut concerned: Vec<&Need> = needs.iter().filter(|need| touched.binary_search(&need.cell).is_ok()).collect();
    if let Some(draw) = draw.as_deref_mut() {
        for place in (1..concerned.len()).rev() {
            concerned.swap(place, draw.below(place + 1));
        }
    }
    // Going on at the same cost leads out of dead ends; without draws it would go round in circles.
    let limit = if draw.is_some() { saved + 1e-9 } else { saved - 1e-9 };
    let mut added = Vec::new();
    let mut spent = 0.0;
    'mending: for need in concerned {
        for (side, distance) in [(Side::Up, need.upper), (Side::Down, need.lower)] {
            if covered.reaches(need.cell, side, distance) {
                continue;
            }
            let Some(moves) = protector.moves(task, need.cell, side, distance) else {
                spent = f64::INFINITY;
                break 'mending;
            };
            for &(moved, _) in &moves {
                if !withheld[moved as usize] {
                    withheld[moved as usize] = true;
                    added.push(moved);
                    spent += task.costs[moved as usize];
                    protector.set_cost(moved, 0.0);
                }
            }
            covered.learn(task, &moves);
            proofs.push(moves);
            if spent >= limit {
                break 'mending;
            }
        }
    }
    if spent < limit {
        for &freed in freed.iter().filter(|&&freed| !withheld[freed as usize]) {
            protector.set_cost(freed, task.costs[freed as usize]);
        }
        choice.cost += spent - saved;
        choice.withheld = withheld;
        choice.proofs = proofs;
        return;
    }
    for &moved in &added {
        protector.set_cost(moved, task.costs[moved as usize]);
    }
    for &freed in &freed {
        protector.set_cost(freed, 0.0);
    }
}

//! Proofs of protection: other tables that fit all that is published, given as moves away from the true one.
//!
//! Whoever chose the withheld cells may hand proofs to the audit. Each is verified here, cell by cell and sum by sum;
//! one that does not hold is left out, and the audit searches itself.

use crate::attack::rows_of;
use crate::bounds::{Attacker, TOLERANCE};
use crate::primary::Protection;
use crate::system::{CellIndex, System};
use std::collections::HashMap;

/// How far verified proofs take each cell.
pub(crate) struct Proofs {
    up: Vec<f64>,
    down: Vec<f64>,
}

impl Proofs {
    pub(crate) fn verify(system: &System, withheld: &[bool], proofs: &[Vec<(CellIndex, f64)>], attacker: Attacker) -> Self {
        let mut verified = Proofs { up: vec![0.0; system.len()], down: vec![0.0; system.len()] };
        let rows_of = rows_of(system);
        for moves in proofs {
            if may_move(system, withheld, moves) && adds_up(system, &rows_of, moves, attacker) {
                verified.learn(system, moves, attacker);
            }
        }
        verified
    }

    pub(crate) fn cover(&self, system: &System, cell: CellIndex, protection: Protection) -> bool {
        let known = &system.cells[cell as usize];
        let room = known.least_withheld().map_or(f64::INFINITY, |least| (known.value.unwrap_or(0) - least) as f64);
        let (up, down) = (self.up[cell as usize], self.down[cell as usize]);
        up >= protection.upper as f64 - TOLERANCE
            && down >= (protection.lower as f64).min(room) - TOLERANCE
            && up + down >= protection.sliding as f64 - TOLERANCE
    }

    /// Moves may be made longer or shorter, and turned round, as far as every cell has room.
    fn learn(&mut self, system: &System, moves: &[(CellIndex, f64)], attacker: Attacker) {
        let (mut along, mut against) = (f64::INFINITY, f64::INFINITY);
        for &(cell, moved) in moves.iter().filter(|(_, moved)| *moved != 0.0) {
            let known = &system.cells[cell as usize];
            let value = known.value.unwrap_or(0);
            let down = known.least_withheld().map_or(f64::INFINITY, |least| (value - least) as f64);
            let up = known.most.map_or(f64::INFINITY, |most| (most - value) as f64);
            let (ahead, back) = if moved > 0.0 { (up, down) } else { (down, up) };
            along = along.min(ahead / moved.abs());
            against = against.min(back / moved.abs());
        }
        // Without end in any cell: far enough for every need.
        let bound = |times: f64| if times.is_finite() { times } else { 1e12 };
        let (mut along, mut against) = (bound(along), bound(against));
        if attacker == Attacker::Whole {
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

/// Only withheld cells move, each once.
fn may_move(system: &System, withheld: &[bool], moves: &[(CellIndex, f64)]) -> bool {
    let known = |cell: CellIndex| {
        (cell as usize) < system.len() && withheld[cell as usize] && system.cells[cell as usize].value.is_some()
    };
    let each_once = moves.iter().map(|(cell, _)| cell).collect::<std::collections::HashSet<_>>().len() == moves.len();
    each_once && moves.iter().all(|&(cell, moved)| known(cell) && moved.is_finite())
}

fn adds_up(system: &System, rows_of: &[Vec<u32>], moves: &[(CellIndex, f64)], attacker: Attacker) -> bool {
    // Outsiders who reckon with whole units take only whole moves for possible.
    if attacker == Attacker::Whole && moves.iter().any(|(_, moved)| moved.fract() != 0.0) {
        return false;
    }
    let moved: HashMap<CellIndex, f64> = moves.iter().copied().collect();
    let of = |cell: &CellIndex| moved.get(cell).copied().unwrap_or(0.0);
    moves.iter().flat_map(|&(cell, _)| &rows_of[cell as usize]).all(|&row| {
        let row = system.sums.row(row as usize);
        (of(&row[0]) - row[1..].iter().map(of).sum::<f64>()).abs() <= TOLERANCE
    })
}

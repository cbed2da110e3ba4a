//! A program over a few codes of each dimension: what protects a cell of a very large table where no hypercube does.
//!
//! As along a [hypercube], finest codes within the cell's own code and beside it move, with what contains them below what
//! contains both. Here several of each do, and a program finds how: most of them where little is just enough, which is cheap,
//! some where there is most. Where there are no such moves, codes are taken from under what contains the cell's code more widely.

use super::protector::{self, Moves, Side};
use super::{Task, hypercube};
use crate::amount::Units;
use crate::bounds::Attacker;
use crate::dimension::Dimension;
use crate::system::CellIndex;

/// Codes within the cell's, and as many beside it, in each dimension.
const CODES: [usize; 7] = [2, 3, 5, 8, 12, 20, 40];
/// Cells of a program: with six times as many one takes half a second.
const MOST_CELLS: usize = 1_000;

/// The cheapest moves that take a cell this far to each of the sides, as far as programs of this size tell.
pub(super) fn moves(
    task: &Task<'_>,
    movable: &[bool],
    costs: &[f64],
    withheld: &[bool],
    cell: CellIndex,
    sides: &[(Side, Units)],
) -> Option<Vec<Moves>> {
    let (table, position) = task.system.home(cell);
    let coordinates = table.coordinates(position);
    let levels = table.dimensions().iter().zip(coordinates).map(|(dimension, code)| above(dimension, code).count()).max()?;
    let room = sides.iter().map(|&(_, distance)| distance).max()?;
    let among = |cells: &[CellIndex], attacker: Attacker| {
        let costs = |cell: CellIndex| if withheld[cell as usize] { 0.0 } else { costs[cell as usize] };
        protector::moves_among(task, cells, costs, cell, sides, attacker)
    };
    (1..=levels.max(1)).find_map(|levels| {
        let grids = CODES.iter().map(|&number| grid(task, movable, cell, levels, number, room));
        let grids: Vec<Vec<CellIndex>> = grids.take_while(|cells| cells.len() <= MOST_CELLS).collect();
        let found = among(grids.last()?, Attacker::Linear)?;
        // Most of the cheapest moves are whole by themselves. Where they are not, the fewest codes: whole numbers take long to find.
        if task.options.attacker == Attacker::Linear || found.iter().all(protector::is_whole) {
            return Some(found);
        }
        grids.iter().find_map(|cells| among(cells, Attacker::Whole))
    })
}

/// The cells that may move where so many codes of each dimension do.
fn grid(task: &Task<'_>, movable: &[bool], cell: CellIndex, levels: usize, number: usize, room: Units) -> Vec<CellIndex> {
    let (table, position) = task.system.home(cell);
    let table_number = task.system.tables().iter().position(|other| std::ptr::eq(other, table)).unwrap_or(0);
    let cells = task.system.cells_of(table_number);
    let everybody: usize = table.dimensions().iter().enumerate().map(|(n, dimension)| dimension.total() * table.stride(n)).sum();
    let mut positions = vec![0];
    for (place, (dimension, code)) in table.dimensions().iter().zip(table.coordinates(position)).enumerate() {
        let stride = table.stride(place);
        let value = |at: usize, from: usize, to: usize| table.value(at - from * stride + to * stride).unwrap_or(0);
        // Beside the cell, and where nobody is there, in all.
        let size = |other: usize| (value(position, code, other), value(everybody, dimension.total(), other));
        let codes = codes(dimension, code, levels, |among| chosen(among, number, room, size));
        positions = positions.iter().flat_map(|&before| codes.iter().map(move |code| before + code * stride)).collect();
    }
    let mut found: Vec<CellIndex> = positions.into_iter().map(|position| cells[position]).collect();
    found.retain(|&cell| movable[cell as usize]);
    found.sort_unstable();
    found.dedup();
    found
}

/// Finest codes within a code and beside it, and what contains them below the code so many levels above.
fn codes(dimension: &Dimension, code: usize, levels: usize, chosen: impl Fn(Vec<usize>) -> Vec<usize>) -> Vec<usize> {
    let end = above(dimension, code).take(levels).last();
    let within = hypercube::finest(dimension, code);
    let beside = end.map(|end| hypercube::finest(dimension, end)).unwrap_or_default();
    let beside = beside.into_iter().filter(|other| !within.contains(other)).collect();
    let finest = [chosen(within), chosen(beside)].concat();
    let mut found: Vec<usize> = finest.into_iter().flat_map(|one| hypercube::line(dimension, one, end)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Of the codes that have room the smallest and, one in three, the largest; then what is largest of the others.
fn chosen(mut codes: Vec<usize>, number: usize, room: Units, size: impl Fn(usize) -> (Units, Units)) -> Vec<usize> {
    codes.sort_by_key(|&code| (std::cmp::Reverse(size(code)), code));
    let with_room = codes.partition_point(|&code| size(code).0 >= room);
    codes[..with_room].reverse();
    codes[..with_room].rotate_right((number / 3).min(with_room));
    codes.truncate(number);
    codes
}

/// What contains a code, the narrowest first.
fn above(dimension: &Dimension, code: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(dimension.parent(code), |&code| dimension.parent(code))
}

//! Moves along hypercubes: what protects a cell without a program.
//!
//! In each dimension two finest codes are chosen, one within the cell's code and one beside it; one goes up where the other
//! goes down, so that no total above both notices. In a dimension where the cell is the total itself, one code alone is
//! chosen and every total above it moves. The cells with an odd sum of signs lose what the others gain. The idea is that of
//! the hypercube method (Giessing and Repsilber, 2002), here at all levels of the hierarchies at once.
//!
//! Where one hypercube has too little room, or is dear, several share the way: each goes by whole units as far as those before
//! left room. So the moves are whole, and outsiders who know that persons are cannot rule them out either.

use super::Task;
use super::protector::{Moves, Side};
use crate::amount::Units;
use crate::dimension::Dimension;
use crate::system::CellIndex;
use std::collections::BTreeMap;

/// Not more pairs than this are added for one hypercube; the cheapest come first.
const MOST_TRIED: usize = 20_000;
/// Of one dimension not more pairs than this, and not more codes within the cell's own.
const MOST_PAIRS: usize = 2_000;
const MOST_WITHIN: usize = 50;

/// How far from a cell what moves with it may lie in the hierarchies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// Below what contains the cell's code.
    Narrow,
    /// Below what contains that as well, and so on, up to moves of every total.
    Wide,
}

/// One pair of finest codes in a dimension: every other code than the cell's own that contains one of the two, as far as it is
/// from the cell, with the side it goes to.
struct Pair {
    others: Vec<(isize, i8)>,
    /// What it costs to withhold the cells in line with the cell itself.
    cost: f64,
}

/// What may move, and at what cost for those that are not withheld yet.
pub(super) struct Hypercubes<'a> {
    pub(super) task: &'a Task<'a>,
    pub(super) movable: &'a [bool],
    pub(super) costs: &'a [f64],
    pub(super) withheld: &'a [bool],
    pub(super) width: Width,
}

impl Hypercubes<'_> {
    /// Moves that take a cell this far to one side, the cheapest of those by steps of different sizes.
    pub(super) fn moves(&self, cell: CellIndex, side: Side, distance: Units) -> Option<Moves> {
        let mut best: Option<(f64, Moves)> = None;
        let mut step = distance;
        while step > 0 {
            let (first, moves) = self.by_steps(cell, side, distance, step);
            if let Some(moves) = moves {
                let cost = moves.iter().filter_map(|&(cell, _)| self.cost(cell, true)).sum();
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, moves));
                }
                if cost <= 0.0 {
                    break;
                }
            }
            step = first / 2;
        }
        best.map(|(_, moves)| moves)
    }

    /// One hypercube after the other, each by the same step as long as there are any, and then by smaller ones. Gives the
    /// step of the first as well, zero if there is none.
    fn by_steps(&self, cell: CellIndex, side: Side, distance: Units, mut step: Units) -> (Units, Option<Moves>) {
        let direction: i8 = if side == Side::Up { 1 } else { -1 };
        let mut moved: BTreeMap<CellIndex, Units> = BTreeMap::new();
        let (mut first, mut left) = (0, distance);
        while left > 0 {
            let cost = |cell: CellIndex, sign: i8| {
                let (down, up) = self.task.room(cell);
                let already = moved.get(&cell).copied();
                let room = if sign * direction > 0 { up - already.unwrap_or(0) } else { down + already.unwrap_or(0) };
                self.cost(cell, room >= step).map(|cost| if already.is_some() { 0.0 } else { cost })
            };
            match cheapest(self.task, cell, self.width, cost) {
                Some(corners) => {
                    for (cell, sign) in corners {
                        *moved.entry(cell).or_default() += step * Units::from(sign * direction);
                    }
                    first = first.max(step);
                    left -= step;
                    step = step.min(left);
                }
                None if step == 1 => return (first, None),
                None => step /= 2,
            }
        }
        moved.retain(|_, &mut moved| moved != 0);
        (first, Some(moved.into_iter().map(|(cell, moved)| (cell, moved as f64)).collect()))
    }

    fn cost(&self, cell: CellIndex, has_room: bool) -> Option<f64> {
        let cell = cell as usize;
        (has_room && self.movable[cell]).then(|| if self.withheld[cell] { 0.0 } else { self.costs[cell] })
    }
}

/// The cells of the cheapest hypercube, each with its sign; `cost` says which cells will do and for how much.
fn cheapest(
    task: &Task<'_>,
    cell: CellIndex,
    width: Width,
    cost: impl Fn(CellIndex, i8) -> Option<f64>,
) -> Option<Vec<(CellIndex, i8)>> {
    let (table, position) = task.system.home(cell);
    let number = task.system.tables().iter().position(|other| std::ptr::eq(other, table))?;
    let cells = task.system.cells_of(number);
    let cost = |(position, sign): (usize, i8)| cost(cells[position], sign);
    cost((position, 1))?;
    let dimensions = table.dimensions().iter().zip(table.coordinates(position)).enumerate();
    let mut pairs: Vec<Vec<Pair>> = dimensions
        .map(|(place, (dimension, code))| {
            let stride = table.stride(place) as isize;
            pairs(dimension, code, width, |other, side| {
                let offset = (other as isize - code as isize) * stride;
                cost((position.wrapping_add_signed(offset), side)).map(|cost| (offset, cost))
            })
        })
        .collect();
    pairs.sort_by_key(Vec::len);
    // What the dimensions still to come cost at least.
    let mut least = vec![0.0; pairs.len() + 1];
    for (place, pairs) in pairs.iter().enumerate().rev() {
        least[place] = least[place + 1] + pairs.first()?.cost;
    }
    let mut search = Search { pairs, least, cost, corners: vec![(position, 1)], best: None, left: MOST_TRIED };
    search.expand(0, 0.0);
    let (_, corners) = search.best?;
    let corners: Vec<(CellIndex, i8)> = corners.into_iter().map(|(position, sign)| (cells[position], sign)).collect();
    // In linked tables a cell may be in sums of other dimensions too.
    let moves = || corners.iter().map(|&(cell, sign)| (cell, f64::from(sign))).collect::<Moves>();
    (task.system.tables().len() == 1 || task.adds_up(&moves())).then_some(corners)
}

/// The cells of a hypercube as far as pairs are chosen, those with the cell's own code in every other dimension.
struct Search<Cost> {
    pairs: Vec<Vec<Pair>>,
    least: Vec<f64>,
    cost: Cost,
    corners: Vec<(usize, i8)>,
    best: Option<(f64, Vec<(usize, i8)>)>,
    left: usize,
}

impl<Cost: Fn((usize, i8)) -> Option<f64>> Search<Cost> {
    /// Chooses a pair in this dimension and those that follow, as long as that may be cheaper than the best so far.
    fn expand(&mut self, place: usize, before: f64) {
        if place == self.pairs.len() {
            self.best = Some((before, self.corners.clone()));
            return;
        }
        let known = self.corners.len();
        for number in 0..self.pairs[place].len() {
            let most = self.best.as_ref().map_or(f64::INFINITY, |(cost, _)| cost - self.least[place + 1]);
            if before + self.pairs[place][number].cost >= most || self.left == 0 {
                return;
            }
            self.left -= 1;
            if let Some(added) = self.add(place, number, most - before) {
                self.expand(place + 1, before + added);
            }
            self.corners.truncate(known);
        }
    }

    /// Adds the cells of a pair; gives what they cost if each has room and they are cheaper than `most`.
    fn add(&mut self, place: usize, number: usize, most: f64) -> Option<f64> {
        let mut cost = 0.0;
        for corner in 0..self.corners.len() {
            let (position, sign) = self.corners[corner];
            for &(offset, side) in &self.pairs[place][number].others {
                let added = (position.wrapping_add_signed(offset), sign * side);
                cost += (self.cost)(added)?;
                if cost >= most {
                    return None;
                }
                self.corners.push(added);
            }
        }
        Some(cost)
    }
}

/// The pairs for a code of a dimension whose cells in line with the cell have room, the cheapest first. `at` gives a code's
/// distance and cost, or nothing where it has no room.
///
/// The second code lies beside the first below what contains both, ever more widely; at last there is none, and every total moves.
fn pairs(dimension: &Dimension, code: usize, width: Width, at: impl Fn(usize, i8) -> Option<(isize, f64)>) -> Vec<Pair> {
    let in_line = |codes: &mut dyn Iterator<Item = usize>, side: i8| {
        let mut pair = Pair { others: Vec::new(), cost: 0.0 };
        for other in codes.filter(|&other| other != code) {
            let (offset, cost) = at(other, side)?;
            pair.others.push((offset, side));
            pair.cost += cost;
        }
        Some(pair)
    };
    let cheapest = |mut found: Vec<Pair>, most: usize| {
        found.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        found.truncate(most);
        found
    };
    let within =
        dimension.finest_within(code).iter().filter_map(|&one| in_line(&mut line(dimension, one, Some(code)), 1)).collect();
    let within = cheapest(within, MOST_WITHIN);
    let most = MOST_PAIRS / within.len().max(1);
    let mut pairs = Vec::new();
    let mut inside = code;
    loop {
        let parent = dimension.parent(inside);
        let Some(above) = in_line(&mut line(dimension, code, parent), 1) else { break };
        let below = parent.map_or_else(Vec::new, |parent| {
            let others =
                dimension.parts(parent).iter().filter(|&&part| part != inside).flat_map(|&part| dimension.finest_within(part));
            others.filter_map(|&other| in_line(&mut line(dimension, other, Some(parent)), -1)).collect()
        });
        let below = if parent.is_some() { cheapest(below, most) } else { vec![Pair { others: Vec::new(), cost: 0.0 }] };
        for one in &within {
            pairs.extend(below.iter().map(|other| Pair {
                others: [&one.others[..], &above.others, &other.others].concat(),
                cost: one.cost + above.cost + other.cost,
            }));
        }
        let (Some(parent), Width::Wide) = (parent, width) else { break };
        inside = parent;
    }
    cheapest(pairs, MOST_PAIRS)
}

/// A code and what it is part of, up to but without `end`.
fn line(dimension: &Dimension, code: usize, end: Option<usize>) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(code), |&code| dimension.parent(code)).take_while(move |&code| Some(code) != end)
}

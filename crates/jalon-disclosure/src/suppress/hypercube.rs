//! Moves along a hypercube: what protects a cell of a large table without a program.
//!
//! In each dimension two finest codes are chosen, one within the cell's code and one beside it; one goes up where the other
//! goes down, so that no total above both notices. In a dimension where the cell is the total itself, one code alone is
//! chosen and every total above it moves. The cells with an odd sum of signs lose what the others gain. The idea is that of
//! the hypercube method (Giessing and Repsilber, 2002), here at all levels of the hierarchies at once.

use super::protector::Moves;
use super::{Need, Task};
use crate::dimension::Dimension;

/// Not more hypercubes than this are tried for one cell; beyond it, evenly spread ones are.
const MOST_TRIED: usize = 20_000;

/// One pair of finest codes in a dimension: every code that contains one of the two, with the side it goes to.
type Pair = Vec<(usize, i8)>;

/// The cheapest hypercube that lets a cell move as far up and down as it needs.
/// Its moves take the cell up by one unit: as many times as that, and turned round, they take it as far as there is room.
pub(super) fn moves(task: &Task<'_>, movable: &[bool], costs: &[f64], withheld: &[bool], need: &Need) -> Option<Moves> {
    let (table, position) = task.system.home(need.cell);
    let number = task.system.tables().iter().position(|other| std::ptr::eq(other, table))?;
    let cells = task.system.cells_of(number);
    let coordinates = table.coordinates(position);
    let pairs: Vec<Vec<Pair>> =
        table.dimensions().iter().zip(&coordinates).map(|(dimension, &code)| pairs(dimension, code)).collect();
    let combinations: usize = pairs.iter().map(Vec::len).product();
    if combinations == 0 {
        return None;
    }
    let strides: Vec<usize> = (0..pairs.len()).map(|dimension| table.stride(dimension)).collect();
    let mut best: Option<(f64, usize)> = None;
    let mut corners = Vec::new();
    for combination in (0..combinations).step_by(combinations.div_ceil(MOST_TRIED)) {
        expand(&pairs, &strides, combination, &mut corners);
        let most = best.map_or(f64::INFINITY, |(cost, _)| cost);
        let mut cost = 0.0;
        let fits = corners.iter().all(|&(position, sign)| {
            let cell = cells[position] as usize;
            if !withheld[cell] {
                cost += costs[cell];
            }
            movable[cell] && cost < most && {
                let (down, up) = task.room(cells[position]);
                let (ahead, back) = if sign > 0 { (up, down) } else { (down, up) };
                ahead >= need.upper && back >= need.lower
            }
        });
        if fits {
            best = Some((cost, combination));
            if cost <= 0.0 {
                break;
            }
        }
    }
    let (_, combination) = best?;
    expand(&pairs, &strides, combination, &mut corners);
    let moves: Moves = corners.iter().map(|&(position, sign)| (cells[position], f64::from(sign))).collect();
    // In linked tables a cell may be in sums of other dimensions too.
    (task.system.tables().len() == 1 || task.adds_up(&moves)).then_some(moves)
}

/// The positions of a combination's cells, each with its sign.
fn expand(pairs: &[Vec<Pair>], strides: &[usize], mut combination: usize, corners: &mut Vec<(usize, i8)>) {
    corners.clear();
    corners.push((0, 1));
    for (pairs, stride) in pairs.iter().zip(strides) {
        let pair = &pairs[combination % pairs.len()];
        combination /= pairs.len();
        let before = corners.len();
        for &(code, side) in &pair[1..] {
            for corner in 0..before {
                let (position, sign) = corners[corner];
                corners.push((position + code * stride, sign * side));
            }
        }
        let (code, side) = pair[0];
        for (position, sign) in &mut corners[..before] {
            *position += code * stride;
            *sign *= side;
        }
    }
}

/// All pairs for a code of a dimension; for the total, each finest code alone.
fn pairs(dimension: &Dimension, code: usize) -> Vec<Pair> {
    let within = finest(dimension, code);
    let Some(parent) = dimension.parent(code) else {
        return within.into_iter().map(|one| line(dimension, one, None).map(|code| (code, 1)).collect()).collect();
    };
    let beside: Vec<usize> = finest(dimension, parent).into_iter().filter(|other| !within.contains(other)).collect();
    let mut pairs = Vec::new();
    for &one in &within {
        for &other in &beside {
            let up = line(dimension, one, Some(parent)).map(|code| (code, 1));
            let down = line(dimension, other, Some(parent)).map(|code| (code, -1));
            pairs.push(up.chain(down).collect());
        }
    }
    pairs
}

pub(super) fn finest(dimension: &Dimension, code: usize) -> Vec<usize> {
    let mut found = vec![code];
    let mut finest = Vec::new();
    while let Some(code) = found.pop() {
        if dimension.parts(code).is_empty() {
            finest.push(code);
        }
        found.extend(dimension.parts(code));
    }
    finest.sort_unstable();
    finest
}

/// A code and what it is part of, up to but without `end`.
pub(super) fn line(dimension: &Dimension, code: usize, end: Option<usize>) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(code), |&code| dimension.parent(code)).take_while(move |&code| Some(code) != end)
}

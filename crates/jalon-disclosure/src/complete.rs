//! Numbers for cells that nobody here knows: a table that its holder had protected before it was handed in.
//!
//! What the table shows ties the unknown cells together. [`complete`] finds whole numbers of zero or more that fit all of it,
//! or says which totals no numbers fit. The numbers are one possibility among many and tell nothing of the true ones: they
//! are the point from which the audit works out what *every* outsider can conclude, which does not depend on the point.

use crate::amount::Units;
use crate::solver::{Column, Outcome, Program, Row, Solver};
use crate::stop::Stop;

/// Unknown cells that add up to a known number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Places of the unknown cells, from zero.
    pub cells: Vec<usize>,
    pub total: Units,
}

/// Numbers that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    pub values: Vec<Units>,
    /// Cells that can have no other number: one sum after the other leaves only this one.
    pub determined: Vec<bool>,
}

/// Why there are no numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// These sums cannot all be true: the place of each, and how much its cells would have to give more (or, negative, less).
    Contradiction(Vec<(usize, Units)>),
    /// The solver found neither numbers nor a contradiction.
    NotSettled,
}

/// Whole numbers of zero or more for so many unknown cells.
///
/// # Errors
/// [`Unfit`] where the sums contradict one another, or nothing could be settled.
pub fn complete(unknown: usize, sums: &[Sum]) -> Result<Completed, Unfit> {
    let impossible: Vec<(usize, Units)> =
        sums.iter().enumerate().filter(|(_, sum)| sum.total < 0).map(|(place, sum)| (place, sum.total)).collect();
    if !impossible.is_empty() {
        return Err(Unfit::Contradiction(impossible));
    }
    let determined = determined(unknown, sums);
    let point = solve(unknown, sums, false)?;
    let point = if fits(&point, sums) { point } else { solve(unknown, sums, true)? };
    if fits(&point, sums) { Ok(Completed { values: point, determined }) } else { Err(Unfit::NotSettled) }
}

/// The solver is not believed: every sum is added up again.
fn fits(values: &[Units], sums: &[Sum]) -> bool {
    let holds = |sum: &Sum| sum.cells.iter().map(|cell| values[*cell]).sum::<Units>() == sum.total;
    values.iter().all(|value| *value >= 0) && sums.iter().all(holds)
}

/// The program whose minimum is how far the sums are from being true together: each may be missed to either side, at a price.
fn solve(unknown: usize, sums: &[Sum], whole: bool) -> Result<Vec<Units>, Unfit> {
    let open = sums.iter().map(|sum| sum.total).max().unwrap_or(0) as f64;
    let mut program = Program::default();
    program.columns.extend((0..unknown).map(|_| Column { cost: 0.0, low: 0.0, high: open, whole }));
    for sum in sums {
        let slack = program.columns.len();
        program.columns.extend([1.0, 1.0].map(|cost| Column {
            cost,
            low: 0.0,
            high: open + sum.total as f64 + 1.0,
            whole: false,
        }));
        let cells = sum.cells.iter().map(|cell| (*cell, 1.0));
        let entries = cells.chain([(slack, 1.0), (slack + 1, -1.0)]).collect();
        program.rows.push(Row { low: sum.total as f64, high: sum.total as f64, entries });
    }
    let Some(Outcome::Optimal(solution)) = Solver::new(&program, &Stop::default()).map(|mut solver| solver.solve()) else {
        return Err(Unfit::NotSettled);
    };
    let slack = |place: usize| solution.point[unknown + 2 * place] - solution.point[unknown + 2 * place + 1];
    let missed: Vec<(usize, Units)> =
        (0..sums.len()).map(|place| (place, slack(place).round() as Units)).filter(|(_, missed)| *missed != 0).collect();
    // Where fractions miss a sum, whole numbers do too.
    if !missed.is_empty() {
        return Err(Unfit::Contradiction(missed));
    }
    Ok(solution.point[..unknown].iter().map(|value| value.round() as Units).collect())
}

/// Bounds of each cell by one sum after the other, until nothing changes.
fn determined(unknown: usize, sums: &[Sum]) -> Vec<bool> {
    let open = sums.iter().map(|sum| sum.total).max().unwrap_or(0);
    let (mut low, mut high) = (vec![0; unknown], vec![open; unknown]);
    let mut in_a_sum = vec![false; unknown];
    sums.iter().flat_map(|sum| &sum.cells).for_each(|cell| in_a_sum[*cell] = true);
    // Bounds that close in on each other step by step could take as many steps as there are persons.
    for _ in 0..40 {
        let mut changed = false;
        for sum in sums {
            let least: Units = sum.cells.iter().map(|cell| low[*cell]).sum();
            let most: Units = sum.cells.iter().map(|cell| high[*cell]).sum();
            for cell in &sum.cells {
                let (new_low, new_high) = (sum.total - (most - high[*cell]), sum.total - (least - low[*cell]));
                changed |= new_low > low[*cell] || new_high < high[*cell];
                low[*cell] = low[*cell].max(new_low);
                high[*cell] = high[*cell].min(new_high);
            }
        }
        if !changed {
            break;
        }
    }
    (0..unknown).map(|cell| in_a_sum[cell] && low[cell] == high[cell]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(said: &[(&[usize], Units)]) -> Vec<Sum> {
        said.iter().map(|(cells, total)| Sum { cells: cells.to_vec(), total: *total }).collect()
    }

    #[test]
    fn numbers_are_found_where_there_are_some_and_known_to_be_the_only_ones() {
        // Two lines and two columns of a withheld square.
        let square = sums(&[(&[0, 1], 7), (&[2, 3], 5), (&[0, 2], 4), (&[1, 3], 8)]);
        let found = complete(4, &square).expect("numbers");
        assert!(fits(&found.values, &square));
        assert_eq!(found.determined, [false; 4]);
        let only = complete(3, &sums(&[(&[0], 3), (&[0, 1], 3)])).expect("numbers");
        assert_eq!((only.values, only.determined), (vec![3, 0, 0], vec![true, true, false]), "nothing ties the third");
    }

    #[test]
    fn totals_that_no_numbers_fit_are_named() {
        assert_eq!(complete(1, &sums(&[(&[0], -2)])), Err(Unfit::Contradiction(vec![(0, -2)])));
        let Err(Unfit::Contradiction(missed)) = complete(2, &sums(&[(&[0, 1], 4), (&[0], 6)])) else {
            panic!("no contradiction")
        };
        assert_eq!(missed.iter().map(|(_, missed)| missed.abs()).sum::<Units>(), 2, "{missed:?}");
    }

    #[test]
    fn where_fractions_would_do_whole_numbers_are_found() {
        // Half of each would satisfy any one corner; whole numbers exist for the even sums only.
        let odd = sums(&[(&[0, 1], 1), (&[1, 2], 1), (&[0, 2], 2)]);
        assert_eq!(complete(3, &odd).expect("numbers").values, [1, 0, 1]);
        assert!(complete(3, &sums(&[(&[0, 1], 1), (&[1, 2], 1), (&[0, 2], 1)])).is_err());
    }
}

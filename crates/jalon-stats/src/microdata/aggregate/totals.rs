//! Whether a table adds up, and numbers that fit what it does not tell.

use jalon_disclosure::complete::{Sum, Unfit, complete};
use jalon_domain::Problem;

use super::axis::TOTAL;
use super::given::{Given, Open};
use super::read::{Cells, Said};
use crate::microdata::description::{Absent, Aggregate, Unknown};

/// The largest number of persons that tabulation counts.
const MOST_COUNTED: u64 = u32::MAX as u64;

/// Numbers below it in all may add up by chance.
const BY_CHANCE: u64 = 100;
/// Code of a total that the file does not have.
const NO_TOTAL: &str = "_T";

/// A table without faults: for each position of a finest cell its number, and what is not known.
#[derive(Debug)]
pub(super) struct Whole {
    /// Position and number of every finest cell that is not empty.
    pub(super) counted: Vec<(usize, u64)>,
    pub(super) given: Given,
}

/// The finest cells with their numbers, or everything that does not add up.
pub(super) fn check(cells: &Cells, aggregate: &Aggregate, mut faults: Vec<Problem>) -> Result<Whole, Vec<Problem>> {
    let mut said: Vec<Option<Said>> = cells.entries.iter().map(|entry| entry.map(|entry| entry.said)).collect();
    // A row that stands twice was read: what is absent beside it is absent.
    let readable = faults.iter().all(|fault| fault.code == "aggregate-twice");
    fill_absent(cells, aggregate, &mut said, readable, &mut faults);
    let mut sums = Sums { cells, said: &said, known: vec![None; said.len()] };
    sums.check(&mut faults);
    sums.find_hidden_totals(aggregate, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    fit(cells, aggregate, &said)
}

/// What becomes of finest cells that the file lacks. Where rows could not be read, cells are missing for that, and it was told.
fn fill_absent(cells: &Cells, aggregate: &Aggregate, said: &mut [Option<Said>], readable: bool, faults: &mut Vec<Problem>) {
    let mut told: Vec<Vec<bool>> = cells.axes.iter().map(|axis| vec![false; axis.len()]).collect();
    let occurs = occurring(cells, said);
    for (position, said) in said.iter_mut().enumerate() {
        let places = cells.places(position);
        if said.is_some() || !cells.is_leaf(&places) {
            continue;
        }
        match aggregate.absent {
            Absent::Zero => *said = Some(Said::Number(0)),
            Absent::Unknown(unknown) => *said = Some(Said::Unknown(unknown)),
            Absent::Refuse if !readable => {}
            Absent::Refuse => {
                // A code that stands nowhere is one fault, not one for each combination with the others.
                let nowhere = (0..places.len()).find(|axis| !occurs[*axis][places[*axis]]);
                match nowhere {
                    Some(axis) if told[axis][places[axis]] => {}
                    Some(axis) => {
                        told[axis][places[axis]] = true;
                        let problem = Problem::new("aggregate-code-absent").with("name", &cells.axes[axis].name);
                        faults.push(problem.with("code", &cells.axes[axis].codes[places[axis]].code));
                    }
                    None => faults.push(Problem::new("aggregate-absent").with("cell", cells.name(&places))),
                }
            }
        }
    }
}

/// For each axis and code whether any row of the file has it.
fn occurring(cells: &Cells, said: &[Option<Said>]) -> Vec<Vec<bool>> {
    let mut occurs: Vec<Vec<bool>> = cells.axes.iter().map(|axis| vec![false; axis.len()]).collect();
    for position in (0..said.len()).filter(|position| said[*position].is_some()) {
        for (axis, place) in cells.places(position).into_iter().enumerate() {
            occurs[axis][place] = true;
        }
    }
    occurs
}

/// Numbers of cells, those that follow from their parts included.
struct Sums<'a> {
    cells: &'a Cells,
    said: &'a [Option<Said>],
    /// Whether the number of a cell was looked for, and what it is.
    known: Vec<Option<Option<u64>>>,
}

impl Sums<'_> {
    /// The number of a cell: its own, or for a sum that the file lacks that of its parts, where all are known.
    fn number(&mut self, position: usize, places: &[usize]) -> Option<u64> {
        if let Some(known) = self.known[position] {
            return known;
        }
        let number = match self.said[position] {
            Some(Said::Number(number)) => Some(number),
            Some(Said::Unknown(Unknown::NotApplicable)) => Some(0),
            Some(Said::Unknown(_)) => None,
            None => {
                let axis = (0..places.len()).find(|axis| !self.cells.axes[*axis].is_leaf(places[*axis]));
                axis.and_then(|axis| self.parts(places, axis).into_iter().sum())
            }
        };
        self.known[position] = Some(number);
        number
    }

    fn parts(&mut self, places: &[usize], axis: usize) -> Vec<Option<u64>> {
        let cells = self.cells;
        let mut part = places.to_vec();
        let of_part = |place: &usize| {
            part[axis] = *place;
            self.number(cells.position(&part), &part)
        };
        cells.axes[axis].parts[places[axis]].iter().map(of_part).collect()
    }

    /// A code that is everywhere the sum of all others beside it is a total that nobody called one: it would count everybody
    /// twice. Small numbers may add up by chance; and whoever names [`NO_TOTAL`] as the total has looked.
    fn find_hidden_totals(&mut self, aggregate: &Aggregate, faults: &mut Vec<Problem>) {
        let cells = self.cells;
        let occurs = occurring(cells, self.said);
        for (number, axis) in cells.axes.iter().enumerate() {
            let is_said = occurs[number][TOTAL] || aggregate.totals[number] == [NO_TOTAL];
            for code in axis.parts[TOTAL].iter().filter(|_| !is_said && axis.parts[TOTAL].len() > 2) {
                if self.is_sum_of_others(number, *code) {
                    let problem = Problem::new("aggregate-hidden-total").with("name", &axis.name);
                    faults.push(problem.with("code", &axis.codes[*code].code));
                }
            }
        }
    }

    fn is_sum_of_others(&mut self, axis: usize, code: usize) -> bool {
        let cells = self.cells;
        let (mut equal, mut counted) = (0, 0_u64);
        for position in (0..self.said.len()).filter(|position| self.said[*position].is_some()) {
            let mut places = cells.places(position);
            if places[axis] != code {
                continue;
            }
            let Some(own) = self.number(position, &places) else { continue };
            places[axis] = TOTAL;
            let parts = self.parts(&places, axis);
            let Some(all) = parts.into_iter().sum::<Option<u64>>() else { continue };
            if own * 2 != all {
                return false;
            }
            equal += usize::from(own > 0);
            counted += own;
        }
        equal > 1 && counted >= BY_CHANCE
    }

    /// Every total against its parts, along each variable.
    fn check(&mut self, faults: &mut Vec<Problem>) {
        let cells = self.cells;
        for position in 0..self.said.len() {
            let Some(entry) = cells.entries[position] else { continue };
            let places = cells.places(position);
            let total = match entry.said {
                Said::Number(number) => number,
                Said::Unknown(Unknown::NotApplicable) => 0,
                Said::Unknown(_) => continue,
            };
            for axis in 0..places.len() {
                if cells.axes[axis].parts[places[axis]].is_empty() {
                    continue;
                }
                let parts = self.parts(&places, axis);
                let known: u64 = parts.iter().flatten().sum();
                let all_known = parts.iter().all(Option::is_some);
                let rule = match total.cmp(&known) {
                    std::cmp::Ordering::Equal => continue,
                    std::cmp::Ordering::Greater if !all_known => continue,
                    _ if all_known => "aggregate-total",
                    _ => "aggregate-parts-exceed",
                };
                let fault = Problem::new(rule).with("row", entry.row).with("cell", cells.name(&places));
                let fault = fault.with("name", &cells.axes[axis].name).with("total", total).with("sum", known);
                faults.push(fault.with("difference", total.abs_diff(known)));
            }
        }
    }
}

/// Numbers for the finest cells that are not known, which fit every total.
fn fit(cells: &Cells, aggregate: &Aggregate, said: &[Option<Said>]) -> Result<Whole, Vec<Problem>> {
    let mut unknown = vec![];
    let mut place_of = vec![None; said.len()];
    let mut number = vec![0_u64; said.len()];
    for position in 0..said.len() {
        match said[position] {
            Some(Said::Number(value)) => number[position] = value,
            Some(Said::Unknown(Unknown::Suppressed | Unknown::Missing)) if cells.is_leaf(&cells.places(position)) => {
                place_of[position] = Some(unknown.len());
                unknown.push(position);
            }
            _ => {}
        }
    }
    let (sums, homes) = if unknown.is_empty() { (vec![], vec![]) } else { sums(cells, said, &place_of, &number) };
    let completed = complete(unknown.len(), &sums).map_err(|unfit| unfit_faults(cells, &homes, unfit))?;
    for (position, value) in unknown.iter().zip(&completed.values) {
        number[*position] = u64::try_from(*value).unwrap_or_default();
    }
    let leaves = (0..said.len()).filter(|position| cells.is_leaf(&cells.places(*position)));
    let counted: Vec<(usize, u64)> = leaves.map(|position| (position, number[position])).filter(|(_, n)| *n > 0).collect();
    let total: u64 = counted.iter().fold(0_u64, |total, (_, number)| total.saturating_add(*number));
    if total > MOST_COUNTED {
        return Err(vec![Problem::new("aggregate-too-many").with("found", total).with("limit", MOST_COUNTED)]);
    }
    let determined = |position: usize| place_of[position].is_some_and(|place| completed.determined[place]);
    let open = (0..said.len()).filter_map(|position| {
        let Some(Said::Unknown(state)) = said[position] else { return None };
        Some(Open { at: at(cells, position), state, determined: determined(position) })
    });
    let given = Given {
        variables: cells.axes.iter().map(|axis| axis.name.clone()).collect(),
        counts: aggregate.counts,
        open: open.collect(),
        known: homes.into_iter().map(|position| at(cells, position)).collect(),
    };
    Ok(Whole { counted, given })
}

fn at(cells: &Cells, position: usize) -> Vec<Option<String>> {
    let place = |(axis, place): (&super::axis::Axis, &usize)| (*place != TOTAL).then(|| axis.codes[*place].code.clone());
    cells.axes.iter().zip(&cells.places(position)).map(place).collect()
}

/// Every sum with a number over cells that are not known: what those add up to. And the position of each.
fn sums(cells: &Cells, said: &[Option<Said>], place_of: &[Option<usize>], number: &[u64]) -> (Vec<Sum>, Vec<usize>) {
    let (mut sums, mut homes) = (vec![], vec![]);
    for (position, said) in said.iter().enumerate() {
        let total = match *said {
            Some(Said::Number(total)) => total,
            Some(Said::Unknown(Unknown::NotApplicable)) => 0,
            _ => continue,
        };
        let places = cells.places(position);
        if cells.is_leaf(&places) {
            continue;
        }
        let (mut open, mut known) = (vec![], 0_u64);
        each_leaf(cells, &places, &mut |leaf| match place_of[leaf] {
            Some(place) => open.push(place),
            None => known = known.saturating_add(number[leaf]),
        });
        if !open.is_empty() {
            let total = i64::try_from(total).unwrap_or(i64::MAX / 2) - i64::try_from(known).unwrap_or(i64::MAX / 2);
            sums.push(Sum { cells: open, total });
            homes.push(position);
        }
    }
    (sums, homes)
}

/// The positions of the finest cells within a cell.
fn each_leaf(cells: &Cells, places: &[usize], see: &mut impl FnMut(usize)) {
    let mut positions = vec![0];
    for (axis, place) in cells.axes.iter().zip(places) {
        let leaves = &axis.leaves[*place];
        positions = positions.iter().flat_map(|before| leaves.iter().map(move |leaf| before * axis.len() + leaf)).collect();
    }
    positions.into_iter().for_each(see);
}

fn unfit_faults(cells: &Cells, homes: &[usize], unfit: Unfit) -> Vec<Problem> {
    let Unfit::Contradiction(missed) = unfit else { return vec![Problem::new("aggregate-not-settled")] };
    let fault = |(place, missed): (usize, i64)| {
        let position = homes[place];
        let row = cells.entries[position].map_or(0, |entry| entry.row);
        let fault = Problem::new("aggregate-contradiction").with("row", row).with("difference", missed.abs());
        fault.with("cell", cells.name(&cells.places(position)))
    };
    missed.into_iter().map(fault).collect()
}

//! Cells of a table that was handed in already counted, and of which this office does not know the number either.
//!
//! Their holder withheld them, or nobody counted them. In the data a possible number stands for each; what every outsider can
//! conclude does not depend on which. A group is unknown when it holds such a cell, unless the table told its sum.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::boxes::{Key, Published, Quantity, Variables};
use super::content::Content;
use super::covers::Set;
use super::cubes::{Cube, Joint};
use crate::microdata::description::Unknown;
use crate::tabulation::Status;
use crate::tabulation::dataset::Dataset;
use crate::tabulation::specification::MISSING;

/// What is not known of the cells of a dataset, in the places and nodes that tables are compared by.
pub(super) struct Unknowns {
    /// Finest cells without a number: place of the value of each variable, state, and whether the number follows all the same.
    leaves: Vec<(BTreeMap<usize, u32>, Unknown, bool)>,
    /// Sums that were handed in with a number, though not all of their parts have one.
    known: HashSet<Key>,
    /// Sums that were handed in without a number.
    held: HashMap<Key, Unknown>,
    /// For each variable the places of its finest values.
    finest: Vec<Set>,
}

/// What a group is beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// What stands in a table instead of the number.
    pub(super) shown: Status,
    /// The number in the data is a possible one, not the true one.
    pub(super) unknown: bool,
}

impl Unknowns {
    pub(super) fn of(dataset: &Dataset, variables: &Variables) -> Option<Self> {
        let given = dataset.given().filter(|given| !given.open.is_empty())?;
        let index: Vec<Option<usize>> =
            given.variables.iter().map(|name| variables.names.iter().position(|known| known == name)).collect();
        let trees: Vec<Codes> = given.variables.iter().map(|name| Codes::of(dataset, name)).collect();
        let finest = variables.names.iter().enumerate().map(|(variable, name)| {
            let codes = Codes::of(dataset, name);
            let is_finest = |code: &String| !codes.parts.contains_key(code.as_str());
            let universe = &variables.universes[variable];
            (0..=universe.none()).filter(|place| universe.codes.get(*place as usize).is_none_or(&is_finest)).collect()
        });
        let mut unknowns = Self { leaves: vec![], known: HashSet::new(), held: HashMap::new(), finest: finest.collect() };
        for open in &given.open {
            let is_leaf = open
                .at
                .iter()
                .zip(&trees)
                .all(|(code, codes)| code.as_deref().is_some_and(|code| code == MISSING || !codes.parts.contains_key(code)));
            if is_leaf {
                let place = |(code, variable): (&Option<String>, &Option<usize>)| {
                    let (code, variable) = (code.as_deref()?, (*variable)?);
                    Some((variable, variables.universes[variable].place(code)))
                };
                let places = open.at.iter().zip(&index).filter_map(place).collect();
                unknowns.leaves.push((places, open.state, open.determined));
            } else if let Some(key) = key(&open.at, &index, &trees, variables) {
                unknowns.held.insert(key, open.state);
            }
        }
        unknowns.known = given.known.iter().filter_map(|at| key(at, &index, &trees, variables)).collect();
        Some(unknowns)
    }

    /// The marks of the cells of a cube, in the order of its positions.
    pub(super) fn marks(&self, cube: &Cube, keys: &[Key]) -> Vec<Option<Mark>> {
        let mut open: Vec<Option<(Unknown, bool)>> = vec![None; keys.len()];
        let mut empty = vec![0_usize; keys.len()];
        for (places, state, determined) in &self.leaves {
            for position in cube.positions(places) {
                if *state == Unknown::NotApplicable {
                    empty[position] += 1;
                    continue;
                }
                // What was withheld weighs more than what is missing, and what is not known more than what follows.
                let (before, unknown) = open[position].unwrap_or((Unknown::Missing, false));
                open[position] = Some((before.min(*state), unknown || !determined));
            }
        }
        let sizes = if empty.iter().any(|count| *count > 0) { cube.sizes(&self.finest) } else { vec![] };
        let mark = |position: usize| {
            let key = &keys[position];
            if sizes.get(position).is_some_and(|size| *size > 0 && empty[position] == *size) {
                return Some(Mark { shown: Status::NotApplicable, unknown: false });
            }
            let unknown = open[position].is_some_and(|(_, unknown)| unknown) && !self.known.contains(key);
            let held = self.held.get(key).copied();
            let held = held.or_else(|| open[position].filter(|_| !self.known.contains(key)).map(|(state, _)| state));
            held.map(|state| Mark { shown: status(state), unknown })
        };
        (0..keys.len()).map(mark).collect()
    }
}

/// Fewest groups that two tables must have in common before equal numbers say that they tell of the same persons.
const FEWEST_SHARED: usize = 4;

/// Whether an earlier release of another file shows the numbers of this one wherever both have a group: then it was made of
/// the same persons, and what it shows is known; a rounded one shows them as far as its base lets it. Tables that were already
/// counted come file by file; records come once.
pub(super) fn shows_the_same(content: &Content, shown: &Published, variables: &Variables, joints: &[(Quantity, Joint)]) -> bool {
    let deviation = i64::from(content.protection.maximum_deviation);
    // Noise by cell keys is made of records.
    let has_keys = content.protection.threshold != 0;
    let Some((_, joint)) = joints.iter().find(|(quantity, _)| *quantity == Quantity::Records && !has_keys) else { return false };
    let mut shared = HashSet::new();
    for (measure, _, scope) in shown.measures.iter().filter(|(_, quantity, _)| *quantity == Quantity::Records) {
        let boxes = shown.boxes(variables, scope);
        for cell in &content.cells {
            let index = boxes.key(&cell.codes).and_then(|key| joint.cells.get(&key).copied());
            let Some((index, number)) = index.zip(cell.figures[*measure].number()) else { continue };
            if joint.marks.get(&index).is_some_and(|mark| mark.unknown) {
                continue;
            }
            if joint.system.value(index).is_none_or(|own| (own - number as i64).abs() > deviation) {
                return false;
            }
            shared.insert(index);
        }
    }
    shared.len() >= FEWEST_SHARED
}

fn status(state: Unknown) -> Status {
    match state {
        Unknown::Suppressed => Status::Suppressed,
        Unknown::Missing => Status::Missing,
        Unknown::NotApplicable => Status::NotApplicable,
    }
}

/// The codes of a variable by what they are parts of.
struct Codes<'a> {
    codes: Vec<&'a str>,
    parts: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Codes<'a> {
    fn of(dataset: &'a Dataset, variable: &str) -> Self {
        let codes: Vec<&str> = dataset.codes_of(variable).iter().map(|code| code.code.as_str()).collect();
        let mut parts: HashMap<&str, Vec<&str>> = HashMap::new();
        for (code, parent) in dataset.parents_of(variable).into_iter().flatten() {
            parts.entry(parent).or_default().push(code);
        }
        Self { codes, parts }
    }

    /// A code with all that stands under it.
    fn under(&self, code: &'a str) -> Vec<&'a str> {
        let (mut found, mut waiting) = (vec![], vec![code]);
        while let Some(code) = waiting.pop() {
            found.push(code);
            waiting.extend(self.parts.get(code).into_iter().flatten());
        }
        found
    }
}

/// The group that a place names; nothing where no table looks at it.
fn key(at: &[Option<String>], index: &[Option<usize>], trees: &[Codes], variables: &Variables) -> Option<Key> {
    let mut key = vec![];
    for ((code, variable), codes) in at.iter().zip(index).zip(trees) {
        let Some(code) = code else { continue };
        let variable = (*variable)?;
        let universe = &variables.universes[variable];
        let set: Set = match code.as_str() {
            MISSING => Set::from([universe.none()]),
            code => {
                codes.under(codes.codes.iter().find(|known| **known == code)?).iter().map(|code| universe.place(code)).collect()
            }
        };
        let node = variables.number(variable, &set)?;
        if node != 0 {
            key.push((variable as u32, node));
        }
    }
    key.sort_unstable();
    Some(key)
}

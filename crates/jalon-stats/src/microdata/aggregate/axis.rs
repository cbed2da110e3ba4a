//! A variable of a table: its codes as a tree under the total.

use std::collections::{BTreeSet, HashMap};

use jalon_domain::Problem;

use crate::microdata::codelist::{Code, STANDARD_LISTS};
use crate::microdata::description::{Aggregate, Description, Kind};
use crate::microdata::number::integer;
use crate::tabulation::specification::MISSING;

/// Place of the total among the codes of an axis.
pub(super) const TOTAL: usize = 0;

/// The codes of a variable that the table uses. A code that has no parts here is a finest one.
#[derive(Debug)]
pub(super) struct Axis {
    pub(super) name: String,
    /// The total first (its code is empty), then the codes in the order of their list, last the category of missing values.
    pub(super) codes: Vec<Code>,
    pub(super) parts: Vec<Vec<usize>>,
    /// For each code the finest codes that are in it; for a finest code itself.
    pub(super) leaves: Vec<Vec<usize>>,
    /// Place by place of the whole list (last: missing), as cells are read.
    place_of: Vec<Option<usize>>,
}

/// Reads codes before it is known which of them the table uses. Places are those of the whole list; the total is behind it,
/// and missing behind that.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) column: &'a str,
    places: HashMap<&'a str, usize>,
    /// Where codes are numbers: `01` and `1` are one code.
    numbers: Option<HashMap<i64, usize>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(description: &'a Description, aggregate: &'a Aggregate, variable: usize) -> Self {
        let said = &description.variables[variable];
        let codes = description.codelist_of(variable).map(|list| list.codes.as_slice()).unwrap_or_default();
        let size = codes.len();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let numeric = matches!(said.kind, Kind::Category { numeric: true, .. });
        let numbers = numeric.then(|| {
            codes.iter().enumerate().filter_map(|(place, code)| Some((integer(code.code.as_bytes(), b'.')?, place))).collect()
        });
        places.extend(codes.iter().enumerate().map(|(place, code)| (code.code.as_str(), place)));
        places.extend(said.missing.iter().map(|code| (code.as_str(), size + 1)));
        // A list may hold the total itself, at its top.
        places.extend(aggregate.totals[variable].iter().map(|code| (code.as_str(), size)));
        Self { column: &said.column, places, numbers }
    }

    pub(super) fn place(&self, text: &str) -> Option<usize> {
        let by_number = || self.numbers.as_ref()?.get(&integer(text.as_bytes(), b'.')?).copied();
        self.places.get(text).copied().or_else(by_number)
    }
}

impl Axis {
    /// The tree of the codes that occur, of those above them, and, of a list of the office's own, of all others.
    pub(super) fn new(
        description: &Description,
        aggregate: &Aggregate,
        variable: usize,
        seen: &BTreeSet<usize>,
        faults: &mut Vec<Problem>,
    ) -> Self {
        let said = &description.variables[variable];
        let empty = vec![];
        let list = description.codelist_of(variable);
        let codes = list.map_or(&empty, |list| &list.codes);
        let parents = list.map(|list| list.parents()).unwrap_or_default();
        let is_total: Vec<bool> = codes.iter().map(|code| aggregate.totals[variable].contains(&code.code)).collect();
        let is_top = |place: &usize| parents[*place].is_none_or(|above| is_total[above]);
        let own = |place: &usize| !STANDARD_LISTS.contains(&list.map_or("", |list| list.name.as_str())) || seen.contains(place);
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for place in (0..codes.len()).filter(own).filter(|place| !is_total[*place]) {
            used.extend(crate::microdata::codelist::Codelist::upwards(&parents, place).filter(|above| !is_total[*above]));
        }
        // A total in the list stands at its top, and over everything.
        for (place, code) in codes.iter().enumerate().filter(|(place, _)| is_total[*place]) {
            let beside = used.iter().any(|other| is_top(other) && parents[*other] != Some(place));
            if parents[place].is_some() || beside {
                let problem = Problem::new("aggregate-total-in-list").with("name", &said.name);
                faults.push(problem.with("code", &code.code));
            }
        }
        let mut place_of = vec![None; codes.len() + 2];
        place_of[codes.len()] = Some(TOTAL);
        let total = Code { code: String::new(), label: String::new(), parent: String::new() };
        let mut kept = vec![total];
        for place in &used {
            place_of[*place] = Some(kept.len());
            kept.push(codes[*place].clone());
        }
        let mut parts: Vec<Vec<usize>> = vec![vec![]; kept.len()];
        for place in &used {
            let above = parents[*place].and_then(|above| place_of[above]).unwrap_or(TOTAL);
            parts[above].extend(place_of[*place]);
            if above == TOTAL
                && let Some(own) = place_of[*place]
            {
                kept[own].parent = String::new();
            }
        }
        if seen.contains(&(codes.len() + 1)) {
            place_of[codes.len() + 1] = Some(kept.len());
            parts[TOTAL].push(kept.len());
            parts.push(vec![]);
            kept.push(Code { code: MISSING.to_owned(), label: String::new(), parent: String::new() });
        }
        let leaves = (0..kept.len()).map(|place| leaves(&parts, place)).collect();
        Self { name: said.name.clone(), codes: kept, parts, leaves, place_of }
    }

    pub(super) fn len(&self) -> usize {
        self.codes.len()
    }

    pub(super) fn is_leaf(&self, place: usize) -> bool {
        place != TOTAL && self.parts[place].is_empty()
    }

    /// The place here of a place that a [`Reader`] gave.
    pub(super) fn place(&self, read: usize) -> Option<usize> {
        self.place_of[read]
    }

    /// The codes that the dataset's manifest lists: all but the total and the category of missing values.
    pub(super) fn listed(&self) -> Vec<Code> {
        self.codes.iter().skip(1).filter(|code| code.code != MISSING).cloned().collect()
    }
}

fn leaves(parts: &[Vec<usize>], place: usize) -> Vec<usize> {
    let (mut found, mut waiting) = (vec![], vec![place]);
    while let Some(place) = waiting.pop() {
        match parts[place].as_slice() {
            [] if place != TOTAL => found.push(place),
            own => waiting.extend(own),
        }
    }
    found.sort_unstable();
    found
}

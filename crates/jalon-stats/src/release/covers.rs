//! Which values of a variable a code or a condition stands for, so that tables can be compared by what they are about.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::tabulation::dataset::Dataset;
use crate::tabulation::specification::Test;
use crate::tabulation::{Outcome, Specification};

/// Values of a variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Covers {
    /// Every value, and missing.
    Everything,
    /// Every value that is not missing.
    Present,
    Missing,
    Codes(Vec<String>),
    /// Every value but these, and not missing.
    Except(Vec<String>),
    /// Whole numbers, both ends included; an absent end is open.
    Between(Option<i64>, Option<i64>),
    /// Every value but the whole numbers from this one on, and not missing.
    NotFrom(i64),
    /// All values that one of these stands for.
    AnyOf(Vec<Covers>),
}

impl Covers {
    pub(super) fn of(test: &Test) -> Self {
        match test {
            Test::In(codes) => Self::Codes(codes.clone()),
            Test::NotIn(codes) => Self::Except(codes.clone()),
            Test::Between(from, to) => Self::Between(Some(*from), Some(*to)),
            Test::Missing(true) => Self::Missing,
            Test::Missing(false) => Self::Present,
        }
    }
}

/// Places of values in a [`Universe`].
pub(super) type Set = BTreeSet<u32>;

/// All values that a variable has in the data, in a fixed order, and last a place for "no value".
#[derive(Debug, Clone)]
pub(super) struct Universe {
    pub(super) codes: Vec<String>,
    numbers: Vec<Option<i64>>,
    places: BTreeMap<String, u32>,
}

impl Universe {
    /// The values of the code list, or those in the data, and those that the specification declares.
    pub(super) fn of(dataset: &Dataset, variable: &str, specification: &Specification) -> Outcome<Self> {
        let mut codes: Vec<String> = dataset.codes_of(variable).iter().map(|code| code.code.clone()).collect();
        if codes.is_empty() {
            codes = dataset.distinct(variable)?;
        }
        let said = specification.variables.get(variable);
        let declared = said.iter().flat_map(|said| said.codes.iter().map(|(code, _)| code.clone()));
        codes.extend(declared.chain(said.iter().flat_map(|said| said.missing.iter().cloned())));
        let mut seen = BTreeSet::new();
        codes.retain(|code| seen.insert(code.clone()));
        let numbers = codes.iter().map(|code| code.trim().parse().ok()).collect();
        let places = codes.iter().enumerate().map(|(place, code)| (code.clone(), place as u32)).collect();
        Ok(Self { codes, numbers, places })
    }

    /// The place of a value; that of "no value" for one that is not there.
    pub(super) fn place(&self, code: &str) -> u32 {
        self.places.get(code).copied().unwrap_or(self.none())
    }

    pub(super) fn none(&self) -> u32 {
        self.codes.len() as u32
    }

    pub(super) fn everything(&self) -> Set {
        (0..=self.none()).collect()
    }

    /// The values that a table means by `covers`, when `missing` are those that stand for missing there.
    pub(super) fn set(&self, covers: &Covers, missing: &[String]) -> Set {
        let absent: Set = missing.iter().filter_map(|code| self.places.get(code).copied()).chain([self.none()]).collect();
        let present = |holds: &dyn Fn(u32) -> bool| -> Set {
            (0..self.none()).filter(|place| !absent.contains(place) && holds(*place)).collect()
        };
        let listed = |codes: &[String]| -> Set { codes.iter().filter_map(|code| self.places.get(code).copied()).collect() };
        match covers {
            Covers::Everything => self.everything(),
            Covers::Present => present(&|_| true),
            Covers::Missing => absent,
            Covers::Codes(codes) => {
                let listed = listed(codes);
                present(&|place| listed.contains(&place))
            }
            Covers::Except(codes) => {
                let listed = listed(codes);
                present(&|place| !listed.contains(&place))
            }
            Covers::Between(from, to) => present(&|place| {
                let inside = |number: i64| from.is_none_or(|from| number >= from) && to.is_none_or(|to| number <= to);
                self.numbers[place as usize].is_some_and(inside)
            }),
            Covers::NotFrom(from) => present(&|place| self.numbers[place as usize].is_none_or(|number| number < *from)),
            Covers::AnyOf(parts) => parts.iter().flat_map(|part| self.set(part, missing)).collect(),
        }
    }
}

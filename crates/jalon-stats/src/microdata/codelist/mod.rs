//! Codelists: which codes a category may have, what they mean, and under which code each stands.
//!
//! Standard lists are named (`iso-3166-alpha2`, `un-m49`, …); an office's own lists stand in its description or in a CSV file beside it.

mod standard;

use std::path::Path;

use ahash::{AHashMap, AHashSet};
use jalon_domain::Problem;
use serde::{Deserialize, Serialize};

pub use standard::{STANDARD_LISTS, standard, standard_translations};

/// Most codes that a list may have: the municipalities, and their parts, of any country fit in.
pub const LARGEST_LIST: usize = 500_000;

/// A code of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    pub code: String,
    #[serde(default)]
    pub label: String,
    /// The code of the same list under which this one stands; empty at the top.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parent: String,
}

/// A list of codes, in the order in which it was given. A code's position is how datasets store it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codelist {
    pub name: String,
    pub codes: Vec<Code>,
}

impl Codelist {
    /// Every code with its position.
    pub fn positions(&self) -> AHashMap<&str, i32> {
        self.codes.iter().map(|code| code.code.as_str()).zip(0..).collect()
    }

    /// Position of each code's parent, none at the top.
    pub(crate) fn parents(&self) -> Vec<Option<usize>> {
        let positions = self.positions();
        self.codes.iter().map(|code| positions.get(code.parent.as_str()).and_then(|at| usize::try_from(*at).ok())).collect()
    }

    /// The position itself and those above it, nearest first. The lists are free of circles once checked.
    pub(crate) fn upwards(parents: &[Option<usize>], from: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(from), |at| parents.get(*at).copied().flatten()).take(parents.len() + 1)
    }

    /// Every fault of the list: codes given twice, empty ones, parents that are none, circles.
    pub fn faults(&self) -> Vec<Problem> {
        let fault =
            |rule: &str, code: &str| Problem::new(rule).with("place", format!("codelist `{}`", self.name)).with("code", code);
        let mut found = vec![];
        if self.codes.is_empty() {
            found.push(fault("microdata-codelist-empty", ""));
        }
        if self.codes.len() > LARGEST_LIST {
            found.push(fault("microdata-codelist-large", "").with("limit", LARGEST_LIST));
        }
        let mut seen = AHashSet::new();
        for Code { code, .. } in &self.codes {
            if code.trim().is_empty() || code.trim() != code {
                found.push(fault("microdata-code-blank", code));
            } else if !seen.insert(code.as_str()) {
                found.push(fault("microdata-code-twice", code));
            }
        }
        for Code { code, parent, .. } in self.codes.iter().filter(|code| !code.parent.is_empty()) {
            if !seen.contains(parent.as_str()) {
                found.push(fault("microdata-code-parent", code).with("parent", parent));
            }
        }
        found.extend(self.circle().map(|code| fault("microdata-code-circle", &code)));
        found
    }

    /// A code that stands, over others, under itself.
    fn circle(&self) -> Option<String> {
        let parents = self.parents();
        // 0: not looked at, 1: on the way up, 2: leads to a top.
        let mut state = vec![0_u8; parents.len()];
        for start in 0..parents.len() {
            let mut way = vec![];
            let mut at = Some(start);
            while let Some(position) = at {
                match state[position] {
                    1 => return Some(self.codes[position].code.clone()),
                    2 => break,
                    _ => state[position] = 1,
                }
                way.push(position);
                at = parents[position];
            }
            way.into_iter().for_each(|position| state[position] = 2);
        }
        None
    }

    /// Reads a list from CSV with the columns `code`, `label` and, where the list is a hierarchy, `parent`.
    ///
    /// # Errors
    /// What the file lacks, or the line where it cannot be read.
    pub fn from_csv(name: &str, path: &Path) -> Result<Self, Problem> {
        let fault = |detail: String| {
            Problem::new("microdata-codelist-file").with("place", format!("codelist `{name}`")).with("detail", detail)
        };
        let mut reader = csv::Reader::from_path(path).map_err(|error| fault(error.to_string()))?;
        let header = reader.headers().map_err(|error| fault(error.to_string()))?.clone();
        let at = |wanted: &str| header.iter().position(|found| found.trim().trim_start_matches('\u{feff}') == wanted);
        let Some(code) = at("code") else {
            return Err(Problem::new("microdata-codelist-columns").with("place", format!("codelist `{name}`")));
        };
        let (label, parent) = (at("label"), at("parent"));
        let mut codes = vec![];
        for record in reader.records().take(LARGEST_LIST + 1) {
            let record = record.map_err(|error| fault(error.to_string()))?;
            let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned();
            codes.push(Code { code: cell(Some(code)), label: cell(label), parent: cell(parent) });
        }
        Ok(Self { name: name.to_owned(), codes })
    }
}

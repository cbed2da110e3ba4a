//! What a table says of its cells beside their numbers, kept in a file beside the data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::microdata::description::{Counts, Unknown};

/// Which cells have no number, and which sums over them have one all the same.
///
/// A place names for each variable a code, of any level, or nothing for the total; `_U` is the category of missing values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    /// Names of the variables, in the order of the places.
    pub(crate) variables: Vec<String>,
    pub(crate) counts: Counts,
    pub(crate) open: Vec<Open>,
    /// Sums with a number, over finest cells of which at least one has none.
    pub(crate) known: Vec<Vec<Option<String>>>,
}

/// A cell that was handed in without a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Open {
    pub(crate) at: Vec<Option<String>>,
    pub(crate) state: Unknown,
    /// All the same it can have one number only, that of the data: what the table shows leaves no other.
    pub(crate) determined: bool,
}

impl Given {
    /// Whether the number of some cell is not known here.
    pub(crate) fn has_unknown(&self) -> bool {
        self.open.iter().any(|open| open.state != Unknown::NotApplicable && !open.determined)
    }

    /// How many cells were handed in as what, by [`Unknown::name`].
    pub(crate) fn states(&self) -> BTreeMap<String, u64> {
        let mut states = BTreeMap::new();
        self.open.iter().for_each(|open| *states.entry(open.state.name().to_owned()).or_default() += 1);
        states
    }
}

//! What can be wrong with a specification, a dataset or a perturbation table, as data.
//!
//! The wording is not here: `tabulate-<code>` and `tabulate-<code>-remedy` in `translations/` say it in every language.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de};

/// One fault: where it is, which rule it breaks, and what fills the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Stable code of the rule, one of [`CODES`].
    pub code: &'static str,
    /// File and line, key of the specification, or column of the data. Never a value of a record.
    pub place: String,
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl Fault {
    pub fn new(code: &'static str, place: impl Into<String>) -> Self {
        debug_assert!(CODES.contains(&code), "{code} has no wording");
        Self { code, place: place.into(), args: vec![] }
    }

    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_string()));
        self
    }
}

/// A fault that another process found.
#[derive(Deserialize)]
struct Received {
    code: String,
    place: String,
    args: Vec<(String, String)>,
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let received = Received::deserialize(reader)?;
        let known = CODES.iter().find(|known| **known == received.code);
        let code = known.ok_or_else(|| de::Error::custom(format!("unknown fault {}", received.code)))?;
        let args = received.args.into_iter().map(|(name, value)| (Cow::Owned(name), value)).collect();
        Ok(Self { code, place: received.place, args })
    }
}

impl From<Fault> for Vec<Fault> {
    fn from(fault: Fault) -> Self {
        vec![fault]
    }
}

/// A value, or everything that stands in its way.
pub type Outcome<T> = Result<T, Vec<Fault>>;

/// Every code, so that a test can see that each has its message and remedy in every language.
pub const CODES: &[&str] = &[
    // The specification
    "not-toml",
    "unknown-key",
    "missing-key",
    "wrong-type",
    "unknown-choice",
    "duplicate-name",
    "not-rising",
    "group-overlap",
    "reserved-code",
    "hierarchy-cycle",
    "hierarchy-two-parents",
    "hierarchy-ragged",
    "hierarchy-file",
    "hierarchy-levels",
    "no-hierarchy",
    "outside-hierarchy",
    "unknown-dimension",
    "unknown-measure",
    "no-weight",
    "sampling-not-described",
    "sampling-method",
    "sampling-perturbed",
    "counts-only",
    "no-protection",
    "out-of-range",
    // The data
    "data-unreadable",
    "manifest-unreadable",
    "no-such-column",
    "column-type",
    "too-many-codes",
    "unknown-values",
    "missing-values",
    "not-a-number",
    "negative-weight",
    "too-large",
    "too-many-records",
    "key-range",
    "half-unkeyed",
    // The run
    "memory",
    "too-many-cells",
    "cannot-write",
    "sheet-rows",
    "threads",
    "cancelled",
    // Others that count
    "cluster-program",
    "cluster-unreachable",
    "cluster-empty",
    "cluster-failed",
    "cluster-file-unseen",
    "cluster-file-differs",
    "cluster-incomplete",
    "cluster-version",
    // Tables that were already counted
    "counted-only",
    "counted-keys",
    "counted-draft",
    "counted-rounding",
    "counted-shown",
    // The release
    "release-digest",
    "release-unreadable",
    "release-measure",
    "release-missing",
    "release-amount-condition",
    "release-variable-twice",
    "release-share-base",
    "release-rounding",
    "methods-mixed",
    "rule-too-weak",
    "rule-range",
    "too-large-for-exact",
    "not-proved",
    "not-roundable",
    "negative-amount",
    "judge-failed",
    // The perturbation table
    "noise-file",
    "noise-columns",
    "noise-cell",
    "noise-twice",
    "noise-hole",
    "noise-negative",
    "noise-impossible",
];

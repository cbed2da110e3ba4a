//! What an outsider could learn, as data: for the office that holds the records, never for publication.

use std::collections::BTreeMap;

use jalon_disclosure::audit;
use serde::{Deserialize, Serialize};

use super::rules::Rules;

/// Findings that a report names one by one; the others it counts.
pub const MOST_FINDINGS: usize = 200;

/// The result of judging a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// `none`, `cell-key`, `suppression` or `rounding`.
    pub method: String,
    pub rules: Rules,
    /// Cells that were looked at: those of the table, those of earlier releases, and groups that follow from them.
    pub cells: usize,
    /// Figures of the table.
    pub figures: usize,
    pub sensitive: usize,
    /// Figures of the table that are withheld.
    pub withheld: usize,
    pub passes: bool,
    /// Earlier releases that the table was judged together with.
    pub together_with: usize,
    /// Worst first.
    pub findings: Vec<Finding>,
    /// Findings that are not named.
    pub further_findings: usize,
    /// What each method would take from readers and leave to outsiders; empty when the table passes.
    pub comparison: Vec<Comparison>,
    /// Coarser categories that would help, the most helpful first.
    pub proposals: Vec<Proposal>,
}

/// Something that an outsider could learn. Its wording: `audit-<code>`, with the remedy `audit-<code>-remedy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    pub code: String,
    /// The table must not be published because of it.
    pub forbids: bool,
    /// Codes of the cell, variable by variable.
    pub place: Vec<Coordinate>,
    pub args: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coordinate {
    pub variable: String,
    pub code: String,
}

/// A method tried on the table. No score is made of loss and risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    pub method: String,
    /// Cells that readers would not see.
    pub withheld: usize,
    /// By how much all values together would differ from the true ones.
    pub distance: String,
    /// Findings that would forbid the publication.
    pub forbidding: usize,
    /// Why the method cannot be applied to this table; a code with the wording `tabulate-<code>`.
    pub impossible: Option<String>,
}

/// Two neighbouring codes made one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    pub variable: String,
    pub codes: [String; 2],
    pub sensitive_before: usize,
    pub sensitive_after: usize,
    pub cells_lost: usize,
}

/// Codes of findings, the worst first.
pub const FINDINGS: &[&str] = &[
    "sensitive-published",
    "sensitive-known",
    "not-protectable",
    "withheld-known",
    "withheld-narrow",
    "known-to-single",
    "too-narrow",
    "not-settled",
    "small-difference",
    "whole-group",
    "whole-amount",
    "all-zero",
    "already-published",
    "withheld-in-vain",
];

impl Finding {
    pub(super) fn rank(&self) -> (bool, usize) {
        (!self.forbids, FINDINGS.iter().position(|code| *code == self.code).unwrap_or(FINDINGS.len()))
    }

    pub(super) fn of(found: &audit::Finding, forbids: bool, variables: &dyn Fn(&str) -> Vec<String>) -> Self {
        use audit::Finding as Found;
        let mut args = BTreeMap::new();
        let mut arg = |name: &str, value: String| {
            args.insert(name.to_owned(), value);
        };
        let end = |end: &Option<jalon_disclosure::amount::Shown>| {
            end.as_ref().map_or("∞".to_owned(), |end| end.0.normalize().to_string())
        };
        let (code, table, place) = match found {
            Found::SensitivePublished { table, place } => ("sensitive-published", table, place),
            Found::SensitiveKnown { table, place } => ("sensitive-known", table, place),
            Found::TooNarrow { table, place, learned, needed } => {
                arg("low", end(&learned.low));
                arg("high", end(&learned.high));
                arg("needed_low", end(&needed.low));
                arg("needed_high", end(&needed.high));
                ("too-narrow", table, place)
            }
            Found::SmallDifference { smaller_table, smaller, larger_table, larger, contributors } => {
                arg("persons", contributors.to_string());
                let larger = coordinates(&variables(larger_table), larger);
                arg("larger", shown(&larger));
                ("small-difference", smaller_table, smaller)
            }
            Found::WholeGroup { table, group, category } => {
                arg("category", shown(&coordinates(&variables(table), category)));
                ("whole-group", table, group)
            }
            Found::KnownToSingle { table, place, single } => {
                arg("single", shown(&coordinates(&variables(table), single)));
                ("known-to-single", table, place)
            }
            Found::WithheldInVain { table, place } => ("withheld-in-vain", table, place),
            Found::NotSettled { table, place } => ("not-settled", table, place),
            _ => return Self { code: "not-settled".into(), forbids: true, place: vec![], args },
        };
        Self { code: code.into(), forbids, place: coordinates(&variables(table), place), args }
    }
}

/// Totals are left out: a cell is named by what restricts it.
pub(super) fn coordinates(variables: &[String], codes: &[String]) -> Vec<Coordinate> {
    let named = variables.iter().zip(codes).filter(|(_, code)| *code != crate::tabulation::specification::TOTAL);
    named.map(|(variable, code)| Coordinate { variable: variable.clone(), code: code.clone() }).collect()
}

/// A place as text: `region = north, sex = 1`.
pub fn shown(place: &[Coordinate]) -> String {
    let parts: Vec<String> = place.iter().map(|at| format!("{} = {}", at.variable, at.code)).collect();
    parts.join(", ")
}

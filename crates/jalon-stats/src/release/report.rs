//! What an outsider could learn, as data: for the office that holds the records, never for publication.

use std::collections::{BTreeMap, BTreeSet};

use jalon_disclosure::audit;
use serde::{Deserialize, Serialize};

use super::content::Dimension;
use super::rules::Rules;
use crate::tabulation::dataset::Dataset;

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
    /// What each method would take from readers and leave to outsiders; empty when the table passes and nobody asked.
    pub comparison: Vec<Comparison>,
    /// The methods were not compared, since the table has too many cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<NotCompared>,
    /// Coarser categories that would help, the most helpful first.
    pub proposals: Vec<Proposal>,
    /// By variable, of those that findings and proposals name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, Labels>,
}

impl Report {
    /// A place with what its variables and codes are called: `Sex = Women (2), Age = 0-14`.
    pub fn words(&self, place: &[Coordinate]) -> String {
        let part = |at: &Coordinate| format!("{} = {}", self.title(&at.variable), self.code_words(&at.variable, &at.code));
        place.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    /// What a variable is called; its name where nothing is known of it.
    pub fn title<'a>(&'a self, variable: &'a str) -> &'a str {
        self.labels.get(variable).map_or(variable, |known| &known.title)
    }

    /// A code with its label in front, where it has one.
    pub fn code_words(&self, variable: &str, code: &str) -> String {
        let label = self.labels.get(variable).and_then(|known| known.codes.get(code));
        label.map_or_else(|| code.to_owned(), |label| format!("{label} ({code})"))
    }

    /// The arguments of a finding's wording.
    pub fn args(&self, finding: &Finding) -> BTreeMap<String, String> {
        let places = finding.places.iter().map(|(name, place)| (name.clone(), self.words(place)));
        finding.args.clone().into_iter().chain(places).collect()
    }

    /// Takes over what the table calls the codes that are named; of other variables what the description of the data does.
    pub(super) fn label(&mut self, dimensions: &[Dimension], dataset: &Dataset) {
        let of_findings = self.findings.iter().flat_map(|finding| finding.place.iter().chain(finding.places.values().flatten()));
        let of_proposals = self.proposals.iter().flat_map(|known| known.codes.iter().map(|code| (&known.variable, code)));
        let named: BTreeSet<(String, String)> = of_findings
            .map(|at| (&at.variable, &at.code))
            .chain(of_proposals)
            .map(|(variable, code)| (variable.clone(), code.clone()))
            .collect();
        let mut labels: BTreeMap<String, Labels> = BTreeMap::new();
        for (variable, code) in named {
            let dimension = dimensions.iter().find(|dimension| dimension.variable == variable);
            let of_table = |code: &str| {
                let known = dimension?.codes.iter().find(|known| known.code == code)?;
                Some(known.label.clone())
            };
            let of_data =
                |code: &str| dataset.codes_of(&variable).iter().find(|known| known.code == code).map(|known| known.label.clone());
            let label = |code: &str| of_table(code).or_else(|| of_data(code)).filter(|label| !label.is_empty() && label != code);
            // A group that follows from several tables is made of several codes.
            let together = || code.contains('+').then(|| code.split('+').map(label).collect::<Option<Vec<_>>>()).flatten();
            let label = label(&code).or_else(|| together().map(|labels| labels.join(" + ")));
            let title = dimension.map(|dimension| dimension.title.as_str()).or_else(|| dataset.label_of(&variable));
            let title = title.filter(|title| !title.is_empty()).unwrap_or(&variable).to_owned();
            let known = labels.entry(variable.clone()).or_insert_with(|| Labels { title, codes: BTreeMap::new() });
            known.codes.extend(label.map(|label| (code, label)));
        }
        self.labels = labels;
    }
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
    /// Those of the arguments that are codes of other cells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub places: BTreeMap<String, Vec<Coordinate>>,
}

/// What a variable and its codes are called, as far as findings name them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub title: String,
    pub codes: BTreeMap<String, String>,
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
    /// Figures of the table that readers would not see.
    pub withheld: usize,
    /// By how much its counts together would differ from the true ones.
    pub distance: String,
    /// Findings that would forbid the publication.
    pub forbidding: usize,
    /// Why the method cannot be applied to this table; a code with the wording `tabulate-<code>`.
    pub impossible: Option<String>,
}

/// Why the methods were not compared: the system has so many cells, finer groups that follow from it included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotCompared {
    pub cells: usize,
    pub most: usize,
}

impl Comparison {
    pub(super) fn impossible(method: &str, code: &str) -> Self {
        Self { method: method.into(), withheld: 0, distance: "0".into(), forbidding: 0, impossible: Some(code.into()) }
    }
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
        let mut places = BTreeMap::new();
        let mut arg = |name: &str, value: String| {
            args.insert(name.to_owned(), value);
        };
        let mut at = |name: &str, place: Vec<Coordinate>| {
            places.insert(name.to_owned(), place);
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
                at("larger", coordinates(&variables(larger_table), larger));
                ("small-difference", smaller_table, smaller)
            }
            Found::WholeGroup { table, group, category } => {
                at("category", coordinates(&variables(table), category));
                ("whole-group", table, group)
            }
            Found::KnownToSingle { table, place, single } => {
                at("single", coordinates(&variables(table), single));
                ("known-to-single", table, place)
            }
            Found::WithheldInVain { table, place } => ("withheld-in-vain", table, place),
            Found::NotSettled { table, place } => ("not-settled", table, place),
            _ => return Self { code: "not-settled".into(), forbids: true, place: vec![], args, places },
        };
        Self { code: code.into(), forbids, place: coordinates(&variables(table), place), args, places }
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

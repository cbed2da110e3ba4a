//! What an import found: counts per rule, and where, without the values.
//!
//! A value can tell of a person even where a code is expected: a shifted row puts a name into the column of the sex. So reports hold rows, columns
//! and rules, and never what stood there; who has the file can look it up.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use jalon_domain::wording::Wording;
use serde::{Deserialize, Serialize};

use super::check::{Fault, RowRule, RuleId};
use super::description::{CellRule, Description, Policy};

/// Rows that a report names per rule; `faults.csv` has them all.
const SAMPLES: usize = 20;
/// Most faults that `faults.csv` lists; all are counted.
const MOST_LISTED: u64 = 1_000_000;

/// The result of an import, kept as `report.json` beside the dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub title: String,
    /// Name of the file without its folder.
    pub file: String,
    pub format: String,
    pub encoding: String,
    pub rows_read: u64,
    pub rows_accepted: u64,
    pub rows_rejected: u64,
    /// Whether a rule whose policy is to stop was broken: there is no dataset then.
    pub stopped: bool,
    /// Records without a key, because what identifies the person is missing; none when no key was asked for.
    pub rows_without_key: Option<u64>,
    /// Columns of the file that the description leaves out; they were not imported.
    pub columns_left_out: Vec<String>,
    /// Rules that were broken, in the order of the description.
    pub rules: Vec<BrokenRule>,
    /// Faults in all.
    pub faults: u64,
    /// Faults that `faults.csv` lists.
    pub faults_listed: u64,
}

/// One rule and the rows that break it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BrokenRule {
    /// `row-width`, `encoding`, `line-break`, `type`, `codelist`, `range`, `required`, `rule`, `unique`.
    pub kind: String,
    /// The variable, or the name of the rule.
    pub name: String,
    /// Heading of the column, for rules of a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The rule in the description's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    pub policy: Policy,
    pub rows: u64,
    /// The first rows, as a spreadsheet counts them: the heading is row 1; blank rows do not count.
    pub first_rows: Vec<u64>,
}

/// Counts faults while an import goes on, and lists them in a file.
pub(crate) struct Findings<'a, W: Write> {
    description: &'a Description,
    rules: BTreeMap<RuleId, (u64, Vec<u64>)>,
    list: W,
    faults: u64,
    listed: u64,
    pub(crate) stopped: bool,
}

impl<'a, W: Write> Findings<'a, W> {
    pub(crate) fn new(description: &'a Description, mut list: W) -> std::io::Result<Self> {
        list.write_all(b"row,column,kind,name,policy\n")?;
        Ok(Self { description, rules: BTreeMap::new(), list, faults: 0, listed: 0, stopped: false })
    }

    /// Takes down faults of a portion whose first row has this number.
    pub(crate) fn add(&mut self, faults: &[Fault], first_row: u64) -> std::io::Result<()> {
        for fault in faults {
            let row = first_row + u64::from(fault.row);
            let (count, first) = self.rules.entry(fault.rule).or_default();
            *count += 1;
            if first.len() < SAMPLES {
                first.push(row);
            }
            self.faults += 1;
            let policy = policy(self.description, fault.rule);
            self.stopped |= policy == Policy::Stop;
            if self.listed < MOST_LISTED {
                self.listed += 1;
                let named = named(self.description, fault.rule);
                let column = named.column.unwrap_or_default();
                writeln!(self.list, "{row},{},{},{},{}", quoted(column), named.kind, quoted(named.name), policy.name())?;
            }
        }
        Ok(())
    }

    /// Ends the list; gives the counts, which the report is made of.
    pub(crate) fn finish(mut self) -> std::io::Result<(Vec<BrokenRule>, u64, u64, bool)> {
        self.list.flush()?;
        let description = self.description;
        let rules = self.rules.into_iter().map(|(rule, (rows, first_rows))| {
            let named = named(description, rule);
            BrokenRule {
                kind: named.kind.to_owned(),
                name: named.name.to_owned(),
                column: named.column.map(str::to_owned),
                text: named.text.to_owned(),
                policy: policy(description, rule),
                rows,
                first_rows,
            }
        });
        Ok((rules.collect(), self.faults, self.listed, self.stopped))
    }
}

/// How reports name a rule.
struct Named<'a> {
    kind: &'static str,
    name: &'a str,
    column: Option<&'a str>,
    text: &'a str,
}

fn named(description: &Description, rule: RuleId) -> Named<'_> {
    match rule {
        RuleId::Row(rule) => {
            let kind = RowRule::ALL.iter().find(|(_, known)| *known == rule).map_or("", |(name, _)| name);
            Named { kind, name: "", column: None, text: "" }
        }
        RuleId::Cell(variable, rule) => {
            let variable = &description.variables[usize::from(variable)];
            Named { kind: rule.name(), name: &variable.name, column: Some(&variable.column), text: &variable.label }
        }
        RuleId::Between(rule) => {
            let rule = &description.rules[usize::from(rule)];
            Named { kind: "rule", name: &rule.name, column: None, text: &rule.text }
        }
        RuleId::Unique(unique) => {
            Named { kind: "unique", name: &description.unique[usize::from(unique)].name, column: None, text: "" }
        }
    }
}

fn policy(description: &Description, rule: RuleId) -> Policy {
    match rule {
        RuleId::Row(_) => description.on_broken_row,
        RuleId::Cell(variable, rule) => {
            // A text keeps no value that could be made missing.
            let policy = description.variables[usize::from(variable)].policy(rule);
            if rule == CellRule::Required && policy == Policy::SetMissing { Policy::RejectRow } else { policy }
        }
        RuleId::Between(rule) => description.rules[usize::from(rule)].on_fault,
        RuleId::Unique(unique) => description.unique[usize::from(unique)].on_fault,
    }
}

/// A cell of CSV.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

impl Report {
    /// Writes `report.json` and, in the language of the wording, `report.txt`.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(crate) fn write(&self, folder: &Path, wording: &Wording) -> std::io::Result<()> {
        let json = serde_json::to_string_pretty(self).map_err(std::io::Error::other)?;
        std::fs::write(folder.join("report.json"), json + "\n")?;
        std::fs::write(folder.join("report.txt"), self.to_text(wording))
    }

    /// Whether no dataset was written: a rule stopped the import, or not one row was without fault.
    pub fn is_refused(&self) -> bool {
        self.stopped || (self.rows_accepted == 0 && self.rows_read > 0)
    }

    /// The report to read.
    pub fn to_text(&self, wording: &Wording) -> String {
        let mut text = String::new();
        let mut line = |key: &str, args: &[(&str, &str)]| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{}", wording.fill(key, args));
        };
        let number = |number: u64| wording_number(wording, number);
        let (read, accepted, rejected) = (number(self.rows_read), number(self.rows_accepted), number(self.rows_rejected));
        line(
            "microdata-report-file",
            &[("title", &self.title), ("file", &self.file), ("format", &self.format), ("encoding", &self.encoding)],
        );
        // Of what was not imported nothing was accepted.
        let rows = if self.is_refused() { "microdata-report-rows-refused" } else { "microdata-report-rows" };
        line(rows, &[("read", &read), ("accepted", &accepted), ("rejected", &rejected)]);
        if let Some(without) = self.rows_without_key {
            line("microdata-report-keys", &[("rows", &number(without))]);
        }
        if !self.columns_left_out.is_empty() {
            line("microdata-report-left-out", &[("columns", &self.columns_left_out.join(", "))]);
        }
        if self.rules.is_empty() {
            line("microdata-report-clean", &[]);
        }
        for rule in &self.rules {
            let kind = wording.t(&format!("microdata-kind-{}", rule.kind));
            let policy = wording.t(&format!("microdata-policy-{}", rule.policy.name()));
            let rows = rule.first_rows.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            let more = if rule.rows > rule.first_rows.len() as u64 { ", …" } else { "" };
            let name = if rule.name.is_empty() { String::new() } else { format!(" `{}`", rule.name) };
            let explained = if rule.text.is_empty() { String::new() } else { format!(" ({})", rule.text) };
            let count = number(rule.rows);
            line(
                "microdata-report-rule",
                &[
                    ("kind", &kind),
                    ("name", &name),
                    ("text", &explained),
                    ("count", &count),
                    ("policy", &policy),
                    ("rows", &format!("{rows}{more}")),
                ],
            );
        }
        if self.faults_listed < self.faults {
            line("microdata-report-listed", &[("listed", &number(self.faults_listed)), ("faults", &number(self.faults))]);
        }
        if self.stopped {
            line("microdata-report-stopped", &[]);
        } else if self.is_refused() {
            line("microdata-report-no-row", &[]);
        }
        text
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
fn wording_number(wording: &Wording, number: u64) -> String {
    wording.number(number as f64)
}

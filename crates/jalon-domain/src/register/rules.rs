//! The rules by which a requirement is derived from the entries of registers. What each looks at stands in the check's
//! arguments: `register`, `field`, and where they matter `value`, `where` and `among` (`field=value|value`), `target`, `ended`.
//! A requirement is one diagnostic, however many entries it concerns; [`open_entries`] tells which.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::reporting::Reporting;
use super::reuse;
use super::{RegisterEntry, holds, values};
use crate::assessment::checks::{Subject, Violation};
use crate::catalogue::CheckDefinition;
use crate::format;

/// How many names a diagnostic gives before it counts the rest.
const EXAMPLES: usize = 3;

/// What every violation of these rules says of where it looked.
fn at(check: &CheckDefinition) -> Violation {
    Violation::at("register", check.argument("register"))
        .with("register", check.argument("register"))
        .with("field", check.argument("field"))
        .with("requirement", &check.code)
        .with("count", 0)
}

fn nothing_there(check: &CheckDefinition) -> Vec<Violation> {
    vec![at(check)]
}

fn counted(violation: Violation, names: &[String]) -> Violation {
    let mut examples = names.iter().take(EXAMPLES).cloned().collect::<Vec<_>>().join("; ");
    if names.len() > EXAMPLES {
        examples.push_str("; …");
    }
    violation.with("count", names.len()).with("examples", examples)
}

/// The entries that a check looks at: those of its register that its `where` selects.
pub fn looked_at<'a>(subject: &Subject<'a>, check: &'a CheckDefinition) -> impl Iterator<Item = &'a RegisterEntry> + use<'a> {
    subject.content.entries(check.argument("register")).filter(|entry| holds(entry, check.argument("where")))
}

/// The entries of `target` that are to be named: those that `among` selects.
fn to_be_named<'a>(subject: &Subject<'a>, check: &'a CheckDefinition) -> impl Iterator<Item = &'a RegisterEntry> + use<'a> {
    subject.content.entries(check.argument("target")).filter(|entry| holds(entry, check.argument("among")))
}

/// The register whose entries a check finds open.
pub fn open_register(check: &CheckDefinition) -> &str {
    if check.argument("target").is_empty() { check.argument("register") } else { check.argument("target") }
}

/// The entries that stand in the way of a check: with an empty field, without a value, unnamed, overdue.
pub fn open_entries<'a>(subject: &Subject<'a>, check: &'a CheckDefinition) -> Vec<&'a RegisterEntry> {
    let field = check.argument("field");
    match check.rule.as_str() {
        "field_filled" => {
            // What one field cannot say, another may: a calendar in words where there is no date.
            let other = check.argument("or");
            looked_at(subject, check).filter(|entry| !entry.is_filled(field) && !entry.is_filled(other)).collect()
        }
        "value_chosen_by_all" => {
            let wanted = wanted(check);
            looked_at(subject, check).filter(|entry| !entry.chosen(field).iter().any(|code| code == wanted)).collect()
        }
        "every_entry_named" => {
            let named: BTreeSet<&str> =
                looked_at(subject, check).flat_map(|entry| entry.chosen(field)).map(String::as_str).collect();
            to_be_named(subject, check).filter(|entry| !named.contains(entry.id.as_str())).collect()
        }
        "not_overdue" => looked_at(subject, check)
            .filter(|entry| {
                let date = entry.line(field);
                let ended = entry.chosen("state").iter().any(|state| check.argument("ended").split('|').any(|one| one == state));
                !date.is_empty() && date < subject.today && !ended
            })
            .collect(),
        "progress_not_stale" => reporting(subject)
            .map_or_else(Vec::new, |reporting| reporting.stale().into_iter().map(|(measure, _)| measure).collect()),
        "reuse_considered" => {
            let names = subject.names();
            looked_at(subject, check).filter(|entry| reuse::is_open(&names, entry)).collect()
        }
        "progress_reported_in_time" => reporting(subject).map_or_else(Vec::new, |reporting| reporting.late()),
        _ => vec![],
    }
}

/// The reports on the day on which the checks are run.
fn reporting<'a>(subject: &Subject<'a>) -> Option<Reporting<'a>> {
    Some(Reporting::of(subject.content, subject.today.parse().ok()?))
}

fn open(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    let entries = open_entries(subject, check);
    if entries.is_empty() {
        return vec![];
    }
    let names = subject.names();
    let names: Vec<String> = entries.iter().map(|entry| names.entry(entry)).collect();
    let mut violation = at(check).with("value", wanted(check)).with("target", open_register(check));
    violation.key = format!("{}?open={}", open_register(check), check.code);
    vec![counted(violation, &names)]
}

/// There is at least one entry.
pub(crate) fn entries_exist(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    if looked_at(subject, check).next().is_none() { nothing_there(check) } else { vec![] }
}

/// There are entries, and each says something in the field. With `none = "met"`, no entry to look at is nothing to fill.
pub(crate) fn field_filled(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    if looked_at(subject, check).next().is_none() && check.argument("none") != "met" {
        return nothing_there(check);
    }
    open(subject, check)
}

/// At least one entry says something in the field.
pub(crate) fn field_filled_once(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    if looked_at(subject, check).any(|entry| entry.is_filled(check.argument("field"))) { vec![] } else { nothing_there(check) }
}

/// The value named, or the requirement itself where the field holds items, is chosen by at least one entry.
pub(crate) fn value_chosen(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    let wanted = wanted(check);
    let chosen = looked_at(subject, check).any(|entry| entry.chosen(check.argument("field")).iter().any(|code| code == wanted));
    if chosen { vec![] } else { vec![at(check).with("value", wanted)] }
}

/// There are entries, and each chooses the value named, or the requirement itself.
pub(crate) fn value_chosen_by_all(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    if looked_at(subject, check).next().is_none() {
        return vec![at(check).with("value", wanted(check))];
    }
    open(subject, check)
}

fn wanted(check: &CheckDefinition) -> &str {
    if check.argument("value").is_empty() { &check.code } else { check.argument("value") }
}

/// Everything that the field offers is chosen by some entry: every category, every objective.
pub(crate) fn everything_chosen(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    let register = subject.framework.register(check.argument("register"));
    let Some(field) = register.and_then(|register| register.field(check.argument("field"))) else { return vec![] };
    let chosen: BTreeSet<&str> =
        looked_at(subject, check).flat_map(|entry| entry.chosen(&field.code)).map(String::as_str).collect();
    let missing: Vec<String> = subject
        .names()
        .offered(field)
        .into_iter()
        .filter(|(code, _)| !chosen.contains(code.as_str()))
        .map(|(_, words)| words)
        .collect();
    if missing.is_empty() { vec![] } else { vec![counted(at(check), &missing)] }
}

/// There are entries of `target` to name, and each is named in the field of some entry of the register.
pub(crate) fn every_entry_named(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    if to_be_named(subject, check).next().is_none() {
        return vec![at(check).with("target", check.argument("target"))];
    }
    open(subject, check)
}

/// What has a date in the past and is not in one of the states that end it (`ended`, separated by `|`).
pub(crate) fn not_overdue(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    open(subject, check)
}

/// No measure went without news for as many periods as the reporting calendar allows.
pub(crate) fn progress_not_stale(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    unnamed(open(subject, check))
}

/// Every measure under way was reported on for the last period that ended, once its report was due.
pub(crate) fn progress_reported_in_time(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    unnamed(open(subject, check))
}

/// No request for new data was made without looking at what exists.
pub(crate) fn reuse_considered(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    unnamed(open(subject, check))
}

/// A check of ours is no requirement of the guidelines, whose name would stand before what it says.
fn unnamed(mut violations: Vec<Violation>) -> Vec<Violation> {
    for violation in &mut violations {
        violation.args.remove("requirement");
    }
    violations
}

/// For every currency, what is committed is no less than what is budgeted. Looks at `budget_line` and `funding`.
pub(crate) fn budget_funded(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    let content = subject.content;
    let mut balance: BTreeMap<&str, Decimal> = BTreeMap::new();
    for line in content.entries("budget_line") {
        *balance.entry(line.line("currency")).or_default() -= values::decimal(line.line("amount")).unwrap_or_default();
    }
    if balance.is_empty() {
        return nothing_there(check);
    }
    for funding in content.entries("funding").filter(|funding| funding.chosen("state").iter().any(|state| state == "committed")) {
        if let Some(balance) = balance.get_mut(funding.line("currency")) {
            *balance += values::decimal(funding.line("amount")).unwrap_or_default();
        }
    }
    let missing: Vec<String> = balance
        .into_iter()
        .filter(|(_, left)| left.is_sign_negative() && !left.is_zero())
        .map(|(currency, left)| {
            format!("{} {currency}", format::amount(content.dossier.source_language, &left.abs().to_string()))
        })
        .collect();
    if missing.is_empty() { vec![] } else { vec![counted(at(check), &missing)] }
}

/// The requirement was attested: answered with the scale's highest value, with a note or a source that says on what ground.
pub(crate) fn attested(subject: &Subject<'_>, check: &CheckDefinition) -> Vec<Violation> {
    let answer = subject.content.answer(&check.code);
    let Some(item) = subject.framework.item(&check.code) else { return vec![] };
    let top = subject.framework.scale_of(item).and_then(|scale| scale.values.last());
    let is_attested = answer.is_some_and(|answer| {
        let grounds = !answer.note.is_empty() || !answer.citations.is_empty();
        top.is_some_and(|top| top.code == answer.value) && grounds
    });
    if is_attested { vec![] } else { vec![Violation::at("answer", &check.code).with("requirement", &check.code)] }
}

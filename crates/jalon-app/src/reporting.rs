//! Reporting on measures: which period is asked for, *no change* in one action with its undo, and a report with everything.

use std::sync::Arc;

use jalon_domain::register::period::Period;
use jalon_domain::register::reporting::{Reporting, Schedule, is_unchanged};
use jalon_domain::register::values::Given;
use jalon_domain::register::{RegisterEntry, Value};
use jalon_domain::{Language, Problem};

use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, Opened, Result, error};

/// What of the last report still holds when nothing has changed. Spending and proposals belong to their period alone.
const REPEATED: [&str; 5] = ["state", "value", "unit", "obstacles", "reported_by"];
/// What the form of a report starts with.
const PREFILLED: [&str; 7] = ["state", "value", "unit", "done", "obstacles", "currency", "reported_by"];
/// How often somebody else may write to the dossier in between before an action is given up.
const ATTEMPTS: usize = 5;

impl App {
    /// Which day it is where the dossier reports, as ISO 8601.
    pub fn day_of(&self, opened: &Opened) -> String {
        Schedule::of(opened.whole_content()).today(self.timestamp()).to_string()
    }

    /// Who has reported on what, today.
    pub fn reporting<'a>(&self, opened: &'a Opened) -> Reporting<'a> {
        let schedule = Schedule::of(opened.whole_content());
        let today = schedule.today(self.timestamp());
        Reporting::on(schedule, &opened.content, today)
    }

    /// Whether the caller may report on a measure.
    pub fn may_report(&self, caller: &Caller, opened: &Opened, measure: &RegisterEntry) -> bool {
        self.may_with(caller, Action::RegisterSave, opened, &self.entry_facts(caller, opened, measure))
    }

    /// Says of measures that nothing has changed since they were last reported on. Those already reported on stay as they
    /// are, so that pressing twice reports once. All of it or nothing; gives how many reports were made.
    pub async fn report_unchanged(&self, caller: &Caller, slug: &str, period: &str, measures: &[String]) -> Result<usize> {
        for _ in 0..ATTEMPTS {
            let opened = self.view_dossier(caller, slug).await?;
            let reports = self.unchanged_reports(caller, &opened, period, measures)?;
            if reports.is_empty() {
                return Ok(0);
            }
            // Whether a measure was reported on is known only while nobody else writes.
            let Some(mut transaction) = self.begin_on_unchanged(&opened).await? else { continue };
            for report in &reports {
                self.save_in(&mut transaction, caller, &opened, "progress.unchanged", report, "").await?;
            }
            transaction.commit().await?;
            return Ok(reports.len());
        }
        Err(AppError::invalid(Problem::new("dossier-changed")))
    }

    /// The reports to be made, or everything that stands in their way.
    fn unchanged_reports(
        &self,
        caller: &Caller,
        opened: &Opened,
        period: &str,
        measures: &[String],
    ) -> Result<Vec<RegisterEntry>> {
        let reporting = self.reporting(opened);
        let period = begun(&reporting, period)?;
        if measures.is_empty() {
            return Err(AppError::invalid(Problem::new("choose-measure")));
        }
        let names = opened.names(caller.language.content());
        let (mut reports, mut problems) = (vec![], vec![]);
        for measure in measures.iter().collect::<std::collections::BTreeSet<_>>() {
            let measure = opened.content.entry("measure", measure).ok_or(AppError::NotFound)?;
            let id = measure.id.as_str();
            if !self.may_report(caller, opened, measure) {
                problems.push(Problem::new("measure-of-another-institution").with("measure", names.entry(measure)));
            } else if reporting.report(id, period).is_none() {
                match reporting.last_before(id, period) {
                    Some((_, last)) => reports.push(self.unchanged(measure, period, last)),
                    None => problems.push(Problem::new("nothing-to-repeat").with("measure", names.entry(measure))),
                }
            }
        }
        error::check(problems)?;
        Ok(reports)
    }

    fn unchanged(&self, measure: &RegisterEntry, period: Period, last: &RegisterEntry) -> RegisterEntry {
        let kept = last.values.iter().filter(|(field, _)| REPEATED.contains(&field.as_str()));
        let mut values: std::collections::BTreeMap<_, _> = kept.map(|(field, value)| (field.clone(), value.clone())).collect();
        values.insert("period".to_owned(), Value::Line(period.to_string()));
        values.insert("measure".to_owned(), Value::Chosen(vec![measure.id.to_string()]));
        values.insert("unchanged".to_owned(), Value::Chosen(vec!["yes".to_owned()]));
        RegisterEntry { values, changed_at: self.now(), ..new_report(measure, period) }
    }

    /// Takes reports of no change back, as long as nobody has changed them. Those that are gone stay gone, so that pressing
    /// twice undoes once. Gives how many were taken back.
    pub async fn undo_unchanged(&self, caller: &Caller, slug: &str, reports: &[String]) -> Result<usize> {
        for _ in 0..ATTEMPTS {
            let opened = self.view_dossier(caller, slug).await?;
            let wanted = self.undoable(caller, &opened, reports)?;
            if wanted.is_empty() {
                return Ok(0);
            }
            let Some(mut transaction) = self.begin_on_unchanged(&opened).await? else { continue };
            for report in &wanted {
                let (id, revision) = (report.id.as_str(), report.revision);
                self.delete_in::<RegisterEntry>(&mut transaction, caller, &opened, "progress.undo", id, revision).await?;
            }
            transaction.commit().await?;
            return Ok(wanted.len());
        }
        Err(AppError::invalid(Problem::new("dossier-changed")))
    }

    /// Those of these reports that are still there, if all of them may be taken back.
    fn undoable<'a>(&self, caller: &Caller, opened: &'a Opened, reports: &[String]) -> Result<Vec<&'a RegisterEntry>> {
        let names = opened.names(caller.language.content());
        let (mut wanted, mut problems) = (vec![], vec![]);
        for report in opened.content.entries("progress").filter(|report| reports.contains(&report.id.0)) {
            let facts = self.entry_facts(caller, opened, report);
            if !self.may_with(caller, Action::ProgressUndo, opened, &facts) {
                return Err(AppError::NotFound);
            }
            if can_undo(report) {
                wanted.push(report);
            } else {
                problems.push(Problem::new("undo-changed").with("measure", names.entry(report)));
            }
        }
        error::check(problems)?;
        Ok(wanted)
    }

    /// The form of a report: the one that was made, or what the last one said, under revision 0.
    pub fn report_draft(&self, opened: &Opened, measure: &RegisterEntry, period: Period) -> RegisterEntry {
        let reporting = self.reporting(opened);
        if let Some(report) = reporting.report(measure.id.as_str(), period) {
            return report.clone();
        }
        let mut draft = new_report(measure, period);
        if let Some((_, last)) = reporting.last_before(measure.id.as_str(), period) {
            let kept = last.values.iter().filter(|(field, _)| PREFILLED.contains(&field.as_str()));
            draft.values = kept.map(|(field, value)| (field.clone(), value.clone())).collect();
        }
        draft
    }

    /// Reports on a measure for a period that has begun, or corrects the report. A second report of the same says nothing
    /// new; a different one is a conflict.
    #[expect(clippy::too_many_arguments, reason = "what a form sends, each named where it is given")]
    pub async fn report_progress(
        &self,
        caller: &Caller,
        slug: &str,
        period: &str,
        measure: &str,
        given: &Given,
        language: Language,
        revision: i64,
    ) -> Result<RegisterEntry> {
        let opened = self.view_dossier(caller, slug).await?;
        let measure = opened.content.entry("measure", measure).ok_or(AppError::NotFound)?;
        let reporting = self.reporting(&opened);
        let period = begun(&reporting, period)?;
        let before = match reporting.report(measure.id.as_str(), period) {
            Some(report) => report.clone(),
            None => {
                let mut new = new_report(measure, period);
                let last = reporting.last_before(measure.id.as_str(), period);
                new.values.extend(last.into_iter().flat_map(|(_, last)| still_said(last, given, language)));
                new
            }
        };
        let mut given = given.clone();
        given.insert("period".to_owned(), vec![period.to_string()]);
        given.insert("measure".to_owned(), vec![measure.id.to_string()]);
        // Whoever writes a report says something, even where it was no change before.
        given.insert("unchanged".to_owned(), vec![]);
        if !before.is_filled("reported_by")
            && let Some(organisation) = &caller.principal.organisation
        {
            given.insert("reported_by".to_owned(), vec![organisation.to_string()]);
        }
        let entry = RegisterEntry { revision, ..self.filled(caller, &opened, &before, &given, language).await? };
        self.save(caller, &opened, "progress.report", &entry, "").await
    }

    /// What the caller's institution has to report on in one dossier, where anything is missing: period, due date, how many.
    pub fn reports_missing(&self, caller: &Caller, opened: &Opened) -> Option<(Period, String, usize)> {
        let reporting = self.reporting(opened);
        let mine: Vec<&RegisterEntry> = self.my_measures(caller, opened);
        let slot = reporting.asked(mine.iter().copied())?;
        let missing = mine.iter().filter(|measure| reporting.state(measure, &slot).is_missing()).count();
        (missing > 0).then(|| (slot.period, slot.due.to_string(), missing))
    }

    /// The measures that the caller's institution answers for and the caller may report on.
    pub fn my_measures<'a>(&self, caller: &Caller, opened: &'a Opened) -> Vec<&'a RegisterEntry> {
        let own = |measure: &&RegisterEntry| {
            let facts = self.entry_facts(caller, opened, measure);
            facts.own && self.may_with(caller, Action::RegisterSave, opened, &facts)
        };
        opened.content.entries("measure").filter(own).collect()
    }

    /// Whether the caller may report for any institution.
    pub fn may_report_for_others(&self, caller: &Caller, opened: &Arc<Opened>) -> bool {
        self.may_with(caller, Action::RegisterSave, opened, &Facts::default())
    }
}

/// A report of no change that is still as it was made.
pub fn can_undo(report: &RegisterEntry) -> bool {
    is_unchanged(report) && report.revision == 1
}

/// The same measure and period give the same identifier: two who report at once meet.
fn new_report(measure: &RegisterEntry, period: Period) -> RegisterEntry {
    let id = format!("{period}.{}", measure.id);
    RegisterEntry { id: id.into(), register: "progress".to_owned(), ..RegisterEntry::default() }
}

/// The texts of the last report that the new one repeats word for word: their translations still hold.
fn still_said(last: &RegisterEntry, given: &Given, language: Language) -> Vec<(String, Value)> {
    let typed = |field: &String| given.get(field).and_then(|given| given.first()).map(|text| text.replace("\r\n", "\n"));
    let kept = last.values.iter().filter(|(field, value)| match value {
        Value::Text(text) => typed(field).is_some_and(|typed| text.exact(language) == Some(typed.trim())),
        _ => false,
    });
    kept.map(|(field, value)| (field.clone(), value.clone())).collect()
}

fn begun(reporting: &Reporting<'_>, period: &str) -> Result<Period> {
    let known = period.parse().ok().and_then(|period| reporting.slot(period));
    let problem = || Problem::on("period-not-in-calendar", "period").with("value", period.chars().take(60).collect::<String>());
    known.map(|slot| slot.period).ok_or_else(|| AppError::invalid(problem()))
}

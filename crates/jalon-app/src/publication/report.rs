//! The reports of a cycle: what stands against publishing one, its signature, its amendments, and the progress that is public.
//!
//! A cycle has no last stage. It publishes its plan, and later its amendments, quarterly reports and reviews, while the
//! work goes on; each is a release like any other.

use std::sync::Arc;

use jalon_domain::assessment::Validation;
use jalon_domain::assessment::checks::Diagnostic;
use jalon_domain::catalogue::ReportDefinition;
use jalon_domain::register::changes::{self, EntryDifference};
use jalon_domain::register::{Names, RegisterEntry};
use jalon_domain::report::compile::Amended;
use jalon_domain::{Language, Problem, Text};
use jalon_storage::release;

use super::{Releasing, Summary, read_summary, unfreeze};
use crate::authorisation::{Action, Facts, Resource};
use crate::error::check;
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, lock, too_long};

/// Where a report stands.
#[derive(Debug, Clone)]
pub struct ReportState {
    pub definition: ReportDefinition,
    /// What must hold first and does not.
    pub open: Vec<Diagnostic>,
    /// Nothing stands in the registers that it is made from.
    pub is_empty: bool,
    pub signature: Option<Validation>,
    /// The signature is under the text as it is.
    pub is_signed: bool,
    /// The newest release that is public.
    pub last: Option<Summary>,
    /// How many entries differ from it; only where the report tells differences.
    pub differences: usize,
}

impl ReportState {
    pub fn needs_signature(&self) -> bool {
        !self.definition.signed_by.is_empty()
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = vec![];
        if self.is_empty {
            problems.push(Problem::new("report-empty"));
        }
        if !self.open.is_empty() {
            problems.push(Problem::new("report-requirements-open").with("count", self.open.len()));
        }
        if self.needs_signature() && !self.is_signed {
            problems.push(Problem::new("report-unsigned"));
        }
        problems
    }
}

/// What the public was told last about each measure of the plan that is public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The release that tells it.
    pub release: Summary,
    /// By measure of the plan, in its order.
    pub rows: Vec<ProgressRow>,
    /// How many measures are in each state, in the order of the framework's list; those without a report come last,
    /// with an empty word.
    pub counts: Vec<(String, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressRow {
    pub measure: String,
    pub name: String,
    /// The period that was reported on last; empty without a report.
    pub period: String,
    pub state: String,
    pub done: String,
}

impl Opened {
    /// Whether the caller gets drafts of a report. What a release holds is public one day; a working document made from
    /// registers that the caller may not see would be wrong without them.
    pub(crate) fn shows(&self, report: &ReportDefinition) -> bool {
        !report.is_internal() || !self.framework.registers_of(&report.code).any(|register| self.withholds(&register.code))
    }

    /// What a signature under a report signs.
    pub fn report_digest(&self, report: &str) -> String {
        self.whole_content().registers_digest(self.framework.registers_of(report))
    }
}

impl App {
    /// Where each report of the cycle stands, in the framework's order.
    pub async fn reports(&self, caller: &Caller, slug: &str) -> Result<Vec<ReportState>> {
        let opened = self.opened(caller, slug, Action::ReportDraft, &Facts::default()).await?;
        let mut states = vec![];
        for definition in opened.framework.reports.iter().filter(|definition| opened.shows(definition)) {
            states.push(self.report_state(&opened, definition).await?);
        }
        Ok(states)
    }

    async fn report_state(&self, opened: &Opened, definition: &ReportDefinition) -> Result<ReportState> {
        let content = &opened.content;
        let is_excused =
            |code: &str| content.answer(code).is_some_and(|answer| answer.not_applicable && !answer.competence.is_empty());
        let found = opened.diagnostics(&self.today());
        let open = found.iter().filter(|one| definition.requires.contains(&one.code) && !is_excused(&one.code));
        let signature = content.validations.iter().find(|validation| validation.side == definition.code).cloned();
        let is_signed = signature.as_ref().is_some_and(|v| v.content_digest == opened.report_digest(&definition.code));
        let last = self.last_release(opened, &definition.code).await?;
        let amended = match &last {
            Some(last) if !definition.compares.is_empty() => Some(amended_by(last, definition, Text::default())?),
            _ => None,
        };
        let names = opened.names(content.dossier.source_language);
        let differences = amended.map_or(0, |amended| changes::differences(names, &definition.compares, &amended.entries).len());
        let whole = opened.whole_content();
        let is_empty =
            opened.framework.registers_of(&definition.code).all(|register| whole.entries(&register.code).next().is_none());
        Ok(ReportState {
            open: open.cloned().collect(),
            is_empty,
            signature,
            is_signed,
            last: last.as_ref().and_then(read_summary),
            differences,
            definition: definition.clone(),
        })
    }

    /// The newest public release of a report of a cycle.
    pub async fn newest_release(&self, caller: &Caller, slug: &str, report: &str) -> Result<Summary> {
        let public = self.public_releases(caller).await?;
        // Newest first.
        let found = public.iter().find(|summary| summary.dossier == slug && summary.report == report);
        found.cloned().ok_or(AppError::NotFound)
    }

    /// Whether a release of the report is public.
    pub(crate) async fn is_released(&self, opened: &Opened, report: &str) -> Result<bool> {
        let rows = release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        let of_it = |row: &release::Release| read_summary(row).is_some_and(|summary| summary.report == report);
        Ok(rows.iter().any(|row| row.withdrawn_at.is_empty() && of_it(row)))
    }

    /// The newest public release of a report, with its content.
    async fn last_release(&self, opened: &Opened, report: &str) -> Result<Option<release::Release>> {
        let rows = release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        let newest = rows
            .iter()
            .filter(|row| row.withdrawn_at.is_empty())
            .find(|row| read_summary(row).is_some_and(|summary| summary.report == report));
        match newest {
            Some(row) => Ok(release::by_version(self.store.reader(), &row.dossier, row.version).await?),
            None => Ok(None),
        }
    }

    /// The release that the next one of this report would amend, where the report tells differences.
    pub(super) async fn amended(&self, opened: &Opened, report: &str, reason: Text) -> Result<Option<Amended>> {
        let Some(definition) = opened.framework.report(report).filter(|report| !report.compares.is_empty()) else {
            return Ok(None);
        };
        let Some(found) = self.last_release(opened, report).await? else { return Ok(None) };
        Ok(Some(amended_by(&found, definition, reason)?))
    }

    /// What differs between the text as it is and a release of the report: the newest, or the version asked for.
    pub async fn amendments(
        &self,
        caller: &Caller,
        slug: &str,
        report: &str,
        since: Option<i64>,
        language: Language,
    ) -> Result<(Summary, Vec<EntryDifference>)> {
        let opened = self.opened(caller, slug, Action::ReportDraft, &Facts::default()).await?;
        let definition = opened.framework.report(report).ok_or(AppError::NotFound)?;
        let found = match since {
            None => self.last_release(&opened, report).await?,
            Some(version) => release::by_version(self.store.reader(), &opened.dossier().id, version).await?,
        };
        let found = found.ok_or(AppError::NotFound)?;
        let summary = read_summary(&found).filter(|summary| summary.report == report).ok_or(AppError::NotFound)?;
        let before = amended_by(&found, definition, Text::default())?;
        Ok((summary, changes::differences(opened.names(language), &definition.compares, &before.entries)))
    }

    /// Publishes a report of a cycle. Its requirements hold, its signature is under the text as it is, and an amendment
    /// says why, in the dossier's language at least.
    pub async fn publish_report(
        &self,
        caller: &Caller,
        slug: &str,
        report: &str,
        languages: &[Language],
        accept_incomplete: bool,
        reasons: &[(Language, String)],
    ) -> Result<Summary> {
        let opened = self.load(slug).await?;
        let definition = opened.framework.report(report);
        let roles = definition.map(|definition| definition.roles.clone()).unwrap_or_default();
        let facts = Facts { exit_roles: roles, ..Facts::default() };
        self.authorise(caller, Action::ReleasePublish, &Resource::Dossier(&opened.facts), &facts)?;
        let definition = definition.ok_or(AppError::NotFound)?;
        let source = opened.dossier().source_language;
        let mut reason = Text::default();
        for (language, words) in reasons {
            reason.set(*language, clean(words), source);
        }
        reason.settle(source);
        let state = self.report_state(&opened, definition).await?;
        let mut problems = state.problems();
        for (language, words) in reasons {
            problems.extend(too_long([(reason_field(*language, source).as_str(), words.as_str(), LINE_LIMIT)]));
        }
        if state.differences > 0 && reason.exact(source).is_none_or(str::is_empty) {
            problems.push(Problem::on("amendment-reason-required", "reason").with("count", state.differences));
        }
        problems.extend(self.language_problems(&opened, report, languages, accept_incomplete));
        check(problems)?;
        let amended = self.amended(&opened, report, reason).await?;
        let stage = opened.dossier().stage.clone();
        let releasing = Releasing { languages, stage: &stage, report, amended, use_case: "release.publish" };
        self.release(caller, &opened, releasing).await
    }

    /// The progress that was published for the plan of a dossier; nothing while no report tells any. Made once from its two
    /// releases, which never change.
    pub async fn published_progress(&self, caller: &Caller, slug: &str, language: Language) -> Result<Option<Arc<Progress>>> {
        let releases = self.public_releases(caller).await?;
        let of_this: Vec<&Summary> = releases.iter().filter(|summary| summary.dossier == slug).collect();
        let Some(plan) = of_this.iter().find(|summary| summary.leading) else { return Ok(None) };
        let library = self.library();
        let Some(framework) = library.get(&plan.framework) else { return Ok(None) };
        let tells = |summary: &&&Summary| framework.registers_of(&summary.report).any(|register| register.code == "progress");
        let Some(told) = of_this.iter().find(tells) else { return Ok(None) };
        let key = (slug.to_owned(), plan.version, told.version, language);
        if let Some(known) = lock(&self.portal.progress).get(&key) {
            return Ok(Some(known.clone()));
        }
        let plan = unfreeze(&self.public_release(caller, slug, plan.version).await?)?.into_content();
        let told_content = unfreeze(&self.public_release(caller, slug, told.version).await?)?.into_content();
        let names = Names { library: &library, framework: &framework, content: &told_content, language };
        let plan_names = Names { content: &plan, ..names };
        let Some(states) = framework.register("progress").and_then(|register| register.field("state")) else { return Ok(None) };
        let row = |measure: &RegisterEntry| {
            // Periods sort by name: 2026-Q3 before 2026-Q4.
            let reports = told_content.entries("progress").filter(|e| e.chosen("measure").contains(&measure.id.to_string()));
            let last = reports.max_by(|a, b| a.line("period").cmp(b.line("period")));
            ProgressRow {
                measure: measure.id.to_string(),
                name: plan_names.entry(measure),
                period: last.map(|entry| entry.line("period").to_owned()).unwrap_or_default(),
                state: last.map(|entry| names.words(states, entry)).unwrap_or_default(),
                done: last.map(|entry| entry.shown("done", language).to_owned()).unwrap_or_default(),
            }
        };
        let rows: Vec<ProgressRow> = plan.entries("measure").map(row).collect();
        let words = names.offered(states).into_iter().map(|(_, label)| label).chain([String::new()]);
        let counts = words.map(|word| {
            let count = rows.iter().filter(|row| row.state == word).count();
            (word, count)
        });
        let counts = counts.filter(|(_, count)| *count > 0).collect();
        let progress = Arc::new(Progress { counts, rows, release: (**told).clone() });
        lock(&self.portal.progress).insert(key, progress.clone());
        Ok(Some(progress))
    }
}

/// The name of the form's field for the reason in a language: the plain one is the dossier's own.
pub fn reason_field(language: Language, source: Language) -> String {
    if language == source { "reason".to_owned() } else { format!("reason-{language}") }
}

fn amended_by(found: &release::Release, definition: &ReportDefinition, reason: Text) -> Result<Amended> {
    let released = unfreeze(found)?;
    let entries = released.entries.into_iter().filter(|(register, _)| definition.compares.contains(register)).collect();
    Ok(Amended {
        version: released.version,
        published_on: released.published_on,
        content_digest: found.content_digest.clone(),
        reason,
        entries,
    })
}

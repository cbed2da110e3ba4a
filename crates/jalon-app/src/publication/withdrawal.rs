//! Withdrawal: what was published by mistake leaves the public side, and its address says so.

use jalon_domain::assessment::Dossier;
use jalon_domain::catalogue::Framework;
use jalon_domain::{Language, Problem, Text};
use jalon_storage::{Transaction, dossier as stored, release, table_release};

use super::{Summary, read_summary, unfreeze};
use crate::authorisation::{Action, Facts, Resource};
use crate::statistics::table::read_note;
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, too_long};

/// What the address of something withdrawn tells everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    pub title: Text,
    pub territory: Text,
    /// The version of a release, the number of a signed table.
    pub number: i64,
    /// ISO 8601 date.
    pub published_on: String,
    /// SHA-256 by which it is known: of the content of a release, of the JSON file of a signed table.
    pub content_digest: String,
    /// A signed table was withdrawn, or what only signed tables showed.
    pub is_table: bool,
    /// RFC 3339.
    pub at: String,
    /// As it was written by whoever withdrew it; empty for what was withdrawn before reasons were kept.
    pub reason: String,
    /// Of the reason.
    pub language: Language,
    /// Below the site and the language.
    pub path: String,
    /// Where what stands now is, if anything does.
    pub stands: Option<String>,
}

impl Withdrawal {
    /// Nothing while the release is public.
    pub(super) fn of_release(row: &release::Release, summary: &Summary, language: Language) -> Option<Self> {
        (!row.withdrawn_at.is_empty()).then(|| Self {
            title: if summary.report.is_empty() { summary.title.clone() } else { summary.report_title.clone() },
            territory: summary.territory_name.clone(),
            number: row.version,
            published_on: summary.published_on.clone(),
            content_digest: row.content_digest.clone(),
            is_table: false,
            at: row.withdrawn_at.clone(),
            reason: row.withdrawn_reason.clone(),
            language,
            path: summary.release_path(),
            stands: None,
        })
    }

    /// Nothing while the table is public.
    fn of_table(row: table_release::TableRelease, path: String) -> Option<Self> {
        let note = read_note(&row).filter(|_| !row.withdrawn_at.is_empty())?;
        Some(Self {
            title: note.title,
            territory: note.territory,
            number: row.number,
            published_on: note.signed_on,
            content_digest: note.cells_sha256,
            is_table: true,
            at: row.withdrawn_at,
            reason: row.withdrawn_reason,
            language: note.source_language,
            path,
            stands: None,
        })
    }
}

impl App {
    /// Takes a release off the public side. It stays in the ledger and in the store, and its address tells the reason.
    /// When nothing else of an assessment is public, the assessment returns to the stage before publication: there it is
    /// corrected, signed again where its text changes, and published as the next version.
    pub async fn withdraw(&self, caller: &Caller, slug: &str, version: i64, reason: &str) -> Result<()> {
        let opened = self.load(slug).await?;
        let rows = release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        let found = rows.iter().find(|row| row.version == version);
        // The roles that may publish a cycle's report may take it back.
        let report = found.and_then(read_summary).and_then(|summary| opened.framework.report(&summary.report));
        let facts = Facts { exit_roles: report.map(|report| report.roles.clone()).unwrap_or_default(), ..Facts::default() };
        self.authorise(caller, Action::ReleaseWithdraw, &Resource::Dossier(&opened.facts), &facts)?;
        let found = found.ok_or(AppError::NotFound)?;
        let (reason, field) = (clean(reason), format!("reason-{version}"));
        let mut problems = too_long([(field.as_str(), reason.as_str(), LINE_LIMIT)]);
        problems.extend(reason.is_empty().then(|| Problem::on("required", &field)));
        crate::error::check(problems)?;
        let mut transaction = self.begin_on(&opened).await?;
        if !release::withdraw(transaction.connection(), &found.id, &self.now(), &reason).await? {
            return Err(AppError::NotFound);
        }
        let before = serde_json::json!({ "version": version }).to_string();
        let entry =
            self.entry(caller, "release.withdraw", opened.dossier(), "release", &found.id, before, String::new(), &reason);
        transaction.append(entry).await?;
        let others = rows.iter().any(|row| row.version != version && row.withdrawn_at.is_empty());
        if let Some(stage) = stage_before_publication(&opened.framework).filter(|_| opened.facts.published && !others) {
            self.return_to(&mut transaction, caller, &opened, stage, &reason).await?;
        }
        transaction.commit().await?;
        self.public_side_changed();
        Ok(())
    }

    async fn return_to(
        &self,
        transaction: &mut Transaction,
        caller: &Caller,
        opened: &Opened,
        stage: &str,
        reason: &str,
    ) -> Result<()> {
        let before = opened.dossier();
        let after = Dossier { stage: stage.to_owned(), ..before.clone() };
        if !stored::update(transaction.connection(), &after).await? {
            return Err(AppError::invalid(Problem::new("dossier-changed")));
        }
        let text = |dossier: &Dossier| serde_json::to_string(dossier).map_err(|error| AppError::Fault(error.to_string()));
        let (was, is, use_case) = (text(before)?, text(&after)?, Action::StageBack.code());
        Ok(transaction.append(self.entry(caller, use_case, &after, "dossier", after.id.as_str(), was, is, reason)).await?)
    }

    /// What became of a release that is not public any more; the newest one where no version is asked for.
    pub async fn withdrawn_release(&self, caller: &Caller, slug: &str, version: Option<i64>) -> Result<Withdrawal> {
        self.authorise(caller, Action::PortalView, &Resource::Instance, &Facts::default())?;
        let dossier = stored::by_slug(self.store.reader(), slug).await?.ok_or(AppError::NotFound)?;
        let rows = release::for_dossier(self.store.reader(), &dossier.id).await?;
        let found = rows.iter().find(|row| !row.withdrawn_at.is_empty() && version.is_none_or(|version| version == row.version));
        let withdrawal = |row| Withdrawal::of_release(row, &read_summary(row)?, dossier.source_language);
        let withdrawal = found.and_then(withdrawal).ok_or(AppError::NotFound)?;
        let stands = self.published(caller).await?.into_iter().find(|summary| summary.dossier == slug);
        Ok(Withdrawal { stands: stands.map(|summary| summary.path()), ..withdrawal })
    }

    /// What became of a signed table that is not public any more.
    pub async fn withdrawn_table(&self, caller: &Caller, slug: &str, number: i64) -> Result<Withdrawal> {
        self.authorise(caller, Action::PortalView, &Resource::Instance, &Facts::default())?;
        let dossier = stored::by_slug(self.store.reader(), slug).await?.ok_or(AppError::NotFound)?;
        let row = table_release::by_number(self.store.reader(), &dossier.id, number).await?;
        let row = row.filter(|row| !row.withdrawn_at.is_empty()).ok_or(AppError::NotFound)?;
        let others = table_release::for_dossier(self.store.reader(), &dossier.id).await?;
        let stands = others.iter().rfind(|other| other.table == row.table && other.withdrawn_at.is_empty());
        let path = |number: i64| format!("/plans/{slug}/tables/{number}");
        let stands = stands.map(|other| path(other.number));
        Withdrawal::of_table(row, path(number)).map(|found| Withdrawal { stands, ..found }).ok_or(AppError::NotFound)
    }

    /// What became of an indicator, or of all of a dossier's, of which nothing is public any more: the last signed table, or
    /// the last report that told its values.
    pub async fn withdrawn_indicators(&self, caller: &Caller, slug: &str, indicator: Option<&str>) -> Result<Withdrawal> {
        self.authorise(caller, Action::PortalView, &Resource::Instance, &Facts::default())?;
        let dossier = stored::by_slug(self.store.reader(), slug).await?.ok_or(AppError::NotFound)?;
        let rows = table_release::for_dossier(self.store.reader(), &dossier.id).await?;
        let name = |row: &table_release::TableRelease| {
            read_note(row)?.indicator.filter(|known| indicator.is_some_and(|id| known.id.as_str() == id)).map(|known| known.name)
        };
        let mut found: Vec<_> = rows.into_iter().filter(|row| indicator.is_none() || name(row).is_some()).collect();
        if found.iter().any(|row| row.withdrawn_at.is_empty()) {
            return Err(AppError::NotFound);
        }
        let Some(last) = found.pop() else { return self.withdrawn_values(caller, &dossier, indicator).await };
        let (title, path) = match indicator {
            Some(id) => (name(&last), format!("/plans/{slug}/indicators/{id}")),
            None => (None, format!("/plans/{slug}/indicators")),
        };
        let found = Withdrawal::of_table(last, path).ok_or(AppError::NotFound)?;
        Ok(Withdrawal { title: title.unwrap_or(dossier.title), ..found })
    }

    /// The withdrawn report that told values of an indicator, or of any.
    async fn withdrawn_values(&self, caller: &Caller, dossier: &Dossier, indicator: Option<&str>) -> Result<Withdrawal> {
        if self.reported_values(caller, &dossier.slug).await?.is_some() {
            // Others are public: what a report told of this one is told there or nowhere.
            return Err(AppError::NotFound);
        }
        for row in release::for_dossier(self.store.reader(), &dossier.id).await? {
            let Some(summary) = read_summary(&row).filter(|summary| self.tells_values(summary)) else { continue };
            let Some(found) = Withdrawal::of_release(&row, &summary, dossier.source_language) else { continue };
            // The list has no contents.
            let whole = release::by_version(self.store.reader(), &dossier.id, row.version).await?.ok_or(AppError::NotFound)?;
            let content = unfreeze(&whole)?.into_content();
            let is_of = |id: &String| indicator.is_none_or(|indicator| id == indicator);
            let mut values = content.entries("indicator_value").filter(|entry| !entry.is_filled("table"));
            if values.any(|entry| entry.chosen("indicator").iter().any(is_of)) {
                return Ok(found);
            }
        }
        Err(AppError::NotFound)
    }
}

fn stage_before_publication(framework: &Framework) -> Option<&str> {
    let last = framework.stages.iter().find(|stage| stage.exits.is_empty())?;
    let leads_there = framework.stages.iter().find(|stage| stage.exits.iter().any(|exit| exit.to == last.code));
    leads_there.map(|stage| stage.code.as_str())
}

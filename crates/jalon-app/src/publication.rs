//! Publication: from approved content to an immutable, addressable release and its renderings.
//!
//! A release freezes everything that a report is made from, under a digest. Every rendering is made from the frozen content
//! alone, so the same release gives the same bytes for ever. What the public side shows comes from here and from nowhere else.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use jalon_domain::assessment::checks::{TranslationGap, translation_gaps};
use jalon_domain::assessment::*;
use jalon_domain::identity::{Organisation, Territory};
use jalon_domain::register::{RegisterDefinition, RegisterEntry, Value};
use jalon_domain::report::compile::VisionTable;
use jalon_domain::report::cycle::KINDS;
use jalon_domain::report::{Drawing, ReleaseMark, Report, compile};
use jalon_domain::{Language, OrganisationId, Problem, Text, format};
use jalon_storage::{dossier as stored, release};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::authorisation::{Action, Facts, Resource};
use crate::{App, AppError, Caller, Opened, Result, lock};

/// The form in which a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Pdf,
    Spreadsheet,
    Page,
    Json,
}

impl Format {
    pub const ALL: [Format; 4] = [Self::Pdf, Self::Spreadsheet, Self::Page, Self::Json];

    /// The file name's ending, which is also the word on the command line.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Spreadsheet => "xlsx",
            Self::Page => "html",
            Self::Json => "json",
        }
    }

    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Spreadsheet => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Page => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Everything that a report is made from, without anything about persons: no names, no accounts, no assignments, no attached files.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Frozen {
    format: u32,
    framework: String,
    framework_digest: String,
    languages: Vec<Language>,
    version: i64,
    published_on: String,
    signatures: Vec<Signature>,
    dossier: Dossier,
    territory: Territory,
    organisations: Vec<Organisation>,
    answers: Vec<Answer>,
    findings: Vec<Finding>,
    evidence: Vec<Evidence>,
    paragraphs: Vec<Paragraph>,
    figures: Vec<Figure>,
    comments: Vec<Comment>,
    /// Of public registers alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    entries: BTreeMap<String, Vec<RegisterEntry>>,
}

const FROZEN_FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    pub side: String,
    pub organisation: Text,
    /// ISO 8601 date.
    pub on: String,
}

/// What lists show of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub dossier: String,
    pub version: i64,
    pub title: Text,
    pub territory: String,
    pub territory_name: Text,
    pub framework: String,
    pub framework_name: Text,
    pub period_from: String,
    pub period_to: String,
    pub published_on: String,
    pub languages: Vec<Language>,
    pub synthetic: bool,
    pub findings: usize,
    #[serde(default)]
    pub content_digest: String,
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Renderings of releases and drafts, kept while there is room: a release never changes, a draft until its dossier does.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    rendered: Mutex<HashMap<String, Arc<Vec<u8>>>>,
    summaries: Mutex<Option<Arc<Vec<Summary>>>>,
}

const RENDERED_LIMIT: usize = 120;

impl Cache {
    fn get(&self, key: &str) -> Option<Arc<Vec<u8>>> {
        lock(&self.rendered).get(key).cloned()
    }

    fn put(&self, key: String, bytes: Vec<u8>) -> Arc<Vec<u8>> {
        let mut rendered = lock(&self.rendered);
        if rendered.len() >= RENDERED_LIMIT {
            rendered.clear();
        }
        let bytes = Arc::new(bytes);
        rendered.insert(key, bytes.clone());
        bytes
    }

    pub(crate) fn clear(&self) {
        lock(&self.rendered).clear();
        *lock(&self.summaries) = None;
    }
}

impl App {
    /// The draft in one language and form: watermarked, for those who work on the dossier.
    pub async fn draft_report(
        &self,
        caller: &Caller,
        slug: &str,
        kind: &str,
        language: Language,
        format: Format,
    ) -> Result<Arc<Vec<u8>>> {
        let opened = self.opened(caller, slug, Action::ReportDraft, &Facts::default()).await?;
        let kind = report_kind(&opened, kind)?;
        let key = format!("draft/{slug}/{}/{kind}/{language}/{}", opened.dossier().revision, format.extension());
        if let Some(known) = self.portal.get(&key) {
            return Ok(known);
        }
        let bytes = blocking(move || {
            let input = compile::Input {
                library: &opened.library,
                framework: &opened.framework,
                content: &opened.content,
                language,
                kind,
            };
            render(&compile::draft(input), format)
        })
        .await?;
        Ok(self.portal.put(key, bytes))
    }

    /// What a report in this language would lack.
    pub fn language_gaps(&self, opened: &Opened, language: Language) -> Vec<TranslationGap> {
        translation_gaps(&opened.content, language)
    }

    /// Freezes the content, moves the dossier to its last stage and makes the release public, in one transaction.
    /// A language with gaps is refused unless `accept_incomplete` says that the person saw them.
    pub async fn publish(&self, caller: &Caller, slug: &str, languages: &[Language], accept_incomplete: bool) -> Result<Summary> {
        let opened = self.load(slug).await?;
        let last = opened.framework.stages.iter().find(|stage| stage.exits.is_empty()).ok_or(AppError::NotFound)?;
        let facts = self.exit_facts(&opened, &last.code);
        self.authorise(caller, Action::ReleasePublish, &Resource::Dossier(&opened.facts), &facts)?;
        let today = self.today();
        process::leave(&opened.framework, &opened.content, &last.code, &opened.diagnostics(&today)).map_err(AppError::invalid)?;
        let mut problems = vec![];
        if languages.is_empty() {
            problems.push(Problem::on("language-required", "languages"));
        }
        for language in languages {
            let gaps = translation_gaps(&opened.content, *language).len();
            if gaps > 0 && !accept_incomplete {
                problems.push(Problem::on("language-incomplete", "languages").with("language", language).with("count", gaps));
            }
        }
        crate::error::check(problems)?;
        self.release(caller, &opened, languages, &last.code, "release.publish").await
    }

    pub(crate) async fn release(
        &self,
        caller: &Caller,
        opened: &Opened,
        languages: &[Language],
        stage: &str,
        use_case: &str,
    ) -> Result<Summary> {
        let before = opened.dossier().clone();
        let version =
            release::for_dossier(self.store.reader(), &before.id).await?.first().map_or(1, |release| release.version + 1);
        let after = Dossier { stage: stage.to_owned(), ..before.clone() };
        let frozen = freeze(opened, languages, version, &self.today(), after.clone());
        let content = serde_json::to_string(&frozen).map_err(|error| AppError::Fault(error.to_string()))?;
        let content_digest = hex::encode(Sha256::digest(content.as_bytes()));
        let summary = summary(&frozen, opened, &content_digest);
        let row = release::Release {
            id: self.new_id(),
            dossier: before.id.clone(),
            version,
            content_digest: content_digest.clone(),
            published_at: self.now(),
            withdrawn_at: String::new(),
            summary: serde_json::to_string(&summary).map_err(|error| AppError::Fault(error.to_string()))?,
            content,
        };
        let mut transaction = self.begin_on(opened).await?;
        release::insert(transaction.connection(), &row).await?;
        if !stored::update(transaction.connection(), &after).await? {
            return Err(AppError::invalid(Problem::new("dossier-changed")));
        }
        let record =
            serde_json::json!({ "version": version, "content_digest": content_digest, "languages": languages }).to_string();
        transaction.append(self.entry(caller, use_case, &after, "release", &row.id, String::new(), record, "")).await?;
        transaction.commit().await?;
        self.portal.clear();
        Ok(summary)
    }

    /// Takes a release off the public side. It stays in the ledger and in the store.
    pub async fn withdraw(&self, caller: &Caller, slug: &str, version: i64, reason: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::ReleaseWithdraw, &Facts::default()).await?;
        let found = release::by_version(self.store.reader(), &opened.dossier().id, version).await?.ok_or(AppError::NotFound)?;
        let mut transaction = self.store.begin().await?;
        if !release::withdraw(transaction.connection(), &found.id, &self.now()).await? {
            return Err(AppError::NotFound);
        }
        let before = serde_json::json!({ "version": version }).to_string();
        let entry = self.entry(
            caller,
            "release.withdraw",
            opened.dossier(),
            "release",
            &found.id,
            before,
            String::new(),
            &crate::clean(reason),
        );
        transaction.append(entry).await?;
        transaction.commit().await?;
        self.portal.clear();
        Ok(())
    }

    /// The releases of a dossier for those who work on it, newest first, with the date of withdrawal.
    pub async fn releases(&self, caller: &Caller, slug: &str) -> Result<Vec<(Summary, String)>> {
        let opened = self.view_dossier(caller, slug).await?;
        let rows = release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        Ok(rows.iter().filter_map(|row| Some((read_summary(row)?, row.withdrawn_at.clone()))).collect())
    }

    /// The public profiles: the newest release of each dossier, newest first.
    pub async fn published(&self, caller: &Caller) -> Result<Arc<Vec<Summary>>> {
        self.authorise(caller, Action::PortalView, &Resource::Instance, &Facts::default())?;
        if let Some(known) = lock(&self.portal.summaries).clone() {
            return Ok(known);
        }
        let mut newest: BTreeMap<String, Summary> = BTreeMap::new();
        for summary in release::published(self.store.reader()).await?.iter().filter_map(read_summary) {
            let is_newer = newest.get(&summary.dossier).is_none_or(|known| known.version < summary.version);
            if is_newer {
                newest.insert(summary.dossier.clone(), summary);
            }
        }
        let mut summaries: Vec<Summary> = newest.into_values().collect();
        summaries.sort_by(|a, b| b.published_on.cmp(&a.published_on).then_with(|| a.dossier.cmp(&b.dossier)));
        let summaries = Arc::new(summaries);
        *lock(&self.portal.summaries) = Some(summaries.clone());
        Ok(summaries)
    }

    /// The summary of a public release; the newest when no version is given.
    pub async fn published_summary(&self, caller: &Caller, slug: &str, version: Option<i64>) -> Result<Summary> {
        let newest = self.published(caller).await?.iter().find(|summary| summary.dossier == slug).cloned();
        match version {
            None => newest.ok_or(AppError::NotFound),
            Some(version) if newest.as_ref().is_some_and(|newest| newest.version == version) => newest.ok_or(AppError::NotFound),
            Some(version) => read_summary(&self.public_release(caller, slug, version).await?).ok_or(AppError::NotFound),
        }
    }

    async fn public_release(&self, caller: &Caller, slug: &str, version: i64) -> Result<release::Release> {
        let dossier = stored::by_slug(self.store.reader(), slug).await?.ok_or(AppError::NotFound)?;
        let found = release::by_version(self.store.reader(), &dossier.id, version).await?.ok_or(AppError::NotFound)?;
        let withdrawn = !found.withdrawn_at.is_empty();
        self.authorise(caller, Action::ReleaseView, &Resource::Release { withdrawn }, &Facts::default())?;
        Ok(found)
    }

    /// A public release in one language and form.
    pub async fn published_report(
        &self,
        caller: &Caller,
        slug: &str,
        version: Option<i64>,
        language: Language,
        format: Format,
    ) -> Result<Arc<Vec<u8>>> {
        let summary = self.published_summary(caller, slug, version).await?;
        if !summary.languages.contains(&language) {
            return Err(AppError::NotFound);
        }
        let key = format!("release/{slug}/{}/{language}/{}", summary.version, format.extension());
        if let Some(known) = self.portal.get(&key) {
            return Ok(known);
        }
        let report = self.published_document(caller, slug, summary.version, language).await?;
        let bytes = blocking(move || render(&report, format)).await?;
        Ok(self.portal.put(key, bytes))
    }

    /// The article of a public release for a page of the portal.
    pub async fn published_article(
        &self,
        caller: &Caller,
        slug: &str,
        version: Option<i64>,
        language: Language,
    ) -> Result<Arc<Vec<u8>>> {
        let summary = self.published_summary(caller, slug, version).await?;
        let key = format!("release/{slug}/{}/{language}/article", summary.version);
        if let Some(known) = self.portal.get(&key) {
            return Ok(known);
        }
        let report = self.published_document(caller, slug, summary.version, language).await?;
        let article = blocking(move || jalon_publish::html_body(&report).map_err(fault)).await?;
        Ok(self.portal.put(key, article.into_bytes()))
    }

    async fn published_document(&self, caller: &Caller, slug: &str, version: i64, language: Language) -> Result<Report> {
        let found = self.public_release(caller, slug, version).await?;
        self.thaw(&found, language)
    }

    /// The report of a stored release, after proving that content and framework are the ones that were released.
    fn thaw(&self, found: &release::Release, language: Language) -> Result<Report> {
        if hex::encode(Sha256::digest(found.content.as_bytes())) != found.content_digest {
            return Err(AppError::Fault(format!("the content of release {} no longer has its digest", found.id)));
        }
        let frozen: Frozen = serde_json::from_str(&found.content).map_err(|error| AppError::Fault(error.to_string()))?;
        let framework = self.library().get(&frozen.framework).filter(|framework| framework.digest() == frozen.framework_digest);
        let framework = framework
            .ok_or_else(|| AppError::Fault(format!("framework {} is not the one that was released", frozen.framework)))?;
        let mark = ReleaseMark {
            version: frozen.version,
            content_digest: found.content_digest.clone(),
            published_on: frozen.published_on.clone(),
            signatures: frozen
                .signatures
                .iter()
                .map(|signature| format!("{}, {}", signature.organisation.get(language), format::date(language, &signature.on)))
                .collect(),
            path: format!("/profiles/{}/releases/{}", frozen.dossier.slug, frozen.version),
        };
        let content = frozen.into_content();
        Ok(compile::released(
            compile::Input { library: &self.library(), framework: &framework, content: &content, language, kind: "" },
            mark,
        ))
    }

    /// What the dossier makes of every objective that its decisions may concern.
    pub fn vision(&self, opened: &Opened, language: Language) -> VisionTable {
        let field = opened.framework.register("objective_decision").and_then(|register| register.field("objective"));
        let objectives = field.map(|field| opened.names(language).items(field)).unwrap_or_default();
        compile::vision(&objectives, &opened.content, language)
    }

    /// The 360° wheel as SVG; each objective leads to `href` with its code behind it. Drawn once per revision.
    pub fn vision_wheel(&self, opened: &Opened, language: Language, href: &str) -> Arc<str> {
        let table = self.vision(opened, language.content());
        let caption = ("vision-caption", "vision-description");
        self.drawn(opened, language, href, caption, || compile::vision_wheel(&table, |code| format!("{href}{code}")))
    }

    /// The wheel of the dimensions as SVG; each segment leads to `href` with the dimension's code behind it.
    /// Drawn once per revision, language and address.
    pub fn wheel(&self, opened: &Opened, language: Language, href: &str) -> Arc<str> {
        self.drawn(opened, language, href, ("report-wheel-caption", "report-wheel-description"), || {
            compile::wheel(&opened.framework, &opened.content, language.content(), |item| format!("{href}{}", item.code))
        })
    }

    fn drawn(
        &self,
        opened: &Opened,
        language: Language,
        href: &str,
        (caption, description): (&str, &str),
        drawing: impl FnOnce() -> Drawing,
    ) -> Arc<str> {
        let key = (language, href.to_owned());
        if let Some(known) = lock(&opened.wheels).get(&key) {
            return known.clone();
        }
        let drawing = drawing();
        let wording = jalon_domain::wording::Wording::of(language);
        let options = jalon_publish::drawing::SvgOptions {
            prefix: "wheel".to_owned(),
            title: wording.t(caption),
            description: wording.fill(description, &[("territory", opened.content.territory.name.get(language.content()))]),
            links: true,
            language: language.content(),
        };
        let drawn: Arc<str> = jalon_publish::drawing::svg(&drawing, &options).into();
        lock(&opened.wheels).insert(key, drawn.clone());
        drawn
    }
}

/// The kind of report that is asked for, as a cycle knows it: a plan where nothing else is said. An assessment has one report.
fn report_kind(opened: &Opened, kind: &str) -> Result<&'static str> {
    match (opened.framework.is_cycle(), kind) {
        (true, "") => Ok("plan"),
        (true, kind) => KINDS.iter().copied().find(|known| *known == kind).ok_or(AppError::NotFound),
        (false, "") => Ok(""),
        (false, _) => Err(AppError::NotFound),
    }
}

/// The styles of [`App::published_article`].
pub fn report_styles() -> &'static str {
    jalon_publish::REPORT_CSS
}

fn freeze(opened: &Opened, languages: &[Language], version: i64, today: &str, dossier: Dossier) -> Frozen {
    let content = &opened.content;
    let organisation = |id: &OrganisationId| content.organisation(id).map(|o| o.name.clone()).unwrap_or_default();
    let published = |register: &RegisterDefinition| {
        let entries = content
            .entries(&register.code)
            .filter(|entry| register.counts(entry))
            .map(|e| RegisterEntry { changed_at: String::new(), ..e.clone() });
        Some((register.code.clone(), entries.collect::<Vec<_>>())).filter(|(_, entries)| !entries.is_empty())
    };
    // Names of organisations are found by what refers to them: comments, and public registers.
    let chosen: HashSet<&str> = opened
        .framework
        .registers
        .iter()
        .filter(|register| register.public)
        .flat_map(|register| content.entries(&register.code))
        .flat_map(|entry| entry.values.values())
        .filter_map(|value| if let Value::Chosen(codes) = value { Some(codes) } else { None })
        .flatten()
        .map(String::as_str)
        .collect();
    let used =
        |id: &OrganisationId| chosen.contains(id.as_str()) || content.comments.iter().any(|comment| comment.organisation == *id);
    Frozen {
        format: FROZEN_FORMAT,
        framework: opened.framework.reference(),
        framework_digest: opened.framework.digest(),
        languages: languages.to_vec(),
        version,
        published_on: today.to_owned(),
        signatures: content
            .validations
            .iter()
            .map(|v| Signature {
                side: v.side.clone(),
                organisation: organisation(&v.organisation),
                on: v.at[..10.min(v.at.len())].to_owned(),
            })
            .collect(),
        // The revision counts saves in the house; a release is the same whatever it was.
        dossier: Dossier { revision: 0, ..dossier },
        territory: content.territory.clone(),
        organisations: content.organisations.values().filter(|o| used(&o.id)).cloned().collect(),
        answers: content
            .answers
            .iter()
            .map(|a| Answer {
                assignee: None,
                attested_by: None,
                due: String::new(),
                reopened: String::new(),
                changed_at: String::new(),
                ..a.clone()
            })
            .collect(),
        findings: content.findings.iter().map(|f| Finding { changed_at: String::new(), ..f.clone() }).collect(),
        evidence: content.evidence.iter().map(|e| Evidence { file: None, note: String::new(), ..e.clone() }).collect(),
        paragraphs: content.paragraphs.clone(),
        figures: content.figures.clone(),
        comments: content.comments.iter().map(|c| Comment { author: None, participant: None, ..c.clone() }).collect(),
        entries: opened.framework.registers.iter().filter(|register| register.public).filter_map(published).collect(),
    }
}

impl Frozen {
    fn into_content(self) -> DossierContent {
        DossierContent {
            dossier: self.dossier,
            territory: self.territory,
            organisations: self.organisations.into_iter().map(|organisation| (organisation.id.clone(), organisation)).collect(),
            memberships: vec![],
            answers: self.answers,
            findings: self.findings,
            evidence: self.evidence,
            paragraphs: self.paragraphs,
            figures: self.figures,
            participants: vec![],
            comments: self.comments,
            validations: vec![],
            entries: self.entries,
        }
    }
}

fn summary(frozen: &Frozen, opened: &Opened, content_digest: &str) -> Summary {
    Summary {
        dossier: frozen.dossier.slug.clone(),
        version: frozen.version,
        title: frozen.dossier.title.clone(),
        territory: frozen.territory.slug.clone(),
        territory_name: frozen.territory.name.clone(),
        framework: frozen.framework.clone(),
        framework_name: opened.framework.name.clone(),
        period_from: frozen.dossier.period_from.clone(),
        period_to: frozen.dossier.period_to.clone(),
        published_on: frozen.published_on.clone(),
        languages: frozen.languages.clone(),
        synthetic: frozen.dossier.synthetic,
        findings: frozen.findings.len(),
        content_digest: content_digest.to_owned(),
        signatures: frozen.signatures.clone(),
    }
}

fn read_summary(row: &release::Release) -> Option<Summary> {
    serde_json::from_str(&row.summary).ok()
}

pub(crate) fn render(report: &Report, format: Format) -> Result<Vec<u8>> {
    match format {
        Format::Pdf => jalon_publish::pdf(report),
        Format::Spreadsheet => jalon_publish::xlsx(report),
        Format::Page => jalon_publish::html(report).map(String::into_bytes),
        Format::Json => jalon_publish::json(report),
    }
    .map_err(fault)
}

pub(crate) fn fault(error: jalon_publish::PublishError) -> AppError {
    AppError::Fault(error.to_string())
}

/// Typesetting takes long enough to hold up other requests; it gets a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::Fault(error.to_string()))?
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_assessment_is_published_with_a_figure_without_source_or_an_unconfirmed_record() {
        let (library, _) = crate::embedded_catalogues();
        let mut gates = 0;
        for framework in library.frameworks().filter(|framework| framework.kind == "assessment") {
            let last = framework.stages.iter().find(|stage| stage.exits.is_empty()).expect("a last stage");
            for exit in framework.stages.iter().flat_map(|stage| &stage.exits).filter(|exit| exit.to == last.code) {
                gates += 1;
                for rule in ["every_figure_has_source", "carried_findings_confirmed"] {
                    let closes = exit
                        .checks
                        .iter()
                        .filter_map(|code| framework.check(code))
                        .any(|check| check.rule == rule && check.severity == jalon_domain::catalogue::Severity::Error);
                    assert!(closes, "{}: {rule}", framework.reference());
                }
            }
        }
        assert_eq!(gates, 3);
    }
}

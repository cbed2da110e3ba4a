//! Publication: from approved content to an immutable, addressable release and its renderings.
//!
//! A release freezes everything that a report is made from, under a digest. Every rendering is made from the frozen content
//! alone, so the same release gives the same bytes for ever. What the public side shows comes from here and from nowhere else.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use jalon_domain::assessment::*;
use jalon_domain::report::compile::VisionTable;
use jalon_domain::report::{Drawing, ReleaseMark, Report, compile};
use jalon_domain::{Language, Problem, Text, format};
use jalon_storage::{dossier as stored, release};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::authorisation::{Action, Facts, Resource};
use crate::{App, AppError, Caller, Opened, Result, lock};

mod elsewhere;
mod frozen;
mod report;
mod search;
mod withdrawal;

pub use elsewhere::{Around, Elsewhere};
pub use report::{Progress, ProgressRow, ReportState, reason_field};
pub use search::Found;
pub use withdrawal::Withdrawal;

use frozen::{Freezing, Frozen, summary};

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
    /// The code of a cycle's report; empty for an assessment.
    #[serde(default)]
    pub report: String,
    #[serde(default)]
    pub report_title: Text,
    /// Why it amends the release before it.
    #[serde(default, deserialize_with = "jalon_domain::text::text_or_words")]
    pub reason: Text,
    /// It stands for the dossier on the public side: the profile, the plan.
    #[serde(default = "yes")]
    pub leading: bool,
    #[serde(default)]
    pub measures: usize,
    /// The address of the installation when it was published, which the report prints; empty where none was set.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
}

/// Releases from before there were several reports are profiles.
const fn yes() -> bool {
    true
}

impl Summary {
    /// Where the public side shows the dossier: `/profiles/montreal-igm-2019`, `/plans/norvalie-plan-2026`.
    pub fn path(&self) -> String {
        path(&self.report, &self.dossier)
    }

    /// The permanent address of this release, below the site and the language.
    pub fn release_path(&self) -> String {
        format!("{}/releases/{}", self.path(), self.version)
    }
}

fn path(report: &str, slug: &str) -> String {
    format!("/{}/{slug}", if report.is_empty() { "profiles" } else { "plans" })
}

/// What is released of a dossier, and how.
pub(crate) struct Releasing<'a> {
    languages: &'a [Language],
    /// The stage that the dossier is in from then on.
    stage: &'a str,
    report: &'a str,
    amended: Option<compile::Amended>,
    use_case: &'static str,
}

impl<'a> Releasing<'a> {
    /// The one report of an assessment, which reaches its last stage with it.
    pub(crate) fn assessment(languages: &'a [Language], stage: &'a str) -> Self {
        Self { languages, stage, report: "", amended: None, use_case: "release.publish" }
    }

    /// The profile that the demonstration starts with.
    pub(crate) fn demonstration(languages: &'a [Language], stage: &'a str) -> Self {
        Self { use_case: "demo.release", ..Self::assessment(languages, stage) }
    }
}

/// Renderings of releases and drafts, kept while there is room: a release never changes, a draft until its dossier does.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    rendered: Mutex<HashMap<String, Arc<Vec<u8>>>>,
    summaries: Mutex<Option<Arc<Vec<Summary>>>>,
    /// What is told of the progress of a plan, by its slug, the releases of plan and report, and the reader's language.
    progress: Mutex<HashMap<ProgressKey, Arc<Progress>>>,
    /// By slug and version.
    contents: Mutex<HashMap<(String, i64), Arc<DossierContent>>>,
    /// What of a release can be searched, by slug, version and language.
    passages: Mutex<Passages>,
}

type ProgressKey = (String, i64, i64, Language);
type Passages = HashMap<(String, i64, Language), Arc<Vec<search::Passage>>>;

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
        lock(&self.progress).clear();
        lock(&self.contents).clear();
        lock(&self.passages).clear();
    }
}

impl App {
    /// Forgets what was made from releases: the portal's pages, and what dossiers refer to.
    pub(crate) fn public_side_changed(&self) {
        self.portal.clear();
        self.opened.clear();
    }

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
        let kind = report_code(&opened, kind)?.to_owned();
        if opened.framework.report(&kind).is_some_and(|report| !opened.shows(report)) {
            return Err(AppError::NotFound);
        }
        let compares = opened.framework.report(&kind).is_some_and(|report| !report.compares.is_empty());
        let newest = if compares { self.newest_release(caller, slug, &kind).await.ok() } else { None };
        let since = newest.map_or(0, |release| release.version);
        let (revision, without) = (opened.dossier().revision, opened.withheld().join(","));
        let key = format!("draft/{slug}/{revision}/{since}/{kind}/{language}/{}/without/{without}", format.extension());
        if let Some(known) = self.portal.get(&key) {
            return Ok(known);
        }
        let amended = self.amended(&opened, &kind, Text::default()).await?;
        let bytes = blocking(move || {
            let input = compile::Input {
                library: &opened.library,
                framework: &opened.framework,
                content: &opened.content,
                language,
                kind: &kind,
                amended: amended.as_ref(),
            };
            render(&compile::draft(input), format)
        })
        .await?;
        Ok(self.portal.put(key, bytes))
    }

    fn language_problems(&self, opened: &Opened, report: &str, languages: &[Language], accept_incomplete: bool) -> Vec<Problem> {
        let mut problems = vec![];
        if languages.is_empty() {
            problems.push(Problem::on("language-required", "languages"));
        }
        for language in languages {
            let gaps = opened.language_gaps(report, *language).len();
            if gaps > 0 && !accept_incomplete {
                problems.push(Problem::on("language-incomplete", "languages").with("language", language).with("count", gaps));
            }
        }
        problems
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
        crate::error::check(self.language_problems(&opened, "", languages, accept_incomplete))?;
        self.release(caller, &opened, Releasing::assessment(languages, &last.code)).await
    }

    pub(crate) async fn release(&self, caller: &Caller, opened: &Opened, releasing: Releasing<'_>) -> Result<Summary> {
        let Releasing { languages, stage, report, amended, use_case } = releasing;
        let before = opened.dossier().clone();
        let version =
            release::for_dossier(self.store.reader(), &before.id).await?.first().map_or(1, |release| release.version + 1);
        let after = Dossier { stage: stage.to_owned(), ..before.clone() };
        let today = self.today();
        let freezing = Freezing { opened, languages, version, today: &today, dossier: after.clone(), report, amended };
        let frozen = freezing.freeze();
        let content = serde_json::to_string(&frozen).map_err(|error| AppError::Fault(error.to_string()))?;
        let content_digest = hex::encode(Sha256::digest(content.as_bytes()));
        let summary = Summary { site: self.settings.base_url.clone(), ..summary(&frozen, opened, &content_digest) };
        let row = release::Release {
            id: self.new_id(),
            dossier: before.id.clone(),
            version,
            content_digest: content_digest.clone(),
            published_at: self.now(),
            withdrawn_at: String::new(),
            withdrawn_reason: String::new(),
            summary: serde_json::to_string(&summary).map_err(|error| AppError::Fault(error.to_string()))?,
            content,
        };
        let mut transaction = self.begin_on(opened).await?;
        release::insert(transaction.connection(), &row).await?;
        if !stored::update(transaction.connection(), &after).await? {
            return Err(AppError::invalid(Problem::new("dossier-changed")));
        }
        let mut record = serde_json::json!({ "version": version, "content_digest": content_digest, "languages": languages });
        if !report.is_empty() {
            record["report"] = report.into();
        }
        let (record, reason) = (record.to_string(), summary.reason.get(before.source_language));
        transaction.append(self.entry(caller, use_case, &after, "release", &row.id, String::new(), record, reason)).await?;
        transaction.commit().await?;
        self.public_side_changed();
        Ok(summary)
    }

    /// The releases of a dossier for those who work on it, newest first, each with its withdrawal where it is withdrawn.
    pub async fn releases(&self, opened: &Opened) -> Result<Vec<(Summary, Option<Withdrawal>)>> {
        let rows = release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        let language = opened.dossier().source_language;
        let known = |row| {
            let summary = read_summary(row)?;
            let withdrawal = Withdrawal::of_release(row, &summary, language);
            Some((summary, withdrawal))
        };
        Ok(rows.iter().filter_map(known).collect())
    }

    /// Every public release, newest first.
    pub async fn public_releases(&self, caller: &Caller) -> Result<Arc<Vec<Summary>>> {
        self.authorise(caller, Action::PortalView, &Resource::Instance, &Facts::default())?;
        if let Some(known) = lock(&self.portal.summaries).clone() {
            return Ok(known);
        }
        let mut summaries: Vec<Summary> =
            release::published(self.store.reader()).await?.iter().filter_map(read_summary).collect();
        summaries.sort_by(|a, b| {
            b.published_on.cmp(&a.published_on).then_with(|| a.dossier.cmp(&b.dossier)).then_with(|| b.version.cmp(&a.version))
        });
        let summaries = Arc::new(summaries);
        *lock(&self.portal.summaries) = Some(summaries.clone());
        Ok(summaries)
    }

    /// What stands for each dossier on the public side, newest first: the newest profile; of a cycle the newest plan, or
    /// its newest report while no plan is public.
    pub async fn published(&self, caller: &Caller) -> Result<Vec<Summary>> {
        let mut front: BTreeMap<String, Summary> = BTreeMap::new();
        for summary in self.public_releases(caller).await?.iter() {
            let stands_before = front.get(&summary.dossier).is_none_or(|known| {
                let rank = |summary: &Summary| (summary.leading, summary.version);
                rank(known) < rank(summary)
            });
            if stands_before {
                front.insert(summary.dossier.clone(), summary.clone());
            }
        }
        let mut front: Vec<Summary> = front.into_values().collect();
        front.sort_by(|a, b| b.published_on.cmp(&a.published_on).then_with(|| a.dossier.cmp(&b.dossier)));
        Ok(front)
    }

    /// The summary of a public release; the newest when no version is given.
    pub async fn published_summary(&self, caller: &Caller, slug: &str, version: Option<i64>) -> Result<Summary> {
        let Some(version) = version else {
            let front = self.published(caller).await?.into_iter().find(|summary| summary.dossier == slug);
            return front.ok_or(AppError::NotFound);
        };
        let public = self.public_releases(caller).await?;
        match public.iter().find(|summary| summary.dossier == slug && summary.version == version) {
            Some(summary) => Ok(summary.clone()),
            // Withdrawn: those who may still see it read it from the store.
            None => read_summary(&self.public_release(caller, slug, version).await?).ok_or(AppError::NotFound),
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
        let frozen = unfreeze(found)?;
        let framework = self.library().get(&frozen.framework).filter(|framework| framework.digest() == frozen.framework_digest);
        let framework = framework
            .ok_or_else(|| AppError::Fault(format!("framework {} is not the one that was released", frozen.framework)))?;
        // Kept with the release: it renders to the same bytes wherever its installation moves to.
        let site = read_summary(found).map(|summary| summary.site).unwrap_or_default();
        let mark = ReleaseMark {
            version: frozen.version,
            content_digest: found.content_digest.clone(),
            published_on: frozen.published_on.clone(),
            signatures: frozen
                .signatures
                .iter()
                .map(|signature| format!("{}, {}", signature.organisation.get(language), format::date(language, &signature.on)))
                .collect(),
            path: format!("{site}{}/releases/{}", path(&frozen.report, &frozen.dossier.slug), frozen.version),
        };
        let (report, amended) = (frozen.report.clone(), frozen.amended.clone());
        let content = frozen.into_content();
        let library = self.library();
        let (kind, amended) = (report.as_str(), amended.as_ref());
        let input = compile::Input { library: &library, framework: &framework, content: &content, language, kind, amended };
        Ok(compile::released(input, mark))
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

    /// A figure of the context chapter as the report will draw it: for wide screens, and for telephones where it has a form
    /// for those. Empty for a figure that is only a table.
    pub fn context_drawing(&self, opened: &Opened, figure: &Figure, language: Language) -> [String; 2] {
        let language = language.content();
        let input = compile::Input {
            library: &opened.library,
            framework: &opened.framework,
            content: &opened.content,
            language,
            kind: "",
            amended: None,
        };
        let drawing = compile::context_drawing(input, figure);
        let options = jalon_publish::drawing::SvgOptions {
            prefix: format!("drawing-{}", figure.id),
            title: figure.title.get(language).to_owned(),
            description: figure.description.get(language).to_owned(),
            links: false,
            language,
            narrow: false,
        };
        [jalon_publish::drawing::svg(&drawing, &options), jalon_publish::drawing::narrow_svg(&drawing, &options)]
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
        if let Some(known) = lock(&opened.found.wheels).get(&key) {
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
            narrow: false,
        };
        let drawn: Arc<str> = jalon_publish::drawing::svg(&drawing, &options).into();
        lock(&opened.found.wheels).insert(key, drawn.clone());
        drawn
    }
}

/// The report that is asked for, as the framework knows it: the first one where nothing is said. An assessment has one.
fn report_code<'a>(opened: &'a Opened, code: &str) -> Result<&'a str> {
    let reports = &opened.framework.reports;
    match (reports.first(), code) {
        (None, "") => Ok(""),
        (Some(first), "") => Ok(&first.code),
        (_, code) => Ok(&opened.framework.report(code).ok_or(AppError::NotFound)?.code),
    }
}

/// The content of a stored release, after proving that it is the one that was released.
fn unfreeze(found: &release::Release) -> Result<Frozen> {
    if hex::encode(Sha256::digest(found.content.as_bytes())) != found.content_digest {
        return Err(AppError::Fault(format!("the content of release {} no longer has its digest", found.id)));
    }
    serde_json::from_str(&found.content).map_err(|error| AppError::Fault(error.to_string()))
}

/// The styles of [`App::published_article`].
pub fn report_styles() -> &'static str {
    jalon_publish::REPORT_CSS
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
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        // Only the end of the program cancels work, before it begins. Whoever waits for it ends too, without an answer: it did
        // not fail, and what is marked as running stays so.
        Err(error) if error.is_cancelled() => std::future::pending().await,
        Err(error) => Err(AppError::Fault(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use jalon_domain::register::{RegisterEntry, Value};

    use super::*;

    /// Of twelve groups of one dimension, which two tables count otherwise.
    #[test]
    fn a_report_draws_what_fits_says_what_it_leaves_out_and_marks_breaks() {
        let (library, _) = crate::embedded_catalogues();
        let framework = library.get("gcm-cycle@2020.1").expect("the cycle");
        let mut content = crate::register::tests::empty();
        let line = |text: &str| Value::Line(text.to_owned());
        let chosen = |code: &str| Value::Chosen(vec![code.to_owned()]);
        let entry = |register: &str, id: String, values: &[(&str, Value)]| RegisterEntry {
            id: id.into(),
            register: register.to_owned(),
            values: values.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect(),
            ..RegisterEntry::default()
        };
        let name = Value::Text(Text::of(Language::French, "Emploi"));
        content.entries.insert("indicator".to_owned(), vec![entry("indicator", "i".to_owned(), &[("name", name)])]);
        let groups = (0..12).map(|n| format!("Âge – Groupe {n:02}")).chain(["Sexe – Femmes".to_owned(), String::new()]);
        let value = |group: String| {
            ["2025", "2026"].map(|period| {
                let table = if period == "2025" { "1" } else { "2" };
                let said = [("indicator", chosen("i")), ("period", line(period)), ("breakdown", line(&group))];
                let read = [("reading", chosen("measured")), ("value", line("5")), ("state", chosen("approved"))];
                let all = [said.as_slice(), &read, &[("table", line(table))]].concat();
                entry("indicator_value", format!("{group}{period}"), &all)
            })
        };
        content.entries.insert("indicator_value".to_owned(), groups.flat_map(value).collect());
        content.counted = [("1", "a"), ("2", "b")].map(|(table, how)| (table.to_owned(), how.to_owned())).into();
        let figures = |content: &DossierContent| {
            let (language, kind) = (Language::French, "quarterly");
            let input = compile::Input { library: &library, framework: &framework, content, language, kind, amended: None };
            let report = serde_json::to_value(compile::draft(input)).expect("a report");
            let chapters = report["chapters"].as_array().expect("chapters").clone();
            let values = chapters.into_iter().find(|chapter| chapter["id"] == "values").expect("values");
            let blocks = values["blocks"].as_array().expect("blocks").clone();
            blocks.into_iter().filter(|block| block["block"] == "figure").collect::<Vec<_>>()
        };
        let drawn = figures(&content);
        let [sex, age] = drawn.as_slice() else { panic!("one for each dimension: {drawn:?}") };
        let lines = |figure: &serde_json::Value| figure["drawing"]["lines"].as_array().expect("lines").clone();
        assert_eq!((lines(age).len(), lines(sex).len()), (8, 2));
        let titles: Vec<serde_json::Value> = lines(age).iter().map(|line| line["title"].clone()).collect();
        assert_eq!(titles[..2], ["Ensemble", "Groupe 00"]);
        let note = |figure: &serde_json::Value| figure["table"]["note"].as_str().unwrap_or_default().to_owned();
        assert!(note(age).contains("8 groupes sur 13") && !note(sex).contains("groupes sur"), "{}", note(age));
        assert_eq!(age["table"]["rows"].as_array().map(Vec::len), Some(26), "the table has them all");
        assert!(lines(age).iter().all(|line| line["breaks"] == serde_json::json!([1])), "{age}");
        assert!(age["table"].to_string().contains("rupture de série"), "{age}");
        // Not known how they count, they are taken to count the same.
        content.counted.remove("1");
        assert!(!serde_json::json!(figures(&content)).to_string().contains("rupture de série"));
    }

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

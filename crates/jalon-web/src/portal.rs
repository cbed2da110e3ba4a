//! The public side: published profiles, without sign-in, script or cookie.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{FromRequestParts, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jalon_app::App;
use jalon_app::AppError;
use jalon_app::domain::Language;
use jalon_app::domain::format;
use jalon_app::domain::search::Query;
use jalon_app::publication::{Format, Progress, ProgressRow, Summary, Withdrawal};

use crate::error::{Failure, OrFail, PageResult, in_language, render, render_as};
use crate::kept::Kept;
use crate::request::{Params, Visit, query};
use crate::router::Shared;
use crate::view::Link;

/// How long a shared cache may keep a public page.
const PUBLIC_SECONDS: u32 = 60;

#[derive(Debug)]
struct Card {
    href: String,
    title: String,
    territory: String,
    territory_href: String,
    framework: String,
    period: String,
    published_on: String,
    languages: String,
    synthetic: bool,
    findings: String,
    /// The passages that a search found: title, and where they are.
    passages: Vec<Link>,
    more: String,
}

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Home<'a> {
    v: &'a Visit,
    q: String,
    cards: Vec<Card>,
    count: String,
}

#[derive(Template)]
#[template(path = "portal/territory.html")]
struct TerritoryPage<'a> {
    v: &'a Visit,
    name: String,
    synthetic: bool,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "portal/profile.html")]
struct Profile<'a> {
    v: &'a Visit,
    title: String,
    territory: String,
    territory_href: String,
    version: i64,
    published_on: String,
    digest: String,
    synthetic: bool,
    /// Set when the reader's language is not among those of the release.
    other_language: String,
    downloads: Vec<Download>,
    article: String,
    article_language: Language,
    /// Which report of a cycle it is; empty for a profile.
    report: String,
    /// Why it amends the one before.
    reason: String,
    progress: Option<ProgressView>,
    /// Where the indicators of the dossier are, when tables were signed.
    indicators_href: String,
    /// For those who may still read what was withdrawn.
    w: Option<WithdrawalView>,
    /// Everything public of the dossier, newest first, where there is more than this.
    others: Vec<OtherRelease>,
}

/// Instead of something that was withdrawn.
#[derive(Template)]
#[template(path = "portal/withdrawn.html")]
struct Withdrawn<'a> {
    v: &'a Visit,
    title: String,
    territory: String,
    w: WithdrawalView,
    /// Where what stands now is; empty where nothing does.
    stands_href: String,
}

/// When and why something was withdrawn, and how its files are known.
#[derive(Debug)]
pub(crate) struct WithdrawalView {
    pub(crate) notice: String,
    pub(crate) reason: String,
    pub(crate) language: &'static str,
    pub(crate) digest: String,
    /// What it is the digest of, in words.
    pub(crate) digest_of: String,
}

impl WithdrawalView {
    pub(crate) fn new(visit: &Visit, withdrawal: &Withdrawal) -> Self {
        let (number, of) = (withdrawal.number.to_string(), visit.date(&withdrawal.published_on));
        let on = visit.date(&withdrawal.at);
        let [notice, digest_of] = match withdrawal.is_table {
            true => ["withdrawn-table-notice", "table-file-digest"],
            false => ["withdrawn-notice", "portal-digest"],
        };
        Self {
            digest_of: visit.t(digest_of),
            notice: visit.fill(notice, &[("number", &number), ("published", &of), ("date", &on)]),
            reason: withdrawal.reason.clone(),
            language: withdrawal.language.tag(),
            digest: withdrawal.content_digest.clone(),
        }
    }
}

#[derive(Debug)]
struct OtherRelease {
    version: i64,
    title: String,
    on: String,
    href: String,
    current: bool,
}

#[derive(Debug)]
struct ProgressView {
    /// Which release tells it, and where it is.
    told: String,
    href: String,
    counts: Vec<(String, String)>,
    rows: Vec<ProgressRow>,
}

#[derive(Debug)]
struct Download {
    language: String,
    links: Vec<(String, String)>,
}

/// `/`: to the portal in the visitor's language.
pub(crate) async fn entrance(visit: Visit) -> Response {
    in_language(&visit, "")
}

/// Addresses without a language are the permanent ones: printed, cited, kept.
pub(crate) async fn permanent(visit: Visit, params: Params) -> Response {
    in_language(&visit, &format!("/profiles/{}", params.get("slug")))
}

pub(crate) async fn permanent_release(visit: Visit, params: Params) -> Response {
    in_language(&visit, &format!("/profiles/{}/releases/{}", params.get("slug"), params.get("version")))
}

pub(crate) async fn permanent_plan(visit: Visit, params: Params) -> Response {
    in_language(&visit, &format!("/plans/{}", params.get("slug")))
}

pub(crate) async fn permanent_plan_release(visit: Visit, params: Params) -> Response {
    in_language(&visit, &format!("/plans/{}/releases/{}", params.get("slug"), params.get("version")))
}

pub(crate) async fn home(State(app): State<Shared>, visit: Visit) -> PageResult {
    let q = query(&visit).owned("q");
    let found = app.search_published(&visit.caller, &Query::new(&q), visit.content()).await.or_fail(&visit)?;
    let count = visit.count("portal-count", found.len());
    let cards = found
        .iter()
        .map(|found| {
            let card = card(&visit, &found.summary);
            let passage = |(title, anchor): &(String, String)| (title.clone(), format!("{}#{anchor}", card.href));
            let more = if found.more == 0 { String::new() } else { visit.count("portal-more-passages", found.more) };
            Card { passages: found.passages.iter().map(passage).collect(), more, ..card }
        })
        .collect();
    public(render(&visit, &Home { v: &visit, q, cards, count }), "")
}

pub(crate) async fn territory(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    let published = app.published(&visit.caller).await.or_fail(&visit)?;
    let slug = params.get("slug");
    let found: Vec<&Summary> = published.iter().filter(|summary| summary.territory == slug).collect();
    let Some(first) = found.first() else { return Err(Failure::new(visit, AppError::NotFound)) };
    let (name, synthetic) = (first.territory_name.get(visit.content()).to_owned(), first.synthetic);
    let cards = found.into_iter().map(|summary| card(&visit, summary)).collect();
    public(render(&visit, &TerritoryPage { v: &visit, name, synthetic, cards }), "")
}

fn card(visit: &Visit, summary: &Summary) -> Card {
    let language = visit.content();
    Card {
        href: visit.href(&summary.path()),
        title: summary.title.get(language).to_owned(),
        territory: summary.territory_name.get(language).to_owned(),
        territory_href: visit.href(&format!("/territories/{}", summary.territory)),
        framework: summary.framework_name.get(language).to_owned(),
        period: format::period(visit.language, &summary.period_from, &summary.period_to),
        published_on: visit.date(&summary.published_on),
        languages: summary
            .languages
            .iter()
            .map(|language| visit.t(&format!("language-{language}")))
            .collect::<Vec<_>>()
            .join(", "),
        synthetic: summary.synthetic,
        findings: match summary.report.as_str() {
            "" => visit.count("portal-findings", summary.findings),
            _ => visit.count("portal-measures", summary.measures),
        },
        passages: vec![],
        more: String::new(),
    }
}

pub(crate) async fn profile(reader: Reader, visit: Visit, params: Params) -> PageResult {
    show(&reader, visit, params.get("slug"), None, "/profiles").await
}

pub(crate) async fn plan(reader: Reader, visit: Visit, params: Params) -> PageResult {
    show(&reader, visit, params.get("slug"), None, "/plans").await
}

pub(crate) async fn release(reader: Reader, visit: Visit, params: Params) -> PageResult {
    let Ok(version) = params.get("version").parse() else { return Err(Failure::new(visit, AppError::NotFound)) };
    show(&reader, visit, params.get("slug"), Some(version), "/profiles").await
}

pub(crate) async fn plan_release(reader: Reader, visit: Visit, params: Params) -> PageResult {
    let Ok(version) = params.get("version").parse() else { return Err(Failure::new(visit, AppError::NotFound)) };
    show(&reader, visit, params.get("slug"), Some(version), "/plans").await
}

/// What a release is shown from, and what the reader takes.
#[derive(FromRequestParts)]
#[from_request(state(Shared))]
pub(crate) struct Reader {
    app: State<Shared>,
    kept: Extension<Kept>,
    headers: HeaderMap,
}

/// A release on a page; the one that stands for the dossier where no version is asked for. `prefix` is the part of the
/// public side under which it was asked for.
async fn show(reader: &Reader, visit: Visit, slug: &str, version: Option<i64>, prefix: &str) -> PageResult {
    let (app, headers) = (&reader.app.0, &reader.headers);
    let summary = match app.published_summary(&visit.caller, slug, version).await {
        Err(AppError::NotFound) => return withdrawn_release(app, visit, slug, version, prefix).await,
        found => found.or_fail(&visit)?,
    };
    if !summary.path().starts_with(prefix) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let others = others(app, &visit, &summary).await.or_fail(&visit)?;
    let tables = match summary.report.as_str() {
        "" => 0,
        _ => app.count_signed_tables(&visit.caller, slug).await.or_fail(&visit)?,
    };
    let reported = match summary.report.as_str() {
        "" => None,
        _ => app.reported_values(&visit.caller, slug).await.or_fail(&visit)?.map(|reported| reported.summary.version),
    };
    let etag = format!(
        // Weak: the same page goes out compressed or not.
        "W/\"{}-{}-{tables}.{}-{}-{}\"",
        &summary.content_digest[..16.min(summary.content_digest.len())],
        others.iter().map(|other| other.version.to_string()).collect::<Vec<_>>().join("."),
        reported.unwrap_or_default(),
        visit.language,
        crate::assets::version()
    );
    let everybody = visit.signed_in.is_none();
    if everybody && headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == etag.as_str()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    // An address with a query shows the same, and there is no end of them.
    let kept_as = (everybody && visit.query.is_empty()).then(|| format!("{etag}{}", visit.page));
    let making = match kept_as.as_deref() {
        None => None,
        Some(key) => match reader.kept.find(key, headers).await {
            Ok(response) => return public(Ok(response), &etag),
            Err(making) => Some(making),
        },
    };
    let is_public = |known: &Arc<Vec<Summary>>| known.iter().any(|one| one.dossier == slug && one.version == summary.version);
    let w = match app.public_releases(&visit.caller).await.or_fail(&visit)? {
        known if is_public(&known) => None,
        _ => app.withdrawn_release(&visit.caller, slug, Some(summary.version)).await.ok(),
    };
    // Progress is told beside the plan as it stands, not beside what one cites.
    let progress = match version {
        None => app.published_progress(&visit.caller, slug, visit.content()).await.or_fail(&visit)?,
        Some(_) => None,
    };
    let wanted = visit.content();
    let article_language =
        if summary.languages.contains(&wanted) { wanted } else { summary.languages.first().copied().unwrap_or_default() };
    let article = app.published_article(&visit.caller, slug, Some(summary.version), article_language).await.or_fail(&visit)?;
    let base = summary.release_path();
    let page = Profile {
        report: summary.report_title.get(wanted).to_owned(),
        reason: summary.reason.get(wanted).to_owned(),
        progress: progress.map(|progress| progress_view(&visit, &progress)),
        others,
        w: w.map(|withdrawal| WithdrawalView::new(&visit, &withdrawal)),
        indicators_href: if tables > 0 || reported.is_some() {
            visit.href(&format!("/plans/{slug}/indicators"))
        } else {
            String::new()
        },
        v: &visit,
        title: summary.title.get(wanted).to_owned(),
        territory: summary.territory_name.get(wanted).to_owned(),
        territory_href: visit.href(&format!("/territories/{}", summary.territory)),
        version: summary.version,
        published_on: visit.date(&summary.published_on),
        digest: summary.content_digest.clone(),
        synthetic: summary.synthetic,
        other_language: if article_language == wanted { String::new() } else { visit.t(&format!("language-{article_language}")) },
        downloads: summary
            .languages
            .iter()
            .map(|language| Download {
                language: visit.t(&format!("language-{language}")),
                links: Format::ALL
                    .into_iter()
                    .map(|f| {
                        (visit.t(&format!("format-{}", f.extension())), format!("/{language}{base}/report.{}", f.extension()))
                    })
                    .collect(),
            })
            .collect(),
        article: String::from_utf8_lossy(&article).into_owned(),
        article_language,
    };
    let Some(making) = making else { return public(render(&visit, &page), &etag) };
    let html = page.render().map_err(|error| Failure::new(visit.clone(), AppError::Fault(error.to_string())))?;
    public(Ok(making.keep(html, headers)), &etag)
}

/// Instead of a release that was withdrawn: that it was, when and why, and what stands now.
async fn withdrawn_release(app: &Arc<App>, visit: Visit, slug: &str, version: Option<i64>, prefix: &str) -> PageResult {
    let found = app.withdrawn_release(&visit.caller, slug, version).await.or_fail(&visit)?;
    if !found.path.starts_with(prefix) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    withdrawn(visit, &found)
}

/// What the address of something withdrawn says: 410, so that programs know it too.
pub(crate) fn withdrawn(visit: Visit, found: &Withdrawal) -> PageResult {
    let page = Withdrawn {
        title: found.title.get(visit.content()).to_owned(),
        territory: found.territory.get(visit.content()).to_owned(),
        w: WithdrawalView::new(&visit, found),
        stands_href: found.stands.as_ref().map(|path| visit.href(path)).unwrap_or_default(),
        v: &visit,
    };
    public(render_as(&visit, StatusCode::GONE, &page), "")
}

/// The public releases of the same dossier, when there are several.
async fn others(app: &Arc<App>, visit: &Visit, shown: &Summary) -> Result<Vec<OtherRelease>, AppError> {
    let all = app.public_releases(&visit.caller).await?;
    let of_this: Vec<&Summary> = all.iter().filter(|summary| summary.dossier == shown.dossier).collect();
    if of_this.len() < 2 {
        return Ok(vec![]);
    }
    let other = |summary: &&Summary| OtherRelease {
        version: summary.version,
        title: match summary.report.as_str() {
            "" => visit.fill("portal-version", &[("version", &summary.version.to_string())]),
            _ => summary.report_title.get(visit.content()).to_owned(),
        },
        on: visit.date(&summary.published_on),
        href: visit.href(&summary.release_path()),
        current: summary.version == shown.version,
    };
    Ok(of_this.iter().map(other).collect())
}

fn progress_view(visit: &Visit, progress: &Progress) -> ProgressView {
    let counted = |(state, count): &(String, usize)| {
        let state = if state.is_empty() { visit.t("portal-progress-untold") } else { state.clone() };
        (state, visit.count("portal-measures", *count))
    };
    let on = visit.date(&progress.release.published_on);
    let title = progress.release.report_title.get(visit.content());
    ProgressView {
        told: visit.fill("portal-progress-told", &[("report", title), ("date", &on)]),
        href: visit.href(&progress.release.release_path()),
        counts: progress.counts.iter().map(counted).collect(),
        rows: progress.rows.clone(),
    }
}

/// `/fr/profiles/<slug>/releases/1/report.pdf`
pub(crate) async fn download(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    let not_found = || Failure::new(visit.clone(), AppError::NotFound);
    let version: i64 = params.get("version").parse().map_err(|_| not_found())?;
    let format = params.get("file").strip_prefix("report.").and_then(Format::from_extension).ok_or_else(not_found)?;
    let slug = params.get("slug");
    let bytes = match app.published_report(&visit.caller, slug, Some(version), visit.content(), format).await {
        Err(AppError::NotFound) => return withdrawn_release(&app, visit, slug, Some(version), "").await,
        found => found.or_fail(&visit)?,
    };
    let name = format!("{slug}-{version}-{}.{}", visit.content(), format.extension());
    Ok(file_response(format, &name, &bytes, "public, max-age=31536000, immutable"))
}

/// A rendering as a file. A page is shown in place, without script and without the rights of the site around it.
pub(crate) fn file_response(format: Format, name: &str, bytes: &[u8], cache: &str) -> Response {
    let disposition = if format == Format::Page { "inline" } else { "attachment" };
    let mut response = (
        [
            (header::CONTENT_TYPE, format.media_type().to_owned()),
            (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"{name}\"")),
            (header::CACHE_CONTROL, cache.to_owned()),
        ],
        bytes.to_vec(),
    )
        .into_response();
    let origin = (HeaderName::from_static("access-control-allow-origin"), "*");
    if let (true, Ok(value)) = (cache.starts_with("public"), origin.1.parse()) {
        response.headers_mut().insert(origin.0, value);
    }
    response
}

/// Public pages may be kept a little by caches, unless the reader is signed in and the menu shows their name.
fn public(page: PageResult, etag: &str) -> PageResult {
    page.map(|mut response| {
        if let (false, Ok(value)) = (etag.is_empty(), etag.parse()) {
            response.headers_mut().insert(header::ETAG, value);
        }
        if let Ok(value) = format!("private, max-age=0, s-maxage={PUBLIC_SECONDS}, must-revalidate").parse() {
            response.headers_mut().insert(header::CACHE_CONTROL, value);
        }
        response
    })
}

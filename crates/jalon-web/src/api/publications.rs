//! Profiles, plans and reports.

use axum::Json;
use axum::extract::State;
use jalon_app::domain::Language;
use jalon_app::publication::{Format, Summary};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, Asked, Page, Texts, everybody};
use crate::router::Shared;

/// Publications that one answer has at most.
const MOST: usize = 200;

/// A profile, a plan or a report as it was released; it never changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Publication {
    /// The dossier that it is a release of.
    #[schema(example = "montreal-igm-2019")]
    dossier: String,
    version: i64,
    title: Texts,
    /// The code of a cycle's report; empty for the profile of an assessment.
    report: String,
    territory: String,
    territory_name: Texts,
    framework: String,
    period_from: String,
    period_to: String,
    /// ISO 8601.
    published_on: String,
    /// The languages that it is complete in, or was accepted in.
    languages: Vec<&'static str>,
    /// It is an invented example.
    invented: bool,
    /// SHA-256 of its content.
    content_digest: String,
    /// The page, without a language.
    page: String,
    files: Vec<File>,
}

/// The same content in one format and language.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct File {
    language: &'static str,
    /// `pdf`, `xlsx`, `html` or `json`.
    format: &'static str,
    href: String,
}

fn publication(summary: &Summary) -> Publication {
    let page = summary.release_path();
    let file = |language: &Language, format: Format| File {
        language: language.tag(),
        format: format.extension(),
        href: format!("/{language}{page}/report.{}", format.extension()),
    };
    let of_language = |language| Format::ALL.map(|format| file(language, format));
    let files = summary.languages.iter().flat_map(of_language).collect();
    Publication {
        files,
        dossier: summary.dossier.clone(),
        version: summary.version,
        title: Texts::of(if summary.report.is_empty() { &summary.title } else { &summary.report_title }),
        report: summary.report.clone(),
        territory: summary.territory.clone(),
        territory_name: Texts::of(&summary.territory_name),
        framework: summary.framework.clone(),
        period_from: summary.period_from.clone(),
        period_to: summary.period_to.clone(),
        published_on: summary.published_on.clone(),
        languages: summary.languages.iter().map(|language| language.tag()).collect(),
        invented: summary.synthetic,
        content_digest: summary.content_digest.clone(),
        page,
    }
}

/// Every publication, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/publications",
    params(
        ("dossier" = Option<String>, Query, description = "Those of one dossier."),
        ("territory" = Option<String>, Query, description = "Those of one territory."),
        ("offset" = Option<u32>, Query, description = "How many to leave out."),
        ("limit" = Option<u32>, Query, description = "How many at most.", minimum = 1, maximum = 200)
    ),
    responses(
        (status = 200, body = Page<Publication>),
        (status = 400, body = super::Refused, content_type = "application/problem+json")
    )
)]
pub(super) async fn publications(State(app): State<Shared>, asked: Asked) -> Answer<Page<Publication>> {
    let range = asked.range(MOST)?;
    let wanted = |name: &str, value: &str| !asked.fields.has(name) || asked.fields.get(name) == value;
    let all = app.public_releases(&everybody()).await?;
    let found: Vec<&Summary> =
        all.iter().filter(|one| wanted("dossier", &one.dossier) && wanted("territory", &one.territory)).collect();
    Ok(Json(Page::of(&found, range, |summary| publication(summary))))
}

//! The public interface for programs: what was published, as JSON, in all languages at once.
//!
//! [`publications`]: profiles, plans and reports; [`statistics`]: indicators and signed tables. There is nothing to sign in to: every
//! request is answered as one by anybody, whatever it brings along. The description of the interface is made from the handlers and
//! types here, and kept in `docs/reference/openapi.json`.

mod publications;
mod statistics;

use std::collections::BTreeMap;
use std::ops::Range;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use jalon_app::domain::{Language, Problem, Text};
use jalon_app::publication::Withdrawal;
use jalon_app::{AppError, Caller};
use jalon_domain::wording::Wording;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

pub(crate) use self::statistics::series;
use crate::request::{Fields, Params};
use crate::router::Shared;

/// What is published in Jalon: profiles, plans, reports, indicators and signed tables, for everybody.
///
/// A value has a state beside it: `number`, `zero`, `missing` (nobody knows), `suppressed` (withheld to protect persons) or
/// `not_applicable`. They are never merged. Values are exact decimals, as text.
#[derive(OpenApi)]
#[openapi(
    info(title = "Jalon", version = "1", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    paths(
        publications::publications,
        statistics::indicators,
        statistics::indicator,
        statistics::tables,
        statistics::table,
        statistics::cells
    )
)]
struct Description;

/// The description of the interface (OpenAPI 3.1), as JSON.
pub fn description() -> String {
    Description::openapi().to_pretty_json().unwrap_or_default() + "\n"
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/openapi.json", get(openapi))
        .route("/publications", get(publications::publications))
        .route("/dossiers/{dossier}/indicators", get(statistics::indicators))
        .route("/dossiers/{dossier}/indicators/{id}", get(statistics::indicator))
        .route("/dossiers/{dossier}/tables", get(statistics::tables))
        .route("/dossiers/{dossier}/tables/{number}", get(statistics::table))
        .route("/dossiers/{dossier}/tables/{number}/cells", get(statistics::cells))
        .fallback(async || Refusal::NotFound)
        .layer(middleware::from_fn(for_every_site))
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], description()).into_response()
}

/// Pages of other sites may read the interface, which knows no cookies; caches may keep answers a little.
async fn for_every_site(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_answer = response.status().is_success();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    if is_answer {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    }
    response
}

type Answer<T> = Result<Json<T>, Refusal>;

/// A text in the languages that it has, by their tags (BCP 47).
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(example = json!({ "fr": "Taux d’emploi", "en": "Employment rate" }))]
struct Texts(BTreeMap<&'static str, String>);

impl Texts {
    fn of(text: &Text) -> Self {
        Self(text.languages().map(|(language, words)| (language.tag(), words.to_owned())).collect())
    }
}

/// Part of a list, and how long it is.
#[derive(Debug, Serialize, ToSchema)]
struct Page<T> {
    /// How many there are in all.
    total: usize,
    /// How many come before the first of these.
    offset: usize,
    items: Vec<T>,
}

impl<T> Page<T> {
    fn of<S>(all: &[S], range: Range<usize>, item: impl FnMut(&S) -> T) -> Self {
        let range = range.start.min(all.len())..range.end.min(all.len());
        Self { total: all.len(), offset: range.start, items: all[range].iter().map(item).collect() }
    }
}

/// Why a request was not answered (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
struct Refused {
    status: u16,
    #[schema(example = "Bad Request")]
    title: &'static str,
    /// What is wrong with the parameters, in the language that the request asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ParameterFault>,
    /// What was there and was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<Withdrawn>,
}

/// That something was withdrawn, when and why.
#[derive(Debug, Serialize, ToSchema)]
struct Withdrawn {
    name: Texts,
    /// The last signed table that was withdrawn.
    table: i64,
    /// ISO 8601.
    signed_on: String,
    /// RFC 3339.
    at: String,
    /// As whoever withdrew it wrote it.
    reason: String,
    /// Of the reason (BCP 47).
    language: &'static str,
    /// SHA-256 of its file `json`: whoever has it knows it by that.
    content_digest: String,
    /// The page of what stands in its place, without a language.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ParameterFault {
    parameter: String,
    message: String,
}

#[derive(Debug)]
enum Refusal {
    /// Nothing of the kind is public.
    NotFound,
    Withdrawn(Box<Withdrawn>),
    Parameters(Vec<ParameterFault>),
    Fault,
}

impl From<Withdrawal> for Refusal {
    fn from(found: Withdrawal) -> Self {
        Self::Withdrawn(Box::new(Withdrawn {
            name: Texts::of(&found.title),
            table: found.number,
            signed_on: found.published_on,
            at: found.at,
            reason: found.reason,
            language: found.language.tag(),
            content_digest: found.content_digest,
            stands: found.stands,
        }))
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(error) => {
                tracing::error!("A request of the interface failed in the store: {error}");
                Self::Fault
            }
            AppError::Fault(error) => {
                tracing::error!("A request of the interface failed: {error}");
                Self::Fault
            }
            // What is not for everybody is not there.
            _ => Self::NotFound,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, errors, withdrawn) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, vec![], None),
            Self::Withdrawn(withdrawn) => (StatusCode::GONE, vec![], Some(*withdrawn)),
            Self::Parameters(errors) => (StatusCode::BAD_REQUEST, errors, None),
            Self::Fault => (StatusCode::INTERNAL_SERVER_ERROR, vec![], None),
        };
        let title = status.canonical_reason().unwrap_or_default();
        let refused = Refused { status: status.as_u16(), title, errors, withdrawn };
        let mut response = (status, Json(refused)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// The names in the path.
struct Named(Params);

impl FromRequestParts<Shared> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        Params::from_request_parts(parts, app).await.map(Self).map_err(|_| Refusal::NotFound)
    }
}

/// What a request asks for, beside its path.
struct Asked {
    fields: Fields,
    language: Language,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let language = Language::negotiate(accepted);
        let fields = Fields::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let fields =
            fields.ok_or_else(|| Refusal::Parameters(vec![fault("query", &Problem::new("query-unreadable"), language)]))?;
        Ok(Self { fields, language })
    }
}

impl Asked {
    /// The part of a list that is asked for: `limit` (at most `most`, which is also the default) from `offset` on.
    fn range(&self, most: usize) -> Result<Range<usize>, Refusal> {
        let mut faults = vec![];
        let mut number = |name: &str, least: usize, most: usize, default: usize| {
            let text = self.fields.get(name);
            let found = if self.fields.has(name) { text.parse().ok() } else { Some(default) };
            let found = found.filter(|number| (least..=most).contains(number));
            if found.is_none() {
                let problem = Problem::new("number-between").with("least", least).with("most", most);
                faults.push(fault(name, &problem, self.language));
            }
            found.unwrap_or(default)
        };
        let (offset, limit) = (number("offset", 0, i32::MAX as usize, 0), number("limit", 1, most, most));
        if faults.is_empty() { Ok(offset..offset + limit) } else { Err(Refusal::Parameters(faults)) }
    }
}

fn fault(parameter: &str, problem: &Problem, language: Language) -> ParameterFault {
    ParameterFault { parameter: parameter.to_owned(), message: Wording::of(language).problem(problem) }
}

/// Everybody; the language matters to nothing that is answered here.
fn everybody() -> Caller {
    Caller::anonymous(Language::French)
}

//! What a visitor sees when something cannot be done. Causes go to the log, without any content.

use std::any::Any;

use askama::Template;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jalon_app::AppError;
use jalon_app::domain::Problem;

use crate::merge;
use crate::request::Visit;
use crate::view::{Message, Messages};

/// A request that ends without doing what it asked, with the visit to answer in.
#[derive(Debug)]
pub(crate) struct Failure {
    visit: Box<Visit>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    App(AppError),
    SignIn,
    Status(StatusCode, &'static str),
}

pub(crate) type PageResult = Result<Response, Failure>;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    v: &'a Visit,
    title: String,
    text: String,
    messages: Messages,
}

impl Failure {
    pub(crate) fn new(visit: Visit, error: AppError) -> Self {
        Self { visit: Box::new(visit), kind: Kind::App(error) }
    }

    pub(crate) fn sign_in(visit: Visit) -> Self {
        Self { visit: Box::new(visit), kind: Kind::SignIn }
    }

    fn status(visit: Visit, status: StatusCode, key: &'static str) -> Self {
        Self { visit: Box::new(visit), kind: Kind::Status(status, key) }
    }

    pub(crate) fn forged(visit: Visit) -> Self {
        Self::status(visit, StatusCode::FORBIDDEN, "forged")
    }

    /// A link that opens an account was used, expired, or never was: the answer does not tell which.
    pub(crate) fn link_spent(visit: Visit) -> Self {
        Self::status(visit, StatusCode::GONE, "link-spent")
    }

    pub(crate) fn too_large(visit: Visit) -> Self {
        Self::status(visit, StatusCode::PAYLOAD_TOO_LARGE, "too-large")
    }

    pub(crate) fn unreadable(visit: Visit) -> Self {
        Self::status(visit, StatusCode::BAD_REQUEST, "unreadable")
    }
}

/// Gives a use case's error the visit to answer in.
pub(crate) trait OrFail<T> {
    fn or_fail(self, visit: &Visit) -> Result<T, Failure>;
}

impl<T> OrFail<T> for Result<T, AppError> {
    fn or_fail(self, visit: &Visit) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(visit.clone(), error))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let visit = *self.visit;
        match self.kind {
            Kind::SignIn if visit.is_autosave => {
                (StatusCode::UNAUTHORIZED, Json(serde_json::json!({ "sign_in": format!("/{}/sign-in", visit.language) })))
                    .into_response()
            }
            Kind::SignIn => {
                // A form is sent to an address that cannot be fetched: back leads to the page that it stood on.
                let back = format!("/{}{}", visit.language, visit.page);
                Redirect::to(&format!("/{}/sign-in?back={}", visit.language, escape_query(&back))).into_response()
            }
            Kind::Status(status, key) => page(&visit, status, key, Messages::default()),
            Kind::App(error) => answer(&visit, error),
        }
    }
}

fn answer(visit: &Visit, error: AppError) -> Response {
    match error {
        AppError::NotFound => page(visit, StatusCode::NOT_FOUND, "not-found", Messages::default()),
        AppError::Invalid(problems) if visit.is_autosave => {
            let messages = Messages::new(visit, &problems);
            let problem = |message: &Message| {
                let href = (!message.field.is_empty()).then(|| format!("#{}", message.field));
                serde_json::json!({ "message": message.text, "href": href })
            };
            let problems: Vec<_> = messages.items.iter().map(problem).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, Json(serde_json::json!({ "problems": problems }))).into_response()
        }
        AppError::Invalid(problems) => page(visit, StatusCode::UNPROCESSABLE_ENTITY, "invalid", Messages::new(visit, &problems)),
        AppError::Conflict(conflict) => merge::conflicting(visit.clone(), *conflict),
        AppError::Throttled(seconds) => {
            let problem = Problem::new("throttled").with("minutes", seconds.div_ceil(60));
            let mut response = page(visit, StatusCode::TOO_MANY_REQUESTS, "throttled", Messages::new(visit, &[problem]));
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            response
        }
        AppError::Store(error) => {
            tracing::error!("A request failed in the store: {error}");
            page(visit, StatusCode::INTERNAL_SERVER_ERROR, "internal", Messages::default())
        }
        AppError::Fault(error) => {
            tracing::error!("A request failed: {error}");
            page(visit, StatusCode::INTERNAL_SERVER_ERROR, "internal", Messages::default())
        }
    }
}

fn page(visit: &Visit, status: StatusCode, key: &str, messages: Messages) -> Response {
    let title = visit.t(&format!("error-{key}-title"));
    let text = visit.t(&format!("error-{key}-text"));
    let page = ErrorPage { v: visit, title, text, messages };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    }
}

/// A template as a page. That a template cannot be rendered is a bug of ours.
pub(crate) fn render(visit: &Visit, template: &impl Template) -> PageResult {
    render_as(visit, StatusCode::OK, template)
}

pub(crate) fn render_as(visit: &Visit, status: StatusCode, template: &impl Template) -> PageResult {
    let html = template.render().map_err(|error| Failure::new(visit.clone(), AppError::Fault(error.to_string())))?;
    Ok((status, Html(html)).into_response())
}

/// After a form was accepted: to another page, so that reloading does not submit it again.
pub(crate) fn see(visit: &Visit, path: &str) -> PageResult {
    Ok(Redirect::to(&address(&visit.href(path))).into_response())
}

/// The permanent address of something leads to the same in the visitor's language.
pub(crate) fn in_language(visit: &Visit, path: &str) -> Response {
    Redirect::temporary(&address(&visit.href(path))).into_response()
}

/// A path and query as a header may carry it: whatever a client put into it, escaped.
pub(crate) fn address(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { escape_query(c.encode_utf8(&mut [0; 4])) }).collect()
}

pub(crate) async fn no_such_page(visit: Visit) -> Response {
    answer(&visit, AppError::NotFound)
}

/// An address that takes forms only, opened as a page, or the other way round.
pub(crate) async fn no_such_method(visit: Result<Visit, Failure>) -> Response {
    match visit {
        Ok(visit) => page(&visit, StatusCode::METHOD_NOT_ALLOWED, "method", Messages::default()),
        Err(_) => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// The last net: a bug must not end the connection without a word. The message stays out of the answer.
pub(crate) fn panicked(_panic: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("A request ended in a panic; please report it with the time of this line");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

pub(crate) fn escape_query(text: &str) -> String {
    use std::fmt::Write;
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

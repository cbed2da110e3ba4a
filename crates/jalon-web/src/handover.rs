//! The handover dossier of a member of a cycle.

use askama::Template;
use axum::extract::State;
use jalon_app::AppError;
use jalon_app::domain::Language;
use jalon_app::publication::Format;

use crate::error::{Failure, OrFail, PageResult, render};
use crate::request::{Params, Visit, Work};
use crate::router::Shared;
use crate::view::Frame;

#[derive(Template)]
#[template(path = "work/handover.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    /// The reader's own.
    own: bool,
    role: String,
    formats: [&'static str; 4],
    language: Language,
    article: String,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let (slug, user, language) = (params.get("slug"), params.get("id").into(), visit.content());
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let (role, article) = app.handover_body(&visit.caller, slug, &user, language).await.or_fail(&visit)?;
    let page = Page {
        f: Frame::new(&app, &visit, &opened, "members"),
        base: visit.href(&format!("/work/dossiers/{slug}/members/{user}/handover/{language}")),
        own: visit.caller.principal.user.as_ref() == Some(&user),
        role: visit.role(&opened.framework, role),
        formats: Format::ALL.map(Format::extension),
        language,
        article,
        v: &visit,
    };
    render(&visit, &page)
}

pub(crate) async fn file(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let not_found = || Failure::new(visit.clone(), AppError::NotFound);
    let extension = params.get("file").strip_prefix("handover.").ok_or_else(not_found)?;
    let format = Format::from_extension(extension).ok_or_else(not_found)?;
    let language = Language::CONTENT.into_iter().find(|l| l.tag() == params.get("language")).ok_or_else(not_found)?;
    let slug = params.get("slug");
    let bytes = app.handover(&visit.caller, slug, &params.get("id").into(), language, format).await.or_fail(&visit)?;
    let name = format!("{slug}-handover-{language}.{}", format.extension());
    Ok(crate::portal::file_response(format, &name, &bytes, "no-store"))
}

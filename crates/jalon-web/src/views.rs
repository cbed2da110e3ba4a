//! Views of a register's list that people keep under a name, above the list.

use axum::extract::State;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::register::saved_view::SavedView;
use jalon_app::{App, AppError, Opened};

use crate::bulk::Kept;
use crate::error::{Failure, PageResult, see};
use crate::request::{Fields, Params, Submitted, Visit};
use crate::router::Shared;

#[derive(Debug)]
pub(crate) struct ViewLink {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) revision: i64,
    pub(crate) shared: bool,
    /// It is what the list shows now.
    pub(crate) current: bool,
    pub(crate) editable: bool,
}

/// The views that the reader has of a register, and what they may do.
#[derive(Debug, Default)]
pub(crate) struct Views {
    pub(crate) links: Vec<ViewLink>,
    pub(crate) may_keep: bool,
    pub(crate) may_share: bool,
}

pub(crate) async fn views(
    app: &App,
    visit: &Visit,
    opened: &Opened,
    register: &str,
    filters: &Fields,
) -> Result<Views, AppError> {
    let list = visit.href(&format!("/work/dossiers/{}/registers/{register}", opened.dossier().slug));
    let present = Kept::of(filters).query("", "");
    let link = |view: SavedView| {
        let query = if view.query.is_empty() { String::new() } else { format!("?{}", view.query) };
        ViewLink {
            editable: app.may_keep_view(&visit.caller, opened, &view),
            current: query == present,
            href: format!("{list}{query}"),
            id: view.id.to_string(),
            shared: view.owner.is_none(),
            name: view.name,
            revision: view.revision,
        }
    };
    Ok(Views {
        links: app.saved_views(&visit.caller, opened, register).await?.into_iter().map(link).collect(),
        may_keep: app.may_with(&visit.caller, Action::ViewKeep, opened, &Facts { own: true, ..Facts::default() }),
        may_share: app.may(&visit.caller, Action::ViewShare, opened),
    })
}

pub(crate) async fn keep(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    let query = Kept::of(&fields).query("", "");
    let query = query.strip_prefix('?').unwrap_or_default();
    let done = app.keep_view(&visit.caller, slug, register, fields.get("view-name"), query, fields.has("shared")).await;
    answered(&app, visit, &params, done.map(|view| view.query)).await
}

pub(crate) async fn rename(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register, id) = (params.get("slug"), params.get("register"), params.get("id"));
    let revision = fields.number("revision");
    let done = app.rename_view(&visit.caller, slug, register, id, fields.get("view-name"), revision).await;
    answered(&app, visit, &params, done.map(|view| view.query)).await
}

pub(crate) async fn delete(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register, id) = (params.get("slug"), params.get("register"), params.get("id"));
    let done = app.delete_view(&visit.caller, slug, register, id, fields.number("revision")).await;
    answered(&app, visit, &params, done.map(|()| String::new())).await
}

/// Back to the list as the view shows it, or with what stood in the way.
async fn answered(app: &Shared, visit: Visit, params: &Params, done: Result<String, AppError>) -> PageResult {
    let list = format!("/work/dossiers/{}/registers/{}", params.get("slug"), params.get("register"));
    match done {
        Ok(query) if query.is_empty() => see(&visit, &list),
        Ok(query) => see(&visit, &format!("{list}?{query}")),
        Err(AppError::Invalid(problems)) => crate::registers::refused(app, visit, params, &problems).await,
        Err(error) => Err(Failure::new(visit, error)),
    }
}

//! Who is what in a dossier.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::AppError;
use jalon_app::authorisation::Action;
use jalon_app::domain::identity::Role;

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::request::{Params, Submitted, Visit, Work};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages};

#[derive(Template)]
#[template(path = "work/members.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    /// Identifier, name, organisation, role.
    members: Vec<(String, String, String, String)>,
    /// Members whose handover dossier the reader may see.
    handover: std::collections::BTreeSet<String>,
    roles: Vec<Choice>,
    email: String,
    may_set: bool,
    may_remove: bool,
}

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, params.get("slug"), Messages::default(), String::new(), StatusCode::OK).await
}

async fn show(app: &Shared, visit: Visit, slug: &str, m: Messages, email: String, status: StatusCode) -> PageResult {
    let members = app.members(&visit.caller, slug).await.or_fail(&visit)?;
    let opened = app.opened(&visit.caller, slug, Action::MemberList, &Default::default()).await.or_fail(&visit)?;
    let label = |role: Role| visit.role(&opened.framework, role);
    let handover = members.iter().filter(|m| app.may_hand_over(&visit.caller, &opened, &m.user.id));
    let handover = handover.map(|m| m.user.id.to_string()).collect();
    let page = Page {
        f: Frame::new(app, &visit, &opened, "members"),
        m,
        handover,
        members: members.into_iter().map(|m| (m.user.id.to_string(), m.user.name, m.organisation, label(m.role))).collect(),
        roles: Role::ALL.map(|role| Choice::new(role.code(), label(role), false)).into(),
        email,
        may_set: app.may(&visit.caller, Action::MemberSet, &opened),
        may_remove: app.may(&visit.caller, Action::MemberRemove, &opened),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn set(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.set_member(&visit.caller, slug, fields.get("email"), fields.get("role")).await;
    answer(&app, visit, slug, fields.owned("email"), done).await
}

pub(crate) async fn remove(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, slug) = (submitted.visit, params.get("slug"));
    let done = app.remove_member(&visit.caller, slug, &params.get("id").into()).await;
    answer(&app, visit, slug, String::new(), done).await
}

async fn answer(app: &Shared, visit: Visit, slug: &str, email: String, done: Result<(), AppError>) -> PageResult {
    match done {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}/members")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show(app, visit, slug, messages, email, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

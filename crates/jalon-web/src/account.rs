//! Signing in and out, setting a password, one's own account.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jalon_app::demo;
use jalon_app::domain::identity::InstanceRole;
use jalon_app::{App, AppError};

use crate::error::{Failure, OrFail, PageResult, in_language, render, render_as, see};
use crate::request::{OpenForm, Params, SESSION_COOKIE, Submitted, Visit, Work, query, session_token};
use crate::router::Shared;
use crate::view::Messages;

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignIn<'a> {
    v: &'a Visit,
    m: Messages,
    email: String,
    back: String,
    /// Address and role of each demonstration account; empty outside demo mode.
    accounts: Vec<(&'static str, String)>,
    demo_password: &'static str,
}

#[derive(Template)]
#[template(path = "account/forgotten.html")]
struct Forgotten<'a> {
    v: &'a Visit,
    sent: bool,
    has_mail: bool,
}

#[derive(Template)]
#[template(path = "account/set_password.html")]
struct SetPassword<'a> {
    v: &'a Visit,
    m: Messages,
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage<'a> {
    v: &'a Visit,
    m: Messages,
    name: String,
    email: String,
    function: String,
    changed: bool,
}

pub(crate) async fn sign_in_form(State(app): State<Shared>, visit: Visit) -> PageResult {
    let back = query(&visit).owned("back");
    show_sign_in(&app, visit, Messages::default(), String::new(), back, StatusCode::OK)
}

fn show_sign_in(app: &App, visit: Visit, m: Messages, email: String, back: String, status: StatusCode) -> PageResult {
    let function = |account: &demo::Account| match account.role {
        Some(role) => visit.t(&format!("role-{}", role.code().replace('_', "-"))),
        None => visit.t(&format!("instance-role-{}", account.instance_role.code())),
    };
    let accounts = if app.settings().demo { demo::ACCOUNTS.iter().map(|a| (a.email, function(a))).collect() } else { vec![] };
    render_as(&visit, status, &SignIn { v: &visit, m, email, back: safe_back(&back), accounts, demo_password: demo::PASSWORD })
}

/// Only a path of this site: anything else could send a freshly signed-in person elsewhere.
fn safe_back(back: &str) -> String {
    let own = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\') && !back.contains(char::is_control);
    if own { back.to_owned() } else { String::new() }
}

pub(crate) async fn sign_in(State(app): State<Shared>, form: OpenForm) -> PageResult {
    let OpenForm { visit, fields, address } = form;
    match app.sign_in(fields.get("email"), fields.get("password"), address).await {
        Ok(token) => {
            let back = safe_back(fields.get("back"));
            let target = if back.is_empty() { visit.href("/work") } else { back };
            Ok(with_session(&app, Redirect::to(&crate::error::address(&target)).into_response(), &token))
        }
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            let (email, back) = (fields.owned("email"), fields.owned("back"));
            show_sign_in(&app, visit, messages, email, back, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

fn with_session(app: &App, mut response: Response, token: &str) -> Response {
    let secure = if app.settings().base_url.starts_with("https://") { "; Secure" } else { "" };
    let age = if token.is_empty() { 0 } else { 12 * 60 * 60 };
    let cookie = format!("{SESSION_COOKIE}={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age={age}{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

pub(crate) async fn sign_out(State(app): State<Shared>, headers: HeaderMap, submitted: Submitted) -> PageResult {
    let visit = submitted.visit;
    if let Some(token) = session_token(&headers) {
        app.sign_out(&token).await.or_fail(&visit)?;
    }
    Ok(with_session(&app, Redirect::to(&visit.href("")).into_response(), ""))
}

pub(crate) async fn forgotten_form(State(app): State<Shared>, visit: Visit) -> PageResult {
    render(&visit, &Forgotten { v: &visit, sent: false, has_mail: app.settings().mail.is_some() })
}

pub(crate) async fn forgotten(State(app): State<Shared>, form: OpenForm) -> PageResult {
    let OpenForm { visit, fields, address } = form;
    app.request_password_reset(fields.get("email"), address).await.or_fail(&visit)?;
    render(&visit, &Forgotten { v: &visit, sent: true, has_mail: app.settings().mail.is_some() })
}

pub(crate) async fn permanent_link(visit: Visit, params: Params) -> Response {
    in_language(&visit, &format!("/set-password/{}", params.get("token")))
}

pub(crate) async fn set_password_form(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    if !app.link_is_valid(params.get("token")).await.or_fail(&visit)? {
        return Err(Failure::link_spent(visit));
    }
    render(&visit, &SetPassword { v: &visit, m: Messages::default() })
}

pub(crate) async fn set_password(State(app): State<Shared>, params: Params, form: OpenForm) -> PageResult {
    let OpenForm { visit, fields, .. } = form;
    match app.set_password_by_link(params.get("token"), fields.get("password"), fields.get("repeated")).await {
        Ok(token) => Ok(with_session(&app, Redirect::to(&visit.href("/work")).into_response(), &token)),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            render_as(&visit, StatusCode::UNPROCESSABLE_ENTITY, &SetPassword { v: &visit, m })
        }
        Err(AppError::NotFound) => Err(Failure::link_spent(visit)),
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn page(Work(visit): Work) -> PageResult {
    let changed = query(&visit).has("changed");
    show_account(visit, Messages::default(), changed, StatusCode::OK)
}

fn show_account(visit: Visit, m: Messages, changed: bool, status: StatusCode) -> PageResult {
    let user = visit.caller.user.clone();
    let (name, email) = user.as_ref().map(|user| (user.name.clone(), user.email.clone())).unwrap_or_default();
    let role = user.map_or(InstanceRole::None, |user| user.instance_role);
    let function = visit.t(&format!("instance-role-{}", role.code()));
    render_as(&visit, status, &AccountPage { v: &visit, m, name, email, function, changed })
}

pub(crate) async fn change_password(State(app): State<Shared>, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    match app.change_password(&visit.caller, fields.get("present"), fields.get("password"), fields.get("repeated")).await {
        // Every session of the account ended with the old password, this one too: whoever changed it goes on in a new one.
        Ok(token) => Ok(with_session(&app, see(&visit, "/account?changed=1")?, &token)),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_account(visit, messages, false, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::safe_back;

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(safe_back("/fr/work?x=1"), "/fr/work?x=1");
        for bad in ["https://example.org", "//example.org", "/\\example.org", "javascript:x", "/a\nb", ""] {
            assert_eq!(safe_back(bad), "", "{bad:?}");
        }
    }
}

//! Administration: accounts, and new dossiers.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::account::{Invitation, Link};
use jalon_app::domain::Language;
use jalon_app::domain::identity::{AccountState, InstanceRole};
use jalon_app::domain::search::Query;
use jalon_app::dossier::NewDossier;
use jalon_app::{App, AppError};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::lists::{Heading, Sorting};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Messages, Pages, choices, page_of};

#[derive(Debug)]
struct UserRow {
    href: String,
    name: String,
    email: String,
    organisation: String,
    function: String,
    state: String,
}

#[derive(Template)]
#[template(path = "admin/users.html")]
struct Users<'a> {
    v: &'a Visit,
    m: Messages,
    link: String,
    q: String,
    states: Vec<Choice>,
    shown: String,
    headings: Vec<Heading>,
    rows: Vec<UserRow>,
    pages: Pages,
    person: String,
    email: String,
    organisations: Vec<Choice>,
    functions: Vec<Choice>,
    languages: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "admin/user.html")]
struct UserPage<'a> {
    v: &'a Visit,
    m: Messages,
    link: String,
    id: String,
    name: String,
    email: String,
    state: String,
    suspended: bool,
    organisations: Vec<Choice>,
    functions: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "admin/dossier_new.html")]
struct DossierNew<'a> {
    v: &'a Visit,
    m: Messages,
    done: String,
    title: String,
    period_from: String,
    period_to: String,
    frameworks: Vec<Choice>,
    territories: Vec<Choice>,
    leads: Vec<Choice>,
    languages: Vec<Choice>,
}

const PAGE: usize = 50;
const USER_COLUMNS: [(&str, &str); 5] = [
    ("name", "account-name"),
    ("email", "account-email"),
    ("organisation", "discussion-organisation"),
    ("function", "account-function"),
    ("state", "admin-state"),
];

pub(crate) async fn users(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    show_users(&app, visit, Messages::default(), String::new(), &Fields::default(), StatusCode::OK).await
}

async fn show_users(app: &App, visit: Visit, m: Messages, link: String, typed: &Fields, status: StatusCode) -> PageResult {
    let accounts = app.accounts(&visit.caller).await.or_fail(&visit)?;
    let organisations = app.organisations(&visit.caller).await.or_fail(&visit)?;
    let filters = query(&visit);
    let q = filters.owned("q");
    let wanted = Query::new(&q);
    let state = AccountState::from_code(filters.get("state"));
    let language = visit.content();
    let name = |id: Option<&jalon_app::domain::OrganisationId>| {
        let found = organisations.iter().find(|organisation| Some(&organisation.id) == id);
        found.map(|organisation| organisation.name.get(language).to_owned()).unwrap_or_default()
    };
    let found: Vec<_> = accounts
        .iter()
        .filter(|account| wanted.is_empty() || wanted.matches([account.name.as_str(), account.email.as_str()]))
        .filter(|account| state.is_none_or(|state| account.state == state))
        .collect();
    let base = visit.href("/admin/users");
    let (range, pages) = page_of(&visit, &base, PAGE, found.len());
    let mut rows: Vec<UserRow> = found
        .into_iter()
        .map(|account| UserRow {
            href: visit.href(&format!("/admin/users/{}", account.id)),
            name: if account.name.is_empty() { account.id.to_string() } else { account.name.clone() },
            email: account.email.clone(),
            organisation: name(account.organisation.as_ref()),
            function: visit.t(&format!("instance-role-{}", account.instance_role.code())),
            state: visit.t(&format!("account-state-{}", account.state.code())),
        })
        .collect();
    let sorting = Sorting::of(&visit);
    sorting.apply(visit.language, &mut rows, |row, column| {
        Some(match column {
            "name" => row.name.clone(),
            "email" => row.email.clone(),
            "organisation" => row.organisation.clone(),
            "function" => row.function.clone(),
            "state" => row.state.clone(),
            _ => return None,
        })
    });
    let page = Users {
        shown: visit.count("admin-accounts", rows.len()),
        headings: sorting.headings(&visit, &base, &USER_COLUMNS),
        m,
        link,
        q,
        states: states(&visit, state),
        rows: rows.into_iter().skip(range.start).take(range.len()).collect(),
        pages,
        person: typed.owned("name"),
        email: typed.owned("email"),
        organisations: organisations
            .iter()
            .map(|o| Choice::new(&o.slug, o.name.get(language), o.slug == typed.get("organisation")))
            .collect(),
        functions: functions(&visit, typed.get("instance_role")),
        languages: languages(&visit),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

fn states(visit: &Visit, selected: Option<AccountState>) -> Vec<Choice> {
    let codes = AccountState::ALL.map(AccountState::code);
    let mut states = choices(visit, "account-state", &codes, selected.map_or("", AccountState::code));
    states.insert(0, Choice::new("", visit.t("admin-every-state"), selected.is_none()));
    states
}

fn functions(visit: &Visit, selected: &str) -> Vec<Choice> {
    choices(
        visit,
        "instance-role",
        &InstanceRole::ALL.map(InstanceRole::code),
        if selected.is_empty() { "none" } else { selected },
    )
}

fn languages(visit: &Visit) -> Vec<Choice> {
    Language::CONTENT.map(|l| Choice::new(l.tag(), visit.t(&format!("language-{l}")), l == Language::French)).into()
}

pub(crate) async fn invite(State(app): State<Shared>, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let invitation = Invitation {
        email: fields.owned("email"),
        name: fields.owned("name"),
        organisation: fields.owned("organisation"),
        instance_role: fields.owned("instance_role"),
        language: fields.language("language"),
    };
    match app.invite(&visit.caller, invitation).await {
        Ok((_, link)) => {
            let shown = told(&visit, link);
            show_users(&app, visit, Messages::default(), shown, &Fields::default(), StatusCode::OK).await
        }
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_users(&app, visit, messages, String::new(), &fields, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

fn told(visit: &Visit, link: Link) -> String {
    match link {
        Link::Sent => visit.t("admin-link-sent"),
        Link::Shown(link) => visit.fill("admin-link-shown", &[("link", &link)]),
        Link::NotSent(link) => visit.fill("admin-link-not-sent", &[("link", &link)]),
    }
}

pub(crate) async fn user(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_user(&app, visit, params.get("id"), Messages::default(), String::new(), StatusCode::OK).await
}

async fn show_user(app: &App, visit: Visit, id: &str, m: Messages, link: String, status: StatusCode) -> PageResult {
    let accounts = app.accounts(&visit.caller).await.or_fail(&visit)?;
    let Some(account) = accounts.into_iter().find(|account| account.id.as_str() == id) else {
        return Err(Failure::new(visit, AppError::NotFound));
    };
    let organisations = app.organisations(&visit.caller).await.or_fail(&visit)?;
    let language = visit.content();
    let own = |o: &jalon_app::domain::identity::Organisation| Some(&o.id) == account.organisation.as_ref();
    let page = UserPage {
        m,
        link,
        id: id.to_owned(),
        state: visit.t(&format!("account-state-{}", account.state.code())),
        suspended: account.state == AccountState::Suspended,
        organisations: organisations.iter().map(|o| Choice::new(&o.slug, o.name.get(language), own(o))).collect(),
        functions: functions(&visit, account.instance_role.code()),
        name: account.name,
        email: account.email,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn update_user(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, id) = (submitted.visit, submitted.fields, params.get("id"));
    let (organisation, role) = (fields.get("organisation"), fields.get("instance_role"));
    match app.update_account(&visit.caller, &id.into(), organisation, role, fields.has("suspended")).await {
        Ok(()) => see(&visit, "/admin/users"),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_user(&app, visit, id, messages, String::new(), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn renew_link(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, id) = (submitted.visit, params.get("id"));
    let link = app.renew_link(&visit.caller, &id.into()).await.or_fail(&visit)?;
    let shown = told(&visit, link);
    show_user(&app, visit, id, Messages::default(), shown, StatusCode::OK).await
}

pub(crate) async fn erase_user(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    app.erase_account(&visit.caller, &params.get("id").into(), fields.get("reason")).await.or_fail(&visit)?;
    see(&visit, "/admin/users")
}

pub(crate) async fn new_dossier_form(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    show_new_dossier(&app, visit, Messages::default(), String::new(), &Fields::default(), StatusCode::OK).await
}

async fn show_new_dossier(app: &App, visit: Visit, m: Messages, done: String, typed: &Fields, status: StatusCode) -> PageResult {
    let accounts = app.accounts(&visit.caller).await.or_fail(&visit)?;
    let territories = app.territories(&visit.caller).await.or_fail(&visit)?;
    let language = visit.content();
    let library = app.library();
    let page = DossierNew {
        m,
        done,
        title: typed.owned("title"),
        period_from: typed.owned("period_from"),
        period_to: typed.owned("period_to"),
        frameworks: library
            .frameworks()
            .filter(|framework| !framework.stages.is_empty())
            .map(|f| {
                Choice::new(
                    f.reference(),
                    format!("{} ({})", f.name.get(language), f.version),
                    f.reference() == typed.get("framework"),
                )
            })
            .collect(),
        territories: territories
            .iter()
            .map(|t| Choice::new(&t.slug, t.name.get(language), t.slug == typed.get("territory")))
            .collect(),
        leads: accounts
            .iter()
            .filter(|account| account.state == AccountState::Active)
            .map(|account| Choice::new(account.id.as_str(), &account.name, account.id.as_str() == typed.get("lead")))
            .collect(),
        languages: languages(&visit),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn new_dossier(State(app): State<Shared>, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let new = NewDossier {
        framework: fields.owned("framework"),
        territory: fields.owned("territory"),
        title: fields.owned("title"),
        period_from: fields.owned("period_from"),
        period_to: fields.owned("period_to"),
        source_language: fields.language("source_language"),
        lead: fields.get("lead").into(),
    };
    match app.create_dossier(&visit.caller, new).await {
        Ok(dossier) => {
            let done = visit.fill("admin-dossier-created", &[("slug", &dossier.slug)]);
            show_new_dossier(&app, visit, Messages::default(), done, &Fields::default(), StatusCode::OK).await
        }
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_new_dossier(&app, visit, messages, String::new(), &fields, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

//! Administration: accounts, territories and organisations, new dossiers; the ledger for the auditor.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::account::{Invitation, Link};
use jalon_app::authorisation::Action;
use jalon_app::domain::Language;
use jalon_app::domain::identity::{AccountState, InstanceRole, Level};
use jalon_app::domain::search::Query;
use jalon_app::dossier::NewDossier;
use jalon_app::registry::CATEGORIES;
use jalon_app::{App, AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render, render_as, see};
use crate::history;
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Message, Messages, Pages, choices, page_of};

const DEFINITIONS: &[&str] = &["city_proper", "urban_agglomeration", "metropolitan_area"];

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
#[template(path = "admin/registry.html")]
struct Registry<'a> {
    v: &'a Visit,
    /// Of both forms, each message with the id of its field.
    m: Messages,
    /// Name, level, parent.
    territories: Vec<(String, String, String)>,
    /// Name, category, level.
    organisations: Vec<(String, String, String)>,
    new_territory: Entry,
    new_organisation: Entry,
    categories: Vec<Choice>,
    parents: Vec<Choice>,
    definitions: Vec<Choice>,
}

/// A form of the registry, with what was typed into it where it was refused.
#[derive(Debug)]
struct Entry {
    refused: bool,
    m: Messages,
    /// Language, value.
    names: Vec<(&'static str, String)>,
    levels: Vec<Choice>,
}

impl Entry {
    fn new(visit: &Visit, typed: &Fields, m: Messages) -> Self {
        let level = if typed.has("level") { typed.get("level") } else { Level::City.code() };
        Self {
            refused: !m.is_empty(),
            m,
            names: names(typed).map(|(language, name)| (language.tag(), name)).into(),
            levels: choices(visit, "level", &Level::ALL.map(Level::code), level),
        }
    }
}

/// What became of a form of the registry that was refused.
enum Refused {
    Nothing,
    Territory(Fields, Messages),
    Organisation(Fields, Messages),
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

#[derive(Debug)]
struct EntryRow {
    sequence: i64,
    at: String,
    actor: String,
    use_case: String,
    dossier: String,
    /// In words, and where it is; empty where it has no page.
    subject: (String, String),
    /// As the ledger has it.
    key: String,
    hash: String,
}

#[derive(Template)]
#[template(path = "admin/ledger.html")]
struct Ledger<'a> {
    v: &'a Visit,
    verified: String,
    may_verify: bool,
    entries: Vec<EntryRow>,
    older: String,
}

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
    let (range, pages) = page_of(&visit, &visit.href("/admin/users"), 50, found.len());
    let rows = found[range]
        .iter()
        .map(|account| UserRow {
            href: visit.href(&format!("/admin/users/{}", account.id)),
            name: if account.name.is_empty() { account.id.to_string() } else { account.name.clone() },
            email: account.email.clone(),
            organisation: name(account.organisation.as_ref()),
            function: visit.t(&format!("instance-role-{}", account.instance_role.code())),
            state: visit.t(&format!("account-state-{}", account.state.code())),
        })
        .collect();
    let page = Users {
        shown: visit.count("admin-accounts", found.len()),
        m,
        link,
        q,
        states: states(&visit, state),
        rows,
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

pub(crate) async fn registry(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    if !visit.administers {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    show_registry(&app, visit, Refused::Nothing, StatusCode::OK).await
}

async fn show_registry(app: &App, visit: Visit, refused: Refused, status: StatusCode) -> PageResult {
    let territories = app.territories(&visit.caller).await.or_fail(&visit)?;
    let organisations = app.organisations(&visit.caller).await.or_fail(&visit)?;
    let language = visit.content();
    let level = |level: Level| visit.t(&format!("level-{}", level.code()));
    let parent = |id: Option<&jalon_app::domain::TerritoryId>| {
        let found = territories.iter().find(|territory| Some(&territory.id) == id);
        found.map(|territory| territory.name.get(language).to_owned()).unwrap_or_default()
    };
    let none = || (Fields::default(), Messages::default());
    let (prefix, (territory, of_territory), (organisation, of_organisation)) = match refused {
        Refused::Nothing => ("", none(), none()),
        Refused::Territory(typed, messages) => ("territory", (typed, messages), none()),
        Refused::Organisation(typed, messages) => ("organisation", none(), (typed, messages)),
    };
    // Both forms have fields of the same names on one page: their ids are told apart by what the form adds.
    let mut m = Messages::default();
    for message in of_territory.items.iter().chain(&of_organisation.items) {
        m.items.push(Message { field: format!("{prefix}-{}", message.field), ..message.clone() });
    }
    let or_none = |mut options: Vec<Choice>, selected: &str| {
        options.insert(0, Choice::new("", visit.t("none"), selected.is_empty()));
        options
    };
    let parent_slug = territory.get("parent");
    let parents = territories.iter().map(|t| Choice::new(&t.slug, t.name.get(language), t.slug == parent_slug)).collect();
    let definition = territory.get("definition");
    let page = Registry {
        m,
        territories: territories
            .iter()
            .map(|t| (t.name.get(language).to_owned(), level(t.level), parent(t.parent.as_ref())))
            .collect(),
        organisations: organisations
            .iter()
            .map(|o| {
                (o.name.get(language).to_owned(), visit.t(&format!("category-{}", o.category.replace('_', "-"))), level(o.level))
            })
            .collect(),
        categories: choices(&visit, "category", CATEGORIES, organisation.get("category")),
        parents: or_none(parents, parent_slug),
        definitions: or_none(choices(&visit, "territory-definition", DEFINITIONS, definition), definition),
        new_territory: Entry::new(&visit, &territory, of_territory),
        new_organisation: Entry::new(&visit, &organisation, of_organisation),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

fn names(fields: &Fields) -> [(Language, String); 3] {
    Language::CONTENT.map(|language| (language, fields.owned(&format!("name_{language}"))))
}

async fn registered<T>(
    app: &App,
    visit: Visit,
    done: Result<T, AppError>,
    refused: impl FnOnce(Messages) -> Refused,
) -> PageResult {
    match done {
        Ok(_) => see(&visit, "/admin/registry"),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_registry(app, visit, refused(messages), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn add_organisation(State(app): State<Shared>, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let done = app.add_organisation(&visit.caller, names(&fields), fields.get("category"), fields.get("level")).await;
    registered(&app, visit, done, |messages| Refused::Organisation(fields, messages)).await
}

pub(crate) async fn add_territory(State(app): State<Shared>, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (level, parent, definition) = (fields.get("level"), fields.get("parent"), fields.get("definition"));
    let done = app.add_territory(&visit.caller, names(&fields), level, parent, definition).await;
    registered(&app, visit, done, |messages| Refused::Territory(fields, messages)).await
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

pub(crate) async fn ledger(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    const PAGE: i64 = 100;
    let filters = query(&visit);
    let before = if filters.number("before") == 0 { i64::MAX } else { filters.number("before") };
    let found = app.latest_entries(&visit.caller, before, PAGE).await.or_fail(&visit)?;
    let verified = match filters.has("verify") {
        false => String::new(),
        true => match app.verify_ledger(&visit.caller).await.or_fail(&visit)? {
            Ok((count, _)) => visit.fill("admin-ledger-holds", &[("count", &count.to_string())]),
            Err(broken) => visit.fill("admin-ledger-broken", &[("detail", &broken.to_string())]),
        },
    };
    let older = match found.last().filter(|_| found.len() as i64 == PAGE) {
        Some(last) => format!("?before={}", last.sequence),
        None => String::new(),
    };
    // Whoever reads the ledger may read the dossiers too; one that is not there any more keeps its name.
    let mut dossiers: BTreeMap<String, Option<Arc<Opened>>> = BTreeMap::new();
    for entry in found.iter().filter(|entry| !entry.dossier.is_empty()) {
        if !dossiers.contains_key(&entry.dossier) {
            dossiers.insert(entry.dossier.clone(), app.view_dossier(&visit.caller, &entry.dossier).await.ok());
        }
    }
    let opened = |slug: &str| dossiers.get(slug).and_then(Option::as_deref);
    let entries = found
        .into_iter()
        .map(|entry| EntryRow {
            sequence: entry.sequence,
            at: visit.wording.instant(&entry.at),
            actor: match opened(&entry.dossier) {
                Some(opened) => history::actor(&visit, opened, &entry.actor),
                None => history::nobodys(&visit, &entry.actor),
            },
            use_case: history::what(&visit, &entry.use_case),
            subject: history::subject(&visit, opened(&entry.dossier), &entry.subject),
            dossier: match opened(&entry.dossier) {
                Some(opened) => opened.dossier().title.get(visit.content()).to_owned(),
                None => entry.dossier,
            },
            key: entry.subject,
            hash: entry.hash.chars().take(12).collect(),
        })
        .collect();
    let may_verify = app.may_instance(&visit.caller, Action::LedgerVerify);
    render(&visit, &Ledger { v: &visit, verified, may_verify, entries, older })
}

//! The territories and organisations of the installation: who there is, added and corrected by administrators.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::domain::identity::{Level, Organisation, Territory};
use jalon_app::domain::search::Query;
use jalon_app::domain::{Language, Text};
use jalon_app::registry::{CATEGORIES, DEFINITIONS, Names, OrganisationInput, TerritoryInput, version};
use jalon_app::{App, AppError};

use crate::error::{Failure, OrFail, PageResult, render, render_as, see};
use crate::lists::{Heading, Sorting};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Messages, choices};

/// A territory or an organisation in its list.
#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    level: String,
    /// What a territory is part of; the category of an organisation.
    kind: String,
}

#[derive(Debug)]
struct Table {
    title: String,
    /// To the form of a new one.
    add: (String, String),
    shown: String,
    headings: Vec<Heading>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "admin/registry.html")]
struct List<'a> {
    v: &'a Visit,
    q: String,
    tables: [Table; 2],
}

#[derive(Template)]
#[template(path = "admin/registry_form.html")]
struct Form<'a> {
    v: &'a Visit,
    m: Messages,
    title: String,
    /// Its name in each language: the field, its label and its value.
    names: Vec<(String, String, String)>,
    levels: Vec<Choice>,
    /// Of an organisation; empty for a territory.
    categories: Vec<Choice>,
    /// Of a territory; empty for an organisation.
    parents: Vec<Choice>,
    definitions: Vec<Choice>,
    /// What it was when the form was shown; empty for a new one.
    version: String,
}

/// The code of a column, after `territory-` or `organisation-`.
const NAME: &str = "name";
const LEVEL: &str = "level";
const KIND: &str = "kind";

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    administers(&visit)?;
    let (territories, organisations) = known(&app, &visit).await?;
    let language = visit.content();
    let q = query(&visit).owned("q");
    let territory = |t: &Territory| Row {
        href: visit.href(&format!("/admin/territories/{}", t.slug)),
        name: t.name.get(language).to_owned(),
        level: level(&visit, t.level),
        kind: territories.iter().find(|o| Some(&o.id) == t.parent.as_ref()).map_or("", |o| o.name.get(language)).to_owned(),
    };
    let organisation = |o: &Organisation| Row {
        href: visit.href(&format!("/admin/organisations/{}", o.slug)),
        name: o.name.get(language).to_owned(),
        level: level(&visit, o.level),
        kind: visit.t(&format!("category-{}", o.category.replace('_', "-"))),
    };
    let tables = [
        table(&visit, "territory", "admin-parent", territories.iter().filter(|t| matches(&q, &t.name)).map(territory).collect()),
        table(
            &visit,
            "organisation",
            "admin-category",
            organisations.iter().filter(|o| matches(&q, &o.name)).map(organisation).collect(),
        ),
    ];
    render(&visit, &List { v: &visit, q, tables })
}

fn administers(visit: &Visit) -> Result<(), Failure> {
    if visit.administers { Ok(()) } else { Err(Failure::new(visit.clone(), AppError::NotFound)) }
}

async fn known(app: &App, visit: &Visit) -> Result<(Vec<Territory>, Vec<Organisation>), Failure> {
    let territories = app.territories(&visit.caller).await.or_fail(visit)?;
    Ok((territories, app.organisations(&visit.caller).await.or_fail(visit)?))
}

fn matches(q: &str, name: &Text) -> bool {
    let wanted = Query::new(q);
    wanted.is_empty() || wanted.matches(name.languages().map(|(_, name)| name))
}

fn level(visit: &Visit, level: Level) -> String {
    visit.t(&format!("level-{}", level.code()))
}

/// `noun` is `territory` or `organisation`; `kind` the key of its last column.
fn table(visit: &Visit, noun: &str, kind: &str, mut rows: Vec<Row>) -> Table {
    let plural = if noun == "territory" { "territories" } else { "organisations" };
    let sorting = Sorting::of(visit);
    sorting.apply(visit.language, &mut rows, |row, column| match column.strip_prefix(noun)?.strip_prefix('-')? {
        NAME => Some(row.name.clone()),
        LEVEL => Some(row.level.clone()),
        KIND => Some(row.kind.clone()),
        _ => None,
    });
    let base = visit.href("/admin/registry");
    let heading = |code: &str, key: &str| sorting.heading(&base, &format!("{noun}-{code}"), visit.t(key), false);
    Table {
        title: visit.t(&format!("admin-{plural}")),
        add: (visit.href(&format!("/admin/{plural}/new")), visit.t(&format!("admin-add-{noun}"))),
        shown: visit.count(&format!("admin-{plural}-shown"), rows.len()),
        headings: vec![heading(NAME, "account-name"), heading(LEVEL, "admin-level"), heading(KIND, kind)],
        rows,
    }
}

fn names(fields: &Fields) -> Names {
    Language::CONTENT.map(|language| (language, fields.owned(&format!("name_{language}"))))
}

/// The same for both forms: the fields that say a name in each language.
fn name_fields(visit: &Visit, known: Option<&Text>, typed: Option<&Fields>) -> Vec<(String, String, String)> {
    let field = |language: Language| {
        let name = format!("name_{language}");
        let stored = known.and_then(|known| known.exact(language)).unwrap_or_default();
        let value = typed.map_or_else(|| stored.to_owned(), |typed| typed.owned(&name));
        (name, format!("{} – {}", visit.t("account-name"), visit.t(&format!("language-{language}"))), value)
    };
    Language::CONTENT.map(field).into()
}

fn levels(visit: &Visit, known: Option<Level>, typed: Option<&Fields>) -> Vec<Choice> {
    let selected = typed.map_or_else(|| known.unwrap_or(Level::City).code(), |typed| typed.get("level"));
    choices(visit, "level", &Level::ALL.map(Level::code), selected)
}

fn or_none(visit: &Visit, mut options: Vec<Choice>) -> Vec<Choice> {
    options.insert(0, Choice::new("", visit.t("none"), options.iter().all(|option| !option.selected)));
    options
}

/// What the form began from: as it was sent, so that a refusal does not hide what somebody else saved meanwhile.
fn begun(known: Option<String>, typed: Option<&Fields>) -> String {
    typed.map_or_else(|| known.unwrap_or_default(), |typed| typed.owned("version"))
}

/// `slug` is `new` for one that is not there yet.
const NEW: &str = "new";

pub(crate) async fn territory(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    administers(&visit)?;
    show_territory(&app, visit, params.get("slug"), None, Messages::default(), StatusCode::OK).await
}

async fn show_territory(
    app: &App,
    visit: Visit,
    slug: &str,
    typed: Option<&Fields>,
    m: Messages,
    status: StatusCode,
) -> PageResult {
    let (territories, _) = known(app, &visit).await?;
    let language = visit.content();
    let stored = territories.iter().find(|territory| territory.slug == slug);
    if stored.is_none() && slug != NEW {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let parent = stored.and_then(|stored| territories.iter().find(|other| Some(&other.id) == stored.parent.as_ref()));
    let parent = typed.map_or_else(|| parent.map_or("", |parent| parent.slug.as_str()), |typed| typed.get("parent"));
    let definition =
        typed.map_or_else(|| stored.map_or("", |stored| stored.definition.as_str()), |typed| typed.get("definition"));
    let others = territories.iter().filter(|other| other.slug != slug);
    let parents = others.map(|other| Choice::new(&other.slug, other.name.get(language), other.slug == parent)).collect();
    let page = Form {
        title: stored.map_or_else(|| visit.t("admin-add-territory"), |stored| stored.name.get(language).to_owned()),
        names: name_fields(&visit, stored.map(|stored| &stored.name), typed),
        levels: levels(&visit, stored.map(|stored| stored.level), typed),
        categories: vec![],
        parents: or_none(&visit, parents),
        definitions: or_none(&visit, choices(&visit, "territory-definition", DEFINITIONS, definition)),
        version: begun(stored.map(version), typed),
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn save_territory(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let input = TerritoryInput {
        names: names(&fields),
        level: fields.owned("level"),
        parent: fields.owned("parent"),
        definition: fields.owned("definition"),
    };
    let done = match slug {
        NEW => app.add_territory(&visit.caller, input).await.map(|_| ()),
        slug => app.update_territory(&visit.caller, slug, input, fields.get("version")).await,
    };
    match done {
        Ok(()) => see(&visit, "/admin/registry"),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_territory(&app, visit, slug, Some(&fields), messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn organisation(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    administers(&visit)?;
    show_organisation(&app, visit, params.get("slug"), None, Messages::default(), StatusCode::OK).await
}

async fn show_organisation(
    app: &App,
    visit: Visit,
    slug: &str,
    typed: Option<&Fields>,
    m: Messages,
    status: StatusCode,
) -> PageResult {
    let (_, organisations) = known(app, &visit).await?;
    let stored = organisations.iter().find(|organisation| organisation.slug == slug);
    if stored.is_none() && slug != NEW {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let category = typed.map_or_else(|| stored.map_or("", |stored| stored.category.as_str()), |typed| typed.get("category"));
    let page = Form {
        title: stored.map_or_else(|| visit.t("admin-add-organisation"), |stored| stored.name.get(visit.content()).to_owned()),
        names: name_fields(&visit, stored.map(|stored| &stored.name), typed),
        levels: levels(&visit, stored.map(|stored| stored.level), typed),
        categories: choices(&visit, "category", CATEGORIES, category),
        parents: vec![],
        definitions: vec![],
        version: begun(stored.map(version), typed),
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn save_organisation(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let input = OrganisationInput { names: names(&fields), category: fields.owned("category"), level: fields.owned("level") };
    let done = match slug {
        NEW => app.add_organisation(&visit.caller, input).await.map(|_| ()),
        slug => app.update_organisation(&visit.caller, slug, input, fields.get("version")).await,
    };
    match done {
        Ok(()) => see(&visit, "/admin/registry"),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_organisation(&app, visit, slug, Some(&fields), messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

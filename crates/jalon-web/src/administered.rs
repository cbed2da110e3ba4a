//! The dossiers as whoever runs the installation sees them: which there are, and who leads them. Nothing of what they say.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::domain::identity::AccountState;
use jalon_app::domain::search::Query;
use jalon_app::dossier::Administered;
use jalon_app::{App, AppError};

use crate::error::{Failure, OrFail, PageResult, render, render_as, see};
use crate::lists::{Heading, Sorting};
use crate::request::{Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Messages, Pages, page_of};

#[derive(Debug)]
struct Row {
    slug: String,
    title: String,
    territory: String,
    framework: String,
    stage: String,
    leads: String,
    without_lead: bool,
}

#[derive(Template)]
#[template(path = "admin/dossiers.html")]
struct List<'a> {
    v: &'a Visit,
    q: String,
    shows: Vec<Choice>,
    shown: String,
    headings: Vec<Heading>,
    rows: Vec<Row>,
    pages: Pages,
}

#[derive(Template)]
#[template(path = "admin/dossier.html")]
struct Page<'a> {
    v: &'a Visit,
    m: Messages,
    dossier: Row,
    named: String,
    email: String,
}

const PAGE: usize = 50;
const COLUMNS: [(&str, &str); 5] = [
    ("title", "dossier-title"),
    ("territory", "portal-territory"),
    ("framework", "portal-framework"),
    ("stage", "admin-stage"),
    ("leads", "admin-leads"),
];

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    let found = app.administered_dossiers(&visit.caller).await.or_fail(&visit)?;
    let filters = query(&visit);
    let q = filters.owned("q");
    let wanted = Query::new(&q);
    let without = filters.get("show") == "without-lead";
    let mut rows: Vec<Row> = found
        .into_iter()
        .filter(|dossier| {
            let texts = dossier.title.languages().chain(dossier.territory.languages()).map(|(_, text)| text);
            let leads = dossier.leads.iter().map(|(name, _)| name.as_str());
            wanted.is_empty() || wanted.matches(texts.chain(leads).chain([dossier.slug.as_str(), dossier.framework.as_str()]))
        })
        .filter(|dossier| !without || dossier.is_without_lead())
        .map(|dossier| row(&app, &visit, dossier))
        .collect();
    let (base, sorting) = (visit.href("/admin/dossiers"), Sorting::of(&visit));
    sorting.apply(visit.language, &mut rows, |row, column| cell(row, column).map(str::to_owned));
    let (range, pages) = page_of(&visit, &base, PAGE, rows.len());
    let page = List {
        shown: visit.count("admin-dossiers-shown", rows.len()),
        rows: rows.into_iter().skip(range.start).take(range.len()).collect(),
        shows: ["all", "without-lead"]
            .map(|code| Choice::new(code, visit.t(&format!("admin-dossiers-{code}")), (code == "without-lead") == without))
            .into(),
        headings: sorting.headings(&visit, &base, &COLUMNS),
        pages,
        q,
        v: &visit,
    };
    render(&visit, &page)
}

fn cell<'a>(row: &'a Row, column: &str) -> Option<&'a str> {
    Some(match column {
        "title" => &row.title,
        "territory" => &row.territory,
        "framework" => &row.framework,
        "stage" => &row.stage,
        "leads" => &row.leads,
        _ => return None,
    })
}

fn row(app: &App, visit: &Visit, dossier: Administered) -> Row {
    let language = visit.content();
    let framework = app.library().get(&dossier.framework);
    let stage = framework.as_ref().and_then(|framework| framework.stages.iter().find(|stage| stage.code == dossier.stage));
    let lead = |(name, state): &(String, AccountState)| match state {
        AccountState::Active => name.clone(),
        state => format!("{name} ({})", visit.t(&format!("account-state-{}", state.code()))),
    };
    Row {
        title: dossier.title.get(language).to_owned(),
        territory: dossier.territory.get(language).to_owned(),
        stage: stage.map_or_else(|| dossier.stage.clone(), |stage| stage.title.get(language).to_owned()),
        framework: framework.map_or_else(|| dossier.framework.clone(), |f| f.name.get(language).to_owned()),
        leads: dossier.leads.iter().map(lead).collect::<Vec<_>>().join(", "),
        without_lead: dossier.is_without_lead(),
        slug: dossier.slug,
    }
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let named = query(&visit).has("named");
    show(&app, visit, params.get("slug"), named, Messages::default(), String::new(), StatusCode::OK).await
}

async fn show(app: &App, visit: Visit, slug: &str, named: bool, m: Messages, email: String, status: StatusCode) -> PageResult {
    let found = app.administered_dossiers(&visit.caller).await.or_fail(&visit)?;
    let Some(dossier) = found.into_iter().find(|dossier| dossier.slug == slug) else {
        return Err(Failure::new(visit, AppError::NotFound));
    };
    let dossier = row(app, &visit, dossier);
    let named = if named { visit.t("admin-lead-named") } else { String::new() };
    render_as(&visit, status, &Page { v: &visit, m, dossier, named, email })
}

pub(crate) async fn name_lead(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    match app.name_lead(&visit.caller, slug, fields.get("email")).await {
        Ok(()) => see(&visit, &format!("/admin/dossiers/{slug}?named=1")),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            show(&app, visit, slug, false, m, fields.owned("email"), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

//! Statistics in the workspace and on the public side.
//!
//! [`datasets`]: extracts come in; [`start`]: a table begins with what an indicator counts; [`tables`]: a table is specified,
//! judged, signed; [`translations`]: its labels in the other languages; [`indicators`]: what was signed, by indicator; [`boundaries`] and [`maps`]: the office's outlines, and maps on them. The page of the tab lists all.

pub(crate) mod boundaries;
pub(crate) mod datasets;
pub(crate) mod indicators;
pub(crate) mod maps;
pub(crate) mod start;
pub(crate) mod tables;
pub(crate) mod translations;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use jalon_app::Opened;
use jalon_app::authorisation::Action;
use jalon_app::domain::Problem;
use jalon_app::domain::register::period::in_words;
use jalon_app::statistics::table::Signed;
use jalon_app::statistics::work::Standing;

use crate::error::{OrFail, PageResult, render};
use crate::request::{Params, Visit, Work};
use crate::router::Shared;
use crate::view::Frame;

/// How often a page that shows work in progress asks again.
const REFRESH_SECONDS: &str = "2";

#[derive(Debug)]
struct DatasetRow {
    href: String,
    title: String,
    source: String,
    state: String,
    rows: String,
    on: String,
}

#[derive(Debug)]
struct TableRow {
    href: String,
    title: String,
    indicator: String,
    period: String,
    method: String,
    state: String,
}

#[derive(Template)]
#[template(path = "statistics/dashboard.html")]
struct Dashboard<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    indicators: Vec<indicators::IndicatorRow>,
    public_href: String,
    datasets: Vec<DatasetRow>,
    tables: Vec<TableRow>,
    boundaries: Vec<boundaries::Row>,
    may_save_boundaries: bool,
    may_see_datasets: bool,
    may_see_tables: bool,
    may_import: bool,
    has_sources: bool,
}

pub(crate) async fn dashboard(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let may_see_datasets = app.may(&visit.caller, Action::DatasetView, &opened);
    let may_see_tables = app.may(&visit.caller, Action::TableView, &opened);
    let signed = app.signed_tables(&visit.caller, slug).await.or_fail(&visit)?;
    let is_public = !signed.is_empty() || app.reported_values(&visit.caller, slug).await.or_fail(&visit)?.is_some();
    // They tell of variables, which are the datasets'.
    let known = if may_see_datasets { app.boundaries_rows(&opened, &signed).await.or_fail(&visit)? } else { vec![] };
    let may_save_boundaries = app.may(&visit.caller, Action::BoundariesSave, &opened);
    let page = Dashboard {
        boundaries: boundaries::rows(&visit, &base, &known, may_save_boundaries),
        may_save_boundaries,
        f: Frame::new(&app, &visit, &opened, "statistics"),
        indicators: indicators::rows(&visit, &opened, &base, &signed),
        public_href: if is_public { visit.href(&format!("/plans/{slug}/indicators")) } else { String::new() },
        datasets: if may_see_datasets { dataset_rows(&visit, &opened, &base) } else { vec![] },
        tables: if may_see_tables { table_rows(&visit, &opened, &base, &signed) } else { vec![] },
        may_see_datasets,
        may_see_tables,
        may_import: app.may(&visit.caller, Action::DatasetImport, &opened),
        has_sources: opened.content.entries("data_source").next().is_some(),
        base,
        v: &visit,
    };
    render(&visit, &page)
}

fn dataset_rows(visit: &Visit, opened: &Opened, base: &str) -> Vec<DatasetRow> {
    let names = opened.names(visit.content());
    let row = |dataset: &jalon_app::domain::statistics::Dataset| DatasetRow {
        href: format!("{base}/statistics/datasets/{}", dataset.id),
        title: dataset.title.clone(),
        source: opened
            .content
            .entry("data_source", dataset.source.as_str())
            .map(|source| names.entry(source))
            .unwrap_or_default(),
        state: visit.t(&format!("dataset-state-{}", dataset.state.code())),
        rows: if dataset.rows > 0 { whole(visit, dataset.rows) } else { String::new() },
        on: visit.date(&dataset.imported_at),
    };
    opened.content.datasets.iter().map(row).collect()
}

fn table_rows(visit: &Visit, opened: &Opened, base: &str, signed: &[Signed]) -> Vec<TableRow> {
    let is_public = |number: i64| signed.iter().any(|one| one.note.number == number);
    let row = |table: &jalon_app::domain::statistics::StatisticalTable| TableRow {
        href: format!("{base}/statistics/tables/{}", table.id),
        title: table.title.get(visit.content()).to_owned(),
        indicator: indicator_name(visit, opened, table.indicator.as_ref().map(|id| id.as_str())),
        period: period(visit, &table.period),
        method: table.judgement.as_ref().map(|j| visit.t(&format!("method-{}", j.method))).unwrap_or_default(),
        state: visit.t(&format!("table-state-{}", tables::state(table, is_public))),
    };
    opened.content.tables.iter().map(row).collect()
}

pub(crate) fn indicator_name(visit: &Visit, opened: &Opened, id: Option<&str>) -> String {
    let entry = id.and_then(|id| opened.content.entry("indicator", id));
    entry.map(|entry| opened.names(visit.content()).entry(entry)).unwrap_or_default()
}

/// A period in words; as it is where it is none.
pub(crate) fn period(visit: &Visit, text: &str) -> String {
    in_words(text, visit.language)
}

/// A whole number as the language writes it.
pub(crate) fn whole(visit: &Visit, number: u64) -> String {
    jalon_app::domain::format::amount(visit.content(), &number.to_string())
}

/// A fault with its place in front, and how to mend it.
#[derive(Debug, Clone)]
pub(crate) struct FaultRow {
    pub(crate) place: String,
    pub(crate) text: String,
    pub(crate) remedy: String,
}

pub(crate) fn faults(visit: &Visit, problems: &[Problem]) -> Vec<FaultRow> {
    let row = |problem: &Problem| FaultRow {
        place: problem.args.get("place").or(problem.field.as_ref()).cloned().unwrap_or_default(),
        text: visit.wording.problem(problem),
        remedy: visit.wording.remedy(problem).unwrap_or_default(),
    };
    problems.iter().map(row).collect()
}

/// What runs for a record, or how it ended.
#[derive(Debug, Default)]
pub(crate) struct WorkView {
    pub(crate) running: bool,
    /// Which part it is in, and how far, where that is known.
    pub(crate) phase: String,
    pub(crate) done: u64,
    pub(crate) total: u64,
    pub(crate) faults: Vec<FaultRow>,
    pub(crate) broken: bool,
    /// The program stopped meanwhile: it can be begun again.
    pub(crate) interrupted: bool,
}

pub(crate) fn work_view(visit: &Visit, standing: Option<&Standing>) -> WorkView {
    match standing {
        None => WorkView::default(),
        Some(Standing::Running(progress)) => {
            let (done, total) = progress.of_total();
            let phase = visit.t(&format!("phase-{}", progress.phase().code()));
            WorkView { running: true, phase, done, total, ..WorkView::default() }
        }
        Some(Standing::Failed(problems)) => WorkView { faults: faults(visit, problems), ..WorkView::default() },
        Some(Standing::Broken) => WorkView { broken: true, ..WorkView::default() },
        Some(Standing::Interrupted) => WorkView { interrupted: true, ..WorkView::default() },
    }
}

/// While work runs, the browser asks for the page again by itself; no script is needed.
pub(crate) fn refreshing(page: PageResult, is_running: bool) -> PageResult {
    page.map(|mut response: Response| {
        if is_running {
            response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static(REFRESH_SECONDS));
        }
        response
    })
}

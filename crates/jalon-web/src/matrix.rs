//! The indicator matrix of a year: values by period with their stage, and what is still to be entered.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use jalon_app::AppError;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::register::RegisterEntry;
use jalon_app::domain::register::matrix::{MatrixCell, MatrixRow, matrix, years};

use crate::error::{Failure, OrFail, PageResult, render};
use crate::request::{Params, Visit, Work, query};
use crate::router::Shared;
use crate::statistics::tables::figure_words;
use crate::view::{Choice, Frame};

#[derive(Debug)]
struct Row {
    name: String,
    href: String,
    lead: String,
    baseline: String,
    target: String,
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    period: String,
    /// The value, or what stands instead of it.
    words: String,
    /// The stage of a value; empty where there is none.
    stage: String,
    is_due: bool,
    /// Where the value is, or where it is entered; empty where nothing can be done.
    href: String,
}

#[derive(Template)]
#[template(path = "work/matrix.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    years: Vec<Choice>,
    due_only: bool,
    /// By the domain that the indicators name, in the order of the first of each; those without one last.
    domains: Vec<(String, Vec<Row>)>,
    /// How many values are in each stage, and how many are due.
    counts: Vec<(String, usize)>,
    total: usize,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let not_found = || Failure::new(visit.clone(), AppError::NotFound);
    let (indicators, values) = (opened.register("indicator"), opened.register("indicator_value"));
    let (Ok(indicators), Ok(values)) = (indicators, values) else { return Err(not_found()) };
    let today = app.day_of(&opened).parse().map_err(|_| not_found())?;
    let filters = query(&visit);
    let known = years(&opened.content, today);
    let year = filters.get("year").parse().ok().filter(|year| known.contains(year)).unwrap_or(today.year());
    let due_only = filters.has("due");
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let may_add = app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() });
    let names = opened.names(visit.content());
    let words = |register: &jalon_app::domain::register::RegisterDefinition, field: &str, entry: &RegisterEntry| {
        register.field(field).map(|field| names.words(field, entry)).unwrap_or_default()
    };
    let of_year = |value: &str, year: &str| match (value, year) {
        ("", _) => String::new(),
        (value, "") => figure_words(&visit, "number", Some(value)),
        (value, year) => format!("{} ({year})", figure_words(&visit, "number", Some(value))),
    };
    let rows = matrix(&opened.content, year, today);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, cell) in rows.iter().flat_map(|row| &row.cells) {
        let stage = match cell {
            MatrixCell::Value(entry) => entry.chosen("state").first().map_or("", String::as_str),
            MatrixCell::Due => "due",
            MatrixCell::NotYet => continue,
        };
        *counts.entry(stage).or_default() += 1;
    }
    let row = |row: &MatrixRow<'_>| {
        let indicator = row.indicator;
        let cell = |(period, cell): &(jalon_app::domain::register::period::Period, MatrixCell<'_>)| {
            let (shown, stage, href) = match cell {
                MatrixCell::Value(entry) => {
                    let value = match entry.line("value") {
                        "" => words(values, "reading", entry),
                        value => figure_words(&visit, "number", Some(value)),
                    };
                    (value, words(values, "state", entry), format!("{base}/registers/indicator_value/{}", entry.id))
                }
                MatrixCell::Due if may_add => {
                    let entry = format!("indicator={}&period={period}", crate::error::escape_query(indicator.id.as_str()));
                    (visit.t("matrix-due"), String::new(), format!("{base}/registers/indicator_value/new?{entry}"))
                }
                MatrixCell::Due => (visit.t("matrix-due"), String::new(), String::new()),
                MatrixCell::NotYet => (visit.t("matrix-not-yet"), String::new(), String::new()),
            };
            let is_due = *cell == MatrixCell::Due;
            Cell { period: period.words(visit.content()), words: shown, stage, is_due, href }
        };
        Row {
            name: names.entry(indicator),
            href: format!("{base}/statistics/indicators/{}", indicator.id),
            lead: words(indicators, "lead", indicator),
            baseline: of_year(indicator.line("baseline"), indicator.line("baseline_year")),
            target: of_year(indicator.line("target"), indicator.line("target_year")),
            cells: row.cells.iter().map(cell).filter(|cell| !due_only || cell.is_due).collect(),
        }
    };
    let mut domains: Vec<(String, Vec<Row>)> = vec![];
    for one in rows.iter().map(|one| (one.indicator.shown("domain", visit.content()).to_owned(), row(one))) {
        if due_only && one.1.cells.is_empty() {
            continue;
        }
        match domains.iter_mut().find(|(domain, _)| *domain == one.0) {
            Some((_, rows)) => rows.push(one.1),
            None => domains.push((one.0, vec![one.1])),
        }
    }
    // Stable: the named ones keep their order.
    domains.sort_by_key(|(domain, _)| domain.is_empty());
    let stages = values.field("state").map(|field| names.offered(field)).unwrap_or_default();
    let mut told: Vec<(String, usize)> =
        stages.into_iter().map(|(code, label)| (label, counts.get(code.as_str()).copied().unwrap_or(0))).collect();
    told.push((visit.t("matrix-due"), counts.get("due").copied().unwrap_or(0)));
    let page = Page {
        f: Frame::new(&app, &visit, &opened, "plan"),
        years: known.iter().rev().map(|one| Choice::new(one.to_string(), one.to_string(), *one == year)).collect(),
        due_only,
        domains,
        counts: told,
        total: rows.len(),
        base: base.clone(),
        v: &visit,
    };
    render(&visit, &page)
}

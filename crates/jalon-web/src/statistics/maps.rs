//! Maps on the pages of an indicator and of a signed table, and as a file.
//!
//! The public side draws a table on the outlines that were there when it was signed; the workspace on today's.

use axum::http::header;
use axum::response::IntoResponse;
use jalon_app::statistics::boundaries::Outlines;
use jalon_app::statistics::map::{CategoryChoice, maps};
use jalon_app::statistics::table::Signed;
use jalon_app::statistics::{Release, StatisticFigure};
use jalon_app::{App, AppError, Opened};

use super::period;
use super::tables::code_words;
use crate::error::{Failure, OrFail, PageResult, escape_query};
use crate::evidence::attachment;
use crate::request::{Params, Visit, query};
use crate::router::Shared;
use crate::view::Choice;

#[derive(Debug)]
pub(crate) struct MapView {
    pub(crate) title: String,
    pub(crate) figure: StatisticFigure,
    /// Where the drawing can be downloaded; empty where it is nobody's but the workspace's.
    pub(crate) file: String,
}

/// Another category that the maps may show.
#[derive(Debug)]
pub(crate) struct CategoryView {
    pub(crate) field: String,
    pub(crate) label: String,
    pub(crate) options: Vec<Choice>,
}

/// What a page shows of maps.
#[derive(Debug)]
pub(crate) struct MapsView {
    pub(crate) maps: Vec<MapView>,
    pub(crate) categories: Vec<CategoryView>,
    /// Which table they show, and where it is; empty on its own page.
    pub(crate) table: (String, String),
    /// What must be said of today's outlines; empty on the public side.
    pub(crate) note: String,
    /// Outlines that should be there cannot be read.
    pub(crate) is_incomplete: bool,
}

/// The maps of the newest table of an indicator that can be drawn on one, on the outlines of its signature; in the workspace
/// on today's.
pub(crate) async fn of_newest(
    app: &App,
    visit: &Visit,
    tables: &[&Signed],
    opened: Option<&Opened>,
) -> Result<Option<MapsView>, Failure> {
    let mut tables = tables.to_vec();
    tables.sort_by(|a, b| (&b.note.period, b.note.number).cmp(&(&a.note.period, a.note.number)));
    let mut is_incomplete = false;
    for table in tables {
        let outlines = match opened {
            Some(opened) => app.todays_outlines(opened).await.or_fail(visit)?,
            None => app.signed_outlines(table).await.or_fail(visit)?,
        };
        is_incomplete |= outlines.is_incomplete;
        let mut view = view(visit, table, &outlines);
        if view.maps.is_empty() {
            continue;
        }
        if opened.is_some() {
            view.maps.iter_mut().for_each(|map| map.file.clear());
            view.note = visit.t(if table.note.boundaries.is_empty() { "maps-not-signed" } else { "maps-of-today" });
        }
        let number = table.note.number.to_string();
        let words = visit.fill("maps-of-table", &[("number", &number), ("period", &period(visit, &table.note.period))]);
        view.table = (words, visit.href(&format!("/plans/{}/tables/{number}", table.note.dossier)));
        return Ok(Some(view));
    }
    Ok(is_incomplete.then(MapsView::lost))
}

/// The maps of a signed table on its own page.
pub(crate) async fn of_table(app: &App, visit: &Visit, table: &Signed) -> Result<Option<MapsView>, Failure> {
    let outlines = app.signed_outlines(table).await.or_fail(visit)?;
    let view = view(visit, table, &outlines);
    Ok(Some(view).filter(|view| !view.maps.is_empty() || view.is_incomplete))
}

/// That maps will be published with a table, and on what; empty where there will be none.
pub(crate) async fn of_signature(app: &App, visit: &Visit, opened: &Opened, release: &Release) -> Result<String, Failure> {
    let notes = app.boundaries_for(opened, release).await.or_fail(visit)?;
    let sets: Vec<String> = notes.iter().map(|note| format!("{} ({})", note.title, note.source)).collect();
    Ok(if sets.is_empty() { String::new() } else { visit.fill("table-sign-maps", &[("sets", &sets.join("; "))]) })
}

impl MapsView {
    fn lost() -> Self {
        Self { maps: vec![], categories: vec![], table: Default::default(), note: String::new(), is_incomplete: true }
    }
}

fn view(visit: &Visit, table: &Signed, outlines: &Outlines) -> MapsView {
    let asked = query(visit);
    let chosen = |dimension: &str| asked.owned(&field(dimension));
    let found = maps(visit.language, table, &outlines.found, &chosen, &|code| code_words(visit, code));
    let shown = shown(&found.choices);
    let file = |number: usize| {
        let path = format!("/plans/{}/tables/{}/map-{number}.svg", table.note.dossier, table.note.number);
        format!("{}{shown}", visit.href(&path))
    };
    let map = |(n, drawn): (usize, jalon_app::statistics::indicator::Drawn)| MapView {
        title: drawn.title,
        figure: drawn.figure,
        file: file(n + 1),
    };
    MapsView {
        categories: found.choices.iter().map(|choice| category(visit, choice)).collect(),
        maps: found.drawn.into_iter().enumerate().map(map).collect(),
        table: Default::default(),
        note: String::new(),
        is_incomplete: outlines.is_incomplete,
    }
}

fn field(dimension: &str) -> String {
    format!("at-{dimension}")
}

/// What the maps show other than everybody, as an address says it.
fn shown(choices: &[CategoryChoice]) -> String {
    let part = |choice: &CategoryChoice| {
        let (said, ..) = choice.categories.iter().find(|(_, code, is_shown)| *is_shown && !code.total)?;
        Some(format!("{}={}", escape_query(&field(&choice.dimension)), escape_query(said)))
    };
    let parts: Vec<String> = choices.iter().filter_map(part).collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

fn category(visit: &Visit, choice: &CategoryChoice) -> CategoryView {
    let option = |(said, code, is_shown): &(String, jalon_app::statistics::Code, bool)| {
        Choice::new(if code.total { "" } else { said }, code_words(visit, code), *is_shown)
    };
    CategoryView {
        field: field(&choice.dimension),
        label: choice.title.clone(),
        options: choice.categories.iter().map(option).collect(),
    }
}

/// A map as a file: `/plans/<slug>/tables/1/map-1.svg`.
pub(crate) async fn download(app: &Shared, visit: Visit, params: &Params) -> PageResult {
    let not_found = || Failure::new(visit.clone(), AppError::NotFound);
    let number: i64 = params.get("number").parse().map_err(|_| not_found())?;
    let name = params.get("file").strip_prefix("map-").and_then(|name| name.strip_suffix(".svg")).ok_or_else(not_found)?;
    let place: usize = name.parse().map_err(|_| not_found())?;
    let slug = params.get("slug");
    let table = app.signed_table(&visit.caller, slug, number).await.or_fail(&visit)?;
    let view = of_table(app, &visit, &table).await?.ok_or_else(not_found)?;
    let map = place.checked_sub(1).and_then(|place| view.maps.into_iter().nth(place)).ok_or_else(not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&format!("{slug}-table-{number}-map-{place}.svg"))),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "public, max-age=3600".to_owned()),
    ];
    Ok((headers, map.figure.svg).into_response())
}

//! Indicators: the series of what was signed and approved, the newest table by each of its dimensions.
//!
//! In the workspace with what is said of the indicator today; on the public side as it was said when a table was signed, or
//! when a report was published.
//! Categories keep the order of their classification: nothing here ranks.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use jalon_app::authorisation::Action;
use jalon_app::domain::Text;
use jalon_app::domain::register::{FieldKind, RegisterEntry};
use jalon_app::domain::statistics::Mark;
use jalon_app::publication::Summary;
use jalon_app::statistics::breakdown::breakdowns;
use jalon_app::statistics::indicator::{self, Drawn, Entered, Marks, Point};
use jalon_app::statistics::table::{Signed, precision_words, reliability_words};
use jalon_app::statistics::{StatisticFigure, TableFormat};
use jalon_app::{AppError, Opened};

use super::maps::{self, MapsView};
use super::period;
use super::start::{CalculationView, calculation_view, note_facts};
use super::tables::{CellsView, cells_view, figure_words};
use crate::error::{Failure, OrFail, PageResult, render};
use crate::evidence::attachment;
use crate::levels::{FedView, fed_view};
use crate::portal::withdrawn;
use crate::request::{Params, Visit, Work, query};
use crate::router::Shared;
use crate::view::Frame;

/// An indicator in a list.
#[derive(Debug)]
pub(crate) struct IndicatorRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) period: String,
    pub(crate) baseline: String,
    pub(crate) target: String,
    /// A small drawing of the series with its words; empty where there is one value or none.
    pub(crate) sparkline: String,
}

#[derive(Debug)]
struct PointRow {
    period: String,
    value: String,
    /// Interval and reliability, where the value is an estimate.
    precision: String,
    /// That it cannot be compared with the one before; empty where it can.
    remark: String,
    /// Where it comes from: a signed table, a published report; the address is empty for an approved value of the register.
    origin: String,
    href: String,
}

#[derive(Debug)]
struct TableLink {
    number: i64,
    title: String,
    period: String,
    on: String,
    by: String,
    href: String,
}

/// What both pages of an indicator show.
#[derive(Debug)]
struct Body {
    name: String,
    facts: Vec<(String, String)>,
    series: Option<StatisticFigure>,
    points: Vec<PointRow>,
    /// The series as files: what they are called, where they are.
    downloads: Vec<(String, String)>,
    breakdowns: Vec<Drawn>,
    maps: Option<MapsView>,
    tables: Vec<TableLink>,
    /// The report that published the values entered by hand: what it is called, on which day, where it is.
    report: Option<(String, String, String)>,
    /// What the newest table says of how it was protected.
    protection: String,
}

#[derive(Template)]
#[template(path = "statistics/indicator.html")]
struct WorkPage<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    entry_href: String,
    b: Body,
    id: String,
    calculation: Option<CalculationView>,
    /// The register asks for it, and nothing was said.
    calculation_missing: bool,
    /// The levels below.
    fed: Option<FedView>,
    /// How many values were just taken over from them; empty where none was asked for.
    taken: String,
    values_href: String,
}

#[derive(Template)]
#[template(path = "statistics/public_indicator.html")]
struct PublicPage<'a> {
    v: &'a Visit,
    slug: String,
    dossier: String,
    territory: String,
    synthetic: bool,
    b: Body,
}

#[derive(Template)]
#[template(path = "statistics/public_indicators.html")]
struct PublicList<'a> {
    v: &'a Visit,
    dossier: String,
    territory: String,
    synthetic: bool,
    plan_href: String,
    rows: Vec<IndicatorRow>,
    tables: Vec<TableLink>,
}

#[derive(Template)]
#[template(path = "statistics/public_table.html")]
struct PublicTable<'a> {
    v: &'a Visit,
    title: String,
    dossier: String,
    territory: String,
    synthetic: bool,
    withdrawn: String,
    indicator: (String, String),
    facts: Vec<(String, String)>,
    downloads: Vec<(String, String)>,
    cells: CellsView,
    maps: Option<MapsView>,
    specification: String,
    /// The calculation as it was when the table was signed.
    calculation: String,
    protection: String,
    /// The command that prints the digest of the JSON file.
    verify: String,
}

/// The indicators of a dossier with their newest value, in the order in which they were made.
pub(crate) fn rows(visit: &Visit, opened: &Opened, base: &str, signed: &[Signed]) -> Vec<IndicatorRow> {
    let names = opened.names(visit.content());
    let row = |entry: &RegisterEntry| {
        let points = indicator::points(Entered::Register(opened), signed, entry.id.as_str());
        let (value, when) = newest(visit, &points);
        let marks = Marks::of(entry);
        IndicatorRow {
            href: format!("{base}/statistics/indicators/{}", entry.id),
            name: names.entry(entry),
            value,
            period: when,
            baseline: mark_words(visit, &marks.baseline),
            target: mark_words(visit, &marks.target),
            sparkline: indicator::sparkline(visit.language, &names.entry(entry), &points),
        }
    };
    opened.content.entries("indicator").map(row).collect()
}

fn number(visit: &Visit, text: &str) -> String {
    figure_words(visit, "number", Some(text))
}

/// A baseline or a target with its year; empty where nobody said any.
fn mark_words(visit: &Visit, mark: &Mark) -> String {
    match (mark.value.as_str(), mark.year.as_str()) {
        ("", _) => String::new(),
        (value, "") => number(visit, value),
        (value, year) => format!("{} ({year})", number(visit, value)),
    }
}

/// The series of an indicator as files, below the address of its page.
fn downloads(visit: &Visit, page: &str) -> Vec<(String, String)> {
    ["csv", "json"].map(|format| (visit.t(&format!("format-{format}")), format!("{page}/series.{format}"))).into()
}

/// A series as a file, whatever language it was asked in.
fn series_file(visit: &Visit, slug: &str, params: &Params, points: Vec<Point>, name: &Text, is_public: bool) -> PageResult {
    let id = params.get("id");
    let (media_type, extension, body) = match params.get("file") {
        "series.csv" => ("text/csv; charset=utf-8", "csv", indicator::series_csv(&points)),
        "series.json" => ("application/json", "json", crate::api::series(slug, id, name, points)),
        _ => return Err(Failure::new(visit.clone(), AppError::NotFound)),
    };
    let cached = if is_public { "public, max-age=60" } else { "no-store" };
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&format!("{slug}-indicator-{id}.{extension}"))),
        (header::CACHE_CONTROL, cached.to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// `/fr/work/dossiers/<slug>/statistics/indicators/<id>/series.csv`: approved values that were entered, too.
pub(crate) async fn file(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let Some(entry) = opened.content.entry("indicator", id) else { return Err(Failure::new(visit, AppError::NotFound)) };
    let signed = app.signed_tables(&visit.caller, slug).await.or_fail(&visit)?;
    let points = indicator::points(Entered::Register(&opened), &signed, id);
    let name = entry.text("name").cloned().unwrap_or_default();
    series_file(&visit, slug, &params, points, &name, false)
}

/// `/fr/plans/<slug>/indicators/<id>/series.csv`: what was signed, and what a report published.
pub(crate) async fn public_file(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let known = app.public_indicators(&visit.caller, slug).await.or_fail(&visit)?;
    let Some(note) = known.indicator(id) else {
        let found = app.withdrawn_indicators(&visit.caller, slug, Some(id)).await.or_fail(&visit)?;
        return withdrawn(visit, &found);
    };
    series_file(&visit, slug, &params, known.points(id), &note.name, true)
}

fn newest(visit: &Visit, points: &[Point]) -> (String, String) {
    let Some(point) = points.last() else { return Default::default() };
    let value = figure_words(visit, &point.state, Some(&point.value));
    // In a list there is room for what must be known, not for the interval.
    let remark = point.precision.as_ref().map(|known| reliability_words(visit.content(), &known.reliability)).unwrap_or_default();
    let value = if remark.is_empty() { value } else { format!("{value} – {remark}") };
    (value, period(visit, &point.period))
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let Some(entry) = opened.content.entry("indicator", id) else { return Err(Failure::new(visit, AppError::NotFound)) };
    let signed = app.signed_tables(&visit.caller, slug).await.or_fail(&visit)?;
    let points = indicator::points(Entered::Register(&opened), &signed, id);
    let language = visit.content();
    let names = opened.names(language);
    let register = opened.register("indicator").or_fail(&visit)?;
    let shown = ["kind", "definition", "unit", "method", "baseline", "baseline_year", "target", "target_year", "lead", "sources"];
    let facts = shown.iter().filter_map(|code| register.field(code)).map(|field| {
        let words = match field.kind {
            FieldKind::Number if entry.is_filled(&field.code) => number(&visit, entry.line(&field.code)),
            _ => names.words(field, entry),
        };
        (field.label.get(language).to_owned(), words)
    });
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let mut b =
        body(&visit, names.entry(entry), facts.filter(|(_, words)| !words.is_empty()).collect(), &points, (&signed, None), id);
    b.breakdowns.extend(indicator::entered_groups(Entered::Register(&opened), visit.language, id));
    b.downloads = downloads(&visit, &format!("{base}/statistics/indicators/{id}"));
    b.maps = maps::of_newest(&app, &visit, &of_indicator(&signed, id), Some(&opened)).await?;
    b.series = indicator::series(visit.language, &b.name, &points, &Marks::of(entry));
    let around = app.around(&opened).await.or_fail(&visit)?;
    let may = app.may_with(&visit.caller, Action::RegisterSave, &opened, &app.entry_facts(&visit.caller, &opened, entry));
    let taken = query(&visit).get("taken").parse().ok();
    let calculation = calculation_view(&app, &visit, &opened, &base, id).await?;
    let page = WorkPage {
        calculation_missing: calculation.is_none() && register.field("calculation").is_some(),
        calculation,
        f: Frame::new(&app, &visit, &opened, "statistics"),
        fed: fed_view(&visit, &opened, &around, entry, may),
        taken: taken.map(|count| visit.count("levels-taken", count)).unwrap_or_default(),
        values_href: format!("{base}/registers/indicator_value?f-indicator={}", crate::error::escape_query(id)),
        id: id.to_owned(),
        entry_href: format!("{base}/registers/indicator/{id}"),
        base,
        b,
        v: &visit,
    };
    render(&visit, &page)
}

fn of_indicator<'a>(signed: &'a [Signed], id: &str) -> Vec<&'a Signed> {
    signed.iter().filter(|table| table.note.indicator.as_ref().is_some_and(|i| i.id.as_str() == id)).collect()
}

/// `report` is the one that published the values entered by hand; in the workspace there is none.
fn body(
    visit: &Visit,
    name: String,
    facts: Vec<(String, String)>,
    points: &[Point],
    (signed, report): (&[Signed], Option<&Summary>),
    id: &str,
) -> Body {
    let of_this = of_indicator(signed, id);
    let newest = of_this.iter().max_by(|a, b| (&a.note.period, a.note.number).cmp(&(&b.note.period, b.note.number)));
    let report = report.map(|summary| {
        let title = summary.report_title.get(visit.content()).to_owned();
        (title, visit.date(&summary.published_on), visit.href(&summary.release_path()))
    });
    let origin = |point: &Point| match (point.table, of_this.first(), &report) {
        (Some(number), Some(table), _) => (
            visit.fill("indicator-from-table", &[("number", &number.to_string())]),
            visit.href(&format!("/plans/{}/tables/{number}", table.note.dossier)),
        ),
        (None, _, Some((title, _, href))) => (visit.fill("indicator-from-report", &[("report", title)]), href.clone()),
        _ => (visit.t("indicator-approved"), String::new()),
    };
    let point = |point: &Point| {
        let (origin, href) = origin(point);
        PointRow {
            period: period(visit, &point.period),
            value: figure_words(visit, &point.state, Some(&point.value)),
            precision: point.precision.as_ref().map(|known| precision_words(visit.content(), known)).unwrap_or_default(),
            remark: if point.is_break { visit.t("figure-break") } else { String::new() },
            origin,
            href,
        }
    };
    Body {
        facts,
        series: None,
        downloads: vec![],
        points: points.iter().map(point).collect(),
        maps: None,
        breakdowns: breakdowns(visit.language, &of_this, &|code| super::tables::code_words(visit, code)),
        protection: newest.map(|table| protection(visit, table)).unwrap_or_default(),
        tables: of_this.iter().rev().map(|table| link(visit, table)).collect(),
        report,
        name,
    }
}

fn protection(visit: &Visit, table: &Signed) -> String {
    visit.t(&format!("protected-{}", table.note.method))
}

fn link(visit: &Visit, table: &Signed) -> TableLink {
    TableLink {
        number: table.note.number,
        title: table.note.title.get(visit.content()).to_owned(),
        period: period(visit, &table.note.period),
        on: visit.date(&table.note.signed_on),
        by: table.note.signed_by.get(visit.content()).to_owned(),
        href: visit.href(&format!("/plans/{}/tables/{}", table.note.dossier, table.note.number)),
    }
}

/// `/fr/plans/<slug>/indicators`
pub(crate) async fn public_list(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    let slug = params.get("slug");
    let known = app.public_indicators(&visit.caller, slug).await.or_fail(&visit)?;
    if known.is_empty() {
        let found = app.withdrawn_indicators(&visit.caller, slug, None).await.or_fail(&visit)?;
        return withdrawn(visit, &found);
    }
    let has_plan = app.published_summary(&visit.caller, slug, None).await.is_ok();
    let rows = known.indicators().into_iter().map(|note| {
        let points = known.points(note.id.as_str());
        let name = note.name.get(visit.content()).to_owned();
        let (value, when) = newest(&visit, &points);
        IndicatorRow {
            href: visit.href(&format!("/plans/{slug}/indicators/{}", note.id)),
            sparkline: indicator::sparkline(visit.language, &name, &points),
            name,
            value,
            period: when,
            baseline: mark_words(&visit, &note.baseline),
            target: mark_words(&visit, &note.target),
        }
    });
    let (dossier, territory, synthetic) = known.dossier();
    let page = PublicList {
        dossier: dossier.get(visit.content()).to_owned(),
        territory: territory.get(visit.content()).to_owned(),
        synthetic,
        plan_href: if has_plan { visit.href(&format!("/plans/{slug}")) } else { String::new() },
        rows: rows.collect(),
        tables: known.signed.iter().rev().map(|table| link(&visit, table)).collect(),
        v: &visit,
    };
    render(&visit, &page)
}

/// `/fr/plans/<slug>/indicators/<id>`
pub(crate) async fn public_page(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let known = app.public_indicators(&visit.caller, slug).await.or_fail(&visit)?;
    let Some(note) = known.indicator(id) else {
        let found = app.withdrawn_indicators(&visit.caller, slug, Some(id)).await.or_fail(&visit)?;
        return withdrawn(visit, &found);
    };
    let language = visit.content();
    let points = known.points(id);
    let facts = [("indicator-definition", &note.definition), ("indicator-unit", &note.unit), ("indicator-method", &note.method)];
    let facts = facts.into_iter().map(|(key, text)| (visit.t(key), text.get(language).to_owned()));
    let counted = note.calculation.iter().flat_map(|known| note_facts(&visit, known));
    let said = [("statistics-baseline", &note.baseline), ("statistics-target", &note.target)];
    let said = said.into_iter().filter(|(_, mark)| !mark.is_empty()).map(|(key, mark)| (visit.t(key), mark_words(&visit, mark)));
    let facts = facts.filter(|(_, text)| !text.is_empty()).chain(said).chain(counted).collect();
    let mut b = body(&visit, note.name.get(language).to_owned(), facts, &points, (&known.signed, known.report(id)), id);
    b.breakdowns.extend(indicator::entered_groups(known.entered(), visit.language, id));
    b.series = indicator::series(visit.language, &b.name, &points, &Marks::noted(&note));
    b.downloads = downloads(&visit, &visit.href(&format!("/plans/{slug}/indicators/{id}")));
    b.downloads.push((visit.t("table-interface"), format!("/api/v1/dossiers/{slug}/indicators/{id}")));
    b.maps = maps::of_newest(&app, &visit, &of_indicator(&known.signed, id), None).await?;
    let (dossier, territory, synthetic) = known.dossier();
    let page = PublicPage {
        slug: slug.to_owned(),
        dossier: dossier.get(language).to_owned(),
        territory: territory.get(language).to_owned(),
        synthetic,
        b,
        v: &visit,
    };
    render(&visit, &page)
}

/// `/fr/plans/<slug>/tables/1`: the permanent page of a signed table, with everything that is known of how it was made.
pub(crate) async fn public_table(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    let slug = params.get("slug");
    let Ok(number) = params.get("number").parse() else { return Err(Failure::new(visit, AppError::NotFound)) };
    let table = match app.signed_table(&visit.caller, slug, number).await {
        Err(AppError::NotFound) => {
            let found = app.withdrawn_table(&visit.caller, slug, number).await.or_fail(&visit)?;
            return withdrawn(visit, &found);
        }
        found => found.or_fail(&visit)?,
    };
    let note = &table.note;
    let language = visit.content();
    let facts = [
        (
            "table-source",
            [note.source.as_str(), note.holder.get(language)]
                .iter()
                .filter(|t| !t.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("table-period", period(&visit, &note.period)),
        ("table-method", visit.t(&format!("method-{}", note.method))),
        ("table-signed", format!("{}, {}", note.signed_by.get(language), visit.date(&note.signed_on))),
        ("table-records", table.release.dataset().to_owned()),
        ("table-file-digest", note.cells_sha256.clone()),
    ];
    let files = TableFormat::ALL.map(|format| {
        let href = visit.href(&format!("/plans/{slug}/tables/{number}/table.{}", format.extension()));
        (visit.t(&format!("format-{}", format.extension())), href)
    });
    let calculation = note.indicator.as_ref().and_then(|indicator| indicator.calculation.as_ref());
    let page = PublicTable {
        title: note.title.get(language).to_owned(),
        dossier: note.dossier_title.get(language).to_owned(),
        territory: note.territory.get(language).to_owned(),
        synthetic: note.synthetic,
        withdrawn: if table.withdrawn_at.is_empty() { String::new() } else { visit.wording.instant(&table.withdrawn_at) },
        indicator: note
            .indicator
            .as_ref()
            .map(|i| (i.name.get(language).to_owned(), visit.href(&format!("/plans/{slug}/indicators/{}", i.id))))
            .unwrap_or_default(),
        facts: facts
            .into_iter()
            .map(|(key, text)| (visit.t(key), text))
            .chain(calculation.iter().flat_map(|note| note_facts(&visit, note)))
            .filter(|(_, text)| !text.is_empty())
            .collect(),
        calculation: calculation.map(|note| note.text.clone()).unwrap_or_default(),
        downloads: files
            .into_iter()
            .chain([(visit.t("table-interface"), format!("/api/v1/dossiers/{slug}/tables/{number}"))])
            .collect(),
        cells: cells_view(&visit, &table.release),
        maps: maps::of_table(&app, &visit, &table).await?,
        specification: table.release.specification().to_owned(),
        protection: protection(&visit, &table),
        verify: format!("sha256sum {}", super::tables::file_name(slug, number, TableFormat::Json)),
        v: &visit,
    };
    render(&visit, &page)
}

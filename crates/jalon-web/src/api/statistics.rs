//! Indicators and signed tables.

use axum::Json;
use axum::extract::State;
use jalon_app::AppError;
use jalon_app::domain::statistics::{self, CalculationNote, IndicatorNote};
use jalon_app::domain::{Language, Text};
use jalon_app::statistics::indicator::{self, Point};
use jalon_app::statistics::published::PublicIndicators;
use jalon_app::statistics::table::Signed;
use jalon_app::statistics::{Cell, Code, Figure, Measure, TableFormat};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, Asked, Named, Page, Refusal, Texts, everybody};
use crate::request::Params;
use crate::router::Shared;

/// Cells that one answer has at most.
const MOST_CELLS: usize = 10_000;

/// What an indicator measures, and its values over time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Indicator {
    id: String,
    name: Texts,
    definition: Texts,
    unit: Texts,
    method: Texts,
    /// What is counted, where the indicator says it for any data.
    #[serde(skip_serializing_if = "Option::is_none")]
    calculation: Option<Calculation>,
    /// Where one starts from, and what one wants to reach, as the newest signed table or published report says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Mark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Mark>,
    /// Of each period the value that was signed last, otherwise the one that a report published, for the whole population.
    series: Vec<SeriesValue>,
    /// The groups whose values were entered by hand and published in a report; those of signed tables are cells of the tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<GroupSeries>,
    /// The numbers of its signed tables.
    tables: Vec<i64>,
    /// The report that published the values which were entered by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<PublishedReport>,
    /// The page, without a language.
    page: String,
}

/// The published values of a group, by period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GroupSeries {
    /// `dimension – group`, or the group alone.
    name: Texts,
    series: Vec<SeriesValue>,
}

/// A published report that an indicator's values are taken from, as they were then.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PublishedReport {
    version: i64,
    title: Texts,
    /// ISO 8601.
    published_on: String,
    /// The page, without a language.
    page: String,
}

/// A value that is said beforehand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Mark {
    /// An exact decimal.
    value: String,
    #[schema(example = "2030")]
    year: String,
}

/// By what definition the newest table of an indicator was made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Calculation {
    /// The ready definition; empty for the office's own.
    definition: String,
    version: String,
    /// The parts in which the office changed the ready definition.
    adapted: Vec<String>,
    /// The parts in which the table is not what the calculation says.
    deviations: Vec<String>,
    /// The calculation itself (TOML).
    text: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SeriesValue {
    #[schema(example = "2026-Q1")]
    period: String,
    #[serde(flatten)]
    value: Value,
    /// The signed table that it comes from.
    table: Option<i64>,
    /// The version of the published report that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<i64>,
}

/// A figure with its state, and what is known of its sampling error.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Value {
    /// `number`, `zero`, `missing`, `suppressed` or `not_applicable`.
    #[schema(example = "number")]
    state: String,
    /// An exact decimal; absent unless the state is `number` or `zero`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0.684")]
    value: Option<String>,
    /// Ends of the interval, as decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<[String; 2]>,
    /// Level of the interval in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    /// `reliable`, `caution` or `unreliable`, for an estimate from a sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    reliability: Option<String>,
}

/// A signed table: where it comes from, how it was made and protected, who answers for it. It never changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignedTable {
    dossier: String,
    number: i64,
    title: Texts,
    #[schema(example = "2026")]
    period: String,
    /// The indicator whose values it gives.
    indicator: Option<String>,
    territory: Texts,
    source: String,
    holder: Texts,
    signed_by: Texts,
    /// ISO 8601.
    signed_on: String,
    /// It is made of invented records.
    invented: bool,
    /// `none`, `cell-key`, `suppression` or `rounding`.
    method: String,
    /// By how much a count may differ from the true one; zero for exact methods.
    maximum_deviation: u32,
    dimensions: Vec<Dimension>,
    measures: Vec<TableMeasure>,
    cells: usize,
    /// SHA-256 of the file `json`, which is what was signed, and of the records that it was made of.
    content_digest: String,
    records_digest: String,
    /// The specification, which makes the same table again from the same records (TOML).
    specification: String,
    /// The page, without a language.
    page: String,
    /// The same cells as files.
    files: Vec<TableFile>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TableFile {
    /// `xlsx`, `csv`, `parquet` or `json`.
    format: &'static str,
    href: String,
}

/// A dimension with its codes; cells name them by their place, from 0.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Dimension {
    name: String,
    #[serde(flatten)]
    words: Words,
    /// Names of the levels of a hierarchy; one empty name where there is none.
    levels: Vec<String>,
    codes: Vec<TableCode>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TableCode {
    /// `_T` is the total, `_U` missing, `_O` others (SDMX generic codes).
    code: String,
    #[serde(flatten)]
    words: Words,
    /// Place of its level.
    level: Option<u32>,
    /// Place of the next larger code that contains it.
    parent: Option<u32>,
}

/// A label as the office wrote it, and in the other languages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Words {
    label: String,
    translations: Texts,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TableMeasure {
    name: String,
    /// `count`, `weighted-count`, `sum`, `mean`, `ratio` or `share`.
    kind: String,
    /// `persons` for counts; empty where the data do not say.
    unit: String,
}

/// One cell: the places of its codes, one per dimension, and a value per measure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TableCell {
    codes: Vec<u32>,
    values: Vec<Value>,
}

fn series_value(point: Point) -> SeriesValue {
    let precision = point.precision.as_ref();
    SeriesValue {
        period: point.period,
        table: point.table,
        release: point.release,
        value: Value {
            value: Some(point.value).filter(|value| !value.is_empty()),
            interval: precision.filter(|known| !known.low.is_empty()).map(|known| [known.low.clone(), known.high.clone()]),
            confidence: precision.map(|known| known.confidence),
            reliability: precision.map(|known| known.reliability.clone()),
            state: point.state,
        },
    }
}

fn mark(mark: &statistics::Mark) -> Option<Mark> {
    (!mark.is_empty()).then(|| Mark { value: mark.value.clone(), year: mark.year.clone() })
}

/// A series as a file of its own, in the words of the interface.
pub(crate) fn series(dossier: &str, indicator: &str, name: &Text, points: Vec<Point>) -> String {
    let series: Vec<SeriesValue> = points.into_iter().map(series_value).collect();
    let text = serde_json::json!({ "dossier": dossier, "indicator": indicator, "name": Texts::of(name), "series": series });
    text.to_string() + "\n"
}

fn calculation(note: &CalculationNote) -> Calculation {
    let CalculationNote { definition, version, adapted, text, deviations, .. } = note.clone();
    Calculation { definition, version, adapted, deviations, text }
}

fn one_indicator(dossier: &str, note: &IndicatorNote, public: &PublicIndicators) -> Indicator {
    let id = note.id.as_str();
    let of_this = |table: &&Signed| table.note.indicator.as_ref().is_some_and(|known| known.id == note.id);
    let group = |group: indicator::Group| GroupSeries {
        name: Texts::of(&group.name),
        series: group.points.into_iter().map(series_value).collect(),
    };
    Indicator {
        id: note.id.to_string(),
        name: Texts::of(&note.name),
        definition: Texts::of(&note.definition),
        unit: Texts::of(&note.unit),
        method: Texts::of(&note.method),
        calculation: note.calculation.as_ref().map(calculation),
        baseline: mark(&note.baseline),
        target: mark(&note.target),
        series: public.points(id).into_iter().map(series_value).collect(),
        groups: indicator::groups(public.entered(), id).into_iter().map(group).collect(),
        report: public.report(id).map(|summary| PublishedReport {
            version: summary.version,
            title: Texts::of(&summary.report_title),
            published_on: summary.published_on.clone(),
            page: summary.release_path(),
        }),
        tables: public.signed.iter().filter(of_this).map(|table| table.note.number).collect(),
        page: format!("/plans/{dossier}/indicators/{}", note.id),
    }
}

fn words(table: &Signed, label: &str) -> Words {
    let known = table.release.translations();
    let said =
        Language::CONTENT.into_iter().filter_map(|language| Some((language.tag(), known.get(language, label)?.to_owned())));
    let translations = Texts(said.collect());
    Words { label: label.to_owned(), translations }
}

fn signed_table(table: &Signed) -> SignedTable {
    let (note, release) = (&table.note, &table.release);
    let code = |code: &Code| TableCode {
        code: code.code.clone(),
        words: words(table, &code.label),
        level: code.level,
        parent: code.parent,
    };
    let dimensions = release.written_dimensions().iter().map(|dimension| Dimension {
        name: dimension.name.clone(),
        words: words(table, &dimension.title),
        levels: dimension.levels.clone(),
        codes: dimension.codes.iter().map(code).collect(),
    });
    let measure =
        |measure: &Measure| TableMeasure { name: measure.name.clone(), kind: measure.kind.clone(), unit: measure.unit.clone() };
    let page = format!("/plans/{}/tables/{}", note.dossier, note.number);
    let language = note.source_language;
    let files = TableFormat::ALL
        .map(|format| TableFile { format: format.extension(), href: format!("/{language}{page}/table.{}", format.extension()) });
    SignedTable {
        dossier: note.dossier.clone(),
        number: note.number,
        title: Texts::of(&note.title),
        period: note.period.clone(),
        indicator: note.indicator.as_ref().map(|known| known.id.to_string()),
        territory: Texts::of(&note.territory),
        source: note.source.clone(),
        holder: Texts::of(&note.holder),
        signed_by: Texts::of(&note.signed_by),
        signed_on: note.signed_on.clone(),
        invented: note.synthetic,
        method: note.method.clone(),
        maximum_deviation: release.protection().maximum_deviation,
        dimensions: dimensions.collect(),
        measures: release.measures().iter().map(measure).collect(),
        cells: release.cells().len(),
        content_digest: note.cells_sha256.clone(),
        records_digest: release.dataset().to_owned(),
        specification: release.specification().to_owned(),
        page,
        files: files.into(),
    }
}

async fn signed(app: &Shared, dossier: &str) -> Result<Vec<Signed>, Refusal> {
    let signed = app.signed_tables(&everybody(), dossier).await?;
    // A dossier of which nothing was ever public is not told from one that does not exist.
    if signed.is_empty() { Err(app.withdrawn_indicators(&everybody(), dossier, None).await?.into()) } else { Ok(signed) }
}

async fn public(app: &Shared, dossier: &str) -> Result<PublicIndicators, Refusal> {
    let public = app.public_indicators(&everybody(), dossier).await?;
    if public.is_empty() { Err(app.withdrawn_indicators(&everybody(), dossier, None).await?.into()) } else { Ok(public) }
}

/// The indicators of a dossier that have signed tables, or approved values in a published report.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{dossier}/indicators",
    params(("dossier" = String, Path, description = "As in addresses.", example = "norvalie-plan-2026")),
    responses(
        (status = 200, body = Vec<Indicator>),
        (status = 404, body = super::Refused, content_type = "application/problem+json"),
        (status = 410, body = super::Refused, content_type = "application/problem+json")
    )
)]
pub(super) async fn indicators(State(app): State<Shared>, Named(params): Named) -> Answer<Vec<Indicator>> {
    let dossier = params.get("dossier");
    let public = public(&app, dossier).await?;
    Ok(Json(public.indicators().iter().map(|note| one_indicator(dossier, note, &public)).collect()))
}

/// One indicator.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{dossier}/indicators/{id}",
    params(
        ("dossier" = String, Path, description = "As in addresses.", example = "norvalie-plan-2026"),
        ("id" = String, Path, description = "The indicator.", example = "i3")
    ),
    responses(
        (status = 200, body = Indicator),
        (status = 404, body = super::Refused, content_type = "application/problem+json"),
        (status = 410, body = super::Refused, content_type = "application/problem+json")
    )
)]
pub(super) async fn indicator(State(app): State<Shared>, Named(params): Named) -> Answer<Indicator> {
    let dossier = params.get("dossier");
    let public = public(&app, dossier).await?;
    let id = params.get("id");
    match public.indicator(id) {
        Some(note) => Ok(Json(one_indicator(dossier, &note, &public))),
        None => Err(app.withdrawn_indicators(&everybody(), dossier, Some(id)).await?.into()),
    }
}

/// The signed tables of a dossier, by number.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{dossier}/tables",
    params(("dossier" = String, Path, description = "As in addresses.", example = "norvalie-plan-2026")),
    responses(
        (status = 200, body = Vec<SignedTable>),
        (status = 404, body = super::Refused, content_type = "application/problem+json"),
        (status = 410, body = super::Refused, content_type = "application/problem+json")
    )
)]
pub(super) async fn tables(State(app): State<Shared>, Named(params): Named) -> Answer<Vec<SignedTable>> {
    Ok(Json(signed(&app, params.get("dossier")).await?.iter().map(signed_table).collect()))
}

async fn one(app: &Shared, params: &Params) -> Result<Signed, Refusal> {
    let number = params.get("number").parse().map_err(|_| Refusal::NotFound)?;
    let dossier = params.get("dossier");
    match app.signed_table(&everybody(), dossier, number).await {
        Err(AppError::NotFound) => Err(app.withdrawn_table(&everybody(), dossier, number).await?.into()),
        found => Ok(found?),
    }
}

/// One signed table, without its cells.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{dossier}/tables/{number}",
    params(
        ("dossier" = String, Path, description = "As in addresses.", example = "norvalie-plan-2026"),
        ("number" = u32, Path, description = "Counts the signed tables of the dossier.", example = 1)
    ),
    responses(
        (status = 200, body = SignedTable),
        (status = 404, body = super::Refused, content_type = "application/problem+json"),
        (status = 410, body = super::Refused, content_type = "application/problem+json")
    )
)]
pub(super) async fn table(State(app): State<Shared>, Named(params): Named) -> Answer<SignedTable> {
    Ok(Json(signed_table(&one(&app, &params).await?)))
}

/// Cells of a signed table: details first, totals last.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{dossier}/tables/{number}/cells",
    params(
        ("dossier" = String, Path, description = "As in addresses.", example = "norvalie-plan-2026"),
        ("number" = u32, Path, description = "Counts the signed tables of the dossier.", example = 1),
        ("offset" = Option<u32>, Query, description = "How many to leave out."),
        ("limit" = Option<u32>, Query, description = "How many at most.", minimum = 1, maximum = 10_000)
    ),
    responses(
        (status = 200, body = Page<TableCell>),
        (status = 400, body = super::Refused, content_type = "application/problem+json"),
        (status = 404, body = super::Refused, content_type = "application/problem+json"),
        (status = 410, body = super::Refused, content_type = "application/problem+json")
    )
)]
pub(super) async fn cells(State(app): State<Shared>, Named(params): Named, asked: Asked) -> Answer<Page<TableCell>> {
    let range = asked.range(MOST_CELLS)?;
    let table = one(&app, &params).await?;
    let confidence = table.release.sampling().map(|sampling| sampling.rules.confidence);
    let value = |figure: &Figure| Value {
        state: figure.status.code().to_owned(),
        value: figure.value.clone(),
        interval: figure.interval.clone(),
        confidence: confidence.filter(|_| figure.interval.is_some()),
        reliability: figure.reliability.clone(),
    };
    let cell = |cell: &Cell| TableCell { codes: cell.codes.clone(), values: cell.figures.iter().map(value).collect() };
    Ok(Json(Page::of(table.release.cells(), range, cell)))
}

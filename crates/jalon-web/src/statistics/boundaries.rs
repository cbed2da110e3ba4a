//! Boundaries: the office's own outlines are handed in, replaced, taken away.

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use jalon_app::authorisation::Action;
use jalon_app::domain::Problem;
use jalon_app::statistics::boundaries::{BOUNDARIES_LIMIT_BYTES, BoundariesInput, BoundariesRow};
use jalon_app::statistics::table::Signed;
use jalon_app::{AppError, Opened};

use super::{FaultRow, faults, whole};
use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::evidence::read_upload;
use crate::request::{Fields, Params, Submitted, Visit, Work};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages};

/// Areas without an outline that a page names; the rest is counted.
const MOST_NAMED: usize = 30;

/// A set in the list of the tab.
#[derive(Debug)]
pub(crate) struct Row {
    /// Empty for whoever may not change it.
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) source: String,
    pub(crate) variable: String,
    pub(crate) areas: String,
    /// Areas of signed tables without an outline, in words.
    pub(crate) without: String,
}

#[derive(Template)]
#[template(path = "statistics/boundaries_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    /// Empty for a new set.
    id: String,
    heading: String,
    revision: i64,
    title: String,
    source: String,
    variables: Vec<Choice>,
    property: String,
    file_hint: String,
    file_error: String,
    file_faults: Vec<FaultRow>,
    facts: Vec<(String, String)>,
    may_delete: bool,
}

pub(crate) fn rows(visit: &Visit, base: &str, known: &[BoundariesRow], may_save: bool) -> Vec<Row> {
    let row = |row: &BoundariesRow| Row {
        href: if may_save { format!("{base}/statistics/boundaries/{}", row.set.id) } else { String::new() },
        title: row.set.title.clone(),
        source: row.set.source.clone(),
        variable: row.set.variable.clone(),
        areas: whole(visit, row.set.areas),
        without: without_words(visit, row),
    };
    known.iter().map(row).collect()
}

fn without_words(visit: &Visit, row: &BoundariesRow) -> String {
    if row.is_lost {
        return visit.t("boundaries-are-lost");
    }
    if !row.is_used {
        return visit.t("boundaries-no-table");
    }
    let named = |(code, label): &(String, String)| if label.is_empty() { code.clone() } else { format!("{label} ({code})") };
    let names: Vec<String> = row.without.iter().take(MOST_NAMED).map(named).collect();
    match row.without.len() {
        0 => visit.t("boundaries-all"),
        count if count > MOST_NAMED => {
            let more = visit.count("boundaries-more-areas", count - MOST_NAMED);
            format!("{} {more}", names.join(", "))
        }
        _ => names.join(", "),
    }
}

pub(crate) async fn new_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, &params, None, &[]).await
}

pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, &params, None, &[]).await
}

/// The form as it is stored, or as it was filled in with what is wrong about it.
async fn show(app: &Shared, visit: Visit, params: &Params, typed: Option<&Fields>, problems: &[Problem]) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let set = opened.content.boundary_set(id);
    if !app.may(&visit.caller, Action::BoundariesSave, &opened) || (set.is_none() && !id.is_empty()) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let known = set.cloned().unwrap_or_default();
    let said = |field: &str, stored: &str| typed.map_or_else(|| stored.to_owned(), |typed| typed.owned(field));
    let (of_file, mut of_form): (Vec<Problem>, Vec<Problem>) = problems.iter().cloned().partition(is_of_file);
    if !of_file.is_empty() {
        of_form.push(Problem::on("boundaries-faults", "file").with("count", count(&of_file)));
    }
    let m = Messages::new(&visit, &of_form);
    let signed = app.signed_tables(&visit.caller, slug).await.or_fail(&visit)?;
    let limit = (BOUNDARIES_LIMIT_BYTES / 1024 / 1024).to_string();
    let page = FormPage {
        f: Frame::new(app, &visit, &opened, "statistics"),
        base: visit.href(&format!("/work/dossiers/{slug}")),
        id: id.to_owned(),
        heading: if id.is_empty() { visit.t("boundaries-new") } else { known.title.clone() },
        revision: known.revision,
        title: said("title", &known.title),
        source: said("source", &known.source),
        variables: variables(app, &visit, &opened, &said("variable", &known.variable)).await?,
        property: said("property", ""),
        file_hint: visit
            .fill(if id.is_empty() { "boundaries-file-hint" } else { "boundaries-file-again-hint" }, &[("megabytes", &limit)]),
        file_error: m.of("file"),
        // Each says its place itself.
        file_faults: faults(&visit, &of_file).into_iter().map(|row| FaultRow { place: String::new(), ..row }).collect(),
        facts: facts(app, &visit, &opened, &signed, id).await?,
        may_delete: !id.is_empty() && app.may(&visit.caller, Action::BoundariesDelete, &opened),
        m,
        v: &visit,
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_as(&visit, status, &page)
}

/// Whether a fault stands in the file itself: such ones are listed with their places below its field.
fn is_of_file(problem: &Problem) -> bool {
    problem.field.as_deref() == Some("file") && problem.code.starts_with("boundaries-")
}

/// How many faults a file has, those too that are not told one by one.
fn count(of_file: &[Problem]) -> usize {
    let of = |problem: &Problem| match problem.code.as_str() {
        "boundaries-more" => problem.args.get("count").and_then(|count| count.parse().ok()).unwrap_or(0),
        _ => 1,
    };
    of_file.iter().map(of).sum()
}

async fn variables(app: &Shared, visit: &Visit, opened: &Opened, chosen: &str) -> Result<Vec<Choice>, Failure> {
    let known = app.area_variables(&visit.caller, opened).await.or_fail(visit)?;
    let mut choices = vec![Choice::new("", visit.t("boundaries-variable-choose"), chosen.is_empty())];
    choices.extend(known.iter().map(|variable| {
        let codes = variable.codes.len().to_string();
        let words = [("label", variable.label.as_str()), ("name", variable.name.as_str()), ("codes", codes.as_str())];
        Choice::new(&variable.name, visit.fill("boundaries-variable-of", &words), variable.name == chosen)
    }));
    Ok(choices)
}

/// What is known of a stored set.
async fn facts(
    app: &Shared,
    visit: &Visit,
    opened: &Opened,
    signed: &[Signed],
    id: &str,
) -> Result<Vec<(String, String)>, Failure> {
    let rows = app.boundaries_rows(opened, signed).await.or_fail(visit)?;
    let Some(row) = rows.iter().find(|row| row.set.id.as_str() == id) else { return Ok(vec![]) };
    let facts = [
        ("boundaries-file", row.set.file.clone()),
        ("boundaries-areas", whole(visit, row.set.areas)),
        ("boundaries-without", without_words(visit, row)),
    ];
    Ok(facts.into_iter().map(|(key, words)| (visit.t(key), words)).filter(|(_, words)| !words.is_empty()).collect())
}

pub(crate) async fn save(
    State(app): State<Shared>,
    Work(visit): Work,
    params: Params,
    multipart: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    // Nothing is read for whoever may not.
    if !app.may(&visit.caller, Action::BoundariesSave, &opened) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let upload = read_upload(&visit, multipart).await?;
    let input = BoundariesInput {
        id: params.get("id").to_owned(),
        title: upload.fields.owned("title"),
        source: upload.fields.owned("source"),
        variable: upload.fields.owned("variable"),
        property: upload.fields.owned("property"),
        file_name: upload.name,
        file: upload.bytes,
        revision: upload.revision,
    };
    match app.save_boundaries(&visit.caller, slug, input).await {
        Ok(set) => see(&visit, &format!("/work/dossiers/{slug}/statistics/boundaries/{}", set.id)),
        Err(AppError::Invalid(problems)) => show(&app, visit, &params, Some(&upload.fields), &problems).await,
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn delete(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    match app.delete_boundaries(&visit.caller, slug, params.get("id"), fields.number("revision")).await {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}/statistics")),
        Err(AppError::Invalid(problems)) => show(&app, visit, &params, None, &problems).await,
        Err(error) => Err(Failure::new(visit, error)),
    }
}

//! One value for one field of several entries of a register: chosen in the list, previewed, applied, undone. And approval of
//! the values that wait for it, which is the same with field and value known.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::bulk::{Bulk, BulkPreview, fields as changeable};
use jalon_app::domain::register::{RegisterDefinition, RegisterEntry};
use jalon_app::domain::{Language, Problem};
use jalon_app::{App, AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::fields::{FieldView, field_view};
use crate::registers::selected;
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages, with_parameter};

/// What a form of the list hands on so that one comes back to the same list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(pub(crate) Vec<(String, String)>);

impl Kept {
    pub(crate) fn of(fields: &Fields) -> Self {
        let is_kept = |name: &str| name.starts_with("f-") || ["q", "open", "sort"].contains(&name);
        Self(
            fields.iter().filter(|(name, value)| is_kept(name) && !value.is_empty()).map(|(n, v)| (n.into(), v.into())).collect(),
        )
    }

    /// The query of the list, with one more parameter.
    pub(crate) fn query(&self, name: &str, value: &str) -> String {
        let mut fields = Fields::default();
        for (name, value) in &self.0 {
            fields.push(name.clone(), value.clone());
        }
        with_parameter(&fields, name, value)
    }
}

/// The change that was just made, and how to take it back.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) words: String,
    /// Empty where there is nothing to take back.
    pub(crate) undo: String,
}

/// What the list says of a change of several entries that was just made or taken back.
pub(crate) async fn done(app: &App, visit: &Visit, opened: &Opened, register: &str, filters: &Fields) -> Option<Done> {
    if let Ok(count) = filters.get("undone").parse::<usize>() {
        return Some(Done { words: visit.count("bulk-undone", count), undo: String::new() });
    }
    let undo = filters.get("bulk");
    let (first, last) = undo.split_once('-')?;
    let count = last.parse::<usize>().ok()?.checked_sub(first.parse().ok()?)? + 1;
    let may = app.may_undo_bulk(&visit.caller, opened, register, undo).await.unwrap_or(false);
    may.then(|| Done { words: visit.count("bulk-done", count), undo: undo.to_owned() })
}

/// The fields that the list offers to change in several entries; none to those who may not write.
pub(crate) fn offered(app: &App, visit: &Visit, opened: &Opened, definition: &RegisterDefinition) -> Vec<Choice> {
    if !app.may_with(&visit.caller, Action::RegisterSave, opened, &Facts { own: true, ..Facts::default() }) {
        return vec![];
    }
    let choice = |field: &jalon_app::domain::register::FieldDefinition| {
        Choice::new(field.code.clone(), field.label.get(visit.content()), false)
    };
    changeable(opened, definition).map(choice).collect()
}

/// A value that waits for approval.
#[derive(Debug)]
pub(crate) struct WaitingRow {
    /// Identifier and revision: what is approved is what was seen.
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) cells: Vec<String>,
    pub(crate) may_approve: bool,
}

/// What waits for the caller's approval in a register.
#[derive(Debug, Default)]
pub(crate) struct Approving {
    pub(crate) heads: Vec<String>,
    pub(crate) rows: Vec<WaitingRow>,
    /// Nobody else may approve here.
    pub(crate) alone: bool,
    pub(crate) any: bool,
}

pub(crate) async fn approving(
    app: &App,
    visit: &Visit,
    opened: &Opened,
    definition: &RegisterDefinition,
) -> Result<Approving, AppError> {
    let (waiting, approvals) = app.waiting(&visit.caller, opened, definition).await?;
    let names = opened.names(visit.content());
    let fields: Vec<_> = opened.fields(definition).filter(|field| !field.kept_by_program).skip(1).collect();
    let base = visit.href(&format!("/work/dossiers/{}/registers/{}", opened.dossier().slug, definition.code));
    let row = |entry: &RegisterEntry, may_approve| WaitingRow {
        value: format!("{}@{}", entry.id, entry.revision),
        name: names.entry(entry),
        href: format!("{base}/{}", entry.id),
        cells: fields.iter().map(|field| names.words(field, entry)).collect(),
        may_approve,
    };
    Ok(Approving {
        heads: fields.iter().map(|field| field.label.get(visit.content()).to_owned()).collect(),
        any: waiting.iter().any(|one| one.may_approve),
        rows: waiting.iter().map(|one| row(one.entry, one.may_approve)).collect(),
        alone: approvals.alone,
    })
}

#[derive(Template)]
#[template(path = "work/bulk.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    register: String,
    base: String,
    back: String,
    kept: Kept,
    chosen: String,
    names: Vec<String>,
    ids: Vec<String>,
    field: String,
    /// The one field, under the name `value`.
    fields: Vec<FieldView>,
    language: Language,
}

/// The value for the entries and the field that were chosen in the list.
pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let asked = query(&visit);
    show(&app, visit, &params, &asked, &[], StatusCode::OK).await
}

async fn show(
    app: &Shared,
    visit: Visit,
    params: &Params,
    asked: &Fields,
    problems: &[Problem],
    status: StatusCode,
) -> PageResult {
    let (slug, register) = (params.get("slug"), params.get("register"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register(register).or_fail(&visit)?;
    if offered(app, &visit, &opened, definition).is_empty() {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let entries: Vec<&RegisterEntry> = match asked.has("all") {
        true => selected(&visit, &opened, definition, asked, &app.day_of(&opened)),
        false => {
            let ids = asked.all("id");
            opened.content.entries(register).filter(|entry| ids.contains(&entry.id.0)).collect()
        }
    };
    let field = changeable(&opened, definition).find(|field| field.code == asked.get("field"));
    let mut problems = problems.to_vec();
    if entries.is_empty() {
        problems.push(Problem::new("bulk-nothing-chosen"));
    }
    if entries.len() > jalon_app::bulk::BULK_LIMIT {
        let (count, limit) = (entries.len(), jalon_app::bulk::BULK_LIMIT);
        problems.push(Problem::new("bulk-too-many").with("count", count).with("limit", limit));
    }
    if field.is_none() {
        problems.push(Problem::new("choose-field"));
    }
    let status = if problems.is_empty() { status } else { StatusCode::UNPROCESSABLE_ENTITY };
    let source = opened.dossier().source_language;
    let names = opened.names(visit.content());
    let m = Messages::new(&visit, &problems);
    let base = visit.href(&format!("/work/dossiers/{slug}/registers/{register}"));
    let kept = Kept::of(asked);
    let usable = field.filter(|_| problems.iter().all(|problem| !problem.code.starts_with("bulk-")));
    let page = Page {
        f: Frame::new(app, &visit, &opened, "registers"),
        register: definition.title.get(visit.content()).to_owned(),
        back: format!("{base}{}", kept.query("", "")),
        base,
        kept,
        chosen: visit.count("bulk-chosen", entries.len()),
        names: entries.iter().map(|entry| names.entry(entry)).collect(),
        ids: entries.iter().map(|entry| entry.id.to_string()).collect(),
        field: usable.map(|field| field.code.clone()).unwrap_or_default(),
        fields: usable
            .map(|field| {
                let given = asked.all("value");
                let nothing = RegisterEntry::default();
                let view = field_view(&visit, &opened, definition, field, &nothing, given, source, &m);
                FieldView { code: "value".to_owned(), ..view }
            })
            .into_iter()
            .collect(),
        language: source,
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

#[derive(Debug)]
struct Change {
    entry: String,
    href: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "work/bulk_preview.html")]
struct Preview<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    register: String,
    base: String,
    back: String,
    kept: Kept,
    field: String,
    field_label: String,
    changes_words: String,
    changes: Vec<Change>,
    ids: Vec<String>,
    unchanged: String,
    refused_words: String,
    /// Name, address and reasons.
    refused: Vec<(String, String, Vec<String>)>,
    given: Vec<String>,
    language: Language,
    revision: i64,
}

fn bulk(opened: &Opened, fields: &Fields) -> Bulk {
    Bulk {
        entries: fields.all("id"),
        field: fields.owned("field"),
        given: fields.all("value"),
        language: Language::from_tag(fields.get("language")).unwrap_or(opened.dossier().source_language).content(),
    }
}

/// What the value would change. Nothing is changed yet.
pub(crate) async fn preview(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    previewed(&app, visit, &params, &fields, &[]).await
}

async fn previewed(app: &Shared, visit: Visit, params: &Params, fields: &Fields, problems: &[Problem]) -> PageResult {
    let (slug, register) = (params.get("slug"), params.get("register"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register(register).or_fail(&visit)?;
    let bulk = bulk(&opened, fields);
    let preview = match app.preview_bulk(&visit.caller, slug, register, &bulk).await {
        Ok(preview) => preview,
        Err(AppError::Invalid(problems)) => {
            return show(app, visit, params, fields, &problems, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(Failure::new(visit, error)),
    };
    let page =
        Preview { m: Messages::new(&visit, problems), ..preview_page(app, &visit, &opened, definition, fields, bulk, preview) };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_as(&visit, status, &page)
}

fn preview_page<'a>(
    app: &App,
    visit: &'a Visit,
    opened: &Opened,
    definition: &RegisterDefinition,
    fields: &Fields,
    bulk: Bulk,
    preview: BulkPreview,
) -> Preview<'a> {
    let base = visit.href(&format!("/work/dossiers/{}/registers/{}", opened.dossier().slug, definition.code));
    let kept = Kept::of(fields);
    let label = definition.field(&bulk.field).map(|field| field.label.get(visit.content()).to_owned());
    Preview {
        f: Frame::new(app, visit, opened, "registers"),
        m: Messages::default(),
        register: definition.title.get(visit.content()).to_owned(),
        back: format!("{base}{}", kept.query("", "")),
        kept,
        field_label: label.unwrap_or_default(),
        changes_words: visit.count("bulk-changes", preview.changes.len()),
        ids: preview.changes.iter().map(|change| change.id.clone()).collect(),
        unchanged: if preview.unchanged > 0 { visit.count("bulk-unchanged", preview.unchanged) } else { String::new() },
        refused_words: visit.count("bulk-refused", preview.refused.len()),
        refused: preview
            .refused
            .iter()
            .map(|refused| {
                let reasons = Messages::new(visit, &refused.problems);
                let reasons = reasons.texts().into_iter().map(str::to_owned).collect();
                (refused.entry.clone(), format!("{base}/{}", refused.id), reasons)
            })
            .collect(),
        changes: preview
            .changes
            .into_iter()
            .map(|change| Change {
                href: format!("{base}/{}", change.id),
                entry: change.entry,
                before: change.before,
                after: change.after,
            })
            .collect(),
        base,
        field: bulk.field,
        given: bulk.given,
        language: bulk.language,
        revision: preview.revision,
        v: visit,
    }
}

pub(crate) async fn apply(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let bulk = bulk(&opened, &fields);
    match app.apply_bulk(&visit.caller, slug, register, &bulk, fields.number("revision")).await {
        Ok(done) => {
            let list = format!("/work/dossiers/{slug}/registers/{register}");
            see(&visit, &format!("{list}{}", Kept::of(&fields).query("bulk", &done.undo)))
        }
        // What has changed meanwhile is previewed again, with what stands in the way.
        Err(AppError::Invalid(problems)) => previewed(&app, visit, &params, &fields, &problems).await,
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn undo(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    let list = format!("/work/dossiers/{slug}/registers/{register}");
    let done = app.undo_bulk(&visit.caller, slug, register, fields.get("undo")).await;
    match done {
        Ok(count) => see(&visit, &format!("{list}{}", Kept::of(&fields).query("undone", &count.to_string()))),
        Err(AppError::Invalid(problems)) => crate::registers::refused(&app, visit, &params, &problems).await,
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// Approves the values chosen among those that wait, as they were seen.
pub(crate) async fn approve(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register(register).or_fail(&visit)?;
    let Some((field, approved)) = definition.counts_if.split_once('=') else {
        return Err(Failure::new(visit, AppError::NotFound));
    };
    let names = opened.names(visit.content());
    let (mut entries, mut problems) = (vec![], vec![]);
    for chosen in fields.all("waiting") {
        let (id, revision) = chosen.rsplit_once('@').unwrap_or((&chosen, ""));
        let Some(entry) = opened.content.entry(register, id) else { return Err(Failure::new(visit, AppError::NotFound)) };
        if entry.revision.to_string() != revision {
            problems.push(Problem::new("approval-changed").with("entry", names.entry(entry)));
        }
        entries.push(id.to_owned());
    }
    let language = opened.dossier().source_language;
    let bulk = Bulk { entries, field: field.to_owned(), given: vec![approved.to_owned()], language };
    let done = match problems.is_empty() {
        true => app.apply_bulk(&visit.caller, slug, register, &bulk, opened.dossier().revision).await,
        false => Err(AppError::Invalid(problems)),
    };
    match done {
        Ok(done) => {
            let list = format!("/work/dossiers/{slug}/registers/{register}");
            see(&visit, &format!("{list}{}", Kept::of(&fields).query("bulk", &done.undo)))
        }
        Err(AppError::Invalid(problems)) => crate::registers::refused(&app, visit, &params, &problems).await,
        Err(error) => Err(Failure::new(visit, error)),
    }
}

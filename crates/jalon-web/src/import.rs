//! The questionnaire as a spreadsheet: out to be filled in, back as a difference that a person accepts.

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jalon_app::authorisation::Action;
use jalon_app::domain::{Language, Problem};
use jalon_app::evidence::FILE_LIMIT_BYTES;
use jalon_app::questionnaire::{CellFault, Change, Preview, Standing};
use jalon_app::register::{RegisterPreview, RowFault, SheetFormat};
use jalon_app::{AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::evidence::{attachment, read_upload};
use crate::request::{Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Link, Messages};

const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "work/import.html")]
struct Form<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    languages: Vec<Choice>,
    hint: String,
    file_error: String,
    may_export: bool,
}

#[derive(Debug)]
struct ChangeView {
    topic: String,
    href: String,
    field: String,
    /// The texts are people's own words, in the language of the file.
    is_text: bool,
    before: String,
    after: String,
    /// Names the change when lines are accepted one by one; empty where they are accepted together.
    key: String,
    accepted: bool,
    /// What happened online since the file was written, when, and by whom; empty where nothing did.
    since: String,
}

#[derive(Debug)]
struct FaultView {
    sheet: String,
    cell: String,
    value: String,
    text: String,
    remedy: String,
}

#[derive(Template)]
#[template(path = "work/import_preview.html")]
struct PreviewPage<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    /// The form that takes another file, and where this one is accepted.
    /// To the form for another file, and what it is called.
    again: Link,
    apply: String,
    cancel: String,
    language: Language,
    /// Empty where the file holds several.
    language_name: String,
    changes: Vec<ChangeView>,
    changes_words: String,
    faults: Vec<FaultView>,
    faults_words: String,
    /// Sheet, cell and what stands there.
    unplaced: Vec<(String, String, String)>,
    file: String,
    revision: i64,
    /// Some of the changes are not ticked because of what happened online.
    held: String,
}

pub(crate) async fn export(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let filters = query(&visit);
    let language = Language::from_tag(filters.get("language")).map_or(visit.content(), Language::content);
    let bytes = app.export_questionnaire(&visit.caller, slug, language).await.or_fail(&visit)?;
    let name = attachment(&format!("{slug}-questionnaire-{language}.xlsx"));
    Ok(([(header::CONTENT_TYPE, SPREADSHEET.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, params.get("slug"), Messages::default(), StatusCode::OK).await
}

async fn show_form(app: &Shared, visit: Visit, slug: &str, m: Messages, status: StatusCode) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    if !app.may(&visit.caller, Action::QuestionnaireImport, &opened) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let choice = |l: Language| Choice::new(l.tag(), visit.t(&format!("language-{l}")), l == opened.dossier().source_language);
    let page = Form {
        f: Frame::new(app, &visit, &opened, "questionnaire"),
        base: visit.href(&format!("/work/dossiers/{slug}")),
        languages: Language::CONTENT.map(choice).into(),
        hint: visit.fill("import-file-hint", &[("megabytes", &(FILE_LIMIT_BYTES / 1024 / 1024).to_string())]),
        file_error: m.of("file"),
        may_export: app.may(&visit.caller, Action::QuestionnaireExport, &opened),
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn preview(
    State(app): State<Shared>,
    Work(visit): Work,
    params: Params,
    multipart: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let upload = read_upload(&visit, multipart).await?;
    let slug = params.get("slug");
    if upload.bytes.is_empty() {
        let messages = Messages::new(&visit, &[Problem::on("file-empty", "file")]);
        return show_form(&app, visit, slug, messages, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match app.preview_questionnaire(&visit.caller, slug, upload.bytes).await {
        Ok(preview) => {
            let status = if preview.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            show_preview(&app, &visit, slug, preview, None, Messages::default(), status).await
        }
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(&app, visit, slug, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// The difference; with the lines that were ticked and what is wrong with that, after a refused acceptance.
async fn show_preview(
    app: &Shared,
    visit: &Visit,
    slug: &str,
    preview: Preview,
    ticked: Option<&[String]>,
    m: Messages,
    status: StatusCode,
) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(visit)?;
    let mut changes: Vec<ChangeView> = vec![];
    for change in &preview.changes {
        let mut shown = change_view(visit, &opened, change);
        if let Some(ticked) = ticked {
            shown.accepted = ticked.contains(&shown.key);
        }
        if change.standing != Standing::Plain {
            shown.since = since(app, visit, &opened, change).await;
        }
        changes.push(shown);
    }
    let held = preview.changes.iter().filter(|change| change.standing != Standing::Plain).count();
    let page = PreviewPage {
        f: Frame::new(app, visit, &opened, "questionnaire"),
        m,
        held: if held == 0 { String::new() } else { visit.count("import-held", held) },
        again: (visit.href(&format!("/work/dossiers/{}/import", opened.dossier().slug)), visit.t("import-heading")),
        apply: visit.href(&format!("/work/dossiers/{}/import/apply", opened.dossier().slug)),
        cancel: visit.href(&format!("/work/dossiers/{}/questionnaire", opened.dossier().slug)),
        language: preview.language,
        language_name: visit.t(&format!("language-{}", preview.language)),
        changes_words: visit.count("import-changes", preview.changes.len()),
        changes,
        faults_words: visit.count("import-faults", preview.faults.len()),
        faults: preview.faults.into_iter().map(|fault| cell_fault(visit, fault)).collect(),
        unplaced: preview.unplaced.into_iter().map(|found| (found.sheet, found.cell, found.value)).collect(),
        file: preview.file,
        revision: preview.revision,
        v: visit,
    };
    render_as(visit, status, &page)
}

/// What happened online to an answer since the file was written: by whom only for those who may read the history.
async fn since(app: &Shared, visit: &Visit, opened: &Opened, change: &Change) -> String {
    let key = if change.standing == Standing::Older { "import-older" } else { "import-conflict" };
    let words = visit.t(key);
    let slug = &opened.dossier().slug;
    let history = app.record_history(&visit.caller, slug, "answer", &change.item).await.unwrap_or_default();
    let entry = history.iter().find(|entry| !["answer.assign", "answer.reopen"].contains(&entry.use_case.as_str()));
    let told = match entry {
        Some(entry) => {
            let (at, who) = (visit.wording.instant(&entry.at), crate::history::actor(visit, opened, &entry.actor));
            visit.fill("import-since-by", &[("at", &at), ("who", &who)])
        }
        None => {
            let at = opened.content.answer(&change.item).map(|answer| visit.wording.instant(&answer.changed_at));
            at.map(|at| visit.fill("import-since", &[("at", &at)])).unwrap_or_default()
        }
    };
    format!("{words} {told}")
}

fn cell_fault(visit: &Visit, fault: CellFault) -> FaultView {
    FaultView {
        text: visit.t(&format!("cell-fault-{}", fault.rule)),
        remedy: visit.wording.find(&format!("cell-fault-{}-remedy", fault.rule), &[]).unwrap_or_default(),
        sheet: fault.sheet,
        cell: fault.cell,
        value: fault.value,
    }
}

fn change_view(visit: &Visit, opened: &Opened, change: &Change) -> ChangeView {
    let item = opened.framework.item(&change.item);
    let scale = item.and_then(|item| opened.framework.scale_of(item));
    let value = |code: &str| match code {
        "" => visit.t("answer-open"),
        "not_applicable" => visit.t("answer-not-applicable"),
        code => {
            let known = scale.and_then(|scale| scale.values.iter().find(|value| value.code == code));
            known.map_or_else(|| code.to_owned(), |value| value.label.get(visit.content()).to_owned())
        }
    };
    let is_text = change.field != "answer";
    let shown = |text: &str| if is_text { text.to_owned() } else { value(text) };
    ChangeView {
        topic: format!("{} {}", change.item, item.map(|item| item.title.get(visit.content())).unwrap_or_default()),
        href: visit.href(&format!("/work/dossiers/{}/questionnaire/{}", opened.dossier().slug, change.item)),
        field: visit.t(&format!("sheet-{}", change.field)),
        is_text,
        before: shown(&change.before),
        after: shown(&change.after),
        key: change.key(),
        accepted: change.standing == Standing::Plain,
        since: String::new(),
    }
}

pub(crate) async fn apply(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    let (file, accepted) = (fields.get("file"), fields.all("accept"));
    match app.apply_questionnaire(&visit.caller, slug, file, fields.number("revision"), &accepted).await {
        Ok(changed) => see(&visit, &format!("/work/dossiers/{slug}/questionnaire?imported={changed}")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            let preview = app.preview_kept_questionnaire(&visit.caller, slug, file).await.or_fail(&visit)?;
            show_preview(&app, &visit, slug, preview, Some(&accepted), messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

#[derive(Template)]
#[template(path = "work/register_import.html")]
struct RegisterForm<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    register: String,
    base: String,
    hint: String,
    file_error: String,
}

pub(crate) async fn export_xlsx(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    export_register(&app, &visit, &params, SheetFormat::Spreadsheet, "xlsx", SPREADSHEET).await
}

pub(crate) async fn export_csv(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    export_register(&app, &visit, &params, SheetFormat::Lines, "csv", "text/csv; charset=utf-8").await
}

async fn export_register(
    app: &Shared,
    visit: &Visit,
    params: &Params,
    format: SheetFormat,
    extension: &str,
    media_type: &str,
) -> PageResult {
    let (slug, register) = (params.get("slug"), params.get("register"));
    let bytes = app.export_register(&visit.caller, slug, register, format).await.or_fail(visit)?;
    let name = attachment(&format!("{slug}-{register}.{extension}"));
    Ok(([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(crate) async fn register_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_register_form(&app, visit, &params, Messages::default(), StatusCode::OK).await
}

async fn show_register_form(app: &Shared, visit: Visit, params: &Params, m: Messages, status: StatusCode) -> PageResult {
    let (slug, register) = (params.get("slug"), params.get("register"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register(register).or_fail(&visit)?;
    if !app.may(&visit.caller, Action::RegisterImport, &opened) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let page = RegisterForm {
        f: Frame::new(app, &visit, &opened, "registers"),
        register: definition.title.get(visit.content()).to_owned(),
        base: visit.href(&format!("/work/dossiers/{slug}/registers/{register}")),
        hint: visit.fill("import-file-hint", &[("megabytes", &(FILE_LIMIT_BYTES / 1024 / 1024).to_string())]),
        file_error: m.of("file"),
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn register_preview(
    State(app): State<Shared>,
    Work(visit): Work,
    params: Params,
    multipart: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let upload = read_upload(&visit, multipart).await?;
    let (slug, register) = (params.get("slug"), params.get("register"));
    if upload.bytes.is_empty() {
        let messages = Messages::new(&visit, &[Problem::on("file-empty", "file")]);
        return show_register_form(&app, visit, &params, messages, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let preview = app.preview_register(&visit.caller, slug, register, upload.bytes).await.or_fail(&visit)?;
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let page = register_preview_page(&visit, Frame::new(&app, &visit, &opened, "registers"), slug, register, preview);
    let status = if page.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_as(&visit, status, &page)
}

fn register_preview_page<'a>(
    visit: &'a Visit,
    frame: Frame,
    slug: &str,
    register: &str,
    preview: RegisterPreview,
) -> PreviewPage<'a> {
    let base = visit.href(&format!("/work/dossiers/{slug}/registers/{register}"));
    let fault = |fault: RowFault| match fault {
        RowFault::Cell(fault) => cell_fault(visit, fault),
        RowFault::Field { sheet, cell, value, problem } => FaultView {
            text: visit.wording.problem(&problem),
            remedy: visit.wording.remedy(&problem).unwrap_or_default(),
            sheet: if sheet.is_empty() { register.to_owned() } else { sheet },
            cell,
            value,
        },
    };
    PreviewPage {
        f: frame,
        m: Messages::default(),
        held: String::new(),
        again: (format!("{base}/import"), visit.t("register-import")),
        apply: format!("{base}/import/apply"),
        language: visit.content(),
        language_name: String::new(),
        changes_words: visit.count("register-import-changes", preview.count()),
        changes: preview
            .changes
            .iter()
            .map(|change| ChangeView {
                topic: change.entry.clone(),
                href: if change.id.is_empty() { base.clone() } else { format!("{base}/{}", change.id) },
                field: change.field.clone(),
                is_text: true,
                before: change.before.clone(),
                after: change.after.clone(),
                key: String::new(),
                accepted: true,
                since: String::new(),
            })
            .collect(),
        faults_words: visit.count("import-faults", preview.faults.len()),
        faults: preview.faults.into_iter().map(fault).collect(),
        unplaced: vec![],
        file: preview.file,
        revision: preview.revision,
        cancel: base,
        v: visit,
    }
}

pub(crate) async fn register_apply(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    match app.apply_register(&visit.caller, slug, register, fields.get("file"), fields.number("revision")).await {
        Ok(changed) => see(&visit, &format!("/work/dossiers/{slug}/registers/{register}?imported={changed}")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_register_form(&app, visit, &params, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

//! The questionnaire as a spreadsheet: out to be filled in, back as a difference that a person accepts.

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jalon_app::authorisation::Action;
use jalon_app::domain::{Language, Problem};
use jalon_app::evidence::FILE_LIMIT_BYTES;
use jalon_app::questionnaire::{Change, Preview};
use jalon_app::{AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::evidence::{attachment, read_upload};
use crate::request::{Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages};

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
    base: String,
    language: Language,
    language_name: String,
    changes: Vec<ChangeView>,
    changes_words: String,
    faults: Vec<FaultView>,
    faults_words: String,
    /// Sheet, cell and what stands there.
    unplaced: Vec<(String, String, String)>,
    file: String,
    revision: i64,
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
            let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
            let page = preview_page(&visit, Frame::new(&app, &visit, &opened, "questionnaire"), &opened, preview);
            let status = if page.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            render_as(&visit, status, &page)
        }
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(&app, visit, slug, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

fn preview_page<'a>(visit: &'a Visit, frame: Frame, opened: &Opened, preview: Preview) -> PreviewPage<'a> {
    PreviewPage {
        f: frame,
        base: visit.href(&format!("/work/dossiers/{}", opened.dossier().slug)),
        language: preview.language,
        language_name: visit.t(&format!("language-{}", preview.language)),
        changes_words: visit.count("import-changes", preview.changes.len()),
        changes: preview.changes.iter().map(|change| change_view(visit, opened, change)).collect(),
        faults_words: visit.count("import-faults", preview.faults.len()),
        faults: preview
            .faults
            .into_iter()
            .map(|fault| FaultView {
                text: visit.t(&format!("cell-fault-{}", fault.rule)),
                remedy: visit.wording.find(&format!("cell-fault-{}-remedy", fault.rule), &[]).unwrap_or_default(),
                sheet: fault.sheet,
                cell: fault.cell,
                value: fault.value,
            })
            .collect(),
        unplaced: preview.unplaced.into_iter().map(|found| (found.sheet, found.cell, found.value)).collect(),
        file: preview.file,
        revision: preview.revision,
        v: visit,
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
    }
}

pub(crate) async fn apply(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    match app.apply_questionnaire(&visit.caller, slug, fields.get("file"), fields.number("revision")).await {
        Ok(changed) => see(&visit, &format!("/work/dossiers/{slug}/questionnaire?imported={changed}")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(&app, visit, slug, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

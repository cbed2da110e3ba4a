//! The context chapter: paragraphs and figures, item by item.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use jalon_app::assessment::{CHARTS, FigureInput, ParagraphInput, SECTIONS};
use jalon_app::authorisation::Action;
use jalon_app::domain::assessment::{Cell, Citation, Figure, Paragraph, Subject};
use jalon_app::domain::text::TranslationState;
use jalon_app::domain::{Language, Text};
use jalon_app::{App, AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render, render_as, see};
use crate::evidence::{Upload, read_upload};
use crate::findings::{CitationRow, citation_rows, citations};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages, choices};

/// An item of the framework's context chapter with what is written on it.
#[derive(Debug)]
struct Part {
    code: String,
    title: String,
    guidance: String,
    groups: Vec<Group>,
}

/// What belongs to one section of the chapter.
#[derive(Debug)]
struct Group {
    title: String,
    passages: Vec<Passage>,
    figures: Vec<FigureView>,
}

#[derive(Debug)]
struct Passage {
    id: String,
    title: String,
    paragraphs: Vec<String>,
    sources: Vec<String>,
    /// The language of the text where it is not the reader's.
    language: String,
    translation: String,
    comments: String,
}

#[derive(Debug)]
struct FigureView {
    id: String,
    title: String,
    description: String,
    unit: String,
    chart: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    note: String,
    sources: Vec<String>,
    translation: String,
    /// As the report will draw it, for wide screens and for telephones; empty for what is only a table.
    svg: String,
    narrow_svg: String,
}

#[derive(Template)]
#[template(path = "work/context.html")]
struct List<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    parts: Vec<Part>,
    may_write: bool,
    may_draw: bool,
}

#[derive(Template)]
#[template(path = "work/paragraph_form.html")]
struct ParagraphForm<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    id: String,
    title: String,
    text: String,
    sections: Vec<Choice>,
    items: Vec<Choice>,
    citations: Vec<CitationRow>,
    language: Language,
    languages: Vec<Choice>,
    source_text: String,
    source_language: Language,
    revision: i64,
    comments: String,
    editable: bool,
    may_delete: bool,
}

#[derive(Template)]
#[template(path = "work/figure_form.html")]
struct FigureForm<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    id: String,
    input: FigureInput,
    items: Vec<Choice>,
    charts: Vec<Choice>,
    sections: Vec<Choice>,
    citations: Vec<CitationRow>,
    language: Language,
    languages: Vec<Choice>,
    /// The table stands in the language of the source until it is translated.
    borrowed: bool,
    editable: bool,
    may_delete: bool,
}

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let language = visit.content();
    let items = || opened.framework.of_kind("context").filter(|item| item.parent.is_some());
    let known = |code: &str| items().any(|item| item.code == code);
    let mut parts: Vec<Part> = items()
        .map(|item| Part {
            code: item.code.clone(),
            title: item.title.get(language).to_owned(),
            guidance: item.guidance.get(language).to_owned(),
            groups: groups(&app, &visit, &opened, |code| code == item.code),
        })
        .collect();
    // What names no item of the framework must not disappear from the page.
    let others = groups(&app, &visit, &opened, |code| !known(code));
    if !others.is_empty() {
        parts.push(Part { code: String::new(), title: visit.t("context-other"), guidance: String::new(), groups: others });
    }
    let page = List {
        f: Frame::new(&app, &visit, &opened, "context"),
        base: base(&visit, slug),
        parts,
        may_write: app.may(&visit.caller, Action::ParagraphSave, &opened),
        may_draw: app.may(&visit.caller, Action::FigureSave, &opened),
        v: &visit,
    };
    render(&visit, &page)
}

fn base(visit: &Visit, slug: &str) -> String {
    visit.href(&format!("/work/dossiers/{slug}"))
}

/// Section by section, in the order of the chapter; figures that name no section come last.
fn groups(app: &App, visit: &Visit, opened: &Opened, on: impl Fn(&str) -> bool) -> Vec<Group> {
    let mut paragraphs: Vec<&Paragraph> = opened.content.paragraphs.iter().filter(|p| on(p.item.as_str())).collect();
    let mut figures: Vec<&Figure> = opened.content.figures.iter().filter(|f| on(f.item.as_str())).collect();
    paragraphs.sort_by_key(|p| p.order);
    figures.sort_by_key(|f| f.order);
    let place = |section: &str| SECTIONS.iter().position(|known| *known == section);
    let group = |title: String, wanted: Option<usize>| Group {
        title,
        passages: paragraphs.iter().filter(|p| place(&p.section) == wanted).map(|p| passage(visit, opened, p)).collect(),
        figures: figures.iter().filter(|f| place(&f.section) == wanted).map(|f| figure_view(app, visit, opened, f)).collect(),
    };
    let of_sections = SECTIONS.iter().enumerate().map(|(n, section)| group(visit.t(&format!("section-{section}")), Some(n)));
    let rest = std::iter::once_with(|| group(visit.t("context-figures"), None));
    of_sections.chain(rest).filter(|group| !group.passages.is_empty() || !group.figures.is_empty()).collect()
}

fn passage(visit: &Visit, opened: &Opened, paragraph: &Paragraph) -> Passage {
    let language = visit.content();
    let (shown, text) = paragraph.text.get_with_language(language);
    let comments = opened.content.comments_on(&Subject::Paragraph(paragraph.id.clone())).count();
    Passage {
        id: paragraph.id.to_string(),
        title: paragraph.title.get(language).to_owned(),
        paragraphs: text.split("\n\n").map(str::to_owned).collect(),
        sources: sources(opened, &paragraph.citations),
        language: if shown == language { String::new() } else { shown.tag().to_owned() },
        translation: badge(visit, opened, &[&paragraph.title, &paragraph.text]),
        comments: if comments == 0 { String::new() } else { visit.count("context-comments", comments) },
    }
}

fn figure_view(app: &App, visit: &Visit, opened: &Opened, figure: &Figure) -> FigureView {
    let [svg, narrow_svg] = app.context_drawing(opened, figure, visit.language);
    let language = visit.content();
    let cell = |cell: &Cell| match cell {
        Cell::Number(value) => visit.wording.number(*value),
        Cell::Words(text) => text.get(language).to_owned(),
        Cell::Missing(_) => visit.t("context-no-value"),
    };
    FigureView {
        id: figure.id.to_string(),
        title: figure.title.get(language).to_owned(),
        description: figure.description.get(language).to_owned(),
        unit: figure.unit.get(language).to_owned(),
        chart: visit.t(&format!("chart-{}", if figure.chart.is_empty() { "none" } else { &figure.chart })),
        columns: figure.columns.iter().map(|column| column.get(language).to_owned()).collect(),
        rows: figure.rows.iter().map(|row| (row.label.get(language).to_owned(), row.cells.iter().map(cell).collect())).collect(),
        note: figure.note.get(language).to_owned(),
        sources: sources(opened, &figure.citations),
        translation: badge(visit, opened, &texts_of(figure)),
        svg,
        narrow_svg,
    }
}

fn texts_of(figure: &Figure) -> Vec<&Text> {
    let own = [&figure.title, &figure.description, &figure.unit, &figure.note];
    own.into_iter().chain(figure.table_texts()).collect()
}

fn sources(opened: &Opened, citations: &[Citation]) -> Vec<String> {
    let source = |citation: &Citation| {
        let evidence = opened.content.evidence(citation.evidence.as_str())?;
        let place = if citation.page.is_empty() { &citation.lines } else { &citation.page };
        Some(if place.is_empty() { evidence.short() } else { format!("{}, {place}", evidence.short()) })
    };
    citations.iter().filter_map(source).collect()
}

/// How far texts are in one language: as far as the one that is furthest behind.
fn state(texts: &[&Text], language: Language, source: Language) -> TranslationState {
    texts.iter().map(|text| text.state(language, source)).max().unwrap_or(TranslationState::Done)
}

fn state_key(state: TranslationState) -> &'static str {
    match state {
        TranslationState::Done => "translation-done",
        TranslationState::Stale => "translation-stale",
        TranslationState::Missing => "translation-missing",
    }
}

/// What remains to be translated for this reader; empty where nothing does.
fn badge(visit: &Visit, opened: &Opened, texts: &[&Text]) -> String {
    match state(texts, visit.content(), opened.dossier().source_language) {
        TranslationState::Done => String::new(),
        behind => visit.t(state_key(behind)),
    }
}

fn language_choices(visit: &Visit, opened: &Opened, texts: &[&Text], selected: Language) -> Vec<Choice> {
    let source = opened.dossier().source_language;
    let choice = |language: Language| {
        let name = visit.t(&format!("language-{language}"));
        let label =
            if language == source { name } else { format!("{name} ({})", visit.t(state_key(state(texts, language, source)))) };
        Choice::new(language.tag(), label, language == selected)
    };
    Language::CONTENT.map(choice).into()
}

/// The language whose text the form shows: what was submitted, else `?language=`, else the one that is written first.
fn form_language(visit: &Visit, opened: &Opened, typed: Option<&Fields>) -> Language {
    let filters = query(visit);
    let wanted = typed.map_or_else(|| filters.get("language"), |fields| fields.get("language"));
    Language::from_tag(wanted).map_or(opened.dossier().source_language, Language::content)
}

fn item_choices(visit: &Visit, opened: &Opened, selected: &str) -> Vec<Choice> {
    let items = opened.framework.of_kind("context").filter(|item| item.parent.is_some());
    let choice = |item: &jalon_app::domain::catalogue::Item| {
        Choice::new(&item.code, format!("{} {}", item.code, item.title.get(visit.content())), item.code == selected)
    };
    std::iter::once(Choice::new("", visit.t("context-no-item"), selected.is_empty())).chain(items.map(choice)).collect()
}

pub(crate) async fn create_paragraph_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_paragraph(&app, visit, params.get("slug"), "", None, StatusCode::OK).await
}

pub(crate) async fn paragraph_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_paragraph(&app, visit, params.get("slug"), params.get("id"), None, StatusCode::OK).await
}

async fn show_paragraph(
    app: &Shared,
    visit: Visit,
    slug: &str,
    id: &str,
    typed: Option<(&Fields, Messages)>,
    status: StatusCode,
) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let editable = app.may(&visit.caller, Action::ParagraphSave, &opened);
    let stored = opened.content.paragraph(id);
    if (stored.is_none() && !id.is_empty()) || (id.is_empty() && !editable) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let source = opened.dossier().source_language;
    let language = form_language(&visit, &opened, typed.as_ref().map(|(fields, _)| *fields));
    let filters = query(&visit);
    let present = stored.cloned().unwrap_or_else(|| Paragraph { item: filters.get("item").into(), ..Paragraph::default() });
    let in_language = |text: &Text| text.exact(language).unwrap_or_default().to_owned();
    let (title, text, present, m) = match typed {
        Some((fields, messages)) => (fields.owned("title"), fields.owned("text"), typed_paragraph(fields, present), messages),
        None => (in_language(&present.title), in_language(&present.text), present, Messages::default()),
    };
    let mut sections = choices(&visit, "section", SECTIONS, &present.section);
    if present.section.is_empty() {
        sections.insert(0, Choice::new("", visit.t("context-choose"), true));
    }
    let comments = opened.content.comments_on(&Subject::Paragraph(id.into())).count();
    let page = ParagraphForm {
        f: Frame::new(app, &visit, &opened, "context"),
        m,
        base: base(&visit, slug),
        id: id.to_owned(),
        title,
        text,
        sections,
        items: item_choices(&visit, &opened, present.item.as_str()),
        citations: citation_rows(&visit, &opened, &present.citations),
        languages: language_choices(&visit, &opened, &[&present.title, &present.text], language),
        source_text: if language == source { String::new() } else { present.text.get(source).to_owned() },
        source_language: source,
        language,
        revision: present.revision,
        comments: visit.count("context-comments", comments),
        editable,
        may_delete: stored.is_some() && app.may(&visit.caller, Action::ParagraphDelete, &opened),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

fn typed_paragraph(fields: &Fields, present: Paragraph) -> Paragraph {
    Paragraph {
        section: fields.owned("section"),
        item: fields.get("item").into(),
        citations: citations(fields),
        revision: fields.number("revision"),
        ..present
    }
}

pub(crate) async fn create_paragraph(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store_paragraph(&app, params.get("slug"), "", submitted).await
}

pub(crate) async fn save_paragraph(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store_paragraph(&app, params.get("slug"), params.get("id"), submitted).await
}

async fn store_paragraph(app: &Shared, slug: &str, id: &str, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let input = ParagraphInput {
        id: id.to_owned(),
        section: fields.owned("section"),
        item: fields.owned("item"),
        title: fields.owned("title"),
        text: fields.owned("text"),
        citations: citations(&fields),
        language: fields.language("language"),
        revision: fields.number("revision"),
    };
    match app.save_paragraph(&visit.caller, slug, input).await {
        Ok(saved) if visit.is_autosave => {
            let label = visit.fill("saved-at", &[("time", app.now().get(11..16).unwrap_or_default())]);
            Ok(Json(serde_json::json!({ "revision": saved.revision, "saved_at_label": label })).into_response())
        }
        Ok(saved) => see(&visit, &format!("/work/dossiers/{slug}/context#paragraph-{}", saved.id)),
        Err(AppError::Invalid(problems)) if !visit.is_autosave => {
            let messages = Messages::new(&visit, &problems);
            show_paragraph(app, visit, slug, id, Some((&fields, messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn delete_paragraph(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    app.delete_paragraph(&visit.caller, slug, params.get("id"), fields.number("revision")).await.or_fail(&visit)?;
    see(&visit, &format!("/work/dossiers/{slug}/context"))
}

pub(crate) async fn create_figure_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_figure(&app, visit, params.get("slug"), "", None, StatusCode::OK).await
}

pub(crate) async fn figure_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_figure(&app, visit, params.get("slug"), params.get("id"), None, StatusCode::OK).await
}

async fn show_figure(
    app: &Shared,
    visit: Visit,
    slug: &str,
    id: &str,
    typed: Option<(&Fields, Messages)>,
    status: StatusCode,
) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let editable = app.may(&visit.caller, Action::FigureSave, &opened);
    let stored = opened.content.figures.iter().find(|figure| figure.id.as_str() == id);
    if (stored.is_none() && !id.is_empty()) || (id.is_empty() && !editable) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let language = form_language(&visit, &opened, typed.as_ref().map(|(fields, _)| *fields));
    let filters = query(&visit);
    let present = stored.cloned().unwrap_or_else(|| Figure { item: filters.get("item").into(), ..Figure::default() });
    let borrowed = typed.is_none() && present.columns.iter().any(|column| column.exact(language).is_none());
    let (input, m) = match typed {
        Some((fields, messages)) => (typed_figure(id, fields), messages),
        None => (stored_figure(&visit, &present, language), Messages::default()),
    };
    let mut charts = choices(&visit, "chart", CHARTS, &input.chart);
    if input.chart.is_empty() {
        charts.insert(0, Choice::new("", visit.t("context-choose"), true));
    }
    let page = FigureForm {
        f: Frame::new(app, &visit, &opened, "context"),
        m,
        base: base(&visit, slug),
        id: id.to_owned(),
        items: item_choices(&visit, &opened, &input.item),
        charts,
        sections: sections_of_figure(&visit, &input.section),
        citations: citation_rows(&visit, &opened, &input.citations),
        languages: language_choices(&visit, &opened, &texts_of(&present), language),
        language,
        borrowed,
        input,
        editable,
        may_delete: stored.is_some() && app.may(&visit.caller, Action::FigureDelete, &opened),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// A figure may stand at the end of the chapter instead of in a section.
fn sections_of_figure(visit: &Visit, selected: &str) -> Vec<Choice> {
    let mut sections = choices(visit, "section", SECTIONS, selected);
    sections.insert(0, Choice::new("", visit.t("none"), selected.is_empty()));
    sections
}

fn typed_figure(id: &str, fields: &Fields) -> FigureInput {
    FigureInput {
        id: id.to_owned(),
        item: fields.owned("item"),
        title: fields.owned("title"),
        description: fields.owned("description"),
        unit: fields.owned("unit"),
        chart: fields.owned("chart"),
        table: fields.owned("table"),
        file: vec![],
        note: fields.owned("note"),
        section: fields.owned("section"),
        citations: citations(fields),
        language: fields.language("language"),
        revision: fields.number("revision"),
    }
}

fn stored_figure(visit: &Visit, figure: &Figure, language: Language) -> FigureInput {
    let in_language = |text: &Text| text.exact(language).unwrap_or_default().to_owned();
    FigureInput {
        id: figure.id.to_string(),
        item: figure.item.to_string(),
        title: in_language(&figure.title),
        description: in_language(&figure.description),
        unit: in_language(&figure.unit),
        chart: figure.chart.clone(),
        table: if figure.columns.is_empty() {
            String::new()
        } else {
            table_text(figure, language, &visit.t("context-table-label"))
        },
        file: vec![],
        note: in_language(&figure.note),
        section: figure.section.clone(),
        citations: figure.citations.clone(),
        language,
        revision: figure.revision,
    }
}

/// The table as it is pasted from a spreadsheet: tabs between columns. Headings and labels without a translation stand in
/// the language that has them, because the table would lose a column where a heading is empty.
fn table_text(figure: &Figure, language: Language, corner: &str) -> String {
    let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let line = |first: &str, cells: Vec<String>| std::iter::once(plain(first)).chain(cells).collect::<Vec<_>>().join("\t");
    let cell = |cell: &Cell| match cell {
        Cell::Number(value) => value.to_string(),
        Cell::Words(text) => plain(text.get(language)),
        Cell::Missing(_) => String::new(),
    };
    let header = line(corner, figure.columns.iter().map(|column| plain(column.get(language))).collect());
    let rows = figure.rows.iter().map(|row| line(row.label.get(language), row.cells.iter().map(cell).collect()));
    std::iter::once(header).chain(rows).collect::<Vec<_>>().join("\n")
}

pub(crate) async fn create_figure(
    State(app): State<Shared>,
    Work(visit): Work,
    params: Params,
    multipart: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let upload = read_upload(&visit, multipart).await?;
    store_figure(&app, visit, params.get("slug"), "", upload).await
}

pub(crate) async fn save_figure(
    State(app): State<Shared>,
    Work(visit): Work,
    params: Params,
    multipart: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let upload = read_upload(&visit, multipart).await?;
    store_figure(&app, visit, params.get("slug"), params.get("id"), upload).await
}

async fn store_figure(app: &Shared, visit: Visit, slug: &str, id: &str, upload: Upload) -> PageResult {
    let fields = upload.fields;
    let input = FigureInput { file: upload.bytes, ..typed_figure(id, &fields) };
    match app.save_figure(&visit.caller, slug, input).await {
        Ok(saved) => see(&visit, &format!("/work/dossiers/{slug}/context#figure-{}", saved.id)),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_figure(app, visit, slug, id, Some((&fields, messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn delete_figure(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    app.delete_figure(&visit.caller, slug, params.get("id"), fields.number("revision")).await.or_fail(&visit)?;
    see(&visit, &format!("/work/dossiers/{slug}/context"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jalon_app::domain::assessment::FigureRow;

    #[test]
    fn a_stored_table_can_be_pasted_back() {
        let text = |text: &str| Text::of(Language::French, text);
        let row = |label: &str, cells| FigureRow { label: text(label), cells };
        let figure = Figure {
            columns: vec![text("Part"), text("Personnes")],
            rows: vec![
                row("Avant 1991", vec![Cell::Number(33.5), Cell::Number(215_740.0)]),
                row("Depuis\t2011", vec![Cell::Number(21.5), Cell::Missing(None)]),
            ],
            ..Figure::default()
        };
        let expected = "Label\tPart\tPersonnes\nAvant 1991\t33.5\t215740\nDepuis 2011\t21.5\t";
        assert_eq!(table_text(&figure, Language::Spanish, "Label"), expected);
    }
}

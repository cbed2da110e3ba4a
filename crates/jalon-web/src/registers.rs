//! Registers: the list of entries with its filters, and one entry to write. Every register of every framework uses these pages.

use std::cmp::Ordering;
use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::assessment::Subject as Commented;
use jalon_app::domain::assessment::checks::Subject;
use jalon_app::domain::catalogue::CheckDefinition;
use jalon_app::domain::register::{FieldDefinition, FieldKind, RegisterDefinition, RegisterEntry, Value, rules, sums};
use jalon_app::domain::search::Query;
use jalon_app::domain::text::TranslationState;
use jalon_app::domain::{Language, Problem, format};
use jalon_app::{AppError, Opened, register};

use crate::bulk::{self, Approving, Done, Kept};
use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::existing;
use crate::fields::{FieldView, field_view, given};
use crate::findings::{CitationRow, citation_rows, citations, cited};
use crate::lists::{Heading, Sorting};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages, Pages, page_of};
use crate::views::{Views, views};

const PAGE: usize = 50;

#[derive(Debug)]
struct Row {
    id: String,
    href: String,
    name: String,
    cells: Vec<(String, bool)>,
}

#[derive(Debug)]
struct Filter {
    code: String,
    label: String,
    options: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "work/register.html")]
struct List<'a> {
    v: &'a Visit,
    f: Frame,
    code: String,
    title: String,
    guidance: String,
    source: String,
    base: String,
    step: (String, String),
    total: usize,
    shown: String,
    /// The requirement whose open entries are shown.
    open: String,
    open_code: String,
    filters: Vec<Filter>,
    q: String,
    columns: Vec<Heading>,
    rows: Vec<Row>,
    totals: Vec<String>,
    pages: Pages,
    may_add: bool,
    may_import: bool,
    may_take_over: bool,
    has_models: bool,
    may_export: bool,
    registers: Vec<(String, String, usize, bool)>,
    chart: Option<register::Chart>,
    m: Messages,
    /// The fields that may be given one value in several entries; empty to those who may not write.
    bulk_fields: Vec<Choice>,
    bulk_all: String,
    kept: Kept,
    done: Option<Done>,
    approving: Approving,
    views: Views,
}

#[derive(Template)]
#[template(path = "work/register_form.html")]
struct Form<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    register: String,
    base: String,
    id: String,
    name: String,
    fields: Vec<FieldView>,
    language: Language,
    languages: Vec<Choice>,
    revision: i64,
    editable: bool,
    may_delete: bool,
    references: Vec<(String, String)>,
    /// Registers whose entries may belong to this one: where to add one.
    belonging: Vec<(String, String)>,
    /// May make entries at all, a copy of this one among them.
    may_add: bool,
    citations: Vec<CitationRow>,
    /// The same for those who only read.
    sources: Vec<String>,
    saved: bool,
    /// How many comments there are, where the entry may be discussed.
    comments: String,
    /// Of a request for new data: what may answer it already.
    existing: Option<Vec<existing::Row>>,
}

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_list(&app, visit, &params, &[]).await
}

/// The list, with what stood in the way of a change of several entries.
pub(crate) async fn refused(app: &Shared, visit: Visit, params: &Params, problems: &[Problem]) -> PageResult {
    show_list(app, visit, params, problems).await
}

async fn show_list(app: &Shared, visit: Visit, params: &Params, problems: &[Problem]) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register(params.get("register")).or_fail(&visit)?;
    let language = visit.content();
    let names = opened.names(language);
    let filters = query(&visit);
    let base = visit.href(&format!("/work/dossiers/{slug}/registers"));
    let total = opened.content.entries(&definition.code).count();
    let mut wanted = selected(&visit, &opened, definition, &filters, &app.day_of(&opened));
    let columns: Vec<&FieldDefinition> = opened.fields(definition).filter(|field| field.column).collect();
    let (list, sorting) = (format!("{base}/{}", definition.code), Sorting::of(&visit));
    if let Some(field) = definition.field(&sorting.code) {
        let words: HashMap<&str, String> = wanted.iter().map(|e| (e.id.as_str(), names.words(field, e))).collect();
        wanted.sort_by(|a, b| {
            let order = match field.kind {
                FieldKind::Number | FieldKind::Money => a.number(&field.code).cmp(&b.number(&field.code)),
                FieldKind::Date => a.line(&field.code).cmp(b.line(&field.code)),
                _ => natural(language, &words[a.id.as_str()], &words[b.id.as_str()]),
            };
            if sorting.backwards { order.reverse() } else { order }
        });
    }
    let (range, pages) = page_of(&visit, &list, PAGE, wanted.len());
    let rows = wanted[range]
        .iter()
        .map(|entry| Row {
            id: entry.id.to_string(),
            href: format!("{base}/{}/{}", definition.code, entry.id),
            name: names.entry(entry),
            cells: columns.iter().skip(1).map(|field| (names.words(field, entry), is_numeric(field))).collect(),
        })
        .collect();
    let open = asked_check(&opened, &filters);
    let step = opened.framework.item(&definition.step);
    let view = List {
        m: Messages::new(&visit, problems),
        bulk_fields: bulk::offered(app, &visit, &opened, definition),
        bulk_all: visit.count("bulk-all", wanted.len()),
        kept: Kept::of(&filters),
        done: bulk::done(app, &visit, &opened, &definition.code, &filters).await,
        approving: bulk::approving(app, &visit, &opened, definition).await.or_fail(&visit)?,
        views: views(app, &visit, &opened, &definition.code, &filters).await.or_fail(&visit)?,
        f: Frame::new(app, &visit, &opened, "registers"),
        code: definition.code.clone(),
        title: definition.title.get(language).to_owned(),
        guidance: definition.guidance.get(language).to_owned(),
        source: visit.wording.source(&definition.source),
        step: step.map_or_else(Default::default, |step| {
            (step.title.get(language).to_owned(), visit.href(&format!("/work/dossiers/{slug}/steps/{}", step.code)))
        }),
        total,
        shown: visit.count("register-shown", wanted.len()),
        open: open.map(|check| format!("{} {}", check.code, check.title.get(language))).unwrap_or_default(),
        open_code: open.map(|check| check.code.clone()).unwrap_or_default(),
        filters: filter_views(&visit, &opened, definition, &filters),
        q: filters.owned("q"),
        columns: columns
            .iter()
            .map(|field| sorting.heading(&list, &field.code, field.heading(language).to_owned(), is_numeric(field)))
            .collect(),
        totals: sums(language, definition, wanted.iter().copied()),
        rows,
        pages,
        may_add: app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() }),
        may_import: app.may(&visit.caller, Action::RegisterImport, &opened),
        may_take_over: jalon_app::levels::takes_findings(definition).is_some()
            && app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() }),
        has_models: app.library().models(&opened.framework.code, &definition.code).next().is_some(),
        may_export: app.may(&visit.caller, Action::RegisterExport, &opened),
        chart: app.influence_chart(&opened, definition, language),
        registers: opened
            .registers()
            .map(|other| {
                let count = opened.content.entries(&other.code).count();
                let href = format!("{base}/{}", other.code);
                (href, other.title.get(language).to_owned(), count, other.code == definition.code)
            })
            .collect(),
        base,
        v: &visit,
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_as(&visit, status, &view)
}

/// The first register, for the tab that leads to all of them.
pub(crate) async fn index(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    match opened.registers().next() {
        Some(register) => see(&visit, &format!("/work/dossiers/{slug}/registers/{}", register.code)),
        None => Err(Failure::new(visit, AppError::NotFound)),
    }
}

fn is_numeric(field: &FieldDefinition) -> bool {
    matches!(field.kind, FieldKind::Number | FieldKind::Money)
}

/// Words in the order of a dictionary, numbers at their start in the order of numbers: 2 before 10.
fn natural(language: Language, a: &str, b: &str) -> Ordering {
    let leading = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u64>().ok();
    match (leading(a), leading(b)) {
        (Some(a), Some(b)) if a != b => a.cmp(&b),
        _ => format::compare(language, a, b),
    }
}

/// The check whose open entries are asked for, unless it tells of a register that the reader may not see.
fn asked_check<'a>(opened: &'a Opened, filters: &Fields) -> Option<&'a CheckDefinition> {
    opened.framework.check(filters.get("open")).filter(|check| !opened.withholds_check(check))
}

/// The entries that the filters select, in the order in which they were made.
pub(crate) fn selected<'a>(
    visit: &Visit,
    opened: &'a Opened,
    definition: &RegisterDefinition,
    filters: &Fields,
    today: &str,
) -> Vec<&'a RegisterEntry> {
    let names = opened.names(visit.content());
    let search = Query::new(filters.get("q"));
    let subject = Subject { library: &opened.library, framework: &opened.framework, content: &opened.content, today };
    let check = asked_check(opened, filters);
    let open: Option<Vec<&str>> =
        check.map(|check| rules::open_entries(&subject, check).iter().map(|entry| entry.id.as_str()).collect());
    opened
        .content
        .entries(&definition.code)
        .filter(|entry| open.as_ref().is_none_or(|open| open.contains(&entry.id.as_str())))
        .filter(|entry| {
            definition.fields.iter().filter(|field| field.is_chosen()).all(|field| {
                let value = filters.get(&format!("f-{}", field.code));
                value.is_empty() || entry.chosen(&field.code).iter().any(|code| code == value)
            })
        })
        .filter(|entry| {
            search.is_empty() || {
                let words: Vec<String> = definition.fields.iter().map(|field| names.words(field, entry)).collect();
                search.matches(words.iter().map(String::as_str))
            }
        })
        .collect()
}

/// A filter for every chosen column, with what the entries hold.
fn filter_views(visit: &Visit, opened: &Opened, definition: &RegisterDefinition, filters: &Fields) -> Vec<Filter> {
    let names = opened.names(visit.content());
    definition
        .fields
        .iter()
        .filter(|field| field.column && field.is_chosen())
        .filter_map(|field| {
            let code = format!("f-{}", field.code);
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for chosen in opened.content.entries(&definition.code).flat_map(|entry| entry.chosen(&field.code)) {
                *counts.entry(chosen).or_default() += 1;
            }
            if counts.is_empty() {
                return None;
            }
            let selected = filters.get(&code);
            let mut options = vec![Choice::new("", visit.t("register-any"), selected.is_empty())];
            options.extend(names.offered(field).into_iter().filter_map(|(value, label)| {
                let count = counts.get(value.as_str())?;
                let is_selected = value == selected;
                Some(Choice::new(value, format!("{} ({count})", shorten(&label)), is_selected))
            }));
            Some(Filter { code, label: field.label.get(visit.content()).to_owned(), options })
        })
        .collect()
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 70 { text.to_owned() } else { text.chars().take(69).chain(['…']).collect() }
}

pub(crate) async fn create_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, &params, "", None, StatusCode::OK).await
}

pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, &params, params.get("id"), None, StatusCode::OK).await
}

async fn show_form(
    app: &Shared,
    visit: Visit,
    params: &Params,
    id: &str,
    typed: Option<(&Fields, Messages)>,
    status: StatusCode,
) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register(params.get("register")).or_fail(&visit)?;
    let stored = opened.content.entry(&definition.code, id);
    let facts = match stored {
        Some(entry) => app.entry_facts(&visit.caller, &opened, entry),
        None => Facts { own: true, ..Facts::default() },
    };
    let editable = app.may_with(&visit.caller, Action::RegisterSave, &opened, &facts);
    let may_add = app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() });
    if (stored.is_none() && !id.is_empty()) || (id.is_empty() && !editable) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let filters = query(&visit);
    let source = opened.dossier().source_language;
    let language = match filters.get("language") {
        "" => source,
        tag => Language::from_tag(tag).unwrap_or_default().content(),
    };
    let names = opened.names(visit.content());
    let copied = opened.content.entry(&definition.code, filters.get("from")).filter(|_| id.is_empty());
    let entry = stored.cloned().unwrap_or_default();
    let m = typed.as_ref().map(|(_, messages)| messages.clone()).unwrap_or_default();
    let base = visit.href(&format!("/work/dossiers/{slug}/registers"));
    let fields = opened
        .fields(definition)
        .map(|field| {
            let given: Vec<String> = match &typed {
                Some((fields, _)) => fields.all(&field.code),
                // A link may say what a new entry starts with: the measure of a progress report, the objective of a decision.
                None if id.is_empty() && filters.has(&field.code) => filters.all(&field.code),
                // A copy starts with what the other entry holds: the last progress report of a measure. A number is its own.
                None if copied.is_some() && !field.unique => given(copied, field, language),
                None => given(Some(&entry), field, language),
            };
            field_view(&visit, &opened, definition, field, &entry, given, language, &m)
        })
        .collect();
    let existing = {
        let as_typed = typed.as_ref().map(|(fields, _)| existing::typed(definition, &entry, &|code| fields.all(code), language));
        existing::rows(app, &visit, &opened, definition, as_typed.as_ref().unwrap_or(&entry))
    };
    // What belongs to this entry is added from here: a budget line or a progress report from its measure.
    let belonging = opened.registers().filter(|_| !id.is_empty()).filter_map(|other| {
        let field = other.fields.iter().find(|field| field.register == definition.code && other.code != definition.code)?;
        let href = format!("{base}/{}/new?{}={}", other.code, field.code, crate::error::escape_query(id));
        Some((href, other.title.get(visit.content()).to_owned()))
    });
    let belonging = if may_add { belonging.collect() } else { vec![] };
    let references = register::references(&opened, &definition.code, id)
        .map(|other| {
            let kind = opened.framework.register(&other.register).map(|r| r.title.get(visit.content()).to_owned());
            let href = format!("{base}/{}/{}", other.register, other.id);
            (href, visit.wording.labelled(&kind.unwrap_or_default(), &names.entry(other)))
        })
        .collect();
    let page = Form {
        existing,
        f: Frame::new(app, &visit, &opened, "registers"),
        m,
        register: definition.title.get(visit.content()).to_owned(),
        base: format!("{base}/{}", definition.code),
        id: id.to_owned(),
        name: stored.map(|entry| names.entry(entry)).unwrap_or_default(),
        fields,
        languages: Language::CONTENT
            .into_iter()
            .map(|l| {
                let texts =
                    entry.values.values().filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
                let key = match texts.map(|text| text.state(l, source)).max().unwrap_or(TranslationState::Done) {
                    TranslationState::Done => "translation-done",
                    TranslationState::Stale => "translation-stale",
                    TranslationState::Missing => "translation-missing",
                };
                Choice::new(l.tag(), format!("{} ({})", visit.t(&format!("language-{l}")), visit.t(key)), l == language)
            })
            .collect(),
        language,
        revision: typed.as_ref().map_or(entry.revision, |(fields, _)| fields.number("revision")),
        editable,
        may_delete: stored.is_some() && app.may(&visit.caller, Action::RegisterDelete, &opened),
        references,
        belonging,
        may_add,
        sources: cited(&opened, &entry.citations),
        citations: match &typed {
            Some((fields, _)) => citation_rows(&visit, &opened, &citations(fields)),
            None => citation_rows(&visit, &opened, &entry.citations),
        },
        comments: match stored.filter(|_| definition.public) {
            Some(entry) => {
                let subject = Commented::RegisterEntry(entry.id.clone());
                visit.count("questionnaire-comments", opened.content.comments_on(&subject).count())
            }
            None => String::new(),
        },
        saved: filters.has("saved"),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn create(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store(&app, &params, "", submitted).await
}

pub(crate) async fn save(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let id = params.get("id").to_owned();
    store(&app, &params, &id, submitted).await
}

async fn store(app: &Shared, params: &Params, id: &str, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register(register).or_fail(&visit)?;
    // A browser sends nothing for boxes that are not ticked: what the form shows is what it gives.
    let given = definition.fields.iter().map(|field| (field.code.clone(), fields.all(&field.code))).collect();
    let (language, revision) = (fields.language("language"), fields.number("revision"));
    match app.save_entry(&visit.caller, slug, register, id, &given, citations(&fields), language, revision).await {
        Ok(saved) => {
            let path = format!("/work/dossiers/{slug}/registers/{register}");
            match fields.get("then") {
                "another" => see(&visit, &format!("{path}/new")),
                _ => see(&visit, &format!("{path}/{}?saved=1&language={language}", saved.id)),
            }
        }
        Err(AppError::Invalid(problems)) => {
            let label = |code: &str| Some(definition.field(code)?.label.get(visit.content()).to_owned());
            let messages = Messages::new(&visit, &problems).named(label);
            show_form(app, visit, params, id, Some((&fields, messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn delete(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register, id) = (params.get("slug"), params.get("register"), params.get("id").to_owned());
    match app.delete_entry(&visit.caller, slug, register, &id, fields.number("revision")).await {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}/registers/{register}")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(&app, visit, &params, &id, Some((&Fields::default(), messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

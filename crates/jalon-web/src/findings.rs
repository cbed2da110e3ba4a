//! Findings: the statements of the profile, dimension by dimension.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use jalon_app::assessment::FindingInput;
use jalon_app::authorisation::Action;
use jalon_app::domain::assessment::{Citation, Comment, Finding, FindingKind, Subject};
use jalon_app::domain::search::Query;
use jalon_app::domain::{EvidenceId, Language};
use jalon_app::{AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render, render_as, see};
use crate::lists::{self, spreadsheet_href};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages};

#[derive(Debug)]
struct Card {
    id: String,
    href: String,
    title: String,
    paragraphs: Vec<String>,
    kind: String,
    developed: bool,
    topics: String,
    sources: Vec<String>,
    comments: String,
    comments_href: String,
    to_confirm: bool,
    language: String,
}

#[derive(Debug)]
struct Part {
    code: String,
    title: String,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "work/findings.html")]
struct List<'a> {
    v: &'a Visit,
    f: Frame,
    parts: Vec<Part>,
    shown: String,
    q: String,
    kinds: Vec<Choice>,
    dimensions: Vec<Choice>,
    states: Vec<Choice>,
    spreadsheet: String,
    may_add: bool,
}

/// Rows of citations that are offered beyond those in use.
const SPARE_CITATIONS: usize = 2;

#[derive(Template)]
#[template(path = "work/finding_form.html")]
struct Form<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    id: String,
    title: String,
    text: String,
    dimensions: Vec<Choice>,
    kinds: Vec<Choice>,
    topics: Vec<(String, Vec<Choice>)>,
    citations: Vec<CitationRow>,
    language: Language,
    languages: Vec<Choice>,
    source_text: String,
    revision: i64,
    editable: bool,
    may_delete: bool,
    to_confirm: bool,
    comments: String,
}

#[derive(Debug)]
pub(crate) struct CitationRow {
    pub(crate) number: usize,
    pub(crate) evidence: Vec<Choice>,
    pub(crate) page: String,
    pub(crate) quotation: String,
}

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let filters = query(&visit);
    let language = visit.content();
    let (kind, dimension, state) = (filters.get("kind"), filters.get("dimension"), filters.get("state"));
    let wanted = wanted(&visit, &opened);
    let is_filtered = ["q", "kind", "state"].iter().any(|name| !filters.get(name).is_empty());
    let parts = opened
        .framework
        .of_kind("dimension")
        .filter(|item| dimension.is_empty() || item.code == dimension)
        .map(|dimension| Part {
            code: dimension.code.clone(),
            title: dimension.title.get(language).to_owned(),
            cards: wanted.iter().filter(|f| f.dimension.as_str() == dimension.code).map(|f| card(&visit, &opened, f)).collect(),
        })
        // What a filter leaves empty says nothing.
        .filter(|part: &Part| !is_filtered || !part.cards.is_empty())
        .collect();
    let mut kinds = vec![Choice::new("", visit.t("findings-all-kinds"), kind.is_empty())];
    kinds.extend(FindingKind::ALL.map(|k| Choice::new(k.code(), kind_label(&visit, k), k.code() == kind)));
    let mut dimensions = vec![Choice::new("", visit.t("findings-all-dimensions"), dimension.is_empty())];
    let known = opened.framework.of_kind("dimension");
    dimensions.extend(
        known.map(|item| Choice::new(&item.code, format!("{}. {}", item.code, item.title.get(language)), item.code == dimension)),
    );
    let mut states = vec![Choice::new("", visit.t("findings-all-states"), state.is_empty())];
    states.extend(STATES.map(|code| Choice::new(code, visit.t(&format!("findings-state-{code}")), code == state)));
    let page = List {
        f: Frame::new(&app, &visit, &opened, "findings"),
        dimensions,
        states,
        spreadsheet: spreadsheet_href(&visit, &visit.href(&format!("/work/dossiers/{slug}/findings"))),
        shown: visit.count("findings-shown", wanted.len()),
        parts,
        q: filters.owned("q"),
        kinds,
        may_add: app.may(&visit.caller, Action::FindingSave, &opened),
        v: &visit,
    };
    render(&visit, &page)
}

/// What a finding may still lack, or have: no source, a comment without an answer, the words of an earlier round.
const STATES: [&str; 3] = ["without-source", "contested", "to-confirm"];

/// The findings that the address asks for.
fn wanted<'a>(visit: &Visit, opened: &'a Opened) -> Vec<&'a Finding> {
    let (filters, language) = (query(visit), visit.content());
    let (search, kind, dimension) = (Query::new(filters.get("q")), filters.get("kind"), filters.get("dimension"));
    let has_state = |finding: &Finding| match filters.get("state") {
        "without-source" => finding.citations.is_empty(),
        "contested" => opened.content.comments_on(&Subject::Finding(finding.id.clone())).any(Comment::is_open),
        "to-confirm" => finding.to_confirm,
        _ => true,
    };
    opened
        .content
        .findings
        .iter()
        .filter(|f| kind.is_empty() || f.kind.code() == kind)
        .filter(|f| dimension.is_empty() || f.dimension.as_str() == dimension)
        .filter(|f| has_state(f))
        .filter(|f| search.is_empty() || search.matches([f.title.get(language), f.text.get(language)]))
        .collect()
}

/// `/fr/work/dossiers/<slug>/findings.xlsx`: the list with its filters.
pub(crate) async fn spreadsheet(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let heads = ["findings-dimension", "findings-kind", "findings-title", "findings-text", "findings-topics", "findings-sources"];
    let language = visit.content();
    let cells = |finding: &Finding| {
        let dimension = opened.framework.item(finding.dimension.as_str());
        let topics = finding.topics.iter().filter_map(|topic| opened.framework.item(topic.as_str()));
        vec![
            dimension.map(|item| format!("{}. {}", item.code, item.title.get(language))).unwrap_or_default(),
            kind_label(&visit, finding.kind),
            finding.title.get(language).to_owned(),
            finding.text.get(language).to_owned(),
            topics.map(|item| format!("{} {}", item.code, item.title.get(language))).collect::<Vec<_>>().join("\n"),
            cited(&opened, &finding.citations).join("\n"),
        ]
    };
    let rows = wanted(&visit, &opened).into_iter().map(cells).collect();
    let heads = heads.map(|key| visit.t(key)).into();
    lists::spreadsheet(&visit, &format!("{slug}-findings"), &visit.t("tab-findings"), heads, rows)
}

fn kind_label(visit: &Visit, kind: FindingKind) -> String {
    visit.t(&format!("finding-kind-{}", kind.code().replace('_', "-")))
}

fn card(visit: &Visit, opened: &Opened, finding: &Finding) -> Card {
    let language = visit.content();
    let (shown, text) = finding.text.get_with_language(language);
    let titles = finding.topics.iter().filter_map(|topic| opened.framework.item(topic.as_str()));
    let comments = opened.content.comments_on(&Subject::Finding(finding.id.clone())).count();
    Card {
        id: finding.id.to_string(),
        href: visit.href(&format!("/work/dossiers/{}/findings/{}", opened.dossier().slug, finding.id)),
        title: finding.title.get(language).to_owned(),
        paragraphs: text.split("\n\n").map(str::to_owned).collect(),
        kind: kind_label(visit, finding.kind),
        developed: finding.kind == FindingKind::WellDeveloped,
        topics: titles.map(|item| format!("{} {}", item.code, item.title.get(language))).collect::<Vec<_>>().join(" · "),
        sources: cited(opened, &finding.citations),
        comments: visit.count("questionnaire-comments", comments),
        comments_href: visit.href(&format!("/work/dossiers/{}/discussion?on=finding/{}", opened.dossier().slug, finding.id)),
        to_confirm: finding.to_confirm,
        language: if shown == language { String::new() } else { shown.tag().to_owned() },
    }
}

pub(crate) async fn create_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, params.get("slug"), "", None, StatusCode::OK).await
}

pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, params.get("slug"), params.get("id"), None, StatusCode::OK).await
}

async fn show_form(
    app: &Shared,
    visit: Visit,
    slug: &str,
    id: &str,
    typed: Option<(&Fields, Messages)>,
    status: StatusCode,
) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let editable = app.may(&visit.caller, Action::FindingSave, &opened);
    let stored = opened.content.finding(id);
    if (stored.is_none() && !id.is_empty()) || (id.is_empty() && !editable) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let filters = query(&visit);
    let source = opened.dossier().source_language;
    let language = match filters.get("language") {
        "" => source,
        tag => Language::from_tag(tag).unwrap_or_default().content(),
    };
    let finding = match (&typed, stored) {
        (Some((fields, _)), _) => typed_finding(fields, stored),
        (None, Some(finding)) => finding.clone(),
        (None, None) => {
            let topic = filters.owned("topic");
            let dimension =
                opened.framework.dimension_of(&topic).map(|d| d.code.clone()).unwrap_or_else(|| filters.owned("dimension"));
            Finding { dimension: dimension.into(), topics: vec![topic.into()], ..Finding::default() }
        }
    };
    let (title, text, m) = match typed {
        Some((fields, messages)) => (fields.owned("title"), fields.owned("text"), messages),
        None => (
            finding.title.exact(language).unwrap_or_default().to_owned(),
            finding.text.exact(language).unwrap_or_default().to_owned(),
            Messages::default(),
        ),
    };
    let shown = visit.content();
    let framework = &opened.framework;
    let chosen = |code: &str| finding.topics.iter().any(|topic| topic.as_str() == code);
    let page = Form {
        f: Frame::new(app, &visit, &opened, "findings"),
        m,
        id: id.to_owned(),
        title,
        text,
        dimensions: framework
            .of_kind("dimension")
            .map(|d| Choice::new(&d.code, format!("{}. {}", d.code, d.title.get(shown)), d.code == finding.dimension.as_str()))
            .collect(),
        kinds: FindingKind::ALL
            .map(|k| {
                Choice::new(k.code(), kind_label(&visit, k), k == finding.kind && (stored.is_some() || finding.revision > 0))
            })
            .into(),
        topics: framework
            .of_kind("dimension")
            .map(|d| {
                let of_dimension = framework
                    .answered_items()
                    .filter(|item| framework.dimension_of(&item.code).is_some_and(|top| top.code == d.code));
                let choices = of_dimension
                    .map(|item| Choice::new(&item.code, format!("{} {}", item.code, item.title.get(shown)), chosen(&item.code)));
                (format!("{}. {}", d.code, d.title.get(shown)), choices.collect())
            })
            .collect(),
        citations: citation_rows(&visit, &opened, &finding.citations),
        languages: Language::CONTENT
            .into_iter()
            .map(|l| {
                use jalon_app::domain::text::TranslationState::{Done, Missing, Stale};
                let key = match finding.text.state(l, source).max(finding.title.state(l, source)) {
                    Done => "translation-done",
                    Stale => "translation-stale",
                    Missing => "translation-missing",
                };
                Choice::new(l.tag(), format!("{} ({})", visit.t(&format!("language-{l}")), visit.t(key)), l == language)
            })
            .collect(),
        source_text: if language == source { String::new() } else { finding.text.get(source).to_owned() },
        language,
        revision: finding.revision,
        editable,
        may_delete: stored.is_some() && app.may(&visit.caller, Action::FindingDelete, &opened),
        to_confirm: finding.to_confirm,
        comments: visit.count("questionnaire-comments", opened.content.comments_on(&Subject::Finding(id.into())).count()),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// Citations in words: "Author (year), p. 12".
pub(crate) fn cited(opened: &Opened, citations: &[Citation]) -> Vec<String> {
    let words = |citation: &Citation| {
        let evidence = opened.content.evidence(citation.evidence.as_str())?;
        let place = if citation.page.is_empty() { &citation.lines } else { &citation.page };
        Some(if place.is_empty() { evidence.short() } else { format!("{}, {place}", evidence.short()) })
    };
    citations.iter().filter_map(words).collect()
}

fn evidence_choices(visit: &Visit, opened: &Opened, selected: &EvidenceId) -> Vec<Choice> {
    let mut sorted: Vec<_> = opened.content.evidence.iter().collect();
    sorted.sort_by_cached_key(|evidence| jalon_app::domain::search::fold(&evidence.short()));
    let mut choices = vec![Choice::new("", visit.t("none"), selected.as_str().is_empty())];
    choices.extend(sorted.into_iter().map(|e| {
        let title: String = e.title.chars().take(80).collect();
        Choice::new(e.id.as_str(), format!("{} – {title}", e.short()), e.id == *selected)
    }));
    choices
}

pub(crate) fn citation_rows(visit: &Visit, opened: &Opened, citations: &[Citation]) -> Vec<CitationRow> {
    let spare = std::iter::repeat_n(Citation::default(), SPARE_CITATIONS);
    citations
        .iter()
        .cloned()
        .chain(spare)
        .enumerate()
        .map(|(n, citation)| CitationRow {
            number: n + 1,
            evidence: evidence_choices(visit, opened, &citation.evidence),
            page: if citation.page.is_empty() { citation.lines } else { citation.page },
            quotation: citation.quotation,
        })
        .collect()
}

/// The citations of a form: one per row that names a source.
pub(crate) fn citations(fields: &Fields) -> Vec<Citation> {
    let (pages, quotations) = (fields.all("citation_page"), fields.all("citation_quotation"));
    fields
        .all("citation_evidence")
        .into_iter()
        .enumerate()
        .filter(|(_, evidence)| !evidence.is_empty())
        .map(|(n, evidence)| Citation {
            evidence: evidence.into(),
            page: pages.get(n).cloned().unwrap_or_default(),
            quotation: quotations.get(n).cloned().unwrap_or_default(),
            ..Citation::default()
        })
        .collect()
}

fn typed_finding(fields: &Fields, stored: Option<&Finding>) -> Finding {
    Finding {
        dimension: fields.owned("dimension").into(),
        kind: FindingKind::from_code(fields.get("kind")).unwrap_or_default(),
        topics: fields.all("topics").into_iter().map(Into::into).collect(),
        citations: citations(fields),
        revision: fields.number("revision"),
        ..stored.cloned().unwrap_or_default()
    }
}

pub(crate) async fn create(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store(&app, params.get("slug"), "", submitted).await
}

pub(crate) async fn save(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store(&app, params.get("slug"), params.get("id"), submitted).await
}

async fn store(app: &Shared, slug: &str, id: &str, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let input = FindingInput {
        id: id.to_owned(),
        dimension: fields.owned("dimension"),
        kind: fields.owned("kind"),
        topics: fields.all("topics"),
        title: fields.owned("title"),
        text: fields.owned("text"),
        citations: citations(&fields),
        language: fields.language("language"),
        revision: fields.number("revision"),
        confirmed: fields.has("confirmed"),
    };
    match app.save_finding(&visit.caller, slug, input).await {
        Ok(saved) if visit.is_autosave => {
            let label = visit.fill("saved-at", &[("time", app.now().get(11..16).unwrap_or_default())]);
            Ok(Json(serde_json::json!({ "revision": saved.revision, "saved_at_label": label })).into_response())
        }
        Ok(saved) => see(&visit, &format!("/work/dossiers/{slug}/findings#finding-{}", saved.id)),
        Err(AppError::Invalid(problems)) if !visit.is_autosave => {
            let messages = Messages::new(&visit, &problems);
            show_form(app, visit, slug, id, Some((&fields, messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn delete(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    app.delete_finding(&visit.caller, slug, params.get("id"), fields.number("revision")).await.or_fail(&visit)?;
    see(&visit, &format!("/work/dossiers/{slug}/findings"))
}

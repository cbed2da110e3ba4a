//! The questionnaire: the list of topics with its filters, and one topic at a time to answer.

use std::collections::HashMap;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use jalon_app::assessment::AnswerInput;
use jalon_app::authorisation::Action;
use jalon_app::domain::Language;
use jalon_app::domain::assessment::{Answer, Subject};
use jalon_app::domain::catalogue::Item;
use jalon_app::domain::search::Query;
use jalon_app::{AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::findings::{CitationRow, citation_rows, citations, cited};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, DiagnosticView, Frame, Messages, diagnostics, with_parameter};

#[derive(Debug)]
struct TopicRow {
    code: String,
    title: String,
    href: String,
    /// `answered`, `not-applicable`, `not-covered`, `open`.
    state: &'static str,
    answer: String,
    contested: bool,
    to_confirm: bool,
    reopened: bool,
    findings: usize,
    assignee: String,
    due: String,
    ticked: bool,
}

#[derive(Debug)]
struct Group {
    title: String,
    topics: Vec<TopicRow>,
}

#[derive(Debug)]
struct DimensionGroup {
    code: String,
    title: String,
    words: String,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "work/questionnaire.html")]
struct List<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    due: String,
    /// With its question mark: a refused assignment comes back to the same list.
    query: String,
    dimensions: Vec<DimensionGroup>,
    shown: String,
    is_empty: bool,
    q: String,
    show: Vec<Choice>,
    since: String,
    imported: String,
    may_assign: bool,
    may_export: bool,
    may_import: bool,
    members: Vec<Choice>,
}

#[derive(Debug)]
struct RelatedFinding {
    href: String,
    title: String,
    kind: String,
    kind_code: &'static str,
    sources: usize,
}

#[derive(Template)]
#[template(path = "work/topic.html")]
struct TopicPage<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    code: String,
    title: String,
    dimension: String,
    subdimension: String,
    guidance: String,
    source: String,
    official: bool,
    values: Vec<Choice>,
    competence: String,
    note: String,
    other_texts: Vec<(String, String)>,
    language: Language,
    languages: Vec<Choice>,
    revision: i64,
    editable: bool,
    reopened: String,
    may_reopen: bool,
    may_close: bool,
    to_confirm: bool,
    assignee: String,
    due: String,
    previous: String,
    next: String,
    position: String,
    findings: Vec<RelatedFinding>,
    may_find: bool,
    comments: String,
    diagnostics: Vec<DiagnosticView>,
    saved: String,
    /// Rows for the sources of an attestation; none for topics of an assessment, whose findings carry the sources.
    citations: Vec<CitationRow>,
    sources: Vec<String>,
    attested_by: String,
}

const SHOWS: &[&str] =
    &["all", "unanswered", "no-finding", "no-evidence", "contested", "mine", "to-confirm", "not-applicable", "reopened"];

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_list(&app, visit, params.get("slug"), &Fields::default(), Messages::default(), StatusCode::OK).await
}

/// The list of topics; with what was ticked and what is wrong with it, after a refused assignment.
async fn show_list(app: &Shared, visit: Visit, slug: &str, typed: &Fields, m: Messages, status: StatusCode) -> PageResult {
    let ticked = typed.all("item");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let filters = query(&visit);
    let language = visit.content();
    let wanted: Vec<&Item> = filtered(&visit, &opened, &filters);
    let framework = &opened.framework;
    let answers = opened.content.answers_by_item();
    let of_dimension = |item: &Item| framework.dimension_of(&item.code).map_or("", |dimension| dimension.code.as_str());
    // How much is settled, of how much there is, whatever the filters show.
    let mut progress: HashMap<&str, (usize, usize)> = HashMap::new();
    for item in framework.answered_items() {
        let (settled, total) = progress.entry(of_dimension(item)).or_default();
        *total += 1;
        *settled += usize::from(answers.get(item.code.as_str()).is_some_and(|answer| answer.is_settled()));
    }
    let mut shown: HashMap<&str, Vec<&Item>> = HashMap::new();
    for item in &wanted {
        shown.entry(of_dimension(item)).or_default().push(item);
    }
    let mut dimensions = vec![];
    for dimension in framework.divisions() {
        let Some(items) = shown.remove(dimension.code.as_str()) else { continue };
        let (settled, total) = progress.get(dimension.code.as_str()).copied().unwrap_or_default();
        let mut groups: Vec<Group> = vec![];
        for item in items {
            let parent = item.parent.as_deref().and_then(|parent| framework.item(parent));
            let title = parent.map(|parent| parent.title.get(language).to_owned()).unwrap_or_default();
            if groups.last().is_none_or(|group| group.title != title) {
                groups.push(Group { title, topics: vec![] });
            }
            if let Some(group) = groups.last_mut() {
                let row = row(&visit, &opened, item, answers.get(item.code.as_str()).copied(), &filters);
                group.topics.push(TopicRow { ticked: ticked.contains(&item.code), ..row });
            }
        }
        dimensions.push(DimensionGroup {
            code: dimension.code.clone(),
            title: dimension.title.get(language).to_owned(),
            words: visit.fill("dossier-progress", &[("settled", &settled.to_string()), ("total", &total.to_string())]),
            groups,
        });
    }
    let may_assign = app.may(&visit.caller, Action::AnswerAssign, &opened);
    let mut members = vec![Choice::new("", visit.t("none"), true)];
    if may_assign && let Ok(found) = app.members(&visit.caller, slug).await {
        let chosen = typed.get("assignee");
        members.extend(found.into_iter().map(|member| {
            let id = member.user.id.as_str();
            Choice::new(id, member.user.name, id == chosen)
        }));
    }
    let chosen = shows(&filters);
    let show =
        SHOWS.iter().map(|code| Choice::new(*code, visit.t(&format!("questionnaire-show-{code}")), *code == chosen)).collect();
    let imported = match filters.get("imported") {
        "" => String::new(),
        count => visit.count("questionnaire-imported", count.parse().unwrap_or(0)),
    };
    let page = List {
        f: Frame::new(app, &visit, &opened, "questionnaire"),
        m,
        due: typed.owned("due"),
        query: visit.query.clone(),
        shown: visit.count("questionnaire-shown", wanted.len()),
        is_empty: wanted.is_empty(),
        dimensions,
        q: filters.owned("q"),
        show,
        since: filters.owned("since"),
        imported,
        may_assign,
        may_export: app.may(&visit.caller, Action::QuestionnaireExport, &opened),
        may_import: app.may(&visit.caller, Action::QuestionnaireImport, &opened),
        members,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

fn shows(filters: &Fields) -> &str {
    SHOWS.iter().find(|code| **code == filters.get("show")).copied().unwrap_or("all")
}

/// The topics that the filters select, in the order of the framework: what the list shows and what "next" walks through.
fn filtered<'a>(visit: &Visit, opened: &'a Opened, filters: &Fields) -> Vec<&'a Item> {
    let content = &opened.content;
    let language = visit.content();
    let search = Query::new(filters.get("q"));
    let since = filters.get("since");
    let user = visit.caller.principal.user.as_ref();
    let show = shows(filters);
    let answers = content.answers_by_item();
    opened
        .framework
        .answered_items()
        .filter(|item| {
            let answer = answers.get(item.code.as_str()).copied();
            let selected = match show {
                "unanswered" => !answer.is_some_and(Answer::is_settled),
                "no-finding" => content.findings_on(&item.code).next().is_none() && !answer.is_some_and(|a| a.not_applicable),
                "no-evidence" => content.findings_on(&item.code).any(|finding| finding.citations.is_empty()),
                "contested" => is_contested(opened, &item.code),
                "mine" => answer.is_some_and(|a| a.assignee.is_some() && a.assignee.as_ref() == user),
                "to-confirm" => answer.is_some_and(|a| a.to_confirm),
                "not-applicable" => answer.is_some_and(|a| a.not_applicable),
                "reopened" => answer.is_some_and(|a| !a.reopened.is_empty()),
                _ => true,
            };
            let recent = since.is_empty()
                || answer.is_some_and(|a| a.changed_at.as_str() >= since)
                || content.findings_on(&item.code).any(|finding| finding.changed_at.as_str() >= since);
            let texts = || {
                let of_answer = answer.into_iter().flat_map(|a| [a.note.get(language), a.competence.get(language)]);
                let of_findings = content.findings_on(&item.code).flat_map(|f| [f.title.get(language), f.text.get(language)]);
                [item.code.as_str(), item.title.get(language), item.guidance.get(language)]
                    .into_iter()
                    .chain(of_answer)
                    .chain(of_findings)
            };
            selected && recent && (search.is_empty() || search.matches(texts()))
        })
        .collect()
}

/// A comment on the answer, or on a finding about the topic, is still open.
fn is_contested(opened: &Opened, code: &str) -> bool {
    opened.content.comments.iter().filter(|comment| comment.is_open()).any(|comment| match &comment.subject {
        Subject::Answer(item) => item.as_str() == code,
        Subject::Finding(id) => {
            opened.content.finding(id.as_str()).is_some_and(|f| f.topics.iter().any(|topic| topic.as_str() == code))
        }
        Subject::Paragraph(_) | Subject::RegisterEntry(_) => false,
    })
}

fn row(visit: &Visit, opened: &Opened, item: &Item, answer: Option<&Answer>, filters: &Fields) -> TopicRow {
    let state = state(answer);
    let label = match state {
        "answered" => {
            let scale = opened.framework.scale_of(item);
            let value = scale.and_then(|scale| scale.values.iter().find(|v| answer.is_some_and(|a| a.value == v.code)));
            value.map(|value| value.label.get(visit.content()).to_owned()).unwrap_or_default()
        }
        state => visit.t(&format!("answer-{state}")),
    };
    let assignee = answer.and_then(|answer| answer.assignee.as_ref());
    TopicRow {
        code: item.code.clone(),
        title: item.title.get(visit.content()).to_owned(),
        href: visit.href(&format!(
            "/work/dossiers/{}/questionnaire/{}{}",
            opened.dossier().slug,
            item.code,
            with_parameter(filters, "imported", "")
        )),
        state,
        answer: label,
        contested: is_contested(opened, &item.code),
        to_confirm: answer.is_some_and(|answer| answer.to_confirm),
        reopened: answer.is_some_and(|answer| !answer.reopened.is_empty()),
        findings: opened.content.findings_on(&item.code).count(),
        assignee: match assignee {
            Some(id) if Some(id) == visit.caller.principal.user.as_ref() => visit.t("questionnaire-assigned-me"),
            Some(_) => visit.t("questionnaire-assigned"),
            None => String::new(),
        },
        due: answer.filter(|answer| !answer.due.is_empty()).map(|answer| visit.date(&answer.due)).unwrap_or_default(),
        ticked: false,
    }
}

fn state(answer: Option<&Answer>) -> &'static str {
    match answer {
        Some(answer) if answer.not_applicable => "not-applicable",
        Some(answer) if answer.not_covered => "not-covered",
        Some(answer) if !answer.value.is_empty() => "answered",
        _ => "open",
    }
}

pub(crate) async fn topic(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_topic(&app, visit, &params, None, StatusCode::OK).await
}

/// The form of one topic; with what was typed and what is wrong with it, after a refused save.
async fn show_topic(
    app: &Shared,
    visit: Visit,
    params: &Params,
    typed: Option<(&Fields, Messages)>,
    status: StatusCode,
) -> PageResult {
    let (slug, code) = (params.get("slug"), params.get("item"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let framework = &opened.framework;
    let Some(item) = framework.item(code).filter(|item| item.scale.is_some()) else {
        return Err(Failure::new(visit, AppError::NotFound));
    };
    let filters = query(&visit);
    let language = match filters.get("language") {
        "" => opened.dossier().source_language,
        tag => Language::from_tag(tag).unwrap_or_default().content(),
    };
    let shown = visit.content();
    let answer = opened.content.answer(code).cloned().unwrap_or_default();
    let present = if answer.not_applicable { "not_applicable" } else { answer.value.as_str() };
    let (value, competence, note, m) = match &typed {
        Some((fields, messages)) => (fields.owned("value"), fields.owned("competence"), fields.owned("note"), messages.clone()),
        None => (
            present.to_owned(),
            answer.competence.exact(language).unwrap_or_default().to_owned(),
            answer.note.exact(language).unwrap_or_default().to_owned(),
            Messages::default(),
        ),
    };
    let mut values: Vec<Choice> = framework
        .scale_of(item)
        .map(|scale| scale.values.iter().map(|v| Choice::new(&v.code, v.label.get(shown), v.code == value)).collect())
        .unwrap_or_default();
    // What the record decides is not chosen here; it may only be excused.
    if framework.is_derived(code) {
        values = vec![Choice::new("", visit.t("requirement-derived"), value.is_empty())];
    }
    values.push(Choice {
        hint: visit.t("questionnaire-not-applicable-hint"),
        ..Choice::new("not_applicable", visit.t("answer-not-applicable"), value == "not_applicable")
    });
    // The walk keeps the list's filters; a topic that no longer matches them still has its neighbours.
    let mut order: Vec<&str> = filtered(&visit, &opened, &filters).into_iter().map(|item| item.code.as_str()).collect();
    if !order.contains(&code) {
        order = framework.answered_items().map(|item| item.code.as_str()).collect();
    }
    let place = order.iter().position(|known| *known == code).unwrap_or(0);
    let suffix = with_parameter(&filters, "saved", "");
    let link = |position: Option<usize>| {
        let code = position.and_then(|position| order.get(position));
        code.map(|code| visit.href(&format!("/work/dossiers/{slug}/questionnaire/{code}{suffix}"))).unwrap_or_default()
    };
    let facts = app.answer_facts(&visit.caller, &opened, code);
    let source = opened.dossier().source_language;
    let other_texts = Language::CONTENT
        .into_iter()
        .filter(|other| *other != language)
        .filter_map(|other| {
            Some((visit.t(&format!("language-{other}")), answer.note.exact(other).or(answer.competence.exact(other))?.to_owned()))
        })
        .collect();
    let languages = Language::CONTENT
        .into_iter()
        .map(|l| {
            let state = if l == source { String::new() } else { format!(" ({})", visit.t(translation_key(&answer, l, source))) };
            Choice::new(l.tag(), format!("{}{state}", visit.t(&format!("language-{l}"))), l == language)
        })
        .collect();
    let about: Vec<_> = opened
        .diagnostics(&app.day_of(&opened))
        .iter()
        .filter(|d| {
            d.code == code
                || d.noun == "answer" && d.key == code
                || d.noun == "finding" && opened.content.findings_on(code).any(|f| f.id.as_str() == d.key)
        })
        .cloned()
        .collect();
    let comments = opened.content.comments.iter().filter(|c| c.subject == Subject::Answer(code.into())).count();
    let parent = item.parent.as_deref().and_then(|parent| framework.item(parent));
    let page = TopicPage {
        f: Frame::new(app, &visit, &opened, "questionnaire"),
        m,
        code: code.to_owned(),
        title: item.title.get(shown).to_owned(),
        dimension: framework.dimension_of(code).map(|d| d.title.get(shown).to_owned()).unwrap_or_default(),
        subdimension: parent.map(|parent| parent.title.get(shown).to_owned()).unwrap_or_default(),
        guidance: item.guidance.get(shown).to_owned(),
        source: visit.wording.source(&item.source),
        official: item.official,
        values,
        competence,
        note,
        other_texts,
        language,
        languages,
        revision: typed.as_ref().map_or(answer.revision, |(fields, _)| fields.number("revision")),
        editable: app.may_with(&visit.caller, Action::AnswerSave, &opened, &facts),
        reopened: answer.reopened.clone(),
        may_reopen: app.may(&visit.caller, Action::AnswerReopen, &opened)
            && !facts.reopened
            && !opened.facts.editable.iter().any(|kind| kind == "answers"),
        may_close: app.may(&visit.caller, Action::AnswerReopen, &opened) && facts.reopened,
        to_confirm: answer.to_confirm,
        assignee: row(&visit, &opened, item, Some(&answer), &filters).assignee,
        due: if answer.due.is_empty() { String::new() } else { visit.date(&answer.due) },
        previous: link(place.checked_sub(1)),
        next: link(place.checked_add(1)),
        position: visit
            .fill("questionnaire-position", &[("place", &(place + 1).to_string()), ("total", &order.len().to_string())]),
        findings: related(&visit, &opened, code),
        may_find: app.may(&visit.caller, Action::FindingSave, &opened),
        comments: visit.count("questionnaire-comments", comments),
        diagnostics: diagnostics(&visit, framework, slug, &about),
        saved: match filters.get("saved") {
            "" => String::new(),
            // "Save and next" leads here from another topic: the message says which one was saved.
            saved if saved != code && framework.item(saved).is_some() => {
                visit.fill("questionnaire-saved-topic", &[("item", saved)])
            }
            _ => visit.t("questionnaire-saved"),
        },
        citations: match &typed {
            _ if !framework.is_cycle() => vec![],
            Some((fields, _)) => citation_rows(&visit, &opened, &citations(fields)),
            None => citation_rows(&visit, &opened, &answer.citations),
        },
        sources: cited(&opened, &answer.citations),
        attested_by: attested_by(app, &visit, slug, &answer).await,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// Who attested the requirement and when, for those who may know who the members are.
async fn attested_by(app: &Shared, visit: &Visit, slug: &str, answer: &Answer) -> String {
    let Some(user) = &answer.attested_by else { return String::new() };
    let members = app.members(&visit.caller, slug).await.unwrap_or_default();
    let name = members.into_iter().find(|member| member.user.id == *user).map(|member| member.user.name);
    let name = name.unwrap_or_else(|| visit.t("questionnaire-attested-someone"));
    visit.fill("questionnaire-attested-by", &[("name", &name), ("date", &visit.date(&answer.changed_at))])
}

fn translation_key(answer: &Answer, language: Language, source: Language) -> &'static str {
    use jalon_app::domain::text::TranslationState::{Done, Missing, Stale};
    match answer.note.state(language, source).max(answer.competence.state(language, source)) {
        Done => "translation-done",
        Stale => "translation-stale",
        Missing => "translation-missing",
    }
}

fn related(visit: &Visit, opened: &Opened, code: &str) -> Vec<RelatedFinding> {
    opened
        .content
        .findings_on(code)
        .map(|finding| RelatedFinding {
            href: visit.href(&format!("/work/dossiers/{}/findings/{}", opened.dossier().slug, finding.id)),
            title: finding.title.get(visit.content()).to_owned(),
            kind: visit.t(&format!("finding-kind-{}", finding.kind.code().replace('_', "-"))),
            kind_code: finding.kind.code(),
            sources: finding.citations.len(),
        })
        .collect()
}

pub(crate) async fn save(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, code) = (params.get("slug"), params.get("item"));
    let input = AnswerInput {
        item: code.to_owned(),
        value: fields.owned("value"),
        competence: fields.owned("competence"),
        note: fields.owned("note"),
        language: fields.language("language"),
        revision: fields.number("revision"),
        confirmed: fields.has("confirmed"),
        citations: fields.has("citation_evidence").then(|| citations(&fields)),
    };
    match app.save_answer(&visit.caller, slug, input).await {
        Ok(saved) if visit.is_autosave => {
            let label = visit.fill("saved-at", &[("time", app.now().get(11..16).unwrap_or_default())]);
            Ok(Json(serde_json::json!({ "revision": saved.revision, "saved_at_label": label })).into_response())
        }
        Ok(_) => match fields.get("next") {
            // Only an address of this dossier: the field comes from the page.
            next if next.starts_with(&visit.href(&format!("/work/dossiers/{slug}/"))) => {
                let (path, filters) = next.split_once('?').unwrap_or((next, ""));
                let filters = Fields::parse(filters.as_bytes()).unwrap_or_default();
                let path = path.strip_prefix(&format!("/{}", visit.language)).unwrap_or(path);
                see(&visit, &format!("{path}{}", with_parameter(&filters, "saved", code)))
            }
            _ => see(
                &visit,
                &format!("/work/dossiers/{slug}/questionnaire/{code}{}", with_parameter(&query(&visit), "saved", code)),
            ),
        },
        Err(AppError::Invalid(problems)) if !visit.is_autosave => {
            let messages = Messages::new(&visit, &problems);
            show_topic(&app, visit, &params, Some((&fields, messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn assign(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    match app.assign_answers(&visit.caller, slug, &fields.all("item"), fields.get("assignee"), fields.get("due")).await {
        Ok(_) => see(&visit, &format!("/work/dossiers/{slug}/questionnaire{}", visit.query)),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_list(&app, visit, slug, &fields, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn close(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, slug, code) = (submitted.visit, params.get("slug"), params.get("item"));
    app.close_answer(&visit.caller, slug, code).await.or_fail(&visit)?;
    see(&visit, &format!("/work/dossiers/{slug}/questionnaire/{code}"))
}

pub(crate) async fn reopen(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, code) = (params.get("slug"), params.get("item"));
    match app.reopen_answer(&visit.caller, slug, code, fields.get("reason")).await {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}/questionnaire/{code}")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_topic(&app, visit, &params, Some((&fields, messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

//! The workspace's home, and a dossier's overview, settings, stages and history.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::Action;
use jalon_app::domain::assessment::{Answer, FindingKind};
use jalon_app::domain::catalogue::Item;
use jalon_app::domain::identity::Role;
use jalon_app::domain::report::{TableBlock, compile};
use jalon_app::domain::{Language, format};
use jalon_app::{AppError, Progress};

use crate::error::{Failure, OrFail, PageResult, render, render_as, see};
use crate::publication::{self, Refused};
use crate::request::{Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Frame, GateView, Messages, Pages, gates, page_of};

/// Dossiers on a page of the home.
const HOME_PAGE: usize = 20;

#[derive(Debug)]
struct Mine {
    href: String,
    title: String,
    territory: String,
    synthetic: bool,
    stage: String,
    role: String,
    progress: String,
    todo: Vec<Todo>,
}

/// Something that waits for the reader.
#[derive(Debug)]
struct Todo {
    href: String,
    text: String,
    due: String,
}

#[derive(Template)]
#[template(path = "work/home.html")]
struct HomePage<'a> {
    v: &'a Visit,
    dossiers: Vec<Mine>,
    administers: bool,
    q: String,
    shown: String,
    /// There is more than a page of dossiers to find one among.
    is_long: bool,
    pages: Pages,
}

#[derive(Debug)]
struct DimensionRow {
    title: String,
    href: String,
    settled: usize,
    total: usize,
    words: String,
    strengths: usize,
    gaps: usize,
}

#[derive(Template)]
#[template(path = "work/overview.html")]
struct Overview<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    wheel: std::sync::Arc<str>,
    /// The official indicator, where the framework declares one.
    computation: Option<TableBlock>,
    period: String,
    framework: String,
    framework_href: String,
    stage_title: String,
    stage_guidance: String,
    dimensions: Vec<DimensionRow>,
    gates: Vec<GateView>,
    todo: Vec<Todo>,
    open_comments: String,
    may_edit: bool,
    may_draft: bool,
    rounds: bool,
}

#[derive(Template)]
#[template(path = "work/settings.html")]
struct Settings<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    titles: Vec<(Language, String, String)>,
    period_from: String,
    period_to: String,
    revision: i64,
}

#[derive(Template)]
#[template(path = "work/history.html")]
struct History<'a> {
    v: &'a Visit,
    f: Frame,
    entries: Vec<HistoryRow>,
    older: String,
}

#[derive(Debug)]
struct HistoryRow {
    sequence: i64,
    at: String,
    what: String,
    /// In words, and where it is; empty where it has no page.
    subject: (String, String),
    reason: String,
    actor: String,
}

#[derive(Template)]
#[template(path = "work/rounds.html")]
struct Rounds<'a> {
    v: &'a Visit,
    f: Frame,
    heads: Vec<String>,
    /// Topic, the answer of each round, what became of it.
    rows: Vec<(String, Vec<String>, String)>,
}

pub(crate) async fn home(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    let language = visit.content();
    let q = query(&visit).owned("q");
    let mine = app.my_dossiers(&visit.caller, &q).await.or_fail(&visit)?;
    let (range, pages) = page_of(&visit, &visit.href("/work"), HOME_PAGE, mine.len());
    let mut dossiers = vec![];
    for listed in &app.listed(&mine, range).await.or_fail(&visit)? {
        // What was removed since it was listed is no longer there.
        let Ok(opened) = app.view_listed(&visit.caller, listed).await else { continue };
        let stage = opened.framework.stage(&opened.dossier().stage);
        dossiers.push(Mine {
            href: visit.href(&format!("/work/dossiers/{}", opened.dossier().slug)),
            title: opened.dossier().title.get(language).to_owned(),
            territory: opened.content.territory.name.get(language).to_owned(),
            synthetic: opened.dossier().synthetic,
            stage: stage.map(|stage| stage.title.get(language).to_owned()).unwrap_or_default(),
            role: opened.role(&visit.caller).map(|role| visit.role(&opened.framework, role)).unwrap_or_default(),
            progress: progress(&app, &visit, &opened),
            todo: todo(&app, &visit, &opened),
        });
    }
    let administers = visit.administers;
    let shown = visit.count("dossier-home-shown", mine.len());
    let is_long = !q.is_empty() || mine.len() > HOME_PAGE;
    render(&visit, &HomePage { v: &visit, dossiers, administers, q, shown, is_long, pages })
}

/// How far a dossier is: a cycle in what its checks ask for, an assessment in its questionnaire.
fn progress(app: &Shared, visit: &Visit, opened: &jalon_app::Opened) -> String {
    if opened.framework.is_cycle() {
        return crate::steps::requirements_met(app, visit, opened);
    }
    let Progress { settled, total, .. } = opened.progress();
    visit.fill("dossier-progress", &[("settled", &settled.to_string()), ("total", &total.to_string())])
}

/// What waits for the reader in a dossier, soonest first.
fn todo(app: &Shared, visit: &Visit, opened: &jalon_app::Opened) -> Vec<Todo> {
    let base = visit.href(&format!("/work/dossiers/{}", opened.dossier().slug));
    let user = visit.caller.principal.user.as_ref();
    let mut todo = vec![];
    let mut mine: Vec<_> = opened
        .content
        .answers
        .iter()
        .filter(|a| a.assignee.is_some() && a.assignee.as_ref() == user && !a.is_settled())
        .collect();
    mine.sort_by(|a, b| (a.due.is_empty(), &a.due).cmp(&(b.due.is_empty(), &b.due)));
    if let Some(first) = mine.first() {
        let due = if first.due.is_empty() { String::new() } else { visit.date(&first.due) };
        let href = format!("{base}/questionnaire/{}?show=mine", first.item);
        todo.push(Todo { href, text: visit.count("dossier-todo-assigned", mine.len()), due });
    }
    if let Some((_, due, missing)) = app.reports_missing(&visit.caller, opened) {
        let (text, href) = (visit.count("dossier-todo-report", missing), format!("{base}/reporting/mine"));
        todo.push(Todo { href, text, due: visit.date(&due) });
    }
    let role = opened.role(&visit.caller);
    let is_lead = matches!(role, Some(Role::LocalLead));
    let is_mine = |answer: &&Answer| is_lead || (answer.assignee.is_some() && answer.assignee.as_ref() == user);
    let reopened = opened.content.answers.iter().filter(|answer| !answer.reopened.is_empty()).filter(is_mine).count();
    if reopened > 0 {
        let href = format!("{base}/questionnaire?show=reopened");
        todo.push(Todo { href, text: visit.count("dossier-todo-reopened", reopened), due: String::new() });
    }
    let Progress { open, open_comments, .. } = opened.progress();
    if open_comments > 0 && matches!(role, Some(Role::LocalLead | Role::Facilitator)) {
        todo.push(Todo {
            href: format!("{base}/discussion?state=open"),
            text: visit.count("dossier-todo-comments", open_comments),
            due: String::new(),
        });
    }
    if open > 0 && is_lead && !opened.facts.published {
        // What a cycle's questionnaire holds is said at its steps: requirements that a person attests.
        let (text, href) = match opened.framework.is_cycle() {
            true => ("dossier-todo-unattested", base.clone()),
            false => ("dossier-todo-unanswered", format!("{base}/questionnaire?show=unanswered")),
        };
        todo.push(Todo { href, text: visit.count(text, open), due: String::new() });
    }
    let digest = opened.digest();
    let side = match role {
        Some(Role::LocalLead) => "local",
        Some(Role::NationalCounterpart) => "national",
        _ => "",
    };
    let signs = opened.facts.editable.iter().any(|kind| kind == "validations") && !side.is_empty();
    if signs && !opened.content.validations.iter().any(|v| v.side == side && v.content_digest == digest) {
        todo.push(Todo { href: format!("{base}/publication"), text: visit.t("dossier-todo-sign"), due: String::new() });
    }
    todo
}

pub(crate) async fn overview(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_overview(&app, visit, params.get("slug"), Messages::default(), StatusCode::OK).await
}

async fn show_overview(app: &Shared, visit: Visit, slug: &str, m: Messages, status: StatusCode) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    if opened.framework.is_cycle() {
        return crate::steps::overview(app, visit, slug, m, status).await;
    }
    let language = visit.content();
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let (content, framework) = (&opened.content, &opened.framework);
    let (mut of_dimension, answers) = (framework.answered_by_dimension(), content.answers_by_item());
    let dimensions = framework
        .of_kind("dimension")
        .map(|dimension| {
            let items = of_dimension.remove(dimension.code.as_str()).unwrap_or_default();
            let is_settled = |item: &&&Item| answers.get(item.code.as_str()).is_some_and(|answer| answer.is_settled());
            let settled = items.iter().filter(is_settled).count();
            let findings =
                |kind| content.findings.iter().filter(|f| f.dimension.as_str() == dimension.code && f.kind == kind).count();
            DimensionRow {
                title: dimension.title.get(language).to_owned(),
                href: format!("{base}/questionnaire#dimension-{}", dimension.code),
                words: visit.fill("dossier-progress", &[("settled", &settled.to_string()), ("total", &items.len().to_string())]),
                settled,
                total: items.len(),
                strengths: findings(FindingKind::WellDeveloped),
                gaps: findings(FindingKind::ToStrengthen),
            }
        })
        .collect();
    let stage = framework.stage(&opened.dossier().stage);
    let page = Overview {
        f: Frame::new(app, &visit, &opened, "overview"),
        m,
        wheel: app.wheel(&opened, visit.language, &format!("{base}/questionnaire#dimension-")),
        computation: compile::computation(compile::Input {
            library: &opened.library,
            framework,
            content,
            language,
            kind: "",
            amended: None,
        }),
        period: format::period(visit.language, &opened.dossier().period_from, &opened.dossier().period_to),
        framework: format!("{} ({})", framework.name.get(language), framework.version),
        framework_href: visit.href(&format!("/frameworks/{}", framework.reference())),
        stage_title: stage.map(|stage| stage.title.get(language).to_owned()).unwrap_or_default(),
        stage_guidance: stage.map(|stage| stage.guidance.get(language).to_owned()).unwrap_or_default(),
        dimensions,
        gates: gates(app, &visit, &opened),
        todo: todo(app, &visit, &opened),
        open_comments: visit.count("dossier-open-comments", opened.progress().open_comments),
        may_edit: app.may(&visit.caller, Action::DossierUpdate, &opened),
        may_draft: app.may(&visit.caller, Action::ReportDraft, &opened),
        rounds: opened.dossier().round > 1,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

pub(crate) async fn settings_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let opened =
        app.opened(&visit.caller, params.get("slug"), Action::DossierUpdate, &Default::default()).await.or_fail(&visit)?;
    let dossier = opened.dossier();
    let titles = Language::CONTENT
        .into_iter()
        .map(|language| {
            (language, visit.t(&format!("language-{language}")), dossier.title.exact(language).unwrap_or_default().to_owned())
        })
        .collect();
    let page = Settings {
        f: Frame::new(&app, &visit, &opened, "overview"),
        m: Messages::default(),
        titles,
        period_from: dossier.period_from.clone(),
        period_to: dossier.period_to.clone(),
        revision: dossier.revision,
        v: &visit,
    };
    render(&visit, &page)
}

pub(crate) async fn settings(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    let titles: Vec<(Language, String)> =
        Language::CONTENT.into_iter().map(|l| (l, fields.owned(&format!("title_{l}")))).collect();
    let (from, to) = (fields.get("period_from"), fields.get("period_to"));
    match app.update_dossier(&visit.caller, slug, &titles, from, to, fields.number("revision")).await {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}")),
        Err(AppError::Invalid(problems)) => {
            let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
            let page = Settings {
                f: Frame::new(&app, &visit, &opened, "overview"),
                m: Messages::new(&visit, &problems),
                titles: titles.into_iter().map(|(l, title)| (l, visit.t(&format!("language-{l}")), title)).collect(),
                period_from: from.to_owned(),
                period_to: to.to_owned(),
                revision: fields.number("revision"),
                v: &visit,
            };
            render_as(&visit, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn move_stage(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    match app.move_stage(&visit.caller, slug, fields.get("target"), fields.get("reason")).await {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_overview(&app, visit, slug, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn start_round(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let slug = params.get("slug");
    let (from, to) = (fields.get("period_from"), fields.get("period_to"));
    match app.start_round(&visit.caller, slug, from, to).await {
        Ok(round) => see(&visit, &format!("/work/dossiers/{}", round.slug)),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            let refused = Refused { round: (from.to_owned(), to.to_owned()), ..Refused::default() };
            publication::show(&app, visit, slug, messages, &refused, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// What changed topic by topic over the rounds of this territory, and of no other.
pub(crate) async fn rounds(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let mut rounds = app.earlier_rounds(&visit.caller, slug).await.or_fail(&visit)?;
    if let Some(previous) = rounds.last().filter(|_| opened.framework.is_cycle()) {
        return crate::reports::round(&app, &visit, &opened, previous);
    }
    rounds.push(opened.clone());
    let language = visit.content();
    let shown = |round: &jalon_app::Opened, code: &str| -> String {
        let Some(answer) = round.content.answer(code) else { return visit.t("answer-open") };
        if answer.not_applicable {
            return visit.t("answer-not-applicable");
        }
        if answer.not_covered {
            return visit.t("answer-not-covered");
        }
        let item = opened.framework.item(code);
        let scale = item.and_then(|item| opened.framework.scale_of(item));
        let value = scale.and_then(|scale| scale.values.iter().find(|value| value.code == answer.value));
        value.map(|value| value.label.get(language).to_owned()).unwrap_or_else(|| visit.t("answer-open"))
    };
    let rows = opened
        .framework
        .answered_items()
        .map(|item| {
            let cells: Vec<String> = rounds.iter().map(|round| shown(round, &item.code)).collect();
            // What was carried over says nothing of today until somebody confirms it.
            let change = if opened.content.answer(&item.code).is_some_and(|answer| answer.to_confirm) {
                "to-confirm"
            } else if cells.windows(2).any(|pair| pair[0] != pair[1]) {
                "changed"
            } else {
                "same"
            };
            (format!("{} {}", item.code, item.title.get(language)), cells, visit.t(&format!("dossier-rounds-{change}")))
        })
        .collect();
    let heads = rounds.iter().map(|r| format::period(visit.language, &r.dossier().period_from, &r.dossier().period_to)).collect();
    render(&visit, &Rounds { f: Frame::new(&app, &visit, &opened, "overview"), heads, rows, v: &visit })
}

pub(crate) async fn history(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    const PAGE: i64 = 50;
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let before = match query(&visit).number("before") {
        0 => i64::MAX,
        before => before,
    };
    let found = app.dossier_history(&visit.caller, slug, before, PAGE).await.or_fail(&visit)?;
    let older = match found.last().filter(|_| found.len() as i64 == PAGE) {
        Some(last) => format!("?before={}", last.sequence),
        None => String::new(),
    };
    let entries = found
        .into_iter()
        .map(|entry| HistoryRow {
            sequence: entry.sequence,
            at: visit.wording.instant(&entry.at),
            what: crate::history::what(&visit, &entry.use_case),
            actor: crate::history::actor(&visit, &opened, &entry.actor),
            subject: crate::history::subject(&visit, Some(&opened), &entry.subject),
            reason: entry.reason,
        })
        .collect();
    render(&visit, &History { f: Frame::new(&app, &visit, &opened, "history"), entries, older, v: &visit })
}

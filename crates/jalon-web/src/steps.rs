//! The implementation cycle: its overview with the 360° wheel, and one working page per step.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::assessment::Answer;
use jalon_app::domain::assessment::checks::{Diagnostic, Subject};
use jalon_app::domain::catalogue::{CheckDefinition, Framework, Item};
use jalon_app::domain::format;
use jalon_app::domain::register::rules;
use jalon_app::{AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render, render_as};
use crate::reporting::{Summary, summary};
use crate::request::{Params, Visit, Work};
use crate::router::Shared;
use crate::view::{Frame, GateView, Messages, gates, place};

/// A requirement, question or action with what the dossier makes of it.
#[derive(Debug)]
pub(crate) struct Requirement {
    code: String,
    title: String,
    guidance: String,
    continuous: bool,
    /// `met`, `open`, `excused`, or empty where nothing is decided.
    state: &'static str,
    state_label: String,
    /// Derived from what, or attested by whom.
    decided: String,
    looked_at: Option<(String, String)>,
    /// What is missing, and where; the latter is empty where the register is not the reader's to see.
    reason: Option<(String, String)>,
    note: String,
    /// Where a person answers or excuses it.
    href: String,
    children: Vec<Requirement>,
}

#[derive(Debug)]
struct Instrument {
    title: String,
    guidance: String,
    href: String,
    count: String,
    may_add: bool,
}

#[derive(Debug)]
struct StepLink {
    title: String,
    href: String,
    met: usize,
    total: usize,
    words: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "work/step.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    title: String,
    guidance: String,
    source: String,
    words: String,
    steps: Vec<StepLink>,
    instruments: Vec<Instrument>,
    questions: Vec<Requirement>,
    actions: Vec<Requirement>,
    tools: Vec<Requirement>,
    boxes: Vec<Requirement>,
    requirements: Vec<Requirement>,
    people: Vec<(String, String)>,
}

#[derive(Debug)]
struct ObjectiveRow {
    title: String,
    href: String,
    /// Whether each state holds, and that in a word.
    states: Vec<(bool, String)>,
    measures: usize,
}

#[derive(Template)]
#[template(path = "work/cycle.html")]
struct Overview<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    wheel: std::sync::Arc<str>,
    vision: Vec<ObjectiveRow>,
    vision_heads: Vec<String>,
    period: String,
    framework: String,
    framework_href: String,
    stage_title: String,
    stage_guidance: String,
    steps: Vec<StepLink>,
    gates: Vec<GateView>,
    open_comments: String,
    may_edit: bool,
    /// There was a cycle before.
    rounds: bool,
    reporting: Option<Summary>,
    /// The reader's own handover dossier.
    handover: String,
    newcomer: bool,
    /// Code and name of each report that may be drafted.
    reports: Vec<(String, String)>,
}

/// The diagnostics of a dossier by check.
struct Found<'a> {
    visit: &'a Visit,
    opened: &'a Opened,
    today: &'a str,
    by_code: HashMap<&'a str, &'a Diagnostic>,
    answers: HashMap<&'a str, &'a Answer>,
}

impl<'a> Found<'a> {
    fn new(visit: &'a Visit, opened: &'a Opened, found: &'a [Diagnostic], today: &'a str) -> Self {
        let by_code = found.iter().rev().map(|diagnostic| (diagnostic.code.as_str(), diagnostic)).collect();
        Self { visit, opened, today, by_code, answers: opened.content.answers_by_item() }
    }

    fn state(&self, check: &CheckDefinition) -> &'static str {
        let answer = self.answers.get(check.code.as_str());
        match self.by_code.get(check.code.as_str()) {
            _ if answer.is_some_and(|answer| answer.not_applicable && !answer.competence.is_empty()) => "excused",
            Some(_) => "open",
            None => "met",
        }
    }

    fn requirement(&self, item: &Item) -> Requirement {
        let (visit, framework) = (self.visit, &self.opened.framework);
        let language = visit.content();
        let slug = &self.opened.dossier().slug;
        let check = framework.check(&item.code);
        let state = check.map_or("", |check| self.state(check));
        let answer = self.opened.content.answer(&item.code);
        let told = check.filter(|check| !check.is_attested() && !self.opened.withholds_check(check));
        let looked_at = told.and_then(|check| {
            let subject = Subject { library: &self.opened.library, framework, content: &self.opened.content, today: self.today };
            let register = framework.register(check.argument("register"))?;
            let count = rules::looked_at(&subject, check).count();
            let field = register.field(check.argument("field")).map(|field| field.label.get(language)).unwrap_or("empty");
            let title = register.title.get(language);
            let words = visit.fill("step-looked-at", &[("register", title), ("field", field), ("count", &count.to_string())]);
            Some((words, visit.href(&format!("/work/dossiers/{slug}/registers/{}", register.code))))
        });
        let is_withheld = check.is_some_and(|check| self.opened.withholds_check(check));
        let reason = self.by_code.get(item.code.as_str()).filter(|_| state == "open" && (looked_at.is_some() || is_withheld));
        let reason = reason.map(|diagnostic| {
            let text = jalon_app::dossier::diagnostic_words(visit.wording, framework, diagnostic, false);
            let href = if is_withheld { String::new() } else { format!("/work/dossiers/{slug}{}", place(diagnostic)) };
            (text, if href.is_empty() { href } else { visit.href(&href) })
        });
        Requirement {
            code: item.code.clone(),
            title: item.title.get(language).to_owned(),
            guidance: item.guidance.get(language).to_owned(),
            continuous: item.continuous,
            state,
            state_label: if state.is_empty() { String::new() } else { visit.t(&format!("requirement-{state}")) },
            decided: match check {
                Some(check) if check.is_attested() => visit.t("requirement-attested"),
                Some(_) => visit.t("requirement-derived"),
                None => String::new(),
            },
            looked_at,
            reason,
            note: answer
                .map(|answer| if answer.not_applicable { &answer.competence } else { &answer.note })
                .map_or_else(String::new, |text| text.get(language).to_owned()),
            href: match item.scale {
                Some(_) => visit.href(&format!("/work/dossiers/{slug}/questionnaire/{}", item.code)),
                None => String::new(),
            },
            children: framework.children(&item.code).map(|child| self.requirement(child)).collect(),
        }
    }

    /// How many of each step's requirements hold, of how many.
    fn progress(&self) -> HashMap<&'a str, (usize, usize)> {
        let framework: &'a Framework = &self.opened.framework;
        let mut progress: HashMap<&str, (usize, usize)> = HashMap::new();
        for check in &framework.checks {
            let kind = framework.item(&check.code).map_or("", |item| item.kind.as_str());
            if !matches!(kind, "criterion" | "requirement") {
                continue;
            }
            if let Some(top) = framework.dimension_of(&check.code) {
                let (met, total) = progress.entry(top.code.as_str()).or_default();
                *met += usize::from(self.state(check) != "open");
                *total += 1;
            }
        }
        progress
    }

    /// Of all steps.
    fn progress_of_all(&self) -> (usize, usize) {
        let progress = self.progress();
        let steps = self.opened.framework.of_kind("step").filter_map(|step| progress.get(step.code.as_str()));
        steps.fold((0, 0), |sum, step| (sum.0 + step.0, sum.1 + step.1))
    }

    fn steps(&self, current: &str) -> Vec<StepLink> {
        let visit = self.visit;
        let slug = &self.opened.dossier().slug;
        let progress = self.progress();
        self.opened
            .framework
            .of_kind("step")
            .map(|step| {
                let (met, total) = progress.get(step.code.as_str()).copied().unwrap_or_default();
                StepLink {
                    title: step.title.get(visit.content()).to_owned(),
                    href: visit.href(&format!("/work/dossiers/{slug}/steps/{}", step.code)),
                    words: visit.fill("step-progress", &[("met", &met.to_string()), ("total", &total.to_string())]),
                    met,
                    total,
                    current: step.code == current,
                }
            })
            .collect()
    }
}

pub(crate) async fn step(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let framework = &opened.framework;
    let Some(item) = framework.item(params.get("step")).filter(|item| item.kind == "step") else {
        return Err(Failure::new(visit, AppError::NotFound));
    };
    let language = visit.content();
    let today = app.day_of(&opened);
    let diagnostics = opened.diagnostics(&today);
    let found = Found::new(&visit, &opened, &diagnostics, &today);
    let of_kind = |kind: &str| -> Vec<Requirement> {
        framework.children(&item.code).filter(|child| child.kind == kind).map(|child| found.requirement(child)).collect()
    };
    let (met, total) = found.progress().get(item.code.as_str()).copied().unwrap_or_default();
    let may_add = app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() });
    let instruments = opened
        .registers()
        .filter(|register| register.step == item.code)
        .map(|register| Instrument {
            title: register.title.get(language).to_owned(),
            guidance: register.guidance.get(language).to_owned(),
            href: visit.href(&format!("/work/dossiers/{slug}/registers/{}", register.code)),
            count: visit.count("register-shown", opened.content.entries(&register.code).count()),
            may_add,
        })
        .collect();
    let mut people = vec![];
    if let Ok(members) = app.members(&visit.caller, slug).await {
        people = members
            .into_iter()
            .map(|member| {
                let assigned = opened
                    .content
                    .answers
                    .iter()
                    .filter(|answer| answer.assignee.as_ref() == Some(&member.user.id))
                    .filter(|answer| framework.dimension_of(answer.item.as_str()).is_some_and(|top| top.code == item.code))
                    .count();
                let role = visit.role(framework, member.role);
                let words = if assigned > 0 { format!("{role} · {}", visit.count("step-assigned", assigned)) } else { role };
                (member.user.name, words)
            })
            .collect();
    }
    let page = Page {
        f: Frame::new(&app, &visit, &opened, "steps"),
        title: item.title.get(language).to_owned(),
        guidance: item.guidance.get(language).to_owned(),
        source: visit.wording.source(&item.source),
        words: visit.fill("step-progress", &[("met", &met.to_string()), ("total", &total.to_string())]),
        steps: found.steps(&item.code),
        instruments,
        questions: of_kind("question"),
        actions: of_kind("action"),
        tools: of_kind("tool"),
        boxes: of_kind("box"),
        // What holds at every step has no tools: its criteria stand directly below it.
        requirements: of_kind("requirement").into_iter().chain(of_kind("criterion")).collect(),
        people,
        v: &visit,
    };
    render(&visit, &page)
}

/// How many requirements of a cycle's dossier are met, of how many, in words.
pub(crate) fn requirements_met(app: &Shared, visit: &Visit, opened: &Opened) -> String {
    let today = app.day_of(opened);
    let diagnostics = opened.diagnostics(&today);
    let (met, total) = Found::new(visit, opened, &diagnostics, &today).progress_of_all();
    visit.fill("dossier-requirements-met", &[("met", &met.to_string()), ("total", &total.to_string())])
}

/// Where the reader's own handover dossier is; empty where there is none.
fn own_handover(app: &Shared, visit: &Visit, opened: &Opened) -> String {
    match &visit.caller.principal.user {
        Some(user) if opened.role(&visit.caller).is_some() && app.may_hand_over(&visit.caller, opened, user) => {
            visit.href(&format!("/work/dossiers/{}/members/{user}/handover", opened.dossier().slug))
        }
        _ => String::new(),
    }
}

/// The page of a cycle's dossier.
pub(crate) async fn overview(app: &Shared, visit: Visit, slug: &str, m: Messages, status: StatusCode) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let language = visit.content();
    let (content, framework) = (&opened.content, &opened.framework);
    let today = app.day_of(&opened);
    let diagnostics = opened.diagnostics(&today);
    let found = Found::new(&visit, &opened, &diagnostics, &today);
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let vision = app.vision(&opened, language);
    let stage = framework.stage(&opened.dossier().stage);
    let page = Overview {
        f: Frame::new(app, &visit, &opened, "overview"),
        m,
        wheel: app.vision_wheel(&opened, visit.language, &format!("{base}/registers/measure?f-objectives=")),
        vision_heads: vision.heads.clone(),
        vision: vision
            .rows
            .iter()
            .map(|row| ObjectiveRow {
                title: format!("{} {}", row.code, row.title),
                href: format!("{base}/registers/measure?f-objectives={}", row.code),
                states: row.states.clone(),
                measures: row.measures,
            })
            .collect(),
        period: format::period(visit.language, &opened.dossier().period_from, &opened.dossier().period_to),
        framework: format!("{} ({})", framework.name.get(language), framework.version),
        framework_href: visit.href(&format!("/frameworks/{}", framework.reference())),
        stage_title: stage.map(|stage| stage.title.get(language).to_owned()).unwrap_or_default(),
        stage_guidance: stage.map(|stage| stage.guidance.get(language).to_owned()).unwrap_or_default(),
        steps: found.steps(""),
        gates: gates(app, &visit, &opened),
        reporting: summary(app, &visit, &opened),
        newcomer: app.is_newcomer(&visit.caller, &opened).await.or_fail(&visit)?,
        handover: own_handover(app, &visit, &opened),
        open_comments: visit.count("dossier-open-comments", content.comments.iter().filter(|comment| comment.is_open()).count()),
        may_edit: app.may(&visit.caller, Action::DossierUpdate, &opened),
        rounds: opened.dossier().round > 1,
        reports: match app.may(&visit.caller, Action::ReportDraft, &opened) {
            true => framework.reports.iter().map(|r| (r.code.clone(), r.title.get(language).to_owned())).collect(),
            false => vec![],
        },
        v: &visit,
    };
    render_as(&visit, status, &page)
}

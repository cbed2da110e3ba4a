//! What templates are filled with: messages beside fields, options of selects, the frame of a dossier's pages.

use std::ops::Range;
use std::sync::Arc;

use jalon_app::authorisation::Action;
use jalon_app::domain::assessment::Validation;
use jalon_app::domain::assessment::checks::Diagnostic;
use jalon_app::domain::assessment::process;
use jalon_app::domain::catalogue::Framework;
use jalon_app::domain::{Language, Problem};
use jalon_app::{App, Opened};

use crate::request::{Visit, query};

/// Problems in the visitor's words, with the field each belongs to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Messages {
    pub(crate) items: Vec<Message>,
}

#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) field: String,
    /// What the field is called, for the summary above the form; empty where its own page has no name for it.
    pub(crate) label: String,
    pub(crate) text: String,
}

impl Messages {
    pub(crate) fn new(visit: &Visit, problems: &[Problem]) -> Self {
        let text = |problem: &Problem| match visit.wording.remedy(problem) {
            Some(remedy) => format!("{} {remedy}", visit.wording.problem(problem)),
            None => visit.wording.problem(problem),
        };
        let message = |problem: &Problem| {
            let field = problem.field.clone().unwrap_or_default();
            Message { label: field_label(visit, &field), text: text(problem), field }
        };
        Self { items: problems.iter().map(message).collect() }
    }

    /// With the names that a register's own definition gives to fields.
    pub(crate) fn named(mut self, label: impl Fn(&str) -> Option<String>) -> Self {
        for message in &mut self.items {
            if let Some(label) = label(&message.field) {
                message.label = label;
            }
        }
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The messages of one field, joined; empty where there are none.
    pub(crate) fn of(&self, field: &str) -> String {
        self.items
            .iter()
            .filter(|message| message.field == field)
            .map(|message| message.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(crate) fn texts(&self) -> Vec<&str> {
        self.items.iter().map(|message| message.text.as_str()).collect()
    }
}

/// What a form calls a field of this name, whatever its language: `title`, `title_fr`.
fn field_label(visit: &Visit, field: &str) -> String {
    let language = Language::CONTENT.into_iter().find(|language| field.ends_with(&format!("_{language}")));
    let name = language.and_then(|language| field.strip_suffix(&format!("_{language}"))).unwrap_or(field).replace('_', "-");
    let label = visit.wording.find(&format!("field-{name}"), &[]);
    let label = label.or_else(|| visit.wording.find(&format!("merge-field-{name}"), &[])).unwrap_or_default();
    match language {
        Some(language) if !label.is_empty() => format!("{label} – {}", visit.t(&format!("language-{language}"))),
        _ => label,
    }
}

/// An option of a select, a radio or a checkbox.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) selected: bool,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), selected }
    }
}

/// Codes of the program as choices, labelled by `prefix-code` in the wording files.
pub(crate) fn choices(visit: &Visit, prefix: &str, codes: &[&str], selected: &str) -> Vec<Choice> {
    codes
        .iter()
        .map(|code| Choice::new(*code, visit.t(&format!("{prefix}-{}", code.replace('_', "-"))), *code == selected))
        .collect()
}

/// The frame of every page of a dossier: its name, its stages, its tabs.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) territory: String,
    pub(crate) synthetic: bool,
    pub(crate) published: bool,
    /// The framework's own notice when its wording is not official.
    pub(crate) notice: String,
    pub(crate) stages: Vec<StageView>,
    /// Whose signature a change of what is signed would end; empty while nobody's does.
    pub(crate) signed: String,
    /// The reader may see who changed what.
    pub(crate) history: bool,
    pub(crate) tabs: Vec<Tab>,
}

#[derive(Debug, Clone)]
pub(crate) struct StageView {
    pub(crate) title: String,
    /// `done`, `current` or `next`.
    pub(crate) state: &'static str,
    pub(crate) state_label: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Tab {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

impl Frame {
    /// `tab` is the code of the page's tab: `overview`, `questionnaire`, `findings`…
    pub(crate) fn new(app: &App, visit: &Visit, opened: &Opened, tab: &str) -> Self {
        let dossier = opened.dossier();
        let language = visit.content();
        let place = opened.framework.stages.iter().position(|stage| stage.code == dossier.stage).unwrap_or(0);
        let stages = opened.framework.stages.iter().enumerate().map(|(n, stage)| {
            let state = match n.cmp(&place) {
                std::cmp::Ordering::Less => "done",
                // Nothing goes on in the stage of what is published.
                std::cmp::Ordering::Equal if stage.exits.is_empty() && opened.facts.published => "done",
                std::cmp::Ordering::Equal => "current",
                std::cmp::Ordering::Greater => "next",
            };
            StageView {
                title: stage.title.get(language).to_owned(),
                state,
                state_label: visit.t(&format!("stage-state-{state}")),
            }
        });
        let base = format!("/{}/work/dossiers/{}", visit.language, dossier.slug);
        let mut tabs = vec![];
        // A cycle is worked in steps and registers; an assessment in findings, context and a report.
        let is_cycle = opened.framework.is_cycle();
        let first_step = opened.framework.of_kind("step").next().map(|step| format!("/steps/{}", step.code)).unwrap_or_default();
        for (code, path, action, of_cycle) in [
            ("overview", "", None, None),
            ("steps", first_step.as_str(), None, Some(true)),
            ("registers", "/registers", None, Some(true)),
            ("plan", "/plan", None, Some(true)),
            ("reporting", "/reporting", None, Some(true)),
            ("statistics", "/statistics", None, Some(true)),
            ("questionnaire", "/questionnaire", None, None),
            ("findings", "/findings", None, Some(false)),
            ("evidence", "/evidence", None, None),
            ("context", "/context", None, Some(false)),
            ("discussion", "/discussion", None, None),
            ("checks", "/checks", Some(Action::CheckRun), None),
            ("publication", "/publication", None, None),
            ("members", "/members", Some(Action::MemberList), None),
            ("history", "/history", Some(Action::HistoryView), None),
        ] {
            if of_cycle.is_some_and(|of_cycle| of_cycle != is_cycle) {
                continue;
            }
            if action.is_none_or(|action| app.may(&visit.caller, action, opened)) {
                tabs.push(Tab { label: visit.t(&format!("tab-{code}")), href: format!("{base}{path}"), current: code == tab });
            }
        }
        Self {
            slug: dossier.slug.clone(),
            title: dossier.title.get(language).to_owned(),
            territory: opened.content.territory.name.get(language).to_owned(),
            synthetic: dossier.synthetic,
            published: opened.facts.published,
            notice: if opened.framework.official { String::new() } else { opened.framework.notice.get(language).to_owned() },
            stages: stages.collect(),
            signed: signed(opened, language),
            history: app.may(&visit.caller, Action::HistoryView, opened),
            tabs,
        }
    }
}

/// The organisations that signed an assessment as it stands and before it is published, in words.
fn signed(opened: &Opened, language: Language) -> String {
    if opened.facts.published || opened.framework.is_cycle() || opened.content.validations.is_empty() {
        return String::new();
    }
    let holds = |validation: &&Validation| validation.content_digest == opened.digest();
    let name = |validation: &Validation| {
        opened
            .content
            .organisation(&validation.organisation)
            .map_or("", |organisation| organisation.name.get(language))
            .to_owned()
    };
    let names: Vec<String> = opened.content.validations.iter().filter(holds).map(name).collect();
    names.join(", ")
}

/// A check that does not hold, with the way to where it can be mended.
#[derive(Debug, Clone)]
pub(crate) struct DiagnosticView {
    pub(crate) code: String,
    pub(crate) severity: &'static str,
    pub(crate) severity_label: String,
    pub(crate) text: String,
    pub(crate) why: String,
    pub(crate) remedy: String,
    pub(crate) source: String,
    pub(crate) href: String,
}

pub(crate) fn diagnostics(visit: &Visit, framework: &Framework, slug: &str, found: &[Diagnostic]) -> Vec<DiagnosticView> {
    let language = visit.content();
    found
        .iter()
        .map(|diagnostic| {
            let check = framework.check(&diagnostic.code);
            let text = |pick: fn(&jalon_app::domain::catalogue::CheckDefinition) -> &jalon_app::domain::Text| {
                check.map(|check| pick(check).get(language).to_owned()).unwrap_or_default()
            };
            DiagnosticView {
                code: diagnostic.code.clone(),
                severity: diagnostic.severity.code(),
                severity_label: visit.t(&format!("severity-{}", diagnostic.severity.code())),
                text: diagnostic_text(visit.wording, framework, diagnostic),
                why: text(|check| &check.why),
                remedy: text(|check| &check.remedy),
                source: visit.wording.source(&diagnostic.source),
                href: visit.href(&format!("/work/dossiers/{slug}{}", place(diagnostic))),
            }
        })
        .collect()
}

/// What a diagnostic says, with titles instead of codes.
pub(crate) fn diagnostic_text(
    wording: &jalon_app::domain::wording::Wording,
    framework: &Framework,
    diagnostic: &Diagnostic,
) -> String {
    jalon_app::dossier::diagnostic_text(wording, framework, diagnostic)
}

pub(crate) fn place(diagnostic: &Diagnostic) -> String {
    let key = &diagnostic.key;
    match diagnostic.noun.as_str() {
        "answer" => format!("/questionnaire/{key}"),
        "finding" => format!("/findings/{key}"),
        "evidence" if !key.is_empty() => format!("/evidence/{key}"),
        "evidence" => "/evidence".to_owned(),
        "figure" => format!("/context/figures/{key}"),
        "context" => "/context".to_owned(),
        "comment" => format!("/discussion#comment-{key}"),
        "participant" => "/discussion".to_owned(),
        "member" => "/members".to_owned(),
        "translation" => format!("/translations?language={key}"),
        "validation" => "/publication".to_owned(),
        "dimension" => format!("/findings#dimension-{key}"),
        "register" => format!("/registers/{key}"),
        _ => String::new(),
    }
}

/// A way out of the present stage.
#[derive(Debug, Clone)]
pub(crate) struct GateView {
    pub(crate) target: String,
    pub(crate) title: String,
    pub(crate) forward: bool,
    pub(crate) open: bool,
    /// The caller may take it.
    pub(crate) mine: bool,
    /// Leads to publication, which is done on its own page.
    pub(crate) publishes: bool,
    pub(crate) findings: Vec<DiagnosticView>,
}

pub(crate) fn gates(app: &App, visit: &Visit, opened: &Arc<Opened>) -> Vec<GateView> {
    process::gates(&opened.framework, &opened.content, &opened.diagnostics(&app.day_of(opened)))
        .into_iter()
        .map(|gate| GateView {
            target: gate.exit.to.clone(),
            title: gate.target.title.get(visit.content()).to_owned(),
            forward: gate.forward,
            open: gate.is_open(),
            mine: app.may_move(&visit.caller, opened, &gate.exit.to),
            publishes: gate.target.exits.is_empty(),
            findings: diagnostics(visit, &opened.framework, &opened.dossier().slug, &gate.findings),
        })
        .collect()
}

/// A query string with one parameter changed, for links that filter and sort.
pub(crate) fn with_parameter(query: &crate::request::Fields, name: &str, value: &str) -> String {
    let mut parts: Vec<String> = query
        .iter()
        .filter(|(n, v)| *n != name && !v.is_empty())
        .map(|(n, v)| format!("{}={}", crate::error::escape_query(n), crate::error::escape_query(v)))
        .collect();
    if !value.is_empty() {
        parts.push(format!("{}={}", crate::error::escape_query(name), crate::error::escape_query(value)));
    }
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

/// A name and where it leads.
pub(crate) type Link = (String, String);

/// Where a list stands among its pages; the addresses are empty at either end, the words where there is one page.
#[derive(Debug)]
pub(crate) struct Pages {
    pub(crate) words: String,
    pub(crate) previous: String,
    pub(crate) next: String,
}

/// The part of the list at `base` that the visit's address asks for, with so many rows a page: the nearest page there is.
pub(crate) fn page_of(visit: &Visit, base: &str, rows: usize, count: usize) -> (Range<usize>, Pages) {
    let filters = query(visit);
    let last = count.div_ceil(rows).max(1);
    let page = usize::try_from(filters.number("page")).unwrap_or(1).clamp(1, last);
    let address = |page: usize| format!("{base}{}", with_parameter(&filters, "page", &page.to_string()));
    let pages = Pages {
        words: if last == 1 {
            String::new()
        } else {
            visit.fill("list-page", &[("page", &page.to_string()), ("pages", &last.to_string())])
        },
        previous: if page > 1 { address(page - 1) } else { String::new() },
        next: if page < last { address(page + 1) } else { String::new() },
    };
    ((page - 1) * rows..(page * rows).min(count), pages)
}

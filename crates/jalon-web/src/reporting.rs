//! Reporting on measures: who has reported for which period, and a page on which an institution reports on its own.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::format;
use jalon_app::domain::register::period::Period;
use jalon_app::domain::register::reporting::{ReportState, Reporting, Slot};
use jalon_app::domain::register::{FieldDefinition, RegisterDefinition, RegisterEntry};
use jalon_app::{AppError, Opened, reporting};

use crate::error::{Failure, OrFail, PageResult, escape_query, render, render_as, see};
use crate::fields::{FieldView, field_view, given};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages};

/// How many periods the table shows.
const SHOWN: usize = 6;
/// What the page of a report says by itself.
const TOLD: [&str; 4] = ["period", "measure", "unchanged", "reported_by"];

/// A period with its days, and until when its reports are due.
#[derive(Debug)]
pub(crate) struct SlotView {
    pub(crate) words: String,
    pub(crate) days: String,
    pub(crate) due: String,
    pub(crate) overdue: bool,
    /// "3 of 5 measures reported"
    pub(crate) count: String,
}

/// What the overview and the plan say of reporting.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) href: String,
    pub(crate) asked: Option<SlotView>,
    /// The alarm; empty where nothing is stale.
    pub(crate) stale: String,
}

/// What is said of reporting beside other things; nothing without a calendar.
pub(crate) fn summary(app: &Shared, visit: &Visit, opened: &Opened) -> Option<Summary> {
    let reporting = app.reporting(opened);
    if reporting.schedule.is_empty() {
        return None;
    }
    let stale = reporting.stale().len();
    let all: Vec<&RegisterEntry> = opened.content.entries("measure").collect();
    Some(Summary {
        href: visit.href(&format!("/work/dossiers/{}/reporting", opened.dossier().slug)),
        asked: reporting.asked(all.iter().copied()).map(|slot| slot_view(visit, &all, &reporting, slot)),
        stale: if stale > 0 { visit.count("reporting-stale-alarm", stale) } else { String::new() },
    })
}

/// A period, with how many of these measures were reported on.
fn slot_view(visit: &Visit, measures: &[&RegisterEntry], reporting: &Reporting<'_>, slot: Slot) -> SlotView {
    let states = || measures.iter().map(|measure| reporting.state(measure, &slot));
    let total = states().filter(|state| *state != ReportState::NotExpected).count();
    let missing = states().filter(|state| state.is_missing()).count();
    let overdue = reporting.today > slot.due && missing > 0;
    let key = if overdue { "reporting-overdue" } else { "reporting-due-on" };
    let counts = [("reported", (total - missing).to_string()), ("total", total.to_string())];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    SlotView {
        words: slot.period.words(visit.language),
        days: format::period(visit.language, &slot.period.start().to_string(), &slot.period.end().to_string()),
        due: visit.fill(key, &[("date", &visit.date(&slot.due.to_string()))]),
        overdue,
        count: visit.fill("reporting-count", &counts),
    }
}

#[derive(Debug)]
struct Cell {
    sign: &'static str,
    label: String,
    /// The report, or where to make it.
    href: String,
}

#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    lead: String,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "work/reporting.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    has_calendar: bool,
    may_declare: bool,
    mine: bool,
    may_remind: bool,
    said: String,
    not_begun: String,
    time_zone: String,
    running: Option<SlotView>,
    asked: Option<SlotView>,
    stale: Vec<(String, String, String)>,
    leads: Vec<Choice>,
    only_missing: bool,
    shown: String,
    heads: Vec<String>,
    rows: Vec<Row>,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let measure = opened.register("measure").or_fail(&visit)?;
    // Who reports when is told to everybody, although the calendars themselves are not published.
    opened.framework.register("reporting_calendar").ok_or(AppError::NotFound).or_fail(&visit)?;
    let lead = measure.field("lead").ok_or(AppError::NotFound).or_fail(&visit)?;
    let reporting = app.reporting(&opened);
    let filters = query(&visit);
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let names = opened.names(visit.content());
    let all: Vec<&RegisterEntry> = opened.content.entries("measure").collect();
    let asked = reporting.asked(all.iter().copied());
    let only_missing = filters.get("show") == "missing";
    let wanted: Vec<&RegisterEntry> = opened
        .content
        .entries("measure")
        .filter(|entry| filters.get("lead").is_empty() || entry.chosen("lead").iter().any(|code| code == filters.get("lead")))
        .filter(|entry| !only_missing || asked.is_some_and(|slot| reporting.state(entry, &slot).is_missing()))
        .collect();
    let slots = &reporting.slots[reporting.slots.len().saturating_sub(SHOWN)..];
    let calendar = reporting.schedule.in_force(reporting.today);
    let zone = calendar.and_then(|calendar| calendar.time_zone.iana_name()).unwrap_or_default();
    let view = Page {
        f: Frame::new(&app, &visit, &opened, "reporting"),
        has_calendar: calendar.is_some(),
        may_declare: app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() }),
        mine: !app.my_measures(&visit.caller, &opened).is_empty() || app.may_report_for_others(&visit.caller, &opened),
        may_remind: app.may_remind(&visit.caller, &opened),
        said: reminded(&visit, &filters),
        not_begun: match calendar.filter(|_| reporting.slots.is_empty()) {
            Some(calendar) => visit.fill("reporting-not-begun", &[("date", &visit.date(&calendar.first.start().to_string()))]),
            None => String::new(),
        },
        time_zone: visit.fill("reporting-time-zone", &[("zone", zone)]),
        running: reporting.running().map(|slot| slot_view(&visit, &all, &reporting, slot)),
        asked: asked.map(|slot| slot_view(&visit, &all, &reporting, slot)),
        stale: reporting
            .stale()
            .into_iter()
            .map(|(measure, periods)| {
                let words = visit.fill("reporting-stale-text", &[("periods", &periods.to_string())]);
                (format!("{base}/registers/measure/{}", measure.id), names.entry(measure), words)
            })
            .collect(),
        leads: lead_choices(&visit, &opened, lead, filters.get("lead")),
        only_missing,
        shown: visit.count("plan-shown", wanted.len()),
        heads: slots.iter().map(|slot| slot.period.words(visit.language)).collect(),
        rows: wanted
            .iter()
            .map(|entry| Row {
                href: format!("{base}/registers/measure/{}", entry.id),
                name: names.entry(entry),
                lead: names.words(lead, entry),
                cells: slots.iter().map(|slot| cell(&app, &visit, &opened, &reporting, &base, entry, slot)).collect(),
            })
            .collect(),
        base,
        v: &visit,
    };
    render(&visit, &view)
}

/// What sending reminders did.
fn reminded(visit: &Visit, filters: &Fields) -> String {
    let count = |name: &str| filters.get(name).parse::<usize>().ok();
    match (count("reminded"), count("failed").unwrap_or(0)) {
        (Some(sent), 0) => visit.count("reporting-reminded", sent),
        (Some(sent), failed) => {
            format!("{} {}", visit.count("reporting-reminded", sent), visit.count("reporting-remind-failed", failed))
        }
        (None, _) if filters.has("no_mail") => visit.t("reporting-remind-no-mail"),
        (None, _) => String::new(),
    }
}

pub(crate) async fn remind(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, slug) = (submitted.visit, params.get("slug"));
    let done = app.remind_now(&visit.caller, slug).await.or_fail(&visit)?;
    let said = match done.no_mail {
        true => "no_mail=1".to_owned(),
        false => format!("reminded={}&failed={}", done.sent, done.failed),
    };
    see(&visit, &format!("/work/dossiers/{slug}/reporting?{said}"))
}

const fn sign(state: ReportState) -> &'static str {
    match state {
        ReportState::Reported | ReportState::Unchanged => "complete",
        ReportState::Awaited => "unanswered",
        ReportState::Late => "warning",
        ReportState::NotExpected => "",
    }
}

fn cell(
    app: &Shared,
    visit: &Visit,
    opened: &Opened,
    reporting: &Reporting<'_>,
    base: &str,
    measure: &RegisterEntry,
    slot: &Slot,
) -> Cell {
    let state = reporting.state(measure, slot);
    let href = match reporting.report(measure.id.as_str(), slot.period) {
        Some(report) => format!("{base}/registers/progress/{}", escape_query(report.id.as_str())),
        None if state.is_missing() && app.may_report(&visit.caller, opened, measure) => report_href(base, measure, slot.period),
        None => String::new(),
    };
    Cell { sign: sign(state), label: visit.t(&format!("reporting-state-{}", state.code())), href }
}

fn report_href(base: &str, measure: &RegisterEntry, period: Period) -> String {
    format!("{base}/reporting/mine/{}?period={period}", escape_query(measure.id.as_str()))
}

/// The institutions that lead a measure.
fn lead_choices(visit: &Visit, opened: &Opened, lead: &FieldDefinition, selected: &str) -> Vec<Choice> {
    let used: BTreeSet<&str> =
        opened.content.entries("measure").flat_map(|entry| entry.chosen("lead")).map(String::as_str).collect();
    let mut choices = vec![Choice::new("", visit.t("register-any"), selected.is_empty())];
    let offered = opened.names(visit.content()).offered(lead);
    choices.extend(offered.into_iter().filter(|(code, _)| used.contains(code.as_str())).map(|(code, label)| {
        let is_selected = code == selected;
        Choice::new(code, label, is_selected)
    }));
    choices
}

#[derive(Debug)]
struct MineRow {
    id: String,
    name: String,
    /// Where the report is made or corrected.
    href: String,
    /// "2e trimestre 2026: en cours, 41 jours", and what was done.
    last: String,
    last_done: String,
    sign: &'static str,
    state: String,
    reported: bool,
    /// There is something to repeat.
    may_repeat: bool,
    /// The report of no change that may be taken back.
    undo: String,
}

#[derive(Template)]
#[template(path = "work/reporting_mine.html")]
struct Mine<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    institutions: Vec<Choice>,
    periods: Vec<Choice>,
    period: String,
    slot: Option<SlotView>,
    said: String,
    rows: Vec<MineRow>,
    may_repeat: bool,
    undo: Vec<String>,
    complete: bool,
}

pub(crate) async fn mine(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_mine(&app, visit, params.get("slug"), Messages::default(), StatusCode::OK).await
}

/// The measures that the page is about: those of the caller's institution, or for whoever may report for all, of the one chosen.
fn measures_of<'a>(app: &Shared, visit: &Visit, opened: &'a std::sync::Arc<Opened>, institution: &str) -> Vec<&'a RegisterEntry> {
    if institution.is_empty() || !app.may_report_for_others(&visit.caller, opened) {
        return app.my_measures(&visit.caller, opened);
    }
    opened.content.entries("measure").filter(|entry| entry.chosen("lead").iter().any(|code| code == institution)).collect()
}

async fn show_mine(app: &Shared, visit: Visit, slug: &str, m: Messages, status: StatusCode) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    opened.register("reporting_calendar").or_fail(&visit)?;
    let filters = query(&visit);
    let institution = filters.get("institution");
    let measures = measures_of(app, &visit, &opened, institution);
    let others = app.may_report_for_others(&visit.caller, &opened);
    if measures.is_empty() && !others && !app.may_with(&visit.caller, Action::RegisterSave, &opened, &own()) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let reporting = app.reporting(&opened);
    let chosen = filters.get("period").parse().ok().and_then(|period| reporting.slot(period));
    let slot = chosen.or_else(|| reporting.asked(measures.iter().copied()));
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let rows: Vec<MineRow> = match &slot {
        Some(slot) => measures.iter().map(|measure| mine_row(app, &visit, &opened, &reporting, &base, measure, slot)).collect(),
        None => vec![],
    };
    let lead = opened.register("measure").ok().and_then(|register| register.field("lead"));
    let page = Mine {
        f: Frame::new(app, &visit, &opened, "reporting"),
        m,
        institutions: match lead.filter(|_| others) {
            Some(lead) => {
                let own = visit.caller.principal.organisation.as_ref().map_or("", |id| id.as_str());
                let mut choices = lead_choices(&visit, &opened, lead, if institution.is_empty() { own } else { institution });
                choices.remove(0);
                choices
            }
            None => vec![],
        },
        periods: reporting
            .slots
            .iter()
            .rev()
            .take(SHOWN)
            .map(|other| {
                let selected = slot.is_some_and(|slot| slot.period == other.period);
                Choice::new(other.period.to_string(), other.period.words(visit.language), selected)
            })
            .collect(),
        period: slot.map(|slot| slot.period.to_string()).unwrap_or_default(),
        slot: slot.map(|slot| slot_view(&visit, &measures, &reporting, slot)),
        said: said(&visit, &opened, &filters),
        may_repeat: rows.iter().any(|row| row.may_repeat),
        undo: rows.iter().map(|row| row.undo.clone()).filter(|undo| !undo.is_empty()).collect(),
        complete: !rows.is_empty() && rows.iter().all(|row| row.reported),
        rows,
        base: format!("{base}/reporting"),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

fn own() -> Facts {
    Facts { own: true, ..Facts::default() }
}

/// What the action before this page did.
fn said(visit: &Visit, opened: &Opened, filters: &Fields) -> String {
    let count = |name: &str| filters.get(name).parse::<usize>().ok();
    if let Some(measure) = opened.content.entry("measure", filters.get("saved")) {
        return visit.fill("reporting-saved", &[("measure", &opened.names(visit.content()).entry(measure))]);
    }
    match (count("unchanged"), count("undone")) {
        (Some(count), _) => visit.count("reporting-unchanged-done", count),
        (_, Some(count)) => visit.count("reporting-undone", count),
        _ => String::new(),
    }
}

fn mine_row(
    app: &Shared,
    visit: &Visit,
    opened: &Opened,
    reporting: &Reporting<'_>,
    base: &str,
    measure: &RegisterEntry,
    slot: &Slot,
) -> MineRow {
    let names = opened.names(visit.content());
    let report = reporting.report(measure.id.as_str(), slot.period);
    let last = reporting.last_before(measure.id.as_str(), slot.period);
    let progress = opened.framework.register("progress");
    let state = reporting.state(measure, slot);
    let state_words = |entry: &RegisterEntry| {
        progress.and_then(|register| register.field("state")).map(|field| names.words(field, entry)).unwrap_or_default()
    };
    let may = |action| app.may_with(&visit.caller, action, opened, &app.entry_facts(&visit.caller, opened, measure));
    let label = visit.t(&format!("reporting-state-{}", state.code()));
    MineRow {
        id: measure.id.to_string(),
        name: names.entry(measure),
        href: report_href(base, measure, slot.period),
        last: last.map_or_else(String::new, |(period, entry)| {
            let value = [entry.line("value"), entry.line("unit")].join(" ");
            let parts = [state_words(entry), value.trim().to_owned()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            visit.wording.labelled(&period.words(visit.language), &parts.join(", "))
        }),
        last_done: last.map(|(_, entry)| entry.shown("done", visit.content()).to_owned()).unwrap_or_default(),
        sign: sign(state),
        state: report.map_or_else(|| label.clone(), |entry| format!("{label} · {}", state_words(entry))),
        reported: !state.is_missing(),
        may_repeat: report.is_none() && state.is_missing() && last.is_some() && may(Action::RegisterSave),
        undo: report
            .filter(|report| reporting::can_undo(report) && may(Action::ProgressUndo))
            .map(|report| report.id.to_string())
            .unwrap_or_default(),
    }
}

/// Where the page of the same period and institution is.
fn back(slug: &str, fields: &Fields, said: &str) -> String {
    let kept = ["period", "institution"].map(|name| (name, fields.get(name)));
    let kept = kept.iter().filter(|(_, value)| !value.is_empty());
    let kept: String = kept.map(|(name, value)| format!("{name}={}&", escape_query(value))).collect();
    format!("/work/dossiers/{slug}/reporting/mine?{kept}{said}")
}

pub(crate) async fn unchanged(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let measures = match fields.get("only") {
        "" => fields.all("measure"),
        only => vec![only.to_owned()],
    };
    match app.report_unchanged(&visit.caller, slug, fields.get("period"), &measures).await {
        Ok(count) => see(&visit, &back(slug, &fields, &format!("unchanged={count}"))),
        Err(error) => refused(&app, visit, slug, error).await,
    }
}

pub(crate) async fn undo(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let reports = match fields.get("one") {
        "" => fields.all("report"),
        one => vec![one.to_owned()],
    };
    match app.undo_unchanged(&visit.caller, slug, &reports).await {
        Ok(count) => see(&visit, &back(slug, &fields, &format!("undone={count}"))),
        Err(error) => refused(&app, visit, slug, error).await,
    }
}

async fn refused(app: &Shared, visit: Visit, slug: &str, error: AppError) -> PageResult {
    match error {
        AppError::Invalid(problems) => {
            let messages = Messages::new(&visit, &problems);
            show_mine(app, visit, slug, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        error => Err(Failure::new(visit, error)),
    }
}

#[derive(Template)]
#[template(path = "work/reporting_form.html")]
struct Form<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    /// The list that the form came from, with its period.
    list: String,
    action: String,
    name: String,
    period: String,
    institution: String,
    slot: SlotView,
    /// What was saved before this form.
    said: String,
    /// What the fields start with.
    lead: String,
    spent: String,
    register: String,
    fields: Vec<FieldView>,
    language: jalon_app::domain::Language,
    revision: i64,
    /// Another measure waits after this one.
    has_next: bool,
}

pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, &params, None, StatusCode::OK).await
}

async fn show_form(
    app: &Shared,
    visit: Visit,
    params: &Params,
    typed: Option<(&Fields, Messages)>,
    status: StatusCode,
) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register("progress").or_fail(&visit)?;
    let measure = opened.content.entry("measure", params.get("measure")).ok_or(AppError::NotFound).or_fail(&visit)?;
    let filters = query(&visit);
    let asked_for = typed.as_ref().map_or(filters.get("period"), |(fields, _)| fields.get("period"));
    let reporting = app.reporting(&opened);
    let slot = match asked_for {
        "" => reporting.asked([measure]),
        period => period.parse().ok().and_then(|period| reporting.slot(period)),
    };
    let Some(slot) = slot.filter(|_| app.may_report(&visit.caller, &opened, measure)) else {
        return Err(Failure::new(visit, AppError::NotFound));
    };
    let entry = app.report_draft(&opened, measure, slot.period);
    let language = opened.dossier().source_language;
    let m = typed.as_ref().map(|(_, messages)| messages.clone()).unwrap_or_default();
    let fields = definition.fields.iter().filter(|field| !TOLD.contains(&field.code.as_str())).map(|field| {
        let given = match &typed {
            Some((fields, _)) => fields.all(&field.code),
            None => given(Some(&entry), field, language),
        };
        field_view(&visit, &opened, definition, field, &entry, given, language, &m)
    });
    let last = reporting.last_before(measure.id.as_str(), slot.period);
    let institution = typed.as_ref().map_or(filters.owned("institution"), |(fields, _)| fields.owned("institution"));
    let base = format!("/work/dossiers/{slug}/reporting/mine");
    let page = Form {
        f: Frame::new(app, &visit, &opened, "reporting"),
        list: visit.href(&format!("{base}?period={}&institution={}", slot.period, escape_query(&institution))),
        action: visit.href(&format!("{base}/{}", escape_query(measure.id.as_str()))),
        name: opened.names(visit.content()).entry(measure),
        period: slot.period.to_string(),
        slot: slot_view(&visit, &[measure], &reporting, slot),
        said: said(&visit, &opened, &filters),
        lead: match last {
            Some((period, _)) => visit.fill("reporting-form-lead", &[("period", &period.words(visit.language))]),
            None => visit.t("reporting-form-first"),
        },
        spent: last.map(|(period, last)| spent(&visit, &opened, definition, period, last)).unwrap_or_default(),
        register: definition.title.get(visit.content()).to_owned(),
        fields: fields.collect(),
        language,
        revision: typed.as_ref().map_or(entry.revision, |(fields, _)| fields.number("revision")),
        has_next: next_after(app, &visit, &opened, &institution, slot, measure).is_some(),
        institution,
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// What was spent last time: it is shown and not repeated, for it would count twice.
fn spent(visit: &Visit, opened: &Opened, definition: &RegisterDefinition, period: Period, last: &RegisterEntry) -> String {
    let Some(field) = definition.field("spent").filter(|_| last.is_filled("spent")) else { return String::new() };
    let amount = format!("{} {}", opened.names(visit.content()).words(field, last), last.line("currency"));
    visit.fill("reporting-spent-last", &[("period", &period.words(visit.language)), ("amount", &amount)])
}

/// The next of these measures, from this one on and round again, whose report is missing.
fn next_after<'a>(
    app: &Shared,
    visit: &Visit,
    opened: &'a std::sync::Arc<Opened>,
    institution: &str,
    slot: Slot,
    measure: &RegisterEntry,
) -> Option<&'a RegisterEntry> {
    let reporting = app.reporting(opened);
    let measures = measures_of(app, visit, opened, institution);
    let place = measures.iter().position(|other| other.id == measure.id).unwrap_or(0);
    let (before, after) = measures.split_at(place.min(measures.len()));
    let round = after.iter().chain(before).filter(|other| other.id != measure.id);
    round.copied().find(|other| reporting.state(other, &slot).is_missing())
}

pub(crate) async fn save(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, id) = (params.get("slug"), params.get("measure"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let definition = opened.register("progress").or_fail(&visit)?;
    let shown = definition.fields.iter().filter(|field| !TOLD.contains(&field.code.as_str()));
    let given = shown.map(|field| (field.code.clone(), fields.all(&field.code))).collect();
    let (language, revision) = (fields.language("language"), fields.number("revision"));
    match app.report_progress(&visit.caller, slug, fields.get("period"), id, &given, language, revision).await {
        Ok(_) => {
            let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
            let slot = fields.get("period").parse().ok().and_then(|period| app.reporting(&opened).slot(period));
            let measure = opened.content.entry("measure", id);
            let next = match fields.get("then") {
                "next" => slot
                    .zip(measure)
                    .and_then(|(slot, measure)| next_after(&app, &visit, &opened, fields.get("institution"), slot, measure)),
                _ => None,
            };
            let list = back(slug, &fields, &format!("saved={}", escape_query(id)));
            match next {
                Some(next) => {
                    let path = format!("/reporting/mine/{}?", escape_query(next.id.as_str()));
                    see(&visit, &list.replacen("/reporting/mine?", &path, 1))
                }
                None => see(&visit, &list),
            }
        }
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(&app, visit, &params, Some((&fields, messages)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

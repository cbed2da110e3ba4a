//! The plan at a glance: its measures in time, which institution acts on which objective, and at which level.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use jalon_app::Opened;
use jalon_app::domain::format;
use jalon_app::domain::register::{FieldDefinition, RegisterEntry};

use crate::error::{Failure, OrFail, PageResult, render};
use crate::reporting::{Summary, summary};
use crate::request::{Params, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame};

#[derive(Debug)]
struct Bar {
    href: String,
    name: String,
    lead: String,
    /// "1 juin 2026 – 31 décembre 2027", or what the calendar says in words.
    when: String,
    state: String,
    /// Start and length in percent of the whole; no bar without dates.
    place: Option<(f64, f64)>,
}

#[derive(Debug)]
struct Matrix {
    title: String,
    guidance: String,
    /// Number and title of each objective.
    heads: Vec<(String, String)>,
    rows: Vec<MatrixRow>,
}

#[derive(Debug)]
struct MatrixRow {
    title: String,
    /// How many measures, and the list that shows them; an objective without one has no link.
    cells: Vec<(usize, String)>,
}

#[derive(Template)]
#[template(path = "work/plan.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    total: usize,
    shown: String,
    leads: Vec<Choice>,
    states: Vec<Choice>,
    years: Vec<(String, f64)>,
    bars: Vec<Bar>,
    matrices: Vec<Matrix>,
    /// What nobody acts on: objectives that were selected, members of coordination bodies.
    gaps: Vec<(String, Vec<(String, String)>)>,
    reporting: Option<Summary>,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let Some(register) = opened.framework.register("measure") else {
        return Err(Failure::new(visit, jalon_app::AppError::NotFound));
    };
    let field = |code: &str| register.field(code).ok_or(jalon_app::AppError::NotFound);
    let (lead, state) = (field("lead").or_fail(&visit)?, field("state").or_fail(&visit)?);
    let (objectives, level) = (field("objectives").or_fail(&visit)?, field("level").or_fail(&visit)?);
    let filters = query(&visit);
    let all: Vec<&RegisterEntry> = opened.content.entries("measure").collect();
    let wanted: Vec<&RegisterEntry> = all
        .iter()
        .copied()
        .filter(|entry| {
            [lead, state].iter().all(|field| {
                let value = filters.get(&field.code);
                value.is_empty() || entry.chosen(&field.code).iter().any(|code| code == value)
            })
        })
        .collect();
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let choices = |field: &FieldDefinition| {
        let used: BTreeSet<&str> = all.iter().flat_map(|entry| entry.chosen(&field.code)).map(String::as_str).collect();
        let selected = filters.get(&field.code);
        let mut choices = vec![Choice::new("", visit.t("register-any"), selected.is_empty())];
        choices.extend(
            opened.names(visit.content()).offered(field).into_iter().filter(|(code, _)| used.contains(code.as_str())).map(
                |(code, label)| {
                    let is_selected = code == selected;
                    Choice::new(code, label, is_selected)
                },
            ),
        );
        choices
    };
    let (from, to) = span(&wanted);
    let view = Page {
        f: Frame::new(&app, &visit, &opened, "plan"),
        total: all.len(),
        shown: visit.count("plan-shown", wanted.len()),
        leads: choices(lead),
        states: choices(state),
        years: years(from, to),
        bars: wanted.iter().map(|entry| bar(&visit, &opened, &base, entry, lead, state, (from, to))).collect(),
        matrices: vec![
            matrix(&visit, &opened, &base, &all, lead, objectives, "plan-institutions"),
            matrix(&visit, &opened, &base, &all, level, objectives, "plan-levels"),
        ],
        reporting: summary(&app, &visit, &opened),
        gaps: gaps(&visit, &opened, &base, &all),
        base,
        v: &visit,
    };
    render(&visit, &view)
}

/// Days since year 0, near enough to place a bar.
fn day(date: &str) -> Option<f64> {
    let date: jiff::civil::Date = date.parse().ok()?;
    Some(f64::from(date.year()) * 365.2425 + f64::from(date.day_of_year()))
}

/// From the first start to the last end.
fn span(entries: &[&RegisterEntry]) -> (f64, f64) {
    let days = || entries.iter().flat_map(|entry| [day(entry.line("start")), day(entry.line("end"))]).flatten();
    let (from, to) = (days().fold(f64::INFINITY, f64::min), days().fold(f64::NEG_INFINITY, f64::max));
    if from < to { (from, to) } else { (0.0, 0.0) }
}

/// The years that begin inside the span, and where.
fn years(from: f64, to: f64) -> Vec<(String, f64)> {
    if from >= to {
        return vec![];
    }
    let first = (from / 365.2425).ceil() as i64;
    let last = (to / 365.2425).floor() as i64;
    // A date far away does not fill the page with years.
    let step = ((last - first) / 20 + 1).max(1) as usize;
    (first..=last).step_by(step).map(|year| (year.to_string(), 100.0 * (year as f64 * 365.2425 - from) / (to - from))).collect()
}

fn bar(
    visit: &Visit,
    opened: &Opened,
    base: &str,
    entry: &RegisterEntry,
    lead: &FieldDefinition,
    state: &FieldDefinition,
    (from, to): (f64, f64),
) -> Bar {
    let names = opened.names(visit.content());
    let (start, end) = (entry.line("start"), entry.line("end"));
    let place = day(start).or(day(end)).zip(day(end).or(day(start))).filter(|_| from < to).map(|(start, end)| {
        let left = 100.0 * (start - from) / (to - from);
        // A single day is still to be seen.
        (left.min(99.0), (100.0 * (end - start) / (to - from)).max(1.0))
    });
    Bar {
        href: format!("{base}/registers/measure/{}", entry.id),
        name: names.entry(entry),
        lead: names.words(lead, entry),
        when: if start.is_empty() && end.is_empty() {
            entry.shown("calendar", visit.content()).to_owned()
        } else {
            format::period(visit.content(), start, end)
        },
        state: names.words(state, entry),
        place,
    }
}

fn matrix(
    visit: &Visit,
    opened: &Opened,
    base: &str,
    entries: &[&RegisterEntry],
    rows: &FieldDefinition,
    columns: &FieldDefinition,
    key: &str,
) -> Matrix {
    let names = opened.names(visit.content());
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in entries {
        for row in entry.chosen(&rows.code) {
            for column in entry.chosen(&columns.code) {
                *counts.entry((row, column)).or_default() += 1;
            }
        }
    }
    let items = names.items(columns);
    let used: BTreeSet<&str> = entries.iter().flat_map(|entry| entry.chosen(&rows.code)).map(String::as_str).collect();
    let offered = names.offered(rows).into_iter().filter(|(code, _)| used.contains(code.as_str()));
    Matrix {
        title: visit.t(key),
        guidance: visit.t(&format!("{key}-text")),
        heads: items.iter().map(|item| (item.code.clone(), item.title.get(visit.content()).to_owned())).collect(),
        rows: offered
            .map(|(code, title)| {
                let cell = |item: &str| {
                    let count = counts.get(&(code.as_str(), item)).copied().unwrap_or(0);
                    let query = format!("f-{}={}&f-{}={item}", rows.code, crate::error::escape_query(&code), columns.code);
                    (count, if count == 0 { String::new() } else { format!("{base}/registers/measure?{query}") })
                };
                MatrixRow { title, cells: items.iter().map(|item| cell(&item.code)).collect() }
            })
            .collect(),
    }
}

fn gaps(visit: &Visit, opened: &Opened, base: &str, measures: &[&RegisterEntry]) -> Vec<(String, Vec<(String, String)>)> {
    let content = &opened.content;
    let names = opened.names(visit.content());
    let served: BTreeSet<&str> = measures.iter().flat_map(|entry| entry.chosen("objectives")).map(String::as_str).collect();
    let selected = content.entries("objective_decision").filter(|decision| {
        decision.chosen("decision").iter().any(|code| code == "selected")
            && decision.chosen("objective").iter().any(|objective| !served.contains(objective.as_str()))
    });
    let objectives = selected.map(|decision| {
        (names.entry(decision), format!("{base}/registers/measure/new?objectives={}", decision.chosen("objective")[0]))
    });
    let acting: BTreeSet<&str> = measures
        .iter()
        .flat_map(|entry| entry.chosen("lead").iter().chain(entry.chosen("partners")))
        .map(String::as_str)
        .collect();
    let members: BTreeSet<&str> =
        content.entries("coordination_body").flat_map(|body| body.chosen("members")).map(String::as_str).collect();
    let idle = members.difference(&acting).map(|id| {
        let name = content.organisation(&(*id).into()).map(|o| o.name.get(visit.content()).to_owned());
        (name.unwrap_or_else(|| (*id).to_owned()), String::new())
    });
    [("plan-gap-objectives", objectives.collect::<Vec<_>>()), ("plan-gap-institutions", idle.collect())]
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .map(|(key, found)| (visit.t(key), found))
        .collect()
}

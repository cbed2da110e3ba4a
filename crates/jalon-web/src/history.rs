//! What happened to one record: who changed what and when, field by field, from the ledger.

use askama::Template;
use axum::extract::State;
use jalon_app::domain::assessment::conflict::{Change, Difference, differences, word_difference};
use jalon_app::domain::register::RegisterEntry;
use jalon_app::{AppError, Opened};
use serde_json::Value;

use crate::error::{Failure, OrFail, PageResult, render};
use crate::request::{Params, Visit, Work};
use crate::router::Shared;
use crate::view::Frame;

#[derive(Template)]
#[template(path = "work/record_history.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    tab: String,
    title: String,
    /// Where the record is edited; empty when it was deleted.
    href: String,
    /// The list that it stands in.
    list: String,
    entries: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    sequence: i64,
    at: String,
    actor: String,
    what: String,
    reason: String,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    label: String,
    before: Words,
    after: Words,
}

/// Runs of words, and whether they are on the other side too.
pub(crate) type Words = Vec<(bool, String)>;

pub(crate) async fn record(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let (slug, noun, key) = (params.get("slug"), params.get("noun"), params.get("id"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let found = app.record_history(&visit.caller, slug, noun, key).await.or_fail(&visit)?;
    let Some(place) = place(&visit, &opened, noun, key) else { return Err(Failure::new(visit, AppError::NotFound)) };
    if found.is_empty() && place.title.is_none() {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let entries = found
        .iter()
        .map(|entry| Row {
            sequence: entry.sequence,
            at: visit.wording.instant(&entry.at),
            actor: actor(&visit, &opened, &entry.actor),
            what: what(&visit, &entry.use_case),
            reason: entry.reason.clone(),
            fields: fields(&visit, &opened, &entry.before, &entry.after),
        })
        .collect();
    let page = Page {
        f: Frame::new(&app, &visit, &opened, place.tab),
        tab: visit.t(&format!("tab-{}", place.tab)),
        href: if place.title.is_some() { format!("{base}/{}", place.page) } else { String::new() },
        list: format!("{base}/{}", place.tab),
        title: place.title.unwrap_or_else(|| format!("{noun}/{key}")),
        entries,
        v: &visit,
    };
    render(&visit, &page)
}

/// A use case in words.
pub(crate) fn what(visit: &Visit, use_case: &str) -> String {
    let key = format!("use-case-{}", use_case.replace(['.', '_'], "-"));
    visit.wording.find(&key, &[]).unwrap_or_else(|| use_case.to_owned())
}

/// Whoever acted, by their role; by identifier when they have none here any more. Never by name: the ledger has none.
pub(crate) fn actor(visit: &Visit, opened: &Opened, id: &str) -> String {
    let member = opened.facts.members.iter().find(|(member, _)| member.as_str() == id);
    member.map_or_else(|| nobodys(visit, id), |(_, role)| visit.role(&opened.framework, *role))
}

/// Whoever acted without a role that is known here.
pub(crate) fn nobodys(visit: &Visit, id: &str) -> String {
    visit.wording.find(&format!("actor-{id}"), &[]).unwrap_or_else(|| id.to_owned())
}

/// What an entry of the ledger is about: its kind and title, and where it is. The key stands for what has no title any more.
pub(crate) fn subject(visit: &Visit, opened: Option<&Opened>, subject: &str) -> (String, String) {
    let (noun, key) = subject.split_once('/').unwrap_or((subject, ""));
    let kind = visit.wording.find(&format!("noun-{}", noun.replace('_', "-")), &[]).unwrap_or_else(|| noun.to_owned());
    let base = |opened: &Opened| visit.href(&format!("/work/dossiers/{}", opened.dossier().slug));
    let found = opened.and_then(|opened| {
        let place = place(visit, opened, noun, key)?;
        Some((place.title.filter(|title| !title.is_empty())?, format!("{}/{}", base(opened), place.page)))
    });
    match (found, opened) {
        (Some((title, href)), _) => (visit.wording.labelled(&kind, &title), href),
        (None, Some(opened)) => match noun {
            "dossier" => (visit.wording.labelled(&kind, opened.dossier().title.get(visit.content())), base(opened)),
            "member" => (visit.wording.labelled(&kind, &actor(visit, opened, key)), String::new()),
            "comment" => (kind, format!("{}/discussion#comment-{key}", base(opened))),
            "participant" | "validation" | "saved_view" => (kind, String::new()),
            _ => (visit.wording.labelled(&kind, key), String::new()),
        },
        (None, None) if key.is_empty() => (kind, String::new()),
        (None, None) => (visit.wording.labelled(&kind, key), String::new()),
    }
}

/// Where a record is edited.
pub(crate) struct Place {
    pub(crate) tab: &'static str,
    pub(crate) page: String,
    /// Absent when the record is not there any more.
    pub(crate) title: Option<String>,
}

/// The records that have a history page: what is written and edited in the workspace.
pub(crate) fn place(visit: &Visit, opened: &Opened, noun: &str, key: &str) -> Option<Place> {
    let language = visit.content();
    let content = &opened.content;
    let (tab, page, title) = match noun {
        "finding" => ("findings", format!("findings/{key}"), content.finding(key).map(|f| f.title.get(language).to_owned())),
        "paragraph" => {
            let title = content.paragraph(key).map(|p| p.title.get(language).to_owned());
            ("context", format!("context/paragraphs/{key}"), title)
        }
        "figure" => {
            let figure = content.figures.iter().find(|figure| figure.id.as_str() == key);
            ("context", format!("context/figures/{key}"), figure.map(|f| f.title.get(language).to_owned()))
        }
        "answer" => {
            let item = opened.framework.item(key);
            let title = item.map(|item| format!("{} {}", item.code, item.title.get(language)));
            ("questionnaire", format!("questionnaire/{key}"), title)
        }
        "register_entry" => {
            let entries = content.entries.values().flatten();
            let entry = entries.clone().find(|entry| entry.id.as_str() == key);
            let page = entry.map(|entry| format!("registers/{}/{key}", entry.register)).unwrap_or_default();
            ("registers", page, entry.map(|entry| opened.names(language).entry(entry)))
        }
        "dataset" => {
            ("statistics", format!("statistics/datasets/{key}"), content.dataset(key).map(|dataset| dataset.title.clone()))
        }
        "boundary_set" => {
            let title = content.boundary_set(key).map(|set| set.title.clone());
            ("statistics", format!("statistics/boundaries/{key}"), title)
        }
        "statistical_table" => {
            let title = content.table(key).map(|table| table.title.get(language).to_owned());
            ("statistics", format!("statistics/tables/{key}"), title)
        }
        "evidence" => ("evidence", format!("evidence/{key}"), content.evidence(key).map(|e| e.title.clone())),
        _ => return None,
    };
    Some(Place { tab, page, title })
}

fn fields(visit: &Visit, opened: &Opened, before: &str, after: &str) -> Vec<Field> {
    let read = |state: &str| serde_json::from_str::<Value>(state).unwrap_or(Value::Object(Default::default()));
    let (was, is) = (read(before), read(after));
    let states = States::new(visit, opened, &was, &is);
    // What the program sets by itself tells a reader nothing: the identifier, the time, what a translation was made from.
    let told = differences(&was, &is).into_iter().filter(|difference| {
        !["id", "changed_at", "order", "carried_from", "file.digest", "file.media_type", "file.size_bytes"]
            .contains(&difference.field.as_str())
            && !difference.field.contains("basis")
    });
    told.map(|difference| {
        let (before, after) = states.compared(&difference);
        Field { label: states.label(&difference.field), before, after }
    })
    .filter(|field| field.before != field.after)
    .collect()
}

/// Two states of one record, for people to compare.
pub(crate) struct States<'a> {
    visit: &'a Visit,
    opened: &'a Opened,
    register: String,
    /// Both as entries of a register, where they are such.
    entries: [Option<RegisterEntry>; 2],
}

impl<'a> States<'a> {
    pub(crate) fn new(visit: &'a Visit, opened: &'a Opened, was: &Value, is: &Value) -> Self {
        let register = [is, was].into_iter().find_map(|state| state.get("register")?.as_str()).unwrap_or_default().to_owned();
        let entries = [was, is].map(|state| {
            let state = (!register.is_empty()).then(|| state.clone())?;
            serde_json::from_value(state).ok()
        });
        Self { visit, opened, register, entries }
    }

    pub(crate) fn label(&self, path: &str) -> String {
        register_label(self.visit, self.opened, &self.register, path)
    }

    /// Both sides of a difference in words, those that only one side has told apart.
    pub(crate) fn compared(&self, difference: &Difference) -> (Words, Words) {
        let [was, is] = [(0, &difference.stored), (1, &difference.submitted)].map(|(side, value)| {
            let chosen = self.entries[side].as_ref().and_then(|entry| self.chosen(entry, &difference.field));
            chosen.unwrap_or_else(|| shown(self.visit, self.opened, value))
        });
        compared(&was, &is)
    }

    /// What an entry has in a field whose words its register knows: names for codes, dates and amounts as they are written.
    fn chosen(&self, entry: &RegisterEntry, path: &str) -> Option<String> {
        let field = self.opened.framework.register(&self.register)?.field(path.strip_prefix("values.")?)?;
        Some(self.opened.names(self.visit.content()).words(field, entry))
    }
}

/// The label of a field as the wording files have it: `title`, `text.fr`.
fn label(visit: &Visit, path: &str) -> String {
    let (field, language) = path.split_once('.').unwrap_or((path, ""));
    let name = visit.wording.find(&format!("merge-field-{}", field.replace('_', "-")), &[]).unwrap_or_else(|| field.to_owned());
    let language = visit.wording.find(&format!("language-{language}"), &[]);
    language.map_or(name.clone(), |language| format!("{name} – {language}"))
}

/// The label of a field: as its register has it for `values.<field>`, as the wording files have it otherwise.
pub(crate) fn register_label(visit: &Visit, opened: &Opened, register: &str, path: &str) -> String {
    let mut parts = path.splitn(3, '.');
    let field = (parts.next() == Some("values")).then(|| parts.next()).flatten();
    let field = field.and_then(|field| opened.framework.register(register)?.field(field));
    let Some(field) = field else { return label(visit, path) };
    let name = field.label.get(visit.content());
    match parts.next() {
        Some(language) => format!("{name} – {}", visit.t(&format!("language-{language}"))),
        None => name.to_owned(),
    }
}

/// Both sides, with the words that only one of them has marked.
fn compared(before: &str, after: &str) -> (Words, Words) {
    if before.is_empty() || after.is_empty() {
        let whole = |text: &str| if text.is_empty() { vec![] } else { vec![(true, text.to_owned())] };
        return (whole(before), whole(after));
    }
    let (mut was, mut is) = (vec![], vec![]);
    for change in word_difference(before, after) {
        match change {
            Change::Same(text) => {
                was.push((true, text.clone()));
                is.push((true, text));
            }
            Change::Removed(text) => was.push((false, text)),
            Change::Added(text) => is.push((false, text)),
        }
    }
    (was, is)
}

/// A stored value as a person reads it: sources by author and year, texts in the reader's language, lists line by line.
fn shown(visit: &Visit, opened: &Opened, value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => visit.t("yes"),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| visit.wording.number(number)),
        Value::Array(items) => items.iter().map(|item| shown(visit, opened, item)).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => {
            if let Some(id) = fields.get("evidence").and_then(Value::as_str) {
                let source = opened.content.evidence(id).map_or_else(|| id.to_owned(), |evidence| evidence.short());
                let rest = ["page", "lines", "quotation"].iter().filter_map(|name| fields.get(*name)?.as_str());
                return std::iter::once(source.as_str()).chain(rest).collect::<Vec<_>>().join(", ");
            }
            // Of a file its name: the rest is for the program.
            if let (Some(_), Some(name)) = (fields.get("digest"), fields.get("name").and_then(Value::as_str)) {
                return name.to_owned();
            }
            // A text inside a list stands in one language only: the reader's, or the first it has.
            let inner = fields.iter().filter(|(name, _)| *name != "basis");
            if let Some(text) = fields.get(visit.content().tag()).and_then(Value::as_str) {
                return text.to_owned();
            }
            inner.map(|(_, value)| shown(visit, opened, value)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ")
        }
    }
}

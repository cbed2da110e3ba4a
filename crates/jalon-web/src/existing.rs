//! Reuse first: what may already answer a request for new data, beside the form of the request.

use jalon_app::Opened;
use jalon_app::authorisation::Action;
use jalon_app::domain::register::reuse::{self, Existing, Kind};
use jalon_app::domain::register::{FieldKind, RegisterDefinition, RegisterEntry, Value};
use jalon_app::domain::{Language, Text};

use crate::request::Visit;
use crate::router::Shared;

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) gives: String,
    pub(crate) lacks: String,
    /// The words and the period by which it was found.
    pub(crate) because: String,
}

/// An entry as it stands in the form, typed and not yet kept.
pub(crate) fn typed(
    definition: &RegisterDefinition,
    entry: &RegisterEntry,
    all: &dyn Fn(&str) -> Vec<String>,
    language: Language,
) -> RegisterEntry {
    let mut typed = entry.clone();
    for field in &definition.fields {
        let given: Vec<String> = all(&field.code).into_iter().filter(|value| !value.trim().is_empty()).collect();
        let value = match field.kind {
            _ if field.is_chosen() => Value::Chosen(given),
            FieldKind::Text => Value::Text(Text::of(language, given.into_iter().next().unwrap_or_default())),
            _ => Value::Line(given.into_iter().next().unwrap_or_default()),
        };
        typed.values.insert(field.code.clone(), value);
    }
    typed
}

/// Nothing for other registers, and for a request that says nothing yet.
pub(crate) fn rows(
    app: &Shared,
    visit: &Visit,
    opened: &Opened,
    definition: &RegisterDefinition,
    entry: &RegisterEntry,
) -> Option<Vec<Row>> {
    let says_something = ["title", "disaggregation", "indicators"].iter().any(|field| entry.is_filled(field));
    if definition.code != reuse::REGISTER || !says_something {
        return None;
    }
    let names = opened.names(visit.content());
    let sees_datasets = app.may(&visit.caller, Action::DatasetView, opened);
    let found = reuse::answering(&names, entry).into_iter();
    let found = found.filter(|one| one.kind != Kind::Dataset || sees_datasets);
    Some(found.map(|one| row(visit, opened, definition, &one)).collect())
}

fn row(visit: &Visit, opened: &Opened, definition: &RegisterDefinition, one: &Existing) -> Row {
    let base = visit.href(&format!("/work/dossiers/{}", opened.dossier().slug));
    let names = opened.names(visit.content());
    let codes = |codes: &[String]| match definition.field("disaggregation") {
        Some(field) => codes.iter().map(|code| names.one(field, code)).collect::<Vec<_>>().join(", "),
        None => codes.join(", "),
    };
    let period = one.same_period.map(|same| visit.t(if same { "reuse-same-period" } else { "reuse-other-period" }));
    let words = one.words.iter().map(|word| format!("{word}…"));
    let table = opened.content.table(&one.id).and_then(|table| table.signed.last()).copied().unwrap_or_default();
    Row {
        kind: visit.t(&format!("reuse-kind-{}", one.kind.code())),
        title: one.title.clone(),
        href: match one.kind {
            Kind::Source => format!("{base}/registers/data_source/{}", one.id),
            Kind::Dataset => format!("{base}/statistics/datasets/{}", one.id),
            Kind::Table => visit.href(&format!("/plans/{}/tables/{table}", opened.dossier().slug)),
            Kind::Indicator => format!("{base}/statistics/indicators/{}", one.id),
        },
        gives: codes(&one.gives),
        lacks: codes(&one.lacks),
        because: words.chain(period).collect::<Vec<_>>().join(", "),
    }
}

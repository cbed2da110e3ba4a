//! Two people saved one record: both versions, field by field, for the second to merge.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jalon_app::AppError;
use jalon_app::domain::Problem;
use jalon_app::error::Conflict;
use serde_json::Value;

use crate::error::{Failure, OrFail, PageResult, see};
use crate::request::{Params, Submitted, Visit};
use crate::router::Shared;

#[derive(Debug)]
struct FieldView {
    number: usize,
    path: String,
    label: String,
    /// A text can be merged by hand; anything else is one or the other.
    is_text: bool,
    /// Only the other person changed it: theirs is kept unless somebody says otherwise.
    is_theirs: bool,
    stored: String,
    submitted: String,
    stored_json: String,
    submitted_json: String,
}

#[derive(Template)]
#[template(path = "work/merge.html")]
struct Merge<'a> {
    v: &'a Visit,
    action: String,
    deleted: bool,
    stored_revision: i64,
    submitted: String,
    fields: Vec<FieldView>,
}

/// The answer to a save that came second. The script gets the address of the form, where it keeps what was typed.
pub(crate) fn conflict_page(visit: &Visit, conflict: &Conflict) -> Response {
    if visit.is_autosave {
        let address = visit.href(&format!("{}?conflict=1", visit.path));
        return (StatusCode::CONFLICT, Json(serde_json::json!({ "conflict_url": address }))).into_response();
    }
    let slug = visit.path.split('/').nth(3).unwrap_or_default();
    let fields = conflict
        .differences
        .iter()
        // When and by which save a record changed is not for merging.
        .filter(|difference| difference.field != "changed_at" && !difference.field.contains("basis"))
        .enumerate()
        .map(|(n, difference)| FieldView {
            number: n + 1,
            label: label(visit, &difference.field),
            path: difference.field.clone(),
            is_text: (difference.stored.is_string() || difference.stored.is_null())
                && (difference.submitted.is_string() || difference.submitted.is_null()),
            is_theirs: conflict.is_only_theirs(difference),
            stored: shown(visit, &difference.stored),
            submitted: shown(visit, &difference.submitted),
            stored_json: difference.stored.to_string(),
            submitted_json: difference.submitted.to_string(),
        })
        .collect();
    let page = Merge {
        v: visit,
        action: visit.href(&format!("/work/dossiers/{slug}/merge/{}", conflict.noun)),
        deleted: conflict.stored_revision == 0,
        stored_revision: conflict.stored_revision,
        submitted: conflict.submitted.to_string(),
        fields,
    };
    match page.render() {
        Ok(html) => (StatusCode::CONFLICT, Html(html)).into_response(),
        Err(_) => StatusCode::CONFLICT.into_response(),
    }
}

pub(crate) fn label(visit: &Visit, path: &str) -> String {
    let (field, language) = path.split_once('.').unwrap_or((path, ""));
    let name = visit.wording.find(&format!("merge-field-{}", field.replace('_', "-")), &[]).unwrap_or_else(|| field.to_owned());
    let language = visit.wording.find(&format!("language-{language}"), &[]);
    language.map_or(name.clone(), |language| format!("{name} – {language}"))
}

/// A value as people read it; the parts of citations and lists each on a line.
fn shown(visit: &Visit, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(value) => visit.t(if *value { "yes" } else { "no" }),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().map(|value| shown(visit, value)).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => {
            let parts = fields.values().map(|value| shown(visit, value)).filter(|words| !words.is_empty());
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

/// Takes the merged version: the submitted record with each differing field as the person decided.
pub(crate) async fn merge(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, noun) = (params.get("slug"), params.get("noun"));
    let unreadable = || Failure::new(visit.clone(), AppError::Invalid(vec![Problem::new("merge-unreadable")]));
    let mut record: Value = serde_json::from_str(fields.get("submitted")).map_err(|_| unreadable())?;
    for (n, path) in fields.all("path").iter().enumerate() {
        let chosen = fields.get(&format!("choice_{}", n + 1));
        // Whoever typed a text of both and left the choice as it was meant the text.
        let typed = fields.owned(&format!("merged_{}", n + 1)).replace("\r\n", "\n");
        let mine: Value = serde_json::from_str(fields.get(&format!("submitted_{}", n + 1))).map_err(|_| unreadable())?;
        let is_typed = fields.has(&format!("merged_{}", n + 1)) && typed.trim() != mine.as_str().unwrap_or_default().trim();
        let value = match chosen {
            _ if is_typed && chosen == fields.get(&format!("suggested_{}", n + 1)) => Value::String(typed),
            "stored" => serde_json::from_str(fields.get(&format!("stored_{}", n + 1))).map_err(|_| unreadable())?,
            "submitted" => mine,
            _ => Value::String(typed),
        };
        place(&mut record, path, value).ok_or_else(unreadable)?;
    }
    app.save_merged(&visit.caller, slug, noun, record, fields.number("revision")).await.or_fail(&visit)?;
    let page = match noun {
        "answer" => "questionnaire",
        "paragraph" | "figure" => "context",
        "evidence" => "evidence",
        "register_entry" => "registers",
        "dataset" | "statistical_table" => "statistics",
        _ => "findings",
    };
    see(&visit, &format!("/work/dossiers/{slug}/{page}"))
}

fn place(record: &mut Value, path: &str, value: Value) -> Option<()> {
    let mut at = record;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let object = at.as_object_mut()?;
        if names.peek().is_none() {
            if value.is_null() {
                object.remove(name);
            } else {
                object.insert(name.to_owned(), value);
            }
            return Some(());
        }
        at = object.entry(name).or_insert_with(|| Value::Object(Default::default()));
    }
    None
}

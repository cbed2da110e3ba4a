//! Two people saved one record: both versions, field by field, for the second to merge.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jalon_app::AppError;
use jalon_app::domain::Problem;
use jalon_app::domain::assessment::conflict::Difference;
use jalon_app::error::Conflict;
use serde_json::Value;

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::history::{States, Words, place};
use crate::request::{Params, Submitted, Visit};
use crate::router::Shared;
use crate::view::Frame;

#[derive(Debug)]
struct FieldView {
    number: usize,
    path: String,
    label: String,
    /// A text can be merged by hand; anything else is one or the other.
    is_text: bool,
    /// Only the other person changed it: theirs is kept unless somebody says otherwise.
    is_theirs: bool,
    /// With the words that only this side has told apart.
    stored: Words,
    submitted: Words,
    /// The text of whoever came second, to go on from.
    typed: String,
    stored_json: String,
    submitted_json: String,
}

#[derive(Template)]
#[template(path = "work/merge.html")]
struct Merge<'a> {
    v: &'a Visit,
    f: Frame,
    action: String,
    /// What the record is called; empty when it is not there any more.
    title: String,
    /// Where it is edited, or the list it stood in.
    back: String,
    key: String,
    deleted: bool,
    stored_revision: i64,
    submitted: String,
    fields: Vec<FieldView>,
}

/// A save that came second, until the page that shows both versions is made.
#[derive(Debug, Clone)]
struct Unmerged(Arc<(Visit, Conflict)>);

/// The answer to a save that came second. The script gets the address of the form, where it keeps what was typed; a person
/// gets the page, from [`show_conflicts`].
pub(crate) fn conflicting(visit: Visit, conflict: Conflict) -> Response {
    if visit.is_autosave {
        let address = visit.href(&format!("{}?conflict=1", visit.path));
        return (StatusCode::CONFLICT, Json(serde_json::json!({ "conflict_url": address }))).into_response();
    }
    (StatusCode::CONFLICT, Extension(Unmerged(Arc::new((visit, conflict))))).into_response()
}

/// Makes the page of a save that came second: only here is the dossier at hand, which has the names of things.
pub(crate) async fn show_conflicts(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(Unmerged(found)) = response.extensions_mut().remove() else { return response };
    conflict_page(&app, &found.0, &found.1).await.into_response()
}

async fn conflict_page(app: &Shared, visit: &Visit, conflict: &Conflict) -> PageResult {
    let slug = visit.path.split('/').nth(3).unwrap_or_default();
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(visit)?;
    let place = place(visit, &opened, conflict.noun, &conflict.key);
    // A comment or a signature has no fields to choose among: whoever acted looks at it again.
    let place = place.ok_or_else(|| Failure::new(visit.clone(), AppError::Invalid(vec![Problem::new("dossier-changed")])))?;
    let states = States::new(visit, &opened, &conflict.stored, &conflict.submitted);
    let fields = told(conflict)
        .into_iter()
        .enumerate()
        .map(|(n, difference)| {
            let (stored, submitted) = states.compared(&difference);
            FieldView {
                number: n + 1,
                label: states.label(&difference.field),
                is_text: (difference.stored.is_string() || difference.stored.is_null())
                    && (difference.submitted.is_string() || difference.submitted.is_null()),
                is_theirs: conflict.is_only_theirs(&difference),
                typed: difference.submitted.as_str().unwrap_or_default().to_owned(),
                stored,
                submitted,
                stored_json: difference.stored.to_string(),
                submitted_json: difference.submitted.to_string(),
                path: difference.field,
            }
        })
        .collect();
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let page = Merge {
        v: visit,
        f: Frame::new(app, visit, &opened, place.tab),
        action: format!("{base}/merge/{}", conflict.noun),
        back: format!("{base}/{}", if place.title.is_some() { &place.page } else { place.tab }),
        title: place.title.unwrap_or_default(),
        key: conflict.key.clone(),
        deleted: conflict.stored_revision == 0,
        stored_revision: conflict.stored_revision,
        submitted: conflict.submitted.to_string(),
        fields,
    };
    render_as(visit, StatusCode::CONFLICT, &page)
}

/// The differences that a person can decide on: when and by which save a record changed is not for merging, and a file is one
/// thing.
fn told(conflict: &Conflict) -> Vec<Difference> {
    let mut found: Vec<Difference> = vec![];
    for difference in &conflict.differences {
        if difference.field == "changed_at" || difference.field.contains("basis") {
            continue;
        }
        if !difference.field.starts_with("file.") {
            found.push(difference.clone());
        } else if found.iter().all(|known| known.field != "file") {
            let file = |state: &Value| state.get("file").cloned().unwrap_or_default();
            found.push(Difference {
                field: "file".to_owned(),
                stored: file(&conflict.stored),
                submitted: file(&conflict.submitted),
            });
        }
    }
    found
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
        set(&mut record, path, value).ok_or_else(unreadable)?;
    }
    app.save_merged(&visit.caller, slug, noun, record, fields.number("revision")).await.or_fail(&visit)?;
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let place = place(&visit, &opened, noun, fields.get("key"));
    // Back to the record, where the saved text can be seen; the overview for what has no page of its own.
    let page = place.filter(|place| place.title.is_some()).map(|place| place.page).unwrap_or_default();
    see(&visit, &format!("/work/dossiers/{slug}/{page}"))
}

fn set(record: &mut Value, path: &str, value: Value) -> Option<()> {
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

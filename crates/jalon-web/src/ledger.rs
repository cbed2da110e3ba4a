//! The ledger for whoever audits the installation: read, verified, and taken away to be verified elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use futures::stream;
use jalon_app::authorisation::Action;
use jalon_app::{AppError, Opened};

use crate::error::{OrFail, PageResult, escape_query, render};
use crate::evidence::attachment;
use crate::history;
use crate::request::{Visit, Work, query};
use crate::router::Shared;
use crate::view::with_parameter;

#[derive(Debug)]
struct EntryRow {
    sequence: i64,
    at: String,
    actor: String,
    use_case: String,
    dossier: String,
    /// To the entries of this dossier alone.
    only: String,
    /// In words, and where it is; empty where it has no page.
    subject: (String, String),
    /// As the ledger has it.
    key: String,
    hash: String,
}

#[derive(Template)]
#[template(path = "admin/ledger.html")]
struct Ledger<'a> {
    v: &'a Visit,
    verified: String,
    may_verify: bool,
    entries: Vec<EntryRow>,
    older: String,
    /// The dossier whose entries alone are shown; empty for all.
    only: String,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    const PAGE: i64 = 100;
    let filters = query(&visit);
    let before = if filters.number("before") == 0 { i64::MAX } else { filters.number("before") };
    let only = filters.get("dossier");
    let found = app.latest_entries(&visit.caller, only, before, PAGE).await.or_fail(&visit)?;
    let verified = match filters.has("verify") {
        false => String::new(),
        true => match app.verify_ledger(&visit.caller).await.or_fail(&visit)? {
            Ok((count, _)) => visit.fill("admin-ledger-holds", &[("count", &count.to_string())]),
            Err(broken) => visit.fill("admin-ledger-broken", &[("detail", &broken.to_string())]),
        },
    };
    let older = match found.last().filter(|_| found.len() as i64 == PAGE) {
        Some(last) => with_parameter(&filters, "before", &last.sequence.to_string()),
        None => String::new(),
    };
    // Whoever reads the ledger may read the dossiers too; one that is not there any more keeps its name.
    let mut dossiers: BTreeMap<String, Option<Arc<Opened>>> = BTreeMap::new();
    for entry in found.iter().filter(|entry| !entry.dossier.is_empty()) {
        if !dossiers.contains_key(&entry.dossier) {
            dossiers.insert(entry.dossier.clone(), app.view_dossier(&visit.caller, &entry.dossier).await.ok());
        }
    }
    let opened = |slug: &str| dossiers.get(slug).and_then(Option::as_deref);
    let title = |slug: &str| {
        opened(slug).map_or_else(|| slug.to_owned(), |opened| opened.dossier().title.get(visit.content()).to_owned())
    };
    let shown = if only.is_empty() { String::new() } else { visit.labelled("dossier", &title(only)) };
    let entries = found
        .into_iter()
        .map(|entry| EntryRow {
            sequence: entry.sequence,
            at: visit.wording.instant(&entry.at),
            actor: match opened(&entry.dossier) {
                Some(opened) => history::actor(&visit, opened, &entry.actor),
                None => history::nobodys(&visit, &entry.actor),
            },
            use_case: history::what(&visit, &entry.use_case),
            subject: history::subject(&visit, opened(&entry.dossier), &entry.subject),
            dossier: title(&entry.dossier),
            only: if entry.dossier.is_empty() { String::new() } else { format!("?dossier={}", escape_query(&entry.dossier)) },
            key: entry.subject,
            hash: entry.hash.chars().take(12).collect(),
        })
        .collect();
    let may_verify = app.may_instance(&visit.caller, Action::LedgerVerify);
    render(&visit, &Ledger { v: &visit, verified, may_verify, entries, older, only: shown })
}

/// `/fr/admin/ledger.jsonl`: the whole chain as `docs/ledger.md` describes it, sent as it is read.
pub(crate) async fn export(State(app): State<Shared>, Work(visit): Work) -> PageResult {
    // Whether it may be read shows before anything is sent.
    app.ledger_entries(&visit.caller, i64::MAX).await.or_fail(&visit)?;
    let caller = visit.caller.clone();
    let lines = stream::try_unfold((app, caller, 0), |(app, caller, after)| async move {
        let entries = app.ledger_entries(&caller, after).await?;
        let Some(last) = entries.last().map(|last| last.sequence) else { return Ok(None) };
        let mut lines = vec![];
        for entry in &entries {
            serde_json::to_writer(&mut lines, entry).map_err(|error| AppError::Fault(error.to_string()))?;
            lines.push(b'\n');
        }
        Ok::<_, AppError>(Some((lines, (app, caller, last))))
    });
    let headers =
        [(header::CONTENT_TYPE, "application/jsonl".to_owned()), (header::CONTENT_DISPOSITION, attachment("ledger.jsonl"))];
    Ok((headers, Body::from_stream(lines)).into_response())
}

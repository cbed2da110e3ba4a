//! What the framework's checks say of the dossier, as a compiler would.

use askama::Template;
use axum::extract::State;

use crate::error::{OrFail, PageResult, render};
use crate::request::{Params, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, DiagnosticView, Frame, diagnostics};

#[derive(Template)]
#[template(path = "work/checks.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    severities: Vec<Choice>,
    shown: String,
    found: Vec<DiagnosticView>,
}

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let (opened, found) = app.run_checks(&visit.caller, slug).await.or_fail(&visit)?;
    let filters = query(&visit);
    let severity = filters.get("severity");
    let mut severities = vec![Choice::new("", visit.count("checkpage-all", found.len()), severity.is_empty())];
    for code in ["error", "warning", "note"] {
        let count = found.iter().filter(|diagnostic| diagnostic.severity.code() == code).count();
        severities.push(Choice::new(code, format!("{} ({count})", visit.t(&format!("severity-{code}"))), code == severity));
    }
    let mut wanted: Vec<_> = found.iter().filter(|d| severity.is_empty() || d.severity.code() == severity).cloned().collect();
    wanted.sort_by_key(|diagnostic| diagnostic.severity);
    let page = Page {
        f: Frame::new(&app, &visit, &opened, "checks"),
        severities,
        shown: visit.count("checkpage-all", wanted.len()),
        found: diagnostics(&visit, &opened.framework, slug, &wanted),
        v: &visit,
    };
    render(&visit, &page)
}

//! Frameworks as anybody may read them: items, sources, links to other frameworks.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State;
use jalon_app::AppError;
use jalon_app::domain::catalogue::{Framework, Item};
use jalon_app::domain::search::Query;

use crate::error::{Failure, PageResult, render};
use crate::request::{Params, Visit, query};
use crate::router::Shared;

#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    version: String,
    description: String,
    official: bool,
    items: String,
}

#[derive(Template)]
#[template(path = "portal/frameworks.html")]
struct List<'a> {
    v: &'a Visit,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct ItemRow {
    code: String,
    title: String,
    guidance: String,
    official: bool,
    /// Of its heading: 2 for the top of the tree, 3 for what it groups, 0 for a line.
    level: u8,
    /// How far the source was read, where not wholly.
    unread: String,
    basis: String,
    source: String,
    links: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "portal/framework.html")]
struct Page<'a> {
    v: &'a Visit,
    name: String,
    version: String,
    description: String,
    notice: String,
    q: String,
    shown: String,
    items: Vec<ItemRow>,
}

pub(crate) async fn list(State(app): State<Shared>, visit: Visit) -> PageResult {
    let language = visit.content();
    let row = |framework: &Framework| Row {
        href: visit.href(&format!("/frameworks/{}", framework.reference())),
        name: framework.name.get(language).to_owned(),
        version: framework.version.clone(),
        description: framework.description.get(language).to_owned(),
        official: framework.official,
        items: visit.count("frameworks-items", framework.items.len()),
    };
    let rows = app.library().frameworks().map(|framework| row(framework)).collect();
    render(&visit, &List { v: &visit, rows })
}

pub(crate) async fn framework(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    let library = app.library();
    let reference = params.get("reference");
    let Some(framework) = library.get(reference) else { return Err(Failure::new(visit, AppError::NotFound)) };
    let language = visit.content();
    let q = query(&visit).owned("q");
    let wanted = Query::new(&q);
    let link = |other: &str, code: &str| {
        let found = library.get(other);
        let title = found.as_ref().and_then(|other| other.item(code)).map(|item| item.title.get(language)).unwrap_or_default();
        (visit.href(&format!("/frameworks/{other}#item-{code}")), format!("{other} {code} {title}"))
    };
    let row = |item: &Item| ItemRow {
        code: item.code.clone(),
        title: item.title.get(language).to_owned(),
        guidance: item.guidance.get(language).to_owned(),
        official: item.official,
        level: match (&item.parent, framework.children(&item.code).next()) {
            (None, _) => 2,
            (Some(_), Some(_)) => 3,
            (Some(_), None) => 0,
        },
        unread: visit.wording.find(&format!("frameworks-verified-{}", item.verified), &[]).unwrap_or_default(),
        basis: visit.wording.find(&format!("frameworks-basis-{}", item.basis), &[]).unwrap_or_default(),
        source: visit.wording.source(&item.source),
        links: library.links_of(reference, &item.code).map(|(other, code, _)| link(other, code)).collect(),
    };
    let matches = |item: &&Item| {
        wanted.is_empty() || wanted.matches([item.code.as_str(), item.title.get(language), item.guidance.get(language)])
    };
    let found: Vec<&Item> = framework.items.iter().filter(matches).collect();
    // What was found keeps the headings above it, so that it can be placed and no level is skipped.
    let mut shown: HashSet<&str> = HashSet::new();
    for item in &found {
        let mut above = Some(*item);
        while let Some(item) = above.filter(|item| shown.insert(&item.code)) {
            above = item.parent.as_deref().and_then(|parent| framework.item(parent));
        }
    }
    let items = framework.items.iter().filter(|item| shown.contains(item.code.as_str())).map(row).collect();
    let page = Page {
        name: framework.name.get(language).to_owned(),
        version: framework.version.clone(),
        description: framework.description.get(language).to_owned(),
        notice: if framework.official { String::new() } else { framework.notice.get(language).to_owned() },
        shown: visit.count("frameworks-items", found.len()),
        q,
        items,
        v: &visit,
    };
    render(&visit, &page)
}

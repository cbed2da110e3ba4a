//! The texts that a report in some language lacks, each with where it is written.

use askama::Template;
use axum::extract::State;
use jalon_app::Opened;
use jalon_app::domain::Language;
use jalon_app::domain::assessment::checks::TranslationGap;
use jalon_app::domain::text::TranslationState;

use crate::error::{OrFail, PageResult, render};
use crate::history::{place, register_label};
use crate::request::{Params, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Pages, page_of};

#[derive(Debug)]
struct Row {
    title: String,
    href: String,
    kind: String,
    field: String,
    state: String,
}

#[derive(Template)]
#[template(path = "work/gaps.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    /// The report that lacks them; empty for an assessment's, and for all of a cycle's registers.
    report: String,
    report_title: String,
    languages: Vec<Choice>,
    shown: String,
    rows: Vec<Row>,
    pages: Pages,
}

const PAGE: usize = 100;

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let filters = query(&visit);
    let source = opened.dossier().source_language;
    let asked = Language::CONTENT.into_iter().find(|language| language.tag() == filters.get("language"));
    let language = asked.or_else(|| Language::CONTENT.into_iter().find(|language| *language != source)).unwrap_or(source);
    let report = filters.owned("report");
    let definition = opened.framework.reports.iter().find(|definition| definition.code == report);
    let gaps = opened.language_gaps(&report, language);
    let (range, pages) = page_of(&visit, &visit.href(&format!("/work/dossiers/{slug}/translations")), PAGE, gaps.len());
    let page = Page {
        f: Frame::new(&app, &visit, &opened, "publication"),
        report_title: definition.map(|definition| definition.title.get(visit.content()).to_owned()).unwrap_or_default(),
        languages: Language::CONTENT
            .map(|l| Choice::new(l.tag(), visit.t(&format!("language-{l}")), l == language))
            .into_iter()
            .collect(),
        shown: visit.count("publication-gaps", gaps.len()),
        rows: gaps[range].iter().map(|gap| row(&visit, &opened, gap, language)).collect(),
        pages,
        report,
        v: &visit,
    };
    render(&visit, &page)
}

fn row(visit: &Visit, opened: &Opened, gap: &TranslationGap, language: Language) -> Row {
    let base = visit.href(&format!("/work/dossiers/{}", opened.dossier().slug));
    let state = match gap.state {
        TranslationState::Stale => "translation-stale",
        TranslationState::Missing | TranslationState::Done => "translation-missing",
    };
    // An entry is told with its register before it.
    let (register, key) = gap.key.split_once('/').filter(|_| gap.noun == "register_entry").unwrap_or(("", &gap.key));
    let found = place(visit, opened, &gap.noun, key);
    let path = if register.is_empty() { gap.field.clone() } else { format!("values.{}", gap.field) };
    Row {
        href: match &found {
            Some(place) => format!("{base}/{}?language={language}", place.page),
            // Its title stands with its period.
            None => format!("{base}/settings"),
        },
        title: found
            .and_then(|place| place.title)
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| opened.dossier().title.get(visit.content()).to_owned()),
        kind: match opened.framework.register(register) {
            Some(register) => register.title.get(visit.content()).to_owned(),
            None => visit.t(&format!("noun-{}", gap.noun.replace('_', "-"))),
        },
        field: register_label(visit, opened, register, &path),
        state: visit.t(state),
    }
}

//! The report as a web page: one file, no script, nothing fetched.
//!
//! Every class begins with `report-`, so that the portal can set the article in its own page.

use askama::Template;
use jalon_domain::report::Report;

use crate::PublishError;
use crate::view::{BlockView, DraftView, FigureView, InlineView, Medium, View};

/// The style of the article; contains no address and no word.
pub const REPORT_CSS: &str = include_str!("../templates/report.css");
const PAGE_CSS: &str = include_str!("../templates/page.css");

#[derive(Template)]
#[template(path = "article.html")]
struct Article<'a> {
    view: &'a View,
}

impl Article<'_> {
    /// A long watermark stays inside the window.
    fn watermark_size(&self, draft: &DraftView) -> usize {
        (1700 / draft.watermark.chars().count().max(1)).clamp(40, 190)
    }

    fn data_table(&self, figure: &FigureView) -> String {
        format!("{} – {}", figure.label, self.view.words.get("data_table"))
    }
}

#[derive(Template)]
#[template(path = "document.html")]
struct Document<'a> {
    view: &'a View,
    title: String,
    css: String,
    body: String,
}

/// A complete page that can be saved, mailed and printed.
pub fn html(report: &Report) -> Result<String, PublishError> {
    let view = View::new(report, Medium::Screen);
    let body = Article { view: &view }.render()?;
    let title = match &view.draft {
        Some(draft) => format!("{} – {}", draft.watermark, view.cover.title),
        None => view.cover.title.clone(),
    };
    Ok(Document { view: &view, title, css: format!("{PAGE_CSS}{REPORT_CSS}"), body }.render()?)
}

/// The `<article>` alone, with the page's one `<h1>`; to be set beside [`REPORT_CSS`] in a page that brings its own `<main>`.
pub fn html_body(report: &Report) -> Result<String, PublishError> {
    Ok(Article { view: &View::new(report, Medium::Screen) }.render()?)
}

/// The sign of a kind of finding: a disc or a triangle, told apart without colour.
fn sign(kind: &str) -> &'static str {
    match kind {
        "well_developed" => {
            r##"<svg class="report-sign" viewBox="0 0 12 12" aria-hidden="true" focusable="false"><circle cx="6" cy="6" r="5.5" fill="#0b4f6c"/></svg>"##
        }
        "to_strengthen" => {
            r##"<svg class="report-sign" viewBox="0 0 12 12" aria-hidden="true" focusable="false"><path d="M6 1.2 11 10.8H1Z" fill="none" stroke="#7d4f18" stroke-width="1.8"/></svg>"##
        }
        _ => "",
    }
}

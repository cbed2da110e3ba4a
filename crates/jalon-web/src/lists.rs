//! Lists: headings that sort them, and the file of what they show.

use axum::http::header;
use axum::response::IntoResponse;
use jalon_app::domain::{Language, format};
use jalon_app::lists;
use jalon_app::publication::Format;

use crate::error::{OrFail, PageResult};
use crate::evidence::attachment;
use crate::request::{Fields, Visit, query};
use crate::view::with_parameter;

/// The heading of a column that sorts its list.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) label: String,
    pub(crate) href: String,
    /// `ascending`, `descending` or empty, as `aria-sort` says it.
    pub(crate) sorted: &'static str,
    pub(crate) numeric: bool,
}

/// The order that the address of a list asks for: `?sort=title`, backwards `?sort=-title`.
#[derive(Debug)]
pub(crate) struct Sorting {
    filters: Fields,
    pub(crate) code: String,
    pub(crate) backwards: bool,
}

impl Sorting {
    pub(crate) fn of(visit: &Visit) -> Self {
        let filters = query(visit);
        let sort = filters.get("sort");
        let (code, backwards) = sort.strip_prefix('-').map_or((sort, false), |code| (code, true));
        Self { code: code.to_owned(), backwards, filters }
    }

    /// Sorts by the words of a column as readers of the language sort them; rows without any stay last in both directions.
    /// `words` says what a row has in the column; nothing where there is no such column, and the list keeps its own order.
    pub(crate) fn apply<R>(&self, language: Language, rows: &mut [R], words: impl Fn(&R, &str) -> Option<String>) {
        if rows.first().and_then(|row| words(row, &self.code)).is_none() {
            return;
        }
        rows.sort_by(|a, b| {
            let [a, b] = [a, b].map(|row| words(row, &self.code).unwrap_or_default());
            let order = format::compare(language, &a, &b);
            let order = if self.backwards { order.reverse() } else { order };
            a.is_empty().cmp(&b.is_empty()).then(order)
        });
    }

    pub(crate) fn heading(&self, base: &str, code: &str, label: String, numeric: bool) -> Heading {
        let is_sorted = self.code == code;
        let next = if is_sorted && !self.backwards { format!("-{code}") } else { code.to_owned() };
        let direction = if self.backwards { "descending" } else { "ascending" };
        Heading {
            label,
            href: format!("{base}{}", with_parameter(&self.filters, "sort", &next)),
            sorted: if is_sorted { direction } else { "" },
            numeric,
        }
    }

    /// Headings for columns of words: code of the column, key of its label.
    pub(crate) fn headings(&self, visit: &Visit, base: &str, columns: &[(&str, &str)]) -> Vec<Heading> {
        columns.iter().map(|(code, key)| self.heading(base, code, visit.t(key), false)).collect()
    }
}

/// What a list shows as a spreadsheet, so that it can be worked on elsewhere.
pub(crate) fn spreadsheet(visit: &Visit, name: &str, title: &str, heads: Vec<String>, rows: Vec<Vec<String>>) -> PageResult {
    let bytes = lists::spreadsheet(title, &heads, &rows, visit.language).or_fail(visit)?;
    let headers = [
        (header::CONTENT_TYPE, Format::Spreadsheet.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&format!("{name}.xlsx"))),
    ];
    Ok((headers, bytes).into_response())
}

/// Where the spreadsheet of a list is, with the filters and the order that the list has.
pub(crate) fn spreadsheet_href(visit: &Visit, base: &str) -> String {
    format!("{base}.xlsx{}", with_parameter(&query(visit), "page", ""))
}

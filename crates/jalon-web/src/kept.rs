//! Large public pages as they were last rendered: what everybody gets alike is made and compressed once.

use std::io::Write;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Pages by what they are made from; what is not asked for again goes first.
#[derive(Debug, Clone)]
pub(crate) struct Kept(Arc<quick_cache::sync::Cache<String, Page, Bodies>>);

#[derive(Debug, Clone)]
struct Page {
    html: Bytes,
    gzip: Bytes,
}

#[derive(Debug, Clone)]
struct Bodies;

impl quick_cache::Weighter<String, Page> for Bodies {
    fn weight(&self, key: &String, page: &Page) -> u64 {
        (key.len() + page.html.len() + page.gzip.len()) as u64
    }
}

impl Default for Kept {
    fn default() -> Self {
        const BYTES: u64 = 8 << 20;
        const EXPECTED: usize = 32;
        Self(Arc::new(quick_cache::sync::Cache::with_weighter(EXPECTED, BYTES, Bodies)))
    }
}

impl Kept {
    pub(crate) fn find(&self, key: &str, headers: &HeaderMap) -> Option<Response> {
        self.0.get(key).map(|page| page.answer(headers))
    }

    /// Keeps a page for those who ask for the same; answers with it.
    pub(crate) fn keep(&self, key: String, html: String, headers: &HeaderMap) -> Response {
        let mut encoder = GzEncoder::new(vec![], Compression::best());
        let Ok(gzip) = encoder.write_all(html.as_bytes()).and_then(|()| encoder.finish()) else {
            return Html(html).into_response();
        };
        let page = Page { html: html.into(), gzip: gzip.into() };
        self.0.insert(key, page.clone());
        page.answer(headers)
    }
}

impl Page {
    fn answer(self, headers: &HeaderMap) -> Response {
        let compressed = takes_gzip(headers);
        let mut response = Html(if compressed { self.gzip } else { self.html }).into_response();
        let answered = response.headers_mut();
        answered.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if compressed {
            answered.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

/// Whether a reader takes gzip (RFC 9110, section 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let weights = offers.flat_map(|offer| offer.split(',')).filter_map(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next()?;
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>).unwrap_or(0.0);
        (name.eq_ignore_ascii_case("gzip") || name == "*").then_some((name != "*", weight))
    });
    // What is said of gzip itself goes before what is said of all others.
    weights.max_by_key(|(named, _)| *named).is_some_and(|(_, weight)| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_does_not_take_gzip_gets_none() {
        for (offer, taken) in [
            ("gzip", true),
            ("GZIP, deflate, br, zstd", true),
            ("br;q=1.0, gzip;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("*, gzip; q=0", false),
            ("gzip;q=0.2, *;q=0", true),
            ("br", false),
            ("identity", false),
            ("", false),
            ("gzip;q=nothing", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(offer))]);
            assert_eq!(takes_gzip(&headers), taken, "{offer}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}

//! Large public pages as they were last rendered: what everybody gets alike is made and compressed once.

use std::io::Write;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use quick_cache::DefaultHashBuilder;
use quick_cache::sync::{DefaultLifecycle, PlaceholderGuard};

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
    /// The page as it is kept, or the right to make it: whoever asks for the same meanwhile waits for it.
    pub(crate) async fn find(&self, key: &str, headers: &HeaderMap) -> Result<Response, Making<'_>> {
        self.0.get_value_or_guard_async(key).await.map(|page| page.answer(headers)).map_err(Making)
    }
}

/// A page that somebody makes; given up, the next who waits makes it.
pub(crate) struct Making<'a>(PlaceholderGuard<'a, String, Page, Bodies, DefaultHashBuilder, DefaultLifecycle<String, Page>>);

impl Making<'_> {
    /// Keeps the page for those who ask for the same; answers with it.
    pub(crate) fn keep(self, html: String, headers: &HeaderMap) -> Response {
        let mut encoder = GzEncoder::new(vec![], Compression::best());
        let Ok(gzip) = encoder.write_all(html.as_bytes()).and_then(|()| encoder.finish()) else {
            return Html(html).into_response();
        };
        let page = Page { html: html.into(), gzip: gzip.into() };
        // A page that was forgotten meanwhile, for want of room, is answered all the same.
        let _ = self.0.insert(page.clone());
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

    #[tokio::test]
    async fn a_page_is_made_by_one_of_those_who_ask_for_it() {
        let (kept, nobody) = (Kept::default(), HeaderMap::new());
        let others = || (kept.find("page", &nobody), kept.find("page", &nobody));
        let given_up = kept.find("page", &nobody).await.expect_err("nobody made it yet");
        let (second, third) = others();
        let (second, third) = tokio::join!(
            async {
                let making = second.await.expect_err("it was given up");
                making.keep("<p>made".to_owned(), &nobody)
            },
            async {
                drop(given_up);
                third.await.ok().expect("the second made it")
            }
        );
        for answer in [second, third] {
            let body = axum::body::to_bytes(answer.into_body(), 100).await.expect("a body");
            assert_eq!(body, "<p>made");
        }
    }

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

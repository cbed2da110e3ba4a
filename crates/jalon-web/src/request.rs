//! Who visits and in which language, and what they submitted.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::body::{self, Bytes};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, OriginalUri, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use ipnet::IpNet;
use jalon_app::domain::Language;
use jalon_app::domain::catalogue::Framework;
use jalon_app::domain::identity::Role;
use jalon_app::domain::wording::Wording;
use jalon_app::session::SignedIn;
use jalon_app::{App, AppError, Caller};

use crate::error::Failure;
use crate::router::Shared;

pub(crate) const SESSION_COOKIE: &str = "jalon_session";

/// A request to a page: the language in its address, the caller, and the words to answer in.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) language: Language,
    pub(crate) wording: &'static Wording,
    pub(crate) caller: Caller,
    pub(crate) signed_in: Option<Arc<SignedIn>>,
    /// The path without its language: `/work/dossiers/x`.
    pub(crate) path: String,
    /// The query with its question mark, or empty.
    pub(crate) query: String,
    /// The page that shows the answer, without its language, for the language switch.
    pub(crate) page: String,
    pub(crate) demo: bool,
    /// May administer accounts; shows the entry in the menu.
    pub(crate) administers: bool,
    pub(crate) audits: bool,
    /// Asked for by the script rather than by a person.
    pub(crate) is_autosave: bool,
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Failure> {
        let uri = OriginalUri::from_request_parts(parts, app).await.map_or_else(|_| parts.uri.clone(), |uri| uri.0);
        let path = uri.path();
        let (first, rest) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
        let exact = Language::from_tag(first).filter(|language| language.tag() == first);
        let language = exact.unwrap_or_else(|| accepted_language(&parts.headers));
        let _ = RawPathParams::from_request_parts(parts, app).await;
        // A form is answered under the address it was sent to; the language switch must lead to a page that can be fetched.
        let came_from = (parts.method == Method::POST).then(|| own_referer(&parts.headers)).flatten();
        let path_shown = if rest.is_empty() { String::new() } else { format!("/{rest}") };
        let query_shown = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut visit = Self {
            language,
            wording: Wording::of(language),
            caller: Caller::anonymous(language),
            signed_in: None,
            page: came_from.unwrap_or_else(|| format!("{path_shown}{query_shown}")),
            path: path_shown,
            query: query_shown,
            demo: app.settings().demo,
            administers: false,
            audits: false,
            is_autosave: parts.headers.get("x-requested-with").is_some_and(|value| value == "autosave"),
        };
        if exact.is_none() && path != "/" && !path.starts_with("/profiles/") && !path.starts_with("/set-password/") {
            return Err(Failure::new(visit, AppError::NotFound));
        }
        if let Some(token) = session_token(&parts.headers) {
            match app.signed_in(&token).await {
                Ok(Some(signed_in)) => visit.sign_in(app, signed_in),
                Ok(None) => {}
                Err(error) => return Err(Failure::new(visit, error)),
            }
        }
        Ok(visit)
    }
}

impl Visit {
    fn sign_in(&mut self, app: &App, signed_in: Arc<SignedIn>) {
        use jalon_app::authorisation::Action;
        self.caller = signed_in.caller(self.language);
        self.administers = app.may_instance(&self.caller, Action::UserList);
        self.audits = app.may_instance(&self.caller, Action::LedgerView);
        self.signed_in = Some(signed_in);
    }

    /// For pages of the workspace: whoever is not signed in is asked to, and comes back.
    pub(crate) fn require_sign_in(self) -> Result<Self, Failure> {
        if self.signed_in.is_some() { Ok(self) } else { Err(Failure::sign_in(self)) }
    }

    /// An address in the language of the visit.
    pub(crate) fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.language)
    }

    pub(crate) fn csrf(&self) -> &str {
        self.signed_in.as_ref().map_or("", |signed_in| signed_in.csrf_token.as_str())
    }

    pub(crate) fn t(&self, key: &str) -> String {
        self.wording.t(key)
    }

    /// "Label: text", the label by its key.
    pub(crate) fn labelled(&self, key: &str, text: &str) -> String {
        self.wording.labelled(&self.wording.t(key), text)
    }

    pub(crate) fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.wording.fill(key, args)
    }

    pub(crate) fn count(&self, key: &str, count: usize) -> String {
        self.wording.count(key, count)
    }

    /// What a role is called in dossiers of this framework.
    pub(crate) fn role(&self, framework: &Framework, role: Role) -> String {
        framework.role_words(self.wording, role.code())
    }

    pub(crate) fn date(&self, iso: &str) -> String {
        self.wording.date(iso)
    }

    /// The language in which content is shown.
    pub(crate) fn content(&self) -> Language {
        self.language.content()
    }
}

/// A visit of somebody who is signed in.
#[derive(Debug)]
pub(crate) struct Work(pub(crate) Visit);

impl FromRequestParts<Shared> for Work {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Failure> {
        Ok(Self(Visit::from_request_parts(parts, app).await?.require_sign_in()?))
    }
}

/// A submitted form with the visit it belongs to; refused unless it carries the session's token.
#[derive(Debug)]
pub(crate) struct Submitted {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

impl FromRequest<Shared> for Submitted {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, app).await?;
        let fields = read_fields(&visit, Request::from_parts(parts, body), app).await?;
        let visit = visit.require_sign_in()?;
        if !same(fields.get("csrf"), visit.csrf()) {
            return Err(Failure::forged(visit));
        }
        Ok(Self { visit, fields })
    }
}

/// A form that is submitted before anybody is signed in.
#[derive(Debug)]
pub(crate) struct OpenForm {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
    pub(crate) address: IpAddr,
}

impl FromRequest<Shared> for OpenForm {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, app).await?;
        // Without a session there is no token to compare; a browser says where a form comes from.
        if !same_origin(&parts.headers) {
            return Err(Failure::forged(visit));
        }
        let address = caller_address(&parts, &app.settings().trusted_proxies);
        let fields = read_fields(&visit, Request::from_parts(parts, body), app).await?;
        Ok(Self { visit, fields, address })
    }
}

/// What somebody who is signed in may type or paste into one form: far more than any field takes, so that a text that is too
/// long is told beside its field and not lost.
const TYPED_LIMIT_BYTES: usize = 32 * 1024 * 1024;

async fn read_fields(visit: &Visit, request: Request, app: &Shared) -> Result<Fields, Failure> {
    let bytes = match visit.signed_in {
        Some(_) => body::to_bytes(request.into_body(), TYPED_LIMIT_BYTES).await.ok(),
        None => Bytes::from_request(request, app).await.ok(),
    };
    let bytes = bytes.ok_or_else(|| Failure::too_large(visit.clone()))?;
    Fields::parse(&bytes).ok_or_else(|| Failure::unreadable(visit.clone()))
}

/// The fields of a form, in order; a name may come several times.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut fields = vec![];
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            fields.push((decode(name)?, decode(value)?));
        }
        Some(Self(fields))
    }

    pub(crate) fn push(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// The first value under this name; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    pub(crate) fn owned(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect()
    }

    /// A checkbox.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// A whole number; 0 where there is none.
    pub(crate) fn number(&self, name: &str) -> i64 {
        self.get(name).trim().parse().unwrap_or(0)
    }

    pub(crate) fn language(&self, name: &str) -> Language {
        Language::from_tag(self.get(name)).unwrap_or_default().content()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The query of a page: filters, sorting.
pub(crate) fn query(visit: &Visit) -> Fields {
    Fields::parse(visit.query.trim_start_matches('?').as_bytes()).unwrap_or_default()
}

fn accepted_language(headers: &HeaderMap) -> Language {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Language::negotiate).unwrap_or_default()
}

pub(crate) fn session_token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(SESSION_COOKIE)?.strip_prefix('=').map(str::to_owned))
}

/// Comparison that takes the same time wherever the first difference is. An empty token matches nothing.
pub(crate) fn same(a: &str, b: &str) -> bool {
    !b.is_empty() && a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}

fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split("://").nth(1) == Some(host.as_str()),
        _ => true,
    }
}

/// The page of this program that a form was sent from, without its language, and its query.
fn own_referer(headers: &HeaderMap) -> Option<String> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let address = text(header::REFERER)?.parse::<Uri>().ok()?;
    if address.authority()?.as_str() != text(header::HOST)? {
        return None;
    }
    let (language, rest) = address.path().trim_start_matches('/').split_once('/')?;
    Language::from_tag(language)?;
    Some(format!("/{rest}{}", address.query().map(|query| format!("?{query}")).unwrap_or_default()))
}

/// Where the request comes from: the last address on its way that is not one of our own proxies. What is written to the
/// left of it anybody may have written.
fn caller_address(parts: &Parts, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let Some(peer) = peer else { return IpAddr::V4(Ipv4Addr::UNSPECIFIED) };
    let mut address = peer;
    let lines = parts.headers.get_all("x-forwarded-for").iter().rev().filter_map(|line| line.to_str().ok());
    for entry in lines.flat_map(|line| line.rsplit(',')) {
        if !is_trusted(&address) {
            break;
        }
        let Ok(before) = entry.trim().parse::<IpAddr>() else { break };
        address = before.to_canonical();
    }
    address
}

/// Path parameters by name.
#[derive(Debug)]
pub(crate) struct Params(HashMap<String, String>);

impl FromRequestParts<Shared> for Params {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Failure> {
        let mut found = HashMap::new();
        if let Ok(params) = RawPathParams::from_request_parts(parts, app).await {
            found.extend(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
            return Ok(Self(found));
        }
        // A path that is not UTF-8 names nothing.
        Err(Failure::new(Visit::from_request_parts(parts, app).await?, AppError::NotFound))
    }
}

impl Params {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_browsers_write_them() {
        let fields = Fields::parse(b"a=L%27%C3%A9t%C3%A9+venu&b=1&b=2&c").expect("a form");
        assert_eq!(fields.get("a"), "L'été venu");
        assert_eq!(fields.all("b"), ["1", "2"]);
        assert!(fields.has("c") && !fields.has("d"));
        for broken in [&b"a=%"[..], b"a=%zz", b"a=%ff", b"\xff=1"] {
            assert!(Fields::parse(broken).is_none(), "{broken:?}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let from = |peer: &str, forwarded: &[&str], trusted: &[&str]| {
            let mut request = axum::http::Request::builder().uri("/");
            for line in forwarded {
                request = request.header("x-forwarded-for", *line);
            }
            let (mut parts, ()) = request.body(()).expect("a request").into_parts();
            parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().expect("an address"), 4000)));
            let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().expect("a network")).collect();
            caller_address(&parts, &trusted).to_string()
        };
        let own = ["10.0.0.0/8"];
        assert_eq!(from("203.0.113.7", &["198.51.100.1"], &own), "203.0.113.7", "a stranger's word");
        assert_eq!(from("10.0.0.5", &["198.51.100.1"], &[]), "10.0.0.5", "no proxy configured");
        assert_eq!(from("10.0.0.5", &["198.51.100.1"], &own), "198.51.100.1");
        assert_eq!(from("10.0.0.5", &["1.1.1.1, 198.51.100.1, 10.0.0.9"], &own), "198.51.100.1", "what the client itself wrote");
        assert_eq!(from("10.0.0.5", &["1.1.1.1", "198.51.100.1"], &own), "198.51.100.1", "two lines");
        assert_eq!(from("10.0.0.5", &["198.51.100.1, rubbish"], &own), "10.0.0.5");
        assert_eq!(from("::ffff:10.0.0.5", &["2001:db8::1"], &own), "2001:db8::1");
    }

    #[test]
    fn an_empty_token_matches_nothing() {
        assert!(!same("", ""));
        assert!(same("abc", "abc"));
        assert!(!same("abd", "abc"));
    }
}

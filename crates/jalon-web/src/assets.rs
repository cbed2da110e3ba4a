//! Style sheet, script and fonts, embedded; addresses carry a digest of the content, so that they can be cached for ever.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "../../assets/dist/"]
#[exclude = "*.ttf"]
struct Assets;

/// Changes whenever the style sheet or the script does.
pub(crate) fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut hasher = Sha256::new();
        for name in ["jalon.css", "jalon.js"] {
            hasher.update(Assets::get(name).map(|file| file.data.into_owned()).unwrap_or_default());
        }
        hasher.update(jalon_app::publication::report_styles());
        hex::encode(&hasher.finalize()[..6])
    })
}

pub(crate) async fn serve(Path(path): Path<String>) -> Response {
    if path == "report.css" {
        return cached("text/css; charset=utf-8", jalon_app::publication::report_styles().as_bytes().to_vec());
    }
    match Assets::get(&path) {
        Some(file) => cached(mime_guess::from_path(&path).first_or_octet_stream().as_ref(), file.data.into_owned()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(crate) async fn favicon() -> Response {
    match Assets::get("favicon.svg") {
        Some(file) => cached("image/svg+xml", file.data.into_owned()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn cached(media_type: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
    ];
    (headers, bytes).into_response()
}

pub(crate) async fn health() -> &'static str {
    "ok\n"
}

/// The public side may be indexed; the rest has nothing for strangers.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /*/work\nDisallow: /*/admin\nDisallow: /*/account\n"
}

//! Every route.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Context;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use futures::{StreamExt, stream};
use jalon_app::App;
use jalon_app::statistics::boundaries::BOUNDARIES_LIMIT_BYTES;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use crate::kept::Kept;
use crate::{
    account, admin, administered, api, assets, bulk, checks, context, discussion, dossier, error, evidence, findings, frameworks,
    gaps, ledger, registry,
};
use crate::{
    handover, history, import, levels, matrix, members, merge, models, plan, portal, publication, questionnaire, registers,
    reporting, reports, statistics, steps, views,
};

/// What handlers share.
pub(crate) type Shared = Arc<App>;

/// Room for the largest text form: three narratives in any script, percent-encoded, and some small fields.
const FORM_LIMIT_BYTES: usize = 2 * 1024 * 1024;

/// The whole program as a service.
pub fn router(app: Arc<App>) -> Router {
    let uploads = Router::new()
        .route("/{lang}/work/dossiers/{slug}/evidence/{id}/file", post(evidence::upload))
        .route("/{lang}/work/dossiers/{slug}/import", post(import::preview))
        .route("/{lang}/work/dossiers/{slug}/context/figures/new", post(context::create_figure))
        .route("/{lang}/work/dossiers/{slug}/context/figures/{id}", post(context::save_figure))
        .route("/{lang}/work/dossiers/{slug}/registers/{register}/import", post(import::register_preview))
        // More than is taken, so that a file that is too large is told beside its field; the surplus is read and thrown away.
        .layer(DefaultBodyLimit::max(DRAIN_LIMIT_BYTES));
    // Twice what is taken, so that a file somewhat too large is told beside its field.
    let outlines = Router::new()
        .route(
            "/{lang}/work/dossiers/{slug}/statistics/boundaries/new",
            get(statistics::boundaries::new_form).post(statistics::boundaries::save),
        )
        .route(
            "/{lang}/work/dossiers/{slug}/statistics/boundaries/{id}",
            get(statistics::boundaries::form).post(statistics::boundaries::save),
        )
        .layer(DefaultBodyLimit::max(2 * BOUNDARIES_LIMIT_BYTES));
    // An extract goes to the disk while it arrives; the use case sets its limit.
    let extracts = Router::new()
        .route(
            "/{lang}/work/dossiers/{slug}/statistics/datasets/new",
            get(statistics::datasets::new_form).post(statistics::datasets::hand_in),
        )
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/", get(portal::entrance))
        .route("/health", get(assets::health))
        .route("/robots.txt", get(assets::robots))
        .route("/assets/{*path}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .route("/profiles/{slug}", get(portal::permanent))
        .route("/profiles/{slug}/releases/{version}", get(portal::permanent_release))
        .route("/plans/{slug}", get(portal::permanent_plan))
        .route("/plans/{slug}/releases/{version}", get(portal::permanent_plan_release))
        .route("/set-password/{token}", get(account::permanent_link))
        .nest("/api/v1", api::router())
        .merge(public())
        .merge(workspace())
        .merge(administration())
        .merge(uploads)
        .merge(outlines)
        .merge(extracts)
        .fallback(error::no_such_page)
        .method_not_allowed_fallback(error::no_such_method)
        .layer(DefaultBodyLimit::max(FORM_LIMIT_BYTES))
        .layer(Extension(Kept::default()))
        .layer(middleware::from_fn_with_state(app.clone(), merge::show_conflicts))
        .layer(middleware::from_fn(security_headers))
        .layer(middleware::from_fn(drain))
        // Quickly: pages of the workspace are compressed anew for every reader.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(
            SizeAbove::new(860).and(NotForContentType::const_new("application/pdf")).and(NotForContentType::const_new("font/")),
        ))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(error::panicked))
        .with_state(app)
}

fn public() -> Router<Shared> {
    Router::new()
        .route("/{lang}", get(portal::home))
        .route("/{lang}/profiles/{slug}", get(portal::profile))
        .route("/{lang}/profiles/{slug}/releases/{version}", get(portal::release))
        .route("/{lang}/profiles/{slug}/releases/{version}/{file}", get(portal::download))
        .route("/{lang}/plans/{slug}", get(portal::plan))
        .route("/{lang}/plans/{slug}/releases/{version}", get(portal::plan_release))
        .route("/{lang}/plans/{slug}/releases/{version}/{file}", get(portal::download))
        .route("/{lang}/plans/{slug}/indicators", get(statistics::indicators::public_list))
        .route("/{lang}/plans/{slug}/indicators/{id}", get(statistics::indicators::public_page))
        .route("/{lang}/plans/{slug}/indicators/{id}/{file}", get(statistics::indicators::public_file))
        .route("/{lang}/plans/{slug}/tables/{number}", get(statistics::indicators::public_table))
        .route("/{lang}/plans/{slug}/tables/{number}/{file}", get(statistics::tables::download))
        .route("/{lang}/territories/{slug}", get(portal::territory))
        .route("/{lang}/frameworks", get(frameworks::list))
        .route("/{lang}/frameworks/{reference}", get(frameworks::framework))
        .route("/{lang}/sign-in", get(account::sign_in_form).post(account::sign_in))
        .route("/{lang}/sign-out", post(account::sign_out))
        .route("/{lang}/forgotten-password", get(account::forgotten_form).post(account::forgotten))
        .route("/{lang}/set-password/{token}", get(account::set_password_form).post(account::set_password))
}

fn workspace() -> Router<Shared> {
    let dossier = Router::new()
        .route("/", get(dossier::overview))
        .route("/settings", get(dossier::settings_form).post(dossier::settings))
        .route("/stage", post(dossier::move_stage))
        .route("/round", post(dossier::start_round))
        .route("/rounds", get(dossier::rounds))
        .route("/history", get(dossier::history))
        .route("/history/{noun}/{id}", get(history::record))
        .route("/merge/{noun}", post(merge::merge))
        .route("/questionnaire", get(questionnaire::list))
        .route("/questionnaire/{item}", get(questionnaire::topic).post(questionnaire::save))
        .route("/questionnaire/{item}/reopen", post(questionnaire::reopen))
        .route("/questionnaire/{item}/close", post(questionnaire::close))
        .route("/assign", post(questionnaire::assign))
        .route("/questionnaire.xlsx", get(import::export))
        .route("/import", get(import::form))
        .route("/import/apply", post(import::apply))
        .route("/steps/{step}", get(steps::step))
        .route("/plan", get(plan::page))
        .route("/indicators", get(matrix::page))
        .route("/levels", get(levels::page))
        .route("/levels/values/{indicator}", post(levels::take_values_over))
        .route("/statistics", get(statistics::dashboard))
        .route("/statistics/indicators/{id}", get(statistics::indicators::page))
        .route("/statistics/indicators/{id}/{file}", get(statistics::indicators::file))
        .route("/statistics/boundaries/{id}/delete", post(statistics::boundaries::delete))
        .route("/statistics/datasets/{id}", get(statistics::datasets::page))
        .route("/statistics/datasets/{id}/describe", post(statistics::datasets::describe))
        .route("/statistics/datasets/{id}/variables", post(statistics::datasets::describe_variables))
        .route("/statistics/datasets/{id}/columns", post(statistics::datasets::describe_columns))
        .route("/statistics/datasets/{id}/import", post(statistics::datasets::import))
        .route("/statistics/datasets/{id}/cancel", post(statistics::datasets::cancel))
        .route("/statistics/datasets/{id}/grant", post(statistics::datasets::grant))
        .route("/statistics/datasets/{id}/erase", post(statistics::datasets::erase))
        .route("/statistics/datasets/{id}/faults.csv", get(statistics::datasets::fault_list))
        .route("/statistics/datasets/{dataset}/tables/new", get(statistics::tables::new_form).post(statistics::tables::create))
        .route("/statistics/tables/{id}", get(statistics::tables::page))
        .route("/statistics/tables/{id}/specification", get(statistics::tables::form).post(statistics::tables::save))
        .route("/statistics/tables/{id}/translations", get(statistics::translations::page).post(statistics::translations::save))
        .route("/statistics/tables/{id}/judge", post(statistics::tables::judge))
        .route("/statistics/tables/{id}/cancel", post(statistics::tables::cancel))
        .route("/statistics/tables/{id}/sign", post(statistics::tables::sign))
        .route("/statistics/tables/{id}/withdraw", post(statistics::tables::withdraw))
        .route("/statistics/tables/{id}/delete", post(statistics::tables::delete))
        .route("/reporting", get(reporting::page))
        .route("/reporting/remind", post(reporting::remind))
        .route("/reporting/mine", get(reporting::mine))
        .route("/reporting/mine/unchanged", post(reporting::unchanged))
        .route("/reporting/mine/undo", post(reporting::undo))
        .route("/reporting/mine/{measure}", get(reporting::form).post(reporting::save))
        .route("/registers", get(registers::index))
        .route("/registers/{register}", get(registers::list))
        .route("/registers/{register}/export.xlsx", get(import::export_xlsx))
        .route("/registers/{register}/export.csv", get(import::export_csv))
        .route("/registers/{register}/import", get(import::register_form))
        .route("/registers/{register}/import/apply", post(import::register_apply))
        .route("/registers/{register}/bulk", get(bulk::form).post(bulk::preview))
        .route("/registers/{register}/bulk/apply", post(bulk::apply))
        .route("/registers/{register}/bulk/undo", post(bulk::undo))
        .route("/registers/{register}/views", post(views::keep))
        .route("/registers/{register}/views/{id}", post(views::rename))
        .route("/registers/{register}/views/{id}/delete", post(views::delete))
        .route("/registers/{register}/take-over", get(levels::findings).post(levels::take_findings_over))
        .route("/registers/{register}/models", get(models::list).post(models::take_over))
        .route("/registers/{register}/approve", post(bulk::approve))
        .route("/registers/{register}/new", get(registers::create_form).post(registers::create))
        .route("/registers/{register}/{id}", get(registers::form).post(registers::save))
        .route("/registers/{register}/{id}/delete", post(registers::delete))
        .route("/findings", get(findings::list))
        .route("/findings.xlsx", get(findings::spreadsheet))
        .route("/findings/new", get(findings::create_form).post(findings::create))
        .route("/findings/{id}", get(findings::form).post(findings::save))
        .route("/findings/{id}/delete", post(findings::delete))
        .route("/evidence", get(evidence::list))
        .route("/evidence.xlsx", get(evidence::spreadsheet))
        .route("/evidence/new", get(evidence::create_form).post(evidence::create))
        .route("/evidence/{id}", get(evidence::form).post(evidence::save))
        .route("/evidence/{id}/delete", post(evidence::delete))
        .route("/evidence/{id}/file", get(evidence::download))
        .route("/context", get(context::list))
        .route("/context/paragraphs/new", get(context::create_paragraph_form).post(context::create_paragraph))
        .route("/context/paragraphs/{id}", get(context::paragraph_form).post(context::save_paragraph))
        .route("/context/paragraphs/{id}/delete", post(context::delete_paragraph))
        .route("/context/figures/new", get(context::create_figure_form))
        .route("/context/figures/{id}", get(context::figure_form))
        .route("/context/figures/{id}/delete", post(context::delete_figure))
        .route("/discussion", get(discussion::list))
        .route("/discussion.xlsx", get(discussion::spreadsheet))
        .route("/discussion/comments", post(discussion::comment))
        .route("/discussion/comments/{id}/reply", post(discussion::reply))
        .route("/discussion/comments/{id}/close", post(discussion::close))
        .route("/discussion/comments/{id}/reopen", post(discussion::reopen))
        .route("/discussion/participants", post(discussion::add_participant))
        .route("/discussion/participants/{id}/remove", post(discussion::remove_participant))
        .route("/discussion/participants/{id}/erase", post(discussion::erase_participant))
        .route("/checks", get(checks::list))
        .route("/translations", get(gaps::list))
        .route("/publication", get(publication::page))
        .route("/publication/{report}/amendments", get(reports::amendments))
        .route("/publication/sign", post(publication::sign))
        .route("/publication/withdraw-signature", post(publication::withdraw_signature))
        .route("/publication/publish", post(publication::publish))
        .route("/publication/withdraw", post(publication::withdraw))
        .route("/draft/{language}/{file}", get(publication::draft))
        .route("/members", get(members::list).post(members::set))
        .route("/members/{id}/handover", get(handover::page))
        .route("/members/{id}/handover/{language}/{file}", get(handover::file))
        .route("/members/{id}/remove", post(members::remove));
    Router::new()
        .route("/{lang}/work", get(dossier::home))
        .route("/{lang}/account", get(account::page).post(account::change_password))
        .nest("/{lang}/work/dossiers/{slug}", dossier)
}

fn administration() -> Router<Shared> {
    Router::new()
        .route("/{lang}/admin/users", get(admin::users).post(admin::invite))
        .route("/{lang}/admin/users/{id}", get(admin::user).post(admin::update_user))
        .route("/{lang}/admin/users/{id}/link", post(admin::renew_link))
        .route("/{lang}/admin/users/{id}/erase", post(admin::erase_user))
        .route("/{lang}/admin/registry", get(registry::list))
        .route("/{lang}/admin/organisations/{slug}", get(registry::organisation).post(registry::save_organisation))
        .route("/{lang}/admin/territories/{slug}", get(registry::territory).post(registry::save_territory))
        .route("/{lang}/admin/dossiers", get(administered::list))
        .route("/{lang}/admin/dossiers/{slug}", get(administered::page).post(administered::name_lead))
        .route("/{lang}/admin/dossiers/new", get(admin::new_dossier_form).post(admin::new_dossier))
        .route("/{lang}/admin/ledger", get(ledger::page))
        .route("/{lang}/admin/ledger.jsonl", get(ledger::export))
}

/// How long a request may take; an extract of gigabytes takes its time to arrive.
const LONGEST: Duration = Duration::from_secs(60);
const LONGEST_EXTRACT: Duration = Duration::from_secs(4 * 3600);

async fn in_time(request: Request, next: Next) -> Response {
    let is_extract = request.method() == Method::POST && request.uri().path().ends_with("/statistics/datasets/new");
    let longest = if is_extract { LONGEST_EXTRACT } else { LONGEST };
    tokio::time::timeout(longest, next.run(request)).await.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// What is read and thrown away of a request that was answered before its end. Above it the connection is cut.
const DRAIN_LIMIT_BYTES: usize = 64 * 1024 * 1024;

/// Reads a request to its end although the answer is known: a browser that is cut off while it sends shows a broken
/// connection instead of the page that says why.
async fn drain(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let sent = Arc::new(Mutex::new(body.into_data_stream()));
    let handed_on = sent.clone();
    let poll = move |context: &mut Context<'_>| lock(&handed_on).poll_next_unpin(context);
    let response = next.run(Request::from_parts(parts, Body::from_stream(stream::poll_fn(poll)))).await;
    let mut left = DRAIN_LIMIT_BYTES;
    let mut rest = stream::poll_fn(|context| lock(&sent).poll_next_unpin(context));
    while let Some(Ok(chunk)) = rest.next().await {
        left = left.saturating_sub(chunk.len());
        if left == 0 {
            break;
        }
    }
    drop(rest);
    response
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same protective headers on every answer.
async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        // A handler may be stricter: a downloaded file gets a sandbox.
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

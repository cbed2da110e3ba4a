//! HTTP: the public portal, the workspace and the administration.
//!
//! Every route stands in [`router`]. A handler calls one use case of [`jalon_app::App`] and renders one page; it decides nothing
//! itself. Pages work without JavaScript; `jalon.js` only makes them quicker.

mod account;
mod admin;
mod administered;
mod api;
mod assets;
mod bulk;
mod checks;
mod context;
mod discussion;
mod dossier;
mod error;
mod evidence;
mod existing;
mod fields;
mod findings;
mod frameworks;
mod gaps;
mod handover;
mod history;
mod import;
mod kept;
mod ledger;
mod levels;
mod lists;
mod matrix;
mod members;
mod merge;
mod models;
mod plan;
mod portal;
mod publication;
mod questionnaire;
mod registers;
mod registry;
mod reporting;
mod reports;
mod request;
mod router;
mod statistics;
mod steps;
mod view;
mod views;

pub use api::description as interface_description;
pub use router::router;

//! From a report to the files that people read: data in, bytes out.
//!
//! Every format renders the one document model of [`jalon_domain::report`], so each holds the same content, and each gives
//! the same bytes for the same report on every machine. Nothing here reads a database, a clock or the network,
//! and no word is written here: the report brings its own labels.
//!
//! [`pdf`], [`html`], [`xlsx`] and [`json`] publish a report; [`drawing`] draws its figures;
//! [`questionnaire`] is the spreadsheet that goes out to be filled in and comes back; [`catalogue_sheet`] is a framework as one,
//! [`register_sheet`] a register, [`list_sheet`] a list of the workspace; [`table_sheet`] reads the table of a figure.

pub mod catalogue_sheet;
mod columns;
pub mod drawing;
mod html;
mod json;
pub mod list_sheet;
mod pdf;
pub mod questionnaire;
pub mod register_sheet;
mod sheet;
pub mod table_sheet;
mod text;
mod view;
mod workbook;
mod xlsx;

pub use html::{REPORT_CSS, html, html_body};
pub use json::{SCHEMA, json};
pub use pdf::pdf;
pub use workbook::CellFault;
pub use xlsx::xlsx;

/// Why a document could not be made. All are faults of the program or of its installation, none of the reader.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The typesetter refused; each message says where.
    #[error("the report could not be typeset: {}", .0.join("; "))]
    Typesetting(Vec<String>),
    #[error("the page template failed: {0}")]
    Template(#[from] askama::Error),
    #[error("the spreadsheet could not be written: {0}")]
    Spreadsheet(#[from] rust_xlsxwriter::XlsxError),
    #[error("the content could not be serialised: {0}")]
    Serialisation(#[from] serde_json::Error),
    #[error("the archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    #[error("the lines could not be written: {0}")]
    Lines(#[from] csv::Error),
    #[error("the archive could not be written: {0}")]
    Write(#[from] std::io::Error),
}

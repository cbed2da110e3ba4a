//! Lists of the workspace as files.

use jalon_domain::Language;
use jalon_publish::list_sheet;

use crate::{AppError, Result};

/// A list that somebody was shown, as a spreadsheet (XLSX): a row of headings, then its rows.
pub fn spreadsheet(title: &str, heads: &[String], rows: &[Vec<String>], language: Language) -> Result<Vec<u8>> {
    list_sheet::write(title, heads, rows, language).map_err(|error| AppError::Fault(error.to_string()))
}

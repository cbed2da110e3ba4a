//! The report as data.

use jalon_domain::report::Report;
use serde::Serialize;

use crate::PublishError;

/// Identifies the shape of the JSON; changes with any change that a reader must know of.
pub const SCHEMA: &str = "jalon-report/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'a str,
    #[serde(flatten)]
    report: &'a Report,
}

/// The whole document model, indented, in the order of its definition.
pub fn json(report: &Report) -> Result<Vec<u8>, PublishError> {
    let mut bytes = serde_json::to_vec_pretty(&Document { schema: SCHEMA, report })?;
    bytes.push(b'\n');
    Ok(bytes)
}

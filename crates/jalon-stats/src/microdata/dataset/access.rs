//! Who opened a dataset, when and why. Lines are only ever added.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

pub const ACCESS_LOG: &str = "access.jsonl";

/// One opening of a dataset.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Access<'a> {
    pub at: Timestamp,
    pub who: &'a str,
    /// Code of a purpose of the dataset.
    pub purpose: &'a str,
    /// The command or use case.
    pub action: &'a str,
}

/// Adds a line to the log of a dataset.
///
/// # Errors
/// When the log cannot be written; the data must not be read then.
pub fn record_access(folder: &Path, access: &Access<'_>) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(access).map_err(std::io::Error::other)?;
    line.push(b'\n');
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(folder.join(ACCESS_LOG))?;
    // One write, so that two programs at once do not mix their lines.
    file.write_all(&line)?;
    file.sync_data()
}

//! Statistics: microdata come in for stated purposes, tables are judged and signed, indicators show what was signed.
//!
//! - [`dataset`]: an extract is handed in, described, imported, its purposes granted, its records destroyed
//! - [`variables`]: the variables of a description as a form
//! - [`counted`]: what a form says of the columns of a table that was already counted
//! - [`table`]: a specification, its judgement, its signature
//! - [`form`]: the specification that a form says
//! - [`proposal`]: the form that follows from the calculation of an indicator and the variables of a dataset
//! - [`correspondence`]: whether a table still is what its indicator's calculation says
//! - [`entered`]: values entered by hand, judged beside each other
//! - [`indicator`], [`breakdown`]: the series of an indicator, and its groups
//! - [`boundaries`], [`map`]: the office's own outlines, and the maps of signed tables on them
//! - [`translation`]: the labels of a table in the other languages
//! - [`work`]: what takes longer than a request
//!
//! Records lie in a folder of their own beside the database, readable by the program's account alone, in no backup and in
//! no file store. Nothing here gives them out: what leaves is a table that passed the audit.

pub mod boundaries;
pub mod breakdown;
pub mod correspondence;
pub mod counted;
pub mod dataset;
mod demonstration;
pub(crate) mod entered;
pub mod form;
pub mod indicator;
pub mod map;
pub mod proposal;
pub mod published;
pub mod table;
pub mod translation;
mod values;
pub mod variables;
pub mod work;

use std::path::PathBuf;

use jalon_domain::identity::Role;
use jalon_domain::{Problem, UserId};
use jalon_stats::tabulation::Format;
use jalon_storage::create_private_folder;

use crate::authorisation::Action;
use crate::{App, AppError, Caller, Opened, Result};

pub use jalon_publish::drawing::statistics::StatisticFigure;
pub use jalon_stats::microdata::aggregate::{ColumnChoice, OutlineColumn, Role as ColumnRole};
pub use jalon_stats::microdata::dataset::{Manifest, ManifestTable};
pub use jalon_stats::microdata::description::Counts;
pub use jalon_stats::release::{Cell, Code, Comparison, Dimension, Figure, Finding, Measure, Proposal, Release, Report};

/// A file to which nothing was added for so long belongs to no request.
const LEFT_AFTER: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// The form in which a signed table is downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    Lines,
    Spreadsheet,
    Parquet,
    Json,
}

impl TableFormat {
    pub const ALL: [Self; 4] = [Self::Spreadsheet, Self::Lines, Self::Parquet, Self::Json];

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Lines => "csv",
            Self::Spreadsheet => "xlsx",
            Self::Parquet => "parquet",
            Self::Json => "json",
        }
    }

    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Lines => "text/csv; charset=utf-8",
            Self::Spreadsheet => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Json => "application/json",
        }
    }
}

impl App {
    /// A signed table as a file.
    pub async fn signed_table_file(&self, caller: &Caller, slug: &str, number: i64, format: TableFormat) -> Result<Vec<u8>> {
        let signed = self.signed_table(caller, slug, number).await?;
        let kind = match format {
            TableFormat::Json => return Ok(signed.release.to_json()),
            TableFormat::Lines => Format::Csv,
            TableFormat::Spreadsheet => Format::Xlsx,
            TableFormat::Parquet => Format::Parquet,
        };
        let written = move || {
            signed.release.to_bytes(kind).map_err(|faults| AppError::Invalid(faults.iter().map(table::problem).collect()))
        };
        crate::publication::blocking(written).await
    }

    /// The statistics officers of a dossier by name, for whoever may see its members.
    pub async fn statistics_officers(&self, caller: &Caller, opened: &Opened) -> Result<Vec<(UserId, String)>> {
        if !self.may(caller, Action::MemberList, opened) {
            return Ok(vec![]);
        }
        let members = self.members(caller, &opened.dossier().slug).await?;
        let officers = members.into_iter().filter(|member| member.role == Role::StatisticsOfficer);
        Ok(officers.map(|member| (member.user.id, member.user.name)).collect())
    }

    /// A name for something new that stands in no address.
    pub fn new_name(&self) -> String {
        self.new_id()
    }

    /// The folder of the records, created when absent. Only the program's account can enter it.
    pub(crate) fn microdata_folder(&self) -> Result<PathBuf> {
        let folder = self.settings.store.data_dir.join("microdata");
        create_private_folder(&folder)?;
        Ok(folder)
    }

    /// Where a file that is handed in is written while it arrives: on the disk, never in memory whole.
    /// What a server that was killed left behind goes: nobody takes it over any more, and it may hold names.
    pub fn incoming_folder(&self) -> Result<PathBuf> {
        let folder = self.microdata_folder()?.join("incoming");
        create_private_folder(&folder)?;
        let is_left = |file: &std::fs::DirEntry| {
            let age = file.metadata().and_then(|known| known.modified()).ok().and_then(|at| at.elapsed().ok());
            age.is_some_and(|age| age > LEFT_AFTER)
        };
        let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        files.filter(is_left).for_each(|file| drop(std::fs::remove_file(file.path())));
        Ok(folder)
    }
}

/// A text in TOML that came through a form refers to no file of the server: neither to a codelist nor to a tree of places
/// nor to a table of noise.
fn refers_to_no_file(text: &str) -> Result<()> {
    fn look(value: &toml::Value, path: &str, found: &mut Vec<Problem>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    let names_file = key == "file" || here == "protection.table";
                    if names_file && value.is_str() {
                        found.push(Problem::on("statistics-file-reference", "text").with("place", &here));
                    }
                    look(value, &here, found);
                }
            }
            toml::Value::Array(values) => values.iter().for_each(|value| look(value, path, found)),
            _ => {}
        }
    }
    let mut found = vec![];
    // What is no TOML is told by whoever reads it.
    if let Ok(table) = text.parse::<toml::Table>() {
        look(&toml::Value::Table(table), "", &mut found);
    }
    crate::error::check(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reaches_no_file_of_the_server() {
        for hostile in [
            "[[codelists]]\nname = \"x\"\nfile = \"/etc/passwd\"",
            "[[dimension]]\nvariable = \"place\"\nhierarchy = { file = \"../secret.csv\" }",
            "[protection]\nmethod = \"cell-key\"\ntable = \"/etc/passwd\"",
        ] {
            assert!(refers_to_no_file(hostile).is_err(), "{hostile}");
        }
        assert!(refers_to_no_file("[file]\nencoding = \"utf-8\"\n[table]\ntitle = \"file\"").is_ok());
    }
}

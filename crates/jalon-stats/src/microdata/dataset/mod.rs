//! A dataset: a folder with `data.parquet`, its `manifest.json`, the import's report, and the log of who read it and why.

mod access;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jalon_domain::Problem;
use serde::{Deserialize, Serialize};

use super::codelist::Code;
use super::description::{Counts, Description, Kind, Meaning, Purpose};
use crate::release::About;
use crate::sampling::Design;
use crate::translations::Translations;

pub use access::{ACCESS_LOG, Access, record_access};
pub use write::UNFINISHED;
pub(crate) use write::{DatasetWriter, Finished, digest_of};

pub const DATA: &str = "data.parquet";
pub const MANIFEST: &str = "manifest.json";
/// Column of the record key.
pub const RECORD_KEY: &str = "record_key";

/// What a dataset holds. Tabulation reads this and `data.parquet` and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format.
    pub version: u32,
    pub title: String,
    pub source: String,
    pub purposes: Vec<Purpose>,
    /// Whom the data are about: tables of them are held to stricter rules.
    #[serde(default, skip_serializing_if = "About::is_nobody")]
    pub about: About,
    pub variables: Vec<ManifestVariable>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_key: Option<Box<ManifestKey>>,
    /// How the sample was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampling: Option<Box<Design>>,
    /// The rows are the finest cells of a table that was already counted, each with how many it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<Box<ManifestTable>>,
    /// What its labels are called in other languages.
    #[serde(default, skip_serializing_if = "Translations::is_empty")]
    pub translations: Translations,
    pub rows: u64,
    /// SHA-256 of `data.parquet`.
    pub content_sha256: String,
    /// Name of the imported file, without its folder.
    pub file: String,
}

/// What a table was handed in as, that had already been counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestTable {
    pub counts: Counts,
    /// How many of its cells came without a number, by state: `suppressed`, `missing`, `not-applicable`.
    pub states: BTreeMap<String, u64>,
    /// The true number of some cell is not known: only the methods that need none can protect the table.
    pub has_unknown: bool,
}

/// A column of the dataset.
///
/// In Parquet, a `category` is a dictionary of its codes as text, an `integer` 64 bits, a `decimal` a decimal of 18 digits
/// with `decimals` behind the point, a `date` days. A missing value is null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestVariable {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// Name of the codelist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codelist: Option<String>,
    /// The codes of a category, each with its parent in a hierarchy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// Which concept it is.
    #[serde(flatten)]
    pub meaning: Meaning,
}

/// The column of record keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestKey {
    pub column: String,
    /// Keys go from 0 to one less.
    pub keys: u16,
    /// Equal in datasets whose keys come from the same secret.
    pub check: String,
}

/// A dataset that is open for a purpose.
#[derive(Debug)]
pub struct Dataset {
    pub folder: PathBuf,
    pub manifest: Manifest,
}

impl Dataset {
    /// Opens a dataset for one of its purposes, and writes down that it was.
    ///
    /// Whether a person was granted the purpose is decided by the policies of the workspace, once microdata are reached from there;
    /// on the command line, disk access decides, and this keeps the record.
    ///
    /// # Errors
    /// When the folder is no dataset, the purpose is none of its own, or the record cannot be kept.
    pub fn open(folder: &Path, access: &Access<'_>) -> Result<Self, Vec<Problem>> {
        let manifest = Manifest::read(folder)?;
        if !manifest.purposes.iter().any(|purpose| purpose.code == access.purpose) {
            let known: Vec<&str> = manifest.purposes.iter().map(|purpose| purpose.code.as_str()).collect();
            return Err(vec![
                Problem::new("microdata-purpose-unknown").with("purpose", access.purpose).with("choices", known.join(", ")),
            ]);
        }
        record_access(folder, access)
            .map_err(|error| vec![Problem::new("microdata-access-log").with("file", ACCESS_LOG).with("detail", error.kind())])?;
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    pub fn data_path(&self) -> PathBuf {
        self.folder.join(DATA)
    }

    /// Proves that the data are those of the manifest: their digest, their columns, and their count of rows.
    ///
    /// # Errors
    /// What differs.
    pub fn verify(&self) -> Result<(), Vec<Problem>> {
        use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
        let damaged = |what: &str| Problem::new("microdata-dataset-differs").with("what", what);
        let unreadable = |_| vec![damaged(DATA)];
        let file = std::fs::File::open(self.data_path()).map_err(unreadable)?;
        let digest = digest_of(&file).map_err(unreadable)?;
        if digest != self.manifest.content_sha256 {
            return Err(vec![damaged("content_sha256")]);
        }
        let data = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|_| vec![damaged(DATA)])?;
        let mut wanted: Vec<&str> = self.manifest.variables.iter().map(|variable| variable.name.as_str()).collect();
        wanted.extend(self.manifest.record_key.as_ref().map(|key| key.column.as_str()));
        wanted.extend(self.manifest.aggregate.as_ref().map(|_| super::aggregate::COUNT));
        let mut found = vec![];
        if !data.schema().fields().iter().map(|field| field.name().as_str()).eq(wanted) {
            found.push(damaged("variables"));
        }
        if u64::try_from(data.metadata().file_metadata().num_rows()) != Ok(self.manifest.rows) {
            found.push(damaged("rows"));
        }
        if found.is_empty() { Ok(()) } else { Err(found) }
    }
}

impl Manifest {
    /// What a description says of a dataset that is not there yet.
    pub fn of(description: &Description) -> Self {
        let variables = description.variables.iter().enumerate().filter(|(_, variable)| variable.kind.is_stored());
        let variables = variables.map(|(at, variable)| {
            let list = description.codelist_of(at);
            ManifestVariable {
                name: variable.name.clone(),
                label: variable.label.clone(),
                kind: variable.kind.name().to_owned(),
                decimals: if let Kind::Decimal { decimals, .. } = variable.kind { Some(decimals) } else { None },
                codelist: list.map(|list| list.name.clone()),
                codes: list.map(|list| list.codes.clone()).unwrap_or_default(),
                meaning: variable.meaning.clone(),
            }
        });
        Self {
            version: 1,
            title: description.title.clone(),
            source: description.source.clone(),
            purposes: description.purposes.clone(),
            about: description.about,
            variables: variables.collect(),
            record_key: None,
            sampling: description.sampling.clone().map(Box::new),
            aggregate: None,
            translations: description.translations.clone(),
            rows: 0,
            content_sha256: String::new(),
            file: String::new(),
        }
    }

    /// What a table of this dataset calls the number of its records: persons, unless it is a table that counts something else.
    pub fn count_name(&self) -> &'static str {
        if self.aggregate.as_ref().is_some_and(|table| table.counts == Counts::Things) { "number" } else { "persons" }
    }

    /// Reads the manifest of a folder; nothing of the data.
    ///
    /// # Errors
    /// When there is none, or it is not one of this version.
    pub fn read(folder: &Path) -> Result<Self, Vec<Problem>> {
        let fault = |detail: String| {
            vec![Problem::new("microdata-manifest").with("file", folder.join(MANIFEST).display()).with("detail", detail)]
        };
        let text = std::fs::read_to_string(folder.join(MANIFEST)).map_err(|error| fault(error.kind().to_string()))?;
        let manifest: Self = serde_json::from_str(&text).map_err(|error| fault(error.to_string()))?;
        if manifest.version == 1 { Ok(manifest) } else { Err(fault(format!("version {}", manifest.version))) }
    }
}

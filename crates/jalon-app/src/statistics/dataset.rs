//! Datasets: an extract is handed in, described, imported; purposes are granted; records are destroyed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jalon_domain::catalogue::Library;
use jalon_domain::statistics::{Dataset, DatasetState, Grant};
use jalon_domain::wording::Wording;
use jalon_domain::{Problem, UserId};
pub use jalon_stats::microdata::BrokenRule;
use jalon_stats::microdata::dataset::{ACCESS_LOG, Manifest};
use jalon_stats::microdata::description::Description;
use jalon_stats::microdata::{Codebook, FAULTS, Identifier, Outcome, Report, Request, UNFINISHED, describe, import_with};
use jalon_stats::release::Progress;
use jalon_storage::create_private_folder;
use serde::Deserialize;

use super::counted::{self, TableColumns};
use super::proposal::unknown_concepts;
use super::refers_to_no_file;
use super::work::Standing;
use crate::authorisation::{Action, Facts};
use crate::publication::blocking;
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, too_long};

/// The largest extract that is taken through the browser; larger ones are imported on the server by the command line.
pub const EXTRACT_LIMIT_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// The longest description or specification, in characters.
pub const TOML_LIMIT: usize = 1_000_000;

pub(super) const UPLOAD: &str = "extract";
const CODEBOOK: &str = "codebook";
const DATA: &str = "data";
const REFUSED: &str = "data-refused";

/// An extract as it is handed in; the files lie in [`App::incoming_folder`] and are taken from there.
#[derive(Debug)]
pub struct HandedIn {
    pub title: String,
    /// An entry of the register `data_source`.
    pub source: String,
    /// What the data may be used for, in words.
    pub purpose: String,
    pub file_name: String,
    pub file: PathBuf,
    /// It is a table that was already counted, and no list of persons.
    pub counted: bool,
    /// DDI, for lines of fixed width.
    pub codebook: Option<PathBuf>,
}

/// One reading of the records.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reading {
    pub at: String,
    /// The identifier of an account.
    pub who: String,
    pub purpose: String,
    pub action: String,
}

/// What is known of a dataset beside its record.
#[derive(Debug)]
pub struct DatasetView {
    pub opened: Arc<Opened>,
    pub dataset: Dataset,
    /// Faults of the description as it stands.
    pub description_faults: Vec<Problem>,
    /// Of the last import, carried out or refused.
    pub report: Option<Report>,
    pub manifest: Option<Manifest>,
    /// Of a table that was already counted and is not yet imported.
    pub columns: Option<TableColumns>,
    /// The newest first.
    pub readings: Vec<Reading>,
}

impl App {
    /// Takes an extract and derives a first description of it.
    pub async fn hand_in_dataset(&self, caller: &Caller, slug: &str, handed: HandedIn) -> Result<Dataset> {
        let opened = self.opened(caller, slug, Action::DatasetImport, &Facts::default()).await?;
        let source = opened.content.entry("data_source", &handed.source);
        let title = clean(&handed.title);
        let purpose = clean(&handed.purpose);
        let mut problems = too_long([("title", title.as_str(), LINE_LIMIT), ("purpose", purpose.as_str(), LINE_LIMIT)]);
        problems.extend(title.is_empty().then(|| Problem::on("required", "title")));
        problems.extend(purpose.is_empty().then(|| Problem::on("required", "purpose")));
        problems.extend(source.is_none().then(|| Problem::on("choice-required", "source")));
        crate::error::check(problems)?;
        let source = source.map(|source| opened.names(caller.language.content()).entry(source)).unwrap_or_default();
        let id = self.new_id();
        let place = self.dataset_folder(&id)?;
        create_private_folder(&place)?;
        let description = {
            let (wording, place) = (Wording::of(caller.language), place.clone());
            let (file, codebook, counted) = (handed.file.clone(), handed.codebook.clone(), handed.counted);
            blocking(move || take_in(&place, &file, codebook.as_deref(), counted, wording)).await
        };
        let description = match description {
            Ok(description) => said_in(&description, &title, &source, &purpose),
            Err(error) => {
                // What could not be read is not kept.
                let _ = std::fs::remove_dir_all(&place);
                return Err(error);
            }
        };
        let dataset = Dataset {
            id: id.into(),
            title,
            source: handed.source.into(),
            file: clean(&handed.file_name).replace(['/', '\\'], "-").chars().take(200).collect(),
            counted: handed.counted,
            state: DatasetState::Described,
            purposes: vec![],
            description,
            changed_at: self.now(),
            ..Dataset::default()
        };
        self.save(caller, &opened, "dataset.hand_in", &dataset, "").await
    }

    /// Where the records of a dataset lie. Made when it is handed in, gone when it is erased.
    pub(crate) fn dataset_folder(&self, id: &str) -> Result<PathBuf> {
        Ok(self.microdata_folder()?.join(id))
    }

    /// A dataset with its report, its readings, and what is still wrong with its description.
    pub async fn dataset(&self, caller: &Caller, slug: &str, id: &str) -> Result<DatasetView> {
        let opened = self.opened(caller, slug, Action::DatasetView, &Facts::default()).await?;
        let dataset = opened.content.dataset(id).cloned().ok_or(AppError::NotFound)?;
        let folder = self.dataset_folder(id)?;
        let (state, text) = (dataset.state, dataset.description.clone());
        let has_columns = dataset.counted && state == DatasetState::Described;
        let library = self.library();
        let details = blocking(move || {
            let columns = has_columns.then(|| counted::columns(&folder, &text)).flatten();
            Ok((details(&library, &folder, state, &text), columns))
        });
        let ((description_faults, report, manifest, readings), columns) = details.await?;
        Ok(DatasetView { opened, dataset, description_faults, report, manifest, columns, readings })
    }

    /// Keeps a description, right or not: what is wrong is told, and nothing that was typed is lost.
    pub async fn save_description(&self, caller: &Caller, slug: &str, id: &str, text: &str, revision: i64) -> Result<Dataset> {
        let opened = self.opened(caller, slug, Action::DatasetImport, &Facts::default()).await?;
        let dataset = opened.content.dataset(id).cloned().ok_or(AppError::NotFound)?;
        let text = text.replace("\r\n", "\n");
        crate::error::check(too_long([("text", text.as_str(), TOML_LIMIT)]))?;
        refers_to_no_file(&text)?;
        if dataset.state != DatasetState::Described {
            return Err(AppError::invalid(Problem::new("dataset-imported")));
        }
        // What is being imported is what was read when it began.
        if matches!(self.work_on(id), Some(Standing::Running(_))) {
            return Err(AppError::invalid(Problem::new("work-running")));
        }
        let dataset = Dataset { description: text, revision, changed_at: self.now(), ..dataset };
        self.save(caller, &opened, "dataset.describe", &dataset, "").await
    }

    /// Imports the extract as its description says, beside the requests. All faults of the description are told before.
    pub async fn import_dataset(self: &Arc<Self>, caller: &Caller, slug: &str, id: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::DatasetImport, &Facts::default()).await?;
        let dataset = opened.content.dataset(id).cloned().ok_or(AppError::NotFound)?;
        if dataset.state != DatasetState::Described {
            return Err(AppError::invalid(Problem::new("dataset-imported")));
        }
        refers_to_no_file(&dataset.description)?;
        let folder = self.dataset_folder(id)?;
        let description = understood(&self.library(), &dataset.description, &folder).map_err(AppError::Invalid)?;
        let identifier = self.identifier()?;
        let (caller, slug) = (caller.clone(), slug.to_owned());
        self.start_work(id, move |app, progress| async move {
            let wording = Wording::of(caller.language);
            let place = folder.clone();
            let outcome = blocking(move || import_into(&place, &description, &identifier, wording, &progress)).await?;
            let Some((report, manifest)) = outcome else { return Ok(()) };
            let opened = app.opened(&caller, &slug, Action::DatasetImport, &Facts::default()).await?;
            let stored = opened.content.dataset(dataset.id.as_str()).cloned().ok_or(AppError::NotFound)?;
            let imported = Dataset {
                state: DatasetState::Imported,
                title: manifest.title,
                purposes: manifest.purposes,
                rows: manifest.rows,
                rejected: report.rows_rejected,
                content_sha256: manifest.content_sha256,
                imported_at: app.now(),
                changed_at: app.now(),
                ..stored
            };
            app.save(&caller, &opened, "dataset.import", &imported, "").await?;
            // The extract itself may hold names: it is not kept once its records are.
            for file in [UPLOAD, CODEBOOK, REFUSED] {
                let file = folder.join(file);
                let _ = if file.is_dir() { std::fs::remove_dir_all(file) } else { std::fs::remove_file(file) };
            }
            Ok(())
        })
    }

    /// Asks an import to end; nothing of it is kept then, and the extract stays to be imported again.
    pub async fn cancel_import(&self, caller: &Caller, slug: &str, id: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::DatasetImport, &Facts::default()).await?;
        opened.content.dataset(id).ok_or(AppError::NotFound)?;
        if let Some(Standing::Running(progress)) = self.work_on(id) {
            progress.cancel();
        }
        Ok(())
    }

    /// The list of all faults of the last import, as CSV: rows, columns and rules, never what stood there.
    pub async fn dataset_faults(&self, caller: &Caller, slug: &str, id: &str) -> Result<Vec<u8>> {
        let opened = self.opened(caller, slug, Action::DatasetImport, &Facts::default()).await?;
        opened.content.dataset(id).ok_or(AppError::NotFound)?;
        let folder = self.dataset_folder(id)?;
        let found = [REFUSED, DATA].iter().find_map(|place| std::fs::read(folder.join(place).join(FAULTS)).ok());
        found.ok_or(AppError::NotFound)
    }

    /// Lets a statistics officer read the records for one of their purposes, or takes that back.
    pub async fn grant_purpose(
        &self,
        caller: &Caller,
        slug: &str,
        id: &str,
        purpose: &str,
        user: &UserId,
        is_granted: bool,
    ) -> Result<Dataset> {
        let facts = Facts { subject: Some(user.clone()), ..Facts::default() };
        let opened = self.opened(caller, slug, Action::PurposeGrant, &facts).await?;
        let mut dataset = opened.content.dataset(id).cloned().ok_or(AppError::NotFound)?;
        if !dataset.purposes.iter().any(|known| known.code == purpose) {
            return Err(AppError::invalid(Problem::on("choice-required", "purpose")));
        }
        dataset.grants.retain(|grant| grant.user != *user || grant.purpose != purpose);
        let by = caller.principal.user.clone().ok_or(AppError::NotFound)?;
        if is_granted {
            dataset.grants.push(Grant { purpose: purpose.to_owned(), user: user.clone(), by, at: self.now() });
        }
        dataset.changed_at = self.now();
        let use_case = if is_granted { "purpose.grant" } else { "purpose.revoke" };
        self.save(caller, &opened, use_case, &dataset, "").await
    }

    /// Destroys the records. What was signed stays, with the digest of the records that it was made from.
    pub async fn erase_dataset(&self, caller: &Caller, slug: &str, id: &str, reason: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::DatasetErase, &Facts::default()).await?;
        let dataset = opened.content.dataset(id).cloned().ok_or(AppError::NotFound)?;
        let reason = clean(reason);
        if reason.is_empty() {
            return Err(AppError::invalid(Problem::on("required", "reason")));
        }
        crate::error::check(too_long([("reason", reason.as_str(), LINE_LIMIT)]))?;
        if matches!(self.work_on(id), Some(Standing::Running(_))) {
            return Err(AppError::invalid(Problem::new("work-running")));
        }
        let folder = self.dataset_folder(id)?;
        let erased = Dataset {
            state: DatasetState::Erased,
            grants: vec![],
            description: String::new(),
            changed_at: self.now(),
            ..dataset
        };
        self.save(caller, &opened, "dataset.erase", &erased, &reason).await?;
        self.works.forget(id);
        std::fs::remove_dir_all(folder).map_err(|error| AppError::Fault(format!("records cannot be removed: {}", error.kind())))
    }

    /// The office's secret for record keys: the file that the settings name, or one that is made once beside the records.
    fn identifier(&self) -> Result<Identifier> {
        let invalid = |problem: Problem| AppError::Invalid(vec![problem]);
        if let Some(file) = &self.settings.record_key_file {
            return Identifier::from_file(file).map_err(invalid);
        }
        let file = self.microdata_folder()?.join("record-key");
        if !file.exists() {
            let secret: [u8; 32] = rand::random();
            write_private(&file, hex::encode(secret).as_bytes())
                .map_err(|error| AppError::Fault(format!("the secret of the record keys cannot be kept: {}", error.kind())))?;
        }
        Identifier::from_file(&file).map_err(invalid)
    }
}

fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Moves the files to the dataset's folder and derives a description.
fn take_in(place: &Path, file: &Path, codebook: Option<&Path>, counted: bool, wording: &Wording) -> Result<String> {
    let failed = |error: std::io::Error| AppError::Fault(format!("an extract cannot be kept: {}", error.kind()));
    std::fs::rename(file, place.join(UPLOAD)).map_err(failed)?;
    let in_field = |problem: Problem, field: &str| Problem { field: Some(field.to_owned()), ..problem };
    if counted {
        let described = counted::first_description(place, wording);
        return described.map_err(|fault| AppError::Invalid(vec![in_field(fault, "file")]));
    }
    if let Some(codebook) = codebook {
        std::fs::rename(codebook, place.join(CODEBOOK)).map_err(failed)?;
    }
    let codebook = codebook_of(place)
        .map_err(|faults| AppError::Invalid(faults.into_iter().map(|fault| in_field(fault, "codebook")).collect()))?;
    describe(&place.join(UPLOAD), codebook.as_ref(), wording).map_err(|fault| AppError::Invalid(vec![in_field(fault, "file")]))
}

fn codebook_of(folder: &Path) -> std::result::Result<Option<Codebook>, Vec<Problem>> {
    let file = folder.join(CODEBOOK);
    file.exists().then(|| Codebook::from_file(&file)).transpose()
}

/// The derived description with what the form said: title, source and the first purpose.
fn said_in(description: &str, title: &str, source: &str, purpose: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut code: String =
        jalon_domain::search::fold(purpose).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    code = code.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let mut lines = vec![];
    let mut is_purpose_open = true;
    for line in description.lines() {
        lines.push(match line.split_once(" = ").map(|(key, _)| key) {
            Some("title") => format!("title = {}", quoted(title)),
            Some("source") => format!("source = {}", quoted(source)),
            Some("code") if is_purpose_open => format!("code = {}", quoted(&code)),
            Some("text") if is_purpose_open => {
                is_purpose_open = false;
                format!("text = {}", quoted(purpose))
            }
            _ => line.to_owned(),
        });
    }
    lines.join("\n") + "\n"
}

/// The description of an extract, whose concepts are those of the catalogue.
fn understood(library: &Library, description: &str, folder: &Path) -> std::result::Result<Description, Vec<Problem>> {
    let description = Description::parse(description, folder)?;
    let unknown = unknown_concepts(library.concepts(), &description);
    if unknown.is_empty() { Ok(description) } else { Err(unknown) }
}

/// Faults of the description, report, manifest and readings, as far as the state has them.
fn details(
    library: &Library,
    folder: &Path,
    state: DatasetState,
    description: &str,
) -> (Vec<Problem>, Option<Report>, Option<Manifest>, Vec<Reading>) {
    let faults = match state {
        DatasetState::Described if refers_to_no_file(description).is_ok() => understood(library, description, folder).err(),
        _ => None,
    };
    let place = folder.join(if state == DatasetState::Described { REFUSED } else { DATA });
    let report = std::fs::read(place.join("report.json")).ok().and_then(|json| serde_json::from_slice(&json).ok());
    let manifest = Manifest::read(&folder.join(DATA)).ok();
    let log = std::fs::read_to_string(folder.join(DATA).join(ACCESS_LOG)).unwrap_or_default();
    let mut readings: Vec<Reading> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    readings.reverse();
    (faults.unwrap_or_default(), report, manifest, readings)
}

/// What an import was writing when the program was killed.
fn half_done(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_ours = |file: &std::fs::DirEntry| file.file_name().to_string_lossy().starts_with(UNFINISHED);
    files.filter(is_ours).map(|file| file.path()).collect()
}

/// The report and the manifest; nothing where a rule stopped the import, whose report then lies in the folder.
fn import_into(
    folder: &Path,
    description: &Description,
    identifier: &Identifier,
    wording: &Wording,
    progress: &Progress,
) -> Result<Option<(Report, Manifest)>> {
    let codebook = codebook_of(folder).map_err(AppError::Invalid)?;
    // An earlier report; or records that were stored when the program was killed, and that no dataset knows of.
    for old in [REFUSED, DATA].map(|place| folder.join(place)).into_iter().filter(|old| old.exists()).chain(half_done(folder)) {
        std::fs::remove_dir_all(old).map_err(|error| AppError::Fault(format!("an old import stays: {}", error.kind())))?;
    }
    let request = Request {
        file: &folder.join(UPLOAD),
        description,
        codebook: codebook.as_ref(),
        identifier: Some(identifier),
        output: &folder.join(DATA),
        wording,
    };
    match import_with(&request, progress).map_err(AppError::Invalid)? {
        Outcome::Imported { report, manifest } => Ok(Some((report, manifest))),
        Outcome::Stopped { .. } => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_description_says_what_the_form_said() {
        let derived = "title = \"\"\nsource = \"\"\n\n[[purposes]]\ncode = \"\"\ntext = \"\"\n\n[[codelists]]\nname = \"sex\"\ncodes = [\n  { code = \"1\", label = \"\" },\n]\n";
        let said = said_in(derived, "Enquête \"2026\"", "Office", "Indicateurs d’intégration");
        let table: toml::Table = said.parse().expect("TOML");
        assert_eq!(table["title"].as_str(), Some("Enquête \"2026\""));
        assert_eq!(table["purposes"][0]["code"].as_str(), Some("indicateurs-d-integration"));
        assert_eq!(table["purposes"][0]["text"].as_str(), Some("Indicateurs d’intégration"));
        assert_eq!(table["codelists"][0]["codes"][0]["code"].as_str(), Some("1"));
    }
}

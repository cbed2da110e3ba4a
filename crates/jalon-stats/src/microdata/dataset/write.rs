//! Writes a dataset into a folder of its own, which takes its name only when all is there.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Int32Array, Int64Array, StringArray, UInt16Array};
use arrow_schema::{DataType, Field, Schema};
use jalon_domain::Problem;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::Result as ParquetResult;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{DATA, MANIFEST, Manifest, ManifestKey, RECORD_KEY};
use crate::microdata::check::{Checked, MISSING, Values};
use crate::microdata::description::{Description, Kind};
use crate::microdata::key::Identifier;

/// How the folder is called, beside the dataset's, while an import writes into it; what is left of one was interrupted.
pub const UNFINISHED: &str = ".jalon-import-";

/// Rows of a group, of which a reader may take one at a time. Groups end with a wave of portions, so they hold some more.
const GROUP_ROWS: usize = 250_000;

/// A dataset that is being written.
pub(crate) struct DatasetWriter<'a> {
    description: &'a Description,
    target: PathBuf,
    folder: TempDir,
    schema: Arc<Schema>,
    columns: Columns<'a>,
    file: SerializedFileWriter<Digesting>,
    factory: ArrowRowGroupWriterFactory,
    group: Option<Vec<ArrowColumnWriter>>,
    group_rows: usize,
    groups: usize,
    rows: u64,
    with_keys: bool,
}

/// A file whose digest is made while it is written.
struct Digesting {
    file: BufWriter<File>,
    digest: Sha256,
}

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// SHA-256 of what a file holds, in hexadecimal.
pub(crate) fn digest_of(mut file: &File) -> std::io::Result<String> {
    let (mut digest, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(digest.finalize())),
            count => digest.update(&buffer[..count]),
        }
    }
}

pub(crate) fn cannot_write(error: impl std::fmt::Display) -> Problem {
    Problem::new("microdata-output").with("detail", error)
}

impl<'a> DatasetWriter<'a> {
    /// Begins a dataset that will be named `target`.
    pub(crate) fn begin(description: &'a Description, target: &Path, with_keys: bool) -> Result<Self, Problem> {
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if target.exists() {
            return Err(Problem::new("microdata-output-exists").with("folder", target.display()));
        }
        std::fs::create_dir_all(parent).map_err(cannot_write)?;
        // Only its owner can look inside; the same holds after it is renamed.
        let folder = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent).map_err(cannot_write)?;
        let schema = Arc::new(schema(description, with_keys));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by("jalon".to_owned())
            .build();
        let file = File::create(folder.path().join(DATA)).map_err(cannot_write)?;
        let digesting = Digesting { file: BufWriter::with_capacity(1 << 20, file), digest: Sha256::new() };
        let writer = ArrowWriter::try_new(digesting, Arc::clone(&schema), Some(properties)).map_err(cannot_write)?;
        let (file, factory) = writer.into_serialized_writer().map_err(cannot_write)?;
        let codes = (0..description.variables.len()).map(|variable| {
            let list = description.codelist_of(variable)?;
            Some(Arc::new(list.codes.iter().map(|code| Some(code.code.as_str())).collect::<StringArray>()) as ArrayRef)
        });
        Ok(Self {
            description,
            target: target.to_owned(),
            schema,
            columns: Columns { description, codes: codes.collect() },
            folder,
            file,
            factory,
            group: None,
            group_rows: 0,
            groups: 0,
            rows: 0,
            with_keys,
        })
    }

    /// Folder of what is being written, for the report.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Adds the accepted rows of some portions, in their order.
    pub(crate) fn add(&mut self, portions: &[Checked]) -> Result<(), Problem> {
        let rows: usize = portions.iter().map(|portion| portion.rejected.iter().filter(|rejected| !**rejected).count()).sum();
        if rows == 0 {
            return Ok(());
        }
        let mut writers = match self.group.take() {
            Some(writers) => writers,
            None => self.factory.create_column_writers(self.groups).map_err(cannot_write)?,
        };
        let columns = &self.columns;
        let stored: Vec<Option<usize>> = columns.stored().map(Some).chain(self.with_keys.then_some(None)).collect();
        let fields: Vec<_> = self.schema.fields().iter().collect();
        let work = writers.par_iter_mut().zip(stored).zip(fields);
        let written: ParquetResult<()> = work
            .map(|((writer, variable), field)| {
                for portion in portions {
                    let array = match variable {
                        Some(variable) => columns.array(variable, portion),
                        None => keys(portion),
                    };
                    for leaf in compute_leaves(field, &array?)? {
                        writer.write(&leaf)?;
                    }
                }
                Ok(())
            })
            .collect();
        written.map_err(cannot_write)?;
        self.group = Some(writers);
        self.group_rows += rows;
        self.rows += rows as u64;
        if self.group_rows >= GROUP_ROWS {
            self.end_group()?;
        }
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), Problem> {
        let Some(writers) = self.group.take() else { return Ok(()) };
        let chunks: Vec<_> =
            writers.into_par_iter().map(ArrowColumnWriter::close).collect::<ParquetResult<_>>().map_err(cannot_write)?;
        let mut group = self.file.next_row_group().map_err(cannot_write)?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group).map_err(cannot_write)?;
        }
        group.close().map_err(cannot_write)?;
        self.groups += 1;
        self.group_rows = 0;
        Ok(())
    }

    /// Ends the data and writes the manifest; the dataset has its name only after [`Finished::publish`].
    pub(crate) fn finish(mut self, identifier: Option<&Identifier>, file: &str) -> Result<Finished, Problem> {
        self.end_group()?;
        self.file.finish().map_err(cannot_write)?;
        let digesting = self.file.inner_mut();
        digesting.flush().map_err(cannot_write)?;
        digesting.file.get_ref().sync_all().map_err(cannot_write)?;
        let content_sha256 = hex::encode(digesting.digest.clone().finalize());
        let manifest = manifest(self.description, identifier.filter(|_| self.with_keys), self.rows, content_sha256, file);
        let json = serde_json::to_string_pretty(&manifest).map_err(cannot_write)?;
        std::fs::write(self.folder.path().join(MANIFEST), json + "\n").map_err(cannot_write)?;
        Ok(Finished { folder: self.folder, target: self.target, manifest })
    }

    /// Gives up; nothing stays.
    pub(crate) fn abandon(self) -> PathBuf {
        self.target
    }
}

/// The stored columns, as Arrow has them.
struct Columns<'a> {
    description: &'a Description,
    /// Codes of each category, as the dictionary of its column.
    codes: Vec<Option<ArrayRef>>,
}

impl Columns<'_> {
    fn stored(&self) -> impl Iterator<Item = usize> {
        let variables = &self.description.variables;
        (0..variables.len()).filter(|variable| variables[*variable].kind.is_stored())
    }

    /// The accepted values of a variable.
    fn array(&self, variable: usize, portion: &Checked) -> ParquetResult<ArrayRef> {
        let kept = |row: &usize| !portion.rejected[*row];
        let rows = (0..portion.rows).filter(kept);
        Ok(match (&portion.columns[variable], &self.description.variables[variable].kind) {
            (Values::Codes(codes), _) => {
                let keys: Int32Array = rows.map(|row| (codes[row] >= 0).then_some(codes[row])).collect();
                let Some(list) = self.codes[variable].clone() else { return Err(mismatch()) };
                Arc::new(DictionaryArray::<Int32Type>::try_new(keys, list)?)
            }
            (Values::Numbers(numbers), kind) => {
                let present = rows.map(|row| (numbers[row] > MISSING + 1).then_some(numbers[row]));
                match kind {
                    Kind::Decimal { decimals, .. } => {
                        let values: Decimal128Array = present.map(|value| value.map(i128::from)).collect();
                        Arc::new(values.with_precision_and_scale(18, decimals.cast_signed())?)
                    }
                    Kind::Date { .. } => {
                        Arc::new(present.map(|days| days.and_then(|days| i32::try_from(days).ok())).collect::<Date32Array>())
                    }
                    _ => Arc::new(present.collect::<Int64Array>()),
                }
            }
            (Values::None, _) => return Err(mismatch()),
        })
    }
}

/// A dataset that is complete and has no name yet.
pub(crate) struct Finished {
    folder: TempDir,
    target: PathBuf,
    pub(crate) manifest: Manifest,
}

impl Finished {
    pub(crate) fn new(folder: TempDir, target: PathBuf, manifest: Manifest) -> Self {
        Self { folder, target, manifest }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn publish(self) -> Result<Manifest, Problem> {
        let folder = self.folder.keep();
        if let Err(error) = std::fs::rename(&folder, &self.target) {
            // What stays hidden would stay forever.
            let _ = std::fs::remove_dir_all(&folder);
            return Err(cannot_write(error));
        }
        Ok(self.manifest)
    }
}

fn mismatch() -> parquet::errors::ParquetError {
    parquet::errors::ParquetError::General("a column is not of the kind that was described".to_owned())
}

fn keys(portion: &Checked) -> ParquetResult<ArrayRef> {
    let Some(keys) = &portion.record_keys else { return Err(mismatch()) };
    Ok(Arc::new((0..portion.rows).filter(|row| !portion.rejected[*row]).map(|row| keys[row]).collect::<UInt16Array>()))
}

fn schema(description: &Description, with_keys: bool) -> Schema {
    let variables = description.variables.iter().filter(|variable| variable.kind.is_stored());
    let mut fields: Vec<Field> = variables
        .map(|variable| {
            let kind = match &variable.kind {
                Kind::Category { .. } | Kind::Text => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
                Kind::Integer { .. } => DataType::Int64,
                Kind::Decimal { decimals, .. } => DataType::Decimal128(18, decimals.cast_signed()),
                Kind::Date { .. } => DataType::Date32,
            };
            Field::new(&variable.name, kind, true)
        })
        .collect();
    if with_keys {
        fields.push(Field::new(RECORD_KEY, DataType::UInt16, true));
    }
    Schema::new(fields)
}

fn manifest(
    description: &Description,
    identifier: Option<&Identifier>,
    rows: u64,
    content_sha256: String,
    file: &str,
) -> Manifest {
    let record_key = identifier.zip(description.record_key.as_ref()).map(|(identifier, key)| {
        Box::new(ManifestKey { column: RECORD_KEY.to_owned(), keys: key.keys, check: identifier.check() })
    });
    Manifest { record_key, rows, content_sha256, file: file.to_owned(), ..Manifest::of(description) }
}

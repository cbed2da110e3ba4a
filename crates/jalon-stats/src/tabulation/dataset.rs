//! A Parquet file of records, and what is known of its columns before the records are read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::cast::AsArray;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::column::{self, Column};
use super::fault::{Fault, Outcome};
use super::pages::Chunk;
use crate::microdata::aggregate::{COUNT, GIVEN, GIVEN_DIGEST, Given};
use crate::sampling::Design;
use crate::translations::Translations;

/// Records that are decoded at a time: small enough to stay in the processor's cache.
const BATCH: usize = 4096;
/// Most distinct codes of one variable that a dimension or a condition may have.
pub const MOST_CODES: usize = 1 << 20;

/// A code of a variable: one entry of a code list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Code {
    pub code: String,
    #[serde(default)]
    pub label: String,
}

pub struct Dataset {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    schema: SchemaRef,
    /// Code lists of the manifest beside the data, by variable.
    manifest: BTreeMap<String, Vec<Code>>,
    /// Labels of variables, by their names.
    labels: BTreeMap<String, String>,
    /// What its labels are called in other languages, as the manifest says.
    translations: Translations,
    /// How the sample was drawn, as the manifest says.
    design: Option<Design>,
    /// For each variable whose code list is a hierarchy the parents of its codes.
    parents: BTreeMap<String, BTreeMap<String, String>>,
    /// What is known of the cells of a table that was already counted; the rows are its finest cells then.
    given: Option<Given>,
    /// Distinct values of columns that were looked through for them.
    found: Mutex<BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize, Default)]
struct ManifestFile {
    #[serde(default)]
    variables: Vec<ManifestVariable>,
    #[serde(default)]
    sampling: Option<Design>,
    #[serde(default)]
    aggregate: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    translations: Translations,
}

#[derive(Deserialize)]
struct ManifestVariable {
    name: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    codes: Vec<ManifestCode>,
}

#[derive(Deserialize)]
struct ManifestCode {
    #[serde(flatten)]
    code: Code,
    #[serde(default)]
    parent: String,
}

impl Dataset {
    /// Opens a Parquet file; a `manifest.json` beside it gives code lists with labels.
    pub fn open(path: &Path) -> Outcome<Self> {
        let bad = |reason: String| Fault::new("data-unreadable", path.display().to_string()).with("reason", reason);
        let file = File::open(path).map_err(|error| bad(error.to_string()))?;
        let plain = guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())).map_err(bad)?;
        // Texts stay codes: each row group's dictionary is looked at once, and never a text per record.
        let coded = |field: &Arc<Field>| match field.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
                let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                Arc::new(field.as_ref().clone().with_data_type(kind))
            }
            DataType::Dictionary(..) => {
                let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                Arc::new(field.as_ref().clone().with_data_type(kind))
            }
            _ => field.clone(),
        };
        let schema = Arc::new(Schema::new(plain.schema().fields().iter().map(coded).collect::<Vec<_>>()));
        let options = ArrowReaderOptions::new().with_schema(schema.clone());
        let metadata = guarded(|| ArrowReaderMetadata::load(&file, options)).map_err(bad)?;
        let mut labels = BTreeMap::new();
        let (mut codes, mut parents) = (BTreeMap::new(), BTreeMap::new());
        let said = manifest(path)?;
        for variable in said.variables {
            labels.insert(variable.name.clone(), variable.label);
            let below = variable.codes.iter().filter(|code| !code.parent.is_empty());
            let tree: BTreeMap<_, _> = below.map(|code| (code.code.code.clone(), code.parent.clone())).collect();
            if !tree.is_empty() {
                parents.insert(variable.name.clone(), tree);
            }
            codes.insert(variable.name, variable.codes.into_iter().map(|code| code.code).collect());
        }
        let given = if said.aggregate.is_some() { Some(given(path, &metadata)?) } else { None };
        let (found, design, translations) = (Mutex::default(), said.sampling, said.translations);
        let (path, manifest) = (path.to_owned(), codes);
        Ok(Self { path, metadata, schema, manifest, labels, translations, design, parents, given, found })
    }

    pub fn rows(&self) -> u64 {
        self.metadata.metadata().file_metadata().num_rows().max(0) as u64
    }

    /// How the sample was drawn, where the manifest beside the data says it.
    pub(crate) fn design(&self) -> Option<&Design> {
        self.design.as_ref()
    }

    /// What was handed in without a number, where the rows are cells of a table that was already counted.
    pub(crate) fn given(&self) -> Option<&Given> {
        self.given.as_ref()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Records of one row group.
    pub(crate) fn rows_of(&self, group: usize) -> u64 {
        self.file().row_group(group).num_rows().max(0) as u64
    }

    /// SHA-256 of what tells this file from another: its length, its footer, which states the place, size and bounds of every
    /// chunk, and the manifest beside it.
    ///
    /// # Errors
    /// `data-unreadable`.
    pub(crate) fn fingerprint(&self) -> Outcome<String> {
        let digest = || -> std::io::Result<String> {
            let mut file = File::open(&self.path)?;
            let length = file.seek(SeekFrom::End(-8))? + 8;
            let mut end = [0; 8];
            file.read_exact(&mut end)?;
            let footer = u32::from_le_bytes([end[0], end[1], end[2], end[3]]);
            file.seek(SeekFrom::Start(length.saturating_sub(8 + u64::from(footer))))?;
            let mut hash = Sha256::new_with_prefix(length.to_le_bytes());
            std::io::copy(&mut file, &mut hash)?;
            hash.update(std::fs::read(self.path.with_file_name("manifest.json")).unwrap_or_default());
            Ok(hex::encode(hash.finalize()))
        };
        digest().map_err(|error| self.unreadable(error).into())
    }

    pub(crate) fn row_groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    fn file(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    pub(crate) fn codes_of(&self, variable: &str) -> &[Code] {
        self.manifest.get(variable).map(Vec::as_slice).unwrap_or_default()
    }

    /// Child to parent, where the code list of a variable is a hierarchy.
    pub(crate) fn parents_of(&self, variable: &str) -> Option<&BTreeMap<String, String>> {
        self.parents.get(variable)
    }

    /// What the manifest calls a variable.
    pub(crate) fn label_of(&self, variable: &str) -> Option<&str> {
        self.labels.get(variable).map(String::as_str).filter(|label| !label.is_empty())
    }

    /// The kind of a column of the records. The numbers of a table that was already counted are none.
    pub(crate) fn kind(&self, column: &str) -> Option<&DataType> {
        if self.given.is_some() && column == COUNT {
            return None;
        }
        self.schema.field_with_name(column).ok().map(Field::data_type)
    }

    /// What the manifest calls labels in other languages.
    pub(crate) fn translations(&self) -> &Translations {
        &self.translations
    }

    pub(crate) fn unreadable(&self, reason: impl ToString) -> Fault {
        Fault::new("data-unreadable", self.path.display().to_string()).with("reason", reason)
    }

    /// Batches of the named columns of one row group, in the order of the names.
    pub(crate) fn read(&self, group: usize, columns: &[String]) -> Outcome<Batches> {
        let file = Arc::new(File::open(&self.path).map_err(|error| self.unreadable(error))?);
        let (mut chunks, mut others) = (vec![], vec![]);
        for name in columns {
            let chunk = self.chunk(&file, group, name)?;
            others.extend(self.schema.index_of(name).ok().filter(|_| chunk.is_none()));
            chunks.push(chunk);
        }
        let others = if others.is_empty() { None } else { Some(self.others(&file, group, &others)?) };
        Ok(Batches { chunks, others, left: self.rows_of(group) as usize, path: self.path.clone() })
    }

    /// A column as its distinct values and places among them, where the row group stores it so.
    fn chunk(&self, file: &Arc<File>, group: usize, name: &str) -> Outcome<Option<Chunk>> {
        let Some((leaf, field)) = self.leaf(name).zip(self.schema.field_with_name(name).ok()) else { return Ok(None) };
        let chunk = guarded(|| Chunk::open(file, self.file().row_group(group), leaf, field.data_type()));
        chunk.map_err(|reason| self.unreadable(reason).into())
    }

    /// The columns at these places of the schema through the library's reader.
    fn others(&self, file: &File, group: usize, roots: &[usize]) -> Outcome<Others> {
        let file = file.try_clone().map_err(|error| self.unreadable(error))?;
        let mask = ProjectionMask::roots(self.file().file_metadata().schema_descr(), roots.iter().copied());
        let mut sorted = roots.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let order = roots.iter().map(|root| sorted.binary_search(root).unwrap_or_default()).collect();
        let reader = guarded(|| {
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
                .with_row_groups(vec![group])
                .with_projection(mask)
                .with_batch_size(BATCH)
                .build()
        });
        Ok(Others { reader: reader.map_err(|reason| self.unreadable(reason))?, order })
    }

    /// The place of a column among those of the file.
    fn leaf(&self, column: &str) -> Option<usize> {
        self.file().file_metadata().schema_descr().columns().iter().position(|leaf| leaf.path().string() == column)
    }

    /// Least and greatest value of a whole-number column, where the file states them for every row group.
    pub(crate) fn bounds(&self, column: &str) -> Option<(i64, i64)> {
        let index = self.leaf(column)?;
        let mut bounds = None;
        for group in self.file().row_groups() {
            let found = match group.column(index).statistics()? {
                Statistics::Int32(known) => (i64::from(*known.min_opt()?), i64::from(*known.max_opt()?)),
                Statistics::Int64(known) => (*known.min_opt()?, *known.max_opt()?),
                _ => return None,
            };
            bounds = Some(bounds.map_or(found, |(least, most): (i64, i64)| (least.min(found.0), most.max(found.1))));
        }
        bounds.filter(|(least, most)| least <= most)
    }

    /// Whether a value of the column may be missing; `false` only where the file states that none is.
    pub(crate) fn may_be_missing(&self, column: &str) -> bool {
        let Some(index) = self.leaf(column) else { return true };
        if self.file().file_metadata().schema_descr().column(index).max_def_level() == 0 {
            return false;
        }
        let none = |group: &RowGroupMetaData| group.column(index).statistics().and_then(Statistics::null_count_opt) == Some(0);
        !self.file().row_groups().iter().all(none)
    }

    /// A bound, from the file's own statistics, of the column's absolute values as whole multiples of 10^-decimals.
    pub(crate) fn magnitude(&self, column: &str, decimals: u32) -> Option<u128> {
        let index = self.leaf(column)?;
        let own = match self.kind(column)? {
            DataType::Decimal128(_, own) => u32::from(own.unsigned_abs()),
            _ => 0,
        };
        let mut bound = 0_u128;
        for group in self.file().row_groups() {
            let whole = |value: u64| u128::from(value).checked_mul(10_u128.pow(decimals.saturating_sub(own)));
            let float = |value: f64| {
                let scaled = value.abs() * 10_f64.powi(decimals as i32);
                (scaled < 1e30).then(|| scaled as u128 + 2)
            };
            let found = match group.column(index).statistics()? {
                Statistics::Int32(known) => {
                    whole(u64::from(known.min_opt()?.unsigned_abs().max(known.max_opt()?.unsigned_abs())))
                }
                Statistics::Int64(known) => whole(known.min_opt()?.unsigned_abs().max(known.max_opt()?.unsigned_abs())),
                Statistics::Double(known) => float(known.min_opt()?.abs().max(known.max_opt()?.abs())),
                Statistics::Float(known) => float(f64::from(known.min_opt()?.abs().max(known.max_opt()?.abs()) * 1.000_001)),
                _ => None,
            };
            bound = bound.max(found?);
        }
        Some(bound)
    }

    /// The distinct values of a column, as texts in their order: numbers by value, texts by their bytes.
    pub(crate) fn distinct(&self, name: &str) -> Outcome<Vec<String>> {
        let kind = self.kind(name).cloned();
        let whole = kind.as_ref().is_some_and(column::is_whole);
        if let Some((least, most)) = whole.then(|| self.bounds(name)).flatten()
            && most.abs_diff(least) < MOST_CODES as u64
        {
            return Ok((least..=most).map(|value| value.to_string()).collect());
        }
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        let values = found.map_or_else(|| self.look_through(name, whole), Ok)?;
        self.remember(name, values.clone());
        Ok(values)
    }

    /// The distinct values of the named columns that the records had to be looked through for.
    pub(crate) fn remembered(&self, columns: &[String]) -> BTreeMap<String, Vec<String>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        columns.iter().filter_map(|name| Some((name.clone(), found.get(name)?.clone()))).collect()
    }

    /// Takes over what [`Self::distinct`] found of a column.
    pub(crate) fn remember(&self, column: &str, values: Vec<String>) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(column.to_owned(), values);
    }

    fn look_through(&self, name: &str, whole: bool) -> Outcome<Vec<String>> {
        let (mut texts, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        let file = Arc::new(File::open(&self.path).map_err(|error| self.unreadable(error))?);
        for group in 0..self.row_groups() {
            // Distinct values that stand together need no look at the records.
            if let Some(chunk) = self.chunk(&file, group, name)? {
                collect(&Column::Plain(chunk.values().clone()), &mut texts, &mut numbers);
            } else {
                for found in self.read(group, &[name.to_owned()])? {
                    collect(&found?[0], &mut texts, &mut numbers);
                    if texts.len().max(numbers.len()) > MOST_CODES {
                        break;
                    }
                }
            }
            if texts.len().max(numbers.len()) > MOST_CODES {
                return Err(Fault::new("too-many-codes", name).with("most", MOST_CODES).into());
            }
        }
        Ok(if whole { numbers.iter().map(ToString::to_string).collect() } else { texts.into_iter().collect() })
    }
}

fn collect(column: &Column, texts: &mut BTreeSet<String>, numbers: &mut BTreeSet<i64>) {
    let (Column::Plain(values) | Column::Coded { values, .. }) = column;
    if let Some(values) = values.as_string_opt::<i32>() {
        texts.extend(values.iter().flatten().map(str::to_owned));
    } else if let Some(values) = column::whole_numbers(column) {
        numbers.extend(values.iter().enumerate().filter(|(row, _)| !column.is_null(*row)).map(|(_, value)| *value));
    }
}

fn manifest(data: &Path) -> Outcome<ManifestFile> {
    let path = data.with_file_name("manifest.json");
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(ManifestFile::default()) };
    let file: ManifestFile = serde_json::from_str(&text)
        .map_err(|error| Fault::new("manifest-unreadable", path.display().to_string()).with("reason", error))?;
    Ok(file)
}

/// What was said of the cells, if it is what the data were written with.
fn given(data: &Path, metadata: &ArrowReaderMetadata) -> Outcome<Given> {
    let path = data.with_file_name(GIVEN);
    let bad = |reason: String| Fault::new("data-unreadable", path.display().to_string()).with("reason", reason);
    let bytes = std::fs::read(&path).map_err(|error| bad(error.to_string()))?;
    let stated = metadata.metadata().file_metadata().key_value_metadata().into_iter().flatten();
    let stated = stated.filter(|entry| entry.key == GIVEN_DIGEST).find_map(|entry| entry.value.clone());
    if stated.as_deref() != Some(hex::encode(Sha256::digest(&bytes)).as_str()) {
        return Err(bad("sha256".to_owned()).into());
    }
    serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()).into())
}

/// Batches of one row group.
pub(crate) struct Batches {
    /// For each column, where it is stored as places in a dictionary.
    chunks: Vec<Option<Chunk>>,
    /// The other columns.
    others: Option<Others>,
    /// Records that are to come.
    left: usize,
    path: PathBuf,
}

struct Others {
    reader: ParquetRecordBatchReader,
    order: Vec<usize>,
}

impl Others {
    fn next(&mut self, rows: usize) -> Result<Vec<Column>, String> {
        let batch = self.reader.next().transpose().map_err(|error| error.to_string())?;
        let batch = batch.filter(|batch| batch.num_rows() == rows).ok_or("the file is damaged")?;
        Ok(self.order.iter().map(|index| Column::of(batch.column(*index).clone())).collect())
    }
}

impl Batches {
    fn columns(&mut self, rows: usize) -> Result<Vec<Column>, String> {
        let others = self.others.as_mut().map(|others| others.next(rows)).transpose()?;
        let mut others = others.unwrap_or_default().into_iter();
        let column = |chunk: &mut Option<Chunk>| match chunk {
            Some(chunk) => chunk.next(rows).map_err(|error| error.to_string()),
            None => others.next().ok_or_else(|| "the file is damaged".to_owned()),
        };
        self.chunks.iter_mut().map(column).collect()
    }
}

impl Iterator for Batches {
    type Item = Outcome<Vec<Column>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rows = self.left.min(BATCH);
        if rows == 0 {
            return None;
        }
        self.left -= rows;
        let next = guarded(|| self.columns(rows));
        let bad = |reason| vec![Fault::new("data-unreadable", self.path.display().to_string()).with("reason", reason)];
        Some(next.map_err(bad))
    }
}

/// Runs a decoder over bytes that may be damaged: a panic inside the library becomes an error, as any other damage.
fn guarded<T, E: ToString>(decode: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(decode)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("the file is damaged".to_owned()),
    }
}

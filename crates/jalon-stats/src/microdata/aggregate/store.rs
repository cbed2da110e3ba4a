//! The whole way of a table that was already counted: read, checked, written as a dataset.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use jalon_domain::Problem;
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use sha2::{Digest, Sha256};

use super::read::Cells;
use super::totals::{Whole, check};
use crate::microdata::Request;
use crate::microdata::codelist::Code;
use crate::microdata::dataset::{DATA, Finished, MANIFEST, Manifest, ManifestTable, ManifestVariable, digest_of};
use crate::microdata::description::Aggregate;
use crate::microdata::import::Outcome;
use crate::microdata::read;
use crate::microdata::report::Report;
use crate::tabulation::specification::MISSING;

/// Column of the numbers; no variable can have this name.
pub(crate) const COUNT: &str = "_count";
/// What is known of cells without a number, beside the data.
pub(crate) const GIVEN: &str = "given.json";
/// Key under which the data state the SHA-256 of [`GIVEN`], so that their digest covers it.
pub(crate) const GIVEN_DIGEST: &str = "jalon.given";

/// Imports a table that was already counted.
///
/// # Errors
/// Every fault of the table, by row and column; nothing is left behind then.
pub(crate) fn import(request: &Request<'_>, aggregate: &Aggregate) -> Result<Outcome, Vec<Problem>> {
    let opened = read::open(request.file, &request.description.file, request.codebook).map_err(|fault| vec![fault])?;
    let (format, encoding, header) = (opened.format, opened.encoding, opened.header.clone());
    let mut faults = vec![];
    let cells = Cells::read(request.description, aggregate, opened, &mut faults)?;
    let whole = check(&cells, aggregate, faults).map_err(super::refused)?;
    let is_used = |column: &String| {
        let variables = request.description.variables.iter().map(|variable| &variable.column);
        variables.chain([&aggregate.count]).chain(&aggregate.state).any(|used| used == column)
    };
    let report = Report {
        title: request.description.title.clone(),
        file: request.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        format: format.name().to_owned(),
        encoding: encoding.to_owned(),
        rows_read: cells.rows,
        rows_accepted: cells.rows,
        rows_rejected: 0,
        stopped: false,
        rows_without_key: None,
        columns_left_out: header.into_iter().filter(|column| !is_used(column)).collect(),
        rules: vec![],
        faults: 0,
        faults_listed: 0,
    };
    let manifest = write(request, &cells, &whole, &report).map_err(|fault| vec![fault])?;
    Ok(Outcome::Imported { report, manifest })
}

fn cannot_write(error: impl std::fmt::Display) -> Problem {
    Problem::new("microdata-output").with("detail", error)
}

fn write(request: &Request<'_>, cells: &Cells, whole: &Whole, report: &Report) -> Result<Manifest, Problem> {
    let (target, description) = (request.output, request.description);
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if target.exists() {
        return Err(Problem::new("microdata-output-exists").with("folder", target.display()));
    }
    std::fs::create_dir_all(parent).map_err(cannot_write)?;
    let folder = tempfile::Builder::new().prefix(".jalon-import-").tempdir_in(parent).map_err(cannot_write)?;
    let given = serde_json::to_vec(&whole.given).map_err(cannot_write)?;
    std::fs::write(folder.path().join(GIVEN), &given).map_err(cannot_write)?;
    let data = folder.path().join(DATA);
    write_data(&data, cells, whole, &hex::encode(Sha256::digest(&given))).map_err(cannot_write)?;
    let content_sha256 = File::open(&data).and_then(|file| digest_of(&file)).map_err(cannot_write)?;
    let variables = cells.axes.iter().enumerate().map(|(at, axis)| ManifestVariable {
        name: axis.name.clone(),
        label: description.variables[at].label.clone(),
        kind: description.variables[at].kind.name().to_owned(),
        decimals: None,
        codelist: description.codelist_of(at).map(|list| list.name.clone()),
        codes: axis.listed(),
        meaning: description.variables[at].meaning.clone(),
    });
    let manifest = Manifest {
        variables: variables.collect(),
        sampling: None,
        aggregate: Some(Box::new(ManifestTable {
            counts: whole.given.counts,
            states: whole.given.states(),
            has_unknown: whole.given.has_unknown(),
        })),
        rows: whole.counted.len() as u64,
        content_sha256,
        file: report.file.clone(),
        ..Manifest::of(description)
    };
    let json = serde_json::to_string_pretty(&manifest).map_err(cannot_write)?;
    std::fs::write(folder.path().join(MANIFEST), json + "\n").map_err(cannot_write)?;
    report.write(folder.path(), request.wording).map_err(cannot_write)?;
    Finished::new(folder, target.to_owned(), manifest).publish()
}

/// A row for each finest cell that is not empty: its codes, and how many it counts.
fn write_data(path: &Path, cells: &Cells, whole: &Whole, given: &str) -> parquet::errors::Result<()> {
    let coded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut fields: Vec<Field> = cells.axes.iter().map(|axis| Field::new(&axis.name, coded.clone(), true)).collect();
    fields.push(Field::new(COUNT, DataType::Int64, false));
    let places: Vec<Vec<usize>> = whole.counted.iter().map(|(position, _)| cells.places(*position)).collect();
    let mut columns: Vec<ArrayRef> = vec![];
    for (at, axis) in cells.axes.iter().enumerate() {
        let is_missing = |code: &Code| code.code == MISSING;
        // Behind the total, which no row has.
        let key = |places: &Vec<usize>| (!is_missing(&axis.codes[places[at]])).then(|| places[at] as i32 - 1);
        let list: StringArray = axis.listed().iter().map(|code| Some(code.code.clone())).collect();
        let keys: Int32Array = places.iter().map(key).collect();
        columns.push(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(list))?));
    }
    let count = |(_, number): &(usize, u64)| i64::try_from(*number).unwrap_or(i64::MAX);
    columns.push(Arc::new(whole.counted.iter().map(count).collect::<Int64Array>()));
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
    let properties = WriterProperties::builder()
        .set_created_by("jalon".to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new(GIVEN_DIGEST.to_owned(), given.to_owned())]))
        .build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema, Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

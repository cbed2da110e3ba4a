//! Import of microdata as its users see it: files in, a dataset and a report out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with the reason")]

mod damage;
mod formats;
mod reports;
mod rules;
mod samples;

use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::dataset::DATA;
use jalon_stats::microdata::description::Description;
use jalon_stats::microdata::{Codebook, Identifier, Outcome, Request, import, import_with};
use jalon_stats::release::{Phase, Progress};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

const SECRET: &[u8] = b"a secret for tests and for nothing else";

fn english() -> &'static Wording {
    Wording::of(Language::English)
}

/// A folder for one test, and the dataset in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("dataset")
    }

    fn import(&self, file: &Path, description: &Description, codebook: Option<&Codebook>) -> Result<Outcome, Vec<Problem>> {
        let identifier = Identifier::new(SECRET).unwrap();
        import(&Request {
            file,
            description,
            codebook,
            identifier: Some(&identifier),
            output: &self.output(),
            wording: english(),
        })
    }

    /// What stands in the folder beside the given files.
    fn others(&self, known: &[&str]) -> Vec<String> {
        let names = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut others: Vec<String> = names.filter(|name| !known.contains(&name.as_str())).collect();
        others.sort();
        others
    }
}

fn described(text: &str) -> Description {
    Description::parse(text, Path::new(".")).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The rows of a dataset, in their order.
fn rows(folder: &Path) -> RecordBatch {
    let file = std::fs::File::open(folder.join(DATA)).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// The rows as CSV, to compare and to read.
fn as_csv(folder: &Path) -> String {
    let batch = rows(folder);
    let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    let columns: Vec<_> =
        batch.columns().iter().map(|column| arrow_cast::cast(column, &arrow_schema::DataType::Utf8).unwrap()).collect();
    let mut lines = vec![names.join(",")];
    for row in 0..batch.num_rows() {
        let cell = |column: &arrow_array::ArrayRef| {
            let column: &arrow_array::StringArray = arrow_array::cast::AsArray::as_string(column);
            if arrow_array::Array::is_null(column, row) { String::new() } else { column.value(row).to_owned() }
        };
        lines.push(columns.iter().map(cell).collect::<Vec<_>>().join(","));
    }
    lines.join("\n") + "\n"
}

#[test]
fn an_import_tells_how_far_it_is_and_ends_when_asked() {
    let place = Place::new();
    let text = "sex\n1\n2\n1\n";
    let file = place.file("people.csv", text.as_bytes());
    let description = described(
        "title = \"T\"\nsource = \"S\"\n[[purposes]]\ncode = \"p\"\ntext = \"P\"\n[[variables]]\nname = \"sex\"\n\
         type = \"category\"\ncodelist = \"sexes\"\n[[codelists]]\nname = \"sexes\"\ncodes = [{ code = \"1\" }, { code = \"2\" }]\n",
    );
    let output = place.output();
    let request =
        Request { file: &file, description: &description, codebook: None, identifier: None, output: &output, wording: english() };
    let cancelled = Progress::default();
    cancelled.cancel();
    let faults = import_with(&request, &cancelled).unwrap_err();
    assert_eq!(faults[0].code, "import-cancelled");
    assert_eq!(place.others(&["people.csv"]), Vec::<String>::new(), "nothing is left behind");

    let progress = Progress::default();
    assert!(matches!(import_with(&request, &progress).unwrap(), Outcome::Imported { .. }));
    assert_eq!(progress.phase(), Phase::Importing);
    let (done, total) = progress.of_total();
    assert_eq!(total, text.len() as u64);
    assert!(done > 0 && done <= total, "{done}");
}

//! A small office: persons, their Parquet file, and tables read back from CSV.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int8Array, Int16Array, Int32Array, RecordBatch, StringArray};
use jalon_stats::tabulation::{Dataset, Fault, Format, Options, compute, parse, write};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) region: Option<&'static str>,
    pub(crate) sex: i8,
    pub(crate) age: Option<i32>,
    pub(crate) income: Option<i32>,
    /// In thousandths.
    pub(crate) weight: i32,
    pub(crate) key: Option<i16>,
}

pub(crate) fn persons(most: usize) -> impl Strategy<Value = Vec<Person>> {
    let region = prop_oneof![4 => prop::sample::select(vec!["north", "south", "île"]).prop_map(Some), 1 => Just(None)];
    let person = (
        region,
        1..=2_i8,
        prop::option::weighted(0.9, 0..100_i32),
        prop::option::weighted(0.8, -50..5000_i32),
        0..4000_i32,
        prop::option::weighted(0.9, 0..256_i16),
    );
    let person = person.prop_map(|(region, sex, age, income, weight, key)| Person { region, sex, age, income, weight, key });
    prop::collection::vec(person, 1..most)
}

pub(crate) struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes persons in row groups of so many.
    pub(crate) fn data(&self, persons: &[Person], group: usize) -> PathBuf {
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
        self.data_as(persons, properties)
    }

    pub(crate) fn data_as(&self, persons: &[Person], properties: WriterProperties) -> PathBuf {
        let column = |array: ArrayRef| array;
        let batch = RecordBatch::try_from_iter_with_nullable([
            ("region", column(Arc::new(persons.iter().map(|person| person.region).collect::<StringArray>())), true),
            ("sex", Arc::new(persons.iter().map(|person| Some(person.sex)).collect::<Int8Array>()), true),
            ("age", Arc::new(persons.iter().map(|person| person.age).collect::<Int32Array>()), true),
            ("income", Arc::new(persons.iter().map(|person| person.income).collect::<Int32Array>()), true),
            (
                "weight",
                Arc::new(persons.iter().map(|person| Some(f64::from(person.weight) / 1000.0)).collect::<Float64Array>()),
                true,
            ),
            ("record_key", Arc::new(persons.iter().map(|person| person.key).collect::<Int16Array>()), true),
        ])
        .unwrap();
        self.batch_as("data.parquet", &batch, properties)
    }

    pub(crate) fn batch(&self, name: &str, batch: &RecordBatch, group: usize) -> PathBuf {
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
        self.batch_as(name, batch, properties)
    }

    fn batch_as(&self, name: &str, batch: &RecordBatch, properties: WriterProperties) -> PathBuf {
        let path = self.path(name);
        let mut writer = ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), Some(properties)).unwrap();
        writer.write(batch).unwrap();
        writer.close().unwrap();
        path
    }

    pub(crate) fn tabulate(&self, specification: &str, data: &Path, output: &str, threads: usize) -> Result<Vec<u8>, Vec<Fault>> {
        let folder = self.folder.path().to_owned();
        let specification = parse(specification, "table.toml", &folder)?;
        let table = compute(&specification, &Dataset::open(data)?, &Options { threads, memory: 1 << 30, folder, counter: None })?;
        let path = self.path(output);
        write(&table, &path, Format::of(&path).unwrap(), threads)?;
        Ok(std::fs::read(path).unwrap())
    }

    /// Rows of a table as column to text.
    pub(crate) fn rows(&self, specification: &str, data: &Path) -> Vec<BTreeMap<String, String>> {
        let bytes = self.tabulate(specification, data, "table.csv", 2).unwrap();
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        reader.deserialize().map(Result::unwrap).collect()
    }
}

//! A release as CSV, XLSX, Parquet or JSON, with the same rows and states in each.

use std::borrow::Cow;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use jalon_domain::text::opens_formula;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::content::{Cell, Code, Figure, Release};
use crate::tabulation::sampling::COLUMNS;
use crate::tabulation::{Fault, Format, Outcome};

/// Rows of a sheet, by the format.
const MOST_ROWS: usize = 1_048_576;

/// Text that stays text in a spreadsheet: a label of an office is no formula. A code that is a number is none anyway.
fn guarded(text: &str) -> Cow<'_, str> {
    if opens_formula(text) && text.parse::<f64>().is_err() { format!("'{text}").into() } else { text.into() }
}

impl Release {
    /// The bytes of a file. The same release gives the same bytes. In CSV and XLSX a text that would be a formula has an apostrophe
    /// before it.
    ///
    /// For each dimension a column with the code, `<dimension>_level` where it has several levels, and `<dimension>_label` where
    /// codes have labels. For each measure its value, empty where there is none, and `<measure>_status`; where sampling errors were
    /// estimated `_error`, `_low`, `_high`, `_cv` (percent) and `_reliability`.
    ///
    /// # Errors
    /// `sheet-rows` when a workbook has no room, `cannot-write` when the writer fails.
    pub fn to_bytes(&self, format: Format) -> Outcome<Vec<u8>> {
        let failed = |format: &str, reason: String| vec![Fault::new("cannot-write", format).with("reason", reason)];
        match format {
            Format::Csv => self.csv().map_err(|error| failed("csv", error.to_string())),
            Format::Parquet => self.parquet().map_err(|error| failed("parquet", error.to_string())),
            Format::Xlsx if self.cells().len() >= MOST_ROWS => {
                let fault = Fault::new("sheet-rows", "xlsx").with("found", self.cells().len());
                Err(fault.with("most", MOST_ROWS - 1).into())
            }
            Format::Xlsx => self.xlsx().map_err(|error| failed("xlsx", error.to_string())),
        }
    }

    /// Writes a file, which appears under its name when it is whole; an earlier one stays until then.
    ///
    /// # Errors
    /// As [`Release::to_bytes`].
    pub fn write(&self, path: &Path, format: Format) -> Outcome<()> {
        put(path, &self.to_bytes(format)?)
    }

    /// Writes the release itself, so that later tables can be judged together with it.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn write_json(&self, path: &Path) -> Outcome<()> {
        put(path, &self.to_json())
    }

    fn headings(&self) -> Vec<String> {
        let dimensions = self.dimensions().iter().enumerate();
        let facets = dimensions.flat_map(|(axis, dimension)| {
            self.facets(axis).iter().map(|facet| dimension.name.clone() + facet.suffix()).collect::<Vec<_>>()
        });
        let measures = self.measures().iter().enumerate().flat_map(|(place, measure)| {
            let own = [measure.name.clone(), format!("{}_status", measure.name)].into_iter();
            let added = if self.has_errors(place) { COLUMNS.as_slice() } else { &[] };
            own.chain(added.iter().map(|column| format!("{}_{column}", measure.name))).collect::<Vec<_>>()
        });
        facets.chain(measures).collect()
    }

    /// For each measure whether errors stand beside it.
    fn with_errors(&self) -> Vec<bool> {
        (0..self.measures().len()).map(|measure| self.has_errors(measure)).collect()
    }

    fn facets(&self, axis: usize) -> Vec<Facet> {
        let dimension = &self.dimensions()[axis];
        let mut facets = vec![Facet::Code];
        facets.extend((dimension.levels.len() > 1).then_some(Facet::Level));
        facets.extend(dimension.codes.iter().any(|code| !code.label.is_empty()).then_some(Facet::Label));
        facets
    }

    /// The texts of a cell's codes, column by column, as they are.
    fn texts<'a>(&'a self, cell: &'a Cell) -> impl Iterator<Item = &'a str> {
        self.dimensions().iter().enumerate().zip(&cell.codes).flat_map(|((axis, dimension), code)| {
            let code = &dimension.codes[*code as usize];
            self.facets(axis).into_iter().map(move |facet| facet.of(code, &dimension.levels)).collect::<Vec<_>>()
        })
    }

    fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(vec![]);
        writer.write_record(self.headings().iter().map(|name| guarded(name).into_owned()))?;
        let with_errors = self.with_errors();
        for cell in self.cells() {
            for text in self.texts(cell) {
                writer.write_field(guarded(text).as_ref())?;
            }
            for (figure, has_errors) in cell.figures.iter().zip(&with_errors) {
                writer.write_field(figure.value.as_deref().unwrap_or_default())?;
                writer.write_field(figure.status.code())?;
                if *has_errors {
                    for text in numbers(figure) {
                        writer.write_field(text.unwrap_or_default())?;
                    }
                    writer.write_field(figure.reliability.as_deref().unwrap_or_default())?;
                }
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()).into())
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The same release gives the same bytes: the file does not say when it was made.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_title(self.title()).set_creation_datetime(&made));
        let sheet = book.add_worksheet_with_constant_memory()?;
        let headings = self.headings();
        // Names stay in sight, and rows can be chosen by what they say.
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, self.cells().len() as u32, headings.len().saturating_sub(1) as u16)?;
        for (column, name) in headings.iter().enumerate() {
            sheet.write_string(0, column as u16, guarded(name))?;
        }
        let with_errors = self.with_errors();
        for (row, cell) in self.cells().iter().enumerate() {
            let (row, mut column) = (row as u32 + 1, 0);
            for text in self.texts(cell) {
                sheet.write_string(row, column, guarded(text))?;
                column += 1;
            }
            for (figure, has_errors) in cell.figures.iter().zip(&with_errors) {
                if let Some(number) = figure.number() {
                    sheet.write_number(row, column, number)?;
                }
                sheet.write_string(row, column + 1, figure.status.code())?;
                column += 2;
                if *has_errors {
                    for (offset, text) in numbers(figure).into_iter().enumerate() {
                        if let Some(number) = text.and_then(|text| text.parse::<f64>().ok()) {
                            sheet.write_number(row, column + offset as u16, number)?;
                        }
                    }
                    sheet.write_string(row, column + 4, figure.reliability.as_deref().unwrap_or_default())?;
                    column += 5;
                }
            }
        }
        book.save_to_buffer()
    }

    fn parquet(&self) -> Result<Vec<u8>, parquet::errors::ParquetError> {
        let mut columns: Vec<Vec<&str>> = vec![];
        for cell in self.cells() {
            for (column, text) in self.texts(cell).enumerate() {
                if columns.len() <= column {
                    columns.push(vec![]);
                }
                columns[column].push(text);
            }
        }
        let mut arrays: Vec<ArrayRef> = columns.into_iter().map(|texts| Arc::new(StringArray::from(texts)) as ArrayRef).collect();
        for (place, measure) in self.measures().iter().enumerate() {
            let figures = || self.cells().iter().map(move |cell| &cell.figures[place]);
            arrays.push(if measure.decimals == Some(0) {
                Arc::new(figures().map(|figure| figure.value.as_deref()?.parse::<i64>().ok()).collect::<Int64Array>())
            } else {
                Arc::new(figures().map(|figure| figure.number()).collect::<Float64Array>())
            });
            arrays.push(Arc::new(figures().map(|figure| Some(figure.status.code())).collect::<StringArray>()));
            if self.has_errors(place) {
                for number in 0..4 {
                    let of = |figure| numbers(figure)[number].and_then(|text| text.parse::<f64>().ok());
                    arrays.push(Arc::new(figures().map(of).collect::<Float64Array>()));
                }
                arrays.push(Arc::new(figures().map(|figure| figure.reliability.as_deref()).collect::<StringArray>()));
            }
        }
        let batch = RecordBatch::try_from_iter_with_nullable(
            self.headings().iter().zip(arrays).map(|(name, array)| (name, array, true)),
        )?;
        let properties = parquet::file::properties::WriterProperties::builder().set_created_by("jalon".to_owned()).build();
        let mut out = Cursor::new(vec![]);
        let mut writer = parquet::arrow::ArrowWriter::try_new(&mut out, batch.schema(), Some(properties))?;
        writer.write(&batch)?;
        writer.close()?;
        out.flush()?;
        Ok(out.into_inner())
    }
}

/// Error, low, high and coefficient of variation of a figure, as they are written.
fn numbers(figure: &Figure) -> [Option<&str>; 4] {
    let (low, high) = figure.interval.as_ref().map(|[low, high]| (low.as_str(), high.as_str())).unzip();
    [figure.error.as_deref(), low, high, figure.cv.as_deref()]
}

fn put(path: &Path, bytes: &[u8]) -> Outcome<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)
    });
    let failed = |error| Fault::new("cannot-write", path.display().to_string()).with("reason", error);
    written.map(|_| ()).map_err(|error| failed(error).into())
}

/// A column beside a dimension's code, or the code itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facet {
    Code,
    Level,
    Label,
}

impl Facet {
    fn suffix(self) -> &'static str {
        match self {
            Self::Code => "",
            Self::Level => "_level",
            Self::Label => "_label",
        }
    }

    fn of<'a>(self, code: &'a Code, levels: &'a [String]) -> &'a str {
        match self {
            Self::Code => &code.code,
            Self::Level => code.level.map_or("", |level| &levels[level as usize]),
            Self::Label => &code.label,
        }
    }
}

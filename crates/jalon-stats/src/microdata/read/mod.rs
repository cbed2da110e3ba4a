//! Reads extracts of every format as rows of text cells, a portion at a time.
//!
//! Files are not trusted: what is too wide, too deep, compressed beyond reason or damaged is refused with the place,
//! and no format is held in memory whole, except the words of a workbook, which are limited.

pub(crate) mod csv;
pub(crate) mod ddi;
pub(crate) mod encoding;
pub(crate) mod fixed;
mod parquet;
mod produce;
mod stata;
mod xlsx;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use jalon_domain::Problem;

use super::check::Dialect;
use super::description::FileFormat;
use super::rows::Rows;
use ddi::Codebook;

/// Bytes of text in a portion.
pub(crate) const PORTION_BYTES: usize = 4 << 20;
/// Rows in a portion of a format that is not text.
pub(crate) const PORTION_ROWS: usize = 32_768;
/// Most columns of a file.
pub(crate) const MOST_COLUMNS: usize = 16_384;
/// Beyond this count of bytes, compressed data that grow more than [`MOST_GROWTH`] times are taken for an attack.
const GROWTH_FROM: u64 = 64 << 20;
const MOST_GROWTH: u64 = 500;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    Csv,
    FixedWidth,
    Parquet,
    Xlsx,
    Stata,
}

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::FixedWidth => "DDI",
            Self::Parquet => "Parquet",
            Self::Xlsx => "XLSX",
            Self::Stata => "Stata",
        }
    }
}

/// A portion of a file: whole lines still to be split, or rows.
pub(crate) enum Portion {
    Text(Vec<u8>),
    Rows(Rows),
}

impl Portion {
    /// Bytes of the file, where its text is read as it stands.
    pub(crate) fn bytes(&self) -> u64 {
        if let Self::Text(text) = self { text.len() as u64 } else { 0 }
    }
}

/// Bytes of text in a file; zero where it is packed or has no text, and its length says nothing of what is to come.
pub(crate) fn text_length(file: &Path, format: Format) -> u64 {
    let mut start = [0; 2];
    let opened = File::open(file).and_then(|mut opened| opened.read_exact(&mut start));
    let is_plain = opened.is_ok() && start != [0x1f, 0x8b] && matches!(format, Format::Csv | Format::FixedWidth);
    if is_plain { std::fs::metadata(file).map_or(0, |known| known.len()) } else { 0 }
}

/// Splits a portion into rows; on several threads at once.
#[derive(Debug, Clone)]
pub(crate) enum Splitter {
    Csv { separator: u8 },
    Fixed(fixed::Layout),
    None,
}

impl Splitter {
    pub(crate) fn rows(&self, portion: Portion) -> Rows {
        match (self, portion) {
            (_, Portion::Rows(rows)) => rows,
            (Self::Csv { separator }, Portion::Text(text)) => csv::rows(&text, *separator),
            (Self::Fixed(layout), Portion::Text(text)) => layout.rows(&text),
            (Self::None, Portion::Text(_)) => Rows::default(),
        }
    }
}

pub(crate) type Portions = Box<dyn Iterator<Item = Result<Portion, Problem>> + Send>;

/// A file whose heading was read.
pub(crate) struct Opened {
    pub(crate) format: Format,
    pub(crate) encoding: &'static str,
    pub(crate) header: Vec<String>,
    /// Number of the first row, as a spreadsheet counts: 2 below a heading.
    pub(crate) first_row: u64,
    pub(crate) dialect: Dialect,
    pub(crate) splitter: Splitter,
    pub(crate) portions: Portions,
}

/// What goes wrong while reading, as a message: its kind and the library's words, which name places and never values.
pub(crate) fn unreadable(format: Format, detail: impl std::fmt::Display) -> Problem {
    let detail: String = detail.to_string().chars().take(200).collect();
    Problem::new("microdata-unreadable").with("format", format.name()).with("detail", detail)
}

pub(crate) fn cannot_open(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new("microdata-file").with("file", path.display()).with("detail", error.kind())
}

/// Opens a file of any known format; the format shows in its first bytes, and a codebook says that lines have fixed widths.
///
/// # Errors
/// What cannot be opened, is of no known format, or has no usable heading.
pub(crate) fn open(path: &Path, format: &FileFormat, codebook: Option<&Codebook>) -> Result<Opened, Problem> {
    let mut file = File::open(path).map_err(|error| cannot_open(path, &error))?;
    let mut magic = [0; 16];
    let count = fill(&mut file, &mut magic).map_err(|error| cannot_open(path, &error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| cannot_open(path, &error))?;
    let magic = &magic[..count];
    if magic.is_empty() {
        return Err(Problem::new("microdata-file-empty"));
    }
    match magic {
        [b'P', b'A', b'R', b'1', ..] => parquet::open(file),
        [b'P', b'K', 3, 4, ..] => xlsx::open(file, format),
        [b'<', b's', b't', b'a', b't', b'a', ..] => stata::open(path),
        [b'$', b'F', b'L', b'2' | b'3', ..] => Err(Problem::new("microdata-spss")),
        _ if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("dta")) => stata::open(path),
        [0x1f, 0x8b, ..] => text(Box::new(Growth::new(file)), format, codebook),
        _ => text(Box::new(file), format, codebook),
    }
}

fn text(input: Box<dyn Read + Send>, format: &FileFormat, codebook: Option<&Codebook>) -> Result<Opened, Problem> {
    match codebook {
        Some(codebook) => fixed::open(input, format, codebook),
        None => csv::open(input, format),
    }
}

/// Reads until the buffer is full or the input ends.
pub(crate) fn fill(input: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut count = 0;
    while count < buffer.len() {
        match input.read(&mut buffer[count..]) {
            Ok(0) => break,
            Ok(read) => count += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// gzip that does not grow beyond reason.
struct Growth {
    input: flate2::read::MultiGzDecoder<Counted>,
    grown: u64,
}

struct Counted {
    file: std::io::BufReader<File>,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read += count as u64;
        Ok(count)
    }
}

impl Growth {
    fn new(file: File) -> Self {
        let counted = Counted { file: std::io::BufReader::with_capacity(1 << 18, file), read: 0 };
        Self { input: flate2::read::MultiGzDecoder::new(counted), grown: 0 }
    }
}

impl Read for Growth {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.grown += count as u64;
        if self.grown > GROWTH_FROM && self.grown / MOST_GROWTH > self.input.get_ref().read {
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "compressed data grow beyond reason"));
        }
        Ok(count)
    }
}

//! Text whose cells stand at fixed places of each line, which a codebook gives.

use std::io::Read;

use jalon_domain::Problem;

use super::csv::begin;
use super::ddi::Codebook;
use super::encoding::Encoding;
use super::{Format, Opened, Splitter};
use crate::microdata::check::Dialect;
use crate::microdata::description::FileFormat;
use crate::microdata::rows::Rows;

/// Where each cell stands in a line, in bytes, and how many of its last digits are decimals that no sign sets off.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    places: Vec<(std::ops::Range<usize>, usize)>,
    /// Shortest line that holds all cells.
    length: usize,
}

pub(super) fn open(input: Box<dyn Read + Send>, format: &FileFormat, codebook: &Codebook) -> Result<Opened, Problem> {
    let (pieces, encoding) = begin(input, format)?;
    let places: Vec<_> = codebook.variables.iter().map(|variable| (variable.place.clone(), variable.decimals)).collect();
    let length = places.iter().map(|(place, _)| place.end).max().unwrap_or(0);
    Ok(Opened {
        format: Format::FixedWidth,
        encoding: encoding.name(),
        header: codebook.variables.iter().map(|variable| variable.name.clone()).collect(),
        first_row: 1,
        dialect: Dialect {
            decimal_separator: b'.',
            iso_dates: false,
            binary_fractions: false,
            windows_1252: encoding == Encoding::Windows1252,
            line_breaks: true,
        },
        splitter: Splitter::Fixed(Layout { places, length }),
        portions: Box::new(pieces),
    })
}

impl Layout {
    /// Splits lines; one that is too short becomes a row of no cells, which the check of rows finds.
    pub(crate) fn rows(&self, text: &[u8]) -> Rows {
        let mut rows = Rows::default();
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        for line in text.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            if line.len() >= self.length {
                for (place, decimals) in &self.places {
                    push(&mut rows, line[place.clone()].trim_ascii(), *decimals);
                }
            }
            rows.end_row();
        }
        rows
    }
}

fn push(rows: &mut Rows, cell: &[u8], decimals: usize) {
    let unsigned = cell.strip_prefix(b"-").unwrap_or(cell);
    if decimals == 0 || unsigned.is_empty() || !unsigned.iter().all(u8::is_ascii_digit) {
        return rows.push_cell(cell);
    }
    let mut text = cell[..cell.len() - unsigned.len()].to_vec();
    let missing = (decimals + 1).saturating_sub(unsigned.len());
    text.extend(std::iter::repeat_n(b'0', missing));
    text.extend_from_slice(unsigned);
    text.insert(text.len() - decimals, b'.');
    rows.push_cell(&text);
}

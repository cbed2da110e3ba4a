//! A spreadsheet from outside: let in by the gate, read cell by cell.

mod gate;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use crate::sheet::{MOST_CHARACTERS, unguarded};

/// More cells than a questionnaire of a thousand questions, or a plan of a thousand measures, could need.
const MOST_CELLS: usize = 200_000;

/// Why a file, or a cell of it, cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// Empty when the fault is the whole file's.
    pub sheet: String,
    /// As in `B7`; empty when the fault is not a cell's.
    pub cell: String,
    /// What stands there, shortened.
    pub value: String,
    /// Stable code: names the rule, and the message and remedy in the translations.
    pub rule: String,
}

impl CellFault {
    pub(crate) fn of_file(rule: &str, value: impl Into<String>) -> Self {
        Self { sheet: String::new(), cell: String::new(), value: shortened(&value.into()), rule: rule.into() }
    }

    pub(crate) fn of_cell(rule: &str, sheet: &str, row: u32, column: u32, value: &str) -> Self {
        Self { sheet: sheet.into(), cell: cell_name(row, column), value: shortened(value), rule: rule.into() }
    }
}

pub(crate) struct Cell {
    pub(crate) text: String,
    /// The rule that the cell breaks by what it is: `formula`, `error-value`, `too-long`.
    pub(crate) trouble: Option<&'static str>,
}

pub(crate) struct Sheet {
    pub(crate) name: String,
    /// By row and column, from 0.
    pub(crate) cells: BTreeMap<(u32, u32), Cell>,
}

impl Sheet {
    pub(crate) fn text(&self, row: u32, column: u32) -> &str {
        self.cells.get(&(row, column)).map_or("", |cell| cell.text.as_str())
    }

    /// The cell beside a key, on the `about` sheet.
    pub(crate) fn value_of(&self, key: &str) -> String {
        let row = (1..20).find(|row| self.text(*row, 0) == key);
        row.map(|row| self.text(row, 1).to_string()).unwrap_or_default()
    }

    pub(crate) fn rows(&self) -> BTreeSet<u32> {
        self.cells.keys().map(|(row, _)| *row).collect()
    }
}

/// What a file holds, sheet by sheet; or every reason why it is not let in.
///
/// Rules: `not-a-spreadsheet`, `encrypted-or-old-format`, `too-large`, `too-many-parts`, `archive-bomb`, `macros`,
/// `external-entity`, `malformed`, `too-many-cells`.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Vec<CellFault>> {
    sheets(&gate::admit(bytes)?)
}

/// Cell by cell and only the cells that exist: a sheet that claims a million rows costs nothing.
fn sheets(package: &[u8]) -> Result<Vec<Sheet>, Vec<CellFault>> {
    let malformed = |value: &str| vec![CellFault::of_file("malformed", value)];
    let mut workbook = Xlsx::new(Cursor::new(package)).map_err(|error| malformed(&error.to_string()))?;
    let mut left = MOST_CELLS;
    let mut sheets = vec![];
    for name in workbook.sheet_names() {
        let mut cells = BTreeMap::new();
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(|_| malformed(&name))?;
        while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|_| malformed(&name))? {
            let cell = cell(&record.value, record.formula.is_some());
            if cell.text.is_empty() && cell.trouble.is_none() {
                continue;
            }
            left = left.checked_sub(1).ok_or_else(|| vec![CellFault::of_file("too-many-cells", name.as_str())])?;
            cells.insert(record.pos, cell);
        }
        sheets.push(Sheet { name, cells });
    }
    Ok(sheets)
}

fn cell(value: &DataRef<'_>, formula: bool) -> Cell {
    let trouble = match value {
        _ if formula => Some("formula"),
        DataRef::Error(_) => Some("error-value"),
        _ => None,
    };
    let text = typed(value);
    let trouble = trouble.or((text.chars().count() > MOST_CHARACTERS).then_some("too-long"));
    Cell { text, trouble }
}

/// The content as a person would have typed it.
fn typed(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text_of(text),
        DataRef::SharedString(text) => text_of(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(date) => {
            let days = date.as_f64();
            // Outside the calendar of spreadsheets the number is all there is.
            if !(0.0..2_958_466.0).contains(&days) {
                return days.to_string();
            }
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

fn text_of(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    unguarded(&text).to_string()
}

/// `(0, 0)` is `A1`.
pub(crate) fn cell_name(row: u32, column: u32) -> String {
    let mut letters = vec![];
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

fn shortened(value: &str) -> String {
    const MOST: usize = 120;
    if value.chars().count() <= MOST { value.to_string() } else { value.chars().take(MOST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn cells_are_named_as_people_know_them() {
        for (row, column, name) in [(0, 0, "A1"), (6, 1, "B7"), (0, 25, "Z1"), (0, 26, "AA1"), (9, 701, "ZZ10"), (0, 702, "AAA1")]
        {
            assert_eq!(cell_name(row, column), name);
        }
    }
}

//! A table of figures in a spreadsheet: headings in the first row, labels in the first column, values between.
//!
//! The first sheet that holds anything is read; where on it the table begins does not matter. Whether a value will do is
//! for the caller to say, with [`TableSheet::fault`].

use std::collections::BTreeMap;

use crate::workbook::{self, CellFault, Sheet};

/// What the sheet holds, with the place of everything.
#[derive(Debug)]
pub struct TableSheet {
    pub name: String,
    /// The headings after that of the labels, up to the last that is written.
    pub header: Vec<String>,
    pub rows: Vec<TableRow>,
    first_column: u32,
}

#[derive(Debug)]
pub struct TableRow {
    pub label: String,
    /// By column of [`TableSheet::header`]; beyond it stands what has no heading.
    pub cells: BTreeMap<usize, String>,
    row: u32,
}

impl TableSheet {
    /// A value that breaks a rule, named as people know its cell.
    pub fn fault(&self, row: &TableRow, column: usize, rule: &str) -> CellFault {
        let value = row.cells.get(&column).map_or("", String::as_str);
        let column = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(self.first_column).saturating_add(1);
        CellFault::of_cell(rule, &self.name, row.row, column, value)
    }
}

/// The table; or every reason why the file is not let in, or every cell that holds no plain value.
///
/// Rules: those of the gate (see [`crate::questionnaire::read`]), `formula`, `error-value`, `too-long`.
pub fn read(bytes: &[u8]) -> Result<TableSheet, Vec<CellFault>> {
    let sheets = workbook::read(bytes)?;
    let Some(sheet) = sheets.iter().find(|sheet| !sheet.cells.is_empty()) else {
        return Ok(TableSheet { name: String::new(), header: vec![], rows: vec![], first_column: 0 });
    };
    let troubled = sheet.cells.iter().filter_map(|(place, cell)| Some((place, cell, cell.trouble?)));
    let faults: Vec<CellFault> =
        troubled.map(|((row, column), cell, rule)| CellFault::of_cell(rule, &sheet.name, *row, *column, &cell.text)).collect();
    if faults.is_empty() { Ok(table(sheet)) } else { Err(faults) }
}

fn table(sheet: &Sheet) -> TableSheet {
    let mut lines: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    for ((row, column), cell) in &sheet.cells {
        let text = cell.text.trim();
        if !text.is_empty() {
            lines.entry(*row).or_default().insert(*column, text.to_owned());
        }
    }
    let first_column = lines.values().filter_map(|cells| cells.keys().next().copied()).min().unwrap_or(0);
    let place = |column: u32| usize::try_from(column - first_column).ok()?.checked_sub(1);
    let header_cells = lines.pop_first().map(|(_, cells)| cells).unwrap_or_default();
    let mut header = vec![];
    for (column, text) in header_cells {
        let Some(column) = place(column) else { continue };
        header.resize(column + 1, String::new());
        header[column] = text;
    }
    let rows = lines.into_iter().map(|(row, mut cells)| TableRow {
        label: cells.remove(&first_column).unwrap_or_default(),
        cells: cells.into_iter().filter_map(|(column, text)| Some((place(column)?, text))).collect(),
        row,
    });
    TableSheet { name: sheet.name.clone(), header, rows: rows.collect(), first_column }
}

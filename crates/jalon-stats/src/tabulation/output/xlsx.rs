//! XLSX, streamed: memory does not grow with the rows.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::super::fault::{Fault, Outcome};
use super::super::table::Table;
use super::{PIECE, columns, facets, numbers, reliability, said};

/// Rows of a sheet, by the format.
const MOST_ROWS: u64 = 1_048_576;

pub(super) fn write(table: &Table, path: &Path) -> Outcome<()> {
    if table.rows() >= MOST_ROWS {
        return Err(Fault::new("sheet-rows", path.display().to_string())
            .with("found", table.rows())
            .with("most", MOST_ROWS - 1)
            .into());
    }
    let mut book = Workbook::new();
    fill(table, &mut book)
        .and_then(|()| book.save(path))
        .map_err(|error| Fault::new("cannot-write", path.display().to_string()).with("reason", error).into())
}

fn fill(table: &Table, book: &mut Workbook) -> Result<(), XlsxError> {
    // The same table gives the same bytes: the file does not say when it was made.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&table.title).set_creation_datetime(&made));
    let sheet = book.add_worksheet_with_constant_memory()?;
    let facets = facets(table);
    let names: Vec<String> = facets.iter().map(|(_, _, name)| name.clone()).chain(columns(table)).collect();
    // Names stay in sight, and rows can be chosen by what they say.
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, table.rows() as u32, names.len().saturating_sub(1) as u16)?;
    for (column, name) in names.iter().enumerate() {
        sheet.write_string(0, column as u16, name)?;
    }
    let mut number = 0;
    for piece in table.groups(PIECE).into_iter().flatten() {
        let rows = table.rows_in(piece);
        let levels = &table.block(rows.block).levels;
        for row in 0..rows.len {
            number += 1;
            for (column, (axis, facet, _)) in facets.iter().enumerate() {
                let text = said(&table.axes()[*axis], levels[*axis], *facet, rows.codes[*axis][row]);
                sheet.write_string(number, column as u16, text)?;
            }
            let mut column = facets.len() as u16;
            for (figures, precisions) in rows.figures.iter().zip(&rows.precisions) {
                if figures[row].has_value() {
                    sheet.write_number(number, column, figures[row].value)?;
                }
                sheet.write_string(number, column + 1, figures[row].status.code())?;
                column += 2;
                let Some(precision) = precisions.get(row) else { continue };
                for said in numbers(*precision) {
                    if let Some(said) = said {
                        sheet.write_number(number, column, said)?;
                    }
                    column += 1;
                }
                sheet.write_string(number, column, reliability(*precision))?;
                column += 1;
            }
        }
    }
    Ok(())
}

//! A list of the workspace as a spreadsheet, to be read and worked on elsewhere; it does not come back.

use jalon_domain::Language;
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet};

use crate::PublishError;
use crate::sheet::{finish, fixed_date, guarded, header_format, one_cell, sheet_name, text_format};

/// One sheet: a row of headings that stays in sight and filters, then one row each. All cells are text; a cell that a
/// spreadsheet program would take for a formula is guarded.
pub fn write(title: &str, heads: &[String], rows: &[Vec<String>], language: Language) -> Result<Vec<u8>, PublishError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(sheet_name(title, &mut vec![]))?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    // The text format keeps what was typed: no number or date is made of it.
    let (header, plain) = (header_format(), text_format().set_num_format("@"));
    for (column, head) in (0..).zip(heads) {
        sheet.set_column_width(column, 28.0)?;
        sheet.write_string_with_format(0, column, guarded(head), &header)?;
    }
    for (number, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(number, column, one_cell(cell), &plain)?;
        }
    }
    if let (Some(last_row), Some(last_column)) = (u32::try_from(rows.len()).ok(), u16::try_from(heads.len()).ok()) {
        sheet.autofilter(0, 0, last_row, last_column.saturating_sub(1))?;
    }
    let mut workbook = Workbook::new();
    workbook.push_worksheet(sheet);
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&fixed_date(None)?);
    workbook.set_properties(&properties);
    finish(workbook, language)
}

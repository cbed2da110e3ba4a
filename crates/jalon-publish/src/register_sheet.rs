//! A register as a spreadsheet or CSV: one row per entry, technical names above labels, out and back.
//!
//! Writing and reading know rows and columns alone; what a value means is the register's business.

use std::collections::BTreeMap;

use jalon_domain::Language;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet};

use crate::PublishError;
use crate::sheet::{finish, fixed_date, guarded, header_format, one_cell, sheet_name, text_format, unguarded};
use crate::workbook::{self, CellFault, cell_name};

/// The name of the first column: the identifier of an entry, empty for a new one.
pub const ID: &str = "id";
/// Technical names, then labels.
const HEADER_ROWS: u32 = 2;
/// As many as a register may hold.
const MOST_ROWS: usize = 20_000;

/// A register as it stands, in one language's labels.
#[derive(Debug, Clone)]
pub struct RegisterSheet {
    pub title: String,
    pub language: Language,
    /// The identifier's column is not among them.
    pub columns: Vec<SheetColumn>,
    /// Identifier, and a cell per column.
    pub rows: Vec<(String, Vec<String>)>,
}

/// A column of a register's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// Technical, the same in every language.
    pub name: String,
    pub label: String,
    /// Holds numbers or amounts, which a spreadsheet can add up.
    pub numeric: bool,
}

/// A row of a file that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    pub sheet: String,
    /// As a spreadsheet program numbers it.
    pub number: u32,
    pub id: String,
    /// Technical name of the column to its place (`C`) and text. Columns that the file lacks are absent.
    pub cells: BTreeMap<String, (String, String)>,
}

impl ReadRow {
    /// Where a column's cell stands, as in `C7`; the row's first cell where the file has no such column.
    pub fn cell(&self, column: &str) -> String {
        let letter = self.cells.get(column).map_or("A", |(letter, _)| letter.as_str());
        format!("{letter}{}", self.number)
    }

    pub fn text(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |(_, text)| text.as_str())
    }
}

/// The register as XLSX.
pub fn write_xlsx(register: &RegisterSheet) -> Result<Vec<u8>, PublishError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(sheet_name(&register.title, &mut vec![]))?.set_freeze_panes(HEADER_ROWS, 2)?.set_repeat_rows(0, 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let technical = Format::new().set_font_color("#5C6166").set_font_size(8);
    // The text format keeps what was typed: no number or date is made of it.
    let (header, plain) = (header_format(), text_format().set_num_format("@"));
    let amount = text_format().set_num_format("#,##0.00");
    let names = register.columns.iter().map(|column| (column.name.as_str(), column.label.as_str()));
    let names = std::iter::once((ID, ID)).chain(names);
    let numeric = std::iter::once(false).chain(register.columns.iter().map(|column| column.numeric));
    let numeric: Vec<bool> = numeric.collect();
    for (column, (name, label)) in (0..).zip(names) {
        sheet.set_column_width(column, if column < 2 { 18.0 } else { 28.0 })?;
        sheet.write_string_with_format(0, column, name, &technical)?;
        sheet.write_string_with_format(1, column, guarded(label), &header)?;
    }
    for (number, (id, cells)) in (HEADER_ROWS..).zip(&register.rows) {
        for (column, cell) in (0..).zip(std::iter::once(id).chain(cells)).filter(|(_, cell)| !cell.is_empty()) {
            match number_of(cell).filter(|_| numeric[usize::from(column)]) {
                Some(value) => sheet.write_number_with_format(number, column, value, &amount)?,
                None => sheet.write_string_with_format(number, column, one_cell(cell), &plain)?,
            };
        }
    }
    let mut workbook = Workbook::new();
    workbook.push_worksheet(sheet);
    let properties = DocProperties::new().set_title(&register.title).set_creation_datetime(&fixed_date(None)?);
    workbook.set_properties(&properties);
    finish(workbook, register.language)
}

/// The number that a spreadsheet stores, if it keeps every digit of it.
fn number_of(text: &str) -> Option<f64> {
    const EXACT_DIGITS: usize = 15;
    let is_exact = text.chars().filter(char::is_ascii_digit).count() <= EXACT_DIGITS;
    text.parse().ok().filter(|number: &f64| is_exact && number.is_finite())
}

/// The register as CSV (RFC 4180, UTF-8): technical names, then one line per entry.
pub fn write_csv(register: &RegisterSheet) -> Result<Vec<u8>, PublishError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    writer.write_record(std::iter::once(ID).chain(register.columns.iter().map(|column| column.name.as_str())))?;
    for (id, cells) in &register.rows {
        writer.write_record(std::iter::once(id).chain(cells).map(|cell| guarded(cell)))?;
    }
    writer.into_inner().map_err(|error| PublishError::from(error.into_error()))
}

/// The rows of a file, XLSX or CSV by its content; or everything about it that could not be read.
///
/// Rules besides those of every spreadsheet: `not-a-register`, `unknown-column`, `duplicate-column`, `too-many-rows`,
/// `not-text`, `formula`, `error-value`, `too-long`.
pub fn read(bytes: &[u8], columns: &[String]) -> Result<Vec<ReadRow>, Vec<CellFault>> {
    if bytes.starts_with(b"PK") { read_xlsx(bytes, columns) } else { read_csv(bytes, columns) }
}

fn read_xlsx(bytes: &[u8], columns: &[String]) -> Result<Vec<ReadRow>, Vec<CellFault>> {
    let sheets = workbook::read(bytes)?;
    let Some(sheet) = sheets.iter().find(|sheet| sheet.text(0, 0).trim() == ID) else {
        return Err(vec![CellFault::of_file("not-a-register", "")]);
    };
    let header = sheet.cells.range((0, 0)..(1, 0)).map(|((_, column), cell)| (*column, cell.text.clone())).collect();
    let mut faults = vec![];
    let places = places(&sheet.name, header, columns, &mut faults);
    let mut rows = vec![];
    // The second row holds labels where the file came from here; a file made elsewhere may do without.
    let first = if sheet.text(1, 0).trim() == ID { HEADER_ROWS } else { 1 };
    for number in sheet.rows().into_iter().filter(|row| *row >= first) {
        for ((_, column), cell) in sheet.cells.range((number, 0)..(number + 1, 0)) {
            if let Some(rule) = cell.trouble.filter(|_| places.contains_key(column)) {
                faults.push(CellFault::of_cell(rule, &sheet.name, number, *column, &cell.text));
            }
        }
        let cells = places
            .iter()
            .map(|(column, name)| (name.clone(), (letter(*column), sheet.text(number, *column).to_owned())))
            .collect();
        rows.push(row(&sheet.name, number, cells));
    }
    finish_rows(rows, faults)
}

fn read_csv(bytes: &[u8], columns: &[String]) -> Result<Vec<ReadRow>, Vec<CellFault>> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![CellFault::of_file("not-text", "")])?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheet programs in French and Spanish write semicolons.
    let separator = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut faults = vec![];
    let mut places = BTreeMap::new();
    let mut rows = vec![];
    for (number, record) in (0..).zip(reader.records()) {
        let record = record.map_err(|error| vec![CellFault::of_file("malformed", error.to_string())])?;
        let cells: Vec<(u32, String)> = (0..).zip(record.iter().map(|cell| unguarded(cell).to_owned())).collect();
        if number == 0 {
            if record.get(0).map(str::trim) != Some(ID) {
                return Err(vec![CellFault::of_file("not-a-register", "")]);
            }
            places = self::places("", cells, columns, &mut faults);
            continue;
        }
        if rows.len() >= MOST_ROWS {
            break;
        }
        let known = cells.into_iter().filter_map(|(column, text)| Some((places.get(&column)?.clone(), (letter(column), text))));
        rows.push(row("", number, known.collect()));
    }
    finish_rows(rows, faults)
}

/// Which column holds what.
fn places(sheet: &str, header: Vec<(u32, String)>, columns: &[String], faults: &mut Vec<CellFault>) -> BTreeMap<u32, String> {
    let mut places: BTreeMap<u32, String> = BTreeMap::new();
    for (column, name) in header {
        let name = name.trim().to_owned();
        if name.is_empty() {
            continue;
        }
        if name != ID && !columns.contains(&name) {
            faults.push(CellFault::of_cell("unknown-column", sheet, 0, column, &name));
        } else if places.values().any(|known| *known == name) {
            faults.push(CellFault::of_cell("duplicate-column", sheet, 0, column, &name));
        } else {
            places.insert(column, name);
        }
    }
    places
}

fn row(sheet: &str, number: u32, mut cells: BTreeMap<String, (String, String)>) -> ReadRow {
    let id = cells.remove(ID).map(|(_, id)| id.trim().to_owned()).unwrap_or_default();
    ReadRow { sheet: sheet.to_owned(), number: number + 1, id, cells }
}

fn letter(column: u32) -> String {
    cell_name(0, column).trim_end_matches('1').to_owned()
}

fn finish_rows(mut rows: Vec<ReadRow>, mut faults: Vec<CellFault>) -> Result<Vec<ReadRow>, Vec<CellFault>> {
    rows.retain(|row| !row.id.is_empty() || row.cells.values().any(|(_, text)| !text.trim().is_empty()));
    if rows.len() >= MOST_ROWS {
        faults.push(CellFault::of_file("too-many-rows", MOST_ROWS.to_string()));
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, numeric: bool) -> SheetColumn {
        SheetColumn { name: name.to_owned(), label: name.to_uppercase(), numeric }
    }

    fn sheet() -> RegisterSheet {
        RegisterSheet {
            title: "Mesures".into(),
            language: Language::French,
            columns: vec![column("number", false), column("title.fr", false), column("amount", true)],
            rows: vec![
                ("a".into(), vec!["1".into(), "=Ouvrir; « ici »,\nla".into(), "1250.5".into()]),
                (String::new(), vec!["2".into(), String::new(), "12345678901234567.89".into()]),
            ],
        }
    }

    #[test]
    fn what_goes_out_comes_back() {
        let columns: Vec<String> = sheet().columns.into_iter().map(|column| column.name).collect();
        for bytes in [write_xlsx(&sheet()).expect("a file"), write_csv(&sheet()).expect("a file")] {
            let rows = read(&bytes, &columns).expect("what we wrote");
            assert_eq!(rows.len(), 2);
            assert_eq!((rows[0].id.as_str(), rows[0].text("title.fr")), ("a", "=Ouvrir; « ici »,\nla"));
            assert_eq!((rows[1].id.as_str(), rows[1].text("number")), ("", "2"));
            // No digit is lost, whether a spreadsheet can store the number or not.
            assert_eq!((rows[0].text("amount"), rows[1].text("amount")), ("1250.5", "12345678901234567.89"));
        }
    }

    #[test]
    fn columns_nobody_knows_are_named_with_their_cell() {
        let faults = read("id;number;numbre;number\na;1;2;3\n".as_bytes(), &["number".into()]).expect_err("two faults");
        let seen: Vec<(&str, &str)> = faults.iter().map(|fault| (fault.rule.as_str(), fault.cell.as_str())).collect();
        assert_eq!(seen, [("unknown-column", "C1"), ("duplicate-column", "D1")]);
        assert_eq!(read(b"nom;prenom\n", &[]).expect_err("no register")[0].rule, "not-a-register");
    }
}

//! Workbooks: one sheet, cell by cell. Only the words that cells share are held in memory.

use std::fs::File;
use std::io::{BufReader, Read, Seek};

use calamine::{DataRef, Reader, Xlsx};
use jalon_domain::Problem;

use super::produce::{End, Hand, produce};
use super::{Format, MOST_COLUMNS, Opened, PORTION_ROWS, Splitter, unreadable};
use crate::microdata::check::Dialect;
use crate::microdata::description::FileFormat;
use crate::microdata::rows::Rows;

/// Most bytes of all parts but the sheets, which stay in memory: shared words and styles.
const MOST_HELD: u64 = 512 << 20;
/// Most bytes of a sheet; a full one of a hundred columns has some 5 GB.
const MOST_SHEET: u64 = 16 << 30;

pub(super) fn open(file: File, format: &FileFormat) -> Result<Opened, Problem> {
    let sheet = format.sheet.clone();
    let (header, portions) = produce(Format::Xlsx, move |hand| read(file, sheet.as_deref(), hand))?;
    Ok(Opened {
        format: Format::Xlsx,
        encoding: "utf-8",
        header,
        first_row: 2,
        dialect: Dialect {
            decimal_separator: b'.',
            iso_dates: true,
            binary_fractions: true,
            windows_1252: false,
            line_breaks: true,
        },
        splitter: Splitter::None,
        portions,
    })
}

fn fault(error: impl std::fmt::Display) -> Problem {
    unreadable(Format::Xlsx, error)
}

fn read(mut file: File, sheet: Option<&str>, hand: &Hand) -> Result<(), End> {
    gate(&mut file)?;
    file.rewind().map_err(fault)?;
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(fault)?;
    let names = workbook.sheet_names();
    let name = match sheet {
        Some(wanted) => names.iter().find(|name| *name == wanted),
        None => names.first(),
    };
    let Some(name) = name.cloned() else {
        return Err(Problem::new("microdata-sheet")
            .with("name", sheet.unwrap_or_default())
            .with("choices", names.join(", "))
            .into());
    };
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(fault)?;
    let mut sheet = Sheet { width: None, row: vec![], at: 0, rows: Rows::default(), hand };
    while let Some(cell) = cells.next_cell().map_err(fault)? {
        let (row, column) = cell.get_position();
        sheet.take(row, column, cell.get_value())?;
    }
    sheet.end_row()?;
    sheet.flush()?;
    Ok(())
}

/// Unpacks every part once without keeping it: what it declares about its size may be untrue.
fn gate(file: &mut File) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(fault)?;
    if archive.len() > 4096 {
        return Err(Problem::new("microdata-growth"));
    }
    let mut held = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(fault)?;
        let is_sheet = part.name().contains("worksheets/");
        let limit = if is_sheet { MOST_SHEET } else { MOST_HELD - held };
        let size = std::io::copy(&mut part.take(limit + 1), &mut std::io::sink()).map_err(fault)?;
        if size > limit {
            return Err(Problem::new("microdata-growth"));
        }
        if !is_sheet {
            held += size;
        }
    }
    Ok(())
}

/// The sheet as it is read: rows without any value do not count.
struct Sheet<'a> {
    width: Option<usize>,
    row: Vec<(u32, String)>,
    at: u32,
    rows: Rows,
    hand: &'a Hand,
}

impl Sheet<'_> {
    fn take(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), End> {
        let Some(text) = text(value) else { return Ok(()) };
        if column as usize >= MOST_COLUMNS {
            return Err(Problem::new("microdata-columns").with("limit", MOST_COLUMNS).into());
        }
        if row != self.at {
            self.end_row()?;
            self.at = row;
        }
        self.row.push((column, text));
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), End> {
        if self.row.is_empty() {
            return Ok(());
        }
        self.row.sort_by_key(|(column, _)| *column);
        let last = self.row.last().map_or(0, |(column, _)| *column as usize + 1);
        let heading = self.width.is_none();
        let width = (*self.width.get_or_insert(last)).max(last);
        let mut cells = self.row.drain(..).peekable();
        for column in 0..width {
            let cell = cells.next_if(|(at, _)| *at as usize == column);
            self.rows.push_cell(cell.as_ref().map_or(b"", |(_, text)| text.as_bytes()));
        }
        if cells.next().is_some() {
            return Err(fault("two cells at one place").into());
        }
        drop(cells);
        self.rows.end_row();
        if heading || self.rows.len() == PORTION_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), End> {
        if !self.rows.is_empty() {
            self.hand.over(std::mem::take(&mut self.rows))?;
        }
        Ok(())
    }
}

fn text(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(moment) => moment.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(duration) => duration.clone(),
        DataRef::Error(_) => "#error".to_owned(),
    };
    (!text.is_empty()).then_some(text)
}

//! What every spreadsheet that leaves the house has in common.

use std::io::{Cursor, Read, Write};

use jalon_domain::Language;
use jalon_domain::text::opens_formula;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::PublishError;
use crate::text::printable;

/// Excel's limit for the text of a cell.
pub(crate) const MOST_CHARACTERS: usize = 32_767;

/// Text that stays text.
///
/// A spreadsheet program takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula as soon
/// as the file is saved as CSV and opened again. An apostrophe before it prevents that, is visible, and is what
/// spreadsheet users know; [`unguarded`] takes it off again, so a round trip loses nothing.
pub(crate) fn guarded(text: &str) -> String {
    let text = printable(text);
    if opens_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text }
}

/// Undoes [`guarded`].
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if opens_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Cuts a text where a cell is full.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    // One less, for the apostrophe.
    let characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return vec![String::new()];
    }
    characters.chunks(MOST_CHARACTERS - 1).map(|piece| piece.iter().collect()).collect()
}

/// The first cell's worth of a text.
pub(crate) fn one_cell(text: &str) -> String {
    let text = guarded(text);
    if text.chars().count() <= MOST_CHARACTERS {
        return text;
    }
    text.chars().take(MOST_CHARACTERS - 1).chain(['…']).collect()
}

/// A name that Excel accepts for a sheet and that no other sheet of the file has.
pub(crate) fn sheet_name(wanted: &str, taken: &mut Vec<String>) -> String {
    let allowed = |c: char| !c.is_control() && !"[]:*?/\\'".contains(c);
    let plain: String = wanted.chars().filter(|c| allowed(*c)).take(26).collect();
    let plain = if plain.trim().is_empty() { "1".to_string() } else { plain.trim().to_string() };
    let numbered = (2..).map(|number| format!("{plain} {number}"));
    let free = |name: &String| !taken.contains(&name.to_lowercase());
    let name = std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or(plain);
    taken.push(name.to_lowercase());
    name
}

/// The column titles.
pub(crate) fn header_format() -> Format {
    Format::new().set_bold().set_font_color("#FFFFFF").set_background_color("#0B4F6C").set_text_wrap().set_align(FormatAlign::Top)
}

/// Running text.
pub(crate) fn text_format() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// The date in the properties. A draft has none, yet the format wants one: it gets this, for the bytes must not tell the time.
pub(crate) fn fixed_date(date: Option<&str>) -> Result<ExcelDateTime, XlsxError> {
    date.and_then(|date| ExcelDateTime::parse_from_str(date.get(..10)?).ok())
        .map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)
}

/// The finished file, with its language among the properties: screen readers ask for it and the writer cannot set it.
pub(crate) fn finish(mut workbook: Workbook, language: Language) -> Result<Vec<u8>, PublishError> {
    let bytes = workbook.save_to_buffer()?;
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for index in 0..archive.len() {
        if archive.name_for_index(index) == Some("docProps/core.xml") {
            let mut core = String::new();
            archive.by_index(index)?.read_to_string(&mut core)?;
            let tagged =
                core.replace("</cp:coreProperties>", &format!("<dc:language>{language}</dc:language></cp:coreProperties>"));
            writer.start_file("docProps/core.xml", SimpleFileOptions::default().last_modified_time(zip::DateTime::default()))?;
            writer.write_all(tagged.as_bytes())?;
        } else {
            writer.raw_copy_file(archive.by_index_raw(index)?)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guarding_is_reversible() {
        for text in ["=1+1", "'=1+1", "''@x", "-5", "+33 1", "\tx", "plain", "'quoted'", "", "a=b"] {
            assert_eq!(unguarded(&guarded(text)), text);
            assert!(!opens_formula(&guarded(text)), "{text}");
        }
    }

    #[test]
    fn sheet_names_are_valid_and_different() {
        let mut taken = vec![];
        assert_eq!(sheet_name("Tableau [1]: a/b", &mut taken), "Tableau 1 ab");
        assert_eq!(sheet_name("TABLEAU 1 AB", &mut taken), "TABLEAU 1 AB 2");
        assert!(sheet_name(&"long ".repeat(20), &mut taken).chars().count() <= 31);
    }
}

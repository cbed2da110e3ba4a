//! The gate before a spreadsheet from outside: what is not a plain, modest XLSX file does not get in.
//!
//! The parser of the next step trusts lengths and references that a file declares. Here every part is unpacked within
//! limits, read once as XML, and packed again: what was checked is what is parsed, whatever two ZIP readers may think.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::CellFault;

const MOST_BYTES: usize = 10 * 1024 * 1024;
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
const MOST_PARTS: usize = 2_000;
/// Honest sheets pack up to about fifty to one; only a bomb packs a large part tighter than this.
const MOST_RATIO: u64 = 250;
const RATIO_MATTERS_FROM: u64 = 1024 * 1024;
const DEEPEST: usize = 64;
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// A package that holds the checked parts and nothing else; or every reason why not.
pub(super) fn admit(bytes: &[u8]) -> Result<Vec<u8>, Vec<CellFault>> {
    if bytes.len() > MOST_BYTES {
        return Err(vec![CellFault::of_file("too-large", (bytes.len() / 1024).to_string())]);
    }
    // The container of old and of encrypted office files.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(vec![CellFault::of_file("encrypted-or-old-format", "")]);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(vec![CellFault::of_file("not-a-spreadsheet", "")]);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| vec![CellFault::of_file("not-a-spreadsheet", "")])?;
    let parts = unpack(&mut archive).map_err(|fault| vec![fault])?;
    let faults = inspect(&parts);
    if faults.is_empty() { repack(&parts).map_err(|_| vec![CellFault::of_file("malformed", "")]) } else { Err(faults) }
}

struct Part {
    name: String,
    bytes: Vec<u8>,
}

impl Part {
    fn is_xml(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end))
    }
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<Part>, CellFault> {
    if archive.len() > MOST_PARTS {
        return Err(CellFault::of_file("too-many-parts", archive.len().to_string()));
    }
    let mut left = MOST_UNPACKED;
    let mut parts = vec![];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| CellFault::of_file("malformed", ""))?;
        let name = entry.name().trim_start_matches('/').to_string();
        let packed = entry.compressed_size().max(1);
        if entry.size() > left || too_tight(entry.size(), packed) {
            return Err(CellFault::of_file("archive-bomb", name));
        }
        // The declared size is only a claim: one byte more than is left tells a lie.
        let mut bytes = vec![];
        (&mut entry).take(left + 1).read_to_end(&mut bytes).map_err(|_| CellFault::of_file("malformed", name.as_str()))?;
        let size = bytes.len() as u64;
        if size > left || too_tight(size, packed) {
            return Err(CellFault::of_file("archive-bomb", name));
        }
        left -= size;
        parts.push(Part { name, bytes });
    }
    Ok(parts)
}

fn too_tight(size: u64, packed: u64) -> bool {
    size > RATIO_MATTERS_FROM && size / packed > MOST_RATIO
}

fn inspect(parts: &[Part]) -> Vec<CellFault> {
    let mut faults = vec![];
    let mut names = BTreeSet::new();
    for part in parts {
        let name = part.name.to_ascii_lowercase();
        if !names.insert(name.clone()) {
            faults.push(CellFault::of_file("malformed", part.name.as_str()));
        }
        if name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") || name.contains("/activex/") {
            faults.push(CellFault::of_file("macros", part.name.as_str()));
        }
        if part.is_xml() {
            faults.extend(inspect_xml(part).err().map(|rule| CellFault::of_file(rule, part.name.as_str())));
        }
    }
    let present = |name: &str| names.contains(name);
    if faults.is_empty() && !(present("[content_types].xml") && present("xl/workbook.xml")) {
        faults.push(CellFault::of_file("not-a-spreadsheet", ""));
    }
    faults
}

/// The rule that a part breaks.
fn inspect_xml(part: &Part) -> Result<(), &'static str> {
    // UTF-16 is legal XML that no spreadsheet program writes; it would hide a DTD from the search below.
    let text = std::str::from_utf8(&part.bytes).map_err(|_| "malformed")?;
    let text = text.trim_start_matches('\u{feff}');
    let upper = text.to_ascii_uppercase();
    if upper.contains("<!DOCTYPE") || upper.contains("<!ENTITY") {
        return Err("external-entity");
    }
    if part.name.eq_ignore_ascii_case("[content_types].xml") && (upper.contains("MACROENABLED") || upper.contains("VBAPROJECT")) {
        return Err("macros");
    }
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| "malformed")? {
            Event::Decl(declaration) if !is_utf8(declaration.encoding()) => return Err("malformed"),
            Event::DocType(_) => return Err("external-entity"),
            Event::Start(element) => {
                depth += 1;
                inspect_element(&element)?;
            }
            Event::Empty(element) => inspect_element(&element)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return if depth == 0 { Ok(()) } else { Err("malformed") },
            _ => {}
        }
        if depth > DEEPEST {
            return Err("malformed");
        }
    }
}

fn is_utf8<E>(encoding: Option<Result<std::borrow::Cow<'_, str>, E>>) -> bool {
    match encoding {
        None => true,
        Some(Ok(name)) => name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii"),
        Some(Err(_)) => false,
    }
}

/// Counts and references that are out of bounds would make the parser reserve memory for them, or overflow.
fn inspect_element(element: &BytesStart<'_>) -> Result<(), &'static str> {
    let of_sheet =
        matches!(element.local_name().as_ref(), "row" | "c" | "f" | "dimension" | "mergeCell" | "hyperlink" | "autoFilter");
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| "malformed")?;
        let value = attribute.value.as_ref();
        match attribute.key.local_name().as_ref() {
            "count" | "uniqueCount" if value.len() > 7 => return Err("malformed"),
            "r" | "ref" if of_sheet && !is_place(value) => return Err("malformed"),
            _ => {}
        }
    }
    Ok(())
}

/// `7`, `B7`, or `B7:C9` in reading order, inside the largest sheet there is.
fn is_place(value: &str) -> bool {
    match value.split_once(':') {
        None => place(value).is_some(),
        Some((from, to)) => matches!((place(from), place(to)), (Some(a), Some(b)) if a.0 <= b.0 && a.1 <= b.1),
    }
}

fn place(value: &str) -> Option<(u32, u32)> {
    let digits = value.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = value.get(..value.len() - digits.len())?;
    if letters.len() > 3 || digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = digits.parse().ok()?;
    ((1..=MOST_ROWS).contains(&row) && column <= MOST_COLUMNS).then_some((row, column))
}

/// Only what the parser reads goes on; pictures, printer settings and the like stay behind.
fn repack(parts: &[Part]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in parts.iter().filter(|part| part.is_xml()) {
        writer.start_file(part.name.as_str(), options)?;
        writer.write_all(&part.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_inside_a_sheet() {
        for good in ["1", "A1", "XFD1048576", "A1:B2", "B2:B2"] {
            assert!(is_place(good), "{good}");
        }
        for bad in ["", "A", "A0", "XFE1", "A1048577", "B2:A1", "AAAA1", "a1", "A1:", "99999999", "A-1", "Ａ1", "A1:B2:C3"] {
            assert!(!is_place(bad), "{bad}");
        }
    }
}

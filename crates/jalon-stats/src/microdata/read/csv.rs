//! Text with separators.
//!
//! The file is cut into portions at the ends of rows, which needs to know only where quotations begin and end; splitting portions into cells,
//! the larger part of the work, then goes on several threads. Both follow the same rules: a quotation mark opens a quotation at the beginning of
//! a cell and is an ordinary sign elsewhere; doubled inside a quotation, it stands for itself.

use std::io::Read;

use csv_core::ReadRecordResult;
use jalon_domain::Problem;

use super::encoding::{self, Encoding};
use super::{Format, MOST_COLUMNS, Opened, PORTION_BYTES, Portion, Splitter, fill, unreadable};
use crate::microdata::check::Dialect;
use crate::microdata::description::FileFormat;
use crate::microdata::rows::Rows;

pub(super) fn open(input: Box<dyn Read + Send>, format: &FileFormat) -> Result<Opened, Problem> {
    let (mut pieces, encoding) = begin(input, format)?;
    pieces.refill()?;
    if !is_text(&pieces.buffer) {
        return Err(Problem::new("microdata-not-text"));
    }
    let separator = format.separator.unwrap_or_else(|| find_separator(&pieces.buffer));
    pieces.separator = Some(separator);
    let (header, length) = heading(&pieces.buffer, separator)?;
    pieces.buffer.drain(..length);
    let header = header.cells(0).map(|cell| decoded(cell, encoding)).collect();
    let dialect = Dialect {
        decimal_separator: format.decimal_separator,
        iso_dates: false,
        binary_fractions: false,
        windows_1252: encoding == Encoding::Windows1252,
        line_breaks: format.line_breaks,
    };
    Ok(Opened {
        format: Format::Csv,
        encoding: encoding.name(),
        header,
        first_row: 2,
        dialect,
        splitter: Splitter::Csv { separator },
        portions: Box::new(pieces),
    })
}

/// Whether bytes are text: no signs that only programs write, but for the end that old systems put behind a file.
fn is_text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_suffix(&[0x1a]).unwrap_or(bytes);
    bytes.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace() || *byte == 0x0b)
}

/// The text as UTF-8 or Windows-1252, without its byte order mark.
pub(super) fn begin(mut input: Box<dyn Read + Send>, format: &FileFormat) -> Result<(Pieces, Encoding), Problem> {
    let failed = |error| unreadable(Format::Csv, error);
    let mut head = vec![0; 1 << 18];
    let count = fill(&mut input, &mut head).map_err(failed)?;
    head.truncate(count);
    let (found, mark) = encoding::detect(&head);
    let encoding = format.encoding.as_deref().and_then(Encoding::named).unwrap_or(found);
    let head = std::io::Cursor::new(head.split_off(if encoding == found { mark } else { 0 }));
    let whole = head.chain(input);
    let input: Box<dyn Read + Send> = match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => Box::new(encoding::Utf16::new(whole, encoding)),
        Encoding::Utf8 | Encoding::Windows1252 => Box::new(whole),
    };
    Ok((Pieces { input, buffer: vec![], ended: false, separator: None }, encoding))
}

pub(super) fn decoded(cell: &[u8], encoding: Encoding) -> String {
    let text = match encoding {
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0,
        _ => String::from_utf8_lossy(cell),
    };
    text.trim().to_owned()
}

/// The separator that stands most often in the first line, outside quotations.
fn find_separator(text: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            other if !quoted => counts.iter_mut().filter(|(sign, _)| sign == other).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    // The first of equals.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}

/// The first row, and how many bytes it takes.
fn heading(text: &[u8], separator: u8) -> Result<(Rows, usize), Problem> {
    let mut core = csv_core::ReaderBuilder::new().delimiter(separator).build();
    let (mut cells, mut ends) = (vec![0; text.len() + 1], vec![0; MOST_COLUMNS + 1]);
    let (mut length, mut count, mut written) = (0, 0, 0);
    loop {
        let (result, read, out, ended) = core.read_record(&text[length..], &mut cells[written..], &mut ends[count..]);
        (length, written, count) = (length + read, written + out, count + ended);
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::Record => break,
            ReadRecordResult::End => return Err(Problem::new("microdata-file-empty")),
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                return Err(Problem::new("microdata-columns").with("limit", MOST_COLUMNS));
            }
        }
    }
    cells.truncate(written);
    ends.truncate(count);
    // The parser takes a row as ended at `\r`; the `\n` behind it belongs to the row, too.
    if text.get(length.wrapping_sub(1)) == Some(&b'\r') && text.get(length) == Some(&b'\n') {
        length += 1;
    }
    Ok((Rows { data: cells, row_ends: vec![ends.len()], ends }, length))
}

/// Splits whole rows into cells.
pub(crate) fn rows(text: &[u8], separator: u8) -> Rows {
    let mut core = csv_core::ReaderBuilder::new().delimiter(separator).build();
    let mut rows =
        Rows { data: vec![0; text.len()], ends: vec![0; text.len() / 4 + 16], row_ends: Vec::with_capacity(text.len() / 64) };
    let (mut at, mut written, mut count, mut row_start) = (0, 0, 0, 0);
    loop {
        let (result, read, out, ended) = core.read_record(&text[at..], &mut rows.data[written..], &mut rows.ends[count..]);
        // The parser counts from the beginning of the row.
        rows.ends[count..count + ended].iter_mut().for_each(|end| *end += row_start);
        (at, written, count) = (at + read, written + out, count + ended);
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::Record => {
                rows.row_ends.push(count);
                row_start = written;
            }
            ReadRecordResult::OutputFull => rows.data.resize(rows.data.len() * 2 + 16, 0),
            ReadRecordResult::OutputEndsFull => rows.ends.resize(rows.ends.len() * 2, 0),
            ReadRecordResult::End => break,
        }
    }
    rows.data.truncate(written);
    rows.ends.truncate(count);
    rows
}

/// A text, cut where rows end.
pub(crate) struct Pieces {
    input: Box<dyn Read + Send>,
    /// What was read and not yet given; it begins at the beginning of a row.
    pub(super) buffer: Vec<u8>,
    ended: bool,
    /// Quotations count in text with a separator; every line is a row in text without.
    pub(super) separator: Option<u8>,
}

impl Pieces {
    /// Reads until a portion is there or the text ends.
    pub(super) fn refill(&mut self) -> Result<(), Problem> {
        let from = self.buffer.len();
        if !self.ended && from < PORTION_BYTES {
            self.buffer.resize(PORTION_BYTES, 0);
            let count = fill(&mut self.input, &mut self.buffer[from..]).map_err(|error| unreadable(Format::Csv, error))?;
            self.buffer.truncate(from + count);
            self.ended = self.buffer.len() < PORTION_BYTES;
        }
        Ok(())
    }
}

impl Iterator for Pieces {
    type Item = Result<Portion, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(problem) = self.refill() {
            self.ended = true;
            self.buffer.clear();
            return Some(Err(problem));
        }
        if self.buffer.is_empty() {
            return None;
        }
        let end = match (self.ended, self.separator) {
            (true, _) => self.buffer.len(),
            (false, Some(separator)) => last_row_end(&self.buffer, separator),
            (false, None) => memchr::memrchr(b'\n', &self.buffer).map_or(0, |at| at + 1),
        };
        if end == 0 {
            self.ended = true;
            self.buffer.clear();
            return Some(Err(Problem::new("microdata-row-long").with("megabytes", PORTION_BYTES >> 20)));
        }
        let rest = self.buffer.split_off(end);
        Some(Ok(Portion::Text(std::mem::replace(&mut self.buffer, rest))))
    }
}

/// Where the last whole row of a text ends that begins with a row; 0 when there is none.
fn last_row_end(text: &[u8], separator: u8) -> usize {
    let mut last = 0;
    // Everything before `at` is outside quotations.
    let mut at = 0;
    loop {
        let quote = memchr::memchr(b'"', &text[at..]).map(|found| at + found);
        let outside = &text[at..quote.unwrap_or(text.len())];
        if let Some(end) = memchr::memrchr(b'\n', outside) {
            last = at + end + 1;
        }
        let Some(quote) = quote else { return last };
        let opens = quote == 0 || matches!(text[quote - 1], b'\n' | b'\r') || text[quote - 1] == separator;
        // A mark behind a closed quotation, at `at`, follows a mark: it is no opening one.
        at = if opens { closing(text, quote + 1).map_or(text.len(), |end| end + 1) } else { quote + 1 };
    }
}

/// The mark that closes a quotation; none if it, or what follows it, lies beyond the text.
fn closing(text: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let mark = from + memchr::memchr(b'"', text.get(from..)?)?;
        match text.get(mark + 1)? {
            b'"' => from = mark + 2,
            _ => return Some(mark),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(rows: &Rows) -> Vec<Vec<Vec<u8>>> {
        (0..rows.len()).map(|row| rows.cells(row).map(<[u8]>::to_vec).collect()).collect()
    }

    /// Splits a text at every portion end that `size` gives, as the reader would with portions that small.
    fn in_portions(text: &[u8], size: usize) -> Vec<Vec<Vec<u8>>> {
        let (mut found, mut rest, mut wanted) = (vec![], text, size);
        while !rest.is_empty() {
            let end = if wanted >= rest.len() { rest.len() } else { last_row_end(&rest[..wanted], b',') };
            if end == 0 {
                wanted += size;
                continue;
            }
            found.extend(cells(&rows(&rest[..end], b',')));
            (rest, wanted) = (&rest[end..], size);
        }
        found
    }

    #[test]
    fn separators_are_found_outside_quotations() {
        for (line, expected) in [("a,b,c", b','), ("a;b", b';'), ("\"a,b,c\";d\n1,2,3,4", b';'), ("a\tb", b'\t'), ("a", b',')] {
            assert_eq!(find_separator(line.as_bytes()), expected, "{line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn portions_give_the_rows_of_the_whole(text in "[a\",\n\r;é]{0,60}", size in 1_usize..20) {
            prop_assert_eq!(in_portions(text.as_bytes(), size), cells(&rows(text.as_bytes(), b',')));
        }
    }
}

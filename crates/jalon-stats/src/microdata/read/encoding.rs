//! How text is encoded: found in its first bytes, brought to UTF-8.

use std::io::Read;

use super::super::rows::Rows;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The encoding of this name, as descriptions write it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252].into_iter().find(|encoding| encoding.name() == name)
    }
}

/// The encoding of a text that begins so, and the length of its byte order mark.
///
/// UTF-16 without a mark shows by its zero bytes; what is no UTF-8 and holds no sequence of it is Windows-1252, of which Latin-1 is a part.
/// A beginning that holds both is UTF-8 with faults, which are reported row by row.
pub(crate) fn detect(head: &[u8]) -> (Encoding, usize) {
    match head {
        [0xef, 0xbb, 0xbf, ..] => return (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => return (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => return (Encoding::Utf16Be, 2),
        _ => {}
    }
    let sample = &head[..head.len().min(4096)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half > 0 && odd * 10 > half * 6 && even * 10 < half {
        return (Encoding::Utf16Le, 0);
    }
    if half > 0 && even * 10 > half * 6 && odd * 10 < half {
        return (Encoding::Utf16Be, 0);
    }
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    let mut chunks = head.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        valid += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        // A sequence cut by the end of the beginning is no fault.
        invalid += usize::from(!chunk.invalid().is_empty() && chunks.peek().is_some());
    }
    let cut = head.utf8_chunks().last().is_some_and(|last| !last.invalid().is_empty() && last.invalid()[0] < 0xc2);
    if valid == 0 && (invalid > 0 || cut) { (Encoding::Windows1252, 0) } else { (Encoding::Utf8, 0) }
}

/// Rows whose cells are Windows-1252, as UTF-8. Every byte means something there, so nothing is lost.
pub(crate) fn to_utf8(rows: &Rows) -> Rows {
    let mut into = Rows::default();
    for row in 0..rows.len() {
        for cell in rows.cells(row) {
            into.push_cell(encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0.as_bytes());
        }
        into.end_row();
    }
    into
}

/// UTF-16 as UTF-8. What is no text becomes U+FFFD, which the check of rows finds.
pub(crate) struct Utf16<R> {
    input: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf16<R> {
    pub(crate) fn new(input: R, encoding: Encoding) -> Self {
        let encoding = if encoding == Encoding::Utf16Be { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE };
        Self {
            input,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 1 << 16],
            decoded: Vec::with_capacity(1 << 18),
            given: 0,
            ended: false,
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.decoded.len() {
            if self.ended {
                return Ok(0);
            }
            let count = super::fill(&mut self.input, &mut self.raw)?;
            self.ended = count < self.raw.len();
            let wanted = self.decoder.max_utf8_buffer_length(count).unwrap_or(1 << 18);
            self.decoded.resize(wanted, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..count], &mut self.decoded, self.ended);
            self.decoded.truncate(written);
            self.given = 0;
        }
        let count = buffer.len().min(self.decoded.len() - self.given);
        buffer[..count].copy_from_slice(&self.decoded[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_show_in_the_first_bytes() {
        let cases: [(&[u8], (Encoding, usize)); 9] = [
            (b"nom;age", (Encoding::Utf8, 0)),
            ("prénom;âge".as_bytes(), (Encoding::Utf8, 0)),
            (b"\xef\xbb\xbfnom", (Encoding::Utf8, 3)),
            (b"\xff\xfen\0o\0", (Encoding::Utf16Le, 2)),
            (b"n\0o\0m\0;\0a\0", (Encoding::Utf16Le, 0)),
            (b"\0n\0o\0m\0;\0a", (Encoding::Utf16Be, 0)),
            (b"pr\xe9nom;age", (Encoding::Windows1252, 0)),
            (b"pr\xc3\xa9nom;\xe2ge", (Encoding::Utf8, 0)),
            (b"pr\xc3", (Encoding::Utf8, 0)),
        ];
        for (head, expected) in cases {
            assert_eq!(detect(head), expected, "{head:?}");
        }
    }
}

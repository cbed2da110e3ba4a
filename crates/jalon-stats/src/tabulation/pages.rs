//! Columns as a Parquet file stores them: a chunk's distinct values once, and for each record a place among them.
//!
//! A table asks one question per distinct value and one addition per record, so the values themselves are never spread out over
//! the records. Chunks that are stored otherwise, and kinds of numbers that are not whole, go through the library's reader.

use std::fs::File;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int32Array, Int64Array, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use bytes::Bytes;
use parquet::basic::{Encoding, Type as Physical};
use parquet::column::page::{Page, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::serialized_reader::SerializedPageReader;

use super::column::{self, Column};
use super::hybrid::Decoder;

/// One column of one row group.
pub(super) struct Chunk {
    pages: SerializedPageReader<File>,
    values: ArrayRef,
    optional: bool,
    /// Of the page that is being read: whether each record has a value, where one may have none, and the places of values.
    levels: Option<Decoder>,
    places: Option<Decoder>,
    left: usize,
}

impl Chunk {
    /// Nothing for a chunk that is not stored in this way throughout, or whose numbers are not whole.
    pub(super) fn open(file: &Arc<File>, group: &RowGroupMetaData, leaf: usize, kind: &DataType) -> Result<Option<Self>> {
        let chunk = group.column(leaf);
        let descriptor = chunk.column_descr();
        let is_flat = descriptor.max_rep_level() == 0 && descriptor.max_def_level() <= 1;
        let is_coded = column::is_text(kind) || column::is_whole(kind) && *kind != DataType::UInt64;
        if !is_flat || !is_coded || !is_dictionary_only(chunk) {
            return Ok(None);
        }
        let rows = usize::try_from(group.num_rows()).map_err(|_| damaged())?;
        let mut pages = SerializedPageReader::new(file.clone(), chunk, rows, None)?;
        // A writer may leave the dictionary out where nobody has a value: that is for the library to read or to refuse.
        let Some(Page::DictionaryPage { buf, num_values, encoding, .. }) = pages.get_next_page()? else { return Ok(None) };
        if !matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY) {
            return Err(damaged());
        }
        let values = dictionary(&buf, num_values as usize, descriptor.physical_type(), kind).ok_or_else(damaged)?;
        let optional = descriptor.max_def_level() == 1;
        Ok(Some(Self { pages, values, optional, levels: None, places: None, left: 0 }))
    }

    /// The distinct values of the chunk.
    pub(super) fn values(&self) -> &ArrayRef {
        &self.values
    }

    /// The next records.
    pub(super) fn next(&mut self, rows: usize) -> Result<Column> {
        let mut places = vec![0; rows];
        // Empty as long as every record has a value.
        let mut there: Vec<bool> = vec![];
        let mut at = 0;
        while at < rows {
            if self.left == 0 {
                self.turn()?;
            }
            let count = self.left.min(rows - at);
            let own = self.places.as_mut().ok_or_else(damaged)?;
            let out = &mut places[at..at + count];
            let same = self.levels.as_mut().map_or(Some(1), |levels| levels.take_same(count));
            match &mut self.levels {
                Some(levels) if same != Some(1) => {
                    there.resize(at, true);
                    let mut present = vec![0; count];
                    if same.is_none() {
                        levels.fill(&mut present).ok_or_else(damaged)?;
                    }
                    let mut packed = vec![0; present.iter().filter(|level| **level == 1).count()];
                    own.fill(&mut packed).ok_or_else(damaged)?;
                    let mut packed = packed.into_iter();
                    for (level, out) in present.into_iter().zip(out) {
                        there.push(level == 1);
                        *out = if level == 1 { packed.next().unwrap_or_default() } else { 0 };
                    }
                }
                _ => own.fill(out).ok_or_else(damaged)?,
            }
            at += count;
            self.left -= count;
        }
        if !there.is_empty() {
            there.resize(rows, true);
        }
        // Places are below a power of two, which is mostly all that has to be looked at.
        let most = self.values.len() as i32;
        if places.iter().fold(0, |all, place| all | place) >= most && places.iter().any(|place| *place >= most.max(1)) {
            return Err(damaged());
        }
        if self.values.is_empty() && there.iter().filter(|there| !**there).count() < rows {
            return Err(damaged());
        }
        let nulls = (!there.is_empty()).then(|| NullBuffer::from(there));
        Ok(Column::Coded { places: Int32Array::new(places.into(), nulls), values: self.values.clone() })
    }

    fn turn(&mut self) -> Result<()> {
        let (levels, places, count, encoding) = match self.pages.get_next_page()?.ok_or_else(damaged)? {
            Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } if self.optional => {
                let length = buf.get(..4).and_then(|length| length.try_into().ok()).map(u32::from_le_bytes);
                let end = length.and_then(|length| (length as usize).checked_add(4)).filter(|end| *end <= buf.len());
                let end = end.filter(|_| def_level_encoding == Encoding::RLE).ok_or_else(damaged)?;
                (Some(buf.slice(4..end)), buf.slice(end..), num_values, encoding)
            }
            Page::DataPage { buf, num_values, encoding, .. } => (None, buf, num_values, encoding),
            Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len: 0, .. } => {
                let end = def_levels_byte_len as usize;
                if end > buf.len() {
                    return Err(damaged());
                }
                (self.optional.then(|| buf.slice(..end)), buf.slice(end..), num_values, encoding)
            }
            _ => return Err(damaged()),
        };
        if !matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY) {
            return Err(damaged());
        }
        self.left = count as usize;
        self.levels = levels.map(|bytes| Decoder::new(bytes, 1).ok_or_else(damaged)).transpose()?;
        // A page on which nobody has a value may leave the width out.
        let bits = places.first().copied().unwrap_or(0);
        let places = places.slice(usize::from(!places.is_empty())..);
        self.places = Some(Decoder::new(places, u32::from(bits)).ok_or_else(damaged)?);
        Ok(())
    }
}

/// Whether every data page of a chunk refers to its dictionary, as the file states.
#[expect(deprecated, reason = "the encoding that is looked for is an old one")]
fn is_dictionary_only(chunk: &ColumnChunkMetaData) -> bool {
    let coded = [Encoding::RLE_DICTIONARY, Encoding::PLAIN_DICTIONARY];
    match chunk.page_encoding_stats_mask() {
        // Levels in the way of the first Parquet files are left to the library.
        _ if chunk.encodings().any(|encoding| encoding == Encoding::BIT_PACKED) => false,
        Some(pages) => coded.into_iter().any(|encoding| pages.is_only(encoding)),
        // Without a word on pages only a chunk with no other encoding is sure, not even that of a dictionary.
        None => {
            let mut encodings = chunk.encodings().filter(|encoding| *encoding != Encoding::RLE).peekable();
            encodings.peek().is_some() && encodings.all(|encoding| coded.contains(&encoding))
        }
    }
}

/// The values of a dictionary page: texts, or whole numbers of any width as 64 bits.
fn dictionary(bytes: &Bytes, count: usize, physical: Physical, kind: &DataType) -> Option<ArrayRef> {
    let unsigned = kind.is_unsigned_integer();
    Some(match physical {
        Physical::INT32 if column::is_whole(kind) => {
            let (numbers, _) = bytes.as_chunks::<4>();
            let number = |bytes: &[u8; 4]| match unsigned {
                true => i64::from(u32::from_le_bytes(*bytes)),
                false => i64::from(i32::from_le_bytes(*bytes)),
            };
            Arc::new(numbers.get(..count)?.iter().map(number).collect::<Int64Array>())
        }
        Physical::INT64 if column::is_whole(kind) => {
            let (numbers, _) = bytes.as_chunks::<8>();
            Arc::new(numbers.get(..count)?.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect::<Int64Array>())
        }
        Physical::BYTE_ARRAY if column::is_text(kind) => {
            let mut rest = &bytes[..];
            let mut text = || {
                let (length, after) = rest.split_first_chunk::<4>()?;
                let (text, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
                rest = after;
                std::str::from_utf8(text).ok()
            };
            let texts: Option<Vec<&str>> = (0..count).map(|_| text()).collect();
            Arc::new(StringArray::from(texts?))
        }
        _ => return None,
    })
}

fn damaged() -> ParquetError {
    ParquetError::General("the file is damaged".to_owned())
}

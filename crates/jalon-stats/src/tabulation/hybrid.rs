//! Parquet's hybrid of runs and packed groups of eight, for short whole numbers such as places in a dictionary
//! (parquet-format, Encodings, "Run Length Encoding / Bit-Packing Hybrid").

use bytes::Bytes;

/// Writes places below 2^bits.
pub(super) fn encode(places: &[u32], bits: u32, out: &mut Vec<u8>) {
    let mut at = 0;
    // Packed groups not yet written begin here; they are a multiple of eight places.
    let mut packed = 0;
    while at < places.len() {
        let same = places[at..].iter().take_while(|place| **place == places[at]).count();
        if same >= 16 {
            // Whole groups of eight must come before a run, so it gives up its first places when they do not fill one.
            let borrowed = (8 - (at - packed) % 8) % 8;
            pack(&places[packed..at + borrowed], bits, out);
            varint(((same - borrowed) as u64) << 1, out);
            let width = bits.div_ceil(8) as usize;
            out.extend(&places[at].to_le_bytes()[..width]);
            at += same;
            packed = at;
        } else {
            at += same;
        }
    }
    pack(&places[packed..], bits, out);
}

/// One packed run; the last group is filled up with zeros.
fn pack(places: &[u32], bits: u32, out: &mut Vec<u8>) {
    if places.is_empty() {
        return;
    }
    varint((places.len().div_ceil(8) as u64) << 1 | 1, out);
    for group in places.chunks(8) {
        let (mut buffer, mut filled) = (0_u64, 0);
        let mut written = 0;
        for place in 0..8 {
            buffer |= u64::from(group.get(place).copied().unwrap_or(0)) << filled;
            filled += bits;
            while filled >= 8 {
                out.push(buffer as u8);
                written += 1;
                buffer >>= 8;
                filled -= 8;
            }
        }
        debug_assert_eq!(written, bits);
    }
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads them again, a few at a time. Whatever the bytes are, it ends: with `None` where they do.
#[derive(Debug)]
pub(super) struct Decoder {
    bytes: Bytes,
    /// Where the run after this one begins.
    at: usize,
    bits: u32,
    run: Run,
}

#[derive(Debug, Clone, Copy)]
enum Run {
    Same {
        value: i32,
        left: usize,
    },
    /// Places `next..end` of those that are packed from the byte `start` on.
    Packed {
        start: usize,
        next: usize,
        end: usize,
    },
}

impl Decoder {
    /// Nothing where a place would not fit 31 bits.
    pub(super) fn new(bytes: Bytes, bits: u32) -> Option<Self> {
        (bits < i32::BITS).then_some(Self { bytes, at: 0, bits, run: Run::Same { value: 0, left: 0 } })
    }

    pub(super) fn fill(&mut self, mut out: &mut [i32]) -> Option<()> {
        while !out.is_empty() {
            let count = self.left()?.min(out.len());
            let (now, later) = out.split_at_mut(count);
            match &mut self.run {
                Run::Same { value, left } => {
                    now.fill(*value);
                    *left -= count;
                }
                Run::Packed { start, next, .. } => {
                    unpack(&self.bytes[*start..self.at], self.bits, *next, now);
                    *next += count;
                }
            }
            out = later;
        }
        Some(())
    }

    /// Takes `count` places if they are one run of the same.
    pub(super) fn take_same(&mut self, count: usize) -> Option<i32> {
        self.left()?;
        match &mut self.run {
            Run::Same { value, left } if *left >= count => {
                *left -= count;
                Some(*value)
            }
            _ => None,
        }
    }

    /// How many places the run has left; the next one begins when it has none.
    fn left(&mut self) -> Option<usize> {
        loop {
            let left = match self.run {
                Run::Same { left, .. } => left,
                Run::Packed { next, end, .. } => end - next,
            };
            if left > 0 {
                return Some(left);
            }
            self.begin()?;
        }
    }

    fn begin(&mut self) -> Option<()> {
        let mut header = 0_u64;
        for shift in (0..).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            header |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let (start, bits) = (self.at, self.bits as usize);
        let count = usize::try_from(header >> 1).ok()?;
        self.run = if header & 1 == 0 {
            let width = bits.div_ceil(8);
            let mut value = [0; 4];
            value[..width].copy_from_slice(self.bytes.get(start..start + width)?);
            self.at += width;
            Run::Same { value: i32::try_from(u32::from_le_bytes(value)).ok()?, left: count }
        } else {
            // The last group may be cut off after the places that are there.
            let there = self.bytes.len() - start;
            let length = count.checked_mul(bits)?.min(there);
            let places = (length * 8).checked_div(bits).unwrap_or(count.saturating_mul(8));
            self.at += length;
            Run::Packed { start, next: 0, end: places }
        };
        Some(())
    }
}

/// Places `from` on of those that are packed in the bytes.
fn unpack(bytes: &[u8], bits: u32, from: usize, out: &mut [i32]) {
    // Up to the next whole group, whole groups, and what remains.
    let (first, rest) = out.split_at_mut(out.len().min(from.wrapping_neg() % 8));
    one_by_one(bytes, bits, from, first);
    let from = from + first.len();
    let groups = &bytes[(from / 8 * bits as usize).min(bytes.len())..];
    macro_rules! by_width {
        ($($width:literal)*) => {
            match bits {
                $($width => unpack_groups::<$width>(groups, rest),)*
                _ => 0,
            }
        };
    }
    let done = by_width!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    one_by_one(bytes, bits, from + done, &mut rest[done..]);
}

/// As many whole groups as there are; returns how many places these are.
fn unpack_groups<const BITS: usize>(bytes: &[u8], out: &mut [i32]) -> usize {
    let (groups, _) = bytes.as_chunks::<BITS>();
    let (outs, _) = out.as_chunks_mut::<8>();
    for (group, out) in groups.iter().zip(outs.iter_mut()) {
        if BITS <= 8 {
            let mut word = [0; 8];
            word[..BITS].copy_from_slice(group);
            let word = u64::from_le_bytes(word);
            for (place, out) in out.iter_mut().enumerate() {
                *out = (word >> (place * BITS)) as i32 & ((1 << BITS) - 1);
            }
        } else {
            // Four places at a time fit one word.
            let mut low = [0; 16];
            low[..BITS].copy_from_slice(group);
            let word = u128::from_le_bytes(low);
            for (half, out) in out.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                let word = (word >> (half * 4 * BITS)) as u64;
                for (place, out) in out.iter_mut().enumerate() {
                    *out = (word >> (place * BITS)) as i32 & ((1 << BITS) - 1);
                }
            }
        }
    }
    groups.len().min(outs.len()) * 8
}

fn one_by_one(bytes: &[u8], bits: u32, from: usize, out: &mut [i32]) {
    for (place, out) in (from..).zip(out) {
        let bit = place * bits as usize;
        let mut word = [0; 8];
        let there = bytes.len().min(bit / 8 + 8).saturating_sub(bit / 8);
        word[..there].copy_from_slice(&bytes[bit / 8..bit / 8 + there]);
        *out = (u64::from_le_bytes(word) >> (bit % 8)) as i32 & ((1_i64 << bits) - 1) as i32;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(bytes: Vec<u8>, bits: u32, count: usize, step: usize) -> Option<Vec<i32>> {
        let mut decoder = Decoder::new(bytes.into(), bits)?;
        let mut found = vec![-1; count];
        found.chunks_mut(step).try_for_each(|out| decoder.fill(out))?;
        Some(found)
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_in_steps_of_any_length(
            bits in 0..31_u32,
            runs in prop::collection::vec((any::<u32>(), 1..40_usize), 0..40),
            step in 1..70_usize,
        ) {
            let places: Vec<u32> =
                runs.iter().flat_map(|(place, times)| vec![place & ((1 << bits) - 1); if place % 3 == 0 { *times } else { 1 }]).collect();
            let mut bytes = vec![];
            encode(&places, bits, &mut bytes);
            let expected: Vec<i32> = places.iter().map(|place| *place as i32).collect();
            prop_assert_eq!(decoded(bytes, bits, places.len(), step), Some(expected));
        }

        #[test]
        fn any_bytes_come_to_an_end(
            bytes in prop::collection::vec(any::<u8>(), 0..200), bits in 0..40_u32, count in 0..5000_usize, step in 1..70_usize,
        ) {
            decoded(bytes, bits, count, step);
        }
    }

    #[test]
    fn a_run_of_the_same_is_taken_at_once() {
        let mut bytes = vec![];
        encode(&[vec![1; 30], vec![0, 1, 0, 0, 1, 1, 0, 1]].concat(), 1, &mut bytes);
        let mut decoder = Decoder::new(bytes.into(), 1).unwrap();
        assert_eq!([decoder.take_same(20), decoder.take_same(20), decoder.take_same(10)], [Some(1), None, Some(1)]);
        assert_eq!(decoder.take_same(8), None);
        let mut last = [0; 8];
        decoder.fill(&mut last).unwrap();
        assert_eq!(last, [0, 1, 0, 0, 1, 1, 0, 1]);
    }
}

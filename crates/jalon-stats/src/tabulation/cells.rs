//! Cells that hold at least one record, in the order of their index.

use rayon::prelude::*;

use super::axis::Axis;
use super::plan::Block;

/// The index of a cell and what is to be added to it.
pub(super) type Entry<const WIDTH: usize> = (u64, [u64; WIDTH]);

/// Cells in the order of their index, each with the same number of slots.
#[derive(Debug, Default, Clone)]
pub(super) struct Cells {
    pub(super) index: Vec<u64>,
    pub(super) slots: Vec<u64>,
}

/// Up to this many cells a block is added up in a field with a place for every cell.
const DENSE: u64 = 1 << 22;
/// Cells of one part of a larger block: its field fits the processor's second cache.
pub(super) const PART: u64 = 1 << 15;

impl Cells {
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    pub(super) fn bytes(&self) -> u64 {
        (self.index.capacity() + self.slots.capacity()) as u64 * 8
    }

    pub(super) fn get(&self, index: u64, width: usize) -> Option<&[u64]> {
        let at = self.index.binary_search(&index).ok()?;
        Some(&self.slots[at * width..(at + 1) * width])
    }

    /// The block `to` out of these cells, which are those of the block `from`.
    pub(super) fn roll_up<const WIDTH: usize>(&self, from: &Block, to: &Block, axes: &[Axis]) -> Self {
        self.gather::<WIDTH>(&targets(&self.index, from, to, axes), to.space)
    }

    fn gather<const WIDTH: usize>(&self, target: &[u64], space: u64) -> Self {
        let (cells, _) = self.slots.as_chunks::<WIDTH>();
        if target.is_sorted() {
            return merge_runs(target, cells);
        }
        if space <= DENSE {
            let mut field = vec![[0_u64; WIDTH]; space as usize];
            for (index, cell) in target.iter().zip(cells) {
                add(&mut field[*index as usize], cell);
            }
            let mut found = Self::default();
            found.take_field(&mut field, 0);
            return found;
        }
        Self::of_entries(target.iter().copied().zip(cells.iter().copied()).collect(), space)
    }

    /// Cells of pieces that follow one another, each of so many cells, written at the same time by what fills one.
    pub(super) fn of_pieces<const WIDTH: usize>(
        counts: &[usize],
        fill: impl Fn(usize, &mut [u64], &mut [[u64; WIDTH]]) + Sync,
    ) -> Self {
        let count = counts.iter().sum::<usize>();
        let mut all = Self { index: vec![0; count], slots: vec![0; count * WIDTH] };
        let (mut index, (mut slots, _)) = (&mut all.index[..], all.slots.as_chunks_mut::<WIDTH>());
        let mut pieces = vec![];
        for count in counts {
            let (own_index, own_slots);
            (own_index, index) = index.split_at_mut(*count);
            (own_slots, slots) = slots.split_at_mut(*count);
            pieces.push((own_index, own_slots));
        }
        pieces.into_par_iter().enumerate().for_each(|(piece, (index, slots))| fill(piece, index, slots));
        all
    }

    /// Appends a cell; one with the index of the last is added to it.
    pub(super) fn push(&mut self, index: u64, cell: &[u64]) {
        if self.index.last() == Some(&index) {
            let start = self.slots.len() - cell.len();
            self.slots[start..].iter_mut().zip(cell).for_each(|(sum, value)| *sum = sum.wrapping_add(*value));
        } else {
            self.index.push(index);
            self.slots.extend_from_slice(cell);
        }
    }

    /// Cells of entries in any order.
    pub(super) fn of_entries<const WIDTH: usize>(entries: Vec<Entry<WIDTH>>, space: u64) -> Self {
        let shift = part_shift(space);
        let mut parts: Vec<Vec<_>> = (0..parts(space)).map(|_| vec![]).collect();
        for entry in entries {
            parts[(entry.0 >> shift) as usize].push(entry);
        }
        let mut found = Self::default();
        let mut scratch = vec![];
        for (part, mut entries) in parts.into_iter().enumerate() {
            found.take_part(&mut entries, part, shift, &mut scratch);
        }
        found
    }

    /// Appends the cells of one part, whose entries are in any order. The scratch is empty or all zero, before and after.
    pub(super) fn take_part<const WIDTH: usize>(
        &mut self,
        entries: &mut [Entry<WIDTH>],
        part: usize,
        shift: u32,
        scratch: &mut Vec<[u64; WIDTH]>,
    ) {
        let start = (part as u64) << shift;
        let size = 1 << shift;
        if size > PART || (entries.len() as u64) < size / 64 {
            entries.sort_unstable_by_key(|entry| entry.0);
            for (index, cell) in entries.iter() {
                self.push(*index, cell);
            }
            return;
        }
        scratch.resize(size as usize, [0; WIDTH]);
        for (index, cell) in entries.iter() {
            add(&mut scratch[(index - start) as usize], cell);
        }
        self.take_field(scratch, start);
    }

    /// Takes the cells out of a field and leaves it empty.
    pub(super) fn take_field<const WIDTH: usize>(&mut self, field: &mut [[u64; WIDTH]], start: u64) {
        let count = field.iter().filter(|cell| is_cell(cell)).count();
        self.index.reserve(count);
        self.slots.reserve(count * WIDTH);
        for (offset, cell) in field.iter_mut().enumerate() {
            if is_cell(cell) {
                self.index.push(start + offset as u64);
                self.slots.extend_from_slice(cell);
                *cell = [0; WIDTH];
            }
        }
    }
}

/// The first slot counts records.
pub(super) fn is_cell<const WIDTH: usize>(cell: &[u64; WIDTH]) -> bool {
    cell[0] != 0
}

pub(super) fn add<const WIDTH: usize>(sum: &mut [u64; WIDTH], cell: &[u64; WIDTH]) {
    for slot in 0..WIDTH {
        sum[slot] = sum[slot].wrapping_add(cell[slot]);
    }
}

fn merge_runs<const WIDTH: usize>(target: &[u64], cells: &[[u64; WIDTH]]) -> Cells {
    let mut found = Cells::default();
    let Some(mut current) = target.first().copied() else { return found };
    let mut sum = [0_u64; WIDTH];
    for (index, cell) in target.iter().zip(cells) {
        if *index != current {
            found.index.push(current);
            found.slots.extend_from_slice(&sum);
            (current, sum) = (*index, [0; WIDTH]);
        }
        add(&mut sum, cell);
    }
    found.index.push(current);
    found.slots.extend_from_slice(&sum);
    found
}

/// Parts of a space, so that what one part holds is found close together.
pub(super) fn part_shift(space: u64) -> u32 {
    let most_parts = 4096;
    space.div_ceil(most_parts).next_power_of_two().max(PART).trailing_zeros()
}

pub(super) fn parts(space: u64) -> usize {
    space.div_ceil(1 << part_shift(space)).max(1) as usize
}

/// For each index of the block `from` the index in the block `to`.
///
/// One axis after the other is exchanged. The index falls into runs within which only the digits after the axis change, so a
/// run needs one division.
pub(super) fn targets(index: &[u64], from: &Block, to: &Block, axes: &[Axis]) -> Vec<u64> {
    let mut current = index.to_vec();
    let mut radices = from.radices.clone();
    for axis in 0..axes.len() {
        let Some(map) = &axes[axis].derivation[from.levels[axis]][to.levels[axis]] else { continue };
        if from.levels[axis] == to.levels[axis] {
            continue;
        }
        let stride: u64 = radices[axis + 1..].iter().product();
        exchange(&mut current, stride, radices[axis], to.radices[axis], map);
        radices[axis] = to.radices[axis];
    }
    current
}

fn exchange(indices: &mut [u64], stride: u64, radix: u64, new_radix: u64, map: &[u32]) {
    // The run that the last index fell in, as start, length, and what its indices change by.
    let (mut start, mut end, mut shift) = (0_u64, 0_u64, 0_u64);
    for index in indices {
        if *index < start || *index >= end {
            let above = divide(*index, stride);
            let high = divide(above, radix);
            let digit = above - high * radix;
            start = (high * radix + digit) * stride;
            end = start + stride;
            shift = ((high * new_radix + u64::from(map[digit as usize])) * stride).wrapping_sub(start);
        }
        *index = index.wrapping_add(shift);
    }
}

/// Division of short numbers takes a fraction of the time.
pub(super) fn divide(value: u64, divisor: u64) -> u64 {
    match (u32::try_from(value), u32::try_from(divisor)) {
        (Ok(value), Ok(divisor)) => u64::from(value / divisor),
        _ => value / divisor,
    }
}

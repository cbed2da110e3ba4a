//! The one pass over the records: what each batch adds to the cells of the base block.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_schema::DataType;
use rayon::prelude::*;

use super::cells::{self, Cells, Entry};
use super::column::{self, Column, Fixed, Known, Unfit};
use super::dataset::Dataset;
use super::fault::{Fault, Outcome};
use super::layout::{self, Keys, Layout, Records, Term};
use super::selector::{EXCLUDED, Predicate, REFUSED, Selector, UNKNOWN};
use crate::release::Progress;

/// Everything that the pass needs, by column of the batches.
pub(super) struct Pass<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) columns: Vec<String>,
    /// One per dimension.
    pub(super) selectors: Vec<Selector>,
    pub(super) population: Vec<Predicate>,
    /// As [`Layout::conditions`].
    pub(super) conditions: Vec<Vec<Predicate>>,
    pub(super) layout: &'a Layout,
    /// Column of each variable of the layout, and its codes for missing.
    pub(super) variables: Vec<(usize, Vec<i64>)>,
    /// Column and decimals of the weight, and whether a missing one is zero.
    pub(super) weight: Option<(usize, u32, bool)>,
    pub(super) record_key: Option<RecordKey>,
    /// Column that says for how many records a row stands, where it is not one.
    pub(super) frequency: Option<usize>,
    pub(super) space: u64,
    pub(super) threads: usize,
    /// Bytes that the entries of all threads may take.
    pub(super) memory: u64,
    pub(super) progress: &'a Progress,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct RecordKey {
    pub(super) column: usize,
    /// Cell keys are below it.
    pub(super) modulus: u64,
    pub(super) fractional: bool,
}

/// What the pass found.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) cells: Cells,
    pub(super) notes: Notes,
    /// For each median of the layout: cell, value, weight.
    pub(super) medians: Vec<Vec<(u64, i64, u64)>>,
}

/// Counters over the records of the table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Notes {
    pub(super) records: u64,
    /// Those of them without a record key, under protection.
    pub(super) unkeyed: u64,
    /// Numbers with more digits than are kept.
    pub(super) rounded: u64,
    /// Faults, by code and place, with how many records have them.
    pub(super) faults: BTreeMap<(&'static str, String), u64>,
}

impl Notes {
    pub(super) fn add(&mut self, code: &'static str, place: &str, count: u64) {
        if count > 0 {
            *self.faults.entry((code, place.to_owned())).or_default() += count;
        }
    }

    fn merge(&mut self, other: Self) {
        self.unkeyed += other.unkeyed;
        self.rounded += other.rounded;
        for (key, count) in other.faults {
            *self.faults.entry(key).or_default() += count;
        }
    }

    fn check(&self) -> Outcome<()> {
        let fault = |((code, place), count): (&(&'static str, String), &u64)| Fault::new(code, place).with("count", count);
        let faults: Vec<_> = self.faults.iter().map(fault).collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

impl Pass<'_> {
    /// Reads each of the row groups once.
    pub(super) fn run<const WIDTH: usize>(&self, groups: Range<usize>) -> Outcome<Counted> {
        let next = AtomicUsize::new(groups.start);
        let dense_bytes = self.space.saturating_mul(WIDTH as u64 * 8).saturating_mul(self.threads as u64);
        // Beyond the third cache scattered additions wait for memory; sorting by parts first is faster there.
        let dense = dense_bytes <= (self.memory / 2).min(MOST_DENSE_BYTES);
        let work = |_| -> Outcome<Worker<WIDTH>> {
            let mut worker = Worker::new(self, dense);
            loop {
                let group = next.fetch_add(1, Ordering::Relaxed);
                if group >= groups.end {
                    return Ok(worker);
                }
                self.progress.check()?;
                for batch in self.dataset.read(group, &self.columns)? {
                    worker.take(self, &batch?)?;
                }
                self.progress.step();
            }
        };
        let workers: Vec<_> = (0..self.threads).into_par_iter().map(work).collect::<Result<_, _>>()?;
        let mut found = Counted { medians: vec![vec![]; self.layout.medians.len()], ..Counted::default() };
        let mut stores = vec![];
        for worker in workers {
            found.notes.merge(worker.notes);
            for (all, own) in found.medians.iter_mut().zip(worker.medians) {
                all.extend(own);
            }
            stores.push(worker.store);
        }
        found.cells = Store::combine(stores, self.space);
        Ok(found)
    }

    /// The faults of the records, or how many there are.
    pub(super) fn conclude<const WIDTH: usize>(&self, mut found: Counted) -> Outcome<Counted> {
        found.notes.check()?;
        let (cells, _) = found.cells.slots.as_chunks::<WIDTH>();
        found.notes.records = cells.iter().map(|cell| layout::records(cell[0], self.layout.keys)).sum();
        Ok(found)
    }
}

const MOST_DENSE_BYTES: u64 = 96 << 20;

/// Where a thread adds up.
enum Store<const WIDTH: usize> {
    /// A place for every cell.
    Dense(Vec<[u64; WIDTH]>),
    /// Entries by the part of the space that they fall in, added up when they become too many.
    Parts { parts: Vec<Vec<Entry<WIDTH>>>, entries: usize, limit: usize, shift: u32 },
}

impl<const WIDTH: usize> Store<WIDTH> {
    /// The cells of all threads' stores, which are of one kind.
    fn combine(stores: Vec<Self>, space: u64) -> Cells {
        let mut fields = vec![];
        let mut parts: Vec<Vec<Vec<Entry<WIDTH>>>> = (0..cells::parts(space)).map(|_| vec![]).collect();
        for store in stores {
            match store {
                Self::Dense(field) => fields.push(field),
                Self::Parts { parts: own, .. } => parts.iter_mut().zip(own).for_each(|(all, own)| all.push(own)),
            }
        }
        if fields.is_empty() { combine_parts(parts, space) } else { combine_fields(fields) }
    }
}

fn combine_parts<const WIDTH: usize>(parts: Vec<Vec<Vec<Entry<WIDTH>>>>, space: u64) -> Cells {
    let shift = cells::part_shift(space);
    let combine = |scratch: &mut Vec<[u64; WIDTH]>, (part, stores): (usize, Vec<Vec<Entry<WIDTH>>>)| {
        let mut found = Cells::default();
        let mut entries = stores.into_iter().reduce(|mut all, more| {
            all.extend(more);
            all
        });
        found.take_part(entries.as_deref_mut().unwrap_or_default(), part, shift, scratch);
        found
    };
    let found: Vec<Cells> = parts.into_par_iter().enumerate().map_init(Vec::new, combine).collect();
    let counts: Vec<usize> = found.iter().map(Cells::len).collect();
    Cells::of_pieces::<WIDTH>(&counts, |piece, index, slots| {
        index.copy_from_slice(&found[piece].index);
        slots.as_flattened_mut().copy_from_slice(&found[piece].slots);
    })
}

fn combine_fields<const WIDTH: usize>(mut fields: Vec<Vec<[u64; WIDTH]>>) -> Cells {
    const PIECE: usize = 1 << 16;
    let mut first = fields.swap_remove(0);
    let combine = |(piece, field): (usize, &mut [[u64; WIDTH]])| {
        for other in &fields {
            field.iter_mut().zip(&other[piece * PIECE..]).for_each(|(cell, more)| cells::add(cell, more));
        }
        field.iter().filter(|cell| cells::is_cell(cell)).count()
    };
    let counts: Vec<usize> = first.par_chunks_mut(PIECE).enumerate().map(combine).collect();
    Cells::of_pieces(&counts, |piece, index, slots: &mut [[u64; WIDTH]]| {
        let start = piece * PIECE;
        let field = &first[start..first.len().min(start + PIECE)];
        let there = field.iter().enumerate().filter(|(_, cell)| cells::is_cell(cell));
        for ((offset, cell), (index, slots)) in there.zip(index.iter_mut().zip(slots)) {
            *index = (start + offset) as u64;
            *slots = *cell;
        }
    })
}

/// One thread's share of the pass, with its buffers.
struct Worker<const WIDTH: usize> {
    store: Store<WIDTH>,
    notes: Notes,
    index: Vec<u64>,
    known: Vec<Known<Vec<u64>>>,
    /// The contribution of each record, slot by slot.
    slots: [Vec<u64>; WIDTH],
    numbers: Vec<Fixed>,
    weight: Fixed,
    keys: Vec<u64>,
    /// For how many records each row stands; empty where it is one.
    frequency: Vec<i64>,
    whole: Vec<i64>,
    known_keys: Known<Vec<i64>>,
    known_frequencies: Known<Vec<i64>>,
    marks: Vec<Vec<u64>>,
    medians: Vec<Vec<(u64, i64, u64)>>,
}

impl<const WIDTH: usize> Worker<WIDTH> {
    fn new(pass: &Pass, dense: bool) -> Self {
        let store = match dense {
            true => Store::Dense(vec![[0; WIDTH]; pass.space as usize]),
            false => Store::Parts {
                parts: (0..cells::parts(pass.space)).map(|_| vec![]).collect(),
                entries: 0,
                // Vectors grow by doubling, so half of the room may be empty.
                limit: (pass.memory / 2 / pass.threads as u64 / size_of::<Entry<WIDTH>>() as u64) as usize,
                shift: cells::part_shift(pass.space),
            },
        };
        Self {
            store,
            notes: Notes::default(),
            index: vec![],
            known: pass.selectors.iter().map(|_| Known::default()).collect(),
            slots: std::array::from_fn(|_| vec![]),
            numbers: pass.variables.iter().map(|_| Fixed::default()).collect(),
            weight: Fixed::default(),
            keys: vec![],
            frequency: vec![],
            whole: vec![],
            known_keys: Known::default(),
            known_frequencies: Known::default(),
            marks: vec![vec![]; pass.conditions.len()],
            medians: vec![vec![]; pass.layout.medians.len()],
        }
    }

    fn take(&mut self, pass: &Pass, columns: &[Column]) -> Outcome<()> {
        let rows = columns.first().map_or(0, Column::len);
        self.find_cells(pass, columns, rows);
        self.read_numbers(pass, columns)?;
        self.read_keys(pass, columns)?;
        self.read_frequency(pass, columns)?;
        for (marks, predicates) in self.marks.iter_mut().zip(&pass.conditions) {
            marks.clear();
            marks.resize(rows, 1);
            predicates.iter().for_each(|predicate| predicate.narrow(columns, marks));
        }
        for (term, slot) in &pass.layout.terms {
            self.contribute(pass, *term, *slot, rows)?;
        }
        self.take_medians(pass);
        self.scatter(pass)
    }

    /// The index of each record's cell, or a flag.
    fn find_cells(&mut self, pass: &Pass, columns: &[Column], rows: usize) {
        self.index.clear();
        self.index.resize(rows, 0);
        for (selector, known) in pass.selectors.iter().zip(&mut self.known) {
            selector.add(&columns[selector.column], known, &mut self.index);
        }
        if !pass.population.is_empty() {
            let mut marks = vec![1; rows];
            pass.population.iter().for_each(|predicate| predicate.narrow(columns, &mut marks));
            for (index, mark) in self.index.iter_mut().zip(marks) {
                // Faults of records outside the population do not matter.
                *index = if mark == 1 { *index } else { EXCLUDED };
            }
        }
        if self.index.iter().fold(0, |all, index| all | index) >= UNKNOWN {
            self.note_unknown(pass, columns);
        }
    }

    fn note_unknown(&mut self, pass: &Pass, columns: &[Column]) {
        for selector in &pass.selectors {
            let name = &pass.columns[selector.column];
            let mut own = vec![0; self.index.len()];
            selector.add(&columns[selector.column], &mut Known::default(), &mut own);
            let inside = self.index.iter().zip(&own).filter(|(index, _)| **index != EXCLUDED).map(|(_, own)| *own);
            let (refused, unknown): (Vec<u64>, Vec<u64>) = inside.filter(|own| *own >= UNKNOWN).partition(|own| *own >= REFUSED);
            self.notes.add("missing-values", name, refused.len() as u64);
            self.notes.add("unknown-values", name, unknown.len() as u64);
        }
    }

    fn read_numbers(&mut self, pass: &Pass, columns: &[Column]) -> Outcome<()> {
        let unfit = |column: usize| {
            move |unfit: Unfit| {
                let code = if unfit == Unfit::TooLarge { "too-large" } else { "not-a-number" };
                Fault::new(code, &pass.columns[column])
            }
        };
        for ((column, missing), (number, (_, decimals))) in
            pass.variables.iter().zip(self.numbers.iter_mut().zip(&pass.layout.variables))
        {
            number.fill(&columns[*column], *decimals).map_err(unfit(*column))?;
            number.forget(missing, *decimals);
            if !number.valid.is_empty() && missing.is_empty() && !pass.dataset.may_be_missing(&pass.columns[*column]) {
                return Err(pass.dataset.unreadable(&pass.columns[*column]).into());
            }
            self.notes.rounded += std::mem::take(&mut number.rounded);
        }
        let Some((column, decimals, missing_is_zero)) = pass.weight else { return Ok(()) };
        self.weight.fill(&columns[column], decimals).map_err(unfit(column))?;
        let name = &pass.columns[column];
        let inside = |row: &usize| self.index[*row] < EXCLUDED;
        if !self.weight.valid.is_empty() {
            let absent: Vec<usize> = (0..self.index.len()).filter(|row| !self.weight.is_valid(*row)).collect();
            if !missing_is_zero {
                self.notes.add("missing-values", name, absent.iter().filter(|row| inside(row)).count() as u64);
            }
            absent.into_iter().for_each(|row| self.weight.values[row] = 0);
        }
        if self.weight.values.iter().fold(0, |all, weight| all | weight) < 0 {
            let negative = (0..self.index.len()).filter(|row| inside(row) && self.weight.values[*row] < 0).count();
            self.notes.add("negative-weight", name, negative as u64);
        }
        self.notes.rounded += std::mem::take(&mut self.weight.rounded);
        Ok(())
    }

    /// What each record adds to a count besides one: its key, where counts keep it.
    fn read_keys(&mut self, pass: &Pass, columns: &[Column]) -> Outcome<()> {
        let Some(key) = pass.record_key else { return Ok(()) };
        let column = &columns[key.column];
        self.keys.clear();
        if key.fractional {
            let Column::Plain(array) = column else { return Ok(()) };
            let Some(values) = array.as_primitive_opt::<Float64Type>() else { return Ok(()) };
            let outside = values.iter().flatten().filter(|value| !(0.0..1.0).contains(value)).count() as u64;
            self.notes.add("key-range", &pass.columns[key.column], outside);
            // 32 binary digits of each key are kept; their sum modulo 2^32 is the fractional part of the sum of keys.
            self.keys.extend(values.iter().map(|value| value.map_or(0, |value| (value * 4_294_967_296.0) as u64)));
        } else {
            if !column::whole_numbers_into(column, &mut self.known_keys, &mut self.whole) {
                return Err(Fault::new("too-large", &pass.columns[key.column]).into());
            }
            if let Some(nulls) = column.nulls() {
                (0..self.whole.len()).filter(|row| nulls.is_null(*row)).for_each(|row| self.whole[row] = 0);
            }
            let outside = self.whole.iter().filter(|value| **value as u64 >= key.modulus).count() as u64;
            self.notes.add("key-range", &pass.columns[key.column], outside);
            self.keys.extend(self.whole.iter().map(|value| *value as u64));
        }
        if let Some(nulls) = column.nulls() {
            let unkeyed = |row: &usize| self.index[*row] < EXCLUDED && nulls.is_null(*row);
            self.notes.unkeyed += (0..self.index.len()).filter(unkeyed).count() as u64;
        }
        if pass.layout.keys == Keys::Packed {
            self.keys.iter_mut().for_each(|key| *key <<= 32);
        }
        Ok(())
    }

    fn read_frequency(&mut self, pass: &Pass, columns: &[Column]) -> Outcome<()> {
        let Some(column) = pass.frequency else { return Ok(()) };
        // Only the import writes this column; a file that was touched since is no dataset.
        let is_whole = column::whole_numbers_into(&columns[column], &mut self.known_frequencies, &mut self.frequency);
        let fits = |count: &i64| (0..=i64::from(u32::MAX)).contains(count);
        if is_whole && columns[column].nulls().is_none() && self.frequency.iter().all(fits) {
            return Ok(());
        }
        Err(pass.dataset.unreadable(&pass.columns[column]).into())
    }

    fn holds(&self, of: Records, row: usize) -> u64 {
        let mark = of.condition.map_or(1, |condition| self.marks[condition][row]);
        if of.with_value.is_none_or(|variable| self.numbers[variable].is_valid(row)) { mark } else { 0 }
    }

    fn contribute(&mut self, pass: &Pass, term: Term, slot: usize, rows: usize) -> Outcome<()> {
        let mut own = std::mem::take(&mut self.slots[slot]);
        own.clear();
        match term {
            Term::Count(of) => {
                let everybody = of == Records { condition: None, with_value: None };
                match (pass.layout.keys, everybody) {
                    (Keys::Packed, true) => own.extend(self.keys.iter().map(|key| key + 1)),
                    (Keys::Packed, false) => own.extend((0..rows).map(|row| self.holds(of, row) * (self.keys[row] + 1))),
                    (Keys::None, _) if pass.frequency.is_some() => {
                        own.extend((0..rows).map(|row| self.holds(of, row) * self.frequency[row].unsigned_abs()));
                    }
                    (_, true) => own.resize(rows, 1),
                    (_, false) => own.extend((0..rows).map(|row| self.holds(of, row))),
                }
                if pass.layout.keys == Keys::Separate {
                    let keys = (0..rows).map(|row| self.holds(of, row) * self.keys[row]).collect();
                    self.slots[slot + 1] = keys;
                }
            }
            Term::Sum { of, variable, weighted, wide } => {
                self.check_product(pass, variable, weighted)?;
                let value = |row: usize| {
                    let value = variable.map_or(1, |variable| self.numbers[variable].values[row]);
                    let weight = if weighted { self.weight.values[row] } else { 1 };
                    (value.wrapping_mul(weight)).wrapping_mul(self.holds(of, row) as i64)
                };
                // Everybody's values or weights, or both, need no question per record.
                let all = of == Records { condition: None, with_value: None } && !wide;
                match (variable, weighted) {
                    (None, true) if all => own.extend(self.weight.values.iter().map(|weight| *weight as u64)),
                    (Some(variable), false) if all => {
                        own.extend(self.numbers[variable].values.iter().map(|value| *value as u64));
                    }
                    (Some(variable), true) if all => {
                        let both = self.numbers[variable].values.iter().zip(&self.weight.values);
                        own.extend(both.map(|(value, weight)| value.wrapping_mul(*weight) as u64));
                    }
                    _ if !wide => own.extend((0..rows).map(|row| value(row) as u64)),
                    _ => {
                        own.extend((0..rows).map(|row| value(row) as u64 & 0xffff_ffff));
                        let high = (0..rows).map(|row| (value(row) >> 32) as u64).collect();
                        self.slots[slot + 1] = high;
                    }
                }
            }
            Term::Squares { of, variable, weighted } => {
                self.check_square(pass, variable, weighted)?;
                let square = |row: usize| {
                    let weight = self.weight.values.get(row).map_or(0, |weight| i128::from(*weight));
                    let square = match variable {
                        None => weight * weight,
                        Some(variable) => {
                            let value = i128::from(self.numbers[variable].values[row]);
                            value * value * if weighted { weight } else { 1 }
                        }
                    };
                    // A value that is missing stands in no sum.
                    if self.holds(of, row) == 1 { square } else { 0 }
                };
                let (mut middle, mut high) = (vec![], vec![]);
                for row in 0..rows {
                    let square = square(row);
                    own.push(square as u64 & 0xffff_ffff);
                    middle.push((square >> 32) as u64 & 0xffff_ffff);
                    high.push((square >> 64) as u64);
                }
                self.slots[slot + 1] = middle;
                self.slots[slot + 2] = high;
            }
        }
        self.slots[slot] = own;
        Ok(())
    }

    /// Each square must fit 94 bits.
    fn check_square(&self, pass: &Pass, variable: Option<usize>, weighted: bool) -> Outcome<()> {
        let weight = u128::from(self.weight.greatest);
        let (factor, other) = match variable {
            None => (weight, 1),
            Some(variable) => (u128::from(self.numbers[variable].greatest), if weighted { weight } else { 1 }),
        };
        // Two factors fit 128 bits; a third may not.
        if (factor * factor).checked_mul(other).is_none_or(|square| square >= 1 << 94) {
            let column = variable.map_or(pass.weight.map_or(0, |weight| weight.0), |variable| pass.variables[variable].0);
            return Err(Fault::new("too-large", &pass.columns[column]).into());
        }
        Ok(())
    }

    /// Each contribution must fit 63 bits.
    fn check_product(&self, pass: &Pass, variable: Option<usize>, weighted: bool) -> Outcome<()> {
        let value = variable.map_or(1, |variable| u128::from(self.numbers[variable].greatest));
        let weight = if weighted { u128::from(self.weight.greatest) } else { 1 };
        if value * weight >= 1 << 63 {
            let column = variable.map_or(pass.weight.map_or(0, |weight| weight.0), |variable| pass.variables[variable].0);
            return Err(Fault::new("too-large", &pass.columns[column]).into());
        }
        Ok(())
    }

    fn take_medians(&mut self, pass: &Pass) {
        for (index, median) in pass.layout.medians.iter().enumerate() {
            let of = Records { condition: median.condition, with_value: Some(median.variable) };
            for row in 0..self.index.len() {
                let weight = if median.weighted { self.weight.values[row].unsigned_abs() } else { 1 };
                if self.index[row] < EXCLUDED && weight > 0 && self.holds(of, row) == 1 {
                    self.medians[index].push((self.index[row], self.numbers[median.variable].values[row], weight));
                }
            }
        }
    }

    fn scatter(&mut self, pass: &Pass) -> Outcome<()> {
        // Widths are rounded up; slots that nobody needs stay zero.
        for slot in self.slots.iter_mut().skip(pass.layout.slots) {
            slot.resize(self.index.len(), 0);
        }
        let slots: [&[u64]; WIDTH] = std::array::from_fn(|slot| &self.slots[slot][..self.index.len()]);
        match &mut self.store {
            Store::Dense(field) => {
                for (row, index) in self.index.iter().enumerate() {
                    if let Some(cell) = field.get_mut(*index as usize) {
                        for slot in 0..WIDTH {
                            cell[slot] = cell[slot].wrapping_add(slots[slot][row]);
                        }
                    }
                }
            }
            Store::Parts { parts, entries, limit, shift } => {
                for (row, index) in self.index.iter().enumerate().filter(|(_, index)| **index < EXCLUDED) {
                    parts[(index >> *shift) as usize].push((*index, std::array::from_fn(|slot| slots[slot][row])));
                    *entries += 1;
                }
                if *entries > *limit {
                    *entries = compact(parts, *shift);
                    if *entries > *limit / 4 * 3 {
                        return Err(Fault::new("memory", "--memory").with("megabytes", pass.memory >> 20).into());
                    }
                }
            }
        }
        let medians: usize = self.medians.iter().map(Vec::len).sum();
        if medians as u64 * 24 > pass.memory / pass.threads as u64 {
            return Err(Fault::new("memory", "--memory").with("megabytes", pass.memory >> 20).into());
        }
        Ok(())
    }
}

/// Adds up the entries of each part; returns how many are left.
fn compact<const WIDTH: usize>(parts: &mut [Vec<Entry<WIDTH>>], shift: u32) -> usize {
    let mut scratch = vec![];
    let mut left = 0;
    for (part, entries) in parts.iter_mut().enumerate() {
        let mut cells = Cells::default();
        cells.take_part(entries, part, shift, &mut scratch);
        let (slots, _) = cells.slots.as_chunks::<WIDTH>();
        *entries = cells.index.iter().copied().zip(slots.iter().copied()).collect();
        left += entries.len();
    }
    left
}

/// The columns that a record key may stand in.
pub(super) fn is_key_column(kind: &DataType, fractional: bool) -> bool {
    if fractional { *kind == DataType::Float64 } else { column::is_whole(kind) }
}

//! What others are asked to count, and what they counted, as plain data.
//!
//! Counting is all that another process does: it sees the same file, makes of the [`Assignment`] the same pass as this process
//! would, and gives back the base cells of its row groups as a [`Tally`]. Everything after that (coarser levels, measures,
//! protection, audit, output) follows from the sum of the tallies, here.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::ops::Range;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::dataset::Dataset;
use super::fault::{Fault, Outcome};
use super::pass::{Counted, Notes, Pass};
use super::prepare::{self, Prepared, with_width};
use super::specification::Specification;
use crate::protection::KeyKind;
use crate::release::Progress;

/// Changes whenever an assignment, a tally, or a rule by which records are counted changes.
pub const COUNTING_VERSION: u32 = 2;

/// Somebody who counts what is assigned.
pub trait Counter: Debug + Send + Sync {
    /// The tally over all row groups of the assignment's file.
    ///
    /// # Errors
    /// Whatever stands in the way, as faults; `cluster-…` where it is the counter itself.
    fn count(&self, assignment: &Assignment) -> Outcome<Tally>;
}

/// What is to be counted in which file. It holds the specification and codes, never a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// [`COUNTING_VERSION`] of whoever wrote it.
    pub version: u32,
    /// Absolute path of the Parquet file, the same wherever records are counted.
    pub data: PathBuf,
    /// Tells the file from another of that name: digest of its length, footer and manifest.
    pub fingerprint: String,
    pub row_groups: usize,
    /// Numbers per cell.
    pub slots: usize,
    /// Medians, each of which needs the values of its records.
    pub medians: usize,
    specification: Specification,
    key_kind: Option<KeyKind>,
    /// Codes of columns without a code list, so that nobody looks for them again.
    codes: BTreeMap<String, Vec<String>>,
}

/// Base cells of some row groups. The tally of a table is the sum of those of its row groups, in any order: entries with the
/// same key (cell; cell and value; row group; number of the note) are added up, slots modulo 2^64.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Index of each cell; a cell may occur several times.
    pub cells: Vec<u64>,
    /// [`Assignment::slots`] numbers for each of them.
    pub slots: Vec<u64>,
    /// For each median cell, value in its smallest unit, and weight.
    pub medians: Vec<Vec<(u64, i64, u64)>>,
    /// Row group and how many records of it were read.
    pub read: Vec<(u64, u64)>,
    /// Number of a remark or fault and how many records have it.
    pub notes: Vec<(u64, u64)>,
}

/// Codes of the faults of records, in the order of their numbers.
const OF_RECORDS: [&str; 4] = ["missing-values", "unknown-values", "negative-weight", "key-range"];
const UNKEYED: u64 = 0;
const ROUNDED: u64 = 1;
const FIRST_FAULT: u64 = 2;

impl Assignment {
    pub(super) fn of(prepared: &Prepared, pass: &Pass) -> Outcome<Self> {
        let dataset = prepared.dataset;
        let data = std::path::absolute(dataset.path()).map_err(|error| dataset.unreadable(error))?;
        Ok(Self {
            version: COUNTING_VERSION,
            data,
            fingerprint: dataset.fingerprint()?,
            row_groups: dataset.row_groups(),
            slots: prepared.layout.slots,
            medians: prepared.layout.medians.len(),
            specification: prepared.specification.clone(),
            key_kind: prepared.key_kind,
            codes: dataset.remembered(&pass.columns),
        })
    }

    /// Counts the records of some row groups of the file, with one thread and at most `memory` bytes for the cells.
    ///
    /// # Errors
    /// `cluster-version`, `cluster-file-unseen` and `cluster-file-differs` when this process cannot count what is meant;
    /// faults that a tally cannot hold, as `too-large`.
    pub fn count(&self, groups: Range<usize>, memory: u64) -> Outcome<Tally> {
        if self.version != COUNTING_VERSION {
            let fault = Fault::new("cluster-version", "jalon-cluster").with("found", COUNTING_VERSION);
            return Err(fault.with("wanted", self.version).into());
        }
        let place = self.data.display().to_string();
        if let Err(error) = std::fs::File::open(&self.data) {
            return Err(Fault::new("cluster-file-unseen", place).with("reason", error).into());
        }
        let dataset = Dataset::open(&self.data)?;
        if dataset.fingerprint()? != self.fingerprint || groups.end > dataset.row_groups() {
            return Err(Fault::new("cluster-file-differs", place).into());
        }
        self.codes.iter().for_each(|(column, codes)| dataset.remember(column, codes.clone()));
        prepare::check(&self.specification, &dataset)?;
        let prepared = Prepared::of(&self.specification, &dataset, self.key_kind)?;
        let progress = Progress::default();
        let pass = prepared.pass(1, memory, &progress)?;
        with_width!(prepared.width, tally(&prepared, &pass, groups))
    }
}

fn tally<const WIDTH: usize>(prepared: &Prepared, pass: &Pass, groups: Range<usize>) -> Outcome<Tally> {
    let counted = pass.run::<WIDTH>(groups.clone())?;
    let (cells, _) = counted.cells.slots.as_chunks::<WIDTH>();
    Ok(Tally {
        cells: counted.cells.index,
        slots: cells.iter().flat_map(|cell| &cell[..prepared.layout.slots]).copied().collect(),
        medians: counted.medians,
        read: groups.map(|group| (group as u64, prepared.dataset.rows_of(group))).collect(),
        notes: numbered(&counted.notes, &pass.columns),
    })
}

fn numbered(notes: &Notes, columns: &[String]) -> Vec<(u64, u64)> {
    let fault = |((code, place), count): (&(&'static str, String), &u64)| {
        let code = OF_RECORDS.iter().position(|known| known == code)?;
        let column = columns.iter().position(|known| known == place)?;
        Some((FIRST_FAULT + (code * columns.len() + column) as u64, *count))
    };
    let remarks = [(UNKEYED, notes.unkeyed), (ROUNDED, notes.rounded)].into_iter().filter(|(_, count)| *count > 0);
    remarks.chain(notes.faults.iter().filter_map(fault)).collect()
}

impl Tally {
    /// What the pass would have found, once it is sure that every record was counted exactly once.
    pub(super) fn received<const WIDTH: usize>(self, prepared: &Prepared, pass: &Pass) -> Outcome<Counted> {
        let own = prepared.layout.slots;
        let is_inside =
            self.cells.iter().chain(self.medians.iter().flatten().map(|(cell, ..)| cell)).all(|cell| *cell < pass.space);
        let is_whole = self.slots.len() == self.cells.len() * own && self.medians.len() == prepared.layout.medians.len();
        let incomplete = || Fault::new("cluster-incomplete", prepared.dataset.path().display().to_string());
        if !self.is_complete(prepared.dataset) || !is_inside || !is_whole {
            return Err(incomplete().into());
        }
        let bytes = (self.cells.len() * (WIDTH + 1) * 8) as u64;
        if bytes > pass.memory {
            return Err(Fault::new("memory", "--memory").with("megabytes", pass.memory >> 20).into());
        }
        let slots = |cell: &[u64]| std::array::from_fn(|slot| cell.get(slot).copied().unwrap_or(0));
        let entries = self.cells.iter().copied().zip(self.slots.chunks_exact(own).map(slots)).collect();
        let mut notes = Notes::default();
        for (number, count) in self.notes {
            match number {
                UNKEYED => notes.unkeyed += count,
                ROUNDED => notes.rounded += count,
                _ => {
                    let (number, columns) = ((number - FIRST_FAULT) as usize, pass.columns.len().max(1));
                    let known = OF_RECORDS.get(number / columns).zip(pass.columns.get(number % columns));
                    let (code, column) = known.ok_or_else(incomplete)?;
                    notes.add(code, column, count);
                }
            }
        }
        Ok(Counted { cells: Cells::of_entries::<WIDTH>(entries, pass.space), notes, medians: self.medians })
    }

    /// A lost or doubled piece of work would give a wrong number that looks like a right one.
    fn is_complete(&self, dataset: &Dataset) -> bool {
        let mut read: BTreeMap<u64, u64> = BTreeMap::new();
        self.read.iter().for_each(|(group, records)| *read.entry(*group).or_default() += records);
        let wanted = (0..dataset.row_groups()).map(|group| (group as u64, dataset.rows_of(group)));
        read.into_iter().eq(wanted)
    }
}

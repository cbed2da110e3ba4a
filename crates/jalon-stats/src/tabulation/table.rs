//! A computed table: its blocks, row by row, in the order in which they are written.

use super::axis::Axis;
use super::cells::{Cells, targets};
use super::evaluate::{CellKeys, Evaluator, Figure, Status, medians};
use super::fault::{Fault, Outcome};
use super::layout::{Compiled, Layout, Spread, records};
use super::pass::Notes;
use super::plan::{Block, Plan};
use super::precision::Variances;
use crate::sampling::{Estimation, Precision};

/// Rows that a table may have when cells without a record are written too.
pub const MOST_ROWS: u64 = 200_000_000;

pub struct Table {
    pub(crate) plan: Plan,
    pub(super) cells: Vec<Cells>,
    pub(crate) width: usize,
    pub(crate) layout: Layout,
    pub(crate) compiled: Vec<Compiled>,
    /// For each measure its column, and whether its values are whole numbers.
    pub(crate) measures: Vec<(String, bool)>,
    pub(crate) protection: Option<CellKeys>,
    pub(crate) medians: Vec<Vec<(u64, i64, u64)>>,
    pub(super) notes: Notes,
    pub(crate) zeros: bool,
    pub(crate) labels: bool,
    pub(crate) draft: bool,
    pub(crate) title: String,
    /// For each axis and level the codes that are written when zeros are.
    pub(crate) visible: Vec<Vec<Vec<u32>>>,
    /// How sampling errors are estimated, where they are.
    pub(crate) sampling: Option<Estimation>,
    /// For each measure what its error is made of.
    pub(super) spreads: Vec<Spread>,
    /// By replicates, where the design has them.
    pub(super) variances: Variances,
}

/// Consecutive rows of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) block: usize,
    pub(crate) start: u64,
    pub(crate) end: u64,
}

/// Some rows with their codes and figures.
pub(crate) struct Rows {
    pub(crate) block: usize,
    pub(crate) len: usize,
    /// For each axis the code of each row in the block's level.
    pub(crate) codes: Vec<Vec<u32>>,
    pub(crate) figures: Vec<Vec<Figure>>,
    /// For each measure with an estimated error what is said of each figure; otherwise empty.
    pub(crate) precisions: Vec<Vec<Option<Precision>>>,
}

impl Table {
    /// Marks every row that is written as not for publication.
    pub fn mark_as_draft(&mut self) {
        self.draft = true;
    }

    /// Records that the table is made of.
    pub fn records(&self) -> u64 {
        self.notes.records
    }

    /// Values that had more digits after the point than are kept, and were rounded before anything was added.
    pub fn rounded(&self) -> u64 {
        self.notes.rounded
    }

    pub fn rows(&self) -> u64 {
        self.shown().map(|block| self.rows_of(block)).sum()
    }

    fn shown(&self) -> impl Iterator<Item = usize> {
        (0..self.plan.blocks.len()).filter(|block| self.plan.blocks[*block].shown)
    }

    pub(crate) fn axes(&self) -> &[Axis] {
        &self.plan.axes
    }

    pub(crate) fn block(&self, block: usize) -> &Block {
        &self.plan.blocks[block]
    }

    fn visible_of(&self, block: usize) -> impl Iterator<Item = &Vec<u32>> {
        self.plan.blocks[block].levels.iter().enumerate().map(|(axis, level)| &self.visible[axis][*level])
    }

    fn rows_of(&self, block: usize) -> u64 {
        match self.zeros {
            true => self.visible_of(block).fold(1, |rows: u64, codes| rows.saturating_mul(codes.len() as u64)),
            false => self.cells[block].len() as u64,
        }
    }

    pub(crate) fn check_rows(&self) -> Outcome<()> {
        let rows = self.shown().fold(0_u64, |rows, block| rows.saturating_add(self.rows_of(block)));
        if rows > MOST_ROWS {
            return Err(Fault::new("too-many-cells", "zeros").with("found", rows).with("most", MOST_ROWS).into());
        }
        Ok(())
    }

    /// The rows of the table in groups of so many, the last one shorter.
    pub(crate) fn groups(&self, size: u64) -> Vec<Vec<Piece>> {
        let mut groups = vec![];
        let mut current: Vec<Piece> = vec![];
        let mut room = size;
        for block in self.shown() {
            let (mut start, rows) = (0, self.rows_of(block));
            while start < rows {
                let end = rows.min(start + room);
                current.push(Piece { block, start, end });
                room -= end - start;
                start = end;
                if room == 0 {
                    groups.push(std::mem::take(&mut current));
                    room = size;
                }
            }
        }
        if !current.is_empty() {
            groups.push(current);
        }
        groups
    }

    /// Codes and figures of some rows.
    pub(crate) fn rows_in(&self, piece: Piece) -> Rows {
        let block = self.block(piece.block);
        let (codes, cells) = match self.zeros {
            true => self.all_rows(piece),
            false => {
                let places = (piece.start as usize)..(piece.end as usize);
                (digits(&self.cells[piece.block].index[places.clone()], block), places.map(Some).collect())
            }
        };
        let figures: Vec<Vec<Figure>> =
            (0..self.measures.len()).map(|measure| self.figures(measure, piece.block, &codes, &cells)).collect();
        let precision =
            |(measure, figures): (usize, &Vec<Figure>)| self.precisions((measure, piece.block), &codes, &cells, figures);
        let precisions = figures.iter().enumerate().map(precision).collect();
        Rows { block: piece.block, len: cells.len(), codes, figures, precisions }
    }

    /// The figures of one measure for every cell of a block that exists.
    pub(super) fn figures_of_cells(&self, measure: usize, block: usize) -> Vec<Figure> {
        let cells = &self.cells[block];
        let places: Vec<Option<usize>> = (0..cells.len()).map(Some).collect();
        self.figures(measure, block, &digits(&cells.index, self.block(block)), &places)
    }

    /// What a measure adds up in each row of a piece, as a whole number of 10^-decimals: counts, weighted counts and sums, before
    /// any protection.
    pub(crate) fn units_in(&self, piece: Piece, measure: usize) -> Vec<(i128, u32)> {
        let cells = match self.zeros {
            true => self.all_rows(piece).1,
            false => ((piece.start as usize)..(piece.end as usize)).map(Some).collect(),
        };
        let nobody = vec![0; self.width];
        let units = |place: Option<usize>| {
            let cell = place.map_or(&nobody[..], |place| self.cell(piece.block, place));
            match &self.compiled[measure] {
                Compiled::Count { count } => (i128::from(records(cell[*count], self.layout.keys)), 0),
                Compiled::WeightedCount { sum, .. } | Compiled::Sum { sum, .. } | Compiled::Mean { sum, .. } => {
                    (sum.of(cell), sum.decimals)
                }
                Compiled::Median { .. } | Compiled::Ratio { .. } | Compiled::Share { .. } => (0, 0),
            }
        };
        cells.into_iter().map(units).collect()
    }

    /// Whether a sum or a mean is made of fewer records than meet its conditions: some have no value.
    pub(crate) fn lacks_values(&self, measure: usize) -> bool {
        let (Compiled::Sum { valid, records: all, .. } | Compiled::Mean { valid, records: all, .. }) = &self.compiled[measure]
        else {
            return false;
        };
        let base = &self.cells[self.plan.base];
        let keys = self.layout.keys;
        base.slots.chunks(self.width).any(|cell| records(cell[*valid], keys) != records(cell[*all], keys))
    }

    /// The largest contributions to the first median of a table in each row of a piece, from the largest down: values times
    /// weights, as whole numbers. Equal ones stand beside one another, so that the order of records does not matter. For tables
    /// that write no zeros; empty where the table has no median.
    ///
    /// # Errors
    /// `negative-amount` where one is negative, `too-large`.
    pub(crate) fn largest_in(&self, piece: Piece, depth: usize) -> Outcome<Vec<Vec<i64>>> {
        let Some(entries) = self.medians.first() else { return Ok(vec![]) };
        let index: Vec<u64> = entries.iter().map(|entry| entry.0).collect();
        let cells = targets(&index, self.block(self.plan.base), self.block(piece.block), &self.plan.axes);
        let places = &self.cells[piece.block].index[piece.start as usize..piece.end as usize];
        let mut found: Vec<Vec<i64>> = vec![vec![]; places.len()];
        for (cell, (_, value, weight)) in cells.iter().zip(entries) {
            let Ok(place) = places.binary_search(cell) else { continue };
            let contribution = i64::try_from(i128::from(*value) * i128::from(*weight));
            let contribution = contribution.map_err(|_| Fault::new("too-large", "release"))?;
            if contribution < 0 {
                return Err(Fault::new("negative-amount", "release").into());
            }
            let largest = &mut found[place];
            let at = largest.partition_point(|known| *known >= contribution);
            if at < depth {
                largest.insert(at, contribution);
                largest.truncate(depth);
            }
        }
        Ok(found)
    }

    /// Every combination of visible codes, with the place of its cell where there is one.
    fn all_rows(&self, piece: Piece) -> (Vec<Vec<u32>>, Vec<Option<usize>>) {
        let block = self.block(piece.block);
        let visible: Vec<_> = self.visible_of(piece.block).collect();
        let mut codes: Vec<Vec<u32>> = visible.iter().map(|_| Vec::with_capacity((piece.end - piece.start) as usize)).collect();
        let mut cells = vec![];
        for row in piece.start..piece.end {
            let (mut rest, mut index) = (row, 0);
            for axis in (0..visible.len()).rev() {
                let count = visible[axis].len() as u64;
                let code = visible[axis][(rest % count) as usize];
                rest /= count;
                codes[axis].push(code);
                index += u64::from(code) * block.strides[axis];
            }
            cells.push(self.cells[piece.block].index.binary_search(&index).ok());
        }
        (codes, cells)
    }

    /// The cell of a row with some axes at their total; nothing where nobody is in it.
    pub(super) fn share_base(&self, block: usize, over: &[usize], codes: &[Vec<u32>], row: usize) -> Option<&[u64]> {
        let base = self.plan.with_totals(block, over).unwrap_or(block);
        let strides = &self.block(base).strides;
        let kept = (0..codes.len()).filter(|axis| !over.contains(axis));
        let index = kept.map(|axis| u64::from(codes[axis][row]) * strides[axis]).sum();
        self.cells[base].get(index, self.width)
    }

    pub(super) fn cell(&self, block: usize, place: usize) -> &[u64] {
        &self.cells[block].slots[place * self.width..(place + 1) * self.width]
    }

    fn figures(&self, measure: usize, block: usize, codes: &[Vec<u32>], cells: &[Option<usize>]) -> Vec<Figure> {
        let evaluator = Evaluator { layout: &self.layout, measures: &self.compiled, protection: self.protection.as_ref() };
        let nobody = vec![0; self.width];
        let cell = |place: &Option<usize>| place.map_or(&nobody[..], |place| self.cell(block, place));
        match &self.compiled[measure] {
            Compiled::Share { of, over } => {
                let find = |row: usize| self.share_base(block, over, codes, row).unwrap_or(&nobody);
                cells.iter().enumerate().map(|(row, place)| evaluator.share(*of, cell(place), find(row))).collect()
            }
            Compiled::Median { median, .. } => {
                let base = self.block(self.plan.base);
                let decimals = self.layout.variables[self.layout.medians[*median].variable].1;
                let known = medians(&self.medians[*median], base, self.block(block), &self.plan, decimals);
                let figure = |place: &Option<usize>| {
                    let index = place.map(|place| self.cells[block].index[place]);
                    let found = index.and_then(|index| known.binary_search_by_key(&index, |entry| entry.0).ok());
                    found.map_or_else(|| evaluator.figure(measure, cell(place)), |found| Figure::number(known[found].1))
                };
                cells.iter().map(figure).collect()
            }
            _ => cells.iter().map(|place| evaluator.figure(measure, cell(place))).collect(),
        }
    }
}

/// The code on each axis of each index, which ascend.
fn digits(index: &[u64], block: &Block) -> Vec<Vec<u32>> {
    let mut codes: Vec<Vec<u32>> = block.radices.iter().map(|_| Vec::with_capacity(index.len())).collect();
    let mut current = vec![0_u32; codes.len()];
    let Some(last) = codes.len().checked_sub(1) else { return codes };
    // All digits but the last stay the same within a run of this length.
    let (mut start, mut end) = (0, 0);
    for index in index {
        if *index < start || *index >= end {
            for (axis, code) in current[..last].iter_mut().enumerate() {
                *code = (index / block.strides[axis] % block.radices[axis]) as u32;
            }
            start = index / block.radices[last] * block.radices[last];
            end = start + block.radices[last];
        }
        current[last] = (index - start) as u32;
        codes.iter_mut().zip(&current).for_each(|(codes, code)| codes.push(*code));
    }
    codes
}

impl Rows {
    /// The status of a figure as its place among [`Status::ALL`].
    pub(crate) fn status_places(&self, measure: usize) -> impl Iterator<Item = u32> {
        self.figures[measure]
            .iter()
            .map(|figure| Status::ALL.iter().position(|status| *status == figure.status).unwrap_or(0) as u32)
    }
}

//! Tables of one source as one system: every different cell once, and every sum that the tables state.
//!
//! Two tables share a cell when they have the same measure and their codes, the totals left out, are the same. So the
//! total of a dimension must stand for everybody in the measure's population.

use crate::amount::Units;
use crate::fault::{Fault, Place};
use crate::table::{Content, PriorKnowledge, Release, Table};
use std::collections::{HashMap, HashSet};

/// A cell's place in a [`System`].
pub type CellIndex = u32;

/// The cells and sums of one or several tables.
#[derive(Clone, Debug)]
pub struct System {
    tables: Vec<Table>,
    /// For each table, the system's cell at each position.
    indices: Vec<Vec<CellIndex>>,
    /// For each cell, the table and position where it was first seen.
    homes: Vec<(u32, u32)>,
    pub(crate) cells: Vec<Known>,
    pub(crate) sums: Sums,
}

/// What the constraints need to know of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Known {
    /// The value in units; nothing for a cell that is missing or not applicable, which adds nothing to a sum.
    pub(crate) value: Option<Units>,
    /// What outsiders know beforehand.
    pub(crate) least: Option<Units>,
    pub(crate) most: Option<Units>,
    pub(crate) release: Release,
    pub(crate) cost: Option<f64>,
    /// So many units are known to be in it before anything is published of it: its finest parts that are seen to be withheld
    /// where empty cells are shown. Nothing is known of it where this is zero.
    pub(crate) floor: Units,
}

impl Known {
    /// The least that outsiders reckon with once the cell is withheld.
    pub(crate) fn least_withheld(&self) -> Option<Units> {
        if self.floor > 0 { self.least.max(Some(self.floor)) } else { self.least }
    }
}

/// Totals and their parts, as rows of a sparse matrix.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sums {
    starts: Vec<u32>,
    members: Vec<CellIndex>,
    /// For each sum its number among those of the same total that do not follow from one another.
    kinds: Vec<u32>,
}

impl Sums {
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// A total, then its parts.
    pub(crate) fn row(&self, row: usize) -> &[CellIndex] {
        let start = self.starts[row] as usize;
        let end = self.starts.get(row + 1).map_or(self.members.len(), |&end| end as usize);
        &self.members[start..end]
    }

    /// Which of the sums of a total follow from one another, all other sums given: those of one kind. The margins of one table
    /// add up along each of its dimensions to the same; two tables that share a total say two things of it.
    pub(crate) fn kind(&self, row: usize) -> u32 {
        self.kinds[row]
    }

    fn push(&mut self, members: impl IntoIterator<Item = CellIndex>) {
        self.starts.push(self.members.len() as u32);
        self.members.extend(members);
    }

    /// Two sums of a total are of one kind when the finest cells under both are the same. Sets of finest cells are compared by
    /// a number drawn for each, added up: should two differ and agree all the same, a bound is not proved, and none is wrong.
    fn find_kinds(&mut self, cells: usize) {
        let mut rows_of_total = vec![Vec::new(); cells];
        for row in 0..self.len() {
            rows_of_total[self.row(row)[0] as usize].push(row);
        }
        let mut finest: Vec<Option<u64>> = vec![None; cells];
        let mut kinds = vec![0; self.len()];
        let mut begun = vec![false; cells];
        for cell in 0..cells {
            let mut waiting = vec![cell];
            while let Some(&cell) = waiting.last() {
                if finest[cell].is_some() {
                    waiting.pop();
                    continue;
                }
                let below = rows_of_total[cell].iter().flat_map(|&row| &self.row(row)[1..]).map(|&part| part as usize);
                let open: Vec<usize> = below.filter(|&part| finest[part].is_none() && !begun[part]).collect();
                if !begun[cell] && !open.is_empty() {
                    begun[cell] = true;
                    waiting.extend(open);
                    continue;
                }
                begun[cell] = true;
                waiting.pop();
                // What is part of itself, by tables that contradict one another, is taken for a finest cell.
                let of = |part: CellIndex| finest[part as usize].unwrap_or_else(|| drawn(part));
                let sums: Vec<u64> = rows_of_total[cell]
                    .iter()
                    .map(|&row| self.row(row)[1..].iter().fold(0_u64, |sum, &part| sum.wrapping_add(of(part))))
                    .collect();
                let mut known: Vec<u64> = Vec::new();
                for (&row, sum) in rows_of_total[cell].iter().zip(&sums) {
                    let kind = known.iter().position(|known| known == sum).unwrap_or(known.len());
                    if kind == known.len() {
                        known.push(*sum);
                    }
                    kinds[row] = kind as u32;
                }
                finest[cell] = Some(known.first().copied().unwrap_or_else(|| drawn(cell as CellIndex)));
            }
        }
        self.kinds = kinds;
    }
}

/// A number for a cell, the same in every run (Steele and others' SplitMix).
fn drawn(cell: CellIndex) -> u64 {
    let mut number = (u64::from(cell) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

impl System {
    /// Brings tables together; says every place where they do not add up or disagree.
    pub fn new(tables: Vec<Table>) -> Result<Self, Vec<Fault>> {
        let mut system =
            System { tables: Vec::new(), indices: Vec::new(), homes: Vec::new(), cells: Vec::new(), sums: Sums::default() };
        let mut faults = Vec::new();
        let linked = tables.len() > 1;
        let mut shared = HashMap::new();
        for table in tables {
            let indices = system.enter(&table, linked.then_some(&mut shared), &mut faults);
            system.indices.push(indices);
            system.tables.push(table);
        }
        system.state_sums(&mut faults);
        system.sums.find_kinds(system.cells.len());
        if faults.is_empty() { Ok(system) } else { Err(faults) }
    }

    fn enter(
        &mut self,
        table: &Table,
        mut shared: Option<&mut HashMap<String, CellIndex>>,
        faults: &mut Vec<Fault>,
    ) -> Vec<CellIndex> {
        let mut indices = Vec::with_capacity(table.cells().len());
        for position in 0..table.cells().len() {
            let known = known(table, position);
            let next = self.cells.len() as CellIndex;
            let index = match &mut shared {
                Some(shared) => *shared.entry(key(table, position)).or_insert(next),
                None => next,
            };
            if index == next {
                self.cells.push(known);
                self.homes.push((self.tables.len() as u32, position as u32));
            } else {
                self.agree(index, known, table, position, faults);
            }
            indices.push(index);
        }
        indices
    }

    /// A cell that another table has too: one value, the stricter decision.
    fn agree(&mut self, index: CellIndex, found: Known, table: &Table, position: usize, faults: &mut Vec<Fault>) {
        let (home, _) = self.homes[index as usize];
        let cell = &mut self.cells[index as usize];
        match (cell.value, found.value) {
            (Some(one), Some(other)) if one != other => {
                let first = &self.tables[home as usize];
                faults.push(Fault::TablesDisagree {
                    table: table.name().to_owned(),
                    place: table.place(position),
                    value: table.shown(other),
                    other_table: first.name().to_owned(),
                    other_value: first.shown(one),
                });
            }
            (None, Some(_)) => {
                cell.value = found.value;
                self.homes[index as usize] = (self.tables.len() as u32, position as u32);
            }
            _ => {}
        }
        cell.least = cell.least.max(found.least);
        cell.most = match (cell.most, found.most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        if found.release == Release::Frozen || cell.release == Release::Free {
            cell.release = found.release;
        }
        cell.cost = cell.cost.or(found.cost);
    }

    fn state_sums(&mut self, faults: &mut Vec<Fault>) {
        let mut seen = HashSet::new();
        let linked = self.tables.len() > 1;
        for (table, indices) in self.tables.iter().zip(&self.indices) {
            for (dimension, tree) in table.dimensions().iter().enumerate() {
                let stride = table.stride(dimension);
                for &code in tree.parents_first().iter().filter(|&&code| !tree.parts(code).is_empty()) {
                    for position in positions_with(table, dimension, code) {
                        let part = |&part: &usize| indices[position + part * stride - code * stride];
                        let members: Vec<CellIndex> =
                            std::iter::once(indices[position]).chain(tree.parts(code).iter().map(part)).collect();
                        if table.cells()[position].content == Content::Missing || (linked && !seen.insert(members.clone())) {
                            continue;
                        }
                        let value = |index: CellIndex| self.cells[index as usize].value.unwrap_or(0);
                        let sum = members[1..].iter().map(|&part| value(part)).sum();
                        if value(members[0]) != sum {
                            faults.push(Fault::NotAdditive {
                                table: table.name().to_owned(),
                                place: table.place(position),
                                dimension: tree.name().to_owned(),
                                total: table.shown(value(members[0])),
                                sum_of_parts: table.shown(sum),
                            });
                        }
                        self.sums.push(members);
                    }
                }
            }
        }
    }

    /// The tables, in the order given.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Number of different cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// A system without cells says nothing.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The system's cell at a position of a table.
    pub fn cell(&self, table: usize, position: usize) -> CellIndex {
        self.indices[table][position]
    }

    /// The system's cells of a table, by position.
    pub fn cells_of(&self, table: usize) -> &[CellIndex] {
        &self.indices[table]
    }

    /// Where a cell is found: its table and position there.
    pub fn home(&self, cell: CellIndex) -> (&Table, usize) {
        let (table, position) = self.homes[cell as usize];
        (&self.tables[table as usize], position as usize)
    }

    /// The value of a cell in units, when it has one.
    pub fn value(&self, cell: CellIndex) -> Option<Units> {
        self.cells[cell as usize].value
    }

    /// Decides what may happen to a cell, in every table that has it.
    pub fn set_release(&mut self, cell: CellIndex, release: Release) {
        self.cells[cell as usize].release = release;
    }

    /// The publication marks a cell of a table of counts as withheld, and shows empty cells as such: whoever sees the mark knows
    /// that somebody is in it, and in every sum as many as it has such parts. Not for cells that the publication does not have
    /// at all.
    pub fn set_seen(&mut self, cells: impl IntoIterator<Item = CellIndex>) {
        for cell in cells {
            let known = &mut self.cells[cell as usize];
            if known.value.is_some_and(|value| value > 0) {
                known.floor = known.floor.max(1);
            }
        }
        loop {
            let floor = |cell: &CellIndex| self.cells[*cell as usize].floor;
            let rows = (0..self.sums.len()).map(|row| self.sums.row(row));
            let rises = |row: &[CellIndex]| {
                let parts = row[1..].iter().map(floor).sum();
                (floor(&row[0]) < parts).then_some((row[0], parts))
            };
            let risen: Vec<(CellIndex, Units)> = rows.filter_map(rises).collect();
            if risen.is_empty() {
                return;
            }
            for (cell, floor) in risen {
                let known = &mut self.cells[cell as usize];
                known.floor = known.floor.max(floor);
            }
        }
    }

    /// What has been decided about a cell.
    pub fn release(&self, cell: CellIndex) -> Release {
        self.cells[cell as usize].release
    }

    /// The table and codes that name a cell in a report.
    pub fn place(&self, cell: CellIndex) -> (String, Place) {
        let (table, position) = self.home(cell);
        (table.name().to_owned(), table.place(position))
    }
}

fn known(table: &Table, position: usize) -> Known {
    let cell = &table.cells()[position];
    let value = table.value(position);
    let share = |value: Units, percent: u32| (i128::from(value.abs()) * i128::from(percent) / 100) as Units;
    let (least, most) = match (table.prior_knowledge, value) {
        (PriorKnowledge::NonNegative, _) => (Some(0), None),
        (PriorKnowledge::Within { percent_below, percent_above }, Some(value)) => {
            (Some(value - share(value, percent_below)), Some(value + share(value, percent_above)))
        }
        (PriorKnowledge::Within { .. }, None) | (PriorKnowledge::Nothing, _) => (None, None),
    };
    let (least, most) = match (cell.bounds, value) {
        (Some((low, high)), Some(_)) => (least.max(Some(low)), Some(most.map_or(high, |most: Units| most.min(high)))),
        _ => (least, most),
    };
    Known { value, least, most, release: cell.release, cost: cell.cost, floor: 0 }
}

/// What two tables must have in common for a cell to be the same.
fn key(table: &Table, position: usize) -> String {
    let coordinates = table.coordinates(position);
    let mut codes: Vec<(&str, &str)> = table
        .dimensions()
        .iter()
        .zip(coordinates)
        .filter(|(dimension, code)| *code != dimension.total())
        .map(|(dimension, code)| (dimension.name(), dimension.code(code)))
        .collect();
    codes.sort_unstable();
    let mut key = table.measure.clone();
    for (dimension, code) in codes {
        // Separators that no code contains, because they are no text.
        key.extend(['\u{1}']);
        key.push_str(dimension);
        key.extend(['\u{2}']);
        key.push_str(code);
    }
    key
}

/// All positions of a table whose code in one dimension is the given one.
fn positions_with(table: &Table, dimension: usize, code: usize) -> impl Iterator<Item = usize> {
    let stride = table.stride(dimension);
    let block = stride * table.dimensions()[dimension].len();
    let blocks = table.cells().len() / block;
    (0..blocks).flat_map(move |outer| (0..stride).map(move |inner| outer * block + code * stride + inner))
}

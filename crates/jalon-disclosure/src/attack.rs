//! What an outsider faces: unknown values between bounds, tied by the sums that were published.
//!
//! Everything here is exact whole-number arithmetic: bounds follow from one sum at a time until nothing changes
//! (bounds propagation), values that are thereby known are taken out, and what is left falls into independent parts.

use crate::amount::Units;
use crate::system::{CellIndex, System};
use std::collections::{HashMap, VecDeque};

/// What outsiders are told of each cell: the interval it lies in, a single value for a published cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct View {
    pub(crate) low: Vec<Units>,
    pub(crate) high: Vec<Units>,
    /// Bounds at or beyond half of this are none: outsiders know no bound.
    pub(crate) open: Units,
    /// Cells are withheld, and marked as such.
    pub(crate) is_marked: bool,
}

impl View {
    /// Some cells are withheld, all others published.
    pub(crate) fn of(system: &System, withheld: &[bool]) -> Self {
        let open = open(system);
        let bounds = system.cells.iter().zip(withheld).map(|(cell, &withheld)| match cell.value {
            Some(_) if withheld => (cell.least_withheld().unwrap_or(-open), cell.most.unwrap_or(open)),
            Some(value) => (value, value),
            None => (0, 0),
        });
        let (low, high) = bounds.unzip();
        View { low, high, open, is_marked: true }
    }

    /// Every value is known to lie less than a distance from what is published, as after rounding.
    pub(crate) fn near(system: &System, published: &[Units], distance: Units) -> Self {
        let bounds = system.cells.iter().zip(published).map(|(cell, &published)| {
            let (low, high) = (published - distance + 1, published + distance - 1);
            match cell.value {
                Some(_) => (cell.least.map_or(low, |least| least.max(low)), cell.most.map_or(high, |most| most.min(high))),
                None => (0, 0),
            }
        });
        let (low, high) = bounds.unzip();
        View { low, high, open: open(system), is_marked: false }
    }
}

/// Larger than any value and any bound that follows from what is published.
pub(crate) fn open(system: &System) -> Units {
    let largest = system.cells.iter().filter_map(|cell| cell.value).map(Units::abs).max().unwrap_or(0);
    16 * largest.max(64)
}

/// The unknown cells that depend on one another, and the sums among them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) cells: Vec<CellIndex>,
    pub(crate) rows: Vec<PartRow>,
}

/// `Σ sign · cell = known`, over places in [`Part::cells`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PartRow {
    pub(crate) entries: Vec<(u32, i8)>,
    pub(crate) known: Units,
    pub(crate) role: Role,
}

/// What a sum is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// It says what its unknown total is.
    Defines,
    /// It says something of its parts that no other sum does.
    Ties,
    /// It follows from the others.
    Follows,
}

/// An outsider's problem, simplified as far as whole-number arithmetic goes.
#[derive(Clone, Debug)]
pub(crate) struct Attack {
    pub(crate) low: Vec<Units>,
    pub(crate) high: Vec<Units>,
    pub(crate) open: Units,
    pub(crate) parts: Vec<Part>,
    /// What outsiders are told, before they reckon.
    pub(crate) view: View,
}

impl Attack {
    pub(crate) fn new(system: &System, view: View) -> Self {
        let mut attack = Attack { low: view.low.clone(), high: view.high.clone(), open: view.open, parts: Vec::new(), view };
        attack.propagate(system);
        attack.divide(system);
        attack
    }

    /// Whether an outsider knows the exact value.
    pub(crate) fn is_known(&self, cell: CellIndex) -> bool {
        self.low[cell as usize] == self.high[cell as usize]
    }

    /// Tightens bounds by each sum until nothing changes, or the changes become many and small.
    fn propagate(&mut self, system: &System) {
        let waiting = (0..system.sums.len()).collect();
        self.settle(system, &rows_of(system), waiting, &mut vec![true; system.sums.len()], |_, _| ());
    }

    /// Tightens bounds by the sums that wait, which are the queued ones, and by those that this changes. Tells of each cell that
    /// changes the bounds that it had.
    fn settle(
        &mut self,
        system: &System,
        rows_of: &[Vec<u32>],
        mut waiting: VecDeque<usize>,
        queued: &mut [bool],
        mut changes: impl FnMut(CellIndex, (Units, Units)),
    ) {
        // Bounds that close in on each other step by step could take as many steps as there are units.
        let mut budget = 40 * system.sums.len();
        while let Some(row) = waiting.pop_front_if(|_| budget > 0) {
            queued[row] = false;
            budget -= 1;
            for (cell, before) in self.tighten(system.sums.row(row)) {
                changes(cell, before);
                for &other in &rows_of[cell as usize] {
                    if !queued[other as usize] {
                        queued[other as usize] = true;
                        waiting.push_back(other as usize);
                    }
                }
            }
        }
        waiting.into_iter().for_each(|row| queued[row] = false);
    }

    /// The cells whose bounds a sum made tighter, with the bounds before.
    fn tighten(&mut self, row: &[CellIndex]) -> Vec<(CellIndex, (Units, Units))> {
        // total − Σ parts = 0: for each cell, the others bound it.
        let (mut least, mut most) = (0, 0);
        for (place, &cell) in row.iter().enumerate() {
            let (low, high) = self.signed(place, cell);
            least += low;
            most += high;
        }
        if least == most {
            return Vec::new();
        }
        let mut changed = Vec::new();
        for (place, &cell) in row.iter().enumerate() {
            let (low, high) = self.signed(place, cell);
            let (new_low, new_high) = (low.max(high - most), high.min(low - least));
            if new_low > low || new_high < high {
                let (new_low, new_high) = if place == 0 { (new_low, new_high) } else { (-new_high, -new_low) };
                let before = (self.low[cell as usize], self.high[cell as usize]);
                (self.low[cell as usize], self.high[cell as usize]) = (new_low, new_high);
                least += self.signed(place, cell).0 - low;
                most += self.signed(place, cell).1 - high;
                changed.push((cell, before));
            }
        }
        changed
    }

    fn signed(&self, place: usize, cell: CellIndex) -> (Units, Units) {
        let (low, high) = (self.low[cell as usize], self.high[cell as usize]);
        if place == 0 { (low, high) } else { (-high, -low) }
    }

    fn divide(&mut self, system: &System) {
        let mut group: Vec<CellIndex> = (0..self.low.len() as CellIndex).collect();
        for row in 0..system.sums.len() {
            let mut unknown = system.sums.row(row).iter().filter(|&&cell| !self.is_known(cell));
            if let Some(&first) = unknown.next() {
                for &cell in unknown {
                    let (one, other) = (leader(&mut group, first), leader(&mut group, cell));
                    group[one.max(other) as usize] = one.min(other);
                }
            }
        }
        let mut part_of = vec![CellIndex::MAX; self.low.len()];
        let mut place_of = vec![0; self.low.len()];
        for cell in 0..self.low.len() as CellIndex {
            if self.is_known(cell) {
                continue;
            }
            let leader = leader(&mut group, cell) as usize;
            if part_of[leader] == CellIndex::MAX {
                part_of[leader] = self.parts.len() as CellIndex;
                self.parts.push(Part::default());
            }
            part_of[cell as usize] = part_of[leader];
            let part = &mut self.parts[part_of[leader] as usize];
            place_of[cell as usize] = part.cells.len() as u32;
            part.cells.push(cell);
        }
        let roles = self.roles(system);
        for (row, role) in roles.into_iter().enumerate() {
            self.restrict(system.sums.row(row), role, &part_of, &place_of);
        }
        for part in &mut self.parts {
            part.rows.sort_unstable();
            // Of those that say the same the one that is needed most comes first.
            part.rows.dedup_by(|later, first| (&later.entries, later.known) == (&first.entries, first.known));
        }
    }

    /// Of the sums of one kind that a total has, the one with the fewest unknown parts is needed, and none where one has no
    /// unknown part: each follows from any other and from the sums of their parts.
    fn roles(&self, system: &System) -> Vec<Role> {
        let mut chosen: HashMap<(CellIndex, u32), (usize, usize)> = HashMap::new();
        for row in 0..system.sums.len() {
            let members = system.sums.row(row);
            let unknown = members[1..].iter().filter(|&&cell| !self.is_known(cell)).count();
            let best = chosen.entry((members[0], system.sums.kind(row))).or_insert((unknown, row));
            *best = (*best).min((unknown, row));
        }
        let mut roles = vec![Role::Follows; system.sums.len()];
        for ((total, kind), (unknown, row)) in chosen {
            roles[row] = match (self.is_known(total), kind) {
                (true, _) if unknown == 0 => Role::Follows,
                (false, 0) => Role::Defines,
                _ => Role::Ties,
            };
        }
        roles
    }

    /// What is left of a sum when the known values are taken out.
    fn restrict(&mut self, row: &[CellIndex], role: Role, part_of: &[CellIndex], place_of: &[u32]) {
        let mut entries = Vec::new();
        let mut known = 0;
        let mut part = None;
        for (place, &cell) in row.iter().enumerate() {
            let sign: i8 = if place == 0 { 1 } else { -1 };
            if self.is_known(cell) {
                known -= Units::from(sign) * self.low[cell as usize];
            } else {
                part = Some(part_of[cell as usize]);
                entries.push((place_of[cell as usize], sign));
            }
        }
        if let Some(part) = part {
            entries.sort_unstable();
            self.parts[part as usize].rows.push(PartRow { entries, known, role });
        }
    }
}

/// Somebody who besides what outsiders are told knows the value of one cell, being in it. One after the other: each costs
/// no more than what changes.
pub(crate) struct Insider<'a> {
    system: &'a System,
    rows_of: Vec<Vec<u32>>,
    bounds: Attack,
    queued: Vec<bool>,
}

impl<'a> Insider<'a> {
    pub(crate) fn new(system: &'a System, attack: &Attack) -> Self {
        let (low, high, open) = (attack.low.clone(), attack.high.clone(), attack.open);
        let view = View { low: Vec::new(), high: Vec::new(), open, is_marked: true };
        let bounds = Attack { low, high, open, parts: Vec::new(), view };
        Insider { system, rows_of: rows_of(system), bounds, queued: vec![false; system.sums.len()] }
    }

    /// The cells that whoever knows the value of this one can work out beside it, in order; as far as single sums tell.
    pub(crate) fn works_out(&mut self, cell: CellIndex, value: Units) -> Vec<CellIndex> {
        let mut changes = vec![(cell, (self.bounds.low[cell as usize], self.bounds.high[cell as usize]))];
        (self.bounds.low[cell as usize], self.bounds.high[cell as usize]) = (value, value);
        let waiting: VecDeque<usize> = self.rows_of[cell as usize].iter().map(|&row| row as usize).collect();
        waiting.iter().for_each(|&row| self.queued[row] = true);
        let note = |cell, before| changes.push((cell, before));
        self.bounds.settle(self.system, &self.rows_of, waiting, &mut self.queued, note);
        let mut known: Vec<CellIndex> =
            changes[1..].iter().map(|&(cell, _)| cell).filter(|&cell| self.bounds.is_known(cell)).collect();
        known.sort_unstable();
        known.dedup();
        for &(cell, (low, high)) in changes.iter().rev() {
            (self.bounds.low[cell as usize], self.bounds.high[cell as usize]) = (low, high);
        }
        known
    }
}

fn leader(group: &mut [CellIndex], cell: CellIndex) -> CellIndex {
    let mut leader = cell;
    while group[leader as usize] != leader {
        group[leader as usize] = group[group[leader as usize] as usize];
        leader = group[leader as usize];
    }
    leader
}

/// The sums that each cell is in.
pub(crate) fn rows_of(system: &System) -> Vec<Vec<u32>> {
    let mut rows_of = vec![Vec::new(); system.len()];
    for row in 0..system.sums.len() {
        for &cell in system.sums.row(row) {
            rows_of[cell as usize].push(row as u32);
        }
    }
    rows_of
}

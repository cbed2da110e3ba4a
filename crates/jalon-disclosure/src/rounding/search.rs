//! A search for a controlled rounding, for tables that are too large for a whole-number program.
//!
//! Only the finest cells are chosen, up or down; their totals follow, so that everything always adds up, and the search makes
//! totals stay near what they are. It is threshold accepting (Dueck and Scheuer, 1990): a change is taken when it does not
//! make the table worse by more than a bound that falls. Only whole numbers are compared and the changes are drawn from a fixed
//! seed, so that the result is the same everywhere.

use super::Options;
use crate::amount::Units;
use crate::system::System;
use crate::table::Release;
use std::collections::BTreeSet;

/// Passes over the finest cells; the bound falls with each.
const PASSES: u32 = 400;
/// Changes tried in all, at most.
const MOST_CHANGES: u64 = 5_000_000;
/// Passes over the surroundings of cells that are too far away in the end, and by how many bases a change may be worse there.
const MOST_MENDINGS: u32 = 100;
const MENDING: Units = 4;
/// What one step beyond the neighbouring multiples weighs, in bases. Two steps weigh four times as much.
const STEP: Units = 16;

/// The rounded values, where totals follow from finest cells; nothing otherwise.
pub(super) fn search(system: &System, options: &Options) -> Option<Vec<Units>> {
    let base = options.base;
    let totals = Totals::of(system)?;
    let truth = |cell: usize| system.cells[cell].value.unwrap_or(0);
    let free: Vec<usize> =
        (0..system.len()).filter(|cell| totals.is_finest[*cell] && truth(*cell).rem_euclid(base) != 0).collect();
    let mut state = State {
        base,
        over: (0..system.len()).map(|cell| truth(cell).rem_euclid(base)).collect(),
        fixed: system.cells.iter().map(|known| known.release == Release::Frozen).collect(),
        moved: vec![0; system.len()],
        up: vec![false; system.len()],
        too_far: Units::MAX,
        totals: &totals,
    };
    for &cell in &free {
        // First to the nearer one, as everybody rounds; the totals are mended afterwards.
        let over = state.over[cell];
        state.shift(cell, -over);
        if 2 * over > base {
            state.change(cell);
        }
    }
    let passes = PASSES.min((MOST_CHANGES / (free.len() as u64).max(1)) as u32).max(1);
    let mut random = SplitMix(0x6a61_6c6f_6e00_0001);
    let mut best = (state.cost(), state.up.clone());
    for pass in 0..passes {
        options.stop.check().ok()?;
        // From four bases down to nothing, and then only what makes it better.
        let bound = 4 * base * Units::from(passes.saturating_sub(pass + 1)).pow(2) / Units::from(passes).pow(2);
        for _ in 0..free.len() {
            state.try_change(free[random.below(free.len())], bound, &mut random);
        }
        let cost = state.cost();
        if cost < best.0 {
            best = (cost, state.up.clone());
        }
    }
    for &cell in &free {
        if state.up[cell] != best.1[cell] {
            state.change(cell);
        }
    }
    state.mend(&free, options, &mut random)?;
    Some((0..system.len()).map(|cell| truth(cell) + state.moved[cell]).collect())
}

/// Which totals each finest cell is part of.
struct Totals {
    is_finest: Vec<bool>,
    /// For each cell the totals above it, directly and indirectly; of totals themselves, nothing.
    above: Vec<Vec<u32>>,
    /// For each cell a sum that it is part of, with the other finest cells in it.
    sums: Vec<Vec<u32>>,
    rows: Vec<Vec<u32>>,
}

impl Totals {
    /// Each total from one of its sums; that the others then hold too is looked at in the end.
    fn of(system: &System) -> Option<Self> {
        let mut made_of: Vec<Option<usize>> = vec![None; system.len()];
        for row in 0..system.sums.len() {
            made_of[system.sums.row(row)[0] as usize].get_or_insert(row);
        }
        let is_finest: Vec<bool> = made_of.iter().map(Option::is_none).collect();
        let mut part_of: Vec<Vec<u32>> = vec![vec![]; system.len()];
        for (total, row) in made_of.iter().enumerate() {
            for &part in row.map_or(&[][..], |row| &system.sums.row(row)[1..]) {
                part_of[part as usize].push(total as u32);
            }
        }
        let mut above: Vec<Vec<u32>> = vec![vec![]; system.len()];
        for cell in (0..system.len()).filter(|cell| is_finest[*cell]) {
            let mut open = part_of[cell].clone();
            while let Some(total) = open.pop() {
                // A cell that is in more totals than there are goes round in a circle.
                if above[cell].len() > system.len() {
                    return None;
                }
                above[cell].push(total);
                open.extend(&part_of[total as usize]);
            }
            above[cell].sort_unstable();
        }
        let mut sums: Vec<Vec<u32>> = vec![vec![]; system.len()];
        let mut rows = vec![];
        for row in 0..system.sums.len() {
            let finest: Vec<u32> = system.sums.row(row)[1..].iter().copied().filter(|part| is_finest[*part as usize]).collect();
            if finest.len() > 1 {
                finest.iter().for_each(|part| sums[*part as usize].push(rows.len() as u32));
                rows.push(finest);
            }
        }
        Some(Self { is_finest, above, sums, rows })
    }

    /// Another finest cell of a sum that this one is part of.
    fn beside(&self, cell: usize, random: &mut SplitMix) -> Option<usize> {
        let sums = &self.sums[cell];
        let row = &self.rows[*sums.get(random.below(sums.len().max(1)))? as usize];
        Some(row[random.below(row.len())] as usize)
    }
}

struct State<'a> {
    base: Units,
    /// How far each true value is above the multiple below it.
    over: Vec<Units>,
    /// Cells that were published already.
    fixed: Vec<bool>,
    /// How far each cell is moved.
    moved: Vec<Units>,
    up: Vec<bool>,
    /// So many steps are more than may be, and weigh a thousand times as much.
    too_far: Units,
    totals: &'a Totals,
}

impl State<'_> {
    fn shift(&mut self, cell: usize, by: Units) {
        self.moved[cell] += by;
        for total in &self.totals.above[cell] {
            self.moved[*total as usize] += by;
        }
    }

    /// The other neighbouring multiple.
    fn change(&mut self, cell: usize) {
        let by = if self.up[cell] { -self.base } else { self.base };
        self.up[cell] = !self.up[cell];
        self.shift(cell, by);
    }

    fn worse_by(&self, cell: usize) -> Units {
        let by = if self.up[cell] { -self.base } else { self.base };
        let worse = |cell: usize| self.cost_of(cell, self.moved[cell] + by) - self.cost_of(cell, self.moved[cell]);
        worse(cell) + self.totals.above[cell].iter().map(|total| worse(*total as usize)).sum::<Units>()
    }

    /// The other multiple for a cell, half of the time with a cell beside it the other way round; not if that is worse by more
    /// than the bound.
    fn try_change(&mut self, one: usize, bound: Units, random: &mut SplitMix) {
        let mut worse = self.worse_by(one);
        self.change(one);
        if random.below(2) == 0 {
            // A second one the other way round keeps the total that both are part of.
            let other = self.totals.beside(one, random).filter(|other| self.up[*other] == self.up[one] && self.over[*other] != 0);
            if let Some(other) = other.filter(|other| *other != one) {
                worse += self.worse_by(other);
                self.change(other);
                if worse > bound {
                    self.change(other);
                    self.change(one);
                }
                return;
            }
        }
        if worse > bound {
            self.change(one);
        }
    }

    /// Goes on where cells are further away than they may be, with what they are made of and what shares a sum with that.
    fn mend(&mut self, free: &[usize], options: &Options, random: &mut SplitMix) -> Option<()> {
        self.too_far = Units::from(options.most_steps) + 1;
        for _ in 0..MOST_MENDINGS {
            options.stop.check().ok()?;
            let is_far = |cell: &u32| steps(self.over[*cell as usize], self.moved[*cell as usize], self.base) >= self.too_far;
            let parts = free.iter().filter(|part| self.totals.above[**part].iter().any(is_far));
            let rows: BTreeSet<u32> = parts.flat_map(|part| &self.totals.sums[*part]).copied().collect();
            let beside = rows.iter().flat_map(|row| &self.totals.rows[*row as usize]).map(|cell| *cell as usize);
            let near: Vec<usize> = beside.filter(|cell| self.over[*cell] != 0).collect::<BTreeSet<_>>().into_iter().collect();
            if near.is_empty() {
                break;
            }
            for _ in 0..near.len() {
                self.try_change(near[random.below(near.len())], MENDING * self.base, random);
            }
        }
        Some(())
    }

    fn cost(&self) -> Units {
        (0..self.moved.len()).map(|cell| self.cost_of(cell, self.moved[cell])).sum()
    }

    fn cost_of(&self, cell: usize, moved: Units) -> Units {
        let steps = steps(self.over[cell], moved, self.base);
        let weight = if self.fixed[cell] || steps >= self.too_far { 1_000 } else { 1 };
        moved.abs() + STEP * self.base * steps * steps * weight
    }
}

/// How many steps of the base a cell lies beyond its neighbouring multiples.
pub(super) fn steps(over: Units, moved: Units, base: Units) -> Units {
    let (down, up) = if over == 0 { (0, 0) } else { (-over, base - over) };
    if moved > up {
        (moved - up) / base
    } else if moved < down {
        (down - moved) / base
    } else {
        0
    }
}

/// Numbers that look random and are the same everywhere (Steele, Lea and Flood, 2014).
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * bound as u128) >> 64) as usize
    }
}

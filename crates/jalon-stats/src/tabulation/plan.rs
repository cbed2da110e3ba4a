//! Which groupings a table has, in which order they are written, and from which other each is computed.

use std::collections::BTreeMap;

use super::axis::Axis;
use super::fault::{Fault, Outcome};
use super::specification::*;

/// Most cells that the finest combination of codes may span: 2^44. Cells without a record cost nothing.
pub(crate) const MOST_CELLS: u64 = 1 << 44;
/// Most dimensions of a table.
pub(crate) const MOST_DIMENSIONS: usize = 15;

/// One choice of a level per dimension.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// For each axis the index of its level.
    pub(crate) levels: Vec<usize>,
    /// For each axis how many codes the level has.
    pub(crate) radices: Vec<u64>,
    /// For each axis the distance of neighbouring codes in the index of a cell.
    pub(crate) strides: Vec<u64>,
    pub(crate) space: u64,
    /// Whether the table shows it; otherwise it serves a computation.
    pub(crate) shown: bool,
    /// The block that it is computed from; the base has none.
    pub(crate) parent: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) axes: Vec<Axis>,
    pub(crate) blocks: Vec<Block>,
    /// Block that records are counted in.
    pub(crate) base: usize,
}

impl Plan {
    pub(crate) fn build(specification: &Specification, axes: Vec<Axis>) -> Outcome<Self> {
        let mut choices: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut blocks: Vec<Block> = vec![];
        let mut add = |levels: Vec<usize>, shown: bool| -> usize {
            let index = *choices.entry(levels.clone()).or_insert_with(|| {
                blocks.push(Block::of(&axes, levels));
                blocks.len() - 1
            });
            blocks[index].shown |= shown;
            index
        };
        for levels in shown(specification, &axes) {
            add(levels, true);
        }
        for levels in bases_of_shares(specification, &axes) {
            add(levels, false);
        }
        let base = add(axes.iter().map(|axis| axis.base).collect(), false);
        if blocks[base].space > MOST_CELLS {
            return Err(Fault::new("too-many-cells", "dimension")
                .with("found", blocks[base].space)
                .with("most", MOST_CELLS)
                .into());
        }
        let mut plan = Self { axes, blocks, base };
        plan.choose_parents();
        Ok(plan)
    }

    /// Each block follows from the smallest one that is fine enough.
    fn choose_parents(&mut self) {
        for index in (0..self.blocks.len()).filter(|index| *index != self.base) {
            let candidates = (0..self.blocks.len()).filter(|from| self.follows(*from, index));
            self.blocks[index].parent = candidates.min_by_key(|from| (self.blocks[*from].space, *from));
        }
    }

    /// Whether block `to` can be computed from block `from`. Of two blocks of equal fineness the base, else the earlier one, comes first.
    fn follows(&self, from: usize, to: usize) -> bool {
        let (fine, coarse) = (&self.blocks[from], &self.blocks[to]);
        let derivable = |fine: &Block, coarse: &Block| {
            let mut levels = fine.levels.iter().zip(&coarse.levels).zip(&self.axes);
            levels.all(|((from, to), axis)| axis.derivation[*from][*to].is_some())
        };
        let rank = |index: usize| (index != self.base, index);
        from != to && derivable(fine, coarse) && (!derivable(coarse, fine) || rank(from) < rank(to))
    }

    pub(crate) fn children(&self, of: usize) -> Vec<usize> {
        (0..self.blocks.len()).filter(|index| self.blocks[*index].parent == Some(of)).collect()
    }

    /// The block with the given axes at their total.
    pub(crate) fn with_totals(&self, block: usize, axes: &[usize]) -> Option<usize> {
        let levels = totalled(&self.axes, &self.blocks[block].levels, axes);
        self.blocks.iter().position(|block| block.levels == levels)
    }
}

impl Block {
    fn of(axes: &[Axis], levels: Vec<usize>) -> Self {
        let radices: Vec<u64> = axes.iter().zip(&levels).map(|(axis, level)| axis.levels[*level].codes.len() as u64).collect();
        let mut strides = vec![1_u64; radices.len()];
        for axis in (1..radices.len()).rev() {
            strides[axis - 1] = strides[axis].saturating_mul(radices[axis]);
        }
        let space = radices.iter().fold(1_u64, |space, radix| space.saturating_mul(*radix));
        Self { levels, radices, strides, space, shown: false, parent: None }
    }
}

fn totalled(axes: &[Axis], levels: &[usize], totals: &[usize]) -> Vec<usize> {
    let level = |(axis, level): (usize, &usize)| if totals.contains(&axis) { axes[axis].total() } else { *level };
    levels.iter().enumerate().map(level).collect()
}

/// The choices of levels that the table shows, in their order: details first, totals last, the first dimension leading.
fn shown(specification: &Specification, axes: &[Axis]) -> Vec<Vec<usize>> {
    let named: Vec<Vec<usize>> = axes.iter().map(|axis| (0..axis.named).collect()).collect();
    match &specification.margins {
        Margins::None => product(&named),
        Margins::All => product(&axes.iter().map(|axis| (0..=axis.named).collect()).collect::<Vec<_>>()),
        Margins::Listed(lists) => {
            let mut all = product(&named);
            for list in lists {
                all.extend(product(&axes.iter().map(|axis| kept(axis, list)).collect::<Vec<_>>()));
            }
            all
        }
    }
}

fn kept(axis: &Axis, list: &[String]) -> Vec<usize> {
    let level = |entry: &String| match entry.split_once(':') {
        Some((name, level)) if name == axis.name => (0..axis.named).filter(|index| axis.levels[*index].name == level).collect(),
        None if *entry == axis.name => (0..axis.named).collect(),
        _ => vec![],
    };
    let levels: Vec<usize> = list.iter().flat_map(level).collect();
    if levels.is_empty() { vec![axis.total()] } else { levels }
}

fn product(choices: &[Vec<usize>]) -> Vec<Vec<usize>> {
    choices.iter().fold(vec![vec![]], |all, choices| {
        let extend = |before: &Vec<usize>| -> Vec<Vec<usize>> {
            choices.iter().map(|choice| before.iter().copied().chain([*choice]).collect()).collect()
        };
        all.iter().flat_map(extend).collect()
    })
}

fn bases_of_shares(specification: &Specification, axes: &[Axis]) -> Vec<Vec<usize>> {
    let shown = shown(specification, axes);
    let mut bases = vec![];
    for measure in &specification.measures {
        if let MeasureKind::Share { over, .. } = &measure.kind {
            let over = axes_of(axes, over);
            bases.extend(shown.iter().map(|levels| totalled(axes, levels, &over)));
        }
    }
    bases
}

pub(crate) fn axes_of(axes: &[Axis], names: &[String]) -> Vec<usize> {
    (0..axes.len()).filter(|axis| names.contains(&axes[*axis].name)).collect()
}

//! From specification and dataset to table: the steps in their order.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::assignment::{Assignment, Counter};
use super::axis::Axis;
use super::cells::{Cells, divide};
use super::dataset::Dataset;
use super::evaluate::CellKeys;
use super::fault::{Fault, Outcome};
use super::layout::Compiled;
use super::pass::{Counted, Pass};
use super::plan::Plan;
use super::prepare::{self, Prepared, with_width};
use super::specification::*;
use super::table::Table;
use crate::microdata::aggregate::Given;
use crate::protection::{self, Design};
use crate::release::{Phase, Progress};
use crate::sampling::Replicates;

#[derive(Debug, Clone)]
pub struct Options {
    pub threads: usize,
    /// Bytes that cells and accumulators may take; beyond it the table is refused.
    pub memory: u64,
    /// Where files that the specification names are.
    pub folder: PathBuf,
    /// Who reads and counts the records; this process when nobody else does.
    pub counter: Option<Arc<dyn Counter>>,
}

/// Computes a table. The result depends on the records and the specification alone.
///
/// # Errors
/// What is wrong with either; `counted-draft` for a table that was handed in with withheld numbers, whose place possible ones
/// take: only [`judge`](crate::release::judge) tells them from true ones.
pub fn compute(specification: &Specification, dataset: &Dataset, options: &Options) -> Outcome<Table> {
    if dataset.given().is_some_and(Given::has_unknown) {
        return Err(Fault::new("counted-draft", dataset.path().display().to_string()).into());
    }
    compute_with(specification, dataset, options, &Progress::default())
}

/// As [`compute`], for somebody who waits: tells how far it is, and ends with the fault `cancelled` when asked to.
pub fn compute_with(specification: &Specification, dataset: &Dataset, options: &Options, progress: &Progress) -> Outcome<Table> {
    let specification = &super::codelist::resolve(specification, dataset)?;
    let threads = options.threads.clamp(1, 256);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Fault::new("threads", "--threads").with("reason", error))?;
    let replicates = specification.sampling.estimation().and_then(|said| said.design.replicates);
    let passes = 1 + replicates.as_ref().map_or(0, |replicates| replicates.weights.len());
    progress.begin(Phase::Counting, (dataset.row_groups() * passes) as u64)?;
    pool.install(|| {
        let table = run(specification, dataset, options, threads, progress)?;
        match replicates {
            Some(replicates) => replicated(table, specification, dataset, options, progress, &replicates),
            None => Ok(table),
        }
    })
}

/// The table with variances by replicates: it is made again with each replicate weight, one after the other, so that neither
/// slots nor memory grow with their number. What the table itself takes is taken off the memory of the others.
fn replicated(
    mut table: Table,
    specification: &Specification,
    dataset: &Dataset,
    options: &Options,
    progress: &Progress,
    replicates: &Replicates,
) -> Outcome<Table> {
    table.variances = table.no_variances();
    let own: u64 = table.cells.iter().map(Cells::bytes).sum();
    let sums: usize = table.variances.iter().flatten().map(Vec::len).sum();
    let options = Options { memory: options.memory.saturating_sub(own + 8 * sums as u64), ..options.clone() };
    let mut specification = Specification { sampling: Sampling::none(), ..specification.clone() };
    // Medians have no estimated error and take memory.
    for measure in specification.measures.iter_mut().filter(|measure| matches!(measure.kind, MeasureKind::Median { .. })) {
        measure.kind = MeasureKind::Count;
    }
    for (number, variable) in replicates.weights.iter().enumerate() {
        if let Some(weight) = &mut specification.weight {
            weight.variable.clone_from(variable);
        }
        let replicate = run(&specification, dataset, &options, options.threads.clamp(1, 256), progress)?;
        table.add_replicate(&replicate, number, replicates);
    }
    Ok(table)
}

fn run(
    specification: &Specification,
    dataset: &Dataset,
    options: &Options,
    threads: usize,
    progress: &Progress,
) -> Outcome<Table> {
    prepare::check(specification, dataset)?;
    let protection = specification.protection.as_ref().map(|said| cell_keys(said, &options.folder)).transpose()?;
    let key_kind = protection.as_ref().map(|found| found.table.keys());
    let prepared = Prepared::of(specification, dataset, key_kind)?;
    let pass = prepared.pass(threads, options.memory, progress)?;
    let (counted, cells) = with_width!(prepared.width, count(&prepared, &pass, options))?;
    let Prepared { plan, layout, compiled, spreads, width, .. } = prepared;
    let keyed = counted.notes.records - counted.notes.unkeyed.min(counted.notes.records);
    if protection.is_some() && keyed * 2 < counted.notes.records {
        let fault = Fault::new("half-unkeyed", "protection").with("keyed", keyed);
        return Err(fault.with("records", counted.notes.records).into());
    }
    let visible = visible(&plan, &cells[plan.base]);
    let is_whole = |compiled: &Compiled| matches!(compiled, Compiled::Count { .. });
    let measures = specification.measures.iter().zip(&compiled).map(|(said, made)| (said.name.clone(), is_whole(made))).collect();
    let table = Table {
        plan,
        cells,
        width,
        layout,
        compiled,
        measures,
        protection,
        medians: counted.medians,
        notes: counted.notes,
        zeros: specification.zeros,
        labels: specification.labels,
        draft: false,
        title: specification.title.clone(),
        visible,
        sampling: specification.sampling.estimation(),
        spreads,
        variances: vec![],
    };
    table.check_rows()?;
    Ok(table)
}

/// The pass, here or elsewhere, and every block.
fn count<const WIDTH: usize>(prepared: &Prepared, pass: &Pass, options: &Options) -> Outcome<(Counted, Vec<Cells>)> {
    let plan = &prepared.plan;
    let counted = match &options.counter {
        None => pass.run::<WIDTH>(0..prepared.dataset.row_groups())?,
        Some(counter) => elsewhere::<WIDTH>(prepared, pass, counter.as_ref())?,
    };
    let mut counted = pass.conclude::<WIDTH>(counted)?;
    let mut blocks: Vec<Cells> = plan.blocks.iter().map(|_| Cells::default()).collect();
    let base = std::mem::take(&mut counted.cells);
    let used = AtomicU64::new(base.bytes());
    for (block, cells) in descend::<WIDTH>(plan, plan.base, &base, &used, options.memory)? {
        blocks[block] = cells;
    }
    blocks[plan.base] = base;
    Ok((counted, blocks))
}

fn elsewhere<const WIDTH: usize>(prepared: &Prepared, pass: &Pass, counter: &dyn Counter) -> Outcome<Counted> {
    pass.progress.check()?;
    let tally = counter.count(&Assignment::of(prepared, pass)?)?;
    tally.received::<WIDTH>(prepared, pass)
}

/// The blocks that follow from one, and those that follow from them.
fn descend<const WIDTH: usize>(
    plan: &Plan,
    from: usize,
    cells: &Cells,
    used: &AtomicU64,
    memory: u64,
) -> Outcome<Vec<(usize, Cells)>> {
    let child = |block: usize| -> Outcome<Vec<(usize, Cells)>> {
        let own = cells.roll_up::<WIDTH>(&plan.blocks[from], &plan.blocks[block], &plan.axes);
        if used.fetch_add(own.bytes(), Ordering::Relaxed) + own.bytes() > memory {
            return Err(Fault::new("memory", "--memory").with("megabytes", memory >> 20).into());
        }
        let mut found = descend::<WIDTH>(plan, block, &own, used, memory)?;
        found.push((block, own));
        Ok(found)
    };
    let found: Vec<_> = plan.children(from).into_par_iter().map(child).collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

pub(crate) fn cell_keys(said: &Protection, folder: &Path) -> Outcome<CellKeys> {
    let table = match &said.noise {
        Noise::File { path, fractional } => protection::load(&folder.join(path), *fractional)?,
        Noise::Generated { maximum_deviation, variance, forbidden, keys } => protection::generate(&Design {
            maximum_deviation: *maximum_deviation,
            variance: *variance,
            forbidden: forbidden.clone(),
            keys: *keys,
        })?,
    };
    Ok(CellKeys { table, threshold: said.threshold })
}

/// For each axis and level the codes that are written when cells without a record are: those that are declared, and those found.
fn visible(plan: &Plan, base: &Cells) -> Vec<Vec<Vec<u32>>> {
    let block = &plan.blocks[plan.base];
    let none = || block.radices.iter().map(|radix| vec![false; *radix as usize]).collect::<Vec<_>>();
    let look = |mut seen: Vec<Vec<bool>>, indices: &[u64]| {
        for (axis, seen) in seen.iter_mut().enumerate() {
            let (stride, radix) = (block.strides[axis], block.radices[axis]);
            // Neighbours share all but the last digits.
            let mut last = u64::MAX;
            for index in indices {
                let above = divide(*index, stride);
                if above != last {
                    seen[(above % radix) as usize] = true;
                    last = above;
                }
            }
        }
        seen
    };
    let both = |mut left: Vec<Vec<bool>>, right: Vec<Vec<bool>>| {
        left.iter_mut().flatten().zip(right.into_iter().flatten()).for_each(|(left, right)| *left |= right);
        left
    };
    let seen = base.index.par_chunks(1 << 16).fold(none, look).reduce(none, both);
    let of_axis = |(axis, seen): (&Axis, Vec<bool>)| {
        let of_level = |level: usize| {
            let mut shown = axis.levels[level].fixed.clone();
            if let Some(map) = &axis.derivation[axis.base][level] {
                seen.iter().zip(map).filter(|(seen, _)| **seen).for_each(|(_, code)| shown[*code as usize] = true);
            }
            (0..shown.len() as u32).filter(|code| shown[*code as usize]).collect()
        };
        (0..axis.levels.len()).map(of_level).collect()
    };
    plan.axes.iter().zip(seen).map(of_axis).collect()
}

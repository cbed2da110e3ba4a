//! From specification and dataset to table: the steps in their order.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::datatypes::DataType;
use rayon::prelude::*;

use super::axis::{Axis, Source};
use super::cells::Cells;
use super::column;
use super::dataset::Dataset;
use super::evaluate::CellKeys;
use super::fault::{Fault, Outcome};
use super::layout::{Compiled, Keys, Layout, weight_decimals};
use super::pass::{self, Counted, Pass, RecordKey};
use super::plan::{MOST_DIMENSIONS, Plan};
use super::selector::{EXCLUDED, Predicate, REFUSED, Selector, UNKNOWN, contributions};
use super::specification::*;
use super::table::Table;
use crate::protection::{self, Design, KeyKind};
use crate::release::{Phase, Progress};
use crate::sampling::Replicates;

#[derive(Debug, Clone)]
pub struct Options {
    pub threads: usize,
    /// Bytes that cells and accumulators may take; beyond it the table is refused.
    pub memory: u64,
    /// Where files that the specification names are.
    pub folder: PathBuf,
}

/// Most groupings of a table: combinations of levels and totals.
const MOST_BLOCKS: usize = 4096;
/// Slots per cell for which code is compiled; a table takes the smallest that suffices.
const WIDTHS: [usize; 9] = [1, 2, 3, 4, 6, 8, 16, 32, 64];

/// Computes a table. The result depends on the records and the specification alone.
pub fn compute(specification: &Specification, dataset: &Dataset, options: &Options) -> Outcome<Table> {
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
    check_sizes(specification, dataset)?;
    check_columns(specification, dataset)?;
    let protection = specification.protection.as_ref().map(|said| cell_keys(said, &options.folder)).transpose()?;
    let axes = axes(specification, dataset)?;
    let plan = Plan::build(specification, axes)?;
    let keys = match protection.as_ref().map(|found| found.table.keys()) {
        None => Keys::None,
        Some(KeyKind::Whole { modulus }) if !modulus.is_power_of_two() => Keys::Separate,
        Some(_) => Keys::Packed,
    };
    let axis_of = |name: &str| plan.axes.iter().position(|axis| axis.name == name).unwrap_or_default();
    let (layout, compiled, spreads) = Layout::compile(specification, dataset, keys, axis_of);
    let Some(width) = WIDTHS.into_iter().find(|width| *width >= layout.slots) else {
        let fault = Fault::new("too-many-cells", "measure").with("found", layout.slots);
        return Err(fault.with("most", WIDTHS[WIDTHS.len() - 1]).into());
    };
    let preparation = Preparation { specification, dataset, plan: &plan, columns: vec![] };
    let pass = preparation.pass(&layout, &protection, threads, options, progress)?;
    let (counted, cells) = match width {
        1 => count::<1>(&pass, &plan, options.memory)?,
        2 => count::<2>(&pass, &plan, options.memory)?,
        3 => count::<3>(&pass, &plan, options.memory)?,
        4 => count::<4>(&pass, &plan, options.memory)?,
        6 => count::<6>(&pass, &plan, options.memory)?,
        8 => count::<8>(&pass, &plan, options.memory)?,
        16 => count::<16>(&pass, &plan, options.memory)?,
        32 => count::<32>(&pass, &plan, options.memory)?,
        _ => count::<64>(&pass, &plan, options.memory)?,
    };
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

/// The pass and every block.
fn count<const WIDTH: usize>(pass: &Pass, plan: &Plan, memory: u64) -> Outcome<(Counted, Vec<Cells>)> {
    let mut counted = pass.run::<WIDTH>()?;
    let mut blocks: Vec<Cells> = plan.blocks.iter().map(|_| Cells::default()).collect();
    let base = std::mem::take(&mut counted.cells);
    let used = AtomicU64::new(base.bytes());
    for (block, cells) in descend::<WIDTH>(plan, plan.base, &base, &used, memory)? {
        blocks[block] = cells;
    }
    blocks[plan.base] = base;
    Ok((counted, blocks))
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

fn check_sizes(specification: &Specification, dataset: &Dataset) -> Outcome<()> {
    let mut faults = vec![];
    if dataset.rows() >= 1 << 32 {
        faults.push(Fault::new("too-many-records", "data").with("found", dataset.rows()).with("most", u32::MAX));
    }
    let dimensions = specification.dimensions.len();
    if dimensions > MOST_DIMENSIONS {
        faults.push(Fault::new("too-many-cells", "dimension").with("found", dimensions).with("most", MOST_DIMENSIONS));
    }
    let blocks = specification.dimensions.iter().fold(1_usize, |all, dimension| all.saturating_mul(dimension.levels.len() + 1));
    if blocks > MOST_BLOCKS {
        faults.push(Fault::new("too-many-cells", "level").with("found", blocks).with("most", MOST_BLOCKS));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Every column that is named must be there and have a kind that serves.
fn check_columns(specification: &Specification, dataset: &Dataset) -> Outcome<()> {
    let mut faults = vec![];
    let mut wants = |name: &str, place: &str, wanted: &'static str, fits: &dyn Fn(&DataType) -> bool| match dataset.kind(name) {
        None => faults.push(Fault::new("no-such-column", place).with("column", name)),
        Some(kind) if !fits(kind) => {
            faults.push(Fault::new("column-type", place).with("column", name).with("found", kind).with("wanted", wanted));
        }
        Some(_) => {}
    };
    let codes = |kind: &DataType| column::is_whole(kind) || column::is_text(kind);
    for dimension in &specification.dimensions {
        wants(&dimension.variable, &dimension.place, "text, int", &codes);
    }
    let measures = specification.measures.iter();
    for condition in specification.population.iter().chain(measures.clone().flat_map(|measure| &measure.conditions)) {
        let any = |_: &DataType| true;
        match condition.test {
            Test::Missing(_) => wants(&condition.variable, &condition.place, "", &any),
            _ => wants(&condition.variable, &condition.place, "text, int", &codes),
        }
    }
    for measure in measures {
        if let MeasureKind::Sum { variable, .. } | MeasureKind::Mean { variable, .. } | MeasureKind::Median { variable, .. } =
            &measure.kind
        {
            wants(variable, &measure.place, "int, float, decimal(18)", &column::is_numeric);
        }
    }
    if let Some(weight) = &specification.weight {
        wants(&weight.variable, "weight", "int, float, decimal(18)", &column::is_numeric);
    }
    if let Some(replicates) = specification.sampling.estimation().and_then(|said| said.design.replicates) {
        let place = specification.sampling.place.as_deref().unwrap_or("sampling");
        for weight in &replicates.weights {
            wants(weight, place, "int, float, decimal(18)", &column::is_numeric);
        }
    }
    if let Some(protection) = &specification.protection {
        let fractional = matches!(protection.noise, Noise::File { fractional: true, .. });
        let wanted = if fractional { "float64" } else { "int" };
        wants(&protection.record_key, &protection.place, wanted, &|kind| pass::is_key_column(kind, fractional));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
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

fn axes(specification: &Specification, dataset: &Dataset) -> Outcome<Vec<Axis>> {
    let (mut axes, mut faults) = (vec![], vec![]);
    for dimension in &specification.dimensions {
        let source = Source::of(dataset, &dimension.variable, specification.variables.get(&dimension.variable));
        match source.and_then(|source| Axis::build(dimension, &source)) {
            Ok(axis) => axes.push(axis),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(axes) } else { Err(faults) }
}

/// For each axis and level the codes that are written when cells without a record are: those that are declared, and those found.
fn visible(plan: &Plan, base: &Cells) -> Vec<Vec<Vec<u32>>> {
    let block = &plan.blocks[plan.base];
    let mut seen: Vec<Vec<bool>> = block.radices.iter().map(|radix| vec![false; *radix as usize]).collect();
    for index in &base.index {
        for (axis, seen) in seen.iter_mut().enumerate() {
            seen[(index / block.strides[axis] % block.radices[axis]) as usize] = true;
        }
    }
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

/// Gathers which columns the pass reads.
struct Preparation<'a> {
    specification: &'a Specification,
    dataset: &'a Dataset,
    plan: &'a Plan,
    columns: Vec<String>,
}

impl<'a> Preparation<'a> {
    fn column(&mut self, name: &str) -> usize {
        self.columns.iter().position(|known| known == name).unwrap_or_else(|| {
            self.columns.push(name.to_owned());
            self.columns.len() - 1
        })
    }

    fn source(&self, variable: &str) -> Outcome<Source> {
        Source::of(self.dataset, variable, self.specification.variables.get(variable))
    }

    fn is_text(&self, variable: &str) -> bool {
        self.dataset.kind(variable).is_some_and(column::is_text)
    }

    fn pass(
        mut self,
        layout: &'a Layout,
        protection: &Option<CellKeys>,
        threads: usize,
        options: &Options,
        progress: &'a Progress,
    ) -> Outcome<Pass<'a>> {
        let selectors = self.selectors()?;
        let population = self.predicates(&self.specification.population)?;
        let conditions = layout.conditions.iter().map(|list| self.predicates(list)).collect::<Result<_, _>>()?;
        let variables = layout.variables.iter().map(|(name, _)| (self.column(name), self.missing_numbers(name))).collect();
        let weight = self.specification.weight.as_ref();
        let weight = weight.map(|said| (self.column(&said.variable), weight_decimals(said, self.dataset), said.missing_is_zero));
        let record_key = self.specification.protection.as_ref().zip(protection.as_ref()).map(|(said, made)| RecordKey {
            column: self.column(&said.record_key),
            modulus: if let KeyKind::Whole { modulus } = made.table.keys() { modulus } else { 0 },
            fractional: made.table.keys() == KeyKind::Fractional,
        });
        Ok(Pass {
            dataset: self.dataset,
            columns: self.columns,
            selectors,
            population,
            conditions,
            layout,
            variables,
            weight,
            record_key,
            space: self.plan.blocks[self.plan.base].space,
            threads,
            memory: options.memory,
            progress,
        })
    }

    fn selectors(&mut self) -> Outcome<Vec<Selector>> {
        let block = &self.plan.blocks[self.plan.base];
        let mut selectors = vec![];
        for (position, dimension) in self.specification.dimensions.iter().enumerate() {
            let source = self.source(&dimension.variable)?;
            let axis = &self.plan.axes[position];
            let of_missing = match dimension.missing {
                MissingTreatment::Exclude => EXCLUDED,
                MissingTreatment::Refuse => REFUSED,
                // The file states that there is none; should it be wrong, that is seen.
                MissingTreatment::Category => UNKNOWN,
            };
            let of_code = contributions(&axis.levels[axis.base].of_source, block.strides[position], of_missing);
            let column = self.column(&dimension.variable);
            selectors.push(Selector::new(column, &source, self.is_text(&dimension.variable), &of_code, UNKNOWN));
        }
        Ok(selectors)
    }

    fn predicates(&mut self, conditions: &[Condition]) -> Outcome<Vec<Predicate>> {
        let (mut predicates, mut faults) = (vec![], vec![]);
        for condition in conditions {
            match self.predicate(condition) {
                Ok(predicate) => predicates.push(predicate),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(predicates) } else { Err(faults) }
    }

    fn missing_numbers(&self, variable: &str) -> Vec<i64> {
        let said = self.specification.variables.get(variable);
        said.map(|said| said.missing.iter().filter_map(|code| code.parse().ok()).collect()).unwrap_or_default()
    }

    fn predicate(&mut self, condition: &Condition) -> Outcome<Predicate> {
        let name = &condition.variable;
        let column = self.column(name);
        let missing = self.specification.variables.get(name).is_some_and(|said| !said.missing.is_empty());
        let whole = self.dataset.kind(name).is_some_and(column::is_whole);
        match &condition.test {
            Test::Between(from, to) if whole => {
                return Ok(Predicate::Between { column, from: *from, to: *to, missing: self.missing_numbers(name) });
            }
            Test::Missing(wanted) if !missing => return Ok(Predicate::Missing { column, wanted: *wanted }),
            _ => {}
        }
        let source = self.source(name)?;
        if let Test::In(codes) | Test::NotIn(codes) = &condition.test {
            check_codes(condition, codes, &source, whole)?;
        }
        let holds = |code: &str| match &condition.test {
            Test::In(codes) => codes.iter().any(|wanted| wanted == code),
            Test::NotIn(codes) => !codes.iter().any(|wanted| wanted == code),
            Test::Between(from, to) => code.parse::<i64>().is_ok_and(|value| value >= *from && value <= *to),
            Test::Missing(wanted) => !wanted,
        };
        let of_missing = u64::from(condition.test == Test::Missing(true));
        let of_code: Vec<u64> = source.codes.iter().map(|code| u64::from(holds(&code.code))).chain([of_missing]).collect();
        Ok(Predicate::Codes(Selector::new(column, &source, !whole, &of_code, 0)))
    }
}

/// A code that the list of the variable does not have is a slip of the pen that would give a wrong number.
fn check_codes(condition: &Condition, codes: &[String], source: &Source, whole: bool) -> Outcome<()> {
    let known = |code: &&String| source.codes.iter().any(|known| known.code == **code);
    let wrong = |code: &&String| if source.declared { !known(code) } else { whole && code.parse::<i64>().is_err() };
    let fault =
        |code: &String| Fault::new("unknown-choice", &condition.place).with("found", code).with("choices", &condition.variable);
    let faults: Vec<_> = codes.iter().filter(wrong).map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

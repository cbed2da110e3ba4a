//! From specification and dataset to everything that the pass over the records needs.

use arrow_schema::DataType;

use super::axis::{Axis, Source};
use super::column;
use super::dataset::Dataset;
use super::fault::{Fault, Outcome};
use super::layout::{Compiled, Keys, Layout, Spread, weight_decimals};
use super::pass::{self, Pass, RecordKey};
use super::plan::{MOST_DIMENSIONS, Plan};
use super::selector::{EXCLUDED, Predicate, REFUSED, Selector, UNKNOWN, contributions};
use super::specification::*;
use crate::microdata::aggregate::COUNT;
use crate::protection::KeyKind;
use crate::release::Progress;

/// Most groupings of a table: combinations of levels and totals.
const MOST_BLOCKS: usize = 4096;
/// Slots per cell for which code is compiled; a table takes the smallest that suffices.
const WIDTHS: [usize; 9] = [1, 2, 3, 4, 6, 8, 16, 32, 64];

/// Calls a function that is compiled for several widths with the width that is only known now.
macro_rules! with_width {
    ($width:expr, $function:ident($($argument:expr),*)) => {
        match $width {
            1 => $function::<1>($($argument),*),
            2 => $function::<2>($($argument),*),
            3 => $function::<3>($($argument),*),
            4 => $function::<4>($($argument),*),
            6 => $function::<6>($($argument),*),
            8 => $function::<8>($($argument),*),
            16 => $function::<16>($($argument),*),
            32 => $function::<32>($($argument),*),
            _ => $function::<64>($($argument),*),
        }
    };
}
pub(super) use with_width;

/// A table before its records are read. It follows from the specification, the file's footer and the codes found in it, so
/// that every process that sees the same file makes the same.
pub(super) struct Prepared<'a> {
    pub(super) specification: &'a Specification,
    pub(super) dataset: &'a Dataset,
    pub(super) plan: Plan,
    pub(super) layout: Layout,
    pub(super) compiled: Vec<Compiled>,
    pub(super) spreads: Vec<Spread>,
    pub(super) width: usize,
    pub(super) key_kind: Option<KeyKind>,
}

impl<'a> Prepared<'a> {
    /// The specification is one that [`check`] passed, without a level of a code list left to be resolved.
    pub(super) fn of(specification: &'a Specification, dataset: &'a Dataset, key_kind: Option<KeyKind>) -> Outcome<Self> {
        let plan = Plan::build(specification, axes(specification, dataset)?)?;
        let keys = match key_kind {
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
        Ok(Self { specification, dataset, plan, layout, compiled, spreads, width, key_kind })
    }

    pub(super) fn pass<'b>(&'b self, threads: usize, memory: u64, progress: &'b Progress) -> Outcome<Pass<'b>> {
        let preparation =
            Preparation { specification: self.specification, dataset: self.dataset, plan: &self.plan, columns: vec![] };
        preparation.pass(&self.layout, self.key_kind, threads, memory, progress)
    }
}

/// Whether the table is of a size that can be made, out of columns that are there.
pub(super) fn check(specification: &Specification, dataset: &Dataset) -> Outcome<()> {
    check_sizes(specification, dataset)?;
    check_counted(specification, dataset)?;
    check_columns(specification, dataset)
}

/// Of a table that was already counted nothing is known but numbers: there are no records with values, weights or keys.
fn check_counted(specification: &Specification, dataset: &Dataset) -> Outcome<()> {
    if dataset.given().is_none() {
        return Ok(());
    }
    let of_records =
        |kind: &MeasureKind| !matches!(kind, MeasureKind::Count | MeasureKind::Ratio { .. } | MeasureKind::Share { .. });
    let measures = specification.measures.iter().filter(|measure| of_records(&measure.kind));
    let mut faults: Vec<Fault> =
        measures.map(|measure| Fault::new("counted-only", &measure.place).with("name", &measure.name)).collect();
    let weight = specification.weight.as_ref().map(|_| Fault::new("counted-only", "weight").with("name", "weight"));
    faults.extend(weight);
    let keys = specification.protection.as_ref();
    faults.extend(keys.map(|protection| Fault::new("counted-keys", &protection.place)));
    if faults.is_empty() { Ok(()) } else { Err(faults) }
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
        key_kind: Option<KeyKind>,
        threads: usize,
        memory: u64,
        progress: &'a Progress,
    ) -> Outcome<Pass<'a>> {
        let selectors = self.selectors()?;
        let population = self.predicates(&self.specification.population)?;
        let conditions = layout.conditions.iter().map(|list| self.predicates(list)).collect::<Result<_, _>>()?;
        let variables = layout.variables.iter().map(|(name, _)| (self.column(name), self.missing_numbers(name))).collect();
        let weight = self.specification.weight.as_ref();
        let weight = weight.map(|said| (self.column(&said.variable), weight_decimals(said, self.dataset), said.missing_is_zero));
        let record_key = self.specification.protection.as_ref().zip(key_kind).map(|(said, kind)| RecordKey {
            column: self.column(&said.record_key),
            modulus: if let KeyKind::Whole { modulus } = kind { modulus } else { 0 },
            fractional: kind == KeyKind::Fractional,
        });
        let frequency = self.dataset.given().map(|_| self.column(COUNT));
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
            frequency,
            space: self.plan.blocks[self.plan.base].space,
            threads,
            memory,
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

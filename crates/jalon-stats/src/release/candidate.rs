//! From a computed table to the content that would be released, before anything is withheld.

use std::collections::BTreeMap;

use super::content::{Cell, Code, Content, Dimension, Figure, Measure, Protection, Release, Scope};
use super::covers::Covers;
use super::rules::Rules;
use super::{Context, judged_rules};
use crate::microdata::aggregate::Given;
use crate::microdata::description::Counts;
use crate::tabulation::axis::Axis;
use crate::tabulation::dataset::Dataset;
use crate::tabulation::layout::weight_decimals;
use crate::tabulation::specification::{self as said, *};
use crate::tabulation::{Fault, Outcome, Status, Table};
use crate::translations::Translations;

/// Rows made ready at a time.
const PIECE: u64 = 1 << 14;

/// What cannot be released, because no audit of it is known here.
pub(super) fn check(specification: &Specification, dataset: &Dataset) -> Outcome<()> {
    let mut faults = vec![];
    let has_unknown = dataset.given().is_some_and(Given::has_unknown);
    if specification.disclosure.method == Method::Rounding && has_unknown {
        faults.push(Fault::new("counted-rounding", &specification.disclosure.place));
    }
    for measure in &specification.measures {
        if matches!(measure.kind, MeasureKind::Median { .. }) {
            faults.push(Fault::new("release-measure", &measure.place).with("name", &measure.name));
        }
        let is_amount = amount_of(measure).is_some();
        if specification.disclosure.method == Method::Rounding && (is_amount || measure.kind == MeasureKind::WeightedCount) {
            faults.push(Fault::new("release-rounding", &measure.place).with("name", &measure.name));
        }
        if specification.disclosure.method == Method::CellKey && is_amount {
            faults.push(Fault::new("counts-only", &measure.place).with("name", &measure.name));
        }
    }
    for (place, dimension) in specification.dimensions.iter().enumerate() {
        if specification.dimensions[..place].iter().any(|other| other.variable == dimension.variable) {
            faults.push(Fault::new("release-variable-twice", &dimension.place).with("name", &dimension.variable));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The variable that a sum or a mean adds up.
pub(super) fn amount_of(measure: &said::Measure) -> Option<&str> {
    match &measure.kind {
        MeasureKind::Sum { variable, .. } | MeasureKind::Mean { variable, .. } => Some(variable),
        _ => None,
    }
}

/// Whether a measure is made of amounts. Their errors are not released: beside sum and number they would tell the sum of the
/// squares, and so how far the largest contribution can lie from the others, which no audit here looks at.
fn is_made_of_amounts(specification: &Specification, measure: &said::Measure) -> bool {
    let named = |name: &String| specification.measures.iter().find(|other| other.name == *name);
    match &measure.kind {
        MeasureKind::Ratio { numerator, denominator } => {
            [numerator, denominator].into_iter().filter_map(named).any(|part| amount_of(part).is_some())
        }
        MeasureKind::Share { of, .. } => named(of).is_some_and(|part| amount_of(part).is_some()),
        _ => amount_of(measure).is_some(),
    }
}

/// Sums and means are judged by contributors and contributions: every record must have a value.
pub(super) fn check_values(specification: &Specification, table: &Table) -> Outcome<()> {
    let lacking = specification.measures.iter().enumerate().filter(|(place, _)| table.lacks_values(*place));
    let faults: Vec<Fault> = lacking
        .map(|(_, measure)| {
            let fault = Fault::new("release-missing", &measure.place).with("name", &measure.name);
            fault.with("variable", amount_of(measure).unwrap_or_default())
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

pub(super) fn content(
    specification: &Specification,
    dataset: &Dataset,
    table: &Table,
    context: &Context,
    rules: Rules,
) -> Outcome<Content> {
    let axes = table.axes();
    let mut dimensions = vec![];
    let mut places = vec![];
    for (index, axis) in axes.iter().enumerate() {
        let (dimension, own) = dimension(specification, dataset, table, (index, axis));
        dimensions.push(dimension);
        places.push(own);
    }
    let mut cells = vec![];
    for piece in table.groups(PIECE).into_iter().flatten() {
        cells.extend(rows(specification, dataset, table, piece, &places));
    }
    let missing = specification.variables.iter().filter(|(_, variable)| !variable.missing.is_empty());
    let mut content = Content {
        version: Release::version(),
        title: specification.title.clone(),
        protection: protection(specification, rules),
        specification: context.specification_text.to_owned(),
        dataset: context.dataset_hash.to_owned(),
        scope: specification.population.iter().map(scope).collect(),
        missing_values: missing.map(|(name, variable)| (name.clone(), variable.missing.clone())).collect(),
        dimensions,
        measures: specification.measures.iter().map(|measure| self::measure(specification, dataset, measure)).collect(),
        sampling: table.sampling.clone(),
        translations: Translations::default(),
        cells,
    };
    content.translations = specification.translations.clone().or(dataset.translations()).of(&content.translatable());
    derive(&mut content, specification)?;
    Ok(content)
}

fn protection(specification: &Specification, rules: Rules) -> Protection {
    let disclosure = &specification.disclosure;
    let mut parameters = BTreeMap::new();
    let mut say = |name: &str, value: String| {
        parameters.insert(name.to_owned(), value);
    };
    let mut threshold = 0;
    match disclosure.method {
        Method::None => {}
        Method::CellKey => {
            if let Some(said) = &specification.protection {
                threshold = said.threshold;
                match &said.noise {
                    Noise::File { path, fractional } => {
                        say("table", path.clone());
                        say("keys_are", if *fractional { "fractional" } else { "whole" }.into());
                    }
                    Noise::Generated { maximum_deviation, variance, keys, .. } => {
                        say("maximum_deviation", maximum_deviation.to_string());
                        say("variance", variance.to_string());
                        say("keys", keys.to_string());
                    }
                }
            }
        }
        Method::Suppression => {
            say("costs", if disclosure.costs == Costs::Values { "values" } else { "cells" }.into());
            say("search", if disclosure.exact { "exact" } else { "heuristic" }.into());
        }
        Method::Rounding => say("base", judged_rules::base(disclosure, &rules).to_string()),
    }
    Protection { method: disclosure.method.code().into(), parameters, rules, maximum_deviation: 0, threshold }
}

fn scope(condition: &Condition) -> Scope {
    Scope { variable: condition.variable.clone(), covers: Covers::of(&condition.test) }
}

fn measure(specification: &Specification, dataset: &Dataset, measure: &said::Measure) -> Measure {
    let things = dataset.given().is_some_and(|given| given.counts == Counts::Things);
    let (kind, decimals, unit, of) = match &measure.kind {
        MeasureKind::Count if things => ("count", Some(0), "", None),
        MeasureKind::Count => ("count", Some(0), "persons", None),
        MeasureKind::WeightedCount => {
            let weight = specification.weight.as_ref();
            let decimals = weight.map_or(0, |weight| weight_decimals(weight, dataset));
            ("weighted-count", Some(decimals), "persons", weight.map(|weight| weight.variable.clone()))
        }
        MeasureKind::Sum { variable, .. } => ("sum", None, "", Some(variable.clone())),
        MeasureKind::Mean { variable, .. } => ("mean", None, "", Some(variable.clone())),
        MeasureKind::Median { variable, .. } => ("median", None, "", Some(variable.clone())),
        MeasureKind::Ratio { .. } => ("ratio", None, "", None),
        MeasureKind::Share { .. } => ("share", None, "", None),
    };
    let scope = measure.conditions.iter().map(scope).collect();
    let weighted = matches!(measure.kind, MeasureKind::Sum { weighted: true, .. } | MeasureKind::Mean { weighted: true, .. });
    Measure { name: measure.name.clone(), kind: kind.into(), decimals, unit: unit.into(), scope, of, weighted }
}

/// A dimension, and for each level and code of its axis the place among the dimension's codes.
fn dimension(
    specification: &Specification,
    dataset: &Dataset,
    table: &Table,
    (index, axis): (usize, &Axis),
) -> (Dimension, Vec<BTreeMap<u32, u32>>) {
    let said = &specification.dimensions[index];
    let mut codes = vec![];
    let mut places: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); axis.levels.len()];
    for (level, visible) in table.visible[index].iter().enumerate().take(axis.named) {
        for code in visible {
            places[level].insert(*code, codes.len() as u32);
            let own = &axis.levels[level].codes[*code as usize];
            let covers = covers(&said.levels[level], *code as usize, &own.code);
            let (code, label) = (own.code.clone(), own.label.clone());
            codes.push(Code { code, label, level: Some(level as u32), parent: None, total: false, covers });
        }
    }
    let has_total = table.plan.blocks.iter().any(|block| block.shown && block.levels[index] == axis.total());
    let inside = inside(said);
    if has_total {
        places[axis.total()].insert(0, codes.len() as u32);
        let (code, label) = (TOTAL.to_owned(), String::new());
        codes.push(Code { code, label, level: None, parent: None, total: true, covers: inside.clone() });
    }
    let total = has_total.then(|| codes.len() as u32 - 1);
    for (level, own) in places.iter().enumerate().take(axis.named) {
        let coarser = coarser(axis, level);
        for (&code, &place) in own {
            let above = coarser.and_then(|coarser| {
                let map = axis.derivation[level][coarser].as_ref()?;
                places[coarser].get(&map[code as usize]).copied()
            });
            codes[place as usize].parent = above.or(total);
        }
    }
    let missing_values = specification.variables.get(&said.variable).map(|variable| variable.missing.clone()).unwrap_or_default();
    let dimension = Dimension {
        name: axis.name.clone(),
        title: dataset.label_of(&said.variable).unwrap_or(&axis.name).to_owned(),
        variable: said.variable.clone(),
        covers: inside,
        missing_values,
        levels: axis.levels[..axis.named].iter().map(|level| level.name.clone()).collect(),
        codes,
    };
    (dimension, places)
}

/// The next larger level that contains one.
fn coarser(axis: &Axis, level: usize) -> Option<usize> {
    let above = |other: &usize| {
        *other != level
            && axis.derivation[level][*other].is_some()
            && axis.levels[*other].codes.len() < axis.levels[level].codes.len()
    };
    (0..axis.named).filter(above).max_by_key(|other| axis.levels[*other].codes.len())
}

/// The records that a dimension leaves in the table.
fn inside(said: &said::Dimension) -> Covers {
    let with_missing = said.missing == MissingTreatment::Category;
    let kept = said.levels.iter().filter_map(|level| match &level.kind {
        GroupingKind::Groups { groups, others: Others::Exclude } => {
            Some(groups.iter().flat_map(|group| group.members.iter().cloned()).collect::<Vec<_>>())
        }
        _ => None,
    });
    let kept = kept.reduce(|one, other| one.into_iter().filter(|code| other.contains(code)).collect());
    match (kept, with_missing) {
        (None, true) => Covers::Everything,
        (None, false) => Covers::Present,
        (Some(codes), true) => Covers::AnyOf(vec![Covers::Codes(codes), Covers::Missing]),
        (Some(codes), false) => Covers::Codes(codes),
    }
}

fn covers(grouping: &Grouping, place: usize, code: &str) -> Covers {
    if code == MISSING {
        return Covers::Missing;
    }
    match &grouping.kind {
        GroupingKind::Codes => Covers::Codes(vec![code.to_owned()]),
        GroupingKind::Bands(bounds) => match bounds.get(place) {
            Some(from) => Covers::Between(Some(*from), bounds.get(place + 1).map(|next| next - 1)),
            None => Covers::NotFrom(bounds.first().copied().unwrap_or_default()),
        },
        GroupingKind::Groups { groups, .. } => match groups.get(place) {
            Some(group) => Covers::Codes(group.members.clone()),
            None => Covers::Except(groups.iter().flat_map(|group| group.members.iter().cloned()).collect()),
        },
        GroupingKind::Ancestors { parents, steps_up, .. } => {
            let inner: std::collections::BTreeSet<_> = parents.values().collect();
            let leaves = parents.keys().filter(|leaf| !inner.contains(leaf));
            let climb = |leaf: &String| (0..*steps_up).try_fold(leaf.clone(), |at, _| parents.get(&at).cloned());
            let own: Vec<String> = leaves.clone().filter(|leaf| climb(leaf).as_deref() == Some(code)).cloned().collect();
            if code == OTHER && own.is_empty() { Covers::Except(leaves.cloned().collect()) } else { Covers::Codes(own) }
        }
    }
}

fn rows(
    specification: &Specification,
    dataset: &Dataset,
    table: &Table,
    piece: crate::tabulation::table::Piece,
    places: &[Vec<BTreeMap<u32, u32>>],
) -> Vec<Cell> {
    let rows = table.rows_in(piece);
    let levels = &table.block(rows.block).levels;
    let exact: Vec<Option<Vec<(i128, u32)>>> = specification
        .measures
        .iter()
        .enumerate()
        .map(|(index, measure)| {
            let is_added_up = matches!(measure.kind, MeasureKind::Count | MeasureKind::WeightedCount | MeasureKind::Sum { .. });
            let is_exact = table.protection.is_none() && is_added_up;
            is_exact.then(|| table.units_in(piece, index))
        })
        .collect();
    let weight_digits = specification.weight.as_ref().map_or(0, |weight| weight_decimals(weight, dataset));
    let figure = |index: usize, row: usize| {
        let found = rows.figures[index][row];
        if !found.has_value() {
            return Figure::without(found.status);
        }
        let figure = match (&exact[index], &specification.measures[index].kind) {
            (Some(units), _) => Figure::of(decimal(units[row].0, units[row].1)),
            (None, MeasureKind::Count) => Figure::of(format!("{:.0}", found.value)),
            (None, MeasureKind::WeightedCount) => Figure::of(format!("{:.*}", weight_digits as usize, found.value)),
            _ => Figure::of(found.value.to_string()),
        };
        if is_made_of_amounts(specification, &specification.measures[index]) {
            return figure;
        }
        figure.with(rows.precisions[index].get(row).copied().flatten())
    };
    let cell = |row: usize| {
        let code = |axis: usize| places[axis][levels[axis]].get(&rows.codes[axis][row]).copied();
        let codes: Option<Vec<u32>> = (0..places.len()).map(code).collect();
        Some(Cell { codes: codes?, figures: (0..specification.measures.len()).map(|index| figure(index, row)).collect() })
    };
    (0..rows.len).filter_map(cell).collect()
}

/// A whole number of 10^-decimals as text, exactly.
pub(super) fn decimal(units: i128, decimals: u32) -> String {
    let digits = decimals as usize;
    let sign = if units < 0 { "-" } else { "" };
    let text = format!("{:0>width$}", units.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Ratios and shares follow from the figures that are published beside them, so that they tell nothing more.
pub(super) fn derive(content: &mut Content, specification: &Specification) -> Outcome<()> {
    let index = |name: &str| specification.measures.iter().position(|measure| measure.name == name).unwrap_or_default();
    let places: BTreeMap<Vec<u32>, usize> =
        content.cells.iter().enumerate().map(|(place, cell)| (cell.codes.clone(), place)).collect();
    let totals: Vec<Option<u32>> = content.dimensions.iter().map(Dimension::total).collect();
    let mut changed: Vec<(usize, usize, Figure)> = vec![];
    for (number, measure) in specification.measures.iter().enumerate() {
        for (place, cell) in content.cells.iter().enumerate() {
            let (numerator, denominator) = match &measure.kind {
                MeasureKind::Ratio { numerator, denominator } => {
                    (&cell.figures[index(numerator)], &cell.figures[index(denominator)])
                }
                MeasureKind::Share { of, over } => {
                    let at = |(axis, code): (usize, &u32)| {
                        if over.contains(&content.dimensions[axis].name) { totals[axis] } else { Some(*code) }
                    };
                    let base: Option<Vec<u32>> = cell.codes.iter().enumerate().map(at).collect();
                    let Some(base) = base.and_then(|base| places.get(&base)) else {
                        return Err(Fault::new("release-share-base", &measure.place).with("name", &measure.name).into());
                    };
                    (&cell.figures[index(of)], &content.cells[*base].figures[index(of)])
                }
                _ => continue,
            };
            changed.push((place, number, divide(numerator, denominator).with_error_of(&cell.figures[number])));
        }
    }
    for (place, number, figure) in changed {
        content.cells[place].figures[number] = figure;
    }
    Ok(())
}

fn divide(numerator: &Figure, denominator: &Figure) -> Figure {
    match (numerator.number(), denominator.number()) {
        (None, _) => Figure::without(numerator.status),
        (_, None) => Figure::without(denominator.status),
        (_, Some(0.0)) => Figure::without(Status::NotApplicable),
        (Some(numerator), Some(denominator)) => Figure::of((numerator / denominator).to_string()),
    }
}

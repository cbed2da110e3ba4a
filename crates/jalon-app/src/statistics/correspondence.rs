//! Whether a table still is what its indicator's calculation says.

use std::collections::BTreeSet;
use std::path::Path;

use jalon_domain::Language;
use jalon_domain::catalogue::Library;
use jalon_domain::register::RegisterEntry;
use jalon_domain::statistics::calculation::Calculation;
use jalon_domain::statistics::{CalculationNote, StatisticalTable};
use jalon_stats::microdata::dataset::Manifest;
use jalon_stats::tabulation::parse;
use jalon_stats::tabulation::specification::{
    Condition, Dimension, Group, GroupingKind, Measure as TableMeasure, MeasureKind, Specification, Test,
};

use super::form;
use super::proposal::{Proposal, propose};

/// The field of the register of indicators.
pub(crate) const FIELD: &str = "calculation";

/// What a table is beside the calculation of its indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correspondence {
    /// Parts in which it differs: `unmatched` where the dataset does not give what is counted, so that nobody can tell.
    pub deviations: Vec<String>,
    /// What the variables are called by which it is restricted beyond the calculation.
    pub restricted: Vec<String>,
    /// The variable of what is compared.
    pub compared: Option<String>,
}

/// The calculation that an indicator's entry holds, as far as it can be read.
pub fn of_entry(library: &Library, entry: &RegisterEntry) -> Option<Calculation> {
    let text = entry.line(FIELD);
    if text.is_empty() { None } else { Calculation::parse(text, library.concepts()).ok() }
}

/// The parts in which a calculation is no longer the ready definition that it names; none for the office's own.
pub fn adapted(library: &Library, calculation: &Calculation) -> Vec<String> {
    if calculation.definition.is_empty() {
        return vec![];
    }
    let known = library.definition(&calculation.definition).and_then(|(_, model)| model.calculation.as_ref());
    let Some(known) = known else { return vec!["definition".to_owned()] };
    let version = (known.version != calculation.version).then_some("version");
    version.into_iter().chain(calculation.differences(known)).map(str::to_owned).collect()
}

/// Compares a table with its indicator's calculation. Nothing where the table's specification cannot be read.
pub fn compare(
    library: &Library,
    calculation: &Calculation,
    manifest: &Manifest,
    table: &StatisticalTable,
) -> Option<Correspondence> {
    let nowhere = Path::new("no-files");
    let actual = parse(&table.specification, "", nowhere).ok()?;
    let proposal = propose(calculation, library.concepts(), manifest, &table.period, Language::French);
    let compared = calculation.compare.as_ref().and_then(|compare| proposal.variable(&compare.concept)).map(str::to_owned);
    let unmatched =
        || Correspondence { deviations: vec!["unmatched".to_owned()], compared: compared.clone(), ..Correspondence::default() };
    if !proposal.is_complete() {
        return Some(unmatched());
    }
    let Some(expected) = expected(&proposal, manifest).and_then(|text| parse(&text, "", nowhere).ok()) else {
        return Some(unmatched());
    };
    let mut deviations = vec![];
    let mut differs = |part: &str, differs: bool| deviations.extend(differs.then(|| part.to_owned()));
    let (wanted, there) = (accepted(&expected.population, manifest), accepted(&actual.population, manifest));
    differs("population", !wanted.is_subset(&there));
    match (headline(&expected, manifest), headline(&actual, manifest)) {
        (Some(wanted), Some(there)) if wanted.kind == there.kind => {
            differs("weight", wanted.weighted != there.weighted);
            differs("numerator", wanted.numerator != there.numerator);
            differs("denominator", wanted.denominator != there.denominator);
        }
        _ => differs("measure", true),
    }
    if calculation.compare.is_some() {
        let wanted = expected.dimensions.first().map(|dimension| (&dimension.variable, grouped(dimension)));
        let is_there = |(variable, wanted): (&String, BTreeSet<(String, BTreeSet<String>)>)| {
            let mut same = actual.dimensions.iter().filter(|dimension| dimension.variable == *variable);
            same.any(|dimension| wanted.is_subset(&grouped(dimension)))
        };
        differs("compare", !wanted.is_some_and(is_there));
    }
    let name = |variable: &str| {
        let known = manifest.variables.iter().find(|known| known.name == variable);
        known.map_or(variable, |known| if known.label.is_empty() { variable } else { &known.label }).to_owned()
    };
    let mut restricted: Vec<String> = there.difference(&wanted).map(|condition| name(&condition.variable)).collect();
    restricted.dedup();
    Some(Correspondence { deviations, restricted, compared })
}

/// The specification of what is counted, without the year, which each table has its own of.
fn expected(proposal: &Proposal, manifest: &Manifest) -> Option<String> {
    let mut form = proposal.form.clone();
    let year = proposal.variable("reference_year").unwrap_or_default();
    for n in 1..=form::CONDITIONS {
        let field = format!("where_{n}");
        if form.get(&field).is_some_and(|variable| variable == year) {
            form.remove(&field);
        }
    }
    // Breakdowns are the office's; the form wants one.
    if !form.contains_key("dimension_1") {
        let any = manifest.variables.iter().find(|variable| variable.kind == "category")?;
        form.insert("dimension_1".to_owned(), any.name.clone());
    }
    form::specification(&form, "_", manifest).ok()
}

/// A condition as the values that meet it, so that two ways to write it are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Accepted {
    variable: String,
    range: Option<(i64, i64)>,
    codes: BTreeSet<String>,
    other: String,
}

fn accepted(conditions: &[Condition], manifest: &Manifest) -> BTreeSet<Accepted> {
    let one = |condition: &Condition| {
        let codes = |wanted: &dyn Fn(&String) -> bool| -> BTreeSet<String> {
            let known = manifest.variables.iter().find(|variable| variable.name == condition.variable);
            known
                .into_iter()
                .flat_map(|variable| &variable.codes)
                .map(|code| code.code.clone())
                .filter(|code| wanted(code))
                .collect()
        };
        let mut accepted =
            Accepted { variable: condition.variable.clone(), range: None, codes: BTreeSet::new(), other: String::new() };
        match &condition.test {
            Test::In(wanted) => accepted.codes = wanted.iter().cloned().collect(),
            Test::NotIn(excluded) => accepted.codes = codes(&|code| !excluded.contains(code)),
            Test::Between(from, to) => accepted.range = Some((*from, *to)),
            Test::Missing(missing) => accepted.other = format!("missing={missing}"),
        }
        accepted
    };
    conditions.iter().map(one).collect()
}

/// What a table's first measure is.
#[derive(Debug)]
struct Counted {
    kind: (&'static str, String),
    weighted: bool,
    /// Beyond the denominator.
    numerator: BTreeSet<Accepted>,
    denominator: BTreeSet<Accepted>,
}

fn headline(specification: &Specification, manifest: &Manifest) -> Option<Counted> {
    let first = specification.measures.first()?;
    let named = |name: &String| specification.measures.iter().find(|measure| measure.name == *name);
    let conditions = |measure: &TableMeasure| accepted(&measure.conditions, manifest);
    let is_weighted = |measure: &TableMeasure| matches!(measure.kind, MeasureKind::WeightedCount);
    let simple = |kind, variable: &str, weighted| Counted {
        kind: (kind, variable.to_owned()),
        weighted,
        numerator: conditions(first),
        denominator: BTreeSet::new(),
    };
    Some(match &first.kind {
        MeasureKind::Ratio { numerator, denominator } => {
            let (numerator, denominator) = (named(numerator)?, named(denominator)?);
            let whole = conditions(denominator);
            Counted {
                kind: ("share", String::new()),
                weighted: is_weighted(numerator),
                numerator: conditions(numerator).difference(&whole).cloned().collect(),
                denominator: whole,
            }
        }
        MeasureKind::Count => simple("count", "", false),
        MeasureKind::WeightedCount => simple("count", "", true),
        MeasureKind::Mean { variable, weighted } => simple("mean", variable, *weighted),
        _ => return None,
    })
}

/// The groups of a dimension by their code, with their members.
fn grouped(dimension: &Dimension) -> BTreeSet<(String, BTreeSet<String>)> {
    let groups = dimension.levels.iter().filter_map(|level| match &level.kind {
        GroupingKind::Groups { groups, .. } => Some(groups),
        _ => None,
    });
    let one = |group: &Group| (group.code.clone(), group.members.iter().cloned().collect());
    groups.flatten().map(one).collect()
}

/// What a signature keeps of the calculation.
pub(crate) fn note(library: &Library, calculation: &Calculation, found: Option<Correspondence>) -> CalculationNote {
    let found = found.unwrap_or_else(|| Correspondence { deviations: vec!["unmatched".to_owned()], ..Correspondence::default() });
    CalculationNote {
        definition: calculation.definition.clone(),
        version: calculation.version.clone(),
        adapted: adapted(library, calculation),
        text: calculation.to_toml(),
        digest: calculation.digest(),
        deviations: found.deviations,
        restricted: found.restricted,
    }
}

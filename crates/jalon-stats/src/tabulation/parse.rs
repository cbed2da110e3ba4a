//! From the text of a specification file to [`Specification`], with every fault in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jalon_domain::Language;
use toml::de::DeTable;

use super::fault::{Fault, Outcome};
use super::hierarchy;
use super::sampling;
use super::section::{Notes, Section};
use super::specification::*;
use crate::translations::Translations;

/// Reads a specification. `file` names it in messages; files that it mentions are looked for in `folder`.
pub fn parse(text: &str, file: &str, folder: &Path) -> Outcome<Specification> {
    let notes = Notes::new(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let offset = error.span().map_or(0, |span| span.start);
        notes.add(Fault::new("not-toml", notes.place(offset, "")).with("reason", error.message()));
    }
    if !errors.is_empty() {
        return Err(notes.into_faults());
    }
    let root = Section::new(&notes, document.get_ref(), String::new(), 0);
    let specification = read(&root, folder);
    root.finish();
    check(&root, &specification);
    if notes.is_clean() { Ok(specification) } else { Err(notes.into_faults()) }
}

fn read(root: &Section, folder: &Path) -> Specification {
    let table = root.section("table");
    let margins = table.as_ref().map_or(Margins::All, margins);
    let said = root.section("protection").map(|section| protection(&section));
    let (protection, disclosure) = said.unwrap_or_default();
    let weight = root.section("weight").map(|section| weight(&section));
    let weighting = weight.as_ref().map(|weight| weight.variable.clone()).unwrap_or_default();
    let flag = |key, default| table.as_ref().map_or(default, |table| table.flag(key, default));
    let specification = Specification {
        title: table.as_ref().and_then(|table| table.text("title")).unwrap_or_default(),
        population: root.section("population").map(|section| population(&section)).unwrap_or_default(),
        variables: root.sections("variable").iter().map(variable).collect(),
        dimensions: root.sections("dimension").iter().map(|section| dimension(section, folder)).collect(),
        margins,
        zeros: flag("zeros", true),
        labels: flag("labels", false),
        measures: root.sections("measure").iter().map(measure).collect(),
        sampling: root.section("sampling").map(|section| sampling::read(&section, weighting)).unwrap_or_default(),
        weight,
        protection,
        disclosure,
        translations: root.section("translations").map(|section| translations(&section)).unwrap_or_default(),
    };
    if let Some(table) = table {
        table.finish();
    }
    specification
}

/// `[translations.en]` with a line for each label.
fn translations(section: &Section) -> Translations {
    let mut found = Translations::default();
    for language in Language::CONTENT {
        let said = section.pairs(language.tag(), "\"…\" = \"…\"").unwrap_or_default();
        said.iter().for_each(|(text, translated)| found.set(language, text, translated));
    }
    section.finish();
    found
}

fn margins(table: &Section) -> Margins {
    if table.has("margins") && table.has("totals") {
        table.notes.add(table.fault("totals", "duplicate-name").with("name", "margins"));
    }
    if let Some(lists) = table.has("totals").then(|| table.lists("totals")).flatten() {
        return Margins::Listed(lists);
    }
    match table.choice("margins", &["all", "none"]) {
        Some("none") => Margins::None,
        _ => Margins::All,
    }
}

fn population(section: &Section) -> Vec<Condition> {
    let conditions = conditions(section);
    section.finish();
    conditions
}

fn conditions(section: &Section) -> Vec<Condition> {
    section.sections("where").iter().filter_map(condition).collect()
}

fn condition(section: &Section) -> Option<Condition> {
    let variable = section.required("variable");
    let (codes, not) = (section.codes("codes"), section.codes("not"));
    let (from, to) = (section.integer("from", i64::MIN..=i64::MAX), section.integer("to", i64::MIN..=i64::MAX));
    let missing = section.has("missing").then(|| section.flag("missing", true));
    section.finish();
    let range = (from.is_some() || to.is_some()).then(|| (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX)));
    let mut tests = vec![];
    tests.extend(codes.map(Test::In));
    tests.extend(not.map(Test::NotIn));
    tests.extend(range.map(|(from, to)| Test::Between(from, to)));
    tests.extend(missing.map(Test::Missing));
    if let Some((from, to)) = range.filter(|(from, to)| from > to) {
        section.notes.add(section.fault("from", "out-of-range").with("least", from).with("most", to));
    }
    match (tests.len(), section.failed()) {
        (1, _) => tests.pop().map(|test| Condition { variable, test, place: section.place() }),
        (_, true) => None,
        _ => {
            let fault = Fault::new("missing-key", section.place());
            section.notes.add(fault.with("key", "codes | not | from, to | missing"));
            None
        }
    }
}

fn variable(section: &Section) -> (String, Variable) {
    let name = section.required("name");
    let code = |code: &Section| {
        let pair = (code.required("code"), code.text("label").unwrap_or_default());
        code.finish();
        pair
    };
    let codes: Vec<_> = section.sections("code").iter().map(code).collect();
    let mut seen = BTreeSet::new();
    for (code, _) in codes.iter().filter(|(code, _)| !seen.insert(code.clone())) {
        section.notes.add(Fault::new("duplicate-name", section.place()).with("name", code));
    }
    let variable = Variable {
        missing: section.codes("missing").unwrap_or_default(),
        codes,
        decimals: section.integer("decimals", 0..=9).unwrap_or(6) as u32,
    };
    section.finish();
    (name, variable)
}

fn dimension(section: &Section, folder: &Path) -> Dimension {
    let variable = section.required("variable");
    let name = section.text("name").unwrap_or_else(|| variable.clone());
    let missing = match section.choice("missing", &["category", "exclude", "refuse"]) {
        Some("exclude") => MissingTreatment::Exclude,
        Some("refuse") => MissingTreatment::Refuse,
        _ => MissingTreatment::Category,
    };
    let mut levels: Vec<_> = section.sections("level").iter().map(level).collect();
    if let Some(tree) = section.section("hierarchy") {
        levels.extend(hierarchy::levels(&tree, folder));
    }
    let codelist = section.has("levels").then(|| section.all_or_codes("levels")).flatten();
    if let Some(names) = &codelist {
        if !levels.is_empty() {
            section.notes.add(section.fault("levels", "duplicate-name").with("name", "level"));
        }
        let level = |name: &String| Grouping { name: name.clone(), kind: GroupingKind::Codes, place: section.place() };
        levels = names.iter().map(level).collect();
    }
    if levels.is_empty() {
        levels.push(Grouping { name: "code".into(), kind: GroupingKind::Codes, place: section.place() });
    }
    section.finish();
    Dimension { name, variable, levels, codelist, missing, place: section.place() }
}

fn level(section: &Section) -> Grouping {
    let name = section.required("name");
    let bands = section.integers("bands");
    if bands.as_ref().is_some_and(|bands| bands.is_empty() || bands.windows(2).any(|pair| pair[0] >= pair[1])) {
        section.notes.add(section.fault("bands", "not-rising"));
    }
    let groups: Vec<_> = section.sections("group").iter().map(group).collect();
    let others = match section.choice("others", &["category", "exclude"]) {
        Some("exclude") => Others::Exclude,
        _ => Others::Category,
    };
    section.finish();
    check_groups(section, &groups);
    if bands.is_some() && !groups.is_empty() {
        section.notes.add(section.fault("group", "duplicate-name").with("name", "bands"));
    }
    let kind = match (bands, groups.is_empty()) {
        (Some(bands), _) => GroupingKind::Bands(bands),
        (None, false) => GroupingKind::Groups { groups, others },
        (None, true) => GroupingKind::Codes,
    };
    Grouping { name, kind, place: section.place() }
}

fn group(section: &Section) -> Group {
    let code = section.required("code");
    let group =
        Group { label: section.text("label").unwrap_or_default(), members: section.codes("members").unwrap_or_default(), code };
    if group.members.is_empty() && !section.failed() {
        section.notes.add(Fault::new("missing-key", section.place()).with("key", "members"));
    }
    section.finish();
    group
}

fn check_groups(section: &Section, groups: &[Group]) {
    let (mut codes, mut members) = (BTreeSet::new(), BTreeSet::new());
    for group in groups {
        if !codes.insert(&group.code) {
            section.notes.add(Fault::new("duplicate-name", section.place()).with("name", &group.code));
        }
        if [TOTAL, MISSING, OTHER].contains(&group.code.as_str()) {
            section.notes.add(Fault::new("reserved-code", section.place()).with("found", &group.code));
        }
        for member in group.members.iter().filter(|member| !members.insert(*member)) {
            section.notes.add(Fault::new("group-overlap", section.place()).with("found", member));
        }
    }
}

fn measure(section: &Section) -> Measure {
    const KINDS: [&str; 7] = ["count", "weighted-count", "sum", "mean", "median", "ratio", "share"];
    let name = section.required("name");
    if !section.has("kind") {
        section.required("kind");
    }
    let weighted = |section: &Section| section.flag("weighted", false);
    let kind = match section.choice("kind", &KINDS) {
        Some("weighted-count") => MeasureKind::WeightedCount,
        Some("sum") => MeasureKind::Sum { variable: section.required("variable"), weighted: weighted(section) },
        Some("mean") => MeasureKind::Mean { variable: section.required("variable"), weighted: weighted(section) },
        Some("median") => MeasureKind::Median { variable: section.required("variable"), weighted: weighted(section) },
        Some("ratio") => {
            MeasureKind::Ratio { numerator: section.required("numerator"), denominator: section.required("denominator") }
        }
        Some("share") => MeasureKind::Share { of: section.required("of"), over: section.codes("over").unwrap_or_default() },
        _ => MeasureKind::Count,
    };
    let is_derived = matches!(kind, MeasureKind::Ratio { .. } | MeasureKind::Share { .. });
    let conditions = if is_derived { vec![] } else { conditions(section) };
    section.finish();
    Measure { name, kind, conditions, place: section.place() }
}

fn weight(section: &Section) -> Weight {
    let weight = Weight {
        variable: section.required("variable"),
        decimals: section.integer("decimals", 0..=9).unwrap_or(6) as u32,
        missing_is_zero: section.choice("missing", &["refuse", "zero"]) == Some("zero"),
    };
    section.finish();
    weight
}

/// Cell keys when they are the method, and what holds for every method.
fn protection(section: &Section) -> (Option<Protection>, Disclosure) {
    section.required("method");
    let codes = Method::ALL.map(Method::code);
    let found = section.choice("method", &codes);
    let method = Method::ALL.into_iter().find(|method| Some(method.code()) == found).unwrap_or_default();
    let disclosure = Disclosure {
        method,
        minimum_contributors: section.integer("minimum_contributors", 3..=1000).map(|number| number as u64),
        dominance: section.section("dominance").map(|section| dominance(&section)),
        p_percent: section.integer("p_percent", 1..=100).map(|number| number as u32),
        costs: match method == Method::Suppression {
            true if section.choice("costs", &["cells", "values"]) == Some("values") => Costs::Values,
            _ => Costs::Cells,
        },
        exact: method == Method::Suppression && section.choice("search", &["heuristic", "exact"]) == Some("exact"),
        base: if method == Method::Rounding { section.integer("base", 2..=10_000) } else { None },
        place: section.place(),
    };
    let cell_keys = (method == Method::CellKey).then(|| cell_keys(section));
    section.finish();
    (cell_keys, disclosure)
}

fn dominance(section: &Section) -> (u32, u32) {
    for key in ["largest", "percent"].into_iter().filter(|key| !section.has(key)) {
        section.notes.add(Fault::new("missing-key", section.place()).with("key", key));
    }
    let largest = section.integer("largest", 1..=5).unwrap_or(1) as u32;
    let percent = section.integer("percent", 1..=99).unwrap_or(75) as u32;
    section.finish();
    (largest, percent)
}

fn cell_keys(section: &Section) -> Protection {
    let fractional = section.choice("keys_are", &["whole", "fractional"]) == Some("fractional");
    let noise = match section.text("table") {
        Some(path) => Noise::File { path, fractional },
        None => Noise::Generated {
            maximum_deviation: section.integer("maximum_deviation", 1..=50).unwrap_or(3) as u32,
            variance: section.number("variance", 0.01, 1000.0).unwrap_or(1.0),
            forbidden: section
                .integers("forbidden")
                .unwrap_or_default()
                .iter()
                .map(|count| (*count).clamp(0, 1000) as u32)
                .collect(),
            keys: if section.integer("keys", 256..=4096) == Some(4096) { 4096 } else { 256 },
        },
    };
    Protection {
        record_key: section.text("record_key").unwrap_or_else(|| "record_key".into()),
        threshold: section.integer("threshold", 0..=1000).unwrap_or(10),
        noise,
        place: section.place(),
    }
}

/// What holds between the parts.
fn check(root: &Section, specification: &Specification) {
    let notes = root.notes;
    for key in ["dimension", "measure"] {
        if !root.has(key) {
            notes.add(Fault::new("missing-key", root.place()).with("key", format!("[[{key}]]")));
        }
    }
    check_names(root, specification);
    let dimensions: BTreeMap<_, _> =
        specification.dimensions.iter().map(|dimension| (dimension.name.as_str(), dimension)).collect();
    if let Margins::Listed(lists) = &specification.margins {
        for entry in lists.iter().flatten() {
            let (name, level) = entry.split_once(':').map_or((entry.as_str(), None), |(name, level)| (name, Some(level)));
            let found = dimensions.get(name);
            let has = |found: &&Dimension, level: &str| {
                // Levels of a code list that nobody named are numbers.
                let numbered = found.codelist.as_ref().is_some_and(Vec::is_empty) && level.parse::<u8>().is_ok();
                numbered || found.levels.iter().any(|known| known.name == level)
            };
            if !found.is_some_and(|found| level.is_none_or(|level| has(found, level))) {
                notes.add(Fault::new("unknown-dimension", root.place_of("table")).with("found", entry));
            }
        }
    }
    for measure in &specification.measures {
        for fault in faults_of_measure(measure, specification, &dimensions) {
            notes.add(fault);
        }
    }
}

fn check_names(root: &Section, specification: &Specification) {
    let mut columns = BTreeSet::from([super::output::DRAFT.to_owned()]);
    let names = specification.dimensions.iter().map(|dimension| (&dimension.name, &dimension.place));
    for (name, place) in names.chain(specification.measures.iter().map(|measure| (&measure.name, &measure.place))) {
        // Columns that the output adds beside those that the specification names.
        let added = ["status", "level", "label"].map(|suffix| format!("{name}_{suffix}"));
        if !columns.insert(name.clone()) || added.into_iter().any(|column| !columns.insert(column)) {
            root.notes.add(Fault::new("duplicate-name", place).with("name", name));
        }
    }
    for dimension in &specification.dimensions {
        let mut seen = BTreeSet::new();
        for level in dimension.levels.iter().filter(|level| !seen.insert(&level.name)) {
            root.notes.add(Fault::new("duplicate-name", &level.place).with("name", &level.name));
        }
    }
}

fn faults_of_measure(measure: &Measure, specification: &Specification, dimensions: &BTreeMap<&str, &Dimension>) -> Vec<Fault> {
    let mut faults = vec![];
    let place = &measure.place;
    let basic = |name: &str| {
        let found = specification.measures.iter().find(|other| other.name == name);
        found.is_some_and(|found| {
            !matches!(
                found.kind,
                MeasureKind::Ratio { .. } | MeasureKind::Share { .. } | MeasureKind::Median { .. } | MeasureKind::Mean { .. }
            )
        })
    };
    let mut wants_measure = |name: &str| {
        if !basic(name) {
            faults.push(Fault::new("unknown-measure", place).with("found", name));
        }
    };
    match &measure.kind {
        MeasureKind::Ratio { numerator, denominator } => {
            [numerator, denominator].into_iter().for_each(|name| wants_measure(name))
        }
        MeasureKind::Share { of, .. } => wants_measure(of),
        _ => {}
    }
    if let MeasureKind::Share { over, .. } = &measure.kind {
        for name in over.iter().filter(|name| !dimensions.contains_key(name.as_str())) {
            faults.push(Fault::new("unknown-dimension", place).with("found", name));
        }
        if over.is_empty() {
            faults.push(Fault::new("missing-key", place).with("key", "over"));
        }
    }
    let weighted = match &measure.kind {
        MeasureKind::WeightedCount => true,
        MeasureKind::Sum { weighted, .. } | MeasureKind::Mean { weighted, .. } | MeasureKind::Median { weighted, .. } => {
            *weighted
        }
        _ => false,
    };
    if weighted && specification.weight.is_none() {
        faults.push(Fault::new("no-weight", place));
    }
    let magnitude = matches!(measure.kind, MeasureKind::Sum { .. } | MeasureKind::Mean { .. } | MeasureKind::Median { .. });
    if magnitude && specification.protection.is_some() {
        faults.push(Fault::new("counts-only", place).with("name", &measure.name));
    }
    faults
}

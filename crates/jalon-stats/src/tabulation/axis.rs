//! A dimension over the codes that its variable has: every level with its codes, and how one level follows from another.

use std::collections::{BTreeMap, HashMap};

use super::dataset::{Code, Dataset};
use super::fault::{Fault, Outcome};
use super::specification::*;

/// Marks a source code that belongs to no code of a level.
pub(crate) const NONE: u32 = u32::MAX;

/// The codes of a variable before any grouping. Position `codes.len()` stands for "missing".
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) codes: Vec<Code>,
    /// Values that stand for missing.
    pub(crate) missing: Vec<String>,
    /// Whether a record may have no value. Where none has, no place is kept for it.
    pub(crate) may_be_missing: bool,
    /// The list was declared; a value outside it is a fault. Otherwise it was found in the data.
    pub(crate) declared: bool,
}

impl Source {
    pub(crate) fn of(dataset: &Dataset, variable: &str, said: Option<&Variable>) -> Outcome<Self> {
        let missing = said.map(|said| said.missing.clone()).unwrap_or_default();
        let declared: Vec<Code> = match said.filter(|said| !said.codes.is_empty()) {
            Some(said) => said.codes.iter().map(|(code, label)| Code { code: code.clone(), label: label.clone() }).collect(),
            None => dataset.codes_of(variable).to_vec(),
        };
        let is_declared = !declared.is_empty();
        let codes = match is_declared {
            true => declared,
            false => dataset.distinct(variable)?.into_iter().map(|code| Code { code, label: String::new() }).collect(),
        };
        let codes: Vec<_> = codes.into_iter().filter(|code| !missing.contains(&code.code)).collect();
        if let Some(code) = codes.iter().find(|code| [TOTAL, MISSING, OTHER].contains(&code.code.as_str())) {
            return Err(Fault::new("reserved-code", variable).with("found", &code.code).into());
        }
        let may_be_missing = !missing.is_empty() || dataset.may_be_missing(variable);
        Ok(Self { codes, missing, may_be_missing, declared: is_declared })
    }
}

/// One level of a dimension.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    pub(crate) name: String,
    pub(crate) codes: Vec<Code>,
    /// For each source code, and last for missing: the code of this level, or [`NONE`].
    pub(crate) of_source: Vec<u32>,
    /// Codes that are written although no record has them; found codes and the categories for missing and others are not.
    pub(crate) fixed: Vec<bool>,
}

#[derive(Debug, Clone)]
pub(crate) struct Axis {
    pub(crate) name: String,
    /// The levels of the specification, the total, and perhaps one that only computes.
    pub(crate) levels: Vec<Level>,
    /// How many of them the specification names.
    pub(crate) named: usize,
    /// The level that records are counted at; every other follows from it.
    pub(crate) base: usize,
    /// `derivation[from][to]`: for each code of `from` that of `to`, where it follows.
    pub(crate) derivation: Vec<Vec<Option<Vec<u32>>>>,
}

impl Axis {
    pub(crate) fn total(&self) -> usize {
        self.named
    }

    pub(crate) fn build(dimension: &Dimension, source: &Source) -> Outcome<Self> {
        let mut faults = vec![];
        let mut levels = vec![];
        for grouping in &dimension.levels {
            match level(grouping, source, dimension.missing) {
                Ok(level) => levels.push(level),
                Err(found) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        // A record that one level leaves out is out of the table, or totals would differ between levels.
        for code in 0..=source.codes.len() {
            if levels.iter().any(|level| level.of_source[code] == NONE) {
                levels.iter_mut().for_each(|level| level.of_source[code] = NONE);
            }
        }
        let named = levels.len();
        let inside: Vec<bool> = levels[0].of_source.iter().map(|code| *code != NONE).collect();
        levels.push(total(&inside));
        let mut axis = Self { name: dimension.name.clone(), levels, named, base: 0, derivation: vec![] };
        axis.find_base(source, &inside);
        Ok(axis)
    }

    /// The smallest level from which all others follow; the source codes themselves when there is none.
    fn find_base(&mut self, source: &Source, inside: &[bool]) {
        let derive = |levels: &[Level]| -> Vec<Vec<Option<Vec<u32>>>> {
            levels.iter().map(|from| levels.iter().map(|to| derivation(from, to)).collect()).collect()
        };
        self.derivation = derive(&self.levels);
        let sufficient = |index: &usize| self.derivation[*index].iter().all(Option::is_some);
        let found = (0..self.levels.len()).filter(sufficient).min_by_key(|index| self.levels[*index].codes.len());
        if let Some(base) = found {
            self.base = base;
            return;
        }
        let of_source = (0..=source.codes.len()).map(|code| if inside[code] { code as u32 } else { NONE }).collect();
        let codes = source.codes.iter().cloned().chain([Code { code: MISSING.into(), label: String::new() }]).collect::<Vec<_>>();
        let fixed = vec![false; codes.len()];
        self.levels.push(Level { name: String::new(), codes, of_source, fixed });
        self.base = self.levels.len() - 1;
        self.derivation = derive(&self.levels);
    }
}

fn derivation(from: &Level, to: &Level) -> Option<Vec<u32>> {
    let mut map = vec![NONE; from.codes.len()];
    for (fine, coarse) in from.of_source.iter().zip(&to.of_source).filter(|(fine, _)| **fine != NONE) {
        let known = &mut map[*fine as usize];
        if *known != NONE && *known != *coarse {
            return None;
        }
        *known = *coarse;
    }
    // A code that no source code leads to never occurs; any target serves.
    map.iter_mut().filter(|code| **code == NONE).for_each(|code| *code = 0);
    Some(map)
}

fn total(inside: &[bool]) -> Level {
    let of_source = inside.iter().map(|inside| if *inside { 0 } else { NONE }).collect();
    Level { name: String::new(), codes: vec![Code { code: TOTAL.into(), label: String::new() }], of_source, fixed: vec![true] }
}

/// Codes of a level while they are found, in their order.
#[derive(Default)]
struct Codes {
    list: Vec<Code>,
    fixed: Vec<bool>,
}

impl Codes {
    fn add(&mut self, code: impl Into<String>, label: &str, fixed: bool) -> u32 {
        self.list.push(Code { code: code.into(), label: label.to_owned() });
        self.fixed.push(fixed);
        (self.list.len() - 1) as u32
    }
}

fn level(grouping: &Grouping, source: &Source, missing: MissingTreatment) -> Outcome<Level> {
    let mut codes = Codes::default();
    let mut of_source = match &grouping.kind {
        GroupingKind::Codes => source.codes.iter().map(|code| codes.add(&code.code, &code.label, source.declared)).collect(),
        GroupingKind::Bands(bounds) => bands(bounds, source, &mut codes),
        GroupingKind::Groups { groups, others } => self::groups(groups, *others, source, &mut codes),
        GroupingKind::Ancestors { parents, steps_up, labels } => {
            ancestors(grouping, source, &mut codes, parents, *steps_up, labels)?
        }
    };
    of_source.push(match missing {
        MissingTreatment::Category if source.may_be_missing => codes.add(MISSING, "", false),
        _ => NONE,
    });
    Ok(Level { name: grouping.name.clone(), codes: codes.list, of_source, fixed: codes.fixed })
}

fn bands(bounds: &[i64], source: &Source, codes: &mut Codes) -> Vec<u32> {
    for (index, from) in bounds.iter().enumerate() {
        let code = match bounds.get(index + 1) {
            Some(next) if *next == from + 1 => from.to_string(),
            Some(next) => format!("{from}-{}", next - 1),
            None => format!("{from}+"),
        };
        codes.add(code, "", true);
    }
    let band = |code: &Code| {
        let value: i64 = code.code.trim().parse().ok()?;
        bounds.partition_point(|from| *from <= value).checked_sub(1)
    };
    let found: Vec<_> = source.codes.iter().map(band).collect();
    let other = if found.iter().any(Option::is_none) { codes.add(OTHER, "", false) } else { NONE };
    found.into_iter().map(|band| band.map_or(other, |band| band as u32)).collect()
}

fn groups(groups: &[Group], others: Others, source: &Source, codes: &mut Codes) -> Vec<u32> {
    let mut of_member = HashMap::new();
    for group in groups {
        let code = codes.add(&group.code, &group.label, true);
        of_member.extend(group.members.iter().map(|member| (member.as_str(), code)));
    }
    let found: Vec<_> = source.codes.iter().map(|code| of_member.get(code.code.as_str()).copied()).collect();
    let other = match others {
        Others::Category if found.iter().any(Option::is_none) => codes.add(OTHER, "", false),
        _ => NONE,
    };
    found.into_iter().map(|code| code.unwrap_or(other)).collect()
}

fn ancestors(
    grouping: &Grouping,
    source: &Source,
    codes: &mut Codes,
    parents: &BTreeMap<String, String>,
    steps_up: usize,
    labels: &BTreeMap<String, String>,
) -> Outcome<Vec<u32>> {
    let climb = |code: &str| (0..steps_up).try_fold(code.to_owned(), |at, _| parents.get(&at).cloned());
    let inner: std::collections::BTreeSet<_> = parents.values().collect();
    let leaves = parents.keys().filter(|code| !inner.contains(code));
    // Every code of the tree has its row, inhabited or not, in the order of the codes.
    let names: std::collections::BTreeSet<String> = leaves.filter_map(|leaf| climb(leaf)).collect();
    let of_name: HashMap<String, u32> = names
        .into_iter()
        .map(|name| {
            let label = labels.get(&name).map(String::as_str).unwrap_or_default();
            (name.clone(), codes.add(name, label, true))
        })
        .collect();
    let is_leaf = |code: &str| parents.contains_key(code) && !inner.contains(&code.to_owned());
    let found: Vec<_> = source
        .codes
        .iter()
        .map(|code| is_leaf(&code.code).then(|| climb(&code.code)).flatten().and_then(|name| of_name.get(&name).copied()))
        .collect();
    let outside: Vec<_> = source.codes.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(code, _)| code).collect();
    // A whole-number column without a code list gives every number of its range; those outside the tree may not occur at all.
    let is_range = !source.declared && source.codes.iter().all(|code| code.code.parse::<i64>().is_ok());
    if let Some(first) = outside.first().filter(|_| !is_range) {
        let fault = Fault::new("outside-hierarchy", &grouping.place).with("count", outside.len());
        return Err(fault.with("found", &first.code).into());
    }
    let other = if outside.is_empty() { NONE } else { codes.add(OTHER, "", false) };
    Ok(found.into_iter().map(|code| code.unwrap_or(other)).collect())
}

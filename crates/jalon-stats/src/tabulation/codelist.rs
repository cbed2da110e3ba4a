//! Dimensions whose levels are those of the variable's own code list, as the manifest has it.

use std::collections::BTreeMap;

use super::dataset::{Code, Dataset};
use super::fault::{Fault, Outcome};
use super::specification::*;

/// The specification with every level of a code list as groups of codes, and the design of the sample.
pub(crate) fn resolve(specification: &Specification, dataset: &Dataset) -> Outcome<Specification> {
    let (mut resolved, mut faults) = (specification.clone(), vec![]);
    for dimension in &mut resolved.dimensions {
        let Some(names) = dimension.codelist.take() else { continue };
        match levels(dimension, &names, dataset) {
            Ok(levels) => dimension.levels = levels,
            Err(found) => faults.extend(found),
        }
    }
    faults.extend(super::sampling::resolve(&mut resolved, dataset).err());
    if faults.is_empty() { Ok(resolved) } else { Err(faults) }
}

fn levels(dimension: &Dimension, names: &[String], dataset: &Dataset) -> Outcome<Vec<Grouping>> {
    let Some(parents) = dataset.parents_of(&dimension.variable) else {
        return Err(Fault::new("no-hierarchy", &dimension.place).with("name", &dimension.variable).into());
    };
    let codes = dataset.codes_of(&dimension.variable);
    let lines: Vec<Vec<&str>> = codes.iter().map(|code| line(&code.code, parents)).collect();
    let cyclic: Vec<&str> =
        codes.iter().zip(&lines).filter(|(_, line)| line.is_empty()).map(|(code, _)| code.code.as_str()).collect();
    if !cyclic.is_empty() {
        return Err(Fault::new("hierarchy-cycle", &dimension.place).with("found", cyclic.join(", ")).into());
    }
    let depth = lines.iter().map(Vec::len).max().unwrap_or(1);
    if !names.is_empty() && names.len() != depth {
        let fault = Fault::new("hierarchy-levels", &dimension.place).with("found", names.len());
        return Err(fault.with("wanted", depth).into());
    }
    let name = |level: usize| names.get(level).cloned().unwrap_or_else(|| (level + 1).to_string());
    let level = |level: usize| Grouping {
        name: name(level),
        kind: GroupingKind::Groups { groups: groups(codes, &lines, parents, level), others: Others::Category },
        place: dimension.place.clone(),
    };
    Ok((0..depth).map(level).collect())
}

/// A code after all that it stands under, from the top; empty when that goes round in a circle.
fn line<'a>(code: &'a str, parents: &'a BTreeMap<String, String>) -> Vec<&'a str> {
    let mut line = vec![code];
    while let Some(parent) = line.last().and_then(|last| parents.get(*last)) {
        if line.len() > parents.len() {
            return vec![];
        }
        line.push(parent);
    }
    line.reverse();
    line
}

/// The codes of one level with all that stands under each. A code without parts that ends above the level stands for itself
/// there; one with parts is in no group, so that whoever is coded no finer is among the others.
fn groups(codes: &[Code], lines: &[Vec<&str>], parents: &BTreeMap<String, String>, level: usize) -> Vec<Group> {
    let inner: std::collections::BTreeSet<&str> = parents.values().map(String::as_str).collect();
    let mut members: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (code, line) in codes.iter().zip(lines) {
        let group = match line.get(level) {
            Some(group) => group,
            None if !inner.contains(code.code.as_str()) => code.code.as_str(),
            None => continue,
        };
        members.entry(group).or_default().push(code.code.clone());
    }
    let group = |code: &Code| {
        let members = members.get(code.code.as_str())?.clone();
        Some(Group { code: code.code.clone(), label: code.label.clone(), members })
    };
    codes.iter().filter_map(group).collect()
}

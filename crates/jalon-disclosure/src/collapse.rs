//! Collapsing categories: coarser codes instead of withheld cells. Proposals say what each merger would save and cost;
//! the user decides, because only the user knows which categories belong together.

use crate::dimension::{CodeSpecification, Dimension};
use crate::fault::Fault;
use crate::primary::{Rule, Sensitive};
use crate::system::System;
use crate::table::{CellSpecification, Release, Table, TableSpecification, Unlisted};
use serde::Serialize;
use std::collections::BTreeMap;

/// Two neighbouring categories made one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    pub dimension: String,
    pub codes: [String; 2],
    pub sensitive_before: usize,
    pub sensitive_after: usize,
    /// How many cells the table has fewer.
    pub cells_lost: usize,
}

/// All mergers of two neighbouring finest codes of one total that leave fewer sensitive cells, the most helpful first.
pub fn proposals(table: &Table, rules: &[Rule]) -> Result<Vec<Proposal>, Vec<Fault>> {
    let count =
        |table: &Table| -> Result<usize, Vec<Fault>> { Ok(Sensitive::find(&System::new(vec![table.clone()])?, rules)?.len()) };
    let before = count(table)?;
    let mut found = Vec::new();
    for dimension in table.dimensions() {
        for parent in 0..dimension.len() {
            for pair in dimension.parts(parent).windows(2) {
                let codes = [dimension.code(pair[0]).to_owned(), dimension.code(pair[1]).to_owned()];
                // What cannot be merged is no proposal.
                let Ok(merged) = merge(table, dimension.name(), &codes, &codes.join("+")) else { continue };
                let after = count(&merged)?;
                if after < before {
                    found.push(Proposal {
                        dimension: dimension.name().to_owned(),
                        codes,
                        sensitive_before: before,
                        sensitive_after: after,
                        cells_lost: table.cells().len() - merged.cells().len(),
                    });
                }
            }
        }
    }
    found.sort_by_key(|proposal| (proposal.sensitive_after, proposal.cells_lost));
    Ok(found)
}

/// A table in which several finest codes of one total are one code.
///
/// Contributors of merged cells are taken for different ones. Refused when the total would have that single part, when the
/// new name is taken, or when a cell concerned is frozen: it is published as it is.
pub fn merge(table: &Table, dimension: &str, codes: &[String], name: &str) -> Result<Table, Vec<Fault>> {
    let refused = || vec![Fault::NotMergeable { dimension: dimension.to_owned(), codes: codes.to_vec() }];
    let number = table.dimensions().iter().position(|other| other.name() == dimension).ok_or_else(refused)?;
    let tree = &table.dimensions()[number];
    let merged: Vec<usize> = codes.iter().filter_map(|code| tree.position(code)).collect();
    if !may_merge(tree, &merged, codes, name) {
        return Err(refused());
    }
    let specification = table.specification();
    let concerned = |cell: &CellSpecification| codes.contains(&cell.codes[number]);
    if specification.cells.iter().any(|cell| concerned(cell) && cell.release == Release::Frozen) {
        return Err(refused());
    }
    let mut cells: BTreeMap<Vec<String>, CellSpecification> = BTreeMap::new();
    for mut cell in specification.cells {
        if codes.contains(&cell.codes[number]) {
            cell.codes[number] = name.to_owned();
            cell.cost = None;
        }
        match cells.get_mut(&cell.codes) {
            Some(first) => add(first, cell),
            None => {
                cells.insert(cell.codes.clone(), cell);
            }
        }
    }
    let mut dimensions = specification.dimensions;
    let kept = std::mem::take(&mut dimensions[number].codes);
    dimensions[number].codes = renamed(kept, tree, &merged, codes, name);
    let cells = cells.into_values().collect();
    Table::new(&TableSpecification { dimensions, cells, unlisted: Unlisted::Missing, ..specification })
}

fn may_merge(tree: &Dimension, merged: &[usize], codes: &[String], name: &str) -> bool {
    let Some(parent) = merged.first().and_then(|&code| tree.parent(code)) else { return false };
    let distinct = merged.iter().collect::<std::collections::BTreeSet<_>>().len();
    merged.len() >= 2
        && distinct == codes.len()
        && distinct < tree.parts(parent).len()
        && merged.iter().all(|&code| tree.parent(code) == Some(parent) && tree.parts(code).is_empty())
        && tree.position(name).is_none_or(|taken| merged.contains(&taken))
}

/// The codes with the merged one in the place of the first, covering all that they covered.
fn renamed(
    kept: Vec<CodeSpecification>,
    tree: &Dimension,
    merged: &[usize],
    codes: &[String],
    name: &str,
) -> Vec<CodeSpecification> {
    let covers = merged.iter().flat_map(|&code| tree.covers(code).iter().cloned()).collect();
    let mut one = Some((name.to_owned(), covers));
    kept.into_iter()
        .filter_map(|code| {
            if !codes.contains(&code.code) {
                return Some(code);
            }
            one.take().map(|(name, covers)| CodeSpecification { code: name, parent: code.parent, covers })
        })
        .collect()
}

fn add(first: &mut CellSpecification, second: CellSpecification) {
    first.value = match (first.value, second.value) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    };
    first.not_applicable &= second.not_applicable;
    first.contributors = Some(first.contributors.unwrap_or(0) + second.contributors.unwrap_or(0));
    let listed = first.largest.len().max(second.largest.len());
    first.largest.extend(second.largest);
    first.largest.sort_unstable_by(|one, other| other.cmp(one));
    first.largest.truncate(listed);
    if second.release == Release::Withheld {
        first.release = Release::Withheld;
    }
}

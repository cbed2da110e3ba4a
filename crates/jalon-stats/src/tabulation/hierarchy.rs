//! Geographies and other trees of codes: read, tried, and turned into one grouping per level.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::fault::Fault;
use super::section::Section;
use super::specification::{Grouping, GroupingKind, MISSING, OTHER, TOTAL};

#[derive(Default)]
struct Tree {
    parents: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
}

/// The levels of `[dimension.hierarchy]`, the codes themselves last: `levels` names them from the top.
pub(super) fn levels(section: &Section, folder: &Path) -> Vec<Grouping> {
    let names = section.codes("levels").unwrap_or_default();
    let tree = match section.text("file") {
        Some(file) => read_file(section, &folder.join(file)),
        None => from_pairs(section),
    };
    section.finish();
    let depth = depth(section, &tree);
    let Some(depth) = depth else { return vec![] };
    if names.len() != depth + 1 {
        let fault = section.fault("levels", "hierarchy-levels");
        section.notes.add(fault.with("found", names.len()).with("wanted", depth + 1));
        return vec![];
    }
    let level = |(index, name): (usize, String)| {
        let kind =
            GroupingKind::Ancestors { parents: tree.parents.clone(), steps_up: depth - index, labels: tree.labels.clone() };
        Grouping { name, kind, place: section.place() }
    };
    names.into_iter().enumerate().map(level).collect()
}

fn from_pairs(section: &Section) -> Tree {
    if !section.has("parents") {
        section.notes.add(Fault::new("missing-key", section.place()).with("key", "file | parents"));
    }
    Tree {
        parents: section.pairs("parents", "{ child = \"parent\" }").unwrap_or_default().into_iter().collect(),
        labels: BTreeMap::new(),
    }
}

/// A CSV file with the columns `code`, `parent` and, if wanted, `label`. A root has no parent.
fn read_file(section: &Section, path: &Path) -> Tree {
    let mut tree = Tree::default();
    let bad = |reason: String| section.notes.add(section.fault("file", "hierarchy-file").with("reason", reason));
    let mut reader = match csv::Reader::from_path(path) {
        Ok(reader) => reader,
        Err(error) => {
            bad(error.to_string());
            return tree;
        }
    };
    let headers = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|header| header.trim() == name);
    let (Some(code), Some(parent)) = (column("code"), column("parent")) else {
        bad("code,parent[,label]".into());
        return tree;
    };
    for (row, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                bad(error.to_string());
                continue;
            }
        };
        let cell = |index: usize| record.get(index).unwrap_or_default().trim().to_owned();
        let child = cell(code);
        if let Some(label) = column("label").map(cell).filter(|label| !label.is_empty()) {
            tree.labels.insert(child.clone(), label);
        }
        if cell(parent).is_empty() {
            continue;
        }
        if let Some(first) = tree.parents.insert(child.clone(), cell(parent)).filter(|first| *first != cell(parent)) {
            let fault = section.fault("file", "hierarchy-two-parents").with("found", &child).with("line", row + 2);
            section.notes.add(fault.with("first", first));
        }
    }
    tree
}

/// Steps from a leaf to its root, the same for all leaves; nothing when the tree has a fault.
fn depth(section: &Section, tree: &Tree) -> Option<usize> {
    let mut sound = !tree.parents.is_empty();
    let inner: BTreeSet<&String> = tree.parents.values().collect();
    let mut depths = BTreeMap::new();
    let mut cyclic = BTreeSet::new();
    for code in tree.parents.keys() {
        let mut steps = 0;
        let mut at = code;
        while let Some(parent) = tree.parents.get(at) {
            steps += 1;
            at = parent;
            if steps > tree.parents.len() {
                cyclic.insert(code);
                break;
            }
        }
        if !inner.contains(code) {
            depths.entry(steps).or_insert(code);
        }
    }
    for reserved in
        tree.parents.keys().chain(tree.parents.values()).filter(|code| [TOTAL, MISSING, OTHER].contains(&code.as_str()))
    {
        section.notes.add(Fault::new("reserved-code", section.place()).with("found", reserved));
        sound = false;
    }
    // Those below a cycle never reach a root either; those on it are named.
    let on_cycle: Vec<_> = cyclic.iter().filter(|code| leads_to(tree, code, code)).map(|code| code.as_str()).collect();
    if !on_cycle.is_empty() {
        section.notes.add(Fault::new("hierarchy-cycle", section.place()).with("found", on_cycle.join(", ")));
        return None;
    }
    if depths.len() > 1 {
        let examples: Vec<_> = depths.iter().map(|(steps, code)| format!("{code}: {steps}")).collect();
        section.notes.add(Fault::new("hierarchy-ragged", section.place()).with("found", examples.join(", ")));
        return None;
    }
    depths.into_keys().next().filter(|_| sound)
}

fn leads_to(tree: &Tree, from: &str, target: &str) -> bool {
    let mut at = from;
    for _ in 0..=tree.parents.len() {
        match tree.parents.get(at) {
            Some(parent) if parent == target => return true,
            Some(parent) => at = parent,
            None => return false,
        }
    }
    false
}

//! What every figure is about: a box, for each variable a set of its values.
//!
//! Sets are numbered per variable, so that the same people have the same box in every table, whatever the codes are called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::content::{Content, Scope};
use super::covers::{Set, Universe};
use crate::tabulation::dataset::Dataset;
use crate::tabulation::specification::*;
use crate::tabulation::{Fault, Outcome};

/// What is added up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Quantity {
    Records,
    /// Weights, or a variable, perhaps times the weight.
    Amount {
        variable: Option<String>,
        weighted: bool,
    },
}

/// A box: variable and node, those that are everything left out.
pub(super) type Key = Vec<(u32, u32)>;

/// The sets of values that any table uses, each with a number and a name.
pub(super) struct Variables {
    pub(super) names: Vec<String>,
    pub(super) universes: Vec<Universe>,
    nodes: Vec<BTreeMap<Set, u32>>,
    pub(super) sets: Vec<Vec<Set>>,
    pub(super) labels: Vec<Vec<String>>,
    taken: Vec<BTreeSet<String>>,
    /// Disjoint sets that a table cuts the variable into.
    cuts: Vec<Vec<Vec<Set>>>,
}

impl Variables {
    pub(super) fn of<'a>(
        dataset: &Dataset,
        specification: &Specification,
        names: impl Iterator<Item = &'a str>,
    ) -> Outcome<Self> {
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort_unstable();
        names.dedup();
        let (mut universes, mut wrong) = (vec![], vec![]);
        for name in &names {
            match dataset.kind(name) {
                None => wrong.push(Fault::new("no-such-column", "release").with("column", name)),
                Some(kind) if !crate::tabulation::column::is_whole(kind) && !crate::tabulation::column::is_text(kind) => {
                    let fault = Fault::new("column-type", "release").with("column", name).with("found", kind);
                    wrong.push(fault.with("wanted", "text, int"));
                }
                Some(_) => universes.push(Universe::of(dataset, name, specification)?),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let empty = || names.iter().map(|_| vec![]).collect();
        let nodes = names.iter().map(|_| BTreeMap::new()).collect();
        let sets = names.iter().map(|_| vec![]).collect();
        let mut made = Self {
            universes,
            nodes,
            sets,
            labels: empty(),
            taken: names.iter().map(|_| BTreeSet::new()).collect(),
            cuts: names.iter().map(|_| vec![]).collect(),
            names,
        };
        for variable in 0..made.names.len() {
            let everything = made.universes[variable].everything();
            made.node(variable, everything, TOTAL);
        }
        Ok(made)
    }

    fn index(&self, name: &str) -> usize {
        self.names.binary_search_by(|known| known.as_str().cmp(name)).unwrap_or_default()
    }

    /// The number of a set; a new one is named as wished, or nearly.
    pub(super) fn node(&mut self, variable: usize, set: Set, wish: &str) -> u32 {
        if let Some(known) = self.nodes[variable].get(&set) {
            return *known;
        }
        let mut name = wish.to_owned();
        let mut number = 1;
        while !self.taken[variable].insert(name.clone()) {
            number += 1;
            name = format!("{wish} ({number})");
        }
        let node = self.labels[variable].len() as u32;
        self.labels[variable].push(name);
        self.sets[variable].push(set.clone());
        self.nodes[variable].insert(set, node);
        node
    }

    /// The number of a set that some table uses.
    pub(super) fn number(&self, variable: usize, set: &Set) -> Option<u32> {
        self.nodes[variable].get(set).copied()
    }

    pub(super) fn everything(&self, variable: usize) -> Set {
        self.universes[variable].everything()
    }

    /// For each place of the universe the finest group that all cuts have in common.
    pub(super) fn atoms(&self, variable: usize) -> Vec<u32> {
        let size = self.universes[variable].none() as usize + 1;
        let mut signatures: Vec<Vec<u32>> = vec![vec![]; size];
        for cut in &self.cuts[variable] {
            let mut of = vec![u32::MAX; size];
            for (number, set) in cut.iter().enumerate() {
                set.iter().for_each(|place| of[*place as usize] = number as u32);
            }
            signatures.iter_mut().zip(of).for_each(|(signature, of)| signature.push(of));
        }
        let mut known: HashMap<&Vec<u32>, u32> = HashMap::new();
        signatures
            .iter()
            .map(|signature| {
                let next = known.len() as u32;
                *known.entry(signature).or_insert(next)
            })
            .collect()
    }
}

/// A table in terms of sets.
pub(super) struct Published {
    pub(super) axes: Vec<Axis>,
    /// For each measure that adds records or amounts up: its place, what it adds up, and its restrictions.
    pub(super) measures: Vec<(usize, Quantity, BTreeMap<usize, Set>)>,
}

pub(super) struct Axis {
    pub(super) variable: usize,
    pub(super) inside: Set,
    /// For each level the places of its codes.
    pub(super) levels: Vec<Vec<usize>>,
    /// For each code its values.
    pub(super) codes: Vec<Set>,
    names: Vec<String>,
}

impl Published {
    pub(super) fn of(content: &Content, variables: &mut Variables) -> Self {
        let scope = restrictions(&content.scope, content, variables, BTreeMap::new());
        let axes: Vec<Axis> = content.dimensions.iter().map(|dimension| axis(dimension, variables)).collect();
        let mut measures = vec![];
        for (place, measure) in content.measures.iter().enumerate() {
            for quantity in quantities(measure) {
                measures.push((place, quantity, restrictions(&measure.scope, content, variables, scope.clone())));
            }
        }
        let published = Self { axes, measures };
        published.name_nodes(variables);
        published
    }

    /// The restriction of a variable by a measure, or none.
    pub(super) fn within(scope: &BTreeMap<usize, Set>, variable: usize, set: &Set) -> Set {
        scope.get(&variable).map_or_else(|| set.clone(), |restriction| set & restriction)
    }

    fn name_nodes(&self, variables: &mut Variables) {
        for (_, _, scope) in &self.measures {
            for axis in &self.axes {
                let inside = Self::within(scope, axis.variable, &axis.inside);
                variables.node(axis.variable, inside.clone(), "…");
                variables.cuts[axis.variable].push(vec![inside]);
                for level in &axis.levels {
                    let cut: Vec<Set> = level.iter().map(|code| Self::within(scope, axis.variable, &axis.codes[*code])).collect();
                    for (code, set) in level.iter().zip(&cut).filter(|(_, set)| !set.is_empty()) {
                        variables.node(axis.variable, set.clone(), &axis.names[*code]);
                    }
                    variables.cuts[axis.variable].push(cut);
                }
            }
            for (variable, set) in scope {
                let name = restriction_name(&variables.universes[*variable], set);
                variables.node(*variable, set.clone(), &name);
                variables.cuts[*variable].push(vec![set.clone()]);
            }
        }
        for cuts in &mut variables.cuts {
            cuts.sort_unstable();
            cuts.dedup();
        }
    }

    /// What finds the boxes of a measure's figures.
    pub(super) fn boxes(&self, variables: &Variables, scope: &BTreeMap<usize, Set>) -> Boxes {
        let node = |variable: usize, set: &Set| if set.is_empty() { None } else { variables.nodes[variable].get(set).copied() };
        let of_axis = |axis: &Axis| {
            let nodes = axis.codes.iter().map(|code| node(axis.variable, &Self::within(scope, axis.variable, code)));
            (axis.variable as u32, nodes.collect())
        };
        let others = scope.iter().filter(|(variable, _)| !self.axes.iter().any(|axis| axis.variable == **variable));
        let fixed = others.map(|(variable, set)| Some((*variable as u32, node(*variable, set)?))).collect();
        Boxes { axes: self.axes.iter().map(of_axis).collect(), fixed }
    }
}

/// The boxes of the figures of one measure.
pub(super) struct Boxes {
    /// For each axis its variable, and for each code the node; none where nobody can be.
    axes: Vec<(u32, Vec<Option<u32>>)>,
    /// What restricts every figure; nothing when nobody can meet it.
    fixed: Option<Key>,
}

impl Boxes {
    /// The box of a figure; nothing when nobody can be in it.
    pub(super) fn key(&self, codes: &[u32]) -> Option<Key> {
        let mut key = self.fixed.clone()?;
        for ((variable, nodes), code) in self.axes.iter().zip(codes) {
            key.push((*variable, nodes[*code as usize]?));
        }
        // Node 0 is everything.
        key.retain(|(_, node)| *node != 0);
        key.sort_unstable();
        Some(key)
    }
}

/// A short name for what a condition leaves: its values where they are few.
pub(super) fn restriction_name(universe: &Universe, set: &Set) -> String {
    let names: Vec<&str> = set.iter().map(|place| universe.codes.get(*place as usize).map_or(MISSING, String::as_str)).collect();
    match names.len() {
        0..=6 => names.join("+"),
        _ => format!("{}…{}", names[0], names[names.len() - 1]),
    }
}

fn restrictions(
    scopes: &[Scope],
    content: &Content,
    variables: &Variables,
    mut found: BTreeMap<usize, Set>,
) -> BTreeMap<usize, Set> {
    for scope in scopes {
        let index = variables.index(&scope.variable);
        let missing = content.missing_values.get(&scope.variable).map(Vec::as_slice).unwrap_or_default();
        let set = variables.universes[index].set(&scope.covers, missing);
        let narrowed = found.get(&index).map_or_else(|| set.clone(), |known| known & &set);
        found.insert(index, narrowed);
    }
    found
}

fn axis(dimension: &super::content::Dimension, variables: &Variables) -> Axis {
    let variable = variables.index(&dimension.variable);
    let universe = &variables.universes[variable];
    let inside = universe.set(&dimension.covers, &dimension.missing_values);
    let set = |code: &super::content::Code| &universe.set(&code.covers, &dimension.missing_values) & &inside;
    let codes: Vec<Set> = dimension.codes.iter().map(set).collect();
    let levels = (0..dimension.levels.len() as u32)
        .map(|level| (0..codes.len()).filter(|code| dimension.codes[*code].level == Some(level)).collect())
        .collect();
    let name = |code: &super::content::Code| code.code.clone();
    Axis { variable, inside, levels, codes, names: dimension.codes.iter().map(name).collect() }
}

/// What a figure of the measure tells of. A mean tells of the sum and of what it is divided by: whoever knows one of them has the
/// other, so both are judged as if they were published.
fn quantities(measure: &super::content::Measure) -> Vec<Quantity> {
    let weights = Quantity::Amount { variable: None, weighted: true };
    let amount = || Quantity::Amount { variable: measure.of.clone(), weighted: measure.weighted };
    match measure.kind.as_str() {
        "count" => vec![Quantity::Records],
        "weighted-count" => vec![weights],
        "sum" => vec![amount()],
        "mean" if measure.weighted => vec![amount(), weights],
        "mean" => vec![amount(), Quantity::Records],
        _ => vec![],
    }
}

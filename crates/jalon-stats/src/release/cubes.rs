//! From tables to the system of cells that the audit looks at.
//!
//! Every figure that tells of records is a box: for each variable a set of its values. Two tables of one source are compared
//! by these sets, whatever their codes are called: a condition of the population, a condition of a measure and a code of a
//! dimension are the same thing here. A variable that tables cut in different ways (ages 0–14 here, 0–17 there) is divided
//! into the finest groups that all cuts have in common, so that differences are cells as well. Cells that no table shows are
//! part of the system: they are withheld, and an outsider who can work them out is found.

use std::collections::{BTreeMap, HashMap};

use jalon_disclosure::dimension::{CodeSpecification, DimensionSpecification};
use jalon_disclosure::system::{CellIndex, System};
use jalon_disclosure::table::{
    Cell, Content as Held, Kind, PriorKnowledge, Release as Decision, Table, TableSpecification, Unlisted,
};

use super::boxes::{Key, Published, Quantity, Variables, restriction_name};
use super::covers::Set;
use super::faults;
use super::unknown::{Mark, Unknowns};
use crate::tabulation::dataset::Dataset;
use crate::tabulation::specification::*;
use crate::tabulation::{Fault, Options, Outcome, Status, compute_with};
use crate::translations::Translations;

/// Most cells of one cube; beyond it the table must be cut down.
const MOST_CELLS: usize = 400_000;

/// Codes of one variable as a tree.
struct Tree {
    variable: usize,
    /// Node and place of the parent; a parent comes before its parts.
    nodes: Vec<(u32, Option<usize>)>,
    /// For each place of the universe its leaf.
    leaf_of: Vec<usize>,
}

impl Tree {
    /// The tree of nested cuts, coarse ones first. What a cut leaves over becomes a part of its own; leaves that other tables
    /// cut are divided.
    fn new(variables: &mut Variables, variable: usize, cuts: &[Vec<Set>]) -> Self {
        let everything = variables.everything(variable);
        let root = variables.node(variable, everything.clone(), TOTAL);
        let mut tree = Self { variable, nodes: vec![(root, None)], leaf_of: vec![0; everything.len()] };
        for cut in cuts {
            tree.divide(variables, cut);
        }
        let atoms = variables.atoms(variable);
        let mut groups: BTreeMap<u32, Set> = BTreeMap::new();
        for (place, atom) in atoms.iter().enumerate() {
            groups.entry(*atom).or_default().insert(place as u32);
        }
        tree.divide(variables, &groups.into_values().collect::<Vec<_>>());
        tree
    }

    /// Divides every leaf by the sets of a cut; nothing changes where a leaf lies within one set, or outside all.
    fn divide(&mut self, variables: &mut Variables, cut: &[Set]) {
        let mut parts: BTreeMap<usize, Vec<Set>> = BTreeMap::new();
        for set in cut {
            let mut pieces: BTreeMap<usize, Set> = BTreeMap::new();
            for place in set {
                pieces.entry(self.leaf_of[*place as usize]).or_default().insert(*place);
            }
            pieces.into_iter().for_each(|(leaf, piece)| parts.entry(leaf).or_default().push(piece));
        }
        for (leaf, mut pieces) in parts {
            let whole: Set = (0..self.leaf_of.len() as u32).filter(|place| self.leaf_of[*place as usize] == leaf).collect();
            let covered: Set = pieces.iter().flatten().copied().collect();
            let rest = &whole - &covered;
            if pieces.len() == 1 && rest.is_empty() {
                continue;
            }
            if !rest.is_empty() {
                pieces.push(rest);
            }
            for piece in pieces {
                let place = self.nodes.len();
                piece.iter().for_each(|value| self.leaf_of[*value as usize] = place);
                let name = restriction_name(&variables.universes[self.variable], &piece);
                self.nodes.push((variables.node(self.variable, piece, &name), Some(leaf)));
            }
        }
    }

    fn line(&self, leaf: usize) -> Vec<usize> {
        std::iter::successors(Some(leaf), |place| self.nodes[*place].1).collect()
    }

    fn specification(&self, variables: &Variables) -> DimensionSpecification {
        let label = |node: u32| variables.labels[self.variable][node as usize].clone();
        let code = |(node, parent): &(u32, Option<usize>)| CodeSpecification {
            code: label(*node),
            parent: parent.map(|parent| label(self.nodes[parent].0)),
            covers: vec![],
        };
        DimensionSpecification { name: variables.names[self.variable].clone(), codes: self.nodes.iter().map(code).collect() }
    }

    /// The leaves as groups of a dimension, so that the records can be counted in them.
    fn dimension(&self, variables: &Variables) -> Dimension {
        let name = variables.names[self.variable].clone();
        let universe = &variables.universes[self.variable];
        let mut members: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (place, code) in universe.codes.iter().enumerate() {
            members.entry(self.leaf_of[place]).or_default().push(code.clone());
        }
        let group = |(leaf, members): (usize, Vec<String>)| Group { code: leaf.to_string(), label: String::new(), members };
        let groups: Vec<Group> = members.into_iter().map(group).collect();
        let kind =
            if groups.is_empty() { GroupingKind::Codes } else { GroupingKind::Groups { groups, others: Others::Category } };
        let level = Grouping { name: "leaf".into(), kind, place: name.clone() };
        Dimension {
            place: name.clone(),
            variable: name.clone(),
            name,
            levels: vec![level],
            codelist: None,
            missing: MissingTreatment::Category,
        }
    }

    fn leaf(&self, code: &str) -> usize {
        code.parse().unwrap_or(self.leaf_of[self.leaf_of.len() - 1])
    }
}

/// A variable with nested cuts, coarse ones first.
type Chain = (usize, Vec<Vec<Set>>);

/// One disclosure table, with the box of each of its cells.
pub(super) struct Cube {
    trees: Vec<Tree>,
    empty: Vec<Empty>,
}

/// What a table tells by leaving it out: its codes are all there are, so values that no code stands for have nobody.
#[derive(Clone, PartialEq)]
struct Empty {
    variable: usize,
    values: Set,
    /// Within these sets.
    within: BTreeMap<usize, Set>,
}

impl Empty {
    fn of(published: &Published, scope: &BTreeMap<usize, Set>) -> Vec<Self> {
        let mut within = scope.clone();
        for axis in &published.axes {
            within.insert(axis.variable, Published::within(scope, axis.variable, &axis.inside));
        }
        let mut found: Vec<Self> = vec![];
        for axis in &published.axes {
            for level in &axis.levels {
                let covered: Set = level.iter().flat_map(|code| axis.codes[*code].iter().copied()).collect();
                let values = &within[&axis.variable] - &covered;
                if !values.is_empty() {
                    found.push(Self { variable: axis.variable, values, within: within.clone() });
                }
            }
        }
        found
    }

    /// Whether a node can only hold what is left out (or, of another variable, only what the table is about).
    fn holds(&self, tree: &Tree, node: u32, variables: &Variables) -> bool {
        let set = &variables.sets[tree.variable][node as usize];
        match self.within.get(&tree.variable) {
            _ if tree.variable == self.variable => set.is_subset(&self.values),
            Some(within) => set.is_subset(within),
            None => true,
        }
    }
}

impl Cube {
    /// The cubes of one measure: one per combination of nested cuts.
    pub(super) fn of(published: &Published, scope: &BTreeMap<usize, Set>, variables: &mut Variables) -> Vec<Self> {
        let mut choices: Vec<Vec<Chain>> = vec![];
        for axis in &published.axes {
            let inside = Published::within(scope, axis.variable, &axis.inside);
            let levels: Vec<Vec<Set>> = axis
                .levels
                .iter()
                .map(|level| level.iter().map(|code| Published::within(scope, axis.variable, &axis.codes[*code])).collect())
                .collect();
            let size = variables.everything(axis.variable).len();
            let chains = chains(levels, size).into_iter();
            let whole = chains.map(|chain| (axis.variable, std::iter::once(vec![inside.clone()]).chain(chain).collect()));
            choices.push(whole.collect());
        }
        for (variable, set) in scope {
            if !published.axes.iter().any(|axis| axis.variable == *variable) {
                choices.push(vec![(*variable, vec![vec![set.clone()]])]);
            }
        }
        let combinations = choices.iter().fold(vec![vec![]], |all: Vec<Vec<&Chain>>, choices| {
            all.iter().flat_map(|before| choices.iter().map(move |choice| [before.as_slice(), &[choice]].concat())).collect()
        });
        let empty = Empty::of(published, scope);
        let cube = |combination: Vec<&Chain>| {
            let mut trees: Vec<Tree> = combination.iter().map(|(variable, cuts)| Tree::new(variables, *variable, cuts)).collect();
            let first = trees.first().is_some_and(|tree| tree.nodes.len() == 1).then(|| trees.remove(0));
            trees.retain(|tree| tree.nodes.len() > 1);
            // A table of a single figure is a table too.
            trees.extend(first.filter(|_| trees.is_empty()));
            Self { trees, empty: empty.clone() }
        };
        combinations.into_iter().map(cube).collect()
    }

    fn len(&self) -> usize {
        self.trees.iter().fold(1, |size, tree| size.saturating_mul(tree.nodes.len()))
    }

    /// The positions of all cells that hold those with these values.
    pub(super) fn positions(&self, places: &BTreeMap<usize, u32>) -> Vec<usize> {
        let mut positions = vec![0];
        for tree in &self.trees {
            let size = tree.nodes.len();
            // A variable that the data do not have cuts nothing.
            let line = places.get(&tree.variable).map_or_else(|| vec![0], |place| tree.line(tree.leaf_of[*place as usize]));
            positions = positions.iter().flat_map(|position| line.iter().map(move |node| position * size + node)).collect();
        }
        positions
    }

    /// How many of the finest combinations of values each cell holds, where these are the finest values of each variable.
    pub(super) fn sizes(&self, finest: &[Set]) -> Vec<usize> {
        let of_tree = |variable: usize| self.trees.iter().find(|tree| tree.variable == variable);
        let outside = (0..finest.len()).filter(|variable| of_tree(*variable).is_none());
        let mut sizes = vec![outside.map(|variable| finest[variable].len()).product()];
        for tree in &self.trees {
            let mut own = vec![0_usize; tree.nodes.len()];
            for place in &finest[tree.variable] {
                tree.line(tree.leaf_of[*place as usize]).into_iter().for_each(|node| own[node] += 1);
            }
            sizes = sizes.iter().flat_map(|size: &usize| own.iter().map(move |own| size * own)).collect();
        }
        sizes
    }

    fn same(&self, other: &Self) -> bool {
        let nodes = |cube: &Self| cube.trees.iter().map(|tree| (tree.variable, tree.nodes.clone())).collect::<Vec<_>>();
        nodes(self) == nodes(other)
    }

    /// For each cell whether the tables tell that nobody is in it by leaving it out.
    fn known_empty(&self, variables: &Variables) -> Vec<bool> {
        let mut known = vec![false; self.len()];
        for empty in &self.empty {
            // A variable without a tree here is everything: then the restriction must be everything too.
            let bound = |variable: &usize| self.trees.iter().any(|tree| tree.variable == *variable);
            let free = empty.within.iter().filter(|(variable, _)| !bound(variable));
            if !free.into_iter().all(|(variable, set)| set.len() == variables.everything(*variable).len())
                || !bound(&empty.variable)
            {
                continue;
            }
            let mut holds = vec![true];
            for tree in &self.trees {
                let own: Vec<bool> = tree.nodes.iter().map(|(node, _)| empty.holds(tree, *node, variables)).collect();
                holds = holds.iter().flat_map(|before| own.iter().map(move |own| *before && *own)).collect();
            }
            known.iter_mut().zip(holds).for_each(|(known, holds)| *known |= holds);
        }
        known
    }

    /// The box of each cell, in the order of positions.
    fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = vec![vec![]];
        for tree in &self.trees {
            let extend = |key: &Key| -> Vec<Key> {
                let with = |(node, parent): &(u32, Option<usize>)| {
                    let mut key = key.clone();
                    if parent.is_some() {
                        key.push((tree.variable as u32, *node));
                    }
                    key
                };
                tree.nodes.iter().map(with).collect()
            };
            keys = keys.iter().flat_map(extend).collect();
        }
        keys.iter_mut().for_each(|key| key.sort_unstable());
        keys
    }

    /// Counts the records, or adds the amounts up, at every level.
    fn count(&self, variables: &Variables, quantity: &Quantity, work: &Work) -> Outcome<(Vec<Counted>, u32)> {
        let dimensions = self.trees.iter().map(|tree| tree.dimension(variables)).collect();
        let specification = work.specification(dimensions, variables, quantity);
        let table = compute_with(&specification, work.dataset, work.options, work.progress)?;
        let mut cells = vec![Counted::default(); self.len()];
        let mut decimals = 0;
        let added = usize::from(*quantity != Quantity::Records);
        for piece in table.groups(1 << 16).into_iter().flatten() {
            let rows = table.rows_in(piece);
            let amounts = table.units_in(piece, added);
            let largest = table.largest_in(piece, work.depth)?;
            for (row, (units, own_decimals)) in amounts.into_iter().enumerate() {
                decimals = own_decimals;
                let units = i64::try_from(units).map_err(|_| Fault::new("too-large", "release"))?;
                let contributors = rows.figures[0][row].value as u64;
                let mut positions = vec![0];
                for (axis, tree) in self.trees.iter().enumerate() {
                    let level = table.block(piece.block).levels[axis];
                    let code = &table.axes()[axis].levels[level].codes[rows.codes[axis][row] as usize].code;
                    let line = tree.line(tree.leaf(code));
                    let size = tree.nodes.len();
                    positions =
                        positions.iter().flat_map(|position| line.iter().map(move |node| position * size + node)).collect();
                }
                let largest = largest.get(row).map(Vec::as_slice).unwrap_or_default();
                for position in positions {
                    cells[position].add(units, contributors, largest, work.depth)?;
                }
            }
        }
        Ok((cells, decimals))
    }
}

/// What a cell of a cube holds.
#[derive(Clone, Default)]
struct Counted {
    units: i64,
    contributors: u64,
    /// The largest contributions, from the largest down; empty where they are not looked at.
    largest: Vec<i64>,
}

impl Counted {
    fn add(&mut self, units: i64, contributors: u64, largest: &[i64], depth: usize) -> Outcome<()> {
        self.units = self.units.checked_add(units).ok_or_else(|| Fault::new("too-large", "release"))?;
        self.contributors += contributors;
        self.largest.extend(largest);
        self.largest.sort_unstable_by(|one, other| other.cmp(one));
        self.largest.truncate(depth);
        Ok(())
    }

    /// Records with a weight of zero add nothing: they are contributors with a contribution of zero.
    fn contributions(&self, depth: usize) -> Vec<i64> {
        let mut largest = self.largest.clone();
        largest.resize(depth.min(usize::try_from(self.contributors).unwrap_or(depth)), 0);
        largest
    }
}

/// Cuts that are nested in one another, coarse ones first. Those that are not are in chains of their own.
fn chains(mut cuts: Vec<Vec<Set>>, size: usize) -> Vec<Vec<Vec<Set>>> {
    cuts.sort_by_key(Vec::len);
    let mut chains: Vec<Vec<Vec<Set>>> = vec![];
    for cut in cuts {
        match chains.iter_mut().find(|chain| chain.iter().all(|coarse| refines(&cut, coarse, size))) {
            Some(chain) => chain.push(cut),
            None => chains.push(vec![cut]),
        }
    }
    if chains.is_empty() {
        chains.push(vec![]);
    }
    chains
}

fn refines(fine: &[Set], coarse: &[Set], size: usize) -> bool {
    let mut of = vec![usize::MAX; size];
    for (number, set) in coarse.iter().enumerate() {
        set.iter().for_each(|place| of[*place as usize] = number);
    }
    fine.iter().all(|set| {
        let mut homes = set.iter().map(|place| of[*place as usize]);
        let first = homes.next();
        homes.all(|home| Some(home) == first)
    })
}

/// What counting needs.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    pub(super) specification: &'a Specification,
    pub(super) dataset: &'a Dataset,
    pub(super) options: &'a Options,
    /// How many of the largest contributions of a cell the rules look at.
    pub(super) depth: usize,
    pub(super) progress: &'a super::Progress,
}

impl Work<'_> {
    fn specification(&self, dimensions: Vec<Dimension>, variables: &Variables, quantity: &Quantity) -> Specification {
        let declared = variables.names.iter().zip(&variables.universes).map(|(name, universe)| {
            let codes = universe.codes.iter().map(|code| (code.clone(), String::new())).collect();
            (name.clone(), Variable { missing: vec![], codes, decimals: 0 })
        });
        let mut declared: BTreeMap<String, Variable> = declared.collect();
        let measure = |name: &str, kind| Measure { name: name.into(), kind, conditions: vec![], place: "release".into() };
        let mut measures = vec![measure("records", MeasureKind::Count)];
        if let Quantity::Amount { variable, weighted } = quantity {
            measures.push(match variable {
                None => measure("amount", MeasureKind::WeightedCount),
                Some(variable) => {
                    if let Some(said) = self.specification.variables.get(variable) {
                        declared.insert(variable.clone(), said.clone());
                    }
                    measure("amount", MeasureKind::Sum { variable: variable.clone(), weighted: *weighted })
                }
            });
            // Its values are kept one by one, and with them every contribution.
            measures.extend(variable.as_ref().map(|variable| {
                measure("contributions", MeasureKind::Median { variable: variable.clone(), weighted: *weighted })
            }));
        }
        Specification {
            title: String::new(),
            population: vec![],
            variables: declared,
            dimensions,
            margins: Margins::None,
            zeros: false,
            labels: false,
            measures,
            weight: self.specification.weight.clone(),
            sampling: Sampling::none(),
            protection: None,
            disclosure: self.specification.disclosure.clone(),
            translations: Translations::default(),
        }
    }
}

/// What has been decided about a box, and what outsiders know of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    /// A figure of the table that is judged shows it.
    pub(super) wanted: bool,
    /// An exact figure of an earlier release shows it.
    pub(super) frozen: bool,
    /// An earlier release withheld it.
    pub(super) withheld: bool,
    /// What a perturbed figure of an earlier release says.
    pub(super) bounds: Option<(i64, i64)>,
}

impl State {
    fn decision(self) -> Decision {
        match self {
            Self { frozen: true, .. } => Decision::Frozen,
            Self { withheld: true, .. } => Decision::Withheld,
            Self { wanted: true, .. } => Decision::Free,
            _ => Decision::Withheld,
        }
    }
}

/// All cells of one quantity.
pub(super) struct Joint {
    pub(super) system: System,
    pub(super) cells: HashMap<Key, CellIndex>,
    /// Tables of the system with the names of their variables.
    pub(super) tables: HashMap<String, Vec<String>>,
    /// Cells that were handed in without a number, or hold such ones.
    pub(super) marks: BTreeMap<CellIndex, Mark>,
}

impl Joint {
    pub(super) fn new(
        cubes: Vec<Cube>,
        variables: &Variables,
        quantity: &Quantity,
        states: &HashMap<Key, State>,
        work: &Work,
    ) -> Outcome<Self> {
        let mut kept: Vec<Cube> = vec![];
        for cube in cubes {
            if cube.len() > MOST_CELLS {
                let fault = Fault::new("too-many-cells", "release").with("found", cube.len());
                return Err(fault.with("most", MOST_CELLS).into());
            }
            match kept.iter_mut().find(|known| known.same(&cube)) {
                Some(known) => known.empty.extend(cube.empty),
                None => kept.push(cube),
            }
        }
        let (mut tables, mut keys, mut named, mut marked) = (vec![], vec![], HashMap::new(), vec![]);
        let unknowns = Unknowns::of(work.dataset, variables);
        for (number, cube) in kept.iter().enumerate() {
            let (counted, decimals) = cube.count(variables, quantity, work)?;
            let own = cube.keys();
            let name = format!("{number}");
            let specification = TableSpecification {
                name: name.clone(),
                measure: "records".into(),
                kind: if *quantity == Quantity::Records { Kind::Count } else { Kind::Magnitude },
                decimals,
                // Amounts with a negative contribution are refused.
                prior_knowledge: PriorKnowledge::NonNegative,
                dimensions: cube.trees.iter().map(|tree| tree.specification(variables)).collect(),
                cells: vec![],
                unlisted: Unlisted::Zero,
            };
            let is_amount = matches!(quantity, Quantity::Amount { variable: Some(_), .. });
            let marks = unknowns.as_ref().map_or_else(|| vec![None; own.len()], |unknowns| unknowns.marks(cube, &own));
            let cell = |(((key, counted), empty), mark): (((&Key, &Counted), bool), &Option<Mark>)| {
                let mut state = states.get(key).copied().unwrap_or_default();
                state.frozen |= empty && counted.contributors == 0;
                match mark {
                    // Everybody knows that there is nobody.
                    Some(Mark { shown: Status::NotApplicable, .. }) => state.frozen = true,
                    Some(_) => state.withheld = true,
                    None => {}
                }
                // Nobody is known to be alone in a cell whose number is not known.
                let least = if mark.is_some_and(|mark| mark.unknown) { 2 } else { 0 };
                Cell {
                    content: Held::Number(counted.units),
                    release: state.decision(),
                    contributors: counted.contributors.max(least),
                    largest: if is_amount { counted.contributions(work.depth) } else { vec![] },
                    cost: None,
                    bounds: state.bounds,
                }
            };
            let is_shown = |(key, mark): (&Key, &Option<Mark>)| {
                mark.is_some_and(|mark| mark.unknown) && states.get(key).is_some_and(|state| state.frozen)
            };
            if own.iter().zip(&marks).any(is_shown) {
                return Err(Fault::new("counted-shown", "release").into());
            }
            let cells = own.iter().zip(&counted).zip(cube.known_empty(variables)).zip(&marks).map(cell).collect();
            marked.push(marks);
            tables.push(Table::with_cells(&specification, cells).map_err(faults::of)?);
            named.insert(name, cube.trees.iter().map(|tree| variables.names[tree.variable].clone()).collect());
            keys.push(own);
        }
        let mut system = System::new(tables).map_err(faults::of)?;
        let (mut cells, mut seen) = (HashMap::new(), vec![]);
        for (table, keys) in keys.into_iter().enumerate() {
            for (position, key) in keys.into_iter().enumerate() {
                let cell = system.cell(table, position);
                // Empty cells are always shown: whoever sees that a count is withheld knows that it is not empty. What a holder
                // withheld may be.
                let is_seen = states.get(&key).is_some_and(|state| state.wanted || state.withheld);
                if *quantity == Quantity::Records && is_seen && marked[table][position].is_none() {
                    seen.push(cell);
                }
                cells.insert(key, cell);
            }
        }
        system.set_seen(seen);
        let marks = marked.into_iter().enumerate().flat_map(|(table, marks)| {
            let own = marks.into_iter().enumerate().filter_map(|(position, mark)| Some((position, mark?)));
            own.map(|(position, mark)| (system.cell(table, position), mark)).collect::<Vec<_>>()
        });
        Ok(Self { marks: marks.collect(), system, cells, tables: named })
    }
}

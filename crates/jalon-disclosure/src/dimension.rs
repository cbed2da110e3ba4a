//! A dimension of a table: codes in a tree whose root is the total.

use crate::fault::Fault;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// A code as it is written in a specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeSpecification {
    /// Unique within the dimension.
    pub code: String,
    /// The code that this one is a part of; absent for the total.
    #[serde(default)]
    pub parent: Option<String>,
    /// The finest categories that this code stands for, when they are not its own children.
    ///
    /// Two classifications of one variable (ages 0–14 here, 0–17 there) are compared by what they cover.
    #[serde(default)]
    pub covers: Vec<String>,
}

/// A dimension as it is written in a specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionSpecification {
    /// Tables of one source that use one name mean one variable, and one code of it means the same people.
    pub name: String,
    /// In the order in which they are shown.
    pub codes: Vec<CodeSpecification>,
}

/// A tree of codes, every part below its total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    name: String,
    codes: Vec<Code>,
    order: Vec<usize>,
    positions: HashMap<String, usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Code {
    name: String,
    parent: Option<usize>,
    parts: Vec<usize>,
    finest: Vec<usize>,
    covers: BTreeSet<String>,
}

impl Dimension {
    /// Reads a specification; every fault of it at once.
    pub fn new(specification: &DimensionSpecification) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut positions = HashMap::new();
        for (position, code) in specification.codes.iter().enumerate() {
            if positions.insert(code.code.clone(), position).is_some() {
                faults.push(Fault::CodeTwice { dimension: specification.name.clone(), code: code.code.clone() });
            }
        }
        let mut codes: Vec<Code> = specification
            .codes
            .iter()
            .map(|code| Code {
                name: code.code.clone(),
                parent: None,
                parts: Vec::new(),
                finest: Vec::new(),
                covers: code.covers.iter().cloned().collect(),
            })
            .collect();
        for (position, code) in specification.codes.iter().enumerate() {
            let Some(parent) = &code.parent else { continue };
            match positions.get(parent) {
                Some(&parent) => {
                    codes[position].parent = Some(parent);
                    codes[parent].parts.push(position);
                }
                None => faults.push(Fault::ParentUnknown {
                    dimension: specification.name.clone(),
                    code: code.code.clone(),
                    parent: parent.clone(),
                }),
            }
        }
        let roots = specification.codes.iter().filter(|code| code.parent.is_none()).count();
        if roots != 1 {
            faults.push(Fault::TotalsOfDimension { dimension: specification.name.clone(), found: roots });
        }
        let order = parents_first(&codes);
        if faults.is_empty() && order.len() != codes.len() {
            let reached: BTreeSet<usize> = order.iter().copied().collect();
            let codes = (0..codes.len()).filter(|code| !reached.contains(code)).map(|code| codes[code].name.clone()).collect();
            faults.push(Fault::CodesInCircle { dimension: specification.name.clone(), codes });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        fill_finest(&mut codes, &order);
        fill_covers(&mut codes, &order);
        Ok(Dimension { name: specification.name.clone(), codes, order, positions })
    }

    /// The variable's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of codes, the total included.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// A dimension always has its total, so this is never true.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The place of the total.
    pub fn total(&self) -> usize {
        self.order[0]
    }

    /// A code's name by its place.
    pub fn code(&self, position: usize) -> &str {
        &self.codes[position].name
    }

    /// A code's place by its name.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.positions.get(code).copied()
    }

    /// What a code is a part of.
    pub fn parent(&self, position: usize) -> Option<usize> {
        self.codes[position].parent
    }

    /// What a code is made of; empty for the finest ones.
    pub fn parts(&self, position: usize) -> &[usize] {
        &self.codes[position].parts
    }

    /// The finest categories that a code stands for.
    pub fn covers(&self, position: usize) -> &BTreeSet<String> {
        &self.codes[position].covers
    }

    /// All codes, a total before its parts.
    pub fn parents_first(&self) -> &[usize] {
        &self.order
    }

    /// The finest codes, in the order in which they are shown.
    pub fn finest(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.codes.len()).filter(|&code| self.codes[code].parts.is_empty())
    }

    /// The finest codes that a code is made of, itself if it has no parts, in the order in which they are shown.
    pub fn finest_within(&self, position: usize) -> &[usize] {
        &self.codes[position].finest
    }

    /// The specification that gives this dimension again.
    pub fn specification(&self) -> DimensionSpecification {
        let codes = self
            .codes
            .iter()
            .map(|code| CodeSpecification {
                code: code.name.clone(),
                parent: code.parent.map(|parent| self.codes[parent].name.clone()),
                covers: if code.parts.is_empty() && !(code.covers.len() == 1 && code.covers.contains(&code.name)) {
                    code.covers.iter().cloned().collect()
                } else {
                    Vec::new()
                },
            })
            .collect();
        DimensionSpecification { name: self.name.clone(), codes }
    }
}

/// What is reached from a total, each after what it is a part of. Codes in a circle are not reached.
fn parents_first(codes: &[Code]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..codes.len()).filter(|&code| codes[code].parent.is_none()).take(1).collect();
    let mut next = 0;
    while next < order.len() {
        order.extend(codes[order[next]].parts.iter().copied());
        next += 1;
    }
    order
}

fn fill_finest(codes: &mut [Code], order: &[usize]) {
    for &code in order.iter().rev() {
        let mut finest: Vec<usize> = codes[code].parts.iter().flat_map(|&part| codes[part].finest.iter().copied()).collect();
        if finest.is_empty() {
            finest.push(code);
        }
        finest.sort_unstable();
        codes[code].finest = finest;
    }
}

/// A finest code that says nothing else covers itself; a total covers what its parts cover.
fn fill_covers(codes: &mut [Code], order: &[usize]) {
    for &code in order.iter().rev() {
        if codes[code].parts.is_empty() {
            if codes[code].covers.is_empty() {
                let name = codes[code].name.clone();
                codes[code].covers.insert(name);
            }
        } else {
            let parts = codes[code].parts.clone();
            let covers = parts.iter().flat_map(|&part| codes[part].covers.iter().cloned()).collect();
            codes[code].covers = covers;
        }
    }
}

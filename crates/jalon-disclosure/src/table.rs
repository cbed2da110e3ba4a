//! A table: cells over dimensions, with what the office knows of each.
//!
//! Number, missing, withheld, not applicable and zero are five different things; the first four are [`Content`] and
//! [`Release`], a zero is a number.

use crate::amount::{Shown, Units, shown, to_units};
use crate::dimension::{Dimension, DimensionSpecification};
use crate::fault::{Fault, Place};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// More cells than this are refused: positions are 32-bit in the constraint system, and memory has an end.
pub const MOST_CELLS: usize = 20_000_000;

/// What a table adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Persons: a cell's value is the number of its contributors.
    Count,
    /// An amount per person or enterprise: income, turnover, remittances.
    Magnitude,
}

/// What outsiders know of every value before anything is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriorKnowledge {
    /// No value is negative. The usual case, and the default.
    NonNegative,
    /// Every value is known to within a share of itself, in percent (as Tau-Argus' a priori bounds).
    Within { percent_below: u32, percent_above: u32 },
    /// Nothing: values may be negative.
    Nothing,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A value, zero included, in units.
    Number(Units),
    /// Nobody knows it. As a part it adds nothing to its total; as a total it is no sum.
    Missing,
    /// There can be none here; everybody knows that it is empty.
    NotApplicable,
}

/// What has been decided about a cell before protection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Release {
    /// May be published or withheld.
    #[default]
    Free,
    /// Is already published, or must be: it cannot be withheld any more.
    Frozen,
    /// Was withheld before and stays so.
    Withheld,
}

/// A cell as the office knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub content: Content,
    pub release: Release,
    /// How many persons or enterprises are in it.
    pub contributors: u64,
    /// The largest single contributions, in units, from the largest down.
    pub largest: Vec<Units>,
    /// What withholding this cell costs, when the user says so (see [`crate::suppress::Costs::Weights`]).
    pub cost: Option<f64>,
    /// Between which values everybody knows this one to lie, both included: it was published with noise.
    pub bounds: Option<(Units, Units)>,
}

/// A cell as it is written in a specification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellSpecification {
    /// One code per dimension, in the table's order.
    pub codes: Vec<String>,
    #[serde(default)]
    pub value: Option<Decimal>,
    /// With no value: not applicable instead of missing.
    #[serde(default)]
    pub not_applicable: bool,
    #[serde(default)]
    pub release: Release,
    /// Absent in a table of counts: the value itself.
    #[serde(default)]
    pub contributors: Option<u64>,
    #[serde(default)]
    pub largest: Vec<Decimal>,
    #[serde(default)]
    pub cost: Option<f64>,
}

/// What a cell is that the specification does not list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unlisted {
    #[default]
    Missing,
    Zero,
    NotApplicable,
}

/// A table as it is written in a specification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpecification {
    /// Names the table in faults and reports.
    pub name: String,
    /// What is added up, of whom: tables of one source with one measure share their common cells.
    pub measure: String,
    pub kind: Kind,
    #[serde(default)]
    pub decimals: u32,
    #[serde(default = "non_negative")]
    pub prior_knowledge: PriorKnowledge,
    pub dimensions: Vec<DimensionSpecification>,
    pub cells: Vec<CellSpecification>,
    #[serde(default)]
    pub unlisted: Unlisted,
}

fn non_negative() -> PriorKnowledge {
    PriorKnowledge::NonNegative
}

/// A table whose cells are all known and well formed. Whether it adds up is seen when its system is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(crate) name: String,
    pub(crate) measure: String,
    pub(crate) kind: Kind,
    pub(crate) decimals: u32,
    pub(crate) prior_knowledge: PriorKnowledge,
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) cells: Vec<Cell>,
}

impl Table {
    /// Reads a specification; every fault of it at once.
    pub fn new(specification: &TableSpecification) -> Result<Self, Vec<Fault>> {
        let dimensions = dimensions(specification)?;
        let size: usize = dimensions.iter().map(Dimension::len).product();
        let unlisted = Cell {
            content: match specification.unlisted {
                Unlisted::Missing => Content::Missing,
                Unlisted::Zero => Content::Number(0),
                Unlisted::NotApplicable => Content::NotApplicable,
            },
            release: Release::Free,
            contributors: 0,
            largest: Vec::new(),
            cost: None,
            bounds: None,
        };
        let mut table = Table {
            name: specification.name.clone(),
            measure: specification.measure.clone(),
            kind: specification.kind,
            decimals: specification.decimals,
            prior_knowledge: specification.prior_knowledge,
            dimensions,
            cells: vec![unlisted; size],
        };
        let mut faults = Vec::new();
        if table.kind == Kind::Count && table.decimals != 0 {
            faults.push(Fault::NotACount { table: table.name.clone(), place: Vec::new() });
        }
        let mut seen = BTreeSet::new();
        for cell in &specification.cells {
            match table.read(cell) {
                Ok((position, read)) => {
                    if seen.insert(position) {
                        table.cells[position] = read;
                    } else {
                        faults.push(Fault::CellTwice { table: table.name.clone(), place: cell.codes.clone() });
                    }
                }
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    /// A table whose cells are already at hand, the last dimension running fastest; the specification lists none.
    pub fn with_cells(specification: &TableSpecification, cells: Vec<Cell>) -> Result<Self, Vec<Fault>> {
        let mut table = Table::new(specification)?;
        let fits = |cell: &Cell| match cell.content {
            Content::Number(units) => to_units(Decimal::from(units), 0).is_some(),
            Content::Missing | Content::NotApplicable => true,
        };
        if cells.len() != table.cells.len() {
            let (cells, found) = (table.cells.len(), cells.len());
            return Err(vec![Fault::PatternOfOtherTable { cells, found }]);
        }
        if let Some(position) = cells.iter().position(|cell| !fits(cell)) {
            let (value, decimals) = (String::new(), table.decimals);
            return Err(vec![Fault::AmountNotExact { table: table.name.clone(), place: table.place(position), value, decimals }]);
        }
        table.cells = cells;
        Ok(table)
    }

    fn read(&self, cell: &CellSpecification) -> Result<(usize, Cell), Vec<Fault>> {
        let table = || self.name.clone();
        let place = || cell.codes.clone();
        let position = self.position(&cell.codes)?;
        let mut faults = Vec::new();
        let mut units = |value: Decimal| {
            let units = to_units(value, self.decimals);
            if units.is_none() {
                let (value, decimals) = (value.to_string(), self.decimals);
                faults.push(Fault::AmountNotExact { table: table(), place: place(), value, decimals });
            }
            units
        };
        let value = cell.value.map(&mut units).map(Option::unwrap_or_default);
        let largest: Vec<Units> = cell.largest.iter().filter_map(|&contribution| units(contribution)).collect();
        if value.is_some_and(|value| value < 0)
            && (self.kind == Kind::Count || self.prior_knowledge == PriorKnowledge::NonNegative)
        {
            faults.push(match self.kind {
                Kind::Count => Fault::NotACount { table: table(), place: place() },
                Kind::Magnitude => Fault::NegativeUnannounced { table: table(), place: place() },
            });
        }
        let counted = match self.kind {
            Kind::Count => value.and_then(|value| u64::try_from(value).ok()),
            Kind::Magnitude => None,
        };
        let contributors = cell.contributors.or(counted).unwrap_or(largest.len() as u64);
        let listed: Units = largest.iter().sum();
        let descending = largest.windows(2).all(|pair| pair[0] >= pair[1]);
        let exceeds =
            self.prior_knowledge == PriorKnowledge::NonNegative && value.is_some_and(|value| value >= 0 && listed > value);
        let not_the_count = self.kind == Kind::Count && counted.is_some_and(|counted| counted != contributors);
        if largest.len() as u64 > contributors || !descending || exceeds || not_the_count {
            faults.push(Fault::ContributionsOfCell { table: table(), place: place() });
        }
        if cell.cost.is_some_and(|cost| !cost.is_finite() || cost < 0.0) {
            faults.push(Fault::CostOfCell { table: table(), place: place() });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let content = match value {
            Some(value) => Content::Number(value),
            None if cell.not_applicable => Content::NotApplicable,
            None => Content::Missing,
        };
        Ok((position, Cell { content, release: cell.release, contributors, largest, cost: cell.cost, bounds: None }))
    }

    /// The place of the cell with these codes.
    pub fn position(&self, codes: &[String]) -> Result<usize, Vec<Fault>> {
        if codes.len() != self.dimensions.len() {
            let (table, place, dimensions) = (self.name.clone(), codes.to_vec(), self.dimensions.len());
            return Err(vec![Fault::CodesOfCell { table, place, dimensions }]);
        }
        let mut position = 0;
        let mut faults = Vec::new();
        for (dimension, code) in self.dimensions.iter().zip(codes) {
            match dimension.position(code) {
                Some(found) => position = position * dimension.len() + found,
                None => faults.push(Fault::CodeUnknown {
                    table: self.name.clone(),
                    place: codes.to_vec(),
                    dimension: dimension.name().to_owned(),
                }),
            }
        }
        if faults.is_empty() { Ok(position) } else { Err(faults) }
    }

    /// The places of a cell's codes, one per dimension.
    pub fn coordinates(&self, mut position: usize) -> Vec<usize> {
        let mut coordinates = vec![0; self.dimensions.len()];
        for (coordinate, dimension) in coordinates.iter_mut().zip(&self.dimensions).rev() {
            *coordinate = position % dimension.len();
            position /= dimension.len();
        }
        coordinates
    }

    /// The codes that name a cell.
    pub fn place(&self, position: usize) -> Place {
        let coordinates = self.coordinates(position);
        self.dimensions.iter().zip(coordinates).map(|(dimension, code)| dimension.code(code).to_owned()).collect()
    }

    /// How far apart two neighbouring codes of a dimension are in the list of cells.
    pub(crate) fn stride(&self, dimension: usize) -> usize {
        self.dimensions[dimension + 1..].iter().map(Dimension::len).product()
    }

    /// The table's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The dimensions, in order.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// All cells, the last dimension running fastest.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// What a table adds up.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A cell's value in units, when it has one.
    pub fn value(&self, position: usize) -> Option<Units> {
        match self.cells[position].content {
            Content::Number(units) => Some(units),
            Content::Missing | Content::NotApplicable => None,
        }
    }

    /// Units as this table shows them.
    pub fn shown(&self, units: Units) -> Shown {
        shown(units, self.decimals)
    }

    /// Decides what may happen to a cell.
    pub fn set_release(&mut self, position: usize, release: Release) {
        self.cells[position].release = release;
    }

    /// The specification that gives this table again. It holds every value: it is for the office only.
    pub fn specification(&self) -> TableSpecification {
        let decimal = |units: Units| Decimal::new(units, self.decimals);
        let cells = (0..self.cells.len()).map(|position| {
            let cell = &self.cells[position];
            CellSpecification {
                codes: self.place(position),
                value: self.value(position).map(decimal),
                not_applicable: cell.content == Content::NotApplicable,
                release: cell.release,
                contributors: Some(cell.contributors),
                largest: cell.largest.iter().map(|&units| decimal(units)).collect(),
                cost: cell.cost,
            }
        });
        TableSpecification {
            name: self.name.clone(),
            measure: self.measure.clone(),
            kind: self.kind,
            decimals: self.decimals,
            prior_knowledge: self.prior_knowledge,
            dimensions: self.dimensions.iter().map(Dimension::specification).collect(),
            cells: cells.collect(),
            unlisted: Unlisted::Missing,
        }
    }
}

fn dimensions(specification: &TableSpecification) -> Result<Vec<Dimension>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut dimensions = Vec::new();
    for dimension in &specification.dimensions {
        match Dimension::new(dimension) {
            Ok(dimension) => dimensions.push(dimension),
            Err(found) => faults.extend(found),
        }
    }
    let names: Vec<String> = specification.dimensions.iter().map(|dimension| dimension.name.clone()).collect();
    if names.is_empty() || names.iter().collect::<BTreeSet<_>>().len() != names.len() {
        faults.push(Fault::DimensionsOfTable { table: specification.name.clone(), found: names });
    }
    let size = dimensions.iter().try_fold(1_usize, |size, dimension| size.checked_mul(dimension.len()));
    if size.is_none_or(|size| size > MOST_CELLS) {
        faults.push(Fault::TooManyCells { table: specification.name.clone(), most: MOST_CELLS });
    }
    if faults.is_empty() { Ok(dimensions) } else { Err(faults) }
}

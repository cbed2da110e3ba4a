//! From single contributions to a table with every total, its contributors and its largest contributions.

use crate::amount::Units;
use crate::dimension::Dimension;
use crate::fault::Fault;
use crate::table::{Cell, Content, Table, TableSpecification, Unlisted};

/// Adds contributions up into a table, at every level of every dimension.
///
/// Each contribution is taken for another person or enterprise; who appears twice has to be added up before.
pub struct Accumulator {
    table: Table,
    ancestors: Vec<Vec<Vec<usize>>>,
    listed: usize,
}

impl Accumulator {
    /// An empty table of the specification's shape; its list of cells must be empty.
    /// `listed` is how many of the largest contributions a cell remembers.
    pub fn new(specification: &TableSpecification, listed: usize) -> Result<Self, Vec<Fault>> {
        let specification = TableSpecification { unlisted: Unlisted::Zero, ..specification.clone() };
        let table = Table::new(&specification)?;
        let ancestors = table.dimensions.iter().map(|dimension| (0..dimension.len()).map(|code| line(dimension, code)).collect());
        Ok(Accumulator { ancestors: ancestors.collect(), table, listed })
    }

    /// Adds one contribution: its codes by place, and its amount in units (1 for a person counted).
    pub fn add(&mut self, codes: &[usize], amount: Units) {
        let mut positions = vec![0];
        for (dimension, &code) in codes.iter().enumerate() {
            let size = self.table.dimensions[dimension].len();
            let lines = &self.ancestors[dimension][code];
            positions = positions.iter().flat_map(|position| lines.iter().map(move |code| position * size + code)).collect();
        }
        for position in positions {
            add_to(&mut self.table.cells[position], amount, self.listed);
        }
    }

    /// The table.
    pub fn finish(self) -> Table {
        self.table
    }
}

/// A code and all that it is a part of.
fn line(dimension: &Dimension, code: usize) -> Vec<usize> {
    std::iter::successors(Some(code), |&code| dimension.parent(code)).collect()
}

fn add_to(cell: &mut Cell, amount: Units, listed: usize) {
    cell.contributors += 1;
    if let Content::Number(value) = &mut cell.content {
        *value += amount;
    }
    let at = cell.largest.partition_point(|&larger| larger >= amount);
    if at < listed {
        cell.largest.insert(at, amount);
        cell.largest.truncate(listed);
    }
}

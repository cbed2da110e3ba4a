//! Attacks that need no program: differences of published groups, and groups of one kind.

use crate::attack::{Attack, Insider};
use crate::audit::{Finding, Single};
use crate::fault::Fault;
use crate::primary::Sensitive;
use crate::stop::Stop;
use crate::system::{CellIndex, System};
use crate::table::Table;

/// Published groups of which one contains the other, with few people between them.
///
/// Two tables of one measure may cut a variable differently (ages 0–14 and 0–17). Where the codes of all other dimensions
/// agree and one code covers all that the other covers, the difference is a group that an outsider can count.
/// Dimensions that only one of the tables has are taken at their total.
pub(crate) fn small_differences(system: &System, withheld: &[bool], smallest: u64) -> Vec<Finding> {
    let mut findings = Vec::new();
    let tables = system.tables();
    for first in 0..tables.len() {
        for second in 0..tables.len() {
            if first != second && tables[first].measure == tables[second].measure {
                between(system, withheld, smallest, (first, second), &mut findings);
            }
        }
    }
    findings
}

fn between(system: &System, withheld: &[bool], smallest: u64, (first, second): (usize, usize), findings: &mut Vec<Finding>) {
    let (smaller, larger) = (&system.tables()[first], &system.tables()[second]);
    for (varied, dimension) in smaller.dimensions().iter().enumerate() {
        let Some(other) = larger.dimensions().iter().position(|other| other.name() == dimension.name()) else { continue };
        let other_dimension = &larger.dimensions()[other];
        let nested: Vec<(usize, usize)> = (0..dimension.len())
            .flat_map(|inner| (0..other_dimension.len()).map(move |outer| (inner, outer)))
            .filter(|&(inner, outer)| {
                let (inner, outer) = (dimension.covers(inner), other_dimension.covers(outer));
                inner.len() < outer.len() && inner.is_subset(outer)
            })
            // A code that the larger table has too is compared there, by its own sums.
            .filter(|&(inner, _)| other_dimension.position(dimension.code(inner)).is_none())
            .collect();
        for position in 0..smaller.cells().len() {
            let code = smaller.coordinates(position)[varied];
            for &(_, outer) in nested.iter().filter(|(inner, _)| *inner == code) {
                let Some(counterpart) = counterpart(smaller, larger, position, (other, outer)) else { continue };
                let is_open = |table, position| {
                    let cell = system.cell(table, position) as usize;
                    !withheld[cell] && system.cells[cell].value.is_some()
                };
                if !is_open(first, position) || !is_open(second, counterpart) {
                    continue;
                }
                let contributors =
                    larger.cells()[counterpart].contributors.saturating_sub(smaller.cells()[position].contributors);
                if contributors > 0 && contributors < smallest {
                    findings.push(Finding::SmallDifference {
                        smaller_table: smaller.name().to_owned(),
                        smaller: smaller.place(position),
                        larger_table: larger.name().to_owned(),
                        larger: larger.place(counterpart),
                        contributors,
                    });
                }
            }
        }
    }
}

/// The cell of another table with the same codes, but for one dimension.
fn counterpart(table: &Table, other: &Table, position: usize, (varied, code): (usize, usize)) -> Option<usize> {
    let coordinates = table.coordinates(position);
    let mut found = 0;
    for (number, dimension) in other.dimensions().iter().enumerate() {
        let own = table.dimensions().iter().position(|own| own.name() == dimension.name());
        let place = match own {
            _ if number == varied => code,
            Some(own) => dimension.position(table.dimensions()[own].code(coordinates[own]))?,
            None => dimension.total(),
        };
        found += place * other.stride(number);
    }
    let mut own = table.dimensions().iter().zip(&coordinates);
    let rest_is_total = own.all(|(dimension, &code)| {
        code == dimension.total() || other.dimensions().iter().any(|other| other.name() == dimension.name())
    });
    rest_is_total.then_some(found)
}

/// Totals that hold somebody, all of whose members are in one part: every other part is known to be empty. How many they are
/// need not be known.
pub(crate) fn whole_groups(system: &System, attack: &Attack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in 0..system.sums.len() {
        let row = system.sums.row(row);
        let total = row[0];
        if row.len() < 3 || attack.low[total as usize] <= 0 {
            continue;
        }
        let mut holding = row[1..].iter().filter(|&&part| attack.low[part as usize] != 0 || attack.high[part as usize] != 0);
        if let (Some(&part), None) = (holding.next(), holding.next()) {
            let (table, group) = system.place(total);
            findings.push(Finding::WholeGroup { table, group, category: system.place(part).1 });
        }
    }
    findings
}

/// Withheld cells with a single contributor, who knows the own value: each with the other sensitive cells that this person can
/// then work out exactly, from one sum after the other.
pub(crate) fn singletons(
    system: &System,
    sensitive: &Sensitive,
    withheld: &[bool],
    attack: &Attack,
    stop: &Stop,
) -> Result<Vec<Single>, Vec<Fault>> {
    let mut insider = Insider::new(system, attack);
    let mut found = Vec::new();
    for (single, _) in sensitive.iter().filter(|(cell, _)| withheld[*cell as usize] && !attack.is_known(*cell)) {
        stop.check()?;
        let (table, position) = system.home(single);
        let (1, Some(value)) = (table.cells()[position].contributors, table.value(position)) else { continue };
        // What holds the same person alone is no secret from that person.
        let another = |cell: CellIndex| {
            let (table, position) = system.home(cell);
            table.cells()[position].contributors > 1
        };
        let mut learned = insider.works_out(single, value);
        learned.retain(|&cell| sensitive.protection(cell).is_some() && another(cell));
        if !learned.is_empty() {
            found.push((single, learned));
        }
    }
    Ok(found)
}

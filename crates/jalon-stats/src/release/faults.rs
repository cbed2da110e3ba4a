//! Faults of the disclosure control as faults of tables: one kind of message for those who made the table.

use jalon_disclosure::fault as disclosure;

use crate::tabulation::Fault;

pub(super) fn of(found: Vec<disclosure::Fault>) -> Vec<Fault> {
    found.iter().map(one).collect()
}

fn one(found: &disclosure::Fault) -> Fault {
    use disclosure::Fault as Found;
    match found {
        Found::TooManyCells { most, .. } => Fault::new("too-many-cells", "release").with("found", "…").with("most", most),
        Found::TooLargeForExact { cells, most } => {
            Fault::new("too-large-for-exact", "protection.search").with("found", cells).with("most", most)
        }
        Found::NotProved { rounds } => Fault::new("not-proved", "protection.search").with("rounds", rounds),
        Found::NotRoundable { base, steps } => {
            Fault::new("not-roundable", "protection.base").with("base", base.0).with("steps", steps)
        }
        Found::RuleOutOfRange { rule, parameter } => {
            Fault::new("rule-range", "protection").with("rule", rule).with("parameter", parameter)
        }
        Found::Stopped => Fault::new("cancelled", "protecting"),
        Found::NegativeUnannounced { .. } => Fault::new("negative-amount", "release"),
        Found::AmountNotExact { .. } => Fault::new("too-large", "release"),
        // What is left cannot come from a table that this program made.
        other => Fault::new("judge-failed", "release").with("reason", format!("{other:?}")),
    }
}

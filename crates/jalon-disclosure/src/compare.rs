//! Methods side by side on the user's own table: what each takes from the reader, and what it leaves to an outsider.
//! No score is made of the two; weighing them is the user's part.

use crate::amount::{Shown, Units};
use crate::audit::{Finding, Policy, Report, audit, audit_rounded};
use crate::fault::Fault;
use crate::primary::Sensitive;
use crate::rounding;
use crate::suppress::{self, suppress};
use crate::system::System;
use serde::{Deserialize, Serialize};

/// A way to publish a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "way", content = "options", rename_all = "kebab-case")]
pub enum Way {
    /// As it is: what the others are measured against.
    Unprotected,
    Suppression(suppress::Options),
    Rounding(rounding::Options),
}

/// What a way does to a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    pub way: Way,
    /// The loss and the risk, or why the way is not possible.
    pub result: Result<Effect, Vec<Fault>>,
}

/// Loss and risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// Cells that readers do not see, the sensitive ones included.
    pub cells_withheld: usize,
    /// The sum of their values.
    pub value_withheld: Shown,
    /// By how much the values that readers see differ from the true ones, in all.
    pub distance: Shown,
    /// Sensitive cells that an outsider can estimate too closely.
    pub at_risk: usize,
    /// All findings that forbid the publication.
    pub forbidding: usize,
    pub may_be_published: bool,
}

/// Tries each way on a system.
pub fn compare(system: &System, sensitive: &Sensitive, ways: &[Way], policy: &Policy) -> Vec<Comparison> {
    ways.iter().map(|way| Comparison { way: way.clone(), result: effect(system, sensitive, way, policy) }).collect()
}

fn effect(system: &System, sensitive: &Sensitive, way: &Way, policy: &Policy) -> Result<Effect, Vec<Fault>> {
    match way {
        Way::Unprotected => {
            let withheld = vec![false; system.len()];
            let (report, _) = audit(system, sensitive, &withheld, &[], policy)?;
            Ok(described(system, &withheld, 0, &report, policy))
        }
        Way::Suppression(options) => {
            let chosen = suppress(system, sensitive, options)?;
            let (report, _) = audit(system, sensitive, &chosen.withheld, &chosen.proofs, policy)?;
            Ok(described(system, &chosen.withheld, 0, &report, policy))
        }
        Way::Rounding(options) => {
            let rounded = rounding::round(system, options)?;
            let (report, _) = audit_rounded(system, sensitive, &rounded, policy)?;
            Ok(described(system, &vec![false; system.len()], rounded.distance, &report, policy))
        }
    }
}

fn described(system: &System, withheld: &[bool], distance: Units, report: &Report, policy: &Policy) -> Effect {
    let shown = |units: Units| system.tables().first().map_or(Shown(units.into()), |table| table.shown(units));
    let value = |cell: usize| system.cells[cell].value.map_or(0, Units::abs);
    let risky = |finding: &&Finding| {
        matches!(
            finding,
            Finding::SensitivePublished { .. }
                | Finding::SensitiveKnown { .. }
                | Finding::TooNarrow { .. }
                | Finding::NotSettled { .. }
        )
    };
    Effect {
        cells_withheld: withheld.iter().filter(|&&withheld| withheld).count(),
        value_withheld: shown((0..withheld.len()).filter(|&cell| withheld[cell]).map(value).sum()),
        distance: shown(distance),
        at_risk: report.findings.iter().filter(risky).count(),
        forbidding: report.findings.iter().filter(|finding| finding.blocks(policy)).count(),
        may_be_published: report.passes,
    }
}

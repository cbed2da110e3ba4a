//! The audit: what an outsider could learn from everything that is published, and whether that is too much.
//!
//! The system holds all tables of a source, those already released included (their cells frozen or withheld), so the audit
//! sees them together. [`audit`] is the only way to an [`Audited`], and an [`Audited`] is what may be published.
//!
//! A report names cells and intervals: it is for the office that holds the data, never for publication.

use crate::amount::{Shown, Units};
use crate::attack::{Attack, View};
use crate::attacks;
use crate::bounds::{Attacker, Question, Reach, TOLERANCE, reach};
use crate::fault::{Fault, Place};
use crate::primary::{Protection, Sensitive};
use crate::proof::Proofs;
use crate::rounding::Rounded;
use crate::stop::Stop;
use crate::system::{CellIndex, System};
use crate::table::{Content, Release};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde::{Deserialize, Serialize};

/// How strictly to judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    pub attacker: Attacker,
    /// Work out the exact range of every sensitive cell for the report, not only whether it is wide enough.
    pub ranges: bool,
    /// A group that is the difference of two published ones must have at least this many contributors, or none.
    pub smallest_difference: u64,
    /// Refuse when all members of a published group are in one category, so that a characteristic of each is known.
    /// For data about children and about status, say yes.
    pub refuse_whole_groups: bool,
    /// Take whoever is alone in a withheld cell for an outsider who knows that cell.
    pub single_contributors: bool,
    pub threads: usize,
    #[serde(skip)]
    pub stop: Stop,
}

impl Default for Policy {
    fn default() -> Self {
        let (attacker, smallest_difference, threads) = (Attacker::default(), 5, 2);
        Policy {
            attacker,
            ranges: false,
            smallest_difference,
            refuse_whole_groups: false,
            single_contributors: false,
            threads,
            stop: Stop::default(),
        }
    }
}

/// Something that an outsider could learn.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "finding", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Finding {
    /// A sensitive cell stands in the table.
    SensitivePublished { table: String, place: Place },
    /// The exact value of a sensitive cell follows from what is published.
    SensitiveKnown { table: String, place: Place },
    /// A sensitive cell can be estimated more closely than allowed.
    TooNarrow { table: String, place: Place, learned: Interval, needed: Interval },
    /// The search could not settle how closely a cell can be estimated; it counts as too close.
    NotSettled { table: String, place: Place },
    /// Two published groups, one within the other, leave a small group between them.
    SmallDifference { smaller_table: String, smaller: Place, larger_table: String, larger: Place, contributors: u64 },
    /// Everyone in a published group is in one category.
    WholeGroup { table: String, group: Place, category: Place },
    /// Whoever is alone in a withheld cell knows it, and can then work this sensitive cell out.
    KnownToSingle { table: String, place: Place, single: Place },
    /// A withheld cell that is not sensitive is known all the same: withholding it misleads readers.
    WithheldInVain { table: String, place: Place },
}

impl Finding {
    /// Whether the table must not be published.
    pub fn blocks(&self, policy: &Policy) -> bool {
        match self {
            Finding::WholeGroup { .. } => policy.refuse_whole_groups,
            Finding::WithheldInVain { .. } => false,
            _ => true,
        }
    }
}

/// Values that are possible; an absent end is open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Interval {
    pub low: Option<Shown>,
    pub high: Option<Shown>,
}

/// What can be learnt of a sensitive cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Learned {
    pub table: String,
    pub place: Place,
    pub interval: Interval,
}

/// The result of an audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    pub cells: usize,
    pub sensitive: usize,
    pub withheld: usize,
    /// No finding forbids the publication.
    pub passes: bool,
    pub findings: Vec<Finding>,
    /// When the policy asks for ranges: that of every sensitive cell.
    pub learned: Vec<Learned>,
}

/// Tables that passed the audit. There is no other way to make one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audited {
    tables: Vec<PublishedTable>,
    report_findings: usize,
}

impl Audited {
    /// What may be published.
    pub fn tables(&self) -> &[PublishedTable] {
        &self.tables
    }

    /// How many findings the report has that do not forbid the publication.
    pub fn remarks(&self) -> usize {
        self.report_findings
    }
}

/// A table as it is published.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedTable {
    pub name: String,
    pub dimensions: Vec<String>,
    pub cells: Vec<PublishedCell>,
}

/// A cell as it is published.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedCell {
    pub codes: Place,
    pub value: PublishedValue,
}

/// The five things that a published cell can be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "status", content = "value", rename_all = "kebab-case")]
pub enum PublishedValue {
    Number(Shown),
    Zero,
    Missing,
    Suppressed,
    NotApplicable,
}

/// Judges a choice of withheld cells (see [`crate::suppress::Suppression::withheld`]; all `false`: an unprotected table).
///
/// Gives the tables to publish when nothing forbids it, and the report in any case.
/// Fails when `withheld` does not fit the system, or withholds what is frozen.
pub fn audit(
    system: &System,
    sensitive: &Sensitive,
    withheld: &[bool],
    proofs: &[Vec<(CellIndex, f64)>],
    policy: &Policy,
) -> Result<(Report, Option<Audited>), Vec<Fault>> {
    let faults = misfits(system, withheld);
    if !faults.is_empty() {
        return Err(faults);
    }
    let attack = Attack::new(system, View::of(system, withheld));
    let mut findings = Vec::new();
    let learned = judge(system, sensitive, withheld, &attack, proofs, policy, &mut findings)?;
    findings.extend(attacks::small_differences(system, withheld, policy.smallest_difference));
    findings.extend(attacks::whole_groups(system, &attack));
    let singles = match policy.single_contributors {
        true => attacks::singletons(system, sensitive, withheld, &attack, &policy.stop)?,
        false => Vec::new(),
    };
    for (single, learned) in singles {
        let single = system.place(single).1;
        findings.extend(learned.into_iter().map(|cell| {
            let (table, place) = system.place(cell);
            Finding::KnownToSingle { table, place, single: single.clone() }
        }));
    }
    findings.extend(in_vain(system, sensitive, withheld, &attack));
    let passes = !findings.iter().any(|finding| finding.blocks(policy));
    let shows = |cell: CellIndex| match system.cells[cell as usize].value {
        Some(value) if !withheld[cell as usize] => Shows::Value(value),
        _ => Shows::Nothing,
    };
    let audited = passes.then(|| Audited { tables: published(system, shows), report_findings: findings.len() });
    let counted = withheld.iter().filter(|&&withheld| withheld).count();
    Ok((Report { cells: system.len(), sensitive: sensitive.len(), withheld: counted, passes, findings, learned }, audited))
}

/// A withheld cell with a single contributor, and the sensitive cells that this contributor can work out.
pub type Single = (CellIndex, Vec<CellIndex>);

/// Withheld cells with a single contributor, each with the other sensitive cells that this contributor can work out.
///
/// # Errors
/// [`Fault::Stopped`].
pub fn singletons(system: &System, sensitive: &Sensitive, withheld: &[bool], stop: &Stop) -> Result<Vec<Single>, Vec<Fault>> {
    let attack = Attack::new(system, View::of(system, withheld));
    attacks::singletons(system, sensitive, withheld, &attack, stop)
}

/// Judges a rounding: outsiders know its base, and so that every value lies near the published one.
pub fn audit_rounded(
    system: &System,
    sensitive: &Sensitive,
    rounded: &Rounded,
    policy: &Policy,
) -> Result<(Report, Option<Audited>), Vec<Fault>> {
    if rounded.values.len() != system.len() {
        return Err(vec![Fault::PatternOfOtherTable { cells: system.len(), found: rounded.values.len() }]);
    }
    let distance = rounded.base * (Units::from(rounded.steps) + 1);
    let attack = Attack::new(system, View::near(system, &rounded.values, distance));
    let everything = vec![true; system.len()];
    let mut findings = Vec::new();
    let learned = judge(system, sensitive, &everything, &attack, &[], policy, &mut findings)?;
    findings.extend(attacks::whole_groups(system, &attack));
    let passes = !findings.iter().any(|finding| finding.blocks(policy));
    let tables = || published(system, |cell| Shows::Value(rounded.values[cell as usize]));
    let audited = passes.then(|| Audited { tables: tables(), report_findings: findings.len() });
    Ok((Report { cells: system.len(), sensitive: sensitive.len(), withheld: 0, passes, findings, learned }, audited))
}

/// Judges a publication of which outsiders learn for each cell the smallest and largest value that it may have: one with
/// noise, whose method they know.
///
/// `programs` asks for linear programs beside the bounds that follow from one sum at a time.
pub fn audit_between(
    system: &System,
    sensitive: &Sensitive,
    low: Vec<Units>,
    high: Vec<Units>,
    programs: bool,
    policy: &Policy,
) -> Result<Report, Vec<Fault>> {
    if low.len() != system.len() || high.len() != system.len() {
        return Err(vec![Fault::PatternOfOtherTable { cells: system.len(), found: low.len() }]);
    }
    let view = View::between(system, low, high);
    let attack = Attack::new(system, view);
    let mut findings = Vec::new();
    let everything = vec![true; system.len()];
    let learned = if programs {
        judge(system, sensitive, &everything, &attack, &[], policy, &mut findings)?
    } else {
        findings.extend(known_exactly(system, sensitive, &attack));
        Vec::new()
    };
    findings.extend(attacks::whole_groups(system, &attack));
    let passes = !findings.iter().any(|finding| finding.blocks(policy));
    Ok(Report { cells: system.len(), sensitive: sensitive.len(), withheld: 0, passes, findings, learned })
}

fn known_exactly<'a>(system: &'a System, sensitive: &'a Sensitive, attack: &'a Attack) -> impl Iterator<Item = Finding> + 'a {
    sensitive.iter().filter(|(cell, _)| attack.is_known(*cell)).map(|(cell, _)| {
        let (table, place) = system.place(cell);
        Finding::SensitiveKnown { table, place }
    })
}

/// What a release shows of a cell that has a value.
enum Shows {
    Value(Units),
    Nothing,
}

fn misfits(system: &System, withheld: &[bool]) -> Vec<Fault> {
    if withheld.len() != system.len() {
        return vec![Fault::PatternOfOtherTable { cells: system.len(), found: withheld.len() }];
    }
    let frozen = |&cell: &usize| withheld[cell] && system.cells[cell].release == Release::Frozen;
    let place = |cell: usize| system.place(cell as CellIndex);
    (0..withheld.len()).filter(frozen).map(place).map(|(table, place)| Fault::FrozenCellWithheld { table, place }).collect()
}

fn judge(
    system: &System,
    sensitive: &Sensitive,
    withheld: &[bool],
    attack: &Attack,
    proofs: &[Vec<(CellIndex, f64)>],
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Learned>, Vec<Fault>> {
    let proofs = Proofs::verify(system, withheld, proofs, policy.attacker);
    let mut targets = Vec::new();
    for (cell, protection) in sensitive.iter() {
        let (table, place) = system.place(cell);
        if !withheld[cell as usize] {
            findings.push(Finding::SensitivePublished { table, place });
        } else if attack.is_known(cell) {
            findings.push(Finding::SensitiveKnown { table, place });
        } else if policy.ranges || !proofs.cover(system, cell, protection) {
            targets.push((cell, within_reason(system, &attack.view, cell, protection)));
        }
    }
    let question = if policy.ranges { Question::Range } else { Question::Need };
    let reached = reach(system, attack, &targets, policy.attacker, question, policy.threads, &policy.stop)?;
    let mut learned = Vec::new();
    for (&(cell, protection), reached) in targets.iter().zip(&reached) {
        let (table, place) = system.place(cell);
        if policy.ranges {
            learned.push(Learned {
                table: table.clone(),
                place: place.clone(),
                interval: interval(system, attack, cell, reached),
            });
        }
        if covers(system, cell, protection, reached) {
            continue;
        }
        findings.push(if reached.exact || policy.ranges {
            let needed = needed(system, cell, protection);
            Finding::TooNarrow { table, place, learned: interval(system, attack, cell, reached), needed }
        } else {
            Finding::NotSettled { table, place }
        });
    }
    Ok(learned)
}

/// Nobody needs to reckon with less than what everybody knows to be the least.
fn within_reason(system: &System, view: &View, cell: CellIndex, protection: Protection) -> Protection {
    let known = &system.cells[cell as usize];
    let value = known.value.unwrap_or(0);
    let least = if view.is_marked { known.least_withheld() } else { known.least };
    let lower = least.map_or(protection.lower, |least| protection.lower.min(value - least));
    Protection { lower, ..protection }
}

/// Whether what an outsider holds possible is as wide as the cell needs.
fn covers(system: &System, cell: CellIndex, protection: Protection, reached: &Reach) -> bool {
    let value = system.cells[cell as usize].value.unwrap_or(0) as f64;
    reached.low <= value - protection.lower as f64 + TOLERANCE
        && reached.high >= value + protection.upper as f64 - TOLERANCE
        && reached.high - reached.low >= protection.sliding as f64 - TOLERANCE
}

fn needed(system: &System, cell: CellIndex, protection: Protection) -> Interval {
    let (table, _) = system.home(cell);
    let value = system.cells[cell as usize].value.unwrap_or(0);
    let upper = protection.upper.max(protection.sliding - protection.lower);
    Interval { low: Some(table.shown(value - protection.lower)), high: Some(table.shown(value + upper)) }
}

fn interval(system: &System, attack: &Attack, cell: CellIndex, reached: &Reach) -> Interval {
    let (table, _) = system.home(cell);
    let open = attack.open as f64 / 2.0;
    let shown = |value: f64| {
        let unit = Decimal::new(1, table.decimals);
        Decimal::from_f64(value).filter(|_| value.abs() < open).map(|value| Shown((value * unit).normalize()))
    };
    Interval { low: shown(reached.low), high: shown(reached.high) }
}

fn in_vain<'a>(
    system: &'a System,
    sensitive: &'a Sensitive,
    withheld: &'a [bool],
    attack: &'a Attack,
) -> impl Iterator<Item = Finding> + 'a {
    let known = move |&cell: &CellIndex| {
        let is_value = system.cells[cell as usize].value.is_some();
        withheld[cell as usize] && is_value && attack.is_known(cell) && sensitive.protection(cell).is_none()
    };
    (0..withheld.len() as CellIndex).filter(known).map(|cell| {
        let (table, place) = system.place(cell);
        Finding::WithheldInVain { table, place }
    })
}

fn published(system: &System, shows: impl Fn(CellIndex) -> Shows) -> Vec<PublishedTable> {
    let tables = system.tables().iter().enumerate().map(|(number, table)| {
        let cells = (0..table.cells().len()).map(|position| {
            let value = match table.cells()[position].content {
                Content::Missing => PublishedValue::Missing,
                Content::NotApplicable => PublishedValue::NotApplicable,
                Content::Number(_) => match shows(system.cell(number, position)) {
                    Shows::Nothing => PublishedValue::Suppressed,
                    Shows::Value(0) => PublishedValue::Zero,
                    Shows::Value(units) => PublishedValue::Number(table.shown(units)),
                },
            };
            PublishedCell { codes: table.place(position), value }
        });
        let dimensions = table.dimensions().iter().map(|dimension| dimension.name().to_owned()).collect();
        PublishedTable { name: table.name().to_owned(), dimensions, cells: cells.collect() }
    });
    tables.collect()
}

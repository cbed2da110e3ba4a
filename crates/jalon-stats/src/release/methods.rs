//! The methods on one table: what each withholds or moves, and what the audit says of it.

use std::collections::{BTreeMap, BTreeSet};

use jalon_disclosure::audit::{self, audit, audit_between};
use jalon_disclosure::collapse;
use jalon_disclosure::fault::Fault as Disclosure;
use jalon_disclosure::primary::{Protection as Width, Sensitive};
use jalon_disclosure::rounding::{self, Rounded};
use jalon_disclosure::suppress::{self, suppress};
use jalon_disclosure::table::Release as Decision;

use super::boxes::Quantity;
use super::content::{Figure, Release};
use super::cubes::Joint;
use super::report::{self, Comparison, Finding, MOST_FINDINGS, NotCompared, Proposal, Report};
use super::{Court, FigureAt, Judged, Phase, candidate, check_methods, faults, judged_rules};
use crate::tabulation::specification::{Costs, Method};
use crate::tabulation::{Fault, Outcome, Status};

/// Larger systems are audited by the bounds that follow from one sum at a time when every figure is perturbed.
const MOST_FOR_PROGRAMS: usize = 4_000;
/// Larger systems are not tried with other methods.
const MOST_FOR_COMPARISON: usize = 6_000;
/// Amounts and counts are protected in turn until neither withholds more.
const ROUNDS: usize = 12;
/// Proposals that a report names.
const MOST_PROPOSALS: usize = 20;

/// Between which values a count lies whose perturbed value is known. A count of zero is never perturbed, and a perturbed one
/// below the threshold is withheld.
pub(super) fn around(shown: i64, deviation: i64, threshold: i64) -> (i64, i64) {
    match shown {
        0 if threshold > 0 || deviation == 0 => (0, 0),
        0 => (0, deviation),
        _ => ((shown - deviation).max(1), shown + deviation),
    }
}

/// The cells to withhold, and proofs for the audit.
type Chosen = (Vec<bool>, Vec<Vec<(u32, f64)>>);

/// The cell that a finding says too much of.
fn cell_of(joint: &Joint, found: &audit::Finding) -> Option<u32> {
    let (audit::Finding::SensitiveKnown { table, place }
    | audit::Finding::TooNarrow { table, place, .. }
    | audit::Finding::NotSettled { table, place }
    | audit::Finding::SensitivePublished { table, place }) = found
    else {
        return None;
    };
    let number = joint.system.tables().iter().position(|known| known.name() == table)?;
    let position = joint.system.tables()[number].position(place).ok()?;
    Some(joint.system.cell(number, position))
}

/// What it means that outsiders learn too much of a cell that the table was handed in without. One that is known to be empty
/// tells of nobody.
fn of_withheld(joint: &Joint, found: &audit::Finding, said: Finding, needed: Option<u64>) -> Option<Finding> {
    let is_zero = |end: &Option<jalon_disclosure::amount::Shown>| end.as_ref().is_some_and(|end| end.0.is_zero());
    let cell = cell_of(joint, found)?;
    let code = match found {
        audit::Finding::SensitiveKnown { .. } if joint.system.value(cell) == Some(0) => return None,
        audit::Finding::SensitiveKnown { .. } => "withheld-known",
        // Its own number is known here, and what it needs is told as of any other cell.
        _ if joint.marks.get(&cell).is_none_or(|mark| !mark.unknown) => return Some(said),
        audit::Finding::TooNarrow { learned, .. } if is_zero(&learned.high) => return None,
        audit::Finding::TooNarrow { .. } if needed.is_none() => "withheld-known",
        audit::Finding::TooNarrow { .. } => "withheld-narrow",
        _ => return Some(said),
    };
    let mut args = said.args;
    args.remove("needed_low");
    args.remove("needed_high");
    args.extend(needed.map(|needed| ("needed".to_owned(), needed.to_string())));
    Some(Finding { code: code.to_owned(), args, ..said })
}

/// How far a rounded value may lie from the true one, for those who know the base and the steps.
fn distance(rounded: &Rounded) -> i64 {
    rounded.base * (i64::from(rounded.steps) + 1) - 1
}

/// A method carried out, not yet believed.
pub(super) struct Attempt {
    /// For each joint and cell whether it is withheld.
    withheld: Vec<Vec<bool>>,
    rounded: Option<Rounded>,
    findings: Vec<Finding>,
    sensitive: usize,
}

impl Attempt {
    /// The worst first, each once.
    fn distinct(&self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        findings.sort_by_key(Finding::rank);
        findings.dedup();
        findings
    }

    fn passes(&self) -> bool {
        !self.findings.iter().any(|finding| finding.forbids)
    }
}

impl Court<'_> {
    /// `compare` asks for the other methods though this one passes.
    pub(super) fn judge(&mut self, compare: bool) -> Outcome<Judged> {
        let method = self.method();
        let attempt = self.attempt(method)?;
        let mut findings = attempt.distinct();
        let further_findings = findings.len().saturating_sub(MOST_FINDINGS);
        findings.truncate(MOST_FINDINGS);
        let passes = attempt.passes();
        let shown = self.figures.iter().filter(|figure| attempt.withheld[figure.joint][figure.index as usize]).count();
        let size: usize = self.joints.iter().map(|(_, joint)| joint.system.len()).sum();
        let comparison = match compare || !passes {
            true if size <= MOST_FOR_COMPARISON => self.compare(&attempt)?,
            _ => vec![],
        };
        let not_compared =
            ((compare || !passes) && comparison.is_empty()).then_some(NotCompared { cells: size, most: MOST_FOR_COMPARISON });
        let proposals = if passes { vec![] } else { self.proposals()? };
        let withheld = if method == Method::CellKey { self.suppressed() } else { shown };
        let mut report = Report {
            method: method.code().into(),
            rules: self.rules.clone(),
            cells: self.joints.iter().map(|(_, joint)| joint.system.len()).sum(),
            figures: self.content.cells.len() * self.content.measures.len(),
            sensitive: attempt.sensitive,
            withheld,
            passes,
            together_with: self.together_with,
            findings,
            further_findings,
            comparison,
            not_compared,
            proposals,
            labels: BTreeMap::new(),
        };
        report.label(&self.content.dimensions, self.work.dataset);
        let released = if passes { Some(self.release(&attempt)?) } else { None };
        Ok(Judged { report, released })
    }

    fn suppressed(&self) -> usize {
        let figures = self.content.cells.iter().flat_map(|cell| &cell.figures);
        figures.filter(|figure| figure.status == Status::Suppressed).count()
    }

    /// The content with what the method withholds or moves.
    fn release(&self, attempt: &Attempt) -> Outcome<Release> {
        let mut content = self.content.clone();
        if self.method() == Method::CellKey {
            return Ok(Release::new(content));
        }
        for figure in &self.figures {
            let place = &mut content.cells[figure.cell].figures[figure.measure];
            if self.joints[figure.joint].1.marks.contains_key(&figure.index) {
                // It says already why it has no number.
            } else if attempt.withheld[figure.joint][figure.index as usize] {
                *place = Figure::without(Status::Suppressed);
            } else if let Some(rounded) = &attempt.rounded {
                *place = Figure::of(rounded.values[figure.index as usize].to_string());
            }
        }
        if let Some(rounded) = &attempt.rounded {
            content.protection.maximum_deviation = u32::try_from(distance(rounded)).unwrap_or(u32::MAX);
            content.protection.parameters.insert("steps".into(), rounded.steps.to_string());
        }
        candidate::derive(&mut content, self.work.specification)?;
        Ok(Release::new(content))
    }

    fn attempt(&mut self, method: Method) -> Outcome<Attempt> {
        self.work.progress.begin(Phase::Protecting, 0)?;
        match method {
            Method::None => self.plain(),
            Method::CellKey => self.perturbed(),
            Method::Suppression => self.suppression(),
            Method::Rounding => self.rounding(),
        }
    }

    /// Cells that are not shown by the table or an earlier one.
    fn hidden(&self) -> Vec<Vec<bool>> {
        let of =
            |joint: &Joint| (0..joint.system.len() as u32).map(|cell| joint.system.release(cell) == Decision::Withheld).collect();
        self.joints.iter().map(|(_, joint)| of(joint)).collect()
    }

    /// The sensitive cells of a joint, without those that are out already: nothing can be done for them any more.
    fn sensitive(&self, joint: usize) -> Outcome<(Sensitive, Vec<Finding>)> {
        let (quantity, joint) = &self.joints[joint];
        let rules = match quantity {
            Quantity::Records => self.rules.for_counts(),
            Quantity::Amount { variable, .. } => self.rules.for_amounts(variable.is_some()),
        };
        let mut sensitive = match self.counts_things() {
            true => Sensitive::default(),
            false => Sensitive::find(&joint.system, &rules).map_err(faults::of)?,
        };
        let frozen = |cell: u32| joint.system.release(cell) == Decision::Frozen;
        let out = sensitive.iter().filter(|(cell, _)| frozen(*cell)).map(|(cell, _)| {
            let (table, codes) = joint.system.place(cell);
            let place = report::coordinates(&joint.tables[&table], &codes);
            Finding { code: "already-published".into(), forbids: false, place, args: BTreeMap::new(), places: BTreeMap::new() }
        });
        let out: Vec<Finding> = out.collect();
        let is_unknown = |cell: u32| joint.marks.get(&cell).is_some_and(|mark| mark.unknown);
        sensitive.retain(|cell| !frozen(cell) && !is_unknown(cell));
        for cell in joint.marks.keys().copied().filter(|cell| is_unknown(*cell) && !frozen(*cell)) {
            self.require_of_unknown(joint, cell, &mut sensitive);
        }
        Ok((sensitive, out))
    }

    /// Of a cell whose number nobody here knows, outsiders must not be able to tell that it is small: a number from the
    /// threshold on must be possible. Where things are counted they must not know it exactly.
    fn require_of_unknown(&self, joint: &Joint, cell: u32, sensitive: &mut Sensitive) {
        let possible = joint.system.value(cell).unwrap_or(0);
        let minimum = i64::try_from(self.rules.minimum_contributors).unwrap_or(i64::MAX / 8);
        if self.counts_things() {
            sensitive.require(cell, Width { lower: 0, upper: 0, sliding: 1 });
        } else if possible < minimum {
            sensitive.require(cell, Width { lower: 0, upper: minimum - possible, sliding: 0 });
        }
    }

    /// Why nothing was found: most often because it was to end.
    pub(super) fn failed(&self, found: Vec<Disclosure>) -> Vec<Fault> {
        self.work.progress.check().err().unwrap_or_else(|| faults::of(found))
    }

    /// What the rules ask of the audit.
    pub(super) fn policy(&self) -> audit::Policy {
        let policy = audit::Policy { stop: self.work.progress.stop(), ..self.rules.policy(self.work.options.threads) };
        match self.counts_things() {
            true => audit::Policy { smallest_difference: 0, refuse_whole_groups: false, ..policy },
            false => policy,
        }
    }

    fn plain(&mut self) -> Outcome<Attempt> {
        let withheld = self.hidden();
        let (mut findings, mut total) = (vec![], 0);
        for (joint, withheld) in withheld.iter().enumerate() {
            let (sensitive, out) = self.sensitive(joint)?;
            total += sensitive.len();
            findings.extend(out);
            findings.extend(self.audit(joint, &sensitive, withheld, &[])?);
        }
        Ok(Attempt { withheld, rounded: None, findings, sensitive: total })
    }

    fn audit(&self, joint: usize, sensitive: &Sensitive, withheld: &[bool], proofs: &[Vec<(u32, f64)>]) -> Outcome<Vec<Finding>> {
        self.work.progress.begin(Phase::Auditing, 0)?;
        let policy = self.policy();
        let system = &self.joints[joint].1.system;
        let (found, _) = audit(system, sensitive, withheld, proofs, &policy).map_err(|found| self.failed(found))?;
        let mut findings = self.findings(joint, &found, &policy);
        findings.extend(self.all_zero(joint, withheld));
        Ok(findings)
    }

    /// Shown sums of nothing over somebody: each of them has nothing.
    fn all_zero(&self, joint: usize, withheld: &[bool]) -> Vec<Finding> {
        let (quantity, joint) = &self.joints[joint];
        if !matches!(quantity, Quantity::Amount { variable: Some(_), .. }) {
            return vec![];
        }
        let mut found = BTreeMap::new();
        for (number, table) in joint.system.tables().iter().enumerate() {
            for (position, cell) in table.cells().iter().enumerate() {
                let index = joint.system.cell(number, position);
                let is_shown = !withheld[index as usize] && cell.contributors > 0 && table.value(position) == Some(0);
                if is_shown {
                    let place = report::coordinates(&joint.tables[table.name()], &table.place(position));
                    let (code, forbids) = ("all-zero".to_owned(), self.rules.refuse_whole_groups);
                    found.insert(index, Finding { code, forbids, place, args: BTreeMap::new(), places: BTreeMap::new() });
                }
            }
        }
        found.into_values().collect()
    }

    fn findings(&self, joint: usize, found: &audit::Report, policy: &audit::Policy) -> Vec<Finding> {
        self.told(joint, &found.findings, policy)
    }

    pub(super) fn told(&self, joint: usize, found: &[audit::Finding], policy: &audit::Policy) -> Vec<Finding> {
        let (quantity, joint) = &self.joints[joint];
        let is_amount = matches!(quantity, Quantity::Amount { variable: Some(_), .. });
        let variables = |table: &str| joint.tables.get(table).cloned().unwrap_or_default();
        let matters = |finding: &&audit::Finding| match finding {
            // A cell that no table wants to show is not withheld from anybody.
            audit::Finding::WithheldInVain { .. } => false,
            // A characteristic of things is no secret of theirs.
            audit::Finding::WholeGroup { .. } => !self.counts_things(),
            _ => true,
        };
        let finding = |finding: &audit::Finding| {
            let mut found = Finding::of(finding, finding.blocks(policy), &variables);
            if is_amount && found.code == "whole-group" {
                // An amount that is all in one category: there may be others in the group, who have nothing.
                found.code = "whole-amount".into();
            }
            found
        };
        let (withheld, others): (Vec<_>, Vec<_>) = found
            .iter()
            .filter(matters)
            .partition(|found| cell_of(joint, found).is_some_and(|cell| joint.marks.contains_key(&cell)));
        let needed = (!self.counts_things()).then_some(self.rules.minimum_contributors);
        let of_withheld = withheld.into_iter().filter_map(|found| of_withheld(joint, found, finding(found), needed));
        of_withheld.chain(others.into_iter().map(finding)).collect()
    }

    /// What an outsider can work out who knows the method: each published count lies within the largest deviation, each
    /// withheld one below the threshold and that deviation, and all true counts add up.
    fn perturbed(&mut self) -> Outcome<Attempt> {
        self.round_weights()?;
        let withheld = self.hidden();
        let Some(joint) = self.records() else {
            return Ok(Attempt { withheld, rounded: None, findings: vec![], sensitive: 0 });
        };
        let protection = &self.content.protection;
        let deviation = i64::from(protection.maximum_deviation);
        let bounds = self.bounds(joint, |figure| match self.content.cells[figure.cell].figures[figure.measure].number() {
            Some(value) => around(value as i64, deviation, protection.threshold),
            None => (1, protection.threshold - 1 + deviation),
        });
        // Noise leaves an interval around every count; what must not be is that a small count is known for certain.
        let (found, mut findings) = self.sensitive(joint)?;
        let mut sensitive = Sensitive::default();
        let sliding = if self.rules.refuse_whole_groups { 2 } else { 1 };
        found.iter().for_each(|(cell, _)| sensitive.require(cell, Width { lower: 0, upper: 0, sliding }));
        let programs = self.joints[joint].1.system.len() <= MOST_FOR_PROGRAMS;
        findings.extend(self.audit_between(joint, &sensitive, bounds.clone(), programs)?);
        findings.extend(self.audit_weights(joint, &sensitive, bounds)?);
        Ok(Attempt { withheld, rounded: None, findings, sensitive: sensitive.len() })
    }

    fn records(&self) -> Option<usize> {
        self.joints.iter().position(|(quantity, _)| *quantity == Quantity::Records)
    }

    /// For each cell the smallest and largest value that it may have: exact where an earlier release shows it, as `said` for the
    /// figures of this table, open otherwise.
    fn bounds(&self, joint: usize, said: impl Fn(&FigureAt) -> (i64, i64)) -> (Vec<i64>, Vec<i64>) {
        let system = &self.joints[joint].1.system;
        let (mut low, mut high) = (vec![0; system.len()], vec![i64::MAX / 4; system.len()]);
        for cell in 0..system.len() as u32 {
            if let (Decision::Frozen, Some(value)) = (system.release(cell), system.value(cell)) {
                (low[cell as usize], high[cell as usize]) = (value, value);
            }
        }
        for figure in self.figures.iter().filter(|figure| figure.joint == joint) {
            let (least, most) = said(figure);
            let cell = figure.index as usize;
            (low[cell], high[cell]) = (low[cell].max(least), high[cell].min(most));
        }
        (low, high)
    }

    fn audit_between(
        &self,
        joint: usize,
        sensitive: &Sensitive,
        (low, high): (Vec<i64>, Vec<i64>),
        programs: bool,
    ) -> Outcome<Vec<Finding>> {
        self.work.progress.begin(Phase::Auditing, 0)?;
        let policy = self.policy();
        let system = &self.joints[joint].1.system;
        let report = audit_between(system, sensitive, low, high, programs, &policy).map_err(|found| self.failed(found))?;
        Ok(self.findings(joint, &report, &policy))
    }

    /// Counts and amounts in turn: what is withheld of one is withheld of the other.
    fn suppression(&mut self) -> Outcome<Attempt> {
        let before: Vec<Vec<Decision>> = self.decisions();
        let found = self.suppress_all();
        self.restore(&before);
        found
    }

    fn decisions(&self) -> Vec<Vec<Decision>> {
        let of = |joint: &Joint| (0..joint.system.len() as u32).map(|cell| joint.system.release(cell)).collect();
        self.joints.iter().map(|(_, joint)| of(joint)).collect()
    }

    fn restore(&mut self, decisions: &[Vec<Decision>]) {
        for ((_, joint), decisions) in self.joints.iter_mut().zip(decisions) {
            decisions.iter().enumerate().for_each(|(cell, decision)| joint.system.set_release(cell as u32, *decision));
        }
    }

    fn suppress_all(&mut self) -> Outcome<Attempt> {
        let disclosure = &self.work.specification.disclosure;
        let options = suppress::Options {
            method: if disclosure.exact { suppress::Method::Exact } else { suppress::Method::Heuristic },
            costs: if disclosure.costs == Costs::Values { suppress::Costs::Values } else { suppress::Costs::Cells },
            threads: self.work.options.threads,
            stop: self.work.progress.stop(),
            ..suppress::Options::default()
        };
        let mut findings = vec![];
        let mut sensitive = vec![];
        for joint in 0..self.joints.len() {
            let (found, out) = self.sensitive(joint)?;
            findings.extend(out);
            sensitive.push(found);
        }
        let total = sensitive.iter().map(Sensitive::len).sum();
        let hidden = self.hidden();
        let mut withheld = hidden.clone();
        let mut proofs = vec![vec![]; self.joints.len()];
        for _ in 0..ROUNDS {
            for joint in 0..self.joints.len() {
                self.work.progress.check()?;
                match self.withhold(joint, &sensitive[joint], &options) {
                    Ok(found) => (withheld[joint], proofs[joint]) = found,
                    Err(faults) => {
                        findings.extend(self.not_protectable(joint, &faults)?);
                        return Ok(Attempt { withheld, rounded: None, findings, sensitive: total });
                    }
                }
            }
            if !self.agree(&withheld, &hidden) {
                break;
            }
        }
        for joint in 0..self.joints.len() {
            let found = self.audit(joint, &sensitive[joint], &withheld[joint], &proofs[joint])?;
            findings.extend(found);
        }
        Ok(Attempt { withheld, rounded: None, findings, sensitive: total })
    }

    /// The cells to withhold in one joint, those included that keep a person who is alone in a cell from working others out.
    fn withhold(&self, joint: usize, sensitive: &Sensitive, options: &suppress::Options) -> Result<Chosen, Vec<Disclosure>> {
        let system = &self.joints[joint].1.system;
        let found = suppress::against_singles(system, sensitive, suppress(system, sensitive, options)?, options)?;
        Ok((found.withheld, found.proofs))
    }

    /// Faults of single cells are findings; all others end the work.
    fn not_protectable(&self, joint: usize, found: &[Disclosure]) -> Outcome<Vec<Finding>> {
        let joint = &self.joints[joint].1;
        let mut findings = vec![];
        for fault in found {
            let Disclosure::NotProtectable { table, place, needed } = fault else { return Err(self.failed(found.to_vec())) };
            let variables = joint.tables.get(table).cloned().unwrap_or_default();
            findings.push(Finding {
                code: "not-protectable".into(),
                forbids: true,
                place: report::coordinates(&variables, place),
                args: BTreeMap::from([("needed".to_owned(), needed.0.to_string())]),
                places: BTreeMap::new(),
            });
        }
        Ok(findings)
    }

    /// Withholds in every joint what one withholds; whether that was anything new.
    fn agree(&mut self, withheld: &[Vec<bool>], hidden: &[Vec<bool>]) -> bool {
        let keys = self.joints.iter().zip(withheld).zip(hidden).flat_map(|(((_, joint), withheld), hidden)| {
            let chosen = |cell: u32| withheld[cell as usize] && !hidden[cell as usize];
            joint.cells.iter().filter(move |(_, cell)| chosen(**cell)).map(|(key, _)| key.clone())
        });
        let keys: BTreeSet<_> = keys.collect();
        let mut changed = false;
        for ((_, joint), withheld) in self.joints.iter_mut().zip(withheld) {
            for key in &keys {
                let Some(cell) = joint.cells.get(key) else { continue };
                if !withheld[*cell as usize] && joint.system.release(*cell) == Decision::Free {
                    joint.system.set_release(*cell, Decision::Withheld);
                    changed = true;
                }
            }
        }
        changed
    }

    fn rounding(&mut self) -> Outcome<Attempt> {
        let withheld = self.joints.iter().map(|(_, joint)| vec![false; joint.system.len()]).collect();
        let Some(joint) = self.records() else {
            return Ok(Attempt { withheld, rounded: None, findings: vec![], sensitive: 0 });
        };
        let base = judged_rules::base(&self.work.specification.disclosure, &self.rules);
        let (sensitive, mut findings) = self.sensitive(joint)?;
        let options = rounding::Options { base, stop: self.work.progress.stop(), ..rounding::Options::default() };
        let rounded = rounding::round(&self.joints[joint].1.system, &options).map_err(|found| self.failed(found))?;
        let distance = distance(&rounded);
        let bounds = self.bounds(joint, |figure| {
            let shown = rounded.values[figure.index as usize];
            (shown - distance, shown + distance)
        });
        findings.extend(self.audit_between(joint, &sensitive, bounds, true)?);
        Ok(Attempt { withheld, rounded: Some(rounded), findings, sensitive: sensitive.len() })
    }

    /// The methods on this table, but for cell keys, which need the table computed with keys ([`Court::with_keys`]). `own` is
    /// what this table's method did.
    fn compare(&mut self, own: &Attempt) -> Outcome<Vec<Comparison>> {
        self.work.progress.begin(Phase::Comparing, 0)?;
        let is_noisy = self.method() == Method::CellKey;
        let has_amounts = self.joints.len() > 1;
        let has_unknown = self.joints.iter().any(|(_, joint)| joint.marks.values().any(|mark| mark.unknown));
        let mut found = vec![];
        for method in Method::ALL {
            if method == self.method() {
                found.push(self.compared(method, own));
                continue;
            }
            let impossible = match method {
                Method::CellKey => continue,
                _ if check_methods(method, self.earlier.iter().map(String::as_str)).is_err() => Some("methods-mixed"),
                Method::Rounding if has_unknown => Some("counted-rounding"),
                Method::Rounding if has_amounts => Some("release-rounding"),
                // What was computed with noise has no exact totals of weights any more.
                _ if is_noisy && has_amounts => Some("comparison-noisy"),
                _ => None,
            };
            if let Some(code) = impossible {
                found.push(Comparison::impossible(method.code(), code));
                continue;
            }
            match self.attempt(method) {
                Ok(attempt) => found.push(self.compared(method, &attempt)),
                Err(faults) if self.work.progress.is_cancelled() => return Err(faults),
                Err(faults) => {
                    found.push(Comparison::impossible(
                        method.code(),
                        faults.first().map_or("comparison-failed", |fault| fault.code),
                    ));
                }
            }
        }
        Ok(found)
    }

    /// What noise by cell keys does to the table: this court has its counts as they were computed with keys.
    pub(super) fn with_keys(&mut self) -> Outcome<Comparison> {
        let attempt = self.attempt(Method::CellKey)?;
        Ok(self.compared(Method::CellKey, &attempt))
    }

    /// Of the table's own figures: how many readers would not see, and by how much the counts of persons would be moved.
    fn compared(&self, method: Method, attempt: &Attempt) -> Comparison {
        let own = self.figures.iter().filter(|figure| attempt.withheld[figure.joint][figure.index as usize]).count();
        let is_count = |figure: &&FigureAt| self.joints[figure.joint].0 == Quantity::Records;
        let moved = |figure: &FigureAt| -> Option<i64> {
            let value = self.joints[figure.joint].1.system.value(figure.index)?;
            let shown = match &attempt.rounded {
                Some(rounded) => rounded.values[figure.index as usize],
                None if method == Method::CellKey => self.content.cells[figure.cell].figures[figure.measure].number()? as i64,
                None => value,
            };
            Some((shown - value).abs())
        };
        let distance: i64 = self.figures.iter().filter(is_count).filter_map(moved).sum();
        Comparison {
            method: method.code().into(),
            withheld: if method == Method::CellKey { self.suppressed() } else { own },
            distance: distance.to_string(),
            forbidding: attempt.distinct().iter().filter(|finding| finding.forbids).count(),
            impossible: None,
        }
    }

    fn proposals(&self) -> Outcome<Vec<Proposal>> {
        // Which cells are small is not known of all.
        if self.counts_things() || self.joints.iter().any(|(_, joint)| joint.marks.values().any(|mark| mark.unknown)) {
            return Ok(vec![]);
        }
        let Some((_, joint)) = self.joints.iter().find(|(quantity, _)| *quantity == Quantity::Records) else { return Ok(vec![]) };
        let mut found = vec![];
        for table in joint.system.tables().iter().filter(|table| table.cells().len() <= MOST_FOR_COMPARISON) {
            self.work.progress.check()?;
            for proposal in collapse::proposals(table, &self.rules.for_counts()).map_err(faults::of)? {
                let proposal = Proposal {
                    variable: proposal.dimension,
                    codes: proposal.codes,
                    sensitive_before: proposal.sensitive_before,
                    sensitive_after: proposal.sensitive_after,
                    cells_lost: proposal.cells_lost,
                };
                found.push(proposal);
            }
        }
        found.sort_by_key(|proposal| (proposal.sensitive_after, proposal.cells_lost));
        found.truncate(MOST_PROPOSALS);
        Ok(found)
    }
}

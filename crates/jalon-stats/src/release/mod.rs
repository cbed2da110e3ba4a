//! From a specification to a table that may leave the office.
//!
//! [`judge`] computes the table, protects it by the method that the specification names, and audits it together with
//! everything released before from the same data. Only a table that passes becomes a [`Release`]; the [`Report`] says in any
//! case what an outsider could learn. Start reading at [`judge`]; `cubes.rs` tells how tables are compared.

mod boxes;
mod candidate;
mod content;
mod covers;
mod cubes;
mod faults;
mod judged_rules;
mod methods;
mod output;
mod progress;
mod report;
mod rules;
mod scaled;
mod unknown;

use std::collections::HashMap;

use boxes::{Key, Published, Quantity, Variables};
use cubes::{Cube, Joint, State, Work};

pub use content::{Cell, Code, Dimension, Figure, Measure, Protection, Release};
pub use progress::{Phase, Progress};
pub use report::{Comparison, Coordinate, FINDINGS, Finding, Labels, MOST_FINDINGS, NotCompared, Proposal, Report, shown};
pub use rules::{About, Rules};

use crate::microdata::dataset::RECORD_KEY;
use crate::microdata::description::Counts;
use crate::tabulation::dataset::Dataset;
use crate::tabulation::specification::{Method, Noise, Protection as CellKeys, Specification};
use crate::tabulation::{Fault, Options, Outcome, Status, compute_with};

/// What a table is judged with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What was released before from the same data. Releases of other extracts are compared only in what they withheld.
    pub released: &'a [Release],
    pub about: About,
    pub specification_text: &'a str,
    /// SHA-256 of the data file, in hexadecimal.
    pub dataset_hash: &'a str,
    /// Compare the methods also when the table passes.
    pub compare: bool,
}

/// A table that was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub report: Report,
    released: Option<Release>,
}

impl Judged {
    /// The release, when the table passed.
    pub fn release(&self) -> Option<&Release> {
        self.released.as_ref()
    }
}

/// Most cells that a table to be released may have.
pub const MOST_RELEASED: u64 = 400_000;

/// A computed table judged: what an attacker could learn from it and everything released before from the same source.
///
/// # Errors
/// Faults of the specification, the data or the rules. A table that only fails the audit is no error: its report says why.
pub fn judge(
    specification: &Specification,
    dataset: &Dataset,
    options: &Options,
    context: &Context,
    progress: &Progress,
) -> Outcome<Judged> {
    candidate::check(specification, dataset)?;
    // A combination that is left out is as good as a zero; so it is said, and judged.
    let resolved = crate::tabulation::codelist::resolve(specification, dataset)?;
    let specification = &Specification { zeros: true, ..resolved };
    let of_same_data = context.released.iter().filter(|release| release.dataset() == context.dataset_hash);
    check_methods(specification.disclosure.method, of_same_data.map(|release| release.protection().method.as_str()))?;
    let rules = judged_rules::of(&specification.disclosure, context.about)?;
    let table = compute_with(specification, dataset, options, progress)?;
    if table.rows() > MOST_RELEASED {
        return Err(Fault::new("too-many-cells", "release").with("found", table.rows()).with("most", MOST_RELEASED).into());
    }
    candidate::check_values(specification, &table)?;
    let mut content = candidate::content(specification, dataset, &table, context, rules.clone())?;
    content.protection.maximum_deviation = table.protection.as_ref().map_or(0, |keys| keys.table.maximum_deviation());
    drop(table);
    progress.begin(Phase::Linking, 0)?;
    let work = Work { specification, dataset, options, depth: rules.depth(), progress };
    let mut court = Court::new(content.clone(), context, rules.clone(), work, &[])?;
    if !court.of_same_persons.is_empty() {
        let (same, methods): (Vec<usize>, Vec<String>) = std::mem::take(&mut court.of_same_persons).into_iter().unzip();
        check_methods(specification.disclosure.method, methods.iter().map(String::as_str))?;
        court = Court::new(content, context, rules.clone(), work, &same)?;
        court.earlier.extend(methods);
    }
    let mut judged = court.judge(context.compare)?;
    if !judged.report.comparison.is_empty() && specification.disclosure.method != Method::CellKey {
        let keyed = match with_cell_keys(specification, &court.earlier, rules, work, context) {
            Ok(keyed) => keyed,
            Err(faults) if progress.is_cancelled() => return Err(faults),
            Err(faults) => {
                Comparison::impossible(Method::CellKey.code(), faults.first().map_or("comparison-failed", |fault| fault.code))
            }
        };
        let place = Method::ALL.iter().position(|method| *method == Method::CellKey).unwrap_or_default();
        judged.report.comparison.insert(place.min(judged.report.comparison.len()), keyed);
    }
    progress.begin(Phase::Finished, 0)?;
    Ok(judged)
}

/// What noise by cell keys would do to a table of another method: it is computed once more, with the keys of its records and
/// noise of the usual design.
fn with_cell_keys(
    specification: &Specification,
    earlier: &[String],
    rules: Rules,
    work: Work,
    context: &Context,
) -> Outcome<Comparison> {
    if work.dataset.kind(RECORD_KEY).is_none() {
        return Ok(Comparison::impossible(Method::CellKey.code(), "comparison-no-key"));
    }
    check_methods(Method::CellKey, earlier.iter().map(String::as_str))?;
    // Keys go up to 255 or to 4095; a key beyond its table is refused.
    let few = keyed(specification, 256, rules.clone(), work, context);
    match few {
        Err(faults) if faults.iter().any(|fault| fault.code == "key-range") => keyed(specification, 4096, rules, work, context),
        found => found,
    }
}

fn keyed(specification: &Specification, keys: u32, rules: Rules, work: Work, context: &Context) -> Outcome<Comparison> {
    let mut specification = specification.clone();
    specification.disclosure.method = Method::CellKey;
    specification.protection = Some(CellKeys {
        record_key: RECORD_KEY.to_owned(),
        threshold: 10,
        noise: Noise::Generated { maximum_deviation: 3, variance: 1.0, forbidden: vec![], keys },
        place: "protection".to_owned(),
    });
    candidate::check(&specification, work.dataset)?;
    let table = compute_with(&specification, work.dataset, work.options, work.progress)?;
    let mut content = candidate::content(&specification, work.dataset, &table, context, rules.clone())?;
    content.protection.maximum_deviation = table.protection.as_ref().map_or(0, |keys| keys.table.maximum_deviation());
    drop(table);
    let work = Work { specification: &specification, ..work };
    Court::new(content, context, rules, work, &[])?.with_keys()
}

/// Noise, rounding and exact figures of the same data are not mixed: each would take away what another leaves open.
fn check_methods<'a>(method: Method, mut others: impl Iterator<Item = &'a str>) -> Outcome<()> {
    let family = |code: &str| if code == Method::Suppression.code() { Method::None.code().to_owned() } else { code.to_owned() };
    match others.find(|other| family(other) != family(method.code())) {
        Some(other) => {
            Err(Fault::new("methods-mixed", "protection.method").with("found", method.code()).with("earlier", other).into())
        }
        None => Ok(()),
    }
}

/// SHA-256 of a data file, in hexadecimal.
///
/// # Errors
/// `data-unreadable`.
pub fn digest(path: &std::path::Path) -> Outcome<String> {
    let read = std::fs::File::open(path).and_then(|file| crate::microdata::dataset::digest_of(&file));
    read.map_err(|error| Fault::new("data-unreadable", path.display().to_string()).with("reason", error).into())
}

/// Everything that is needed to judge one table.
pub(crate) struct Court<'a> {
    content: content::Content,
    rules: Rules,
    work: Work<'a>,
    together_with: usize,
    /// Earlier releases of other files whose numbers are those of this one: places among all that are looked at, and methods.
    of_same_persons: Vec<(usize, String)>,
    /// The methods of the earlier releases of the same persons.
    earlier: Vec<String>,
    joints: Vec<(Quantity, Joint)>,
    /// Weighted totals that earlier releases of the same records show beside noise.
    earlier_weights: Vec<scaled::Shown>,
    /// For each joint, cell and measure the box of the figure; nothing where nobody can be in it.
    figures: Vec<FigureAt>,
}

/// A figure of the table, and the cell of a system that it shows.
struct FigureAt {
    cell: usize,
    measure: usize,
    joint: usize,
    index: u32,
}

impl<'a> Court<'a> {
    /// `same` are places of earlier releases that tell of the same persons though they were made of another file.
    fn new(mut content: content::Content, context: &Context, rules: Rules, work: Work<'a>, same: &[usize]) -> Outcome<Self> {
        // Another extract may have had other columns; what it withheld of them cannot be in this one.
        let is_here = |content: &&content::Content| {
            content.dataset == context.dataset_hash || variables_of(content).all(|name| work.dataset.kind(name).is_some())
        };
        let others: Vec<&content::Content> = context.released.iter().map(Release::content).filter(is_here).collect();
        let all: Vec<&content::Content> = std::iter::once(&content).chain(others.iter().copied()).collect();
        let names = all.iter().flat_map(|content| variables_of(content));
        let mut variables = Variables::of(work.dataset, work.specification, names)?;
        check_amounts(&all, &variables)?;
        let published: Vec<Published> = all.iter().map(|content| Published::of(content, &mut variables)).collect();
        let mut states: HashMap<Quantity, HashMap<Key, State>> = HashMap::new();
        let mut earlier_weights = vec![];
        for (number, (content, shown)) in all.iter().zip(&published).enumerate() {
            let same_data = content.dataset == context.dataset_hash || same.contains(&number);
            for (measure, quantity, scope) in &shown.measures {
                let boxes = shown.boxes(&variables, scope);
                let is_weights = *quantity == Quantity::Amount { variable: None, weighted: true };
                if number > 0 && same_data && is_weights && content.protection.method == Method::CellKey.code() {
                    earlier_weights.extend(scaled::shown(content, *measure, |codes| boxes.key(codes)));
                }
                // An error tells how many records a figure is made of: they are judged as if they were published beside it.
                let counted = content.sampling.as_ref().map(|_| Quantity::Records).filter(|records| records != quantity);
                for quantity in [Some(quantity.clone()), counted].into_iter().flatten() {
                    let states = states.entry(quantity).or_default();
                    for cell in &content.cells {
                        let Some(key) = boxes.key(&cell.codes) else { continue };
                        let state = states.entry(key).or_default();
                        match number {
                            0 => state.wanted = true,
                            _ => state.learn(&cell.figures[*measure], &content.protection, same_data),
                        }
                    }
                }
            }
        }
        let mut joints = vec![];
        let mut quantities: Vec<Quantity> = published[0].measures.iter().map(|(_, quantity, _)| quantity.clone()).collect();
        // Whoever is in an amount is a record too: the records are always looked at.
        quantities.push(Quantity::Records);
        quantities.sort_unstable();
        quantities.dedup();
        for quantity in quantities {
            let mut cubes = vec![];
            for (content, shown) in all.iter().zip(&published) {
                if content.dataset != context.dataset_hash && !std::ptr::eq(*content, all[0]) {
                    continue;
                }
                let own = shown.measures.iter().filter(|(_, other, _)| *other == quantity || quantity == Quantity::Records);
                for (_, _, scope) in own {
                    cubes.extend(Cube::of(shown, scope, &mut variables));
                }
            }
            let none = HashMap::new();
            let joint = Joint::new(cubes, &variables, &quantity, states.get(&quantity).unwrap_or(&none), &work)?;
            joints.push((quantity, joint));
        }
        let mut figures = vec![];
        for (measure, quantity, scope) in &published[0].measures {
            let boxes = published[0].boxes(&variables, scope);
            let Some(joint) = joints.iter().position(|(known, _): &(Quantity, Joint)| known == quantity) else { continue };
            for (place, cell) in content.cells.iter().enumerate() {
                let index = boxes.key(&cell.codes).and_then(|key| joints[joint].1.cells.get(&key));
                figures.extend(index.map(|index| FigureAt { cell: place, measure: *measure, joint, index: *index }));
            }
        }
        let together_with = others.len();
        let is_other = |number: &usize| *number > 0 && all[*number].dataset != context.dataset_hash && same.is_empty();
        let counted = (0..all.len()).filter(|_| work.dataset.given().is_some()).filter(is_other);
        let shows_the_same = |number: &usize| unknown::shows_the_same(all[*number], &published[*number], &variables, &joints);
        let with_method = |number: usize| (number, all[number].protection.method.clone());
        let of_same_persons = counted.filter(shows_the_same).map(with_method).collect();
        for at in &figures {
            // What was handed in without a number has none here either.
            if let Some(mark) = joints[at.joint].1.marks.get(&at.index) {
                content.cells[at.cell].figures[at.measure] = Figure::without(mark.shown);
            }
        }
        let of_same_data = context.released.iter().filter(|release| release.dataset() == context.dataset_hash);
        let earlier = of_same_data.map(|release| release.protection().method.clone()).collect();
        Ok(Self { together_with, of_same_persons, earlier, content, rules, work, joints, earlier_weights, figures })
    }

    /// Whether the numbers are not of persons: no rule about small numbers holds then.
    fn counts_things(&self) -> bool {
        self.work.dataset.given().is_some_and(|given| given.counts == Counts::Things)
    }

    fn method(&self) -> Method {
        self.work.specification.disclosure.method
    }
}

/// What is added up may not be what persons are told apart by: its values would be cut into groups and added up in one.
fn check_amounts(all: &[&content::Content], variables: &Variables) -> Outcome<()> {
    let measures = all.iter().flat_map(|content| &content.measures);
    let amounts = measures.filter(|measure| ["sum", "mean"].contains(&measure.kind.as_str()));
    let both = amounts.filter(|measure| measure.of.as_ref().is_some_and(|of| variables.names.contains(of)));
    let fault = |measure: &Measure| {
        let fault = Fault::new("release-amount-condition", "release").with("name", &measure.name);
        fault.with("variable", measure.of.as_deref().unwrap_or_default())
    };
    let faults: Vec<Fault> = both.map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn variables_of(content: &content::Content) -> impl Iterator<Item = &str> {
    let dimensions = content.dimensions.iter().map(|dimension| dimension.variable.as_str());
    let scopes = content.scope.iter().chain(content.measures.iter().flat_map(|measure| &measure.scope));
    dimensions.chain(scopes.map(|scope| scope.variable.as_str()))
}

impl State {
    /// What an earlier release tells outsiders of this box.
    fn learn(&mut self, figure: &Figure, protection: &Protection, same_data: bool) {
        let deviation = i64::from(protection.maximum_deviation);
        let is_exact = deviation == 0 && protection.threshold == 0;
        match (figure.status, figure.number()) {
            (Status::Suppressed, _) if is_exact => self.withheld = true,
            // Who was hidden in another extract stays hidden; what was shown of it is about other data.
            _ if !same_data => {}
            (Status::Suppressed, _) => self.narrow(1, protection.threshold - 1 + deviation),
            (_, Some(_)) if is_exact => self.frozen = true,
            (_, Some(value)) => {
                let (low, high) = methods::around(value as i64, deviation, protection.threshold);
                self.narrow(low, high);
            }
            _ => {}
        }
    }

    fn narrow(&mut self, low: i64, high: i64) {
        let (known_low, known_high) = self.bounds.unwrap_or((0, i64::MAX / 4));
        self.bounds = Some((known_low.max(low), known_high.min(high)));
    }
}

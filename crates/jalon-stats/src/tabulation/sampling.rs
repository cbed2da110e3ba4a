//! `[sampling]` of a specification: which design the sample has, and what the office asks of an estimate.

use super::dataset::Dataset;
use super::fault::Fault;
use super::section::Section;
use super::specification::*;
use crate::sampling::{Design, MOST_REPLICATES, Replicates, Replication, Rules};

/// Columns that an estimated error adds beside a measure, after its name.
pub(crate) const COLUMNS: [&str; 5] = ["error", "low", "high", "cv", "reliability"];

/// Reads the section. The weights of the table are those of the design.
pub(super) fn read(section: &Section, weight: String) -> Sampling {
    let source = match section.choice("design", &["described", "kish", "replicates", "none"]) {
        Some("kish") => SamplingSource::Design(Design { weight, replicates: None }),
        Some("replicates") => {
            if weight.is_empty() {
                section.notes.add(Fault::new("no-weight", section.place()));
            }
            SamplingSource::Design(Design { weight, replicates: Some(replicates(section)) })
        }
        Some("none") => SamplingSource::None,
        _ => SamplingSource::Described,
    };
    let default = Rules::default();
    let level = match section.has("confidence") {
        true => section.codes_of_level(),
        false => default.confidence,
    };
    let rules = Rules {
        confidence: level,
        caution_cv: section.number("caution_cv", 0.0, 1000.0).unwrap_or(default.caution_cv),
        unreliable_cv: section.number("unreliable_cv", 0.0, 1000.0).unwrap_or(default.unreliable_cv),
        minimum_effective: section.number("minimum_effective", 0.0, 1e6).unwrap_or(default.minimum_effective),
        widest_interval: section.number("widest_interval", 0.0, 1.0).unwrap_or(default.widest_interval),
    };
    if rules.caution_cv > rules.unreliable_cv {
        let fault = section.fault("caution_cv", "out-of-range").with("least", 0);
        section.notes.add(fault.with("most", rules.unreliable_cv));
    }
    section.finish();
    Sampling { source, rules, place: Some(section.place()) }
}

fn replicates(section: &Section) -> Replicates {
    section.required("method");
    let names = Replication::ALL.map(|(name, _)| name);
    let method = section.choice("method", &names).and_then(|found| Replication::ALL.into_iter().find(|(name, _)| *name == found));
    let numbered = |prefix: String| {
        let count = section.integer("count", 2..=MOST_REPLICATES as i64).unwrap_or(0);
        (1..=count).map(|number| format!("{prefix}{number}")).collect()
    };
    let weights = match section.has("prefix") {
        true => section.text("prefix").map(numbered).unwrap_or_default(),
        false => section.codes("weights").unwrap_or_default(),
    };
    let found = Replicates {
        method: method.map_or(Replication::Brr, |(_, method)| method),
        weights,
        fay: section.has("fay").then(|| section.number("fay", 0.0, 1.0)).flatten(),
        factors: section.has("factors").then(|| section.numbers("factors")).flatten().unwrap_or_default(),
    };
    if let Some(key) = found.wrong_key().filter(|_| !section.failed()) {
        section.notes.add(section.fault(key, "sampling-method").with("key", key));
    }
    found
}

/// Replaces "as described" by what the description says of the weight of this table. A design that it does not know is a fault
/// only where the file asks for it.
pub(super) fn resolve(specification: &mut Specification, dataset: &Dataset) -> Result<(), Fault> {
    if specification.sampling.source == SamplingSource::Described {
        let own = specification.weight.as_ref().map(|weight| weight.variable.as_str()).unwrap_or_default();
        let described = dataset.design().filter(|design| design.weight == own);
        specification.sampling.source = match (described, &specification.sampling.place) {
            (Some(design), _) => SamplingSource::Design(design.clone()),
            (None, Some(place)) => return Err(Fault::new("sampling-not-described", place).with("weight", own)),
            (None, None) => SamplingSource::None,
        };
    }
    if specification.sampling.estimation().is_none() {
        return Ok(());
    }
    let place = || specification.sampling.place.clone().unwrap_or_else(|| "sampling".to_owned());
    if let Some(key) = specification.sampling.estimation().and_then(|said| said.design.replicates?.wrong_key()) {
        return Err(Fault::new("sampling-method", place()).with("key", key));
    }
    if !matches!(specification.disclosure.method, Method::None | Method::Suppression) || specification.protection.is_some() {
        return Err(Fault::new("sampling-perturbed", place()).with("method", specification.disclosure.method.code()));
    }
    check_names(specification)
}

/// The columns that are added must have names of their own.
fn check_names(specification: &Specification) -> Result<(), Fault> {
    for measure in &specification.measures {
        let added = COLUMNS.map(|column| format!("{}_{column}", measure.name));
        let names = specification.measures.iter().map(|other| (&other.name, &other.place));
        let names = names.chain(specification.dimensions.iter().map(|dimension| (&dimension.name, &dimension.place)));
        if let Some((name, place)) = names.into_iter().find(|(name, _)| added.contains(name)) {
            return Err(Fault::new("duplicate-name", place).with("name", name));
        }
    }
    Ok(())
}

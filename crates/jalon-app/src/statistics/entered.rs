//! Values entered by hand beside each other: what one says to be withheld must not follow from the others.
//!
//! There are no records to judge such values by, only what stands in the register: everybody, and the groups of each dimension
//! (`Sex – Women`; groups without a dimension are taken for those of one). A value that is refused here is refused on every way
//! into the register: form, file, change of several entries, merge.

use std::collections::BTreeMap;

use jalon_domain::register::{Names, RegisterEntry};
use jalon_domain::statistics::calculation::{Calculation, Measure};
use jalon_domain::statistics::group;
use jalon_domain::{Language, Problem};
use jalon_stats::release::Rules;
use rust_decimal::Decimal;

use super::table::about_source;

/// How a unit that counts persons is called, in the languages of content.
const PERSONS: [&str; 2] = ["person", "habitant"];

/// What stands in the register for one indicator and period, by dimension; the dimension of everybody is none.
#[derive(Default)]
struct Beside {
    everybody: Option<Decimal>,
    is_everybody_withheld: bool,
    dimensions: BTreeMap<String, Groups>,
}

#[derive(Default)]
struct Groups {
    sum: Decimal,
    measured: usize,
    withheld: Vec<String>,
    /// A group without a value leaves open what the others come to.
    missing: usize,
}

/// What is wrong with an approved value of an indicator, beside the other approved values of the same period.
pub(crate) fn problems(names: &Names<'_>, entry: &RegisterEntry) -> Vec<Problem> {
    let Some(values) = names.framework.register(&entry.register).filter(|register| register.code == "indicator_value") else {
        return vec![];
    };
    let indicator = entry.chosen("indicator").first().and_then(|id| names.content.entry("indicator", id));
    let Some(indicator) = indicator.filter(|_| values.counts(entry) && !entry.is_filled("table")) else { return vec![] };
    let calculation = Calculation::parse(indicator.line("calculation"), names.library.concepts()).ok();
    let counts = calculation.is_some_and(|calculation| calculation.measure == Measure::Count && calculation.compare.is_none());
    let adds_up = counts || indicator.chosen("adding_up").iter().any(|code| code == "sum");
    if !adds_up && indicator.is_filled("adding_up") {
        return vec![];
    }
    let unit = |language| indicator.text("unit").map(|unit| unit.get(language).to_lowercase()).unwrap_or_default();
    let mut units = Language::CONTENT.into_iter().map(unit);
    if !adds_up && units.clone().any(|unit| unit.contains('%')) {
        return vec![];
    }
    let persons = counts || (adds_up && units.any(|unit| PERSONS.iter().any(|word| unit.starts_with(word))));
    let sources = entry.chosen("source").iter().filter_map(|id| names.content.entry("data_source", id));
    let minimum = sources.map(|source| Rules::of(about_source(source)).minimum_contributors).max();
    let minimum = Decimal::from(minimum.unwrap_or_else(|| Rules::of(Default::default()).minimum_contributors));

    let value = entry.number("value").filter(|_| is(entry, "measured"));
    if let Some(value) = value.filter(|_| adds_up) {
        if value.is_sign_negative() && !value.is_zero() {
            return vec![Problem::on("value-negative", "value").with("value", value)];
        }
        if persons && !value.is_zero() && value < minimum {
            return vec![Problem::on("value-of-few", "value").with("value", value).with("minimum", minimum)];
        }
    }
    let same = |other: &&RegisterEntry| {
        let of_this =
            other.values.get("indicator") == entry.values.get("indicator") && other.line("period") == entry.line("period");
        of_this && other.id != entry.id && values.counts(other)
    };
    let beside: Vec<&RegisterEntry> = names.content.entries(&values.code).filter(same).chain([entry]).collect();
    if beside.iter().any(|other| other.number("value").is_some_and(|value| !value.is_integer())) {
        // Shares and means do not add up.
        return vec![];
    }
    let beside = Beside::of(&beside);
    beside.problems(minimum, adds_up, persons)
}

impl Beside {
    fn of(entries: &[&RegisterEntry]) -> Self {
        let mut beside = Self::default();
        for entry in entries {
            let value = entry.number("value").filter(|_| is(entry, "measured"));
            if group::is_everybody(entry) {
                beside.everybody = value;
                beside.is_everybody_withheld = is(entry, "suppressed");
                continue;
            }
            let groups = beside.dimensions.entry(group::dimension(entry)).or_default();
            match value {
                Some(value) => {
                    groups.sum = groups.sum.saturating_add(value);
                    groups.measured += 1;
                }
                None if is(entry, "suppressed") => groups.withheld.push(entry.line("breakdown").to_owned()),
                None => groups.missing += usize::from(!is(entry, "not_applicable")),
            }
        }
        beside
    }

    fn problems(&self, minimum: Decimal, adds_up: bool, persons: bool) -> Vec<Problem> {
        let whole = |groups: &Groups| groups.measured > 1 && groups.withheld.is_empty() && groups.missing == 0;
        if let Some(groups) = self.dimensions.values().find(|groups| self.is_everybody_withheld && whole(groups)) {
            return vec![Problem::on("value-follows-everybody", "reading").with("sum", groups.sum)];
        }
        let known = self.everybody.or_else(|| self.dimensions.values().find(|groups| whole(groups)).map(|groups| groups.sum));
        let Some(everybody) = known else { return vec![] };
        let mut problems = vec![];
        for (dimension, groups) in self.dimensions.iter().filter(|(_, groups)| groups.measured > 0 && groups.missing == 0) {
            let rest = everybody.saturating_sub(groups.sum);
            let withheld = Decimal::from(groups.withheld.len());
            if rest.is_sign_negative() && !rest.is_zero() {
                // Groups of several dimensions in one heap hide what follows from them.
                if dimension.is_empty() && !groups.withheld.is_empty() && (adds_up || self.dimensions.len() > 1) {
                    problems.push(Problem::on("value-without-dimension", "breakdown"));
                }
            } else if !groups.withheld.is_empty() && rest - withheld + Decimal::ONE < minimum {
                let problem = Problem::on("value-follows", "reading").with("groups", groups.withheld.join("; "));
                problems.push(problem.with("rest", rest).with("everybody", everybody).with("sum", groups.sum));
            } else if persons && groups.withheld.is_empty() && !rest.is_zero() && rest < minimum {
                let problem = Problem::on("value-leaves-few", "value").with("rest", rest).with("everybody", everybody);
                problems.push(problem.with("sum", groups.sum).with("minimum", minimum));
            }
        }
        problems
    }
}

fn is(entry: &RegisterEntry, reading: &str) -> bool {
    entry.chosen("reading").iter().any(|code| code == reading)
}

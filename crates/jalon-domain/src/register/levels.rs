//! Vertical coherence: what a plan and the public plans of the territories above and below it make of each other.
//!
//! A local record names what it carries out or feeds above; nothing above names what is below. Only what is public is looked
//! at, so that no level sees more of another than everybody does.
//!
//! Values of several territories are added up only when the indicators have the same unit, definition and method, and for the
//! same period and breakdown (design: aggregate only like with like). A part that is missing or withheld is never taken for
//! zero: there is no sum then.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::published::{Place, reference};
use super::{RegisterDefinition, RegisterEntry};
use crate::assessment::DossierContent;
use crate::statistics::calculation::Calculation;
use crate::{Language, TerritoryId, Text};

/// What must be the same in two indicators before their values are added up.
pub const LIKE: [&str; 3] = ["unit", "definition", "method"];

/// A plan that is public.
#[derive(Debug, Clone, Copy)]
pub struct PublishedPlan<'a> {
    pub place: Place,
    /// As the newest plan says it.
    pub plan: &'a DossierContent,
    /// As the newest report of any kind says it: values come after the plan.
    pub newest: &'a DossierContent,
    /// The territories that its own is part of, the nearest first.
    pub within: &'a [TerritoryId],
}

impl PublishedPlan<'_> {
    pub fn slug(&self) -> &str {
        &self.plan.dossier.slug
    }
}

/// An entry of a public plan.
#[derive(Debug, Clone, Copy)]
pub struct Counterpart<'a> {
    pub plan: PublishedPlan<'a>,
    pub entry: &'a RegisterEntry,
}

/// The measures of the plans below that carry out this one.
pub fn carrying_out<'a>(plans: &[PublishedPlan<'a>], slug: &str, measure: &RegisterEntry) -> Vec<Counterpart<'a>> {
    counterparts(plans, &reference(slug, measure.id.as_str()), "measure", "carries_out", |plan| plan.plan)
}

/// The indicators of the plans below that feed this one, as the release says them that their newest values come from.
pub fn feeding<'a>(plans: &[PublishedPlan<'a>], slug: &str, indicator: &RegisterEntry) -> Vec<Counterpart<'a>> {
    counterparts(plans, &reference(slug, indicator.id.as_str()), "indicator", "feeds", |plan| plan.newest)
}

/// The entries of a register, in the plans below, that name a record in a field.
fn counterparts<'a>(
    plans: &[PublishedPlan<'a>],
    wanted: &str,
    register: &str,
    field: &str,
    content: impl Fn(&PublishedPlan<'a>) -> &'a DossierContent,
) -> Vec<Counterpart<'a>> {
    plans
        .iter()
        .filter(|plan| plan.place == Place::Below)
        .flat_map(|plan| content(plan).entries(register).map(|entry| Counterpart { plan: *plan, entry }))
        .filter(|found| found.entry.chosen(field).iter().any(|code| code == wanted))
        .collect()
}

/// The field that says what is counted, where an indicator has it.
const CALCULATION: &str = "calculation";

/// The fields in which two indicators say something different, of those that must be the same.
///
/// Where both say what they count, that decides: two that count the same have one definition, in whatever words and language;
/// two that do not, have none in common, however alike their words are.
pub fn differences(one: &RegisterEntry, other: &RegisterEntry) -> Vec<&'static str> {
    let nothing = Text::default();
    let text = |entry: &RegisterEntry, field: &str| entry.text(field).unwrap_or(&nothing).clone();
    // Both were tried against the concepts when they were kept.
    let counts = |entry: &RegisterEntry| toml::from_str::<Calculation>(entry.line(CALCULATION)).ok();
    let both = [one, other].map(|entry| if entry.is_filled(CALCULATION) { counts(entry) } else { None });
    let same = match &both {
        [Some(one), Some(other)] => Some(one.counts_as(other)),
        _ => None,
    };
    let differs = |field: &&str| match same {
        Some(same) if *field == "definition" => !same,
        _ => !says_the_same(&text(one, field), &text(other, field)),
    };
    let differing = LIKE.into_iter().filter(differs);
    differing.map(|field| if same == Some(false) && field == "definition" { CALCULATION } else { field }).collect()
}

/// Whether two texts agree in every language that both have, and have one in common. Two that are empty do not: what is not
/// said cannot be compared.
fn says_the_same(one: &Text, other: &Text) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let common = Language::CONTENT.into_iter().filter_map(|language| one.exact(language).zip(other.exact(language)));
    let mut common = common.peekable();
    common.peek().is_some() && common.all(|(one, other)| plain(one) == plain(other))
}

/// What one territory contributes for one period and breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// The slug of its dossier.
    pub slug: &'a str,
    /// `measured`, `suppressed`, `missing`, `not_applicable`.
    pub reading: &'a str,
    pub value: Option<Decimal>,
    territory: &'a TerritoryId,
    within: &'a [TerritoryId],
}

/// The values of the territories below for one period and breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Collected<'a> {
    pub period: &'a str,
    pub breakdown: &'a str,
    pub parts: Vec<Part<'a>>,
    pub sum: Sum,
}

/// What the parts come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    Of(Decimal),
    /// A part is withheld to protect persons. The sum beside the others would give it away.
    Suppressed,
    /// A territory that feeds the indicator has no value.
    Missing,
    /// The indicator's values do not add up, or nobody said that they do.
    NotAdded,
    /// One territory is part of another: who lives in both would count twice.
    Overlapping,
    /// Too large to be written.
    TooLarge,
}

/// By dossier and indicator.
type PartsByIndicator<'a> = BTreeMap<(&'a str, &'a str), Part<'a>>;

/// The approved values of local indicators for every period and breakdown that one of them has.
///
/// `feeding` are the local indicators that agree with the one above ([`differences`] is empty).
pub fn collect<'a>(feeding: &[Counterpart<'a>], values: &RegisterDefinition, adds_up: bool) -> Vec<Collected<'a>> {
    let mut found: BTreeMap<(&str, &str), PartsByIndicator<'a>> = BTreeMap::new();
    let key = |local: &Counterpart<'a>| (local.plan.plan.dossier.slug.as_str(), local.entry.id.as_str());
    for local in feeding {
        let own = |entry: &&RegisterEntry| entry.chosen("indicator").iter().any(|id| *id == local.entry.id.to_string());
        for entry in local.plan.newest.entries("indicator_value").filter(|entry| values.counts(entry)).filter(own) {
            let reading = entry.chosen("reading").first().map_or("missing", String::as_str);
            let part = Part::of(local, reading, entry.number("value"));
            found.entry((entry.line("period"), entry.line("breakdown"))).or_default().insert(key(local), part);
        }
    }
    let collected = found.into_iter().map(|((period, breakdown), mut parts)| {
        for local in feeding {
            parts.entry(key(local)).or_insert_with(|| Part::of(local, "missing", None));
        }
        let parts: Vec<Part<'a>> = parts.into_values().collect();
        let sum = if adds_up { sum(&parts) } else { Sum::NotAdded };
        Collected { period, breakdown, parts, sum }
    });
    collected.collect()
}

impl<'a> Part<'a> {
    fn of(local: &Counterpart<'a>, reading: &'a str, value: Option<Decimal>) -> Self {
        let plan = local.plan;
        Self { slug: &plan.plan.dossier.slug, reading, value, territory: &plan.plan.territory.id, within: plan.within }
    }
}

fn sum(parts: &[Part<'_>]) -> Sum {
    let overlaps = |(n, part): (usize, &Part<'_>)| {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != n);
        others.into_iter().any(|(_, other)| other.territory == part.territory || other.within.contains(part.territory))
    };
    if parts.iter().enumerate().any(overlaps) {
        return Sum::Overlapping;
    }
    if parts.iter().any(|part| part.reading == "suppressed") {
        return Sum::Suppressed;
    }
    let mut sum: Option<Decimal> = None;
    for part in parts.iter().filter(|part| part.reading != "not_applicable") {
        let Some(value) = part.value.filter(|_| part.reading == "measured") else { return Sum::Missing };
        match sum.unwrap_or_default().checked_add(value) {
            Some(more) => sum = Some(more),
            None => return Sum::TooLarge,
        }
    }
    sum.map_or(Sum::Missing, Sum::Of)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part<'a>(territory: &'a TerritoryId, reading: &'a str, value: Option<i64>) -> Part<'a> {
        Part { slug: territory.as_str(), reading, value: value.map(Decimal::from), territory, within: &[] }
    }

    fn territories<const N: usize>() -> [TerritoryId; N] {
        std::array::from_fn(|n| format!("t{n}").into())
    }

    #[test]
    fn a_part_that_is_withheld_or_absent_is_never_a_zero() {
        let [a, b, c] = &territories();
        let measured = || vec![part(a, "measured", Some(3)), part(b, "measured", Some(0))];
        assert_eq!(sum(&measured()), Sum::Of(3.into()));
        for (reading, expected) in
            [("suppressed", Sum::Suppressed), ("missing", Sum::Missing), ("not_applicable", Sum::Of(3.into()))]
        {
            let parts = [measured(), vec![part(c, reading, None)]].concat();
            assert_eq!(sum(&parts), expected, "{reading}");
        }
        assert_eq!(sum(&[part(a, "not_applicable", None)]), Sum::Missing);
        // Withheld is said before missing: whoever reads it must not look for the rest.
        assert_eq!(sum(&[part(a, "missing", None), part(b, "suppressed", None)]), Sum::Suppressed);
    }

    #[test]
    fn nobody_counts_twice() {
        let [region, city, other] = territories();
        let within = [region.clone()];
        let inner = Part { within: &within, ..part(&city, "measured", Some(2)) };
        assert_eq!(sum(&[part(&region, "measured", Some(5)), inner.clone()]), Sum::Overlapping);
        assert_eq!(sum(&[part(&other, "measured", Some(5)), inner.clone()]), Sum::Of(7.into()));
        assert_eq!(sum(&[inner.clone(), inner]), Sum::Overlapping, "two indicators of one territory");
    }

    #[test]
    fn indicators_are_alike_when_what_both_say_is_the_same() {
        let indicator = |unit: &str, method: &str| {
            let mut entry = RegisterEntry::default();
            for (field, words) in [("unit", unit), ("definition", "Persons  who work"), ("method", method)] {
                if !words.is_empty() {
                    let text = Text::of(Language::English, words.to_owned());
                    entry.values.insert(field.to_owned(), super::super::Value::Text(text));
                }
            }
            entry
        };
        let national = indicator("persons", "survey");
        assert!(differences(&national, &indicator("Persons", "survey ")).is_empty());
        assert_eq!(differences(&national, &indicator("percent", "")), ["unit", "method"]);
        assert_eq!(differences(&indicator("persons", ""), &indicator("persons", "")), ["method"], "what nobody said");
    }

    #[test]
    fn what_is_counted_decides_where_both_say_it() {
        let indicator = |language, definition: &str, calculation: &str| {
            let mut entry = RegisterEntry::default();
            for (field, words) in [("unit", "%"), ("definition", definition), ("method", "PESQ")] {
                let text = Text::of(if field == "definition" { language } else { Language::French }, words.to_owned());
                entry.values.insert(field.to_owned(), super::super::Value::Text(text));
            }
            if !calculation.is_empty() {
                entry.values.insert(CALCULATION.to_owned(), super::super::Value::Line(calculation.to_owned()));
            }
            entry
        };
        let rate = "numerator = [{ concept = \"employment\", codes = [\"employed\"] }]\npopulation = [{ concept = \"age\", from = 15, to = 64 }]";
        let older = rate.replace("64", "74");
        let national = indicator(Language::French, "Taux d’emploi", rate);
        assert!(differences(&national, &indicator(Language::English, "Employment rate", rate)).is_empty());
        assert_eq!(differences(&national, &indicator(Language::French, "Taux d’emploi", &older)), ["calculation"]);
        // Where one says nothing of what it counts, the words are all there is.
        assert!(differences(&national, &indicator(Language::French, "Taux d’emploi", "")).is_empty());
        assert_eq!(differences(&national, &indicator(Language::French, "Taux de chômage", "")), ["definition"]);
    }

    proptest! {
        #[test]
        fn the_sum_does_not_depend_on_the_order_of_the_parts(values in prop::collection::vec(-1_000_000i64..1_000_000, 1..8)) {
            let places = territories::<8>();
            let parts: Vec<Part<'_>> = values.iter().zip(&places).map(|(value, at)| part(at, "measured", Some(*value))).collect();
            let mut turned = parts.clone();
            turned.reverse();
            prop_assert_eq!(sum(&parts), sum(&turned));
            prop_assert_eq!(sum(&parts), Sum::Of(values.iter().sum::<i64>().into()));
        }
    }
}

//! What the audit requires of a table, by default and at least, from what the source is about.

use jalon_disclosure::audit::Policy;
use jalon_disclosure::primary::{Rule, ThresholdProtection};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Whom the data are about, from the description of the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    pub children: bool,
    /// Residence status, or the lack of one.
    pub status: bool,
}

impl About {
    /// By its name in a description: `children` or `status`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "children" => Some(Self { children: true, status: false }),
            "status" => Some(Self { children: false, status: true }),
            _ => None,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self { children: self.children || other.children, status: self.status || other.status }
    }

    pub(crate) fn is_nobody(&self) -> bool {
        !self.is_strict()
    }

    pub fn is_strict(self) -> bool {
        self.children || self.status
    }
}

/// What a cell must have so that it may be published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Fewer persons than this, but at least one, make a cell sensitive.
    pub minimum_contributors: u64,
    /// A group that is the difference of two published ones must have so many persons, or none.
    pub smallest_difference: u64,
    /// No published group may have all its members in one category.
    pub refuse_whole_groups: bool,
    /// For amounts: so many largest contributors may not have more than so many percent of the total.
    pub dominance: Option<(u32, Decimal)>,
    /// For amounts: the second largest contributor may not estimate the largest to within so many percent.
    pub p_percent: Option<Decimal>,
}

/// Lowest threshold that a specification may choose (two can always tell each other).
pub(crate) const LEAST_MINIMUM: u64 = 3;

impl Rules {
    /// The defaults of a source. For data about children or status a cell needs ten persons, the value of the European
    /// guidelines for output checking (M. Brandt and others, ESSnet on statistical disclosure control, 2010), and whole groups
    /// are refused; otherwise five.
    pub fn of(about: About) -> Self {
        let minimum = if about.is_strict() { 10 } else { 5 };
        Self {
            minimum_contributors: minimum,
            smallest_difference: minimum,
            refuse_whole_groups: about.is_strict(),
            dominance: None,
            p_percent: Some(Decimal::from(10)),
        }
    }

    /// The least that a specification may ask for.
    pub(crate) fn least(about: About) -> u64 {
        if about.is_strict() { Self::of(about).minimum_contributors } else { LEAST_MINIMUM }
    }

    pub(super) fn for_counts(&self) -> Vec<Rule> {
        let protection = ThresholdProtection::ToThreshold;
        vec![Rule::Threshold { minimum: self.minimum_contributors, protection }]
    }

    pub(super) fn for_amounts(&self, with_contributions: bool) -> Vec<Rule> {
        let percent = self.p_percent.unwrap_or(Decimal::TEN);
        let protection = ThresholdProtection::Percent(percent);
        let mut rules = vec![Rule::Threshold { minimum: self.minimum_contributors, protection }];
        if with_contributions {
            rules.extend(self.dominance.map(|(n, percent)| Rule::Dominance { n, percent }));
            rules.extend(self.p_percent.map(|percent| Rule::PPercent { percent }));
        }
        rules
    }

    /// How many of the largest contributions of a cell the rules look at.
    pub(super) fn depth(&self) -> usize {
        self.dominance.map_or(0, |(largest, _)| largest as usize).max(2)
    }

    pub(super) fn policy(&self, threads: usize) -> Policy {
        Policy {
            smallest_difference: self.smallest_difference,
            refuse_whole_groups: self.refuse_whole_groups,
            single_contributors: true,
            threads,
            ..Policy::default()
        }
    }
}

//! The rules that a table is held to: those of its source, or stricter ones of its specification.

use rust_decimal::Decimal;

use super::rules::{About, Rules};
use crate::tabulation::specification::Disclosure;
use crate::tabulation::{Fault, Outcome};

pub(super) fn of(disclosure: &Disclosure, about: About) -> Outcome<Rules> {
    let mut rules = Rules::of(about);
    if let Some(minimum) = disclosure.minimum_contributors {
        let least = Rules::least(about);
        if minimum < least {
            let fault = Fault::new("rule-too-weak", &disclosure.place).with("found", minimum);
            return Err(fault.with("least", least).into());
        }
        rules.minimum_contributors = minimum;
        rules.smallest_difference = minimum;
    }
    if let Some((largest, percent)) = disclosure.dominance {
        rules.dominance = Some((largest, Decimal::from(percent)));
    }
    if let Some(percent) = disclosure.p_percent {
        rules.p_percent = Some(Decimal::from(percent));
    }
    Ok(rules)
}

/// The base of rounding: above the threshold, so that a small count may be any up to it.
pub(super) fn base(disclosure: &Disclosure, rules: &Rules) -> i64 {
    let above = i64::try_from(rules.minimum_contributors).unwrap_or(i64::MAX / 8) / 5 * 5 + 5;
    disclosure.base.unwrap_or(above)
}

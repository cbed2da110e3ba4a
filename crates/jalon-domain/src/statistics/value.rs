//! The value of an indicator from the figures of a table: a share per hundred, the difference of two groups. What is withheld
//! or missing in a figure is so in what is made of it.

use rust_decimal::Decimal;

use super::calculation::Comparison;
use super::{Headline, Precision};

/// An exact decimal as releases write it; doubles may have an exponent.
fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok().or_else(|| Decimal::from_scientific(text).ok())
}

/// A decimal as so many per `per`; nothing where it cannot be written so.
pub fn times(text: &str, per: u32) -> Option<String> {
    Some(decimal(text)?.checked_mul(per.into())?.normalize().to_string())
}

/// A share as so many per `per`, with its interval. A figure that cannot be written so is missing rather than wrong.
#[must_use]
pub fn scaled(figure: &Headline, per: u32) -> Headline {
    if per == 1 || figure.value.is_empty() {
        return figure.clone();
    }
    let Some(value) = times(&figure.value, per) else {
        return Headline { state: "missing".to_owned(), value: String::new(), precision: None, ..figure.clone() };
    };
    let precision = figure.precision.as_ref().map(|known| Precision {
        low: times(&known.low, per).unwrap_or_default(),
        high: times(&known.high, per).unwrap_or_default(),
        ..known.clone()
    });
    Headline { value, precision, ..figure.clone() }
}

/// Two figures set side by side. There is no interval: the errors of two groups of one sample depend on each other. The less
/// reliable of both says how reliable the result is.
#[must_use]
pub fn compared(first: &Headline, second: &Headline, by: Comparison) -> Headline {
    let without = |state: &str| Headline { measure: by.code().to_owned(), state: state.to_owned(), ..Headline::default() };
    // Withheld is said before missing: whoever reads it must not look for the rest.
    for state in ["suppressed", "missing", "not_applicable"] {
        if first.state == state || second.state == state {
            return without(state);
        }
    }
    let (Some(one), Some(other)) = (decimal(&first.value), decimal(&second.value)) else { return without("missing") };
    let value = match by {
        Comparison::Difference => one.checked_sub(other),
        Comparison::Ratio if other.is_zero() => return without("not_applicable"),
        Comparison::Ratio => one.checked_div(other),
    };
    let Some(value) = value else { return without("missing") };
    let worst = |precision: [Option<&Precision>; 2]| {
        let known: Vec<&Precision> = precision.into_iter().flatten().collect();
        let code =
            ["unreliable", "caution", "reliable"].into_iter().find(|code| known.iter().any(|one| one.reliability == *code))?;
        let confidence = known.first()?.confidence;
        Some(Precision { reliability: code.to_owned(), confidence, ..Precision::default() })
    };
    Headline {
        measure: by.code().to_owned(),
        state: if value.is_zero() { "zero" } else { "number" }.to_owned(),
        value: value.normalize().to_string(),
        precision: worst([first.precision.as_ref(), second.precision.as_ref()]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figure(state: &str, value: &str) -> Headline {
        Headline { measure: "share".into(), state: state.into(), value: value.into(), precision: None }
    }

    #[test]
    fn a_gap_is_exact_and_keeps_what_its_parts_are() {
        let gap = compared(&figure("number", "72.5"), &figure("number", "60.25"), Comparison::Difference);
        assert_eq!((gap.measure.as_str(), gap.state.as_str(), gap.value.as_str()), ("difference", "number", "12.25"));
        let ratio = compared(&figure("number", "0.3"), &figure("number", "0.4"), Comparison::Ratio);
        assert_eq!(ratio.value, "0.75");
        let none = compared(&figure("zero", "0"), &figure("zero", "0"), Comparison::Difference);
        assert_eq!((none.state.as_str(), none.value.as_str()), ("zero", "0"));
        for (first, second, expected) in [
            ("suppressed", "missing", "suppressed"),
            ("number", "suppressed", "suppressed"),
            ("missing", "number", "missing"),
            ("number", "not_applicable", "not_applicable"),
        ] {
            let made = compared(&figure(first, "1"), &figure(second, "1"), Comparison::Difference);
            assert_eq!((made.state.as_str(), made.value.as_str()), (expected, ""));
        }
        assert_eq!(compared(&figure("number", "1"), &figure("zero", "0"), Comparison::Ratio).state, "not_applicable");
    }

    #[test]
    fn a_share_per_hundred_has_its_interval_per_hundred() {
        let precision = Precision { low: "0.61".into(), high: "0.655".into(), confidence: 95, reliability: "caution".into() };
        let share = Headline { precision: Some(precision), ..figure("number", "0.6333333333333333") };
        let percent = scaled(&share, 100);
        assert_eq!(percent.value, "63.33333333333333");
        let precision = percent.precision.clone().unwrap_or_default();
        assert_eq!((precision.low.as_str(), precision.high.as_str()), ("61", "65.5"));
        assert_eq!(scaled(&figure("suppressed", ""), 100), figure("suppressed", ""));
        assert_eq!(scaled(&figure("number", "1.5e-7"), 100).value, "0.000015");
        let gap = compared(&percent, &percent, Comparison::Difference);
        assert_eq!(gap.precision.map(|known| (known.low, known.reliability)), Some((String::new(), "caution".into())));
    }

    proptest! {
        #[test]
        fn a_gap_turned_round_has_the_other_sign(one in -1_000_000i64..1_000_000, other in -1_000_000i64..1_000_000) {
            let of = |number: i64| figure("number", &Decimal::new(number, 3).to_string());
            let value = |gap: Headline| decimal(&gap.value);
            let gap = value(compared(&of(one), &of(other), Comparison::Difference));
            prop_assert_eq!(gap.map(|gap| -gap), value(compared(&of(other), &of(one), Comparison::Difference)));
            prop_assert_eq!(gap, Some(Decimal::new(one - other, 3)));
        }
    }
}

//! Classes of value for a map. They say which values lie near one another; they are never ranks.

/// How the classes are cut; two to five of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Classing {
    /// Classes of the same width between the least and the greatest value.
    EqualIntervals(usize),
    /// Classes that hold about the same number of areas; equal values are never parted, so there may be fewer.
    Quantiles(usize),
}

impl Classing {
    fn count(self) -> usize {
        match self {
            Self::EqualIntervals(count) | Self::Quantiles(count) => count.clamp(2, 5),
        }
    }
}

/// Classes from the lowest to the highest; each ends with its upper bound, the next begins above it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    pub(super) least: f64,
    pub(super) uppers: Vec<f64>,
}

impl Classes {
    /// Classes of these values, none where there is no value. `round` gives what is shown of a break, so that
    /// nobody reads a value on the other side of a break than the map draws it.
    pub(super) fn of(values: &[f64], classing: Classing, round: impl Fn(f64) -> f64) -> Option<Self> {
        let mut values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        let (least, greatest) = (*values.first()?, *values.last()?);
        let count = classing.count();
        let upper = |class: usize| match classing {
            // Two products, because the span of two very large numbers is not finite.
            Classing::EqualIntervals(_) => {
                let share = class as f64 / count as f64;
                least * (1.0 - share) + greatest * share
            }
            Classing::Quantiles(_) => values[(values.len() * class).div_ceil(count).max(1) - 1],
        };
        let inner = (1..count).map(upper).map(round).filter(|upper| (least..greatest).contains(upper));
        let mut uppers: Vec<f64> = inner.chain([greatest]).collect();
        uppers.dedup();
        Some(Self { least, uppers })
    }

    /// The class of a value.
    pub(super) fn index(&self, value: f64) -> usize {
        self.uppers.iter().position(|upper| value <= *upper).unwrap_or(self.uppers.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn classes(values: &[f64], classing: Classing) -> Vec<f64> {
        Classes::of(values, classing, f64::round).map(|classes| classes.uppers).unwrap_or_default()
    }

    #[test]
    fn breaks_are_where_the_method_puts_them() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 101.0];
        assert_eq!(classes(&values, Classing::EqualIntervals(4)), [26.0, 51.0, 76.0, 101.0]);
        assert_eq!(classes(&values, Classing::Quantiles(4)), [2.0, 4.0, 6.0, 101.0]);
        assert_eq!(classes(&[3.0, 3.0, 3.0], Classing::Quantiles(5)), [3.0]);
        assert_eq!(classes(&[1.0, 1.0, 1.0, 1.0, 9.0], Classing::Quantiles(4)), [1.0, 9.0]);
        assert!(classes(&[], Classing::Quantiles(4)).is_empty());
        assert!(classes(&[f64::NAN], Classing::EqualIntervals(4)).is_empty());
    }

    proptest! {
        #[test]
        fn every_value_is_in_the_one_class_whose_bounds_hold_it(
            values in prop::collection::vec((-1000i32..1000).prop_map(f64::from), 1..60),
            count in 0usize..9,
            equal in any::<bool>(),
        ) {
            let classing = if equal { Classing::EqualIntervals(count) } else { Classing::Quantiles(count) };
            let classes = Classes::of(&values, classing, f64::round).unwrap();
            prop_assert!(classes.uppers.len() <= 5);
            prop_assert!(classes.uppers.windows(2).all(|pair| pair[0] < pair[1]));
            for value in values {
                let index = classes.index(value);
                prop_assert!(value <= classes.uppers[index]);
                let above = if index == 0 { value >= classes.least } else { value > classes.uppers[index - 1] };
                prop_assert!(above);
            }
        }
    }
}

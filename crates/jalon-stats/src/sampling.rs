//! How far an estimate from a sample may lie from the truth: designs, standard errors, intervals, reliability.
//!
//! Two designs: what the weights alone tell (Kish), and replicate weights. `docs/statistics.md` gives the formulae with their
//! sources and limits. Everything here is arithmetic on sums that [`tabulation`](crate::tabulation) added up exactly.

use serde::{Deserialize, Serialize};

/// Most replicate weights of a design; each is one more pass over the records.
pub const MOST_REPLICATES: usize = 1000;

/// How a sample was drawn, as far as its weights tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Variable of the weights; empty where every record counts one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub weight: String,
    /// Without them the effective sample size follows from the spread of the weights (Kish).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicates: Option<Replicates>,
}

/// Weights that were made by drawing from the sample again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replicates {
    pub method: Replication,
    /// Their variables. Each is a whole weight: it replaces the weight, and does not multiply it.
    pub weights: Vec<String>,
    /// Fay's coefficient, from 0 to less than 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fay: Option<f64>,
    /// For the stratified jackknife the factor of each replicate: (n − 1) / n of its stratum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<f64>,
}

/// How replicate weights were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Replication {
    /// Balanced repeated replication.
    Brr,
    /// The same with Fay's coefficient.
    Fay,
    /// Jackknife without strata.
    Jk1,
    /// Jackknife by strata.
    Jkn,
    Bootstrap,
}

impl Replication {
    pub const ALL: [(&'static str, Self); 5] =
        [("brr", Self::Brr), ("fay", Self::Fay), ("jk1", Self::Jk1), ("jkn", Self::Jkn), ("bootstrap", Self::Bootstrap)];
}

impl Replicates {
    /// What the squared deviation of a replicate counts for, so that their sum is the variance. With R replicates: BRR and
    /// bootstrap 1/R, Fay 1/(R (1 − ρ)²), JK1 (R − 1)/R, JKn the replicate's own factor (K. Wolter, *Introduction to Variance
    /// Estimation*, 2nd edition 2007; the same as `svrepdesign` of the R package survey with `mse = TRUE`).
    pub fn factor(&self, replicate: usize) -> f64 {
        let count = self.weights.len() as f64;
        match self.method {
            Replication::Brr | Replication::Bootstrap => 1.0 / count,
            Replication::Fay => {
                let kept = 1.0 - self.fay.unwrap_or(0.0);
                1.0 / (count * kept * kept)
            }
            Replication::Jk1 => (count - 1.0) / count,
            Replication::Jkn => self.factors.get(replicate).copied().unwrap_or(0.0),
        }
    }

    /// The key that does not fit the method, if any.
    pub fn wrong_key(&self) -> Option<&'static str> {
        let mut names = self.weights.clone();
        names.sort_unstable();
        names.dedup();
        let is_factor = |factor: &f64| factor.is_finite() && *factor > 0.0;
        let fay_fits = match (self.method, self.fay) {
            (Replication::Fay, Some(fay)) => (0.0..1.0).contains(&fay),
            (method, fay) => method != Replication::Fay && fay.is_none(),
        };
        let factors_fit = match self.method {
            Replication::Jkn => self.factors.len() == self.weights.len() && self.factors.iter().all(is_factor),
            _ => self.factors.is_empty(),
        };
        if !(2..=MOST_REPLICATES).contains(&self.weights.len()) || names.len() != self.weights.len() {
            return Some("weights");
        }
        [("fay", fay_fits), ("factors", factors_fit)].into_iter().find(|(_, fits)| !fits).map(|(key, _)| key)
    }
}

/// What the office asks of an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Level of the intervals in percent: 90, 95 or 99.
    pub confidence: u8,
    /// Coefficient of variation, in percent, above which an estimate is to be used with caution.
    pub caution_cv: f64,
    /// The one above which it is unreliable.
    pub unreliable_cv: f64,
    /// Effective sample size below which an estimate is unreliable.
    pub minimum_effective: f64,
    /// A proportion whose interval is as wide as this, or wider, is unreliable.
    pub widest_interval: f64,
}

impl Default for Rules {
    /// Coefficients of variation as in Statistics Canada's guidelines for the release of household surveys (16.5 and 33.3 percent);
    /// effective sample size and width as in the standards of the National Center for Health Statistics for proportions
    /// (J. Parker and others, *Vital and Health Statistics* 2(175), 2017).
    fn default() -> Self {
        Self { confidence: 95, caution_cv: 16.5, unreliable_cv: 33.3, minimum_effective: 30.0, widest_interval: 0.3 }
    }
}

impl Rules {
    /// The levels that an interval may have.
    pub const LEVELS: [&'static str; 3] = ["90", "95", "99"];

    /// Quantile of the normal distribution that leaves half of the rest above it.
    fn quantile(&self) -> f64 {
        match self.confidence {
            90 => 1.644_853_626_951_472_2,
            99 => 2.575_829_303_548_900_4,
            _ => 1.959_963_984_540_054,
        }
    }
}

/// A design with what is asked of its estimates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimation {
    pub design: Design,
    pub rules: Rules,
}

/// How far an estimate can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reliability {
    Reliable,
    Caution,
    Unreliable,
}

impl Reliability {
    pub const ALL: [Self; 3] = [Self::Reliable, Self::Caution, Self::Unreliable];

    /// Its code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reliable => "reliable",
            Self::Caution => "caution",
            Self::Unreliable => "unreliable",
        }
    }
}

/// What is said of the sampling error of a figure, as it is published: errors rounded up, intervals rounded outwards, so that
/// rounding promises nothing and the sums behind it cannot be read off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Standard error; nothing where it cannot be estimated.
    pub error: Option<f64>,
    /// Lower and upper end, together with the error.
    pub interval: Option<(f64, f64)>,
    /// Standard error in percent of the estimate; nothing for an estimate of zero.
    pub cv: Option<f64>,
    pub reliability: Reliability,
}

impl Precision {
    /// Nothing can be said of the error, so that nothing can be relied on.
    pub(crate) fn unknown() -> Self {
        Self { error: None, interval: None, cv: None, reliability: Reliability::Unreliable }
    }

    /// A total or a mean: the normal interval. Nothing below zero where nothing negative is counted.
    pub(crate) fn normal(estimate: f64, variance: f64, effective: f64, is_count: bool, rules: &Rules) -> Self {
        if !(variance >= 0.0 && variance.is_finite() && effective > 0.0) {
            return Self::unknown();
        }
        let half = rules.quantile() * variance.sqrt();
        let low = if is_count { (estimate - half).max(0.0) } else { estimate - half };
        Self::of(estimate, variance.sqrt(), (low, estimate + half), effective, rules)
    }

    /// A proportion: Wilson's interval with the effective sample size in the place of the number drawn. It stays within 0 and 1
    /// and says something of 0 and 1 themselves, where the normal interval has no width.
    ///
    /// Without a variance it is the one of a sample of the effective size. With one the effective size follows from it.
    pub(crate) fn proportion(share: f64, variance: Option<f64>, effective: f64, rules: &Rules) -> Self {
        if !(effective > 0.0 && (0.0..=1.0).contains(&share)) {
            return Self::unknown();
        }
        let spread = share * (1.0 - share);
        let (variance, size) = match variance {
            Some(variance) if !(variance >= 0.0 && variance.is_finite()) => return Self::unknown(),
            Some(0.0) if spread > 0.0 => return Self::of(share, 0.0, (share, share), effective, rules),
            Some(variance) if spread > 0.0 => (variance, spread / variance),
            _ => (spread / effective, effective),
        };
        let square = rules.quantile() * rules.quantile() / size;
        let centre = (share + square / 2.0) / (1.0 + square);
        let half = (square * (spread + square / 4.0)).sqrt() / (1.0 + square);
        let interval = ((centre - half).clamp(0.0, share), (centre + half).clamp(share, 1.0));
        let mut found = Self::of(share, variance.sqrt(), interval, effective.min(size), rules);
        if interval.1 - interval.0 >= rules.widest_interval {
            found.reliability = Reliability::Unreliable;
        }
        found
    }

    fn of(estimate: f64, error: f64, (low, high): (f64, f64), effective: f64, rules: &Rules) -> Self {
        let step = Step::of(if error > 0.0 { error } else { high - low });
        let cv = (estimate != 0.0).then(|| 100.0 * error / estimate.abs());
        let reliability = match cv {
            _ if effective < rules.minimum_effective => Reliability::Unreliable,
            Some(cv) if cv > rules.unreliable_cv => Reliability::Unreliable,
            Some(cv) if cv > rules.caution_cv => Reliability::Caution,
            _ => Reliability::Reliable,
        };
        Self {
            error: Some(step.up(error)),
            // An estimate without any error is its own interval.
            interval: Some(if high > low { (step.down(low), step.up(high)) } else { (low, high) }),
            cv: cv.map(|cv| Step { decimals: 1 }.up(cv)),
            reliability,
        }
    }
}

/// Digits after the point that are kept, negative for tens and hundreds.
#[derive(Clone, Copy)]
struct Step {
    decimals: i32,
}

impl Step {
    /// Three significant digits of a number.
    fn of(number: f64) -> Self {
        let magnitude = if number > 0.0 { number.log10().floor() as i32 } else { 0 };
        Self { decimals: (2 - magnitude).clamp(-12, 12) }
    }

    fn up(self, number: f64) -> f64 {
        self.rounded(number, |scaled| (scaled - TOLERANCE).ceil())
    }

    fn down(self, number: f64) -> f64 {
        self.rounded(number, |scaled| (scaled + TOLERANCE).floor())
    }

    /// Multiplies or divides by a power of ten that a double holds exactly, so that the result is the double nearest to the decimal.
    fn rounded(self, number: f64, round: impl Fn(f64) -> f64) -> f64 {
        let power = 10_f64.powi(self.decimals.abs());
        // Minus zero is written as zero.
        0.0 + if self.decimals >= 0 { round(number * power) / power } else { round(number / power) * power }
    }
}

/// What a computation in doubles may have added to a number that is a decimal.
const TOLERANCE: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    /// Wilson (1927) as in Newcombe, *Statistics in Medicine* 17 (1998), table I: 81 of 263 gives 0.2553 to 0.3662 (0.25529 to 0.36621).
    #[test]
    fn the_interval_of_a_proportion_is_wilsons() {
        let found = Precision::proportion(81.0 / 263.0, None, 263.0, &Rules::default());
        assert_eq!(found.interval, Some((0.2552, 0.3663)), "rounded outwards at the error's third digit");
        assert_eq!(found.error, Some(0.0285));
        let none = Precision::proportion(0.0, None, 100.0, &Rules::default());
        assert_eq!((none.error, none.cv), (Some(0.0), None));
        let (low, high) = none.interval.unwrap_or_default();
        near(low, 0.0);
        assert!((0.0369..0.0371).contains(&high), "z² / (n + z²) = 0.0370");
    }

    #[test]
    fn a_variance_is_that_of_its_effective_size() {
        let rules = Rules::default();
        let by_size = Precision::proportion(0.4, None, 200.0, &rules);
        assert_eq!(Precision::proportion(0.4, Some(0.4 * 0.6 / 200.0), 500.0, &rules), by_size);
        let certain = Precision::proportion(0.4, Some(0.0), 500.0, &rules);
        assert_eq!((certain.interval, certain.error), (Some((0.4, 0.4)), Some(0.0)));
    }

    #[test]
    fn reliability_follows_the_rules_of_the_office() {
        let rules = Rules::default();
        let of_cv = |cv: f64| Precision::normal(100.0, cv * cv, 500.0, true, &rules).reliability;
        assert_eq!([16.5, 16.6, 33.3, 33.4].map(of_cv), {
            use Reliability::{Caution, Reliable, Unreliable};
            [Reliable, Caution, Caution, Unreliable]
        });
        assert_eq!(Precision::normal(100.0, 1.0, 29.9, true, &rules).reliability, Reliability::Unreliable);
        // Nine in ten of 25: the coefficient of variation is small, the interval is not.
        assert_eq!(Precision::proportion(0.9, None, 31.0, &rules).reliability, Reliability::Reliable);
        assert_eq!(Precision::proportion(0.5, None, 38.0, &rules).reliability, Reliability::Unreliable);
        assert_eq!(Precision::normal(f64::NAN, f64::NAN, 1.0, true, &rules), Precision::unknown());
    }

    #[test]
    fn the_factors_are_those_of_their_methods() {
        let of = |method, fay, factors: Vec<f64>| Replicates {
            method,
            weights: (0..4).map(|n| format!("r{n}")).collect(),
            fay,
            factors,
        };
        near(of(Replication::Brr, None, vec![]).factor(0), 0.25);
        near(of(Replication::Fay, Some(0.5), vec![]).factor(0), 1.0);
        near(of(Replication::Jk1, None, vec![]).factor(3), 0.75);
        near(of(Replication::Jkn, None, vec![0.5, 0.5, 2.0 / 3.0, 0.9]).factor(2), 2.0 / 3.0);
        near(of(Replication::Bootstrap, None, vec![]).factor(1), 0.25);
        assert_eq!(of(Replication::Fay, None, vec![]).wrong_key(), Some("fay"));
        assert_eq!(of(Replication::Fay, Some(1.0), vec![]).wrong_key(), Some("fay"));
        assert_eq!(of(Replication::Jkn, None, vec![0.5]).wrong_key(), Some("factors"));
        assert_eq!(of(Replication::Brr, None, vec![0.5; 4]).wrong_key(), Some("factors"));
        assert_eq!(of(Replication::Brr, None, vec![]).wrong_key(), None);
    }
}

//! Perturbation tables of greatest entropy: given how far and how much counts may move, nothing else is assumed.
//!
//! For a count i the noise d has the distribution with the greatest entropy among those on the allowed d (|d| at most the
//! maximum deviation, i + d not negative and not forbidden) with mean 0 and the given variance: p(d) = exp(a + b d + c d^2).
//! Source: Giessing and Tent, *Concepts for generalising tools implementing the cell key method to the case of continuous
//! variables* (UNECE/Eurostat work session, 2019), and Marley and Leaver (2011), who introduced it.

use super::perturbation_table::{PerturbationTable, ROWS};
use crate::tabulation::{Fault, Outcome};

/// What a table is to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    pub maximum_deviation: u32,
    /// Of the noise; where small counts leave no room for it, the nearest possible one.
    pub variance: f64,
    /// Positive counts that may not appear.
    pub forbidden: Vec<u32>,
    /// 256 or 4096.
    pub keys: u32,
}

/// Generates a table; a design that no distribution fulfils is a fault, with the first count that shows it.
pub fn generate(design: &Design) -> Outcome<PerturbationTable> {
    let mut noise = Vec::with_capacity(ROWS as usize * design.keys as usize);
    let mut known: Option<(Vec<i32>, Vec<i32>)> = None;
    for count in 1..=ROWS as i64 {
        let support = support(design, count);
        // Rows are the same from where neither zero nor a forbidden count is in reach.
        let row = match known.take() {
            Some((before, row)) if before == support => row,
            _ => row(design, &support).ok_or_else(|| {
                Fault::new("noise-impossible", "protection").with("count", count).with("deviation", design.maximum_deviation)
            })?,
        };
        noise.extend(&row);
        known = Some((support, row));
    }
    Ok(PerturbationTable::whole(u64::from(design.keys), noise))
}

/// The noise that a count may get, rising.
fn support(design: &Design, count: i64) -> Vec<i32> {
    let far = i64::from(design.maximum_deviation);
    let allowed = |noise: &i64| {
        count + noise == 0 || (count + noise > 0 && !design.forbidden.iter().any(|bad| i64::from(*bad) == count + noise))
    };
    (-far..=far).filter(allowed).map(|noise| noise as i32).collect()
}

/// The noise of each key; nothing when no distribution on the support has mean zero.
fn row(design: &Design, support: &[i32]) -> Option<Vec<i32>> {
    let probabilities = probabilities(support, design.variance)?;
    let mut counts = largest_remainders(&probabilities, design.keys);
    remove_bias(support, &probabilities, &mut counts);
    Some(support.iter().zip(counts).flat_map(|(noise, keys)| std::iter::repeat_n(*noise, keys as usize)).collect())
}

/// The distribution of greatest entropy with mean zero and the variance, or the nearest possible one.
fn probabilities(support: &[i32], variance: f64) -> Option<Vec<f64>> {
    let (least, most) = (f64::from(*support.first()?), f64::from(*support.last()?));
    let below = support.iter().rev().find(|noise| **noise <= 0).map(|noise| f64::from(*noise))?;
    let above = support.iter().find(|noise| **noise >= 0).map(|noise| f64::from(*noise))?;
    // A variance at the edge of what is possible leaves one distribution, on two points.
    if variance <= -below * above * (1.0 + 1e-9) {
        return Some(two_points(support, below, above));
    }
    if variance >= -least * most * (1.0 - 1e-9) {
        return Some(two_points(support, least, most));
    }
    Some(newton(support, variance))
}

fn two_points(support: &[i32], below: f64, above: f64) -> Vec<f64> {
    let upper = if above > below { -below / (above - below) } else { 1.0 };
    let probability = |noise: &i32| match f64::from(*noise) {
        noise if noise == above => upper,
        noise if noise == below => 1.0 - upper,
        _ => 0.0,
    };
    support.iter().map(probability).collect()
}

/// Minimises the convex dual ln sum exp(b d + c d^2) - c variance with damped Newton steps.
fn newton(support: &[i32], variance: f64) -> Vec<f64> {
    let scale = f64::from(support.iter().map(|noise| noise.abs()).max().unwrap_or(1));
    let points: Vec<f64> = support.iter().map(|noise| f64::from(*noise) / scale).collect();
    let target = variance / (scale * scale);
    let (mut linear, mut square) = (0.0, 0.0);
    for _ in 0..500 {
        let (value, weights) = dual(&points, linear, square, target);
        let moment = |power: i32| weights.iter().zip(&points).map(|(weight, point)| weight * point.powi(power)).sum::<f64>();
        let (first, second, third, fourth) = (moment(1), moment(2), moment(3), moment(4));
        let gradient = (first, second - target);
        if gradient.0.abs() + gradient.1.abs() < 1e-14 {
            break;
        }
        let (a, b, c) = (second - first * first, third - first * second, fourth - second * second);
        let determinant = (a * c - b * b).max(1e-300);
        let step = ((c * gradient.0 - b * gradient.1) / determinant, (a * gradient.1 - b * gradient.0) / determinant);
        let mut factor = 1.0;
        while factor > 1e-12 && dual(&points, linear - factor * step.0, square - factor * step.1, target).0 > value {
            factor /= 2.0;
        }
        linear -= factor * step.0;
        square -= factor * step.1;
    }
    dual(&points, linear, square, target).1
}

/// Value of the dual and the distribution that belongs to it.
fn dual(points: &[f64], linear: f64, square: f64, target: f64) -> (f64, Vec<f64>) {
    let exponents: Vec<f64> = points.iter().map(|point| linear * point + square * point * point).collect();
    let greatest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = exponents.iter().map(|exponent| (exponent - greatest).exp()).collect();
    let sum: f64 = weights.iter().sum();
    (greatest + sum.ln() - square * target, weights.iter().map(|weight| weight / sum).collect())
}

/// Whole numbers of keys, as near to the probabilities as their sum allows.
fn largest_remainders(probabilities: &[f64], keys: u32) -> Vec<i64> {
    let exact: Vec<f64> = probabilities.iter().map(|probability| probability * f64::from(keys)).collect();
    let mut counts: Vec<i64> = exact.iter().map(|value| value.floor() as i64).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by(|left, right| (exact[*right].fract()).total_cmp(&exact[*left].fract()).then(left.cmp(right)));
    let missing = (i64::from(keys) - counts.iter().sum::<i64>()).max(0) as usize;
    for place in order.into_iter().cycle().take(missing) {
        counts[place] += 1;
    }
    counts
}

/// Moves single keys between neighbouring values until the noise sums to zero over all keys, where that is possible.
fn remove_bias(support: &[i32], probabilities: &[f64], counts: &mut [i64]) {
    let bias = |counts: &[i64]| support.iter().zip(counts).map(|(noise, keys)| i64::from(*noise) * keys).sum::<i64>();
    let keys: i64 = counts.iter().sum();
    for _ in 0..support.len() * 64 {
        let now = bias(counts);
        let mut best: Option<(f64, usize, usize)> = None;
        for from in 0..support.len() {
            for to in 0..support.len() {
                let change = i64::from(support[to] - support[from]);
                if counts[from] == 0 || probabilities[to] == 0.0 || change == 0 || (now + change).abs() >= now.abs() {
                    continue;
                }
                let excess = |place: usize, count: i64| (count as f64 - probabilities[place] * keys as f64).powi(2);
                let cost = excess(from, counts[from] - 1) - excess(from, counts[from]) + excess(to, counts[to] + 1)
                    - excess(to, counts[to]);
                if best.is_none_or(|(known, ..)| cost < known) {
                    best = Some((cost, from, to));
                }
            }
        }
        let Some((_, from, to)) = best else { return };
        counts[from] -= 1;
        counts[to] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(table: &PerturbationTable, count: u64, keys: u32) -> (f64, f64, Vec<i64>) {
        let noise: Vec<i64> = (0..u64::from(keys)).map(|key| i64::from(table.noise(count, key))).collect();
        let mean = noise.iter().sum::<i64>() as f64 / f64::from(keys);
        let variance = noise.iter().map(|noise| (*noise as f64 - mean).powi(2)).sum::<f64>() / f64::from(keys);
        (mean, variance, noise)
    }

    #[test]
    fn rows_are_unbiased_have_the_variance_and_avoid_what_is_forbidden() {
        for keys in [256, 4096] {
            let design = Design { maximum_deviation: 5, variance: 2.5, forbidden: vec![1, 2], keys };
            let table = generate(&design).unwrap();
            for count in [1, 2, 3, 4, 5, 6, 7, 8, 100, 750, 751] {
                let (mean, variance, noise) = moments(&table, count, keys);
                assert!(mean.abs() < 2.0 / f64::from(keys), "count {count}: mean {mean}");
                let possible = if count == 1 { variance <= 5.0 } else { (variance - 2.5).abs() < 0.12 };
                assert!(possible, "count {count}: variance {variance}");
                for noise in noise {
                    let after = count as i64 + noise;
                    assert!(noise.abs() <= 5 && after >= 0 && ![1, 2].contains(&after), "count {count}: {after}");
                }
            }
        }
    }

    #[test]
    fn the_entropy_is_the_greatest() {
        // With D = 1 and variance v the only unbiased distribution is v/2, 1 - v, v/2.
        let found = probabilities(&[-1, 0, 1], 0.5).unwrap();
        for (found, expected) in found.iter().zip([0.25, 0.5, 0.25]) {
            assert!((found - expected).abs() < 1e-12);
        }
        // Moving along a direction that keeps sum, mean and variance must lower the entropy.
        let support = [-2, -1, 0, 1, 2];
        let found = probabilities(&support, 1.3).unwrap();
        let entropy = |p: &[f64]| -p.iter().map(|p| p * p.ln()).sum::<f64>();
        for direction in [[1.0, -4.0, 6.0, -4.0, 1.0], [-1.0, 2.0, 0.0, -2.0, 1.0]] {
            for sign in [1e-4, -1e-4] {
                let moved: Vec<f64> = found.iter().zip(direction).map(|(p, d)| p + sign * d).collect();
                assert!(entropy(&moved) < entropy(&found));
            }
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        // A count of 1 with 0 allowed but 2 to 4 forbidden and a deviation of 3 can only fall.
        let design = Design { maximum_deviation: 3, variance: 1.0, forbidden: vec![1, 2, 3, 4], keys: 256 };
        assert_eq!(generate(&design).unwrap_err()[0].code, "noise-impossible");
    }
}

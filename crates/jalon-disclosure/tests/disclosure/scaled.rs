//! Totals of weights beside perturbed counts, against an outsider who tries all counts.

use std::collections::HashSet;

use jalon_disclosure::accumulate::Accumulator;
use jalon_disclosure::audit::{Finding, Policy};
use jalon_disclosure::dimension::{CodeSpecification, DimensionSpecification};
use jalon_disclosure::primary::{Protection, Sensitive};
use jalon_disclosure::scaled::{Scaled, audit_scaled};
use jalon_disclosure::system::System;
use jalon_disclosure::table::{Kind, PriorKnowledge, TableSpecification, Unlisted};
use proptest::prelude::*;

/// By how much of the room the search keeps away from the bounds of a mean weight.
const INSIDE: f64 = 1e-3;

/// The codes of a tree, and the three finest counts under each.
const CODES: [(&str, Option<&str>); 5] = [("T", None), ("n", Some("T")), ("s", Some("T")), ("n1", Some("n")), ("n2", Some("n"))];
const UNDER: [&[usize]; 5] = [&[0, 1, 2], &[0, 1], &[2], &[0], &[1]];

fn system(counts: [usize; 3]) -> System {
    let code = |(code, parent): (&str, Option<&str>)| CodeSpecification {
        code: code.to_owned(),
        parent: parent.map(str::to_owned),
        covers: vec![],
    };
    let specification = TableSpecification {
        name: "residents".to_owned(),
        measure: "residents".to_owned(),
        kind: Kind::Count,
        decimals: 0,
        prior_knowledge: PriorKnowledge::NonNegative,
        dimensions: vec![DimensionSpecification { name: "place".to_owned(), codes: CODES.map(code).to_vec() }],
        cells: vec![],
        unlisted: Unlisted::Missing,
    };
    let mut adding = Accumulator::new(&specification, 0).expect("a table");
    for (place, count) in [3, 4, 2].into_iter().zip(counts) {
        (0..count).for_each(|_| adding.add(&[place], 1));
    }
    System::new(vec![adding.finish()]).expect("a system")
}

/// An outsider who tries all counts: for each cell the smallest and largest one. Totals of weights exist for counts when, from
/// the finest cells up, what the parts may weigh together meets what the total may weigh.
fn by_trying_all(windows: &[(i64, i64)], means: &[Option<(f64, f64)>]) -> Vec<(i64, i64)> {
    let mut reached = vec![(i64::MAX, i64::MIN); 5];
    let windows_of = |cell: usize| windows[cell].0..=windows[cell].1;
    for one in windows_of(3) {
        for two in windows_of(4) {
            for three in windows_of(2) {
                let counts = [one + two + three, one + two, three, one, two];
                if !(0..5).all(|cell| windows_of(cell).contains(&counts[cell])) {
                    continue;
                }
                let own = |cell: usize| {
                    let (least, most) = means[cell].unwrap_or((0.0, if counts[cell] == 0 { 0.0 } else { 1e9 }));
                    (least * counts[cell] as f64, most * counts[cell] as f64)
                };
                let meet = |one: (f64, f64), other: (f64, f64)| (one.0.max(other.0), one.1.min(other.1));
                let add = |one: (f64, f64), other: (f64, f64)| (one.0 + other.0, one.1 + other.1);
                let north = meet(own(1), add(own(3), own(4)));
                let all = meet(own(0), add(north, own(2)));
                if [north, all].iter().all(|(least, most)| least <= most) {
                    for (reached, count) in reached.iter_mut().zip(counts) {
                        *reached = (reached.0.min(count), reached.1.max(count));
                    }
                }
            }
        }
    }
    reached
}

/// How a cell is told: its largest deviation, its noise, the mean weight of the persons (in hundredths) and whether its total
/// of weights is shown.
type Drawn = (i64, i64, u32, bool);

/// Whatever is not reported, an outsider who tries everything cannot tell; and what is plainly safe is not reported.
fn compare_with_trying_all(counts: [usize; 3], drawn: &[Drawn], base: f64) -> Result<(), TestCaseError> {
    let system = system(counts);
    let truth: Vec<i64> = UNDER.iter().map(|under| under.iter().map(|&leaf| counts[leaf] as i64).sum()).collect();
    let weights: Vec<f64> = (0..3).map(|leaf| counts[leaf] as f64 * f64::from(drawn[leaf].2) / 100.0).collect();
    let mut windows = vec![];
    let mut scaled = vec![];
    for cell in 0..5 {
        let (deviation, noise, _, is_shown) = drawn[cell];
        let perturbed = (truth[cell] + noise.clamp(-deviation, deviation)).max(1);
        windows.push(((perturbed - deviation).max(1), perturbed + deviation));
        if is_shown {
            let weight: f64 = UNDER[cell].iter().map(|&leaf| weights[leaf]).sum();
            let shown = (weight / truth[cell] as f64 * perturbed as f64 / base).round() * base;
            let mean = |total: f64| total / perturbed as f64;
            let place = system.cell(0, cell);
            scaled.push(Scaled { cell: place, least: mean(shown - base / 2.0), most: mean(shown + base / 2.0) });
        }
    }
    let (low, high) = windows.iter().copied().unzip();
    let mut sensitive = Sensitive::default();
    (0..5).for_each(|cell| sensitive.require(cell, Protection { lower: 0, upper: 0, sliding: 1 }));
    let found = audit_scaled(&system, &sensitive, low, high, &scaled, 100, &Policy::default()).expect("an audit");
    let told: HashSet<String> = found
        .iter()
        .map(|finding| match finding {
            Finding::SensitiveKnown { place, .. } | Finding::TooNarrow { place, .. } | Finding::NotSettled { place, .. } => {
                place[0].clone()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let by_counts = by_trying_all(&windows, &[None; 5]);
    let of = |inside: f64| {
        let mut means = [None; 5];
        for scaled in &scaled {
            let room = inside * (scaled.most - scaled.least);
            means[scaled.cell as usize] = Some((scaled.least + room, scaled.most - room));
        }
        by_trying_all(&windows, &means)
    };
    let (by_all, safely) = (of(-1e-9), of(2.0 * INSIDE));
    for cell in 0..5 {
        let is_told = told.contains(CODES[cell].0);
        let width = |(low, high): (i64, i64)| high - low;
        if width(by_all[cell]) == 0 && width(by_counts[cell]) > 0 {
            prop_assert!(is_told, "{} is known and not told: {:?}", CODES[cell].0, found);
        }
        if width(safely[cell]) > 0 && base >= 0.01 && !scaled.is_empty() {
            prop_assert!(!is_told, "{} is told and not known: {:?}", CODES[cell].0, found);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_total_of_weights_tells_a_count_unnoticed(
        counts in prop::array::uniform3(1_usize..15),
        drawn in prop::collection::vec((1_i64..4, -2_i64..3, 50_u32..200, any::<bool>()), 5),
        base in prop::sample::select(vec![0.0001, 0.01, 0.1, 1.0, 4.0]),
    ) {
        compare_with_trying_all(counts, &drawn, base)?;
    }
}

/// The solver's presolve finds no nine residents here, where there may be.
#[test]
fn no_world_is_overlooked() {
    let drawn = [(1, 1, 69, true), (3, -2, 128, true), (2, 0, 147, true), (1, 0, 50, true), (1, 0, 50, false)];
    compare_with_trying_all([2, 1, 4], &drawn, 0.1).expect("the same as by trying");
}

//! The rules of disclosure control, against an outsider who tries every table that fits what is published.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop where they fail")]

mod scaled;

use jalon_disclosure::accumulate::Accumulator;
use jalon_disclosure::audit::{Finding, Policy, Report, audit, audit_rounded, singletons};
use jalon_disclosure::bounds::Attacker;
use jalon_disclosure::collapse;
use jalon_disclosure::compare::{Way, compare};
use jalon_disclosure::dimension::{CodeSpecification, Dimension, DimensionSpecification};
use jalon_disclosure::fault::Fault;
use jalon_disclosure::primary::{Protection, Rule, Sensitive, ThresholdProtection};
use jalon_disclosure::rounding::{self, round};
use jalon_disclosure::stop::Stop;
use jalon_disclosure::suppress::{Costs, Method, Options, against_singles, suppress};
use jalon_disclosure::system::System;
use jalon_disclosure::table::{CellSpecification, Kind, PriorKnowledge, Release, Table, TableSpecification, Unlisted};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn code(code: &str, parent: Option<&str>) -> CodeSpecification {
    CodeSpecification { code: code.to_owned(), parent: parent.map(str::to_owned), covers: Vec::new() }
}

/// A region with two parts and one without; the finest codes are at 2, 3 and 4.
fn region() -> DimensionSpecification {
    let codes = vec![code("T", None), code("n", Some("T")), code("n1", Some("n")), code("n2", Some("n")), code("s", Some("T"))];
    DimensionSpecification { name: "region".to_owned(), codes }
}

fn flat(name: &str, parts: &[&str]) -> DimensionSpecification {
    let mut codes = vec![code("T", None)];
    codes.extend(parts.iter().map(|part| code(part, Some("T"))));
    DimensionSpecification { name: name.to_owned(), codes }
}

fn specification(dimensions: Vec<DimensionSpecification>) -> TableSpecification {
    TableSpecification {
        name: "residents".to_owned(),
        measure: "residents".to_owned(),
        kind: Kind::Count,
        decimals: 0,
        prior_knowledge: PriorKnowledge::NonNegative,
        dimensions,
        cells: Vec::new(),
        unlisted: Unlisted::Missing,
    }
}

const FINEST: [usize; 3] = [2, 3, 4];

/// Region by sex, from the six finest counts.
fn counted(finest: &[u8]) -> Table {
    let mut adding = Accumulator::new(&specification(vec![region(), flat("sex", &["f", "m"])]), 0).unwrap();
    for (number, &persons) in finest.iter().enumerate() {
        for _ in 0..persons {
            adding.add(&[FINEST[number / 2], 1 + number % 2], 1);
        }
    }
    adding.finish()
}

/// Each cell as the finest counts it adds up, in the table's order.
fn members(table: &Table) -> Vec<Vec<usize>> {
    let within = |region: usize| match region {
        0 => vec![0, 1, 2],
        1 => vec![0, 1],
        finest => vec![finest - 2],
    };
    (0..table.cells().len())
        .map(|position| {
            let coordinates = table.coordinates(position);
            let sexes = if coordinates[1] == 0 { vec![0, 1] } else { vec![coordinates[1] - 1] };
            within(coordinates[0]).iter().flat_map(|region| sexes.iter().map(move |sex| region * 2 + sex)).collect()
        })
        .collect()
}

/// The smallest and largest value of each cell among all whole tables that fit what is published.
fn by_trying_all(table: &Table, withheld: &[bool]) -> Vec<(i64, i64)> {
    let members = members(table);
    let total: i64 = table.value(0).unwrap();
    let mut reached = vec![(i64::MAX, i64::MIN); members.len()];
    let mut finest = [0_i64; 6];
    try_all(table, withheld, &members, total, 0, &mut finest, &mut reached);
    reached
}

fn try_all(
    table: &Table,
    withheld: &[bool],
    members: &[Vec<usize>],
    left: i64,
    next: usize,
    finest: &mut [i64; 6],
    reached: &mut [(i64, i64)],
) {
    // A published sum is checked as soon as its last member is set.
    let sum = |cell: usize, finest: &[i64; 6]| members[cell].iter().map(|&member| finest[member]).sum::<i64>();
    let settled = |cell: &usize| members[*cell].iter().max() == Some(&(next.wrapping_sub(1)));
    if next > 0 && (0..members.len()).filter(settled).any(|cell| !withheld[cell] && table.value(cell) != Some(sum(cell, finest)))
    {
        return;
    }
    if next == 6 {
        for (cell, reached) in reached.iter_mut().enumerate() {
            let value = sum(cell, finest);
            *reached = (reached.0.min(value), reached.1.max(value));
        }
        return;
    }
    for value in 0..=left {
        finest[next] = value;
        try_all(table, withheld, members, left - value, next + 1, finest, reached);
    }
    finest[next] = 0;
}

fn threshold() -> [Rule; 1] {
    [Rule::Threshold { minimum: 3, protection: ThresholdProtection::ToThreshold }]
}

fn options(method: Method) -> Options {
    Options { method, attacker: Attacker::Whole, rounds: 1, ..Options::default() }
}

fn judged(system: &System, sensitive: &Sensitive, withheld: &[bool], policy: &Policy) -> Report {
    audit(system, sensitive, withheld, &[], policy).unwrap().0
}

fn blocking(report: &Report) -> Vec<&Finding> {
    report.findings.iter().filter(|finding| finding.blocks(&Policy::default())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What both methods withhold protects against an outsider who tries everything; the exact one is never dearer.
    #[test]
    fn suppression_withstands_whoever_tries_everything(finest in prop::collection::vec(0_u8..5, 6)) {
        let table = counted(&finest);
        let system = System::new(vec![table.clone()]).unwrap();
        let sensitive = Sensitive::find(&system, &threshold()).unwrap();
        let results = [Method::Heuristic, Method::Exact].map(|method| suppress(&system, &sensitive, &options(method)));
        match results {
            [Ok(heuristic), Ok(exact)] => {
                prop_assert!(exact.cost <= heuristic.cost + 1e-9);
                for chosen in [heuristic, exact] {
                    let reached = by_trying_all(&table, &chosen.withheld);
                    for (cell, Protection { lower, upper, .. }) in sensitive.iter() {
                        // The total is published unless withheld; then the trial's limit is the true total.
                        if chosen.withheld[0] { continue }
                        let value = table.value(cell as usize).unwrap();
                        let (low, high) = reached[cell as usize];
                        prop_assert!(low <= value - lower && high >= value + upper, "{:?}: {low}..{high}", table.place(cell as usize));
                    }
                    prop_assert!(judged(&system, &sensitive, &chosen.withheld, &Policy::default()).passes);
                }
            }
            [Err(one), Err(other)] => prop_assert!(!one.is_empty() && !other.is_empty()),
            [one, other] => prop_assert!(false, "the methods disagree whether it is possible: {one:?} {other:?}"),
        }
    }

    /// Whoever is alone in a cell works out no more than by trying everything, and nothing after more was withheld.
    #[test]
    fn whoever_is_alone_in_a_cell_works_out_nothing_of_others(finest in prop::collection::vec(0_u8..5, 6)) {
        let table = counted(&finest);
        let system = System::new(vec![table.clone()]).unwrap();
        let sensitive = Sensitive::find(&system, &threshold()).unwrap();
        let Ok(chosen) = suppress(&system, &sensitive, &options(Method::Heuristic)) else { return Ok(()) };
        for (single, learned) in singletons(&system, &sensitive, &chosen.withheld, &Stop::default()).unwrap() {
            let mut seen = chosen.withheld.clone();
            seen[single as usize] = false;
            let reached = by_trying_all(&table, &seen);
            for cell in learned {
                prop_assert_eq!(reached[cell as usize].0, reached[cell as usize].1);
            }
        }
        match against_singles(&system, &sensitive, chosen, &options(Method::Heuristic)) {
            Ok(more) => {
                let policy = Policy { single_contributors: true, ..Policy::default() };
                let (report, audited) = audit(&system, &sensitive, &more.withheld, &more.proofs, &policy).unwrap();
                prop_assert!(audited.is_some(), "{:?}", report.findings);
            }
            Err(faults) => prop_assert!(faults.iter().all(|fault| matches!(fault, Fault::NotProtectable { .. })), "{faults:?}"),
        }
    }

    /// The audit's ranges are those of an outsider who tries everything, whatever is withheld.
    #[test]
    fn ranges_are_those_of_whoever_tries_everything(
        finest in prop::collection::vec(0_u8..4, 6),
        pattern in prop::collection::vec(any::<bool>(), 15),
    ) {
        let table = counted(&finest);
        let system = System::new(vec![table.clone()]).unwrap();
        let mut withheld = pattern;
        withheld[0] = false;
        let mut sensitive = Sensitive::default();
        for cell in (0..15).filter(|&cell| withheld[cell]) {
            sensitive.require(cell as u32, Protection { lower: 1, upper: 1, sliding: 0 });
        }
        let policy = Policy { ranges: true, ..Policy::default() };
        let report = judged(&system, &sensitive, &withheld, &policy);
        let reached = by_trying_all(&table, &withheld);
        for learned in &report.learned {
            let (low, high) = reached[table.position(&learned.place).unwrap()];
            let shown = |end: &Option<jalon_disclosure::amount::Shown>| end.map(|end| end.0.to_string());
            prop_assert_eq!((shown(&learned.interval.low), shown(&learned.interval.high)), (Some(low.to_string()), Some(high.to_string())));
        }
        for finding in &report.findings {
            if let Finding::SensitiveKnown { place, .. } = finding {
                let (low, high) = reached[table.position(place).unwrap()];
                prop_assert_eq!(low, high);
            }
        }
    }

    /// Outsiders who reckon with fractions never know more than those who reckon with whole units.
    #[test]
    fn linear_ranges_contain_whole_ones(finest in prop::collection::vec(0_u8..9, 6), pattern in prop::collection::vec(any::<bool>(), 15)) {
        let system = System::new(vec![counted(&finest)]).unwrap();
        let mut sensitive = Sensitive::default();
        for cell in (0..15).filter(|&cell| pattern[cell]) {
            sensitive.require(cell as u32, Protection::default());
        }
        let [linear, whole] = [Attacker::Linear, Attacker::Whole]
            .map(|attacker| judged(&system, &sensitive, &pattern, &Policy { attacker, ranges: true, ..Policy::default() }));
        for (linear, whole) in linear.learned.iter().zip(&whole.learned) {
            let low = |interval: &jalon_disclosure::audit::Interval| interval.low.map(|end| end.0);
            let high = |interval: &jalon_disclosure::audit::Interval| interval.high.map(|end| end.0);
            prop_assert!(low(&linear.interval) <= low(&whole.interval));
            prop_assert!(high(&linear.interval).is_none_or(|linear| high(&whole.interval).is_some_and(|whole| whole <= linear)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A rounded table adds up, each cell is a neighbouring multiple, and a multiple stays.
    #[test]
    fn rounding_keeps_every_sum(finest in prop::collection::vec(0_u8..40, 6), base in 2_i64..8) {
        let table = counted(&finest);
        let system = System::new(vec![table.clone()]).unwrap();
        let rounded = round(&system, &rounding::Options { base, ..rounding::Options::default() }).unwrap();
        prop_assert_eq!(rounded.steps, 0);
        let members = members(&table);
        let sum = |cell: usize| -> i64 { members[cell].iter().map(|&member| rounded.values[finest_position(member)]).sum() };
        for cell in 0..members.len() {
            let truth = table.value(cell).unwrap();
            prop_assert_eq!(rounded.values[cell], sum(cell));
            prop_assert!((rounded.values[cell] - truth).abs() < base && rounded.values[cell] % base == 0);
        }
    }
}

/// Where in the table a finest count stands.
fn finest_position(member: usize) -> usize {
    FINEST[member / 2] * 3 + 1 + member % 2
}

/// 1 and 2 to base 3, by hand: 1 + 1 + 1 = 3 must go 3 + 0 + 0 in some order; the outsider then holds 0 to 2 possible, each.
#[test]
fn a_rounded_table_is_judged_like_any_other() {
    let mut adding = Accumulator::new(&specification(vec![flat("sex", &["f", "m", "x"])]), 0).unwrap();
    for code in 1..=3 {
        adding.add(&[code], 1);
    }
    let system = System::new(vec![adding.finish()]).unwrap();
    let rounded = round(&system, &rounding::Options { base: 3, ..rounding::Options::default() }).unwrap();
    let mut values = rounded.values.clone();
    values.sort_unstable();
    assert_eq!((values, rounded.distance), (vec![0, 0, 3, 3], 4));
    let wide = |lower, upper| {
        let mut sensitive = Sensitive::default();
        for cell in 1..=3 {
            sensitive.require(cell, Protection { lower, upper, sliding: 0 });
        }
        audit_rounded(&system, &sensitive, &rounded, &Policy::default()).unwrap()
    };
    // The cell shown as 3 is 1 at least: it cannot be 0 for an outsider.
    assert!(wide(1, 1).1.is_none());
    assert!(wide(0, 1).1.is_some());
}

/// Three dimensions: the heuristic's answer passes, costs no less than the proved cheapest, and threads change nothing.
#[test]
fn three_dimensions_with_hierarchy() {
    let mut adding =
        Accumulator::new(&specification(vec![region(), flat("sex", &["f", "m"]), flat("status", &["a", "b", "c"])]), 0).unwrap();
    for (number, persons) in [1, 7, 4, 2, 9, 6, 3, 8, 5, 2, 6, 4, 9, 1, 7, 5, 3, 8].into_iter().enumerate() {
        for _ in 0..persons {
            adding.add(&[FINEST[number / 6], 1 + number / 3 % 2, 1 + number % 3], 1);
        }
    }
    let system = System::new(vec![adding.finish()]).unwrap();
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    assert_eq!(sensitive.len(), 4);
    let exact = suppress(&system, &sensitive, &Options { costs: Costs::Values, ..options(Method::Exact) }).unwrap();
    let found = [1, 2].map(|threads| {
        suppress(&system, &sensitive, &Options { costs: Costs::Values, threads, ..options(Method::Heuristic) }).unwrap()
    });
    assert_eq!(found[0], found[1]);
    assert!(exact.cost <= found[0].cost);
    for chosen in [&exact, &found[0]] {
        let (report, audited) = audit(&system, &sensitive, &chosen.withheld, &chosen.proofs, &Policy::default()).unwrap();
        assert_eq!(blocking(&report), Vec::<&Finding>::new());
        assert!(audited.is_some());
    }
}

#[test]
fn an_unprotected_table_is_refused_with_what_it_tells() {
    let system = System::new(vec![counted(&[1, 9, 8, 7, 6, 5])]).unwrap();
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let nothing = vec![false; system.len()];
    let (report, audited) = audit(&system, &sensitive, &nothing, &[], &Policy::default()).unwrap();
    let published = Finding::SensitivePublished { table: "residents".to_owned(), place: vec!["n1".to_owned(), "f".to_owned()] };
    assert_eq!(blocking(&report), [&published]);
    assert!(audited.is_none());
    // Withholding that cell alone: it follows from its row.
    let mut alone = nothing;
    alone[sensitive.iter().next().unwrap().0 as usize] = true;
    let report = judged(&system, &sensitive, &alone, &Policy::default());
    assert!(matches!(blocking(&report)[..], [Finding::SensitiveKnown { .. }]));
}

#[test]
fn what_is_already_published_can_make_protection_impossible() {
    let mut table = counted(&[1, 9, 8, 7, 6, 5]);
    for position in 0..table.cells().len() {
        table.set_release(position, Release::Frozen);
    }
    let sensitive_cell = table.position(&["n1".to_owned(), "f".to_owned()]).unwrap();
    let refused = |table: Table| {
        let system = System::new(vec![table]).unwrap();
        let sensitive = Sensitive::find(&system, &threshold()).unwrap();
        [Method::Heuristic, Method::Exact].map(|method| suppress(&system, &sensitive, &options(method)).unwrap_err())
    };
    for faults in refused(table.clone()) {
        assert!(matches!(&faults[..], [Fault::SensitiveCellFrozen { place, .. }] if place[..] == ["n1", "f"]));
    }
    table.set_release(sensitive_cell, Release::Withheld);
    for faults in refused(table) {
        assert!(matches!(&faults[..], [Fault::NotProtectable { place, .. }] if place[..] == ["n1", "f"]));
    }
}

/// The woman in the south knows that she is one of three there: the two men are no secret from her until that total is.
#[test]
fn the_own_cell_of_a_person_tells_nothing_of_others() {
    let table = counted(&[5, 6, 7, 8, 1, 2]);
    let cell = |codes: [&str; 2]| table.position(&codes.map(str::to_owned)).unwrap() as u32;
    let (woman, men) = (cell(["s", "f"]), cell(["s", "m"]));
    let system = System::new(vec![table.clone()]).unwrap();
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let alone = |withheld: &[bool]| singletons(&system, &sensitive, withheld, &Stop::default()).unwrap();
    let chosen = suppress(&system, &sensitive, &options(Method::Heuristic)).unwrap();
    assert_eq!(alone(&chosen.withheld), [(woman, vec![men])]);
    let more = against_singles(&system, &sensitive, chosen, &options(Method::Heuristic)).unwrap();
    assert_eq!(alone(&more.withheld), []);
    let mut seen = more.withheld;
    seen[woman as usize] = false;
    let (low, high) = by_trying_all(&table, &seen)[men as usize];
    assert!(low < high);
}

#[test]
fn proofs_that_do_not_hold_are_not_believed() {
    let system = System::new(vec![counted(&[1, 9, 8, 7, 6, 5])]).unwrap();
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let cell = sensitive.iter().next().unwrap().0;
    let mut withheld = vec![false; system.len()];
    withheld[cell as usize] = true;
    let lies = [vec![(cell, 5.0)], vec![(cell, f64::NAN)], vec![(cell, 1.0), (cell, 1.0)], vec![(9_999, 1.0)]];
    let (report, audited) = audit(&system, &sensitive, &withheld, &lies, &Policy::default()).unwrap();
    assert!(!report.passes && audited.is_none());
}

#[test]
fn two_tables_that_cut_ages_differently_give_a_small_group_away() {
    let ages = |codes: &[(&str, &[&str])]| {
        let mut dimension = flat("age", &[]);
        for (name, covers) in codes {
            let covers = covers.iter().map(|&age| age.to_owned()).collect();
            dimension.codes.push(CodeSpecification { code: (*name).to_owned(), parent: Some("T".to_owned()), covers });
        }
        dimension
    };
    let first = ages(&[("0-14", &["0-14"]), ("15+", &["15-17", "18+"])]);
    let second = ages(&[("0-17", &["0-14", "15-17"]), ("18+", &["18+"])]);
    let table = |name: &str, dimension: DimensionSpecification, counts: [i64; 3]| {
        let codes: Vec<String> = dimension.codes.iter().map(|code| code.code.clone()).collect();
        let mut specification = TableSpecification { name: name.to_owned(), ..specification(vec![dimension]) };
        for (code, count) in codes.into_iter().zip(counts) {
            specification.cells.push(CellSpecification {
                codes: vec![code],
                value: Some(count.into()),
                not_applicable: false,
                release: Release::Free,
                contributors: None,
                largest: Vec::new(),
                cost: None,
            });
        }
        Table::new(&specification).unwrap()
    };
    let system = System::new(vec![table("children", first, [100, 40, 60]), table("minors", second, [100, 42, 58])]).unwrap();
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let report = judged(&system, &sensitive, &vec![false; system.len()], &Policy::default());
    let found: Vec<u64> = blocking(&report)
        .iter()
        .map(|finding| match finding {
            Finding::SmallDifference { contributors, .. } => *contributors,
            other => panic!("{other:?}"),
        })
        .collect();
    // 0–17 less 0–14, and 15+ less 18+: the same two persons.
    assert_eq!(found, [2, 2]);
}

#[test]
fn linked_tables_are_protected_together() {
    let by = |name: &str, dimension: DimensionSpecification, counts: &[[u8; 2]]| {
        let mut adding = Accumulator::new(
            &TableSpecification { name: name.to_owned(), ..specification(vec![flat("region", &["n", "s"]), dimension]) },
            0,
        )
        .unwrap();
        for (region, counts) in counts.iter().enumerate() {
            for (code, &count) in counts.iter().enumerate() {
                for _ in 0..count {
                    adding.add(&[1 + region, 1 + code], 1);
                }
            }
        }
        adding.finish()
    };
    let sex = by("by sex", flat("sex", &["f", "m"]), &[[1, 9], [8, 7]]);
    let status = by("by status", flat("status", &["a", "b"]), &[[6, 4], [7, 8]]);
    let system = System::new(vec![sex.clone(), status]).unwrap();
    // 9 cells each, of which the total and the two regions are the same ones.
    assert_eq!(system.len(), 15);
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let chosen = suppress(&system, &sensitive, &options(Method::Exact)).unwrap();
    assert!(judged(&system, &sensitive, &chosen.withheld, &Policy::default()).passes);
    // Where they disagree, the place is named.
    let other = by("by age", flat("age", &["x", "y"]), &[[6, 5], [7, 8]]);
    let faults = System::new(vec![sex, other]).unwrap_err();
    assert!(faults.iter().any(|fault| matches!(fault, Fault::TablesDisagree { place, .. } if place[..] == ["n", "T"])));
}

#[test]
fn a_specification_tells_all_its_faults_at_once() {
    let cell = |codes: &[&str], value: &str| CellSpecification {
        codes: codes.iter().map(|&code| code.to_owned()).collect(),
        value: value.parse().ok(),
        not_applicable: false,
        release: Release::Free,
        contributors: None,
        largest: Vec::new(),
        cost: None,
    };
    let mut specification = specification(vec![flat("sex", &["f", "m"])]);
    specification.cells =
        vec![cell(&["T"], "3"), cell(&["T"], "3"), cell(&["x"], "1"), cell(&["f"], "1.5"), cell(&["m"], "-1"), cell(&[], "1")];
    let faults = Table::new(&specification).unwrap_err();
    let names: Vec<String> =
        faults.iter().map(|fault| serde_json::to_value(fault).unwrap()["fault"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["cell-twice", "code-unknown", "amount-not-exact", "not-a-count", "codes-of-cell"]);
    specification.cells = vec![cell(&["T"], "3"), cell(&["f"], "1"), cell(&["m"], "1")];
    let faults = System::new(vec![Table::new(&specification).unwrap()]).unwrap_err();
    assert!(matches!(&faults[..], [Fault::NotAdditive { place, dimension, .. }] if place[..] == ["T"] && dimension == "sex"));
}

/// Worked by hand: X = 100, x₁ = 50, x₂ = 40. p = 25 %: 0.25 · 50 − 10 = 2.5. (1, 40): 100/40 · 50 − 100 = 25.
#[test]
fn levels_of_concentration_rules() {
    let mut specification = specification(vec![flat("branch", &["a"])]);
    specification.kind = Kind::Magnitude;
    specification.decimals = 1;
    for code in ["T", "a"] {
        specification.cells.push(CellSpecification {
            codes: vec![code.to_owned()],
            value: Some(100.into()),
            not_applicable: false,
            release: Release::Free,
            contributors: Some(7),
            largest: vec![50.into(), 40.into()],
            cost: None,
        });
    }
    let table = Table::new(&specification).unwrap();
    let level = |rule: Rule| rule.judge(&table, 1).unwrap().map(|protection| protection.upper);
    assert_eq!(level(Rule::PPercent { percent: 25.into() }), Some(25));
    assert_eq!(level(Rule::PPercent { percent: 20.into() }), None);
    assert_eq!(level(Rule::Dominance { n: 1, percent: 40.into() }), Some(250));
    assert_eq!(level(Rule::Dominance { n: 2, percent: 90.into() }), None);
    assert!(matches!(
        Rule::Dominance { n: 3, percent: 90.into() }.judge(&table, 1),
        Err(Fault::ContributionsMissing { needed: 3, .. })
    ));
}

#[test]
fn neighbouring_categories_are_proposed_for_merging() {
    let mut adding =
        Accumulator::new(&specification(vec![flat("status", &["a", "b", "c"]), flat("sex", &["f", "m"])]), 0).unwrap();
    for (number, persons) in [1, 2, 4, 5, 9, 8].into_iter().enumerate() {
        for _ in 0..persons {
            adding.add(&[1 + number / 2, 1 + number % 2], 1);
        }
    }
    let table = adding.finish();
    let proposed = collapse::proposals(&table, &threshold()).unwrap();
    // a has 1 and 2; with b it has 5 and 7. Merging b and c would help nobody, and the two sexes are the whole total.
    assert_eq!(proposed.len(), 1);
    let proposal = &proposed[0];
    assert_eq!(
        (proposal.codes.clone(), proposal.sensitive_before, proposal.sensitive_after, proposal.cells_lost),
        (["a".to_owned(), "b".to_owned()], 2, 0, 3)
    );
    let merged = collapse::merge(&table, "status", &proposal.codes, "a or b").unwrap();
    let value = |codes: [&str; 2]| merged.value(merged.position(&codes.map(str::to_owned)).unwrap());
    assert_eq!(
        [value(["a or b", "f"]), value(["a or b", "T"]), value(["c", "m"]), value(["T", "T"])],
        [Some(5), Some(12), Some(8), Some(29)]
    );
    assert!(System::new(vec![merged]).is_ok());
    assert!(matches!(
        collapse::merge(&table, "sex", &["f".to_owned(), "m".to_owned()], "all").unwrap_err()[..],
        [Fault::NotMergeable { .. }]
    ));
}

#[test]
fn methods_are_compared_by_loss_and_risk() {
    let system = System::new(vec![counted(&[1, 9, 8, 7, 6, 5])]).unwrap();
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let ways = [
        Way::Unprotected,
        Way::Suppression(options(Method::Exact)),
        Way::Rounding(rounding::Options { base: 5, ..rounding::Options::default() }),
    ];
    let effects: Vec<_> =
        compare(&system, &sensitive, &ways, &Policy::default()).into_iter().map(|found| found.result.unwrap()).collect();
    assert_eq!(effects.iter().map(|effect| effect.at_risk).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!(effects.iter().map(|effect| effect.may_be_published).collect::<Vec<_>>(), [false, true, true]);
    // A rectangle of four; and rounding withholds nothing but moves values.
    assert_eq!(effects.iter().map(|effect| effect.cells_withheld).collect::<Vec<_>>(), [0, 4, 0]);
    assert!(effects[0].distance.0.is_zero() && !effects[2].distance.0.is_zero());
}

/// Three dimensions with so many codes each; the counts of their finest cells are from 1 to 9.
fn three_dimensional(codes: usize) -> System {
    let names: Vec<String> = (0..codes).map(|code| format!("c{code}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let dimensions = ["a", "b", "c"].map(|name| flat(name, &names)).to_vec();
    let mut adding = Accumulator::new(&specification(dimensions), 0).unwrap();
    let mut drawn = 7_u32;
    for finest in 0..codes.pow(3) {
        drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        for _ in 0..=(drawn >> 16) % 9 {
            adding.add(&[1 + finest % codes, 1 + finest / codes % codes, 1 + finest / codes / codes], 1);
        }
    }
    System::new(vec![adding.finish()]).unwrap()
}

#[test]
fn the_heuristic_withholds_no_more_than_the_cheapest_choice_of_a_small_table() {
    for costs in [Costs::Cells, Costs::Values] {
        let system = three_dimensional(4);
        let sensitive = Sensitive::find(&system, &threshold()).unwrap();
        let found =
            |method| suppress(&system, &sensitive, &Options { costs, attacker: Attacker::Linear, ..options(method) }).unwrap();
        let (exact, heuristic) = (found(Method::Exact), found(Method::Heuristic));
        assert!(exact.proved_cheapest && exact.cost > 0.0);
        assert_eq!(heuristic.cost, exact.cost, "{costs:?}");
    }
}

/// A table of persons spread over the finest codes, the same in every run: few codes have many, and many few.
fn spread(dimensions: Vec<DimensionSpecification>, persons: usize) -> System {
    let trees: Vec<Dimension> = dimensions.iter().map(|dimension| Dimension::new(dimension).unwrap()).collect();
    let finest: Vec<Vec<usize>> = trees.iter().map(|tree| tree.finest().collect()).collect();
    let mut adding = Accumulator::new(&specification(dimensions), 0).unwrap();
    let mut drawn = 88_172_645_463_325_252_u64;
    for _ in 0..persons {
        let codes = finest.iter().map(|finest| {
            drawn ^= drawn << 13;
            drawn ^= drawn >> 7;
            drawn ^= drawn << 17;
            finest[(((drawn >> 11) as f64 / (1_u64 << 53) as f64).powi(2) * finest.len() as f64) as usize]
        });
        adding.add(&codes.collect::<Vec<usize>>(), 1);
    }
    System::new(vec![adding.finish()]).unwrap()
}

fn numbered(name: &str, codes: usize) -> DimensionSpecification {
    let codes: Vec<String> = (0..codes).map(|code| code.to_string()).collect();
    flat(name, &codes.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Protects a table that is too large for programs over all of it, and has it judged by the proofs of that.
fn is_protected_at_once(system: &System, searches: &[(Costs, u32, Attacker)]) {
    // Empty ones are not withheld: the search goes another way where more than 20,000 may be.
    let may_be_withheld = (0..system.len() as u32).filter(|&cell| system.value(cell).is_some_and(|value| value > 0)).count();
    let sensitive = Sensitive::find(system, &threshold()).unwrap();
    assert!(may_be_withheld > 20_000 && sensitive.len() > 500, "{may_be_withheld} cells, {} sensitive", sensitive.len());
    for &(costs, rounds, attacker) in searches {
        let options = Options { costs, rounds, attacker, ..options(Method::Heuristic) };
        let found = suppress(system, &sensitive, &options).unwrap();
        let policy = Policy { attacker, ranges: false, ..Policy::default() };
        let (report, _) = audit(system, &sensitive, &found.withheld, &found.proofs, &policy).unwrap();
        assert_eq!(blocking(&report), Vec::<&Finding>::new(), "{costs:?}, {attacker:?}");
    }
}

/// Many a sensitive cell stands alone among empty ones.
#[test]
fn a_very_large_table_is_protected_with_proofs_that_hold() {
    let mut places = vec![code("T", None)];
    for region in 0..6 {
        places.push(code(&format!("r{region}"), Some("T")));
        places.extend((0..9).map(|place| code(&format!("r{region}p{place}"), Some(&format!("r{region}")))));
    }
    let place = DimensionSpecification { name: "place".to_owned(), codes: places };
    let system = spread(vec![place, numbered("origin", 90), numbered("age", 10)], 400_000);
    is_protected_at_once(&system, &[(Costs::Values, 0, Attacker::Linear), (Costs::Cells, 1, Attacker::Whole)]);
}

/// Beside a code is only one other, which is often as small: what protects a cell moves totals as well.
#[test]
fn a_very_large_table_with_a_dimension_of_two_codes_is_protected() {
    let dimensions = vec![numbered("place", 40), flat("sex", &["f", "m"]), numbered("origin", 160), numbered("age", 5)];
    is_protected_at_once(&spread(dimensions, 150_000), &[(Costs::Cells, 0, Attacker::Whole)]);
}

/// Wishes an end from another thread while something runs.
fn ended<T>(run: impl FnOnce(Stop) -> Result<T, Vec<Fault>>) -> Option<Vec<Fault>> {
    let wish = Arc::new(AtomicBool::new(false));
    let stop = Stop(Some(wish.clone()));
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(400));
            wish.store(true, Ordering::Relaxed);
        });
        run(stop).err()
    })
}

/// Each of these would go on for seconds, minutes or hours: linear programs of an audit, those of a suppression, a single
/// whole-number program, and the search for a rounding.
#[test]
fn whatever_runs_ends_when_somebody_wishes_it() {
    let system = three_dimensional(40);
    let withheld: Vec<bool> = (0..system.len() as u32).map(|cell| is_finest(&system, cell)).collect();
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let audited = ended(|stop| {
        let policy = Policy { ranges: true, stop, ..Policy::default() };
        audit(&system, &sensitive, &withheld, &[], &policy)
    });
    assert_eq!(audited, Some(vec![Fault::Stopped]));

    let system = three_dimensional(15);
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let suppressed = ended(|stop| suppress(&system, &sensitive, &Options { stop, rounds: 60, ..options(Method::Heuristic) }));
    assert_eq!(suppressed, Some(vec![Fault::Stopped]));

    let system = three_dimensional(13);
    let sensitive = Sensitive::find(&system, &threshold()).unwrap();
    let suppressed = ended(|stop| suppress(&system, &sensitive, &Options { stop, ..options(Method::Exact) }));
    assert_eq!(suppressed, Some(vec![Fault::Stopped]));

    let large = three_dimensional(40);
    let rounded = ended(|stop| round(&large, &rounding::Options { base: 7, stop, ..rounding::Options::default() }));
    assert_eq!(rounded, Some(vec![Fault::Stopped]));
}

/// Too large for a whole-number program; sums along each of its three dimensions stay true, and what is a multiple already
/// seldom moves.
#[test]
fn a_table_of_three_dimensions_is_rounded_in_no_time_and_always_alike() {
    let system = three_dimensional(11);
    let options = rounding::Options { base: 5, ..rounding::Options::default() };
    let rounded = round(&system, &options).unwrap();
    assert_eq!(rounded, round(&system, &options).unwrap());
    assert!(rounded.steps <= 1, "{}", rounded.steps);
    for cell in 0..system.len() as u32 {
        let (table, position) = system.home(cell);
        let codes = table.coordinates(position);
        let (value, truth) = (rounded.values[cell as usize], system.value(cell).unwrap());
        assert!(value % 5 == 0 && value >= 0 && (value - truth).abs() < 5 * (1 + i64::from(rounded.steps)));
        // Code 0 of a dimension is its total.
        for dimension in (0..3).filter(|dimension| codes[*dimension] == 0) {
            let part = |code: usize| {
                let mut codes = codes.clone();
                codes[dimension] = code;
                let at = (0..table.cells().len()).find(|position| table.coordinates(*position) == codes).unwrap();
                rounded.values[system.cell(0, at) as usize]
            };
            assert_eq!(value, (1..=11).map(part).sum::<i64>());
        }
    }
}

/// The search alone ends two steps away, as do five million changes of a larger table; a program over so many cells does not end.
#[test]
fn what_is_too_far_away_in_a_large_table_is_mended_or_refused() {
    let tree = |name: &str| {
        let mut codes = vec![code("T", None)];
        for above in ["a", "b", "c"] {
            codes.push(code(above, Some("T")));
            codes.extend([1, 2, 3].map(|part| code(&format!("{above}{part}"), Some(above))));
        }
        DimensionSpecification { name: name.to_owned(), codes }
    };
    let system = spread(["place", "origin", "occupation", "activity"].map(tree).into(), 100_000);
    let rounded = |most_steps| round(&system, &rounding::Options { most_steps, ..rounding::Options::default() });
    assert_eq!(rounded(1).unwrap().steps, 1);
    let refused = rounded(0).unwrap_err();
    assert!(matches!(refused[..], [Fault::NotRoundable { steps: 0, .. }]), "{refused:?}");
}

fn is_finest(system: &System, cell: u32) -> bool {
    let (table, position) = system.home(cell);
    table.coordinates(position).iter().all(|code| *code > 0)
}

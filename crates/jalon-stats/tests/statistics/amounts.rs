//! Sums and means that may leave the office: judged by contributors and by their largest contributions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
use jalon_stats::release::{About, Context, Judged, Progress, Release, judge};
use jalon_stats::tabulation::{Dataset, Fault, Options, Status, parse};
use proptest::prelude::*;

use crate::office::Office;

/// Region, sector, income, weight.
type Earner = (&'static str, &'static str, Option<i32>, i32);

fn data(office: &Office, people: &[Earner], group: usize) -> PathBuf {
    let text = |of: fn(&Earner) -> &'static str| -> ArrayRef {
        Arc::new(people.iter().map(|person| Some(of(person))).collect::<StringArray>())
    };
    let number = |of: fn(&Earner) -> Option<i32>| -> ArrayRef { Arc::new(people.iter().map(of).collect::<Int32Array>()) };
    let columns = [
        ("region", text(|person| person.0)),
        ("sector", text(|person| person.1)),
        ("income", number(|person| person.2)),
        ("weight", number(|person| Some(person.3))),
    ];
    office.batch("earners.parquet", &RecordBatch::try_from_iter(columns).unwrap(), group)
}

const SUMS: &str = "[[measure]]\nname = \"earned\"\nkind = \"sum\"\nvariable = \"income\"\n\
    [[measure]]\nname = \"average\"\nkind = \"mean\"\nvariable = \"income\"\n";
const BY: &str = "[[dimension]]\nvariable = \"region\"\n[[dimension]]\nvariable = \"sector\"\n";

fn table(measures: &str, protection: &str) -> String {
    format!("[weight]\nvariable = \"weight\"\n{BY}{measures}[protection]\n{protection}\n")
}

fn judged(office: &Office, data: &Path, text: &str, released: &[Release], about: About) -> Result<Judged, Vec<Fault>> {
    let folder = office.path("");
    let parsed = parse(text, "table.toml", &folder)?;
    let options = Options { threads: 2, memory: 1 << 28, folder, counter: None };
    let context = Context { released, about, specification_text: text, dataset_hash: "d1", compare: false };
    judge(&parsed, &Dataset::open(data)?, &options, &context, &Progress::default())
}

/// So many persons with this income each.
fn earners(groups: &[(&'static str, &'static str, i32, usize)]) -> Vec<Earner> {
    let of = |(region, sector, income, count): &(&'static str, &'static str, i32, usize)| {
        vec![(*region, *sector, Some(*income), 1); *count]
    };
    groups.iter().flat_map(of).collect()
}

fn everybody() -> Vec<Earner> {
    let mut people = earners(&[
        ("north", "farm", 1000, 30),
        ("north", "city", 1200, 40),
        ("south", "farm", 900, 25),
        ("south", "city", 1100, 35),
        ("west", "farm", 950, 28),
        ("west", "city", 1300, 33),
    ]);
    // Twenty persons are enough for a count. One of them has nearly everything.
    people.extend(earners(&[("island", "farm", 10, 19), ("island", "farm", 50_000, 1), ("island", "city", 1000, 30)]));
    people
}

#[test]
fn whoever_has_nearly_everything_is_not_told_by_a_sum() {
    let office = Office::new();
    let data = data(&office, &everybody(), 50);
    let plain = judged(&office, &data, &table(SUMS, "method = \"none\""), &[], About::default()).unwrap();
    assert!(plain.release().is_none());
    assert_eq!(plain.report.findings[0].code, "sensitive-published");
    assert_eq!(jalon_stats::release::shown(&plain.report.findings[0].place), "region = island, sector = farm");

    let found = judged(&office, &data, &table(SUMS, "method = \"suppression\""), &[], About::default()).unwrap();
    let release = found.release().unwrap();
    for cell in release.cells() {
        let [sum, mean] = [0, 1].map(|measure| cell.figures[measure].status == Status::Suppressed);
        assert_eq!(sum, mean, "a mean and a number of persons are a sum");
    }
    let status = |codes: &[&str]| release.cell(codes).unwrap().figures[0].status;
    assert_eq!(status(&["island", "farm"]), Status::Suppressed);
    assert_eq!(release.cell(&["_T", "_T"]).unwrap().figures[0].value.as_deref(), Some("288690"));
    // Nobody would be told by a table in which each has as much as the others.
    let equal: Vec<Earner> = everybody().iter().map(|person| (person.0, person.1, Some(1000), 1)).collect();
    let data = self::data(&office, &equal, 50);
    assert!(judged(&office, &data, &table(SUMS, "method = \"none\""), &[], About::default()).unwrap().report.passes);
}

#[test]
fn the_rules_of_the_specification_count_weighted_contributions() {
    let office = Office::new();
    let mut people = everybody();
    people.retain(|person| person.0 != "island");
    people.extend((0..20).map(|number| ("island", "farm", Some(1000), if number == 0 { 400 } else { 1 })));
    people.extend(earners(&[("island", "city", 1000, 30)]));
    let data = data(&office, &people, 50);
    let passes = |weighted: bool, rules: &str| {
        let measure = format!("[[measure]]\nname = \"earned\"\nkind = \"sum\"\nvariable = \"income\"\nweighted = {weighted}\n");
        let text = table(&measure, &format!("method = \"none\"\n{rules}"));
        judged(&office, &data, &text, &[], About::default()).unwrap().report.passes
    };
    assert!(passes(false, "") && !passes(true, ""), "400 of 419 are one record's");
    assert!(!passes(false, "dominance = { largest = 5, percent = 20 }"), "five of twenty are a quarter");
    assert!(passes(false, "dominance = { largest = 5, percent = 26 }"));
}

#[test]
fn a_mean_tells_what_its_sum_and_its_number_tell() {
    let office = Office::new();
    let mut people = everybody();
    people.retain(|person| person.0 != "island");
    people.push(("atoll", "farm", Some(7000), 1));
    let data = data(&office, &people, 50);
    let mean = |population: &str| {
        format!(
            "{population}[[dimension]]\nvariable = \"sector\"\n[[measure]]\nname = \"average\"\nkind = \"mean\"\nvariable = \"income\"\n\
             [protection]\nmethod = \"none\"\n"
        )
    };
    let without = "[population]\nwhere = [{ variable = \"region\", not = [\"atoll\"] }]\n";
    let first = judged(&office, &data, &mean(without), &[], About::default()).unwrap();
    let out = [first.release().unwrap().clone()];
    assert!(judged(&office, &data, &mean(""), &[], About::default()).unwrap().report.passes);
    let second = judged(&office, &data, &mean(""), &out, About::default()).unwrap();
    assert!(!second.report.passes, "the difference is one person's income");
    let counts = mean("").replace("kind = \"mean\"\nvariable = \"income\"", "kind = \"count\"");
    assert!(!judged(&office, &data, &counts, &out, About::default()).unwrap().report.passes, "and one person");
}

#[test]
fn what_no_audit_looks_at_is_refused() {
    let office = Office::new();
    let codes = |people: &[Earner], text: &str| -> Vec<&'static str> {
        let faults = judged(&office, &data(&office, people, 50), text, &[], About::default()).unwrap_err();
        faults.iter().map(|fault| fault.code).collect()
    };
    let suppressed = table(SUMS, "method = \"suppression\"");
    let mut people = everybody();
    people[0].2 = Some(-1);
    assert_eq!(codes(&people, &suppressed), ["negative-amount"]);
    people[0].2 = None;
    assert_eq!(codes(&people, &suppressed), ["release-missing", "release-missing"]);
    let median = SUMS.replace("kind = \"mean\"", "kind = \"median\"");
    assert_eq!(codes(&everybody(), &table(&median, "method = \"suppression\"")), ["release-measure"]);
    assert_eq!(codes(&everybody(), &table(SUMS, "method = \"rounding\"")), ["release-rounding", "release-rounding"]);
    assert_eq!(codes(&everybody(), &table(SUMS, "method = \"cell-key\"")), ["counts-only", "counts-only"]);
    let rich = "[population]\nwhere = [{ variable = \"income\", from = 100 }]\n";
    assert_eq!(codes(&everybody(), &format!("{rich}{suppressed}")), ["release-amount-condition", "release-amount-condition"]);
}

#[test]
fn nothing_in_sum_is_nothing_for_each() {
    let office = Office::new();
    let mut people = everybody();
    people.retain(|person| person.0 != "island");
    people.extend(earners(&[("island", "farm", 0, 20), ("island", "city", 1000, 30)]));
    let data = data(&office, &people, 50);
    let of = |status: bool| {
        let about = About { children: false, status };
        judged(&office, &data, &table(SUMS, "method = \"none\""), &[], about).unwrap().report
    };
    let codes =
        |report: &jalon_stats::release::Report| report.findings.iter().map(|found| found.code.clone()).collect::<Vec<_>>();
    let both = ["whole-amount", "all-zero"].map(str::to_owned).to_vec();
    assert_eq!((of(false).passes, codes(&of(false))), (true, both.clone()));
    assert_eq!((of(true).passes, codes(&of(true))), (false, both));
}

/// Sum, number and the error of the mean would give the sum of the squares.
#[test]
fn sums_and_means_leave_without_sampling_errors() {
    let office = Office::new();
    let data = data(&office, &everybody(), 50);
    let weighted = SUMS.replace("variable = \"income\"\n", "variable = \"income\"\nweighted = true\n");
    let weighted =
        format!("{weighted}[[measure]]\nname = \"persons\"\nkind = \"weighted-count\"\n[sampling]\ndesign = \"kish\"\n");
    let found = judged(&office, &data, &table(&weighted, "method = \"suppression\""), &[], About::default()).unwrap();
    let release = found.release().unwrap();
    assert_eq!([0, 1, 2].map(|measure| release.has_errors(measure)), [false, false, true]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// No sum that is shown breaks a rule, none follows from a line of the table, and nothing depends on order.
    #[test]
    fn released_sums_keep_the_rules(
        people in prop::collection::vec(
            (prop::sample::select(vec!["north", "south", "west"]), prop::sample::select(vec!["farm", "city"]),
             prop_oneof![5 => 0..2000_i32, 1 => 0..90_000_i32].prop_map(Some), Just(1)),
            1..90,
        ),
        turn in 0..90_usize,
        group in 1..40_usize,
    ) {
        let office = Office::new();
        let text = table(SUMS, "method = \"suppression\"");
        let found = judged(&office, &data(&office, &people, 1000), &text, &[], About::default()).unwrap();
        let mut turned = people.clone();
        turned.rotate_left(turn % people.len());
        let again = judged(&office, &data(&office, &turned, group), &text, &[], About::default()).unwrap();
        prop_assert_eq!(&found, &again);
        let Some(release) = found.release() else { return Ok(()) };
        for (axis, other) in [(0, 1), (1, 0)] {
            for fixed in 0..release.dimensions()[other].codes.len() as u32 {
                let mut at = [0, 0];
                at[other] = fixed;
                let line: Vec<_> = release.along(axis, &at).map(|(_, cell)| cell.figures[0].status).collect();
                prop_assert!(line.iter().filter(|status| **status == Status::Suppressed).count() != 1, "{line:?}");
            }
        }
        for cell in release.cells() {
            let code = |axis: usize| release.dimensions()[axis].codes[cell.codes[axis] as usize].code.as_str();
            let inside = |person: &&Earner| [person.0, person.1].iter().enumerate().all(|(axis, own)| ["_T", own].contains(&code(axis)));
            let mut incomes: Vec<i64> = people.iter().filter(inside).filter_map(|person| person.2).map(i64::from).collect();
            incomes.sort_unstable_by(|one, other| other.cmp(one));
            let figure = &cell.figures[0];
            if figure.value.is_none() || incomes.is_empty() {
                continue;
            }
            let sum: i64 = incomes.iter().sum();
            prop_assert_eq!(figure.value.clone(), Some(sum.to_string()));
            let rest = sum - incomes[0] - incomes.get(1).copied().unwrap_or(0);
            prop_assert!(incomes.len() >= 5 && rest * 10 >= incomes[0], "{incomes:?}");
        }
    }
}

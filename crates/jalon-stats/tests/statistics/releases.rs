//! What may leave the office: tables judged alone and together with what was released before.

use std::collections::BTreeSet;
use std::path::Path;

use jalon_stats::release::{About, Context, Judged, Progress, Release, judge};
use jalon_stats::tabulation::{Dataset, Fault, Format, Options, Status, parse};
use proptest::prelude::*;

use crate::office::{Office, Person};

fn judged(office: &Office, data: &Path, specification: &str, released: &[Release], about: About) -> Result<Judged, Vec<Fault>> {
    compared(office, data, specification, released, about, false)
}

fn compared(
    office: &Office,
    data: &Path,
    specification: &str,
    released: &[Release],
    about: About,
    compare: bool,
) -> Result<Judged, Vec<Fault>> {
    let folder = office.path("");
    let parsed = parse(specification, "table.toml", &folder)?;
    let options = Options { threads: 2, memory: 1 << 28, folder, counter: None };
    let context = Context { released, about, specification_text: specification, dataset_hash: "d1", compare };
    judge(&parsed, &Dataset::open(data)?, &options, &context, &Progress::default())
}

fn person(sex: i8, age: i32, key: i16) -> Person {
    Person { region: None, sex, age: Some(age), income: None, weight: 1500, key: Some(key) }
}

/// So many persons of each sex in each age.
fn crowd(counts: &[(i8, i32, usize)]) -> Vec<Person> {
    let of = |(sex, age, count): &(i8, i32, usize)| {
        (0..*count).map(|number| person(*sex, *age, (number * 37 + *age as usize) as i16 % 256)).collect::<Vec<_>>()
    };
    counts.iter().flat_map(of).collect()
}

fn specification(cut: i64, protection: &str) -> String {
    format!(
        "[table]\ntitle = \"Residents\"\n[[dimension]]\nvariable = \"sex\"\n[[dimension]]\nvariable = \"age\"\n\
         level = [{{ name = \"band\", bands = [0, {cut}] }}]\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n\
         [protection]\nminimum_contributors = 3\n{protection}"
    )
}

const AGES: [i32; 3] = [5, 16, 40];
const MINIMUM: i64 = 3;
/// Largest number that the attacker tries for one cell.
const MOST: i64 = 9;

#[test]
fn a_small_cell_keeps_an_unprotected_table_in_the_office_and_suppression_lets_it_go() {
    let office = Office::new();
    let data = office.data(&crowd(&[(1, 5, 20), (1, 40, 30), (2, 5, 2), (2, 40, 25)]), 100);
    let plain = judged(&office, &data, &specification(15, "method = \"none\""), &[], About::default()).unwrap();
    assert!(!plain.report.passes && plain.release().is_none());
    let worst = &plain.report.findings[0];
    assert_eq!((worst.code.as_str(), worst.forbids), ("sensitive-published", true));
    assert_eq!(jalon_stats::release::shown(&worst.place), "sex = 2, age = 0-14");
    let methods: Vec<&str> = plain.report.comparison.iter().map(|found| found.method.as_str()).collect();
    assert_eq!(methods, ["none", "cell-key", "suppression", "rounding"]);
    let [none, keys, suppression, rounding] = &plain.report.comparison[..] else { panic!("{:?}", plain.report.comparison) };
    assert!(none.forbidding > 0 && suppression.forbidding == 0 && suppression.withheld == 4, "{suppression:?}");
    assert_eq!((none.withheld, none.distance.as_str(), suppression.distance.as_str()), (0, "0", "0"));
    // With keys the cell of two is below the threshold of the noise; of the other figures each moves by three at most.
    let distance = |way: &jalon_stats::release::Comparison| way.distance.parse::<i64>().unwrap();
    assert!(keys.impossible.is_none() && keys.withheld == 1 && (0..=3 * 8).contains(&distance(keys)), "{keys:?}");
    assert!(distance(rounding) > 0 && distance(rounding) <= 9 * 9, "figures of the table and no others: {rounding:?}");

    let protected = judged(&office, &data, &specification(15, "method = \"suppression\""), &[], About::default()).unwrap();
    let release = protected.release().unwrap();
    assert_eq!(release.cell(&["2", "0-14"]).unwrap().figures[0].status, Status::Suppressed);
    assert_eq!(release.cell(&["_T", "_T"]).unwrap().figures[0].value.as_deref(), Some("77"));
    assert_eq!(protected.report.withheld, 4, "one cell in each line and column beside it");
    assert!(protected.report.comparison.is_empty(), "nobody asked");
    // Whoever asks sees the same of a table that passes, whatever its method.
    for method in ["suppression", "cell-key"] {
        let asked = compared(&office, &data, &specification(15, &format!("method = \"{method}\"")), &[], About::default(), true);
        assert_eq!(asked.unwrap().report.comparison, plain.report.comparison, "{method}");
    }
    // The same inputs give the same bytes, and bytes that were touched are no release.
    let again = judged(&office, &data, &specification(15, "method = \"suppression\""), &[], About::default()).unwrap();
    assert_eq!(again.release().unwrap().to_json(), release.to_json());
    // One person more is seen wherever that person is counted, and nowhere else.
    let more = office.data(&crowd(&[(1, 5, 20), (1, 40, 31), (2, 5, 2), (2, 40, 25)]), 100);
    let other = judged(&office, &more, &specification(15, "method = \"suppression\""), &[], About::default()).unwrap();
    assert!(release.differing(again.release().unwrap()).is_empty());
    let differing = release.differing(other.release().unwrap());
    let words = |codes: &Vec<u32>| -> Vec<&str> {
        codes.iter().zip(release.dimensions()).map(|(place, dimension)| dimension.codes[*place as usize].code.as_str()).collect()
    };
    let differing: Vec<Vec<&str>> = differing.iter().map(words).collect();
    assert_eq!(differing.len(), 3, "the cells of the groups themselves are withheld in both: {differing:?}");
    assert!(differing.iter().all(|codes| codes.contains(&"_T")) && differing.contains(&vec!["1", "_T"]), "{differing:?}");
    let bytes = release.to_json();
    assert_eq!(&Release::from_json(&bytes, &release.sha256()).unwrap(), release);
    let touched = String::from_utf8(bytes).unwrap().replace("77", "78");
    assert_eq!(Release::from_json(touched.as_bytes(), &release.sha256()).unwrap_err()[0].code, "release-digest");
    assert!(!touched.contains("\"2\",\"suppressed\""));
    let csv = String::from_utf8(release.to_bytes(Format::Csv).unwrap()).unwrap();
    assert!(csv.starts_with("sex,age,persons,persons_status\n1,0-14,,suppressed\n"), "{csv}");
    assert!(release.to_bytes(Format::Xlsx).unwrap().starts_with(b"PK"));
    assert!(release.to_bytes(Format::Parquet).unwrap().starts_with(b"PAR1"));
}

#[test]
fn two_tables_that_are_harmless_alone_are_refused_together() {
    let office = Office::new();
    let data = office.data(&crowd(&[(1, 5, 20), (1, 16, 1), (1, 40, 30), (2, 5, 20), (2, 16, 8), (2, 40, 25)]), 100);
    let first = judged(&office, &data, &specification(15, "method = \"none\""), &[], About::default()).unwrap();
    let released = [first.release().unwrap().clone()];
    let alone = judged(&office, &data, &specification(18, "method = \"none\""), &[], About::default()).unwrap();
    assert!(alone.report.passes);
    let together = judged(&office, &data, &specification(18, "method = \"none\""), &released, About::default()).unwrap();
    assert!(!together.report.passes, "one person is between the two cuts");
    assert!(together.report.findings.iter().any(|found| found.code == "sensitive-known"));
    let protected = judged(&office, &data, &specification(18, "method = \"suppression\""), &released, About::default()).unwrap();
    assert!(protected.report.passes, "{:?}", protected.report.findings);
    // A condition is a cut as well: those from 15 on, and among them those from 18 on.
    let adults = specification(18, "method = \"none\"")
        .replace("[[dimension]]\nvariable = \"age\"\nlevel = [{ name = \"band\", bands = [0, 18] }]\n", "")
        .replace("[[measure]]", "[population]\nwhere = [{ variable = \"age\", from = 18, to = 120 }]\n[[measure]]");
    assert!(judged(&office, &data, &adults, &[], About::default()).unwrap().report.passes);
    assert!(!judged(&office, &data, &adults, &released, About::default()).unwrap().report.passes);
}

#[test]
fn tables_about_children_or_status_need_ten_persons_and_no_whole_group() {
    let office = Office::new();
    let data = office.data(&crowd(&[(1, 5, 8), (1, 40, 30), (2, 5, 20), (2, 40, 25)]), 100);
    let plain = "[[dimension]]\nvariable = \"sex\"\n[[dimension]]\nvariable = \"age\"\nlevel = [{ name = \"band\", bands = [0, 15] }]\n\
        [[measure]]\nname = \"persons\"\nkind = \"count\"\n";
    let children = About { children: true, status: false };
    assert!(judged(&office, &data, plain, &[], About::default()).unwrap().report.passes);
    assert!(!judged(&office, &data, plain, &[], children).unwrap().report.passes);
    let weak = format!("{plain}[protection]\nmethod = \"suppression\"\nminimum_contributors = 5\n");
    assert_eq!(judged(&office, &data, &weak, &[], children).unwrap_err()[0].code, "rule-too-weak");
    let whole = office.data(&crowd(&[(1, 5, 18), (2, 5, 20), (2, 40, 25)]), 100);
    assert!(judged(&office, &whole, plain, &[], About::default()).unwrap().report.passes);
    let refused = judged(&office, &whole, plain, &[], children).unwrap();
    assert!(refused.report.findings.iter().any(|found| found.code == "whole-group" && found.forbids));
}

#[test]
fn weighted_counts_and_ratios_are_withheld_with_the_counts_that_they_tell() {
    let office = Office::new();
    let data = office.data(&crowd(&[(1, 5, 20), (1, 40, 30), (2, 5, 2), (2, 40, 25)]), 100);
    let weighted = specification(15, "method = \"suppression\"").replace(
        "[protection]",
        "[weight]\nvariable = \"weight\"\ndecimals = 3\n[[measure]]\nname = \"weighted\"\nkind = \"weighted-count\"\n\
         [[measure]]\nname = \"share\"\nkind = \"share\"\nof = \"persons\"\nover = [\"sex\"]\n[protection]",
    );
    let found = judged(&office, &data, &weighted, &[], About::default()).unwrap();
    let release = found.release().unwrap_or_else(|| panic!("{:?}", found.report.findings));
    for cell in release.cells() {
        let hidden = |measure: usize| cell.figures[measure].status == Status::Suppressed;
        assert_eq!(hidden(0), hidden(1), "{cell:?}");
        assert!(!hidden(0) || hidden(2), "{cell:?}");
    }
    assert_eq!(release.cell(&["_T", "_T"]).unwrap().figures[1].value.as_deref(), Some("115.500"));
}

#[test]
fn weighted_totals_beside_cell_keys_leave_rounded_to_about_one_person_and_are_judged() {
    let office = Office::new();
    let mut persons = crowd(&[(1, 5, 60), (1, 40, 85), (2, 5, 2), (2, 40, 95)]);
    persons.iter_mut().enumerate().for_each(|(number, person)| person.weight = 2_000 + (number as i32 * 37) % 2_100);
    let data = office.data(&persons, 100);
    let weighted = specification(15, "method = \"cell-key\"\nmaximum_deviation = 3\nvariance = 1.0\n").replace(
        "[protection]",
        "[weight]\nvariable = \"weight\"\ndecimals = 3\n[[measure]]\nname = \"weighted\"\nkind = \"weighted-count\"\n\
         [[measure]]\nname = \"mean\"\nkind = \"ratio\"\nnumerator = \"weighted\"\ndenominator = \"persons\"\n[protection]",
    );
    let found = judged(&office, &data, &weighted, &[], About::default()).unwrap();
    let release = found.release().unwrap_or_else(|| panic!("{:?}", found.report.findings));
    assert_eq!(release.protection().parameters.get("weight_base").map(String::as_str), Some("5"));
    for cell in release.cells() {
        let numbers: Vec<Option<f64>> = cell.figures.iter().map(|figure| figure.number()).collect();
        let [Some(persons), Some(weighted), Some(mean)] = numbers[..] else {
            assert!(cell.figures.iter().all(|figure| figure.status == Status::Suppressed), "{cell:?}");
            continue;
        };
        assert_eq!((weighted % 5.0, mean), (0.0, weighted / persons), "{cell:?}");
    }
    // Where a cell of fewer than the threshold may be shown, its mean weight would be too.
    let shown = weighted.replace("maximum_deviation", "threshold = 1\nmaximum_deviation");
    let refused = judged(&office, &data, &shown, &[], About::default()).unwrap();
    assert!(!refused.report.passes, "{:?}", refused.report.findings);
    // Together with an earlier release, whose totals tell too.
    let next = weighted.replace("bands = [0, 15]", "bands = [0, 10]");
    let together = judged(&office, &data, &next, std::slice::from_ref(release), About::default()).unwrap();
    assert!(together.report.passes, "{:?}", together.report.findings);
}

#[test]
fn a_person_who_is_alone_in_a_withheld_cell_cannot_work_out_the_next_one() {
    let office = Office::new();
    // In the first line 1 and 2 would hide each other from everybody but the one person.
    let counts = [(1, 5, 1), (1, 16, 2), (1, 40, 30), (2, 5, 30), (2, 16, 30), (2, 40, 30)];
    let data = office.data(&crowd(&counts), 100);
    let text = specification(15, "method = \"suppression\"").replace("[0, 15]", "[0, 15, 18]");
    let found = judged(&office, &data, &text, &[], About::default()).unwrap();
    let release = found.release().unwrap_or_else(|| panic!("{:?}", found.report.findings));
    let hidden = |codes: &[&str]| release.cell(codes).unwrap().figures[0].status == Status::Suppressed;
    assert!(hidden(&["1", "0-14"]) && hidden(&["1", "15-17"]));
    assert!(hidden(&["1", "18+"]) || hidden(&["1", "_T"]), "{:?}", release.cells());
}

#[test]
fn waiting_may_end_early() {
    let office = Office::new();
    let data = office.data(&crowd(&[(1, 5, 20)]), 100);
    let text = specification(15, "method = \"none\"");
    let folder = office.path("");
    let options = Options { threads: 1, memory: 1 << 28, folder: folder.clone(), counter: None };
    let progress = Progress::default();
    progress.cancel();
    let context =
        Context { released: &[], about: About::default(), specification_text: &text, dataset_hash: "d1", compare: false };
    let parsed = parse(&text, "table.toml", &folder).unwrap();
    let faults = judge(&parsed, &Dataset::open(&data).unwrap(), &options, &context, &progress).unwrap_err();
    assert_eq!(faults[0].code, "cancelled");
}

/// Numbers of persons by sex and age, the finest groups that any of the tables tells apart.
type Counts = [i64; 6];

/// The finest groups in a group.
fn finest(sex: Option<usize>, ages: &BTreeSet<usize>) -> BTreeSet<usize> {
    (0..6).filter(|at| sex.is_none_or(|sex| at / 3 == sex) && ages.contains(&(at % 3))).collect()
}

fn group(sex: Option<usize>, ages: &BTreeSet<usize>, counts: &Counts) -> i64 {
    finest(sex, ages).into_iter().map(|at| counts[at]).sum()
}

/// What a release says: a group, and between which numbers it lies.
fn statements(release: &Release, cut: i32) -> Vec<(Option<usize>, BTreeSet<usize>, i64, i64)> {
    let protection = release.protection();
    let deviation = i64::from(protection.maximum_deviation);
    release
        .cells()
        .iter()
        .map(|cell| {
            let code = |axis: usize| release.dimensions()[axis].codes[cell.codes[axis] as usize].code.as_str();
            let sex = match code(0) {
                "1" => Some(0),
                "2" => Some(1),
                _ => None,
            };
            let ages = (0..3)
                .filter(|age| match code(1) {
                    "_T" => true,
                    band => (AGES[*age] >= cut) == band.ends_with('+'),
                })
                .collect();
            let figure = &cell.figures[0];
            let (low, high) = match (figure.number().map(|value| value as i64), protection.method.as_str()) {
                (Some(0), "cell-key") => (0, 0),
                (Some(value), "cell-key") => ((value - deviation).max(1), value + deviation),
                (Some(value), _) => (value - deviation, value + deviation),
                (None, "cell-key") => (1, protection.threshold - 1 + deviation),
                // Empty groups are shown: somebody is in a group that is not.
                (None, _) => (1, i64::MAX),
            };
            (sex, ages, low, high)
        })
        .collect()
}

/// All counts that fit everything that was released, one after the other.
fn enumerate(said: &[(Option<usize>, BTreeSet<usize>, i64, i64)], counts: &mut Counts, at: usize, see: &mut impl FnMut(&Counts)) {
    if at == 6 {
        see(counts);
        return;
    }
    for value in 0..=MOST {
        counts[at] = value;
        let decided = |sex: &Option<usize>, ages: &BTreeSet<usize>| {
            (0..6).filter(|place| sex.is_none_or(|sex| place / 3 == sex) && ages.contains(&(place % 3))).max() == Some(at)
        };
        let fits = said.iter().filter(|(sex, ages, ..)| decided(sex, ages)).all(|(sex, ages, low, high)| {
            let sum = group(*sex, ages, counts);
            sum >= *low && sum <= *high
        });
        if fits {
            enumerate(said, counts, at + 1, see);
        }
    }
    counts[at] = 0;
}

/// How many groups there are at most of which no two have anybody in common.
fn apart(groups: &[BTreeSet<usize>]) -> i64 {
    let Some((group, rest)) = groups.split_first() else { return 0 };
    let others: Vec<BTreeSet<usize>> = rest.iter().filter(|other| other.is_disjoint(group)).cloned().collect();
    apart(rest).max(1 + apart(&others))
}

/// Five countries with one person each in a region: the region's total of five would tell that each of them has one.
#[test]
fn withheld_numbers_that_cannot_all_be_more_than_one_are_not_beside_their_total() {
    let office = Office::new();
    let mut persons = vec![];
    for (place, age) in AGES.into_iter().enumerate() {
        persons.push(person(1, age, place as i16));
        persons.extend((0..40).map(|number| person(2, age, (number + 50 * place as i16) % 256)));
    }
    let data = office.data(&persons, 100);
    let text = specification(15, "method = \"suppression\"").replace("bands = [0, 15]", "bands = [0, 15, 18]");
    let found = judged(&office, &data, &text, &[], About::default()).unwrap();
    let release = found.release().expect("a choice that protects");
    let of_men = |code: &str| release.cell(&["1", code]).unwrap().figures[0].number();
    assert_eq!(["0-14", "15-17", "18+"].map(of_men), [None; 3]);
    assert_eq!(of_men("_T"), None, "three withheld numbers that add up to three are known");
}

/// Two persons, one in each group: that they are two or more is known of their total, and does not keep it from being protected.
#[test]
fn a_total_of_single_persons_is_protected() {
    let office = Office::new();
    let mut persons: Vec<_> = AGES.into_iter().take(2).enumerate().map(|(place, age)| person(1, age, place as i16)).collect();
    for (place, age) in AGES.into_iter().enumerate() {
        persons.extend((0..40).map(|number| person(2, age, (number + 50 * place as i16) % 256)));
    }
    let data = office.data(&persons, 100);
    let text = specification(15, "method = \"suppression\"").replace("bands = [0, 15]", "bands = [0, 15, 18]");
    let found = judged(&office, &data, &text, &[], About::default()).unwrap();
    let release = found.release().expect("a choice that protects");
    assert_eq!(release.cell(&["1", "_T"]).unwrap().figures[0].number(), None);
}

/// That nobody knows how many there are does not hide that all of them are in one category.
#[test]
fn a_group_of_children_in_one_category_is_refused_though_its_number_is_withheld() {
    let office = Office::new();
    let others = [(1, 16, 30), (1, 40, 30), (2, 16, 30), (2, 40, 30)];
    let data = office.data(&crowd(&[&[(1, 5, 1)], &others[..]].concat()), 100);
    for method in ["suppression", "cell-key\"\nthreshold = 10\nmaximum_deviation = 5\nvariance = \"2"] {
        let text = specification(15, &format!("method = \"{method}\"").replace("variance = \"2\"", "variance = 2.0"));
        let text = text.replace("minimum_contributors = 3\n", "");
        let children = judged(&office, &data, &text, &[], About { children: true, status: false }).unwrap();
        assert!(children.release().is_none(), "{method}");
        let codes: Vec<&str> = children.report.findings.iter().map(|found| found.code.as_str()).collect();
        assert!(codes.contains(&"whole-group"), "{method}: {codes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    /// An attacker who tries every table that fits all releases finds no small group.
    #[test]
    fn what_is_released_survives_an_attacker_who_tries_everything(
        truth in prop::array::uniform6(0..7_usize), keys in 0..256_i16,
        (first, second) in prop::sample::select(vec![(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (3, 3), (1, 3)]),
    ) {
        let office = Office::new();
        let persons: Vec<Person> = (0..6)
            .flat_map(|at| (0..truth[at]).map(move |number| (at, number)))
            .map(|(at, number)| person((at / 3) as i8 + 1, AGES[at % 3], (keys + 29 * (at * 7 + number) as i16) % 256))
            .collect();
        prop_assume!(!persons.is_empty());
        let data = office.data(&persons, 100);
        let methods = ["none", "suppression", "rounding", "cell-key"];
        let mut released: Vec<Release> = vec![];
        let mut said = vec![];
        for (cut, method) in [(15, methods[first]), (18, methods[second])] {
            let more = if method == "cell-key" { "threshold = 3\nmaximum_deviation = 2\nvariance = 1.0\n" } else { "" };
            let text = specification(cut, &format!("method = \"{method}\"\n{more}"));
            let found = match judged(&office, &data, &text, &released, About::default()) {
                Ok(found) => found,
                Err(faults) => {
                    let expected = if (first, second) == (1, 3) { "methods-mixed" } else { "not-roundable" };
                    prop_assert!(faults.iter().all(|fault| fault.code == expected), "{faults:?}");
                    continue;
                }
            };
            prop_assert_eq!(found.report.passes, found.release().is_some());
            if let Some(release) = found.release() {
                said.extend(statements(release, cut as i32));
                released.push(release.clone());
            }
        }
        let counts: Counts = truth.map(|count| count as i64);
        for (sex, ages, low, high) in &said {
            let own = group(*sex, ages, &counts);
            prop_assert!(own >= *low && own <= *high, "the truth fits what is said of it");
        }
        let only_exact = released.iter().all(|release| release.protection().method != "cell-key");
        let cuts: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[1, 2], &[0, 1, 2], &[0, 2]];
        let groups: Vec<(Option<usize>, BTreeSet<usize>)> = [None, Some(0), Some(1)]
            .into_iter()
            .flat_map(|sex| cuts[..6].iter().map(move |ages| (sex, ages.iter().copied().collect())))
            .filter(|(sex, ages)| (1..MINIMUM).contains(&group(*sex, ages, &counts)))
            .collect();
        let of = |low: i64, high: i64| said.iter().filter(move |said| (said.2, said.3) == (low, high)).map(|said| finest(said.0, &said.1));
        let empty: BTreeSet<usize> = of(0, 0).flatten().collect();
        let marked: BTreeSet<BTreeSet<usize>> = of(1, i64::MAX).map(|group| group.difference(&empty).copied().collect()).collect();
        let mut reach = vec![(i64::MAX, i64::MIN); groups.len()];
        enumerate(&said, &mut [0; 6], 0, &mut |counts| {
            for (reach, (sex, ages)) in reach.iter_mut().zip(&groups) {
                let value = group(*sex, ages, counts);
                *reach = (reach.0.min(value), reach.1.max(value));
            }
        });
        for ((sex, ages), (low, high)) in groups.iter().zip(reach) {
            let own = group(*sex, ages, &counts);
            if released.is_empty() {
                continue;
            }
            prop_assert!(low < high, "{sex:?} {ages:?} is {own} for certain");
            if only_exact {
                // That somebody is there is what each mark of a withheld number says, beside the empty groups; so many are
                // there at least.
                let own_groups = finest(*sex, ages);
                let marks: Vec<BTreeSet<usize>> = marked.iter().filter(|mark| mark.is_subset(&own_groups)).cloned().collect();
                let marked = apart(&marks);
                prop_assert!((low < own || own <= marked) && high >= MINIMUM, "{sex:?} {ages:?} is {own}, seen as {low} to {high}");
            }
        }
    }
}

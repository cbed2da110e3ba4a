//! Sampling errors: against closed forms, against an independent computation, and what may be said of them outside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray};
use jalon_stats::release::{About, Context, Judged, Progress, Release, judge};
use jalon_stats::tabulation::{Dataset, Fault, Format, Options, Status, parse};
use proptest::prelude::*;

use crate::office::Office;

/// A person of a survey with replicate weights.
#[derive(Debug, Clone)]
struct Respondent {
    region: &'static str,
    working: bool,
    income: i32,
    /// In hundredths.
    weight: i32,
    replicates: Vec<i32>,
}

fn survey(office: &Office, people: &[Respondent]) -> PathBuf {
    let hundredths = |values: Vec<i32>| -> ArrayRef {
        Arc::new(values.into_iter().map(|value| Some(f64::from(value) / 100.0)).collect::<Float64Array>())
    };
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("region".into(), Arc::new(people.iter().map(|person| Some(person.region)).collect::<StringArray>())),
        ("working".into(), Arc::new(people.iter().map(|person| Some(i32::from(person.working))).collect::<Int32Array>())),
        ("income".into(), Arc::new(people.iter().map(|person| Some(person.income)).collect::<Int32Array>())),
        ("weight".into(), hundredths(people.iter().map(|person| person.weight).collect())),
    ];
    for number in 0..people[0].replicates.len() {
        let own = people.iter().map(|person| person.replicates[number]).collect();
        columns.push((format!("rw{}", number + 1), hundredths(own)));
    }
    office.batch("survey.parquet", &RecordBatch::try_from_iter(columns).unwrap(), 13)
}

const MEASURES: &str = r#"
[[dimension]]
variable = "region"
[weight]
variable = "weight"
decimals = 2
[[measure]]
name = "rate"
kind = "ratio"
numerator = "working"
denominator = "persons"
[[measure]]
name = "working"
kind = "weighted-count"
where = [{ variable = "working", codes = ["1"] }]
[[measure]]
name = "persons"
kind = "weighted-count"
[[measure]]
name = "income"
kind = "mean"
variable = "income"
weighted = true
[[measure]]
name = "earned"
kind = "sum"
variable = "income"
weighted = true
[[measure]]
name = "among"
kind = "share"
of = "persons"
over = ["region"]
[[measure]]
name = "records"
kind = "count"
[[measure]]
name = "middle"
kind = "median"
variable = "income"
"#;

fn people(replicates: usize) -> impl Strategy<Value = Vec<Respondent>> {
    let person = (
        prop::sample::select(vec!["north", "south"]),
        any::<bool>(),
        -200..4000_i32,
        50..900_i32,
        prop::collection::vec(0..900_i32, replicates),
    );
    let person = person.prop_map(|(region, working, income, weight, replicates)| Respondent {
        region,
        working,
        income,
        weight,
        replicates,
    });
    prop::collection::vec(person, 2..60)
}

/// Estimates of one cell with one set of weights, in the plainest way.
struct Plain {
    persons: f64,
    working: f64,
    earned: f64,
    all: f64,
}

impl Plain {
    fn of(people: &[&Respondent], all: &[Respondent], weight: &dyn Fn(&Respondent) -> i32) -> Self {
        let weight = |person: &Respondent| f64::from(weight(person)) / 100.0;
        let sum = |of: &dyn Fn(&Respondent) -> f64| people.iter().map(|person| weight(person) * of(person)).sum();
        Self {
            persons: sum(&|_| 1.0),
            working: sum(&|person| f64::from(i32::from(person.working))),
            earned: sum(&|person| f64::from(person.income)),
            all: all.iter().map(weight).sum(),
        }
    }

    fn estimate(&self, measure: &str) -> f64 {
        match measure {
            "rate" => self.working / self.persons,
            "working" => self.working,
            "persons" => self.persons,
            "income" => self.earned / self.persons,
            "earned" => self.earned,
            _ => self.persons / self.all,
        }
    }
}

/// Published errors are rounded up to three digits.
fn agrees(published: &str, expected: f64) -> bool {
    let found: f64 = published.parse().unwrap();
    found >= expected * (1.0 - 1e-9) - 1e-9 && found <= expected * 1.0101 + 1e-9
}

fn within(people: &[Respondent], region: &str) -> Vec<Respondent> {
    people.iter().filter(|person| region == "_T" || person.region == region).cloned().collect()
}

const ESTIMATED: [&str; 6] = ["rate", "working", "persons", "income", "earned", "among"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// BRR, Fay, both jackknives and the bootstrap: c Σ f (θ_r − θ)², written out.
    #[test]
    fn the_variance_by_replicates_is_its_definition(people in people(5), method in 0..5_usize) {
        let office = Office::new();
        let data = survey(&office, &people);
        let (said, factors): (&str, [f64; 5]) = [
            ("method = \"brr\"", [0.2; 5]),
            ("method = \"fay\"\nfay = 0.5", [0.8; 5]),
            ("method = \"jk1\"", [0.8; 5]),
            ("method = \"jkn\"\nfactors = [0.5, 0.5, 0.75, 0.75, 1.0]", [0.5, 0.5, 0.75, 0.75, 1.0]),
            ("method = \"bootstrap\"", [0.2; 5]),
        ][method];
        let text = format!("{MEASURES}[sampling]\ndesign = \"replicates\"\nprefix = \"rw\"\ncount = 5\n{said}\n");
        for row in office.rows(&text, &data) {
            let own = within(&people, &row["region"]);
            let own: Vec<&Respondent> = own.iter().collect();
            let full = Plain::of(&own, &people, &|person| person.weight);
            for measure in ESTIMATED {
                let deviation = |number: usize| {
                    let replicate = Plain::of(&own, &people, &|person| person.replicates[number]);
                    replicate.estimate(measure) - full.estimate(measure)
                };
                let variance: f64 = (0..5).map(|number| factors[number] * deviation(number).powi(2)).sum();
                let published = &row[&format!("{measure}_error")];
                let certain = ["rate", "among"].contains(&measure) && [0.0, 1.0].contains(&full.estimate(measure));
                let nobody = measure == "working" && full.working == 0.0;
                if nobody || variance.is_nan() || variance.is_infinite() {
                    prop_assert_eq!((published.as_str(), row[&format!("{measure}_reliability")].as_str()), ("", "unreliable"));
                } else if !certain {
                    prop_assert!(agrees(published, variance.sqrt()), "{measure} {row:?}: {}", variance.sqrt());
                }
            }
            prop_assert!(!row.contains_key("records_error") && !row.contains_key("middle_error"));
        }
    }

    /// (Σ w)² / Σ w² in the place of the number drawn.
    #[test]
    fn kish_takes_the_effective_size(people in people(0)) {
        let office = Office::new();
        let rows = office.rows(&format!("{MEASURES}[sampling]\ndesign = \"kish\"\n"), &survey(&office, &people));
        for row in &rows {
            let own = within(&people, &row["region"]);
            let sums = |people: &[Respondent], power: i32| -> f64 {
                people.iter().map(|person| (f64::from(person.weight) / 100.0).powi(power)).sum()
            };
            let (weights, squares) = (sums(&own, 1), sums(&own, 2));
            let effective = weights * weights / squares;
            let rate: f64 = row["rate"].parse().unwrap();
            prop_assert!(agrees(&row["rate_error"], (rate * (1.0 - rate) / effective).sqrt()), "{row:?}");
            prop_assert!(agrees(&row["persons_error"], squares.sqrt()), "{row:?}");
            let among: f64 = row["among"].parse().unwrap();
            let whole = sums(&people, 1).powi(2) / sums(&people, 2);
            prop_assert!(agrees(&row["among_error"], (among * (1.0 - among) / whole).sqrt()), "{row:?}");
            let moment: f64 =
                own.iter().map(|person| f64::from(person.weight) / 100.0 * f64::from(person.income).powi(2)).sum();
            prop_assert!(agrees(&row["earned_error"], (moment * squares / weights).sqrt()), "{row:?}");
            if effective > 1.0 + 1e-9 {
                let mean: f64 = row["income"].parse().unwrap();
                let spread = (moment / weights - mean * mean).max(0.0) / (effective - 1.0);
                prop_assert!(agrees(&row["income_error"], spread.sqrt()) || spread < 1e-6, "{row:?} {}", spread.sqrt());
            }
            for measure in ESTIMATED {
                let number = |column: &str| row[&format!("{measure}_{column}")].parse::<f64>();
                let value: f64 = row[measure].parse().unwrap();
                if let (Ok(low), Ok(high)) = (number("low"), number("high")) {
                    prop_assert!(low <= value + 1e-9 && value <= high + 1e-9, "{measure} {row:?}");
                }
            }
        }
    }

    /// Weights in another unit say the same of shares and means.
    #[test]
    fn the_unit_of_the_weights_does_not_matter_to_shares_and_means(people in people(0), factor in 2..9_i32) {
        let scaled: Vec<Respondent> =
            people.iter().map(|person| Respondent { weight: person.weight * factor, ..person.clone() }).collect();
        let text = format!("{MEASURES}[sampling]\ndesign = \"kish\"\n");
        let (office, other) = (Office::new(), Office::new());
        let (one, many) = (office.rows(&text, &survey(&office, &people)), other.rows(&text, &survey(&other, &scaled)));
        for (one, many) in one.iter().zip(&many) {
            for measure in ["rate", "among", "income"] {
                let near = |column: &str| match (one[column].parse::<f64>(), many[column].parse::<f64>()) {
                    (Ok(one), Ok(many)) => (one - many).abs() <= 1e-2 * one.abs().max(1e-3),
                    _ => one[column] == many[column],
                };
                for column in ["error", "low", "high"] {
                    prop_assert!(near(&format!("{measure}_{column}")), "{measure} {column} {one:?} {many:?}");
                }
            }
        }
    }

    #[test]
    fn replicates_that_are_all_the_weight_itself_leave_no_error(people in people(0)) {
        let same: Vec<Respondent> =
            people.iter().map(|person| Respondent { replicates: vec![person.weight; 3], ..person.clone() }).collect();
        let office = Office::new();
        let text = format!("{MEASURES}[sampling]\ndesign = \"replicates\"\nmethod = \"jk1\"\nweights = [\"rw1\", \"rw2\", \"rw3\"]\n");
        for row in office.rows(&text, &survey(&office, &same)) {
            for measure in ["persons", "earned", "income"] {
                prop_assert_eq!(&row[&format!("{measure}_error")], "0");
                prop_assert_eq!(row[&format!("{measure}_low")].parse::<f64>().unwrap(), row[measure].parse::<f64>().unwrap());
            }
        }
    }

    #[test]
    fn errors_do_not_depend_on_order_or_threads(people in people(3), turn in 0..60_usize) {
        let mut turned = people.clone();
        turned.rotate_left(turn % people.len());
        let replicates = "design = \"replicates\"\nmethod = \"bootstrap\"\nprefix = \"rw\"\ncount = 3";
        for design in ["design = \"kish\"", replicates] {
            let text = format!("{MEASURES}[sampling]\n{design}\n");
            for format in ["a.csv", "a.xlsx", "a.parquet"] {
                let (office, other) = (Office::new(), Office::new());
                let one = office.tabulate(&text, &survey(&office, &people), format, 1).unwrap();
                prop_assert!(one == other.tabulate(&text, &survey(&other, &turned), format, 3).unwrap(), "{}", format);
            }
        }
    }
}

fn crowd(counts: &[(&'static str, bool, usize)], weight: i32) -> Vec<Respondent> {
    let of = |(region, working, count): &(&'static str, bool, usize)| {
        (0..*count)
            .map(|number| Respondent { region, working: *working, income: number as i32, weight, replicates: vec![] })
            .collect::<Vec<_>>()
    };
    counts.iter().flat_map(of).collect()
}

/// Equal weights: the design effect is one, and the formulae are those of simple random sampling.
#[test]
fn equal_weights_are_a_simple_random_sample() {
    let office = Office::new();
    let data = survey(&office, &crowd(&[("north", true, 40), ("north", false, 60)], 250));
    let rows = office.rows(&format!("{MEASURES}[sampling]\ndesign = \"kish\"\nconfidence = 90\n"), &data);
    let row = &rows[0];
    let said =
        |measure: &str| ["error", "low", "high", "cv", "reliability"].map(|column| row[&format!("{measure}_{column}")].as_str());
    // √(0.4 · 0.6 / 100) = 0.04899; Wilson at 90 %: 0.32308 to 0.48219.
    assert_eq!(said("rate"), ["0.049", "0.323", "0.4822", "12.3", "reliable"]);
    // 2.5 · √100 = 25; 250 ± 41.1.
    assert_eq!(said("persons"), ["25", "208.8", "291.2", "10", "reliable"]);
    assert_eq!(said("working"), ["15.9", "73.9", "126.1", "15.9", "reliable"]);
}

/// Without weights every record counts one: what is counted without them has an error then, and only then.
#[test]
fn a_sample_without_weights_is_one_of_equal_chances() {
    let office = Office::new();
    let data = survey(&office, &crowd(&[("north", true, 12), ("north", false, 12)], 100));
    let unweighted = "[[dimension]]\nvariable = \"region\"\n[[measure]]\nname = \"rate\"\nkind = \"ratio\"\nnumerator = \"working\"\ndenominator = \"n\"\n\
        [[measure]]\nname = \"working\"\nkind = \"count\"\nwhere = [{ variable = \"working\", codes = [\"1\"] }]\n[[measure]]\nname = \"n\"\nkind = \"count\"\n[sampling]\ndesign = \"kish\"\n";
    let rows = office.rows(unweighted, &data);
    // √(0.25 / 24); fewer than thirty.
    assert_eq!((rows[0]["rate_error"].as_str(), rows[0]["rate_reliability"].as_str()), ("0.103", "unreliable"));
    assert!(!rows[0].contains_key("n_error"));
    let weighted = office.rows(&format!("[weight]\nvariable = \"weight\"\n{unweighted}"), &data);
    assert!(!weighted[0].contains_key("rate_error"), "the design is that of the weights");
}

#[test]
fn the_description_knows_the_design_and_the_specification_may_differ() {
    let office = Office::new();
    let data = survey(&office, &crowd(&[("north", true, 40), ("north", false, 60)], 250));
    let own = |text: &str| office.tabulate(&format!("{MEASURES}{text}"), &data, "t.csv", 1);
    let has_error = |text: &str| String::from_utf8(own(text).unwrap()).unwrap().contains("rate_error");
    assert!(!has_error(""), "nobody said that this is a sample");
    assert_eq!(own("[sampling]\nconfidence = 99\n").unwrap_err()[0].code, "sampling-not-described");
    std::fs::write(office.path("manifest.json"), r#"{"sampling": {"weight": "weight"}}"#).unwrap();
    assert!(has_error("") && has_error("[sampling]\nconfidence = 99\n") && !has_error("[sampling]\ndesign = \"none\"\n"));
    std::fs::write(office.path("manifest.json"), r#"{"sampling": {"weight": "other"}}"#).unwrap();
    assert!(!has_error(""), "the design of other weights tells nothing of these");
}

#[test]
fn a_design_that_does_not_fit_is_refused_with_its_place() {
    let office = Office::new();
    let data = survey(&office, &crowd(&[("north", true, 4)], 250));
    let faults = |text: &str| -> Vec<String> {
        let found = office.tabulate(&format!("{MEASURES}{text}"), &data, "t.csv", 1).unwrap_err();
        found.iter().map(|fault| format!("{} {}", fault.place, fault.code)).collect()
    };
    let design = "[sampling]\ndesign = \"replicates\"\n";
    assert_eq!(faults(&format!("{design}weights = [\"a\", \"b\"]\n")), ["table.toml:41: sampling missing-key"]);
    assert_eq!(
        faults(&format!("{design}method = \"fay\"\nweights = [\"a\", \"b\"]\n")),
        ["table.toml:41: sampling.fay sampling-method"]
    );
    assert_eq!(
        faults(&format!("{design}method = \"brr\"\nweights = [\"a\", \"a\"]\n")),
        ["table.toml:44: sampling.weights sampling-method"]
    );
    assert_eq!(
        faults(&format!("{design}method = \"brr\"\nweights = [\"a\", \"b\"]\n"))[0],
        "table.toml:41: sampling no-such-column"
    );
    assert_eq!(faults("[sampling]\ndesign = \"kish\"\nconfidence = 94\n"), ["table.toml:43: sampling.confidence unknown-choice"]);
    assert_eq!(
        faults("[[measure]]\nname = \"rate_low\"\nkind = \"count\"\n[sampling]\ndesign = \"kish\"\n"),
        ["table.toml:41: measure[9] duplicate-name"]
    );
}

fn judged(office: &Office, data: &Path, text: &str, released: &[Release]) -> Result<Judged, Vec<Fault>> {
    let folder = office.path("");
    let parsed = parse(text, "table.toml", &folder)?;
    let options = Options { threads: 2, memory: 1 << 28, folder, counter: None };
    let context = Context { released, about: About::default(), specification_text: text, dataset_hash: "d1", compare: false };
    judge(&parsed, &Dataset::open(data)?, &options, &context, &Progress::default())
}

fn released(measures: &str, sampling: &str, method: &str) -> String {
    format!(
        "[table]\ntitle = \"Survey\"\n[weight]\nvariable = \"weight\"\n[[dimension]]\nvariable = \"region\"\n[[dimension]]\nvariable = \"working\"\n\
         {measures}[sampling]\ndesign = \"{sampling}\"\n[protection]\nmethod = \"{method}\"\n"
    )
}

const WEIGHTED: &str = "[[measure]]\nname = \"share\"\nkind = \"share\"\nof = \"persons\"\nover = [\"working\"]\n[[measure]]\nname = \"persons\"\nkind = \"weighted-count\"\n";

#[test]
fn what_is_withheld_is_withheld_with_its_error() {
    let office = Office::new();
    let people = crowd(
        &[
            ("north", true, 50),
            ("north", false, 60),
            ("south", true, 2),
            ("south", false, 70),
            ("west", true, 45),
            ("west", false, 55),
        ],
        250,
    );
    let data = survey(&office, &people);
    let found = judged(&office, &data, &released(WEIGHTED, "kish", "suppression"), &[]).unwrap();
    let release = found.release().unwrap();
    let south = release.cell(&["south", "1"]).unwrap();
    assert!(south.figures.iter().all(|figure| figure.status == Status::Suppressed));
    let mut estimated = 0;
    for figure in release.cells().iter().flat_map(|cell| &cell.figures) {
        let said = [figure.error.is_some(), figure.cv.is_some(), figure.interval.is_some(), figure.reliability.is_some()];
        match figure.status {
            Status::Suppressed => assert_eq!(said, [false; 4], "an error tells of the value that it belongs to"),
            _ => estimated += usize::from(said[0]),
        }
    }
    assert!(estimated > 4);
    let lines = String::from_utf8(release.to_bytes(Format::Csv).unwrap()).unwrap();
    let heading = "region,working,share,share_status,share_error,share_low,share_high,share_cv,share_reliability,persons";
    assert!(lines.starts_with(heading), "{lines}");
    assert!(lines.contains("south,1,,suppressed,,,,,,,suppressed,,,,,\n"), "{lines}");
    assert!(release.to_bytes(Format::Xlsx).is_ok() && release.to_bytes(Format::Parquet).is_ok());
    let json = release.to_json();
    assert_eq!(&Release::from_json(&json, &release.sha256()).unwrap(), release);
    assert_eq!(release.sampling().unwrap().rules.confidence, 95);
}

/// The error of a weighted count tells how many records it is made of (25 of 250 is one in a hundred). A later count of one
/// person more is harmless beside a weighted count without errors, and tells of that person beside one with them.
#[test]
fn an_error_is_judged_like_the_number_of_records() {
    let office = Office::new();
    let mut people = crowd(&[("north", true, 40), ("north", false, 60)], 250);
    people.extend(crowd(&[("west", true, 1)], 300));
    let data = survey(&office, &people);
    let first = |sampling: &str| {
        let text = format!(
            "[population]\nwhere = [{{ variable = \"region\", not = [\"west\"] }}]\n[weight]\nvariable = \"weight\"\n\
             [[dimension]]\nvariable = \"working\"\n[[measure]]\nname = \"persons\"\nkind = \"weighted-count\"\n\
             [sampling]\ndesign = \"{sampling}\"\n[protection]\nmethod = \"none\"\n"
        );
        judged(&office, &data, &text, &[]).unwrap().release().unwrap().clone()
    };
    let second =
        "[[dimension]]\nvariable = \"working\"\n[[measure]]\nname = \"n\"\nkind = \"count\"\n[protection]\nmethod = \"none\"\n";
    assert!(judged(&office, &data, second, &[first("none")]).unwrap().report.passes);
    let beside = judged(&office, &data, second, &[first("kish")]).unwrap();
    assert!(!beside.report.passes, "101 less 100 is one person");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// With equal weights whoever reads the errors knows the number of records of every cell that is shown. In no line of the
    /// table may a single cell be withheld: it would follow.
    #[test]
    fn errors_leave_no_cell_that_follows_from_a_line(counts in prop::array::uniform6(0..12_usize)) {
        let office = Office::new();
        let regions = ["north", "south", "west"];
        let place = |(at, count): (usize, &usize)| (regions[at / 2], at % 2 == 0, 3 * count);
        let people = crowd(&counts.iter().enumerate().map(place).collect::<Vec<_>>(), 250);
        prop_assume!(!people.is_empty());
        let found = judged(&office, &survey(&office, &people), &released(WEIGHTED, "kish", "suppression"), &[]).unwrap();
        let Some(release) = found.release() else { return Ok(()) };
        let measure = release.measures().iter().position(|measure| measure.name == "persons").unwrap();
        for (axis, other) in [(0, 1), (1, 0)] {
            for fixed in 0..release.dimensions()[other].codes.len() as u32 {
                let mut at = [0, 0];
                at[other] = fixed;
                let line: Vec<_> = release.along(axis, &at).map(|(_, cell)| cell.figures[measure].status).collect();
                let withheld = line.iter().filter(|status| **status == Status::Suppressed).count();
                prop_assert!(withheld != 1, "{line:?}");
            }
        }
    }
}

#[test]
fn an_error_beside_a_perturbed_count_is_refused() {
    let office = Office::new();
    let data = survey(&office, &crowd(&[("north", true, 40), ("north", false, 60)], 250));
    for method in ["rounding", "cell-key"] {
        let text = released("[[measure]]\nname = \"n\"\nkind = \"count\"\n", "kish", method);
        let faults = judged(&office, &data, &text, &[]).unwrap_err();
        assert_eq!(faults[0].code, "sampling-perturbed", "{method}");
        // A described design is refused as well: it would be published silently otherwise.
        std::fs::write(office.path("manifest.json"), r#"{"sampling": {"weight": "weight"}}"#).unwrap();
        let text = text.replace("[sampling]\ndesign = \"kish\"\n", "");
        assert_eq!(judged(&office, &data, &text, &[]).unwrap_err()[0].code, "sampling-perturbed", "{method}");
    }
}

/// Of a sample nobody of whom is in a cell nothing is known but that.
#[test]
fn nobody_in_the_sample_is_not_nobody() {
    let office = Office::new();
    let people = crowd(&[("north", true, 40), ("south", false, 60)], 250);
    let text = format!("[[dimension]]\nvariable = \"working\"\nname = \"job\"\n{MEASURES}[sampling]\ndesign = \"kish\"\n");
    let rows = office.rows(&text, &survey(&office, &people));
    let empty: Vec<&BTreeMap<String, String>> = rows.iter().filter(|row| row["persons_status"] == "zero").collect();
    assert!(!empty.is_empty());
    for row in empty {
        assert_eq!((row["persons_error"].as_str(), row["persons_reliability"].as_str()), ("", "unreliable"));
    }
}

/// Standard errors of an invented survey as the Python package samplics 0.6.0 gives them (`ReplicateEstimator` with
/// `conservative=True`, the jackknife with the coefficient 7/8), by method: rate, working, income, earned; north, then south.
const PUBLISHED: [(&str, [[f64; 4]; 2]); 4] = [
    (
        "method = \"brr\"",
        [
            [0.010937419741488257, 10.212697978497156, 14.832217189568215, 33878.37763104436],
            [0.006740167361865078, 7.158703618672885, 21.93539723268667, 28360.820741126074],
        ],
    ),
    (
        "method = \"fay\"\nfay = 0.5",
        [
            [0.021874839482976513, 20.42539595699431, 29.66443437913643, 67756.75526208871],
            [0.013480334723730156, 14.31740723734577, 43.87079446537334, 56721.64148225215],
        ],
    ),
    (
        "method = \"jk1\"",
        [
            [0.028937692620706324, 27.02025906611555, 39.24235807529493, 89633.76203407675],
            [0.017832806634449288, 18.940149484626627, 58.035605987103516, 75035.67865870209],
        ],
    ),
    (
        "method = \"bootstrap\"",
        [
            [0.010937419741488257, 10.212697978497156, 14.832217189568215, 33878.37763104436],
            [0.006740167361865078, 7.158703618672885, 21.93539723268667, 28360.820741126074],
        ],
    ),
];

#[test]
fn errors_by_replicates_agree_with_a_published_package() {
    let mut state = 20_261_121_u64;
    let mut draw = |below: u64| {
        // Knuth's multiplier for 64 bits; the high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as i32
    };
    let mut person = || {
        let region = ["north", "south"][draw(2) as usize];
        let working = draw(100) < if region == "north" { 62 } else { 41 };
        let (income, weight) = (800 + draw(3000), 100 + draw(700));
        let replicates = (0..8).map(|_| weight * (60 + draw(81)) / 100).collect();
        Respondent { region, working, income, weight, replicates }
    };
    let people: Vec<Respondent> = (0..400).map(|_| person()).collect();
    let office = Office::new();
    let data = survey(&office, &people);
    for (method, expected) in PUBLISHED {
        let text = format!("{MEASURES}[sampling]\ndesign = \"replicates\"\nprefix = \"rw\"\ncount = 8\n{method}\n");
        for (row, expected) in office.rows(&text, &data).iter().zip(expected) {
            for (measure, expected) in ["rate", "working", "income", "earned"].into_iter().zip(expected) {
                assert!(agrees(&row[&format!("{measure}_error")], expected), "{method} {measure} {expected} {row:?}");
            }
        }
    }
}

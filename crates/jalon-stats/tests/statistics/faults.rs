//! Bad input: every fault at once, with place and code; nothing is written.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int8Array, RecordBatch, StringArray};

use crate::office::{Office, Person};

fn person(region: Option<&'static str>) -> Person {
    Person { region, sex: 1, age: Some(30), income: Some(1), weight: 1000, key: Some(1) }
}

/// Codes and places of what is wrong with a specification over one person.
fn faults(specification: &str) -> Vec<String> {
    let office = Office::new();
    let data = office.data(&[person(Some("north"))], 10);
    let faults = office.tabulate(specification, &data, "never.csv", 1).unwrap_err();
    assert!(!office.path("never.csv").exists() && !office.path("never.csv.partial").exists());
    faults.iter().map(|fault| format!("{} {}", fault.place, fault.code)).collect()
}

const MEASURE: &str = "[[measure]]\nname = \"n\"\nkind = \"count\"\n";

#[test]
fn all_faults_of_a_specification_come_at_once_with_their_lines() {
    let found = faults(
        r#"titel = "x"
[table]
margins = "some"
[[dimension]]
variable = "age"
level = [{ name = "band", bands = [15, 5] }, { name = "group", group = [{ code = "a", members = ["1"] }, { code = "b", members = ["1"] }] }]
[[measure]]
name = "n"
kind = "weighted-count"
[[measure]]
name = "n"
kind = "ratio"
numerator = "nothing"
denominator = "n"
"#,
    );
    assert_eq!(
        found,
        [
            "table.toml:3: table.margins unknown-choice",
            "table.toml:6: dimension[1].level[1].bands not-rising",
            "table.toml:6: dimension[1].level[2] group-overlap",
            "table.toml:1: titel unknown-key",
            "table.toml:10: measure[2] duplicate-name",
            "table.toml:7: measure[1] no-weight",
            "table.toml:10: measure[2] unknown-measure",
        ]
    );
}

#[test]
fn translations_are_texts_in_the_languages_of_content() {
    let found = faults(&format!(
        "[[dimension]]\nvariable = \"region\"\n{MEASURE}[translations.en]\n\"Sexe\" = 1\n[translations.xx]\n\"Sexe\" = \"x\"\n"
    ));
    assert_eq!(found, ["table.toml:6: translations.en wrong-type", "table.toml:8: translations.xx unknown-key"]);
}

#[test]
fn a_geography_must_be_a_tree_with_leaves_at_one_depth() {
    let with = |hierarchy: &str| faults(&format!("[[dimension]]\nvariable = \"region\"\nhierarchy = {hierarchy}\n{MEASURE}"));
    let place = "table.toml:3: dimension[1].hierarchy";
    let cycle = r#"{ parents = { north = "a", a = "b", b = "a" }, levels = ["x", "y"] }"#;
    assert_eq!(with(cycle), [format!("{place} hierarchy-cycle")]);
    let ragged = r#"{ parents = { north = "a", a = "b", south = "b" }, levels = ["x", "y"] }"#;
    assert_eq!(with(ragged), [format!("{place} hierarchy-ragged")]);
    let levels = r#"{ parents = { north = "a" }, levels = ["x"] }"#;
    assert_eq!(with(levels), [format!("{place}.levels hierarchy-levels")]);
    let outside = r#"{ parents = { south = "a" }, levels = ["x", "y"] }"#;
    assert_eq!(with(outside)[0], "table.toml:3: dimension[1].hierarchy outside-hierarchy");
}

#[test]
fn what_does_not_fit_the_data_is_named_by_column() {
    assert_eq!(
        faults(&format!("[[dimension]]\nvariable = \"nothing\"\n{MEASURE}")),
        ["table.toml:1: dimension[1] no-such-column"]
    );
    assert_eq!(faults(&format!("[[dimension]]\nvariable = \"weight\"\n{MEASURE}")), ["table.toml:1: dimension[1] column-type"]);
    let text_weight = format!("[[dimension]]\nvariable = \"sex\"\n[weight]\nvariable = \"region\"\n{MEASURE}");
    assert_eq!(faults(&text_weight), ["weight column-type"]);
    let listed = format!(
        "[[variable]]\nname = \"region\"\ncode = [{{ code = \"south\" }}]\n[[dimension]]\nvariable = \"region\"\n{MEASURE}"
    );
    assert_eq!(faults(&listed), ["region unknown-values"]);
}

#[test]
fn missing_and_negative_weights_and_numbers_that_are_none_are_refused() {
    let office = Office::new();
    let run = |weights: Vec<Option<f64>>| {
        let sex: ArrayRef = Arc::new(Int8Array::from(vec![1; weights.len()]));
        let batch =
            RecordBatch::try_from_iter([("sex", sex), ("weight", Arc::new(Float64Array::from(weights)) as ArrayRef)]).unwrap();
        let data = office.batch("weights.parquet", &batch, 10);
        let specification = "[[dimension]]\nvariable = \"sex\"\n[weight]\nvariable = \"weight\"\n[[measure]]\nname = \"w\"\nkind = \"weighted-count\"\n";
        office.tabulate(specification, &data, "w.csv", 1).map_err(|faults| faults[0].code)
    };
    assert_eq!(run(vec![Some(1.0), None]), Err("missing-values"));
    assert_eq!(run(vec![Some(-1.0)]), Err("negative-weight"));
    assert_eq!(run(vec![Some(f64::NAN)]), Err("not-a-number"));
    assert_eq!(run(vec![Some(1e300)]), Err("too-large"));
    assert!(run(vec![Some(0.1), Some(0.2)]).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains("1,0.3,number")));
}

#[test]
fn codes_of_the_output_may_not_stand_in_the_data() {
    let office = Office::new();
    let batch = RecordBatch::try_from_iter([("place", Arc::new(StringArray::from(vec!["_T", "a"])) as ArrayRef)]).unwrap();
    let data = office.batch("reserved.parquet", &batch, 10);
    let faults = office.tabulate(&format!("[[dimension]]\nvariable = \"place\"\n{MEASURE}"), &data, "r.csv", 1).unwrap_err();
    assert_eq!(faults[0].code, "reserved-code");
}

#[test]
fn sums_are_refused_under_cell_keys() {
    let specification = "[[dimension]]\nvariable = \"sex\"\n[[measure]]\nname = \"s\"\nkind = \"sum\"\nvariable = \"income\"\n[protection]\nmethod = \"cell-key\"\n";
    assert_eq!(faults(specification), ["table.toml:3: measure[1] counts-only"]);
}

#[test]
fn a_perturbation_table_with_faults_is_refused_with_all_of_them() {
    let office = Office::new();
    let data = office.data(&[person(Some("north"))], 10);
    let specification =
        format!("[[dimension]]\nvariable = \"sex\"\n{MEASURE}[protection]\nmethod = \"cell-key\"\ntable = \"noise.csv\"\n");
    let codes = |text: &str| {
        std::fs::write(office.path("noise.csv"), text).unwrap();
        let faults = office.tabulate(&specification, &data, "n.csv", 1).unwrap_err();
        faults.iter().map(|fault| fault.code).collect::<Vec<_>>()
    };
    let full: String = (1..=750).flat_map(|count| (0..2).map(move |key| format!("{count},{key},0\n"))).collect();
    assert_eq!(codes("pcv,key\n"), ["noise-columns"]);
    assert_eq!(codes(&format!("pcv,ckey,pvalue\n{}", full.replacen("7,1,0\n", "", 1))), ["noise-hole"]);
    assert_eq!(codes(&format!("pcv,ckey,pvalue\n{full}3,1,2\n")), ["noise-twice"]);
    assert_eq!(codes(&format!("pcv,ckey,pvalue\n{}", full.replacen("1,0,0", "1,0,-2", 1))), ["noise-negative"]);
    assert_eq!(codes(&format!("pcv,ckey,pvalue\n{}", full.replacen("1,0,0", "1,0,x", 1))), ["noise-cell", "noise-hole"]);
}

#[test]
fn damaged_files_are_errors_and_never_a_crash() {
    let office = Office::new();
    let people: Vec<_> = (0..500).map(|number| person([Some("north"), None][number % 2])).collect();
    let data = office.data(&people, 100);
    let sound = std::fs::read(&data).unwrap();
    let specification = format!("[[dimension]]\nvariable = \"region\"\n[[dimension]]\nvariable = \"age\"\n{MEASURE}");
    let damaged = office.path("damaged.parquet");
    for cut in (0..sound.len()).step_by(97) {
        std::fs::write(&damaged, &sound[..cut]).unwrap();
        assert_eq!(office.tabulate(&specification, &damaged, "d.csv", 2).unwrap_err()[0].code, "data-unreadable");
        let mut flipped = sound.clone();
        flipped[cut] ^= 0xff;
        std::fs::write(&damaged, &flipped).unwrap();
        // A flipped bit may lie in a value; what counts is that there is an answer.
        let _ = office.tabulate(&specification, &damaged, "d.csv", 2);
    }
}

#[test]
fn a_table_beyond_the_memory_is_refused() {
    use jalon_stats::tabulation::{Dataset, Options, compute, parse};
    let office = Office::new();
    let people: Vec<_> =
        (0..30_000).map(|number| Person { income: Some(number * 31 % 30_011), age: Some(number), ..person(None) }).collect();
    let data = office.data(&people, 10_000);
    let specification =
        format!("[table]\nzeros = false\n[[dimension]]\nvariable = \"income\"\n[[dimension]]\nvariable = \"age\"\n{MEASURE}");
    let folder = office.path("");
    let specification = parse(&specification, "table.toml", &folder).unwrap();
    let run = |memory| {
        compute(
            &specification,
            &Dataset::open(&data).unwrap(),
            &Options { threads: 2, memory, folder: folder.clone(), counter: None },
        )
    };
    assert_eq!(run(100_000).err().unwrap()[0].code, "memory");
    assert!(run(1 << 30).is_ok());
}

//! Noise by cell keys: the same people get the same noise, however the table is cut.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::office::{Office, Person, persons};

const PROTECTION: &str = r#"
[protection]
method = "cell-key"
threshold = 3
maximum_deviation = 3
variance = 1.5
"#;

fn table(dimensions: &str, population: &str) -> String {
    format!(
        "[table]\nzeros = false\n{population}\n{dimensions}\n[weight]\nvariable = \"weight\"\ndecimals = 3\n\
         [[measure]]\nname = \"n\"\nkind = \"count\"\n[[measure]]\nname = \"w\"\nkind = \"weighted-count\"\n{PROTECTION}"
    )
}

fn dimension(variable: &str) -> String {
    format!("[[dimension]]\nvariable = \"{variable}\"\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_same_people_get_the_same_noise_in_every_table(persons in persons(150), group in 1..60_usize) {
        prop_assume!(persons.iter().filter(|person| person.key.is_some()).count() * 2 >= persons.len());
        let office = Office::new();
        let data = office.data(&persons, group);
        let wide = office.rows(&table(&(dimension("sex") + &dimension("region")), ""), &data);
        let narrow = office.rows(&table(&dimension("region"), ""), &data);
        let figures = |row: &BTreeMap<String, String>| (row["region"].clone(), row["n"].clone(), row["n_status"].clone(), row["w"].clone());
        let margin: Vec<_> = wide.iter().filter(|row| row["sex"] == "_T").map(figures).collect();
        prop_assert_eq!(margin, narrow.iter().map(figures).collect::<Vec<_>>());
        // The women of a table are the people of a table of women.
        let women = "[population]\nwhere = [{ variable = \"sex\", codes = [2] }]";
        if persons.iter().filter(|person| person.sex == 2 && person.key.is_some()).count() * 2 >= persons.iter().filter(|person| person.sex == 2).count() {
            let own = office.rows(&table(&dimension("region"), women), &data);
            let column: Vec<_> = wide.iter().filter(|row| row["sex"] == "2").map(figures).collect();
            let own: Vec<_> = own.iter().filter(|row| row["region"] != "_T" || persons.iter().any(|person| person.sex == 2)).map(figures).collect();
            prop_assert_eq!(column, own);
        }
    }
}

#[test]
fn a_suppressed_count_says_so_and_gives_nothing_away() {
    let office = Office::new();
    let person = |key| Person { region: Some("north"), sex: 1, age: None, income: None, weight: 1500, key: Some(key) };
    let data = office.data(&[person(3), person(4)], 10);
    for row in office.rows(&table(&dimension("region"), "").replace("threshold = 3", "threshold = 10"), &data) {
        assert_eq!(
            (row["n"].as_str(), row["n_status"].as_str(), row["w"].as_str(), row["w_status"].as_str()),
            ("", "suppressed", "", "suppressed")
        );
    }
}

#[test]
fn records_without_a_key_count_but_add_nothing_and_too_many_are_refused() {
    let office = Office::new();
    let person = |key| Person { region: Some("north"), sex: 1, age: None, income: None, weight: 1000, key };
    let mut people: Vec<_> = (0..30).map(|number| person((number % 2 == 0).then_some(200))).collect();
    let specification = table(&dimension("region"), "").replace("threshold = 3", "threshold = 0");
    let noise = jalon_stats::protection::generate(&jalon_stats::protection::Design {
        maximum_deviation: 3,
        variance: 1.5,
        forbidden: vec![],
        keys: 256,
    })
    .unwrap();
    let rows = office.rows(&specification, &office.data(&people, 10));
    assert_eq!(rows[0]["n"], (30 + noise.noise(30, 15 * 200)).to_string());
    people.push(person(None));
    let faults = office.tabulate(&specification, &office.data(&people, 10), "t.csv", 1).unwrap_err();
    assert_eq!(faults[0].code, "half-unkeyed");
}

#[test]
fn fractional_keys_are_the_same_engine() {
    use arrow_array::{Float64Array, Int8Array, RecordBatch};
    use std::sync::Arc;
    let office = Office::new();
    // 0.75 + 0.5 = 1.25: the fractional part is 0.25.
    let batch = RecordBatch::try_from_iter([
        ("sex", Arc::new(Int8Array::from(vec![1, 1])) as arrow_array::ArrayRef),
        ("key", Arc::new(Float64Array::from(vec![0.75, 0.5]))),
    ])
    .unwrap();
    let data = office.batch("fractional.parquet", &batch, 10);
    std::fs::write(office.path("noise.csv"), "i,p_int_lb,p_int_ub,v\n1,0,1,0\n2,0,0.25,1\n2,0.25,0.5,5\n2,0.5,1,-1\n").unwrap();
    let specification = "[[dimension]]\nvariable = \"sex\"\n[[measure]]\nname = \"n\"\nkind = \"count\"\n\
        [protection]\nmethod = \"cell-key\"\nkeys_are = \"fractional\"\ntable = \"noise.csv\"\nrecord_key = \"key\"\nthreshold = 0\n";
    assert_eq!(office.rows(specification, &data)[0]["n"], "7");
}

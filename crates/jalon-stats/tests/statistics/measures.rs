//! Every measure against its definition, computed in the plainest way; and that nothing depends on order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::office::{Office, Person, persons};

const SPECIFICATION: &str = r#"
[table]
zeros = true
[[variable]]
name = "age"
missing = [99]
[weight]
variable = "weight"
decimals = 3
[[dimension]]
variable = "region"
[[dimension]]
variable = "sex"
[[dimension]]
variable = "age"
name = "age_group"
level = [{ name = "band", bands = [0, 15, 65] }]
[[measure]]
name = "persons"
kind = "count"
[[measure]]
name = "weighted"
kind = "weighted-count"
[[measure]]
name = "poor"
kind = "count"
where = [{ variable = "income", to = 1000 }]
[[measure]]
name = "total"
kind = "sum"
variable = "income"
[[measure]]
name = "average"
kind = "mean"
variable = "income"
weighted = true
[[measure]]
name = "middle"
kind = "median"
variable = "income"
[[measure]]
name = "middle_weighted"
kind = "median"
variable = "income"
weighted = true
[[measure]]
name = "poverty"
kind = "ratio"
numerator = "poor"
denominator = "persons"
[[measure]]
name = "share_of_sex"
kind = "share"
of = "persons"
over = ["sex"]
"#;

fn band(person: &Person) -> &'static str {
    match person.age {
        None | Some(99) => "_U",
        Some(..15) => "0-14",
        Some(15..65) => "15-64",
        Some(_) => "65+",
    }
}

fn inside(person: &Person, row: &BTreeMap<String, String>) -> bool {
    let sex = person.sex.to_string();
    let own = [("region", person.region.unwrap_or("_U")), ("sex", &sex), ("age_group", band(person))];
    own.iter().all(|(column, code)| row[*column] == "_T" || row[*column] == *code)
}

/// What the definition says: the value, or the state without one.
fn expected(measure: &str, all: &[Person], row: &BTreeMap<String, String>) -> Result<f64, &'static str> {
    let own: Vec<&Person> = all.iter().filter(|person| inside(person, row)).collect();
    let with_income: Vec<(i64, i64)> =
        own.iter().filter_map(|person| Some((i64::from(person.income?), i64::from(person.weight)))).collect();
    let poor = with_income.iter().filter(|(income, _)| *income <= 1000).count() as f64;
    let of_values = |value: f64| match (own.len(), with_income.len()) {
        (0, _) => Err("not_applicable"),
        (_, 0) => Err("missing"),
        _ => Ok(value),
    };
    match measure {
        "persons" => Ok(own.len() as f64),
        "weighted" => Ok(own.iter().map(|person| i64::from(person.weight)).sum::<i64>() as f64 / 1000.0),
        "poor" => Ok(poor),
        "total" if !own.is_empty() && with_income.is_empty() => Err("missing"),
        "total" => Ok(with_income.iter().map(|(income, _)| income).sum::<i64>() as f64),
        "average" => {
            let weights: i64 = with_income.iter().map(|(_, weight)| weight).sum();
            let sum: i64 = with_income.iter().map(|(income, weight)| income * weight).sum();
            match of_values(0.0) {
                Ok(_) if weights == 0 => Err("not_applicable"),
                Ok(_) => Ok(sum as f64 / weights as f64),
                none => none,
            }
        }
        "middle" => of_values(median(with_income.iter().map(|(income, _)| *income).collect())),
        "middle_weighted" => {
            let spread = with_income.iter().flat_map(|(income, weight)| std::iter::repeat_n(*income, *weight as usize));
            let spread: Vec<i64> = spread.collect();
            match of_values(0.0) {
                Ok(_) if spread.is_empty() => Err("missing"),
                Ok(_) => Ok(median(spread)),
                none => none,
            }
        }
        "poverty" if own.is_empty() => Err("not_applicable"),
        "poverty" => Ok(poor / own.len() as f64),
        _ => {
            let base = BTreeMap::from_iter(row.clone().into_iter().map(|(key, code)| match key.as_str() {
                "sex" => (key, "_T".to_owned()),
                _ => (key, code),
            }));
            let base = all.iter().filter(|person| inside(person, &base)).count();
            if base == 0 { Err("not_applicable") } else { Ok(own.len() as f64 / base as f64) }
        }
    }
}

fn median(mut values: Vec<i64>) -> f64 {
    values.sort_unstable();
    match values.len() {
        0 => 0.0,
        count => (values[(count - 1) / 2] + values[count / 2]) as f64 / 2.0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_measure_is_what_its_definition_says(persons in persons(60), group in 1..40_usize) {
        let office = Office::new();
        let data = office.data(&persons, group);
        let rows = office.rows(SPECIFICATION, &data);
        for row in &rows {
            for measure in ["persons", "weighted", "poor", "total", "average", "middle", "middle_weighted", "poverty", "share_of_sex"] {
                let (value, status) = (&row[measure], &row[&format!("{measure}_status")]);
                match expected(measure, &persons, row) {
                    Ok(expected) => {
                        let found: f64 = value.parse().unwrap();
                        prop_assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{measure} {row:?}: {expected}");
                        prop_assert_eq!(status == "zero", expected == 0.0);
                    }
                    Err(state) => prop_assert_eq!((value.as_str(), status.as_str()), ("", state), "{} {:?}", measure, row),
                }
            }
        }
        // Every combination of what occurs, and each once.
        let regions = persons.iter().map(|person| person.region).collect::<std::collections::BTreeSet<_>>().len() + 1;
        let keys: std::collections::BTreeSet<_> = rows.iter().map(|row| (&row["region"], &row["sex"], &row["age_group"])).collect();
        prop_assert_eq!(keys.len(), rows.len());
        prop_assert_eq!(rows.len() % regions, 0);
    }

    #[test]
    fn the_bytes_do_not_depend_on_how_the_file_stores_the_records(
        persons in persons(200), (page, dictionary) in (1..60_usize, 1..400_usize), group in 20..200_usize,
    ) {
        use parquet::basic::{Compression, ZstdLevel};
        use parquet::file::properties::{WriterProperties, WriterVersion};
        let office = Office::new();
        let small = || {
            let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).set_write_batch_size(1);
            properties.set_data_page_row_count_limit(page)
        };
        let ways = [
            WriterProperties::builder().set_dictionary_enabled(false).build(),
            small().build(),
            small().set_writer_version(WriterVersion::PARQUET_2_0).set_compression(Compression::SNAPPY).build(),
            // Once the dictionary is full, the rest of a chunk is written without one.
            small().set_dictionary_page_size_limit(dictionary).set_compression(Compression::ZSTD(ZstdLevel::default())).build(),
        ];
        let mut tables = ways.into_iter().map(|way| {
            let data = office.data_as(&persons, way);
            office.tabulate(SPECIFICATION, &data, "table.csv", 2).unwrap()
        });
        let first = tables.next().unwrap();
        prop_assert!(tables.all(|table| table == first));
    }

    #[test]
    fn the_bytes_do_not_depend_on_order_threads_or_row_groups(
        persons in persons(200), turn in 0..200_usize, group in 1..60_usize, threads in 2..5_usize,
    ) {
        let office = Office::new();
        let mut turned = persons.clone();
        turned.rotate_left(turn % persons.len());
        turned.reverse();
        for format in ["a.csv", "a.parquet", "a.xlsx"] {
            let one = office.tabulate(SPECIFICATION, &office.data(&persons, 1000), format, 1).unwrap();
            let other = office.tabulate(SPECIFICATION, &office.data(&turned, group), format, threads).unwrap();
            prop_assert!(one == other, "{}", format);
        }
    }

    #[test]
    fn margins_are_the_sums_of_what_they_contain(persons in persons(120)) {
        let office = Office::new();
        let rows = office.rows(SPECIFICATION, &office.data(&persons, 50));
        for column in ["region", "sex", "age_group"] {
            for total in rows.iter().filter(|row| row[column] == "_T") {
                let same = |row: &&BTreeMap<String, String>| {
                    row[column] != "_T" && ["region", "sex", "age_group"].iter().all(|other| *other == column || row[*other] == total[*other])
                };
                for measure in ["persons", "poor", "total"] {
                    let number = |row: &BTreeMap<String, String>| row[measure].parse::<f64>().unwrap_or(0.0) as i64;
                    prop_assert_eq!(rows.iter().filter(same).map(number).sum::<i64>(), number(total));
                }
            }
        }
    }
}

/// Wide tables take another way through the engine than small ones: sorted parts instead of a field.
#[test]
fn a_table_of_many_cells_equals_the_small_ones_that_it_contains() {
    let office = Office::new();
    let person = |number: i32| Person {
        region: [Some("north"), Some("south"), None][number as usize % 3],
        sex: (number % 2) as i8 + 1,
        age: Some(number * 7919 % 1_000_000),
        income: Some(number * 104_729 % 999_983),
        weight: number % 4000,
        key: None,
    };
    let persons: Vec<_> = (0..20_000).map(person).collect();
    let data = office.data(&persons, 3000);
    let wide = "[table]\nzeros = false\n[[dimension]]\nvariable = \"age\"\n[[dimension]]\nvariable = \"income\"\n[[dimension]]\nvariable = \"region\"\n[[measure]]\nname = \"n\"\nkind = \"count\"\n";
    let narrow = wide.replace("[[dimension]]\nvariable = \"age\"\n[[dimension]]\nvariable = \"income\"\n", "");
    let rows = office.rows(wide, &data);
    let totals: Vec<_> =
        rows.iter().filter(|row| row["age"] == "_T" && row["income"] == "_T").map(|row| (&row["region"], &row["n"])).collect();
    let small = office.rows(&narrow, &data);
    assert_eq!(totals, small.iter().map(|row| (&row["region"], &row["n"])).collect::<Vec<_>>());
    assert_eq!(
        office.tabulate(wide, &data, "one.parquet", 1).unwrap(),
        office.tabulate(wide, &data, "three.parquet", 3).unwrap()
    );
}

#[test]
fn a_geography_adds_up_at_every_level_and_shows_places_without_anybody() {
    let office = Office::new();
    std::fs::write(
        office.path("geography.csv"),
        "code,parent,label\nA,,Alpha\nB,,Beta\nnorth,A,Nord\nsouth,A,\nîle,B,Île\nempty,B,Vide\n",
    )
    .unwrap();
    let person = |region| Person { region: Some(region), sex: 1, age: Some(1), income: None, weight: 1, key: None };
    let data = office.data(&[person("north"), person("south"), person("south"), person("île")], 10);
    let specification = r#"
        [table]
        labels = true
        [[dimension]]
        variable = "region"
        name = "place"
        hierarchy = { file = "geography.csv", levels = ["region", "commune"] }
        [[measure]]
        name = "n"
        kind = "count"
    "#;
    let found = String::from_utf8(office.tabulate(specification, &data, "geography.csv.csv", 1).unwrap()).unwrap();
    let expected = "\
place,place_level,place_label,n,n_status
A,region,Alpha,3,number
B,region,Beta,1,number
empty,commune,Vide,0,zero
north,commune,Nord,1,number
south,commune,,2,number
île,commune,Île,1,number
_T,,,4,number
";
    assert_eq!(found, expected);
}

#[test]
fn the_hierarchy_of_a_code_list_needs_no_second_writing() {
    let office = Office::new();
    let person = |region| Person { region: Some(region), sex: 1, age: Some(1), income: None, weight: 1, key: None };
    let data = office.data(&[person("north"), person("south"), person("south"), person("île")], 10);
    let codes = r#"[{"code": "A", "label": "Alpha"}, {"code": "north", "parent": "A"}, {"code": "south", "parent": "A"}, {"code": "île"}]"#;
    let manifest = format!(r#"{{"variables": [{{"name": "region", "label": "Place", "codes": {codes}}}]}}"#);
    std::fs::write(office.path("manifest.json"), manifest).unwrap();
    let specification = |levels: &str| {
        format!("[[dimension]]\nvariable = \"region\"\nlevels = {levels}\n[[measure]]\nname = \"n\"\nkind = \"count\"\n")
    };
    let found = String::from_utf8(office.tabulate(&specification(r#"["area", "place"]"#), &data, "a.csv", 1).unwrap()).unwrap();
    let expected = "\
region,region_level,n,n_status
A,area,3,number
île,area,1,number
north,place,1,number
south,place,2,number
île,place,1,number
_T,,4,number
";
    assert_eq!(found, expected);
    let numbered = String::from_utf8(office.tabulate(&specification("\"all\""), &data, "b.csv", 1).unwrap()).unwrap();
    assert_eq!(numbered, expected.replace("area", "1").replace("place", "2"));
    let code = |levels: &str, variable: &str| {
        office.tabulate(&specification(levels).replace("region", variable), &data, "c.csv", 1).unwrap_err()[0].code
    };
    assert_eq!(code("[\"one\"]", "region"), "hierarchy-levels");
    assert_eq!(code("\"all\"", "sex"), "no-hierarchy");
}

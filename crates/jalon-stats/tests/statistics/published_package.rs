//! The Python package `cell-key-perturbation` of the United Kingdom's statistics office, run on generated data, agrees cell for cell.
//!
//! One difference is meant: the package loses the keys of cells with a missing category (its sum of keys leaves such groups out),
//! here a missing category has the true sum. The tests compare such cells with the rule itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::office::{Office, Person};

/// The interpreter with the package, which `scripts/need.sh statistics` brings into the cache of tools.
fn python() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/need.sh");
    let found = Command::new(script).arg("statistics").output().expect("scripts/need.sh");
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    String::from_utf8(found.stdout).expect("a path").trim().to_owned()
}

const PROGRAM: &str = r#"
import sys
import pandas as pd
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
data = pd.read_csv(sys.argv[1], keep_default_na=False, na_values=[""], dtype={"region": "object", "sex": "object"})
noise = pd.read_csv(sys.argv[2])
table = create_perturbed_table(data=data, ptable=noise, geog=["region"], tab_vars=["sex"], record_key="record_key", threshold=int(sys.argv[4]))
table.to_csv(sys.argv[3], index=False)
"#;

/// A table of noise with a visible pattern, so that a wrong row or key shows.
fn noise(keys: u64) -> String {
    let cell = |count: u64, key: u64| format!("{count},{key},{}\n", ((count * 7 + key * 13) % 9) as i64 - 4.min(count as i64));
    let rows: String = (1..=750).flat_map(|count| (0..keys).map(move |key| cell(count, key))).collect();
    format!("pcv,ckey,pvalue\n{rows}")
}

fn compare(people: &[Person], keys: u64, threshold: i64) {
    let office = Office::new();
    std::fs::write(office.path("noise.csv"), noise(keys)).unwrap();
    let mut text = String::from("region,sex,record_key\n");
    for person in people {
        let key = person.key.map(|key| key.to_string()).unwrap_or_default();
        text += &format!("{},{},{key}\n", person.region.unwrap_or_default(), person.sex);
    }
    std::fs::write(office.path("data.csv"), text).unwrap();
    let arguments = ["data.csv", "noise.csv", "theirs.csv"].map(|name| office.path(name));
    let run = Command::new(python()).arg("-c").arg(PROGRAM).args(&arguments).arg(threshold.to_string()).output().expect("python");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let specification = format!(
        "[table]\nzeros = true\nmargins = \"none\"\n[[dimension]]\nvariable = \"region\"\n[[dimension]]\nvariable = \"sex\"\n\
         [[measure]]\nname = \"n\"\nkind = \"count\"\n[protection]\nmethod = \"cell-key\"\ntable = \"noise.csv\"\nthreshold = {threshold}\n"
    );
    let ours = office.rows(&specification, &office.data(people, 700));
    let mut theirs = BTreeMap::new();
    for row in csv::Reader::from_path(office.path("theirs.csv")).unwrap().deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let region = if row["region"].is_empty() { "_U" } else { &row["region"] };
        theirs.insert((region.to_owned(), row["sex"].clone()), row);
    }
    assert_eq!(ours.len(), theirs.len());
    for row in &ours {
        let their = &theirs[&(row["region"].clone(), row["sex"].clone())];
        let count: i64 = their["pre_sdc_count"].parse().unwrap();
        // A count of zero stays zero here; the package suppresses it, as any count below the threshold.
        let expected = match (count, row["region"].as_str()) {
            (0, _) => ("0".to_owned(), "zero"),
            (_, "_U") => by_the_rule(people, row, keys, threshold),
            _ => state(their["count"].parse::<f64>().ok().map(|count| count as i64)),
        };
        assert_eq!((row["n"].clone(), row["n_status"].as_str()), expected, "{row:?} {their:?}");
    }
}

fn state(count: Option<i64>) -> (String, &'static str) {
    match count {
        None => (String::new(), "suppressed"),
        Some(0) => ("0".to_owned(), "zero"),
        Some(count) => (count.to_string(), "number"),
    }
}

fn by_the_rule(people: &[Person], row: &BTreeMap<String, String>, keys: u64, threshold: i64) -> (String, &'static str) {
    let own: Vec<_> = people.iter().filter(|person| person.region.is_none() && person.sex.to_string() == row["sex"]).collect();
    let count = own.len() as u64;
    let key = own.iter().map(|person| person.key.unwrap_or(0) as u64).sum::<u64>() % keys;
    let pcv = if count <= 750 { count } else { (count - 1) % 250 + 501 };
    let perturbed = count as i64 + ((pcv * 7 + key * 13) % 9) as i64 - 4.min(pcv as i64);
    state((perturbed >= threshold).then_some(perturbed))
}

#[test]
fn the_published_package_agrees_cell_for_cell() {
    // A plain congruence is enough: what counts is that sizes reach from nothing to beyond 750.
    let mut state = 12_345_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for (keys, threshold, share_without_key) in [(256, 10, 0), (4096, 0, 10), (100, 3, 40)] {
        let person = |_| {
            let region = [Some("north"), Some("south"), Some("south"), None][(draw(40) as usize).saturating_sub(36)];
            let sex = if draw(300) == 0 { 3 } else { 1 + draw(2) as i8 };
            let key = (draw(100) >= share_without_key).then(|| draw(keys) as i16);
            // No record of this sex lives there: the package fills the cell with zero.
            let sex = if region.is_none() && sex == 3 { 1 } else { sex };
            Person { region, sex, age: None, income: None, weight: 0, key }
        };
        let people: Vec<_> = (0..5000).map(person).collect();
        compare(&people, keys, threshold);
    }
}

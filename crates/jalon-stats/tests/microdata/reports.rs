//! Reports: every fault at once, counts that add up, no value of a person.

use jalon_stats::microdata::dataset::{Access, Dataset, MANIFEST};
use jalon_stats::microdata::description::Description;
use jalon_stats::microdata::{FAULTS, Outcome};

use super::*;

const DIRTY: &str = include_str!("dirty.csv");
const DESCRIPTION: &str = include_str!("dirty.toml");

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_dirty_file_gives_a_dataset_and_a_complete_report() {
    let place = Place::new();
    let file = place.file("dirty.csv", DIRTY.as_bytes());
    let outcome = place.import(&file, &described(DESCRIPTION), None).unwrap();
    let Outcome::Imported { report, manifest } = outcome else { panic!("stopped") };
    assert_eq!(report.rows_read, report.rows_accepted + report.rows_rejected);
    assert_eq!(report.rows_accepted, manifest.rows);
    assert_eq!(place.others(&["dirty.csv", "dataset"]), Vec::<String>::new());
    insta::assert_snapshot!("dirty_report", read(&place.output(), "report.txt"));
    insta::assert_snapshot!("dirty_faults", read(&place.output(), FAULTS));
    insta::assert_snapshot!("dirty_rows", as_csv(&place.output()));
    // The digest follows the version of the library that writes Parquet.
    let manifest = read(&place.output(), MANIFEST).replace(&manifest.content_sha256, "<digest>");
    insta::assert_snapshot!("dirty_manifest", manifest);
}

#[test]
fn neither_report_nor_dataset_holds_a_text_of_the_file() {
    let place = Place::new();
    let file = place.file("dirty.csv", DIRTY.as_bytes());
    place.import(&file, &described(DESCRIPTION), None).unwrap();
    for name in ["report.json", "report.txt", FAULTS, MANIFEST] {
        let text = read(&place.output(), name);
        for secret in ["A-0", "a 001", "rue du Port", "trente", "130"] {
            assert!(!text.contains(secret), "{name} holds `{secret}`");
        }
    }
    assert!(!as_csv(&place.output()).contains("A-0"));
}

#[test]
fn a_rule_that_stops_leaves_a_report_and_no_dataset() {
    let place = Place::new();
    let file = place.file("dirty.csv", DIRTY.as_bytes());
    let description = described(&DESCRIPTION.replace("title =", "on_fault = \"stop\"\ntitle ="));
    let Outcome::Stopped { report, folder } = place.import(&file, &description, None).unwrap() else { panic!("not stopped") };
    assert!(report.stopped && report.faults > 10, "every fault is told, not the first alone: {report:?}");
    assert_eq!(place.others(&["dirty.csv"]), ["dataset-refused"]);
    assert!(!folder.join("data.parquet").exists() && folder.join(FAULTS).exists());
}

#[test]
fn a_dataset_is_never_replaced() {
    let place = Place::new();
    let file = place.file("dirty.csv", DIRTY.as_bytes());
    place.import(&file, &described(DESCRIPTION), None).unwrap();
    let before = read(&place.output(), MANIFEST);
    let faults = place.import(&file, &described(DESCRIPTION), None).unwrap_err();
    assert_eq!(faults[0].code, "microdata-output-exists");
    assert_eq!(read(&place.output(), MANIFEST), before);
}

#[test]
fn every_fault_of_a_description_is_told_at_once() {
    let faults = Description::parse(include_str!("faulty.toml"), Path::new(".")).unwrap_err();
    let text: Vec<String> = faults.iter().map(|fault| english().problem(fault)).collect();
    insta::assert_snapshot!("faulty_description", text.join("\n"));
}

#[test]
fn a_heading_that_does_not_fit_is_told_completely() {
    let place = Place::new();
    let file = place.file("other.csv", b"a,a,Sexe\n1,2,3\n");
    let faults = place.import(&file, &described(DESCRIPTION), None).unwrap_err();
    assert_eq!(faults.len(), 7, "{faults:?}");
    assert_eq!(place.others(&["other.csv"]), Vec::<String>::new());
}

#[test]
fn data_are_read_for_a_purpose_and_the_reading_is_written_down() {
    let place = Place::new();
    let file = place.file("dirty.csv", DIRTY.as_bytes());
    place.import(&file, &described(DESCRIPTION), None).unwrap();
    let at = "2026-01-02T03:04:05Z".parse().unwrap();
    let access = |purpose| Access { at, who: "analyst", purpose, action: "verify" };
    let refused = Dataset::open(&place.output(), &access("curiosity")).unwrap_err();
    assert_eq!(refused[0].code, "microdata-purpose-unknown");
    assert!(!place.output().join("access.jsonl").exists());
    let dataset = Dataset::open(&place.output(), &access("integration-indicators")).unwrap();
    Dataset::open(&place.output(), &access("integration-indicators")).unwrap();
    dataset.verify().unwrap();
    let line = r#"{"at":"2026-01-02T03:04:05Z","who":"analyst","purpose":"integration-indicators","action":"verify"}"#;
    assert_eq!(read(&place.output(), "access.jsonl"), format!("{line}\n{line}\n"));
    let mut data = std::fs::read(dataset.data_path()).unwrap();
    let middle = data.len() / 2;
    data[middle] ^= 1;
    std::fs::write(dataset.data_path(), data).unwrap();
    assert_eq!(dataset.verify().unwrap_err()[0].code, "microdata-dataset-differs");
}

#[test]
fn one_person_has_one_key_in_every_dataset() {
    let keys = |csv: &str, description: &str| {
        let place = Place::new();
        place.import(&place.file("in.csv", csv.as_bytes()), &described(description), None).unwrap();
        as_csv(&place.output()).lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let head = "title = 'T'\nsource = 'S'\npurposes = [{ code = 'p', text = 'P' }]\n";
    let survey = keys(
        "id,sex\nab-12 34,1\nZ9,2\n,1\n",
        &format!(
            "{head}variables = [{{ name = 'id', type = 'text' }}, {{ name = 'sex', type = 'integer' }}]\nrecord_key = {{ variables = ['id'], keys = 4096 }}"
        ),
    );
    let register = keys(
        "x;matricule\n5;z9\n6;AB1234\n",
        &format!(
            "{head}variables = [{{ name = 'x', type = 'integer' }}, {{ name = 'matricule', type = 'text' }}]\nrecord_key = {{ variables = ['matricule'], keys = 4096 }}"
        ),
    );
    assert_eq!(survey, [register[1].as_str(), register[0].as_str(), ""]);
    assert_ne!(register[0], register[1]);
}

//! Statistics on the command line: from an extract to a public table, each step by the person who answers for it.

use std::fmt::Write as _;

use crate::house::{House, run};

const SLUG: &str = "norvalie-plan-2026";

const SCHEMA: &str = r#"title = "Registre, extrait"
source = "Registre des domiciliations"

[[purposes]]
code = "suivi-du-plan"
text = "Suivi du plan"

[[variables]]
name = "person"
column = "PERSON"
type = "text"

[[variables]]
name = "sex"
column = "SEX"
type = "category"
codelist = "sex"

[[variables]]
name = "area"
column = "AREA"
type = "category"
codelist = "areas"

[[codelists]]
name = "sex"
codes = [{ code = "F", label = "Femmes" }, { code = "M", label = "Hommes" }]

[[codelists]]
name = "areas"
codes = [{ code = "N", label = "Nord" }, { code = "S", label = "Sud" }, { code = "W", label = "Ouest" }]
"#;

/// A register in which two people live in the west.
fn records() -> String {
    let mut rows = "PERSON,SEX,AREA\n".to_owned();
    for n in 1..=120 {
        let area = if n <= 2 { "W" } else { ["S", "N", "N"][n % 3] };
        let _ = writeln!(rows, "P{n}x,{},{area}", if n % 2 == 0 { "M" } else { "F" });
    }
    rows
}

fn specification(method: &str) -> String {
    format!(
        "[table]\ntitle = \"Personnes par territoire et sexe\"\nmargins = \"all\"\nlabels = true\n\n[[dimension]]\nvariable = \"area\"\n\n\
         [[dimension]]\nvariable = \"sex\"\n\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n\n[protection]\nmethod = \"{method}\"\n"
    )
}

#[test]
fn an_extract_becomes_a_public_table_by_commands_alone() {
    let house = House::demo(&[]);
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = place.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let act = |user: &str, password: &str, arguments: &[&str]| {
        let acting = ["--dossier", SLUG, "--user", user, "--password", password];
        let output = run(&house.data_dir, &[&["statistics"], arguments, &acting].concat());
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        (output.status.code(), said(&output.stdout), said(&output.stderr))
    };
    let officer = |arguments: &[&str]| act("statistics@demo.example", "jalon-demo-2026", arguments);
    let lead = |arguments: &[&str]| act("national@demo.example", "jalon-demo-2026", arguments);

    let (extract, schema) = (file("extract.csv", &records()), file("schema.toml", SCHEMA));
    let import = ["import", extract.as_str(), "--source", "registre", "--schema", schema.as_str()];
    let (code, _, said) = act("statistics@demo.example", "not the password", &import);
    assert_eq!(code, Some(1), "{said}");
    let (code, _, said) = lead(&import);
    assert!(code != Some(0), "the lead reads no records: {said}");
    let (code, dataset, said) = officer(&import);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("120"), "the report of the import: {said}");
    assert!(!said.contains("P7x"), "no value of a person");

    let open = file("open.toml", &specification("none"));
    let table = |specification: &str, more: &[&str]| {
        let said = ["table", specification, "--dataset", &dataset, "--title", "Personnes par territoire et sexe"];
        officer(&[&said[..], &["--period", "2026", "--purpose", "suivi-du-plan"], more].concat())
    };
    let (code, _, said) = table(&open, &[]);
    assert_eq!(code, Some(1), "nobody granted the purpose yet: {said}");
    let grant = ["grant", dataset.as_str(), "--purpose", "suivi-du-plan", "--to", "statistics@demo.example"];
    assert_ne!(officer(&grant).0, Some(0), "who reads does not grant");
    let (code, _, said) = lead(&grant);
    assert_eq!(code, Some(0), "{said}");

    let (code, id, said) = table(&open, &[]);
    assert_eq!(code, Some(1), "two people in the west: {said}");
    assert!(said.contains("Ouest"), "{said}");
    assert_eq!(officer(&["sign", &id]).0, Some(1), "what was refused cannot be signed");
    let (code, same, said) = table(&file("protected.toml", &specification("suppression")), &["--table", &id]);
    assert_eq!((code, same.as_str()), (Some(0), id.as_str()), "{said}");
    let (code, address, said) = officer(&["sign", &id]);
    assert_eq!(code, Some(0), "{said}");

    let csv = house.visitor().get(&format!("/fr{address}/table.csv")).text();
    let west: Vec<&str> = csv.lines().filter(|line| line.starts_with("W,")).collect();
    assert!(west.len() == 3 && west.iter().all(|line| line.ends_with(",,suppressed")), "{csv}");
    let (code, listed, _) = officer(&["list"]);
    assert!(code == Some(0) && listed.contains(&format!("table\t{id}\tpassed\t2026\t")), "{listed}");
    let verified = run(&house.data_dir, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

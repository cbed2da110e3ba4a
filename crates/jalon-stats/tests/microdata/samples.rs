//! A real extract of IPUMS with its codebook, from the source package of `ipumspy`, which `scripts/need.sh ipumspy` brings.

use std::process::Command;

use jalon_stats::microdata::describe;

use super::*;

fn fixtures() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/need.sh");
    let output = Command::new(script).arg("ipumspy").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}

/// The description that the program derives, with what only a person can add.
fn completed(file: &Path, codebook: Option<&Codebook>) -> Description {
    let derived = describe(file, codebook, english()).unwrap();
    let text =
        derived.replace("source = \"\"", "source = 'IPUMS CPS'").replace("code = \"\"\ntext = \"\"", "code = 'p'\ntext = 'P'");
    described(&text)
}

#[test]
fn a_sample_extract_is_the_same_by_codebook_and_as_csv() {
    let fixtures = fixtures();
    let codebook = Codebook::from_file(&fixtures.join("cps_00006.xml")).unwrap();
    let fixed = fixtures.join("cps_00006.dat.gz");
    let description = completed(&fixed, Some(&codebook));
    let datasets = ["cps_00006.dat.gz", "cps_00006.csv.gz", "cps_00006.parquet"].map(|name| {
        let place = Place::new();
        let outcome = place.import(&fixtures.join(name), &description, name.contains(".dat").then_some(&codebook));
        let Outcome::Imported { report, .. } = outcome.unwrap() else { panic!("{name}: stopped") };
        assert_eq!((report.rows_read, report.faults), (7668, 0), "{name}: {report:?}");
        as_csv(&place.output())
    });
    assert!(datasets[0].lines().nth(1).unwrap().starts_with("1962,80,1475.5900,55,"), "{}", datasets[0].lines().nth(1).unwrap());
    assert_eq!(datasets[0], datasets[1]);
    assert_eq!(datasets[0], datasets[2]);
}

/// An age that the codebook lists year by year is a number, so that it can be cut into bands.
#[test]
fn codes_that_are_numbers_are_described_as_a_number() {
    let fixtures = fixtures();
    let derived = |name: &str| {
        let codebook = Codebook::from_file(&fixtures.join(format!("{name}.xml"))).unwrap();
        describe(&fixtures.join(format!("{name}.dat.gz")), Some(&codebook), english()).unwrap()
    };
    let usa = derived("usa_00172");
    let of = |text: &str, column: &str| {
        let from = text.find(&format!("column = \"{column}\"")).unwrap();
        text[from..].split("[[").next().unwrap().to_owned()
    };
    assert!(of(&usa, "AGE").contains("type = \"integer\"") && !of(&usa, "AGE").contains("missing"), "{}", of(&usa, "AGE"));
    assert!(of(&usa, "SEX").contains("type = \"category\""), "{}", of(&usa, "SEX"));
    let cps = of(&derived("cps_00361"), "AGE");
    assert!(cps.contains("type = \"integer\""), "{cps}");
}

#[test]
fn a_hierarchical_extract_is_refused_with_the_remedy() {
    let faults = Codebook::from_file(&fixtures().join("atus_00035.xml")).unwrap_err();
    assert_eq!(faults[0].code, "microdata-codebook-hierarchical");
}

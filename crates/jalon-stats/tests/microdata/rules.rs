//! The language of rules: what each means for rows whose values are there, missing or faulty.

use proptest::prelude::*;

use super::*;

/// The rows are named by their line: 1 whole, 2 without age and region, 3 with an age that is none, 4 in another region.
const ROWS: &str = "age,years,income,region,town,other,born,arrived\n\
    30,5,100.50,N,N1,N1,1990-06-01,2015-01-01\n\
    ,5,,,N1,S1,1990-06-01,\n\
    thirty,40,-1,N,N1,N1,2000-01-01,2000-01-01\n\
    10,11,0.25,S,N1,S1,2010-12-31,2009-01-01\n";

fn description(rule: &str) -> String {
    format!(
        r#"
title = "T"
source = "S"
purposes = [{{ code = "p", text = "P" }}]
on_fault = "set-missing"
variables = [
  {{ name = "age", type = "integer" }},
  {{ name = "years", type = "integer" }},
  {{ name = "income", type = "decimal", decimals = 2 }},
  {{ name = "region", type = "category", codelist = "places" }},
  {{ name = "town", type = "category", codelist = "places" }},
  {{ name = "other", type = "category", codelist = "towns" }},
  {{ name = "born", type = "date" }},
  {{ name = "arrived", type = "date" }},
]
[[codelists]]
name = "places"
codes = [
  {{ code = "N" }}, {{ code = "S" }},
  {{ code = "N1", parent = "N" }}, {{ code = "S1", parent = "S" }},
]
[[codelists]]
name = "towns"
codes = [{{ code = "S1" }}, {{ code = "N1" }}]
[[rules]]
name = "tried"
on_fault = "reject-row"
{rule}
"#
    )
}

/// The lines that break a rule.
fn broken(rule: &str) -> Vec<u64> {
    let place = Place::new();
    let file = place.file("t.csv", ROWS.as_bytes());
    let outcome = place.import(&file, &described(&description(rule)), None).unwrap();
    let Outcome::Imported { report, .. } = outcome else { panic!("stopped") };
    let tried = report.rules.iter().find(|rule| rule.kind == "rule");
    tried.map(|rule| rule.first_rows.iter().map(|row| row - 1).collect()).unwrap_or_default()
}

#[test]
fn rules_mean_what_they_say() {
    let cases: [(&str, &[u64]); 24] = [
        ("years <= age", &[4]),
        ("age >= years + 6", &[4]),
        ("age - years = 25", &[4]),
        ("age is missing", &[1, 4]),
        ("age is not missing", &[2]),
        ("not (age is missing)", &[2]),
        ("income >= 0", &[3]),
        ("income > 0.25", &[3, 4]),
        ("income + 0.5 = 101", &[3, 4]),
        ("income = -1 or income > 100", &[4]),
        ("region = 'N'", &[4]),
        ("region != 'N'", &[1, 3]),
        ("region in ('N', 'S')", &[]),
        ("age in (30, 40)", &[4]),
        ("town within region", &[4]),
        ("town = other", &[2, 4]),
        ("town != other", &[1, 3]),
        ("born <= arrived", &[4]),
        ("born > '1995-01-01'", &[1, 2]),
        ("year(arrived) - year(born) >= 0", &[4]),
        ("age > 20 and region = 'N'", &[4]),
        ("age > 100 or region = 'S' or years = 5", &[]),
        ("not (age > 20 or years > 10)", &[1, 3, 4]),
        ("(age + 1) > 11 or (years = 5)", &[4]),
    ];
    for (rule, expected) in cases {
        assert_eq!(broken(&format!("require = \"{rule}\"")), expected, "{rule}");
    }
    assert_eq!(broken("when = \"region = 'S'\"\nrequire = \"age > 20\""), [4]);
    assert_eq!(broken("when = \"age > 20\"\nrequire = \"years > age\""), [1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_text_is_a_rule_or_a_fault_with_its_place(
        rule in "((age|town|born|year|and|or|not|in|is|missing|within|'N'|[0-9]{1,3}|[()<>=!+,.-]|é| ){1,2} ?){0,12}",
    ) {
        let text = description(&format!("require = {}", toml::Value::String(rule)));
        if let Err(faults) = Description::parse(&text, Path::new(".")) {
            for fault in faults {
                let told = english().problem(&fault);
                prop_assert!(told.starts_with("rules[1]") && !told.contains("{$"), "{}", told);
            }
        }
    }

    #[test]
    fn deep_rules_are_refused_or_read(depth in 0..5000_usize) {
        let rule = format!("{}age > 1{}", "(".repeat(depth), ")".repeat(depth));
        let _ = Description::parse(&description(&format!("require = \"{rule}\"")), Path::new("."));
        let rule = format!("{}age{} > 1", "(".repeat(depth), ")".repeat(depth));
        let _ = Description::parse(&description(&format!("require = \"{rule}\"")), Path::new("."));
    }
}

/// What the description says of the sample stands in the manifest, where tables look for it.
#[test]
fn a_description_says_how_the_sample_was_drawn() {
    let text = |sampling: &str| {
        format!(
            "title = \"T\"\nsource = \"S\"\npurposes = [{{ code = \"p\", text = \"P\" }}]\n\
             variables = [{{ name = \"sex\", type = \"integer\" }}, {{ name = \"w\", type = \"decimal\", decimals = 2 }}, \
             {{ name = \"r1\", type = \"decimal\", decimals = 2 }}, {{ name = \"r2\", type = \"integer\" }}, {{ name = \"place\", type = \"text\" }}]\n\
             [sampling]\n{sampling}\n"
        )
    };
    let place = Place::new();
    let file = place.file("a.csv", b"sex,w,r1,r2,place\n1,1.5,2.25,1,x\n2,0.5,0.75,2,y\n");
    let replicates = "design = \"replicates\"\nweight = \"w\"\nmethod = \"fay\"\nprefix = \"r\"\ncount = 2\nfay = 0.5";
    let outcome = place.import(&file, &described(&text(replicates)), None).unwrap();
    let Outcome::Imported { manifest, .. } = outcome else { panic!("{outcome:?}") };
    let design = manifest.sampling.unwrap();
    let found = design.replicates.unwrap();
    assert_eq!((design.weight.as_str(), found.weights, found.fay), ("w", vec!["r1".to_owned(), "r2".to_owned()], Some(0.5)));

    let faults = |sampling: &str| -> Vec<String> {
        let found = Description::parse(&text(sampling), Path::new(".")).unwrap_err();
        found.iter().map(|fault| format!("{} {}", fault.args.get("place").cloned().unwrap_or_default(), fault.code)).collect()
    };
    assert_eq!(faults("design = \"kish\"\nweight = \"place\""), ["sampling, `weight` microdata-sampling-weight"]);
    assert_eq!(
        faults("design = \"replicates\"\nweight = \"w\"\nmethod = \"brr\"\nweights = [\"r1\", \"r3\"]\nfay = 0.5"),
        ["sampling, `weights` microdata-sampling-weight", "sampling, `fay` microdata-sampling-method"]
    );
    assert_eq!(
        faults("design = \"replicates\"\nweight = \"w\"\nweights = [\"r1\", \"r2\"]"),
        ["sampling, `method` microdata-field-required"]
    );
}

//! From what an indicator counts to a table: on its page, in the form, on the command line.

use crate::house::{House, program};

const DOSSIER: &str = "/fr/work/dossiers/norvalie-plan-2026";

#[test]
fn a_table_starts_from_its_indicator() {
    let house = House::demo(&[]);
    let mut officer = house.signed_in("statistics@demo.example");
    let page = officer.get(&format!("{DOSSIER}/statistics/indicators/i3")).text();
    assert!(page.contains("Nouveau tableau pour cet indicateur") && page.contains("Situation d’emploi : en emploi"), "{page}");
    assert!(
        page.contains("a tout ce qu’il faut") && page.contains("éléments"),
        "one dataset gives it, the other does not: {page}"
    );
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let forms: Vec<String> = links.filter(|link| link.contains("tables/new?indicator=i3")).map(str::to_owned).collect();
    assert_eq!(forms.len(), 2);

    let ready = officer.get(&format!("{}&period=2026", forms[0])).text();
    for filled in [
        "name=\"where_1_codes\" value=\"15-64\"",
        "name=\"where_2_codes\" value=\"2026\"",
        "name=\"part_codes\" value=\"1\"",
        "<option value=\"birth_country\" selected>",
        "<option value=\"i3\" selected>",
        "dite par la description",
    ] {
        assert!(ready.contains(filled), "{filled}: {ready}");
    }
    // What goes wrong with a weight or with bands can be mended in the form itself.
    let new = forms[0].split('?').next().unwrap();
    let csrf = officer.get(new).field("csrf");
    let mut said = vec![
        ("csrf", csrf.as_str()),
        ("title", "Essai"),
        ("period", "2026"),
        ("purpose", "indicateurs-du-plan"),
        ("measure", "weighted-count"),
        ("weight", "weight"),
        ("weight_missing", "zero"),
        ("dimension_1", "sex"),
        ("method", "suppression"),
        ("bands_1", "0, 15, 25"),
    ];
    let refused = officer.post(new, &said);
    assert!(refused.status == 422 && refused.text().contains("est une liste de codes"), "{}", refused.text());
    assert!(refused.text().contains("<option value=\"zero\" selected>"), "{}", refused.text());
    said.pop();
    let saved = officer.post(new, &said);
    assert_eq!(saved.status, 303, "{}", saved.text());
    let page = officer.get(saved.header("location")).text();
    assert!(page.contains("variable = &#34;weight&#34;\nmissing = &#34;zero&#34;"), "{page}");

    let lacking = officer.get(&forms[1]).text();
    assert!(lacking.contains("Aucune variable de ce jeu de données n’est « Âge »"), "{lacking}");
    assert!(lacking.contains("concept = &#34;age&#34;"), "and what to do: {lacking}");

    // Whoever may not specify tables sees what is counted and no dataset.
    let mut lead = house.signed_in("national@demo.example");
    let page = lead.get(&format!("{DOSSIER}/statistics/indicators/i3")).text();
    assert!(page.contains("Ce qui est compté") && !page.contains("tables/new"), "{page}");
    assert_eq!(lead.get(&forms[0]).status, 404);

    // The public page of a signed table says by what calculation it was made.
    let page = house.visitor().get("/fr/plans/norvalie-plan-2026/tables/2").text();
    assert!(page.contains("Spécification de l’office. Le tableau compte ce que dit son indicateur."), "{page}");
}

#[test]
fn faults_of_a_calculation_stand_beside_its_field() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let path = format!("{DOSSIER}/registers/indicator/i3");
    let form = lead.get(&path);
    let (csrf, revision) = (form.field("csrf"), form.field("revision"));
    assert!(form.text().contains("<code>equivalised_income</code>"), "the concepts are named where one writes");
    let wrong = "numerator = [{ concept = \"work\", codes = [\"yes\"] }]";
    let fields = [("csrf", csrf.as_str()), ("revision", &revision), ("language", "fr"), ("calculation", wrong)];
    let answer = lead.post(&path, &fields);
    assert_eq!(answer.status, 422);
    let page = answer.text();
    assert!(page.contains("id=\"calculation-error\"") && page.contains("le concept « work » n’existe pas"), "{page}");
    assert!(page.contains("concept = &#34;work&#34;"), "nothing that was typed is lost");
}

#[test]
fn the_command_line_writes_the_specification_of_a_definition() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("people.csv"), "AGE,BIRTH,WORK\n30,PT,1\n40,MA,2\n").unwrap();
    let variables = |concept: &str| {
        format!(
            "title = \"T\"\nsource = \"S\"\n[[purposes]]\ncode = \"p\"\ntext = \"P\"\n\
             [[variables]]\nname = \"age\"\ncolumn = \"AGE\"\ntype = \"integer\"\n\
             [[variables]]\nname = \"birth\"\ncolumn = \"BIRTH\"\ntype = \"category\"\ncodelist = \"iso-3166-alpha2\"\n\
             concept = \"birth_country\"\nconcept_codes = {{ native = [\"PT\"] }}\n\
             [[variables]]\nname = \"work\"\ncolumn = \"WORK\"\ntype = \"category\"\ncodelist = \"works\"\n{concept}\
             [[codelists]]\nname = \"works\"\ncodes = [{{ code = \"1\" }}, {{ code = \"2\" }}]\n"
        )
    };
    let dataset = |name: &str, concept: &str| {
        std::fs::write(path("people.toml"), variables(concept)).unwrap();
        let (file, schema, output) = (path("people.csv"), path("people.toml"), path(name));
        let mut command = program();
        assert!(
            command.args(["import", "microdata", &file, "--schema", &schema, "--output", &output]).status().unwrap().success()
        );
        output
    };
    let specification = |definition: &str, input: &str| {
        let output = program().args(["specification", definition, "--input", input, "--lang", "en"]).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let ready = dataset("ready", "concept = \"employment\"\nconcept_codes = { employed = [\"1\"], outside = [\"2\"] }\n");
    let (status, specified, told) = specification("integration/employment_gap", &ready);
    assert_eq!(status, Some(0), "{told}");
    for line in [
        "title = \"Employment gap\"",
        "where = [{ variable = \"age\", from = 15, to = 64 }]",
        "where = [{ variable = \"work\", codes = [\"1\"] }]",
        "{ code = \"native\", label = \"born in the country\", members = [\"PT\"] }",
        "method = \"suppression\"",
    ] {
        assert!(specified.contains(line), "{line}: {specified}");
    }
    assert!(told.contains("No breakdown by “Sex”"), "{told}");
    // The description alone says as much, before there are data.
    assert_eq!(specification("integration/employment_gap", &path("people.toml")), (status, specified.clone(), told));
    // What it prints is a specification: the table is made of it.
    std::fs::write(path("gap.toml"), specified).unwrap();
    let (spec, output) = (path("gap.toml"), path("gap.csv"));
    let made = program()
        .args(["tabulate", &spec, "--input", &ready, "--purpose", "p", "--who", "t", "--output", &output, "--draft"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(std::fs::read_to_string(path("gap.csv")).unwrap().contains("native"));

    // What the dataset does not say is told, and nothing is printed.
    let silent = dataset("silent", "");
    let (status, specified, told) = specification("integration/employment_gap", &silent);
    assert_eq!((status, specified.as_str()), (Some(1), ""));
    assert!(
        told.contains("No variable of this dataset is “Labour force status”") && told.contains("concept = \"employment\""),
        "{told}"
    );
    let coded = dataset("coded", "concept = \"employment\"\n");
    let (status, _, told) = specification("integration/employment_gap", &coded);
    assert!(status == Some(1) && told.contains("does not say which of its codes are: employed"), "{told}");
    let (status, _, told) = specification("integration/nothing", &ready);
    assert!(status == Some(1) && told.contains("integration/employment_gap"), "the definitions there are: {told}");
    let (status, _, told) = specification("integration/language_waiting", &ready);
    assert!(status == Some(1) && told.contains("median"), "{told}");

    // An office's own, in a file.
    std::fs::write(path("own.toml"), "measure = \"count\"\npopulation = [{ concept = \"age\", from = 18 }]\ndisaggregation = [{ concept = \"birth_country\" }]").unwrap();
    let (status, specified, told) = specification(&path("own.toml"), &ready);
    assert!(
        status == Some(0) && specified.contains("from = 18") && specified.contains("variable = \"birth\""),
        "{specified}{told}"
    );
    std::fs::write(path("own.toml"), "measure = \"count\"\npopulation = [{ concept = \"years\", from = 18 }]").unwrap();
    let (status, _, told) = specification(&path("own.toml"), &ready);
    assert!(status == Some(1) && told.contains("there is no concept “years”"), "{told}");
}

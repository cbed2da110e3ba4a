//! A table that was already counted, from the file of an office without microdata to the public page.

use crate::house::{Answer, House, Visitor, program};

const STATISTICS: &str = "/fr/work/dossiers/norvalie-plan-2026/statistics";

/// The women of the West are few and withheld; the totals around them tell their number all the same.
const TABLE: &str = "SEXE;TERRITOIRE;NOMBRE\nF;Nord;140\nF;Sud;150\nF;Ouest;x\nM;Nord;160\nM;Sud;170\nM;Ouest;90\n\
    Total;Nord;300\nTotal;Sud;320\nTotal;Ouest;93\nF;Total;293\nM;Total;420\nTotal;Total;713\n";

/// The same with forty areas more, 60 women and 50 men in each: more groups than a drawing shows.
fn wider() -> String {
    let mut table = TABLE.replace("F;Total;293", "F;Total;2693").replace("M;Total;420", "M;Total;2420");
    table = table.replace("Total;Total;713", "Total;Total;5113");
    for area in 1..=40 {
        table += &format!("F;Canton {area};60\nM;Canton {area};50\nTotal;Canton {area};110\n");
    }
    table
}

/// A form with a file, as a browser sends it.
fn multipart(fields: &[(&str, &str)], file: &str) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"habitants.csv\"\r\ncontent-type: text/csv\r\n\r\n";
    (body + file + "\r\n--x--\r\n").into_bytes()
}

/// The page once nothing runs any more for it.
fn settled(visitor: &mut Visitor, path: &str) -> Answer {
    for _ in 0..240 {
        let answer = visitor.get(path);
        if answer.header("refresh").is_empty() {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(250));
    }
    panic!("{path} is not done");
}

fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

#[test]
fn a_counted_table_goes_from_the_upload_to_the_public_page() {
    let house = House::demo(&[]);
    let (mut officer, mut lead) = (house.signed_in("statistics@demo.example"), house.signed_in("national@demo.example"));
    let token = officer.get("/fr/account").field("csrf");
    let hand_in = |officer: &mut Visitor, file: &str| {
        let said = [
            ("csrf", token.as_str()),
            ("title", "Habitants par sexe"),
            ("source", "registre"),
            ("purpose", "Suivi du plan"),
            ("content", "aggregate"),
        ];
        officer.post_bytes(&format!("{STATISTICS}/datasets/new"), "multipart/form-data; boundary=x", &multipart(&said, file))
    };
    let table = wider();
    let answer = hand_in(&mut officer, &table);
    let dataset = location(&answer);
    let page = officer.get(&dataset).text();
    assert!(page.contains("SEXE") && page.contains("name=\"total_1\" value=\"Total\""), "{page}");
    assert!(page.contains("<option value=\"count\" selected>"), "the column of numbers is found: {page}");

    // What does not fit is told: a form without a column of numbers, then the rows whose code is unknown.
    let said = |revision: &str, total: &str, role: &str| {
        [
            ("csrf", token.as_str()),
            ("revision", revision),
            ("then", "import"),
            ("role_1", "dimension"),
            ("label_1", "Sexe"),
            ("total_1", "Total"),
            ("list_1", ""),
            ("role_2", "dimension"),
            ("label_2", "Territoire"),
            ("total_2", total),
            ("list_2", ""),
            ("role_3", role),
            ("label_3", ""),
            ("total_3", ""),
            ("list_3", ""),
            ("counts", "persons"),
            ("absent", "refuse"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let describe = |officer: &mut Visitor, total: &str, role: &str| {
        let revision = officer.get(&dataset).field("revision");
        let fields = said(&revision, total, role);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        officer.post(&format!("{dataset}/columns"), &fields)
    };
    let refused = describe(&mut officer, "Total", "dimension");
    assert!(refused.status == 422 && refused.text().contains("Il faut une colonne de nombres"), "{}", refused.text());
    assert!(refused.text().contains("value=\"Territoire\""), "what was typed stays: {}", refused.text());
    location(&describe(&mut officer, "Ensemble", "count"));
    let page = settled(&mut officer, &dataset).text();
    assert!(page.contains("le code Total est partout la somme des autres"), "{page}");
    let wrong = location(&hand_in(&mut officer, &table.replace("M;Total;2420", "M;Total;2421")));
    let revision = officer.get(&wrong).field("revision");
    let fields = said(&revision, "Total", "count");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    location(&officer.post(&format!("{wrong}/columns"), &fields));
    let page = settled(&mut officer, &wrong).text();
    assert!(page.contains("Ligne 12 (sexe = M) : 2421 n’est pas la somme des parties de `territoire`, 2420 ; écart 1"), "{page}");

    // Described well.
    location(&describe(&mut officer, "Total", "count"));
    let page = settled(&mut officer, &dataset).text();
    assert!(page.contains("Retenues par le détenteur"), "{page}");

    // The lead grants the purpose; the officer has the table judged as it came: the withheld cell follows from the totals.
    let page = lead.get(&dataset);
    let (purpose, user, csrf) = (page.field("purpose"), page.field("user"), page.field("csrf"));
    let grant = [("csrf", csrf.as_str()), ("purpose", &purpose), ("user", &user), ("granted", "yes")];
    location(&lead.post(&format!("{dataset}/grant"), &grant));
    let form = officer.get(&format!("{dataset}/tables/new")).text();
    assert!(form.contains("<option value=\"sexe\" selected>") && !form.contains("value=\"cell-key\""), "{form}");
    let specify = |officer: &mut Visitor, path: &str, method: &str, measure: &str| {
        let revision = officer.get(path).field("revision");
        let fields = [
            ("csrf", token.as_str()),
            ("revision", &revision),
            ("title", "Habitants par sexe et territoire"),
            ("indicator", "i1"),
            ("period", "2026"),
            ("purpose", &purpose),
            ("measure", measure),
            ("dimension_1", "sexe"),
            ("dimension_2", "territoire"),
            ("method", method),
        ];
        officer.post(path, &fields)
    };
    let refused = specify(&mut officer, &format!("{dataset}/tables/new"), "none", "mean");
    assert!(refused.status == 422 && refused.text().contains("ne donne que des nombres et des parts"), "{}", refused.text());
    let table = location(&specify(&mut officer, &format!("{dataset}/tables/new"), "none", "count"));
    let judge = |officer: &mut Visitor| {
        location(&officer.post(&format!("{table}/judge"), &[("csrf", token.as_str())]));
        settled(officer, &table).text()
    };
    let page = judge(&mut officer);
    assert!(page.contains("son nombre se calcule exactement"), "{page}");
    location(&specify(&mut officer, &format!("{table}/specification"), "suppression", "count"));
    let page = judge(&mut officer);
    assert!(page.contains(&format!("action=\"{table}/sign\"")), "it may be signed: {page}");
    location(&officer.post(&format!("{table}/sign"), &[("csrf", token.as_str())]));

    // The public reads it, withheld cells and all, and the register has its values.
    let mut public = house.visitor();
    let signed = officer.get(&table).text();
    let number = signed.split("/fr/plans/norvalie-plan-2026/tables/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let page = public.get(&format!("/fr/plans/norvalie-plan-2026/tables/{number}")).text();
    assert!(page.contains("Habitants par sexe") && page.contains("5\u{202f}113"), "{page}");
    let csv = public.get(&format!("/fr/plans/norvalie-plan-2026/tables/{number}/table.csv")).text();
    let line = |start: &str| csv.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    assert!(line("F,Ouest").ends_with("suppressed"), "{csv}");
    assert!(!csv.contains(",3,"), "the number that was withheld is nowhere: {csv}");
    let indicator = officer.get(&format!("{STATISTICS}/indicators/i1")).text();
    assert!(indicator.contains("5\u{202f}113"), "{indicator}");
    let left_out = "Les 40 premières catégories de la classification sont dessinées, sur 43";
    assert_eq!(indicator.matches(left_out).count(), 1, "of the areas, not of the sexes: {indicator}");
}

#[test]
fn the_command_line_protects_a_counted_table_or_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("table.csv"), TABLE).unwrap();
    let description = "title = \"Residents\"\nsource = \"Register\"\n[[purposes]]\ncode = \"plan\"\ntext = \"Plan\"\n\
        [[variables]]\nname = \"sex\"\ncolumn = \"SEXE\"\ntype = \"category\"\ncodelist = \"sexes\"\n\
        [[variables]]\nname = \"area\"\ncolumn = \"TERRITOIRE\"\ntype = \"category\"\ncodelist = \"areas\"\n\
        [[codelists]]\nname = \"sexes\"\ncodes = [{ code = \"F\" }, { code = \"M\" }]\n\
        [[codelists]]\nname = \"areas\"\ncodes = [{ code = \"Nord\" }, { code = \"Sud\" }, { code = \"Ouest\" }]\n";
    let aggregate = "[aggregate]\ncount = \"NOMBRE\"\ntotal = \"Total\"\n";
    std::fs::write(path("table.toml"), format!("{description}{aggregate}")).unwrap();
    std::fs::write(path("records.toml"), description).unwrap();
    let protect = |table: &str, description: &str, more: &[&str]| {
        let (table, description, output) = (path(table), path(description), path("out.csv"));
        let mut command = program();
        command.args(["protect", &table, "--description", &description, "--output", &output, "--lang", "en"]).args(more);
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, text) = protect("table.csv", "table.toml", &["--protect", "none"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("its number follows exactly from the others") && !folder.path().join("out.csv").exists(), "{text}");
    let (release, audit) = (path("release.json"), path("audit.txt"));
    let (status, text) = protect("table.csv", "table.toml", &["--release", &release, "--audit", &audit]);
    assert_eq!(status, Some(0), "{text}");
    let csv = std::fs::read_to_string(path("out.csv")).unwrap();
    assert!(csv.contains("713,number") && csv.contains("Ouest") && csv.contains(",suppressed"), "{csv}");
    assert!(folder.path().join("release.json").exists() && folder.path().join("audit.txt").exists());
    let (status, text) = protect("table.csv", "table.toml", &["--released", &release]);
    assert_eq!(status, Some(0), "with itself nothing new is told: {text}");
    assert!(protect("table.csv", "table.toml", &["--protect", "cell-key"]).1.contains("Cell keys come from the keys of records"));
    std::fs::write(path("wrong.csv"), TABLE.replace("M;Total;420", "M;Total;421")).unwrap();
    let (status, text) = protect("wrong.csv", "table.toml", &[]);
    assert!(status == Some(1) && text.contains("421 is not the sum of the parts of `area`, 420; difference 1"), "{text}");
    let (status, text) = protect("table.csv", "records.toml", &[]);
    assert!(status == Some(1) && text.contains("the section `[aggregate]` is missing"), "{text}");
}

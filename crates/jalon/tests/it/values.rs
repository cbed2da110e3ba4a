//! Values of indicators until they count, and the chart of stakeholders.

use crate::house::{House, Visitor, run};

const SLUG: &str = "norvalie-plan-2026";
const PLAN: &str = "/fr/work/dossiers/norvalie-plan-2026";

/// What the quarterly report says of values, row by row, those of drawings named as those of the table.
fn reported(visitor: &mut Visitor) -> Vec<Vec<String>> {
    let report: serde_json::Value =
        serde_json::from_slice(&visitor.get(&format!("{PLAN}/draft/fr/quarterly.json")).body).unwrap();
    let chapters = report["chapters"].as_array().unwrap();
    let values = chapters.iter().find(|chapter| chapter["id"] == "values").unwrap();
    let shown = |cell: &serde_json::Value| cell["text"].as_str().or(cell["shown"].as_str()).unwrap_or_default().to_owned();
    let shown_rows = |table: &serde_json::Value| -> Vec<Vec<String>> {
        table["rows"].as_array().unwrap().iter().map(|row| row.as_array().unwrap().iter().map(shown).collect()).collect()
    };
    let mut found = vec![];
    for block in values["blocks"].as_array().unwrap() {
        match block["block"].as_str() {
            Some("table") => found.extend(shown_rows(block)),
            Some("figure") => {
                let is_split = block["table"]["columns"][0]["title"] == "Groupe";
                for row in shown_rows(&block["table"]) {
                    let (group, rest) = row.split_at(usize::from(is_split));
                    let name = format!("{} – {}", block["caption"].as_str().unwrap(), group.concat());
                    found.push([vec![name, String::new()], rest.to_vec()].concat());
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn values_over_time_and_of_groups_are_drawn_in_the_report_as_what_they_are() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let report = lead.get(&format!("{PLAN}/draft/fr/quarterly.html")).text();
    let figure = report.split("<figure").find(|figure| figure.contains("Délai moyen")).expect("a figure").to_owned();
    let drawing = figure.split_once("<svg").and_then(|(_, rest)| rest.split_once("</svg>")).expect("a drawing").0;
    for said in ["31,5", "confidentiel", "Moins de 18 ans", "Ensemble", "20"] {
        assert!(drawing.contains(said), "{said}: {drawing}");
    }
    assert!(figure.contains("41 (2025)") && figure.contains("<table"), "its data beside it: {figure}");
    let english = lead.get(&format!("{PLAN}/draft/en/quarterly.html")).text();
    assert!(english.contains("Under 18") && !english.contains("Moins de 18 ans"), "groups in the language of the report");
    assert!(!figure.contains("Remarque"), "no column for what nobody remarked");

    // A figure for each dimension, each with everybody beside its groups; what has no room is said.
    let report: serde_json::Value = serde_json::from_slice(&lead.get(&format!("{PLAN}/draft/fr/quarterly.json")).body).unwrap();
    let blocks = report["chapters"].as_array().unwrap().iter().flat_map(|chapter| chapter["blocks"].as_array().unwrap());
    let figures: Vec<&serde_json::Value> = blocks.filter(|block| block["drawing"]["drawing"] == "values").collect();
    let of = |caption: &str| *figures.iter().find(|figure| figure["caption"] == caption).unwrap_or_else(|| panic!("{figures:?}"));
    let lines = |figure: &serde_json::Value| -> Vec<String> {
        figure["drawing"]["lines"].as_array().unwrap().iter().map(|line| line["title"].as_str().unwrap().to_owned()).collect()
    };
    let sexes = of("Personnes hébergées – Sexe");
    assert_eq!(lines(sexes), ["Ensemble", "Femmes", "Hommes"]);
    assert_eq!(sexes["drawing"]["dimension"], "Sexe");
    assert_eq!(sexes["table"]["rows"].as_array().unwrap().len(), 3);
    assert!(!lines(of("Personnes hébergées – Commune")).contains(&"Femmes".to_owned()));
}

#[test]
fn a_value_counts_once_it_is_approved_and_says_what_kind_of_value_it_is() {
    let house = House::demo(&[]);
    let (mut focal_point, mut lead) = (house.signed_in("contributor@demo.example"), house.signed_in("national@demo.example"));
    let rows = reported(&mut lead);
    let value = |rows: &[Vec<String>], name: &str, period: &str| {
        rows.iter()
            .find(|row| row[0].contains(name) && row[4] == period)
            .map(|row| (row[2].clone(), row[3].clone(), row[5].clone()))
    };
    let of = |baseline: &str, target: &str, value: &str| Some((baseline.to_owned(), target.to_owned(), value.to_owned()));
    assert_eq!(value(&rows, "Délai moyen", "3e trimestre 2026"), of("41 (2025)", "20 (2027)", "31,5"));
    assert_eq!(
        value(&rows, "Moins de 18 ans", "3e trimestre 2026"),
        of("non fixée", "non fixée", "Supprimée pour protéger des personnes"),
        "what was agreed on was agreed on for everybody"
    );
    assert_eq!(value(&rows, "du soir", "3e trimestre 2026"), of("320 (2025)", "640 (2026)", "Manquante"));
    assert_eq!(value(&rows, "prisons", "3e trimestre 2026"), of("non fixée", "non fixée", "Sans objet"));
    assert_eq!(value(&rows, "Délai moyen", "4e trimestre 2026"), None, "not approved yet");
    // The page of the indicator has the groups that were entered, as what they are.
    let page = lead.get(&format!("{PLAN}/statistics/indicators/i1")).text();
    let groups = page.split_once("Groupes saisis et approuvés").map_or("", |(_, groups)| groups);
    assert!(groups.contains("Moins de 18 ans") && groups.contains("confidentiel"), "{page}");

    let csrf = focal_point.get("/fr/account").field("csrf");
    let path = format!("{PLAN}/registers/indicator_value");
    let enter = |visitor: &mut Visitor, csrf: &str, to: &str, fields: &[(&str, &str)]| {
        let fixed = [("csrf", csrf), ("language", "fr"), ("indicator", "i1"), ("period", "2026-Q1")];
        let fields: Vec<(&str, &str)> = fixed.into_iter().chain(fields.iter().copied()).collect();
        visitor.post(&format!("{path}/{to}"), &fields)
    };
    let form = focal_point.get(&format!("{path}/new")).text();
    assert!(form.contains("id=\"period-hint\"") && form.contains("2026, 2026-S1, 2026-Q3 ou 2026-09"), "{form}");
    let no_period = [("csrf", csrf.as_str()), ("language", "fr"), ("indicator", "i1"), ("period", "hier")];
    let answer = focal_point.post(&format!("{path}/new"), &no_period).text();
    assert!(answer.contains("Écrivez 2026-Q1, 2026-01, 2026-S1 ou 2026."), "{answer}");
    let refused = |fields: &[(&str, &str)], visitor: &mut Visitor, field: &str| {
        let answer = enter(visitor, &csrf, "new", fields);
        assert!(
            answer.status == 422 && answer.text().contains(&format!("id=\"{field}-error\"")),
            "{fields:?}: {}",
            answer.text()
        );
    };
    refused(&[("reading", "measured"), ("state", "draft")], &mut focal_point, "value");
    refused(&[("reading", "missing"), ("value", "0"), ("state", "draft")], &mut focal_point, "value");
    refused(&[("reading", "measured"), ("value", "0"), ("state", "approved")], &mut focal_point, "state");
    let note = ("note", "Sans les deux centres du Nord");
    let forged = [("reading", "measured"), ("value", "0"), ("state", "draft"), ("approved_on", "2020-01-01"), note];
    let answer = enter(&mut focal_point, &csrf, "new", &forged);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let id = answer.header("location").rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    assert!(!focal_point.get(&format!("{path}/{id}")).text().contains("2020"), "who approved is not theirs to write");
    refused(&[("reading", "measured"), ("value", "7"), ("state", "draft")], &mut focal_point, "indicator");

    let of_lead = lead.get("/fr/account").field("csrf");
    let approve = [("reading", "measured"), ("value", "0"), ("state", "approved"), ("revision", "1"), note];
    assert_eq!(enter(&mut lead, &of_lead, &id, &approve).status, 303);
    let page = lead.get(&format!("{path}/{id}")).text();
    assert!(page.contains("Approuvée par") && page.contains("Noté par le programme."), "{page}");
    let rows = reported(&mut lead);
    assert_eq!(value(&rows, "Délai moyen", "1er trimestre 2026"), of("41 (2025)", "20 (2027)", "0"), "a zero is a number");
    let of_first = rows.iter().find(|row| row[0].contains("Délai moyen") && row[4] == "1er trimestre 2026").unwrap();
    assert_eq!(of_first.last().map(String::as_str), Some(note.1), "what is said of a value stands beside it");
    let page = lead.get(&format!("{PLAN}/draft/fr/quarterly.html")).text();
    let figure = page.split("<figure").find(|figure| figure.contains("Délai moyen")).unwrap();
    assert!(figure.contains("Remarque") && figure.contains(note.1), "{figure}");
    let changed = [("reading", "measured"), ("value", "1"), ("state", "approved"), ("revision", "2")];
    let answer = enter(&mut focal_point, &csrf, &id, &changed);
    assert_eq!(answer.status, 422, "what was approved is not changed by those who measure");
    let reopened = [("reading", "measured"), ("value", "0"), ("state", "consultation"), ("revision", "2")];
    assert_eq!(enter(&mut lead, &of_lead, &id, &reopened).status, 303);
    assert_eq!(value(&reported(&mut lead), "Délai moyen", "1er trimestre 2026"), None, "reopened, it counts no more");
}

#[test]
fn approved_values_are_public_as_the_newest_report_froze_them() {
    let house = House::demo(&[]);
    let (mut lead, mut reader) = (house.signed_in("national@demo.example"), house.visitor());
    let public = format!("/fr/plans/{SLUG}/indicators");
    let api = format!("/api/v1/dossiers/{SLUG}/indicators");
    let list = reader.get(&public).text();
    assert!(list.contains(&format!("{public}/i1")) && list.contains(&format!("{public}/i3")), "entered and signed: {list}");
    let page = reader.get(&format!("{public}/i1")).text();
    for words in ["31,5", "41 (2025)", "20 (2027)", "Moins de 18 ans", "confidentiel", "/releases/2\"", "i1/series.csv"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("2026-Q4") && !page.contains("4e trimestre 2026"), "nobody approved it: {page}");
    assert!(reader.get(&format!("/fr/plans/{SLUG}")).text().contains(&public), "the plan leads there");
    let lines = |visitor: &mut Visitor, id: &str| -> Vec<String> {
        let answer = visitor.get(&format!("{public}/{id}/series.csv"));
        answer.text().lines().skip(1).map(str::to_owned).collect()
    };
    assert_eq!(lines(&mut reader, "i1"), ["2026-Q2,38,number,,,,,,yes,2", "2026-Q3,31.5,number,,,,,,yes,2"]);
    assert_eq!(lines(&mut reader, "i2"), ["2026-Q2,440,number,,,,,,yes,2", "2026-Q3,,missing,,,,,,yes,2"]);
    let json = |visitor: &mut Visitor, id: &str| -> serde_json::Value {
        serde_json::from_slice(&visitor.get(&format!("{api}/{id}")).body).unwrap()
    };
    let (delay, places) = (json(&mut reader, "i1"), json(&mut reader, "i2"));
    let group = |indicator: &serde_json::Value| {
        let group = &indicator["groups"][0];
        let said = [&group["name"]["en"], &group["series"][0]["state"]].map(|text| text.as_str().unwrap_or_default().to_owned());
        (said, group["series"][0]["value"].clone())
    };
    assert_eq!(group(&delay), (["Under 18", "suppressed"].map(str::to_owned), serde_json::Value::Null));
    assert_eq!(group(&places), (["Courses in prisons", "not_applicable"].map(str::to_owned), serde_json::Value::Null));
    assert_eq!((delay["report"]["version"].as_i64(), delay["baseline"]["value"].as_str()), (Some(2), Some("41")));
    let listed: Vec<serde_json::Value> = serde_json::from_slice(&reader.get(&api).body).unwrap();
    assert!(listed.contains(&delay) && listed.contains(&places));

    // Approved or reopened since then: nothing of it is public before the next report.
    let csrf = lead.get("/fr/account").field("csrf");
    let change = |visitor: &mut Visitor, id: &str, fields: &[(&str, &str)]| {
        let path = format!("{PLAN}/registers/indicator_value/{id}");
        let revision = visitor.get(&path).field("revision");
        let fixed = [("csrf", csrf.as_str()), ("language", "fr"), ("indicator", "i1"), ("revision", &revision)];
        let answer = visitor.post(&path, &[&fixed, fields].concat());
        assert_eq!(answer.status, 303, "{}", answer.text());
    };
    let measured = ("reading", "measured");
    change(&mut lead, "v7", &[("period", "2026-Q4"), measured, ("value", "29"), ("state", "approved")]);
    change(&mut lead, "v2", &[("period", "2026-Q3"), measured, ("value", "31.5"), ("state", "consultation")]);
    assert_eq!(json(&mut reader, "i1"), delay);
    let publish = [("csrf", csrf.as_str()), ("report", "quarterly"), ("languages", "fr"), ("accept_incomplete", "1")];
    let answer = lead.post(&format!("{PLAN}/publication/publish"), &publish);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(lines(&mut reader, "i1"), ["2026-Q2,38,number,,,,,,yes,3", "2026-Q4,29,number,,,,,,yes,3"]);
    assert!(reader.get(&format!("{public}/i1")).text().contains("/releases/3\""));

    // Withdrawn, it takes its values along; those of the report before it stand again. The plan froze them too, and tells none.
    let withdraw = |visitor: &mut Visitor, version: &str| {
        let fields = [("csrf", csrf.as_str()), ("version", version), ("reason", "Chiffre erroné")];
        assert_eq!(visitor.post(&format!("{PLAN}/publication/withdraw"), &fields).status, 303);
    };
    withdraw(&mut lead, "3");
    assert_eq!(json(&mut reader, "i1"), delay);
    withdraw(&mut lead, "2");
    let gone = reader.get(&format!("{public}/i1"));
    assert!(gone.status == 410 && gone.text().contains("Chiffre erroné"), "{}", gone.text());
    assert_eq!(reader.get(&format!("{public}/i1/series.csv")).status, 410);
    assert_eq!(reader.get(&format!("{api}/i1")).status, 410);
    assert_eq!(reader.get(&format!("{public}/i3")).status, 200, "what was signed stands");
    assert!(!reader.get(&public).text().contains(&format!("{public}/i1")));
}

#[test]
fn what_is_suppressed_does_not_follow_from_the_values_beside_it() {
    let house = House::demo(&[]);
    let (mut focal_point, mut lead) = (house.signed_in("contributor@demo.example"), house.signed_in("national@demo.example"));
    let path = format!("{PLAN}/registers/indicator_value");
    let write = |visitor: &mut Visitor, to: &str, fields: &[(&str, &str)]| {
        let csrf = visitor.get("/fr/account").field("csrf");
        let fixed = [("csrf", csrf.as_str()), ("language", "fr"), ("indicator", "i1"), ("period", "2025-Q1")];
        let fields: Vec<(&str, &str)> = fixed.into_iter().chain(fields.iter().copied()).collect();
        visitor.post(&format!("{path}/{to}"), &fields)
    };
    let mut enter = |breakdown: &str, reading: &str, value: &str| {
        let said = [("breakdown", breakdown), ("reading", reading), ("value", value), ("state", "draft")];
        let answer = write(&mut focal_point, "new", &said);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
    };
    let everybody = [("breakdown", ""), ("reading", "measured"), ("value", "100")];
    let men = [("breakdown", "Sexe – Hommes"), ("reading", "suppressed"), ("value", "")];
    let women = |value| [("breakdown", "Sexe – Femmes"), ("reading", "measured"), ("value", value)];
    let ids = [everybody, men, women("97")].map(|[(_, breakdown), (_, reading), (_, value)]| enter(breakdown, reading, value));
    let mut approve = |id: &str, revision: &str, said: [(&str, &str); 3]| {
        let fields: Vec<(&str, &str)> = said.into_iter().chain([("state", "approved"), ("revision", revision)]).collect();
        write(&mut lead, id, &fields)
    };
    assert_eq!(approve(&ids[0], "1", everybody).status, 303);
    assert_eq!(approve(&ids[1], "1", men).status, 303);
    let refused = approve(&ids[2], "1", women("97"));
    let said = refused.text();
    assert!(refused.status == 422 && said.contains("id=\"reading-error\""), "{said}");
    assert!(said.contains("Sexe – Hommes") && said.contains("100 en tout moins 97 laissent 3"), "{said}");
    let changed =
        [("breakdown", "Sexe – Femmes"), ("reading", "measured"), ("value", "60"), ("state", "draft"), ("revision", "1")];
    assert_eq!(write(&mut focal_point, &ids[2], &changed).status, 303);
    assert_eq!(approve(&ids[2], "2", women("60")).status, 303, "forty are not told one by one");

    // Each dimension has a drawing of its own, with the names of its groups alone.
    for (place, value) in [("Lieu – Ville", "70"), ("Lieu – Campagne", "30")] {
        let said = [("breakdown", place), ("reading", "measured"), ("value", value)];
        let entered = write(&mut focal_point, "new", &[said.as_slice(), &[("state", "draft")]].concat());
        let id = entered.header("location").rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        assert_eq!(write(&mut lead, &id, &[said.as_slice(), &[("state", "approved"), ("revision", "1")]].concat()).status, 303);
    }
    let page = lead.get(&format!("{PLAN}/statistics/indicators/i1")).text();
    let drawn = |dimension: &str| {
        let section = page.split("<section").find(|part| part.contains(&format!(">{dimension} (groupes saisis")));
        section.unwrap_or_else(|| panic!("{dimension}: {page}")).to_owned()
    };
    let (sex, place) = (drawn("Sexe"), drawn("Lieu"));
    assert!(sex.contains("Femmes") && sex.contains("confidentiel") && !sex.contains("Ville"), "{sex}");
    assert!(place.contains("Campagne") && !place.contains("Femmes") && !place.contains("Lieu – "), "{place}");
    let report = lead.get(&format!("{PLAN}/draft/fr/quarterly.html")).text();
    let figures: Vec<&str> = report.split("<figure").filter(|figure| figure.contains("Délai moyen")).collect();
    let with = |group: &str| figures.iter().filter(|figure| figure.contains(group)).count();
    assert_eq!((with("Femmes"), with("Campagne"), with("Moins de 18 ans")), (1, 1, 1), "{report}");

    // From a file, by the operator of the machine: a number that cannot be, and each row's own fault once.
    let file = house.data_dir.join("values.csv");
    let import = |rows: &str| {
        std::fs::write(&file, format!("id,indicator,period,breakdown,reading,value,state\n{rows}")).unwrap();
        let output = run(&house.data_dir, &["import", "register", "indicator_value", &file.to_string_lossy(), "--dossier", SLUG]);
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, said) = import(",i2,2025-Q1,,measured,-5,approved\n");
    assert!(code == Some(1) && said.contains("ne peut pas être négatif"), "{said}");
    let (code, said) = import(",i2,2025-Q1,,measured,12a,draft\n,i2,2025-Q2,,measured,9e99,draft\n");
    assert_eq!((code, said.lines().filter(|line| line.contains("values.csv:")).count()), (Some(1), 2), "{said}");
}

#[test]
fn the_matrix_of_a_year_says_what_is_entered_in_which_stage_and_what_is_due() {
    let house = House::demo(&[]);
    let (mut lead, mut reader) = (house.signed_in("national@demo.example"), house.signed_in("reader@demo.example"));
    let page = lead.get(&format!("{PLAN}/indicators?year=2026")).text();
    let row = |page: &str, name: &str| page.split("<tr>").find(|row| row.contains(name)).unwrap_or_default().to_owned();
    let delay = row(&page, "Délai moyen");
    assert!(delay.contains("31,5") && delay.contains("Approuvé<") && delay.contains("En validation"), "{delay}");
    assert!(page.contains("Accès aux services") && page.contains("Langue et emploi"), "by domain: {page}");
    let places = row(&page, "du soir");
    assert!(places.contains("Manquante"), "what is missing was entered as such: {places}");
    // The first quarter is over, and nobody said anything of it.
    let new = format!("{PLAN}/registers/indicator_value/new?indicator=i1&#38;period=2026-Q1");
    assert!(delay.contains(&new), "{delay}");
    let form = lead.get(&new.replace("&#38;", "&")).text();
    assert!(form.contains("value=\"2026-Q1\"") && form.contains("value=\"i1\" selected"), "{form}");
    let due = lead.get(&format!("{PLAN}/indicators?year=2026&due=1")).text();
    assert!(due.contains(&new) && !due.contains("31,5"), "{due}");
    let seen = reader.get(&format!("{PLAN}/indicators?year=2026")).text();
    assert!(seen.contains("À saisir") && !seen.contains("indicator_value/new"), "{seen}");
    assert_eq!(house.visitor().get(&format!("{PLAN}/indicators")).status, 303, "nobody else sees it");
}

#[test]
fn stakeholders_are_placed_by_influence_and_interest_for_those_who_work_on_it() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let page = lead.get(&format!("{PLAN}/registers/stakeholder")).text();
    let drawing = page.split_once("<svg").map(|(_, rest)| rest.split_once("</svg>").unwrap().0).expect("a drawing");
    assert!(drawing.contains("<title") && drawing.contains("<desc") && drawing.contains("role=\"img\""), "{drawing}");
    assert!(drawing.contains("Collectif des") && drawing.contains("<polygon"), "by name and by shape: {drawing}");
    assert!(page.contains("Les données du dessin") && page.contains("il n’est jamais publié"), "{page}");
    let plan = lead.get(&format!("{PLAN}/draft/fr/plan.html")).text();
    assert!(plan.contains("Influence et intérêt des parties prenantes") && plan.contains("Collectif des nouveaux arrivants"));
    let empty = lead.get(&format!("{PLAN}/registers/awareness_activity")).text();
    assert!(!empty.contains("<svg"), "a chart of this register alone");
}

//! What the levels of government make of each other's plans, what a plan takes over from them, and the note on resources.

use crate::house::{House, Visitor};

const NATION: &str = "/fr/work/dossiers/norvalie-plan-2026";
const CITY: &str = "/fr/work/dossiers/rivemont-plan-2026";

/// The row of a table that names something.
fn row(page: &str, name: &str) -> String {
    let row = page.split("<tr>").find(|row| row.contains(name));
    row.unwrap_or_else(|| panic!("no row names {name}: {page}")).to_owned()
}

fn csrf(visitor: &mut Visitor) -> String {
    visitor.get("/fr/account").field("csrf")
}

#[test]
fn a_local_measure_answers_a_national_one_and_the_gaps_show_on_both_sides() {
    let house = House::demo(&[]);
    let (mut nation, mut city) = (house.signed_in("national@demo.example"), house.signed_in("lead@demo.example"));
    let page = nation.get(&format!("{NATION}/levels")).text();
    assert!(row(&page, "Ouvrir un guichet unique").contains("Ouvrir le guichet des nouveaux arrivants"), "{page}");
    assert!(row(&page, "Réserver 200 logements").contains("Aucune mesure publiée en face"), "{page}");
    assert!(page.contains("2, dont avec un plan publié : 1"), "two cities, one plan: {page}");
    assert!(page.contains("fête annuelle des quartiers"), "what the city does on its own account: {page}");
    let gaps = nation.get(&format!("{NATION}/levels?gaps=1")).text();
    assert!(gaps.contains("Réserver 200 logements") && !gaps.contains("Ouvrir le guichet des nouveaux"), "{gaps}");

    let page = city.get(&format!("{CITY}/levels")).text();
    assert!(row(&page, "Réserver 200 logements").contains("Aucune mesure ici"), "{page}");
    assert!(!page.contains("Relier les trois registres"), "what expects nothing of a city is only counted: {page}");
    let add = format!("{CITY}/registers/measure/new?carries_out=norvalie-plan-2026%23m2");
    assert!(page.contains(&add), "{page}");
    let form = city.get(&add).text();
    assert!(form.contains("value=\"norvalie-plan-2026#m2\" checked"), "{form}");
    let token = csrf(&mut city);
    let measure = [
        ("csrf", token.as_str()),
        ("language", "fr"),
        ("number", "R4"),
        ("title", "Trente logements relais à Rivemont"),
        ("carries_out", "norvalie-plan-2026#m2"),
    ];
    let answer = city.post(&format!("{CITY}/registers/measure/new"), &measure);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let written = answer.header("location").split('?').next().unwrap().to_owned();
    assert!(row(&city.get(&format!("{CITY}/levels")).text(), "Réserver 200 logements").contains("Trente logements relais"));
    let page = nation.get(&format!("{NATION}/levels")).text();
    assert!(!page.contains("Trente logements"), "what the city has not published stays with the city: {page}");
    let unknown = [measure[0], measure[1], ("number", "R5"), ("carries_out", "norvalie-plan-2026#m99")];
    let answer = city.post(&format!("{CITY}/registers/measure/new"), &unknown);
    assert!(answer.status == 422 && answer.text().contains("id=\"carries_out-error\""), "{}", answer.text());

    // What it refers to is taken back: nothing is lost, and the reference says so.
    let token = csrf(&mut nation);
    for version in ["1", "2"] {
        let fields = [("csrf", token.as_str()), ("version", version), ("reason", "À revoir")];
        let answer = nation.post(&format!("{NATION}/publication/withdraw"), &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    let page = city.get(&written).text();
    assert!(page.contains("norvalie-plan-2026#m2 (n’est plus public)"), "{page}");
    let page = city.get(&format!("{CITY}/levels")).text();
    assert!(page.contains("Aucun plan d’un niveau supérieur n’est publié."), "{page}");
}

#[test]
fn local_values_feed_a_national_indicator_only_when_they_are_alike() {
    let house = House::demo(&[]);
    let (mut nation, mut city) = (house.signed_in("national@demo.example"), house.signed_in("lead@demo.example"));
    let indicator = format!("{NATION}/statistics/indicators/i2");
    let page = nation.get(&indicator).text();
    let below = page.split("id=\"below\"").nth(1).unwrap_or_else(|| panic!("nothing from below: {page}")).to_owned();
    assert!(row(&below, "2e trimestre 2026").matches("180").count() == 2, "the value and the sum of one: {below}");
    assert!(below.contains("territoires de même niveau, 1 sur 2"), "{below}");

    let token = csrf(&mut nation);
    let take = |nation: &mut Visitor| nation.post(&format!("{NATION}/levels/values/i2"), &[("csrf", token.as_str())]);
    let answer = take(&mut nation);
    assert!(answer.status == 303 && answer.header("location").contains("taken=1"), "approved values stay: {}", answer.text());
    let values = nation.get(&format!("{NATION}/registers/indicator_value?q=150")).text();
    assert!(values.contains("1er trimestre 2026") && values.contains("Brouillon"), "{values}");
    assert!(take(&mut nation).header("location").contains("taken=0"), "once is enough");
    let mut reader = house.signed_in("reader@demo.example");
    let of_reader = csrf(&mut reader);
    assert_eq!(reader.post(&format!("{NATION}/levels/values/i2"), &[("csrf", of_reader.as_str())]).status, 404);

    // The city counts something else from now on, and says so in its next report.
    let token = csrf(&mut city);
    let form = city.get(&format!("{CITY}/registers/indicator/r-i1"));
    let revision = form.field("revision");
    let unit = [
        ("csrf", token.as_str()),
        ("language", "fr"),
        ("revision", revision.as_str()),
        ("unit", "groupes"),
        ("feeds", "norvalie-plan-2026#i2"),
    ];
    let answer = city.post(&format!("{CITY}/registers/indicator/r-i1"), &unit);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let publish = [("csrf", token.as_str()), ("report", "quarterly"), ("languages", "fr"), ("accept_incomplete", "1")];
    let answer = city.post(&format!("{CITY}/publication/publish"), &publish);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = nation.get(&indicator).text();
    let below = page.split("id=\"below\"").nth(1).unwrap();
    assert!(below.contains("valeurs refusées") && below.contains("groupes"), "{below}");
    assert!(!below.contains("180"), "nothing of it counts: {below}");
}

#[test]
fn an_aspect_to_strengthen_becomes_a_need_that_leads_back_to_it() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let trends = "/fr/work/dossiers/montreal-plan-exemple/registers/trend";
    let before = lead.get(trends).text();
    assert!(before.contains(&format!("{trends}/take-over")), "{before}");
    let page = lead.get(&format!("{trends}/take-over")).text();
    assert!(page.contains("déjà repris"), "each shows what was made of it: {page}");
    let token = csrf(&mut lead);
    let answer = lead.post(&format!("{trends}/take-over"), &[("csrf", token.as_str())]);
    assert!(answer.status == 422 && answer.text().contains("Choisissez au moins un constat."), "{}", answer.text());
    let made_up = [("csrf", token.as_str()), ("finding", "montreal-igm-2019#M1.2.01"), ("finding", "montreal-igm-2019#none")];
    assert_eq!(lead.post(&format!("{trends}/take-over"), &made_up).status, 422, "all or none");
    let count = |page: &str| page.matches("<tr>").count();
    assert_eq!(count(&lead.get(trends).text()), count(&before));
    let two = [("csrf", token.as_str()), ("finding", "montreal-igm-2019#M1.2.01"), ("finding", "montreal-igm-2019#M1.2.02")];
    assert_eq!(lead.post(&format!("{trends}/take-over"), &two).status, 303);
    let page = lead.get(&format!("{trends}/take-over")).text();
    let first = page.split("value=\"montreal-igm-2019#M1.2.01\"").nth(1).unwrap().split("govuk-checkboxes__item").next().unwrap();
    let made = first.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let entry = lead.get(&made).text();
    assert!(entry.contains("/fr/profiles/montreal-igm-2019#M1.2.01"), "{entry}");
    let english = lead.get(&format!("{}?language=en", made.replace("/fr/", "/en/"))).text();
    assert!(!english.contains("(missing)"), "its title came in every language: {english}");
}

#[test]
fn the_note_on_resources_adds_up_and_stays_inside() {
    let house = House::demo(&[]);
    let (mut nation, mut reviewer) = (house.signed_in("national@demo.example"), house.signed_in("reviewer@demo.example"));
    let draft = format!("{NATION}/draft/fr/resources.json");
    let note: serde_json::Value = serde_json::from_slice(&nation.get(&draft).body).unwrap();
    let text = note.to_string().replace(['\u{202f}', '\u{a0}'], " ");
    for expected in ["2 683 000,50", "1 800 000,00", "883 000,50", "Ministère des migrations", "Inclusion sociale et intégration"]
    {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert_eq!(note["cover"]["series"], "Note sur les ressources (outil 13)", "which of the reports it is");
    assert_eq!(reviewer.get(&draft).status, 404, "sources of money are not for those who were invited");
    assert!(!reviewer.get(&format!("{NATION}/publication")).text().contains("Note sur les ressources"));
    let page = nation.get(&format!("{NATION}/publication")).text();
    assert!(page.contains("Document de travail"), "{page}");
    let token = csrf(&mut nation);
    let publish = [("csrf", token.as_str()), ("report", "resources"), ("languages", "fr"), ("accept_incomplete", "1")];
    assert_eq!(nation.post(&format!("{NATION}/publication/publish"), &publish).status, 404, "nobody may publish it");
    for format in ["pdf", "xlsx", "html"] {
        assert_eq!(nation.get(&format!("{NATION}/draft/fr/resources.{format}")).status, 200, "{format}");
    }
}

#[test]
fn ready_definitions_become_indicators_in_every_language_that_somebody_completes() {
    let house = House::demo(&[]);
    let plan = "/fr/work/dossiers/norvalie-plan-2026";
    let (list, models) = (format!("{plan}/registers/indicator"), format!("{plan}/registers/indicator/models"));
    let mut lead = house.signed_in("national@demo.example");
    assert!(lead.get(&list).text().contains(&models), "the register leads to them");
    let page = lead.get(&models);
    let csrf = page.field("csrf");
    let page = page.text();
    for words in ["Intégration : onze domaines", "Planification du développement", "Écart de taux d’emploi", "Numérateur"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches("name=\"model\"").count(), 24);
    assert!(!page.contains("déjà reprise"));
    let count = |lead: &mut Visitor| lead.get(&list).text().matches("<tr").count();
    let before = count(&mut lead);

    for (chosen, message) in
        [(vec![], "Choisissez au moins une définition"), (vec!["employment_gap", "nowhere"], "Ce choix n’existe pas")]
    {
        let mut fields: Vec<(&str, &str)> = chosen.iter().map(|code| ("model", *code)).collect();
        fields.push(("csrf", &csrf));
        let answer = lead.post(&models, &fields);
        assert!(answer.status == 422 && answer.text().contains(message), "{}", answer.text());
        assert_eq!(count(&mut lead), before, "all or none");
    }
    let both = [("csrf", csrf.as_str()), ("model", "employment_gap"), ("model", "overcrowding")];
    let answer = lead.post(&models, &both);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(count(&mut lead), before + 2);
    assert!(lead.get(&models).text().contains("déjà reprise"));
    let english = lead.get("/en/work/dossiers/norvalie-plan-2026/registers/indicator?q=employment+gap").text();
    assert!(english.contains("Employment gap") && english.contains("Economy and employment"), "{english}");
    let entry = english.split("/registers/indicator/").find_map(|rest| {
        let id = rest.split('"').next()?;
        (id.len() > 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| id.to_owned())
    });
    let form = lead.get(&format!("{list}/{}", entry.expect("the entry has a page"))).text();
    for words in ["points de pourcentage", "Conférence internationale des statisticiens", "value=\"outcome\" selected"] {
        assert!(form.contains(words), "{words}: {form}");
    }
    for email in ["reader@demo.example", "reviewer@demo.example", "admin@demo.example"] {
        let mut other = house.signed_in(email);
        assert_eq!(other.get(&models).status, 404, "{email}");
    }
    assert_eq!(lead.get(&format!("{plan}/registers/measure/models")).status, 404, "nothing is ready for this register");
}

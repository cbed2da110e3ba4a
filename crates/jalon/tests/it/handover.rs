//! The handover dossier, for whoever leaves and whoever arrives.

use crate::house::House;

const PLAN: &str = "/fr/work/dossiers/norvalie-plan-2026";

#[test]
fn a_place_is_handed_over_without_the_names_of_persons() {
    let house = House::demo(&[]);
    let mut focal_point = house.signed_in("contributor@demo.example");
    let overview = focal_point.get(PLAN).text();
    assert!(overview.contains("Vous arrivez dans ce dossier."), "what a newcomer sees first: {overview}");
    let path = overview.split('"').find(|part| part.ends_with("/handover")).expect("the way to it").to_owned();
    let page = focal_point.get(&path).text();
    for words in [
        "Par où commencer",
        "1 – Ouvrir un guichet unique",
        "Guichet ouvert le 15 septembre",
        "Institutions avec lesquelles elle agit",
        "Relier les trois registres",
        "Rien n’a encore été enregistré depuis cette place.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let article = page.split_once("<article").map_or(page.as_str(), |(_, article)| article);
    assert!(!article.contains("Creative Commons"), "it is for nobody to re-use");
    for name in ["Sarment", "Valdor", "Mirande", "Restin", "@demo.example"] {
        assert!(!article.contains(name), "{name}");
    }

    // What is done from the place is told from then on, and a newcomer is one no more.
    let csrf = focal_point.get("/fr/account").field("csrf");
    let fields = [("csrf", csrf.as_str()), ("period", "2026-Q4"), ("measure", "m1")];
    assert_eq!(focal_point.post(&format!("{PLAN}/reporting/mine/unchanged"), &fields).status, 303);
    assert!(focal_point.get(&path).text().contains("Rapport « sans changement »"));
    assert!(!focal_point.get(PLAN).text().contains("Vous arrivez dans ce dossier."));

    for (file, start) in
        [("handover.pdf", &b"%PDF"[..]), ("handover.xlsx", b"PK"), ("handover.json", b"{"), ("handover.html", b"<!DOC")]
    {
        for language in ["fr", "en", "es"] {
            let answer = focal_point.get(&format!("{path}/{language}/{file}"));
            assert!(answer.status == 200 && answer.body.starts_with(start), "{file} {language}: {}", answer.status);
        }
    }
    for wrong in ["fr/handover.exe", "fr/plan.pdf", "ar/handover.pdf"] {
        assert_eq!(focal_point.get(&format!("{path}/{wrong}")).status, 404, "{wrong}");
    }

    let mut lead = house.signed_in("national@demo.example");
    assert_eq!(lead.get(&path).status, 200, "the lead prepares it");
    assert!(lead.get(&format!("{PLAN}/members")).text().contains(&path));
    for email in ["facilitator@demo.example", "reader@demo.example", "reviewer@demo.example", "admin@demo.example"] {
        assert_eq!(house.signed_in(email).get(&path).status, 404, "{email}");
    }
    let mut reader = house.signed_in("reader@demo.example");
    assert!(!reader.get(PLAN).text().contains("/handover"), "a reader has nothing to hand over");
}

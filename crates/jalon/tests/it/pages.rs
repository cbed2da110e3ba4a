//! What pages tell those who work with them.

use crate::house::{House, PASSWORD, RIVEMONT};

#[test]
fn a_changed_password_is_confirmed_and_ends_the_other_sessions() {
    let house = House::demo(&[]);
    let (mut here, mut elsewhere) = (house.signed_in("lead@demo.example"), house.signed_in("lead@demo.example"));
    let before = here.cookie.clone();
    let csrf = here.get("/fr/account").field("csrf");
    let fields =
        [("csrf", csrf.as_str()), ("present", PASSWORD), ("password", "une phrase neuve"), ("repeated", "une phrase neuve")];
    let answer = here.post("/fr/account", &fields);
    assert_eq!((answer.status, answer.header("location")), (303, "/fr/account?changed=1"));
    assert_ne!(here.cookie, before);
    let page = here.get("/fr/account?changed=1");
    assert!(page.status == 200 && page.text().contains("Le mot de passe est changé."), "{}", page.text());
    assert_eq!(elsewhere.get("/fr/account").status, 303, "asked to sign in");
}

#[test]
fn saving_and_going_on_says_what_was_saved() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let base = format!("/fr/work/dossiers/{RIVEMONT}/questionnaire");
    let csrf = lead.get("/fr/account").field("csrf");
    let reopened = lead.post(&format!("{base}/L1.01/reopen"), &[("csrf", &csrf), ("reason", "Une pièce nouvelle.")]);
    assert_eq!(reopened.status, 303);
    let revision = lead.get(&format!("{base}/L1.01")).field("revision");
    let next = format!("{base}/L1.02?show=all");
    let fields = [("csrf", csrf.as_str()), ("revision", &revision), ("language", "fr"), ("value", "full"), ("next", &next)];
    let answer = lead.post(&format!("{base}/L1.01"), &fields);
    assert_eq!((answer.status, answer.header("location")), (303, format!("{next}&saved=L1.01").as_str()));
    let page = lead.get(answer.header("location")).text();
    assert!(page.contains("Enregistré : L1.01."), "{page}");
}

#[test]
fn accounts_are_found_by_state() {
    let house = House::demo(&[]);
    let mut admin = house.signed_in("admin@demo.example");
    let shows = |page: &str, email: &str| page.contains(&format!("<td>{email}</td>"));
    let active = admin.get("/fr/admin/users?state=active&page=99").text();
    assert!(shows(&active, "lead@demo.example"), "the last page there is: {active}");
    assert!(!shows(&admin.get("/fr/admin/users?state=suspended").text(), "lead@demo.example"));
    let csrf = admin.get("/fr/account").field("csrf");
    for n in 0..50 {
        let email = format!("personne-{n}@demo.example");
        let organisation = ("organisation", "ville-de-rivemont");
        let fields = [("csrf", csrf.as_str()), ("name", "Personne"), ("email", &email), organisation, ("instance_role", "none")];
        assert_eq!(admin.post("/fr/admin/users", &fields).status, 200, "{email}");
    }
    let invited = admin.get("/fr/admin/users?state=invited").text();
    assert!(!invited.contains("Page 1 sur"), "fifty fit on a page");
    let all = admin.get("/fr/admin/users?q=demo.example").text();
    assert!(all.contains("Page 1 sur 2"), "{all}");
    assert!(all.contains("href=\"/fr/admin/users?q=demo.example&#38;page=2\""), "{all}");
    assert!(admin.get("/fr/admin/users?q=demo.example&page=2").text().contains("Page 2 sur 2"));
}

#[test]
fn a_refused_form_of_the_registry_keeps_what_was_typed() {
    let house = House::demo(&[]);
    let mut admin = house.signed_in("admin@demo.example");
    let csrf = admin.get("/fr/account").field("csrf");
    let long = "a".repeat(5_000);
    let fields = [
        ("csrf", csrf.as_str()),
        ("name_fr", "Université <b>"),
        ("name_en", &long),
        ("category", "academia"),
        ("level", "region"),
    ];
    let answer = admin.post("/fr/admin/organisations", &fields);
    let page = answer.text();
    assert_eq!(answer.status, 422);
    for part in [
        "<a href=\"#organisation-name_en\">",
        "id=\"organisation-name_en-error\"",
        "value=\"Université &#60;b&#62;\"",
        "<option value=\"academia\" selected>",
        "<option value=\"region\" selected>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("id=\"territory-name_en-error\""), "the other form was not submitted");
    assert_eq!(page.matches("<details class=\"govuk-details\" open>").count(), 1);
}

#[test]
fn a_framework_says_what_its_links_lead_to_and_which_sources_were_not_read() {
    let house = House::demo(&[]);
    let mut visitor = house.visitor();
    let page = visitor.get("/fr/frameworks/mgi-local@2019.1").text();
    assert!(page.contains("<h3 class=\"govuk-heading-s\"><span class=\"j-code\">1A</span>"), "{page}");
    assert!(page.contains("source lue en partie") && page.contains("source non lue"));
    let link = page.split("href=\"/fr/frameworks/gcm@").nth(1).unwrap_or_default().split("</a>").next().unwrap_or_default();
    assert!(link.split(' ').count() > 4, "code and title: {link}");
    let found = visitor.get("/fr/frameworks/mgi-local@2019.1?q=L1.01").text();
    assert!(found.contains("<h2 class=\"govuk-heading-m\"><span class=\"j-code\">1</span>"), "the headings above stay: {found}");
    assert!(!found.contains("L2.01"));
}

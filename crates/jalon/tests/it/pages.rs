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

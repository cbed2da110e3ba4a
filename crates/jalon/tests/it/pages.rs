//! What pages tell those who work with them.

use crate::house::{House, PASSWORD};

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

//! Reuse first: who asks for new data sees what is there, and says why it does not suffice.

use crate::house::{House, Visitor, run};

const REGISTER: &str = "/fr/work/dossiers/norvalie-plan-2026/registers/data_request";

fn ask(visitor: &mut Visitor, path: &str, fields: &[(&str, &str)]) -> crate::house::Answer {
    let form = visitor.get(path);
    let (csrf, revision) = (form.field("csrf"), form.field("revision"));
    let own = [("csrf", csrf.as_str()), ("revision", revision.as_str()), ("language", "fr")];
    visitor.post(path, &[own.as_slice(), fields].concat())
}

#[test]
fn a_request_for_new_data_says_why_what_exists_does_not_suffice() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let wanted =
        [("title", "Emploi des personnes par pays de naissance"), ("disaggregation", "sex"), ("disaggregation", "birth_country")];

    // Before it is kept, what is there is listed, with what it gives; nothing that was typed is lost.
    let answer = ask(&mut lead, &format!("{REGISTER}/new"), &wanted);
    let page = answer.text();
    assert_eq!(answer.status, 422, "{page}");
    assert!(page.contains("Ce qui répond peut-être déjà") && page.contains("id=\"insufficient-error\""), "{page}");
    assert!(page.contains("/registers/data_source/enquete") && page.contains("tableau signé"), "{page}");
    assert!(page.contains("/statistics/datasets/"), "its variables are what is asked for: {page}");
    assert!(page.contains("par pays de naissance</textarea>"), "{page}");

    // With a reason it is kept; the check still asks for the sources that were not looked at.
    let reason = ("insufficient", "L’enquête ne couvre pas les communes.");
    let kept = ask(&mut lead, &format!("{REGISTER}/new"), &[wanted.as_slice(), &[reason]].concat());
    assert_eq!(kept.status, 303, "{}", kept.text());
    let entry = kept.header("location").split('?').next().unwrap().to_owned();
    let mut committee = house.signed_in("committee@demo.example");
    let page = committee.get(&entry).text();
    assert!(page.contains("/registers/data_source/enquete"), "{page}");
    assert!(!page.contains("/statistics/datasets/"), "whoever may not see datasets is told of none: {page}");
    let check = || {
        let told = run(&house.data_dir, &["check", "norvalie-plan-2026", "--lang", "en"]);
        String::from_utf8_lossy(&told.stdout).lines().any(|line| line.contains("DATA-REUSE"))
    };
    assert!(check(), "a source that answers is not named");
    let list = lead.get(&format!("{REGISTER}?open=DATA-REUSE")).text();
    assert!(list.contains("Emploi des personnes par pays de naissance"), "{list}");
    let sources: Vec<String> = lead
        .get(&entry)
        .text()
        .split("/registers/data_source/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect();
    let examined: Vec<(&str, &str)> = sources.iter().map(|source| ("examined", source.as_str())).collect();
    let path = entry.clone();
    let kept = ask(&mut lead, &path, &[wanted.as_slice(), &[reason], &examined].concat());
    assert_eq!(kept.status, 303, "{}", kept.text());
    assert!(!check(), "all that exists was looked at");

    // What nothing here answers needs no reason.
    let other = [("title", "Navires accostant aux ports")];
    let kept = ask(&mut lead, &format!("{REGISTER}/new"), &other);
    assert_eq!(kept.status, 303, "{}", kept.text());
    let page = lead.get(kept.header("location").split('?').next().unwrap()).text();
    assert!(page.contains("Rien de ce qui est inscrit ici ne répond"), "{page}");
}

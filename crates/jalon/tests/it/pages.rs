//! What pages tell those who work with them.

use std::io::{Cursor, Write};

use crate::house::{Answer, House, PASSWORD, RIVEMONT, Visitor};

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
fn without_a_mail_server_no_link_is_promised() {
    let house = House::demo(&[]);
    let page = house.visitor().post("/fr/forgotten-password", &[("email", "lead@demo.example")]).text();
    assert!(page.contains("n’envoie pas de courrier") && !page.contains("vient d’y être envoyé"), "{page}");
    assert!(!page.contains("<input class=\"govuk-input\" type=\"email\""), "there is nothing to ask for: {page}");
}

/// Nobody leads the published profile of the demonstration until the administrator names somebody.
fn lead_of_montreal(house: &House) -> Visitor {
    let mut admin = house.signed_in("admin@demo.example");
    let csrf = admin.get("/fr/account").field("csrf");
    let named = admin.post("/fr/admin/dossiers/montreal-igm-2019", &[("csrf", &csrf), ("email", "lead@demo.example")]);
    assert_eq!(named.status, 303, "{}", named.text());
    house.signed_in("lead@demo.example")
}

#[test]
fn a_new_round_is_told_from_the_one_before() {
    let house = House::demo(&[]);
    let mut lead = lead_of_montreal(&house);
    let base = "/fr/work/dossiers/montreal-igm-2019";
    let csrf = lead.get("/fr/account").field("csrf");
    let refused = lead.post(&format!("{base}/round"), &[("csrf", &csrf), ("period_from", "2021-01-01"), ("period_to", "")]);
    let page = refused.text();
    assert!(refused.status == 422 && page.contains("id=\"period_to-error\""), "{}: {page}", refused.status);
    assert!(page.contains("value=\"2021-01-01\""), "what was typed stays: {page}");
    let fields = [("csrf", csrf.as_str()), ("period_from", "2021-01-01"), ("period_to", "2022-12-31")];
    let round = lead.post(&format!("{base}/round"), &fields);
    assert_eq!(round.status, 303, "{}", round.text());
    let round = round.header("location").to_owned();
    let title = |page: &str| page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
    let (before, now) = (title(&lead.get(base).text()), title(&lead.get(&round).text()));
    // The first one, of 2018 and 2019, is called by the year in which it ended.
    assert!(before.contains(", 2019") && now.contains(", 2022") && !now.contains("2019"), "{before} / {now}");
    let rounds = lead.get(&format!("{round}/rounds")).text();
    assert!(rounds.contains("<td>à confirmer</td>"), "{rounds}");
}

#[test]
fn texts_to_translate_are_listed_with_where_they_are_written() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let base = format!("/fr/work/dossiers/{RIVEMONT}");
    let list = format!("{base}/translations?language=es");
    assert!(lead.get(&format!("{base}/publication")).text().contains(&format!("href=\"{list}\"")));
    let page = lead.get(&list).text();
    let link = page.split("<th scope=\"row\"><a class=\"govuk-link\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(link.ends_with("?language=es"), "{link}");
    let form = lead.get(link);
    assert_eq!(form.status, 200, "{link}");
}

#[test]
fn history_and_ledger_speak_of_titles_and_labels() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let path = format!("/fr/work/dossiers/{RIVEMONT}/evidence/new");
    let csrf = lead.get(&path).field("csrf");
    let fields = [("csrf", csrf.as_str()), ("title", "Plan d’accueil"), ("kind", "law"), ("author", "Ville")];
    assert_eq!(lead.post(&path, &fields).status, 303);
    let history = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/history")).text();
    assert!(history.contains("Source enregistrée") && history.contains(">Source : Plan d’accueil</a>"), "{history}");
    let ledger = house.signed_in("auditor@demo.example").get("/fr/admin/ledger").text();
    assert!(ledger.contains("Source enregistrée") && ledger.contains(">Source : Plan d’accueil</a>"), "{ledger}");
    assert!(!ledger.contains("<td>evidence.save</td>"), "{ledger}");
    let checks = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/checks")).text();
    assert!(!checks.contains(".txt") && !checks.contains("rule of ours"), "{checks}");
    assert!(checks.contains("Règle propre à Jalon"), "{checks}");
}

#[test]
fn assigning_nothing_is_said_and_messages_name_their_fields() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let base = "/fr/work/dossiers/norvalie-odd-1072-2026";
    let csrf = lead.get("/fr/account").field("csrf");
    let assign = format!("{base}/assign?show=unanswered");
    let nothing = lead.post(&assign, &[("csrf", &csrf), ("due", "2027-01-01")]);
    let page = nothing.text();
    assert!(nothing.status == 422 && page.contains("Aucun sujet n’est coché"), "{}: {page}", nothing.status);
    assert!(page.contains("value=\"2027-01-01\""), "what was typed stays: {page}");
    let date = lead.post(&assign, &[("csrf", &csrf), ("item", "N1.a"), ("due", "demain")]);
    let page = date.text();
    assert!(date.status == 422 && page.contains("id=\"due-error\""), "{}: {page}", date.status);
    assert!(page.contains("<a href=\"#due\">Date limite : Donnez une date complète"), "{page}");
    let done = lead.post(&assign, &[("csrf", &csrf), ("item", "N1.a"), ("due", "2027-01-01")]);
    assert_eq!((done.status, done.header("location")), (303, format!("{base}/questionnaire?show=unanswered").as_str()));
}

#[test]
fn what_is_published_is_done_and_prints_its_whole_address() {
    let house = House::demo(&[]);
    let mut lead = lead_of_montreal(&house);
    let page = lead.get("/fr/work/dossiers/montreal-igm-2019").text();
    assert!(page.contains("j-steps__state\">faite"), "{page}");
    assert!(!page.contains("j-steps__state\">en cours"), "{page}");
    let sheet = house.visitor().get("/fr/profiles/montreal-igm-2019/releases/1/report.json").text();
    assert!(sheet.contains("http://127.0.0.1:0/profiles/montreal-igm-2019/releases/1"), "{sheet}");
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
    // Whoever leads is told on their own page that it is open, finds it, and closes it again.
    assert!(lead.get("/fr/work").text().contains("Une réponse est rouverte"));
    let list = lead.get(&format!("{base}?show=reopened")).text();
    assert!(list.contains("L1.01") && !list.contains("L1.02") && list.contains("<strong>rouverte</strong>"), "{list}");
    assert_eq!(lead.post(&format!("{base}/L1.01/close"), &[("csrf", &csrf)]).status, 303);
    let page = lead.get(&format!("{base}/L1.01")).text();
    assert!(page.contains("Cette étape est close") && !page.contains("Motif :"), "{page}");
    assert!(!lead.get("/fr/work").text().contains("rouverte"));
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
fn an_administrator_finds_every_dossier_and_names_its_lead_without_reading_it() {
    let house = House::demo(&[]);
    let mut admin = house.signed_in("admin@demo.example");
    let list = "/fr/admin/dossiers";
    let all = admin.get(list).text();
    assert!(all.contains(RIVEMONT) && all.contains("montreal-igm-2019"), "{all}");
    let found = admin.get(&format!("{list}?q=rivemont&sort=-title")).text();
    assert!(found.contains(RIVEMONT) && !found.contains("montreal-igm-2019"), "{found}");
    assert!(found.contains("aria-sort=\"descending\""), "{found}");
    let page = format!("{list}/{RIVEMONT}");
    let csrf = admin.get(&page).field("csrf");
    let mut name = |email: &str| admin.post(&page, &[("csrf", &csrf), ("email", email)]);
    let unknown = name("nobody@demo.example");
    assert!(unknown.status == 422 && unknown.text().contains("id=\"email-error\""), "{}", unknown.text());
    let oneself = name("admin@demo.example");
    assert!(oneself.status == 422 && oneself.text().contains("soi-même"), "{}", oneself.text());
    let mut reader = house.signed_in("reader@demo.example");
    assert_eq!(reader.get(&format!("/fr/work/dossiers/{RIVEMONT}/members")).status, 404);
    assert_eq!(name("reader@demo.example").status, 303);
    assert_eq!(reader.get(&format!("/fr/work/dossiers/{RIVEMONT}/members")).status, 200);
    assert_eq!(admin.get(&format!("/fr/work/dossiers/{RIVEMONT}")).status, 404, "its contents stay closed");
    for email in ["lead@demo.example", "auditor@demo.example"] {
        assert_eq!(house.signed_in(email).get(list).status, 404, "{email}");
    }
    let ledger = house.signed_in("auditor@demo.example").get("/fr/admin/ledger").text();
    assert!(ledger.contains(RIVEMONT), "{ledger}");
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
    let answer = admin.post("/fr/admin/organisations/new", &fields);
    let page = answer.text();
    assert_eq!(answer.status, 422);
    for part in [
        "<a href=\"#name_en\">",
        "id=\"name_en-error\"",
        "value=\"Université &#60;b&#62;\"",
        "<option value=\"academia\" selected>",
        "<option value=\"region\" selected>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn a_name_of_the_registry_is_corrected_everywhere_and_never_over_what_somebody_else_corrected() {
    let house = House::demo(&[]);
    let mut admin = house.signed_in("admin@demo.example");
    let organisation = "/fr/admin/organisations/universite-rivemont";
    let form = admin.get(organisation);
    let (csrf, version) = (form.field("csrf"), form.field("version"));
    let fields = |name| {
        [
            ("csrf", csrf.as_str()),
            ("version", version.as_str()),
            ("name_fr", name),
            ("name_en", "University of the Ondre"),
            ("category", "academia"),
            ("level", "city"),
        ]
    };
    assert_eq!(admin.post(organisation, &fields("Université de l’Ondre")).status, 303);
    let second = admin.post(organisation, &fields("Autre nom"));
    assert!(second.status == 422 && second.text().contains("a modifié cette fiche entre-temps"), "{}", second.text());
    assert!(second.text().contains("value=\"Autre nom\""), "nothing typed is lost");
    let discussion = house.signed_in("lead@demo.example").get(&format!("/fr/work/dossiers/{RIVEMONT}/discussion")).text();
    assert!(discussion.contains("Université de l’Ondre") && !discussion.contains("Autre nom"), "{discussion}");

    // A country is no part of its own city.
    let path = "/fr/admin/territories/norvalie";
    let version = admin.get(path).field("version");
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", version.as_str()),
        ("name_fr", "Norvalie"),
        ("level", "country"),
        ("parent", "rivemont"),
        ("definition", ""),
    ];
    let answer = admin.post(path, &fields);
    assert!(answer.status == 422 && answer.text().contains("id=\"parent-error\""), "{}", answer.text());
    let sorted = admin.get("/fr/admin/registry?sort=-organisation-name").text();
    let (first, last) = (sorted.find("Ville de Rivemont"), sorted.find("Bureau de facilitation"));
    assert!(first.is_some() && first < last, "{sorted}");
    assert_eq!(house.signed_in("lead@demo.example").get(organisation).status, 404);
}

#[test]
fn lists_are_sorted_filtered_and_taken_away() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let page = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/evidence?sort=-year")).text();
    assert!(page.contains("aria-sort=\"descending\""), "{page}");
    let years: Vec<&str> = page.split("<tr id=\"evidence-").skip(1).filter_map(|row| row.split("<td>").nth(2)).collect();
    let years: Vec<&str> = years.iter().map(|cell| cell.split('<').next().unwrap_or_default()).collect();
    assert!(years.len() > 5 && years.is_sorted_by(|a, b| a >= b), "{years:?}");
    let page = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/findings?state=contested&dimension=1")).text();
    assert!(page.contains("id=\"finding-R1.2.01\"") && !page.contains("id=\"finding-R1.1.01\""), "{page}");
    assert!(page.contains("findings.xlsx?") && page.contains("state=contested"), "the file has the filters of the list: {page}");
    for list in ["evidence", "findings", "discussion"] {
        let file = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/{list}.xlsx?q=x"));
        assert!(file.status == 200 && file.body.starts_with(b"PK"), "{list}");
        assert!(file.header("content-disposition").contains(&format!("{list}.xlsx")), "{list}");
        assert_eq!(house.visitor().get(&format!("/fr/work/dossiers/{RIVEMONT}/{list}.xlsx")).status, 303, "{list}");
    }
    let mut admin = house.signed_in("admin@demo.example");
    let page = admin.get("/fr/admin/users?sort=-email").text();
    let (reviewer, auditor) = (page.find("reviewer@demo.example"), page.find("auditor@demo.example"));
    assert!(reviewer.is_some() && reviewer < auditor, "{page}");

    // The auditor takes the chain away as the command line writes it, and sees one dossier alone.
    let mut auditor = house.signed_in("auditor@demo.example");
    let chain = auditor.get("/fr/admin/ledger.jsonl").text();
    let sequences =
        chain.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["sequence"].as_i64().unwrap());
    assert!(sequences.eq(1..=chain.lines().count() as i64) && chain.lines().count() > 1);
    assert_eq!(lead.get("/fr/admin/ledger.jsonl").status, 404);
    let one = auditor.get("/fr/admin/ledger?dossier=montreal-igm-2019").text();
    assert!(one.contains("Voir tout le registre") && !one.contains("?dossier=rivemont"), "{one}");
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

/// A workbook with one sheet, from the rows of its XML.
fn workbook(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let relation = |kind: &str, target: &str| {
        let of = format!("<Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/>");
        format!("<Relationships xmlns=\"{package}/relationships\">{of}</Relationships>")
    };
    let sheet = "<sheet name=\"Données\" sheetId=\"1\" r:id=\"r1\"/>";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{media}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{media}.worksheet+xml\"/></Types>"
            ),
        ),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{sheet}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A form with a file, as a browser sends it.
pub(crate) fn post_file(visitor: &mut Visitor, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let mut body = vec![];
    for (name, value) in fields {
        write!(body, "--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").unwrap();
    }
    write!(body, "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.xlsx\"\r\n\r\n").unwrap();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--limit--\r\n");
    visitor.post_bytes(path, "multipart/form-data; boundary=limit", &body)
}

#[test]
fn a_questionnaire_that_comes_back_takes_nothing_online_back_unasked() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let base = "/fr/work/dossiers/norvalie-odd-1072-2026";
    let csrf = lead.get("/fr/account").field("csrf");
    let write = |lead: &mut Visitor, item: &str, note: &str| {
        let path = format!("{base}/questionnaire/{item}");
        let revision = lead.get(&path).field("revision");
        let fields = [("csrf", csrf.as_str()), ("revision", &revision), ("language", "fr"), ("value", ""), ("note", note)];
        assert_eq!(lead.post(&path, &fields).status, 303, "{item}");
    };
    let items = ["N1.a", "N1.b", "N1.c"];
    for item in items {
        write(&mut lead, item, &format!("Avant {item}"));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("sent.xlsx"), lead.get(&format!("{base}/questionnaire.xlsx?language=fr")).body).unwrap();
    let strings = "xl/sharedStrings.xml";
    let typed = [(strings, "Avant N1.a", "Fichier N1.a"), (strings, "Avant N1.c", "Fichier N1.c")];
    crate::command::edit(&path("sent.xlsx"), &path("back.xlsx"), &typed);
    // Meanwhile: the first is changed on both sides, the second online only, the third in the file only.
    write(&mut lead, "N1.a", "En ligne N1.a");
    write(&mut lead, "N1.b", "En ligne N1.b");

    let fields = [("csrf", csrf.as_str())];
    let page = post_file(&mut lead, &format!("{base}/import"), &fields, &std::fs::read(path("back.xlsx")).unwrap());
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    let ticked = |text: &str, key: &str| {
        let line = text.split("<tr>").find(|line| line.contains(&format!("value=\"{key}\""))).unwrap().to_owned();
        (line.contains(" checked"), line)
    };
    let (is_ticked, line) = ticked(&text, "N1.a/note");
    assert!(!is_ticked && line.contains("Conflit"), "{line}");
    assert!(line.contains("En ligne N1.a") && line.contains("Fichier N1.a") && line.contains("par :"), "{line}");
    let (is_ticked, line) = ticked(&text, "N1.b/note");
    assert!(!is_ticked && line.contains("en ligne seulement"), "{line}");
    assert!(ticked(&text, "N1.c/note").0);

    let (file, revision) = (page.field("file"), page.field("revision"));
    let apply = |lead: &mut Visitor, accepted: &[&str]| {
        let mut fields = vec![("csrf", csrf.as_str()), ("file", &file), ("revision", &revision)];
        fields.extend(accepted.iter().map(|key| ("accept", *key)));
        lead.post(&format!("{base}/import/apply"), &fields)
    };
    let nothing = apply(&mut lead, &[]);
    assert!(nothing.status == 422 && nothing.text().contains("Aucun changement n’est coché"), "{}", nothing.text());
    assert_eq!(apply(&mut lead, &["N1.c/note"]).status, 303);
    let note = |lead: &mut Visitor, item: &str| lead.get(&format!("{base}/questionnaire/{item}")).text();
    assert!(note(&mut lead, "N1.a").contains("\nEn ligne N1.a</textarea>"));
    assert!(note(&mut lead, "N1.b").contains("\nEn ligne N1.b</textarea>"));
    assert!(note(&mut lead, "N1.c").contains("\nFichier N1.c</textarea>"));
    // The dossier moved on: the comparison is made again, with the ticks as they were.
    let late = apply(&mut lead, &["N1.a/note"]);
    assert_eq!(late.status, 422, "{}", late.text());
    assert!(ticked(&late.text(), "N1.a/note").0);

    // Every fault at once: one of form, one of length, one of content, each in its cell.
    let long = "mot ".repeat(5_500);
    let faults = [(strings, "Avant N1.a", "=1+1"), (strings, "Avant N1.b", long.as_str()), (strings, ">N1.d<", ">N9.z<")];
    crate::command::edit(&path("sent.xlsx"), &path("bad.xlsx"), &faults);
    let refused = post_file(&mut lead, &format!("{base}/import"), &fields, &std::fs::read(path("bad.xlsx")).unwrap());
    let text = refused.text();
    assert_eq!(refused.status, 422);
    assert!(text.contains("trop long") && text.contains("n’existe pas dans le cadre"), "{text}");
    assert!(!text.contains("fichier entier"), "{text}");
}

#[test]
fn the_table_of_a_figure_comes_from_a_spreadsheet() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let path = format!("/fr/work/dossiers/{RIVEMONT}/context/figures/new");
    let csrf = lead.get(&path).field("csrf");
    let text = |cell: &str, text: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let head = format!("<row r=\"1\">{}{}</row>", text("A1", "Origine"), text("B1", "Part"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("language", "fr"),
        ("title", "Origine des arrivants"),
        ("description", "Une barre par origine."),
        ("chart", "bar"),
        ("table", ""),
    ];
    let rows = format!("{head}<row r=\"2\">{}{}</row>", text("A2", "Norvalie"), text("B2", "beaucoup"));
    let refused = post_file(&mut lead, &path, &fields, &workbook(&rows));
    let page = refused.text();
    assert_eq!(refused.status, 422, "{page}");
    assert!(page.contains("id=\"file-error\""), "beside the field");
    assert!(page.contains("Feuille « Données », cellule B2, « beaucoup » : Il faut ici un nombre."), "{page}");
    assert!(page.contains("value=\"Origine des arrivants\""), "what was typed is still there");
    let refused = post_file(&mut lead, &path, &fields, b"Origine;Part");
    assert!(refused.status == 422 && refused.text().contains("Ce n’est pas un classeur XLSX."), "{}", refused.text());
    assert_eq!(post_file(&mut lead, &path, &[("csrf", "forged")], &workbook(&rows)).status, 403);

    let rows = format!("{head}<row r=\"2\">{}<c r=\"B2\"><v>0.30000000000000004</v></c></row>", text("A2", "Norvalie"));
    let saved = post_file(&mut lead, &path, &fields, &workbook(&rows));
    assert_eq!(saved.status, 303, "{}", saved.text());
    let id = saved.header("location").split_once("#figure-").unwrap().1.to_owned();
    let form = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/context/figures/{id}")).text();
    assert!(form.contains("Norvalie\t0.3</textarea>"), "{form}");
}

#[test]
fn the_portal_is_searched_in_what_is_published_and_in_nothing_else() {
    let house = House::demo(&[]);
    let mut visitor = house.visitor();
    let found = visitor.get("/fr?q=PARRAINAGE+metropole").text();
    assert!(found.contains("Trouvé dans") && found.contains("href=\"/fr/profiles/montreal-igm-2019#M4.1.02\""), "{found}");
    assert!(visitor.get("/fr/profiles/montreal-igm-2019").text().contains(" id=\"M4.1.02\""), "the link leads somewhere");
    // Every word must stand in one passage.
    assert!(visitor.get("/fr?q=parrainage+zzz").text().contains("Aucun profil ni plan ne correspond"));
    // A finding of a profile that is still being discussed.
    let draft = visitor.get("/fr?q=mediateurs+belmarche").text();
    assert!(draft.contains("Aucun profil ni plan ne correspond"), "{draft}");
}

#[test]
fn figures_of_the_context_are_drawn_where_they_are_written() {
    let house = House::demo(&[]);
    let page = house.signed_in("lead@demo.example").get(&format!("/fr/work/dossiers/{RIVEMONT}/context")).text();
    let figures: Vec<&str> = page.split("<figure class=\"j-figure\"").skip(1).collect();
    assert!(!figures.is_empty());
    assert!(figures.iter().all(|figure| figure.contains("<svg") && figure.contains("<table")), "{page}");
}

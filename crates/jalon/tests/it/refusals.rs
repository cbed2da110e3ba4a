//! What is refused keeps what was typed, and says where and why; what cannot be undone is asked for twice.

use crate::house::{Answer, House, Visitor, run};

const RIVEMONT: &str = "/fr/work/dossiers/rivemont-igm-2026";

/// The text between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(found, _)| found)
}

#[test]
fn a_refused_reply_and_a_refused_outcome_keep_what_was_typed() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let discussion = format!("{RIVEMONT}/discussion");
    let csrf = lead.get(&discussion).field("csrf");
    let fields = [("csrf", csrf.as_str()), ("reason", "Repris dans le constat"), ("revision", "1")];
    let answer = lead.post(&format!("{discussion}/comments/C06/close"), &fields);
    let page = answer.text();
    assert_eq!(answer.status, 422, "{page}");
    assert!(page.contains("href=\"#disposition-C06\"") && page.contains("id=\"disposition-C06\""), "{page}");
    assert!(between(&page, "id=\"reason-C06\"", "</textarea>").contains("Repris dans le constat"), "{page}");
    let reply = lead.post(&format!("{discussion}/comments/C06/reply"), &[("csrf", csrf.as_str()), ("body", " ")]);
    let page = reply.text();
    assert!(reply.status == 422 && page.contains("href=\"#reply-C06\"") && page.contains("id=\"reply-C06-error\""), "{page}");
    assert!(!page.contains("id=\"body-error\""), "the form of a new comment is another one: {page}");
    let name =
        [("csrf", csrf.as_str()), ("name", "Zoé Invitée"), ("position", "Présidente"), ("email", "zoe"), ("organisation", "")];
    let page = lead.post(&format!("{discussion}/participants"), &name).text();
    assert!(page.contains("value=\"Zoé Invitée\"") && page.contains("value=\"Présidente\""), "{page}");
}

#[test]
fn a_comment_answered_before_the_text_changes_shows_the_change_and_can_be_opened_again() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let (discussion, finding) = (format!("{RIVEMONT}/discussion"), format!("{RIVEMONT}/findings/R1.2.01"));
    // From the finding: its own comments, its text above them, and the form open on it.
    let page = lead.get(&format!("{discussion}?on=finding/R1.2.01")).text();
    assert!(page.contains("id=\"comment-C06\"") && !page.contains("id=\"comment-C01\""), "{page}");
    assert!(page.contains("<blockquote class=\"j-thread__passage\" lang=\"fr\" dir=\"auto\">Les réunions de quartier"), "{page}");
    assert!(page.contains("value=\"finding/R1.2.01\" selected"), "{page}");

    let csrf = lead.get(&discussion).field("csrf");
    let comment = |page: &str| between(page, "id=\"comment-C06\"", "id=\"comment-C07\"").to_owned();
    let fields = [
        ("csrf", csrf.as_str()),
        ("disposition", "accepted"),
        ("reason", "La langue de l’invitation est dite."),
        ("revision", "1"),
    ];
    assert_eq!(lead.post(&format!("{discussion}/comments/C06/close"), &fields).status, 303);
    let page = comment(&lead.get(&discussion).text());
    assert!(page.contains("Le texte n’a pas changé depuis ce commentaire") && !page.contains("<ins>"), "{page}");
    let form = lead.get(&finding);
    let text = between(&form.text(), "<textarea", "</textarea>").split_once('>').unwrap().1.trim().replace("&#39;", "'");
    let text = format!("{text} L’invitation est envoyée en une seule langue.");
    let answer = save(&mut lead, &finding, &csrf, &form.field("revision"), "Réunions", &text);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = comment(&lead.get(&discussion).text());
    assert!(page.contains("<ins>") && page.contains("envoyée en une seule langue"), "{page}");
    assert!(!page.contains("Le texte n’a pas changé"), "{page}");
    let draft = lead.get(&format!("{RIVEMONT}/draft/fr/report.html")).text();
    assert!(draft.contains("Ajouté : « L’invitation est envoyée en une seule langue."), "{draft}");

    let revision = lead.get(&discussion).text();
    let revision = between(between(&revision, "comments/C06/reopen", "</form>"), "name=\"revision\" value=\"", "\"").to_owned();
    let fields = [("csrf", csrf.as_str()), ("revision", revision.as_str())];
    assert_eq!(lead.post(&format!("{discussion}/comments/C06/reopen"), &fields).status, 303);
    let page = lead.get(&discussion).text();
    assert!(comment(&page).contains("En attente de réponse") && page.contains("comments/C06/close"), "{page}");
    // Of two who act at once the second is told; a comment has no fields to merge.
    let again = lead
        .post(&format!("{discussion}/comments/C06/close"), &[fields[0], fields[1], ("disposition", "accepted"), ("reason", "x")]);
    assert!(again.status == 422 && again.text().contains("a changé entre-temps"), "{}: {}", again.status, again.text());
}

/// A finding as its form sends it.
fn save(visitor: &mut Visitor, path: &str, csrf: &str, revision: &str, title: &str, text: &str) -> Answer {
    let fields = [
        ("csrf", csrf),
        ("revision", revision),
        ("language", "fr"),
        ("title", title),
        ("kind", "well_developed"),
        ("text", text),
        ("dimension", "1"),
        ("topics", "L1.01"),
    ];
    visitor.post(path, &fields)
}

#[test]
fn what_only_the_other_changed_stays_and_a_text_of_both_is_taken_as_typed() {
    let house = House::demo(&[]);
    let (mut first, mut second) = (house.signed_in("lead@demo.example"), house.signed_in("lead@demo.example"));
    let path = format!("{RIVEMONT}/findings/R1.1.01");
    let start = first.get(&path);
    let second_csrf = second.get(&path).field("csrf");
    let csrf = start.field("csrf");
    // Nobody saved the finding before: it came with the demonstration.
    let answer = save(&mut first, &path, &csrf, &start.field("revision"), "Titre commun", "Texte commun.");
    assert_eq!(answer.status, 303, "{}", answer.text());
    let late = save(&mut second, &path, &second_csrf, &start.field("revision"), &start.field("title"), "Texte tardif.").text();
    let number = late.split("name=\"path\" value=\"").skip(1).position(|rest| rest.starts_with("title.fr")).unwrap() + 1;
    assert_eq!(between(&late, &format!("name=\"suggested_{number}\" value=\""), "\""), "stored", "{late}");
    let revision = first.get(&path).field("revision");
    let own = second.get(&path).field("csrf");
    assert_eq!(save(&mut first, &path, &csrf, &revision, "Titre de la première", "Texte commun.").status, 303);
    let conflict = save(&mut second, &path, &own, &revision, "Titre commun", "Texte de la seconde.");
    let page = conflict.text();
    assert_eq!(conflict.status, 409, "{page}");
    // The page says whose versions these are, marks the words that differ, and can be left.
    assert!(page.contains("<bdi>Titre de la première</bdi></h1>"), "{page}");
    assert!(page.contains("<mark>de la seconde.</mark>") && page.contains("<mark>commun.</mark>"), "{page}");
    assert!(page.contains(&format!("href=\"{path}\"")), "{page}");
    let hidden = |name: &str| {
        let value = between(&page, &format!("name=\"{name}\" value=\""), "\"");
        value.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&").replace("&amp;", "&")
    };
    let suggested = |field: &str| {
        let number = page.split("name=\"path\" value=\"").skip(1).position(|rest| rest.starts_with(field)).unwrap() + 1;
        (number, between(&page, &format!("name=\"suggested_{number}\" value=\""), "\"").to_owned())
    };
    let (title, of_title) = suggested("title.fr");
    let (text, of_text) = suggested("text.fr");
    assert_eq!((of_title.as_str(), of_text.as_str()), ("stored", "submitted"), "{page}");

    // As the page stands, with a text of both typed and no other choice made.
    let mut fields = vec![("csrf".to_owned(), own.clone())];
    fields.extend(["revision", "key", "submitted"].map(|name| (name.to_owned(), hidden(name))));
    for number in [title, text].into_iter().collect::<std::collections::BTreeSet<_>>() {
        let path = page.split("name=\"path\" value=\"").nth(number).unwrap().split('"').next().unwrap();
        fields.push(("path".to_owned(), path.to_owned()));
    }
    let (shown_title, shown_text) = (title.min(text), title.max(text));
    assert_eq!((shown_title, shown_text), (1, 2), "nothing else differs: {page}");
    for (number, side) in [(title, "stored"), (text, "submitted")] {
        for name in ["stored", "submitted"] {
            fields.push((format!("{name}_{number}"), hidden(&format!("{name}_{number}"))));
        }
        fields.push((format!("choice_{number}"), side.to_owned()));
        fields.push((format!("suggested_{number}"), side.to_owned()));
    }
    fields.push((format!("merged_{title}"), "Titre commun".to_owned()));
    fields.push((format!("merged_{text}"), "Texte des deux.".to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let action = between(&page, "<form method=\"post\" action=\"", "\"");
    let action = if action.contains("/merge/") { action.to_owned() } else { format!("{RIVEMONT}/merge/finding") };
    let merged = second.post(&action, &fields);
    assert_eq!((merged.status, merged.header("location")), (303, path.as_str()), "{}", merged.text());
    let page = first.get(&path).text();
    assert!(page.contains("Titre de la première") && page.contains("Texte des deux."), "{page}");
}

#[test]
fn the_only_lead_stays_and_a_commented_finding_is_not_deleted() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let members = format!("{RIVEMONT}/members");
    let csrf = lead.get(&members).field("csrf");
    let answer = lead.post(&members, &[("csrf", csrf.as_str()), ("email", "lead@demo.example"), ("role", "reader")]);
    assert!(answer.status == 422 && answer.text().contains("au moins un responsable local"), "{}", answer.text());
    assert_eq!(lead.get(&members).status, 200, "she leads it as before");
    let page = lead.get(&format!("{RIVEMONT}/discussion")).text();
    let finding = between(&page, "/findings/", "\"").to_owned();
    let path = format!("{RIVEMONT}/findings/{finding}");
    let revision = lead.get(&path).field("revision");
    let answer = lead.post(&format!("{path}/delete"), &[("csrf", csrf.as_str()), ("revision", &revision)]);
    assert!(answer.status == 422 && answer.text().contains("Ce constat est commenté"), "{}: {}", path, answer.text());
}

#[test]
fn a_withdrawal_says_why_and_a_refused_publication_keeps_its_languages() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let publication = "/fr/work/dossiers/norvalie-plan-2026/publication";
    let csrf = lead.get(publication).field("csrf");
    let answer = lead.post(&format!("{publication}/withdraw"), &[("csrf", csrf.as_str()), ("version", "1"), ("reason", " ")]);
    assert!(answer.status == 422 && answer.text().contains("id=\"reason-1-error\""), "{}", answer.text());
    let answer = lead.post(&format!("{publication}/publish"), &[("csrf", csrf.as_str()), ("report", "plan")]);
    let page = answer.text();
    assert_eq!(answer.status, 422, "{page}");
    let languages = between(&page, "id=\"languages\"", "</fieldset>");
    assert!(languages.contains("name=\"languages\"") && !languages.contains("checked"), "{languages}");
}

#[test]
fn a_form_sent_without_a_session_leads_back_to_its_page() {
    let house = House::demo(&[]);
    let mut anybody = house.visitor();
    let page = anybody.address_of(&format!("{RIVEMONT}/discussion"));
    anybody.headers.push(("referer".to_owned(), page));
    let answer = anybody.post(&format!("{RIVEMONT}/discussion/comments"), &[("body", "Bonjour")]);
    assert_eq!(answer.status, 303);
    assert!(answer.header("location").ends_with("discussion"), "{}", answer.header("location"));
}

#[test]
fn a_mistyped_folder_is_no_installation() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nope");
    for command in [&["audit", "verify"][..], &["backup", "backup.tar"]] {
        let output = run(&nowhere, command);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("holds no installation"), "{command:?}: {said}");
    }
    assert!(!nowhere.exists());
}

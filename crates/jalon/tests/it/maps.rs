//! Maps: the office hands its boundaries in, tables are drawn on them, and a public map stays as it was signed.

use crate::house::{Answer, House, Visitor, run};
use crate::pages::post_file;

const BASE: &str = "/fr/work/dossiers/norvalie-plan-2026";
const PUBLIC: &str = "/fr/plans/norvalie-plan-2026";
const OFFICER: &str = "statistics@demo.example";

/// Squares side by side, each with its code.
fn squares(codes: &[&str]) -> String {
    let feature = |(n, code): (usize, &&str)| {
        let (west, east) = (n, n + 1);
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","chef":"Une personne"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[{west},45],[{east},45],[{east},46],[{west},46],[{west},45]]]}}}}"#
        )
    };
    let features: Vec<String> = codes.iter().enumerate().map(feature).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn hand_in(visitor: &mut Visitor, id: &str, fields: &[(&str, &str)], file: &str) -> Answer {
    let path = format!("{BASE}/statistics/boundaries/{id}");
    let page = visitor.get(&path);
    let (csrf, revision) = (page.field("csrf"), page.field("revision"));
    let all = [&[("csrf", csrf.as_str()), ("revision", revision.as_str())], fields].concat();
    post_file(visitor, &path, &all, file.as_bytes())
}

type Form = [(&'static str, &'static str); 4];
const GOOD: Form =
    [("title", "Carrés"), ("source", "© Office fictif, licence libre"), ("variable", "place"), ("property", "code")];

/// The sets as the tab links them: identifier and title.
fn sets(visitor: &mut Visitor) -> Vec<(String, String)> {
    let page = visitor.get(&format!("{BASE}/statistics")).text();
    let link = |part: &str| {
        let (id, rest) = part.split_once('"')?;
        let title = rest.split_once("<bdi>")?.1.split_once("</bdi>")?.0;
        (id != "new").then(|| (id.to_owned(), title.to_owned()))
    };
    page.split("/statistics/boundaries/").skip(1).filter_map(link).collect()
}

#[test]
fn a_faulty_file_is_told_in_full_and_nothing_of_it_is_kept() {
    let house = House::demo(&[]);
    let mut officer = house.signed_in(OFFICER);
    let before = sets(&mut officer);
    assert_eq!(before.len(), 2);
    let with = |field: &'static str, value: &'static str| {
        GOOD.map(|(name, known)| if name == field { (name, value) } else { (name, known) })
    };
    let open = squares(&["S1", "S2"]).replacen("[0,45]]]", "[0,45.5]]]", 1).replace("\"S2\"", "\"Z9\"");
    /// Form, file, and what the page must say.
    type Case<'a> = (Form, &'a str, &'a [&'a str]);
    let many = squares(&["?"; 120]);
    // A bow tie has no inside.
    let bow = squares(&["S1", "S2"]).replacen("[1,45],[2,45],[2,46],[1,46]", "[1,45],[2,46],[2,45],[1,46]", 1);
    let cases: [Case; 10] = [
        (GOOD, &bow, &["features[1].geometry.coordinates[0]", "se croise lui-même à 1.5 ; 45.5", "réparer les géométries"]),
        (GOOD, &many, &["120 fautes", "features[99].properties.code", "20 autres fautes"]),
        (GOOD, "{", &["n’est pas du JSON", "ligne 1"]),
        (GOOD, "", &["Choisissez un fichier"]),
        // Two faults in one file, each with its place.
        (
            GOOD,
            &open,
            &["2 fautes", "features[0].geometry.coordinates[0]", "n’est pas fermé", "Z9", "features[1].properties.code"],
        ),
        (GOOD, &squares(&["S", "S1"]), &["deux niveaux", "« S1 » est à l’intérieur de « S »"]),
        (with("property", "CODE"), &squares(&["S1"]), &["« CODE »", "chef, code"]),
        (with("property", ""), &squares(&["S1"]), &["property-error"]),
        (with("variable", "shoe_size"), &squares(&["S1"]), &["variable-error"]),
        // What is wrong with the form is told together with what is wrong with the file.
        (with("source", " "), &squares(&["S1", "S1"]), &["source-error", "est déjà donné à"]),
    ];
    for (fields, file, told) in cases {
        let answer = hand_in(&mut officer, "new", &fields, file);
        let page = answer.text();
        assert_eq!(answer.status, 422, "{fields:?} {file}");
        assert!(told.iter().all(|words| page.contains(words)), "{told:?} in {page}");
        assert!(page.contains("value=\"Carrés\""), "what was typed stays");
    }
    let mut forged = GOOD.to_vec();
    forged.insert(0, ("csrf", "x"));
    let refused = post_file(&mut officer, &format!("{BASE}/statistics/boundaries/new"), &forged, squares(&["S1"]).as_bytes());
    assert_eq!(refused.status, 403);
    assert_eq!(sets(&mut officer), before);
}

#[test]
fn boundaries_are_the_offices_to_change() {
    let house = House::demo(&[]);
    let id = sets(&mut house.signed_in(OFFICER))[0].0.clone();
    for email in ["national@demo.example", "reader@demo.example", "admin@demo.example", "auditor@demo.example"] {
        let mut other = house.signed_in(email);
        let csrf = other.get("/fr/account").field("csrf");
        let fields = [&[("csrf", csrf.as_str())], &GOOD[..]].concat();
        for path in ["new".to_owned(), id.clone()] {
            let path = format!("{BASE}/statistics/boundaries/{path}");
            assert_eq!(other.get(&path).status, 404, "{email} {path}");
            assert_eq!(post_file(&mut other, &path, &fields, squares(&["S1"]).as_bytes()).status, 404, "{email} {path}");
        }
        let fields = [("csrf", csrf.as_str()), ("revision", "1")];
        assert_eq!(other.post(&format!("{BASE}/statistics/boundaries/{id}/delete"), &fields).status, 404, "{email}");
        assert!(sets(&mut other).is_empty(), "no link for {email}");
    }
    // Which areas have no outline is seen by whoever works on the dossier.
    assert!(house.signed_in("national@demo.example").get(&format!("{BASE}/statistics")).text().contains("Communes de Norvalie"));
    let reader = house.signed_in("reader@demo.example").get(&format!("{BASE}/statistics"));
    assert!(
        reader.status == 200 && !reader.text().contains("Communes de Norvalie"),
        "variables are the datasets': {}",
        reader.text()
    );
    assert_eq!(house.visitor().get(&format!("{BASE}/statistics/boundaries/new")).status, 303);
}

#[test]
fn a_public_map_stays_as_it_was_signed() {
    let house = House::demo(&[]);
    let (mut officer, mut reader) = (house.signed_in(OFFICER), house.visitor());
    let paths = ["tables/3", "tables/3/map-1.svg", "tables/3/map-2.svg", "indicators/i4"].map(|path| format!("{PUBLIC}/{path}"));
    let public = |reader: &mut Visitor| paths.clone().map(|path| String::from_utf8(reader.get(&path).body).unwrap());
    let signed = public(&mut reader);
    // Withheld is drawn as such and told in the table; the source stands below each map, in the file too.
    for page in &signed {
        assert!(page.contains("Office de la statistique de Norvalie (fictif), domaine public"), "{page}");
    }
    assert!(
        signed[0].contains("Carte : Communes de Norvalie, 2026") && signed[0].contains("<title>Île-aux-Phares : confidentiel")
    );
    assert!(signed[2].starts_with("<svg xmlns") && !signed[1].contains("confidentiel"));
    assert_eq!(reader.get(&paths[1]).header("content-type"), "image/svg+xml");
    for absent in ["map-0.svg", "map-3.svg", "map-x.svg", "map-99999999999999999999.svg", "map-.svg"] {
        assert_eq!(reader.get(&format!("{PUBLIC}/tables/3/{absent}")).status, 404, "{absent}");
    }
    assert_eq!(reader.get(&format!("{PUBLIC}/tables/2/map-1.svg")).status, 404, "it tells no places apart");

    // Other outlines in place of the communes', with one of them left out.
    let known = sets(&mut officer);
    let communes = &known.iter().find(|(_, title)| title.starts_with("Communes")).unwrap().0;
    let saved = hand_in(&mut officer, communes, &GOOD, &squares(&["N1", "N2", "N3", "C1", "C2", "C3", "S1", "S2"]));
    assert_eq!(saved.status, 303, "{}", saved.text());
    let tab = officer.get(&format!("{BASE}/statistics")).text();
    assert!(tab.contains("Haute-Combe (S3)"), "{tab}");
    let page = officer.get(&format!("{BASE}/statistics/indicators/i4")).text();
    assert!(page.contains("Carte : Carrés") && page.contains("© Office fictif, licence libre") && !page.contains("Une personne"));
    assert!(page.contains("contours d’aujourd’hui"), "{page}");
    assert!(page.contains("sans contour, absent de la carte"), "Haute-Combe stands in the table");
    assert!(!page.contains("map-1.svg"), "what is not public is no file");
    assert_eq!(public(&mut reader), signed);

    // Without a file title and source change alone.
    let renamed = [("title", "Carrés, 2027"), ("source", "Autre source"), ("variable", "place"), ("property", "")];
    assert_eq!(hand_in(&mut officer, communes, &renamed, "").status, 303);
    let page = officer.get(&format!("{BASE}/statistics/indicators/i4")).text();
    assert!(page.contains("Carte : Carrés, 2027") && page.contains("<title>Rivemont : "), "{page}");
    // Another variable does not have these codes.
    let moved = [("title", "Carrés"), ("source", "Source"), ("variable", "sex"), ("property", "")];
    assert_eq!(hand_in(&mut officer, communes, &moved, "").status, 422);
    // Whoever saves over what somebody else changed is told so.
    let form = officer.get(&format!("{BASE}/statistics/boundaries/{communes}"));
    let (csrf, late) = (form.field("csrf"), [("revision", "1")]);
    let fields = [&[("csrf", csrf.as_str())], &late[..], &renamed[..]].concat();
    let late = post_file(&mut officer, &format!("{BASE}/statistics/boundaries/{communes}"), &fields, b"");
    assert!(late.status == 422 && late.text().contains("entre-temps"), "{}", late.text());

    for (id, _) in &known {
        let form = officer.get(&format!("{BASE}/statistics/boundaries/{id}"));
        let fields = [("csrf", form.field("csrf")), ("revision", form.field("revision"))];
        let fields = [("csrf", fields[0].1.as_str()), ("revision", fields[1].1.as_str())];
        assert_eq!(officer.post(&format!("{BASE}/statistics/boundaries/{id}/delete"), &fields).status, 303);
    }
    assert!(sets(&mut officer).is_empty());
    assert!(!officer.get(&format!("{BASE}/statistics/indicators/i4")).text().contains("Carte :"));
    assert_eq!(public(&mut reader), signed);
    let history = officer.get(&format!("{BASE}/history")).text();
    assert!(history.contains("Contours supprimés") && history.contains("Contours enregistrés"), "{history}");

    // A backup has the outlines that only a signed table knows any more.
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("house.tar");
    assert!(run(&house.data_dir, &["backup", archive.to_str().unwrap()]).status.success());
    let restored = folder.path().join("restored");
    assert!(run(&restored, &["restore", archive.to_str().unwrap()]).status.success());
    let again = House::start("demo", &restored, &[]);
    assert_eq!(public(&mut again.visitor()), signed);
}

/// What somebody filled in on a page, sent with its token.
fn send(visitor: &mut Visitor, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = visitor.get(page).field("csrf");
    let answer = visitor.post(action, &[&[("csrf", csrf.as_str())], fields].concat());
    assert_eq!(answer.status, 303, "{action}: {}", answer.text());
    answer
}

/// Asks for a page until it says something, for half a minute.
fn wait_for(visitor: &mut Visitor, path: &str, words: &str) {
    for _ in 0..300 {
        if visitor.get(path).text().contains(words) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{path} does not say {words}: {}", visitor.get(path).text());
}

#[test]
fn a_map_shows_another_category_when_asked_and_is_published_by_the_signature() {
    let house = House::demo(&[]);
    let (mut officer, mut lead) = (house.signed_in(OFFICER), house.signed_in("national@demo.example"));
    let mut rows = "PERSON,AREA,SEX\n".to_owned();
    for n in 0..240 {
        rows.push_str(&format!("P{n},{},{}\n", ["E", "W"][n / 140], ["F", "M"][usize::from(n % 3 == 0)]));
    }
    let form = format!("{BASE}/statistics/datasets/new");
    let page = officer.get(&form);
    let csrf = page.field("csrf");
    let sources = page.text();
    let source = sources.split("<option value=\"").filter_map(|part| part.split_once('"')).find(|(id, rest)| {
        !id.is_empty() && rest.split_once("</option>").is_some_and(|(label, _)| label.contains("Registre des domiciliations"))
    });
    let source = source.unwrap().0;
    let fields = [("csrf", csrf.as_str()), ("title", "Registre"), ("source", source), ("purpose", "Suivi du plan")];
    let created = post_file(&mut officer, &form, &fields, rows.as_bytes());
    assert_eq!(created.status, 303, "{}", created.text());
    let dataset = created.header("location").to_owned();
    // The form of the variables writes into the same description, or tells beside the field what cannot be.
    let page = officer.get(&dataset);
    assert!(
        page.text().contains("name=\"label_2\"") && page.text().contains("<option value=\"area\" selected>"),
        "{}",
        page.text()
    );
    let (csrf, revision) = (page.field("csrf"), page.field("revision"));
    let rows = |kind: &'static str, label: &'static str| {
        let one = |n: &str, values: [&'static str; 4]| {
            let names = ["name", "kind", "list", "label"].map(|name| format!("{name}_{n}"));
            names.into_iter().zip(values).collect::<Vec<_>>()
        };
        [one("1", ["person", "text", "", ""]), one("2", ["area", kind, "area", label]), one("3", ["sex", "category", "sex", ""])]
            .concat()
    };
    let mut say = |rows: &[(String, &'static str)], minimum: &str| {
        let rows = rows.iter().map(|(name, value)| (name.as_str(), *value));
        let fields = [("csrf", csrf.as_str()), ("revision", &revision), ("minimum_2", minimum)];
        officer.post(&format!("{dataset}/variables"), &fields.into_iter().chain(rows).collect::<Vec<_>>())
    };
    let refused = say(&rows("integer", "Zone é"), "beaucoup");
    assert!(refused.status == 422 && refused.text().contains("id=\"error_2\"") && refused.text().contains("value=\"Zone é\""));
    assert_eq!(say(&rows("category", "Zone é"), "").status, 303);
    assert!(officer.get(&dataset).text().contains("label = &#34;Zone é&#34;"), "{}", officer.get(&dataset).text());
    // The codes of a list get their words below their variable, others are added; what cannot be is told above the row.
    let page = officer.get(&dataset);
    let (csrf, revision) = (page.field("csrf"), page.field("revision"));
    assert!(page.text().contains("Codes de la liste <bdi class=\"j-code\">area</bdi>"), "{}", page.text());
    let mut say = |code: &str, policy: &str| {
        let rows = rows("category", "Zone é");
        let rows = rows.iter().map(|(name, value)| (name.as_str(), *value));
        let told = [("code_label_1_1", "Est"), ("new_code_1_1", code), ("new_label_1_1", "Îles"), ("on_fault_2", policy)];
        let fields = [("csrf", csrf.as_str()), ("revision", &revision)];
        officer.post(&format!("{dataset}/variables"), &fields.into_iter().chain(rows).chain(told).collect::<Vec<_>>())
    };
    let refused = say("E", "stop");
    assert!(refused.status == 422 && refused.text().contains("id=\"list_error_1\""), "{}", refused.text());
    assert!(refused.text().contains("« E » est déjà dans la liste") && refused.text().contains("value=\"Îles\""));
    assert_eq!(say("I", "stop").status, 303);
    let text = officer.get(&dataset).text();
    for words in
        ["code = &#34;E&#34;, label = &#34;Est&#34;", "code = &#34;I&#34;, label = &#34;Îles&#34;", "on_fault = &#34;stop&#34;"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let description = "title = \"Registre\"\nsource = \"Office\"\n\n[[purposes]]\ncode = \"suivi-du-plan\"\ntext = \"Suivi du plan\"\n\n\
        [[variables]]\nname = \"person\"\ncolumn = \"PERSON\"\ntype = \"text\"\n\n\
        [[variables]]\nname = \"area\"\ncolumn = \"AREA\"\nlabel = \"Zone\"\ntype = \"category\"\ncodelist = \"areas\"\n\n\
        [[variables]]\nname = \"sex\"\ncolumn = \"SEX\"\nlabel = \"Sexe\"\ntype = \"category\"\ncodelist = \"sexes\"\n\n\
        [[codelists]]\nname = \"areas\"\ncodes = [{ code = \"E\", label = \"Est\" }, { code = \"W\", label = \"Ouest\" }]\n\n\
        [[codelists]]\nname = \"sexes\"\ncodes = [{ code = \"F\", label = \"Femmes\" }, { code = \"M\", label = \"Hommes\" }]\n";
    let revision = officer.get(&dataset).field("revision");
    let fields = [("revision", revision.as_str()), ("text", description), ("then", "import")];
    send(&mut officer, &dataset, &format!("{dataset}/describe"), &fields);
    wait_for(&mut officer, &dataset, "tables/new");
    let user = lead.get(&dataset).field("user");
    let fields = [("user", user.as_str()), ("purpose", "suivi-du-plan"), ("granted", "yes")];
    send(&mut lead, &dataset, &format!("{dataset}/grant"), &fields);

    let form = format!("{dataset}/tables/new");
    let fields = [
        ("title", "Personnes par zone"),
        ("indicator", "i2"),
        ("period", "2026"),
        ("purpose", "suivi-du-plan"),
        ("measure", "count"),
        ("dimension_1", "area"),
        ("dimension_2", "sex"),
        ("method", "none"),
    ];
    let table = send(&mut officer, &form, &form, &fields).header("location").to_owned();
    send(&mut officer, &table, &format!("{table}/judge"), &[]);
    wait_for(&mut officer, &table, "/sign\"");

    // Signed without boundaries: later ones show in the workspace alone.
    send(&mut officer, &table, &format!("{table}/sign"), &[]);
    let area = [("title", "Zones, 2026"), ("source", "Office"), ("variable", "area"), ("property", "code")];
    assert_eq!(hand_in(&mut officer, "new", &area, &squares(&["E", "W"])).status, 303);
    let (work, public) = (format!("{BASE}/statistics/indicators/i2"), format!("{PUBLIC}/indicators/i2"));
    let page = officer.get(&work).text();
    assert!(page.contains("Carte : Zones, 2026") && page.contains("que dans l’espace de travail"), "{page}");
    let mut reader = house.visitor();
    assert!(!reader.get(&public).text().contains("Carte :"));

    // Examined again, what is signed comes out byte for byte, and there is nothing to sign.
    assert!(officer.get(&table).text().contains("Comparer les méthodes"));
    send(&mut officer, &table, &format!("{table}/judge"), &[("compare", "yes")]);
    wait_for(&mut officer, &table, "Le tableau signé 4 a été refait");
    let page = officer.get(&table).text();
    // What each method would do to it, on request; and why one is not possible.
    assert!(page.contains("Les méthodes sur ce tableau") && page.contains("ces données n’ont pas de clé"), "{page}");
    assert_eq!(page.matches("<th scope=\"row\">Suppression de cellules</th>").count(), 1, "{page}");
    assert!(
        page.contains("il ressort exactement, octet pour octet") && page.contains("examen est celui du tableau signé 4"),
        "{page}"
    );
    assert!(!page.contains("/sign\"") && !page.contains("examinez à nouveau"), "{page}");

    // Withdrawn, it says so and why wherever it was: in the workspace, on the page of its indicator, to programs.
    send(&mut officer, &table, &format!("{table}/withdraw"), &[("number", "4"), ("reason", "Avec une carte")]);
    let gone = reader.get(&format!("{PUBLIC}/tables/4"));
    assert!(gone.status == 410 && gone.text().contains("Le tableau 4, signé le"), "{}", gone.text());
    assert!(gone.text().contains("Avec une carte") && gone.text().contains("Empreinte du fichier JSON"), "{}", gone.text());
    let left = reader.get(&public);
    assert!(left.status == 200 && !left.text().contains("Tableau signé 4"), "its reported values stay: {}", left.text());
    for path in ["tables/4", "tables/4/cells"] {
        let gone = reader.get(&format!("/api/v1/dossiers/norvalie-plan-2026/{path}"));
        assert_eq!((gone.status, gone.header("content-type")), (410, "application/problem+json"), "{path}");
        assert!(gone.text().contains("\"reason\":\"Avec une carte\""), "{path}: {}", gone.text());
    }
    assert_eq!(reader.get("/api/v1/dossiers/norvalie-plan-2026/indicators/i9").status, 404, "it never was public");
    assert!(officer.get(&format!("{BASE}/statistics")).text().contains("retiré"));
    let page = officer.get(&table).text();
    assert!(page.contains("Raison : <bdi>Avec une carte") && page.contains("Raison du retrait : Avec une carte"), "{page}");
    assert!(page.contains("Signer quand même à nouveau") && !page.contains(">signé<"), "{page}");

    // Signed again it has them.
    assert!(page.contains("Avec le tableau seront publiées des cartes") && page.contains("Zones, 2026"), "{page}");
    send(&mut officer, &table, &format!("{table}/sign"), &[]);
    let page = reader.get(&public).text();
    assert!(page.contains("Carte : Zones, 2026") && page.contains("<title>Est : 140"), "{page}");
    assert!(page.contains("name=\"at-sex\"") && !page.contains("name=\"at-area\""), "{page}");
    let women = reader.get(&format!("{public}?at-sex=F")).text();
    assert!(women.contains("Carte : Zones, 2026 – Femmes") && women.contains("<title>Est : 93"), "{women}");
    assert!(women.contains("tables/5/map-1.svg?at-sex=F"), "{women}");
    let drawing = reader.get(&format!("{PUBLIC}/tables/5/map-1.svg?at-sex=F")).text();
    assert!(drawing.contains("Est : 93") && drawing.contains("Contours : Office."), "{drawing}");
    // Whatever else an address says is everybody.
    for strange in ["at-sex=%3Cscript%3Ealert(1)%3C/script%3E", "at-sex=_T", "at-sex=", "at-area=E", "at-sex=code:9", "at-=%00"] {
        let answer = reader.get(&format!("{public}?{strange}"));
        assert!(answer.status == 200 && answer.text().contains("<title>Est : 140"), "{strange}: {}", answer.text());
        assert!(!answer.text().contains("<script>alert"), "{strange}");
    }
}

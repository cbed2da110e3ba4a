//! What anybody may send, and what must hold for every answer.

use std::collections::BTreeSet;

use crate::house::{House, RIVEMONT, Visitor};

/// Every route of the program with its methods, read from where they are declared: a new one is tested without being listed here.
pub(crate) fn routes() -> Vec<(String, bool, bool)> {
    let pages = declared(include_str!("../../../jalon-web/src/router.rs"));
    let interface = declared(include_str!("../../../jalon-web/src/api/mod.rs"));
    pages.into_iter().chain(interface.into_iter().map(|(path, get, post)| (format!("/api/v1{path}"), get, post))).collect()
}

fn declared(source: &str) -> Vec<(String, bool, bool)> {
    let mut found = vec![];
    let mut prefix = "";
    let mut lines = source.lines().map(str::trim);
    while let Some(line) = lines.next() {
        // A long one is broken into its address and its handlers.
        let broken = (line == ".route(").then(|| format!(".route({} {}", lines.next().unwrap_or(""), lines.next().unwrap_or("")));
        let line = broken.as_deref().unwrap_or(line);
        if line.starts_with("fn ") || line.starts_with("pub fn ") {
            prefix = "";
        } else if line.starts_with("let dossier = Router::new()") {
            prefix = "/{lang}/work/dossiers/{slug}";
        } else if line == "Router::new()" {
            prefix = "";
        }
        let Some(rest) = line.strip_prefix(".route(\"") else { continue };
        let Some((path, handlers)) = rest.split_once("\", ") else { continue };
        let path = if prefix.is_empty() { path.to_owned() } else { format!("{prefix}{}", path.trim_end_matches('/')) };
        found.push((path, handlers.contains("get("), handlers.contains("post(")));
    }
    found
}

/// What a hostile or broken client puts in the place of a value.
const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "99999999999999999999",
    "x' OR 1=1 --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%00",
    "\u{202e}\u{0}\u{feff}",
    "{{7*7}} ${7*7}",
    "L1.01",
    "igm",
    "fr",
    "local",
    "2026-02-31",
    "😀é\u{301}漢字",
];

/// What the parts of an address stand for: a dossier that exists, of an assessment or of a cycle, or whatever a client sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Assessment,
    Cycle,
    Nothing,
}

fn fill(route: &str, known: Known, value: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>().replace('+', "%20");
    let mut path = String::new();
    for part in route.split('/').skip(1) {
        path.push('/');
        path.push_str(match part {
            "{lang}" => "fr",
            "{slug}" if known == Known::Assessment => RIVEMONT,
            "{item}" if known == Known::Assessment => "L1.01",
            "{slug}" if known == Known::Cycle => "norvalie-plan-2026",
            "{dossier}" if known == Known::Cycle => "norvalie-plan-2026",
            "{item}" if known == Known::Cycle => "T10.05",
            "{register}" if known == Known::Cycle => "measure",
            "{step}" if known == Known::Cycle => "S4",
            "{measure}" if known == Known::Cycle => "m1",
            "{report}" if known == Known::Cycle => "plan",
            "{noun}" if known == Known::Cycle => "register_entry",
            part if part.starts_with('{') => &encoded,
            part => part,
        });
    }
    path
}

/// Field names that any form of the program has, read from where they are read.
pub(crate) fn field_names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../jalon-web/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            for method in [".get(\"", ".owned(\"", ".number(\"", ".all(\"", ".has(\""] {
                names.extend(text.split(method).skip(1).filter_map(field_name));
            }
        }
    }
    names
}

/// The name at the start of what follows its quotation mark.
fn field_name(text: &str) -> Option<String> {
    let name = text.split('"').next()?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then(|| name.to_owned())
}

/// Safe to show: no fault of the program, and protected like every other answer.
fn assert_sound(answer: &crate::house::Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text());
    for name in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
        assert!(!answer.header(name).is_empty(), "{what}: no {name}");
    }
    assert!(!answer.text().contains("<script>alert"), "{what}: unescaped");
}

#[test]
fn nothing_that_a_client_sends_is_a_fault_of_the_program() {
    let house = House::demo(&[]);
    let routes = routes();
    assert!(routes.len() > 60, "{}", routes.len());
    let sources = [include_str!("../../../jalon-web/src/router.rs"), include_str!("../../../jalon-web/src/api/mod.rs")];
    let written: usize = sources.iter().map(|source| source.matches(".route(").count()).sum();
    assert_eq!(routes.len(), written, "every route is tried");
    let names = field_names();
    assert!(names.len() > 40, "{names:?}");
    let people = [
        "lead@demo.example",
        "national@demo.example",
        "statistics@demo.example",
        "admin@demo.example",
        "reader@demo.example",
        "",
    ];
    for email in people {
        let mut visitor = if email.is_empty() { house.visitor() } else { house.signed_in(email) };
        let csrf = visitor.get("/fr/account").field("csrf");
        for (route, get, post) in &routes {
            // These would end the session or the account that visits.
            if route.ends_with("/sign-out") || route.ends_with("/account") && *post {
                continue;
            }
            for (n, value) in VALUES.iter().enumerate() {
                for known in [Known::Assessment, Known::Cycle, Known::Nothing] {
                    // What has no dossier in its address is the same whatever dossier is known.
                    if known == Known::Cycle && !route.contains("{slug}") {
                        continue;
                    }
                    let path = fill(route, known, value);
                    if *get {
                        let query = format!("{path}?q={}&show={n}&since=%ff&page=-1", &fill("/{x}", Known::Nothing, value)[1..]);
                        assert_sound(&visitor.get(&query), &query);
                    }
                    // Writing is tried with fewer values, all fields at once.
                    if *post && n % 4 == 1 && !email.is_empty() {
                        let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), *value)).collect();
                        fields.retain(|(name, _)| *name != "csrf");
                        fields.push(("csrf", &csrf));
                        assert_sound(&visitor.post(&path, &fields), &path);
                        assert_sound(&visitor.post(&path, &[("csrf", &csrf)]), &path);
                        assert_sound(
                            &visitor.post_bytes(&path, "application/x-www-form-urlencoded", b"csrf=%f&=&&%00=%zz"),
                            &path,
                        );
                        assert_sound(&visitor.post_bytes(&path, "multipart/form-data", b"--x\r\n"), &path);
                    }
                }
            }
        }
    }
    let verified = crate::house::run(&house.data_dir, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

#[test]
fn a_write_without_the_sessions_token_is_refused_and_changes_nothing() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let before = crate::house::run(&house.data_dir, &["audit", "verify"]).stdout;
    for (route, _, post) in routes() {
        if post && route.contains("/work/") {
            let answer = lead.post(&fill(&route, Known::Assessment, "x"), &[("csrf", "forged"), ("note", "forged")]);
            assert!(matches!(answer.status, 400 | 403 | 404), "{route}: {}", answer.status);
        }
    }
    assert_eq!(crate::house::run(&house.data_dir, &["audit", "verify"]).stdout, before);
}

#[test]
fn a_text_that_is_too_long_is_refused_with_a_message() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let path = format!("/fr/work/dossiers/{RIVEMONT}/evidence/new");
    let csrf = lead.get(&path).field("csrf");
    let answer = lead.post(&path, &[("csrf", &csrf), ("title", &"é".repeat(100_000)), ("kind", "document")]);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("ééé"), "what was typed is still there");
    let answer = lead.post(&path, &[("csrf", &csrf), ("title", &"x".repeat(10 << 20))]);
    assert!(answer.status == 422 && answer.text().contains("id=\"title-error\""), "beside its field, whatever its length");
    let answer = lead.post(&path, &[("csrf", &csrf), ("title", &"x".repeat(40 << 20))]);
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("</html>"), "a page that says so");
    let stranger = house.visitor().post("/fr/sign-in", &[("email", &"x".repeat(10 << 20))]);
    assert_eq!(stranger.status, 413, "nobody who is not signed in sends so much");
    // A file that is too large, and one with macros.
    let fields = [("csrf", csrf.as_str()), ("title", "Pièce"), ("kind", "law"), ("author", "Ville")];
    let file = format!("{}/file", lead.post(&path, &fields).header("location"));
    let mut macros = b"PK\x03\x04".to_vec();
    macros.extend_from_slice(b"[Content_Types].xml xl/vbaProject.bin");
    for (bytes, said) in [(vec![b'a'; 21 << 20], "dépasse 20"), (macros, "contient des macros")] {
        let answer = crate::pages::post_file(&mut lead, &file, &[("csrf", &csrf), ("revision", "1")], &bytes);
        let text = answer.text();
        assert!(answer.status == 422 && text.contains("id=\"file-error\"") && text.contains(said), "{said}: {}", answer.status);
    }
}

#[test]
fn an_address_that_only_takes_forms_says_so_on_a_page() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let answer = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/import/apply"));
    assert!(answer.status == 405 && answer.text().contains("</html>"), "{}: {}", answer.status, answer.text());
    assert!(answer.header("allow").contains("POST"), "{:?}", answer.headers);
    assert_eq!(house.visitor().post("/health", &[]).status, 405);
    assert_eq!(house.visitor().post("/api/v1/nothing", &[]).status, 404);
}

#[test]
fn guessing_is_slowed_by_the_address_that_a_trusted_proxy_names() {
    let house = House::demo(&["--trusted-proxy", "127.0.0.1"]);
    let attempt = |from: &str| {
        let mut visitor: Visitor = house.visitor();
        visitor.headers.push(("x-forwarded-for".to_owned(), from.to_owned()));
        visitor.post("/fr/sign-in", &[("email", "lead@demo.example"), ("password", "wrong")]).status
    };
    for _ in 0..8 {
        assert_eq!(attempt("203.0.113.7"), 422);
    }
    assert_eq!(attempt("203.0.113.7"), 429, "the one who guesses waits");
    assert_eq!(attempt("198.51.100.2"), 422, "everybody else behind the proxy does not");
}

#[test]
fn the_language_switch_of_a_refused_form_leads_to_a_page() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let page = format!("/fr/work/dossiers/{RIVEMONT}/members");
    let csrf = lead.get(&page).field("csrf");
    lead.headers.push(("referer".to_owned(), format!("{}{page}", house.address)));
    let answer = lead.post(&format!("{page}/nobody/remove"), &[("csrf", &csrf)]);
    assert!(answer.text().contains(&format!("href=\"/en/work/dossiers/{RIVEMONT}/members\"")), "{}", answer.text());
}

#[test]
fn a_record_tells_who_changed_what_and_when_to_those_who_work_on_it() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let base = format!("/fr/work/dossiers/{RIVEMONT}");
    let csrf = lead.get(&format!("{base}/findings")).field("csrf");
    let csrf = if csrf.is_empty() { lead.get(&format!("{base}/findings/new")).field("csrf") } else { csrf };
    let item = lead.get(&format!("{base}/context")).text();
    let paragraph = item.split_once("/context/paragraphs/").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
    let create = |lead: &mut Visitor, path: &str, fields: &[(&str, &str)]| {
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", csrf.as_str()), ("language", "fr")]).collect();
        let answer = lead.post(&format!("{base}/{path}"), &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").rsplit('-').next().unwrap().to_owned()
    };
    assert!(paragraph.is_some());
    let fields = |text: &'static str, revision: &'static str| {
        [("title", "Un passage"), ("text", text), ("section", "trends"), ("item", ""), ("revision", revision)]
    };
    let id = create(&mut lead, "context/paragraphs/new", &fields("La ville aide <b>tous</b> les arrivants", "0"));
    create(&mut lead, &format!("context/paragraphs/{id}"), &fields("La ville soutient <b>tous</b> les arrivants", "1"));
    let form = lead.get(&format!("{base}/context/paragraphs/{id}")).text();
    let history = format!("{base}/history/paragraph/{id}");
    assert!(form.contains(&history), "the form leads to it");
    let page = lead.get(&history);
    assert_eq!(page.status, 200);
    let page = page.text();
    assert!(page.contains("<del>aide </del>") && page.contains("<ins>soutient </ins>"), "{page}");
    assert!(!page.contains("<b>tous"), "what people write is text");
    for noun in ["finding/nowhere", "participant/PA1", "user/u1", "paragraph/nowhere"] {
        assert_eq!(lead.get(&format!("{base}/history/{noun}")).status, 404, "{noun}");
    }
    assert_eq!(lead.get(&format!("{base}/history/answer/L1.01")).status, 200, "an answer nobody touched has an empty history");
    // Reviewers and readers see the text, not the workshop; strangers see nothing.
    for email in ["reviewer@demo.example", "reader@demo.example", "admin@demo.example"] {
        let mut other = house.signed_in(email);
        assert_eq!(other.get(&history).status, 404, "{email}");
        assert!(!other.get(&format!("{base}/context/paragraphs/{id}")).text().contains("/history/paragraph"), "{email}");
    }
    assert_ne!(house.visitor().get(&history).status, 200);
}

#[test]
fn someone_with_many_dossiers_finds_one_among_them() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let few = lead.get("/fr/work").text();
    assert!(!few.contains("type=\"search\""), "nothing to search among");
    let mut admin = house.signed_in("admin@demo.example");
    let form = admin.get("/fr/admin/dossiers/new");
    let (csrf, account) = (form.field("csrf"), crate::cycle::option(&form.text(), "Camille Aubrée"));
    for year in 2030..2052 {
        let (title, from, to) = (format!("Évaluation {year}"), format!("{year}-01-01"), format!("{year}-12-31"));
        let fields = [
            ("csrf", csrf.as_str()),
            ("framework", "mgi-local@2019.1"),
            ("territory", if year == 2040 { "belmarche" } else { "rivemont" }),
            ("title", &title),
            ("period_from", &from),
            ("period_to", &to),
            ("source_language", "fr"),
            ("lead", &account),
        ];
        assert_eq!(admin.post("/fr/admin/dossiers/new", &fields).status, 200);
    }
    let titles = |page: &str| page.matches("<section class=\"j-section\"").count();
    let (first, second, beyond) =
        (lead.get("/fr/work").text(), lead.get("/fr/work?page=2").text(), lead.get("/fr/work?page=99").text());
    assert!(titles(&first) == 20 && first.contains("Page 1 sur 2") && first.contains("href=\"/fr/work?page=2\""), "{first}");
    assert!(titles(&second) >= 3 && second.contains("Page 2 sur 2") && !second.contains("rel=\"next\""), "{second}");
    assert!(titles(&beyond) == titles(&second) && beyond.contains("Page 2 sur 2"), "the nearest page there is: {beyond}");
    let found = lead.get("/fr/work?q=belmarche+EVALUATION").text();
    assert!(titles(&found) == 1 && found.contains("Évaluation 2040") && found.contains("1 dossier<"), "{found}");
    let none = lead.get("/fr/work?q=nowhere").text();
    assert!(titles(&none) == 0 && none.contains("Aucun de vos dossiers") && none.contains("Effacer les filtres"), "{none}");
    // Who has no role in them does not see them by searching; oversight sees them all.
    let others = house.signed_in("reader@demo.example").get("/fr/work?q=evaluation+2041").text();
    assert_eq!(titles(&others), 0, "{others}");
    assert_eq!(titles(&house.signed_in("auditor@demo.example").get("/fr/work?q=evaluation+2041").text()), 1);
    assert_eq!(titles(&house.signed_in("admin@demo.example").get("/fr/work?q=evaluation+2041").text()), 0);
}

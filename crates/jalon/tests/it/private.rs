//! Registers that are not to be published: nothing of them reaches whoever was only invited, or only reads.

use std::collections::BTreeMap;
use std::io::Read;

use jalon_app::domain::catalogue::{Framework, Library};
use jalon_app::domain::register::{FieldKind, RegisterDefinition, items};

use crate::house::{Answer, House, Visitor, run};
use crate::web::{field_names, routes};

const SLUG: &str = "norvalie-plan-2026";
const BASE: &str = "/fr/work/dossiers/norvalie-plan-2026";
/// Stands in the name of an entry of every register that is not to be published.
const MARK: &str = "ZQMARQUE";
const EXTENSIONS: [&str; 4] = ["pdf", "xlsx", "html", "json"];

struct Cycle {
    library: Library,
    framework: std::sync::Arc<Framework>,
}

impl Cycle {
    fn new() -> Self {
        let (library, _) = jalon_app::embedded_catalogues();
        let framework = library.get("gcm-cycle@2020.1").unwrap();
        Self { library, framework }
    }

    fn registers(&self, public: bool) -> impl Iterator<Item = &RegisterDefinition> {
        self.framework.registers.iter().filter(move |register| register.public == public)
    }

    /// A row that adds an entry with what its register requires.
    fn row(&self, register: &RegisterDefinition) -> BTreeMap<String, String> {
        let required = register.fields.iter().filter(|field| field.required);
        required
            .map(|field| match field.kind {
                FieldKind::Text => (format!("{}.fr", field.code), "Neutre".to_owned()),
                FieldKind::Choice => (field.code.clone(), self.framework.lists[&field.list].values[0].code.clone()),
                FieldKind::Item => (field.code.clone(), items(&self.library, &self.framework, field)[0].code.clone()),
                _ => (field.code.clone(), "Neutre".to_owned()),
            })
            .collect()
    }
}

/// Takes one row into a register, as the operator of the machine would.
fn import(house: &House, register: &str, id: &str, row: &BTreeMap<String, String>) {
    let file = house.data_dir.join("row.csv");
    let (heads, cells): (Vec<&str>, Vec<&str>) = row.iter().map(|(head, cell)| (head.as_str(), cell.as_str())).unzip();
    std::fs::write(&file, format!("id,{}\n{id},{}\n", heads.join(","), cells.join(","))).unwrap();
    let output = run(&house.data_dir, &["import", "register", register, &file.to_string_lossy(), "--dossier", SLUG, "--accept"]);
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{register}: {}", String::from_utf8_lossy(&said));
}

/// The identifiers of the entries of a register, as its list links them.
fn ids(visitor: &mut Visitor, register: &str) -> Vec<String> {
    let page = visitor.get(&format!("{BASE}/registers/{register}")).text();
    let rows = page.split("<th scope=\"row\">").skip(1);
    rows.filter_map(|row| Some(row.split_once(&format!("/registers/{register}/"))?.1.split('"').next()?.to_owned())).collect()
}

/// Everything that an answer says, headers and packed parts included.
fn says(answer: &Answer, words: &str) -> bool {
    let packed = |body: &[u8]| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(body.to_vec())).unwrap();
        (0..archive.len()).any(|n| {
            let mut bytes = vec![];
            archive.by_index(n).unwrap().read_to_end(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes).contains(words)
        })
    };
    let in_body = if answer.body.starts_with(b"PK\x03\x04") { packed(&answer.body) } else { answer.text().contains(words) };
    in_body || format!("{:?}", answer.headers).contains(words)
}

fn drafts(cycle: &Cycle, visitor: &mut Visitor) -> BTreeMap<String, Vec<u8>> {
    let mut drafts = BTreeMap::new();
    for report in &cycle.framework.reports {
        for extension in EXTENSIONS {
            let file = format!("{}.{extension}", report.code);
            let answer = visitor.get(&format!("{BASE}/draft/fr/{file}"));
            // A working document is made from registers that they may not see.
            assert_eq!(answer.status, if report.is_internal() { 404 } else { 200 }, "{file}");
            drafts.insert(file, answer.body);
        }
    }
    drafts
}

/// Every address below a route of the program, with what its parts may stand for.
fn addresses(cycle: &Cycle, route: &str, entries: &[String], measures: &[String]) -> Vec<String> {
    let framework = &cycle.framework;
    let mut found = vec![String::new()];
    for part in route.split('/').skip(1) {
        let codes = |kind: &str| framework.of_kind(kind).map(|item| item.code.clone()).collect::<Vec<_>>();
        let values: Vec<String> = match part {
            "{lang}" | "{language}" => vec!["fr".to_owned()],
            "{slug}" => vec![SLUG.to_owned()],
            "{register}" => framework.registers.iter().map(|register| register.code.clone()).collect(),
            "{step}" => codes("step"),
            "{item}" => framework.checks.iter().step_by(9).map(|check| check.code.clone()).collect(),
            "{report}" => framework.reports.iter().map(|report| report.code.clone()).collect(),
            "{noun}" => vec!["register_entry".to_owned()],
            "{file}" => vec!["plan.html".to_owned(), "quarterly.json".to_owned()],
            "{measure}" => measures.to_vec(),
            part if part.starts_with('{') => entries.to_vec(),
            part => vec![part.to_owned()],
        };
        found = found.iter().flat_map(|path| values.iter().map(move |value| format!("{path}/{value}"))).collect();
    }
    found
}

#[test]
fn what_a_private_register_says_reaches_no_invited_partner_and_no_reader() {
    let (house, cycle) = (House::demo(&[]), Cycle::new());
    let mut lead = house.signed_in("national@demo.example");
    let mut reviewer = house.signed_in("reviewer@demo.example");
    let mut private: BTreeMap<String, String> = BTreeMap::new();
    for register in cycle.registers(false) {
        if ids(&mut lead, &register.code).is_empty() {
            import(&house, &register.code, "", &cycle.row(register));
        }
        private.insert(register.code.clone(), ids(&mut lead, &register.code)[0].clone());
    }
    assert!(private.len() > 10);
    // Everything that may name an entry of a private register does.
    let mut naming = vec![];
    for register in cycle.registers(true) {
        for field in register.fields.iter().filter(|field| private.contains_key(&field.register)) {
            if let Some(id) = ids(&mut lead, &register.code).first() {
                import(&house, &register.code, id, &BTreeMap::from([(field.code.clone(), private[&field.register].clone())]));
                naming.push((register.code.clone(), id.clone()));
            }
        }
    }
    assert!(naming.len() > 3, "{naming:?}");
    let before = drafts(&cycle, &mut reviewer);
    for register in cycle.registers(false) {
        let name = &register.fields[0];
        let column = if name.kind == FieldKind::Text { format!("{}.fr", name.code) } else { name.code.clone() };
        let mut row = BTreeMap::from([(column, format!("{MARK} nom"))]);
        if register.code == jalon_app::domain::register::reuse::REGISTER {
            // Another entry by this name could answer the request: it must say why that does not suffice.
            row.insert("insufficient.fr".to_owned(), "Neutre".to_owned());
        }
        import(&house, &register.code, &private[&register.code], &row);
    }
    // A comment keeps the text it was made on, and the one it was closed with.
    let on = format!("register_entry/{}", naming[0].1);
    let csrf = reviewer.get("/fr/account").field("csrf");
    let fields = [("csrf", csrf.as_str()), ("on", &on), ("body", "Une remarque")];
    assert_eq!(reviewer.post(&format!("{BASE}/discussion/comments"), &fields).status, 303);

    // Those who work on it see it: the list, the entry that names it, the draft.
    for (register, id) in &private {
        assert!(says(&lead.get(&format!("{BASE}/registers/{register}")), MARK), "{register}");
        assert!(says(&lead.get(&format!("{BASE}/history/register_entry/{id}")), MARK), "{register}");
    }
    for (register, id) in &naming {
        assert!(says(&lead.get(&format!("{BASE}/registers/{register}/{id}")), MARK), "{register}/{id}");
    }
    assert!(says(&lead.get(&format!("{BASE}/draft/fr/plan.html")), MARK));
    // A draft of an invited partner does not depend on it, in any form.
    for (file, bytes) in drafts(&cycle, &mut reviewer) {
        assert!(bytes == before[&file], "{file} changed");
    }

    let measures: Vec<String> = ids(&mut lead, "measure").into_iter().take(2).collect();
    let entries: Vec<String> =
        private.values().cloned().chain(naming.iter().map(|(_, id)| id.clone())).chain(measures.first().cloned()).collect();
    let names = field_names();
    for email in ["reviewer@demo.example", "reader@demo.example"] {
        let mut visitor = house.signed_in(email);
        let csrf = visitor.get("/fr/account").field("csrf");
        for (register, id) in &private {
            let list = format!("{BASE}/registers/{register}");
            let history = format!("{BASE}/history/register_entry/{id}");
            for path in
                [list.clone(), format!("{list}/{id}"), format!("{list}/export.csv"), format!("{list}/export.xlsx"), history]
            {
                assert_eq!(visitor.get(&path).status, 404, "{email}: {path}");
            }
        }
        let mut asked = 0;
        for (route, get, post) in routes() {
            let all = addresses(&cycle, &route, &entries, &measures);
            for path in all.iter().filter(|_| get) {
                let lists = if route.ends_with("/registers/{register}") { cycle.framework.checks.len() } else { 0 };
                let open =
                    cycle.framework.checks.iter().take(lists).step_by(5).map(|check| format!("{path}?open={}", check.code));
                for address in [path.clone(), format!("{path}?q={MARK}&from={}", entries[0])].into_iter().chain(open) {
                    let answer = visitor.get(&address);
                    // The page repeats what was searched for.
                    let searched = address.contains(MARK) && !says(&answer, &format!("{MARK} nom"));
                    assert!(answer.status < 500 && (searched || !says(&answer, MARK)), "{email}: {address}: {}", answer.text());
                    asked += 1;
                }
            }
            if post && !route.ends_with("/sign-out") && !route.ends_with("/account") {
                let id = entries[0].as_str();
                let fields = names.iter().filter(|name| *name != "csrf").map(|name| (name.as_str(), id));
                let fields: Vec<(&str, &str)> = fields.chain([("csrf", csrf.as_str())]).collect();
                for path in all.iter().step_by(3) {
                    let answer = visitor.post(path, &fields);
                    assert!(answer.status < 500 && !says(&answer, MARK), "{email}: {path}: {}", answer.text());
                    asked += 1;
                }
            }
        }
        assert!(asked > 1_000, "{asked}");
    }
}

#[test]
fn a_requirement_is_met_or_open_for_everybody_alike() {
    let (house, cycle) = (House::demo(&[]), Cycle::new());
    let mut lead = house.signed_in("national@demo.example");
    let mut reviewer = house.signed_in("reviewer@demo.example");
    let mut withheld = 0;
    for step in cycle.framework.of_kind("step") {
        let [all, seen] = [&mut lead, &mut reviewer].map(|visitor| visitor.get(&format!("{BASE}/steps/{}", step.code)).text());
        for sign in ["j-sign--complete", "j-sign--unanswered"] {
            assert_eq!(all.matches(sign).count(), seen.matches(sign).count(), "{}: {sign}", step.code);
        }
        withheld += seen.matches("Cela se décide dans un registre qui ne vous est pas ouvert.").count();
        assert!(!all.contains("qui ne vous est pas ouvert"));
        for register in cycle.registers(false) {
            assert!(!seen.contains(&format!("/registers/{}", register.code)), "{}: {}", step.code, register.code);
        }
    }
    assert!(withheld > 0);
    // Who reports when is told to everybody, although the calendars are not.
    for visitor in [&mut lead, &mut reviewer] {
        let page = visitor.get(&format!("{BASE}/reporting")).text();
        assert!(page.contains("Europe/Paris") && page.contains("3e trimestre 2026"), "{page}");
    }
}

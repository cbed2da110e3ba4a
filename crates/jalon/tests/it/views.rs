//! Lists that people keep under a name.

use crate::house::{Answer, House, Visitor, run};

const LIST: &str = "/fr/work/dossiers/norvalie-plan-2026/registers/measure";

struct Member {
    visitor: Visitor,
    csrf: String,
}

impl Member {
    fn new(house: &House, email: &str) -> Self {
        let mut visitor = house.signed_in(email);
        let csrf = visitor.get("/fr/account").field("csrf");
        Self { visitor, csrf }
    }

    fn list(&mut self) -> String {
        self.visitor.get(LIST).text()
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<(&str, &str)> = [("csrf", self.csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.visitor.post(&format!("{LIST}/views{path}"), &fields)
    }
}

/// The identifier of the view with this name, as the list gives it.
fn id(list: &str, name: &str) -> String {
    let form = list.split("/views/").find(|part| part.contains(&format!("value=\"{name}\""))).unwrap_or_else(|| panic!("{list}"));
    form.split('"').next().unwrap().to_owned()
}

#[test]
fn a_list_is_kept_under_a_name_for_oneself_or_by_the_lead_for_everybody() {
    let house = House::demo(&[]);
    let mut lead = Member::new(&house, "national@demo.example");
    let mut reader = Member::new(&house, "reader@demo.example");
    let kept = [("view-name", "Mes mesures <b>"), ("f-state", "under_way"), ("sort", "-end"), ("page", "7"), ("q", "a b&c")];
    let answer = reader.post("", &kept);
    let query = "f-state=under_way&sort=-end&q=a+b%26c";
    let location = answer.header("location").to_owned();
    assert_eq!(answer.status, 303, "{}", answer.text());
    let decoded = |text: &str| url::form_urlencoded::parse(text.as_bytes()).into_owned().collect::<Vec<_>>();
    assert_eq!(decoded(location.split_once('?').unwrap().1), decoded(query), "filters, search and sorting; not the page");
    let page = reader.visitor.get(&location).text();
    assert!(page.contains("Mes mesures &#60;b&#62;") && page.contains("aria-current=\"true\""), "{page}");
    assert!(!lead.list().contains("Mes mesures"), "nobody else has it");

    // One person makes none for everybody; the lead does.
    assert_eq!(reader.post("", &[("view-name", "Pour tous"), ("shared", "1")]).status, 404);
    assert_eq!(lead.post("", &[("view-name", "Séance du comité"), ("f-state", "planned"), ("shared", "1")]).status, 303);
    let seen = reader.list();
    assert!(seen.contains("Séance du comité") && seen.contains("f-state=planned"), "{seen}");
    let shared = id(&lead.list(), "Séance du comité");
    for path in [format!("/{shared}"), format!("/{shared}/delete")] {
        assert_eq!(reader.post(&path, &[("view-name", "Autre"), ("revision", "1")]).status, 404, "{path}");
    }
    let own = id(&reader.list(), "Mes mesures &#60;b&#62;");
    for path in [format!("/{own}"), format!("/{own}/delete")] {
        assert_eq!(lead.post(&path, &[("view-name", "Autre"), ("revision", "1")]).status, 404, "{path}");
    }

    // A name is given, once, and not too long.
    for name in ["", " \u{0} ", "Séance du comité", &"x".repeat(101)] {
        let answer = reader.post("", &[("view-name", name)]);
        assert!(answer.status == 422 && answer.text().contains("govuk-error-summary"), "{name}: {}", answer.text());
    }
    let renamed = reader.post(&format!("/{own}"), &[("view-name", "Relecture"), ("revision", "1")]);
    assert_eq!(renamed.status, 303, "{}", renamed.text());
    assert!(reader.list().contains("Relecture") && !reader.list().contains("Mes mesures"));
    assert_eq!(reader.post(&format!("/{own}/delete"), &[("revision", "2")]).status, 303);
    assert!(!reader.list().contains("Relecture"));
    assert_eq!(reader.post(&format!("/{own}/delete"), &[("revision", "2")]).status, 404);
    // Not for those without a role, and not for a register that one may not see.
    let mut auditor = Member::new(&house, "auditor@demo.example");
    assert_eq!(auditor.post("", &[("view-name", "x")]).status, 404);
    let secret = LIST.replace("measure", "stakeholder");
    let csrf = reader.csrf.clone();
    assert_eq!(reader.visitor.post(&format!("{secret}/views"), &[("csrf", &csrf), ("view-name", "x")]).status, 404);
    // The ledger tells that a view was kept, and nothing of what it says.
    assert!(run(&house.data_dir, &["audit", "verify"]).status.success());
    let file = house.data_dir.join("ledger.jsonl");
    assert!(run(&house.data_dir, &["audit", "export", "--output", &file.to_string_lossy()]).status.success());
    let ledger = std::fs::read_to_string(file).unwrap();
    assert!(ledger.contains("view.save") && ledger.contains("view.delete"));
    for words in ["Mes mesures", "Séance du comité", "under_way&", "Relecture"] {
        let of_views: Vec<&str> = ledger.lines().filter(|line| line.contains("saved_view/")).collect();
        assert!(of_views.len() >= 4 && of_views.iter().all(|line| !line.contains(words)), "{words}");
    }
}

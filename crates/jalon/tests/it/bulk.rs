//! One value for several entries, with its preview and its undo; and the approval of values by a second person.

use crate::house::{Answer, House, Visitor};

const BASE: &str = "/fr/work/dossiers/norvalie-plan-2026";

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

    fn get(&mut self, path: &str) -> Answer {
        self.visitor.get(&format!("{BASE}{path}"))
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<(&str, &str)> = [("csrf", self.csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.visitor.post(&format!("{BASE}{path}"), &fields)
    }

    /// The register with everything in it.
    fn register(&mut self, code: &str) -> String {
        let answer = self.get(&format!("/registers/{code}/export.csv"));
        assert_eq!(answer.status, 200);
        answer.text()
    }

    /// What would change, from the page that says so: its revision and the entries that it would apply to.
    fn preview(&mut self, register: &str, fields: &[(&str, &str)]) -> (Answer, Vec<(String, String)>) {
        let answer = self.post(&format!("/registers/{register}/bulk"), fields);
        let page = answer.text();
        let form = page.split_once("/bulk/apply\"").map_or("", |(_, form)| form).split("</form>").next().unwrap();
        let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
        let input = |input: &str| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().to_owned())
        };
        (answer, inputs.map(input).filter(|(name, _)| name != "csrf").collect())
    }

    fn apply(&mut self, register: &str, inputs: &[(String, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&format!("/registers/{register}/bulk/apply"), &fields)
    }
}

fn undo_of(applied: &Answer) -> String {
    assert_eq!(applied.status, 303, "{}", applied.text());
    let location = applied.header("location");
    location.split_once("bulk=").unwrap_or_else(|| panic!("{location}")).1.split('&').next().unwrap().to_owned()
}

#[test]
fn several_entries_take_one_value_and_are_exactly_what_they_were_once_it_is_undone() {
    let house = House::demo(&[]);
    let mut lead = Member::new(&house, "national@demo.example");
    let before = lead.register("measure");
    let list = lead.get("/registers/measure").text();
    assert!(list.contains("name=\"id\" value=\"m1\"") && list.contains("id=\"bulk-field\""), "{list}");
    assert!(!list.contains("<option value=\"number\">"), "what tells measures apart is not given to several");

    // The value is chosen, previewed, and nothing has changed yet.
    let form = lead.get("/registers/measure/bulk?id=m1&id=m2&field=state&q=").text();
    assert!(
        form.contains("2 entrées choisies") && form.contains("<select class=\"govuk-select\" id=\"value\" name=\"value\""),
        "{form}"
    );
    let chosen = [("id", "m1"), ("id", "m2"), ("field", "state"), ("language", "fr"), ("value", "dropped"), ("q", "m")];
    let (page, inputs) = lead.preview("measure", &chosen);
    assert!(page.status == 200 && page.text().contains("2 entrées changeraient"), "{}", page.text());
    assert_eq!(lead.register("measure"), before);

    let applied = lead.apply("measure", &inputs);
    let undo = undo_of(&applied);
    assert!(applied.header("location").contains("q=m"), "one comes back to the same list");
    let page = lead.visitor.get(applied.header("location")).text();
    assert!(page.contains("2 entrées ont changé.") && page.contains("Tout annuler"), "{page}");
    assert_ne!(lead.register("measure"), before);
    // Somebody else neither sees the way back nor takes it.
    let mut contributor = Member::new(&house, "contributor@demo.example");
    assert!(!contributor.get(&format!("/registers/measure?bulk={undo}")).text().contains("Tout annuler"));
    assert_eq!(contributor.post("/registers/measure/bulk/undo", &[("undo", &undo)]).status, 404);
    for forged in ["", "1-2", "0-0", "9-1", "1-99999999999999999999", "x"] {
        assert_eq!(lead.post("/registers/measure/bulk/undo", &[("undo", forged)]).status, 404, "{forged}");
    }
    let undone = lead.post("/registers/measure/bulk/undo", &[("undo", &undo)]);
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(lead.register("measure"), before, "exactly what it was");
    let again = lead.post("/registers/measure/bulk/undo", &[("undo", &undo)]);
    assert!(again.status == 422 && again.text().contains("a changé depuis"), "{}", again.text());

    // Once one entry was changed by somebody, nothing is undone.
    let (_, inputs) = lead.preview("measure", &chosen);
    let undo = undo_of(&lead.apply("measure", &inputs));
    let (_, other) = lead.preview("measure", &[("id", "m2"), ("field", "state"), ("language", "fr"), ("value", "done")]);
    undo_of(&lead.apply("measure", &other));
    let changed = lead.register("measure");
    assert_eq!(lead.post("/registers/measure/bulk/undo", &[("undo", &undo)]).status, 422);
    assert_eq!(lead.register("measure"), changed);
    // What was previewed before the dossier changed is previewed again.
    let stale = lead.apply("measure", &inputs);
    assert_eq!(stale.status, 422, "{}", stale.text());
    assert_eq!(lead.register("measure"), changed);
}

#[test]
fn what_an_entry_may_not_take_is_refused_with_its_reason_and_nothing_is_half_applied() {
    let house = House::demo(&[]);
    let mut lead = Member::new(&house, "national@demo.example");
    let mut contributor = Member::new(&house, "contributor@demo.example");
    let before = lead.register("measure");
    // A focal point changes what the own institution answers for; the rest is refused, and said.
    let form = contributor.get("/registers/measure/bulk?all=1&field=state").text();
    let all: Vec<&str> = form.split("name=\"id\" value=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    assert!(all.len() > 3, "{form}");
    let fields = |all: &[&'static str]| -> Vec<(&str, &str)> {
        let ids = all.iter().map(|id| ("id", *id));
        ids.chain([("field", "state"), ("language", "fr"), ("value", "dropped")]).collect()
    };
    let chosen: Vec<(&str, &str)> = all.iter().map(|id| ("id", *id)).chain(fields(&[])).collect();
    let (page, inputs) = contributor.preview("measure", &chosen);
    let own = inputs.iter().filter(|(name, _)| name == "id").count();
    assert!(page.status == 200 && own > 0 && own < all.len(), "{}", page.text());
    assert!(page.text().contains("Refusées, avec la raison"), "{}", page.text());
    // Whoever sends all of them nevertheless changes none.
    let revision = inputs.iter().find(|(name, _)| name == "revision").unwrap().1.clone();
    let forged: Vec<(String, String)> =
        chosen.iter().chain(&[("revision", revision.as_str())]).map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    assert_eq!(contributor.apply("measure", &forged).status, 422);
    assert_eq!(lead.register("measure"), before);
    undo_of(&contributor.apply("measure", &inputs));
    assert_ne!(lead.register("measure"), before);

    // A field that must be filled stays filled; a value that the field does not know is named.
    let lines = lead.get("/registers/budget_line/bulk?all=1&field=currency").text();
    let line = lines.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (page, inputs) = lead.preview("budget_line", &[("id", &line), ("field", "currency"), ("language", "fr"), ("value", "")]);
    assert!(inputs.is_empty() && page.text().contains("Aucune entrée ne changerait."), "{}", page.text());
    let (page, inputs) = lead.preview("measure", &[("id", "m1"), ("field", "state"), ("value", "nowhere")]);
    assert!(inputs.is_empty() && page.text().contains("Ce choix n’existe pas"), "{}", page.text());
    for nothing in [vec![("field", "state"), ("value", "done")], vec![("id", "m1"), ("field", "number"), ("value", "9")]] {
        assert_eq!(lead.preview("measure", &nothing).0.status, 422, "{nothing:?}");
    }
    // Those who write nothing have no form for it.
    for email in ["reviewer@demo.example", "reader@demo.example"] {
        let mut other = Member::new(&house, email);
        assert!(!other.get("/registers/measure").text().contains("name=\"id\""));
        assert_eq!(other.get("/registers/measure/bulk?id=m1&field=state").status, 404);
        assert_eq!(other.preview("measure", &[("id", "m1"), ("field", "state"), ("value", "done")]).0.status, 404);
        assert_eq!(other.post("/registers/indicator_value/approve", &[("waiting", "v1@1")]).status, 404);
    }
}

#[test]
fn a_second_person_approves_values_in_one_action() {
    let house = House::demo(&[]);
    let mut lead = Member::new(&house, "national@demo.example");
    let mut contributor = Member::new(&house, "contributor@demo.example");
    let enter = |member: &mut Member, breakdown: &str| {
        let fields = [
            ("language", "fr"),
            ("indicator", "i1"),
            ("period", "2026-Q1"),
            ("breakdown", breakdown),
            ("reading", "measured"),
            ("value", "12"),
            ("state", "validation"),
        ];
        let answer = member.post("/registers/indicator_value/new", &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
    };
    let theirs = enter(&mut contributor, "Femmes");
    let mine = enter(&mut lead, "Hommes");
    let list = "/registers/indicator_value";
    assert!(!contributor.get(list).text().contains("En attente de votre approbation"));
    // The only person who may approve is told so.
    let page = lead.get(list).text();
    assert!(page.contains("Vous êtes la seule personne qui puisse approuver ici"), "{page}");
    assert!(page.contains(&format!("name=\"waiting\" value=\"{mine}@1\"")), "{page}");

    // Once there is a second one, nobody approves what they entered: in no way.
    assert_eq!(lead.post("/members", &[("email", "committee@demo.example"), ("role", "local_lead")]).status, 303);
    let page = lead.get(list).text();
    assert!(page.contains("une autre personne l’approuve"), "{page}");
    assert!(page.contains(&format!("value=\"{theirs}@1\"")) && !page.contains(&format!("value=\"{mine}@1\"")), "{page}");
    let refused =
        lead.post(&format!("{list}/approve"), &[("waiting", &format!("{theirs}@1")), ("waiting", &format!("{mine}@1"))]);
    assert!(refused.status == 422 && refused.text().contains("une autre personne l’approuve"), "{}", refused.text());
    let by_form = |member: &mut Member, id: &str, value: &str, state: &str, revision: &str| {
        let fields = [
            ("language", "fr"),
            ("indicator", "i1"),
            ("period", "2026-Q1"),
            ("breakdown", if id == mine { "Hommes" } else { "Femmes" }),
            ("reading", "measured"),
            ("value", value),
            ("state", state),
            ("revision", revision),
        ];
        member.post(&format!("{list}/{id}"), &fields)
    };
    assert_eq!(by_form(&mut lead, &mine, "12", "approved", "1").status, 422);
    // Changing the value while approving it is writing it.
    assert_eq!(by_form(&mut lead, &theirs, "13", "approved", "1").status, 422);
    let bulk = [("id", mine.as_str()), ("field", "state"), ("value", "approved")];
    let (page, inputs) = lead.preview("indicator_value", &bulk);
    assert!(inputs.is_empty() && page.text().contains("une autre personne l’approuve"), "{}", page.text());

    // The second person approves both in one action, and takes it back in one.
    let mut second = Member::new(&house, "committee@demo.example");
    let before = second.register("indicator_value");
    let both = [format!("{theirs}@1"), format!("{mine}@1")];
    let both: Vec<(&str, &str)> = both.iter().map(|one| ("waiting", one.as_str())).collect();
    let undo = undo_of(&second.post(&format!("{list}/approve"), &both));
    assert_ne!(second.register("indicator_value"), before);
    let page = second.get(list).text();
    assert!(!page.contains(&format!("value=\"{theirs}@")) && !page.contains(&format!("value=\"{mine}@")), "{page}");
    assert_eq!(second.post(&format!("{list}/bulk/undo"), &[("undo", &undo)]).status, 303);
    assert_eq!(second.register("indicator_value"), before);
    // What was changed after it was seen is not approved unseen.
    assert_eq!(by_form(&mut contributor, &theirs, "14", "validation", "3").status, 303);
    let stale = second.post(&format!("{list}/approve"), &[("waiting", &format!("{theirs}@3"))]);
    assert!(stale.status == 422 && stale.text().contains("a changé depuis"), "{}", stale.text());
    // Whoever changed it last does not approve it either, even where somebody else entered it.
    assert_eq!(by_form(&mut lead, &theirs, "15", "validation", "4").status, 303);
    assert_eq!(lead.post(&format!("{list}/approve"), &[("waiting", &format!("{theirs}@5"))]).status, 422);
    undo_of(&second.post(&format!("{list}/approve"), &[("waiting", &format!("{theirs}@5"))]));
}

//! A coordination unit's way from an empty dossier to an adopted plan, its amendment, two quarters and a national review.

use crate::house::{Answer, House, Visitor};

/// Somebody at work in the dossier.
struct Member {
    visitor: Visitor,
    csrf: String,
    base: String,
}

impl Member {
    fn new(house: &House, email: &str, slug: &str) -> Self {
        let mut visitor = house.signed_in(email);
        let csrf = visitor.get("/fr/account").field("csrf");
        Self { visitor, csrf, base: format!("/fr/work/dossiers/{slug}") }
    }

    fn page(&mut self, path: &str) -> String {
        let answer = self.visitor.get(&format!("{}{path}", self.base));
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<(&str, &str)> = [("csrf", self.csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.visitor.post(&format!("{}{path}", self.base), &fields)
    }

    /// Adds an entry to a register; its identifier.
    fn add(&mut self, register: &str, fields: &[(&str, &str)]) -> String {
        let fields: Vec<(&str, &str)> = [("language", "fr")].into_iter().chain(fields.iter().copied()).collect();
        let answer = self.post(&format!("/registers/{register}/new"), &fields);
        assert_eq!(answer.status, 303, "{register}: {}", answer.text());
        let path = answer.header("location").split('?').next().unwrap().to_owned();
        path.rsplit('/').next().unwrap().to_owned()
    }

    /// Changes the entry, which has no other fields than these.
    fn change(&mut self, register: &str, id: &str, fields: &[(&str, &str)]) {
        let path = format!("/registers/{register}/{id}");
        let revision = self.visitor.get(&format!("{}{path}", self.base)).field("revision");
        let stated = [("language", "fr"), ("revision", revision.as_str())];
        let answer = self.post(&path, &stated.into_iter().chain(fields.iter().copied()).collect::<Vec<_>>());
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    }

    fn publish(&mut self, report: &str, reason: &str) -> Answer {
        let fields = [("report", report), ("accept_incomplete", "1"), ("reason", reason)];
        let english = if reason.is_empty() { "" } else { "Closer to people" };
        let fields = [fields.as_slice(), &[("reason-en", english)]].concat();
        let languages = ["fr", "en", "es"].map(|language| ("languages", language));
        self.post("/publication/publish", &[fields.as_slice(), &languages].concat())
    }
}

/// The value of the option with this label, as a page offers it.
pub(crate) fn option(page: &str, label: &str) -> String {
    let before = page.split(label).next().unwrap();
    assert_ne!(before, page, "{label} is offered");
    before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

fn refused(answer: &Answer, with: &str) {
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains(with), "{with}: {}", answer.text());
}

fn done(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[test]
fn a_unit_goes_from_an_empty_dossier_to_an_adopted_plan_its_amendment_and_a_published_review() {
    let house = House::demo(&[]);
    let mut admin = house.signed_in("admin@demo.example");
    let form = admin.get("/fr/admin/dossiers/new");
    let lead = option(&form.text(), "Inès Valdor");
    let answer = admin.post(
        "/fr/admin/dossiers/new",
        &[
            ("csrf", &form.field("csrf")),
            ("framework", "gcm-cycle@2020.1"),
            ("territory", "norvalie"),
            ("title", "Plan d’essai"),
            ("period_from", "2027-01-01"),
            ("period_to", "2029-12-31"),
            ("source_language", "fr"),
            ("lead", &lead),
        ],
    );
    assert!(answer.status == 200 && answer.text().contains("norvalie-gcm-cycle-2029"), "{}", answer.text());
    let slug = "norvalie-gcm-cycle-2029";
    let mut unit = Member::new(&house, "national@demo.example", slug);
    for (email, role) in [("committee@demo.example", "national_counterpart"), ("contributor@demo.example", "local_contributor")] {
        done(&unit.post("/members", &[("email", email), ("role", role)]));
    }
    let mut committee = Member::new(&house, "committee@demo.example", slug);
    let mut focal_point = Member::new(&house, "contributor@demo.example", slug);
    let mut public = house.visitor();
    let plan = format!("/fr/plans/{slug}");

    // Nothing is there: everything that is missing is said at once, and nothing is public.
    refused(&unit.publish("plan", ""), "3 exigences ne sont pas remplies");
    assert_eq!(public.get(&plan).status, 404);

    let form = unit.page("/registers/measure/new");
    let ministry = option(&form, "Ministère des Migrations de Norvalie (fictif)");
    let city = option(&form, "Ville de Rivemont (fictive)");
    let first = [("number", "1"), ("title", "Ouvrir un guichet"), ("lead", ministry.as_str()), ("objectives", "16")];
    let measure = unit.add("measure", &[first.as_slice(), &[("description", "Un guichet par région.")]].concat());
    let second = unit.add("measure", &[("number", "2"), ("title", "Loger"), ("lead", &city), ("objectives", "15")]);
    for objective in 1..=23 {
        let objective = objective.to_string();
        unit.add("objective_decision", &[("objective", &objective), ("decision", "selected"), ("reason", "Retenu en atelier.")]);
    }
    unit.add("decision", &[("title", "Arrêté du plan"), ("kind", "adoption"), ("date", "2027-02-01")]);
    let budget =
        [("title", "Guichet"), ("measure", measure.as_str()), ("year", "2027"), ("amount", "1200000"), ("currency", "EUR")];
    unit.add("budget_line", &budget);
    unit.add("indicator", &[("name", "Guichets ouverts"), ("kind", "outcome"), ("measures", &measure)]);

    // Whoever drew the plan up does not adopt it; the committee does not publish it; nor does a focal point.
    assert_eq!(unit.post("/publication/sign", &[("side", "plan")]).status, 404);
    refused(&unit.publish("plan", ""), "n’a pas été adopté");
    done(&committee.post("/publication/sign", &[("side", "plan"), ("note", "Séance du 1er février")]));
    assert_eq!(committee.publish("plan", "").status, 404);
    assert_eq!(focal_point.publish("plan", "").status, 404);
    done(&unit.publish("plan", ""));
    let page = public.get(&plan).text();
    for words in ["Un guichet par région.", "1 200 000,00", "Guichets ouverts", "Comité interministériel de Norvalie"] {
        assert!(page.replace(['\u{202f}', '\u{a0}'], " ").contains(words), "{words}: {page}");
    }
    assert!(public.get("/fr").text().contains(&plan), "the portal shows it");

    // What moves while the work goes on is no amendment…
    unit.change(
        "measure",
        &second,
        &[("number", "2"), ("title", "Loger"), ("lead", &city), ("objectives", "15"), ("state", "under_way")],
    );
    assert!(unit.page("/publication/plan/amendments").contains("Rien n’a changé"));
    // …what was adopted is: it is shown, signed again, and published with its reason.
    let changed = [first.as_slice(), &[("description", "Un guichet par département.")]].concat();
    unit.change("measure", &measure, &changed);
    let amendments = unit.page("/publication/plan/amendments");
    for words in ["Un guichet par région.", "Un guichet par département.", "un élément a changé"] {
        assert!(amendments.contains(words), "{words}: {amendments}");
    }
    refused(&unit.publish("plan", "Plus près des gens"), "n’a pas été adopté");
    done(&committee.post("/publication/sign", &[("side", "plan")]));
    refused(&unit.publish("plan", ""), "dites pourquoi");
    done(&unit.publish("plan", "Plus près des gens"));
    let amended = public.get(&plan).text();
    for words in ["Plus près des gens", "Un guichet par région.", "Un guichet par département."] {
        assert!(amended.contains(words), "{words}: {amended}");
    }
    let english = public.get(&plan.replacen("/fr/", "/en/", 1)).text();
    assert!(english.contains("Closer to people") && !english.contains("Plus près des gens"), "{english}");
    let spanish = public.get(&plan.replacen("/fr/", "/es/", 1)).text();
    assert!(spanish.contains("Plus près des gens"), "the dossier's own words where there are none: {spanish}");
    let adopted = public.get(&format!("{plan}/releases/1")).text();
    assert!(adopted.contains("Un guichet par région.") && !adopted.contains("département"), "the adopted text stays");

    // Two quarters, told by the focal point for the city's measure and by the unit for its own.
    let told = |period: &'static str, measure: &str, done: &str| {
        [
            ("period", period.to_owned()),
            ("measure", measure.to_owned()),
            ("state", "under_way".to_owned()),
            ("done", done.to_owned()),
        ]
    };
    for (period, done) in [("2027-Q1", "Convention signée"), ("2027-Q2", "Douze logements ouverts")] {
        let fields = told(period, &second, done);
        focal_point.add("progress", &fields.each_ref().map(|(name, value)| (*name, value.as_str())));
    }
    let fields = told("2027-Q2", &measure, "Local trouvé");
    unit.add("progress", &fields.each_ref().map(|(name, value)| (*name, value.as_str())));
    assert!(!public.get(&plan).text().contains("Douze logements ouverts"), "not published yet");
    done(&unit.publish("quarterly", ""));
    let page = public.get(&plan).text();
    assert!(page.contains("Douze logements ouverts") && page.contains("Local trouvé"), "{page}");

    // The review, in three languages and every form.
    refused(&unit.publish("national-review", ""), "Une exigence n’est pas remplie");
    unit.add("review", &[("title", "Examen 2028"), ("kind", "national"), ("due", "2028-03-01"), ("summary", "Le plan avance.")]);
    done(&unit.publish("national-review", ""));
    for language in ["fr", "en", "es"] {
        let pdf = public.get(&format!("/{language}/plans/{slug}/releases/4/report.pdf"));
        assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF"), "{language}");
        let page = public.get(&format!("/{language}/plans/{slug}/releases/4"));
        assert!(page.status == 200 && page.text().contains("Le plan avance."), "{language}: {}", page.text());
    }

    // The next cycle starts with what goes on: measures that are not over, not decisions and not progress.
    unit.change(
        "measure",
        &second,
        &[("number", "2"), ("title", "Loger"), ("lead", &city), ("objectives", "15"), ("state", "done")],
    );
    assert_eq!(committee.post("/round", &[("period_from", "2030-01-01"), ("period_to", "2032-12-31")]).status, 404);
    let next = unit.post("/round", &[("period_from", "2030-01-01"), ("period_to", "2032-12-31")]);
    done(&next);
    let mut next = Member::new(&house, "national@demo.example", next.header("location").rsplit('/').next().unwrap());
    let measures = next.page("/registers/measure");
    assert!(measures.contains("Ouvrir un guichet") && !measures.contains("Loger"), "{measures}");
    assert!(!next.page("/registers/objective_decision").contains("Retenu en atelier"));
    assert!(next.page("/rounds").contains("retiré"));
    assert!(unit.page("/registers/measure").contains("Loger"), "the old cycle stays as it is");

    // What the public side never had: another address for it, drafts, the questionnaire's notes.
    assert_eq!(public.get(&format!("/fr/profiles/{slug}")).status, 404);
    assert_eq!(committee.post("/publication/withdraw", &[("version", "3"), ("reason", "x")]).status, 404);
    done(&unit.post("/publication/withdraw", &[("version", "3"), ("reason", "Chiffre erroné")]));
    assert!(!public.get(&plan).text().contains("releases/3"));
    for address in [format!("{plan}/releases/3"), format!("{plan}/releases/3/report.pdf")] {
        let gone = public.get(&address);
        assert!(gone.status == 410 && gone.text().contains("Chiffre erroné"), "{address}: {}", gone.text());
        assert!(gone.text().contains(&format!("href=\"{plan}\"")), "what stands now: {}", gone.text());
    }
    assert_eq!(public.get(&format!("/fr/profiles/{slug}/releases/3")).status, 404);
    assert!(unit.page("/publication").contains("Chiffre erroné"));
    let verified = crate::house::run(&house.data_dir, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn a_ministry_proposes_what_another_answers_for_and_an_association_says_what_it_thinks() {
    let house = House::demo(&[]);
    let slug = "norvalie-plan-2026";
    let mut unit = Member::new(&house, "national@demo.example", slug);
    let entry = |page: &str, name: &str| -> String {
        // The link of its row stands before the last mention of its name.
        let (before, _) = page.rsplit_once(name).unwrap();
        before.rsplit("/registers/measure/").next().unwrap().split('"').next().unwrap().to_owned()
    };
    let measure = entry(&unit.page("/registers/measure"), "Reconnaître les diplômes");
    let on = format!("register_entry/{measure}");

    // The city cannot write the ministry's measure, and proposes; the association was invited, and is heard; a reader reads.
    let mut city = Member::new(&house, "contributor@demo.example", slug);
    let path = format!("/registers/measure/{measure}");
    let revision = unit.visitor.get(&format!("{}{path}", unit.base)).field("revision");
    assert_eq!(city.post(&path, &[("revision", &revision), ("language", "fr"), ("title", "Autre")]).status, 404);
    done(&city.post("/discussion/comments", &[("on", &on), ("body", "Ajouter les diplômes du bâtiment")]));
    let mut association = Member::new(&house, "reviewer@demo.example", slug);
    done(&association.post("/discussion/comments", &[("on", &on), ("body", "Six mois, c’est long")]));
    let mut reader = Member::new(&house, "reader@demo.example", slug);
    assert_eq!(reader.post("/discussion/comments", &[("on", &on), ("body", "Rien")]).status, 404);
    // What is not to be published is not discussed.
    let stakeholder = unit.page("/registers/stakeholder");
    let private = stakeholder.split("/registers/stakeholder/").find(|part| part.contains("Union des communes")).unwrap();
    let private = format!("register_entry/{}", private.split('"').next().unwrap());
    assert_eq!(unit.post("/discussion/comments", &[("on", &private), ("body", "Rien")]).status, 404);

    let page = unit.page(&format!("/discussion?on={on}"));
    for words in ["Ajouter les diplômes du bâtiment", "Six mois, c’est long", "Point focal", "Partenaire invité"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(unit.page(&path).contains("2 commentaires"));
}

#[test]
fn the_home_says_of_a_cycle_what_its_own_page_says() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let page = lead.get("/fr/work/dossiers/norvalie-plan-2026").text();
    // Of each step: so many met of so many.
    let steps = page.split("class=\"j-progress__bar\" max=\"").skip(1).map(|step| {
        let mut numbers = step.split('"');
        let (total, met) = (numbers.next().unwrap(), numbers.nth(1).unwrap());
        (met.parse::<u32>().unwrap(), total.parse::<u32>().unwrap())
    });
    let (met, total) = steps.fold((0, 0), |sum, step| (sum.0 + step.0, sum.1 + step.1));
    assert!(met > 0 && total > met, "{met} {total}");
    let home = lead.get("/fr/work").text();
    assert!(home.contains(&format!("exigences remplies : {met} sur {total}")), "{home}");
    assert!(home.contains("exigences restent à attester") && !home.contains("sujets restent sans réponse"), "{home}");
}

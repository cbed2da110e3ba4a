//! Reporting on measures, as a focal point and a coordination unit do it.

use std::sync::Arc;

use jalon_app::mail::MailConfig;
use jalon_app::reminder::Reminded;
use jalon_app::{App, Caller, FilesConfig, Settings, StoreConfig};

use crate::house::{House, Visitor, copy, demonstration};
use crate::mail::{Post, decoded};

const PLAN: &str = "/fr/work/dossiers/norvalie-plan-2026";

/// How many reports the register of progress holds.
fn reports(visitor: &mut Visitor) -> usize {
    let file = visitor.get(&format!("{PLAN}/registers/progress/export.csv")).text();
    file.lines().filter(|line| line.contains("2026-")).count()
}

#[test]
fn no_change_takes_one_action_reports_once_and_can_be_taken_back() {
    let house = House::demo(&[]);
    let mut focal_point = house.signed_in("contributor@demo.example");
    let mine = format!("{PLAN}/reporting/mine?period=2026-Q4");
    let page = focal_point.get(&mine).text();
    assert!(
        page.contains("Ouvrir un guichet unique") && page.contains("Doubler les cours"),
        "what the institution leads: {page}"
    );
    assert!(!page.contains("Relier les trois registres"), "and nothing else");
    assert!(page.contains("Guichet ouvert le 15 septembre"), "what was said last time");
    assert!(page.contains("0 sur 2 mesures rapportées"), "of the institution's own: {page}");
    let csrf = focal_point.get(&mine).field("csrf");
    let before = reports(&mut focal_point);

    let both = [("csrf", csrf.as_str()), ("period", "2026-Q4"), ("measure", "m1"), ("measure", "m3")];
    let answer = focal_point.post(&format!("{PLAN}/reporting/mine/unchanged"), &both);
    assert_eq!((answer.status, answer.header("location").ends_with("unchanged=2")), (303, true), "{}", answer.text());
    let again = focal_point.post(&format!("{PLAN}/reporting/mine/unchanged"), &both);
    assert_eq!((again.status, again.header("location").ends_with("unchanged=0")), (303, true), "pressed twice");
    assert_eq!(reports(&mut focal_point), before + 2);
    let page = focal_point.get(&mine).text();
    assert!(page.contains("sans changement · En cours") && page.contains("Annuler ces 2 « sans changement »"), "{page}");
    assert!(page.contains("Toutes vos mesures sont rapportées"), "{page}");

    let undo = [("csrf", csrf.as_str()), ("period", "2026-Q4"), ("report", "2026-Q4.m1"), ("report", "2026-Q4.m3")];
    for left in [2, 0] {
        let answer = focal_point.post(&format!("{PLAN}/reporting/mine/undo"), &undo);
        assert!(answer.status == 303 && answer.header("location").ends_with(&format!("undone={left}")), "{}", answer.text());
    }
    assert_eq!(reports(&mut focal_point), before);
    let verified = crate::house::run(&house.data_dir, &["audit", "verify"]);
    assert!(verified.status.success());
}

#[test]
fn no_change_says_everything_that_stands_in_its_way_and_does_nothing() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("national@demo.example");
    let mut focal_point = house.signed_in("contributor@demo.example");
    let csrf = focal_point.get(&format!("{PLAN}/reporting/mine")).field("csrf");
    let before = reports(&mut lead);
    let mut press = |period: &str, measures: &[&str]| {
        let fields: Vec<(&str, &str)> = measures.iter().map(|measure| ("measure", *measure)).collect();
        let fields: Vec<(&str, &str)> = fields.into_iter().chain([("csrf", csrf.as_str()), ("period", period)]).collect();
        let answer = focal_point.post(&format!("{PLAN}/reporting/mine/unchanged"), &fields);
        (answer.status, answer.text())
    };
    let (status, page) = press("2026-Q4", &["m1", "m2", "m5"]);
    assert_eq!(status, 422);
    for name in ["2 – Réserver 200 logements", "5 – Relier les trois registres"] {
        assert!(page.contains(&format!("<li>{name}")), "{name}: {page}");
    }
    assert_eq!(press("2026-Q2", &["m4", "m1"]).0, 422, "another institution's");
    assert_eq!(press("2031-Q1", &["m1"]).0, 422, "a period that has not begun");
    assert_eq!(press("2026-Q4", &[]).0, 422, "nothing chosen");
    assert_eq!(press("2026-Q4", &["nowhere"]).0, 404);
    assert_eq!(reports(&mut lead), before, "nothing half done");

    // The one who leads the dossier may report for everybody; a measure without any report has nothing to repeat.
    let csrf = lead.get(&format!("{PLAN}/reporting/mine")).field("csrf");
    let fields = [("csrf", csrf.as_str()), ("period", "2026-Q4"), ("measure", "m5")];
    let answer = lead.post(&format!("{PLAN}/reporting/mine/unchanged"), &fields);
    assert!(answer.status == 422 && answer.text().contains("Faites un premier rapport"), "{}", answer.text());
}

#[test]
fn a_report_starts_with_the_last_one_and_saving_leads_to_the_next_measure() {
    let house = House::demo(&[]);
    let mut focal_point = house.signed_in("contributor@demo.example");
    let path = format!("{PLAN}/reporting/mine/m1?period=2026-Q4");
    let page = focal_point.get(&path).text();
    assert!(page.contains("Guichet ouvert le 15 septembre</textarea>"), "{page}");
    assert!(page.contains("value=\"under_way\" selected"), "{page}");
    assert!(
        !page.contains("value=\"48000.00\"") && page.contains("48\u{202f}000,00 NVF"),
        "spending is shown, not repeated: {page}"
    );
    let csrf = focal_point.get(&path).field("csrf");
    let fields = |done: &'static str, revision: &'static str| {
        let of_form =
            [("csrf", csrf.as_str()), ("period", "2026-Q4"), ("revision", revision), ("language", "fr"), ("then", "next")];
        let of_report = [("state", "under_way"), ("done", done), ("spent", "12 500,50"), ("currency", "NVF")];
        of_form.into_iter().chain(of_report).collect::<Vec<_>>()
    };
    let action = format!("{PLAN}/reporting/mine/m1");
    let before = reports(&mut focal_point);
    for _ in 0..2 {
        let answer = focal_point.post(&action, &fields("Le guichet reçoit 40 personnes par jour", "0"));
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(answer.header("location").starts_with(&format!("{PLAN}/reporting/mine/m3?period=2026-Q4")));
        assert!(focal_point.get(answer.header("location")).text().contains("Enregistré : 1 – Ouvrir un guichet unique"));
    }
    assert_eq!(reports(&mut focal_point), before + 1, "saved twice, reported once");
    let conflict = focal_point.post(&action, &fields("Autre chose", "0"));
    assert!(conflict.text().contains("40 personnes"), "both texts are kept: {} {}", conflict.status, conflict.text());
    let mut wrong = fields("Oui", "1");
    wrong.iter_mut().filter(|(name, _)| *name == "spent").for_each(|(_, value)| *value = "beaucoup");
    let refused = focal_point.post(&action, &wrong);
    assert!(refused.status == 422 && refused.text().contains("id=\"spent-error\""), "{}", refused.text());
    // A percentage of what? An amount in which money?
    let bare = [fields("Oui", "1"), vec![("value", "40")]].concat();
    let bare: Vec<_> = bare.into_iter().filter(|(name, _)| *name != "currency").chain([("currency", "")]).collect();
    let refused = focal_point.post(&action, &bare);
    assert_eq!(refused.status, 422, "{}", refused.text());
    for field in ["unit", "currency"] {
        assert!(refused.text().contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.text());
    }
    // What another institution leads is not theirs to report on.
    assert_eq!(focal_point.get(&format!("{PLAN}/reporting/mine/m2?period=2026-Q4")).status, 404);
    let answer = focal_point.post(&format!("{PLAN}/reporting/mine/m2"), &fields("Oui", "0"));
    assert!(matches!(answer.status, 404 | 422), "{}", answer.status);
    // A second report of the same period is refused wherever it is made.
    let fields = [("csrf", csrf.as_str()), ("period", "2026-T4"), ("measure", "m1"), ("state", "done"), ("language", "fr")];
    let twice = focal_point.post(&format!("{PLAN}/registers/progress/new"), &fields);
    assert!(twice.status == 422 && twice.text().contains("id=\"period-error\""), "{}", twice.text());
}

#[test]
fn everybody_sees_who_has_reported_and_nobody_else_reports() {
    let house = House::demo(&[]);
    for email in ["national@demo.example", "reader@demo.example", "reviewer@demo.example"] {
        let mut visitor = house.signed_in(email);
        let page = visitor.get(&format!("{PLAN}/reporting")).text();
        for words in ["3e trimestre 2026", "rapportée", "en retard", "Les jours sont ceux du fuseau Europe/Paris"] {
            assert!(page.contains(words), "{email}: {words}: {page}");
        }
        let missing = visitor.get(&format!("{PLAN}/reporting?show=missing")).text();
        assert!(missing.contains("Relier les trois registres") && !missing.contains("<bdi>1 – Ouvrir"), "{missing}");
        assert!(visitor.get(PLAN).text().contains("mesures rapportées"), "{email}: the overview");
        assert!(visitor.get(&format!("{PLAN}/plan")).text().contains("mesures rapportées"), "{email}: the plan");
    }
    let mut reader = house.signed_in("reader@demo.example");
    assert_eq!(reader.get(&format!("{PLAN}/reporting/mine")).status, 404);
    let csrf = reader.get("/fr/account").field("csrf");
    let fields = [("csrf", csrf.as_str()), ("period", "2026-Q4"), ("measure", "m1")];
    let answer = reader.post(&format!("{PLAN}/reporting/mine/unchanged"), &fields);
    assert!(matches!(answer.status, 404 | 422), "{}", answer.status);
    let mut stranger = house.signed_in("admin@demo.example");
    assert_eq!(stranger.get(&format!("{PLAN}/reporting")).status, 404);
    let mut focal_point = house.signed_in("contributor@demo.example");
    let home = focal_point.get("/fr/work").text();
    assert!(home.contains("/reporting/mine\">Rendre compte"), "{home}");
}

/// The house at a moment, with this mail server or none.
async fn app_at(data_dir: &std::path::Path, moment: &str, smtp_url: Option<&str>) -> App {
    let mail = smtp_url.map(|smtp_url| MailConfig {
        smtp_url: smtp_url.to_owned(),
        user: String::new(),
        password: String::new(),
        from: "Jalon <jalon@localhost>".to_owned(),
    });
    let store = StoreConfig { data_dir: data_dir.to_owned(), database_url: None, files: FilesConfig::Local };
    let base_url = "https://jalon.example".to_owned();
    let settings = Settings { store, base_url, mail, trusted_proxies: vec![], record_key_file: None, demo: true };
    let moment: jiff::Timestamp = moment.parse().unwrap();
    App::open_with(settings, Arc::new(move || moment)).await.unwrap()
}

#[tokio::test]
async fn whoever_has_not_reported_is_reminded_once_before_and_once_after_the_due_date() {
    let (post, address) = Post::office();
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join("data");
    copy(demonstration(), &data_dir);
    let remind = async |moment: &str, smtp: Option<&str>| {
        app_at(&data_dir, moment, smtp).await.remind(&Caller::operator(), None).await.unwrap()
    };
    let sent = |sent| Reminded { sent, ..Reminded::default() };
    let address = Some(address.as_str());
    assert_eq!(remind("2026-10-13T10:00:00Z", None).await, Reminded { no_mail: true, ..Reminded::default() });
    // Due on 20 October where the dossier reports: seven days before begins on the 13th there, still the 12th in UTC.
    assert_eq!(remind("2026-10-12T21:59:00Z", address).await, sent(0));
    assert_eq!(remind("2026-10-12T22:01:00Z", address).await, sent(1));
    assert_eq!(remind("2026-10-14T10:00:00Z", address).await, sent(0), "told once");
    let text = decoded(&post.last_to("national@demo.example").expect("the one who has not reported"));
    for words in [
        "20 octobre 2026",
        "Reconna",
        "Relier les trois registres",
        "/fr/work/dossiers/norvalie-plan-2026/reporting/mine?period=2026-Q3",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("200 logements"), "what was reported is not asked for: {text}");
    assert_eq!(remind("2026-10-22T10:00:00Z", address).await, sent(0), "the due date has just passed");
    assert_eq!(remind("2026-10-23T10:00:00Z", address).await, sent(1));
    assert_eq!(remind("2026-10-24T10:00:00Z", address).await, sent(0), "told once");
    assert!(decoded(&post.last_to("national@demo.example").unwrap()).contains("manque encore"), "and that it is late");

    // A mail server that is away is tried again later, and nobody is told twice.
    let away = Some("smtp://127.0.0.1:9");
    assert_eq!(remind("2027-01-13T10:00:00Z", away).await, Reminded { failed: 2, ..Reminded::default() });
    assert_eq!(remind("2027-01-13T11:30:00Z", address).await, sent(2));
    assert_eq!(remind("2027-01-13T13:30:00Z", address).await, sent(0));
    let app = app_at(&data_dir, "2026-10-24T10:00:00Z", address).await;
    assert_eq!(app.remind_now(&Caller::operator(), "norvalie-plan-2026").await.unwrap(), sent(1));
    assert_eq!(app.remind_now(&Caller::operator(), "norvalie-plan-2026").await.unwrap(), sent(0), "once a day");
    assert_eq!(post.delivered.lock().unwrap().len(), 5);
}

#[test]
fn measures_without_news_raise_the_alarm_where_people_look() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join("data");
    copy(demonstration(), &data_dir);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let found = |code: &str, moment: &str| {
        let app = runtime.block_on(app_at(&data_dir, moment, None));
        let (_, found) = runtime.block_on(app.run_checks(&Caller::operator(), "norvalie-plan-2026")).unwrap();
        let found = found.iter().filter(|found| found.code == code);
        found.map(|found| (found.key.clone(), found.args["count"].clone())).collect::<Vec<_>>()
    };
    let stale = |moment: &str| found("MEASURE-STALE", moment);
    assert_eq!(stale("2027-01-20T10:00:00Z"), []);
    // Two quarters in a row without a report of the two measures of the ministry.
    assert_eq!(stale("2027-01-20T23:10:00Z"), [("measure?open=MEASURE-STALE".to_owned(), "2".to_owned())]);
    // Nobody reported on the last quarter of 2026 yet: late on the day after it was due, not before it ended.
    assert_eq!(found("PROGRESS-LATE", "2027-01-20T23:10:00Z").len(), 1);
    let before = found("PROGRESS-LATE", "2026-10-02T10:00:00Z");
    assert!(before.is_empty(), "{before:?}");
}

#[test]
fn only_those_who_lead_or_convene_remind_others() {
    let house = House::demo(&[]);
    for (email, status) in [("national@demo.example", 303), ("facilitator@demo.example", 303), ("contributor@demo.example", 404)]
    {
        let mut visitor = house.signed_in(email);
        let csrf = visitor.get("/fr/account").field("csrf");
        let answer = visitor.post(&format!("{PLAN}/reporting/remind"), &[("csrf", &csrf)]);
        assert_eq!(answer.status, status, "{email}");
        assert_eq!(visitor.get(&format!("{PLAN}/reporting")).text().contains("/reporting/remind"), status == 303, "{email}");
    }
    let output = crate::house::run(&house.data_dir, &["remind", "--lang", "en"]);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("no mail server"), "{output:?}");
    assert_eq!(crate::house::run(&house.data_dir, &["remind", "nowhere"]).status.code(), Some(2));
}

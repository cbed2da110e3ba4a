//! What the checks of a cycle cost on a synthetic plan, and how that grows: `measures` measures, four findings and less than
//! one indicator for each, every measure budgeted and reported.

use std::collections::BTreeMap;

use jalon_app::domain::assessment::checks::{Subject, run_all};
use jalon_app::domain::assessment::{Dossier, DossierContent, Finding};
use jalon_app::domain::catalogue::{Framework, Library};
use jalon_app::domain::identity::{Level, Territory};
use jalon_app::domain::register::vision::vision;
use jalon_app::domain::register::{RegisterEntry, Value};
use jalon_app::domain::{Language, Text};

fn main() {
    divan::main();
}

fn text(words: String) -> Value {
    Value::Text(Text::of(Language::French, words))
}

fn chosen(code: impl Into<String>) -> Value {
    Value::Chosen(vec![code.into()])
}

fn plan(measures: usize) -> DossierContent {
    let dossier = Dossier {
        id: "synthetic".into(),
        slug: "synthetic".into(),
        framework: "gcm-cycle".into(),
        framework_version: "2020.1".into(),
        territory: "synthetic".into(),
        title: Text::of(Language::French, "Plan synthétique"),
        period_from: "2026-01-01".to_owned(),
        period_to: "2028-12-31".to_owned(),
        stage: "monitoring".to_owned(),
        source_language: Language::French,
        previous: None,
        round: 1,
        synthetic: true,
        revision: 1,
        created_at: String::new(),
    };
    let territory = Territory {
        id: "synthetic".into(),
        slug: "synthetic".into(),
        name: Text::default(),
        level: Level::Country,
        parent: None,
        definition: String::new(),
        country: String::new(),
        synthetic: true,
    };
    let entry = |register: &str, n: usize, values: Vec<(&str, Value)>| RegisterEntry {
        id: format!("{register}-{n}").into(),
        register: register.to_owned(),
        values: values.into_iter().map(|(field, value)| (field.to_owned(), value)).collect(),
        ..RegisterEntry::default()
    };
    let objective = |n: usize| chosen((n % 23 + 1).to_string());
    let mut entries: BTreeMap<String, Vec<RegisterEntry>> = BTreeMap::new();
    for n in 0..measures {
        let measure = || chosen(format!("measure-{n}"));
        let line = |line: &str| Value::Line(line.to_owned());
        entries.entry("measure".to_owned()).or_default().push(entry(
            "measure",
            n,
            vec![
                ("number", Value::Line(n.to_string())),
                ("title", text(format!("Mesure {n}"))),
                ("objectives", objective(n)),
                ("end", line("2027-01-01")),
                ("lead", chosen("ministry")),
                ("state", chosen("under_way")),
            ],
        ));
        let budget = vec![
            ("title", text("Budget".to_owned())),
            ("measure", measure()),
            ("amount", line("10.00")),
            ("currency", line("EUR")),
        ];
        entries.entry("budget_line".to_owned()).or_default().push(entry("budget_line", n, budget));
        let progress = vec![("period", line("2026-Q3")), ("measure", measure()), ("state", chosen("under_way"))];
        entries.entry("progress".to_owned()).or_default().push(entry("progress", n, progress));
        if n % 5 < 3 {
            let indicator =
                vec![("name", text(format!("Indicateur {n}"))), ("objectives", objective(n)), ("measures", measure())];
            entries.entry("indicator".to_owned()).or_default().push(entry("indicator", n, indicator));
        }
    }
    // Four quarters to report on, of which each measure has one.
    let line = |line: &str| Value::Line(line.to_owned());
    let calendar = vec![
        ("first_period", line("2026-Q1")),
        ("due_days", line("20")),
        ("time_zone", line("Europe/Paris")),
        ("stale_after", line("2")),
    ];
    entries.insert("reporting_calendar".to_owned(), vec![entry("reporting_calendar", 0, calendar)]);
    let finding = |n: usize| Finding {
        id: format!("finding-{n}").into(),
        title: Text::of(Language::French, format!("Constat {n}")),
        text: Text::of(Language::French, "Texte"),
        ..Finding::default()
    };
    let findings = (0..4 * measures).map(finding).collect();
    DossierContent { findings, entries, ..DossierContent::new(dossier, territory) }
}

fn cycle() -> (Library, std::sync::Arc<Framework>) {
    let (library, _) = jalon_app::embedded_catalogues();
    let framework = library.get("gcm-cycle@2020.1").expect("the cycle is built in");
    (library, framework)
}

#[divan::bench(args = [100, 500, 2_500])]
fn all_checks(bencher: divan::Bencher<'_, '_>, measures: usize) {
    let ((library, framework), content) = (cycle(), plan(measures));
    let subject = Subject { library: &library, framework: &framework, content: &content, today: "2027-02-01" };
    bencher.bench(|| run_all(&subject));
}

#[divan::bench(args = [100, 500, 2_500])]
fn the_360_vision(bencher: divan::Bencher<'_, '_>, measures: usize) {
    let content = plan(measures);
    bencher.bench(|| vision(&content));
}

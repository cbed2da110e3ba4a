//! The whole way of a number: an extract is handed in, imported, its purpose granted, a table refused, protected, signed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod calculations;
mod interrupted;
mod translations;

use std::sync::Arc;

use jalon_app::authorisation::Principal;
use jalon_app::statistics::TableFormat;
use jalon_app::statistics::breakdown::breakdowns;
use jalon_app::statistics::indicator::{Entered, points};
use jalon_app::statistics::table::TableInput;
use jalon_app::statistics::work::Standing;
use jalon_app::{App, AppError, Caller, FilesConfig, Settings, StoreConfig};
use jalon_domain::Language;

pub(crate) const SLUG: &str = "norvalie-plan-2026";

pub(crate) async fn demonstration(folder: &std::path::Path) -> Arc<App> {
    let app = opened(folder).await;
    app.load_demo().await.unwrap();
    app.load_demo_statistics().await.unwrap();
    app
}

/// The program as it starts on what lies in a folder.
pub(crate) async fn opened(folder: &std::path::Path) -> Arc<App> {
    let settings = Settings {
        store: StoreConfig { data_dir: folder.join("data"), database_url: None, files: FilesConfig::Local },
        base_url: String::new(),
        mail: None,
        trusted_proxies: vec![],
        record_key_file: None,
        demo: true,
    };
    Arc::new(App::open(settings).await.unwrap())
}

pub(crate) async fn signed_in(app: &App, email: &str) -> Caller {
    let caller = Caller::operator();
    let opened = app.view_dossier(&caller, SLUG).await.unwrap();
    let members = app.members(&caller, SLUG).await.unwrap();
    let member = members.into_iter().find(|member| member.user.email == email).unwrap();
    let level = member.user.organisation.as_ref().and_then(|id| opened.content.organisation_level(id));
    Caller { principal: Principal::person(&member.user, level), user: Some(Arc::new(member.user)), language: Language::French }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_leads_from_an_extract_to_a_signed_indicator() {
    let folder = tempfile::tempdir().unwrap();
    let app = demonstration(folder.path()).await;
    let officer = signed_in(&app, "statistics@demo.example").await;
    let lead = signed_in(&app, "national@demo.example").await;
    let opened = app.view_dossier(&officer, SLUG).await.unwrap();

    // Two tables are signed, of two years, and one of another source; the third is refused, says why, and what each method would take.
    let third = opened.content.tables[2].id.to_string();
    app.judge_table(&officer, SLUG, &third, false).await.unwrap();
    app.finished(&third).await.unwrap();
    let opened = app.view_dossier(&officer, SLUG).await.unwrap();
    let tables: Vec<(usize, bool)> = opened
        .content
        .tables
        .iter()
        .map(|table| (table.signed.len(), table.judgement.as_ref().is_some_and(|judgement| judgement.passes)))
        .collect();
    assert_eq!(tables, [(1, true), (1, true), (0, false), (1, true)]);
    let refused = app.table(&officer, SLUG, opened.content.tables[2].id.as_str()).await.unwrap();
    let report = refused.report.unwrap();
    let forbidding = report.findings.iter().find(|finding| finding.forbids && !finding.place.is_empty()).unwrap();
    assert!(refused.release.is_none());
    // Findings name what readers know, with the code behind it.
    let at = &forbidding.place[0];
    let label = report.code_words(&at.variable, &at.code);
    assert!(label.ends_with(&format!(" ({})", at.code)) && report.words(&forbidding.place).contains(&label), "{label}");
    assert_eq!(report.title("place"), "Commune", "of variables that the table only sets a condition on, too");
    let again = app.sign_table(&officer, SLUG, opened.content.tables[2].id.as_str()).await.unwrap_err();
    assert!(matches!(&again, AppError::Invalid(problems) if problems[0].code == "table-not-passed"), "{again}");

    // The indicator has both years, and its values count in the register of values.
    let signed = app.signed_tables(&Caller::anonymous(Language::French), SLUG).await.unwrap();
    let series = points(Entered::Register(&opened), &signed, "i3");
    assert_eq!(
        series.iter().map(|point| (point.period.as_str(), point.table)).collect::<Vec<_>>(),
        [("2025", Some(1)), ("2026", Some(2))]
    );
    assert!(series.iter().all(|point| point.state == "number" && point.value.starts_with("0.")), "{series:?}");
    assert!(series.iter().all(|point| !point.is_break), "both count the same");
    each_group_is_drawn_over_both_years(&signed);

    let values: Vec<_> = opened.content.entries("indicator_value").filter(|value| !value.line("table").is_empty()).collect();
    assert!(values.len() > 4 && values.iter().all(|value| value.chosen("state") == ["approved"]));

    let digits = |value: &str| value.split_once('.').map_or(0, |(_, digits)| digits.len());
    assert!(values.iter().all(|value| digits(value.line("value")) <= 4), "a report is read by people");

    // Every form of the file is there, for everybody.
    for format in TableFormat::ALL {
        let bytes = app.signed_table_file(&Caller::anonymous(Language::French), SLUG, 2, format).await.unwrap();
        assert!(bytes.len() > 500, "{format:?}");
    }

    // A source that tells residence statuses apart has the stricter rules from then on.
    let source = opened.content.entry("data_source", "enquete").unwrap().clone();
    let first = opened.content.tables[0].id.to_string();
    let minimum = |view: jalon_app::statistics::table::TableView| view.report.map(|report| report.rules.minimum_contributors);
    assert_eq!(minimum(app.table(&officer, SLUG, &first).await.unwrap()), Some(5));
    app.judge_table(&officer, SLUG, &first, false).await.unwrap();
    app.finished(&first).await.unwrap();
    let view = app.table(&officer, SLUG, &first).await.unwrap();
    let reproduction = view.table.judgement.and_then(|judgement| judgement.reproduction).unwrap();
    assert!(reproduction.exact && reproduction.differing == 0 && reproduction.changed.is_empty(), "{reproduction:?}");
    assert!(view.is_out && !view.is_outdated, "what is signed was judged again, and nothing has changed since");
    let given = [("disaggregation".to_owned(), vec!["sex".to_owned(), "status".to_owned()])].into();
    let (id, revision) = (source.id.to_string(), source.revision);
    app.save_entry(&lead, SLUG, "data_source", &id, &given, source.citations, Language::French, revision).await.unwrap();
    app.judge_table(&officer, SLUG, &first, false).await.unwrap();
    app.finished(&first).await.unwrap();
    let view = app.table(&officer, SLUG, &first).await.unwrap();
    let reproduction = view.table.judgement.clone().and_then(|judgement| judgement.reproduction).unwrap();
    assert!(!reproduction.exact && !view.is_out && reproduction.changed == ["rules"], "{reproduction:?}");
    assert!(!reproduction.refused && reproduction.differing == 0, "the same numbers, under another rule: {reproduction:?}");
    assert_eq!(minimum(view), Some(10));

    // Who may not, learns nothing; who was not granted the purpose reads no record.
    let table = opened.content.tables[2].id.to_string();
    assert!(matches!(app.table(&lead, SLUG, &table).await, Err(AppError::NotFound)));
    let dataset = opened.content.datasets[0].clone();
    let person = officer.principal.user.clone().unwrap();
    assert!(matches!(
        app.grant_purpose(&officer, SLUG, dataset.id.as_str(), "indicateurs-du-plan", &person, true).await,
        Err(AppError::NotFound)
    ));
    app.grant_purpose(&lead, SLUG, dataset.id.as_str(), "indicateurs-du-plan", &person, false).await.unwrap();
    let without = app.judge_table(&officer, SLUG, &table, false).await.unwrap_err();
    assert!(matches!(&without, AppError::Invalid(problems) if problems[0].code == "purpose-not-granted"), "{without}");

    // Each reading was written down, for its purpose; the extract itself is gone.
    let view = app.dataset(&lead, SLUG, dataset.id.as_str()).await.unwrap();
    assert_eq!(view.readings.iter().filter(|reading| reading.action == "table.judge").count(), 5);
    assert!(view.readings.iter().all(|reading| reading.who == person.as_str() && reading.purpose == "indicateurs-du-plan"));
    let kept: Vec<String> = std::fs::read_dir(folder.path().join("data/microdata").join(dataset.id.as_str()))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(kept, ["data"]);

    // A withdrawn table leaves the public side with its values, and still counts for the next audit.
    let released = app.signed_tables(&officer, SLUG).await.unwrap();
    let table_of = |number: i64| released.iter().find(|signed| signed.note.number == number).unwrap().note.table.to_string();
    let elsewhere = app.withdraw_table(&officer, SLUG, &table_of(1), 2, "Erreur").await;
    assert!(matches!(elsewhere, Err(AppError::NotFound)), "a signed table is withdrawn from its own page");
    app.withdraw_table(&officer, SLUG, &table_of(2), 2, "Erreur dans les poids").await.unwrap();
    let withdrawn = app.withdrawn_table(&Caller::anonymous(Language::French), SLUG, 2).await.unwrap();
    assert_eq!((withdrawn.reason.as_str(), withdrawn.stands), ("Erreur dans les poids", None));
    let signed = app.signed_tables(&Caller::anonymous(Language::French), SLUG).await.unwrap();
    let opened = app.view_dossier(&officer, SLUG).await.unwrap();
    assert_eq!(points(Entered::Register(&opened), &signed, "i3").len(), 1);
    assert!(matches!(app.signed_table(&Caller::anonymous(Language::French), SLUG, 2).await, Err(AppError::NotFound)));

    // Destroyed records are gone; what was signed stays, and the ledger verifies.
    app.erase_dataset(&officer, SLUG, dataset.id.as_str(), "Fin de l’usage").await.unwrap();
    assert!(!folder.path().join("data/microdata").join(dataset.id.as_str()).join("data").exists());
    assert_eq!(app.signed_tables(&Caller::anonymous(Language::French), SLUG).await.unwrap().len(), 2);
    assert!(app.verify_ledger(&Caller::operator()).await.unwrap().is_ok());
    let stored = app.verify_stored(&Caller::operator()).await.unwrap();
    assert_eq!(stored.differences, []);
    assert!(stored.records > 0 && stored.releases > 1, "{stored:?}");
}

/// The drawings by country of birth and by sex, each of the newest year and over both.
fn each_group_is_drawn_over_both_years(signed: &[jalon_app::statistics::table::Signed]) {
    let tables: Vec<_> =
        signed.iter().filter(|table| table.note.indicator.as_ref().is_some_and(|note| note.id.as_str() == "i3")).collect();
    let drawn = breakdowns(Language::French, &tables, &|code| code.label.clone());
    let titles: Vec<&str> = drawn.iter().map(|drawn| drawn.title.as_str()).collect();
    let [country, sex] = ["Pays de naissance", "Sexe"];
    let [country_time, sex_time] = [country, sex].map(|dimension| format!("{dimension} : évolution"));
    let newest = |dimensions: &str| format!("{dimensions} (2026)");
    let [by_country, by_sex, by_both] = [country, sex, &format!("{country} × {sex}")].map(newest);
    assert_eq!(titles, [&by_country, &country_time, &by_sex, &sex_time, &by_both]);
    let rows = &drawn[1].figure.table.rows;
    let release = &tables[0].release;
    let codes = &release.dimensions()[0].codes;
    assert_eq!(rows.len(), 2 * codes.iter().filter(|code| !code.total).count());
    let everybody = release.dimensions()[1].total().unwrap();
    for (place, code) in codes.iter().enumerate().filter(|(_, code)| !code.total) {
        let value = release.at(&[place as u32, everybody]).unwrap().figures[0].value.clone().unwrap();
        let row = rows.iter().find(|row| row[0].shown() == code.label && row[1].shown() == "2025").unwrap();
        let shown: f64 = row[2].shown().replace(',', ".").parse().unwrap();
        assert!((value.parse::<f64>().unwrap() - shown).abs() < 0.0001, "{code:?}: {value} and {shown}");
    }
}

/// An estimate goes out with its interval, and stands among the values with what is known of its error; a mean goes out too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_estimate_is_signed_with_its_sampling_error() {
    let folder = tempfile::tempdir().unwrap();
    let app = demonstration(folder.path()).await;
    let officer = signed_in(&app, "statistics@demo.example").await;
    let opened = app.view_dossier(&officer, SLUG).await.unwrap();
    let known = opened.content.tables[1].clone();
    let input = |fields: &[(&str, &str)]| TableInput {
        dataset: known.dataset.to_string(),
        title: "Estimation".to_owned(),
        indicator: "i3".to_owned(),
        period: "2026".to_owned(),
        purpose: known.purpose.clone(),
        form: fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect(),
        ..TableInput::default()
    };
    let common = [("where_1", "survey_year"), ("where_1_codes", "2026"), ("dimension_1", "sex"), ("method", "suppression")];
    let share = [("measure", "share"), ("part", "activity"), ("part_codes", "1"), ("sampling", "kish")];
    let without = app.save_table(&officer, SLUG, input(&[&common[..], &share].concat())).await.unwrap_err();
    assert!(matches!(&without, AppError::Invalid(problems) if problems[0].field.as_deref() == Some("weight")), "{without}");

    let weighted = [&common[..], &share, &[("weight", "weight")]].concat();
    let table = app.save_table(&officer, SLUG, input(&weighted)).await.unwrap().id.to_string();
    app.judge_table(&officer, SLUG, &table, false).await.unwrap();
    app.finished(&table).await.unwrap();
    let note = app.sign_table(&officer, SLUG, &table).await.unwrap();
    let precision = note.headline[0].precision.clone().unwrap();
    let [low, value, high] = [&precision.low, &note.headline[0].value, &precision.high].map(|text| text.parse::<f64>().unwrap());
    assert!(low < value && value < high && high - low < 0.1, "{precision:?}");
    assert_eq!((precision.confidence, precision.reliability.as_str()), (95, "reliable"));

    let opened = app.view_dossier(&officer, SLUG).await.unwrap();
    let signed = app.signed_tables(&Caller::anonymous(Language::French), SLUG).await.unwrap();
    let newest = points(Entered::Register(&opened), &signed, "i3").pop().unwrap();
    assert_eq!((newest.table, newest.precision), (Some(4), Some(precision)));
    let values = || opened.content.entries("indicator_value").filter(|value| value.line("table") == "4");
    assert!(values().count() > 1);
    for value in values() {
        let note = value.text("note").map(|text| text.get(Language::French).to_owned()).unwrap_or_default();
        assert!(note.contains("intervalle à 95"), "{note}");
    }

    let mean = [&common[..], &[("measure", "mean"), ("measure_variable", "age")]].concat();
    let table = app.save_table(&officer, SLUG, input(&mean)).await.unwrap().id.to_string();
    app.judge_table(&officer, SLUG, &table, false).await.unwrap();
    // The signed tables tell persons apart by their age, so that it cannot be added up any more; the page says so.
    let refused = app.finished(&table).await.unwrap_err();
    let said = |problem: &jalon_domain::Problem| problem.code == "tabulate-release-amount-condition";
    assert!(matches!(&refused, AppError::Invalid(problems) if problems.iter().all(said)), "{refused}");
    assert!(matches!(app.table(&officer, SLUG, &table).await.unwrap().work, Some(Standing::Failed(_))));
}

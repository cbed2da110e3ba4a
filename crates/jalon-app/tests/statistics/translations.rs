//! A table is read in the language of the reader, and its numbers and codes are the same in each.

use jalon_app::statistics::TableFormat;
use jalon_app::statistics::table::TableInput;
use jalon_app::{App, AppError, Caller};
use jalon_domain::Language;

use super::{SLUG, demonstration, signed_in};

async fn file(app: &App, language: Language, format: TableFormat) -> String {
    let bytes = app.signed_table_file(&Caller::anonymous(language), SLUG, 1, format).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_table_is_read_in_the_language_of_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let app = demonstration(folder.path()).await;
    for (language, title, dimension, country, sex) in [
        (Language::French, "Taux d’emploi", "Pays de naissance", "Maroc", "Femmes"),
        (Language::English, "Employment rate", "Country of birth", "Morocco", "Women"),
        (Language::Spanish, "Tasa de empleo", "País de nacimiento", "Marruecos", "Mujeres"),
        // Content has no Arabic.
        (Language::Arabic, "Taux d’emploi", "Pays de naissance", "Maroc", "Femmes"),
    ] {
        let signed = app.signed_table(&Caller::anonymous(language), SLUG, 1).await.unwrap();
        assert!(signed.note.title.get(language.content()).starts_with(title), "{:?}", signed.note.title);
        assert!(signed.release.title().starts_with(title), "{}", signed.release.title());
        assert_eq!(signed.release.dimensions()[0].title, dimension);
        let csv = file(&app, language, TableFormat::Lines).await;
        assert!(csv.contains(&format!("MA,{country},")) && csv.contains(sex), "{csv}");
    }
    // Codes and figures are the same; only the columns of labels differ.
    let figures =
        |csv: String| csv.lines().map(|line| line.rsplit(',').take(4).map(str::to_owned).collect()).collect::<Vec<Vec<_>>>();
    let [french, english] = [Language::French, Language::English].map(|language| file(&app, language, TableFormat::Lines));
    assert_eq!(figures(french.await), figures(english.await));
    // What was signed is one file in whatever language one asks for it.
    let [french, english] = [Language::French, Language::English].map(|language| file(&app, language, TableFormat::Json));
    assert_eq!(french.await, english.await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_translates_the_labels_of_a_table_and_keeps_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let app = demonstration(folder.path()).await;
    let officer = signed_in(&app, "statistics@demo.example").await;
    let opened = app.view_dossier(&officer, SLUG).await.unwrap();
    let known = opened.content.tables[0].clone();
    let input = |id: &str, revision: i64| TableInput {
        id: id.to_owned(),
        dataset: known.dataset.to_string(),
        title: "Habitants par âge".to_owned(),
        period: "2026".to_owned(),
        purpose: known.purpose.clone(),
        form: [
            ("measure", "count"),
            ("dimension_1", "age"),
            ("bands_1", "0, 15, 65"),
            ("dimension_2", "sex"),
            ("method", "suppression"),
        ]
        .map(|(field, value)| (field.to_owned(), value.to_owned()))
        .into(),
        revision,
        ..TableInput::default()
    };
    let table = app.save_table(&officer, SLUG, input("", 0)).await.unwrap();
    let id = table.id.to_string();
    let before = app.table_texts(&officer, SLUG, &id).await.unwrap();
    assert_eq!(before.texts.len(), 1, "labels are known once the table was judged");
    app.judge_table(&officer, SLUG, &id, false).await.unwrap();
    app.finished(&id).await.unwrap();

    // The dataset says what its labels are called; the title is new; ages are no words.
    let found = app.table_texts(&officer, SLUG, &id).await.unwrap();
    let texts: Vec<&str> = found.texts.iter().map(|text| text.text.as_str()).collect();
    assert_eq!(texts, ["Habitants par âge", "Femmes", "Hommes", "Sexe", "Âge"]);
    let words = |place: usize| found.texts[place].said.iter().map(|said| said.words.as_str()).collect::<Vec<_>>();
    assert_eq!([words(0), words(1)], [["", ""], ["Women", "Mujeres"]]);

    let said = |words: &str| {
        let title = ("Habitants par âge".to_owned(), Language::English, words.to_owned());
        [title, ("Femmes".to_owned(), Language::English, "Women and girls".to_owned())]
    };
    let revision = found.table.revision;
    let long = app.translate_table(&officer, SLUG, &id, &said(&"x".repeat(501)), revision).await.unwrap_err();
    let AppError::Invalid(problems) = &long else { panic!("{long}") };
    assert_eq!((problems[0].code.as_str(), problems[0].field.as_deref()), ("too-long", Some("words-0")));
    let saved = app.translate_table(&officer, SLUG, &id, &said("Residents by age"), revision).await.unwrap();
    assert_eq!(saved.title.exact(Language::English), Some("Residents by age"));
    assert!(app.table(&officer, SLUG, &id).await.unwrap().is_outdated, "it is judged with its words");

    // The form says the specification anew, and what was said of its texts stays.
    let again = app.save_table(&officer, SLUG, input(&id, saved.revision)).await.unwrap();
    assert!(again.specification.contains("\"Femmes\" = \"Women and girls\""), "{}", again.specification);
    app.judge_table(&officer, SLUG, &id, false).await.unwrap();
    app.finished(&id).await.unwrap();
    let english = Caller { language: Language::English, ..officer.clone() };
    let release = app.table(&english, SLUG, &id).await.unwrap().release.unwrap();
    assert_eq!(release.title(), "Residents by age");
    let labels: Vec<&str> = release.dimensions()[1].codes.iter().map(|code| code.label.as_str()).collect();
    assert_eq!(labels[..2], ["Women and girls", "Men"], "what the table says goes before what the dataset says");

    // Another table of the office is offered the same words; blank ones take back.
    let mut other = input("", 0);
    other.form.insert("dimension_3".to_owned(), "place".to_owned());
    let other = app.save_table(&officer, SLUG, other).await.unwrap().id.to_string();
    let offered = app.table_texts(&officer, SLUG, &other).await.unwrap();
    assert!(offered.texts[0].said[0].is_proposal && offered.texts[0].said[0].words == "Residents by age");
    let revision = app.table(&officer, SLUG, &id).await.unwrap().table.revision;
    let blank = [("Femmes".to_owned(), Language::English, " ".to_owned())];
    let taken_back = app.translate_table(&officer, SLUG, &id, &blank, revision).await.unwrap();
    assert!(!taken_back.specification.contains("girls") && taken_back.specification.contains("Residents by age"));
    // A specification that cannot be read keeps what it says, and is told.
    let broken = "[table]\ntitle = \"x\"\n[translations.en]\n\"x\" = \"kept\"\n[[dimension]]\nvariabel = \"sex\"\n";
    let by_hand = TableInput { form: Default::default(), specification: broken.to_owned(), ..input("", 0) };
    let saved = app.save_table(&officer, SLUG, by_hand).await.unwrap();
    let refused = app.translate_table(&officer, SLUG, saved.id.as_str(), &blank, saved.revision).await.unwrap_err();
    assert!(matches!(&refused, AppError::Invalid(problems) if !problems.is_empty()), "{refused}");
    let kept = app.table(&officer, SLUG, saved.id.as_str()).await.unwrap().table;
    assert_eq!(kept.specification, broken);
    let lead = signed_in(&app, "national@demo.example").await;
    assert!(matches!(app.translate_table(&lead, SLUG, &id, &blank, 0).await, Err(AppError::NotFound)));
}

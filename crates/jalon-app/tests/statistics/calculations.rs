//! From what an indicator counts to a signed table: the form is filled, the table is compared with it, the value is made of it.

use jalon_app::statistics::form::Form;
use jalon_app::statistics::table::TableInput;
use jalon_app::{App, AppError, Caller};
use jalon_domain::Language;

use crate::{SLUG, demonstration, signed_in};

const GAP: &str = "employment_gap";

fn codes(error: AppError) -> Vec<String> {
    let AppError::Invalid(problems) = error else { return vec![error.to_string()] };
    problems.into_iter().map(|problem| problem.code).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ready_definition_fills_the_form_and_makes_the_value() {
    let folder = tempfile::tempdir().unwrap();
    let app = demonstration(folder.path()).await;
    let officer = signed_in(&app, "statistics@demo.example").await;
    let lead = signed_in(&app, "national@demo.example").await;
    app.take_models_over(&lead, SLUG, "indicator", &[GAP.to_owned(), "overqualification".to_owned()]).await.unwrap();
    let opened = app.view_dossier(&officer, SLUG).await.unwrap();
    let entry = |code: &str| {
        let of = |entry: &&jalon_domain::register::RegisterEntry| entry.line("calculation").contains(code);
        opened.content.entries("indicator").find(of).unwrap().id.to_string()
    };
    let (gap, below) = (entry("integration/employment_gap"), entry("integration/overqualification"));

    // The survey gives the gap, and not whether people work below their level: which variables are missing is said.
    let survey = opened.content.tables[0].dataset.to_string();
    let started = app.calculation_of(&officer, &opened, &gap).await.unwrap().unwrap();
    assert!(started.adapted.is_empty());
    let (_, _, ready) = started.datasets.iter().find(|(id, _, _)| *id == survey).unwrap();
    assert!(ready.is_complete(), "{:?}", ready.lacks);
    let lacking = app.propose_table(&officer, SLUG, &survey, &below, "2026").await.unwrap().unwrap();
    let lacks: Vec<(&str, &str)> = lacking.lacks.iter().map(|p| (p.code.as_str(), p.args["code"].as_str())).collect();
    assert_eq!(lacks, [("proposal-missing", "education"), ("proposal-missing", "occupation")]);

    // The form says what the definition counts, in the variables and codes of this dataset.
    let proposal = app.propose_table(&officer, SLUG, &survey, &gap, "2026").await.unwrap().unwrap();
    let expected: Form = [
        ("measure", "share"),
        ("weight", "weight"),
        ("where_1", "age"),
        ("where_1_codes", "15-64"),
        ("where_2", "survey_year"),
        ("where_2_codes", "2026"),
        ("part", "activity"),
        ("part_codes", "1"),
        ("dimension_1", "birth_country"),
        ("bands_1", "native (nés dans le pays) = XN; foreign (nés à l’étranger) = *"),
        ("dimension_2", "sex"),
        ("method", "suppression"),
    ]
    .map(|(field, value)| (field.to_owned(), value.to_owned()))
    .into();
    assert_eq!(proposal.form, expected);
    assert_eq!(proposal.offered.iter().map(|one| one.groups.as_str()).collect::<Vec<_>>(), ["15, 25, 55", "0, 5, 10"]);

    let table = |form: Form| TableInput {
        dataset: survey.clone(),
        title: "Écart de taux d’emploi, 2026".to_owned(),
        indicator: gap.clone(),
        period: "2026".to_owned(),
        purpose: "indicateurs-du-plan".to_owned(),
        form,
        ..TableInput::default()
    };
    let signed = |input: TableInput| {
        let (app, officer) = (&app, &officer);
        async move {
            let id = app.save_table(officer, SLUG, input).await.unwrap().id.to_string();
            app.judge_table(officer, SLUG, &id, false).await.unwrap();
            app.finished(&id).await.unwrap();
            (app.sign_table(officer, SLUG, &id).await, id)
        }
    };

    // A table without the two groups has no value of a gap, and is not signed for it.
    let mut without = proposal.form.clone();
    without.remove("bands_1");
    let (refused, id) = signed(table(without)).await;
    assert_eq!(codes(refused.unwrap_err()), ["table-without-comparison"]);
    let view = app.table(&officer, SLUG, &id).await.unwrap();
    assert_eq!(view.correspondence.unwrap().deviations, ["compare"]);
    app.delete_table(&officer, SLUG, &id, view.table.revision).await.unwrap();

    let (note, id) = signed(table(proposal.form.clone())).await;
    let note = note.unwrap();
    let known = app.table(&officer, SLUG, &id).await.unwrap().correspondence.unwrap();
    assert_eq!((known.deviations, known.restricted), (vec![], vec!["Année".to_owned()]));
    let made = note.indicator.unwrap().calculation.unwrap();
    assert_eq!((made.definition.as_str(), made.version.as_str()), ("integration/employment_gap", "2026.1"));
    assert!(made.adapted.is_empty() && made.deviations.is_empty() && made.text.contains("employed"));

    // Its value is the difference of the two published shares, in points, for everybody and for each sex.
    let share = |groups: [&str; 2]| {
        let release = &view_release(&app, &note.table);
        let dimensions = release.dimensions();
        let place = |n: usize, wanted: &str| {
            let is = |code: &&jalon_app::statistics::Code| if wanted.is_empty() { code.total } else { code.code == wanted };
            dimensions[n].codes.iter().position(|code| is(&code)).unwrap() as u32
        };
        let cell = release.at(&[place(0, groups[0]), place(1, groups[1])]).unwrap();
        cell.figures[0].value.clone().unwrap().parse::<f64>().unwrap()
    };
    let mut values: Vec<(String, f64, String)> = {
        let opened = app.view_dossier(&officer, SLUG).await.unwrap();
        let mine = opened.content.entries("indicator_value").filter(|value| value.chosen("indicator") == [gap.clone()]);
        mine.map(|value| {
            let note = value.text("note").map(|text| text.get(Language::French).to_owned()).unwrap_or_default();
            (value.line("breakdown").to_owned(), value.line("value").parse().unwrap(), note)
        })
        .collect()
    };
    values.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let opened = app.view_dossier(&officer, SLUG).await.unwrap();
    let mut mine = opened.content.entries("indicator_value").filter(|value| value.chosen("indicator") == [gap.clone()]);
    let women = mine.find(|value| value.line("breakdown") == "Sexe – Femmes").unwrap();
    let [label, said] = ["breakdown_label", "note"].map(|field| women.text(field).unwrap());
    assert_eq!(label.exact(Language::Spanish), Some("Sexo – Mujeres"), "{label:?}");
    assert!(said.exact(Language::English).is_some_and(|said| said.contains("Compared")), "{said:?}");
    assert_eq!(values.iter().map(|(group, _, _)| group.as_str()).collect::<Vec<_>>(), ["", "Sexe – Femmes", "Sexe – Hommes"]);
    for ((_, value, note), sex) in values.iter().zip(["", "1", "2"]) {
        let gap = 100.0 * (share(["native", sex]) - share(["foreign", sex]));
        assert!((value - gap).abs() < 0.001, "{value} {gap}");
        assert!(note.contains("Comparés"), "a gap never stands without its two sides: {note}");
    }

    // Drawings say shares as the values do: so many of a hundred.
    let signed = app.signed_tables(&Caller::anonymous(Language::French), SLUG).await.unwrap();
    let signed = signed.iter().find(|signed| signed.note.number == note.number).unwrap();
    let drawn = jalon_app::statistics::breakdown::breakdowns(Language::French, &[signed], &|code| code.code.clone());
    let by_birth = format!("{:.2}", 100.0 * share(["native", ""])).replace('.', ",");
    let figure = &drawn[0].figure;
    assert!(figure.svg.contains(&by_birth) && figure.svg.contains('%'), "{by_birth}: {}", figure.svg);

    // Whoever counts something else for the indicator is told in what.
    let mut other = proposal.form.clone();
    other.insert("part_codes".to_owned(), "1, 2".to_owned());
    other.insert("where_1_codes".to_owned(), "15-74".to_owned());
    other.remove("weight");
    let id = app.save_table(&officer, SLUG, table(other)).await.unwrap().id.to_string();
    let view = app.table(&officer, SLUG, &id).await.unwrap();
    assert_eq!(view.correspondence.unwrap().deviations, ["population", "weight", "numerator"]);
}

fn view_release(app: &App, table: &jalon_domain::StatisticalTableId) -> jalon_app::statistics::Release {
    tokio::task::block_in_place(|| {
        tokio::runtime::Handle::current().block_on(async {
            let anonymous = Caller::anonymous(Language::French);
            let signed = app.signed_tables(&anonymous, SLUG).await.unwrap();
            signed.into_iter().find(|signed| signed.note.table == *table).unwrap().release
        })
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calculation_is_tried_while_it_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let app = demonstration(folder.path()).await;
    let lead = signed_in(&app, "national@demo.example").await;
    let opened = app.view_dossier(&lead, SLUG).await.unwrap();
    let entry = opened.content.entry("indicator", "i3").unwrap().clone();
    let save = |text: &str| {
        let given = [("calculation".to_owned(), vec![text.to_owned()])].into();
        let (app, lead, entry) = (app.clone(), lead.clone(), entry.clone());
        async move {
            let (id, citations) = (entry.id.to_string(), entry.citations.clone());
            app.save_entry(&lead, SLUG, "indicator", &id, &given, citations, Language::French, entry.revision).await
        }
    };
    let wrong = "numerator = [{ concept = \"work\", codes = [\"yes\"] }]\npopulation = [{ concept = \"age\", codes = [\"15\"] }]";
    let error = save(wrong).await.unwrap_err();
    let AppError::Invalid(problems) = &error else { panic!("{error}") };
    assert!(problems.iter().all(|problem| problem.field.as_deref() == Some("calculation")));
    assert_eq!(codes(error), ["calculation-kind", "calculation-concept"]);
    assert_eq!(codes(save("measure = ").await.unwrap_err()), ["calculation-unreadable"]);
    save("measure = \"count\"").await.unwrap();
}

//! Work that ran when the program stopped is told, and can be begun again; an import can be stopped by hand.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use jalon_app::AppError;
use jalon_app::statistics::dataset::HandedIn;
use jalon_app::statistics::work::Standing;

use crate::{SLUG, demonstration, opened, signed_in};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// A description of the invented file, and the file: enough rows that it is still being read when it is asked to stop.
fn extract() -> (String, String) {
    let mut text = "PERSON,SEX\n".to_owned();
    for person in 0..400_000 {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{person:020},{}", person % 2 + 1);
    }
    let description = "title = \"T\"\nsource = \"S\"\n[[purposes]]\ncode = \"p\"\ntext = \"P\"\n[[variables]]\nname = \"sex\"\n\
        column = \"SEX\"\ntype = \"category\"\ncodelist = \"sexes\"\n[[codelists]]\nname = \"sexes\"\n\
        codes = [{ code = \"1\" }, { code = \"2\" }]\n";
    (text, description.to_owned())
}

#[test]
fn what_ran_when_the_server_stopped_is_told_and_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    // The first program is ended while it judges a table and imports an extract.
    let first = runtime();
    let (table, dataset) = first.block_on(async {
        let app = demonstration(folder.path()).await;
        let officer = signed_in(&app, "statistics@demo.example").await;
        let table = app.view_dossier(&officer, SLUG).await.unwrap().content.tables[0].id.to_string();
        let (text, description) = extract();
        let file = app.incoming_folder().unwrap().join(app.new_name());
        std::fs::write(&file, text).unwrap();
        let handed = HandedIn {
            counted: false,
            title: "T".to_owned(),
            source: "enquete".to_owned(),
            purpose: "P".to_owned(),
            file_name: "t.csv".to_owned(),
            file,
            codebook: None,
        };
        let dataset = app.hand_in_dataset(&officer, SLUG, handed).await.unwrap();
        let id = dataset.id.to_string();
        app.save_description(&officer, SLUG, &id, &description, dataset.revision).await.unwrap();

        // By hand: it is told that it was stopped, and nothing of it is kept.
        app.import_dataset(&officer, SLUG, &id).await.unwrap();
        app.cancel_import(&officer, SLUG, &id).await.unwrap();
        let stopped = app.finished(&id).await.unwrap_err();
        assert!(matches!(&stopped, AppError::Invalid(problems) if problems[0].code == "import-cancelled"), "{stopped}");
        let place = folder.path().join("data/microdata").join(&id);
        let kept: Vec<_> = std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(kept, ["extract"]);

        app.judge_table(&officer, SLUG, &table, false).await.unwrap();
        app.import_dataset(&officer, SLUG, &id).await.unwrap();
        let Some(Standing::Running(_)) = app.work_on(&id) else { panic!("it is not running") };
        (table, id)
    });
    first.shutdown_background();

    let second = runtime();
    second.block_on(async {
        let app = opened(folder.path()).await;
        let officer = signed_in(&app, "statistics@demo.example").await;
        assert!(matches!(app.table(&officer, SLUG, &table).await.unwrap().work, Some(Standing::Interrupted)));
        assert!(matches!(app.work_on(&dataset), Some(Standing::Interrupted)));
        // What the first program's thread still writes is not looked at, and does not last.
        let place = folder.path().join("data/microdata").join(&dataset);
        let quiet = Instant::now() + Duration::from_secs(120);
        let unfinished =
            || std::fs::read_dir(&place).unwrap().flatten().any(|entry| entry.file_name().to_string_lossy().starts_with('.'));
        while unfinished() && Instant::now() < quiet {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        std::fs::create_dir_all(place.join(".jalon-import-left")).unwrap();
        app.judge_table(&officer, SLUG, &table, false).await.unwrap();
        app.import_dataset(&officer, SLUG, &dataset).await.unwrap();
        app.finished(&table).await.unwrap();
        app.finished(&dataset).await.unwrap();
        let view = app.dataset(&officer, SLUG, &dataset).await.unwrap();
        assert_eq!(view.dataset.rows, 400_000);
        assert!(!unfinished(), "what an interrupted import left is removed");
    });

    // Nothing is interrupted any more.
    second.block_on(async {
        let app = opened(folder.path()).await;
        assert!(app.work_on(&table).is_none() && app.work_on(&dataset).is_none());
    });
}

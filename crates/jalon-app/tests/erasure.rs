//! Persons are forgotten, with an account and without, and the ledger still verifies: on SQLite, and on PostgreSQL when
//! `TEST_DATABASE_URL` says where.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

use jalon_app::account::Invitation;
use jalon_app::authorisation::Principal;
use jalon_app::{App, Caller, FilesConfig, Settings, StoreConfig};
use jalon_domain::Language;
use jalon_domain::assessment::Participant;
use sea_orm::ConnectionTrait;

const RIVEMONT: &str = "rivemont-igm-2026";
const PLAN: &str = "norvalie-plan-2026";
const NORVALIE: &str = "ministere-migrations-norvalie";

/// The demonstration's content in a house of its own.
async fn house(folder: &std::path::Path, database_url: Option<String>) -> App {
    let settings = Settings {
        store: StoreConfig { data_dir: folder.join("data"), database_url, files: FilesConfig::Local },
        base_url: String::new(),
        mail: None,
        trusted_proxies: vec![],
        record_key_file: None,
        demo: true,
    };
    let app = App::open(settings).await.unwrap();
    app.load_demo().await.unwrap();
    app
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let app = house(folder.path(), None).await;
    forgotten(&app, &format!("sqlite://{}", folder.path().join("data/jalon.sqlite").display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else {
        assert!(std::env::var("REQUIRE_POSTGRES").is_err(), "REQUIRE_POSTGRES is set, but TEST_DATABASE_URL is not");
        return;
    };
    let name = format!("jalon_erasure_{}", std::process::id());
    let server = sea_orm::Database::connect(&url).await.unwrap();
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
    server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (place, _) = url.rsplit_once('/').unwrap();
    let url = format!("{place}/{name}");
    forgotten(&house(folder.path(), Some(url.clone())).await, &url).await;
}

async fn participant(app: &App, id: &str) -> Participant {
    let opened = app.view_dossier(&Caller::operator(), RIVEMONT).await.unwrap();
    opened.content.participants.iter().find(|participant| participant.id.as_str() == id).cloned().unwrap()
}

/// How many persons the ledger could still be asked about.
async fn person_keys(database: &str) -> i64 {
    let connection = sea_orm::Database::connect(database).await.unwrap();
    let count = "SELECT COUNT(*) AS n FROM person_key".to_owned();
    let count = sea_orm::Statement::from_string(connection.get_database_backend(), count);
    connection.query_one_raw(count).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// Everything the ledger says, as text.
async fn ledger(app: &App) -> String {
    let (mut text, mut after) = (String::new(), 0);
    loop {
        let entries = app.ledger_entries(&Caller::operator(), after).await.unwrap();
        let Some(last) = entries.last() else { return text };
        after = last.sequence;
        text.extend(
            entries.iter().map(|entry| format!("{} {} {} {}\n", entry.use_case, entry.subject, entry.before, entry.after)),
        );
    }
}

async fn forgotten(app: &App, database: &str) {
    let operator = Caller::operator();
    let add = |name: &'static str, email: &'static str| {
        app.save_participant(&operator, RIVEMONT, name, "Fonction unique", email, NORVALIE)
    };
    // One known by address before she has an account, one by an account that is there, one without, one who is removed.
    let early = add("Zélie Avant", "Zelie@Example.org").await.unwrap();
    let invitation = Invitation {
        email: "zelie@example.org".to_owned(),
        name: "Zélie Avant".to_owned(),
        organisation: NORVALIE.to_owned(),
        instance_role: "none".to_owned(),
        language: Language::French,
    };
    let (id, _) = app.invite(&operator, invitation).await.unwrap();
    let linked = add("Zélie Après", "zelie@example.org").await.unwrap();
    assert_eq!((linked.user.as_ref(), linked.email.as_str()), (Some(&id), ""), "an account holds its own address");
    let guest = add("Yvon Invité", "yvon@example.org").await.unwrap();
    let gone = add("Xénia Partie", "").await.unwrap();
    assert!(add("Sans adresse", "pas une adresse").await.is_err());

    // What somebody searches for may be a name: a view of theirs goes with them.
    app.set_member(&operator, PLAN, "zelie@example.org", "reader").await.unwrap();
    let zelie = Caller { principal: Principal::active(id.clone()), ..Caller::anonymous(Language::French) };
    app.keep_view(&zelie, PLAN, "measure", "Vue de Zélie", "q=Yvon", false).await.unwrap();

    // The ledger can prove who they were, and does not say it.
    let before = ledger(app).await;
    for text in ["Zélie", "zelie@", "Yvon", "yvon@", "Xénia", "Fonction unique"] {
        assert!(!before.contains(text), "{text} stands in the ledger");
    }
    let sealed = |id: &str| {
        let line = before.lines().find(|line| line.contains(&format!("participant/{id} "))).unwrap();
        line.matches("sealed:").count()
    };
    assert_eq!((sealed(early.id.as_str()), sealed(linked.id.as_str()), sealed(gone.id.as_str())), (3, 2, 2));
    let keys = person_keys(database).await;

    app.remove_participant(&operator, RIVEMONT, gone.id.as_str(), gone.revision).await.unwrap();
    app.erase_participant(&operator, RIVEMONT, guest.id.as_str()).await.unwrap();
    assert!(app.erase_participant(&operator, RIVEMONT, guest.id.as_str()).await.is_err(), "once is enough");
    app.erase_account(&operator, &id, "à sa demande").await.unwrap();
    assert!(app.erase_account(&operator, &id, "").await.is_err());

    let plan = app.view_dossier(&operator, PLAN).await.unwrap();
    assert!(app.saved_views(&zelie, &plan, "measure").await.unwrap().is_empty(), "nothing is left of her views");

    for (person, user) in [(&early, None), (&linked, Some(&id)), (&guest, None)] {
        let now = participant(app, person.id.as_str()).await;
        assert!(now.is_erased() && now.position.is_empty() && now.email.is_empty(), "{now:?}");
        assert_eq!((now.user.as_ref(), &now.organisation), (user, &person.organisation), "the organisation keeps its seat");
    }
    assert_eq!(person_keys(database).await, keys - 4, "no key is left with which a guess could be tested");
    // Somebody else of the same dossier stays who they are.
    assert!(!participant(app, "PA1").await.is_erased());
    let after = ledger(app).await;
    assert!(after.starts_with(&before), "what was written stays");
    assert_eq!(after.matches("participant.erase ").count(), 3);
    assert!(app.verify_ledger(&operator).await.unwrap().is_ok());
    assert_eq!(app.verify_stored(&operator).await.unwrap().differences, [], "who was erased is not missed");
}

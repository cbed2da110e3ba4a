//! A store of one's own per test, and small records to put in it.

use std::sync::atomic::{AtomicU32, Ordering};

use jalon_domain::assessment::{Dossier, Finding, FindingKind};
use jalon_domain::identity::{AccountState, InstanceRole, Level, Organisation, Territory, User};
use jalon_domain::{DossierId, Language, Text};
use jalon_storage::{FilesConfig, NewEntry, Store, StoreConfig, dossier, organisation, territory, user};
use sea_orm::{ConnectionTrait, Database};

pub(crate) const NOW: &str = "2026-03-01T09:00:00.000Z";
pub(crate) const LATER: &str = "2026-03-02T09:00:00.000Z";

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A folder and, on PostgreSQL, a database of one test.
pub(crate) struct Bench {
    pub(crate) config: StoreConfig,
    pub(crate) folder: tempfile::TempDir,
}

impl Bench {
    /// Nothing when the engine is not there to test on.
    pub(crate) async fn new(engine: Engine) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let database_url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(new_database().await?),
        };
        let config = StoreConfig { data_dir: folder.path().join("data"), database_url, files: FilesConfig::Local };
        Some(Self { config, folder })
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(self.config.clone()).await.unwrap()
    }

    pub(crate) fn engine(&self) -> Engine {
        if self.config.database_url.is_some() { Engine::Postgres } else { Engine::Sqlite }
    }

    /// A store with a city, its office, a person and an empty dossier.
    pub(crate) async fn house(&self) -> Store {
        let store = self.store().await;
        let mut tx = store.begin().await.unwrap();
        // The child first in the alphabet: what refers to others must not depend on luck.
        for (id, parent) in [("t-country", None), ("a-city", Some("t-country"))] {
            territory::insert(&tx, &a_territory(id, parent)).await.unwrap();
        }
        organisation::insert(&tx, &an_organisation("o1")).await.unwrap();
        user::insert(&tx, &a_user("u1", "Lea@Example.org")).await.unwrap();
        dossier::insert(&tx, &a_dossier("d1")).await.unwrap();
        tx.append(entry("house.build", "dossier/d1")).await.unwrap();
        tx.commit().await.unwrap();
        store
    }
}

async fn new_database() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else {
        assert!(std::env::var("REQUIRE_POSTGRES").is_err(), "REQUIRE_POSTGRES is set, but TEST_DATABASE_URL is not");
        return None;
    };
    let name = format!("jalon_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let server = Database::connect(&url).await.unwrap();
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
    server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    server.close().await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

/// Writes one test per engine. On an engine that is not there the test passes; see the head of this file's crate.
macro_rules! on_every_engine {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        mod $name {
            use crate::bench::{Bench, Engine};
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                if let Some(bench) = Bench::new(Engine::Sqlite).await { super::cases::$name(bench).await }
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(bench) = Bench::new(Engine::Postgres).await { super::cases::$name(bench).await }
            }
        }
    )+};
}
pub(crate) use on_every_engine;

pub(crate) fn d1() -> DossierId {
    DossierId::new("d1")
}

pub(crate) fn entry(use_case: &str, subject: &str) -> NewEntry {
    NewEntry {
        at: NOW.to_owned(),
        actor: "u1".to_owned(),
        use_case: use_case.to_owned(),
        dossier: "d1".to_owned(),
        subject: subject.to_owned(),
        after: r#"{"text":"Une ville « accueillante », 10 €\n"}"#.to_owned(),
        ..NewEntry::default()
    }
}

pub(crate) fn a_finding(id: &str, text: &str) -> Finding {
    Finding { id: id.into(), dimension: "1".into(), text: Text::of(Language::French, text), ..Finding::default() }
}

pub(crate) fn ordered(id: &str, dimension: &str, kind: FindingKind, order: i64) -> Finding {
    Finding { dimension: dimension.into(), kind, order, ..a_finding(id, id) }
}

pub(crate) fn a_territory(id: &str, parent: Option<&str>) -> Territory {
    Territory {
        id: id.into(),
        slug: id.to_owned(),
        name: Text::of(Language::French, id),
        level: if parent.is_some() { Level::City } else { Level::Country },
        parent: parent.map(Into::into),
        definition: String::new(),
        country: String::new(),
        synthetic: true,
    }
}

pub(crate) fn an_organisation(id: &str) -> Organisation {
    Organisation {
        id: id.into(),
        slug: id.to_owned(),
        name: Text::of(Language::French, id),
        category: "local_government".to_owned(),
        sector: String::new(),
        level: Level::City,
        territory: Some("a-city".into()),
    }
}

pub(crate) fn a_user(id: &str, email: &str) -> User {
    User {
        id: id.into(),
        email: email.to_owned(),
        name: "Léa Tremblay".to_owned(),
        organisation: Some("o1".into()),
        password_hash: "$argon2id$…".to_owned(),
        language: Language::French,
        state: AccountState::Active,
        instance_role: InstanceRole::None,
        created_at: NOW.to_owned(),
    }
}

pub(crate) fn a_dossier(id: &str) -> Dossier {
    Dossier {
        id: id.into(),
        slug: id.to_owned(),
        framework: "test".into(),
        framework_version: "1".to_owned(),
        territory: "a-city".into(),
        title: Text::of(Language::French, id),
        period_from: "2026-01-01".to_owned(),
        period_to: "2026-12-31".to_owned(),
        stage: "draft".to_owned(),
        source_language: Language::French,
        previous: None,
        round: 1,
        synthetic: true,
        revision: 0,
        created_at: NOW.to_owned(),
    }
}

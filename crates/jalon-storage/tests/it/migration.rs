//! Migrations: an old database with data in it comes up to date, and what does not belong together is refused.

use crate::bench::on_every_engine;

on_every_engine! {
    an_old_house_is_brought_up_to_date
    an_altered_migration_is_refused
    a_newer_database_is_refused
    two_programs_may_open_a_new_house_at_once
}

mod cases {
    use jalon_domain::ledger::{Entry, GENESIS};
    use jalon_storage::{Store, StoreError, job, ledger, organisation, user};
    use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
    use sha2::{Digest, Sha256};

    use crate::bench::*;

    const FIRST: &str = include_str!("../../migrations/0001_house.sql");

    /// The database as the program's first version left it.
    async fn first_version(bench: &Bench) -> DatabaseConnection {
        std::fs::create_dir_all(&bench.config.data_dir).unwrap();
        let embedded = format!("sqlite://{}?mode=rwc", bench.config.data_dir.join("jalon.sqlite").display());
        let database = Database::connect(bench.config.database_url.clone().unwrap_or(embedded)).await.unwrap();
        let table = "CREATE TABLE migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)";
        for statement in [table].into_iter().chain(FIRST.split(";\n")).filter(|statement| !statement.trim().is_empty()) {
            database.execute_unprepared(statement).await.unwrap();
        }
        let checksum = hex::encode(Sha256::digest(FIRST));
        let applied = format!("INSERT INTO migration VALUES (1, '0001_house', '{checksum}', '{NOW}')");
        database.execute_unprepared(&applied).await.unwrap();
        database
    }

    pub(super) async fn an_old_house_is_brought_up_to_date(bench: Bench) {
        let old = first_version(&bench).await;
        // The rows as they were written then, spelt out: today's functions may write others.
        let first = Entry {
            sequence: 1,
            at: "2026-01-01T00:00:00.000Z".to_owned(),
            actor: "system".to_owned(),
            use_case: "house.build".to_owned(),
            dossier: String::new(),
            subject: "house/1".to_owned(),
            before: String::new(),
            after: "{}".to_owned(),
            reason: String::new(),
            previous_hash: GENESIS.to_owned(),
            hash: String::new(),
        };
        let hash = first.computed_hash();
        for row in [
            r#"INSERT INTO organisation VALUES ('o1', 'o1', '{"id":"o1","slug":"o1","name":{"fr":"Ville"},"category":"local_government","level":"city"}')"#,
            "INSERT INTO user_account VALUES ('u1', 'lea@example.org', 'Léa', 'o1', '', 'fr', 'active', 'none', '2026-01-01T00:00:00.000Z')",
            &format!(
                "INSERT INTO ledger_entry VALUES (1, '2026-01-01T00:00:00.000Z', 'system', 'house.build', '', 'house/1', '', '{{}}', '', '{GENESIS}', '{hash}')"
            ),
            &format!("UPDATE ledger_head SET sequence = 1, hash = '{hash}'"),
        ] {
            old.execute_unprepared(row).await.unwrap();
        }
        old.close().await.unwrap();

        let store = bench.store().await;
        assert_eq!(user::by_email(store.reader(), "lea@example.org").await.unwrap().unwrap().name, "Léa");
        let mut tx = store.begin().await.unwrap();
        job::enqueue(&tx, "j1", "mail", "{}", NOW).await.unwrap();
        organisation::update(&tx, &an_organisation("o1")).await.unwrap();
        tx.append(entry("organisation.save", "organisation/o1")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 2);
        let tx = store.begin().await.unwrap();
        assert!(tx.execute_unprepared("DELETE FROM ledger_entry").await.is_err(), "old entries are guarded now");
        drop(tx);
        // Opening again changes nothing.
        store.close().await.unwrap();
        bench.store().await;
    }

    pub(super) async fn an_altered_migration_is_refused(bench: Bench) {
        let old = first_version(&bench).await;
        old.execute_unprepared("UPDATE migration SET checksum = 'another'").await.unwrap();
        old.close().await.unwrap();
        let refused = Store::open(bench.config.clone()).await.unwrap_err();
        assert!(matches!(&refused, StoreError::AlteredMigration { name } if name == "0001_house"), "{refused}");
    }

    pub(super) async fn a_newer_database_is_refused(bench: Bench) {
        let store = bench.store().await;
        let mut tx = store.begin().await.unwrap();
        tx.execute_unprepared("INSERT INTO migration VALUES (900, '0900_later', 'x', 'x')").await.unwrap();
        tx.append(entry("test", "x/1")).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await.unwrap();
        let refused = Store::open(bench.config.clone()).await.unwrap_err();
        assert!(matches!(refused, StoreError::NewerDatabase { number: 900 }), "{refused}");
    }

    pub(super) async fn two_programs_may_open_a_new_house_at_once(bench: Bench) {
        let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(Store::open(bench.config.clone()))).collect();
        for task in tasks {
            let store = task.await.unwrap().unwrap();
            let count = Statement::from_string(
                store.reader().get_database_backend(),
                "SELECT COUNT(*) - MAX(number) AS n FROM migration",
            );
            let row = store.reader().query_one_raw(count).await.unwrap().unwrap();
            assert_eq!(row.try_get::<i64>("", "n").unwrap(), 0, "each migration once, up to the last");
        }
    }
}

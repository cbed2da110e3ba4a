//! Backups: consistent while others write, checked before they are restored, and movable between engines.

use crate::bench::on_every_engine;

on_every_engine! {
    a_backup_under_load_restores_consistent
    a_damaged_backup_is_refused
    a_house_in_use_is_not_overwritten_by_mistake
    a_backup_moves_to_the_other_engine
    a_backup_of_an_older_program_is_restored_and_brought_up_to_date
    a_backup_of_a_newer_program_is_refused
}

mod cases {
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use jalon_domain::assessment::Finding;
    use jalon_storage::{Store, StoreError, backup, content, job, ledger, record, session, territory, user};

    use crate::bench::*;

    async fn save_finding(store: &Store, key: &str) {
        let mut tx = store.begin().await.unwrap();
        record::save(&tx, &d1(), &a_finding(key, "Un texte « à garder »\n\u{0}\u{7f}🧭"), NOW).await.unwrap();
        tx.append(entry("finding.save", &format!("finding/{key}"))).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(super) async fn a_backup_under_load_restores_consistent(bench: Bench) {
        let store = bench.house().await;
        let digest = store.files().put(vec![7; 100_000]).await.unwrap();
        let done = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (store, done) = (store.clone(), done.clone());
                tokio::spawn(async move {
                    let mut n = 0;
                    while !done.load(Ordering::Relaxed) {
                        save_finding(&store, &format!("f{writer}-{n}")).await;
                        n += 1;
                    }
                })
            })
            .collect();
        let archive = bench.folder.path().join("house.tar");
        for _ in 0..5 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            // Over the last one: a backup has the same name every night.
            backup::write(&store, &archive).await.unwrap();
        }
        done.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&archive).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let other = Bench::new(bench.engine()).await.unwrap();
        let summary = backup::restore(&archive, other.config.clone()).await.unwrap();
        let restored = other.store().await;
        let (entries, _) = ledger::verify(restored.reader()).await.unwrap().unwrap();
        assert_eq!(entries, summary.ledger_entries);
        // One moment's state: each entry has its record and each record its entry.
        let findings = record::list::<Finding>(restored.reader(), &d1()).await.unwrap();
        assert!(!findings.is_empty());
        assert_eq!(entries, 1 + findings.len() as i64);
        assert_eq!(restored.files().get(&digest).await.unwrap(), Some(vec![7; 100_000]));
        // And life goes on.
        save_finding(&restored, "after").await;
        assert_eq!(ledger::verify(restored.reader()).await.unwrap().unwrap().0, entries + 1);
    }

    pub(super) async fn a_damaged_backup_is_refused(bench: Bench) {
        let store = bench.house().await;
        let digest = store.files().put(b"by-law".to_vec()).await.unwrap();
        let archive = bench.folder.path().join("house.tar");
        backup::write(&store, &archive).await.unwrap();
        let sound = std::fs::read(&archive).unwrap();
        backup::write(&store, &archive).await.unwrap();
        assert_eq!(std::fs::read(&archive).unwrap(), sound, "the same content gives the same bytes");

        let place = |part: &str| sound.windows(part.len()).position(|window| window == part.as_bytes()).unwrap();
        let altered = |at: usize, with: &str| {
            let mut bytes = sound.clone();
            bytes[at..at + with.len()].copy_from_slice(with.as_bytes());
            bytes
        };
        let other = Bench::new(bench.engine()).await.unwrap();
        for (what, bytes) in [
            ("a record", altered(place("Léa Tremblay"), "Zoé")),
            ("a file", altered(place("by-law"), "my-law")),
            ("the list of checksums", altered(place(&digest), "0000")),
            ("cut off in the middle", sound[..sound.len() / 2].to_vec()),
            ("without its last member", sound[..sound.len() - 2048].to_vec()),
            ("empty", vec![]),
            ("something else", b"PK\x03\x04 not a backup".repeat(100)),
        ] {
            std::fs::write(&archive, bytes).unwrap();
            let refused = backup::restore(&archive, other.config.clone()).await;
            assert!(matches!(refused, Err(StoreError::Backup(_))), "{what}: {refused:?}");
            assert!(!other.config.data_dir.exists(), "{what}: nothing may be touched");
        }
        assert!(matches!(
            backup::restore(Path::new("/nowhere/x.tar"), other.config.clone()).await,
            Err(StoreError::Folder { .. })
        ));
    }

    pub(super) async fn a_house_in_use_is_not_overwritten_by_mistake(bench: Bench) {
        let store = bench.house().await;
        let archive = bench.folder.path().join("house.tar");
        backup::write(&store, &archive).await.unwrap();
        save_finding(&store, "later").await;
        store.close().await.unwrap();
        let refused = backup::restore(&archive, bench.config.clone()).await;
        assert!(matches!(refused, Err(StoreError::Backup(_))), "{refused:?}");
        assert!(record::get::<Finding>(bench.store().await.reader(), &d1(), "later").await.unwrap().is_some());

        backup::replace(&archive, bench.config.clone()).await.unwrap();
        let store = bench.store().await;
        assert!(record::get::<Finding>(store.reader(), &d1(), "later").await.unwrap().is_none());
        assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 1);
        // The guards came back with the schema.
        let tx = store.begin().await.unwrap();
        assert!(sea_orm::ConnectionTrait::execute_unprepared(&tx, "DELETE FROM ledger_entry").await.is_err());
    }

    pub(super) async fn a_backup_moves_to_the_other_engine(bench: Bench) {
        let there = if bench.engine() == Engine::Sqlite { Engine::Postgres } else { Engine::Sqlite };
        let Some(other) = Bench::new(there).await else { return };
        let store = bench.house().await;
        for key in ["Z", "é", "a", "_"] {
            save_finding(&store, key).await;
        }
        let tx = store.begin().await.unwrap();
        job::enqueue(&tx, "j1", "mail", "{}", NOW).await.unwrap();
        let signed_in = session::Session {
            token_digest: "s1".to_owned(),
            user: "u1".into(),
            csrf_token: "c".to_owned(),
            created_at: NOW.to_owned(),
            expires_at: LATER.to_owned(),
        };
        session::insert(&tx, &signed_in).await.unwrap();
        tx.commit_unrecorded().await.unwrap();

        let archive = bench.folder.path().join("house.tar");
        backup::write(&store, &archive).await.unwrap();
        backup::restore(&archive, other.config.clone()).await.unwrap();
        let moved = other.store().await;
        let (here, there) = (
            content::load(store.reader(), &d1()).await.unwrap().unwrap().0,
            content::load(moved.reader(), &d1()).await.unwrap().unwrap().0,
        );
        assert_eq!(here.digest(), there.digest());
        assert_eq!(here.dossier, there.dossier);
        assert_eq!(ledger::verify(store.reader()).await.unwrap(), ledger::verify(moved.reader()).await.unwrap());
        assert_eq!(user::list(store.reader()).await.unwrap(), user::list(moved.reader()).await.unwrap());
        assert_eq!(territory::list(moved.reader()).await.unwrap().len(), 2);
        assert!(session::find(moved.reader(), "s1", NOW).await.unwrap().is_none(), "nobody is signed in by a restore");
        // A backup of the copy is of the same length: nothing was added on the way, nothing left behind.
        let back = bench.folder.path().join("back.tar");
        backup::write(&moved, &back).await.unwrap();
        assert_eq!(std::fs::metadata(archive).unwrap().len(), std::fs::metadata(back).unwrap().len());
    }

    /// An archive as `jalon backup` writes it, from what the members hold.
    fn archive(path: &Path, format: &str, migration: i64, entries: (i64, &str), members: &[(String, String)]) {
        use sha2::{Digest, Sha256};
        let sha256: std::collections::BTreeMap<_, _> =
            members.iter().map(|(name, text)| (name, hex::encode(Sha256::digest(text)))).collect();
        let manifest = serde_json::json!({
            "format": format, "migration": migration, "ledger_entries": entries.0, "ledger_hash": entries.1, "sha256": sha256,
        });
        let mut archive = tar::Builder::new(std::fs::File::create(path).unwrap());
        let manifest = ("manifest.json".to_owned(), manifest.to_string());
        for (name, text) in std::iter::once(&manifest).chain(members) {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_cksum();
            archive.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
    }

    pub(super) async fn a_backup_of_an_older_program_is_restored_and_brought_up_to_date(bench: Bench) {
        // The rows as the first version wrote them, spelt out: today's functions may write others.
        let first = jalon_domain::ledger::Entry {
            sequence: 1,
            at: NOW.to_owned(),
            actor: "system".to_owned(),
            use_case: "house.build".to_owned(),
            dossier: String::new(),
            subject: "house/1".to_owned(),
            before: String::new(),
            after: "{}".to_owned(),
            reason: String::new(),
            previous_hash: jalon_domain::ledger::GENESIS.to_owned(),
            hash: String::new(),
        };
        let hash = first.computed_hash();
        let finding = r#"{"id":"f1","dimension":"1","kind":"to_strengthen","order":1,"topics":[],"title":{"fr":"Titre"},"text":{"fr":"Un texte"},"citations":[],"to_confirm":false}"#;
        let rows = [
            (
                "territory",
                serde_json::json!({ "id": "t1", "slug": "t1", "parent_id": null,
                "body": r#"{"id":"t1","slug":"t1","name":{"fr":"Ville"},"level":"city"}"# }),
            ),
            (
                "organisation",
                serde_json::json!({ "id": "o1", "slug": "o1",
                "body": r#"{"id":"o1","slug":"o1","name":{"fr":"Mairie"},"category":"local_government","level":"city"}"# }),
            ),
            (
                "user_account",
                serde_json::json!({ "id": "u1", "email": "lea@example.org", "name": "Léa", "organisation_id": "o1",
                "password_hash": "", "language": "fr", "state": "active", "instance_role": "none", "created_at": NOW }),
            ),
            ("person_key", serde_json::json!({ "user_id": "u1", "secret": "s" })),
            (
                "dossier",
                serde_json::json!({ "id": "d1", "slug": "d1", "territory_id": "t1", "stage": "draft", "revision": 3, "created_at": NOW,
                "body": r#"{"id":"d1","slug":"d1","framework":"test","framework_version":"1","territory":"t1","title":{"fr":"Dossier"},"period_from":"2026-01-01","period_to":"2026-12-31","stage":"draft","source_language":"fr"}"# }),
            ),
            (
                "finding",
                serde_json::json!({ "dossier_id": "d1", "key": "f1", "revision": 2, "changed_at": NOW, "body": finding }),
            ),
            (
                "ledger_entry",
                serde_json::json!({ "sequence": 1, "at": NOW, "actor": "system", "use_case": "house.build", "dossier": "",
                "subject": "house/1", "before_state": "", "after_state": "{}", "reason": "", "previous_hash": first.previous_hash, "hash": hash }),
            ),
        ];
        const OF_THE_FIRST: [&str; 18] = [
            "territory",
            "organisation",
            "user_account",
            "person_key",
            "framework",
            "dossier",
            "membership",
            "answer",
            "finding",
            "evidence",
            "paragraph",
            "figure",
            "participant",
            "comment",
            "validation",
            "release",
            "ledger_entry",
            "job",
        ];
        /// What came later, and with which migration.
        const LATER_ONES: [(i64, &str); 6] = [
            (5, "register_entry"),
            (6, "saved_view"),
            (7, "dataset"),
            (7, "statistical_table"),
            (7, "table_release"),
            (9, "boundary_set"),
        ];
        let path = bench.folder.path().join("old.tar");
        for migration in 1..migrations(&bench).await {
            // Jobs came with the third migration.
            let tables = if migration < 3 { &OF_THE_FIRST[..17] } else { &OF_THE_FIRST[..] };
            let later = LATER_ONES.iter().filter(|(from, _)| *from <= migration).map(|(_, table)| table);
            let members: Vec<_> = tables
                .iter()
                .chain(later)
                .map(|table| {
                    let lines = rows.iter().filter(|(name, _)| name == table).map(|(_, row)| format!("{row}\n"));
                    (format!("tables/{table}.jsonl"), lines.collect::<String>())
                })
                .collect();
            archive(&path, "jalon-backup-1", migration, (1, &hash), &members);
            let other = Bench::new(bench.engine()).await.unwrap();
            let summary = backup::restore(&path, other.config.clone()).await.unwrap();
            assert_eq!((summary.rows, summary.ledger_entries), (rows.len() as u64, 1), "from migration {migration}");
            let store = other.store().await;
            assert_eq!(user::by_email(store.reader(), "lea@example.org").await.unwrap().unwrap().name, "Léa");
            let restored = record::get::<Finding>(store.reader(), &d1(), "f1").await.unwrap().unwrap();
            assert_eq!((restored.revision, restored.text.get(jalon_domain::Language::French)), (2, "Un texte"));
            // What came later is there: jobs, the guards, and writes that go on from the old chain.
            let mut tx = store.begin().await.unwrap();
            job::enqueue(&tx, "j1", "mail", "{}", NOW).await.unwrap();
            record::save(&tx, &d1(), &restored, NOW).await.unwrap();
            tx.append(entry("finding.save", "finding/f1")).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 2);
            let tx = store.begin().await.unwrap();
            assert!(sea_orm::ConnectionTrait::execute_unprepared(&tx, "DELETE FROM ledger_entry").await.is_err());
            drop(tx);
            store.close().await.unwrap();
        }
    }

    /// How many migrations this program knows.
    async fn migrations(bench: &Bench) -> i64 {
        let store = bench.store().await;
        let count = "SELECT MAX(number) AS n FROM migration";
        let count = sea_orm::Statement::from_string(sea_orm::ConnectionTrait::get_database_backend(store.reader()), count);
        let row = sea_orm::ConnectionTrait::query_one_raw(store.reader(), count).await.unwrap().unwrap();
        store.close().await.unwrap();
        row.try_get("", "n").unwrap()
    }

    pub(super) async fn a_backup_of_a_newer_program_is_refused(bench: Bench) {
        let path = bench.folder.path().join("new.tar");
        // A later schema, and a later form of the archive of which nothing but the name is known.
        for (format, migration) in [("jalon-backup-1", 900), ("jalon-backup-2", 1)] {
            archive(&path, format, migration, (0, ""), &[]);
            let refused = backup::restore(&path, bench.config.clone()).await.unwrap_err();
            assert!(matches!(refused, StoreError::NewerBackup { .. }), "{refused}");
            assert!(refused.to_string().contains("restore it with the version that made it"), "{refused}");
            assert!(!bench.config.data_dir.exists(), "nothing may be touched");
        }
    }
}

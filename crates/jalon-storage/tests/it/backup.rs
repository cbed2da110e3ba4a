//! Backups: consistent while others write, checked before they are restored, and movable between engines.

use crate::bench::on_every_engine;

on_every_engine! {
    a_backup_under_load_restores_consistent
    a_damaged_backup_is_refused
    a_house_in_use_is_not_overwritten_by_mistake
    a_backup_moves_to_the_other_engine
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
            content::load(store.reader(), &d1()).await.unwrap().unwrap(),
            content::load(moved.reader(), &d1()).await.unwrap().unwrap(),
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
}

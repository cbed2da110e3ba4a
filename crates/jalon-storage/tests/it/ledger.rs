//! The chain: it verifies, shows the first entry that was touched, forgets a person, and can be checked without Jalon.

use crate::bench::on_every_engine;

on_every_engine! {
    an_untouched_chain_verifies
    the_first_broken_entry_is_named
    the_ledger_refuses_changes
    a_person_is_erased_and_the_chain_still_verifies
    somebody_else_can_verify_an_export
}

mod cases {
    use jalon_domain::ledger::Break;
    use jalon_storage::{Store, Transaction, ledger, organisation, user};
    use sea_orm::{ConnectionTrait, DbBackend};

    use crate::bench::*;

    /// A house with a chain of ten entries.
    async fn with_ten(bench: &Bench) -> Store {
        let store = bench.house().await;
        for n in 2..=10 {
            let mut tx = store.begin().await.unwrap();
            organisation::update(&tx, &an_organisation("o1")).await.unwrap();
            tx.append(entry("organisation.save", &format!("organisation/{n}"))).await.unwrap();
            tx.commit().await.unwrap();
        }
        store
    }

    pub(super) async fn an_untouched_chain_verifies(bench: Bench) {
        let store = with_ten(&bench).await;
        let (count, hash) = ledger::verify(store.reader()).await.unwrap().unwrap();
        assert_eq!(count, 10);
        let entries = ledger::entries(store.reader(), 0).await.unwrap();
        assert_eq!(entries.last().unwrap().hash, hash);
        // Several entries of one write stand in the order in which they were given.
        let mut tx = store.begin().await.unwrap();
        organisation::update(&tx, &an_organisation("o1")).await.unwrap();
        tx.append(entry("organisation.save", "organisation/11")).await.unwrap();
        tx.append(entry("organisation.save", "organisation/12")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 12);
        let latest = ledger::latest(store.reader(), "d1", i64::MAX, 2).await.unwrap();
        assert_eq!(latest.iter().map(|entry| entry.subject.as_str()).collect::<Vec<_>>(), ["organisation/12", "organisation/11"]);
        assert_eq!(ledger::for_subject(store.reader(), "d1", "organisation/11").await.unwrap().len(), 1);
        // A write that is undone leaves no gap.
        let mut tx = store.begin().await.unwrap();
        tx.append(entry("organisation.save", "organisation/13")).await.unwrap();
        drop(tx);
        assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 12);
    }

    pub(super) async fn the_first_broken_entry_is_named(bench: Bench) {
        let store = with_ten(&bench).await;
        let (_, hash_of_10) = ledger::verify(store.reader()).await.unwrap().unwrap();
        let altered = Err(Break::Content { sequence: 4 });
        let removed = |sequence, expected| Err(Break::Sequence { sequence, expected });
        let exchanged = "UPDATE ledger_entry SET sequence = sequence + 100 WHERE sequence IN (7, 8);
            UPDATE ledger_entry SET sequence = 115 - sequence WHERE sequence > 100";
        for (tampering, expected) in [
            ("UPDATE ledger_entry SET after_state = '{}' WHERE sequence = 4", altered.clone()),
            ("UPDATE ledger_entry SET actor = 'u2' WHERE sequence = 4", altered),
            ("UPDATE ledger_entry SET at = '2020-01-01T00:00:00Z' WHERE sequence IN (6, 9)", Err(Break::Content { sequence: 6 })),
            ("DELETE FROM ledger_entry WHERE sequence = 5", removed(6, 5)),
            ("DELETE FROM ledger_entry WHERE sequence = 1", removed(2, 1)),
            ("DELETE FROM ledger_entry WHERE sequence = 10", removed(10, 10)),
            ("DELETE FROM ledger_entry", removed(10, 1)),
            (exchanged, Err(Break::Link { sequence: 7 })),
            ("UPDATE ledger_head SET hash = 'x'", Err(Break::Link { sequence: 10 })),
        ] {
            let tx = store.begin().await.unwrap();
            remove_the_guard(&tx).await;
            for statement in tampering.split(";\n") {
                tx.execute_unprepared(statement).await.unwrap();
            }
            assert_eq!(ledger::verify(&tx).await.unwrap(), expected, "{tampering}");
            // Undone, so that the next one starts from a sound chain.
            drop(tx);
        }
        assert_eq!(ledger::verify(store.reader()).await.unwrap(), Ok((10, hash_of_10)));
    }

    /// What somebody with the rights of the database's owner would do first.
    async fn remove_the_guard(tx: &Transaction) {
        let triggers: &[&str] = match tx.get_database_backend() {
            DbBackend::Postgres => &["ledger_entry_append_only ON ledger_entry", "ledger_entry_no_truncate ON ledger_entry"],
            _ => &["ledger_entry_no_update", "ledger_entry_no_delete"],
        };
        for trigger in triggers {
            tx.execute_unprepared(&format!("DROP TRIGGER {trigger}")).await.unwrap();
        }
    }

    pub(super) async fn the_ledger_refuses_changes(bench: Bench) {
        let store = with_ten(&bench).await;
        let mut attempts = vec!["UPDATE ledger_entry SET reason = 'x'", "DELETE FROM ledger_entry WHERE sequence = 10"];
        if store.is_postgres() {
            attempts.push("TRUNCATE ledger_entry");
        }
        for attempt in attempts {
            let tx = store.begin().await.unwrap();
            let refused = tx.execute_unprepared(attempt).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
    }

    pub(super) async fn a_person_is_erased_and_the_chain_still_verifies(bench: Bench) {
        let store = bench.house().await;
        let id = "u1".into();
        let mut tx = store.begin().await.unwrap();
        let key = user::person_key(&tx, "u1", &"5e".repeat(32)).await.unwrap();
        let sealed = ledger::seal(&key, "Léa Tremblay");
        let mut created = entry("user.create", "user/u1");
        created.after = format!(r#"{{"name":"{sealed}"}}"#);
        tx.append(created).await.unwrap();
        tx.commit().await.unwrap();
        // With the key one can prove what the value was; another person with the same name has another digest.
        assert_eq!(sealed, ledger::seal(&key, "Léa Tremblay"));
        assert_ne!(sealed, ledger::seal(&"5f".repeat(32), "Léa Tremblay"));

        let mut tx = store.begin().await.unwrap();
        user::erase(&tx, &id).await.unwrap();
        tx.append(entry("user.erase", "user/u1")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 3);
        let tx = store.begin().await.unwrap();
        assert_ne!(user::person_key(&tx, "u1", &"60".repeat(32)).await.unwrap(), key, "the key is gone");
        drop(tx);
        let mut everything = vec![];
        ledger::export(store.reader(), &mut everything).await.unwrap().unwrap();
        let everything = String::from_utf8(everything).unwrap();
        assert!(everything.contains(&sealed) && !everything.contains("Tremblay") && !everything.contains(&key));
    }

    pub(super) async fn somebody_else_can_verify_an_export(bench: Bench) {
        let store = with_ten(&bench).await;
        let path = bench.folder.path().join("ledger.jsonl");
        let mut file = std::fs::File::create(&path).unwrap();
        let (count, hash) = ledger::export(store.reader(), &mut file).await.unwrap().unwrap();
        let verify = || {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verify_ledger.py");
            std::process::Command::new("python3").arg(script).arg(&path).output().unwrap()
        };
        let found = verify();
        assert_eq!(String::from_utf8(found.stdout).unwrap(), format!("{count} {hash}\n"));
        let altered = std::fs::read_to_string(&path).unwrap().replacen("organisation/7", "organisation/8", 1);
        std::fs::write(&path, altered).unwrap();
        let found = verify();
        assert!(!found.status.success() && String::from_utf8(found.stderr).unwrap().starts_with("entry 7: its content"));
    }
}

/// The worked example that others build their verifiers from.
#[test]
fn the_example_in_the_documentation_is_right() {
    let page = include_str!("../../../../docs/ledger.md");
    let example = jalon_domain::ledger::Entry {
        sequence: 1,
        at: "2026-03-01T09:00:00.000Z".to_owned(),
        actor: "u1".to_owned(),
        use_case: "finding.save".to_owned(),
        dossier: "d1".to_owned(),
        subject: "finding/f1".to_owned(),
        before: String::new(),
        after: r#"{"text":"Ville"}"#.to_owned(),
        reason: String::new(),
        previous_hash: jalon_domain::ledger::GENESIS.to_owned(),
        hash: String::new(),
    };
    assert!(page.contains(&format!("has the hash `{}`", example.computed_hash())));
}

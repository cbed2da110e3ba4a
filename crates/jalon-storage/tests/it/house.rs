//! Nouns: what is stored comes back, what must be unique is, and nothing is lost between two writers.

use crate::bench::on_every_engine;

on_every_engine! {
    a_save_over_another_revision_is_a_conflict
    a_write_without_an_entry_is_refused
    of_two_who_correct_an_organisation_at_once_the_second_sees_the_first
    content_is_complete_and_sorted
    dossiers_are_listed_a_page_at_a_time
    accounts
    sessions_and_links
    a_release_never_changes
    a_signed_table_never_changes
    jobs
    files_are_found_by_their_digest
}

mod cases {
    use jalon_domain::UserId;
    use jalon_domain::assessment::{Answer, Comment, Dossier, Finding, FindingKind, Record};
    use jalon_domain::identity::{AccountState, Membership, Organisation, Role};
    use jalon_storage::record::Saved;
    use jalon_storage::release::Release;
    use jalon_storage::session::Session;
    use jalon_storage::table_release::{self, TableRelease};
    use jalon_storage::{StoreError, content, dossier, job, membership, organisation, record, release, session, token, user};

    use crate::bench::*;

    pub(super) async fn a_save_over_another_revision_is_a_conflict(bench: Bench) {
        let store = bench.house().await;
        let mut tx = store.begin().await.unwrap();
        let Saved::Done { record: first, before: None } = record::save(&tx, &d1(), &a_finding("f1", "Un"), NOW).await.unwrap()
        else {
            panic!("a new record is saved")
        };
        tx.append(entry("finding.save", "finding/f1")).await.unwrap();
        tx.commit().await.unwrap();
        let revision = dossier::revision(store.reader(), "d1").await.unwrap();

        let mut tx = store.begin().await.unwrap();
        let mut hers = a_finding("f1", "Deux");
        hers.set_revision(first.revision());
        let Saved::Done { record: second, before } = record::save(&tx, &d1(), &hers, LATER).await.unwrap() else {
            panic!("her save is on the latest revision")
        };
        assert_eq!(before, Some(first.clone()));
        tx.append(entry("finding.save", "finding/f1")).await.unwrap();
        tx.commit().await.unwrap();
        assert!(dossier::revision(store.reader(), "d1").await.unwrap() > revision);

        // His was read before hers was saved.
        let tx = store.begin().await.unwrap();
        let mut his = a_finding("f1", "Trois");
        his.set_revision(first.revision());
        assert_eq!(record::save(&tx, &d1(), &his, LATER).await.unwrap(), Saved::Conflict(Some(second.clone())));
        assert_eq!(
            record::delete::<Finding>(&tx, &d1(), "f1", first.revision()).await.unwrap(),
            Saved::Conflict(Some(second.clone()))
        );
        // A record that exists already is not new, and one that never existed has no revision.
        assert_eq!(
            record::save(&tx, &d1(), &a_finding("f1", "Quatre"), NOW).await.unwrap(),
            Saved::Conflict(Some(second.clone()))
        );
        let mut ghost = a_finding("f9", "…");
        ghost.set_revision(3);
        assert_eq!(record::save(&tx, &d1(), &ghost, NOW).await.unwrap(), Saved::Conflict(None));
        drop(tx);
        assert_eq!(record::get::<Finding>(store.reader(), &d1(), "f1").await.unwrap(), Some(second.clone()));

        let mut tx = store.begin().await.unwrap();
        assert!(matches!(record::delete::<Finding>(&tx, &d1(), "f1", second.revision()).await.unwrap(), Saved::Done { .. }));
        tx.append(entry("finding.delete", "finding/f1")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(record::list::<Finding>(store.reader(), &d1()).await.unwrap(), vec![]);
        let tx = store.begin().await.unwrap();
        let unknown = record::save(&tx, &"d9".into(), &a_finding("f1", "Un"), NOW).await;
        assert!(matches!(unknown, Err(StoreError::Reference(_))), "{unknown:?}");
    }

    pub(super) async fn a_write_without_an_entry_is_refused(bench: Bench) {
        let store = bench.house().await;
        for unrecorded in [false, true] {
            let tx = store.begin().await.unwrap();
            organisation::insert(&tx, &an_organisation("o2")).await.unwrap();
            let refused = if unrecorded { tx.commit_unrecorded().await } else { tx.commit().await };
            assert!(matches!(refused, Err(StoreError::NoLedgerEntry)), "{refused:?}");
            assert_eq!(organisation::by_slug(store.reader(), "o2").await.unwrap(), None);
        }
        // One that only read has nothing to record.
        let tx = store.begin().await.unwrap();
        assert!(organisation::by_slug(&tx, "o1").await.unwrap().is_some());
        tx.commit().await.unwrap();
    }

    pub(super) async fn of_two_who_correct_an_organisation_at_once_the_second_sees_the_first(bench: Bench) {
        let store = bench.house().await;
        let mut first = store.begin().await.unwrap();
        let read = organisation::by_slug_locked(&first, "o1").await.unwrap().unwrap();
        let second = tokio::spawn({
            let store = store.clone();
            async move {
                let tx = store.begin().await.unwrap();
                organisation::by_slug_locked(&tx, "o1").await.unwrap().unwrap().category
            }
        });
        // Long enough for the second to ask, which must not be answered yet.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert!(!second.is_finished(), "it waits for the first");
        organisation::update(&first, &Organisation { category: "academia".to_owned(), ..read }).await.unwrap();
        first.append(entry("organisation.save", "organisation/o1")).await.unwrap();
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), "academia");
    }

    pub(super) async fn content_is_complete_and_sorted(bench: Bench) {
        let store = bench.house().await;
        let mut tx = store.begin().await.unwrap();
        use FindingKind::{ToStrengthen, WellDeveloped};
        // Keys with capitals, accents and signs: a database's locale would sort them differently from bytes.
        for finding in [
            ordered("b", "2", WellDeveloped, 1),
            ordered("é", "1", WellDeveloped, 2),
            ordered("Z", "1", WellDeveloped, 2),
            ordered("a-1", "1", ToStrengthen, 0),
            ordered("a_0", "1", WellDeveloped, 1),
        ] {
            record::save(&tx, &d1(), &finding, NOW).await.unwrap();
        }
        for item in ["1.b", "1.A", "1_a"] {
            record::save(&tx, &d1(), &Answer { item: item.into(), value: "yes".to_owned(), ..Answer::default() }, NOW)
                .await
                .unwrap();
        }
        for (id, at) in [("c1", LATER), ("c2", NOW)] {
            record::save(&tx, &d1(), &Comment { id: id.into(), at: at.to_owned(), ..Comment::default() }, NOW).await.unwrap();
        }
        let member = Membership { dossier: d1(), user: "u1".into(), role: Role::LocalLead };
        membership::set(&tx, &Membership { role: Role::Reader, ..member.clone() }).await.unwrap();
        membership::set(&tx, &member).await.unwrap();
        tx.append(entry("dossier.fill", "dossier/d1")).await.unwrap();
        tx.commit().await.unwrap();

        let (content, _) = content::load(store.reader(), &d1()).await.unwrap().unwrap();
        let keys: Vec<&str> = content.findings.iter().map(|finding| finding.id.as_str()).collect();
        assert_eq!(keys, ["a_0", "Z", "é", "a-1", "b"]);
        assert_eq!(content.answers.iter().map(|answer| answer.item.as_str()).collect::<Vec<_>>(), ["1.A", "1.b", "1_a"]);
        assert_eq!(content.comments.iter().map(|comment| comment.id.as_str()).collect::<Vec<_>>(), ["c2", "c1"]);
        assert_eq!(content.memberships, vec![(member, Some("o1".into()))]);
        assert_eq!(content.territory.slug, "a-city");
        assert!(content.organisations.contains_key(&"o1".into()));
        assert_eq!(Some(content.dossier.revision), dossier::revision(store.reader(), "d1").await.unwrap());
        assert!(content.findings.iter().all(|finding| finding.revision() == 1));
        assert!(content::load(store.reader(), &"d9".into()).await.unwrap().is_none());
    }

    pub(super) async fn dossiers_are_listed_a_page_at_a_time(bench: Bench) {
        let store = bench.house().await;
        let user = UserId::new("u1");
        let mut tx = store.begin().await.unwrap();
        for (id, at) in [("d2", LATER), ("d4", NOW), ("d3", NOW)] {
            dossier::insert(&tx, &Dossier { created_at: at.to_owned(), ..a_dossier(id) }).await.unwrap();
        }
        for id in ["d2", "d3", "d4"] {
            membership::set(&tx, &Membership { dossier: id.into(), user: user.clone(), role: Role::Reader }).await.unwrap();
        }
        tx.append(entry("dossier.create", "dossier/d2")).await.unwrap();
        tx.commit().await.unwrap();

        let reader = store.reader();
        assert_eq!(dossier::count(reader, None).await.unwrap(), 4);
        assert_eq!(dossier::count(reader, Some(&user)).await.unwrap(), 3);
        assert_eq!(dossier::count(reader, Some(&"u9".into())).await.unwrap(), 0);
        let page = async |member, range| {
            let listed = dossier::slugs(reader, member, range).await.unwrap();
            listed.into_iter().map(|(slug, _)| slug).collect::<Vec<_>>()
        };
        assert_eq!(page(Some(&user), 0..2).await, ["d2", "d3"]);
        assert_eq!(page(Some(&user), 2..4).await, ["d4"]);
        assert_eq!(page(Some(&user), 4..6).await, Vec::<String>::new());
        assert_eq!(page(None, 0..9).await, ["d2", "d1", "d3", "d4"]);
    }

    pub(super) async fn accounts(bench: Bench) {
        let store = bench.house().await;
        let found = user::by_email(store.reader(), " LEA@example.ORG ").await.unwrap().unwrap();
        assert_eq!((found.id.as_str(), found.email.as_str()), ("u1", "lea@example.org"));
        assert_eq!(found.password_hash, "$argon2id$…");

        let tx = store.begin().await.unwrap();
        let taken = user::insert(&tx, &a_user("u2", "lea@EXAMPLE.org")).await;
        assert!(matches!(&taken, Err(StoreError::Taken(_))), "{taken:?}");
        assert!(!taken.unwrap_err().to_string().to_lowercase().contains("lea@"), "a message names no person");
        drop(tx);

        // Erased accounts have no address; there may be many.
        let mut tx = store.begin().await.unwrap();
        user::insert(&tx, &a_user("u2", "ines@example.org")).await.unwrap();
        let key = user::person_key(&tx, "u1", "secret-1").await.unwrap();
        assert_eq!(user::person_key(&tx, "u1", "secret-2").await.unwrap(), key);
        for id in ["u1", "u2"] {
            user::erase(&tx, &id.into()).await.unwrap();
        }
        tx.append(entry("user.erase", "user/u1")).await.unwrap();
        tx.commit().await.unwrap();
        let erased = user::by_id(store.reader(), &"u1".into()).await.unwrap().unwrap();
        assert_eq!(
            (erased.state, erased.email.as_str(), erased.name.as_str(), erased.password_hash.as_str()),
            (AccountState::Erased, "", "", "")
        );
        assert!(user::by_email(store.reader(), "").await.unwrap().is_none());
        let page = user::page(store.reader(), "u1", 10).await.unwrap();
        assert_eq!(page.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["u2"]);
    }

    pub(super) async fn sessions_and_links(bench: Bench) {
        let store = bench.house().await;
        let id = UserId::new("u1");
        let tx = store.begin().await.unwrap();
        let opened = Session {
            token_digest: "s1".to_owned(),
            user: id.clone(),
            csrf_token: "c1".to_owned(),
            created_at: NOW.to_owned(),
            expires_at: LATER.to_owned(),
        };
        session::insert(&tx, &opened).await.unwrap();
        token::insert(&tx, "t0", "password_reset", &id, LATER).await.unwrap();
        token::insert(&tx, "t1", "password_reset", &id, LATER).await.unwrap();
        tx.commit_unrecorded().await.unwrap();

        assert_eq!(session::find(store.reader(), "s1", NOW).await.unwrap().unwrap().csrf_token, "c1");
        assert!(session::find(store.reader(), "s1", LATER).await.unwrap().is_none(), "it has expired");
        assert_eq!(token::find(store.reader(), "t0", NOW).await.unwrap(), None, "a newer link replaced it");
        assert_eq!(token::find(store.reader(), "t1", NOW).await.unwrap(), Some(id.clone()));
        let tx = store.begin().await.unwrap();
        session::touch(&tx, "s1", "2027-01-01T00:00:00.000Z").await.unwrap();
        assert!(token::take(&tx, "t1").await.unwrap());
        assert!(!token::take(&tx, "t1").await.unwrap(), "a link serves once");
        session::sweep(&tx, LATER).await.unwrap();
        tx.commit_unrecorded().await.unwrap();
        assert!(session::find(store.reader(), "s1", LATER).await.unwrap().is_some());
        let tx = store.begin().await.unwrap();
        session::delete_for_user(&tx, &id).await.unwrap();
        tx.commit_unrecorded().await.unwrap();
        assert!(session::find(store.reader(), "s1", NOW).await.unwrap().is_none());
    }

    pub(super) async fn a_release_never_changes(bench: Bench) {
        use sea_orm::ConnectionTrait;
        let store = bench.house().await;
        let released = Release {
            id: "r1".to_owned(),
            dossier: d1(),
            version: 1,
            content_digest: "abc".to_owned(),
            published_at: NOW.to_owned(),
            withdrawn_at: String::new(),
            withdrawn_reason: String::new(),
            summary: "{}".to_owned(),
            content: r#"{"title":"Profil"}"#.to_owned(),
        };
        let mut tx = store.begin().await.unwrap();
        release::insert(&tx, &released).await.unwrap();
        tx.append(entry("release.publish", "release/r1")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(release::by_version(store.reader(), &d1(), 1).await.unwrap(), Some(released.clone()));
        assert_eq!(release::published(store.reader()).await.unwrap().len(), 1);
        for attempt in ["UPDATE release SET content = '{}'", "DELETE FROM release", "UPDATE release SET version = 2"] {
            let tx = store.begin().await.unwrap();
            let refused = tx.execute_unprepared(attempt).await.unwrap_err();
            assert!(refused.to_string().contains("a release does not change"), "{refused}");
        }
        let tx = store.begin().await.unwrap();
        let again = release::insert(&tx, &Release { id: "r2".to_owned(), ..released }).await;
        assert!(matches!(again, Err(StoreError::Taken(_))), "one version, one content: {again:?}");
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        assert!(release::withdraw(&tx, "r1", LATER, "Chiffre erroné").await.unwrap());
        assert!(!release::withdraw(&tx, "r1", LATER, "again").await.unwrap(), "it is withdrawn once");
        tx.append(entry("release.withdraw", "release/r1")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(release::published(store.reader()).await.unwrap(), vec![]);
        let listed = release::for_dossier(store.reader(), &d1()).await.unwrap();
        assert_eq!((listed[0].withdrawn_at.as_str(), listed[0].withdrawn_reason.as_str()), (LATER, "Chiffre erroné"));
    }

    pub(super) async fn a_signed_table_never_changes(bench: Bench) {
        use sea_orm::ConnectionTrait;
        let store = bench.house().await;
        let signed = |number| TableRelease {
            dossier: d1(),
            number,
            table: "t1".to_owned(),
            dataset: "s1".to_owned(),
            content_digest: "digest".to_owned(),
            signed_at: NOW.to_owned(),
            withdrawn_at: String::new(),
            withdrawn_reason: String::new(),
            note: "{}".to_owned(),
            cells: "{\"cells\":[]}".to_owned(),
        };
        let mut tx = store.begin().await.unwrap();
        for number in [2, 1] {
            table_release::insert(&tx, &signed(number)).await.unwrap();
        }
        tx.append(entry("table.sign", "statistical_table/t1")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(table_release::by_number(store.reader(), &d1(), 2).await.unwrap(), Some(signed(2)));
        assert_eq!(table_release::by_number(store.reader(), &d1(), 3).await.unwrap(), None);
        for attempt in
            ["UPDATE table_release SET cells = '{}'", "DELETE FROM table_release", "UPDATE table_release SET number = 9"]
        {
            let tx = store.begin().await.unwrap();
            assert!(tx.execute_unprepared(attempt).await.is_err(), "{attempt}");
        }
        let tx = store.begin().await.unwrap();
        assert!(matches!(table_release::insert(&tx, &signed(1)).await, Err(StoreError::Taken(_))), "a number is given once");
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        assert!(table_release::withdraw(&tx, &d1(), 1, LATER, "an error").await.unwrap());
        assert!(!table_release::withdraw(&tx, &d1(), 1, LATER, "again").await.unwrap(), "it is withdrawn once");
        tx.append(entry("table.withdraw", "table_release/1")).await.unwrap();
        tx.commit().await.unwrap();
        // In lists without cells; for the next audit with them, withdrawn or not.
        let listed = table_release::for_dossier(store.reader(), &d1()).await.unwrap();
        assert_eq!(
            listed.iter().map(|row| (row.number, row.withdrawn_at.as_str(), row.cells.as_str())).collect::<Vec<_>>(),
            [(1, LATER, ""), (2, "", "")]
        );
        assert_eq!(table_release::public(store.reader(), &d1()).await.unwrap(), [signed(2)]);
        let known = table_release::of_dataset(store.reader(), &d1(), "s1").await.unwrap();
        assert!(known.len() == 2 && known.iter().all(|row| row.cells.starts_with('{')));
        assert!(table_release::of_dataset(store.reader(), &d1(), "another").await.unwrap().is_empty());
    }

    pub(super) async fn jobs(bench: Bench) {
        let store = bench.house().await;
        let tx = store.begin().await.unwrap();
        for (id, after) in [("j1", NOW), ("j1", NOW), ("j2", LATER)] {
            job::enqueue(&tx, id, "mail", "{}", after).await.unwrap();
        }
        let lease = "2026-03-01T10:00:00.000Z";
        let taken = job::next(&tx, "mail", NOW, lease).await.unwrap().unwrap();
        assert_eq!((taken.id.as_str(), taken.attempts), ("j1", 1));
        assert_eq!(job::next(&tx, "mail", NOW, lease).await.unwrap(), None, "the one is held, the other not yet due");
        job::fail(&tx, "j1", "the mail server did not answer", NOW).await.unwrap();
        assert_eq!(job::next(&tx, "mail", NOW, lease).await.unwrap().unwrap().attempts, 2);
        job::finish(&tx, "j1", NOW).await.unwrap();
        assert_eq!(job::next(&tx, "mail", LATER, "2026-03-03T00:00:00.000Z").await.unwrap().unwrap().id, "j2");
        tx.commit_unrecorded().await.unwrap();

        // Many takers at once: every job goes to one.
        let tx = store.begin().await.unwrap();
        for n in 0..20 {
            job::enqueue(&tx, &format!("k{n:02}"), "mail", "{}", LATER).await.unwrap();
        }
        tx.commit_unrecorded().await.unwrap();
        let takers = (0..20).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                loop {
                    let tx = store.begin().await.unwrap();
                    let taken = job::next(&tx, "mail", "2026-03-02T10:00:00.000Z", "2026-04-01T00:00:00.000Z").await.unwrap();
                    tx.commit_unrecorded().await.unwrap();
                    // On PostgreSQL somebody else may have been faster; the job is then theirs, and we look again.
                    if let Some(taken) = taken {
                        return taken.id;
                    }
                }
            })
        });
        let mut taken = vec![];
        for taker in takers.collect::<Vec<_>>() {
            taken.push(taker.await.unwrap());
        }
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), 20);
    }

    pub(super) async fn files_are_found_by_their_digest(bench: Bench) {
        let store = bench.store().await;
        let digest = store.files().put(b"by-law 12".to_vec()).await.unwrap();
        assert_eq!(store.files().put(b"by-law 12".to_vec()).await.unwrap(), digest);
        assert_eq!(store.files().get(&digest).await.unwrap().as_deref(), Some(b"by-law 12".as_slice()));
        assert!(store.files().exists(&digest).await.unwrap());
        assert_eq!(store.files().digests().await.unwrap(), vec![digest.clone()]);
        for strange in ["", "../../../etc/passwd", &"é".repeat(32), &digest[1..], &digest.to_uppercase()] {
            assert_eq!(store.files().get(strange).await.unwrap(), None, "{strange}");
            assert!(!store.files().exists(strange).await.unwrap(), "{strange}");
        }
        // A file that was altered on the disk is not handed out.
        let path = bench.config.data_dir.join("files").join(&digest[..2]).join(&digest[2..4]).join(&digest[4..]);
        std::fs::write(path, b"by-law 13").unwrap();
        assert_eq!(store.files().get(&digest).await.unwrap(), None);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    // A name that would be read as an address' query.
    let config = jalon_storage::StoreConfig::embedded(folder.path().join("a? b#c%20"));
    jalon_storage::Store::open(config.clone()).await.unwrap();
    assert_eq!(std::fs::metadata(&config.data_dir).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(config.data_dir.join("jalon.sqlite").exists());
}

/// What the durability of a save rests on, and what keeps readers from writing.
#[tokio::test]
async fn sqlite_is_opened_with_care() {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let folder = tempfile::tempdir().unwrap();
    let store = jalon_storage::Store::open(jalon_storage::StoreConfig::embedded(folder.path())).await.unwrap();
    let tx = store.begin().await.unwrap();
    for (pragma, expected) in [("synchronous", 2), ("foreign_keys", 1), ("query_only", 0)] {
        let asked = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
        let answer: i32 = tx.query_one_raw(asked).await.unwrap().unwrap().try_get("", pragma).unwrap();
        assert_eq!(answer, expected, "{pragma}");
    }
    drop(tx);
    let journal = store.reader().query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode")).await;
    assert_eq!(journal.unwrap().unwrap().try_get::<String>("", "journal_mode").unwrap(), "wal");
    assert!(store.reader().execute_unprepared("DELETE FROM job").await.is_err(), "readers only read");
}

#[tokio::test]
async fn errors_of_the_operator_name_a_remedy_and_no_password() {
    use jalon_storage::{Store, StoreConfig};
    let folder = tempfile::tempdir().unwrap();
    let embedded = StoreConfig::embedded(folder.path());
    for (url, hint) in [
        ("mysql://root:hunter2@localhost/x", "write postgres://"),
        ("postgres://jalon:hunter2@127.0.0.1:1/x", "check that the server runs"),
    ] {
        let config = StoreConfig { database_url: Some(url.to_owned()), ..embedded.clone() };
        let message = Store::open(config).await.unwrap_err().to_string();
        assert!(message.contains(hint) && !message.contains("hunter2"), "{message}");
    }
    std::fs::write(folder.path().join("jalon.sqlite"), "not a database, but long enough to be looked at as one").unwrap();
    let message = Store::open(embedded).await.unwrap_err().to_string();
    assert!(message.contains("the file is the database and nothing else"), "{message}");
}

//! Many writers at once, and how many saves a second that makes.

use crate::bench::on_every_engine;

on_every_engine! {
    fifty_writers_lose_nothing
    writers_in_several_dossiers_do_not_wait_for_ever
    the_chain_verifies_while_others_write
}

mod cases {
    use std::time::Instant;

    use jalon_domain::assessment::{Finding, Record};
    use jalon_domain::{Language, Text};
    use jalon_storage::record::Saved;
    use jalon_storage::{Store, dossier, ledger, record};

    use crate::bench::*;

    const WRITERS: usize = 50;
    const SAVES: usize = 20;

    pub(super) async fn fifty_writers_lose_nothing(bench: Bench) {
        let store = bench.house().await;
        let start = Instant::now();
        // Five writers share each finding: they conflict, read again, and go on.
        let tasks: Vec<_> =
            (0..WRITERS).map(|writer| tokio::spawn(add_lines(store.clone(), format!("f{}", writer % 10), writer))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let seconds = start.elapsed().as_secs_f64();
        let saves = (WRITERS * SAVES) as f64;
        eprintln!("{:?}: {saves} saves in {seconds:.2} s, {:.0} a second", bench.engine(), saves / seconds);

        let findings = record::list::<Finding>(store.reader(), &d1()).await.unwrap();
        let mut lines: Vec<&str> = findings.iter().flat_map(|finding| finding.text.get(Language::French).lines()).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), WRITERS * SAVES, "a save was lost");
        assert_eq!(findings.iter().map(|finding| finding.revision()).sum::<i64>(), (WRITERS * SAVES) as i64);
        assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 1 + (WRITERS * SAVES) as i64);
        assert_eq!(dossier::revision(store.reader(), "d1").await.unwrap(), Some((WRITERS * SAVES) as i64));
    }

    async fn add_lines(store: Store, key: String, writer: usize) {
        for n in 0..SAVES {
            loop {
                let read: Option<Finding> = record::get(store.reader(), &d1(), &key).await.unwrap();
                let mut finding = read.unwrap_or_else(|| a_finding(&key, ""));
                let text = format!("{}writer {writer} line {n}\n", finding.text.get(Language::French));
                finding.text = Text::of(Language::French, text);
                let mut tx = store.begin().await.unwrap();
                let Saved::Done { .. } = record::save(&tx, &d1(), &finding, NOW).await.unwrap() else { continue };
                tx.append(entry("finding.save", &format!("finding/{key}"))).await.unwrap();
                tx.commit().await.unwrap();
                break;
            }
        }
    }

    /// Each write takes two records in an order of its own, and appends in between.
    pub(super) async fn writers_in_several_dossiers_do_not_wait_for_ever(bench: Bench) {
        let store = bench.house().await;
        let mut tx = store.begin().await.unwrap();
        dossier::insert(&tx, &a_dossier("d2")).await.unwrap();
        tx.append(entry("dossier.create", "dossier/d2")).await.unwrap();
        tx.commit().await.unwrap();
        let tasks: Vec<_> = (0..16)
            .map(|writer: usize| {
                let store = store.clone();
                tokio::spawn(async move {
                    let dossier = if writer.is_multiple_of(2) { "d1" } else { "d2" };
                    for n in 0..10 {
                        let mut tx = store.begin().await.unwrap();
                        let mut keys = ["a", "b"];
                        keys.rotate_left((writer / 2 + n) % 2);
                        for key in keys {
                            let read: Option<Finding> = record::get(&tx, &dossier.into(), key).await.unwrap();
                            let next = read.unwrap_or_else(|| a_finding(key, key));
                            // A conflict is an answer; waiting for ever would not be.
                            record::save(&tx, &dossier.into(), &next, NOW).await.unwrap();
                            tx.append(entry("finding.save", &format!("finding/{key}"))).await.unwrap();
                        }
                        tx.commit().await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(ledger::verify(store.reader()).await.unwrap().unwrap().0, 2 + 16 * 10 * 2);
    }

    pub(super) async fn the_chain_verifies_while_others_write(bench: Bench) {
        let store = bench.house().await;
        let writer = tokio::spawn(add_lines(store.clone(), "f1".to_owned(), 1));
        let mut rounds = 0;
        while !writer.is_finished() || rounds == 0 {
            ledger::verify(store.reader()).await.unwrap().unwrap();
            rounds += 1;
        }
        writer.await.unwrap();
    }
}

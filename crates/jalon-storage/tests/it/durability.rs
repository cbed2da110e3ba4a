//! What was acknowledged survives a program that is killed.

use crate::bench::on_every_engine;

on_every_engine! {
    acknowledged_saves_survive_a_kill
}

/// Set for the child alone: where its store is.
const CHILD: &str = "JALON_TEST_CHILD";

mod cases {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    use jalon_domain::assessment::Finding;
    use jalon_storage::{ledger, record};

    use crate::bench::*;

    pub(super) async fn acknowledged_saves_survive_a_kill(bench: Bench) {
        bench.house().await.close().await.unwrap();
        let mut acknowledged = vec![];
        for round in 0..3 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "durability::child_that_is_killed", "--nocapture"])
                .env(
                    super::CHILD,
                    format!(
                        "{round}|{}|{}",
                        bench.config.data_dir.display(),
                        bench.config.database_url.clone().unwrap_or_default()
                    ),
                )
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            for line in lines.by_ref() {
                let line = line.unwrap();
                acknowledged.extend(line.split_once("saved ").map(|(_, key)| key.to_owned()));
                if acknowledged.len() >= (round + 1) * 30 {
                    break;
                }
            }
            // SIGKILL, in the middle of the next save.
            child.kill().unwrap();
            child.wait().unwrap();
            // What it still said before it died was acknowledged too.
            acknowledged
                .extend(lines.map_while(Result::ok).filter_map(|line| line.split_once("saved ").map(|(_, key)| key.to_owned())));
        }
        let store = bench.store().await;
        assert!(acknowledged.len() >= 90, "{}", acknowledged.len());
        for key in &acknowledged {
            assert!(
                record::get::<Finding>(store.reader(), &d1(), key).await.unwrap().is_some(),
                "{key} was acknowledged and is lost"
            );
        }
        // Neither a record without its entry nor an entry without its record.
        let stored = record::list::<Finding>(store.reader(), &d1()).await.unwrap();
        let (entries, _) = ledger::verify(store.reader()).await.unwrap().unwrap();
        assert_eq!(entries, 1 + stored.len() as i64);
    }
}

/// Saves until it is killed; does nothing when it is run as a test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_is_killed() {
    use crate::bench::{NOW, a_finding, d1, entry};
    use jalon_storage::{FilesConfig, Store, StoreConfig, record};
    use std::io::Write;

    let Ok(place) = std::env::var(CHILD) else { return };
    let mut parts = place.split('|');
    let round = parts.next().unwrap();
    let data_dir = parts.next().unwrap().into();
    let database_url = parts.next().map(str::to_owned).filter(|url| !url.is_empty());
    let store = Store::open(StoreConfig { data_dir, database_url, files: FilesConfig::Local }).await.unwrap();
    for n in 0.. {
        let key = format!("f{round}-{n}");
        let mut tx = store.begin().await.unwrap();
        record::save(&tx, &d1(), &a_finding(&key, "…"), NOW).await.unwrap();
        tx.append(entry("finding.save", &format!("finding/{key}"))).await.unwrap();
        tx.commit().await.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {key}").unwrap();
        out.flush().unwrap();
    }
}

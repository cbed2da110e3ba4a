//! The program ended at any moment: what it has acknowledged is there when it starts again.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use crate::house::{House, RIVEMONT};

#[test]
fn an_acknowledged_save_survives_the_end_of_the_program() {
    let mut house = House::demo(&[]);
    let folder = house.keep_folder();
    let data_dir = house.data_dir.clone();
    let acknowledged: Mutex<Vec<String>> = Mutex::default();
    let (stop, count) = (AtomicBool::new(false), AtomicU32::new(0));
    for round in 0..3 {
        stop.store(false, Ordering::Relaxed);
        let target = count.load(Ordering::Relaxed) + 40;
        std::thread::scope(|scope| {
            let mut writers = vec![];
            for writer in 0..4 {
                let mut lead = house.signed_in("lead@demo.example");
                let path = format!("/fr/work/dossiers/{RIVEMONT}/evidence/new");
                // Fetched before anybody writes: on a busy machine the others may be done before the last has begun.
                let csrf = lead.get(&path).field("csrf");
                let (acknowledged, stop, count) = (&acknowledged, &stop, &count);
                writers.push(scope.spawn(move || {
                    for n in 0.. {
                        let title = format!("Pièce {round}-{writer}-{n}");
                        let fields = [("csrf", csrf.as_str()), ("title", &title), ("kind", "law"), ("author", "Ville")];
                        // The program may be gone in the middle of an answer.
                        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| lead.post(&path, &fields)));
                        match answer {
                            Ok(answer) => {
                                assert_eq!(answer.status, 303, "{}", answer.text());
                                acknowledged.lock().unwrap().push(title);
                                count.fetch_add(1, Ordering::Relaxed);
                            }
                            Err(_) => return,
                        }
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                    }
                }));
            }
            while count.load(Ordering::Relaxed) < target && !writers.iter().any(std::thread::ScopedJoinHandle::is_finished) {
                std::thread::sleep(Duration::from_millis(1));
            }
            house.kill();
            stop.store(true, Ordering::Relaxed);
        });
        house = House::start("demo", &data_dir, &[]);
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= 120);
    let mut lead = house.signed_in("lead@demo.example");
    let list = lead.get(&format!("/fr/work/dossiers/{RIVEMONT}/evidence")).text();
    for title in &acknowledged {
        assert!(list.contains(title), "{title} was acknowledged and is not there");
    }
    let verified = crate::house::run(&data_dir, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    drop(folder);
}

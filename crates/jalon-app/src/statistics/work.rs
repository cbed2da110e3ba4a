//! What takes longer than a request: it runs beside the requests, shows how far it is, and can be stopped.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jalon_domain::Problem;
use jalon_stats::release::Progress;
use jalon_storage::create_private_folder;

use crate::{App, AppError, Result, lock};

/// How much may run at once; the rest is asked to come back.
const MOST_AT_ONCE: usize = 4;

/// What runs for one record, or what became of it.
#[derive(Debug, Clone)]
pub enum Standing {
    Running(Progress),
    /// It ended with this, which the person can mend; gone once it was begun again.
    Failed(Vec<Problem>),
    /// It ended by a fault of the program, told in the log.
    Broken,
    /// The program stopped while it ran: nothing of it was kept, and it can be begun again.
    Interrupted,
}

/// By the record's key.
#[derive(Debug, Default)]
pub(crate) struct Works {
    known: Mutex<HashMap<String, Standing>>,
    /// A file per record for which work runs, so that a program that was stopped knows afterwards what it was doing.
    marks: PathBuf,
}

/// Where the marks lie, in the folder of the records.
pub(crate) const MARKS: &str = "running";

impl Works {
    /// What was running when the program stopped is interrupted.
    pub(crate) fn found(marks: PathBuf) -> Self {
        let files = std::fs::read_dir(&marks).into_iter().flatten().flatten();
        let keys = files.filter_map(|file| file.file_name().into_string().ok());
        let known = keys.map(|key| (key, Standing::Interrupted)).collect();
        Self { known: Mutex::new(known), marks }
    }

    /// Nobody asks for this record any more.
    pub(crate) fn forget(&self, key: &str) {
        lock(&self.known).remove(key);
        self.unmark(key);
    }

    fn mark(&self, key: &str) -> Result<()> {
        let failed = |error: std::io::Error| AppError::Fault(format!("work cannot be marked as running: {}", error.kind()));
        create_private_folder(&self.marks)?;
        std::fs::write(self.marks.join(key), "").map_err(failed)
    }

    fn unmark(&self, key: &str) {
        // A mark that stays says that work was interrupted which was not: it is begun again for nothing, and no more.
        let _ = std::fs::remove_file(self.marks.join(key));
    }

    pub(crate) fn standing(&self, key: &str) -> Option<Standing> {
        lock(&self.known).get(key).cloned()
    }

    /// Takes the place of a record's work, if nothing runs for it.
    fn begin(&self, key: &str) -> Result<Progress> {
        let mut known = lock(&self.known);
        if matches!(known.get(key), Some(Standing::Running(_))) {
            return Err(AppError::invalid(Problem::new("work-running")));
        }
        if known.values().filter(|standing| matches!(standing, Standing::Running(_))).count() >= MOST_AT_ONCE {
            return Err(AppError::invalid(Problem::new("work-too-much")));
        }
        self.mark(key)?;
        let progress = Progress::default();
        known.insert(key.to_owned(), Standing::Running(progress.clone()));
        Ok(progress)
    }

    fn end(&self, key: &str, result: Result<()>) {
        self.unmark(key);
        let mut known = lock(&self.known);
        match result {
            Ok(()) => {
                known.remove(key);
            }
            Err(AppError::Invalid(problems)) => {
                known.insert(key.to_owned(), Standing::Failed(problems));
            }
            Err(error) => {
                tracing::error!("A computation ended with a fault: {error}");
                known.insert(key.to_owned(), Standing::Broken);
            }
        }
    }
}

impl App {
    /// What runs for a record.
    pub fn work_on(&self, key: &str) -> Option<Standing> {
        self.works.standing(key)
    }

    /// Begins work that goes on when the request is answered.
    pub(crate) fn start_work<F>(self: &Arc<Self>, key: &str, work: impl FnOnce(Arc<Self>, Progress) -> F) -> Result<()>
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let progress = self.works.begin(key)?;
        let (app, key) = (self.clone(), key.to_owned());
        let running = tokio::spawn(work(self.clone(), progress));
        tokio::spawn(async move {
            let result = match running.await {
                Ok(result) => result,
                // Only the end of the program cancels: the mark stays, and tells the next one.
                Err(error) if error.is_cancelled() => return,
                Err(error) => Err(AppError::Fault(error.to_string())),
            };
            app.works.end(&key, result);
        });
        Ok(())
    }
}

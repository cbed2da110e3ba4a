//! How far a computation has come, shared with whoever waits for it, and the wish that it end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use jalon_disclosure::stop::Stop;

use crate::tabulation::{Fault, Outcome};

/// What is being done. Its code is the key of its wording, `phase-<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Waiting,
    /// Rows of a file are tried and stored; measured in bytes of the file, where they can be counted.
    Importing,
    /// Records are read and counted; measured in row groups.
    Counting,
    /// Cells are brought together with those of earlier releases.
    Linking,
    /// Cells to withhold are chosen, or values rounded.
    Protecting,
    /// What an outsider could learn is worked out.
    Auditing,
    /// Other methods are tried on the same table.
    Comparing,
    Finished,
}

impl Phase {
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Importing,
        Self::Counting,
        Self::Linking,
        Self::Protecting,
        Self::Auditing,
        Self::Comparing,
        Self::Finished,
    ];

    /// Its code in messages and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Importing => "importing",
            Self::Counting => "counting",
            Self::Linking => "linking",
            Self::Protecting => "protecting",
            Self::Auditing => "auditing",
            Self::Comparing => "comparing",
            Self::Finished => "finished",
        }
    }
}

/// Shared between the thread that works and those that wait. Clones are the same progress.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    phase: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    pub fn phase(&self) -> Phase {
        Phase::ALL[usize::from(self.0.phase.load(Ordering::Relaxed)).min(Phase::ALL.len() - 1)]
    }

    /// Done and total of the phase, in its own units; a total of zero says that nobody knows.
    pub fn of_total(&self) -> (u64, u64) {
        (self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }

    /// Asks the work to end. It ends with the fault `cancelled` at the next place where nothing is half done.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// The wish to end, for the searches of the disclosure control.
    pub(crate) fn stop(&self) -> Stop {
        Stop(Some(self.0.cancelled.clone()))
    }

    pub(crate) fn begin(&self, phase: Phase, total: u64) -> Outcome<()> {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.phase.store(Phase::ALL.iter().position(|known| *known == phase).unwrap_or(0) as u8, Ordering::Relaxed);
        self.check()
    }

    pub(crate) fn step(&self) {
        self.advance(1);
    }

    pub(crate) fn advance(&self, units: u64) {
        self.0.done.fetch_add(units, Ordering::Relaxed);
    }

    pub(crate) fn check(&self) -> Outcome<()> {
        if self.is_cancelled() { Err(Fault::new("cancelled", self.phase().code()).into()) } else { Ok(()) }
    }
}

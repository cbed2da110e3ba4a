//! Formats whose libraries hold on to the file while they read: a thread of their own reads, and hands portions over.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use jalon_domain::Problem;

use super::{Format, Portion, Portions, unreadable};
use crate::microdata::rows::Rows;

/// Where the reading thread puts its portions; the first must be one row, the heading.
pub(super) struct Hand(SyncSender<Result<Rows, Problem>>);

/// Nobody wants more.
pub(super) struct Unwanted;

impl Hand {
    pub(super) fn over(&self, rows: Rows) -> Result<(), Unwanted> {
        self.0.send(Ok(rows)).map_err(|_| Unwanted)
    }
}

/// Why reading ended early: the file's fault, or because nobody wants more.
pub(super) enum End {
    Fault(Problem),
    Unwanted,
}

impl From<Unwanted> for End {
    fn from(_: Unwanted) -> Self {
        Self::Unwanted
    }
}

impl From<Problem> for End {
    fn from(problem: Problem) -> Self {
        Self::Fault(problem)
    }
}

/// Starts to read; gives the heading and what follows.
///
/// A library that panics on a damaged file ends its thread, not the program: that is a fault of the file like any other.
pub(super) fn produce(
    format: Format,
    read: impl FnOnce(&Hand) -> Result<(), End> + Send + 'static,
) -> Result<(Vec<String>, Portions), Problem> {
    let (sender, receiver) = sync_channel(2);
    let thread = std::thread::spawn(move || {
        let hand = Hand(sender);
        if let Err(End::Fault(problem)) = read(&hand) {
            // Whoever is gone needs no reason.
            let _ = hand.0.send(Err(problem));
        }
    });
    let mut received = Received { receiver, thread: Some(thread), format };
    let Some(first) = received.next() else { return Err(Problem::new("microdata-file-empty")) };
    let Portion::Rows(heading) = first? else { return Err(Problem::new("microdata-file-empty")) };
    let names = heading.cells(0).map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
    Ok((names, Box::new(received)))
}

struct Received {
    receiver: Receiver<Result<Rows, Problem>>,
    thread: Option<JoinHandle<()>>,
    format: Format,
}

impl Iterator for Received {
    type Item = Result<Portion, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Ok(portion) = self.receiver.recv() {
            return Some(portion.map(Portion::Rows));
        }
        match self.thread.take()?.join() {
            Ok(()) => None,
            Err(_) => Some(Err(unreadable(self.format, "—"))),
        }
    }
}

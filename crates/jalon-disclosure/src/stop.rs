//! The wish that a search end, shared with whoever waits for it.

use crate::fault::Fault;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Looked at between two programs and within long ones. Once it is wished, what runs ends with [`Fault::Stopped`].
#[derive(Clone, Debug, Default)]
pub struct Stop(pub Option<Arc<AtomicBool>>);

impl Stop {
    pub(crate) fn is_wished(&self) -> bool {
        self.0.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Whether anybody could wish it.
    pub(crate) fn is_shared(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn check(&self) -> Result<(), Vec<Fault>> {
        if self.is_wished() { Err(vec![Fault::Stopped]) } else { Ok(()) }
    }
}

/// It is no part of what is to be done.
impl PartialEq for Stop {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

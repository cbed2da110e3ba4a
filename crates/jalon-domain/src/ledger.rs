//! The chain of entries that records every write.
//!
//! Each entry's hash covers its own content and the hash before it, so that altering, removing or reordering an entry
//! shows at the first broken link. The bytes that are hashed are defined in `docs/ledger.md`, for verifiers in other languages.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One write: who, when, by which use case, on what, from which state to which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3… without a gap.
    pub sequence: i64,
    /// RFC 3339, UTC.
    pub at: String,
    /// A user's identifier, or `system`. Never a name or an address.
    pub actor: String,
    /// The use case, as a verb: `finding.save`.
    pub use_case: String,
    /// The dossier concerned, or empty.
    pub dossier: String,
    /// The record concerned, as `noun/identifier`.
    pub subject: String,
    /// JSON text; empty when there was nothing before.
    pub before: String,
    /// JSON text; empty when there is nothing after.
    pub after: String,
    pub reason: String,
    pub previous_hash: String,
    pub hash: String,
}

impl Entry {
    /// SHA-256, in hexadecimal, over each field's length in bytes (decimal), a colon, its bytes and a newline,
    /// in the order of the struct, without `hash`.
    pub fn computed_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let sequence = self.sequence.to_string();
        for field in [
            &sequence,
            &self.at,
            &self.actor,
            &self.use_case,
            &self.dossier,
            &self.subject,
            &self.before,
            &self.after,
            &self.reason,
            &self.previous_hash,
        ] {
            hasher.update(format!("{}:", field.len()).as_bytes());
            hasher.update(field.as_bytes());
            hasher.update(b"\n");
        }
        hex::encode(hasher.finalize())
    }
}

/// Where a chain breaks first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    #[error("entry {sequence}: expected sequence {expected}; an entry was removed or inserted")]
    Sequence { sequence: i64, expected: i64 },
    #[error("entry {sequence}: its previous hash is not the hash of the entry before it")]
    Link { sequence: i64 },
    #[error("entry {sequence}: its content does not have the hash it carries; it was altered")]
    Content { sequence: i64 },
}

/// Follows a chain from its start. Feed it the entries in order; it names the first that breaks.
#[derive(Debug)]
pub struct Verifier {
    expected: i64,
    previous: String,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { expected: 1, previous: GENESIS.to_owned() }
    }
}

impl Verifier {
    pub fn follow(&mut self, entry: &Entry) -> Result<(), Break> {
        let sequence = entry.sequence;
        if sequence != self.expected {
            return Err(Break::Sequence { sequence, expected: self.expected });
        }
        if entry.previous_hash != self.previous {
            return Err(Break::Link { sequence });
        }
        if entry.hash != entry.computed_hash() {
            return Err(Break::Content { sequence });
        }
        self.expected += 1;
        self.previous.clone_from(&entry.hash);
        Ok(())
    }

    /// The number of entries followed, and the hash of the last.
    pub fn head(&self) -> (i64, &str) {
        (self.expected - 1, &self.previous)
    }
}

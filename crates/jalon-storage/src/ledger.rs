//! The hash-chained record of every write. Appended to in the write's own transaction; never changed.

use hmac::{Hmac, Mac};
use jalon_domain::ledger::{Break, Entry, Verifier};
use sea_orm::{ConnectionTrait, QueryResult};
use sha2::Sha256;

use crate::{Result, StoreError, all, column, execute, one};

/// An entry before it has its place in the chain. Fields as in [`Entry`].
#[derive(Debug, Clone, Default)]
pub struct NewEntry {
    pub at: String,
    pub actor: String,
    pub use_case: String,
    pub dossier: String,
    pub subject: String,
    pub before: String,
    pub after: String,
    pub reason: String,
}

/// A personal value as it stands in the ledger: a digest under the person's own key.
/// Whoever has the key can prove what the value was; once the key is destroyed nobody can.
pub fn seal(secret: &str, value: &str) -> String {
    // HMAC takes a key of any length.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mac| mac.chain_update(value.as_bytes()).finalize());
    format!("sealed:{}", mac.map(|mac| hex::encode(mac.into_bytes())).unwrap_or_default())
}

pub(crate) async fn append(connection: &impl ConnectionTrait, new: NewEntry) -> Result<()> {
    // Taking the next place first locks the chain's head, so that entries stay in one line on PostgreSQL too.
    execute(connection, "UPDATE ledger_head SET sequence = sequence + 1 WHERE singleton = 1", []).await?;
    let head = one(connection, "SELECT sequence, hash FROM ledger_head WHERE singleton = 1", []).await?;
    let head = head.ok_or_else(|| StoreError::Backup("the ledger has no head; restore a backup".to_owned()))?;
    let mut entry = Entry {
        sequence: head.try_get("", "sequence")?,
        at: new.at,
        actor: new.actor,
        use_case: new.use_case,
        dossier: new.dossier,
        subject: new.subject,
        before: new.before,
        after: new.after,
        reason: new.reason,
        previous_hash: column(&head, "hash")?,
        hash: String::new(),
    };
    entry.hash = entry.computed_hash();
    let sql = "INSERT INTO ledger_entry (sequence, at, actor, use_case, dossier, subject, before_state, after_state, reason, previous_hash, hash)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let hash = entry.hash.clone();
    let values = [
        entry.sequence.into(),
        entry.at.into(),
        entry.actor.into(),
        entry.use_case.into(),
        entry.dossier.into(),
        entry.subject.into(),
        entry.before.into(),
        entry.after.into(),
        entry.reason.into(),
        entry.previous_hash.into(),
        entry.hash.into(),
    ];
    execute(connection, sql, values).await?;
    execute(connection, "UPDATE ledger_head SET hash = $1 WHERE singleton = 1", [hash.into()]).await?;
    Ok(())
}

/// How many entries are read at a time, so that a long ledger does not fill the memory.
const PAGE: i64 = 500;

/// Entries after `after`, in order, at most 500.
pub async fn entries(connection: &impl ConnectionTrait, after: i64) -> Result<Vec<Entry>> {
    let sql = "SELECT * FROM ledger_entry WHERE sequence > $1 ORDER BY sequence LIMIT $2";
    all(connection, sql, [after.into(), PAGE.into()]).await?.iter().map(from_row).collect()
}

/// The history of one record, newest first.
pub async fn for_subject(connection: &impl ConnectionTrait, dossier: &str, subject: &str) -> Result<Vec<Entry>> {
    let sql = "SELECT * FROM ledger_entry WHERE dossier = $1 AND subject = $2 ORDER BY sequence DESC LIMIT $3";
    all(connection, sql, [dossier.into(), subject.into(), PAGE.into()]).await?.iter().map(from_row).collect()
}

/// The newest entries of a dossier, or of the whole house when `dossier` is empty, before `before`.
pub async fn latest(connection: &impl ConnectionTrait, dossier: &str, before: i64, count: i64) -> Result<Vec<Entry>> {
    let sql = "SELECT * FROM ledger_entry WHERE ($1 = '' OR dossier = $1) AND sequence < $2 ORDER BY sequence DESC LIMIT $3";
    all(connection, sql, [dossier.into(), before.into(), count.into()]).await?.iter().map(from_row).collect()
}

/// Follows the whole chain: the number of entries and the last hash, or the first break.
/// A chain cut short at its end shows because the head remembers how far it went.
pub async fn verify(connection: &impl ConnectionTrait) -> Result<std::result::Result<(i64, String), Break>> {
    let mut verifier = Verifier::default();
    let mut after = 0;
    loop {
        let page = entries(connection, after).await?;
        for entry in &page {
            if let Err(broken) = verifier.follow(entry) {
                return Ok(Err(broken));
            }
            after = entry.sequence;
        }
        if page.is_empty() {
            break;
        }
    }
    let head = one(connection, "SELECT sequence, hash FROM ledger_head WHERE singleton = 1", []).await?;
    let (count, hash) = verifier.head();
    let expected: i64 = head.as_ref().map(|row| row.try_get("", "sequence")).transpose()?.unwrap_or(0);
    if expected != count {
        return Ok(Err(Break::Sequence { sequence: expected, expected: count + 1 }));
    }
    if head.map(|row| column(&row, "hash")).transpose()?.is_some_and(|head| head != hash) {
        return Ok(Err(Break::Link { sequence: count }));
    }
    Ok(Ok((count, hash.to_owned())))
}

fn from_row(row: &QueryResult) -> Result<Entry> {
    Ok(Entry {
        sequence: row.try_get("", "sequence")?,
        at: column(row, "at")?,
        actor: column(row, "actor")?,
        use_case: column(row, "use_case")?,
        dossier: column(row, "dossier")?,
        subject: column(row, "subject")?,
        before: column(row, "before_state")?,
        after: column(row, "after_state")?,
        reason: column(row, "reason")?,
        previous_hash: column(row, "previous_hash")?,
        hash: column(row, "hash")?,
    })
}

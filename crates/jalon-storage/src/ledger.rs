//! The hash-chained record of every write. Appended to in the write's own transaction; never changed.

use hmac::{Hmac, Mac};
use jalon_domain::ledger::{Break, Entry, Verifier};
use sea_orm::{ConnectionTrait, QueryResult};
use sha2::Sha256;

use crate::{Result, StoreError, all, column, execute, one, to_json};

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

/// Gives the entries their places at the end of the chain. The last thing before a commit.
pub(crate) async fn append(connection: &impl ConnectionTrait, new: Vec<NewEntry>) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    // Writing to the head first locks it, so that entries stay in one line on PostgreSQL too.
    let taken = "UPDATE ledger_head SET sequence = sequence + $1 WHERE singleton = 1 RETURNING sequence, hash";
    let count = new.len() as i64;
    let head = one(connection, taken, [count.into()]).await?;
    let head = head.ok_or_else(|| StoreError::Ledger("it has no head".to_owned()))?;
    let last: i64 = head.try_get("", "sequence")?;
    let mut previous_hash = column(&head, "hash")?;
    for (sequence, new) in (last - count + 1..).zip(new) {
        let mut entry = Entry {
            sequence,
            at: new.at,
            actor: new.actor,
            use_case: new.use_case,
            dossier: new.dossier,
            subject: new.subject,
            before: new.before,
            after: new.after,
            reason: new.reason,
            previous_hash,
            hash: String::new(),
        };
        entry.hash = entry.computed_hash();
        previous_hash = entry.hash.clone();
        insert(connection, entry).await?;
    }
    execute(connection, "UPDATE ledger_head SET hash = $1 WHERE singleton = 1", [previous_hash.into()]).await?;
    Ok(())
}

async fn insert(connection: &impl ConnectionTrait, entry: Entry) -> Result<()> {
    let sql = "INSERT INTO ledger_entry (sequence, at, actor, use_case, dossier, subject, before_state, after_state, reason, previous_hash, hash)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
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

/// What somebody did in a dossier, newest first.
pub async fn by_actor(connection: &impl ConnectionTrait, dossier: &str, actor: &str, count: i64) -> Result<Vec<Entry>> {
    let sql = "SELECT * FROM ledger_entry WHERE dossier = $1 AND actor = $2 ORDER BY sequence DESC LIMIT $3";
    all(connection, sql, [dossier.into(), actor.into(), count.into()]).await?.iter().map(from_row).collect()
}

/// The newest entries of a dossier, or of the whole house when `dossier` is empty, before `before`.
pub async fn latest(connection: &impl ConnectionTrait, dossier: &str, before: i64, count: i64) -> Result<Vec<Entry>> {
    let rows = if dossier.is_empty() {
        let sql = "SELECT * FROM ledger_entry WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2";
        all(connection, sql, [before.into(), count.into()]).await?
    } else {
        let sql = "SELECT * FROM ledger_entry WHERE dossier = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3";
        all(connection, sql, [dossier.into(), before.into(), count.into()]).await?
    };
    rows.iter().map(from_row).collect()
}

/// Follows the whole chain: the number of entries and the last hash, or the first break.
/// A chain cut short at its end shows because the head remembers how far it went.
pub async fn verify(connection: &impl ConnectionTrait) -> Result<std::result::Result<(i64, String), Break>> {
    follow(connection, |_| Ok(())).await
}

/// Writes the chain as JSON Lines, the form that `docs/ledger.md` describes, and verifies it on the way.
/// It stops before the first entry that breaks the chain: what is written holds.
pub async fn export(
    connection: &impl ConnectionTrait,
    out: &mut (impl std::io::Write + Send),
) -> Result<std::result::Result<(i64, String), Break>> {
    let failed = |source| StoreError::Folder { path: "the ledger's export".into(), source };
    follow(connection, |entry| {
        let mut line = to_json("ledger_entry", entry)?;
        line.push('\n');
        out.write_all(line.as_bytes()).map_err(failed)
    })
    .await
}

/// Visits every entry in order, as far as the chain holds.
pub async fn walk(
    connection: &impl ConnectionTrait,
    visit: impl FnMut(&Entry) -> Result<()> + Send,
) -> Result<std::result::Result<(i64, String), Break>> {
    follow(connection, visit).await
}

/// One entry by its number.
pub async fn entry(connection: &impl ConnectionTrait, sequence: i64) -> Result<Option<Entry>> {
    let row = one(connection, "SELECT * FROM ledger_entry WHERE sequence = $1", [sequence.into()]).await?;
    row.as_ref().map(from_row).transpose()
}

async fn follow(
    connection: &impl ConnectionTrait,
    mut visit: impl FnMut(&Entry) -> Result<()> + Send,
) -> Result<std::result::Result<(i64, String), Break>> {
    // The head first, and the chain up to there: entries that others append meanwhile are not missing, they are later.
    let head = one(connection, "SELECT sequence, hash FROM ledger_head WHERE singleton = 1", []).await?;
    let head = head.ok_or_else(|| StoreError::Ledger("it has no head".to_owned()))?;
    let (last, hash): (i64, String) = (head.try_get("", "sequence")?, column(&head, "hash")?);
    let mut verifier = Verifier::default();
    loop {
        let (count, followed) = verifier.head();
        if count == last {
            let is_whole = followed == hash;
            return Ok(if is_whole { Ok((count, hash)) } else { Err(Break::Link { sequence: count }) });
        }
        let page = entries(connection, count).await?;
        if page.is_empty() {
            return Ok(Err(Break::Sequence { sequence: last, expected: count + 1 }));
        }
        for entry in page.iter().take_while(|entry| entry.sequence <= last) {
            if let Err(broken) = verifier.follow(entry) {
                return Ok(Err(broken));
            }
            visit(entry)?;
        }
        if verifier.head().0 == count {
            // Only later entries are left: the end up to the head is gone.
            return Ok(Err(Break::Sequence { sequence: last, expected: count + 1 }));
        }
    }
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

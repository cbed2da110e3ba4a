//! The records of a dossier: one table per noun, all of the same shape, saved only over the revision that was read.
//!
//! Why bodies are JSON: a record is read and written whole, always with its dossier, and holds texts in several languages;
//! see `docs/decisions/0002-storage.md`.

use jalon_domain::DossierId;
use jalon_domain::assessment::Record;
use sea_orm::{ConnectionTrait, QueryResult};

use crate::{Result, all, column, dossier, execute, from_json, one, to_json};

/// What came of a save.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved<R> {
    /// The record with its new revision, and what it was before.
    Done { record: R, before: Option<R> },
    /// Somebody saved in between; this is what stands. Absent when it was deleted.
    Conflict(Option<R>),
}

/// Saves `record` if the stored revision is still `record.revision()` (0: it must not exist yet).
/// After a conflict the transaction has nothing worth keeping: drop it.
pub async fn save<R: Record>(connection: &impl ConnectionTrait, dossier: &DossierId, record: &R, at: &str) -> Result<Saved<R>> {
    // The dossier before its records, always: two writers who took records in a different order would wait for each other for ever.
    dossier::touch(connection, dossier).await?;
    let before: Option<R> = get(connection, dossier, record.key()).await?;
    let stored = before.as_ref().map_or(0, Record::revision);
    if stored != record.revision() {
        return Ok(Saved::Conflict(before));
    }
    let mut saved = record.clone();
    saved.set_revision(stored + 1);
    let body = to_json(R::NOUN, &saved)?;
    let changed = if stored == 0 {
        let sql = format!(
            "INSERT INTO {} (dossier_id, key, revision, changed_at, body) VALUES ($1, $2, 1, $3, $4) ON CONFLICT DO NOTHING",
            R::NOUN
        );
        execute(connection, &sql, [dossier.as_str().into(), record.key().into(), at.into(), body.into()]).await?
    } else {
        let sql = format!(
            "UPDATE {} SET revision = revision + 1, changed_at = $4, body = $5 WHERE dossier_id = $1 AND key = $2 AND revision = $3",
            R::NOUN
        );
        let values = [dossier.as_str().into(), record.key().into(), stored.into(), at.into(), body.into()];
        execute(connection, &sql, values).await?
    };
    if changed == 0 {
        // The row itself decides, whatever was read before.
        return Ok(Saved::Conflict(get(connection, dossier, record.key()).await?));
    }
    Ok(Saved::Done { record: saved, before })
}

pub async fn get<R: Record>(connection: &impl ConnectionTrait, dossier: &DossierId, key: &str) -> Result<Option<R>> {
    let sql = format!("SELECT revision, body FROM {} WHERE dossier_id = $1 AND key = $2", R::NOUN);
    let row = one(connection, &sql, [dossier.as_str().into(), key.into()]).await?;
    row.as_ref().map(from_row).transpose()
}

/// All records of one noun, by key.
pub async fn list<R: Record>(connection: &impl ConnectionTrait, dossier: &DossierId) -> Result<Vec<R>> {
    let sql = format!("SELECT revision, body FROM {} WHERE dossier_id = $1", R::NOUN);
    let rows = all(connection, &sql, [dossier.as_str().into()]).await?;
    let mut records = rows.iter().map(from_row).collect::<Result<Vec<R>>>()?;
    // Not by the database: engines and locales sort text differently.
    records.sort_by(|a, b| a.key().cmp(b.key()));
    Ok(records)
}

/// All records of one noun in the whole house, by dossier and key.
pub async fn everywhere<R: Record>(connection: &impl ConnectionTrait) -> Result<Vec<(DossierId, R)>> {
    let sql = format!("SELECT dossier_id, revision, body FROM {}", R::NOUN);
    let rows = all(connection, &sql, []).await?;
    let read = |row: &QueryResult| Ok((DossierId::new(column(row, "dossier_id")?), from_row(row)?));
    let mut records = rows.iter().map(read).collect::<Result<Vec<(DossierId, R)>>>()?;
    records.sort_by(|(a, x), (b, y)| (a.as_str(), x.key()).cmp(&(b.as_str(), y.key())));
    Ok(records)
}

/// Deletes the record if its revision is still `revision`. The record as it was, or the conflict.
pub async fn delete<R: Record>(
    connection: &impl ConnectionTrait,
    dossier: &DossierId,
    key: &str,
    revision: i64,
) -> Result<Saved<R>> {
    dossier::touch(connection, dossier).await?;
    let stored: Option<R> = get(connection, dossier, key).await?;
    let sql = format!("DELETE FROM {} WHERE dossier_id = $1 AND key = $2 AND revision = $3", R::NOUN);
    let deleted = execute(connection, &sql, [dossier.as_str().into(), key.into(), revision.into()]).await?;
    match stored {
        Some(record) if deleted == 1 => Ok(Saved::Done { before: Some(record.clone()), record }),
        stored => Ok(Saved::Conflict(stored)),
    }
}

fn from_row<R: Record>(row: &QueryResult) -> Result<R> {
    let mut record: R = from_json(R::NOUN, &column(row, "body")?)?;
    record.set_revision(row.try_get("", "revision")?);
    Ok(record)
}

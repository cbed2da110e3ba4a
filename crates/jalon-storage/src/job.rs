//! Work to be done later, in the database: enqueued in the transaction of the write that asks for it, so that neither
//! exists without the other. A job may run twice when a program dies in between; it must bear that.

use sea_orm::ConnectionTrait;

use crate::{Result, column, execute, one};

/// A job that its taker holds until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: String,
    pub kind: String,
    /// JSON; identifiers rather than personal values.
    pub payload: String,
    /// How often it was taken, this time included.
    pub attempts: i64,
}

/// Adds a job. Enqueueing the same identifier twice is the same job.
pub async fn enqueue(connection: &impl ConnectionTrait, id: &str, kind: &str, payload: &str, run_after: &str) -> Result<()> {
    let sql = "INSERT INTO job (id, kind, payload, run_after, attempts, last_error, done_at) VALUES ($1, $2, $3, $4, 0, '', '')
               ON CONFLICT DO NOTHING";
    execute(connection, sql, [id.into(), kind.into(), payload.into(), run_after.into()]).await?;
    Ok(())
}

/// Takes the job of a kind that has waited longest. Until `lease_until` nobody else gets it; after that it is free again.
pub async fn next(connection: &impl ConnectionTrait, kind: &str, now: &str, lease_until: &str) -> Result<Option<Job>> {
    // The outer conditions repeat the inner ones: on PostgreSQL a second taker waits for the row and then looks at them again.
    let sql = "UPDATE job SET attempts = attempts + 1, run_after = $2
               WHERE id = (SELECT id FROM job WHERE kind = $3 AND done_at = '' AND run_after <= $1 ORDER BY run_after, id LIMIT 1)
               AND done_at = '' AND run_after <= $1
               RETURNING id, kind, payload, attempts";
    let Some(row) = one(connection, sql, [now.into(), lease_until.into(), kind.into()]).await? else { return Ok(None) };
    Ok(Some(Job {
        id: column(&row, "id")?,
        kind: column(&row, "kind")?,
        payload: column(&row, "payload")?,
        attempts: row.try_get("", "attempts")?,
    }))
}

pub async fn finish(connection: &impl ConnectionTrait, id: &str, now: &str) -> Result<()> {
    execute(connection, "UPDATE job SET done_at = $2, last_error = '' WHERE id = $1", [id.into(), now.into()]).await?;
    Ok(())
}

/// Notes why it failed, and when to try again. `error` must name no person: it is shown to operators.
pub async fn fail(connection: &impl ConnectionTrait, id: &str, error: &str, retry_at: &str) -> Result<()> {
    let sql = "UPDATE job SET last_error = $2, run_after = $3 WHERE id = $1";
    execute(connection, sql, [id.into(), error.into(), retry_at.into()]).await?;
    Ok(())
}

/// Removes what was done of a kind before `before`.
pub async fn sweep(connection: &impl ConnectionTrait, kind: &str, before: &str) -> Result<()> {
    execute(connection, "DELETE FROM job WHERE kind = $2 AND done_at <> '' AND done_at < $1", [before.into(), kind.into()])
        .await?;
    Ok(())
}

//! Signed tables: immutable, addressable by dossier and number. Withdrawing hides one; nothing changes one.

use jalon_domain::DossierId;
use sea_orm::{ConnectionTrait, QueryResult};

use crate::{Result, all, column, execute, one};

/// A signed table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRelease {
    pub dossier: DossierId,
    pub number: i64,
    /// The table that it was signed from, and the dataset that it was made from.
    pub table: String,
    pub dataset: String,
    /// SHA-256 of `note` and `cells`, one after the other.
    pub content_digest: String,
    pub signed_at: String,
    /// Empty while it is public.
    pub withdrawn_at: String,
    pub withdrawn_reason: String,
    /// JSON: where it comes from, how it was made, who answers for it.
    pub note: String,
    /// JSON: the protected table. Empty in lists.
    pub cells: String,
}

const COLUMNS: &str =
    "dossier_id, number, table_key, dataset_key, content_digest, signed_at, withdrawn_at, withdrawn_reason, note";

pub async fn insert(connection: &impl ConnectionTrait, release: &TableRelease) -> Result<()> {
    let sql = format!("INSERT INTO table_release ({COLUMNS}, cells) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    let values = [
        release.dossier.as_str().into(),
        release.number.into(),
        release.table.as_str().into(),
        release.dataset.as_str().into(),
        release.content_digest.as_str().into(),
        release.signed_at.as_str().into(),
        release.withdrawn_at.as_str().into(),
        release.withdrawn_reason.as_str().into(),
        release.note.as_str().into(),
        release.cells.as_str().into(),
    ];
    execute(connection, &sql, values).await?;
    Ok(())
}

/// Whether it was public until now.
pub async fn withdraw(
    connection: &impl ConnectionTrait,
    dossier: &DossierId,
    number: i64,
    at: &str,
    reason: &str,
) -> Result<bool> {
    let sql = "UPDATE table_release SET withdrawn_at = $3, withdrawn_reason = $4 WHERE dossier_id = $1 AND number = $2 AND withdrawn_at = ''";
    Ok(execute(connection, sql, [dossier.as_str().into(), number.into(), at.into(), reason.into()]).await? == 1)
}

/// The signed tables of a dossier by number, withdrawn ones too, without cells.
pub async fn for_dossier(connection: &impl ConnectionTrait, dossier: &DossierId) -> Result<Vec<TableRelease>> {
    let sql = format!("SELECT {COLUMNS}, '' AS cells FROM table_release WHERE dossier_id = $1 ORDER BY number");
    all(connection, &sql, [dossier.as_str().into()]).await?.iter().map(from_row).collect()
}

/// One signed table with its cells, withdrawn or not.
pub async fn by_number(connection: &impl ConnectionTrait, dossier: &DossierId, number: i64) -> Result<Option<TableRelease>> {
    let sql = format!("SELECT {COLUMNS}, cells FROM table_release WHERE dossier_id = $1 AND number = $2");
    one(connection, &sql, [dossier.as_str().into(), number.into()]).await?.as_ref().map(from_row).transpose()
}

/// The signed tables of a dossier that are not withdrawn, by number, with their cells.
pub async fn public(connection: &impl ConnectionTrait, dossier: &DossierId) -> Result<Vec<TableRelease>> {
    let sql = format!("SELECT {COLUMNS}, cells FROM table_release WHERE dossier_id = $1 AND withdrawn_at = '' ORDER BY number");
    all(connection, &sql, [dossier.as_str().into()]).await?.iter().map(from_row).collect()
}

/// The signed tables made from a dataset, with their cells. Withdrawn ones too: whoever has them keeps them.
pub async fn of_dataset(connection: &impl ConnectionTrait, dossier: &DossierId, dataset: &str) -> Result<Vec<TableRelease>> {
    let sql = format!("SELECT {COLUMNS}, cells FROM table_release WHERE dossier_id = $1 AND dataset_key = $2 ORDER BY number");
    all(connection, &sql, [dossier.as_str().into(), dataset.into()]).await?.iter().map(from_row).collect()
}

fn from_row(row: &QueryResult) -> Result<TableRelease> {
    Ok(TableRelease {
        dossier: column(row, "dossier_id")?.into(),
        number: row.try_get("", "number")?,
        table: column(row, "table_key")?,
        dataset: column(row, "dataset_key")?,
        content_digest: column(row, "content_digest")?,
        signed_at: column(row, "signed_at")?,
        withdrawn_at: column(row, "withdrawn_at")?,
        withdrawn_reason: column(row, "withdrawn_reason")?,
        note: column(row, "note")?,
        cells: column(row, "cells")?,
    })
}

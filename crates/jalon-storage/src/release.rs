//! Releases: immutable, addressable by dossier and version. Withdrawing hides one; nothing changes one.

use jalon_domain::DossierId;
use sea_orm::{ConnectionTrait, QueryResult};

use crate::{Result, all, column, execute, one};

/// A frozen content with what identifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub id: String,
    pub dossier: DossierId,
    pub version: i64,
    /// SHA-256 of `content`.
    pub content_digest: String,
    pub published_at: String,
    /// Empty while it is public.
    pub withdrawn_at: String,
    /// What its address says since then.
    pub withdrawn_reason: String,
    /// JSON, for lists: title, territory, languages, signatures.
    pub summary: String,
    /// JSON: everything that the renderings are made from.
    pub content: String,
}

const COLUMNS: &str = "id, dossier_id, version, content_digest, published_at, withdrawn_at, withdrawn_reason, summary";

pub async fn insert(connection: &impl ConnectionTrait, release: &Release) -> Result<()> {
    let sql = "INSERT INTO release (id, dossier_id, version, content_digest, published_at, withdrawn_at, withdrawn_reason, summary, content)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        release.id.as_str().into(),
        release.dossier.as_str().into(),
        release.version.into(),
        release.content_digest.as_str().into(),
        release.published_at.as_str().into(),
        release.withdrawn_at.as_str().into(),
        release.withdrawn_reason.as_str().into(),
        release.summary.as_str().into(),
        release.content.as_str().into(),
    ];
    execute(connection, sql, values).await?;
    Ok(())
}

pub async fn withdraw(connection: &impl ConnectionTrait, id: &str, at: &str, reason: &str) -> Result<bool> {
    let sql = "UPDATE release SET withdrawn_at = $2, withdrawn_reason = $3 WHERE id = $1 AND withdrawn_at = ''";
    Ok(execute(connection, sql, [id.into(), at.into(), reason.into()]).await? == 1)
}

/// Every release that is public, newest first, without content.
pub async fn published(connection: &impl ConnectionTrait) -> Result<Vec<Release>> {
    let sql = format!("SELECT {COLUMNS}, '' AS content FROM release WHERE withdrawn_at = '' ORDER BY published_at DESC, id");
    all(connection, &sql, []).await?.iter().map(from_row).collect()
}

pub async fn for_dossier(connection: &impl ConnectionTrait, dossier: &DossierId) -> Result<Vec<Release>> {
    let sql = format!("SELECT {COLUMNS}, '' AS content FROM release WHERE dossier_id = $1 ORDER BY version DESC");
    all(connection, &sql, [dossier.as_str().into()]).await?.iter().map(from_row).collect()
}

/// One release with its content, withdrawn or not.
pub async fn by_version(connection: &impl ConnectionTrait, dossier: &DossierId, version: i64) -> Result<Option<Release>> {
    let sql = format!("SELECT {COLUMNS}, content FROM release WHERE dossier_id = $1 AND version = $2");
    one(connection, &sql, [dossier.as_str().into(), version.into()]).await?.as_ref().map(from_row).transpose()
}

fn from_row(row: &QueryResult) -> Result<Release> {
    Ok(Release {
        id: column(row, "id")?,
        dossier: column(row, "dossier_id")?.into(),
        version: row.try_get("", "version")?,
        content_digest: column(row, "content_digest")?,
        published_at: column(row, "published_at")?,
        withdrawn_at: column(row, "withdrawn_at")?,
        withdrawn_reason: column(row, "withdrawn_reason")?,
        summary: column(row, "summary")?,
        content: column(row, "content")?,
    })
}

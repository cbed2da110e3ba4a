//! Framework versions that an office imported; those of `catalogues/` are part of the program.

use jalon_domain::catalogue::Framework;
use sea_orm::ConnectionTrait;

use crate::{Result, all, column, execute, from_json, one, to_json};

const TABLE: &str = "framework";

/// Stores a version. False when this version exists already: a published version never changes.
pub async fn insert(connection: &impl ConnectionTrait, framework: &Framework, imported_at: &str) -> Result<bool> {
    let key = [framework.code.as_str().into(), framework.version.as_str().into()];
    if one(connection, "SELECT code FROM framework WHERE code = $1 AND version = $2", key).await?.is_some() {
        return Ok(false);
    }
    let values = [
        framework.code.as_str().into(),
        framework.version.as_str().into(),
        framework.digest().into(),
        to_json(TABLE, framework)?.into(),
        imported_at.into(),
    ];
    let sql = "INSERT INTO framework (code, version, content_digest, body, imported_at) VALUES ($1, $2, $3, $4, $5)";
    execute(connection, sql, values).await?;
    Ok(true)
}

pub async fn get(connection: &impl ConnectionTrait, code: &str, version: &str) -> Result<Option<Framework>> {
    let sql = "SELECT body FROM framework WHERE code = $1 AND version = $2";
    let row = one(connection, sql, [code.into(), version.into()]).await?;
    row.map(|row| from_json::<Framework>(TABLE, &column(&row, "body")?).map(Framework::indexed)).transpose()
}

pub async fn list(connection: &impl ConnectionTrait) -> Result<Vec<Framework>> {
    let rows = all(connection, "SELECT body FROM framework ORDER BY code, version", []).await?;
    rows.iter().map(|row| from_json::<Framework>(TABLE, &column(row, "body")?).map(Framework::indexed)).collect()
}

//! Territories.

use jalon_domain::TerritoryId;
use jalon_domain::identity::Territory;
use sea_orm::ConnectionTrait;

use crate::{Result, Transaction, all, column, execute, for_update, from_json, one, to_json};

const TABLE: &str = "territory";

pub async fn insert(connection: &impl ConnectionTrait, territory: &Territory) -> Result<()> {
    let parent = territory.parent.as_ref().map(|id| id.to_string());
    let values = [territory.id.as_str().into(), territory.slug.as_str().into(), parent.into(), to_json(TABLE, territory)?.into()];
    execute(connection, "INSERT INTO territory (id, slug, parent_id, body) VALUES ($1, $2, $3, $4)", values).await?;
    Ok(())
}

pub async fn update(connection: &impl ConnectionTrait, territory: &Territory) -> Result<()> {
    let parent = territory.parent.as_ref().map(|id| id.to_string());
    let values = [territory.id.as_str().into(), parent.into(), to_json(TABLE, territory)?.into()];
    execute(connection, "UPDATE territory SET parent_id = $2, body = $3 WHERE id = $1", values).await?;
    Ok(())
}

pub async fn by_id(connection: &impl ConnectionTrait, id: &TerritoryId) -> Result<Option<Territory>> {
    let row = one(connection, "SELECT body FROM territory WHERE id = $1", [id.as_str().into()]).await?;
    row.map(|row| from_json(TABLE, &column(&row, "body")?)).transpose()
}

pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Territory>> {
    let row = one(connection, "SELECT body FROM territory WHERE slug = $1", [slug.into()]).await?;
    row.map(|row| from_json(TABLE, &column(&row, "body")?)).transpose()
}

/// The territory, held until the transaction ends: two who correct it at once do so one after the other.
pub async fn by_slug_locked(transaction: &Transaction, slug: &str) -> Result<Option<Territory>> {
    let sql = for_update(transaction, "SELECT body FROM territory WHERE slug = $1");
    let row = one(transaction, &sql, [slug.into()]).await?;
    row.map(|row| from_json(TABLE, &column(&row, "body")?)).transpose()
}

pub async fn list(connection: &impl ConnectionTrait) -> Result<Vec<Territory>> {
    let rows = all(connection, "SELECT body FROM territory ORDER BY slug", []).await?;
    rows.iter().map(|row| from_json(TABLE, &column(row, "body")?)).collect()
}

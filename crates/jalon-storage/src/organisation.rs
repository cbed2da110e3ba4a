//! Organisations.

use jalon_domain::OrganisationId;
use jalon_domain::identity::Organisation;
use sea_orm::ConnectionTrait;

use crate::{Result, Transaction, all, column, execute, for_update, from_json, one, to_json};

const TABLE: &str = "organisation";

pub async fn insert(connection: &impl ConnectionTrait, organisation: &Organisation) -> Result<()> {
    let values = [organisation.id.as_str().into(), organisation.slug.as_str().into(), to_json(TABLE, organisation)?.into()];
    execute(connection, "INSERT INTO organisation (id, slug, body) VALUES ($1, $2, $3)", values).await?;
    Ok(())
}

pub async fn update(connection: &impl ConnectionTrait, organisation: &Organisation) -> Result<()> {
    let values = [organisation.id.as_str().into(), to_json(TABLE, organisation)?.into()];
    execute(connection, "UPDATE organisation SET body = $2 WHERE id = $1", values).await?;
    Ok(())
}

pub async fn by_id(connection: &impl ConnectionTrait, id: &OrganisationId) -> Result<Option<Organisation>> {
    let row = one(connection, "SELECT body FROM organisation WHERE id = $1", [id.as_str().into()]).await?;
    row.map(|row| from_json(TABLE, &column(&row, "body")?)).transpose()
}

pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Organisation>> {
    let row = one(connection, "SELECT body FROM organisation WHERE slug = $1", [slug.into()]).await?;
    row.map(|row| from_json(TABLE, &column(&row, "body")?)).transpose()
}

/// The organisation, held until the transaction ends: two who correct it at once do so one after the other.
pub async fn by_slug_locked(transaction: &Transaction, slug: &str) -> Result<Option<Organisation>> {
    let sql = for_update(transaction, "SELECT body FROM organisation WHERE slug = $1");
    let row = one(transaction, &sql, [slug.into()]).await?;
    row.map(|row| from_json(TABLE, &column(&row, "body")?)).transpose()
}

pub async fn list(connection: &impl ConnectionTrait) -> Result<Vec<Organisation>> {
    let rows = all(connection, "SELECT body FROM organisation ORDER BY slug", []).await?;
    rows.iter().map(|row| from_json(TABLE, &column(row, "body")?)).collect()
}

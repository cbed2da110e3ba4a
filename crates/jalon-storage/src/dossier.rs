//! Dossiers. What is in one is loaded by [`crate::content`].

use std::collections::HashMap;
use std::ops::Range;

use jalon_domain::assessment::{Dossier, DossierContent};
use jalon_domain::identity::Territory;
use jalon_domain::{DossierId, UserId};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::{Result, StoreError, Transaction, all, column, content, execute, for_update, from_json, one, to_json};

const TABLE: &str = "dossier";

pub async fn insert(connection: &impl ConnectionTrait, dossier: &Dossier) -> Result<()> {
    let sql =
        "INSERT INTO dossier (id, slug, territory_id, stage, revision, created_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        dossier.id.as_str().into(),
        dossier.slug.as_str().into(),
        dossier.territory.as_str().into(),
        dossier.stage.as_str().into(),
        dossier.revision.into(),
        dossier.created_at.as_str().into(),
        to_json(TABLE, dossier)?.into(),
    ];
    execute(connection, sql, values).await?;
    Ok(())
}

/// Saves the dossier itself, if nothing in it changed since `dossier.revision`. False when something did.
pub async fn update(connection: &impl ConnectionTrait, dossier: &Dossier) -> Result<bool> {
    let sql = "UPDATE dossier SET stage = $3, body = $4, revision = revision + 1 WHERE id = $1 AND revision = $2";
    let values =
        [dossier.id.as_str().into(), dossier.revision.into(), dossier.stage.as_str().into(), to_json(TABLE, dossier)?.into()];
    Ok(execute(connection, sql, values).await? == 1)
}

/// Notes that a record of the dossier changes, and on PostgreSQL locks the dossier until the transaction ends:
/// whoever writes in a dossier does this first, so that writers in one dossier follow each other.
pub async fn touch(connection: &impl ConnectionTrait, id: &DossierId) -> Result<()> {
    match execute(connection, "UPDATE dossier SET revision = revision + 1 WHERE id = $1", [id.as_str().into()]).await? {
        0 => Err(StoreError::Reference(format!("dossier {id}"))),
        _ => Ok(()),
    }
}

/// The dossier's present revision, without reading the rest.
pub async fn revision(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<i64>> {
    let row = one(connection, "SELECT revision FROM dossier WHERE slug = $1", [slug.into()]).await?;
    row.map(|row| Ok(row.try_get("", "revision")?)).transpose()
}

/// The present revisions of these dossiers, by slug; what is absent is left out.
pub async fn revisions(connection: &impl ConnectionTrait, slugs: &[&str]) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    for some in slugs.chunks(64) {
        // Few lengths, so that there are few statements to prepare; the last slug fills up.
        let length = some.len().next_power_of_two();
        let places: Vec<String> = (1..=length).map(|place| format!("${place}")).collect();
        let sql = format!("SELECT slug, revision FROM dossier WHERE slug IN ({})", places.join(", "));
        let last = some.last().into_iter().cycle();
        for row in all(connection, &sql, some.iter().chain(last).take(length).map(|slug| (*slug).into())).await? {
            found.insert(column(&row, "slug")?, row.try_get("", "revision")?);
        }
    }
    Ok(found)
}

/// How many dossiers there are: those in which a person has a role, or all of them.
pub async fn count(connection: &impl ConnectionTrait, member: Option<&UserId>) -> Result<usize> {
    let row = match member {
        None => one(connection, "SELECT COUNT(*) AS number FROM dossier", []).await?,
        Some(user) => {
            one(connection, "SELECT COUNT(*) AS number FROM membership WHERE user_id = $1", [user.as_str().into()]).await?
        }
    };
    let number: Option<i64> = row.map(|row| row.try_get("", "number")).transpose()?;
    Ok(number.and_then(|number| usize::try_from(number).ok()).unwrap_or_default())
}

/// The slugs and revisions of these of the dossiers that are [counted](count), newest first.
pub async fn slugs(
    connection: &impl ConnectionTrait,
    member: Option<&UserId>,
    range: Range<usize>,
) -> Result<Vec<(String, i64)>> {
    const PART: &str = "ORDER BY d.created_at DESC, d.slug LIMIT $1 OFFSET $2";
    let part = [range.len(), range.start].map(|number| i64::try_from(number).unwrap_or(i64::MAX).into());
    let rows = match member {
        None => all(connection, &format!("SELECT d.slug, d.revision FROM dossier d {PART}"), part).await?,
        Some(user) => {
            let sql = format!(
                "SELECT d.slug, d.revision FROM dossier d JOIN membership m ON m.dossier_id = d.id WHERE m.user_id = $3 {PART}"
            );
            all(connection, &sql, part.into_iter().chain([user.as_str().into()])).await?
        }
    };
    rows.iter().map(|row| Ok((column(row, "slug")?, row.try_get("", "revision")?))).collect()
}

pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Dossier>> {
    let row = one(connection, "SELECT revision, body FROM dossier WHERE slug = $1", [slug.into()]).await?;
    row.as_ref().map(from_row).transpose()
}

pub async fn by_id(connection: &impl ConnectionTrait, id: &DossierId) -> Result<Option<Dossier>> {
    let row = one(connection, "SELECT revision, body FROM dossier WHERE id = $1", [id.as_str().into()]).await?;
    row.as_ref().map(from_row).transpose()
}

/// The dossier, held until the transaction ends: what is decided on its stage still holds when the write is committed.
pub async fn by_id_locked(transaction: &Transaction, id: &DossierId) -> Result<Option<Dossier>> {
    let sql = for_update(transaction, "SELECT revision, body FROM dossier WHERE id = $1");
    let row = one(transaction, &sql, [id.as_str().into()]).await?;
    row.as_ref().map(from_row).transpose()
}

pub async fn list(connection: &impl ConnectionTrait) -> Result<Vec<Dossier>> {
    let rows = all(connection, "SELECT revision, body FROM dossier ORDER BY created_at DESC, slug", []).await?;
    rows.iter().map(from_row).collect()
}

/// The dossiers with their territories, newest first: those in which a person has a role, or all of them.
pub async fn with_territory(connection: &impl ConnectionTrait, member: Option<&UserId>) -> Result<Vec<(Dossier, Territory)>> {
    const COLUMNS: &str =
        "SELECT d.revision, d.body, t.body AS territory FROM dossier d JOIN territory t ON t.id = d.territory_id";
    const ORDER: &str = "ORDER BY d.created_at DESC, d.slug";
    let rows = match member {
        None => all(connection, &format!("{COLUMNS} {ORDER}"), []).await?,
        Some(user) => {
            let sql = format!("{COLUMNS} JOIN membership m ON m.dossier_id = d.id WHERE m.user_id = $1 {ORDER}");
            all(connection, &sql, [user.as_str().into()]).await?
        }
    };
    rows.iter().map(|row| Ok((from_row(row)?, from_json("territory", &column(row, "territory")?)?))).collect()
}

fn from_row(row: &QueryResult) -> Result<Dossier> {
    let mut dossier: Dossier = from_json(TABLE, &column(row, "body")?)?;
    // The revision of the row is the truth; the one in the body is older by design.
    dossier.revision = row.try_get("", "revision")?;
    Ok(dossier)
}

/// The dossier with all its records, as they stand now: see [`content::load`].
pub async fn content(connection: &impl ConnectionTrait, dossier: Dossier) -> Result<DossierContent> {
    let gone = || StoreError::Reference(format!("dossier {}", dossier.id));
    Ok(content::load(connection, &dossier.id).await?.ok_or_else(gone)?.0)
}

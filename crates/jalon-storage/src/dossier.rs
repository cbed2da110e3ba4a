//! Dossiers, and everything in one.

use jalon_domain::DossierId;
use jalon_domain::assessment::{Dossier, DossierContent};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::{Result, StoreError, all, column, execute, from_json, membership, one, organisation, record, territory, to_json};

const TABLE: &str = "dossier";

pub async fn insert(connection: &impl ConnectionTrait, dossier: &Dossier) -> Result<()> {
    let sql = "INSERT INTO dossier (id, slug, territory_id, stage, revision, created_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
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

/// Notes that a record of the dossier changed.
pub async fn touch(connection: &impl ConnectionTrait, id: &DossierId) -> Result<()> {
    execute(connection, "UPDATE dossier SET revision = revision + 1 WHERE id = $1", [id.as_str().into()]).await?;
    Ok(())
}

/// The dossier's present revision, without reading the rest.
pub async fn revision(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<i64>> {
    let row = one(connection, "SELECT revision FROM dossier WHERE slug = $1", [slug.into()]).await?;
    row.map(|row| Ok(row.try_get("", "revision")?)).transpose()
}

pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Dossier>> {
    let row = one(connection, "SELECT revision, body FROM dossier WHERE slug = $1", [slug.into()]).await?;
    row.as_ref().map(from_row).transpose()
}

pub async fn by_id(connection: &impl ConnectionTrait, id: &DossierId) -> Result<Option<Dossier>> {
    let row = one(connection, "SELECT revision, body FROM dossier WHERE id = $1", [id.as_str().into()]).await?;
    row.as_ref().map(from_row).transpose()
}

pub async fn list(connection: &impl ConnectionTrait) -> Result<Vec<Dossier>> {
    let rows = all(connection, "SELECT revision, body FROM dossier ORDER BY created_at DESC, slug", []).await?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &QueryResult) -> Result<Dossier> {
    let mut dossier: Dossier = from_json(TABLE, &column(row, "body")?)?;
    // The revision of the row is the truth; the one in the body is older by design.
    dossier.revision = row.try_get("", "revision")?;
    Ok(dossier)
}

/// The dossier with all its records.
pub async fn content(connection: &impl ConnectionTrait, dossier: Dossier) -> Result<DossierContent> {
    let id = dossier.id.clone();
    let missing = || StoreError::Backup(format!("the territory of dossier {} is missing", dossier.slug));
    let territory = territory::by_id(connection, &dossier.territory).await?.ok_or_else(missing)?;
    let organisations = organisation::list(connection).await?.into_iter().map(|o| (o.id.clone(), o)).collect();
    let mut content = DossierContent {
        territory,
        organisations,
        memberships: membership::for_dossier(connection, &id).await?,
        answers: record::list(connection, &id).await?,
        findings: record::list(connection, &id).await?,
        evidence: record::list(connection, &id).await?,
        paragraphs: record::list(connection, &id).await?,
        figures: record::list(connection, &id).await?,
        participants: record::list(connection, &id).await?,
        comments: record::list(connection, &id).await?,
        validations: record::list(connection, &id).await?,
        dossier,
    };
    content.findings.sort_by(|a, b| (&a.dimension, a.kind, a.order, &a.id).cmp(&(&b.dimension, b.kind, b.order, &b.id)));
    content.comments.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
    content.paragraphs.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    content.figures.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    Ok(content)
}

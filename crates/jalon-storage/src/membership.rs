//! Who is what in which dossier. One role per person and dossier.

use jalon_domain::identity::{AccountState, Membership, Role};
use jalon_domain::{DossierId, OrganisationId, UserId};
use sea_orm::ConnectionTrait;

use crate::{Result, all, column, execute};

pub async fn set(connection: &impl ConnectionTrait, membership: &Membership) -> Result<()> {
    remove(connection, &membership.dossier, &membership.user).await?;
    let values = [membership.dossier.as_str().into(), membership.user.as_str().into(), membership.role.code().into()];
    execute(connection, "INSERT INTO membership (dossier_id, user_id, role) VALUES ($1, $2, $3)", values).await?;
    Ok(())
}

pub async fn remove(connection: &impl ConnectionTrait, dossier: &DossierId, user: &UserId) -> Result<()> {
    let values = [dossier.as_str().into(), user.as_str().into()];
    execute(connection, "DELETE FROM membership WHERE dossier_id = $1 AND user_id = $2", values).await?;
    Ok(())
}

/// The members of a dossier with the organisation each speaks for.
pub async fn for_dossier(
    connection: &impl ConnectionTrait,
    dossier: &DossierId,
) -> Result<Vec<(Membership, Option<OrganisationId>)>> {
    let sql = "SELECT m.user_id, m.role, u.organisation_id FROM membership m JOIN user_account u ON u.id = m.user_id
               WHERE m.dossier_id = $1 ORDER BY m.role, u.name, m.user_id";
    let mut members = vec![];
    for row in all(connection, sql, [dossier.as_str().into()]).await? {
        let organisation: Option<String> = row.try_get("", "organisation_id")?;
        let Some(role) = Role::from_code(&column(&row, "role")?) else { continue };
        members.push((
            Membership { dossier: dossier.clone(), user: column(&row, "user_id")?.into(), role },
            organisation.map(Into::into),
        ));
    }
    Ok(members)
}

pub async fn for_user(connection: &impl ConnectionTrait, user: &UserId) -> Result<Vec<Membership>> {
    let sql = "SELECT dossier_id, role FROM membership WHERE user_id = $1 ORDER BY dossier_id";
    let mut memberships = vec![];
    for row in all(connection, sql, [user.as_str().into()]).await? {
        let Some(role) = Role::from_code(&column(&row, "role")?) else { continue };
        memberships.push(Membership { dossier: column(&row, "dossier_id")?.into(), user: user.clone(), role });
    }
    Ok(memberships)
}

/// The leads of every dossier: whose, their name, and the state of their account.
pub async fn leads(connection: &impl ConnectionTrait) -> Result<Vec<(DossierId, String, AccountState)>> {
    let sql = "SELECT m.dossier_id, u.name, u.state FROM membership m JOIN user_account u ON u.id = m.user_id
               WHERE m.role = $1 ORDER BY m.dossier_id, u.name, m.user_id";
    let mut leads = vec![];
    for row in all(connection, sql, [Role::LocalLead.code().into()]).await? {
        let Some(state) = AccountState::from_code(&column(&row, "state")?) else { continue };
        leads.push((column(&row, "dossier_id")?.into(), column(&row, "name")?, state));
    }
    Ok(leads)
}

//! Accounts, and the key per person that lets the ledger forget.

use jalon_domain::identity::{AccountState, InstanceRole, User};
use jalon_domain::{Language, UserId};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::{Result, all, column, execute, one};

const COLUMNS: &str = "id, email, name, organisation_id, password_hash, language, state, instance_role, created_at";

pub async fn insert(connection: &impl ConnectionTrait, user: &User) -> Result<()> {
    let sql =
        "INSERT INTO user_account (id, email, name, organisation_id, password_hash, language, state, instance_role, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute(connection, sql, values(user)).await?;
    Ok(())
}

pub async fn update(connection: &impl ConnectionTrait, user: &User) -> Result<()> {
    let sql = "UPDATE user_account SET email = $2, name = $3, organisation_id = $4, password_hash = $5, language = $6,
               state = $7, instance_role = $8, created_at = $9 WHERE id = $1";
    execute(connection, sql, values(user)).await?;
    Ok(())
}

fn values(user: &User) -> [sea_orm::Value; 9] {
    // An erased account has no address; several may exist, so it is absent rather than empty.
    let email = Some(user.email.trim().to_lowercase()).filter(|email| !email.is_empty());
    [
        user.id.as_str().into(),
        email.into(),
        user.name.as_str().into(),
        user.organisation.as_ref().map(|id| id.to_string()).into(),
        user.password_hash.as_str().into(),
        user.language.tag().into(),
        user.state.code().into(),
        user.instance_role.code().into(),
        user.created_at.as_str().into(),
    ]
}

pub async fn by_id(connection: &impl ConnectionTrait, id: &UserId) -> Result<Option<User>> {
    let row = one(connection, &format!("SELECT {COLUMNS} FROM user_account WHERE id = $1"), [id.as_str().into()]).await?;
    row.as_ref().map(from_row).transpose()
}

/// Letter case does not matter.
pub async fn by_email(connection: &impl ConnectionTrait, email: &str) -> Result<Option<User>> {
    let sql = format!("SELECT {COLUMNS} FROM user_account WHERE email = $1");
    let row = one(connection, &sql, [email.trim().to_lowercase().into()]).await?;
    row.as_ref().map(from_row).transpose()
}

/// A part of the accounts, by identifier: those after `after`, at most `count`.
pub async fn page(connection: &impl ConnectionTrait, after: &str, count: i64) -> Result<Vec<User>> {
    let sql = format!("SELECT {COLUMNS} FROM user_account WHERE id > $1 ORDER BY id LIMIT $2");
    all(connection, &sql, [after.into(), count.into()]).await?.iter().map(from_row).collect()
}

pub async fn list(connection: &impl ConnectionTrait) -> Result<Vec<User>> {
    let rows = all(connection, &format!("SELECT {COLUMNS} FROM user_account ORDER BY state, name, id"), []).await?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &QueryResult) -> Result<User> {
    let email: Option<String> = row.try_get("", "email")?;
    let organisation: Option<String> = row.try_get("", "organisation_id")?;
    Ok(User {
        id: column(row, "id")?.into(),
        email: email.unwrap_or_default(),
        name: column(row, "name")?,
        organisation: organisation.map(Into::into),
        password_hash: column(row, "password_hash")?,
        language: Language::from_tag(&column(row, "language")?).unwrap_or_default(),
        // The schema holds only known codes; the fallbacks give nothing away.
        state: AccountState::from_code(&column(row, "state")?).unwrap_or(AccountState::Suspended),
        instance_role: InstanceRole::from_code(&column(row, "instance_role")?).unwrap_or_default(),
        created_at: column(row, "created_at")?,
    })
}

/// The person's secret, kept while the person may be known; `fresh` is stored when there is none yet.
/// `person` is a user's identifier, or a name of its own for somebody without an account.
pub async fn person_key(connection: &impl ConnectionTrait, person: &str, fresh: &str) -> Result<String> {
    if let Some(known) = known_person_key(connection, person).await? {
        return Ok(known);
    }
    let values = [person.into(), fresh.into()];
    execute(connection, "INSERT INTO person_key (user_id, secret) VALUES ($1, $2)", values).await?;
    Ok(fresh.to_owned())
}

/// The key of a person, where it was not destroyed.
pub async fn known_person_key(connection: &impl ConnectionTrait, person: &str) -> Result<Option<String>> {
    let row = one(connection, "SELECT secret FROM person_key WHERE user_id = $1", [person.into()]).await?;
    row.map(|row| column(&row, "secret")).transpose()
}

/// Destroys what is personal about an account: address, name, password, key, sessions and links.
/// The identifier stays, because the ledger refers to it; what it sealed can no longer be told by anybody.
pub async fn erase(connection: &impl ConnectionTrait, id: &UserId) -> Result<()> {
    let account = "UPDATE user_account SET email = NULL, name = '', password_hash = '', state = 'erased', instance_role = 'none' WHERE id = $1";
    execute(connection, account, [id.as_str().into()]).await?;
    execute(connection, "DELETE FROM session WHERE user_id = $1", [id.as_str().into()]).await?;
    execute(connection, "DELETE FROM token WHERE user_id = $1", [id.as_str().into()]).await?;
    destroy_person_key(connection, id.as_str()).await
}

/// After this nobody can tell whose the person's digests in the ledger are.
pub async fn destroy_person_key(connection: &impl ConnectionTrait, person: &str) -> Result<()> {
    execute(connection, "DELETE FROM person_key WHERE user_id = $1", [person.into()]).await?;
    Ok(())
}

//! Single-use tokens: invitations and password resets, kept by their digest.

use jalon_domain::UserId;
use sea_orm::ConnectionTrait;

use crate::{Result, column, execute, one};

pub async fn insert(
    connection: &impl ConnectionTrait,
    token_digest: &str,
    kind: &str,
    user: &UserId,
    expires_at: &str,
) -> Result<()> {
    // A newer link replaces the older ones, so that a forgotten mail opens nothing.
    execute(connection, "DELETE FROM token WHERE user_id = $1", [user.as_str().into()]).await?;
    let values = [token_digest.into(), kind.into(), user.as_str().into(), expires_at.into()];
    execute(connection, "INSERT INTO token (token_digest, kind, user_id, expires_at) VALUES ($1, $2, $3, $4)", values).await?;
    Ok(())
}

/// Whose token this is, unless it has expired or was used.
pub async fn find(connection: &impl ConnectionTrait, token_digest: &str, now: &str) -> Result<Option<UserId>> {
    let sql = "SELECT user_id FROM token WHERE token_digest = $1 AND expires_at > $2";
    let row = one(connection, sql, [token_digest.into(), now.into()]).await?;
    row.map(|row| Ok(column(&row, "user_id")?.into())).transpose()
}

/// Uses the token up. False when somebody else did first.
pub async fn take(connection: &impl ConnectionTrait, token_digest: &str) -> Result<bool> {
    Ok(execute(connection, "DELETE FROM token WHERE token_digest = $1", [token_digest.into()]).await? == 1)
}

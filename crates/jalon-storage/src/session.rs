//! Sessions, kept by the digest of their token: whoever reads the database cannot take one over.

use jalon_domain::UserId;
use sea_orm::ConnectionTrait;

use crate::{Result, column, execute, one};

/// A signed-in browser.
#[derive(Debug, Clone)]
pub struct Session {
    /// SHA-256 of the token, in hexadecimal.
    pub token_digest: String,
    pub user: UserId,
    pub csrf_token: String,
    pub created_at: String,
    pub expires_at: String,
}

pub async fn insert(connection: &impl ConnectionTrait, session: &Session) -> Result<()> {
    let sql = "INSERT INTO session (token_digest, user_id, csrf_token, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [
        session.token_digest.as_str().into(),
        session.user.as_str().into(),
        session.csrf_token.as_str().into(),
        session.created_at.as_str().into(),
        session.expires_at.as_str().into(),
    ];
    execute(connection, sql, values).await?;
    Ok(())
}

/// The session, unless it has expired at `now`.
pub async fn find(connection: &impl ConnectionTrait, token_digest: &str, now: &str) -> Result<Option<Session>> {
    let sql = "SELECT user_id, csrf_token, created_at, expires_at FROM session WHERE token_digest = $1 AND expires_at > $2";
    let Some(row) = one(connection, sql, [token_digest.into(), now.into()]).await? else { return Ok(None) };
    Ok(Some(Session {
        token_digest: token_digest.to_owned(),
        user: column(&row, "user_id")?.into(),
        csrf_token: column(&row, "csrf_token")?,
        created_at: column(&row, "created_at")?,
        expires_at: column(&row, "expires_at")?,
    }))
}

/// Lets the session last until `expires_at`. A write: call it now and then, not at every request.
pub async fn touch(connection: &impl ConnectionTrait, token_digest: &str, expires_at: &str) -> Result<()> {
    let sql = "UPDATE session SET expires_at = $2 WHERE token_digest = $1";
    execute(connection, sql, [token_digest.into(), expires_at.into()]).await?;
    Ok(())
}

pub async fn delete(connection: &impl ConnectionTrait, token_digest: &str) -> Result<()> {
    execute(connection, "DELETE FROM session WHERE token_digest = $1", [token_digest.into()]).await?;
    Ok(())
}

pub async fn delete_for_user(connection: &impl ConnectionTrait, user: &UserId) -> Result<()> {
    execute(connection, "DELETE FROM session WHERE user_id = $1", [user.as_str().into()]).await?;
    Ok(())
}

/// Removes what has expired.
pub async fn sweep(connection: &impl ConnectionTrait, now: &str) -> Result<()> {
    execute(connection, "DELETE FROM session WHERE expires_at <= $1", [now.into()]).await?;
    Ok(())
}

//! Signing in and out, and who a request comes from.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use jalon_domain::identity::{AccountState, User};
use jalon_domain::{Language, Problem, UserId};
use jalon_storage::session::Session;
use jalon_storage::{organisation, session as stored, user};
use sha2::{Digest, Sha256};

use crate::authorisation::Principal;
use crate::{App, AppError, Caller, Result, lock};

/// A session ends after this time without regard to use; whoever works longer signs in again.
const SESSION_HOURS: i64 = 12;

/// Sessions in memory, so that a page does not ask the database who its reader is. Emptied whenever an account changes.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    known: Mutex<HashMap<String, Arc<SignedIn>>>,
}

impl Cache {
    pub(crate) fn clear(&self) {
        lock(&self.known).clear();
    }
}

/// A signed-in person, as a request finds them.
#[derive(Debug)]
pub struct SignedIn {
    pub user: Arc<User>,
    principal: Principal,
    pub csrf_token: String,
    pub expires_at: String,
}

impl SignedIn {
    pub fn caller(&self, language: Language) -> Caller {
        Caller { principal: self.principal.clone(), user: Some(self.user.clone()), language }
    }
}

impl App {
    /// Signs in with an address and a password; gives the session's token. Every failure has the same answer and takes the same time.
    pub async fn sign_in(&self, email: &str, password: &str, address: IpAddr) -> Result<String> {
        let now = self.timestamp().as_second();
        if let Some(wait) = self.throttle.wait(email, address, now) {
            return Err(AppError::Throttled(wait));
        }
        let account = user::by_email(self.store.reader(), email).await?;
        let usable = account.filter(|user| user.state == AccountState::Active && !user.password_hash.is_empty());
        let hash = usable.as_ref().map_or_else(decoy_hash, |user| user.password_hash.clone());
        let matches = verify_password(password.to_owned(), hash).await?;
        let Some(user) = usable.filter(|_| matches) else {
            self.throttle.failed(email, address, now);
            return Err(AppError::invalid(Problem::on("sign-in-failed", "password")));
        };
        self.throttle.succeeded(email, address);
        self.start_session(&user.id).await
    }

    pub(crate) async fn start_session(&self, user: &UserId) -> Result<String> {
        let token = secret();
        let session = Session {
            token_digest: digest(&token),
            user: user.clone(),
            csrf_token: secret(),
            created_at: self.now(),
            expires_at: self.in_hours(SESSION_HOURS),
        };
        let transaction = self.store.begin().await?;
        stored::sweep(transaction.connection(), &self.now()).await?;
        stored::insert(transaction.connection(), &session).await?;
        transaction.commit_unrecorded().await?;
        Ok(token)
    }

    /// Who holds this token, if the session still runs and the account is active.
    pub async fn signed_in(&self, token: &str) -> Result<Option<Arc<SignedIn>>> {
        let token_digest = digest(token);
        let now = self.now();
        if let Some(known) = lock(&self.sessions.known).get(&token_digest).filter(|known| known.expires_at > now) {
            return Ok(Some(known.clone()));
        }
        let reader = self.store.reader();
        let Some(session) = stored::find(reader, &token_digest, &now).await? else { return Ok(None) };
        let Some(user) = user::by_id(reader, &session.user).await?.filter(|user| user.state == AccountState::Active) else {
            return Ok(None);
        };
        let organisation = match &user.organisation {
            Some(id) => organisation::by_id(reader, id).await?,
            None => None,
        };
        let principal = Principal::person(&user, organisation.map(|organisation| organisation.level));
        let signed_in = Arc::new(SignedIn {
            principal,
            user: Arc::new(user),
            csrf_token: session.csrf_token,
            expires_at: session.expires_at,
        });
        lock(&self.sessions.known).insert(token_digest, signed_in.clone());
        Ok(Some(signed_in))
    }

    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let token_digest = digest(token);
        lock(&self.sessions.known).remove(&token_digest);
        let transaction = self.store.begin().await?;
        stored::delete(transaction.connection(), &token_digest).await?;
        Ok(transaction.commit_unrecorded().await?)
    }

    pub(crate) fn in_hours(&self, hours: i64) -> String {
        format!("{:.3}", self.timestamp() + jiff::SignedDuration::from_hours(hours))
    }
}

/// 256 bits of randomness, safe in an address.
pub(crate) fn secret() -> String {
    let bytes: [u8; 32] = rand::random();
    hex::encode(bytes)
}

pub(crate) fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

fn hasher() -> Argon2<'static> {
    // OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

pub(crate) async fn hash_password(password: String) -> Result<String> {
    blocking(move || {
        let salt: [u8; 16] = rand::random();
        let salt = SaltString::encode_b64(&salt).map_err(|error| AppError::Fault(error.to_string()))?;
        let hash = hasher().hash_password(password.as_bytes(), &salt).map_err(|error| AppError::Fault(error.to_string()))?;
        Ok(hash.to_string())
    })
    .await?
}

pub(crate) async fn verify_password(password: String, hash: String) -> Result<bool> {
    blocking(move || PasswordHash::new(&hash).is_ok_and(|parsed| hasher().verify_password(password.as_bytes(), &parsed).is_ok()))
        .await
}

/// Compared against when there is no such account, so that the answer takes as long.
fn decoy_hash() -> String {
    static DECOY: OnceLock<String> = OnceLock::new();
    DECOY
        .get_or_init(|| {
            let salt = SaltString::encode_b64(b"no account here!");
            salt.ok()
                .and_then(|salt| hasher().hash_password(b"nobody", &salt).ok().map(|hash| hash.to_string()))
                .unwrap_or_default()
        })
        .clone()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::Fault(error.to_string()))
}

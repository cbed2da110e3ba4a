//! Accounts: invitation, password, suspension, erasure.

use std::net::IpAddr;

use jalon_domain::assessment::Participant;
use jalon_domain::identity::{AccountState, InstanceRole, Level, User};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, OrganisationId, Problem, UserId};
use jalon_storage::{
    ConnectionTrait, NewEntry, Transaction, dossier, ledger, membership, organisation, record, session, token, user,
};

use crate::authorisation::{Action, Facts, Resource};
use crate::error::check;
use crate::registry::OrganisationInput;
use crate::session::{digest, hash_password, secret, verify_password};
use crate::{App, AppError, Caller, LINE_LIMIT, Result, clean, mail, password, too_long};

const INVITATION_HOURS: i64 = 24 * 7;
const RESET_HOURS: i64 = 2;

/// Whom to invite.
#[derive(Debug, Clone, Default)]
pub struct Invitation {
    pub email: String,
    pub name: String,
    pub organisation: String,
    pub instance_role: String,
    pub language: Language,
}

/// What became of a link that opens an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    Sent,
    /// No mail server: the administrator passes this link on.
    Shown(String),
    /// The mail server did not take it; the administrator passes this link on.
    NotSent(String),
}

impl App {
    pub async fn accounts(&self, caller: &Caller) -> Result<Vec<User>> {
        self.authorise(caller, Action::UserList, &Resource::Instance, &Facts::default())?;
        Ok(user::list(self.store.reader()).await?)
    }

    /// Creates an account that waits for its password, and sends or shows the link that sets it.
    pub async fn invite(&self, caller: &Caller, invitation: Invitation) -> Result<(UserId, Link)> {
        self.authorise(caller, Action::UserInvite, &Resource::Instance, &Facts::default())?;
        let (email, name) = (clean(&invitation.email).to_lowercase(), clean(&invitation.name));
        let mut problems = too_long([("email", email.as_str(), LINE_LIMIT), ("name", name.as_str(), LINE_LIMIT)]);
        if !looks_like_address(&email) {
            problems.push(Problem::on("email-invalid", "email"));
        }
        if name.is_empty() {
            problems.push(Problem::on("required", "name"));
        }
        let Some(instance_role) = InstanceRole::from_code(&invitation.instance_role) else {
            return Err(AppError::invalid(Problem::on("choice-unknown", "instance_role")));
        };
        let organisation = organisation::by_slug(self.store.reader(), &invitation.organisation).await?;
        if organisation.is_none() {
            problems.push(Problem::on("organisation-unknown", "organisation"));
        }
        if user::by_email(self.store.reader(), &email).await?.is_some() {
            problems.push(Problem::on("email-taken", "email"));
        }
        check(problems)?;
        let account = User {
            id: self.new_id().into(),
            email,
            name,
            organisation: organisation.map(|organisation| organisation.id),
            password_hash: String::new(),
            language: invitation.language,
            state: AccountState::Invited,
            instance_role,
            created_at: self.now(),
        };
        let mut transaction = self.store.begin().await?;
        user::insert(transaction.connection(), &account).await?;
        let entry = self.account_entry(&transaction, caller, "user.invite", None, Some(&account), "").await?;
        transaction.append(entry).await?;
        let link = self.issue_link(&transaction, &account, "invitation", INVITATION_HOURS).await?;
        transaction.commit().await?;
        let link = self.deliver(&account, "invitation", link).await;
        Ok((account.id, link))
    }

    /// Makes the first administrator of an empty house, with their organisation.
    pub async fn setup(&self, email: String, name: String, organisation: &str) -> Result<Link> {
        if !self.is_empty().await? {
            return Err(AppError::invalid(Problem::new("already-set-up")));
        }
        let operator = Caller::operator();
        let names =
            [(Language::French, organisation.to_owned()), (Language::English, String::new()), (Language::Spanish, String::new())];
        let input = OrganisationInput { names, category: "local_government".to_owned(), level: Level::City.code().to_owned() };
        let organisation = self.add_organisation(&operator, input).await?;
        let instance_role = InstanceRole::Administrator.code().to_owned();
        let invitation = Invitation { email, name, organisation: organisation.slug, instance_role, language: Language::French };
        Ok(self.invite(&operator, invitation).await?.1)
    }

    /// A new link for somebody who lost theirs, asked for by the administrator.
    pub async fn renew_link(&self, caller: &Caller, id: &UserId) -> Result<Link> {
        self.authorise(caller, Action::UserUpdate, &Resource::Account(id), &Facts::default())?;
        let account = user::by_id(self.store.reader(), id).await?.ok_or(AppError::NotFound)?;
        if !matches!(account.state, AccountState::Active | AccountState::Invited) {
            return Err(AppError::invalid(Problem::new("account-not-active")));
        }
        let mut transaction = self.store.begin().await?;
        let entry = self.account_entry(&transaction, caller, "user.renew_link", None, Some(&account), "").await?;
        transaction.append(entry).await?;
        let link = self.issue_link(&transaction, &account, "password_reset", RESET_HOURS * 12).await?;
        transaction.commit().await?;
        Ok(self.deliver(&account, "password-reset", link).await)
    }

    /// Sends a link to set a new password, if there is such an account and mail is configured. The answer never tells.
    pub async fn request_password_reset(&self, email: &str, address: IpAddr) -> Result<()> {
        let now = self.timestamp().as_second();
        if let Some(wait) = self.throttle.wait("password-reset", address, now) {
            return Err(AppError::Throttled(wait));
        }
        self.throttle.failed("password-reset", address, now);
        let account = user::by_email(self.store.reader(), email).await?.filter(|user| user.state == AccountState::Active);
        let Some(account) = account.filter(|_| self.settings.mail.is_some()) else { return Ok(()) };
        let transaction = self.store.begin().await?;
        let link = self.issue_link(&transaction, &account, "password_reset", RESET_HOURS).await?;
        transaction.commit_unrecorded().await?;
        // Not waited for: neither a failing server nor the time it takes may tell a stranger that the account exists.
        let (config, (subject, body)) = (self.settings.mail.clone(), message("password-reset", &account, &link));
        tokio::spawn(async move {
            if let Some(config) = config
                && let Err(error) = mail::send(&config, &account.email, &subject, &body).await
            {
                tracing::warn!("A password reset could not be delivered: {error}");
            }
        });
        Ok(())
    }

    /// Whether a link still opens an account.
    pub async fn link_is_valid(&self, link_token: &str) -> Result<bool> {
        Ok(token::find(self.store.reader(), &digest(link_token), &self.now()).await?.is_some())
    }

    /// Sets the password through a link, and signs in. All other sessions of the account end.
    pub async fn set_password_by_link(&self, link_token: &str, password: &str, repeated: &str) -> Result<String> {
        let id = token::find(self.store.reader(), &digest(link_token), &self.now()).await?.ok_or(AppError::NotFound)?;
        let before = user::by_id(self.store.reader(), &id).await?.ok_or(AppError::NotFound)?;
        check(password::problems(password, repeated, &before.name, &before.email))?;
        // The link may be older than the decision to suspend the account.
        if !matches!(before.state, AccountState::Active | AccountState::Invited) {
            return Err(AppError::NotFound);
        }
        let account =
            User { password_hash: hash_password(password.to_owned()).await?, state: AccountState::Active, ..before.clone() };
        let mut transaction = self.store.begin().await?;
        if !token::take(transaction.connection(), &digest(link_token)).await? {
            return Err(AppError::NotFound);
        }
        user::update(transaction.connection(), &account).await?;
        session::delete_for_user(transaction.connection(), &id).await?;
        let caller =
            Caller { principal: crate::authorisation::Principal::active(id.clone()), user: None, language: account.language };
        let entry = self.account_entry(&transaction, &caller, "account.set_password", Some(&before), Some(&account), "").await?;
        transaction.append(entry).await?;
        transaction.commit().await?;
        self.sessions.clear();
        self.start_session(&id).await
    }

    /// Changes the password of whoever asks, and signs them in anew. Every session under the old password ends.
    pub async fn change_password(&self, caller: &Caller, present: &str, password: &str, repeated: &str) -> Result<String> {
        let id = caller.principal.user.clone().ok_or(AppError::NotFound)?;
        self.authorise(caller, Action::AccountChangePassword, &Resource::Account(&id), &Facts::default())?;
        let before = user::by_id(self.store.reader(), &id).await?.ok_or(AppError::NotFound)?;
        let mut problems = password::problems(password, repeated, &before.name, &before.email);
        if !verify_password(present.to_owned(), before.password_hash.clone()).await? {
            problems.push(Problem::on("password-wrong", "present"));
        }
        check(problems)?;
        let account = User { password_hash: hash_password(password.to_owned()).await?, ..before.clone() };
        self.save_account(caller, "account.change_password", &before, &account, "").await?;
        self.start_session(&id).await
    }

    /// Changes a person's organisation, instance role or state.
    pub async fn update_account(
        &self,
        caller: &Caller,
        id: &UserId,
        organisation_slug: &str,
        instance_role: &str,
        suspended: bool,
    ) -> Result<()> {
        self.authorise(caller, Action::UserUpdate, &Resource::Account(id), &Facts::default())?;
        let before = user::by_id(self.store.reader(), id).await?.ok_or(AppError::NotFound)?;
        if before.state == AccountState::Erased {
            return Err(AppError::NotFound);
        }
        let organisation = organisation::by_slug(self.store.reader(), organisation_slug).await?;
        let organisation = organisation.ok_or_else(|| AppError::invalid(Problem::on("organisation-unknown", "organisation")))?;
        let instance_role = InstanceRole::from_code(instance_role)
            .ok_or_else(|| AppError::invalid(Problem::on("choice-unknown", "instance_role")))?;
        let state = match (suspended, before.state, before.password_hash.is_empty()) {
            (true, ..) => AccountState::Suspended,
            (false, AccountState::Suspended, true) => AccountState::Invited,
            (false, AccountState::Suspended, false) => AccountState::Active,
            (false, state, _) => state,
        };
        let account = User { organisation: Some(organisation.id), instance_role, state, ..before.clone() };
        self.save_account(caller, "user.update", &before, &account, "").await
    }

    /// Destroys a person's name, address, password and ledger key, and their name wherever they took part.
    /// What they wrote stays, signed by their organisation.
    pub async fn erase_account(&self, caller: &Caller, id: &UserId, reason: &str) -> Result<()> {
        self.authorise(caller, Action::UserErase, &Resource::Account(id), &Facts::default())?;
        let before = user::by_id(self.store.reader(), id).await?.ok_or(AppError::NotFound)?;
        if before.state == AccountState::Erased {
            return Err(AppError::NotFound);
        }
        let mut transaction = self.store.begin().await?;
        // Somebody may have been entered by address before they had the account.
        let is_them = |participant: &Participant| {
            participant.user.as_ref() == Some(id) || (!before.email.is_empty() && participant.email == before.email)
        };
        let everybody = record::everywhere::<Participant>(transaction.connection()).await?;
        for (place, participant) in everybody.into_iter().filter(|(_, p)| is_them(p) && !p.is_erased()) {
            let dossier = dossier::by_id(transaction.connection(), &place).await?.ok_or(AppError::NotFound)?;
            self.forget_participant(&mut transaction, caller, &dossier, participant).await?;
        }
        for member in membership::for_user(transaction.connection(), id).await? {
            membership::remove(transaction.connection(), &member.dossier, id).await?;
        }
        self.forget_views(&mut transaction, id).await?;
        user::erase(transaction.connection(), id).await?;
        let after = serde_json::json!({ "state": AccountState::Erased }).to_string();
        let (at, actor) = (self.now(), caller.actor());
        let subject = format!("user/{id}");
        let reason = clean(reason);
        let entry = NewEntry { at, actor, use_case: "user.erase".into(), subject, after, reason, ..Default::default() };
        transaction.append(entry).await?;
        transaction.commit().await?;
        self.sessions.clear();
        self.opened.clear();
        Ok(())
    }

    async fn save_account(&self, caller: &Caller, use_case: &str, before: &User, account: &User, reason: &str) -> Result<()> {
        let mut transaction = self.store.begin().await?;
        user::update(transaction.connection(), account).await?;
        if account.state != AccountState::Active || account.password_hash != before.password_hash {
            session::delete_for_user(transaction.connection(), &account.id).await?;
        }
        let entry = self.account_entry(&transaction, caller, use_case, Some(before), Some(account), reason).await?;
        transaction.append(entry).await?;
        transaction.commit().await?;
        self.sessions.clear();
        self.opened.clear();
        Ok(())
    }

    /// An account in the ledger: name and address only as digests under the person's own key.
    pub(crate) async fn account_entry(
        &self,
        transaction: &Transaction,
        caller: &Caller,
        use_case: &str,
        before: Option<&User>,
        after: Option<&User>,
        reason: &str,
    ) -> Result<NewEntry> {
        let Some(account) = after.or(before) else { return Err(AppError::Fault("an entry about nobody".to_owned())) };
        let key = user::person_key(transaction.connection(), account.id.as_str(), &secret()).await?;
        let state = |user: Option<&User>| user.map(|user| sealed(user, &key)).unwrap_or_default();
        Ok(NewEntry {
            at: self.now(),
            actor: caller.actor(),
            use_case: use_case.to_owned(),
            dossier: String::new(),
            subject: format!("user/{}", account.id),
            before: state(before),
            after: state(after),
            reason: clean(reason),
        })
    }

    async fn issue_link(&self, transaction: &Transaction, account: &User, kind: &str, hours: i64) -> Result<String> {
        let link_token = secret();
        let connection: &_ = transaction.connection();
        insert_token(connection, &link_token, kind, &account.id, &self.in_hours(hours)).await?;
        Ok(format!("{}/set-password/{link_token}", self.settings.base_url))
    }

    /// The account exists whatever becomes of the message.
    async fn deliver(&self, account: &User, kind: &str, link: String) -> Link {
        let Some(config) = &self.settings.mail else { return Link::Shown(link) };
        let (subject, body) = message(kind, account, &link);
        match mail::send(config, &account.email, &subject, &body).await {
            Ok(()) => Link::Sent,
            Err(error) => {
                tracing::warn!("An invitation could not be delivered: {error}");
                Link::NotSent(link)
            }
        }
    }
}

/// Subject and text of a message that carries a link, in the language of the account.
fn message(kind: &str, account: &User, link: &str) -> (String, String) {
    let wording = Wording::of(account.language);
    let body = wording.fill(&format!("mail-{kind}-body"), &[("link", link), ("name", &account.name)]);
    (wording.t(&format!("mail-{kind}-subject")), body)
}

async fn insert_token(
    connection: &impl ConnectionTrait,
    link_token: &str,
    kind: &str,
    id: &UserId,
    expires_at: &str,
) -> Result<()> {
    Ok(token::insert(connection, &digest(link_token), kind, id, expires_at).await?)
}

fn sealed(user: &User, key: &str) -> String {
    serde_json::json!({
        "email": ledger::seal(key, &user.email),
        "name": ledger::seal(key, &user.name),
        "organisation": user.organisation.as_ref().map(OrganisationId::as_str),
        "language": user.language,
        "state": user.state,
        "instance_role": user.instance_role,
        "has_password": !user.password_hash.is_empty(),
    })
    .to_string()
}

pub(crate) fn looks_like_address(email: &str) -> bool {
    email.parse::<lettre::Address>().is_ok()
}

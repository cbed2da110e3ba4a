//! The discussion: participants, comments with their answers, and the two signatures at its end.

use jalon_domain::assessment::*;
use jalon_domain::wording::Wording;
use jalon_domain::{CommentId, Problem};
use jalon_storage::{Transaction, record, user};

use crate::account::looks_like_address;
use crate::authorisation::{Action, Facts, Resource};
use crate::error::check;
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, too_long};

const COMMENT_LIMIT: usize = 5_000;

impl Opened {
    /// The text that a comment on this subject is about, in the dossier's source language. Nothing for an entry of a register
    /// that is not to be published: it is not discussed.
    pub fn subject_text(&self, subject: &Subject) -> Option<String> {
        let (content, source) = (&self.content, self.content.dossier.source_language);
        match subject {
            Subject::Finding(_) | Subject::Paragraph(_) | Subject::Answer(_) => content.text_of(subject),
            Subject::RegisterEntry(id) => {
                let entry = content.register_entry(id.as_str())?;
                let register = self.framework.register(&entry.register).filter(|register| register.public)?;
                let names = self.names(source);
                // A comment keeps this text for all who read it: it names no entry of a register that is not to be published.
                let filled = self.framework.public_fields(register).filter(|field| entry.is_filled(&field.code));
                let wording = Wording::of(source);
                let lines = filled.map(|field| wording.labelled(field.label.get(source), &names.words(field, entry)));
                Some(lines.collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

/// What must be permitted to comment on it.
pub fn comment_action(subject: &Subject) -> Action {
    match subject {
        Subject::RegisterEntry(_) => Action::RegisterComment,
        Subject::Finding(_) | Subject::Paragraph(_) | Subject::Answer(_) => Action::CommentAdd,
    }
}

impl App {
    /// Adds somebody to the discussion, speaking for an organisation. An address that belongs to an account gives the account.
    pub async fn save_participant(
        &self,
        caller: &Caller,
        slug: &str,
        name: &str,
        position: &str,
        email: &str,
        organisation: &str,
    ) -> Result<Participant> {
        let opened = self.opened(caller, slug, Action::ParticipantSave, &Facts::default()).await?;
        let (name, position, email) = (clean(name), clean(position), clean(email).to_lowercase());
        let mut problems = too_long([
            ("name", name.as_str(), LINE_LIMIT),
            ("position", position.as_str(), LINE_LIMIT),
            ("email", email.as_str(), LINE_LIMIT),
        ]);
        if !email.is_empty() && !looks_like_address(&email) {
            problems.push(Problem::on("email-invalid", "email"));
        }
        if name.is_empty() {
            problems.push(Problem::on("required", "name"));
        }
        let organisation = opened.content.organisations.values().find(|o| o.slug == organisation).map(|o| o.id.clone());
        if organisation.is_none() {
            problems.push(Problem::on("organisation-unknown", "organisation"));
        }
        check(problems)?;
        let account = if email.is_empty() { None } else { user::by_email(self.store.reader(), &email).await? };
        let participant = Participant {
            id: self.new_id().into(),
            name,
            position,
            // An account holds its own address: kept twice, one of them would go stale.
            email: if account.is_some() { String::new() } else { email },
            user: account.map(|account| account.id),
            organisation: organisation.unwrap_or_default(),
            ..Participant::default()
        };
        self.save(caller, &opened, "participant.save", &participant, "").await
    }

    pub async fn remove_participant(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::ParticipantRemove, &Facts::default()).await?;
        self.delete::<Participant>(caller, &opened, "participant.remove", id, revision).await
    }

    /// Destroys what tells who a participant is, and the key under which the ledger holds it. The organisation keeps its seat.
    pub async fn erase_participant(&self, caller: &Caller, slug: &str, id: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::ParticipantErase, &Facts::default()).await?;
        let mut transaction = self.store.begin().await?;
        let dossier = opened.dossier();
        let found = record::get::<Participant>(transaction.connection(), &dossier.id, id).await?;
        let participant = found.filter(|participant| !participant.is_erased()).ok_or(AppError::NotFound)?;
        self.forget_participant(&mut transaction, caller, dossier, participant).await?;
        Ok(transaction.commit().await?)
    }

    pub(crate) async fn forget_participant(
        &self,
        transaction: &mut Transaction,
        caller: &Caller,
        dossier: &Dossier,
        participant: Participant,
    ) -> Result<()> {
        crate::ledger::forget(transaction.connection(), &dossier.id, &participant).await?;
        match record::save(transaction.connection(), &dossier.id, &participant.erased(), &self.now()).await? {
            record::Saved::Done { record, .. } => {
                // The state before is what nobody is to know any more.
                let after = crate::ledger::state(transaction.connection(), &dossier.id, &record).await?;
                let entry =
                    self.entry(caller, "participant.erase", dossier, "participant", record.key(), String::new(), after, "");
                Ok(transaction.append(entry).await?)
            }
            record::Saved::Conflict(_) => Err(AppError::invalid(Problem::new("dossier-changed"))),
        }
    }

    /// Comments on a finding, a paragraph, an answer, or an entry of a register that is to be published: there whoever works
    /// on the dossier proposes what another institution answers for.
    pub async fn add_comment(&self, caller: &Caller, slug: &str, noun: &str, key: &str, body: &str) -> Result<Comment> {
        let subject = Subject::parse(noun, key).ok_or(AppError::NotFound)?;
        let opened = self.opened(caller, slug, comment_action(&subject), &Facts::default()).await?;
        let text_before = opened.subject_text(&subject).ok_or(AppError::NotFound)?;
        let comment = Comment { subject, text_before, ..self.new_comment(caller, &opened, body)? };
        self.save(caller, &opened, "comment.add", &comment, "").await
    }

    /// Replies in the thread of a comment.
    pub async fn reply(&self, caller: &Caller, slug: &str, parent: &str, body: &str) -> Result<Comment> {
        let opened = self.opened(caller, slug, Action::CommentReply, &Facts::default()).await?;
        let first = opened.content.comment(parent).filter(|comment| comment.parent.is_none()).ok_or(AppError::NotFound)?;
        let comment = Comment {
            subject: first.subject.clone(),
            parent: Some(CommentId::from(parent)),
            ..self.new_comment(caller, &opened, body)?
        };
        self.save(caller, &opened, "comment.reply", &comment, "").await
    }

    fn new_comment(&self, caller: &Caller, opened: &Opened, body: &str) -> Result<Comment> {
        let body = clean(body);
        let mut problems = too_long([("body", body.as_str(), COMMENT_LIMIT)]);
        if body.is_empty() {
            problems.push(Problem::on("required", "body"));
        }
        let user = caller.user.as_ref().ok_or(AppError::NotFound)?;
        let organisation = user.organisation.clone();
        if organisation.is_none() {
            problems.push(Problem::new("organisation-needed"));
        }
        check(problems)?;
        let participant = opened.content.participants.iter().find(|p| p.user.as_ref() == Some(&user.id)).map(|p| p.id.clone());
        Ok(Comment {
            id: self.new_id().into(),
            author: Some(user.id.clone()),
            participant,
            organisation: organisation.unwrap_or_default(),
            language: caller.language.content(),
            body,
            at: self.now(),
            ..Comment::default()
        })
    }

    /// Closes a comment: what was decided, why, and the text as it is now.
    pub async fn close_comment(
        &self,
        caller: &Caller,
        slug: &str,
        id: &str,
        disposition: &str,
        reason: &str,
        revision: i64,
    ) -> Result<Comment> {
        let opened = self.opened(caller, slug, Action::CommentClose, &Facts::default()).await?;
        let mut comment =
            opened.content.comment(id).filter(|comment| comment.parent.is_none()).cloned().ok_or(AppError::NotFound)?;
        let reason = clean(reason);
        let mut problems = too_long([("reason", reason.as_str(), COMMENT_LIMIT)]);
        let disposition = Disposition::from_code(disposition);
        if disposition.is_none() {
            problems.push(Problem::on("choice-required", "disposition"));
        }
        if reason.is_empty() {
            problems.push(Problem::on("required", "reason"));
        }
        check(problems)?;
        comment.disposition = disposition;
        comment.reason = reason;
        comment.text_after = opened.subject_text(&comment.subject).unwrap_or_default();
        comment.closed_at = self.now();
        comment.revision = revision;
        let comment = self.save(caller, &opened, "comment.close", &comment, "").await?;
        // The discussion of a cycle has no end at which all are told.
        if opened.framework.is_cycle() {
            self.tell_closed(caller, &opened, &comment).await;
        }
        Ok(comment)
    }

    /// Opens a closed comment again, to answer it otherwise.
    pub async fn reopen_comment(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<Comment> {
        let opened = self.opened(caller, slug, Action::CommentClose, &Facts::default()).await?;
        let closed = opened.content.comment(id).filter(|comment| comment.disposition.is_some()).ok_or(AppError::NotFound)?;
        let comment = Comment {
            disposition: None,
            reason: String::new(),
            text_after: String::new(),
            closed_at: String::new(),
            revision,
            ..closed.clone()
        };
        self.save(caller, &opened, "comment.reopen", &comment, "").await
    }

    /// Signs the report as it stands for one government.
    pub async fn sign(&self, caller: &Caller, slug: &str, side: &str, note: &str) -> Result<Validation> {
        let opened = self.load(slug).await?;
        let facts = self.signature_facts(caller, &opened, side);
        self.authorise(caller, Action::ValidationSign, &Resource::Dossier(&opened.facts), &facts)?;
        if opened.framework.is_cycle() && opened.framework.report(side).is_none_or(|report| report.signed_by.is_empty()) {
            return Err(AppError::NotFound);
        }
        let (Some(user), Some(organisation)) = (caller.principal.user.clone(), caller.principal.organisation.clone()) else {
            return Err(AppError::invalid(Problem::new("organisation-needed")));
        };
        let earlier = opened.content.validations.iter().find(|validation| validation.side == side);
        let validation = Validation {
            // One signature per side: a new one replaces that under an earlier text, and the ledger keeps both.
            id: side.into(),
            side: side.to_owned(),
            user,
            organisation,
            content_digest: match opened.framework.is_cycle() {
                true => opened.report_digest(side),
                false => opened.content.digest(),
            },
            at: self.now(),
            note: clean(note).chars().take(LINE_LIMIT).collect(),
            revision: earlier.map_or(0, |validation| validation.revision),
        };
        self.save(caller, &opened, "validation.sign", &validation, "").await
    }

    pub async fn withdraw_signature(&self, caller: &Caller, slug: &str, side: &str) -> Result<()> {
        let opened = self.load(slug).await?;
        let validation = opened.content.validations.iter().find(|v| v.side == side).ok_or(AppError::NotFound)?;
        let facts = Facts {
            own: Some(&validation.user) == caller.principal.user.as_ref(),
            side: Some(side.to_owned()),
            ..Facts::default()
        };
        self.authorise(caller, Action::ValidationWithdraw, &Resource::Dossier(&opened.facts), &facts)?;
        let (id, revision) = (validation.id.to_string(), validation.revision);
        self.delete::<Validation>(caller, &opened, "validation.withdraw", &id, revision).await
    }

    /// What the policies need to know before somebody signs for a side.
    pub fn signature_facts(&self, caller: &Caller, opened: &Opened, side: &str) -> Facts {
        if let Some(report) = opened.framework.report(side) {
            return Facts { side: Some("report".to_owned()), exit_roles: report.signed_by.clone(), ..Facts::default() };
        }
        let mine = |validation: &&Validation| Some(&validation.user) == caller.principal.user.as_ref();
        let signed_other_side = opened.content.validations.iter().filter(mine).any(|validation| validation.side != side);
        Facts { side: Some(side.to_owned()), signed_other_side, ..Facts::default() }
    }
}

//! The handover dossier: what somebody who leaves leaves behind, and what somebody who arrives reads first.

use std::sync::Arc;

use jalon_domain::identity::Role;
use jalon_domain::register::handover::{self, Deed, Place};
use jalon_domain::report::Report;
use jalon_domain::report::compile::Input;
use jalon_domain::{Language, UserId};
use jalon_storage::ledger as stored;

use crate::authorisation::{Action, Facts};
use crate::publication::{Format, blocking, fault, render};
use crate::{App, AppError, Caller, Opened, Result};

/// How much of the history is told.
const DEEDS: i64 = 100;

impl App {
    /// Whether the caller may read the handover dossier of a member.
    pub fn may_hand_over(&self, caller: &Caller, opened: &Opened, user: &UserId) -> bool {
        let facts = Facts { own: caller.principal.user.as_ref() == Some(user), ..Facts::default() };
        opened.framework.is_cycle() && self.may_with(caller, Action::HandoverView, opened, &facts)
    }

    /// The handover dossier of a member, as a file.
    pub async fn handover(
        &self,
        caller: &Caller,
        slug: &str,
        user: &UserId,
        language: Language,
        format: Format,
    ) -> Result<Vec<u8>> {
        let (_, report) = self.handover_report(caller, slug, user, language).await?;
        blocking(move || render(&report, format)).await
    }

    /// The same as the body of a page, with the function of the member.
    pub async fn handover_body(&self, caller: &Caller, slug: &str, user: &UserId, language: Language) -> Result<(Role, String)> {
        let (role, report) = self.handover_report(caller, slug, user, language).await?;
        Ok((role, blocking(move || jalon_publish::html_body(&report).map_err(fault)).await?))
    }

    async fn handover_report(&self, caller: &Caller, slug: &str, user: &UserId, language: Language) -> Result<(Role, Report)> {
        let opened = self.view_dossier(caller, slug).await?;
        let members = &opened.content.memberships;
        let (member, institution) = members.iter().find(|(member, _)| member.user == *user).ok_or(AppError::NotFound)?;
        if !self.may_hand_over(caller, &opened, user) {
            return Err(AppError::NotFound);
        }
        let deeds = stored::by_actor(self.store.reader(), slug, user.as_str(), DEEDS).await?;
        let deed = |entry: jalon_domain::ledger::Entry| Deed { at: entry.at, use_case: entry.use_case, subject: entry.subject };
        let history: Vec<Deed> = deeds.into_iter().map(deed).collect();
        let input = Input {
            library: &opened.library,
            framework: &opened.framework,
            content: &opened.content,
            language,
            kind: "",
            amended: None,
        };
        let place = Place { user, role: member.role, institution: institution.as_ref(), history: &history };
        Ok((member.role, handover::report(input, place, &self.reporting(&opened))))
    }

    /// Whether the caller works on the dossier and has never written to it: then the handover dossier comes first.
    pub async fn is_newcomer(&self, caller: &Caller, opened: &Arc<Opened>) -> Result<bool> {
        let Some(user) = &caller.principal.user else { return Ok(false) };
        if !self.may_hand_over(caller, opened, user) || opened.role(caller).is_none() {
            return Ok(false);
        }
        Ok(stored::by_actor(self.store.reader(), &opened.dossier().slug, user.as_str(), 1).await?.is_empty())
    }
}

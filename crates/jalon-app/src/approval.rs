//! Values that count only once somebody approved them: who may, and what the program notes of it.
//!
//! A second person approves: nobody approves what they entered or last changed, unless nobody else may.

use std::collections::BTreeSet;

use jalon_domain::Problem;
use jalon_domain::assessment::Citation;
use jalon_domain::identity::AccountState;
use jalon_domain::ledger::Entry;
use jalon_domain::register::{RegisterDefinition, RegisterEntry, Value};
use jalon_storage::{ledger, user};

use crate::authorisation::{Action, Facts, Principal, Resource};
use crate::{App, Caller, Opened, Result};

/// Which institution approved an entry, and on which day; kept by the program.
const APPROVED_BY: &str = "approved_by";
const APPROVED_ON: &str = "approved_on";

/// What the policies need to know before the caller approves entries of a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approvals {
    /// The entries that the caller entered or last changed.
    own: BTreeSet<String>,
    /// Nobody else in the dossier may approve.
    pub alone: bool,
}

/// An entry that waits for approval.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    pub entry: &'a RegisterEntry,
    /// The caller may approve it: somebody else entered and last changed it, or nobody else may approve.
    pub may_approve: bool,
}

/// The field that says whether an entry counts, and the value with which it does.
fn condition(register: &RegisterDefinition) -> Option<(&str, &str)> {
    register.counts_if.split_once('=')
}

impl App {
    /// What there is to know before the caller approves one of these entries; nothing where the register asks for no approval
    /// or the caller may not approve anyway.
    pub(crate) async fn approvals<'a>(
        &self,
        caller: &Caller,
        opened: &Opened,
        register: &RegisterDefinition,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<Approvals> {
        let mut approvals = Approvals::default();
        let Some(person) = &caller.principal.user else { return Ok(approvals) };
        if register.counts_if.is_empty() || !self.may(caller, Action::ValueApprove, opened) {
            return Ok(approvals);
        }
        for id in ids {
            let subject = format!("register_entry/{id}");
            let history = ledger::for_subject(self.store.reader(), &opened.dossier().slug, &subject).await?;
            let mut authors = history.iter().filter(|entry| says_something_else(register, entry));
            let (last, first) = (authors.next(), authors.next_back());
            if last.into_iter().chain(first).any(|entry| entry.actor == person.as_str()) {
                approvals.own.insert(id.to_owned());
            }
        }
        let others = opened.facts.members.iter().filter(|(member, _)| member != person);
        approvals.alone = true;
        for (member, _) in others {
            let account = user::by_id(self.store.reader(), member).await?;
            let is_active = account.is_some_and(|account| account.state == AccountState::Active);
            let resource = Resource::Dossier(&opened.facts);
            let principal = Principal::active(member.clone());
            if is_active && self.authoriser.allows(&principal, Action::ValueApprove, &resource, &Facts::default()) {
                approvals.alone = false;
                break;
            }
        }
        Ok(approvals)
    }

    /// The entries of a register that are one step from counting, and which of them the caller may approve. Nothing for
    /// those who approve none.
    pub async fn waiting<'a>(
        &self,
        caller: &Caller,
        opened: &'a Opened,
        register: &RegisterDefinition,
    ) -> Result<(Vec<Waiting<'a>>, Approvals)> {
        let Some((field, approved)) = condition(register) else { return Ok(Default::default()) };
        if !self.may(caller, Action::ValueApprove, opened) {
            return Ok(Default::default());
        }
        let list = register.field(field).and_then(|field| opened.framework.lists.get(&field.list));
        let values = list.map(|list| list.values.as_slice()).unwrap_or_default();
        let before = values.iter().position(|value| value.code == approved).and_then(|place| values.get(place.checked_sub(1)?));
        let Some(before) = before else { return Ok(Default::default()) };
        let is_waiting = |entry: &&RegisterEntry| entry.chosen(field).contains(&before.code);
        let entries: Vec<&RegisterEntry> =
            opened.content.entries(&register.code).filter(is_waiting).take(crate::bulk::BULK_LIMIT).collect();
        let approvals = self.approvals(caller, opened, register, entries.iter().map(|entry| entry.id.as_str())).await?;
        let waiting = entries.into_iter().map(|entry| {
            let own = approvals.own.contains(entry.id.as_str());
            let facts = Facts { own, alone: approvals.alone, ..Facts::default() };
            Waiting { entry, may_approve: self.may_with(caller, Action::ValueApprove, opened, &facts) }
        });
        Ok((waiting.collect(), approvals))
    }

    /// Tries an entry that is about to be saved against the register's rule of approval: what counts is approved by a second
    /// person who may, and what counted is reopened by those who may. Notes who approved it and when, or that nobody has any
    /// more.
    pub(crate) fn settle_approval(
        &self,
        caller: &Caller,
        opened: &Opened,
        before: Option<&RegisterEntry>,
        entry: &mut RegisterEntry,
        approvals: &Approvals,
    ) -> std::result::Result<(), Problem> {
        let Some(register) = opened.framework.register(&entry.register) else { return Ok(()) };
        let Some((field, _)) = condition(register) else { return Ok(()) };
        let (did_count, does_count) = (before.is_some_and(|before| register.counts(before)), register.counts(entry));
        let is_same = before.is_some_and(|before| before.values == entry.values && before.citations == entry.citations);
        if is_same {
            return Ok(());
        }
        // A value of a signed table changes with the table, and not by hand.
        if before.is_some_and(crate::register::is_of_table) {
            return Err(Problem::on("entry-of-table", field));
        }
        if (did_count || does_count) && !self.may(caller, Action::ValueApprove, opened) {
            return Err(Problem::on("approval-needed", field));
        }
        let is_written_now = before.is_none_or(|before| said(register, before) != said(register, entry));
        let own = is_written_now || approvals.own.contains(entry.id.as_str());
        let facts = Facts { own, alone: approvals.alone, ..Facts::default() };
        if does_count && !self.may_with(caller, Action::ValueApprove, opened, &facts) {
            return Err(Problem::on("approval-by-another", field));
        }
        entry.values.remove(APPROVED_BY);
        entry.values.remove(APPROVED_ON);
        if does_count {
            if let Some(organisation) = &caller.principal.organisation {
                entry.values.insert(APPROVED_BY.to_owned(), Value::Chosen(vec![organisation.to_string()]));
            }
            entry.values.insert(APPROVED_ON.to_owned(), Value::Line(self.day_of(opened)));
        }
        Ok(())
    }
}

/// What an entry says, apart from where it is on its way to approval.
fn said<'a>(register: &RegisterDefinition, entry: &'a RegisterEntry) -> (Vec<(&'a String, &'a Value)>, &'a [Citation]) {
    let state = condition(register).map_or("", |(field, _)| field);
    let is_kept = |code: &str| register.field(code).is_some_and(|field| field.kept_by_program);
    let values = entry.values.iter().filter(|(code, _)| *code != state && !is_kept(code));
    (values.collect(), &entry.citations)
}

/// Whether an entry of the ledger changed what the record says: moving it on towards approval is not writing it.
fn says_something_else(register: &RegisterDefinition, entry: &Entry) -> bool {
    let read = |state: &str| serde_json::from_str::<RegisterEntry>(state).ok();
    match (read(&entry.before), read(&entry.after)) {
        (Some(before), Some(after)) => said(register, &before) != said(register, &after),
        _ => true,
    }
}

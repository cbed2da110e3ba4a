//! The ledger: what records look like in it, reading it, verifying it.

use jalon_domain::DossierId;
use jalon_domain::assessment::Record;
use jalon_domain::ledger::{Break, Entry};
use jalon_domain::register::RegisterEntry;
use jalon_domain::statistics::{Dataset, StatisticalTable};
use jalon_storage::{ConnectionTrait, ledger as stored, user};

use crate::authorisation::{Action, Facts, Resource};
use crate::session::secret;
use crate::{App, AppError, Caller, Opened, Result};

/// A record as the ledger keeps it: what is personal stands there only as digests under the person's own key.
pub(crate) async fn state<R: Record>(connection: &impl ConnectionTrait, dossier: &DossierId, record: &R) -> Result<String> {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    let given = |value: &serde_json::Value, field: &str| value[field].as_str().is_some_and(|text| !text.is_empty());
    // Somebody who was erased has nothing to seal, and gets no key again.
    if R::PERSONAL.iter().any(|field| given(&value, field)) {
        let key = user::person_key(connection, &person(dossier, record), &secret()).await?;
        for field in R::PERSONAL.iter().filter(|field| given(&value, field)).collect::<Vec<_>>() {
            value[*field] = stored::seal(&key, value[*field].as_str().unwrap_or_default()).into();
        }
    }
    Ok(value.to_string())
}

/// Destroys the key under which the ledger holds somebody without an account. An account's key goes with the account.
pub(crate) async fn forget<R: Record>(connection: &impl ConnectionTrait, dossier: &DossierId, record: &R) -> Result<()> {
    if !R::PERSONAL.is_empty() && record.account().is_none() {
        user::destroy_person_key(connection, &person(dossier, record)).await?;
    }
    Ok(())
}

/// Under which name the key of the person is kept whom a record tells of.
pub(crate) fn person<R: Record>(dossier: &DossierId, record: &R) -> String {
    let nameless = || format!("{}/{dossier}/{}", R::NOUN, record.key());
    record.account().map_or_else(nameless, ToString::to_string)
}

/// Whether an entry of the ledger tells of an entry of a register that the caller may not see.
fn tells_of_withheld(opened: &Opened, entry: &Entry) -> bool {
    let register = |state: &str| serde_json::from_str::<RegisterEntry>(state).map(|entry| entry.register).unwrap_or_default();
    entry.subject.starts_with("register_entry/")
        && [&entry.before, &entry.after].into_iter().any(|state| opened.withholds(&register(state)))
}

impl App {
    /// The number of entries and the last hash, or the first break.
    pub async fn verify_ledger(&self, caller: &Caller) -> Result<std::result::Result<(i64, String), Break>> {
        self.authorise(caller, Action::LedgerVerify, &Resource::Instance, &Facts::default())?;
        Ok(stored::verify(self.store.reader()).await?)
    }

    /// Up to 500 entries after `after`, in order: page through with the last sequence.
    pub async fn ledger_entries(&self, caller: &Caller, after: i64) -> Result<Vec<Entry>> {
        self.authorise(caller, Action::LedgerView, &Resource::Instance, &Facts::default())?;
        Ok(stored::entries(self.store.reader(), after).await?)
    }

    /// The newest entries before `before`, newest first: of a dossier, or of the whole house where `dossier` is empty.
    pub async fn latest_entries(&self, caller: &Caller, dossier: &str, before: i64, count: i64) -> Result<Vec<Entry>> {
        self.authorise(caller, Action::LedgerView, &Resource::Instance, &Facts::default())?;
        Ok(stored::latest(self.store.reader(), dossier, before, count).await?)
    }

    /// The newest entries of a dossier.
    pub async fn dossier_history(&self, caller: &Caller, slug: &str, before: i64, count: i64) -> Result<Vec<Entry>> {
        let opened = self.opened(caller, slug, Action::HistoryView, &Facts::default()).await?;
        let entries = stored::latest(self.store.reader(), &opened.dossier().slug, before, count).await?;
        Ok(entries.into_iter().filter(|entry| !tells_of_withheld(&opened, entry)).collect())
    }

    /// What happened to one record, newest first.
    pub async fn record_history(&self, caller: &Caller, slug: &str, noun: &str, key: &str) -> Result<Vec<Entry>> {
        let opened = self.opened(caller, slug, Action::HistoryView, &Facts::default()).await?;
        // What the page of a record does not show to somebody, its history does not either.
        let needed = match noun {
            Dataset::NOUN => Some(Action::DatasetView),
            StatisticalTable::NOUN => Some(Action::TableView),
            _ => None,
        };
        if needed.is_some_and(|action| !self.may(caller, action, &opened)) {
            return Err(AppError::NotFound);
        }
        let entries = stored::for_subject(self.store.reader(), &opened.dossier().slug, &format!("{noun}/{key}")).await?;
        if entries.iter().any(|entry| tells_of_withheld(&opened, entry)) {
            return Err(AppError::NotFound);
        }
        Ok(entries)
    }
}

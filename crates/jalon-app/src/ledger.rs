//! The ledger: what records look like in it, reading it, verifying it.

use jalon_domain::assessment::Record;
use jalon_domain::ledger::{Break, Entry};
use jalon_storage::ledger as stored;

use crate::authorisation::{Action, Facts, Resource};
use crate::{App, Caller, Result};

/// A record as the ledger keeps it. Names of participants stay out: they are personal and change nothing in the record's meaning.
pub(crate) fn state<R: Record>(record: &R) -> String {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if R::NOUN == "participant"
        && let Some(fields) = value.as_object_mut()
    {
        fields.remove("name");
        fields.remove("position");
    }
    value.to_string()
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

    /// The newest entries of the whole house before `before`, newest first.
    pub async fn latest_entries(&self, caller: &Caller, before: i64, count: i64) -> Result<Vec<Entry>> {
        self.authorise(caller, Action::LedgerView, &Resource::Instance, &Facts::default())?;
        Ok(stored::latest(self.store.reader(), "", before, count).await?)
    }

    /// The newest entries of a dossier.
    pub async fn dossier_history(&self, caller: &Caller, slug: &str, before: i64, count: i64) -> Result<Vec<Entry>> {
        let opened = self.opened(caller, slug, Action::HistoryView, &Facts::default()).await?;
        Ok(stored::latest(self.store.reader(), &opened.dossier().slug, before, count).await?)
    }

    /// What happened to one record, newest first.
    pub async fn record_history(&self, caller: &Caller, slug: &str, noun: &str, key: &str) -> Result<Vec<Entry>> {
        let opened = self.opened(caller, slug, Action::HistoryView, &Facts::default()).await?;
        Ok(stored::for_subject(self.store.reader(), &opened.dossier().slug, &format!("{noun}/{key}")).await?)
    }
}

//! Verification: whether what is stored is what the ledger tells of it.
//!
//! The chain proves that nobody altered the ledger; this proves that nobody altered a record, a release, a membership or a file
//! behind its back. What is personal is compared by its digest, and not at all once the person was erased.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jalon_domain::DossierId;
use jalon_domain::assessment::*;
use jalon_domain::ledger::Entry;
use jalon_domain::register::RegisterEntry;
use jalon_domain::statistics::{BoundarySet, Dataset, StatisticalTable};
use jalon_storage::{ConnectionTrait, dossier as stored, ledger, membership, record, release, table_release, user};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::authorisation::{Action, Facts, Resource};
use crate::{App, Caller, Result};

/// What was compared, and what does not agree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Records and memberships that are as the last entry about them says.
    pub records: usize,
    /// Those that came all at once, with a demonstration or a new round, and were not touched since: no entry tells of each.
    pub untold: usize,
    /// Releases and signed tables that have the digest under which they were published.
    pub releases: usize,
    /// Attached files that have their digest.
    pub files: usize,
    pub differences: Vec<Difference>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// `montreal-igm-2019/finding/M1.1.01`
    pub subject: String,
    pub kind: DifferenceKind,
    /// The entry of the ledger that says otherwise; 0 where none does.
    pub entry: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// It is not what the ledger says.
    Altered,
    /// The ledger says that it is there.
    Missing,
    /// The ledger does not say that it is there.
    Unrecorded,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { subject, entry, .. } = self;
        match self.kind {
            DifferenceKind::Altered => write!(out, "{subject} is not what entry {entry} says"),
            DifferenceKind::Missing => write!(out, "{subject} is not there, entry {entry} says that it is"),
            DifferenceKind::Unrecorded => write!(out, "{subject} is there, and no entry says so"),
        }
    }
}

/// What the ledger tells, in the order of its entries.
#[derive(Default)]
struct Told {
    /// The last entry about a record by dossier and subject, and whether the record is there after it.
    last: HashMap<(String, String), (i64, bool)>,
    /// Dossiers that came with their records.
    came_whole: BTreeSet<String>,
    /// The digests of releases by subject, and those of signed tables by dossier.
    released: HashMap<String, (i64, String)>,
    signed: BTreeSet<(String, String)>,
}

impl Told {
    fn hear(&mut self, entry: &Entry) {
        match entry.use_case.as_str() {
            "demo.load" | "dossier.start_round" => drop(self.came_whole.insert(entry.dossier.clone())),
            "table.sign" => drop(self.signed.insert((entry.dossier.clone(), entry.reason.clone()))),
            // Erasing somebody ends their memberships.
            "user.erase" => {
                let member = entry.subject.replacen("user/", "member/", 1);
                self.last.retain(|(_, subject), _| *subject != member);
            }
            _ => {}
        }
        if entry.subject.starts_with("release/") {
            let after: Value = serde_json::from_str(&entry.after).unwrap_or_default();
            if let Some(digest) = after["content_digest"].as_str() {
                self.released.insert(entry.subject.clone(), (entry.sequence, digest.to_owned()));
            }
        }
        let place = (entry.dossier.clone(), entry.subject.clone());
        self.last.insert(place, (entry.sequence, !entry.after.is_empty()));
    }
}

/// Compares one moment's state with what was told until then.
struct Comparison<'a, C> {
    snapshot: &'a C,
    told: Told,
    slugs: BTreeMap<DossierId, String>,
    found: Verification,
}

impl<C: ConnectionTrait> Comparison<'_, C> {
    fn differs(&mut self, dossier: &str, subject: &str, kind: DifferenceKind, entry: i64) {
        self.found.differences.push(Difference { subject: format!("{dossier}/{subject}"), kind, entry });
    }

    /// The entry that tells what a stored record is; where there is none, that is counted or told.
    async fn entry_of(&mut self, slug: &str, subject: &str) -> Result<Option<Entry>> {
        match self.told.last.remove(&(slug.to_owned(), subject.to_owned())) {
            Some((sequence, true)) => Ok(ledger::entry(self.snapshot, sequence).await?),
            Some((sequence, false)) => {
                self.differs(slug, subject, DifferenceKind::Altered, sequence);
                Ok(None)
            }
            None if self.told.came_whole.contains(slug) => {
                self.found.untold += 1;
                Ok(None)
            }
            None => {
                self.differs(slug, subject, DifferenceKind::Unrecorded, 0);
                Ok(None)
            }
        }
    }

    fn counted(&mut self, is_same: bool, slug: &str, subject: &str, entry: i64) {
        if is_same {
            self.found.records += 1;
        } else {
            self.differs(slug, subject, DifferenceKind::Altered, entry);
        }
    }

    async fn records<R: Record>(&mut self) -> Result<()> {
        for (dossier, record) in record::everywhere::<R>(self.snapshot).await? {
            let slug = self.slugs.get(&dossier).cloned().unwrap_or_default();
            let subject = format!("{}/{}", R::NOUN, record.key());
            let Some(entry) = self.entry_of(&slug, &subject).await? else { continue };
            let is_same = self.is_told(&dossier, &record, &entry.after).await?;
            self.counted(is_same, &slug, &subject, entry.sequence);
        }
        let noun = format!("{}/", R::NOUN);
        self.missing(&noun);
        Ok(())
    }

    /// What the ledger says is there, and nothing was found of.
    fn missing(&mut self, noun: &str) {
        let is_missing = |(place, told): (&(String, String), &(i64, bool))| {
            (told.1 && place.1.starts_with(noun)).then(|| (place.0.clone(), place.1.clone(), told.0))
        };
        let missing: Vec<_> = self.told.last.iter().filter_map(is_missing).collect();
        for (slug, subject, sequence) in missing {
            self.differs(&slug, &subject, DifferenceKind::Missing, sequence);
        }
    }

    async fn is_told<R: Record>(&self, dossier: &DossierId, record: &R, told: &str) -> Result<bool> {
        // By way of the type: an entry of an earlier version lacks the fields that came later.
        let Ok(told) = serde_json::from_str::<R>(told) else { return Ok(false) };
        let (mut is, mut told) =
            (serde_json::to_value(record).unwrap_or_default(), serde_json::to_value(told).unwrap_or_default());
        if !R::PERSONAL.is_empty() {
            let key = user::known_person_key(self.snapshot, &crate::ledger::person(dossier, record)).await?;
            for field in R::PERSONAL {
                let (is, told) = (take(&mut is, field), take(&mut told, field));
                let agree = match (&key, told.starts_with("sealed:")) {
                    (Some(key), true) => ledger::seal(key, &is) == told,
                    // Nobody can tell any more what it was.
                    (None, true) => true,
                    (_, false) => is == told,
                };
                if !agree {
                    return Ok(false);
                }
            }
        }
        Ok(is == told)
    }

    async fn members(&mut self) -> Result<()> {
        let slugs = self.slugs.clone();
        for (dossier, slug) in &slugs {
            for (member, _) in membership::for_dossier(self.snapshot, dossier).await? {
                let subject = format!("member/{}", member.user);
                let Some(entry) = self.entry_of(slug, &subject).await? else { continue };
                // The first member of a dossier is told whole, others by their role.
                let whole = serde_json::to_string(&member).unwrap_or_default();
                self.counted([member.role.code(), &whole].contains(&entry.after.as_str()), slug, &subject, entry.sequence);
            }
        }
        self.missing("member/");
        Ok(())
    }

    async fn releases(&mut self) -> Result<()> {
        let slugs = self.slugs.clone();
        for (dossier, slug) in &slugs {
            for row in release::for_dossier(self.snapshot, dossier).await? {
                let Some(row) = release::by_version(self.snapshot, dossier, row.version).await? else { continue };
                let subject = format!("release/{}", row.id);
                match self.told.released.remove(&subject) {
                    None => self.differs(slug, &subject, DifferenceKind::Unrecorded, 0),
                    Some((_, told)) if told == row.content_digest && told == digest(&[&row.content]) => self.found.releases += 1,
                    Some((entry, _)) => self.differs(slug, &subject, DifferenceKind::Altered, entry),
                }
            }
            for row in table_release::for_dossier(self.snapshot, dossier).await? {
                let Some(row) = table_release::by_number(self.snapshot, dossier, row.number).await? else { continue };
                let subject = format!("table_release/{}", row.number);
                if !self.told.signed.contains(&(slug.clone(), row.content_digest.clone())) {
                    self.differs(slug, &subject, DifferenceKind::Unrecorded, 0);
                } else if digest(&[&row.note, &row.cells]) != row.content_digest {
                    self.differs(slug, &subject, DifferenceKind::Altered, 0);
                } else {
                    self.found.releases += 1;
                }
            }
        }
        let missing: Vec<_> = self.told.released.drain().collect();
        for (subject, (entry, _)) in missing {
            self.found.differences.push(Difference { subject, kind: DifferenceKind::Missing, entry });
        }
        Ok(())
    }
}

impl App {
    /// Compares what is stored with the ledger, whose chain is verified apart: records, memberships, releases, signed tables and
    /// attached files. One moment's state is compared, whoever writes meanwhile.
    pub async fn verify_stored(&self, caller: &Caller) -> Result<Verification> {
        self.authorise(caller, Action::LedgerVerify, &Resource::Instance, &Facts::default())?;
        let snapshot = self.store.snapshot().await?;
        let mut told = Told::default();
        // A break of the chain is told by whoever verifies the chain.
        let _ = ledger::walk(&snapshot, |entry| {
            told.hear(entry);
            Ok(())
        })
        .await?;
        let slugs = stored::list(&snapshot).await?.into_iter().map(|dossier| (dossier.id, dossier.slug)).collect();
        let mut comparison = Comparison { snapshot: &snapshot, told, slugs, found: Verification::default() };
        comparison.records::<Answer>().await?;
        comparison.records::<Finding>().await?;
        comparison.records::<Evidence>().await?;
        comparison.records::<Paragraph>().await?;
        comparison.records::<Figure>().await?;
        comparison.records::<Participant>().await?;
        comparison.records::<Comment>().await?;
        comparison.records::<Validation>().await?;
        comparison.records::<RegisterEntry>().await?;
        comparison.records::<Dataset>().await?;
        comparison.records::<StatisticalTable>().await?;
        comparison.records::<BoundarySet>().await?;
        comparison.members().await?;
        comparison.releases().await?;
        let attached: Vec<_> = record::everywhere::<Evidence>(&snapshot)
            .await?
            .into_iter()
            .filter_map(|(dossier, evidence)| Some((dossier, evidence.id, evidence.file?.digest)))
            .collect();
        let Comparison { mut found, slugs, .. } = comparison;
        // Files never change: they need not be read while the snapshot is held.
        drop(snapshot);
        for (dossier, evidence, digest) in attached {
            if self.store.files().get(&digest).await?.is_some() {
                found.files += 1;
            } else {
                let subject = format!("{}/evidence/{evidence}/{digest}", slugs.get(&dossier).map_or("", String::as_str));
                found.differences.push(Difference { subject, kind: DifferenceKind::Altered, entry: 0 });
            }
        }
        found.differences.sort();
        Ok(found)
    }
}

fn take(value: &mut Value, field: &str) -> String {
    let taken = value.as_object_mut().and_then(|fields| fields.remove(field));
    taken.and_then(|taken| taken.as_str().map(str::to_owned)).unwrap_or_default()
}

fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part.as_bytes()));
    hex::encode(hasher.finalize())
}

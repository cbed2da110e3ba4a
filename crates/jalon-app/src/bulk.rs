//! One value for one field of several entries: first what it would change and what is refused, then all of it at once, and
//! one way back while nobody has changed the entries since.

use jalon_domain::assessment::DossierContent;
use jalon_domain::ledger::Entry;
use jalon_domain::register::values::Given;
use jalon_domain::register::{Names, RegisterDefinition, RegisterEntry};
use jalon_domain::{Language, Problem};
use jalon_storage::ledger as stored;

use crate::authorisation::{Action, Facts};
use crate::error::check;
use crate::register::EntryChange;
use crate::{App, AppError, Caller, Opened, Result};

/// More entries than this are not changed at once: the ledger gives no more at a time.
pub const BULK_LIMIT: usize = 400;

const USE_CASE: &str = "register.bulk";

/// Which entries, which field, and what it is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    pub entries: Vec<String>,
    pub field: String,
    /// As a form gives it: one string, or the codes that were chosen.
    pub given: Vec<String>,
    /// The language of a text.
    pub language: Language,
}

/// An entry that would not take the value, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub id: String,
    pub entry: String,
    pub problems: Vec<Problem>,
}

/// What a value would do to the entries chosen.
#[derive(Debug, Clone)]
pub struct BulkPreview {
    /// The dossier's revision that the difference was made against.
    pub revision: i64,
    pub changes: Vec<EntryChange>,
    pub refused: Vec<Refused>,
    /// How many hold the value already.
    pub unchanged: usize,
    entries: Vec<RegisterEntry>,
}

/// What was changed, and how it is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkDone {
    pub count: usize,
    /// The places of the change in the ledger: `1204-1215`. Empty where nothing was changed.
    pub undo: String,
}

impl App {
    /// What a value would change, and everything that is refused, with its reason. Changes nothing.
    pub async fn preview_bulk(&self, caller: &Caller, slug: &str, register: &str, bulk: &Bulk) -> Result<BulkPreview> {
        let opened = self.view_dossier(caller, slug).await?;
        self.tried_in_bulk(caller, &opened, register, bulk).await
    }

    /// Gives the value to all entries chosen, in one transaction, if the dossier is still as it was previewed and none is
    /// refused.
    pub async fn apply_bulk(&self, caller: &Caller, slug: &str, register: &str, bulk: &Bulk, revision: i64) -> Result<BulkDone> {
        let opened = self.view_dossier(caller, slug).await?;
        let changed = || AppError::invalid(Problem::new("dossier-changed"));
        if opened.dossier().revision != revision {
            return Err(changed());
        }
        let preview = self.tried_in_bulk(caller, &opened, register, bulk).await?;
        if !preview.refused.is_empty() {
            let named = |refused: Refused| {
                let entry = refused.entry;
                refused.problems.into_iter().map(move |problem| Problem { field: None, ..problem }.with("entry", &entry))
            };
            return Err(AppError::Invalid(preview.refused.into_iter().flat_map(named).collect()));
        }
        if preview.entries.is_empty() {
            return Ok(BulkDone { count: 0, undo: String::new() });
        }
        let Some(mut transaction) = self.begin_on_unchanged(&opened).await? else { return Err(changed()) };
        for entry in &preview.entries {
            self.save_in(&mut transaction, caller, &opened, USE_CASE, entry, "").await?;
        }
        transaction.commit().await?;
        let count = preview.entries.len();
        Ok(BulkDone { count, undo: self.places(caller, slug, &preview.entries).await? })
    }

    /// Takes a change of several entries back: each is exactly what it was. Refused where one of them was changed since.
    pub async fn undo_bulk(&self, caller: &Caller, slug: &str, register: &str, undo: &str) -> Result<usize> {
        let opened = self.view_dossier(caller, slug).await?;
        opened.register(register)?;
        let told = self.told(caller, slug, undo).await?.ok_or(AppError::NotFound)?;
        let restored = self.restored(caller, &opened, register, &told)?;
        let Some(mut transaction) = self.begin_on_unchanged(&opened).await? else {
            return Err(AppError::invalid(Problem::new("dossier-changed")));
        };
        for entry in &restored {
            self.save_in(&mut transaction, caller, &opened, "register.bulk_undo", entry, "").await?;
        }
        transaction.commit().await?;
        Ok(restored.len())
    }

    /// Whether a change of several entries is the caller's and can still be taken back.
    pub async fn may_undo_bulk(&self, caller: &Caller, opened: &Opened, register: &str, undo: &str) -> Result<bool> {
        let told = self.told(caller, &opened.dossier().slug, undo).await?;
        Ok(told.is_some_and(|told| self.restored(caller, opened, register, &told).is_ok()))
    }

    async fn tried_in_bulk(&self, caller: &Caller, opened: &Opened, register: &str, bulk: &Bulk) -> Result<BulkPreview> {
        let definition = opened.register(register)?;
        if !self.may_with(caller, Action::RegisterSave, opened, &Facts { own: true, ..Facts::default() }) {
            return Err(AppError::NotFound);
        }
        check(unusable(opened, definition, bulk))?;
        let language = caller.language.content();
        let field = definition.field(&bulk.field).ok_or(AppError::NotFound)?;
        let ids = bulk.entries.iter().map(String::as_str);
        let approvals = self.approvals(caller, opened, definition, ids).await?;
        let given = Given::from([(bulk.field.clone(), bulk.given.clone())]);
        let revision = opened.dossier().revision;
        let mut preview = BulkPreview { revision, changes: vec![], refused: vec![], unchanged: 0, entries: vec![] };
        // Each is tried against the register as the others leave it.
        let mut content = opened.content.clone();
        for id in bulk.entries.iter().collect::<std::collections::BTreeSet<_>>() {
            let before = opened.content.entry(register, id).ok_or(AppError::NotFound)?;
            let names = Names { content: &content, ..opened.names(language) };
            let name = names.entry(before);
            match self.tried(caller, opened, &names, before, &given, bulk.language, &approvals) {
                Err(problems) => preview.refused.push(Refused { id: id.clone(), entry: name, problems }),
                Ok(after) if after.values == before.values => preview.unchanged += 1,
                Ok(after) => {
                    // A text is changed in its language, which may not be the reader's.
                    let shown = |entry: &RegisterEntry| match entry.text(&bulk.field) {
                        Some(text) => text.exact(bulk.language).unwrap_or_default().to_owned(),
                        None => names.words(field, entry),
                    };
                    preview.changes.push(EntryChange {
                        id: id.clone(),
                        entry: name,
                        field: field.label.get(language).to_owned(),
                        before: shown(before),
                        after: shown(&after),
                    });
                    replace(&mut content, &after);
                    preview.entries.push(after);
                }
            }
        }
        Ok(preview)
    }

    /// The places in the ledger of what the caller has just done to these entries; empty where they cannot be told.
    async fn places(&self, caller: &Caller, slug: &str, entries: &[RegisterEntry]) -> Result<String> {
        let subjects: std::collections::BTreeSet<String> =
            entries.iter().map(|entry| format!("register_entry/{}", entry.id)).collect();
        let newest = stored::by_actor(self.store.reader(), slug, &caller.actor(), entries.len() as i64).await?;
        let is_this = newest.len() == entries.len()
            && newest.iter().all(|entry| entry.use_case == USE_CASE && subjects.contains(&entry.subject));
        Ok(match (newest.last(), newest.first()) {
            (Some(first), Some(last)) if is_this => format!("{}-{}", first.sequence, last.sequence),
            _ => String::new(),
        })
    }

    /// What the ledger tells of a change of several entries, if the caller made it in this dossier.
    async fn told(&self, caller: &Caller, slug: &str, undo: &str) -> Result<Option<Vec<Entry>>> {
        let place = |text: &str| text.parse::<i64>().ok().filter(|place| *place > 0);
        let Some((first, last)) = undo.split_once('-').and_then(|(first, last)| Some((place(first)?, place(last)?))) else {
            return Ok(None);
        };
        if last < first || last - first >= BULK_LIMIT as i64 {
            return Ok(None);
        }
        let mut entries = stored::entries(self.store.reader(), first - 1).await?;
        entries.retain(|entry| entry.sequence <= last);
        let is_one = entries.len() as i64 == last - first + 1
            && entries.iter().all(|e| e.use_case == USE_CASE && e.dossier == slug && e.actor == caller.actor());
        Ok(is_one.then_some(entries))
    }

    /// The entries as they were before, if all may be taken back: the caller may write them, nobody has changed one since,
    /// and the register would still take them.
    fn restored(&self, caller: &Caller, opened: &Opened, register: &str, told: &[Entry]) -> Result<Vec<RegisterEntry>> {
        let definition = opened.register(register)?;
        let names = opened.names(caller.language.content());
        let (mut restored, mut problems) = (vec![], vec![]);
        for entry in told {
            let [before, after] = [&entry.before, &entry.after].map(|state| serde_json::from_str::<RegisterEntry>(state));
            let (Ok(before), Ok(after)) = (before, after) else { return Err(AppError::NotFound) };
            let Some(present) = opened.content.entry(register, before.id.as_str()) else {
                problems.push(Problem::new("bulk-undo-changed").with("entry", names.entry(&after)));
                continue;
            };
            self.may_save(caller, opened, present)?;
            self.may_save(caller, opened, &before)?;
            let is_as_left = RegisterEntry { revision: 0, ..present.clone() } == RegisterEntry { revision: 0, ..after };
            if !is_as_left {
                problems.push(Problem::new("bulk-undo-changed").with("entry", names.entry(present)));
            }
            // What counted, or will count again, is the business of those who approve.
            let counts = definition.counts(present) || definition.counts(&before);
            if !definition.counts_if.is_empty() && counts && !self.may(caller, Action::ValueApprove, opened) {
                return Err(AppError::NotFound);
            }
            restored.push(RegisterEntry { revision: present.revision, ..before });
        }
        check(problems)?;
        let mut content = opened.content.clone();
        for entry in &restored {
            replace(&mut content, entry);
        }
        check(restored.iter().flat_map(|entry| crate::register::problems_in(opened, &content, entry)).collect())?;
        Ok(restored)
    }
}

fn replace(content: &mut DossierContent, entry: &RegisterEntry) {
    let entries = content.entries.get_mut(&entry.register).into_iter().flatten();
    for present in entries.filter(|present| present.id == entry.id) {
        *present = entry.clone();
    }
}

/// What makes a choice of entries and field unusable, whatever the value.
fn unusable(opened: &Opened, definition: &RegisterDefinition, bulk: &Bulk) -> Vec<Problem> {
    let mut problems = vec![];
    if bulk.entries.is_empty() {
        problems.push(Problem::new("bulk-nothing-chosen"));
    }
    if bulk.entries.len() > BULK_LIMIT {
        let (count, limit) = (bulk.entries.len(), BULK_LIMIT);
        problems.push(Problem::new("bulk-too-many").with("count", count).with("limit", limit));
    }
    if !fields(opened, definition).any(|field| field.code == bulk.field) {
        problems.push(Problem::on("choice-unknown", "field").with("value", bulk.field.chars().take(60).collect::<String>()));
    }
    problems
}

/// The fields that may be given one value in several entries: not those that tell entries apart, nor those that the program
/// keeps.
pub fn fields<'a>(
    opened: &'a Opened,
    definition: &'a RegisterDefinition,
) -> impl Iterator<Item = &'a jalon_domain::register::FieldDefinition> {
    opened.fields(definition).filter(|field| !field.unique && !field.kept_by_program)
}

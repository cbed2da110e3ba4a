//! What changed between two states of the same registers: between an adopted plan and its amendment.

use std::collections::BTreeMap;

use crate::assessment::DossierContent;
use crate::register::{Names, RegisterEntry};

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeState {
    Added,
    Changed,
    Removed,
}

impl ChangeState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// One entry that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryDifference {
    pub register: String,
    pub id: String,
    /// What the entry is called now; what it was called when it is gone.
    pub name: String,
    pub state: ChangeState,
    /// In the order of the register. None for an entry that is new or gone.
    pub fields: Vec<FieldDifference>,
}

/// One field, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDifference {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// Entries by register, as they were.
pub type Entries = BTreeMap<String, Vec<RegisterEntry>>;

/// What differs between the entries of `before` and those of the dossier, in the registers named, in their order.
/// Fields that move while the work goes on are left out, and so are those that choose from a register that is not
/// published: no release knows what is chosen there.
/// What a reader would read the same is no difference: a text that was only translated is one in that language alone.
pub fn differences(names: Names<'_>, registers: &[String], before: &Entries) -> Vec<EntryDifference> {
    let content_before = DossierContent { entries: merged(names.content, before), ..names.content.clone() };
    let names_before = Names { content: &content_before, ..names };
    let mut found = vec![];
    for code in registers {
        let Some(register) = names.framework.register(code) else { continue };
        let was: BTreeMap<&str, &RegisterEntry> =
            before.get(code).into_iter().flatten().map(|entry| (entry.id.as_str(), entry)).collect();
        let mut one = |entry: &RegisterEntry, name: String, state: ChangeState, fields: Vec<FieldDifference>| {
            found.push(EntryDifference { register: code.clone(), id: entry.id.to_string(), name, state, fields });
        };
        for entry in names.content.entries(code).filter(|entry| register.counts(entry)) {
            let Some(old) = was.get(entry.id.as_str()) else {
                one(entry, names.entry(entry), ChangeState::Added, vec![]);
                continue;
            };
            let fields: Vec<FieldDifference> = names
                .framework
                .public_fields(register)
                .filter(|field| !field.running && old.values.get(&field.code) != entry.values.get(&field.code))
                .map(|field| FieldDifference {
                    label: field.label.get(names.language).to_owned(),
                    before: names_before.words(field, old),
                    after: names.words(field, entry),
                })
                .filter(|difference| difference.before != difference.after)
                .collect();
            if !fields.is_empty() {
                one(entry, names.entry(entry), ChangeState::Changed, fields);
            }
        }
        for entry in before.get(code).into_iter().flatten().filter(|entry| names.content.entry(code, entry.id.as_str()).is_none())
        {
            one(entry, names_before.entry(entry), ChangeState::Removed, vec![]);
        }
    }
    found
}

/// The entries as they were, and those of registers of which nothing was kept as they are: an old measure may name a
/// source that is in no report.
fn merged(content: &DossierContent, before: &Entries) -> Entries {
    let mut entries = content.entries.clone();
    entries.extend(before.iter().map(|(code, entries)| (code.clone(), entries.clone())));
    entries
}

//! Registers: the working instruments of a framework (stakeholders, consultations, measures, indicators…) as data.
//!
//! A framework declares what a register holds, field by field; a dossier keeps its entries; the framework's checks look at
//! them. A new instrument is a few lines in `framework.toml`, not a table and a page.
//!
//! - [`values`]: what a person typed, tried against the fields, every problem at once
//! - [`changes`]: what differs between an adopted plan and its amendment
//! - [`reuse`]: what is there already, before new data are asked for
//! - [`rules`]: the rules by which a requirement is derived from entries
//! - [`vision`]: what a dossier makes of every objective of the Compact, for the 360° wheel
//! - [`handover`]: what somebody who leaves leaves to whoever comes after
//! - [`levels`]: what plans of the levels above and below make of it
//! - [`matrix`]: the values of a year's indicators, and what is still to be entered
//! - [`influence`]: stakeholders by influence and interest
//! - [`saved_view`]: a list with its filters under a name
//! - [`withheld`]: a dossier without the registers that somebody may not see
//! - [`published`]: what was published elsewhere in the house, and is referred to
//! - [`period`], [`reporting`]: who reports on which measure for which period, and until when

pub mod changes;
pub mod handover;
pub mod influence;
pub mod levels;
pub mod matrix;
pub mod period;
pub mod published;
pub mod reporting;
pub mod reuse;
pub mod rules;
pub mod saved_view;
pub mod values;
pub mod vision;
pub mod withheld;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::assessment::{Citation, DossierContent};
use crate::catalogue::{Framework, Item, Library, Scale};
use crate::statistics::calculation::Calculation;
use crate::wording::Wording;
use crate::{Language, RegisterEntryId, Text, format};

/// What a register holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterDefinition {
    /// Stands in addresses and files: `stakeholder`.
    pub code: String,
    /// Its entries may be published. Those of the others never leave the workspace.
    #[serde(default)]
    pub public: bool,
    /// A new round of the cycle starts with its entries.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carried: bool,
    /// The entries that are over and stay behind: `field=value|value`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub carried_unless: String,
    /// The item whose working page shows it.
    pub step: String,
    pub source: String,
    pub title: Text,
    pub guidance: Text,
    /// No two entries hold the same in all of these fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distinct: Vec<String>,
    /// The entries that count, `field=value`: the others are in no report and leave in no release. All count where it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub counts_if: String,
    /// The first one names an entry.
    pub fields: Vec<FieldDefinition>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line, the same in every language: a name, a number, a reference.
    Line,
    /// Words, translated.
    Text,
    /// A value of a list of the framework.
    Choice,
    /// An item of this or another framework.
    Item,
    /// An entry of a register of the same dossier.
    Entry,
    /// An organisation of the house.
    Organisation,
    /// A finding or an entry of something published in the house, of the same territory or one above or below it:
    /// [`published::PublishedRecord`].
    Published,
    /// A decimal number.
    Number,
    /// An amount, with at most two decimals; its currency stands in the field `currency` of the same register.
    Money,
    /// ISO 8601.
    Date,
    /// A month, quarter, half-year or year: [`period::Period`].
    Period,
    /// A whole number from 0 to [`values::WHOLE_LIMIT`].
    Whole,
    /// A time zone by its name in the IANA database: `Europe/Lisbon`.
    TimeZone,
    /// What an indicator counts, in TOML: [`crate::statistics::calculation`].
    Calculation,
}

/// A field of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldDefinition {
    pub code: String,
    pub kind: FieldKind,
    /// Several may be chosen.
    #[serde(default)]
    pub many: bool,
    #[serde(default)]
    pub required: bool,
    /// No other entry of the register may hold the same.
    #[serde(default)]
    pub unique: bool,
    /// Filled when another field says so, `field=value`, and only then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub only_if: String,
    /// Never filled without this other field: a value without its unit, an amount without its currency.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// Written by the program alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept_by_program: bool,
    /// Names the institution that answers for the entry, or the entry whose institution does.
    #[serde(default)]
    pub responsible: bool,
    /// Moves while the work goes on: no part of what is adopted, and no amendment when it changes.
    #[serde(default)]
    pub running: bool,
    /// Shown in the list of entries.
    #[serde(default)]
    pub column: bool,
    /// Of a choice: the list of values.
    #[serde(default)]
    pub list: String,
    /// Of an item: the other framework, `code@version`; this one when empty.
    #[serde(default)]
    pub framework: String,
    /// Of an item: the kinds, the parents or the codes that may be chosen. Of something published: registers, or
    /// `finding:` and a kind of finding.
    #[serde(default)]
    pub of: Vec<String>,
    /// Of an entry: its register.
    #[serde(default)]
    pub register: String,
    /// Its words stand behind those of the first field where an entry is named.
    #[serde(default)]
    pub names: bool,
    /// The requirement that explains it.
    #[serde(default)]
    pub item: String,
    #[serde(default)]
    pub label: Text,
}

impl FieldDefinition {
    /// Chosen from what exists, rather than typed.
    pub const fn is_chosen(&self) -> bool {
        matches!(
            self.kind,
            FieldKind::Choice | FieldKind::Item | FieldKind::Entry | FieldKind::Organisation | FieldKind::Published
        )
    }

    /// The label above values that are there already: how a period is written, in parentheses, is for whoever types one.
    pub fn heading(&self, language: Language) -> &str {
        let label = self.label.get(language);
        match label.split_once(" (").filter(|_| self.kind == FieldKind::Period && label.ends_with(')')) {
            Some((heading, _)) => heading,
            None => label,
        }
    }
}

impl RegisterDefinition {
    pub fn field(&self, code: &str) -> Option<&FieldDefinition> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// Whether an entry counts: whether it may be in a report.
    pub fn counts(&self, entry: &RegisterEntry) -> bool {
        holds(entry, &self.counts_if)
    }

    /// The field that names an entry.
    pub fn name(&self) -> &str {
        self.fields.first().map_or("", |field| field.code.as_str())
    }
}

/// What an entry holds in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A line, a number, an amount or a date, as ISO and with a decimal point.
    Line(String),
    /// What was chosen: codes of values or items, identifiers of entries or organisations.
    Chosen(Vec<String>),
    Text(Text),
}

impl Value {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Line(line) => line.is_empty(),
            Self::Chosen(codes) => codes.is_empty(),
            Self::Text(text) => text.is_empty(),
        }
    }
}

/// One entry of a register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterEntry {
    pub id: RegisterEntryId,
    pub register: String,
    /// By field; empty ones are left out.
    pub values: BTreeMap<String, Value>,
    /// What supports it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub changed_at: String,
    #[serde(skip)]
    pub revision: i64,
}

impl RegisterEntry {
    /// The institutions that answer for the entry, or for the entry that it belongs to.
    pub fn responsible(&self, framework: &Framework, content: &DossierContent) -> Vec<String> {
        let Some(register) = framework.register(&self.register) else { return vec![] };
        let mut institutions = vec![];
        for field in register.fields.iter().filter(|field| field.responsible) {
            for code in self.chosen(&field.code) {
                match content.entry(&field.register, code) {
                    // One step: what an entry belongs to names its institution itself.
                    Some(owner) if owner.register != self.register => {
                        institutions.extend(owner.responsible(framework, content));
                    }
                    Some(_) => {}
                    None => institutions.push(code.clone()),
                }
            }
        }
        institutions
    }

    /// What stands in a line, number, amount or date; empty where there is nothing.
    pub fn line(&self, field: &str) -> &str {
        if let Some(Value::Line(line)) = self.values.get(field) { line } else { "" }
    }

    /// What was chosen; empty where there is nothing.
    pub fn chosen(&self, field: &str) -> &[String] {
        if let Some(Value::Chosen(codes)) = self.values.get(field) { codes } else { &[] }
    }

    pub fn text(&self, field: &str) -> Option<&Text> {
        if let Some(Value::Text(text)) = self.values.get(field) { Some(text) } else { None }
    }

    /// The exact number or amount of a field.
    pub fn number(&self, field: &str) -> Option<Decimal> {
        values::decimal(self.line(field))
    }

    pub fn is_filled(&self, field: &str) -> bool {
        self.values.get(field).is_some_and(|value| !value.is_empty())
    }

    /// A line as it is, a text in this language or the nearest, the first of what was chosen.
    pub fn shown(&self, field: &str, language: Language) -> &str {
        match self.values.get(field) {
            Some(Value::Line(line)) => line,
            Some(Value::Text(text)) => text.get(language),
            Some(Value::Chosen(codes)) => codes.first().map_or("", String::as_str),
            None => "",
        }
    }
}

/// Whether an entry meets a condition, `field=value|value`. All meet none.
pub fn holds(entry: &RegisterEntry, condition: &str) -> bool {
    condition.split_once('=').is_none_or(|(field, value)| {
        entry.line(field) == value || entry.chosen(field).iter().any(|code| value.split('|').any(|one| one == code))
    })
}

/// The amounts of these entries added up exactly, per currency, as the language writes them; none where the register's list
/// shows no amount.
pub fn sums<'a>(
    language: Language,
    register: &RegisterDefinition,
    entries: impl IntoIterator<Item = &'a RegisterEntry>,
) -> Vec<String> {
    let Some(field) = register.fields.iter().find(|field| field.kind == FieldKind::Money && field.column) else { return vec![] };
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for entry in entries {
        *sums.entry(entry.line("currency")).or_default() += entry.number(&field.code).unwrap_or_default();
    }
    sums.into_iter().map(|(currency, sum)| format!("{} {currency}", format::amount(language, &sum.to_string()))).collect()
}

/// Where the words for what an entry holds are found.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    pub library: &'a Library,
    pub framework: &'a Framework,
    pub content: &'a DossierContent,
    pub language: Language,
}

impl Names<'_> {
    /// What a choosing field offers, with the words for each; in the order of list, framework or register.
    pub fn offered(&self, field: &FieldDefinition) -> Vec<(String, String)> {
        let language = self.language;
        match field.kind {
            FieldKind::Choice => self.list(field).map_or_else(Vec::new, |list| {
                list.values.iter().map(|value| (value.code.clone(), value.label.get(language).to_owned())).collect()
            }),
            FieldKind::Item => {
                self.items(field).into_iter().map(|item| (item.code.clone(), item_label(&item, language))).collect()
            }
            FieldKind::Entry => {
                self.content.entries(&field.register).map(|entry| (entry.id.to_string(), self.entry(entry))).collect()
            }
            FieldKind::Organisation => {
                let mut all: Vec<(String, String)> = self
                    .content
                    .organisations
                    .values()
                    .map(|organisation| (organisation.id.to_string(), organisation.name.get(language).to_owned()))
                    .collect();
                all.sort_by(|a, b| a.1.cmp(&b.1));
                all
            }
            FieldKind::Published => {
                let wanted = self.content.published.iter().filter(|record| record.is_of(&field.of));
                wanted.map(|record| (record.reference.clone(), record.label(language))).collect()
            }
            _ => vec![],
        }
    }

    fn list(&self, field: &FieldDefinition) -> Option<&Scale> {
        self.framework.lists.get(&field.list)
    }

    /// The items that a field may hold, in the order of their framework.
    pub fn items(&self, field: &FieldDefinition) -> Vec<Item> {
        items(self.library, self.framework, field)
    }

    /// What an entry is called: the words of its first field.
    pub fn entry(&self, entry: &RegisterEntry) -> String {
        let Some(register) = self.framework.register(&entry.register) else { return entry.id.to_string() };
        let naming = register.fields.iter().enumerate().filter(|(position, field)| *position == 0 || field.names);
        let words: Vec<String> = naming.map(|(_, field)| self.words(field, entry)).filter(|words| !words.is_empty()).collect();
        if words.is_empty() { entry.id.to_string() } else { words.join(" – ") }
    }

    /// What an entry holds in a field, in words; several are separated by semicolons.
    pub fn words(&self, field: &FieldDefinition, entry: &RegisterEntry) -> String {
        match entry.values.get(&field.code) {
            None => String::new(),
            Some(Value::Line(line)) => match field.kind {
                FieldKind::Date => format::date(self.language, line),
                FieldKind::Money | FieldKind::Number => format::amount(self.language, line),
                FieldKind::Period => period::in_words(line, self.language),
                FieldKind::Calculation => self.calculation(line),
                _ => line.clone(),
            },
            Some(Value::Text(text)) => text.get(self.language).to_owned(),
            Some(Value::Chosen(codes)) => codes.iter().map(|code| self.one(field, code)).collect::<Vec<_>>().join("; "),
        }
    }

    /// A calculation part by part, in a line.
    fn calculation(&self, text: &str) -> String {
        let concepts = self.library.concepts();
        // What was kept before a concept changed its name is shown as it was written.
        let Ok(calculation) = Calculation::parse(text, concepts) else { return text.to_owned() };
        let wording = Wording::of(self.language);
        let parts = calculation.in_words(concepts, self.language);
        parts.iter().map(|(label, words)| wording.labelled(label, words)).collect::<Vec<_>>().join(". ")
    }

    /// The words for one thing chosen; its code when it is gone.
    pub fn one(&self, field: &FieldDefinition, code: &str) -> String {
        let known = match field.kind {
            FieldKind::Choice => self
                .list(field)
                .and_then(|list| list.values.iter().find(|value| value.code == code))
                .map(|value| value.label.get(self.language).to_owned()),
            FieldKind::Item => source(self.library, self.framework, field, |framework| {
                framework.item(code).map(|item| item_label(item, self.language))
            }),
            FieldKind::Entry => self.content.entry(&field.register, code).map(|entry| self.entry(entry)),
            FieldKind::Organisation => {
                self.content.organisation(&code.into()).map(|organisation| organisation.name.get(self.language).to_owned())
            }
            FieldKind::Published => self.content.published(code).map(|record| record.label(self.language)),
            _ => None,
        };
        known.unwrap_or_else(|| code.to_owned())
    }
}

fn item_label(item: &Item, language: Language) -> String {
    format!("{} {}", item.code, item.title.get(language))
}

fn source<T>(
    library: &Library,
    framework: &Framework,
    field: &FieldDefinition,
    ask: impl FnOnce(&Framework) -> Option<T>,
) -> Option<T> {
    if field.framework.is_empty() { ask(framework) } else { ask(&*library.get(&field.framework)?) }
}

/// The items that a field may hold: those of the kinds, below the parents, or of the codes that it names.
pub fn items(library: &Library, framework: &Framework, field: &FieldDefinition) -> Vec<Item> {
    let wanted = |item: &&Item| {
        field.of.iter().any(|of| *of == item.kind || *of == item.code || item.parent.as_deref() == Some(of.as_str()))
    };
    source(library, framework, field, |framework| Some(framework.items.iter().filter(wanted).cloned().collect()))
        .unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod fixture {
    use super::*;
    use crate::assessment::Dossier;
    use crate::identity::{Level, Territory};

    /// A dossier that holds nothing.
    pub(crate) fn empty() -> DossierContent {
        let dossier = Dossier {
            id: "d".into(),
            slug: "d".into(),
            framework: "gcm-cycle".into(),
            framework_version: "2020.1".into(),
            territory: "t".into(),
            title: Text::default(),
            period_from: String::new(),
            period_to: String::new(),
            stage: "launch".into(),
            source_language: Language::French,
            previous: None,
            round: 1,
            synthetic: true,
            revision: 1,
            created_at: String::new(),
        };
        let territory = Territory {
            id: "t".into(),
            slug: "t".into(),
            name: Text::default(),
            level: Level::Country,
            parent: None,
            definition: String::new(),
            country: String::new(),
            synthetic: true,
        };
        DossierContent::new(dossier, territory)
    }
}

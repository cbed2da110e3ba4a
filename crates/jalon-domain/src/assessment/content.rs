//! The records of a dossier.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::conflict::{Change, word_difference};
use crate::identity::{Level, Membership, Organisation, Territory};
use crate::register::published::PublishedRecord;
use crate::register::{RegisterDefinition, RegisterEntry};
use crate::statistics::{BoundarySet, Dataset, StatisticalTable};
use crate::*;

/// One territory's run through one framework over one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    pub id: DossierId,
    /// Used in addresses; never changes.
    pub slug: String,
    pub framework: FrameworkCode,
    /// The version the dossier started with, and keeps.
    pub framework_version: String,
    pub territory: TerritoryId,
    pub title: Text,
    /// ISO 8601 dates, inclusive.
    pub period_from: String,
    pub period_to: String,
    /// The code of a stage of the framework.
    pub stage: String,
    /// The language that is written first; the others translate it.
    pub source_language: Language,
    /// The dossier whose published findings this one carries forward.
    #[serde(default)]
    pub previous: Option<DossierId>,
    /// 1 for a first assessment, 2 for its follow-up…
    #[serde(default = "first_round")]
    pub round: i64,
    /// Made up for demonstration or tests; said wherever it is shown.
    #[serde(default)]
    pub synthetic: bool,
    /// Grows with every write to any record of the dossier.
    #[serde(default)]
    pub revision: i64,
    #[serde(default)]
    pub created_at: String,
}

const fn first_round() -> i64 {
    1
}

/// A record that belongs to a dossier, is edited as one, and carries its own revision.
pub trait Record: Serialize + serde::de::DeserializeOwned + Clone + PartialEq {
    /// The noun, as in SQL tables and addresses.
    const NOUN: &'static str;
    /// The fields that tell who somebody is. The ledger holds them only as digests under a key that can be destroyed.
    const PERSONAL: &'static [&'static str] = &[];
    /// Unique in its dossier.
    fn key(&self) -> &str;
    /// 0 for a record that was never saved.
    fn revision(&self) -> i64;
    fn set_revision(&mut self, revision: i64);
    /// Puts the record where it belongs in its dossier, in place of its former self.
    fn put_into(self, content: &mut DossierContent);
    /// The account of the person whom [`Record::PERSONAL`] fields are about, where there is one.
    fn account(&self) -> Option<&UserId> {
        None
    }
}

macro_rules! record {
    ($type:ident, $noun:literal, $key:ident, $list:ident) => {
        impl Record for $type {
            const NOUN: &'static str = $noun;
            fn key(&self) -> &str {
                self.$key.as_str()
            }
            fn revision(&self) -> i64 {
                self.revision
            }
            fn set_revision(&mut self, revision: i64) {
                self.revision = revision;
            }
            fn put_into(self, content: &mut DossierContent) {
                put(self, &mut content.$list);
                content.sort();
            }
        }
    };
}

record!(Answer, "answer", item, answers);
record!(Finding, "finding", id, findings);
record!(Evidence, "evidence", id, evidence);
record!(Paragraph, "paragraph", id, paragraphs);
record!(Figure, "figure", id, figures);
record!(Comment, "comment", id, comments);
record!(Validation, "validation", id, validations);
record!(Dataset, "dataset", id, datasets);
record!(StatisticalTable, "statistical_table", id, tables);
record!(BoundarySet, "boundary_set", id, boundary_sets);

/// In place of the record with the same key, all by key.
fn put<R: Record>(record: R, list: &mut Vec<R>) {
    match list.iter_mut().find(|known| known.key() == record.key()) {
        Some(known) => *known = record,
        None => list.push(record),
    }
    list.sort_by(|a, b| a.key().cmp(b.key()));
}

impl Record for RegisterEntry {
    const NOUN: &'static str = "register_entry";
    fn key(&self) -> &str {
        self.id.as_str()
    }
    fn revision(&self) -> i64 {
        self.revision
    }
    fn set_revision(&mut self, revision: i64) {
        self.revision = revision;
    }
    fn put_into(self, content: &mut DossierContent) {
        put(self.clone(), content.entries.entry(self.register).or_default());
    }
}

impl Record for Participant {
    const NOUN: &'static str = "participant";
    const PERSONAL: &'static [&'static str] = &["name", "position", "email"];
    fn key(&self) -> &str {
        self.id.as_str()
    }
    fn revision(&self) -> i64 {
        self.revision
    }
    fn set_revision(&mut self, revision: i64) {
        self.revision = revision;
    }
    fn put_into(self, content: &mut DossierContent) {
        put(self, &mut content.participants);
    }
    fn account(&self) -> Option<&UserId> {
        self.user.as_ref()
    }
}

/// The answer to one item on the item's scale, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    pub item: ItemCode,
    /// A value of the item's scale; empty while unanswered.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The item is outside the territory's competence; `competence` explains which level holds it.
    pub not_applicable: bool,
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub competence: Text,
    /// A profile taken over from a document says nothing on this item; never read as an absence.
    pub not_covered: bool,
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// Who is asked to answer, and until when (ISO 8601 date; empty for no date).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// Why this answer alone may be edited although its stage is over; empty when it may not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reopened: String,
    /// What supports an attestation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Who attested the requirement, at `changed_at`; absent for topics of an assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attested_by: Option<UserId>,
    /// Carried from the previous round and not confirmed yet.
    pub to_confirm: bool,
    /// RFC 3339, UTC; set by the program.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub changed_at: String,
    #[serde(skip)]
    pub revision: i64,
}

impl Answer {
    /// Answered on the scale, or excused with the competence that explains it, or taken over from a document that is silent.
    pub fn is_settled(&self) -> bool {
        !self.value.is_empty() || self.not_covered || (self.not_applicable && !self.competence.is_empty())
    }
}

/// Whether a finding is a strength or a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    #[default]
    WellDeveloped,
    ToStrengthen,
}

impl FindingKind {
    pub const ALL: [FindingKind; 2] = [Self::WellDeveloped, Self::ToStrengthen];
    pub const fn code(self) -> &'static str {
        match self {
            Self::WellDeveloped => "well_developed",
            Self::ToStrengthen => "to_strengthen",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What the profile says of one or more topics: a well-developed aspect, or one to strengthen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Finding {
    pub id: FindingId,
    /// The dimension in whose chapter it stands.
    pub dimension: ItemCode,
    pub kind: FindingKind,
    /// Place in its part of the chapter.
    pub order: i64,
    pub topics: Vec<ItemCode>,
    pub title: Text,
    pub text: Text,
    pub citations: Vec<Citation>,
    pub to_confirm: bool,
    /// The finding of the previous round that this one carries forward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<FindingId>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub changed_at: String,
    #[serde(skip)]
    pub revision: i64,
}

/// Where in a piece of evidence the support stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Citation {
    pub evidence: EvidenceId,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lines: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub quotation: String,
}

/// A source: a document, a page, a law, a data set, with the file itself where it may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    pub id: EvidenceId,
    /// `document`, `web`, `law`, `statistics` or `interview`.
    pub kind: String,
    pub author: String,
    pub year: String,
    pub title: String,
    pub publisher: String,
    /// An http or https address, or empty.
    pub address: String,
    /// ISO 8601 date, or empty.
    pub accessed_on: String,
    /// The authority's commitment to the assessment.
    pub commitment: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<AttachedFile>,
    pub note: String,
    #[serde(skip)]
    pub revision: i64,
}

impl Evidence {
    /// Two entries with the same key are the same source.
    pub fn identity(&self) -> String {
        search::fold(&format!("{}|{}|{}|{}", self.author, self.year, self.title, self.publisher))
    }

    /// "Author (year)" as a footnote names it.
    pub fn short(&self) -> String {
        let author = if self.author.is_empty() { &self.publisher } else { &self.author };
        match (author.is_empty(), self.year.is_empty()) {
            (false, false) => format!("{author} ({})", self.year),
            (false, true) => author.clone(),
            (true, _) => self.title.clone(),
        }
    }
}

/// A file in the content-addressed store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AttachedFile {
    /// SHA-256 of the content, in hexadecimal.
    pub digest: String,
    pub name: String,
    /// Found from the content, not from what the browser said.
    pub media_type: String,
    pub size_bytes: u64,
}

/// A passage of the context chapter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Paragraph {
    pub id: ParagraphId,
    /// `trends`, `competences`, `funding` or `participation`.
    pub section: String,
    /// The context item it answers.
    pub item: ItemCode,
    pub order: i64,
    pub title: Text,
    pub text: Text,
    pub citations: Vec<Citation>,
    #[serde(skip)]
    pub revision: i64,
}

/// A small table of numbers, drawn as a chart with the table beside it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Figure {
    pub id: FigureId,
    pub item: ItemCode,
    pub section: String,
    pub order: i64,
    pub title: Text,
    /// What the drawing shows, for those who do not see it.
    pub description: Text,
    pub unit: Text,
    /// `bar`, `stacked`, `line` or `none` (the table alone).
    pub chart: String,
    /// Headings of the numeric columns.
    pub columns: Vec<Text>,
    pub rows: Vec<FigureRow>,
    pub note: Text,
    pub citations: Vec<Citation>,
    #[serde(skip)]
    pub revision: i64,
}

impl Figure {
    /// Every text of the table: headings, labels, words in cells.
    pub fn table_texts(&self) -> impl Iterator<Item = &Text> {
        let rows = self.rows.iter().flat_map(|row| std::iter::once(&row.label).chain(row.cells.iter().filter_map(Cell::words)));
        self.columns.iter().chain(rows)
    }

    /// The same, to be changed.
    pub fn table_texts_mut(&mut self) -> impl Iterator<Item = &mut Text> {
        let rows = self
            .rows
            .iter_mut()
            .flat_map(|row| std::iter::once(&mut row.label).chain(row.cells.iter_mut().filter_map(Cell::words_mut)));
        self.columns.iter_mut().chain(rows)
    }
}

/// One row of a [`Figure`]: a label and one cell per column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FigureRow {
    pub label: Text,
    pub cells: Vec<Cell>,
}

/// A cell of a figure's table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    Number(f64),
    Words(Text),
    Missing(Option<()>),
}

impl Cell {
    fn words(&self) -> Option<&Text> {
        if let Self::Words(text) = self { Some(text) } else { None }
    }

    fn words_mut(&mut self) -> Option<&mut Text> {
        if let Self::Words(text) = self { Some(text) } else { None }
    }
}

/// Somebody who takes part in the discussion, and the organisation they speak for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Participant {
    pub id: ParticipantId,
    /// The account, where the participant has one; a name alone otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// Empty once the person was erased; the organisation keeps its seat.
    pub name: String,
    pub position: String,
    /// Where somebody without an account is told what became of the discussion; empty when they are not to be.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    pub organisation: OrganisationId,
    #[serde(skip)]
    pub revision: i64,
}

impl Participant {
    /// What stays when the person is erased: that somebody spoke for the organisation.
    pub fn erased(self) -> Self {
        Self { name: String::new(), position: String::new(), email: String::new(), ..self }
    }

    pub fn is_erased(&self) -> bool {
        self.name.is_empty()
    }
}

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "noun", content = "key", rename_all = "snake_case")]
pub enum Subject {
    Finding(FindingId),
    Paragraph(ParagraphId),
    Answer(ItemCode),
    RegisterEntry(RegisterEntryId),
}

impl Default for Subject {
    fn default() -> Self {
        Self::Finding(FindingId::default())
    }
}

impl Subject {
    pub fn parse(noun: &str, key: &str) -> Option<Self> {
        match noun {
            "finding" => Some(Self::Finding(key.into())),
            "paragraph" => Some(Self::Paragraph(key.into())),
            "answer" => Some(Self::Answer(key.into())),
            "register_entry" => Some(Self::RegisterEntry(key.into())),
            _ => None,
        }
    }
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Finding(_) => "finding",
            Self::Paragraph(_) => "paragraph",
            Self::Answer(_) => "answer",
            Self::RegisterEntry(_) => "register_entry",
        }
    }
    pub fn key(&self) -> &str {
        match self {
            Self::Finding(id) => id.as_str(),
            Self::Paragraph(id) => id.as_str(),
            Self::Answer(item) => item.as_str(),
            Self::RegisterEntry(id) => id.as_str(),
        }
    }
}

/// What was decided on a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    Accepted,
    Partly,
    NotAccepted,
}

impl Disposition {
    pub const ALL: [Disposition; 3] = [Self::Accepted, Self::Partly, Self::NotAccepted];
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Partly => "partly",
            Self::NotAccepted => "not_accepted",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|disposition| disposition.code() == code)
    }
}

/// A comment on a finding, a paragraph or an answer, or a reply to one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Comment {
    pub id: CommentId,
    pub subject: Subject,
    /// The comment it replies to; replies need no disposition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<CommentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant: Option<ParticipantId>,
    pub organisation: OrganisationId,
    pub language: Language,
    pub body: String,
    pub at: String,
    /// The subject's text when the comment was made, in the dossier's source language.
    pub text_before: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<Disposition>,
    pub reason: String,
    /// The subject's text when the comment was closed: with `text_before`, the difference it caused ([`Comment::change`]).
    pub text_after: String,
    pub closed_at: String,
    #[serde(skip)]
    pub revision: i64,
}

impl Comment {
    pub fn is_open(&self) -> bool {
        self.parent.is_none() && self.disposition.is_none()
    }

    /// What its answer changed, word by word. Who answers first and edits afterwards meant what is edited: where nothing had
    /// changed when it was closed, `now`, the subject's text as it is, counts.
    pub fn change(&self, now: Option<&str>) -> Vec<Change> {
        let closed = self.disposition.is_some();
        let after = if self.text_after == self.text_before { now.unwrap_or(&self.text_after) } else { &self.text_after };
        if closed && self.text_before != after { word_difference(&self.text_before, after) } else { vec![] }
    }
}

/// A government's signature under the report as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Validation {
    pub id: ValidationId,
    /// `local` or `national` of an assessment; the code of the report of a cycle.
    pub side: String,
    pub user: UserId,
    pub organisation: OrganisationId,
    /// What was signed: [`DossierContent::digest`] at that moment, or [`DossierContent::registers_digest`] of the report.
    pub content_digest: String,
    pub at: String,
    pub note: String,
    #[serde(skip)]
    pub revision: i64,
}

/// A dossier with all its records, and what is needed to show and check them.
#[derive(Debug, Clone)]
pub struct DossierContent {
    pub dossier: Dossier,
    pub territory: Territory,
    pub organisations: BTreeMap<OrganisationId, Organisation>,
    pub memberships: Vec<(Membership, Option<OrganisationId>)>,
    /// In the order of the framework's items.
    pub answers: Vec<Answer>,
    /// By dimension, kind and order.
    pub findings: Vec<Finding>,
    pub evidence: Vec<Evidence>,
    pub paragraphs: Vec<Paragraph>,
    pub figures: Vec<Figure>,
    pub participants: Vec<Participant>,
    pub comments: Vec<Comment>,
    pub validations: Vec<Validation>,
    /// By register, in the order in which they were made.
    pub entries: BTreeMap<String, Vec<RegisterEntry>>,
    pub datasets: Vec<Dataset>,
    pub tables: Vec<StatisticalTable>,
    pub boundary_sets: Vec<BoundarySet>,
    /// What its fields may refer to elsewhere in the house: no part of the dossier.
    pub published: Vec<PublishedRecord>,
    /// How each signed table counts, by its number: values of tables that differ in it do not compare. Tables of which that is
    /// not known are not in it.
    pub counted: BTreeMap<String, String>,
}

impl DossierContent {
    /// A dossier in which nothing was written yet.
    pub fn new(dossier: Dossier, territory: Territory) -> Self {
        Self {
            dossier,
            territory,
            organisations: BTreeMap::new(),
            memberships: vec![],
            answers: vec![],
            findings: vec![],
            evidence: vec![],
            paragraphs: vec![],
            figures: vec![],
            participants: vec![],
            comments: vec![],
            validations: vec![],
            entries: BTreeMap::new(),
            datasets: vec![],
            tables: vec![],
            boundary_sets: vec![],
            published: vec![],
            counted: BTreeMap::new(),
        }
    }

    /// Puts the records, which are by key, into the order that pages, reports and signatures have them in. Answers stay
    /// by item: their order is the framework's.
    pub fn sort(&mut self) {
        // Stable: the key settles what is equal here.
        self.findings.sort_by(|a, b| (&a.dimension, a.kind, a.order).cmp(&(&b.dimension, b.kind, b.order)));
        self.paragraphs.sort_by_key(|paragraph| paragraph.order);
        self.figures.sort_by_key(|figure| figure.order);
        self.comments.sort_by(|a, b| a.at.cmp(&b.at));
        self.validations.sort_by(|a, b| a.at.cmp(&b.at));
    }

    pub fn answer(&self, item: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.item.as_str() == item)
    }
    /// For whoever goes through all items: one pass instead of one per item.
    pub fn answers_by_item(&self) -> HashMap<&str, &Answer> {
        self.answers.iter().map(|answer| (answer.item.as_str(), answer)).collect()
    }
    pub fn published(&self, reference: &str) -> Option<&PublishedRecord> {
        self.published.iter().find(|record| record.reference == reference)
    }
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.id.as_str() == id)
    }
    pub fn evidence(&self, id: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|evidence| evidence.id.as_str() == id)
    }
    /// Every citation of the dossier, wherever it stands.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        let findings = self.findings.iter().flat_map(|finding| &finding.citations);
        let context =
            self.paragraphs.iter().flat_map(|p| &p.citations).chain(self.figures.iter().flat_map(|figure| &figure.citations));
        let attested = self.answers.iter().flat_map(|answer| &answer.citations);
        let registers = self.entries.values().flatten().flat_map(|entry| &entry.citations);
        findings.chain(context).chain(attested).chain(registers)
    }
    pub fn paragraph(&self, id: &str) -> Option<&Paragraph> {
        self.paragraphs.iter().find(|paragraph| paragraph.id.as_str() == id)
    }
    pub fn dataset(&self, id: &str) -> Option<&Dataset> {
        self.datasets.iter().find(|dataset| dataset.id.as_str() == id)
    }
    pub fn table(&self, id: &str) -> Option<&StatisticalTable> {
        self.tables.iter().find(|table| table.id.as_str() == id)
    }
    pub fn boundary_set(&self, id: &str) -> Option<&BoundarySet> {
        self.boundary_sets.iter().find(|set| set.id.as_str() == id)
    }
    pub fn comment(&self, id: &str) -> Option<&Comment> {
        self.comments.iter().find(|comment| comment.id.as_str() == id)
    }
    /// The entries of a register.
    pub fn entries(&self, register: &str) -> impl Iterator<Item = &RegisterEntry> {
        self.entries.get(register).into_iter().flatten()
    }
    pub fn entry(&self, register: &str, id: &str) -> Option<&RegisterEntry> {
        self.entries(register).find(|entry| entry.id.as_str() == id)
    }
    pub fn findings_on<'a>(&'a self, topic: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| finding.topics.iter().any(|t| t.as_str() == topic))
    }
    pub fn comments_on<'a>(&'a self, subject: &'a Subject) -> impl Iterator<Item = &'a Comment> {
        self.comments.iter().filter(move |comment| comment.subject == *subject)
    }
    /// The text that is discussed under a subject, in the dossier's source language; nothing for an entry of a register,
    /// whose text takes the words of its framework.
    pub fn text_of(&self, subject: &Subject) -> Option<String> {
        let source = self.dossier.source_language;
        match subject {
            Subject::Finding(id) => self.finding(id.as_str()).map(|finding| finding.text.get(source).to_owned()),
            Subject::Paragraph(id) => self.paragraph(id.as_str()).map(|paragraph| paragraph.text.get(source).to_owned()),
            Subject::Answer(item) => self.answer(item.as_str()).map(|answer| {
                let parts = [answer.value.as_str(), answer.competence.get(source), answer.note.get(source)];
                let told = parts.iter().enumerate().filter(|(place, part)| *place == 0 || !part.is_empty());
                told.map(|(_, part)| *part).collect::<Vec<_>>().join("\n")
            }),
            Subject::RegisterEntry(_) => None,
        }
    }

    pub fn organisation(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.organisations.get(id)
    }
    pub fn organisation_level(&self, id: &OrganisationId) -> Option<Level> {
        self.organisation(id).map(|organisation| organisation.level)
    }

    /// The entry of this identifier, in whichever register.
    pub fn register_entry(&self, id: &str) -> Option<&RegisterEntry> {
        self.entries.values().flatten().find(|entry| entry.id.as_str() == id)
    }

    /// SHA-256 over the entries of these registers, with title and period: what a signature under a cycle's report signs.
    /// What moves while the work goes on is not part of it.
    pub fn registers_digest<'a>(&self, registers: impl IntoIterator<Item = &'a RegisterDefinition>) -> String {
        use sha2::Digest;
        let entries: BTreeMap<&str, Vec<_>> = registers
            .into_iter()
            .map(|register| {
                let adopted = |entry: &'_ RegisterEntry| {
                    let is_adopted = |field: &str| register.field(field).is_none_or(|field| !field.running);
                    let values = entry.values.iter().filter(|(field, _)| is_adopted(field));
                    serde_json::json!([entry.id, values.collect::<BTreeMap<_, _>>(), entry.citations])
                };
                (
                    register.code.as_str(),
                    self.entries(&register.code).filter(|entry| register.counts(entry)).map(adopted).collect(),
                )
            })
            .collect();
        let signed = serde_json::json!({
            "framework": self.dossier.framework, "version": self.dossier.framework_version,
            "title": self.dossier.title, "from": self.dossier.period_from, "to": self.dossier.period_to, "entries": entries,
        });
        hex::encode(sha2::Sha256::digest(signed.to_string().as_bytes()))
    }

    /// SHA-256 over everything that a validation signs: answers, findings, evidence, context. Comments and signatures are not part
    /// of it, nor is when something was saved: the same text again is the text that was signed.
    pub fn digest(&self) -> String {
        use sha2::Digest;
        let timeless = |finding: &Finding| Finding { changed_at: String::new(), ..finding.clone() };
        let findings: Vec<Finding> = self.findings.iter().map(timeless).collect();
        let mut signed = serde_json::json!({
            "framework": self.dossier.framework, "version": self.dossier.framework_version,
            "title": self.dossier.title, "from": self.dossier.period_from, "to": self.dossier.period_to,
            "answers": self.answers.iter().map(|a| (&a.item, &a.value, a.not_applicable, &a.competence, a.not_covered, &a.note)).collect::<Vec<_>>(),
            "findings": findings, "evidence": self.evidence, "paragraphs": self.paragraphs, "figures": self.figures,
        });
        // Signatures from before there were registers stay what they were.
        if !self.entries.is_empty() {
            signed["entries"] = serde_json::json!(self.entries);
        }
        hex::encode(sha2::Sha256::digest(signed.to_string().as_bytes()))
    }
}

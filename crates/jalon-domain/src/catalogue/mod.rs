//! Frameworks as data: what is asked, on which scale, through which stages, under which checks.
//!
//! [`Library`] holds every framework version that the program knows. [`load`] reads the files of `catalogues/`
//! and reports every fault at once; nothing here reads a disk.

mod concepts;
pub mod load;
mod models;

pub use concepts::{Concept, ConceptKind};
pub use models::{Model, ModelGroup, ModelSet};

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::Text;
use crate::identity::Level;
use crate::register::{FieldDefinition, RegisterDefinition};
use crate::wording::Wording;

/// One version of a framework, complete with its texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Framework {
    pub code: String,
    pub version: String,
    /// `assessment` or `cycle` (a dossier runs it), or `reference` (others refer to it).
    pub kind: String,
    /// False when the wording is not its owner's; `notice` then says so wherever it is shown.
    pub official: bool,
    pub source: String,
    pub levels: Vec<Level>,
    pub name: Text,
    pub description: Text,
    pub notice: Text,
    pub scales: BTreeMap<String, Scale>,
    /// Parents before their children, in the order of the file.
    pub items: Vec<Item>,
    pub stages: Vec<Stage>,
    pub checks: Vec<CheckDefinition>,
    pub chapters: Vec<ChapterDefinition>,
    /// What a cycle publishes, again and again; an assessment publishes its one report when it reaches its last stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ReportDefinition>,
    /// What the roles are called in dossiers of this framework, by code; the program's own words for the others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<String, Text>,
    #[serde(default)]
    pub computation: Option<Computation>,
    /// The values that fields of registers choose from, in no order of merit.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lists: BTreeMap<String, Scale>,
    /// The working instruments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registers: Vec<RegisterDefinition>,
    #[serde(skip)]
    index: HashMap<String, usize>,
    /// Requirements that are decided from the record.
    #[serde(skip)]
    derived: HashSet<String>,
}

/// The values an item may be answered with, from least to most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    pub name: Text,
    pub official: bool,
    pub source: String,
    pub values: Vec<ScaleValue>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScaleValue {
    pub code: String,
    pub label: Text,
    /// Only where the owner's method computes something; Jalon never adds points up by itself.
    pub points: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub code: String,
    /// `dimension`, `subdimension`, `topic`, `context`, `principle`, `objective`, `action`, `category`, `target`…
    pub kind: String,
    pub parent: Option<String>,
    /// The scale it is answered on; absent for items that only group others.
    pub scale: Option<String>,
    pub official: bool,
    /// `published` or `derived`.
    pub basis: String,
    pub source: String,
    /// `yes`, `partial` or `no`: whether the source was read.
    pub verified: String,
    /// Stays open through the whole cycle.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continuous: bool,
    pub title: Text,
    /// A longer title for the chapter of a report.
    pub chapter: Text,
    pub guidance: Text,
}

/// A stage of the process a dossier goes through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    pub code: String,
    pub title: Text,
    pub guidance: Text,
    /// What may be written: `context`, `answers`, `findings`, `evidence`, `participants`, `comments`, `dispositions`, `validations`.
    pub editable: Vec<String>,
    pub exits: Vec<Exit>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exit {
    pub to: String,
    /// Role codes that may take this way out.
    pub roles: Vec<String>,
    /// Checks that must hold first.
    #[serde(default)]
    pub checks: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule of the program under the framework's own code, wording and severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckDefinition {
    pub code: String,
    pub severity: Severity,
    pub rule: String,
    pub stages: Vec<String>,
    pub source: String,
    /// What the rule looks at, where it needs to be told: `register`, `field`, `value`…
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, String>,
    pub title: Text,
    pub why: Text,
    pub remedy: Text,
}

impl CheckDefinition {
    /// What the rule is told under this name; empty where it is told nothing.
    pub fn argument(&self, name: &str) -> &str {
        self.arguments.get(name).map_or("", String::as_str)
    }

    /// Decided by a named person rather than from the record.
    pub fn is_attested(&self) -> bool {
        self.rule == "attested"
    }
}

/// A chapter of the published report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChapterDefinition {
    pub code: String,
    pub content: String,
    /// The reports in which it stands; all of them when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<String>,
    pub title: Text,
    /// Fixed passages; `{territory}` and `{period}` are filled in.
    pub paragraphs: Vec<Text>,
}

impl ChapterDefinition {
    /// The register that the chapter is made from; empty where there is none.
    pub fn register(&self) -> &str {
        let (what, code) = self.content.split_once(':').unwrap_or((&self.content, ""));
        match what {
            "register" | "entries" => code,
            "funding_balance" | "trust_fund" => "funding",
            "unfunded" => "budget_line",
            "measures" => "measure",
            "last_period" => "progress",
            "contributions" => "contribution",
            "review" => "review",
            _ => "",
        }
    }
}

/// A report that a cycle publishes: the plan, a quarterly report, a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDefinition {
    /// Stands in addresses and on the command line: `plan`.
    pub code: String,
    /// Role codes that may publish it. A report that nobody may publish is a working document: it has drafts and no release.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Role codes of whom one must have signed the text as it is.
    #[serde(default)]
    pub signed_by: Vec<String>,
    /// Requirements that must hold first, whatever their severity.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Registers whose difference from the release before is told: an amendment.
    #[serde(default)]
    pub compares: Vec<String>,
    #[serde(default)]
    pub title: Text,
}

impl ReportDefinition {
    /// Made for those who work on the dossier; never released.
    pub fn is_internal(&self) -> bool {
        self.roles.is_empty()
    }
}

/// An official computation over the answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Computation {
    pub rule: String,
    pub source: String,
    /// Lower bound in percent, code and label of each band, ascending.
    pub bands: Vec<Band>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    pub from: f64,
    pub code: String,
    pub label: Text,
}

impl Framework {
    /// `code@version`.
    pub fn reference(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    pub fn item(&self, code: &str) -> Option<&Item> {
        match self.index.get(code) {
            Some(position) => self.items.get(*position),
            None => self.items.iter().find(|item| item.code == code),
        }
    }

    pub fn children<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.parent.as_deref() == Some(parent))
    }

    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The items that a person answers on a scale, in order. Derived requirements are not among them.
    pub fn answered_items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.scale.is_some() && !self.is_derived(&item.code))
    }

    /// Whether the requirement is decided from the record rather than by a person.
    pub fn is_derived(&self, item: &str) -> bool {
        self.derived.contains(item)
    }

    /// Whether the check of this code is an item of its own.
    pub fn is_requirement(&self, check: &str) -> bool {
        self.index.contains_key(check)
    }

    /// The tops of the tree that hold something to answer: dimensions, steps.
    pub fn divisions(&self) -> impl Iterator<Item = &Item> {
        let holding: HashSet<&str> =
            self.answered_items().filter_map(|item| self.dimension_of(&item.code)).map(|item| item.code.as_str()).collect();
        self.items.iter().filter(move |item| holding.contains(item.code.as_str()))
    }

    /// The top of the tree above this item: its dimension.
    pub fn dimension_of(&self, code: &str) -> Option<&Item> {
        let mut item = self.item(code)?;
        while let Some(parent) = item.parent.as_deref().and_then(|parent| self.item(parent)) {
            item = parent;
        }
        Some(item)
    }

    /// The items that a person answers, by the code of their dimension; one pass for whoever goes through all of them.
    pub fn answered_by_dimension(&self) -> HashMap<&str, Vec<&Item>> {
        let mut found: HashMap<&str, Vec<&Item>> = HashMap::new();
        for item in self.answered_items() {
            if let Some(dimension) = self.dimension_of(&item.code) {
                found.entry(&dimension.code).or_default().push(item);
            }
        }
        found
    }

    pub fn stage(&self, code: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.code == code)
    }

    /// What a role is called in dossiers of this framework.
    pub fn role_words(&self, wording: &Wording, role: &str) -> String {
        match self.roles.get(role) {
            Some(title) => title.get(wording.language().content()).to_owned(),
            None => wording.t(&format!("role-{}", role.replace('_', "-"))),
        }
    }

    /// Worked through in steps and registers, again and again, rather than answered once and published.
    pub fn is_cycle(&self) -> bool {
        self.kind == "cycle"
    }

    pub fn register(&self, code: &str) -> Option<&RegisterDefinition> {
        self.registers.iter().find(|register| register.code == code)
    }

    pub fn report(&self, code: &str) -> Option<&ReportDefinition> {
        self.reports.iter().find(|report| report.code == code)
    }

    /// The registers that a report is made from, in the order of its chapters. A chapter that stands in every report is a
    /// view of the whole and does not count.
    pub fn registers_of<'a>(&'a self, report: &'a str) -> impl Iterator<Item = &'a RegisterDefinition> {
        let chapters = self.chapters.iter().filter(move |chapter| chapter.reports.iter().any(|code| code == report));
        chapters.filter_map(|chapter| self.register(chapter.register()))
    }

    /// The fields of a register that may be published: those that choose from a register that is not stay inside.
    pub fn public_fields<'a>(&'a self, register: &'a RegisterDefinition) -> impl Iterator<Item = &'a FieldDefinition> {
        let is_public = |code: &str| code.is_empty() || self.register(code).is_some_and(|other| other.public);
        register.fields.iter().filter(move |field| is_public(&field.register))
    }

    pub fn check(&self, code: &str) -> Option<&CheckDefinition> {
        self.checks.iter().find(|check| check.code == code)
    }

    pub fn scale_of(&self, item: &Item) -> Option<&Scale> {
        item.scale.as_ref().and_then(|scale| self.scales.get(scale))
    }

    /// SHA-256 of everything in it: two frameworks with the same reference and digest are the same.
    pub fn digest(&self) -> String {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        hex::encode(sha2::Sha256::digest(bytes))
    }

    /// Prepares look-up by code. Called once after loading.
    pub fn indexed(mut self) -> Self {
        self.derived = self
            .checks
            .iter()
            .filter(|check| !check.is_attested() && self.items.iter().any(|item| item.code == check.code))
            .map(|check| check.code.clone())
            .collect();
        self.index = self.items.iter().enumerate().map(|(position, item)| (item.code.clone(), position)).collect();
        self
    }
}

/// Links between the items of two frameworks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Crosswalk {
    pub from: String,
    pub to: String,
    pub links: Vec<Link>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub from: String,
    pub to: String,
    pub basis: String,
    pub source: String,
    pub verified: String,
    #[serde(default)]
    pub note: String,
}

/// Every framework version and crosswalk that the program knows.
#[derive(Debug, Clone, Default)]
pub struct Library {
    frameworks: BTreeMap<String, Arc<Framework>>,
    crosswalks: Vec<Arc<Crosswalk>>,
    models: Vec<Arc<ModelSet>>,
    concepts: Arc<[Concept]>,
}

impl Library {
    pub fn new(frameworks: impl IntoIterator<Item = Framework>, crosswalks: impl IntoIterator<Item = Crosswalk>) -> Self {
        Self {
            frameworks: frameworks.into_iter().map(|f| (f.reference(), Arc::new(f.indexed()))).collect(),
            crosswalks: crosswalks.into_iter().map(Arc::new).collect(),
            models: vec![],
            concepts: Arc::default(),
        }
    }

    fn with_models(mut self, models: Vec<ModelSet>) -> Self {
        self.models = models.into_iter().map(Arc::new).collect();
        self
    }

    fn with_concepts(mut self, concepts: Vec<Concept>) -> Self {
        self.concepts = concepts.into();
        self
    }

    /// What variables of datasets may say, and calculations are written over.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The ready definition that a calculation names, `set/model`.
    pub fn definition(&self, name: &str) -> Option<(&ModelSet, &Model)> {
        let (set, model) = name.split_once('/')?;
        let set = self.models.iter().find(|known| known.code == set)?;
        let model = set.groups.iter().flat_map(|group| &group.models).find(|known| known.code == model)?;
        Some((set, model))
    }

    pub fn all_models(&self) -> impl Iterator<Item = &Arc<ModelSet>> {
        self.models.iter()
    }

    /// The models of entries that a register of a framework is offered.
    pub fn models(&self, framework: &str, register: &str) -> impl Iterator<Item = &Arc<ModelSet>> {
        self.models.iter().filter(move |set| set.framework == framework && set.register == register)
    }

    /// Adds an imported version. An existing version is never replaced.
    pub fn add(&mut self, framework: Framework) {
        self.frameworks.entry(framework.reference()).or_insert_with(|| Arc::new(framework.indexed()));
    }

    pub fn get(&self, reference: &str) -> Option<Arc<Framework>> {
        self.frameworks.get(reference).cloned()
    }

    pub fn frameworks(&self) -> impl Iterator<Item = &Arc<Framework>> {
        self.frameworks.values()
    }

    pub fn crosswalks(&self) -> impl Iterator<Item = &Arc<Crosswalk>> {
        self.crosswalks.iter()
    }

    /// Links that start or end at an item, with the framework at the other end.
    pub fn links_of<'a>(&'a self, reference: &'a str, code: &'a str) -> impl Iterator<Item = (&'a str, &'a str, &'a Link)> {
        self.crosswalks.iter().flat_map(move |crosswalk| {
            crosswalk.links.iter().filter_map(move |link| {
                if crosswalk.from == reference && link.from == code {
                    Some((crosswalk.to.as_str(), link.to.as_str(), link))
                } else if crosswalk.to == reference && link.to == code {
                    Some((crosswalk.from.as_str(), link.from.as_str(), link))
                } else {
                    None
                }
            })
        })
    }
}

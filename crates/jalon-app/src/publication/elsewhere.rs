//! What is public of the territory of a dossier and of those above and below it: what its fields may refer to, and what plans
//! of other levels make of it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jalon_domain::assessment::{DossierContent, FindingKind};
use jalon_domain::identity::Territory;
use jalon_domain::register::levels::PublishedPlan;
use jalon_domain::register::published::{Place, PublishedRecord, anchor, noun, reference};
use jalon_domain::register::{FieldDefinition, FieldKind, Names};
use jalon_domain::{Language, TerritoryId, Text};
use jalon_storage::{dossier as stored, release, territory};

use super::{Summary, unfreeze};
use crate::{App, Caller, Opened, Result, lock};

/// A dossier that is public.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    pub place: Place,
    /// Of the release that stands for it.
    pub summary: Summary,
    content: Arc<DossierContent>,
    newest: Arc<DossierContent>,
    /// The territories that its own is part of, the nearest first.
    within: Vec<TerritoryId>,
}

impl Elsewhere {
    /// A plan, for the rules of vertical coherence.
    pub fn plan(&self) -> PublishedPlan<'_> {
        PublishedPlan { place: self.place, plan: &self.content, newest: &self.newest, within: &self.within }
    }
}

/// What is public around a dossier.
#[derive(Debug, Clone, Default)]
pub struct Around {
    pub published: Vec<Elsewhere>,
    /// Every territory that is part of this one, whether anything of it is public or not.
    pub below: Vec<Territory>,
}

impl Around {
    /// The public plans.
    pub fn plans(&self) -> impl Iterator<Item = &Elsewhere> {
        self.published.iter().filter(|elsewhere| !elsewhere.summary.report.is_empty())
    }
}

impl App {
    /// What is public of the dossier's territory, of those that it is part of, and of its parts.
    pub async fn around(&self, opened: &Opened) -> Result<Around> {
        let territories = territory::list(self.store.reader()).await?;
        let own = &opened.content.territory;
        let tree = Tree::of(&territories);
        let within = tree.within(own);
        let places: HashMap<&str, Place> = territories
            .iter()
            .filter_map(|other| {
                let place = match other {
                    other if other.id == own.id => Place::Here,
                    other if within.contains(&other.id) => Place::Above,
                    other if tree.within(other).contains(&own.id) => Place::Below,
                    _ => return None,
                };
                Some((other.slug.as_str(), place))
            })
            .collect();
        let mut around = Around {
            published: vec![],
            below: territories.iter().filter(|t| places.get(t.slug.as_str()) == Some(&Place::Below)).cloned().collect(),
        };
        // The operator asks for the house: what is public is so for everybody.
        let operator = Caller::operator();
        let all = self.public_releases(&operator).await?;
        for summary in self.published(&operator).await? {
            let Some(place) = places.get(summary.territory.as_str()).filter(|_| summary.dossier != opened.dossier().slug) else {
                continue;
            };
            let of_this = all.iter().filter(|release| release.dossier == summary.dossier);
            let newest = of_this.map(|release| release.version).max().unwrap_or(summary.version);
            let (Some(content), Some(newest)) =
                (self.public_content(&summary, summary.version).await?, self.public_content(&summary, newest).await?)
            else {
                continue;
            };
            let within = tree.within(&content.territory);
            around.published.push(Elsewhere { place: *place, summary, content, newest, within });
        }
        around.published.sort_by(|a, b| (a.place, &a.summary.dossier).cmp(&(b.place, &b.summary.dossier)));
        Ok(around)
    }

    /// The newest public report of a dossier that tells the approved values of indicators, with what it froze.
    pub(crate) async fn values_report(&self, caller: &Caller, slug: &str) -> Result<Option<(Summary, Arc<DossierContent>)>> {
        let all = self.public_releases(caller).await?;
        let of_this = all.iter().filter(|summary| summary.dossier == slug && self.tells_values(summary));
        let Some(newest) = of_this.max_by_key(|summary| summary.version) else { return Ok(None) };
        let content = self.public_content(newest, newest.version).await?;
        Ok(content.map(|content| (newest.clone(), content)))
    }

    /// Whether the report of a release has a chapter with the approved values. Every release freezes them; what its report
    /// does not tell is not published with it.
    pub(super) fn tells_values(&self, summary: &Summary) -> bool {
        let framework = self.library().get(&summary.framework);
        framework.is_some_and(|framework| {
            let mut chapters = framework.chapters.iter().filter(|chapter| chapter.content == "approved_values");
            chapters.any(|chapter| chapter.reports.contains(&summary.report))
        })
    }

    /// The content of a public release, read and proved once.
    async fn public_content(&self, summary: &Summary, version: i64) -> Result<Option<Arc<DossierContent>>> {
        let key = (summary.dossier.clone(), version);
        if let Some(known) = lock(&self.portal.contents).get(&key) {
            return Ok(Some(known.clone()));
        }
        let Some(dossier) = stored::by_slug(self.store.reader(), &summary.dossier).await? else { return Ok(None) };
        let Some(found) = release::by_version(self.store.reader(), &dossier.id, version).await? else { return Ok(None) };
        let content = Arc::new(unfreeze(&found)?.into_content());
        lock(&self.portal.contents).insert(key, content.clone());
        Ok(Some(content))
    }

    /// What the fields of a dossier may refer to elsewhere in the house, and what they refer to that is gone.
    pub(crate) async fn referable(&self, opened: &Opened) -> Result<Vec<PublishedRecord>> {
        let fields: Vec<(&str, &FieldDefinition)> = opened
            .framework
            .registers
            .iter()
            .flat_map(|register| register.fields.iter().map(|field| (register.code.as_str(), field)))
            .filter(|(_, field)| field.kind == FieldKind::Published)
            .collect();
        if fields.is_empty() {
            return Ok(vec![]);
        }
        let nouns: BTreeSet<&str> = fields.iter().flat_map(|(_, field)| &field.of).map(|of| noun(of)).collect();
        let mut records = vec![];
        for elsewhere in &self.around(opened).await?.published {
            self.records(elsewhere, &nouns, &mut records);
        }
        let mut known: BTreeSet<String> = records.iter().map(|record| record.reference.clone()).collect();
        for (register, field) in fields {
            for code in opened.content.entries(register).flat_map(|entry| entry.chosen(&field.code)) {
                if known.insert(code.clone()) {
                    records.push(PublishedRecord::gone(code, field.of.first().map_or("", |of| noun(of))));
                }
            }
        }
        Ok(records)
    }

    fn records(&self, elsewhere: &Elsewhere, nouns: &BTreeSet<&str>, records: &mut Vec<PublishedRecord>) {
        let (content, summary) = (&elsewhere.content, &elsewhere.summary);
        let path = summary.path();
        let mut add = |id: &str, noun: &str, kind: &str, title: Text, anchor: String| {
            records.push(PublishedRecord {
                reference: reference(&summary.dossier, id),
                noun: noun.to_owned(),
                kind: kind.to_owned(),
                title,
                dossier: summary.title.clone(),
                place: elsewhere.place,
                path: format!("{path}#{anchor}"),
            });
        };
        if nouns.contains("finding") {
            for finding in &content.findings {
                let kind = match finding.kind {
                    FindingKind::WellDeveloped => "well_developed",
                    FindingKind::ToStrengthen => "to_strengthen",
                };
                add(finding.id.as_str(), "finding", kind, finding.title.clone(), finding.id.to_string());
            }
        }
        let library = self.library();
        let Some(framework) = library.get(&summary.framework) else { return };
        for register in framework.registers.iter().filter(|register| nouns.contains(register.code.as_str())) {
            for entry in content.entries(&register.code) {
                let mut title = Text::default();
                for language in Language::CONTENT {
                    let names = Names { library: &library, framework: &framework, content, language };
                    title.set(language, names.entry(entry), content.dossier.source_language);
                }
                add(entry.id.as_str(), &register.code, "", title, anchor(entry));
            }
        }
    }
}

/// Which territory each is part of.
struct Tree<'a> {
    parents: HashMap<&'a TerritoryId, &'a TerritoryId>,
}

impl<'a> Tree<'a> {
    fn of(territories: &'a [Territory]) -> Self {
        let parent = |territory: &'a Territory| Some((&territory.id, territory.parent.as_ref()?));
        Self { parents: territories.iter().filter_map(parent).collect() }
    }

    /// The territories that one is part of, the nearest first. A tree that goes round in a circle ends where it comes back.
    fn within(&self, of: &Territory) -> Vec<TerritoryId> {
        let mut within: Vec<TerritoryId> = vec![];
        let mut at = of.parent.as_ref();
        while let Some(id) = at.filter(|id| !within.contains(id) && **id != of.id) {
            within.push(id.clone());
            at = self.parents.get(id).copied();
        }
        within
    }
}

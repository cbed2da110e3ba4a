//! Territories and organisations.

use jalon_domain::catalogue::{Framework, Library, load};
use jalon_domain::identity::{Level, Organisation, Territory};
use jalon_domain::{Language, Problem, Text};
use jalon_publish::{CellFault, catalogue_sheet};
use jalon_storage::{NewEntry, organisation, territory};
use sha2::{Digest, Sha256};

use crate::authorisation::{Action, Facts, Resource};
use crate::error::check;
use crate::{App, AppError, Caller, LINE_LIMIT, Result, clean, too_long};

/// Stakeholder categories, from tool 1 of the guidelines (`004_093357de5793184c.txt`) and the round tables on local authorities.
pub const CATEGORIES: &[&str] = &[
    "local_government",
    "regional_government",
    "national_government",
    "international_organisation",
    "civil_society",
    "migrant_association",
    "private_sector",
    "trade_union",
    "academia",
    "media",
    "human_rights_institution",
];

/// How a city is delimited.
pub const DEFINITIONS: &[&str] = &["city_proper", "urban_agglomeration", "metropolitan_area"];

/// A name in each language of content; those that are empty are still to be translated.
pub type Names = [(Language, String); 3];

/// An organisation as a form sends it.
#[derive(Debug, Clone)]
pub struct OrganisationInput {
    pub names: Names,
    /// One of [`CATEGORIES`].
    pub category: String,
    /// The code of a [`Level`].
    pub level: String,
}

impl OrganisationInput {
    fn checked(&self) -> Result<(Text, Level)> {
        let (name, mut problems) = names_to_text(&self.names);
        let level = level(&self.level, &mut problems);
        if !CATEGORIES.contains(&self.category.as_str()) {
            problems.push(Problem::on("choice-unknown", "category"));
        }
        check(problems)?;
        Ok((name, level))
    }
}

/// A territory as a form sends it.
#[derive(Debug, Clone)]
pub struct TerritoryInput {
    pub names: Names,
    /// The code of a [`Level`].
    pub level: String,
    /// The slug of the territory that it is part of, or empty.
    pub parent: String,
    /// One of [`DEFINITIONS`], or empty.
    pub definition: String,
}

/// What is wrong with a framework in a spreadsheet.
#[derive(Debug, Clone)]
pub enum SheetFault {
    /// A cell, or the file.
    Cell(CellFault),
    /// What the cells say: a fault of the catalogue loader, with the sheet and the row it comes from.
    Content { sheet: String, row: u32, fault: load::Fault },
}

impl App {
    pub async fn organisations(&self, caller: &Caller) -> Result<Vec<Organisation>> {
        self.authorise(caller, Action::CatalogueView, &Resource::Instance, &Facts::default())?;
        Ok(organisation::list(self.store.reader()).await?)
    }

    pub async fn territories(&self, caller: &Caller) -> Result<Vec<Territory>> {
        self.authorise(caller, Action::CatalogueView, &Resource::Instance, &Facts::default())?;
        Ok(territory::list(self.store.reader()).await?)
    }

    /// Adds an organisation.
    pub async fn add_organisation(&self, caller: &Caller, input: OrganisationInput) -> Result<Organisation> {
        self.authorise(caller, Action::OrganisationSave, &Resource::Instance, &Facts::default())?;
        let (name, level) = input.checked()?;
        let slug = self.free_slug(name.get(Language::French)).await?;
        let (category, sector) = (input.category, String::new());
        let new = Organisation { id: self.new_id().into(), slug, name, category, sector, level, territory: None };
        let mut transaction = self.store.begin().await?;
        organisation::insert(transaction.connection(), &new).await?;
        let entry = self.registry_entry(caller, "organisation.save", &format!("organisation/{}", new.id), &new);
        transaction.append(entry).await?;
        transaction.commit().await?;
        self.opened.clear();
        Ok(new)
    }

    /// Corrects an organisation. `version` is what [`version`] said of it when it was read: somebody may have corrected it
    /// since. Releases keep the names that they were published with.
    pub async fn update_organisation(&self, caller: &Caller, slug: &str, input: OrganisationInput, seen: &str) -> Result<()> {
        self.authorise(caller, Action::OrganisationSave, &Resource::Instance, &Facts::default())?;
        let (name, level) = input.checked()?;
        let mut transaction = self.store.begin().await?;
        let before = organisation::by_slug_locked(transaction.connection(), slug).await?.ok_or(AppError::NotFound)?;
        unchanged(&before, seen)?;
        let after = Organisation { name, level, category: input.category, ..before.clone() };
        organisation::update(transaction.connection(), &after).await?;
        let entry = self.registry_entry(caller, "organisation.save", &format!("organisation/{}", after.id), &after);
        transaction.append(NewEntry { before: serde_json::to_string(&before).unwrap_or_default(), ..entry }).await?;
        transaction.commit().await?;
        self.forget_names();
        Ok(())
    }

    /// Adds a territory.
    pub async fn add_territory(&self, caller: &Caller, input: TerritoryInput) -> Result<Territory> {
        self.authorise(caller, Action::TerritorySave, &Resource::Instance, &Facts::default())?;
        let (name, level, parent) = self.checked_territory(&input, None).await?;
        let new = Territory {
            id: self.new_id().into(),
            slug: self.free_territory_slug(name.get(Language::French)).await?,
            name,
            level,
            parent,
            definition: input.definition,
            country: String::new(),
            synthetic: false,
        };
        let mut transaction = self.store.begin().await?;
        territory::insert(transaction.connection(), &new).await?;
        let entry = self.registry_entry(caller, "territory.save", &format!("territory/{}", new.id), &new);
        transaction.append(entry).await?;
        transaction.commit().await?;
        Ok(new)
    }

    /// Corrects a territory; `seen` as in [`App::update_organisation`].
    pub async fn update_territory(&self, caller: &Caller, slug: &str, input: TerritoryInput, seen: &str) -> Result<()> {
        self.authorise(caller, Action::TerritorySave, &Resource::Instance, &Facts::default())?;
        let (name, level, parent) = self.checked_territory(&input, Some(slug)).await?;
        let mut transaction = self.store.begin().await?;
        let before = territory::by_slug_locked(transaction.connection(), slug).await?.ok_or(AppError::NotFound)?;
        unchanged(&before, seen)?;
        let after = Territory { name, level, parent, definition: input.definition, ..before.clone() };
        territory::update(transaction.connection(), &after).await?;
        let entry = self.registry_entry(caller, "territory.save", &format!("territory/{}", after.id), &after);
        transaction.append(NewEntry { before: serde_json::to_string(&before).unwrap_or_default(), ..entry }).await?;
        transaction.commit().await?;
        self.forget_names();
        Ok(())
    }

    /// What a territory is to be, with everything that is wrong with it. `slug` is its own, where it is there already.
    async fn checked_territory(
        &self,
        input: &TerritoryInput,
        slug: Option<&str>,
    ) -> Result<(Text, Level, Option<jalon_domain::TerritoryId>)> {
        let (name, mut problems) = names_to_text(&input.names);
        let level = level(&input.level, &mut problems);
        if !input.definition.is_empty() && !DEFINITIONS.contains(&input.definition.as_str()) {
            problems.push(Problem::on("choice-unknown", "definition"));
        }
        let known = territory::list(self.store.reader()).await?;
        let parent = known.iter().find(|territory| territory.slug == input.parent);
        if parent.is_none() && !input.parent.is_empty() {
            problems.push(Problem::on("choice-unknown", "parent"));
        }
        let above = |territory: &&Territory| known.iter().find(|other| Some(&other.id) == territory.parent.as_ref());
        // No more steps than there are territories: what is stored may go in a circle already.
        let mut way = std::iter::successors(parent, above).take(known.len());
        if slug.is_some_and(|own| way.any(|territory| territory.slug == own)) {
            problems.push(Problem::on("territory-inside-itself", "parent"));
        }
        check(problems)?;
        Ok((name, level, parent.map(|territory| territory.id.clone())))
    }

    /// Dossiers and pages in memory hold the names of organisations and territories.
    fn forget_names(&self) {
        self.opened.clear();
        self.partial.clear();
        self.portal.clear();
    }

    /// A framework as a spreadsheet to start another version from.
    pub fn framework_sheet(&self, caller: &Caller, reference: &str) -> Result<Vec<u8>> {
        self.authorise(caller, Action::CatalogueView, &Resource::Instance, &Facts::default())?;
        let framework = self.library().get(reference).ok_or(AppError::NotFound)?;
        catalogue_sheet::write(&framework).map_err(|error| AppError::Fault(error.to_string()))
    }

    /// The framework that a spreadsheet describes, or everything that is wrong with it. Nothing is kept of it:
    /// see [`App::import_framework`].
    pub fn read_framework_sheet(&self, caller: &Caller, bytes: &[u8]) -> Result<std::result::Result<Framework, Vec<SheetFault>>> {
        self.authorise(caller, Action::CatalogueImport, &Resource::Instance, &Facts::default())?;
        Ok(framework_of_sheet(&self.library(), bytes))
    }

    /// Adds a framework version that an office holds. A version that exists is never replaced.
    pub async fn import_framework(&self, caller: &Caller, framework: Framework) -> Result<()> {
        self.authorise(caller, Action::CatalogueImport, &Resource::Instance, &Facts::default())?;
        let reference = framework.reference();
        let mut transaction = self.store.begin().await?;
        let known = self.library().get(&reference).is_some();
        if known || !jalon_storage::framework::insert(transaction.connection(), &framework, &self.now()).await? {
            return Err(AppError::invalid(Problem::new("framework-exists").with("framework", reference)));
        }
        let after = serde_json::json!({ "reference": reference, "digest": framework.digest() });
        let entry = self.registry_entry(caller, "catalogue.import", &format!("framework/{reference}"), &after);
        transaction.append(entry).await?;
        transaction.commit().await?;
        self.add_framework(framework);
        Ok(())
    }

    pub(crate) fn registry_entry(
        &self,
        caller: &Caller,
        use_case: &str,
        subject: &str,
        after: &impl serde::Serialize,
    ) -> NewEntry {
        NewEntry {
            at: self.now(),
            actor: caller.actor(),
            use_case: use_case.to_owned(),
            subject: subject.to_owned(),
            after: serde_json::to_string(after).unwrap_or_default(),
            ..Default::default()
        }
    }

    async fn free_slug(&self, name: &str) -> Result<String> {
        let base = slug(name);
        for suffix in 0.. {
            let candidate = with_suffix(&base, suffix);
            // The address of the form for another one.
            if candidate != "new" && organisation::by_slug(self.store.reader(), &candidate).await?.is_none() {
                return Ok(candidate);
            }
        }
        Ok(base)
    }

    async fn free_territory_slug(&self, name: &str) -> Result<String> {
        let base = slug(name);
        for suffix in 0.. {
            let candidate = with_suffix(&base, suffix);
            if candidate != "new" && territory::by_slug(self.store.reader(), &candidate).await?.is_none() {
                return Ok(candidate);
            }
        }
        Ok(base)
    }
}

fn with_suffix(base: &str, suffix: usize) -> String {
    if suffix == 0 { base.to_owned() } else { format!("{base}-{}", suffix + 1) }
}

/// Letters, digits and hyphens, as addresses have them.
pub(crate) fn slug(text: &str) -> String {
    let folded = jalon_domain::search::fold(text).replace(' ', "-");
    let ascii: String = folded.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
    if ascii.trim_matches('-').is_empty() { "x".to_owned() } else { ascii.trim_matches('-').to_owned() }
}

/// Items, scales and texts come from the spreadsheet; process, checks, chapters, registers and computation from what it is based on.
fn framework_of_sheet(library: &Library, bytes: &[u8]) -> std::result::Result<Framework, Vec<SheetFault>> {
    let sheet = catalogue_sheet::read(bytes).map_err(|faults| faults.into_iter().map(SheetFault::Cell).collect::<Vec<_>>())?;
    let (read, faults) = load::load(&sheet.files);
    let content = |fault: load::Fault| {
        let (name, row) = sheet.place(&fault);
        SheetFault::Content { sheet: name.to_owned(), row, fault }
    };
    let mut found: Vec<SheetFault> = faults.into_iter().map(content).collect();
    let base = library.get(&sheet.based_on);
    if base.is_none() {
        let (name, value, rule) = ("framework".to_owned(), sheet.based_on.clone(), "unknown-base".to_owned());
        found.push(SheetFault::Cell(CellFault { sheet: name, cell: "B1".to_owned(), value, rule }));
    }
    let (Some(framework), Some(base), true) = (read.frameworks().next(), base, found.is_empty()) else { return Err(found) };
    let (mut framework, base) = ((**framework).clone(), (*base).clone());
    framework.kind = base.kind;
    (framework.stages, framework.checks, framework.chapters) = (base.stages, base.checks, base.chapters);
    (framework.reports, framework.roles) = (base.reports, base.roles);
    framework.computation = base.computation;
    (framework.lists, framework.registers) = (base.lists, base.registers);
    for item in &mut framework.items {
        item.continuous = base.items.iter().any(|known| known.code == item.code && known.continuous);
    }
    Ok(framework.indexed())
}

/// The names of a territory or an organisation, and what is wrong with them.
fn names_to_text(names: &Names) -> (Text, Vec<Problem>) {
    let mut text = Text::default();
    let mut problems = vec![];
    for (language, name) in names {
        let name = clean(name);
        problems.extend(too_long([(format!("name_{language}").as_str(), name.as_str(), LINE_LIMIT)]));
        text.set(*language, name, Language::French);
    }
    if text.is_empty() {
        // Any language will do; the form begins with French.
        problems.push(Problem::on("required", "name_fr"));
    }
    (text, problems)
}

fn level(code: &str, problems: &mut Vec<Problem>) -> Level {
    let level = Level::from_code(code);
    if level.is_none() {
        problems.push(Problem::on("choice-unknown", "level"));
    }
    level.unwrap_or(Level::City)
}

/// What tells whether a territory or an organisation is still as somebody read it.
pub fn version(record: &impl serde::Serialize) -> String {
    hex::encode(Sha256::digest(serde_json::to_vec(record).unwrap_or_default()))
}

fn unchanged(stored: &impl serde::Serialize, seen: &str) -> Result<()> {
    if version(stored) == seen { Ok(()) } else { Err(AppError::invalid(Problem::new("changed-meanwhile"))) }
}

#[cfg(test)]
mod sheet_tests {
    use super::*;

    #[test]
    fn every_framework_goes_out_as_a_spreadsheet_and_comes_back_the_same() {
        let (library, _) = crate::embedded_catalogues();
        for framework in library.frameworks() {
            let bytes = catalogue_sheet::write(framework).expect("a workbook");
            let back = framework_of_sheet(&library, &bytes).expect("no fault");
            assert_eq!(back.digest(), framework.digest(), "{}", framework.reference());
        }
    }
}

//! Territories and organisations.

use jalon_domain::catalogue::{Framework, Library, load};
use jalon_domain::identity::{Level, Organisation, Territory};
use jalon_domain::{Language, Problem, Text};
use jalon_publish::{CellFault, catalogue_sheet};
use jalon_storage::{NewEntry, organisation, territory};

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
    pub async fn add_organisation(
        &self,
        caller: &Caller,
        names: [(Language, String); 3],
        category: &str,
        level: &str,
    ) -> Result<Organisation> {
        self.authorise(caller, Action::OrganisationSave, &Resource::Instance, &Facts::default())?;
        let name = names_to_text(&names)?;
        let level = Level::from_code(level).ok_or_else(|| AppError::invalid(Problem::on("choice-unknown", "level")))?;
        if !CATEGORIES.contains(&category) {
            return Err(AppError::invalid(Problem::on("choice-unknown", "category")));
        }
        let new = Organisation {
            id: self.new_id().into(),
            slug: self.free_slug(name.get(Language::French)).await?,
            name,
            category: category.to_owned(),
            sector: String::new(),
            level,
            territory: None,
        };
        let mut transaction = self.store.begin().await?;
        organisation::insert(transaction.connection(), &new).await?;
        let entry = self.registry_entry(caller, "organisation.save", &format!("organisation/{}", new.id), &new);
        transaction.append(entry).await?;
        transaction.commit().await?;
        self.opened.clear();
        Ok(new)
    }

    /// Adds a territory.
    pub async fn add_territory(
        &self,
        caller: &Caller,
        names: [(Language, String); 3],
        level: &str,
        parent: &str,
        definition: &str,
    ) -> Result<Territory> {
        self.authorise(caller, Action::TerritorySave, &Resource::Instance, &Facts::default())?;
        let name = names_to_text(&names)?;
        let level = Level::from_code(level).ok_or_else(|| AppError::invalid(Problem::on("choice-unknown", "level")))?;
        let parent = match parent {
            "" => None,
            slug => {
                let found = territory::by_slug(self.store.reader(), slug).await?;
                Some(found.ok_or_else(|| AppError::invalid(Problem::on("choice-unknown", "parent")))?.id)
            }
        };
        let new = Territory {
            id: self.new_id().into(),
            slug: self.free_territory_slug(name.get(Language::French)).await?,
            name,
            level,
            parent,
            definition: definition.to_owned(),
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
            if organisation::by_slug(self.store.reader(), &candidate).await?.is_none() {
                return Ok(candidate);
            }
        }
        Ok(base)
    }

    async fn free_territory_slug(&self, name: &str) -> Result<String> {
        let base = slug(name);
        for suffix in 0.. {
            let candidate = with_suffix(&base, suffix);
            if territory::by_slug(self.store.reader(), &candidate).await?.is_none() {
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

fn names_to_text(names: &[(Language, String); 3]) -> Result<Text> {
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
    check(problems)?;
    Ok(text)
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

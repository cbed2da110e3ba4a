//! What a plan takes over from other levels: needs from the aspects to strengthen of published assessments, values of its
//! indicators from the approved values of the territories below.

use std::collections::BTreeMap;
use std::sync::Arc;

use jalon_domain::register::levels::{self, Collected, Counterpart, PublishedPlan, Sum};
use jalon_domain::register::values::Given;
use jalon_domain::register::{FieldKind, RegisterDefinition, RegisterEntry, Value};
use jalon_domain::{Problem, RegisterEntryId, Text};

use crate::publication::Around;
use crate::{App, AppError, Caller, Opened, Result};

/// The local indicators that say that they feed one of this dossier.
pub struct Fed<'a> {
    /// Alike in what must be the same.
    pub feeding: Vec<Counterpart<'a>>,
    /// The others, with the fields in which they differ.
    pub refused: Vec<(Counterpart<'a>, Vec<&'static str>)>,
    pub values: Vec<Collected<'a>>,
}

/// What feeds an indicator from below.
pub fn fed<'a>(opened: &Opened, plans: &[PublishedPlan<'a>], values: &RegisterDefinition, indicator: &RegisterEntry) -> Fed<'a> {
    let found = levels::feeding(plans, &opened.dossier().slug, indicator);
    let (mut feeding, mut refused) = (vec![], vec![]);
    for local in found {
        match levels::differences(indicator, local.entry) {
            differences if differences.is_empty() => feeding.push(local),
            differences => refused.push((local, differences)),
        }
    }
    let adds_up = indicator.chosen("adding_up").iter().any(|code| code == "sum");
    Fed { values: levels::collect(&feeding, values, adds_up), feeding, refused }
}

/// The field of a register that takes findings over, and the one that holds their title.
pub fn takes_findings(register: &RegisterDefinition) -> Option<&str> {
    let takes = |of: &String| jalon_domain::register::published::noun(of) == "finding";
    let field = register.fields.iter().find(|field| field.kind == FieldKind::Published && field.of.iter().any(takes));
    field.map(|field| field.code.as_str())
}

impl App {
    /// The dossier with what is public around it.
    pub async fn levels(&self, caller: &Caller, slug: &str) -> Result<(Arc<Opened>, Around)> {
        let opened = self.view_dossier(caller, slug).await?;
        let around = self.around(&opened).await?;
        Ok((opened, around))
    }

    /// Makes an entry of every finding named: its title in every language, and where it comes from. All or none.
    pub async fn take_findings_over(&self, caller: &Caller, slug: &str, register: &str, references: &[String]) -> Result<usize> {
        let opened = self.view_dossier(caller, slug).await?;
        let definition = opened.register(register)?;
        let field = takes_findings(definition).ok_or(AppError::NotFound)?;
        if references.is_empty() {
            return Err(AppError::invalid(Problem::on("finding-required", "finding")));
        }
        let mut entries = vec![];
        for reference in references {
            let Some(record) = opened.content.published(reference).filter(|record| !record.is_gone()) else {
                return Err(AppError::invalid(Problem::on("choice-unknown", "finding").with("value", reference)));
            };
            let before = RegisterEntry { id: self.new_id().into(), register: register.to_owned(), ..RegisterEntry::default() };
            let source = opened.dossier().source_language;
            let mut given = Given::new();
            given.insert(field.to_owned(), vec![reference.clone()]);
            given.insert(definition.name().to_owned(), vec![record.title.get(source).to_owned()]);
            if let Some(level) = definition.field("level").filter(|level| level.list == "level") {
                given.insert(level.code.clone(), vec![opened.content.territory.level.code().to_owned()]);
            }
            let mut entry = self.filled(caller, &opened, &before, &given, source).await?;
            // The finding was published in several languages; each is taken over as it is.
            if let Some(Value::Text(text)) = entry.values.get_mut(definition.name()) {
                *text = in_all(&record.title, source);
            }
            entries.push(entry);
        }
        self.take_over(caller, &opened, entries.iter()).await
    }

    /// Writes the sums of the values below into the register of values, as drafts: who approves values decides about them.
    /// Values that were approved, or come from a signed table, stay as they are. Gives how many were written.
    pub async fn take_values_over(&self, caller: &Caller, slug: &str, indicator: &str) -> Result<usize> {
        let (opened, around) = self.levels(caller, slug).await?;
        let values = opened.register("indicator_value")?;
        let indicator = opened.content.entry("indicator", indicator).ok_or(AppError::NotFound)?;
        let plans: Vec<PublishedPlan<'_>> = around.plans().map(crate::publication::Elsewhere::plan).collect();
        let fed = fed(&opened, &plans, values, indicator);
        let known = |collected: &Collected<'_>| {
            opened.content.entries("indicator_value").find(|entry| {
                entry.chosen("indicator").iter().any(|id| *id == indicator.id.to_string())
                    && entry.line("period") == collected.period
                    && entry.line("breakdown") == collected.breakdown
            })
        };
        let mut entries: BTreeMap<RegisterEntryId, RegisterEntry> = BTreeMap::new();
        let language = opened.dossier().source_language;
        for collected in &fed.values {
            let Sum::Of(sum) = collected.sum else { continue };
            // Three decimals could be read as thousands; a fourth says what they are.
            let mut sum = sum.normalize();
            sum.rescale(if sum.scale() == 3 { 4 } else { sum.scale() });
            let stored = known(collected);
            if stored.is_some_and(|entry| values.counts(entry) || crate::register::is_of_table(entry)) {
                continue;
            }
            let before = match stored {
                Some(entry) => entry.clone(),
                None => {
                    RegisterEntry { id: self.new_id().into(), register: "indicator_value".to_owned(), ..RegisterEntry::default() }
                }
            };
            let names: Vec<String> = collected.parts.iter().map(|part| part.slug.to_owned()).collect();
            let note = jalon_domain::wording::Wording::of(language)
                .fill("levels-sum-note", &[("count", &names.len().to_string()), ("dossiers", &names.join(", "))]);
            let given: Given = [
                ("indicator", indicator.id.to_string()),
                ("period", collected.period.to_owned()),
                ("breakdown", collected.breakdown.to_owned()),
                ("reading", "measured".to_owned()),
                ("value", sum.to_string()),
                ("note", note),
                ("state", "draft".to_owned()),
            ]
            .into_iter()
            .map(|(field, value)| (field.to_owned(), vec![value]))
            .collect();
            let entry = self.filled(caller, &opened, &before, &given, language).await?;
            if Some(&entry.values) != stored.map(|stored| &stored.values) {
                entries.insert(entry.id.clone(), entry);
            }
        }
        self.take_over(caller, &opened, entries.values()).await
    }

    /// Writes entries that come from elsewhere, all or none. Gives how many.
    pub(crate) async fn take_over<'a>(
        &self,
        caller: &Caller,
        opened: &Opened,
        entries: impl ExactSizeIterator<Item = &'a RegisterEntry>,
    ) -> Result<usize> {
        let count = entries.len();
        let mut transaction = self.begin_on(opened).await?;
        for entry in entries {
            self.save_in(&mut transaction, caller, opened, "register.take_over", entry, "").await?;
        }
        transaction.commit().await?;
        Ok(count)
    }
}

/// The text in every language that it has, the translations settled on the original of the new entry.
pub(crate) fn in_all(text: &Text, source: jalon_domain::Language) -> Text {
    let mut taken = Text::of(source, text.get(source).to_owned());
    for language in jalon_domain::Language::CONTENT {
        if let Some(words) = text.exact(language) {
            taken.set(language, words, source);
        }
    }
    taken
}

//! Entries that are ready to be taken over: indicators that others have defined, for instance.

use jalon_domain::catalogue::Model;
use jalon_domain::register::values::Given;
use jalon_domain::register::{FieldKind, RegisterEntry, Value};
use jalon_domain::{Problem, Text};

use crate::levels::in_all;
use crate::{App, AppError, Caller, Opened, Result};

impl Opened {
    /// The entries of a register that were made from a model, as far as its name tells.
    pub fn made_from(&self, register: &str, name: &str, model: &Model) -> Vec<&RegisterEntry> {
        let Some(title) = model.texts.get(name) else { return vec![] };
        let is_title = |text: &Text| text.languages().any(|(language, words)| title.exact(language) == Some(words));
        let entries = self.content.entries(register);
        entries.filter(|entry| entry.text(name).is_some_and(is_title)).collect()
    }
}

impl App {
    /// Makes an entry of every model named, with its texts in every language. All or none. Gives how many were made.
    pub async fn take_models_over(&self, caller: &Caller, slug: &str, register: &str, codes: &[String]) -> Result<usize> {
        let opened = self.view_dossier(caller, slug).await?;
        opened.register(register)?;
        let framework = opened.framework.code.as_str();
        let sets: Vec<_> = self.library().models(framework, register).cloned().collect();
        if sets.is_empty() {
            return Err(AppError::NotFound);
        }
        if codes.is_empty() {
            return Err(AppError::invalid(Problem::on("model-required", "model")));
        }
        let source = opened.dossier().source_language;
        let mut entries = vec![];
        for code in codes {
            let groups = sets.iter().flat_map(|set| set.groups.iter().map(move |group| (set, group)));
            let found = groups.flat_map(|(set, group)| group.models.iter().map(move |model| (set, group, model)));
            let Some((set, group, model)) = found.into_iter().find(|(_, _, model)| model.code == *code) else {
                return Err(AppError::invalid(Problem::on("choice-unknown", "model").with("value", code)));
            };
            let mut texts = model.texts.clone();
            if !set.group_field.is_empty() {
                texts.insert(set.group_field.clone(), group.title.clone());
            }
            let before = RegisterEntry { id: self.new_id().into(), register: register.to_owned(), ..RegisterEntry::default() };
            let mut given: Given = model.values.clone();
            let field = opened.register(register)?.fields.iter().find(|field| field.kind == FieldKind::Calculation);
            if let Some((field, calculation)) = field.zip(model.calculation.as_ref()) {
                given.insert(field.code.clone(), vec![calculation.to_toml()]);
            }
            given.extend(texts.iter().map(|(field, text)| (field.clone(), vec![text.get(source).to_owned()])));
            let mut entry = self.filled(caller, &opened, &before, &given, source).await?;
            for (field, words) in &texts {
                if let Some(Value::Text(text)) = entry.values.get_mut(field) {
                    *text = in_all(words, source);
                }
            }
            entries.push(entry);
        }
        self.take_over(caller, &opened, entries.iter()).await
    }
}

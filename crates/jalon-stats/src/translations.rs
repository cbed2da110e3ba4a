//! What labels are called in other languages than the one in which they were written.
//!
//! A label is known by its text: whoever translates a code list does so once, wherever its labels stand. Numbers and codes never
//! change with the language.

use std::collections::{BTreeMap, BTreeSet};

use jalon_domain::Language;
use serde::{Deserialize, Serialize};

/// For each language the texts as they stand, with what they are called there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Translations(BTreeMap<Language, BTreeMap<String, String>>);

impl Translations {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a text is called in a language; nothing where nobody said.
    pub fn get(&self, language: Language, text: &str) -> Option<&str> {
        self.0.get(&language)?.get(text).map(String::as_str)
    }

    /// The text in a language, as it stands where nobody said.
    pub fn word<'a>(&'a self, language: Language, text: &'a str) -> &'a str {
        self.get(language, text).unwrap_or(text)
    }

    /// Says what a text is called; blank words take back what was said.
    pub fn set(&mut self, language: Language, text: &str, translated: &str) {
        let (texts, words) = (self.0.entry(language).or_default(), translated.trim());
        if text.trim().is_empty() || words.is_empty() {
            texts.remove(text);
        } else {
            texts.insert(text.to_owned(), words.to_owned());
        }
        self.0.retain(|_, texts| !texts.is_empty());
    }

    /// These, and of others what these do not say.
    #[must_use]
    pub fn or(mut self, others: &Self) -> Self {
        for (language, text, translated) in others.iter() {
            if self.get(language, text).is_none() {
                self.set(language, text, translated);
            }
        }
        self
    }

    /// What is said of the given texts.
    #[must_use]
    pub fn of(&self, texts: &BTreeSet<&str>) -> Self {
        let mut found = Self::default();
        self.iter().filter(|(_, text, _)| texts.contains(text)).for_each(|(language, text, own)| found.set(language, text, own));
        found
    }

    /// Language, text, and what it is called there.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str, &str)> {
        let said = self.0.iter().flat_map(|(language, texts)| texts.iter().map(move |said| (*language, said)));
        said.map(|(language, (text, own))| (language, text.as_str(), own.as_str()))
    }
}

//! Text in several languages, which knows what each translation was made from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Language;

/// A text in several languages.
///
/// `basis` keeps, for each translation, a digest of the source text it was made from;
/// a translation whose basis is no longer the source is stale.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    #[serde(default, rename = "basis", skip_serializing_if = "BTreeMap::is_empty")]
    basis: BTreeMap<Language, String>,
    #[serde(flatten)]
    values: BTreeMap<Language, String>,
}

/// Reads a text that was one string before it had languages; it then stands for every language.
pub fn text_or_words<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Words(String),
        Text(Text),
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::Words(words) if words.is_empty() => Text::default(),
        Either::Words(words) => Text::of(Language::French, words),
        Either::Text(text) => text,
    })
}

/// How far a translation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TranslationState {
    Done,
    /// The source changed after the translation was written.
    Stale,
    Missing,
}

impl Text {
    pub fn of(language: Language, text: impl Into<String>) -> Self {
        let mut value = Self::default();
        value.set(language, text, language);
        value
    }

    /// Sets the text of one language. `source` is the language that the others translate.
    pub fn set(&mut self, language: Language, text: impl Into<String>, source: Language) {
        let text = text.into();
        if text.trim().is_empty() {
            self.values.remove(&language);
            self.basis.remove(&language);
            return;
        }
        let changed = self.values.get(&language) != Some(&text);
        self.values.insert(language, text);
        if language != source {
            match self.values.get(&source) {
                Some(origin) => drop(self.basis.insert(language, digest(origin))),
                None => drop(self.basis.remove(&language)),
            }
        } else if changed {
            self.basis.remove(&language);
        }
    }

    /// Declares every translation that is present as made from the present source; used when content arrives complete.
    pub fn settle(&mut self, source: Language) {
        let Some(origin) = self.values.get(&source).map(|text| digest(text)) else { return };
        let translated: Vec<Language> = self.values.keys().copied().filter(|l| *l != source).collect();
        self.basis = translated.into_iter().map(|language| (language, origin.clone())).collect();
    }

    /// The text in exactly this language.
    pub fn exact(&self, language: Language) -> Option<&str> {
        self.values.get(&language).map(String::as_str)
    }

    /// The text in this language, else in French, English, Spanish; empty where there is none.
    pub fn get(&self, language: Language) -> &str {
        self.get_with_language(language).1
    }

    /// Like [`Text::get`], with the language in which the text actually is.
    pub fn get_with_language(&self, language: Language) -> (Language, &str) {
        std::iter::once(language)
            .chain(Language::CONTENT)
            .find_map(|l| self.exact(l).map(|text| (l, text)))
            .unwrap_or((language, ""))
    }

    pub fn state(&self, language: Language, source: Language) -> TranslationState {
        if self.exact(language).is_none() {
            return if self.is_empty() { TranslationState::Done } else { TranslationState::Missing };
        }
        if language == source {
            return TranslationState::Done;
        }
        match (self.exact(source), self.basis.get(&language)) {
            (Some(origin), Some(basis)) if *basis == digest(origin) => TranslationState::Done,
            (None, _) => TranslationState::Done,
            _ => TranslationState::Stale,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub fn languages(&self) -> impl Iterator<Item = (Language, &str)> {
        self.values.iter().map(|(language, text)| (*language, text.as_str()))
    }
}

/// Whether a spreadsheet program takes a cell with this text for a formula, once the file was saved as CSV and opened again.
pub fn opens_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_goes_stale_when_its_source_changes() {
        let mut text = Text::of(Language::French, "Bonjour");
        text.set(Language::English, "Hello", Language::French);
        assert_eq!(text.state(Language::English, Language::French), TranslationState::Done);
        text.set(Language::French, "Bonsoir", Language::French);
        assert_eq!(text.state(Language::English, Language::French), TranslationState::Stale);
        text.set(Language::English, "Good evening", Language::French);
        assert_eq!(text.state(Language::English, Language::French), TranslationState::Done);
        assert_eq!(text.state(Language::Spanish, Language::French), TranslationState::Missing);
    }

    #[test]
    fn it_travels_as_a_map_of_languages() {
        let text: Text = serde_json::from_str(r#"{"fr":"Oui","en":"Yes"}"#).expect("a map of languages");
        assert_eq!(text.get(Language::Spanish), "Oui");
        let again: Text = serde_json::from_str(&serde_json::to_string(&text).expect("plain data")).expect("what we wrote");
        assert_eq!(again, text);
    }
}

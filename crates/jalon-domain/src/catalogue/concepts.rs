//! Concepts: what a variable of any dataset says, under one name in every office: sex, age, country of birth, level of
//! education. Calculations of indicators are written over concepts; the description of a dataset says which of its variables
//! is which concept. Data, like frameworks, in `catalogues/concepts/`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::load::{Fault, File, line_of, parse};
use crate::{Language, Text};

/// What the values of a concept are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConceptKind {
    /// Codes.
    #[default]
    Category,
    Number,
    /// Codes in one office and numbers in another: a year.
    Either,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    pub code: String,
    pub kind: ConceptKind,
    /// The codes that calculations are written with; none where every office has its own and they only break a table down.
    pub codes: Vec<(String, Text)>,
    /// The code that stands for everything that no other code does: born abroad is whoever was not born here.
    pub rest: String,
    /// Standard lists of codes (`docs/microdata.md`) whose codes are the concept's own.
    pub standard: Vec<String>,
    /// What such a variable is usually called, beside the code of the concept.
    pub names: Vec<String>,
    pub source: String,
    pub name: Text,
}

impl Concept {
    pub fn has_code(&self, code: &str) -> bool {
        self.codes.iter().any(|(known, _)| known == code)
    }

    /// The words for a code; the code where there are none.
    pub fn code_words<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        let words = self.codes.iter().find(|(known, _)| known == code).map_or("", |(_, label)| label.get(language));
        if words.is_empty() { code } else { words }
    }
}

#[derive(Deserialize)]
struct ConceptsFile {
    concepts: Vec<Spanned<ConceptFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptFile {
    code: String,
    #[serde(default)]
    kind: ConceptKind,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    rest: String,
    #[serde(default)]
    standard: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    source: String,
}

#[derive(Deserialize)]
struct TextFile {
    concepts: BTreeMap<String, Spanned<ConceptText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptText {
    name: String,
    #[serde(default)]
    codes: BTreeMap<String, String>,
}

/// Reads `concepts/concepts.toml` with its texts. What can be read is there; the faults say the rest.
pub(super) fn load(files: &[File], faults: &mut Vec<Fault>) -> Vec<Concept> {
    let Some(file) = files.iter().find(|file| file.path == "concepts/concepts.toml") else { return vec![] };
    let Some(parsed) = parse::<ConceptsFile>(file, faults) else { return vec![] };
    let mut texts: BTreeMap<Language, (&File, TextFile)> = BTreeMap::new();
    for language in Language::CONTENT {
        let path = format!("concepts/text/{}.toml", language.tag());
        match files.iter().find(|file| file.path == path) {
            Some(file) => texts.extend(parse(file, faults).map(|text| (language, (file, text)))),
            None => faults.push(Fault::new(&path, 1, "missing-language", &[("language", language.tag())])),
        }
    }
    check(file, &parsed, &texts, faults);
    let gather = |pick: &dyn Fn(&TextFile) -> Option<String>| {
        let mut text = Text::default();
        for (language, (_, part)) in &texts {
            if let Some(words) = pick(part) {
                text.set(*language, words, Language::French);
            }
        }
        text.settle(Language::French);
        text
    };
    let concept = |concept: Spanned<ConceptFile>| {
        let concept = concept.into_inner();
        let words = |part: &TextFile| part.concepts.get(&concept.code).map(|text| text.get_ref().name.clone());
        let label = |code: &String| {
            let of = |part: &TextFile| part.concepts.get(&concept.code)?.get_ref().codes.get(code).cloned();
            (code.clone(), gather(&of))
        };
        Concept {
            name: gather(&words),
            codes: concept.codes.iter().map(label).collect(),
            code: concept.code,
            kind: concept.kind,
            rest: concept.rest,
            standard: concept.standard,
            names: concept.names,
            source: concept.source,
        }
    };
    parsed.concepts.into_iter().map(concept).collect()
}

/// Codes twice, a remainder that is no code, texts that a language lacks and texts of nothing.
fn check(file: &File, parsed: &ConceptsFile, texts: &BTreeMap<Language, (&File, TextFile)>, faults: &mut Vec<Fault>) {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for concept in &parsed.concepts {
        let line = line_of(&file.content, concept.span().start);
        let concept = concept.get_ref();
        if let Some(first) = lines.insert(&concept.code, line) {
            let args = [("item", concept.code.as_str()), ("first", &first.to_string())];
            faults.push(Fault::new(&file.path, line, "duplicate-code", &args));
        }
        if !concept.rest.is_empty() && !concept.codes.contains(&concept.rest) {
            let args = [("item", concept.rest.as_str()), ("framework", &concept.code)];
            faults.push(Fault::new(&file.path, line, "unknown-code", &args));
        }
        for (language, (text_file, text)) in texts {
            let rule = if *language == Language::French { "missing-french" } else { "missing-translation" };
            let mut missing = |item: &str| {
                let args = [("what", "item"), ("item", item), ("language", language.tag())];
                faults.push(Fault::new(&text_file.path, 1, rule, &args));
            };
            match text.concepts.get(&concept.code) {
                None => missing(&concept.code),
                // Codes of a standard list speak for themselves, or the list has words for them.
                Some(text) if concept.standard.is_empty() => {
                    for code in concept.codes.iter().filter(|code| !text.get_ref().codes.contains_key(*code)) {
                        missing(&format!("{}.{code}", concept.code));
                    }
                }
                Some(_) => {}
            }
        }
    }
    for (text_file, text) in texts.values() {
        for (code, text) in text.concepts.iter().filter(|(code, _)| !lines.contains_key(code.as_str())) {
            let line = line_of(&text_file.content, text.span().start);
            faults.push(Fault::new(&text_file.path, line, "text-for-unknown-code", &[("item", code)]));
        }
    }
}

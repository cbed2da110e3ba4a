//! The words of the interface, of messages and of report labels: Fluent files in `translations/<language>/`.
//!
//! `build.rs` refuses to build when a language lacks a message that French has, or has one that French lacks.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};

use crate::{Language, Problem};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../translations");

/// The words in one language.
pub struct Wording {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Wording {
    /// The wording of a language; built once.
    pub fn of(language: Language) -> &'static Self {
        static WORDINGS: OnceLock<BTreeMap<Language, Wording>> = OnceLock::new();
        let wordings = WORDINGS.get_or_init(|| Language::INTERFACE.into_iter().map(|l| (l, Self::build(l))).collect());
        &wordings[&language]
    }

    fn build(language: Language) -> Self {
        let identifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Isolation marks would end up in attributes, file names and PDF text.
        bundle.set_use_isolating(false);
        for file in FILES.get_dir(language.tag()).into_iter().flat_map(Dir::files) {
            let source = file.contents_utf8().unwrap_or_default().to_owned();
            let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The message under this key; the key itself where there is none, so that a gap shows.
    pub fn t(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The message with its variables filled in.
    pub fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// "Label: text" as the language writes it; the text stays as it is, digits too.
    pub fn labelled(&self, label: &str, text: &str) -> String {
        let Some(pattern) = self.bundle.get_message("labelled").and_then(|message| message.value()) else {
            return text.to_owned();
        };
        let arguments = FluentArgs::from_iter([("label", label), ("text", text)]);
        self.bundle.format_pattern(pattern, Some(&arguments), &mut vec![]).into_owned()
    }

    /// The message, if there is one under this key. Values that are whole numbers choose plural forms.
    pub fn find(&self, key: &str, args: &[(&str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            let value = match value.parse::<i64>() {
                Ok(number) if value.len() < 10 => FluentValue::from(number),
                _ => FluentValue::from(*value),
            };
            filled.set(*name, value);
        }
        let mut errors = vec![];
        Some(self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned())
    }

    /// The message with one number, in the plural form the language asks for.
    pub fn count(&self, key: &str, count: usize) -> String {
        self.fill(key, &[("count", &count.to_string())])
    }

    pub fn problem(&self, problem: &Problem) -> String {
        let args: Vec<(&str, &str)> = problem.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // Faults of specifications and of data carry the key of their message as their code.
        self.find(&format!("problem-{}", problem.code), &args).unwrap_or_else(|| self.fill(&problem.code, &args))
    }

    /// How to remedy a problem, where the wording says it.
    pub fn remedy(&self, problem: &Problem) -> Option<String> {
        let args: Vec<(&str, &str)> = problem.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let remedy = format!("{}-remedy", problem.code);
        self.find(&format!("problem-{remedy}"), &args).or_else(|| self.find(&remedy, &args))
    }

    /// Where a rule or an item comes from, as people know it: catalogues name documents by the files they were read from
    /// (`004_….txt L12-15`), and their own rules in English.
    pub fn source(&self, source: &str) -> String {
        let mut told: Vec<String> = vec![];
        let mut document = None;
        let mut words = source.split(' ').peekable();
        while let Some(word) = words.next() {
            let (bare, mark) = split_mark(word);
            let Some(key) = document_key(bare) else {
                told.push(word.to_owned());
                continue;
            };
            let (title, lines) = (self.t(key), words.next_if(|next| mark.is_empty() && line_numbers(next).is_some()));
            let (lines, mark) = lines.map_or(("", mark), |lines| (line_numbers(lines).unwrap_or_default(), split_mark(lines).1));
            let place = match lines {
                "" => title,
                lines => {
                    self.fill("source-lines", &[("document", &title), ("lines", &lines.replace('-', "–").replace(",L", ", "))])
                }
            };
            told.push(format!("{place}{mark}"));
            document.get_or_insert(place);
        }
        match document {
            _ if !source.starts_with("rule of ours") => told.join(" "),
            Some(document) => self.fill("source-own-rule-see", &[("document", &document)]),
            None => self.t("source-own-rule"),
        }
    }

    pub fn date(&self, iso: &str) -> String {
        crate::format::date(self.language, iso)
    }

    /// Date and time of an instant, to the minute, in UTC.
    pub fn instant(&self, rfc3339: &str) -> String {
        match rfc3339.get(11..16) {
            Some(time) => format!("{}, {time} UTC", self.date(rfc3339)),
            None => self.date(rfc3339),
        }
    }

    pub fn number(&self, value: f64) -> String {
        crate::format::number(self.language, value)
    }
}

/// The key of a document's title, from the name of the file it was read from.
fn document_key(word: &str) -> Option<&'static str> {
    let (number, rest) = word.split_once('_')?;
    let is_file = rest.strip_suffix(".txt").is_some_and(|rest| rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    match number {
        _ if !is_file => None,
        "000" => Some("source-document-profile"),
        "001" => Some("source-document-civil-society"),
        "002" => Some("source-document-cities"),
        "003" => Some("source-document-dialogue"),
        "004" => Some("source-document-guidelines"),
        _ => None,
    }
}

/// The numbers of `L12-15,`.
fn line_numbers(word: &str) -> Option<&str> {
    split_mark(word).0.strip_prefix('L').filter(|lines| lines.starts_with(|c: char| c.is_ascii_digit()))
}

/// A word and the punctuation behind it.
fn split_mark(word: &str) -> (&str, &str) {
    word.split_at(word.trim_end_matches([',', ';', ':', ')']).len())
}

impl std::fmt::Debug for Wording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wording({})", self.language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_told_by_the_titles_of_documents() {
        let french = Wording::of(Language::French);
        let said = |source: &str| french.source(source);
        assert_eq!(
            said("004_093357de5793184c.txt L1520-1538"),
            "Lignes directrices du PMM (Réseau des Nations Unies sur les migrations, 2020), lignes 1520–1538"
        );
        assert_eq!(said("rule of ours, shared with mgi-local"), "Règle propre à Jalon");
        let own = said("rule of ours; the bibliography of 000_5cc0a0ccb6d7bc62.txt L601-711 gives no pages");
        assert!(own.starts_with("Règle propre à Jalon") && own.contains("lignes 601–711") && !own.contains("gives"), "{own}");
        assert_eq!(said("A/RES/70/1; L7"), "A/RES/70/1; L7");
        assert_eq!(said("https://example.org/000_a.txt"), "https://example.org/000_a.txt");
    }
}

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

impl std::fmt::Debug for Wording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wording({})", self.language)
    }
}

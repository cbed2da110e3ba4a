//! The labels of a table in the other languages: what there is to translate, what is known already, and how the
//! specification says it, so that a table that is made again has the same words.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use jalon_domain::catalogue::Concept;
use jalon_domain::statistics::StatisticalTable;
use jalon_domain::{Language, Text};
use jalon_stats::tabulation::parse;
use jalon_stats::tabulation::specification::GroupingKind;
use jalon_stats::translations::Translations;

use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, too_long};

/// The heading under which a specification says what labels are called.
const SECTION: &str = "[translations.";

/// A specification of the workspace refers to no file.
const NOWHERE: &str = "no-files";

/// What a text of a table is called in the other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslatedText {
    pub text: String,
    pub said: Vec<Wording>,
}

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub language: Language,
    /// Empty where nobody knows.
    pub words: String,
    /// Known from the catalogue, the dataset or another table, and not yet said of this one.
    pub is_proposal: bool,
}

/// The texts of a table, its title first.
#[derive(Debug)]
pub struct TableTexts {
    pub opened: std::sync::Arc<Opened>,
    pub table: StatisticalTable,
    pub texts: Vec<TranslatedText>,
}

impl App {
    /// The texts of a table that was judged; of one that was not, or was refused, the title alone.
    pub async fn table_texts(&self, caller: &Caller, slug: &str, id: &str) -> Result<TableTexts> {
        let view = self.table(caller, slug, id).await?;
        let (opened, table) = (view.opened, view.table);
        let source = opened.dossier().source_language;
        let title = table.title.get(source);
        let release = view.release.as_ref();
        let labels = release.map(|release| release.translatable()).unwrap_or_default();
        let own = said_in(&table.specification).or(&of_title(&table.title, source));
        // What the dataset says holds without being said again.
        let inherited = release.map(|release| release.translations().clone()).unwrap_or_default();
        let known = own.clone().or(&inherited).or(&self.known_translations(&opened));
        let wording = |text: &str, language: Language| Wording {
            language,
            words: known.get(language, text).unwrap_or_default().to_owned(),
            is_proposal: own.get(language, text).or(inherited.get(language, text)).is_none()
                && known.get(language, text).is_some(),
        };
        let others: Vec<Language> = Language::CONTENT.into_iter().filter(|language| *language != source).collect();
        let texts = [title].into_iter().chain(labels.into_iter().filter(|text| *text != title && is_words(text)));
        let texts = texts.map(|text| TranslatedText {
            text: text.to_owned(),
            said: others.iter().map(|language| wording(text, *language)).collect(),
        });
        Ok(TableTexts { texts: texts.collect(), opened, table })
    }

    /// Says what texts of a table are called; blank words take back what was said, and texts that are not named keep theirs.
    /// The specification says so, and is to be judged again. A fault is told at the place among what was said: `words-3`.
    pub async fn translate_table(
        &self,
        caller: &Caller,
        slug: &str,
        id: &str,
        said: &[(String, Language, String)],
        revision: i64,
    ) -> Result<StatisticalTable> {
        let opened = self.opened(caller, slug, Action::TableSave, &Facts::default()).await?;
        let table = opened.content.table(id).cloned().ok_or(AppError::NotFound)?;
        let fields: Vec<String> = (0..said.len()).map(|n| format!("words-{n}")).collect();
        let lines = fields.iter().zip(said).map(|(field, (_, _, words))| (field.as_str(), words.as_str(), LINE_LIMIT));
        crate::error::check(too_long(lines))?;
        let source = opened.dossier().source_language;
        // What cannot be read is left as it is, and so is what says translations in another way than is written here.
        let readable = |text: &str| {
            let parsed = parse(text, "", Path::new(NOWHERE));
            parsed.map_err(|faults| AppError::Invalid(faults.iter().map(super::table::problem).collect()))
        };
        let mut translations = readable(&table.specification)?.translations;
        let mut title = table.title.clone();
        for (text, language, words) in said.iter().filter(|(_, language, _)| *language != source) {
            translations.set(*language, text, &clean(words));
            if text == table.title.get(source) {
                title.set(*language, clean(words), source);
            }
        }
        let specification = with_translations(&table.specification, &translations);
        readable(&specification)?;
        let table = StatisticalTable { title, specification, revision, changed_at: self.now(), ..table };
        self.save(caller, &opened, "table.translate", &table, "").await
    }

    /// A specification that the form says, with what its table was said to be called, and what the catalogue calls it.
    pub(super) fn translated(&self, specification: &str, table: Option<&StatisticalTable>, source: Language) -> String {
        let Ok(parsed) = parse(specification, "", Path::new(NOWHERE)) else { return specification.to_owned() };
        let before = table.map(|table| said_in(&table.specification)).unwrap_or_default();
        let groups = parsed.dimensions.iter().flat_map(|dimension| &dimension.levels).filter_map(|level| match &level.kind {
            GroupingKind::Groups { groups, .. } => Some(groups.iter().map(|group| group.label.as_str())),
            _ => None,
        });
        let ready = of_concepts(self.library().concepts(), source).of(&groups.flatten().collect());
        with_translations(specification, &before.or(&ready))
    }

    /// What texts are called that this office met before: in the catalogue of concepts and in its own tables.
    fn known_translations(&self, opened: &Opened) -> Translations {
        let source = opened.dossier().source_language;
        let mut known = of_concepts(self.library().concepts(), source);
        for table in opened.content.tables.iter().rev() {
            known = known.or(&said_in(&table.specification)).or(&of_title(&table.title, source));
        }
        known
    }
}

/// What the catalogue calls the names and codes of concepts, by what it calls them in one language.
pub(super) fn of_concepts(concepts: &[Concept], source: Language) -> Translations {
    let mut found = Translations::default();
    let texts = concepts.iter().flat_map(|concept| concept.codes.iter().map(|(_, words)| words).chain([&concept.name]));
    for text in texts {
        for language in Language::CONTENT.into_iter().filter(|language| *language != source) {
            found.set(language, text.get(source), text.exact(language).unwrap_or_default());
        }
    }
    found
}

/// What a specification says; nothing where it cannot be read.
pub(super) fn said_in(specification: &str) -> Translations {
    parse(specification, "", Path::new(NOWHERE)).map(|parsed| parsed.translations).unwrap_or_default()
}

fn of_title(title: &Text, source: Language) -> Translations {
    let mut found = Translations::default();
    for (language, words) in title.languages().filter(|(language, _)| *language != source) {
        found.set(language, title.get(source), words);
    }
    found
}

/// `0–4` and `85+` are the same in every language.
fn is_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// The specification with these translations in place of those that it has.
pub(super) fn with_translations(specification: &str, translations: &Translations) -> String {
    let mut is_own = false;
    let mut kept = String::new();
    for line in specification.lines() {
        if line.trim_start().starts_with('[') {
            is_own = line.trim_start().starts_with(SECTION);
        }
        if !is_own {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let mut text = kept.trim_end().to_owned() + "\n";
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let languages: BTreeSet<Language> = translations.iter().map(|(language, _, _)| language).collect();
    for language in languages {
        // Writing to a string does not fail.
        let _ = writeln!(text, "\n{SECTION}{}]", language.tag());
        for (_, label, words) in translations.iter().filter(|(own, _, _)| *own == language) {
            let _ = writeln!(text, "{} = {}", quoted_key(label), quoted(words));
        }
    }
    text
}

/// A key is one line: what a label has of other characters is written as escapes.
fn quoted_key(label: &str) -> String {
    serde_json::Value::String(label.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specification_takes_translations_and_gives_them_back() {
        let mut translations = Translations::default();
        translations.set(Language::English, "Sexe", "Sex");
        translations.set(Language::English, "Né \"ici\"\\là\u{7}\n", "Born [here]");
        translations.set(Language::Spanish, "Sexe", "Sexo");
        let table = "[table]\ntitle = \"T\"\n";
        let rest = "[[dimension]]\nvariable = \"sex\"\n\n[[measure]]\nname = \"n\"\nkind = \"count\"\n";
        let first = with_translations(&format!("{table}{rest}"), &translations);
        assert_eq!(said_in(&first), translations);
        let again = with_translations(&first, &translations);
        assert_eq!(again, first);
        // In the middle of what somebody wrote by hand.
        let middle = format!("{table}[translations.en]\n\"Sexe\" = \"Gender\"\n\n{rest}");
        assert_eq!(said_in(&with_translations(&middle, &translations)), translations);
        assert_eq!(with_translations(&first, &Translations::default()).trim_end(), format!("{table}{rest}").trim_end());
    }
}

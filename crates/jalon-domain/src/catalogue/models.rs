//! Entries of a register that are ready to be taken over: indicators that others have defined, for instance. Data, like
//! frameworks, and beside them: what a release freezes of a framework does not change when a model is added.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::load::{Fault, File, line_of, parse};
use super::{Concept, Framework, Scale};
use crate::register::{FieldKind, RegisterDefinition};
use crate::statistics::calculation::Calculation;
use crate::{Language, Text};

/// Models of entries of one register, by group.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSet {
    pub code: String,
    /// Of the definitions; whoever changes what one of them counts gives it another.
    pub version: String,
    /// The framework's code; its models serve every version that has the register.
    pub framework: String,
    pub register: String,
    /// The field that the title of a model's group fills; empty where none does.
    pub group_field: String,
    pub name: Text,
    /// Where they come from and what is ours, said where they are offered.
    pub description: Text,
    pub groups: Vec<ModelGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ModelGroup {
    pub code: String,
    pub title: Text,
    /// Seed file and lines, or address.
    pub source: String,
    pub models: Vec<Model>,
}

/// An entry before it is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub code: String,
    pub source: String,
    /// What is the same in every language, by field.
    pub values: BTreeMap<String, Vec<String>>,
    /// Texts by field; the register's first field among them.
    pub texts: BTreeMap<String, Text>,
    /// What it counts, where tables of microdata give it.
    pub calculation: Option<Calculation>,
    /// Why it has none: `median`, `texts`.
    pub no_calculation: String,
}

/// Why a definition may have no calculation: a median is not released, and a law is read.
const REASONS: &[&str] = &["median", "texts"];

#[derive(Deserialize)]
struct SetFile {
    code: String,
    #[serde(default)]
    version: String,
    framework: String,
    register: String,
    #[serde(default)]
    group_field: String,
    groups: Vec<Spanned<GroupFile>>,
    models: Vec<Spanned<ModelFile>>,
}

#[derive(Deserialize)]
struct GroupFile {
    code: String,
    source: String,
}

#[derive(Deserialize)]
struct ModelFile {
    code: String,
    group: String,
    source: String,
    #[serde(default)]
    values: BTreeMap<String, Vec<String>>,
    calculation: Option<Spanned<Calculation>>,
    #[serde(default)]
    no_calculation: String,
}

#[derive(Deserialize)]
struct TextFile {
    name: String,
    description: String,
    #[serde(default)]
    groups: BTreeMap<String, String>,
    #[serde(default)]
    models: BTreeMap<String, Spanned<BTreeMap<String, String>>>,
}

type Texts<'a> = BTreeMap<Language, (&'a File, TextFile)>;

/// Reads every `models/<set>/models.toml` with its texts, against the frameworks whose registers they are entries of.
pub(super) fn load(files: &[File], frameworks: &[Framework], concepts: &[Concept], faults: &mut Vec<Fault>) -> Vec<ModelSet> {
    let mut sets = vec![];
    for file in files.iter().filter(|file| file.path.starts_with("models/") && file.path.ends_with("/models.toml")) {
        let Some(parsed) = parse::<SetFile>(file, faults) else { continue };
        let folder = file.path.trim_end_matches("models.toml");
        let mut texts = Texts::new();
        for language in Language::CONTENT {
            let path = format!("{folder}text/{}.toml", language.tag());
            match files.iter().find(|file| file.path == path) {
                Some(file) => texts.extend(parse(file, faults).map(|text| (language, (file, text)))),
                None => faults.push(Fault::new(&path, 1, "missing-language", &[("language", language.tag())])),
            }
        }
        let register = frameworks
            .iter()
            .find(|framework| framework.code == parsed.framework)
            .and_then(|framework| Some((framework, framework.register(&parsed.register)?)));
        match register {
            Some((framework, register)) => {
                check(file, &parsed, &texts, framework, register, faults);
                check_calculations(file, &parsed, register, concepts, faults);
            }
            None => faults.push(Fault::new(
                &file.path,
                1,
                "unknown-field",
                &[("item", &parsed.code), ("at", &format!("{}.{}", parsed.framework, parsed.register))],
            )),
        }
        sets.push(gathered(&parsed, &texts));
    }
    sets
}

fn gathered(parsed: &SetFile, texts: &Texts<'_>) -> ModelSet {
    let gather = |pick: &dyn Fn(&TextFile) -> Option<String>| {
        let mut text = Text::default();
        for (language, (_, part)) in texts {
            if let Some(words) = pick(part) {
                text.set(*language, words, Language::French);
            }
        }
        text.settle(Language::French);
        text
    };
    let model = |model: &ModelFile| {
        let words = |part: &TextFile, field: &str| part.models.get(&model.code)?.get_ref().get(field).cloned();
        let fields: BTreeSet<&String> = texts
            .values()
            .filter_map(|(_, part)| part.models.get(&model.code))
            .flat_map(|texts| texts.get_ref().keys())
            .collect();
        Model {
            code: model.code.clone(),
            source: model.source.clone(),
            calculation: model.calculation.as_ref().map(|calculation| Calculation {
                definition: format!("{}/{}", parsed.code, model.code),
                version: parsed.version.clone(),
                ..calculation.get_ref().clone()
            }),
            no_calculation: model.no_calculation.clone(),
            values: model.values.clone(),
            texts: fields.into_iter().map(|field| (field.clone(), gather(&|part| words(part, field)))).collect(),
        }
    };
    let group = |group: &GroupFile| ModelGroup {
        title: gather(&|part| part.groups.get(&group.code).cloned()),
        models: parsed.models.iter().map(Spanned::get_ref).filter(|one| one.group == group.code).map(model).collect(),
        code: group.code.clone(),
        source: group.source.clone(),
    };
    ModelSet {
        name: gather(&|part| Some(part.name.clone())),
        description: gather(&|part| Some(part.description.clone())),
        groups: parsed.groups.iter().map(|one| group(one.get_ref())).collect(),
        code: parsed.code.clone(),
        version: parsed.version.clone(),
        framework: parsed.framework.clone(),
        register: parsed.register.clone(),
        group_field: parsed.group_field.clone(),
    }
}

/// Calculations that do not fit the concepts; definitions of a register of indicators that say neither what they count nor
/// why they cannot.
fn check_calculations(
    file: &File,
    parsed: &SetFile,
    register: &RegisterDefinition,
    concepts: &[Concept],
    faults: &mut Vec<Fault>,
) {
    let takes = register.fields.iter().any(|field| field.kind == FieldKind::Calculation);
    for model in &parsed.models {
        let line = line_of(&file.content, model.span().start);
        let model = model.get_ref();
        let mut fault = |line: usize, code: &str, args: &[(&str, &str)]| faults.push(Fault::new(&file.path, line, code, args));
        let item = ("item", model.code.as_str());
        match &model.calculation {
            Some(calculation) => {
                let line = line_of(&file.content, calculation.span().start);
                if !takes {
                    fault(line, "unknown-field", &[item, ("at", "calculation")]);
                }
                if parsed.version.is_empty() {
                    fault(line, "calculation-without-version", &[item]);
                }
                if !model.no_calculation.is_empty() {
                    fault(line, "calculation-or-reason", &[item]);
                }
                for problem in calculation.get_ref().faults(concepts) {
                    let args: Vec<(&str, &str)> =
                        problem.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    fault(line, &problem.code, &[args.as_slice(), &[item]].concat());
                }
            }
            None if takes && !REASONS.contains(&model.no_calculation.as_str()) => {
                fault(line, "calculation-or-reason", &[item]);
            }
            None => {}
        }
    }
}

/// Codes twice, groups and fields that do not exist, choices that no list has, and texts that a language lacks.
fn check(
    file: &File,
    parsed: &SetFile,
    texts: &Texts<'_>,
    framework: &Framework,
    register: &RegisterDefinition,
    faults: &mut Vec<Fault>,
) {
    let mut fault = |line: usize, code: &str, args: &[(&str, &str)]| faults.push(Fault::new(&file.path, line, code, args));
    let is_text = |field: &str| register.field(field).is_some_and(|field| field.kind == FieldKind::Text);
    if !parsed.group_field.is_empty() && !is_text(&parsed.group_field) {
        fault(1, "unknown-field", &[("item", &parsed.code), ("at", &parsed.group_field)]);
    }
    let groups: BTreeSet<&str> = parsed.groups.iter().map(|group| group.get_ref().code.as_str()).collect();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for model in &parsed.models {
        let line = line_of(&file.content, model.span().start);
        let model = model.get_ref();
        if let Some(first) = lines.insert(&model.code, line) {
            fault(line, "duplicate-code", &[("item", &model.code), ("first", &first.to_string())]);
        }
        if !groups.contains(model.group.as_str()) {
            fault(line, "unknown-parent", &[("item", &model.code), ("parent", &model.group)]);
        }
        for (code, values) in &model.values {
            let at = format!("{}.{code}", register.code);
            let has =
                |scale: Option<&Scale>, value: &String| scale.is_some_and(|scale| scale.values.iter().any(|v| v.code == *value));
            match register.field(code) {
                None => fault(line, "unknown-field", &[("item", &model.code), ("at", &at)]),
                Some(field) if field.kind == FieldKind::Choice => {
                    for value in values.iter().filter(|value| !has(framework.lists.get(&field.list), value)) {
                        fault(line, "unknown-code", &[("item", value), ("framework", &field.list)]);
                    }
                }
                Some(_) => {}
            }
        }
    }
    for (language, (text_file, text)) in texts {
        let mut missing = |what: &str, code: &str| {
            let rule = if *language == Language::French { "missing-french" } else { "missing-translation" };
            faults.push(Fault::new(&text_file.path, 1, rule, &[("what", what), ("item", code), ("language", language.tag())]));
        };
        for group in groups.iter().filter(|group| !text.groups.contains_key(**group)) {
            missing("item", group);
        }
        for code in lines.keys() {
            if text.models.get(*code).is_none_or(|model| !model.get_ref().contains_key(register.name())) {
                missing("item", code);
            }
        }
        for (code, model) in &text.models {
            let line = line_of(&text_file.content, model.span().start);
            if !lines.contains_key(code.as_str()) {
                faults.push(Fault::new(&text_file.path, line, "text-for-unknown-code", &[("item", code)]));
            }
            for field in model.get_ref().keys().filter(|field| !is_text(field)) {
                faults.push(Fault::new(&text_file.path, line, "unknown-field", &[("item", code), ("at", field)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::load::{File, load};

    fn file(path: &str, content: &str) -> File {
        File { path: path.to_owned(), content: content.to_owned() }
    }

    #[test]
    fn every_fault_of_a_model_is_named_with_its_line() {
        let framework = r#"
code = "t"
version = "1"
kind = "cycle"
official = true
source = "ours"
[[items]]
code = "1"
kind = "step"
source = "s"
[[lists]]
code = "kind"
values = ["outcome"]
[[registers]]
code = "indicator"
step = "1"
[[registers.fields]]
code = "name"
kind = "text"
[[registers.fields]]
code = "kind"
kind = "choice"
list = "kind"
"#;
        let models = r#"
code = "m"
framework = "t"
register = "indicator"
group_field = "kind"
[[groups]]
code = "g"
source = "s"
[[models]]
code = "a"
group = "g"
source = "s"
values = { kind = ["outcom"], weight = ["1"] }
[[models]]
code = "a"
group = "h"
source = "s"
"#;
        let french = "name = \"M\"\ndescription = \"D\"\n[models.b]\nname = \"B\"\n[models.a]\nunit = \"%\"\n";
        let (library, faults) = load(&[
            file("t/framework.toml", framework),
            file("models/m/models.toml", models),
            file("models/m/text/fr.toml", french),
        ]);
        let of_models = |fault: &&super::Fault| fault.file.starts_with("models/");
        let seen: Vec<_> = faults.iter().filter(of_models).map(|f| (f.file.as_str(), f.line, f.code.as_str())).collect();
        let (set, text) = ("models/m/models.toml", "models/m/text/fr.toml");
        assert_eq!(
            seen,
            [
                (set, 1, "unknown-field"),
                (set, 9, "unknown-code"),
                (set, 9, "unknown-field"),
                (set, 14, "duplicate-code"),
                (set, 14, "unknown-parent"),
                ("models/m/text/en.toml", 1, "missing-language"),
                ("models/m/text/es.toml", 1, "missing-language"),
                (text, 1, "missing-french"),
                (text, 1, "missing-french"),
                (text, 3, "text-for-unknown-code"),
                (text, 5, "unknown-field"),
            ]
        );
        assert_eq!(library.models("t", "indicator").count(), 1, "what can be read of it is there");
    }
}

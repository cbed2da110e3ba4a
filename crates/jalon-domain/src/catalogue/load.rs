//! Reading the files of `catalogues/`: a pure function from file contents to a library and every fault in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use toml::Spanned;

use super::*;
use crate::Language;
use crate::assessment::checks::RULES;
use crate::register::{FieldDefinition, FieldKind, published};

/// A file of the catalogue folder: its path below that folder, and its content.
#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    pub content: String,
}

/// Something wrong in a catalogue file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub file: String,
    /// 1 for the first line.
    pub line: usize,
    /// Stable code of the rule; `catalogue-` and the code make the key of message and remedy in the wording files.
    pub code: String,
    pub args: BTreeMap<String, String>,
}

impl Fault {
    pub(super) fn new(file: &str, line: usize, code: &str, args: &[(&str, &str)]) -> Self {
        let args = args.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { file: file.to_owned(), line, code: code.to_owned(), args }
    }
}

#[derive(Deserialize)]
struct FrameworkFile {
    code: String,
    version: String,
    kind: String,
    official: bool,
    source: String,
    #[serde(default)]
    levels: Vec<Level>,
    #[serde(default)]
    scales: Vec<ScaleFile>,
    #[serde(default)]
    items: Vec<Spanned<ItemFile>>,
    #[serde(default)]
    stages: Vec<StageFile>,
    #[serde(default)]
    checks: Vec<Spanned<CheckFile>>,
    #[serde(default)]
    chapters: Vec<ChapterFile>,
    #[serde(default)]
    reports: Vec<Spanned<ReportDefinition>>,
    computation: Option<ComputationFile>,
    #[serde(default)]
    lists: Vec<ScaleFile>,
    #[serde(default)]
    registers: Vec<Spanned<RegisterFile>>,
}

#[derive(Deserialize)]
struct RegisterFile {
    code: String,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    carried: bool,
    #[serde(default)]
    carried_unless: String,
    #[serde(default)]
    step: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    counts_if: String,
    #[serde(default)]
    distinct: Vec<String>,
    fields: Vec<Spanned<FieldDefinition>>,
}

/// How a requirement is decided: `rule`, `severity`, and what the rule is told.
#[derive(Deserialize)]
struct ItemCheckFile {
    severity: Severity,
    rule: String,
    #[serde(flatten)]
    arguments: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct ScaleFile {
    code: String,
    values: Vec<String>,
    #[serde(default)]
    points: Vec<f64>,
    #[serde(default)]
    official: bool,
    #[serde(default)]
    source: String,
}

#[derive(Deserialize)]
struct ItemFile {
    code: String,
    kind: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    scale: String,
    #[serde(default)]
    official: bool,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    verified: String,
    #[serde(default)]
    continuous: bool,
    check: Option<ItemCheckFile>,
}

#[derive(Deserialize)]
struct StageFile {
    code: String,
    #[serde(default)]
    editable: Vec<String>,
    #[serde(default)]
    exit: Vec<Spanned<Exit>>,
}

#[derive(Deserialize)]
struct CheckFile {
    code: String,
    severity: Severity,
    rule: String,
    #[serde(default)]
    stages: Vec<String>,
    #[serde(default)]
    source: String,
    #[serde(default, rename = "with")]
    arguments: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct ChapterFile {
    code: String,
    content: String,
    #[serde(default)]
    reports: Vec<String>,
}

#[derive(Deserialize)]
struct ComputationFile {
    rule: String,
    #[serde(default)]
    source: String,
    bands: Vec<(f64, String)>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct TextFile {
    name: String,
    description: String,
    notice: String,
    scales: BTreeMap<String, ScaleText>,
    items: BTreeMap<String, Spanned<ItemText>>,
    stages: BTreeMap<String, TitleText>,
    checks: BTreeMap<String, TitleText>,
    chapters: BTreeMap<String, TitleText>,
    reports: BTreeMap<String, TitleText>,
    roles: BTreeMap<String, String>,
    computation: ComputationText,
    lists: BTreeMap<String, ScaleText>,
    registers: BTreeMap<String, RegisterText>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RegisterText {
    title: String,
    guidance: String,
    fields: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ScaleText {
    name: String,
    values: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ItemText {
    title: String,
    chapter: String,
    guidance: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct TitleText {
    title: String,
    guidance: String,
    why: String,
    remedy: String,
    paragraphs: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ComputationText {
    bands: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct CrosswalkFile {
    from: String,
    to: String,
    #[serde(default)]
    links: Vec<Spanned<Link>>,
}

/// Reads every framework and crosswalk. A file with a fault contributes what can be read of it; the faults say the rest.
pub fn load(files: &[File]) -> (Library, Vec<Fault>) {
    let mut faults = vec![];
    let mut frameworks = vec![];
    for file in files.iter().filter(|file| file.path.ends_with("/framework.toml")) {
        let folder = file.path.trim_end_matches("framework.toml");
        if let Some(framework) = load_framework(file, folder, files, &mut faults) {
            frameworks.push(framework.indexed());
        }
    }
    let crosswalks = load_crosswalks(files, &frameworks, &mut faults);
    let concepts = concepts::load(files, &mut faults);
    let models = models::load(files, &frameworks, &concepts, &mut faults);
    faults.sort_by(|a, b| (&a.file, a.line, &a.code).cmp(&(&b.file, b.line, &b.code)));
    (Library::new(frameworks, crosswalks).with_models(models).with_concepts(concepts), faults)
}

pub(super) fn line_of(content: &str, offset: usize) -> usize {
    content.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(file: &File, faults: &mut Vec<Fault>) -> Option<T> {
    toml::from_str(&file.content)
        .inspect_err(|error| {
            let line = error.span().map_or(1, |span| line_of(&file.content, span.start));
            faults.push(Fault::new(&file.path, line, "unreadable", &[("detail", error.message())]));
        })
        .ok()
}

fn load_framework(file: &File, folder: &str, files: &[File], faults: &mut Vec<Fault>) -> Option<Framework> {
    let parsed: FrameworkFile = parse(file, faults)?;
    let texts = load_texts(folder, files, faults);
    let source = Language::French;
    let gather = |pick: &dyn Fn(&TextFile) -> Option<String>| -> Text {
        let mut text = Text::default();
        for (language, (_, part)) in &texts {
            if let Some(value) = pick(part).filter(|value| !value.trim().is_empty()) {
                text.set(*language, value, source);
            }
        }
        text.settle(source);
        text
    };
    let title = |group: fn(&TextFile) -> &BTreeMap<String, TitleText>, code: &str, field: fn(&TitleText) -> &String| {
        gather(&|part| group(part).get(code).map(|text| field(text).clone()))
    };
    let values = |scales: &[ScaleFile], group: fn(&TextFile) -> &BTreeMap<String, ScaleText>| {
        let scale = |scale: &ScaleFile| {
            let values = scale.values.iter().enumerate().map(|(position, value)| ScaleValue {
                label: gather(&|part| group(part).get(&scale.code)?.values.get(value).cloned()),
                points: scale.points.get(position).copied(),
                code: value.clone(),
            });
            let name = gather(&|part| Some(group(part).get(&scale.code)?.name.clone()));
            let values = values.collect();
            (scale.code.clone(), Scale { name, official: scale.official, source: scale.source.clone(), values })
        };
        scales.iter().map(scale).collect()
    };
    check_items(file, &parsed, faults);
    check_registers(file, &parsed, faults);
    check_process(file, &parsed, faults);
    check_texts(file, &parsed, &texts, faults);

    let framework = Framework {
        name: gather(&|part| Some(part.name.clone())),
        description: gather(&|part| Some(part.description.clone())),
        notice: gather(&|part| Some(part.notice.clone())),
        scales: values(&parsed.scales, |text| &text.scales),
        lists: values(&parsed.lists, |text| &text.lists),
        registers: registers(&parsed, &gather),
        items: parsed
            .items
            .iter()
            .map(|item| {
                let item = item.get_ref();
                let text =
                    |field: fn(&ItemText) -> &String| gather(&|part| Some(field(part.items.get(&item.code)?.get_ref()).clone()));
                Item {
                    title: text(|t| &t.title),
                    chapter: text(|t| &t.chapter),
                    guidance: text(|t| &t.guidance),
                    parent: Some(item.parent.clone()).filter(|parent| !parent.is_empty()),
                    scale: Some(item.scale.clone()).filter(|scale| !scale.is_empty()),
                    code: item.code.clone(),
                    kind: item.kind.clone(),
                    official: item.official,
                    basis: item.basis.clone(),
                    source: item.source.clone(),
                    verified: item.verified.clone(),
                    continuous: item.continuous,
                }
            })
            .collect(),
        stages: parsed
            .stages
            .iter()
            .map(|stage| Stage {
                title: title(|t| &t.stages, &stage.code, |t| &t.title),
                guidance: title(|t| &t.stages, &stage.code, |t| &t.guidance),
                code: stage.code.clone(),
                editable: stage.editable.clone(),
                exits: stage.exit.iter().map(|exit| exit.get_ref().clone()).collect(),
            })
            .collect(),
        checks: parsed
            .checks
            .iter()
            .map(|check| {
                let check = check.get_ref();
                CheckDefinition {
                    title: title(|t| &t.checks, &check.code, |t| &t.title),
                    why: title(|t| &t.checks, &check.code, |t| &t.why),
                    remedy: title(|t| &t.checks, &check.code, |t| &t.remedy),
                    code: check.code.clone(),
                    severity: check.severity,
                    rule: check.rule.clone(),
                    stages: check.stages.clone(),
                    source: check.source.clone(),
                    arguments: check.arguments.clone(),
                }
            })
            .chain(parsed.items.iter().filter_map(|item| {
                // A requirement is its own check: its title says the rule, its guidance the remedy.
                let item = item.get_ref();
                let check = item.check.as_ref()?;
                let text =
                    |field: fn(&ItemText) -> &String| gather(&|part| Some(field(part.items.get(&item.code)?.get_ref()).clone()));
                Some(CheckDefinition {
                    code: item.code.clone(),
                    severity: check.severity,
                    rule: check.rule.clone(),
                    stages: vec![],
                    source: item.source.clone(),
                    arguments: check.arguments.clone(),
                    title: text(|t| &t.title),
                    why: Text::default(),
                    remedy: text(|t| &t.guidance),
                })
            }))
            .collect(),
        chapters: parsed
            .chapters
            .iter()
            .map(|chapter| {
                let count =
                    texts.values().filter_map(|(_, t)| Some(t.chapters.get(&chapter.code)?.paragraphs.len())).max().unwrap_or(0);
                ChapterDefinition {
                    title: title(|t| &t.chapters, &chapter.code, |t| &t.title),
                    paragraphs: (0..count)
                        .map(|n| gather(&|part| part.chapters.get(&chapter.code)?.paragraphs.get(n).cloned()))
                        .collect(),
                    code: chapter.code.clone(),
                    content: chapter.content.clone(),
                    reports: chapter.reports.clone(),
                }
            })
            .collect(),
        reports: parsed
            .reports
            .iter()
            .map(|report| {
                let report = report.get_ref();
                ReportDefinition { title: title(|t| &t.reports, &report.code, |t| &t.title), ..report.clone() }
            })
            .collect(),
        roles: crate::identity::Role::ALL
            .map(|role| (role.code().to_owned(), gather(&|part| part.roles.get(role.code()).cloned())))
            .into_iter()
            .filter(|(_, title)| !title.is_empty())
            .collect(),
        computation: parsed.computation.as_ref().map(|computation| Computation {
            rule: computation.rule.clone(),
            source: computation.source.clone(),
            bands: computation
                .bands
                .iter()
                .map(|(from, code)| Band {
                    from: *from,
                    code: code.clone(),
                    label: gather(&|part| part.computation.bands.get(code).cloned()),
                })
                .collect(),
        }),
        code: parsed.code,
        version: parsed.version,
        kind: parsed.kind,
        official: parsed.official,
        source: parsed.source,
        levels: parsed.levels,
        index: HashMap::new(),
        derived: HashSet::new(),
    };
    Some(framework)
}

/// The words of one language's file that a text is gathered from.
type Pick<'a> = &'a dyn Fn(&TextFile) -> Option<String>;

fn registers(parsed: &FrameworkFile, gather: &dyn Fn(Pick<'_>) -> Text) -> Vec<RegisterDefinition> {
    let register = |register: &Spanned<RegisterFile>| {
        let register = register.get_ref();
        let text = |pick: fn(&RegisterText) -> &String| gather(&|part| Some(pick(part.registers.get(&register.code)?).clone()));
        RegisterDefinition {
            title: text(|text| &text.title),
            guidance: text(|text| &text.guidance),
            fields: register
                .fields
                .iter()
                .map(|field| FieldDefinition {
                    label: gather(&|part| part.registers.get(&register.code)?.fields.get(&field.get_ref().code).cloned()),
                    ..field.get_ref().clone()
                })
                .collect(),
            code: register.code.clone(),
            counts_if: register.counts_if.clone(),
            distinct: register.distinct.clone(),
            public: register.public,
            carried: register.carried,
            carried_unless: register.carried_unless.clone(),
            step: register.step.clone(),
            source: register.source.clone(),
        }
    };
    parsed.registers.iter().map(register).collect()
}

fn load_texts<'a>(folder: &str, files: &'a [File], faults: &mut Vec<Fault>) -> BTreeMap<Language, (&'a File, TextFile)> {
    let mut texts = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with(&format!("{folder}text/"))) {
        let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
        match Language::from_tag(name) {
            Some(language) => {
                if let Some(text) = parse(file, faults) {
                    texts.insert(language, (file, text));
                }
            }
            None => faults.push(Fault::new(&file.path, 1, "unknown-language", &[("language", name)])),
        }
    }
    if !texts.contains_key(&Language::French) {
        faults.push(Fault::new(&format!("{folder}text/fr.toml"), 1, "missing-language", &[("language", "fr")]));
    }
    texts
}

fn check_items(file: &File, parsed: &FrameworkFile, faults: &mut Vec<Fault>) {
    let scales: BTreeSet<&str> = parsed.scales.iter().map(|scale| scale.code.as_str()).collect();
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for item in &parsed.items {
        let line = line_of(&file.content, item.span().start);
        let item = item.get_ref();
        if let Some(first) = lines.insert(&item.code, line) {
            faults.push(Fault::new(&file.path, line, "duplicate-code", &[("item", &item.code), ("first", &first.to_string())]));
        }
        if !item.scale.is_empty() && !scales.contains(item.scale.as_str()) {
            faults.push(Fault::new(&file.path, line, "unknown-scale", &[("item", &item.code), ("scale", &item.scale)]));
        }
        if item.source.is_empty() {
            faults.push(Fault::new(&file.path, line, "missing-source", &[("item", &item.code)]));
        }
    }
    let parents: HashMap<&str, &str> =
        parsed.items.iter().map(|item| (item.get_ref().code.as_str(), item.get_ref().parent.as_str())).collect();
    for item in &parsed.items {
        let line = line_of(&file.content, item.span().start);
        let item = item.get_ref();
        if !item.parent.is_empty() && !parents.contains_key(item.parent.as_str()) {
            faults.push(Fault::new(&file.path, line, "unknown-parent", &[("item", &item.code), ("parent", &item.parent)]));
        }
        // Following parents for longer than there are items means going round in a circle.
        let mut at = item.code.as_str();
        let mut steps = 0;
        while let Some(parent) = parents.get(at).filter(|parent| !parent.is_empty()) {
            at = parent;
            steps += 1;
            if steps > parents.len() {
                faults.push(Fault::new(&file.path, line, "cycle", &[("item", &item.code)]));
                break;
            }
        }
    }
}

/// Fields that lead nowhere, and requirements that look at what no register holds.
fn check_registers(file: &File, parsed: &FrameworkFile, faults: &mut Vec<Fault>) {
    let lists: BTreeSet<&str> = parsed.lists.iter().map(|list| list.code.as_str()).collect();
    let codes: BTreeSet<&str> = parsed.items.iter().map(|item| item.get_ref().code.as_str()).collect();
    let registers: BTreeMap<&str, BTreeSet<&str>> = parsed
        .registers
        .iter()
        .map(|register| {
            let register = register.get_ref();
            (register.code.as_str(), register.fields.iter().map(|field| field.get_ref().code.as_str()).collect())
        })
        .collect();
    for register in &parsed.registers {
        let line = line_of(&file.content, register.span().start);
        let register = register.get_ref();
        if !codes.contains(register.step.as_str()) {
            faults.push(Fault::new(&file.path, line, "unknown-item", &[("item", &register.step), ("at", &register.code)]));
        }
        for field in register.distinct.iter().filter(|field| !registers[register.code.as_str()].contains(field.as_str())) {
            let at = format!("{}.{field}", register.code);
            faults.push(Fault::new(&file.path, line, "unknown-field", &[("item", &register.code), ("at", &at)]));
        }
        for field in &register.fields {
            let line = line_of(&file.content, field.span().start);
            let field = field.get_ref();
            let at = format!("{}.{}", register.code, field.code);
            let leads_nowhere = match field.kind {
                FieldKind::Choice => !lists.contains(field.list.as_str()),
                FieldKind::Entry => !registers.contains_key(field.register.as_str()),
                FieldKind::Item => field.of.is_empty(),
                FieldKind::Published => {
                    let known =
                        |of: &String| matches!(published::noun(of), "finding") || registers.contains_key(published::noun(of));
                    field.of.is_empty() || !field.of.iter().all(known)
                }
                _ => false,
            };
            if !field.with.is_empty() && !registers[register.code.as_str()].contains(field.with.as_str()) {
                faults.push(Fault::new(&file.path, line, "unknown-field", &[("item", &register.code), ("at", &field.with)]));
            }
            if leads_nowhere {
                faults.push(Fault::new(&file.path, line, "field-leads-nowhere", &[("at", &at)]));
            }
            if !field.item.is_empty() && !codes.contains(field.item.as_str()) {
                faults.push(Fault::new(&file.path, line, "unknown-item", &[("item", &field.item), ("at", &at)]));
            }
        }
    }
    for item in &parsed.items {
        let line = line_of(&file.content, item.span().start);
        let item = item.get_ref();
        let Some(check) = &item.check else { continue };
        if !RULES.contains(&check.rule.as_str()) {
            faults.push(Fault::new(&file.path, line, "unknown-rule", &[("check", &item.code), ("rule", &check.rule)]));
        }
        let argument = |name: &str| check.arguments.get(name).map_or("", String::as_str);
        let known = match (argument("register"), argument("field")) {
            ("", _) => true,
            (register, "") => registers.contains_key(register),
            (register, field) => registers.get(register).is_some_and(|fields| fields.contains(field)),
        };
        if !known {
            let at = format!("{}.{}", argument("register"), argument("field"));
            faults.push(Fault::new(&file.path, line, "unknown-field", &[("item", &item.code), ("at", &at)]));
        }
    }
}

fn check_process(file: &File, parsed: &FrameworkFile, faults: &mut Vec<Fault>) {
    let stages: BTreeSet<&str> = parsed.stages.iter().map(|stage| stage.code.as_str()).collect();
    let mut checks = BTreeSet::new();
    for check in &parsed.checks {
        let line = line_of(&file.content, check.span().start);
        let check = check.get_ref();
        if !checks.insert(check.code.as_str()) {
            faults.push(Fault::new(&file.path, line, "duplicate-check", &[("check", &check.code)]));
        }
        if !RULES.contains(&check.rule.as_str()) {
            faults.push(Fault::new(&file.path, line, "unknown-rule", &[("check", &check.code), ("rule", &check.rule)]));
        }
        for stage in check.stages.iter().filter(|stage| !stages.contains(stage.as_str())) {
            faults.push(Fault::new(&file.path, line, "unknown-stage", &[("stage", stage)]));
        }
    }
    // A requirement is a check under its own code.
    checks.extend(parsed.items.iter().map(Spanned::get_ref).filter(|item| item.check.is_some()).map(|item| item.code.as_str()));
    let gate = |line: usize, wanted: &[String], roles: &mut dyn Iterator<Item = &String>, faults: &mut Vec<Fault>| {
        for check in wanted.iter().filter(|check| !checks.contains(check.as_str())) {
            faults.push(Fault::new(&file.path, line, "unknown-check", &[("check", check)]));
        }
        for role in roles.filter(|role| crate::identity::Role::from_code(role).is_none()) {
            faults.push(Fault::new(&file.path, line, "unknown-role", &[("role", role)]));
        }
    };
    for exit in parsed.stages.iter().flat_map(|stage| &stage.exit) {
        let line = line_of(&file.content, exit.span().start);
        let exit = exit.get_ref();
        if !stages.contains(exit.to.as_str()) {
            faults.push(Fault::new(&file.path, line, "unknown-stage", &[("stage", &exit.to)]));
        }
        gate(line, &exit.checks, &mut exit.roles.iter(), faults);
    }
    let registers: BTreeSet<&str> = parsed.registers.iter().map(|register| register.get_ref().code.as_str()).collect();
    for report in &parsed.reports {
        let line = line_of(&file.content, report.span().start);
        let report = report.get_ref();
        gate(line, &report.requires, &mut report.roles.iter().chain(&report.signed_by), faults);
        for register in report.compares.iter().filter(|register| !registers.contains(register.as_str())) {
            faults.push(Fault::new(&file.path, line, "unknown-field", &[("item", &report.code), ("at", register)]));
        }
    }
    let reports: BTreeSet<&str> = parsed.reports.iter().map(|report| report.get_ref().code.as_str()).collect();
    for chapter in &parsed.chapters {
        for report in chapter.reports.iter().filter(|report| !reports.contains(report.as_str())) {
            faults.push(Fault::new(&file.path, 1, "unknown-report", &[("chapter", &chapter.code), ("report", report)]));
        }
    }
}

fn check_texts(file: &File, parsed: &FrameworkFile, texts: &BTreeMap<Language, (&File, TextFile)>, faults: &mut Vec<Fault>) {
    let codes: BTreeSet<&str> = parsed.items.iter().map(|item| item.get_ref().code.as_str()).collect();
    for (language, (text_file, text)) in texts {
        for (code, item) in text.items.iter().filter(|(code, _)| !codes.contains(code.as_str())) {
            let line = line_of(&text_file.content, item.span().start);
            faults.push(Fault::new(&text_file.path, line, "text-for-unknown-code", &[("item", code)]));
        }
        let mut missing = |what: &str, code: &str| {
            let rule = if *language == Language::French { "missing-french" } else { "missing-translation" };
            faults.push(Fault::new(&text_file.path, 1, rule, &[("what", what), ("item", code), ("language", language.tag())]));
        };
        if text.name.is_empty() {
            missing("name", &parsed.code);
        }
        if !parsed.official && text.notice.is_empty() {
            missing("notice", &parsed.code);
        }
        for code in &codes {
            if text.items.get(*code).is_none_or(|item| item.get_ref().title.trim().is_empty()) {
                missing("item", code);
            }
        }
        for scale in &parsed.scales {
            for value in &scale.values {
                if text.scales.get(&scale.code).is_none_or(|scale| !scale.values.contains_key(value)) {
                    missing("scale", value);
                }
            }
        }
        for list in &parsed.lists {
            for value in &list.values {
                if text.lists.get(&list.code).is_none_or(|list| !list.values.contains_key(value)) {
                    missing("list", value);
                }
            }
        }
        for register in &parsed.registers {
            let register = register.get_ref();
            let words = text.registers.get(&register.code);
            if words.is_none_or(|words| words.title.is_empty()) {
                missing("register", &register.code);
            }
            for field in &register.fields {
                if words.is_none_or(|words| !words.fields.contains_key(&field.get_ref().code)) {
                    missing("field", &format!("{}.{}", register.code, field.get_ref().code));
                }
            }
        }
        for stage in parsed.stages.iter().filter(|stage| !text.stages.contains_key(&stage.code)) {
            missing("stage", &stage.code);
        }
        for check in parsed.checks.iter().filter(|check| !text.checks.contains_key(&check.get_ref().code)) {
            missing("check", &check.get_ref().code);
        }
        for chapter in parsed.chapters.iter().filter(|chapter| !text.chapters.contains_key(&chapter.code)) {
            missing("chapter", &chapter.code);
        }
        for report in parsed.reports.iter().filter(|report| !text.reports.contains_key(&report.get_ref().code)) {
            missing("report", &report.get_ref().code);
        }
    }
    for language in
        Language::CONTENT.into_iter().filter(|language| !texts.contains_key(language) && *language != Language::French)
    {
        faults.push(Fault::new(&file.path, 1, "missing-language", &[("language", language.tag())]));
    }
}

fn load_crosswalks(files: &[File], frameworks: &[Framework], faults: &mut Vec<Fault>) -> Vec<Crosswalk> {
    let mut crosswalks = vec![];
    for file in files.iter().filter(|file| file.path.starts_with("crosswalks/") && file.path.ends_with(".toml")) {
        let Some(parsed) = parse::<CrosswalkFile>(file, faults) else { continue };
        let end = |reference: &str, faults: &mut Vec<Fault>| {
            let found = frameworks.iter().find(|framework| framework.reference() == reference);
            if found.is_none() {
                faults.push(Fault::new(&file.path, 1, "unknown-framework", &[("framework", reference)]));
            }
            found
        };
        let (from, to) = (end(&parsed.from, faults), end(&parsed.to, faults));
        for link in &parsed.links {
            let line = line_of(&file.content, link.span().start);
            let link = link.get_ref();
            for (framework, code) in [(from, &link.from), (to, &link.to)] {
                if let Some(framework) = framework.filter(|framework| framework.item(code).is_none()) {
                    let reference = framework.reference();
                    faults.push(Fault::new(&file.path, line, "unknown-code", &[("item", code), ("framework", &reference)]));
                }
            }
            if link.basis.is_empty() || link.source.is_empty() {
                faults.push(Fault::new(&file.path, line, "missing-basis", &[("item", &link.from)]));
            }
        }
        let links = parsed.links.into_iter().map(Spanned::into_inner).collect();
        crosswalks.push(Crosswalk { from: parsed.from, to: parsed.to, links });
    }
    crosswalks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, content: &str) -> File {
        File { path: path.to_owned(), content: content.to_owned() }
    }

    const FRAMEWORK: &str = r#"
code = "t"
version = "1"
kind = "reference"
official = true
source = "ours"
[[items]]
code = "1"
kind = "dimension"
source = "s"
[[items]]
code = "1"
kind = "dimension"
source = "s"
[[items]]
code = "2"
kind = "topic"
parent = "3"
source = "s"
[[items]]
code = "a"
kind = "topic"
parent = "b"
source = "s"
[[items]]
code = "b"
kind = "topic"
parent = "a"
source = "s"
"#;

    #[test]
    fn registers_and_requirements_that_lead_nowhere_are_named() {
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
[items.check]
severity = "note"
rule = "field_filled"
register = "measure"
field = "nonsense"
[[items]]
code = "2"
kind = "step"
source = "s"
[items.check]
severity = "note"
rule = "guessed"
[[stages]]
code = "launch"
[[stages.exit]]
to = "launch"
roles = []
checks = ["1", "3"]
[[registers]]
code = "measure"
step = "9"
[[registers.fields]]
code = "state"
kind = "choice"
list = "absent"
"#;
        let french = "name = \"T\"\n[items.1]\ntitle = \"Un\"\n[items.2]\ntitle = \"Deux\"\n[stages.launch]\ntitle = \"Début\"\n";
        let (_, faults) = load(&[file("t/framework.toml", framework), file("t/text/fr.toml", french)]);
        let mut seen: Vec<&str> = faults.iter().map(|f| f.code.as_str()).filter(|code| *code != "missing-language").collect();
        seen.sort_unstable();
        assert_eq!(
            seen,
            [
                "field-leads-nowhere",
                "missing-french",
                "missing-french",
                "unknown-check",
                "unknown-field",
                "unknown-item",
                "unknown-rule"
            ]
        );
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let french = "name = \"T\"\n[items.1]\ntitle = \"Un\"\n[items.9]\ntitle = \"Neuf\"\n";
        let cross = "from = \"t@1\"\nto = \"t@1\"\n[[links]]\nfrom = \"1\"\nto = \"8\"\nbasis = \"derived\"\nsource = \"s\"\nverified = \"no\"\n";
        let (_, faults) =
            load(&[file("t/framework.toml", FRAMEWORK), file("t/text/fr.toml", french), file("crosswalks/t--t.toml", cross)]);
        let seen: Vec<(String, usize, String)> = faults.into_iter().map(|f| (f.file, f.line, f.code)).collect();
        for (path, line, code) in [
            ("t/framework.toml", 11, "duplicate-code"),
            ("t/framework.toml", 15, "unknown-parent"),
            ("t/framework.toml", 20, "cycle"),
            ("t/text/fr.toml", 1, "missing-french"),
            ("t/text/fr.toml", 4, "text-for-unknown-code"),
            ("crosswalks/t--t.toml", 3, "unknown-code"),
        ] {
            assert!(
                seen.iter().any(|s| s.0 == path && s.1.abs_diff(line) <= 1 && s.2 == code),
                "{path} {line} {code}: {seen:#?}"
            );
        }
    }
}

//! From TOML to a [`Description`], with every fault at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ahash::AHashMap;
use jalon_domain::{Language, Problem};
use toml::{Table, Value};

use super::section::{Section, as_code};
use super::*;
use crate::microdata::codelist::{Code, STANDARD_LISTS, standard, standard_translations};
use crate::microdata::number::{DatePattern, decimal, integer};
use crate::microdata::rule;

/// Most variables of a description; an arriving column costs memory whether or not it is used.
const MOST_VARIABLES: usize = 4096;

impl Description {
    /// Reads a description. Codelist files are looked for in `folder`.
    ///
    /// # Errors
    /// Every fault, each with its place.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, Vec<Problem>> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            vec![Problem::new("microdata-toml").with("line", line).with("detail", error.message())]
        })?;
        let mut faults = vec![];
        let description = read(&table, folder, &mut faults);
        match description {
            Some(description) if faults.is_empty() => Ok(description),
            _ => Err(faults),
        }
    }
}

fn read(table: &Table, folder: &Path, faults: &mut Vec<Problem>) -> Option<Description> {
    let mut top = Section::new(table, "", faults);
    let title = top.required_text("title").unwrap_or_default().to_owned();
    let source = top.required_text("source").unwrap_or_default().to_owned();
    let on_fault = top.choice("on_fault", &Policy::ALL).unwrap_or(Policy::RejectRow);
    let (purposes, file) = (top.tables("purposes"), top.table("file"));
    let (variables, codelists) = (top.tables("variables"), top.tables("codelists"));
    let (rules, unique, record_key) = (top.tables("rules"), top.tables("unique"), top.table("record_key"));
    let sampling = top.table("sampling");
    let aggregate = top.table("aggregate");
    let translations = top.table("translations");
    if variables.is_empty() || variables.len() > MOST_VARIABLES {
        top.fault("microdata-variables", "variables").args.insert("limit".to_owned(), MOST_VARIABLES.to_string());
    }
    if purposes.is_empty() {
        top.fault("microdata-purposes", "purposes");
    }
    let about = read_about(&mut top);
    top.finish();

    let purposes = purposes.into_iter().enumerate().map(|(at, table)| read_purpose(at, table, faults)).collect();
    let file = read_file(file, faults);
    let mut lists: Vec<Codelist> =
        codelists.into_iter().enumerate().map(|(at, t)| read_codelist(at, t, folder, faults)).collect();
    let variables: Vec<Variable> =
        variables.into_iter().enumerate().map(|(at, t)| read_variable(at, t, on_fault, &mut lists, faults)).collect();
    twice(variables.iter().map(|variable| ("variables", &variable.name)), faults);
    twice(lists.iter().map(|list| ("codelists", &list.name)), faults);
    let of_records = [
        ("rules", !rules.is_empty()),
        ("unique", !unique.is_empty()),
        ("record_key", record_key.is_some()),
        ("sampling", sampling.is_some()),
    ];
    let aggregate = aggregate.map(|table| aggregate::read(table, &variables, &of_records, faults));
    let names: AHashMap<&str, usize> = variables.iter().map(|variable| variable.name.as_str()).zip(0..).collect();
    let about = variables.iter().fold(about, |all, variable| all.and(variable.about));
    if about.is_strict() && aggregate.as_ref().is_some_and(|aggregate| aggregate.counts == Counts::Things) {
        faults.push(Problem::new("aggregate-things-about"));
    }
    let rules: Vec<Rule> = rules
        .into_iter()
        .enumerate()
        .filter_map(|(at, table)| read_rule(at, table, on_fault, &names, &variables, &lists, faults))
        .collect();
    twice(rules.iter().map(|rule| ("rules", &rule.name)), faults);
    let unique = unique.into_iter().enumerate().filter_map(|(at, table)| read_unique(at, table, &names, faults)).collect();
    let record_key = record_key.and_then(|table| read_key(table, &names, faults));
    let sampling = sampling.and_then(|table| sampling::read(table, &names, &variables, faults));
    let translations = read_translations(translations, faults).or(&of_standard_lists(&lists));
    let on_broken_row = if on_fault == Policy::Stop { Policy::Stop } else { Policy::RejectRow };
    Some(Description {
        title,
        source,
        purposes,
        about,
        file,
        variables,
        codelists: lists,
        rules,
        unique,
        record_key,
        sampling,
        on_broken_row,
        aggregate,
        translations,
    })
}

/// `[translations.en]` with a line for each label.
fn read_translations(table: Option<&Table>, faults: &mut Vec<Problem>) -> Translations {
    let mut found = Translations::default();
    let Some(table) = table else { return found };
    let mut section = Section::new(table, "translations", faults);
    for language in Language::CONTENT {
        for (text, translated) in section.table(language.tag()).into_iter().flatten() {
            match translated.as_str() {
                Some(translated) => found.set(language, text, translated),
                None => drop(section.fault("microdata-field-type", text).args.insert("wanted".to_owned(), "\"…\"".to_owned())),
            }
        }
    }
    section.finish();
    found
}

fn of_standard_lists(lists: &[Codelist]) -> Translations {
    let used = lists.iter().filter(|list| STANDARD_LISTS.contains(&list.name.as_str()));
    let labels: BTreeSet<&str> = used.flat_map(|list| list.codes.iter().map(|code| code.label.as_str())).collect();
    if labels.is_empty() { Translations::default() } else { standard_translations().of(&labels) }
}

/// Whom the data, or one variable, are about: `about = "children"`, or a list.
fn read_about(section: &mut Section<'_, '_>) -> About {
    let names = match section.value("about") {
        None => return About::default(),
        Some(Value::String(name)) => vec![name.clone()],
        Some(_) => section.texts("about"),
    };
    let mut about = About::default();
    for name in names {
        match About::named(&name) {
            Some(found) => about = about.and(found),
            None => {
                let fault = section.fault("microdata-field-choice", "about");
                fault.args.insert("value".to_owned(), name);
                fault.args.insert("choices".to_owned(), "children, status".to_owned());
            }
        }
    }
    about
}

/// Names must differ, whatever their case: not every reader of Parquet tells `Age` from `age`.
fn twice<'a>(names: impl Iterator<Item = (&'static str, &'a String)>, faults: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (place, name) in names {
        if !name.is_empty() && !seen.insert(name.to_lowercase()) {
            faults.push(Problem::new("microdata-name-twice").with("place", format!("`{place}`")).with("name", name));
        }
    }
}

fn read_purpose(at: usize, table: &Table, faults: &mut Vec<Problem>) -> Purpose {
    let mut section = Section::new(table, format!("purposes[{}]", at + 1), faults);
    let purpose = Purpose {
        code: section.required_text("code").unwrap_or_default().to_owned(),
        text: section.required_text("text").unwrap_or_default().to_owned(),
    };
    section.finish();
    purpose
}

fn read_file(table: Option<&Table>, faults: &mut Vec<Problem>) -> FileFormat {
    let mut format = FileFormat { decimal_separator: b'.', ..FileFormat::default() };
    let Some(table) = table else { return format };
    let mut section = Section::new(table, "file", faults);
    format.separator = section.choice("separator", &[(",", b','), (";", b';'), ("\t", b'\t'), ("|", b'|')]);
    format.decimal_separator = section.choice("decimal_separator", &[(".", b'.'), (",", b',')]).unwrap_or(b'.');
    format.encoding = section
        .choice(
            "encoding",
            &[
                ("utf-8", "utf-8"),
                ("utf-16le", "utf-16le"),
                ("utf-16be", "utf-16be"),
                ("windows-1252", "windows-1252"),
                ("latin-1", "windows-1252"),
            ],
        )
        .map(str::to_owned);
    format.sheet = section.text("sheet").map(str::to_owned);
    format.line_breaks = section.truth("line_breaks");
    section.finish();
    format
}

fn read_codelist(at: usize, table: &Table, folder: &Path, faults: &mut Vec<Problem>) -> Codelist {
    let mut section = Section::new(table, format!("codelists[{}]", at + 1), faults);
    let name = section.required_text("name").unwrap_or_default().to_owned();
    let (file, codes) = (section.text("file"), section.tables("codes"));
    if standard(&name).is_some() {
        section.fault("microdata-codelist-standard", "name").args.insert("name".to_owned(), name.clone());
    }
    if file.is_some() && !codes.is_empty() {
        section.fault("microdata-codelist-both", "file");
    }
    section.finish();
    let list = match file {
        Some(file) => Codelist::from_csv(&name, &folder.join(file)).unwrap_or_else(|fault| {
            faults.push(fault);
            // A list that could not be read is no empty list: one fault is enough.
            Codelist {
                name: name.clone(),
                codes: vec![Code { code: "?".to_owned(), label: String::new(), parent: String::new() }],
            }
        }),
        None => {
            Codelist { codes: codes.into_iter().zip(1..).map(|(table, at)| read_code(&name, at, table, faults)).collect(), name }
        }
    };
    faults.extend(list.faults());
    list
}

fn read_code(list: &str, at: usize, table: &Table, faults: &mut Vec<Problem>) -> Code {
    let mut section = Section::new(table, format!("codelist `{list}`, codes[{at}]"), faults);
    let mut take = |field| match section.value(field) {
        None => String::new(),
        Some(value) => as_code(value).unwrap_or_else(|| {
            section.fault("microdata-field-type", field).args.insert("wanted".to_owned(), "\"…\"".to_owned());
            String::new()
        }),
    };
    let code = Code { code: take("code"), label: take("label"), parent: take("parent") };
    section.finish();
    code
}

fn read_variable(at: usize, table: &Table, on_fault: Policy, lists: &mut Vec<Codelist>, faults: &mut Vec<Problem>) -> Variable {
    let named = table.get("name").and_then(Value::as_str).map_or_else(|| format!("[{}]", at + 1), |name| format!(" `{name}`"));
    let mut section = Section::new(table, format!("variables{named}"), faults);
    let name = section.required_text("name").unwrap_or_default().to_owned();
    if !name.is_empty() && !is_name(&name) {
        section.fault("microdata-name", "name").args.insert("name".to_owned(), name.clone());
    }
    let column = section.text("column").unwrap_or(&name).to_owned();
    let label = section.text("label").unwrap_or_default().to_owned();
    let kind = read_kind(&mut section, lists);
    let missing = section.texts("missing");
    let required = section.truth("required");
    let on_fault = read_policies(&mut section, on_fault);
    let about = read_about(&mut section);
    let meaning = meaning::read(&mut section, &kind, lists);
    section.finish();
    Variable { name, column, label, kind, missing, required, on_fault, about, meaning }
}

/// Names can stand in rules: a letter, then letters, digits and `_`.
fn is_name(name: &str) -> bool {
    let reserved = name == "record_key" || rule::WORDS.contains(&name);
    !reserved
        && name.starts_with(|first: char| first.is_alphabetic())
        && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn read_kind(section: &mut Section<'_, '_>, lists: &mut Vec<Codelist>) -> Kind {
    #[derive(Clone, Copy, PartialEq)]
    enum Word {
        Category,
        Integer,
        Decimal,
        Date,
        Text,
    }
    let words = [
        ("category", Word::Category),
        ("integer", Word::Integer),
        ("decimal", Word::Decimal),
        ("date", Word::Date),
        ("text", Word::Text),
    ];
    if section.required_text("type").is_none() {
        return Kind::Text;
    }
    match section.choice("type", &words) {
        Some(Word::Category) => read_category(section, lists),
        Some(Word::Integer) => {
            let (minimum, maximum) = limits(section, &|text| integer(text.as_bytes(), b'.'));
            Kind::Integer { minimum, maximum }
        }
        Some(Word::Decimal) => {
            let decimals =
                section.value("decimals").and_then(Value::as_integer).and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 9);
            if decimals.is_none() {
                section.fault("microdata-decimals", "decimals");
            }
            let decimals = decimals.unwrap_or(0);
            let (minimum, maximum) = limits(section, &|text| decimal(text.as_bytes(), decimals, b'.', false));
            Kind::Decimal { decimals, minimum, maximum }
        }
        Some(Word::Date) => {
            let format = section.text("format").map_or_else(DateFormat::iso, |format| DateFormat(format.to_owned()));
            if DatePattern::new(&format.0).is_none() {
                section.fault("microdata-date-format", "format").args.insert("value".to_owned(), format.0.clone());
            }
            let iso = DatePattern::iso();
            let (minimum, maximum) = limits(section, &|text| iso.days(text.as_bytes()));
            Kind::Date { format, minimum, maximum }
        }
        Some(Word::Text) | None => Kind::Text,
    }
}

fn read_category(section: &mut Section<'_, '_>, lists: &mut Vec<Codelist>) -> Kind {
    let numeric = section.truth("numeric_codes");
    let Some(name) = section.required_text("codelist") else { return Kind::Text };
    let known = lists.iter().position(|list| list.name == name);
    let codelist = known.or_else(|| {
        lists.push(standard(name)?);
        Some(lists.len() - 1)
    });
    let Some(codelist) = codelist else {
        let own: Vec<&str> = lists.iter().map(|list| list.name.as_str()).chain(STANDARD_LISTS).collect();
        let fault = section.fault("microdata-codelist-unknown", "codelist");
        fault.args.insert("name".to_owned(), name.to_owned());
        fault.args.insert("choices".to_owned(), own.join(", "));
        return Kind::Text;
    };
    if numeric && let Some(odd) = lists[codelist].codes.iter().find(|code| integer(code.code.as_bytes(), b'.').is_none()) {
        let code = odd.code.clone();
        section.fault("microdata-code-not-numeric", "numeric_codes").args.insert("code".to_owned(), code);
    }
    Kind::Category { codelist, numeric }
}

/// Lowest and highest value, written as a number or, for dates, as text.
fn limits(section: &mut Section<'_, '_>, read: &dyn Fn(&str) -> Option<i64>) -> (Option<i64>, Option<i64>) {
    let mut limit = |field| {
        let text = match section.value(field)? {
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let value = read(&text);
        if value.is_none() {
            section.fault("microdata-limit", field).args.insert("value".to_owned(), text);
        }
        value
    };
    let (minimum, maximum) = (limit("minimum"), limit("maximum"));
    if let (Some(low), Some(high)) = (minimum, maximum)
        && low > high
    {
        section.fault("microdata-limits-reversed", "minimum");
    }
    (minimum, maximum)
}

/// `on_fault = "stop"` for all rules of the variable, or `on_fault = { range = "set-missing" }` rule by rule.
fn read_policies(section: &mut Section<'_, '_>, general: Policy) -> BTreeMap<CellRule, Policy> {
    let all = |policy| CellRule::ALL.into_iter().map(|(_, rule)| (rule, policy)).collect::<BTreeMap<_, _>>();
    let mut policies = match section.value("on_fault") {
        None => all(general),
        Some(Value::Table(table)) => {
            let mut policies = all(general);
            for (name, value) in table {
                let rule = CellRule::ALL.iter().find(|(known, _)| known == name).map(|(_, rule)| *rule);
                let policy = Policy::ALL.iter().find(|(known, _)| Some(*known) == value.as_str()).map(|(_, policy)| *policy);
                match (rule, policy) {
                    (Some(rule), Some(policy)) => drop(policies.insert(rule, policy)),
                    _ => choice_fault(section, &format!("{name} = {value}")),
                }
            }
            policies
        }
        Some(_) => section.choice("on_fault", &Policy::ALL).map_or_else(|| all(general), all),
    };
    // A value that must be there cannot be made missing instead.
    if policies.get(&CellRule::Required) == Some(&Policy::SetMissing) {
        policies.insert(CellRule::Required, Policy::RejectRow);
    }
    policies
}

fn choice_fault(section: &mut Section<'_, '_>, value: &str) {
    let rules = CellRule::ALL.map(|(name, _)| name).join(", ");
    let policies = Policy::ALL.map(|(name, _)| name).join(", ");
    let fault = section.fault("microdata-field-choice", "on_fault");
    fault.args.insert("value".to_owned(), value.to_owned());
    fault.args.insert("choices".to_owned(), format!("{rules} = {policies}"));
}

fn read_rule(
    at: usize,
    table: &Table,
    on_fault: Policy,
    names: &AHashMap<&str, usize>,
    variables: &[Variable],
    lists: &[Codelist],
    faults: &mut Vec<Problem>,
) -> Option<Rule> {
    let mut section = Section::new(table, format!("rules[{}]", at + 1), faults);
    let name = section.required_text("name").unwrap_or_default().to_owned();
    let text = section.text("text").unwrap_or_default().to_owned();
    let (when, require) = (section.text("when"), section.required_text("require"));
    let policy = section.choice("on_fault", &Policy::ALL).unwrap_or(on_fault);
    let clears = named_variables(&mut section, "set_missing", names);
    if policy == Policy::SetMissing && clears.is_empty() {
        section.fault("microdata-rule-clears", "set_missing");
    }
    if let Some(required) = clears.iter().find(|at| variables[**at].required) {
        section
            .fault("microdata-rule-clears-required", "set_missing")
            .args
            .insert("name".to_owned(), variables[*required].name.clone());
    }
    let context = rule::Context { names, variables, lists };
    let mut compile = |field, text: &str| match rule::compile(text, &context) {
        Ok(expression) => Some(expression),
        Err(fault) => {
            section.fault(&fault.rule, field).args.extend(fault.args);
            None
        }
    };
    let condition = when.map(|text| compile("when", text));
    let requirement = require.and_then(|text| compile("require", text));
    section.finish();
    let clears = if policy == Policy::SetMissing { clears } else { vec![] };
    Some(Rule {
        name,
        text,
        when: condition.map_or(Some(None), |c| c.map(Some))?,
        require: requirement?,
        on_fault: policy,
        clears,
    })
}

fn named_variables(section: &mut Section<'_, '_>, field: &'static str, names: &AHashMap<&str, usize>) -> Vec<usize> {
    let mut found = vec![];
    for name in section.texts(field) {
        match names.get(name.as_str()) {
            Some(at) => found.push(*at),
            None => drop(section.fault("microdata-variable-unknown", field).args.insert("name".to_owned(), name)),
        }
    }
    found
}

fn read_unique(at: usize, table: &Table, names: &AHashMap<&str, usize>, faults: &mut Vec<Problem>) -> Option<Unique> {
    let mut section = Section::new(table, format!("unique[{}]", at + 1), faults);
    let variables = named_variables(&mut section, "variables", names);
    let choices = [("reject-row", Policy::RejectRow), ("stop", Policy::Stop)];
    let on_fault = section.choice("on_fault", &choices).unwrap_or(Policy::RejectRow);
    if variables.is_empty() {
        section.fault("microdata-field-required", "variables");
    }
    section.finish();
    let name = |at: &usize| names.iter().find(|(_, place)| *place == at).map_or("", |(name, _)| *name);
    let name = variables.iter().map(name).collect::<Vec<_>>().join(" + ");
    (!variables.is_empty()).then_some(Unique { name, variables, on_fault })
}

fn read_key(table: &Table, names: &AHashMap<&str, usize>, faults: &mut Vec<Problem>) -> Option<RecordKey> {
    let mut section = Section::new(table, "record_key", faults);
    let variables = named_variables(&mut section, "variables", names);
    if variables.is_empty() {
        section.fault("microdata-field-required", "variables");
    }
    let keys = match section.value("keys") {
        None => Some(256),
        Some(value) => value.as_integer().and_then(|keys| u16::try_from(keys).ok()).filter(|keys| [256, 4096].contains(keys)),
    };
    if keys.is_none() {
        section.fault("microdata-keys", "keys");
    }
    section.finish();
    (!variables.is_empty()).then_some(RecordKey { variables, keys: keys? })
}

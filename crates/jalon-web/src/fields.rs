//! One field of a register in a form: its words, its choices, what it holds.

use jalon_app::Opened;
use jalon_app::domain::Language;
use jalon_app::domain::assessment::checks::is_web_address;
use jalon_app::domain::catalogue::Concept;
use jalon_app::domain::register::{FieldDefinition, FieldKind, Names, RegisterDefinition, RegisterEntry, Value};

use crate::request::Visit;
use crate::view::{Choice, Messages};

/// Above this many choices, they stand behind a summary.
const SHORT: usize = 12;

#[derive(Debug)]
pub(crate) struct FieldView {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) error: String,
    pub(crate) required: bool,
    /// `line`, `text`, `code`, `number`, `date`, `select`, `checkboxes`.
    pub(crate) input: &'static str,
    pub(crate) value: String,
    /// The text that a translation is made from.
    pub(crate) original: String,
    pub(crate) options: Vec<Choice>,
    /// Where a line leads that is an address, or what is chosen that was published: the address, and what it is of.
    pub(crate) leads_to: Vec<(String, String)>,
    /// What is chosen or written, in words.
    pub(crate) words: Vec<String>,
    pub(crate) folded: bool,
    /// Of a calculation: code, name and codes of each concept that it may be written with.
    pub(crate) concepts: Vec<(String, String, String)>,
}

/// What an entry holds in a field, as a form would send it.
pub(crate) fn given(entry: Option<&RegisterEntry>, field: &FieldDefinition, language: Language) -> Vec<String> {
    match entry.and_then(|entry| entry.values.get(&field.code)) {
        Some(Value::Line(line)) => vec![line.clone()],
        Some(Value::Chosen(codes)) => codes.clone(),
        Some(Value::Text(text)) => vec![text.exact(language).unwrap_or_default().to_owned()],
        None => vec![],
    }
}

/// A field with what was given for it, beside what the entry holds.
#[expect(clippy::too_many_arguments, reason = "what a field is shown from, each named where it is given")]
pub(crate) fn field_view(
    visit: &Visit,
    opened: &Opened,
    definition: &RegisterDefinition,
    field: &FieldDefinition,
    entry: &RegisterEntry,
    given: Vec<String>,
    language: Language,
    m: &Messages,
) -> FieldView {
    let names = opened.names(visit.content());
    let source = opened.dossier().source_language;
    let original = match entry.text(&field.code) {
        Some(text) if language != source => text.get(source).to_owned(),
        _ => String::new(),
    };
    let mut options: Vec<Choice> = names
        .offered(field)
        .into_iter()
        .filter(|(code, _)| field.register != definition.code || code != entry.id.as_str())
        .map(|(code, label)| {
            let is_selected = given.contains(&code);
            Choice::new(code, label, is_selected)
        })
        .collect();
    let words: Vec<String> = match entry.values.get(&field.code) {
        _ if field.is_chosen() => options.iter().filter(|o| o.selected).map(|o| o.label.clone()).collect(),
        Some(_) => names.words(field, entry).split("\n\n").map(str::to_owned).collect(),
        None => vec![],
    };
    let chosen = options.iter().filter(|option| option.selected).count();
    if field.is_chosen() && !field.many {
        options.insert(0, Choice::new("", visit.t("none"), chosen == 0));
    }
    let guidance = opened.framework.item(&field.item).map(|item| item.guidance.get(visit.content()).to_owned());
    // A label that says the form itself, in brackets, needs no other word on it.
    let says_form = field.label.get(visit.content()).contains('(');
    let form = (field.kind == FieldKind::Period && !says_form).then(|| visit.t("table-period-hint"));
    let hint: Vec<String> = [guidance, form].into_iter().flatten().filter(|hint| !hint.is_empty()).collect();
    FieldView {
        leads_to: leads_to(visit, opened, field, entry),
        code: field.code.clone(),
        label: field.label.get(visit.content()).to_owned(),
        hint: hint.join(" "),
        error: m.of(&field.code),
        required: field.required,
        input: match field.kind {
            _ if field.kept_by_program => "kept",
            FieldKind::Text => "text",
            FieldKind::Number | FieldKind::Money | FieldKind::Whole => "number",
            FieldKind::Date => "date",
            FieldKind::Calculation => "code",
            FieldKind::Line | FieldKind::Period | FieldKind::TimeZone => "line",
            FieldKind::Choice | FieldKind::Item | FieldKind::Entry | FieldKind::Organisation | FieldKind::Published => {
                if field.many { "checkboxes" } else { "select" }
            }
        },
        value: if field.is_chosen() { String::new() } else { given.into_iter().next().unwrap_or_default() },
        original,
        folded: options.len() > SHORT,
        concepts: if field.kind == FieldKind::Calculation { concepts(&names) } else { vec![] },
        options,
        words,
    }
}

fn concepts(names: &Names<'_>) -> Vec<(String, String, String)> {
    let codes = |concept: &Concept| concept.codes.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join(", ");
    let row = |concept: &Concept| (concept.code.clone(), concept.name.get(names.language).to_owned(), codes(concept));
    names.library.concepts().iter().map(row).collect()
}

fn leads_to(visit: &Visit, opened: &Opened, field: &FieldDefinition, entry: &RegisterEntry) -> Vec<(String, String)> {
    let line = entry.line(&field.code);
    match field.kind {
        FieldKind::Published => {
            let records = entry.chosen(&field.code).iter().filter_map(|code| opened.content.published(code));
            let public = records.filter(|record| !record.is_gone());
            public.map(|record| (visit.href(&record.path), record.title.get(visit.content()).to_owned())).collect()
        }
        FieldKind::Line if line.starts_with("/profiles/") => vec![(visit.href(line), String::new())],
        FieldKind::Line if is_web_address(line) => vec![(line.to_owned(), String::new())],
        _ => vec![],
    }
}

//! Tables that were handed in already counted: what a form says of their columns becomes the description.

use std::collections::BTreeMap;
use std::path::Path;

use jalon_domain::statistics::{Dataset, Purpose};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::aggregate::{Choices, ColumnChoice, Outline, Role};
use jalon_stats::microdata::description::{Absent, Counts, Description, Unknown};
use jalon_stats::release::About;

use super::dataset::UPLOAD;
use crate::authorisation::{Action, Facts};
use crate::publication::blocking;
use crate::{App, AppError, Caller, LINE_LIMIT, Result, clean, too_long};

/// What was filled in, by field: `role_1`, `label_1`, `total_1`, `list_1` and so on, `counts`, `absent`, `about_children`.
pub type ColumnForm = BTreeMap<String, String>;

/// What a combination is that the file does not have, in the order of the form.
pub const ABSENT: [(&str, Absent); 5] = [
    ("refuse", Absent::Refuse),
    ("zero", Absent::Zero),
    ("missing", Absent::Unknown(Unknown::Missing)),
    ("suppressed", Absent::Unknown(Unknown::Suppressed)),
    ("not-applicable", Absent::Unknown(Unknown::NotApplicable)),
];

/// The columns of a table as the file shows them, and what its description says of each.
#[derive(Debug)]
pub struct TableColumns {
    pub outline: Outline,
    pub choices: Choices,
}

impl App {
    /// Writes the description of a table from what a form says of its columns. Nothing that a form cannot say is lost: codes
    /// keep their labels and their places under one another.
    pub async fn describe_columns(
        &self,
        caller: &Caller,
        slug: &str,
        id: &str,
        form: ColumnForm,
        revision: i64,
    ) -> Result<Dataset> {
        let opened = self.opened(caller, slug, Action::DatasetImport, &Facts::default()).await?;
        let dataset = opened.content.dataset(id).cloned().ok_or(AppError::NotFound)?;
        let folder = self.dataset_folder(id)?;
        let (text, language) = (dataset.description.clone(), caller.language);
        let described = blocking(move || described(&folder, &text, &form, language)).await?;
        self.save_description(caller, slug, id, &described, revision).await
    }
}

/// The first description of a table.
pub(super) fn first_description(folder: &Path, wording: &Wording) -> std::result::Result<String, Problem> {
    let outline = Outline::of(&folder.join(UPLOAD))?;
    Ok(outline.description(&outline.guess(), ("", "", &[]), wording))
}

/// The columns, where the file can still be read.
pub(super) fn columns(folder: &Path, description: &str) -> Option<TableColumns> {
    let outline = Outline::of(&folder.join(UPLOAD)).ok()?;
    let choices = match Description::parse(description, folder) {
        Ok(description) => outline.choices_of(&description),
        Err(_) => outline.guess(),
    };
    Some(TableColumns { outline, choices })
}

fn described(folder: &Path, text: &str, form: &ColumnForm, language: Language) -> Result<String> {
    let known = columns(folder, text).ok_or(AppError::NotFound)?;
    let choices = choices(&known, form)?;
    let (title, source, purposes) = head(text);
    Ok(known.outline.description(&choices, (&title, &source, &purposes), Wording::of(language)))
}

/// Title, source and purposes, as far as a description that may be faulty says them.
fn head(text: &str) -> (String, String, Vec<Purpose>) {
    let table: toml::Table = text.parse().unwrap_or_default();
    let of = |table: &toml::Table, key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let purposes = table.get("purposes").and_then(toml::Value::as_array).into_iter().flatten();
    let purposes = purposes.filter_map(toml::Value::as_table);
    let purposes = purposes.map(|purpose| Purpose { code: of(purpose, "code"), text: of(purpose, "text") }).collect();
    (of(&table, "title"), of(&table, "source"), purposes)
}

fn choices(known: &TableColumns, form: &ColumnForm) -> Result<Choices> {
    let get = |field: &str| form.get(field).map(|text| clean(text)).unwrap_or_default();
    let mut problems = vec![];
    let mut columns = vec![];
    for (at, before) in known.choices.columns.iter().enumerate() {
        let field = |name: &str| format!("{name}_{}", at + 1);
        let role = Role::ALL.iter().find(|(name, _)| *name == get(&field("role"))).map(|(_, role)| *role);
        let (label, total, codelist) = (get(&field("label")), get(&field("total")), get(&field("list")));
        problems.extend(role.is_none().then(|| Problem::on("choice-required", &field("role"))));
        let is_list = codelist.is_empty() || known.outline.standard_lists(at, &total).contains(&codelist.as_str());
        problems.extend((!is_list).then(|| Problem::on("choice-unknown", &field("list"))));
        for (name, text) in [("label", &label), ("total", &total)] {
            problems.extend(too_long([(field(name).as_str(), text.as_str(), LINE_LIMIT)]));
        }
        columns.push(ColumnChoice {
            role: role.unwrap_or_default(),
            label,
            total,
            codelist,
            codes: before.codes.clone(),
            meaning: before.meaning.clone(),
        });
    }
    let count_of = |role: Role| columns.iter().filter(|column| column.role == role).count();
    if count_of(Role::Count) != 1 || count_of(Role::State) > 1 || count_of(Role::Dimension) == 0 {
        problems.push(Problem::on("aggregate-roles", "role_1"));
    }
    let absent = ABSENT.iter().find(|(name, _)| *name == get("absent")).map(|(_, absent)| *absent);
    problems.extend(absent.is_none().then(|| Problem::on("choice-required", "absent")));
    let counts = match get("counts").as_str() {
        "persons" => Some(Counts::Persons),
        "things" => Some(Counts::Things),
        _ => None,
    };
    problems.extend(counts.is_none().then(|| Problem::on("choice-required", "counts")));
    crate::error::check(problems)?;
    let about = About { children: get("about_children") == "yes", status: get("about_status") == "yes" };
    Ok(Choices { columns, counts: counts.unwrap_or_default(), absent: absent.unwrap_or_default(), about })
}

//! The variables of a description as a form: a row for each, written back into the same TOML.
//!
//! Only the lines that the form knows are touched; remarks, concepts, policies and rules stay as they were typed. What comes out
//! is compared with what was meant, so that a text that is written in another way is left alone and edited by hand.

use std::ops::Range;

use jalon_domain::Problem;
use jalon_domain::statistics::Dataset;
use jalon_stats::microdata::codelist::STANDARD_LISTS;
use toml::{Table, Value};

use super::counted::ColumnForm;
use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, LINE_LIMIT, Result, clean, too_long};

/// What a variable may be.
pub const KINDS: [&str; 5] = ["category", "integer", "decimal", "date", "text"];
/// Whom its values tell of; empty for nobody in particular.
pub const ABOUT: [&str; 3] = ["", "children", "status"];
/// A form of more rows is not read by anybody.
const MOST: usize = 300;
const HEADER: &str = "[[variables]]";

/// A variable as the form shows it: everything as text, empty where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VariableRow {
    pub name: String,
    /// Heading of its column in the file.
    pub column: String,
    pub label: String,
    pub kind: String,
    pub codelist: String,
    /// Of a decimal the number of decimals, of a date its form.
    pub detail: String,
    pub minimum: String,
    pub maximum: String,
    /// What stands for "no value", separated by commas.
    pub missing: String,
    pub required: bool,
    pub about: String,
}

/// The variables in their order; none where the form cannot show them.
pub fn rows(description: &str) -> Vec<VariableRow> {
    let table: Table = description.parse().unwrap_or_default();
    let variables = variables(&table);
    // Codes that stand for no value are separated by commas here.
    let has_comma = |variable: &&Table| {
        let codes = variable.get("missing").and_then(Value::as_array).into_iter().flatten();
        codes.filter_map(Value::as_str).any(|code| code.contains(',') || code.trim() != code)
    };
    let fits = variables.len() <= MOST && blocks(description).len() == variables.len() && !variables.iter().any(has_comma);
    if fits { variables.iter().map(row).collect() } else { vec![] }
}

/// The lists that a category can have: the description's own, then the standard ones.
pub fn lists(description: &str) -> Vec<String> {
    let table: Table = description.parse().unwrap_or_default();
    let own = table.get("codelists").and_then(Value::as_array).into_iter().flatten();
    let own = own.filter_map(|list| Some(list.get("name")?.as_str()?.to_owned()));
    own.chain(STANDARD_LISTS.iter().map(|name| (*name).to_owned())).collect()
}

impl App {
    /// Writes what a form says of the variables into the description: `label_1`, `kind_1`, `list_1`, `detail_1`, `minimum_1`,
    /// `maximum_1`, `missing_1`, `required_1`, `about_1` and so on.
    pub async fn describe_variables(
        &self,
        caller: &Caller,
        slug: &str,
        id: &str,
        form: &ColumnForm,
        revision: i64,
    ) -> Result<Dataset> {
        let opened = self.opened(caller, slug, Action::DatasetImport, &Facts::default()).await?;
        let dataset = opened.content.dataset(id).cloned().ok_or(AppError::NotFound)?;
        let described = described(&dataset.description, form)?;
        self.save_description(caller, slug, id, &described, revision).await
    }
}

/// The rows as a form says them.
pub fn filled(known: &[VariableRow], form: &ColumnForm) -> Vec<VariableRow> {
    let row = |(n, known): (usize, &VariableRow)| {
        let get = |field: &str| form.get(&format!("{field}_{}", n + 1)).map(|text| clean(text)).unwrap_or_default();
        let missing: Vec<String> =
            get("missing").split(',').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect();
        let kind = get("kind");
        let if_kind = |kinds: &[&str], text: String| if kinds.contains(&kind.as_str()) { text } else { String::new() };
        VariableRow {
            name: known.name.clone(),
            column: known.column.clone(),
            label: get("label"),
            codelist: if_kind(&["category"], get("list")),
            detail: if_kind(&["decimal", "date"], get("detail")),
            minimum: if_kind(&["integer", "decimal", "date"], get("minimum")),
            maximum: if_kind(&["integer", "decimal", "date"], get("maximum")),
            missing: missing.join(", "),
            required: get("required") == "yes",
            about: get("about"),
            kind,
        }
    };
    known.iter().enumerate().map(row).collect()
}

fn described(text: &str, form: &ColumnForm) -> Result<String> {
    let known = rows(text);
    let by_hand = || AppError::invalid(Problem::on("description-by-hand", "text"));
    // Whoever had another description before them sees the one that stands.
    let names = |n: usize| form.get(&format!("name_{}", n + 1)).map(String::as_str);
    if known.is_empty() || known.iter().enumerate().any(|(n, row)| names(n) != Some(row.name.as_str())) {
        return Err(by_hand());
    }
    let said = filled(&known, form);
    crate::error::check(faults(text, &said))?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut meant: Table = text.parse().map_err(|_| by_hand())?;
    // From the end, so that the places of those before stay.
    for (n, block) in blocks(text).into_iter().enumerate().rev() {
        let changes = changes(&known[n], &said[n]);
        let variable = meant.get_mut("variables").and_then(|all| all.get_mut(n)).and_then(Value::as_table_mut);
        let variable = variable.ok_or_else(by_hand)?;
        let mut block: Vec<String> = lines.splice(block.clone(), []).collect();
        let place = lines.len().min(blocks(text)[n].start);
        for (key, value) in changes {
            match &value {
                Some(value) => drop(variable.insert(key.to_owned(), value.clone())),
                None => drop(variable.remove(key)),
            }
            set(&mut block, key, value.as_ref());
        }
        lines.splice(place..place, block);
    }
    let written = lines.join("\n") + "\n";
    if written.parse::<Table>().ok() == Some(meant) { Ok(written) } else { Err(by_hand()) }
}

fn faults(text: &str, said: &[VariableRow]) -> Vec<Problem> {
    let lists = lists(text);
    let mut found = vec![];
    for (n, row) in said.iter().enumerate() {
        let field = |name: &str| format!("{name}_{}", n + 1);
        found.extend(too_long([(field("label").as_str(), row.label.as_str(), LINE_LIMIT)]));
        let mut ask = |holds: bool, code: &str, name: &str| found.extend((!holds).then(|| Problem::on(code, &field(name))));
        ask(KINDS.contains(&row.kind.as_str()), "choice-required", "kind");
        ask(ABOUT.contains(&row.about.as_str()), "choice-unknown", "about");
        ask(row.kind != "category" || lists.contains(&row.codelist), "choice-required", "list");
        let is_number = |text: &str| text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite);
        let has_numbers = matches!(row.kind.as_str(), "integer" | "decimal");
        for (name, limit) in [("minimum", &row.minimum), ("maximum", &row.maximum)] {
            if has_numbers && !is_number(limit) {
                found.push(Problem::on("number-invalid", &field(name)).with("value", limit));
            }
        }
        let has_decimals = row.detail.parse::<u8>().is_ok_and(|decimals| decimals <= 9);
        if row.kind == "decimal" && !has_decimals {
            found.push(Problem::on("number-between", &field("detail")).with("least", 0).with("most", 9));
        }
    }
    found
}

/// The keys that a row changes, with their new values; nothing for a key that goes.
fn changes(before: &VariableRow, after: &VariableRow) -> Vec<(&'static str, Option<Value>)> {
    let text = |text: &str| (!text.is_empty()).then(|| Value::String(text.to_owned()));
    let limit = |said: &str| match (said.parse::<i64>(), said.parse::<f64>()) {
        (Ok(number), _) => Some(Value::Integer(number)),
        (_, Ok(number)) => Some(Value::Float(number)),
        _ => text(said),
    };
    let mut found = vec![];
    let mut change = |key: &'static str, before: &str, after: &str, value: Option<Value>| {
        if before != after {
            found.push((key, value));
        }
    };
    change("type", &before.kind, &after.kind, text(&after.kind));
    change("label", &before.label, &after.label, Some(Value::String(after.label.clone())));
    change("codelist", &before.codelist, &after.codelist, text(&after.codelist));
    let detail = |row: &VariableRow, kind: &str| if row.kind == kind { row.detail.clone() } else { String::new() };
    let (decimals, format) = (detail(after, "decimal"), detail(after, "date"));
    change("decimals", &detail(before, "decimal"), &decimals, decimals.parse().ok().map(Value::Integer));
    change("format", &detail(before, "date"), &format, text(&format));
    change("minimum", &before.minimum, &after.minimum, limit(&after.minimum));
    change("maximum", &before.maximum, &after.maximum, limit(&after.maximum));
    let codes: Vec<Value> =
        after.missing.split(", ").filter(|code| !code.is_empty()).map(|code| Value::String(code.to_owned())).collect();
    change("missing", &before.missing, &after.missing, (!codes.is_empty()).then_some(Value::Array(codes)));
    let truth = |row: &VariableRow| if row.required { "yes" } else { "" };
    change("required", truth(before), truth(after), after.required.then_some(Value::Boolean(true)));
    change("about", &before.about, &after.about, text(&after.about));
    // Whether codes are numbers is said of categories alone.
    let is_category = |row: &VariableRow| if row.kind == "category" { "yes" } else { "" };
    if before.kind == "category" {
        change("numeric_codes", is_category(before), is_category(after), None);
    }
    found
}

/// Puts a key into the lines of a variable, in place of the one that is there; a remark above a kind that goes, goes with it.
fn set(block: &mut Vec<String>, key: &str, value: Option<&Value>) {
    let is_key = |line: &String| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let found = block.iter().position(is_key);
    let line = value.map(|value| format!("{key} = {value}"));
    match (found, line) {
        (Some(at), Some(line)) => block[at] = line,
        (Some(at), None) => drop(block.remove(at)),
        (None, Some(line)) => {
            let last = block.iter().rposition(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
            block.insert(last.map_or(1, |last| last + 1).max(1), line);
        }
        (None, None) => {}
    }
    if let Some(at) = found.filter(|_| key == "type") {
        let remarks = block[..at].iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
        block.drain(at - remarks..at);
    }
}

/// The lines of each variable: from its heading to the next one of any kind.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = (0..lines.len()).filter(|at| lines[*at].trim() == HEADER);
    let end = |start: usize| {
        let next = lines[start + 1..].iter().position(|line| line.trim_start().starts_with('['));
        next.map_or(lines.len(), |next| start + 1 + next)
    };
    starts.map(|start| start..end(start)).collect()
}

fn variables(table: &Table) -> Vec<&Table> {
    table.get("variables").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect()
}

fn row(variable: &&Table) -> VariableRow {
    let said = |key: &str| match variable.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Float(number)) => number.to_string(),
        Some(Value::Datetime(date)) => date.to_string(),
        // Of several the first; the others are seen in the text.
        Some(Value::Array(all)) => all.first().and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    let missing = variable.get("missing").and_then(Value::as_array).into_iter().flatten();
    let missing = missing.map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
    let (name, kind, column) = (said("name"), said("type"), said("column"));
    VariableRow {
        column: if column.is_empty() { name.clone() } else { column },
        label: said("label"),
        codelist: said("codelist"),
        detail: if kind == "decimal" { said("decimals") } else { said("format") },
        minimum: said("minimum"),
        maximum: said("maximum"),
        missing: missing.collect::<Vec<_>>().join(", "),
        required: variable.get("required").and_then(Value::as_bool).unwrap_or_default(),
        about: said("about"),
        name,
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A first description.\ntitle = \"T\"\n\n[[variables]]\nname = \"sex\"\ncolumn = \"SEXE\"\nlabel = \"\"\n\
        type = \"category\"\ncodelist = \"sexes\"\nnumeric_codes = true\nconcept = \"sex\"\n\n[[variables]]\nname = \"age\"\nlabel = \"Age\"\n\
        # Texts and identifiers are never kept.\ntype = \"text\"\n\n[variables.on_fault]\ntype = \"stop\"\n\n\
        [[codelists]]\nname = \"sexes\"\ncodes = [\n  { code = \"1\", label = \"\" },\n]\n";

    fn form(rows: &[VariableRow]) -> ColumnForm {
        let mut form = ColumnForm::new();
        for (n, row) in rows.iter().enumerate() {
            let required = if row.required { "yes" } else { "" };
            let all = [
                ("name", row.name.as_str()),
                ("label", &row.label),
                ("kind", &row.kind),
                ("list", &row.codelist),
                ("detail", &row.detail),
                ("minimum", &row.minimum),
                ("maximum", &row.maximum),
                ("missing", &row.missing),
                ("required", required),
                ("about", &row.about),
            ];
            form.extend(all.map(|(name, value)| (format!("{name}_{}", n + 1), value.to_owned())));
        }
        form
    }

    #[test]
    fn what_a_form_changes_is_changed_and_all_else_stays() {
        let mut rows = rows(TEXT);
        assert_eq!(described(TEXT, &form(&rows)).expect("unchanged"), TEXT);
        rows[0].label = "Sexe \"légal\"".into();
        rows[0].about = "status".into();
        rows[1] = VariableRow {
            kind: "integer".into(),
            minimum: "0".into(),
            maximum: "120".into(),
            missing: "998, 999".into(),
            required: true,
            ..rows[1].clone()
        };
        let written = described(TEXT, &form(&rows)).expect("changed");
        let expected = TEXT
            .replace("label = \"\"\ntype", "label = 'Sexe \"légal\"'\ntype")
            .replace("concept = \"sex\"\n", "concept = \"sex\"\nabout = \"status\"\n")
            .replace(
                "# Texts and identifiers are never kept.\ntype = \"text\"\n",
                "type = \"integer\"\nminimum = 0\nmaximum = 120\nmissing = [\"998\", \"999\"]\nrequired = true\n",
            );
        assert_eq!(written, expected);
        assert_eq!(super::rows(&written), rows);
        // A category that becomes a number loses its list.
        rows[0] = VariableRow { kind: "decimal".into(), detail: "2".into(), codelist: String::new(), ..rows[0].clone() };
        let written = described(&written, &form(&rows)).expect("a number");
        assert!(written.contains("type = \"decimal\"\nconcept = \"sex\"\nabout = \"status\"\ndecimals = 2\n"), "{written}");
    }

    #[test]
    fn what_cannot_be_is_told_beside_its_field_and_what_is_written_otherwise_is_left_alone() {
        let mut known = rows(TEXT);
        known[0].codelist = "nothing".into();
        known[1] = VariableRow { kind: "integer".into(), minimum: "x".into(), ..known[1].clone() };
        let fields = |found: Result<String>| -> Vec<String> {
            let AppError::Invalid(problems) = found.expect_err("faulty") else { return vec![] };
            problems.into_iter().filter_map(|problem| problem.field).collect()
        };
        assert_eq!(fields(described(TEXT, &form(&known))), ["list_1", "minimum_2"]);
        assert_eq!(fields(described(TEXT, &ColumnForm::new())), ["text"]);
        assert!(rows("variables = [{ name = \"age\", type = \"integer\" }]").is_empty());
        assert!(rows("variables = 3").is_empty() && rows("[[variables").is_empty());
        // A value over several lines is no value of the form.
        let several = TEXT.replace("label = \"Age\"\n", "label = \"Age\"\nmissing = [\n  \"9\",\n]\n");
        let mut known = rows(&several);
        known[1].missing = "8".into();
        assert_eq!(fields(described(&several, &form(&known))), ["text"]);
    }
}

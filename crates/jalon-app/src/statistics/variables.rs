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
/// What may happen with a row that breaks a rule of a variable; empty for what the description says of all.
pub const ON_FAULT: [&str; 4] = ["", "reject-row", "set-missing", "stop"];
/// The description says it rule by rule: that is edited as text.
pub const BY_RULE: &str = "by-rule";
/// Rows for further codes that the form has for each list.
pub const SPARE_CODES: usize = 3;
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
    /// What happens with a row that breaks one of its rules: one of [`ON_FAULT`], or [`BY_RULE`].
    pub on_fault: String,
}

/// A list of codes of the description's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListRow {
    pub name: String,
    pub codes: Vec<CodeRow>,
    /// Codes that a form adds.
    pub added: Vec<CodeRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeRow {
    pub code: String,
    pub label: String,
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

/// The lists of the description's own whose codes a form can show: a line for each code, as a first description has them.
pub fn code_lists(description: &str) -> Vec<ListRow> {
    let table: Table = description.parse().unwrap_or_default();
    let lists = table.get("codelists").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table);
    let text = |entry: &Table, key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let row = |list: &Table| {
        let codes: Vec<CodeRow> = list
            .get("codes")?
            .as_array()?
            .iter()
            .map(|entry| {
                let entry = entry.as_table()?;
                Some(CodeRow { code: text(entry, "code")?, label: text(entry, "label").unwrap_or_default() })
            })
            .collect::<Option<_>>()?;
        (codes.len() <= MOST).then_some(ListRow { name: text(list, "name")?, codes, added: vec![] })
    };
    lists.filter_map(row).collect()
}

/// The lists as a form says them: `code_label_1_2` is the label of the second code of the first list, `new_code_1_1` and
/// `new_label_1_1` a code that is added to it.
pub fn filled_lists(known: &[ListRow], form: &ColumnForm) -> Vec<ListRow> {
    let get = |name: String| form.get(&name).map(|text| clean(text));
    let list = |(n, known): (usize, &ListRow)| {
        let label = |k: usize| get(format!("code_label_{}_{}", n + 1, k + 1));
        let codes = known.codes.iter().enumerate();
        let codes = codes.map(|(k, row)| CodeRow { label: label(k).unwrap_or_else(|| row.label.clone()), ..row.clone() });
        let added = (1..=SPARE_CODES).map(|k| CodeRow {
            code: get(format!("new_code_{}_{k}", n + 1)).unwrap_or_default(),
            label: get(format!("new_label_{}_{k}", n + 1)).unwrap_or_default(),
        });
        ListRow { name: known.name.clone(), codes: codes.collect(), added: added.collect() }
    };
    known.iter().enumerate().map(list).collect()
}

impl App {
    /// Writes what a form says of the variables into the description: `label_1`, `kind_1`, `list_1`, `detail_1`, `minimum_1`,
    /// `maximum_1`, `missing_1`, `required_1`, `about_1`, `on_fault_1` and so on; of its lists of codes as [`filled_lists`] has
    /// them.
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
            on_fault: if known.on_fault == BY_RULE { BY_RULE.to_owned() } else { get("on_fault") },
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
    let known_lists = code_lists(text);
    let said_lists = filled_lists(&known_lists, form);
    crate::error::check(faults(text, &said).into_iter().chain(list_faults(&said_lists)).collect())?;
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
    for (before, after) in known_lists.iter().zip(&said_lists).rev() {
        write_list(&mut lines, &mut meant, before, after).ok_or_else(by_hand)?;
    }
    let written = lines.join("\n") + "\n";
    if written.parse::<Table>().ok() == Some(meant) { Ok(written) } else { Err(by_hand()) }
}

/// Writes labels that changed and codes that are new into a list: in the lines, and in what they are to mean. Nothing where
/// its codes do not stand on a line each.
fn write_list(lines: &mut Vec<String>, meant: &mut Table, before: &ListRow, after: &ListRow) -> Option<()> {
    let added: Vec<&CodeRow> = after.added.iter().filter(|row| !row.code.is_empty()).collect();
    if before.codes == after.codes && added.is_empty() {
        return Some(());
    }
    let lists = meant.get_mut("codelists")?.as_array_mut()?;
    let is_it = |list: &&mut Value| list.get("name").and_then(Value::as_str) == Some(before.name.as_str());
    let codes = lists.iter_mut().find(is_it)?.get_mut("codes")?.as_array_mut()?;
    let block = list_block(lines, &before.name)?;
    for (n, (was, is)) in before.codes.iter().zip(&after.codes).enumerate().filter(|(_, (was, is))| was != is) {
        let entry = codes.get_mut(n)?.as_table_mut()?;
        entry.insert("label".to_owned(), Value::String(is.label.clone()));
        let line = block.clone().find(|at| code_of(&lines[*at]).as_deref() == Some(was.code.as_str()))?;
        lines[line] = format!("  {},", inline(entry));
    }
    let end = block.clone().rfind(|at| lines[*at].trim() == "]")?;
    // The last code may stand without a comma.
    if let Some(last) = (block.start..end).rfind(|at| code_of(&lines[*at]).is_some())
        && !added.is_empty()
        && !lines[last].trim_end().ends_with(',')
    {
        lines[last].push(',');
    }
    for row in added.into_iter().rev() {
        let mut entry = Table::new();
        entry.insert("code".to_owned(), Value::String(row.code.clone()));
        entry.insert("label".to_owned(), Value::String(row.label.clone()));
        lines.insert(end, format!("  {},", inline(&entry)));
        codes.insert(before.codes.len(), Value::Table(entry));
    }
    Some(())
}

/// The lines of a list of codes: from its heading to the next one.
fn list_block(lines: &[String], name: &str) -> Option<Range<usize>> {
    let named = |block: &Range<usize>| {
        let name_line = block.clone().find(|at| lines[*at].trim_start().starts_with("name"));
        let table: Option<Table> = name_line.and_then(|at| lines[at].parse().ok());
        table.and_then(|table| table.get("name")?.as_str().map(str::to_owned)).as_deref() == Some(name)
    };
    let starts = (0..lines.len()).filter(|at| lines[*at].trim() == "[[codelists]]");
    let end = |start: usize| {
        let next = lines[start + 1..].iter().position(|line| line.starts_with('['));
        next.map_or(lines.len(), |next| start + 1 + next)
    };
    starts.map(|start| start..end(start)).find(named)
}

/// The code that a line of a list says.
fn code_of(line: &str) -> Option<String> {
    let entry = line.trim().trim_end_matches(',').trim();
    let table: Table = format!("entry = {}", entry.starts_with('{').then_some(entry)?).parse().ok()?;
    table.get("entry")?.get("code")?.as_str().map(str::to_owned)
}

/// A code as one line of TOML, what it is called first.
fn inline(entry: &Table) -> String {
    let order = |key: &str| ["code", "label"].iter().position(|known| *known == key).unwrap_or(usize::MAX);
    let mut keys: Vec<&String> = entry.keys().collect();
    keys.sort_by_key(|key| (order(key), key.to_owned()));
    let parts: Vec<String> = keys.into_iter().map(|key| format!("{key} = {}", entry[key])).collect();
    format!("{{ {} }}", parts.join(", "))
}

fn list_faults(said: &[ListRow]) -> Vec<Problem> {
    let mut found = vec![];
    for (n, list) in said.iter().enumerate() {
        for (k, row) in list.codes.iter().enumerate() {
            found.extend(too_long([(format!("code_label_{}_{}", n + 1, k + 1).as_str(), row.label.as_str(), LINE_LIMIT)]));
        }
        let mut known: Vec<&str> = list.codes.iter().map(|row| row.code.as_str()).collect();
        for (k, row) in list.added.iter().enumerate() {
            let (code, label) = (format!("new_code_{}_{}", n + 1, k + 1), format!("new_label_{}_{}", n + 1, k + 1));
            found.extend(too_long([(code.as_str(), row.code.as_str(), LINE_LIMIT), (&label, row.label.as_str(), LINE_LIMIT)]));
            if row.code.is_empty() {
                found.extend((!row.label.is_empty()).then(|| Problem::on("required", &code)));
            } else if known.contains(&row.code.as_str()) {
                found.push(Problem::on("code-twice", &code).with("code", &row.code));
            }
            known.push(&row.code);
        }
    }
    found
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
        let is_policy = row.on_fault == BY_RULE || ON_FAULT.contains(&row.on_fault.as_str());
        ask(is_policy, "choice-unknown", "on_fault");
        // A value that must be there cannot be set missing.
        ask(!(row.required && row.on_fault == "set-missing"), "required-not-missing", "on_fault");
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
    change("on_fault", &before.on_fault, &after.on_fault, text(&after.on_fault));
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
        on_fault: match variable.get("on_fault") {
            Some(Value::String(policy)) => policy.clone(),
            Some(_) => BY_RULE.to_owned(),
            None => String::new(),
        },
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
                ("on_fault", &row.on_fault),
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
    fn codes_are_called_and_added_in_their_lines() {
        let rows = rows(TEXT);
        assert_eq!(rows[1].on_fault, BY_RULE);
        let with = |fields: &[(&str, &str)]| {
            let mut form = form(&rows);
            form.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            described(TEXT, &form)
        };
        let written = with(&[
            ("code_label_1_1", "Femmes"),
            ("new_code_1_1", "9"),
            ("new_label_1_1", "Autre \"x\""),
            ("on_fault_1", "stop"),
        ]);
        let expected = TEXT
            .replace("concept = \"sex\"\n", "concept = \"sex\"\non_fault = \"stop\"\n")
            .replace("label = \"\" },\n]", "label = \"Femmes\" },\n  { code = \"9\", label = 'Autre \"x\"' },\n]");
        assert_eq!(written.expect("changed"), expected);
        // What else is said of a code stays, and a list that is written otherwise is edited as text.
        let nested = TEXT.replace("label = \"\" },\n]", "label = \"\", parent = \"T\" },\n  { code = \"T\", label = \"\" }\n]");
        let mut said = form(&rows);
        said.insert("code_label_1_1".to_owned(), "Un".to_owned());
        said.insert("new_code_1_2".to_owned(), "2".to_owned());
        let written = described(&nested, &said).expect("changed");
        assert!(written.contains("  { code = \"1\", label = \"Un\", parent = \"T\" },\n"), "{written}");
        assert!(written.contains("  { code = \"T\", label = \"\" },\n  { code = \"2\", label = \"\" },\n]"), "{written}");
        let one_line =
            TEXT.replace("codes = [\n  { code = \"1\", label = \"\" },\n]", "codes = [{ code = \"1\", label = \"\" }]");
        assert!(described(&one_line, &said).is_err() && described(&one_line, &form(&rows)).is_ok());
        let fields = |found: Result<String>| match found {
            Err(AppError::Invalid(problems)) => problems.into_iter().filter_map(|problem| problem.field).collect(),
            _ => vec![],
        };
        assert_eq!(fields(with(&[("new_code_1_1", "1"), ("new_label_1_2", "X")])), ["new_code_1_1", "new_code_1_2"]);
        assert_eq!(fields(with(&[("required_1", "yes"), ("on_fault_1", "set-missing")])), ["on_fault_1"]);
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

//! A table of TOML whose fields are taken one by one; what is of another type, missing or left over becomes a fault.

use jalon_domain::Problem;
use toml::{Table, Value};

/// One table of a description, and where it stands.
pub(super) struct Section<'a, 'f> {
    table: &'a Table,
    place: String,
    known: Vec<&'static str>,
    faults: &'f mut Vec<Problem>,
}

impl<'a, 'f> Section<'a, 'f> {
    pub(super) fn new(table: &'a Table, place: impl Into<String>, faults: &'f mut Vec<Problem>) -> Self {
        Self { table, place: place.into(), known: vec![], faults }
    }

    /// A fault at a field of this table.
    pub(super) fn fault(&mut self, rule: &str, field: &str) -> &mut Problem {
        let place = match field {
            "" => self.place.clone(),
            field if self.place.is_empty() => format!("`{field}`"),
            field => format!("{}, `{field}`", self.place),
        };
        self.faults.push(Problem::new(rule).with("place", place));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn wrong_type(&mut self, field: &'static str, wanted: &str) {
        self.fault("microdata-field-type", field).args.insert("wanted".to_owned(), wanted.to_owned());
    }

    /// The field, if it is there. Every taken field counts as known.
    pub(super) fn value(&mut self, field: &'static str) -> Option<&'a Value> {
        self.known.push(field);
        self.table.get(field)
    }

    pub(super) fn text(&mut self, field: &'static str) -> Option<&'a str> {
        let value = self.value(field)?;
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type(field, "\"…\"");
        }
        text
    }

    /// A text that must be there and not be blank.
    pub(super) fn required_text(&mut self, field: &'static str) -> Option<&'a str> {
        if !self.table.contains_key(field) {
            self.known.push(field);
            self.fault("microdata-field-required", field);
            return None;
        }
        let text = self.text(field)?;
        if text.trim().is_empty() {
            self.fault("microdata-field-required", field);
            return None;
        }
        Some(text)
    }

    pub(super) fn truth(&mut self, field: &'static str) -> bool {
        let Some(value) = self.value(field) else { return false };
        value.as_bool().unwrap_or_else(|| {
            self.wrong_type(field, "true, false");
            false
        })
    }

    /// A list of texts; whole numbers count as text, since codes are often written as such.
    pub(super) fn texts(&mut self, field: &'static str) -> Vec<String> {
        let Some(value) = self.value(field) else { return vec![] };
        let texts = value.as_array().and_then(|list| list.iter().map(as_code).collect::<Option<Vec<_>>>());
        texts.unwrap_or_else(|| {
            self.wrong_type(field, "[\"…\", …]");
            vec![]
        })
    }

    /// The tables of a list of tables.
    pub(super) fn tables(&mut self, field: &'static str) -> Vec<&'a Table> {
        let Some(value) = self.value(field) else { return vec![] };
        let tables = value.as_array().and_then(|list| list.iter().map(Value::as_table).collect::<Option<Vec<_>>>());
        tables.unwrap_or_else(|| {
            self.wrong_type(field, "[[…]]");
            vec![]
        })
    }

    pub(super) fn table(&mut self, field: &'static str) -> Option<&'a Table> {
        let value = self.value(field)?;
        let table = value.as_table();
        if table.is_none() {
            self.wrong_type(field, "[…]");
        }
        table
    }

    /// One of some words; none, with a fault, when it is another.
    pub(super) fn choice<T: Copy>(&mut self, field: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let word = self.text(field)?;
        let found = choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let fault = self.fault("microdata-field-choice", field);
            fault.args.insert("value".to_owned(), word.to_owned());
            fault.args.insert("choices".to_owned(), names.join(", "));
        }
        found
    }

    /// Tells the fields that nothing took.
    pub(super) fn finish(mut self) {
        let unknown: Vec<&String> = self.table.keys().filter(|key| !self.known.contains(&key.as_str())).collect();
        let mut known = std::mem::take(&mut self.known);
        known.sort_unstable();
        known.dedup();
        for key in unknown {
            self.fault("microdata-field-unknown", key).args.insert("choices".to_owned(), known.join(", "));
        }
    }
}

/// A code, written as text or as a whole number.
pub(super) fn as_code(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

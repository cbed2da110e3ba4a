//! What is wrong, said so that it can be shown in any language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A rule that something does not meet. `code` is stable and is the key of the message in the wording files;
/// `field` names the form field it belongs to, where there is one; `args` fill the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Problem {
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), field: None, args: BTreeMap::new() }
    }

    pub fn on(code: &str, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(code) }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

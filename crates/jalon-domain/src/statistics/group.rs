//! Groups that the values of indicators are said of: `Sex – Women`, a dimension and one of its groups. A group without a
//! dimension stands among those of one that has no name.

use crate::register::RegisterEntry;
use crate::{Language, Text};

/// Between the name of a dimension and that of a group, as the values of signed tables have it.
const SEPARATOR: &str = " – ";

/// The dimension, empty where none is said, and the group.
pub fn split(name: &str) -> (&str, &str) {
    name.split_once(SEPARATOR).map_or(("", name), |(dimension, group)| (dimension.trim(), group.trim()))
}

/// By what the groups of one dimension are known, however somebody wrote it.
pub fn dimension(entry: &RegisterEntry) -> String {
    split(entry.line("breakdown")).0.to_lowercase()
}

/// The name of the group in the languages in which it is known. One that names another group than the record does not count.
pub fn name(entry: &RegisterEntry, written: Language) -> Text {
    let group = entry.line("breakdown");
    let label = entry.text("breakdown_label").filter(|label| label.languages().any(|(_, name)| name == group));
    label.cloned().unwrap_or_else(|| Text::of(written, group))
}

/// It is said of everybody whom the indicator is about.
pub fn is_everybody(entry: &RegisterEntry) -> bool {
    entry.line("breakdown").is_empty()
}

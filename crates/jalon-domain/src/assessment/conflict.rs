//! Two people editing one record: what differs, field by field, so that a person can merge.

use serde_json::Value;

/// A field that two versions of a record have differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Path of the field: `text.fr`, `citations`.
    pub field: String,
    pub stored: Value,
    pub submitted: Value,
}

/// The fields in which two versions of a record differ. Objects are compared field by field, everything else as a whole.
pub fn differences(stored: &Value, submitted: &Value) -> Vec<Difference> {
    let mut found = vec![];
    compare("", stored, submitted, &mut found);
    found
}

fn compare(path: &str, stored: &Value, submitted: &Value, found: &mut Vec<Difference>) {
    if stored == submitted {
        return;
    }
    if let (Value::Object(a), Value::Object(b)) = (stored, submitted) {
        let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            compare(&inner, a.get(name).unwrap_or(&Value::Null), b.get(name).unwrap_or(&Value::Null), found);
        }
        return;
    }
    // A multilingual text that is absent on one side still differs language by language.
    match (stored, submitted) {
        (Value::Null, Value::Object(_)) => compare(path, &Value::Object(Default::default()), submitted, found),
        (Value::Object(_), Value::Null) => compare(path, stored, &Value::Object(Default::default()), found),
        _ => found.push(Difference { field: path.to_owned(), stored: stored.clone(), submitted: submitted.clone() }),
    }
}

/// A run of words in a difference between two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Same(String),
    Removed(String),
    Added(String),
}

/// Above this many words on either side the texts are shown whole: the comparison costs the product of both lengths.
const WORD_LIMIT: usize = 2_000;

/// The difference between two texts, word by word.
pub fn word_difference(before: &str, after: &str) -> Vec<Change> {
    let a: Vec<&str> = before.split_inclusive(char::is_whitespace).collect();
    let b: Vec<&str> = after.split_inclusive(char::is_whitespace).collect();
    if a.len() > WORD_LIMIT || b.len() > WORD_LIMIT {
        return match before == after {
            true => vec![Change::Same(before.to_owned())],
            false => vec![Change::Removed(before.to_owned()), Change::Added(after.to_owned())],
        };
    }
    // Longest common subsequence, from the end, so that it can be read forwards.
    let width = b.len() + 1;
    let mut lengths = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = if a[i].trim_end() == b[j].trim_end() {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let mut changes: Vec<Change> = vec![];
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i].trim_end() == b[j].trim_end() {
            push(&mut changes, Change::Same(b[j].to_owned()));
            i += 1;
            j += 1;
        } else if j == b.len() || (i < a.len() && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
            push(&mut changes, Change::Removed(a[i].to_owned()));
            i += 1;
        } else {
            push(&mut changes, Change::Added(b[j].to_owned()));
            j += 1;
        }
    }
    changes
}

fn push(changes: &mut Vec<Change>, change: Change) {
    match (changes.last_mut(), change) {
        (Some(Change::Same(text)), Change::Same(more))
        | (Some(Change::Removed(text)), Change::Removed(more))
        | (Some(Change::Added(text)), Change::Added(more)) => text.push_str(&more),
        (_, change) => changes.push(change),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_fields_that_differ_are_listed() {
        let stored = json!({"text": {"fr": "Un", "en": "One"}, "kind": "a"});
        let submitted = json!({"text": {"fr": "Deux", "en": "One"}, "kind": "a"});
        let found = differences(&stored, &submitted);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].field, "text.fr");
    }

    #[test]
    fn words_removed_and_added_are_told_apart() {
        let changes = word_difference("La ville aide tous", "La ville soutient tous les arrivants");
        assert_eq!(
            changes,
            vec![
                Change::Same("La ville ".into()),
                Change::Removed("aide ".into()),
                Change::Added("soutient ".into()),
                Change::Same("tous ".into()),
                Change::Added("les arrivants".into()),
            ]
        );
    }
}

//! Search in a small body of text: accents and case do not matter, every word must be found.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, words separated by single spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            folded.push(character);
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A query, folded once and applied to many texts.
#[derive(Debug, Clone)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    pub fn new(text: &str) -> Self {
        Self { words: fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word of the query begins a word of one of the texts.
    pub fn matches<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let haystack: String = texts.into_iter().map(|text| format!(" {}", fold(text))).collect();
        self.words.iter().all(|word| haystack.contains(&format!(" {word}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(fold("  L’Évaluation, à Montréal !"), "l evaluation a montreal");
        assert!(Query::new("montreal éval").matches(["L’évaluation à Montréal"]));
        assert!(!Query::new("real").matches(["Montréal"]));
    }
}

//! Search in a small body of text: accents and case do not matter, every word must be found.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Lower case, without accents, words separated by single spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut add = |character: char| {
        if character.is_alphanumeric() {
            folded.push(character);
        } else if !folded.is_empty() && folded.as_bytes().last() != Some(&b' ') {
            folded.push(' ');
        }
    };
    for character in text.chars() {
        if character.is_ascii() {
            add(character.to_ascii_lowercase());
            continue;
        }
        // Character by character: the order of the marks, which a text as a whole would settle, is that of what is left out.
        decompose_canonical(character, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(&mut add);
            }
        });
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
        self.is_in(&haystack)
    }

    /// The same in texts that were folded before, each with a space before it.
    pub fn is_in(&self, folded: &str) -> bool {
        self.words.iter().all(|word| folded.match_indices(word.as_str()).any(|(at, _)| folded[..at].ends_with(' ')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(fold("  L’Évaluation, à Montréal !"), "l evaluation a montreal");
        assert_eq!(
            fold("e\u{301}TÉ \u{1E69}İ한글 — Ωμέγα"),
            "ete si\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} ωμεγα",
            "marks apart, two marks, Hangul"
        );
        assert!(Query::new("montreal éval").matches(["L’évaluation à Montréal"]));
        assert!(!Query::new("real").matches(["Montréal"]));
    }
}

//! The languages of the interface and of content.

use serde::{Deserialize, Serialize};

/// A language of the interface or of content, in the order in which they are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub enum Language {
    #[default]
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "es")]
    Spanish,
    /// Interface only: proves that every page works from right to left.
    #[serde(rename = "ar")]
    Arabic,
}

impl Language {
    /// Languages of reports and of content.
    pub const CONTENT: [Language; 3] = [Language::French, Language::English, Language::Spanish];
    /// Languages of the interface.
    pub const INTERFACE: [Language; 4] = [Language::French, Language::English, Language::Spanish, Language::Arabic];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Spanish => "es",
            Self::Arabic => "ar",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::INTERFACE.into_iter().find(|language| language.tag() == primary)
    }

    /// The value of the HTML `dir` attribute.
    pub const fn direction(self) -> &'static str {
        if matches!(self, Self::Arabic) { "rtl" } else { "ltr" }
    }

    /// The name of the language in itself, for a language switch.
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::French => "Français",
            Self::English => "English",
            Self::Spanish => "Español",
            Self::Arabic => "العربية",
        }
    }

    /// The language in which content is shown to a reader of this interface language.
    pub const fn content(self) -> Self {
        if matches!(self, Self::Arabic) { Self::French } else { self }
    }

    /// The first language of an `Accept-Language` header that the interface has.
    pub fn negotiate(header: &str) -> Self {
        let mut wanted: Vec<(f32, Language)> = header
            .split(',')
            .filter_map(|part| {
                let (tag, quality) = part.trim().split_once(";q=").unwrap_or((part.trim(), "1"));
                Some((quality.trim().parse().unwrap_or(0.0), Self::from_tag(tag)?))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map(|(_, language)| *language).unwrap_or_default()
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiation_takes_the_best_known_language() {
        assert_eq!(Language::negotiate("de, en;q=0.8, es;q=0.9"), Language::Spanish);
        assert_eq!(Language::negotiate("de"), Language::French);
        assert_eq!(Language::negotiate("fr-CA,fr;q=0.9"), Language::French);
        assert_eq!(Language::negotiate(";;;q=x,,"), Language::French);
    }
}

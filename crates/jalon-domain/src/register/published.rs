//! What was published elsewhere in the house and may be referred to: a finding of an assessment, a measure or an indicator of
//! a plan, of the same territory or of one above or below it.
//!
//! A reference holds the dossier and the record, not the release: it follows a plan through its amendments. Where what it
//! leads to is no longer public, it says so.

use serde::{Deserialize, Serialize};

use super::RegisterEntry;
use crate::wording::Wording;
use crate::{Language, Text};

/// Where the territory of what was published lies, as seen from the dossier that refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The same territory.
    Here,
    /// A territory that this one is part of.
    Above,
    /// A part of this territory.
    Below,
}

impl Place {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Above => "above",
            Self::Below => "below",
        }
    }
}

/// The noun of what a field takes: `measure` of `above/measure`.
pub fn noun(of: &str) -> &str {
    let rest = of.split_once('/').map_or(of, |(_, rest)| rest);
    rest.split_once(':').map_or(rest, |(noun, _)| noun)
}

/// A finding or an entry that is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRecord {
    /// What a field holds: [`reference`].
    pub reference: String,
    /// `finding`, or the code of its register.
    pub noun: String,
    /// Of a finding: `well_developed` or `to_strengthen`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    pub title: Text,
    /// What the dossier is called that it was published with.
    pub dossier: Text,
    pub place: Place,
    /// Where it stands, below the site and the language; empty when it is no longer public.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// How a record of another dossier is referred to: `montreal-igm-2019#M1.2.01`.
pub fn reference(slug: &str, record: &str) -> String {
    format!("{slug}#{record}")
}

/// The place of an entry in a report: its own passage where it has one, otherwise the table of its register.
pub fn anchor(entry: &RegisterEntry) -> String {
    let register = entry.register.replace('_', "-");
    if entry.is_filled("description") { format!("{register}-{}", entry.id) } else { format!("register-{register}") }
}

impl PublishedRecord {
    /// What a reference leads to that was public once.
    pub fn gone(reference: &str, noun: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            noun: noun.to_owned(),
            kind: String::new(),
            title: Text::default(),
            dossier: Text::default(),
            place: Place::Here,
            path: String::new(),
        }
    }

    pub const fn is_gone(&self) -> bool {
        self.path.is_empty()
    }

    /// Whether a field that takes these may hold it: `above/measure`, `finding:to_strengthen`. Of what is gone only the
    /// noun is still known.
    pub fn is_of(&self, wanted: &[String]) -> bool {
        wanted.iter().any(|wanted| {
            let (place, rest) = wanted.split_once('/').map_or((None, wanted.as_str()), |(place, rest)| (Some(place), rest));
            let (noun, kind) = rest.split_once(':').map_or((rest, None), |(noun, kind)| (noun, Some(kind)));
            let is_told = place.is_none_or(|place| place == self.place.code()) && kind.is_none_or(|kind| kind == self.kind);
            noun == self.noun && (is_told || self.is_gone())
        })
    }

    /// Its title, and where it was published.
    pub fn label(&self, language: Language) -> String {
        if self.is_gone() {
            return Wording::of(language).fill("published-gone", &[("reference", &self.reference)]);
        }
        format!("{} – {}", self.title.get(language), self.dossier.get(language))
    }
}

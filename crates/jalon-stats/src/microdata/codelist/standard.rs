//! The standard lists that a description may name.

use jalon_domain::Language;

use super::{Code, Codelist};
use crate::translations::Translations;

/// Names of the standard lists.
pub const STANDARD_LISTS: [&str; 9] = [
    "iso-3166-alpha2",
    "iso-3166-alpha3",
    "iso-3166-numeric",
    "un-m49",
    "isced-2011",
    "isco-08",
    "icse-93",
    "icse-18",
    "age-bands-5",
];

const REGIONS: &str = include_str!("m49.csv");
const STANDARDS: &str = include_str!("standards.csv");
const LABELS: &str = include_str!("labels.csv");

/// The standard list of this name.
///
/// Country codes come from the crate `rust_iso3166`, with the English short names of ISO 3166-1; regions from the standard M49;
/// the others from `standards.csv`, which names their publishers. Age bands are five years wide, as SDMX writes them: `Y0T4` … `Y80T84`, `Y_GE85`.
pub fn standard(name: &str) -> Option<Codelist> {
    let codes = match name {
        "iso-3166-alpha2" => countries(|country| country.alpha2.to_owned()),
        "iso-3166-alpha3" => countries(|country| country.alpha3.to_owned()),
        "iso-3166-numeric" => countries(|country| format!("{:03}", country.numeric)),
        "un-m49" => areas(),
        "age-bands-5" => age_bands(),
        other => {
            let rows = rows(STANDARDS);
            rows.filter(|row| &row[0] == other).map(|row| code(&row[1], &row[3], &row[2])).collect()
        }
    };
    (!codes.is_empty()).then(|| Codelist { name: name.to_owned(), codes })
}

/// What the labels of the standard lists are called in the other languages.
pub fn standard_translations() -> Translations {
    let mut found = Translations::default();
    for row in rows(LABELS) {
        found.set(Language::French, &row[0], &row[1]);
        found.set(Language::Spanish, &row[0], &row[2]);
    }
    found
}

fn code(code: &str, label: &str, parent: &str) -> Code {
    Code { code: code.to_owned(), label: label.to_owned(), parent: parent.to_owned() }
}

fn rows(text: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes()).into_records().filter_map(Result::ok)
}

fn countries(which: impl Fn(&rust_iso3166::CountryCode) -> String) -> Vec<Code> {
    let mut codes: Vec<Code> = rust_iso3166::ALL.iter().map(|country| code(&which(country), country.name, "")).collect();
    codes.sort_by(|one, other| one.code.cmp(&other.code));
    codes
}

/// The world, its regions, and the areas in each.
fn areas() -> Vec<Code> {
    let mut codes = vec![];
    for row in rows(REGIONS) {
        codes.push(code(&row[0], &row[1], &row[2]));
        for area in row[3].split_whitespace() {
            let name = rust_iso3166::from_numeric_str(area).map_or("", |country| country.name);
            codes.push(code(area, name, &row[0]));
        }
    }
    codes
}

fn age_bands() -> Vec<Code> {
    let closed = (0..85).step_by(5).map(|from| {
        let to = from + 4;
        code(&format!("Y{from}T{to}"), &format!("{from}–{to}"), "")
    });
    closed.chain([code("Y_GE85", "85+", "")]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_lists_are_without_fault() {
        for name in STANDARD_LISTS {
            let list = standard(name).unwrap();
            assert_eq!(list.faults(), [], "{name}");
        }
        assert_eq!(standard("age-bands-5").unwrap().codes.len(), 18);
        assert_eq!(standard("isco-08").unwrap().codes.len(), 10 + 43);
        assert!(standard("of-my-own").is_none());
    }

    #[test]
    fn every_label_of_a_standard_list_has_a_french_and_a_spanish_name() {
        let translations = standard_translations();
        let lists = STANDARD_LISTS.into_iter().filter(|name| *name != "age-bands-5");
        for label in lists.flat_map(|name| standard(name).unwrap().codes).map(|code| code.label) {
            for language in [Language::French, Language::Spanish] {
                assert!(translations.get(language, &label).is_some(), "{label} in {language:?}");
            }
        }
        assert_eq!(translations.word(Language::French, "Germany"), "Allemagne");
        assert_eq!(translations.word(Language::English, "Germany"), "Germany");
    }

    #[test]
    fn every_country_of_iso_3166_stands_in_a_region() {
        let (countries, areas) = (standard("iso-3166-numeric").unwrap(), standard("un-m49").unwrap());
        let places = areas.positions();
        for country in &countries.codes {
            assert!(places.contains_key(country.code.as_str()), "{} {}", country.code, country.label);
        }
        assert!(areas.codes.iter().all(|area| !area.label.is_empty()), "an area that ISO 3166 does not know");
    }
}

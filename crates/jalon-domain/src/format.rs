//! Numbers, dates and order of words as each language writes them (Unicode CLDR through ICU4X).

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use icu::collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::YMD;
use icu::datetime::input::Date;
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::Locale;

use crate::Language;

struct Formats {
    decimal: DecimalFormatter,
    date: DateTimeFormatter<YMD>,
    collator: CollatorBorrowed<'static>,
}

thread_local! {
    // Building a formatter costs more than using it; each thread keeps its own.
    static FORMATS: RefCell<HashMap<Language, Rc<Formats>>> = RefCell::default();
}

fn formats(language: Language) -> Rc<Formats> {
    FORMATS.with_borrow_mut(|known| {
        known
            .entry(language)
            .or_insert_with(|| {
                // The tags are ours and their data is compiled in, so none of these can be absent.
                let locale: Locale = language.tag().parse().expect("a tag of ours");
                Rc::new(Formats {
                    decimal: DecimalFormatter::try_new(locale.clone().into(), Default::default()).expect("compiled number data"),
                    date: DateTimeFormatter::try_new(locale.clone().into(), YMD::long()).expect("compiled date data"),
                    collator: Collator::try_new(locale.into(), CollatorOptions::default()).expect("compiled collation data"),
                })
            })
            .clone()
    })
}

/// A number with the separators of the language, with as many decimals as it has.
pub fn number(language: Language, value: f64) -> String {
    match value.to_string().parse::<Decimal>() {
        Ok(decimal) => formats(language).decimal.format_to_string(&decimal),
        Err(_) => value.to_string(),
    }
}

/// An exact decimal amount such as "1250.50", with the separators of the language; anything else unchanged.
pub fn amount(language: Language, text: &str) -> String {
    match text.parse::<Decimal>() {
        Ok(decimal) => formats(language).decimal.format_to_string(&decimal),
        Err(_) => text.to_owned(),
    }
}

/// A date such as "3 mai 2019", from an ISO 8601 date or the start of an RFC 3339 instant; anything else unchanged.
pub fn date(language: Language, iso: &str) -> String {
    let mut parts = iso.get(..10).unwrap_or(iso).splitn(3, '-');
    let mut next = || parts.next().and_then(|part| part.parse::<i32>().ok());
    let (Some(year), Some(month), Some(day)) = (next(), next(), next()) else { return iso.to_owned() };
    let date = u8::try_from(month).ok().zip(u8::try_from(day).ok()).and_then(|(m, d)| Date::try_new_iso(year, m, d).ok());
    match date {
        Some(date) => formats(language).date.format(&date).to_string(),
        None => iso.to_owned(),
    }
}

/// "1 août 2018 – 30 avril 2019"
pub fn period(language: Language, from: &str, to: &str) -> String {
    match (from.is_empty(), to.is_empty()) {
        (false, false) => format!("{} – {}", date(language, from), date(language, to)),
        _ => date(language, if from.is_empty() { to } else { from }),
    }
}

/// The order in which a dictionary of the language would put two words.
pub fn compare(language: Language, a: &str, b: &str) -> Ordering {
    formats(language).collator.compare(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_follow_the_language() {
        assert_eq!(number(Language::French, 644_000.0), "644\u{202f}000");
        assert_eq!(number(Language::English, 21.5), "21.5");
        assert_eq!(number(Language::Spanish, 21.5), "21,5");
        assert_eq!(date(Language::French, "2019-05-03"), "3 mai 2019");
        assert_eq!(date(Language::English, "2019-05-03T10:00:00Z"), "May 3, 2019");
        assert_eq!(date(Language::Spanish, "2019-05-03"), "3 de mayo de 2019");
        assert_eq!(date(Language::French, "s.d."), "s.d.");
        assert_eq!(date(Language::French, "2019-13-45"), "2019-13-45");
        assert_eq!(compare(Language::French, "Équité", "Famille"), Ordering::Less);
    }
}

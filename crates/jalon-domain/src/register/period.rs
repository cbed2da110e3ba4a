//! Reporting periods: a month, a quarter, a half-year or a year, written so that they sort by name.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};

use crate::Language;
use crate::wording::Wording;

/// The years that a period may be of: dates beyond cannot be reckoned with further on.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

/// How often is reported; the number of periods in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    Yearly = 1,
    HalfYearly = 2,
    Quarterly = 4,
    Monthly = 12,
}

impl Frequency {
    const fn in_a_year(self) -> i8 {
        self as i8
    }

    /// Ends the key of the words for a period: `period-quarter`.
    const fn code(self) -> &'static str {
        match self {
            Self::Yearly => "year",
            Self::HalfYearly => "half",
            Self::Quarterly => "quarter",
            Self::Monthly => "month",
        }
    }
}

/// One period: `2026-09`, `2026-Q3`, `2026-S2` or `2026`. Ordered by its start, longer ones last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    year: i16,
    frequency: Frequency,
    /// From 1 to the number of periods in a year.
    number: i8,
}

/// A period in words; anything else unchanged.
pub fn in_words(text: &str, language: Language) -> String {
    text.parse::<Period>().map_or_else(|_| text.to_owned(), |period| period.words(language))
}

/// A text that is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPeriod;

impl Period {
    /// None outside the years that can be reckoned with, or where a year has no such period.
    pub fn new(year: i16, frequency: Frequency, number: i8) -> Option<Self> {
        let exists = YEARS.contains(&year) && (1..=frequency.in_a_year()).contains(&number);
        exists.then_some(Self { year, frequency, number })
    }

    pub const fn frequency(self) -> Frequency {
        self.frequency
    }

    /// The first day.
    pub const fn start(self) -> Date {
        let months = 12 / self.frequency.in_a_year();
        date(self.year, (self.number - 1) * months + 1, 1)
    }

    /// The last day.
    pub fn end(self) -> Date {
        let months = 12 / self.frequency.in_a_year();
        date(self.year, self.number * months, 1).last_of_month()
    }

    /// The one after it; none after the last that can be reckoned with.
    pub fn next(self) -> Option<Self> {
        match self.number < self.frequency.in_a_year() {
            true => Self::new(self.year, self.frequency, self.number + 1),
            false => Self::new(self.year + 1, self.frequency, 1),
        }
    }

    /// In words: "3e trimestre 2026".
    pub fn words(self, language: Language) -> String {
        let (number, year) = (self.number.to_string(), self.year.to_string());
        let key = format!("period-{}", self.frequency.code());
        Wording::of(language).fill(&key, &[("number", &number), ("year", &year)])
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start(), other.frequency).cmp(&(other.start(), self.frequency))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.frequency {
            Frequency::Yearly => write!(f, "{}", self.year),
            Frequency::HalfYearly => write!(f, "{}-S{}", self.year, self.number),
            Frequency::Quarterly => write!(f, "{}-Q{}", self.year, self.number),
            Frequency::Monthly => write!(f, "{}-{:02}", self.year, self.number),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    /// Quarters as `Q` or, as in French and Spanish, `T`; half-years as `S`, `H`.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let text = text.trim().to_ascii_uppercase();
        let (year, part) = text.split_once('-').unwrap_or((&text, ""));
        let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) {
            return Err(NotAPeriod);
        }
        let (frequency, number) = match (part.is_empty() && !text.contains('-'), part.get(..1), part.get(1..)) {
            (true, ..) => (Frequency::Yearly, "1"),
            (_, Some("Q" | "T"), Some(number)) if digits(number, 1) => (Frequency::Quarterly, number),
            (_, Some("S" | "H"), Some(number)) if digits(number, 1) => (Frequency::HalfYearly, number),
            _ if digits(part, 2) => (Frequency::Monthly, part),
            _ => return Err(NotAPeriod),
        };
        let (year, number) = (year.parse().map_err(|_| NotAPeriod)?, number.parse().map_err(|_| NotAPeriod)?);
        Self::new(year, frequency, number).ok_or(NotAPeriod)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect("a period")
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        for (typed, stored) in [
            ("2026-q3", "2026-Q3"),
            (" 2026-T3 ", "2026-Q3"),
            ("2026-S2", "2026-S2"),
            ("2026-H2", "2026-S2"),
            ("2026-02", "2026-02"),
            ("2026", "2026"),
        ] {
            assert_eq!(typed.parse::<Period>().map(|period| period.to_string()), Ok(stored.to_owned()), "{typed}");
        }
        for wrong in
            ["", "2026-", "2026-Q5", "2026-Q0", "2026-S3", "2026-13", "2026-1", "26-Q1", "1492", "T3 2026", "2026-Qé", "é"]
        {
            assert_eq!(wrong.parse::<Period>(), Err(NotAPeriod), "{wrong}");
        }
    }

    #[test]
    fn a_period_has_its_days_and_its_words() {
        let days = |text: &str| (period(text).start().to_string(), period(text).end().to_string());
        assert_eq!(days("2026-Q3"), ("2026-07-01".into(), "2026-09-30".into()));
        assert_eq!(days("2028-02"), ("2028-02-01".into(), "2028-02-29".into()));
        assert_eq!(days("2026-S2"), ("2026-07-01".into(), "2026-12-31".into()));
        assert_eq!(days("2026"), ("2026-01-01".into(), "2026-12-31".into()));
        assert_eq!(period("2026-Q3").words(Language::English), "third quarter of 2026");
        assert_eq!(period("2026-Q1").words(Language::French), "1er trimestre 2026");
        assert_eq!(period("2026-09").words(Language::French), "septembre 2026");
    }

    proptest! {
        #[test]
        fn periods_follow_each_other_without_gap_and_sort_by_name(year in 1900i16..2998, which in 0usize..4, number in 1i8..=12) {
            let frequency = [Frequency::Yearly, Frequency::HalfYearly, Frequency::Quarterly, Frequency::Monthly][which];
            prop_assume!(number <= frequency.in_a_year());
            let period = Period::new(year, frequency, number).expect("a period");
            let next = period.next().expect("the next");
            prop_assert_eq!(period.end().tomorrow().expect("a day"), next.start());
            prop_assert!(period < next && period.to_string() < next.to_string());
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
    }
}

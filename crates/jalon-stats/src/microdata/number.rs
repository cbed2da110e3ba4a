//! Numbers and dates as they stand in files. Nothing is rounded, guessed or cut off silently: what is not plainly a value is none.

use jiff::civil::Date;

/// Digits that a number may have: its value then fits twice into 64 bits.
const DIGITS: usize = 18;

/// A whole number: a sign, at most 18 digits, and, because spreadsheets and data frames write it so, decimals that are all zero.
/// `1e2` is none: it may be a code, or a number of which a program has already cut off digits.
pub(crate) fn integer(cell: &[u8], separator: u8) -> Option<i64> {
    // The usual cell is a few digits.
    if !cell.is_empty() && cell.len() <= DIGITS && cell.iter().all(u8::is_ascii_digit) {
        return Some(cell.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0')));
    }
    if cell.iter().any(|byte| matches!(byte, b'e' | b'E')) { None } else { decimal(cell, 0, separator, false) }
}

/// A number in units of its last decimal: `12.5` with two decimals is 1250.
///
/// More decimals than declared are none, unless they are zero or `rounds` says that the file stores binary fractions, which hold most decimals
/// only nearly; the nearest is taken then, halves away from zero.
pub(crate) fn decimal(cell: &[u8], decimals: u8, separator: u8, rounds: bool) -> Option<i64> {
    let (negative, unsigned) = match cell.first()? {
        b'-' => (true, &cell[1..]),
        b'+' => (false, &cell[1..]),
        _ => (false, cell),
    };
    let (mantissa, exponent) = match unsigned.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&unsigned[..at], std::str::from_utf8(&unsigned[at + 1..]).ok()?.parse::<i16>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|byte| *byte == separator) {
        Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
        None => (mantissa, &[][..]),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value: i128 = 0;
    for digit in whole.iter().chain(fraction) {
        if !digit.is_ascii_digit() || value >= 10_i128.pow(36) {
            return None;
        }
        value = value * 10 + i128::from(digit - b'0');
    }
    let shift = i64::from(decimals) + i64::from(exponent) - i64::try_from(fraction.len()).ok()?;
    let value = shifted(value, shift, rounds)?;
    if value >= 10_i128.pow(18) {
        return None;
    }
    let value = i64::try_from(value).ok()?;
    Some(if negative { -value } else { value })
}

/// The value times ten to the power of `shift`.
fn shifted(value: i128, shift: i64, rounds: bool) -> Option<i128> {
    if value == 0 {
        return Some(0);
    }
    if shift >= 0 {
        return value.checked_mul(10_i128.checked_pow(u32::try_from(shift).ok()?)?);
    }
    let Some(divisor) = u32::try_from(-shift).ok().and_then(|power| 10_i128.checked_pow(power)) else {
        return rounds.then_some(0);
    };
    match (value % divisor, rounds) {
        (0, _) => Some(value / divisor),
        (rest, true) => Some(value / divisor + i128::from(rest * 2 >= divisor)),
        _ => None,
    }
}

/// The number that [`decimal`] read, as text.
#[cfg(test)]
pub(crate) fn decimal_text(value: i64, decimals: u8) -> String {
    if decimals == 0 {
        return value.to_string();
    }
    let scale = 10_u64.pow(u32::from(decimals));
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    format!("{sign}{}.{:0width$}", value / scale, value % scale, width = usize::from(decimals))
}

/// Where year, month and day stand in a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DatePattern {
    letters: Vec<u8>,
}

impl DatePattern {
    /// A pattern with one `YYYY`, one `MM` and one `DD`, and other signs that are no letters or digits between; none for any other text.
    ///
    /// `YYYY-DD-MM` is none either: nobody writes it, and it could be taken for ISO 8601.
    pub(crate) fn new(format: &str) -> Option<Self> {
        if format == "YYYY-DD-MM" {
            return None;
        }
        let places = ["YYYY", "MM", "DD"];
        let rest = places
            .iter()
            .try_fold(format.to_owned(), |rest, place| (rest.matches(place).count() == 1).then(|| rest.replacen(place, "", 1)))?;
        let only_signs = rest.chars().all(|sign| sign.is_ascii() && !sign.is_ascii_alphanumeric());
        only_signs.then(|| Self { letters: format.as_bytes().to_vec() })
    }

    pub(crate) fn iso() -> Self {
        Self { letters: b"YYYY-MM-DD".to_vec() }
    }

    /// Days since 1970-01-01 of the date in this cell, if it is one of the calendar.
    pub(crate) fn days(&self, cell: &[u8]) -> Option<i64> {
        if cell.len() != self.letters.len() {
            return None;
        }
        let (mut year, mut month, mut day) = (0_i16, 0_i8, 0_i8);
        for (letter, found) in self.letters.iter().zip(cell) {
            let digit = found.wrapping_sub(b'0');
            match letter {
                b'Y' if digit < 10 => year = year * 10 + i16::from(digit),
                b'M' if digit < 10 => month = month * 10 + digit.cast_signed(),
                b'D' if digit < 10 => day = day * 10 + digit.cast_signed(),
                sign if sign == found && !letter.is_ascii_alphabetic() => {}
                _ => return None,
            }
        }
        Date::new(year, month, day).ok().map(days_since_epoch)
    }
}

fn days_since_epoch(date: Date) -> i64 {
    // Civil dates of the same calendar always have a distance in days.
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

/// Year of a day counted from 1970-01-01.
pub(crate) fn year_of(days: i64) -> i64 {
    // Proleptic Gregorian calendar, counted in eras of 400 years (146,097 days) that begin on 1 March.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    year_of_era + era * 400 + i64::from(day_of_year >= 306)
}

/// The day, as ISO 8601 writes it.
pub(crate) fn date_text(days: i64) -> String {
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).unwrap_or_default());
    date.map(|date| date.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        let cases: [(&str, u8, Option<i64>); 14] = [
            ("34", 0, Some(34)),
            ("34.0", 0, Some(34)),
            ("34.5", 0, None),
            ("1e3", 0, Some(1000)),
            ("12.5", 2, Some(1250)),
            ("-.5", 1, Some(-5)),
            ("1.005", 2, None),
            ("1 000", 0, None),
            ("", 0, None),
            (".", 2, None),
            ("--1", 0, None),
            ("999999999999999999", 0, Some(999_999_999_999_999_999)),
            ("1000000000000000000", 0, None),
            ("1e99999", 0, None),
        ];
        for (text, decimals, expected) in cases {
            assert_eq!(decimal(text.as_bytes(), decimals, b'.', false), expected, "{text}");
        }
        assert_eq!([integer(b"100.0", b'.'), integer(b"1e2", b'.'), integer(b"1E2", b'.')], [Some(100), None, None]);
        assert_eq!(decimal(b"0.30000000000000004", 4, b'.', true), Some(3000));
        assert_eq!(decimal(b"1,25", 2, b',', false), Some(125));
        assert_eq!(decimal(b"1.25", 2, b',', false), None);
    }

    #[test]
    fn dates_exist_in_the_calendar() {
        let day = DatePattern::new("DD/MM/YYYY").unwrap();
        assert_eq!(day.days(b"01/01/1970"), Some(0));
        assert_eq!(day.days(b"29/02/2023"), None);
        assert_eq!(day.days(b"1/1/1970"), None);
        assert_eq!(day.days(b"01-01-1970"), None);
        assert!(DatePattern::new("DD/MM/YY").is_none());
        assert!(DatePattern::new("YYYYMMDDx").is_none());
    }

    proptest! {
        #[test]
        fn years_agree_with_the_calendar(days in -200_000_i64..200_000) {
            let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(year_of(days), i64::from(date.year()));
            prop_assert_eq!(DatePattern::iso().days(date_text(days).as_bytes()), Some(days));
        }

        #[test]
        fn decimals_go_round(value in -999_999_999_999_999_999_i64..999_999_999_999_999_999, decimals in 0_u8..=9) {
            prop_assert_eq!(decimal(decimal_text(value, decimals).as_bytes(), decimals, b'.', false), Some(value));
        }

        #[test]
        fn any_bytes_are_a_number_or_none(cell in proptest::collection::vec(any::<u8>(), 0..40), decimals in 0_u8..=9) {
            let _ = (integer(&cell, b'.'), decimal(&cell, decimals, b',', true), DatePattern::iso().days(&cell));
        }
    }
}

//! The indicator matrix: of one year, the value of each indicator for each of its periods with the stage that it is in, and
//! what is still to be entered (003_83a9ab0a7d03f17b.txt L3107-3128: a matrix of 65 indicators in six domains, kept in an
//! annual cycle of draft, consultation, validation and approval).

use jiff::civil::Date;

use super::RegisterEntry;
use super::period::{Frequency, Period};
use crate::assessment::DossierContent;

/// What an indicator has for a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MatrixCell<'a> {
    /// An entry of the register of values, whatever its stage.
    Value(&'a RegisterEntry),
    /// The period is over and nobody has entered anything, not even that the value is missing.
    Due,
    /// The period is not over.
    NotYet,
}

/// The year of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow<'a> {
    pub indicator: &'a RegisterEntry,
    pub cells: Vec<(Period, MatrixCell<'a>)>,
}

/// How often an indicator is measured, as its register says; nothing where its rhythm has no periods within a year.
fn frequency(indicator: &RegisterEntry) -> Option<Frequency> {
    match indicator.chosen("periodicity").first().map(String::as_str) {
        Some("monthly") => Some(Frequency::Monthly),
        Some("quarterly") => Some(Frequency::Quarterly),
        Some("yearly") => Some(Frequency::Yearly),
        _ => None,
    }
}

/// The matrix of a year, in the order in which the indicators were made. Values without breakdown; values of another rhythm
/// than the indicator's own are shown beside.
pub fn matrix(content: &DossierContent, year: i16, today: Date) -> Vec<MatrixRow<'_>> {
    let row = |indicator| {
        let mut cells: Vec<(Period, MatrixCell<'_>)> = values(content, indicator)
            .filter(|(period, _)| period.start().year() == year)
            .map(|(period, entry)| (period, MatrixCell::Value(entry)))
            .collect();
        let expected = frequency(indicator).into_iter().flat_map(|frequency| periods(year, frequency));
        for period in expected {
            if !cells.iter().any(|(known, _)| *known == period) {
                cells.push((period, if period.end() < today { MatrixCell::Due } else { MatrixCell::NotYet }));
            }
        }
        cells.sort_by_key(|(period, _)| *period);
        MatrixRow { indicator, cells }
    };
    content.entries("indicator").map(row).collect()
}

/// The years that the matrix has something of: those of the values, and this one.
pub fn years(content: &DossierContent, today: Date) -> Vec<i16> {
    let told = content.entries("indicator_value").filter_map(|entry| entry.line("period").parse::<Period>().ok());
    let mut years: Vec<i16> = told.map(|period| period.start().year()).chain([today.year()]).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn values<'a>(content: &'a DossierContent, indicator: &RegisterEntry) -> impl Iterator<Item = (Period, &'a RegisterEntry)> {
    let id = indicator.id.to_string();
    content
        .entries("indicator_value")
        .filter(move |entry| entry.chosen("indicator").contains(&id) && entry.line("breakdown").is_empty())
        .filter_map(|entry| Some((entry.line("period").parse().ok()?, entry)))
}

fn periods(year: i16, frequency: Frequency) -> impl Iterator<Item = Period> {
    std::iter::successors(Period::new(year, frequency, 1), |period| period.next())
        .take_while(move |period| period.start().year() == year)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::super::{Value, fixture};
    use super::*;

    fn entry(register: &str, id: &str, values: &[(&str, Value)]) -> RegisterEntry {
        let values: BTreeMap<String, Value> = values.iter().map(|(code, value)| ((*code).to_owned(), value.clone())).collect();
        RegisterEntry { id: id.into(), register: register.to_owned(), values, ..RegisterEntry::default() }
    }

    #[test]
    fn what_is_over_and_not_entered_is_due_and_a_missing_value_is_entered() {
        let chosen = |code: &str| Value::Chosen(vec![code.to_owned()]);
        let line = |text: &str| Value::Line(text.to_owned());
        let value = |period: &str, breakdown: &str| {
            let fields = [("indicator", chosen("i")), ("period", line(period)), ("breakdown", line(breakdown))];
            entry("indicator_value", &format!("{period}{breakdown}"), &fields)
        };
        let mut content = fixture::empty();
        content.entries.insert("indicator".to_owned(), vec![entry("indicator", "i", &[("periodicity", chosen("quarterly"))])]);
        let values = vec![value("2026-Q1", ""), value("2026-Q2", "Femmes"), value("2026", ""), value("2025-Q4", "")];
        content.entries.insert("indicator_value".to_owned(), values);
        let rows = matrix(&content, 2026, date(2026, 9, 30));
        let told: Vec<(String, &str)> = rows[0]
            .cells
            .iter()
            .map(|(period, cell)| {
                let state = match cell {
                    MatrixCell::Value(entry) => entry.id.as_str(),
                    MatrixCell::Due => "due",
                    MatrixCell::NotYet => "not yet",
                };
                (period.to_string(), state)
            })
            .collect();
        let expected =
            [("2026-Q1", "2026-Q1"), ("2026", "2026"), ("2026-Q2", "due"), ("2026-Q3", "not yet"), ("2026-Q4", "not yet")];
        assert_eq!(told, expected.map(|(period, state)| (period.to_owned(), state)));
        assert_eq!(years(&content, date(2027, 1, 1)), [2025, 2026, 2027]);
    }
}

//! How wide the columns of a printed table are.

use jalon_domain::report::{TableBlock, TableCell};
use serde::Serialize;

/// A column takes the width that it needs up to so many characters: one of numbers, and one of words beside longer ones.
const LONGEST_NUMBER: usize = 20;
const LONGEST_CODE: usize = 12;
/// More characters than these do not make a column wider.
const WIDEST: usize = 120;
/// Characters of a line across the page, and what the space beside a column's words takes of them. About: no more is needed
/// to keep words whole.
const LINE: f64 = 100.0;
const BESIDE: f64 = 3.0;

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Width {
    /// Takes what it needs; the others share what is left.
    pub(crate) fitted: bool,
    /// Its part of the width of a page.
    pub(crate) share: f64,
}

/// The root of its longest cell is the share of a column, which keeps rows of wrapped words lowest; no word is to be broken
/// where there is room for it.
pub(crate) fn widths(table: &TableBlock) -> Vec<Width> {
    let texts = table.columns.iter().enumerate().map(|(place, column)| {
        let cells = table.rows.iter().filter_map(|row| row.get(place)).map(TableCell::shown);
        cells.chain([column.title.as_str()]).collect()
    });
    let texts: Vec<Vec<&str>> = texts.collect();
    let length = |text: &str| text.chars().count();
    let longest: Vec<usize> = texts.iter().map(|texts| texts.iter().map(|text| length(text)).max().unwrap_or(0)).collect();
    let has_words = table.columns.iter().zip(&longest).any(|(column, &longest)| !column.numeric && longest > LONGEST_CODE);
    let wanted = table.columns.iter().zip(&texts).zip(&longest).map(|((column, texts), &longest)| {
        // The header of a column of numbers may wrap; the numbers may not.
        let fitted = match column.numeric {
            true => longest <= LONGEST_CODE || (longest <= LONGEST_NUMBER && length(&column.title) < longest),
            false => has_words && longest <= LONGEST_CODE,
        };
        let word = texts.iter().flat_map(|text| text.split_whitespace()).map(length).max().unwrap_or(0);
        let least = if fitted { longest } else { word } as f64 + BESIDE;
        Wanted { fitted, weight: if fitted { 0.0 } else { (longest.min(WIDEST) as f64).sqrt() }, least }
    });
    shared(&wanted.collect::<Vec<_>>())
}

/// What a column is to have beside the others, and what it needs at least, in characters.
struct Wanted {
    fitted: bool,
    weight: f64,
    least: f64,
}

/// Each its weight of a line, and none less than it needs as long as there is room.
fn shared(columns: &[Wanted]) -> Vec<Width> {
    let mut narrow: Vec<bool> = columns.iter().map(|column| column.fitted).collect();
    loop {
        let (mut left, mut weights) = (LINE, 0.0);
        for (column, narrow) in columns.iter().zip(&narrow) {
            if *narrow { left -= column.least } else { weights += column.weight }
        }
        let share = |column: &Wanted| column.weight / weights * left;
        let fall_short = columns.iter().zip(&narrow).map(|(column, narrow)| !narrow && share(column) < column.least);
        let fall_short: Vec<bool> = fall_short.collect();
        // Where words need more than there is, each has its part of what they need.
        if left <= 0.0 {
            return columns.iter().map(|column| Width { fitted: column.fitted, share: column.least }).collect();
        }
        if !fall_short.contains(&true) {
            let width = |(column, narrow): (&Wanted, &bool)| Width {
                fitted: column.fitted,
                share: if *narrow { column.least } else { share(column) },
            };
            return columns.iter().zip(&narrow).map(width).collect();
        }
        narrow.iter_mut().zip(fall_short).for_each(|(narrow, falls_short)| *narrow |= falls_short);
    }
}

#[cfg(test)]
mod tests {
    use jalon_domain::report::Column;

    use super::*;

    fn described(columns: &[(&str, &str)]) -> TableBlock {
        TableBlock {
            columns: columns.iter().map(|(title, _)| Column { title: (*title).to_owned(), numeric: false }).collect(),
            rows: vec![columns.iter().map(|(_, text)| TableCell::Text { text: (*text).to_owned() }).collect()],
            id: String::new(),
            caption: String::new(),
            note: String::new(),
            notes: vec![],
        }
    }

    fn table(columns: &[(&str, &str)]) -> Vec<Width> {
        widths(&described(columns))
    }

    #[test]
    fn a_short_header_beside_long_cells_keeps_its_word_whole() {
        let long = "palabras y ".repeat(30);
        let widths = table(&[("Objetivo", &long), ("Bien encaminado", "no"), ("Observación", &long)]);
        let all: f64 = widths.iter().map(|width| width.share).sum();
        assert!(widths[1].share / all * LINE >= "encaminado".len() as f64 + BESIDE, "{widths:?}");
        assert!(widths[0].share > widths[1].share && (widths[0].share - widths[2].share).abs() < 1e-9, "{widths:?}");
    }

    #[test]
    fn the_long_header_of_a_column_of_numbers_takes_no_room_from_words() {
        let mut table =
            described(&[("Objetivo", &"palabras y ".repeat(30)), ("Bien encaminado", "no"), ("Número de medidas", "1")]);
        table.columns[2].numeric = true;
        let widths = widths(&table);
        assert!(!widths[2].fitted && widths[2].share < widths[0].share, "{widths:?}");
        table.columns[2].title = "Medidas".to_owned();
        assert!(super::widths(&table)[2].fitted);
    }

    #[test]
    fn what_cannot_be_kept_whole_is_shared_all_the_same() {
        let endless = "a".repeat(90);
        let widths = table(&[("Uno", &endless), ("Dos", &endless)]);
        assert!(widths.iter().all(|width| width.share > 0.0 && width.share == widths[0].share), "{widths:?}");
    }
}

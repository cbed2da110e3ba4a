//! Marks that all drawings share: the tiles of the states, whiskers, and the key below the drawing.

use super::sheet::Sheet;
use super::words::Words;
use super::{Cell, Reliability, Value};
use crate::drawing::canvas::Type;
use crate::drawing::fill::{self, GREY, INK};
use crate::drawing::text;

pub(super) const TILE: f64 = 14.0;
const KEY: Type = Type::new(13.0);
const NOTE: Type = Type::new(13.0).colour(GREY);

/// Lines of a remark; in a wide drawing it needs half of them.
const MOST_LINES: usize = 8;

/// The tile of a state that is no number: hatched, broken outline or dots. Zero has no tile: it is a value.
pub(super) fn tile(sheet: &mut Sheet, x: f64, y: f64, width: f64, height: f64, value: Value) {
    match value.settled() {
        Value::Suppressed => sheet.rectangle(x, y, width, height, fill::SUPPRESSED),
        Value::NotApplicable => sheet.rectangle(x, y, width, height, fill::NOT_APPLICABLE),
        _ => sheet.vacancy(x, y, width, height),
    }
}

/// A whisker between two places, lying or standing.
pub(super) fn whisker(sheet: &mut Sheet, from: (f64, f64), to: (f64, f64)) {
    const CAP: f64 = 4.0;
    let (dx, dy) = if (from.1 - to.1).abs() < f64::EPSILON { (0.0, CAP) } else { (CAP, 0.0) };
    // Light below, ink above: it is seen on a dark bar as on paper.
    for (colour, width) in [(fill::PAPER, 3.6), (INK, 1.4)] {
        sheet.line(from, to, colour, width);
        for end in [from, to] {
            sheet.line((end.0 - dx, end.1 - dy), (end.0 + dx, end.1 + dy), colour, width);
        }
    }
}

/// The key: a tile and a word for each state that occurs, then remarks line by line. Returns where it ends.
pub(super) fn key(sheet: &mut Sheet, words: &Words<'_>, cells: &[&Cell], extra: &[String], top: f64) -> f64 {
    let (mut x, mut y, width) = (0.0, top, sheet.width());
    let occurs = |state: Value| cells.iter().any(|cell| cell.value.settled() == state);
    for state in [Value::Suppressed, Value::Missing, Value::NotApplicable].into_iter().filter(|state| occurs(*state)) {
        let word = words.state(state);
        let room = TILE + 8.0 + text::width(&word, KEY.size) + 22.0;
        if x > 0.0 && x + room > width {
            (x, y) = (0.0, y + 22.0);
        }
        tile(sheet, x, y, TILE + 4.0, TILE, state);
        sheet.text(x + TILE + 12.0, y + 11.5, KEY, &word);
        x += room;
    }
    if x > 0.0 {
        y += 24.0;
    }
    for remark in remarks(words, cells).iter().chain(extra) {
        for line in text::wrap(remark, NOTE.size, width, MOST_LINES) {
            sheet.text(0.0, y + 11.5, NOTE, &line);
            y += 18.0;
        }
    }
    y
}

/// What the marks of precision mean, for those that occur.
pub(super) fn remarks(words: &Words<'_>, cells: &[&Cell]) -> Vec<String> {
    let mut remarks = vec![];
    if cells.iter().any(|cell| cell.bounds().is_some()) {
        remarks.push(words.whiskers());
    }
    for reliability in [Reliability::UseWithCaution, Reliability::Unreliable] {
        if cells.iter().any(|cell| cell.reliability == reliability && cell.value.number().is_some()) {
            remarks.push(words.explained(reliability));
        }
    }
    remarks
}

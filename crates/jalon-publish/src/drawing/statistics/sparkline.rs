//! A tiny series for a row of a dashboard. Its numbers stand in the row, or one click away.

use std::fmt::Write;

use super::words::Words;
use super::{Cell, Measure, Value};
use crate::drawing::SvgOptions;
use crate::drawing::canvas::number;
use crate::drawing::text::escape;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;
const MARGIN: f64 = 4.0;
/// Upright strokes on the floor stand for what is no number.
const STROKE: f64 = 6.0;

/// The values as a small line, its last value as a point. It has no text and takes the colour of the text around it, so that
/// it can be read on any ground; its text alternative tells first and last value, and the gaps.
///
/// `periods` and `cells` go together one by one. Empty where there is no cell.
pub fn sparkline(measure: &Measure, periods: &[String], cells: &[Cell], options: &SvgOptions) -> String {
    if cells.is_empty() {
        return String::new();
    }
    let words = Words::new(options, measure);
    let name = [options.title.trim().to_owned(), alternative(&words, periods, cells)];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ");
    let mirrored = options.language.direction() == "rtl";
    let values = || cells.iter().filter_map(|cell| cell.value.number());
    let (low, high) = (values().fold(0.0, f64::min).max(-1e300), values().fold(0.0, f64::max).min(1e300));
    let at = |place: usize| {
        let share = if cells.len() > 1 { place as f64 / (cells.len() - 1) as f64 } else { 0.5 };
        let x = MARGIN + share * (WIDTH - 2.0 * MARGIN);
        if mirrored { WIDTH - x } else { x }
    };
    let y = |value: f64| {
        let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN)
    };
    let mut out = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img"><title>{}</title>"#,
        escape(&name)
    );
    let _ = write!(
        out,
        r#"<path d="{}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/>"#,
        path(cells, at, y)
    );
    for (place, cell) in cells.iter().enumerate() {
        let x = number(at(place));
        match cell.value.number() {
            None => out.push_str(&absent(&x, cell.value)),
            Some(value) if place + 1 == cells.len() || alone(cells, place) => {
                let _ = write!(out, r#"<circle cx="{x}" cy="{}" r="2.4" fill="currentColor"/>"#, number(y(value)));
            }
            Some(_) => {}
        }
    }
    out.push_str("</svg>");
    out
}

/// Moves where a value is absent, draws elsewhere.
fn path(cells: &[Cell], at: impl Fn(usize) -> f64, y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    for (place, cell) in cells.iter().enumerate() {
        let Some(value) = cell.value.number() else {
            pen_down = false;
            continue;
        };
        let _ = write!(path, "{}{} {}", if pen_down { "L" } else { "M" }, number(at(place)), number(y(value)));
        pen_down = true;
    }
    path
}

/// Withheld: a full stroke; missing: a broken one; not applicable: a lying one.
fn absent(x: &str, value: Value) -> String {
    let (floor, top) = (HEIGHT - MARGIN, HEIGHT - MARGIN - STROKE);
    let upright = |dash: &str| format!(r#"<path d="M{x} {floor}V{top}" stroke="currentColor" stroke-width="1.6"{dash}/>"#);
    match value.settled() {
        Value::Suppressed => upright(""),
        Value::NotApplicable => format!(r#"<path d="M{x} {floor}h-2h4" stroke="currentColor" stroke-width="1.6"/>"#),
        _ => upright(r#" stroke-dasharray="1.6 1.6""#),
    }
}

/// Without a neighbour on either side a value would not be seen in the line.
fn alone(cells: &[Cell], place: usize) -> bool {
    let absent = |place: Option<usize>| place.and_then(|place| cells.get(place)).is_none_or(|cell| cell.value.number().is_none());
    absent(place.checked_sub(1)) && absent(Some(place + 1))
}

/// "2019 : 12,0 ; 2024 : 15,5. Valeurs absentes : secret statistique 1."
fn alternative(words: &Words<'_>, periods: &[String], cells: &[Cell]) -> String {
    let said = |place: usize| {
        let period = periods.get(place).map(String::as_str).unwrap_or_default();
        words.point(period, &words.shown(&cells[place]))
    };
    let mut places = vec![0, cells.len() - 1];
    places.dedup();
    let ends: Vec<String> = places.into_iter().map(said).collect();
    let key = if words.unit().is_empty() { "figure-ends-plain" } else { "figure-ends" };
    let ends = words.wording.fill(key, &[("unit", words.unit()), ("list", &ends.join(" ; "))]);
    [ends, words.gaps(cells.iter())].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

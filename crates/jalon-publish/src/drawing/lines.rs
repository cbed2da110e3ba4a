//! Lines over time: each series has its own dash and its own marker.

use std::fmt::Write;

use jalon_domain::Language;
use jalon_domain::report::DrawingRow;

use super::SvgOptions;
use super::canvas::{Canvas, Type, number};
use super::fill::{ACCENT, GREY, INK, PAPER, RULE};
use super::text;

const TOP: f64 = 26.0;
const HEIGHT: f64 = 250.0;
/// Room for half a label behind the last place.
const BEHIND: f64 = 24.0;
const TICK: Type = Type::new(13.5).colour(GREY);

/// Colour, dash and marker of a series.
const STYLES: [(&str, &str, Marker); 4] = [
    (ACCENT, "", Marker::Circle),
    ("#8a5a1f", "7 4", Marker::Square),
    ("#4f7f93", "2 4", Marker::Triangle),
    (GREY, "10 3 2 3", Marker::Diamond),
];

#[derive(Clone, Copy)]
enum Marker {
    Circle,
    Square,
    Triangle,
    Diamond,
}

pub(super) fn draw(unit: &str, series: &[String], rows: &[DrawingRow], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, false);
    let unit = text::wrap(unit, TICK.size, options.width(), 2);
    canvas.lines(0.0, 14.0, TICK, 18.0, &unit);
    let top = legend(&mut canvas, series) + unit.len().saturating_sub(1) as f64 * 18.0;
    let axis = Axis::of(rows, top, options);
    axis.draw(&mut canvas, rows);
    let count = rows.iter().map(|row| row.values.len()).max().unwrap_or(0);
    for index in 0..count {
        draw_series(&mut canvas, &axis, rows, index);
    }
    if count == 1 {
        label_points(&mut canvas, &axis, rows);
    }
    canvas.finish(top + HEIGHT + 48.0)
}

fn draw_series(canvas: &mut Canvas, axis: &Axis, rows: &[DrawingRow], index: usize) {
    let (colour, dash, marker) = STYLES[index % STYLES.len()];
    let mut path = String::new();
    let mut pen_down = false;
    for (place, row) in rows.iter().enumerate() {
        // The line breaks where there is no number: nothing is interpolated.
        let Some(value) = value(row, index) else {
            pen_down = false;
            continue;
        };
        let (x, y) = (axis.x(place), axis.y(value));
        let _ = write!(path, "{}{} {}", if pen_down { "L" } else { "M" }, number(x), number(y));
        pen_down = true;
    }
    let dash = if dash.is_empty() { String::new() } else { format!(r#" stroke-dasharray="{dash}""#) };
    canvas.raw(&format!(r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.2"{dash}/>"#));
    for (place, row) in rows.iter().enumerate() {
        if let Some(value) = value(row, index) {
            draw_marker(canvas, marker, axis.x(place), axis.y(value), colour);
        }
    }
}

fn value(row: &DrawingRow, index: usize) -> Option<f64> {
    row.values.get(index).copied().flatten().filter(|value| value.is_finite())
}

fn label_points(canvas: &mut Canvas, axis: &Axis, rows: &[DrawingRow]) {
    if rows.len() > 12 {
        return;
    }
    for (place, row) in rows.iter().enumerate() {
        if let (Some(value), Some(shown)) = (value(row, 0), row.shown.first()) {
            canvas.text(axis.x(place), axis.y(value) - 11.0, Type::new(13.5).bold().anchor("middle"), shown);
        }
    }
}

fn draw_marker(canvas: &mut Canvas, marker: Marker, x: f64, y: f64, colour: &str) {
    let (left, right, up, down) = (number(x - 4.5), number(x + 4.5), number(y - 4.5), number(y + 4.5));
    let (x, y) = (number(x), number(y));
    let shape = match marker {
        Marker::Circle => format!(r#"<circle cx="{x}" cy="{y}" r="4.3""#),
        Marker::Square => format!(r#"<rect x="{left}" y="{up}" width="9" height="9""#),
        Marker::Triangle => format!(r#"<path d="M{x} {up}L{right} {down}L{left} {down}Z""#),
        Marker::Diamond => format!(r#"<path d="M{x} {up}L{right} {y}L{x} {down}L{left} {y}Z""#),
    };
    canvas.raw(&format!(r#"{shape} fill="{colour}" stroke="{PAPER}" stroke-width="1.2"/>"#));
}

/// The names of the series with their marks; returns where the drawing begins.
fn legend(canvas: &mut Canvas, series: &[String]) -> f64 {
    if series.len() < 2 {
        return TOP;
    }
    let (mut x, mut y) = (0.0, TOP + 12.0);
    for (index, name) in series.iter().enumerate() {
        let (colour, dash, marker) = STYLES[index % STYLES.len()];
        let width = 44.0 + text::width(name, 14.0);
        if x > 0.0 && x + width > canvas.width {
            (x, y) = (0.0, y + 22.0);
        }
        let (from, to, level) = (number(x), number(x + 34.0), number(y - 5.0));
        canvas.raw(&format!(
            r#"<path d="M{from} {level}L{to} {level}" stroke="{colour}" stroke-width="2.2" stroke-dasharray="{dash}"/>"#
        ));
        draw_marker(canvas, marker, x + 17.0, y - 5.0, colour);
        canvas.text(x + 40.0, y, Type::new(14.0), name);
        x += width + 20.0;
    }
    y + 22.0
}

/// Round steps that hold every value.
struct Axis {
    least: f64,
    most: f64,
    step: f64,
    left: f64,
    right: f64,
    top: f64,
    places: usize,
    language: Language,
}

impl Axis {
    fn of(rows: &[DrawingRow], top: f64, options: &SvgOptions) -> Self {
        let values = || rows.iter().flat_map(|row| row.values.iter().flatten()).copied().filter(|value| value.is_finite());
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let step = round_step((high - low) / 4.0);
        let mut axis = Self {
            least: (low / step).floor() * step,
            most: (high / step).ceil() * step,
            step,
            left: 0.0,
            right: options.width() - BEHIND,
            top,
            places: rows.len(),
            language: options.language,
        };
        if axis.most <= axis.least {
            axis.most = axis.least + step;
        }
        let widest = axis.ticks().map(|tick| text::width(&axis.shown(tick), TICK.size)).fold(0.0, f64::max);
        axis.left = widest + 14.0;
        axis
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + use<> {
        let (least, step) = (self.least, self.step);
        let count = ((self.most - self.least) / self.step).round().clamp(0.0, 20.0) as u32;
        (0..=count).map(move |index| least + f64::from(index) * step)
    }

    fn shown(&self, value: f64) -> String {
        let decimals = if self.step >= 1.0 { 0 } else { (-self.step.log10()).ceil().clamp(0.0, 6.0) as usize };
        in_language(value, decimals, self.language, self.most >= 10_000.0 || self.least <= -10_000.0)
    }

    fn x(&self, place: usize) -> f64 {
        let inner = 26.0;
        let width = self.right - self.left - 2.0 * inner;
        let share = if self.places > 1 { place as f64 / (self.places - 1) as f64 } else { 0.5 };
        self.left + inner + share * width
    }

    fn y(&self, value: f64) -> f64 {
        self.top + HEIGHT - (value - self.least) / (self.most - self.least) * HEIGHT
    }

    fn draw(&self, canvas: &mut Canvas, rows: &[DrawingRow]) {
        for tick in self.ticks() {
            let y = self.y(tick);
            let colour = if tick == 0.0 { INK } else { RULE };
            canvas.line((self.left, y), (self.right, y), colour, 1.0);
            canvas.text(self.left - 8.0, y + 4.5, TICK.anchor("end"), &self.shown(tick));
        }
        // Labels that would touch are left out evenly; the table has them all.
        let room = (self.right - self.left) / self.places.max(1) as f64;
        let widest = rows.iter().map(|row| text::width(&row.label, TICK.size) + 8.0).fold(0.0, f64::max).min(110.0);
        let every = (widest / room).ceil().max(1.0) as usize;
        for (place, row) in rows.iter().enumerate().step_by(every) {
            let lines = text::wrap(&row.label, TICK.size, 110.0, 2);
            canvas.lines(self.x(place), self.top + HEIGHT + 20.0, TICK.anchor("middle"), 16.0, &lines);
        }
    }
}

/// The next round number: 1, 2, 2.5 or 5 times a power of ten.
pub(super) fn round_step(rough: f64) -> f64 {
    if !rough.is_finite() || rough <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powi(rough.log10().floor() as i32);
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|factor| rough <= factor * power * 1.000_001).unwrap_or(10.0);
    factor * power
}

/// The number as the language writes it; an axis whose numbers all have four digits needs no groups.
fn in_language(value: f64, decimals: usize, language: Language, grouped: bool) -> String {
    let written = format!("{value:.decimals$}");
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let (group, point) = if language == Language::English { (',', '.') } else { ('\u{202f}', ',') };
    let digits = whole.trim_start_matches('-');
    let mut out = String::from(if whole.starts_with('-') { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && grouped {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axis_numbers_follow_the_language() {
        assert_eq!(in_language(12500.0, 0, Language::French, true), "12\u{202f}500");
        assert_eq!(in_language(12500.0, 0, Language::English, true), "12,500");
        assert_eq!(in_language(-2.5, 1, Language::Spanish, true), "−2,5");
        assert_eq!(in_language(2019.0, 0, Language::French, false), "2019");
    }

    #[test]
    fn steps_are_round() {
        for (rough, step) in [(0.0, 1.0), (3.2, 5.0), (17.0, 20.0), (f64::NAN, 1.0), (240.0, 250.0)] {
            assert_eq!(round_step(rough), step);
        }
    }
}

//! Bars: grouped (one bar per series) or stacked (one bar per row). The value stands at the bar, so no axis is needed.

use jalon_domain::report::DrawingRow;

use super::SvgOptions;
use super::canvas::{Canvas, Type};
use super::fill::{self, GREY, INK, RULE};
use super::text;

/// Room for the labels beside the bars; on a narrow drawing they stand above.
const LABELS: f64 = 200.0;
/// Keeps a label above a bar off the axis.
const CLEAR: f64 = 7.0;
/// Room for the value after the longest bar.
const VALUES: f64 = 84.0;
const ROW_LABEL: Type = Type::new(14.5);
const VALUE: Type = Type::new(14.0);
const UNIT: Type = Type::new(13.5).colour(GREY);

pub(super) fn grouped(unit: &str, series: &[String], rows: &[DrawingRow], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, false);
    let place = Place::of(options);
    let mut y = head(&mut canvas, place, unit, series, series.len() > 1);
    let scale = Scale::of(place, rows.iter().flat_map(|row| row.values.iter().copied()));
    let top = y;
    let thickness = if series.len() > 1 { 15.0 } else { 20.0 };
    for row in rows {
        let bars = row.values.len().max(1) as f64 * (thickness + 3.0);
        let (mut bar_top, end) = place.draw_label(&mut canvas, row, y, bars);
        for (index, value) in row.values.iter().enumerate() {
            draw_bar(&mut canvas, &scale, *value, shown(row, index), index, bar_top, thickness);
            bar_top += thickness + 3.0;
        }
        y = end + 10.0;
    }
    canvas.line((scale.x(0.0), top - 4.0), (scale.x(0.0), y - 4.0), INK, 1.0);
    canvas.finish(y + 4.0)
}

pub(super) fn stacked(unit: &str, series: &[String], rows: &[DrawingRow], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, false);
    let place = Place::of(options);
    let mut y = head(&mut canvas, place, unit, series, true);
    let total =
        |row: &DrawingRow| row.values.iter().flatten().filter(|value| value.is_finite()).map(|value| value.max(0.0)).sum::<f64>();
    let scale = Scale::of(place, rows.iter().map(|row| Some(total(row))));
    let top = y;
    for row in rows {
        let (bar_top, end) = place.draw_label(&mut canvas, row, y, 24.0);
        draw_stack(&mut canvas, &scale, row, bar_top);
        y = end + 10.0;
    }
    canvas.line((place.left, top - 4.0), (place.left, y - 4.0), INK, 1.0);
    canvas.finish(y + 4.0)
}

fn draw_stack(canvas: &mut Canvas, scale: &Scale, row: &DrawingRow, y: f64) {
    let mut sum = 0.0;
    for (index, value) in row.values.iter().enumerate() {
        let Some(value) = value.filter(|value| value.is_finite() && *value > 0.0) else { continue };
        let (from, to) = (scale.x(sum), scale.x(sum + value));
        let fill = fill::of_series(index);
        canvas.rectangle(from, y, to - from, 24.0, fill);
        let label = shown(row, index);
        // A value that does not fit is read in the table.
        let room = text::width(label, 13.0) + 8.0;
        if room <= to - from {
            let middle = (from + to) / 2.0;
            if fill.text.is_none() {
                canvas.plate(middle - room / 2.0, y + 4.0, room, 17.0);
            }
            canvas.text(middle, y + 17.0, Type::new(13.0).colour(fill.text.unwrap_or(INK)).anchor("middle"), label);
        }
        sum += value;
    }
}

fn draw_bar(canvas: &mut Canvas, scale: &Scale, value: Option<f64>, label: &str, series: usize, y: f64, thickness: f64) {
    let zero = scale.x(0.0);
    let baseline = y + thickness / 2.0 + 5.0;
    let Some(value) = value.filter(|value| value.is_finite()) else {
        return canvas.text(zero + 7.0, baseline, VALUE.colour(GREY), label);
    };
    let end = scale.x(value);
    canvas.rectangle(zero.min(end), y, (end - zero).abs(), thickness, fill::of_series(series));
    if value < 0.0 {
        canvas.text(end - 6.0, baseline, VALUE.anchor("end"), label);
    } else {
        canvas.text(end + 7.0, baseline, VALUE, label);
    }
}

/// Where bars stand, and the labels with them.
#[derive(Clone, Copy)]
struct Place {
    left: f64,
    right: f64,
    is_narrow: bool,
}

impl Place {
    fn of(options: &SvgOptions) -> Self {
        let left = if options.narrow { 1.0 } else { LABELS + 14.0 };
        Self { left, right: options.width(), is_narrow: options.narrow }
    }

    /// Writes the label of a row at `y`; returns where its bars of this height begin, and where the row ends.
    fn draw_label(self, canvas: &mut Canvas, row: &DrawingRow, y: f64, bars: f64) -> (f64, f64) {
        if self.is_narrow {
            let lines = text::wrap(&row.label, ROW_LABEL.size, self.right - self.left - CLEAR, 3);
            canvas.lines(self.left + CLEAR, y + 13.0, ROW_LABEL, 17.0, &lines);
            let top = y + lines.len() as f64 * 17.0 + 3.0;
            return (top, top + bars + 4.0);
        }
        let lines = text::wrap(&row.label, ROW_LABEL.size, LABELS, 3);
        let height = bars.max(lines.len() as f64 * 17.0);
        let first = y + height / 2.0 - (lines.len() as f64 - 1.0) * 8.5 + 5.0;
        canvas.lines(LABELS, first, ROW_LABEL.anchor("end"), 17.0, &lines);
        (y + (height - bars) / 2.0, y + height)
    }
}

fn shown(row: &DrawingRow, index: usize) -> &str {
    row.shown.get(index).map_or("", String::as_str)
}

/// Unit and, when there is more than one series, the legend; returns where the rows begin.
fn head(canvas: &mut Canvas, place: Place, unit: &str, series: &[String], legend: bool) -> f64 {
    let mut y = 16.0;
    if !unit.is_empty() {
        for line in text::wrap(unit, UNIT.size, place.right - place.left, 3) {
            canvas.text(place.left, y, UNIT, &line);
            y += 20.0;
        }
    }
    if legend && !series.is_empty() {
        let mut x = place.left;
        for (index, name) in series.iter().enumerate() {
            let width = 28.0 + text::width(name, 14.0);
            if x > place.left && x + width > place.right {
                (x, y) = (place.left, y + 22.0);
            }
            canvas.rectangle(x, y - 11.0, 18.0, 13.0, fill::of_series(index));
            canvas.text(x + 25.0, y, VALUE, name);
            x += width + 20.0;
        }
        y += 20.0;
    }
    canvas.line((place.left, y - 8.0), (place.right, y - 8.0), RULE, 1.0);
    y + 6.0
}

/// From value to horizontal place.
struct Scale {
    least: f64,
    most: f64,
    left: f64,
    right: f64,
}

impl Scale {
    fn of(place: Place, values: impl Iterator<Item = Option<f64>>) -> Self {
        let (mut least, mut most) = (0.0_f64, 0.0_f64);
        for value in values.flatten().filter(|value| value.is_finite()) {
            least = least.min(value);
            most = most.max(value);
        }
        // A label stands before a negative bar too.
        let left = if least < 0.0 { place.left + VALUES } else { place.left };
        Self { least, most, left, right: place.right - VALUES }
    }

    fn x(&self, value: f64) -> f64 {
        let range = self.most - self.least;
        let share = if range > 0.0 { (value - self.least) / range } else { 0.0 };
        self.left + share * (self.right - self.left)
    }
}

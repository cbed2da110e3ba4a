//! Bars: grouped (one bar per series) or stacked (one bar per row). The value stands at the bar, so no axis is needed.

use jalon_domain::report::DrawingRow;

use super::canvas::{Canvas, Type};
use super::fill::{self, GREY, INK, RULE};
use super::text;
use super::{SvgOptions, WIDTH};

const LABELS: f64 = 200.0;
const LEFT: f64 = LABELS + 14.0;
/// Room for the value after the longest bar.
const VALUES: f64 = 84.0;
const ROW_LABEL: Type = Type::new(14.5).anchor("end");
const VALUE: Type = Type::new(14.0);
const UNIT: Type = Type::new(13.5).colour(GREY);

pub(super) fn grouped(unit: &str, series: &[String], rows: &[DrawingRow], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, false);
    let mut y = head(&mut canvas, unit, series, series.len() > 1);
    let scale = Scale::of(rows.iter().flat_map(|row| row.values.iter().copied()));
    let top = y;
    let thickness = if series.len() > 1 { 15.0 } else { 20.0 };
    for row in rows {
        let lines = row_label(row);
        let bars = row.values.len().max(1) as f64 * (thickness + 3.0);
        let height = bars.max(lines.len() as f64 * 17.0);
        draw_row_label(&mut canvas, &lines, y + height / 2.0);
        let mut bar_top = y + (height - bars) / 2.0;
        for (index, value) in row.values.iter().enumerate() {
            draw_bar(&mut canvas, &scale, *value, shown(row, index), index, bar_top, thickness);
            bar_top += thickness + 3.0;
        }
        y += height + 10.0;
    }
    canvas.line((scale.x(0.0), top - 4.0), (scale.x(0.0), y - 4.0), INK, 1.0);
    canvas.finish(y + 4.0)
}

pub(super) fn stacked(unit: &str, series: &[String], rows: &[DrawingRow], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, false);
    let mut y = head(&mut canvas, unit, series, true);
    let total =
        |row: &DrawingRow| row.values.iter().flatten().filter(|value| value.is_finite()).map(|value| value.max(0.0)).sum::<f64>();
    let scale = Scale::of(rows.iter().map(|row| Some(total(row))));
    let top = y;
    for row in rows {
        let lines = row_label(row);
        let height = 24.0_f64.max(lines.len() as f64 * 17.0);
        draw_row_label(&mut canvas, &lines, y + height / 2.0);
        draw_stack(&mut canvas, &scale, row, y + (height - 24.0) / 2.0);
        y += height + 10.0;
    }
    canvas.line((LEFT, top - 4.0), (LEFT, y - 4.0), INK, 1.0);
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

fn row_label(row: &DrawingRow) -> Vec<String> {
    text::wrap(&row.label, ROW_LABEL.size, LABELS, 3)
}

fn draw_row_label(canvas: &mut Canvas, lines: &[String], middle: f64) {
    let first = middle - (lines.len() as f64 - 1.0) * 8.5 + 5.0;
    canvas.lines(LABELS, first, ROW_LABEL, 17.0, lines);
}

fn shown(row: &DrawingRow, index: usize) -> &str {
    row.shown.get(index).map_or("", String::as_str)
}

/// Unit and, when there is more than one series, the legend; returns where the rows begin.
fn head(canvas: &mut Canvas, unit: &str, series: &[String], legend: bool) -> f64 {
    let mut y = 16.0;
    if !unit.is_empty() {
        canvas.text(LEFT, y, UNIT, unit);
        y += 20.0;
    }
    if legend && !series.is_empty() {
        let mut x = LEFT;
        for (index, name) in series.iter().enumerate() {
            let width = 28.0 + text::width(name, 14.0);
            if x > LEFT && x + width > WIDTH {
                (x, y) = (LEFT, y + 22.0);
            }
            canvas.rectangle(x, y - 11.0, 18.0, 13.0, fill::of_series(index));
            canvas.text(x + 25.0, y, VALUE, name);
            x += width + 20.0;
        }
        y += 20.0;
    }
    canvas.line((LEFT, y - 8.0), (WIDTH, y - 8.0), RULE, 1.0);
    y + 6.0
}

/// From value to horizontal place.
struct Scale {
    least: f64,
    most: f64,
    left: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = Option<f64>>) -> Self {
        let (mut least, mut most) = (0.0_f64, 0.0_f64);
        for value in values.flatten().filter(|value| value.is_finite()) {
            least = least.min(value);
            most = most.max(value);
        }
        // A label stands before a negative bar too.
        Self { least, most, left: if least < 0.0 { LEFT + VALUES } else { LEFT } }
    }

    fn x(&self, value: f64) -> f64 {
        let range = self.most - self.least;
        let share = if range > 0.0 { (value - self.least) / range } else { 0.0 };
        self.left + share * (WIDTH - VALUES - self.left)
    }
}

//! Horizontal bars of one dimension, and panels of them by a second one on a common scale.

use super::sheet::Sheet;
use super::words::Words;
use super::{Cell, Measure, StatisticFigure, Value, marks};
use crate::drawing::canvas::Type;
use crate::drawing::fill::{self, GREY, INK};
use crate::drawing::{SvgOptions, text};

/// One dimension of a released table.
#[derive(Debug, Clone, PartialEq)]
pub struct BarChart {
    pub measure: Measure,
    /// What the rows are: "Groupe d’âges". Heads the column of the table.
    pub dimension: String,
    /// In the order of the classification.
    pub rows: Vec<BarRow>,
}

/// A category with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    pub label: String,
    pub cell: Cell,
    /// Where the label leads; empty, or an address that a link may have.
    pub href: String,
}

impl BarRow {
    /// A category without a link.
    pub fn new(label: impl Into<String>, cell: impl Into<Cell>) -> Self {
        Self { label: label.into(), cell: cell.into(), href: String::new() }
    }
}

/// The same dimension for each category of a second one.
#[derive(Debug, Clone, PartialEq)]
pub struct BarPanels {
    pub measure: Measure,
    /// What the rows are.
    pub dimension: String,
    /// What the panels are.
    pub panel_dimension: String,
    /// In the order of the classification.
    pub panels: Vec<Panel>,
}

/// One small multiple.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    pub title: String,
    pub rows: Vec<BarRow>,
}

const TITLE: Type = Type::new(14.5).bold();
/// Length of the stub that stands for a value which is not a number.
const STUB: f64 = 26.0;
const GAP: f64 = 24.0;
/// Keeps a label above a bar off the axis.
const CLEAR: f64 = 7.0;

/// Horizontal bars, in the order given.
pub fn bars(chart: &BarChart, options: &SvgOptions) -> StatisticFigure {
    StatisticFigure::both(options, |options| draw_bars(chart, options))
}

fn draw_bars(chart: &BarChart, options: &SvgOptions) -> StatisticFigure {
    let words = Words::new(options, &chart.measure);
    let cells: Vec<&Cell> = chart.rows.iter().map(|row| &row.cell).collect();
    let description = described(&words, options, &cells);
    let mut sheet = Sheet::new(options, &description, linked(options, chart.rows.iter()));
    let mut y = sheet.unit(words.unit()) + 6.0;
    let labels = if options.narrow { Labels::Above } else { Labels::Beside(200.0) };
    let frame = Frame { x: 0.0, width: sheet.width(), labels, size: 14.5, thickness: 20.0 };
    let scale = Scale::of(cells.iter().copied(), &words, frame);
    y = draw_rows(&mut sheet, &words, &chart.rows, &scale, y);
    let end = marks::key(&mut sheet, &words, &cells, &[], y + 14.0);
    let rows: Vec<_> = chart.rows.iter().map(|row| (vec![row.label.clone()], row.cell, String::new())).collect();
    let table = words.table(options, std::slice::from_ref(&chart.dimension), &rows);
    StatisticFigure::of(sheet.finish(end + 4.0), description, table)
}

/// Bars by a second dimension: panels two by two, or one below the other, all on one scale.
pub fn small_multiples(chart: &BarPanels, options: &SvgOptions) -> StatisticFigure {
    StatisticFigure::both(options, |options| draw_multiples(chart, options))
}

fn draw_multiples(chart: &BarPanels, options: &SvgOptions) -> StatisticFigure {
    let words = Words::new(options, &chart.measure);
    let all = || chart.panels.iter().flat_map(|panel| &panel.rows);
    let cells: Vec<&Cell> = all().map(|row| &row.cell).collect();
    let description = described(&words, options, &cells);
    let mut sheet = Sheet::new(options, &description, linked(options, all()));
    let mut y = sheet.unit(words.unit()) + 6.0;
    let (columns, width) = if options.narrow { (1, sheet.width()) } else { (2, (sheet.width() - GAP) / 2.0) };
    let frame = Frame { x: 0.0, width, labels: Labels::Beside(112.0), size: 13.0, thickness: 15.0 };
    let scale = Scale::of(cells.iter().copied(), &words, frame);
    for pair in chart.panels.chunks(columns) {
        let titles: Vec<Vec<String>> = pair.iter().map(|panel| text::wrap(&panel.title, TITLE.size * 1.03, width, 2)).collect();
        let heads = titles.iter().map(Vec::len).max().unwrap_or(0) as f64 * 18.0;
        let mut bottom = y;
        for (column, (panel, title)) in pair.iter().zip(&titles).enumerate() {
            let x = column as f64 * (width + GAP);
            sheet.lines(x, y + 12.0, TITLE, 18.0, title);
            let end = draw_rows(&mut sheet, &words, &panel.rows, &scale.moved(x), y + heads + 6.0);
            bottom = f64::max(bottom, end);
        }
        y = bottom + 20.0;
    }
    let common = words.t("figure-common-scale");
    let end = marks::key(&mut sheet, &words, &cells, &[common], y);
    let rows: Vec<_> = (chart.panels.iter())
        .flat_map(|panel| panel.rows.iter().map(|row| (vec![panel.title.clone(), row.label.clone()], row.cell, String::new())))
        .collect();
    let table = words.table(options, &[chart.panel_dimension.clone(), chart.dimension.clone()], &rows);
    StatisticFigure::of(sheet.finish(end + 4.0), description, table)
}

fn described(words: &Words<'_>, options: &SvgOptions, cells: &[&Cell]) -> String {
    let mut sentences = vec![words.gaps(cells.iter().copied())];
    sentences.extend(marks::remarks(words, cells));
    sentences.push(words.t("figure-order"));
    words.description(options, &sentences)
}

fn linked<'a>(options: &SvgOptions, mut rows: impl Iterator<Item = &'a BarRow>) -> bool {
    options.links && rows.any(|row| crate::text::safe_address(&row.href).is_some())
}

/// Draws the rows from `top` down; returns where they end.
fn draw_rows(sheet: &mut Sheet, words: &Words<'_>, rows: &[BarRow], scale: &Scale, top: f64) -> f64 {
    let frame = scale.frame;
    let label = Type::new(frame.size);
    let leading = frame.size + 2.5;
    let mut y = top;
    for row in rows {
        let opened = sheet.open(&words.point(&row.label, &words.spoken(&row.cell)), &row.href);
        let (middle, end) = match frame.labels {
            Labels::Beside(room) => {
                let lines = text::wrap(&row.label, frame.size, room, 3);
                let height = frame.thickness.max(lines.len() as f64 * leading);
                let middle = y + height / 2.0;
                let first = middle - (lines.len() as f64 - 1.0) * leading / 2.0 + frame.size * 0.35;
                sheet.lines(frame.x + room, first, label.anchor("end"), leading, &lines);
                (middle, y + height)
            }
            Labels::Above => {
                let lines = text::wrap(&row.label, frame.size, frame.width - CLEAR, 3);
                sheet.lines(frame.x + CLEAR, y + frame.size * 0.85, label, leading, &lines);
                let top = y + lines.len() as f64 * leading + 3.0;
                (top + frame.thickness / 2.0, top + frame.thickness + 3.0)
            }
        };
        draw_bar(sheet, words, &row.cell, scale, middle);
        sheet.close(opened);
        y = end + frame.thickness * 0.45;
    }
    let zero = scale.x(0.0);
    sheet.line((zero, top - 4.0), (zero, y), INK, 1.0);
    y
}

fn draw_bar(sheet: &mut Sheet, words: &Words<'_>, cell: &Cell, scale: &Scale, middle: f64) {
    let frame = scale.frame;
    let style = Type::new(frame.size);
    let (zero, top, baseline) = (scale.x(0.0), middle - frame.thickness / 2.0, middle + frame.size * 0.35);
    let Some(number) = cell.value.number() else {
        marks::tile(sheet, zero, top, STUB, frame.thickness, cell.value);
        let room = frame.x + frame.width - zero - STUB - 7.0;
        let word = text::wrap(&words.shown(cell), frame.size, room, 1).concat();
        return sheet.text(zero + STUB + 7.0, baseline, style.colour(GREY), &word);
    };
    let end = scale.x(number);
    match cell.value.settled() {
        // None at all is not a very short bar: a stroke on the axis, and the number.
        Value::Zero => sheet.line((zero, top - 1.0), (zero, top + frame.thickness + 1.0), INK, 3.5),
        _ => sheet.rectangle(zero.min(end), top, (end - zero).abs(), frame.thickness, fill::MEASURED),
    }
    let (mut low, mut high) = (end.min(zero), end.max(zero));
    if let Some((from, to)) = cell.bounds() {
        marks::whisker(sheet, (scale.x(from), middle), (scale.x(to), middle));
        (low, high) = (low.min(scale.x(from)), high.max(scale.x(to)));
    }
    match number < 0.0 {
        true => sheet.text(low - 7.0, baseline, style.anchor("end"), &words.shown(cell)),
        false => sheet.text(high + 8.0, baseline, style, &words.shown(cell)),
    }
}

/// Where the labels of bars stand: before them, in a column of this width, or above them.
#[derive(Clone, Copy)]
enum Labels {
    Beside(f64),
    Above,
}

/// Where rows stand.
#[derive(Clone, Copy)]
struct Frame {
    x: f64,
    width: f64,
    labels: Labels,
    size: f64,
    thickness: f64,
}

/// From value to horizontal place.
struct Scale {
    frame: Frame,
    least: f64,
    most: f64,
    /// Room for the values outside the bars, before and after.
    before: f64,
    after: f64,
}

impl Scale {
    fn of<'c>(cells: impl Iterator<Item = &'c Cell> + Clone, words: &Words<'_>, frame: Frame) -> Self {
        let extent = || cells.clone().flat_map(Cell::extent);
        let (least, most) = (extent().fold(0.0, f64::min), extent().fold(0.0, f64::max));
        let numbers = cells.clone().filter(|cell| cell.value.number().is_some());
        let after = numbers.map(|cell| text::width(&words.shown(cell), frame.size)).fold(34.0, f64::max).min(140.0) + 10.0;
        let before = if least < 0.0 { after } else { 0.0 };
        Self { frame, least, most, before, after }
    }

    fn moved(&self, x: f64) -> Self {
        Self { frame: Frame { x, ..self.frame }, ..*self }
    }

    fn x(&self, value: f64) -> f64 {
        let range = self.most - self.least;
        // Halves, because the span of two very large numbers is not finite.
        let share = if range.is_finite() && range > 0.0 {
            (value - self.least) / range
        } else if range > 0.0 {
            (value / 2.0 - self.least / 2.0) / (self.most / 2.0 - self.least / 2.0)
        } else {
            0.0
        };
        let labels = if let Labels::Beside(room) = self.frame.labels { room + 12.0 } else { 1.0 };
        let left = self.frame.x + labels + self.before;
        left + share * (self.frame.x + self.frame.width - self.after - left)
    }
}

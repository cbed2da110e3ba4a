//! One indicator over periods. The line breaks where a value is absent: nothing is drawn across a gap.
//! Several lines are small multiples on one scale, never colours on one chart.

use super::sheet::Sheet;
use super::words::{Words, mark};
use super::{Cell, Measure, Milestone, Reliability, StatisticFigure, Value, marks};
use crate::drawing::canvas::Type;
use crate::drawing::fill::{ACCENT, GREY, INK, PAPER, RULE};
use crate::drawing::lines::round_step;
use crate::drawing::{SvgOptions, text};

/// Values over periods.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesChart {
    pub measure: Measure,
    /// In the order of time: "2019", "2019–2020", "T1 2024".
    pub periods: Vec<String>,
    /// One is drawn over the whole width, several as panels two by two, or one below the other.
    pub lines: Vec<Line>,
}

/// The values of one indicator or category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Heads its panel; not drawn where there is one line only.
    pub title: String,
    /// One for each period; what is lacking at the end counts as missing.
    pub cells: Vec<Cell>,
    /// Indices of periods whose value cannot be compared with the one before, because definition or method changed.
    pub breaks: Vec<usize>,
    pub baseline: Option<Milestone>,
    pub target: Option<Milestone>,
}

const TICK: Type = Type::new(13.0).colour(GREY);
const TITLE: Type = Type::new(14.5).bold();
const GAP: f64 = 28.0;
/// Values nearer to one another than this are drawn at one place.
const SMALLEST: f64 = 1e-12;
const NUMBER: Type = Type::new(13.0).bold().anchor("middle");

/// A value per period, with intervals, baseline, target and every gap.
pub fn series(chart: &SeriesChart, options: &SvgOptions) -> StatisticFigure {
    StatisticFigure::both(options, |options| draw(chart, options))
}

fn draw(chart: &SeriesChart, options: &SvgOptions) -> StatisticFigure {
    let words = Words::new(options, &chart.measure);
    let lines: Vec<Line> = chart.lines.iter().map(|line| whole(line, chart.periods.len())).collect();
    let cells: Vec<&Cell> = lines.iter().flat_map(|line| &line.cells).collect();
    let mut extra: Vec<String> = vec![];
    if lines.iter().any(|line| !line.breaks.is_empty()) {
        extra.push(words.t("figure-break-note"));
    }
    if lines.len() > 1 {
        extra.push(words.t("figure-common-scale"));
    }
    let mut sentences = vec![words.gaps(cells.iter().copied())];
    sentences.extend(marks::remarks(&words, &cells));
    sentences.push(words.t("figure-no-line-across"));
    let description = words.description(options, &sentences);
    let mut sheet = Sheet::new(options, &description, false);
    let top = sheet.unit(words.unit());
    let slots = Slots::of(&chart.periods, &lines);
    let axis = Axis::of(&lines, &words);
    let columns = if options.narrow { 1 } else { 2 };
    let bottom = draw_panels(&mut sheet, &words, &lines, (columns, &slots, &axis), top);
    let keyed = milestones_key(&mut sheet, &words, &lines, bottom + 10.0);
    let end = marks::key(&mut sheet, &words, &cells, &extra, keyed);
    let table = table(chart, &lines, &words, options);
    StatisticFigure::of(sheet.finish(end + 4.0), description, table)
}

/// The line with exactly one cell for each period, and only milestones that are numbers.
fn whole(line: &Line, periods: usize) -> Line {
    let missing = std::iter::repeat(Cell::from(Value::Missing));
    let finite = |milestone: &Option<Milestone>| milestone.clone().filter(|milestone| milestone.value.is_finite());
    Line {
        cells: line.cells.iter().copied().chain(missing).take(periods).collect(),
        breaks: line.breaks.iter().copied().filter(|place| (1..periods).contains(place)).collect(),
        baseline: finite(&line.baseline),
        target: finite(&line.target),
        ..line.clone()
    }
}

fn draw_panels(
    sheet: &mut Sheet,
    words: &Words<'_>,
    lines: &[Line],
    (columns, slots, axis): (usize, &Slots, &Axis),
    top: f64,
) -> f64 {
    let all = sheet.width();
    if let [line] = lines {
        let plot = Plot { x: 0.0, width: all, top: top + 26.0, height: 240.0, axis, slots };
        return plot.draw(sheet, words, line);
    }
    let width = if columns == 1 { all } else { (all - GAP) / 2.0 };
    let mut y = top;
    for pair in lines.chunks(columns) {
        let mut bottom = y;
        for (column, line) in pair.iter().enumerate() {
            let x = column as f64 * (width + GAP);
            let title = text::wrap(&line.title, TITLE.size * 1.03, width, 2);
            sheet.lines(x, y + 14.0, TITLE, 18.0, &title);
            let plot = Plot { x, width, top: y + 56.0, height: 130.0, axis, slots };
            bottom = f64::max(bottom, plot.draw(sheet, words, line));
        }
        y = bottom + 14.0;
    }
    y
}

/// The places along the axis: the periods, and those of milestones outside them, an empty place apart.
struct Slots {
    labels: Vec<String>,
    /// How many stand before the first period.
    before: usize,
    periods: usize,
}

impl Slots {
    fn of(periods: &[String], lines: &[Line]) -> Self {
        let outside = |pick: fn(&Line) -> &Option<Milestone>| {
            let mut found: Vec<String> = vec![];
            for milestone in lines.iter().filter_map(|line| pick(line).as_ref()) {
                if !periods.contains(&milestone.period) && !found.contains(&milestone.period) {
                    found.push(milestone.period.clone());
                }
            }
            found
        };
        let mut before = outside(|line| &line.baseline);
        let mut after: Vec<String> = outside(|line| &line.target).into_iter().filter(|period| !before.contains(period)).collect();
        if !before.is_empty() {
            before.push(String::new());
        }
        if !after.is_empty() {
            after.insert(0, String::new());
        }
        let count = before.len();
        let labels = before.into_iter().chain(periods.iter().cloned()).chain(after).collect();
        Self { labels, before: count, periods: periods.len() }
    }

    fn of_period(&self, period: &str) -> usize {
        self.labels.iter().position(|label| label == period).unwrap_or(0)
    }

    fn is_period(&self, slot: usize) -> bool {
        (self.before..self.before + self.periods).contains(&slot)
    }

    /// Whether a place is named when there is room for one in `every`: always the last period and what lies outside.
    fn is_named(&self, slot: usize, every: usize) -> bool {
        if !self.is_period(slot) {
            return true;
        }
        let last = self.before + self.periods - 1;
        let outside = (0..self.labels.len()).filter(|other| !self.is_period(*other) && !self.labels[*other].is_empty());
        let near = outside.map(|other| other.abs_diff(slot)).min().unwrap_or(usize::MAX);
        (last - slot).is_multiple_of(every) && near >= every
    }
}

/// Round steps that hold every value, from zero.
struct Axis {
    least: f64,
    most: f64,
    step: f64,
    ticks: Vec<(f64, String)>,
}

impl Axis {
    fn of(lines: &[Line], words: &Words<'_>) -> Self {
        let milestones = |line: &Line| [&line.baseline, &line.target].map(|m| m.as_ref().map(|m| m.value));
        let values = || {
            lines.iter().flat_map(|line| line.cells.iter().flat_map(Cell::extent).chain(milestones(line).into_iter().flatten()))
        };
        // Beyond this a sum of two values would not be a number any more.
        let (low, high) = (values().fold(0.0, f64::min).max(-1e300), values().fold(0.0, f64::max).min(1e300));
        // Nor has a span so small a step that could be told from nothing.
        let step = if high - low < SMALLEST { 1.0 } else { round_step((high - low) / 4.0) };
        let least = (low / step).floor() * step;
        let most = f64::max((high / step).ceil() * step, least + step);
        let count = ((most - least) / step).round().clamp(0.0, 12.0) as u32;
        let ticks = (0..=count).map(|place| least + f64::from(place) * step).map(|tick| (tick, words.tick(tick, step)));
        Self { least, most, step, ticks: ticks.collect() }
    }

    /// From 0 at the bottom to 1 at the top.
    fn share(&self, value: f64) -> f64 {
        ((value - self.least) / (self.most - self.least)).clamp(0.0, 1.0)
    }

    fn width(&self) -> f64 {
        self.ticks.iter().map(|(_, shown)| text::width(shown, TICK.size)).fold(0.0, f64::max) + 12.0
    }
}

struct Plot<'a> {
    x: f64,
    width: f64,
    top: f64,
    height: f64,
    axis: &'a Axis,
    slots: &'a Slots,
}

impl Plot<'_> {
    fn left(&self) -> f64 {
        self.x + self.axis.width()
    }

    fn slot(&self) -> f64 {
        (self.x + self.width - self.left()) / self.slots.labels.len().max(1) as f64
    }

    fn at(&self, slot: usize) -> f64 {
        self.left() + (slot as f64 + 0.5) * self.slot()
    }

    fn y(&self, value: f64) -> f64 {
        self.top + self.height * (1.0 - self.axis.share(value))
    }

    fn draw(&self, sheet: &mut Sheet, words: &Words<'_>, line: &Line) -> f64 {
        let bottom = self.draw_axes(sheet);
        self.draw_breaks(sheet, words, line);
        self.draw_line(sheet, line);
        for (milestone, mark) in [(&line.baseline, Mark::Baseline), (&line.target, Mark::Target)] {
            if let Some(milestone) = milestone {
                self.draw_milestone(sheet, words, line, milestone, mark);
            }
        }
        let labels = self.labels(words, line);
        for (place, cell) in line.cells.iter().enumerate() {
            self.draw_cell(sheet, words, cell, place, labels);
        }
        bottom
    }

    /// What there is room to write at the values of a line.
    fn labels(&self, words: &Words<'_>, line: &Line) -> Labels {
        let (numbers, states): (Vec<&Cell>, Vec<&Cell>) = line.cells.iter().partition(|cell| cell.value.number().is_some());
        let widest = numbers.iter().map(|cell| text::width(&words.shown(cell), NUMBER.size) + 2.0).fold(0.0, f64::max);
        let cut = |cell: &&Cell| self.state_words(words, cell).iter().any(|line| line.ends_with('…'));
        Labels { every: (widest / self.slot()).ceil().max(1.0) as usize, states: !states.iter().any(cut) }
    }

    fn state_words(&self, words: &Words<'_>, cell: &Cell) -> Vec<String> {
        text::wrap(&words.state(cell.value), TICK.size, self.slot() + 8.0, 3)
    }

    /// Rules, their numbers and the periods; returns where the periods end.
    fn draw_axes(&self, sheet: &mut Sheet) -> f64 {
        for (tick, shown) in &self.axis.ticks {
            let y = self.y(*tick);
            let colour = if tick.abs() < self.axis.step / 1000.0 { INK } else { RULE };
            sheet.line((self.left(), y), (self.x + self.width, y), colour, 1.0);
            sheet.text(self.left() - 8.0, y + 4.5, TICK.anchor("end"), shown);
        }
        let widest = self.slots.labels.iter().map(|label| text::width(label, TICK.size) + 8.0).fold(0.0, f64::max).min(96.0);
        let every = (widest / self.slot()).ceil().max(1.0) as usize;
        let mut deepest: usize = 1;
        for (slot, label) in self.slots.labels.iter().enumerate().filter(|(slot, _)| self.slots.is_named(*slot, every)) {
            let lines = text::wrap(label, TICK.size, 96.0, 2);
            deepest = deepest.max(lines.len());
            sheet.lines(self.at(slot), self.top + self.height + 19.0, TICK.anchor("middle"), 15.0, &lines);
        }
        self.top + self.height + 12.0 + deepest as f64 * 15.0
    }

    /// A broken upright where values before and after cannot be compared.
    fn draw_breaks(&self, sheet: &mut Sheet, words: &Words<'_>, line: &Line) {
        for place in &line.breaks {
            let x = self.at(place + self.slots.before) - self.slot() / 2.0;
            sheet.dashed((x, self.top - 6.0), (x, self.top + self.height), GREY, 1.2);
            sheet.text(x, self.top - 12.0, TICK.anchor("middle"), &words.t("figure-break"));
        }
    }

    /// The line in pieces: a piece ends where a value is absent or a break begins.
    fn draw_line(&self, sheet: &mut Sheet, line: &Line) {
        let mut piece: Vec<(f64, f64)> = vec![];
        for (place, cell) in line.cells.iter().enumerate() {
            let value = cell.value.number();
            if value.is_none() || line.breaks.contains(&place) {
                end_piece(sheet, &mut piece);
            }
            if let Some(value) = value {
                piece.push((self.at(place + self.slots.before), self.y(value)));
            }
        }
        end_piece(sheet, &mut piece);
    }

    fn draw_cell(&self, sheet: &mut Sheet, words: &Words<'_>, cell: &Cell, place: usize, labels: Labels) {
        let slot = place + self.slots.before;
        let opened = sheet.open(&words.point(&self.slots.labels[slot], &words.spoken(cell)), "");
        match cell.value.number() {
            Some(value) => self.draw_value(sheet, words, cell, value, (slot, labels)),
            None => self.draw_state(sheet, words, cell, (slot, labels)),
        }
        sheet.close(opened);
    }

    fn draw_value(&self, sheet: &mut Sheet, words: &Words<'_>, cell: &Cell, value: f64, (slot, labels): (usize, Labels)) {
        let (x, y) = (self.at(slot), self.y(value));
        let mut above = y;
        if let Some((low, high)) = cell.bounds() {
            marks::whisker(sheet, (x, self.y(low)), (x, self.y(high)));
            above = self.y(high.max(value));
        }
        // What can be relied on is filled; the rest is open, and has its mark beside the number.
        let inside = if cell.reliability == Reliability::Good && cell.value.settled() != Value::Zero { ACCENT } else { PAPER };
        sheet.circle(x, y, 4.3, inside, ACCENT);
        // A zero and a mark of reliability are narrow enough to stand beside a neighbour's number.
        let said = match cell.value.settled() {
            _ if self.slots.is_named(slot, labels.every) => words.shown(cell),
            Value::Zero => words.number(0.0),
            _ => mark(cell.reliability).to_owned(),
        };
        if !said.is_empty() {
            sheet.text(x, above - 12.0, NUMBER, &said);
        }
    }

    /// A tile on the floor of the plot; its word above it where all have room, and always in the key.
    fn draw_state(&self, sheet: &mut Sheet, words: &Words<'_>, cell: &Cell, (slot, labels): (usize, Labels)) {
        let (x, width, height) = (self.at(slot), marks::TILE.min(self.slot() * 0.7), 22.0);
        let top = self.top + self.height - height;
        marks::tile(sheet, x - width / 2.0, top, width, height, cell.value);
        if labels.states {
            let lines = self.state_words(words, cell);
            let first = top - 6.0 - (lines.len() as f64 - 1.0) * 15.0;
            sheet.lines(x, first, TICK.anchor("middle"), 15.0, &lines);
        }
    }

    /// The mark with its number; a value measured in the same period has the place above, and says it if it is the same.
    fn draw_milestone(&self, sheet: &mut Sheet, words: &Words<'_>, line: &Line, milestone: &Milestone, mark: Mark) {
        let slot = self.slots.of_period(&milestone.period);
        let (x, y) = (self.at(slot), self.y(milestone.value));
        mark.draw(sheet, x, y);
        let shown = words.number(milestone.value);
        let cell = slot.checked_sub(self.slots.before).and_then(|place| line.cells.get(place));
        match cell.and_then(|cell| cell.value.number()) {
            Some(measured) if words.number(measured) == shown => {}
            Some(measured) if measured > milestone.value => sheet.text(x, y + 24.0, NUMBER, &shown),
            _ => sheet.text(x, y - 14.0, NUMBER, &shown),
        }
    }
}

/// How often a value has its number, and whether states have their words.
#[derive(Clone, Copy)]
struct Labels {
    every: usize,
    states: bool,
}

#[derive(Clone, Copy)]
enum Mark {
    Baseline,
    Target,
}

impl Mark {
    /// An open diamond, or a ring with a point.
    fn draw(self, sheet: &mut Sheet, x: f64, y: f64) {
        match self {
            Self::Baseline => sheet.diamond(x, y, 9.0, INK),
            Self::Target => {
                sheet.circle(x, y, 7.5, PAPER, INK);
                sheet.circle(x, y, 2.0, INK, INK);
            }
        }
    }
}

/// The key of the marks; with one line it tells their periods too. Returns where it ends.
fn milestones_key(sheet: &mut Sheet, words: &Words<'_>, lines: &[Line], top: f64) -> f64 {
    let (mut x, mut top, width) = (0.0, top, sheet.width());
    let baseline = lines.iter().find_map(|line| line.baseline.as_ref());
    let target = lines.iter().find_map(|line| line.target.as_ref());
    for (milestone, mark, key) in [(baseline, Mark::Baseline, "figure-baseline"), (target, Mark::Target, "figure-target")] {
        let Some(milestone) = milestone else { continue };
        let name = if lines.len() == 1 { format!("{} ({})", words.t(key), milestone.period) } else { words.t(key) };
        let name = text::wrap(&name, TICK.size, 300.0, 1).concat();
        if x > 0.0 && x + 26.0 + text::width(&name, 13.0) > width {
            (x, top) = (0.0, top + 25.0);
        }
        mark.draw(sheet, x + 9.0, top + 7.0);
        sheet.text(x + 26.0, top + 11.5, Type::new(13.0), &name);
        x += 26.0 + text::width(&name, 13.0) + 22.0;
    }
    if x > 0.0 { top + 25.0 } else { top }
}

fn end_piece(sheet: &mut Sheet, piece: &mut Vec<(f64, f64)>) {
    if piece.len() > 1 {
        sheet.polyline(piece, ACCENT);
    }
    piece.clear();
}

fn table(chart: &SeriesChart, lines: &[Line], words: &Words<'_>, options: &SvgOptions) -> jalon_domain::report::TableBlock {
    let several = lines.len() > 1;
    let named = |line: &Line, period: &str| match several {
        true => vec![line.title.clone(), period.to_owned()],
        false => vec![period.to_owned()],
    };
    let mut rows = vec![];
    for line in lines {
        let milestone = |milestone: &Option<Milestone>, key: &str| {
            milestone.as_ref().map(|m| (named(line, &m.period), Cell::from(Value::of(m.value)), words.t(key)))
        };
        rows.extend(milestone(&line.baseline, "figure-baseline"));
        for (place, (cell, period)) in line.cells.iter().zip(&chart.periods).enumerate() {
            let remark = if line.breaks.contains(&place) { words.t("figure-break") } else { String::new() };
            rows.push((named(line, period), *cell, remark));
        }
        rows.extend(milestone(&line.target, "figure-target"));
    }
    let names = if several { vec![words.t("figure-series"), words.t("figure-period")] } else { vec![words.t("figure-period")] };
    words.table(options, &names, &rows)
}

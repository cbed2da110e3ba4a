//! A map of areas by class of value. Lightness tells the class, the number stands in the area where it fits, and what is
//! withheld, missing, not applicable, zero or without any data is drawn as five different things.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jalon_domain::report::TableBlock;

use super::boundaries::Boundaries;
use super::classes::{Classes, Classing};
use super::projection::{self, Ring};
use super::sheet::Sheet;
use super::words::Words;
use super::{Cell, Measure, StatisticFigure, Value, marks};
use crate::drawing::canvas::{Type, number};
use crate::drawing::fill::{self, Fill};
use crate::drawing::{SvgOptions, text};

/// Values by area.
#[derive(Debug, Clone, PartialEq)]
pub struct Choropleth {
    pub measure: Measure,
    /// What the areas are: "Région". Heads the column of the table.
    pub dimension: String,
    /// In the order of the classification; the table keeps it.
    pub rows: Vec<AreaRow>,
    pub classing: Classing,
    /// Whose boundaries they are and under which licence: stands below the map wherever it goes. Empty where nothing is asked.
    pub source: String,
}

/// An area with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaRow {
    /// The code that the boundaries have too.
    pub code: String,
    pub label: String,
    pub cell: Cell,
    /// Where the area leads; empty, or an address that a link may have.
    pub href: String,
}

const MOST_HEIGHT: f64 = 560.0;
const TOP: f64 = 28.0;
const LABEL: Type = Type::new(13.0).anchor("middle");
const LEGEND: Type = Type::new(13.5);
/// An area smaller than this would not be seen: it gets a dot.
const SMALLEST: f64 = 3.0;
const MANY: usize = 400;

/// The map. Without boundaries there is nothing to draw: see [`Boundaries::read`].
pub fn choropleth(chart: &Choropleth, boundaries: &Boundaries, options: &SvgOptions) -> StatisticFigure {
    StatisticFigure::both(options, |options| draw(chart, boundaries, options))
}

fn draw(chart: &Choropleth, boundaries: &Boundaries, options: &SvgOptions) -> StatisticFigure {
    let words = Words::new(options, &chart.measure);
    let rows: BTreeMap<&str, &AreaRow> = chart.rows.iter().map(|row| (row.code.as_str(), row)).collect();
    let drawn: BTreeSet<&str> = boundaries.codes().collect();
    let classes = Classes::of(&classed(&words, chart, &drawn), chart.classing, |value| words.rounded(value));
    let rings: Vec<Vec<&[(f64, f64)]>> =
        boundaries.areas.iter().map(|area| area.rings.iter().map(Vec::as_slice).collect()).collect();
    let projected = projection::project(&rings, options.width(), MOST_HEIGHT);
    let weight = if boundaries.areas.len() > MANY { 0.3 } else { 0.7 };
    let map = Map { words: &words, classes: classes.as_ref(), weight };
    let description = map.description(chart, boundaries, projected.parallel, options);
    let linked = options.links && chart.rows.iter().any(|row| crate::text::safe_address(&row.href).is_some());
    let mut sheet = Sheet::new(options, &description, linked);
    sheet.unit(words.unit());
    let mut areas: Vec<Drawn<'_>> = (boundaries.areas.iter().zip(&projected.areas))
        .map(|(area, rings)| Drawn { code: &area.code, row: rows.get(area.code.as_str()).copied(), rings })
        .collect();
    // What lies within another area is drawn over it.
    areas.sort_by(|a, b| b.extent().total_cmp(&a.extent()));
    for area in &areas {
        map.draw_area(&mut sheet, area);
    }
    let top = TOP + projected.height + 26.0;
    let end = map.draw_legend(&mut sheet, chart, &areas, projected.parallel, top);
    StatisticFigure::of(sheet.finish(end + 4.0), description, table(chart, boundaries, &words, options))
}

/// The values on the map that classes are made of: numbers as they are shown, without the zeros, which have a sign of their own.
fn classed(words: &Words<'_>, chart: &Choropleth, drawn: &BTreeSet<&str>) -> Vec<f64> {
    let number = |row: &AreaRow| row.cell.value.number().filter(|_| row.cell.value.settled() != Value::Zero);
    let rows = chart.rows.iter().filter(|row| drawn.contains(row.code.as_str()));
    rows.filter_map(number).map(|value| words.rounded(value)).collect()
}

fn table(chart: &Choropleth, boundaries: &Boundaries, words: &Words<'_>, options: &SvgOptions) -> TableBlock {
    let drawn: BTreeSet<&str> = boundaries.codes().collect();
    let remark = |row: &AreaRow| if drawn.contains(row.code.as_str()) { String::new() } else { words.t("map-not-drawn") };
    let rows: Vec<_> = chart.rows.iter().map(|row| (vec![row.label.clone()], row.cell, remark(row))).collect();
    words.table(options, std::slice::from_ref(&chart.dimension), &rows)
}

/// An area as it is drawn.
struct Drawn<'a> {
    code: &'a str,
    row: Option<&'a AreaRow>,
    rings: &'a [Ring],
}

impl Drawn<'_> {
    fn bounds(&self) -> (f64, f64, f64, f64) {
        let start = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
        self.rings
            .iter()
            .flatten()
            .fold(start, |(left, top, right, bottom), (x, y)| (left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)))
    }

    fn extent(&self) -> f64 {
        let (left, top, right, bottom) = self.bounds();
        (right - left) * (bottom - top)
    }
}

struct Map<'a> {
    words: &'a Words<'a>,
    classes: Option<&'a Classes>,
    /// Of the outlines: among many small areas they would darken the map.
    weight: f64,
}

impl Map<'_> {
    fn class(&self, value: f64) -> usize {
        self.classes.map_or(0, |classes| classes.index(self.words.rounded(value)))
    }

    fn of_class(&self, index: usize) -> Fill {
        fill::of_class(index, self.classes.map_or(1, |classes| classes.uppers.len()))
    }

    fn fill(&self, row: Option<&AreaRow>) -> Fill {
        let Some(row) = row else { return fill::WITHOUT_DATA };
        match row.cell.value.settled() {
            Value::Number(value) => self.of_class(self.class(value)),
            Value::Zero => fill::ZERO,
            Value::Missing => fill::MISSING,
            Value::Suppressed => fill::SUPPRESSED,
            Value::NotApplicable => fill::NOT_APPLICABLE,
        }
    }

    fn draw_area(&self, sheet: &mut Sheet, area: &Drawn<'_>) {
        let (name, said) = match area.row {
            Some(row) => (row.label.as_str(), self.words.shown(&row.cell)),
            None => (area.code, self.words.t("map-without-data")),
        };
        let opened = sheet.open(&self.words.point(name, &said), area.row.map_or("", |row| &row.href));
        let fill = self.fill(area.row);
        let missing = area.row.is_some_and(|row| row.cell.value.settled() == Value::Missing);
        let (left, top, right, bottom) = area.bounds();
        let outline = path(area.rings);
        if outline.is_empty() || (right - left < SMALLEST && bottom - top < SMALLEST) {
            let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0 + TOP);
            let r = number(SMALLEST);
            let dot = format!("M{} {}a{r} {r} 0 1 0 6 0a{r} {r} 0 1 0 -6 0Z", number(x - SMALLEST), number(y));
            sheet.shape(&dot, fill, missing, self.weight);
        } else {
            sheet.shape(&outline, fill, missing, self.weight);
        }
        if let Some((row, colour)) = area.row.filter(|row| row.cell.value.number().is_some()).zip(fill.text) {
            let said = self.words.shown(&row.cell);
            if let Some((x, y)) = room(area, text::width(&said, LABEL.size), LABEL.size) {
                sheet.label(x, y + TOP + LABEL.size * 0.35, LABEL.colour(colour), &said);
            }
        }
        sheet.close(opened);
    }

    fn draw_legend(&self, sheet: &mut Sheet, chart: &Choropleth, areas: &[Drawn<'_>], parallel: f64, top: f64) -> f64 {
        let mut y = top;
        let mut entry = |sheet: &mut Sheet, fill: Fill, said: &str| {
            sheet.rectangle(0.0, y - 12.0, 24.0, 16.0, fill);
            let lines = text::wrap(said, LEGEND.size, sheet.width() - 34.0, 2);
            sheet.lines(34.0, y + 1.0, LEGEND, 17.0, &lines);
            y += 23.0 + lines.len().saturating_sub(1) as f64 * 17.0;
        };
        for (index, said) in self.class_names().iter().enumerate() {
            let here = areas.iter().filter_map(|area| area.row).filter(|row| match row.cell.value.settled() {
                Value::Number(value) => self.class(value) == index,
                _ => false,
            });
            let counted = self.words.wording.fill("map-class-areas", &[("class", said), ("count", &here.count().to_string())]);
            entry(sheet, self.of_class(index), &counted);
        }
        if areas.iter().any(|area| area.row.is_some_and(|row| row.cell.value.settled() == Value::Zero)) {
            entry(sheet, fill::ZERO, &self.words.wording.fill("map-zero", &[("value", &self.words.number(0.0))]));
        }
        if areas.iter().any(|area| area.row.is_none()) {
            entry(sheet, fill::WITHOUT_DATA, &self.words.t("map-without-data"));
        }
        let cells: Vec<&Cell> = areas.iter().filter_map(|area| area.row).map(|row| &row.cell).collect();
        // A map has no whiskers: the intervals stand in the table.
        let plain: Vec<Cell> = cells.iter().map(|cell| Cell { interval: None, ..**cell }).collect();
        let plain: Vec<&Cell> = plain.iter().collect();
        let mut remarks = vec![self.method(chart.classing), self.projection(parallel)];
        remarks.extend(self.source(chart));
        marks::key(sheet, self.words, &plain, &remarks, y - 10.0)
    }

    /// "de 1 à 4", "plus de 4, jusqu’à 7"…
    fn class_names(&self) -> Vec<String> {
        let Some(classes) = self.classes else { return vec![] };
        let name = |index: usize| {
            let low = if index == 0 { classes.least } else { classes.uppers[index - 1] };
            let (low, high) = (self.words.number(low), self.words.number(classes.uppers[index]));
            let key = match index {
                0 if low == high => return low,
                0 => "map-class-first",
                _ => "map-class-next",
            };
            self.words.wording.fill(key, &[("low", &low), ("high", &high)])
        };
        (0..classes.uppers.len()).map(name).collect()
    }

    fn method(&self, classing: Classing) -> String {
        self.words.t(match classing {
            Classing::EqualIntervals(_) => "map-equal-intervals",
            Classing::Quantiles(_) => "map-quantiles",
        })
    }

    fn source(&self, chart: &Choropleth) -> Option<String> {
        let source = chart.source.trim();
        (!source.is_empty()).then(|| self.words.wording.fill("map-source", &[("source", source)]))
    }

    fn projection(&self, parallel: f64) -> String {
        let latitude = self.words.wording.number((parallel * 10.0).round() / 10.0);
        self.words.wording.fill("map-projection", &[("latitude", &latitude)])
    }

    fn description(&self, chart: &Choropleth, boundaries: &Boundaries, parallel: f64, options: &SvgOptions) -> String {
        let classes = self.class_names();
        let classes = match classes.is_empty() {
            true => String::new(),
            false => self.words.wording.fill("map-classes", &[("list", &classes.join(" ; "))]),
        };
        let drawn: BTreeSet<&str> = boundaries.codes().collect();
        let absent = chart.rows.iter().filter(|row| !drawn.contains(row.code.as_str())).count();
        let absent = if absent > 0 { self.words.wording.count("map-absent", absent) } else { String::new() };
        let gaps = self.words.gaps(chart.rows.iter().map(|row| &row.cell));
        let source = self.source(chart).unwrap_or_default();
        self.words.description(options, &[classes, self.method(chart.classing), gaps, absent, self.projection(parallel), source])
    }
}

fn path(rings: &[Ring]) -> String {
    let mut path = String::new();
    for ring in rings.iter().filter(|ring| ring.len() > 1) {
        for (index, (x, y)) in ring.iter().enumerate() {
            let _ = write!(path, "{}{} {}", if index == 0 { "M" } else { "L" }, number(*x), number(*y + TOP));
        }
        path.push('Z');
    }
    path
}

/// The place nearest to the middle of an area where a text fits on its whole height.
fn room(area: &Drawn<'_>, width: f64, height: f64) -> Option<(f64, f64)> {
    const LINES: i32 = 12;
    let (_, top, _, bottom) = area.bounds();
    let mut levels: Vec<i32> = (1..LINES).collect();
    levels.sort_by_key(|level| (level - LINES / 2).abs());
    levels.into_iter().find_map(|level| {
        let y = top + (bottom - top) * f64::from(level) / f64::from(LINES);
        widest(area.rings, y, height).filter(|(low, high)| high - low >= width + 4.0).map(|(low, high)| ((low + high) / 2.0, y))
    })
}

/// The widest stretch of a level band that lies inside the area along its upper edge, middle and lower edge.
fn widest(rings: &[Ring], y: f64, height: f64) -> Option<(f64, f64)> {
    let [above, middle, below] = [-0.5, 0.0, 0.5].map(|share| spans(rings, y + share * height));
    let mut best: Option<(f64, f64)> = None;
    for (a, b) in &middle {
        for (c, d) in &above {
            for (e, f) in &below {
                let (low, high) = (a.max(*c).max(*e), b.min(*d).min(*f));
                if best.is_none_or(|(from, to)| high - low > to - from) {
                    best = Some((low, high));
                }
            }
        }
    }
    best
}

/// Where a level line runs inside the area: the widest stretches.
fn spans(rings: &[Ring], y: f64) -> Vec<(f64, f64)> {
    const WIDEST: usize = 4;
    let mut crossings: Vec<f64> = vec![];
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if (a.1 <= y) != (b.1 <= y) {
                crossings.push(a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0));
            }
        }
    }
    crossings.sort_by(f64::total_cmp);
    let mut spans: Vec<(f64, f64)> = crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    spans.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
    spans.truncate(WIDEST);
    spans
}

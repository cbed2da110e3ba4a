//! Indicators: their series from what was signed and approved.

use std::collections::{BTreeMap, BTreeSet};

use jalon_domain::register::RegisterEntry;
use jalon_domain::register::period::in_words;
use jalon_domain::statistics::calculation::{Calculation, Measure as Counted};
use jalon_domain::statistics::value::times;
use jalon_domain::statistics::{IndicatorNote, Mark, Precision, SignedTable, group};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Text};
use jalon_publish::drawing::SvgOptions;
use jalon_publish::drawing::statistics::{
    BarChart, BarRow, Cell, Interval, Line, Measure, Milestone, Reliability, SeriesChart, StatisticFigure, Value,
};
use jalon_stats::release::{Figure, Release};

use super::published::Reported;
use super::table::{Signed, mark};
use crate::Opened;

/// The register of values.
pub(super) const VALUES: &str = "indicator_value";
/// Groups of one dimension that a drawing of entered values shows.
const MOST_GROUPS: usize = 24;

/// The value of an indicator for one period, for everybody it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub period: String,
    /// `number`, `zero`, `missing`, `suppressed` or `not_applicable`.
    pub state: String,
    /// An exact decimal; empty where there is none.
    pub value: String,
    /// The signed table that it comes from; nothing for a value that was entered and approved.
    pub table: Option<i64>,
    /// The version of the published report that it is taken from, as it was then.
    pub release: Option<i64>,
    /// What the table says of its sampling error.
    pub precision: Option<Precision>,
    /// It cannot be compared with the value before: their tables count something else.
    pub is_break: bool,
}

impl Point {
    fn cell(&self) -> Cell {
        let precision = self.precision.as_ref();
        let interval = precision.and_then(|known| interval(&known.low, &known.high));
        let reliability = reliability(precision.map(|known| known.reliability.as_str()));
        Cell { value: value_of(&self.state, &self.value), interval, reliability }
    }
}

/// Where one starts from, and what one wants to reach.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub baseline: Mark,
    pub target: Mark,
}

impl Marks {
    pub fn of(entry: &RegisterEntry) -> Self {
        Self { baseline: mark(entry, "baseline"), target: mark(entry, "target") }
    }

    /// As a signed table or a published report says them.
    pub fn noted(note: &IndicatorNote) -> Self {
        Self { baseline: note.baseline.clone(), target: note.target.clone() }
    }
}

/// What is said of an indicator, for whoever reads its values later.
pub(super) fn note(entry: &RegisterEntry) -> IndicatorNote {
    let text = |field: &str| entry.text(field).cloned().unwrap_or_default();
    IndicatorNote {
        id: entry.id.clone(),
        name: text("name"),
        definition: text("definition"),
        unit: text("unit"),
        method: text("method"),
        baseline: mark(entry, "baseline"),
        target: mark(entry, "target"),
        calculation: None,
    }
}

/// A drawing of a table, and as a table.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub title: String,
    pub figure: StatisticFigure,
    /// What it leaves out, in words; empty where it has everything.
    pub left_out: String,
}

/// The indicators of signed tables as the newest table of each names it, in the order of their first table.
pub fn of(signed: &[Signed]) -> Vec<IndicatorNote> {
    let mut found: Vec<IndicatorNote> = vec![];
    for note in signed.iter().filter_map(|table| table.note.indicator.clone()) {
        match found.iter_mut().find(|known| known.id == note.id) {
            Some(known) => *known = note,
            None => found.push(note),
        }
    }
    found
}

/// Where values are that were entered by hand and approved.
#[derive(Debug, Clone, Copy)]
pub enum Entered<'a> {
    /// In the register, as it is today.
    Register(&'a Opened),
    /// In a report that was published, as they were then.
    Report(&'a Reported),
    Nowhere,
}

impl<'a> Entered<'a> {
    /// The values of an indicator that count, of everybody and of groups.
    fn of(self, indicator: &str) -> Vec<&'a RegisterEntry> {
        let of_this = |entry: &&RegisterEntry| entry.chosen("indicator").iter().any(|id| id == indicator);
        match self {
            Self::Register(opened) => {
                let register = opened.framework.register(VALUES);
                let counts = |entry: &&RegisterEntry| register.is_some_and(|register| register.counts(entry));
                opened.content.entries(VALUES).filter(of_this).filter(counts).collect()
            }
            Self::Report(reported) => reported.values().filter(of_this).collect(),
            Self::Nowhere => vec![],
        }
    }

    /// The language that their names are written in.
    fn written(self) -> Language {
        match self {
            Self::Register(opened) => opened.dossier().source_language,
            Self::Report(reported) => reported.content.dossier.source_language,
            Self::Nowhere => Language::default(),
        }
    }

    fn point(self, entry: &RegisterEntry) -> Point {
        let state = match (entry.shown("reading", Language::French), entry.number("value")) {
            ("measured", Some(value)) if value.is_zero() => "zero",
            ("measured", Some(_)) => "number",
            ("measured", None) => "missing",
            (state, _) => state,
        };
        Point {
            period: entry.line("period").to_owned(),
            state: state.to_owned(),
            // Whatever else a record holds, a value that is withheld is not told.
            value: if matches!(state, "zero" | "number") { entry.line("value").to_owned() } else { String::new() },
            table: entry.line("table").parse().ok(),
            release: if let Self::Report(reported) = self { Some(reported.summary.version) } else { None },
            precision: None,
            is_break: false,
        }
    }
}

/// The series of an indicator by period: of each period what was signed last, otherwise what was approved by hand.
pub fn points(entered: Entered<'_>, signed: &[Signed], indicator: &str) -> Vec<Point> {
    let everybody = entered.of(indicator).into_iter().filter(|entry| group::is_everybody(entry));
    let mut points: BTreeMap<String, Point> =
        everybody.map(|entry| entered.point(entry)).map(|point| (point.period.clone(), point)).collect();
    let of_this: Vec<&Signed> =
        signed.iter().filter(|table| table.note.indicator.as_ref().is_some_and(|note| note.id.as_str() == indicator)).collect();
    for table in &of_this {
        let Some(headline) = table.note.headline.first() else { continue };
        let (period, state, value) = (table.note.period.clone(), headline.state.clone(), headline.value.clone());
        let (table, precision) = (Some(table.note.number), headline.precision.clone());
        points.insert(period.clone(), Point { period, state, value, table, release: None, precision, is_break: false });
    }
    let mut points: Vec<Point> = points.into_values().collect();
    let table = |point: &Point| of_this.iter().find(|table| Some(table.note.number) == point.table).copied();
    for place in 1..points.len() {
        points[place].is_break = is_break(table(&points[place - 1]), table(&points[place]));
    }
    points
}

/// A group with its approved values in the order of time.
#[derive(Debug, Clone)]
pub struct Group {
    /// `dimension – group`, or the group alone.
    pub name: Text,
    /// By what the groups of its dimension are known; empty where it has none.
    dimension: String,
    pub points: Vec<Point>,
}

/// The groups whose values were entered and approved. Those of signed tables stand in the tables.
pub fn groups(entered: Entered<'_>, indicator: &str) -> Vec<Group> {
    let mut groups: Vec<(&str, Group)> = vec![];
    for entry in entered.of(indicator).into_iter().filter(|entry| !group::is_everybody(entry) && !entry.is_filled("table")) {
        let breakdown = entry.line("breakdown");
        let at = groups.iter().position(|(known, _)| *known == breakdown).unwrap_or_else(|| {
            let name = group::name(entry, entered.written());
            groups.push((breakdown, Group { name, dimension: group::dimension(entry), points: vec![] }));
            groups.len() - 1
        });
        groups[at].1.points.push(entered.point(entry));
    }
    for (_, group) in &mut groups {
        group.points.sort_by(|one, other| one.period.cmp(&other.period));
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The groups whose values were entered and approved over their periods, each dimension in a drawing of its own.
pub fn entered_groups(entered: Entered<'_>, language: Language, indicator: &str) -> Vec<Drawn> {
    let mut dimensions: Vec<Vec<Group>> = vec![];
    for group in groups(entered, indicator) {
        match dimensions.iter_mut().find(|known| known[0].dimension == group.dimension) {
            Some(known) => known.push(group),
            None => dimensions.push(vec![group]),
        }
    }
    let has_all =
        if matches!(entered, Entered::Report(_)) { "indicator-reported-left-out" } else { "indicator-entered-left-out" };
    dimensions.into_iter().enumerate().map(|(n, groups)| dimension_drawn(language, n + 1, groups, has_all)).collect()
}

/// The groups of one dimension. `has_all` is the message that says where those are that are not drawn.
fn dimension_drawn(language: Language, number: usize, mut groups: Vec<Group>, has_all: &str) -> Drawn {
    let wording = Wording::of(language);
    let (all, shown) = (groups.len(), groups.len().min(MOST_GROUPS));
    let numbers = [("shown", shown.to_string()), ("all", all.to_string())];
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(key, number)| (*key, number.as_str())).collect();
    let left_out = if all > shown { wording.fill(has_all, &numbers) } else { String::new() };
    groups.truncate(shown);
    let name = |group: &Group| group::split(group.name.get(language.content())).1.to_owned();
    let dimension = groups.first().map_or("", |first| group::split(first.name.get(language.content())).0);
    let title = match dimension {
        "" => wording.t("indicator-entered-groups"),
        dimension => wording.fill("indicator-entered-by", &[("dimension", dimension)]),
    };
    let periods: BTreeSet<&String> = groups.iter().flat_map(|group| &group.points).map(|point| &point.period).collect();
    let points: Vec<Point> = groups.iter().flat_map(|group| group.points.clone()).collect();
    let (measure, options) = (measure(&points), options(language, &format!("entered-{number}"), &title));
    let cell = |group: &Group, period: &String| {
        group.points.iter().find(|point| point.period == *period).map_or(Value::Missing.into(), Point::cell)
    };
    let figure = match (periods.first(), periods.len()) {
        // One period has no course.
        (Some(period), 1) => {
            let shown = in_words(period, language);
            let dimension = match dimension {
                "" => wording.fill("indicator-entered-in", &[("period", &shown)]),
                dimension => wording.fill("indicator-by", &[("dimensions", dimension), ("period", &shown)]),
            };
            let rows = groups.iter().map(|group| BarRow::new(name(group), cell(group, period))).collect();
            jalon_publish::drawing::statistics::bars(&BarChart { measure, dimension, rows }, &options)
        }
        _ => {
            let line = |group: &Group| Line {
                title: name(group),
                cells: periods.iter().map(|period| cell(group, period)).collect(),
                breaks: vec![],
                baseline: None,
                target: None,
            };
            let lines = groups.iter().map(line).collect();
            let periods = periods.iter().map(|period| in_words(period, language)).collect();
            jalon_publish::drawing::statistics::series(&SeriesChart { measure, periods, lines }, &options)
        }
    };
    Drawn { title, figure, left_out }
}

/// By what a table counts, in one line that others are compared with; nothing where nobody said.
pub(super) fn counted(table: &SignedTable) -> Option<String> {
    let calculation = table.indicator.as_ref()?.calculation.as_ref()?;
    Some([std::slice::from_ref(&calculation.digest), &calculation.deviations].concat().join(" "))
}

/// Whether two tables of an indicator count something else, as far as it is known how each counts.
pub(super) fn is_break(before: Option<&Signed>, after: Option<&Signed>) -> bool {
    let counted = |table: Option<&Signed>| table.and_then(|table| counted(&table.note));
    counted(before).zip(counted(after)).is_some_and(|(before, after)| before != after)
}

fn value_of(state: &str, value: &str) -> Value {
    match (state, value.parse::<f64>()) {
        ("number" | "zero", Ok(number)) => Value::of(number),
        ("suppressed", _) => Value::Suppressed,
        ("not_applicable", _) => Value::NotApplicable,
        _ => Value::Missing,
    }
}

fn interval(low: &str, high: &str) -> Option<Interval> {
    Some(Interval { low: low.parse().ok()?, high: high.parse().ok()? })
}

fn reliability(code: Option<&str>) -> Reliability {
    match code {
        Some("caution") => Reliability::UseWithCaution,
        Some("unreliable") => Reliability::Unreliable,
        _ => Reliability::Good,
    }
}

/// Decimals that the values of a drawing need: those that they have, four at most.
fn decimals<'a>(values: impl Iterator<Item = &'a str>) -> usize {
    values.map(|value| value.split_once('.').map_or(0, |(_, decimals)| decimals.len())).max().unwrap_or(0).min(4)
}

/// In what the first measure of a table is drawn: as the values of its indicator are said, where that is so many per hundred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scale {
    per: u32,
    unit: String,
}

impl Scale {
    pub(super) fn of(table: &Signed, language: Language) -> Self {
        let first = table.release.measures().first();
        let own = || Self { per: 1, unit: first.map(|measure| measure_unit(language, &measure.unit)).unwrap_or_default() };
        let Some(indicator) = &table.note.indicator else { return own() };
        let text = indicator.calculation.as_ref().map(|note| note.text.as_str()).unwrap_or_default();
        let calculation: Option<Calculation> = toml::from_str(text).ok();
        let is_share = first.is_some_and(|measure| matches!(measure.kind.as_str(), "ratio" | "share"));
        match calculation.filter(|known| is_share && known.measure == Counted::Share && known.per > 1) {
            // Where two groups are compared, the indicator's unit is that of their difference.
            Some(known) => {
                let unit = match known.per {
                    100 => "%",
                    1_000 => "‰",
                    _ if known.compare.is_some() => "",
                    _ => indicator.unit.get(language.content()),
                };
                Self { per: known.per, unit: unit.to_owned() }
            }
            None => own(),
        }
    }

    /// A decimal as it is drawn; as it is where it cannot be written otherwise.
    fn shown(&self, text: &str) -> String {
        times(text, self.per).filter(|_| self.per > 1).unwrap_or_else(|| text.to_owned())
    }

    pub(super) fn cell(&self, figure: &Figure) -> Cell {
        let interval = figure.interval.as_ref().and_then(|[low, high]| interval(&self.shown(low), &self.shown(high)));
        Cell {
            value: value_of(figure.status.code(), &self.shown(figure.value.as_deref().unwrap_or_default())),
            interval,
            reliability: reliability(figure.reliability.as_deref()),
        }
    }

    /// The table's first measure, as its drawings write it. A share per hundred has two digits less.
    pub(super) fn measure(&self, release: &Release) -> Measure {
        let values = release.cells().iter().filter_map(|cell| cell.figures.first()?.value.as_deref());
        Measure {
            unit: self.unit.clone(),
            decimals: decimals(values).saturating_sub(self.per.ilog10() as usize),
            confidence_percent: release.sampling().map(|sampling| sampling.rules.confidence),
        }
    }
}

pub(super) fn options(language: Language, prefix: &str, title: &str) -> SvgOptions {
    SvgOptions { prefix: prefix.to_owned(), title: title.to_owned(), language: language.content(), ..SvgOptions::default() }
}

fn measure(points: &[Point]) -> Measure {
    let mut levels: Vec<u8> = points.iter().filter_map(|point| Some(point.precision.as_ref()?.confidence)).collect();
    levels.dedup();
    Measure {
        unit: String::new(),
        decimals: decimals(points.iter().map(|point| point.value.as_str())),
        // Intervals of several levels are said to be intervals, and no more.
        confidence_percent: if let [level] = levels[..] { Some(level) } else { None },
    }
}

/// The series with baseline and target; nothing where there is no value.
pub fn series(language: Language, name: &str, points: &[Point], marks: &Marks) -> Option<StatisticFigure> {
    points.first()?;
    let milestone = |mark: &Mark| Some(Milestone { period: in_words(&mark.year, language), value: mark.value.parse().ok()? });
    let chart = SeriesChart {
        measure: measure(points),
        periods: points.iter().map(|point| in_words(&point.period, language)).collect(),
        lines: vec![Line {
            title: name.to_owned(),
            cells: points.iter().map(Point::cell).collect(),
            breaks: places(points.iter().map(|point| point.is_break)),
            baseline: milestone(&marks.baseline),
            target: milestone(&marks.target),
        }],
    };
    Some(jalon_publish::drawing::statistics::series(&chart, &options(language, "series", name)))
}

/// The series as lines (CSV, RFC 4180), the same in every language: exact decimals, states as in the interface.
pub fn series_csv(points: &[Point]) -> String {
    let mut text =
        "period,value,state,interval_low,interval_high,confidence,reliability,table,comparable_with_previous,release\r\n"
            .to_owned();
    for point in points {
        let known = point.precision.as_ref();
        let confidence =
            known.filter(|known| !known.low.is_empty()).map(|known| known.confidence.to_string()).unwrap_or_default();
        let cells = [
            point.period.clone(),
            point.value.clone(),
            point.state.clone(),
            known.map(|known| known.low.clone()).unwrap_or_default(),
            known.map(|known| known.high.clone()).unwrap_or_default(),
            confidence,
            known.map(|known| known.reliability.clone()).unwrap_or_default(),
            point.table.map(|number| number.to_string()).unwrap_or_default(),
            if point.is_break { "no" } else { "yes" }.to_owned(),
            point.release.map(|version| version.to_string()).unwrap_or_default(),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Where something holds.
pub(super) fn places(holds: impl Iterator<Item = bool>) -> Vec<usize> {
    holds.enumerate().filter(|(_, holds)| *holds).map(|(place, _)| place).collect()
}

/// The series in a row of a list; empty where there are fewer than two values.
pub fn sparkline(language: Language, name: &str, points: &[Point]) -> String {
    if points.len() < 2 {
        return String::new();
    }
    let periods: Vec<String> = points.iter().map(|point| in_words(&point.period, language)).collect();
    let cells: Vec<Cell> = points.iter().map(Point::cell).collect();
    jalon_publish::drawing::statistics::sparkline(&measure(points), &periods, &cells, &options(language, "sparkline", name))
}

fn measure_unit(language: Language, unit: &str) -> String {
    if unit.is_empty() {
        String::new()
    } else {
        Wording::of(language).find(&format!("unit-{unit}"), &[]).unwrap_or_else(|| unit.to_owned())
    }
}

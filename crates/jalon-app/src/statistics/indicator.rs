//! Indicators: their series from what was signed and approved.

use std::collections::{BTreeMap, BTreeSet};

use jalon_domain::Language;
use jalon_domain::register::RegisterEntry;
use jalon_domain::register::period::in_words;
use jalon_domain::statistics::calculation::{Calculation, Measure as Counted};
use jalon_domain::statistics::value::times;
use jalon_domain::statistics::{IndicatorNote, Mark, Precision};
use jalon_domain::wording::Wording;
use jalon_publish::drawing::SvgOptions;
use jalon_publish::drawing::statistics::{
    BarChart, BarRow, Cell, Interval, Line, Measure, Milestone, Reliability, SeriesChart, StatisticFigure, Value,
};
use jalon_stats::release::{Figure, Release};

use super::entered::SEPARATOR;
use super::table::{Signed, mark};
use crate::Opened;

/// The register of values.
const VALUES: &str = "indicator_value";
/// Groups that a drawing of entered values shows.
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

    /// As the newest signed table says them.
    pub fn signed(note: &IndicatorNote) -> Self {
        Self { baseline: note.baseline.clone(), target: note.target.clone() }
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

/// The series of an indicator by period: of each period what was signed last, otherwise what was approved by hand.
pub fn points(opened: Option<&Opened>, signed: &[Signed], indicator: &str) -> Vec<Point> {
    let mut points: BTreeMap<String, Point> = BTreeMap::new();
    let entered =
        opened.into_iter().flat_map(|opened| approved(opened, indicator)).filter(|entry| entry.line("breakdown").is_empty());
    points.extend(entered.map(entered_point).map(|point| (point.period.clone(), point)));
    let of_this: Vec<&Signed> =
        signed.iter().filter(|table| table.note.indicator.as_ref().is_some_and(|note| note.id.as_str() == indicator)).collect();
    for table in &of_this {
        let Some(headline) = table.note.headline.first() else { continue };
        let (period, state, value) = (table.note.period.clone(), headline.state.clone(), headline.value.clone());
        let precision = headline.precision.clone();
        points.insert(period.clone(), Point { period, state, value, table: Some(table.note.number), precision, is_break: false });
    }
    let mut points: Vec<Point> = points.into_values().collect();
    let table = |point: &Point| of_this.iter().find(|table| Some(table.note.number) == point.table).copied();
    for place in 1..points.len() {
        points[place].is_break = is_break(table(&points[place - 1]), table(&points[place]));
    }
    points
}

/// The values of the register that count for an indicator.
fn approved<'a>(opened: &'a Opened, indicator: &'a str) -> impl Iterator<Item = &'a RegisterEntry> {
    let register = opened.framework.register(VALUES);
    let of_this = move |entry: &&RegisterEntry| {
        entry.chosen("indicator").iter().any(|id| id == indicator) && register.is_some_and(|register| register.counts(entry))
    };
    opened.content.entries(VALUES).filter(of_this)
}

fn entered_point(entry: &RegisterEntry) -> Point {
    let state = match (entry.shown("reading", Language::French), entry.number("value")) {
        ("measured", Some(value)) if value.is_zero() => "zero",
        ("measured", Some(_)) => "number",
        ("measured", None) => "missing",
        (state, _) => state,
    };
    Point {
        period: entry.line("period").to_owned(),
        state: state.to_owned(),
        value: entry.line("value").to_owned(),
        table: entry.line("table").parse().ok(),
        precision: None,
        is_break: false,
    }
}

/// The groups whose values were entered and approved, over their periods, a drawing for each dimension. Those of signed
/// tables are drawn with the tables. In the workspace alone: what of it is public is in the reports that were published.
pub fn entered_groups(opened: &Opened, language: Language, indicator: &str) -> Vec<Drawn> {
    let entered =
        approved(opened, indicator).filter(|entry| !entry.line("breakdown").is_empty() && entry.line("table").is_empty());
    let mut dimensions: Vec<(&str, Vec<Group>)> = vec![];
    for entry in entered {
        let (code, point) = (entry.line("breakdown"), entered_point(entry));
        let dimension = code.split_once(SEPARATOR).map_or("", |(dimension, _)| dimension);
        let known = dimensions.iter().position(|(known, _)| *known == dimension).unwrap_or_else(|| {
            dimensions.push((dimension, vec![]));
            dimensions.len() - 1
        });
        let groups = &mut dimensions[known].1;
        let at = groups.iter().position(|group| group.code == code).unwrap_or_else(|| {
            let label =
                entry.text("breakdown_label").map(|label| label.get(language.content())).filter(|label| !label.is_empty());
            groups.push(Group { code, label: label.unwrap_or(code).to_owned(), points: BTreeMap::new() });
            groups.len() - 1
        });
        groups[at].points.insert(point.period.clone(), point);
    }
    dimensions.into_iter().enumerate().map(|(n, (_, groups))| entered_drawn(groups, n, language)).collect()
}

/// A group whose values were entered.
struct Group<'a> {
    code: &'a str,
    label: String,
    points: BTreeMap<String, Point>,
}

/// The groups of one dimension: bars of one period, which has no course, lines of several.
fn entered_drawn(mut groups: Vec<Group<'_>>, number: usize, language: Language) -> Drawn {
    let wording = Wording::of(language);
    let (all, shown) = (groups.len(), groups.len().min(MOST_GROUPS));
    let numbers = [("shown", shown.to_string()), ("all", all.to_string())];
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(key, number)| (*key, number.as_str())).collect();
    let left_out = if all > shown { wording.fill("indicator-entered-left-out", &numbers) } else { String::new() };
    groups.truncate(shown);
    let dimension = groups.first().and_then(|group| group.label.split_once(SEPARATOR)).map(|(dimension, _)| dimension.to_owned());
    // The dimension is said once, of all of them.
    if let Some(dimension) = &dimension {
        for group in &mut groups {
            let short = group.label.strip_prefix(dimension.as_str()).and_then(|rest| rest.strip_prefix(SEPARATOR));
            group.label = short.map_or_else(|| group.label.clone(), str::to_owned);
        }
    }
    let periods: BTreeSet<&String> = groups.iter().flat_map(|group| group.points.keys()).collect();
    let points: Vec<Point> = groups.iter().flat_map(|group| group.points.values().cloned()).collect();
    let heading = wording.t("indicator-entered-groups");
    let title = dimension.as_ref().map_or_else(|| heading.clone(), |dimension| wording.labelled(&heading, dimension));
    let (measure, options) = (measure(&points), options(language, &format!("entered-{number}"), &title));
    let cell = |points: &BTreeMap<String, Point>, period: &String| points.get(period).map_or(Value::Missing.into(), Point::cell);
    let figure = if periods.len() == 1 {
        let row = |group: &Group<'_>| {
            let value = group.points.values().next().map_or(Value::Missing.into(), Point::cell);
            BarRow::new(group.label.clone(), value)
        };
        let period = in_words(&points[0].period, language);
        let told = dimension.map_or_else(
            || wording.fill("indicator-entered-in", &[("period", &period)]),
            |dimension| format!("{dimension} ({period})"),
        );
        let rows = groups.iter().map(row).collect();
        jalon_publish::drawing::statistics::bars(&BarChart { measure, dimension: told, rows }, &options)
    } else {
        let line = |group: &Group<'_>| Line {
            title: group.label.clone(),
            cells: periods.iter().map(|period| cell(&group.points, period)).collect(),
            breaks: vec![],
            baseline: None,
            target: None,
        };
        let lines = groups.iter().map(line).collect();
        let periods = periods.iter().map(|period| in_words(period, language)).collect();
        jalon_publish::drawing::statistics::series(&SeriesChart { measure, periods, lines }, &options)
    };
    Drawn { title, figure, left_out }
}

/// Whether two tables of an indicator count something else, as far as it is known how each counts.
pub(super) fn is_break(before: Option<&Signed>, after: Option<&Signed>) -> bool {
    let counted = |table: &Signed| {
        let calculation = table.note.indicator.as_ref()?.calculation.as_ref()?;
        Some((calculation.digest.clone(), calculation.deviations.clone()))
    };
    match (before.and_then(counted), after.and_then(counted)) {
        (Some(before), Some(after)) => before != after,
        _ => false,
    }
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
        "period,value,state,interval_low,interval_high,confidence,reliability,table,comparable_with_previous\r\n".to_owned();
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

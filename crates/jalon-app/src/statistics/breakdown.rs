//! The groups of an indicator: its newest table along each dimension, and each group over the periods of all its tables.

use std::collections::BTreeMap;

use jalon_domain::Language;
use jalon_domain::register::period::in_words;
use jalon_domain::wording::Wording;
use jalon_publish::drawing::statistics::{
    BarChart, BarPanels, BarRow, Cell, Line, Measure, Panel, SeriesChart, StatisticFigure, Value, bars, series, small_multiples,
};
use jalon_stats::release::{Code, Dimension, Release};

use super::indicator::{Drawn, Scale, is_break, options, places};
use super::table::Signed;
use super::values::totals;

/// Codes that a drawing of bars shows.
const MOST_BARS: usize = 40;
/// Panels of bars.
const MOST_PANELS: usize = 8;
/// Panels of series, which are smaller.
const MOST_SERIES: usize = 24;

/// The first measure of an indicator's tables by each dimension of the newest, the others at their total: of the newest
/// period, and over all periods; then of the newest by its first two dimensions together. Each level of a hierarchy has
/// drawings of its own. Nothing is drawn of a table without totals.
pub fn breakdowns(language: Language, tables: &[&Signed], code_words: &dyn Fn(&Code) -> String) -> Vec<Drawn> {
    // Of each period what was signed last.
    let mut by_period: BTreeMap<&str, &Signed> = BTreeMap::new();
    for table in tables {
        let known = by_period.entry(&table.note.period).or_insert(table);
        if known.note.number < table.note.number {
            *known = table;
        }
    }
    let Some(newest) = by_period.values().last().copied() else { return vec![] };
    let Some(totals) = totals(&newest.release) else { return vec![] };
    let (release, scale) = (&newest.release, Scale::of(newest, language));
    let groups = Groups { language, newest, measure: scale.measure(release), scale, totals, code_words };
    let mut drawn = vec![];
    for (n, dimension) in release.dimensions().iter().enumerate() {
        for level in groups.levels(n, dimension) {
            drawn.extend(groups.bars(&level));
            drawn.extend(groups.over_time(&level, &by_period));
        }
    }
    if let [first, second, ..] = release.dimensions() {
        drawn.extend(groups.panels(&groups.levels(0, first), &groups.levels(1, second)));
    }
    drawn
}

/// The codes of a dimension that stand beside one another: no total, and none that contains another.
struct Level<'a> {
    /// The place of the dimension.
    at: usize,
    dimension: &'a Dimension,
    /// The name of the dimension, and of the level where there are several.
    title: String,
    number: u32,
    codes: Vec<(u32, &'a Code)>,
}

impl Level<'_> {
    /// Starts the names of parts of a drawing.
    fn prefix(&self, what: &str) -> String {
        format!("{what}-{}-{}", self.at + 1, self.number + 1)
    }

    /// The dimension in another table, and the place of a code of this level in it.
    fn place_in(&self, release: &Release, code: &Code) -> Option<(usize, u32)> {
        let is_dimension = |other: &Dimension| (&other.name, &other.variable) == (&self.dimension.name, &self.dimension.variable);
        let at = release.dimensions().iter().position(is_dimension)?;
        let there = &release.dimensions()[at];
        let name = |dimension: &Dimension, code: &Code| Some(dimension.levels.get(code.level? as usize)?.clone());
        let is_code = |other: &Code| !other.total && other.code == code.code && name(there, other) == name(self.dimension, code);
        Some((at, there.codes.iter().position(is_code)? as u32))
    }
}

struct Groups<'a> {
    language: Language,
    newest: &'a Signed,
    measure: Measure,
    scale: Scale,
    /// The places of everybody in the newest table.
    totals: Vec<u32>,
    code_words: &'a dyn Fn(&Code) -> String,
}

impl Groups<'_> {
    fn levels<'d>(&self, at: usize, dimension: &'d Dimension) -> Vec<Level<'d>> {
        let mut found: BTreeMap<u32, Vec<(u32, &Code)>> = BTreeMap::new();
        for (place, code) in dimension.codes.iter().enumerate().filter(|(_, code)| !code.total) {
            found.entry(code.level.unwrap_or_default()).or_default().push((place as u32, code));
        }
        let is_single = found.len() < 2;
        let wording = Wording::of(self.language);
        let title = |level: u32| {
            let name = dimension.levels.get(level as usize).filter(|_| !is_single)?;
            // Who named no levels has numbers.
            let translated = self.newest.release.translations().get(self.language.content(), name).unwrap_or(name);
            let is_number = name.parse::<u32>().is_ok();
            let shown = if is_number { wording.fill("indicator-level", &[("number", name)]) } else { translated.to_owned() };
            // A level that is called what its dimension is called is not said twice.
            let is_same = shown.to_lowercase() == dimension.title.to_lowercase();
            Some(if is_same { shown } else { format!("{} – {shown}", dimension.title) })
        };
        let level = |(number, codes)| {
            let title = title(number).unwrap_or_else(|| dimension.title.clone());
            Level { at, dimension, title, number, codes }
        };
        found.into_iter().map(level).collect()
    }

    fn bars(&self, level: &Level<'_>) -> Option<Drawn> {
        let mut rows = self.rows(level, &self.totals);
        if rows.is_empty() {
            return None;
        }
        let left_out = self.left_out(&mut rows, MOST_BARS);
        let title = self.by(&[level]);
        let chart = BarChart { measure: self.measure.clone(), dimension: level.title.clone(), rows };
        let figure = bars(&chart, &options(self.language, &level.prefix("groups"), &title));
        Some(Drawn { title, figure, left_out })
    }

    fn panels(&self, first: &[Level<'_>], second: &[Level<'_>]) -> Option<Drawn> {
        let (first, second) = (first.first()?, second.first()?);
        if first.codes.len() > MOST_BARS {
            return None;
        }
        let panel = |(place, code): &(u32, &Code)| {
            let mut at = self.totals.clone();
            at[second.at] = *place;
            Panel { title: (self.code_words)(code), rows: self.rows(first, &at) }
        };
        let mut panels: Vec<Panel> = second.codes.iter().map(panel).filter(|panel| !panel.rows.is_empty()).collect();
        if panels.len() < 2 {
            return None;
        }
        let left_out = self.left_out(&mut panels, MOST_PANELS);
        let title = self.by(&[first, second]);
        let chart = BarPanels {
            measure: self.measure.clone(),
            dimension: first.title.clone(),
            panel_dimension: second.title.clone(),
            panels,
        };
        let figure = small_multiples(&chart, &options(self.language, "panels", &title));
        Some(Drawn { title, figure, left_out })
    }

    /// The cells of a level, the other dimensions where they stand.
    fn rows(&self, level: &Level<'_>, at: &[u32]) -> Vec<BarRow> {
        let row = |(place, code): &(u32, &Code)| {
            let mut at = at.to_vec();
            at[level.at] = *place;
            let cell = self.scale.cell(self.newest.release.at(&at)?.figures.first()?);
            Some(BarRow::new((self.code_words)(code), cell))
        };
        level.codes.iter().filter_map(row).collect()
    }

    /// Each group of the newest table over the periods; a period whose table lacks the group has no value for it. Tables that
    /// are said in another unit are left out.
    fn over_time(&self, level: &Level<'_>, by_period: &BTreeMap<&str, &Signed>) -> Option<Drawn> {
        let said = by_period.iter().filter_map(|(period, table)| {
            let totals = totals(&table.release)?;
            let has_dimension = level.codes.iter().any(|(_, code)| level.place_in(&table.release, code).is_some());
            let scale = Scale::of(table, self.language);
            (has_dimension && scale == self.scale).then_some((*period, *table, totals, scale))
        });
        let said: Vec<(&str, &Signed, Vec<u32>, Scale)> = said.collect();
        if said.len() < 2 {
            return None;
        }
        let cell = |code: &Code, table: &Signed, totals: &[u32], scale: &Scale| {
            let (dimension, place) = level.place_in(&table.release, code)?;
            let mut at = totals.to_vec();
            at[dimension] = place;
            Some(scale.cell(table.release.at(&at)?.figures.first()?))
        };
        let breaks = places((0..said.len()).map(|n| n > 0 && is_break(Some(said[n - 1].1), Some(said[n].1))));
        let line = |(_, code): &(u32, &Code)| {
            let cells = said.iter().map(|(_, table, totals, scale)| cell(code, table, totals, scale));
            let cells: Vec<Option<Cell>> = cells.collect();
            cells.iter().any(Option::is_some).then(|| Line {
                title: (self.code_words)(code),
                cells: cells.into_iter().map(|cell| cell.unwrap_or(Value::Missing.into())).collect(),
                breaks: breaks.clone(),
                baseline: None,
                target: None,
            })
        };
        let mut lines: Vec<Line> = level.codes.iter().filter_map(line).collect();
        let left_out = self.left_out(&mut lines, MOST_SERIES);
        let measures: Vec<Measure> = said.iter().map(|(_, table, _, scale)| scale.measure(&table.release)).collect();
        let same_level = measures.windows(2).all(|pair| pair[0].confidence_percent == pair[1].confidence_percent);
        let measure = Measure {
            decimals: measures.iter().map(|measure| measure.decimals).max().unwrap_or_default(),
            confidence_percent: self.measure.confidence_percent.filter(|_| same_level),
            ..self.measure.clone()
        };
        let periods = said.iter().map(|(period, ..)| in_words(period, self.language)).collect();
        let title = Wording::of(self.language).fill("indicator-by-over-time", &[("dimensions", &level.title)]);
        let options = options(self.language, &level.prefix("over-time"), &title);
        let figure: StatisticFigure = series(&SeriesChart { measure, periods, lines }, &options);
        Some(Drawn { title, figure, left_out })
    }

    /// The title of what the newest table shows.
    fn by(&self, levels: &[&Level<'_>]) -> String {
        let names: Vec<&str> = levels.iter().map(|level| level.title.as_str()).collect();
        let period = in_words(&self.newest.note.period, self.language);
        Wording::of(self.language).fill("indicator-by", &[("dimensions", &names.join(" × ")), ("period", &period)])
    }

    /// Keeps as many as a drawing has room for, and says so.
    fn left_out<T>(&self, shown: &mut Vec<T>, most: usize) -> String {
        let all = shown.len();
        if all <= most {
            return String::new();
        }
        shown.truncate(most);
        let numbers = [("shown", most.to_string()), ("all", all.to_string()), ("number", self.newest.note.number.to_string())];
        let numbers: Vec<(&str, &str)> = numbers.iter().map(|(key, number)| (*key, number.as_str())).collect();
        Wording::of(self.language).fill("indicator-left-out", &numbers)
    }
}

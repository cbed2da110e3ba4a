//! The approved values of indicators: those with several are drawn, each with its table, the others stand in one table.
//! What is missing, suppressed or not applicable says so; a zero is a number.

use crate::format;
use crate::register::period::in_words;
use crate::register::{RegisterDefinition, RegisterEntry};
use crate::report::compile::{Compiler, cell, column};
use crate::report::*;

/// Panels that a page holds. Of more groups the first are drawn, and it is said; the table has all.
const MOST_PANELS: usize = 8;
/// Bars that a page holds.
const MOST_BARS: usize = 40;
/// Between the name of a dimension and that of a group, as the values of signed tables have it.
const SEPARATOR: &str = " – ";
/// Decimals that a drawing writes.
const MOST_DECIMALS: usize = 4;

/// The approved values of one indicator, by group and period.
struct Series<'a> {
    values: &'a RegisterDefinition,
    indicator: &'a RegisterEntry,
    name: String,
    unit: String,
    entries: Vec<&'a RegisterEntry>,
}

/// The values of one dimension, and those for everybody beside them.
struct Part<'a> {
    /// In the language of the report; empty where groups name none, and for everybody alone.
    dimension: String,
    series: Series<'a>,
}

impl<'a> Series<'a> {
    /// A part for each dimension, in their order; one for everybody where there are no groups.
    fn by_dimension(&self, language: Language) -> Vec<Part<'a>> {
        let mut codes: Vec<&str> = vec![];
        for entry in self.entries.iter().filter(|entry| !is_everybody(entry)) {
            let code = dimension(entry.line("breakdown"));
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let part = |entries: Vec<&'a RegisterEntry>| {
            let title = entries.iter().find(|entry| !is_everybody(entry)).map(|entry| dimension(label(entry, language)));
            let Self { values, indicator, name, unit, .. } = self;
            let series = Series { values, indicator, name: name.clone(), unit: unit.clone(), entries };
            Part { dimension: title.unwrap_or_default().to_owned(), series }
        };
        if codes.is_empty() {
            return vec![part(self.entries.clone())];
        }
        let of = |code: &str| {
            let belongs = |entry: &&&RegisterEntry| is_everybody(entry) || dimension(entry.line("breakdown")) == code;
            self.entries.iter().filter(belongs).copied().collect()
        };
        codes.into_iter().map(|code| part(of(code))).collect()
    }
}

/// `Women` of `Sex – Women`, where the dimension is said once of all groups.
fn shortened(group: String, dimension: &str) -> String {
    let rest = group.strip_prefix(dimension).and_then(|rest| rest.strip_prefix(SEPARATOR)).map(str::to_owned);
    rest.filter(|_| !dimension.is_empty()).unwrap_or(group)
}

/// `Sex` of `Sex – Women`; nothing of a group without a dimension.
fn dimension(group: &str) -> &str {
    group.split_once(SEPARATOR).map_or("", |(dimension, _)| dimension)
}

impl Compiler<'_> {
    pub(super) fn approved_values(&self) -> Vec<Block> {
        let registers = |code: &str| self.input.framework.register(code);
        let (Some(values), Some(indicators)) = (registers("indicator_value"), registers("indicator")) else { return vec![] };
        let mut entries: Vec<&RegisterEntry> =
            self.input.content.entries("indicator_value").filter(|entry| values.counts(entry)).collect();
        if entries.is_empty() {
            return self.empty();
        }
        entries.sort_by_key(|entry| (entry.chosen("indicator").to_vec(), entry.line("breakdown"), entry.line("period")));
        let nothing = RegisterEntry::default();
        let (mut blocks, mut rows) = (vec![], vec![]);
        for entries in entries.chunk_by(|one, other| one.chosen("indicator") == other.chosen("indicator")) {
            let id = entries[0].chosen("indicator").first().map_or("", String::as_str);
            let indicator = self.input.content.entry("indicator", id).unwrap_or(&nothing);
            let (name, unit) = (self.names().entry(indicator), self.words(indicators, "unit", indicator));
            let series = Series { values, indicator, name, unit, entries: entries.to_vec() };
            let parts = series.by_dimension(self.input.language);
            let mut figures = 0;
            for part in &parts {
                match self.values_drawn(part) {
                    Some((drawing, left_out)) => {
                        figures += 1;
                        blocks.push(Block::Figure(self.values_figure(part, parts.len() > 1, figures, drawing, &left_out)));
                    }
                    // Everybody stands beside another dimension.
                    None => rows.extend(
                        part.series
                            .entries
                            .iter()
                            .filter(|entry| parts.len() == 1 || !is_everybody(entry))
                            .map(|entry| self.named_row(&part.series, entry)),
                    ),
                }
            }
        }
        if !rows.is_empty() {
            let lead = ["indicator", "unit"].map(|key| column(self.wording.t(&format!("values-{key}"))));
            let (columns, rows) = with_remarks(lead.into_iter().chain(self.value_columns()).collect(), rows);
            blocks.push(Block::Table(TableBlock {
                id: "approved-values".to_owned(),
                caption: values.title.get(self.input.language).to_owned(),
                columns,
                rows,
                note: self.wording.t("values-note"),
                notes: vec![],
            }));
        }
        blocks
    }

    /// The values over periods, or of the groups of one period, and what is left out of the drawing; nothing where there is
    /// only one to draw.
    fn values_drawn(&self, part: &Part<'_>) -> Option<(Drawing, String)> {
        let Part { dimension, series } = part;
        let mut periods: Vec<&RegisterEntry> = series.entries.clone();
        periods.sort_by_key(|entry| entry.line("period"));
        periods.dedup_by_key(|entry| entry.line("period"));
        let mut groups: Vec<&[&RegisterEntry]> =
            series.entries.chunk_by(|one, other| one.line("breakdown") == other.line("breakdown")).collect();
        let (all, most) = (groups.len(), if periods.len() == 1 { MOST_BARS } else { MOST_PANELS });
        groups.truncate(most);
        let numbers = [("shown", groups.len().to_string()), ("all", all.to_string())];
        let numbers: Vec<(&str, &str)> = numbers.iter().map(|(key, number)| (*key, number.as_str())).collect();
        let left_out = if all > most { self.wording.fill("values-left-out", &numbers) } else { String::new() };
        if groups.len() * periods.len() < 2 {
            return None;
        }
        let milestone = |field: &str, year: &str| {
            let value = series.indicator.number(field)?.to_string().parse().ok()?;
            let period = in_words(series.indicator.line(year), self.input.language);
            Some(Milestone { period, value }).filter(|known| !known.period.is_empty())
        };
        let line = |group: &&[&RegisterEntry]| {
            let of = |period: &&RegisterEntry| group.iter().find(|entry| entry.line("period") == period.line("period"));
            let agreed = |field, year| milestone(field, year).filter(|_| is_everybody(group[0]));
            ValueLine {
                title: shortened(self.group(group[0]), dimension),
                readings: periods.iter().map(|period| of(period).map_or(Reading::Missing, |entry| reading(entry))).collect(),
                baseline: agreed("baseline", "baseline_year"),
                target: agreed("target", "target_year"),
            }
        };
        let numbers = series.entries.iter().filter_map(|entry| Some(entry.number("value")?.to_string()));
        let decimals = numbers.map(|number| number.split_once('.').map_or(0, |(_, decimals)| decimals.len())).max();
        let drawing = Drawing::Values {
            unit: series.unit.clone(),
            decimals: decimals.unwrap_or(0).min(MOST_DECIMALS),
            periods: periods.iter().map(|entry| self.words(series.values, "period", entry)).collect(),
            dimension: if dimension.is_empty() { self.wording.t("values-group") } else { dimension.clone() },
            lines: groups.iter().map(line).collect(),
        };
        Some((drawing, left_out))
    }

    /// `number` counts the figures of an indicator, `is_one_of_several` says that they are told apart by their dimension.
    fn values_figure(
        &self,
        part: &Part<'_>,
        is_one_of_several: bool,
        number: usize,
        drawing: Drawing,
        left_out: &str,
    ) -> FigureBlock {
        let Part { dimension, series } = part;
        let Series { indicator, unit, entries, .. } = series;
        let name = match is_one_of_several && !dimension.is_empty() {
            true => format!("{}{SEPARATOR}{dimension}", series.name),
            false => series.name.clone(),
        };
        let id = if number == 1 { format!("values-{}", indicator.id) } else { format!("values-{}-{number}", indicator.id) };
        let is_split = !entries.iter().all(|entry| is_everybody(entry));
        let row = |entry: &&RegisterEntry| {
            let group = is_split.then(|| cell(&self.group(entry)));
            group.into_iter().chain(self.value_row(series, entry)).collect()
        };
        let group = is_split.then(|| column(self.wording.t("values-group")));
        let (columns, rows) =
            with_remarks(group.into_iter().chain(self.value_columns()).collect(), entries.iter().map(row).collect());
        let what = if unit.is_empty() || name.contains(unit.as_str()) { name.clone() } else { format!("{name} ({unit})") };
        FigureBlock {
            description: [self.wording.fill("values-description", &[("indicator", &what)]), left_out.to_owned()]
                .join(" ")
                .trim_end()
                .to_owned(),
            caption: name,
            drawing,
            table: TableBlock {
                id: format!("{id}-data"),
                caption: what,
                columns,
                rows,
                note: self.wording.t("values-note"),
                notes: vec![],
            },
            id,
        }
    }

    fn value_columns(&self) -> impl Iterator<Item = Column> {
        let numeric = |key| matches!(key, "baseline" | "target" | "value");
        ["baseline", "target", "period", "value", "approved", "remark"]
            .into_iter()
            .map(move |key| Column { title: self.wording.t(&format!("values-{key}")), numeric: numeric(key) })
    }

    fn named_row(&self, series: &Series<'_>, entry: &RegisterEntry) -> Vec<TableCell> {
        let name = match is_everybody(entry) {
            true => series.name.clone(),
            false => format!("{} – {}", series.name, self.group(entry)),
        };
        [cell(&name), cell(&series.unit)].into_iter().chain(self.value_row(series, entry)).collect()
    }

    /// A value beside its baseline and its target, with what is said of it.
    fn value_row(&self, series: &Series<'_>, entry: &RegisterEntry) -> [TableCell; 6] {
        let Series { values, indicator, .. } = series;
        let number = |number: &str, behind: &str| {
            let shown = format!("{}{behind}", format::amount(self.input.language, number));
            // The number is for spreadsheets; what is printed comes from the exact decimal.
            TableCell::Number { value: number.parse().unwrap_or_default(), shown }
        };
        // What was agreed on was agreed on for everybody.
        let agreed =
            |field: &str, year: &str| match (indicator.number(field).filter(|_| is_everybody(entry)), indicator.line(year)) {
                (None, _) => TableCell::Missing { shown: self.wording.t("values-none") },
                (Some(known), "") => number(&known.to_string(), ""),
                (Some(known), year) => number(&known.to_string(), &format!(" ({year})")),
            };
        let value = match (reading(entry), entry.number("value")) {
            (Reading::Measured { .. }, Some(known)) => number(&known.to_string(), ""),
            // Whatever else a record holds, a value that is withheld is not printed.
            _ => TableCell::Missing { shown: self.words(values, "reading", entry) },
        };
        let approved = ["approved_by", "approved_on"].map(|field| self.words(values, field, entry));
        let approved = approved.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        [
            agreed("baseline", "baseline_year"),
            agreed("target", "target_year"),
            cell(&self.words(values, "period", entry)),
            value,
            cell(&approved),
            cell(&self.words(values, "note", entry)),
        ]
    }

    fn words(&self, register: &RegisterDefinition, field: &str, entry: &RegisterEntry) -> String {
        register.field(field).map(|field| self.names().words(field, entry)).unwrap_or_default()
    }

    fn group(&self, entry: &RegisterEntry) -> String {
        match is_everybody(entry) {
            true => self.wording.t("values-everybody"),
            false => label(entry, self.input.language).to_owned(),
        }
    }
}

/// Without the last column, which says what a reader must know of a value, where there is nothing to know.
fn with_remarks(mut columns: Vec<Column>, mut rows: Vec<Vec<TableCell>>) -> (Vec<Column>, Vec<Vec<TableCell>>) {
    let is_empty = |cell: Option<&TableCell>| matches!(cell, Some(TableCell::Text { text, .. }) if text.is_empty());
    if rows.iter().all(|row| is_empty(row.last())) {
        columns.pop();
        rows.iter_mut().for_each(|row| drop(row.pop()));
    }
    (columns, rows)
}

/// The name of the group in a language, as far as it is known. One that names another group than the record does not count.
fn label(entry: &RegisterEntry, language: Language) -> &str {
    let group = entry.line("breakdown");
    let label = entry.text("breakdown_label").filter(|label| label.languages().any(|(_, name)| name == group));
    label.map_or(group, |label| label.get(language))
}

fn is_everybody(entry: &RegisterEntry) -> bool {
    entry.line("breakdown").is_empty()
}

fn reading(entry: &RegisterEntry) -> Reading {
    match (entry.chosen("reading").first().map(String::as_str), entry.number("value")) {
        (Some("suppressed"), _) => Reading::Suppressed,
        (Some("not_applicable"), _) => Reading::NotApplicable,
        (Some("measured"), Some(number)) => Reading::Measured { value: number.to_string().parse().unwrap_or_default() },
        _ => Reading::Missing,
    }
}

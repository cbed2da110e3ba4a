//! The approved values of indicators: those with several are drawn, the groups of each dimension in a drawing with its table,
//! the others stand in one table.
//! What is missing, suppressed or not applicable says so; a zero is a number.

use crate::format;
use crate::register::period::in_words;
use crate::register::{RegisterDefinition, RegisterEntry};
use crate::report::compile::{Compiler, cell, column};
use crate::report::*;
use crate::statistics::group;

/// Panels that a page holds. More groups are said to be left out; the table has them.
const MOST_PANELS: usize = 8;
/// Bars that a page holds.
const MOST_BARS: usize = 40;
/// Decimals that a drawing writes.
const MOST_DECIMALS: usize = 4;

/// The approved values of one indicator for everybody and the groups of one dimension, by group and period.
struct Series<'a> {
    values: &'a RegisterDefinition,
    indicator: &'a RegisterEntry,
    name: String,
    unit: String,
    entries: Vec<&'a RegisterEntry>,
    /// Counts the drawings of an indicator, from 1.
    number: usize,
    /// As the dimension is called; empty where it has no name.
    dimension: String,
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
        entries.sort_by_key(|entry| {
            (entry.chosen("indicator").to_vec(), group::dimension(entry), entry.line("breakdown"), entry.line("period"))
        });
        let nothing = RegisterEntry::default();
        let (mut blocks, mut rows) = (vec![], vec![]);
        for entries in entries.chunk_by(|one, other| one.chosen("indicator") == other.chosen("indicator")) {
            let id = entries[0].chosen("indicator").first().map_or("", String::as_str);
            let indicator = self.input.content.entry("indicator", id).unwrap_or(&nothing);
            let (name, unit) = (self.names().entry(indicator), self.words(indicators, "unit", indicator));
            let (everybody, groups): (Vec<&RegisterEntry>, Vec<&RegisterEntry>) =
                entries.iter().partition(|entry| group::is_everybody(entry));
            let of_one = |one: &&RegisterEntry, other: &&RegisterEntry| group::dimension(one) == group::dimension(other);
            // Where there are no groups, there is everybody.
            let dimensions = groups.chunk_by(of_one).chain(groups.is_empty().then_some(&[][..]));
            for (n, groups) in dimensions.enumerate() {
                let dimension = groups.first().map(|entry| self.group(entry)).unwrap_or_default();
                let series = Series {
                    values,
                    indicator,
                    name: name.clone(),
                    unit: unit.clone(),
                    // Each drawing has everybody, to see the groups against.
                    entries: [everybody.as_slice(), groups].concat(),
                    number: n + 1,
                    dimension: group::split(&dimension).0.to_owned(),
                };
                match self.values_drawn(&series) {
                    Some((drawing, left_out)) => blocks.push(Block::Figure(self.values_figure(&series, drawing, &left_out))),
                    // Everybody stands once, whatever the dimensions.
                    None => rows.extend(
                        series
                            .entries
                            .iter()
                            .filter(|entry| n == 0 || !group::is_everybody(entry))
                            .map(|entry| self.named_row(&series, entry)),
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

    /// The values over periods, or of the groups of one period, and what of them the drawing leaves out; nothing where there is
    /// only one to draw.
    fn values_drawn(&self, series: &Series<'_>) -> Option<(Drawing, String)> {
        let mut periods: Vec<&RegisterEntry> = series.entries.to_vec();
        periods.sort_by_key(|entry| entry.line("period"));
        periods.dedup_by_key(|entry| entry.line("period"));
        let mut groups: Vec<&[&RegisterEntry]> =
            series.entries.chunk_by(|one, other| one.line("breakdown") == other.line("breakdown")).collect();
        let (most, all) = (if periods.len() == 1 { MOST_BARS } else { MOST_PANELS }, groups.len());
        groups.truncate(most);
        let left_out = match all > most {
            true => self.wording.fill("values-left-out", &[("shown", &most.to_string()), ("all", &all.to_string())]),
            false => String::new(),
        };
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
            let is_break = |n: &usize| self.is_break(of(&periods[n - 1]).copied(), of(&periods[*n]).copied());
            let agreed = |field, year| milestone(field, year).filter(|_| group::is_everybody(group[0]));
            ValueLine {
                title: group::split(&self.group(group[0])).1.to_owned(),
                readings: periods.iter().map(|period| of(period).map_or(Reading::Missing, |entry| reading(entry))).collect(),
                baseline: agreed("baseline", "baseline_year"),
                target: agreed("target", "target_year"),
                breaks: (1..periods.len()).filter(is_break).collect(),
            }
        };
        let numbers = series.entries.iter().filter_map(|entry| Some(entry.number("value")?.to_string()));
        let decimals = numbers.map(|number| number.split_once('.').map_or(0, |(_, decimals)| decimals.len())).max();
        let drawing = Drawing::Values {
            unit: series.unit.clone(),
            decimals: decimals.unwrap_or(0).min(MOST_DECIMALS),
            periods: periods.iter().map(|entry| self.words(series.values, "period", entry)).collect(),
            dimension: match series.dimension.as_str() {
                "" => self.wording.t("values-group"),
                dimension => dimension.to_owned(),
            },
            lines: groups.iter().map(line).collect(),
        };
        Some((drawing, left_out))
    }

    fn values_figure(&self, series: &Series<'_>, drawing: Drawing, left_out: &str) -> FigureBlock {
        let Series { indicator, unit, entries, number, .. } = series;
        let name = match series.dimension.as_str() {
            "" => series.name.clone(),
            dimension => format!("{} – {dimension}", series.name),
        };
        let id = match number {
            1 => format!("values-{}", indicator.id),
            _ => format!("values-{}-{number}", indicator.id),
        };
        let is_split = !entries.iter().all(|entry| group::is_everybody(entry));
        let row = |entry: &&RegisterEntry| {
            let group = is_split.then(|| cell(group::split(&self.group(entry)).1));
            group.into_iter().chain(self.value_row(series, entry)).collect()
        };
        let group = is_split.then(|| column(self.wording.t("values-group")));
        let (columns, rows) =
            with_remarks(group.into_iter().chain(self.value_columns()).collect(), entries.iter().map(row).collect());
        let what = if unit.is_empty() || name.contains(unit.as_str()) { name.clone() } else { format!("{name} ({unit})") };
        FigureBlock {
            caption: name.clone(),
            description: self.wording.fill("values-description", &[("indicator", &what)]),
            drawing,
            table: TableBlock {
                id: format!("{id}-data"),
                caption: what,
                columns,
                rows,
                note: [left_out, &self.wording.t("values-note")].join(" ").trim().to_owned(),
                notes: vec![],
            },
            id,
        }
    }

    /// Whether the tables that two values come from count something else, as far as it is known.
    fn is_break(&self, before: Option<&RegisterEntry>, after: Option<&RegisterEntry>) -> bool {
        let counted = |entry: Option<&RegisterEntry>| self.input.content.counted.get(entry?.line("table"));
        counted(before).zip(counted(after)).is_some_and(|(before, after)| before != after)
    }

    fn value_columns(&self) -> impl Iterator<Item = Column> {
        let numeric = |key| matches!(key, "baseline" | "target" | "value");
        ["baseline", "target", "period", "value", "approved", "remark"]
            .into_iter()
            .map(move |key| Column { title: self.wording.t(&format!("values-{key}")), numeric: numeric(key) })
    }

    fn named_row(&self, series: &Series<'_>, entry: &RegisterEntry) -> Vec<TableCell> {
        let name = match group::is_everybody(entry) {
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
        let agreed = |field: &str, year: &str| match (
            indicator.number(field).filter(|_| group::is_everybody(entry)),
            indicator.line(year),
        ) {
            (None, _) => TableCell::Missing { shown: self.wording.t("values-none") },
            (Some(known), "") => number(&known.to_string(), ""),
            (Some(known), year) => number(&known.to_string(), &format!(" ({year})")),
        };
        let value = match (reading(entry), entry.number("value")) {
            (Reading::Measured { .. }, Some(known)) => number(&known.to_string(), ""),
            // Whatever else a record holds, a value that is withheld is not printed.
            _ => TableCell::Missing { shown: self.words(values, "reading", entry) },
        };
        let before = series
            .entries
            .iter()
            .rfind(|other| other.line("breakdown") == entry.line("breakdown") && other.line("period") < entry.line("period"));
        let break_words =
            if self.is_break(before.copied(), Some(entry)) { self.wording.t("figure-break") } else { String::new() };
        let remark = [self.words(values, "note", entry), break_words];
        let remark = remark.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" – ");
        let approved = ["approved_by", "approved_on"].map(|field| self.words(values, field, entry));
        let approved = approved.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        [
            agreed("baseline", "baseline_year"),
            agreed("target", "target_year"),
            cell(&self.words(values, "period", entry)),
            value,
            cell(&approved),
            cell(&remark),
        ]
    }

    fn words(&self, register: &RegisterDefinition, field: &str, entry: &RegisterEntry) -> String {
        register.field(field).map(|field| self.names().words(field, entry)).unwrap_or_default()
    }

    fn group(&self, entry: &RegisterEntry) -> String {
        match group::is_everybody(entry) {
            true => self.wording.t("values-everybody"),
            false => group::name(entry, self.input.content.dossier.source_language).get(self.input.language).to_owned(),
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

fn reading(entry: &RegisterEntry) -> Reading {
    match (entry.chosen("reading").first().map(String::as_str), entry.number("value")) {
        (Some("suppressed"), _) => Reading::Suppressed,
        (Some("not_applicable"), _) => Reading::NotApplicable,
        (Some("measured"), Some(number)) => Reading::Measured { value: number.to_string().parse().unwrap_or_default() },
        _ => Reading::Missing,
    }
}

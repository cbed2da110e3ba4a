//! Words, numbers and tables: what a drawing says, from the wording files and in the formats of the language.

use jalon_domain::report::{Column, TableBlock, TableCell};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, format};

use super::{Cell, Measure, Reliability, Value};
use crate::drawing::SvgOptions;

/// More decimals than this no measure of people has.
const MOST_DECIMALS: usize = 6;
const DAGGER: &str = "†";
const DOUBLE_DAGGER: &str = "‡";

pub(super) struct Words<'a> {
    pub(super) wording: &'static Wording,
    language: Language,
    measure: &'a Measure,
    decimals: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(options: &SvgOptions, measure: &'a Measure) -> Self {
        Self {
            wording: Wording::of(options.language),
            language: options.language,
            measure,
            decimals: measure.decimals.min(MOST_DECIMALS),
        }
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.wording.t(key)
    }

    /// A number with the decimals of the measure; what is not zero does not show as zero (down to the
    /// twelfth decimal), and zero has no decimals.
    pub(super) fn number(&self, value: f64) -> String {
        if value == 0.0 {
            return format::number(self.language, 0.0);
        }
        let written = |decimals: usize| format!("{value:.decimals$}");
        let nothing = |text: &str| text.chars().all(|c| matches!(c, '0' | '.' | '-'));
        let text = (self.decimals..=12).map(written).find(|text| !nothing(text)).unwrap_or_else(|| written(self.decimals));
        format::amount(self.language, &text)
    }

    /// A number of an axis, with as many decimals as its steps need.
    pub(super) fn tick(&self, value: f64, step: f64) -> String {
        let decimals = if step >= 1.0 || step <= 0.0 { 0 } else { (-step.log10()).ceil().clamp(0.0, 9.0) as usize + 1 };
        let text = format!("{value:.decimals$}");
        let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        format::amount(self.language, if short == "-0" { "0" } else { short })
    }

    /// The value as a number rounded to what is shown of it.
    pub(super) fn rounded(&self, value: f64) -> f64 {
        let decimals = self.decimals;
        format!("{value:.decimals$}").parse().unwrap_or(value)
    }

    /// What is written at a value: the number with its mark of reliability, or the word of its state.
    pub(super) fn shown(&self, cell: &Cell) -> String {
        match cell.value.number() {
            Some(number) => match mark(cell.reliability) {
                "" => self.number(number),
                mark => format!("{}\u{202f}{mark}", self.number(number)),
            },
            None => self.state(cell.value),
        }
    }

    /// The same with its interval, for those who hear the drawing.
    pub(super) fn spoken(&self, cell: &Cell) -> String {
        match cell.bounds() {
            Some(_) => format!("{} ({})", self.shown(cell), self.interval(cell)),
            None => self.shown(cell),
        }
    }

    pub(super) fn state(&self, value: Value) -> String {
        match value.settled() {
            Value::Suppressed => self.t("figure-suppressed"),
            Value::NotApplicable => self.t("figure-not-applicable"),
            Value::Zero => self.t("figure-zero"),
            Value::Missing | Value::Number(_) => self.t("figure-missing"),
        }
    }

    /// "Femmes : 1 250"
    pub(super) fn point(&self, name: &str, shown: &str) -> String {
        self.wording.fill("figure-point", &[("name", name), ("value", shown)])
    }

    fn interval(&self, cell: &Cell) -> String {
        let bounds = cell.bounds();
        bounds.map(|(low, high)| format!("{} – {}", self.number(low), self.number(high))).unwrap_or_default()
    }

    pub(super) fn reliability(&self, reliability: Reliability) -> String {
        match reliability {
            Reliability::Good => String::new(),
            Reliability::UseWithCaution => self.t("figure-caution"),
            Reliability::Unreliable => self.t("figure-unreliable"),
        }
    }

    /// "† À utiliser avec prudence"
    pub(super) fn explained(&self, reliability: Reliability) -> String {
        format!("{} {}", mark(reliability), self.reliability(reliability))
    }

    /// What the whiskers are.
    pub(super) fn whiskers(&self) -> String {
        match self.measure.confidence_percent {
            Some(percent) => self.wording.fill("figure-whiskers-level", &[("percent", &percent.to_string())]),
            None => self.t("figure-whiskers"),
        }
    }

    /// The heading of the column of values: the unit, or "Valeur".
    pub(super) fn value_title(&self) -> String {
        if self.measure.unit.trim().is_empty() { self.t("figure-value") } else { self.measure.unit.clone() }
    }

    pub(super) fn unit(&self) -> &str {
        &self.measure.unit
    }

    /// The caller's description with sentences added.
    pub(super) fn description(&self, options: &SvgOptions, sentences: &[String]) -> String {
        let given = options.description.trim();
        let all = std::iter::once(given).chain(sentences.iter().map(String::as_str)).filter(|text| !text.is_empty());
        all.collect::<Vec<_>>().join(" ")
    }

    /// How many values are in each state that is no number, in words; empty when every value is a number.
    pub(super) fn gaps<'c>(&self, cells: impl Iterator<Item = &'c Cell> + Clone) -> String {
        let count = |wanted: Value| cells.clone().filter(|cell| cell.value.settled() == wanted).count();
        let states = [Value::Missing, Value::Suppressed, Value::NotApplicable];
        let found = states.map(|state| (state, count(state)));
        let listed: Vec<String> = found
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| {
                let count = count.to_string();
                self.wording.fill("figure-state-count", &[("state", &self.state(state)), ("count", &count)])
            })
            .collect();
        if listed.is_empty() {
            return String::new();
        }
        self.wording.fill("figure-gaps", &[("list", &listed.join(", "))])
    }

    /// The table of a drawing: the columns that name a row, then value, interval and remark where any row has one.
    pub(super) fn table(&self, options: &SvgOptions, names: &[String], rows: &[(Vec<String>, Cell, String)]) -> TableBlock {
        let intervals = rows.iter().any(|(_, cell, _)| cell.bounds().is_some());
        let remarked = rows.iter().any(|(_, cell, remark)| cell.reliability != Reliability::Good || !remark.is_empty());
        let column = |title: String, numeric: bool| Column { title, numeric };
        let mut columns: Vec<Column> = names.iter().map(|name| column(name.clone(), false)).collect();
        columns.push(column(self.value_title(), true));
        if intervals {
            columns.push(column(self.t("figure-interval"), true));
        }
        if remarked {
            columns.push(column(self.t("figure-remark"), false));
        }
        let rows = rows.iter().map(|(names, cell, remark)| {
            let mut row: Vec<TableCell> = names.iter().map(|text| TableCell::Text { text: text.clone() }).collect();
            row.push(self.table_value(cell));
            if intervals {
                row.push(TableCell::Text { text: self.interval(cell) });
            }
            if remarked {
                let said = [remark.clone(), self.remark(cell)];
                row.push(TableCell::Text {
                    text: said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" ; "),
                });
            }
            row
        });
        let note = if intervals { self.whiskers() } else { String::new() };
        let id = format!("{}-data", options.prefix);
        TableBlock { id, caption: options.title.clone(), columns, rows: rows.collect(), note, notes: vec![] }
    }

    fn remark(&self, cell: &Cell) -> String {
        if cell.value.number().is_some() { self.reliability(cell.reliability) } else { String::new() }
    }

    fn table_value(&self, cell: &Cell) -> TableCell {
        match cell.value.number() {
            Some(value) => TableCell::Number { value, shown: self.number(value) },
            None => TableCell::Missing { shown: self.state(cell.value) },
        }
    }
}

/// The sign of a reliability, explained in the key.
pub(super) fn mark(reliability: Reliability) -> &'static str {
    match reliability {
        Reliability::Good => "",
        Reliability::UseWithCaution => DAGGER,
        Reliability::Unreliable => DOUBLE_DAGGER,
    }
}

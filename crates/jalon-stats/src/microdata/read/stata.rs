//! Stata's files, of every released version.

use std::path::{Path, PathBuf};

use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable_type::VariableType;
use jalon_domain::Problem;

use super::produce::{End, Hand, produce};
use super::{Format, MOST_COLUMNS, Opened, PORTION_ROWS, Splitter, unreadable};
use crate::microdata::check::Dialect;
use crate::microdata::number::date_text;
use crate::microdata::rows::Rows;

/// Stata counts days from 1960-01-01.
const EPOCH: i64 = -3653;

pub(super) fn open(path: &Path) -> Result<Opened, Problem> {
    let path: PathBuf = path.to_owned();
    let (header, portions) = produce(Format::Stata, move |hand| read(&path, hand))?;
    Ok(Opened {
        format: Format::Stata,
        encoding: "utf-8",
        header,
        first_row: 1,
        dialect: Dialect {
            decimal_separator: b'.',
            iso_dates: true,
            binary_fractions: true,
            windows_1252: false,
            line_breaks: true,
        },
        splitter: Splitter::None,
        portions,
    })
}

fn fault(error: impl std::fmt::Display) -> Problem {
    unreadable(Format::Stata, error)
}

fn read(path: &Path, hand: &Hand) -> Result<(), End> {
    let header = DtaReader::new().from_path(path).map_err(fault)?.read_header().map_err(fault)?;
    if header.header().variable_count() as usize > MOST_COLUMNS {
        return Err(Problem::new("microdata-columns").with("limit", MOST_COLUMNS).into());
    }
    let mut characteristics = header.read_schema().map_err(fault)?;
    characteristics.skip_to_end().map_err(fault)?;
    let mut records = characteristics.into_record_reader().map_err(fault)?;
    let schema = records.schema().clone();
    let mut heading = Rows::default();
    for variable in schema.variables() {
        if variable.variable_type() == VariableType::LongString {
            return Err(Problem::new("microdata-stata-long").with("name", variable.name()).into());
        }
        heading.push_cell(variable.name().as_bytes());
    }
    heading.end_row();
    hand.over(heading)?;
    let is_date: Vec<bool> = schema.variables().iter().map(|variable| is_day(variable.format())).collect();
    let mut rows = Rows::default();
    while let Some(record) = records.read_record().map_err(fault)? {
        for (value, is_date) in record.values().iter().zip(&is_date) {
            rows.push_cell(text(value, *is_date).as_bytes());
        }
        rows.end_row();
        if rows.len() == PORTION_ROWS {
            hand.over(std::mem::take(&mut rows))?;
        }
    }
    if !rows.is_empty() {
        hand.over(rows)?;
    }
    Ok(())
}

/// Whether numbers of this display format are days.
fn is_day(format: &str) -> bool {
    let format = format.trim_start_matches(['%', '-']);
    format.starts_with("td") || format.starts_with('d')
}

fn text(value: &Value<'_>, is_date: bool) -> String {
    let number = match value {
        Value::Byte(number) => number.present().map(f64::from),
        Value::Int(number) => number.present().map(f64::from),
        Value::Long(number) => number.present().map(f64::from),
        // Its shortest text, not that of the nearest double.
        Value::Float(number) if !is_date => return number.present().map(|number| number.to_string()).unwrap_or_default(),
        Value::Float(number) => number.present().map(f64::from),
        Value::Double(number) => number.present(),
        Value::String(text) => return text.to_string(),
        Value::LongStringRef(_) => None,
    };
    match number {
        #[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate, and such days have no date")]
        Some(days) if is_date && days.fract() == 0.0 => date_text((days as i64).saturating_add(EPOCH)),
        Some(number) => number.to_string(),
        None => String::new(),
    }
}

//! The values of an indicator in a report, drawn as on the page of the indicator.

use jalon_domain::report::{Reading, ValueLine};

use super::{BarChart, BarRow, Cell, Line, Measure, SeriesChart, Value, bars, series};
use crate::drawing::SvgOptions;

/// A series, in panels where there are several groups; bars of the groups where there is one period.
pub(in crate::drawing) fn svg(
    measure: Measure,
    periods: &[String],
    dimension: &str,
    lines: &[ValueLine],
    options: &SvgOptions,
) -> String {
    if periods.len() == 1 {
        let row = |line: &ValueLine| BarRow {
            label: line.title.clone(),
            cell: line.readings.first().map_or(Cell::from(Value::Missing), cell),
            href: String::new(),
        };
        let rows = lines.iter().map(row).collect();
        return bars(&BarChart { measure, dimension: dimension.to_owned(), rows }, options).svg;
    }
    let line = |line: &ValueLine| Line {
        title: line.title.clone(),
        cells: line.readings.iter().map(cell).collect(),
        breaks: line.breaks.clone(),
        baseline: line.baseline.clone(),
        target: line.target.clone(),
    };
    series(&SeriesChart { measure, periods: periods.to_vec(), lines: lines.iter().map(line).collect() }, options).svg
}

fn cell(reading: &Reading) -> Cell {
    Cell::from(match reading {
        Reading::Measured { value } => Value::of(*value),
        Reading::Missing => Value::Missing,
        Reading::Suppressed => Value::Suppressed,
        Reading::NotApplicable => Value::NotApplicable,
    })
}

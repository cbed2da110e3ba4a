//! The values of an indicator in a report, drawn as on the page of the indicator.

use jalon_domain::report::{Drawing, Milestone as Agreed, Reading, ValueLine};

use super::{BarChart, BarRow, Cell, Line, Measure, Milestone, SeriesChart, Value, bars, series};
use crate::drawing::SvgOptions;

/// A series, in panels where there are several groups; bars of the groups where there is one period.
pub(in crate::drawing) fn svg(drawing: &Drawing, options: &SvgOptions) -> String {
    let Drawing::Values { unit, decimals, periods, dimension, lines } = drawing else { return String::new() };
    let measure = Measure { unit: unit.clone(), decimals: *decimals, confidence_percent: None };
    if periods.len() == 1 {
        let row = |line: &ValueLine| BarRow {
            label: line.title.clone(),
            cell: line.readings.first().map_or(Cell::from(Value::Missing), cell),
            href: String::new(),
        };
        return bars(&BarChart { measure, dimension: dimension.clone(), rows: lines.iter().map(row).collect() }, options).svg;
    }
    let milestone = |agreed: &Agreed| Milestone { period: agreed.period.clone(), value: agreed.value };
    let line = |line: &ValueLine| Line {
        title: line.title.clone(),
        cells: line.readings.iter().map(cell).collect(),
        breaks: vec![],
        baseline: line.baseline.as_ref().map(milestone),
        target: line.target.as_ref().map(milestone),
    };
    series(&SeriesChart { measure, periods: periods.clone(), lines: lines.iter().map(line).collect() }, options).svg
}

fn cell(reading: &Reading) -> Cell {
    Cell::from(match reading {
        Reading::Measured { value } => Value::of(*value),
        Reading::Missing => Value::Missing,
        Reading::Suppressed => Value::Suppressed,
        Reading::NotApplicable => Value::NotApplicable,
    })
}

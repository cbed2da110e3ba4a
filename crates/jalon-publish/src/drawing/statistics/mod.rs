//! Drawings of statistics: series over periods, bars, small multiples, maps and sparklines.
//!
//! Each function takes plain data and gives an `<svg>`, its text alternative and its data table: what is drawn can be read.
//! A value that is missing, suppressed, not applicable or zero is drawn as what it is, never as a gap or as one another.
//! Rows, panels and areas keep the order in which they are given, the order of the classification: nothing is sorted by
//! value and nothing is ranked.
//!
//! ```
//! use jalon_domain::Language;
//! use jalon_publish::drawing::SvgOptions;
//! use jalon_publish::drawing::statistics::{BarChart, BarRow, Measure, Value, bars};
//!
//! let chart = BarChart {
//!     measure: Measure { unit: "persons".into(), decimals: 0, confidence_percent: None },
//!     dimension: "Sex".into(),
//!     rows: vec![BarRow::new("Women", Value::of(1250.0)), BarRow::new("Men", Value::Suppressed)],
//! };
//! let options = SvgOptions { prefix: "by-sex".into(), title: "By sex".into(), language: Language::English, ..SvgOptions::default() };
//! let figure = bars(&chart, &options);
//! assert!(figure.svg.starts_with("<svg") && figure.table.rows.len() == 2);
//! ```

mod bars;
mod boundaries;
mod choropleth;
mod classes;
mod crossing;
mod marks;
mod projection;
pub(super) mod reported;
mod series;
mod sheet;
mod sparkline;
mod words;

pub use jalon_domain::report::Milestone;
use jalon_domain::report::TableBlock;

use super::SvgOptions;

pub use bars::{BarChart, BarPanels, BarRow, Panel, bars, small_multiples};
pub use boundaries::{Boundaries, MOST_AREAS, MOST_BYTES, MOST_POINTS, MOST_PROBLEMS};
pub use choropleth::{AreaRow, Choropleth, choropleth};
pub use classes::Classing;
pub use series::{Line, SeriesChart, series};
pub use sparkline::sparkline;

/// A drawing with what must stand beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticFigure {
    /// The `<svg>` element; its width is that of the column.
    pub svg: String,
    /// The same for the column of a telephone. A page that has both shows one of them.
    pub narrow_svg: String,
    /// The text alternative: the caller's description and what the drawing adds (states, classes, projection).
    pub description: String,
    /// The same values as a table, to be shown beside or below the drawing.
    pub table: TableBlock,
}

impl StatisticFigure {
    fn of(svg: String, description: String, table: TableBlock) -> Self {
        Self { svg, narrow_svg: String::new(), description, table }
    }

    /// Draws for a wide column and for a telephone, unless only the latter is asked for.
    fn both(options: &SvgOptions, draw: impl Fn(&SvgOptions) -> Self) -> Self {
        let narrow_svg = if options.narrow { String::new() } else { draw(&options.narrowed()).svg };
        Self { narrow_svg, ..draw(options) }
    }
}

/// What is known of a value. The states are never merged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Measured and not zero. A number that is not finite counts as [`Value::Missing`].
    Number(f64),
    /// Measured: none.
    Zero,
    /// Not known.
    Missing,
    /// Known, and withheld to protect persons.
    Suppressed,
    /// There is nothing that it could be said of.
    NotApplicable,
}

impl Value {
    /// A measured number: 0 is [`Value::Zero`], what is not finite [`Value::Missing`].
    pub fn of(number: f64) -> Self {
        match number {
            0.0 => Self::Zero,
            number if number.is_finite() => Self::Number(number),
            _ => Self::Missing,
        }
    }

    /// The number, where there is one.
    pub fn number(self) -> Option<f64> {
        match self.settled() {
            Self::Number(number) => Some(number),
            Self::Zero => Some(0.0),
            _ => None,
        }
    }

    /// The same with `Number` holding only what can be drawn as a number.
    fn settled(self) -> Self {
        if let Self::Number(number) = self { Self::of(number) } else { self }
    }
}

/// How far an estimate can be relied on, as the office that publishes it has decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reliability {
    #[default]
    Good,
    /// Marked † and explained below the drawing.
    UseWithCaution,
    /// Marked ‡ and explained below the drawing.
    Unreliable,
}

/// The bounds of an estimate, in the unit of its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// A value with what is known about its precision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// Left out where the value is no number.
    pub interval: Option<Interval>,
    pub reliability: Reliability,
}

impl Cell {
    /// The interval in rising order, where it belongs to a number and both bounds are finite.
    fn bounds(&self) -> Option<(f64, f64)> {
        self.value.number()?;
        let Interval { low, high } = self.interval?;
        (low.is_finite() && high.is_finite()).then(|| (low.min(high), low.max(high)))
    }

    /// Everything that must find room on a scale.
    fn extent(&self) -> impl Iterator<Item = f64> {
        let (low, high) = self.bounds().unzip();
        [self.value.number(), low, high].into_iter().flatten()
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, interval: None, reliability: Reliability::Good }
    }
}

/// What the values of a drawing measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measure {
    /// In the reader's language: "personnes", "% des 15–64 ans". May be empty.
    pub unit: String,
    /// Decimals that are shown, 6 at most. A value that would show as 0 and is not gets more.
    pub decimals: usize,
    /// The level of the intervals, in per cent (95); said in words below the drawing.
    pub confidence_percent: Option<u8>,
}

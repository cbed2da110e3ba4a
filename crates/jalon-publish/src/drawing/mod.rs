//! Drawings as SVG: the wheel, bars, lines and the grid; and [`statistics`], drawn with what is known of each value.
//!
//! One drawing serves the web page and the PDF, so it is plain SVG 1.1: no script, no style sheet, no foreign object.
//! State and series are told by pattern or shape as well as by colour, so that a photocopy says the same.
//! Text is measured by an estimate (see `text.rs`), generous enough for the fonts that a browser may substitute.

mod bars;
mod canvas;
mod fill;
mod grid;
mod lines;
pub mod statistics;
mod text;
mod wheel;

use jalon_domain::Language;
use jalon_domain::report::Drawing;

use canvas::Canvas;
use statistics::Measure;

/// Width of a drawing, in its own units; it scales to the column.
const WIDTH: f64 = 720.0;
/// The same for the column of a telephone, where the other would be scaled down until nobody can read it.
const NARROW_WIDTH: f64 = 360.0;

/// How a drawing is set.
#[derive(Debug, Clone, Default)]
pub struct SvgOptions {
    /// Begins every `id` in the drawing; must differ between drawings of one page.
    pub prefix: String,
    /// What the drawing is called: its caption.
    pub title: String,
    /// What it shows, in words.
    pub description: String,
    /// Sectors lead to their address.
    pub links: bool,
    /// For the numbers of an axis.
    pub language: Language,
    /// Set for the column of a telephone.
    pub narrow: bool,
}

impl SvgOptions {
    /// The same for the column of a telephone, beside the other on one page.
    #[must_use]
    pub fn narrowed(&self) -> Self {
        Self { prefix: format!("{}-narrow", self.prefix), narrow: true, ..self.clone() }
    }

    fn width(&self) -> f64 {
        if self.narrow { NARROW_WIDTH } else { WIDTH }
    }
}

/// The drawing as an `<svg>` element; empty for [`Drawing::None`].
pub fn svg(drawing: &Drawing, options: &SvgOptions) -> String {
    match drawing {
        Drawing::Wheel { sectors, legend } => wheel::draw(sectors, legend, options),
        Drawing::Rings { sectors, legend } => wheel::draw_rings(sectors, legend, options),
        Drawing::Bars { unit, series, rows, stacked: true } => bars::stacked(unit, series, rows, options),
        Drawing::Bars { unit, series, rows, stacked: false } => bars::grouped(unit, series, rows, options),
        Drawing::Lines { unit, series, rows } => lines::draw(unit, series, rows, options),
        Drawing::Grid { across, up, shapes, marks } => grid::draw(across, up, shapes, marks, options),
        Drawing::Values { unit, decimals, periods, dimension, lines } => {
            let measure = Measure { unit: unit.clone(), decimals: *decimals, confidence_percent: None };
            statistics::reported::svg(measure, periods, dimension, lines, options)
        }
        Drawing::None => String::new(),
    }
}

/// The drawing for the column of a telephone; empty where it has one form only, as the wheel.
pub fn narrow_svg(drawing: &Drawing, options: &SvgOptions) -> String {
    match drawing {
        Drawing::Bars { .. } | Drawing::Lines { .. } | Drawing::Values { .. } => svg(drawing, &options.narrowed()),
        Drawing::Wheel { .. } | Drawing::Rings { .. } | Drawing::Grid { .. } | Drawing::None => String::new(),
    }
}

/// A small wheel with one sector filled: where a chapter stands in the whole. Decorative: the number is written beside it.
pub fn dial(sectors: u8, highlighted: u8) -> String {
    wheel::dial(sectors, Some(highlighted), "#bcd2da")
}

/// The wheel as a quiet ornament on the accent colour.
pub(crate) fn ornament(sectors: u8) -> String {
    wheel::dial(sectors, None, "#1b6383")
}

/// Opens a canvas with the title and description that a screen reader announces.
fn canvas(options: &SvgOptions, links: bool) -> Canvas {
    Canvas::new(options, links)
}

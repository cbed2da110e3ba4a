//! The fills: each state and each series has its own pattern as well as its colour.

use std::fmt::Write;

pub(super) const ACCENT: &str = "#0b4f6c";
pub(super) const INK: &str = "#22313a";
pub(super) const GREY: &str = "#5c6166";
pub(super) const RULE: &str = "#c9ccca";
pub(super) const TINT: &str = "#e3edf1";
pub(super) const PAPER: &str = "#ffffff";

/// A fill and the line around it.
#[derive(Clone, Copy)]
pub(super) struct Fill {
    /// End of the pattern's id; empty for a plain colour.
    pattern: &'static str,
    colour: &'static str,
    pub(super) stroke: &'static str,
    /// Colour of text that stands on it, where text is readable on it at all.
    pub(super) text: Option<&'static str>,
}

const SOLID: Fill = Fill { pattern: "", colour: ACCENT, stroke: ACCENT, text: Some(PAPER) };
const HATCH: Fill = Fill { pattern: "hatch", colour: TINT, stroke: "#4f7f93", text: None };
const DOTS: Fill = Fill { pattern: "dots", colour: "#f6f1e8", stroke: "#9a8f80", text: None };
const OPEN: Fill = Fill { pattern: "", colour: PAPER, stroke: "#7d8589", text: Some(INK) };
const PALE: Fill = Fill { pattern: "", colour: "#9cc0cd", stroke: "#4f7f93", text: Some(INK) };
const CROSS: Fill = Fill { pattern: "cross", colour: PAPER, stroke: GREY, text: None };

const SERIES: [Fill; 6] = [SOLID, HATCH, PALE, DOTS, OPEN, CROSS];

/// Of statistics: withheld, nothing to say, and (on a map) nothing given.
pub(super) const SUPPRESSED: Fill = HATCH;
pub(super) const NOT_APPLICABLE: Fill = DOTS;
pub(super) const MISSING: Fill = Fill { pattern: "vacant", colour: PAPER, stroke: GREY, text: None };
pub(super) const ZERO: Fill = OPEN;
pub(super) const WITHOUT_DATA: Fill = CROSS;
pub(super) const MEASURED: Fill = SOLID;

/// Classes of value from the lowest to the highest: lighter to darker, apart by lightness alone. The text on each keeps a
/// contrast of 4.5 to 1.
const CLASSES: [Fill; 5] = [
    Fill { pattern: "", colour: TINT, stroke: INK, text: Some(INK) },
    Fill { pattern: "", colour: "#b5d0db", stroke: INK, text: Some(INK) },
    Fill { pattern: "", colour: "#84b0c1", stroke: INK, text: Some(INK) },
    Fill { pattern: "", colour: "#37708a", stroke: INK, text: Some(PAPER) },
    Fill { pattern: "", colour: "#06303f", stroke: INK, text: Some(PAPER) },
];

/// The fill of a class of value; fewer classes than five spread over the whole range of lightness.
pub(super) fn of_class(index: usize, classes: usize) -> Fill {
    let last = CLASSES.len() - 1;
    let place = if classes > 1 { (index * last + (classes - 1) / 2) / (classes - 1) } else { last / 2 };
    CLASSES[place.min(last)]
}

/// The fill of a topic's state. A state that a newer framework invents is drawn open, and its label says what it is.
pub(super) fn of_state(state: &str) -> Fill {
    match state {
        "answered" => SOLID,
        "not_applicable" => HATCH,
        "not_covered" => DOTS,
        "considered" => PALE,
        "selected" => SOLID,
        "measures" => HATCH,
        "budgeted" => DOTS,
        "indicators" => CROSS,
        "on-track" => SOLID,
        _ => OPEN,
    }
}

/// The fill of a series of numbers.
pub(super) fn of_series(index: usize) -> Fill {
    SERIES[index % SERIES.len()]
}

impl Fill {
    /// The value of the `fill` attribute.
    pub(super) fn paint(&self, prefix: &str) -> String {
        if self.pattern.is_empty() { self.colour.to_string() } else { format!("url(#{prefix}-{})", self.pattern) }
    }
}

/// The pattern definitions, in ink that keeps its difference in grey.
pub(super) fn definitions(out: &mut String, prefix: &str) {
    let _ = write!(
        out,
        r##"<defs><pattern id="{prefix}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="{TINT}"/><rect width="1.5" height="5" fill="#4f7f93"/></pattern><pattern id="{prefix}-dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#f6f1e8"/><circle cx="2" cy="2" r="1.15" fill="#6f675b"/><circle cx="5" cy="5" r="1.15" fill="#6f675b"/></pattern><pattern id="{prefix}-cross" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="{PAPER}"/><rect width="1" height="6" fill="{GREY}"/><rect width="6" height="1" fill="{GREY}"/></pattern></defs>"##
    );
}

/// The pattern of what is missing, which only statistics have: sparse strokes on paper.
pub(super) fn vacant(prefix: &str) -> String {
    format!(
        r##"<defs><pattern id="{prefix}-vacant" width="9" height="7" patternUnits="userSpaceOnUse"><rect width="9" height="7" fill="{PAPER}"/><path d="M1 2h4M5.5 5.5h3.5" stroke="#9a9fa2" stroke-width="1"/></pattern></defs>"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let channel = |place: usize| {
            let share = f64::from(u8::from_str_radix(&colour[place..place + 2], 16).expect("a hexadecimal colour")) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        f64::max(a, b) / f64::min(a, b)
    }

    #[test]
    fn classes_differ_by_lightness_and_their_numbers_can_be_read() {
        for fill in CLASSES {
            assert!(contrast(fill.colour, fill.text.expect("numbers stand on every class")) >= 4.5, "{}", fill.colour);
        }
        for count in 2..=5 {
            let drawn: Vec<&str> = (0..count).map(|index| of_class(index, count).colour).collect();
            for pair in drawn.windows(2) {
                assert!(luminance(pair[0]) > luminance(pair[1]) && contrast(pair[0], pair[1]) >= 1.3, "{pair:?}");
            }
        }
    }
}

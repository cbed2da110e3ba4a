//! A small SVG writer: every text goes through [`escape`], every number is written with two decimals at most.

use std::fmt::Write;

use super::SvgOptions;
use super::fill::{self, Fill, INK, PAPER};
use super::text::escape;

/// An SVG element being written.
pub(super) struct Canvas {
    pub(super) prefix: String,
    pub(super) width: f64,
    head: String,
    body: String,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) colour: &'static str,
    pub(super) anchor: &'static str,
}

impl Type {
    pub(super) const fn new(size: f64) -> Self {
        Self { size, bold: false, colour: INK, anchor: "start" }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn colour(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    pub(super) const fn anchor(self, anchor: &'static str) -> Self {
        Self { anchor, ..self }
    }
}

impl Canvas {
    /// With links the drawing is a group: an image would hide them from a screen reader.
    pub(super) fn new(options: &SvgOptions, links: bool) -> Self {
        // Places are counted from the left whatever the page: its direction would turn every anchor round.
        Self::directed(options, links, "ltr")
    }

    /// The same for a drawing that knows the direction of its language.
    pub(super) fn directed(options: &SvgOptions, links: bool, direction: &str) -> Self {
        let prefix = identifier(&options.prefix);
        let role = if links { "group" } else { "img" };
        let mut head = format!(r#"role="{role}" direction="{direction}" aria-labelledby="{prefix}-title {prefix}-desc" "#);
        let _ = write!(
            head,
            r#"font-family="'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"><title id="{prefix}-title">{}</title><desc id="{prefix}-desc">{}</desc>"#,
            escape(&options.title),
            escape(&options.description)
        );
        fill::definitions(&mut head, &prefix);
        Self { prefix, width: options.width(), head, body: String::new() }
    }

    pub(super) fn finish(self, height: f64) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" overflow="visible" {}{}</svg>"#,
            number(self.width),
            number(height.max(1.0)),
            self.head,
            self.body
        )
    }

    pub(super) fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    pub(super) fn text(&mut self, x: f64, y: f64, style: Type, text: &str) {
        let weight = if style.bold { r#" font-weight="600""# } else { "" };
        let _ = write!(
            self.body,
            r#"<text x="{}" y="{}" font-size="{}"{weight} fill="{}" text-anchor="{}">{}</text>"#,
            number(x),
            number(y),
            number(style.size),
            style.colour,
            style.anchor,
            escape(text)
        );
    }

    /// Lines of text, the first with its baseline at `y`.
    pub(super) fn lines(&mut self, x: f64, y: f64, style: Type, leading: f64, lines: &[String]) {
        for (index, line) in lines.iter().enumerate() {
            self.text(x, y + index as f64 * leading, style, line);
        }
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        let _ = write!(
            self.body,
            r#"<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{colour}" stroke-width="{}"/>"#,
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1),
            number(width)
        );
    }

    /// A bare ground for text that stands on a pattern.
    pub(super) fn plate(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let (x, y, width, height) = (number(x), number(y), number(width), number(height));
        self.raw(&format!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{PAPER}"/>"#));
    }

    pub(super) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, fill: Fill) {
        let paint = fill.paint(&self.prefix);
        let _ = write!(
            self.body,
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{paint}" stroke="{}" stroke-width="1"/>"#,
            number(x),
            number(y),
            number(width.max(0.0)),
            number(height.max(0.0)),
            fill.stroke
        );
    }
}

/// A number without needless digits; what is not finite is drawn at the origin rather than breaking the drawing.
pub(super) fn number(value: f64) -> String {
    let rounded = if value.is_finite() { (value * 100.0).round() / 100.0 } else { 0.0 };
    format!("{}", rounded + 0.0)
}

/// An `id` made only of characters that need no escape anywhere.
fn identifier(prefix: &str) -> String {
    let plain: String = prefix.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    format!("d-{plain}")
}

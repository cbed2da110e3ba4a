//! A canvas that can be read from right to left: in a language written so, every place is mirrored.

use jalon_domain::Language;

use crate::drawing::SvgOptions;
use crate::drawing::canvas::{Canvas, Type, number};
use crate::drawing::fill::{self, Fill, GREY, PAPER};
use crate::drawing::text::{self, escape};
use crate::text::safe_address;

const UNIT: Type = Type::new(13.5).colour(GREY);

pub(super) struct Sheet {
    canvas: Canvas,
    mirrored: bool,
    links: bool,
}

impl Sheet {
    /// Opens a drawing; `description` is the whole text alternative.
    pub(super) fn new(options: &SvgOptions, description: &str, links: bool) -> Self {
        let options = SvgOptions { description: description.to_owned(), ..options.clone() };
        let direction = options.language.direction();
        let mut canvas = Canvas::directed(&options, links, direction);
        let vacant = fill::vacant(&canvas.prefix);
        canvas.raw(&vacant);
        Self { canvas, mirrored: options.language == Language::Arabic, links }
    }

    /// Closes it. It has no ground of its own: the watermark of a draft must show through.
    pub(super) fn finish(self, height: f64) -> String {
        self.canvas.finish(height)
    }

    pub(super) fn width(&self) -> f64 {
        self.canvas.width
    }

    fn x(&self, x: f64) -> f64 {
        if self.mirrored { self.canvas.width - x } else { x }
    }

    /// A text; with `rtl` on the drawing "start" is its right end, so that the anchor needs no mirroring.
    pub(super) fn text(&mut self, x: f64, y: f64, style: Type, text: &str) {
        if self.mirrored {
            // Labels may be in another script: each keeps the order of its own ("15–24 ans" among Arabic words).
            self.canvas.text(self.x(x), y, style, &format!("\u{2068}{text}\u{2069}"));
        } else {
            self.canvas.text(x, y, style, text);
        }
    }

    pub(super) fn lines(&mut self, x: f64, y: f64, style: Type, leading: f64, lines: &[String]) {
        for (index, line) in lines.iter().enumerate() {
            self.text(x, y + index as f64 * leading, style, line);
        }
    }

    /// The unit at the head of the drawing, in one line; the table has the whole of it. Returns the room it takes.
    pub(super) fn unit(&mut self, unit: &str) -> f64 {
        for line in text::wrap(unit, UNIT.size, self.canvas.width, 1) {
            self.text(0.0, 14.0, UNIT, &line);
        }
        if unit.trim().is_empty() { 0.0 } else { 22.0 }
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        self.canvas.line((self.x(from.0), from.1), (self.x(to.0), to.1), colour, width);
    }

    pub(super) fn dashed(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        let (x1, y1, x2, y2) = (number(self.x(from.0)), number(from.1), number(self.x(to.0)), number(to.1));
        self.canvas.raw(&format!(
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{}" stroke-dasharray="4 3"/>"#,
            number(width)
        ));
    }

    pub(super) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, fill: Fill) {
        let left = if self.mirrored { self.canvas.width - x - width } else { x };
        self.canvas.rectangle(left, y, width, height, fill);
    }

    /// An empty place with a broken outline.
    pub(super) fn vacancy(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let left = if self.mirrored { self.canvas.width - x - width } else { x };
        let (paint, colour) = (fill::MISSING.paint(&self.canvas.prefix), fill::MISSING.stroke);
        self.canvas.raw(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{paint}" stroke="{colour}" stroke-width="1.2" stroke-dasharray="3 2"/>"#,
            number(left),
            number(y),
            number(width),
            number(height)
        ));
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64, fill: &str, stroke: &str) {
        self.canvas.raw(&format!(
            r#"<circle cx="{}" cy="{}" r="{}" fill="{fill}" stroke="{stroke}" stroke-width="1.8"/>"#,
            number(self.x(x)),
            number(y),
            number(radius)
        ));
    }

    pub(super) fn diamond(&mut self, x: f64, y: f64, radius: f64, colour: &str) {
        let (x, r) = (self.x(x), radius);
        let corner = |dx: f64, dy: f64| format!("{},{}", number(x + dx), number(y + dy));
        let points = [corner(0.0, -r), corner(r, 0.0), corner(0.0, r), corner(-r, 0.0)].join(" ");
        self.canvas.raw(&format!(r#"<polygon points="{points}" fill="{PAPER}" stroke="{colour}" stroke-width="1.8"/>"#));
    }

    /// A line through points.
    pub(super) fn polyline(&mut self, points: &[(f64, f64)], colour: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(self.x(*x)), number(*y))).collect();
        self.canvas.raw(&format!(
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"/>"#,
            points.join(" ")
        ));
    }

    /// A shape that is not mirrored (a map): path data, fill, and how heavy its outline is.
    pub(super) fn shape(&mut self, path: &str, area: Fill, dashed: bool, weight: f64) {
        let paint = area.paint(&self.canvas.prefix);
        let (stroke, dash) = if dashed { (area.stroke, r#" stroke-dasharray="3 2""#) } else { (fill::INK, "") };
        self.canvas.raw(&format!(
            r#"<path d="{path}" fill="{paint}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{}" stroke-linejoin="round"{dash}/>"#,
            number(weight)
        ));
    }

    /// A text at a place of a map.
    pub(super) fn label(&mut self, x: f64, y: f64, style: Type, text: &str) {
        self.canvas.text(x, y, style, text);
    }

    /// Opens a group that is named, and that leads somewhere where it may; [`Sheet::close`] closes it.
    pub(super) fn open(&mut self, name: &str, href: &str) -> &'static str {
        let name = escape(name);
        match safe_address(href).filter(|_| self.links) {
            Some(address) => {
                self.canvas.raw(&format!(r#"<a href="{}"><title>{name}</title>"#, escape(address)));
                "</a>"
            }
            None => {
                self.canvas.raw(&format!("<g><title>{name}</title>"));
                "</g>"
            }
        }
    }

    pub(super) fn close(&mut self, opened: &'static str) {
        self.canvas.raw(opened);
    }
}

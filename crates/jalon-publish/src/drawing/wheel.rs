//! The signature wheel: one sector per dimension, one tile per topic, by state.
//!
//! Every topic is a tile of about the same size and sectors are equally wide, so the wheel shows what is covered and not a score.

use std::f64::consts::PI;
use std::fmt::Write;

use jalon_domain::report::{LegendEntry, Sector};

use super::canvas::{Canvas, Type, number};
use super::fill::{self, ACCENT, GREY, INK, PAPER, RULE, TINT};
use super::text::{self, escape};
use super::{SvgOptions, WIDTH};
use crate::text::safe_address;

const CENTRE: (f64, f64) = (WIDTH / 2.0, 214.0);
const HUB: f64 = 40.0;
const INNER: f64 = 72.0;
const OUTER: f64 = 172.0;
const LABEL_WIDTH: f64 = 172.0;
const LABEL: Type = Type::new(14.5).bold();
const REMARK: Type = Type::new(13.0).colour(GREY);

pub(super) fn draw(sectors: &[Sector], legend: &[LegendEntry], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, options.links);
    ring(&mut canvas, HUB, RULE);
    let labels = place_labels(sectors);
    for (index, sector) in sectors.iter().enumerate() {
        open_link(&mut canvas, sector, options.links);
        draw_sector(&mut canvas, sector, span(index, sectors.len()), legend);
        draw_label(&mut canvas, &labels[index]);
        close_link(&mut canvas, sector, options.links);
    }
    let bottom = labels.iter().map(|label| label.y + label.height).fold(CENTRE.1 + OUTER, f64::max);
    let end = draw_legend(&mut canvas, legend, bottom + 44.0);
    canvas.finish(end + 14.0)
}

/// The wheel with fixed rings: what is there is filled in its ring's own pattern, what is not stays open.
pub(super) fn draw_rings(sectors: &[Sector], legend: &[LegendEntry], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, options.links);
    ring(&mut canvas, HUB, RULE);
    let labels = place_labels(sectors);
    let height = (OUTER - INNER) / legend.len().max(1) as f64;
    for (index, sector) in sectors.iter().enumerate() {
        let span = span(index, sectors.len());
        open_link(&mut canvas, sector, options.links);
        draw_hub(&mut canvas, sector, span, 13.0);
        for (ring, (entry, count)) in legend.iter().zip(&sector.counts).enumerate() {
            let inner = INNER + ring as f64 * height;
            let path = tile(span, inner + 1.0, inner + height - 1.0);
            if *count > 0 {
                let fill = fill::of_state(&entry.state);
                let paint = fill.paint(&canvas.prefix);
                canvas.raw(&format!(r#"<path d="{path}" fill="{paint}" stroke="{}"/>"#, fill.stroke));
            } else {
                canvas.raw(&format!(r#"<path d="{path}" fill="{PAPER}" stroke="{RULE}"/>"#));
            }
        }
        draw_label(&mut canvas, &labels[index]);
        close_link(&mut canvas, sector, options.links);
    }
    let bottom = labels.iter().map(|label| label.y + label.height).fold(CENTRE.1 + OUTER, f64::max);
    let end = draw_legend(&mut canvas, legend, bottom + 44.0);
    canvas.finish(end + 14.0)
}

/// Start and end of a sector, clockwise from the top.
#[derive(Clone, Copy)]
struct Span {
    start: f64,
    end: f64,
}

impl Span {
    fn middle(self) -> f64 {
        (self.start + self.end) / 2.0
    }
}

fn span(index: usize, count: usize) -> Span {
    let width = 2.0 * PI / count.max(1) as f64;
    let gap = if count > 1 { (width * 0.04).min(0.03) } else { 0.0 };
    Span { start: index as f64 * width + gap, end: (index + 1) as f64 * width - gap }
}

fn at(angle: f64, radius: f64) -> (f64, f64) {
    (CENTRE.0 + radius * angle.sin(), CENTRE.1 - radius * angle.cos())
}

/// A piece of a ring as a path.
fn tile(span: Span, inner: f64, outer: f64) -> String {
    // An arc cannot go all the way round: a lone sector stops a hair before.
    let end = if span.end - span.start > 2.0 * PI - 0.001 { span.end - 0.001 } else { span.end };
    let large = u8::from(end - span.start > PI);
    let (a, b, c, d) = (at(span.start, outer), at(end, outer), at(end, inner), at(span.start, inner));
    format!(
        "M{} {}A{r} {r} 0 {large} 1 {} {}L{} {}A{s} {s} 0 {large} 0 {} {}Z",
        number(a.0),
        number(a.1),
        number(b.0),
        number(b.1),
        number(c.0),
        number(c.1),
        number(d.0),
        number(d.1),
        r = number(outer),
        s = number(inner),
    )
}

fn ring(canvas: &mut Canvas, radius: f64, colour: &str) {
    let (x, y) = (number(CENTRE.0), number(CENTRE.1));
    canvas.raw(&format!(r#"<circle cx="{x}" cy="{y}" r="{}" fill="none" stroke="{colour}"/>"#, number(radius)));
}

fn draw_sector(canvas: &mut Canvas, sector: &Sector, span: Span, legend: &[LegendEntry]) {
    draw_hub(canvas, sector, span, 17.0);
    let states: Vec<&str> = states_of(sector, legend);
    if states.is_empty() {
        canvas.raw(&format!(r#"<path d="{}" fill="{PAPER}" stroke="{RULE}"/>"#, tile(span, INNER, OUTER)));
    }
    for (state, path) in states.iter().zip(tiles(span, states.len())) {
        let fill = fill::of_state(state);
        let paint = fill.paint(&canvas.prefix);
        canvas.raw(&format!(r#"<path d="{path}" fill="{paint}" stroke="{}" stroke-width="1"/>"#, fill.stroke));
    }
}

fn draw_hub(canvas: &mut Canvas, sector: &Sector, span: Span, size: f64) {
    canvas.raw(&format!(r#"<path d="{}" fill="{TINT}"/>"#, tile(span, HUB, INNER - 4.0)));
    let (x, y) = at(span.middle(), (HUB + INNER - 4.0) / 2.0);
    canvas.text(x, y + size / 3.0, Type::new(size).bold().colour(ACCENT).anchor("middle"), &sector.number.to_string());
}

/// The state of each topic, in the order of the legend.
fn states_of<'a>(sector: &Sector, legend: &'a [LegendEntry]) -> Vec<&'a str> {
    // More tiles than this cannot be told apart, and a wrong number must not fill the memory.
    const MOST: usize = 400;
    let counted = legend.iter().zip(&sector.counts);
    counted.flat_map(|(entry, &count)| std::iter::repeat_n(entry.state.as_str(), (count as usize).min(MOST))).take(MOST).collect()
}

/// Tiles of about equal size, from the centre outwards.
fn tiles(span: Span, count: usize) -> Vec<String> {
    if count == 0 {
        return vec![];
    }
    let rings = rings(span, count);
    let height = (OUTER - INNER) / rings.len() as f64;
    let mut paths = Vec::with_capacity(count);
    for (ring, &in_ring) in rings.iter().enumerate() {
        let inner = INNER + ring as f64 * height;
        let width = (span.end - span.start) / in_ring as f64;
        let gap = (1.1 / (inner + height / 2.0)).min(width * 0.1);
        for index in 0..in_ring {
            let start = span.start + index as f64 * width;
            paths.push(tile(Span { start: start + gap, end: start + width - gap }, inner + 1.1, inner + height - 1.1));
        }
    }
    paths
}

/// How many tiles each ring takes: in proportion to its length, all of them placed, none empty.
fn rings(span: Span, count: usize) -> Vec<usize> {
    let arc = (span.end - span.start) * (INNER + OUTER) / 2.0;
    let ideal = ((count as f64) * (OUTER - INNER) / arc).sqrt().round() as usize;
    let number = ideal.clamp(1, count).min(8);
    let height = (OUTER - INNER) / number as f64;
    let radius = |ring: usize| INNER + (ring as f64 + 0.5) * height;
    let total: f64 = (0..number).map(radius).sum();
    let mut placed = 0;
    let mut reached = 0.0;
    (0..number)
        .map(|ring| {
            reached += radius(ring);
            let left = number - ring - 1;
            let until = ((count as f64) * reached / total).round() as usize;
            let here = until.saturating_sub(placed).max(1).min(count - placed - left);
            let here = if left == 0 { count - placed } else { here };
            placed += here;
            here
        })
        .collect()
}

/// Where a label stands, outside the wheel.
struct Label {
    lines: Vec<String>,
    remark: Vec<String>,
    right: bool,
    y: f64,
    height: f64,
    anchor: (f64, f64),
}

/// Labels in two columns beside the wheel, each as near to its sector as the ones above and below allow.
fn place_labels(sectors: &[Sector]) -> Vec<Label> {
    let crowded = sectors.len() > 10;
    let mut labels: Vec<Label> =
        sectors.iter().enumerate().map(|(index, sector)| label(sector, span(index, sectors.len()).middle(), crowded)).collect();
    for right in [true, false] {
        let mut side: Vec<&mut Label> = labels.iter_mut().filter(|label| label.right == right).collect();
        side.sort_by(|a, b| a.y.total_cmp(&b.y));
        spread(&mut side);
    }
    labels
}

fn label(sector: &Sector, angle: f64, crowded: bool) -> Label {
    let numbered = format!("{}\u{a0}\u{a0}{}", sector.number, sector.title);
    // Semibold runs a little wider than the estimate.
    let lines = text::wrap(&numbered, LABEL.size * 1.02, LABEL_WIDTH, if crowded { 1 } else { 5 });
    let remark = text::wrap(&sector.label, REMARK.size, LABEL_WIDTH, if crowded { 0 } else { 2 });
    let height = lines.len() as f64 * 18.0 + remark.len() as f64 * 16.0;
    let anchor = at(angle, OUTER + 5.0);
    Label { lines, remark, right: angle < PI, y: at(angle, OUTER + 26.0).1 - height / 2.0, height, anchor }
}

fn spread(side: &mut [&mut Label]) {
    const GAP: f64 = 14.0;
    let mut floor = 4.0;
    for label in side.iter_mut() {
        label.y = label.y.max(floor);
        floor = label.y + label.height + GAP;
    }
}

fn draw_label(canvas: &mut Canvas, label: &Label) {
    let (x, anchor) = if label.right { (WIDTH - LABEL_WIDTH, "start") } else { (LABEL_WIDTH, "end") };
    let knee = if label.right { x - 8.0 } else { x + 8.0 };
    let middle = label.y + label.height / 2.0;
    let elbow = if label.right { knee - 10.0 } else { knee + 10.0 };
    canvas.raw(&format!(
        r#"<polyline points="{},{} {},{m} {},{m}" fill="none" stroke="{RULE}"/>"#,
        number(label.anchor.0),
        number(label.anchor.1),
        number(elbow),
        number(knee),
        m = number(middle),
    ));
    let first = label.y + 14.0;
    canvas.lines(x, first, LABEL.anchor(anchor), 18.0, &label.lines);
    let below = first + label.lines.len() as f64 * 18.0;
    canvas.lines(x, below, REMARK.anchor(anchor), 16.0, &label.remark);
}

fn open_link(canvas: &mut Canvas, sector: &Sector, links: bool) {
    let Some(address) = safe_address(&sector.href).filter(|_| links) else { return };
    // The words drawn inside are the link's name; a label of its own would differ from what is seen.
    canvas.raw(&format!(r#"<a href="{}">"#, escape(address)));
}

fn close_link(canvas: &mut Canvas, sector: &Sector, links: bool) {
    if links && safe_address(&sector.href).is_some() {
        canvas.raw("</a>");
    }
}

/// The legend in rows; returns where it ends.
fn draw_legend(canvas: &mut Canvas, legend: &[LegendEntry], top: f64) -> f64 {
    let style = Type::new(14.0).colour(INK);
    let (mut x, mut y) = (24.0, top);
    for entry in legend {
        let width = 30.0 + text::width(&entry.label, style.size);
        if x > 24.0 && x + width > WIDTH {
            (x, y) = (24.0, y + 26.0);
        }
        canvas.rectangle(x, y - 12.0, 20.0, 15.0, fill::of_state(&entry.state));
        canvas.text(x + 28.0, y, style, &entry.label);
        x += width + 26.0;
    }
    y
}

pub(super) fn dial(sectors: u8, highlighted: Option<u8>, quiet: &str) -> String {
    let count = usize::from(sectors.max(1));
    let mut paths = String::new();
    for index in 0..count {
        let chosen = highlighted == Some(index as u8 + 1);
        let (fill, outer) = if chosen { (ACCENT, OUTER + 10.0) } else { (quiet, OUTER) };
        let _ = write!(paths, r#"<path d="{}" fill="{fill}"/>"#, tile(span(index, count), 66.0, outer));
    }
    let (left, top) = (CENTRE.0 - OUTER - 12.0, CENTRE.1 - OUTER - 12.0);
    let side = 2.0 * (OUTER + 12.0);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" aria-hidden="true" focusable="false">{paths}</svg>"#,
        number(left),
        number(top),
        number(side),
        number(side)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_gets_one_tile() {
        for sectors in [1, 2, 6, 23] {
            for count in 1..120 {
                let rings = rings(span(0, sectors), count);
                assert_eq!(rings.iter().sum::<usize>(), count);
                assert!(rings.iter().all(|&here| here > 0), "{sectors} sectors, {count} topics: {rings:?}");
                assert_eq!(tiles(span(0, sectors), count).len(), count);
            }
        }
    }

    #[test]
    fn labels_of_one_side_do_not_overlap() {
        let long = "Promotion du bien-être socio-économique des migrants et de leurs communautés d’accueil";
        let sectors: Vec<Sector> = (1..=6)
            .map(|number| Sector { number, title: long.into(), href: String::new(), counts: vec![4], label: long.into() })
            .collect();
        let labels = place_labels(&sectors);
        for a in &labels {
            for b in labels.iter().filter(|b| !std::ptr::eq(a, *b) && a.right == b.right) {
                assert!(a.y + a.height < b.y || b.y + b.height < a.y);
            }
        }
    }
}

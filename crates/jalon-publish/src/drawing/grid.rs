//! A grid of two graded properties: who stands where, by name and by shape.

use jalon_domain::report::{GridAxis, GridMark};

use super::canvas::{Canvas, Type, number};
use super::fill::{self, GREY, INK, RULE};
use super::text;
use super::{SvgOptions, WIDTH};

/// Room for the grades of the rows.
const LEFT: f64 = 96.0;
const LABEL: Type = Type::new(13.0);
const GRADE: Type = Type::new(14.0).colour(GREY);
const AXIS: Type = Type::new(14.5).bold();
const LEADING: f64 = 16.0;
/// What one cell names; the table beside the drawing has them all.
const MOST: usize = 14;

/// Rows from the highest grade down, columns from the lowest on: the upper right has most of both.
pub(super) fn draw(across: &GridAxis, up: &GridAxis, shapes: &[String], marks: &[GridMark], options: &SvgOptions) -> String {
    let mut canvas = super::canvas(options, false);
    let columns = across.grades.len().max(1);
    let width = (WIDTH - LEFT) / columns as f64;
    let mut y = legend(&mut canvas, shapes);
    canvas.text(0.0, y + 14.0, AXIS, &format!("↑ {}", up.title));
    y += 26.0;
    for (row, grade) in up.grades.iter().enumerate().rev() {
        let cells: Vec<Vec<&GridMark>> =
            (0..columns).map(|column| marks.iter().filter(|mark| (mark.column, mark.row) == (column, row)).collect()).collect();
        let height = cells.iter().map(|cell| cell_height(cell, width)).fold(64.0, f64::max);
        canvas.lines(0.0, y + 20.0, GRADE, LEADING, &text::wrap(grade, GRADE.size, LEFT - 10.0, 3));
        for (column, cell) in cells.iter().enumerate() {
            let x = LEFT + column as f64 * width;
            outline(&mut canvas, x, y, width, height);
            draw_cell(&mut canvas, cell, x, y, width);
        }
        y += height;
    }
    for (column, grade) in across.grades.iter().enumerate() {
        canvas.text(LEFT + column as f64 * width + 10.0, y + 20.0, GRADE, grade);
    }
    canvas.text(WIDTH, y + 42.0, AXIS.anchor("end"), &format!("{} →", across.title));
    canvas.finish(y + 50.0)
}

fn legend(canvas: &mut Canvas, shapes: &[String]) -> f64 {
    let mut y = 0.0;
    for (index, words) in shapes.iter().enumerate() {
        shape(canvas, 8.0, y + 10.0, index);
        canvas.text(22.0, y + 14.5, LABEL, words);
        y += 20.0;
    }
    y + 6.0
}

fn outline(canvas: &mut Canvas, x: f64, y: f64, width: f64, height: f64) {
    for (from, to) in [
        ((x, y), (x + width, y)),
        ((x, y + height), (x + width, y + height)),
        ((x, y), (x, y + height)),
        ((x + width, y), (x + width, y + height)),
    ] {
        canvas.line(from, to, RULE, 1.0);
    }
}

fn words(mark: &GridMark, width: f64) -> Vec<String> {
    text::wrap(&mark.label, LABEL.size, width - 34.0, 2)
}

fn cell_height(cell: &[&GridMark], width: f64) -> f64 {
    let named: f64 = cell.iter().take(MOST).map(|mark| words(mark, width).len().max(1) as f64 * LEADING + 5.0).sum();
    named + if cell.len() > MOST { LEADING } else { 0.0 } + 16.0
}

fn draw_cell(canvas: &mut Canvas, cell: &[&GridMark], x: f64, y: f64, width: f64) {
    let mut y = y + 20.0;
    for mark in cell.iter().take(MOST) {
        let lines = words(mark, width);
        shape(canvas, x + 13.0, y - 4.5, mark.shape);
        canvas.lines(x + 26.0, y, LABEL, LEADING, &lines);
        y += lines.len().max(1) as f64 * LEADING + 5.0;
    }
    if cell.len() > MOST {
        canvas.text(x + 26.0, y, GRADE, &format!("… +{}", cell.len() - MOST));
    }
}

/// A filled circle, an open diamond, a hatched square: told apart without colour.
fn shape(canvas: &mut Canvas, x: f64, y: f64, index: usize) {
    let (x1, y1) = (number(x), number(y));
    match index {
        0 => {
            let paint = fill::of_series(0).paint(&canvas.prefix);
            canvas.raw(&format!(r#"<circle cx="{x1}" cy="{y1}" r="5" fill="{paint}"/>"#));
        }
        1 => {
            let points = [(x, y - 6.5), (x + 6.5, y), (x, y + 6.5), (x - 6.5, y)];
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
            canvas.raw(&format!(r#"<polygon points="{}" fill="none" stroke="{INK}" stroke-width="1.6"/>"#, points.join(" ")));
        }
        _ => canvas.rectangle(x - 5.0, y - 5.0, 10.0, 10.0, fill::of_series(1)),
    }
}

//! Whether the rings of a polygon cross themselves or each other: such an outline has no inside, and a map would colour the
//! wrong places.

/// Degrees, about a centimetre: what crosses by less touches, as outlines do that were rounded.
const TOUCH: f64 = 1e-7;
/// Pairs of lines that are compared. A real outline needs far less; a file made to take for ever
/// is let through and drawn as it is.
const MOST_COMPARED: usize = 1_000_000_000;

type Position = (f64, f64);

/// Where two lines of a polygon cross.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crossing {
    /// The ring, and the first position of the line in it.
    pub(super) ring: usize,
    pub(super) position: usize,
    /// Longitude and latitude.
    pub(super) at: Position,
}

struct Line {
    ring: usize,
    position: usize,
    from: Position,
    to: Position,
}

impl Line {
    fn west(&self) -> f64 {
        self.from.0.min(self.to.0)
    }

    fn east(&self) -> f64 {
        self.from.0.max(self.to.0)
    }

    fn south(&self) -> f64 {
        self.from.1.min(self.to.1)
    }

    fn north(&self) -> f64 {
        self.from.1.max(self.to.1)
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.north() < other.south() || other.north() < self.south()
    }
}

/// Bands of latitude: lines in different ones need not be compared.
const BANDS: usize = 64;

struct Bands {
    south: f64,
    height: f64,
}

impl Bands {
    fn over(lines: &[Line]) -> Self {
        let south = lines.iter().map(Line::south).fold(f64::INFINITY, f64::min);
        let north = lines.iter().map(Line::north).fold(f64::NEG_INFINITY, f64::max);
        Self { south, height: ((north - south) / BANDS as f64).max(f64::MIN_POSITIVE) }
    }

    fn of(&self, line: &Line) -> std::ops::RangeInclusive<usize> {
        let band = |latitude: f64| (((latitude - self.south) / self.height) as usize).min(BANDS - 1);
        band(line.south())..=band(line.north())
    }
}

/// The first crossing from west to east; rings that share a point or run along each other do not cross.
pub(super) fn crossing(rings: &[Vec<Position>]) -> Option<Crossing> {
    let line = |ring: usize| move |(position, ends): (usize, &[Position])| Line { ring, position, from: ends[0], to: ends[1] };
    let mut lines: Vec<Line> =
        rings.iter().enumerate().flat_map(|(ring, positions)| positions.windows(2).enumerate().map(line(ring))).collect();
    lines.sort_by(|a, b| a.west().total_cmp(&b.west()));
    // By band of latitude, the lines that reach at least as far east as the present one begins.
    let bands = Bands::over(&lines);
    let mut beside: Vec<Vec<&Line>> = vec![vec![]; BANDS];
    let mut compared = 0;
    for line in &lines {
        for band in bands.of(line) {
            beside[band].retain(|other| other.east() >= line.west());
            for other in beside[band].iter().filter(|other| !other.is_beside(line)) {
                if let Some(at) = crossed(line, other) {
                    let first = if (other.ring, other.position) < (line.ring, line.position) { other } else { line };
                    return Some(Crossing { ring: first.ring, position: first.position, at });
                }
            }
            compared += beside[band].len();
            beside[band].push(line);
        }
        if compared > MOST_COMPARED {
            return None;
        }
    }
    None
}

/// Where each of two lines has its ends on both sides of the other.
fn crossed(one: &Line, other: &Line) -> Option<Position> {
    let [c, d] = [other.from, other.to].map(|end| distance(one, end));
    let [a, b] = [one.from, one.to].map(|end| distance(other, end));
    let apart = |left: f64, right: f64| left.min(right) < -TOUCH && left.max(right) > TOUCH;
    if !apart(a, b) || !apart(c, d) {
        return None;
    }
    let share = a / (a - b);
    Some((one.from.0 + share * (one.to.0 - one.from.0), one.from.1 + share * (one.to.1 - one.from.1)))
}

/// How far a position lies to the left of a line, in degrees; to its right below zero.
fn distance(line: &Line, position: Position) -> f64 {
    let (east, north) = (line.to.0 - line.from.0, line.to.1 - line.from.1);
    let length = east.hypot(north);
    if length == 0.0 { 0.0 } else { (east * (position.1 - line.from.1) - north * (position.0 - line.from.0)) / length }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Position; 5] = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];

    #[test]
    fn a_ring_like_an_eight_crosses_itself_where_it_does() {
        let eight = vec![(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)];
        assert_eq!(crossing(&[eight]), Some(Crossing { ring: 0, position: 0, at: (1.0, 1.0) }));
    }

    #[test]
    fn a_hole_may_touch_its_ring_and_not_leave_it() {
        let hole = |corner: f64| vec![(corner, 1.0), (2.0, 1.0), (2.0, 2.0), (corner, 1.0)];
        let square = SQUARE.to_vec();
        assert_eq!(crossing(&[square.clone(), hole(1.0)]), None);
        assert_eq!(crossing(&[square.clone(), hole(0.0)]), None, "it touches a side");
        let shared = vec![(0.0, 0.0), (2.0, 1.0), (1.0, 2.0), (0.0, 0.0)];
        assert_eq!(crossing(&[square.clone(), shared]), None, "it shares a corner");
        assert_eq!(crossing(&[square, hole(-1.0)]).map(|found| (found.ring, found.at.0)), Some((0, 0.0)));
    }

    #[test]
    fn a_ring_may_come_back_to_a_point_and_along_a_line() {
        let bow = vec![(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0), (0.0, 2.0), (0.0, 0.0)];
        assert_eq!(crossing(&[bow]), None, "two triangles that meet in a point");
        let spike = vec![(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (6.0, 2.0), (4.0, 2.0), (4.0, 4.0), (0.0, 0.0)];
        assert_eq!(crossing(&[spike]), None);
        let rounded = vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, -1e-9), (0.0, 4.0), (0.0, 0.0)];
        assert_eq!(crossing(&[rounded]), None, "less than a centimetre is rounding");
    }

    /// A coast of twenty thousand points: star-shaped, so that it cannot cross itself, with an inlet between any two points.
    #[test]
    fn a_long_coast_is_no_crossing_until_it_is_one() {
        let count = 20_000;
        let point = |n: usize| {
            let (angle, reach) = (n as f64 / count as f64 * std::f64::consts::TAU, 1.0 + 0.1 * ((n * 7919) % 97) as f64 / 97.0);
            (angle.cos() * reach, angle.sin() * reach)
        };
        let mut coast: Vec<Position> = (0..count).map(point).collect();
        coast.push(coast[0]);
        assert_eq!(crossing(&[coast.clone()]), None);
        coast.swap(8_000, 12_000);
        assert!(crossing(&[coast]).is_some());
    }
}

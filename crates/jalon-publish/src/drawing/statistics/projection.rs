//! From longitude and latitude to places on the sheet.
//!
//! The cylindrical equal-area projection with the mean latitude of the territory as its standard parallel: areas keep their
//! proportions, and near that parallel shapes do too (Snyder, *Map Projections: A Working Manual*, 1987, section 10).
//!
//! Points are rounded to a grid instead of being thinned line by line: neighbours that share a border still share it.

/// A closed line on the sheet; the last point is not repeated.
pub(super) type Ring = Vec<(f64, f64)>;

/// Points beyond which the grid grows coarser.
const MOST_DRAWN: usize = 24_000;
const FINEST: f64 = 0.5;
/// A coarser grid would show in the drawing.
const COARSEST: f64 = 1.0;
/// Beyond this latitude the projection would squeeze everything together.
const STEEPEST: f64 = 80.0;

pub(super) struct Projected {
    /// The rings of each area, in the order given.
    pub(super) areas: Vec<Vec<Ring>>,
    pub(super) height: f64,
    /// The standard parallel, in degrees.
    pub(super) parallel: f64,
}

/// Projects the rings of areas into a box.
pub(super) fn project(areas: &[Vec<&[(f64, f64)]>], width: f64, most_height: f64) -> Projected {
    let points = || areas.iter().flatten().flat_map(|ring| ring.iter().copied());
    let turn = crosses_date_line(points().map(|point| point.0));
    let longitude = |longitude: f64| if turn && longitude < 0.0 { longitude + 360.0 } else { longitude };
    let (west, east) = extent(points().map(|point| longitude(point.0)));
    let (south, north) = extent(points().map(|point| point.1));
    let parallel = ((south + north) / 2.0).clamp(-STEEPEST, STEEPEST);
    let cosine = parallel.to_radians().cos();
    let across = |degrees: f64| (degrees - west).to_radians() * cosine;
    let down = |degrees: f64| (north.to_radians().sin() - degrees.to_radians().sin()) / cosine;
    let (wide, high) = (across(east), down(south));
    let scale = [width / wide, most_height / high].into_iter().filter(|scale| scale.is_finite()).fold(f64::INFINITY, f64::min);
    let scale = if scale.is_finite() { scale } else { 1.0 };
    let left = (width - wide * scale) / 2.0;
    let place = |point: &(f64, f64)| (left + across(longitude(point.0)) * scale, down(point.1) * scale);
    let drawn = |grid: f64| -> Vec<Vec<Ring>> {
        areas.iter().map(|rings| rings.iter().map(|ring| on_grid(ring.iter().map(place), grid)).collect()).collect()
    };
    let mut grid = FINEST;
    let mut projected = drawn(grid);
    while grid < COARSEST && projected.iter().flatten().map(Vec::len).sum::<usize>() > MOST_DRAWN {
        grid *= 2.0;
        projected = drawn(grid);
    }
    Projected { areas: projected, height: (high * scale).max(1.0), parallel }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low <= high { (low, high) } else { (0.0, 0.0) }
}

/// Whether the territory is narrower when it is read across the 180th meridian.
fn crosses_date_line(longitudes: impl Iterator<Item = f64> + Clone) -> bool {
    let (west, east) = extent(longitudes.clone());
    let (west_turned, east_turned) =
        extent(longitudes.map(|longitude| if longitude < 0.0 { longitude + 360.0 } else { longitude }));
    east - west > 180.0 && east_turned - west_turned < east - west
}

fn on_grid(points: impl Iterator<Item = (f64, f64)>, grid: f64) -> Ring {
    let mut ring: Ring = vec![];
    for (x, y) in points {
        let point = ((x / grid).round() * grid, (y / grid).round() * grid);
        if ring.last() == Some(&point) {
            continue;
        }
        // There and back again: narrower than the grid.
        if ring.len() > 1 && ring[ring.len() - 2] == point {
            ring.pop();
            continue;
        }
        // Three in a row: the one in the middle says nothing.
        if let [.., a, b] = ring[..]
            && (b.0 - a.0) * (point.1 - a.1) == (b.1 - a.1) * (point.0 - a.0)
            && (b.0 - a.0) * (point.0 - b.0) + (b.1 - a.1) * (point.1 - b.1) > 0.0
        {
            ring.pop();
        }
        ring.push(point);
    }
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_keep_their_proportions() {
        // Two cells of ten degrees by ten: on the sphere the northern one has sin 70 - sin 60 over sin 10 of the southern one.
        let cell = |south: f64| [(0.0, south), (10.0, south), (10.0, south + 10.0), (0.0, south + 10.0)];
        let (low, high) = (cell(0.0), cell(60.0));
        let projected = project(&[vec![&low[..]], vec![&high[..]]], 4000.0, 8000.0);
        let surface = |ring: &Ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
        };
        let ratio = surface(&projected.areas[1][0]) / surface(&projected.areas[0][0]);
        let sine = |degrees: f64| degrees.to_radians().sin();
        assert!((ratio - (sine(70.0) - sine(60.0)) / sine(10.0)).abs() < 0.01, "{ratio}");
        assert_eq!(projected.parallel, 35.0);
    }

    #[test]
    fn islands_on_both_sides_of_the_date_line_stay_together() {
        let east = [(177.0, -18.0), (179.0, -18.0), (179.0, -17.0)];
        let west = [(-179.0, -18.0), (-178.0, -18.0), (-178.0, -17.0)];
        let projected = project(&[vec![&east[..]], vec![&west[..]]], 720.0, 560.0);
        assert!(projected.areas[0][0].iter().all(|a| projected.areas[1][0].iter().all(|b| a.0 < b.0)));
        assert!(projected.height > 100.0);
    }

    #[test]
    fn points_in_line_and_repeated_points_go() {
        let ring = [(0.0, 0.0), (0.1, 0.0), (5.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
        assert_eq!(on_grid(ring.into_iter(), 0.5), [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]);
        let spike = [(0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (30.0, 5.1), (10.0, 5.0), (10.0, 10.0), (0.0, 0.0)];
        assert_eq!(on_grid(spike.into_iter(), 0.5), [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]);
        assert_eq!(on_grid([(0.0, 0.0), (9.0, 0.1), (0.0, 0.1), (0.0, 0.0)].into_iter(), 0.5), [(0.0, 0.0)]);
    }
}

//! The office's own boundaries, from GeoJSON (RFC 7946): a collection of polygons, each with the code of its area.
//!
//! Every fault of a file is told at once, with its place in the file and what to do; nothing of a faulty file is used.

use std::collections::{BTreeMap, BTreeSet};

use jalon_domain::Problem;
use serde_json::{Value, json};

use super::crossing::crossing;

/// Size of a file that is read.
pub const MOST_BYTES: usize = 16 << 20;
/// Areas of a file that is read.
pub const MOST_AREAS: usize = 5_000;
/// Points of a file that is read; a map for a page needs a hundredth of them.
pub const MOST_POINTS: usize = 500_000;
/// Faults that are told one by one; the rest is counted.
pub const MOST_PROBLEMS: usize = 100;

/// Properties of a file that a message names.
const MOST_NAMES: usize = 12;
/// The property of the codes in what [`Boundaries::kept`] writes.
const CODE: &str = "code";

/// A closed ring needs three corners and the first of them again.
const LEAST_POSITIONS: usize = 4;
const MEBIBYTE: usize = 1 << 20;

/// Boundaries without a fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundaries {
    pub(super) areas: Vec<Area>,
    without: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Area {
    pub(super) code: String,
    /// Outer and inner rings of all its polygons: longitude and latitude in degrees.
    pub(super) rings: Vec<Vec<(f64, f64)>>,
}

impl Boundaries {
    /// Reads a `FeatureCollection` of `Polygon` and `MultiPolygon`.
    ///
    /// `property` names the property that holds the code of an area (a text or a whole number), `known` the codes of
    /// the classification. Coordinates are longitude and latitude in degrees (WGS 84), as the standard demands.
    ///
    /// # Errors
    /// All faults found, each with its place in the file as [`Problem::field`]; the codes begin with `boundaries-`.
    pub fn read(bytes: &[u8], property: &str, known: &[String]) -> Result<Self, Vec<Problem>> {
        let codes = known.iter().map(String::as_str).collect();
        let areas = areas(bytes, property, Some(codes))?;
        let drawn: BTreeSet<&str> = areas.iter().map(|area| area.code.as_str()).collect();
        let without = known.iter().filter(|code| !drawn.contains(code.as_str())).cloned().collect();
        Ok(Self { areas, without })
    }

    /// What is kept of a file that [`Boundaries::read`] accepted: the code and the outline of each area, as GeoJSON.
    /// Whatever else the file said of its areas (names, figures, persons in charge) is left out.
    ///
    /// # Errors
    /// As [`Boundaries::read`], for a file that is none.
    pub fn kept(bytes: &[u8], property: &str) -> Result<Vec<u8>, Vec<Problem>> {
        let features = features(bytes).map_err(|problem| vec![problem])?;
        let feature = |feature: &Value| {
            let code = feature.get("properties").and_then(|properties| code_of(properties.get(property)));
            let geometry = |part: &str| feature.get("geometry").and_then(|geometry| geometry.get(part));
            let geometry = json!({ "type": geometry("type"), "coordinates": geometry("coordinates") });
            json!({ "type": "Feature", "properties": { CODE: code }, "geometry": geometry })
        };
        let features: Vec<Value> = features.iter().map(feature).collect();
        Ok(json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes())
    }

    /// Reads what [`Boundaries::kept`] wrote.
    ///
    /// # Errors
    /// As [`Boundaries::read`]; there are none while the file is what was written.
    pub fn reopen(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        Ok(Self { areas: areas(bytes, CODE, None)?, without: vec![] })
    }

    /// The codes that have a boundary, in the order of the file.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.areas.iter().map(|area| area.code.as_str())
    }

    /// The known codes that have none: they stand in the table and not on the map.
    pub fn without_boundary(&self) -> &[String] {
        &self.without
    }
}

/// The areas of a file; without `known` every code will do.
fn areas(bytes: &[u8], property: &str, known: Option<BTreeSet<&str>>) -> Result<Vec<Area>, Vec<Problem>> {
    let features = features(bytes).map_err(|problem| vec![problem])?;
    if let Some(problem) = absent(&features, property) {
        return Err(vec![problem]);
    }
    let mut reader =
        Reader { property, known, first_places: BTreeMap::new(), problems: vec![], positions: 0, outside: 0, stray: None };
    let areas: Vec<Area> = features.iter().enumerate().filter_map(|(index, feature)| reader.area(index, feature)).collect();
    let problems = reader.finish();
    if problems.is_empty() { Ok(areas) } else { Err(problems) }
}

/// That no area has the property, said once with the names of those that there are: it was mistyped, most likely.
fn absent(features: &[Value], property: &str) -> Option<Problem> {
    let given = |feature: &Value| feature.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut names: Vec<String> = features.iter().map(given).find(|given| !given.is_empty())?.keys().cloned().collect();
    names.sort();
    if features.iter().any(|feature| feature.get("properties").is_some_and(|given| given.get(property).is_some())) {
        return None;
    }
    let names: Vec<String> = names.iter().take(MOST_NAMES).map(|name| shortened(name)).collect();
    let problem = Problem::on("boundaries-property-absent", "property");
    Some(problem.with("property", shortened(property)).with("found", names.join(", ")))
}

/// A text or a whole number.
fn code_of(value: Option<&Value>) -> Option<String> {
    match value {
        Some(Value::String(code)) if !code.trim().is_empty() => Some(code.trim().to_owned()),
        Some(Value::Number(code)) if code.is_i64() || code.is_u64() => Some(code.to_string()),
        _ => None,
    }
}

/// The features of the file, or why there are none.
fn features(bytes: &[u8]) -> Result<Vec<Value>, Problem> {
    if bytes.len() > MOST_BYTES {
        let megabytes = bytes.len().div_ceil(MEBIBYTE);
        return Err(Problem::new("boundaries-too-large").with("size", megabytes).with("limit", MOST_BYTES / MEBIBYTE));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: Value = serde_json::from_slice(text)
        .map_err(|error| Problem::new("boundaries-not-json").with("line", error.line()).with("column", error.column()))?;
    let kind = file.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    if kind != "FeatureCollection" {
        return Err(Problem::on("boundaries-not-collection", "type").with("found", shortened(&kind)));
    }
    let Value::Object(mut file) = file else { return Err(Problem::new("boundaries-not-collection").with("found", "")) };
    match file.remove("features") {
        Some(Value::Array(features)) if features.is_empty() => Err(Problem::on("boundaries-empty", "features")),
        Some(Value::Array(features)) if features.len() > MOST_AREAS => {
            Err(Problem::on("boundaries-too-many-areas", "features").with("count", features.len()).with("limit", MOST_AREAS))
        }
        Some(Value::Array(features)) => Ok(features),
        _ => Err(Problem::on("boundaries-no-features", "features")),
    }
}

struct Reader<'a> {
    property: &'a str,
    known: Option<BTreeSet<&'a str>>,
    first_places: BTreeMap<String, String>,
    problems: Vec<Problem>,
    positions: usize,
    /// Positions that are not on the globe, and the first of them.
    outside: usize,
    stray: Option<(String, f64, f64)>,
}

impl Reader<'_> {
    fn tell(&mut self, code: &str, place: &str, args: &[(&str, &str)]) {
        let problem = Problem::on(code, place).with("place", place);
        self.problems.push(args.iter().fold(problem, |problem, (name, value)| problem.with(name, value)));
    }

    fn area(&mut self, index: usize, feature: &Value) -> Option<Area> {
        let place = format!("features[{index}]");
        if feature.get("type").and_then(Value::as_str) != Some("Feature") {
            self.tell("boundaries-not-feature", &place, &[]);
            return None;
        }
        let code = self.code(feature, &place);
        let rings = self.geometry(feature.get("geometry"), &format!("{place}.geometry"));
        Some(Area { code: code?, rings: rings? })
    }

    fn code(&mut self, feature: &Value, place: &str) -> Option<String> {
        let place = format!("{place}.properties.{}", shortened(self.property));
        let given = feature.get("properties").and_then(|properties| properties.get(self.property));
        let Some(code) = code_of(given) else {
            self.tell("boundaries-no-code", &place, &[("property", &shortened(self.property))]);
            return None;
        };
        let shown = shortened(&code);
        if self.known.as_ref().is_some_and(|known| !known.contains(code.as_str())) {
            self.tell("boundaries-unknown-code", &place, &[("code", &shown)]);
            return None;
        }
        if let Some(first) = self.first_places.get(&code).cloned() {
            self.tell("boundaries-duplicate-code", &place, &[("code", &shown), ("first", &first)]);
            return None;
        }
        self.first_places.insert(code.clone(), place);
        Some(code)
    }

    fn geometry(&mut self, geometry: Option<&Value>, place: &str) -> Option<Vec<Vec<(f64, f64)>>> {
        let kind = geometry.and_then(|geometry| geometry.get("type")).and_then(Value::as_str).unwrap_or_default();
        let coordinates = geometry.and_then(|geometry| geometry.get("coordinates")).and_then(Value::as_array);
        let at = format!("{place}.coordinates");
        let rings = match (kind, coordinates) {
            ("Polygon", Some(rings)) => self.polygon(rings, &at),
            ("MultiPolygon", Some(polygons)) => {
                let mut all = vec![];
                for (index, polygon) in polygons.iter().enumerate() {
                    match polygon.as_array() {
                        Some(rings) => all.extend(self.polygon(rings, &format!("{at}[{index}]"))),
                        None => self.tell("boundaries-ring-shape", &format!("{at}[{index}]"), &[]),
                    }
                }
                all
            }
            _ => {
                self.tell("boundaries-geometry-type", place, &[("found", &shortened(kind))]);
                return None;
            }
        };
        if rings.is_empty() {
            self.tell("boundaries-no-ring", &at, &[]);
            return None;
        }
        Some(rings)
    }

    /// A ring for each that is given, so that an area with a faulty one is not also said to have none.
    fn polygon(&mut self, rings: &[Value], place: &str) -> Vec<Vec<(f64, f64)>> {
        let before = self.problems.len();
        let rings: Vec<_> = rings.iter().enumerate().map(|(index, ring)| self.ring(ring, &format!("{place}[{index}]"))).collect();
        // What was kept before there was this rule is drawn as it is.
        let is_sound = self.known.is_some() && self.problems.len() == before;
        if let Some(found) = is_sound.then(|| crossing(&rings)).flatten() {
            // About a decimetre.
            let [longitude, latitude] = [found.at.0, found.at.1].map(|degrees| ((degrees * 1e6).round() / 1e6).to_string());
            let at = format!("{place}[{}][{}]", found.ring, found.position);
            self.tell("boundaries-crossing", &at, &[("longitude", &longitude), ("latitude", &latitude)]);
        }
        rings
    }

    fn ring(&mut self, ring: &Value, place: &str) -> Vec<(f64, f64)> {
        let Some(given) = ring.as_array() else {
            self.tell("boundaries-ring-shape", place, &[]);
            return vec![];
        };
        self.positions += given.len();
        let positions: Vec<Option<(f64, f64)>> = given.iter().map(position).collect();
        if let Some(wrong) = positions.iter().position(Option::is_none) {
            self.tell("boundaries-position-shape", &format!("{place}[{wrong}]"), &[]);
            return vec![];
        }
        let positions: Vec<(f64, f64)> = positions.into_iter().flatten().collect();
        self.count_outside(&positions, place);
        if positions.len() < LEAST_POSITIONS {
            self.tell("boundaries-short-ring", place, &[("count", &positions.len().to_string())]);
        } else if positions.first() != positions.last() {
            self.tell("boundaries-open-ring", place, &[]);
        }
        positions
    }

    fn count_outside(&mut self, positions: &[(f64, f64)], place: &str) {
        let outside = |position: &(f64, f64)| position.0.abs() > 180.0 || position.1.abs() > 90.0;
        let count = positions.iter().filter(|position| outside(position)).count();
        let Some(index) = positions.iter().position(outside) else { return };
        self.outside += count;
        let (longitude, latitude) = positions[index];
        let at = format!("{place}[{index}]");
        self.stray.get_or_insert_with(|| (at.clone(), longitude, latitude));
        self.tell("boundaries-outside-world", &at, &[("longitude", &longitude.to_string()), ("latitude", &latitude.to_string())]);
    }

    /// The problems, so told that a person can act on them: a file in another projection has one fault, not thousands.
    fn finish(self) -> Vec<Problem> {
        let mut problems = self.problems;
        if let Some((place, x, y)) = self.stray.filter(|_| self.outside * 2 > self.positions) {
            problems.retain(|problem| problem.code != "boundaries-outside-world");
            let projected = Problem::on("boundaries-projected", &place).with("place", &place).with("x", x).with("y", y);
            problems.insert(0, projected);
        }
        if self.positions > MOST_POINTS {
            let problem = Problem::on("boundaries-too-many-points", "features");
            problems.insert(0, problem.with("count", self.positions).with("limit", MOST_POINTS));
        }
        if problems.len() > MOST_PROBLEMS {
            let more = problems.len() - MOST_PROBLEMS;
            problems.truncate(MOST_PROBLEMS);
            problems.push(Problem::new("boundaries-more").with("count", more));
        }
        problems
    }
}

/// Longitude and latitude; a height after them is left aside.
fn position(given: &Value) -> Option<(f64, f64)> {
    let given = given.as_array()?;
    Some((given.first()?.as_f64()?, given.get(1)?.as_f64()?)).filter(|(x, y)| x.is_finite() && y.is_finite())
}

/// A text of the file as a message may repeat it.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let plain: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if text.chars().count() > MOST { format!("{plain}…") } else { plain }
}

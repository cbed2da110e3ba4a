//! Boundaries: every fault at once with its place, in words of every language; damaged files never panic.

use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_publish::drawing::statistics::{AreaRow, Boundaries, Cell, MOST_BYTES, MOST_PROBLEMS};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A country of twelve uneven fields, the last of them an islet; the last but one has no figures.
fn country() -> Value {
    let corner = |row: usize, column: usize| {
        let wave = |n: usize| ((n * 7919) % 13) as f64 / 40.0;
        json!([2.0 + column as f64 * 1.3 + wave(row * 5 + column), 44.0 + row as f64 * 0.9 + wave(column * 3 + row)])
    };
    let mut features: Vec<Value> = (0..11)
        .map(|n| {
            let (row, column) = (n / 4, n % 4);
            let corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column), (row, column)];
            feature(&format!("{:02}", n + 1), json!([corners.map(|(row, column)| corner(row, column))]))
        })
        .collect();
    let islet = json!([[[[8.6, 44.1], [8.61, 44.1], [8.61, 44.11], [8.6, 44.1]]]]);
    let mut last = feature("12", islet);
    last["geometry"]["type"] = json!("MultiPolygon");
    features.push(last);
    json!({ "type": "FeatureCollection", "features": features })
}

fn feature(code: &str, coordinates: Value) -> Value {
    json!({ "type": "Feature", "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": coordinates } })
}

fn codes() -> Vec<String> {
    (1..=12).map(|n| format!("{n:02}")).chain(["99".to_owned()]).collect()
}

pub(super) fn boundaries() -> Boundaries {
    read(&country()).unwrap()
}

fn read(file: &Value) -> Result<Boundaries, Vec<Problem>> {
    Boundaries::read(&serde_json::to_vec(file).unwrap(), "code", &codes())
}

/// A row for each value, then the islet and a place that the map does not have.
pub(super) fn rows_of(cells: &[Cell]) -> Vec<AreaRow> {
    let row = |(index, cell): (usize, &Cell)| AreaRow {
        code: format!("{:02}", if index == 10 { 99 } else { index + 1 }),
        label: format!("Région {}", index + 1),
        cell: *cell,
        href: String::new(),
    };
    let more = [jalon_publish::drawing::statistics::Value::of(7.5).into()];
    cells.iter().chain(&more).enumerate().map(row).collect()
}

/// Code and place of every problem.
fn faults(file: &Value) -> Vec<(String, String)> {
    let problems = read(file).expect_err("the file is faulty");
    problems.into_iter().map(|problem| (problem.code, problem.field.unwrap_or_default())).collect()
}

fn check(file: &Value, expected: &[(&str, &str)]) {
    let found = faults(file);
    let found: Vec<(&str, &str)> = found.iter().map(|(code, place)| (code.as_str(), place.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_sound_file_is_read() {
    let boundaries = boundaries();
    assert_eq!(boundaries.codes().count(), 12);
    assert_eq!(boundaries.without_boundary(), ["99"]);
    let numbers = json!({ "type": "FeatureCollection", "features": [
        { "type": "Feature", "properties": { "n": 7 }, "geometry": { "type": "Polygon", "coordinates": [[[0, 0, 12], [1, 0], [1, 1], [0, 0, 12]]] } }
    ] });
    let marked = [b"\xef\xbb\xbf".to_vec(), serde_json::to_vec(&numbers).unwrap()].concat();
    assert_eq!(Boundaries::read(&marked, "n", &["7".into()]).unwrap().codes().collect::<Vec<_>>(), ["7"]);
}

#[test]
fn a_property_that_no_area_has_is_told_once_with_those_that_there_are() {
    let mut file = country();
    file["features"][0]["properties"] = json!({ "nom": "x", "insee": "01" });
    let problems = Boundaries::read(&serde_json::to_vec(&file).unwrap(), "INSEE", &codes()).unwrap_err();
    let told: Vec<_> = problems.iter().map(|problem| (problem.code.as_str(), problem.args["found"].as_str())).collect();
    assert_eq!(told, [("boundaries-property-absent", "insee, nom")]);
}

#[test]
fn what_is_kept_of_a_file_has_codes_and_outlines_and_nothing_else() {
    let mut file = country();
    file["name"] = json!("Contours de travail");
    file["features"][0]["properties"]["responsable"] = json!("Une personne");
    file["features"][0]["geometry"]["source"] = json!("Un agent");
    let bytes = serde_json::to_vec(&file).unwrap();
    let given = Boundaries::read(&bytes, "code", &codes()[..12]).unwrap();
    let kept = Boundaries::kept(&bytes, "code").unwrap();
    assert_eq!(Boundaries::reopen(&kept).unwrap(), given);
    let words = String::from_utf8(kept).unwrap();
    assert!(!["responsable", "personne", "travail", "agent"].iter().any(|word| words.contains(word)), "{words}");
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let square = json!([[[0, 0], [1, 0], [1, 1], [0, 0]]]);
    let broken = json!([
        [[0, 0], [1, 0], [1, 1], [0, 1]],
        [[0, 0], [1, 0], [0, 0]],
        [[0, 0], [1, "x"], [1, 1], [0, 0]],
        [[0, 0], [200, 0], [1, 1], [0, 0]],
        7
    ]);
    let mut point = feature("03", json!([0, 0]));
    point["geometry"]["type"] = json!("Point");
    let mut bare = feature("04", square.clone());
    bare["geometry"] = Value::Null;
    let file = json!({ "type": "FeatureCollection", "features": [
        feature("01", square.clone()),
        feature("02", broken),
        feature("01", square.clone()),
        feature("77", square.clone()),
        feature(" ", square),
        point,
        bare,
        feature("05", json!([])),
        { "type": "Polygon" },
        feature("06", json!([[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]])),
    ] });
    check(
        &file,
        &[
            ("boundaries-open-ring", "features[1].geometry.coordinates[0]"),
            ("boundaries-short-ring", "features[1].geometry.coordinates[1]"),
            ("boundaries-position-shape", "features[1].geometry.coordinates[2][1]"),
            ("boundaries-outside-world", "features[1].geometry.coordinates[3][1]"),
            ("boundaries-ring-shape", "features[1].geometry.coordinates[4]"),
            ("boundaries-duplicate-code", "features[2].properties.code"),
            ("boundaries-unknown-code", "features[3].properties.code"),
            ("boundaries-no-code", "features[4].properties.code"),
            ("boundaries-geometry-type", "features[5].geometry"),
            ("boundaries-geometry-type", "features[6].geometry"),
            ("boundaries-no-ring", "features[7].geometry.coordinates"),
            ("boundaries-not-feature", "features[8]"),
            ("boundaries-crossing", "features[9].geometry.coordinates[0][0]"),
        ],
    );
}

#[test]
fn a_file_in_another_projection_has_one_fault() {
    let lambert = json!([[[652000.5, 6862000], [653000, 6862000], [653000, 6863000], [652000.5, 6862000]]]);
    let file = json!({ "type": "FeatureCollection", "features": [feature("01", lambert.clone()), feature("02", lambert)] });
    check(&file, &[("boundaries-projected", "features[0].geometry.coordinates[0][0]")]);
}

#[test]
fn what_is_no_collection_is_refused() {
    check(&json!({ "type": "Feature" }), &[("boundaries-not-collection", "type")]);
    check(&json!([1, 2]), &[("boundaries-not-collection", "type")]);
    check(&json!({ "type": "FeatureCollection" }), &[("boundaries-no-features", "features")]);
    check(&json!({ "type": "FeatureCollection", "features": [] }), &[("boundaries-empty", "features")]);
    let many = vec![Value::Null; 5001];
    check(&json!({ "type": "FeatureCollection", "features": many }), &[("boundaries-too-many-areas", "features")]);
    let points = vec![json!([0, 0]); 500_001];
    check(
        &json!({ "type": "FeatureCollection", "features": [feature("01", json!([points]))] }),
        &[("boundaries-too-many-points", "features")],
    );
    let code = |bytes: &[u8]| Boundaries::read(bytes, "code", &codes()).unwrap_err()[0].code.clone();
    assert_eq!(code(b"{"), "boundaries-not-json");
    assert_eq!(code(b"[".repeat(100_000).as_slice()), "boundaries-not-json");
    assert_eq!(code(b"{\"type\": 1e999}"), "boundaries-not-json");
    assert_eq!(code(&vec![b' '; MOST_BYTES + 1]), "boundaries-too-large");
}

#[test]
fn beyond_a_hundred_faults_the_rest_is_counted() {
    let file = json!({ "type": "FeatureCollection", "features": vec![Value::Null; 250] });
    let problems = read(&file).unwrap_err();
    assert_eq!(problems.len(), MOST_PROBLEMS + 1);
    assert_eq!(problems.last().unwrap().args["count"], "150");
}

#[test]
fn every_problem_says_place_and_remedy_in_every_language() {
    let codes = [
        "too-large",
        "not-json",
        "not-collection",
        "no-features",
        "empty",
        "too-many-areas",
        "too-many-points",
        "not-feature",
        "no-code",
        "unknown-code",
        "duplicate-code",
        "geometry-type",
        "no-ring",
        "ring-shape",
        "position-shape",
        "short-ring",
        "open-ring",
        "outside-world",
        "projected",
        "more",
    ];
    for language in Language::INTERFACE {
        let wording = Wording::of(language);
        for code in codes {
            let problem = Problem::new(&format!("boundaries-{code}")).with("place", "features[3]");
            assert!(!wording.problem(&problem).starts_with("problem-"), "{language}: {code}");
            assert!(wording.remedy(&problem).is_some(), "{language}: {code}");
        }
    }
}

/// JSON of any shape, with the words of the format in it, so that damage reaches deep.
fn any_json() -> impl Strategy<Value = Value> {
    let words =
        ["type", "Feature", "FeatureCollection", "features", "geometry", "coordinates", "properties", "code", "Polygon", "01"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<f64>().prop_map(|n| json!(n)),
        (-400i32..400).prop_map(|n| json!(n)),
        prop::sample::select(words.to_vec()).prop_map(|word| json!(word)),
    ];
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((prop::sample::select(words.to_vec()), inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())),
        ]
    })
}

/// The same file with one value somewhere replaced.
fn damage(value: &mut Value, path: &[usize], new: &Value) {
    let children = match value {
        Value::Array(items) => items.iter_mut().collect::<Vec<_>>(),
        Value::Object(map) => map.values_mut().collect(),
        _ => vec![],
    };
    let count = children.len();
    match path.split_first() {
        Some((step, rest)) if count > 0 => damage(children.into_iter().nth(step % count).unwrap(), rest, new),
        _ => *value = new.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_files_are_read_or_refused(path in prop::collection::vec(0usize..20, 0..9), new in any_json()) {
        let mut file = country();
        damage(&mut file, &path, &new);
        if let Err(problems) = read(&file) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn damaged_bytes_are_read_or_refused(place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = serde_json::to_vec(&country()).unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if cut {
            bytes.truncate(place);
        }
        if let Err(problems) = Boundaries::read(&bytes, "code", &codes()) {
            prop_assert!(!problems.is_empty());
        }
    }
}

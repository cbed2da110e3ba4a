//! The interface for programs: what is public, with its states, and nothing else.

use serde_json::Value;

use crate::house::{House, Visitor};

const DOSSIER: &str = "/api/v1/dossiers/norvalie-plan-2026";

fn json(visitor: &mut Visitor, path: &str) -> Value {
    let answer = visitor.get(path);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{path}: {}", answer.text());
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    serde_json::from_slice(&answer.body).unwrap()
}

fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap_or_default()).collect()
}

#[test]
fn a_program_reads_publications_indicators_and_tables() {
    let house = House::demo(&[]);
    let mut visitor = house.visitor();
    let all = json(&mut visitor, "/api/v1/publications");
    assert!(texts(&all["items"], "dossier").contains(&"montreal-igm-2019"), "{all}");
    let montreal = json(&mut visitor, "/api/v1/publications?dossier=montreal-igm-2019");
    assert_eq!(montreal["total"], 1);
    assert_eq!(json(&mut visitor, "/api/v1/publications?dossier=nothing")["items"], serde_json::json!([]));
    for file in montreal["items"][0]["files"].as_array().unwrap() {
        assert_eq!(visitor.get(file["href"].as_str().unwrap()).status, 200, "{file}");
    }

    let indicators = json(&mut visitor, &format!("{DOSSIER}/indicators"));
    let employment = json(&mut visitor, &format!("{DOSSIER}/indicators/i3"));
    assert!(indicators.as_array().unwrap().contains(&employment));
    assert_eq!(texts(&employment["series"], "period"), ["2025", "2026"]);
    assert_eq!(texts(&employment["series"], "state"), ["number", "number"]);
    assert!(employment["name"]["en"].is_string() && employment["calculation"]["text"].is_string(), "{employment}");

    // The public page shows where one starts from and what one wants to reach, and gives the series as a file.
    let page = visitor.get("/fr/plans/norvalie-plan-2026/indicators/i3").text();
    assert!(employment["baseline"]["value"].is_string() && employment["target"]["year"].is_string(), "{employment}");
    assert!(page.contains("<dt>Départ</dt>") && page.contains("<dt>Cible</dt>") && page.contains("i3/series.csv"), "{page}");
    let series = visitor.get("/fr/plans/norvalie-plan-2026/indicators/i3/series.csv");
    assert_eq!((series.status, series.header("content-type")), (200, "text/csv; charset=utf-8"));
    let series: Vec<String> = series.text().lines().map(str::to_owned).collect();
    let first = &employment["series"][0];
    let start = format!("2025,{},number,", first["value"].as_str().unwrap());
    assert!(series.len() == 3 && series[1].starts_with(&start) && series[1].ends_with(",1,yes,"), "{series:?}");
    let file: Value =
        serde_json::from_slice(&visitor.get("/fr/plans/norvalie-plan-2026/indicators/i3/series.json").body).unwrap();
    assert_eq!(file["series"], employment["series"]);
    assert_eq!(visitor.get("/fr/plans/norvalie-plan-2026/indicators/i3/series.exe").status, 404);
    assert_eq!(visitor.get("/fr/plans/norvalie-plan-2026/indicators/i9/series.csv").status, 404);
    let mut officer = house.signed_in("statistics@demo.example");
    let own = officer.get("/fr/work/dossiers/norvalie-plan-2026/statistics/indicators/i3/series.csv").text();
    assert_eq!(own.lines().nth(1), Some(series[1].as_str()));

    // Every cell of the interface is a row of the file, with the same state and value, and labels in every language.
    let table = json(&mut visitor, &format!("{DOSSIER}/tables/3"));
    assert_eq!(texts(&json(&mut visitor, &format!("{DOSSIER}/tables")), "method"), ["suppression"; 3]);
    let cells = json(&mut visitor, &format!("{DOSSIER}/tables/3/cells"));
    // Whoever downloads what was signed can check that it is that.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.json");
    std::fs::write(&file, visitor.get(table["files"][3]["href"].as_str().unwrap()).body).unwrap();
    let digest = jalon_stats::release::digest(&file).unwrap();
    assert_eq!(table["content_digest"].as_str(), Some(digest.as_str()));
    let page = visitor.get(&format!("/en{}", table["page"].as_str().unwrap())).text();
    assert!(page.contains(&digest) && page.contains("sha256sum norvalie-plan-2026-table-3.json"), "{page}");
    let csv = visitor.get(table["files"][1]["href"].as_str().unwrap()).text();
    let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(cells["total"].as_u64(), Some(rows.len() as u64));
    let mut states = std::collections::BTreeSet::new();
    for (cell, row) in cells["items"].as_array().unwrap().iter().zip(&rows) {
        let code = |axis: usize| &table["dimensions"][axis]["codes"][cell["codes"][axis].as_u64().unwrap() as usize];
        let value = &cell["values"][0];
        let own = (code(0)["code"].as_str(), value["value"].as_str().unwrap_or_default(), value["state"].as_str().unwrap());
        assert_eq!(own, (Some(row[0]), row[row.len() - 2], row[row.len() - 1]), "{cell} {row:?}");
        states.insert(own.2.to_owned());
    }
    assert!(states.contains("suppressed") && states.contains("number"), "{states:?}");
    let sex = &table["dimensions"][1];
    assert_eq!((sex["label"].as_str(), sex["translations"]["en"].as_str()), (Some("Sexe"), Some("Sex")));

    let part = json(&mut visitor, &format!("{DOSSIER}/tables/3/cells?offset=2&limit=3"));
    assert_eq!(part["items"].as_array().unwrap()[..], cells["items"].as_array().unwrap()[2..5]);
    let beyond = json(&mut visitor, &format!("{DOSSIER}/tables/3/cells?offset=2000000000"));
    assert_eq!((beyond["items"].as_array().unwrap().len(), &beyond["total"]), (0, &cells["total"]));
}

#[test]
fn what_is_not_public_is_not_there_whoever_asks() {
    let house = House::demo(&[]);
    let mut officer = house.signed_in("statistics@demo.example");
    for path in [
        "/api/v1/dossiers/rivemont-igm-2026/tables",
        "/api/v1/dossiers/nothing/tables",
        "/api/v1/dossiers/norvalie-plan-2026/tables/4",
        "/api/v1/dossiers/norvalie-plan-2026/tables/x",
        "/api/v1/dossiers/norvalie-plan-2026/indicators/i9",
        "/api/v1/dossiers/%ff/indicators",
        "/api/v1/nothing",
    ] {
        let answer = officer.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"), "{path}");
        assert_eq!(answer.text(), "{\"status\":404,\"title\":\"Not Found\"}", "{path}");
    }
    officer.headers.push(("accept-language".to_owned(), "es".to_owned()));
    let wrong = officer.get(&format!("{DOSSIER}/tables/1/cells?offset=-1&limit=many"));
    let said: Value = serde_json::from_slice(&wrong.body).unwrap();
    assert_eq!((wrong.status, texts(&said["errors"], "parameter")), (400, vec!["offset", "limit"]));
    assert!(said["errors"][1]["message"].as_str().unwrap().contains("número entero de 1 a 10"), "{said}");
    assert_eq!(officer.get("/api/v1/publications?limit=%zz").status, 400);
}

/// The description names every address and every method that there is.
#[test]
fn the_description_is_that_of_the_interface() {
    let house = House::demo(&[]);
    let description = json(&mut house.visitor(), "/api/v1/openapi.json");
    let described: Vec<&String> = description["paths"].as_object().unwrap().keys().collect();
    let routes = crate::web::routes();
    let own: Vec<&String> = routes.iter().map(|(path, _, _)| path).filter(|path| path.starts_with("/api/v1/")).collect();
    let missing: Vec<_> = own.iter().filter(|path| !described.contains(path) && !path.ends_with("openapi.json")).collect();
    assert!(missing.is_empty() && described.len() + 1 == own.len(), "{missing:?} {described:?}");
}

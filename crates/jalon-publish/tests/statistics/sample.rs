//! Fictional figures with every state, an estimate of each reliability, a baseline, a target and a break.

use jalon_domain::Language;
use jalon_publish::drawing::SvgOptions;
use jalon_publish::drawing::statistics::{
    BarPanels, BarRow, Boundaries, Cell, Choropleth, Classing, Interval, Line, Measure, Milestone, Panel, Reliability,
    SeriesChart, Value,
};

pub(super) use super::boundaries as map;

pub(super) fn options(prefix: &str, language: Language) -> SvgOptions {
    SvgOptions {
        prefix: prefix.into(),
        title: "Taux d’emploi".into(),
        description: "Part des personnes en emploi.".into(),
        links: false,
        language,
        narrow: false,
    }
}

pub(super) fn measure() -> Measure {
    Measure { unit: "% des 15–64 ans".into(), decimals: 1, confidence_percent: Some(95) }
}

fn estimate(value: f64, half: f64, reliability: Reliability) -> Cell {
    Cell { value: Value::of(value), interval: Some(Interval { low: value - half, high: value + half }), reliability }
}

pub(super) fn rows() -> Vec<BarRow> {
    vec![
        BarRow::new("15–24 ans", estimate(41.3, 3.2, Reliability::Good)),
        BarRow::new("25–34 ans", estimate(68.0, 2.1, Reliability::Good)),
        BarRow::new("35–44 ans", Value::Suppressed),
        BarRow::new("45–54 ans", estimate(55.5, 9.4, Reliability::UseWithCaution)),
        BarRow::new("55–64 ans", Value::Missing),
        BarRow::new("65 ans et plus", Value::NotApplicable),
        BarRow::new("Âge non déclaré, y compris les personnes arrivées dans l’année", Value::Zero),
        BarRow::new("Ensemble", estimate(12.2, 11.0, Reliability::Unreliable)),
    ]
}

fn line(title: &str, shift: f64) -> Line {
    let value = |value: f64| Cell::from(Value::of(value + shift));
    Line {
        title: title.into(),
        cells: vec![
            value(12.0),
            estimate(18.5 + shift, 2.5, Reliability::Good),
            Value::Missing.into(),
            value(21.0),
            value(26.4),
            Value::Suppressed.into(),
            Value::Zero.into(),
            Value::NotApplicable.into(),
            estimate(31.0 + shift, 4.0, Reliability::UseWithCaution),
            value(33.3),
        ],
        breaks: vec![4],
        baseline: Some(Milestone { period: "2015".into(), value: 12.0 + shift }),
        target: Some(Milestone { period: "2030".into(), value: 45.0 + shift }),
    }
}

fn periods() -> Vec<String> {
    (2015..2025).map(|year| year.to_string()).collect()
}

pub(super) fn single() -> SeriesChart {
    SeriesChart { measure: measure(), periods: periods(), lines: vec![line("", 0.0)] }
}

pub(super) fn several() -> SeriesChart {
    let quiet = |title: &str, shift: f64| Line { breaks: vec![], ..line(title, shift) };
    let lines = vec![quiet("Women", 0.0), quiet("Men", 4.0), quiet("Not stated", -6.0)];
    SeriesChart { measure: measure(), periods: periods(), lines }
}

pub(super) fn panels() -> BarPanels {
    let all = rows();
    let panels = [("Mujeres", 0, 8), ("Hombres", 1, 7), ("No declarado", 2, 6)];
    BarPanels {
        measure: measure(),
        dimension: "Grupo de edad".into(),
        panel_dimension: "Sexo".into(),
        panels: panels.map(|(title, from, to)| Panel { title: title.into(), rows: all[from..to].to_vec() }).into(),
    }
}

pub(super) fn choropleth_sample() -> (Choropleth, Boundaries) {
    let values = [
        Value::of(12.0),
        Value::of(18.5),
        Value::of(24.0),
        Value::Suppressed,
        Value::of(41.0),
        Value::Missing,
        Value::Zero,
        Value::NotApplicable,
        Value::of(33.0),
        Value::of(52.5),
    ];
    let rows = map::rows_of(&values.map(Cell::from));
    let chart = Choropleth {
        measure: measure(),
        dimension: "Région".into(),
        rows,
        classing: Classing::EqualIntervals(4),
        source: "© Office fictif, licence ouverte".into(),
    };
    (chart, map::boundaries())
}

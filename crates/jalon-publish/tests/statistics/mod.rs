//! Drawings of statistics: all five states in each, the order kept, no line across a gap, whatever they are given.

mod boundaries;
mod sample;

use jalon_domain::Language;
use jalon_domain::report::TableCell;
use jalon_publish::drawing::SvgOptions;
use jalon_publish::drawing::statistics::{
    BarChart, BarPanels, BarRow, Cell, Choropleth, Classing, Interval, Line, Measure, Milestone, Panel, Reliability, SeriesChart,
    StatisticFigure, Value, bars, choropleth, series, small_multiples, sparkline,
};
use proptest::prelude::*;

use sample::{choropleth_sample, map, options, panels, rows, several, single};

fn well_formed(markup: &str) {
    let mut reader = quick_xml::Reader::from_str(markup);
    while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {}
    assert!(!markup.contains("NaN") && !markup.contains("inf") && !markup.contains("<script"), "{markup}");
}

/// The SVG in lines, then the description and the table: what a reader and a listener get.
fn told(figure: &StatisticFigure) -> String {
    well_formed(&figure.svg);
    let titles: Vec<&str> = figure.table.columns.iter().map(|column| column.title.as_str()).collect();
    let rows = figure.table.rows.iter().map(|row| row.iter().map(TableCell::shown).collect::<Vec<_>>().join(" | "));
    let table: Vec<String> = std::iter::once(titles.join(" | ")).chain(rows).collect();
    let svg = figure.svg.replace("><", ">\n<");
    format!("{}\n\n{}\n{}\n\n{svg}\n", figure.description, table.join("\n"), figure.table.note)
}

#[test]
fn each_drawing_shows_the_five_states_and_says_them() {
    let measure = sample::measure();
    insta::assert_snapshot!("series", told(&series(&single(), &options("series", Language::French))));
    insta::assert_snapshot!("series_panels", told(&series(&several(), &options("panels", Language::English))));
    let chart = BarChart { measure: measure.clone(), dimension: "Groupe d’âges".into(), rows: rows() };
    insta::assert_snapshot!("bars", told(&bars(&chart, &options("bars", Language::French))));
    insta::assert_snapshot!("bars_arabic", told(&bars(&chart, &options("bars-ar", Language::Arabic))));
    insta::assert_snapshot!("small_multiples", told(&small_multiples(&panels(), &options("multiples", Language::Spanish))));
    let (chart, boundaries) = choropleth_sample();
    insta::assert_snapshot!("choropleth", told(&choropleth(&chart, &boundaries, &options("map", Language::French))));
    let line = &single().lines[0];
    let drawn = sparkline(&measure, &single().periods, &line.cells, &options("spark", Language::French));
    well_formed(&drawn);
    insta::assert_snapshot!("sparkline", drawn.replace("><", ">\n<"));
}

/// From where to where the texts of a drawing reach, by half of a letter's height for a letter.
fn reach(svg: &str) -> (f64, f64) {
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    for text in svg.split("<text ").skip(1) {
        let attribute = |name: &str| text.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap();
        let x: f64 = text.strip_prefix("x=\"").unwrap().split('"').next().unwrap().parse().unwrap();
        let words = text.split('>').nth(1).unwrap().split('<').next().unwrap();
        let room = words.chars().count() as f64 * attribute("font-size").parse::<f64>().unwrap() * 0.46;
        let start = match attribute("text-anchor") {
            "start" => x,
            "middle" => x - room / 2.0,
            _ => x - room,
        };
        (low, high) = (low.min(start), high.max(start + room));
    }
    (low, high)
}

#[test]
fn a_telephone_gets_the_same_in_half_the_width() {
    let bars_of = |rows| BarChart { measure: sample::measure(), dimension: "Groupe d’âges".into(), rows };
    let long = "Ressortissantes et ressortissants de pays tiers nés dans un autre pays de l’Union européenne";
    let named: Vec<BarRow> = rows().into_iter().map(|row| BarRow { label: format!("{} {long}", row.label), ..row }).collect();
    let (chart, boundaries) = choropleth_sample();
    let options = options("n", Language::French);
    let drawn = [
        series(&single(), &options),
        series(&several(), &options),
        bars(&bars_of(rows()), &options),
        bars(&bars_of(named), &options),
        small_multiples(&panels(), &options),
        choropleth(&chart, &boundaries, &options),
    ];
    for figure in drawn {
        well_formed(&figure.narrow_svg);
        assert!(figure.narrow_svg.contains("viewBox=\"0 0 360 "), "{}", figure.narrow_svg);
        let said =
            |svg: &str| svg.split("<title>").skip(1).map(|title| title.split('<').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(said(&figure.narrow_svg), said(&figure.svg), "each value is named in both");
        let (low, high) = reach(&figure.narrow_svg);
        assert!(low > -6.0 && high < 366.0, "{low} to {high}: {}", figure.narrow_svg);
        let ids = |svg: &str| svg.split(" id=\"").skip(1).map(|id| id.split('"').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert!(ids(&figure.svg).iter().all(|id| !ids(&figure.narrow_svg).contains(id)), "both stand on one page");
    }
}

#[test]
fn nothing_is_sorted_by_value() {
    let chart = BarChart { measure: Measure::default(), dimension: String::new(), rows: rows() };
    let figure = bars(&chart, &options("o", Language::French));
    let places: Vec<usize> = rows().iter().map(|row| figure.svg.find(&row.label).expect("every category is drawn")).collect();
    assert!(places.is_sorted(), "{places:?}");
    let named: Vec<String> = figure.table.rows.iter().map(|row| row[0].shown().to_owned()).collect();
    assert_eq!(named, rows().iter().map(|row| row.label.clone()).collect::<Vec<_>>());
}

/// A series of these values; how many pieces its line has, and how many points they join.
fn pieces(values: &[Value], breaks: &[usize]) -> Vec<usize> {
    let line = Line { cells: values.iter().map(|value| Cell::from(*value)).collect(), breaks: breaks.into(), ..Line::default() };
    let periods = (2000..2000 + values.len()).map(|year| year.to_string()).collect();
    let chart = SeriesChart { measure: Measure::default(), periods, lines: vec![line] };
    let svg = series(&chart, &options("p", Language::French)).svg;
    well_formed(&svg);
    let starts = svg.match_indices("<polyline points=\"").map(|(place, start)| &svg[place + start.len()..]);
    starts.map(|points| points.split('"').next().unwrap().split(' ').count()).collect()
}

#[test]
fn no_line_crosses_a_gap() {
    use Value::{Missing, NotApplicable, Number, Suppressed, Zero};
    assert_eq!(pieces(&[Number(1.0), Number(2.0), Zero, Number(3.0)], &[]), [4]);
    for gap in [Missing, Suppressed, NotApplicable, Number(f64::NAN)] {
        assert_eq!(pieces(&[Number(1.0), Number(2.0), gap, Number(3.0), Number(4.0)], &[]), [2, 2], "{gap:?}");
        assert_eq!(pieces(&[Number(1.0), gap, Number(3.0), gap], &[]), [0; 0], "{gap:?}");
    }
    assert_eq!(pieces(&[Number(1.0), Number(2.0), Number(3.0), Number(4.0)], &[2]), [2, 2]);
    assert_eq!(pieces(&[Number(1.0), Number(2.0)], &[0, 9]), [2], "a break outside the series parts nothing");
    assert_eq!(pieces(&[Number(5e-324), Number(1e-310), Number(f64::MAX)], &[]), [3], "no number is too small or too large");
    assert_eq!(pieces(&[Number(5e-324), Number(1e-310)], &[]), [2]);
}

#[test]
fn what_is_withheld_has_no_number_anywhere() {
    let secret =
        Cell { value: Value::Suppressed, interval: Some(Interval { low: 71.0, high: 79.0 }), reliability: Reliability::Good };
    let chart = BarChart { measure: Measure::default(), dimension: "D".into(), rows: vec![BarRow::new("A", secret)] };
    let figure = bars(&chart, &options("s", Language::English));
    assert!(!told(&figure).contains("71") && !told(&figure).contains("79"));
    assert!(matches!(&figure.table.rows[0][1], TableCell::Missing { shown } if shown == "confidential"));
}

#[test]
fn what_is_not_zero_never_shows_as_zero() {
    let chart = |value| BarChart {
        measure: Measure { unit: String::new(), decimals: 1, confidence_percent: None },
        dimension: "D".into(),
        rows: vec![BarRow::new("A", Value::of(value))],
    };
    let shown = |value| bars(&chart(value), &options("z", Language::English)).table.rows[0][1].shown().to_owned();
    assert_eq!(shown(0.004), "0.004");
    assert_eq!(shown(-0.02), "-0.02");
    assert_eq!(shown(0.0), "0");
    assert_eq!(shown(1234.56), "1,234.6");
}

#[test]
fn areas_are_links_only_where_they_may() {
    let (mut chart, boundaries) = choropleth_sample();
    chart.rows[0].href = "/fr/indicateurs/1?zone=01".into();
    chart.rows[1].href = "javascript:alert(1)".into();
    let linked = choropleth(&chart, &boundaries, &SvgOptions { links: true, ..options("l", Language::French) }).svg;
    assert_eq!(linked.matches("<a href=").count(), 1);
    assert!(linked.contains("role=\"group\"") && !linked.contains("javascript"));
    let plain = choropleth(&chart, &boundaries, &options("l", Language::French)).svg;
    assert!(!plain.contains("<a ") && plain.contains("role=\"img\""));
}

#[test]
fn every_area_is_named_on_the_map() {
    let (chart, boundaries) = choropleth_sample();
    let svg = choropleth(&chart, &boundaries, &options("n", Language::English)).svg;
    for row in chart.rows.iter().filter(|row| row.code != "99") {
        assert!(svg.contains(&format!("<title>{}: ", row.label)), "{}", row.label);
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<f64>().prop_map(Value::Number),
        (-1000.0..1000.0).prop_map(Value::of),
        Just(Value::Zero),
        Just(Value::Missing),
        Just(Value::Suppressed),
        Just(Value::NotApplicable),
    ]
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let reliability = prop_oneof![Just(Reliability::Good), Just(Reliability::UseWithCaution), Just(Reliability::Unreliable)];
    let interval = prop::option::of((any::<f64>(), any::<f64>()).prop_map(|(low, high)| Interval { low, high }));
    (any_value(), interval, reliability).prop_map(|(value, interval, reliability)| Cell { value, interval, reliability })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_data_give_well_formed_drawings(
        cells in prop::collection::vec(any_cell(), 0..24),
        label in ".{0,30}",
        decimals in 0usize..20,
        milestone in any::<f64>(),
        arabic in any::<bool>(),
    ) {
        let measure = Measure { unit: label.clone(), decimals, confidence_percent: Some(95) };
        let options = options(&label, if arabic { Language::Arabic } else { Language::Spanish });
        let rows: Vec<BarRow> = cells.iter().map(|cell| BarRow::new(label.clone(), *cell)).collect();
        let chart = BarChart { measure: measure.clone(), dimension: label.clone(), rows: rows.clone() };
        let figure = bars(&chart, &options);
        well_formed(&figure.svg);
        prop_assert_eq!(figure.table.rows.len(), cells.len());
        prop_assert!(figure.table.rows.iter().all(|row| row.len() == figure.table.columns.len()));
        let panels = vec![Panel { title: label.clone(), rows: rows.clone() }, Panel { title: label.clone(), rows }];
        let chart = BarPanels { measure: measure.clone(), dimension: label.clone(), panel_dimension: label.clone(), panels };
        well_formed(&small_multiples(&chart, &options).svg);
        let periods: Vec<String> = (0..cells.len()).map(|n| n.to_string()).collect();
        well_formed(&sparkline(&measure, &periods, &cells, &options));
        let agreed = |period: &str| Some(Milestone { period: period.into(), value: milestone });
        let line = Line { title: label.clone(), cells: cells.clone(), breaks: vec![1, 3], baseline: agreed("0"), target: agreed(&label) };
        let chart = SeriesChart { measure: measure.clone(), periods, lines: vec![line.clone(), line] };
        well_formed(&series(&chart, &options).svg);
        let rows = map::rows_of(&cells);
        let chart = Choropleth { measure, dimension: label.clone(), rows, classing: Classing::Quantiles(4), source: label };
        well_formed(&choropleth(&chart, &map::boundaries(), &options).svg);
    }
}

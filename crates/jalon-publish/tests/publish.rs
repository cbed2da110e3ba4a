//! Every format from one report: the same bytes each time, hostile text as text, drafts marked and releases not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod questionnaire;
mod sample;
mod statistics;
mod table;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use jalon_domain::report::{Drawing, DrawingRow, GridAxis, GridMark, Milestone, Reading, Report, ValueLine};
use jalon_publish::drawing::{SvgOptions, svg};
use scraper::{Html, Selector};

use sample::{HOSTILE, WATERMARK, draft, released};

#[test]
fn the_same_report_gives_the_same_bytes() {
    for report in [draft(2), released(2)] {
        assert_eq!(jalon_publish::pdf(&report).unwrap(), jalon_publish::pdf(&report).unwrap());
        assert_eq!(jalon_publish::xlsx(&report).unwrap(), jalon_publish::xlsx(&report).unwrap());
        assert_eq!(jalon_publish::html(&report).unwrap(), jalon_publish::html(&report).unwrap());
        assert_eq!(jalon_publish::json(&report).unwrap(), jalon_publish::json(&report).unwrap());
    }
}

#[test]
fn drafts_carry_the_watermark_in_every_format_and_releases_do_not() {
    for (report, marked) in [(draft(1), true), (released(1), false)] {
        assert_eq!(jalon_publish::html(&report).unwrap().contains(WATERMARK), marked);
        assert_eq!(String::from_utf8(jalon_publish::json(&report).unwrap()).unwrap().contains(WATERMARK), marked);
        assert_eq!(cells(&report).iter().any(|cell| cell == WATERMARK), marked);
        assert_eq!(part(&jalon_publish::xlsx(&report).unwrap(), "xl/worksheets/sheet2.xml").contains(WATERMARK), marked);
    }
}

#[test]
fn a_released_pdf_differs_from_the_draft_by_mark_and_date() {
    let (draft, released) = (jalon_publish::pdf(&draft(1)).unwrap(), jalon_publish::pdf(&released(1)).unwrap());
    let dated = |pdf: &[u8]| contains(pdf, b"2024-09-17");
    assert!(dated(&released) && !dated(&draft));
    for pdf in [&draft, &released] {
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert!(contains(pdf, b"pdfuaid:part"));
    }
}

#[test]
fn the_release_mark_gives_the_date_as_the_language_writes_it() {
    let page = jalon_publish::html(&released(1)).unwrap();
    assert!(page.contains("<time datetime=\"2024-09-17\">17 septembre 2024</time>"));
}

#[test]
fn hostile_text_is_text_in_the_page() {
    let page = jalon_publish::html(&draft(1)).unwrap();
    let document = Html::parse_document(&page);
    assert!(document.errors.is_empty(), "{:?}", document.errors);
    let none = |selector: &str| document.select(&Selector::parse(selector).unwrap()).next().is_none();
    assert!(none("script, iframe, object, embed, link, img, [onclick], [onerror], b, u"));
    assert!(none("a[href^='javascript']"));
    assert!(!page.contains("src=") && !page.contains("url(http") && !page.contains("@import"));
    let text: String = document.root_element().text().collect();
    for line in HOSTILE.iter().filter(|line| !line.contains('\u{0}')) {
        assert!(text.contains(line), "{line}");
    }
}

#[test]
fn the_page_is_well_structured() {
    let page = jalon_publish::html(&released(2)).unwrap();
    let document = Html::parse_document(&page);
    let all = |selector: &str| document.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    assert_eq!(all("h1").len(), 1);
    let mut level = 0;
    for heading in all("h1, h2, h3, h4, h5, h6") {
        let next: u32 = heading.value().name()[1..].parse().unwrap();
        assert!(next <= level + 1, "h{level} is followed by h{next}");
        level = next;
    }
    let mut ids = std::collections::BTreeSet::new();
    for element in all("[id]") {
        assert!(ids.insert(element.attr("id").unwrap()), "{:?} occurs twice", element.attr("id"));
    }
    for link in all("a[href^='#']") {
        assert!(ids.contains(&link.attr("href").unwrap()[1..]), "{:?} leads nowhere", link.attr("href"));
    }
    for referenced in all("[aria-labelledby]").iter().flat_map(|element| element.attr("aria-labelledby").unwrap().split(' ')) {
        assert!(ids.contains(referenced), "{referenced}");
    }
    assert!(all("table").iter().all(|table| table.select(&Selector::parse("caption").unwrap()).count() == 1));
    assert!(all("th").iter().all(|cell| cell.attr("scope").is_some()));
    assert!(all("svg.report-sign, svg.report-watermark").iter().all(|drawing| drawing.attr("aria-hidden") == Some("true")));
    assert_eq!(all("sup.report-noteref").len(), all(".report-notes li").len());
}

#[test]
fn the_article_brings_only_its_own_classes() {
    let article = jalon_publish::html_body(&draft(1)).unwrap();
    let fragment = Html::parse_fragment(&article);
    for element in fragment.select(&Selector::parse("[class]").unwrap()) {
        assert!(element.value().classes().all(|class| class == "report" || class.starts_with("report-")));
    }
    assert!(article.starts_with("<article") && article.trim_end().ends_with("</article>"));
}

#[test]
fn the_spreadsheet_reads_back_and_holds_no_formula() {
    let bytes = jalon_publish::xlsx(&released(2)).unwrap();
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let names = workbook.sheet_names();
    assert_eq!(&names[..3], ["À propos", "Texte", "Figure 1"]);
    for name in &names {
        assert!(workbook.worksheet_formula(name).unwrap().is_empty());
    }
    let wheel = workbook.worksheet_range("Figure 1").unwrap();
    assert_eq!(wheel.get_value((1, 1)), Some(&Data::Float(11.0)));
    assert_eq!(wheel.get_value((1, 0)), Some(&Data::String("Droits des migrants".into())));
    for cell in cells(&released(2)) {
        assert!(!cell.starts_with(['=', '+', '@', '\t', '\r', '-']), "{cell}");
    }
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>Ville de Valbourg</dc:title>") && core.contains("<dc:language>fr</dc:language>"));
    assert!(!part(&bytes, "xl/worksheets/sheet2.xml").contains("mergeCell"));
}

#[test]
fn the_data_says_which_shape_it_has() {
    let value: serde_json::Value = serde_json::from_slice(&jalon_publish::json(&released(1)).unwrap()).unwrap();
    assert_eq!(value["schema"], jalon_publish::SCHEMA);
    assert_eq!(value["cover"]["title"], "Ville de Valbourg");
    assert_eq!(serde_json::from_value::<Report>(value).unwrap(), released(1));
}

/// The values of an indicator in every state, over so many periods.
fn values(periods: usize) -> Drawing {
    let states = [
        Reading::Measured { value: f64::NAN },
        Reading::Measured { value: -1e300 },
        Reading::Measured { value: 0.0 },
        Reading::Missing,
        Reading::Suppressed,
        Reading::NotApplicable,
    ];
    let line = |title: &&str| ValueLine {
        title: (*title).to_owned(),
        readings: states.into_iter().cycle().skip(title.len()).take(periods).collect(),
        baseline: Some(Milestone { period: HOSTILE[0].to_owned(), value: f64::INFINITY }),
        target: Some(Milestone { period: "0".to_owned(), value: 1e300 }),
        breaks: vec![0, 1, usize::MAX],
    };
    Drawing::Values {
        unit: HOSTILE[1].to_owned(),
        decimals: usize::MAX,
        periods: (0..periods).map(|period| period.to_string()).collect(),
        dimension: HOSTILE[2].to_owned(),
        lines: HOSTILE.iter().map(line).collect(),
    }
}

#[test]
fn drawings_are_well_formed_whatever_they_are_given() {
    let numbers = [None, Some(f64::NAN), Some(f64::INFINITY), Some(-1e300), Some(0.0), Some(1e-300), Some(7.0)];
    let rows: Vec<DrawingRow> = HOSTILE
        .iter()
        .map(|line| DrawingRow { label: (*line).into(), values: numbers.to_vec(), shown: vec![(*line).into(); 3] })
        .collect();
    let series: Vec<String> = HOSTILE.iter().map(|line| (*line).to_string()).collect();
    let unit = String::from("</svg>");
    let axis = || GridAxis { title: HOSTILE[1].to_owned(), grades: HOSTILE.map(str::to_owned).into() };
    let marks =
        (0..400).map(|n| GridMark { column: n % 7, row: n % 5, shape: n % 9, label: HOSTILE[n % HOSTILE.len()].to_owned() });
    let drawings = [
        Drawing::Bars { unit: unit.clone(), series: series.clone(), rows: rows.clone(), stacked: false },
        Drawing::Bars { unit: unit.clone(), series: series.clone(), rows: rows.clone(), stacked: true },
        Drawing::Lines { unit: unit.clone(), series, rows },
        Drawing::Lines { unit: unit.clone(), series: vec![], rows: vec![] },
        Drawing::Bars { unit, series: vec![], rows: vec![], stacked: true },
        Drawing::Wheel { sectors: vec![], legend: vec![] },
        Drawing::Grid {
            across: axis().into(),
            up: axis().into(),
            shapes: HOSTILE.map(str::to_owned).into(),
            marks: marks.collect(),
        },
        Drawing::Grid { across: Box::default(), up: Box::default(), shapes: vec![], marks: vec![] },
        values(3),
        values(1),
        values(0),
    ];
    for drawing in drawings {
        let options = SvgOptions {
            prefix: "\"><x".into(),
            title: HOSTILE[2].into(),
            description: HOSTILE[5].into(),
            links: true,
            ..SvgOptions::default()
        };
        let markup = svg(&drawing, &options);
        let mut reader = quick_xml::Reader::from_str(&markup);
        while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {}
        assert!(!markup.contains("NaN") && !markup.contains("inf\"") && !markup.contains("<script"), "{markup}");
    }
    assert_eq!(svg(&Drawing::None, &SvgOptions::default()), "");
}

#[test]
fn the_wheel_links_only_where_it_may() {
    let report = draft(1);
    let drawing = &report.figures().next().unwrap().drawing;
    let linked = svg(drawing, &SvgOptions { prefix: "w".into(), links: true, ..SvgOptions::default() });
    assert_eq!(linked.matches("<a href=\"#dimension-").count(), 6);
    let plain = svg(drawing, &SvgOptions { prefix: "w".into(), ..SvgOptions::default() });
    assert!(!plain.contains("<a ") && plain.contains("role=\"img\""));
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Every text cell of the report's spreadsheet.
fn cells(report: &Report) -> Vec<String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(jalon_publish::xlsx(report).unwrap())).unwrap();
    let sheets = workbook.worksheets();
    let cells = sheets.iter().flat_map(|(_, range)| range.used_cells());
    cells.filter_map(|(_, _, cell)| if let Data::String(text) = cell { Some(text.clone()) } else { None }).collect()
}

/// A part of a package.
fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

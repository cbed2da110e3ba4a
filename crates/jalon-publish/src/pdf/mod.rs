//! The report as a tagged, accessible PDF (PDF/UA-1), set by Typst.
//!
//! The template is fixed source text; content reaches it only as a JSON file that it reads, so no content is ever
//! parsed as Typst. The document has no date but that of its release: the same report gives the same bytes.

mod world;

use jalon_domain::report::{Report, ReportState};
use typst::World;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::view::{Medium, View};
use crate::{PublishError, drawing};
use world::ReportWorld;

/// The report as PDF/UA-1.
pub fn pdf(report: &Report) -> Result<Vec<u8>, PublishError> {
    let world = world_of(&View::new(report, Medium::Paper))?;
    let compiled = typst::compile::<PagedDocument>(&world);
    // The typesetter remembers every step in a process-wide cache; a server would keep all documents it ever made.
    typst::comemo::evict(0);
    let document = compiled.output.map_err(|errors| failure(&world, &errors))?;
    typst_pdf::pdf(&document, &options(report)?).map_err(|errors| failure(&world, &errors))
}

fn world_of(view: &View) -> Result<ReportWorld, PublishError> {
    let mut world = ReportWorld::new()?;
    world.add_data("/report.json", serde_json::to_value(view)?)?;
    for (path, svg) in view.drawings() {
        world.add_drawing(path, svg)?;
    }
    world.add_drawing("/dials/cover.svg", &drawing::ornament(view.sectors))?;
    for number in view.chapters.iter().filter_map(|chapter| chapter.dimension) {
        world.add_drawing(&format!("/dials/{number}.svg"), &drawing::dial(view.sectors, number))?;
    }
    Ok(world)
}

fn options(report: &Report) -> Result<PdfOptions, PublishError> {
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| PublishError::Typesetting(vec![error.message().to_string()]))?;
    let (ident, timestamp) = match report.state() {
        ReportState::Draft { .. } => (format!("{}/draft", report.cover.title), None),
        ReportState::Released(mark) => (format!("{}/{}", mark.path, mark.content_digest), release_date(&mark.published_on)),
    };
    Ok(PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Jalon".into())),
        timestamp,
        standards,
        ..PdfOptions::default()
    })
}

/// Midnight of the day of release; nothing when the mark holds no ISO date.
fn release_date(date: &str) -> Option<Timestamp> {
    let mut parts = date.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0).map(Timestamp::new_utc)
}

fn failure(world: &ReportWorld, errors: &[SourceDiagnostic]) -> PublishError {
    PublishError::Typesetting(errors.iter().map(|error| describe(world, error)).collect())
}

fn describe(world: &ReportWorld, error: &SourceDiagnostic) -> String {
    let source = world.source(world.main()).ok();
    let place = typst::WorldExt::range(world, error.span);
    let line = source.zip(place).and_then(|(source, range)| source.lines().byte_to_line(range.start));
    let hints: String = error.hints.iter().map(|hint| format!(" (hint: {})", hint.v)).collect();
    match line {
        Some(line) => format!("report.typ line {}: {}{hints}", line + 1, error.message),
        None => format!("{}{hints}", error.message),
    }
}

#[cfg(test)]
mod tests {
    use jalon_domain::Language;
    use jalon_domain::report::{Cover, Labels};
    use typst::layout::{Frame, FrameItem};

    use super::*;

    fn text(frame: &Frame) -> String {
        let item = |item: &FrameItem| match item {
            FrameItem::Text(run) => run.text.to_string(),
            FrameItem::Group(group) => text(&group.frame),
            _ => String::new(),
        };
        frame.items().map(|(_, content)| item(content)).collect()
    }

    #[test]
    fn every_page_of_a_draft_carries_the_watermark() {
        let cover = Cover { series: "Serie".into(), title: "Titel".into(), subtitle: String::new(), facts: vec![] };
        let draft = Report::draft(Language::English, cover, Labels::default(), "NOTAPPROVED".into(), "stage".into());
        let world = world_of(&View::new(&draft, Medium::Paper)).expect("the data can be written");
        let document = typst::compile::<PagedDocument>(&world).output.expect("the report can be set");
        assert_eq!(document.pages().len(), 3);
        assert!(document.pages().iter().all(|page| text(&page.frame).contains("NOTAPPROVED")));
    }

    #[test]
    fn a_drawing_of_statistics_can_be_set() {
        use crate::drawing::SvgOptions;
        use crate::drawing::statistics::{BarChart, BarRow, Measure, Value, bars};
        use jalon_domain::report::{Block, Chapter, Drawing, DrawingRow, FigureBlock};

        let values = [Value::of(12.5), Value::Zero, Value::Missing, Value::Suppressed, Value::NotApplicable];
        let rows = values.into_iter().map(|value| BarRow::new("L", value)).collect();
        let chart = BarChart { measure: Measure::default(), dimension: "D".into(), rows };
        let figure = bars(&chart, &SvgOptions { prefix: "f".into(), ..SvgOptions::default() });
        let cover = Cover { series: "Serie".into(), title: "Titel".into(), subtitle: String::new(), facts: vec![] };
        let mut labels = serde_json::to_value(Labels::default()).expect("labels are data");
        for label in labels.as_object_mut().into_iter().flatten().map(|(_, label)| label).filter(|label| label.is_string()) {
            *label = "label".into();
        }
        let labels: Labels = serde_json::from_value(labels).expect("still labels");
        let mut draft = Report::draft(Language::English, cover, labels, "NOTAPPROVED".into(), "stage".into());
        let row = DrawingRow { label: "L".into(), values: vec![Some(1.0)], shown: vec!["1".into()] };
        let drawing = Drawing::Bars { unit: String::new(), series: vec![], rows: vec![row], stacked: false };
        let block =
            FigureBlock { id: "f".into(), caption: "C".into(), description: figure.description, drawing, table: figure.table };
        draft.chapters = vec![Chapter {
            id: "c".into(),
            number: "1".into(),
            title: "T".into(),
            dimension: None,
            blocks: vec![Block::Figure(block)],
        }];
        let mut world = world_of(&View::new(&draft, Medium::Paper)).expect("the data can be written");
        world.add_drawing("/figures/1.svg", &figure.svg).expect("the drawing has a place");
        let document = typst::compile::<PagedDocument>(&world).output.expect("the report can be set");
        let pages: String = document.pages().iter().map(|page| text(&page.frame)).collect();
        assert!(pages.contains("non disponible") && pages.contains("confidentiel"), "the table stands beside it: {pages}");
        let settings = options(&draft).expect("settings of PDF/UA-1");
        let pdf = typst_pdf::pdf(&document, &settings).map_err(|errors| failure(&world, &errors)).expect("accessible");
        assert!(pdf.starts_with(b"%PDF-1.7"));
    }
}

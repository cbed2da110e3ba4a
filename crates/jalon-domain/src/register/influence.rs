//! Who has how much influence and how much interest (004_093357de5793184c.txt L512-526): a chart of the register of
//! stakeholders, which is not public and stands in drafts alone. It places, and ranks nobody.

use super::{Names, RegisterEntry};
use crate::report::{Column, Drawing, FigureBlock, GridAxis, GridMark, TableBlock, TableCell};
use crate::wording::Wording;

/// The register that is charted.
pub const REGISTER: &str = "stakeholder";

/// The chart with its table; none while no stakeholder is entered.
pub fn chart(names: Names<'_>) -> Option<FigureBlock> {
    let register = names.framework.register(REGISTER)?;
    let (influence, interest, heard) =
        (register.field("influence")?, register.field("interest")?, register.field("usually_heard")?);
    let wording = Wording::of(names.language);
    let entries: Vec<&RegisterEntry> = names.content.entries(REGISTER).collect();
    if entries.is_empty() {
        return None;
    }
    let axis = |field: &super::FieldDefinition| GridAxis {
        title: field.label.get(names.language).to_owned(),
        grades: names.offered(field).into_iter().map(|(_, label)| label).collect(),
    };
    let place = |field: &super::FieldDefinition, entry: &RegisterEntry| {
        let chosen = entry.chosen(&field.code).first()?;
        names.offered(field).iter().position(|(code, _)| code == chosen)
    };
    let groups = names.offered(heard);
    let shape = |entry: &RegisterEntry| place(heard, entry).unwrap_or(groups.len());
    let marks: Vec<GridMark> = entries
        .iter()
        .filter_map(|entry| {
            let (column, row) = (place(interest, entry)?, place(influence, entry)?);
            Some(GridMark { column, row, shape: shape(entry), label: names.entry(entry) })
        })
        .collect();
    let mut shapes: Vec<String> = groups.iter().map(|(_, label)| label.clone()).collect();
    shapes.push(wording.t("influence-unknown"));
    let rows = entries.iter().map(|entry| {
        let words = |field| {
            let shown = names.words(field, entry);
            if shown.is_empty() {
                TableCell::Missing { shown: wording.t("influence-missing") }
            } else {
                TableCell::Text { text: shown }
            }
        };
        vec![TableCell::Text { text: names.entry(entry) }, words(influence), words(interest), words(heard)]
    });
    let column = |title: String| Column { title, numeric: false };
    let label = |field: &super::FieldDefinition| column(field.label.get(names.language).to_owned());
    let caption = wording.t("influence-caption");
    let (placed, total) = (marks.len().to_string(), entries.len().to_string());
    Some(FigureBlock {
        id: "influence".to_owned(),
        caption: caption.clone(),
        description: wording.fill("influence-description", &[("placed", &placed), ("total", &total)]),
        drawing: Drawing::Grid { across: axis(interest).into(), up: axis(influence).into(), shapes, marks },
        table: TableBlock {
            id: "influence-data".to_owned(),
            caption,
            columns: vec![column(wording.t("influence-stakeholder")), label(influence), label(interest), label(heard)],
            rows: rows.collect(),
            note: wording.t("influence-note"),
            notes: vec![],
        },
    })
}

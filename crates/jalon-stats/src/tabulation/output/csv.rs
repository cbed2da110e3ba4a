//! CSV: UTF-8, commas, a header, full stops in numbers.

use std::io::Write;

use super::super::fault::{Fault, Outcome};
use super::super::table::Table;
use super::{PIECE, columns, facets, numbers, reliability, said};

pub(super) fn write(table: &Table, out: &mut impl Write) -> Outcome<()> {
    let failed = |error: ::csv::Error| vec![Fault::new("cannot-write", "csv").with("reason", error)];
    let mut writer = ::csv::Writer::from_writer(out);
    let facets = facets(table);
    let mut header: Vec<String> = facets.iter().map(|(_, _, name)| name.clone()).collect();
    header.extend(columns(table));
    writer.write_record(&header).map_err(failed)?;
    for piece in table.groups(PIECE).into_iter().flatten() {
        let rows = table.rows_in(piece);
        let levels = &table.block(rows.block).levels;
        for row in 0..rows.len {
            for (axis, facet, _) in &facets {
                let text = said(&table.axes()[*axis], levels[*axis], *facet, rows.codes[*axis][row]);
                writer.write_field(text).map_err(failed)?;
            }
            for (figures, precisions) in rows.figures.iter().zip(&rows.precisions) {
                let figure = figures[row];
                // The shortest text that reads back as the same number.
                let value = if figure.has_value() { figure.value.to_string() } else { String::new() };
                writer.write_field(value).map_err(failed)?;
                writer.write_field(figure.status.code()).map_err(failed)?;
                if let Some(precision) = precisions.get(row) {
                    for number in numbers(*precision) {
                        writer.write_field(number.map(|number| number.to_string()).unwrap_or_default()).map_err(failed)?;
                    }
                    writer.write_field(reliability(*precision)).map_err(failed)?;
                }
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
    }
    writer.flush().map_err(|error| Fault::new("cannot-write", "csv").with("reason", error).into())
}

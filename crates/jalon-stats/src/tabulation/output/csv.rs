//! CSV: UTF-8, commas, a header, full stops in numbers.

use std::io::Write;

use super::super::fault::{Fault, Outcome};
use super::super::table::Table;
use super::{PIECE, facets, said};

pub(super) fn write(table: &Table, out: &mut impl Write) -> Outcome<()> {
    let failed = |error: ::csv::Error| vec![Fault::new("cannot-write", "csv").with("reason", error)];
    let mut writer = ::csv::Writer::from_writer(out);
    let facets = facets(table);
    let mut header: Vec<String> = facets.iter().map(|(_, _, name)| name.clone()).collect();
    header.extend(table.measures.iter().flat_map(|(name, _)| [name.clone(), format!("{name}_status")]));
    writer.write_record(&header).map_err(failed)?;
    for piece in table.groups(PIECE).into_iter().flatten() {
        let rows = table.rows_in(piece);
        let levels = &table.block(rows.block).levels;
        for row in 0..rows.len {
            for (axis, facet, _) in &facets {
                let text = said(&table.axes()[*axis], levels[*axis], *facet, rows.codes[*axis][row]);
                writer.write_field(text).map_err(failed)?;
            }
            for figures in &rows.figures {
                let figure = figures[row];
                // The shortest text that reads back as the same number.
                let value = if figure.has_value() { figure.value.to_string() } else { String::new() };
                writer.write_field(value).map_err(failed)?;
                writer.write_field(figure.status.code()).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
    }
    writer.flush().map_err(|error| Fault::new("cannot-write", "csv").with("reason", error).into())
}

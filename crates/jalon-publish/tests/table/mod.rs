//! The table of a figure, read from a spreadsheet.

use jalon_publish::table_sheet::{TableSheet, read};
use rust_xlsxwriter::{Formula, Workbook, Worksheet};

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    fill(workbook.add_worksheet().set_name("Données").unwrap());
    workbook.save_to_buffer().unwrap()
}

/// Label, then column and value of each cell.
fn rows(table: &TableSheet) -> Vec<(&str, Vec<(usize, String)>)> {
    let cell = |(column, text): (&usize, &'_ String)| (*column, text.clone());
    table.rows.iter().map(|row| (row.label.as_str(), row.cells.iter().map(cell).collect())).collect()
}

#[test]
fn the_first_sheet_that_holds_anything_is_read_wherever_the_table_begins() {
    let bytes = workbook(|sheet| {
        for (column, heading) in [(3, "Part"), (5, "Personnes")] {
            sheet.write(2, column, heading).unwrap();
        }
        sheet.write(3, 2, "Avant 1991").unwrap().write(3, 3, 33.5).unwrap().write(3, 5, 215_740).unwrap();
        sheet.write(5, 2, "  Depuis 2011 ").unwrap().write(5, 5, "215 740").unwrap().write(5, 7, "hors titre").unwrap();
    });
    let table = read(&bytes).unwrap();
    assert_eq!(
        (table.name.as_str(), table.header.as_slice()),
        ("Données", &["Part".into(), String::new(), "Personnes".into()][..])
    );
    assert_eq!(
        rows(&table),
        [
            ("Avant 1991", vec![(0, "33.5".into()), (2, "215740".into())]),
            ("Depuis 2011", vec![(2, "215 740".into()), (4, "hors titre".into())])
        ]
    );
    let fault = table.fault(&table.rows[1], 4, "extra-cell");
    assert_eq!((fault.sheet.as_str(), fault.cell.as_str(), fault.value.as_str()), ("Données", "H6", "hors titre"));
}

#[test]
fn every_cell_that_holds_no_plain_value_is_named() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 1, "Part").unwrap().write(1, 0, "Avant").unwrap();
        sheet.write_formula(1, 1, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_formula(2, 1, Formula::new("=A1").set_result("x")).unwrap();
    });
    let faults = read(&bytes).unwrap_err();
    let named: Vec<_> = faults.iter().map(|fault| (fault.sheet.as_str(), fault.cell.as_str(), fault.rule.as_str())).collect();
    assert_eq!(named, [("Données", "B2", "formula"), ("Données", "B3", "formula")]);
}

#[test]
fn what_is_no_table_gives_none() {
    assert_eq!(read(b"code;part").unwrap_err()[0].rule, "not-a-spreadsheet");
    let empty = read(&workbook(|_| {})).unwrap();
    assert!(empty.header.is_empty() && empty.rows.is_empty());
    let title = read(&workbook(|sheet| {
        sheet.write(0, 0, "Tableau 3").unwrap();
    }));
    assert!(title.unwrap().header.is_empty());
}

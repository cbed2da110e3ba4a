//! Files that are not what they should be: an error or a report, never a panic, and no row lost or invented.

use proptest::prelude::*;

use super::*;
use crate::formats::{DESCRIPTION, csv, parquet, stata, table, workbook};

/// Tries a file; whatever it is, counts must agree, and a refusal leaves nothing behind.
fn try_file(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let place = Place::new();
    let file = place.file(name, bytes);
    match place.import(&file, &described(DESCRIPTION), None) {
        Ok(Outcome::Imported { report, manifest }) => {
            prop_assert_eq!(report.rows_read, report.rows_accepted + report.rows_rejected);
            prop_assert_eq!(report.rows_accepted, manifest.rows);
            prop_assert_eq!(rows(&place.output()).num_rows() as u64, manifest.rows);
        }
        // Nothing asks to stop: not one row was without fault.
        Ok(Outcome::Stopped { report, .. }) => prop_assert!(report.rows_accepted == 0 && report.rows_read > 0 && !report.stopped),
        Err(faults) => {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                let text = english().problem(&fault);
                prop_assert!(!text.starts_with("problem-"), "no message for {}", fault.code);
            }
            prop_assert_eq!(place.others(&[name]), Vec::<String>::new());
        }
    }
    Ok(())
}

/// Overwrites some bytes.
fn damaged(mut bytes: Vec<u8>, hits: &[(usize, u8)], cut: Option<usize>) -> Vec<u8> {
    let length = bytes.len();
    for (at, byte) in hits {
        bytes[at % length] = *byte;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut % length);
    }
    bytes
}

fn written(write: impl FnOnce(&Path)) -> Vec<u8> {
    let place = Place::new();
    let path = place.folder.path().join("file");
    write(&path);
    std::fs::read(path).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        try_file("t.csv", &bytes)?;
    }

    #[test]
    fn any_rows_are_counted(body in "([a-zé\",;\n\r0-9. -]|\"\"){0,300}") {
        try_file("t.csv", format!("person,town,age,weight,born\n{body}").as_bytes())?;
    }

    #[test]
    fn damaged_files_of_every_format_are_read_or_refused(
        table in table(),
        hits in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<usize>()),
    ) {
        try_file("t.csv", &damaged(csv(&table).into_bytes(), &hits, cut))?;
        try_file("t.parquet", &damaged(written(|path| parquet(&table, path)), &hits, cut))?;
        try_file("t.xlsx", &damaged(written(|path| workbook(&table, path)), &hits, cut))?;
        try_file("t.dta", &damaged(written(|path| stata(&table, path)), &hits, cut))?;
    }
}

#[test]
fn compressed_data_that_grow_beyond_reason_are_refused() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
    encoder.write_all(b"person,town,age,weight,born\n").unwrap();
    for _ in 0..90 {
        encoder.write_all(&vec![b'\n'; 1 << 20]).unwrap();
    }
    let place = Place::new();
    let file = place.file("bomb.csv.gz", &encoder.finish().unwrap());
    let faults = place.import(&file, &described(DESCRIPTION), None).unwrap_err();
    assert_eq!(faults[0].code, "microdata-unreadable", "{faults:?}");
}

#[test]
fn a_quotation_that_never_ends_is_refused() {
    let mut text = b"person,town,age,weight,born\n\"".to_vec();
    text.extend(std::iter::repeat_n(b'x', 9 << 20));
    let place = Place::new();
    let file = place.file("t.csv", &text);
    assert_eq!(place.import(&file, &described(DESCRIPTION), None).unwrap_err()[0].code, "microdata-row-long");
}

#[test]
fn files_of_spss_are_named_with_the_remedy() {
    let place = Place::new();
    let file = place.file("t.sav", b"$FL2@(#) IBM SPSS STATISTICS");
    assert_eq!(place.import(&file, &described(DESCRIPTION), None).unwrap_err()[0].code, "microdata-spss");
}

//! The spreadsheet round trip, and what a hostile file meets.

use std::io::{Cursor, Read, Write};

use jalon_publish::questionnaire::{CellFault, read, write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::sample::questionnaire;

const QUESTIONS: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

#[test]
fn an_untouched_file_gives_back_identical_rows() {
    let sent = questionnaire();
    let bytes = write(&sent).unwrap();
    assert_eq!(bytes, write(&sent).unwrap());
    let back = read(&bytes).unwrap();
    assert_eq!(back.rows.iter().map(|row| row.content.clone()).collect::<Vec<_>>(), sent.rows);
    assert_eq!(
        (back.dossier.as_str(), back.framework.as_str(), back.language.as_str(), back.revision),
        ("valbourg-2024", "igm-local@1", "fr", 17)
    );
    assert_eq!(back.rows[0].number, 3);
    assert!(back.unplaced.is_empty(), "{:?}", back.unplaced);
    assert!(back.faults_against(&sent).is_empty());
}

#[test]
fn a_file_for_another_dossier_is_told_so_with_every_unknown_code() {
    let back = read(&write(&questionnaire()).unwrap()).unwrap();
    let mut expected = questionnaire();
    expected.dossier = "autre".into();
    expected.framework = "igm-local@2".into();
    expected.rows.retain(|row| row.code != "1.5");
    expected.rows[1].scale_values.remove(1);
    assert_eq!(
        named(&back.faults_against(&expected)),
        ["wrong-dossier B2", "wrong-framework B3", "not-a-choice G4", "unknown-code A7"]
    );
}

#[test]
fn every_fault_is_reported_at_once() {
    let bytes = edited(QUESTIONS, |sheet| {
        let sheet = replace_cell(sheet, "G3", r#"<c r="G3" t="inlineStr"><is><t>Peut-être</t></is></c>"#);
        let sheet = replace_cell(&sheet, "J4", r#"<c r="J4" t="str"><f>HYPERLINK("http://x")</f><v>x</v></c>"#);
        let sheet = replace_cell(&sheet, "A6", r#"<c r="A6" t="inlineStr"><is><t>1.1</t></is></c>"#);
        let sheet = replace_cell(&sheet, "H7", r#"<c r="H7" t="e"><v>#REF!</v></c>"#);
        replace_cell(&sheet, "A8", r#"<c r="A8"/>"#)
            .replace(r#"<c r="I8""#, r#"<c r="I8" t="inlineStr"><is><t>orpheline</t></is></c><c r="ZZ8""#)
    });
    let mut expected = questionnaire();
    expected.dossier = "autre".into();
    let faults = read(&bytes).unwrap().faults_against(&expected);
    assert_eq!(
        named(&faults),
        ["not-a-choice G3", "formula J4", "duplicate-code A6", "error-value H7", "missing-code I8", "wrong-dossier B2"]
    );
}

#[test]
fn choices_are_understood_as_people_type_them() {
    for typed in ["en partie", "EN PARTIE ", "partly"] {
        let bytes = edited(QUESTIONS, |sheet| {
            replace_cell(sheet, "G3", &format!(r#"<c r="G3" t="inlineStr"><is><t xml:space="preserve">{typed}</t></is></c>"#))
        });
        assert_eq!(read(&bytes).unwrap().rows[0].content.answer, "partly");
    }
    let bytes = edited(QUESTIONS, |sheet| replace_cell(sheet, "J3", r#"<c r="J3"><v>12.5</v></c>"#));
    assert_eq!(read(&bytes).unwrap().rows[0].content.note, "12.5");
}

#[test]
fn content_outside_the_questions_is_kept() {
    let bytes =
        edited(QUESTIONS, |sheet| sheet.replacen("</row>", r#"<c r="L1" t="inlineStr"><is><t>à part</t></is></c></row>"#, 1));
    let unplaced = read(&bytes).unwrap().unplaced;
    assert_eq!(
        unplaced.iter().map(|content| (content.cell.as_str(), content.value.as_str())).collect::<Vec<_>>(),
        [("L1", "à part")]
    );
}

#[test]
fn files_that_are_no_plain_spreadsheet_are_refused_by_name() {
    let whole = write(&questionnaire()).unwrap();
    let truncated = &whole[..whole.len() / 2];
    let mut prefixed = vec![0xd0, 0xcf, 0x11, 0xe0];
    prefixed.extend_from_slice(&whole);
    let text = zipped(&[("hello.txt", b"hello")]);
    let huge = vec![b'P'; 11 * 1024 * 1024];
    let cases: [(&[u8], &str); 7] = [
        (b"", "not-a-spreadsheet"),
        (b"code,answer\n", "not-a-spreadsheet"),
        (b"PK\x03\x04", "not-a-spreadsheet"),
        (truncated, "not-a-spreadsheet"),
        (&prefixed, "encrypted-or-old-format"),
        (&text, "not-a-spreadsheet"),
        (&huge, "too-large"),
    ];
    for (bytes, rule) in cases {
        assert_eq!(rules(&read(bytes).unwrap_err()), [rule]);
    }
}

#[test]
fn hostile_packages_are_refused_by_name() {
    let with = |name: &str, content: &[u8]| added(name, content);
    let many: Vec<(String, Vec<u8>)> = (0..2_100).map(|number| (format!("xl/x{number}.xml"), b"<a/>".to_vec())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let deep = "<a>".repeat(100) + &"</a>".repeat(100);
    let cases = [
        (with("xl/vbaProject.bin", b"x"), "macros"),
        (edited("[Content_Types].xml", |types| types.replace("sheet.main+xml", "sheet.macroEnabled.main+xml")), "macros"),
        (with("xl/bomb.xml", &vec![b' '; 20 * 1024 * 1024]), "archive-bomb"),
        (zipped(&many), "too-many-parts"),
        (with("xl/deep.xml", deep.as_bytes()), "malformed"),
        (with("xl/utf16.xml", b"\xff\xfe<\x00!\x00"), "malformed"),
        (with("xl/latin.xml", b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>"), "malformed"),
        (
            edited(STRINGS, |strings| {
                strings.replacen("<sst", "<!DOCTYPE sst [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><sst", 1)
            }),
            "external-entity",
        ),
        (edited(STRINGS, |strings| strings.replacen("uniqueCount=\"", "uniqueCount=\"9999999999999999", 1)), "malformed"),
        (edited(QUESTIONS, |sheet| sheet.replacen("<dimension ref=\"", "<dimension ref=\"C9:A1\" x=\"", 1)), "malformed"),
        (edited(QUESTIONS, |sheet| replace_cell(sheet, "G3", r#"<c r="ZZZZZ99999999999"><v>1</v></c>"#)), "malformed"),
        (edited(QUESTIONS, |sheet| replace_cell(sheet, "G3", r#"<c r="G3" t="s"><v>999999</v></c>"#)), "malformed"),
        (edited("xl/workbook.xml", |book| book.replace("<sheets>", "<sheets></x>")), "malformed"),
    ];
    for (number, (bytes, rule)) in cases.into_iter().enumerate() {
        let faults = read(&bytes).expect_err(rule);
        assert!(rules(&faults).contains(&rule), "case {number}: {faults:?} instead of {rule}");
    }
}

#[test]
fn damage_of_any_byte_is_survived() {
    let whole = write(&questionnaire()).unwrap();
    for place in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x55;
        let _ = read(&damaged);
    }
    // Inside the packing too, where a checksum would otherwise catch it first.
    let sheet = text_of(&whole, QUESTIONS);
    for place in (0..sheet.len()).step_by(23) {
        for noise in ["9", "<", "\"", "A", ":", "&"] {
            let bytes = edited(QUESTIONS, |sheet| {
                let cut = sheet.floor_char_boundary(place);
                let rest = sheet[cut..].chars().next().map_or(cut, |skipped| cut + skipped.len_utf8());
                format!("{}{noise}{}", &sheet[..cut], &sheet[rest..])
            });
            let _ = read(&bytes);
        }
    }
}

fn named(faults: &[CellFault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.rule, fault.cell)).collect()
}

fn rules(faults: &[CellFault]) -> Vec<&str> {
    faults.iter().map(|fault| fault.rule.as_str()).collect()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn parts(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let read_part = |index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = vec![];
        entry.read_to_end(&mut content).unwrap();
        (entry.name().to_string(), content)
    };
    (0..ZipArchive::new(Cursor::new(package)).unwrap().len()).map(read_part).collect()
}

fn text_of(package: &[u8], name: &str) -> String {
    parts(package).into_iter().find(|(part, _)| part == name).map(|(_, content)| String::from_utf8(content).unwrap()).unwrap()
}

/// The questionnaire with one part changed.
fn edited(name: &str, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let changed: Vec<(String, Vec<u8>)> = parts(&write(&questionnaire()).unwrap())
        .into_iter()
        .map(
            |(part, content)| {
                if part == name { (part, edit(std::str::from_utf8(&content).unwrap()).into_bytes()) } else { (part, content) }
            },
        )
        .collect();
    repacked(&changed)
}

fn added(name: &str, content: &[u8]) -> Vec<u8> {
    let mut all = parts(&write(&questionnaire()).unwrap());
    all.push((name.into(), content.to_vec()));
    repacked(&all)
}

fn repacked(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    zipped(&parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect::<Vec<_>>())
}

/// The sheet with one `<c>` element replaced.
fn replace_cell(sheet: &str, cell: &str, markup: &str) -> String {
    let start = sheet.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} is not in the sheet"));
    let tag_end = start + sheet[start..].find('>').unwrap() + 1;
    let end = if sheet[..tag_end].ends_with("/>") { tag_end } else { tag_end + sheet[tag_end..].find("</c>").unwrap() + 4 };
    format!("{}{markup}{}", &sheet[..start], &sheet[end..])
}

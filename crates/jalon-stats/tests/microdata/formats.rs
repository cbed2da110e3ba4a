//! One table in every format gives one dataset.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, StringArray};
use jalon_stats::microdata::dataset::Manifest;
use jalon_stats::microdata::describe;
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;

use super::*;

pub(crate) const DESCRIPTION: &str = r#"
title = "T"
source = "S"
purposes = [{ code = "p", text = "P" }]
variables = [
  { name = "person", type = "text" },
  { name = "town", type = "category", codelist = "towns" },
  { name = "age", type = "integer" },
  { name = "weight", type = "decimal", decimals = 2 },
  { name = "born", type = "date" },
]
codelists = [{ name = "towns", codes = [{ code = "Évreux" }, { code = "Nîmes" }] }]
record_key = { variables = ["person"] }
"#;

/// person, town, age, weight in hundredths, days since 1970
pub(crate) type Row = (String, Option<bool>, Option<i64>, Option<i64>, Option<i32>);

pub(crate) fn table() -> impl Strategy<Value = Vec<Row>> {
    use proptest::option::of;
    proptest::collection::vec(
        ("[a-z]{1,8}", of(any::<bool>()), of(-5..130_i64), of(0..99_999_i64), of(-20_000..20_000_i32)),
        1..30,
    )
}

fn town(row: &Row) -> Option<&'static str> {
    row.1.map(|first| if first { "Évreux" } else { "Nîmes" })
}

fn day(days: i32) -> String {
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
    date.to_string()
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn hundredths(value: i64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

pub(crate) fn csv(table: &[Row]) -> String {
    let mut csv = "person,town,age,weight,born\n".to_owned();
    for row in table {
        let (weight, born) = (row.3.map(hundredths), row.4.map(day));
        csv += &format!("{},{},{},{},{}\n", row.0, text(town(row)), text(row.2), text(weight), text(born));
    }
    csv
}

pub(crate) fn parquet(table: &[Row], path: &Path) {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let weights: Float64Array = table.iter().map(|row| row.3.map(|weight| weight as f64 / 100.0)).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("person", Arc::new(table.iter().map(|row| Some(row.0.as_str())).collect::<StringArray>())),
        ("town", Arc::new(table.iter().map(town).collect::<StringArray>())),
        ("age", Arc::new(table.iter().map(|row| row.2).collect::<Int64Array>())),
        ("weight", Arc::new(weights)),
        ("born", Arc::new(table.iter().map(|row| row.4).collect::<Date32Array>())),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap();
    let mut writer = ArrowWriter::try_new(std::fs::File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

pub(crate) fn workbook(table: &[Row], path: &Path) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (name, column) in ["person", "town", "age", "weight", "born"].into_iter().zip(0..) {
        sheet.write(0, column, name).unwrap();
    }
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (row, at) in table.iter().zip(1..) {
        sheet.write(at, 0, row.0.as_str()).unwrap();
        if let Some(town) = town(row) {
            sheet.write(at, 1, town).unwrap();
        }
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        for (value, column) in [(row.2.map(|age| age as f64), 2), (row.3.map(|weight| weight as f64 / 100.0), 3)] {
            if let Some(value) = value {
                sheet.write(at, column, value).unwrap();
            }
        }
        if let Some(days) = row.4 {
            // Spreadsheets count from 1899-12-30.
            sheet.write_with_format(at, 4, f64::from(days + 25_569), &format).unwrap();
        }
    }
    workbook.save(path).unwrap();
}

pub(crate) fn stata(table: &[Row], path: &Path) {
    use dta::stata::dta::byte_order::ByteOrder;
    use dta::stata::dta::dta_writer::DtaWriter;
    use dta::stata::dta::header::Header;
    use dta::stata::dta::release::Release;
    use dta::stata::dta::schema::Schema;
    use dta::stata::dta::value::Value;
    use dta::stata::dta::variable::Variable;
    use dta::stata::dta::variable_type::VariableType;
    use dta::stata::missing_value::MissingValue;
    use dta::stata::stata_double::StataDouble;
    let header = Header::builder(Release::V118, ByteOrder::LittleEndian).build();
    let schema = Schema::builder()
        .add_variable(Variable::builder(VariableType::FixedString(8), "person").format("%8s"))
        .add_variable(Variable::builder(VariableType::FixedString(8), "town").format("%8s"))
        .add_variable(Variable::builder(VariableType::Double, "age").format("%8.0g"))
        .add_variable(Variable::builder(VariableType::Double, "weight").format("%8.0g"))
        .add_variable(Variable::builder(VariableType::Double, "born").format("%td"))
        .build()
        .unwrap();
    let writer = DtaWriter::new().from_path(path).unwrap();
    let mut records = writer.write_header(header).unwrap().write_schema(schema).unwrap().into_record_writer().unwrap();
    let number =
        |value: Option<f64>| Value::Double(value.map_or(StataDouble::Missing(MissingValue::System), StataDouble::Present));
    for row in table {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let (age, weight) = (row.2.map(|age| age as f64), row.3.map(|weight| weight as f64 / 100.0));
        let values = [
            Value::string(&row.0),
            Value::string(town(row).unwrap_or_default()),
            number(age),
            number(weight),
            number(row.4.map(|days| f64::from(days + 3653))),
        ];
        records.write_record(&values).unwrap();
    }
    records.into_long_string_writer().unwrap().into_value_label_writer().unwrap().finish().unwrap();
}

/// The dataset of a file, as text; every row must have been accepted.
fn imported(name: &str, write: impl FnOnce(&Path), count: usize) -> String {
    let place = Place::new();
    let path = place.folder.path().join(name);
    write(&path);
    let outcome = place.import(&path, &described(DESCRIPTION), None).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
    let Outcome::Imported { report, .. } = outcome else { panic!("{name}: stopped") };
    assert_eq!((report.rows_accepted, report.faults), (count as u64, 0), "{name}: {report:?}");
    as_csv(&place.output())
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let mark = if big { [0xfe, 0xff] } else { [0xff, 0xfe] };
    let units = text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    mark.into_iter().chain(units).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_format_gives_the_same_dataset(table in table()) {
        let text = csv(&table);
        let count = table.len();
        let plain = imported("t.csv", |path| std::fs::write(path, &text).unwrap(), count);
        prop_assert_eq!(plain.lines().count(), count + 1);
        let latin = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        let quoted = text.replace('\n', "\r\n").replace("Évreux", "\"Évreux\"");
        let others: [(&str, Vec<u8>); 6] = [
            ("bom.csv", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
            ("le.csv", utf16(&text, false)),
            ("be.csv", utf16(&text, true)),
            ("latin.csv", latin),
            ("quoted.csv", quoted.into_bytes()),
            ("t.csv.gz", gzip(text.as_bytes())),
        ];
        for (name, bytes) in others {
            prop_assert_eq!(&imported(name, |path| std::fs::write(path, bytes).unwrap(), count), &plain, "{}", name);
        }
        prop_assert_eq!(&imported("t.parquet", |path| parquet(&table, path), count), &plain);
        prop_assert_eq!(&imported("t.xlsx", |path| workbook(&table, path), count), &plain);
        prop_assert_eq!(&imported("t.dta", |path| stata(&table, path), count), &plain);
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let line =
        |row: usize| format!("P{row},{},{},1.50,2001-02-03\n", if row.is_multiple_of(3) { "Nîmes" } else { "Évreux" }, row % 140);
    let text: String = std::iter::once("person,town,age,weight,born\n".to_owned()).chain((0..400_000).map(line)).collect();
    let digest = |threads: usize| {
        let place = Place::new();
        let file = place.file("t.csv", text.as_bytes());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let outcome = pool.install(|| place.import(&file, &described(DESCRIPTION), None)).unwrap();
        let Outcome::Imported { manifest, report } = outcome else { panic!("stopped") };
        assert_eq!(report.rows_read, 400_000);
        manifest.content_sha256
    };
    assert_eq!(digest(1), digest(4));
}

#[test]
fn rows_in_another_encoding_are_reported_and_no_other() {
    let mut bytes = "person,town,age,weight,born\na,Évreux,1,1,2001-01-01\n".as_bytes().to_vec();
    bytes.extend(b"b,N\xeemes,1,1,2001-01-01\nc,N\xc3\xaemes,1,1,2001-01-01\n");
    let place = Place::new();
    let file = place.file("t.csv", &bytes);
    let Outcome::Imported { report, .. } = place.import(&file, &described(DESCRIPTION), None).unwrap() else { panic!("stopped") };
    assert_eq!((report.rows_accepted, report.rows_rejected), (2, 1));
    assert_eq!((report.rules[0].kind.as_str(), &report.rules[0].first_rows[..]), ("encoding", &[3][..]));
}

#[test]
fn letters_that_utf_16_cannot_mean_are_reported() {
    let mut units: Vec<u16> = "person,town,age,weight,born\na,Évreux,1,1,2001-01-01\nb,".encode_utf16().collect();
    // Half of a pair.
    units.push(0xd800);
    units.extend(",2,1,2001-01-01\n".encode_utf16());
    let bytes: Vec<u8> = units.into_iter().flat_map(u16::to_le_bytes).collect();
    let place = Place::new();
    let file = place.file("t.csv", &bytes);
    let Outcome::Imported { report, .. } = place.import(&file, &described(DESCRIPTION), None).unwrap() else { panic!("stopped") };
    assert_eq!((report.encoding.as_str(), report.rows_accepted, report.rules[0].kind.as_str()), ("utf-16le", 1, "encoding"));
}

#[test]
fn a_first_description_names_no_rare_value() {
    let place = Place::new();
    let mut text = "id;Sexe;Pays;Revenu;Né le;Rare\n".to_owned();
    for row in 0..1500 {
        let country = ["FR", "DZ", "PT", "IT", "SN"][row % 5];
        let rare = if row == 7 { "Dupont" } else { "x" };
        text += &format!("P{row};{};{country};{},5;{:02}/03/1990;{rare}\n", 1 + row % 2, row * 10, 1 + row % 28);
    }
    let file = place.file("t.csv", text.as_bytes());
    let description = describe(&file, None, english()).unwrap();
    assert!(!description.contains("Dupont"));
    insta::assert_snapshot!("described", description);
    // What is left to a person are the source and the purposes.
    let filled = description.replace("source = \"\"", "source = 'S'").replace("code = \"\"\n", "code = 'p'\n");
    let filled = filled.replace("title = \"\"", "title = 'T'").replace("text = \"\"", "text = 'P'");
    let Outcome::Imported { report, .. } = place.import(&file, &described(&filled), None).unwrap() else { panic!("stopped") };
    assert_eq!((report.rows_accepted, report.faults), (1500, 0), "{report:?}");
}

/// A first record that is taken for names would stand in the description.
#[test]
fn a_record_is_not_taken_for_a_heading() {
    let place = Place::new();
    let codes = |text: &[u8]| describe(&place.file("t.csv", text), None, english()).map_err(|problem| problem.code);
    let refused = |code: &str| Err(code.to_owned());
    for records in ["Dupont;F;1987-05-12;Rivemont\n", "F,Rivemont,1204\n", "2019000123 1 0420 1\n", "M2019 0001234567 2 1\n"] {
        assert_eq!(codes(records.repeat(20).as_bytes()), refused("microdata-no-heading"), "{records}");
    }
    assert_eq!(codes(b"\x00\x01\x02Dupont\x07\n"), refused("microdata-not-text"));
    for headings in
        ["Nom;Sexe;Revenu 2019\na;b;1\n", "region,2018,2019\n1,2,3\n", "Territoire de naissance des deux parents\n1\n"]
    {
        assert!(codes(headings.as_bytes()).is_ok(), "{headings}");
    }
}

#[test]
fn a_few_faulty_values_do_not_change_what_a_column_is_taken_for() {
    let place = Place::new();
    let mut text = "sex;born;income;place\n".to_owned();
    for row in 0..200 {
        let bad = row == 150;
        let (sex, born) = (
            if bad { "?" } else { ["F", "M"][row % 2] },
            if bad { "soon".to_owned() } else { format!("{:02}/03/1990", 1 + row % 28) },
        );
        let income = if bad { "n/a".to_owned() } else { format!("{},5", 100 + row) };
        text += &format!("{sex};{born};{income};Town {row}\n");
    }
    let description = describe(&place.file("t.csv", text.as_bytes()), None, english()).unwrap();
    let kinds: Vec<&str> = description.lines().filter(|line| line.starts_with("type = ")).collect();
    assert_eq!(kinds, ["category", "date", "decimal", "text"].map(|kind| format!("type = \"{kind}\"")), "{description}");
    assert_eq!(description.matches("# One value does not fit what follows").count(), 2, "{description}");
    // A rare code may be a small group: no row is left out for it before somebody said so.
    assert!(description.contains("# One row has another code") && description.contains("on_fault = \"stop\""), "{description}");
    assert!(
        !description.contains("n/a") && !description.contains("soon") && !description.contains("\"?\""),
        "never what stands there"
    );
}

#[test]
fn a_standard_list_brings_its_names_in_every_language_and_the_description_goes_before_it() {
    let place = Place::new();
    let file = place.file("people.csv", b"birth,sex\nDE,1\nMA,2\n");
    let description = described(
        "title = \"T\"\nsource = \"S\"\n[[purposes]]\ncode = \"p\"\ntext = \"P\"\n\
         [[variables]]\nname = \"birth\"\nlabel = \"Pays\"\ntype = \"category\"\ncodelist = \"iso-3166-alpha2\"\n\
         [[variables]]\nname = \"sex\"\ntype = \"category\"\ncodelist = \"sexes\"\n\
         [[codelists]]\nname = \"sexes\"\ncodes = [{ code = \"1\", label = \"Femmes\" }, { code = \"2\" }]\n\
         [translations.en]\n\"Femmes\" = \"Women\"\n\"Pays\" = \"Country\"\n[translations.fr]\n\"Morocco\" = \"Royaume du Maroc\"\n",
    );
    assert!(matches!(place.import(&file, &description, None).unwrap(), Outcome::Imported { .. }));
    let known = Manifest::read(&place.output()).unwrap().translations;
    let word = |language, text| known.get(language, text);
    assert_eq!(word(Language::English, "Femmes"), Some("Women"));
    assert_eq!(word(Language::French, "Germany"), Some("Allemagne"));
    assert_eq!(word(Language::Spanish, "Germany"), Some("Alemania"));
    assert_eq!(word(Language::French, "Morocco"), Some("Royaume du Maroc"));
    // Nothing of the lists that nobody named.
    assert_eq!(word(Language::French, "Employees"), None);

    let wrong = "title = \"T\"\nsource = \"S\"\n[[purposes]]\ncode = \"p\"\ntext = \"P\"\n\
         [[variables]]\nname = \"age\"\ntype = \"integer\"\n[translations.en]\n\"Femmes\" = 3\n[translations.xx]\n";
    let faults = Description::parse(wrong, Path::new(".")).unwrap_err();
    let places: Vec<&str> = faults.iter().map(|fault| fault.args["place"].as_str()).collect();
    assert_eq!(places, ["translations, `Femmes`", "translations, `xx`"]);
}

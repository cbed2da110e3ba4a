//! A framework version as a spreadsheet: for an office that holds a questionnaire of its own and no text editor.
//!
//! The sheets say what the files of `catalogues/` say, and are read by becoming such files, so that one loader judges both.
//! Process, checks and chapters come from the framework that the sheet is based on.

use std::collections::{BTreeMap, BTreeSet};

use jalon_domain::Language;
use jalon_domain::catalogue::{Framework, load};
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use crate::PublishError;
use crate::sheet::{finish, fixed_date, guarded, header_format, text_format};
use crate::workbook::{self, CellFault, Sheet};

/// First cell of the first sheet.
const MARK: &str = "jalon-framework/1";
const SCALE_COLUMNS: [&str; 5] = ["scale", "value", "points", "source", "official"];
const ITEM_COLUMNS: [&str; 8] = ["code", "kind", "parent", "scale", "official", "basis", "source", "verified"];
const ITEM_TEXTS: [&str; 3] = ["title", "chapter", "guidance"];
const FRAMEWORK_TEXTS: [&str; 3] = ["name", "description", "notice"];

/// What a file held, as the files that the catalogue loader reads.
#[derive(Debug, Clone)]
pub struct CatalogueSheet {
    /// `code@version` of the framework whose process, checks and chapters serve.
    pub based_on: String,
    pub files: Vec<load::File>,
    places: BTreeMap<(String, usize), (String, u32)>,
}

impl CatalogueSheet {
    /// The sheet and the row, as the spreadsheet program numbers it, that a fault of the loader is about.
    pub fn place(&self, fault: &load::Fault) -> (&str, u32) {
        let before = self.places.range(..=(fault.file.clone(), fault.line)).next_back();
        before.filter(|((file, _), _)| *file == fault.file).map_or(("", 0), |(_, (sheet, row))| (sheet.as_str(), *row))
    }
}

/// The framework as a spreadsheet to start from.
pub fn write(framework: &Framework) -> Result<Vec<u8>, PublishError> {
    let mut workbook = Workbook::new();
    let mut about = vec![vec![MARK.to_owned(), framework.reference()]];
    let pair = |key: &str, value: &str| vec![key.to_owned(), value.to_owned()];
    about.push(pair("code", &framework.code));
    about.push(pair("version", &framework.version));
    about.push(pair("official", yes_no(framework.official)));
    about.push(pair("source", &framework.source));
    about.push(pair("levels", &framework.levels.iter().map(|level| level.code()).collect::<Vec<_>>().join(", ")));
    for (key, text) in FRAMEWORK_TEXTS.into_iter().zip([&framework.name, &framework.description, &framework.notice]) {
        for language in Language::CONTENT {
            about.push(pair(&in_language(key, language), text.exact(language).unwrap_or_default()));
        }
    }
    fill(workbook.add_worksheet(), "framework", &[24.0, 90.0], &about)?;

    let mut scales = vec![header(&SCALE_COLUMNS, &["name", "label"])];
    for (code, scale) in &framework.scales {
        for value in &scale.values {
            let points = value.points.map(|points| points.to_string()).unwrap_or_default();
            let official = yes_no(scale.official).to_owned();
            let mut row = vec![code.clone(), value.code.clone(), points, scale.source.clone(), official];
            for text in [&scale.name, &value.label] {
                row.extend(Language::CONTENT.map(|language| text.exact(language).unwrap_or_default().to_owned()));
            }
            scales.push(row);
        }
    }
    fill(workbook.add_worksheet(), "scales", &[16.0, 16.0, 8.0, 40.0, 10.0, 24.0], &scales)?;

    let mut items = vec![header(&ITEM_COLUMNS, &ITEM_TEXTS)];
    for item in &framework.items {
        let mut row = vec![
            item.code.clone(),
            item.kind.clone(),
            item.parent.clone().unwrap_or_default(),
            item.scale.clone().unwrap_or_default(),
            yes_no(item.official).to_owned(),
            item.basis.clone(),
            item.source.clone(),
            item.verified.clone(),
        ];
        for text in [&item.title, &item.chapter, &item.guidance] {
            row.extend(Language::CONTENT.map(|language| text.exact(language).unwrap_or_default().to_owned()));
        }
        items.push(row);
    }
    fill(workbook.add_worksheet(), "items", &[10.0, 14.0, 10.0, 12.0, 10.0, 12.0, 30.0, 10.0, 40.0], &items)?;
    let properties = DocProperties::new().set_title(framework.reference()).set_creation_datetime(&fixed_date(None)?);
    workbook.set_properties(&properties);
    finish(workbook, Language::French)
}

fn fill(sheet: &mut Worksheet, name: &str, widths: &[f64], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_freeze_panes(1, 1)?;
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    let (first, plain) = (header_format(), text_format().set_num_format("@"));
    for (number, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(number, column, guarded(cell), if number == 0 { &first } else { &plain })?;
        }
    }
    Ok(())
}

fn header(columns: &[&str], texts: &[&str]) -> Vec<String> {
    let texts = texts.iter().flat_map(|text| Language::CONTENT.map(|language| in_language(text, language)));
    columns.iter().map(|column| (*column).to_owned()).chain(texts).collect()
}

fn in_language(key: &str, language: Language) -> String {
    format!("{key}.{}", language.tag())
}

const fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Everything that the file holds; or everything about it that no loader could read.
///
/// Rules besides those of every spreadsheet: `not-a-framework`, `missing-column`, `missing-value`, `not-yes-or-no`, `not-a-number`, `points-incomplete`,
/// `formula`, `error-value`, `too-long`.
pub fn read(bytes: &[u8]) -> Result<CatalogueSheet, Vec<CellFault>> {
    let sheets = workbook::read(bytes)?;
    let by_first_cell = |text: &str| sheets.iter().find(|sheet| sheet.text(0, 0) == text);
    let (Some(about), Some(items)) = (by_first_cell(MARK), by_first_cell(ITEM_COLUMNS[0])) else {
        return Err(vec![CellFault::of_file("not-a-framework", "")]);
    };
    let mut reading = Reading::default();
    let code = reading.value(about, "code");
    let folder = if code.is_empty() { "framework".to_owned() } else { code.replace(['/', '\\'], "-") };
    let mut structure = Toml::new(format!("{folder}/framework.toml"), &about.name);
    for key in ["code", "version", "source"] {
        let value = reading.value(about, key);
        structure.string(key, &value);
    }
    structure.line(r#"kind = "assessment""#);
    let official = reading.value(about, "official");
    structure.line(&format!("official = {}", reading.truth(about, "official", &official)));
    let levels = about.value_of("levels");
    let levels: Vec<String> = levels.split(',').map(|level| quoted(level.trim())).filter(|level| level != "\"\"").collect();
    structure.line(&format!("levels = [{}]", levels.join(", ")));
    let mut texts =
        Language::CONTENT.map(|language| (language, Toml::new(format!("{folder}/text/{language}.toml"), &about.name)));
    for (language, text) in &mut texts {
        for key in FRAMEWORK_TEXTS {
            text.string(key, &about.value_of(&in_language(key, *language)));
        }
    }
    if let Some(scales) = by_first_cell(SCALE_COLUMNS[0]) {
        reading.scales(scales, &mut structure, &mut texts);
    }
    reading.items(items, &mut structure, &mut texts);
    let based_on = about.text(0, 1).to_owned();
    if !reading.faults.is_empty() {
        return Err(reading.faults);
    }
    let mut places = BTreeMap::new();
    let files = [structure].into_iter().chain(texts.map(|(_, text)| text)).map(|toml| toml.finish(&mut places)).collect();
    Ok(CatalogueSheet { based_on, files, places })
}

/// A file in the making, which remembers the row that each of its lines comes from.
struct Toml {
    path: String,
    content: String,
    sheet: String,
    lines: usize,
    places: Vec<(usize, (String, u32))>,
}

impl Toml {
    fn new(path: String, sheet: &str) -> Self {
        Self { path, content: String::new(), sheet: sheet.to_owned(), lines: 0, places: vec![(1, (sheet.to_owned(), 1))] }
    }

    fn line(&mut self, line: &str) {
        self.content.push_str(line);
        self.content.push('\n');
        self.lines += 1;
    }

    fn string(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.line(&format!("{key} = {}", quoted(value)));
        }
    }

    /// A table whose lines come from this row, counted from 0.
    fn table(&mut self, heading: &str, sheet: &str, row: u32) {
        self.sheet = sheet.to_owned();
        self.line("");
        self.places.push((self.lines + 1, (self.sheet.clone(), row + 1)));
        self.line(heading);
    }

    fn finish(self, places: &mut BTreeMap<(String, usize), (String, u32)>) -> load::File {
        places.extend(self.places.into_iter().map(|(line, place)| ((self.path.clone(), line), place)));
        load::File { path: self.path, content: self.content }
    }
}

/// On one line, whatever the text holds, so that lines can be counted.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {}
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[derive(Default)]
struct Reading {
    faults: Vec<CellFault>,
}

type Texts = [(Language, Toml); 3];

impl Reading {
    /// The value beside a key that must have one.
    fn value(&mut self, about: &Sheet, key: &str) -> String {
        let value = about.value_of(key).trim().to_owned();
        if value.is_empty() {
            self.faults.push(CellFault {
                sheet: about.name.clone(),
                cell: String::new(),
                value: key.to_owned(),
                rule: "missing-value".into(),
            });
        }
        value
    }

    fn truth(&mut self, sheet: &Sheet, place: &str, text: &str) -> bool {
        match text.trim().to_lowercase().as_str() {
            "yes" | "true" | "oui" | "sí" => true,
            "no" | "false" | "non" | "" => false,
            _ => {
                let (sheet, cell, value) = (sheet.name.clone(), String::new(), format!("{place}: {text}"));
                self.faults.push(CellFault { sheet, cell, value, rule: "not-yes-or-no".into() });
                false
            }
        }
    }

    /// Where the named columns stand; a fault for each that is missing.
    fn columns(&mut self, sheet: &Sheet, needed: &[&str]) -> BTreeMap<String, u32> {
        let found: BTreeMap<String, u32> =
            sheet.cells.range((0, 0)..(1, 0)).map(|((_, column), cell)| (cell.text.trim().to_owned(), *column)).collect();
        for name in needed.iter().filter(|name| !found.contains_key(**name)) {
            let (sheet, cell) = (sheet.name.clone(), String::new());
            self.faults.push(CellFault { sheet, cell, value: (*name).to_owned(), rule: "missing-column".into() });
        }
        for ((row, column), cell) in &sheet.cells {
            if let Some(rule) = cell.trouble {
                self.faults.push(CellFault::of_cell(rule, &sheet.name, *row, *column, &cell.text));
            }
        }
        found
    }

    fn scales(&mut self, sheet: &Sheet, structure: &mut Toml, texts: &mut Texts) {
        let columns = self.columns(sheet, &SCALE_COLUMNS);
        if !columns.contains_key("points") {
            return;
        }
        let cell = |row: u32, name: &str| columns.get(name).map_or("", |column| sheet.text(row, *column)).trim();
        let mut scales: Vec<(&str, Vec<u32>)> = vec![];
        for row in sheet.rows().into_iter().filter(|row| *row > 0 && !cell(*row, "scale").is_empty()) {
            match scales.iter_mut().find(|(code, _)| *code == cell(row, "scale")) {
                Some((_, rows)) => rows.push(row),
                None => scales.push((cell(row, "scale"), vec![row])),
            }
        }
        for (code, rows) in scales {
            let first = rows[0];
            structure.table("[[scales]]", &sheet.name, first);
            structure.string("code", code);
            let values: Vec<String> = rows.iter().map(|row| quoted(cell(*row, "value"))).collect();
            structure.line(&format!("values = [{}]", values.join(", ")));
            let points: Vec<(u32, &str)> =
                rows.iter().map(|row| (*row, cell(*row, "points"))).filter(|(_, text)| !text.is_empty()).collect();
            for (row, text) in points.iter().filter(|(_, text)| text.parse::<f64>().is_err()) {
                self.faults.push(CellFault::of_cell("not-a-number", &sheet.name, *row, columns["points"], text));
            }
            // All values have points or none has: which value a gap belongs to could not be told.
            if points.len() == rows.len() {
                let points: Vec<String> =
                    points.iter().filter_map(|(_, text)| Some(format!("{:?}", text.parse::<f64>().ok()?))).collect();
                structure.line(&format!("points = [{}]", points.join(", ")));
            } else if let Some((row, text)) = points.first() {
                self.faults.push(CellFault::of_cell("points-incomplete", &sheet.name, *row, columns["points"], text));
            }
            structure.string("source", cell(first, "source"));
            structure.line(&format!("official = {}", self.truth(sheet, code, cell(first, "official"))));
            for (language, text) in texts.iter_mut() {
                text.table(&format!("[scales.{}]", quoted(code)), &sheet.name, first);
                text.string("name", cell(first, &in_language("name", *language)));
                text.table(&format!("[scales.{}.values]", quoted(code)), &sheet.name, first);
                for row in &rows {
                    text.string(&quoted(cell(*row, "value")), cell(*row, &in_language("label", *language)));
                }
            }
        }
    }

    fn items(&mut self, sheet: &Sheet, structure: &mut Toml, texts: &mut Texts) {
        let columns = self.columns(sheet, &["code", "kind", "parent", "scale", "title.fr"]);
        let cell = |row: u32, name: &str| columns.get(name).map_or("", |column| sheet.text(row, *column)).trim();
        let mut known = BTreeSet::new();
        for row in sheet.rows().into_iter().filter(|row| *row > 0) {
            let code = cell(row, "code");
            if code.is_empty() {
                self.faults.push(CellFault::of_cell("missing-value", &sheet.name, row, 0, cell(row, "title.fr")));
                continue;
            }
            structure.table("[[items]]", &sheet.name, row);
            for name in ["code", "kind", "parent", "scale", "source"] {
                structure.string(name, cell(row, name));
            }
            structure.line(&format!("official = {}", self.truth(sheet, code, cell(row, "official"))));
            structure.string("basis", if cell(row, "basis").is_empty() { "published" } else { cell(row, "basis") });
            // Read where it says so; an office that does not say has not checked.
            structure.string("verified", if cell(row, "verified").is_empty() { "no" } else { cell(row, "verified") });
            // The loader names a code that stands twice; its texts written twice would only hide what else is wrong.
            if !known.insert(code) {
                continue;
            }
            for (language, text) in texts.iter_mut() {
                text.table(&format!("[items.{}]", quoted(code)), &sheet.name, row);
                for name in ITEM_TEXTS {
                    text.string(name, cell(row, &in_language(name, *language)));
                }
            }
        }
    }
}

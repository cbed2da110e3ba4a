//! Writes the questionnaire.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, Format, FormatBorder, Formula, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use super::{COLUMNS, FIRST_OPEN, GIVEN, MARK, Questionnaire, QuestionnaireRow, YES_NO};
use crate::PublishError;
use crate::sheet::{finish, fixed_date, guarded, header_format, sheet_name, text_format};
use crate::text::printable;

pub(super) const DOSSIER_ROW: u32 = 1;
pub(super) const FRAMEWORK_ROW: u32 = 2;
/// Technical names, then labels.
pub(super) const HEADER_ROWS: u32 = 2;

/// Beside the last of [`COLUMNS`].
const GIVEN_COLUMN: u16 = COLUMNS.len() as u16;

type Scale = Vec<(String, String)>;

/// The questionnaire as XLSX: only the answer cells can be edited, the choices are drop-downs.
pub fn write(questionnaire: &Questionnaire) -> Result<Vec<u8>, PublishError> {
    let mut writer = Writer::new(questionnaire);
    writer.questions()?;
    writer.choices()?;
    writer.about()?;
    let properties = DocProperties::new().set_title(printable(&questionnaire.title)).set_creation_datetime(&fixed_date(None)?);
    writer.workbook.set_properties(&properties);
    finish(writer.workbook, questionnaire.language)
}

struct Writer<'a> {
    questionnaire: &'a Questionnaire,
    workbook: Workbook,
    /// Every distinct scale once, with the yes-or-no one first.
    scales: Vec<(String, Scale)>,
    names: [String; 3],
    locked: Format,
    header: Format,
    open: Format,
}

impl<'a> Writer<'a> {
    fn new(questionnaire: &'a Questionnaire) -> Self {
        let mut taken = vec![];
        let names = ["questions", "choices", "about"].map(|key| sheet_name(&label(questionnaire, key), &mut taken));
        let locked = text_format().set_border_bottom(FormatBorder::Hair);
        // The text format keeps what was typed: no number or date is made of it.
        let open = locked.clone().set_unlocked().set_num_format("@").set_background_color("#F6F2EA");
        Self {
            questionnaire,
            workbook: Workbook::new(),
            scales: scales(questionnaire),
            names,
            locked,
            header: header_format(),
            open,
        }
    }

    fn questions(&mut self) -> Result<(), XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(&self.names[0])?.set_freeze_panes(HEADER_ROWS, 1)?.set_repeat_rows(0, 1)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        self.header_rows(&mut sheet)?;
        for (number, row) in (HEADER_ROWS..).zip(&self.questionnaire.rows) {
            self.question(&mut sheet, number, row)?;
        }
        self.drop_downs(&mut sheet)?;
        protect(&mut sheet);
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    fn header_rows(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        const WIDTHS: [f64; 10] = [12.0, 22.0, 22.0, 44.0, 44.0, 8.0, 24.0, 14.0, 34.0, 60.0];
        let technical = Format::new().set_font_color("#5C6166").set_font_size(8);
        for ((column, name), width) in (0..).zip(COLUMNS).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, name, &technical)?;
            sheet.write_string_with_format(1, column, guarded(&label(self.questionnaire, name)), &self.header)?;
        }
        sheet.write_string_with_format(0, GIVEN_COLUMN, GIVEN, &technical)?.set_column_hidden(GIVEN_COLUMN)?;
        Ok(())
    }

    fn question(&self, sheet: &mut Worksheet, number: u32, row: &QuestionnaireRow) -> Result<(), XlsxError> {
        let scale =
            self.scales.iter().find(|(_, scale)| *scale == row.scale_values && !scale.is_empty()).map_or("", |(name, _)| name);
        let answer = row.scale_values.iter().find(|(value, _)| *value == row.answer).map_or(&row.answer, |(_, label)| label);
        let not_applicable = if row.not_applicable { label(self.questionnaire, "yes") } else { String::new() };
        let cells: [&str; 10] = [
            &row.code,
            &row.dimension,
            &row.subdimension,
            &row.topic,
            &row.guidance,
            scale,
            answer,
            &not_applicable,
            &row.competence,
            &row.note,
        ];
        for (column, cell) in (0..).zip(cells) {
            let format = if usize::from(column) < FIRST_OPEN { &self.locked } else { &self.open };
            if cell.is_empty() {
                sheet.write_blank(number, column, format)?;
            } else {
                sheet.write_string_with_format(number, column, guarded(cell), format)?;
            }
        }
        if !row.given.is_empty() {
            sheet.write_string_with_format(number, GIVEN_COLUMN, guarded(&row.given), &self.locked)?;
        }
        Ok(())
    }

    /// One rule per run of rows with the same scale; the choices stand on their own sheet, for a list in a rule is cut at 255 characters.
    fn drop_downs(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let rows = &self.questionnaire.rows;
        let mut start = 0;
        while start < rows.len() {
            let same = rows[start..].iter().take_while(|row| row.scale_values == rows[start].scale_values).count();
            if let Some(place) = self.scales.iter().skip(1).position(|(_, scale)| *scale == rows[start].scale_values) {
                self.drop_down(sheet, start, start + same, 6, place + 1)?;
            }
            start += same;
        }
        if rows.is_empty() { Ok(()) } else { self.drop_down(sheet, 0, rows.len(), 7, 0) }
    }

    fn drop_down(&self, sheet: &mut Worksheet, from: usize, to: usize, column: u16, scale: usize) -> Result<(), XlsxError> {
        let letter = crate::workbook::cell_name(0, scale as u32 * 2 + 1).trim_end_matches('1').to_string();
        let last = self.scales[scale].1.len() as u32 + 1;
        let list = Formula::new(format!("='{}'!${letter}$2:${letter}${last}", self.names[1]));
        let title: String = label(self.questionnaire, "choose").chars().take(32).collect();
        let rule = DataValidation::new()
            .allow_list_formula(list)
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(title)?;
        let row = |index: usize| HEADER_ROWS + index as u32;
        sheet.add_data_validation(row(from), column, row(to) - 1, column, &rule)?;
        Ok(())
    }

    /// Two columns per scale: the values that the program knows and the labels that people choose.
    fn choices(&mut self) -> Result<(), XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(&self.names[1])?.set_freeze_panes(1, 0)?;
        for (index, (name, scale)) in self.scales.iter().enumerate() {
            let column = u16::try_from(index * 2).unwrap_or(u16::MAX - 1);
            sheet.set_column_width(column, 16)?.set_column_width(column + 1, 40)?;
            sheet.write_string_with_format(0, column, format!("{name}.value"), &self.header)?;
            sheet.write_string_with_format(0, column + 1, format!("{name}.label"), &self.header)?;
            for (row, (value, label)) in (1..).zip(scale) {
                sheet.write_string_with_format(row, column, guarded(value), &self.locked)?;
                sheet.write_string_with_format(row, column + 1, guarded(label), &self.locked)?;
            }
        }
        protect(&mut sheet);
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    fn about(&mut self) -> Result<(), XlsxError> {
        let questionnaire = self.questionnaire;
        let mut sheet = Worksheet::new();
        sheet.set_name(&self.names[2])?.set_freeze_panes(1, 0)?;
        sheet.set_column_width(0, 26)?.set_column_width(1, 90)?;
        sheet.write_string_with_format(0, 0, MARK, &self.header)?;
        sheet.write_string_with_format(0, 1, guarded(&questionnaire.title), &self.header)?;
        let texts = [
            ("dossier", questionnaire.dossier.clone()),
            ("framework", questionnaire.framework.clone()),
            ("language", questionnaire.language.to_string()),
        ];
        for (row, (key, value)) in (DOSSIER_ROW..).zip(texts) {
            sheet.write_string_with_format(row, 0, key, &self.locked)?;
            sheet.write_string_with_format(row, 1, guarded(&value), &self.locked)?;
        }
        sheet.write_string_with_format(4, 0, "revision", &self.locked)?;
        sheet.write_number_with_format(4, 1, questionnaire.revision as f64, &self.locked)?;
        sheet.write_string_with_format(5, 0, "sheet", &self.locked)?;
        sheet.write_string_with_format(5, 1, &self.names[0], &self.locked)?;
        sheet.write_string_with_format(6, 0, "instructions", &self.locked)?;
        sheet.write_string_with_format(6, 1, guarded(&label(questionnaire, "instructions")), &self.locked)?;
        protect(&mut sheet);
        self.workbook.push_worksheet(sheet);
        Ok(())
    }
}

/// Guards against slips, not against people: there is no password. Widths may be changed, to read better.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
}

fn label(questionnaire: &Questionnaire, key: &str) -> String {
    questionnaire.labels.get(key).map_or(key, String::as_str).to_string()
}

fn scales(questionnaire: &Questionnaire) -> Vec<(String, Scale)> {
    let yes_no = ["yes", "no"].map(|key| (key.to_string(), label(questionnaire, key))).to_vec();
    let mut scales = vec![(YES_NO.to_string(), yes_no)];
    let mut known: BTreeMap<&[(String, String)], ()> = BTreeMap::new();
    for row in questionnaire.rows.iter().filter(|row| !row.scale_values.is_empty()) {
        if known.insert(&row.scale_values, ()).is_none() {
            scales.push((format!("s{}", scales.len()), row.scale_values.clone()));
        }
    }
    scales
}

//! Reads a questionnaire that came back.

use std::collections::{BTreeMap, BTreeSet};

use super::{COLUMNS, FIRST_OPEN, GIVEN, MARK, QuestionnaireRow, ReadQuestionnaire, ReadRow, Unplaced, YES_NO, write};
use crate::workbook::{self, Cell, CellFault, Sheet, cell_name};

/// Everything that the file holds; or why it cannot be read at all.
///
/// Rules: `not-a-spreadsheet`, `encrypted-or-old-format`, `too-large`, `too-many-parts`, `archive-bomb`, `macros`,
/// `external-entity`, `malformed`, `too-many-cells`, `not-a-questionnaire`. [`ReadQuestionnaire::faults_against`] tells every
/// other fault at once: `missing-column`, `formula`, `error-value`, `too-long`, `missing-code`, `duplicate-code`,
/// `not-a-choice`, and those of the content.
pub fn read(bytes: &[u8]) -> Result<ReadQuestionnaire, Vec<CellFault>> {
    let sheets = workbook::read(bytes)?;
    let mut reading = Reading::default();
    let Some(about) = sheets.iter().find(|sheet| sheet.text(0, 0) == MARK) else {
        return Err(vec![CellFault::of_file("not-a-questionnaire", "")]);
    };
    let Some(questions) = sheets.iter().find(|sheet| sheet.text(0, 0) == COLUMNS[0]) else {
        return Err(vec![CellFault::of_file("not-a-questionnaire", about.text(5, 1))]);
    };
    let choices = sheets.iter().find(|sheet| sheet.text(0, 0) == format!("{YES_NO}.value"));
    let scales = choices.map(scales_of).unwrap_or_default();
    let columns = reading.columns(questions);
    let rows = columns.as_ref().map(|columns| reading.questions(questions, &scales, columns)).unwrap_or_default();
    reading.leftovers(&sheets, questions, about, choices);
    Ok(ReadQuestionnaire {
        dossier: about.value_of("dossier"),
        framework: about.value_of("framework"),
        language: about.value_of("language"),
        revision: about.value_of("revision").parse().unwrap_or(0),
        rows,
        unplaced: reading.unplaced,
        faults: reading.faults,
        columns: columns.unwrap_or_default(),
        sheet: questions.name.clone(),
        about: about.name.clone(),
    })
}

type Scales = BTreeMap<String, Vec<(String, String)>>;

fn scales_of(sheet: &Sheet) -> Scales {
    let mut scales = Scales::new();
    let last = sheet.rows().last().copied().unwrap_or(0);
    for (&(_, column), cell) in sheet.cells.range((0, 0)..(1, 0)) {
        let Some(name) = cell.text.strip_suffix(".value") else { continue };
        let pair = |row: u32| (sheet.text(row, column).to_string(), sheet.text(row, column + 1).to_string());
        let values = (1..=last.min(1000)).map(pair).filter(|(value, label)| !value.is_empty() || !label.is_empty()).collect();
        scales.insert(name.to_string(), values);
    }
    scales
}

#[derive(Default)]
struct Reading {
    faults: Vec<CellFault>,
    unplaced: Vec<Unplaced>,
}

impl Reading {
    fn questions(&mut self, sheet: &Sheet, scales: &Scales, columns: &[u32; 10]) -> Vec<ReadRow> {
        let given = sheet.cells.range((0, 0)..(1, 0)).find(|(_, cell)| cell.text == GIVEN).map(|((_, column), _)| *column);
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        let mut rows = vec![];
        for number in sheet.rows().into_iter().filter(|row| *row >= write::HEADER_ROWS) {
            let row = Row { sheet, number, columns };
            let code = row.text(0).trim().to_string();
            if code.is_empty() {
                self.without_code(&row);
            } else if seen.insert(code.clone(), number).is_some() {
                self.faults.push(row.fault("duplicate-code", 0));
            } else {
                let mut content = self.question(&row, code, scales);
                content.given = given.map(|column| sheet.text(number, column).to_string()).unwrap_or_default();
                rows.push(ReadRow { number: number + 1, content });
            }
        }
        rows
    }

    /// Where each column stands: people insert and move columns, the technical names move along.
    fn columns(&mut self, sheet: &Sheet) -> Option<[u32; 10]> {
        let places: BTreeMap<&str, u32> =
            sheet.cells.range((0, 0)..(1, 0)).map(|((_, column), cell)| (cell.text.as_str(), *column)).collect();
        for missing in COLUMNS.iter().filter(|name| !places.contains_key(*name)) {
            self.faults.push(CellFault {
                sheet: sheet.name.clone(),
                cell: String::new(),
                value: (*missing).into(),
                rule: "missing-column".into(),
            });
        }
        let mut columns = [0; 10];
        for (column, name) in columns.iter_mut().zip(COLUMNS) {
            *column = *places.get(name)?;
        }
        Some(columns)
    }

    /// An answer that belongs to no question would be lost, so it is a fault; anything else on such a row is a remark.
    fn without_code(&mut self, row: &Row<'_>) {
        let answered = (FIRST_OPEN..COLUMNS.len()).find(|index| !row.text(*index).is_empty());
        if let Some(index) = answered {
            self.faults.push(row.fault("missing-code", index));
        } else {
            let remarks = (0..FIRST_OPEN).filter(|index| !row.text(*index).is_empty());
            self.unplaced.extend(remarks.map(|index| unplaced(row.sheet, row.number, row.columns[index])));
        }
    }

    fn question(&mut self, row: &Row<'_>, code: String, scales: &Scales) -> QuestionnaireRow {
        for index in 0..COLUMNS.len() {
            self.faults.extend(row.cell(index).and_then(|cell| cell.trouble).map(|rule| row.fault(rule, index)));
        }
        let text = |index: usize| row.text(index).to_string();
        let scale = scales.get(row.text(5)).cloned().unwrap_or_default();
        let answer = self.choice(row, 6, &scale);
        let yes_no = scales.get(YES_NO).cloned().unwrap_or_default();
        let not_applicable = self.choice(row, 7, &yes_no) == "yes";
        QuestionnaireRow {
            code,
            dimension: text(1),
            subdimension: text(2),
            topic: text(3),
            guidance: text(4),
            scale_values: scale,
            answer,
            not_applicable,
            competence: text(8),
            note: text(9),
            given: String::new(),
        }
    }

    /// The value that was chosen, by its label or by itself, whatever the case.
    fn choice(&mut self, row: &Row<'_>, index: usize, scale: &[(String, String)]) -> String {
        let typed = row.text(index).trim();
        let same = |a: &str| a.trim().to_lowercase() == typed.to_lowercase();
        let found = scale.iter().find(|(_, label)| same(label)).or_else(|| scale.iter().find(|(value, _)| same(value)));
        if found.is_none() && !typed.is_empty() && row.cell(index).is_some_and(|cell| cell.trouble.is_none()) {
            self.faults.push(row.fault("not-a-choice", index));
        }
        found.filter(|_| !typed.is_empty()).map(|(value, _)| value.clone()).unwrap_or_default()
    }

    /// Content outside the columns and sheets that the questionnaire has.
    fn leftovers(&mut self, sheets: &[Sheet], questions: &Sheet, about: &Sheet, choices: Option<&Sheet>) {
        let asked: BTreeSet<u32> = questions
            .cells
            .range((0, 0)..(1, 0))
            .filter(|(_, cell)| cell.text == GIVEN || COLUMNS.contains(&cell.text.as_str()))
            .map(|((_, column), _)| *column)
            .collect();
        for sheet in sheets {
            let is = |other: &Sheet| std::ptr::eq(sheet, other);
            for &(row, column) in sheet.cells.keys() {
                let placed = (is(questions) && asked.contains(&column))
                    || (is(about) && row <= 6 && column <= 1)
                    || choices.is_some_and(|choices| is(choices) && !sheet.text(0, column).is_empty());
                if !placed {
                    self.unplaced.push(unplaced(sheet, row, column));
                }
            }
        }
    }
}

struct Row<'a> {
    sheet: &'a Sheet,
    number: u32,
    columns: &'a [u32; 10],
}

impl<'a> Row<'a> {
    fn cell(&self, index: usize) -> Option<&'a Cell> {
        self.sheet.cells.get(&(self.number, self.columns[index]))
    }

    fn text(&self, index: usize) -> &'a str {
        self.cell(index).map_or("", |cell| cell.text.as_str())
    }

    fn fault(&self, rule: &str, index: usize) -> CellFault {
        CellFault::of_cell(rule, &self.sheet.name, self.number, self.columns[index], self.text(index))
    }
}

fn unplaced(sheet: &Sheet, row: u32, column: u32) -> Unplaced {
    Unplaced { sheet: sheet.name.clone(), cell: cell_name(row, column), value: sheet.text(row, column).to_string() }
}

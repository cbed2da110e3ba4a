//! The questionnaire as a spreadsheet: written for people to fill in, read back cell by cell.
//!
//! The first row of the question sheet holds technical column names and the `about` sheet technical keys, so a file is
//! understood whatever the language of its labels. Reading keeps everything that was typed, in its place or as
//! [`Unplaced`], and reports every fault at once.

mod read;
mod write;

use std::collections::BTreeMap;

use jalon_domain::Language;

pub use crate::workbook::CellFault;
pub use read::read;
pub use write::write;

/// The labels that [`write()`] looks up; a missing one shows its key.
pub const LABELS: [&str; 17] = [
    "about",
    "questions",
    "choices",
    "code",
    "dimension",
    "subdimension",
    "topic",
    "guidance",
    "scale",
    "answer",
    "not_applicable",
    "competence",
    "note",
    "yes",
    "no",
    "instructions",
    "choose",
];

/// Marks the `about` sheet, in its first cell.
const MARK: &str = "jalon-questionnaire/1";
/// The technical names of the columns, in their order.
const COLUMNS: [&str; 10] =
    ["code", "dimension", "subdimension", "topic", "guidance", "scale", "answer", "not_applicable", "competence", "note"];
/// A hidden column, which files of earlier versions lack: see [`QuestionnaireRow::given`].
const GIVEN: &str = "given";
/// The columns that a reader fills in begin here.
const FIRST_OPEN: usize = 6;
/// The scale of the yes-or-no column.
const YES_NO: &str = "yes_no";

/// The questions of a dossier with the answers given so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Questionnaire {
    pub title: String,
    pub language: Language,
    /// Slug of the dossier: a file filled in for another one is refused.
    pub dossier: String,
    /// `code@version`.
    pub framework: String,
    /// The dossier's revision when the file was written.
    pub revision: i64,
    /// See [`LABELS`].
    pub labels: BTreeMap<String, String>,
    pub rows: Vec<QuestionnaireRow>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuestionnaireRow {
    pub code: String,
    pub dimension: String,
    pub subdimension: String,
    pub topic: String,
    pub guidance: String,
    /// The values that an answer may take, with their labels.
    pub scale_values: Vec<(String, String)>,
    /// A value of the scale, or nothing.
    pub answer: String,
    pub not_applicable: bool,
    /// Who is competent, where the topic does not apply here.
    pub competence: String,
    pub note: String,
    /// What the program noted of the row when it wrote the file, to tell later who changed what since. Means nothing here.
    pub given: String,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadQuestionnaire {
    pub dossier: String,
    pub framework: String,
    /// BCP 47 tag.
    pub language: String,
    pub revision: i64,
    /// In the order of the file.
    pub rows: Vec<ReadRow>,
    /// What was typed where nothing is asked.
    pub unplaced: Vec<Unplaced>,
    /// The cells that cannot be taken over as they are. Their rows are there without them.
    faults: Vec<CellFault>,
    /// Where each of [`COLUMNS`] stands.
    columns: [u32; 10],
    /// Where the questions stand.
    sheet: String,
    about: String,
}

/// A row as read, with the number by which people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    /// As the spreadsheet program numbers it, from 1.
    pub number: u32,
    pub content: QuestionnaireRow,
}

/// Content outside the answer cells: kept and shown, never thrown away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    pub sheet: String,
    /// As in `B7`.
    pub cell: String,
    pub value: String,
}

impl ReadQuestionnaire {
    /// The faults of the cells, and those that only the expected questionnaire shows: `wrong-dossier`, `wrong-framework`,
    /// `unknown-code`, `not-a-choice`.
    ///
    /// The choices in the file are what its sender says they are; these are the ones that count.
    pub fn faults_against(&self, expected: &Questionnaire) -> Vec<CellFault> {
        let mut faults = self.faults.clone();
        let about = |rule: &str, row: u32, value: &str| CellFault::of_cell(rule, &self.about, row, 1, value);
        if self.dossier != expected.dossier {
            faults.push(about("wrong-dossier", write::DOSSIER_ROW, &self.dossier));
        }
        if self.framework != expected.framework {
            faults.push(about("wrong-framework", write::FRAMEWORK_ROW, &self.framework));
        }
        let known: BTreeMap<&str, &QuestionnaireRow> = expected.rows.iter().map(|row| (row.code.as_str(), row)).collect();
        for row in &self.rows {
            faults.extend(self.row_fault(row, known.get(row.content.code.as_str()).copied()));
        }
        faults
    }

    /// A fault that the caller found in a row, in the cell of this technical column name.
    pub fn fault(&self, rule: &str, row: &ReadRow, column: &str, value: &str) -> CellFault {
        let place = COLUMNS.iter().position(|name| *name == column).map_or(0, |index| self.columns[index]);
        CellFault::of_cell(rule, &self.sheet, row.number - 1, place, value)
    }

    fn row_fault(&self, row: &ReadRow, expected: Option<&QuestionnaireRow>) -> Option<CellFault> {
        let Some(expected) = expected else {
            return Some(self.fault("unknown-code", row, "code", &row.content.code));
        };
        let answer = &row.content.answer;
        let allowed = answer.is_empty() || expected.scale_values.iter().any(|(value, _)| value == answer);
        (!allowed).then(|| self.fault("not-a-choice", row, "answer", answer))
    }
}

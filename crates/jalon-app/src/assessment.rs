//! The questionnaire: answers, findings, and the context chapter.

use std::sync::Arc;

use jalon_domain::assessment::checks::Diagnostic;
use jalon_domain::assessment::*;
use jalon_domain::register::RegisterEntry;
use jalon_domain::statistics::{Dataset, StatisticalTable};
use jalon_domain::{Language, Problem, Text, UserId};
use jalon_publish::{CellFault, table_sheet};

use crate::authorisation::{Action, Facts};
use crate::error::check;
use crate::statistics::table::TableInput;
use crate::{App, AppError, Caller, LINE_LIMIT, NARRATIVE_LIMIT, Opened, Result, clean, too_long};

/// An answer as a person gives it. Texts are those of one language.
#[derive(Debug, Clone, Default)]
pub struct AnswerInput {
    pub item: String,
    /// A value of the scale, `not_applicable`, or empty.
    pub value: String,
    pub competence: String,
    pub note: String,
    pub language: Language,
    /// The revision that the person saw.
    pub revision: i64,
    pub confirmed: bool,
    /// What supports it; kept as it is where the form has no room for it.
    pub citations: Option<Vec<Citation>>,
}

/// A finding as a person writes it. Texts are those of one language.
#[derive(Debug, Clone, Default)]
pub struct FindingInput {
    /// Empty for a new one.
    pub id: String,
    pub dimension: String,
    pub kind: String,
    pub topics: Vec<String>,
    pub title: String,
    pub text: String,
    pub citations: Vec<Citation>,
    pub language: Language,
    pub revision: i64,
    pub confirmed: bool,
}

/// A passage of the context chapter as a person writes it.
#[derive(Debug, Clone, Default)]
pub struct ParagraphInput {
    pub id: String,
    pub section: String,
    pub item: String,
    pub title: String,
    pub text: String,
    pub citations: Vec<Citation>,
    pub language: Language,
    pub revision: i64,
}

/// A figure as a person enters it: the table pasted from a spreadsheet, tabs or semicolons between columns, or the
/// spreadsheet itself.
#[derive(Debug, Clone, Default)]
pub struct FigureInput {
    pub id: String,
    pub item: String,
    pub title: String,
    pub description: String,
    pub unit: String,
    pub chart: String,
    pub table: String,
    /// An XLSX file that takes the place of the pasted table; empty where there is none.
    pub file: Vec<u8>,
    pub note: String,
    pub section: String,
    pub citations: Vec<Citation>,
    pub language: Language,
    pub revision: i64,
}

pub const SECTIONS: &[&str] = &["trends", "competences", "funding", "participation"];
pub const CHARTS: &[&str] = &["bar", "stacked", "line", "none"];
const FIGURE_ROWS: usize = 60;
const FIGURE_COLUMNS: usize = 8;
/// What one page can usefully list.
const MOST_FAULTS: usize = 100;

/// Whoever says that a requirement is met, or excused, answers for it by name.
pub(crate) fn note_who_attests(caller: &Caller, opened: &Opened, answer: &mut Answer) {
    let item = answer.item.as_str();
    if opened.framework.is_requirement(item) && opened.framework.check(item).is_some() {
        let is_said = !answer.value.is_empty() || answer.not_applicable;
        answer.attested_by = caller.principal.user.clone().filter(|_| is_said);
    }
}

impl App {
    /// What the policies need to know of an answer.
    pub fn answer_facts(&self, caller: &Caller, opened: &Opened, item: &str) -> Facts {
        let answer = opened.content.answer(item);
        let assignee = answer.and_then(|answer| answer.assignee.as_ref());
        Facts {
            assigned_to_me: assignee.is_some() && assignee == caller.principal.user.as_ref(),
            unassigned: assignee.is_none(),
            reopened: answer.is_some_and(|answer| !answer.reopened.is_empty()),
            ..Facts::default()
        }
    }

    pub async fn save_answer(&self, caller: &Caller, slug: &str, input: AnswerInput) -> Result<Answer> {
        let opened = self.load(slug).await?;
        let facts = self.answer_facts(caller, &opened, &input.item);
        self.authorise(caller, Action::AnswerSave, &crate::authorisation::Resource::Dossier(&opened.facts), &facts)?;
        let item = opened.framework.item(&input.item).filter(|item| item.scale.is_some()).ok_or(AppError::NotFound)?;
        let (competence, note) = (clean(&input.competence), clean(&input.note));
        let mut problems =
            too_long([("competence", competence.as_str(), NARRATIVE_LIMIT), ("note", note.as_str(), NARRATIVE_LIMIT)]);
        let not_applicable = input.value == "not_applicable";
        let known =
            opened.framework.scale_of(item).is_some_and(|scale| scale.values.iter().any(|value| value.code == input.value));
        // What is derived from the record can be excused, not attested against it.
        let refused = !known || opened.framework.is_derived(&input.item);
        if !input.value.is_empty() && !not_applicable && refused {
            problems.push(Problem::on("choice-unknown", "value"));
        }
        check(problems)?;
        let source = opened.dossier().source_language;
        let mut answer = opened
            .content
            .answer(&input.item)
            .cloned()
            .unwrap_or_else(|| Answer { item: input.item.as_str().into(), ..Answer::default() });
        answer.value = if not_applicable { String::new() } else { input.value };
        answer.not_applicable = not_applicable;
        answer.not_covered &= answer.value.is_empty() && !not_applicable;
        answer.competence.set(input.language, competence, source);
        answer.note.set(input.language, note, source);
        answer.to_confirm &= !input.confirmed;
        if let Some(citations) = input.citations {
            answer.citations = self.known_citations(&opened, citations);
        }
        note_who_attests(caller, &opened, &mut answer);
        answer.changed_at = self.now();
        answer.revision = input.revision;
        self.save(caller, &opened, "answer.save", &answer, "").await
    }

    /// Asks a member to answer a topic, until a date.
    pub async fn assign_answers(
        &self,
        caller: &Caller,
        slug: &str,
        items: &[String],
        assignee: &str,
        due: &str,
    ) -> Result<usize> {
        let opened = self.opened(caller, slug, Action::AnswerAssign, &Facts::default()).await?;
        let assignee = (!assignee.is_empty()).then(|| UserId::from(assignee));
        if assignee.as_ref().is_some_and(|id| !opened.facts.members.iter().any(|(member, _)| member == id)) {
            return Err(AppError::invalid(Problem::on("choice-unknown", "assignee")));
        }
        if !due.is_empty() && due.parse::<jiff::civil::Date>().is_err() {
            return Err(AppError::invalid(Problem::on("date-invalid", "due")));
        }
        if items.is_empty() {
            return Err(AppError::invalid(Problem::on("assign-nothing", "item")));
        }
        let mut transaction = self.begin_on(&opened).await?;
        let mut changed = 0;
        for item in items.iter().filter(|item| opened.framework.item(item).is_some_and(|item| item.scale.is_some())) {
            let mut answer = opened
                .content
                .answer(item)
                .cloned()
                .unwrap_or_else(|| Answer { item: item.as_str().into(), ..Answer::default() });
            answer.assignee.clone_from(&assignee);
            answer.due = due.to_owned();
            self.save_in(&mut transaction, caller, &opened, "answer.assign", &answer, "").await?;
            changed += 1;
        }
        if changed > 0 {
            transaction.commit().await?;
        }
        Ok(changed)
    }

    /// Opens one answer again while everything else stays locked.
    pub async fn reopen_answer(&self, caller: &Caller, slug: &str, item: &str, reason: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::AnswerReopen, &Facts::default()).await?;
        let reason = clean(reason);
        let mut problems = too_long([("reason", reason.as_str(), LINE_LIMIT)]);
        if reason.is_empty() {
            problems.push(Problem::on("required", "reason"));
        }
        check(problems)?;
        let mut answer = opened.content.answer(item).cloned().ok_or(AppError::NotFound)?;
        answer.reopened.clone_from(&reason);
        self.save(caller, &opened, "answer.reopen", &answer, &reason).await?;
        self.tell_reopened(caller, &opened, item, &reason).await;
        Ok(())
    }

    /// Closes an answer that was opened again: what is locked around it is locked for it, too.
    pub async fn close_answer(&self, caller: &Caller, slug: &str, item: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::AnswerReopen, &Facts::default()).await?;
        let answer = opened.content.answer(item).filter(|answer| !answer.reopened.is_empty()).ok_or(AppError::NotFound)?;
        let answer = Answer { reopened: String::new(), ..answer.clone() };
        self.save(caller, &opened, "answer.close", &answer, "").await?;
        Ok(())
    }

    pub async fn save_finding(&self, caller: &Caller, slug: &str, input: FindingInput) -> Result<Finding> {
        let opened = self.opened(caller, slug, Action::FindingSave, &Facts::default()).await?;
        let (title, text) = (clean(&input.title), clean(&input.text));
        let mut problems = too_long([("title", title.as_str(), LINE_LIMIT), ("text", text.as_str(), NARRATIVE_LIMIT)]);
        if text.is_empty() {
            problems.push(Problem::on("required", "text"));
        }
        let kind = FindingKind::from_code(&input.kind);
        if kind.is_none() {
            problems.push(Problem::on("choice-required", "kind"));
        }
        if !opened.framework.of_kind("dimension").any(|dimension| dimension.code == input.dimension) {
            problems.push(Problem::on("choice-required", "dimension"));
        }
        let topics: Vec<String> = input.topics.into_iter().filter(|topic| opened.framework.item(topic).is_some()).collect();
        if topics.is_empty() {
            problems.push(Problem::on("topic-required", "topics"));
        }
        let citations = self.known_citations(&opened, input.citations);
        check(problems)?;
        let source = opened.dossier().source_language;
        let existing = opened.content.finding(&input.id).cloned();
        if existing.is_none() && !input.id.is_empty() {
            return Err(AppError::NotFound);
        }
        let mut finding = existing.unwrap_or_else(|| Finding { id: self.new_id().into(), ..Finding::default() });
        let kind = kind.unwrap_or_default();
        if finding.revision == 0 || finding.kind != kind || finding.dimension.as_str() != input.dimension {
            let siblings = opened.content.findings.iter().filter(|f| f.kind == kind && f.dimension.as_str() == input.dimension);
            finding.order = siblings.map(|sibling| sibling.order).max().unwrap_or(0) + 1;
        }
        finding.dimension = input.dimension.into();
        finding.kind = kind;
        finding.topics = topics.into_iter().map(Into::into).collect();
        finding.title.set(input.language, title, source);
        finding.text.set(input.language, text, source);
        finding.citations = citations;
        finding.to_confirm &= !input.confirmed;
        finding.changed_at = self.now();
        finding.revision = input.revision;
        self.save(caller, &opened, "finding.save", &finding, "").await
    }

    pub async fn delete_finding(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::FindingDelete, &Facts::default()).await?;
        // What was said of it, and what came of that, stands in an annex of the report.
        let said = opened.content.comments.iter().filter(|comment| comment.subject == Subject::Finding(id.into())).count();
        if said > 0 {
            return Err(AppError::invalid(Problem::new("finding-commented").with("count", said)));
        }
        self.delete::<Finding>(caller, &opened, "finding.delete", id, revision).await
    }

    pub(crate) fn known_citations(&self, opened: &Opened, citations: Vec<Citation>) -> Vec<Citation> {
        citations
            .into_iter()
            .filter(|citation| opened.content.evidence(citation.evidence.as_str()).is_some())
            .map(|citation| Citation {
                page: short(&citation.page),
                lines: short(&citation.lines),
                quotation: clean(&citation.quotation).chars().take(2_000).collect(),
                ..citation
            })
            .collect()
    }

    pub async fn save_paragraph(&self, caller: &Caller, slug: &str, input: ParagraphInput) -> Result<Paragraph> {
        let opened = self.opened(caller, slug, Action::ParagraphSave, &Facts::default()).await?;
        let (title, text) = (clean(&input.title), clean(&input.text));
        let mut problems = too_long([("title", title.as_str(), LINE_LIMIT), ("text", text.as_str(), NARRATIVE_LIMIT)]);
        if text.is_empty() {
            problems.push(Problem::on("required", "text"));
        }
        if !SECTIONS.contains(&input.section.as_str()) {
            problems.push(Problem::on("choice-required", "section"));
        }
        check(problems)?;
        let source = opened.dossier().source_language;
        let existing = opened.content.paragraph(&input.id).cloned();
        if existing.is_none() && !input.id.is_empty() {
            return Err(AppError::NotFound);
        }
        let next = opened.content.paragraphs.iter().map(|p| p.order).max().unwrap_or(0) + 1;
        let mut paragraph =
            existing.unwrap_or_else(|| Paragraph { id: self.new_id().into(), order: next, ..Paragraph::default() });
        paragraph.section = input.section;
        paragraph.item = input.item.into();
        paragraph.title.set(input.language, title, source);
        paragraph.text.set(input.language, text, source);
        paragraph.citations = self.known_citations(&opened, input.citations);
        paragraph.revision = input.revision;
        self.save(caller, &opened, "paragraph.save", &paragraph, "").await
    }

    pub async fn delete_paragraph(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::ParagraphDelete, &Facts::default()).await?;
        self.delete::<Paragraph>(caller, &opened, "paragraph.delete", id, revision).await
    }

    /// Saves a figure from a pasted table or a spreadsheet. Every bad cell is named.
    pub async fn save_figure(&self, caller: &Caller, slug: &str, input: FigureInput) -> Result<Figure> {
        let opened = self.opened(caller, slug, Action::FigureSave, &Facts::default()).await?;
        let language = input.language;
        let (title, description, note) = (clean(&input.title), clean(&input.description), clean(&input.note));
        let mut problems = too_long([
            ("title", title.as_str(), LINE_LIMIT),
            ("description", description.as_str(), NARRATIVE_LIMIT),
            ("note", note.as_str(), NARRATIVE_LIMIT),
        ]);
        for (field, text) in [("title", &title), ("description", &description)] {
            if text.is_empty() {
                problems.push(Problem::on("required", field));
            }
        }
        if !CHARTS.contains(&input.chart.as_str()) {
            problems.push(Problem::on("choice-required", "chart"));
        }
        let source = opened.dossier().source_language;
        let existing = opened.content.figures.iter().find(|figure| figure.id.as_str() == input.id).cloned();
        if existing.is_none() && !input.id.is_empty() {
            return Err(AppError::NotFound);
        }
        let next = opened.content.figures.iter().map(|f| f.order).max().unwrap_or(0) + 1;
        let mut figure = existing.unwrap_or_else(|| Figure { id: self.new_id().into(), order: next, ..Figure::default() });
        if !input.section.is_empty() && !SECTIONS.contains(&input.section.as_str()) {
            problems.push(Problem::on("choice-unknown", "section"));
        }
        // Only a table that is not drawn may hold words.
        let words = input.chart == "none";
        let table = if input.file.is_empty() { parse_table(&input.table, words) } else { parse_sheet(&input.file, words) };
        match table {
            Ok((columns, rows)) => fill_table(&mut figure, columns, rows, language, source),
            Err(faults) => problems.extend(faults),
        }
        check(problems)?;
        figure.item = input.item.into();
        figure.title.set(language, title, source);
        figure.description.set(language, description, source);
        figure.unit.set(language, short(&input.unit), source);
        figure.note.set(language, note, source);
        figure.chart = input.chart;
        figure.section = input.section;
        figure.citations = self.known_citations(&opened, input.citations);
        figure.revision = input.revision;
        self.save(caller, &opened, "figure.save", &figure, "").await
    }

    pub async fn delete_figure(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::FigureDelete, &Facts::default()).await?;
        self.delete::<Figure>(caller, &opened, "figure.delete", id, revision).await
    }

    /// The framework's checks over the dossier as it stands.
    pub async fn run_checks(&self, caller: &Caller, slug: &str) -> Result<(Arc<Opened>, Arc<Vec<Diagnostic>>)> {
        let opened = self.opened(caller, slug, Action::CheckRun, &Facts::default()).await?;
        let diagnostics = opened.diagnostics(&self.day_of(&opened));
        Ok((opened, diagnostics))
    }

    /// Saves the merge that a person made of two versions: the submitted JSON over the stored revision.
    pub async fn save_merged(
        &self,
        caller: &Caller,
        slug: &str,
        noun: &str,
        merged: serde_json::Value,
        revision: i64,
    ) -> Result<()> {
        let unreadable = |_| AppError::invalid(Problem::new("merge-unreadable"));
        match noun {
            "finding" => {
                let opened = self.opened(caller, slug, Action::FindingSave, &Facts::default()).await?;
                let mut record: Finding = serde_json::from_value(merged).map_err(unreadable)?;
                let known = opened.content.finding(record.id.as_str()).is_some();
                (record.revision, record.changed_at) = (revision, self.now());
                if !known {
                    return Err(AppError::NotFound);
                }
                self.save(caller, &opened, "finding.merge", &record, "").await?;
            }
            "answer" => {
                let mut record: Answer = serde_json::from_value(merged).map_err(unreadable)?;
                let opened = self.load(slug).await?;
                let facts = self.answer_facts(caller, &opened, record.item.as_str());
                self.authorise(caller, Action::AnswerSave, &crate::authorisation::Resource::Dossier(&opened.facts), &facts)?;
                (record.revision, record.changed_at) = (revision, self.now());
                self.save(caller, &opened, "answer.merge", &record, "").await?;
            }
            "paragraph" => {
                let opened = self.opened(caller, slug, Action::ParagraphSave, &Facts::default()).await?;
                let mut record: Paragraph = serde_json::from_value(merged).map_err(unreadable)?;
                record.revision = revision;
                self.save(caller, &opened, "paragraph.merge", &record, "").await?;
            }
            "evidence" => {
                let opened = self.opened(caller, slug, Action::EvidenceSave, &Facts::default()).await?;
                let mut record: Evidence = serde_json::from_value(merged).map_err(unreadable)?;
                // The attached file is not for merging: only an upload, which is looked at, may set it.
                record.file = opened.content.evidence(record.id.as_str()).and_then(|stored| stored.file.clone());
                record.revision = revision;
                check(crate::evidence::problems(&record))?;
                self.save(caller, &opened, "evidence.merge", &record, "").await?;
            }
            "figure" => {
                let opened = self.opened(caller, slug, Action::FigureSave, &Facts::default()).await?;
                let mut record: Figure = serde_json::from_value(merged).map_err(unreadable)?;
                record.revision = revision;
                self.save(caller, &opened, "figure.merge", &record, "").await?;
            }
            "register_entry" => {
                let mut record: RegisterEntry = serde_json::from_value(merged).map_err(unreadable)?;
                let opened = self.view_dossier(caller, slug).await?;
                let stored = opened.content.entry(&record.register, record.id.as_str()).ok_or(AppError::NotFound)?;
                self.may_save(caller, &opened, stored)?;
                self.may_save(caller, &opened, &record)?;
                let definition = opened.register(&record.register)?;
                let approvals = self.approvals(caller, &opened, definition, [record.id.as_str()].into_iter()).await?;
                self.settle_approval(caller, &opened, Some(stored), &mut record, &approvals).map_err(AppError::invalid)?;
                check(crate::register::problems(&opened, &record))?;
                (record.revision, record.changed_at) = (revision, self.now());
                self.save(caller, &opened, "register.merge", &record, "").await?;
            }
            "dataset" => {
                let record: Dataset = serde_json::from_value(merged).map_err(unreadable)?;
                self.save_description(caller, slug, record.id.as_str(), &record.description, revision).await?;
            }
            "statistical_table" => {
                let record: StatisticalTable = serde_json::from_value(merged).map_err(unreadable)?;
                // What two people filled in differently is settled in the specification itself.
                let input = TableInput {
                    id: record.id.to_string(),
                    dataset: record.dataset.to_string(),
                    title: record.title.get(caller.language.content()).to_owned(),
                    indicator: record.indicator.map(|id| id.to_string()).unwrap_or_default(),
                    period: record.period,
                    purpose: record.purpose,
                    specification: record.specification,
                    revision,
                    ..TableInput::default()
                };
                self.save_table(caller, slug, input).await?;
            }
            _ => return Err(AppError::NotFound),
        }
        Ok(())
    }
}

fn short(text: &str) -> String {
    clean(text).chars().take(LINE_LIMIT).collect()
}

type Table = (Vec<String>, Vec<(String, Vec<Typed>)>);

/// A cell as it was pasted.
#[derive(Debug, Clone, PartialEq)]
enum Typed {
    Number(f64),
    Words(String),
    Missing,
}

/// Reads a pasted table: a header row, then a label and numbers, or words where they are allowed. Empty cells are missing values.
fn parse_table(text: &str, words: bool) -> std::result::Result<Table, Vec<Problem>> {
    let separator = if text.contains('\t') { '\t' } else { ';' };
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let header: Vec<String> = lines.next().unwrap_or_default().split(separator).skip(1).map(clean).collect();
    let mut problems = vec![];
    if header.is_empty() || header.len() > FIGURE_COLUMNS {
        problems.push(Problem::on("table-header", "table").with("maximum", FIGURE_COLUMNS));
        return Err(problems);
    }
    let mut rows = vec![];
    for (number, line) in lines.enumerate() {
        let mut cells = line.split(separator).map(str::trim);
        let label = clean(cells.next().unwrap_or_default());
        let mut values = vec![];
        for (column, cell) in cells.enumerate() {
            if column >= header.len() {
                if !cell.is_empty() {
                    problems.push(cell_problem("table-extra-cell", number, column, cell));
                }
            } else {
                match typed(cell, words) {
                    Some(value) => values.push(value),
                    None => problems.push(cell_problem("table-not-a-number", number, column, cell)),
                }
            }
        }
        values.resize(header.len(), Typed::Missing);
        rows.push((label, values));
    }
    if rows.is_empty() || rows.len() > FIGURE_ROWS {
        problems.push(Problem::on("table-rows", "table").with("maximum", FIGURE_ROWS));
    }
    problems.truncate(MOST_FAULTS);
    if problems.is_empty() { Ok((header, rows)) } else { Err(problems) }
}

/// What a cell says; nothing where it says words and only numbers are allowed.
fn typed(cell: &str, words: bool) -> Option<Typed> {
    match parse_number(cell) {
        _ if cell.is_empty() => Some(Typed::Missing),
        Some(value) => Some(Typed::Number(value)),
        None => (words && cell.chars().count() <= LINE_LIMIT).then(|| Typed::Words(clean(cell))),
    }
}

/// Reads the table of a spreadsheet, by the rules of a pasted one.
fn parse_sheet(bytes: &[u8], words: bool) -> std::result::Result<Table, Vec<Problem>> {
    let sheet = table_sheet::read(bytes).map_err(|faults| sheet_problems(&faults))?;
    if sheet.header.is_empty() || sheet.header.len() > FIGURE_COLUMNS {
        return Err(vec![Problem::on("table-header", "file").with("maximum", FIGURE_COLUMNS)]);
    }
    if sheet.rows.is_empty() || sheet.rows.len() > FIGURE_ROWS {
        return Err(vec![Problem::on("table-rows", "file").with("maximum", FIGURE_ROWS)]);
    }
    let mut faults = vec![];
    let mut rows = vec![];
    for row in &sheet.rows {
        let mut values = vec![Typed::Missing; sheet.header.len()];
        for (column, text) in &row.cells {
            match (values.get_mut(*column), typed(text, words)) {
                (Some(value), Some(Typed::Number(number))) => *value = Typed::Number(as_shown(number)),
                (Some(value), Some(typed)) => *value = typed,
                (Some(_), None) => faults.push(sheet.fault(row, *column, "not-a-number")),
                (None, _) => faults.push(sheet.fault(row, *column, "extra-cell")),
            }
        }
        rows.push((clean(&row.label), values));
    }
    let header = sheet.header.iter().map(|heading| clean(heading)).collect();
    if faults.is_empty() { Ok((header, rows)) } else { Err(sheet_problems(&faults)) }
}

/// Spreadsheets compute with more digits than they show: 0.1 + 0.2 must not become 0.30000000000000004.
fn as_shown(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

fn sheet_problems(faults: &[CellFault]) -> Vec<Problem> {
    let problem = |fault: &CellFault| match fault.sheet.as_str() {
        "" => Problem::on("sheet-file", "file").with("rule", &fault.rule),
        sheet => Problem::on("sheet-cell", "file")
            .with("sheet", sheet)
            .with("cell", &fault.cell)
            .with("value", &fault.value)
            .with("rule", &fault.rule),
    };
    faults.iter().take(MOST_FAULTS).map(problem).collect()
}

fn cell_problem(code: &str, row: usize, column: usize, value: &str) -> Problem {
    // Row 1 is the header, column 1 the label, as a person counts in the pasted text.
    Problem::on(code, "table")
        .with("row", row + 2)
        .with("column", column + 2)
        .with("value", value.chars().take(60).collect::<String>())
}

/// A number as people write it: spaces between thousands, a comma or a point before decimals, a trailing percent sign.
fn parse_number(text: &str) -> Option<f64> {
    let plain: String =
        text.trim_end_matches('%').chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}' && *c != '\u{202f}').collect();
    let plain = if plain.contains(',') && plain.contains('.') { plain.replace(',', "") } else { plain.replace(',', ".") };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

fn fill_table(figure: &mut Figure, columns: Vec<String>, rows: Vec<(String, Vec<Typed>)>, language: Language, source: Language) {
    // Labels in other languages survive as long as the table keeps its shape.
    figure.columns.resize_with(columns.len(), Default::default);
    for (text, column) in figure.columns.iter_mut().zip(columns) {
        text.set(language, column, source);
    }
    figure.rows.resize_with(rows.len(), Default::default);
    for (row, (label, values)) in figure.rows.iter_mut().zip(rows) {
        row.label.set(language, label, source);
        row.cells.resize(values.len(), Cell::Missing(None));
        for (cell, value) in row.cells.iter_mut().zip(values) {
            *cell = match (value, std::mem::replace(cell, Cell::Missing(None))) {
                (Typed::Number(value), _) => Cell::Number(value),
                (Typed::Missing, _) => Cell::Missing(None),
                (Typed::Words(words), before) => {
                    let mut text = if let Cell::Words(text) = before { text } else { Text::default() };
                    text.set(language, words, source);
                    Cell::Words(text)
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_table_is_read_as_people_write_numbers() {
        let (columns, rows) = parse_table("Origine\tPart\tPersonnes\nAvant 1991\t33,5 %\t215 740\nDepuis 2011\t21.5\t\n", false)
            .expect("a good table");
        assert_eq!(columns, ["Part", "Personnes"]);
        assert_eq!(rows[0], ("Avant 1991".to_owned(), vec![Typed::Number(33.5), Typed::Number(215_740.0)]));
        assert_eq!(rows[1].1, [Typed::Number(21.5), Typed::Missing]);
    }

    #[test]
    fn a_table_of_words_saved_in_one_language_keeps_the_others() {
        let mut figure = Figure::default();
        for (language, pasted) in [(Language::French, "x;Compétence\nÉcole;État"), (Language::English, "x;Power\nSchool;State")]
        {
            let (columns, rows) = parse_table(pasted, true).expect("a table of words");
            fill_table(&mut figure, columns, rows, language, Language::French);
        }
        let Cell::Words(words) = &figure.rows[0].cells[0] else { panic!("{:?}", figure.rows) };
        assert_eq!((words.exact(Language::French), words.exact(Language::English)), (Some("État"), Some("State")));
        assert!(parse_table("x;Compétence\nÉcole;État", false).is_err(), "a drawing needs numbers");
    }

    #[test]
    fn every_bad_cell_is_named() {
        let problems = parse_table("a;b\nx;un\ny;2;3\nz;1e999", false).expect_err("three bad cells");
        let places: Vec<(&str, &str, &str)> =
            problems.iter().map(|p| (p.code.as_str(), p.args["row"].as_str(), p.args["column"].as_str())).collect();
        assert_eq!(places, [("table-not-a-number", "2", "2"), ("table-extra-cell", "3", "3"), ("table-not-a-number", "4", "2")]);
    }

    /// Mostly tables that are nearly right, for anything else is refused at the first line.
    fn pasted() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let cell = prop_oneof![
            "[0-9]{1,7}([.,][0-9]{0,3})?[ \u{a0}\u{202f}]?%?",
            proptest::sample::select(
                &["", "-", "NaN", "inf", "1e400", "-0", "%", ",", ".", "\"", "\u{feff}", "\u{202e}1", "٣"][..]
            )
            .prop_map(str::to_owned),
            any::<String>(),
        ];
        let table = proptest::collection::vec(proptest::collection::vec(cell, 0..6), 0..8);
        let joined = (table, proptest::sample::select(&["\t", ";"][..]), proptest::sample::select(&["\n", "\r\n", "\r"][..]));
        prop_oneof![
            4 => joined.prop_map(|(rows, cells, lines)| {
                rows.iter().map(|row| row.join(cells)).collect::<Vec<_>>().join(lines)
            }),
            1 => any::<String>(),
        ]
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_pasted_is_a_table_of_numbers_or_refused(text in pasted(), words: bool) {
            if let Ok((columns, rows)) = parse_table(&text, words) {
                proptest::prop_assert!((1..=FIGURE_COLUMNS).contains(&columns.len()) && (1..=FIGURE_ROWS).contains(&rows.len()));
                for (_, cells) in &rows {
                    proptest::prop_assert_eq!(cells.len(), columns.len());
                    for cell in cells {
                        // What is no number cannot be drawn, nor written as JSON.
                        proptest::prop_assert!(!matches!(cell, Typed::Number(value) if !value.is_finite()), "{:?}", cell);
                        proptest::prop_assert!(words || !matches!(cell, Typed::Words(_)));
                    }
                }
            }
        }
    }
}

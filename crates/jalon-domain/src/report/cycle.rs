//! The chapters of a cycle's reports: the plan, the quarterly report, the reviews, the contribution to the review forum.
//! Each is a choice of chapters that the framework declares; the chapters are made from the registers.

use crate::format;
use crate::register::changes;
use crate::register::vision::VisionState;
use crate::register::{self, FieldKind, Names, RegisterDefinition, RegisterEntry, Value};
use crate::report::compile::{Compiler, cell, column, plain, vision, vision_wheel};
use crate::report::*;

/// Fields of a measure that its own passage does not repeat: its title and heading say them.
const TOLD: &[&str] = &["number", "title", "description", "text_state"];

impl Compiler<'_> {
    pub(super) fn names(&self) -> Names<'_> {
        let input = self.input;
        Names { library: input.library, framework: input.framework, content: input.content, language: input.language }
    }

    /// The blocks of a chapter that is made from registers; nothing for any other content.
    pub(super) fn cycle_blocks(&self, content: &str) -> Vec<Block> {
        let (what, code) = content.split_once(':').unwrap_or((content, ""));
        match what {
            "vision" => self.vision(),
            "register" => self.register(code),
            "measures" => self.measures(),
            "last_period" => self.last_period(),
            "review" => self.review(code),
            "contributions" => self.contributions(),
            "amendments" => self.amendments(),
            "influence" => register::influence::chart(self.names()).map(Block::Figure).into_iter().collect(),
            "approved_values" => self.approved_values(),
            "funding_balance" => self.funding_balance(),
            "unfunded" => self.unfunded(),
            "entries" => self.entries_in_full(code),
            "trust_fund" => self.trust_fund(),
            _ => vec![],
        }
    }

    pub(super) fn empty(&self) -> Vec<Block> {
        vec![plain(self.wording.t("report-register-empty"))]
    }

    fn vision(&self) -> Vec<Block> {
        let field = self.input.framework.register("objective_decision").and_then(|register| register.field("objective"));
        let objectives = field.map(|field| self.names().items(field)).unwrap_or_default();
        let table = vision(&objectives, self.input.content, self.input.language);
        let drawing = vision_wheel(&table, |_| String::new());
        let mut columns = vec![column(self.wording.t("vision-objective"))];
        columns.extend(table.heads.iter().map(|head| column(head.clone())));
        columns.push(Column { title: self.wording.t("vision-number"), numeric: true });
        let rows = table.rows.iter().map(|row| {
            let mut cells = vec![cell(&format!("{} {}", row.code, row.title))];
            cells.extend(row.states.iter().map(|(_, words)| cell(words)));
            cells.push(TableCell::Number { value: row.measures as f64, shown: row.measures.to_string() });
            cells
        });
        let caption = self.wording.t("vision-caption");
        debug_assert_eq!(table.heads.len(), VisionState::ALL.len());
        let territory = self.input.content.territory.name.get(self.input.language);
        vec![Block::Figure(FigureBlock {
            id: "vision".to_owned(),
            caption: caption.clone(),
            description: self.wording.fill("vision-description", &[("territory", territory)]),
            drawing,
            table: TableBlock {
                id: "vision-data".to_owned(),
                caption,
                columns,
                rows: rows.collect(),
                note: self.wording.t("vision-note"),
                notes: vec![],
            },
        })]
    }

    fn register(&self, code: &str) -> Vec<Block> {
        let Some(register) = self.input.framework.register(code) else { return vec![] };
        let entries: Vec<&RegisterEntry> = self.input.content.entries(code).filter(|entry| register.counts(entry)).collect();
        if entries.is_empty() {
            return self.empty();
        }
        vec![Block::Table(self.table(register, &entries))]
    }

    /// Entries as a table of the register's columns, with the exact total of its amounts.
    pub(super) fn table(&self, register: &RegisterDefinition, entries: &[&RegisterEntry]) -> TableBlock {
        let names = self.names();
        let language = self.input.language;
        let fields: Vec<_> = self.input.framework.public_fields(register).filter(|field| field.column).collect();
        // Many entries may rest on one passage: it is noted once.
        let mut notes: Vec<Inline> = vec![];
        for note in entries.iter().flat_map(|entry| self.notes(&entry.citations)) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let totals = register::sums(language, register, entries.iter().copied());
        TableBlock {
            id: format!("register-{}", register.code.replace('_', "-")),
            caption: register.title.get(language).to_owned(),
            columns: fields
                .iter()
                .map(|field| Column {
                    title: field.heading(language).to_owned(),
                    numeric: matches!(field.kind, FieldKind::Number | FieldKind::Money),
                })
                .collect(),
            rows: entries
                .iter()
                .map(|entry| {
                    let value = |field: &&register::FieldDefinition| {
                        let shown = names.words(field, entry);
                        match entry.number(&field.code) {
                            // The number is for spreadsheets; what is printed comes from the exact decimal.
                            Some(number) if matches!(field.kind, FieldKind::Number | FieldKind::Money) => {
                                TableCell::Number { value: number.to_string().parse().unwrap_or_default(), shown }
                            }
                            _ => cell(&shown),
                        }
                    };
                    fields.iter().map(value).collect()
                })
                .collect(),
            note: totals
                .iter()
                .map(|total| self.wording.fill("register-total", &[("amount", total)]))
                .collect::<Vec<_>>()
                .join("; "),
            notes,
        }
    }

    /// The measures, first as a table, then each that has a text with all that is known of it.
    fn measures(&self) -> Vec<Block> {
        let Some(register) = self.input.framework.register("measure") else { return vec![] };
        let entries: Vec<&RegisterEntry> = self.input.content.entries("measure").collect();
        if entries.is_empty() {
            return self.empty();
        }
        let mut blocks = vec![Block::Table(self.table(register, &entries))];
        for entry in entries.into_iter().filter(|entry| entry.is_filled("description")) {
            blocks.extend(self.in_full(register, entry, TOLD));
        }
        blocks
    }

    /// An entry with all that may be said of it, but what its heading and the passage say. One that has no text of its own
    /// is told by its fields alone.
    pub(super) fn in_full(&self, register: &RegisterDefinition, entry: &RegisterEntry, told: &[&str]) -> Vec<Block> {
        let (names, language) = (self.names(), self.input.language);
        let id = format!("{}-{}", register.code.replace('_', "-"), entry.id);
        let mut blocks = vec![Block::Heading { level: 2, id, text: names.entry(entry) }];
        if entry.is_filled("description") {
            blocks.push(plain(entry.shown("description", language).to_owned()));
        }
        let fields = self.input.framework.public_fields(register);
        let fields = fields.filter(|field| !told.contains(&field.code.as_str()) && entry.is_filled(&field.code));
        let items =
            fields.map(|field| vec![Inline::text(self.wording.labelled(field.heading(language), &names.words(field, entry)))]);
        let mut items: Vec<Vec<Inline>> = items.collect();
        if let Some(last) = items.last_mut() {
            last.extend(self.notes(&entry.citations));
        }
        if !items.is_empty() {
            blocks.push(Block::List { ordered: false, items });
        }
        blocks
    }

    /// What was reported for the last period that has a report.
    fn last_period(&self) -> Vec<Block> {
        let Some(register) = self.input.framework.register("progress") else { return vec![] };
        // Periods sort by name: 2026-Q3 before 2026-Q4.
        let Some(last) = self.input.content.entries("progress").map(|entry| entry.line("period")).max() else {
            return self.empty();
        };
        let entries: Vec<&RegisterEntry> =
            self.input.content.entries("progress").filter(|entry| entry.line("period") == last).collect();
        vec![Block::Table(self.table(register, &entries))]
    }

    /// The texts of the last review of a kind, in the structure that the guidelines propose
    /// (004_093357de5793184c.txt L1734-1741).
    fn review(&self, kind: &str) -> Vec<Block> {
        let Some(register) = self.input.framework.register("review") else { return vec![] };
        let reviews = self.input.content.entries("review").filter(|entry| entry.chosen("kind").iter().any(|code| code == kind));
        let Some(review) = reviews.max_by(|a, b| a.line("due").cmp(b.line("due"))) else { return self.empty() };
        let language = self.input.language;
        let mut blocks = vec![];
        for field in &register.fields {
            let Some(Value::Text(text)) = review.values.get(&field.code).filter(|_| field.code != "title") else { continue };
            let title = field.label.get(language).to_owned();
            blocks.push(Block::Heading { level: 2, id: format!("review-{}", field.code), text: title });
            blocks.extend(text.get(language).split("\n\n").map(|part| plain(part.to_owned())));
        }
        if blocks.is_empty() { self.empty() } else { blocks }
    }

    /// What differs from the release before, entry by entry: the adopted words beside the new ones.
    fn amendments(&self) -> Vec<Block> {
        let Some(amended) = self.input.amended else { return vec![] };
        let Some(report) = self.input.framework.report(self.input.kind) else { return vec![] };
        let published_on = format::date(self.input.language, &amended.published_on);
        let version = amended.version.to_string();
        let mut blocks = vec![plain(self.wording.fill("amendments-since", &[("version", &version), ("date", &published_on)]))];
        if !amended.reason.is_empty() {
            blocks.push(plain(self.wording.fill("amendments-reason", &[("reason", amended.reason.get(self.input.language))])));
        }
        let differences = changes::differences(self.names(), &report.compares, &amended.entries);
        if differences.is_empty() {
            blocks.push(plain(self.wording.t("amendments-none")));
            return blocks;
        }
        let mut rows = vec![];
        for difference in &differences {
            let register = self.input.framework.register(&difference.register);
            let kind = register.map_or("", |register| register.title.get(self.input.language));
            let state = self.wording.t(&format!("amendments-{}", difference.state.code()));
            let lead = [cell(kind), cell(&difference.name)];
            if difference.fields.is_empty() {
                rows.push([lead.to_vec(), vec![cell(&state), cell(""), cell("")]].concat());
            }
            for field in &difference.fields {
                rows.push([lead.to_vec(), vec![cell(&field.label), cell(&field.before), cell(&field.after)]].concat());
            }
        }
        let head = |key: &str| column(self.wording.t(key));
        blocks.push(Block::Table(TableBlock {
            id: "amendments-table".to_owned(),
            caption: self.wording.t("amendments-caption"),
            columns: vec![
                head("amendments-register"),
                head("amendments-entry"),
                head("amendments-field"),
                head("amendments-before"),
                head("amendments-after"),
            ],
            rows,
            note: String::new(),
            notes: vec![],
        }));
        blocks
    }

    /// The contributions by their kinds.
    fn contributions(&self) -> Vec<Block> {
        let Some(register) = self.input.framework.register("contribution") else { return vec![] };
        let (names, language) = (self.names(), self.input.language);
        let Some(kind) = register.field("kind") else { return vec![] };
        let mut blocks = vec![];
        for (code, label) in names.offered(kind) {
            let of_kind: Vec<&RegisterEntry> =
                self.input.content.entries("contribution").filter(|entry| entry.chosen("kind").contains(&code)).collect();
            if of_kind.is_empty() {
                continue;
            }
            blocks.push(Block::Heading { level: 2, id: format!("contribution-{}", code.replace('_', "-")), text: label });
            for entry in of_kind {
                let mut text = vec![Inline::text(entry.shown("text", language))];
                text.extend(self.notes(&entry.citations));
                blocks.push(Block::Paragraph(ParagraphBlock {
                    id: entry.id.to_string(),
                    title: names.entry(entry),
                    kind: String::new(),
                    text,
                    margin: String::new(),
                }));
            }
        }
        if blocks.is_empty() { self.empty() } else { blocks }
    }
}

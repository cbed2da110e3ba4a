//! Registers: entries made, changed and removed, each field tried against the framework's definition.

use jalon_domain::assessment::{Citation, DossierContent};
use jalon_domain::catalogue::{CheckDefinition, Framework};
use jalon_domain::register::influence;
use jalon_domain::register::values::{self, Given};
use jalon_domain::register::{FieldDefinition, FieldKind, Names, RegisterDefinition, RegisterEntry, Value};
use jalon_domain::report::FigureBlock;
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};

use jalon_publish::CellFault;
use jalon_publish::drawing::{self, SvgOptions};
use jalon_publish::register_sheet::{self, ReadRow, RegisterSheet, SheetColumn};

use crate::approval::Approvals;
use crate::authorisation::{Action, Facts};
use crate::statistics::entered;
use crate::{App, AppError, Caller, Opened, Result};

/// The form of a register's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    Spreadsheet,
    Lines,
}

/// One field of one entry that a file would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// Empty for an entry that the file would add.
    pub id: String,
    pub entry: String,
    /// The field's label, with the language where it is a text.
    pub field: String,
    pub before: String,
    pub after: String,
}

/// Why a cell cannot be taken over: what a spreadsheet may not hold, or what the register refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    Cell(CellFault),
    Field { sheet: String, cell: String, value: String, problem: Problem },
}

/// What a file would do to a register. Nothing is applied while there is a fault.
#[derive(Debug, Clone)]
pub struct RegisterPreview {
    /// Under which the uploaded file is kept until the person decides.
    pub file: String,
    /// The dossier's revision that the difference was made against.
    pub revision: i64,
    pub changes: Vec<EntryChange>,
    pub faults: Vec<RowFault>,
    entries: Vec<RegisterEntry>,
}

impl RegisterPreview {
    /// How many entries the file would add or change.
    pub fn count(&self) -> usize {
        self.entries.len()
    }
}

impl Opened {
    /// Where the words for what entries hold are found.
    pub fn names(&self, language: Language) -> Names<'_> {
        Names { library: &self.library, framework: &self.framework, content: &self.content, language }
    }

    /// A register of the dossier's framework that the caller may see.
    pub fn register(&self, code: &str) -> Result<&RegisterDefinition> {
        self.registers().find(|register| register.code == code).ok_or(AppError::NotFound)
    }
}

impl App {
    /// What the policies need to know of an entry: whether the caller's institution answers for it.
    pub fn entry_facts(&self, caller: &Caller, opened: &Opened, entry: &RegisterEntry) -> Facts {
        let institutions = entry.responsible(&opened.framework, &opened.content);
        let mine = caller.principal.organisation.as_ref();
        let own = mine.is_some_and(|mine| institutions.iter().any(|id| id == mine.as_str()));
        Facts { own, unassigned: institutions.is_empty(), ..Facts::default() }
    }

    /// Makes an entry (`id` empty) or changes one. Fields that are not given keep what they hold.
    #[expect(clippy::too_many_arguments, reason = "what a form sends, each named where it is given")]
    pub async fn save_entry(
        &self,
        caller: &Caller,
        slug: &str,
        register: &str,
        id: &str,
        given: &Given,
        citations: Vec<Citation>,
        language: Language,
        revision: i64,
    ) -> Result<RegisterEntry> {
        let opened = self.view_dossier(caller, slug).await?;
        opened.register(register)?;
        let mut before = match id {
            "" => RegisterEntry { id: self.new_id().into(), register: register.to_owned(), ..RegisterEntry::default() },
            id => opened.content.entry(register, id).cloned().ok_or(AppError::NotFound)?,
        };
        before.citations = self.known_citations(&opened, citations);
        let mut entry = self.filled(caller, &opened, &before, given, language).await?;
        entry.revision = revision;
        self.save(caller, &opened, "register.save", &entry, "").await
    }

    /// The entry with what was given, if it is the caller's to write: as it stands, and as it will stand.
    pub(crate) async fn filled(
        &self,
        caller: &Caller,
        opened: &Opened,
        before: &RegisterEntry,
        given: &Given,
        language: Language,
    ) -> Result<RegisterEntry> {
        let definition = opened.register(&before.register)?;
        if opened.content.entry(&before.register, before.id.as_str()).is_some() {
            self.may_save(caller, opened, before)?;
        } else if !self.may_with(caller, Action::RegisterSave, opened, &Facts { own: true, ..Facts::default() }) {
            return Err(AppError::NotFound);
        }
        let approvals = self.approvals(caller, opened, definition, [before.id.as_str()].into_iter()).await?;
        let names = opened.names(caller.language.content());
        self.tried(caller, opened, &names, before, given, language, &approvals).map_err(AppError::Invalid)
    }

    /// The entry with what was given, tried against the register as `names` has it; or every problem.
    #[expect(clippy::too_many_arguments, reason = "what an entry is tried against, each named where it is given")]
    pub(crate) fn tried(
        &self,
        caller: &Caller,
        opened: &Opened,
        names: &Names<'_>,
        before: &RegisterEntry,
        given: &Given,
        language: Language,
        approvals: &Approvals,
    ) -> std::result::Result<RegisterEntry, Vec<Problem>> {
        let definition = opened.register(&before.register).map_err(|_| vec![Problem::new("entry-unknown")])?;
        let stored = opened.content.entry(&before.register, before.id.as_str());
        // Whoever may write entries learns why this one is refused; nobody else comes this far.
        let of_another = || vec![Problem::new("entry-of-another-institution")];
        if let Some(stored) = stored {
            self.may_save(caller, opened, stored).map_err(|_| of_another())?;
        }
        let mut entry = fill(names, definition, before, given, language, opened.dossier().source_language)?;
        self.may_save(caller, opened, &entry).map_err(|_| of_another())?;
        self.settle_approval(caller, opened, stored, &mut entry, approvals).map_err(|problem| vec![problem])?;
        entry.changed_at = self.now();
        Ok(entry)
    }

    pub(crate) fn may_save(&self, caller: &Caller, opened: &Opened, entry: &RegisterEntry) -> Result<()> {
        let facts = self.entry_facts(caller, opened, entry);
        if self.may_with(caller, Action::RegisterSave, opened, &facts) { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// Removes an entry that no other entry refers to.
    pub async fn delete_entry(&self, caller: &Caller, slug: &str, register: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::RegisterDelete, &Facts::default()).await?;
        let stored = opened.content.entry(register, id).ok_or(AppError::NotFound)?;
        if is_of_table(stored) {
            return Err(AppError::invalid(Problem::new("entry-of-table")));
        }
        let count = references(&opened, register, id).count();
        if count > 0 {
            return Err(AppError::invalid(Problem::new("entry-referenced").with("count", count)));
        }
        self.delete::<RegisterEntry>(caller, &opened, "register.delete", id, revision).await
    }
}

impl App {
    /// A register with all its entries, as a file.
    pub async fn export_register(&self, caller: &Caller, slug: &str, register: &str, format: SheetFormat) -> Result<Vec<u8>> {
        let opened = self.opened(caller, slug, Action::RegisterExport, &Facts::default()).await?;
        let definition = opened.register(register)?;
        let language = caller.language.content();
        let names = opened.names(language);
        let mut columns = columns(definition, language);
        columns.retain(|column| !opened.withholds(&column.field.register));
        let cells = |entry: &RegisterEntry| columns.iter().map(|column| cell(&names, column, entry)).collect();
        let sheet = RegisterSheet {
            title: definition.title.get(language).to_owned(),
            language,
            rows: opened.content.entries(register).map(|entry| (entry.id.to_string(), cells(entry))).collect(),
            columns: columns.iter().map(Column::of_sheet).collect(),
        };
        let written = match format {
            SheetFormat::Spreadsheet => register_sheet::write_xlsx(&sheet),
            SheetFormat::Lines => register_sheet::write_csv(&sheet),
        };
        written.map_err(|error| AppError::Fault(error.to_string()))
    }

    /// What a file would change. Keeps the file, so that accepting needs no second upload.
    pub async fn preview_register(&self, caller: &Caller, slug: &str, register: &str, bytes: Vec<u8>) -> Result<RegisterPreview> {
        let opened = self.opened(caller, slug, Action::RegisterImport, &Facts::default()).await?;
        let file = self.store.files().put(bytes.clone()).await?;
        self.read_register(caller, &opened, register, bytes, file).await
    }

    /// Applies a file that was previewed, if the dossier is still as it was then: all of it or nothing.
    pub async fn apply_register(&self, caller: &Caller, slug: &str, register: &str, file: &str, revision: i64) -> Result<usize> {
        let opened = self.opened(caller, slug, Action::RegisterImport, &Facts::default()).await?;
        let bytes = self.store.files().get(file).await?.ok_or(AppError::NotFound)?;
        if opened.dossier().revision != revision {
            return Err(AppError::invalid(Problem::new("dossier-changed")));
        }
        let preview = self.read_register(caller, &opened, register, bytes, file.to_owned()).await?;
        if !preview.faults.is_empty() {
            return Err(AppError::invalid(Problem::new("import-has-faults").with("count", preview.faults.len())));
        }
        let mut transaction = self.begin_on(&opened).await?;
        for entry in &preview.entries {
            self.may_save(caller, &opened, entry)?;
            self.save_in(&mut transaction, caller, &opened, "register.import", entry, "").await?;
        }
        transaction.commit().await?;
        Ok(preview.entries.len())
    }

    async fn read_register(
        &self,
        caller: &Caller,
        opened: &Opened,
        register: &str,
        bytes: Vec<u8>,
        file: String,
    ) -> Result<RegisterPreview> {
        let definition = opened.register(register)?;
        let language = caller.language.content();
        let columns = columns(definition, language);
        let known: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let mut preview =
            RegisterPreview { file, revision: opened.dossier().revision, changes: vec![], faults: vec![], entries: vec![] };
        // Parsing a hostile archive may take its time within its limits; other requests go on meanwhile.
        let parsed = tokio::task::spawn_blocking(move || register_sheet::read(&bytes, &known)).await;
        match parsed.map_err(|error| AppError::Fault(error.to_string()))? {
            Err(faults) => preview.faults = faults.into_iter().map(RowFault::Cell).collect(),
            Ok(rows) => {
                // A row may name an entry by what is unique in it: whichever may be meant is looked at.
                let ids = opened.content.entries(register).map(|entry| entry.id.as_str());
                let approvals = self.approvals(caller, opened, definition, ids).await?;
                self.compare(caller, opened, definition, &columns, rows, language, &approvals, &mut preview);
            }
        }
        Ok(preview)
    }

    /// Fills the preview with what the rows would change and with all that is wrong with them.
    #[expect(clippy::too_many_arguments, reason = "what a file is compared with, each named where it is given")]
    fn compare(
        &self,
        caller: &Caller,
        opened: &Opened,
        definition: &RegisterDefinition,
        columns: &[Column<'_>],
        rows: Vec<ReadRow>,
        language: Language,
        approvals: &Approvals,
        preview: &mut RegisterPreview,
    ) {
        let source = opened.dossier().source_language;
        // Rows may refer to each other: each is tried against the register as the whole file would leave it.
        let mut content = opened.content.clone();
        let mut targets = vec![];
        for row in &rows {
            let unique = definition.fields.iter().filter(|field| field.unique && field.kind == FieldKind::Line);
            let named = |field: &FieldDefinition| {
                let typed = row.text(&field.code).trim();
                opened.content.entries(&definition.code).find(|entry| !typed.is_empty() && entry.line(&field.code) == typed)
            };
            let stored = opened.content.entry(&definition.code, &row.id).or_else(|| unique.clone().find_map(named));
            if stored.is_none() && !row.id.is_empty() {
                preview.faults.push(field_fault(row, "id", row.id.clone(), Problem::new("entry-unknown")));
            }
            let entry = stored.cloned().unwrap_or_else(|| {
                let mut new =
                    RegisterEntry { id: self.new_id().into(), register: definition.code.clone(), ..RegisterEntry::default() };
                for field in unique {
                    new.values.insert(field.code.clone(), Value::Line(row.text(&field.code).trim().to_owned()));
                }
                content.entries.entry(definition.code.clone()).or_default().push(new.clone());
                new
            });
            targets.push((entry, stored.is_some()));
        }
        let mut seen = std::collections::BTreeSet::new();
        for (row, (before, is_stored)) in rows.iter().zip(targets) {
            if !seen.insert(before.id.clone()) {
                preview.faults.push(field_fault(row, "id", row.id.clone(), Problem::new("entry-twice")));
                continue;
            }
            let names = Names { content: &content, ..opened.names(language) };
            let filled = fill_row(&names, definition, columns, row, &before, source).and_then(|mut after| {
                let settled = self.settle_approval(caller, opened, is_stored.then_some(&before), &mut after, approvals);
                settled.map_err(|problem| {
                    let column = problem.field.clone().unwrap_or_default();
                    vec![field_fault(row, &column, row.text(&column).to_owned(), problem)]
                })?;
                Ok(after)
            });
            match filled {
                Err(faults) => preview.faults.extend(faults),
                Ok(after) => {
                    let empty = RegisterEntry::default();
                    let old = if is_stored { &before } else { &empty };
                    let name = names.entry(&after);
                    let changed = columns.iter().filter_map(|column| {
                        let (before, after) = (cell(&names, column, old), cell(&names, column, &after));
                        (before != after).then(|| EntryChange {
                            id: if is_stored { old.id.to_string() } else { String::new() },
                            entry: name.clone(),
                            field: column.label.clone(),
                            before,
                            after,
                        })
                    });
                    let changes: Vec<EntryChange> = changed.collect();
                    if !changes.is_empty() {
                        preview.changes.extend(changes);
                        preview.entries.push(RegisterEntry { changed_at: self.now(), ..after.clone() });
                    }
                    let entries = content.entries.entry(definition.code.clone()).or_default();
                    if let Some(present) = entries.iter_mut().find(|entry| entry.id == after.id) {
                        *present = after;
                    }
                }
            }
        }
    }
}

/// Whether an entry is a value of a signed table: it changes with the table and not by hand.
pub(crate) fn is_of_table(entry: &RegisterEntry) -> bool {
    entry.register == "indicator_value" && entry.is_filled("table")
}

/// A drawing of a register with its data.
#[derive(Debug, Clone)]
pub struct Chart {
    pub svg: String,
    pub figure: FigureBlock,
}

impl App {
    /// The stakeholders by influence and interest, for the page of their register.
    pub fn influence_chart(&self, opened: &Opened, register: &RegisterDefinition, language: Language) -> Option<Chart> {
        let figure = influence::chart(opened.names(language)).filter(|_| register.code == influence::REGISTER)?;
        let options = SvgOptions {
            prefix: "influence".to_owned(),
            title: figure.caption.clone(),
            description: figure.description.clone(),
            links: false,
            language,
            narrow: false,
        };
        Some(Chart { svg: drawing::svg(&figure.drawing, &options), figure })
    }
}

/// What a check requires, in words: how it is decided and what it looks at.
pub fn rule_words(framework: &Framework, check: &CheckDefinition, language: Language) -> String {
    let wording = Wording::of(language);
    let register =
        |code: &str| framework.register(code).map(|register| register.title.get(language).to_owned()).unwrap_or_default();
    let definition = framework.register(check.argument("register"));
    let field = definition.and_then(|definition| definition.field(check.argument("field")));
    let label = |code: &str| {
        let list = field.and_then(|field| framework.lists.get(&field.list));
        let label = list.and_then(|list| list.values.iter().find(|value| value.code == code)).map(|value| &value.label);
        label.or_else(|| framework.item(code).map(|item| &item.title)).map_or(code, |text| text.get(language)).to_owned()
    };
    let value = if check.argument("value").is_empty() { label(&check.code) } else { label(check.argument("value")) };
    let mut words = wording.fill(
        &format!("rule-{}", check.rule.replace('_', "-")),
        &[
            ("register", &register(check.argument("register"))),
            ("target", &register(check.argument("target"))),
            ("field", field.map_or("", |field| field.label.get(language))),
            ("value", &value),
        ],
    );
    let conditions = [(definition, "where"), (framework.register(check.argument("target")), "among")];
    for (definition, condition) in conditions {
        let Some((other, wanted)) = check.argument(condition).split_once('=') else { continue };
        let other = definition.and_then(|definition| definition.field(other));
        let list = other.and_then(|field| framework.lists.get(&field.list));
        let one = |code: &str| {
            let label = list.and_then(|list| list.values.iter().find(|value| value.code == code));
            label.map_or(code, |value| value.label.get(language)).to_owned()
        };
        let wanted: Vec<String> = wanted.split('|').map(one).collect();
        let field = other.map_or("", |field| field.label.get(language));
        words.push(' ');
        words.push_str(&wording.fill("rule-where", &[("field", field), ("value", &wanted.join(", "))]));
    }
    words
}

/// The requirements of a framework as a Markdown table, with how many are derived.
pub fn checks_reference(framework: &Framework, language: Language) -> String {
    let wording = Wording::of(language);
    let kind = |check: &CheckDefinition| framework.item(&check.code).map_or("", |item| item.kind.as_str());
    let counted = framework.checks.iter().filter(|check| matches!(kind(check), "criterion" | "requirement"));
    let (derived, total) =
        counted.fold((0, 0), |(derived, total), check| (derived + usize::from(!check.is_attested()), total + 1));
    let share = format!("{:.0}", 100.0 * derived as f64 / f64::from(total.max(1)));
    let facts = [("derived", derived.to_string()), ("total", total.to_string()), ("share", share)];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut table = format!("# {}\n\n{}\n\n", framework.name.get(language), wording.fill("checks-reference-lead", &facts));
    let heads =
        ["code", "requirement", "decided", "severity", "source", "test"].map(|key| wording.t(&format!("checks-reference-{key}")));
    table.push_str(&format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(heads.len())));
    for check in &framework.checks {
        let cells = [
            check.code.clone(),
            check.title.get(language).to_owned(),
            rule_words(framework, check, language),
            wording.t(&format!("severity-{}", check.severity.code())),
            check.source.clone(),
            format!("`{}`", test_of(framework, check)),
        ];
        table.push_str(&format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | ")));
    }
    table
}

/// The test that tries a check, by its name.
fn test_of(framework: &Framework, check: &CheckDefinition) -> &'static str {
    match check.code.as_str() {
        "PROGRESS-LATE" | "MEASURE-STALE" => "measures_without_news_raise_the_alarm_where_people_look",
        "DATA-REUSE" => "a_request_for_new_data_says_why_what_exists_does_not_suffice",
        _ if check.is_attested() => "every_attested_requirement_is_open_until_somebody_attests_it_on_a_ground",
        code if framework.is_derived(code) => "every_derived_requirement_is_open_in_an_empty_dossier_and_met_in_a_full_one",
        _ => "checks_of_no_requirement_notice_what_they_are_for",
    }
}

/// A column of a register's file: a field, or a text in one language.
struct Column<'a> {
    name: String,
    label: String,
    field: &'a FieldDefinition,
    language: Option<Language>,
}

impl Column<'_> {
    fn of_sheet(&self) -> SheetColumn {
        let numeric = matches!(self.field.kind, FieldKind::Number | FieldKind::Money);
        SheetColumn { name: self.name.clone(), label: self.label.clone(), numeric }
    }
}

fn columns(definition: &RegisterDefinition, language: Language) -> Vec<Column<'_>> {
    let wording = Wording::of(language);
    let mut columns = vec![];
    for field in &definition.fields {
        let label = field.label.get(language);
        if field.kind == FieldKind::Text {
            columns.extend(Language::CONTENT.map(|language| Column {
                name: format!("{}.{language}", field.code),
                label: format!("{label} ({})", wording.t(&format!("language-{language}"))),
                field,
                language: Some(language),
            }));
        } else {
            columns.push(Column { name: field.code.clone(), label: label.to_owned(), field, language: None });
        }
    }
    columns
}

/// What stands in a cell: words where they come back as the same choice, codes where they would not.
fn cell(names: &Names<'_>, column: &Column<'_>, entry: &RegisterEntry) -> String {
    match (entry.values.get(&column.field.code), column.language) {
        (Some(Value::Line(line)), _) => line.clone(),
        (Some(Value::Text(text)), Some(language)) => text.exact(language).unwrap_or_default().to_owned(),
        (Some(Value::Chosen(codes)), _) => {
            let shown = |code: &String| match column.field.kind {
                FieldKind::Item => code.clone(),
                _ => Some(names.one(column.field, code)).filter(|words| !words.contains(';')).unwrap_or_else(|| code.clone()),
            };
            codes.iter().map(shown).collect::<Vec<_>>().join("; ")
        }
        _ => String::new(),
    }
}

fn field_fault(row: &ReadRow, column: &str, value: String, problem: Problem) -> RowFault {
    let value = value.trim().chars().take(120).collect();
    RowFault::Field { sheet: row.sheet.clone(), cell: row.cell(column), value, problem }
}

/// The entry with what was given; or what is wrong with it, by itself and beside the others.
fn fill(
    names: &Names<'_>,
    definition: &RegisterDefinition,
    before: &RegisterEntry,
    given: &Given,
    language: Language,
    source: Language,
) -> std::result::Result<RegisterEntry, Vec<Problem>> {
    let entry = values::fill(names, definition, before, given, language, source)?;
    let problems = entered::problems(names, &entry);
    if problems.is_empty() { Ok(entry) } else { Err(problems) }
}

/// The entry that a row makes of the one before; or every cell that cannot be taken over.
fn fill_row(
    names: &Names<'_>,
    definition: &RegisterDefinition,
    columns: &[Column<'_>],
    row: &ReadRow,
    before: &RegisterEntry,
    source: Language,
) -> std::result::Result<RegisterEntry, Vec<RowFault>> {
    let mut entry = before.clone();
    let mut faults = vec![];
    // Texts language by language; everything else with the one that the others translate, first.
    let mut languages = Language::CONTENT;
    languages.sort_by_key(|language| *language != source);
    for language in languages {
        let mut given = Given::new();
        for column in columns.iter().filter(|column| row.cells.contains_key(&column.name)) {
            if column.language.is_some_and(|other| other != language) || (column.language.is_none() && language != source) {
                continue;
            }
            let typed = row.text(&column.name);
            given.insert(
                column.field.code.clone(),
                if column.field.is_chosen() { codes(names, column, typed) } else { vec![typed.to_owned()] },
            );
        }
        match fill(names, definition, &entry, &given, language, source) {
            Ok(filled) => entry = filled,
            Err(problems) => {
                let is_first = language == source;
                for problem in problems {
                    // What is wrong whatever the language is said once.
                    let said = |known: &RowFault| matches!(known, RowFault::Field { problem: same, .. } if *same == problem);
                    let code = problem.field.clone().unwrap_or_default();
                    // A row that was refused lacks what stands in it: only what is wrong with this language's texts is new.
                    if !is_first && (problem.code == "required" || !given.contains_key(&code)) {
                        continue;
                    }
                    let mut of_field = columns.iter().filter(|column| column.field.code == code);
                    let column = of_field.find(|column| column.language.is_none_or(|other| other == language));
                    if let Some(column) = column.filter(|_| !faults.iter().any(said)) {
                        faults.push(field_fault(row, &column.name, row.text(&column.name).to_owned(), problem));
                    }
                }
            }
        }
    }
    if faults.is_empty() { Ok(entry) } else { Err(faults) }
}

/// The codes that a cell names, by code or by words, whatever the case; what is unknown stays as it was typed.
fn codes(names: &Names<'_>, column: &Column<'_>, typed: &str) -> Vec<String> {
    let offered = names.offered(column.field);
    let code = |part: &str| {
        let same = |other: &str| other.to_lowercase() == part.to_lowercase();
        let by_code = offered.iter().find(|(code, _)| same(code));
        by_code
            .or_else(|| offered.iter().find(|(_, words)| same(words)))
            .map_or_else(|| part.to_owned(), |(code, _)| code.clone())
    };
    typed.split(';').map(str::trim).filter(|part| !part.is_empty()).map(code).collect()
}

/// What is wrong with an entry that did not come from a form: every value is tried as if it were typed.
pub(crate) fn problems(opened: &Opened, entry: &RegisterEntry) -> Vec<Problem> {
    problems_in(opened, &opened.content, entry)
}

/// The same in a register as it would be with other changes.
pub(crate) fn problems_in(opened: &Opened, content: &DossierContent, entry: &RegisterEntry) -> Vec<Problem> {
    let Ok(definition) = opened.register(&entry.register) else { return vec![Problem::new("merge-unreadable")] };
    let source = opened.dossier().source_language;
    let names = Names { content, ..opened.names(source) };
    let mut problems = vec![];
    if entry.values.keys().any(|code| definition.field(code).is_none()) {
        problems.push(Problem::new("merge-unreadable"));
    }
    for language in Language::CONTENT {
        let given = |value: &Value| match value {
            Value::Line(line) => vec![line.clone()],
            Value::Chosen(codes) => codes.clone(),
            Value::Text(text) => vec![text.exact(language).unwrap_or_default().to_owned()],
        };
        let given = entry.values.iter().map(|(code, value)| (code.clone(), given(value))).collect();
        if let Err(found) = fill(&names, definition, entry, &given, language, source) {
            problems.extend(found);
        }
    }
    problems.dedup();
    problems
}

/// The entries that refer to an entry.
pub fn references<'a>(opened: &'a Opened, register: &'a str, id: &'a str) -> impl Iterator<Item = &'a RegisterEntry> {
    opened.framework.registers.iter().flat_map(move |other| {
        let fields: Vec<&str> =
            other.fields.iter().filter(|field| field.register == register).map(|field| field.code.as_str()).collect();
        opened.content.entries(&other.code).filter(move |entry| {
            fields.iter().any(
                |field| matches!(entry.values.get(*field), Some(Value::Chosen(codes)) if codes.iter().any(|code| code == id)),
            )
        })
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use jalon_domain::Text;
    use jalon_domain::assessment::Dossier;
    use jalon_domain::assessment::checks::{self, Diagnostic, Subject};
    use jalon_domain::catalogue::Library;
    use jalon_domain::identity::{Level, Territory};
    use jalon_domain::register::published::{Place, PublishedRecord, noun};
    use jalon_domain::register::rules;

    use super::*;

    const CYCLE: &str = "gcm-cycle@2020.1";
    const TODAY: &str = "2026-06-30";

    /// A dossier of the cycle in which nothing was written, with one institution.
    pub(crate) fn empty() -> DossierContent {
        let dossier = Dossier {
            id: "d".into(),
            slug: "d".into(),
            framework: "gcm-cycle".into(),
            framework_version: "2020.1".into(),
            territory: "t".into(),
            title: Text::default(),
            period_from: String::new(),
            period_to: String::new(),
            stage: "launch".into(),
            source_language: Language::French,
            previous: None,
            round: 1,
            synthetic: true,
            revision: 1,
            created_at: String::new(),
        };
        let territory = Territory {
            id: "t".into(),
            slug: "t".into(),
            name: Text::default(),
            level: Level::Country,
            parent: None,
            definition: String::new(),
            country: String::new(),
            synthetic: true,
        };
        let organisation = jalon_domain::identity::Organisation {
            id: "o".into(),
            slug: "o".into(),
            name: Text::of(Language::French, "Ministère"),
            category: String::new(),
            sector: String::new(),
            level: Level::Country,
            territory: None,
        };
        let organisations = BTreeMap::from([("o".into(), organisation)]);
        DossierContent { organisations, ..DossierContent::new(dossier, territory) }
    }

    /// Something public for every field that refers to it.
    fn published(framework: &Framework) -> Vec<PublishedRecord> {
        let fields = framework.registers.iter().flat_map(|register| &register.fields);
        let of = fields.filter(|field| field.kind == FieldKind::Published).flat_map(|field| &field.of);
        let record = |of: &String| PublishedRecord {
            kind: of.split_once(':').map_or("", |(_, kind)| kind).to_owned(),
            place: if of.starts_with("above/") { Place::Above } else { Place::Here },
            path: "/plans/other".to_owned(),
            ..PublishedRecord::gone(&format!("other#{of}"), noun(of))
        };
        of.map(record).collect()
    }

    /// Every register with as many entries as its longest choice, every field of every entry filled, everything offered chosen.
    fn full(library: &Library, framework: &Framework) -> DossierContent {
        let mut content = empty();
        content.published = published(framework);
        // Registers refer to each other: the entries exist before they are filled; twice, for lengths follow references.
        for _ in 0..2 {
            let before = content.clone();
            let names = Names { library, framework, content: &before, language: Language::French };
            for register in &framework.registers {
                let single = register.fields.iter().filter(|field| field.is_chosen() && !field.many);
                let count = single.map(|field| names.offered(field).len()).max().unwrap_or(1).max(1);
                let entry = |n| RegisterEntry {
                    id: format!("{}-{n}", register.code).into(),
                    register: register.code.clone(),
                    ..RegisterEntry::default()
                };
                content.entries.insert(register.code.clone(), (0..count).map(entry).collect());
            }
        }
        let before = content.clone();
        let names = Names { library, framework, content: &before, language: Language::French };
        for register in &framework.registers {
            for (n, entry) in content.entries.get_mut(&register.code).into_iter().flatten().enumerate() {
                for field in &register.fields {
                    let offered: Vec<String> = names.offered(field).into_iter().map(|(code, _)| code).collect();
                    let value = match field.kind {
                        // A measure that follows others of its register would go round in a circle.
                        FieldKind::Entry if field.register == register.code => continue,
                        _ if field.is_chosen() && field.many => Value::Chosen(offered),
                        _ if field.is_chosen() => Value::Chosen(vec![offered[n % offered.len()].clone()]),
                        FieldKind::Text => Value::Text(Text::of(Language::French, format!("texte {n}"))),
                        FieldKind::Number => Value::Line("1".into()),
                        FieldKind::Money => Value::Line(if register.code == "funding" { "100000.00" } else { "1.00" }.into()),
                        FieldKind::Date => Value::Line("2027-01-01".into()),
                        FieldKind::Period => Value::Line("2026-Q1".into()),
                        FieldKind::TimeZone => Value::Line("Etc/UTC".into()),
                        FieldKind::Whole => Value::Line("1".into()),
                        FieldKind::Calculation => Value::Line("measure = \"count\"".into()),
                        _ if field.code == "currency" => Value::Line("EUR".into()),
                        _ => Value::Line(format!("ligne {n}")),
                    };
                    entry.values.insert(field.code.clone(), value);
                }
            }
        }
        content
    }

    fn run(library: &Library, framework: &Framework, content: &DossierContent) -> Vec<Diagnostic> {
        let subject = Subject { library, framework, content, today: TODAY };
        checks::run(&subject, |check| framework.is_derived(&check.code))
    }

    #[test]
    fn every_derived_requirement_is_open_in_an_empty_dossier_and_met_in_a_full_one() {
        let library = crate::embedded_library();
        let framework = library.get(CYCLE).expect("the cycle");
        let derived: Vec<&CheckDefinition> = framework.checks.iter().filter(|check| framework.is_derived(&check.code)).collect();
        assert!(derived.len() > 200, "{}", derived.len());
        let open: Vec<String> = run(&library, &framework, &empty()).into_iter().map(|found| found.code).collect();
        for check in &derived {
            // Nothing put off and nothing late is as it should be.
            let may_be_empty = check.rule == "not_overdue" || check.argument("none") == "met";
            assert_ne!(open.contains(&check.code), may_be_empty, "{} in an empty dossier", check.code);
        }
        let left = run(&library, &framework, &full(&library, &framework));
        assert!(left.is_empty(), "{:?}", left.iter().map(|found| (&found.code, &found.args)).collect::<Vec<_>>());
    }

    #[test]
    fn an_emptied_field_opens_its_requirement_and_names_the_entry() {
        let library = crate::embedded_library();
        let framework = library.get(CYCLE).expect("the cycle");
        let content = full(&library, &framework);
        for check in framework.checks.iter().filter(|check| check.rule == "field_filled") {
            let mut content = content.clone();
            let subject = Subject { library: &library, framework: &framework, content: &content, today: TODAY };
            let id = rules::looked_at(&subject, check).next().expect("an entry").id.clone();
            let entries = content.entries.get_mut(check.argument("register")).expect("the register");
            for entry in entries.iter_mut().filter(|entry| entry.id == id) {
                entry.values.remove(check.argument("field"));
                entry.values.remove(check.argument("or"));
            }
            let subject = Subject { library: &library, framework: &framework, content: &content, today: TODAY };
            let open: Vec<_> = rules::open_entries(&subject, check).iter().map(|entry| entry.id.clone()).collect();
            assert_eq!(open, [id], "{}", check.code);
            let found = run(&library, &framework, &content);
            assert!(found.iter().any(|found| found.code == check.code && found.args["count"] == "1"), "{}", check.code);
        }
    }

    #[test]
    fn every_attested_requirement_is_open_until_somebody_attests_it_on_a_ground() {
        let library = crate::embedded_library();
        let framework = library.get(CYCLE).expect("the cycle");
        let found = |content: &DossierContent| -> Vec<String> {
            let subject = Subject { library: &library, framework: &framework, content, today: TODAY };
            checks::run_all(&subject).into_iter().map(|found| found.code).collect()
        };
        let attested: Vec<&CheckDefinition> = framework.checks.iter().filter(|check| check.is_attested()).collect();
        assert!(!attested.is_empty());
        for check in attested {
            let item = framework.item(&check.code).expect("a requirement");
            let scale = framework.scale_of(item).expect("its scale");
            let answer = |value: &str, note: &str| jalon_domain::assessment::Answer {
                item: check.code.as_str().into(),
                value: value.to_owned(),
                note: Text::of(Language::French, note),
                ..Default::default()
            };
            let mut content = empty();
            let top = &scale.values.last().expect("a value").code;
            let first = &scale.values.first().expect("a value").code;
            for (value, note, is_open) in [
                ("", "", true),
                (first.as_str(), "Pas encore", true),
                (top.as_str(), "", true),
                (top.as_str(), "Décret 4", false),
            ] {
                content.answers = vec![answer(value, note)];
                assert_eq!(found(&content).contains(&check.code), is_open, "{} {value} {note}", check.code);
            }
        }
    }

    #[test]
    fn checks_of_no_requirement_notice_what_they_are_for() {
        let library = crate::embedded_library();
        let framework = library.get(CYCLE).expect("the cycle");
        let found = |content: &DossierContent| -> Vec<String> {
            let subject = Subject { library: &library, framework: &framework, content, today: TODAY };
            checks::run_all(&subject).into_iter().map(|found| found.code).collect()
        };
        let mut untranslated = empty();
        let title = Value::Text(Text::of(Language::French, "Guichet"));
        let values = BTreeMap::from([("number".to_owned(), Value::Line("1".into())), ("title".to_owned(), title)]);
        let measure = RegisterEntry { id: "m".into(), register: "measure".into(), values, ..Default::default() };
        untranslated.entries.insert("measure".into(), vec![measure]);
        let mut overdue = empty();
        overdue.answers = vec![jalon_domain::assessment::Answer {
            item: "S1.Q1".into(),
            assignee: Some("u".into()),
            due: "2026-06-29".into(),
            ..Default::default()
        }];
        let mut unreachable = empty();
        unreachable.evidence =
            vec![jalon_domain::assessment::Evidence { id: "e".into(), address: "htp:/nowhere".into(), ..Default::default() }];
        for (code, content) in [("TRANSLATION-STATE", untranslated), ("TASK-OVERDUE", overdue), ("EVIDENCE-LINK", unreachable)] {
            assert!(found(&content).contains(&code.to_owned()), "{code}");
            assert!(!found(&empty()).contains(&code.to_owned()), "{code}");
        }
    }

    #[test]
    fn the_reference_names_tests_that_there_are() {
        let sources = [
            include_str!("register.rs"),
            include_str!("../../jalon/tests/it/reporting.rs"),
            include_str!("../../jalon/tests/it/reuse.rs"),
        ];
        let library = crate::embedded_library();
        let framework = library.get(CYCLE).expect("the cycle");
        for check in &framework.checks {
            let test = format!("fn {}(", test_of(&framework, check));
            assert!(sources.iter().any(|source| source.contains(&test)), "{}: {test}", check.code);
        }
    }

    #[test]
    fn an_excuse_with_its_competence_closes_a_requirement() {
        let library = crate::embedded_library();
        let framework = library.get(CYCLE).expect("the cycle");
        let mut content = empty();
        let excuse = |competence: Text| jalon_domain::assessment::Answer {
            item: "S4.C3".into(),
            not_applicable: true,
            competence,
            ..Default::default()
        };
        content.answers = vec![excuse(Text::default())];
        let is_open = |content: &DossierContent| run(&library, &framework, content).iter().any(|found| found.code == "S4.C3");
        assert!(is_open(&content), "an excuse without a reason is none");
        content.answers = vec![excuse(Text::of(Language::French, "Financé par l’État fédéral"))];
        assert!(!is_open(&content));
    }

    async fn app() -> (tempfile::TempDir, App) {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = crate::Settings {
            store: crate::StoreConfig {
                data_dir: folder.path().to_owned(),
                database_url: None,
                files: crate::FilesConfig::Local,
            },
            base_url: String::new(),
            mail: None,
            trusted_proxies: vec![],
            record_key_file: None,
            demo: true,
        };
        let app = App::open(settings).await.expect("a house");
        app.load_demo().await.expect("the demonstration");
        (folder, app)
    }

    fn text(preview: &RegisterPreview) -> Vec<String> {
        let fault = |fault: &RowFault| match fault {
            RowFault::Cell(fault) => format!("{} {} {}", fault.cell, fault.rule, fault.value),
            RowFault::Field { cell, value, problem, .. } => format!("{cell} {} {value}", problem.code),
        };
        preview.faults.iter().map(fault).collect()
    }

    #[tokio::test]
    async fn a_plan_with_faults_names_every_cell_and_applies_nothing() {
        let (_folder, app) = app().await;
        let (caller, slug) = (Caller::operator(), "portugal-pnm-2019");
        let before = app.load(slug).await.expect("the plan").content.entries.clone();
        let file = "id;number;title.fr;objectives;lead;start;end;after\r\n\
                    ;98;Une mesure;2; Ministère de la Lune ;2026-01-01;2025-01-01;\r\n\
                    ;98;La même;99;;;demain;\r\n\
                    inconnu;99;Une autre;1;;;;\r\n\
                    mesure-06;6;Reprise;2;;;;mesure-07\r\n\
                    mesure-07;7;Reprise;2;;;;mesure-06\r\n\
                    mesure-08;;Sans numéro;2;;;;\r\n";
        let preview = app.preview_register(&caller, slug, "measure", file.into()).await.expect("a preview");
        assert_eq!(
            text(&preview),
            [
                "A4 entry-unknown inconnu",
                "B2 not-unique 98",
                "E2 choice-unknown Ministère de la Lune",
                "G2 period-reversed 2025-01-01",
                "B3 not-unique 98",
                "D3 choice-unknown 99",
                "G3 date-invalid demain",
                "H6 entry-cycle mesure-06",
                "B7 required ",
            ]
        );
        let refused = app.apply_register(&caller, slug, "measure", &preview.file, preview.revision).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))));
        assert_eq!(app.load(slug).await.expect("the plan").content.entries, before);
    }

    #[tokio::test]
    async fn a_plan_goes_out_and_comes_back_with_what_was_changed_in_it() {
        let (_folder, app) = app().await;
        let (caller, slug) = (Caller::operator(), "portugal-pnm-2019");
        let (spreadsheet, lines) = (SheetFormat::Spreadsheet, SheetFormat::Lines);
        let invented = "norvalie-plan-2026";
        for (slug, register, format) in [
            (slug, "measure", spreadsheet),
            (slug, "measure", lines),
            (invented, "budget_line", spreadsheet),
            (invented, "budget_line", lines),
            (invented, "stakeholder", spreadsheet),
            (slug, "stakeholder", lines),
        ] {
            let bytes = app.export_register(&caller, slug, register, format).await.expect("a file");
            let preview = app.preview_register(&caller, slug, register, bytes).await.expect("a preview");
            assert_eq!((text(&preview).len(), preview.count()), (0, 0), "{format:?}: {:?} {:?}", preview.faults, preview.changes);
        }
        let bytes = app.export_register(&caller, slug, "measure", SheetFormat::Lines).await.expect("a file");
        let edited = String::from_utf8(bytes).expect("text").replacen(",9,", ",9 bis,", 1);
        let preview = app.preview_register(&caller, slug, "measure", edited.into()).await.expect("a preview");
        let changes: Vec<_> = preview.changes.iter().map(|c| (c.field.as_str(), c.before.as_str(), c.after.as_str())).collect();
        assert_eq!(changes, [("Numéro", "9", "9 bis")]);
        let count = app.apply_register(&caller, slug, "measure", &preview.file, preview.revision).await.expect("applied");
        assert_eq!(count, 1);
        let opened = app.load(slug).await.expect("the plan");
        assert_eq!(opened.content.entry("measure", "mesure-09").expect("the measure").line("number"), "9 bis");
    }
}

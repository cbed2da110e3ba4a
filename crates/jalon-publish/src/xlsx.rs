//! The report as a spreadsheet: what it is, its text by paragraph, each table and figure on its own sheet, its sources.
//!
//! Made to be read by people and programs: a frozen header row, numbers as numbers, no merged cell, no formula.

use jalon_domain::report::{Report, ReportState};
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::PublishError;
use crate::sheet::{finish, fixed_date, guarded, header_format, one_cell, pieces, sheet_name, text_format};
use crate::view::{BlockView, CellView, ChapterView, InlineView, Medium, NoteView, TableView, View};

/// The report as XLSX.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, PublishError> {
    let view = View::new(report, Medium::Paper);
    let mut book = Book::new(&view);
    book.about()?;
    book.text()?;
    for (label, table) in tables(&view) {
        book.table(&label, table)?;
    }
    book.sources(report)?;
    let released_on = match report.state() {
        ReportState::Draft { .. } => None,
        ReportState::Released(mark) => Some(mark.published_on.as_str()),
    };
    let properties = DocProperties::new()
        .set_title(&view.cover.title)
        .set_subject(&view.cover.series)
        .set_creation_datetime(&fixed_date(released_on)?);
    book.workbook.set_properties(&properties);
    finish(book.workbook, report.language)
}

/// The tables and the data of the figures, in order, with what each is called.
fn tables(view: &View) -> Vec<(String, &TableView)> {
    let blocks = view.chapters.iter().flat_map(|chapter| &chapter.blocks);
    blocks
        .filter_map(|block| match block {
            BlockView::Table(table) => Some((table.label.clone(), table)),
            BlockView::Figure(figure) => Some((figure.label.clone(), &figure.table)),
            _ => None,
        })
        .collect()
}

struct Book<'a> {
    view: &'a View,
    workbook: Workbook,
    names: Vec<String>,
    wrapped: Format,
    header: Format,
}

impl<'a> Book<'a> {
    fn new(view: &'a View) -> Self {
        Self { view, workbook: Workbook::new(), names: vec![], wrapped: text_format(), header: header_format() }
    }

    /// A sheet with its header row; a draft says so at the top of every printed page.
    fn sheet(&mut self, name: &str, columns: &[(String, f64)]) -> Result<&mut Worksheet, XlsxError> {
        let name = sheet_name(name, &mut self.names);
        let sheet = self.workbook.add_worksheet();
        sheet
            .set_name(name)?
            .set_freeze_panes(1, 0)?
            .set_repeat_rows(0, 0)?
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0);
        if let Some(draft) = &self.view.draft {
            sheet.set_header(format!("&C&\"Calibri,Bold\"&14{}", header_text(&draft.watermark)));
        }
        sheet.set_footer("&R&P / &N");
        for (index, (title, width)) in columns.iter().enumerate() {
            let column = u16::try_from(index).unwrap_or(u16::MAX);
            sheet.set_column_width(column, *width)?;
            if !title.is_empty() {
                sheet.write_string_with_format(0, column, one_cell(title), &self.header)?;
            }
        }
        Ok(sheet)
    }

    fn about(&mut self) -> Result<(), XlsxError> {
        let view = self.view;
        let wrapped = self.wrapped.clone();
        let sheet = self.sheet(&view.words.get("about"), &[(view.words.get("about"), 34.0), (view.cover.title.clone(), 90.0)])?;
        for (row, (name, value)) in (1..).zip(about_rows(view)) {
            write_text(sheet, row, 0, &name, &wrapped)?;
            match value {
                About::Text(text) => write_text(sheet, row, 1, &text, &wrapped)?,
                About::Number(number) => {
                    sheet.write_number_with_format(row, 1, number, &wrapped.clone().set_align(FormatAlign::Left))?;
                }
            }
        }
        Ok(())
    }

    fn text(&mut self) -> Result<(), XlsxError> {
        let view = self.view;
        let wrapped = self.wrapped.clone();
        let word = |key: &str, width: f64| (view.words.get(key), width);
        let columns = [
            word("chapter", 28.0),
            word("section", 28.0),
            word("kind", 18.0),
            word("title", 34.0),
            word("text", 90.0),
            word("sources", 44.0),
        ];
        let sheet = self.sheet(&view.words.get("text"), &columns)?;
        let mut row = 1;
        for chapter in &view.chapters {
            for line in text_rows(chapter) {
                for piece in pieces(&line.text) {
                    let cells = [line.chapter.as_str(), &line.section, &line.kind, &line.title, &piece, &line.sources];
                    for (column, cell) in (0..).zip(cells) {
                        write_text(sheet, row, column, cell, &wrapped)?;
                    }
                    row += 1;
                }
            }
        }
        sheet.autofilter(0, 0, row.max(2) - 1, 5)?;
        Ok(())
    }

    fn table(&mut self, label: &str, table: &TableView) -> Result<(), XlsxError> {
        let wrapped = self.wrapped.clone();
        let columns: Vec<(String, f64)> =
            table.columns.iter().map(|column| (column.title.clone(), if column.numeric { 16.0 } else { 40.0 })).collect();
        let sheet = self.sheet(label, &columns)?;
        for (row, cells) in (1..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                write_cell(sheet, row, column, cell, &wrapped)?;
            }
        }
        Ok(())
    }

    fn sources(&mut self, report: &Report) -> Result<(), XlsxError> {
        let view = self.view;
        let wrapped = self.wrapped.clone();
        let word = |key: &str, width: f64| (view.words.get(key), width);
        let columns = [
            word("author", 34.0),
            word("year", 10.0),
            word("title", 60.0),
            word("publisher", 34.0),
            word("address", 60.0),
            word("accessed", 28.0),
        ];
        let sheet = self.sheet(&view.words.get("sources"), &columns)?;
        for (row, source) in (1..).zip(&report.sources) {
            let cells = [&source.author, &source.year, &source.title, &source.publisher, &source.address, &source.accessed];
            for (column, cell) in (0..).zip(cells) {
                match whole_number(cell) {
                    Some(year) if column == 1 => sheet.write_number_with_format(row, column, year, &wrapped).map(|_| ())?,
                    _ => write_text(sheet, row, column, cell, &wrapped)?,
                }
            }
        }
        Ok(())
    }
}

enum About {
    Text(String),
    Number(f64),
}

fn about_rows(view: &View) -> Vec<(String, About)> {
    let text = |name: &str, value: &str| (name.to_string(), About::Text(value.to_string()));
    let mut rows = vec![];
    if let Some(draft) = &view.draft {
        rows.push(text(&draft.watermark, &draft.stage));
    }
    rows.push(text(&view.cover.series, &view.cover.title));
    rows.push(text("", &view.cover.subtitle));
    rows.extend(view.cover.facts.iter().map(|(label, value)| text(label, value)));
    rows.extend(view.notices.iter().map(|notice| text("", notice)));
    if let Some(mark) = &view.release {
        rows.push((view.words.get("release"), About::Number(mark.version as f64)));
        rows.push(text("", &mark.published_on));
        rows.push(text("", &mark.path));
        rows.push(text(&view.words.get("digest"), &mark.digest.concat()));
        rows.extend(mark.signatures.iter().map(|line| text(&view.words.get("signatures"), line)));
    }
    rows.extend(tables(view).into_iter().map(|(label, table)| text(&label, &described(table))));
    rows.retain(|(name, value)| !name.is_empty() || !matches!(value, About::Text(text) if text.is_empty()));
    rows
}

/// Caption and remarks of a table, which have no place among its rows.
fn described(table: &TableView) -> String {
    let notes = plain(&table.notes);
    let sources = cited(table.notes.iter());
    [&table.caption, &table.note, &notes, &sources]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" — ")
}

#[derive(Clone, Default)]
struct TextRow {
    chapter: String,
    section: String,
    kind: String,
    title: String,
    text: String,
    sources: String,
}

fn text_rows(chapter: &ChapterView) -> Vec<TextRow> {
    let title = format!("{} {}", chapter.number, chapter.title).trim().to_string();
    let mut place = TextRow { chapter: title, ..TextRow::default() };
    let mut rows = vec![];
    for block in &chapter.blocks {
        match block {
            BlockView::Heading { text, .. } => place.section = text.clone(),
            BlockView::Paragraph { title, kind, kind_word, text, margin, .. } => {
                let kind = if kind_word.is_empty() { kind } else { kind_word };
                let mut row = TextRow { kind: kind.clone(), title: title.clone(), ..with_text(&place, text) };
                if !margin.is_empty() {
                    row.text = format!("{}\n{margin}", row.text);
                }
                rows.push(row);
            }
            BlockView::List { items, .. } => rows.extend(items.iter().map(|item| with_text(&place, item))),
            BlockView::Callout { title, text } => rows.push(TextRow { title: title.clone(), ..with_text(&place, text) }),
            BlockView::Figure(figure) => {
                let title = format!("{} – {}", figure.label, figure.caption);
                rows.push(TextRow { title, text: figure.description.clone(), ..place.clone() });
            }
            BlockView::Table(_) | BlockView::Sources { .. } => {}
        }
    }
    rows
}

fn with_text(place: &TextRow, text: &[InlineView]) -> TextRow {
    TextRow { text: plain(text), sources: cited(text.iter()), ..place.clone() }
}

fn plain(text: &[InlineView]) -> String {
    let words = text.iter().map(|inline| match inline {
        InlineView::Text { text } | InlineView::Strong { text } => text.as_str(),
        InlineView::Note(_) => "",
    });
    words.collect()
}

fn cited<'a>(text: impl Iterator<Item = &'a InlineView>) -> String {
    let cite =
        |note: &NoteView| if note.place.is_empty() { note.short.clone() } else { format!("{}, {}", note.short, note.place) };
    let cited: Vec<String> =
        text.filter_map(|inline| if let InlineView::Note(note) = inline { Some(cite(note)) } else { None }).collect();
    cited.join("; ")
}

/// Writes a text; an empty one leaves the cell empty, for some readers count a blank cell and some do not.
fn write_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    if !text.is_empty() {
        sheet.write_string_with_format(row, column, one_cell(text), format)?;
    }
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &CellView, format: &Format) -> Result<(), XlsxError> {
    match cell.value {
        Some(value) => sheet
            .write_number_with_format(row, column, value, &format.clone().set_num_format(number_format(&cell.shown)))
            .map(|_| ()),
        None => match whole_number(&cell.shown) {
            Some(value) => sheet.write_number_with_format(row, column, value, format).map(|_| ()),
            None => write_text(sheet, row, column, &cell.shown, format),
        },
    }
}

/// A year that names a row is a number to a spreadsheet; a code with a leading zero is not.
fn whole_number(text: &str) -> Option<f64> {
    let plain = text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// As many decimals as the page shows; the program puts in the separators of its own language.
fn number_format(shown: &str) -> String {
    let decimals =
        shown.trim_end_matches(|c: char| !c.is_ascii_digit()).rsplit_once([',', '.']).map_or(0, |(_, fraction)| fraction.len());
    // Three digits after a separator are a group of thousands as often as a fraction; then nothing is cut.
    match decimals {
        0 => "#,##0".to_string(),
        1 | 2 => format!("#,##0.{}", "0".repeat(decimals)),
        _ => "General".to_string(),
    }
}

/// Text for the head of a printed page, where `&` begins a command and 255 characters are the limit.
fn header_text(text: &str) -> String {
    guarded(text).replace('&', "&&").chars().take(200).collect()
}

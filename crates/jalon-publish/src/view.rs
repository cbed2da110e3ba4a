//! The report as the page-like formats (PDF and web page) set it.
//!
//! Numbers the figures, tables and notes, makes anchors unique, mends headings that skip a level and groups the
//! bibliography: whatever must come out the same on paper and on screen is decided here, once.

use std::collections::{BTreeMap, BTreeSet};

use jalon_domain::format;
use jalon_domain::report::{
    Block, Chapter, Cover, Drawing, FigureBlock, Inline, Labels, ParagraphBlock, Report, ReportState, Source, TableBlock,
    TableCell,
};
use serde::Serialize;

use crate::columns::{Width, widths};
use crate::drawing::{self, SvgOptions};
use crate::text::{printable, safe_address, web_address};

#[derive(Debug, Serialize)]
pub(crate) struct View {
    pub(crate) language: &'static str,
    pub(crate) direction: &'static str,
    pub(crate) cover: Cover,
    pub(crate) notices: Vec<String>,
    pub(crate) words: Words,
    pub(crate) draft: Option<DraftView>,
    pub(crate) release: Option<ReleaseView>,
    pub(crate) chapters: Vec<ChapterView>,
    /// Sectors of the small wheel that opens the chapter of a dimension.
    pub(crate) sectors: u8,
}

#[derive(Debug, Serialize)]
pub(crate) struct DraftView {
    pub(crate) watermark: String,
    pub(crate) stage: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct ReleaseView {
    pub(crate) version: i64,
    /// The digest in groups that an eye can compare.
    pub(crate) digest: Vec<String>,
    /// ISO 8601, for machines.
    pub(crate) published_on: String,
    /// The same as the language writes it, for people.
    pub(crate) date: String,
    pub(crate) signatures: Vec<String>,
    pub(crate) path: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct ChapterView {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) dimension: Option<u8>,
    #[serde(skip)]
    pub(crate) dial: String,
    pub(crate) blocks: Vec<BlockView>,
    /// The notes of this chapter, for a page without feet.
    pub(crate) notes: Vec<NoteView>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub(crate) enum BlockView {
    Heading { level: u8, id: String, text: String },
    Paragraph { id: String, title: String, kind: String, kind_word: String, text: Vec<InlineView>, margin: String },
    List { ordered: bool, items: Vec<Vec<InlineView>> },
    Table(TableView),
    Figure(FigureView),
    Callout { title: String, text: Vec<InlineView> },
    Sources { groups: Vec<SourceGroup> },
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "inline", rename_all = "snake_case")]
pub(crate) enum InlineView {
    Text { text: String },
    Strong { text: String },
    Note(NoteView),
}

/// A reference to a source: "Author (year), place".
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NoteView {
    pub(crate) number: usize,
    pub(crate) short: String,
    pub(crate) place: String,
    /// Anchor of the entry in the bibliography; empty when the document has none.
    pub(crate) entry: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct TableView {
    pub(crate) id: String,
    /// "Tableau 2"; empty for the data table of a figure.
    pub(crate) label: String,
    pub(crate) caption: String,
    pub(crate) columns: Vec<ColumnView>,
    pub(crate) rows: Vec<Vec<CellView>>,
    /// The first cell of each row names the row.
    pub(crate) row_headers: bool,
    pub(crate) note: String,
    pub(crate) notes: Vec<InlineView>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ColumnView {
    pub(crate) title: String,
    pub(crate) numeric: bool,
    #[serde(flatten)]
    pub(crate) width: Width,
}

#[derive(Debug, Serialize)]
pub(crate) struct CellView {
    pub(crate) shown: String,
    /// What a spreadsheet stores.
    #[serde(skip)]
    pub(crate) value: Option<f64>,
    pub(crate) missing: bool,
    pub(crate) numeric: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct FigureView {
    pub(crate) id: String,
    /// "Figure 3".
    pub(crate) label: String,
    pub(crate) caption: String,
    pub(crate) description: String,
    /// Empty when the table alone is shown.
    #[serde(skip)]
    pub(crate) svg: String,
    /// The same for telephones; empty where the one serves both, and on paper.
    #[serde(skip)]
    pub(crate) narrow_svg: String,
    /// Where the PDF finds the drawing.
    pub(crate) file: String,
    pub(crate) table: TableView,
}

#[derive(Debug, Serialize)]
pub(crate) struct SourceGroup {
    pub(crate) author: String,
    pub(crate) entries: Vec<SourceView>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SourceView {
    pub(crate) anchor: String,
    pub(crate) year: String,
    pub(crate) title: String,
    pub(crate) publisher: String,
    pub(crate) address: String,
    /// The address, where it may be a link.
    pub(crate) link: String,
    pub(crate) accessed: String,
}

/// The words that a renderer adds by itself, by name.
///
/// Read through their serialised form, so that a word which the document model does not have yet shows its key,
/// as a missing translation does, and appears by itself once the model has it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct Words(serde_json::Value);

impl Words {
    pub(crate) fn of(labels: &Labels) -> Self {
        Self(serde_json::to_value(labels).unwrap_or_default())
    }

    pub(crate) fn get(&self, key: &str) -> String {
        self.0.get(key).and_then(|word| word.as_str()).filter(|word| !word.is_empty()).unwrap_or(key).to_string()
    }

    /// The first of these words that the labels have.
    pub(crate) fn first(&self, keys: &[&str]) -> String {
        let known = |key: &&&str| self.0.get(**key).is_some_and(|word| word.as_str().is_some_and(|word| !word.is_empty()));
        keys.iter().find(known).or(keys.last()).map(|key| self.get(key)).unwrap_or_default()
    }

    /// The word for a kind of finding, or nothing.
    pub(crate) fn kind(&self, kind: &str) -> String {
        self.0.get("kinds").and_then(|kinds| kinds.get(kind)).and_then(|word| word.as_str()).unwrap_or_default().to_string()
    }
}

/// How the view will be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    Paper,
    Screen,
}

impl View {
    pub(crate) fn new(report: &Report, medium: Medium) -> Self {
        let sectors = report.chapters.iter().filter_map(|chapter| chapter.dimension).max().unwrap_or(0).max(6);
        let mut builder = Builder::new(report, medium, sectors);
        let chapters = report.chapters.iter().map(|chapter| builder.chapter(chapter)).collect();
        Self {
            language: report.language.tag(),
            direction: report.language.direction(),
            cover: clean_cover(&report.cover),
            notices: report.notices.iter().map(|notice| printable(notice)).collect(),
            words: builder.words,
            draft: draft(report.state()),
            release: release(report.state(), report.language),
            chapters,
            sectors,
        }
    }

    /// The drawings by file name, for the PDF.
    pub(crate) fn drawings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.chapters.iter().flat_map(|chapter| &chapter.blocks).filter_map(|block| match block {
            BlockView::Figure(figure) if !figure.svg.is_empty() => Some((figure.file.as_str(), figure.svg.as_str())),
            _ => None,
        })
    }
}

fn clean_cover(cover: &Cover) -> Cover {
    Cover {
        series: printable(&cover.series),
        title: printable(&cover.title),
        subtitle: printable(&cover.subtitle),
        facts: cover.facts.iter().map(|(label, value)| (printable(label), printable(value))).collect(),
    }
}

fn draft(state: &ReportState) -> Option<DraftView> {
    match state {
        ReportState::Draft { watermark, stage } => Some(DraftView { watermark: printable(watermark), stage: printable(stage) }),
        ReportState::Released(_) => None,
    }
}

fn release(state: &ReportState, language: jalon_domain::Language) -> Option<ReleaseView> {
    let ReportState::Released(mark) = state else { return None };
    let digest: Vec<char> = printable(&mark.content_digest).chars().collect();
    Some(ReleaseView {
        version: mark.version,
        digest: digest.chunks(8).map(|group| group.iter().collect()).collect(),
        published_on: printable(&mark.published_on),
        date: format::date(language, &printable(&mark.published_on)),
        signatures: mark.signatures.iter().map(|line| printable(line)).collect(),
        path: printable(&mark.path),
    })
}

struct Builder<'a> {
    report: &'a Report,
    words: Words,
    medium: Medium,
    sectors: u8,
    has_bibliography: bool,
    anchors: BTreeSet<String>,
    source_anchors: Vec<String>,
    figures: usize,
    tables: usize,
    notes: Vec<NoteView>,
    note_count: usize,
}

impl<'a> Builder<'a> {
    fn new(report: &'a Report, medium: Medium, sectors: u8) -> Self {
        let blocks = || report.chapters.iter().flat_map(|chapter| &chapter.blocks);
        let mut builder = Self {
            report,
            words: Words::of(&report.labels),
            medium,
            sectors,
            has_bibliography: blocks().any(|block| matches!(block, Block::Sources)),
            anchors: BTreeSet::new(),
            source_anchors: vec![],
            figures: 0,
            tables: 0,
            notes: vec![],
            note_count: 0,
        };
        builder.source_anchors = (1..=report.sources.len()).map(|number| builder.anchor(&format!("source-{number}"))).collect();
        builder
    }

    /// An `id` that no other element of the document has.
    fn anchor(&mut self, wanted: &str) -> String {
        let plain: String =
            wanted.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
        if plain.trim_matches('-').is_empty() {
            return String::new();
        }
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|anchor| !self.anchors.contains(anchor)).unwrap_or(plain);
        self.anchors.insert(free.clone());
        free
    }

    fn chapter(&mut self, chapter: &Chapter) -> ChapterView {
        let id = self.anchor(&chapter.id);
        let mut level = 1;
        let blocks = chapter.blocks.iter().map(|block| self.block(block, &mut level)).collect();
        ChapterView {
            id,
            number: printable(&chapter.number),
            title: printable(&chapter.title),
            dimension: chapter.dimension,
            dial: chapter.dimension.map(|dimension| drawing::dial(self.sectors, dimension)).unwrap_or_default(),
            blocks,
            notes: std::mem::take(&mut self.notes),
        }
    }

    fn block(&mut self, block: &Block, level: &mut u8) -> BlockView {
        match block {
            Block::Heading { level: wanted, id, text } => {
                // A reader who moves by headings must never miss a level.
                *level = (*wanted).clamp(2, 4).min(*level + 1);
                BlockView::Heading { level: *level, id: self.anchor(id), text: printable(text) }
            }
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::List { ordered, items } => {
                BlockView::List { ordered: *ordered, items: items.iter().map(|item| self.inlines(item)).collect() }
            }
            Block::Table(table) => {
                self.tables += 1;
                let label = format!("{} {}", self.words.get("table"), self.tables);
                BlockView::Table(self.table(table, label))
            }
            Block::Figure(figure) if figure.drawing == Drawing::None => {
                self.tables += 1;
                let label = format!("{} {}", self.words.get("table"), self.tables);
                let mut table = self.table(&figure.table, label);
                table.caption = printable(&figure.caption);
                BlockView::Table(table)
            }
            Block::Figure(figure) => BlockView::Figure(self.figure(figure)),
            Block::Callout { title, text } => BlockView::Callout { title: printable(title), text: self.inlines(text) },
            Block::Sources => BlockView::Sources { groups: self.bibliography() },
        }
    }

    fn paragraph(&mut self, paragraph: &ParagraphBlock) -> BlockView {
        BlockView::Paragraph {
            id: self.anchor(&paragraph.id),
            title: printable(&paragraph.title),
            kind: printable(&paragraph.kind),
            kind_word: self.words.kind(&paragraph.kind),
            text: self.inlines(&paragraph.text),
            margin: printable(&paragraph.margin),
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Vec<InlineView> {
        inlines.iter().filter_map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> Option<InlineView> {
        Some(match inline {
            Inline::Text { text } => InlineView::Text { text: printable(text) },
            Inline::Strong { text } => InlineView::Strong { text: printable(text) },
            Inline::Note { source, place } => {
                let short = printable(&self.report.sources.get(*source)?.short);
                let entry = self.source_anchors.get(*source).filter(|_| self.has_bibliography).cloned().unwrap_or_default();
                self.note_count += 1;
                let note = NoteView { number: self.note_count, short, place: printable(place), entry };
                self.notes.push(note.clone());
                InlineView::Note(note)
            }
        })
    }

    fn table(&mut self, table: &TableBlock, label: String) -> TableView {
        let names = |row: &Vec<TableCell>| matches!(row.first(), Some(TableCell::Text { text }) if !text.is_empty());
        // With one column of values, or hardly a row, naming the rows would only make a reader repeat itself.
        let row_headers =
            table.columns.len() > 2 && table.rows.len() > 2 && !table.columns[0].numeric && table.rows.iter().all(names);
        TableView {
            id: self.anchor(&table.id),
            label,
            caption: printable(&table.caption),
            columns: table
                .columns
                .iter()
                .zip(widths(table))
                .map(|(column, width)| ColumnView { title: printable(&column.title), numeric: column.numeric, width })
                .collect(),
            rows: table.rows.iter().map(|row| cells(row, table.columns.len())).collect(),
            row_headers,
            note: printable(&table.note),
            notes: self.inlines(&table.notes),
        }
    }

    fn figure(&mut self, figure: &FigureBlock) -> FigureView {
        self.figures += 1;
        let id = self.anchor(&figure.id);
        let options = SvgOptions {
            prefix: if id.is_empty() { format!("figure-{}", self.figures) } else { id.clone() },
            title: figure.caption.clone(),
            description: figure.description.clone(),
            links: self.medium == Medium::Screen && leads_somewhere(&figure.drawing),
            language: self.report.language,
            narrow: false,
        };
        let mut table = self.table(&figure.table, String::new());
        if table.caption.is_empty() {
            table.caption = printable(&figure.caption);
        }
        FigureView {
            id,
            label: format!("{} {}", self.words.get("figure"), self.figures),
            caption: printable(&figure.caption),
            description: printable(&figure.description),
            svg: drawing::svg(&figure.drawing, &options),
            narrow_svg: if self.medium == Medium::Screen {
                drawing::narrow_svg(&figure.drawing, &options)
            } else {
                String::new()
            },
            file: format!("/figures/{}.svg", self.figures),
            table,
        }
    }

    fn bibliography(&self) -> Vec<SourceGroup> {
        let mut groups: Vec<SourceGroup> = vec![];
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (source, anchor) in self.report.sources.iter().zip(&self.source_anchors) {
            let author = printable(&source.author);
            let place = *places.entry(author.clone()).or_insert_with(|| {
                groups.push(SourceGroup { author, entries: vec![] });
                groups.len() - 1
            });
            groups[place].entries.push(self.entry(source, anchor));
        }
        groups
    }

    fn entry(&self, source: &Source, anchor: &str) -> SourceView {
        let allowed = if self.medium == Medium::Screen { safe_address } else { web_address };
        SourceView {
            anchor: anchor.to_string(),
            year: printable(&source.year),
            title: printable(&source.title),
            publisher: printable(&source.publisher),
            address: printable(&source.address),
            link: allowed(&source.address).unwrap_or_default().to_string(),
            accessed: printable(&source.accessed),
        }
    }
}

fn leads_somewhere(drawing: &Drawing) -> bool {
    matches!(drawing, Drawing::Wheel { sectors, .. } if sectors.iter().any(|sector| safe_address(&sector.href).is_some()))
}

/// The cells of a row, exactly as many as there are columns: a ragged table cannot be read aloud.
fn cells(row: &[TableCell], columns: usize) -> Vec<CellView> {
    let missing = || CellView { shown: String::new(), value: None, missing: true, numeric: false };
    let given = row.iter().map(|cell| match cell {
        TableCell::Text { text } => CellView { shown: printable(text), value: None, missing: false, numeric: false },
        TableCell::Number { value, shown } => CellView {
            shown: printable(shown),
            value: Some(*value).filter(|value| value.is_finite()),
            missing: false,
            numeric: true,
        },
        TableCell::Missing { shown } => CellView { shown: printable(shown), value: None, missing: true, numeric: true },
    });
    given.chain(std::iter::repeat_with(missing)).take(columns).collect()
}

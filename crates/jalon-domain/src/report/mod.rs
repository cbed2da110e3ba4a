//! The published document as a tree of blocks.
//!
//! Every format (PDF, web page, spreadsheet, JSON) renders this one tree, so that each holds the same content.
//! [`compile`] builds it from a dossier; the publication engine turns it into bytes and knows nothing of dossiers.

mod approved_values;
pub mod compile;
pub mod cycle;
mod resources;

use serde::{Deserialize, Serialize};

use crate::Language;

/// A document in one language, ready to be typeset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub language: Language,
    pub cover: Cover,
    /// Said at the start, in this order: fictional data, reconstruction, incomplete translation…
    pub notices: Vec<String>,
    pub chapters: Vec<Chapter>,
    /// The bibliography, sorted; [`Inline::Note`] points into it by index.
    pub sources: Vec<Source>,
    /// Labels that the renderers need, in the report's language.
    pub labels: Labels,
    state: ReportState,
}

/// Whether the document may leave the house.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ReportState {
    /// Not approved: every rendering carries the watermark.
    Draft {
        watermark: String,
        stage: String,
    },
    Released(ReleaseMark),
}

/// What identifies a release in its renderings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseMark {
    pub version: i64,
    /// SHA-256 of the frozen content.
    pub content_digest: String,
    /// ISO 8601 date.
    pub published_on: String,
    /// "Organisation, date" lines, in order.
    pub signatures: Vec<String>,
    /// The permanent address of the release; without the site where the installation had no address.
    pub path: String,
}

impl Report {
    /// A document that says on every page that nobody approved it yet.
    pub fn draft(language: Language, cover: Cover, labels: Labels, watermark: String, stage: String) -> Self {
        Self::with_state(language, cover, labels, ReportState::Draft { watermark, stage })
    }

    pub(crate) fn with_state(language: Language, cover: Cover, labels: Labels, state: ReportState) -> Self {
        Self { language, cover, notices: vec![], chapters: vec![], sources: vec![], labels, state }
    }

    pub fn state(&self) -> &ReportState {
        &self.state
    }

    /// Every figure, in order.
    pub fn figures(&self) -> impl Iterator<Item = &FigureBlock> {
        self.chapters.iter().flat_map(|chapter| &chapter.blocks).filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// "Indicateurs de gouvernance des migrations au niveau local"
    pub series: String,
    pub title: String,
    pub subtitle: String,
    /// Label and value: period, authority, partners, licence…
    pub facts: Vec<(String, String)>,
}

/// Words that a renderer adds by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Labels {
    pub contents: String,
    pub figure: String,
    pub table: String,
    pub source: String,
    pub sources: String,
    pub page: String,
    /// Between page number and page count: "sur".
    pub of: String,
    pub data_table: String,
    pub release: String,
    pub digest: String,
    pub signatures: String,
    pub text: String,
    pub chapter: String,
    pub section: String,
    pub kind: String,
    pub about: String,
    pub language_name: String,
    /// Words for `well_developed` and `to_strengthen`.
    pub kinds: std::collections::BTreeMap<String, String>,
    /// Heading of the list of footnotes.
    pub notes: String,
    pub skip: String,
    pub back_to_text: String,
    pub title: String,
    pub author: String,
    pub year: String,
    pub publisher: String,
    pub address: String,
    pub accessed: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chapter {
    /// Stable anchor, ASCII.
    pub id: String,
    /// "1", "2"… for numbered chapters, empty otherwise.
    pub number: String,
    pub title: String,
    /// 1 to 6 for the chapter of a dimension; gives it its place on the wheel.
    #[serde(default)]
    pub dimension: Option<u8>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// `level` 2 or 3; the chapter's title is level 1.
    Heading {
        level: u8,
        id: String,
        text: String,
    },
    Paragraph(ParagraphBlock),
    List {
        ordered: bool,
        items: Vec<Vec<Inline>>,
    },
    Table(TableBlock),
    Figure(FigureBlock),
    /// A remark set apart.
    Callout {
        title: String,
        text: Vec<Inline>,
    },
    /// The bibliography stands here.
    Sources,
}

/// A paragraph, with an optional title of its own (a finding's).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParagraphBlock {
    /// Anchor: the finding's or paragraph's identifier. May be empty.
    pub id: String,
    #[serde(default)]
    pub title: String,
    /// `well_developed`, `to_strengthen` or empty.
    #[serde(default)]
    pub kind: String,
    pub text: Vec<Inline>,
    /// A line in small type below: the topics concerned, for instance.
    #[serde(default)]
    pub margin: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "inline", rename_all = "snake_case")]
pub enum Inline {
    Text {
        text: String,
    },
    Strong {
        text: String,
    },
    /// A footnote: the source's index in [`Report::sources`] and where in it.
    Note {
        source: usize,
        place: String,
    },
}

impl Inline {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableBlock {
    pub id: String,
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<TableCell>>,
    pub note: String,
    /// Footnotes of the table.
    #[serde(default)]
    pub notes: Vec<Inline>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    pub numeric: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "cell", rename_all = "snake_case")]
pub enum TableCell {
    Text {
        text: String,
    },
    /// `shown` is formatted for the language; `value` is what a spreadsheet stores.
    Number {
        value: f64,
        shown: String,
    },
    /// Not available: `shown` says so.
    Missing {
        shown: String,
    },
}

impl TableCell {
    /// As it is read.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text { text } => text,
            Self::Number { shown, .. } | Self::Missing { shown } => shown,
        }
    }
}

/// A drawing, what it shows in words, and its data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureBlock {
    pub id: String,
    pub caption: String,
    /// Text alternative.
    pub description: String,
    pub drawing: Drawing,
    /// Always shown beside or below the drawing.
    pub table: TableBlock,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "drawing", rename_all = "snake_case")]
pub enum Drawing {
    /// The signature wheel: one sector per dimension, its topics by state. Shows coverage, never a score.
    Wheel {
        sectors: Vec<Sector>,
        legend: Vec<LegendEntry>,
    },
    /// A wheel whose rings are fixed: one sector per objective, from the centre outwards one ring per state of the legend,
    /// filled where `counts` is not 0.
    Rings {
        sectors: Vec<Sector>,
        legend: Vec<LegendEntry>,
    },
    Bars {
        unit: String,
        series: Vec<String>,
        rows: Vec<DrawingRow>,
        stacked: bool,
    },
    Lines {
        unit: String,
        series: Vec<String>,
        rows: Vec<DrawingRow>,
    },
    /// Things placed by two graded properties, told apart by shape and name.
    Grid {
        across: Box<GridAxis>,
        up: Box<GridAxis>,
        /// Words for each shape.
        shapes: Vec<String>,
        marks: Vec<GridMark>,
    },
    /// The values of an indicator: over periods, or of its groups where there is one period. What has no number is drawn as
    /// what it is.
    Values {
        unit: String,
        decimals: usize,
        /// In the order of time.
        periods: Vec<String>,
        /// What the lines are told apart by.
        dimension: String,
        lines: Vec<ValueLine>,
    },
    /// The table alone.
    None,
}

/// The values of one group by period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueLine {
    pub title: String,
    /// One for each period.
    pub readings: Vec<Reading>,
    pub baseline: Option<Milestone>,
    pub target: Option<Milestone>,
    /// Places of the periods whose value cannot be compared with the one before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<usize>,
}

/// What is known of a value; the four are never merged. A measured 0 is a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reading", rename_all = "snake_case")]
pub enum Reading {
    Measured { value: f64 },
    Missing,
    Suppressed,
    NotApplicable,
}

/// A value that was agreed on: where one starts from, or wants to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    /// One of the periods, or one before (baseline) or after (target) all of them, which then gets a place of its own.
    pub period: String,
    pub value: f64,
}

/// A property with its grades, from least to most.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GridAxis {
    pub title: String,
    pub grades: Vec<String>,
}

/// Something in a grid: the grade it has across, the grade it has up, its shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridMark {
    pub column: usize,
    pub row: usize,
    pub shape: usize,
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sector {
    pub number: u8,
    pub title: String,
    /// Where the sector leads: `#anchor` in a document, an address on a page.
    pub href: String,
    /// Number of topics in each state, in the order of the legend.
    pub counts: Vec<u32>,
    /// "12 sujets sur 21 renseignés"
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LegendEntry {
    /// `answered`, `not_applicable`, `not_covered`, `open`: gives pattern and colour.
    pub state: String,
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawingRow {
    pub label: String,
    /// One value per series; absent where there is no number.
    pub values: Vec<Option<f64>>,
    pub shown: Vec<String>,
}

/// An entry of the bibliography.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub id: String,
    /// The publishing body, under which entries are grouped.
    pub author: String,
    pub year: String,
    pub title: String,
    pub publisher: String,
    pub address: String,
    /// "consulté le 3 mai 2019", or empty.
    pub accessed: String,
    /// "Author (year)" for footnotes.
    pub short: String,
}

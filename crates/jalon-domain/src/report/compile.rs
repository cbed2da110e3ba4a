//! From a dossier to the document: chapters in the order that the framework declares, each statement with its sources.

use std::collections::BTreeMap;

use crate::assessment::checks::{TranslationGap, translation_gaps};
use crate::assessment::conflict::Change;
use crate::assessment::*;
use crate::catalogue::{ChapterDefinition, Framework, Item, Library};
use crate::register::changes::Entries;
use crate::register::vision::{self, VisionState};
use crate::report::*;
use crate::wording::Wording;
use crate::{Language, Text, format};

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// For items of other frameworks that registers refer to.
    pub library: &'a Library,
    pub framework: &'a Framework,
    pub content: &'a DossierContent,
    pub language: Language,
    /// The code of one of the framework's reports for a cycle; empty for the one report of an assessment.
    pub kind: &'a str,
    /// The release that this one amends.
    pub amended: Option<&'a Amended>,
}

/// What an amendment is compared with: the release before it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Amended {
    pub version: i64,
    /// ISO 8601 date.
    pub published_on: String,
    pub content_digest: String,
    /// Why it was amended, in the words of who published.
    #[serde(deserialize_with = "crate::text::text_or_words")]
    pub reason: Text,
    /// The registers that are compared, as they were released.
    pub entries: Entries,
}

/// The texts that a report in this language needs and does not have up to date. Of a cycle's report only the registers
/// that it is made from count.
pub fn gaps(framework: &Framework, report: &str, content: &DossierContent, language: Language) -> Vec<TranslationGap> {
    let gaps = translation_gaps(content, language).into_iter();
    if !framework.is_cycle() {
        return gaps.collect();
    }
    let registers: Vec<&str> = framework.registers_of(report).map(|register| register.code.as_str()).collect();
    let is_needed = |gap: &TranslationGap| match gap.noun.as_str() {
        "dossier" => true,
        "register_entry" => gap.key.split('/').next().is_some_and(|register| registers.contains(&register)),
        _ => false,
    };
    gaps.filter(is_needed).collect()
}

/// A draft, with its watermark and the stage it is in.
pub fn draft(input: Input<'_>) -> Report {
    let wording = Wording::of(input.language);
    let stage = input.framework.stage(&input.content.dossier.stage);
    let stage = stage.map(|stage| stage.title.get(input.language).to_owned()).unwrap_or_default();
    let state = ReportState::Draft {
        watermark: wording.t("report-draft"),
        stage: wording.fill("report-draft-stage", &[("stage", &stage)]),
    };
    Compiler::new(input).compile(state)
}

/// The report of a frozen release. The caller has verified that `input` is the release's own content.
pub fn released(input: Input<'_>, mark: ReleaseMark) -> Report {
    Compiler::new(input).compile(ReportState::Released(mark))
}

/// A figure of the context chapter as the report draws it.
pub fn context_drawing(input: Input<'_>, figure: &Figure) -> Drawing {
    Compiler::new(input).drawing(figure)
}

pub(super) struct Compiler<'a> {
    pub(super) input: Input<'a>,
    pub(super) wording: &'static Wording,
    territory: String,
    period: String,
    sources: Vec<Source>,
    /// Evidence identifier to index in `sources`; entries that are the same source share one index.
    positions: BTreeMap<String, usize>,
}

impl<'a> Compiler<'a> {
    fn new(input: Input<'a>) -> Self {
        let wording = Wording::of(input.language);
        let (sources, positions) = bibliography(input, wording);
        let dossier = &input.content.dossier;
        Self {
            territory: input.content.territory.name.get(input.language).to_owned(),
            period: format::period(input.language, &dossier.period_from, &dossier.period_to),
            input,
            wording,
            sources,
            positions,
        }
    }

    fn compile(mut self, state: ReportState) -> Report {
        let mut chapters = vec![];
        let mut number = 0;
        let kind = self.input.kind;
        let wanted =
            |chapter: &&ChapterDefinition| chapter.reports.is_empty() || chapter.reports.iter().any(|report| report == kind);
        for definition in self.input.framework.chapters.iter().filter(wanted) {
            self.add_chapters(definition, &mut number, &mut chapters);
        }
        let mut report = Report::with_state(self.input.language, self.cover(), self.labels(), state);
        report.notices = self.notices();
        report.chapters = chapters;
        report.sources = std::mem::take(&mut self.sources);
        report
    }

    fn t(&self, key: &str) -> String {
        self.wording.t(key)
    }

    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.input.language)
    }

    fn cover(&self) -> Cover {
        let content = self.input.content;
        let mut facts = vec![
            (self.t("report-fact-territory"), self.territory.clone()),
            (self.t("report-fact-period"), self.period.clone()),
            (
                self.t("report-fact-framework"),
                format!("{} ({})", self.say(&self.input.framework.name), self.input.framework.version),
            ),
        ];
        if !content.territory.definition.is_empty() {
            let definition = self.t(&format!("territory-definition-{}", content.territory.definition.replace('_', "-")));
            facts.push((self.t("report-fact-definition"), definition));
        }
        if content.dossier.round > 1 {
            facts.push((self.t("report-fact-round"), content.dossier.round.to_string()));
        }
        facts.push((self.t("report-fact-licence"), self.t("report-licence")));
        Cover {
            // A cycle has several reports: which one it is comes first. The framework stands among the facts.
            series: match self.input.framework.report(self.input.kind) {
                Some(report) => self.say(&report.title).to_owned(),
                None => self.say(&self.input.framework.name).to_owned(),
            },
            title: self.territory.clone(),
            subtitle: self.say(&content.dossier.title).to_owned(),
            facts,
        }
    }

    fn notices(&self) -> Vec<String> {
        let mut notices = vec![];
        if self.input.content.dossier.synthetic {
            notices.push(self.t("report-notice-synthetic"));
        }
        if !self.input.framework.official {
            notices.push(self.say(&self.input.framework.notice).to_owned());
        }
        let gaps = gaps(self.input.framework, self.input.kind, self.input.content, self.input.language).len();
        if gaps > 0 {
            let source = self.t(&format!("language-{}", self.input.content.dossier.source_language));
            notices.push(self.wording.fill("report-notice-translation", &[("count", &gaps.to_string()), ("source", &source)]));
        }
        notices
    }

    fn labels(&self) -> Labels {
        Labels {
            contents: self.t("report-contents"),
            figure: self.t("report-figure"),
            table: self.t("report-table"),
            source: self.t("report-source"),
            sources: self.t("report-sources"),
            page: self.t("report-page"),
            of: self.t("report-page-of"),
            data_table: self.t("report-data-table"),
            release: self.t("report-release"),
            digest: self.t("report-digest"),
            signatures: self.t("report-signatures"),
            text: self.t("report-text"),
            chapter: self.t("report-chapter"),
            section: self.t("report-section"),
            kind: self.t("report-kind"),
            about: self.t("report-about"),
            language_name: self.t(&format!("language-{}", self.input.language)),
            kinds: FindingKind::ALL
                .map(|kind| (kind.code().to_owned(), self.t(&format!("finding-kind-{}", kind.code().replace('_', "-")))))
                .into(),
            notes: self.t("report-notes"),
            skip: self.t("report-skip"),
            back_to_text: self.t("report-back-to-text"),
            title: self.t("report-column-title"),
            author: self.t("report-column-author"),
            year: self.t("report-column-year"),
            publisher: self.t("report-column-publisher"),
            address: self.t("report-column-address"),
            accessed: self.t("report-column-accessed"),
        }
    }

    fn add_chapters(&mut self, definition: &ChapterDefinition, number: &mut usize, chapters: &mut Vec<Chapter>) {
        let mut blocks: Vec<Block> = definition.paragraphs.iter().map(|text| plain(self.fill(self.say(text)))).collect();
        match definition.content.as_str() {
            "context" => blocks.extend(self.context()),
            "findings" => {
                blocks.extend(self.overview());
                blocks.extend(self.computation());
            }
            "sources" => blocks.push(Block::Sources),
            content if self.input.framework.is_cycle() => blocks.extend(self.cycle_blocks(content)),
            "annex_framework" => blocks.extend(self.annex_framework()),
            "annex_process" => blocks.extend(self.annex_process()),
            "annex_comments" => match comments_table(self.input) {
                Some(table) => blocks.push(Block::Table(table)),
                None => blocks.push(plain(self.t("report-no-comments"))),
            },
            _ => {}
        }
        // A first plan amends nothing; the chart of those concerned is in no release.
        if blocks.is_empty() && self.input.framework.is_cycle() {
            return;
        }
        let is_annex = definition.content.starts_with("annex") || definition.content == "sources";
        *number += usize::from(!is_annex);
        chapters.push(Chapter {
            id: definition.code.clone(),
            number: if is_annex { String::new() } else { number.to_string() },
            title: self.say(&definition.title).to_owned(),
            dimension: None,
            blocks,
        });
        if definition.content == "findings" {
            for (position, dimension) in self.input.framework.of_kind("dimension").enumerate() {
                chapters.push(self.dimension_chapter(dimension, position + 1, *number));
            }
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{territory}", &self.territory).replace("{period}", &self.period)
    }

    pub(super) fn notes(&self, citations: &[Citation]) -> Vec<Inline> {
        citations
            .iter()
            .filter_map(|citation| {
                let source = *self.positions.get(citation.evidence.as_str())?;
                let mut place = vec![];
                if !citation.page.is_empty() {
                    place.push(self.wording.fill("report-place-page", &[("page", &citation.page)]));
                }
                if !citation.lines.is_empty() {
                    place.push(self.wording.fill("report-place-lines", &[("lines", citation.lines.trim_start_matches('L'))]));
                }
                if !citation.quotation.is_empty() {
                    place.push(self.wording.fill("report-quotation", &[("quotation", &citation.quotation)]));
                }
                Some(Inline::Note { source, place: place.join(", ") })
            })
            .collect()
    }

    fn context(&self) -> Vec<Block> {
        let content = self.input.content;
        let mut blocks = vec![];
        for section in ["trends", "competences", "funding", "participation"] {
            let mut paragraphs: Vec<_> = content.paragraphs.iter().filter(|p| p.section == section).collect();
            paragraphs.sort_by_key(|p| p.order);
            let mut figures: Vec<_> = content.figures.iter().filter(|f| self.section_of(f) == section).collect();
            figures.sort_by_key(|f| f.order);
            if paragraphs.is_empty() && figures.is_empty() {
                continue;
            }
            let title = self.t(&format!("context-section-{section}"));
            blocks.push(Block::Heading { level: 2, id: format!("context-{section}"), text: title.clone() });
            // Who may do what is read across, so it is a table; the other sections are prose.
            if section == "competences" {
                blocks.push(Block::Table(self.competences(&paragraphs, title)));
            } else {
                blocks.extend(paragraphs.into_iter().flat_map(|p| self.paragraph(p)));
            }
            blocks.extend(figures.into_iter().map(|figure| Block::Figure(self.figure(figure))));
        }
        blocks
    }

    fn section_of(&self, figure: &Figure) -> String {
        if !figure.section.is_empty() {
            return figure.section.clone();
        }
        let beside = self.input.content.paragraphs.iter().find(|p| p.item == figure.item);
        beside.map(|p| p.section.clone()).unwrap_or_else(|| "trends".to_owned())
    }

    fn paragraph(&self, paragraph: &Paragraph) -> Vec<Block> {
        let text = self.say(&paragraph.text);
        let mut blocks: Vec<Block> = split(text)
            .map(|part| {
                Block::Paragraph(ParagraphBlock {
                    id: String::new(),
                    title: String::new(),
                    kind: String::new(),
                    text: vec![Inline::text(part)],
                    margin: String::new(),
                })
            })
            .collect();
        if let Some(Block::Paragraph(first)) = blocks.first_mut() {
            first.id = paragraph.id.to_string();
            first.title = self.say(&paragraph.title).to_owned();
        }
        if let Some(Block::Paragraph(last)) = blocks.last_mut() {
            last.text.extend(self.notes(&paragraph.citations));
        }
        blocks
    }

    fn competences(&self, paragraphs: &[&Paragraph], caption: String) -> TableBlock {
        TableBlock {
            id: "competences".to_owned(),
            caption,
            columns: vec![column(self.t("report-competence-subject")), column(self.t("report-competence-text"))],
            rows: paragraphs.iter().map(|p| vec![cell(self.say(&p.title)), cell(self.say(&p.text))]).collect(),
            note: String::new(),
            notes: paragraphs.iter().flat_map(|p| self.notes(&p.citations)).collect(),
        }
    }

    fn figure(&self, figure: &Figure) -> FigureBlock {
        let language = self.input.language;
        let shown = |value: &Cell| match value {
            Cell::Number(number) => TableCell::Number { value: *number, shown: format::number(language, *number) },
            Cell::Words(text) => cell(self.say(text)),
            Cell::Missing(_) => TableCell::Missing { shown: self.t("report-not-available") },
        };
        let numeric = |column: usize| figure.rows.iter().any(|row| matches!(row.cells.get(column), Some(Cell::Number(_))));
        let mut columns = vec![column(self.t("report-row-label"))];
        columns.extend(
            figure.columns.iter().enumerate().map(|(n, title)| Column { title: self.say(title).to_owned(), numeric: numeric(n) }),
        );
        let title = self.say(&figure.title).to_owned();
        let table = TableBlock {
            id: format!("{}-data", figure.id),
            caption: title.clone(),
            columns,
            rows: figure
                .rows
                .iter()
                .map(|row| {
                    let cells = (0..figure.columns.len()).map(|n| shown(row.cells.get(n).unwrap_or(&Cell::Missing(None))));
                    std::iter::once(cell(self.say(&row.label))).chain(cells).collect()
                })
                .collect(),
            note: self.say(&figure.note).to_owned(),
            notes: self.notes(&figure.citations),
        };
        FigureBlock {
            id: figure.id.to_string(),
            caption: title,
            description: self.say(&figure.description).to_owned(),
            drawing: self.drawing(figure),
            table,
        }
    }

    /// Only the first numeric column is drawn, unless the chart is made to show several: columns may hold different units.
    fn drawing(&self, figure: &Figure) -> Drawing {
        let several = matches!(figure.chart.as_str(), "stacked" | "line");
        let numeric: Vec<usize> = (0..figure.columns.len())
            .filter(|n| figure.rows.iter().any(|row| matches!(row.cells.get(*n), Some(Cell::Number(_)))))
            .take(if several { usize::MAX } else { 1 })
            .collect();
        let series = numeric.iter().map(|n| self.say(&figure.columns[*n]).to_owned()).collect();
        let rows = figure
            .rows
            .iter()
            .map(|row| {
                let value = |n: &usize| match row.cells.get(*n) {
                    Some(Cell::Number(number)) => Some(*number),
                    _ => None,
                };
                let values: Vec<Option<f64>> = numeric.iter().map(value).collect();
                let shown =
                    values.iter().map(|v| v.map(|v| format::number(self.input.language, v)).unwrap_or_default()).collect();
                DrawingRow { label: self.say(&row.label).to_owned(), values, shown }
            })
            .collect();
        let unit = self.say(&figure.unit).to_owned();
        match figure.chart.as_str() {
            "bar" => Drawing::Bars { unit, series, rows, stacked: false },
            "stacked" => Drawing::Bars { unit, series, rows, stacked: true },
            "line" => Drawing::Lines { unit, series, rows },
            _ => Drawing::None,
        }
    }

    fn overview(&self) -> Vec<Block> {
        let drawing = wheel(self.input.framework, self.input.content, self.input.language, |dimension| {
            format!("#dimension-{}", dimension.code)
        });
        let Drawing::Wheel { sectors, legend } = &drawing else { return vec![] };
        let mut columns = vec![column(self.t("report-dimension"))];
        columns.extend(legend.iter().map(|entry| Column { title: entry.label.clone(), numeric: true }));
        let counted = |value: u32| TableCell::Number { value: f64::from(value), shown: value.to_string() };
        let rows = sectors
            .iter()
            .map(|sector| {
                let title = cell(&format!("{}. {}", sector.number, sector.title));
                std::iter::once(title).chain(sector.counts.iter().map(|count| counted(*count))).collect()
            })
            .collect();
        let caption = self.t("report-wheel-caption");
        let table = TableBlock {
            id: "wheel-data".into(),
            caption: self.t("report-wheel-table"),
            columns,
            rows,
            note: self.t("report-wheel-note"),
            notes: vec![],
        };
        let description = self.wording.fill("report-wheel-description", &[("territory", &self.territory)]);
        vec![Block::Figure(FigureBlock { id: "wheel".into(), caption, description, drawing, table })]
    }

    fn computation(&self) -> Vec<Block> {
        computation(self.input).into_iter().map(Block::Table).collect()
    }

    fn dimension_chapter(&self, dimension: &Item, position: usize, parent: usize) -> Chapter {
        let content = self.input.content;
        let title =
            Some(self.say(&dimension.chapter)).filter(|title| !title.is_empty()).unwrap_or_else(|| self.say(&dimension.title));
        let number = format!("{parent}.{position}");
        let mut blocks = vec![];
        if !dimension.guidance.is_empty() {
            blocks.push(plain(self.say(&dimension.guidance).to_owned()));
        }
        for (part, kind) in FindingKind::ALL.into_iter().enumerate() {
            let heading = self.t(&format!("finding-kind-{}-plural", kind.code().replace('_', "-")));
            blocks.push(Block::Heading {
                level: 2,
                id: format!("dimension-{}-{}", dimension.code, kind.code().replace('_', "-")),
                text: format!("{number}.{} {heading}", part + 1),
            });
            let mut findings: Vec<_> =
                content.findings.iter().filter(|f| f.dimension.as_str() == dimension.code && f.kind == kind).collect();
            findings.sort_by_key(|finding| finding.order);
            if findings.is_empty() {
                blocks.push(plain(self.t("report-no-finding")));
            }
            blocks.extend(findings.into_iter().map(|finding| self.finding(finding)));
        }
        blocks.extend(self.excused(dimension));
        let place = dimension.code.parse().ok().filter(|n| (1..=6).contains(n));
        Chapter { id: format!("dimension-{}", dimension.code), number, title: title.to_owned(), dimension: place, blocks }
    }

    fn finding(&self, finding: &Finding) -> Block {
        let topics: Vec<String> = finding
            .topics
            .iter()
            .filter_map(|topic| self.input.framework.item(topic.as_str()))
            .map(|item| self.say(&item.title).to_owned())
            .collect();
        let mut text = vec![Inline::text(self.say(&finding.text))];
        text.extend(self.notes(&finding.citations));
        Block::Paragraph(ParagraphBlock {
            id: finding.id.to_string(),
            title: self.say(&finding.title).to_owned(),
            kind: finding.kind.code().to_owned(),
            text,
            margin: topics.join(" · "),
        })
    }

    /// Topics outside the territory's competence, with the competence that explains it.
    fn excused(&self, dimension: &Item) -> Option<Block> {
        let framework = self.input.framework;
        let rows: Vec<Vec<TableCell>> = framework
            .answered_items()
            .filter(|item| framework.dimension_of(&item.code).is_some_and(|d| d.code == dimension.code))
            .filter_map(|item| {
                let answer = self.input.content.answer(&item.code).filter(|answer| answer.not_applicable)?;
                Some(vec![cell(self.say(&item.title)), cell(self.say(&answer.competence))])
            })
            .collect();
        (!rows.is_empty()).then(|| {
            Block::Table(TableBlock {
                id: format!("excused-{}", dimension.code),
                caption: self.t("report-excused"),
                columns: vec![column(self.t("report-topic")), column(self.t("report-excused-competence"))],
                rows,
                note: String::new(),
                notes: vec![],
            })
        })
    }

    fn annex_framework(&self) -> Vec<Block> {
        let framework = self.input.framework;
        let mut blocks = vec![];
        for dimension in framework.of_kind("dimension") {
            let rows: Vec<Vec<TableCell>> = framework
                .answered_items()
                .filter(|item| framework.dimension_of(&item.code).is_some_and(|d| d.code == dimension.code))
                .map(|item| vec![cell(&item.code), cell(self.say(&item.title)), cell(&self.answer(item))])
                .collect();
            blocks.push(Block::Table(TableBlock {
                id: format!("topics-{}", dimension.code),
                caption: self.say(&dimension.title).to_owned(),
                columns: vec![column(self.t("report-code")), column(self.t("report-topic")), column(self.t("report-answer"))],
                rows,
                note: String::new(),
                notes: vec![],
            }));
        }
        blocks
    }

    fn answer(&self, item: &Item) -> String {
        match self.input.content.answer(&item.code) {
            Some(answer) if answer.not_applicable => self.t("answer-not-applicable"),
            Some(answer) if answer.not_covered => self.t("answer-not-covered"),
            Some(answer) if !answer.value.is_empty() => {
                let scale = self.input.framework.scale_of(item);
                let value = scale.and_then(|scale| scale.values.iter().find(|value| value.code == answer.value));
                value.map(|value| self.say(&value.label).to_owned()).unwrap_or_else(|| answer.value.clone())
            }
            _ => self.t("answer-open"),
        }
    }

    fn annex_process(&self) -> Vec<Block> {
        let items = self
            .input
            .framework
            .stages
            .iter()
            .filter(|stage| !stage.exits.is_empty())
            .map(|stage| {
                vec![
                    Inline::Strong { text: self.say(&stage.title).to_owned() },
                    Inline::text(format!(" — {}", self.say(&stage.guidance))),
                ]
            })
            .collect();
        vec![Block::List { ordered: true, items }]
    }
}

/// The states of the wheel, in the order of its legend.
pub const WHEEL_STATES: [&str; 4] = ["answered", "not_applicable", "not_covered", "open"];

/// The official computation that the framework declares, with its working: one row per domain, one for the whole.
pub fn computation(input: Input<'_>) -> Option<TableBlock> {
    let Input { framework, content, language, .. } = input;
    let (result, declared) = (sdg::compute(framework, content)?, framework.computation.as_ref()?);
    let wording = Wording::of(language);
    let percent = |value: Option<f64>| match value {
        Some(value) => TableCell::Number { value, shown: format::number(language, (value * 10.0).round() / 10.0) },
        None => TableCell::Missing { shown: wording.t("report-not-computed") },
    };
    let band = |code: &Option<String>| {
        let band = code.as_ref().and_then(|code| declared.bands.iter().find(|band| band.code == *code));
        cell(band.map(|band| band.label.get(language)).unwrap_or_default())
    };
    let title = |code: &str| framework.item(code).map(|item| item.title.get(language)).unwrap_or_default();
    let mut rows: Vec<Vec<TableCell>> = result
        .domains
        .iter()
        .map(|domain| {
            let points: Vec<String> = domain
                .categories
                .iter()
                .map(|(_, _, points)| points.map_or_else(|| "–".to_owned(), |points| format::number(language, points)))
                .collect();
            vec![cell(title(&domain.code)), cell(&points.join(" + ")), percent(domain.percent), band(&domain.band)]
        })
        .collect();
    let working = wording.count("report-computation-categories", result.domains.iter().map(|d| d.categories.len()).sum());
    rows.push(vec![
        cell(&wording.t("report-computation-total")),
        cell(&working),
        percent(result.total_percent),
        band(&result.band),
    ]);
    Some(TableBlock {
        id: "computation".into(),
        caption: wording.t("report-computation"),
        columns: vec![
            column(wording.t("report-dimension")),
            column(wording.t("report-computation-points")),
            Column { title: wording.t("report-computation-percent"), numeric: true },
            column(wording.t("report-computation-band")),
        ],
        rows,
        note: wording.fill("report-computation-note", &[("source", &declared.source)]),
        notes: vec![],
    })
}

/// The wheel of dimensions: how far the questionnaire is, never how well anybody does.
pub fn wheel(framework: &Framework, content: &DossierContent, language: Language, href: impl Fn(&Item) -> String) -> Drawing {
    let wording = Wording::of(language);
    let sectors = framework
        .of_kind("dimension")
        .enumerate()
        .map(|(position, dimension)| {
            let mut counts = vec![0u32; WHEEL_STATES.len()];
            let items = framework
                .answered_items()
                .filter(|item| framework.dimension_of(&item.code).is_some_and(|d| d.code == dimension.code));
            for item in items {
                let state = match content.answer(&item.code) {
                    Some(answer) if answer.not_applicable && !answer.competence.is_empty() => 1,
                    Some(answer) if answer.not_covered => 2,
                    Some(answer) if !answer.value.is_empty() => 0,
                    _ => 3,
                };
                counts[state] += 1;
            }
            let settled = (counts[0] + counts[1]).to_string();
            let total = counts.iter().sum::<u32>().to_string();
            Sector {
                number: u8::try_from(position + 1).unwrap_or(u8::MAX),
                title: dimension.title.get(language).to_owned(),
                href: href(dimension),
                counts,
                label: wording.fill("report-wheel-sector", &[("settled", &settled), ("total", &total)]),
            }
        })
        .collect();
    let legend = WHEEL_STATES
        .iter()
        .map(|state| LegendEntry { state: (*state).to_owned(), label: wording.t(&format!("wheel-{}", state.replace('_', "-"))) })
        .collect();
    Drawing::Wheel { sectors, legend }
}

/// What the dossier makes of every objective, as rows for a table.
#[derive(Debug, Clone)]
pub struct VisionTable {
    /// The states, in the order of the rings.
    pub heads: Vec<String>,
    pub rows: Vec<VisionRow>,
}

#[derive(Debug, Clone)]
pub struct VisionRow {
    pub code: String,
    pub title: String,
    /// Whether each state holds, and that in a word.
    pub states: Vec<(bool, String)>,
    pub measures: usize,
}

/// The 360° vision over these objectives: every one of them, whatever the dossier says of it.
pub fn vision(objectives: &[Item], content: &DossierContent, language: Language) -> VisionTable {
    let wording = Wording::of(language);
    let known = vision::vision(content);
    let none = vision::Objective::default();
    VisionTable {
        heads: VisionState::ALL.map(|state| wording.t(&format!("vision-{}", state.code()))).into(),
        rows: objectives
            .iter()
            .map(|item| {
                let objective = known.get(&item.code).unwrap_or(&none);
                VisionRow {
                    code: item.code.clone(),
                    title: item.title.get(language).to_owned(),
                    states: VisionState::ALL
                        .map(|state| {
                            let holds = objective.has(state);
                            (holds, wording.t(if holds { "vision-yes" } else { "vision-no" }))
                        })
                        .into(),
                    measures: objective.measures,
                }
            })
            .collect(),
    }
}

/// The 360° wheel: never a score.
pub fn vision_wheel(table: &VisionTable, href: impl Fn(&str) -> String) -> Drawing {
    let sectors = table.rows.iter().enumerate().map(|(position, row)| Sector {
        number: u8::try_from(position + 1).unwrap_or(u8::MAX),
        title: row.title.clone(),
        href: href(&row.code),
        counts: row.states.iter().map(|(holds, _)| u32::from(*holds)).collect(),
        label: String::new(),
    });
    let legend = VisionState::ALL.iter().zip(&table.heads).enumerate();
    Drawing::Rings {
        sectors: sectors.collect(),
        legend: legend
            .map(|(ring, (state, head))| LegendEntry { state: state.code().to_owned(), label: format!("{}. {head}", ring + 1) })
            .collect(),
    }
}

/// The annex "comments and responses": every comment with what was answered.
pub fn comments_table(input: Input<'_>) -> Option<TableBlock> {
    let wording = Wording::of(input.language);
    let content = input.content;
    let subject = |subject: &Subject| match subject {
        Subject::Finding(id) => content.finding(id.as_str()).map(|f| f.title.get(input.language).to_owned()),
        Subject::Paragraph(id) => content.paragraph(id.as_str()).map(|p| p.title.get(input.language).to_owned()),
        Subject::Answer(item) => input.framework.item(item.as_str()).map(|item| item.title.get(input.language).to_owned()),
        // No assessment has registers, and no cycle this annex.
        Subject::RegisterEntry(_) => None,
    };
    let rows: Vec<Vec<TableCell>> = content
        .comments
        .iter()
        .filter(|comment| comment.parent.is_none())
        .map(|comment| {
            let organisation =
                content.organisation(&comment.organisation).map(|o| o.name.get(input.language)).unwrap_or_default();
            let change = change_in_words(&comment.change(content.text_of(&comment.subject).as_deref()), wording);
            let reason = [comment.reason.as_str(), &change].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let answer = match comment.disposition {
                Some(disposition) => wording.t(&format!("disposition-{}", disposition.code().replace('_', "-"))),
                None => wording.t("disposition-open"),
            };
            vec![
                cell(&subject(&comment.subject).unwrap_or_default()),
                cell(organisation),
                cell(&comment.body),
                cell(&answer),
                cell(&reason.join("\n")),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| TableBlock {
        id: "comments".into(),
        caption: wording.t("report-comments"),
        columns: [
            "report-comment-subject",
            "report-comment-organisation",
            "report-comment-body",
            "report-comment-answer",
            "report-comment-reason",
        ]
        .map(|key| column(wording.t(key)))
        .into(),
        rows,
        note: String::new(),
        notes: vec![],
    })
}

/// Above this many words of change the text counts as rewritten: a table has no room to show it.
const MOST_CHANGED_WORDS: usize = 60;

/// What a comment changed in a text, for a cell of a table; empty where nothing did.
fn change_in_words(changes: &[Change], wording: &Wording) -> String {
    let changed = changes.iter().filter_map(|change| match change {
        Change::Removed(text) | Change::Added(text) => Some(text.split_whitespace().count()),
        Change::Same(_) => None,
    });
    if changed.sum::<usize>() > MOST_CHANGED_WORDS {
        return wording.t("report-comment-rewritten");
    }
    let mut told = vec![];
    let mut rest = changes;
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        let one = match (first, more.first()) {
            (Change::Removed(before), Some(Change::Added(after))) => {
                rest = &more[1..];
                wording.fill("report-comment-replaced", &[("before", before.trim()), ("after", after.trim())])
            }
            (Change::Removed(text), _) => wording.fill("report-comment-removed", &[("text", text.trim())]),
            (Change::Added(text), _) => wording.fill("report-comment-added", &[("text", text.trim())]),
            (Change::Same(_), _) => continue,
        };
        told.push(one);
    }
    told.join(" ")
}

/// The evidence that the document cites, without duplicates, in the order of authors.
fn bibliography(input: Input<'_>, wording: &Wording) -> (Vec<Source>, BTreeMap<String, usize>) {
    let content = input.content;
    let cited: std::collections::BTreeSet<&str> = content.citations().map(|citation| citation.evidence.as_str()).collect();
    let mut entries: Vec<&Evidence> = content.evidence.iter().filter(|evidence| cited.contains(evidence.id.as_str())).collect();
    let author =
        |evidence: &Evidence| if evidence.author.is_empty() { evidence.publisher.clone() } else { evidence.author.clone() };
    entries.sort_by(|a, b| {
        format::compare(input.language, &author(a), &author(b))
            .then_with(|| a.year.cmp(&b.year))
            .then_with(|| a.title.cmp(&b.title))
    });
    let (mut sources, mut positions, mut known) = (vec![], BTreeMap::new(), BTreeMap::new());
    for evidence in entries {
        let position = *known.entry(evidence.identity()).or_insert_with(|| {
            sources.push(Source {
                id: evidence.id.to_string(),
                author: author(evidence),
                year: evidence.year.clone(),
                title: evidence.title.clone(),
                publisher: if evidence.author.is_empty() { String::new() } else { evidence.publisher.clone() },
                address: evidence.address.clone(),
                accessed: match evidence.accessed_on.is_empty() {
                    true => String::new(),
                    false => wording.fill("report-accessed", &[("date", &wording.date(&evidence.accessed_on))]),
                },
                short: evidence.short(),
            });
            sources.len() - 1
        });
        positions.insert(evidence.id.to_string(), position);
    }
    (sources, positions)
}

pub(super) fn plain(text: String) -> Block {
    Block::Paragraph(ParagraphBlock {
        id: String::new(),
        title: String::new(),
        kind: String::new(),
        text: vec![Inline::text(text)],
        margin: String::new(),
    })
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty())
}

pub(super) fn column(title: String) -> Column {
    Column { title, numeric: false }
}

pub(super) fn cell(text: &str) -> TableCell {
    TableCell::Text { text: text.to_owned() }
}

//! Search in what is published: by title and territory, and in the text itself, with the passages that say it.

use std::sync::Arc;

use jalon_domain::Language;
use jalon_domain::report::{Block, Inline, Report, TableBlock};
use jalon_domain::search::{Query, fold};

use super::{Summary, blocking};
use crate::{App, Caller, Result, lock};

/// A published record that a search found.
#[derive(Debug, Clone)]
pub struct Found {
    pub summary: Summary,
    /// The first passages that have every word: title, and anchor in the page. None where the title was found.
    pub passages: Vec<(String, String)>,
    /// How many more there are.
    pub more: usize,
}

/// A part of a text with an address of its own.
#[derive(Debug)]
pub(crate) struct Passage {
    title: String,
    anchor: String,
    /// As [`Query::is_in`] reads it.
    folded: String,
}

/// Passages that are shown of a record.
const MOST_PASSAGES: usize = 3;

impl App {
    /// What stands on the public side and has every word of the query, newest first; everything for an empty query.
    pub async fn search_published(&self, caller: &Caller, query: &Query, language: Language) -> Result<Vec<Found>> {
        let mut found = vec![];
        for summary in self.published(caller).await? {
            let named = [
                summary.title.get(language),
                summary.territory_name.get(language),
                summary.framework_name.get(language),
                &summary.published_on,
            ];
            if query.is_empty() || query.matches(named) {
                found.push(Found { summary, passages: vec![], more: 0 });
                continue;
            }
            // A release that cannot be read says so on its own page; it keeps nobody from finding the others.
            let passages = match self.passages(caller, &summary, language).await {
                Ok(passages) => passages,
                Err(error) => {
                    tracing::error!("release {} of {} cannot be searched: {error}", summary.version, summary.dossier);
                    continue;
                }
            };
            let mut places = passages.iter().filter(|passage| query.is_in(&passage.folded));
            let shown: Vec<_> =
                places.by_ref().take(MOST_PASSAGES).map(|passage| (passage.title.clone(), passage.anchor.clone())).collect();
            if !shown.is_empty() {
                found.push(Found { summary, passages: shown, more: places.count() });
            }
        }
        Ok(found)
    }

    /// The passages of a release in a language, in the order of its text. Read once; a release never changes.
    async fn passages(&self, caller: &Caller, summary: &Summary, language: Language) -> Result<Arc<Vec<Passage>>> {
        // As the page shows it: in a language that it was published in.
        let languages = &summary.languages;
        let language = if languages.contains(&language) { language } else { languages.first().copied().unwrap_or_default() };
        let key = (summary.dossier.clone(), summary.version, language);
        if let Some(known) = lock(&self.portal.passages).get(&key) {
            return Ok(known.clone());
        }
        let report = self.published_document(caller, &summary.dossier, summary.version, language).await?;
        let passages = Arc::new(blocking(move || Ok(passages(&report))).await?);
        lock(&self.portal.passages).insert(key, passages.clone());
        Ok(passages)
    }
}

fn passages(report: &Report) -> Vec<Passage> {
    let mut found: Vec<Passage> = vec![];
    for chapter in &report.chapters {
        add(&mut found, &chapter.title, &chapter.id, &chapter.title);
        let (mut title, mut anchor) = (&chapter.title, &chapter.id);
        for block in &chapter.blocks {
            match block {
                Block::Heading { id, text, .. } => {
                    if !id.is_empty() {
                        (title, anchor) = (text, id);
                    }
                    add(&mut found, title, anchor, text);
                }
                Block::Paragraph(paragraph) => {
                    let (title, anchor) = match (paragraph.id.is_empty(), paragraph.title.is_empty()) {
                        (true, _) => (title, anchor),
                        (false, true) => (title, &paragraph.id),
                        (false, false) => (&paragraph.title, &paragraph.id),
                    };
                    let text = format!("{} {} {}", paragraph.title, plain(&paragraph.text), paragraph.margin);
                    add(&mut found, title, anchor, &text);
                }
                Block::List { items, .. } => {
                    items.iter().for_each(|item| add(&mut found, title, anchor, &plain(item)));
                }
                Block::Callout { title: own, text } => add(&mut found, title, anchor, &format!("{own} {}", plain(text))),
                Block::Table(table) => add(&mut found, &table.caption, &table.id, &words(table)),
                Block::Figure(figure) => {
                    let text = format!("{} {} {}", figure.caption, figure.description, words(&figure.table));
                    add(&mut found, &figure.caption, &figure.id, &text);
                }
                Block::Sources => {}
            }
        }
    }
    found
}

/// Adds a text to its passage: what follows under one address is one passage.
fn add(found: &mut Vec<Passage>, title: &str, anchor: &str, text: &str) {
    let folded = format!(" {}", fold(text));
    match found.last_mut().filter(|last| last.anchor == anchor) {
        Some(last) => last.folded.push_str(&folded),
        None => found.push(Passage { title: title.to_owned(), anchor: anchor.to_owned(), folded }),
    }
}

fn plain(text: &[Inline]) -> String {
    let words = text.iter().map(|part| match part {
        Inline::Text { text } | Inline::Strong { text } => text.as_str(),
        Inline::Note { .. } => "",
    });
    words.collect()
}

fn words(table: &TableBlock) -> String {
    let heads = table.columns.iter().map(|column| column.title.as_str());
    let cells = table.rows.iter().flatten().map(|cell| cell.shown());
    std::iter::once(table.caption.as_str()).chain(heads).chain(cells).collect::<Vec<_>>().join(" ")
}

//! Maps of a signed table: its first measure by area, the other dimensions at the category that was chosen.

use std::collections::BTreeSet;

use jalon_domain::Language;
use jalon_domain::wording::Wording;
use jalon_publish::drawing::statistics::{AreaRow, Choropleth, Classing, choropleth};
use jalon_stats::release::{Code, Release};

use super::boundaries::{Outline, areas};
use super::indicator::{Drawn, Scale, options};
use super::table::Signed;

/// Classes of a map; fewer where there are few areas.
const CLASSES: usize = 4;
/// Categories of another dimension that a page lets choose from.
const MOST_CATEGORIES: usize = 200;

/// The maps of a table, and what they may show instead.
#[derive(Debug, Default)]
pub struct Maps {
    /// One for each set of outlines that has an area of the table.
    pub drawn: Vec<Drawn>,
    /// The dimensions of which another category than the total can be shown.
    pub choices: Vec<CategoryChoice>,
}

/// Categories of a dimension that no map is drawn over.
#[derive(Debug)]
pub struct CategoryChoice {
    /// Names the choice in an address.
    pub dimension: String,
    pub title: String,
    /// How an address says it, the code, whether it is what the maps show.
    pub categories: Vec<(String, Code, bool)>,
}

/// Draws a table on every set of outlines that fits. `chosen` says the code of a dimension by the dimension's name, as an
/// address does; empty and unknown ones are the total. Nothing is drawn of a table without totals.
pub fn maps(
    language: Language,
    signed: &Signed,
    outlines: &[Outline],
    chosen: &dyn Fn(&str) -> String,
    code_words: &dyn Fn(&Code) -> String,
) -> Maps {
    let release = &signed.release;
    let Some(at) = places(release, chosen) else { return Maps::default() };
    let table = Table { language, release, scale: Scale::of(signed, language), at: &at, code_words };
    let mut drawn = vec![];
    let mut over: BTreeSet<usize> = BTreeSet::new();
    for outline in outlines {
        for dimension in 0..release.dimensions().len() {
            if let Some(map) = table.map(dimension, outline, drawn.len() + 1) {
                drawn.push(map);
                over.insert(dimension);
            }
        }
    }
    // Where two dimensions are places, each is another category of the other's map.
    let is_fixed = |dimension: &usize| over.len() == 1 && over.contains(dimension);
    let choices = if over.is_empty() { 0..0 } else { 0..release.dimensions().len() };
    let choices = choices.filter(|dimension| !is_fixed(dimension)).filter_map(|dimension| table.choice(dimension)).collect();
    Maps { drawn, choices }
}

/// The place of each dimension: what was chosen, otherwise its total.
fn places(release: &Release, chosen: &dyn Fn(&str) -> String) -> Option<Vec<u32>> {
    let place = |dimension: &jalon_stats::release::Dimension| {
        let said = chosen(&dimension.name);
        let wanted = if said.is_empty() { None } else { dimension.place(&said) };
        wanted.or_else(|| dimension.total())
    };
    release.dimensions().iter().map(place).collect()
}

struct Table<'a> {
    language: Language,
    release: &'a Release,
    scale: Scale,
    at: &'a [u32],
    code_words: &'a dyn Fn(&Code) -> String,
}

impl Table<'_> {
    fn map(&self, dimension: usize, outline: &Outline, number: usize) -> Option<Drawn> {
        let over = &self.release.dimensions()[dimension];
        if over.variable != outline.note.variable {
            return None;
        }
        let row = |(place, code): (usize, &Code)| {
            let mut at = self.at.to_vec();
            at[dimension] = place as u32;
            let figure = self.release.at(&at)?.figures.first()?;
            Some(AreaRow {
                code: code.code.clone(),
                label: (self.code_words)(code),
                cell: self.scale.cell(figure),
                href: String::new(),
            })
        };
        let rows: Vec<AreaRow> = areas(over, &outline.boundaries).into_iter().filter_map(row).collect();
        if rows.is_empty() {
            return None;
        }
        let title = self.title(dimension, &outline.note.title);
        let classes = CLASSES.min(rows.len().div_ceil(2));
        let chart = Choropleth {
            measure: self.scale.measure(self.release),
            dimension: outline.note.title.clone(),
            rows,
            classing: Classing::EqualIntervals(classes),
            source: outline.note.source.clone(),
        };
        let figure = choropleth(&chart, &outline.boundaries, &options(self.language, &format!("map-{number}"), &title));
        Some(Drawn { title, figure, left_out: String::new() })
    }

    /// What the areas are, and of whom else the map tells, where that is not everybody.
    fn title(&self, over: usize, areas: &str) -> String {
        let dimensions = self.release.dimensions().iter().zip(self.at).enumerate();
        let others: Vec<String> = dimensions
            .filter(|(n, (dimension, place))| *n != over && !dimension.codes[**place as usize].total)
            .map(|(_, (dimension, place))| (self.code_words)(&dimension.codes[*place as usize]))
            .collect();
        let wording = Wording::of(self.language);
        match others.is_empty() {
            true => wording.fill("map-of", &[("areas", areas)]),
            false => wording.fill("map-of-some", &[("areas", areas), ("others", &others.join(", "))]),
        }
    }

    fn choice(&self, dimension: usize) -> Option<CategoryChoice> {
        let known = &self.release.dimensions()[dimension];
        let shown = *self.at.get(dimension)?;
        if !(2..=MOST_CATEGORIES).contains(&known.codes.len()) {
            return None;
        }
        let said = |place: u32, code: &Code| match (known.place(&code.code) == Some(place), code.level) {
            // Two levels share the code.
            (false, Some(level)) => format!("{}:{}", known.levels[level as usize], code.code),
            _ => code.code.clone(),
        };
        let category = |(place, code): (usize, &Code)| {
            let place = place as u32;
            (said(place, code), code.clone(), place == shown)
        };
        let mut categories: Vec<_> = known.codes.iter().enumerate().map(category).collect();
        // Everybody first: it is what a map shows unless somebody asks for less.
        categories.sort_by_key(|(_, code, _)| !code.total);
        Some(CategoryChoice { dimension: known.name.clone(), title: known.title.clone(), categories })
    }
}

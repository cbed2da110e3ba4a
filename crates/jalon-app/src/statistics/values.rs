//! The values of an indicator from what was released: for everybody, then for each group.

use jalon_domain::statistics::Headline;
use jalon_domain::statistics::calculation::{Calculation, EVERYBODY, Measure};
use jalon_domain::statistics::value::{compared, scaled};
use jalon_domain::{Language, Problem, Text};
use jalon_stats::release::{Code, Dimension, Release};

use super::table::precision;

/// A group, empty for everybody, with its figures.
pub(super) type Group = (Text, Vec<Headline>);

/// The indicator's value for everybody, then for each group of each dimension, named `dimension – code`.
///
/// Each is followed by what stands beside it: other measures, or the two groups that were compared. `written` is the language
/// of the release; a group has its name in every language in which the release has one.
///
/// # Errors
/// The table has no such groups as the indicator compares: what it shows is no value of the indicator.
pub(super) fn values(
    release: &Release,
    written: Language,
    calculation: Option<&Calculation>,
    variable: Option<&str>,
) -> Result<Vec<Group>, Problem> {
    let Some(calculation) = calculation else { return Ok(filled(groups(release, written, None))) };
    // A table that counts something else than a share is not multiplied.
    let is_share = release.measures().first().is_some_and(|measure| matches!(measure.kind.as_str(), "ratio" | "share"));
    let per = if is_share && calculation.measure == Measure::Share { calculation.per } else { 1 };
    let scale =
        |all: Vec<Headline>| all.iter().enumerate().map(|(n, one)| if n == 0 { scaled(one, per) } else { one.clone() }).collect();
    let Some(compare) = &calculation.compare else {
        return Ok(filled(groups(release, written, None)).into_iter().map(|(group, all)| (group, scale(all))).collect());
    };
    let without = || Problem::new("table-without-comparison").with("first", &compare.first).with("second", &compare.second);
    let dimensions = release.dimensions();
    let at = dimensions.iter().position(|dimension| Some(dimension.variable.as_str()) == variable).ok_or_else(without)?;
    let place = |wanted: &str| -> Option<u32> {
        let codes = dimensions[at].codes.iter();
        let is_wanted = |code: &Code| if wanted == EVERYBODY { code.total } else { !code.total && code.code == wanted };
        codes.enumerate().find(|(_, code)| is_wanted(code)).map(|(place, _)| place as u32)
    };
    let (first, second) = (place(&compare.first).ok_or_else(without)?, place(&compare.second).ok_or_else(without)?);
    totals(release).ok_or_else(without)?;
    let side = |place: u32| groups(release, written, Some((at, place)));
    let both = side(first).into_iter().zip(side(second));
    let value = |((group, one), (_, other)): (Group, Group)| {
        let (one, other): (Vec<Headline>, Vec<Headline>) = (scale(one), scale(other));
        let (one, other) = (one.first().cloned().unwrap_or_default(), other.first().cloned().unwrap_or_default());
        (group, vec![compared(&one, &other, compare.by), one, other])
    };
    Ok(both.filter(|((_, one), (_, other))| !one.is_empty() && !other.is_empty()).map(value).collect())
}

fn filled(groups: Vec<Group>) -> Vec<Group> {
    groups.into_iter().filter(|(_, figures)| !figures.is_empty()).collect()
}

/// The places of the totals; nothing where a dimension has none.
pub(crate) fn totals(release: &Release) -> Option<Vec<u32>> {
    release.dimensions().iter().map(Dimension::total).collect()
}

fn figures(release: &Release, at: &[u32]) -> Vec<Headline> {
    let Some(cell) = release.at(at) else { return vec![] };
    let figure = |(measure, figure): (&jalon_stats::release::Measure, &jalon_stats::release::Figure)| Headline {
        measure: measure.name.clone(),
        state: figure.status.code().to_owned(),
        value: figure.value.clone().unwrap_or_default(),
        precision: precision(release, figure),
    };
    release.measures().iter().zip(&cell.figures).map(figure).collect()
}

/// The figures of everybody, then of each code of each dimension, named `dimension – code`; one dimension may be held at a
/// place. A group without a cell has no figures.
fn groups(release: &Release, written: Language, held: Option<(usize, u32)>) -> Vec<Group> {
    let Some(mut totals) = totals(release) else { return vec![] };
    if let Some((dimension, place)) = held {
        totals[dimension] = place;
    }
    let mut groups = vec![(Text::default(), figures(release, &totals))];
    let others = release.dimensions().iter().enumerate().filter(|(n, _)| held.is_none_or(|(dimension, _)| dimension != *n));
    for (n, dimension) in others {
        for (place, code) in dimension.codes.iter().enumerate().filter(|(_, code)| !code.total) {
            let mut at = totals.clone();
            at[n] = place as u32;
            groups.push((name(release, written, dimension, code), figures(release, &at)));
        }
    }
    groups
}

fn name(release: &Release, written: Language, dimension: &Dimension, code: &Code) -> Text {
    let label = if code.label.is_empty() { &code.code } else { &code.label };
    let mut name = Text::of(written, format!("{} – {label}", dimension.title));
    let translations = release.translations();
    for language in Language::CONTENT {
        let [title, label] = [&dimension.title, label].map(|text| (translations.get(language, text), text));
        if title.0.is_some() || label.0.is_some() {
            let [title, label] = [title, label].map(|(translated, text)| translated.unwrap_or(text));
            name.set(language, format!("{title} – {label}"), written);
        }
    }
    name
}

//! From what an indicator counts to a table: the form filled from it, the datasets that give it, and whether a table still is
//! what it says.

use jalon_app::Opened;
use jalon_app::domain::statistics::CalculationNote;
use jalon_app::statistics::correspondence::Correspondence;
use jalon_app::statistics::proposal::{Matched, Proposal};

use super::{FaultRow, faults};
use crate::error::{Failure, OrFail};
use crate::request::{Visit, query};
use crate::router::Shared;

/// What the form was filled from, and what is to be looked at.
#[derive(Debug)]
pub(crate) struct FilledView {
    pub(crate) indicator: String,
    /// Concept, variable and how it was found.
    pub(crate) matched: Vec<(String, String, String)>,
    pub(crate) lacks: Vec<FaultRow>,
    pub(crate) remarks: Vec<FaultRow>,
    /// Concept, variable, groups as the form takes them.
    pub(crate) offered: Vec<(String, String, String)>,
}

/// The indicator that a new table is started from, with what its calculation makes of the dataset.
pub(crate) async fn filled(
    app: &Shared,
    visit: &Visit,
    slug: &str,
    dataset: &str,
    indicator: &str,
) -> Result<Option<(Proposal, FilledView)>, Failure> {
    let wanted = query(visit);
    let proposal =
        app.propose_table(&visit.caller, slug, dataset, indicator, wanted.get("period").trim()).await.or_fail(visit)?;
    let Some(proposal) = proposal else { return Ok(None) };
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(visit)?;
    let library = app.library();
    let name = |concept: &str| {
        let known = library.concepts().iter().find(|known| known.code == concept);
        known.map_or(concept, |known| known.name.get(visit.content())).to_owned()
    };
    let matched = |matched: &Matched| {
        let (variable, found) = match &matched.variable {
            Some((variable, found)) => (variable.clone(), format!("found-{}", found.code())),
            None => (String::new(), "found-none".to_owned()),
        };
        (name(&matched.concept), variable, visit.t(&found))
    };
    let view = FilledView {
        indicator: super::indicator_name(visit, &opened, Some(indicator)),
        matched: proposal.matched.iter().map(matched).collect(),
        lacks: faults(visit, &proposal.lacks),
        remarks: faults(visit, &proposal.remarks),
        offered: proposal.offered.iter().map(|one| (name(&one.concept), one.variable.clone(), one.groups.clone())).collect(),
    };
    Ok(Some((proposal, view)))
}

/// That a table is what its indicator says, or in what it is not; and by what it is restricted beyond.
pub(crate) fn correspondence_words(visit: &Visit, found: Option<&Correspondence>) -> [String; 3] {
    let Some(found) = found else { return Default::default() };
    let deviates = deviation_words(visit, &found.deviations);
    let restricted = found.restricted.join(", ");
    [
        if deviates.is_empty() { visit.t("table-corresponds") } else { String::new() },
        if deviates.is_empty() { String::new() } else { visit.fill("table-deviates", &[("parts", &deviates)]) },
        if restricted.is_empty() { String::new() } else { visit.fill("table-restricted", &[("variables", &restricted)]) },
    ]
}

/// Parts in which something differs, in words.
pub(crate) fn deviation_words(visit: &Visit, parts: &[String]) -> String {
    parts.iter().map(|part| visit.t(&format!("deviation-{part}"))).collect::<Vec<_>>().join(", ")
}

/// What an indicator counts, on its page in the workspace.
#[derive(Debug)]
pub(crate) struct CalculationView {
    /// The ready definition and what was changed of it, or that it is the office's own.
    pub(crate) origin: String,
    pub(crate) words: Vec<(String, String)>,
    pub(crate) datasets: Vec<DatasetRow>,
    pub(crate) may_start: bool,
}

#[derive(Debug)]
pub(crate) struct DatasetRow {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) standing: String,
    pub(crate) lacks: Vec<FaultRow>,
}

/// Nothing where the indicator does not say what it counts.
pub(crate) async fn calculation_view(
    app: &Shared,
    visit: &Visit,
    opened: &Opened,
    base: &str,
    indicator: &str,
) -> Result<Option<CalculationView>, Failure> {
    let Some(started) = app.calculation_of(&visit.caller, opened, indicator).await.or_fail(visit)? else { return Ok(None) };
    let row = |(id, title, proposal): (String, String, Proposal)| DatasetRow {
        title,
        href: format!("{base}/statistics/datasets/{id}/tables/new?indicator={}", crate::error::escape_query(indicator)),
        standing: match proposal.lacks.len() {
            0 => visit.t("indicator-table-complete"),
            count => visit.count("indicator-table-lacks", count),
        },
        lacks: faults(visit, &proposal.lacks),
    };
    let calculation = &started.calculation;
    Ok(Some(CalculationView {
        origin: origin(visit, &calculation.definition, &calculation.version, &started.adapted),
        words: started.words,
        may_start: app.may(&visit.caller, jalon_app::authorisation::Action::TableSave, opened),
        datasets: started.datasets.into_iter().map(row).collect(),
    }))
}

/// Where a calculation comes from, and in what the office changed it.
fn origin(visit: &Visit, definition: &str, version: &str, adapted: &[String]) -> String {
    if definition.is_empty() {
        return visit.t("indicator-calculation-own");
    }
    let ready = visit.fill("indicator-calculation-ready", &[("definition", definition), ("version", version)]);
    let parts = deviation_words(visit, adapted);
    if parts.is_empty() {
        ready
    } else {
        format!("{ready} – {}", visit.fill("indicator-calculation-adapted", &[("parts", &parts)]))
    }
}

/// By what calculation a signed table was made, and whether it is that of its indicator: as it was when it was signed.
pub(crate) fn note_facts(visit: &Visit, note: &CalculationNote) -> Vec<(String, String)> {
    let found = Correspondence { deviations: note.deviations.clone(), restricted: note.restricted.clone(), compared: None };
    let said = correspondence_words(visit, Some(&found)).into_iter().filter(|words| !words.is_empty());
    let origin = origin(visit, &note.definition, &note.version, &note.adapted);
    let words = std::iter::once(format!("{origin}.")).chain(said).collect::<Vec<_>>().join(" ");
    vec![(visit.t("indicator-calculation"), words)]
}

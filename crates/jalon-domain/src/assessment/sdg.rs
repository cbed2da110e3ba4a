//! SDG indicator 10.7.2, as its metadata sheet computes it.
//!
//! Source: metadata of indicator 10.7.2 (`DATA_COMP`, `STAT_CONC_DEF`), read through `refdata/mgi_method.toml`, scale `sdg_10_7_2`:
//! the unweighted mean of the five sub-categories of a domain, and of all thirty for the total, in percent, in four bands.
//! It is a national indicator reported to the custodian as such; Jalon shows it with its working and compares nobody by it.

use serde::Serialize;

use crate::assessment::DossierContent;
use crate::catalogue::{Band, Framework};

/// The result with its working.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Result {
    pub domains: Vec<Domain>,
    /// Absent while a category is unanswered.
    pub total_percent: Option<f64>,
    pub band: Option<String>,
    pub unanswered: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Domain {
    pub code: String,
    /// Category code, value and points; absent points for an unanswered category.
    pub categories: Vec<(String, String, Option<f64>)>,
    pub percent: Option<f64>,
    pub band: Option<String>,
}

/// The indicator for a dossier whose framework declares the computation; nothing otherwise.
pub fn compute(framework: &Framework, content: &DossierContent) -> Option<Result> {
    let computation = framework.computation.as_ref().filter(|c| c.rule == "sdg_10_7_2")?;
    let domains: Vec<Domain> = framework
        .of_kind("dimension")
        .map(|domain| {
            let categories: Vec<_> = framework
                .answered_items()
                .filter(|item| framework.dimension_of(&item.code).is_some_and(|d| d.code == domain.code))
                .map(|item| {
                    let value = content.answer(&item.code).map(|answer| answer.value.clone()).unwrap_or_default();
                    let points = framework.scale_of(item).and_then(|scale| scale.values.iter().find(|v| v.code == value)?.points);
                    (item.code.clone(), value, points)
                })
                .collect();
            let percent = mean(categories.iter().map(|(_, _, points)| *points));
            Domain { code: domain.code.clone(), band: percent.map(|p| band(&computation.bands, p)), percent, categories }
        })
        .collect();
    let all = || domains.iter().flat_map(|domain| &domain.categories);
    let total_percent = mean(all().map(|(_, _, points)| *points));
    let unanswered = all().filter(|(_, _, points)| points.is_none()).map(|(code, _, _)| code.clone()).collect();
    Some(Result { total_percent, band: total_percent.map(|p| band(&computation.bands, p)), unanswered, domains })
}

/// The mean in percent, or nothing while one is missing: an indicator over part of its categories would not be the indicator.
fn mean(points: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let points: Option<Vec<f64>> = points.collect();
    points.filter(|p| !p.is_empty()).map(|p| p.iter().sum::<f64>() / p.len() as f64 * 100.0)
}

fn band(bands: &[Band], percent: f64) -> String {
    bands.iter().rev().find(|band| percent >= band.from).map(|band| band.code.clone()).unwrap_or_default()
}

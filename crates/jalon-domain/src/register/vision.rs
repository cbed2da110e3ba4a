//! The 360° vision: all objectives of the Compact are considered, none is silently dropped
//! (004_093357de5793184c.txt, section IIIA and step 2). States, never a score.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assessment::DossierContent;

/// How far the dossier went with one objective. Each state stands by itself: a later one does not include an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisionState {
    /// A decision with its reason stands in the dossier.
    Considered,
    /// The decision is to act on it now.
    Selected,
    /// A measure serves it.
    Measures,
    /// A measure that serves it has a budget line.
    Budgeted,
    /// An indicator measures it.
    Indicators,
    /// Every measure that serves it and reported was last reported as under way or done.
    OnTrack,
}

impl VisionState {
    pub const ALL: [VisionState; 6] =
        [Self::Considered, Self::Selected, Self::Measures, Self::Budgeted, Self::Indicators, Self::OnTrack];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Considered => "considered",
            Self::Selected => "selected",
            Self::Measures => "measures",
            Self::Budgeted => "budgeted",
            Self::Indicators => "indicators",
            Self::OnTrack => "on-track",
        }
    }
}

/// What a dossier makes of one objective.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Objective {
    pub states: Vec<VisionState>,
    /// How many measures serve it.
    pub measures: usize,
}

impl Objective {
    pub fn has(&self, state: VisionState) -> bool {
        self.states.contains(&state)
    }
}

/// Objective codes to what the registers `objective_decision`, `measure`, `budget_line`, `indicator` and `progress` say.
pub fn vision(content: &DossierContent) -> BTreeMap<String, Objective> {
    let mut objectives: BTreeMap<String, Objective> = BTreeMap::new();
    let mut add = |code: &str, state: VisionState| {
        let objective = objectives.entry(code.to_owned()).or_default();
        if !objective.has(state) {
            objective.states.push(state);
            objective.states.sort();
        }
    };
    for decision in content.entries("objective_decision").filter(|decision| decision.is_filled("reason")) {
        for code in decision.chosen("objective") {
            add(code, VisionState::Considered);
            if decision.chosen("decision").iter().any(|decision| decision == "selected") {
                add(code, VisionState::Selected);
            }
        }
    }
    for indicator in content.entries("indicator") {
        for code in indicator.chosen("objectives") {
            add(code, VisionState::Indicators);
        }
    }
    let budgeted: std::collections::BTreeSet<&str> =
        content.entries("budget_line").flat_map(|line| line.chosen("measure")).map(String::as_str).collect();
    // Periods sort by name: 2026-Q3 before 2026-Q4.
    let mut last: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for progress in content.entries("progress") {
        let report = (progress.line("period"), progress.chosen("state").first().map_or("", String::as_str));
        for measure in progress.chosen("measure") {
            let known = last.entry(measure).or_insert(report);
            if report.0 > known.0 {
                *known = report;
            }
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut on_track: BTreeMap<&str, bool> = BTreeMap::new();
    for measure in content.entries("measure") {
        for code in measure.chosen("objectives") {
            *counts.entry(code).or_default() += 1;
            add(code, VisionState::Measures);
            if budgeted.contains(measure.id.as_str()) {
                add(code, VisionState::Budgeted);
            }
            if let Some((_, state)) = last.get(measure.id.as_str()) {
                *on_track.entry(code).or_insert(true) &= matches!(*state, "under_way" | "done");
            }
        }
    }
    for (code, _) in on_track.into_iter().filter(|(_, holds)| *holds) {
        add(code, VisionState::OnTrack);
    }
    for (code, count) in counts {
        if let Some(objective) = objectives.get_mut(code) {
            objective.measures = count;
        }
    }
    objectives
}

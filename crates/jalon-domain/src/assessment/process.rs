//! The stages of a dossier: what may be written now, and which ways lead on.

use crate::assessment::checks::Diagnostic;
use crate::assessment::{Answer, DossierContent};
use crate::catalogue::{Exit, Framework, Severity, Stage};
use crate::{Problem, Text};

/// The stage the dossier is in. A dossier whose stage its framework does not know has nothing editable.
pub fn stage<'a>(framework: &'a Framework, content: &DossierContent) -> Option<&'a Stage> {
    framework.stage(&content.dossier.stage)
}

/// Whether records of this kind may be written in the present stage.
pub fn is_editable(framework: &Framework, content: &DossierContent, what: &str) -> bool {
    stage(framework, content).is_some_and(|stage| stage.editable.iter().any(|kind| kind == what))
}

/// Whether this answer may be written: its stage is open, or it alone was reopened.
pub fn is_answer_editable(framework: &Framework, content: &DossierContent, answer: Option<&Answer>) -> bool {
    is_editable(framework, content, "answers") || answer.is_some_and(|answer| !answer.reopened.is_empty())
}

/// A way out of the present stage, and what still stands against it.
#[derive(Debug, Clone)]
pub struct Gate<'a> {
    pub exit: &'a Exit,
    pub target: &'a Stage,
    /// True when the target comes later in the process; a way back has nothing to fulfil.
    pub forward: bool,
    /// Everything that the exit's checks found. Only errors close the gate.
    pub findings: Vec<Diagnostic>,
}

impl Gate<'_> {
    pub fn is_open(&self) -> bool {
        self.findings.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}

/// The ways out of the present stage, in the order of the framework's file. `found` is what all checks found, as
/// [`checks::run_all`](crate::assessment::checks::run_all) gives it.
pub fn gates<'a>(framework: &'a Framework, content: &DossierContent, found: &[Diagnostic]) -> Vec<Gate<'a>> {
    let Some(stage) = stage(framework, content) else { return vec![] };
    let position = |code: &str| framework.stages.iter().position(|stage| stage.code == code);
    stage
        .exits
        .iter()
        .filter_map(|exit| {
            let target = framework.stage(&exit.to)?;
            let findings = found.iter().filter(|diagnostic| exit.checks.contains(&diagnostic.code)).cloned().collect();
            Some(Gate { exit, target, forward: position(&exit.to) > position(&stage.code), findings })
        })
        .collect()
}

/// The exit to `target`, or why it cannot be taken.
pub fn leave<'a>(
    framework: &'a Framework,
    content: &DossierContent,
    target: &str,
    found: &[Diagnostic],
) -> Result<Gate<'a>, Problem> {
    let gate = gates(framework, content, found)
        .into_iter()
        .find(|gate| gate.exit.to == target)
        .ok_or_else(|| Problem::new("stage-unknown-exit").with("stage", target))?;
    if !gate.is_open() {
        let open = gate.findings.iter().filter(|d| d.severity == Severity::Error).count();
        return Err(Problem::new("stage-gate-closed").with("count", open));
    }
    Ok(gate)
}

/// What a stage is called, for messages.
pub fn stage_title<'a>(framework: &'a Framework, code: &str) -> Option<&'a Text> {
    framework.stage(code).map(|stage| &stage.title)
}

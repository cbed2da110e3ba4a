//! The rules that a framework's checks name, run over a dossier like a compiler over a program.
//!
//! A check is data (code, severity, wording, source); a rule is one function here. A framework may use a rule under its own code,
//! several times or not at all. [`RULES`] is the list that `jalon catalog check` holds the data against.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assessment::{Comment, DossierContent, FindingKind, Subject as Commented};
use crate::catalogue::{CheckDefinition, Framework, Library, Severity};
use crate::identity::{Level, Role};
use crate::register::{Names, Value, rules};
use crate::text::TranslationState;
use crate::{Language, Text};

/// One place where a check does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub code: String,
    pub severity: Severity,
    /// The rule; with `check-` before it, the key of the message in the wording files, filled with `args`.
    pub rule: String,
    pub args: BTreeMap<String, String>,
    /// The noun and key of the record concerned: `finding`/`M1.1.01`; the noun alone where something is missing altogether.
    pub noun: String,
    pub key: String,
    pub source: String,
}

/// A violation as a rule reports it.
pub(crate) struct Violation {
    pub(crate) noun: &'static str,
    pub(crate) key: String,
    pub(crate) args: BTreeMap<String, String>,
}

impl Violation {
    pub(crate) fn at(noun: &'static str, key: impl Into<String>) -> Self {
        Self { noun, key: key.into(), args: BTreeMap::new() }
    }
    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// For items of other frameworks that fields choose from.
    pub library: &'a Library,
    pub framework: &'a Framework,
    pub content: &'a DossierContent,
    /// ISO 8601 date.
    pub today: &'a str,
}

impl<'a> Subject<'a> {
    pub(crate) fn names(&self) -> Names<'a> {
        let language = self.content.dossier.source_language;
        Names { library: self.library, framework: self.framework, content: self.content, language }
    }
}

enum Rule {
    /// Looks at the dossier alone.
    Plain(fn(&Subject<'_>) -> Vec<Violation>),
    /// Is told by its check what to look at.
    Told(fn(&Subject<'_>, &CheckDefinition) -> Vec<Violation>),
}

/// Every rule, by the name that catalogues use.
pub const RULES: &[&str] = &[
    "lead_and_counterpart_named",
    "commitment_recorded",
    "every_topic_answered",
    "excuse_names_competence",
    "every_finding_has_evidence",
    "finding_has_topic_and_kind",
    "dimension_has_both_parts",
    "context_items_covered",
    "every_figure_has_source",
    "citation_gives_page",
    "evidence_address_well_formed",
    "every_comment_has_disposition",
    "national_level_took_part",
    "validated_by_both_governments",
    "translations_up_to_date",
    "carried_findings_confirmed",
    "assignments_not_overdue",
    "entries_exist",
    "field_filled",
    "field_filled_once",
    "value_chosen",
    "value_chosen_by_all",
    "everything_chosen",
    "every_entry_named",
    "not_overdue",
    "progress_not_stale",
    "reuse_considered",
    "progress_reported_in_time",
    "budget_funded",
    "attested",
];

fn rule(name: &str) -> Option<Rule> {
    use Rule::{Plain, Told};
    Some(match name {
        "lead_and_counterpart_named" => Plain(lead_and_counterpart_named),
        "commitment_recorded" => Plain(commitment_recorded),
        "every_topic_answered" => Plain(every_topic_answered),
        "excuse_names_competence" => Plain(excuse_names_competence),
        "every_finding_has_evidence" => Plain(every_finding_has_evidence),
        "finding_has_topic_and_kind" => Plain(finding_has_topic_and_kind),
        "dimension_has_both_parts" => Plain(dimension_has_both_parts),
        "context_items_covered" => Plain(context_items_covered),
        "every_figure_has_source" => Plain(every_figure_has_source),
        "citation_gives_page" => Plain(citation_gives_page),
        "evidence_address_well_formed" => Plain(evidence_address_well_formed),
        "every_comment_has_disposition" => Plain(every_comment_has_disposition),
        "national_level_took_part" => Plain(national_level_took_part),
        "validated_by_both_governments" => Plain(validated_by_both_governments),
        "translations_up_to_date" => Plain(translations_up_to_date),
        "carried_findings_confirmed" => Plain(carried_findings_confirmed),
        "assignments_not_overdue" => Plain(assignments_not_overdue),
        "entries_exist" => Told(rules::entries_exist),
        "field_filled" => Told(rules::field_filled),
        "field_filled_once" => Told(rules::field_filled_once),
        "value_chosen" => Told(rules::value_chosen),
        "value_chosen_by_all" => Told(rules::value_chosen_by_all),
        "everything_chosen" => Told(rules::everything_chosen),
        "every_entry_named" => Told(rules::every_entry_named),
        "not_overdue" => Told(rules::not_overdue),
        "progress_not_stale" => Told(rules::progress_not_stale),
        "reuse_considered" => Told(rules::reuse_considered),
        "progress_reported_in_time" => Told(rules::progress_reported_in_time),
        "budget_funded" => Told(rules::budget_funded),
        "attested" => Told(rules::attested),
        _ => return None,
    })
}

/// Runs the framework's checks that `wanted` selects, in the framework's order.
pub fn run(subject: &Subject<'_>, wanted: impl Fn(&CheckDefinition) -> bool) -> Vec<Diagnostic> {
    let mut diagnostics = vec![];
    for check in subject.framework.checks.iter().filter(|check| wanted(check)) {
        // The catalogue loader refuses unknown rules; an imported framework of a newer program is the only way here.
        let Some(rule) = rule(&check.rule) else { continue };
        // A requirement that is none here is excused by the competence that explains it, derived or attested.
        let excused = |answer: &crate::assessment::Answer| answer.not_applicable && !answer.competence.is_empty();
        if subject.framework.is_requirement(&check.code) && subject.content.answer(&check.code).is_some_and(excused) {
            continue;
        }
        let violations = match rule {
            Rule::Plain(rule) => rule(subject),
            Rule::Told(rule) => rule(subject, check),
        };
        diagnostics.extend(violations.into_iter().map(|violation| Diagnostic {
            code: check.code.clone(),
            severity: check.severity,
            rule: check.rule.replace('_', "-"),
            args: violation.args,
            noun: violation.noun.to_owned(),
            key: violation.key,
            source: check.source.clone(),
        }));
    }
    diagnostics
}

/// Every check of the framework.
pub fn run_all(subject: &Subject<'_>) -> Vec<Diagnostic> {
    run(subject, |_| true)
}

fn lead_and_counterpart_named(subject: &Subject<'_>) -> Vec<Violation> {
    [Role::LocalLead, Role::NationalCounterpart]
        .into_iter()
        .filter(|role| !subject.content.memberships.iter().any(|(member, _)| member.role == *role))
        .map(|role| Violation::at("member", role.code()).with("role", role.code()))
        .collect()
}

fn commitment_recorded(subject: &Subject<'_>) -> Vec<Violation> {
    match subject.content.evidence.iter().any(|evidence| evidence.commitment) {
        true => vec![],
        false => vec![Violation::at("evidence", "")],
    }
}

fn every_topic_answered(subject: &Subject<'_>) -> Vec<Violation> {
    subject
        .framework
        .answered_items()
        .filter(|item| !subject.content.answer(&item.code).is_some_and(|answer| answer.is_settled()))
        .map(|item| Violation::at("answer", &item.code).with("item", &item.code))
        .collect()
}

fn excuse_names_competence(subject: &Subject<'_>) -> Vec<Violation> {
    subject
        .content
        .answers
        .iter()
        .filter(|answer| answer.not_applicable && answer.competence.is_empty())
        .map(|answer| Violation::at("answer", answer.item.as_str()).with("item", &answer.item))
        .collect()
}

fn every_finding_has_evidence(subject: &Subject<'_>) -> Vec<Violation> {
    let content = subject.content;
    content
        .findings
        .iter()
        .filter(|finding| !finding.citations.iter().any(|c| content.evidence(c.evidence.as_str()).is_some()))
        .map(|finding| finding_violation(subject, finding))
        .collect()
}

fn finding_violation(subject: &Subject<'_>, finding: &crate::assessment::Finding) -> Violation {
    Violation::at("finding", finding.id.as_str())
        .with("finding", &finding.id)
        .with("title", name(&finding.title, &finding.text, subject.content.dossier.source_language))
}

/// What people call a text: its title, or where it has none how it begins.
fn name(title: &Text, text: &Text, language: Language) -> String {
    const MOST: usize = 60;
    let title = title.get(language);
    if !title.is_empty() {
        return title.to_owned();
    }
    let text = text.get(language);
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}

fn finding_has_topic_and_kind(subject: &Subject<'_>) -> Vec<Violation> {
    let known = |code: &str| subject.framework.item(code).is_some();
    subject
        .content
        .findings
        .iter()
        .filter(|f| f.topics.is_empty() || !f.topics.iter().all(|t| known(t.as_str())) || f.text.is_empty())
        .map(|finding| finding_violation(subject, finding))
        .collect()
}

fn dimension_has_both_parts(subject: &Subject<'_>) -> Vec<Violation> {
    let mut violations = vec![];
    for dimension in subject.framework.of_kind("dimension") {
        for kind in FindingKind::ALL {
            if !subject.content.findings.iter().any(|f| f.dimension.as_str() == dimension.code && f.kind == kind) {
                violations.push(
                    Violation::at("dimension", &dimension.code).with("dimension", &dimension.code).with("kind", kind.code()),
                );
            }
        }
    }
    violations
}

fn context_items_covered(subject: &Subject<'_>) -> Vec<Violation> {
    let content = subject.content;
    subject
        .framework
        .of_kind("context")
        .filter(|item| item.parent.is_some())
        .filter(|item| {
            let text = content.paragraphs.iter().any(|p| p.item.as_str() == item.code && !p.text.is_empty());
            !text && !content.figures.iter().any(|figure| figure.item.as_str() == item.code)
        })
        .map(|item| Violation::at("context", &item.code).with("item", &item.code))
        .collect()
}

fn every_figure_has_source(subject: &Subject<'_>) -> Vec<Violation> {
    let content = subject.content;
    content
        .figures
        .iter()
        .filter(|figure| !figure.citations.iter().any(|c| content.evidence(c.evidence.as_str()).is_some()))
        .map(|figure| {
            Violation::at("figure", figure.id.as_str())
                .with("figure", &figure.id)
                .with("title", figure.title.get(content.dossier.source_language))
        })
        .collect()
}

fn citation_gives_page(subject: &Subject<'_>) -> Vec<Violation> {
    let content = subject.content;
    content
        .findings
        .iter()
        .filter(|finding| {
            finding.citations.iter().any(|citation| {
                let paged = content.evidence(citation.evidence.as_str()).is_some_and(|e| e.kind == "document" || e.kind == "law");
                paged && citation.page.is_empty() && citation.lines.is_empty()
            })
        })
        .map(|finding| finding_violation(subject, finding))
        .collect()
}

fn evidence_address_well_formed(subject: &Subject<'_>) -> Vec<Violation> {
    subject
        .content
        .evidence
        .iter()
        .filter(|evidence| !evidence.address.is_empty() && !is_web_address(&evidence.address))
        .map(|evidence| {
            Violation::at("evidence", evidence.id.as_str()).with("evidence", &evidence.id).with("address", &evidence.address)
        })
        .collect()
}

/// An http or https address with a host. Whether anything answers there is not asked: the check must give the same result everywhere.
pub fn is_web_address(address: &str) -> bool {
    url::Url::parse(address)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|h| h.contains('.')))
}

fn every_comment_has_disposition(subject: &Subject<'_>) -> Vec<Violation> {
    subject
        .content
        .comments
        .iter()
        .filter(|comment| comment.is_open())
        .map(|comment| comment_violation(subject, comment))
        .collect()
}

fn comment_violation(subject: &Subject<'_>, comment: &Comment) -> Violation {
    let (content, language) = (subject.content, subject.content.dossier.source_language);
    let violation =
        Violation::at("comment", comment.id.as_str()).with("comment", &comment.id).with("subject", comment.subject.noun());
    match &comment.subject {
        Commented::Answer(item) => violation.with("item", item),
        Commented::Finding(id) => {
            let found = content.finding(id.as_str());
            violation.with("title", found.map(|f| name(&f.title, &f.text, language)).unwrap_or_default())
        }
        Commented::Paragraph(id) => {
            let found = content.paragraph(id.as_str());
            violation.with("title", found.map(|p| name(&p.title, &p.text, language)).unwrap_or_default())
        }
        Commented::RegisterEntry(id) => {
            let names = Names { library: subject.library, framework: subject.framework, content, language };
            violation.with("title", content.register_entry(id.as_str()).map(|entry| names.entry(entry)).unwrap_or_default())
        }
    }
}

fn national_level_took_part(subject: &Subject<'_>) -> Vec<Violation> {
    let content = subject.content;
    let national = content.participants.iter().any(|p| content.organisation_level(&p.organisation) == Some(Level::Country));
    if national { vec![] } else { vec![Violation::at("participant", "")] }
}

fn validated_by_both_governments(subject: &Subject<'_>) -> Vec<Violation> {
    let content = subject.content;
    let digest = content.digest();
    let mut violations = vec![];
    let mut signed_by: Vec<(&str, &str)> = vec![];
    for (side, levels) in [("local", &[Level::City, Level::Region][..]), ("national", &[Level::Country][..])] {
        let current = content.validations.iter().find(|validation| {
            validation.side == side
                && validation.content_digest == digest
                && content.organisation_level(&validation.organisation).is_some_and(|level| levels.contains(&level))
        });
        match current {
            Some(validation) => signed_by.push((validation.organisation.as_str(), validation.user.as_str())),
            None => {
                // A signature under an earlier text is worth saying apart from none at all.
                let outdated = content.validations.iter().any(|validation| validation.side == side);
                violations.push(Violation::at("validation", side).with("side", side).with("outdated", outdated));
            }
        }
    }
    if let [(a, p), (b, q)] = signed_by[..]
        && (a == b || p == q)
    {
        violations.push(Violation::at("validation", "national").with("side", "same").with("outdated", false));
    }
    violations
}

fn translations_up_to_date(subject: &Subject<'_>) -> Vec<Violation> {
    let mut violations = vec![];
    for language in Language::CONTENT {
        let (missing, stale) =
            translation_gaps(subject.content, language).iter().fold((0, 0), |(missing, stale), gap| match gap.state {
                TranslationState::Missing => (missing + 1, stale),
                TranslationState::Stale => (missing, stale + 1),
                TranslationState::Done => (missing, stale),
            });
        if missing + stale > 0 {
            violations.push(
                Violation::at("translation", language.tag())
                    .with("language", language.tag())
                    .with("missing", missing)
                    .with("stale", stale),
            );
        }
    }
    violations
}

/// A text that a report in some language would need and does not have up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TranslationGap {
    pub noun: String,
    pub key: String,
    pub field: String,
    pub state: TranslationState,
}

/// What a report in this language lacks.
pub fn translation_gaps(content: &DossierContent, language: Language) -> Vec<TranslationGap> {
    let source = content.dossier.source_language;
    let mut gaps = vec![];
    let mut look = |noun: &str, key: &str, field: &str, text: &Text| {
        let state = text.state(language, source);
        if state != TranslationState::Done {
            gaps.push(TranslationGap { noun: noun.into(), key: key.into(), field: field.into(), state });
        }
    };
    look("dossier", content.dossier.slug.as_str(), "title", &content.dossier.title);
    for answer in &content.answers {
        look("answer", answer.item.as_str(), "competence", &answer.competence);
        look("answer", answer.item.as_str(), "note", &answer.note);
    }
    for finding in &content.findings {
        look("finding", finding.id.as_str(), "title", &finding.title);
        look("finding", finding.id.as_str(), "text", &finding.text);
    }
    for paragraph in &content.paragraphs {
        look("paragraph", paragraph.id.as_str(), "title", &paragraph.title);
        look("paragraph", paragraph.id.as_str(), "text", &paragraph.text);
    }
    for entry in content.entries.values().flatten() {
        for (field, value) in &entry.values {
            if let Value::Text(text) = value {
                look("register_entry", &format!("{}/{}", entry.register, entry.id), field, text);
            }
        }
    }
    for figure in &content.figures {
        for (field, text) in
            [("title", &figure.title), ("description", &figure.description), ("unit", &figure.unit), ("note", &figure.note)]
        {
            look("figure", figure.id.as_str(), field, text);
        }
        for text in figure.table_texts() {
            look("figure", figure.id.as_str(), "table", text);
        }
    }
    gaps
}

fn carried_findings_confirmed(subject: &Subject<'_>) -> Vec<Violation> {
    let findings = subject.content.findings.iter().filter(|f| f.to_confirm);
    let findings = findings.map(|f| finding_violation(subject, f).with("subject", "finding"));
    let answers = subject.content.answers.iter().filter(|a| a.to_confirm);
    let answers = answers.map(|a| Violation::at("answer", a.item.as_str()).with("subject", "answer").with("item", &a.item));
    findings.chain(answers).collect()
}

fn assignments_not_overdue(subject: &Subject<'_>) -> Vec<Violation> {
    subject
        .content
        .answers
        .iter()
        .filter(|answer| !answer.due.is_empty() && answer.due.as_str() < subject.today && !answer.is_settled())
        .map(|answer| Violation::at("answer", answer.item.as_str()).with("item", &answer.item).with("due", &answer.due))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_rule_exists() {
        for name in RULES {
            assert!(rule(name).is_some(), "{name}");
        }
        assert!(rule("no_such_rule").is_none());
    }

    #[test]
    fn web_addresses() {
        for good in ["https://montreal.ca/plan", "http://example.org"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in ["montreal.ca", "javascript:alert(1)", "ftp://example.org", "https://", "https://localhost"] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}

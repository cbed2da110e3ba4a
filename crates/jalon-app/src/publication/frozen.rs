//! What a release keeps: everything that its report is made from, and nothing about persons.

use std::collections::{BTreeMap, HashSet};

use jalon_domain::assessment::*;
use jalon_domain::identity::{Organisation, Territory};
use jalon_domain::register::changes::Entries;
use jalon_domain::register::published::PublishedRecord;
use jalon_domain::register::{RegisterDefinition, RegisterEntry, Value};
use jalon_domain::report::compile::Amended;
use jalon_domain::{Language, OrganisationId};
use serde::{Deserialize, Serialize};

use super::{Signature, Summary};
use crate::Opened;

/// Everything that a report is made from, without anything about persons: no names, no accounts, no assignments, no attached files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Frozen {
    pub(super) format: u32,
    pub(super) framework: String,
    pub(super) framework_digest: String,
    pub(super) languages: Vec<Language>,
    pub(super) version: i64,
    pub(super) published_on: String,
    pub(super) signatures: Vec<Signature>,
    pub(super) dossier: Dossier,
    pub(super) territory: Territory,
    pub(super) organisations: Vec<Organisation>,
    pub(super) answers: Vec<Answer>,
    pub(super) findings: Vec<Finding>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) figures: Vec<Figure>,
    pub(super) comments: Vec<Comment>,
    /// Of public registers alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) entries: Entries,
    /// The code of a cycle's report; empty for an assessment, which has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) report: String,
    /// The release before it, where there is one and the report tells differences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) amended: Option<Amended>,
    /// What its entries refer to elsewhere, as it was called then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) published: Vec<PublishedRecord>,
    /// How the signed tables count that its values come from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) counted: BTreeMap<String, String>,
}

const FROZEN_FORMAT: u32 = 1;

/// What is to be released, and under which name.
pub(super) struct Freezing<'a> {
    pub(super) opened: &'a Opened,
    pub(super) languages: &'a [Language],
    pub(super) version: i64,
    /// ISO 8601 date.
    pub(super) today: &'a str,
    /// As it stands once it is released.
    pub(super) dossier: Dossier,
    /// The code of a cycle's report; empty for an assessment.
    pub(super) report: &'a str,
    pub(super) amended: Option<Amended>,
}

impl Freezing<'_> {
    pub(super) fn freeze(self) -> Frozen {
        let (opened, content) = (self.opened, &self.opened.content);
        let entries = published_entries(opened);
        let mut frozen = Frozen {
            format: FROZEN_FORMAT,
            framework: opened.framework.reference(),
            framework_digest: opened.framework.digest(),
            languages: self.languages.to_vec(),
            version: self.version,
            published_on: self.today.to_owned(),
            signatures: signatures(opened, self.report),
            // The revision counts saves in the house; a release is the same whatever it was.
            dossier: Dossier { revision: 0, ..self.dossier },
            territory: content.territory.clone(),
            organisations: organisations(opened, entries.values().chain(self.amended.iter().flat_map(|a| a.entries.values()))),
            answers: vec![],
            findings: vec![],
            evidence: content.evidence.iter().map(|e| Evidence { file: None, note: String::new(), ..e.clone() }).collect(),
            paragraphs: vec![],
            figures: vec![],
            comments: vec![],
            published: referred_to(opened, &entries),
            counted: counted(opened, &entries),
            entries,
            report: self.report.to_owned(),
            amended: self.amended,
        };
        if opened.framework.is_cycle() {
            // A cycle's reports are made from registers. What was answered and discussed on the way stays inside.
            let cited: HashSet<&str> =
                frozen.entries.values().flatten().flat_map(|e| &e.citations).map(|c| c.evidence.as_str()).collect();
            frozen.evidence.retain(|evidence| cited.contains(evidence.id.as_str()));
            return frozen;
        }
        frozen.answers = content.answers.iter().map(without_persons).collect();
        frozen.findings = content.findings.iter().map(|f| Finding { changed_at: String::new(), ..f.clone() }).collect();
        frozen.paragraphs = content.paragraphs.clone();
        frozen.figures = content.figures.clone();
        frozen.comments = content.comments.iter().map(|c| Comment { author: None, participant: None, ..c.clone() }).collect();
        frozen
    }
}

/// The entries of the registers that may be published, as far as they count.
pub(super) fn published_entries(opened: &Opened) -> Entries {
    let entries = |register: &RegisterDefinition| {
        let entries = opened.content.entries(&register.code).filter(|entry| register.counts(entry));
        let entries: Vec<RegisterEntry> =
            entries.map(|entry| RegisterEntry { changed_at: String::new(), ..entry.clone() }).collect();
        Some((register.code.clone(), entries)).filter(|(_, entries)| !entries.is_empty())
    };
    opened.framework.registers.iter().filter(|register| register.public).filter_map(entries).collect()
}

/// What entries refer to elsewhere.
fn referred_to(opened: &Opened, entries: &Entries) -> Vec<PublishedRecord> {
    let values = entries.values().flatten().flat_map(|entry| entry.values.values());
    let chosen: HashSet<&str> = values
        .filter_map(|value| if let Value::Chosen(codes) = value { Some(codes) } else { None })
        .flatten()
        .map(String::as_str)
        .collect();
    opened.content.published.iter().filter(|record| chosen.contains(record.reference.as_str())).cloned().collect()
}

/// How the tables count that values are of.
fn counted(opened: &Opened, entries: &Entries) -> BTreeMap<String, String> {
    let tables: HashSet<&str> = entries.get("indicator_value").into_iter().flatten().map(|entry| entry.line("table")).collect();
    let known = opened.content.counted.iter().filter(|(number, _)| tables.contains(number.as_str()));
    known.map(|(number, how)| (number.clone(), how.clone())).collect()
}

fn signatures(opened: &Opened, report: &str) -> Vec<Signature> {
    let name = |id: &OrganisationId| opened.content.organisation(id).map(|o| o.name.clone()).unwrap_or_default();
    let of_this = |validation: &&Validation| report.is_empty() || validation.side == report;
    let signature = |v: &Validation| Signature {
        side: v.side.clone(),
        organisation: name(&v.organisation),
        on: v.at[..10.min(v.at.len())].to_owned(),
    };
    opened.content.validations.iter().filter(of_this).map(signature).collect()
}

/// Those that comments or the entries of registers refer to; the others are nobody's business.
fn organisations<'a>(opened: &Opened, entries: impl Iterator<Item = &'a Vec<RegisterEntry>>) -> Vec<Organisation> {
    let content = &opened.content;
    let chosen: HashSet<&str> = entries
        .flatten()
        .flat_map(|entry| entry.values.values())
        .filter_map(|value| if let Value::Chosen(codes) = value { Some(codes) } else { None })
        .flatten()
        .map(String::as_str)
        .collect();
    let commented = |id: &OrganisationId| content.comments.iter().any(|comment| comment.organisation == *id);
    let used = |id: &OrganisationId| chosen.contains(id.as_str()) || (!opened.framework.is_cycle() && commented(id));
    content.organisations.values().filter(|organisation| used(&organisation.id)).cloned().collect()
}

fn without_persons(answer: &Answer) -> Answer {
    Answer {
        assignee: None,
        attested_by: None,
        due: String::new(),
        reopened: String::new(),
        changed_at: String::new(),
        ..answer.clone()
    }
}

impl Frozen {
    pub(super) fn into_content(self) -> DossierContent {
        DossierContent {
            organisations: self.organisations.into_iter().map(|organisation| (organisation.id.clone(), organisation)).collect(),
            answers: self.answers,
            findings: self.findings,
            evidence: self.evidence,
            paragraphs: self.paragraphs,
            figures: self.figures,
            comments: self.comments,
            entries: self.entries,
            published: self.published,
            counted: self.counted,
            ..DossierContent::new(self.dossier, self.territory)
        }
    }
}

pub(super) fn summary(frozen: &Frozen, opened: &Opened, content_digest: &str) -> Summary {
    Summary {
        dossier: frozen.dossier.slug.clone(),
        version: frozen.version,
        title: frozen.dossier.title.clone(),
        territory: frozen.territory.slug.clone(),
        territory_name: frozen.territory.name.clone(),
        framework: frozen.framework.clone(),
        framework_name: opened.framework.name.clone(),
        period_from: frozen.dossier.period_from.clone(),
        period_to: frozen.dossier.period_to.clone(),
        published_on: frozen.published_on.clone(),
        languages: frozen.languages.clone(),
        synthetic: frozen.dossier.synthetic,
        findings: frozen.findings.len(),
        content_digest: content_digest.to_owned(),
        signatures: frozen.signatures.clone(),
        report: frozen.report.clone(),
        report_title: opened.framework.report(&frozen.report).map(|report| report.title.clone()).unwrap_or_default(),
        leading: opened.framework.reports.first().is_none_or(|first| first.code == frozen.report),
        reason: frozen.amended.as_ref().map(|amended| amended.reason.clone()).unwrap_or_default(),
        measures: frozen.entries.get("measure").map_or(0, Vec::len),
        site: String::new(),
    }
}

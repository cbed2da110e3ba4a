//! What a member of a cycle leaves to whoever comes after: duties, deadlines, open questions, contacts, history.
//! Persons appear by institution and function alone.

use crate::assessment::{Comment, DossierContent, Subject};
use crate::identity::Role;
use crate::register::period::Period;
use crate::register::reporting::Reporting;
use crate::register::{FieldKind, Names, RegisterDefinition, RegisterEntry};
use crate::report::compile::{self, Input};
use crate::report::{Block, Chapter, Column, Inline, ParagraphBlock, Report, TableBlock, TableCell};
use crate::wording::Wording;
use crate::{OrganisationId, UserId, format};

/// Something that the member did, from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// RFC 3339, UTC.
    pub at: String,
    pub use_case: String,
    /// Noun and key of the record: `register_entry/m1`.
    pub subject: String,
}

/// Whose place is handed over.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub user: &'a UserId,
    pub role: Role,
    pub institution: Option<&'a OrganisationId>,
    /// Newest first.
    pub history: &'a [Deed],
}

/// The document, always a draft: it is for those who work on the dossier. `input.kind` is left aside.
pub fn report(input: Input<'_>, place: Place<'_>, reporting: &Reporting<'_>) -> Report {
    // No chapter of the framework stands in a report of this kind, but for those that stand in all: the frame is taken, not they.
    let mut report = compile::draft(Input { kind: "handover", ..input });
    let writer = Writer { input, place, reporting, wording: Wording::of(input.language) };
    report.cover.series = writer.wording.t("handover-title");
    report.cover.title = writer.institution();
    report.cover.subtitle = format!("{} – {}", writer.role(), input.content.dossier.title.get(input.language));
    // It is for those who work on the dossier, and offered to nobody for re-use.
    let licence = writer.wording.t("report-fact-licence");
    report.cover.facts.retain(|(label, _)| *label != licence);
    let chapters = [
        ("start", writer.start()),
        ("duties", writer.duties()),
        ("deadlines", writer.deadlines()),
        ("questions", writer.questions()),
        ("contacts", writer.contacts()),
        ("history", writer.history()),
    ];
    report.sources = vec![];
    report.chapters = chapters
        .into_iter()
        .enumerate()
        .map(|(n, (id, blocks))| Chapter {
            id: format!("handover-{id}"),
            number: (n + 1).to_string(),
            title: writer.wording.t(&format!("handover-{id}")),
            dimension: None,
            blocks,
        })
        .collect();
    report
}

struct Writer<'a> {
    input: Input<'a>,
    place: Place<'a>,
    reporting: &'a Reporting<'a>,
    wording: &'static Wording,
}

impl<'a> Writer<'a> {
    fn content(&self) -> &'a DossierContent {
        self.input.content
    }

    fn names(&self) -> Names<'a> {
        let input = self.input;
        Names { library: input.library, framework: input.framework, content: input.content, language: input.language }
    }

    fn role(&self) -> String {
        self.input.framework.role_words(self.wording, self.place.role.code())
    }

    fn organisation(&self, id: &OrganisationId) -> String {
        self.content().organisation(id).map_or_else(|| id.to_string(), |found| found.name.get(self.input.language).to_owned())
    }

    fn institution(&self) -> String {
        self.place.institution.map_or_else(|| self.wording.t("handover-no-institution"), |id| self.organisation(id))
    }

    fn is_ours(&self, codes: &[String]) -> bool {
        self.place.institution.is_some_and(|own| codes.iter().any(|code| code == own.as_str()))
    }

    /// The entries of a register that the institution answers for.
    fn own<'s>(&'s self, register: &'s str) -> impl Iterator<Item = &'a RegisterEntry> + 's {
        self.content().entries(register).filter(|entry| self.is_ours(&entry.responsible(self.input.framework, self.content())))
    }

    /// A measure's place in the table of duties and of contacts.
    fn leads<'s>(&'s self) -> impl Iterator<Item = &'a RegisterEntry> + 's {
        self.content().entries("measure").filter(|measure| self.is_ours(measure.chosen("lead")))
    }

    fn table(&self, id: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Block {
        if rows.is_empty() {
            return paragraph(self.wording.t(&format!("handover-{id}-none")));
        }
        let cell = |text: String| TableCell::Text { text };
        Block::Table(TableBlock {
            id: format!("handover-{id}"),
            caption: self.wording.t(&format!("handover-{id}-table")),
            columns: columns.iter().map(|key| Column { title: self.wording.t(key), numeric: false }).collect(),
            rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
            note: String::new(),
            notes: vec![],
        })
    }

    /// What to do first, in order.
    fn start(&self) -> Vec<Block> {
        let mut steps = vec![];
        let measures: Vec<&RegisterEntry> = self.leads().collect();
        if let Some(slot) = self.reporting.asked(measures.iter().copied()) {
            let missing = measures.iter().filter(|measure| self.reporting.state(measure, &slot).is_missing()).count();
            if missing > 0 {
                let (period, due) = (slot.period.words(self.input.language), self.wording.date(&slot.due.to_string()));
                let args = [("count", missing.to_string()), ("period", period), ("date", due)];
                steps.push(self.fill("handover-start-report", &args));
            }
        }
        steps.push(self.fill("handover-start-duties", &[("count", measures.len().to_string())]));
        if let Some((date, what)) = self.dates().into_iter().next() {
            steps.push(self.fill("handover-start-deadline", &[("date", self.wording.date(&date)), ("what", what)]));
        }
        steps.push(self.fill("handover-start-questions", &[("count", self.open().len().to_string())]));
        steps.push(self.wording.t("handover-start-contacts"));
        vec![Block::List { ordered: true, items: steps.iter().map(|step| vec![Inline::text(step)]).collect() }]
    }

    fn fill(&self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.wording.fill(key, &args)
    }

    fn duties(&self) -> Vec<Block> {
        let (names, register) = (self.names(), self.input.framework.register("measure"));
        let words = |entry: &RegisterEntry, field: &str| {
            register.and_then(|register| register.field(field)).map(|field| names.words(field, entry)).unwrap_or_default()
        };
        let measure = |entry: &RegisterEntry| {
            let last = self.reporting.slots.last().and_then(|slot| slot.period.next());
            let last = last.and_then(|next| self.reporting.last_before(entry.id.as_str(), next));
            let told = |(period, report): (Period, &RegisterEntry)| {
                let period = period.words(self.input.language);
                match report.shown("done", self.input.language) {
                    "" => period,
                    done => self.wording.labelled(&period, done),
                }
            };
            let last = last.map_or_else(|| self.wording.t("reporting-last-none"), told);
            vec![names.entry(entry), words(entry, "state"), words(entry, "end"), last]
        };
        let partner = |entry: &&RegisterEntry| self.is_ours(entry.chosen("partners")) && !self.is_ours(entry.chosen("lead"));
        let partners = self.content().entries("measure").filter(partner);
        // What belongs to a measure or an indicator goes with it.
        let named = |register: &&RegisterDefinition| {
            register.code != "measure"
                && register.fields.iter().any(|field| field.responsible && field.kind == FieldKind::Organisation)
        };
        let others = self.input.framework.registers.iter().filter(named);
        let others = others.flat_map(|register| {
            let title = register.title.get(self.input.language).to_owned();
            self.own(&register.code).map(|entry| vec![title.clone(), names.entry(entry)]).collect::<Vec<_>>()
        });
        let assigned = self.content().answers.iter().filter(|answer| answer.assignee.as_ref() == Some(self.place.user));
        let assigned = assigned.map(|answer| {
            let item = self.input.framework.item(answer.item.as_str()).map(|item| item.title.get(self.input.language));
            let due = if answer.due.is_empty() { String::new() } else { self.wording.date(&answer.due) };
            vec![format!("{} {}", answer.item, item.unwrap_or_default()), due]
        });
        vec![
            self.table(
                "leads",
                &["reporting-measure", "plan-state", "handover-until", "reporting-last"],
                self.leads().map(measure).collect(),
            ),
            self.table(
                "partners",
                &["reporting-measure", "reporting-lead"],
                partners.map(|entry| vec![names.entry(entry), words(entry, "lead")]).collect(),
            ),
            self.table("others", &["handover-register", "register-entry"], others.collect()),
            self.table("assigned", &["handover-requirement", "reporting-due"], assigned.collect()),
        ]
    }

    /// Days to come, soonest first, and what falls on them.
    fn dates(&self) -> Vec<(String, String)> {
        let (names, today) = (self.names(), self.reporting.today.to_string());
        let mut dates = vec![];
        for slot in self.reporting.slots.iter().rev().take(2) {
            let words = self.wording.fill("handover-report-due", &[("period", &slot.period.words(self.input.language))]);
            dates.push((slot.due.to_string(), words));
        }
        for register in &self.input.framework.registers {
            let days: Vec<_> = register.fields.iter().filter(|field| field.kind == FieldKind::Date).collect();
            // A review is everybody's; everything else has an institution that answers for it.
            let everybody = self.content().entries(&register.code).filter(|_| register.code == "review");
            for entry in self.own(&register.code).chain(everybody) {
                for field in days.iter().filter(|field| entry.is_filled(&field.code)) {
                    let what = format!("{} – {}", names.entry(entry), field.label.get(self.input.language));
                    dates.push((entry.line(&field.code).to_owned(), what));
                }
            }
        }
        for answer in self.content().answers.iter().filter(|answer| answer.assignee.as_ref() == Some(self.place.user)) {
            let title = self.input.framework.item(answer.item.as_str()).map(|item| item.title.get(self.input.language));
            dates.push((answer.due.clone(), format!("{} {}", answer.item, title.unwrap_or_default())));
        }
        dates.retain(|(date, _)| *date >= today);
        dates.sort();
        dates.dedup();
        dates
    }

    fn deadlines(&self) -> Vec<Block> {
        let rows = self.dates().into_iter().map(|(date, what)| vec![self.wording.date(&date), what]).collect();
        vec![self.table("dates", &["handover-date", "handover-what"], rows)]
    }

    /// What waits for an answer: kind and words.
    fn open(&self) -> Vec<(String, String)> {
        let names = self.names();
        let mut open = vec![];
        if let Some(slot) = self.reporting.asked(self.leads()) {
            let missing = self.leads().filter(|measure| self.reporting.state(measure, &slot).is_missing());
            let period = slot.period.words(self.input.language);
            open.extend(
                missing.map(|measure| (self.wording.t("handover-open-report"), format!("{} ({period})", names.entry(measure)))),
            );
        }
        for (measure, periods) in self.reporting.stale() {
            if self.is_ours(measure.chosen("lead")) {
                let words = self.wording.fill("reporting-stale-text", &[("periods", &periods.to_string())]);
                open.push((self.wording.t("handover-open-stale"), format!("{} ({words})", names.entry(measure))));
            }
        }
        for measure in self.leads() {
            let last = self.reporting.slots.last().and_then(|slot| slot.period.next());
            let last = last.and_then(|next| self.reporting.last_before(measure.id.as_str(), next));
            let obstacles = last.map(|(_, report)| report.shown("obstacles", self.input.language)).unwrap_or_default();
            if !obstacles.is_empty() {
                open.push((self.wording.t("handover-open-obstacle"), self.wording.labelled(&names.entry(measure), obstacles)));
            }
        }
        let concerns = |comment: &&Comment| {
            let mine = |answer: &crate::assessment::Answer| answer.assignee.as_ref() == Some(self.place.user);
            let about = match &comment.subject {
                Subject::Answer(item) => self.content().answer(item.as_str()).is_some_and(mine),
                Subject::RegisterEntry(id) => self
                    .content()
                    .register_entry(id.as_str())
                    .is_some_and(|entry| self.is_ours(&entry.responsible(self.input.framework, self.content()))),
                Subject::Finding(_) | Subject::Paragraph(_) => false,
            };
            comment.is_open() && (about || self.place.institution == Some(&comment.organisation))
        };
        let comments = self.content().comments.iter().filter(concerns);
        open.extend(comments.map(|comment| (self.wording.t("handover-open-comment"), comment.body.clone())));
        open
    }

    fn questions(&self) -> Vec<Block> {
        let rows = self.open().into_iter().map(|(kind, words)| vec![kind, words]).collect();
        vec![self.table("open", &["handover-kind", "handover-what"], rows)]
    }

    /// Institutions and functions, never persons.
    fn contacts(&self) -> Vec<Block> {
        let (names, language) = (self.names(), self.input.language);
        let bodies = self.content().entries("coordination_body");
        let bodies = bodies.filter(|body| self.is_ours(body.chosen("members")) || self.is_ours(body.chosen("observers")));
        let meets = self.input.framework.register("coordination_body").and_then(|register| register.field("meets"));
        let bodies = bodies.map(|body| {
            let meets = meets.map(|field| names.words(field, body)).unwrap_or_default();
            vec![names.entry(body), meets, body.shown("focal_points", language).to_owned()]
        });
        let mut shared: std::collections::BTreeMap<&str, Vec<String>> = std::collections::BTreeMap::new();
        for measure in self.content().entries("measure") {
            let all = || measure.chosen("lead").iter().chain(measure.chosen("partners"));
            if all().any(|code| self.is_ours(std::slice::from_ref(code))) {
                for code in all().filter(|code| !self.is_ours(std::slice::from_ref(*code))) {
                    shared.entry(code).or_default().push(names.entry(measure));
                }
            }
        }
        let shared = shared.into_iter().map(|(code, measures)| vec![self.organisation(&code.into()), measures.join("; ")]);
        let members = self.content().memberships.iter().filter(|(member, _)| member.user != *self.place.user);
        let mut members: Vec<Vec<String>> = members
            .map(|(member, institution)| {
                let institution =
                    institution.as_ref().map_or_else(|| self.wording.t("handover-no-institution"), |id| self.organisation(id));
                vec![institution, self.input.framework.role_words(self.wording, member.role.code())]
            })
            .collect();
        members.sort_by(|a, b| format::compare(language, &a[0], &b[0]));
        members.dedup();
        vec![
            self.table("bodies", &["handover-body", "handover-meets", "handover-focal-points"], bodies.collect()),
            self.table("shared", &["reporting-institution", "handover-measures"], shared.collect()),
            self.table("members", &["reporting-institution", "handover-function"], members),
        ]
    }

    fn history(&self) -> Vec<Block> {
        let names = self.names();
        let row = |deed: &Deed| {
            let key = format!("use-case-{}", deed.use_case.replace(['.', '_'], "-"));
            let (noun, id) = deed.subject.split_once('/').unwrap_or((&deed.subject, ""));
            let entry =
                self.content().entries.values().flatten().find(|entry| noun == "register_entry" && entry.id.as_str() == id);
            let item = self.input.framework.item(id).map(|item| format!("{id} {}", item.title.get(self.input.language)));
            let what = entry.map(|entry| names.entry(entry)).or(item).unwrap_or_default();
            vec![self.wording.date(&deed.at), self.wording.find(&key, &[]).unwrap_or_else(|| deed.use_case.clone()), what]
        };
        let rows = self.place.history.iter().map(row).collect();
        vec![self.table("deeds", &["handover-date", "handover-what", "handover-record"], rows)]
    }
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(ParagraphBlock {
        id: String::new(),
        title: String::new(),
        kind: String::new(),
        text: vec![Inline::text(text)],
        margin: String::new(),
    })
}

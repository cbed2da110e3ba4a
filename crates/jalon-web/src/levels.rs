//! Levels of government: what the public plans above and below make of this one, and what it takes over from them.

use askama::Template;
use axum::extract::State;
use jalon_app::AppError;
use jalon_app::Opened;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::identity::Level;
use jalon_app::domain::register::levels::{Counterpart, PublishedPlan, Sum, carrying_out};
use jalon_app::domain::register::published::{PublishedRecord, anchor, reference};
use jalon_app::domain::register::{Names, RegisterEntry};
use jalon_app::levels::{Fed, fed, takes_findings};
use jalon_app::publication::{Around, Elsewhere};

use crate::error::{Failure, OrFail, PageResult, render, render_as, see};
use crate::request::{Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::statistics::period;
use crate::statistics::tables::figure_words;
use crate::view::{Frame, Link, Messages};

/// A measure of one level beside those of another that answer it.
#[derive(Debug)]
struct Pair {
    measure: Link,
    level: String,
    /// The territory, where it is another one each time.
    answers: Vec<(String, Link)>,
    /// Where an answer is written; empty where the reader writes none.
    add: String,
}

#[derive(Debug)]
struct PlanView {
    title: Link,
    territory: String,
    pairs: Vec<Pair>,
    /// Measures of that plan that expect nothing of this level.
    others: usize,
}

/// A public plan below, with its measures that carry out none of this one.
#[derive(Debug)]
struct OwnInitiatives {
    title: Link,
    territory: String,
    measures: Vec<Link>,
}

#[derive(Template)]
#[template(path = "work/levels.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    gaps_only: bool,
    above: Vec<PlanView>,
    below: Vec<Pair>,
    below_others: usize,
    /// How many territories are part of this one, and how many of them have a public plan.
    coverage: String,
    initiatives: Vec<OwnInitiatives>,
    indicators: Vec<(Link, String)>,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let (opened, around) = app.levels(&visit.caller, slug).await.or_fail(&visit)?;
    if opened.register("measure").is_err() {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let gaps_only = query(&visit).has("gaps");
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let may_add = app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() });
    let seen = Seen { visit: &visit, opened: &opened, around: &around, base: &base, may_add };
    let (below, below_others) = seen.below();
    let page = Page {
        f: Frame::new(&app, &visit, &opened, "plan"),
        above: seen.above().into_iter().map(|plan| keep_gaps(plan, gaps_only)).collect(),
        below: below.into_iter().filter(|pair| !gaps_only || pair.answers.is_empty()).collect(),
        below_others,
        coverage: seen.coverage(),
        initiatives: seen.initiatives(),
        indicators: seen.indicators(),
        gaps_only,
        base: base.clone(),
        v: &visit,
    };
    render(&visit, &page)
}

fn keep_gaps(mut plan: PlanView, gaps_only: bool) -> PlanView {
    plan.pairs.retain(|pair| !gaps_only || pair.answers.is_empty());
    plan
}

/// What the page is made from.
struct Seen<'a> {
    visit: &'a Visit,
    opened: &'a Opened,
    around: &'a Around,
    base: &'a str,
    may_add: bool,
}

impl Seen<'_> {
    fn slug(&self) -> &str {
        &self.opened.dossier().slug
    }

    fn plans(&self) -> Vec<PublishedPlan<'_>> {
        self.around.plans().map(Elsewhere::plan).collect()
    }

    /// An entry of a public plan as it is called there, and where the public side shows it.
    fn link(&self, plan: &PublishedPlan<'_>, entry: &RegisterEntry) -> Link {
        let names = self.names(plan);
        (names.entry(entry), self.visit.href(&format!("/plans/{}#{}", plan.slug(), anchor(entry))))
    }

    fn names<'b>(&'b self, plan: &PublishedPlan<'b>) -> Names<'b> {
        // Every plan of the house follows a version of the same framework; what this one lacks is shown by its code.
        Names {
            library: &self.opened.library,
            framework: &self.opened.framework,
            content: plan.plan,
            language: self.visit.content(),
        }
    }

    fn territory(&self, plan: &PublishedPlan<'_>) -> String {
        plan.plan.territory.name.get(self.visit.content()).to_owned()
    }

    fn title(&self, plan: &PublishedPlan<'_>) -> Link {
        let title = plan.plan.dossier.title.get(self.visit.content()).to_owned();
        (title, self.visit.href(&format!("/plans/{}", plan.slug())))
    }

    fn levels(&self, entry: &RegisterEntry) -> String {
        let field = self.opened.framework.register("measure").and_then(|register| register.field("level"));
        field.map(|field| self.opened.names(self.visit.content()).words(field, entry)).unwrap_or_default()
    }

    fn own(&self, entry: &RegisterEntry) -> Link {
        let name = self.opened.names(self.visit.content()).entry(entry);
        (name, format!("{}/registers/measure/{}", self.base, entry.id))
    }

    /// The plans above: each measure that expects something of this level, or that one of ours carries out.
    fn above(&self) -> Vec<PlanView> {
        let level = self.opened.content.territory.level.code();
        let plans = self.plans().into_iter().filter(|plan| plan.place.code() == "above");
        plans
            .map(|plan| {
                let pair = |measure: &RegisterEntry| {
                    let wanted = reference(plan.slug(), measure.id.as_str());
                    let ours = self.opened.content.entries("measure");
                    let answers = ours.filter(|own| own.chosen("carries_out").contains(&wanted));
                    let add = format!("{}/registers/measure/new?carries_out={}", self.base, crate::error::escape_query(&wanted));
                    Pair {
                        measure: self.link(&plan, measure),
                        level: self.levels(measure),
                        answers: answers.map(|own| (String::new(), self.own(own))).collect(),
                        add: if self.may_add { add } else { String::new() },
                    }
                };
                let all = plan.plan.entries("measure").map(|measure| (measure, pair(measure)));
                let expected = |measure: &RegisterEntry| measure.chosen("level").iter().any(|code| code == level);
                let (pairs, others): (Vec<_>, Vec<_>) =
                    all.partition(|(measure, pair)| expected(measure) || !pair.answers.is_empty());
                PlanView {
                    title: self.title(&plan),
                    territory: self.territory(&plan),
                    pairs: pairs.into_iter().map(|(_, pair)| pair).collect(),
                    others: others.len(),
                }
            })
            .collect()
    }

    /// Our measures that expect something of a level below, or that one there carries out; and how many do neither.
    fn below(&self) -> (Vec<Pair>, usize) {
        let (plans, own) = (self.plans(), self.opened.content.territory.level);
        let is_below = |code: &String| Level::from_code(code).is_some_and(|level| level > own);
        let pair = |measure: &RegisterEntry| {
            let found = carrying_out(&plans, self.slug(), measure);
            let answer = |found: Counterpart<'_>| (self.territory(&found.plan), self.link(&found.plan, found.entry));
            Pair {
                measure: self.own(measure),
                level: self.levels(measure),
                answers: found.into_iter().map(answer).collect(),
                add: String::new(),
            }
        };
        let all = self.opened.content.entries("measure").map(|measure| (measure, pair(measure)));
        let (pairs, others): (Vec<_>, Vec<_>) =
            all.partition(|(measure, pair)| measure.chosen("level").iter().any(is_below) || !pair.answers.is_empty());
        (pairs.into_iter().map(|(_, pair)| pair).collect(), others.len())
    }

    fn coverage(&self) -> String {
        let with_plan = |id| self.plans().iter().any(|plan| plan.plan.territory.id == id);
        let with = self.around.below.iter().filter(|territory| with_plan(territory.id.clone())).count();
        let (with, all) = (with.to_string(), self.around.below.len().to_string());
        self.visit.fill("levels-coverage", &[("with", &with), ("all", &all)])
    }

    /// What the plans below do on their own account.
    fn initiatives(&self) -> Vec<OwnInitiatives> {
        let here = format!("{}#", self.slug());
        let plans = self.plans().into_iter().filter(|plan| plan.place.code() == "below");
        plans
            .map(|plan| {
                let free = |entry: &&RegisterEntry| !entry.chosen("carries_out").iter().any(|code| code.starts_with(&here));
                OwnInitiatives {
                    title: self.title(&plan),
                    territory: self.territory(&plan),
                    measures: plan.plan.entries("measure").filter(free).map(|entry| self.link(&plan, entry)).collect(),
                }
            })
            .filter(|plan| !plan.measures.is_empty())
            .collect()
    }

    /// Our indicators that something below feeds or would feed, with how many do.
    fn indicators(&self) -> Vec<(Link, String)> {
        let Some(values) = self.opened.framework.register("indicator_value") else { return vec![] };
        let plans = self.plans();
        let names = self.opened.names(self.visit.content());
        let indicators =
            self.opened.content.entries("indicator").map(|indicator| (indicator, fed(self.opened, &plans, values, indicator)));
        indicators
            .filter(|(_, fed)| !fed.feeding.is_empty() || !fed.refused.is_empty())
            .map(|(indicator, fed)| {
                let (feeding, refused) = (fed.feeding.len().to_string(), fed.refused.len().to_string());
                let words = self.visit.fill("levels-fed", &[("feeding", &feeding), ("refused", &refused)]);
                let href = format!("{}/statistics/indicators/{}#below", self.base, indicator.id);
                ((names.entry(indicator), href), words)
            })
            .collect()
    }
}

/// What feeds an indicator from below, for its page.
#[derive(Debug)]
pub(crate) struct FedView {
    pub(crate) refused: Vec<RefusedView>,
    /// The territories whose values come together, in the order of the columns.
    pub(crate) territories: Vec<Link>,
    pub(crate) rows: Vec<FedRow>,
    pub(crate) coverage: String,
    /// Sums that may be taken over into the register of values.
    pub(crate) sums: usize,
    pub(crate) may_take_over: bool,
    pub(crate) note: String,
}

/// A local indicator that differs.
#[derive(Debug)]
pub(crate) struct RefusedView {
    pub(crate) territory: String,
    pub(crate) indicator: Link,
    /// Of each field that differs: its label, and what is said here and there.
    pub(crate) differences: Vec<(String, String, String)>,
}

#[derive(Debug)]
pub(crate) struct FedRow {
    pub(crate) period: String,
    pub(crate) breakdown: String,
    pub(crate) values: Vec<String>,
    pub(crate) sum: String,
}

pub(crate) fn fed_view(visit: &Visit, opened: &Opened, around: &Around, indicator: &RegisterEntry, may: bool) -> Option<FedView> {
    let register = opened.framework.register("indicator")?;
    let values = opened.framework.register("indicator_value")?;
    let plans: Vec<PublishedPlan<'_>> = around.plans().map(Elsewhere::plan).collect();
    let Fed { feeding, refused, values } = fed(opened, &plans, values, indicator);
    if feeding.is_empty() && refused.is_empty() {
        return None;
    }
    let language = visit.content();
    let territory = |local: &Counterpart<'_>| local.plan.plan.territory.name.get(language).to_owned();
    let link = |local: &Counterpart<'_>| {
        let href = visit.href(&format!("/plans/{}#{}", local.plan.slug(), anchor(local.entry)));
        (local.entry.text("name").map(|name| name.get(language).to_owned()).unwrap_or_default(), href)
    };
    let difference = |local: &Counterpart<'_>, code: &str| {
        let label = register.field(code).map(|field| field.label.get(language).to_owned()).unwrap_or_default();
        let said = |entry: &RegisterEntry| match entry.shown(code, language) {
            "" => visit.t("levels-not-said"),
            words => words.to_owned(),
        };
        (label, said(indicator), said(local.entry))
    };
    let words = |reading: &str, value: Option<String>| match (reading, value) {
        ("measured", Some(value)) => figure_words(visit, "number", Some(&value)),
        (reading, _) => visit.t(&format!("levels-reading-{}", reading.replace('_', "-"))),
    };
    let row = |collected: &jalon_app::domain::register::levels::Collected<'_>| FedRow {
        period: period(visit, collected.period),
        breakdown: collected.breakdown.to_owned(),
        values: collected.parts.iter().map(|part| words(part.reading, part.value.map(|value| value.to_string()))).collect(),
        sum: match collected.sum {
            Sum::Of(sum) => figure_words(visit, "number", Some(&sum.normalize().to_string())),
            Sum::Suppressed => visit.t("levels-sum-suppressed"),
            Sum::Missing => visit.t("levels-sum-missing"),
            Sum::NotAdded => visit.t("levels-sum-not-added"),
            Sum::Overlapping => visit.t("levels-sum-overlapping"),
            Sum::TooLarge => visit.t("levels-sum-too-large"),
        },
    };
    let mut columns: Vec<&Counterpart<'_>> = feeding.iter().collect();
    columns.sort_by_key(|local| (local.plan.slug(), local.entry.id.as_str()));
    let covered: std::collections::BTreeSet<&str> = feeding.iter().map(|local| local.plan.plan.territory.id.as_str()).collect();
    let same_level =
        around.below.iter().filter(|other| feeding.iter().any(|local| local.plan.plan.territory.level == other.level));
    let (with, all) = (covered.len().to_string(), same_level.count().to_string());
    Some(FedView {
        refused: refused
            .iter()
            .map(|(local, fields)| RefusedView {
                territory: territory(local),
                indicator: link(local),
                differences: fields.iter().map(|code| difference(local, code)).collect(),
            })
            .collect(),
        territories: columns.iter().map(|local| (territory(local), link(local).1)).collect(),
        sums: values.iter().filter(|collected| matches!(collected.sum, Sum::Of(_))).count(),
        rows: values.iter().map(row).collect(),
        coverage: visit.fill("levels-values-coverage", &[("with", &with), ("all", &all)]),
        may_take_over: may,
        note: visit.t("levels-values-note"),
    })
}

/// Writes the sums of an indicator into the register of values.
pub(crate) async fn take_values_over(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let visit = submitted.visit;
    let (slug, indicator) = (params.get("slug"), params.get("indicator"));
    let count = app.take_values_over(&visit.caller, slug, indicator).await.or_fail(&visit)?;
    see(&visit, &format!("/work/dossiers/{slug}/statistics/indicators/{indicator}?taken={count}#below"))
}

/// The aspects that may be taken over into a register.
#[derive(Template)]
#[template(path = "work/take_over.html")]
struct Findings<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    register: String,
    list: String,
    /// By the dossier that published them.
    groups: Vec<(String, Vec<FindingRow>)>,
}

#[derive(Debug)]
struct FindingRow {
    reference: String,
    title: String,
    href: String,
    /// Entries that it was taken over into before.
    taken: Vec<Link>,
    chosen: bool,
}

pub(crate) async fn findings(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_findings(&app, visit, &params, &[], Messages::default()).await
}

pub(crate) async fn take_findings_over(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    let chosen = fields.all("finding");
    match app.take_findings_over(&visit.caller, slug, register, &chosen).await {
        Ok(_) => see(&visit, &format!("/work/dossiers/{slug}/registers/{register}")),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            show_findings(&app, visit, &params, &chosen, m).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

async fn show_findings(app: &Shared, visit: Visit, params: &Params, chosen: &[String], m: Messages) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let register = opened.register(params.get("register")).or_fail(&visit)?;
    let may = app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() });
    let Some(field) = takes_findings(register).and_then(|code| register.field(code)).filter(|_| may) else {
        return Err(Failure::new(visit, AppError::NotFound));
    };
    let language = visit.content();
    let names = opened.names(language);
    let list = visit.href(&format!("/work/dossiers/{slug}/registers/{}", register.code));
    let row = |record: &PublishedRecord| {
        let entries =
            opened.content.entries(&register.code).filter(|entry| entry.chosen(&field.code).contains(&record.reference));
        FindingRow {
            reference: record.reference.clone(),
            title: record.title.get(language).to_owned(),
            href: visit.href(&record.path),
            taken: entries.map(|entry| (names.entry(entry), format!("{list}/{}", entry.id))).collect(),
            chosen: chosen.contains(&record.reference),
        }
    };
    let mut groups: Vec<(String, Vec<FindingRow>)> = vec![];
    for record in opened.content.published.iter().filter(|record| record.is_of(&field.of) && !record.is_gone()) {
        let dossier = record.dossier.get(language);
        match groups.iter_mut().find(|(known, _)| known == dossier) {
            Some((_, rows)) => rows.push(row(record)),
            None => groups.push((dossier.to_owned(), vec![row(record)])),
        }
    }
    let status = if m.is_empty() { axum::http::StatusCode::OK } else { axum::http::StatusCode::UNPROCESSABLE_ENTITY };
    let page = Findings {
        f: Frame::new(app, &visit, &opened, "registers"),
        m,
        register: register.title.get(language).to_owned(),
        list: list.clone(),
        groups,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

//! The reports of a cycle: what each still needs, its signature, its drafts, its publication; and what an amendment changes.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::Language;
use jalon_app::domain::format;
use jalon_app::domain::register::changes::{self, EntryDifference};
use jalon_app::publication::{Format, ReportState, reason_field};
use jalon_app::{App, Opened};

use crate::error::{Failure, OrFail, PageResult, render, render_as};
use crate::publication::{DraftView, Refused, ReleaseView, drafts, releases};
use crate::request::{Params, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, DiagnosticView, Frame, Messages, diagnostics};

#[derive(Debug)]
struct ReportView {
    code: String,
    title: String,
    /// It is never published.
    internal: bool,
    /// What is public of it, in words.
    last: String,
    last_href: String,
    open: Vec<DiagnosticView>,
    is_empty: bool,
    signature: Option<SignatureView>,
    /// The fields for the reason of an amendment: name, label, language; the dossier's own language first.
    reasons: Vec<(String, String, &'static str)>,
    /// "3 entries differ", with the page that shows them; empty where nothing does.
    differences: String,
    drafts: Vec<DraftView>,
    may_publish: bool,
    /// Nothing stands against publishing it.
    ready: bool,
    /// Of the form's fields; the one that was refused has the plain ones, so that messages lead to it.
    suffix: String,
}

#[derive(Debug)]
struct SignatureView {
    state: &'static str,
    state_label: String,
    /// Whose signature is needed, and what it stands for.
    words: String,
    by: String,
    may_sign: bool,
    may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "work/reports.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    reports: Vec<ReportView>,
    releases: Vec<ReleaseView>,
    may_withdraw: bool,
    may_start_round: bool,
    /// Beginning and end of the new round, as typed.
    round: (String, String),
}

/// `refused` is the report whose form is shown again with its messages.
pub(crate) async fn show(
    app: &Shared,
    visit: Visit,
    opened: &Opened,
    m: Messages,
    refused: &Refused,
    status: StatusCode,
) -> PageResult {
    let slug = &opened.dossier().slug;
    let states = match app.may(&visit.caller, Action::ReportDraft, opened) {
        true => app.reports(&visit.caller, slug).await.or_fail(&visit)?,
        false => vec![],
    };
    let round = app.round_facts(opened).await.or_fail(&visit)?;
    let roles = |state: &ReportState| Facts { exit_roles: state.definition.roles.clone(), ..Facts::default() };
    let page = Page {
        f: Frame::new(app, &visit, opened, "publication"),
        m,
        round: refused.round.clone(),
        may_start_round: app.may_with(&visit.caller, Action::DossierStartRound, opened, &round),
        may_withdraw: states.iter().any(|state| app.may_with(&visit.caller, Action::ReleaseWithdraw, opened, &roles(state))),
        reports: states.iter().map(|state| report(app, &visit, opened, state, refused)).collect(),
        releases: releases(app, &visit, opened).await.or_fail(&visit)?,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

fn report(app: &App, visit: &Visit, opened: &Opened, state: &ReportState, refused: &Refused) -> ReportView {
    let definition = &state.definition;
    let facts = Facts { exit_roles: definition.roles.clone(), ..Facts::default() };
    let last = state.last.as_ref();
    ReportView {
        code: definition.code.clone(),
        title: definition.title.get(visit.content()).to_owned(),
        internal: definition.is_internal(),
        last: last.map_or_else(
            || visit.t(if definition.is_internal() { "reports-internal" } else { "reports-never" }),
            |last| {
                let on = visit.date(&last.published_on);
                visit.fill("reports-last", &[("version", &last.version.to_string()), ("date", &on)])
            },
        ),
        last_href: last.map(|last| visit.href(&last.release_path())).unwrap_or_default(),
        open: diagnostics(visit, &opened.framework, &opened.dossier().slug, &state.open),
        is_empty: state.is_empty,
        reasons: reasons(visit, opened.dossier().source_language),
        signature: state.needs_signature().then(|| signature(app, visit, opened, state)),
        differences: match state.differences {
            0 => String::new(),
            count => visit.count("reports-differences", count),
        },
        drafts: drafts(visit, opened, &definition.code, refused),
        may_publish: app.may_with(&visit.caller, Action::ReleasePublish, opened, &facts),
        ready: state.open.is_empty() && !state.is_empty && (state.is_signed || !state.needs_signature()),
        suffix: if definition.code == refused.report { String::new() } else { format!("-{}", definition.code) },
    }
}

fn reasons(visit: &Visit, source: Language) -> Vec<(String, String, &'static str)> {
    let mut languages = Language::CONTENT;
    languages.sort_by_key(|language| *language != source);
    let field = |language: Language| {
        let label = format!("{} – {}", visit.t("reports-reason"), visit.t(&format!("language-{language}")));
        (reason_field(language, source), label, language.tag())
    };
    languages.map(field).into()
}

fn signature(app: &App, visit: &Visit, opened: &Opened, state: &ReportState) -> SignatureView {
    let code = &state.definition.code;
    let signed = state.signature.as_ref();
    let name = match (signed, state.is_signed) {
        (Some(_), true) => "signed",
        (Some(_), false) => "outdated",
        (None, _) => "missing",
    };
    let own = signed.is_some_and(|validation| Some(&validation.user) == visit.caller.principal.user.as_ref());
    let facts = Facts { own, side: Some(code.clone()), ..Facts::default() };
    let roles: Vec<String> =
        state.definition.signed_by.iter().map(|role| opened.framework.role_words(visit.wording, role)).collect();
    let organisation = signed
        .and_then(|validation| opened.content.organisation(&validation.organisation))
        .map(|organisation| organisation.name.get(visit.content()));
    SignatureView {
        state: name,
        state_label: visit.t(&format!("publication-{name}")),
        words: visit.fill("reports-signature", &[("role", &roles.join(", "))]),
        by: match (organisation, signed) {
            (Some(organisation), Some(validation)) => {
                let note = if validation.note.is_empty() { String::new() } else { format!(" – {}", validation.note) };
                format!("{organisation}, {}{note}", visit.date(&validation.at))
            }
            _ => String::new(),
        },
        may_sign: name != "signed"
            && !state.is_empty
            && app.may_with(&visit.caller, Action::ValidationSign, opened, &app.signature_facts(&visit.caller, opened, code)),
        may_withdraw: own && app.may_with(&visit.caller, Action::ValidationWithdraw, opened, &facts),
    }
}

#[derive(Debug)]
struct Difference {
    register: String,
    name: String,
    /// Empty when the entry is gone.
    href: String,
    state_label: String,
    fields: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "work/amendments.html")]
struct Amendments<'a> {
    v: &'a Visit,
    f: Frame,
    title: String,
    since: String,
    since_href: String,
    versions: Vec<Choice>,
    shown: String,
    differences: Vec<Difference>,
}

/// `/fr/work/dossiers/<slug>/publication/<report>/amendments?since=3`
pub(crate) async fn amendments(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let (slug, report) = (params.get("slug"), params.get("report"));
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let since = query(&visit).get("since").parse().ok();
    let done = app.amendments(&visit.caller, slug, report, since, visit.content()).await;
    let (summary, differences) = done.map_err(|error| Failure::new(visit.clone(), error))?;
    let known = app.releases(&opened).await.or_fail(&visit)?;
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let date = visit.date(&summary.published_on);
    let page = Amendments {
        f: Frame::new(&app, &visit, &opened, "publication"),
        title: visit.t("amendments-caption"),
        since: visit.fill("amendments-since", &[("version", &summary.version.to_string()), ("date", &date)]),
        since_href: visit.href(&summary.release_path()),
        versions: known
            .iter()
            .filter(|(release, _)| release.report == report)
            .map(|(release, _)| {
                let on = visit.date(&release.published_on);
                let label = visit.fill("reports-last", &[("version", &release.version.to_string()), ("date", &on)]);
                Choice::new(release.version.to_string(), label, release.version == summary.version)
            })
            .collect(),
        shown: visit.count("reports-differences", differences.len()),
        differences: differences.into_iter().map(|difference| view(&visit, &opened, &base, difference)).collect(),
        v: &visit,
    };
    render(&visit, &page)
}

/// What differs from the cycle before, in the registers that the plan compares.
pub(crate) fn round(app: &App, visit: &Visit, opened: &Opened, previous: &Opened) -> PageResult {
    let compared = opened.framework.reports.first().map(|plan| plan.compares.clone()).unwrap_or_default();
    let differences = changes::differences(opened.names(visit.content()), &compared, &previous.content.entries);
    let base = visit.href(&format!("/work/dossiers/{}", opened.dossier().slug));
    let period = format::period(visit.language, &previous.dossier().period_from, &previous.dossier().period_to);
    let page = Amendments {
        f: Frame::new(app, visit, opened, "overview"),
        title: visit.t("rounds-cycle"),
        since: visit.fill("rounds-cycle-since", &[("period", &period)]),
        since_href: visit.href(&format!("/work/dossiers/{}", previous.dossier().slug)),
        versions: vec![],
        shown: visit.count("reports-differences", differences.len()),
        differences: differences.into_iter().map(|difference| view(visit, opened, &base, difference)).collect(),
        v: visit,
    };
    render(visit, &page)
}

fn view(visit: &Visit, opened: &Opened, base: &str, difference: EntryDifference) -> Difference {
    let register = opened.framework.register(&difference.register);
    let is_there = opened.content.entry(&difference.register, &difference.id).is_some();
    Difference {
        register: register.map(|register| register.title.get(visit.content()).to_owned()).unwrap_or_default(),
        href: match is_there {
            true => format!("{base}/registers/{}/{}", difference.register, difference.id),
            false => String::new(),
        },
        name: difference.name,
        state_label: visit.t(&format!("amendments-{}", difference.state.code())),
        fields: difference.fields.into_iter().map(|field| (field.label, field.before, field.after)).collect(),
    }
}

/// The draft of a report in every language and form.
pub(crate) fn draft_links(visit: &Visit, slug: &str, report: &str, language: Language) -> Vec<(String, String)> {
    let name = if report.is_empty() { "report" } else { report };
    let link = |f: Format| {
        let href = visit.href(&format!("/work/dossiers/{slug}/draft/{language}/{name}.{}", f.extension()));
        (visit.t(&format!("format-{}", f.extension())), href)
    };
    Format::ALL.into_iter().map(link).collect()
}

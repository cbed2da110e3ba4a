//! Signatures, drafts, publication and releases of a dossier.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::Language;
use jalon_app::publication::{Format, Summary, Withdrawal};
use jalon_app::{App, AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::reports;
use crate::request::{Fields, Params, Submitted, Visit, Work};
use crate::router::Shared;
use crate::view::{Frame, GateView, Messages, gates};

#[derive(Debug)]
struct SignatureView {
    side: &'static str,
    label: String,
    organisation: String,
    on: String,
    note: String,
    state_label: String,
    may_sign: bool,
    may_withdraw: bool,
}

#[derive(Debug)]
pub(crate) struct DraftView {
    pub(crate) language: String,
    pub(crate) tag: &'static str,
    pub(crate) gaps: usize,
    pub(crate) gaps_label: String,
    /// Whether the form of publication has it ticked.
    pub(crate) chosen: bool,
    pub(crate) links: Vec<(String, String)>,
}

#[derive(Debug)]
pub(crate) struct ReleaseView {
    pub(crate) version: i64,
    /// Of a cycle: which of its reports.
    pub(crate) report: String,
    pub(crate) on: String,
    pub(crate) languages: String,
    pub(crate) digest: String,
    pub(crate) href: String,
    pub(crate) withdrawn: String,
    pub(crate) withdrawn_reason: String,
    /// The field in which a withdrawal is explained.
    pub(crate) reason: String,
}

#[derive(Template)]
#[template(path = "work/publication.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    gates: Vec<GateView>,
    signatures: Vec<SignatureView>,
    drafts: Vec<DraftView>,
    may_draft: bool,
    may_publish: bool,
    may_withdraw: bool,
    may_start_round: bool,
    /// Beginning and end of the new round, as typed.
    round: (String, String),
    accepts_incomplete: bool,
    /// What is to be done after the last public version was withdrawn.
    corrects: String,
    releases: Vec<ReleaseView>,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, params.get("slug"), Messages::default(), &Refused::default(), StatusCode::OK).await
}

/// A form of publication that was refused, and is shown again as it was filled in.
#[derive(Debug, Default)]
pub(crate) struct Refused {
    /// The report of a cycle.
    pub(crate) report: String,
    /// What it was to be published in; nothing where something else was asked.
    pub(crate) languages: Option<Vec<Language>>,
    pub(crate) accepts_incomplete: bool,
    /// Beginning and end of a new round.
    pub(crate) round: (String, String),
}

pub(crate) async fn show(
    app: &Shared,
    visit: Visit,
    slug: &str,
    m: Messages,
    refused: &Refused,
    status: StatusCode,
) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    if opened.framework.is_cycle() {
        return reports::show(app, visit, &opened, m, refused, status).await;
    }
    let (content, language) = (&opened.content, visit.content());
    let digest = opened.digest();
    let signatures = ["local", "national"]
        .into_iter()
        .map(|side| {
            let signed = content.validations.iter().find(|validation| validation.side == side);
            let state = match signed {
                Some(validation) if validation.content_digest == digest || opened.facts.published => "signed",
                Some(_) => "outdated",
                None => "missing",
            };
            let own = signed.is_some_and(|validation| Some(&validation.user) == visit.caller.principal.user.as_ref());
            let facts = Facts { own, side: Some(side.to_owned()), ..Facts::default() };
            SignatureView {
                side,
                label: visit.t(&format!("side-{side}")),
                organisation: signed
                    .and_then(|validation| content.organisation(&validation.organisation))
                    .map(|o| o.name.get(language).to_owned())
                    .unwrap_or_default(),
                on: signed.map(|validation| visit.date(&validation.at)).unwrap_or_default(),
                note: signed.map(|validation| validation.note.clone()).unwrap_or_default(),
                state_label: visit.t(&format!("publication-{state}")),
                may_sign: state != "signed"
                    && app.may_with(
                        &visit.caller,
                        Action::ValidationSign,
                        &opened,
                        &app.signature_facts(&visit.caller, &opened, side),
                    ),
                may_withdraw: own && app.may_with(&visit.caller, Action::ValidationWithdraw, &opened, &facts),
            }
        })
        .collect();
    let last = opened.framework.stages.iter().find(|stage| stage.exits.is_empty());
    let exits = opened.framework.stage(&opened.dossier().stage).map(|stage| stage.exits.as_slice()).unwrap_or_default();
    let exit = exits.iter().find(|exit| last.is_some_and(|last| last.code == exit.to));
    let exit_facts = Facts { exit_roles: exit.map(|exit| exit.roles.clone()).unwrap_or_default(), ..Facts::default() };
    let releases = releases(app, &visit, &opened).await.or_fail(&visit)?;
    let page = Page {
        corrects: corrects(&visit, &opened, &releases),
        f: Frame::new(app, &visit, &opened, "publication"),
        m,
        gates: gates(app, &visit, &opened).into_iter().filter(|gate| gate.forward).collect(),
        signatures,
        drafts: drafts(&visit, &opened, "", refused),
        may_draft: app.may(&visit.caller, Action::ReportDraft, &opened),
        may_publish: exit.is_some() && app.may_with(&visit.caller, Action::ReleasePublish, &opened, &exit_facts),
        may_withdraw: app.may(&visit.caller, Action::ReleaseWithdraw, &opened),
        accepts_incomplete: refused.accepts_incomplete,
        round: refused.round.clone(),
        may_start_round: opened.facts.published && app.may(&visit.caller, Action::DossierStartRound, &opened),
        releases,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// An assessment whose versions were all withdrawn is corrected and published again: what was withdrawn, and what to do.
pub(crate) fn corrects(visit: &Visit, opened: &Opened, releases: &[ReleaseView]) -> String {
    let Some(last) = releases.first().filter(|last| !opened.facts.published && !last.withdrawn.is_empty()) else {
        return String::new();
    };
    let (number, next) = (last.version.to_string(), (last.version + 1).to_string());
    visit.fill("publication-corrects", &[("number", &number), ("date", &last.withdrawn), ("next", &next)])
}

/// A draft in every language, with what it would lack.
pub(crate) fn drafts(visit: &Visit, opened: &Opened, report: &str, refused: &Refused) -> Vec<DraftView> {
    let was_chosen = |language| refused.languages.as_ref().is_none_or(|languages| languages.contains(&language));
    let draft = |language: Language| {
        let gaps = opened.language_gaps(report, language).len();
        DraftView {
            language: visit.t(&format!("language-{language}")),
            tag: language.tag(),
            gaps,
            gaps_label: visit.count("publication-gaps", gaps),
            chosen: refused.report != report || was_chosen(language),
            links: reports::draft_links(visit, &opened.dossier().slug, report, language),
        }
    };
    Language::CONTENT.into_iter().map(draft).collect()
}

/// What was released, newest first.
pub(crate) async fn releases(app: &App, visit: &Visit, opened: &Opened) -> Result<Vec<ReleaseView>, AppError> {
    let view = |(summary, withdrawal): (Summary, Option<Withdrawal>)| ReleaseView {
        version: summary.version,
        report: summary.report_title.get(visit.content()).to_owned(),
        on: visit.date(&summary.published_on),
        languages: summary.languages.iter().map(|l| visit.t(&format!("language-{l}"))).collect::<Vec<_>>().join(", "),
        href: visit.href(&summary.release_path()),
        digest: summary.content_digest,
        reason: format!("reason-{}", summary.version),
        withdrawn: withdrawal.as_ref().map(|withdrawal| visit.date(&withdrawal.at)).unwrap_or_default(),
        withdrawn_reason: withdrawal.map(|withdrawal| withdrawal.reason).unwrap_or_default(),
    };
    Ok(app.releases(opened).await?.into_iter().map(view).collect())
}

async fn answer<T>(app: &Shared, visit: Visit, slug: &str, refused: &Refused, done: Result<T, AppError>) -> PageResult {
    match done {
        Ok(_) => see(&visit, &format!("/work/dossiers/{slug}/publication")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show(app, visit, slug, messages, refused, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn sign(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.sign(&visit.caller, slug, fields.get("side"), fields.get("note")).await;
    answer(&app, visit, slug, &Refused::default(), done).await
}

pub(crate) async fn withdraw_signature(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.withdraw_signature(&visit.caller, slug, fields.get("side")).await;
    answer(&app, visit, slug, &Refused::default(), done).await
}

pub(crate) async fn publish(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let (report, chosen, accepted) = (fields.get("report"), languages(&fields), fields.has("accept_incomplete"));
    let source = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?.dossier().source_language;
    let reason = |language| (language, fields.owned(&jalon_app::publication::reason_field(language, source)));
    let reasons = Language::CONTENT.map(reason);
    let done = match report {
        "" => app.publish(&visit.caller, slug, &chosen, accepted).await,
        report => app.publish_report(&visit.caller, slug, report, &chosen, accepted, &reasons).await,
    };
    let refused =
        Refused { report: report.to_owned(), languages: Some(chosen), accepts_incomplete: accepted, ..Refused::default() };
    answer(&app, visit, slug, &refused, done).await
}

fn languages(fields: &Fields) -> Vec<Language> {
    let chosen = fields.all("languages");
    Language::CONTENT.into_iter().filter(|language| chosen.iter().any(|tag| tag == language.tag())).collect()
}

pub(crate) async fn withdraw(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.withdraw(&visit.caller, slug, fields.number("version"), fields.get("reason")).await;
    answer(&app, visit, slug, &Refused::default(), done).await
}

pub(crate) async fn draft(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let not_found = || Failure::new(visit.clone(), AppError::NotFound);
    // `report.pdf` of an assessment; `plan.pdf`, `quarterly.xlsx`… of a cycle.
    let (kind, extension) = params.get("file").rsplit_once('.').ok_or_else(not_found)?;
    let format = Format::from_extension(extension).ok_or_else(not_found)?;
    let report = if kind == "report" { "" } else { kind };
    let language = Language::CONTENT.into_iter().find(|l| l.tag() == params.get("language")).ok_or_else(not_found)?;
    let slug = params.get("slug");
    let bytes = app.draft_report(&visit.caller, slug, report, language, format).await.or_fail(&visit)?;
    let name = format!("{slug}-{kind}-draft-{language}.{}", format.extension());
    Ok(crate::portal::file_response(format, &name, &bytes, "no-store"))
}

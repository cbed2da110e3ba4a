//! Entries that are ready to be taken over into a register, by group.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::AppError;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::catalogue::{Model, ModelSet};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::request::{Params, Submitted, Visit, Work};
use crate::router::Shared;
use crate::view::{Frame, Link, Messages};

#[derive(Template)]
#[template(path = "work/models.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    register: String,
    list: String,
    sets: Vec<SetView>,
}

#[derive(Debug)]
struct SetView {
    name: String,
    description: String,
    groups: Vec<(String, Vec<Row>)>,
}

#[derive(Debug)]
struct Row {
    code: String,
    name: String,
    /// Label and words of its other texts.
    texts: Vec<(String, String)>,
    /// Entries that it was taken over into before.
    taken: Vec<Link>,
    chosen: bool,
}

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, &params, &[], Messages::default()).await
}

pub(crate) async fn take_over(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, register) = (params.get("slug"), params.get("register"));
    let chosen = fields.all("model");
    match app.take_models_over(&visit.caller, slug, register, &chosen).await {
        Ok(_) => see(&visit, &format!("/work/dossiers/{slug}/registers/{register}")),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            show(&app, visit, &params, &chosen, m).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

async fn show(app: &Shared, visit: Visit, params: &Params, chosen: &[String], m: Messages) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let register = opened.register(params.get("register")).or_fail(&visit)?;
    let may = app.may_with(&visit.caller, Action::RegisterSave, &opened, &Facts { own: true, ..Facts::default() });
    let library = app.library();
    let sets: Vec<_> = library.models(&opened.framework.code, &register.code).collect();
    if sets.is_empty() || !may {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let language = visit.content();
    let names = opened.names(language);
    let list = visit.href(&format!("/work/dossiers/{slug}/registers/{}", register.code));
    let row = |model: &Model| {
        let counted = match (&model.calculation, model.no_calculation.as_str()) {
            (Some(calculation), _) => calculation.in_words(library.concepts(), visit.language),
            (None, "") => vec![],
            (None, reason) => vec![(visit.t("indicator-calculation"), visit.t(&format!("calculation-none-{reason}")))],
        };
        let told = register.fields.iter().filter(|field| field.code != register.name());
        let entries = opened.made_from(&register.code, register.name(), model);
        Row {
            code: model.code.clone(),
            name: model.texts.get(register.name()).map(|name| name.get(language).to_owned()).unwrap_or_default(),
            texts: told
                .filter_map(|field| {
                    Some((field.label.get(language).to_owned(), model.texts.get(&field.code)?.get(language).to_owned()))
                })
                .chain(counted)
                .collect(),
            taken: entries.into_iter().map(|entry| (names.entry(entry), format!("{list}/{}", entry.id))).collect(),
            chosen: chosen.contains(&model.code),
        }
    };
    let view = |set: &ModelSet| SetView {
        name: set.name.get(language).to_owned(),
        description: set.description.get(language).to_owned(),
        groups: set
            .groups
            .iter()
            .map(|group| (group.title.get(language).to_owned(), group.models.iter().map(row).collect()))
            .collect(),
    };
    let status = if m.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        f: Frame::new(app, &visit, &opened, "registers"),
        m,
        register: register.title.get(language).to_owned(),
        sets: sets.into_iter().map(|set| view(set)).collect(),
        list: list.clone(),
        v: &visit,
    };
    render_as(&visit, status, &page)
}

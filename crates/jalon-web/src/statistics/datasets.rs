//! Datasets: an extract is handed in, its description corrected, its records imported, its purposes granted.

use std::path::PathBuf;

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartRejection};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jalon_app::AppError;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::statistics::DatasetState;
use jalon_app::domain::{Problem, UserId};
use jalon_app::statistics::counted::{ABSENT, TableColumns};
use jalon_app::statistics::dataset::{DatasetView, EXTRACT_LIMIT_BYTES, HandedIn};
use jalon_app::statistics::variables;
use jalon_app::statistics::{ColumnChoice, ColumnRole, Counts, OutlineColumn};
use tokio::io::AsyncWriteExt;

use super::{FaultRow, WorkView, faults, refreshing, whole, work_view};
use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::evidence::attachment;
use crate::request::{Fields, Params, Submitted, Visit, Work, same};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages, choices};

#[derive(Template)]
#[template(path = "statistics/dataset_new.html")]
struct NewPage<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    sources: Vec<Choice>,
    title: String,
    purpose: String,
    hint: String,
    /// A row per person, or a table that was already counted.
    contents: Vec<Choice>,
    file_error: String,
    codebook_error: String,
}

#[derive(Debug)]
struct RuleRow {
    /// What is asked, of which variable.
    rule: String,
    policy: String,
    rows: String,
    first: String,
}

#[derive(Debug)]
struct VariableRow {
    name: String,
    label: String,
    kind: String,
    codes: usize,
}

/// The columns of a table that was already counted, as the form asks for them.
#[derive(Debug)]
struct ColumnsView {
    rows: Vec<ColumnRow>,
    counts: Vec<Choice>,
    absent: Vec<Choice>,
    about_children: bool,
    about_status: bool,
}

#[derive(Debug)]
struct ColumnRow {
    heading: String,
    /// The first of its codes, and how many there are.
    codes: String,
    roles: Vec<Choice>,
    label: String,
    total: String,
    lists: Vec<Choice>,
}

/// A variable of the description in the form.
#[derive(Debug)]
struct VariableField {
    row: variables::VariableRow,
    kinds: Vec<Choice>,
    lists: Vec<Choice>,
    about: Vec<Choice>,
    on_fault: Vec<Choice>,
    /// What does not fit in its fields.
    errors: String,
}

/// A list of codes in the form.
#[derive(Debug)]
struct ListField {
    row: variables::ListRow,
    errors: String,
}

#[derive(Debug)]
struct OfficerRow {
    user: String,
    name: String,
    granted: bool,
    /// The reader may grant it, or take it back.
    may_grant: bool,
}

#[derive(Debug)]
struct GrantRow {
    purpose: String,
    code: String,
    officers: Vec<OfficerRow>,
}

#[derive(Template)]
#[template(path = "statistics/dataset.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    id: String,
    title: String,
    state: &'static str,
    state_label: String,
    source: (String, String),
    file: String,
    revision: i64,
    /// It is a table that was already counted.
    counted: bool,
    columns: Option<ColumnsView>,
    /// The variables of a description that a form can show.
    form: Vec<VariableField>,
    code_lists: Vec<ListField>,
    /// Cells that came without a number: what they are, how many.
    states: Vec<(String, String)>,
    description: String,
    description_faults: Vec<FaultRow>,
    work: WorkView,
    /// Read, accepted, rejected.
    counts: Option<(String, String, String)>,
    /// Why nothing was imported; empty where something was.
    refused: String,
    keys: String,
    left_out: String,
    rules: Vec<RuleRow>,
    variables: Vec<VariableRow>,
    has_key: bool,
    digest: String,
    imported_on: String,
    grants: Vec<GrantRow>,
    may_import: bool,
    may_compute: bool,
    may_erase: bool,
    /// When, who by their role, for which purpose.
    readings: Vec<(String, String, String, String)>,
}

pub(crate) async fn new_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_new(&app, visit, params.get("slug"), &Fields::default(), Messages::default(), StatusCode::OK).await
}

async fn show_new(app: &Shared, visit: Visit, slug: &str, typed: &Fields, m: Messages, status: StatusCode) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    if !app.may(&visit.caller, Action::DatasetImport, &opened) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let names = opened.names(visit.content());
    let chosen = match typed.get("source") {
        "" => crate::request::query(&visit).owned("source"),
        source => source.to_owned(),
    };
    let mut sources = vec![Choice::new("", visit.t("dataset-source-choose"), chosen.is_empty())];
    sources.extend(
        opened
            .content
            .entries("data_source")
            .map(|source| Choice::new(source.id.as_str(), names.entry(source), source.id.as_str() == chosen)),
    );
    let gigabytes = (EXTRACT_LIMIT_BYTES / (1024 * 1024 * 1024)).to_string();
    let page = NewPage {
        f: Frame::new(app, &visit, &opened, "statistics"),
        base: visit.href(&format!("/work/dossiers/{slug}")),
        sources,
        title: typed.owned("title"),
        purpose: typed.owned("purpose"),
        hint: visit.fill("dataset-file-hint", &[("gigabytes", &gigabytes)]),
        contents: choices(&visit, "dataset-content", &["microdata", "aggregate"], {
            if typed.get("content") == "aggregate" { "aggregate" } else { "microdata" }
        }),
        file_error: m.of("file"),
        codebook_error: m.of("codebook"),
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// Files of an upload on their way; what nobody takes over is removed.
#[derive(Debug, Default)]
struct Arrived {
    fields: Fields,
    file_name: String,
    file: Option<PathBuf>,
    codebook: Option<PathBuf>,
}

impl Drop for Arrived {
    fn drop(&mut self) {
        for file in [&self.file, &self.codebook].into_iter().flatten() {
            // Where it was taken over there is nothing any more.
            let _ = std::fs::remove_file(file);
        }
    }
}

pub(crate) async fn hand_in(
    State(app): State<Shared>,
    Work(visit): Work,
    params: Params,
    multipart: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    // Nothing is written to the disk for whoever may not import.
    if !app.may(&visit.caller, Action::DatasetImport, &opened) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let arrived = receive(&app, &visit, multipart).await?;
    let refuse = |problems: Vec<Problem>| Messages::new(&visit, &problems);
    let Some(file) = arrived.file.clone() else {
        let m = refuse(vec![Problem::on("file-empty", "file")]);
        return show_new(&app, visit.clone(), slug, &arrived.fields, m, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let handed = HandedIn {
        title: arrived.fields.owned("title"),
        source: arrived.fields.owned("source"),
        purpose: arrived.fields.owned("purpose"),
        file_name: arrived.file_name.clone(),
        file,
        counted: arrived.fields.get("content") == "aggregate",
        codebook: arrived.codebook.clone(),
    };
    match app.hand_in_dataset(&visit.caller, slug, handed).await {
        Ok(dataset) => see(&visit, &format!("/work/dossiers/{slug}/statistics/datasets/{}", dataset.id)),
        Err(AppError::Invalid(problems)) => {
            let m = refuse(problems);
            show_new(&app, visit.clone(), slug, &arrived.fields, m, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// Reads the form part by part; files go to the disk as they arrive. The session's token comes first.
async fn receive(app: &Shared, visit: &Visit, multipart: Result<Multipart, MultipartRejection>) -> Result<Arrived, Failure> {
    let unreadable = || Failure::unreadable(visit.clone());
    let mut multipart = multipart.map_err(|_| unreadable())?;
    let (mut arrived, mut trusted) = (Arrived::default(), false);
    let folder = app.incoming_folder().or_fail(visit)?;
    while let Some(field) = multipart.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "csrf" => trusted = same(&field.text().await.map_err(|_| unreadable())?, visit.csrf()),
            _ if !trusted => return Err(Failure::forged(visit.clone())),
            "file" | "codebook" => {
                let file_name = field.file_name().unwrap_or_default().to_owned();
                let path = folder.join(app.new_name());
                // Known before it is written, so that what was begun is removed too.
                let place = if name == "file" { &mut arrived.file } else { &mut arrived.codebook };
                *place = Some(path.clone());
                let size = write(field, &path).await.map_err(|error| match error {
                    Some(status) if status == StatusCode::PAYLOAD_TOO_LARGE => Failure::too_large(visit.clone()),
                    _ => unreadable(),
                })?;
                if size == 0 {
                    let _ = std::fs::remove_file(&path);
                    *(if name == "file" { &mut arrived.file } else { &mut arrived.codebook }) = None;
                } else if name == "file" {
                    arrived.file_name = file_name;
                }
            }
            _ => {
                let text = field.text().await.map_err(|_| unreadable())?;
                arrived.fields.push(name, text);
            }
        }
    }
    if trusted { Ok(arrived) } else { Err(Failure::forged(visit.clone())) }
}

/// Bytes written; the status that the refusal of a part asks for.
async fn write(mut field: Field<'_>, path: &std::path::Path) -> Result<u64, Option<StatusCode>> {
    let mut file = tokio::fs::File::create(path).await.map_err(|_| None)?;
    let mut size = 0;
    while let Some(chunk) = field.chunk().await.map_err(|error| Some(error.status()))? {
        size += chunk.len() as u64;
        if size > EXTRACT_LIMIT_BYTES {
            return Err(Some(StatusCode::PAYLOAD_TOO_LARGE));
        }
        file.write_all(&chunk).await.map_err(|_| None)?;
    }
    file.flush().await.map_err(|_| None)?;
    Ok(size)
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, &params, None, Messages::default(), StatusCode::OK).await
}

async fn show(app: &Shared, visit: Visit, params: &Params, typed: Option<Fields>, m: Messages, status: StatusCode) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let view = app.dataset(&visit.caller, slug, id).await.or_fail(&visit)?;
    let DatasetView { opened, dataset, description_faults, report, manifest, columns, readings } = view;
    let standing = app.work_on(id);
    let work = work_view(&visit, standing.as_ref());
    let may_import = app.may(&visit.caller, Action::DatasetImport, &opened);
    let names = opened.names(visit.content());
    let source = opened.content.entry("data_source", dataset.source.as_str());
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let officers = app.statistics_officers(&visit.caller, &opened).await.or_fail(&visit)?;
    let may_grant = |user: &UserId| {
        let facts = Facts { subject: Some(user.clone()), ..Facts::default() };
        app.may_with(&visit.caller, Action::PurposeGrant, &opened, &facts)
    };
    let grants = dataset.purposes.iter().map(|purpose| GrantRow {
        purpose: purpose.text.clone(),
        code: purpose.code.clone(),
        officers: officers
            .iter()
            .map(|(user, name)| OfficerRow {
                granted: dataset.is_granted(user, &purpose.code),
                may_grant: may_grant(user),
                user: user.to_string(),
                name: name.clone(),
            })
            .collect(),
    });
    let role = |who: &str| crate::history::actor(&visit, &opened, who);
    let is_running = work.running;
    // Of the three forms of the page, the one of the variables sends their names.
    let of_variables = typed.as_ref().filter(|typed| !typed.get("name_1").is_empty());
    let form = match dataset.state {
        DatasetState::Described if may_import && !dataset.counted => {
            variable_fields(&visit, &dataset.description, of_variables, &m)
        }
        _ => vec![],
    };
    let page = Page {
        f: Frame::new(app, &visit, &opened, "statistics"),
        id: id.to_owned(),
        title: dataset.title.clone(),
        state: dataset.state.code(),
        state_label: visit.t(&format!("dataset-state-{}", dataset.state.code())),
        source: source
            .map(|entry| (names.entry(entry), format!("{base}/registers/data_source/{}", entry.id)))
            .unwrap_or_default(),
        file: dataset.file.clone(),
        revision: dataset.revision,
        counted: dataset.counted,
        columns: columns
            .as_ref()
            .map(|columns| columns_view(&visit, columns, typed.as_ref().filter(|typed| !typed.get("role_1").is_empty()))),
        code_lists: if form.is_empty() { vec![] } else { list_fields(&dataset.description, of_variables, &m) },
        form,
        states: manifest
            .iter()
            .filter_map(|manifest| manifest.aggregate.as_ref())
            .flat_map(|table| &table.states)
            .map(|(state, count)| (visit.t(&format!("aggregate-cells-{state}")), whole(&visit, *count)))
            .collect(),
        description: typed
            .as_ref()
            .filter(|typed| !typed.get("text").is_empty())
            .map_or_else(|| dataset.description.clone(), |typed| typed.owned("text")),
        description_faults: if may_import { faults(&visit, &description_faults) } else { vec![] },
        work,
        counts: report.as_ref().map(|report| {
            (whole(&visit, report.rows_read), whole(&visit, report.rows_accepted), whole(&visit, report.rows_rejected))
        }),
        refused: match &report {
            Some(report) if report.stopped => visit.t("dataset-stopped"),
            Some(report) if report.is_refused() => visit.t("dataset-no-row"),
            _ => String::new(),
        },
        keys: report.as_ref().and_then(|report| report.rows_without_key).map(|rows| whole(&visit, rows)).unwrap_or_default(),
        left_out: report.as_ref().map(|report| report.columns_left_out.join(", ")).unwrap_or_default(),
        rules: report.iter().flat_map(|report| &report.rules).map(|rule| rule_row(&visit, rule)).collect(),
        has_key: manifest.as_ref().is_some_and(|manifest| manifest.record_key.is_some()),
        variables: manifest
            .iter()
            .flat_map(|manifest| &manifest.variables)
            .map(|variable| VariableRow {
                name: variable.name.clone(),
                label: variable.label.clone(),
                kind: visit.t(&format!("variable-{}", variable.kind)),
                codes: variable.codes.len(),
            })
            .collect(),
        digest: dataset.content_sha256.clone(),
        imported_on: if dataset.imported_at.is_empty() { String::new() } else { visit.wording.instant(&dataset.imported_at) },
        grants: grants.collect(),
        may_import,
        may_compute: dataset.state == DatasetState::Imported && app.may(&visit.caller, Action::TableSave, &opened),
        may_erase: dataset.state != DatasetState::Erased && app.may(&visit.caller, Action::DatasetErase, &opened),
        readings: readings
            .into_iter()
            .take(50)
            .map(|reading| {
                let action = visit.t(&format!("reading-{}", reading.action.replace('.', "-")));
                (visit.wording.instant(&reading.at), role(&reading.who), reading.purpose, action)
            })
            .collect(),
        base,
        m,
        v: &visit,
    };
    refreshing(render_as(&visit, status, &page), is_running)
}

/// As they are described, or as they were typed where that was refused.
fn variable_fields(visit: &Visit, description: &str, typed: Option<&Fields>, m: &Messages) -> Vec<VariableField> {
    let known = variables::rows(description);
    let rows = match typed {
        Some(typed) => {
            let form = typed.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            variables::filled(&known, &form)
        }
        None => known,
    };
    let lists = variables::lists(description);
    let field = |(n, row): (usize, variables::VariableRow)| {
        let names = ["label", "kind", "list", "detail", "minimum", "maximum", "missing", "about", "on_fault"];
        let errors: Vec<String> =
            names.iter().map(|name| m.of(&format!("{name}_{}", n + 1))).filter(|error| !error.is_empty()).collect();
        let mut options = vec![Choice::new("", "–", row.codelist.is_empty())];
        options.extend(lists.iter().map(|list| Choice::new(list, list, *list == row.codelist)));
        let about = variables::ABOUT.iter().map(|code| {
            let key = if code.is_empty() { "nobody" } else { code };
            Choice::new(*code, visit.t(&format!("variable-about-{key}")), *code == row.about)
        });
        VariableField {
            kinds: choices(visit, "variable", &variables::KINDS, &row.kind),
            lists: options,
            about: about.collect(),
            on_fault: policies(visit, &row.on_fault),
            errors: errors.join(" "),
            row,
        }
    };
    rows.into_iter().enumerate().map(field).collect()
}

/// What may happen with a row that breaks a rule; what the description says rule by rule is not for the form to change.
fn policies(visit: &Visit, selected: &str) -> Vec<Choice> {
    let known = if selected == variables::BY_RULE { &[variables::BY_RULE][..] } else { &variables::ON_FAULT[..] };
    let label = |code: &str| visit.t(&format!("on-fault-{}", if code.is_empty() { "default" } else { code }));
    known.iter().map(|code| Choice::new(*code, label(code), *code == selected)).collect()
}

/// The lists of codes of a description, as they are or as they were typed.
fn list_fields(description: &str, typed: Option<&Fields>, m: &Messages) -> Vec<ListField> {
    let known = variables::code_lists(description);
    let form = typed.into_iter().flat_map(Fields::iter).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let lists = variables::filled_lists(&known, &form);
    let field = |(n, row): (usize, variables::ListRow)| {
        let labels = (1..=row.codes.len()).map(|k| format!("code_label_{}_{k}", n + 1));
        let added = (1..=row.added.len()).flat_map(|k| [format!("new_code_{}_{k}", n + 1), format!("new_label_{}_{k}", n + 1)]);
        let errors = labels.chain(added).map(|name| m.of(&name)).filter(|error| !error.is_empty());
        ListField { errors: errors.collect::<Vec<_>>().join(" "), row }
    };
    lists.into_iter().enumerate().map(field).collect()
}

/// Codes that the form shows of a column.
const CODES_SHOWN: usize = 6;

/// As it is described, or as it was typed where that was refused.
fn columns_view(visit: &Visit, columns: &TableColumns, typed: Option<&Fields>) -> ColumnsView {
    let TableColumns { outline, choices: said } = columns;
    let get = |field: &str, stored: &str| typed.map_or_else(|| stored.to_owned(), |typed| typed.owned(field));
    let row = |(at, (column, choice)): (usize, (&OutlineColumn, &ColumnChoice))| {
        let mut codes = column.codes.iter().take(CODES_SHOWN).cloned().collect::<Vec<_>>().join(", ");
        if column.too_many {
            codes = visit.fill("aggregate-codes-many", &[("count", &whole(visit, column.codes.len() as u64))]);
        } else if column.codes.len() > CODES_SHOWN {
            codes = format!("{codes}… ({})", whole(visit, column.codes.len() as u64));
        }
        let field = |name: &str| format!("{name}_{}", at + 1);
        let (total, list) = (get(&field("total"), &choice.total), get(&field("list"), &choice.codelist));
        let mut lists = vec![Choice::new("", visit.t("aggregate-list-own"), list.is_empty())];
        let standard = outline.standard_lists(at, &total);
        lists.extend(standard.into_iter().map(|known| Choice::new(known, known, known == list)));
        let roles: Vec<&str> = ColumnRole::ALL.iter().map(|(name, _)| *name).collect();
        ColumnRow {
            heading: column.heading.clone(),
            codes,
            roles: choices(visit, "aggregate-role", &roles, &get(&field("role"), choice.role.name())),
            label: get(&field("label"), &choice.label),
            total,
            lists,
        }
    };
    let absent: Vec<&str> = ABSENT.iter().map(|(name, _)| *name).collect();
    let chosen = ABSENT.iter().find(|(_, absent)| *absent == said.absent).map_or("", |(name, _)| *name);
    let is_checked = |field: &str, stored: bool| typed.map_or(stored, |typed| typed.get(field) == "yes");
    let counts = if said.counts == Counts::Things { "things" } else { "persons" };
    ColumnsView {
        rows: outline.columns.iter().zip(&said.columns).enumerate().map(row).collect(),
        counts: choices(visit, "aggregate-counts", &["persons", "things"], &get("counts", counts)),
        absent: choices(visit, "aggregate-absent", &absent, &get("absent", chosen)),
        about_children: is_checked("about_children", said.about.children),
        about_status: is_checked("about_status", said.about.status),
    }
}

fn rule_row(visit: &Visit, rule: &jalon_app::statistics::dataset::BrokenRule) -> RuleRow {
    let kind = visit.t(&format!("microdata-kind-{}", rule.kind));
    let named = [rule.name.as_str(), rule.text.as_str()].iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>();
    RuleRow {
        rule: if named.is_empty() { kind } else { format!("{kind} – {}", named.join(" – ")) },
        policy: visit.t(&format!("microdata-policy-{}", rule.policy.name())),
        rows: whole(visit, rule.rows),
        first: rule.first_rows.iter().map(u64::to_string).collect::<Vec<_>>().join(", "),
    }
}

pub(crate) async fn describe(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, id) = (params.get("slug"), params.get("id"));
    let saved = app.save_description(&visit.caller, slug, id, fields.get("text"), fields.number("revision")).await;
    let wants_import = fields.get("then") == "import";
    let done = match saved {
        Ok(_) if wants_import => app.import_dataset(&visit.caller, slug, id).await,
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    };
    answer(&app, visit, &params, Some(fields), done).await
}

/// Describes the variables of an extract by the form, and imports it when that was asked for.
pub(crate) async fn describe_variables(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, id) = (params.get("slug"), params.get("id"));
    let form = fields.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let saved = app.describe_variables(&visit.caller, slug, id, &form, fields.number("revision")).await;
    let done = match saved {
        Ok(_) if fields.get("then") == "import" => app.import_dataset(&visit.caller, slug, id).await,
        saved => saved.map(|_| ()),
    };
    answer(&app, visit, &params, Some(fields), done).await
}

/// Describes the columns of a table that was already counted, and checks the whole table when that was asked for.
pub(crate) async fn describe_columns(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, id) = (params.get("slug"), params.get("id"));
    let form = fields.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let saved = app.describe_columns(&visit.caller, slug, id, form, fields.number("revision")).await;
    let done = match saved {
        Ok(_) if fields.get("then") == "import" => app.import_dataset(&visit.caller, slug, id).await,
        saved => saved.map(|_| ()),
    };
    answer(&app, visit, &params, Some(fields), done).await
}

/// Imports as it is described: what was interrupted is begun again.
pub(crate) async fn import(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let visit = submitted.visit;
    let done = app.import_dataset(&visit.caller, params.get("slug"), params.get("id")).await;
    answer(&app, visit, &params, None, done).await
}

pub(crate) async fn cancel(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let visit = submitted.visit;
    let done = app.cancel_import(&visit.caller, params.get("slug"), params.get("id")).await;
    answer(&app, visit, &params, None, done).await
}

pub(crate) async fn grant(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, id) = (params.get("slug"), params.get("id"));
    let is_granted = fields.get("granted") == "yes";
    let user = fields.get("user").into();
    let done = app.grant_purpose(&visit.caller, slug, id, fields.get("purpose"), &user, is_granted).await.map(|_| ());
    answer(&app, visit, &params, None, done).await
}

pub(crate) async fn erase(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, id) = (params.get("slug"), params.get("id"));
    let done = app.erase_dataset(&visit.caller, slug, id, fields.get("reason")).await;
    answer(&app, visit, &params, None, done).await
}

async fn answer(app: &Shared, visit: Visit, params: &Params, typed: Option<Fields>, done: Result<(), AppError>) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    match done {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}/statistics/datasets/{id}")),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            show(app, visit, params, typed, m, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// All faults of the last import, as CSV.
pub(crate) async fn fault_list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let bytes = app.dataset_faults(&visit.caller, slug, id).await.or_fail(&visit)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&format!("{slug}-{id}-faults.csv"))),
    ];
    Ok((headers, bytes).into_response())
}

//! Tables: the form that specifies one, and the page on which it is judged and signed.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jalon_app::AppError;
use jalon_app::authorisation::{Action, Facts};
use jalon_app::domain::statistics::{Reproduction, StatisticalTable};
use jalon_app::statistics::correspondence::of_entry;
use jalon_app::statistics::form;
use jalon_app::statistics::table::{TableInput, TableView, precision, precision_words, readable};
use jalon_app::statistics::{Manifest, Release, Report, TableFormat};

use super::start::{FilledView, correspondence_words, filled};
use super::{WorkView, period, refreshing, whole, work_view};
use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::evidence::attachment;
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages, choices};

/// Rows of a table that a page shows; the files have all.
const MOST_ROWS: usize = 400;

/// A dimension's place in the form: number, variable, bands.
#[derive(Debug)]
struct DimensionField {
    name: String,
    label: String,
    options: Vec<Choice>,
    bands_name: String,
    bands: String,
}

#[derive(Debug)]
struct ConditionField {
    name: String,
    label: String,
    options: Vec<Choice>,
    codes_name: String,
    codes: String,
}

#[derive(Template)]
#[template(path = "statistics/table_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    id: String,
    dataset: (String, String),
    title: String,
    indicators: Vec<Choice>,
    period: String,
    purposes: Vec<Choice>,
    dimensions: Vec<DimensionField>,
    conditions: Vec<ConditionField>,
    measures: Vec<Choice>,
    weights: Vec<Choice>,
    /// What a record without a weight does: ends the computation, or counts nothing.
    weights_missing: Vec<Choice>,
    parts: Vec<ConditionField>,
    wholes: Vec<ConditionField>,
    /// The indicators that the form can be filled from; none for a table that is there.
    start: Vec<Choice>,
    filled: Option<FilledView>,
    measure_variables: Vec<Choice>,
    samplings: Vec<Choice>,
    methods: Vec<Choice>,
    threshold: String,
    rounding_base: String,
    /// By hand, in TOML.
    by_hand: bool,
    /// The dataset is a table that was already counted: there are no weights and no amounts.
    counted: bool,
    specification: String,
    revision: i64,
}

/// Which dataset, which table, and what was typed into the form.
async fn show_form(
    app: &Shared,
    visit: Visit,
    slug: &str,
    table: Option<StatisticalTable>,
    dataset: &str,
    typed: Option<&Fields>,
    m: Messages,
) -> PageResult {
    let status = if m.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let opened = app.opened(&visit.caller, slug, Action::TableSave, &Facts::default()).await.or_fail(&visit)?;
    let manifest = app.dataset_manifest(&visit.caller, slug, dataset).await.or_fail(&visit)?;
    let Some(data) = opened.content.dataset(dataset) else { return Err(Failure::new(visit, AppError::NotFound)) };
    let known = table.unwrap_or_default();
    let language = visit.content();
    let is_new = known.id.as_str().is_empty();
    let started = query(&visit).get("indicator").to_owned();
    let (proposal, filled) = match is_new && !started.is_empty() {
        true => filled(app, &visit, slug, dataset, &started).await?.unzip(),
        false => (None, None),
    };
    // A table that was handed in as a whole is most often wanted as a whole.
    let whole_table = |field: &str| {
        let number: usize = field.strip_prefix("dimension_")?.parse().ok()?;
        let variable = manifest.variables.get(number - 1).filter(|_| is_new && manifest.aggregate.is_some())?;
        Some(variable.name.clone())
    };
    let get = |field: &str| -> String {
        match typed {
            Some(fields) => fields.owned(field),
            None => match &proposal {
                Some(proposal) => proposal.form.get(field).cloned().unwrap_or_default(),
                None => known.form.get(field).cloned().or_else(|| whole_table(field)).unwrap_or_default(),
            },
        }
    };
    let chosen = |field: &str, stored: &str| typed.map_or_else(|| stored.to_owned(), |fields| fields.owned(field));
    let variables = |selected: &str, wanted: &dyn Fn(&str) -> bool| -> Vec<Choice> {
        let mut options = vec![Choice::new("", visit.t("table-none"), selected.is_empty())];
        options.extend(manifest.variables.iter().filter(|variable| wanted(&variable.kind)).map(|variable| {
            let label =
                if variable.label.is_empty() { variable.name.clone() } else { format!("{} ({})", variable.label, variable.name) };
            Choice::new(&variable.name, label, variable.name == selected)
        }));
        options
    };
    let condition = |name: &str, label: String| ConditionField {
        options: variables(&get(name), &|_| true),
        codes_name: format!("{name}_codes"),
        codes: get(&format!("{name}_codes")),
        name: name.to_owned(),
        label,
    };
    let names = opened.names(language);
    let asked_period = query(&visit).get("period").trim().to_owned();
    let indicator = chosen("indicator", known.indicator.as_ref().map_or(started.as_str(), |id| id.as_str()));
    let library = app.library();
    let countable = opened.content.entries("indicator").filter(|entry| is_new && of_entry(&library, entry).is_some());
    let start: Vec<Choice> =
        countable.map(|entry| Choice::new(entry.id.as_str(), names.entry(entry), entry.id.as_str() == started)).collect();
    // Rows of conditions beyond the usual ones appear once they are needed.
    let last = (1..=form::CONDITIONS).rfind(|n| !get(&format!("where_{n}")).is_empty()).unwrap_or(0);
    let rows = form::CONDITIONS.min(3.max(last + 1));
    let parts = |part: &str, label: &str| -> Vec<ConditionField> {
        let last = (1..=form::PARTS).rfind(|n| !get(&form::part_name(part, *n)).is_empty()).unwrap_or(1);
        (1..=last).map(|n| condition(&form::part_name(part, n), visit.t(label))).collect()
    };
    let mut indicators = vec![Choice::new("", visit.t("table-no-indicator"), indicator.is_empty())];
    indicators.extend(
        opened
            .content
            .entries("indicator")
            .map(|entry| Choice::new(entry.id.as_str(), names.entry(entry), entry.id.as_str() == indicator)),
    );
    let purpose = chosen("purpose", &known.purpose);
    let measure = get("measure");
    let method = match get("method").as_str() {
        "" => "suppression".to_owned(),
        method => method.to_owned(),
    };
    let by_hand = typed.map_or_else(
        || (!known.id.as_str().is_empty() && known.form.is_empty()) || query(&visit).get("by") == "hand",
        |fields| fields.get("by") == "hand",
    );
    let numbered = |key: &str, n: usize| visit.fill(key, &[("number", &n.to_string())]);
    let page = FormPage {
        f: Frame::new(app, &visit, &opened, "statistics"),
        base: visit.href(&format!("/work/dossiers/{slug}")),
        id: known.id.to_string(),
        dataset: (data.id.to_string(), data.title.clone()),
        title: chosen("title", known.title.get(opened.dossier().source_language)),
        indicators,
        period: chosen("period", if started.is_empty() { &known.period } else { &asked_period }),
        start,
        filled,
        purposes: data
            .purposes
            .iter()
            .map(|known| Choice::new(&known.code, &known.text, known.code == purpose || data.purposes.len() == 1))
            .collect(),
        dimensions: (1..=form::DIMENSIONS)
            .map(|n| {
                let name = format!("dimension_{n}");
                let bands_name = format!("bands_{n}");
                DimensionField {
                    label: numbered("table-dimension", n),
                    options: variables(&get(&name), &|kind| matches!(kind, "category" | "integer")),
                    bands: get(&bands_name),
                    bands_name,
                    name,
                }
            })
            .collect(),
        conditions: (1..=rows).map(|n| condition(&format!("where_{n}"), numbered("table-condition", n))).collect(),
        measures: measure_choices(&visit, &manifest, if measure.is_empty() { "count" } else { &measure }),
        weights: variables(&get("weight"), &|kind| matches!(kind, "decimal" | "integer")),
        weights_missing: choices(&visit, "table-weight-missing", &["refuse", "zero"], {
            if get("weight_missing") == "zero" { "zero" } else { "refuse" }
        }),
        parts: parts("part", "table-part"),
        wholes: parts("whole", "table-whole"),
        measure_variables: variables(&get("measure_variable"), &|kind| matches!(kind, "decimal" | "integer")),
        samplings: sampling_choices(&visit, &manifest, &get("sampling")),
        methods: choices(&visit, "method", &form::methods(&manifest), &method),
        threshold: get("threshold"),
        rounding_base: get("base"),
        specification: chosen("specification", &known.specification),
        revision: known.revision,
        by_hand,
        counted: manifest.aggregate.is_some(),
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// What the form counts, called persons unless it is something else.
fn measure_choices(visit: &Visit, manifest: &Manifest, selected: &str) -> Vec<Choice> {
    let mut options = choices(visit, "table-measure", form::measures(manifest), selected);
    let persons = manifest.count_name() == "persons";
    for option in options.iter_mut().filter(|option| option.value == "count" && !persons) {
        option.label = visit.t("measure-number");
    }
    options
}

/// The empty choice is what the description says, or no error where it says nothing.
fn sampling_choices(visit: &Visit, manifest: &Manifest, selected: &str) -> Vec<Choice> {
    let choice = |code: &&'static str| {
        let key = match (*code, manifest.sampling.is_some()) {
            ("", true) => "described",
            ("", false) => "none",
            (code, _) => code,
        };
        Choice::new(*code, visit.t(&format!("table-sampling-{key}")), *code == selected)
    };
    form::samplings(manifest).iter().map(choice).collect()
}

pub(crate) async fn new_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, params.get("slug"), None, params.get("dataset"), None, Messages::default()).await
}

pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let view = app.table(&visit.caller, slug, params.get("id")).await.or_fail(&visit)?;
    let dataset = view.table.dataset.to_string();
    show_form(&app, visit, slug, Some(view.table), &dataset, None, Messages::default()).await
}

fn input(fields: &Fields, id: &str, dataset: &str) -> TableInput {
    let by_hand = fields.get("by") == "hand";
    let form = fields.iter().filter(|(name, value)| form::is_field(name) && !value.trim().is_empty());
    TableInput {
        id: id.to_owned(),
        dataset: dataset.to_owned(),
        title: fields.owned("title"),
        indicator: fields.owned("indicator"),
        period: fields.get("period").trim().to_owned(),
        purpose: fields.owned("purpose"),
        form: if by_hand {
            Default::default()
        } else {
            form.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect()
        },
        specification: fields.owned("specification"),
        revision: fields.number("revision"),
    }
}

pub(crate) async fn create(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store(&app, submitted, params.get("slug"), None, params.get("dataset")).await
}

pub(crate) async fn save(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let slug = params.get("slug");
    let view = app.table(&submitted.visit.caller, slug, params.get("id")).await.or_fail(&submitted.visit)?;
    let dataset = view.table.dataset.to_string();
    store(&app, submitted, slug, Some(view.table), &dataset).await
}

async fn store(app: &Shared, submitted: Submitted, slug: &str, table: Option<StatisticalTable>, dataset: &str) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let id = table.as_ref().map(|table| table.id.to_string()).unwrap_or_default();
    match app.save_table(&visit.caller, slug, input(&fields, &id, dataset)).await {
        Ok(saved) => see(&visit, &format!("/work/dossiers/{slug}/statistics/tables/{}", saved.id)),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            show_form(app, visit, slug, table, dataset, Some(&fields), m).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// How far a table is: `specified`, `refused`, `passed`, `signed` or `withdrawn`. `is_public`: whether a release of this
/// number is on the public side.
pub(crate) fn state(table: &StatisticalTable, is_public: impl Fn(i64) -> bool) -> &'static str {
    match &table.judgement {
        _ if table.signed.iter().any(|number| is_public(*number)) => "signed",
        _ if !table.signed.is_empty() => "withdrawn",
        None => "specified",
        Some(judgement) if judgement.passes => "passed",
        Some(_) => "refused",
    }
}

#[derive(Debug)]
struct FindingRow {
    text: String,
    remedy: String,
    place: String,
    forbids: bool,
}

#[derive(Debug)]
pub(crate) struct CellsView {
    pub(crate) caption: String,
    pub(crate) heads: Vec<String>,
    pub(crate) measures: Vec<String>,
    pub(crate) rows: Vec<(Vec<String>, Vec<String>)>,
    /// How many rows there are beyond those shown.
    pub(crate) more: String,
}

#[derive(Template)]
#[template(path = "statistics/table.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    id: String,
    title: String,
    state_label: String,
    dataset: (String, String),
    indicator: String,
    period: String,
    purpose: String,
    specification: String,
    /// Whether it counts what its indicator says, and what it is restricted by; empty where there is nothing to say.
    corresponds: String,
    deviates: String,
    restricted: String,
    work: WorkView,
    judged: bool,
    passes: bool,
    /// That something has changed since it was judged; empty where nothing has.
    outdated: String,
    method: String,
    /// Cells, sensitive, withheld, judged together with.
    counts: Vec<(String, String)>,
    findings: Vec<FindingRow>,
    further: String,
    comparison: Vec<(String, String, String, String)>,
    /// Why there is none; empty where there is, or nobody asked.
    not_compared: String,
    proposals: Vec<String>,
    cells: Option<CellsView>,
    granted: bool,
    may_save: bool,
    may_sign: bool,
    /// What the maps will be drawn on that a signature publishes; empty where there are none.
    signed_maps: String,
    may_withdraw: bool,
    never_signed: bool,
    revision: i64,
    signed: Vec<SignedRow>,
    /// When it was examined.
    judged_on: String,
    /// What the last examination is about, where something is signed.
    about: String,
    reproduction: Option<ReproductionView>,
    /// That what would be signed is what was withdrawn, and why; empty where it is not.
    sign_again: String,
}

/// A release of the table.
#[derive(Debug)]
struct SignedRow {
    number: i64,
    on: String,
    by: String,
    href: String,
    /// When it was withdrawn, and why; empty while it is public.
    withdrawn: String,
    reason: String,
}

/// Whether what was signed came out again.
#[derive(Debug)]
struct ReproductionView {
    exact: bool,
    result: String,
    /// What is not as it was when it was signed.
    changed: Vec<String>,
    /// The first cells that came out otherwise.
    cells: Vec<String>,
    more: String,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, &params, Messages::default(), StatusCode::OK).await
}

async fn show(app: &Shared, visit: Visit, params: &Params, m: Messages, status: StatusCode) -> PageResult {
    let (slug, id) = (params.get("slug"), params.get("id"));
    let TableView { opened, table, report, release, work, is_outdated, is_out, signed, reproduced, correspondence } =
        app.table(&visit.caller, slug, id).await.or_fail(&visit)?;
    let base = visit.href(&format!("/work/dossiers/{slug}"));
    let dataset = opened.content.dataset(table.dataset.as_str());
    let user = visit.caller.principal.user.clone().unwrap_or_default();
    let work = work_view(&visit, work.as_ref());
    let is_running = work.running;
    let passes = table.judgement.as_ref().is_some_and(|judgement| judgement.passes);
    let signed_maps = match &release {
        Some(release) => super::maps::of_signature(app, &visit, &opened, release).await?,
        None => String::new(),
    };
    let withdrawn_as_judged = signed.iter().rfind(|one| one.is_judged && !one.withdrawn_at.is_empty() && !is_out);
    let is_public = |number: i64| signed.iter().any(|one| one.note.number == number && one.withdrawn_at.is_empty());
    let judgement = table.judgement.as_ref();
    let [corresponds, deviates, restricted] = correspondence_words(&visit, correspondence.as_ref());
    let page = Page {
        corresponds,
        deviates,
        restricted,
        signed_maps,
        f: Frame::new(app, &visit, &opened, "statistics"),
        id: id.to_owned(),
        title: table.title.get(visit.content()).to_owned(),
        state_label: visit.t(&format!("table-state-{}", state(&table, is_public))),
        judged_on: judgement.map(|judgement| visit.wording.instant(&judgement.at)).unwrap_or_default(),
        about: match signed.iter().rfind(|one| one.withdrawn_at.is_empty()) {
            Some(one) if !is_out => visit.fill("table-audit-beside", &[("number", &one.note.number.to_string())]),
            Some(one) => visit.fill("table-audit-signed", &[("number", &one.note.number.to_string())]),
            None => String::new(),
        },
        reproduction: judgement.and_then(|judgement| judgement.reproduction.as_ref()).map(|known| {
            let is_same = reproduced.as_ref().is_none_or(|release| release.specification() == table.specification);
            reproduction(&visit, known, reproduced.as_ref(), is_same)
        }),
        sign_again: withdrawn_as_judged
            .map(|one| {
                let (number, on) = (one.note.number.to_string(), visit.wording.instant(&one.withdrawn_at));
                visit.fill("table-sign-again", &[("number", &number), ("date", &on), ("reason", &one.withdrawn_reason)])
            })
            .unwrap_or_default(),
        dataset: dataset
            .map(|dataset| (dataset.title.clone(), format!("{base}/statistics/datasets/{}", dataset.id)))
            .unwrap_or_default(),
        indicator: super::indicator_name(&visit, &opened, table.indicator.as_ref().map(|id| id.as_str())),
        period: period(&visit, &table.period),
        purpose: dataset
            .and_then(|dataset| dataset.purposes.iter().find(|purpose| purpose.code == table.purpose))
            .map(|purpose| purpose.text.clone())
            .unwrap_or_default(),
        specification: table.specification.clone(),
        work,
        judged: report.is_some(),
        passes,
        outdated: match is_out {
            _ if !is_outdated => String::new(),
            true => visit.t("table-outdated-signed"),
            false => visit.t("table-outdated"),
        },
        method: report.as_ref().map(|report| visit.t(&format!("method-{}", report.method))).unwrap_or_default(),
        counts: report.as_ref().map(|report| counts(&visit, report)).unwrap_or_default(),
        findings: report
            .iter()
            .flat_map(|report| report.findings.iter().map(|finding| finding_row(&visit, report, finding)))
            .collect(),
        further: report
            .as_ref()
            .filter(|report| report.further_findings > 0)
            .map(|report| visit.count("table-further-findings", report.further_findings))
            .unwrap_or_default(),
        comparison: report.iter().flat_map(|report| &report.comparison).map(|way| comparison_row(&visit, way)).collect(),
        not_compared: report.as_ref().map(|report| not_compared(&visit, report)).unwrap_or_default(),
        proposals: report
            .iter()
            .flat_map(|report| report.proposals.iter().map(|proposal| proposal_words(&visit, report, proposal)))
            .collect(),
        cells: release.as_ref().map(|release| cells_view(&visit, release)),
        granted: dataset.is_some_and(|dataset| dataset.is_granted(&user, &table.purpose)),
        may_save: app.may(&visit.caller, Action::TableSave, &opened),
        may_sign: passes && !is_outdated && !is_out && !is_running && app.may(&visit.caller, Action::TableSign, &opened),
        may_withdraw: app.may(&visit.caller, Action::TableWithdraw, &opened),
        never_signed: table.signed.is_empty(),
        revision: table.revision,
        signed: signed
            .into_iter()
            .rev()
            .map(|one| SignedRow {
                href: visit.href(&format!("/plans/{slug}/tables/{}", one.note.number)),
                number: one.note.number,
                on: visit.date(&one.note.signed_on),
                by: one.note.signed_by.get(visit.content()).to_owned(),
                withdrawn: if one.withdrawn_at.is_empty() { String::new() } else { visit.wording.instant(&one.withdrawn_at) },
                reason: one.withdrawn_reason,
            })
            .collect(),
        base,
        m,
        v: &visit,
    };
    refreshing(render_as(&visit, status, &page), is_running)
}

fn reproduction(visit: &Visit, known: &Reproduction, signed: Option<&Release>, same_specification: bool) -> ReproductionView {
    let (number, differing, cells) = (known.number.to_string(), whole(visit, known.differing), whole(visit, known.cells));
    let args = [("number", number.as_str()), ("differing", differing.as_str()), ("cells", cells.as_str())];
    let key = match known {
        Reproduction { exact: true, .. } => "exact",
        Reproduction { refused: true, .. } => "refused",
        Reproduction { differing: 0, .. } => "figures",
        _ => "differs",
    };
    let place = |codes: &Vec<u32>| {
        let dimensions = signed.map(Release::dimensions).unwrap_or_default();
        let part = |(place, dimension): (&u32, &jalon_app::statistics::Dimension)| {
            let code = dimension.codes.get(*place as usize).map(|code| code_words(visit, code)).unwrap_or_default();
            visit.fill("table-place", &[("dimension", &dimension.title), ("code", &code)])
        };
        codes.iter().zip(dimensions).map(part).collect::<Vec<_>>().join(" ; ")
    };
    let changed = known.changed.iter().map(|what| visit.t(&format!("reproduction-changed-{what}")));
    let own = (!same_specification).then(|| visit.t("reproduction-changed-specification"));
    ReproductionView {
        exact: known.exact,
        result: visit.fill(&format!("reproduction-{key}"), &args),
        changed: changed.chain(own).collect(),
        cells: known.places.iter().map(place).collect(),
        more: match (known.differing as usize).saturating_sub(known.places.len()) {
            0 => String::new(),
            more => visit.count("reproduction-more", more),
        },
    }
}

fn counts(visit: &Visit, report: &Report) -> Vec<(String, String)> {
    [
        ("table-cells", report.figures),
        ("table-sensitive", report.sensitive),
        ("table-withheld", report.withheld),
        ("table-together", report.together_with),
    ]
    .into_iter()
    .map(|(key, count)| (visit.t(key), whole(visit, count as u64)))
    .collect()
}

fn finding_row(visit: &Visit, report: &Report, finding: &jalon_app::statistics::Finding) -> FindingRow {
    let args = report.args(finding);
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    FindingRow {
        text: visit.fill(&format!("audit-{}", finding.code), &args),
        remedy: visit.wording.find(&format!("audit-{}-remedy", finding.code), &args).unwrap_or_default(),
        place: report.words(&finding.place),
        forbids: finding.forbids,
    }
}

/// Method, withheld, distance, what would still forbid it.
fn comparison_row(visit: &Visit, way: &jalon_app::statistics::Comparison) -> (String, String, String, String) {
    let method = visit.t(&format!("method-{}", way.method));
    if let Some(code) = &way.impossible {
        let reason = visit.wording.find(&format!("table-impossible-{code}"), &[]).unwrap_or_default();
        let said = visit.fill("table-impossible", &[("reason", &reason)]);
        return (method, "–".to_owned(), "–".to_owned(), said.trim().to_owned());
    }
    let distance = jalon_app::domain::format::amount(visit.content(), &way.distance);
    (method, whole(visit, way.withheld as u64), distance, whole(visit, way.forbidding as u64))
}

fn not_compared(visit: &Visit, report: &Report) -> String {
    let Some(known) = report.not_compared else { return String::new() };
    let (cells, most) = (whole(visit, known.cells as u64), whole(visit, known.most as u64));
    visit.fill("table-not-compared", &[("cells", &cells), ("most", &most)])
}

fn proposal_words(visit: &Visit, report: &Report, proposal: &jalon_app::statistics::Proposal) -> String {
    let (before, after) = (proposal.sensitive_before.to_string(), proposal.sensitive_after.to_string());
    let [first, second] = proposal.codes.each_ref().map(|code| report.code_words(&proposal.variable, code));
    let args = [
        ("variable", report.title(&proposal.variable)),
        ("first", first.as_str()),
        ("second", second.as_str()),
        ("before", before.as_str()),
        ("after", after.as_str()),
    ];
    visit.fill("table-proposal", &args)
}

/// The cells as a table, the first rows of it.
pub(crate) fn cells_view(visit: &Visit, release: &Release) -> CellsView {
    let with_errors: Vec<bool> = (0..release.measures().len()).map(|measure| release.has_errors(measure)).collect();
    let words = |(figure, has_errors): (&jalon_app::statistics::Figure, &bool)| {
        let value = figure_words(visit, figure.status.code(), figure.value.as_deref());
        let precision = has_errors.then(|| {
            let known = precision(release, figure);
            known.map(|known| precision_words(visit.content(), &known)).unwrap_or_default()
        });
        std::iter::once(value).chain(precision).collect::<Vec<_>>()
    };
    let heads = |(measure, has_errors): (&jalon_app::statistics::Measure, &bool)| {
        let name = measure_words(visit, &measure.name);
        let added = has_errors.then(|| visit.fill("precision-of", &[("measure", &name)]));
        std::iter::once(name).chain(added).collect::<Vec<_>>()
    };
    let label =
        |(place, dimension): (&u32, &jalon_app::statistics::Dimension)| code_words(visit, &dimension.codes[*place as usize]);
    let row = |cell: &jalon_app::statistics::Cell| {
        let figures = cell.figures.iter().zip(&with_errors).flat_map(words).collect();
        (cell.codes.iter().zip(release.dimensions()).map(label).collect(), figures)
    };
    let total = release.cells().len();
    CellsView {
        caption: release.title().to_owned(),
        heads: release.dimensions().iter().map(|dimension| dimension.title.clone()).collect(),
        measures: release.measures().iter().zip(&with_errors).flat_map(heads).collect(),
        rows: release.cells().iter().take(MOST_ROWS).map(row).collect(),
        more: if total > MOST_ROWS { visit.count("table-more-rows", total - MOST_ROWS) } else { String::new() },
    }
}

/// What the form calls its measures, in words; what a specification names, as it does.
pub(crate) fn measure_words(visit: &Visit, name: &str) -> String {
    visit.wording.find(&format!("measure-{name}"), &[]).unwrap_or_else(|| name.to_owned())
}

/// A code's label; the generic codes in the reader's language.
pub(crate) fn code_words(visit: &Visit, code: &jalon_app::statistics::Code) -> String {
    match code.code.as_str() {
        _ if code.total => visit.t("code-total"),
        "_U" => visit.t("code-unknown"),
        "_O" => visit.t("code-other"),
        _ if code.label.is_empty() => code.code.clone(),
        _ => code.label.clone(),
    }
}

/// A figure in the reader's language; what is no number says what it is.
pub(crate) fn figure_words(visit: &Visit, state: &str, value: Option<&str>) -> String {
    match (state, value) {
        ("number" | "zero", Some(value)) => jalon_app::domain::format::amount(visit.content(), &readable(value)),
        (state, _) => visit.t(&format!("state-{}", state.replace('_', "-"))),
    }
}

pub(crate) async fn judge(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let visit = submitted.visit;
    let compare = submitted.fields.get("compare") == "yes";
    let done = app.judge_table(&visit.caller, params.get("slug"), params.get("id"), compare).await;
    answer(&app, visit, &params, done).await
}

pub(crate) async fn cancel(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let visit = submitted.visit;
    let done = app.cancel_table(&visit.caller, params.get("slug"), params.get("id")).await;
    answer(&app, visit, &params, done).await
}

pub(crate) async fn sign(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let visit = submitted.visit;
    let done = app.sign_table(&visit.caller, params.get("slug"), params.get("id")).await.map(|_| ());
    answer(&app, visit, &params, done).await
}

pub(crate) async fn withdraw(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, table, number) = (params.get("slug"), params.get("id"), fields.number("number"));
    let done = app.withdraw_table(&visit.caller, slug, table, number, fields.get("reason")).await;
    answer(&app, visit, &params, done).await
}

pub(crate) async fn delete(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    match app.delete_table(&visit.caller, slug, params.get("id"), fields.number("revision")).await {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}/statistics")),
        done => answer(&app, visit, &params, done).await,
    }
}

async fn answer(app: &Shared, visit: Visit, params: &Params, done: Result<(), AppError>) -> PageResult {
    match done {
        Ok(()) => see(&visit, &format!("/work/dossiers/{}/statistics/tables/{}", params.get("slug"), params.get("id"))),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            show(app, visit, params, m, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// What a downloaded file of a signed table is called.
pub(crate) fn file_name(slug: &str, number: i64, format: TableFormat) -> String {
    format!("{slug}-table-{number}.{}", format.extension())
}

/// A signed table as a file: `/plans/<slug>/tables/1/table.csv`.
pub(crate) async fn download(State(app): State<Shared>, visit: Visit, params: Params) -> PageResult {
    if params.get("file").ends_with(".svg") {
        return super::maps::download(&app, visit, &params).await;
    }
    let not_found = || Failure::new(visit.clone(), AppError::NotFound);
    let number: i64 = params.get("number").parse().map_err(|_| not_found())?;
    let format = params.get("file").strip_prefix("table.").and_then(TableFormat::from_extension).ok_or_else(not_found)?;
    let slug = params.get("slug");
    let bytes = match app.signed_table_file(&visit.caller, slug, number, format).await {
        Err(AppError::NotFound) => {
            let found = app.withdrawn_table(&visit.caller, slug, number).await.or_fail(&visit)?;
            return crate::portal::withdrawn(visit, &found);
        }
        found => found.or_fail(&visit)?,
    };
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&file_name(slug, number, format))),
        (header::CACHE_CONTROL, "public, max-age=3600".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

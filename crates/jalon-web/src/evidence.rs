//! Evidence: the sources of a dossier, the files attached to them, and what cites them.

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jalon_app::authorisation::Action;
use jalon_app::domain::assessment::checks::is_web_address;
use jalon_app::domain::assessment::{AttachedFile, Citation, Evidence};
use jalon_app::domain::format;
use jalon_app::domain::search::Query;
use jalon_app::evidence::{EvidenceInput, FILE_LIMIT_BYTES, KINDS};
use jalon_app::statistics::boundaries::BOUNDARIES_LIMIT_BYTES;
use jalon_app::{AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, escape_query, render, render_as, see};
use crate::lists::{self, Heading, Sorting, spreadsheet_href};
use crate::request::{Fields, Params, Submitted, Visit, Work, query, same};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages, choices};

#[derive(Debug)]
struct Row {
    id: String,
    href: String,
    author: String,
    year: String,
    title: String,
    kind: String,
    address: String,
    commitment: bool,
    file: String,
    uses: Uses,
}

/// What cites a source: in words, and the ways to it.
#[derive(Debug)]
struct Uses {
    words: String,
    /// Label and address.
    links: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "work/evidence.html")]
struct List<'a> {
    v: &'a Visit,
    f: Frame,
    base: String,
    headings: Vec<Heading>,
    spreadsheet: String,
    rows: Vec<Row>,
    shown: String,
    total: usize,
    q: String,
    kinds: Vec<Choice>,
    uses: Vec<Choice>,
    may_add: bool,
    may_view_files: bool,
}

#[derive(Template)]
#[template(path = "work/evidence_form.html")]
struct Form<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    base: String,
    id: String,
    evidence: Evidence,
    kinds: Vec<Choice>,
    file: String,
    file_error: String,
    upload_hint: String,
    uses: Uses,
    editable: bool,
    may_upload: bool,
    may_view_files: bool,
    may_delete: bool,
}

const COLUMNS: [(&str, &str); 6] = [
    ("author", "evidence-author-or-publisher"),
    ("year", "evidence-year"),
    ("title", "evidence-title"),
    ("kind", "evidence-kind"),
    ("file", "evidence-file"),
    ("uses", "evidence-cited-by"),
];

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let filters = query(&visit);
    let (kind, wanted_use) = (filters.get("kind"), filters.get("use"));
    let (wanted, sorting) = (wanted(&visit, &opened), Sorting::of(&visit));
    let list = format!("{}/evidence", base(&visit, slug));
    let mut kinds = choices(&visit, "evidence-kind", KINDS, kind);
    kinds.insert(0, Choice::new("", visit.t("evidence-all-kinds"), kind.is_empty()));
    let page = List {
        f: Frame::new(&app, &visit, &opened, "evidence"),
        base: base(&visit, slug),
        shown: visit.count("evidence-shown", wanted.len()),
        headings: sorting.headings(&visit, &list, &COLUMNS),
        spreadsheet: spreadsheet_href(&visit, &list),
        rows: wanted.into_iter().map(|evidence| row(&visit, &opened, evidence)).collect(),
        total: opened.content.evidence.len(),
        q: filters.owned("q"),
        kinds,
        uses: vec![
            Choice::new("", visit.t("evidence-use-all"), wanted_use != "uncited"),
            Choice::new("uncited", visit.t("evidence-use-uncited"), wanted_use == "uncited"),
        ],
        may_add: app.may(&visit.caller, Action::EvidenceSave, &opened),
        may_view_files: app.may(&visit.caller, Action::FileView, &opened),
        v: &visit,
    };
    render(&visit, &page)
}

/// `/fr/work/dossiers/<slug>/evidence.xlsx`: the list with its filters, each source with what cites it.
pub(crate) async fn spreadsheet(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let heads = [
        "merge-field-author",
        "merge-field-publisher",
        "evidence-year",
        "evidence-title",
        "evidence-kind",
        "merge-field-address",
        "merge-field-accessed-on",
        "merge-field-commitment",
        "merge-field-note",
        "evidence-file",
        "evidence-cited-by",
    ];
    let cells = |evidence: &Evidence| {
        let commitment = if evidence.commitment { visit.t("yes") } else { String::new() };
        let file = evidence.file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
        let links = uses(&visit, &opened, evidence.id.as_str()).links;
        vec![
            evidence.author.clone(),
            evidence.publisher.clone(),
            evidence.year.clone(),
            evidence.title.clone(),
            visit.t(&format!("evidence-kind-{}", evidence.kind)),
            evidence.address.clone(),
            evidence.accessed_on.clone(),
            commitment,
            evidence.note.clone(),
            file,
            links.into_iter().map(|(label, _)| label).collect::<Vec<_>>().join("\n"),
        ]
    };
    let rows = wanted(&visit, &opened).into_iter().map(cells).collect();
    let heads = heads.map(|key| visit.t(key)).into();
    lists::spreadsheet(&visit, &format!("{slug}-evidence"), &visit.t("tab-evidence"), heads, rows)
}

/// The sources that the address asks for, in its order; by author and year where it asks for none.
fn wanted<'a>(visit: &Visit, opened: &'a Opened) -> Vec<&'a Evidence> {
    let filters = query(visit);
    let (search, kind, wanted_use) = (Query::new(filters.get("q")), filters.get("kind"), filters.get("use"));
    let mut wanted: Vec<&Evidence> = opened
        .content
        .evidence
        .iter()
        .filter(|e| kind.is_empty() || e.kind == kind)
        .filter(|e| wanted_use != "uncited" || !is_cited(opened, e.id.as_str()))
        .filter(|e| {
            search.is_empty()
                || search.matches([&e.author, &e.publisher, &e.title, &e.year, &e.note, &e.address].map(String::as_str))
        })
        .collect();
    wanted.sort_by(|a, b| format::compare(visit.language, author(a), author(b)).then_with(|| a.year.cmp(&b.year)));
    Sorting::of(visit).apply(visit.language, &mut wanted, |evidence, column| {
        let uses = || opened.content.citations().filter(|citation| citation.evidence == evidence.id).count();
        Some(match column {
            "author" => author(evidence).to_owned(),
            "year" => evidence.year.clone(),
            "title" => evidence.title.clone(),
            "kind" => visit.t(&format!("evidence-kind-{}", evidence.kind)),
            "file" => evidence.file.as_ref().map(|file| file.name.clone()).unwrap_or_default(),
            // As many digits for each, so that words sort like numbers.
            "uses" => format!("{:06}", uses()),
            _ => return None,
        })
    });
    wanted
}

fn base(visit: &Visit, slug: &str) -> String {
    visit.href(&format!("/work/dossiers/{slug}"))
}

fn author(evidence: &Evidence) -> &str {
    if evidence.author.is_empty() { &evidence.publisher } else { &evidence.author }
}

fn row(visit: &Visit, opened: &Opened, evidence: &Evidence) -> Row {
    let both = !evidence.author.is_empty() && !evidence.publisher.is_empty() && evidence.author != evidence.publisher;
    Row {
        id: evidence.id.to_string(),
        href: visit.href(&format!("/work/dossiers/{}/evidence/{}", opened.dossier().slug, evidence.id)),
        author: if both { format!("{} / {}", evidence.author, evidence.publisher) } else { author(evidence).to_owned() },
        year: evidence.year.clone(),
        title: evidence.title.clone(),
        kind: visit.t(&format!("evidence-kind-{}", evidence.kind)),
        // What was stored before the rule existed must not become a script behind a link.
        address: if is_web_address(&evidence.address) { evidence.address.clone() } else { String::new() },
        commitment: evidence.commitment,
        file: evidence.file.as_ref().map(|file| size(visit, file)).unwrap_or_default(),
        uses: uses(visit, opened, evidence.id.as_str()),
    }
}

fn cites(citations: &[Citation], id: &str) -> bool {
    citations.iter().any(|citation| citation.evidence.as_str() == id)
}

fn is_cited(opened: &Opened, id: &str) -> bool {
    opened.content.citations().any(|citation| citation.evidence.as_str() == id)
}

fn uses(visit: &Visit, opened: &Opened, id: &str) -> Uses {
    let (content, language) = (&opened.content, visit.content());
    let link = |title: &str, path: &str, key: &str| {
        let label = if title.is_empty() { visit.t("evidence-untitled") } else { title.to_owned() };
        (label, visit.href(&format!("/work/dossiers/{}/{path}/{key}", opened.dossier().slug)))
    };
    let findings = content.findings.iter().filter(|f| cites(&f.citations, id));
    let paragraphs = content.paragraphs.iter().filter(|p| cites(&p.citations, id));
    let figures = content.figures.iter().filter(|f| cites(&f.citations, id));
    let entries = content.entries.values().flatten().filter(|entry| cites(&entry.citations, id));
    let entries = entries.map(|entry| {
        let name = opened.names(language).entry(entry);
        link(&name, &format!("registers/{}", entry.register), entry.id.as_str())
    });
    let answers = content.answers.iter().filter(|answer| cites(&answer.citations, id)).map(|answer| {
        let title = opened.framework.item(answer.item.as_str()).map(|item| item.title.get(language)).unwrap_or_default();
        link(title, "questionnaire", answer.item.as_str())
    });
    let groups: [(&str, Vec<_>); 5] = [
        ("evidence-cited-findings", findings.map(|f| link(f.title.get(language), "findings", f.id.as_str())).collect()),
        (
            "evidence-cited-paragraphs",
            paragraphs.map(|p| link(p.title.get(language), "context/paragraphs", p.id.as_str())).collect(),
        ),
        ("evidence-cited-figures", figures.map(|f| link(f.title.get(language), "context/figures", f.id.as_str())).collect()),
        ("evidence-cited-entries", entries.collect()),
        ("evidence-cited-answers", answers.collect()),
    ];
    let counted = groups.iter().filter(|(_, links)| !links.is_empty());
    let words = counted.map(|(key, links)| visit.count(key, links.len())).collect::<Vec<_>>().join(" · ");
    Uses { words, links: groups.into_iter().flat_map(|(_, links)| links).collect() }
}

fn size(visit: &Visit, file: &AttachedFile) -> String {
    const KILOBYTE: u64 = 1024;
    const MEGABYTE: u64 = KILOBYTE * KILOBYTE;
    let (key, amount) = match file.size_bytes {
        bytes if bytes < MEGABYTE => ("evidence-size-kilobytes", bytes.div_ceil(KILOBYTE) as f64),
        // One decimal.
        bytes => ("evidence-size-megabytes", (bytes * 10 / MEGABYTE) as f64 / 10.0),
    };
    visit.fill(key, &[("size", &visit.wording.number(amount))])
}

pub(crate) async fn create_form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, params.get("slug"), "", None, Messages::default(), StatusCode::OK).await
}

pub(crate) async fn form(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show_form(&app, visit, params.get("slug"), params.get("id"), None, Messages::default(), StatusCode::OK).await
}

/// The form of one source; with what was typed and what is wrong with it, after a refused save.
async fn show_form(
    app: &Shared,
    visit: Visit,
    slug: &str,
    id: &str,
    typed: Option<&Fields>,
    m: Messages,
    status: StatusCode,
) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let editable = app.may(&visit.caller, Action::EvidenceSave, &opened);
    let stored = opened.content.evidence(id);
    if (stored.is_none() && !id.is_empty()) || (id.is_empty() && !editable) {
        return Err(Failure::new(visit, AppError::NotFound));
    }
    let present = stored.cloned().unwrap_or_default();
    let evidence = match typed {
        Some(fields) => typed_evidence(fields, present),
        None => present,
    };
    let mut kinds = choices(&visit, "evidence-kind", KINDS, &evidence.kind);
    if evidence.kind.is_empty() {
        kinds.insert(0, Choice::new("", visit.t("evidence-kind-choose"), true));
    }
    let uses = uses(&visit, &opened, id);
    let page = Form {
        f: Frame::new(app, &visit, &opened, "evidence"),
        base: base(&visit, slug),
        id: id.to_owned(),
        kinds,
        file: evidence.file.as_ref().map(|file| format!("{} ({})", file.name, size(&visit, file))).unwrap_or_default(),
        file_error: m.of("file"),
        upload_hint: visit.fill("evidence-upload-hint", &[("megabytes", &(FILE_LIMIT_BYTES / 1024 / 1024).to_string())]),
        editable,
        may_upload: stored.is_some() && app.may(&visit.caller, Action::FileUpload, &opened),
        may_view_files: app.may(&visit.caller, Action::FileView, &opened),
        may_delete: stored.is_some() && uses.links.is_empty() && app.may(&visit.caller, Action::EvidenceDelete, &opened),
        uses,
        evidence,
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

fn typed_evidence(fields: &Fields, present: Evidence) -> Evidence {
    Evidence {
        kind: fields.owned("kind"),
        author: fields.owned("author"),
        year: fields.owned("year"),
        title: fields.owned("title"),
        publisher: fields.owned("publisher"),
        address: fields.owned("address"),
        accessed_on: fields.owned("accessed_on"),
        note: fields.owned("note"),
        commitment: fields.has("commitment"),
        revision: fields.number("revision"),
        ..present
    }
}

pub(crate) async fn create(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store(&app, params.get("slug"), "", submitted).await
}

pub(crate) async fn save(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    store(&app, params.get("slug"), params.get("id"), submitted).await
}

async fn store(app: &Shared, slug: &str, id: &str, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let input = EvidenceInput {
        id: id.to_owned(),
        kind: fields.owned("kind"),
        author: fields.owned("author"),
        year: fields.owned("year"),
        title: fields.owned("title"),
        publisher: fields.owned("publisher"),
        address: fields.owned("address"),
        accessed_on: fields.owned("accessed_on"),
        note: fields.owned("note"),
        commitment: fields.has("commitment"),
        revision: fields.number("revision"),
    };
    match app.save_evidence(&visit.caller, slug, input).await {
        // The file of a new source is attached on the page of the source.
        Ok(saved) if id.is_empty() => see(&visit, &format!("/work/dossiers/{slug}/evidence/{}", saved.id)),
        Ok(saved) => see(&visit, &format!("/work/dossiers/{slug}/evidence#evidence-{}", saved.id)),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(app, visit, slug, id, Some(&fields), messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn delete(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields) = (submitted.visit, submitted.fields);
    let (slug, id) = (params.get("slug"), params.get("id"));
    match app.delete_evidence(&visit.caller, slug, id, fields.number("revision")).await {
        Ok(()) => see(&visit, &format!("/work/dossiers/{slug}/evidence")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(&app, visit, slug, id, None, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn upload(
    State(app): State<Shared>,
    Work(visit): Work,
    params: Params,
    multipart: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let upload = read_upload(&visit, multipart).await?;
    let (slug, id) = (params.get("slug"), params.get("id"));
    match app.attach_file(&visit.caller, slug, id, &upload.name, upload.bytes, upload.revision).await {
        Ok(_) => see(&visit, &format!("/work/dossiers/{slug}/evidence/{id}#file-heading")),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show_form(&app, visit, slug, id, None, messages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

/// A file that a form carries, with the revision that the person saw and whatever else was filled in.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) revision: i64,
    pub(crate) fields: Fields,
}

/// As much of a file as shows that it is larger than any form takes.
const MOST_KEPT_BYTES: usize =
    1 + if FILE_LIMIT_BYTES > BOUNDARIES_LIMIT_BYTES { FILE_LIMIT_BYTES } else { BOUNDARIES_LIMIT_BYTES };

/// Reads a form with a file. The session's token comes first: without it nothing of the file is kept.
pub(crate) async fn read_upload(visit: &Visit, multipart: Result<Multipart, MultipartRejection>) -> Result<Upload, Failure> {
    let refuse = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::too_large(visit.clone()),
        _ => Failure::unreadable(visit.clone()),
    };
    let mut multipart = multipart.map_err(|_| Failure::unreadable(visit.clone()))?;
    let (mut upload, mut trusted) = (Upload::default(), false);
    while let Some(field) = multipart.next_field().await.map_err(refuse)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "csrf" => trusted = same(&field.text().await.map_err(refuse)?, visit.csrf()),
            _ if !trusted => return Err(Failure::forged(visit.clone())),
            "file" => {
                upload.name = field.file_name().unwrap_or_default().to_owned();
                let mut field = field;
                while let Some(part) = field.chunk().await.map_err(refuse)? {
                    let room = MOST_KEPT_BYTES.saturating_sub(upload.bytes.len());
                    upload.bytes.extend_from_slice(&part[..part.len().min(room)]);
                }
            }
            _ => upload.fields.push(name, field.text().await.map_err(refuse)?),
        }
    }
    upload.revision = upload.fields.number("revision");
    if trusted { Ok(upload) } else { Err(Failure::forged(visit.clone())) }
}

pub(crate) async fn download(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let (file, bytes) = app.attached_file(&visit.caller, params.get("slug"), params.get("id")).await.or_fail(&visit)?;
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, attachment(&file.name)),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// The header that makes a browser keep the file under its name (RFC 6266); old ones get the name without accents.
pub(crate) fn attachment(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", escape_query(&name.replace('/', "-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(
            attachment("Été \"1\".pdf"),
            "attachment; filename=\"_t___1_.pdf\"; filename*=UTF-8''%C3%89t%C3%A9%20%221%22.pdf"
        );
        assert_eq!(attachment("a\r\nb/c"), "attachment; filename=\"a__b_c\"; filename*=UTF-8''a%0D%0Ab-c");
    }
}

//! The discussion: who takes part, what they said of each statement, what was answered and what it changed.

use std::collections::BTreeMap;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::authorisation::Action;
use jalon_app::domain::assessment::conflict::Change;
use jalon_app::domain::assessment::{Comment, Disposition, Subject};
use jalon_app::domain::register::RegisterEntry;
use jalon_app::{AppError, Opened};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::history::place;
use crate::lists::{self, spreadsheet_href};
use crate::request::{Fields, Params, Submitted, Visit, Work, query};
use crate::router::Shared;
use crate::view::{Choice, Frame, Messages};

#[derive(Debug)]
struct Said {
    id: String,
    organisation: String,
    role: String,
    at: String,
    paragraphs: Vec<String>,
    language: &'static str,
    revision: i64,
    open: bool,
    disposition: String,
    reason: String,
    /// `same`, `removed` or `added` with the words.
    changes: Arc<Vec<Change>>,
    /// Where the text is edited, for a comment that was to change it and has not.
    unchanged: String,
    replies: Vec<Said>,
}

#[derive(Debug)]
struct Thread {
    anchor: String,
    title: String,
    href: String,
    passage: String,
    comments: Vec<Said>,
}

/// The one passage that a reader came from.
#[derive(Debug)]
struct Passage {
    title: String,
    href: String,
    text: String,
}

#[derive(Debug)]
struct ParticipantRow {
    id: String,
    name: String,
    position: String,
    /// Empty unless the reader keeps the list.
    email: String,
    organisation: String,
    revision: i64,
    erased: bool,
}

/// A form of the page that was refused, as it was filled in.
#[derive(Debug, Default)]
struct Typed {
    /// `comment`, `participant`, or what was to be done with a comment: `reply`, `close`.
    form: String,
    /// The comment it is about.
    of: String,
    fields: Fields,
    messages: Messages,
}

impl Typed {
    /// `path` is the address that the form was sent to.
    fn new(path: &str, fields: &Fields, messages: &Messages) -> Self {
        let mut parts = path.rsplit("/discussion/").next().unwrap_or_default().split('/');
        let (noun, of, verb) = (parts.next(), parts.next(), parts.next());
        let form = verb.or(noun.map(|noun| noun.trim_end_matches('s'))).unwrap_or_default().to_owned();
        Self { form, of: of.unwrap_or_default().to_owned(), fields: fields.clone(), messages: messages.clone() }
    }

    /// Each comment has forms of its own, whose fields are told apart by its name.
    fn lead_to_fields(&self, messages: &mut Messages) {
        if matches!(self.form.as_str(), "reply" | "close") {
            for message in &mut messages.items {
                let field = if message.field == "body" { "reply" } else { message.field.as_str() };
                message.field = format!("{field}-{}", self.of);
            }
        }
    }

    fn is(&self, form: &str, of: &str) -> bool {
        self.form == form && self.of == of
    }

    fn get(&self, form: &str, of: &str, name: &str) -> &str {
        if self.is(form, of) { self.fields.get(name) } else { "" }
    }

    fn messages(&self, form: &str, of: &str) -> Messages {
        if self.is(form, of) { self.messages.clone() } else { Messages::default() }
    }
}

#[derive(Template)]
#[template(path = "work/discussion.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    threads: Vec<Thread>,
    /// The language that passages are in.
    source: &'static str,
    only: Option<Passage>,
    shown: String,
    spreadsheet: String,
    states: Vec<Choice>,
    organisations: Vec<Choice>,
    participants: Vec<ParticipantRow>,
    all_organisations: Vec<Choice>,
    subjects: Vec<Choice>,
    typed: Typed,
    dispositions: Vec<Choice>,
    may_comment: bool,
    may_reply: bool,
    may_close: bool,
    may_invite: bool,
    may_erase: bool,
}

pub(crate) async fn list(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, params.get("slug"), Messages::default(), None, StatusCode::OK).await
}

async fn show(app: &Shared, visit: Visit, slug: &str, mut m: Messages, typed: Option<&Fields>, status: StatusCode) -> PageResult {
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let filters = query(&visit);
    let (state, organisation) = (filters.get("state"), filters.get("organisation"));
    let content = &opened.content;
    let asked = asked(&visit, &opened);
    let first = wanted(&visit, &opened);
    let mut by_subject: BTreeMap<(&str, &str), Vec<&Comment>> = BTreeMap::new();
    for comment in &first {
        by_subject.entry((comment.subject.noun(), comment.subject.key())).or_default().push(comment);
    }
    let threads = by_subject.into_values().map(|comments| thread(&visit, &opened, &comments)).collect();
    let form = typed.map(|fields| Typed::new(&visit.path, fields, &m)).unwrap_or_default();
    form.lead_to_fields(&mut m);
    let on = typed.map_or(filters.owned("on"), |fields| fields.owned("on"));
    let language = visit.content();
    let may_invite = app.may(&visit.caller, Action::ParticipantSave, &opened);
    let may_erase = app.may(&visit.caller, Action::ParticipantErase, &opened);
    let mut organisations: Vec<_> = content.organisations.values().collect();
    organisations.sort_by_cached_key(|o| jalon_app::domain::search::fold(o.name.get(language)));
    let choice = |selected: &str| -> Vec<Choice> {
        organisations.iter().map(|o| Choice::new(&o.slug, o.name.get(language), o.slug == selected)).collect()
    };
    let mut filter_organisations = vec![Choice::new("", visit.t("discussion-all"), organisation.is_empty())];
    filter_organisations.extend(choice(organisation));
    let page = Page {
        f: Frame::new(app, &visit, &opened, "discussion"),
        threads,
        source: opened.dossier().source_language.tag(),
        only: asked.map(|subject| {
            let (title, href) = titled(&visit, &opened, &subject);
            Passage { title, href, text: opened.subject_text(&subject).unwrap_or_default() }
        }),
        shown: visit.count("discussion-shown", first.len()),
        spreadsheet: spreadsheet_href(&visit, &visit.href(&format!("/work/dossiers/{slug}/discussion"))),
        states: ["", "open", "closed"]
            .map(|code| {
                Choice::new(
                    code,
                    visit.t(&format!("discussion-state-{}", if code.is_empty() { "all" } else { code })),
                    code == state,
                )
            })
            .into(),
        organisations: filter_organisations,
        participants: content
            .participants
            .iter()
            .map(|p| ParticipantRow {
                id: p.id.to_string(),
                name: if p.is_erased() { visit.t("discussion-erased") } else { p.name.clone() },
                position: p.position.clone(),
                email: if may_erase { p.email.clone() } else { String::new() },
                organisation: content.organisation(&p.organisation).map(|o| o.name.get(language).to_owned()).unwrap_or_default(),
                revision: p.revision,
                erased: p.is_erased(),
            })
            .collect(),
        all_organisations: choice(typed.map_or("", |fields| fields.get("organisation"))),
        subjects: subjects(&visit, &opened, &on),
        typed: form,
        m,
        dispositions: Disposition::ALL
            .map(|d| Choice::new(d.code(), visit.t(&format!("disposition-{}", d.code().replace('_', "-"))), false))
            .into(),
        may_comment: app.may(
            &visit.caller,
            if opened.framework.is_cycle() { Action::RegisterComment } else { Action::CommentAdd },
            &opened,
        ),
        may_reply: app.may(&visit.caller, Action::CommentReply, &opened),
        may_close: app.may(&visit.caller, Action::CommentClose, &opened),
        may_invite,
        may_erase,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// The passage that the address asks for.
fn asked(visit: &Visit, opened: &Opened) -> Option<Subject> {
    let filters = query(visit);
    let subject = filters.get("on").split_once('/').and_then(|(noun, key)| Subject::parse(noun, key))?;
    opened.subject_text(&subject).is_some().then_some(subject)
}

/// The comments that the address asks for, without the replies.
fn wanted<'a>(visit: &Visit, opened: &'a Opened) -> Vec<&'a Comment> {
    let (filters, asked) = (query(visit), asked(visit, opened));
    let (state, organisation) = (filters.get("state"), filters.get("organisation"));
    let content = &opened.content;
    let comments = content.comments.iter().filter(|comment| comment.parent.is_none());
    comments
        .filter(|c| asked.as_ref().is_none_or(|subject| c.subject == *subject))
        .filter(|c| state.is_empty() || c.is_open() == (state == "open"))
        .filter(|c| organisation.is_empty() || content.organisation(&c.organisation).is_some_and(|o| o.slug == organisation))
        .collect()
}

/// `/fr/work/dossiers/<slug>/discussion.xlsx`: the comments with their replies and what became of them.
pub(crate) async fn spreadsheet(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    let slug = params.get("slug");
    let opened = app.view_dossier(&visit.caller, slug).await.or_fail(&visit)?;
    let heads = [
        "discussion-on",
        "discussion-organisation",
        "dossier-history-when",
        "report-comment-body",
        "report-comment-answer",
        "discussion-reason",
        "discussion-replies",
    ];
    let cells = |comment: &Comment| {
        let (title, href) = titled(&visit, &opened, &comment.subject);
        let said = said(&visit, &opened, comment, &href);
        let reply = |reply: &Said| visit.wording.labelled(&reply.organisation, &reply.paragraphs.join(" "));
        let replies = said.replies.iter().map(reply).collect::<Vec<_>>().join("\n");
        let answer = if said.open { visit.t("disposition-open") } else { said.disposition };
        vec![title, said.organisation, said.at, comment.body.clone(), answer, said.reason, replies]
    };
    let rows = wanted(&visit, &opened).into_iter().map(cells).collect();
    let heads = heads.map(|key| visit.t(key)).into();
    lists::spreadsheet(&visit, &format!("{slug}-discussion"), &visit.t("tab-discussion"), heads, rows)
}

fn subjects(visit: &Visit, opened: &Opened, on: &str) -> Vec<Choice> {
    let language = visit.content();
    let findings = opened.content.findings.iter().map(|f| (format!("finding/{}", f.id), f.title.get(language).to_owned()));
    let paragraphs = opened.content.paragraphs.iter().map(|p| (format!("paragraph/{}", p.id), p.title.get(language).to_owned()));
    let answers = on
        .strip_prefix("answer/")
        .and_then(|code| opened.framework.item(code))
        .map(|item| (on.to_owned(), item.title.get(language).to_owned()));
    let names = opened.names(language);
    let entry = |entry: &RegisterEntry| (format!("register_entry/{}", entry.id), names.entry(entry));
    let asked = on.strip_prefix("register_entry/").and_then(|id| opened.content.register_entry(id));
    let asked = asked.filter(|entry| entry.register != "measure" && is_public(opened, entry));
    answers
        .into_iter()
        .chain(asked.map(entry))
        .chain(opened.content.entries("measure").map(entry))
        .chain(findings)
        .chain(paragraphs)
        .map(|(value, title)| {
            let selected = value == on;
            Choice::new(value, title, selected)
        })
        .collect()
}

fn is_public(opened: &Opened, entry: &RegisterEntry) -> bool {
    opened.framework.register(&entry.register).is_some_and(|register| register.public)
}

/// What a subject of comments is called, and where it is edited.
fn titled(visit: &Visit, opened: &Opened, subject: &Subject) -> (String, String) {
    let place = place(visit, opened, subject.noun(), subject.key());
    let (title, page) = place.map(|place| (place.title.unwrap_or_default(), place.page)).unwrap_or_default();
    (title, visit.href(&format!("/work/dossiers/{}/{page}", opened.dossier().slug)))
}

fn thread(visit: &Visit, opened: &Opened, comments: &[&Comment]) -> Thread {
    let subject = comments.first().map(|comment| comment.subject.clone()).unwrap_or_default();
    let (title, href) = titled(visit, opened, &subject);
    Thread {
        anchor: format!("on-{}-{}", subject.noun(), subject.key()),
        title,
        passage: opened.subject_text(&subject).unwrap_or_default(),
        comments: comments.iter().map(|comment| said(visit, opened, comment, &href)).collect(),
        href,
    }
}

fn said(visit: &Visit, opened: &Opened, comment: &Comment, href: &str) -> Said {
    let content = &opened.content;
    let changes = opened.changes_by(comment);
    let author = comment.author.as_ref().and_then(|author| opened.facts.members.iter().find(|(member, _)| member == author));
    Said {
        id: comment.id.to_string(),
        organisation: content
            .organisation(&comment.organisation)
            .map(|o| o.name.get(visit.content()).to_owned())
            .unwrap_or_default(),
        role: author.map(|(_, role)| visit.role(&opened.framework, *role)).unwrap_or_default(),
        at: visit.date(&comment.at),
        paragraphs: comment.body.lines().map(str::to_owned).collect(),
        language: comment.language.tag(),
        revision: comment.revision,
        open: comment.is_open(),
        disposition: comment
            .disposition
            .map(|d| visit.t(&format!("disposition-{}", d.code().replace('_', "-"))))
            .unwrap_or_default(),
        reason: comment.reason.clone(),
        unchanged: match comment.disposition {
            Some(Disposition::Accepted | Disposition::Partly) if changes.is_empty() => href.to_owned(),
            _ => String::new(),
        },
        changes,
        replies: content
            .comments
            .iter()
            .filter(|c| c.parent.as_ref() == Some(&comment.id))
            .map(|reply| said(visit, opened, reply, href))
            .collect(),
    }
}

/// After a use case: to the anchor, or the page again with what is wrong.
async fn answer<T>(
    app: &Shared,
    visit: Visit,
    slug: &str,
    fields: &Fields,
    done: Result<T, AppError>,
    anchor: impl Fn(T) -> String,
) -> PageResult {
    match done {
        Ok(value) => see(&visit, &format!("/work/dossiers/{slug}/discussion{}", anchor(value))),
        Err(AppError::Invalid(problems)) => {
            let messages = Messages::new(&visit, &problems);
            show(app, visit, slug, messages, Some(fields), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

pub(crate) async fn comment(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let (noun, key) = fields.get("on").split_once('/').unwrap_or_default();
    let done = app.add_comment(&visit.caller, slug, noun, key, fields.get("body")).await;
    answer(&app, visit, slug, &fields, done, |comment| format!("#comment-{}", comment.id)).await
}

pub(crate) async fn reply(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.reply(&visit.caller, slug, params.get("id"), fields.get("body")).await;
    answer(&app, visit, slug, &fields, done, |comment| format!("#comment-{}", comment.id)).await
}

pub(crate) async fn close(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let (disposition, reason) = (fields.get("disposition"), fields.get("reason"));
    let done = app.close_comment(&visit.caller, slug, params.get("id"), disposition, reason, fields.number("revision")).await;
    answer(&app, visit, slug, &fields, done, |comment| format!("#comment-{}", comment.id)).await
}

pub(crate) async fn reopen(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.reopen_comment(&visit.caller, slug, params.get("id"), fields.number("revision")).await;
    answer(&app, visit, slug, &fields, done, |comment| format!("#comment-{}", comment.id)).await
}

pub(crate) async fn add_participant(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let (name, position, email) = (fields.get("name"), fields.get("position"), fields.get("email"));
    let done = app.save_participant(&visit.caller, slug, name, position, email, fields.get("organisation")).await;
    answer(&app, visit, slug, &fields, done, |_| "#participants".to_owned()).await
}

pub(crate) async fn remove_participant(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.remove_participant(&visit.caller, slug, params.get("id"), fields.number("revision")).await;
    answer(&app, visit, slug, &fields, done, |()| "#participants".to_owned()).await
}

pub(crate) async fn erase_participant(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let (visit, fields, slug) = (submitted.visit, submitted.fields, params.get("slug"));
    let done = app.erase_participant(&visit.caller, slug, params.get("id")).await;
    answer(&app, visit, slug, &fields, done, |()| "#participants".to_owned()).await
}

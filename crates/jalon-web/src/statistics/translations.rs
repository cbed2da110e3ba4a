//! What the labels of a table are called in the other languages.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jalon_app::AppError;
use jalon_app::domain::Language;
use jalon_app::statistics::translation::{TableTexts, TranslatedText};

use crate::error::{Failure, OrFail, PageResult, render_as, see};
use crate::request::{Fields, Params, Submitted, Visit, Work};
use crate::router::Shared;
use crate::view::{Frame, Messages};

/// Texts that the page shows; of a long list the others are said in the specification.
const MOST_TEXTS: usize = 300;

#[derive(Debug)]
struct TextRow {
    text: String,
    fields: Vec<WordsField>,
}

#[derive(Debug)]
struct WordsField {
    /// Counts the fields of the page: the names of what is submitted end with it.
    number: usize,
    tag: &'static str,
    label: String,
    words: String,
    proposal: bool,
    error: String,
}

#[derive(Template)]
#[template(path = "statistics/translations.html")]
struct Page<'a> {
    v: &'a Visit,
    f: Frame,
    m: Messages,
    table_href: String,
    title: String,
    /// The languages, as heads of columns.
    languages: Vec<String>,
    rows: Vec<TextRow>,
    /// What is missing, by language.
    missing: Vec<String>,
    more: String,
    /// Nothing but the title is known before the table was judged.
    title_only: bool,
    revision: i64,
}

pub(crate) async fn page(State(app): State<Shared>, Work(visit): Work, params: Params) -> PageResult {
    show(&app, visit, &params, None, Messages::default()).await
}

async fn show(app: &Shared, visit: Visit, params: &Params, typed: Option<&Fields>, m: Messages) -> PageResult {
    let status = if m.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let found = app.table_texts(&visit.caller, params.get("slug"), params.get("id")).await.or_fail(&visit)?;
    let TableTexts { opened, table, texts } = found;
    let languages: Vec<Language> = texts.first().iter().flat_map(|text| &text.said).map(|said| said.language).collect();
    let name = |language: &Language| visit.t(&format!("language-{language}"));
    let missing = languages.iter().enumerate().filter_map(|(place, language)| {
        let missing = texts.iter().filter(|text| text.said[place].words.is_empty() || text.said[place].is_proposal).count();
        let words = [("count", missing.to_string()), ("language", name(language))];
        (missing > 0).then(|| visit.fill("translations-missing", &words.each_ref().map(|(key, value)| (*key, value.as_str()))))
    });
    let missing = missing.collect();
    let beyond = texts.len().saturating_sub(MOST_TEXTS);
    let mut number = 0;
    let mut row = |text: &TranslatedText| {
        let fields = text.said.iter().map(|said| {
            let field = format!("words-{number}");
            let own = typed.map(|fields| fields.owned(&field));
            let label = visit.fill("translations-field", &[("text", &text.text), ("language", &name(&said.language))]);
            let (proposal, error) = (said.is_proposal && typed.is_none(), m.of(&field).to_owned());
            let words = own.unwrap_or_else(|| said.words.clone());
            let field = WordsField { number, tag: said.language.tag(), label, words, proposal, error };
            number += 1;
            field
        });
        TextRow { fields: fields.collect(), text: text.text.clone() }
    };
    let rows = texts.iter().take(MOST_TEXTS).map(&mut row).collect();
    let page = Page {
        f: Frame::new(app, &visit, &opened, "statistics"),
        table_href: visit.href(&format!("/work/dossiers/{}/statistics/tables/{}", params.get("slug"), table.id)),
        title: table.title.get(visit.content()).to_owned(),
        languages: languages.iter().map(name).collect(),
        rows,
        missing,
        more: if beyond > 0 { visit.fill("translations-more", &[("count", &beyond.to_string())]) } else { String::new() },
        title_only: texts.len() == 1,
        revision: table.revision,
        m,
        v: &visit,
    };
    render_as(&visit, status, &page)
}

/// The texts with their words, in the order of the fields.
fn said(fields: &Fields) -> Vec<(String, Language, String)> {
    let one = |number: usize| {
        let text = fields.owned(&format!("text-{number}"));
        (!text.is_empty())
            .then(|| (text, fields.language(&format!("language-{number}")), fields.owned(&format!("words-{number}"))))
    };
    (0..MOST_TEXTS * Language::CONTENT.len()).map_while(one).collect()
}

pub(crate) async fn save(State(app): State<Shared>, params: Params, submitted: Submitted) -> PageResult {
    let Submitted { visit, fields, .. } = submitted;
    let (slug, id) = (params.get("slug").to_owned(), params.get("id").to_owned());
    match app.translate_table(&visit.caller, &slug, &id, &said(&fields), fields.number("revision")).await {
        Ok(_) => see(&visit, &format!("/work/dossiers/{slug}/statistics/tables/{id}")),
        Err(AppError::Invalid(problems)) => {
            let m = Messages::new(&visit, &problems);
            show(&app, visit, &params, Some(&fields), m).await
        }
        Err(error) => Err(Failure::new(visit, error)),
    }
}

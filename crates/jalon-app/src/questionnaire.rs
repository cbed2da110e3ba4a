//! The questionnaire as a spreadsheet: out to be filled in offline, back as a difference to accept.

use std::collections::BTreeMap;

use jalon_domain::assessment::Answer;
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
pub use jalon_publish::CellFault;
pub use jalon_publish::questionnaire::Unplaced;
use jalon_publish::questionnaire::{LABELS, Questionnaire, QuestionnaireRow, ReadQuestionnaire, read, write};
use sha2::{Digest, Sha256};

use crate::assessment::note_who_attests;
use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, NARRATIVE_LIMIT, Opened, Result, clean};

/// One field that the file would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub item: String,
    /// `answer`, `competence` or `note`.
    pub field: &'static str,
    pub before: String,
    pub after: String,
    pub standing: Standing,
}

/// How a change stands to what was done online while the file was away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The dossier still says what it said when the file was written.
    Plain,
    /// Changed in the file and online: one text would replace the other.
    Conflict,
    /// Changed online only; the file still holds the earlier text.
    Older,
}

impl Change {
    /// Names the change in [`App::apply_questionnaire`].
    pub fn key(&self) -> String {
        format!("{}/{}", self.item, self.field)
    }
}

/// What a file would do. Nothing is applied while there is a fault.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Under which the uploaded file is kept until the person decides.
    pub file: String,
    pub language: Language,
    /// The dossier's revision that the difference was made against.
    pub revision: i64,
    pub changes: Vec<Change>,
    pub faults: Vec<CellFault>,
    /// What stands where nothing is asked: shown, so that it can be moved by hand.
    pub unplaced: Vec<Unplaced>,
}

impl App {
    /// The questionnaire with the answers given so far, as XLSX.
    pub async fn export_questionnaire(&self, caller: &Caller, slug: &str, language: Language) -> Result<Vec<u8>> {
        let opened = self.opened(caller, slug, Action::QuestionnaireExport, &Facts::default()).await?;
        write(&questionnaire(&opened, language)).map_err(|error| AppError::Fault(error.to_string()))
    }

    /// What a file that came back would change. Keeps the file, so that accepting needs no second upload.
    pub async fn preview_questionnaire(&self, caller: &Caller, slug: &str, bytes: Vec<u8>) -> Result<Preview> {
        let opened = self.opened(caller, slug, Action::QuestionnaireImport, &Facts::default()).await?;
        let file = self.store.files().put(bytes.clone()).await?;
        self.preview(caller, &opened, &bytes, file).await
    }

    /// What a file that was kept would change by now.
    pub async fn preview_kept_questionnaire(&self, caller: &Caller, slug: &str, file: &str) -> Result<Preview> {
        let opened = self.opened(caller, slug, Action::QuestionnaireImport, &Facts::default()).await?;
        let bytes = self.store.files().get(file).await?.ok_or(AppError::NotFound)?;
        self.preview(caller, &opened, &bytes, file.to_owned()).await
    }

    /// Applies the accepted changes of a file that was previewed, by their [keys](Change::key), if the dossier is still as
    /// it was then: all of them or nothing. The number of answers that changed.
    pub async fn apply_questionnaire(
        &self,
        caller: &Caller,
        slug: &str,
        file: &str,
        revision: i64,
        accepted: &[String],
    ) -> Result<usize> {
        let opened = self.opened(caller, slug, Action::QuestionnaireImport, &Facts::default()).await?;
        let bytes = self.store.files().get(file).await?.ok_or(AppError::NotFound)?;
        if opened.dossier().revision != revision {
            return Err(AppError::invalid(Problem::new("dossier-changed")));
        }
        let preview = self.preview(caller, &opened, &bytes, file.to_owned()).await?;
        if !preview.faults.is_empty() {
            return Err(AppError::invalid(Problem::new("import-has-faults").with("count", preview.faults.len())));
        }
        let source = opened.dossier().source_language;
        let mut changed: BTreeMap<&str, Answer> = BTreeMap::new();
        for change in preview.changes.iter().filter(|change| accepted.contains(&change.key())) {
            let answer = changed.entry(change.item.as_str()).or_insert_with(|| {
                opened
                    .content
                    .answer(&change.item)
                    .cloned()
                    .unwrap_or_else(|| Answer { item: change.item.as_str().into(), ..Answer::default() })
            });
            match change.field {
                "competence" => answer.competence.set(preview.language, clean(&change.after), source),
                "note" => answer.note.set(preview.language, clean(&change.after), source),
                _ => {
                    answer.not_applicable = change.after == "not_applicable";
                    answer.value = if answer.not_applicable { String::new() } else { change.after.clone() };
                    answer.not_covered &= answer.value.is_empty() && !answer.not_applicable;
                    note_who_attests(caller, &opened, answer);
                }
            }
            answer.changed_at = self.now();
        }
        if changed.is_empty() {
            return Err(AppError::invalid(Problem::new("import-nothing-chosen")));
        }
        // Line by line one can accept an excuse and leave out what explains it.
        let was = |item: &str| opened.content.answer(item).is_some_and(is_unexplained);
        let unexplained = changed.values().filter(|answer| is_unexplained(answer)).map(|answer| answer.item.as_str());
        let unexplained: Vec<&str> = unexplained.filter(|item| !was(item)).collect();
        if !unexplained.is_empty() {
            return Err(AppError::invalid(Problem::new("import-excuse-unexplained").with("items", unexplained.join(", "))));
        }
        let mut transaction = self.begin_on(&opened).await?;
        for answer in changed.values() {
            let facts = self.answer_facts(caller, &opened, answer.item.as_str());
            let resource = crate::authorisation::Resource::Dossier(&opened.facts);
            self.authorise(caller, Action::AnswerSave, &resource, &facts)?;
            self.save_in(&mut transaction, caller, &opened, "questionnaire.import", answer, "").await?;
        }
        transaction.commit().await?;
        Ok(changed.len())
    }

    async fn preview(&self, caller: &Caller, opened: &Opened, bytes: &[u8], file: String) -> Result<Preview> {
        let mut preview = Preview {
            file,
            language: caller.language.content(),
            revision: opened.dossier().revision,
            changes: vec![],
            faults: vec![],
            unplaced: vec![],
        };
        // Parsing a hostile archive may take its time within its limits; other requests go on meanwhile.
        let owned = bytes.to_vec();
        let parsed =
            tokio::task::spawn_blocking(move || read(&owned)).await.map_err(|error| AppError::Fault(error.to_string()))?;
        match parsed {
            Err(faults) => preview.faults = faults,
            Ok(parsed) => {
                preview.language = Language::from_tag(&parsed.language).unwrap_or(preview.language);
                let expected = questionnaire(opened, preview.language);
                preview.faults = parsed.faults_against(&expected);
                preview.faults.extend(row_faults(&parsed, &expected, opened));
                if preview.faults.is_empty() {
                    preview.changes = differences(&parsed, &expected);
                }
                preview.unplaced = parsed.unplaced;
            }
        }
        Ok(preview)
    }
}

fn questionnaire(opened: &Opened, language: Language) -> Questionnaire {
    let wording = Wording::of(language);
    let (framework, content) = (&opened.framework, &opened.content);
    let rows = framework.answered_items().map(|item| {
        let answer = content.answer(&item.code).cloned().unwrap_or_default();
        let parent = item.parent.as_deref().and_then(|parent| framework.item(parent));
        let scale = framework.scale_of(item);
        let row = QuestionnaireRow {
            code: item.code.clone(),
            dimension: framework.dimension_of(&item.code).map(|d| d.title.get(language).to_owned()).unwrap_or_default(),
            subdimension: parent.map(|parent| parent.title.get(language).to_owned()).unwrap_or_default(),
            topic: item.title.get(language).to_owned(),
            guidance: item.guidance.get(language).to_owned(),
            scale_values: scale
                .filter(|_| !framework.is_derived(&item.code))
                .map(|scale| scale.values.iter().map(|v| (v.code.clone(), v.label.get(language).to_owned())).collect())
                .unwrap_or_default(),
            answer: answer.value,
            not_applicable: answer.not_applicable,
            // Only this language's own text: a fallback would come back as a translation.
            competence: answer.competence.exact(language).unwrap_or_default().to_owned(),
            note: answer.note.exact(language).unwrap_or_default().to_owned(),
            given: String::new(),
        };
        QuestionnaireRow { given: fields(&row).map(|(_, text)| fingerprint(&text)).join(" "), ..row }
    });
    Questionnaire {
        title: content.dossier.title.get(language).to_owned(),
        language,
        dossier: content.dossier.slug.clone(),
        framework: framework.reference(),
        revision: content.dossier.revision,
        labels: LABELS
            .iter()
            .map(|label| ((*label).to_owned(), wording.t(&format!("sheet-{}", label.replace('_', "-")))))
            .collect(),
        rows: rows.collect(),
    }
}

/// The three fields that a file can change, as the difference compares them.
fn fields(row: &QuestionnaireRow) -> [(&'static str, String); 3] {
    let answer = if row.not_applicable { "not_applicable".to_owned() } else { row.answer.clone() };
    [("answer", answer), ("competence", clean(&row.competence)), ("note", clean(&row.note))]
}

/// Tells whether a text changed since the file was written, without keeping the text.
fn fingerprint(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..6])
}

/// What the form refuses too: texts that are too long, and an excuse that says nobody is competent.
fn row_faults(parsed: &ReadQuestionnaire, expected: &Questionnaire, opened: &Opened) -> Vec<CellFault> {
    let long = |text: &str| text.chars().count() > NARRATIVE_LIMIT;
    let mut faults = vec![];
    for row in &parsed.rows {
        for (column, text) in [("competence", &row.content.competence), ("note", &row.content.note)] {
            faults.extend(long(text).then(|| parsed.fault("too-long", row, column, text)));
        }
        let present = expected.rows.iter().find(|present| present.code == row.content.code);
        let was = present.is_some_and(|present| present.not_applicable && present.competence == clean(&row.content.competence));
        // Another language may say who is competent.
        let elsewhere = opened.content.answer(&row.content.code).is_some_and(|answer| {
            Language::CONTENT.into_iter().any(|other| other != expected.language && answer.competence.exact(other).is_some())
        });
        if row.content.not_applicable && row.content.competence.trim().is_empty() && !was && !elsewhere {
            faults.push(parsed.fault("excuse-unexplained", row, "competence", ""));
        }
    }
    faults
}

fn is_unexplained(answer: &Answer) -> bool {
    answer.not_applicable && answer.competence.is_empty()
}

fn differences(parsed: &ReadQuestionnaire, expected: &Questionnaire) -> Vec<Change> {
    let known: BTreeMap<&str, &QuestionnaireRow> = expected.rows.iter().map(|row| (row.code.as_str(), row)).collect();
    let mut changes = vec![];
    for row in &parsed.rows {
        let Some(present) = known.get(row.content.code.as_str()) else { continue };
        let given: Vec<&str> = row.content.given.split(' ').collect();
        for (n, ((field, before), (_, after))) in fields(present).into_iter().zip(fields(&row.content)).enumerate() {
            if before == after {
                continue;
            }
            let standing = match given.get(n).filter(|given| !given.is_empty()) {
                Some(given) if fingerprint(&before) == **given => Standing::Plain,
                Some(given) if fingerprint(&after) == **given => Standing::Older,
                Some(_) => Standing::Conflict,
                // A file of an earlier version tells only whether anything in the dossier changed since.
                None if parsed.revision == expected.revision || before.is_empty() => Standing::Plain,
                None => Standing::Conflict,
            };
            changes.push(Change { item: row.content.code.clone(), field, before, after, standing });
        }
    }
    changes
}

//! Evidence: sources, and the files attached to them.

use jalon_domain::Problem;
use jalon_domain::assessment::checks::is_web_address;
use jalon_domain::assessment::{AttachedFile, Evidence};
use jalon_storage::NewEntry;

use crate::authorisation::{Action, Facts};
use crate::error::check;
use crate::{App, AppError, Caller, LINE_LIMIT, NARRATIVE_LIMIT, Result, clean, too_long};

pub const KINDS: &[&str] = &["document", "web", "law", "statistics", "interview"];
/// The largest file that is accepted.
pub const FILE_LIMIT_BYTES: usize = 20 * 1024 * 1024;

/// A source as a person enters it.
#[derive(Debug, Clone, Default)]
pub struct EvidenceInput {
    /// Empty for a new one.
    pub id: String,
    pub kind: String,
    pub author: String,
    pub year: String,
    pub title: String,
    pub publisher: String,
    pub address: String,
    pub accessed_on: String,
    pub note: String,
    pub commitment: bool,
    pub revision: i64,
}

impl App {
    pub async fn save_evidence(&self, caller: &Caller, slug: &str, input: EvidenceInput) -> Result<Evidence> {
        let opened = self.opened(caller, slug, Action::EvidenceSave, &Facts::default()).await?;
        let existing = opened.content.evidence(&input.id).cloned();
        if existing.is_none() && !input.id.is_empty() {
            return Err(AppError::NotFound);
        }
        let evidence = Evidence {
            id: existing.as_ref().map_or_else(|| self.new_id().into(), |evidence| evidence.id.clone()),
            kind: input.kind,
            author: clean(&input.author),
            year: clean(&input.year),
            title: clean(&input.title),
            publisher: clean(&input.publisher),
            address: clean(&input.address),
            accessed_on: clean(&input.accessed_on),
            note: clean(&input.note),
            commitment: input.commitment,
            file: existing.and_then(|evidence| evidence.file),
            revision: input.revision,
        };
        check(problems(&evidence))?;
        self.save(caller, &opened, "evidence.save", &evidence, "").await
    }

    /// Deletes a source that nothing cites any more.
    pub async fn delete_evidence(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::EvidenceDelete, &Facts::default()).await?;
        let uses = opened.content.citations().filter(|citation| citation.evidence.as_str() == id).count();
        if uses > 0 {
            return Err(AppError::invalid(Problem::new("evidence-cited").with("count", uses)));
        }
        self.delete::<Evidence>(caller, &opened, "evidence.delete", id, revision).await
    }

    /// Attaches a file to a source. What kind of file it is comes from its content, not from its name.
    pub async fn attach_file(
        &self,
        caller: &Caller,
        slug: &str,
        id: &str,
        name: &str,
        bytes: Vec<u8>,
        revision: i64,
    ) -> Result<Evidence> {
        let opened = self.opened(caller, slug, Action::FileUpload, &Facts::default()).await?;
        let mut evidence = opened.content.evidence(id).cloned().ok_or(AppError::NotFound)?;
        if bytes.is_empty() {
            return Err(AppError::invalid(Problem::on("file-empty", "file")));
        }
        if bytes.len() > FILE_LIMIT_BYTES {
            return Err(AppError::invalid(
                Problem::on("file-too-large", "file").with("megabytes", FILE_LIMIT_BYTES / 1024 / 1024),
            ));
        }
        if holds_macros(&bytes) {
            return Err(AppError::invalid(Problem::on("file-macros", "file")));
        }
        let media_type = media_type(&bytes).ok_or_else(|| AppError::invalid(Problem::on("file-type", "file")))?;
        let size_bytes = bytes.len() as u64;
        let digest = self.store.files().put(bytes).await?;
        let name = clean(name).replace(['/', '\\'], "-").chars().take(200).collect();
        evidence.file = Some(AttachedFile { digest, name, media_type: media_type.to_owned(), size_bytes });
        evidence.revision = revision;
        self.save(caller, &opened, "file.attach", &evidence, "").await
    }

    /// The bytes of an attached file, for downloading.
    pub async fn attached_file(&self, caller: &Caller, slug: &str, id: &str) -> Result<(AttachedFile, Vec<u8>)> {
        let opened = self.opened(caller, slug, Action::FileView, &Facts::default()).await?;
        let file = opened.content.evidence(id).and_then(|evidence| evidence.file.clone()).ok_or(AppError::NotFound)?;
        let bytes = self.store.files().get(&file.digest).await?.ok_or(AppError::NotFound)?;
        Ok((file, bytes))
    }

    /// Restores a backup into an empty house; only the operator of the machine can.
    pub async fn restore(archive: &std::path::Path, store: jalon_storage::StoreConfig) -> Result<jalon_storage::backup::Summary> {
        Ok(jalon_storage::backup::restore(archive, store).await?)
    }

    /// Writes a backup while the program runs.
    pub async fn backup(&self, caller: &Caller, out: &std::path::Path) -> Result<jalon_storage::backup::Summary> {
        self.authorise(caller, Action::BackupCreate, &crate::authorisation::Resource::Instance, &Facts::default())?;
        let summary = jalon_storage::backup::write(&self.store, out).await?;
        let mut transaction = self.store.begin().await?;
        let after = serde_json::json!({ "rows": summary.rows, "files": summary.files }).to_string();
        let (at, actor) = (self.now(), caller.actor());
        transaction
            .append(NewEntry {
                at,
                actor,
                use_case: "backup.create".into(),
                subject: "backup/".into(),
                after,
                ..Default::default()
            })
            .await?;
        transaction.commit().await?;
        Ok(summary)
    }
}

pub(crate) fn problems(evidence: &Evidence) -> Vec<Problem> {
    let mut problems = too_long([
        ("author", evidence.author.as_str(), LINE_LIMIT),
        ("year", evidence.year.as_str(), 20),
        ("title", evidence.title.as_str(), LINE_LIMIT),
        ("publisher", evidence.publisher.as_str(), LINE_LIMIT),
        ("address", evidence.address.as_str(), 2_000),
        ("note", evidence.note.as_str(), NARRATIVE_LIMIT),
    ]);
    if evidence.title.is_empty() {
        problems.push(Problem::on("required", "title"));
    }
    if evidence.author.is_empty() && evidence.publisher.is_empty() {
        problems.push(Problem::on("author-or-publisher", "author"));
    }
    if !KINDS.contains(&evidence.kind.as_str()) {
        problems.push(Problem::on("choice-required", "kind"));
    }
    if !evidence.address.is_empty() && !is_web_address(&evidence.address) {
        problems.push(Problem::on("address-malformed", "address"));
    }
    if !evidence.accessed_on.is_empty() && evidence.accessed_on.parse::<jiff::civil::Date>().is_err() {
        problems.push(Problem::on("date-invalid", "accessed_on"));
    }
    problems
}

/// Whether an office document carries programs. The names of its parts stand uncompressed in the archive.
fn holds_macros(bytes: &[u8]) -> bool {
    const PARTS: [&[u8]; 4] = [b"vbaProject.bin", b"vbaData.xml", b"Basic/script-lc.xml", b"Scripts/python/"];
    let is_archive = bytes.starts_with(b"PK\x03\x04");
    is_archive && PARTS.iter().any(|part| bytes.windows(part.len()).any(|found| found == *part))
}

/// The kinds of file that may be attached: documents, sheets and images, none that a browser would run.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const ACCEPTED: &[&str] = &[
        "application/pdf",
        "image/png",
        "image/jpeg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    ];
    if let Some(kind) = infer::get(bytes) {
        return ACCEPTED.iter().find(|accepted| **accepted == kind.mime_type()).copied();
    }
    // Plain text has no signature: it must be UTF-8, without control characters, and must not look like a page or a script.
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.trim_start().get(..1).unwrap_or_default();
    let has_controls = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    (start != "<" && !has_controls && !text.starts_with("#!")).then_some("text/plain")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        assert_eq!(media_type(b"%PDF-1.7\n..."), Some("application/pdf"));
        assert_eq!(media_type("Procès-verbal".as_bytes()), Some("text/plain"));
        for hostile in [
            &b"<html><script>"[..],
            b"  <svg onload=x>",
            b"MZ\x90\x00\x03",
            b"#!/bin/sh\n",
            b"\xff\xfe\x00x",
            b"\x7fELF\x02\x01\x01",
        ] {
            assert_eq!(media_type(hostile), None, "{hostile:?}");
        }
        assert!(holds_macros(b"PK\x03\x04 xl/vbaProject.bin") && !holds_macros(b"PK\x03\x04 xl/workbook.xml"));
        assert!(!holds_macros(b"a text on vbaProject.bin"));
    }
}

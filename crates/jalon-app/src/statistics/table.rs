//! Tables: specified, judged together with everything that is out already, signed, withdrawn.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jalon_domain::register::{RegisterEntry, Value};
use jalon_domain::statistics::calculation::{Calculation, Comparison};
use jalon_domain::statistics::{Headline, Judgement, Mark, Precision, Reproduction, SignedTable, StatisticalTable};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem, Text};
use jalon_stats::microdata::dataset::{Access, Dataset as Records, Manifest};
use jalon_stats::release::{About, Context, Progress, Release, Report, judge};
use jalon_stats::tabulation::{Dataset as Data, Fault, Options, parse};
use jalon_storage::table_release;
use sha2::{Digest, Sha256};

use super::correspondence::{self, Correspondence};
use super::dataset::TOML_LIMIT;
use super::form::{self, Form};
use super::indicator::{counted, note};
use super::values::{self, Group};
use super::{refers_to_no_file, work};
use crate::authorisation::{Action, Facts, Resource};
use crate::publication::blocking;
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, too_long};

/// Most memory that one table takes while it is computed.
const MEMORY_BYTES: u64 = 1 << 30;
const SIGNED_FORMAT: u32 = 1;
/// The register whose entries a signature writes, and the field that names the table.
const VALUES: &str = "indicator_value";
/// Groups that a report names one by one; the page shows them all.
const MOST_GROUPS: usize = 40;
/// Cells that come out otherwise than they were signed, of which the place is kept.
const MOST_PLACES: usize = 20;
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// A table as a person specifies it.
#[derive(Debug, Clone, Default)]
pub struct TableInput {
    /// Empty for a new one.
    pub id: String,
    pub dataset: String,
    pub title: String,
    /// Empty where it belongs to none.
    pub indicator: String,
    pub period: String,
    pub purpose: String,
    /// What the form says; empty where the specification was written by hand.
    pub form: Form,
    pub specification: String,
    pub revision: i64,
}

/// A table with what is known of it.
#[derive(Debug)]
pub struct TableView {
    pub opened: Arc<Opened>,
    pub table: StatisticalTable,
    pub report: Option<Report>,
    pub release: Option<Release>,
    pub work: Option<work::Standing>,
    /// Its specification, its records or what is out have changed since it was judged.
    pub is_outdated: bool,
    /// It is public as it was judged.
    pub is_out: bool,
    pub signed: Vec<SignedOnce>,
    /// The signed table that was made again.
    pub reproduced: Option<Release>,
    /// What it is beside its indicator's calculation; nothing where there is none.
    pub correspondence: Option<Correspondence>,
}

/// One of the releases of a table, without its cells.
#[derive(Debug)]
pub struct SignedOnce {
    pub note: SignedTable,
    /// RFC 3339, with the reason; empty while it is public.
    pub withdrawn_at: String,
    pub withdrawn_reason: String,
    /// It is what the last judgement made.
    pub is_judged: bool,
}

/// A signed table with its cells, and when it was withdrawn (empty while it is public).
#[derive(Debug, Clone)]
pub struct Signed {
    pub note: SignedTable,
    pub release: Release,
    pub withdrawn_at: String,
}

impl App {
    /// Keeps a specification. What does not fit is told with the field; the specification is tried when it is judged.
    pub async fn save_table(&self, caller: &Caller, slug: &str, input: TableInput) -> Result<StatisticalTable> {
        let opened = self.opened(caller, slug, Action::TableSave, &Facts::default()).await?;
        let stored = opened.content.table(&input.id).cloned();
        if stored.is_none() && !input.id.is_empty() {
            return Err(AppError::NotFound);
        }
        let dataset = opened.content.dataset(&input.dataset).ok_or(AppError::NotFound)?;
        let language = opened.dossier().source_language;
        let title = clean(&input.title);
        let text = input.specification.replace("\r\n", "\n");
        let mut problems = too_long([("title", title.as_str(), LINE_LIMIT), ("text", text.as_str(), TOML_LIMIT)]);
        problems.extend(title.is_empty().then(|| Problem::on("required", "title")));
        let is_purpose = dataset.purposes.iter().any(|purpose| purpose.code == input.purpose);
        problems.extend((!is_purpose).then(|| Problem::on("choice-required", "purpose")));
        let is_period = input.period.parse::<jalon_domain::register::period::Period>().is_ok();
        problems.extend((!is_period).then(|| Problem::on("period-invalid", "period").with("value", &input.period)));
        let indicator = opened.content.entry("indicator", &input.indicator).map(|entry| entry.id.clone());
        problems.extend((indicator.is_none() && !input.indicator.is_empty()).then(|| Problem::on("choice-unknown", "indicator")));
        let specification = if input.form.is_empty() {
            problems.extend(refers_to_no_file(&text).err().into_iter().flat_map(AppError::into_problems));
            text
        } else {
            let manifest = self.manifest(dataset.id.as_str())?;
            let said = form::specification(&input.form, &title, &manifest).unwrap_or_else(|faults| {
                problems.extend(faults);
                String::new()
            });
            self.translated(&said, stored.as_ref(), language)
        };
        crate::error::check(problems)?;
        let known = stored.unwrap_or_else(|| StatisticalTable { id: self.new_id().into(), ..StatisticalTable::default() });
        let mut words = known.title.clone();
        words.set(language, title, language);
        let table = StatisticalTable {
            dataset: dataset.id.clone(),
            title: words,
            indicator,
            period: input.period,
            purpose: input.purpose,
            specification,
            form: input.form,
            changed_at: self.now(),
            revision: input.revision,
            ..known
        };
        self.save(caller, &opened, "table.save", &table, "").await
    }

    pub(crate) fn manifest(&self, dataset: &str) -> Result<Manifest> {
        Manifest::read(&self.records_folder(dataset)?).map_err(AppError::Invalid)
    }

    fn records_folder(&self, dataset: &str) -> Result<PathBuf> {
        Ok(self.dataset_folder(dataset)?.join("data"))
    }

    /// Variables of a dataset, for the form.
    pub async fn dataset_manifest(&self, caller: &Caller, slug: &str, dataset: &str) -> Result<Manifest> {
        let opened = self.opened(caller, slug, Action::TableSave, &Facts::default()).await?;
        opened.content.dataset(dataset).ok_or(AppError::NotFound)?;
        self.manifest(dataset)
    }

    /// A table with its audit and its cells, for the office.
    pub async fn table(&self, caller: &Caller, slug: &str, id: &str) -> Result<TableView> {
        let opened = self.opened(caller, slug, Action::TableView, &Facts::default()).await?;
        let table = opened.content.table(id).cloned().ok_or(AppError::NotFound)?;
        let judgement = table.judgement.clone().unwrap_or_default();
        let report = self.store.files().get(&judgement.report).await?;
        let release = self.stored_release(&judgement.release).await?;
        let signed = table_release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        let is_out = signed.iter().any(|row| row.withdrawn_at.is_empty() && is_from(row, &table, &judgement));
        let reproduced = match &judgement.reproduction {
            Some(known) => table_release::by_number(self.store.reader(), &opened.dossier().id, known.number).await?,
            None => None,
        };
        let reproduced = reproduced.as_ref().map(cells).transpose()?.map(|release| release.worded(caller.language.content()));
        let signed = signed.iter().filter(|row| row.table == id).filter_map(|row| {
            Some(SignedOnce {
                note: read_note(row)?,
                withdrawn_at: row.withdrawn_at.clone(),
                withdrawn_reason: row.withdrawn_reason.clone(),
                is_judged: is_from(row, &table, &judgement),
            })
        });
        let signed = signed.collect();
        Ok(TableView {
            report: report.and_then(|json| serde_json::from_slice(&json).ok()),
            release: release.map(|release| release.worded(caller.language.content())),
            work: self.work_on(id),
            is_outdated: table.judgement.is_some() && self.is_outdated(&opened, &table).await?,
            is_out,
            signed,
            reproduced,
            correspondence: self.correspondence(&opened, &table).map(|(_, found)| found.unwrap_or_default()),
            table,
            opened,
        })
    }

    /// The calculation of a table's indicator, and what the table is beside it as far as both can be read.
    fn correspondence(&self, opened: &Opened, table: &StatisticalTable) -> Option<(Calculation, Option<Correspondence>)> {
        let entry = opened.content.entry("indicator", table.indicator.as_ref()?.as_str())?;
        let library = self.library();
        let calculation = correspondence::of_entry(&library, entry)?;
        let manifest = self.manifest(table.dataset.as_str()).ok();
        let found = manifest.and_then(|manifest| correspondence::compare(&library, &calculation, &manifest, table));
        Some((calculation, found))
    }

    async fn stored_release(&self, digest: &str) -> Result<Option<Release>> {
        let Some(bytes) = self.store.files().get(digest).await? else { return Ok(None) };
        Release::from_json(&bytes, digest).map(Some).map_err(|faults| AppError::Fault(fault_words(&faults)))
    }

    /// Whether what was judged is no longer what is there: specification, records, or the tables that are out.
    async fn is_outdated(&self, opened: &Opened, table: &StatisticalTable) -> Result<bool> {
        let Some(judgement) = &table.judgement else { return Ok(true) };
        let dataset = opened.content.dataset(table.dataset.as_str()).ok_or(AppError::NotFound)?;
        Ok(judgement.specification_sha256 != sha256(&table.specification)
            || judgement.content_sha256 != dataset.content_sha256
            || judgement.against != digests(&others(self.out_already(opened, table).await?, table, judgement)))
    }

    /// Every table that was signed from the same source, withdrawn ones too: whoever has them keeps them.
    async fn out_already(&self, opened: &Opened, table: &StatisticalTable) -> Result<Vec<table_release::TableRelease>> {
        let dataset = opened.content.dataset(table.dataset.as_str()).ok_or(AppError::NotFound)?;
        let mut out = vec![];
        for same in opened.content.datasets.iter().filter(|other| other.source == dataset.source) {
            out.extend(table_release::of_dataset(self.store.reader(), &opened.dossier().id, same.id.as_str()).await?);
        }
        out.sort_by_key(|row| row.number);
        Ok(out)
    }

    /// Computes and judges a table beside the requests, under the purpose that the caller was granted. Unprotected numbers
    /// are kept nowhere: what remains is the audit's report and, where it passes, the protected table. `compare` asks what the
    /// other methods would do to it.
    pub async fn judge_table(self: &Arc<Self>, caller: &Caller, slug: &str, id: &str, compare: bool) -> Result<()> {
        let opened = self.opened(caller, slug, Action::TableView, &Facts::default()).await?;
        let table = opened.content.table(id).cloned().ok_or(AppError::NotFound)?;
        let dataset = opened.content.dataset(table.dataset.as_str()).cloned().ok_or(AppError::NotFound)?;
        let user = caller.principal.user.clone().ok_or(AppError::NotFound)?;
        let facts = Facts { granted: dataset.is_granted(&user, &table.purpose), ..Facts::default() };
        if !self.may_with(caller, Action::TableCompute, &opened, &facts) {
            return Err(AppError::invalid(Problem::new("purpose-not-granted").with("purpose", &table.purpose)));
        }
        let out = self.out_already(&opened, &table).await?;
        let folder = self.records_folder(dataset.id.as_str())?;
        let about = about(&opened, dataset.source.as_str());
        let (caller, slug, at) = (caller.clone(), slug.to_owned(), self.timestamp());
        self.start_work(id, move |app, progress| async move {
            let (out, report, release, reproduction) = {
                let (table, purpose, hash, who) =
                    (table.clone(), table.purpose.clone(), dataset.content_sha256.clone(), user.to_string());
                blocking(move || {
                    let access = Access { at, who: &who, purpose: &purpose, action: "table.judge" };
                    let records = Records::open(&folder, &access).map_err(AppError::Invalid)?;
                    let released = out.iter().map(cells).collect::<Result<Vec<Release>>>()?;
                    let (report, release) =
                        compute(&table.specification, &records, about, (&released, compare), &hash, &progress)?;
                    let reproduction = reproduce(&table, &records, about, (&out, &released), &hash, &progress)?;
                    Ok((out, report, release, reproduction))
                })
                .await?
            };
            let report_json = serde_json::to_vec(&report).map_err(|error| AppError::Fault(error.to_string()))?;
            let report_digest = app.store.files().put(report_json).await?;
            let release_digest = match &release {
                Some(bytes) => app.store.files().put(bytes.clone()).await?,
                None => String::new(),
            };
            let opened = app.opened(&caller, &slug, Action::TableView, &Facts::default()).await?;
            let stored = opened.content.table(table.id.as_str()).cloned().ok_or(AppError::NotFound)?;
            let mut judgement = Judgement {
                at: app.now(),
                by: user,
                specification_sha256: sha256(&table.specification),
                content_sha256: dataset.content_sha256,
                method: report.method.clone(),
                passes: release.is_some(),
                cells: report.figures as u64,
                sensitive: report.sensitive as u64,
                withheld: report.withheld as u64,
                report: report_digest,
                release: release_digest,
                against: vec![],
                reproduction,
            };
            // The release of this very judgement, if it is out already, does not make it out of date.
            judgement.against = digests(&others(out, &table, &judgement));
            let table = StatisticalTable { judgement: Some(judgement), changed_at: app.now(), ..stored };
            app.save(&caller, &opened, "table.judge", &table, "").await?;
            Ok(())
        })
    }

    /// Asks a computation to end; it does at the next place where nothing is half done.
    pub async fn cancel_table(&self, caller: &Caller, slug: &str, id: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::TableSave, &Facts::default()).await?;
        opened.content.table(id).ok_or(AppError::NotFound)?;
        if let Some(work::Standing::Running(progress)) = self.work_on(id) {
            progress.cancel();
        }
        Ok(())
    }

    /// Removes a table that was never signed.
    pub async fn delete_table(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::TableSave, &Facts::default()).await?;
        let table = opened.content.table(id).ok_or(AppError::NotFound)?;
        if !table.signed.is_empty() {
            return Err(AppError::invalid(Problem::new("table-signed")));
        }
        self.delete::<StatisticalTable>(caller, &opened, "table.delete", id, revision).await?;
        self.works.forget(id);
        Ok(())
    }

    /// Signs a table that passed the audit, as it was judged: it is public from then on, and its values count for its indicator.
    pub async fn sign_table(&self, caller: &Caller, slug: &str, id: &str) -> Result<SignedTable> {
        let opened = self.opened(caller, slug, Action::TableSign, &Facts::default()).await?;
        let table = opened.content.table(id).cloned().ok_or(AppError::NotFound)?;
        let judgement = table.judgement.clone().filter(|judgement| judgement.passes);
        let judgement = judgement.ok_or_else(|| AppError::invalid(Problem::new("table-not-passed")))?;
        if self.is_outdated(&opened, &table).await? {
            return Err(AppError::invalid(Problem::new("table-outdated")));
        }
        let organisation = caller.principal.organisation.as_ref().and_then(|id| opened.content.organisation(id));
        let organisation = organisation.ok_or_else(|| AppError::invalid(Problem::new("signature-without-organisation")))?;
        let release = self.stored_release(&judgement.release).await?.ok_or(AppError::NotFound)?;
        let before = table_release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        if before.iter().any(|row| row.withdrawn_at.is_empty() && is_from(row, &table, &judgement)) {
            return Err(AppError::invalid(Problem::new("table-signed-already")));
        }
        let number = before.last().map_or(1, |row| row.number + 1);
        let known = self.correspondence(&opened, &table);
        let variable = known.as_ref().and_then(|(_, found)| found.as_ref()?.compared.as_deref());
        let calculation = known.as_ref().map(|(calculation, _)| calculation);
        let groups =
            values::values(&release, opened.dossier().source_language, calculation, variable).map_err(AppError::invalid)?;
        let mut note = self.note(&opened, &table, &judgement, number, organisation.name.clone());
        note.headline = groups.iter().find(|(group, _)| group.is_empty()).map(|(_, all)| all.clone()).unwrap_or_default();
        if let Some((indicator, (calculation, found))) = note.indicator.as_mut().zip(known) {
            indicator.calculation = Some(correspondence::note(&self.library(), &calculation, found));
        }
        note.boundaries = self.boundaries_for(&opened, &release).await?;
        let note_json = serde_json::to_string(&note).map_err(|error| AppError::Fault(error.to_string()))?;
        let cells = String::from_utf8(release.to_json()).map_err(|error| AppError::Fault(error.to_string()))?;
        let row = table_release::TableRelease {
            dossier: opened.dossier().id.clone(),
            number,
            table: table.id.to_string(),
            dataset: table.dataset.to_string(),
            content_digest: sha256(&format!("{note_json}{cells}")),
            signed_at: self.now(),
            withdrawn_at: String::new(),
            withdrawn_reason: String::new(),
            note: note_json,
            cells,
        };
        let mut transaction = self.begin_on_unchanged(&opened).await?.ok_or_else(|| {
            // Somebody signed another table meanwhile, perhaps: what is out decides whether this one may be.
            AppError::invalid(Problem::new("dossier-changed"))
        })?;
        table_release::insert(transaction.connection(), &row).await?;
        let mut signed = table.clone();
        signed.signed.push(number);
        signed.changed_at = self.now();
        let reason = row.content_digest.clone();
        self.save_in(&mut transaction, caller, &opened, "table.sign", &signed, &reason).await?;
        for entry in self.values_of(&opened, &note, groups, organisation.id.as_str()) {
            self.save_in(&mut transaction, caller, &opened, "table.value", &entry, "").await?;
        }
        transaction.commit().await?;
        self.public_side_changed();
        Ok(note)
    }

    fn note(
        &self,
        opened: &Opened,
        table: &StatisticalTable,
        judgement: &Judgement,
        number: i64,
        signed_by: Text,
    ) -> SignedTable {
        let content = &opened.content;
        let language = content.dossier.source_language;
        let source =
            content.dataset(table.dataset.as_str()).and_then(|dataset| content.entry("data_source", dataset.source.as_str()));
        let holder =
            source.and_then(|source| source.chosen("holder").first()).and_then(|id| content.organisation(&id.as_str().into()));
        let indicator = table.indicator.as_ref().and_then(|id| content.entry("indicator", id.as_str()));
        SignedTable {
            format: SIGNED_FORMAT,
            dossier: content.dossier.slug.clone(),
            dossier_title: content.dossier.title.clone(),
            territory: content.territory.name.clone(),
            synthetic: content.dossier.synthetic,
            number,
            table: table.id.clone(),
            title: table.title.clone(),
            indicator: indicator.map(note),
            period: table.period.clone(),
            source: source.map(|source| opened.names(language).entry(source)).unwrap_or_default(),
            holder: holder.map(|organisation| organisation.name.clone()).unwrap_or_default(),
            dataset: table.dataset.clone(),
            purpose: table.purpose.clone(),
            method: judgement.method.clone(),
            signed_by,
            signed_on: self.day_of(opened),
            cells_sha256: judgement.release.clone(),
            program: PROGRAM.to_owned(),
            headline: vec![],
            source_language: language,
            boundaries: vec![],
        }
    }

    /// The approved values that a signature writes: everybody, then each group by one dimension. A value of the same group
    /// and period from an earlier table gives way.
    fn values_of(&self, opened: &Opened, note: &SignedTable, groups: Vec<Group>, organisation: &str) -> Vec<RegisterEntry> {
        let Some(indicator) = note.indicator.as_ref().filter(|_| opened.framework.register(VALUES).is_some()) else {
            return vec![];
        };
        let source = opened.content.dataset(note.dataset.as_str()).map(|dataset| dataset.source.clone());
        let line = |text: &str| Value::Line(text.to_owned());
        let chosen = |code: &str| Value::Chosen(vec![code.to_owned()]);
        let written = note.source_language;
        let entry = |(label, figures): Group| {
            let group = label.get(written);
            let figure = figures.first().cloned().unwrap_or_default();
            let same = opened.content.entries(VALUES).find(|entry| {
                entry.chosen("indicator").contains(&indicator.id.0)
                    && entry.line("period") == note.period
                    && entry.line("breakdown") == group
            });
            let new = || RegisterEntry { id: self.new_id().into(), register: VALUES.to_owned(), ..RegisterEntry::default() };
            let mut entry = same.cloned().unwrap_or_else(new);
            entry.values.clear();
            let reading = match figure.state.as_str() {
                "number" | "zero" => "measured",
                state => state,
            };
            entry.values.insert("indicator".into(), chosen(indicator.id.as_str()));
            entry.values.insert("period".into(), line(&note.period));
            entry.values.insert("reading".into(), chosen(reading));
            entry.values.insert("state".into(), chosen("approved"));
            entry.values.insert("approved_by".into(), chosen(organisation));
            entry.values.insert("approved_on".into(), line(&note.signed_on));
            entry.values.insert("table".into(), line(&note.number.to_string()));
            if let Some(source) = &source {
                entry.values.insert("source".into(), chosen(source.as_str()));
            }
            if !group.is_empty() {
                entry.values.insert("breakdown".into(), line(group));
                entry.values.insert("breakdown_label".into(), Value::Text(label));
            }
            if reading == "measured" {
                entry.values.insert("value".into(), line(&readable(&figure.value)));
            }
            // An estimate never stands among the values without what is known of its error; nor a gap without its two sides.
            let mut words = Text::of(written, value_note(written, &figures));
            for language in Language::CONTENT {
                words.set(language, value_note(language, &figures), written);
            }
            if !words.is_empty() {
                entry.values.insert("note".into(), Value::Text(words));
            }
            entry.changed_at = self.now();
            entry
        };
        groups.into_iter().take(MOST_GROUPS).map(entry).collect()
    }

    /// Takes a signed table off the public side, with its values. Whoever has it keeps it: later tables are judged with it.
    pub async fn withdraw_table(&self, caller: &Caller, slug: &str, table: &str, number: i64, reason: &str) -> Result<()> {
        let opened = self.opened(caller, slug, Action::TableWithdraw, &Facts::default()).await?;
        let reason = clean(reason);
        let mut problems = too_long([("reason", reason.as_str(), LINE_LIMIT)]);
        problems.extend(reason.is_empty().then(|| Problem::on("required", "reason")));
        crate::error::check(problems)?;
        let mut transaction = self.begin_on(&opened).await?;
        let dossier = &opened.dossier().id;
        let row = table_release::by_number(transaction.connection(), dossier, number).await?;
        if row.is_none_or(|row| row.table != table) {
            return Err(AppError::NotFound);
        }
        if !table_release::withdraw(transaction.connection(), dossier, number, &self.now(), &reason).await? {
            return Err(AppError::NotFound);
        }
        let before = serde_json::json!({ "number": number }).to_string();
        let key = number.to_string();
        let entry = self.entry(caller, "table.withdraw", opened.dossier(), "table_release", &key, before, String::new(), &reason);
        transaction.append(entry).await?;
        for value in opened.content.entries(VALUES).filter(|value| value.line("table") == key) {
            let (id, revision) = (value.id.as_str(), value.revision);
            self.delete_in::<RegisterEntry>(&mut transaction, caller, &opened, "table.value", id, revision).await?;
        }
        transaction.commit().await?;
        self.public_side_changed();
        Ok(())
    }

    /// How many signed tables the public sees of a dossier.
    pub async fn count_signed_tables(&self, caller: &Caller, slug: &str) -> Result<usize> {
        self.authorise(caller, Action::PortalView, &Resource::Instance, &Facts::default())?;
        let Some(dossier) = jalon_storage::dossier::by_slug(self.store.reader(), slug).await? else { return Ok(0) };
        let rows = table_release::for_dossier(self.store.reader(), &dossier.id).await?;
        Ok(rows.iter().filter(|row| row.withdrawn_at.is_empty()).count())
    }

    /// How each signed table of a dossier counts, by its number, as far as it is known.
    pub(crate) async fn counted(&self, opened: &Opened) -> Result<BTreeMap<String, String>> {
        if opened.framework.register(VALUES).is_none() {
            return Ok(BTreeMap::new());
        }
        let rows = table_release::for_dossier(self.store.reader(), &opened.dossier().id).await?;
        let counted = |row: &table_release::TableRelease| Some((row.number.to_string(), counted(&read_note(row)?)?));
        Ok(rows.iter().filter_map(counted).collect())
    }

    /// The signed tables of a dossier with their cells, as the public sees them, by number.
    pub async fn signed_tables(&self, caller: &Caller, slug: &str) -> Result<Vec<Signed>> {
        self.authorise(caller, Action::ReleaseView, &Resource::Release { withdrawn: false }, &Facts::default())?;
        let dossier = jalon_storage::dossier::by_slug(self.store.reader(), slug).await?.ok_or(AppError::NotFound)?;
        let rows = table_release::public(self.store.reader(), &dossier.id).await?;
        rows.into_iter().map(|row| proved(row, caller.language)).collect()
    }

    /// One signed table, after proving that it is the one that was signed.
    pub async fn signed_table(&self, caller: &Caller, slug: &str, number: i64) -> Result<Signed> {
        let dossier = jalon_storage::dossier::by_slug(self.store.reader(), slug).await?.ok_or(AppError::NotFound)?;
        let row = table_release::by_number(self.store.reader(), &dossier.id, number).await?.ok_or(AppError::NotFound)?;
        let withdrawn = !row.withdrawn_at.is_empty();
        self.authorise(caller, Action::ReleaseView, &Resource::Release { withdrawn }, &Facts::default())?;
        proved(row, caller.language)
    }
}

/// What was signed, if it still has its digest, in the words of a language.
fn proved(row: table_release::TableRelease, language: Language) -> Result<Signed> {
    let fault = |what: &str| AppError::Fault(format!("signed table {} of dossier {} {what}", row.number, row.dossier));
    if sha256(&format!("{}{}", row.note, row.cells)) != row.content_digest {
        return Err(fault("no longer has its digest"));
    }
    let note = read_note(&row).ok_or_else(|| fault("cannot be read"))?;
    let release = cells(&row)?.worded(language.content());
    Ok(Signed { note, release, withdrawn_at: row.withdrawn_at })
}

/// `baseline` or `target` of an indicator, with its year.
pub fn mark(indicator: &RegisterEntry, field: &str) -> Mark {
    let line = |field: &str| indicator.line(field).to_owned();
    Mark { value: line(field), year: line(&format!("{field}_year")) }
}

/// Makes the last signed release of a table again, from its own specification and beside what was out then; nothing where
/// nothing was signed.
fn reproduce(
    table: &StatisticalTable,
    records: &Records,
    source: About,
    (rows, released): (&[table_release::TableRelease], &[Release]),
    hash: &str,
    progress: &Progress,
) -> Result<Option<Reproduction>> {
    let of_this = |public: bool| {
        let is_wanted =
            |row: &&table_release::TableRelease| row.table == table.id.as_str() && row.withdrawn_at.is_empty() == public;
        rows.iter().rfind(is_wanted)
    };
    let Some(row) = of_this(true).or_else(|| of_this(false)) else { return Ok(None) };
    let before: Vec<Release> =
        rows.iter().zip(released).filter(|(known, _)| known.number < row.number).map(|(_, release)| release.clone()).collect();
    let (signed, note) = (cells(row)?, read_note(row).unwrap_or_default());
    let (report, again) = match compute(signed.specification(), records, source, (&before, false), hash, progress) {
        Ok((report, again)) => (Some(report), again),
        Err(error) if progress.is_cancelled() => return Err(error),
        // Variables or codes that the records do not have any more.
        Err(AppError::Invalid(_)) => (None, None),
        Err(error) => return Err(error),
    };
    let has_other_rules = report.is_some_and(|report| report.rules != signed.protection().rules);
    let changed = [
        ("records", signed.dataset() != hash),
        ("rules", has_other_rules),
        ("program", !note.program.is_empty() && note.program != PROGRAM),
    ];
    let read = |bytes: &Vec<u8>| Release::read(bytes, "").map_err(|faults| AppError::Fault(fault_words(&faults)));
    let same = again.as_ref().map(read).transpose()?;
    let differing = |release: &Release| signed.differing(release);
    let places = same.as_ref().map(differing).unwrap_or_default();
    Ok(Some(Reproduction {
        number: row.number,
        exact: again.as_deref() == Some(row.cells.as_bytes()),
        changed: changed.into_iter().filter(|(_, has)| *has).map(|(code, _)| code.to_owned()).collect(),
        refused: again.is_none(),
        cells: signed.cells().len() as u64,
        differing: places.len() as u64,
        places: places.into_iter().take(MOST_PLACES).collect(),
    }))
}

fn compute(
    specification: &str,
    records: &Records,
    source: About,
    (out, compare): (&[Release], bool),
    hash: &str,
    progress: &Progress,
) -> Result<(Report, Option<Vec<u8>>)> {
    let told = |faults: Vec<Fault>| AppError::Invalid(faults.iter().map(problem).collect());
    let nowhere = records.folder.join("no-files");
    let parsed = parse(specification, "", &nowhere).map_err(told)?;
    let data = Data::open(&records.data_path()).map_err(told)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let options = Options { threads, memory: MEMORY_BYTES, folder: nowhere, counter: None };
    let described = &records.manifest.about;
    let about = About { children: described.children || source.children, status: described.status || source.status };
    let context = Context { released: out, about, specification_text: specification, dataset_hash: hash, compare };
    let judged = judge(&parsed, &data, &options, &context, progress).map_err(told)?;
    Ok((judged.report.clone(), judged.release().map(Release::to_json)))
}

/// What the register says the source is about.
fn about(opened: &Opened, source: &str) -> About {
    opened.content.entry("data_source", source).map(about_source).unwrap_or_default()
}

/// A source that says how children are protected, or that tells residence statuses apart, gets the stricter rules whatever the
/// description of an extract says.
pub(super) fn about_source(source: &RegisterEntry) -> About {
    let tells = |code: &String| ["status", "asylum"].contains(&code.as_str());
    About { children: source.is_filled("children"), status: source.chosen("disaggregation").iter().any(tells) }
}

/// A fault of a specification as a problem of the form; its place in front of it.
pub(crate) fn problem(fault: &Fault) -> Problem {
    let code = format!("tabulate-{}", fault.code);
    let place = fault.place.trim_start_matches(':').to_owned();
    fault.args.iter().fold(Problem::on(&code, "text").with("place", place), |problem, (name, value)| problem.with(name, value))
}

fn fault_words(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{} {}", fault.code, fault.place)).collect::<Vec<_>>().join("; ")
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Without the release that was signed from this very judgement: a table is not out of date for having been signed.
fn others(
    rows: Vec<table_release::TableRelease>,
    table: &StatisticalTable,
    judgement: &Judgement,
) -> Vec<table_release::TableRelease> {
    rows.into_iter().filter(|row| !is_from(row, table, judgement)).collect()
}

fn is_from(row: &table_release::TableRelease, table: &StatisticalTable, judgement: &Judgement) -> bool {
    row.table == table.id.as_str() && read_note(row).is_some_and(|note| note.cells_sha256 == judgement.release)
}

fn digests(rows: &[table_release::TableRelease]) -> Vec<String> {
    rows.iter().map(|row| row.content_digest.clone()).collect()
}

pub(crate) fn read_note(row: &table_release::TableRelease) -> Option<SignedTable> {
    serde_json::from_str(&row.note).ok()
}

fn cells(row: &table_release::TableRelease) -> Result<Release> {
    let digest = read_note(row).map(|note| note.cells_sha256).unwrap_or_default();
    Release::from_json(row.cells.as_bytes(), &digest).map_err(|faults| AppError::Fault(fault_words(&faults)))
}

/// A quotient has as many digits as a double; a report shows four behind the point. The signed table keeps them all.
pub fn readable(value: &str) -> String {
    let number = jalon_domain::register::values::decimal(value);
    number.map_or_else(|| value.to_owned(), |number| number.round_dp(4).normalize().to_string())
}

/// What a release says of the sampling error of a figure.
pub fn precision(release: &Release, figure: &jalon_stats::release::Figure) -> Option<Precision> {
    let [low, high] = figure.interval.clone().unwrap_or_default();
    Some(Precision { low, high, confidence: release.sampling()?.rules.confidence, reliability: figure.reliability.clone()? })
}

/// Interval and reliability in words; empty where nothing is said of them. A good estimate has its interval and no remark.
pub fn precision_words(language: Language, precision: &Precision) -> String {
    let wording = Wording::of(language);
    let amount = |text: &str| jalon_domain::format::amount(language, &readable(text));
    let interval = (!precision.low.is_empty()).then(|| {
        let (low, high, percent) = (amount(&precision.low), amount(&precision.high), precision.confidence.to_string());
        wording.fill("precision-interval", &[("low", &low), ("high", &high), ("percent", &percent)])
    });
    let remark = reliability_words(language, &precision.reliability);
    interval.into_iter().chain((!remark.is_empty()).then_some(remark)).collect::<Vec<_>>().join(" ")
}

/// What stands beside a value of an indicator: its error, and of two groups that were compared the values of both.
fn value_note(language: Language, figures: &[Headline]) -> String {
    let Some(figure) = figures.first() else { return String::new() };
    let error = |figure: &Headline| figure.precision.as_ref().map(|known| precision_words(language, known)).unwrap_or_default();
    let is_compared = [Comparison::Difference, Comparison::Ratio].iter().any(|by| by.code() == figure.measure);
    let sides = figures.iter().skip(1).filter(|side| is_compared && !side.value.is_empty());
    let side = |side: &Headline| {
        let (value, error) = (jalon_domain::format::amount(language, &readable(&side.value)), error(side));
        if error.is_empty() { value } else { format!("{value} ({error})") }
    };
    let sides: Vec<String> = sides.map(side).collect();
    let sides = (!sides.is_empty()).then(|| Wording::of(language).fill("indicator-sides", &[("sides", &sides.join(" ; "))]));
    [error(figure)].into_iter().chain(sides).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a reader must know of an estimate; empty for a reliable one.
pub fn reliability_words(language: Language, reliability: &str) -> String {
    match reliability {
        "caution" | "unreliable" => Wording::of(language).t(&format!("figure-{reliability}")),
        _ => String::new(),
    }
}

//! The use cases: load, **authorise**, apply the rule, save and record in the ledger, in one transaction.
//!
//! Web pages and commands call these and nothing else writes. Each file is a noun; each public function a use case to be read
//! from top to bottom. [`App`] is what they share: the store, the policies, the frameworks, the clock.

pub mod account;
pub mod approval;
pub mod assessment;
pub mod authorisation;
pub mod bulk;
pub mod demo;
pub mod discussion;
pub mod dossier;
pub mod error;
pub mod evidence;
pub mod handover;
pub mod ledger;
pub mod levels;
pub mod lists;
pub mod mail;
pub mod models;
mod notification;
mod opened;
mod password;
pub mod publication;
pub mod questionnaire;
pub mod register;
pub mod registry;
pub mod reminder;
pub mod reporting;
mod saved_view;
pub mod session;
pub mod statistics;
pub mod throttle;
pub mod verification;
mod withheld;

use std::sync::{Arc, Mutex, RwLock};

use authorisation::{Action, Authoriser, Decisions, Facts, Principal, Resource};
use include_dir::{Dir, include_dir};
use jalon_domain::assessment::{Dossier, Record};
use jalon_domain::catalogue::{Framework, Library, load};
use jalon_domain::identity::User;
use jalon_domain::{Language, Problem};
use jalon_storage::{NewEntry, Store, Transaction, dossier as stored, record};
use opened::{Dossiers, Revisions};

pub use error::{AppError, Result};
pub use jalon_domain as domain;
pub use jalon_storage::{FilesConfig, StoreConfig, StoreError, holds_database as holds_installation};
pub use opened::{Opened, Progress};

static CATALOGUES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogues");

/// Time as a parameter: RFC 3339, UTC, to the millisecond.
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// What the program is told when it starts.
#[derive(Debug, Clone)]
pub struct Settings {
    pub store: StoreConfig,
    /// The address under which people reach the program, for links in mail: `https://jalon.example.org`.
    pub base_url: String,
    pub mail: Option<mail::MailConfig>,
    /// Proxies in front of the program, whose word is taken for the address that a request comes from.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Where the office keeps its secret for record keys; beside the records when absent.
    pub record_key_file: Option<std::path::PathBuf>,
    /// Demo mode shows its sign-ins and says everywhere that it is one.
    pub demo: bool,
}

/// The program without its doors: everything that use cases share.
pub struct App {
    pub(crate) store: Store,
    authoriser: Authoriser,
    decisions: Decisions,
    library: RwLock<Arc<Library>>,
    clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) throttle: throttle::Throttle,
    revisions: Revisions,
    /// Dossiers as last read; an entry serves while its revision is still the stored one.
    opened: Dossiers<String>,
    /// The same for those from whom registers are withheld, by slug and by the registers withheld.
    partial: Dossiers<(String, Vec<String>)>,
    pub(crate) sessions: session::Cache,
    pub(crate) portal: publication::Cache,
    pub(crate) works: statistics::work::Works,
    pub(crate) boundaries: statistics::boundaries::Read,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

/// Who calls: the rights, the person where there is one, and the language to answer in.
#[derive(Debug, Clone)]
pub struct Caller {
    pub principal: Principal,
    pub user: Option<Arc<User>>,
    pub language: Language,
}

impl Caller {
    pub fn anonymous(language: Language) -> Self {
        Self { principal: Principal::anonymous(), user: None, language }
    }

    /// The command line on the machine itself.
    pub fn operator() -> Self {
        Self { principal: Principal::system(), user: None, language: Language::French }
    }

    /// As the ledger names them: a user's identifier, or `system`.
    pub fn actor(&self) -> String {
        self.principal.user.as_ref().map_or_else(|| "system".to_owned(), ToString::to_string)
    }
}

impl App {
    /// Opens the store and reads policies and catalogues.
    pub async fn open(settings: Settings) -> Result<Self> {
        Self::open_with(settings, Arc::new(jiff::Timestamp::now)).await
    }

    pub async fn open_with(mut settings: Settings, clock: Clock) -> Result<Self> {
        settings.base_url.truncate(settings.base_url.trim_end_matches('/').len());
        let store = Store::open(settings.store.clone()).await?;
        let marks = settings.store.data_dir.join("microdata").join(statistics::work::MARKS);
        let authoriser = Authoriser::embedded().map_err(|error| AppError::Fault(error.to_string()))?;
        let mut library = embedded_library();
        for framework in jalon_storage::framework::list(store.reader()).await? {
            library.add(framework);
        }
        Ok(Self {
            throttle: throttle::Throttle::default(),
            revisions: Revisions::default(),
            opened: opened::dossiers(),
            partial: opened::dossiers(),
            sessions: session::Cache::default(),
            portal: publication::Cache::default(),
            works: statistics::work::Works::found(marks),
            boundaries: statistics::boundaries::read(),
            library: RwLock::new(Arc::new(library)),
            store,
            authoriser,
            decisions: Decisions::default(),
            clock,
            settings,
        })
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn library(&self) -> Arc<Library> {
        // A poisoned lock only means that another thread died while holding it; the library itself is never half-written.
        self.library.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(crate) fn add_framework(&self, framework: Framework) {
        let mut library = self.library.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut next = (**library).clone();
        next.add(framework);
        *library = Arc::new(next);
    }

    pub fn now(&self) -> String {
        format!("{:.3}", (self.clock)())
    }

    /// ISO 8601 date, UTC.
    pub fn today(&self) -> String {
        self.now()[..10].to_owned()
    }

    pub(crate) fn timestamp(&self) -> jiff::Timestamp {
        (self.clock)()
    }

    /// A new identifier: time first, so that keys sort by age, then randomness.
    pub(crate) fn new_id(&self) -> String {
        let random: [u8; 8] = rand::random();
        format!("{:011x}{}", self.timestamp().as_millisecond(), hex::encode(random))
    }

    pub(crate) fn authorise(&self, caller: &Caller, action: Action, resource: &Resource<'_>, facts: &Facts) -> Result<()> {
        self.authoriser.authorise(&caller.principal, action, resource, facts).map_err(|_| AppError::NotFound)
    }

    /// Whether the caller may; for showing or leaving out a button. The use case asks again.
    pub fn may(&self, caller: &Caller, action: Action, opened: &Opened) -> bool {
        self.may_with(caller, action, opened, &Facts::default())
    }

    pub fn may_with(&self, caller: &Caller, action: Action, opened: &Opened, facts: &Facts) -> bool {
        let ask = || self.authoriser.allows(&caller.principal, action, &Resource::Dossier(&opened.facts), facts);
        opened.found.decisions.remember(&caller.principal, action, facts, ask)
    }

    pub fn may_instance(&self, caller: &Caller, action: Action) -> bool {
        let facts = Facts::default();
        let ask = || self.authoriser.allows(&caller.principal, action, &Resource::Instance, &facts);
        self.decisions.remember(&caller.principal, action, &facts, ask)
    }

    /// Saves one record over the revision that was read, with its ledger entry. Every record of a dossier is saved here.
    pub(crate) async fn save<R: Record>(
        &self,
        caller: &Caller,
        opened: &Opened,
        use_case: &str,
        record: &R,
        reason: &str,
    ) -> Result<R> {
        let (mut transaction, before) = self.begin_on_present(opened).await?;
        let (saved, is_new) = self.write_in(&mut transaction, caller, opened, use_case, record, reason).await?;
        if is_new {
            transaction.commit().await?;
            self.remember_save(before, &saved);
        }
        Ok(saved)
    }

    pub(crate) async fn save_in<R: Record>(
        &self,
        transaction: &mut Transaction,
        caller: &Caller,
        opened: &Opened,
        use_case: &str,
        record: &R,
        reason: &str,
    ) -> Result<R> {
        Ok(self.write_in(transaction, caller, opened, use_case, record, reason).await?.0)
    }

    /// The record as it is stored, and whether this wrote it: what a save asks for may be so already.
    async fn write_in<R: Record>(
        &self,
        transaction: &mut Transaction,
        caller: &Caller,
        opened: &Opened,
        use_case: &str,
        record: &R,
        reason: &str,
    ) -> Result<(R, bool)> {
        opened.may_be_written::<R>()?;
        let dossier = opened.dossier();
        match record::save(transaction.connection(), &dossier.id, record, &self.now()).await? {
            record::Saved::Done { record, before } => {
                let before = match before {
                    Some(before) => ledger::state(transaction.connection(), &dossier.id, &before).await?,
                    None => String::new(),
                };
                let after = ledger::state(transaction.connection(), &dossier.id, &record).await?;
                transaction.append(self.entry(caller, use_case, dossier, R::NOUN, record.key(), before, after, reason)).await?;
                Ok((record, true))
            }
            // A save that was acknowledged too late to be heard comes again; what it asks for is already so.
            record::Saved::Conflict(Some(stored)) if says_the_same(&stored, record) => Ok((stored, false)),
            record::Saved::Conflict(stored) => {
                let base = self.version(dossier, record, stored.as_ref()).await?;
                Err(AppError::conflict(record, stored.as_ref(), base))
            }
        }
    }

    /// The version that somebody started from, as the ledger has it; nothing where it cannot be told.
    async fn version<R: Record>(&self, dossier: &Dossier, started: &R, stored: Option<&R>) -> Result<serde_json::Value> {
        let saves = stored.map_or(0, Record::revision) - started.revision();
        let subject = format!("{}/{}", R::NOUN, started.key());
        let entries = jalon_storage::ledger::for_subject(self.store.reader(), &dossier.slug, &subject).await?;
        // Each entry is a save, the newest first; the first save after theirs tells what was there before it.
        let entry = usize::try_from(saves - 1).ok().and_then(|saves| entries.get(saves));
        Ok(entry.and_then(|entry| serde_json::from_str(&entry.before).ok()).unwrap_or_default())
    }

    pub(crate) async fn delete<R: Record>(
        &self,
        caller: &Caller,
        opened: &Opened,
        use_case: &str,
        key: &str,
        revision: i64,
    ) -> Result<()> {
        let mut transaction = self.begin_on(opened).await?;
        self.delete_in::<R>(&mut transaction, caller, opened, use_case, key, revision).await?;
        Ok(transaction.commit().await?)
    }

    pub(crate) async fn delete_in<R: Record>(
        &self,
        transaction: &mut Transaction,
        caller: &Caller,
        opened: &Opened,
        use_case: &str,
        key: &str,
        revision: i64,
    ) -> Result<()> {
        opened.may_be_written::<R>()?;
        let dossier = opened.dossier();
        match record::delete::<R>(transaction.connection(), &dossier.id, key, revision).await? {
            record::Saved::Done { record, .. } => {
                let before = ledger::state(transaction.connection(), &dossier.id, &record).await?;
                ledger::forget(transaction.connection(), &dossier.id, &record).await?;
                transaction.append(self.entry(caller, use_case, dossier, R::NOUN, key, before, String::new(), "")).await?;
                Ok(())
            }
            record::Saved::Conflict(None) => Err(AppError::NotFound),
            record::Saved::Conflict(Some(stored)) => Err(AppError::conflict(&stored, Some(&stored), serde_json::Value::Null)),
        }
    }

    /// Begins a write on a dossier that is still as it was read; nothing where somebody wrote to it since.
    pub(crate) async fn begin_on_unchanged(&self, opened: &Opened) -> Result<Option<Transaction>> {
        let transaction = self.store.begin().await?;
        let present = stored::by_id_locked(&transaction, &opened.dossier().id).await?.ok_or(AppError::NotFound)?;
        Ok((present.revision == opened.dossier().revision).then_some(transaction))
    }

    /// Begins a write on a dossier that is still in the stage in which the caller was authorised.
    pub(crate) async fn begin_on(&self, opened: &Opened) -> Result<Transaction> {
        Ok(self.begin_on_present(opened).await?.0)
    }

    /// The same, with the dossier as it stands now.
    async fn begin_on_present(&self, opened: &Opened) -> Result<(Transaction, Dossier)> {
        let transaction = self.store.begin().await?;
        let present = stored::by_id_locked(&transaction, &opened.dossier().id).await?.ok_or(AppError::NotFound)?;
        if present.stage != opened.dossier().stage {
            return Err(AppError::invalid(Problem::new("stage-moved-on")));
        }
        Ok((transaction, present))
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a ledger entry, each named where it is given")]
    pub(crate) fn entry(
        &self,
        caller: &Caller,
        use_case: &str,
        dossier: &Dossier,
        noun: &str,
        key: &str,
        before: String,
        after: String,
        reason: &str,
    ) -> NewEntry {
        NewEntry {
            at: self.now(),
            actor: caller.actor(),
            use_case: use_case.to_owned(),
            dossier: dossier.slug.clone(),
            subject: format!("{noun}/{key}"),
            before,
            after,
            reason: reason.to_owned(),
        }
    }
}

/// Whether two versions of a record differ in nothing but when they were saved.
fn says_the_same<R: Record>(stored: &R, submitted: &R) -> bool {
    let content = |record: &R| {
        let mut value = serde_json::to_value(record).unwrap_or_default();
        if let Some(fields) = value.as_object_mut() {
            fields.remove("changed_at");
        }
        value
    };
    content(stored) == content(submitted)
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The frameworks that are part of the program, with whatever is wrong in their files.
pub fn embedded_catalogues() -> (Library, Vec<load::Fault>) {
    let mut files = vec![];
    gather(&CATALOGUES, &mut files);
    load::load(&files)
}

fn embedded_library() -> Library {
    embedded_catalogues().0
}

fn gather(folder: &Dir<'_>, files: &mut Vec<load::File>) {
    for file in folder.files().filter(|file| file.path().extension().is_some_and(|extension| extension == "toml")) {
        let content = file.contents_utf8().unwrap_or_default().to_owned();
        files.push(load::File { path: file.path().to_string_lossy().into_owned(), content });
    }
    for inner in folder.dirs() {
        gather(inner, files);
    }
}

/// Cuts a text that a person typed to what may be stored; control characters that no text needs are left out.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The longest narrative that is accepted, in characters.
pub const NARRATIVE_LIMIT: usize = 20_000;
/// The longest title, name or short field.
pub const LINE_LIMIT: usize = 500;

/// A problem for every field that is longer than its limit.
pub(crate) fn too_long<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str, usize)>) -> Vec<Problem> {
    fields
        .into_iter()
        .filter(|(_, text, limit)| text.chars().count() > *limit)
        .map(|(field, text, limit)| Problem::on("too-long", field).with("limit", limit).with("length", text.chars().count()))
        .collect()
}

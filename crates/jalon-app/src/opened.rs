//! A dossier in memory: read once per revision, with what was worked out from it.
//!
//! Whoever asks learns the stored revision first, so that what another program wrote is seen at once. A save of this
//! program goes into the dossier in memory, which need not be read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use jalon_domain::Language;
use jalon_domain::assessment::checks::{self, Diagnostic, TranslationGap};
use jalon_domain::assessment::conflict::Change;
use jalon_domain::assessment::{Comment, Dossier, DossierContent, Record, process};
use jalon_domain::catalogue::{Framework, Library};
use jalon_domain::identity::Role;
use jalon_domain::report::compile;
use jalon_storage::{Store, dossier as stored};
use tokio::sync::oneshot;

use crate::authorisation::{Action, Decisions, DossierFacts, Facts};
use crate::{App, AppError, Caller, Result, lock};

/// Dossiers in memory. What is not asked for again goes first when there are too many of them.
pub(crate) type Dossiers<Key> = quick_cache::sync::Cache<Key, Arc<Opened>, Stored>;

/// The weight of a dossier in memory: the bytes of its records as they are stored.
#[derive(Debug, Clone)]
pub(crate) struct Stored;

impl<Key> quick_cache::Weighter<Key, Arc<Opened>> for Stored {
    fn weight(&self, _: &Key, opened: &Arc<Opened>) -> u64 {
        opened.bytes
    }
}

pub(crate) fn dossiers<Key: Eq + std::hash::Hash>() -> Dossiers<Key> {
    // Read into memory a record takes some three times what it takes as stored.
    const BYTES: u64 = 32 << 20;
    // With few expected the cache is one piece. In several, each with its share of the bytes, a large plan would fit in none.
    const EXPECTED: usize = 32;
    quick_cache::sync::Cache::with_weighter(EXPECTED, BYTES, Stored)
}

/// A dossier with its framework and what authorisation needs to know of it.
#[derive(Debug)]
pub struct Opened {
    pub content: DossierContent,
    pub framework: Arc<Framework>,
    /// For items of other frameworks that registers refer to.
    pub library: Arc<Library>,
    pub facts: DossierFacts,
    /// The registers of which `content` has nothing because the caller may not see them, and the dossier with them.
    pub(crate) withheld: Vec<String>,
    pub(crate) whole: Option<Arc<Opened>>,
    /// Of its records as they are stored.
    pub(crate) bytes: u64,
    pub(crate) found: Found,
}

/// What was worked out from one revision of a dossier, each once.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What the checks found, and on which day they were run: some look at due dates.
    diagnostics: Mutex<Option<(String, Arc<Vec<Diagnostic>>)>>,
    pub(crate) decisions: Decisions,
    digest: OnceLock<String>,
    progress: OnceLock<Progress>,
    pub(crate) wheels: Mutex<HashMap<(Language, String), Arc<str>>>,
    gaps: Mutex<Gaps>,
    /// What answers to comments changed, by comment.
    changes: Mutex<HashMap<String, Arc<Vec<Change>>>>,
}

/// How far a questionnaire and its discussion are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Items that are answered.
    pub total: usize,
    /// Answers that are settled, and items without such an answer.
    pub settled: usize,
    pub open: usize,
    pub open_comments: usize,
}

/// By report and language.
type Gaps = HashMap<(String, Language), Arc<Vec<TranslationGap>>>;

impl Opened {
    pub fn dossier(&self) -> &Dossier {
        &self.content.dossier
    }

    /// What a validation signs. Computed once per revision.
    pub fn digest(&self) -> &str {
        let whole = self.whole();
        whole.found.digest.get_or_init(|| whole.content.digest())
    }

    /// Counted once per revision.
    pub fn progress(&self) -> Progress {
        *self.found.progress.get_or_init(|| {
            let answers = self.content.answers_by_item();
            let is_open = |code: &str| !answers.get(code).is_some_and(|answer| answer.is_settled());
            Progress {
                total: self.framework.answered_items().count(),
                settled: self.content.answers.iter().filter(|answer| answer.is_settled()).count(),
                open: self.framework.answered_items().filter(|item| is_open(item.code.as_str())).count(),
                open_comments: self.content.comments.iter().filter(|comment| comment.is_open()).count(),
            }
        })
    }

    /// What all checks of the framework find, in its order. Run once per revision and day (ISO 8601 date).
    pub fn diagnostics(&self, today: &str) -> Arc<Vec<Diagnostic>> {
        let mut known = lock(&self.found.diagnostics);
        if let Some((_, found)) = known.as_ref().filter(|(day, _)| day == today) {
            return found.clone();
        }
        let run = || {
            let (library, framework, content) = (&self.library, &self.framework, &self.content);
            checks::run_all(&checks::Subject { library, framework, content, today })
        };
        // A requirement is met or open for everybody alike; what it found is told to those who may see it.
        let found = Arc::new(match &self.whole {
            Some(whole) => whole.diagnostics(today).iter().map(|one| self.as_seen(one)).collect(),
            None => run(),
        });
        *known = Some((today.to_owned(), found.clone()));
        found
    }

    /// What a report in this language would lack; `report` is empty for an assessment.
    pub fn language_gaps(&self, report: &str, language: Language) -> Arc<Vec<TranslationGap>> {
        let find = || Arc::new(compile::gaps(&self.framework, report, &self.content, language));
        lock(&self.found.gaps).entry((report.to_owned(), language)).or_insert_with(find).clone()
    }

    /// What the answer to a comment changed in the text it is about, word by word.
    pub fn changes_by(&self, comment: &Comment) -> Arc<Vec<Change>> {
        let find = || Arc::new(comment.change(self.subject_text(&comment.subject).as_deref()));
        lock(&self.found.changes).entry(comment.id.to_string()).or_insert_with(find).clone()
    }

    /// The caller's role in the dossier.
    pub fn role(&self, caller: &Caller) -> Option<Role> {
        let user = caller.principal.user.as_ref()?;
        self.facts.members.iter().find(|(member, _)| member == user).map(|(_, role)| *role)
    }
}

impl App {
    /// Loads a dossier and asks whether the caller may do this to it. Absent and forbidden look the same. What the caller
    /// may not see of it is left out.
    pub async fn opened(&self, caller: &Caller, slug: &str, action: Action, facts: &Facts) -> Result<Arc<Opened>> {
        let opened = self.load(slug).await?;
        self.seen(caller, opened, action, facts)
    }

    pub(crate) fn seen(&self, caller: &Caller, opened: Arc<Opened>, action: Action, facts: &Facts) -> Result<Arc<Opened>> {
        if self.may_with(caller, action, &opened, facts) { Ok(self.as_seen_by(caller, opened)) } else { Err(AppError::NotFound) }
    }

    /// The dossier as stored, whoever asks: nothing of it goes to anybody.
    pub(crate) async fn load(&self, slug: &str) -> Result<Arc<Opened>> {
        let revision = self.revisions.of(&self.store, slug).await?.ok_or(AppError::NotFound)?;
        self.load_since(slug, revision).await
    }

    /// The dossier at this revision or a later one, from memory where it is there; of those who ask at the same moment,
    /// one reads it.
    pub(crate) async fn load_since(&self, slug: &str, revision: i64) -> Result<Arc<Opened>> {
        loop {
            match self.opened.get_value_or_guard_async(slug).await {
                Ok(known) if known.dossier().revision >= revision => return Ok(known),
                Ok(outdated) => {
                    self.opened.remove_if(slug, |known| Arc::ptr_eq(known, &outdated));
                }
                Err(place) => {
                    let opened = self.read(slug).await?;
                    // Where everything was forgotten meanwhile, this is forgotten too.
                    let _ = place.insert(opened.clone());
                    return Ok(opened);
                }
            }
        }
    }

    async fn read(&self, slug: &str) -> Result<Arc<Opened>> {
        let reader = self.store.reader();
        let dossier = stored::by_slug(reader, slug).await?.ok_or(AppError::NotFound)?;
        let (content, bytes) = jalon_storage::content::load(reader, &dossier.id).await?.ok_or(AppError::NotFound)?;
        let mut opened = self.prepare(content, bytes)?;
        opened.content.published = self.referable(&opened).await?;
        opened.content.counted = self.counted(&opened).await?;
        Ok(Arc::new(opened))
    }

    fn prepare(&self, mut content: DossierContent, bytes: u64) -> Result<Opened> {
        let reference = format!("{}@{}", content.dossier.framework, content.dossier.framework_version);
        let library = self.library();
        let framework = library.get(&reference).ok_or_else(|| AppError::Fault(format!("framework {reference} is not known")))?;
        let place: HashMap<&str, usize> = framework.items.iter().enumerate().map(|(n, item)| (item.code.as_str(), n)).collect();
        content.answers.sort_by_key(|answer| place.get(answer.item.as_str()).copied().unwrap_or(usize::MAX));
        let facts = DossierFacts {
            id: content.dossier.id.clone(),
            stage: content.dossier.stage.clone(),
            editable: process::stage(&framework, &content).map(|stage| stage.editable.clone()).unwrap_or_default(),
            published: process::stage(&framework, &content).is_some_and(|stage| stage.exits.is_empty()),
            members: content.memberships.iter().map(|(member, _)| (member.user.clone(), member.role)).collect(),
        };
        Ok(Opened { content, framework, library, facts, withheld: vec![], whole: None, bytes, found: Found::default() })
    }

    /// Puts a record that was saved alone, in a transaction that found the dossier as `before`, into the dossier in memory.
    /// Where that is not what the transaction found, whoever asks next reads the dossier again.
    pub(crate) fn remember_save<R: Record>(&self, before: Dossier, saved: &R) {
        let slug = before.slug.clone();
        let Some(known) = self.opened.get(&slug).filter(|known| known.dossier().revision == before.revision) else { return };
        // As it will be read from the store.
        let read = |body: String| Ok((serde_json::from_str::<R>(&body)?, body.len() as u64));
        let Ok((mut record, bytes)) = serde_json::to_string(saved).and_then(read) else { return };
        record.set_revision(saved.revision());
        let mut content = known.content.clone();
        content.dossier = Dossier { revision: before.revision + 1, ..before };
        record.put_into(&mut content);
        // Its former self weighs on: a little too much is forgotten too early, which harms nobody.
        if let Ok(opened) = self.prepare(content, known.bytes.saturating_add(bytes)) {
            // Where everything was forgotten meanwhile, this is forgotten too.
            let _ = self.opened.replace(slug, Arc::new(opened), false);
        }
    }
}

/// Asks for revisions of dossiers together: those who ask while a query runs are answered by the next one, and nobody by a
/// query that began before they asked. So what another program wrote is never missed, and a hundred readers are few queries.
#[derive(Debug, Default, Clone)]
pub(crate) struct Revisions(Arc<Mutex<Asked>>);

#[derive(Debug, Default)]
struct Asked {
    waiting: Vec<(String, oneshot::Sender<Option<i64>>)>,
    is_asking: bool,
}

impl Revisions {
    async fn of(&self, store: &Store, slug: &str) -> Result<Option<i64>> {
        let (tell, told) = oneshot::channel();
        let begins = {
            let mut asked = lock(&self.0);
            asked.waiting.push((slug.to_owned(), tell));
            !std::mem::replace(&mut asked.is_asking, true)
        };
        if begins {
            // Not in the request, whose reader may go away and leave the others without an answer.
            tokio::spawn(self.clone().ask(store.clone()));
        }
        match told.await {
            Ok(revision) => Ok(revision),
            // The query failed: alone, so that the error is told.
            Err(_) => Ok(stored::revision(store.reader(), slug).await?),
        }
    }

    async fn ask(self, store: Store) {
        while let Some(waiting) = self.next() {
            let mut slugs: Vec<&str> = waiting.iter().map(|(slug, _)| slug.as_str()).collect();
            slugs.sort_unstable();
            slugs.dedup();
            let Ok(found) = stored::revisions(store.reader(), &slugs).await else { continue };
            for (slug, tell) in waiting {
                // Who went away does not listen.
                let _ = tell.send(found.get(&slug).copied());
            }
        }
    }

    fn next(&self) -> Option<Vec<(String, oneshot::Sender<Option<i64>>)>> {
        let mut asked = lock(&self.0);
        asked.is_asking = !asked.waiting.is_empty();
        asked.is_asking.then(|| std::mem::take(&mut asked.waiting))
    }
}

#[cfg(test)]
mod tests {
    use jalon_domain::assessment::Answer;
    use jalon_domain::statistics::{BoundarySet, Dataset, StatisticalTable};

    use super::*;

    fn opened(bytes: u64) -> Arc<Opened> {
        let library = Arc::new(crate::embedded_library());
        let framework = library.get("gcm-cycle@2020.1").expect("the cycle");
        let facts = DossierFacts { id: "d1".into(), stage: String::new(), editable: vec![], published: false, members: vec![] };
        let content = crate::register::tests::empty();
        Arc::new(Opened { content, framework, library, facts, withheld: vec![], whole: None, bytes, found: Found::default() })
    }

    #[test]
    fn a_large_dossier_stays_in_memory_beside_small_ones() {
        let known = dossiers::<String>();
        known.insert("large".to_owned(), opened(20 << 20));
        let small = opened(100 << 10);
        (0..50).for_each(|number| known.insert(format!("small-{number}"), small.clone()));
        assert!(known.get("large").is_some() && known.len() == 51, "{} are known", known.len());
        // Memory has an end: what comes above it pushes something out.
        (50..400).for_each(|number| known.insert(format!("small-{number}"), small.clone()));
        assert!(known.len() < 401 && known.weight() <= 32 << 20, "{} are known", known.len());
    }

    const CITY: &str = "rivemont-igm-2026";
    const PLAN: &str = "norvalie-plan-2026";

    async fn demonstration(folder: &std::path::Path) -> App {
        let app = App::open(crate::Settings {
            store: crate::StoreConfig::embedded(folder),
            base_url: String::new(),
            mail: None,
            trusted_proxies: vec![],
            record_key_file: None,
            demo: true,
        });
        let app = app.await.expect("a house");
        app.load_demo().await.expect("the demonstration");
        app
    }

    /// Saves the record, and compares the dossier that is then in memory with the stored one.
    async fn saved<R: Record>(app: &App, slug: &str, record: R) {
        let caller = Caller::operator();
        let opened = app.load(slug).await.expect("a dossier");
        app.save(&caller, &opened, "test.save", &record, "").await.expect("a save");
        let known = app.opened.get(slug).expect("in memory");
        assert_eq!(known.dossier().revision, opened.dossier().revision + 1, "{}", R::NOUN);
        let read = app.read(slug).await.expect("a dossier");
        assert_eq!(format!("{:?}", known.content), format!("{:?}", read.content), "{}", R::NOUN);
        assert_eq!(format!("{:?}", known.facts), format!("{:?}", read.facts), "{}", R::NOUN);
    }

    #[tokio::test]
    async fn a_save_stands_in_memory_as_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = demonstration(folder.path()).await;
        let city = app.load(CITY).await.expect("the city");
        let content = &city.content;
        saved(&app, CITY, content.answers[3].clone()).await;
        let new = Answer { item: "0".into(), revision: 0, ..content.answers[3].clone() };
        saved(&app, CITY, new).await;
        // Each once over its former self, and once more as a new one that comes before all others by its key.
        macro_rules! each {
            ($($slug:ident $record:expr),* $(,)?) => {
                $(
                    let known = $record.clone();
                    saved(&app, $slug, known.clone()).await;
                    let mut new = known;
                    (new.id, new.revision) = ("0".into(), 0);
                    saved(&app, $slug, new).await;
                )*
            };
        }
        let plan = app.load(PLAN).await.expect("the plan");
        let entries = plan.content.entries.values().next().expect("a register");
        each!(
            CITY content.findings[5],
            CITY content.evidence[1],
            CITY content.paragraphs[1],
            CITY content.figures[0],
            CITY content.participants[1],
            CITY content.comments[1],
            PLAN entries[0],
        );
        saved(&app, PLAN, Dataset { id: "0".into(), ..Dataset::default() }).await;
        saved(&app, PLAN, StatisticalTable { id: "0".into(), ..StatisticalTable::default() }).await;
        saved(&app, PLAN, BoundarySet { id: "0".into(), ..BoundarySet::default() }).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nobody_is_told_an_older_revision_than_stood_when_they_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = Arc::new(demonstration(folder.path()).await);
        let asking: Vec<_> = (0..16)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move {
                    for _ in 0..40 {
                        let stands = stored::revision(app.store.reader(), CITY).await.expect("a query");
                        let told = app.revisions.of(&app.store, CITY).await.expect("a query");
                        assert!(told >= stands, "{told:?} was told when {stands:?} stood");
                        assert_eq!(app.revisions.of(&app.store, "absent").await.expect("a query"), None);
                    }
                })
            })
            .collect();
        for _ in 0..20 {
            let opened = app.load(CITY).await.expect("the city");
            app.save(&Caller::operator(), &opened, "test.save", &opened.content.answers[0], "").await.expect("a save");
        }
        for asked in asking {
            asked.await.expect("told");
        }
    }
}

//! The database, the ledger and the files.
//!
//! Embedded SQLite by default, PostgreSQL by address; one set of queries in portable SQL serves both.
//! Every write goes through [`Transaction`], which refuses to commit without a ledger entry.
//! Queries sit in the module of their noun, spelt out, one per function; they take a reader or a transaction.

pub mod backup;
pub mod content;
pub mod dossier;
pub mod files;
pub mod framework;
pub mod job;
pub mod ledger;
pub mod membership;
mod migrate;
pub mod organisation;
pub mod record;
pub mod release;
pub mod session;
pub mod table_release;
pub mod territory;
pub mod token;
pub mod user;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub use sea_orm::ConnectionTrait;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel, QueryResult,
    SqlErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use files::{Files, FilesConfig};
pub use ledger::NewEntry;

/// Where everything is kept.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// Holds the embedded database and, unless S3 is configured, the files. Created when absent, readable by its owner only.
    pub data_dir: PathBuf,
    /// A `postgres://` address; embedded SQLite when absent.
    pub database_url: Option<String>,
    pub files: FilesConfig,
}

impl StoreConfig {
    pub fn embedded(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), database_url: None, files: FilesConfig::Local }
    }
}

/// What can go wrong below the use cases. Messages are for the operator and hold no content of records.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database did not answer as expected: {0}")]
    Database(DbErr),
    #[error("cannot open the database {place}: {source}; {remedy}")]
    Open { place: String, remedy: &'static str, source: DbErr },
    #[error(
        "the database address {0} is not one; write postgres://name:password@host/database, or leave it out for the embedded one"
    )]
    Address(String),
    #[error("the disk of the database is full; nothing of this write was kept; free some space and try again")]
    DiskFull,
    /// A value that must be unique exists already; holds what the engine says of the constraint, never the value.
    #[error("this exists already: {0}")]
    Taken(String),
    /// Something that a record refers to does not exist, or something that is referred to was to be removed.
    #[error("a record refers to something that does not exist: {0}")]
    Reference(String),
    #[error("a stored record of `{table}` cannot be read: {source}; restore a backup, or report this with the program's version")]
    Record { table: &'static str, source: serde_json::Error },
    #[error("{path}: {source}; check that the folder exists, may be written, and that the disk is not full")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("migration {name} was altered after it had been applied; run the program version that belongs to this database")]
    AlteredMigration { name: String },
    #[error("the database has migration {number}, which this program does not know; run a newer version of the program")]
    NewerDatabase { number: i64 },
    #[error(
        "the backup was made by a newer program (its schema is at migration {migration}, this program knows {known}); nothing was restored; restore it with the version that made it, or a later one"
    )]
    NewerBackup { migration: i64, known: i64 },
    #[error("a write was about to be committed without a ledger entry")]
    NoLedgerEntry,
    #[error("the ledger cannot be continued: {0}; restore a backup")]
    Ledger(String),
    #[error("the file store did not answer as expected: {0}")]
    Files(#[from] object_store::Error),
    #[error("{0}")]
    Backup(String),
}

pub type Result<T> = std::result::Result<T, StoreError>;

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(constraint)) => return Self::Taken(constraint),
            Some(SqlErr::ForeignKeyConstraintViolation(constraint)) => return Self::Reference(constraint),
            _ => {}
        }
        let text = error.to_string();
        if text.contains("disk is full") || text.contains("No space left on device") {
            return Self::DiskFull;
        }
        Self::Database(error)
    }
}

/// The opened store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    /// SQLite has one writer: the others queue here, in order, instead of failing with "database is locked".
    turn: Option<Arc<Mutex<()>>>,
    files: Files,
    config: Arc<StoreConfig>,
}

impl Store {
    /// Opens the store, creates what is absent and brings the schema up to date.
    pub async fn open(config: StoreConfig) -> Result<Self> {
        create_private_folder(&config.data_dir)?;
        let files = Files::open(&config)?;
        let store = match &config.database_url {
            Some(url) => {
                let pool = open_postgres(url).await?;
                Self { reader: pool.clone(), writer: pool, turn: None, files, config: Arc::new(config) }
            }
            None => {
                let path = config.data_dir.join(DATABASE);
                // SQLite does not wait when two programs turn one new file to WAL at once; the second fails as "locked".
                let _one_at_a_time = opening_lock(&config.data_dir).await?;
                let writer = open_sqlite(&path, 1, false).await?;
                // Before the readers, which may not create what they read.
                migrate::up_to_date(&writer).await?;
                let reader = open_sqlite(&path, 8, true).await?;
                return Ok(Self { reader, writer, turn: Some(Arc::default()), files, config: Arc::new(config) });
            }
        };
        migrate::up_to_date(&store.writer).await?;
        Ok(store)
    }

    /// For queries that only read.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub fn files(&self) -> &Files {
        &self.files
    }

    pub fn config(&self) -> &StoreConfig {
        &self.config
    }

    pub fn is_postgres(&self) -> bool {
        self.turn.is_none()
    }

    /// Ends every connection. The last one out of SQLite folds its journal into the one database file.
    pub async fn close(self) -> Result<()> {
        self.reader.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    /// Reads one moment's state, whoever writes meanwhile.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction> {
        // A deferred read transaction of SQLite in WAL mode is a snapshot, PostgreSQL must be asked for one.
        let isolation = self.is_postgres().then_some(IsolationLevel::RepeatableRead);
        Ok(self.reader().begin_with_config(isolation, None).await?)
    }

    /// Begins a write. On SQLite it takes its turn and the write lock at once, so that it cannot fail half-way for being late.
    pub async fn begin(&self) -> Result<Transaction> {
        let turn = match &self.turn {
            Some(turn) => Some(turn.clone().lock_owned().await),
            None => None,
        };
        let mode = turn.is_some().then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
        let inner = self.writer.begin_with_options(options).await?;
        Ok(Transaction { inner, entries: vec![], wrote: AtomicBool::new(false), _turn: turn })
    }
}

async fn open_postgres(url: &str) -> Result<DatabaseConnection> {
    let place = without_password(url);
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(StoreError::Address(place));
    }
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(16).sqlx_logging(false).acquire_timeout(Duration::from_secs(15));
    let remedy = "check that the server runs, and the host, name, password and database in its address";
    Database::connect(options).await.map_err(|source| StoreError::Open { place, remedy, source })
}

async fn open_sqlite(path: &std::path::Path, connections: u32, read_only: bool) -> Result<DatabaseConnection> {
    // The path goes in below and not in the address, where `?`, `#` and `%` would be read as something else.
    let mut options = ConnectOptions::new("sqlite://jalon");
    options.max_connections(connections).sqlx_logging(false).acquire_timeout(Duration::from_secs(15)).test_before_acquire(false);
    let file = path.to_owned();
    options.map_sqlx_sqlite_opts(move |options| {
        // The mode stays in the file: readers find it, and asking again could only make them wait.
        let options = if read_only { options } else { options.pragma("journal_mode", "WAL") };
        options
            .filename(&file)
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(200)
            // FULL, not NORMAL: an acknowledged save must survive a power cut as well as a killed process.
            .pragma("synchronous", "FULL")
            .pragma("cache_size", "-8000")
            .pragma("query_only", if read_only { "ON" } else { "OFF" })
    });
    let place = path.display().to_string();
    let remedy = "check that its folder may be written by the account that runs the program, that the disk is not full, and that the file is the database and nothing else";
    Database::connect(options).await.map_err(|source| StoreError::Open { place, remedy, source })
}

/// Held while a program opens the embedded database; given back when dropped, or by the system when the program dies.
async fn opening_lock(data_dir: &std::path::Path) -> Result<std::fs::File> {
    let path = data_dir.join("opening.lock");
    let take = move || {
        let failed = |source| StoreError::Folder { path: path.clone(), source };
        let file = std::fs::File::create(&path).map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(file)
    };
    tokio::task::spawn_blocking(take).await.expect("the lock is taken or refused, without a panic")
}

/// An address as it may be shown.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

/// The embedded database in its folder.
const DATABASE: &str = "jalon.sqlite";

/// Whether a folder holds an embedded database.
pub fn holds_database(folder: &std::path::Path) -> bool {
    folder.join(DATABASE).is_file()
}

/// Makes a folder that only the program's account can enter, where it is absent.
pub fn create_private_folder(path: &std::path::Path) -> Result<()> {
    let failed = |source| StoreError::Folder { path: path.to_owned(), source };
    std::fs::create_dir_all(path).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).map_err(failed)?;
    }
    Ok(())
}

/// Tables that hold no record of the house. Writing to them alone needs no ledger entry.
const UPKEEP: [&str; 3] = ["session", "token", "job"];

/// A write in progress. Dropping it undoes everything.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    /// Kept until the commit, so that the head of the chain is locked last and briefly: with it locked earlier,
    /// two writers of PostgreSQL could each wait for what the other holds.
    entries: Vec<NewEntry>,
    wrote: AtomicBool,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Transaction {
    /// The connection to run queries on. The transaction itself serves as one too.
    pub fn connection(&self) -> &Self {
        self
    }

    /// Appends an entry to the ledger, at the place it gets when the transaction is committed.
    pub async fn append(&mut self, entry: NewEntry) -> Result<()> {
        self.entries.push(entry);
        Ok(())
    }

    /// Makes the write last. Refused, and undone, when something was written and nothing appended to the ledger.
    pub async fn commit(self) -> Result<()> {
        if self.entries.is_empty() && self.wrote.load(Ordering::Relaxed) {
            return Err(StoreError::NoLedgerEntry);
        }
        self.finish().await
    }

    /// For the upkeep of sessions, single-use tokens and jobs alone, which are not records of the house.
    /// Refused when a record was written.
    pub async fn commit_unrecorded(self) -> Result<()> {
        self.commit().await
    }

    /// For restoring a backup, whose ledger comes with it.
    pub(crate) async fn finish(self) -> Result<()> {
        ledger::append(&self.inner, self.entries).await?;
        Ok(self.inner.commit().await?)
    }

    /// Notes a write. What cannot be told for sure counts as one.
    fn note(&self, sql: &str) {
        let mut words = sql.split_whitespace();
        let table = match words.next() {
            Some("SELECT") => return,
            Some("INSERT" | "DELETE") => words.nth(1),
            Some("UPDATE") => words.next(),
            _ => None,
        };
        if !table.is_some_and(|table| UPKEEP.contains(&table)) {
            self.wrote.store(true, Ordering::Relaxed);
        }
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        self.note(&statement.sql);
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        self.note(sql);
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> std::result::Result<Option<QueryResult>, DbErr> {
        self.note(&statement.sql);
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> std::result::Result<Vec<QueryResult>, DbErr> {
        self.note(&statement.sql);
        self.inner.query_all_raw(statement).await
    }
}

fn statement(connection: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    // `$1` placeholders work on both engines.
    let backend: DbBackend = connection.get_database_backend();
    Statement::from_sql_and_values(backend, sql, values)
}

async fn execute(connection: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64> {
    Ok(connection.execute_raw(statement(connection, sql, values)).await?.rows_affected())
}

async fn all(connection: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<QueryResult>> {
    Ok(connection.query_all_raw(statement(connection, sql, values)).await?)
}

async fn one(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<QueryResult>> {
    Ok(connection.query_one_raw(statement(connection, sql, values)).await?)
}

/// A query whose rows nobody else changes until the transaction ends. On SQLite it is the only writer already, and the words
/// are not understood.
fn for_update(transaction: &Transaction, query: &str) -> String {
    match transaction.get_database_backend() {
        DbBackend::Postgres => format!("{query} FOR UPDATE"),
        _ => query.to_owned(),
    }
}

fn column(row: &QueryResult, name: &str) -> Result<String> {
    Ok(row.try_get("", name)?)
}

fn from_json<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|source| StoreError::Record { table, source })
}

fn to_json<T: serde::Serialize>(table: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|source| StoreError::Record { table, source })
}

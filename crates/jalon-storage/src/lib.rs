//! The database, the ledger and the files.
//!
//! Embedded SQLite by default, PostgreSQL by address; one set of queries in portable SQL serves both.
//! Every write goes through [`Transaction`], which refuses to commit without a ledger entry.
//! Queries sit in the module of their noun, spelt out, one per function.

pub mod backup;
pub mod dossier;
pub mod files;
pub mod framework;
pub mod ledger;
pub mod membership;
mod migrate;
pub mod organisation;
pub mod record;
pub mod release;
pub mod session;
pub mod territory;
pub mod token;
pub mod user;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use sea_orm::ConnectionTrait;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, QueryResult, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait, Value,
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
    Database(#[from] DbErr),
    #[error("a stored record of `{table}` cannot be read: {source}; restore a backup, or report this with the program's version")]
    Record { table: &'static str, source: serde_json::Error },
    #[error("{path}: {source}; check that the folder exists, may be written, and that the disk is not full")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("migration {name} was altered after it had been applied; run the program version that belongs to this database")]
    AlteredMigration { name: String },
    #[error("the database has migration {number}, which this program does not know; run a newer version of the program")]
    NewerDatabase { number: i64 },
    #[error("a write was about to be committed without a ledger entry")]
    NoLedgerEntry,
    #[error("the file store did not answer as expected: {0}")]
    Files(#[from] object_store::Error),
    #[error("{0}")]
    Backup(String),
}

pub type Result<T> = std::result::Result<T, StoreError>;

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
                let mut options = ConnectOptions::new(url.clone());
                options.max_connections(16).sqlx_logging(false).acquire_timeout(Duration::from_secs(15));
                let pool = Database::connect(options).await?;
                Self { reader: pool.clone(), writer: pool, turn: None, files, config: Arc::new(config) }
            }
            None => {
                let path = config.data_dir.join("jalon.sqlite");
                let writer = Database::connect(sqlite_options(&path, 1, false)).await?;
                let reader = Database::connect(sqlite_options(&path, 8, true)).await?;
                Self { reader, writer, turn: Some(Arc::default()), files, config: Arc::new(config) }
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

    /// Begins a write. On SQLite it takes its turn and the write lock at once, so that it cannot fail half-way for being late.
    pub async fn begin(&self) -> Result<Transaction> {
        let turn = match &self.turn {
            Some(turn) => Some(turn.clone().lock_owned().await),
            None => None,
        };
        let mode = turn.is_some().then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
        let inner = self.writer.begin_with_options(options).await?;
        Ok(Transaction { inner, recorded: false, _turn: turn })
    }
}

fn sqlite_options(path: &std::path::Path, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
    options.max_connections(connections).sqlx_logging(false).acquire_timeout(Duration::from_secs(15));
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(200)
            .pragma("journal_mode", "WAL")
            // FULL, not NORMAL: an acknowledged save must survive a power cut as well as a killed process.
            .pragma("synchronous", "FULL")
            .pragma("cache_size", "-8000")
            .pragma("query_only", if read_only { "ON" } else { "OFF" })
    });
    options
}

pub(crate) fn create_private_folder(path: &std::path::Path) -> Result<()> {
    let failed = |source| StoreError::Folder { path: path.to_owned(), source };
    std::fs::create_dir_all(path).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).map_err(failed)?;
    }
    Ok(())
}

/// A write in progress. Dropping it undoes everything.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    recorded: bool,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Transaction {
    /// The connection to run queries on.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Appends an entry to the ledger.
    pub async fn append(&mut self, entry: NewEntry) -> Result<()> {
        ledger::append(&self.inner, entry).await?;
        self.recorded = true;
        Ok(())
    }

    /// Makes the write last. Refused when nothing was appended to the ledger.
    pub async fn commit(self) -> Result<()> {
        if !self.recorded {
            return Err(StoreError::NoLedgerEntry);
        }
        Ok(self.inner.commit().await?)
    }

    /// For the upkeep of sessions and single-use tokens alone, which are not records of the house.
    pub async fn commit_unrecorded(self) -> Result<()> {
        Ok(self.inner.commit().await?)
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

async fn one(connection: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<Option<QueryResult>> {
    Ok(connection.query_one_raw(statement(connection, sql, values)).await?)
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

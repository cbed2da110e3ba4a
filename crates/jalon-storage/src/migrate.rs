//! Brings the schema up to date. Migrations go forward only; an applied one may not be altered.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use sha2::{Digest, Sha256};

use crate::{Result, StoreError, all, column, execute};

struct Migration {
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($number:literal, $name:literal) => {
        migration!($number, $name, concat!($name, ".sql"), concat!($name, ".sql"))
    };
    ($number:literal, $name:literal, by_engine) => {
        migration!($number, $name, concat!($name, ".sqlite.sql"), concat!($name, ".postgres.sql"))
    };
    ($number:literal, $name:literal, $sqlite:expr, $postgres:expr) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../migrations/", $sqlite)),
            postgres: include_str!(concat!("../migrations/", $postgres)),
        }
    };
}

const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_house"),
    migration!(2, "0002_ledger_guard", by_engine),
    migration!(3, "0003_job"),
    migration!(4, "0004_release_guard", by_engine),
    migration!(5, "0005_register_entry"),
    migration!(6, "0006_saved_view"),
    migration!(7, "0007_statistics"),
    migration!(8, "0008_table_release_guard", by_engine),
    migration!(9, "0009_boundary_set"),
    migration!(10, "0010_release_withdrawal"),
];

/// The number of the last migration that this program knows.
pub(crate) const LATEST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;

/// Applies what is missing, all of it or nothing.
pub(crate) async fn up_to_date(database: &DatabaseConnection) -> Result<()> {
    let is_sqlite = database.get_database_backend() == DbBackend::Sqlite;
    // The write lock from the start: of two programs that open a new database at once, the second waits and finds it done.
    let mode = is_sqlite.then_some(SqliteTransactionMode::Immediate);
    let transaction =
        database.begin_with_options(TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() }).await?;
    if !is_sqlite {
        // Any number serves, as long as every version of the program takes the same.
        transaction.execute_unprepared("SELECT pg_advisory_xact_lock(7251966)").await?;
    }
    apply(&transaction, LATEST).await?;
    Ok(transaction.commit().await?)
}

/// Applies the migrations up to and including `last` that are missing, in the caller's transaction.
pub(crate) async fn apply(connection: &impl ConnectionTrait, last: i64) -> Result<()> {
    let sql = "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)";
    execute(connection, sql, []).await?;
    let applied = all(connection, "SELECT number, name, checksum FROM migration ORDER BY number", []).await?;
    let is_postgres = connection.get_database_backend() == DbBackend::Postgres;
    for row in &applied {
        let number: i64 = row.try_get("", "number")?;
        let known = MIGRATIONS.iter().find(|m| m.number == number).ok_or(StoreError::NewerDatabase { number })?;
        if column(row, "checksum")? != checksum(known.sql(is_postgres)) {
            return Err(StoreError::AlteredMigration { name: known.name.to_owned() });
        }
    }
    for migration in MIGRATIONS.iter().skip(applied.len()).filter(|migration| migration.number <= last) {
        let sql = migration.sql(is_postgres);
        for part in sql.split(";\n").map(str::trim).filter(|part| !part.is_empty()) {
            connection.execute_unprepared(part).await?;
        }
        let values =
            [migration.number.into(), migration.name.into(), checksum(sql).into(), jiff::Timestamp::now().to_string().into()];
        let sql = "INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
        execute(connection, sql, values).await?;
    }
    Ok(())
}

/// The tables that hold what the house knows, in the order in which they were created and can be filled.
pub(crate) fn tables(last: i64) -> Vec<&'static str> {
    let created = MIGRATIONS.iter().filter(|migration| migration.number <= last).flat_map(|migration| {
        // The engines differ in guards alone, never in tables.
        migration.sqlite.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split(' ').next())
    });
    created.collect()
}

impl Migration {
    fn sql(&self, is_postgres: bool) -> &'static str {
        if is_postgres { self.postgres } else { self.sqlite }
    }
}

fn checksum(sql: &str) -> String {
    hex::encode(Sha256::digest(sql.as_bytes()))
}

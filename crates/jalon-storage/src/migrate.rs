//! Brings the schema up to date. Migrations go forward only; an applied one may not be altered.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, TransactionTrait};
use sha2::{Digest, Sha256};

use crate::{Result, StoreError, all, column, execute};

struct Migration {
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "0001_house",
        sqlite: include_str!("../migrations/0001_house.sql"),
        postgres: include_str!("../migrations/0001_house.sql"),
    },
    Migration {
        number: 2,
        name: "0002_ledger_guard",
        sqlite: include_str!("../migrations/0002_ledger_guard.sqlite.sql"),
        postgres: include_str!("../migrations/0002_ledger_guard.postgres.sql"),
    },
];

pub(crate) async fn up_to_date(database: &DatabaseConnection) -> Result<()> {
    execute(
        database,
        "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)",
        [],
    )
    .await?;
    let applied = all(database, "SELECT number, name, checksum FROM migration ORDER BY number", []).await?;
    let is_postgres = database.get_database_backend() == DbBackend::Postgres;
    for row in &applied {
        let number: i64 = row.try_get("", "number")?;
        let known = MIGRATIONS.iter().find(|m| m.number == number).ok_or(StoreError::NewerDatabase { number })?;
        let sql = if is_postgres { known.postgres } else { known.sqlite };
        if column(row, "checksum")? != checksum(sql) {
            return Err(StoreError::AlteredMigration { name: known.name.to_owned() });
        }
    }
    for migration in MIGRATIONS.iter().skip(applied.len()) {
        let sql = if is_postgres { migration.postgres } else { migration.sqlite };
        let transaction = database.begin().await?;
        for part in sql.split(";\n").map(str::trim).filter(|part| !part.is_empty()) {
            transaction.execute_unprepared(part).await?;
        }
        let values = [migration.number.into(), migration.name.into(), checksum(sql).into()];
        execute(&transaction, "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)", values).await?;
        transaction.commit().await?;
    }
    Ok(())
}

fn checksum(sql: &str) -> String {
    hex::encode(Sha256::digest(sql.as_bytes()))
}

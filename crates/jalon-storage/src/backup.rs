//! Backup and restore while the program runs.
//!
//! A backup is a tar archive: one JSON Lines file per table, read inside one snapshot, the attached files, and a manifest of
//! SHA-256 checksums. The form is the same for both engines, so a backup also moves a house from SQLite to PostgreSQL.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend, IsolationLevel, TransactionTrait};
use sha2::{Digest, Sha256};

use crate::{Result, Store, StoreConfig, StoreError, all, column, execute, ledger, one};

/// Tables in the order in which they can be filled, with their columns; numeric columns are marked with `#`.
/// Sessions and single-use tokens are left out: nobody should be signed in by restoring a backup.
const TABLES: &[(&str, &[&str])] = &[
    ("territory", &["id", "slug", "parent_id", "body"]),
    ("organisation", &["id", "slug", "body"]),
    ("user_account", &["id", "email", "name", "organisation_id", "password_hash", "language", "state", "instance_role", "created_at"]),
    ("person_key", &["user_id", "secret"]),
    ("framework", &["code", "version", "content_digest", "body", "imported_at"]),
    ("dossier", &["id", "slug", "territory_id", "stage", "#revision", "created_at", "body"]),
    ("membership", &["dossier_id", "user_id", "role"]),
    ("answer", RECORD),
    ("finding", RECORD),
    ("evidence", RECORD),
    ("paragraph", RECORD),
    ("figure", RECORD),
    ("participant", RECORD),
    ("comment", RECORD),
    ("validation", RECORD),
    ("release", &["id", "dossier_id", "#version", "content_digest", "published_at", "withdrawn_at", "summary", "content"]),
    (
        "ledger_entry",
        &[
            "#sequence",
            "at",
            "actor",
            "use_case",
            "dossier",
            "subject",
            "before_state",
            "after_state",
            "reason",
            "previous_hash",
            "hash",
        ],
    ),
];

const RECORD: &[&str] = &["dossier_id", "key", "#revision", "changed_at", "body"];
const MANIFEST: &str = "manifest.json";
const FORMAT: &str = "jalon-backup-1";

/// What a backup or restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub rows: u64,
    pub files: u64,
    pub ledger_entries: i64,
}

/// Writes a consistent backup to `out`. Writers go on meanwhile; what they save later is not in it.
pub async fn write(store: &Store, out: &Path) -> Result<Summary> {
    let failed = |source| StoreError::Folder { path: out.to_owned(), source };
    let mut manifest = BTreeMap::new();
    let mut archive = tar::Builder::new(std::fs::File::create(out).map_err(failed)?);
    let mut summary = Summary { rows: 0, files: 0, ledger_entries: 0 };

    // One snapshot for all tables: a deferred read transaction of SQLite in WAL mode is one, PostgreSQL must be asked.
    let isolation = store.is_postgres().then_some(IsolationLevel::RepeatableRead);
    let snapshot = store.reader().begin_with_config(isolation, None).await?;
    for (table, columns) in TABLES {
        let names: Vec<&str> = columns.iter().map(|name| name.trim_start_matches('#')).collect();
        let rows = all(&snapshot, &format!("SELECT {} FROM {table} ORDER BY 1, 2", names.join(", ")), []).await?;
        let mut lines = String::new();
        for row in &rows {
            let mut object = serde_json::Map::new();
            for name in *columns {
                let value = match name.strip_prefix('#') {
                    Some(name) => serde_json::Value::from(row.try_get::<i64>("", name)?),
                    None => serde_json::Value::from(row.try_get::<Option<String>>("", name)?),
                };
                object.insert(name.trim_start_matches('#').to_owned(), value);
            }
            lines.push_str(&serde_json::Value::Object(object).to_string());
            lines.push('\n');
        }
        summary.rows += rows.len() as u64;
        if *table == "ledger_entry" {
            summary.ledger_entries = rows.len() as i64;
        }
        add(&mut archive, &mut manifest, &format!("tables/{table}.jsonl"), lines.as_bytes()).map_err(failed)?;
    }
    snapshot.rollback().await?;
    for digest in store.files().digests().await? {
        if let Some(bytes) = store.files().get(&digest).await? {
            add(&mut archive, &mut manifest, &format!("files/{digest}"), &bytes).map_err(failed)?;
            summary.files += 1;
        }
    }
    let manifest = serde_json::json!({ "format": FORMAT, "sha256": manifest }).to_string();
    add(&mut archive, &mut BTreeMap::new(), MANIFEST, manifest.as_bytes()).map_err(failed)?;
    let mut file = archive.into_inner().map_err(failed)?;
    file.flush().map_err(failed)?;
    file.sync_all().map_err(failed)?;
    Ok(summary)
}

fn add(
    archive: &mut tar::Builder<std::fs::File>,
    manifest: &mut BTreeMap<String, String>,
    name: &str,
    bytes: &[u8],
) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    manifest.insert(name.to_owned(), hex::encode(Sha256::digest(bytes)));
    archive.append_data(&mut header, name, bytes)
}

/// Restores an archive into an empty house. Everything is verified before anything is written, and the ledger after.
pub async fn restore(archive: &Path, config: StoreConfig) -> Result<Summary> {
    let parts = read_verified(archive)?;
    let store = Store::open(config).await?;
    if one(store.reader(), "SELECT id FROM user_account LIMIT 1", []).await?.is_some() {
        return Err(StoreError::Backup("the target already holds accounts; restore into an empty data folder or database".to_owned()));
    }
    let mut summary = Summary { rows: 0, files: 0, ledger_entries: 0 };
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    for (table, columns) in TABLES {
        let lines = parts.get(&format!("tables/{table}.jsonl")).map(Vec::as_slice).unwrap_or_default();
        summary.rows += fill(connection, table, columns, lines).await?;
    }
    let head = one(connection, "SELECT sequence, hash FROM ledger_entry ORDER BY sequence DESC LIMIT 1", []).await?;
    if let Some(head) = head {
        let sequence: i64 = head.try_get("", "sequence")?;
        let values = [sequence.into(), column(&head, "hash")?.into()];
        execute(connection, "UPDATE ledger_head SET sequence = $1, hash = $2 WHERE singleton = 1", values).await?;
        summary.ledger_entries = sequence;
    }
    if let Err(broken) = ledger::verify(connection).await? {
        return Err(StoreError::Backup(format!("the ledger in the backup does not verify: {broken}; nothing was restored")));
    }
    for (_, bytes) in parts.iter().filter(|(name, _)| name.starts_with("files/")) {
        store.files().put(bytes.clone()).await?;
        summary.files += 1;
    }
    // Restoring is not a new event: the ledger that came with the backup is the record.
    transaction.commit_unrecorded().await?;
    Ok(summary)
}

async fn fill(connection: &impl ConnectionTrait, table: &str, columns: &[&str], lines: &[u8]) -> Result<u64> {
    let unreadable = |source| StoreError::Record { table: "backup", source };
    let names: Vec<&str> = columns.iter().map(|name| name.trim_start_matches('#')).collect();
    let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
    let mut rows: Vec<serde_json::Value> = vec![];
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        rows.push(serde_json::from_slice(line).map_err(unreadable)?);
    }
    if table == "territory" {
        rows = parents_first(rows);
    }
    for row in &rows {
        let values = columns.iter().map(|name| match name.strip_prefix('#') {
            Some(name) => row[name].as_i64().into(),
            None => row[*name].as_str().map(str::to_owned).into(),
        });
        execute(connection, &sql, values).await?;
    }
    Ok(rows.len() as u64)
}

/// A territory after the one it lies in.
fn parents_first(mut rows: Vec<serde_json::Value>) -> Vec<serde_json::Value> {
    let mut sorted: Vec<serde_json::Value> = vec![];
    while !rows.is_empty() {
        let placed = |parent: &serde_json::Value| parent.is_null() || sorted.iter().any(|row| row["id"] == *parent);
        let (ready, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| placed(&row["parent_id"]));
        if ready.is_empty() {
            sorted.extend(rest);
            break;
        }
        sorted.extend(ready);
        rows = rest;
    }
    sorted
}

fn read_verified(path: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let failed = |source| StoreError::Folder { path: path.to_owned(), source };
    let mut parts = BTreeMap::new();
    let mut archive = tar::Archive::new(std::fs::File::open(path).map_err(failed)?);
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        let name = entry.path().map_err(failed)?.to_string_lossy().into_owned();
        let mut bytes = vec![];
        entry.read_to_end(&mut bytes).map_err(failed)?;
        parts.insert(name, bytes);
    }
    let manifest = parts.remove(MANIFEST).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
    if manifest["format"] != FORMAT {
        return Err(StoreError::Backup("the file is not a complete Jalon backup; take the one that `jalon backup` wrote".to_owned()));
    }
    let expected: BTreeMap<String, String> = serde_json::from_value(manifest["sha256"].clone()).unwrap_or_default();
    for (name, digest) in &expected {
        if parts.get(name).map(|bytes| hex::encode(Sha256::digest(bytes))).as_ref() != Some(digest) {
            return Err(StoreError::Backup(format!("`{name}` in the backup is missing or damaged; nothing was restored")));
        }
    }
    parts.retain(|name, _| expected.contains_key(name));
    Ok(parts)
}

/// Which engine a connection speaks to; for messages.
pub fn engine(connection: &impl ConnectionTrait) -> &'static str {
    if connection.get_database_backend() == DbBackend::Postgres { "postgresql" } else { "sqlite" }
}

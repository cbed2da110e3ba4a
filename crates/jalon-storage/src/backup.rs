//! Backup and restore while the program runs.
//!
//! A backup is a tar archive: a manifest, one JSON Lines file per table, read inside one snapshot, and the attached files.
//! The form is the same for both engines, so a backup also moves a house from SQLite to PostgreSQL.
//! The same content gives the same bytes.

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::{Result, Store, StoreConfig, StoreError, Transaction, all, column, execute, ledger, migrate, one, to_json};

/// Not in a backup: sessions and single-use tokens, because nobody should be signed in by restoring one,
/// and the chain's head, which the manifest states.
const LEFT_OUT: [&str; 3] = ["session", "token", "ledger_head"];
const MANIFEST: &str = "manifest.json";
const FORMAT: &str = "jalon-backup-1";
const FAMILY: &str = "jalon-backup-";
/// Rows read at a time.
const PAGE: i64 = 2_000;

/// What a backup or restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub rows: u64,
    pub files: u64,
    pub ledger_entries: i64,
}

/// The first member of the archive.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: String,
    /// The last migration of the schema that the tables have.
    migration: i64,
    ledger_entries: i64,
    ledger_hash: String,
    /// Member to SHA-256, in hexadecimal.
    sha256: BTreeMap<String, String>,
}

/// Writes a consistent backup to `out`. Writers go on meanwhile; what they save later is not in it.
/// The archive holds everything that is secret in the house, so only its owner may read it; keep it that way.
pub async fn write(store: &Store, out: &Path) -> Result<Summary> {
    let failed = |source| StoreError::Folder { path: out.to_owned(), source };
    let mut summary = Summary { rows: 0, files: 0, ledger_entries: 0 };
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        migration: migrate::LATEST,
        ledger_entries: 0,
        ledger_hash: String::new(),
        sha256: BTreeMap::new(),
    };

    let snapshot = store.snapshot().await?;
    // The tables go to disk first: the manifest, which stands before them, needs their checksums.
    let mut tables = vec![];
    for table in kept_tables(migrate::LATEST) {
        let mut spool = Spool::in_folder_of(out).map_err(failed)?;
        summary.rows += dump(&snapshot, table, &mut spool).await?;
        let name = format!("tables/{table}.jsonl");
        let (file, size, digest) = spool.finish().map_err(failed)?;
        manifest.sha256.insert(name.clone(), digest);
        tables.push((name, file, size));
    }
    if let Some(head) = one(&snapshot, "SELECT sequence, hash FROM ledger_head WHERE singleton = 1", []).await? {
        manifest.ledger_entries = head.try_get("", "sequence")?;
        manifest.ledger_hash = column(&head, "hash")?;
        summary.ledger_entries = manifest.ledger_entries;
    }
    snapshot.rollback().await?;

    // Files are stored before the records that name them and never removed: listed after the snapshot, none that it names is missing.
    let digests = store.files().digests().await?;
    manifest.sha256.extend(digests.iter().map(|digest| (format!("files/{digest}"), digest.clone())));

    // Under another name until it is whole, so that a full disk does not leave half a backup in place of the last one.
    let unfinished = out.with_extension("unfinished");
    let mut archive = tar::Builder::new(private_file(&unfinished).map_err(failed)?);
    let head = to_json("manifest", &manifest)?;
    archive.append_data(&mut header(head.len() as u64), MANIFEST, head.as_bytes()).map_err(failed)?;
    for (name, file, size) in tables {
        archive.append_data(&mut header(size), name, file).map_err(failed)?;
    }
    for digest in digests {
        let missing = || StoreError::Backup(format!("the attached file {digest} is damaged; restore it from an earlier backup"));
        let bytes = store.files().get(&digest).await?.ok_or_else(missing)?;
        archive.append_data(&mut header(bytes.len() as u64), format!("files/{digest}"), bytes.as_slice()).map_err(failed)?;
        summary.files += 1;
    }
    archive.into_inner().and_then(|file| file.sync_all()).map_err(failed)?;
    std::fs::rename(&unfinished, out).map_err(failed)?;
    Ok(summary)
}

/// Restores an archive into an empty house. Everything is verified before anything is written, and the ledger after.
pub async fn restore(archive: &Path, config: StoreConfig) -> Result<Summary> {
    run(archive, config, false).await
}

/// Like [`restore`], in place of whatever the house holds. Either all of it is replaced or nothing.
pub async fn replace(archive: &Path, config: StoreConfig) -> Result<Summary> {
    run(archive, config, true).await
}

async fn run(path: &Path, config: StoreConfig, may_replace: bool) -> Result<Summary> {
    let (manifest, members) = verified(path)?;
    let store = Store::open(config).await?;
    if !may_replace && !is_empty(store.reader()).await? {
        let message =
            "the target already holds data; restore into an empty data folder or database, or say that it may be replaced";
        return Err(StoreError::Backup(message.to_owned()));
    }
    let failed = |source| StoreError::Folder { path: path.to_owned(), source };
    let mut archive = std::fs::File::open(path).map_err(failed)?;
    let mut summary = Summary { rows: 0, files: 0, ledger_entries: manifest.ledger_entries };
    let mut part = |member: &Member| {
        archive.seek(SeekFrom::Start(member.offset))?;
        archive.try_clone().map(|file| file.take(member.size))
    };

    let transaction = store.begin().await?;
    // The schema of the backup, filled, then brought up to date: a backup of an older program serves too.
    drop_everything(&transaction).await?;
    migrate::apply(&transaction, manifest.migration).await?;
    for table in kept_tables(manifest.migration) {
        let missing = || StoreError::Backup(format!("the backup lacks the table {table}; nothing was restored"));
        let member = members.get(&format!("tables/{table}.jsonl")).ok_or_else(missing)?;
        summary.rows += fill(&transaction, table, part(member).map_err(failed)?).await?;
    }
    let values = [manifest.ledger_entries.into(), manifest.ledger_hash.into()];
    execute(&transaction, "UPDATE ledger_head SET sequence = $1, hash = $2 WHERE singleton = 1", values).await?;
    migrate::apply(&transaction, migrate::LATEST).await?;
    if let Err(broken) = ledger::verify(&transaction).await? {
        return Err(StoreError::Backup(format!("the ledger in the backup does not verify: {broken}; nothing was restored")));
    }
    for (_, member) in members.iter().filter(|(name, _)| name.starts_with("files/")) {
        let mut bytes = vec![];
        part(member).and_then(|mut part| part.read_to_end(&mut bytes)).map_err(failed)?;
        store.files().put(bytes).await?;
        summary.files += 1;
    }
    // Restoring is not a new event: the ledger that came with the backup is the record.
    transaction.finish().await?;
    store.close().await?;
    Ok(summary)
}

fn kept_tables(migration: i64) -> impl Iterator<Item = &'static str> {
    migrate::tables(migration).into_iter().filter(|table| !LEFT_OUT.contains(table))
}

async fn is_empty(connection: &impl ConnectionTrait) -> Result<bool> {
    for table in ["user_account", "territory", "organisation", "framework", "ledger_entry"] {
        if one(connection, &format!("SELECT 1 AS found FROM {table} LIMIT 1"), []).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes every row of a table as a line, by primary key.
async fn dump(connection: &impl ConnectionTrait, table: &str, spool: &mut Spool) -> Result<u64> {
    let mut rows = 0;
    loop {
        let page = if table == "ledger_entry" {
            // The one table that grows without end; its sequence has no gap.
            let sql = "SELECT * FROM ledger_entry WHERE sequence > $1 ORDER BY sequence LIMIT $2";
            all(connection, sql, [rows.into(), PAGE.into()]).await?
        } else {
            let sql = format!("SELECT * FROM {table} ORDER BY 1, 2 LIMIT $1 OFFSET $2");
            all(connection, &sql, [PAGE.into(), rows.into()]).await?
        };
        for row in &page {
            spool.line(&row_as_json(row)?).map_err(|source| StoreError::Folder { path: spool.folder.clone(), source })?;
        }
        rows += page.len() as i64;
        if (page.len() as i64) < PAGE {
            return Ok(rows as u64);
        }
    }
}

/// Columns are TEXT or BIGINT; there are no others.
fn row_as_json(row: &QueryResult) -> Result<Json> {
    let mut object = serde_json::Map::new();
    for name in row.column_names() {
        let value = match row.try_get::<Option<i64>>("", &name) {
            Ok(number) => Json::from(number),
            Err(_) => Json::from(row.try_get::<Option<String>>("", &name)?),
        };
        object.insert(name, value);
    }
    Ok(Json::Object(object))
}

async fn fill(connection: &impl ConnectionTrait, table: &str, lines: impl Read) -> Result<u64> {
    let unreadable = |source| StoreError::Record { table: "backup", source };
    let rows = serde_json::Deserializer::from_reader(BufReader::new(lines)).into_iter::<serde_json::Map<String, Json>>();
    let mut held_back: Vec<serde_json::Map<String, Json>> = vec![];
    let mut count = 0;
    for row in rows {
        let row = row.map_err(unreadable)?;
        count += 1;
        // A row that refers to its own table waits until the rows that do not are in.
        match row.get("parent_id") {
            Some(Json::String(_)) => held_back.push(row),
            _ => insert(connection, table, &row).await?,
        }
    }
    for row in parents_first(held_back) {
        insert(connection, table, &row).await?;
    }
    Ok(count)
}

async fn insert(connection: &impl ConnectionTrait, table: &str, row: &serde_json::Map<String, Json>) -> Result<()> {
    let is_name = |name: &&String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let names: Vec<&str> = row.keys().filter(is_name).map(String::as_str).collect();
    let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
    let values = names.iter().map(|name| match &row[*name] {
        Json::Number(number) => number.as_i64().into(),
        // Absent numbers do not occur: every BIGINT is NOT NULL.
        other => other.as_str().map(str::to_owned).into(),
    });
    execute(connection, &sql, values.collect::<Vec<_>>()).await?;
    Ok(())
}

/// Rows with a parent, each after its parent. What is left in a circle comes last, for the database to refuse.
fn parents_first(mut waiting: Vec<serde_json::Map<String, Json>>) -> Vec<serde_json::Map<String, Json>> {
    let mut sorted = vec![];
    while !waiting.is_empty() {
        let ids: std::collections::HashSet<String> = waiting.iter().map(|row| row["id"].to_string()).collect();
        let (rest, ready): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|row| ids.contains(&row["parent_id"].to_string()));
        if ready.is_empty() {
            sorted.extend(rest);
            break;
        }
        sorted.extend(ready);
        waiting = rest;
    }
    sorted
}

/// Removes every table; both engines undo that with the transaction.
async fn drop_everything(transaction: &Transaction) -> Result<()> {
    // What refers to others goes first.
    for table in migrate::tables(migrate::LATEST).into_iter().rev().chain(["migration"]) {
        execute(transaction, &format!("DROP TABLE IF EXISTS {table}"), []).await?;
    }
    if transaction.get_database_backend() == DbBackend::Postgres {
        for function in ["refuse_ledger_change", "refuse_release_change"] {
            execute(transaction, &format!("DROP FUNCTION IF EXISTS {function}()"), []).await?;
        }
    }
    Ok(())
}

/// Where a member's bytes are in the archive.
struct Member {
    offset: u64,
    size: u64,
}

/// Reads the whole archive once and compares every checksum, in both directions: nothing missing, altered or added.
fn verified(path: &Path) -> Result<(Manifest, BTreeMap<String, Member>)> {
    let failed = |source| StoreError::Folder { path: path.to_owned(), source };
    let foreign =
        || StoreError::Backup("the file is not a complete Jalon backup; take the one that `jalon backup` wrote".to_owned());
    let mut archive = tar::Archive::new(std::fs::File::open(path).map_err(failed)?);
    let mut manifest: Option<Manifest> = None;
    let mut members = BTreeMap::new();
    for entry in archive.entries().map_err(|_| foreign())? {
        let mut entry = entry.map_err(|_| foreign())?;
        let name = entry.path().map_err(|_| foreign())?.to_string_lossy().into_owned();
        let Some(manifest) = &manifest else {
            let found: Option<Json> = if name == MANIFEST { serde_json::from_reader(&mut entry).ok() } else { None };
            manifest = Some(readable(found.ok_or_else(foreign)?)?.ok_or_else(foreign)?);
            continue;
        };
        let mut hasher = Sha256::new();
        // A cut-off archive ends inside a member.
        std::io::copy(&mut entry, &mut hasher).map_err(|_| foreign())?;
        if manifest.sha256.get(&name) != Some(&hex::encode(hasher.finalize())) {
            return Err(StoreError::Backup(format!(
                "`{name}` in the backup is damaged; nothing was restored; take another backup"
            )));
        }
        members.insert(name, Member { offset: entry.raw_file_position(), size: entry.size() });
    }
    let manifest = manifest.ok_or_else(foreign)?;
    if let Some(name) = manifest.sha256.keys().find(|name| !members.contains_key(*name)) {
        return Err(StoreError::Backup(format!("`{name}` in the backup is missing; nothing was restored; take another backup")));
    }
    Ok((manifest, members))
}

/// The manifest, if this program can restore what it announces; nothing when it is no manifest at all.
fn readable(found: Json) -> Result<Option<Manifest>> {
    let format = found["format"].as_str().unwrap_or_default();
    let migration = found["migration"].as_i64().unwrap_or_default();
    // Before anything else is read: what a later program wrote may have another form.
    if (format != FORMAT && format.starts_with(FAMILY)) || migration > migrate::LATEST {
        return Err(StoreError::NewerBackup { migration, known: migrate::LATEST });
    }
    Ok(serde_json::from_value(found).ok().filter(|manifest: &Manifest| manifest.format == FORMAT && manifest.migration > 0))
}

/// A table's lines on their way to the archive: on disk, because a table may be larger than the memory.
struct Spool {
    file: std::io::BufWriter<std::fs::File>,
    hasher: Sha256,
    size: u64,
    folder: PathBuf,
}

impl Spool {
    /// Beside the archive, where its space is needed anyway; without a name, so that nothing is left behind.
    fn in_folder_of(out: &Path) -> std::io::Result<Self> {
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        let file = std::io::BufWriter::new(tempfile::tempfile_in(&folder)?);
        Ok(Self { file, hasher: Sha256::new(), size: 0, folder })
    }

    fn line(&mut self, row: &Json) -> std::io::Result<()> {
        let line = format!("{row}\n");
        self.hasher.update(line.as_bytes());
        self.size += line.len() as u64;
        self.file.write_all(line.as_bytes())
    }

    fn finish(self) -> std::io::Result<(std::fs::File, u64, String)> {
        let mut file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, self.size, hex::encode(self.hasher.finalize())))
    }
}

fn header(size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_cksum();
    header
}

fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Which engine a connection speaks to; for messages.
pub fn engine(connection: &impl ConnectionTrait) -> &'static str {
    if connection.get_database_backend() == DbBackend::Postgres { "postgresql" } else { "sqlite" }
}

//! What comes from outside, damaged in every way: nothing that reads it panics, and all of it comes to an end.
//!
//! The seeds are valid files; most damage keeps them near enough to valid to get past the first checks.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use jalon_app::{App, Caller, FilesConfig, Settings, StoreConfig};
use jalon_domain::Language;
use jalon_domain::catalogue::load;
use jalon_domain::ledger::{Entry, GENESIS, Verifier};
use proptest::prelude::*;
use proptest::sample::Index;

/// Far above what any of these takes; a reader that does not end must not hold up the tests for ever unseen.
const LONGEST: Duration = Duration::from_secs(10);

/// One thing done to a file.
#[derive(Debug, Clone)]
enum Damage {
    Replace(Index, Vec<u8>),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize, usize),
    CutOff(Index),
}

/// Pieces that mean something to one of the readers.
const TOKENS: &[&str] = &[
    "\"",
    "'",
    "<",
    ">",
    "&",
    "&#x0;",
    "&lt;",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "]]>",
    "[[",
    "]",
    "=",
    "\"\"\"",
    "\\u0000",
    "{",
    "}",
    ":",
    ",",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "-1",
    "0",
    "99999999999999999999",
    "1e999",
    "NaN",
    "A1048577",
    "XFD1",
    "A0",
    "A1:XFD1048576",
    "t=\"s\"",
    "<v>999999</v>",
    "\u{202e}",
    "\u{feff}",
    "é",
    "\u{301}",
    "inf",
    "true",
    "code = ",
    "parent = ",
    "null",
];

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => proptest::sample::select(TOKENS).prop_map(|token| token.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 1..8),
    ]
}

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let one = prop_oneof![
        (any::<Index>(), bytes()).prop_map(|(at, with)| Damage::Replace(at, with)),
        (any::<Index>(), bytes()).prop_map(|(at, with)| Damage::Insert(at, with)),
        (any::<Index>(), 1..200_usize).prop_map(|(at, count)| Damage::Remove(at, count)),
        (any::<Index>(), 1..200_usize, 1..20_usize).prop_map(|(at, count, times)| Damage::Repeat(at, count, times)),
        any::<Index>().prop_map(Damage::CutOff),
    ];
    proptest::collection::vec(one, 1..6)
}

fn damaged(seed: &[u8], damage: &[Damage]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for one in damage {
        if bytes.is_empty() {
            break;
        }
        let place = |at: &Index, count: usize| {
            let at = at.index(bytes.len());
            at..(at + count).min(bytes.len())
        };
        match one {
            Damage::Replace(at, with) => drop(bytes.splice(place(at, with.len()), with.iter().copied())),
            Damage::Insert(at, with) => drop(bytes.splice(place(at, 0), with.iter().copied())),
            Damage::Remove(at, count) => drop(bytes.drain(place(at, *count))),
            Damage::Repeat(at, count, times) => {
                let part = bytes[place(at, *count)].repeat(*times);
                drop(bytes.splice(place(at, 0), part));
            }
            Damage::CutOff(at) => bytes.truncate(at.index(bytes.len())),
        }
    }
    bytes
}

fn ends<T>(read: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = read();
    assert!(start.elapsed() < LONGEST, "it took {:?}", start.elapsed());
    done
}

/// A questionnaire and a framework as the program itself writes them.
fn workbooks() -> &'static [Vec<u8>; 2] {
    static SEEDS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            store: StoreConfig { data_dir: folder.path().join("data"), database_url: None, files: FilesConfig::Local },
            base_url: String::new(),
            mail: None,
            trusted_proxies: vec![],
            record_key_file: None,
            demo: true,
        };
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let app = App::open(settings).await.unwrap();
            app.load_demo().await.unwrap();
            let operator = Caller::operator();
            let questionnaire = app.export_questionnaire(&operator, "rivemont-igm-2026", Language::French).await.unwrap();
            [questionnaire, app.framework_sheet(&operator, "mgi-local@2019.1").unwrap()]
        })
    })
}

/// A workbook with one of its parts damaged and packed again, so that no checksum gives it away.
fn with_damaged_part(workbook: &[u8], part: &Index, damage: &[Damage]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let chosen = part.index(archive.len());
    let mut writer = zip::ZipWriter::new(Cursor::new(vec![]));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let (name, mut bytes) = (entry.name().to_owned(), vec![]);
        entry.read_to_end(&mut bytes).unwrap();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&if index == chosen { damaged(&bytes, damage) } else { bytes }).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read_workbook(bytes: &[u8]) {
    ends(|| {
        let _ = jalon_publish::questionnaire::read(bytes);
        let _ = jalon_publish::catalogue_sheet::read(bytes);
    });
}

/// The smallest catalogue that is there, whole.
fn catalogue() -> &'static Vec<load::File> {
    static SEED: OnceLock<Vec<load::File>> = OnceLock::new();
    SEED.get_or_init(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues");
        let mut folders = vec![root.clone()];
        let mut files = vec![];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "toml") {
                    let content = std::fs::read_to_string(&path).unwrap();
                    files.push(load::File { path: path.strip_prefix(&root).unwrap().to_string_lossy().into_owned(), content });
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    })
}

/// Ten entries as `jalon audit export` writes them.
fn ledger() -> &'static Vec<u8> {
    static SEED: OnceLock<Vec<u8>> = OnceLock::new();
    SEED.get_or_init(|| {
        let (mut export, mut previous_hash) = (vec![], GENESIS.to_owned());
        for sequence in 1..=10 {
            let mut entry = Entry {
                sequence,
                at: "2026-03-01T09:00:00.000Z".to_owned(),
                actor: "u1".to_owned(),
                use_case: "finding.save".to_owned(),
                dossier: "d1".to_owned(),
                subject: format!("finding/f{sequence}"),
                before: String::new(),
                after: r#"{"text":"Une ville « accueillante », 10 €\n"}"#.to_owned(),
                reason: String::new(),
                previous_hash,
                hash: String::new(),
            };
            entry.hash = entry.computed_hash();
            previous_hash = entry.hash.clone();
            export.extend(serde_json::to_vec(&entry).unwrap());
            export.push(b'\n');
        }
        export
    })
}

/// How many entries verify before the first that is broken or cannot be read.
fn verified(export: &[u8]) -> Vec<Entry> {
    let mut verifier = Verifier::default();
    let lines = export.split(|byte| *byte == b'\n');
    let entries = lines.map_while(|line| serde_json::from_slice::<Entry>(line).ok());
    entries.take_while(|entry| verifier.follow(entry).is_ok()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn a_workbook_with_damaged_bytes_is_read_to_an_end(seed in 0..2_usize, damage in damage()) {
        read_workbook(&damaged(&workbooks()[seed], &damage));
    }

    #[test]
    fn a_workbook_with_a_damaged_part_is_read_to_an_end(seed in 0..2_usize, part in any::<Index>(), damage in damage()) {
        read_workbook(&with_damaged_part(&workbooks()[seed], &part, &damage));
    }

    #[test]
    fn catalogue_files_that_are_damaged_are_read_to_an_end(which in any::<Index>(), damage in damage()) {
        // The file, and those that stand beside it: a catalogue is only understood as a whole.
        let files = catalogue();
        let chosen = which.get(files);
        let (folder, _) = chosen.path.split_once('/').unwrap_or_default();
        let mut few: Vec<load::File> =
            files.iter().filter(|file| file.path.split_once('/').unwrap_or_default().0 == folder).cloned().collect();
        for file in few.iter_mut().filter(|file| file.path == chosen.path) {
            file.content = String::from_utf8_lossy(&damaged(file.content.as_bytes(), &damage)).into_owned();
        }
        ends(|| load::load(&few));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_bytes_are_no_workbook_and_no_catalogue(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), zip in any::<bool>()) {
        let bytes = if zip { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        read_workbook(&bytes);
        let content = String::from_utf8_lossy(&bytes).into_owned();
        ends(|| load::load(&[load::File { path: "x/framework.toml".to_owned(), content }]));
    }

    #[test]
    fn a_damaged_ledger_is_read_to_an_end_and_proves_nothing_that_was_not_there(damage in damage()) {
        let whole = verified(ledger());
        prop_assert_eq!(whole.len(), 10);
        let found = ends(|| verified(&damaged(ledger(), &damage)));
        // Whatever still verifies is the beginning of what was written.
        prop_assert_eq!(&whole[..found.len().min(10)], &found[..]);
    }

    #[test]
    fn any_bytes_are_no_ledger(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(ends(|| verified(&bytes)).is_empty());
    }
}

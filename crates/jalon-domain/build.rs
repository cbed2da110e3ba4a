//! Refuses to build while the interface is not complete in every language.

use std::collections::BTreeMap;
use std::path::Path;

const LANGUAGES: [&str; 4] = ["fr", "en", "es", "ar"];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../translations");
    println!("cargo::rerun-if-changed={}", root.display());
    let keys: BTreeMap<&str, BTreeMap<String, String>> = LANGUAGES.iter().map(|l| (*l, messages(&root.join(l)))).collect();
    let mut gaps = vec![];
    for language in LANGUAGES {
        for (key, place) in &keys["fr"] {
            if !keys[language].contains_key(key) {
                gaps.push(format!("translations/{language}: `{key}` is missing (French has it in {place})"));
            }
        }
        for (key, place) in &keys[language] {
            if !keys["fr"].contains_key(key) {
                gaps.push(format!("translations/{language}: `{key}` in {place} is not in French"));
            }
        }
    }
    assert!(gaps.is_empty(), "the interface is not complete in every language:\n{}", gaps.join("\n"));
}

/// Message keys of a language's files, each with its file and line. A key given twice is a gap of its own.
fn messages(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "ftl")) {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for (number, line) in std::fs::read_to_string(file).unwrap_or_default().lines().enumerate() {
            let Some((key, _)) = line.split_once('=') else { continue };
            let key = key.trim_end();
            if key.starts_with(|c: char| c.is_ascii_lowercase()) && !key.contains(char::is_whitespace) {
                let place = format!("{name}:{}", number + 1);
                if let Some(first) = found.insert(key.to_owned(), place.clone()) {
                    panic!("translations: `{key}` stands twice, at {first} and {place}");
                }
            }
        }
    }
    found
}

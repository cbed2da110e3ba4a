//! `jalon tabulate`: reads files and writes a file; neither the store nor a dossier takes part.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::{self, dataset::Access};
use jalon_stats::tabulation::{Dataset, Fault, Format, Options, Outcome, Table, compute, parse, write};

use crate::arguments::{ProtectionMethod, Tabulate};

pub(crate) fn run(said: &Tabulate) -> Result<ExitCode> {
    let wording = Wording::of(Language::from(said.lang));
    let Some(format) = Format::of(&said.output) else {
        eprintln!("{}: {}", said.output.display(), wording.t("cli-tabulate-format"));
        return Ok(ExitCode::from(2));
    };
    let text =
        std::fs::read_to_string(&said.specification).with_context(|| format!("cannot read {}", said.specification.display()))?;
    let input = if said.input.is_dir() { said.input.join("data.parquet") } else { said.input.clone() };
    if let Err(problems) = note_access(said, &input) {
        problems.iter().for_each(|problem| eprintln!("{}: {}", said.input.display(), wording.problem(problem)));
        return Ok(ExitCode::from(1));
    }
    match tabulate(said, &input, &text, format) {
        Ok((table, protected)) => {
            report(&table, protected, wording);
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("{}", message(fault, wording)));
            eprintln!("{}", wording.count("cli-tabulate-faults", faults.len()));
            Ok(ExitCode::from(1))
        }
    }
}

/// Microdata are read for one of the purposes that their dataset states, and every reading is written down beside them.
/// A file without a manifest that states purposes is the caller's own.
fn note_access(said: &Tabulate, input: &Path) -> Result<(), Vec<Problem>> {
    let folder = input.parent().unwrap_or(Path::new("."));
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
    let Some(purposes) = manifest.get("purposes").and_then(serde_json::Value::as_array) else { return Ok(()) };
    let Some(purpose) = &said.purpose else {
        let codes: Vec<&str> = purposes.iter().filter_map(|purpose| purpose.get("code")?.as_str()).collect();
        return Err(vec![Problem::new("tabulate-purpose-needed").with("purposes", codes.join(", "))]);
    };
    let who = said.who.as_deref().unwrap_or_default();
    let access = Access { at: jiff::Timestamp::now(), who, purpose, action: "tabulate" };
    microdata::dataset::Dataset::open(folder, &access).map(|_| ())
}

/// The table, and whether it is protected.
fn tabulate(said: &Tabulate, input: &Path, text: &str, format: Format) -> Outcome<(Table, bool)> {
    let folder = said.specification.parent().map(ToOwned::to_owned).unwrap_or_default();
    let file = said.specification.display().to_string();
    let mut specification = parse(text, &file, &folder)?;
    match said.protect {
        Some(ProtectionMethod::None) => specification.protection = None,
        Some(ProtectionMethod::CellKey) if specification.protection.is_none() => {
            return Err(Fault::new("no-protection", file).into());
        }
        _ => {}
    }
    let threads = said.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let dataset = Dataset::open(input)?;
    let table = compute(&specification, &dataset, &Options { threads, memory: said.memory << 20, folder })?;
    write(&table, &said.output, format, threads)?;
    Ok((table, specification.protection.is_some()))
}

fn report(table: &Table, protected: bool, wording: &Wording) {
    let (rows, records) = (table.rows().to_string(), table.records().to_string());
    eprintln!("{}", wording.fill("cli-tabulate-done", &[("rows", &rows), ("records", &records)]));
    if table.rounded() > 0 {
        eprintln!("{}", wording.fill("cli-tabulate-rounded", &[("count", &table.rounded().to_string())]));
    }
    if !protected {
        eprintln!("{}", wording.t("cli-tabulate-unprotected"));
    }
}

/// The fault as the other commands print theirs: place, code and message, then the remedy.
fn message(fault: &Fault, wording: &Wording) -> String {
    let args: Vec<(&str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text = wording.fill(&format!("tabulate-{}", fault.code), &args);
    let remedy = wording.fill(&format!("tabulate-{}-remedy", fault.code), &args);
    format!("{}: {}: {text}\n  = {remedy}", fault.place, fault.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_message_and_remedy_in_every_language() {
        for language in Language::INTERFACE {
            for code in jalon_stats::tabulation::CODES {
                for key in [format!("tabulate-{code}"), format!("tabulate-{code}-remedy")] {
                    assert!(Wording::of(language).find(&key, &[]).is_some(), "{language:?} lacks {key}");
                }
            }
        }
    }
}

//! Microdata on the command line: files in, files out; no store is opened.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::dataset::{Access, Dataset};
use jalon_stats::microdata::description::Description;
use jalon_stats::microdata::{Codebook, Identifier, Outcome, Request, describe, import};

/// Imports an extract. Exit status 1 when something is to be corrected, in the file or in what was said about it.
pub(crate) fn import_file(
    file: &Path,
    schema: &Path,
    output: &Path,
    codebook: Option<&Path>,
    key_file: Option<&Path>,
    language: Language,
) -> Result<ExitCode> {
    let wording = Wording::of(language);
    let text = std::fs::read_to_string(schema).with_context(|| format!("cannot read {}", schema.display()))?;
    let folder = schema.parent().unwrap_or(Path::new("."));
    let description = Description::parse(&text, folder);
    let codebook = codebook.map(Codebook::from_file).transpose();
    let identifier = key_file.map(Identifier::from_file).transpose().map_err(|fault| vec![fault]);
    // What is wrong with each of the three is told in one go.
    let (description, codebook, identifier) = match (description, codebook, identifier) {
        (Ok(description), Ok(codebook), Ok(identifier)) => (description, codebook, identifier),
        (description, codebook, identifier) => {
            let faults = [description.err(), codebook.err(), identifier.err()];
            return Ok(tell(schema, &faults.into_iter().flatten().flatten().collect::<Vec<_>>(), wording));
        }
    };
    let request = Request {
        file,
        description: &description,
        codebook: codebook.as_ref(),
        identifier: identifier.as_ref(),
        output,
        wording,
    };
    match import(&request) {
        Ok(Outcome::Imported { report, .. }) => {
            print!("{}", report.to_text(wording));
            println!("{}", wording.fill("microdata-imported", &[("folder", &output.display().to_string())]));
            Ok(ExitCode::SUCCESS)
        }
        Ok(Outcome::Stopped { report, folder }) => {
            print!("{}", report.to_text(wording));
            println!("{}", wording.fill("microdata-refused", &[("folder", &folder.display().to_string())]));
            Ok(ExitCode::from(1))
        }
        Err(faults) => Ok(tell(file, &faults, wording)),
    }
}

/// Prints a first description of an extract.
pub(crate) fn describe_file(file: &Path, codebook: Option<&Path>, language: Language) -> Result<ExitCode> {
    let wording = Wording::of(language);
    let described = match codebook.map(Codebook::from_file).transpose() {
        Ok(codebook) => describe(file, codebook.as_ref(), wording).map_err(|fault| vec![fault]),
        Err(faults) => Err(faults),
    };
    match described {
        Ok(description) => {
            print!("{description}");
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => Ok(tell(file, &faults, wording)),
    }
}

/// Opens a dataset for a purpose and proves its content.
pub(crate) fn verify(folder: &Path, purpose: &str, who: &str, language: Language) -> Result<ExitCode> {
    let wording = Wording::of(language);
    if who.is_empty() {
        return Ok(tell(folder, &[Problem::new("who-needed")], wording));
    }
    let access = Access { at: jiff::Timestamp::now(), who, purpose, action: "verify" };
    let verified = Dataset::open(folder, &access).and_then(|dataset| dataset.verify().map(|()| dataset.manifest));
    match verified {
        Ok(manifest) => {
            let (rows, variables) = (manifest.rows.to_string(), manifest.variables.len().to_string());
            let args = [("title", manifest.title.as_str()), ("rows", &rows), ("variables", &variables)];
            println!("{}", wording.fill("microdata-verified", &args));
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => Ok(tell(folder, &faults, wording)),
    }
}

fn tell(place: &Path, faults: &[Problem], wording: &Wording) -> ExitCode {
    for fault in faults {
        eprintln!("{}: {}", place.display(), wording.problem(fault));
    }
    ExitCode::from(1)
}

//! `jalon specification`: the table that an indicator's calculation asks for, of one dataset. Nothing of the records is read.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use jalon_app::statistics::form;
use jalon_app::statistics::proposal::propose;
use jalon_domain::catalogue::Library;
use jalon_domain::statistics::calculation::Calculation;
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::dataset::Manifest;
use jalon_stats::microdata::description::Description;

use crate::arguments::Specification;

/// Exit status 1 when the dataset does not give what is counted, or the calculation is faulty: then nothing is printed but that.
pub(crate) fn run(said: &Specification) -> Result<ExitCode> {
    let language = Language::from(said.lang);
    let wording = Wording::of(language);
    let (library, _) = jalon_app::embedded_catalogues();
    let tell = |problems: &[Problem]| {
        for problem in problems {
            eprintln!("{}", wording.problem(problem));
            if let Some(remedy) = wording.remedy(problem) {
                eprintln!("  {remedy}");
            }
        }
    };
    let (calculation, title) = match calculation(&said.definition, &library, language)? {
        Ok(found) => found,
        Err(problems) => {
            tell(&problems);
            return Ok(ExitCode::from(1));
        }
    };
    let manifest = match manifest(&said.input)? {
        Ok(manifest) => manifest,
        Err(problems) => {
            tell(&problems);
            return Ok(ExitCode::from(2));
        }
    };
    let mut proposal = propose(&calculation, library.concepts(), &manifest, said.period.as_deref().unwrap_or_default(), language);
    proposal.form.insert("method".to_owned(), crate::tabulate::method(said.protect).code().to_owned());
    tell(&proposal.lacks);
    tell(&proposal.remarks);
    if !proposal.is_complete() {
        return Ok(ExitCode::from(1));
    }
    match form::specification(&proposal.form, &title, &manifest) {
        Ok(specification) => {
            print!("{specification}");
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            tell(&problems);
            Ok(ExitCode::from(1))
        }
    }
}

/// What is known of a dataset: its manifest, or the description that it is to be imported by.
fn manifest(input: &Path) -> Result<std::result::Result<Manifest, Vec<Problem>>> {
    let folder = if input.is_dir() { input } else { input.parent().unwrap_or(input) };
    if input.extension().is_none_or(|extension| extension != "toml") {
        return Ok(Manifest::read(folder));
    }
    let text = std::fs::read_to_string(input).with_context(|| format!("cannot read {}", input.display()))?;
    Ok(Description::parse(&text, folder).map(|description| Manifest::of(&description)))
}

type Found = std::result::Result<(Calculation, String), Vec<Problem>>;

/// A ready definition by its name, or the calculation that a file holds; with what the table is called.
fn calculation(definition: &str, library: &Library, language: Language) -> Result<Found> {
    if let Some((set, model)) = library.definition(definition) {
        let register = library.frameworks().filter_map(|framework| framework.register(&set.register)).next();
        let name = register.and_then(|register| model.texts.get(register.name()));
        let title = name.map_or(definition, |name| name.get(language.content())).to_owned();
        let none = || vec![Problem::new(&format!("calculation-none-{}", model.no_calculation))];
        return Ok(model.calculation.clone().map(|calculation| (calculation, title)).ok_or_else(none));
    }
    if !Path::new(definition).exists() {
        let sets = library.all_models().flat_map(|set| {
            let models = set.groups.iter().flat_map(|group| &group.models);
            models.filter(|model| model.calculation.is_some()).map(|model| format!("{}/{}", set.code, model.code))
        });
        let choices = sets.collect::<Vec<_>>().join(", ");
        return Ok(Err(vec![Problem::new("definition-unknown").with("definition", definition).with("choices", choices)]));
    }
    let text = std::fs::read_to_string(definition).with_context(|| format!("cannot read {definition}"))?;
    Ok(Calculation::parse(&text, library.concepts()).map(|calculation| (calculation, definition.to_owned())))
}

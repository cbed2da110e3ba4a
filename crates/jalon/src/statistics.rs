//! The statistics of a dossier on the command line: what a statistics officer and the lead do in the browser, as scripts.
//!
//! Nobody answers for a number without having signed in: each command acts as a person, with the rights of that person, and the
//! ledger names them.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use jalon_app::authorisation::Action;
use jalon_app::statistics::dataset::HandedIn;
use jalon_app::statistics::table::TableInput;
use jalon_app::{App, AppError, Caller};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::description::Description;

use crate::arguments::{Acting, Statistics};
use crate::tabulate::told;

/// Runs one command. Exit status 1 where something is to be corrected, and where a table may not be signed.
pub(crate) async fn run(app: Arc<App>, said: Statistics) -> Result<ExitCode> {
    let acting = said.acting().clone();
    let language: Language = acting.lang.into();
    let done = match app.sign_in(&acting.user, &acting.password, IpAddr::V4(Ipv4Addr::LOCALHOST)).await {
        Ok(token) => {
            let done = act(&app, said, &acting, &token, language).await;
            app.sign_out(&token).await?;
            done
        }
        Err(error) => Err(error.into()),
    };
    match done {
        Err(error) => match error.downcast::<AppError>() {
            Ok(AppError::Invalid(problems)) => {
                let wording = Wording::of(language);
                problems.iter().for_each(|problem| eprintln!("jalon: {}", worded(problem, wording)));
                Ok(ExitCode::from(1))
            }
            Ok(error) => Err(error.into()),
            Err(error) => Err(error),
        },
        done => done,
    }
}

/// A problem with the argument that it is about.
fn worded(problem: &Problem, wording: &Wording) -> String {
    match &problem.field {
        Some(field) => format!("{field}: {}", wording.problem(problem)),
        None => wording.problem(problem),
    }
}

async fn act(app: &Arc<App>, said: Statistics, acting: &Acting, token: &str, language: Language) -> Result<ExitCode> {
    let person = app.signed_in(token).await?.context("the session ended")?;
    let (caller, slug) = (person.caller(language), acting.dossier.as_str());
    match said {
        Statistics::List { .. } => list(app, &caller, slug).await,
        Statistics::Import { file, source, schema, codebook, .. } => {
            import(app, &caller, slug, &file, &source, &schema, codebook.as_deref()).await
        }
        Statistics::Grant { dataset, purpose, to, .. } => {
            let members = app.members(&caller, slug).await?;
            let officer = members.iter().find(|member| member.user.email.eq_ignore_ascii_case(&to));
            let officer = officer.ok_or_else(|| AppError::Invalid(vec![Problem::on("account-unknown", "to")]))?;
            app.grant_purpose(&caller, slug, &dataset, &purpose, &officer.user.id, true).await?;
            Ok(ExitCode::SUCCESS)
        }
        Statistics::Table { specification, dataset, title, period, purpose, indicator, table, compare, .. } => {
            let text =
                std::fs::read_to_string(&specification).with_context(|| format!("cannot read {}", specification.display()))?;
            let revision = match &table {
                Some(known) => app.table(&caller, slug, known).await?.table.revision,
                None => 0,
            };
            let input = TableInput {
                id: table.unwrap_or_default(),
                dataset,
                title,
                indicator: indicator.unwrap_or_default(),
                period,
                purpose,
                specification: text,
                revision,
                ..TableInput::default()
            };
            let table = app.save_table(&caller, slug, input).await?.id.to_string();
            println!("{table}");
            app.judge_table(&caller, slug, &table, compare).await?;
            app.finished(&table).await?;
            let report = app.table(&caller, slug, &table).await?.report.context("the audit is not there")?;
            eprintln!("{}", told(&report, Wording::of(language)));
            Ok(if report.passes { ExitCode::SUCCESS } else { ExitCode::from(1) })
        }
        Statistics::Sign { table, .. } => {
            let signed = app.sign_table(&caller, slug, &table).await?;
            println!("/plans/{slug}/tables/{}", signed.number);
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Datasets with their purposes, then tables: identifier, state, title.
async fn list(app: &Arc<App>, caller: &Caller, slug: &str) -> Result<ExitCode> {
    let opened = app.view_dossier(caller, slug).await?;
    if !app.may(caller, Action::DatasetView, &opened) {
        return Err(AppError::NotFound.into());
    }
    let language = caller.language.content();
    for dataset in &opened.content.datasets {
        let purposes: Vec<&str> = dataset.purposes.iter().map(|purpose| purpose.code.as_str()).collect();
        println!("dataset\t{}\t{}\t{}\t{}", dataset.id, dataset.state.code(), purposes.join(","), dataset.title);
    }
    for table in &opened.content.tables {
        let state = match &table.judgement {
            None => "new",
            Some(judgement) if judgement.passes => "passed",
            Some(_) => "refused",
        };
        println!("table\t{}\t{state}\t{}\t{}", table.id, table.period, table.title.get(language));
    }
    Ok(ExitCode::SUCCESS)
}

/// Hands an extract in and imports it, as the browser does in two steps. The file itself stays where it is.
async fn import(
    app: &Arc<App>,
    caller: &Caller,
    slug: &str,
    file: &Path,
    source: &str,
    schema: &Path,
    codebook: Option<&Path>,
) -> Result<ExitCode> {
    let wording = Wording::of(caller.language);
    let text = std::fs::read_to_string(schema).with_context(|| format!("cannot read {}", schema.display()))?;
    let folder = schema.parent().unwrap_or(Path::new("."));
    let description = Description::parse(&text, folder).map_err(AppError::Invalid)?;
    let incoming = app.incoming_folder()?;
    let taken = |from: &Path| -> Result<PathBuf> {
        let to = incoming.join(app.new_name());
        std::fs::copy(from, &to).with_context(|| format!("cannot read {}", from.display()))?;
        Ok(to)
    };
    let purpose = description.purposes.first().map(|purpose| purpose.text.clone()).unwrap_or_default();
    let handed = HandedIn {
        title: description.title.clone(),
        source: source.to_owned(),
        purpose,
        file_name: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        file: taken(file)?,
        counted: false,
        codebook: codebook.map(taken).transpose()?,
    };
    let left = [Some(handed.file.clone()), handed.codebook.clone()];
    let dataset = app.hand_in_dataset(caller, slug, handed).await;
    // Where it was taken over there is nothing any more.
    left.into_iter().flatten().for_each(|file| drop(std::fs::remove_file(file)));
    let dataset = dataset?;
    let id = dataset.id.to_string();
    println!("{id}");
    app.save_description(caller, slug, &id, &text, dataset.revision).await?;
    app.import_dataset(caller, slug, &id).await?;
    app.finished(&id).await?;
    let view = app.dataset(caller, slug, &id).await?;
    if let Some(report) = &view.report {
        eprint!("{}", report.to_text(wording));
    }
    Ok(if view.manifest.is_some() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

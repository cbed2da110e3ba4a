//! The one program: server, demonstration, reports, checks, backup, audit.

mod arguments;
mod commands;
mod microdata;
mod protect;
#[cfg(test)]
mod reference;
mod specification;
mod statistics;
mod tabulate;

use clap::Parser;
use jalon_app::AppError;
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a shell reports of a program whose reader went away, as of `jalon check … | head`.
const READER_LEFT: u8 = 141;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    end_quietly_when_the_reader_leaves();
    let arguments = arguments::Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_new(&arguments.place.log).unwrap_or_else(|_| arguments::LOG.into()))
        .with_writer(std::io::stderr)
        .init();
    match commands::run(arguments).await {
        Ok(code) => code,
        Err(error) if error.chain().any(is_closed_pipe) => READER_LEFT.into(),
        Err(error) => {
            // Data goes to standard output, everything about the run to standard error.
            eprintln!("jalon: {}", error.chain().map(worded).collect::<Vec<_>>().join(": "));
            std::process::ExitCode::from(2)
        }
    }
}

/// A cause in words: what a person can mend has a code, and words with the remedy beside the pages' own.
fn worded(cause: &(dyn std::error::Error + 'static)) -> String {
    let Some(AppError::Invalid(problems)) = cause.downcast_ref() else { return cause.to_string() };
    let wording = Wording::of(Language::English);
    let one = |problem: &Problem| {
        let words = [Some(wording.problem(problem)), wording.remedy(problem)].into_iter().flatten().collect::<Vec<_>>();
        match &problem.field {
            Some(field) => format!("{field}: {}", words.join(" ")),
            None => words.join(" "),
        }
    };
    problems.iter().map(one).collect::<Vec<_>>().join("\n       ")
}

fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// `println!` panics when nobody reads standard output any more: that is no fault, and nothing is left to say.
fn end_quietly_when_the_reader_leaves() {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(READER_LEFT.into());
        }
        otherwise(panic);
    }));
}

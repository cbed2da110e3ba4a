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

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let arguments = arguments::Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_new(&arguments.place.log).unwrap_or_else(|_| arguments::LOG.into()))
        .with_writer(std::io::stderr)
        .init();
    match commands::run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            // Data goes to standard output, everything about the run to standard error.
            eprintln!("jalon: {error:#}");
            std::process::ExitCode::from(2)
        }
    }
}

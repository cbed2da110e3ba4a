//! Counts the records of a table on several machines.
//!
//! `jalon tabulate --engine cluster` asks `jalon-cluster count` for the base cells of a table; that hands the work to a scheduler
//! (`jalon-cluster scheduler`), which gives it to executors (`jalon-cluster executor`) that see the same file. Ballista does the
//! handing out, the fetching and the adding up; the rules by which a record belongs to a cell are those of `jalon-stats`.
//!
//! - `plan.rs`: row groups as a table of partial cells
//! - `codec.rs`: that table on the wire
//! - `count.rs`: the asking side
//! - `service.rs`: scheduler and executor

mod codec;
mod count;
mod plan;
mod service;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

#[derive(Debug, Parser)]
#[command(name = "jalon-cluster", version, about = "Counts the records of a table on several machines")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Hands out work to executors. Whoever reaches its port can have tables counted: keep it in a closed network
    Scheduler {
        /// Address to listen on
        #[arg(long, default_value = "127.0.0.1:50050", value_name = "ADDR")]
        listen: SocketAddr,
        /// Seconds until executors remove the cells of a finished count; they must be fetched before
        #[arg(long, default_value_t = 300, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
        keep: u64,
    },
    /// Counts records. Whoever reaches its port can read the cells that it counted: keep it in a closed network
    Executor(Executor),
    /// Used by `jalon tabulate --engine cluster`: reads from standard input what to count, writes what was counted
    #[command(hide = true)]
    Count {
        #[command(flatten)]
        scheduler: Scheduler,
    },
}

#[derive(Debug, Clone, Args)]
struct Scheduler {
    /// Scheduler, as host and port
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "HOST:PORT")]
    scheduler: String,
    /// Seconds that others have to start
    #[arg(long, default_value_t = 15, value_name = "SECONDS")]
    wait: u64,
}

#[derive(Debug, Clone, Args)]
struct Executor {
    #[command(flatten)]
    scheduler: Scheduler,
    /// Address to listen on; others fetch the cells there
    #[arg(long, default_value = "127.0.0.1:50051", value_name = "ADDR")]
    listen: SocketAddr,
    /// Name or address under which others reach it; the one they see it come from when absent
    #[arg(long, value_name = "HOST")]
    advertise: Option<String>,
    /// Folder whose datasets it may read, under the same path as where tables are asked for; may be given several times
    #[arg(long, required = true, value_name = "DIR")]
    data: Vec<PathBuf>,
    /// Folder for the cells until they are fetched, in a folder of its own that only its owner may read
    #[arg(long, value_name = "DIR")]
    work_dir: Option<PathBuf>,
    /// Row groups that are counted at the same time; as many as the machine has processors when absent
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Megabytes that all of them together may take for cells
    #[arg(long, default_value_t = 2048, value_name = "MEGABYTES", value_parser = clap::value_parser!(u64).range(16..=1_048_576))]
    memory: u64,
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    // Who asks gets faults; services tell what went wrong.
    let level = if matches!(command, Command::Count { .. }) { "off" } else { "error" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    let done = match command {
        Command::Scheduler { listen, keep } => service::scheduler(listen, keep),
        Command::Executor(said) => service::executor(&said),
        Command::Count { scheduler } => count::answer(&scheduler),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("jalon-cluster: {error:#}");
            ExitCode::from(1)
        }
    }
}

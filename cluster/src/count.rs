//! The asking side: an assignment from standard input, its tally or the faults to standard output, as JSON.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use ballista_core::extension::{SessionConfigExt, SessionStateExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::prelude::{SessionConfig, SessionContext, col};
use futures::TryStreamExt;
use jalon_stats::tabulation::{Assignment, COUNTING_VERSION, Fault, Outcome, Tally};

use crate::Scheduler;
use crate::codec::LogicalCodec;
use crate::plan::{self, KEYS, Parts};

/// Bytes of a message between the programs. Hierarchies and code lists travel in it.
pub(crate) const MOST_MESSAGE: u32 = 256 << 20;
/// Parts that the cells are added up in, side by side.
const SHUFFLED: usize = 16;

pub(crate) fn answer(said: &Scheduler) -> anyhow::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
    let found = read(&text)?.and_then(|assignment| {
        wait_for(said)?;
        let runtime = tokio::runtime::Runtime::new();
        let runtime = runtime.map_err(|error| failed(&said.scheduler, &error.to_string()))?;
        runtime.block_on(count(said, assignment))
    });
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut output, &found).context("cannot write to standard output")?;
    output.flush().context("cannot write to standard output")
}

fn read(text: &str) -> anyhow::Result<Outcome<Assignment>> {
    let value: serde_json::Value = serde_json::from_str(text).context("standard input is no assignment")?;
    let version = value.get("version").and_then(serde_json::Value::as_u64).unwrap_or_default();
    if version != u64::from(COUNTING_VERSION) {
        let fault = Fault::new("cluster-version", "jalon-cluster").with("found", COUNTING_VERSION).with("wanted", version);
        return Ok(Err(fault.into()));
    }
    serde_json::from_value(value).map(Ok).context("standard input is no assignment")
}

/// A job without an executor would wait for ever.
fn wait_for(said: &Scheduler) -> Outcome<()> {
    let until = Instant::now() + Duration::from_secs(said.wait);
    loop {
        let ready = is_ready(&said.scheduler);
        let ready = ready.map_err(|error| Fault::new("cluster-unreachable", &said.scheduler).with("reason", error))?;
        match ready {
            true => return Ok(()),
            false if Instant::now() >= until => return Err(Fault::new("cluster-empty", &said.scheduler).into()),
            false => {}
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Whether a scheduler has an executor, as its page /readyz tells.
pub(crate) fn is_ready(scheduler: &str) -> std::io::Result<bool> {
    const PATIENCE: Duration = Duration::from_secs(5);
    let unknown = || std::io::Error::new(std::io::ErrorKind::InvalidData, "no jalon-cluster scheduler");
    let address = scheduler.to_socket_addrs()?.next().ok_or_else(unknown)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {scheduler}\r\nConnection: close\r\n\r\n")?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    match &head {
        b"HTTP/1.1 200" => Ok(true),
        b"HTTP/1.1 503" => Ok(false),
        _ => Err(unknown()),
    }
}

async fn count(said: &Scheduler, assignment: Assignment) -> Outcome<Tally> {
    let medians = assignment.medians;
    let summed = add_up(said, Arc::new(assignment), medians).await;
    summed.map_err(|error| {
        let text = error.to_string();
        plan::arrived(&text).unwrap_or_else(|| failed(&said.scheduler, &text))
    })
}

fn failed(scheduler: &str, reason: &str) -> Vec<Fault> {
    let reason = reason.lines().next().unwrap_or_default();
    Fault::new("cluster-failed", scheduler).with("reason", reason).into()
}

/// The sum of the tallies of all row groups.
async fn add_up(said: &Scheduler, assignment: Arc<Assignment>, medians: usize) -> datafusion::error::Result<Tally> {
    let config = SessionConfig::new_with_ballista()
        .with_ballista_logical_extension_codec(Arc::new(LogicalCodec::default()))
        .with_ballista_grpc_client_max_message_size(MOST_MESSAGE as usize)
        .with_ballista_job_name("jalon")
        .with_target_partitions(SHUFFLED);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let context = SessionContext::new_with_state(state.upgrade_for_ballista(format!("http://{}", said.scheduler))?);
    let sums = plan::sums(&assignment);
    let parts = context.read_table(Arc::new(Parts::of(assignment)))?;
    let sums = sums.into_iter().map(|name| sum(col(&name)).alias(name)).collect();
    let mut found = parts.aggregate(KEYS.map(col).to_vec(), sums)?.execute_stream().await?;
    let mut tally = Tally { medians: vec![vec![]; medians], ..Tally::default() };
    while let Some(batch) = found.try_next().await? {
        plan::take(&batch, &mut tally)?;
    }
    Ok(tally)
}

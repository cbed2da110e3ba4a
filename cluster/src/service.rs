//! Scheduler and executor: Ballista's, with the table of partial cells, and with less than Ballista would allow.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::extension::SessionConfigExt;
use ballista_core::utils::{default_config_producer, default_session_builder};
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::catalog::Session;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::datasource::source_as_provider;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::context::QueryPlanner;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_planner::{DefaultPhysicalPlanner, PhysicalPlanner};
use datafusion::prelude::SessionConfig;

use crate::Executor;
use crate::codec::{LogicalCodec, PhysicalCodec};
use crate::count::{MOST_MESSAGE, is_ready};
use crate::plan::{Limits, Parts};

/// An executor that was not heard of for so long is lost, and its work is given to others.
const LOST_AFTER_SECONDS: u64 = 20;

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Runtime::new().context("cannot start threads")
}

fn warn_if_open(listen: SocketAddr) {
    if !listen.ip().is_loopback() {
        eprintln!(
            "jalon-cluster: {listen} asks nobody who they are; let only the machines of the cluster reach it (docs/statistics.md)"
        );
    }
}

fn is_free(listen: SocketAddr) -> anyhow::Result<()> {
    TcpListener::bind(listen).map(|_| ()).with_context(|| format!("cannot listen on {listen}"))
}

/// The address as it stands before a port.
fn host_of(address: SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}

pub(crate) fn scheduler(listen: SocketAddr, keep: u64) -> anyhow::Result<()> {
    warn_if_open(listen);
    is_free(listen)?;
    let config = SchedulerConfig {
        bind_host: host_of(listen),
        bind_port: listen.port(),
        external_host: host_of(listen),
        // Executors ask for work, so that nobody needs to reach them but those who fetch cells.
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        finished_job_data_clean_up_interval_seconds: keep,
        finished_job_state_clean_up_interval_seconds: 2 * keep,
        executor_timeout_seconds: LOST_AFTER_SECONDS,
        expire_dead_executor_interval_seconds: 5,
        no_executors_grace_period_seconds: LOST_AFTER_SECONDS,
        grpc_server_max_decoding_message_size: MOST_MESSAGE,
        grpc_server_max_encoding_message_size: MOST_MESSAGE,
        grpc_client_max_message_size: MOST_MESSAGE,
        override_logical_codec: Some(Arc::new(LogicalCodec::default())),
        override_physical_codec: Some(Arc::new(PhysicalCodec::default())),
        override_config_producer: Some(Arc::new(configuration)),
        override_session_builder: Some(Arc::new(|config| {
            let state = default_session_builder(config)?;
            Ok(SessionStateBuilder::new_from_existing(state).with_query_planner(Arc::new(OnlyCounting)).build())
        })),
        ..SchedulerConfig::default()
    };
    runtime()?.block_on(async {
        let cluster = BallistaCluster::new_from_config(&config).await?;
        eprintln!("jalon-cluster: scheduler on {listen}");
        start_server(cluster, listen, Arc::new(config)).await
    })?;
    Ok(())
}

fn configuration() -> SessionConfig {
    default_config_producer().with_ballista_grpc_client_max_message_size(MOST_MESSAGE as usize)
}

/// Ballista plans any query, also one that reads or writes other files. Here only counts are planned.
#[derive(Debug)]
struct OnlyCounting;

#[async_trait::async_trait]
impl QueryPlanner for OnlyCounting {
    async fn create_physical_plan(&self, plan: &LogicalPlan, session: &dyn Session) -> Result<Arc<dyn ExecutionPlan>> {
        plan.apply(|node| {
            let allowed = match node {
                LogicalPlan::TableScan(scan) => source_as_provider(&scan.source)?.is::<Parts>(),
                LogicalPlan::Aggregate(_) | LogicalPlan::Projection(_) | LogicalPlan::SubqueryAlias(_) => true,
                _ => false,
            };
            match allowed {
                true => Ok(TreeNodeRecursion::Continue),
                false => Err(DataFusionError::Plan("this scheduler only counts tables of jalon".to_owned())),
            }
        })?;
        DefaultPhysicalPlanner::default().create_physical_plan(plan, session).await
    }
}

pub(crate) fn executor(said: &Executor) -> anyhow::Result<()> {
    warn_if_open(said.listen);
    let folders = said.data.iter().map(|folder| {
        let found = folder.canonicalize().with_context(|| format!("cannot read the folder {}", folder.display()))?;
        if found.is_dir() { Ok(found) } else { bail!("{} is not a folder", folder.display()) }
    });
    let folders = folders.collect::<anyhow::Result<Vec<_>>>()?;
    // Whoever has the port also has the folder that goes by it.
    is_free(said.listen)?;
    let (host, port) = host_and_port(&said.scheduler.scheduler)?;
    wait_for_scheduler(said)?;
    let work = WorkFolder::new(said)?;
    let threads = said.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let limits = Limits { folders, memory: (said.memory << 20) / threads as u64 };
    let config = ExecutorProcessConfig {
        bind_host: host_of(said.listen),
        port: said.listen.port(),
        external_host: said.advertise.clone(),
        scheduler_host: host,
        scheduler_port: port,
        vcores: threads,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(work.0.display().to_string()),
        grpc_max_decoding_message_size: MOST_MESSAGE,
        grpc_max_encoding_message_size: MOST_MESSAGE,
        memory_pool_size: Some(said.memory << 20),
        override_config_producer: Some(Arc::new(configuration)),
        override_logical_codec: Some(Arc::new(LogicalCodec::default())),
        override_physical_codec: Some(Arc::new(PhysicalCodec::of_executor(limits))),
        ..ExecutorProcessConfig::default()
    };
    eprintln!("jalon-cluster: executor on {}, with {threads} threads", said.listen);
    Ok(runtime()?.block_on(start_executor_process(Arc::new(config)))?)
}

fn host_and_port(address: &str) -> anyhow::Result<(String, u16)> {
    let parts = address.rsplit_once(':').and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    parts.with_context(|| format!("{address}: write the scheduler as host and port, like 10.0.0.5:50050"))
}

fn wait_for_scheduler(said: &Executor) -> anyhow::Result<()> {
    let until = Instant::now() + Duration::from_secs(said.scheduler.wait);
    while let Err(error) = is_ready(&said.scheduler.scheduler) {
        if Instant::now() >= until {
            bail!("the scheduler {} does not answer ({error}); start `jalon-cluster scheduler` first", said.scheduler.scheduler);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// Where the cells are until they are fetched. Only its owner may read it, and it goes with the program.
#[derive(Debug)]
struct WorkFolder(PathBuf);

impl WorkFolder {
    fn new(said: &Executor) -> anyhow::Result<Self> {
        let above = said.work_dir.clone().unwrap_or_else(std::env::temp_dir);
        let folder = above.join(format!("jalon-executor-{}", said.listen.port()));
        // One that was killed leaves its folder.
        Self::remove(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        let made = fs::DirBuilder::new().mode(0o700).create(&folder);
        made.with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self(folder))
    }

    fn remove(folder: &Path) -> std::io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        if let Err(error) = Self::remove(&self.0) {
            eprintln!("jalon-cluster: cannot remove {}: {error}", self.0.display());
        }
    }
}

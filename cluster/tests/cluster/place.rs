//! Generated persons, and a cluster of processes on loopback.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::array::{ArrayRef, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array, RecordBatch, StringArray};
use jalon_stats::tabulation::{Cluster, Counter, Dataset, Format, Options, Outcome, compute, parse, write};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

const PROGRAM: &str = env!("CARGO_BIN_EXE_jalon-cluster");
const PATIENCE: Duration = Duration::from_secs(120);

/// A process that ends with its owner.
pub(crate) struct Process(Child);

impl Process {
    fn start(arguments: &[&str]) -> Self {
        Self(Command::new(PROGRAM).args(arguments).spawn().unwrap())
    }

    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Asks it to end, as a service manager does, and waits until it has.
    pub(crate) fn terminate(&mut self) {
        assert!(Command::new("kill").arg(self.0.id().to_string()).status().unwrap().success());
        let until = Instant::now() + PATIENCE;
        while self.0.try_wait().unwrap().is_none() {
            assert!(Instant::now() < until, "it does not end");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A scheduler and executors that read one folder.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) executors: Vec<Process>,
    pub(crate) ports: Vec<u16>,
    pub(crate) scheduler: String,
    _scheduler: Process,
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Place {
    pub(crate) fn with(executors: usize) -> Self {
        Self::keeping(executors, 300)
    }

    /// With the seconds that cells are kept.
    pub(crate) fn keeping(executors: usize, seconds: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        std::fs::create_dir(folder.path().join("work")).unwrap();
        let scheduler = format!("127.0.0.1:{}", free_port());
        let running = Process::start(&["scheduler", "--listen", &scheduler, "--keep", &seconds.to_string()]);
        let mut place = Self { folder, executors: vec![], ports: vec![], scheduler, _scheduler: running };
        (0..executors).for_each(|_| place.add_executor());
        place
    }

    pub(crate) fn add_executor(&mut self) {
        let port = free_port();
        let (listen, data, work) = (format!("127.0.0.1:{port}"), self.path("data"), self.path("work"));
        let (data, work) = (data.to_str().unwrap(), work.to_str().unwrap());
        let arguments = ["executor", "--scheduler", &self.scheduler, "--listen", &listen, "--data", data, "--work-dir", work];
        self.executors.push(Process::start(&[&arguments[..], &["--threads", "2", "--wait", "60"]].concat()));
        self.ports.push(port);
        let until = Instant::now() + PATIENCE;
        while std::net::TcpStream::connect(&listen).is_err() {
            assert!(Instant::now() < until, "the executor does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn cluster(&self) -> Arc<dyn Counter> {
        Arc::new(Cluster { program: PROGRAM.into(), scheduler: self.scheduler.clone() })
    }

    pub(crate) fn options(&self, counter: Option<Arc<dyn Counter>>) -> Options {
        Options { threads: 2, memory: 1 << 30, folder: self.path("data"), counter }
    }

    /// The bytes of a table, with what the cluster counted or what this process did.
    pub(crate) fn table(&self, specification: &str, data: &Path, counter: Option<Arc<dyn Counter>>) -> Outcome<Vec<u8>> {
        let specification = parse(specification, "table.toml", &self.path("data"))?;
        let table = compute(&specification, &Dataset::open(data)?, &self.options(counter))?;
        let output = self.folder.path().join("table.csv");
        write(&table, &output, Format::Csv, 2)?;
        Ok(std::fs::read(output).unwrap())
    }

    /// A table, and the same from both engines.
    pub(crate) fn same(&self, specification: &str, data: &Path) {
        let found = [None, Some(self.cluster())].map(|counter| self.table(specification, data, counter).unwrap());
        let [local, cluster] = found.map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(local, cluster, "{specification}");
        assert!(local.lines().count() > 1);
    }

    /// Faults of these codes, and the same from both engines.
    pub(crate) fn same_faults(&self, specification: &str, data: &Path, codes: &[&str]) {
        let found = [None, Some(self.cluster())].map(|counter| self.table(specification, data, counter).unwrap_err());
        assert_eq!(found[0], found[1], "{specification}");
        assert_eq!(found[0].iter().map(|fault| fault.code).collect::<Vec<_>>(), codes);
    }
}

/// One person, from a number: the same on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) region: Option<String>,
    pub(crate) town: String,
    pub(crate) sex: i8,
    pub(crate) age: Option<i32>,
    pub(crate) amount: Option<f64>,
    pub(crate) large: i64,
    pub(crate) weight: f64,
    pub(crate) key: Option<i16>,
}

/// Steele, Lea and Flood's SplitMix64: each call gives the next number.
pub(crate) fn mixed(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

pub(crate) fn persons(count: usize, seed: u64) -> Vec<Person> {
    let mut state = seed;
    let mut next = |below: u64| mixed(&mut state) % below;
    let person = |_| Person {
        region: (next(10) > 0).then(|| format!("r{}", next(6))),
        town: format!("t{:02}", next(8) * next(5)),
        sex: 1 + next(2) as i8,
        age: (next(12) > 0).then(|| if next(20) == 0 { 999 } else { next(100) as i32 }),
        amount: (next(5) > 0).then(|| next(1_000_000) as f64 / 1000.0 - 300.0),
        large: next(1 << 40) as i64 - (1 << 39),
        weight: next(4_000_000) as f64 / 1_000_000.0,
        key: (next(15) > 0).then(|| next(256) as i16),
    };
    (0..count).map(person).collect()
}

/// Writes persons in row groups of so many.
pub(crate) fn data(folder: &Path, name: &str, persons: &[Person], group: usize) -> PathBuf {
    let all = |array: ArrayRef| array;
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("region", all(Arc::new(persons.iter().map(|person| person.region.clone()).collect::<StringArray>())), true),
        ("town", all(Arc::new(persons.iter().map(|person| Some(person.town.clone())).collect::<StringArray>())), true),
        ("sex", all(Arc::new(persons.iter().map(|person| Some(person.sex)).collect::<Int8Array>())), true),
        ("age", all(Arc::new(persons.iter().map(|person| person.age).collect::<Int32Array>())), true),
        ("amount", all(Arc::new(persons.iter().map(|person| person.amount).collect::<Float64Array>())), true),
        ("large", all(Arc::new(persons.iter().map(|person| Some(person.large)).collect::<Int64Array>())), true),
        ("weight", all(Arc::new(persons.iter().map(|person| Some(person.weight)).collect::<Float64Array>())), true),
        ("record_key", all(Arc::new(persons.iter().map(|person| person.key).collect::<Int16Array>())), true),
    ])
    .unwrap();
    let path = folder.join(name);
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

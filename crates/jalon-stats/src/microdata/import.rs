//! The import: a file and its description become a dataset and a report.
//!
//! One thread reads; the portions of a wave are tried on all threads, while the wave before is written. What comes out does not depend
//! on how many threads there are: portions keep their order, and a wave is always as many portions.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use ahash::{AHashMap, AHashSet};
use jalon_domain::Problem;
use jalon_domain::wording::Wording;
use rayon::prelude::*;

use super::check::{Checked, Checker, Fault, RuleId};
use super::dataset::{DatasetWriter, Manifest};
use super::description::{Description, Policy};
use super::key::Identifier;
use super::read::ddi::Codebook;
use super::read::{self, Opened, Portion};
use super::report::{Findings, Report};
use crate::release::{Phase, Progress};

/// Portions that are tried at once. More keep more threads busy and more memory in use.
const WAVE: usize = 8;
/// Where a list of all faults stands, in the dataset's folder.
pub const FAULTS: &str = "faults.csv";

/// What an import is asked to do.
pub struct Request<'a> {
    pub file: &'a Path,
    pub description: &'a Description,
    /// Says where the cells of fixed-width lines stand.
    pub codebook: Option<&'a Codebook>,
    /// The office's secret, when the description asks for record keys.
    pub identifier: Option<&'a Identifier>,
    /// Folder of the dataset; must not exist.
    pub output: &'a Path,
    /// Language of `report.txt`.
    pub wording: &'a Wording,
}

/// What came of an import.
#[derive(Debug)]
pub enum Outcome {
    Imported {
        report: Report,
        manifest: Manifest,
    },
    /// A rule whose policy is to stop was broken. `folder` holds the report and nothing else.
    Stopped {
        report: Report,
        folder: PathBuf,
    },
}

/// Imports a file.
///
/// # Errors
/// What is wrong with the file as a whole, its heading, or the places to read and write, everything at once where more than one thing can be told.
/// Nothing is left behind then.
pub fn import(request: &Request<'_>) -> Result<Outcome, Vec<Problem>> {
    import_with(request, &Progress::default())
}

/// Imports a file; `progress` tells how far it is, and may ask it to end, which is the fault `import-cancelled`.
///
/// # Errors
/// As [`import`]; nothing is left behind either when it was asked to end.
pub fn import_with(request: &Request<'_>, progress: &Progress) -> Result<Outcome, Vec<Problem>> {
    begin(progress, 0).map_err(|fault| vec![fault])?;
    if let Some(aggregate) = &request.description.aggregate {
        return super::aggregate::import(request, aggregate);
    }
    let opened = read::open(request.file, &request.description.file, request.codebook).map_err(|fault| vec![fault])?;
    let columns = columns(request.description, &opened.header)?;
    if let (Some(_), None) = (&request.description.record_key, request.identifier) {
        return Err(vec![Problem::new("microdata-secret-missing")]);
    }
    run(request, opened, columns, progress).map_err(|fault| vec![fault])
}

fn begin(progress: &Progress, total: u64) -> Result<(), Problem> {
    progress.begin(Phase::Importing, total).map_err(|_| cancelled())
}

fn cancelled() -> Problem {
    Problem::new("import-cancelled")
}

/// The place in the file of every variable.
fn columns(description: &Description, header: &[String]) -> Result<Vec<usize>, Vec<Problem>> {
    let mut faults = vec![];
    let mut places: AHashMap<&str, usize> = AHashMap::new();
    for (name, at) in header.iter().zip(0..) {
        let is_described = description.variables.iter().any(|variable| variable.column == *name);
        if places.insert(name, at).is_some() && is_described {
            faults.push(Problem::new("microdata-column-twice").with("column", name));
        }
    }
    let mut columns = vec![];
    for variable in &description.variables {
        match places.get(variable.column.as_str()) {
            Some(at) => columns.push(*at),
            None => faults
                .push(Problem::new("microdata-column-missing").with("column", &variable.column).with("name", &variable.name)),
        }
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

fn run(request: &Request<'_>, opened: Opened, columns: Vec<usize>, progress: &Progress) -> Result<Outcome, Problem> {
    let Request { description, identifier, .. } = *request;
    begin(progress, read::text_length(request.file, opened.format))?;
    let left_out =
        opened.header.iter().enumerate().filter(|(at, _)| !columns.contains(at)).map(|(_, name)| name.clone()).collect();
    let checker = Checker::new(description, columns, opened.header.len(), opened.dialect, identifier);
    let writer = DatasetWriter::begin(description, request.output, description.record_key.is_some())?;
    let list = std::fs::File::create(writer.folder().join(FAULTS)).map_err(cannot_write)?;
    let findings = Findings::new(description, BufWriter::new(list)).map_err(cannot_write)?;
    let name = request.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut sink = Sink {
        description,
        writer,
        findings,
        seen: description.unique.iter().map(|_| Names::default()).collect(),
        next_row: opened.first_row,
        read: 0,
        accepted: 0,
        without_key: description.record_key.is_some().then_some(0),
    };
    let check = |portion: Portion| {
        let bytes = portion.bytes();
        let checked = checker.check(opened.splitter.rows(portion));
        progress.advance(bytes);
        checked
    };
    pump(opened.portions, &mut sink, progress, check)?;
    let (rules, faults, faults_listed, stopped) = sink.findings.finish().map_err(cannot_write)?;
    let report = Report {
        title: description.title.clone(),
        file: name.clone(),
        format: opened.format.name().to_owned(),
        encoding: opened.encoding.to_owned(),
        rows_read: sink.read,
        rows_accepted: sink.accepted,
        rows_rejected: sink.read - sink.accepted,
        stopped,
        rows_without_key: sink.without_key,
        columns_left_out: left_out,
        rules,
        faults,
        faults_listed,
    };
    // A file whose every row is at fault makes no dataset: its description is that of another one, most often.
    if stopped || (sink.accepted == 0 && sink.read > 0) {
        return refuse(sink.writer, report, request.wording);
    }
    let finished = sink.writer.finish(identifier, &name)?;
    report.write(finished.folder(), request.wording).map_err(cannot_write)?;
    let manifest = finished.publish()?;
    Ok(Outcome::Imported { report, manifest })
}

fn cannot_write(error: std::io::Error) -> Problem {
    Problem::new("microdata-output").with("detail", error.kind())
}

/// Keeps the report and the list of faults of an import that was stopped, in a folder whose name says so.
fn refuse(writer: DatasetWriter<'_>, report: Report, wording: &Wording) -> Result<Outcome, Problem> {
    let list = std::fs::read(writer.folder().join(FAULTS)).map_err(cannot_write)?;
    let target = writer.abandon();
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push("-refused");
    let folder = target.with_file_name(name);
    std::fs::create_dir_all(&folder).map_err(cannot_write)?;
    std::fs::write(folder.join(FAULTS), list).map_err(cannot_write)?;
    report.write(&folder, wording).map_err(cannot_write)?;
    Ok(Outcome::Stopped { report, folder })
}

/// Where the tried portions go, in their order.
struct Sink<'a> {
    description: &'a Description,
    writer: DatasetWriter<'a>,
    findings: Findings<'a, BufWriter<std::fs::File>>,
    /// Per rule of uniqueness, the names of the rows so far.
    seen: Vec<Names>,
    next_row: u64,
    read: u64,
    accepted: u64,
    without_key: Option<u64>,
}

/// Digests of names, in parts by their first bits: a set that grows has the old and the new beside it, and a part is small.
struct Names(Vec<AHashSet<u128>>);

impl Default for Names {
    fn default() -> Self {
        Self(vec![AHashSet::new(); 1 << Self::BITS])
    }
}

impl Names {
    const BITS: u32 = 6;

    /// Whether the name is a new one.
    fn insert(&mut self, name: u128) -> bool {
        self.0[(name >> (u128::BITS - Self::BITS)) as usize].insert(name)
    }
}

impl Sink<'_> {
    fn take(&mut self, mut wave: Vec<Checked>) -> Result<(), Problem> {
        for portion in &mut wave {
            self.find_repeated(portion);
            self.findings.add(&portion.faults, self.next_row).map_err(cannot_write)?;
            self.next_row += portion.rows as u64;
            self.read += portion.rows as u64;
            let accepted = |row: &usize| !portion.rejected[*row];
            self.accepted += (0..portion.rows).filter(accepted).count() as u64;
            if let (Some(without), Some(keys)) = (&mut self.without_key, &portion.record_keys) {
                *without += (0..portion.rows).filter(accepted).filter(|row| keys[*row].is_none()).count() as u64;
            }
        }
        // After a stop, the file is read on for its faults only.
        if self.findings.stopped { Ok(()) } else { self.writer.add(&wave) }
    }

    /// The first row of a name stays, whatever becomes of it; each that follows is a fault.
    fn find_repeated(&mut self, portion: &mut Checked) {
        let before = portion.faults.len();
        for ((seen, names), (unique, at)) in self.seen.iter_mut().zip(&portion.names).zip(self.description.unique.iter().zip(0..))
        {
            for (row, name) in (0_u32..).zip(names) {
                let is_first = name.is_none_or(|name| seen.insert(name));
                if is_first {
                    continue;
                }
                portion.faults.push(Fault { row, rule: RuleId::Unique(at) });
                if unique.on_fault != Policy::SetMissing {
                    portion.rejected[row as usize] = true;
                }
            }
        }
        if portion.faults.len() > before {
            portion.faults.sort_unstable();
        }
    }
}

/// Reads ahead on a thread of its own, tries a wave of portions on all threads, and writes the wave before at the same time.
fn pump(
    portions: read::Portions,
    sink: &mut Sink<'_>,
    progress: &Progress,
    check: impl Fn(Portion) -> Checked + Sync,
) -> Result<(), Problem> {
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAVE);
        scope.spawn(move || {
            for portion in portions {
                let ends = portion.is_err();
                if sender.send(portion).is_err() || ends {
                    break;
                }
            }
        });
        let mut tried = vec![];
        loop {
            if progress.is_cancelled() {
                return Err(cancelled());
            }
            let wave: Vec<Portion> = receiver.iter().take(WAVE).collect::<Result<_, _>>()?;
            let ended = wave.is_empty();
            let (written, next) = rayon::join(
                || sink.take(std::mem::take(&mut tried)),
                || wave.into_par_iter().map(&check).collect::<Vec<Checked>>(),
            );
            written?;
            tried = next;
            if ended {
                return Ok(());
            }
        }
    })
}

//! `jalon protect`: a table that was already counted is read, judged and protected; files in, files out.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::aggregate::whole_table;
use jalon_stats::microdata::dataset::{DATA, Manifest};
use jalon_stats::microdata::description::Description;
use jalon_stats::microdata::{Request, import};
use jalon_stats::release::{self, Progress, judge};
use jalon_stats::tabulation::{Dataset, Format, Options, Outcome, parse};

use crate::arguments::Protect;
use crate::tabulate::{add_groups, conclude, earlier, method, tell};

/// Megabytes that the cells may take; a table of this kind takes a few.
const MEMORY: u64 = 1 << 30;

pub(crate) fn run(said: &Protect) -> Result<ExitCode> {
    let wording = Wording::of(Language::from(said.lang));
    let Some(format) = Format::of(&said.output) else {
        eprintln!("{}: {}", said.output.display(), wording.t("cli-tabulate-format"));
        return Ok(ExitCode::from(2));
    };
    let text =
        std::fs::read_to_string(&said.description).with_context(|| format!("cannot read {}", said.description.display()))?;
    let folder = tempfile::tempdir().context("cannot create a folder for the table")?;
    // Who can read the temporary folder is who could read the table.
    let data = folder.path().join("table");
    match take_in(said, &text, &data, wording) {
        Ok(manifest) => Ok(judged(said, &data, &manifest, format, wording).unwrap_or_else(|faults| tell(&faults, wording))),
        Err((place, problems)) => {
            problems.iter().for_each(|problem| eprintln!("{}: {}", place.display(), wording.problem(problem)));
            eprintln!("{}", wording.count("cli-tabulate-faults", problems.len()));
            Ok(ExitCode::from(1))
        }
    }
}

/// The table as a dataset, or everything that is wrong with one of the two files.
fn take_in<'a>(
    said: &'a Protect,
    text: &str,
    data: &Path,
    wording: &Wording,
) -> std::result::Result<Manifest, (&'a Path, Vec<Problem>)> {
    let beside = said.description.parent().unwrap_or(Path::new("."));
    let description = Description::parse(text, beside).map_err(|faults| (said.description.as_path(), faults))?;
    if description.aggregate.is_none() {
        return Err((&said.description, vec![Problem::new("aggregate-not-described")]));
    }
    let request =
        Request { file: &said.table, description: &description, codebook: None, identifier: None, output: data, wording };
    import(&request).and_then(|_| Manifest::read(data)).map_err(|faults| (said.table.as_path(), faults))
}

fn judged(said: &Protect, data: &Path, manifest: &Manifest, format: Format, wording: &Wording) -> Outcome<ExitCode> {
    let released = earlier(&said.judging.released)?;
    let text = whole_table(manifest, method(said.protect).code());
    let specification = parse(&text, &said.description.display().to_string(), data)?;
    let threads = said.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let options = Options { threads, memory: MEMORY, folder: data.to_owned(), counter: None };
    let mut about = manifest.about;
    add_groups(&mut about, &said.judging.about);
    let context = release::Context {
        released: &released,
        about,
        specification_text: &text,
        dataset_hash: &manifest.content_sha256,
        compare: said.judging.compare,
    };
    let judged = judge(&specification, &Dataset::open(&data.join(DATA))?, &options, &context, &Progress::default())?;
    conclude(&judged, &said.output, format, &said.judging, wording)
}

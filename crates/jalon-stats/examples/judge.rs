//! `judge DATA SPEC…`: tables judged one after the other, each together with those before it that passed, for measurements
//! and profiles. What is found goes to the standard output as JSON, one line each, so that two versions can be compared.

use std::path::Path;
use std::time::Instant;

use jalon_stats::release::{About, Context, Progress, Release, digest, judge};
use jalon_stats::tabulation::{Dataset, Fault, Options, parse};

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("{fault:?}"));
            std::process::ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Vec<Fault>> {
    let [data, specifications @ ..] = arguments else {
        eprintln!("judge DATA SPEC…");
        return Ok(());
    };
    let data = Path::new(data);
    let dataset = Dataset::open(data)?;
    let hash = digest(data)?;
    let mut released: Vec<Release> = vec![];
    for path in specifications {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let folder = Path::new(path).parent().unwrap_or(Path::new(".")).to_owned();
        let specification = parse(&text, path, &folder)?;
        let options = Options { threads: 2, memory: 2 << 30, folder, counter: None };
        let context = Context {
            released: &released,
            about: About::default(),
            specification_text: &text,
            dataset_hash: &hash,
            compare: false,
        };
        let start = Instant::now();
        let judged = judge(&specification, &dataset, &options, &context, &Progress::default())?;
        let passes = judged.report.passes;
        eprintln!(
            "{path} {:.2?} cells {} sensitive {} passes {passes}",
            start.elapsed(),
            judged.report.cells,
            judged.report.sensitive
        );
        println!("{}", serde_json::to_string(&judged.report).unwrap_or_default());
        released.extend(judged.release().cloned().inspect(|release| println!("{}", release.sha256())));
    }
    Ok(())
}

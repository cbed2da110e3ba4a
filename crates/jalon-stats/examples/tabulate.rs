//! `tabulate SPEC DATA OUTPUT [THREADS]`: a table without the rest of the program, for measurements and profiles.

use std::path::Path;
use std::time::Instant;

use jalon_stats::tabulation::{Dataset, Fault, Format, Options, compute, parse, write};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    let [specification, data, output, rest @ ..] = arguments else {
        eprintln!("tabulate SPEC DATA OUTPUT [THREADS]");
        return Ok(());
    };
    let threads = rest.first().and_then(|text| text.parse().ok()).unwrap_or(2);
    let (specification, output) = (Path::new(specification), Path::new(output));
    let folder = specification.parent().unwrap_or(Path::new(".")).to_owned();
    let text = std::fs::read_to_string(specification).unwrap_or_default();
    let parsed = parse(&text, &specification.display().to_string(), &folder)?;
    let start = Instant::now();
    let dataset = Dataset::open(Path::new(data))?;
    let table = compute(&parsed, &dataset, &Options { threads, memory: 4 << 30, folder, counter: None })?;
    let computed = start.elapsed();
    write(&table, output, Format::of(output).unwrap_or(Format::Csv), threads)?;
    eprintln!("rows {} compute {:?} write {:?}", table.rows(), computed, start.elapsed() - computed);
    Ok(())
}

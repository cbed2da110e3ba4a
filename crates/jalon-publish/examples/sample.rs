//! Writes the sample report in every format, to be looked at: `cargo run -p jalon-publish --example sample -- DIRECTORY`.

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::path::PathBuf;
use std::time::Instant;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "var/sample".into()));
    std::fs::create_dir_all(&folder)?;
    for (name, report) in [("draft", sample::draft(3)), ("released", sample::released(8))] {
        let started = Instant::now();
        std::fs::write(folder.join(format!("{name}.pdf")), jalon_publish::pdf(&report)?)?;
        println!("{name}.pdf in {} ms", started.elapsed().as_millis());
        std::fs::write(folder.join(format!("{name}.html")), jalon_publish::html(&report)?)?;
        std::fs::write(folder.join(format!("{name}.xlsx")), jalon_publish::xlsx(&report)?)?;
        std::fs::write(folder.join(format!("{name}.json")), jalon_publish::json(&report)?)?;
    }
    std::fs::write(folder.join("questionnaire.xlsx"), jalon_publish::questionnaire::write(&sample::questionnaire())?)?;
    Ok(())
}

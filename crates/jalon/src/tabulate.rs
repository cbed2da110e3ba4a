//! `jalon tabulate`: reads files and writes a file; neither the store nor a dossier takes part.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use jalon_domain::wording::Wording;
use jalon_domain::{Language, Problem};
use jalon_stats::microdata::{self, dataset::Access};
use jalon_stats::release::{self, About, Judged, Progress, Release, Report, judge};
use jalon_stats::tabulation::specification::{Method, Specification};
use jalon_stats::tabulation::{Cluster, Counter, Dataset, Fault, Format, Options, Outcome, Table, compute, parse, write};

use crate::arguments::{AboutGroup, Engine, Judging, ProtectionMethod, Tabulate};

/// Findings that are printed; the file of the audit has more.
const PRINTED: usize = 20;

pub(crate) fn run(said: &Tabulate) -> Result<ExitCode> {
    let wording = Wording::of(Language::from(said.lang));
    let Some(format) = Format::of(&said.output) else {
        eprintln!("{}: {}", said.output.display(), wording.t("cli-tabulate-format"));
        return Ok(ExitCode::from(2));
    };
    let text =
        std::fs::read_to_string(&said.specification).with_context(|| format!("cannot read {}", said.specification.display()))?;
    let input = if said.input.is_dir() { said.input.join("data.parquet") } else { said.input.clone() };
    if let Err(problems) = note_access(said, &input) {
        problems.iter().for_each(|problem| eprintln!("{}: {}", said.input.display(), wording.problem(problem)));
        return Ok(ExitCode::from(1));
    }
    let done =
        if said.draft { draft(said, &input, &text, format, wording) } else { released(said, &input, &text, format, wording) };
    Ok(done.unwrap_or_else(|faults| tell(&faults, wording)))
}

/// Microdata are read for one of the purposes that their dataset states, and every reading is written down beside them.
/// A file without a manifest that states purposes is the caller's own.
fn note_access(said: &Tabulate, input: &Path) -> Result<(), Vec<Problem>> {
    let folder = input.parent().unwrap_or(Path::new("."));
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
    let Some(purposes) = manifest.get("purposes").and_then(serde_json::Value::as_array) else { return Ok(()) };
    let Some(purpose) = &said.purpose else {
        let codes: Vec<&str> = purposes.iter().filter_map(|purpose| purpose.get("code")?.as_str()).collect();
        return Err(vec![Problem::new("tabulate-purpose-needed").with("purposes", codes.join(", "))]);
    };
    let Some(who) = said.who.as_deref().filter(|who| !who.is_empty()) else { return Err(vec![Problem::new("who-needed")]) };
    let access = Access { at: jiff::Timestamp::now(), who, purpose, action: "tabulate" };
    microdata::dataset::Dataset::open(folder, &access).map(|_| ())
}

/// The specification with the method of the command line.
fn specification(said: &Tabulate, text: &str) -> Outcome<(Specification, Options)> {
    let folder = said.specification.parent().map(ToOwned::to_owned).unwrap_or_default();
    let file = said.specification.display().to_string();
    let mut specification = parse(text, &file, &folder)?;
    let method = said.protect.map_or(specification.disclosure.method, method);
    if method == Method::CellKey && specification.protection.is_none() {
        return Err(Fault::new("no-protection", file).into());
    }
    specification.disclosure.method = method;
    if method != Method::CellKey || said.draft {
        specification.protection = None;
    }
    let threads = said.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let counter: Option<Arc<dyn Counter>> = match said.engine {
        Engine::Local => None,
        Engine::Cluster => Some(Arc::new(Cluster { program: cluster_program(), scheduler: said.scheduler.clone() })),
    };
    Ok((specification, Options { threads, memory: said.memory << 20, folder, counter }))
}

pub(crate) fn method(said: ProtectionMethod) -> Method {
    match said {
        ProtectionMethod::None => Method::None,
        ProtectionMethod::CellKey => Method::CellKey,
        ProtectionMethod::Suppression => Method::Suppression,
        ProtectionMethod::Rounding => Method::Rounding,
    }
}

/// Installed apart from this program, because it brings a distributed query engine with it: beside this one, else wherever the
/// path finds it.
fn cluster_program() -> PathBuf {
    const NAME: &str = "jalon-cluster";
    let beside = std::env::current_exe().ok().map(|own| own.with_file_name(NAME));
    beside.filter(|path| path.is_file()).unwrap_or_else(|| PathBuf::from(NAME))
}

/// The office sees its own numbers to choose categories by. Each row says what they are not.
fn draft(said: &Tabulate, input: &Path, text: &str, format: Format, wording: &Wording) -> Outcome<ExitCode> {
    let (specification, options) = specification(said, text)?;
    let mut table = compute(&specification, &Dataset::open(input)?, &options)?;
    table.mark_as_draft();
    write(&table, &said.output, format, options.threads)?;
    report(&table, wording);
    eprintln!("{}", wording.t("cli-tabulate-draft"));
    Ok(ExitCode::SUCCESS)
}

fn released(said: &Tabulate, input: &Path, text: &str, format: Format, wording: &Wording) -> Outcome<ExitCode> {
    let (specification, options) = specification(said, text)?;
    let released = earlier(&said.judging.released)?;
    let source = Source::of(said, input)?;
    let context = release::Context {
        released: &released,
        about: source.about,
        specification_text: text,
        dataset_hash: &source.digest,
        compare: said.judging.compare,
    };
    let judged = judge(&specification, &Dataset::open(input)?, &options, &context, &Progress::default())?;
    conclude(&judged, &said.output, format, &said.judging, wording)
}

/// Writes a table that passed, says why one did not, and writes what the audit found in any case.
pub(crate) fn conclude(judged: &Judged, output: &Path, format: Format, said: &Judging, wording: &Wording) -> Outcome<ExitCode> {
    if let Some(path) = &said.audit {
        write_audit(&judged.report, path, wording)?;
    }
    let Judged { report, .. } = judged;
    let Some(release) = judged.release() else {
        eprintln!("{}", refused(report, PRINTED, wording));
        return Ok(ExitCode::from(1));
    };
    release.clone().worded(wording.language().content()).write(output, format)?;
    if let Some(path) = &said.release {
        release.write_json(path)?;
    }
    eprintln!("{}", passed(report, wording));
    Ok(ExitCode::SUCCESS)
}

/// Releases that were written before, from files of one's own.
pub(crate) fn earlier(paths: &[PathBuf]) -> Outcome<Vec<Release>> {
    let read = |path: &PathBuf| {
        let place = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Fault::new("release-unreadable", &place).with("reason", error))?;
        Release::read(&bytes, &place)
    };
    paths.iter().map(read).collect()
}

/// Says what is wrong; the exit status of faults.
pub(crate) fn tell(faults: &[Fault], wording: &Wording) -> ExitCode {
    faults.iter().for_each(|fault| eprintln!("{}", message(fault, wording)));
    eprintln!("{}", wording.count("cli-tabulate-faults", faults.len()));
    ExitCode::from(1)
}

/// What the data are, and whom they are about.
struct Source {
    digest: String,
    about: About,
}

impl Source {
    fn of(said: &Tabulate, input: &Path) -> Outcome<Self> {
        let folder = input.parent().unwrap_or(Path::new("."));
        let manifest = microdata::dataset::Manifest::read(folder).ok();
        let digest = match &manifest {
            Some(manifest) => manifest.content_sha256.clone(),
            None => release::digest(input)?,
        };
        let mut about = manifest.map(|manifest| manifest.about).unwrap_or_default();
        add_groups(&mut about, &said.judging.about);
        Ok(Self { digest, about })
    }
}

/// Whom the command line says the data are about, beside what is said of them.
pub(crate) fn add_groups(about: &mut About, said: &[AboutGroup]) {
    about.children |= said.contains(&AboutGroup::Children);
    about.status |= said.contains(&AboutGroup::Status);
}

/// What the audit of a table found, in words.
pub(crate) fn told(report: &Report, wording: &Wording) -> String {
    if report.passes { passed(report, wording) } else { refused(report, PRINTED, wording) }
}

fn write_audit(report: &Report, path: &Path, wording: &Wording) -> Outcome<()> {
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let text = match (is_json, report.passes) {
        (true, _) => serde_json::to_string_pretty(report).unwrap_or_default(),
        (false, true) => passed(report, wording),
        (false, false) => refused(report, release::MOST_FINDINGS, wording),
    };
    let failed = |error| Fault::new("cannot-write", path.display().to_string()).with("reason", error);
    std::fs::write(path, text + "\n").map_err(|error| failed(error).into())
}

fn passed(report: &Report, wording: &Wording) -> String {
    let numbers = [report.figures, report.withheld, report.sensitive, report.together_with].map(|number| number.to_string());
    let names = ["figures", "withheld", "sensitive", "releases"];
    let args: Vec<(&str, &str)> = names.into_iter().zip(numbers.iter().map(String::as_str)).collect();
    let remarks = report.findings.iter().take(PRINTED).map(|finding| found(report, finding, wording));
    std::iter::once(wording.fill("cli-tabulate-passed", &args))
        .chain(remarks)
        .chain(compared(report, wording))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Why the table is not written, what each method would do, and which categories could be merged.
fn refused(report: &Report, most: usize, wording: &Wording) -> String {
    let mut lines: Vec<String> = report.findings.iter().take(most).map(|finding| found(report, finding, wording)).collect();
    let further = report.findings.len().saturating_sub(most) + report.further_findings;
    if further > 0 {
        lines.push(wording.count("cli-tabulate-further", further));
    }
    lines.extend(compared(report, wording));
    for proposal in report.proposals.iter().take(5) {
        let (before, after) = (proposal.sensitive_before.to_string(), proposal.sensitive_after.to_string());
        let [first, second] = proposal.codes.each_ref().map(|code| report.code_words(&proposal.variable, code));
        let args = [
            ("variable", report.title(&proposal.variable)),
            ("first", &first),
            ("second", &second),
            ("before", &before),
            ("after", &after),
        ];
        lines.push(wording.fill("cli-tabulate-proposal", &args));
    }
    let forbidding = report.findings.iter().filter(|finding| finding.forbids).count() + report.further_findings;
    lines.push(wording.count("cli-tabulate-refused", forbidding));
    lines.join("\n")
}

/// What each method would do to the table; or why that is not said.
fn compared(report: &Report, wording: &Wording) -> Vec<String> {
    let line = |way: &release::Comparison| match &way.impossible {
        Some(code) => {
            // What a person sees there stands in parentheses already.
            let reason = wording.find(&format!("table-impossible-{code}"), &[]).unwrap_or_else(|| format!("({code})"));
            wording.fill("cli-tabulate-method-impossible", &[("method", &way.method), ("reason", &reason)])
        }
        None => {
            let (withheld, forbidding) = (way.withheld.to_string(), way.forbidding.to_string());
            let args = [
                ("method", way.method.as_str()),
                ("withheld", &withheld),
                ("distance", &way.distance),
                ("forbidding", &forbidding),
            ];
            wording.fill("cli-tabulate-method", &args)
        }
    };
    let too_large = report.not_compared.map(|known| {
        let (cells, most) = (known.cells.to_string(), known.most.to_string());
        wording.fill("table-not-compared", &[("cells", &cells), ("most", &most)])
    });
    report.comparison.iter().map(line).chain(too_large).collect()
}

fn found(report: &Report, finding: &release::Finding, wording: &Wording) -> String {
    let args = report.args(finding);
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let text = wording.fill(&format!("audit-{}", finding.code), &args);
    let remedy = wording.fill(&format!("audit-{}-remedy", finding.code), &args);
    let place = if finding.place.is_empty() { wording.t("cli-tabulate-everyone") } else { report.words(&finding.place) };
    format!("{place}: {}: {text}\n  = {remedy}", finding.code)
}

fn report(table: &Table, wording: &Wording) {
    let (rows, records) = (table.rows().to_string(), table.records().to_string());
    eprintln!("{}", wording.fill("cli-tabulate-done", &[("rows", &rows), ("records", &records)]));
    if table.rounded() > 0 {
        eprintln!("{}", wording.fill("cli-tabulate-rounded", &[("count", &table.rounded().to_string())]));
    }
}

/// The fault as the other commands print theirs: place, code and message, then the remedy.
fn message(fault: &Fault, wording: &Wording) -> String {
    let args: Vec<(&str, &str)> = fault.args.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    let text = wording.fill(&format!("tabulate-{}", fault.code), &args);
    let remedy = wording.fill(&format!("tabulate-{}-remedy", fault.code), &args);
    format!("{}: {}: {text}\n  = {remedy}", fault.place, fault.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_message_and_remedy_in_every_language() {
        for language in Language::INTERFACE {
            for code in jalon_stats::tabulation::CODES {
                for key in [format!("tabulate-{code}"), format!("tabulate-{code}-remedy")] {
                    assert!(Wording::of(language).find(&key, &[]).is_some(), "{language:?} lacks {key}");
                }
            }
            let findings = release::FINDINGS.iter().flat_map(|code| [format!("audit-{code}"), format!("audit-{code}-remedy")]);
            let phases = release::Phase::ALL.iter().map(|phase| format!("phase-{}", phase.code()));
            for key in findings.chain(phases) {
                assert!(Wording::of(language).find(&key, &[]).is_some(), "{language:?} lacks {key}");
            }
        }
    }
}

//! Suppression and audit of generated tables, alone or beside Tau-Argus.
//!
//! `cargo bench --workspace --profile dev --bench disclosure` prints our figures; with `ROUNDING=1` controlled rounding alone, with
//! `ROUNDING=0` all but that. With `COSTS=cells` each cell costs the same instead of its value, with `OUTSIDERS=whole` outsiders
//! reckon with whole persons, as in a release, instead of fractions, as with Tau-Argus; with `ROUNDS=0` suppression searches once.
//! With `TAU_ARGUS=<python with pytauargus>` it also writes each table in Tau-Argus' format, runs its methods in processes of their
//! own, and judges what they chose by our full audit.
//! Wall-clock seconds of one run each: the machine should be otherwise idle.

use jalon_disclosure::accumulate::Accumulator;
use jalon_disclosure::audit::{Finding, Policy, audit};
use jalon_disclosure::bounds::Attacker;
use jalon_disclosure::dimension::{CodeSpecification, Dimension, DimensionSpecification};
use jalon_disclosure::primary::{Rule, Sensitive, ThresholdProtection};
use jalon_disclosure::rounding::{self, round};
use jalon_disclosure::suppress::{Costs, Method, Options, suppress};
use jalon_disclosure::system::{CellIndex, System};
use jalon_disclosure::table::{Kind, PriorKnowledge, TableSpecification, Unlisted};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Name, branching of each dimension's levels, persons, and whether the exact methods are tried.
const TABLES: [(&str, &[&[usize]], usize, bool); 9] = [
    ("2d_flat", &[&[8], &[10]], 900, true),
    ("2d_hierarchy", &[&[4, 3], &[3, 3]], 1_500, true),
    ("3d_small", &[&[3, 2], &[4], &[3]], 600, true),
    ("3d_medium", &[&[4, 3], &[8], &[5]], 4_000, false),
    ("3d_6552", &[&[4, 4], &[5, 4], &[11]], 40_000, false),
    ("4d_14553", &[&[4, 4], &[10], &[8], &[6]], 200_000, false),
    ("3d_sparse", &[&[6, 9], &[90], &[10]], 60_000, false),
    ("4d_659190", &[&[6, 6], &[12, 5], &[20], &[9]], 12_000_000, false),
    ("4d_3230031", &[&[6, 6], &[12, 5], &[20], &[48]], 12_000_000, false),
];
/// Only made when they are asked for.
const LARGE: [&str; 3] = ["3d_sparse", "4d_659190", "4d_3230031"];

const NAMES: [&str; 4] = ["region", "birth", "age", "status"];

fn main() {
    let only = std::env::var("ONLY").ok();
    let peer = std::env::var("TAU_ARGUS").ok();
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(Options::default().rounds);
    for (name, shape, persons, exact) in TABLES {
        if only.as_deref().map_or(LARGE.contains(&name), |only| only != name) {
            continue;
        }
        let (system, sensitive) = generated(shape, persons);
        println!("{name}: {} cells, {} sensitive", system.len(), sensitive.len());
        let rounding = std::env::var("ROUNDING").ok();
        if rounding.as_deref() != Some("0") {
            rounded(&system);
        }
        if rounding.as_deref() == Some("1") {
            continue;
        }
        if exact {
            ours(&system, &sensitive, Method::Exact, rounds);
        }
        ours(&system, &sensitive, Method::Heuristic, rounds);
        if let Some(python) = &peer {
            beside(&system, &sensitive, python, name, exact);
        }
    }
}

fn rounded(system: &System) {
    let started = Instant::now();
    match round(system, &rounding::Options::default()) {
        Ok(found) => {
            let (seconds, steps, distance) = (started.elapsed().as_secs_f64(), found.steps, found.distance);
            let mean = distance as f64 / system.len() as f64;
            let proved = if found.proved_least { "proved least" } else { "not proved least" };
            println!("  rounding to 5: {seconds:.2} s, {steps} steps beyond, {mean:.3} from the true value on average, {proved}");
        }
        Err(faults) => println!("  rounding to 5: {faults:?}"),
    }
}

fn attacker() -> Attacker {
    if std::env::var_os("OUTSIDERS").is_some_and(|outsiders| outsiders == "whole") { Attacker::Whole } else { Attacker::Linear }
}

fn ours(system: &System, sensitive: &Sensitive, method: Method, rounds: u32) {
    let costs = if std::env::var_os("COSTS").is_some_and(|costs| costs == "cells") { Costs::Cells } else { Costs::Values };
    let options = Options { method, costs, attacker: attacker(), rounds, ..Options::default() };
    let started = Instant::now();
    match suppress(system, sensitive, &options) {
        Ok(chosen) => {
            let seconds = started.elapsed().as_secs_f64();
            let (cost, secondary) = (chosen.cost, chosen.secondary);
            println!(
                "  jalon {method:?}: {seconds:.2} s, {secondary} secondary cells, cost {cost:.0}, proved {}",
                chosen.proved_cheapest
            );
            judge(system, sensitive, &chosen.withheld, &chosen.proofs);
        }
        Err(faults) => println!("  jalon {method:?}: {} faults, the first {:?}", faults.len(), faults.first()),
    }
}

/// The full audit, without help, with exact ranges; and the quick one that a publication needs.
fn judge(system: &System, sensitive: &Sensitive, withheld: &[bool], proofs: &[Vec<(CellIndex, f64)>]) {
    let modes: &[(&str, bool)] =
        if system.len() > 100_000 { &[("audit", false)] } else { &[("audit", false), ("audit with ranges", true)] };
    for &(mode, ranges) in modes {
        let policy = Policy { attacker: attacker(), ranges, ..Policy::default() };
        let started = Instant::now();
        let proofs = if ranges { &[] } else { proofs };
        match audit(system, sensitive, withheld, proofs, &policy) {
            Ok((report, audited)) => {
                let open = |finding: &&Finding| finding.blocks(&policy);
                println!(
                    "    {mode}: {:.2} s, passes {}, {} cells under-protected",
                    started.elapsed().as_secs_f64(),
                    audited.is_some(),
                    report.findings.iter().filter(open).count()
                );
            }
            Err(faults) => println!("    {mode}: {faults:?}"),
        }
    }
}

fn beside(system: &System, sensitive: &Sensitive, python: &str, name: &str, exact: bool) {
    let folder = std::env::temp_dir().join(format!("jalon-disclosure-{}", std::process::id()));
    if let Err(error) = std::fs::create_dir_all(&folder).and_then(|()| write(system, sensitive, &folder, name)) {
        println!("  Tau-Argus: {error}");
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../benches/disclosure_peer.py");
    let methods: &[&str] = if exact { &["OPT", "MOD"] } else { &["MOD", "AUDIT"] };
    for method in methods {
        let seconds = if *method == "AUDIT" { "900" } else { "600" };
        let run = Command::new("timeout").args([seconds, python, script]).arg(&folder).args([name, method, seconds]).output();
        match run {
            Ok(run) if run.status.success() => print!("  Tau-Argus {method}: {}", String::from_utf8_lossy(&run.stdout)),
            Ok(run) => println!("  Tau-Argus {method}: ended without a result, {}", run.status),
            Err(error) => println!("  Tau-Argus {method}: {error}"),
        }
        if let Some(withheld) = read(system, &folder.join(format!("{name}.{method}"))) {
            let secondary =
                (0..withheld.len()).filter(|&cell| withheld[cell] && sensitive.protection(cell as CellIndex).is_none());
            let value = |cell: usize| system.tables()[0].value(cell).unwrap_or(0) as f64;
            let (cells, cost) = secondary.fold((0, 0.0), |(cells, cost), cell| (cells + 1, cost + value(cell)));
            println!("    {cells} secondary cells, cost {cost:.0}");
            judge(system, sensitive, &withheld, &[]);
        }
    }
    // A folder of figures that nobody misses if it stays.
    let _ = std::fs::remove_dir_all(&folder);
}

/// The table as Tau-Argus reads it: a line per cell, the variables' description, a list of codes per hierarchy.
fn write(system: &System, sensitive: &Sensitive, folder: &Path, name: &str) -> std::io::Result<()> {
    let table = &system.tables()[0];
    let mut lines = String::new();
    for position in 0..table.cells().len() {
        let value = table.value(position).unwrap_or(0);
        let protection = sensitive.protection(position as CellIndex);
        let (status, lower, upper) = protection.map_or(("s", 0, 0), |needed| ("u", needed.lower, needed.upper));
        let _ = writeln!(lines, "{};{value};{value};{status};{lower};{upper}", table.place(position).join(";"));
    }
    std::fs::write(folder.join(format!("{name}.tab")), lines)?;
    let mut description = String::from("<SEPARATOR> \";\"\n<SAFE> \"S\"\n<UNSAFE> \"U\"\n<PROTECT> \"P\"\n");
    for dimension in table.dimensions() {
        let _ = write!(description, "{}\n  <RECODEABLE>\n  <TOTCODE> \"Total\"\n", dimension.name());
        let mut hierarchy = String::new();
        list(dimension, dimension.total(), 0, &mut hierarchy);
        if hierarchy.contains('@') {
            let file = folder.join(format!("{name}-{}.hrc", dimension.name()));
            std::fs::write(&file, hierarchy)?;
            let _ = write!(description, "  <HIERARCHICAL>\n  <HIERCODELIST> \"{}\"\n  <HIERLEADSTRING> \"@\"\n", file.display());
        }
    }
    description.push_str("value\n  <NUMERIC>\nfreq\n  <FREQUENCY>\nstatus\n  <STATUS>\n");
    description.push_str("lower\n  <NUMERIC> <LOWERPL>\nupper\n  <NUMERIC> <UPPERPL>\n");
    std::fs::write(folder.join(format!("{name}.rda")), description)
}

fn list(dimension: &Dimension, code: usize, depth: usize, lines: &mut String) {
    for &part in dimension.parts(code) {
        let _ = writeln!(lines, "{}{}", "@".repeat(depth), dimension.code(part));
        list(dimension, part, depth + 1, lines);
    }
}

/// The cells that Tau-Argus withholds.
fn read(system: &System, file: &Path) -> Option<Vec<bool>> {
    let text = std::fs::read_to_string(file).ok()?;
    let mut withheld = vec![false; system.len()];
    for line in text.lines() {
        let mut fields: Vec<String> = line.split(';').map(str::to_owned).collect();
        let status = fields.pop()?;
        let position = system.tables()[0].position(&fields).ok()?;
        withheld[position] = status == "u" || status == "m";
    }
    Some(withheld)
}

/// Persons spread unevenly over the finest codes, the same ones in every run.
fn generated(shape: &[&[usize]], persons: usize) -> (System, Sensitive) {
    let specification = TableSpecification {
        name: "generated".to_owned(),
        measure: "persons".to_owned(),
        kind: Kind::Count,
        decimals: 0,
        prior_knowledge: PriorKnowledge::NonNegative,
        dimensions: shape.iter().zip(NAMES).map(|(branching, name)| tree(name, branching)).collect(),
        cells: Vec::new(),
        unlisted: Unlisted::Zero,
    };
    let dimensions: Vec<Dimension> = specification.dimensions.iter().filter_map(|tree| Dimension::new(tree).ok()).collect();
    let finest: Vec<Vec<usize>> = dimensions.iter().map(|dimension| dimension.finest().collect()).collect();
    let mut adding = Accumulator::new(&specification, 0).expect("the shapes are well formed");
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = move || {
        // Marsaglia's xorshift: enough for spreading persons.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for _ in 0..persons {
        // The square favours the first codes: a few large categories and many small ones.
        let codes: Vec<usize> = finest.iter().map(|finest| finest[(random().powi(2) * finest.len() as f64) as usize]).collect();
        adding.add(&codes, 1);
    }
    let system = System::new(vec![adding.finish()]).expect("an accumulated table adds up");
    let rule = Rule::Threshold { minimum: 5, protection: ThresholdProtection::ToThreshold };
    let sensitive = Sensitive::find(&system, &[rule]).expect("the rule is in range");
    (system, sensitive)
}

fn tree(name: &str, branching: &[usize]) -> DimensionSpecification {
    let total = CodeSpecification { code: "Total".to_owned(), parent: None, covers: Vec::new() };
    let mut codes = vec![total];
    let mut level = vec![("Total".to_owned(), name[..1].to_owned())];
    for &parts in branching {
        let mut next = Vec::new();
        for (parent, prefix) in &level {
            for part in 0..parts {
                let code = format!("{prefix}{}", char::from(b'a' + part as u8));
                codes.push(CodeSpecification { code: code.clone(), parent: Some(parent.clone()), covers: Vec::new() });
                next.push((code.clone(), code));
            }
        }
        level = next;
    }
    DimensionSpecification { name: name.to_owned(), codes }
}

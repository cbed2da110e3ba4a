//! Import of a million dirty rows with a complete report of faults.
//!
//! ```text
//! cargo bench -p jalon-stats --bench import                  generates, imports five times, prints the median
//! cargo bench -p jalon-stats --bench import -- generate DIR  only generates: people.csv, description.toml, places.csv
//! cargo bench -p jalon-stats --bench import -- once DIR      imports once what DIR holds
//! ```
//! ROWS is the number of rows (a million). `benches/microdata.sh` does the same with other programs.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should stop with the reason")]

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use jalon_domain::Language;
use jalon_domain::wording::Wording;
use jalon_stats::microdata::description::Description;
use jalon_stats::microdata::{Identifier, Outcome, Request, import};

const ROWS: usize = 1_000_000;

fn rows() -> usize {
    std::env::var("ROWS").map_or(ROWS, |rows| rows.parse().unwrap())
}

/// Faults per rule; there are twelve rules.
const PLANTED: usize = 100;
const REGIONS: u64 = 20;
const MUNICIPALITIES: u64 = 4000;
const COUNTRIES: [&str; 12] = ["FR", "DZ", "MA", "PT", "TN", "IT", "ES", "SN", "TR", "ML", "CN", "HT"];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate", folder] => generate(Path::new(folder)),
        ["once", folder] => drop(once(Path::new(folder))),
        _ => {
            let folder = tempfile::tempdir().unwrap();
            generate(folder.path());
            let mut times: Vec<f64> = (0..5).map(|_| once(folder.path())).collect();
            times.sort_by(f64::total_cmp);
            println!("import of {} rows, 12 rules, {} faults: {:.3} s at the median of five", rows(), PLANTED * 12, times[2]);
        }
    }
}

/// Imports into a new folder and removes it; gives the seconds the import took.
fn once(folder: &Path) -> f64 {
    let start = Instant::now();
    let text = std::fs::read_to_string(folder.join("description.toml")).unwrap();
    let description = Description::parse(&text, folder).unwrap();
    let output = folder.join("dataset");
    let identifier = Identifier::new(b"a secret for benchmarks, and for nothing else").unwrap();
    let outcome = import(&Request {
        file: &folder.join("people.csv"),
        description: &description,
        codebook: None,
        identifier: Some(&identifier),
        output: &output,
        wording: Wording::of(Language::French),
    });
    let Outcome::Imported { report, .. } = outcome.unwrap() else { panic!("stopped") };
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(report.faults, PLANTED as u64 * 12, "{report:?}");
    std::fs::remove_dir_all(output).unwrap();
    seconds
}

/// Numbers that look random and are always the same (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// Every 833rd row or so breaks one rule, each rule in turn.
fn generate(folder: &Path) {
    let mut numbers = Numbers(20_260_101);
    std::fs::create_dir_all(folder).unwrap();
    let mut file = BufWriter::new(std::fs::File::create(folder.join("people.csv")).unwrap());
    let mut csv = String::from("person,region,municipality,sex,birth,age,country,status,education,years,income,weight\n");
    let step = rows() / (PLANTED * 12);
    for row in 0..rows() {
        let planted = (row % step == step / 2 && row / step < PLANTED * 12).then_some(row / step % 12);
        line(&mut csv, row, planted, &mut numbers);
        file.write_all(csv.as_bytes()).unwrap();
        csv.clear();
    }
    file.flush().unwrap();
    std::fs::write(folder.join("places.csv"), places()).unwrap();
    std::fs::write(folder.join("description.toml"), DESCRIPTION).unwrap();
}

fn line(csv: &mut String, row: usize, planted: Option<usize>, numbers: &mut Numbers) {
    let when = |rule: usize| planted == Some(rule);
    let municipality = numbers.below(MUNICIPALITIES);
    let region = municipality % REGIONS;
    let age = numbers.below(100);
    let years = numbers.below(age + 1);
    // The row before, whose values are its own: its person is repeated.
    let person = if when(0) { row - 1 } else { row };
    let other_region = if when(1) { (region + 1) % REGIONS } else { region };
    let place = if when(2) { "M9999".to_owned() } else { format!("M{municipality:04}") };
    let sex = if when(3) { 7 } else { 1 + numbers.below(2) };
    let (year, month, day) = (2025 - age, 1 + numbers.below(12), 1 + numbers.below(28));
    let birth = if when(4) { format!("{year}-13-{day:02}") } else { format!("{year}-{month:02}-{day:02}") };
    let shown_age = if when(5) { 150 + age } else { age };
    let country = if when(6) { "XX" } else { COUNTRIES[usize::try_from(numbers.below(12)).unwrap()] };
    let status = if when(7) { String::new() } else { (1 + numbers.below(6)).to_string() };
    let education = if when(8) { "many".to_owned() } else { numbers.below(10).to_string() };
    let years = if when(9) { age + 1 + numbers.below(20) } else { years };
    let income = if when(10) { "n/a".to_owned() } else { format!("{}.{:02}", numbers.below(90_000), numbers.below(100)) };
    let weight = if when(11) { "-1.5".to_owned() } else { format!("{}.{:04}", 1 + numbers.below(40), numbers.below(10_000)) };
    writeln!(
        csv,
        "P{person:08},R{other_region:02},{place},{sex},{birth},{shown_age},{country},{status},{education},{years},{income},{weight}"
    )
    .unwrap();
}

fn places() -> String {
    let mut csv = String::from("code,label,parent\n");
    for region in 0..REGIONS {
        writeln!(csv, "R{region:02},Region {region},").unwrap();
    }
    for municipality in 0..MUNICIPALITIES {
        writeln!(csv, "M{municipality:04},Municipality {municipality},R{:02}", municipality % REGIONS).unwrap();
    }
    csv
}

/// The twelve rules: persons are unique (0); municipality within region (1); municipality, sex, country known (2, 3, 6); birth a date (4);
/// age and weight within limits (5, 11); status given (7); education and income numbers (8, 10); years not above the age (9).
const DESCRIPTION: &str = r#"
title = "A million generated persons"
source = "generated"

[[purposes]]
code = "benchmark"
text = "To measure"

[[variables]]
name = "person"
type = "text"

[[variables]]
name = "region"
type = "category"
codelist = "places"

[[variables]]
name = "municipality"
type = "category"
codelist = "places"

[[variables]]
name = "sex"
type = "category"
codelist = "sex"

[[variables]]
name = "birth"
type = "date"

[[variables]]
name = "age"
type = "integer"
minimum = 0
maximum = 120

[[variables]]
name = "country"
type = "category"
codelist = "iso-3166-alpha2"

[[variables]]
name = "status"
type = "category"
codelist = "status"
required = true

[[variables]]
name = "education"
type = "integer"

[[variables]]
name = "years"
type = "integer"

[[variables]]
name = "income"
type = "decimal"
decimals = 2

[[variables]]
name = "weight"
type = "decimal"
decimals = 4
minimum = 0

[[codelists]]
name = "places"
file = "places.csv"

[[codelists]]
name = "sex"
codes = [{ code = "1", label = "Men" }, { code = "2", label = "Women" }]

[[codelists]]
name = "status"
codes = [{ code = 1 }, { code = 2 }, { code = 3 }, { code = 4 }, { code = 5 }, { code = 6 }]

[[rules]]
name = "place"
require = "municipality within region"

[[rules]]
name = "duration"
require = "years <= age"

[[unique]]
variables = ["person"]

[record_key]
variables = ["person"]
keys = 256
"#;

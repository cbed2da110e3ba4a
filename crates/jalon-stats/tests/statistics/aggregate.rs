//! Tables that were already counted: what is read, what is refused, and what may leave the office.

use std::path::{Path, PathBuf};

use jalon_domain::Language;
use jalon_domain::wording::Wording;
use jalon_stats::microdata::aggregate::whole_table;
use jalon_stats::microdata::dataset::{Dataset as Folder, Manifest};
use jalon_stats::microdata::description::Description;
use jalon_stats::microdata::{Outcome, Request, import};
use jalon_stats::release::{About, Context, Judged, Progress, Release, judge, shown};
use jalon_stats::tabulation::{Dataset, Fault, Options, Status, compute, parse};
use proptest::prelude::*;

use crate::office::{Office, Person};

const DESCRIPTION: &str = "title = \"Residents\"\nsource = \"Register\"\n[[purposes]]\ncode = \"plan\"\ntext = \"Plan\"\n\
    [[variables]]\nname = \"sex\"\ncolumn = \"SEX\"\ntype = \"category\"\ncodelist = \"sexes\"\n\
    [[variables]]\nname = \"age\"\ncolumn = \"AGE\"\ntype = \"category\"\ncodelist = \"ages\"\n\
    [[codelists]]\nname = \"sexes\"\ncodes = [{ code = \"F\" }, { code = \"M\" }]\n\
    [[codelists]]\nname = \"ages\"\ncodes = [{ code = \"young\" }, { code = \"adult\" }, { code = \"old\" }]\n\
    [aggregate]\ncount = \"N\"\n";

/// The table as a dataset, or the faults as they are read in English.
fn handed_in(office: &Office, name: &str, rows: &str, more: &str) -> Result<(PathBuf, Manifest), Vec<String>> {
    let wording = Wording::of(Language::English);
    let words = |faults: Vec<jalon_domain::Problem>| faults.iter().map(|fault| wording.problem(fault)).collect::<Vec<_>>();
    let description = Description::parse(&format!("{DESCRIPTION}{more}"), Path::new(".")).map_err(words)?;
    let (file, output) = (office.path(&format!("{name}.csv")), office.path(name));
    std::fs::write(&file, rows).unwrap();
    let request = Request { file: &file, description: &description, codebook: None, identifier: None, output: &output, wording };
    match import(&request).map_err(words)? {
        Outcome::Imported { manifest, .. } => Ok((output, manifest)),
        Outcome::Stopped { .. } => panic!("a table is refused as a whole"),
    }
}

fn judged_as(folder: &Path, text: &str, released: &[Release], about: About) -> Result<Judged, Vec<Fault>> {
    let manifest = Manifest::read(folder).unwrap();
    let options = Options { threads: 2, memory: 1 << 28, folder: folder.to_owned(), counter: None };
    let context = Context { released, about, specification_text: text, dataset_hash: &manifest.content_sha256, compare: false };
    let data = Dataset::open(&folder.join("data.parquet"))?;
    judge(&parse(text, "table.toml", folder)?, &data, &options, &context, &Progress::default())
}

fn judged(folder: &Path, method: &str) -> Judged {
    judged_as(folder, &whole_table(&Manifest::read(folder).unwrap(), method), &[], About::default()).unwrap()
}

/// What a release shows: the codes of each cell with the value, or the state where there is none.
fn cells(release: &Release) -> Vec<String> {
    let code = |(place, dimension): (&u32, &jalon_stats::release::Dimension)| dimension.codes[*place as usize].code.clone();
    let cell = |cell: &jalon_stats::release::Cell| {
        let codes: Vec<String> = cell.codes.iter().zip(release.dimensions()).map(code).collect();
        let figure = &cell.figures[0];
        format!("{} {}", codes.join(" "), figure.value.as_deref().unwrap_or(figure.status.code()))
    };
    release.cells().iter().map(cell).collect()
}

/// The findings that forbid a release: code and place.
fn forbidding(judged: &Judged) -> Vec<String> {
    let found = judged.report.findings.iter().filter(|found| found.forbids);
    found.map(|found| format!("{} at {}", found.code, shown(&found.place))).collect()
}

const WHOLE: &str = "SEX;AGE;N\nF;young;40\nF;adult;52\nF;old;31\nM;young;38\nM;adult;60\nM;old;22\n";

#[test]
fn a_table_without_small_cells_is_released_with_the_totals_that_it_lacks() {
    let office = Office::new();
    let (folder, manifest) = handed_in(&office, "whole", WHOLE, "").unwrap();
    assert!(manifest.aggregate.is_some_and(|table| !table.has_unknown && table.states.is_empty()));
    let found = judged(&folder, "none");
    let release = found.release().unwrap_or_else(|| panic!("{:?}", found.report.findings));
    let wanted = [
        "F young 40",
        "F adult 52",
        "F old 31",
        "M young 38",
        "M adult 60",
        "M old 22",
        "F _T 123",
        "M _T 120",
        "_T young 78",
        "_T adult 112",
        "_T old 53",
        "_T _T 243",
    ];
    let (mut found, mut wanted): (Vec<String>, Vec<String>) = (cells(release), wanted.map(str::to_owned).to_vec());
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    assert_eq!(release.measures()[0].unit, "persons");
    // Of numbers nothing can be made that needs records.
    let text = whole_table(&Manifest::read(&folder).unwrap(), "none");
    let keys = text.replace("\"none\"", "\"cell-key\"\nrecord_key = \"sex\"");
    assert_eq!(judged_as(&folder, &keys, &[], About::default()).unwrap_err()[0].code, "counted-keys");
    let mean = text.replace("kind = \"count\"", "kind = \"mean\"\nvariable = \"_count\"");
    assert_eq!(judged_as(&folder, &mean, &[], About::default()).unwrap_err()[0].code, "counted-only");
    let folder = Folder { manifest: Manifest::read(&folder).unwrap(), folder };
    folder.verify().unwrap();
}

#[test]
fn every_fault_is_told_with_its_row_and_nothing_is_imported() {
    let office = Office::new();
    let rows = "SEX;AGE;N;S\nF;young;40;\nF;adult;-2;\nF;old;3.5;\nF;elder;7;\nM;young;38;x\nM;young;39;\nM;adult;;\n;old;5;\n\
        M;old;many;\nM;old;4;odd\nF;_T;90\n";
    let faults = handed_in(&office, "faulty", rows, "state = \"S\"\n").unwrap_err();
    let starts = [
        "Row 3, column “N”: a count cannot be negative",
        "Row 4, column “N”: a count is a whole number",
        "Row 5, column “AGE”: this code is neither in the list",
        "Row 6, column “S”: number and state contradict",
        "Row 8, column “N”: neither number nor state",
        "Row 9, column “SEX”: there is no code",
        "Row 10, column “N”: this is neither a number",
        "Row 11, column “S”: this state is not known",
        "Row 12: 3 cells instead of 4",
    ];
    assert_eq!(faults.len(), starts.len(), "{faults:#?}");
    for (fault, start) in faults.iter().zip(starts) {
        assert!(fault.starts_with(start), "{fault}");
        assert!(!fault.contains("elder") && !fault.contains("many"), "no value is repeated: {fault}");
    }
    assert!(!office.path("faulty").exists());
}

#[test]
fn what_does_not_add_up_is_told_with_the_difference_and_nothing_absent_is_zero() {
    let office = Office::new();
    let check = |rows: &str, more: &str, wanted: &[&str]| {
        let faults = handed_in(&office, "sums", &format!("SEX;AGE;N\n{rows}"), more).unwrap_err();
        assert_eq!(faults.len(), wanted.len(), "{faults:#?}");
        for (fault, wanted) in faults.iter().zip(wanted) {
            assert!(fault.contains(wanted), "{fault}");
        }
    };
    let square = "F;young;40\nF;adult;52\nM;young;38\nM;adult;60\nF;old;1\nM;old;9\n";
    check(
        &format!("{square}F;T;95\nM;young;38\n"),
        "",
        &[
            "Row 8 (sex = F): 95 is not the sum of the parts of `age`, 93; difference 2",
            "Row 9: this combination (sex = M, age = young) already stands in row 4",
        ],
    );
    // A row that stands twice hides no combination that is absent.
    check(
        "F;young;40\nF;adult;52\nF;old;1\nM;young;38\nM;adult;60\nF;young;40\n",
        "",
        &[
            "Row 7: this combination (sex = F, age = young) already stands in row 2",
            "The combination sex = M, age = old is not there",
        ],
    );
    let total = "F;young;40\nF;adult;52\nF;old;92\nM;young;38\nM;adult;60\nM;old;98\n";
    check(total, "", &["code old is everywhere the sum of the others"]);
    check("F;young;40\nF;adult;52\nF;old;1\nM;young;38\nM;adult;60\n", "", &["The combination sex = M, age = old is not there"]);
    check("F;young;40\nF;adult;52\nM;young;38\nM;adult;60\n", "", &["Variable `age`: code old of the list stands in no row"]);
    // Two withheld cells in a line whose known cells are more than its total, and totals that no numbers fit.
    check(
        "F;young;x\nF;adult;52\nF;old;x\nM;young;38\nM;adult;60\nM;old;9\nF;T;50\n",
        "",
        &["known parts of `age` make 52, more than the total 50"],
    );
    check(
        "F;young;x\nF;adult;52\nF;old;x\nM;young;38\nM;adult;60\nM;old;9\nF;T;60\nT;young;40\nT;old;10\n",
        "",
        &["no numbers of the cells without a value make all totals true; this one is off by 5"],
    );
    let absent = handed_in(&office, "absent", "SEX;AGE;N\nF;young;40\nM;adult;60\n", "absent = \"zero\"\n").unwrap();
    let found = judged(&absent.0, "none");
    assert!(cells(found.release().unwrap()).contains(&"F adult 0".to_owned()), "{:?}", found.report.findings);
}

#[test]
fn descriptions_say_what_does_not_fit_a_table() {
    let office = Office::new();
    let more = "state = \"N\"\n[aggregate.totals]\nplace = \"T\"\n[aggregate.markers]\nmissing = \"-\"\nsuppressed = [\"-\"]\n\
        [[unique]]\nvariables = [\"sex\"]\n[[variables]]\nname = \"income\"\ntype = \"integer\"\n";
    let faults = handed_in(&office, "described", WHOLE, more).unwrap_err();
    for part in [
        "`unique` is about records",
        "variables `income`: in a table",
        "`state`: this column already serves",
        "`place`",
        "two meanings",
    ] {
        assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:#?}");
    }
}

/// A public table whose holder withheld one small cell, and another beside it in one direction only.
const LEAKING: &str = "SEX;AGE;N\nF;young;3\nF;adult;52\nF;old;31\nM;young;38\nM;adult;60\nM;old;22\n";

fn withheld(rows: &[&str]) -> String {
    let totals = "F;T;86\nM;T;120\nT;young;41\nT;adult;112\nT;old;53\nT;T;206\n";
    let hide = |line: &str| match rows.iter().find(|start| line.starts_with(**start)) {
        Some(start) => format!("{start}x\n"),
        None => format!("{line}\n"),
    };
    LEAKING.lines().map(hide).collect::<String>() + totals
}

#[test]
fn a_withheld_cell_that_follows_from_the_rest_is_found_and_can_be_protected() {
    let office = Office::new();
    let (folder, manifest) = handed_in(&office, "leaking", &withheld(&["F;young;"]), "").unwrap();
    assert_eq!(manifest.aggregate.unwrap().states["suppressed"], 1);
    let plain = judged(&folder, "none");
    assert_eq!(forbidding(&plain), ["withheld-known at sex = F, age = young"], "{:#?}", plain.report.findings);
    // Withheld it stays, and three more cells hide it.
    let protected = judged(&folder, "suppression");
    let release = protected.release().unwrap_or_else(|| panic!("{:?}", protected.report.findings));
    let hidden = cells(release).into_iter().filter(|cell| cell.ends_with("suppressed")).collect::<Vec<_>>();
    assert!(hidden.contains(&"F young suppressed".to_owned()) && hidden.len() >= 4, "{hidden:?}");
}

#[test]
fn withheld_cells_are_no_secret_when_together_they_are_few() {
    let office = Office::new();
    // A whole square is withheld; its lines and columns leave each between 0 and 3.
    let rows = "SEX;AGE;N\nF;young;x\nF;adult;x\nF;old;31\nM;young;x\nM;adult;x\nM;old;22\nF;T;34\nM;T;40\nT;young;18\nT;adult;3\nT;old;53\nT;T;74\n";
    let (folder, manifest) = handed_in(&office, "few", rows, "").unwrap();
    assert!(manifest.aggregate.unwrap().has_unknown);
    let plain = judged(&folder, "none");
    let found = forbidding(&plain);
    assert!(found.contains(&"withheld-narrow at sex = F, age = young".to_owned()), "{found:?}");
    assert!(found.contains(&"withheld-narrow at sex = F, age = adult".to_owned()), "{found:?}");
    assert!(found.contains(&"sensitive-published at age = adult".to_owned()), "{found:?}");
    assert!(!found.contains(&"withheld-narrow at sex = M, age = young".to_owned()), "it may be 18: {found:?}");
    let narrow = plain.report.findings.iter().find(|found| found.code == "withheld-narrow").unwrap();
    assert_eq!((narrow.args["low"].as_str(), narrow.args["high"].as_str(), narrow.args["needed"].as_str()), ("0", "3", "5"));
    let protected = judged(&folder, "suppression");
    assert_eq!(protected.report.passes, protected.release().is_some());
    let text = whole_table(&Manifest::read(&folder).unwrap(), "rounding");
    assert_eq!(judged_as(&folder, &text, &[], About::default()).unwrap_err()[0].code, "counted-rounding");
    // Nobody sees the numbers that stand in for what is not known.
    let text = whole_table(&Manifest::read(&folder).unwrap(), "none");
    let options = Options { threads: 1, memory: 1 << 28, folder: folder.clone(), counter: None };
    let data = Dataset::open(&folder.join("data.parquet")).unwrap();
    let Err(faults) = compute(&parse(&text, "", &folder).unwrap(), &data, &options) else { panic!("a draft") };
    assert_eq!(faults[0].code, "counted-draft");
}

#[test]
fn missing_withheld_inapplicable_and_zero_are_four_things() {
    let office = Office::new();
    let rows = "SEX;AGE;N\nF;young;40\nF;adult;x\nF;old;0\nM;young;..\nM;adult;60\nM;old;...\n";
    let (folder, manifest) = handed_in(&office, "states", rows, "").unwrap();
    let states = manifest.aggregate.unwrap().states;
    assert_eq!(
        states.into_iter().collect::<Vec<_>>(),
        [("missing".into(), 1), ("not-applicable".into(), 1), ("suppressed".into(), 1)]
    );
    let found = judged(&folder, "none");
    let release = found.release().unwrap_or_else(|| panic!("{:?}", found.report.findings));
    let all = cells(release);
    for wanted in [
        "F young 40",
        "F adult suppressed",
        "F old 0",
        "M young missing",
        "M adult 60",
        "M old not_applicable",
        "F _T suppressed",
        "M _T missing",
        "_T young missing",
        "_T adult suppressed",
        "_T old 0",
        "_T _T suppressed",
    ] {
        assert!(all.contains(&wanted.to_owned()), "{wanted}: {all:?}");
    }
    assert_eq!(release.cell(&["M", "old"]).unwrap().figures[0].status, Status::NotApplicable);
}

#[test]
fn a_later_table_of_the_same_data_does_not_show_what_an_earlier_one_hides() {
    let office = Office::new();
    let (folder, _) = handed_in(&office, "small", LEAKING, "").unwrap();
    let manifest = Manifest::read(&folder).unwrap();
    let first = judged(&folder, "suppression");
    let released = [first.release().unwrap().clone()];
    // Young and adult women together, beside the women of all ages that are out already.
    let text = whole_table(&manifest, "none").replace(
        "variable = \"age\"\n",
        "variable = \"age\"\nlevel = [{ name = \"cut\", others = \"category\", group = [{ code = \"A\", members = [\"adult\", \"old\"] }] }]\n",
    );
    let together = judged_as(&folder, &text, &released, About::default()).unwrap();
    assert!(!together.report.passes, "women less those who are not young are the three young ones");
    assert_eq!(together.report.together_with, 1);
    let strict = About { children: true, status: false };
    let (whole, _) = handed_in(&office, "strict", &WHOLE.replace("M;old;22", "M;old;8"), "").unwrap();
    let text = whole_table(&Manifest::read(&whole).unwrap(), "none");
    assert!(judged_as(&whole, &text, &[], About::default()).unwrap().report.passes);
    assert!(!judged_as(&whole, &text, &[], strict).unwrap().report.passes, "data about children need ten");
}

#[test]
fn what_a_table_of_another_file_shows_of_the_same_persons_is_not_hidden_any_more() {
    let office = Office::new();
    let (first, _) = handed_in(&office, "first", WHOLE, "").unwrap();
    let released = [judged(&first, "none").release().unwrap().clone()];
    // The same persons by area; two young women live in the South.
    let more = "[[variables]]\nname = \"area\"\ncolumn = \"AREA\"\ntype = \"category\"\ncodelist = \"areas\"\n\
        [[codelists]]\nname = \"areas\"\ncodes = [{ code = \"N\" }, { code = \"S\" }]\n";
    let by_area = |south: u64, more_in_north: u64| {
        let line = |line: &str| {
            let (codes, number) = line.rsplit_once(';').unwrap();
            let number: u64 = number.parse().unwrap();
            let own = if codes == "F;young" { south } else { number / 3 };
            format!("{codes};{};N\n{codes};{own};S\n", number - own + more_in_north)
        };
        format!("SEX;AGE;N;AREA\n{}", WHOLE.lines().skip(1).map(line).collect::<String>())
    };
    let (second, _) = handed_in(&office, "second", &by_area(2, 0), more).unwrap();
    let text = whole_table(&Manifest::read(&second).unwrap(), "suppression");
    let together = judged_as(&second, &text, &released, About::default()).unwrap();
    let release = together.release().unwrap_or_else(|| panic!("{:?}", together.report.findings));
    for cell in cells(&released[0]) {
        let (codes, number) = cell.rsplit_once(' ').unwrap();
        assert!(cells(release).contains(&format!("{codes} _T {number}")), "{cell} is known already");
    }
    assert!(cells(release).contains(&"F young S suppressed".to_owned()));
    // A table that withholds what is out is to be completed; one of other numbers is of another year.
    let withheld = by_area(2, 0).replace("F;young;38;N\nF;young;2;S\n", "F;young;x;N\nF;young;x;S\n");
    let (third, _) = handed_in(&office, "third", &withheld, more).unwrap();
    let faults = judged_as(&third, &text, &released, About::default()).unwrap_err();
    assert_eq!(faults[0].code, "counted-shown");
    let rounding = text.replace("suppression", "rounding");
    assert_eq!(judged_as(&second, &rounding, &released, About::default()).unwrap_err()[0].code, "methods-mixed");
    let (other, _) = handed_in(&office, "other", &by_area(2, 1), more).unwrap();
    assert!(judged_as(&other, &rounding, &released, About::default()).is_ok());
    assert!(judged_as(&other, &text, &released, About::default()).is_ok());
}

#[test]
fn things_have_no_threshold_and_hierarchies_have_their_sums() {
    let office = Office::new();
    let more = "counts = \"things\"\ntotal = [\"ALL\"]\n[[variables]]\nname = \"place\"\ncolumn = \"PLACE\"\ntype = \"category\"\ncodelist = \"places\"\n\
        [[codelists]]\nname = \"places\"\ncodes = [{ code = \"ALL\" }, { code = \"N\", parent = \"ALL\" }, { code = \"N1\", parent = \"N\" }, \
        { code = \"N2\", parent = \"N\" }, { code = \"S\", parent = \"ALL\" }]\n";
    let line = |place: &str, number: &str| {
        ["F", "M"]
            .iter()
            .flat_map(|sex| ["young", "adult", "old"].map(|age| format!("{sex};{age};{place};{number}\n")))
            .collect::<String>()
    };
    let rows = format!("SEX;AGE;PLACE;N\n{}{}{}{}", line("N1", "1"), line("N2", "2"), line("S", "4"), line("N", "3"));
    let (folder, _) = handed_in(&office, "things", &rows, more).unwrap();
    let found = judged(&folder, "none");
    let release = found.release().unwrap_or_else(|| panic!("{:?}", found.report.findings));
    assert_eq!(release.measures()[0].unit, "");
    assert_eq!(release.cell(&["F", "old", "N"]).unwrap().figures[0].value.as_deref(), Some("3"));
    assert_eq!(release.cell(&["_T", "_T", "_T"]).unwrap().figures[0].value.as_deref(), Some("42"));
    let about = handed_in(&office, "about", &rows, &more.replace("name = \"place\"\n", "name = \"place\"\nabout = \"status\"\n"))
        .unwrap_err();
    assert!(about[0].contains("also said to be about children"), "{about:?}");
    let wrong = rows.replacen("F;old;N;3", "F;old;N;4", 1);
    let faults = handed_in(&office, "wrong", &wrong, more).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(faults[0].contains("4 is not the sum of the parts of `place`, 3"), "{}", faults[0]);
}

#[test]
fn a_workbook_is_read_like_a_text_file() {
    let office = Office::new();
    let (folder, _) = handed_in(&office, "text", WHOLE, "").unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in WHOLE.lines().enumerate() {
        for (column, cell) in line.split(';').enumerate() {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row as u32, column as u16, number).unwrap(),
                Err(_) => sheet.write_string(row as u32, column as u16, cell).unwrap(),
            };
        }
    }
    let file = office.path("table.xlsx");
    book.save(&file).unwrap();
    let description = Description::parse(DESCRIPTION, Path::new(".")).unwrap();
    let output = office.path("book");
    let wording = Wording::of(Language::English);
    let request = Request { file: &file, description: &description, codebook: None, identifier: None, output: &output, wording };
    import(&request).unwrap();
    let (text, book) = (judged(&folder, "none"), judged(&output, "none"));
    assert_eq!(cells(text.release().unwrap()), cells(book.release().unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A table that was counted from records is judged like the table that is made of these records here.
    #[test]
    fn a_counted_table_is_judged_like_the_table_of_its_records(
        truth in prop::array::uniform6(0..9_usize), method in prop::sample::select(vec!["none", "suppression", "rounding"]), with_totals: bool,
    ) {
        let office = Office::new();
        let ages = [5, 16, 40];
        let persons: Vec<Person> = (0..6)
            .flat_map(|at| (0..truth[at]).map(move |_| at))
            .map(|at| Person { region: None, sex: (at / 3) as i8 + 1, age: Some(ages[at % 3]), income: None, weight: 1, key: None })
            .collect();
        prop_assume!(!persons.is_empty());
        let names = ["young", "adult", "old"];
        let sum = |wanted: &dyn Fn(usize) -> bool| (0..6).filter(|at| wanted(*at)).map(|at| truth[at]).sum::<usize>();
        let mut rows = "SEX;AGE;N\n".to_owned();
        for at in 0..6 {
            rows += &format!("{};{};{}\n", ["F", "M"][at / 3], names[at % 3], truth[at]);
        }
        if with_totals {
            rows += &format!("T;T;{}\nF;T;{}\nM;T;{}\n", persons.len(), sum(&|at| at < 3), sum(&|at| at >= 3));
        }
        let (folder, _) = handed_in(&office, "table", &rows, "").unwrap();
        let counted = judged_as(&folder, &whole_table(&Manifest::read(&folder).unwrap(), method), &[], About::default());
        let text = format!(
            "[table]\nmargins = \"all\"\n[[variable]]\nname = \"sex\"\ncode = [{{ code = \"1\" }}, {{ code = \"2\" }}]\n\
             [[variable]]\nname = \"age\"\ncode = [{{ code = \"5\" }}, {{ code = \"16\" }}, {{ code = \"40\" }}]\n\
             [[dimension]]\nvariable = \"sex\"\n[[dimension]]\nvariable = \"age\"\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n\
             [protection]\nmethod = \"{method}\"\n"
        );
        let data = office.data(&persons, 100);
        let home = office.path("");
        let options = Options { threads: 2, memory: 1 << 28, folder: home.clone(), counter: None };
        let context = Context { released: &[], about: About::default(), specification_text: &text, dataset_hash: "records", compare: false };
        let records = judge(&parse(&text, "", &home).unwrap(), &Dataset::open(&data).unwrap(), &options, &context, &Progress::default());
        match (counted, records) {
            (Ok(counted), Ok(records)) => {
                prop_assert_eq!(counted.report.passes, records.report.passes);
                prop_assert_eq!(counted.report.sensitive, records.report.sensitive);
                let renamed = |judged: &Judged| judged.release().map(|release| {
                    let cells = cells(release).into_iter().map(|cell| {
                        let mut parts: Vec<&str> = cell.split(' ').collect();
                        let new = |old: &str, from: &[&str], to: &[&'static str]| from.iter().position(|known| *known == old).map(|at| to[at]);
                        parts[0] = new(parts[0], &["1", "2"], &["F", "M"]).unwrap_or(parts[0]);
                        parts[1] = new(parts[1], &["5", "16", "40"], &names).unwrap_or(parts[1]);
                        parts.join(" ")
                    });
                    cells.collect::<Vec<_>>()
                });
                prop_assert_eq!(renamed(&counted), renamed(&records));
            }
            (Err(counted), Err(records)) => prop_assert_eq!(&counted[0].code, &records[0].code),
            (counted, records) => prop_assert!(false, "{:?} {:?}", counted.is_ok(), records.is_ok()),
        }
    }
}

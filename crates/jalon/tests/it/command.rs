//! The command line.

use crate::house::{House, RIVEMONT, copy, demonstration, program, run};

fn out(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn checks_are_printed_like_diagnostics_and_stand_in_the_exit_status() {
    let text = run(demonstration(), &["check", RIVEMONT, "--lang", "en"]);
    assert_eq!(text.status.code(), Some(1), "errors stand in a dossier under discussion");
    insta::assert_snapshot!("check_rivemont", out(&text));
    let json = run(demonstration(), &["check", RIVEMONT, "--format", "json"]);
    let found: Vec<serde_json::Value> = serde_json::from_slice(&json.stdout).unwrap();
    assert!(found.iter().all(|diagnostic| diagnostic["code"].is_string() && diagnostic["source"].is_string()));
    let unknown = run(demonstration(), &["check", "nowhere"]);
    assert!(!unknown.status.success() && !unknown.stderr.is_empty());
}

#[test]
fn a_reader_that_leaves_ends_the_program_without_a_word() {
    use std::process::Stdio;
    for arguments in [["check", RIVEMONT], ["catalog", "list"]] {
        let data = ["--data-dir", demonstration().to_str().unwrap()];
        let mut command = program();
        let mut process = command.args(arguments).args(data).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(process.stdout.take());
        let output = process.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!told.contains("panicked") && output.status.code() == Some(141), "{arguments:?}: {:?} {told}", output.status);
    }
}

#[test]
fn a_backup_taken_while_people_write_restores_to_a_house_that_verifies() {
    let house = House::demo(&[]);
    let mut lead = house.signed_in("lead@demo.example");
    let path = format!("/fr/work/dossiers/{RIVEMONT}/evidence/new");
    let csrf = lead.get(&path).field("csrf");
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("house.tar");
    std::thread::scope(|scope| {
        let backup = scope.spawn(|| run(&house.data_dir, &["backup", archive.to_str().unwrap()]));
        for n in 0.. {
            let fields = [("csrf", csrf.as_str()), ("title", &format!("Pièce {n}")), ("kind", "law"), ("author", "Ville")];
            assert_eq!(lead.post(&path, &fields).status, 303);
            if backup.is_finished() {
                break;
            }
        }
        let output = backup.join().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    });
    let again = run(&house.data_dir, &["backup", archive.to_str().unwrap()]);
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("--force"), "{again:?}");
    let restored = folder.path().join("restored");
    assert!(run(&restored, &["restore", archive.to_str().unwrap()]).status.success());
    let verified = run(&restored, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    // A second restore would overwrite a house.
    assert!(!run(&restored, &["restore", archive.to_str().unwrap()]).status.success());
}

#[test]
fn the_questionnaire_goes_out_and_comes_back_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    copy(demonstration(), &data);
    let sheet = folder.path().join("questionnaire.xlsx");
    let sheet = sheet.to_str().unwrap();
    assert!(run(&data, &["export", "questionnaire", RIVEMONT, "--output", sheet]).status.success());
    let output = run(&data, &["import", "questionnaire", sheet, "--dossier", RIVEMONT]);
    insta::assert_snapshot!("import_untouched", out(&output));
}

#[test]
fn a_framework_of_ones_own_comes_in_as_a_spreadsheet() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    copy(demonstration(), &data);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    assert!(run(&data, &["catalog", "template", "mgi-local@2019.1", "--output", &path("own.xlsx")]).status.success());
    let again = run(&data, &["catalog", "import", &path("own.xlsx")]);
    assert!(!again.status.success(), "a version that exists is never replaced");
    edit(&path("own.xlsx"), &path("next.xlsx"), &[("xl/sharedStrings.xml", ">2019.1<", ">2026.1<")]);
    let imported = run(&data, &["catalog", "import", &path("next.xlsx")]);
    assert!(imported.status.success(), "{}{}", out(&imported), String::from_utf8_lossy(&imported.stderr));
    assert!(out(&run(&data, &["catalog", "list"])).contains("mgi-local@2026.1"));
    // Every fault at once, each with its sheet and row.
    let faults = [
        ("xl/sharedStrings.xml", ">2019.1<", ">2027.1<"),
        ("xl/sharedStrings.xml", ">L1.02<", ">L1.01<"),
        ("xl/sharedStrings.xml", ">mgi-local@2019.1<", ">nowhere@1<"),
    ];
    edit(&path("own.xlsx"), &path("broken.xlsx"), &faults);
    let refused = run(&data, &["catalog", "import", &path("broken.xlsx"), "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(1));
    insta::assert_snapshot!("import_broken_framework", out(&refused).replace(folder.path().to_str().unwrap(), "FOLDER"));
    assert!(!out(&run(&data, &["catalog", "list"])).contains("mgi-local@2027.1"), "nothing of it was kept");
    std::fs::write(path("text.xlsx"), "not a workbook").unwrap();
    assert_eq!(run(&data, &["catalog", "import", &path("text.xlsx")]).status.code(), Some(1));
}

/// A workbook with texts of its parts replaced, as a person would have typed over its cells.
pub(crate) fn edit(from: &str, to: &str, changes: &[(&str, &str, &str)]) {
    use std::io::{Read, Write};
    let mut archive = zip::ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let (name, mut bytes) = (entry.name().to_owned(), vec![]);
        entry.read_to_end(&mut bytes).unwrap();
        for (_, before, after) in changes.iter().filter(|(part, ..)| *part == name) {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(before), "{before} is in {name}");
            bytes = text.replace(before, after).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for arguments in [
        vec!["serve", "--listen", &address],
        vec!["serve", "--listen", "127.0.0.1:0", "--trusted-proxy", "everybody"],
        vec!["report", "nowhere", "--output", "x.pdf"],
        vec!["restore", "absent.tar"],
        vec!["catalog", "check", "absent"],
    ] {
        let output = program().args(&arguments).arg("--data-dir").arg(folder.path().join("data")).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &out(&output);
        assert!(!output.status.success() && !said.is_empty(), "{arguments:?}");
        assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{arguments:?}: {said}");
    }
    let output = run(demonstration(), &["check", "nope"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("no dossier `nope`; there are ") && said.contains("rivemont-igm-2026"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["setup", "--email", "nowhere", "--name", "A", "--organisation", "B"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.starts_with("jalon: email: ") && !said.contains("email-invalid"), "{said}");
}

#[test]
fn a_table_is_made_from_files_alone_and_a_fault_names_place_and_remedy() {
    use arrow_array::{ArrayRef, Int16Array, RecordBatch, StringArray};
    use std::sync::Arc;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let sex: ArrayRef = Arc::new(StringArray::from_iter((0..40).map(|n| [Some("f"), Some("m"), None][n % 3])));
    let key: ArrayRef = Arc::new(Int16Array::from_iter_values((0..40).map(|n| n * 6)));
    let batch = RecordBatch::try_from_iter([("sex", sex), ("record_key", key)]).unwrap();
    let file = std::fs::File::create(path("data.parquet")).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let specification = "[[dimension]]\nvariable = \"sex\"\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n";
    std::fs::write(path("table.toml"), specification).unwrap();
    let tabulate = |more: &[&str]| {
        let (specification, data, output) = (path("table.toml"), path("data.parquet"), path("table.csv"));
        let mut arguments = vec!["tabulate", &specification, "--input", &data, "--output", &output, "--lang", "en"];
        arguments.extend(more);
        run(folder.path(), &arguments)
    };
    let plain = tabulate(&[]);
    assert!(plain.status.success(), "{}", String::from_utf8_lossy(&plain.stderr));
    assert!(String::from_utf8_lossy(&plain.stderr).contains("Audited: 4 figures, 0 of them withheld"));
    let table = std::fs::read_to_string(path("table.csv")).unwrap();
    assert_eq!(table, "sex,persons,persons_status\nf,14,number\nm,13,number\n_U,13,number\n_T,40,number\n");
    let refused = tabulate(&["--protect", "cell-key"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no-protection"));
    std::fs::write(path("table.toml"), format!("{specification}[protection]\nmethod = \"cell-key\"\nthreshold = 20\n")).unwrap();
    assert!(tabulate(&[]).status.success());
    let table = std::fs::read_to_string(path("table.csv")).unwrap();
    assert!(table.contains("f,,suppressed") && table.contains("_T,4") | table.contains("_T,3"), "{table}");
    std::fs::write(path("table.toml"), specification.replace("sex", "gender")).unwrap();
    let wrong = tabulate(&[]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8_lossy(&wrong.stderr).replace(&path("table.toml"), "table.toml");
    assert!(said.starts_with("table.toml:1: dimension[1]: no-such-column: The data have no column “gender”."), "{said}");
}

#[test]
fn a_table_leaves_the_office_only_after_the_audit() {
    use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
    use std::sync::Arc;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let people: Vec<(&str, i32)> = [("f", 10, 20), ("f", 16, 1), ("f", 40, 30), ("m", 10, 25), ("m", 16, 9), ("m", 40, 20)]
        .into_iter()
        .flat_map(|(sex, age, count)| std::iter::repeat_n((sex, age), count))
        .collect();
    let sex: ArrayRef = Arc::new(StringArray::from_iter_values(people.iter().map(|(sex, _)| sex)));
    let age: ArrayRef = Arc::new(Int32Array::from_iter_values(people.iter().map(|(_, age)| *age)));
    let batch = RecordBatch::try_from_iter([("sex", sex), ("age", age)]).unwrap();
    let file = std::fs::File::create(path("data.parquet")).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    for cut in [15, 18] {
        let text = format!(
            "[[dimension]]\nvariable = \"sex\"\n[[dimension]]\nvariable = \"age\"\nlevel = [{{ name = \"band\", \
             bands = [0, {cut}] }}]\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n"
        );
        std::fs::write(path(&format!("cut{cut}.toml")), text).unwrap();
    }
    let tabulate = |specification: &str, output: &str, more: &[&str]| {
        let (specification, data, output) = (path(specification), path("data.parquet"), path(output));
        let mut arguments = vec!["tabulate", &specification, "--input", &data, "--output", &output, "--lang", "en"];
        arguments.extend(more);
        let output = run(folder.path(), &arguments);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let release = path("first.json");
    let (status, said) = tabulate("cut15.toml", "first.csv", &["--release", &release]);
    assert_eq!(status, Some(0), "{said}");
    assert!(tabulate("cut18.toml", "alone.csv", &[]).0 == Some(0), "harmless by itself");
    // One person is between the two cuts.
    let (text, json) = (path("audit.txt"), path("audit.json"));
    let (status, said) = tabulate("cut18.toml", "second.csv", &["--released", &release, "--audit", &text]);
    assert_eq!(status, Some(1));
    assert!(!folder.path().join("second.csv").exists());
    assert!(said.contains("sensitive-known") && said.contains("suppression: "), "{said}");
    assert_eq!(std::fs::read_to_string(&text).unwrap(), said);
    let (status, said) =
        tabulate("cut18.toml", "second.csv", &["--released", &release, "--protect", "suppression", "--audit", &json]);
    assert_eq!(status, Some(0), "{said}");
    assert!(std::fs::read_to_string(path("second.csv")).unwrap().contains(",suppressed"));
    let audit: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!((&audit["passes"], &audit["together_with"]), (&true.into(), &1.into()));
    // About children ten persons are needed, and a release that is none is refused.
    assert_eq!(tabulate("cut15.toml", "third.csv", &["--about", "children"]).0, Some(0));
    std::fs::write(path("torn.json"), "{\"content\":").unwrap();
    let (status, said) = tabulate("cut15.toml", "third.csv", &["--released", &path("torn.json")]);
    assert!(status == Some(1) && said.contains("release-unreadable"), "{said}");
    // A draft says in every row what it is.
    assert_eq!(tabulate("cut18.toml", "draft.csv", &["--draft"]).0, Some(0));
    let draft = std::fs::read_to_string(path("draft.csv")).unwrap();
    assert!(draft.starts_with("not_for_publication,sex,") && draft.lines().skip(1).all(|row| row.starts_with("true,")));
}

#[test]
fn others_count_when_they_are_asked_to() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let sex: arrow_array::ArrayRef = std::sync::Arc::new(arrow_array::Int32Array::from(vec![1, 2]));
    let batch = arrow_array::RecordBatch::try_from_iter([("sex", sex)]).unwrap();
    let file = std::fs::File::create(path("data.parquet")).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    std::fs::write(path("table.toml"), "[[dimension]]\nvariable = \"sex\"\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n")
        .unwrap();
    // In a folder of its own, where nothing else is beside it.
    let own = env!("CARGO_BIN_EXE_jalon");
    std::fs::hard_link(own, path("jalon")).or_else(|_| std::fs::copy(own, path("jalon")).map(|_| ())).unwrap();
    let tabulate = || {
        let (specification, data, output) = (path("table.toml"), path("data.parquet"), path("table.csv"));
        let output = std::process::Command::new(path("jalon"))
            .args(["tabulate", &specification, "--input", &data, "--output", &output, "--draft", "--lang", "en"])
            .args(["--engine", "cluster", "--scheduler", "10.0.0.5:50050"])
            .env("PATH", "/bin:/usr/bin")
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, said) = tabulate();
    assert_eq!(status, Some(1));
    assert!(said.starts_with("jalon-cluster: cluster-program: The program jalon-cluster, which counts on"), "{said}");
    let program = "#!/bin/sh\ncat >\"$(dirname \"$0\")/asked.json\"\necho \"$*\" >\"$(dirname \"$0\")/arguments\"\n\
        echo '{\"Err\":[{\"code\":\"cluster-empty\",\"place\":\"10.0.0.5:50050\",\"args\":[]}]}'\n";
    std::fs::write(path("jalon-cluster"), program).unwrap();
    std::fs::set_permissions(path("jalon-cluster"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let (status, said) = tabulate();
    assert_eq!(status, Some(1));
    assert!(said.starts_with("10.0.0.5:50050: cluster-empty: The scheduler answers, but no executor has joined it."), "{said}");
    assert_eq!(std::fs::read_to_string(path("arguments")).unwrap(), "count --scheduler 10.0.0.5:50050\n");
    let asked: serde_json::Value = serde_json::from_slice(&std::fs::read(path("asked.json")).unwrap()).unwrap();
    assert_eq!((&asked["data"], &asked["row_groups"]), (&path("data.parquet").into(), &1.into()));
}

#[test]
fn microdata_are_described_imported_and_verified_for_a_purpose() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let rows: String = (0..40).map(|row| format!("P{row},{},{}\n", 1 + row % 2, 20 + row)).collect();
    std::fs::write(path("people.csv"), format!("id,sexe,age\n{rows}P40,3,vingt\nP41,1\n")).unwrap();
    let described = run(place.path(), &["microdata", "describe", &path("people.csv"), "--lang", "en"]);
    assert_eq!(described.status.code(), Some(0), "{}", out(&described));
    // Source and purposes are for a person to say: without them, nothing is imported.
    std::fs::write(path("first.toml"), described.stdout).unwrap();
    let import = |schema: &str| {
        let (file, schema, output) = (path("people.csv"), path(schema), path("dataset"));
        run(place.path(), &["import", "microdata", &file, "--schema", &schema, "--output", &output, "--lang", "en"])
    };
    let refused = import("first.toml");
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(out(&refused).is_empty() && said.lines().count() == 4, "{said}");
    // One value that is no number makes no text of the column, and is told.
    let first = std::fs::read_to_string(path("first.toml")).unwrap();
    assert!(first.contains("# One value does not fit what follows"), "{first}");
    assert!(first.contains("row.\ntype = \"integer\""), "{first}");
    let description = "title = 'People'\nsource = 'A register'\npurposes = [{ code = 'plan', text = 'The plan' }]\n\
        variables = [{ name = 'sex', column = 'sexe', type = 'category', codelist = 'sex' }, { name = 'age', type = 'integer' }]\n\
        codelists = [{ name = 'sex', codes = [{ code = 1 }, { code = 2 }] }]\n";
    std::fs::write(path("description.toml"), description).unwrap();
    let imported = import("description.toml");
    assert_eq!(imported.status.code(), Some(0), "{}", out(&imported));
    // A description of another file leaves no row: that is no import.
    let other = description.replace("code = 1 }, { code = 2", "code = 8 }, { code = 9");
    std::fs::write(path("other.toml"), other).unwrap();
    let (file, schema, output) = (path("people.csv"), path("other.toml"), path("nothing"));
    let nothing = run(place.path(), &["import", "microdata", &file, "--schema", &schema, "--output", &output, "--lang", "en"]);
    assert!(nothing.status.code() == Some(1) && !place.path().join("nothing").exists(), "{}", out(&nothing));
    assert!(out(&nothing).contains("without fault: 0") && out(&nothing).contains("No row is without fault"), "{}", out(&nothing));
    insta::assert_snapshot!("import_microdata", out(&imported).replace(place.path().to_str().unwrap(), "<folder>"));
    let verify = |purpose: &str| {
        run(place.path(), &["microdata", "verify", &path("dataset"), "--purpose", purpose, "--who", "analyst", "--lang", "en"])
    };
    assert_eq!(verify("plan").status.code(), Some(0));
    assert_eq!(verify("curiosity").status.code(), Some(1));
    let mut nobody = program();
    nobody.env_remove("USER").args(["microdata", "verify", &path("dataset"), "--purpose", "plan", "--lang", "en"]);
    let nobody = nobody.output().unwrap();
    assert_eq!(nobody.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("Say who reads, with --who NAME"), "{nobody:?}");
    // From the dataset to a table: for one of its purposes, and no other.
    std::fs::write(path("table.toml"), "[[dimension]]\nvariable = \"sex\"\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n")
        .unwrap();
    let tabulate = |more: &[&str]| {
        let (table, dataset, output) = (path("table.toml"), path("dataset"), path("table.csv"));
        let arguments = ["tabulate", &table, "--input", &dataset, "--output", &output, "--who", "analyst", "--lang", "en"];
        run(place.path(), &[arguments.as_slice(), more].concat())
    };
    let refused = tabulate(&[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("plan"), "the purposes are named");
    assert_eq!(tabulate(&["--purpose", "curiosity"]).status.code(), Some(1));
    assert!(!place.path().join("table.csv").exists());
    let made = tabulate(&["--purpose", "plan"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(
        std::fs::read_to_string(path("table.csv")).unwrap().starts_with("sex,persons,persons_status\n1,20,number\n2,20,number\n")
    );
    let log = std::fs::read_to_string(place.path().join("dataset/access.jsonl")).unwrap();
    assert_eq!(log.lines().count(), 2);
    assert!(log.contains("\"analyst\"") && !log.contains("curiosity"));
}

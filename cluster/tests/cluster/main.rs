//! A cluster of real processes against the local engine: the same bytes, or a fault that says what to do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with the reason")]

mod place;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jalon_stats::release::{About, Context, Judged, Progress, judge};
use jalon_stats::tabulation::{Assignment, Cluster, Counter, Dataset, Fault, Format, Outcome, Tally, parse};
use place::{Place, data, free_port, persons};
use proptest::prelude::*;

const DIMENSIONS: [&str; 5] = [
    "[[dimension]]\nvariable = \"sex\"\n",
    "[[dimension]]\nvariable = \"region\"\n",
    "[[dimension]]\nvariable = \"age\"\nname = \"age_group\"\nlevel = [{ name = \"band\", bands = [0, 15, 25, 65] }]\n",
    "[[dimension]]\nvariable = \"region\"\nname = \"area\"\nmissing = \"exclude\"\nlevel = [{ name = \"area\", others = \"category\", \
     group = [{ code = \"A\", label = \"a\", members = [\"r0\", \"r1\"] }, { code = \"B\", label = \"b\", members = [\"r2\"] }] }]\n",
    "[[dimension]]\nvariable = \"town\"\nname = \"place\"\nhierarchy = { file = \"tree.csv\", levels = [\"country\", \"town\"] }\n",
];

const MEASURES: [&str; 9] = [
    "[[measure]]\nname = \"persons\"\nkind = \"count\"\n",
    "[[measure]]\nname = \"weighted\"\nkind = \"weighted-count\"\n",
    "[[measure]]\nname = \"young\"\nkind = \"count\"\nwhere = [{ variable = \"age\", from = 15, to = 30 }]\n",
    "[[measure]]\nname = \"sum\"\nkind = \"sum\"\nvariable = \"large\"\nweighted = true\n",
    "[[measure]]\nname = \"mean\"\nkind = \"mean\"\nvariable = \"amount\"\nweighted = true\nwhere = [{ variable = \"sex\", codes = [\"2\"] }]\n",
    "[[measure]]\nname = \"plain_mean\"\nkind = \"mean\"\nvariable = \"amount\"\n",
    "[[measure]]\nname = \"middle\"\nkind = \"median\"\nvariable = \"amount\"\n",
    "[[measure]]\nname = \"weighted_middle\"\nkind = \"median\"\nvariable = \"amount\"\nweighted = true\n",
    "[[measure]]\nname = \"share\"\nkind = \"share\"\nof = \"persons\"\nover = [\"sex\"]\n",
];

const HEAD: &str = "[table]\nmargins = \"all\"\nzeros = true\n[[variable]]\nname = \"age\"\nmissing = [999]\n\
    [[variable]]\nname = \"amount\"\ndecimals = 2\n[[variable]]\nname = \"large\"\n[weight]\nvariable = \"weight\"\ndecimals = 3\n";

fn tree(place: &Place) {
    let rows = (0..40).map(|town| format!("t{town:02},c{}\n", town % 3)).collect::<String>();
    std::fs::write(place.path("data").join("tree.csv"), format!("code,parent\n{rows}")).unwrap();
}

fn specification(head: &str, dimensions: &[usize], measures: &[usize]) -> String {
    let dimensions = dimensions.iter().map(|index| DIMENSIONS[*index]);
    let measures = measures.iter().map(|index| MEASURES[*index]);
    format!("{head}{}", dimensions.chain(measures).collect::<String>())
}

#[test]
fn tables_are_the_same_byte_for_byte() {
    let place = Place::with(2);
    tree(&place);
    let data = data(&place.path("data"), "data.parquet", &persons(40_000, 1), 900);
    for (dimensions, measures) in [
        (&[0, 1, 2][..], &[0, 1, 2, 8][..]),
        (&[4, 0], &[0, 3, 5]),
        (&[3, 2, 4], &[0, 4, 5, 3]),
        (&[1, 0], &[0, 6, 7, 1]),
        (&[0], &[0]),
    ] {
        place.same(&specification(HEAD, dimensions, measures), &data);
    }
    let some = "[population]\nwhere = [{ variable = \"age\", from = 18 }, { variable = \"region\", not = [\"r5\"] }]\n";
    place.same(&specification(&format!("{some}{HEAD}"), &[0, 1], &[0, 1, 6]), &data);
    // Keys packed into the count, and beside it.
    for keys in [300, 60] {
        let rows = (1..=750).flat_map(|count| (0..keys).map(move |key| format!("{count},{key},{}\n", (count + key) % 2)));
        let table = format!("pcv,ckey,pvalue\n{}", rows.collect::<String>());
        std::fs::write(place.path("data").join(format!("noise{keys}.csv")), table).unwrap();
    }
    let protected =
        |noise: &str| specification(&format!("{HEAD}[protection]\nmethod = \"cell-key\"\n{noise}\n"), &[0, 1, 4], &[0, 1, 2]);
    place.same(&protected("maximum_deviation = 3\nvariance = 1.2"), &data);
    place.same(&protected("table = \"noise300.csv\""), &data);
    // Of 60 keys, most of those that the records have are outside the range.
    place.same_faults(&protected("table = \"noise60.csv\""), &data, &["key-range"]);
}

#[test]
fn what_may_be_released_is_the_same_release() {
    let place = Place::with(2);
    tree(&place);
    let data = data(&place.path("data"), "data.parquet", &persons(3_000, 2), 100);
    for protection in [
        "[protection]\nmethod = \"suppression\"\n",
        "[protection]\nmethod = \"rounding\"\nbase = 10\n",
        "[protection]\nmethod = \"cell-key\"\nmaximum_deviation = 3\nvariance = 1.2\n",
    ] {
        let text = specification(&format!("{HEAD}{protection}"), &[4, 0, 2], &[0, 8]);
        let made = |counter: Option<Arc<dyn Counter>>| -> Outcome<(Judged, Option<Vec<u8>>)> {
            let parsed = parse(&text, "table.toml", &place.path("data"))?;
            let about = About::default();
            let context = Context { released: &[], about, specification_text: &text, dataset_hash: "0", compare: false };
            let dataset = Dataset::open(&data)?;
            let judged = judge(&parsed, &dataset, &place.options(counter), &context, &Progress::default())?;
            let output = place.path("release.csv");
            let bytes =
                judged.release().map(|release| release.write(&output, Format::Csv).map(|()| std::fs::read(&output).unwrap()));
            Ok((judged, bytes.transpose()?))
        };
        let (local, cluster) = (made(None).unwrap(), made(Some(place.cluster())).unwrap());
        assert!(local == cluster, "{protection}");
        assert!(local.1.is_some(), "{protection}: {:?}", local.0.report);
    }
}

#[test]
fn faults_of_records_are_all_reported_as_the_local_engine_does() {
    let place = Place::with(2);
    let data = data(&place.path("data"), "data.parquet", &persons(2_000, 3), 100);
    let refusing = "[[dimension]]\nvariable = \"region\"\nmissing = \"refuse\"\n[[dimension]]\nvariable = \"age\"\nmissing = \"refuse\"\n\
        [[measure]]\nname = \"persons\"\nkind = \"count\"\n";
    place.same_faults(refusing, &data, &["missing-values", "missing-values"]);
    // One that ends the count at once.
    let large = "[weight]\nvariable = \"weight\"\ndecimals = 9\n[[variable]]\nname = \"large\"\n[[dimension]]\nvariable = \"sex\"\n\
        [[measure]]\nname = \"sum\"\nkind = \"sum\"\nvariable = \"large\"\nweighted = true\n";
    place.same_faults(large, &data, &["too-large"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn any_specification_over_any_small_data(
        files in prop::collection::vec((1..400_usize, any::<u64>(), 1..60_usize), 1..4),
        tables in prop::collection::vec((prop::sample::subsequence(vec![0, 1, 2, 3, 4], 1..4), prop::sample::subsequence(vec![1, 2, 3, 4, 5, 6, 7], 0..4)), 1..4),
    ) {
        let place = Place::with(2);
        tree(&place);
        for (number, (count, seed, group)) in files.into_iter().enumerate() {
            let data = data(&place.path("data"), &format!("{number}.parquet"), &persons(count, seed), group);
            for (dimensions, measures) in &tables {
                place.same(&specification(HEAD, dimensions, &[&[0], measures.as_slice()].concat()), &data);
            }
        }
    }
}

const PLAIN: &str = "[[dimension]]\nvariable = \"sex\"\n[[measure]]\nname = \"persons\"\nkind = \"count\"\n";

fn codes(found: Outcome<Vec<u8>>) -> Vec<&'static str> {
    found.unwrap_err().iter().map(|fault| fault.code).collect()
}

#[test]
fn an_executor_that_is_lost_costs_time_or_gives_a_fault_never_another_number() {
    let mut place = Place::with(2);
    let data = data(&place.path("data"), "data.parquet", &persons(400_000, 4), 2_000);
    let text = specification(HEAD, &[0, 1, 2], &[0, 1, 5]);
    let local = place.table(&text, &data, None).unwrap();
    let mut lost = place.executors.remove(0);
    let cells = place.path("work").join(format!("jalon-executor-{}", place.ports[0]));
    let found = std::thread::scope(|scope| {
        let counting = scope.spawn(|| place.table(&text, &data, Some(place.cluster())));
        // As soon as it holds cells that the others will want.
        while files(&cells) == 0 {
            assert!(!counting.is_finished(), "it was never asked");
            std::thread::sleep(Duration::from_millis(2));
        }
        lost.kill();
        counting.join().unwrap()
    });
    match found {
        Ok(table) => assert!(table == local),
        Err(faults) => assert_eq!(faults[0].code, "cluster-failed", "{faults:?}"),
    }
    // Those that are left go on.
    assert!(place.table(&text, &data, Some(place.cluster())).unwrap() == local);
    // With the last one gone, the next count is told so.
    place.executors.clear();
    let faults = place.table(&text, &data, Some(place.cluster())).unwrap_err();
    assert!(["cluster-empty", "cluster-failed"].contains(&faults[0].code), "{faults:?}");
}

#[test]
fn without_scheduler_or_executor_the_fault_names_it() {
    let place = Place::with(0);
    let data = data(&place.path("data"), "data.parquet", &persons(10, 5), 5);
    assert_eq!(codes(place.table(PLAIN, &data, Some(place.cluster()))), ["cluster-empty"]);
    let nowhere = format!("127.0.0.1:{}", free_port());
    let cluster = |program: &str| Arc::new(Cluster { program: program.into(), scheduler: nowhere.clone() });
    let faults = place.table(PLAIN, &data, Some(cluster(env!("CARGO_BIN_EXE_jalon-cluster")))).unwrap_err();
    assert_eq!((faults[0].code, &faults[0].place), ("cluster-unreachable", &nowhere));
    assert_eq!(codes(place.table(PLAIN, &data, Some(cluster("/nowhere/jalon-cluster")))), ["cluster-program"]);
}

/// Files in a folder and those below it, some of which may go meanwhile.
fn files(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

/// Does something to the file between the asking and the counting.
#[derive(Debug)]
struct Meddling(Arc<dyn Counter>, PathBuf);

impl Counter for Meddling {
    fn count(&self, assignment: &Assignment) -> Outcome<Tally> {
        std::fs::write(&self.1, "{\"variables\": [{\"name\": \"sex\", \"codes\": [{\"code\": \"1\"}]}]}").unwrap();
        self.0.count(assignment)
    }
}

#[test]
fn executors_read_the_file_that_was_meant_and_only_where_they_may() {
    let place = Place::with(1);
    let inside = data(&place.path("data"), "data.parquet", &persons(100, 6), 10);
    let outside = data(place.folder.path(), "outside.parquet", &persons(100, 6), 10);
    std::os::unix::fs::symlink(&outside, place.path("data").join("link.parquet")).unwrap();
    for path in [outside, place.path("data").join("link.parquet")] {
        let faults: Vec<Fault> = place.table(PLAIN, &path, Some(place.cluster())).unwrap_err();
        assert_eq!((faults[0].code, &faults[0].place), ("cluster-file-unseen", &path.display().to_string()));
    }
    let meddling = Meddling(place.cluster(), place.path("data").join("manifest.json"));
    assert_eq!(codes(place.table(PLAIN, &inside, Some(Arc::new(meddling)))), ["cluster-file-differs"]);
    std::fs::remove_file(place.path("data").join("manifest.json")).unwrap();
    place.same(PLAIN, &inside);
}

#[test]
fn cells_on_the_disk_are_the_owners_and_go_with_the_executor() {
    let mut place = Place::keeping(1, 5);
    let data = data(&place.path("data"), "data.parquet", &persons(1_000, 7), 50);
    place.same(PLAIN, &data);
    let folder = place.path("work").join(format!("jalon-executor-{}", place.ports[0]));
    let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert!(files(&folder) > 0);
    let until = Instant::now() + Duration::from_secs(60);
    while files(&folder) > 0 {
        assert!(Instant::now() < until, "the cells stay");
        std::thread::sleep(Duration::from_millis(100));
    }
    place.same(PLAIN, &data);
    place.executors[0].terminate();
    assert!(!folder.exists());
}

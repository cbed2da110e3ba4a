//! Perturbation tables from files: every fault of a table is found before it is used.

use std::collections::BTreeMap;
use std::path::Path;

use super::perturbation_table::{PerturbationTable, ROWS};
use crate::tabulation::{Fault, Outcome};

/// Faults that are named one by one; of the others only the first so many.
const SHOWN: usize = 20;

/// Reads a table. Whole keys: columns `pcv`, `ckey`, `pvalue`. Fractional keys: columns `pcv`, `lower`, `upper`, `pvalue`, or
/// `i`, `p_int_lb`, `p_int_ub`, `v` as other offices name them; the last row holds for every larger count.
pub fn load(path: &Path, fractional: bool) -> Outcome<PerturbationTable> {
    let place = path.display().to_string();
    let mut reader = csv::Reader::from_path(path).map_err(|error| Fault::new("noise-file", &place).with("reason", error))?;
    let headers = reader.headers().map_err(|error| Fault::new("noise-file", &place).with("reason", error))?.clone();
    let wanted: &[&[&str]] = match fractional {
        false => &[&["pcv"], &["ckey"], &["pvalue"]],
        true => &[&["pcv", "i"], &["lower", "p_int_lb"], &["upper", "p_int_ub"], &["pvalue", "v"]],
    };
    let column = |names: &&[&str]| headers.iter().position(|header| names.contains(&header.trim()));
    let Some(columns) = wanted.iter().map(column).collect::<Option<Vec<_>>>() else {
        let names: Vec<_> = wanted.iter().map(|names| names[0]).collect();
        return Err(Fault::new("noise-columns", &place).with("wanted", names.join(", ")).into());
    };
    let mut faults = vec![];
    let table = match fractional {
        false => {
            let lines = lines(&place, reader, &columns, &mut faults, whole_number)?;
            whole_table(&place, &lines, &mut faults)
        }
        true => {
            let lines =
                lines(&place, reader, &columns, &mut faults, |text| text.parse().ok().filter(|number: &f64| number.is_finite()))?;
            fractional_table(&place, &lines, &mut faults)
        }
    };
    faults.truncate(SHOWN);
    table.filter(|_| faults.is_empty()).ok_or(faults)
}

/// The cells of a line that are asked for.
struct Line<T, const COLUMNS: usize> {
    number: u32,
    cells: [T; COLUMNS],
}

fn lines<T: Copy + Default, const COLUMNS: usize>(
    place: &str,
    mut reader: csv::Reader<std::fs::File>,
    columns: &[usize],
    faults: &mut Vec<Fault>,
    number_of: impl Fn(&str) -> Option<T>,
) -> Outcome<Vec<Line<T, COLUMNS>>> {
    let mut lines = vec![];
    let mut record = csv::StringRecord::new();
    for number in 2.. {
        let place = || format!("{place}:{number}");
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(Fault::new("noise-file", place()).with("reason", error).into()),
        }
        let mut cells = [T::default(); COLUMNS];
        let read = |(cell, column): (&mut T, &usize)| -> Option<()> {
            *cell = number_of(record.get(*column)?.trim())?;
            Some(())
        };
        match cells.iter_mut().zip(columns).try_for_each(read) {
            None => faults.push(Fault::new("noise-cell", place())),
            Some(()) => lines.push(Line { number, cells }),
        }
    }
    Ok(lines)
}

/// Also one that is written as 3.0.
fn whole_number(text: &str) -> Option<i32> {
    let whole = |number: &f64| number.fract() == 0.0 && number.abs() < 1e9;
    text.parse().ok().or_else(|| text.parse().ok().filter(whole).map(|number| number as i32))
}

impl<T, const COLUMNS: usize> Line<T, COLUMNS> {
    fn place(&self, file: &str) -> String {
        format!("{file}:{}", self.number)
    }
}

fn whole_table(file: &str, lines: &[Line<i32, 3>], faults: &mut Vec<Fault>) -> Option<PerturbationTable> {
    let fits = |line: &&Line<i32, 3>| {
        let [count, key, noise] = line.cells;
        (0..=ROWS as i32).contains(&count) && (0..65_536).contains(&key) && noise.abs() < 1_000_000
    };
    let modulus = lines.iter().filter(fits).map(|line| line.cells[1] as u64 + 1).max().unwrap_or(1);
    // A row of zeros in front, for a count that is never perturbed: a table may have it.
    let mut known: Vec<Option<i32>> = vec![None; ((ROWS + 1) * modulus) as usize];
    for line in lines {
        if !fits(&line) {
            faults.push(Fault::new("noise-cell", line.place(file)));
            continue;
        }
        let (count, key, noise) = (line.cells[0] as u64, line.cells[1] as u64, line.cells[2]);
        if known[(count * modulus + key) as usize].replace(noise).is_some() {
            faults.push(Fault::new("noise-twice", line.place(file)).with("count", count).with("key", key));
        }
        if count as i64 + i64::from(noise) < 0 {
            faults.push(Fault::new("noise-negative", line.place(file)).with("count", count).with("noise", noise));
        }
    }
    let holes = known.iter().enumerate().skip(modulus as usize).filter(|(_, noise)| noise.is_none());
    for (at, _) in holes.take(SHOWN + 1) {
        let (count, key) = (at as u64 / modulus, at as u64 % modulus);
        faults.push(Fault::new("noise-hole", file).with("count", count).with("key", key));
    }
    let noise: Option<Vec<i32>> = known.into_iter().skip(modulus as usize).collect();
    Some(PerturbationTable::whole(modulus, noise?))
}

fn fractional_table(file: &str, lines: &[Line<f64, 4>], faults: &mut Vec<Fault>) -> Option<PerturbationTable> {
    let mut rows: BTreeMap<u64, Vec<&Line<f64, 4>>> = BTreeMap::new();
    for line in lines {
        let cells = line.cells;
        let fits =
            cells[0].fract() == 0.0 && cells[3].fract() == 0.0 && cells[0] >= 0.0 && cells[0] < 1e6 && cells[3].abs() < 1e6;
        if !fits || !(0.0..=1.0).contains(&cells[1]) || !(0.0..=1.0).contains(&cells[2]) {
            faults.push(Fault::new("noise-cell", line.place(file)));
            continue;
        }
        if cells[0] + cells[3] < 0.0 {
            faults.push(Fault::new("noise-negative", line.place(file)).with("count", cells[0]).with("noise", cells[3]));
        }
        rows.entry(cells[0] as u64).or_default().push(line);
    }
    // A count of zero is not perturbed, whatever its row says.
    rows.remove(&0);
    let range = |[_, _, upper, noise]: [f64; 4]| ((upper * 4_294_967_296.0).round() as u64, noise as i32);
    let last = rows.keys().max().copied().unwrap_or(1);
    let mut table = vec![];
    for count in 1..=last {
        let mut bounds = rows.remove(&count).unwrap_or_default();
        bounds.sort_by(|left, right| left.cells[1].total_cmp(&right.cells[1]));
        let mut reached = 0.0_f64;
        for line in &bounds {
            let [_, lower, upper, _] = line.cells;
            if (lower - reached).abs() > 1e-9 || upper < lower {
                let code = if lower < reached { "noise-twice" } else { "noise-hole" };
                faults.push(Fault::new(code, line.place(file)).with("count", count).with("key", reached));
            }
            reached = upper;
        }
        if (reached - 1.0).abs() > 1e-9 {
            faults.push(Fault::new("noise-hole", file).with("count", count).with("key", reached));
        }
        table.push(bounds.iter().map(|line| line.cells).filter(|[_, lower, upper, _]| upper > lower).map(range).collect());
    }
    Some(PerturbationTable::fractional(table))
}

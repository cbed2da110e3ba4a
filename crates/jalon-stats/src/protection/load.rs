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
    let mut lines = vec![];
    for (number, record) in reader.records().enumerate() {
        let place = format!("{place}:{}", number + 2);
        let record = record.map_err(|error| Fault::new("noise-file", &place).with("reason", error))?;
        let cells: Option<Vec<f64>> = columns.iter().map(|column| record.get(*column)?.trim().parse().ok()).collect();
        match cells.filter(|cells| cells.iter().all(|cell| cell.is_finite())) {
            Some(cells) => lines.push((place, cells)),
            None => faults.push(Fault::new("noise-cell", place)),
        }
    }
    let table = if fractional { fractional_table(&place, &lines, &mut faults) } else { whole_table(&place, &lines, &mut faults) };
    faults.truncate(SHOWN);
    table.filter(|_| faults.is_empty()).ok_or(faults)
}

fn whole_table(place: &str, lines: &[(String, Vec<f64>)], faults: &mut Vec<Fault>) -> Option<PerturbationTable> {
    let mut known: BTreeMap<(u64, u64), i32> = BTreeMap::new();
    for (place, cells) in lines {
        let fits = cells.iter().all(|cell| cell.fract() == 0.0) && (0.0..65_536.0).contains(&cells[1]) && cells[2].abs() < 1e6;
        if !fits || !(0.0..=ROWS as f64).contains(&cells[0]) {
            faults.push(Fault::new("noise-cell", place));
            continue;
        }
        let (count, key, noise) = (cells[0] as u64, cells[1] as u64, cells[2] as i32);
        if known.insert((count, key), noise).is_some() {
            faults.push(Fault::new("noise-twice", place).with("count", count).with("key", key));
        }
        if count as i64 + i64::from(noise) < 0 {
            faults.push(Fault::new("noise-negative", place).with("count", count).with("noise", noise));
        }
    }
    let modulus = known.keys().map(|(_, key)| key + 1).max().unwrap_or(1);
    let mut noise = Vec::with_capacity((ROWS * modulus) as usize);
    for count in 1..=ROWS {
        for key in 0..modulus {
            match known.get(&(count, key)) {
                Some(found) => noise.push(*found),
                None => faults.push(Fault::new("noise-hole", place).with("count", count).with("key", key)),
            }
            if faults.len() > SHOWN {
                return None;
            }
        }
    }
    Some(PerturbationTable::whole(modulus, noise))
}

fn fractional_table(place: &str, lines: &[(String, Vec<f64>)], faults: &mut Vec<Fault>) -> Option<PerturbationTable> {
    let mut rows: BTreeMap<u64, Vec<(f64, f64, i32, &str)>> = BTreeMap::new();
    for (place, cells) in lines {
        let fits =
            cells[0].fract() == 0.0 && cells[3].fract() == 0.0 && cells[0] >= 0.0 && cells[0] < 1e6 && cells[3].abs() < 1e6;
        if !fits || !(0.0..=1.0).contains(&cells[1]) || !(0.0..=1.0).contains(&cells[2]) {
            faults.push(Fault::new("noise-cell", place));
            continue;
        }
        if cells[0] + cells[3] < 0.0 {
            faults.push(Fault::new("noise-negative", place).with("count", cells[0]).with("noise", cells[3]));
        }
        rows.entry(cells[0] as u64).or_default().push((cells[1], cells[2], cells[3] as i32, place));
    }
    // A count of zero is not perturbed, whatever its row says.
    rows.remove(&0);
    let last = rows.keys().max().copied().unwrap_or(1);
    let mut table = vec![];
    for count in 1..=last {
        let mut bounds = rows.remove(&count).unwrap_or_default();
        bounds.sort_by(|left, right| left.0.total_cmp(&right.0));
        let mut reached = 0.0_f64;
        for (lower, upper, _, place) in &bounds {
            if (lower - reached).abs() > 1e-9 || upper < lower {
                let code = if *lower < reached { "noise-twice" } else { "noise-hole" };
                faults.push(Fault::new(code, *place).with("count", count).with("key", reached));
            }
            reached = *upper;
        }
        if (reached - 1.0).abs() > 1e-9 {
            faults.push(Fault::new("noise-hole", place).with("count", count).with("key", reached));
        }
        table.push(
            bounds.iter().filter(|row| row.1 > row.0).map(|row| ((row.1 * 4_294_967_296.0).round() as u64, row.2)).collect(),
        );
    }
    Some(PerturbationTable::fractional(table))
}

//! `[sampling]` of a description: how the sample was drawn, as far as its weights tell.

use ahash::AHashMap;
use jalon_domain::Problem;
use toml::{Table, Value};

use super::section::Section;
use super::{Kind, Variable};
use crate::sampling::{Design, MOST_REPLICATES, Replicates, Replication};

/// Reads the section. Weights are numbers of the extract that are kept.
pub(super) fn read(
    table: &Table,
    names: &AHashMap<&str, usize>,
    variables: &[Variable],
    faults: &mut Vec<Problem>,
) -> Option<Design> {
    let mut section = Section::new(table, "sampling", faults);
    let has_replicates = section.required_text("design").is_some()
        && section.choice("design", &[("kish", false), ("replicates", true)]).unwrap_or(false);
    let is_number = |name: &str| {
        let variable = names.get(name).map(|at| &variables[*at]);
        variable.is_some_and(|variable| matches!(variable.kind, Kind::Integer { .. } | Kind::Decimal { .. }))
    };
    let weight = section.required_text("weight").unwrap_or_default().to_owned();
    if !weight.is_empty() && !is_number(&weight) {
        section.fault("microdata-sampling-weight", "weight").args.insert("name".to_owned(), weight.clone());
    }
    let replicates = has_replicates.then(|| replicates(&mut section, &is_number));
    section.finish();
    Some(Design { weight, replicates })
}

fn replicates(section: &mut Section<'_, '_>, is_number: &dyn Fn(&str) -> bool) -> Replicates {
    let method = section.required_text("method").and_then(|_| section.choice("method", &Replication::ALL));
    let weights = match section.text("prefix").map(str::to_owned) {
        Some(prefix) => {
            let count = section.value("count").and_then(Value::as_integer).and_then(|count| usize::try_from(count).ok());
            (1..=count.unwrap_or(0).min(MOST_REPLICATES + 1)).map(|number| format!("{prefix}{number}")).collect()
        }
        None => section.texts("weights"),
    };
    if let Some(unknown) = weights.iter().find(|name| !is_number(name)) {
        section.fault("microdata-sampling-weight", "weights").args.insert("name".to_owned(), unknown.clone());
    }
    let number = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
    let fay = section.value("fay").map(|value| number(value).unwrap_or(f64::NAN));
    let factors = section.value("factors").map(|value| {
        let list = value.as_array().and_then(|list| list.iter().map(number).collect::<Option<Vec<_>>>());
        list.unwrap_or_else(|| vec![f64::NAN])
    });
    let found = Replicates { method: method.unwrap_or(Replication::Brr), weights, fay, factors: factors.unwrap_or_default() };
    if let Some(key) = found.wrong_key().filter(|_| method.is_some()) {
        section.fault("microdata-sampling-method", key);
    }
    found
}

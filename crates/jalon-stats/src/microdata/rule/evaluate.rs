//! Evaluates rules over the rows of a batch, column by column.

use super::{Comparison, Number, Rule, Truth};
use crate::microdata::check::{FAULTY, FAULTY_CODE, MISSING, MISSING_CODE, Values};

/// The values that rules look at: one column per variable of the description, none for those of text.
pub(crate) struct Batch<'a> {
    pub(crate) rows: usize,
    pub(crate) columns: &'a [Values],
}

/// What is known of each row.
const FALSE: u8 = 0;
const UNKNOWN: u8 = 1;
const TRUE: u8 = 2;

/// The rows that break a rule.
pub(crate) fn broken_rows(rule: &Rule, batch: &Batch<'_>) -> Vec<u32> {
    let required = truth(&rule.require, batch);
    // Most batches hold no broken row: the condition is looked at only when one may be.
    let broken = |row: usize, required: u8| (required == FALSE).then(|| u32::try_from(row).ok()).flatten();
    let candidates: Vec<u32> = required.iter().enumerate().filter_map(|(row, required)| broken(row, *required)).collect();
    match &rule.when {
        Some(when) if !candidates.is_empty() => {
            let when = truth(when, batch);
            candidates.into_iter().filter(|row| when[*row as usize] == TRUE).collect()
        }
        _ => candidates,
    }
}

fn truth(expression: &Truth, batch: &Batch<'_>) -> Vec<u8> {
    match expression {
        // With false < unknown < true, "and" is the smallest and "or" the largest.
        Truth::And(parts) => combined(parts, batch, std::cmp::min),
        Truth::Or(parts) => combined(parts, batch, std::cmp::max),
        Truth::Not(inner) => truth(inner, batch).into_iter().map(|known| TRUE - known).collect(),
        Truth::Missing(variable) => match &batch.columns[*variable] {
            Values::Codes(codes) => missing(codes, MISSING_CODE, FAULTY_CODE),
            Values::Numbers(numbers) => missing(numbers, MISSING, FAULTY),
            Values::None => vec![UNKNOWN; batch.rows],
        },
        Truth::Compare(left, comparison, right) => compare(left, *comparison, right, batch),
        Truth::OneOf(variable, wanted) => codes(batch, *variable, |code| wanted.contains(&code)),
        Truth::SameCode(one, other, same) => {
            pairs(batch, *one, *other, |one, other| same.get(one).is_some_and(|at| *at == other))
        }
        Truth::Within(inner, outer, above) => {
            pairs(batch, *inner, *outer, |inner, outer| above.get(inner).is_some_and(|above| above.contains(&outer)))
        }
    }
}

fn known(is: bool) -> u8 {
    if is { TRUE } else { FALSE }
}

fn missing<T: PartialEq + Copy>(values: &[T], missing: T, faulty: T) -> Vec<u8> {
    let known = |value: &T| match value {
        value if *value == missing => TRUE,
        value if *value == faulty => UNKNOWN,
        _ => FALSE,
    };
    values.iter().map(known).collect()
}

fn combined(parts: &[Truth], batch: &Batch<'_>, with: fn(u8, u8) -> u8) -> Vec<u8> {
    let mut parts = parts.iter().map(|part| truth(part, batch));
    let mut all = parts.next().unwrap_or_else(|| vec![UNKNOWN; batch.rows]);
    for part in parts {
        all.iter_mut().zip(part).for_each(|(one, other)| *one = with(*one, other));
    }
    all
}

fn codes(batch: &Batch<'_>, variable: usize, holds: impl Fn(i32) -> bool) -> Vec<u8> {
    let Values::Codes(codes) = &batch.columns[variable] else { return vec![UNKNOWN; batch.rows] };
    codes.iter().map(|code| if *code < 0 { UNKNOWN } else { known(holds(*code)) }).collect()
}

fn pairs(batch: &Batch<'_>, one: usize, other: usize, holds: impl Fn(usize, i32) -> bool) -> Vec<u8> {
    let (Values::Codes(one), Values::Codes(other)) = (&batch.columns[one], &batch.columns[other]) else {
        return vec![UNKNOWN; batch.rows];
    };
    let pair = |(one, other): (&i32, &i32)| match (usize::try_from(*one), *other) {
        (Ok(one), other) if other >= 0 => known(holds(one, other)),
        _ => UNKNOWN,
    };
    one.iter().zip(other).map(pair).collect()
}

fn compare(left: &Number, comparison: Comparison, right: &Number, batch: &Batch<'_>) -> Vec<u8> {
    let holds: fn(i128, i128) -> bool = match comparison {
        Comparison::Equal => |one, other| one == other,
        Comparison::NotEqual => |one, other| one != other,
        Comparison::Less => |one, other| one < other,
        Comparison::AtMost => |one, other| one <= other,
        Comparison::More => |one, other| one > other,
        Comparison::AtLeast => |one, other| one >= other,
    };
    let (left, right) = (numbers(left, batch), numbers(right, batch));
    let pair = |(one, other): (Option<i128>, Option<i128>)| match (one, other) {
        (Some(one), Some(other)) => known(holds(one, other)),
        _ => UNKNOWN,
    };
    left.into_iter().zip(right).map(pair).collect()
}

/// Values have at most 18 digits and factors at most nine more, so that no sum of a rule's length leaves 128 bits.
fn numbers(number: &Number, batch: &Batch<'_>) -> Vec<Option<i128>> {
    let column = |variable: usize, value: &dyn Fn(i64) -> i128| match &batch.columns[variable] {
        Values::Numbers(numbers) => {
            let present = |number: &i64| if *number == MISSING || *number == FAULTY { None } else { Some(value(*number)) };
            numbers.iter().map(present).collect()
        }
        _ => vec![None; batch.rows],
    };
    match number {
        Number::Constant(value) => vec![Some(*value); batch.rows],
        Number::Variable(variable, factor) => column(*variable, &|value| i128::from(value) * factor),
        Number::Year(variable, factor) => column(*variable, &|days| i128::from(crate::microdata::number::year_of(days)) * factor),
        Number::Sum(one, other) => both(one, other, batch, |one, other| one + other),
        Number::Difference(one, other) => both(one, other, batch, |one, other| one - other),
    }
}

fn both(one: &Number, other: &Number, batch: &Batch<'_>, with: fn(i128, i128) -> i128) -> Vec<Option<i128>> {
    let pairs = numbers(one, batch).into_iter().zip(numbers(other, batch));
    pairs.map(|(one, other)| Some(with(one?, other?))).collect()
}

//! What a person typed or a file holds, tried against the fields of a register: all problems at once.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::period::Period;
use super::reuse;
use super::{FieldDefinition, FieldKind, Names, RegisterDefinition, RegisterEntry, Value, holds};
use crate::statistics::calculation::Calculation;
use crate::{Language, Problem, Text};

/// Characters in a line.
pub const LINE_LIMIT: usize = 300;
/// Characters in a text.
pub const TEXT_LIMIT: usize = 10_000;
/// The largest whole number.
pub const WHOLE_LIMIT: u16 = 9_999;
/// Numbers are smaller: what spreadsheets keep exactly.
pub const NUMBER_LIMIT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);
/// Things chosen in one field.
pub const CHOSEN_LIMIT: usize = 500;

/// Field to what was given for it: one string, or the codes that were chosen. A field that is absent keeps what it holds.
pub type Given = BTreeMap<String, Vec<String>>;

/// The entry with what was given, or every problem. Texts are set in `language`; `source` is the one that the others translate.
pub fn fill(
    names: &Names<'_>,
    register: &RegisterDefinition,
    before: &RegisterEntry,
    given: &Given,
    language: Language,
    source: Language,
) -> Result<RegisterEntry, Vec<Problem>> {
    let mut entry = before.clone();
    let mut problems = vec![];
    for field in &register.fields {
        if let Some(given) = given.get(&field.code).filter(|_| !field.kept_by_program) {
            let previous = entry.values.remove(&field.code);
            match read(names, field, given, previous, language, source) {
                Ok(value) if value.is_empty() => {}
                Ok(value) => drop(entry.values.insert(field.code.clone(), value)),
                Err(found) => problems.extend(found),
            }
        }
        let refused = problems.iter().any(|problem| problem.field.as_deref() == Some(field.code.as_str()));
        if field.required && !refused && !entry.is_filled(&field.code) {
            problems.push(Problem::on("required", &field.code));
        }
        if field.unique && !entry.line(&field.code).is_empty() {
            let taken = names
                .content
                .entries(&register.code)
                .any(|other| other.id != entry.id && other.line(&field.code) == entry.line(&field.code));
            if taken {
                problems.push(Problem::on("not-unique", &field.code).with("value", entry.line(&field.code)));
            }
        }
    }
    // What was refused is not missing.
    let is_new = |problem: &Problem| !problems.iter().any(|known| known.field == problem.field);
    let open: Vec<Problem> = conditions(register, &entry).into_iter().filter(is_new).collect();
    problems.extend(open);
    problems.extend(not_distinct(names, register, &entry));
    problems.extend(reversed_dates(&entry));
    problems.extend(cycles(names, register, &entry));
    problems.extend(reuse::unexplained(names, register, &entry));
    if problems.is_empty() { Ok(entry) } else { Err(problems) }
}

fn read(
    names: &Names<'_>,
    field: &FieldDefinition,
    given: &[String],
    previous: Option<Value>,
    language: Language,
    source: Language,
) -> Result<Value, Vec<Problem>> {
    let problem = |code: &str, value: &str| {
        Err(vec![Problem::on(code, &field.code).with("value", value.chars().take(60).collect::<String>())])
    };
    if field.is_chosen() {
        return chosen(names, field, given).map_err(|problem| vec![problem]);
    }
    let typed = given.first().map(String::as_str).unwrap_or_default().replace("\r\n", "\n");
    let typed = typed.trim();
    let limit = if matches!(field.kind, FieldKind::Text | FieldKind::Calculation) { TEXT_LIMIT } else { LINE_LIMIT };
    if typed.chars().count() > limit {
        return Err(vec![Problem::on("too-long", &field.code).with("length", typed.chars().count()).with("limit", limit)]);
    }
    match field.kind {
        FieldKind::Text => {
            let mut text = if let Some(Value::Text(text)) = previous { text } else { Text::default() };
            text.set(language, typed, source);
            Ok(Value::Text(text))
        }
        _ if typed.is_empty() => Ok(Value::Line(String::new())),
        FieldKind::Date => match typed.parse::<jiff::civil::Date>() {
            Ok(date) => Ok(Value::Line(date.to_string())),
            Err(_) => problem("date-invalid", typed),
        },
        FieldKind::Number => match decimal(typed) {
            // What was kept and comes back as it was, in a form or a file, was understood before.
            Some(_) if previous.is_some_and(|kept| kept == Value::Line(typed.to_owned())) => Ok(Value::Line(typed.to_owned())),
            Some(_) if is_ambiguous(typed) => problem("number-ambiguous", typed),
            Some(number) if number.abs() >= NUMBER_LIMIT => problem("number-too-large", typed),
            Some(number) => Ok(Value::Line(number.normalize().to_string())),
            None => problem("number-invalid", typed),
        },
        FieldKind::Money => match amount(typed) {
            Some(amount) => Ok(Value::Line(amount.to_string())),
            None => problem("amount-invalid", typed),
        },
        FieldKind::Period => match typed.parse::<Period>() {
            Ok(period) => Ok(Value::Line(period.to_string())),
            Err(_) => problem("period-invalid", typed),
        },
        FieldKind::Whole => match typed.parse::<u16>() {
            Ok(number) if number <= WHOLE_LIMIT => Ok(Value::Line(number.to_string())),
            _ => problem("whole-invalid", typed),
        },
        FieldKind::TimeZone => match TimeZone::get(typed).ok().and_then(|zone| zone.iana_name().map(str::to_owned)) {
            Some(name) => Ok(Value::Line(name)),
            None => problem("time-zone-invalid", typed),
        },
        FieldKind::Calculation => match Calculation::parse(typed, names.library.concepts()) {
            Ok(_) => Ok(Value::Line(typed.to_owned())),
            Err(found) => Err(found.into_iter().map(|problem| Problem { field: Some(field.code.clone()), ..problem }).collect()),
        },
        _ if typed.contains(['\n', '\t']) => problem("one-line", typed),
        _ => Ok(Value::Line(typed.to_owned())),
    }
}

fn chosen(names: &Names<'_>, field: &FieldDefinition, given: &[String]) -> Result<Value, Problem> {
    let mut codes: Vec<String> = vec![];
    for code in given.iter().map(|code| code.trim()).filter(|code| !code.is_empty()) {
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    if codes.len() > if field.many { CHOSEN_LIMIT } else { 1 } {
        return Err(Problem::on("choose-fewer", &field.code));
    }
    let offered = names.offered(field);
    if let Some(unknown) = codes.iter().find(|code| !offered.iter().any(|(known, _)| known == *code)) {
        return Err(Problem::on("choice-unknown", &field.code).with("value", unknown.chars().take(60).collect::<String>()));
    }
    // In one order, so that the same choice is the same record: as they are offered, or by identifier where that order
    // follows the reader's language.
    match field.kind {
        FieldKind::Organisation => codes.sort(),
        _ => codes.sort_by_key(|code| offered.iter().position(|(known, _)| known == code)),
    }
    Ok(Value::Chosen(codes))
}

/// A number as people write it: spaces between thousands, a comma or a point before decimals. Where there are both, the last one
/// stands before the decimals and the other between thousands: "1.234,5" and "1,234.5" are the same number.
pub fn decimal(text: &str) -> Option<Decimal> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}' && *c != '\u{202f}').collect();
    let plain = match (plain.rfind(','), plain.rfind('.')) {
        (Some(comma), Some(point)) => {
            let (whole, decimals) = plain.split_at(comma.max(point));
            let thousands = if comma > point { '.' } else { ',' };
            let mut groups = whole.strip_prefix(['-', '+']).unwrap_or(whole).split(thousands);
            let is_first = |group: &str| (1..=3).contains(&group.len());
            if !groups.next().is_some_and(is_first) || !groups.all(|group| group.len() == 3) {
                return None;
            }
            format!("{}.{}", whole.replace(thousands, ""), &decimals[1..])
        }
        _ => plain.replace(',', "."),
    };
    Decimal::from_str_exact(&plain).ok()
}

/// Whether a number may be read in two ways: "1,250" is a thousand to some and a little more than one to others. A number
/// below one is not: nobody writes thousands with a zero before them.
fn is_ambiguous(text: &str) -> bool {
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let plain = text.strip_prefix(['-', '+']).unwrap_or(text);
    plain.split_once([',', '.']).is_some_and(|(before, after)| {
        (1..=3).contains(&before.len()) && !before.starts_with('0') && after.len() == 3 && digits(before) && digits(after)
    })
}

/// An amount with its two decimals. "1,250" is refused: whether it means a thousand or a little more than one, nobody can tell.
fn amount(text: &str) -> Option<Decimal> {
    let mut amount = decimal(text).filter(|amount| amount.scale() <= 2)?;
    amount.rescale(2);
    Some(amount)
}

/// An entry that comes to itself again by a field that refers to its own register: a measure that follows itself.
fn cycles(names: &Names<'_>, register: &RegisterDefinition, entry: &RegisterEntry) -> Vec<Problem> {
    let own = register.fields.iter().filter(|field| field.kind == FieldKind::Entry && field.register == register.code);
    own.filter(|field| {
        let mut waiting: Vec<&str> = entry.chosen(&field.code).iter().map(String::as_str).collect();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(next) = waiting.pop() {
            if next == entry.id.as_str() {
                return true;
            }
            if seen.insert(next) {
                let other = names.content.entry(&register.code, next);
                waiting.extend(other.into_iter().flat_map(|other| other.chosen(&field.code)).map(String::as_str));
            }
        }
        false
    })
    .map(|field| Problem::on("entry-cycle", &field.code))
    .collect()
}

/// Fields that are empty although another asks for them, or filled although it does not.
fn conditions(register: &RegisterDefinition, entry: &RegisterEntry) -> Vec<Problem> {
    let told = register.fields.iter().filter(|field| !field.only_if.is_empty());
    let mut problems: Vec<Problem> = told
        .filter_map(|field| match (holds(entry, &field.only_if), entry.is_filled(&field.code)) {
            (true, false) => Some(Problem::on("required", &field.code)),
            (false, true) => Some(Problem::on("filled-without-need", &field.code)),
            _ => None,
        })
        .collect();
    let alone = register
        .fields
        .iter()
        .filter(|field| !field.with.is_empty() && entry.is_filled(&field.code) && !entry.is_filled(&field.with));
    problems.extend(alone.map(|field| Problem::on("required", &field.with)));
    problems
}

/// Another entry already holds the same in all the fields that tell entries apart.
fn not_distinct(names: &Names<'_>, register: &RegisterDefinition, entry: &RegisterEntry) -> Option<Problem> {
    let first = register.distinct.first()?;
    if !entry.is_filled(first) {
        return None;
    }
    let same = |other: &RegisterEntry| {
        other.id != entry.id && register.distinct.iter().all(|field| other.values.get(field) == entry.values.get(field))
    };
    let other = names.content.entries(&register.code).find(|other| same(other))?;
    Some(Problem::on("not-distinct", first).with("entry", names.entry(other)))
}

/// An entry that ends before it starts.
fn reversed_dates(entry: &RegisterEntry) -> Option<Problem> {
    let (start, end) = (entry.line("start"), entry.line("end"));
    (!start.is_empty() && !end.is_empty() && end < start).then(|| Problem::on("period-reversed", "end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        let read = |text: &str| decimal(text).map(|number| number.to_string());
        assert_eq!(read("1\u{202f}250,50").as_deref(), Some("1250.50"));
        assert_eq!(read("1,250.50").as_deref(), Some("1250.50"));
        assert_eq!(read("1.234,5").as_deref(), Some("1234.5"));
        assert_eq!(read("-1.234.567,25").as_deref(), Some("-1234567.25"));
        for unclear in ["1.23,4", "1,2,3.4", ".123,4", "12,345.6,7", "1.2,3.4"] {
            assert_eq!(read(unclear), None, "{unclear}");
        }
        assert_eq!(read("0.1").as_deref(), Some("0.1"));
        assert_eq!(read("12a"), None);
        assert_eq!(read("99999999999999999999999999999999"), None, "more than can be kept exactly");
        for (typed, two_ways) in [
            ("1,250", true),
            ("-1.250", true),
            ("125.250", true),
            ("1250", false),
            ("1,2500", false),
            ("1,25", false),
            ("0,125", false),
            ("1250,125", false),
            ("1\u{202f}250", false),
            ("1,250.00", false),
        ] {
            assert_eq!(is_ambiguous(typed), two_ways, "{typed}");
        }
        let money = |text: &str| amount(text).map(|number| number.to_string());
        assert_eq!(money("1250,5").as_deref(), Some("1250.50"));
        assert_eq!(money("1,250.00").as_deref(), Some("1250.00"));
        for unclear in ["1,250", "1.250", "1,250,000"] {
            assert_eq!(money(unclear), None, "{unclear}");
        }
    }
}

//! A first description of a file, for a statistician to correct and complete.
//!
//! It tells nothing of single persons: codes are listed only when each occurs in ten rows or more, and limits are left to who knows the data.

use std::fmt::Write as _;
use std::path::Path;

use ahash::AHashMap;
use jalon_domain::Problem;
use jalon_domain::wording::Wording;

use super::codelist::{Code, STANDARD_LISTS, standard};
use super::description::FileFormat;
use super::number::{DatePattern, decimal, integer};
use super::read::ddi::{Codebook, CodebookVariable};
use super::read::{self, Format, Splitter};

/// Rows that are looked at.
const ROWS: usize = 200_000;
/// Most codes of a list that is derived from the data.
const MOST_CODES: usize = 60;
/// Different values that are remembered per column.
const MOST_VALUES: usize = 1000;
/// Fewest rows in which a code must occur to be named.
const FEWEST: u32 = 10;
/// Characters of the longest name of a column, where it is the only one.
const LONGEST_NAME: usize = 64;
/// So many of the values of a column may be faulty and what it holds is still guessed: one of fifty, and one of twenty.
const FAULTY_OF: u32 = 50;
const FAULTY_FROM: u32 = 20;
/// Codes that a codebook lists for a number: at least so many, of which one of ten at most is no number.
const FEWEST_NUMBERS: usize = 10;
const DATE_FORMATS: [&str; 6] = ["YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "DD-MM-YYYY", "YYYYMMDD"];

/// What a column of the description will say.
enum Guess {
    Category {
        codelist: String,
        codes: Vec<Code>,
        numeric: bool,
    },
    /// With the codes that stand for no number.
    Integer {
        special: Vec<Code>,
    },
    Decimal(usize),
    Date(&'static str),
    Text,
}

/// Derives a description, as TOML with remarks in the language of the wording.
///
/// With a codebook, kinds and codes are the codebook's; without one, they are guessed from the first 200,000 rows.
///
/// # Errors
/// When the file cannot be read.
pub fn describe(file: &Path, codebook: Option<&Codebook>, wording: &Wording) -> Result<String, Problem> {
    let opened = read::open(file, &FileFormat::default(), codebook)?;
    let is_named = codebook.is_some() || matches!(opened.format, Format::Parquet | Format::Stata);
    if !is_named && is_record(&opened.header) {
        return Err(Problem::new("microdata-no-heading"));
    }
    let title = codebook.map(|codebook| codebook.title.clone()).unwrap_or_default();
    let separator = if let Splitter::Csv { separator } = opened.splitter { Some(separator) } else { None };
    let mut comma = false;
    let guesses: Vec<Guessed> = match codebook {
        Some(codebook) => codebook.variables.iter().map(of_codebook).collect(),
        None => {
            let columns = look(opened.portions, &opened.splitter, opened.header.len())?;
            comma = columns.iter().any(|column| column.comma && column.tolerates(column.not_decimal));
            let named = opened.header.into_iter().zip(columns);
            named
                .map(|(name, column)| {
                    let (guess, faulty) = column.guess(&name);
                    Guessed { column: name, label: String::new(), guess, faulty }
                })
                .collect()
        }
    };
    let file = separator.map(|separator| (opened.encoding, separator, comma));
    Ok(text(&title, file, &guesses, wording))
}

/// Whether a first row holds values and not names: a number or a date that is no plain year, or one long line, mostly of digits.
/// Taken for names they would stand in the description.
fn is_record(heading: &[String]) -> bool {
    let is_year = |cell: &str| matches!(cell.parse::<u16>(), Ok(1800..=2200)) && cell.len() == 4;
    let is_value = |cell: &String| {
        let cell = cell.trim();
        !cell.is_empty() && !cell.contains(char::is_alphabetic) && cell.contains(|c: char| c.is_ascii_digit()) && !is_year(cell)
    };
    let is_line = |cell: &str| {
        let digits = cell.chars().filter(|c| c.is_ascii_digit() || c.is_whitespace()).count();
        digits * 2 > cell.chars().count() || cell.chars().count() > LONGEST_NAME
    };
    heading.iter().any(is_value) || matches!(heading, [line] if is_line(line))
}

/// A column with what is guessed of it.
struct Guessed {
    column: String,
    label: String,
    guess: Guess,
    /// How many of the values that were looked at do not fit.
    faulty: u32,
}

fn of_codebook(variable: &CodebookVariable) -> Guessed {
    Guessed { column: variable.name.clone(), label: variable.label.clone(), guess: from_codebook(variable), faulty: 0 }
}

/// Of a codebook's codes those that stand for no number, where the others are numbers: `34` is called "34", and only a few,
/// such as `999`, have a name of their own. A named code beside a number is a number too: "under one year" is 0.
fn special_codes(variable: &CodebookVariable) -> Option<Vec<Code>> {
    let number = |code: &Code| integer(code.code.as_bytes(), b'.');
    let is_called_so = |code: &Code| {
        let digits: String = code.label.trim().chars().take_while(char::is_ascii_digit).collect();
        !digits.is_empty() && number(code) == digits.parse().ok()
    };
    let numbers: Vec<i64> = variable.codes.iter().filter(|code| is_called_so(code)).filter_map(number).collect();
    let named: Vec<&Code> = variable.codes.iter().filter(|code| !is_called_so(code)).collect();
    if numbers.len() < FEWEST_NUMBERS
        || named.len() * FEWEST_NUMBERS > variable.codes.len()
        || !named.iter().all(|code| number(code).is_some())
    {
        return None;
    }
    let is_beside = |code: &Code| number(code).is_some_and(|own| numbers.contains(&(own + 1)) || numbers.contains(&(own - 1)));
    Some(named.into_iter().filter(|code| !is_beside(code)).cloned().collect())
}

fn from_codebook(variable: &CodebookVariable) -> Guess {
    if variable.is_text {
        return Guess::Text;
    }
    if let Some(special) = special_codes(variable).filter(|_| variable.decimals == 0) {
        return Guess::Integer { special };
    }
    if variable.is_discrete && !variable.codes.is_empty() {
        let numeric = variable.codes.iter().all(|code| integer(code.code.as_bytes(), b'.').is_some());
        return Guess::Category { codelist: variable.name.to_lowercase(), codes: variable.codes.clone(), numeric };
    }
    if variable.decimals > 0 { Guess::Decimal(variable.decimals) } else { Guess::Integer { special: vec![] } }
}

/// What was seen in a column.
#[derive(Default)]
struct Column {
    filled: u32,
    /// How often each value occurs, while there are not too many.
    values: AHashMap<Vec<u8>, u32>,
    /// Rows until there were too many values.
    full_after: Option<u32>,
    /// How many values are no whole number, and no number.
    not_integer: u32,
    not_decimal: u32,
    decimals: usize,
    /// Whether decimals are set off by a comma.
    comma: bool,
    /// How many values each date format does not fit.
    not_date: [u32; DATE_FORMATS.len()],
}

fn look(portions: read::Portions, splitter: &Splitter, width: usize) -> Result<Vec<Column>, Problem> {
    let patterns = DATE_FORMATS.map(|format| DatePattern::new(format).unwrap_or_else(DatePattern::iso));
    let mut columns: Vec<Column> = (0..width).map(|_| Column::default()).collect();
    let mut seen = 0;
    for portion in portions {
        let rows = splitter.rows(portion?);
        for row in (0..rows.len()).filter(|row| rows.width(*row) == width) {
            for (column, cell) in columns.iter_mut().zip(rows.cells(row)) {
                column.see(cell.trim_ascii(), &patterns);
            }
        }
        seen += rows.len();
        if seen >= ROWS {
            break;
        }
    }
    Ok(columns)
}

impl Column {
    fn see(&mut self, cell: &[u8], patterns: &[DatePattern]) {
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        if integer(cell, b'.').is_none() {
            self.not_integer += 1;
            let separator = if cell.contains(&b',') { b',' } else { b'.' };
            if decimal(cell, 9, separator, false).is_some() {
                self.comma |= separator == b',';
                self.decimals = self.decimals.max(cell.rsplit(|byte| *byte == separator).next().map_or(0, <[u8]>::len));
            } else {
                self.not_decimal += 1;
            }
        }
        for (misfits, pattern) in self.not_date.iter_mut().zip(patterns) {
            if *misfits != u32::MAX && pattern.days(cell).is_none() {
                *misfits += 1;
                // A format that fits next to nothing is not tried any more.
                if *misfits > FAULTY_FROM && *misfits > self.filled / 10 {
                    *misfits = u32::MAX;
                }
            }
        }
        if let Some(count) = self.values.get_mut(cell) {
            *count += 1;
        } else if self.values.len() < MOST_VALUES {
            self.values.insert(cell.to_vec(), 1);
        } else if self.full_after.is_none() {
            self.full_after = Some(self.filled);
        }
    }

    /// Whether so few values may be faulty ones.
    fn tolerates(&self, misfits: u32) -> bool {
        misfits == 0 || (self.filled >= FAULTY_FROM && misfits <= (self.filled / FAULTY_OF).max(1))
    }

    /// What the column holds, and how many of its values do not fit that.
    fn guess(&self, name: &str) -> (Guess, u32) {
        if self.filled == 0 {
            return (Guess::Text, 0);
        }
        if let Some((codelist, misfits)) = self.standard_list() {
            return (Guess::Category { codelist: codelist.to_owned(), codes: vec![], numeric: false }, misfits);
        }
        let date = self.not_date.iter().zip(DATE_FORMATS).filter(|(misfits, _)| self.tolerates(**misfits));
        if let Some((misfits, format)) = date.min_by_key(|(misfits, _)| **misfits) {
            return (Guess::Date(format), *misfits);
        }
        // Nearly every row its own value: an identifier.
        let is_identifier = self.full_after.is_some_and(|rows| rows < 1100);
        let is_number = self.tolerates(self.not_decimal);
        let few = |values: usize| self.full_after.is_none() && values <= if self.not_integer > 0 { MOST_CODES } else { 25 };
        // Texts that are no code are faults too; rare numbers are numbers.
        let rare: u32 = self.values.values().filter(|count| **count < FEWEST).sum();
        let is_category = match self.not_integer {
            0 => rare == 0,
            _ if is_number && rare > 0 => false,
            _ => self.not_decimal > 0 && self.tolerates(rare),
        };
        let mut codes: Vec<String> = self
            .values
            .iter()
            .filter(|(_, count)| **count >= FEWEST)
            .map(|(value, _)| String::from_utf8_lossy(value).into_owned())
            .collect();
        if is_category && few(codes.len()) && (rare == 0 || codes.len() > 1) {
            codes.sort_by_key(|code| (integer(code.as_bytes(), b'.'), code.clone()));
            let codes = codes.into_iter().map(|code| Code { code, label: String::new(), parent: String::new() }).collect();
            return (Guess::Category { codelist: name_of(name), codes, numeric: false }, rare);
        }
        match is_number {
            true if self.tolerates(self.not_integer) && is_identifier => (Guess::Text, 0),
            true if self.tolerates(self.not_integer) => (Guess::Integer { special: vec![] }, self.not_integer),
            true => (Guess::Decimal(self.decimals.clamp(1, 9)), self.not_decimal),
            false => (Guess::Text, 0),
        }
    }

    fn standard_list(&self) -> Option<(&'static str, u32)> {
        if self.full_after.is_some() || self.values.len() < 5 {
            return None;
        }
        let misfits = |name: &'static str| {
            let list = standard(name);
            let codes = list.as_ref().map(|list| list.positions()).unwrap_or_default();
            let is_code = |value: &[u8]| std::str::from_utf8(value).is_ok_and(|value| codes.contains_key(value));
            (name, self.values.iter().filter(|(value, _)| !is_code(value)).map(|(_, count)| count).sum())
        };
        STANDARD_LISTS.into_iter().take(2).map(misfits).find(|(_, misfits)| self.tolerates(*misfits))
    }
}

/// A name that descriptions accept: what is no letter or digit becomes `_`.
pub(super) fn name_of(column: &str) -> String {
    let name: String = column.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let needs_letter =
        !name.starts_with(char::is_alphabetic) || super::rule::WORDS.contains(&name.as_str()) || name == "record_key";
    if needs_letter { format!("v_{name}") } else { name }
}

pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn text(title: &str, file: Option<(&str, u8, bool)>, guesses: &[Guessed], wording: &Wording) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let mut line = |content: String| {
        let _ = writeln!(text, "{content}");
    };
    let remark = |key: &str| wording.t(key).lines().map(|remark| format!("# {remark}")).collect::<Vec<_>>().join("\n");
    line(remark("microdata-describe-head"));
    line(format!("title = {}\nsource = \"\"\non_fault = \"reject-row\"\n", quoted(title)));
    line(remark("microdata-describe-purpose"));
    line("[[purposes]]\ncode = \"\"\ntext = \"\"\n".to_owned());
    if let Some((encoding, separator, comma)) = file {
        let decimal = if comma { "," } else { "." };
        line(format!(
            "[file]\nencoding = {}\nseparator = {}\ndecimal_separator = \"{decimal}\"\n",
            quoted(encoding),
            quoted(&char::from(separator).to_string())
        ));
    }
    line(remark("microdata-describe-variables"));
    for Guessed { column, label, guess, faulty } in guesses {
        let name = name_of(column);
        line(format!("[[variables]]\nname = {}\ncolumn = {}\nlabel = {}", quoted(&name), quoted(column), quoted(label)));
        // A rare code may be a small group as well as a slip: a person says which, before rows are left out for it.
        let is_rare = *faulty > 0 && matches!(guess, Guess::Category { codes, .. } if !codes.is_empty());
        if *faulty > 0 {
            let key = if is_rare { "microdata-describe-rare" } else { "microdata-describe-faulty" };
            line(format!("# {}", wording.count(key, *faulty as usize)));
        }
        line(match guess {
            Guess::Category { codelist, numeric, .. } => {
                let numeric = if *numeric { "\nnumeric_codes = true" } else { "" };
                let stop = if is_rare { "\non_fault = \"stop\"" } else { "" };
                format!("type = \"category\"\ncodelist = {}{numeric}{stop}\n", quoted(codelist))
            }
            Guess::Integer { special } if special.is_empty() => "type = \"integer\"\n".to_owned(),
            Guess::Integer { special } => {
                let named = special.iter().map(|code| format!("# {} = {}\n", code.code, code.label.replace(['\n', '\r'], " ")));
                let missing: Vec<String> = special.iter().map(|code| quoted(&code.code)).collect();
                let (named, remark) = (named.collect::<String>(), remark("microdata-describe-special"));
                format!("{remark}\n{named}type = \"integer\"\nmissing = [{}]\n", missing.join(", "))
            }
            Guess::Decimal(decimals) => format!("type = \"decimal\"\ndecimals = {decimals}\n"),
            Guess::Date(format) => format!("type = \"date\"\nformat = {}\n", quoted(format)),
            Guess::Text => format!("{}\ntype = \"text\"\n", remark("microdata-describe-text")),
        });
    }
    for Guessed { guess, .. } in guesses {
        let Guess::Category { codelist, codes, .. } = guess else { continue };
        if codes.is_empty() {
            continue;
        }
        line(format!("[[codelists]]\nname = {}\ncodes = [", quoted(codelist)));
        for code in codes {
            line(format!("  {{ code = {}, label = {} }},", quoted(&code.code), quoted(&code.label)));
        }
        line("]\n".to_owned());
    }
    text
}

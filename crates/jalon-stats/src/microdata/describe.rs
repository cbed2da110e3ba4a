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
const DATE_FORMATS: [&str; 6] = ["YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "DD-MM-YYYY", "YYYYMMDD"];

/// What a column of the description will say.
enum Guess {
    Category { codelist: String, codes: Vec<Code>, numeric: bool },
    Integer,
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
    let guesses: Vec<(String, String, Guess)> = match codebook {
        Some(codebook) => codebook.variables.iter().map(|v| (v.name.clone(), v.label.clone(), from_codebook(v))).collect(),
        None => {
            let columns = look(opened.portions, &opened.splitter, opened.header.len())?;
            comma = columns.iter().any(|column| column.comma && !column.not_decimal);
            let named = opened.header.into_iter().zip(columns);
            named
                .map(|(name, column)| {
                    let guess = column.guess(&name);
                    (name, String::new(), guess)
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

fn from_codebook(variable: &CodebookVariable) -> Guess {
    if variable.is_text {
        return Guess::Text;
    }
    if variable.is_discrete && !variable.codes.is_empty() {
        let numeric = variable.codes.iter().all(|code| integer(code.code.as_bytes(), b'.').is_some());
        return Guess::Category { codelist: variable.name.to_lowercase(), codes: variable.codes.clone(), numeric };
    }
    if variable.decimals > 0 { Guess::Decimal(variable.decimals) } else { Guess::Integer }
}

/// What was seen in a column.
#[derive(Default)]
struct Column {
    filled: u32,
    /// How often each value occurs, while there are not too many.
    values: AHashMap<Vec<u8>, u32>,
    /// Rows until there were too many values.
    full_after: Option<u32>,
    not_integer: bool,
    not_decimal: bool,
    decimals: usize,
    /// Whether decimals are set off by a comma.
    comma: bool,
    /// Which date formats no longer fit.
    not_date: [bool; DATE_FORMATS.len()],
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
        self.not_integer = self.not_integer || integer(cell, b'.').is_none();
        if self.not_integer && !self.not_decimal {
            let separator = if cell.contains(&b',') { b',' } else { b'.' };
            self.not_decimal = decimal(cell, 9, separator, false).is_none();
            self.comma |= separator == b',' && !self.not_decimal;
            self.decimals = self.decimals.max(cell.rsplit(|byte| *byte == separator).next().map_or(0, <[u8]>::len));
        }
        for (fits_not, pattern) in self.not_date.iter_mut().zip(patterns) {
            *fits_not = *fits_not || pattern.days(cell).is_none();
        }
        if let Some(count) = self.values.get_mut(cell) {
            *count += 1;
        } else if self.values.len() < MOST_VALUES {
            self.values.insert(cell.to_vec(), 1);
        } else if self.full_after.is_none() {
            self.full_after = Some(self.filled);
        }
    }

    fn guess(&self, name: &str) -> Guess {
        if self.filled == 0 {
            return Guess::Text;
        }
        if let Some(codelist) = self.standard_list() {
            return Guess::Category { codelist: codelist.to_owned(), codes: vec![], numeric: false };
        }
        if let Some(format) = self.not_date.iter().zip(DATE_FORMATS).find(|(fits_not, _)| !**fits_not).map(|(_, format)| format) {
            return Guess::Date(format);
        }
        let few = self.full_after.is_none() && self.values.len() <= if self.not_integer { MOST_CODES } else { 25 };
        if few && self.values.values().all(|count| *count >= FEWEST) && (self.not_decimal || !self.not_integer) {
            let mut codes: Vec<String> = self.values.keys().map(|value| String::from_utf8_lossy(value).into_owned()).collect();
            codes.sort_by_key(|code| (integer(code.as_bytes(), b'.'), code.clone()));
            let codes = codes.into_iter().map(|code| Code { code, label: String::new(), parent: String::new() }).collect();
            return Guess::Category { codelist: name_of(name), codes, numeric: false };
        }
        // Nearly every row its own value: an identifier.
        let is_identifier = self.full_after.is_some_and(|rows| rows < 1100);
        match (self.not_integer, self.not_decimal) {
            (false, _) if !is_identifier => Guess::Integer,
            (true, false) => Guess::Decimal(self.decimals.clamp(1, 9)),
            _ => Guess::Text,
        }
    }

    fn standard_list(&self) -> Option<&'static str> {
        if self.full_after.is_some() || self.values.len() < 5 {
            return None;
        }
        STANDARD_LISTS.into_iter().take(2).find(|name| {
            let list = standard(name);
            let codes = list.as_ref().map(|list| list.positions()).unwrap_or_default();
            self.values.keys().all(|value| std::str::from_utf8(value).is_ok_and(|value| codes.contains_key(value)))
        })
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

fn text(title: &str, file: Option<(&str, u8, bool)>, guesses: &[(String, String, Guess)], wording: &Wording) -> String {
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
    for (column, label, guess) in guesses {
        let name = name_of(column);
        line(format!("[[variables]]\nname = {}\ncolumn = {}\nlabel = {}", quoted(&name), quoted(column), quoted(label)));
        line(match guess {
            Guess::Category { codelist, numeric, .. } => {
                let numeric = if *numeric { "\nnumeric_codes = true" } else { "" };
                format!("type = \"category\"\ncodelist = {}{numeric}\n", quoted(codelist))
            }
            Guess::Integer => "type = \"integer\"\n".to_owned(),
            Guess::Decimal(decimals) => format!("type = \"decimal\"\ndecimals = {decimals}\n"),
            Guess::Date(format) => format!("type = \"date\"\nformat = {}\n", quoted(format)),
            Guess::Text => format!("{}\ntype = \"text\"\n", remark("microdata-describe-text")),
        });
    }
    for (_, _, guess) in guesses {
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

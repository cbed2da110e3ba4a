//! Tries every cell and every rule of some rows, and gives typed columns and faults.
//!
//! Rows are tried in portions, on several threads; what a portion gives depends on its rows alone.

use ahash::AHashMap;

use super::description::{CellRule, Description, Kind, Policy, Variable};
use super::key::Identifier;
use super::number::{DatePattern, decimal, integer};
use super::rows::Rows;
use super::rule::{Batch, broken_rows};

/// A number that is missing.
pub(crate) const MISSING: i64 = i64::MIN;
/// A number that broke a rule of its cell.
pub(crate) const FAULTY: i64 = i64::MIN + 1;
/// A code that is missing.
pub(crate) const MISSING_CODE: i32 = -1;
/// A code that broke a rule of its cell.
pub(crate) const FAULTY_CODE: i32 = -2;

/// Values of one variable.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    /// Positions in the codelist.
    Codes(Vec<i32>),
    /// Integers, decimals in units of their last decimal, days since 1970-01-01.
    Numbers(Vec<i64>),
    /// A text, which is not kept.
    None,
}

/// How the cells of a source are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) decimal_separator: u8,
    /// The source may store dates as such; they are then given as ISO 8601 writes them, and read beside the described form.
    pub(crate) iso_dates: bool,
    /// The source stores binary fractions, which hold most decimals only nearly.
    pub(crate) binary_fractions: bool,
    /// Bytes are Windows-1252; UTF-8 otherwise.
    pub(crate) windows_1252: bool,
    /// A cell may hold line breaks.
    pub(crate) line_breaks: bool,
}

/// The rules of rows as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowRule {
    /// Too few or too many cells.
    Width,
    /// Bytes that are no text in the file's encoding.
    Encoding,
    /// A line break inside a cell: most often a quotation mark that was never closed, which swallows rows.
    LineBreak,
}

impl RowRule {
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("row-width", Self::Width), ("encoding", Self::Encoding), ("line-break", Self::LineBreak)];
}

/// A rule that something broke. The order is that of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RuleId {
    Row(RowRule),
    Cell(u16, CellRule),
    Between(u16),
    Unique(u16),
}

/// One fault: a row, counted within its portion, and the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) row: u32,
    pub(crate) rule: RuleId,
}

/// What a portion of rows gives.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) rows: usize,
    /// One per variable of the description.
    pub(crate) columns: Vec<Values>,
    pub(crate) rejected: Vec<bool>,
    /// In the order of rows, then of rules.
    pub(crate) faults: Vec<Fault>,
    /// Per rule of uniqueness and row: what names the row, if all of it is there.
    pub(crate) names: Vec<Vec<Option<u128>>>,
    pub(crate) record_keys: Option<Vec<Option<u16>>>,
}

/// A description made ready for many rows of one file.
pub(crate) struct Checker<'a> {
    description: &'a Description,
    /// Column of each variable in the file.
    columns: Vec<usize>,
    width: usize,
    dialect: Dialect,
    readers: Vec<Reader<'a>>,
    identifier: Option<&'a Identifier>,
}

/// Reads the cells of one variable.
enum Reader<'a> {
    /// Position of each code; missing codes have [`MISSING_CODE`].
    Codes(AHashMap<&'a [u8], i32>),
    /// The same, for codes that are numbers.
    NumericCodes(AHashMap<i64, i32>),
    Integer(Option<i64>, Option<i64>),
    Decimal(u8, Option<i64>, Option<i64>),
    Date(DatePattern, Option<i64>, Option<i64>),
    Text,
}

impl<'a> Checker<'a> {
    /// `columns` is the place in the file of every variable; `width` the count of columns there.
    pub(crate) fn new(
        description: &'a Description,
        columns: Vec<usize>,
        width: usize,
        dialect: Dialect,
        identifier: Option<&'a Identifier>,
    ) -> Self {
        let readers = description.variables.iter().map(|variable| reader(description, variable)).collect();
        Self { description, columns, width, dialect, readers, identifier }
    }

    pub(crate) fn check(&self, rows: Rows) -> Checked {
        let mut checked = Checked {
            rows: rows.len(),
            columns: vec![],
            rejected: vec![false; rows.len()],
            faults: vec![],
            names: vec![],
            record_keys: None,
        };
        let rows = self.try_rows(rows, &mut checked);
        let whole = checked.rejected.clone();
        for (variable, reader) in self.readers.iter().enumerate() {
            let values = self.try_column(variable, reader, &rows, &whole, &mut checked);
            checked.columns.push(values);
        }
        self.try_rules(&mut checked);
        checked.names =
            self.description.unique.iter().map(|unique| self.names(&unique.variables, &rows, &whole, &checked)).collect();
        checked.record_keys = self.record_keys(&rows, &whole, &checked);
        checked.faults.sort_unstable();
        checked
    }

    /// Rules of whole rows. Cells become UTF-8.
    fn try_rows(&self, rows: Rows, checked: &mut Checked) -> Rows {
        let broken = |row: usize, rule, checked: &mut Checked| {
            checked.rejected[row] = true;
            checked.faults.push(Fault { row: row_number(row), rule: RuleId::Row(rule) });
        };
        for row in 0..rows.len() {
            if rows.width(row) != self.width {
                broken(row, RowRule::Width, checked);
            }
        }
        if !self.dialect.line_breaks && memchr::memchr2(b'\n', b'\r', rows.data()).is_some() {
            for row in (0..rows.len()).filter(|row| memchr::memchr2(b'\n', b'\r', rows.row_data(*row)).is_some()) {
                broken(row, RowRule::LineBreak, checked);
            }
        }
        if rows.data().is_ascii() {
            return rows;
        }
        let is_utf8 = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok();
        if !self.dialect.windows_1252 {
            // U+FFFD stands where a reader before this one lost a letter.
            let lost = |bytes: &[u8]| memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_some();
            if !is_utf8(rows.data()) || lost(rows.data()) {
                for row in (0..rows.len()).filter(|row| rows.cells(*row).any(|cell| !is_utf8(cell) || lost(cell))) {
                    broken(row, RowRule::Encoding, checked);
                }
            }
            return rows;
        }
        // Two or more bytes that are UTF-8 by accident are very rare in Western words: such a row was written in another encoding.
        for row in (0..rows.len()).filter(|row| rows.cells(*row).any(|cell| !cell.is_ascii() && is_utf8(cell))) {
            broken(row, RowRule::Encoding, checked);
        }
        super::read::encoding::to_utf8(&rows)
    }

    fn try_column(&self, variable: usize, reader: &Reader<'_>, rows: &Rows, broken: &[bool], checked: &mut Checked) -> Values {
        let described = &self.description.variables[variable];
        let column = self.columns[variable];
        let mut outcome = Outcome { variable: u16::try_from(variable).unwrap_or(u16::MAX), described, checked };
        let cells = (0..rows.len()).map(|row| (row, (!broken[row]).then(|| rows.cell(row, column).trim_ascii())));
        let missing = |cell: &[u8]| cell.is_empty() || described.missing.iter().any(|code| code.as_bytes() == cell);
        match reader {
            Reader::Codes(codes) => {
                let read = |cell: &[u8]| codes.get(cell).copied();
                Values::Codes(cells.map(|(row, cell)| outcome.code(row, cell, read)).collect())
            }
            Reader::NumericCodes(codes) => {
                let read = |cell: &[u8]| {
                    if missing(cell) {
                        return Some(MISSING_CODE);
                    }
                    codes.get(&integer(cell, self.dialect.decimal_separator)?).copied()
                };
                Values::Codes(cells.map(|(row, cell)| outcome.code(row, cell, read)).collect())
            }
            Reader::Text => {
                for (row, cell) in cells {
                    if cell.is_some_and(missing) && described.required {
                        outcome.fault(row, CellRule::Required);
                    }
                }
                Values::None
            }
            Reader::Integer(minimum, maximum) => {
                let read = |cell: &[u8]| integer(cell, self.dialect.decimal_separator);
                let limits = (*minimum, *maximum);
                Values::Numbers(cells.map(|(row, cell)| outcome.number(row, cell, missing, read, limits)).collect())
            }
            Reader::Decimal(decimals, minimum, maximum) => {
                let Dialect { decimal_separator, binary_fractions, .. } = self.dialect;
                let read = |cell: &[u8]| decimal(cell, *decimals, decimal_separator, binary_fractions);
                let limits = (*minimum, *maximum);
                Values::Numbers(cells.map(|(row, cell)| outcome.number(row, cell, missing, read, limits)).collect())
            }
            Reader::Date(pattern, minimum, maximum) => {
                let iso = self.dialect.iso_dates.then(DatePattern::iso);
                let read = |cell: &[u8]| pattern.days(cell).or_else(|| iso.as_ref()?.days(cell));
                let limits = (*minimum, *maximum);
                Values::Numbers(cells.map(|(row, cell)| outcome.number(row, cell, missing, read, limits)).collect())
            }
        }
    }

    /// Rules between variables see the values before any of these rules clears one, so that their order does not matter.
    fn try_rules(&self, checked: &mut Checked) {
        let mut clears: Vec<(usize, u32)> = vec![];
        for (rule, at) in self.description.rules.iter().zip(0..) {
            for row in broken_rows(rule, &Batch { rows: checked.rows, columns: &checked.columns }) {
                checked.faults.push(Fault { row, rule: RuleId::Between(at) });
                match rule.on_fault {
                    Policy::SetMissing => clears.extend(rule.clears.iter().map(|variable| (*variable, row))),
                    Policy::RejectRow | Policy::Stop => checked.rejected[row as usize] = true,
                }
            }
        }
        for (variable, row) in clears {
            match &mut checked.columns[variable] {
                Values::Codes(codes) => codes[row as usize] = MISSING_CODE,
                Values::Numbers(numbers) => numbers[row as usize] = MISSING,
                Values::None => {}
            }
        }
    }

    /// What names each row: its values in canonical form, as a digest. None where a part is missing or faulty.
    fn names(&self, variables: &[usize], rows: &Rows, broken: &[bool], checked: &Checked) -> Vec<Option<u128>> {
        let mut text = vec![];
        (0..rows.len())
            .map(|row| {
                self.canonical(variables, rows, row, broken, checked, &mut text)?;
                Some(super::key::digest(&text))
            })
            .collect()
    }

    fn record_keys(&self, rows: &Rows, broken: &[bool], checked: &Checked) -> Option<Vec<Option<u16>>> {
        let (key, identifier) = (self.description.record_key.as_ref()?, self.identifier?);
        let mut text = vec![];
        let keys = (0..rows.len()).map(|row| {
            self.canonical(&key.variables, rows, row, broken, checked, &mut text)?;
            Some(identifier.key(&text, key.keys))
        });
        Some(keys.collect())
    }

    /// The values of some variables of a row in one form, whatever the file's: codes as the list writes them, numbers and dates as numbers,
    /// texts without case, accents and signs.
    fn canonical(
        &self,
        variables: &[usize],
        rows: &Rows,
        row: usize,
        broken: &[bool],
        checked: &Checked,
        text: &mut Vec<u8>,
    ) -> Option<()> {
        text.clear();
        if broken[row] {
            return None;
        }
        for variable in variables {
            match &checked.columns[*variable] {
                Values::Codes(codes) => {
                    let code = usize::try_from(codes[row]).ok()?;
                    text.extend_from_slice(self.description.codelist_of(*variable)?.codes.get(code)?.code.as_bytes());
                }
                Values::Numbers(numbers) if [MISSING, FAULTY].contains(&numbers[row]) => return None,
                Values::Numbers(numbers) => text.extend_from_slice(numbers[row].to_string().as_bytes()),
                Values::None => {
                    let cell = rows.cell(row, self.columns[*variable]).trim_ascii();
                    let missing = self.description.variables[*variable].missing.iter().any(|code| code.as_bytes() == cell);
                    let before = text.len();
                    super::key::normalise(cell, text);
                    if missing || text.len() == before {
                        return None;
                    }
                }
            }
            // A sign that no normalised value holds.
            text.push(0x1f);
        }
        Some(())
    }
}

fn reader<'a>(description: &'a Description, variable: &'a Variable) -> Reader<'a> {
    match &variable.kind {
        Kind::Category { codelist, numeric: false } => {
            let list = &description.codelists[*codelist];
            let mut codes: AHashMap<&[u8], i32> = list.codes.iter().map(|code| code.code.as_bytes()).zip(0..).collect();
            codes.extend(variable.missing.iter().map(|code| (code.as_bytes(), MISSING_CODE)));
            codes.insert(b"", MISSING_CODE);
            Reader::Codes(codes)
        }
        Kind::Category { codelist, numeric: true } => {
            let codes = description.codelists[*codelist].codes.iter().map(|code| integer(code.code.as_bytes(), b'.'));
            let mut positions: AHashMap<i64, i32> = codes.zip(0..).filter_map(|(code, at)| Some((code?, at))).collect();
            let missing = variable.missing.iter().filter_map(|code| integer(code.as_bytes(), b'.'));
            positions.extend(missing.map(|code| (code, MISSING_CODE)));
            Reader::NumericCodes(positions)
        }
        Kind::Integer { minimum, maximum } => Reader::Integer(*minimum, *maximum),
        Kind::Decimal { decimals, minimum, maximum } => Reader::Decimal(*decimals, *minimum, *maximum),
        Kind::Date { format, minimum, maximum } => {
            Reader::Date(DatePattern::new(&format.0).unwrap_or_else(DatePattern::iso), *minimum, *maximum)
        }
        Kind::Text => Reader::Text,
    }
}

/// Takes down what the cells of one column break.
struct Outcome<'a> {
    variable: u16,
    described: &'a Variable,
    checked: &'a mut Checked,
}

impl Outcome<'_> {
    #[cold]
    fn fault(&mut self, row: usize, rule: CellRule) {
        self.checked.faults.push(Fault { row: row_number(row), rule: RuleId::Cell(self.variable, rule) });
        match self.described.policy(rule) {
            Policy::SetMissing => {}
            Policy::RejectRow | Policy::Stop => self.checked.rejected[row] = true,
        }
    }

    fn code(&mut self, row: usize, cell: Option<&[u8]>, read: impl Fn(&[u8]) -> Option<i32>) -> i32 {
        let Some(cell) = cell else { return FAULTY_CODE };
        match read(cell) {
            Some(MISSING_CODE) if self.described.required => {
                self.fault(row, CellRule::Required);
                FAULTY_CODE
            }
            Some(code) => code,
            None => {
                self.fault(row, CellRule::Codelist);
                FAULTY_CODE
            }
        }
    }

    fn number(
        &mut self,
        row: usize,
        cell: Option<&[u8]>,
        missing: impl Fn(&[u8]) -> bool,
        read: impl Fn(&[u8]) -> Option<i64>,
        (minimum, maximum): (Option<i64>, Option<i64>),
    ) -> i64 {
        let Some(cell) = cell else { return FAULTY };
        if missing(cell) {
            if self.described.required {
                self.fault(row, CellRule::Required);
                return FAULTY;
            }
            return MISSING;
        }
        let Some(value) = read(cell) else {
            self.fault(row, CellRule::Type);
            return FAULTY;
        };
        if minimum.is_some_and(|minimum| value < minimum) || maximum.is_some_and(|maximum| value > maximum) {
            self.fault(row, CellRule::Range);
            return FAULTY;
        }
        value
    }
}

/// Portions hold far fewer rows than 32 bits count.
fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

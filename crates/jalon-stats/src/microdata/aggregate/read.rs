//! The rows of a table as cells, with every fault of a row.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jalon_domain::Problem;

use super::axis::{Axis, Reader};
use crate::microdata::check::Dialect;
use crate::microdata::description::{Aggregate, Description, Unknown};
use crate::microdata::number::{decimal, integer};
use crate::microdata::read::Opened;
use crate::microdata::rows::Rows;

/// What a row says of its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Number(u64),
    Unknown(Unknown),
}

/// A cell, with the row where it stands as a spreadsheet counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) row: u64,
    pub(super) said: Said,
}

/// The table: all combinations of codes, the last variable running fastest.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) axes: Vec<Axis>,
    pub(super) entries: Vec<Option<Entry>>,
    pub(super) rows: u64,
}

/// Places of a row's codes in their lists, and what it says.
type Read = (Vec<usize>, Entry);

impl Cells {
    /// Reads a table; what is wrong with single rows, or with single codes, is noted.
    ///
    /// # Errors
    /// What ends the reading: a column that is not there, a file that cannot be read, more combinations than are taken.
    pub(super) fn read(
        description: &Description,
        aggregate: &Aggregate,
        opened: Opened,
        faults: &mut Vec<Problem>,
    ) -> Result<Self, Vec<Problem>> {
        let columns = Columns::find(description, aggregate, &opened.header)?;
        let mut reading = Reading {
            readers: (0..description.variables.len()).map(|at| Reader::new(description, aggregate, at)).collect(),
            aggregate,
            columns,
            dialect: opened.dialect,
            width: opened.header.len(),
            row: opened.first_row,
            found: vec![],
            faults,
        };
        let first = opened.first_row;
        for portion in opened.portions {
            let rows = opened.splitter.rows(portion.map_err(|fault| vec![fault])?);
            reading.take(&rows);
            if reading.found.len() > super::MOST_CELLS {
                return Err(vec![too_large(reading.found.len())]);
            }
        }
        let (rows, found) = (reading.row - first, reading.found);
        if found.is_empty() && faults.is_empty() {
            return Err(vec![Problem::new("microdata-file-empty")]);
        }
        let seen = |variable: usize| found.iter().map(|(places, _)| places[variable]).collect::<BTreeSet<_>>();
        let axes: Vec<Axis> = (0..description.variables.len())
            .map(|variable| Axis::new(description, aggregate, variable, &seen(variable), faults))
            .collect();
        let size = axes.iter().try_fold(1_usize, |size, axis| size.checked_mul(axis.len())).unwrap_or(usize::MAX);
        if size > super::MOST_CELLS {
            return Err(vec![too_large(size)]);
        }
        let mut cells = Self { axes, entries: vec![None; size], rows };
        for (places, entry) in found {
            cells.put(&places, entry, faults);
        }
        Ok(cells)
    }

    fn put(&mut self, read: &[usize], entry: Entry, faults: &mut Vec<Problem>) {
        let places: Option<Vec<usize>> = self.axes.iter().zip(read).map(|(axis, place)| axis.place(*place)).collect();
        // A total that stands wrongly in its list has no place; that was told.
        let Some(places) = places else { return };
        let position = self.position(&places);
        match self.entries[position] {
            Some(first) => {
                let fault = Problem::new("aggregate-twice").with("row", entry.row).with("first", first.row);
                faults.push(fault.with("cell", self.name(&places)));
            }
            None => self.entries[position] = Some(entry),
        }
    }

    pub(super) fn position(&self, places: &[usize]) -> usize {
        self.axes.iter().zip(places).fold(0, |position, (axis, place)| position * axis.len() + place)
    }

    pub(super) fn places(&self, mut position: usize) -> Vec<usize> {
        let mut places = vec![0; self.axes.len()];
        for (place, axis) in places.iter_mut().zip(&self.axes).rev() {
            *place = position % axis.len();
            position /= axis.len();
        }
        places
    }

    pub(super) fn is_leaf(&self, places: &[usize]) -> bool {
        self.axes.iter().zip(places).all(|(axis, place)| axis.is_leaf(*place))
    }

    /// The codes of a cell as the message names them: `sex = F, region = N`; totals are left out.
    pub(super) fn name(&self, places: &[usize]) -> String {
        let of = |(axis, place): (&Axis, &usize)| {
            let code = &axis.codes[*place].code;
            (!code.is_empty()).then(|| format!("{} = {code}", axis.name))
        };
        let named: Vec<String> = self.axes.iter().zip(places).filter_map(of).collect();
        if named.is_empty() { "_T".to_owned() } else { named.join(", ") }
    }
}

fn too_large(found: usize) -> Problem {
    Problem::new("aggregate-large").with("found", found).with("limit", super::MOST_CELLS)
}

/// Places in the heading.
struct Columns {
    variables: Vec<usize>,
    count: usize,
    state: Option<usize>,
}

impl Columns {
    fn find(description: &Description, aggregate: &Aggregate, header: &[String]) -> Result<Self, Vec<Problem>> {
        let mut faults = vec![];
        let mut find = |column: &str, name: &str| {
            let places: Vec<usize> = (0..header.len()).filter(|at| header[*at] == column).collect();
            let problem = |rule: &str| Problem::new(rule).with("column", column).with("name", name);
            match places[..] {
                [place] => place,
                [] => {
                    faults.push(problem("microdata-column-missing"));
                    0
                }
                _ => {
                    faults.push(problem("microdata-column-twice"));
                    0
                }
            }
        };
        let variables = description.variables.iter().map(|variable| find(&variable.column, &variable.name)).collect();
        let count = find(&aggregate.count, "aggregate.count");
        let state = aggregate.state.as_ref().map(|state| find(state, "aggregate.state"));
        if faults.is_empty() { Ok(Self { variables, count, state }) } else { Err(faults) }
    }
}

struct Reading<'a> {
    readers: Vec<Reader<'a>>,
    aggregate: &'a Aggregate,
    columns: Columns,
    dialect: Dialect,
    width: usize,
    /// Number of the next row.
    row: u64,
    found: Vec<Read>,
    faults: &'a mut Vec<Problem>,
}

impl Reading<'_> {
    fn take(&mut self, rows: &Rows) {
        for at in 0..rows.len() {
            let row = self.row;
            self.row += 1;
            if rows.width(at) != self.width {
                let fault = Problem::new("aggregate-row-width").with("row", row).with("found", rows.width(at));
                self.faults.push(fault.with("wanted", self.width));
                continue;
            }
            let places = self.places(rows, at);
            let said = self.said(rows, at);
            if let (Some(places), Some(said)) = (places, said) {
                self.found.push((places, Entry { row, said }));
            }
        }
    }

    fn text<'r>(&self, rows: &'r Rows, row: usize, column: usize) -> Option<Cow<'r, str>> {
        let cell = rows.cell(row, column).trim_ascii();
        match self.dialect.windows_1252 {
            true => Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0),
            false => std::str::from_utf8(cell).ok().map(|text| Cow::Borrowed(text.trim())),
        }
    }

    fn fault(&mut self, rule: &str, column: &str) {
        // Rows are counted before they are read.
        self.faults.push(Problem::new(rule).with("row", self.row - 1).with("column", column));
    }

    /// The codes of a row. Messages never repeat what stands there: a shifted row puts anything into any column.
    fn places(&mut self, rows: &Rows, row: usize) -> Option<Vec<usize>> {
        let mut places = vec![];
        for variable in 0..self.readers.len() {
            let text = self.text(rows, row, self.columns.variables[variable]);
            let column = self.readers[variable].column.to_owned();
            match text.as_deref().map(|text| (text, self.readers[variable].place(text))) {
                Some((_, Some(place))) => places.push(place),
                Some(("", None)) => self.fault("aggregate-code-empty", &column),
                _ => self.fault("aggregate-code", &column),
            }
        }
        (places.len() == self.readers.len()).then_some(places)
    }

    /// Number or state, where both columns agree.
    fn said(&mut self, rows: &Rows, row: usize) -> Option<Said> {
        let aggregate = self.aggregate;
        let count = self.text(rows, row, self.columns.count).unwrap_or(Cow::Borrowed("\u{fffd}"));
        let state = self.columns.state.map(|column| self.text(rows, row, column).unwrap_or(Cow::Borrowed("\u{fffd}")));
        let state_column = aggregate.state.clone().unwrap_or_default();
        let state_marks = match state.as_deref() {
            None => None,
            Some(sign) => match aggregate.marked(sign) {
                Some(unknown) => Some(unknown),
                None if aggregate.measured.iter().any(|known| known == sign) => None,
                None => {
                    self.fault("aggregate-state", &state_column);
                    return None;
                }
            },
        };
        let says_zero = state.as_deref() == Some("zero");
        let count_marks = aggregate.marked(&count);
        match (count_marks, state_marks) {
            (Some(one), Some(other)) if one != other => {
                self.fault("aggregate-two-states", &state_column);
                None
            }
            (Some(unknown), _) => Some(Said::Unknown(unknown)),
            (None, Some(unknown)) if count.is_empty() => Some(Said::Unknown(unknown)),
            (None, Some(_)) => {
                self.fault("aggregate-two-states", &state_column);
                None
            }
            (None, None) => match self.number(&count) {
                Some(number) if says_zero && number > 0 => {
                    self.fault("aggregate-two-states", &state_column);
                    None
                }
                number => number.map(Said::Number),
            },
        }
    }

    fn number(&mut self, count: &str) -> Option<u64> {
        let separator = self.dialect.decimal_separator;
        let rule = match integer(count.as_bytes(), separator) {
            Some(number) => match u64::try_from(number) {
                Ok(number) => return Some(number),
                Err(_) => "aggregate-negative",
            },
            None if count.is_empty() => "aggregate-count-empty",
            None if [b'.', b','].iter().any(|sign| decimal(count.as_bytes(), 9, *sign, true).is_some()) => "aggregate-fraction",
            None => "aggregate-count",
        };
        let column = self.aggregate.count.clone();
        self.fault(rule, &column);
        None
    }
}

//! A table of a TOML file, read key by key: what is wrong is noted with its line, and reading goes on.

use std::cell::{Cell, RefCell};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;
use crate::sampling::Rules;

/// Where faults are noted while a file is read.
pub(super) struct Notes<'a> {
    file: &'a str,
    text: &'a str,
    faults: RefCell<Vec<Fault>>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, faults: RefCell::new(vec![]) }
    }

    pub(super) fn place(&self, offset: usize, path: &str) -> String {
        let line = 1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        if path.is_empty() { format!("{}:{line}", self.file) } else { format!("{}:{line}: {path}", self.file) }
    }

    pub(super) fn add(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }

    pub(super) fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }
}

type Value<'i> = Spanned<DeValue<'i>>;

/// One table. Each key is asked for once; [`Section::finish`] notes those that nobody asked for.
pub(super) struct Section<'a, 'i> {
    pub(super) notes: &'a Notes<'a>,
    table: &'a DeTable<'i>,
    path: String,
    offset: usize,
    known: RefCell<Vec<&'static str>>,
    /// A key was there but could not be read; what follows from its absence is not reported again.
    failed: Cell<bool>,
}

impl<'a, 'i> Section<'a, 'i> {
    pub(super) fn new(notes: &'a Notes<'a>, table: &'a DeTable<'i>, path: String, offset: usize) -> Self {
        Self { notes, table, path, offset, known: RefCell::default(), failed: Cell::new(false) }
    }

    pub(super) fn place(&self) -> String {
        self.notes.place(self.offset, &self.path)
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn place_of(&self, key: &str) -> String {
        let offset = self.table.get(key).map_or(self.offset, |value| value.span().start);
        self.notes.place(offset, &self.path_of(key))
    }

    pub(super) fn fault(&self, key: &str, code: &'static str) -> Fault {
        Fault::new(code, self.place_of(key))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn get(&self, key: &'static str) -> Option<&'a Value<'i>> {
        self.known.borrow_mut().push(key);
        self.table.get(key)
    }

    fn wrong(&self, key: &str, wanted: &str) {
        self.failed.set(true);
        self.notes.add(self.fault(key, "wrong-type").with("wanted", wanted));
    }

    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?.get_ref();
        match value.as_str() {
            Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
            _ => {
                self.wrong(key, "\"text\"");
                None
            }
        }
    }

    pub(super) fn required(&self, key: &'static str) -> String {
        if !self.has(key) {
            self.get(key);
            self.notes.add(Fault::new("missing-key", self.place()).with("key", key));
        }
        self.text(key).unwrap_or_default()
    }

    pub(super) fn choice(&self, key: &'static str, choices: &[&'static str]) -> Option<&'static str> {
        let found = self.text(key)?;
        let choice = choices.iter().find(|choice| **choice == found).copied();
        if choice.is_none() {
            self.notes.add(self.fault(key, "unknown-choice").with("found", &found).with("choices", choices.join(", ")));
        }
        choice
    }

    pub(super) fn flag(&self, key: &'static str, default: bool) -> bool {
        let Some(value) = self.get(key) else { return default };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(key, "true / false");
            default
        })
    }

    pub(super) fn integer(&self, key: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let value = integer(self.get(key)?);
        match value {
            Some(number) if range.contains(&number) => return Some(number),
            Some(_) => {
                let fault = self.fault(key, "out-of-range");
                self.notes.add(fault.with("least", range.start()).with("most", range.end()));
            }
            None => self.wrong(key, "1"),
        }
        None
    }

    /// A number, whole or not, within the bounds.
    pub(super) fn number(&self, key: &'static str, least: f64, most: f64) -> Option<f64> {
        let value = self.get(key)?;
        match number(value) {
            Some(number) if (least..=most).contains(&number) => return Some(number),
            Some(_) => self.notes.add(self.fault(key, "out-of-range").with("least", least).with("most", most)),
            None => self.wrong(key, "1.5"),
        }
        None
    }

    /// Codes: texts, or whole numbers that are taken as text.
    pub(super) fn codes(&self, key: &'static str) -> Option<Vec<String>> {
        let read = |value: &Value| {
            let text = value.get_ref().as_str().map(str::to_owned);
            text.or_else(|| integer(value).map(|number| number.to_string()))
        };
        let items = self.get(key)?.get_ref().as_array().map(|array| array.iter().map(read).collect::<Option<Vec<_>>>());
        match items {
            Some(Some(codes)) => Some(codes),
            _ => {
                self.wrong(key, "[\"a\", \"b\"]");
                None
            }
        }
    }

    /// `"all"`, which is no code, or codes.
    pub(super) fn all_or_codes(&self, key: &'static str) -> Option<Vec<String>> {
        match self.get(key)?.get_ref().as_str() {
            Some("all") => Some(vec![]),
            _ => self.codes(key),
        }
    }

    /// The level of an interval, one of [`Rules::LEVELS`] as a whole number; the default with a fault where it is none.
    pub(super) fn codes_of_level(&self) -> u8 {
        let level = self.integer("confidence", 1..=99).map(|level| level.to_string());
        let known = level.as_ref().and_then(|level| Rules::LEVELS.into_iter().find(|known| known == level));
        if let (Some(level), None) = (&level, known) {
            let fault = self.fault("confidence", "unknown-choice").with("found", level);
            self.notes.add(fault.with("choices", Rules::LEVELS.join(", ")));
        }
        known.and_then(|known| known.parse().ok()).unwrap_or(Rules::default().confidence)
    }

    /// Numbers, whole or not.
    pub(super) fn numbers(&self, key: &'static str) -> Option<Vec<f64>> {
        let array = self.get(key)?.get_ref().as_array();
        let numbers = array.and_then(|array| array.iter().map(number).collect::<Option<Vec<_>>>());
        if numbers.is_none() {
            self.wrong(key, "[0.5, 0.75]");
        }
        numbers
    }

    pub(super) fn integers(&self, key: &'static str) -> Option<Vec<i64>> {
        let array = self.get(key)?.get_ref().as_array();
        let numbers = array.and_then(|array| array.iter().map(integer).collect::<Option<Vec<_>>>());
        if numbers.is_none() {
            self.wrong(key, "[0, 15, 65]");
        }
        numbers
    }

    /// `[["a", "b"], []]`
    pub(super) fn lists(&self, key: &'static str) -> Option<Vec<Vec<String>>> {
        let list = |value: &Value| {
            let array = value.get_ref().as_array()?;
            array.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        };
        let array = self.get(key)?.get_ref().as_array();
        let lists = array.and_then(|array| array.iter().map(list).collect::<Option<Vec<_>>>());
        if lists.is_none() {
            self.wrong(key, "[[\"a\", \"b\"], []]");
        }
        lists
    }

    /// Texts by texts; `wanted` is an example for whoever wrote something else.
    pub(super) fn pairs(&self, key: &'static str, wanted: &str) -> Option<Vec<(String, String)>> {
        let table = self.get(key)?.get_ref().as_table();
        let pair = |(name, value): (&Spanned<toml::de::DeString>, &Value)| {
            value.get_ref().as_str().map(|text| (name.get_ref().to_string(), text.to_owned()))
        };
        let pairs = table.and_then(|table| table.iter().map(pair).collect::<Option<Vec<_>>>());
        if pairs.is_none() {
            self.wrong(key, wanted);
        }
        pairs
    }

    /// The table under a key.
    pub(super) fn section(&self, key: &'static str) -> Option<Section<'a, 'i>> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Section::new(self.notes, table, self.path_of(key), value.span().start)),
            None => {
                self.wrong(key, "[table]");
                None
            }
        }
    }

    /// The tables of `[[key]]`, in their order.
    pub(super) fn sections(&self, key: &'static str) -> Vec<Section<'a, 'i>> {
        let Some(value) = self.get(key) else { return vec![] };
        let tables = value.get_ref().as_array().and_then(|array| {
            let table = |(index, item): (usize, &'a Value<'i>)| {
                let path = format!("{}[{}]", self.path_of(key), index + 1);
                Some(Section::new(self.notes, item.get_ref().as_table()?, path, item.span().start))
            };
            array.iter().enumerate().map(table).collect::<Option<Vec<_>>>()
        });
        tables.unwrap_or_else(|| {
            self.wrong(key, "[[table]]");
            vec![]
        })
    }

    /// Whether a key could not be read.
    pub(super) fn failed(&self) -> bool {
        self.failed.get()
    }

    /// Notes every key that nobody asked for: a misspelt one must not be ignored silently.
    pub(super) fn finish(&self) {
        let known = self.known.borrow();
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let place = self.notes.place(key.span().start, &self.path_of(key.get_ref()));
            let mut names: Vec<_> = known.to_vec();
            names.sort_unstable();
            names.dedup();
            self.notes.add(Fault::new("unknown-key", place).with("known", names.join(", ")));
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    let whole = integer(value).map(|whole| whole as f64);
    whole.or_else(|| value.get_ref().as_float().and_then(|float| float.as_str().replace('_', "").parse().ok()))
}

fn integer(value: &Value) -> Option<i64> {
    let number = value.get_ref().as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

//! What a file shows of itself, and the description that follows from what somebody says of its columns.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use jalon_domain::Problem;
use jalon_domain::wording::Wording;

use crate::microdata::codelist::{Code, STANDARD_LISTS, standard};
use crate::microdata::describe::{name_of, quoted};
use crate::microdata::description::{Absent, Counts, Description, FileFormat, Meaning, Purpose, Unknown};
use crate::microdata::number::decimal;
use crate::microdata::read::{self, Splitter};
use crate::release::About;

/// Rows that are looked at.
const ROWS: usize = 400_000;
/// Most different codes of a column that an outline lists.
const MOST_CODES: usize = 5_000;
/// How offices write "everybody", in small letters.
const TOTALS: [&str; 14] = [
    "_t",
    "t",
    "tot",
    "total",
    "totals",
    "ensemble",
    "tous",
    "toutes",
    "all",
    "todos",
    "todas",
    "gesamt",
    "insgesamt",
    "المجموع",
];
/// How they name the column of numbers, and that of states.
const COUNTS: [&str; 16] = [
    "n",
    "nb",
    "nombre",
    "count",
    "counts",
    "number",
    "value",
    "valeur",
    "valor",
    "obs_value",
    "effectif",
    "effectifs",
    "persons",
    "personnes",
    "personas",
    "numero",
];
const STATES: [&str; 9] = ["state", "status", "etat", "état", "statut", "estado", "obs_status", "conf_status", "symbol"];

/// What a column of the file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Dimension,
    Count,
    State,
    Unused,
}

impl Role {
    pub const ALL: [(&'static str, Self); 4] =
        [("dimension", Self::Dimension), ("count", Self::Count), ("state", Self::State), ("unused", Self::Unused)];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }
}

/// A column as the file shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutlineColumn {
    pub heading: String,
    /// Different cells in their order, as far as there are not too many.
    pub codes: Vec<String>,
    /// There are more than an outline lists: hardly the codes of a table.
    pub too_many: bool,
    numbers: usize,
    filled: usize,
}

/// What a file shows of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    pub columns: Vec<OutlineColumn>,
    encoding: &'static str,
    separator: Option<u8>,
}

/// What somebody says of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnChoice {
    pub role: Role,
    pub label: String,
    /// The code that stands for everybody; empty where there is none.
    pub total: String,
    /// A standard list; empty for the codes of the file.
    pub codelist: String,
    /// The list's own codes with labels and parents, where a description has them.
    pub codes: Vec<Code>,
    /// Which concept it is, where a description says it.
    pub meaning: Meaning,
}

/// What somebody says of a file, column by column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choices {
    pub columns: Vec<ColumnChoice>,
    pub counts: Counts,
    pub absent: Absent,
    pub about: About,
}

impl Outline {
    /// Looks at a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(file: &Path) -> Result<Self, Problem> {
        let opened = read::open(file, &FileFormat::default(), None)?;
        let separator = if let Splitter::Csv { separator } = opened.splitter { Some(separator) } else { None };
        let columns = opened.header.iter().map(|heading| OutlineColumn { heading: heading.clone(), ..OutlineColumn::default() });
        let mut columns: Vec<OutlineColumn> = columns.collect();
        let mut seen: Vec<BTreeSet<String>> = vec![BTreeSet::new(); columns.len()];
        let (mut rows_seen, width) = (0, columns.len());
        for portion in opened.portions {
            let rows = opened.splitter.rows(portion?);
            for row in (0..rows.len()).filter(|row| rows.width(*row) == width) {
                for ((column, seen), cell) in columns.iter_mut().zip(&mut seen).zip(rows.cells(row)) {
                    let text = match opened.dialect.windows_1252 {
                        true => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell.trim_ascii()).0,
                        false => String::from_utf8_lossy(cell.trim_ascii()),
                    };
                    column.see(&text, seen);
                }
            }
            rows_seen += rows.len();
            if rows_seen >= ROWS {
                break;
            }
        }
        Ok(Self { columns, encoding: opened.encoding, separator })
    }

    /// What the columns seem to be: to be corrected by somebody who knows.
    pub fn guess(&self) -> Choices {
        let folded = |text: &str| text.trim().to_lowercase();
        let is_state = |column: &OutlineColumn| STATES.contains(&folded(&column.heading).as_str());
        let named = |column: &OutlineColumn| COUNTS.contains(&folded(&column.heading).as_str());
        let numeric = |column: &OutlineColumn| column.filled > 0 && column.numbers * 2 >= column.filled;
        let last = |wanted: &dyn Fn(&OutlineColumn) -> bool| self.columns.iter().rposition(wanted);
        let count = last(&|column| named(column) && numeric(column)).or_else(|| last(&|column| numeric(column)));
        let choice = |(at, column): (usize, &OutlineColumn)| {
            let role = match () {
                () if Some(at) == count => Role::Count,
                () if is_state(column) => Role::State,
                () if column.too_many => Role::Unused,
                () => Role::Dimension,
            };
            let total = column.codes.iter().find(|code| TOTALS.contains(&folded(code).as_str()));
            ColumnChoice { role, total: total.cloned().unwrap_or_default(), ..ColumnChoice::default() }
        };
        Choices { columns: self.columns.iter().enumerate().map(choice).collect(), ..Choices::default() }
    }

    /// What a description says of the columns of this file.
    pub fn choices_of(&self, description: &Description) -> Choices {
        let Some(aggregate) = &description.aggregate else { return self.guess() };
        let choice = |column: &OutlineColumn| {
            let variable = description.variables.iter().position(|variable| variable.column == column.heading);
            let Some(at) = variable else {
                let is_state = aggregate.state.as_ref() == Some(&column.heading);
                let role = if aggregate.count == column.heading { Role::Count } else { Role::Unused };
                return ColumnChoice { role: if is_state { Role::State } else { role }, ..ColumnChoice::default() };
            };
            let list = description.codelist_of(at);
            let is_standard = list.is_some_and(|list| STANDARD_LISTS.contains(&list.name.as_str()));
            ColumnChoice {
                role: Role::Dimension,
                label: description.variables[at].label.clone(),
                total: aggregate.totals[at].iter().find(|code| column.codes.contains(code)).cloned().unwrap_or_default(),
                codelist: list.filter(|_| is_standard).map(|list| list.name.clone()).unwrap_or_default(),
                codes: list.filter(|_| !is_standard).map(|list| list.codes.clone()).unwrap_or_default(),
                meaning: description.variables[at].meaning.clone(),
            }
        };
        Choices {
            columns: self.columns.iter().map(choice).collect(),
            counts: aggregate.counts,
            absent: aggregate.absent,
            about: description.about,
        }
    }

    /// The description that follows, as TOML with remarks in the language of the wording. Whatever a form cannot say
    /// (hierarchies, other signs) is written into it by hand.
    pub fn description(&self, choices: &Choices, head: (&str, &str, &[Purpose]), wording: &Wording) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let mut line = |content: String| {
            let _ = writeln!(text, "{content}");
        };
        let remark = |key: &str| wording.t(key).lines().map(|remark| format!("# {remark}")).collect::<Vec<_>>().join("\n");
        let (title, source, purposes) = head;
        line(remark("aggregate-describe-head"));
        line(format!("title = {}\nsource = {}", quoted(title), quoted(source)));
        line(about(choices.about));
        let none = [Purpose::default()];
        for purpose in if purposes.is_empty() { &none } else { purposes } {
            line(format!("[[purposes]]\ncode = {}\ntext = {}\n", quoted(&purpose.code), quoted(&purpose.text)));
        }
        if let Some(separator) = self.separator {
            let separator = quoted(&char::from(separator).to_string());
            line(format!("[file]\nencoding = {}\nseparator = {separator}\n", quoted(self.encoding)));
        }
        let heading = |role: Role| {
            let mut columns = self.columns.iter().zip(&choices.columns);
            columns.find(|(_, choice)| choice.role == role).map(|(column, _)| column.heading.clone())
        };
        line(format!("[aggregate]\ncount = {}", quoted(&heading(Role::Count).unwrap_or_default())));
        if let Some(state) = heading(Role::State) {
            line(format!("state = {}", quoted(&state)));
        }
        line(format!("counts = \"{}\"", if choices.counts == Counts::Things { "things" } else { "persons" }));
        line(remark("aggregate-describe-absent"));
        line(format!("absent = \"{}\"", absent_name(choices.absent)));
        line(remark("aggregate-describe-markers"));
        line("# [aggregate.markers]\n# suppressed = [\"x\"]\n# missing = [\"..\"]\n# not_applicable = [\"-\"]\n".to_owned());
        let dimensions: Vec<(&OutlineColumn, &ColumnChoice, String)> = self.dimensions(choices);
        line("[aggregate.totals]".to_owned());
        for (_, choice, name) in &dimensions {
            let total = if choice.total.is_empty() { "[]".to_owned() } else { quoted(&choice.total) };
            line(format!("{} = {total}", quoted(name)));
        }
        line(format!("\n{}", remark("aggregate-describe-variables")));
        for (column, choice, name) in &dimensions {
            let list = if choice.codelist.is_empty() { name } else { &choice.codelist };
            let (heading, label) = (quoted(&column.heading), quoted(&choice.label));
            line(format!("[[variables]]\nname = {}\ncolumn = {heading}\nlabel = {label}", quoted(name)));
            line(format!("type = \"category\"\ncodelist = {}\n{}", quoted(list), meaning(&choice.meaning)));
        }
        for (column, choice, name) in dimensions.iter().filter(|(_, choice, _)| choice.codelist.is_empty()) {
            line(format!("[[codelists]]\nname = {}\ncodes = [", quoted(name)));
            for code in codes(column, choice) {
                let parent = if code.parent.is_empty() { String::new() } else { format!(", parent = {}", quoted(&code.parent)) };
                line(format!("  {{ code = {}, label = {}{parent} }},", quoted(&code.code), quoted(&code.label)));
            }
            line("]\n".to_owned());
        }
        text
    }

    /// Standard lists that have every code of a column, the total left out.
    pub fn standard_lists(&self, column: usize, total: &str) -> Vec<&'static str> {
        let Some(column) = self.columns.get(column).filter(|column| !column.too_many && !column.codes.is_empty()) else {
            return vec![];
        };
        let fits = |name: &&'static str| {
            let list = standard(name);
            let known = list.as_ref().map(|list| list.positions()).unwrap_or_default();
            column.codes.iter().filter(|code| *code != total).all(|code| known.contains_key(code.as_str()))
        };
        STANDARD_LISTS.into_iter().filter(fits).collect()
    }

    /// The columns that tell groups apart, each with a name that no other has.
    fn dimensions<'a>(&'a self, choices: &'a Choices) -> Vec<(&'a OutlineColumn, &'a ColumnChoice, String)> {
        let mut named: Vec<(&OutlineColumn, &ColumnChoice, String)> = vec![];
        let chosen = self.columns.iter().zip(&choices.columns).filter(|(_, choice)| choice.role == Role::Dimension);
        for (column, choice) in chosen {
            let wish = name_of(&column.heading);
            let is_free =
                |name: &String| !STANDARD_LISTS.contains(&name.as_str()) && named.iter().all(|(_, _, known)| known != name);
            let mut names = std::iter::once(wish.clone()).chain((2..).map(|number| format!("{wish}_{number}")));
            let name = names.find(is_free).unwrap_or(wish);
            named.push((column, choice, name));
        }
        named
    }
}

impl OutlineColumn {
    fn see(&mut self, text: &str, seen: &mut BTreeSet<String>) {
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        self.numbers += usize::from(decimal(text.as_bytes(), 9, b'.', true).is_some());
        if seen.contains(text) || self.too_many {
            return;
        }
        self.too_many = self.codes.len() >= MOST_CODES;
        if !self.too_many {
            seen.insert(text.to_owned());
            self.codes.push(text.to_owned());
        }
    }
}

fn meaning(meaning: &Meaning) -> String {
    let mut text = String::new();
    if !meaning.concept.is_empty() {
        text.push_str(&format!("concept = {}\n", quoted(&meaning.concept)));
    }
    if !meaning.concept_codes.is_empty() {
        let own = |codes: &[String]| codes.iter().map(|code| quoted(code)).collect::<Vec<_>>().join(", ");
        let codes = meaning.concept_codes.iter().map(|(code, codes)| format!("{} = [{}]", quoted(code), own(codes)));
        text.push_str(&format!("concept_codes = {{ {} }}\n", codes.collect::<Vec<_>>().join(", ")));
    }
    text
}

fn about(about: About) -> String {
    let names = [("children", about.children), ("status", about.status)];
    let names: Vec<String> = names.iter().filter(|(_, said)| *said).map(|(name, _)| quoted(name)).collect();
    if names.is_empty() { String::new() } else { format!("about = [{}]\n", names.join(", ")) }
}

/// As the description writes it.
pub(super) fn absent_name(absent: Absent) -> &'static str {
    match absent {
        Absent::Refuse => "refuse",
        Absent::Zero => "zero",
        Absent::Unknown(Unknown::NotApplicable) => "not-applicable",
        Absent::Unknown(unknown) => unknown.name(),
    }
}

/// The codes that a description has, and those of the file that it lacks; without the total.
fn codes(column: &OutlineColumn, choice: &ColumnChoice) -> Vec<Code> {
    let is_new = |code: &&String| **code != choice.total && choice.codes.iter().all(|known| known.code != **code);
    let new = column.codes.iter().filter(is_new);
    let new = new.map(|code| Code { code: code.clone(), label: String::new(), parent: String::new() });
    // A total at the top of a list stays there, over the codes that stand under it.
    let is_total = |code: &&Code| code.code == choice.total && choice.codes.iter().all(|other| other.parent != code.code);
    choice.codes.iter().filter(|code| !is_total(code)).cloned().chain(new).collect()
}

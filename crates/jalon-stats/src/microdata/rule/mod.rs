//! Rules between variables: a small language of comparisons, compiled once and evaluated for many rows at a time.
//!
//! ```text
//! age >= 15 and status in ("1", "2")
//! years_since_migration <= age
//! municipality within region
//! year(arrival) >= year(birth) or arrival is missing
//! ```
//!
//! A comparison with a value that is missing is neither true nor false, and a rule whose requirement is neither is not broken:
//! whoever wants a value to be there says `is not missing`. A value that already broke a rule of its cell is unknown in every comparison,
//! `is missing` included, so that one mistake is told once.

mod compile;
mod evaluate;
mod words;

pub(crate) use compile::{Context, compile};
pub(crate) use evaluate::{Batch, broken_rows};

/// Words of the language, which no variable may have as its name.
pub const WORDS: [&str; 8] = ["and", "or", "not", "in", "is", "missing", "within", "year"];

/// A rule between variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub name: String,
    /// The rule in words, for reports.
    pub text: String,
    /// The rows that the rule is about; all when absent.
    pub when: Option<Truth>,
    /// What must hold for them.
    pub require: Truth,
    pub on_fault: super::description::Policy,
    /// The variables that lose their value when the policy is to set missing.
    pub clears: Vec<usize>,
}

/// What is true, false or unknown of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Truth {
    And(Vec<Truth>),
    Or(Vec<Truth>),
    Not(Box<Truth>),
    Missing(usize),
    /// Both sides in the same unit.
    Compare(Number, Comparison, Number),
    /// The code of a variable is one of these positions of its list.
    OneOf(usize, Vec<i32>),
    /// Both variables have the same code; the second list holds, per position of the first list, the position of the same code in the other.
    SameCode(usize, usize, Vec<i32>),
    /// The code of the first variable stands under that of the second; per position of the first list, the positions of the other's list that contain it.
    Within(usize, usize, Vec<Vec<i32>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A number of a row: integers, decimals and days, each times a factor that brings the sides of a comparison to one unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    Constant(i128),
    Variable(usize, i128),
    Year(usize, i128),
    Sum(Box<Number>, Box<Number>),
    Difference(Box<Number>, Box<Number>),
}

//! From the text of a rule to something that can be evaluated; what a rule cannot mean is refused here, with its place.

use ahash::AHashMap;
use jalon_domain::Problem;

use super::words::{Placed, Word, words};
use super::{Comparison, Number, Truth};
use crate::microdata::codelist::Codelist;
use crate::microdata::description::{Kind, Variable};
use crate::microdata::number::DatePattern;

/// Deepest nesting of a rule; deeper ones are mistakes, and would exhaust the stack.
const DEEPEST: usize = 64;

/// What names in a rule mean.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) names: &'a AHashMap<&'a str, usize>,
    pub(crate) variables: &'a [Variable],
    pub(crate) lists: &'a [Codelist],
}

/// A fault of a rule: the code of its message and what fills it.
pub(crate) struct RuleFault {
    pub(crate) rule: String,
    pub(crate) args: std::collections::BTreeMap<String, String>,
}

impl From<Problem> for RuleFault {
    fn from(problem: Problem) -> Self {
        Self { rule: problem.code, args: problem.args }
    }
}

/// Compiles the text of a rule.
///
/// # Errors
/// What cannot be understood, and where.
pub(crate) fn compile(text: &str, context: &Context<'_>) -> Result<Truth, RuleFault> {
    let words = words(text)?;
    let mut parser = Parser { words: &words, at: 0, end: text.chars().count() + 1, depth: 0, context };
    let truth = parser.alternatives()?;
    match parser.words.get(parser.at) {
        None => Ok(truth),
        Some(_) => Err(parser.expected("and, or").into()),
    }
}

/// One side of a comparison before its type is known to fit the other's.
#[derive(Debug, Clone)]
enum Side {
    /// A number and its decimals.
    Number(Number, u32),
    Day(Number),
    Code(usize, usize),
    Quoted(String, usize),
}

struct Parser<'a> {
    words: &'a [Placed],
    at: usize,
    end: usize,
    depth: usize,
    context: &'a Context<'a>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.at).map(|(word, _)| word)
    }

    fn place(&self) -> usize {
        self.words.get(self.at).map_or(self.end, |(_, place)| *place)
    }

    fn take(&mut self, word: &Word) -> bool {
        let found = self.peek() == Some(word);
        self.at += usize::from(found);
        found
    }

    fn take_name(&mut self, name: &str) -> bool {
        let found = matches!(self.peek(), Some(Word::Name(word)) if word == name);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, what: &str) -> Problem {
        Problem::new("microdata-rule-expected").with("position", self.place()).with("wanted", what)
    }

    fn alternatives(&mut self) -> Result<Truth, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Problem::new("microdata-rule-deep").with("position", self.place()));
        }
        let mut parts = vec![self.conjunction()?];
        while self.take_name("or") {
            parts.push(self.conjunction()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Truth::Or(parts) })
    }

    fn conjunction(&mut self) -> Result<Truth, Problem> {
        let mut parts = vec![self.negation()?];
        while self.take_name("and") {
            parts.push(self.negation()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Truth::And(parts) })
    }

    fn negation(&mut self) -> Result<Truth, Problem> {
        let mut negative = false;
        while self.take_name("not") {
            negative = !negative;
        }
        let truth = self.statement()?;
        Ok(if negative { Truth::Not(Box::new(truth)) } else { truth })
    }

    /// A comparison, or a statement in brackets.
    fn statement(&mut self) -> Result<Truth, Problem> {
        if self.peek() != Some(&Word::Open) || !self.brackets_hold_a_statement() {
            return self.comparison();
        }
        self.at += 1;
        let inner = self.alternatives()?;
        if self.take(&Word::Close) { Ok(inner) } else { Err(self.expected(")")) }
    }

    /// Whether the brackets that open here hold something true or false, not a sum.
    fn brackets_hold_a_statement(&self) -> bool {
        let mut open = 0_usize;
        for (word, _) in &self.words[self.at..] {
            match word {
                Word::Open => open += 1,
                Word::Close if open <= 1 => return false,
                Word::Close => open -= 1,
                Word::Compare(_) => return true,
                Word::Name(name) if super::WORDS.contains(&name.as_str()) && name != "year" => return true,
                _ => {}
            }
        }
        false
    }

    fn comparison(&mut self) -> Result<Truth, Problem> {
        if let Some(truth) = self.about_a_variable()? {
            return Ok(truth);
        }
        let left_place = self.place();
        let left = self.sum()?;
        if self.take_name("in") {
            return self.one_of(left, left_place);
        }
        let Some(Word::Compare(comparison)) = self.peek() else {
            return Err(self.expected("=, !=, <, <=, >, >=, in, is, within"));
        };
        let comparison = *comparison;
        self.at += 1;
        let place = self.place();
        let right = self.sum()?;
        self.compare(left, comparison, right, place)
    }

    /// `name is missing`, `name is not missing`, `name within name`.
    fn about_a_variable(&mut self) -> Result<Option<Truth>, Problem> {
        let (Some(Word::Name(name)), Some((Word::Name(next), _))) = (self.peek(), self.words.get(self.at + 1)) else {
            return Ok(None);
        };
        let (name, next) = (name.clone(), next.clone());
        match next.as_str() {
            "is" => {
                let variable = self.variable(&name)?;
                self.at += 2;
                let negative = self.take_name("not");
                if !self.take_name("missing") {
                    return Err(self.expected("missing"));
                }
                let missing = Truth::Missing(variable);
                Ok(Some(if negative { Truth::Not(Box::new(missing)) } else { missing }))
            }
            "within" => {
                let inner = self.category(&name)?;
                self.at += 2;
                let Some(Word::Name(outer)) = self.peek().cloned() else { return Err(self.expected("…")) };
                let outer = self.category(&outer)?;
                self.at += 1;
                Ok(Some(self.within(inner, outer)))
            }
            _ => Ok(None),
        }
    }

    fn variable(&self, name: &str) -> Result<usize, Problem> {
        let unknown = || {
            let names: Vec<&str> = self.context.variables.iter().map(|variable| variable.name.as_str()).collect();
            Problem::new("microdata-rule-variable")
                .with("position", self.place())
                .with("name", name)
                .with("choices", names.join(", "))
        };
        let variable = *self.context.names.get(name).ok_or_else(unknown)?;
        if self.context.variables[variable].kind == Kind::Text {
            return Err(Problem::new("microdata-rule-text").with("position", self.place()).with("name", name));
        }
        Ok(variable)
    }

    fn category(&self, name: &str) -> Result<(usize, usize), Problem> {
        let variable = self.variable(name)?;
        match self.context.variables[variable].kind {
            Kind::Category { codelist, .. } => Ok((variable, codelist)),
            _ => Err(Problem::new("microdata-rule-category").with("position", self.place()).with("name", name)),
        }
    }

    fn within(&self, (inner, inner_list): (usize, usize), (outer, outer_list): (usize, usize)) -> Truth {
        let (inner_codes, outer_codes) = (&self.context.lists[inner_list], &self.context.lists[outer_list]);
        let (parents, places) = (inner_codes.parents(), outer_codes.positions());
        let containing = |from| {
            let above =
                Codelist::upwards(&parents, from).filter_map(|at| places.get(inner_codes.codes[at].code.as_str()).copied());
            above.collect::<Vec<i32>>()
        };
        Truth::Within(inner, outer, (0..parents.len()).map(containing).collect())
    }

    fn sum(&mut self) -> Result<Side, Problem> {
        let mut left = self.term()?;
        loop {
            let place = self.place();
            let plus = match self.peek() {
                Some(Word::Plus) => true,
                Some(Word::Minus) => false,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.term()?;
            let (Side::Number(one, scale), Side::Number(other, other_scale)) = (left, right) else {
                return Err(Problem::new("microdata-rule-sum").with("position", place));
            };
            let common = scale.max(other_scale);
            let (one, other) = (Box::new(scaled(one, common - scale)), Box::new(scaled(other, common - other_scale)));
            left = Side::Number(if plus { Number::Sum(one, other) } else { Number::Difference(one, other) }, common);
        }
    }

    fn term(&mut self) -> Result<Side, Problem> {
        let place = self.place();
        let word = self.peek().cloned();
        match word {
            Some(Word::Number(value, decimals)) => {
                self.at += 1;
                Ok(Side::Number(Number::Constant(value), decimals))
            }
            Some(Word::Minus) => {
                self.at += 1;
                let Some(Word::Number(value, decimals)) = self.peek().cloned() else { return Err(self.expected("0")) };
                self.at += 1;
                Ok(Side::Number(Number::Constant(-value), decimals))
            }
            Some(Word::Quoted(text)) => {
                self.at += 1;
                Ok(Side::Quoted(text, place))
            }
            Some(Word::Name(name)) if name == "year" => self.year(),
            Some(Word::Name(name)) => {
                let variable = self.variable(&name)?;
                self.at += 1;
                Ok(match self.context.variables[variable].kind {
                    Kind::Category { codelist, .. } => Side::Code(variable, codelist),
                    Kind::Decimal { decimals, .. } => Side::Number(Number::Variable(variable, 1), u32::from(decimals)),
                    Kind::Date { .. } => Side::Day(Number::Variable(variable, 1)),
                    Kind::Integer { .. } | Kind::Text => Side::Number(Number::Variable(variable, 1), 0),
                })
            }
            Some(Word::Open) => {
                self.at += 1;
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(Problem::new("microdata-rule-deep").with("position", place));
                }
                let side = self.sum()?;
                self.depth -= 1;
                if self.take(&Word::Close) { Ok(side) } else { Err(self.expected(")")) }
            }
            _ => Err(self.expected("…")),
        }
    }

    fn year(&mut self) -> Result<Side, Problem> {
        self.at += 1;
        if !self.take(&Word::Open) {
            return Err(self.expected("("));
        }
        let place = self.place();
        let Some(Word::Name(name)) = self.peek().cloned() else { return Err(self.expected("…")) };
        let variable = self.variable(&name)?;
        if !matches!(self.context.variables[variable].kind, Kind::Date { .. }) {
            return Err(Problem::new("microdata-rule-date").with("position", place).with("name", name));
        }
        self.at += 1;
        if !self.take(&Word::Close) {
            return Err(self.expected(")"));
        }
        Ok(Side::Number(Number::Year(variable, 1), 0))
    }

    fn code(&self, list: usize, code: &str, place: usize) -> Result<i32, Problem> {
        let list = &self.context.lists[list];
        let found = list.codes.iter().zip(0..).find(|(known, _)| known.code == code).map(|(_, at)| at);
        found.ok_or_else(|| {
            Problem::new("microdata-rule-code").with("position", place).with("code", code).with("list", &list.name)
        })
    }

    fn one_of(&mut self, left: Side, place: usize) -> Result<Truth, Problem> {
        if !self.take(&Word::Open) {
            return Err(self.expected("("));
        }
        let mut parts = vec![];
        let mut codes = vec![];
        loop {
            let place = self.place();
            let right = self.sum()?;
            match (&left, &right) {
                (Side::Code(_, list), Side::Quoted(code, place)) => codes.push(self.code(*list, code, *place)?),
                _ => parts.push(self.compare(left.clone(), Comparison::Equal, right, place)?),
            }
            if self.take(&Word::Close) {
                break;
            }
            if !self.take(&Word::Comma) {
                return Err(self.expected("), ,"));
            }
        }
        match left {
            Side::Code(variable, _) if parts.is_empty() => Ok(Truth::OneOf(variable, codes)),
            _ if codes.is_empty() => Ok(Truth::Or(parts)),
            _ => Err(Problem::new("microdata-rule-types").with("position", place)),
        }
    }

    fn compare(&self, left: Side, comparison: Comparison, right: Side, place: usize) -> Result<Truth, Problem> {
        let mismatch = || Problem::new("microdata-rule-types").with("position", place);
        let turned = |truth: Truth| match comparison {
            Comparison::Equal => Ok(truth),
            Comparison::NotEqual => Ok(Truth::Not(Box::new(truth))),
            _ => Err(mismatch()),
        };
        let day =
            |text: &str| DatePattern::iso().days(text.as_bytes()).map(|days| Number::Constant(days.into())).ok_or_else(mismatch);
        match (left, right) {
            (Side::Number(one, scale), Side::Number(other, other_scale)) => {
                let common = scale.max(other_scale);
                Ok(Truth::Compare(scaled(one, common - scale), comparison, scaled(other, common - other_scale)))
            }
            (Side::Day(one), Side::Day(other)) => Ok(Truth::Compare(one, comparison, other)),
            (Side::Day(one), Side::Quoted(text, _)) => Ok(Truth::Compare(one, comparison, day(&text)?)),
            (Side::Quoted(text, _), Side::Day(other)) => Ok(Truth::Compare(day(&text)?, comparison, other)),
            (Side::Code(variable, list), Side::Quoted(code, place)) | (Side::Quoted(code, place), Side::Code(variable, list)) => {
                turned(Truth::OneOf(variable, vec![self.code(list, &code, place)?]))
            }
            (Side::Code(one, list), Side::Code(other, other_list)) => {
                let places = self.context.lists[other_list].positions();
                let same =
                    self.context.lists[list].codes.iter().map(|code| places.get(code.code.as_str()).copied().unwrap_or(-1));
                turned(Truth::SameCode(one, other, same.collect()))
            }
            _ => Err(mismatch()),
        }
    }
}

/// The number in a unit that is ten to the power of `shift` smaller.
fn scaled(number: Number, shift: u32) -> Number {
    let factor = 10_i128.pow(shift);
    match number {
        Number::Constant(value) => Number::Constant(value * factor),
        Number::Variable(at, by) => Number::Variable(at, by * factor),
        Number::Year(at, by) => Number::Year(at, by * factor),
        Number::Sum(one, other) => Number::Sum(Box::new(scaled(*one, shift)), Box::new(scaled(*other, shift))),
        Number::Difference(one, other) => Number::Difference(Box::new(scaled(*one, shift)), Box::new(scaled(*other, shift))),
    }
}

//! The words and signs of a rule, each with its place.

use jalon_domain::Problem;

use super::Comparison;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    Name(String),
    /// Digits and the count of decimals among them.
    Number(i128, u32),
    Quoted(String),
    Compare(Comparison),
    Plus,
    Minus,
    Open,
    Close,
    Comma,
}

/// A word and the place, counted in characters from 1, where it begins.
pub(super) type Placed = (Word, usize);

/// Splits a rule into words.
///
/// # Errors
/// The first sign that begins no word, or a quotation that does not end.
pub(super) fn words(text: &str) -> Result<Vec<Placed>, Problem> {
    let signs: Vec<char> = text.chars().collect();
    let mut found = vec![];
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        if sign.is_whitespace() {
            at += 1;
            continue;
        }
        let (word, length) =
            word(&signs[at..]).ok_or_else(|| Problem::new("microdata-rule-sign").with("position", at + 1).with("found", sign))?;
        found.push((word, at + 1));
        at += length;
    }
    Ok(found)
}

fn word(rest: &[char]) -> Option<(Word, usize)> {
    let first = *rest.first()?;
    let two = |with: char| rest.get(1) == Some(&with);
    Some(match first {
        '(' => (Word::Open, 1),
        ')' => (Word::Close, 1),
        ',' => (Word::Comma, 1),
        '+' => (Word::Plus, 1),
        '-' => (Word::Minus, 1),
        '=' if two('=') => (Word::Compare(Comparison::Equal), 2),
        '=' => (Word::Compare(Comparison::Equal), 1),
        '!' if two('=') => (Word::Compare(Comparison::NotEqual), 2),
        '<' if two('=') => (Word::Compare(Comparison::AtMost), 2),
        '<' => (Word::Compare(Comparison::Less), 1),
        '>' if two('=') => (Word::Compare(Comparison::AtLeast), 2),
        '>' => (Word::Compare(Comparison::More), 1),
        '"' | '\'' => {
            let end = rest.iter().skip(1).position(|sign| *sign == first)?;
            (Word::Quoted(rest[1..=end].iter().collect()), end + 2)
        }
        _ if first.is_ascii_digit() => number(rest)?,
        _ if first.is_alphabetic() => {
            let length = rest.iter().take_while(|sign| sign.is_alphanumeric() || **sign == '_').count();
            (Word::Name(rest[..length].iter().collect()), length)
        }
        _ => return None,
    })
}

fn number(rest: &[char]) -> Option<(Word, usize)> {
    let length = rest.iter().take_while(|sign| sign.is_ascii_digit() || **sign == '.').count();
    let text: String = rest[..length].iter().collect();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if fraction.contains('.') || whole.len() + fraction.len() > 18 {
        return None;
    }
    Some((Word::Number(format!("{whole}{fraction}").parse().ok()?, u32::try_from(fraction.len()).ok()?), length))
}

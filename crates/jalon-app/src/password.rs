//! Which passwords are refused. Length is what counts (NIST SP 800-63B, section 5.1.1.2): no composition rules, but nothing
//! that is tried first: the person's own name and address, one pattern over and over, rows of keys, the most common ones.

use jalon_domain::Problem;
use jalon_domain::search::fold;

const MINIMUM: usize = 12;
const MAXIMUM: usize = 200;
/// What is left of a password once the guessable parts are out of it must have so many different letters.
const OWN_MINIMUM: usize = 4;

/// Rows that people run their fingers along, forwards or backwards.
const ROWS: [&str; 7] =
    ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm"];
/// Shorter rows stand in ordinary words too.
const ROW_PART: usize = 4;

/// What is repeated over and over; a longer phrase may come twice.
const LONGEST_PATTERN: usize = 8;

/// Words that the lists of the most common passwords are made of, in the languages of the interface. Long passwords of those
/// lists are these, doubled or with digits behind.
const COMMON: [&str; 32] = [
    "administrateur",
    "administrator",
    "administration",
    "motdepasse",
    "contrasena",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "bienvenue",
    "bienvenido",
    "welcome",
    "azerty",
    "qwerty",
    "letmein",
    "changeme",
    "iloveyou",
    "jetaime",
    "tequiero",
    "sunshine",
    "princess",
    "football",
    "superman",
    "monkey",
    "dragon",
    "master",
    "secret",
    "soleil",
    "doudou",
    "admin",
    "hello",
    "test",
];

/// What is wrong with a password of somebody with this name and address.
pub(crate) fn problems(password: &str, repeated: &str, name: &str, email: &str) -> Vec<Problem> {
    let length = password.chars().count();
    let mut problems = vec![];
    if !(MINIMUM..=MAXIMUM).contains(&length) {
        problems.push(Problem::on("password-length", "password").with("minimum", MINIMUM).with("maximum", MAXIMUM));
    } else {
        problems.extend(guessable(password, name, email).map(|code| Problem::on(code, "password")));
    }
    if password != repeated {
        problems.push(Problem::on("password-differs", "repeated"));
    }
    problems
}

fn guessable(password: &str, name: &str, email: &str) -> Option<&'static str> {
    let text = letters_and_digits(password);
    let own: Vec<String> =
        name.split_whitespace().chain(email.split(['@', '.', '-', '_', '+'])).map(letters_and_digits).collect();
    let whole = [letters_and_digits(name), letters_and_digits(email), "jalon".to_owned()];
    let mut own: Vec<&str> = own.iter().chain(&whole).map(String::as_str).filter(|word| word.chars().count() >= 3).collect();
    own.sort_by_key(|word| std::cmp::Reverse(word.len()));
    if is_little(&without(&text, &own)) && !is_little(&text) {
        return Some("password-personal");
    }
    let common: Vec<String> = COMMON.iter().map(|word| letters_and_digits(word)).collect();
    let common: Vec<&str> = common.iter().map(String::as_str).collect();
    (is_little(&text) || is_little(&without(&text, &common))).then_some("password-guessable")
}

fn letters_and_digits(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn without(text: &str, words: &[&str]) -> String {
    words.iter().fold(text.to_owned(), |text, word| text.replace(word, ""))
}

/// Hardly anything once digits, rows of keys and repetitions are taken out.
fn is_little(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| !c.is_numeric()).collect();
    let mut left = vec![];
    let mut at = 0;
    while at < letters.len() {
        let run = row_at(&letters[at..]);
        if run >= ROW_PART {
            at += run;
        } else {
            left.push(letters[at]);
            at += 1;
        }
    }
    let different: std::collections::BTreeSet<&char> = left.iter().collect();
    let is_repeated = (1..=(left.len() / 2).min(LONGEST_PATTERN)).any(|n| left.chunks(n).all(|part| left.starts_with(part)));
    // Digits alone are a date or a telephone number, unless there are very many.
    let digits = text.chars().count() - letters.len();
    (different.len() < OWN_MINIMUM || is_repeated) && (digits < 16 || is_simple(text))
}

/// Digits that repeat or run on.
fn is_simple(text: &str) -> bool {
    text.chars().collect::<std::collections::BTreeSet<_>>().len() < 5 || row_at(&text.chars().collect::<Vec<_>>()) > 8
}

/// How many characters from the start run along a row.
fn row_at(text: &[char]) -> usize {
    let along = |row: &mut dyn Iterator<Item = char>| {
        let row: Vec<char> = row.collect();
        let start = row.iter().position(|c| Some(c) == text.first());
        start.map_or(0, |start| row[start..].iter().zip(text).take_while(|(a, b)| a == b).count())
    };
    ROWS.iter().map(|row| along(&mut row.chars()).max(along(&mut row.chars().rev()))).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_refused_and_a_phrase_is_not() {
        let codes = |password: &str| -> Vec<String> {
            problems(password, password, "Aïcha Ben Salem", "aicha.bensalem@rivemont.example")
                .iter()
                .map(|p| p.code.to_string())
                .collect()
        };
        for common in [
            "password1234",
            "Password2026!",
            "motdepasse2026",
            "qwertyuiop12",
            "azertyuiop!!",
            "aaaaaaaaaaaa",
            "abababababab",
            "abcdefghijkl",
            "123456789012",
            "administrateur1",
            "abcabcabcabc",
            "bienvenue2026",
            "031219850612",
            "azerty123456",
        ] {
            assert_eq!(codes(common), ["password-guessable"], "{common}");
        }
        for own in
            ["aicha.bensalem@rivemont.example", "AichaBenSalem", "aicha ben salem 2026", "jalonrivemont1", "Bensalem-Aicha"]
        {
            assert_eq!(codes(own), ["password-personal"], "{own}");
        }
        for phrase in [
            "une phrase neuve",
            "une phrase assez longue 7",
            "jalon-demo-2026",
            "correct horse battery",
            "cheval juste pile agrafe",
            "x7Qm29vLpT4z",
            "Le port dort à midi",
            "كلمة سر طويلة جدا",
            "rivemont et ses ponts",
        ] {
            assert!(codes(phrase).is_empty(), "{phrase}: {:?}", codes(phrase));
        }
        assert_eq!(codes("court"), ["password-length"]);
    }
}

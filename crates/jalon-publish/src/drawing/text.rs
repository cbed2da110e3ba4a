//! Measuring, wrapping and escaping text without a font engine.

/// The fonts that a browser puts in the place of Source Sans 3 run wider.
const SLACK: f64 = 1.1;

/// Estimated width of a text at the given size, rounded up.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size * SLACK
}

fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' | '\u{a0}' | '\u{202f}' => 0.27,
        'f' | 't' | 'r' | 's' | '(' | ')' | '-' | '/' | '"' | '«' | '»' => 0.40,
        'm' | 'w' | 'M' | 'W' | '—' | '@' | '%' => 0.84,
        character if character.is_ascii_uppercase() => 0.62,
        character if character.is_ascii_digit() => 0.51,
        character if (character as u32) >= 0x2e80 => 1.0,
        _ => 0.53,
    }
}

/// Breaks a text into at most `most` lines of at most `limit` units; what does not fit ends in an ellipsis.
///
/// Nothing is lost by shortening: the whole text stands in the data table of the figure.
pub(super) fn wrap(text: &str, size: f64, limit: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    // A no-break space keeps its words together.
    for word in text.split([' ', '\t', '\n']).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + 0.27 * size <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter_mut().enumerate() {
        shorten(line, size, limit, cut && index == last);
    }
    lines
}

fn shorten(line: &mut String, size: f64, limit: f64, force: bool) {
    if !force && width(line, size) <= limit {
        return;
    }
    while width(line, size) + width("…", size) > limit && line.chars().count() > 1 {
        line.pop();
    }
    line.push('…');
}

/// Text made safe for element content and attribute values; characters that XML forbids are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_and_shortens() {
        assert_eq!(wrap("Droits des migrants", 10.0, 66.0, 3), ["Droits des", "migrants"]);
        let lines = wrap("un deux trois quatre cinq six sept huit", 10.0, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(wrap("", 10.0, 60.0, 2).is_empty());
        assert!(wrap("anticonstitutionnellement", 10.0, 60.0, 2)[0].ends_with('…'));
    }

    #[test]
    fn escapes_markup_and_forbidden_characters() {
        assert_eq!(escape("<a href=\"x\">&'\u{8}\u{0}]]>"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;]]&gt;");
    }
}

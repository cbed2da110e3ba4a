//! What is done to text before it leaves: nothing that changes what is read.

/// An address that may become a link: inside the document, inside the site, or on the web.
///
/// Everything else (`javascript:`, `data:`, `file:`…) stays plain text.
pub(crate) fn safe_address(address: &str) -> Option<&str> {
    let address = address.trim();
    let web = ["https://", "http://"].iter().any(|scheme| starts_with_ignoring_case(address, scheme));
    let local =
        address.starts_with('#') || (address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\"));
    let clean = !address.chars().any(|character| character.is_control() || character.is_whitespace());
    ((web || local) && clean && address.len() > 1).then_some(address)
}

/// An address outside the document, for a printed page.
pub(crate) fn web_address(address: &str) -> Option<&str> {
    safe_address(address).filter(|address| !address.starts_with(['#', '/']))
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Text without the control characters that XML and HTML forbid.
pub(crate) fn printable(text: &str) -> String {
    let forbidden = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|character| !forbidden(*character)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_become_links() {
        for good in ["#chapitre-1", "/fr/profils/montreal", "https://ville.example/a?b=c", "HTTP://x.example"] {
            assert_eq!(safe_address(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            " javascript:x",
            "data:text/html,x",
            "//evil.example",
            "/\\evil",
            "",
            "java\nscript:",
            "#",
            "mailto:a@b",
        ] {
            assert_eq!(safe_address(bad), None, "{bad}");
        }
        assert_eq!(web_address("/fr"), None);
    }
}

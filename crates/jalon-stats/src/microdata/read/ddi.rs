//! Codebooks in the format DDI Codebook 2.5, as IPUMS gives them with an extract: where each variable stands in a line, and what its codes mean.

use std::ops::Range;
use std::path::Path;

use jalon_domain::Problem;

use super::super::codelist::Code;
use super::{MOST_COLUMNS, cannot_open};

/// Largest codebook: those of extracts with hundreds of variables have a few megabytes.
const LARGEST: u64 = 64 << 20;
/// Longest line of data.
const LONGEST_LINE: usize = 1 << 20;

/// What a codebook says of the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Codebook {
    pub title: String,
    pub variables: Vec<CodebookVariable>,
}

/// One variable of a codebook.
#[derive(Debug, Clone, PartialEq)]
pub struct CodebookVariable {
    pub name: String,
    pub label: String,
    /// Bytes of the line.
    pub place: Range<usize>,
    /// How many of the last digits are decimals.
    pub decimals: usize,
    /// Whether values are words.
    pub is_text: bool,
    /// Whether values are codes and not quantities.
    pub is_discrete: bool,
    pub codes: Vec<Code>,
}

impl Codebook {
    /// Reads a codebook from a file.
    ///
    /// # Errors
    /// Every fault of the codebook, or why it cannot be read.
    pub fn from_file(path: &Path) -> Result<Self, Vec<Problem>> {
        let failed = |error: std::io::Error| vec![cannot_open(path, &error)];
        if std::fs::metadata(path).map_err(failed)?.len() > LARGEST {
            return Err(vec![Problem::new("microdata-codebook-large").with("megabytes", LARGEST >> 20)]);
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&text),
            Err(error) => Self::parse(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0),
        }
    }

    /// Reads a codebook. A document type, and with it every entity of its own, is refused by the parser.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let options = roxmltree::ParsingOptions { nodes_limit: 5_000_000, ..roxmltree::ParsingOptions::default() };
        let text = text.trim_start_matches('\u{feff}');
        let document = roxmltree::Document::parse_with_options(text, options).map_err(|error| {
            vec![Problem::new("microdata-codebook-xml").with("line", error.pos().row).with("detail", error_kind(&error))]
        })?;
        let mut faults = vec![];
        let find = |name: &str| document.descendants().find(|node| node.has_tag_name_any(name));
        if find("fileStrc").and_then(|node| node.attribute("type")).is_some_and(|structure| structure != "rectangular") {
            faults.push(Problem::new("microdata-codebook-hierarchical"));
        }
        let title = find("titl").map(content).unwrap_or_default();
        let variables: Vec<_> = document
            .descendants()
            .filter(|node| node.has_tag_name_any("var"))
            .filter_map(|node| variable(node, &mut faults))
            .collect();
        if variables.is_empty() && faults.is_empty() {
            faults.push(Problem::new("microdata-codebook-empty"));
        }
        if variables.len() > MOST_COLUMNS {
            faults.push(Problem::new("microdata-columns").with("limit", MOST_COLUMNS));
        }
        if faults.is_empty() { Ok(Self { title, variables }) } else { Err(faults) }
    }
}

/// The parser's words without what it found in the text.
fn error_kind(error: &roxmltree::Error) -> String {
    let text = error.to_string();
    text.split('\'').next().unwrap_or_default().trim().to_owned()
}

trait AnyNamespace {
    /// Codebooks of different versions differ in their namespace only.
    fn has_tag_name_any(&self, name: &str) -> bool;
}

impl AnyNamespace for roxmltree::Node<'_, '_> {
    fn has_tag_name_any(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn content(node: roxmltree::Node<'_, '_>) -> String {
    let text: String = node.descendants().filter_map(|part| if part.is_text() { part.text() } else { None }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn child<'a>(node: roxmltree::Node<'a, 'a>, name: &str) -> Option<roxmltree::Node<'a, 'a>> {
    node.children().find(|child| child.has_tag_name_any(name))
}

fn variable(node: roxmltree::Node<'_, '_>, faults: &mut Vec<Problem>) -> Option<CodebookVariable> {
    let name = node.attribute("name").or_else(|| node.attribute("ID")).unwrap_or_default().to_owned();
    let line = node.document().text_pos_at(node.range().start).row;
    let fault = |rule: &str| Problem::new(rule).with("line", line).with("name", &name);
    let place = child(node, "location").and_then(place);
    if name.is_empty() || place.is_none() {
        faults.push(fault("microdata-codebook-place"));
        return None;
    }
    let decimals = node.attribute("dcml").unwrap_or("0").parse().ok().filter(|decimals| *decimals <= 9);
    if decimals.is_none() {
        faults.push(fault("microdata-codebook-decimals"));
    }
    let is_text = child(node, "varFormat").and_then(|format| format.attribute("type")) == Some("character");
    let codes = node.children().filter(|child| child.has_tag_name_any("catgry")).map(|category| Code {
        code: child(category, "catValu").map(content).unwrap_or_default(),
        label: child(category, "labl").map(content).unwrap_or_default(),
        parent: String::new(),
    });
    Some(CodebookVariable {
        label: child(node, "labl").map(content).unwrap_or_default(),
        place: place?,
        decimals: decimals?,
        is_text,
        is_discrete: node.attribute("intrvl") == Some("discrete"),
        codes: codes.filter(|code| !code.code.is_empty()).collect(),
        name,
    })
}

/// Bytes of the line from the first and last column, which count from 1.
fn place(location: roxmltree::Node<'_, '_>) -> Option<Range<usize>> {
    let number = |name| location.attribute(name)?.trim().parse::<usize>().ok();
    let start = number("StartPos")?.checked_sub(1)?;
    let end = number("EndPos").or_else(|| start.checked_add(number("width")?))?;
    (start < end && end <= LONGEST_LINE).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SMALL: &str = r#"<codeBook xmlns="http://www.icpsr.umich.edu/DDI"><stdyDscr><titl>A small extract</titl></stdyDscr>
<fileStrc type="rectangular"/>
<var name="SEX" intrvl="discrete" dcml="0"><location StartPos="1" EndPos="1" width="1"/><labl>Sex</labl>
<catgry><catValu>1</catValu><labl>Male</labl></catgry><catgry><catValu>2</catValu><labl>Female</labl></catgry></var>
<var name="WEIGHT" intrvl="contin" dcml="2"><location StartPos="2" EndPos="6" width="5"/><labl>Weight</labl></var>
</codeBook>"#;

    #[test]
    fn places_codes_and_decimals_are_read() {
        let codebook = Codebook::parse(SMALL).unwrap();
        assert_eq!(codebook.title, "A small extract");
        assert_eq!((codebook.variables[0].place.clone(), codebook.variables[0].codes.len()), (0..1, 2));
        assert_eq!((codebook.variables[1].place.clone(), codebook.variables[1].decimals), (1..6, 2));
    }

    #[test]
    fn what_could_harm_is_refused_with_its_place() {
        let entities = r#"<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><codeBook>&b;</codeBook>"#;
        assert_eq!(Codebook::parse(entities).unwrap_err()[0].code, "microdata-codebook-xml");
        let broken = SMALL.replace(r#"StartPos="1""#, r#"StartPos="0""#).replace(r#"dcml="2""#, r#"dcml="77""#);
        let codes: Vec<String> = Codebook::parse(&broken).unwrap_err().into_iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["microdata-codebook-place", "microdata-codebook-decimals"]);
        let tree = SMALL.replace("rectangular", "hierarchical");
        assert_eq!(Codebook::parse(&tree).unwrap_err()[0].code, "microdata-codebook-hierarchical");
    }

    proptest! {
        #[test]
        fn a_damaged_codebook_is_read_or_refused(at in 0..SMALL.len(), with in "[<>&\"a-z0-9]{0,4}", cut in 0..40_usize) {
            let end = (at + cut).min(SMALL.len());
            let _ = Codebook::parse(&format!("{}{with}{}", &SMALL[..at], &SMALL[end..]));
        }
    }
}

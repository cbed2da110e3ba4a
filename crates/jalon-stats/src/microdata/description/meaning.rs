//! Which concept a variable is, so that the calculation of an indicator finds it, and which of its codes are which of the
//! concept's. The concepts are data of the program's (`catalogues/concepts`): whoever has them says whether one exists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Value;

use super::section::{Section, as_code};
use super::{Codelist, Kind};

/// Which concept a variable is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Meaning {
    /// Empty where nobody said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub concept: String,
    /// Codes of the concept with the variable's own that stand for them; codes that are the same need not be named.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub concept_codes: BTreeMap<String, Vec<String>>,
}

/// Reads `concept` and `concept_codes` of a variable.
pub(super) fn read(section: &mut Section<'_, '_>, kind: &Kind, lists: &[Codelist]) -> Meaning {
    let concept = section.text("concept").unwrap_or_default().trim().to_owned();
    let Some(table) = section.table("concept_codes") else { return Meaning { concept, ..Meaning::default() } };
    let Kind::Category { codelist, .. } = kind else {
        section.fault("microdata-concept-codes", "concept_codes");
        return Meaning { concept, ..Meaning::default() };
    };
    if concept.is_empty() {
        section.fault("microdata-concept-codes", "concept_codes");
    }
    let known = lists.get(*codelist).map(Codelist::positions).unwrap_or_default();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut concept_codes = BTreeMap::new();
    for (code, own) in table {
        let own = match own {
            Value::Array(own) => own.iter().filter_map(as_code).collect(),
            one => as_code(one).into_iter().collect::<Vec<_>>(),
        };
        if own.is_empty() {
            let fault = section.fault("microdata-field-type", "concept_codes");
            fault.args.insert("wanted".to_owned(), "{ … = [\"…\"] }".to_owned());
        }
        for one in &own {
            if !known.contains_key(one.as_str()) {
                section.fault("microdata-concept-code", "concept_codes").args.insert("code".to_owned(), one.clone());
            }
            if let Some(other) = taken.insert(one.clone(), code.clone()) {
                let fault = section.fault("microdata-concept-code-twice", "concept_codes");
                fault.args.extend([("code".to_owned(), one.clone()), ("first".to_owned(), other)]);
            }
        }
        concept_codes.insert(code.clone(), own);
    }
    Meaning { concept, concept_codes }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Description;

    fn described(variable: &str) -> Result<Description, Vec<String>> {
        let text = format!(
            "title = \"T\"\nsource = \"S\"\n[[purposes]]\ncode = \"p\"\ntext = \"P\"\n[[variables]]\nname = \"work\"\n{variable}\n\
             [[codelists]]\nname = \"works\"\ncodes = [{{ code = \"1\" }}, {{ code = \"2\" }}, {{ code = \"3\" }}]\n"
        );
        Description::parse(&text, Path::new(".")).map_err(|faults| faults.into_iter().map(|fault| fault.code).collect())
    }

    #[test]
    fn a_variable_says_which_concept_it_is_and_by_which_codes() {
        let said = "type = \"category\"\ncodelist = \"works\"\nconcept = \"employment\"\nconcept_codes = { employed = [1, \"2\"], outside = \"3\" }";
        let meaning = described(said).unwrap().variables[0].meaning.clone();
        assert_eq!(meaning.concept, "employment");
        assert_eq!(meaning.concept_codes["employed"], ["1", "2"]);
        assert_eq!(meaning.concept_codes["outside"], ["3"]);

        let category = "type = \"category\"\ncodelist = \"works\"\n";
        let wrong =
            described(&format!("{category}concept = \"e\"\nconcept_codes = {{ a = [\"1\", \"9\"], b = [\"1\"], c = [] }}"));
        assert_eq!(wrong.unwrap_err(), ["microdata-concept-code", "microdata-concept-code-twice", "microdata-field-type"]);
        let alone = described(&format!("{category}concept_codes = {{ a = [\"1\"] }}"));
        assert_eq!(alone.unwrap_err(), ["microdata-concept-codes"]);
        let number = described("type = \"integer\"\nconcept = \"age\"\nconcept_codes = { a = [\"1\"] }");
        assert_eq!(number.unwrap_err(), ["microdata-concept-codes"]);
    }
}

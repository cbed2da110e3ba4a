//! The content of a dossier without the entries of some registers: what whoever may not see those registers is given.

use std::collections::BTreeSet;

use super::RegisterDefinition;
use crate::assessment::{DossierContent, Subject};
use crate::catalogue::{CheckDefinition, Framework};

/// The content without the entries of these registers, and without anything that names one of them: the choices of other
/// entries, comments on them, and the texts that a comment keeps of an entry which could name one.
pub fn without(content: &DossierContent, framework: &Framework, registers: &[String]) -> DossierContent {
    let is_withheld = |code: &String| registers.contains(code);
    let withheld = content.entries.iter().filter(|(code, _)| is_withheld(code)).flat_map(|(_, entries)| entries);
    let ids: BTreeSet<&str> = withheld.map(|entry| entry.id.as_str()).collect();
    let names_some = |register: &RegisterDefinition| register.fields.iter().any(|field| is_withheld(&field.register));
    let mut left = DossierContent { entries: Default::default(), comments: vec![], ..content.clone() };
    for (code, entries) in content.entries.iter().filter(|(code, _)| !is_withheld(code)) {
        let Some(register) = framework.register(code) else { continue };
        let mut entries = entries.clone();
        for field in register.fields.iter().filter(|field| is_withheld(&field.register)) {
            for entry in &mut entries {
                entry.values.remove(&field.code);
            }
        }
        left.entries.insert(code.clone(), entries);
    }
    for comment in &content.comments {
        let mut comment = comment.clone();
        if let Subject::RegisterEntry(id) = &comment.subject {
            if ids.contains(id.as_str()) {
                continue;
            }
            // Where the entry is gone, nobody can tell any more what the texts name.
            let register = left.register_entry(id.as_str()).and_then(|entry| framework.register(&entry.register));
            if register.is_none_or(names_some) {
                (comment.text_before, comment.text_after) = (String::new(), String::new());
            }
        }
        left.comments.push(comment);
    }
    left
}

/// The registers of whose entries a check tells: the one it looks at, the one it counts against, and the commitments that a
/// budget is held against.
pub fn told_by(check: &CheckDefinition) -> impl Iterator<Item = &str> {
    let funding = if check.rule == "budget_funded" { "funding" } else { "" };
    [check.argument("register"), check.argument("target"), funding].into_iter().filter(|code| !code.is_empty())
}

//! The registers of a dossier that a caller may not see are taken out of it once, here, before anything is done with it:
//! pages, files, drafts, searches and drawings are made from what is left.

use std::sync::Arc;

use jalon_domain::assessment::checks::Diagnostic;
use jalon_domain::assessment::{DossierContent, Record};
use jalon_domain::catalogue::CheckDefinition;
use jalon_domain::register::{FieldDefinition, RegisterDefinition, RegisterEntry, withheld};

use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, Opened, Result};

impl App {
    /// The dossier without the registers that the caller may not see.
    pub(crate) fn as_seen_by(&self, caller: &Caller, opened: Arc<Opened>) -> Arc<Opened> {
        let may_see = |public| self.may_with(caller, Action::RegisterView, &opened, &Facts { public, ..Facts::default() });
        let (private, public) = (may_see(false), may_see(true));
        let is_seen = |register: &RegisterDefinition| if register.public { public } else { private };
        let withheld = opened.framework.registers.iter().filter(|register| !is_seen(register));
        let withheld: Vec<String> = withheld.map(|register| register.code.clone()).collect();
        self.partial(opened, withheld)
    }

    /// A dossier without some of its registers, from memory while it is made from the same whole.
    pub(crate) fn partial(&self, whole: Arc<Opened>, withheld: Vec<String>) -> Arc<Opened> {
        if withheld.is_empty() {
            return whole;
        }
        let key = (whole.dossier().slug.clone(), withheld);
        let is_current = |known: &Arc<Opened>| known.whole.as_ref().is_some_and(|other| Arc::ptr_eq(other, &whole));
        if let Some(known) = self.partial.get(&key).filter(is_current) {
            return known;
        }
        let partial = Arc::new(Opened {
            content: withheld::without(&whole.content, &whole.framework, &key.1),
            framework: whole.framework.clone(),
            library: whole.library.clone(),
            facts: whole.facts.clone(),
            withheld: key.1.clone(),
            bytes: whole.bytes,
            whole: Some(whole),
            found: Default::default(),
        });
        self.partial.insert(key, partial.clone());
        partial
    }
}

impl Opened {
    /// The dossier with everything in it, for what is computed over all of it and names none of it.
    pub(crate) fn whole(&self) -> &Self {
        self.whole.as_deref().unwrap_or(self)
    }

    pub(crate) fn whole_content(&self) -> &DossierContent {
        &self.whole().content
    }

    /// The registers that the caller may not see, as part of a key under which something is remembered.
    pub(crate) fn withheld(&self) -> &[String] {
        &self.withheld
    }

    /// Whether the entries of a register are left out.
    pub fn withholds(&self, register: &str) -> bool {
        self.withheld.iter().any(|code| code == register)
    }

    /// Whether what a check finds tells of entries that are left out.
    pub fn withholds_check(&self, check: &CheckDefinition) -> bool {
        withheld::told_by(check).any(|register| self.withholds(register))
    }

    /// The registers that the caller may see, in the framework's order.
    pub fn registers(&self) -> impl Iterator<Item = &RegisterDefinition> {
        self.framework.registers.iter().filter(|register| !self.withholds(&register.code))
    }

    /// The fields of a register, without those that choose from one that the caller may not see.
    pub fn fields<'a>(&'a self, register: &'a RegisterDefinition) -> impl Iterator<Item = &'a FieldDefinition> {
        register.fields.iter().filter(|field| !self.withholds(&field.register))
    }

    /// What a check found, as the caller may read it.
    pub(crate) fn as_seen(&self, found: &Diagnostic) -> Diagnostic {
        if !self.framework.check(&found.code).is_some_and(|check| self.withholds_check(check)) {
            return found.clone();
        }
        let requirement = found.args.iter().filter(|(name, _)| *name == "requirement");
        Diagnostic {
            rule: "withheld".to_owned(),
            args: requirement.map(|(name, code)| (name.clone(), code.clone())).collect(),
            noun: String::new(),
            key: String::new(),
            ..found.clone()
        }
    }

    /// An entry of which something may have been left out is not written back: that would delete what was left out.
    pub(crate) fn may_be_written<R: Record>(&self) -> Result<()> {
        if R::NOUN == RegisterEntry::NOUN && !self.withheld.is_empty() { Err(AppError::NotFound) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use jalon_domain::RegisterEntryId;
    use jalon_domain::assessment::{Comment, Subject};
    use jalon_domain::register::Value;

    use super::*;

    fn entry(register: &str, id: &str, field: &str, value: Value) -> RegisterEntry {
        let values = std::collections::BTreeMap::from([(field.to_owned(), value)]);
        RegisterEntry { id: id.into(), register: register.to_owned(), values, ..RegisterEntry::default() }
    }

    fn comment(on: &str) -> Comment {
        Comment {
            subject: Subject::RegisterEntry(RegisterEntryId::from(on)),
            body: format!("on {on}"),
            text_before: "MARK".to_owned(),
            text_after: "MARK".to_owned(),
            ..Comment::default()
        }
    }

    #[test]
    fn nothing_left_names_what_was_withheld() {
        let library = crate::embedded_library();
        let framework = library.get("gcm-cycle@2020.1").expect("the cycle");
        let mut content = crate::register::tests::empty();
        let line = |line: &str| Value::Line(line.to_owned());
        for one in [
            entry("stakeholder", "MARK-1", "name", line("MARK")),
            entry("review", "r1", "participants", Value::Chosen(vec!["MARK-1".to_owned()])),
            entry("review", "r2", "due", line("2027-01-01")),
            entry("decision", "d1", "date", line("2026-01-01")),
        ] {
            content.entries.entry(one.register.clone()).or_default().push(one);
        }
        content.comments = ["MARK-1", "r1", "d1", "gone"].map(comment).to_vec();
        let left = withheld::without(&content, &framework, &["stakeholder".to_owned()]);
        let bodies: Vec<&str> = left.comments.iter().map(|comment| comment.body.as_str()).collect();
        assert_eq!(bodies, ["on r1", "on d1", "on gone"]);
        let texts: Vec<&str> = left.comments.iter().map(|comment| comment.text_before.as_str()).collect();
        assert_eq!(texts, ["", "MARK", ""], "an entry that can name nothing withheld keeps its texts");
        let entries = format!("{:?}", left.entries);
        assert!(!entries.contains("MARK") && entries.contains("2027-01-01") && entries.contains("2026-01-01"), "{entries}");
        let all = withheld::without(&content, &framework, &[]);
        assert_eq!((&all.entries, all.comments.len()), (&content.entries, 4));
    }
}

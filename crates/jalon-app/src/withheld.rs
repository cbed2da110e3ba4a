//! The registers of a dossier that a caller may not see are taken out of it once, here, before anything is done with it:
//! pages, files, drafts, searches and drawings are made from what is left.

use std::collections::HashMap;
use std::sync::Arc;

use jalon_domain::assessment::checks::Diagnostic;
use jalon_domain::assessment::{DossierContent, Record};
use jalon_domain::catalogue::CheckDefinition;
use jalon_domain::register::{FieldDefinition, RegisterDefinition, RegisterEntry, withheld};

use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, OPENED_LIMIT, Opened, Result, lock};

/// By slug and by the registers withheld.
pub(crate) type Partial = HashMap<(String, Vec<String>), Arc<Opened>>;

impl App {
    /// The dossier without the registers that the caller may not see.
    pub(crate) fn as_seen_by(&self, caller: &Caller, opened: Arc<Opened>) -> Arc<Opened> {
        let may_see = |register: &RegisterDefinition| {
            let facts = Facts { public: register.public, ..Facts::default() };
            self.may_with(caller, Action::RegisterView, &opened, &facts)
        };
        let withheld = opened.framework.registers.iter().filter(|register| !may_see(register));
        let withheld: Vec<String> = withheld.map(|register| register.code.clone()).collect();
        self.partial(opened, withheld)
    }

    /// A dossier without some of its registers, from memory while it is made from the same whole.
    pub(crate) fn partial(&self, whole: Arc<Opened>, withheld: Vec<String>) -> Arc<Opened> {
        if withheld.is_empty() {
            return whole;
        }
        let key = (whole.dossier().slug.clone(), withheld);
        let is_current = |known: &&Arc<Opened>| known.whole.as_ref().is_some_and(|other| Arc::ptr_eq(other, &whole));
        if let Some(known) = lock(&self.partial).get(&key).filter(is_current) {
            return known.clone();
        }
        let partial = Arc::new(Opened {
            content: withheld::without(&whole.content, &whole.framework, &key.1),
            framework: whole.framework.clone(),
            library: whole.library.clone(),
            facts: whole.facts.clone(),
            withheld: key.1.clone(),
            whole: Some(whole),
            diagnostics: Default::default(),
            decisions: Default::default(),
            digest: Default::default(),
            wheels: Default::default(),
        });
        let mut known = lock(&self.partial);
        if known.len() >= OPENED_LIMIT {
            known.clear();
        }
        known.insert(key, partial.clone());
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

//! A list of a register as somebody likes to see it: filters, search and sorting under a name.

use serde::{Deserialize, Serialize};

use crate::assessment::{DossierContent, Record};
use crate::{SavedViewId, UserId};

/// Characters in a name.
pub const NAME_LIMIT: usize = 100;
/// Characters in what the list's address carries.
pub const QUERY_LIMIT: usize = 2_000;
/// Views of one register that one person sees.
pub const VIEWS_LIMIT: usize = 50;

/// A view that a person keeps, or that everybody in the dossier has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedView {
    pub id: SavedViewId,
    pub register: String,
    pub name: String,
    /// As the address of the list carries it: `f-state=done&sort=-end`.
    pub query: String,
    /// Whose it is; everybody's in the dossier where nobody is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    #[serde(skip)]
    pub revision: i64,
}

impl SavedView {
    /// Whether a person has it in front of them.
    pub fn is_seen_by(&self, person: Option<&UserId>) -> bool {
        self.owner.is_none() || self.owner.as_ref() == person
    }
}

impl Record for SavedView {
    const NOUN: &'static str = "saved_view";
    /// What somebody searched for may be a person's name: the ledger holds neither in a form that outlives an erasure.
    const PERSONAL: &'static [&'static str] = &["name", "query"];

    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn revision(&self) -> i64 {
        self.revision
    }

    fn set_revision(&mut self, revision: i64) {
        self.revision = revision;
    }

    /// A dossier is read without the views of its lists.
    fn put_into(self, _: &mut DossierContent) {}

    fn account(&self) -> Option<&UserId> {
        self.owner.as_ref()
    }
}

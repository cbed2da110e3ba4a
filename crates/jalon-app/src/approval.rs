//! Values that count only once somebody approved them: who may, and what the program notes of it.

use jalon_domain::Problem;
use jalon_domain::register::{RegisterEntry, Value};

use crate::authorisation::Action;
use crate::{App, Caller, Opened};

/// Which institution approved an entry, and on which day; kept by the program.
const APPROVED_BY: &str = "approved_by";
const APPROVED_ON: &str = "approved_on";

impl App {
    /// Tries an entry that is about to be saved against the register's rule of approval: what counts, or counted, is
    /// approved by those who may. Notes who approved it and when, or that nobody has any more.
    pub(crate) fn settle_approval(
        &self,
        caller: &Caller,
        opened: &Opened,
        before: Option<&RegisterEntry>,
        entry: &mut RegisterEntry,
    ) -> Result<(), Problem> {
        let Some(register) = opened.framework.register(&entry.register).filter(|register| !register.counts_if.is_empty()) else {
            return Ok(());
        };
        let (did_count, does_count) = (before.is_some_and(|before| register.counts(before)), register.counts(entry));
        let is_same = before.is_some_and(|before| before.values == entry.values && before.citations == entry.citations);
        if is_same {
            return Ok(());
        }
        if (did_count || does_count) && !self.may(caller, Action::ValueApprove, opened) {
            return Err(Problem::on("approval-needed", register.counts_if.split('=').next().unwrap_or_default()));
        }
        entry.values.remove(APPROVED_BY);
        entry.values.remove(APPROVED_ON);
        if does_count {
            if let Some(organisation) = &caller.principal.organisation {
                entry.values.insert(APPROVED_BY.to_owned(), Value::Chosen(vec![organisation.to_string()]));
            }
            entry.values.insert(APPROVED_ON.to_owned(), Value::Line(self.day_of(opened)));
        }
        Ok(())
    }
}

//! What a use case may answer instead of doing what was asked.

use jalon_domain::Problem;
use jalon_domain::assessment::{Record, conflict};
use jalon_storage::StoreError;

pub type Result<T> = std::result::Result<T, AppError>;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Absent, or not for this caller: the answer does not tell which.
    #[error("not found")]
    NotFound,
    /// The person can mend it: everything that is wrong, at once.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
    /// Somebody else saved in between.
    #[error("conflict on {}", .0.noun)]
    Conflict(Box<Conflict>),
    /// Too many attempts; how many seconds to wait.
    #[error("too many attempts; wait {0} s")]
    Throttled(u64),
    /// The operator can mend it.
    #[error(transparent)]
    Store(StoreError),
    /// Our bug.
    #[error("{0}")]
    Fault(String),
}

/// Two versions of one record, field by field.
#[derive(Debug, Clone)]
pub struct Conflict {
    pub noun: &'static str,
    pub key: String,
    /// 0 when the stored record was deleted meanwhile.
    pub stored_revision: i64,
    pub stored: serde_json::Value,
    /// What the person started from; nothing where it is not known.
    pub base: serde_json::Value,
    pub submitted: serde_json::Value,
    pub differences: Vec<conflict::Difference>,
}

impl Conflict {
    /// Whether only the other person changed a field.
    pub fn is_only_theirs(&self, difference: &conflict::Difference) -> bool {
        let nothing = serde_json::Value::Null;
        let start = difference
            .field
            .split('.')
            .try_fold(&self.base, |at, name| at.as_object().map(|at| at.get(name).unwrap_or(&nothing)));
        start.is_some_and(|start| *start == difference.submitted && *start != difference.stored)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            // Two people chose the same address or slug at once; the second may choose another.
            StoreError::Taken(_) => Self::invalid(Problem::new("already-taken")),
            error => Self::Store(error),
        }
    }
}

impl AppError {
    /// What the person can mend; what they cannot is told without detail.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        match self {
            Self::Invalid(problems) => problems,
            _ => vec![Problem::new("internal")],
        }
    }

    pub(crate) fn invalid(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }

    pub(crate) fn conflict<R: Record>(submitted: &R, stored: Option<&R>, base: serde_json::Value) -> Self {
        let value = |record: &R| serde_json::to_value(record).unwrap_or_default();
        let stored_value = stored.map(value).unwrap_or_default();
        let submitted_value = value(submitted);
        Self::Conflict(Box::new(Conflict {
            noun: R::NOUN,
            key: submitted.key().to_owned(),
            stored_revision: stored.map_or(0, Record::revision),
            differences: conflict::differences(&stored_value, &submitted_value),
            stored: stored_value,
            base,
            submitted: submitted_value,
        }))
    }
}

/// `Err` with all problems, or `Ok` when there is none.
pub(crate) fn check(problems: Vec<Problem>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(AppError::Invalid(problems)) }
}

//! Identifiers. Each noun has its own type so that one cannot be passed for another.

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn new(value: impl Into<String>) -> Self { Self(value.into()) }
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl From<&str> for $name { fn from(value: &str) -> Self { Self(value.to_owned()) } }
        impl From<String> for $name { fn from(value: String) -> Self { Self(value) } }
    )+};
}

identifier!(
    /// A person with an account.
    UserId,
    OrganisationId,
    TerritoryId,
    DossierId,
    FindingId,
    EvidenceId,
    ParagraphId,
    FigureId,
    ParticipantId,
    CommentId,
    ValidationId,
    RegisterEntryId,
    SavedViewId,
    ReleaseId,
    DatasetId,
    StatisticalTableId,
    BoundarySetId,
    /// A framework's code, without its version.
    FrameworkCode,
    /// An item's code inside its framework.
    ItemCode,
);

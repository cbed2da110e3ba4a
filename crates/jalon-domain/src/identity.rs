//! Who acts: organisations, users, and the roles they hold.

use serde::{Deserialize, Serialize};

use crate::{DossierId, Language, OrganisationId, TerritoryId, Text, UserId};

/// A level of government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    International,
    Country,
    Region,
    City,
}

impl Level {
    pub const ALL: [Level; 4] = [Level::International, Level::Country, Level::Region, Level::City];
    pub const fn code(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::Country => "country",
            Self::Region => "region",
            Self::City => "city",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// A place with a government level, in a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Territory {
    pub id: TerritoryId,
    /// Used in addresses; never changes.
    pub slug: String,
    pub name: Text,
    pub level: Level,
    #[serde(default)]
    pub parent: Option<TerritoryId>,
    /// How a city is delimited: `city_proper`, `urban_agglomeration` or `metropolitan_area`; empty at other levels.
    #[serde(default)]
    pub definition: String,
    /// ISO 3166-1 alpha-2, or empty.
    #[serde(default)]
    pub country: String,
    /// A place that does not exist, for demonstration or tests; said wherever it is shown.
    #[serde(default)]
    pub synthetic: bool,
}

/// A body on whose behalf people act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub id: OrganisationId,
    pub slug: String,
    pub name: Text,
    /// Stakeholder category: `local_government`, `national_government`, `civil_society`…
    pub category: String,
    #[serde(default)]
    pub sector: String,
    pub level: Level,
    #[serde(default)]
    pub territory: Option<TerritoryId>,
}

/// What somebody is for the whole installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum InstanceRole {
    #[default]
    None,
    Administrator,
    Auditor,
}

impl InstanceRole {
    pub const ALL: [InstanceRole; 3] = [Self::None, Self::Administrator, Self::Auditor];
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What somebody is in one dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    LocalLead,
    LocalContributor,
    NationalCounterpart,
    Facilitator,
    /// Imports microdata, makes tables and signs them.
    StatisticsOfficer,
    Reviewer,
    Reader,
}

impl Role {
    pub const ALL: [Role; 7] = [
        Self::LocalLead,
        Self::LocalContributor,
        Self::NationalCounterpart,
        Self::Facilitator,
        Self::StatisticsOfficer,
        Self::Reviewer,
        Self::Reader,
    ];
    pub const fn code(self) -> &'static str {
        match self {
            Self::LocalLead => "local_lead",
            Self::LocalContributor => "local_contributor",
            Self::NationalCounterpart => "national_counterpart",
            Self::Facilitator => "facilitator",
            Self::StatisticsOfficer => "statistics_officer",
            Self::Reviewer => "reviewer",
            Self::Reader => "reader",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// The state of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Invited; has not set a password yet.
    Invited,
    Active,
    Suspended,
    /// Personal data were destroyed; only the identifier remains, for the ledger.
    Erased,
}

impl AccountState {
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Suspended, Self::Erased];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Erased => "erased",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A person with an account. `email`, `name` and `password_hash` are personal: they never reach logs and leave the ledger only as keyed digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub organisation: Option<OrganisationId>,
    /// PHC string of argon2id; empty while the person has not chosen a password.
    #[serde(skip)]
    pub password_hash: String,
    pub language: Language,
    pub state: AccountState,
    pub instance_role: InstanceRole,
    pub created_at: String,
}

/// A user's role in a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub dossier: DossierId,
    pub user: UserId,
    pub role: Role,
}

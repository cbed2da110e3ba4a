//! The demonstration: Montréal's published profile from the facts of the source document, and a fictional city mid-way through
//! its discussion, with one sign-in per role. Refuses a house that already holds accounts.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use jalon_domain::assessment::*;
use jalon_domain::identity::*;
use jalon_domain::register::{FieldKind, RegisterEntry, Value};
use jalon_domain::{CommentId, Language, OrganisationId, ParticipantId, RegisterEntryId, Text, UserId};
use jalon_storage::{Transaction, dossier as stored, membership, organisation, record, territory, user};
use serde::Deserialize;

use crate::publication::Releasing;
use crate::session::hash_password;
use crate::{App, AppError, Caller, Result};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../demo");

/// The password of every demonstration account. It exists in demo mode only.
pub const PASSWORD: &str = "jalon-demo-2026";

/// A demonstration account.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    pub email: &'static str,
    pub name: &'static str,
    /// Slug.
    pub organisation: &'static str,
    pub role: Option<Role>,
    pub instance_role: InstanceRole,
}

const fn account(
    email: &'static str,
    name: &'static str,
    organisation: &'static str,
    role: Option<Role>,
    instance_role: InstanceRole,
) -> Account {
    Account { email, name, organisation, role, instance_role }
}

/// One sign-in per role. The roles in a dossier are those of the fictional city.
pub const ACCOUNTS: &[Account] = &[
    account("lead@demo.example", "Camille Aubrée", "ville-de-rivemont", Some(Role::LocalLead), InstanceRole::None),
    account("contributor@demo.example", "Noé Sarment", "ville-de-rivemont", Some(Role::LocalContributor), InstanceRole::None),
    account(
        "national@demo.example",
        "Inès Valdor",
        "ministere-migrations-norvalie",
        Some(Role::NationalCounterpart),
        InstanceRole::None,
    ),
    account(
        "committee@demo.example",
        "Ève Candre",
        "comite-interministeriel-norvalie",
        Some(Role::NationalCounterpart),
        InstanceRole::None,
    ),
    account("facilitator@demo.example", "Sol Mirande", "bureau-facilitation", Some(Role::Facilitator), InstanceRole::None),
    account(
        "statistics@demo.example",
        "Lia Norvent",
        "office-statistique-norvalie",
        Some(Role::StatisticsOfficer),
        InstanceRole::None,
    ),
    account("reviewer@demo.example", "Amal Restin", "collectif-nouveaux-arrivants", Some(Role::Reviewer), InstanceRole::None),
    account("reader@demo.example", "Lou Tessan", "universite-rivemont", Some(Role::Reader), InstanceRole::None),
    account("admin@demo.example", "Dominique Ferrel", "bureau-facilitation", None, InstanceRole::Administrator),
    account("auditor@demo.example", "Maël Corvin", "bureau-facilitation", None, InstanceRole::Auditor),
];

/// A dossier as the files of `demo/` give it; all files of a folder are read as one.
#[derive(Debug, Deserialize)]
struct Files {
    slug: String,
    framework: String,
    framework_version: String,
    stage: String,
    period_from: String,
    period_to: String,
    source_language: Language,
    synthetic: bool,
    territory: String,
    title: Text,
    /// The reports of a cycle that are public from the start.
    #[serde(default)]
    releases: Vec<String>,
    #[serde(default)]
    territories: Vec<TerritoryFile>,
    #[serde(default)]
    organisations: Vec<OrganisationFile>,
    /// Who takes part under which role; the demonstration's accounts in their own roles when absent.
    #[serde(default)]
    members: Vec<MemberFile>,
    #[serde(default)]
    evidence: Vec<Evidence>,
    #[serde(default)]
    paragraphs: Vec<Paragraph>,
    #[serde(default)]
    figures: Vec<Figure>,
    #[serde(default)]
    answers: Vec<Answer>,
    #[serde(default)]
    findings: Vec<Finding>,
    #[serde(default)]
    participants: Vec<ParticipantFile>,
    #[serde(default)]
    comments: Vec<CommentFile>,
    #[serde(default)]
    validations: Vec<ValidationFile>,
    #[serde(default)]
    entries: Vec<EntryFile>,
}

/// An entry of a register; organisations by their slugs.
#[derive(Debug, Deserialize)]
struct EntryFile {
    register: String,
    id: RegisterEntryId,
    values: BTreeMap<String, Value>,
    #[serde(default)]
    citations: Vec<Citation>,
}

#[derive(Debug, Deserialize)]
struct MemberFile {
    email: String,
    role: Role,
}

#[derive(Debug, Deserialize)]
struct TerritoryFile {
    slug: String,
    name: Text,
    level: Level,
    parent: Option<String>,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    synthetic: bool,
}

#[derive(Debug, Deserialize)]
struct OrganisationFile {
    slug: String,
    name: Text,
    category: String,
    level: Level,
    territory: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ParticipantFile {
    id: ParticipantId,
    name: String,
    #[serde(default)]
    position: String,
    organisation: String,
}

#[derive(Debug, Deserialize)]
struct CommentFile {
    id: CommentId,
    subject: Subject,
    #[serde(default)]
    parent: Option<CommentId>,
    organisation: String,
    #[serde(default)]
    author_role: Option<Role>,
    language: Language,
    body: String,
    at: String,
    #[serde(default)]
    disposition: Option<Disposition>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    text_before: String,
    #[serde(default)]
    text_after: String,
    #[serde(default)]
    closed_at: String,
}

#[derive(Debug, Deserialize)]
struct ValidationFile {
    side: String,
    organisation: String,
    at: String,
    #[serde(default)]
    note: String,
}

impl App {
    /// Whether the house is still empty.
    pub async fn is_empty(&self) -> Result<bool> {
        Ok(user::list(self.store.reader()).await?.is_empty())
    }

    /// Whether the house holds the demonstration and nothing else's accounts.
    pub async fn is_demo(&self) -> Result<bool> {
        let users = user::list(self.store.reader()).await?;
        Ok(ACCOUNTS.iter().all(|account| users.iter().any(|user| user.email == account.email)))
    }

    /// Fills an empty house with the demonstration.
    pub async fn load_demo(&self) -> Result<()> {
        if !self.is_empty().await? {
            return Err(AppError::Fault(
                "the data folder already holds accounts; the demonstration needs an empty one".to_owned(),
            ));
        }
        for folder in ["rivemont", "montreal", "norvalie", "portugal", "norvalie-plan", "rivemont-plan", "montreal-plan"] {
            let files = read(folder)?;
            let slug = files.slug.clone();
            // A profile that is out, or the reports of a cycle.
            let reports = if files.stage == "published" { vec![String::new()] } else { files.releases.clone() };
            self.load_dossier(files).await?;
            for report in reports {
                // The release is made from the same content and by the same code as any other.
                if !report.is_empty() {
                    self.publish_report(&Caller::operator(), &slug, &report, &Language::CONTENT, false, &[]).await?;
                    continue;
                }
                let opened = self.load(&slug).await?;
                let stage = opened.dossier().stage.clone();
                let releasing = Releasing::demonstration(&Language::CONTENT, &stage);
                self.release(&Caller::operator(), &opened, releasing).await?;
            }
        }
        Ok(())
    }

    /// A file of the office's invented extracts: what it says of them, and the outlines of its invented places.
    pub(crate) fn demo_survey_file(name: &str) -> &'static str {
        let file = FILES.get_file(format!("norvalie-survey/{name}"));
        file.and_then(|file| file.contents_utf8()).unwrap_or_default()
    }

    async fn load_dossier(&self, files: Files) -> Result<()> {
        let caller = Caller::operator();
        let mut transaction = self.store.begin().await?;
        self.load_places(&transaction, &files).await?;
        let organisations: BTreeMap<String, OrganisationId> =
            organisation::list(transaction.connection()).await?.into_iter().map(|o| (o.slug, o.id)).collect();
        let place = territory::by_slug(transaction.connection(), &files.territory).await?.ok_or(AppError::NotFound)?;
        let dossier = Dossier {
            id: self.new_id().into(),
            slug: files.slug.clone(),
            framework: files.framework.as_str().into(),
            framework_version: files.framework_version.clone(),
            territory: place.id,
            title: settled(files.title.clone(), files.source_language),
            period_from: files.period_from.clone(),
            period_to: files.period_to.clone(),
            stage: files.stage.clone(),
            source_language: files.source_language,
            previous: None,
            round: 1,
            synthetic: files.synthetic,
            revision: 1,
            created_at: self.now(),
        };
        stored::insert(transaction.connection(), &dossier).await?;
        let people = if files.synthetic || !files.members.is_empty() {
            self.load_members(&transaction, &dossier, &files.members, &organisations).await?
        } else {
            BTreeMap::new()
        };
        self.load_records(&transaction, &dossier, files, &organisations, &people).await?;
        let after = serde_json::to_string(&dossier).unwrap_or_default();
        transaction
            .append(self.entry(&caller, "demo.load", &dossier, "dossier", dossier.id.as_str(), String::new(), after, ""))
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn load_places(&self, transaction: &Transaction, files: &Files) -> Result<()> {
        let connection = transaction.connection();
        for file in &files.territories {
            let parent = match &file.parent {
                Some(slug) => territory::by_slug(connection, slug).await?.map(|territory| territory.id),
                None => None,
            };
            let new = Territory {
                id: self.new_id().into(),
                slug: file.slug.clone(),
                name: settled(file.name.clone(), Language::French),
                level: file.level,
                parent,
                definition: file.definition.clone(),
                country: file.country.clone(),
                synthetic: file.synthetic,
            };
            territory::insert(connection, &new).await?;
        }
        for file in &files.organisations {
            let place = match &file.territory {
                Some(slug) => territory::by_slug(connection, slug).await?.map(|territory| territory.id),
                None => None,
            };
            let new = Organisation {
                id: self.new_id().into(),
                slug: file.slug.clone(),
                name: settled(file.name.clone(), Language::French),
                category: file.category.clone(),
                sector: String::new(),
                level: file.level,
                territory: place,
            };
            organisation::insert(connection, &new).await?;
        }
        Ok(())
    }

    async fn load_members(
        &self,
        transaction: &Transaction,
        dossier: &Dossier,
        members: &[MemberFile],
        organisations: &BTreeMap<String, OrganisationId>,
    ) -> Result<BTreeMap<&'static str, UserId>> {
        let connection = transaction.connection();
        let mut people = BTreeMap::new();
        for account in ACCOUNTS {
            let id = match user::by_email(connection, account.email).await? {
                Some(known) => known.id,
                None => self.load_account(connection, account, organisations).await?,
            };
            let role = match members {
                [] => account.role,
                members => members.iter().find(|member| member.email == account.email).map(|member| member.role),
            };
            if let Some(role) = role {
                membership::set(connection, &Membership { dossier: dossier.id.clone(), user: id.clone(), role }).await?;
                people.insert(role.code(), id);
            }
        }
        Ok(people)
    }

    async fn load_account(
        &self,
        connection: &impl jalon_storage::ConnectionTrait,
        account: &Account,
        organisations: &BTreeMap<String, OrganisationId>,
    ) -> Result<UserId> {
        let new = User {
            id: self.new_id().into(),
            email: account.email.to_owned(),
            name: account.name.to_owned(),
            organisation: organisations.get(account.organisation).cloned(),
            password_hash: hash_password(PASSWORD.to_owned()).await?,
            language: Language::French,
            state: AccountState::Active,
            instance_role: account.instance_role,
            created_at: self.now(),
        };
        user::insert(connection, &new).await?;
        Ok(new.id)
    }

    async fn load_records(
        &self,
        transaction: &Transaction,
        dossier: &Dossier,
        files: Files,
        organisations: &BTreeMap<String, OrganisationId>,
        people: &BTreeMap<&'static str, UserId>,
    ) -> Result<()> {
        let connection = transaction.connection();
        let at = self.now();
        let source = files.source_language;
        let organisation = |slug: &str| organisations.get(slug).cloned().unwrap_or_default();
        for evidence in &files.evidence {
            record::save(connection, &dossier.id, evidence, &at).await?;
        }
        for mut answer in files.answers {
            answer.competence.settle(source);
            answer.note.settle(source);
            record::save(connection, &dossier.id, &answer, &at).await?;
        }
        for mut finding in files.findings {
            finding.title.settle(source);
            finding.text.settle(source);
            record::save(connection, &dossier.id, &finding, &at).await?;
        }
        for mut paragraph in files.paragraphs {
            paragraph.title.settle(source);
            paragraph.text.settle(source);
            record::save(connection, &dossier.id, &paragraph, &at).await?;
        }
        for mut figure in files.figures {
            for text in [&mut figure.title, &mut figure.description, &mut figure.unit, &mut figure.note] {
                text.settle(source);
            }
            for text in figure.table_texts_mut() {
                text.settle(source);
            }
            record::save(connection, &dossier.id, &figure, &at).await?;
        }
        for file in files.participants {
            let organisation = organisation(&file.organisation);
            let participant =
                Participant { id: file.id, name: file.name, position: file.position, organisation, ..Participant::default() };
            record::save(connection, &dossier.id, &participant, &at).await?;
        }
        for file in files.comments {
            let comment = Comment {
                author: file.author_role.and_then(|role| people.get(role.code()).cloned()),
                organisation: organisation(&file.organisation),
                id: file.id,
                subject: file.subject,
                parent: file.parent,
                language: file.language,
                body: file.body,
                at: file.at,
                text_before: file.text_before,
                disposition: file.disposition,
                reason: file.reason,
                text_after: file.text_after,
                closed_at: file.closed_at,
                ..Comment::default()
            };
            record::save(connection, &dossier.id, &comment, &at).await?;
        }
        let reference = format!("{}@{}", files.framework, files.framework_version);
        let framework =
            self.library().get(&reference).ok_or_else(|| AppError::Fault(format!("framework {reference} is not known")))?;
        for file in files.entries {
            let mut entry = RegisterEntry {
                id: file.id,
                register: file.register,
                values: file.values,
                citations: file.citations,
                ..RegisterEntry::default()
            };
            for field in framework.register(&entry.register).into_iter().flat_map(|register| &register.fields) {
                match entry.values.get_mut(&field.code) {
                    Some(Value::Text(text)) => text.settle(source),
                    Some(Value::Chosen(codes)) if field.kind == FieldKind::Organisation => {
                        codes.iter_mut().for_each(|slug| *slug = organisation(slug).to_string());
                        codes.sort();
                    }
                    _ => {}
                }
            }
            record::save(connection, &dossier.id, &entry, &at).await?;
        }
        if !files.validations.is_empty() {
            let content =
                stored::content(connection, stored::by_id(connection, &dossier.id).await?.ok_or(AppError::NotFound)?).await?;
            for file in files.validations {
                let validation = Validation {
                    id: file.side.as_str().into(),
                    // Nobody signed in Jalon: the source document says that both governments validated it.
                    user: format!("source-{}", file.side).into(),
                    organisation: organisation(&file.organisation),
                    side: file.side.clone(),
                    content_digest: match framework.report(&file.side) {
                        Some(report) => content.registers_digest(framework.registers_of(&report.code)),
                        None => content.digest(),
                    },
                    at: file.at,
                    note: file.note,
                    revision: 0,
                };
                record::save(connection, &dossier.id, &validation, &at).await?;
            }
        }
        Ok(())
    }
}

fn settled(mut text: Text, source: Language) -> Text {
    text.settle(source);
    text
}

fn read(folder: &str) -> Result<Files> {
    let folder = FILES.get_dir(folder).ok_or_else(|| AppError::Fault(format!("demo/{folder} is missing")))?;
    let mut whole = toml::Table::new();
    for file in folder.files() {
        let part: toml::Table = toml::from_str(file.contents_utf8().unwrap_or_default())
            .map_err(|error| AppError::Fault(format!("{}: {error}", file.path().display())))?;
        for (key, value) in part {
            match (whole.get_mut(&key).and_then(toml::Value::as_array_mut), value) {
                (Some(list), toml::Value::Array(more)) => list.extend(more),
                (_, value) => drop(whole.insert(key, value)),
            }
        }
    }
    whole.try_into().map_err(|error| AppError::Fault(format!("{}: {error}", folder.path().display())))
}

//! Who may do what. The rules are Cedar policies in `policies/`, with a schema and a table of cases; this module asks them.
//!
//! A use case says who asks ([`Principal`]), for what ([`Action`]), on what ([`Resource`]) and what it knows of the
//! record concerned ([`Facts`]). Anything that goes wrong on the way to an answer is a refusal.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::str::FromStr;
use std::sync::Mutex;

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId,
    PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use include_dir::{Dir, include_dir};
use jalon_domain::identity::{InstanceRole, Level, Role, User};
use jalon_domain::{DossierId, OrganisationId, UserId};

static POLICIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The schema's file in the folder of policies.
const SCHEMA: &str = "schema.cedarschema";
/// The identifier under which visitors without an account appear to the policies.
const ANONYMOUS: &str = "anonymous";

macro_rules! actions {
    ($($variant:ident = $code:literal),+ $(,)?) => {
        /// What can be asked for: one action per use case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($variant),+ }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Self::$variant),+];
            /// The action's name in the policies, the ledger and the table of cases.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

actions!(
    // Public.
    ReleaseView = "release.view",
    CatalogueView = "catalogue.view",
    PortalView = "portal.view",
    // The installation.
    DossierCreate = "dossier.create",
    DossierList = "dossier.list",
    UserList = "user.list",
    UserInvite = "user.invite",
    UserUpdate = "user.update",
    UserSuspend = "user.suspend",
    UserErase = "user.erase",
    OrganisationSave = "organisation.save",
    TerritorySave = "territory.save",
    LedgerView = "ledger.view",
    LedgerVerify = "ledger.verify",
    BackupCreate = "backup.create",
    CatalogueImport = "catalogue.import",
    SettingsView = "settings.view",
    AccountViewOwn = "account.view_own",
    AccountChangePassword = "account.change_password",
    // A dossier.
    DossierView = "dossier.view",
    DossierUpdate = "dossier.update",
    DossierStartRound = "dossier.start_round",
    MemberList = "member.list",
    MemberSet = "member.set",
    MemberRemove = "member.remove",
    AnswerSave = "answer.save",
    AnswerAssign = "answer.assign",
    AnswerReopen = "answer.reopen",
    FindingSave = "finding.save",
    FindingDelete = "finding.delete",
    EvidenceSave = "evidence.save",
    EvidenceDelete = "evidence.delete",
    FileUpload = "file.upload",
    FileView = "file.view",
    ParagraphSave = "paragraph.save",
    ParagraphDelete = "paragraph.delete",
    FigureSave = "figure.save",
    FigureDelete = "figure.delete",
    RegisterView = "register.view",
    RegisterSave = "register.save",
    RegisterDelete = "register.delete",
    RegisterImport = "register.import",
    RegisterExport = "register.export",
    RegisterComment = "register.comment",
    ViewKeep = "view.keep",
    ViewShare = "view.share",
    ProgressUndo = "progress.undo",
    ReminderSend = "reminder.send",
    HandoverView = "handover.view",
    ValueApprove = "value.approve",
    DatasetView = "dataset.view",
    DatasetImport = "dataset.import",
    DatasetErase = "dataset.erase",
    PurposeGrant = "purpose.grant",
    TableView = "table.view",
    TableCompute = "table.compute",
    TableSave = "table.save",
    TableSign = "table.sign",
    TableWithdraw = "table.withdraw",
    BoundariesSave = "boundaries.save",
    BoundariesDelete = "boundaries.delete",
    ParticipantSave = "participant.save",
    ParticipantRemove = "participant.remove",
    ParticipantErase = "participant.erase",
    CommentAdd = "comment.add",
    CommentReply = "comment.reply",
    CommentClose = "comment.close",
    CommentEditOwn = "comment.edit_own",
    StageAdvance = "stage.advance",
    StageBack = "stage.back",
    ValidationSign = "validation.sign",
    ValidationWithdraw = "validation.withdraw",
    ReportDraft = "report.draft",
    QuestionnaireExport = "questionnaire.export",
    QuestionnaireImport = "questionnaire.import",
    CheckRun = "check.run",
    HistoryView = "history.view",
    ReleasePublish = "release.publish",
    ReleaseWithdraw = "release.withdraw",
    DiscussionAnnexView = "discussion_annex.view",
);

impl Action {
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.code() == code)
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Principal {
    /// Absent for visitors and for the command line.
    pub user: Option<UserId>,
    pub active: bool,
    pub instance_role: InstanceRole,
    pub organisation: Option<OrganisationId>,
    pub organisation_level: Option<Level>,
    /// Private, so that only [`Principal::system`] makes an operator.
    operator: bool,
}

impl Principal {
    /// A visitor without an account, or before signing in.
    pub const fn anonymous() -> Self {
        Self {
            user: None,
            active: false,
            instance_role: InstanceRole::None,
            organisation: None,
            organisation_level: None,
            operator: false,
        }
    }

    /// The command line on the machine itself. Never to be made from a request that came over the network.
    pub const fn system() -> Self {
        Self {
            user: None,
            active: true,
            instance_role: InstanceRole::None,
            organisation: None,
            organisation_level: None,
            operator: true,
        }
    }

    /// An account, with the level of its organisation.
    pub fn person(user: &User, organisation_level: Option<Level>) -> Self {
        Self {
            user: Some(user.id.clone()),
            active: user.state == jalon_domain::identity::AccountState::Active,
            instance_role: user.instance_role,
            organisation: user.organisation.clone(),
            organisation_level,
            operator: false,
        }
    }

    /// An active account that is nothing for the whole installation and acts for no organisation; the fields can be set.
    pub fn active(user: UserId) -> Self {
        Self { user: Some(user), active: true, ..Self::anonymous() }
    }

    pub const fn is_operator(&self) -> bool {
        self.operator
    }
}

/// What a decision needs to know of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DossierFacts {
    pub id: DossierId,
    pub stage: String,
    /// The kinds of record that the stage opens, as the framework says.
    pub editable: Vec<String>,
    /// The dossier has reached the stage in which its report is out.
    pub published: bool,
    pub members: Vec<(UserId, Role)>,
}

/// What the use case knows of the record concerned. Everything defaults to false, absent or empty, which grants least,
/// except `signed_other_side`, which `validation.sign` must fill.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Facts {
    /// The answer is assigned to the principal.
    pub assigned_to_me: bool,
    /// The answer is assigned to nobody; no institution answers for the entry of a register.
    pub unassigned: bool,
    /// The answer was reopened although its stage is over.
    pub reopened: bool,
    /// The principal wrote the comment, gave the signature, is of the institution that answers for the entry, entered or last
    /// changed the value that is to be approved, or keeps the view.
    pub own: bool,
    /// The principal was granted the purpose for which the dataset is to be read.
    pub granted: bool,
    /// Of `value.approve`: nobody else in the dossier may.
    pub alone: bool,
    /// Of `register.view`: the entries of the register may be published.
    pub public: bool,
    /// The principal's signature for the other government stands under this dossier.
    pub signed_other_side: bool,
    /// Of a signature: `local`, `national`, or `report` for a report of a cycle.
    pub side: Option<String>,
    /// The person whose membership is changed.
    pub subject: Option<UserId>,
    /// Of `stage.advance` and `stage.back`: the roles of the exit that is asked for.
    /// Of `release.publish`: the roles of the exit that leads to publication, or of the report. Empty when there is none.
    /// Of `validation.sign` for a report: the roles that sign it.
    pub exit_roles: Vec<String>,
}

/// On what.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'a> {
    Instance,
    Dossier(&'a DossierFacts),
    Release { withdrawn: bool },
    Account(&'a UserId),
}

/// Above this many, remembered decisions are dropped and asked again.
const DECISIONS_LIMIT: usize = 10_000;

/// Decisions about one resource that does not change. The policies see nothing but what is the key here, so that a
/// remembered decision is the one that they would make again.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    known: Mutex<HashMap<(Principal, Action, Facts), bool>>,
}

impl Decisions {
    pub(crate) fn remember(&self, principal: &Principal, action: Action, facts: &Facts, ask: impl FnOnce() -> bool) -> bool {
        let key = (principal.clone(), action, facts.clone());
        if let Some(decision) = crate::lock(&self.known).get(&key) {
            return *decision;
        }
        let decision = ask();
        let mut known = crate::lock(&self.known);
        if known.len() >= DECISIONS_LIMIT {
            known.clear();
        }
        known.insert(key, decision);
        decision
    }
}

/// A refusal. It carries nothing: whoever is refused does not learn whether the thing exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not found, or not permitted")]
pub struct Denied;

/// A fault in the policies: the program does not start with it.
#[derive(Debug, thiserror::Error)]
#[error("policies/{file}: {message}")]
pub struct PolicyError {
    pub file: String,
    pub message: String,
}

impl PolicyError {
    fn new(file: impl Into<String>, message: impl std::fmt::Display) -> Self {
        Self { file: file.into(), message: message.to_string() }
    }
}

/// A decision with the policies that made it, for tests and for the operator; never shown to those who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub allowed: bool,
    /// The `@id`s that decided; none when no policy permits.
    pub policies: Vec<String>,
    /// Why the question could not be answered, when it could not; it is then refused.
    pub fault: Option<String>,
}

/// The parsed policies, ready to decide. Build it once; it is shared between threads.
pub struct Authoriser {
    schema: Schema,
    policies: PolicySet,
    authorizer: Authorizer,
    types: Types,
    /// In the order of [`Action::ALL`].
    actions: Vec<Known>,
}

/// An action with its groups, and the policies whose heads can match it: the others need not be evaluated.
struct Known {
    uid: EntityUid,
    entity: Entity,
    policies: PolicySet,
}

struct Types {
    user: EntityTypeName,
    operator: EntityTypeName,
    instance: EntityTypeName,
    account: EntityTypeName,
    release: EntityTypeName,
    dossier: EntityTypeName,
    action: EntityTypeName,
}

impl Types {
    fn new() -> Result<Self, PolicyError> {
        let name = |name| EntityTypeName::from_str(name).map_err(|e| PolicyError::new(SCHEMA, e));
        Ok(Self {
            user: name("User")?,
            operator: name("Operator")?,
            instance: name("Instance")?,
            account: name("Account")?,
            release: name("Release")?,
            dossier: name("Dossier")?,
            action: name("Action")?,
        })
    }
}

fn uid(name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
}

fn strings(values: &[String]) -> RestrictedExpression {
    RestrictedExpression::new_set(values.iter().map(|value| RestrictedExpression::new_string(value.clone())))
}

/// The attribute of a dossier that holds the members with this role.
const fn attribute(role: Role) -> &'static str {
    match role {
        Role::LocalLead => "local_leads",
        Role::LocalContributor => "local_contributors",
        Role::NationalCounterpart => "national_counterparts",
        Role::Facilitator => "facilitators",
        Role::StatisticsOfficer => "statistics_officers",
        Role::Reviewer => "reviewers",
        Role::Reader => "readers",
    }
}

impl Authoriser {
    /// The policies that were built into the program.
    pub fn embedded() -> Result<Self, PolicyError> {
        let mut files = Vec::new();
        for file in POLICIES.files() {
            let name = file.path().to_string_lossy().into_owned();
            let text = file.contents_utf8().ok_or_else(|| PolicyError::new(&*name, "is not UTF-8"))?;
            files.push((name, text.to_owned()));
        }
        Self::from_files(files)
    }

    /// The policies of a folder, instead of those that were built in. To reload them, build another one and put it in the
    /// place of the first; when that fails, the first goes on deciding.
    pub fn from_folder(folder: &Path) -> Result<Self, PolicyError> {
        let fault = |e: std::io::Error| PolicyError::new(folder.display().to_string(), e);
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if let Some(name) = path.file_name().and_then(|name| name.to_str())
                && path.is_file()
            {
                let text = std::fs::read_to_string(&path).map_err(|e| PolicyError::new(name, e))?;
                files.push((name.to_owned(), text));
            }
        }
        Self::from_files(files)
    }

    /// Policies from names and texts of files: `schema.cedarschema`, and every `*.cedar`.
    pub fn from_files(mut files: Vec<(String, String)>) -> Result<Self, PolicyError> {
        files.sort();
        let text = files.iter().find(|(name, _)| name == SCHEMA).map(|(_, text)| text);
        let text = text.ok_or_else(|| PolicyError::new(SCHEMA, "is missing"))?;
        let (schema, _) = Schema::from_cedarschema_str(text).map_err(|e| PolicyError::new(SCHEMA, e))?;

        let mut policies = PolicySet::new();
        for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".cedar")) {
            let parsed = PolicySet::from_str(text).map_err(|e| PolicyError::new(name, e))?;
            if parsed.templates().next().is_some() {
                return Err(PolicyError::new(name, "a template has no place here: write a policy"));
            }
            let mut parsed: Vec<&Policy> = parsed.policies().collect();
            parsed.sort_by_key(|policy| policy.to_string());
            for policy in parsed {
                let id = policy.annotation("id").unwrap_or_default();
                if id.is_empty() {
                    return Err(PolicyError::new(name, format!("a policy has no @id:\n{policy}")));
                }
                policies.add(policy.new_id(PolicyId::new(id))).map_err(|e| PolicyError::new(name, e))?;
            }
        }

        let validation = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if !validation.validation_passed() {
            let messages: Vec<String> = validation.validation_errors().map(ToString::to_string).collect();
            return Err(PolicyError::new("*.cedar", messages.join("\n")));
        }
        for warning in validation.validation_warnings() {
            tracing::warn!(%warning, "policies");
        }

        let types = Types::new()?;
        let known = schema.action_entities().map_err(|e| PolicyError::new(SCHEMA, e))?;
        let mut actions = Vec::with_capacity(Action::ALL.len());
        for action in Action::ALL {
            let uid = uid(&types.action, action.code());
            let entity =
                known.get(&uid).ok_or_else(|| PolicyError::new(SCHEMA, format!("does not declare the action {action}")))?;
            let mut relevant = PolicySet::new();
            for policy in policies.policies() {
                let concerns = |other: &EntityUid| *other == uid || known.is_ancestor_of(other, &uid);
                let matches = match policy.action_constraint() {
                    ActionConstraint::Any => true,
                    ActionConstraint::Eq(other) => other == uid,
                    ActionConstraint::In(others) => others.iter().any(concerns),
                };
                if matches {
                    relevant.add(policy.clone()).map_err(|e| PolicyError::new("*.cedar", e))?;
                }
            }
            actions.push(Known { uid, entity: entity.clone(), policies: relevant });
        }
        Ok(Self { schema, policies, authorizer: Authorizer::new(), types, actions })
    }

    /// Whether the policies allow it. Only an answer without any error can be a yes.
    pub fn allows(&self, principal: &Principal, action: Action, resource: &Resource<'_>, facts: &Facts) -> bool {
        match self.decide(principal, action, resource, facts) {
            Ok(response) => response.decision() == Decision::Allow && response.diagnostics().errors().next().is_none(),
            Err(_) => false,
        }
    }

    /// As [`Self::allows`], for the `?` of a use case.
    pub fn authorise(&self, principal: &Principal, action: Action, resource: &Resource<'_>, facts: &Facts) -> Result<(), Denied> {
        if self.allows(principal, action, resource, facts) { Ok(()) } else { Err(Denied) }
    }

    /// The same decision with its grounds.
    pub fn explain(&self, principal: &Principal, action: Action, resource: &Resource<'_>, facts: &Facts) -> Explanation {
        match self.decide(principal, action, resource, facts) {
            Ok(response) => {
                let fault: Vec<String> = response.diagnostics().errors().map(ToString::to_string).collect();
                let mut policies: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
                policies.sort();
                Explanation {
                    allowed: response.decision() == Decision::Allow && fault.is_empty(),
                    policies,
                    fault: (!fault.is_empty()).then(|| fault.join("\n")),
                }
            }
            Err(fault) => Explanation { allowed: false, policies: Vec::new(), fault: Some(fault.to_string()) },
        }
    }

    /// The `@id`s of all policies, sorted.
    pub fn policy_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.policies.policies().map(|policy| policy.id().to_string()).collect();
        ids.sort();
        ids
    }

    /// The names of all actions of the schema that can be asked for, sorted.
    pub fn schema_actions(&self) -> Vec<String> {
        let groups: HashSet<&EntityUid> = self.schema.action_groups().collect();
        let mut codes: Vec<String> =
            self.schema.actions().filter(|uid| !groups.contains(uid)).map(|uid| uid.id().unescaped().to_owned()).collect();
        codes.sort();
        codes
    }

    /// What Cedar's validator warns of in strict mode: policies that can never apply, names that look alike.
    pub fn warnings(&self) -> Vec<String> {
        let validation = Validator::new(self.schema.clone()).validate(&self.policies, ValidationMode::Strict);
        validation.validation_warnings().map(ToString::to_string).collect()
    }

    fn decide(
        &self,
        principal: &Principal,
        action: Action,
        resource: &Resource<'_>,
        facts: &Facts,
    ) -> Result<cedar_policy::Response, Box<dyn std::error::Error>> {
        let action = &self.actions[action as usize];
        let who = self.principal(principal)?;
        let what = self.resource(resource)?;
        // The schema checks that the action is one for this principal and this resource. The entities need no such check:
        // they are made below, and the tests run all of them through the strictly validated policies.
        let context = Context::from_pairs(self.facts(facts))?;
        let request = Request::new(who.uid(), action.uid.clone(), what.uid(), context, Some(&self.schema))?;
        let entities = Entities::from_entities([action.entity.clone(), who, what], None)?;
        let response = self.authorizer.is_authorized(&request, &action.policies, &entities);
        for error in response.diagnostics().errors() {
            tracing::error!(%error, "a policy could not be evaluated; refused");
        }
        Ok(response)
    }

    fn user(&self, id: &UserId) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(uid(&self.types.user, id.as_str()))
    }

    fn principal(&self, principal: &Principal) -> Result<Entity, Box<dyn std::error::Error>> {
        if principal.operator {
            return Ok(Entity::with_uid(uid(&self.types.operator, "operator")));
        }
        // Without an account nothing else counts.
        let (id, principal) = match &principal.user {
            Some(id) => (id.as_str(), principal),
            None => (ANONYMOUS, &Principal::anonymous()),
        };
        let flag = RestrictedExpression::new_bool;
        let mut attributes = HashMap::from([
            ("active".to_owned(), flag(principal.active)),
            ("administrator".to_owned(), flag(principal.instance_role == InstanceRole::Administrator)),
            ("auditor".to_owned(), flag(principal.instance_role == InstanceRole::Auditor)),
        ]);
        if let Some(organisation) = &principal.organisation {
            attributes.insert("organisation".to_owned(), RestrictedExpression::new_string(organisation.0.clone()));
        }
        if let Some(level) = principal.organisation_level {
            attributes.insert("organisation_level".to_owned(), RestrictedExpression::new_string(level.code().to_owned()));
        }
        Ok(Entity::new(uid(&self.types.user, id), attributes, HashSet::new())?)
    }

    fn resource(&self, resource: &Resource<'_>) -> Result<Entity, Box<dyn std::error::Error>> {
        let (uid, attributes) = match resource {
            Resource::Instance => return Ok(Entity::with_uid(uid(&self.types.instance, "jalon"))),
            Resource::Release { withdrawn } => (
                uid(&self.types.release, "release"),
                HashMap::from([("withdrawn".to_owned(), RestrictedExpression::new_bool(*withdrawn))]),
            ),
            Resource::Account(user) => {
                (uid(&self.types.account, user.as_str()), HashMap::from([("person".to_owned(), self.user(user))]))
            }
            Resource::Dossier(dossier) => {
                let mut attributes = HashMap::from([
                    ("stage".to_owned(), RestrictedExpression::new_string(dossier.stage.clone())),
                    ("editable".to_owned(), strings(&dossier.editable)),
                    ("published".to_owned(), RestrictedExpression::new_bool(dossier.published)),
                ]);
                for role in Role::ALL {
                    let members = dossier.members.iter().filter(|(_, held)| *held == role);
                    let members = RestrictedExpression::new_set(members.map(|(user, _)| self.user(user)));
                    attributes.insert(attribute(role).to_owned(), members);
                }
                (uid(&self.types.dossier, dossier.id.as_str()), attributes)
            }
        };
        Ok(Entity::new(uid, attributes, HashSet::new())?)
    }

    fn facts(&self, facts: &Facts) -> Vec<(String, RestrictedExpression)> {
        let flag = RestrictedExpression::new_bool;
        let mut pairs = vec![
            ("assigned_to_me".to_owned(), flag(facts.assigned_to_me)),
            ("unassigned".to_owned(), flag(facts.unassigned)),
            ("reopened".to_owned(), flag(facts.reopened)),
            ("own".to_owned(), flag(facts.own)),
            ("granted".to_owned(), flag(facts.granted)),
            ("alone".to_owned(), flag(facts.alone)),
            ("public".to_owned(), flag(facts.public)),
            ("signed_other_side".to_owned(), flag(facts.signed_other_side)),
            ("exit_roles".to_owned(), strings(&facts.exit_roles)),
        ];
        if let Some(side) = &facts.side {
            pairs.push(("side".to_owned(), RestrictedExpression::new_string(side.clone())));
        }
        if let Some(subject) = &facts.subject {
            pairs.push(("subject".to_owned(), self.user(subject)));
        }
        pairs
    }
}

impl std::fmt::Debug for Authoriser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authoriser").field("policies", &self.policy_ids().len()).finish_non_exhaustive()
    }
}

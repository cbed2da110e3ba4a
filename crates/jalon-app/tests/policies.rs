//! The policies against `policies/cases/*.toml`: every case for every person at every stage, and what holds for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jalon_app::authorisation::{Action, Authoriser, DossierFacts, Facts, Principal, Resource};
use jalon_domain::UserId;
use jalon_domain::identity::{InstanceRole, Level, Role};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    persons: Vec<Person>,
    stages: Vec<Stage>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    about: String,
    #[serde(default = "yes")]
    active: bool,
    #[serde(default)]
    instance_role: Option<InstanceRole>,
    #[serde(default)]
    organisation_level: Option<Level>,
    #[serde(default)]
    roles: Vec<Role>,
    #[serde(default)]
    like: Vec<String>,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stage {
    code: String,
    editable: Vec<String>,
    #[serde(default)]
    published: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    actions: Vec<String>,
    #[serde(default)]
    on: On,
    #[serde(default)]
    facts: CaseFacts,
    allow: Allow,
    #[serde(default)]
    deny: BTreeMap<String, String>,
    why: String,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum On {
    #[default]
    Dossier,
    Instance,
    Release,
    WithdrawnRelease,
    OwnAccount,
    OtherAccount,
}

#[derive(Deserialize, Default, Clone, Debug)]
#[serde(deny_unknown_fields, default)]
struct CaseFacts {
    assigned_to_me: bool,
    unassigned: bool,
    reopened: bool,
    own: bool,
    granted: bool,
    public: bool,
    alone: bool,
    signed_other_side: bool,
    side: Option<String>,
    /// `self`, `other` or `officer`.
    subject: Option<String>,
    exit_roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Allow {
    /// At every stage.
    Persons(Vec<String>),
    /// At the stages listed.
    Stages(BTreeMap<String, String>),
}

const PUBLIC: [&str; 3] = ["release.view", "catalogue.view", "portal.view"];
const RESOURCES: [On; 6] = [On::Dossier, On::Instance, On::Release, On::WithdrawnRelease, On::OwnAccount, On::OtherAccount];

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn world() -> World {
    toml::from_str(&read(&policies().join("cases/world.toml"))).expect("world.toml")
}

/// With the name of the file each stands in.
fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(policies().join("cases")).expect("cases").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        if name.ends_with(".toml") && name != "world.toml" {
            let file: CaseFile = toml::from_str(&read(&path)).unwrap_or_else(|e| panic!("{name}: {e}"));
            cases.extend(file.cases.into_iter().map(|case| (name.clone(), case)));
        }
    }
    cases
}

fn authoriser() -> Authoriser {
    Authoriser::embedded().expect("policies")
}

impl Person {
    fn id(&self) -> UserId {
        UserId::new(format!("u-{}", self.name))
    }

    fn principal(&self) -> Principal {
        match self.name.as_str() {
            "anonymous" => Principal::anonymous(),
            "operator" => Principal::system(),
            _ => {
                let mut principal = Principal::active(self.id());
                principal.active = self.active;
                principal.instance_role = self.instance_role.unwrap_or_default();
                principal.organisation_level = self.organisation_level;
                principal
            }
        }
    }
}

/// A dossier of twenty members of every role, among them this person with theirs.
fn dossier(stage: &Stage, person: &Person) -> DossierFacts {
    let mut members: Vec<(UserId, Role)> = person.roles.iter().map(|role| (person.id(), *role)).collect();
    members.extend((members.len()..20).map(|n| (UserId::new(format!("member-{n}")), Role::ALL[n % Role::ALL.len()])));
    DossierFacts {
        id: "d-1".into(),
        stage: stage.code.clone(),
        editable: stage.editable.clone(),
        published: stage.published,
        members,
    }
}

fn facts(facts: &CaseFacts, person: &Person) -> Facts {
    Facts {
        assigned_to_me: facts.assigned_to_me,
        unassigned: facts.unassigned,
        reopened: facts.reopened,
        own: facts.own,
        granted: facts.granted,
        public: facts.public,
        alone: facts.alone,
        signed_other_side: facts.signed_other_side,
        side: facts.side.clone(),
        subject: facts.subject.as_deref().map(|subject| match subject {
            "self" => person.id(),
            "other" => "member-7".into(),
            "officer" => "member-11".into(),
            _ => panic!("subject is `self`, `other` or `officer`, not `{subject}`"),
        }),
        exit_roles: facts.exit_roles.clone(),
    }
}

fn with_resource<T>(on: On, stage: &Stage, person: &Person, ask: impl FnOnce(&Resource<'_>) -> T) -> T {
    match on {
        On::Dossier => ask(&Resource::Dossier(&dossier(stage, person))),
        On::Instance => ask(&Resource::Instance),
        On::Release => ask(&Resource::Release { withdrawn: false }),
        On::WithdrawnRelease => ask(&Resource::Release { withdrawn: true }),
        On::OwnAccount => ask(&Resource::Account(&person.id())),
        On::OtherAccount => ask(&Resource::Account(&"member-7".into())),
    }
}

impl Case {
    /// What the table says for one person at one stage: `deny` and `allow` by name first, then those the person is like.
    fn expects(&self, world: &World, person: &Person, stage: &str) -> bool {
        if self.deny.contains_key(&person.name) {
            return false;
        }
        let listed = match &self.allow {
            Allow::Persons(names) => names.iter().any(|name| name == "*" || *name == person.name).then_some(true),
            Allow::Stages(stages) => {
                stages.get(&person.name).map(|stages| stages == "*" || stages.split_whitespace().any(|code| code == stage))
            }
        };
        listed.unwrap_or_else(|| {
            person.like.iter().any(|name| {
                let other = world.persons.iter().find(|other| other.name == *name).expect("`like` names a person");
                self.expects(world, other, stage)
            })
        })
    }
}

/// Facts that together try each on its own, none, and all.
fn all_kinds_of_facts() -> Vec<CaseFacts> {
    let roles = || Role::ALL.iter().map(|role| role.code().to_owned()).collect();
    let mut kinds = Vec::new();
    for bits in 0..128_u8 {
        for side in [None, Some("local"), Some("national")] {
            for subject in [None, Some("self"), Some("other")] {
                for exit_roles in [Vec::new(), roles()] {
                    kinds.push(CaseFacts {
                        assigned_to_me: bits & 1 != 0,
                        unassigned: bits & 2 != 0,
                        reopened: bits & 4 != 0,
                        own: bits & 8 != 0,
                        signed_other_side: bits & 16 != 0,
                        // One bit for both: no action looks at more than one of them.
                        granted: bits & 32 != 0,
                        public: bits & 32 != 0,
                        alone: bits & 64 != 0,
                        side: side.map(str::to_owned),
                        subject: subject.map(str::to_owned),
                        exit_roles,
                    });
                }
            }
        }
    }
    kinds
}

#[test]
fn every_case_holds_for_every_person_at_every_stage() {
    let (authoriser, world) = (authoriser(), world());
    let (mut tried, mut faults) = (0, Vec::new());
    for (file, case) in cases() {
        for code in &case.actions {
            let action = Action::from_code(code).unwrap_or_else(|| panic!("{file}: there is no action {code}"));
            for person in &world.persons {
                for stage in &world.stages {
                    let expected = case.expects(&world, person, &stage.code);
                    let found = with_resource(case.on, stage, person, |resource| {
                        authoriser.explain(&person.principal(), action, resource, &facts(&case.facts, person))
                    });
                    tried += 1;
                    if found.allowed != expected {
                        faults.push(format!(
                            "{file}: {code} on {:?} by {} ({}) at {} with {:?}\n    the table says {}, the policies {} {:?} {:?}\n    {}",
                            case.on,
                            person.name,
                            person.about,
                            stage.code,
                            case.facts,
                            if expected { "allow" } else { "deny" },
                            if found.allowed { "allow" } else { "deny" },
                            found.policies,
                            found.fault,
                            case.why,
                        ));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {tried} differ:\n{}", faults.len(), faults.join("\n"));
    assert!(tried > 8_000, "only {tried} were tried");
}

/// A policy that no case would miss is either superfluous or untested.
#[test]
fn every_policy_is_missed_by_a_case() {
    let (world, cases) = (world(), cases());
    let files: Vec<(String, String)> = std::fs::read_dir(policies())
        .expect("policies")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().expect("name").to_string_lossy().into_owned(), read(&path)))
        .collect();
    let mut not_missed = Vec::new();
    for id in authoriser().policy_ids() {
        let without = files.iter().map(|(name, text)| match text.parse::<cedar_policy::PolicySet>() {
            Ok(set) if name.ends_with(".cedar") => {
                let kept = set.policies().filter(|policy| policy.annotation("id") != Some(id.as_str()));
                (name.clone(), kept.map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            }
            _ => (name.clone(), text.clone()),
        });
        let authoriser = Authoriser::from_files(without.collect()).expect("the other policies");
        let missed = cases.iter().any(|(_, case)| {
            case.actions.iter().any(|code| {
                let action = Action::from_code(code).expect("action");
                world.persons.iter().any(|person| {
                    world.stages.iter().any(|stage| {
                        let allowed = with_resource(case.on, stage, person, |resource| {
                            authoriser.allows(&person.principal(), action, resource, &facts(&case.facts, person))
                        });
                        allowed != case.expects(&world, person, &stage.code)
                    })
                })
            })
        });
        if !missed {
            not_missed.push(id);
        }
    }
    assert_eq!(not_missed, Vec::<String>::new(), "no case changes without these policies");
}

#[test]
fn cases_are_well_formed_and_cover_every_action_with_an_allow_and_a_deny() {
    let world = world();
    let persons: BTreeSet<&str> = world.persons.iter().map(|person| person.name.as_str()).collect();
    let stages: BTreeSet<&str> = world.stages.iter().map(|stage| stage.code.as_str()).collect();
    let mut seen: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for (file, case) in cases() {
        assert!(!case.why.is_empty(), "{file}: a case has no reason");
        for (name, why) in &case.deny {
            assert!(persons.contains(name.as_str()), "{file}: nobody is called {name}");
            assert!(!why.is_empty(), "{file}: {name} is refused without a reason");
        }
        match &case.allow {
            Allow::Persons(names) => names
                .iter()
                .for_each(|name| assert!(name == "*" || persons.contains(name.as_str()), "{file}: nobody is called {name}")),
            Allow::Stages(allowed) => {
                for (name, codes) in allowed {
                    assert!(persons.contains(name.as_str()), "{file}: nobody is called {name}");
                    assert!(!case.deny.contains_key(name), "{file}: {name} is both allowed and refused in {:?}", case.actions);
                    codes.split_whitespace().for_each(|code| {
                        assert!(code == "*" || stages.contains(code), "{file}: there is no stage {code}");
                    });
                }
            }
        }
        for code in &case.actions {
            let entry = seen.entry(code.clone()).or_default();
            for person in &world.persons {
                for stage in &world.stages {
                    if case.expects(&world, person, &stage.code) { entry.0 = true } else { entry.1 = true }
                }
            }
        }
    }
    for action in Action::ALL {
        let (allow, deny) = seen.get(action.code()).unwrap_or_else(|| panic!("no case names {action}"));
        assert!(*allow && *deny, "{action} has allow: {allow}, deny: {deny}; it needs both");
    }
}

#[test]
fn the_policies_are_valid_without_a_warning_and_name_the_programs_actions() {
    let authoriser = authoriser();
    assert_eq!(authoriser.warnings(), Vec::<String>::new());
    let mut codes: Vec<&str> = Action::ALL.iter().map(|action| action.code()).collect();
    codes.sort_unstable();
    assert_eq!(authoriser.schema_actions(), codes);
    for action in Action::ALL {
        assert_eq!(Action::from_code(action.code()), Some(*action));
    }
}

#[test]
fn the_folder_gives_what_was_built_in() {
    let folder = Authoriser::from_folder(&policies()).expect("folder");
    assert_eq!(
        folder.policy_ids(),
        authoriser().policy_ids(),
        "touch crates/jalon-app/src/authorisation.rs: a file of policies is new"
    );
}

#[test]
fn every_policy_says_why() {
    for entry in std::fs::read_dir(policies()).expect("policies") {
        let path = entry.expect("entry").path();
        if path.extension().is_some_and(|extension| extension == "cedar") {
            let text = read(&path);
            let mut before = "";
            for line in text.lines() {
                if line.starts_with("@id(") {
                    assert!(before.starts_with("//"), "{}: {line} has no comment above it", path.display());
                }
                before = line;
            }
        }
    }
}

#[test]
fn without_an_active_account_only_what_is_public_is_allowed() {
    let (authoriser, world) = (authoriser(), world());
    let kinds: Vec<CaseFacts> = all_kinds_of_facts();
    // Every person of the table, had the account been suspended; and those who never had one.
    for person in &world.persons {
        let mut principal = person.principal();
        if principal.is_operator() {
            continue;
        }
        principal.active = false;
        for stage in world.stages.iter().filter(|stage| ["everything", "published"].contains(&stage.code.as_str())) {
            for on in RESOURCES {
                for action in Action::ALL.iter().filter(|action| !PUBLIC.contains(&action.code())) {
                    // The full product for those with most to lose, a spread for the others.
                    let step = if person.roles.len() > 1 || person.name == "anonymous" { 29 } else { 241 };
                    for kind in kinds.iter().step_by(step) {
                        let allowed = with_resource(on, stage, person, |resource| {
                            authoriser.allows(&principal, *action, resource, &facts(kind, person))
                        });
                        assert!(!allowed, "{action} on {on:?} by an inactive {} at {} with {kind:?}", person.name, stage.code);
                    }
                }
            }
        }
    }
}

#[test]
fn nobody_writes_what_a_stage_does_not_open() {
    let (authoriser, world) = (authoriser(), world());
    let kinds = [
        ("findings", vec!["finding.save", "finding.delete"]),
        ("evidence", vec!["evidence.save", "evidence.delete", "file.upload"]),
        ("context", vec!["paragraph.save", "paragraph.delete", "figure.save", "figure.delete"]),
        ("participants", vec!["participant.save", "participant.remove"]),
        ("comments", vec!["comment.add", "comment.reply", "comment.edit_own"]),
        ("dispositions", vec!["comment.close"]),
        ("validations", vec!["validation.sign", "validation.withdraw"]),
        ("answers", vec!["questionnaire.import"]),
    ];
    let everything = world.stages.iter().find(|stage| stage.code == "everything").expect("everything");
    for (kind, codes) in kinds {
        let stage = Stage {
            code: "all but one".into(),
            editable: everything.editable.iter().filter(|other| *other != kind).cloned().collect(),
            published: false,
        };
        for person in &world.persons {
            for given in all_kinds_of_facts().iter().step_by(19) {
                for code in &codes {
                    let action = Action::from_code(code).expect("action");
                    let allowed = with_resource(On::Dossier, &stage, person, |resource| {
                        authoriser.allows(&person.principal(), action, resource, &facts(given, person))
                    });
                    assert!(!allowed, "{code} by {} although {kind} are closed, with {given:?}", person.name);
                }
            }
        }
    }
}

/// An entry is written back whole: whoever saw part of it would delete the rest.
#[test]
fn whoever_may_write_a_register_may_see_every_register() {
    let (authoriser, world) = (authoriser(), world());
    let writes = ["register.save", "register.delete", "register.import", "progress.undo", "value.approve"];
    for person in &world.persons {
        for stage in &world.stages {
            let may = |code: &str, facts: &Facts| {
                let action = Action::from_code(code).expect("action");
                with_resource(On::Dossier, stage, person, |resource| {
                    authoriser.allows(&person.principal(), action, resource, facts)
                })
            };
            let kinds = [(false, false), (true, false), (false, true)];
            let kinds = kinds.map(|(own, unassigned)| Facts { own, unassigned, alone: true, ..Facts::default() });
            let writes = kinds.iter().any(|kind| writes.iter().any(|code| may(code, kind)));
            assert!(!writes || may("register.view", &Facts::default()), "{} at {}", person.name, stage.code);
        }
    }
}

#[test]
fn those_without_an_account_are_nobody_whatever_else_is_said_of_them() {
    let authoriser = authoriser();
    let mut principal = Principal::anonymous();
    principal.active = true;
    principal.instance_role = InstanceRole::Administrator;
    assert!(!principal.is_operator());
    assert!(!authoriser.allows(&principal, Action::UserList, &Resource::Instance, &Facts::default()));
    assert!(authoriser.allows(&principal, Action::PortalView, &Resource::Instance, &Facts::default()));
    // An account that is called like the operator is an account.
    let operator = Principal::active("operator".into());
    assert!(!authoriser.allows(&operator, Action::BackupCreate, &Resource::Instance, &Facts::default()));
}

#[test]
fn a_decision_needs_no_name_to_be_well_behaved() {
    // Identifiers are data: nothing in them is read as a policy.
    let authoriser = authoriser();
    let id: UserId = "x\" || true || \"\n\u{202e}::User::\"é".into();
    let dossier = DossierFacts {
        id: "d\"\\".into(),
        stage: "\"]}".into(),
        editable: vec!["find\"ings".into()],
        published: false,
        members: vec![(id.clone(), Role::Reader)],
    };
    let principal = Principal::active(id);
    let resource = Resource::Dossier(&dossier);
    assert!(authoriser.allows(&principal, Action::DossierView, &resource, &Facts::default()));
    assert!(!authoriser.allows(&principal, Action::FindingSave, &resource, &Facts::default()));
    assert_eq!(
        authoriser.authorise(&principal, Action::FindingSave, &resource, &Facts::default()).map_err(|denied| denied.to_string()),
        Err("not found, or not permitted".to_owned())
    );
}

#[test]
fn faulty_policies_do_not_start() {
    let schema = ("schema.cedarschema".to_owned(), read(&policies().join("schema.cedarschema")));
    let with = |text: &str| Authoriser::from_files(vec![schema.clone(), ("x.cedar".to_owned(), text.to_owned())]);
    let message = |text: &str| with(text).expect_err("a fault").to_string();
    assert!(message("permit (principal, action, resource);").contains("has no @id"));
    assert!(message("permit (principal").starts_with("policies/x.cedar: "));
    assert!(
        message("@id(\"a\") permit (principal is User, action, resource) when { principal.nickname == \"x\" };")
            .contains("nickname")
    );
    assert!(message("@id(\"a\") permit (principal == ?principal, action, resource);").contains("template"));
    assert!(
        message("@id(\"a\") forbid (principal, action, resource); @id(\"a\") forbid (principal, action, resource);")
            .contains('a')
    );
    assert!(Authoriser::from_files(Vec::new()).expect_err("no schema").to_string().contains("is missing"));
    // No policy: nothing is allowed.
    let empty = Authoriser::from_files(vec![schema.clone()]).expect("schema alone");
    assert!(!empty.allows(&Principal::system(), Action::PortalView, &Resource::Instance, &Facts::default()));
}

#[test]
fn an_evaluation_error_is_a_refusal() {
    // The overflow is no fault of types, so only evaluation can find it: Cedar skips the policy, Jalon refuses the request.
    let schema = ("schema.cedarschema".to_owned(), read(&policies().join("schema.cedarschema")));
    let text = "@id(\"all\") permit (principal, action, resource);
        @id(\"broken\") forbid (principal, action, resource) when { 9223372036854775807 + 1 > 0 };";
    let authoriser = Authoriser::from_files(vec![schema, ("x.cedar".to_owned(), text.to_owned())]).expect("valid");
    let explanation = authoriser.explain(&Principal::system(), Action::PortalView, &Resource::Instance, &Facts::default());
    assert!(explanation.fault.is_some());
    assert!(!explanation.allowed);
    assert!(!authoriser.allows(&Principal::system(), Action::PortalView, &Resource::Instance, &Facts::default()));
}

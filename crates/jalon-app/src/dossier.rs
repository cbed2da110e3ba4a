//! Dossiers: opening one, its members, its way through the stages, its next round.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use jalon_domain::assessment::{Answer, Dossier, Finding, process};
use jalon_domain::catalogue::Stage;
use jalon_domain::identity::{AccountState, Membership, Role, User};
use jalon_domain::register::{self, FieldKind, RegisterEntry, Value};
use jalon_domain::search::Query;
use jalon_domain::{DossierId, Language, Problem, Text, UserId, assessment::Record};
use jalon_storage::{dossier as stored, membership, record, territory, user};

use crate::authorisation::{Action, DossierFacts, Facts, Resource};
use crate::error::check;
use crate::registry::slug;
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, too_long};

/// What a new dossier starts with.
#[derive(Debug, Clone, Default)]
pub struct NewDossier {
    /// `code@version` of a framework with stages: an assessment or a cycle.
    pub framework: String,
    pub territory: String,
    pub title: String,
    pub period_from: String,
    pub period_to: String,
    pub source_language: Language,
    /// Who leads it; its first member.
    pub lead: UserId,
}

/// A member with what may be shown of the person.
#[derive(Debug, Clone)]
pub struct Member {
    pub user: User,
    pub role: Role,
    pub organisation: String,
}

/// A dossier as whoever runs the installation sees it: what it is called and who leads it, nothing of what it says.
#[derive(Debug, Clone)]
pub struct Administered {
    pub slug: String,
    pub title: Text,
    pub territory: Text,
    /// `code@version`.
    pub framework: String,
    /// The code of a stage of the framework.
    pub stage: String,
    /// Name and state of the account of each.
    pub leads: Vec<(String, AccountState)>,
}

impl Administered {
    /// Nobody leads it who could sign in, or be invited to.
    pub fn is_without_lead(&self) -> bool {
        !self.leads.iter().any(|(_, state)| matches!(state, AccountState::Active | AccountState::Invited))
    }
}

/// A dossier in a list, at the revision that it had then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    slug: String,
    revision: i64,
}

/// Dossiers, newest first, of which a page at a time is asked for.
#[derive(Debug)]
pub struct DossierList(By);

#[derive(Debug)]
enum By {
    /// So many in which somebody has a role, or all.
    Role(Option<UserId>, usize),
    Words(Vec<Listed>),
}

impl DossierList {
    pub fn len(&self) -> usize {
        match &self.0 {
            By::Role(_, len) => *len,
            By::Words(found) => found.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl App {
    /// The dossiers in which the caller has a role, of those whose title or territory has the words. An auditor and the operator
    /// see all. What is in them is told by [`App::view_listed`], which asks again.
    pub async fn my_dossiers(&self, caller: &Caller, words: &str) -> Result<DossierList> {
        // Whoever may see a dossier without a role in it may see them all.
        let nobodys =
            DossierFacts { id: String::new().into(), stage: String::new(), editable: vec![], published: false, members: vec![] };
        let sees_all = self.authorise(caller, Action::DossierView, &Resource::Dossier(&nobodys), &Facts::default()).is_ok();
        let member = match &caller.principal.user {
            _ if sees_all => None,
            Some(user) => Some(user),
            None => return Ok(DossierList(By::Words(vec![]))),
        };
        if words.trim().is_empty() {
            let len = stored::count(self.store.reader(), member).await?;
            return Ok(DossierList(By::Role(member.cloned(), len)));
        }
        let query = Query::new(words);
        let mut found = stored::with_territory(self.store.reader(), member).await?;
        found.retain(|(dossier, territory)| {
            query.matches(dossier.title.languages().chain(territory.name.languages()).map(|(_, text)| text))
        });
        let found = found.into_iter().map(|(Dossier { slug, revision, .. }, _)| Listed { slug, revision });
        Ok(DossierList(By::Words(found.collect())))
    }

    /// These of the list.
    pub async fn listed(&self, list: &DossierList, range: Range<usize>) -> Result<Vec<Listed>> {
        match &list.0 {
            By::Role(member, _) => {
                let slugs = stored::slugs(self.store.reader(), member.as_ref(), range).await?;
                Ok(slugs.into_iter().map(|(slug, revision)| Listed { slug, revision }).collect())
            }
            By::Words(found) => Ok(found.get(range).unwrap_or_default().to_vec()),
        }
    }

    /// A dossier of the caller's list, at least as new as it was listed.
    pub async fn view_listed(&self, caller: &Caller, listed: &Listed) -> Result<Arc<Opened>> {
        let opened = self.load_since(&listed.slug, listed.revision).await?;
        self.seen(caller, opened, Action::DossierView, &Facts::default())
    }

    pub async fn view_dossier(&self, caller: &Caller, slug: &str) -> Result<Arc<Opened>> {
        self.opened(caller, slug, Action::DossierView, &Facts::default()).await
    }

    /// Every dossier of the installation, newest first, without what is in it.
    pub async fn administered_dossiers(&self, caller: &Caller) -> Result<Vec<Administered>> {
        self.authorise(caller, Action::DossierList, &Resource::Instance, &Facts::default())?;
        let mut leads: HashMap<DossierId, Vec<(String, AccountState)>> = HashMap::new();
        for (dossier, name, state) in membership::leads(self.store.reader()).await? {
            leads.entry(dossier).or_default().push((name, state));
        }
        let found = stored::with_territory(self.store.reader(), None).await?;
        let administered = found.into_iter().map(|(dossier, territory)| Administered {
            framework: format!("{}@{}", dossier.framework, dossier.framework_version),
            leads: leads.remove(&dossier.id).unwrap_or_default(),
            slug: dossier.slug,
            title: dossier.title,
            territory: territory.name,
            stage: dossier.stage,
        });
        Ok(administered.collect())
    }

    /// Names a lead, found by address, for a dossier that the caller only administers.
    pub async fn name_lead(&self, caller: &Caller, slug: &str, email: &str) -> Result<()> {
        self.authorise(caller, Action::DossierList, &Resource::Instance, &Facts::default())?;
        let person = user::by_email(self.store.reader(), email).await?;
        let Some(person) = person else { return Err(AppError::invalid(Problem::on("account-unknown", "email"))) };
        if caller.principal.user.as_ref() == Some(&person.id) {
            return Err(AppError::invalid(Problem::on("lead-not-oneself", "email")));
        }
        if !matches!(person.state, AccountState::Active | AccountState::Invited) {
            return Err(AppError::invalid(Problem::on("account-not-active", "email")));
        }
        self.set_member(caller, slug, email, Role::LocalLead.code()).await
    }

    /// Starts a dossier in the first stage of its framework's present version, which it keeps.
    pub async fn create_dossier(&self, caller: &Caller, new: NewDossier) -> Result<Dossier> {
        self.authorise(caller, Action::DossierCreate, &Resource::Instance, &Facts::default())?;
        let title = clean(&new.title);
        let mut problems = too_long([("title", title.as_str(), LINE_LIMIT)]);
        if title.is_empty() {
            problems.push(Problem::on("required", "title"));
        }
        problems.extend(period_problems(&new.period_from, &new.period_to));
        let framework = self.library().get(&new.framework).filter(|framework| !framework.stages.is_empty());
        if framework.is_none() {
            problems.push(Problem::on("choice-unknown", "framework"));
        }
        let place = territory::by_slug(self.store.reader(), &new.territory).await?;
        if place.is_none() {
            problems.push(Problem::on("choice-unknown", "territory"));
        }
        let lead = user::by_id(self.store.reader(), &new.lead).await?;
        if lead.is_none() {
            problems.push(Problem::on("choice-unknown", "lead"));
        }
        check(problems)?;
        let (Some(framework), Some(place), Some(lead)) = (framework, place, lead) else { return Err(AppError::NotFound) };
        let dossier = Dossier {
            id: self.new_id().into(),
            slug: self.free_dossier_slug(&format!("{}-{}-{}", place.slug, framework.code, &new.period_to[..4])).await?,
            framework: framework.code.as_str().into(),
            framework_version: framework.version.clone(),
            territory: place.id.clone(),
            title: Text::of(new.source_language, title),
            period_from: new.period_from,
            period_to: new.period_to,
            stage: framework.stages.first().map(|stage| stage.code.clone()).unwrap_or_default(),
            source_language: new.source_language,
            previous: None,
            round: 1,
            synthetic: place.synthetic,
            revision: 1,
            created_at: self.now(),
        };
        let member = Membership { dossier: dossier.id.clone(), user: lead.id, role: Role::LocalLead };
        let mut transaction = self.store.begin().await?;
        stored::insert(transaction.connection(), &dossier).await?;
        membership::set(transaction.connection(), &member).await?;
        let after = serde_json::to_string(&dossier).unwrap_or_default();
        transaction
            .append(self.entry(caller, "dossier.create", &dossier, "dossier", dossier.id.as_str(), String::new(), after, ""))
            .await?;
        let after = serde_json::to_string(&member).unwrap_or_default();
        transaction
            .append(self.entry(caller, "member.set", &dossier, "member", member.user.as_str(), String::new(), after, ""))
            .await?;
        transaction.commit().await?;
        Ok(dossier)
    }

    /// Changes title and period.
    pub async fn update_dossier(
        &self,
        caller: &Caller,
        slug: &str,
        titles: &[(Language, String)],
        period_from: &str,
        period_to: &str,
        revision: i64,
    ) -> Result<()> {
        let opened = self.opened(caller, slug, Action::DossierUpdate, &Facts::default()).await?;
        let before = opened.dossier().clone();
        let mut dossier =
            Dossier { period_from: period_from.to_owned(), period_to: period_to.to_owned(), revision, ..before.clone() };
        let mut problems = period_problems(period_from, period_to);
        for (language, title) in titles {
            let title = clean(title);
            problems.extend(too_long([("title", title.as_str(), LINE_LIMIT)]));
            dossier.title.set(*language, title, dossier.source_language);
        }
        if dossier.title.exact(dossier.source_language).is_none() {
            problems.push(Problem::on("required", "title"));
        }
        check(problems)?;
        self.store_dossier(caller, "dossier.update", &before, &dossier, "").await
    }

    async fn store_dossier(
        &self,
        caller: &Caller,
        use_case: &str,
        before: &Dossier,
        after: &Dossier,
        reason: &str,
    ) -> Result<()> {
        let mut transaction = self.store.begin().await?;
        if !stored::update(transaction.connection(), after).await? {
            return Err(AppError::invalid(Problem::new("dossier-changed")));
        }
        let (was, is) = (serde_json::to_string(before).unwrap_or_default(), serde_json::to_string(after).unwrap_or_default());
        transaction.append(self.entry(caller, use_case, after, "dossier", after.id.as_str(), was, is, reason)).await?;
        Ok(transaction.commit().await?)
    }

    pub async fn members(&self, caller: &Caller, slug: &str) -> Result<Vec<Member>> {
        let opened = self.opened(caller, slug, Action::MemberList, &Facts::default()).await?;
        let mut members = vec![];
        for (id, role) in &opened.facts.members {
            let Some(user) = user::by_id(self.store.reader(), id).await? else { continue };
            let organisation = user.organisation.as_ref().and_then(|id| opened.content.organisation(id));
            let organisation = organisation.map(|o| o.name.get(caller.language.content()).to_owned()).unwrap_or_default();
            members.push(Member { user, role: *role, organisation });
        }
        Ok(members)
    }

    /// Gives a person, found by address, a role in the dossier.
    pub async fn set_member(&self, caller: &Caller, slug: &str, email: &str, role: &str) -> Result<()> {
        let role = Role::from_code(role).ok_or_else(|| AppError::invalid(Problem::on("choice-unknown", "role")))?;
        let person = user::by_email(self.store.reader(), email).await?;
        let subject = person.as_ref().map(|person| person.id.clone());
        let opened = self.opened(caller, slug, Action::MemberSet, &Facts { subject, ..Facts::default() }).await?;
        let person = person.ok_or_else(|| AppError::invalid(Problem::on("account-unknown", "email")))?;
        let dossier = opened.dossier();
        if role != Role::LocalLead {
            keeps_a_lead(&opened, &person.id)?;
        }
        let before = opened.facts.members.iter().find(|(id, _)| *id == person.id).map(|(_, role)| role.code());
        let member = Membership { dossier: dossier.id.clone(), user: person.id.clone(), role };
        let mut transaction = self.store.begin().await?;
        membership::set(transaction.connection(), &member).await?;
        stored::touch(transaction.connection(), &dossier.id).await?;
        let (was, is) = (before.unwrap_or_default().to_owned(), role.code().to_owned());
        transaction.append(self.entry(caller, "member.set", dossier, "member", person.id.as_str(), was, is, "")).await?;
        Ok(transaction.commit().await?)
    }

    pub async fn remove_member(&self, caller: &Caller, slug: &str, id: &UserId) -> Result<()> {
        let facts = Facts { subject: Some(id.clone()), ..Facts::default() };
        let opened = self.opened(caller, slug, Action::MemberRemove, &facts).await?;
        let dossier = opened.dossier();
        let Some((_, role)) = opened.facts.members.iter().find(|(member, _)| member == id) else {
            return Err(AppError::NotFound);
        };
        keeps_a_lead(&opened, id)?;
        let mut transaction = self.store.begin().await?;
        membership::remove(transaction.connection(), &dossier.id, id).await?;
        stored::touch(transaction.connection(), &dossier.id).await?;
        let was = role.code().to_owned();
        transaction.append(self.entry(caller, "member.remove", dossier, "member", id.as_str(), was, String::new(), "")).await?;
        Ok(transaction.commit().await?)
    }

    /// Moves the dossier to another stage. Publication is a use case of its own: [`App::publish`].
    pub async fn move_stage(&self, caller: &Caller, slug: &str, target: &str, reason: &str) -> Result<()> {
        let opened = self.load(slug).await?;
        let position = |code: &str| opened.framework.stages.iter().position(|stage| stage.code == code);
        let action = if position(target) > position(&opened.dossier().stage) { Action::StageAdvance } else { Action::StageBack };
        self.authorise(caller, action, &Resource::Dossier(&opened.facts), &self.exit_facts(&opened, target))?;
        let found = opened.diagnostics(&self.day_of(&opened));
        let gate = process::leave(&opened.framework, &opened.content, target, &found).map_err(AppError::invalid)?;
        if gate.target.exits.is_empty() {
            return Err(AppError::invalid(Problem::new("stage-needs-publication")));
        }
        let before = opened.dossier().clone();
        let after = Dossier { stage: target.to_owned(), ..before.clone() };
        self.store_dossier(caller, action.code(), &before, &after, &clean(reason)).await?;
        let takes_comments =
            |stage: Option<&Stage>| stage.is_some_and(|stage| stage.editable.iter().any(|what| what == "comments"));
        let present = process::stage(&opened.framework, &opened.content);
        if gate.forward && takes_comments(present) && !takes_comments(Some(gate.target)) {
            self.tell_answered(caller, &opened).await;
        }
        Ok(())
    }

    pub(crate) fn exit_facts(&self, opened: &Opened, target: &str) -> Facts {
        let stage = process::stage(&opened.framework, &opened.content);
        let exit = stage.and_then(|stage| stage.exits.iter().find(|exit| exit.to == target));
        Facts { exit_roles: exit.map(|exit| exit.roles.clone()).unwrap_or_default(), ..Facts::default() }
    }

    /// Whether the caller may take this way out of the present stage.
    pub fn may_move(&self, caller: &Caller, opened: &Opened, target: &str) -> bool {
        let position = |code: &str| opened.framework.stages.iter().position(|stage| stage.code == code);
        let action = if position(target) > position(&opened.dossier().stage) { Action::StageAdvance } else { Action::StageBack };
        self.may_with(caller, action, opened, &self.exit_facts(opened, target))
    }

    /// What the policies need to know before a round is started: the roles that publish the plan, once it is out.
    pub async fn round_facts(&self, opened: &Opened) -> Result<Facts> {
        let Some(plan) = opened.framework.reports.first() else { return Ok(Facts::default()) };
        let is_out = self.is_released(opened, &plan.code).await?;
        Ok(Facts { exit_roles: if is_out { plan.roles.clone() } else { vec![] }, ..Facts::default() })
    }

    /// Starts the next round from a published dossier, which stays as it is. Of an assessment everything is carried forward,
    /// findings and answers marked *to confirm*; of a cycle the registers that the framework says, without what is over.
    pub async fn start_round(&self, caller: &Caller, slug: &str, period_from: &str, period_to: &str) -> Result<Dossier> {
        let opened = self.load(slug).await?;
        let facts = self.round_facts(&opened).await?;
        self.authorise(caller, Action::DossierStartRound, &Resource::Dossier(&opened.facts), &facts)?;
        check(period_problems(period_from, period_to))?;
        let is_cycle = opened.framework.is_cycle();
        let content = &opened.content;
        let previous = opened.dossier();
        let dossier = Dossier {
            id: self.new_id().into(),
            title: title_of_round(previous, period_from, period_to),
            slug: self
                .free_dossier_slug(&format!("{}-{}-{}", content.territory.slug, previous.framework, &period_to[..4]))
                .await?,
            period_from: period_from.to_owned(),
            period_to: period_to.to_owned(),
            stage: opened.framework.stages.first().map(|stage| stage.code.clone()).unwrap_or_default(),
            previous: Some(previous.id.clone()),
            round: previous.round + 1,
            revision: 1,
            created_at: self.now(),
            ..previous.clone()
        };
        let mut transaction = self.store.begin().await?;
        let connection = transaction.connection();
        stored::insert(connection, &dossier).await?;
        for (id, role) in &opened.facts.members {
            membership::set(connection, &Membership { dossier: dossier.id.clone(), user: id.clone(), role: *role }).await?;
        }
        let at = self.now();
        for entry in carried_entries(&opened) {
            carry(connection, &dossier, entry, &at).await?;
        }
        for answer in content.answers.iter().filter(|_| !is_cycle) {
            let carried =
                Answer { to_confirm: answer.is_settled(), due: String::new(), reopened: String::new(), ..answer.clone() };
            carry(connection, &dossier, carried, &at).await?;
        }
        for finding in &content.findings {
            let carried = Finding { to_confirm: true, carried_from: Some(finding.id.clone()), ..finding.clone() };
            carry(connection, &dossier, carried, &at).await?;
        }
        for evidence in &content.evidence {
            // A commitment is to one round; the next needs its own.
            carry(connection, &dossier, jalon_domain::assessment::Evidence { commitment: false, ..evidence.clone() }, &at)
                .await?;
        }
        for paragraph in &content.paragraphs {
            carry(connection, &dossier, paragraph.clone(), &at).await?;
        }
        for figure in &content.figures {
            carry(connection, &dossier, figure.clone(), &at).await?;
        }
        let after = serde_json::to_string(&dossier).unwrap_or_default();
        let before = serde_json::json!({ "previous": previous.slug }).to_string();
        transaction
            .append(self.entry(caller, "dossier.start_round", &dossier, "dossier", dossier.id.as_str(), before, after, ""))
            .await?;
        transaction.commit().await?;
        Ok(dossier)
    }

    /// The rounds of the same territory with the same framework before this one, oldest first: what "over time" compares.
    pub async fn earlier_rounds(&self, caller: &Caller, slug: &str) -> Result<Vec<Arc<Opened>>> {
        let opened = self.view_dossier(caller, slug).await?;
        let mut rounds = vec![];
        let mut previous = opened.dossier().previous.clone();
        while let Some(id) = previous {
            let Some(dossier) = stored::by_id(self.store.reader(), &id).await? else { break };
            let earlier = self.load(&dossier.slug).await?;
            previous = earlier.dossier().previous.clone();
            // Whoever may not see a register of this round sees no earlier state of it either.
            rounds.push(self.partial(earlier, opened.withheld().to_vec()));
        }
        rounds.reverse();
        Ok(rounds)
    }

    pub(crate) async fn free_dossier_slug(&self, text: &str) -> Result<String> {
        let base = slug(text);
        for suffix in 0.. {
            let candidate = if suffix == 0 { base.clone() } else { format!("{base}-{}", suffix + 1) };
            if stored::revision(self.store.reader(), &candidate).await?.is_none() {
                return Ok(candidate);
            }
        }
        Ok(base)
    }
}

/// The title of a round, told from the one before by its years; where those are the same, by its number.
fn title_of_round(previous: &Dossier, period_from: &str, period_to: &str) -> Text {
    let year = |date: &str| date.get(..4).unwrap_or_default().to_owned();
    let (from, to) = (year(period_from), year(period_to));
    let (old_from, old_to) = (year(&previous.period_from), year(&previous.period_to));
    let years = if from == to { to.clone() } else { format!("{from}–{to}") };
    let mut titles = Text::default();
    // The language that the others translate comes first, or they would look older than it.
    let mut languages: Vec<_> = previous.title.languages().collect();
    languages.sort_by_key(|(language, _)| *language != previous.source_language);
    for (language, title) in languages {
        let mut renamed = title.to_owned();
        for separator in ["–", "-", "/", " – ", " - "] {
            renamed = renamed.replace(&format!("{old_from}{separator}{old_to}"), &years);
        }
        if old_from == old_to {
            renamed = renamed.replace(&old_to, &years);
        }
        // Of a period of several years a title may name one only: the last, or else the first.
        if renamed == title {
            let named = [(&old_to, &to), (&old_from, &from)].into_iter().find(|(old, _)| title.contains(old.as_str()));
            renamed = named.map_or_else(|| title.to_owned(), |(old, new)| title.replace(old.as_str(), new));
        }
        if renamed == title {
            let mark = if (&from, &to) == (&old_from, &old_to) { (previous.round + 1).to_string() } else { years.clone() };
            renamed = format!("{title} ({mark})");
        }
        titles.set(language, renamed, previous.source_language);
    }
    titles
}

/// The entries that a new round starts with. What stays behind is named by none of them.
fn carried_entries(opened: &Opened) -> Vec<RegisterEntry> {
    let registers = opened.framework.registers.iter().filter(|register| register.carried);
    let mut carried: Vec<RegisterEntry> = registers
        .flat_map(|register| {
            let is_over =
                |entry: &&RegisterEntry| !register.carried_unless.is_empty() && register::holds(entry, &register.carried_unless);
            opened.content.entries(&register.code).filter(move |entry| !is_over(entry)).cloned()
        })
        .collect();
    let known: BTreeSet<String> = carried.iter().map(|entry| entry.id.to_string()).collect();
    for entry in &mut carried {
        let Some(register) = opened.framework.register(&entry.register) else { continue };
        for field in register.fields.iter().filter(|field| field.kind == FieldKind::Entry) {
            if let Some(Value::Chosen(codes)) = entry.values.get_mut(&field.code) {
                codes.retain(|code| known.contains(code));
            }
        }
        entry.values.retain(|_, value| !value.is_empty());
    }
    carried
}

/// A record of the previous round as the first revision of the new one.
async fn carry<R: Record>(
    connection: &impl jalon_storage::ConnectionTrait,
    dossier: &Dossier,
    mut record: R,
    at: &str,
) -> Result<()> {
    record.set_revision(0);
    record::save(connection, &dossier.id, &record, at).await?;
    Ok(())
}

fn period_problems(from: &str, to: &str) -> Vec<Problem> {
    let mut problems = vec![];
    for (field, value) in [("period_from", from), ("period_to", to)] {
        if value.parse::<jiff::civil::Date>().is_err() {
            problems.push(Problem::on("date-invalid", field));
        }
    }
    if problems.is_empty() && from > to {
        problems.push(Problem::on("period-reversed", "period_to"));
    }
    problems
}

/// What a diagnostic says, with titles beside codes.
pub fn diagnostic_text(
    wording: &jalon_domain::wording::Wording,
    framework: &jalon_domain::catalogue::Framework,
    diagnostic: &jalon_domain::assessment::checks::Diagnostic,
) -> String {
    diagnostic_words(wording, framework, diagnostic, true)
}

/// The same, with or without the name of the requirement before it.
pub fn diagnostic_words(
    wording: &jalon_domain::wording::Wording,
    framework: &jalon_domain::catalogue::Framework,
    diagnostic: &jalon_domain::assessment::checks::Diagnostic,
    named: bool,
) -> String {
    let language = wording.language().content();
    let told = |name: &str| diagnostic.args.get(name).map(String::as_str);
    let mut args: Vec<(String, String)> = diagnostic.args.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    for (name, value) in &mut args {
        match name.as_str() {
            "item" | "dimension" | "requirement" => {
                let title = framework.item(value).map(|item| item.title.get(language).to_owned()).unwrap_or_default();
                *value = format!("{value} {title}");
            }
            "register" | "target" => {
                *value = framework.register(value).map(|register| register.title.get(language).to_owned()).unwrap_or_default();
            }
            "field" => {
                let field = told("register").and_then(|register| framework.register(register)?.field(value));
                *value = field.map(|field| field.label.get(language).to_owned()).unwrap_or_default();
            }
            // The code of a value or an item; words as they are.
            "value" => {
                let field = told("register").and_then(|register| framework.register(register)?.field(told("field")?));
                let list = field.and_then(|field| framework.lists.get(&field.list));
                let label = list.and_then(|list| list.values.iter().find(|one| one.code == *value)).map(|one| &one.label);
                if let Some(label) = label.or_else(|| framework.item(value).map(|item| &item.title)) {
                    *value = label.get(language).to_owned();
                }
            }
            "role" => *value = framework.role_words(wording, value),
            "kind" => *value = wording.t(&format!("finding-kind-{}", value.replace('_', "-"))),
            "language" => *value = wording.t(&format!("language-{value}")),
            "due" => *value = wording.date(value),
            _ => {}
        }
    }
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let text = wording.fill(&format!("check-{}", diagnostic.rule), &args);
    // A requirement is named before what it lacks; a page that stands under its title leaves the name out.
    match args.iter().find(|(name, _)| *name == "requirement") {
        Some((_, requirement)) if named => wording.fill("check-requirement", &[("requirement", requirement), ("text", &text)]),
        _ => text,
    }
}

/// Refuses that the only person who leads a dossier stops leading it: nobody could name another.
fn keeps_a_lead(opened: &Opened, leaving: &UserId) -> Result<()> {
    let mut leads = opened.facts.members.iter().filter(|(_, role)| *role == Role::LocalLead);
    match (leads.next(), leads.next()) {
        (Some((only, _)), None) if only == leaving => Err(AppError::invalid(Problem::new("last-lead"))),
        _ => Ok(()),
    }
}

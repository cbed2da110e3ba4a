//! Reminders of reports that are missing, before and after they are due. Each person is told once per period and occasion,
//! however often this runs and wherever it is interrupted: the job's identifier says who, what for and when.

use std::sync::Arc;

use jalon_domain::UserId;
use jalon_domain::identity::{AccountState, Role};
use jalon_domain::register::RegisterEntry;
use jalon_domain::register::reporting::{Reporting, Slot};
use jalon_domain::wording::Wording;
use jalon_storage::{dossier as stored, job, user};
use serde::{Deserialize, Serialize};

use crate::authorisation::{Action, Facts};
use crate::{App, AppError, Caller, Opened, Result, mail};

const KIND: &str = "reminder";
/// How long one who sends holds a reminder before somebody else may try.
const LEASE_HOURS: i64 = 1;
/// After so many failures a reminder is given up; the notice in the workspace stays.
const ATTEMPTS: i64 = 24;
/// What was sent is remembered longer than any period and its due date last.
const REMEMBERED_HOURS: i64 = 24 * 1_200;
/// How many measures a message names before it counts the rest.
const NAMED: usize = 20;

/// Why somebody is reminded; ends the key of the message and is part of the job's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Occasion {
    Before,
    After,
    /// Somebody asked for it today.
    Asked,
}

impl Occasion {
    const fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Asked => "asked",
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Reminder {
    dossier: String,
    user: UserId,
    period: String,
    occasion: Occasion,
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminded {
    pub sent: usize,
    /// To be tried again: the mail server did not take them.
    pub failed: usize,
    /// There is no mail server: the notice in the workspace is all that people get.
    pub no_mail: bool,
}

impl App {
    /// Reminds, in one dossier or in all, whoever has to be reminded today. To be run once a day or more often.
    pub async fn remind(&self, caller: &Caller, slug: Option<&str>) -> Result<Reminded> {
        let slugs = match slug {
            Some(slug) => vec![slug.to_owned()],
            None => stored::list(self.store.reader()).await?.into_iter().map(|dossier| dossier.slug).collect(),
        };
        for slug in &slugs {
            let opened = self.opened(caller, slug, Action::ReminderSend, &Facts::default()).await?;
            self.note_reminders(&opened, false).await?;
        }
        self.send_reminders().await
    }

    /// Reminds everybody whose report for the period asked for is missing, whatever the day; once a day.
    pub async fn remind_now(&self, caller: &Caller, slug: &str) -> Result<Reminded> {
        let opened = self.opened(caller, slug, Action::ReminderSend, &Facts::default()).await?;
        self.note_reminders(&opened, true).await?;
        self.send_reminders().await
    }

    pub fn may_remind(&self, caller: &Caller, opened: &Opened) -> bool {
        self.may(caller, Action::ReminderSend, opened)
    }

    /// Keeps a job for everybody who is to be reminded today and was not yet.
    async fn note_reminders(&self, opened: &Arc<Opened>, is_asked: bool) -> Result<()> {
        if self.settings.mail.is_none() {
            return Ok(());
        }
        let reporting = self.reporting(opened);
        let due: Vec<(Slot, Occasion)> = match is_asked {
            true => reporting.asked(opened.content.entries("measure")).map(|slot| (slot, Occasion::Asked)).into_iter().collect(),
            false => occasions(&reporting),
        };
        let transaction = self.store.begin().await?;
        for (slot, occasion) in due {
            for user in reporters(opened) {
                if missing(opened, &reporting, &user, &slot).is_empty() {
                    continue;
                }
                let period = slot.period.to_string();
                let day = if is_asked { format!(":{}", reporting.today) } else { String::new() };
                let id = format!("{KIND}:{}:{period}:{}{day}:{user}", opened.dossier().id, occasion.code());
                let reminder = Reminder { dossier: opened.dossier().slug.clone(), user, period, occasion };
                let payload = serde_json::to_string(&reminder).unwrap_or_default();
                job::enqueue(transaction.connection(), &id, KIND, &payload, &self.now()).await?;
            }
        }
        Ok(transaction.commit_unrecorded().await?)
    }

    async fn send_reminders(&self) -> Result<Reminded> {
        let mut done = Reminded::default();
        let Some(config) = self.settings.mail.clone() else { return Ok(Reminded { no_mail: true, ..done }) };
        loop {
            let transaction = self.store.begin().await?;
            let next = job::next(transaction.connection(), KIND, &self.now(), &self.in_hours(LEASE_HOURS)).await?;
            transaction.commit_unrecorded().await?;
            let Some(job) = next else { break };
            let sent = match self.message(&job.payload).await? {
                Some((to, subject, body)) => Some(mail::send(&config, &to, &subject, &body).await),
                // Reported meanwhile, or nobody to tell any more.
                None => None,
            };
            let transaction = self.store.begin().await?;
            match sent {
                Some(Err(error)) if job.attempts < ATTEMPTS => {
                    tracing::warn!("A reminder could not be delivered: {error}");
                    done.failed += 1;
                    job::fail(transaction.connection(), &job.id, &error.to_string(), &self.in_hours(LEASE_HOURS)).await?;
                }
                sent => {
                    done.sent += usize::from(matches!(sent, Some(Ok(()))));
                    job::finish(transaction.connection(), &job.id, &self.now()).await?;
                }
            }
            transaction.commit_unrecorded().await?;
        }
        let transaction = self.store.begin().await?;
        job::sweep(transaction.connection(), KIND, &self.in_hours(-REMEMBERED_HOURS)).await?;
        transaction.commit_unrecorded().await?;
        Ok(done)
    }

    /// Address, subject and text, if there is still something to remind of.
    async fn message(&self, payload: &str) -> Result<Option<(String, String, String)>> {
        let Ok(reminder) = serde_json::from_str::<Reminder>(payload) else { return Ok(None) };
        let opened = match self.load(&reminder.dossier).await {
            Err(AppError::NotFound) => return Ok(None),
            opened => opened?,
        };
        let account = user::by_id(self.store.reader(), &reminder.user).await?;
        let Some(account) = account.filter(|account| account.state == AccountState::Active) else { return Ok(None) };
        let reporting = self.reporting(&opened);
        let slot = reminder.period.parse().ok().and_then(|period| reporting.slot(period));
        let Some(slot) = slot.filter(|_| reporters(&opened).contains(&account.id)) else { return Ok(None) };
        let measures = missing(&opened, &reporting, &account.id, &slot);
        if measures.is_empty() {
            return Ok(None);
        }
        let wording = Wording::of(account.language);
        let language = account.language.content();
        let names = opened.names(language);
        let mut list: Vec<String> = measures.iter().take(NAMED).map(|measure| format!("- {}", names.entry(measure))).collect();
        if measures.len() > NAMED {
            list.push("- …".to_owned());
        }
        let dossier = opened.dossier();
        let link = format!(
            "{}/{}/work/dossiers/{}/reporting/mine?period={}",
            self.settings.base_url, account.language, dossier.slug, slot.period
        );
        let (due, count, measures) = (wording.date(&slot.due.to_string()), measures.len().to_string(), list.join("\n"));
        let period = slot.period.words(account.language);
        let args = [
            ("name", account.name.as_str()),
            ("dossier", dossier.title.get(language)),
            ("period", &period),
            ("date", &due),
            ("count", &count),
            ("measures", &measures),
            ("link", &link),
        ];
        let kind = if reporting.today > slot.due { Occasion::After } else { Occasion::Before };
        let part = |part: &str| wording.fill(&format!("mail-report-{}-{part}", kind.code()), &args);
        Ok(Some((account.email.clone(), part("subject"), part("body"))))
    }
}

/// What the calendar asks for today: the days before a due date, and from some days after it until the next period ends.
fn occasions(reporting: &Reporting<'_>) -> Vec<(Slot, Occasion)> {
    let Some(calendar) = reporting.schedule.in_force(reporting.today) else { return vec![] };
    let days = |days: i32| jiff::Span::new().days(days);
    let mut due = vec![];
    // A due date may come later than the end of the next period: both that ran last are looked at.
    for slot in reporting.slots.iter().rev().take(2) {
        let from = calendar.remind_before.map(|before| slot.due.saturating_sub(days(before)));
        if from.is_some_and(|from| from <= reporting.today && reporting.today <= slot.due) {
            due.push((*slot, Occasion::Before));
        }
        let from = calendar.remind_after.map(|after| slot.due.saturating_add(days(after)));
        if from.is_some_and(|from| from <= reporting.today && reporting.today > slot.due) {
            due.push((*slot, Occasion::After));
        }
    }
    due
}

/// The members who may report on measures of their institution.
fn reporters(opened: &Opened) -> Vec<UserId> {
    let members = opened.content.memberships.iter();
    let reporters = members.filter(|(member, _)| matches!(member.role, Role::LocalLead | Role::LocalContributor));
    reporters.map(|(member, _)| member.user.clone()).collect()
}

/// The measures that the person's institution leads and has not reported on.
fn missing<'a>(opened: &'a Opened, reporting: &Reporting<'_>, user: &UserId, slot: &Slot) -> Vec<&'a RegisterEntry> {
    let institution =
        opened.content.memberships.iter().find(|(member, _)| member.user == *user).and_then(|(_, own)| own.as_ref());
    let Some(institution) = institution else { return vec![] };
    let measures = opened.content.entries("measure").filter(|measure| measure.chosen("lead").contains(&institution.0));
    measures.filter(|measure| reporting.state(measure, slot).is_missing()).collect()
}

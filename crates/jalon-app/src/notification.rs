//! What people are told by mail when a dossier they take part in needs them. Without a mail server their work page says it.

use std::collections::BTreeSet;

use jalon_domain::UserId;
use jalon_domain::assessment::{Comment, Participant};
use jalon_domain::identity::{AccountState, Role, User};
use jalon_domain::wording::Wording;
use jalon_storage::user;

use crate::{App, Caller, Opened, mail};

impl App {
    /// One answer was opened again: whoever it was given to is told why, or else those who write.
    pub(crate) async fn tell_reopened(&self, caller: &Caller, opened: &Opened, item: &str, reason: &str) {
        let assignee = opened.content.answer(item).and_then(|answer| answer.assignee.clone());
        let recipients = match assignee {
            Some(assignee) => BTreeSet::from([assignee]),
            None => members(opened, &[Role::LocalLead, Role::LocalContributor]),
        };
        let title = |account: &User| {
            let item = opened.framework.item(item);
            item.map(|item| item.title.get(account.language.content()).to_owned()).unwrap_or_default()
        };
        let fill = |account: &User| vec![("topic", title(account)), ("reason", reason.to_owned())];
        self.tell(caller, opened, recipients, vec![], "answer-reopened", &format!("/questionnaire/{item}"), fill).await;
    }

    /// The discussion is over: those who took part find what became of their comments, with an account or without.
    pub(crate) async fn tell_answered(&self, caller: &Caller, opened: &Opened) {
        let content = &opened.content;
        let authors = content.comments.iter().filter_map(|comment| comment.author.clone());
        let participants = content.participants.iter().filter_map(|participant| participant.user.clone());
        let recipients =
            authors.chain(participants).chain(members(opened, &[Role::Reviewer, Role::NationalCounterpart])).collect();
        let guests =
            content.participants.iter().filter(|participant| participant.user.is_none() && !participant.email.is_empty());
        self.tell(caller, opened, recipients, guests.collect(), "comments-answered", "/discussion", |_| vec![]).await;
    }

    /// What was decided on a comment, to whoever made it.
    pub(crate) async fn tell_closed(&self, caller: &Caller, opened: &Opened, comment: &Comment) {
        let recipients = comment.author.clone().into_iter().collect();
        let path = format!("/discussion#comment-{}", comment.id);
        let fill = |_: &User| vec![("reason", comment.reason.clone())];
        self.tell(caller, opened, recipients, vec![], "comment-closed", &path, fill).await;
    }

    /// Sends each recipient with an account, but for the caller, a message in their language, and each guest one in the
    /// language of the dossier. What they are told of has happened: nobody waits for the mail server, and nothing that goes
    /// wrong here undoes it or is shown as a failure.
    #[expect(clippy::too_many_arguments, reason = "who tells whom what, each named where it is given")]
    async fn tell(
        &self,
        caller: &Caller,
        opened: &Opened,
        recipients: BTreeSet<UserId>,
        guests: Vec<&Participant>,
        kind: &'static str,
        path: &str,
        fill: impl Fn(&User) -> Vec<(&'static str, String)>,
    ) {
        let Some(config) = self.settings.mail.clone() else { return };
        let mut messages: Vec<(String, String, String)> = vec![];
        for id in recipients.iter().filter(|id| Some(*id) != caller.principal.user.as_ref()) {
            let account = match user::by_id(self.store.reader(), id).await {
                Ok(account) => account.filter(|user| user.state == AccountState::Active),
                Err(error) => return tracing::warn!("Nobody could be notified: {error}"),
            };
            let Some(account) = account else { continue };
            let wording = Wording::of(account.language);
            let dossier = opened.dossier();
            let link = format!("{}/{}/work/dossiers/{}{path}", self.settings.base_url, account.language, dossier.slug);
            let mut args = fill(&account);
            args.extend([
                ("name", account.name.clone()),
                ("dossier", dossier.title.get(account.language.content()).to_owned()),
                ("link", link),
            ]);
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let subject = wording.fill(&format!("mail-{kind}-subject"), &args);
            messages.push((account.email, subject, wording.fill(&format!("mail-{kind}-body"), &args)));
        }
        let known = caller.user.as_ref().map(|user| user.email.clone());
        for guest in guests {
            // Once each: two seats may have one address, and an account may have come later.
            if known.as_ref() != Some(&guest.email) && messages.iter().all(|(to, ..)| *to != guest.email) {
                messages.push(self.guest_message(opened, guest, kind));
            }
        }
        tokio::spawn(async move {
            for (to, subject, body) in messages {
                if let Err(error) = mail::send(&config, &to, &subject, &body).await {
                    tracing::warn!("A notification could not be delivered: {error}");
                }
            }
        });
    }
}

impl App {
    /// Address, subject and text for somebody without an account. They reach nothing but the public pages and the way in.
    fn guest_message(&self, opened: &Opened, guest: &Participant, kind: &str) -> (String, String, String) {
        let dossier = opened.dossier();
        let language = dossier.source_language;
        let wording = Wording::of(language);
        let link = format!("{}/{language}/sign-in", self.settings.base_url);
        let args = [("name", guest.name.as_str()), ("dossier", dossier.title.get(language)), ("link", link.as_str())];
        let part = |part: &str| wording.fill(&format!("mail-{kind}-guest-{part}"), &args);
        (guest.email.clone(), part("subject"), part("body"))
    }
}

fn members(opened: &Opened, roles: &[Role]) -> BTreeSet<UserId> {
    let members = opened.content.memberships.iter().filter(|(member, _)| roles.contains(&member.role));
    members.map(|(member, _)| member.user.clone()).collect()
}

//! Views of a register's list under a name: a person's own, or everybody's in the dossier.

use jalon_domain::Problem;
use jalon_domain::register::saved_view::{NAME_LIMIT, QUERY_LIMIT, SavedView, VIEWS_LIMIT};
use jalon_storage::{Transaction, record};

use crate::authorisation::{Action, Facts};
use crate::error::check;
use crate::{App, AppError, Caller, Opened, Result, clean, too_long};

impl App {
    /// The views of a register that the caller has: their own and everybody's, by name.
    pub async fn saved_views(&self, caller: &Caller, opened: &Opened, register: &str) -> Result<Vec<SavedView>> {
        let person = caller.principal.user.as_ref();
        let mut views: Vec<SavedView> = record::list(self.store.reader(), &opened.dossier().id).await?;
        views.retain(|view| view.register == register && view.is_seen_by(person));
        let language = caller.language.content();
        views.sort_by(|a, b| jalon_domain::format::compare(language, &a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
        Ok(views)
    }

    /// Whether the caller may change or remove a view, or make one like it.
    pub fn may_keep_view(&self, caller: &Caller, opened: &Opened, view: &SavedView) -> bool {
        match &view.owner {
            None => self.may(caller, Action::ViewShare, opened),
            Some(owner) => {
                let own = caller.principal.user.as_ref() == Some(owner);
                self.may_with(caller, Action::ViewKeep, opened, &Facts { own, ..Facts::default() })
            }
        }
    }

    /// Keeps a list's filters, search and sorting under a name, for the caller or for everybody in the dossier.
    pub async fn keep_view(
        &self,
        caller: &Caller,
        slug: &str,
        register: &str,
        name: &str,
        query: &str,
        shared: bool,
    ) -> Result<SavedView> {
        let opened = self.view_dossier(caller, slug).await?;
        opened.register(register)?;
        let person = caller.principal.user.clone().ok_or(AppError::NotFound)?;
        let view = SavedView {
            id: self.new_id().into(),
            register: register.to_owned(),
            query: clean(query),
            owner: (!shared).then_some(person),
            ..SavedView::default()
        };
        self.named(caller, &opened, view, name).await
    }

    /// Gives a view another name.
    pub async fn rename_view(
        &self,
        caller: &Caller,
        slug: &str,
        register: &str,
        id: &str,
        name: &str,
        revision: i64,
    ) -> Result<SavedView> {
        let opened = self.view_dossier(caller, slug).await?;
        let view = self.kept_view(caller, &opened, register, id).await?;
        self.named(caller, &opened, SavedView { revision, ..view }, name).await
    }

    pub async fn delete_view(&self, caller: &Caller, slug: &str, register: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.view_dossier(caller, slug).await?;
        let view = self.kept_view(caller, &opened, register, id).await?;
        let mut transaction = self.store.begin().await?;
        self.delete_in::<SavedView>(&mut transaction, caller, &opened, "view.delete", view.id.as_str(), revision).await?;
        Ok(transaction.commit().await?)
    }

    async fn kept_view(&self, caller: &Caller, opened: &Opened, register: &str, id: &str) -> Result<SavedView> {
        opened.register(register)?;
        let views = self.saved_views(caller, opened, register).await?;
        let view = views.into_iter().find(|view| view.id.as_str() == id).ok_or(AppError::NotFound)?;
        if self.may_keep_view(caller, opened, &view) { Ok(view) } else { Err(AppError::NotFound) }
    }

    async fn named(&self, caller: &Caller, opened: &Opened, view: SavedView, name: &str) -> Result<SavedView> {
        if !self.may_keep_view(caller, opened, &view) {
            return Err(AppError::NotFound);
        }
        let name = clean(name).replace(['\n', '\t'], " ");
        let limits = [("view-name", name.as_str(), NAME_LIMIT), ("view-name", view.query.as_str(), QUERY_LIMIT)];
        let mut problems = too_long(limits);
        if name.is_empty() {
            problems.push(Problem::on("required", "view-name"));
        }
        let others = self.saved_views(caller, opened, &view.register).await?;
        let mut others = others.iter().filter(|other| other.id != view.id);
        if others.clone().count() >= VIEWS_LIMIT {
            problems.push(Problem::on("view-too-many", "view-name").with("limit", VIEWS_LIMIT));
        }
        if others.any(|other| other.name == name) {
            problems.push(Problem::on("view-name-taken", "view-name").with("value", &name));
        }
        check(problems)?;
        // A view is no part of what a stage opens or closes: it is kept whatever becomes of the dossier meanwhile.
        let mut transaction = self.store.begin().await?;
        let view = SavedView { name, ..view };
        let (saved, is_new) = self.write_in(&mut transaction, caller, opened, "view.save", &view, "").await?;
        if is_new {
            transaction.commit().await?;
        }
        Ok(saved)
    }

    /// Removes what an account kept for itself, when the account is erased.
    pub(crate) async fn forget_views(&self, transaction: &mut Transaction, person: &jalon_domain::UserId) -> Result<()> {
        for (dossier, view) in record::everywhere::<SavedView>(transaction.connection()).await? {
            if view.owner.as_ref() == Some(person) {
                record::delete::<SavedView>(transaction.connection(), &dossier, view.id.as_str(), view.revision).await?;
            }
        }
        Ok(())
    }
}

// STUB
use crate::error::{Failure,PageResult};use crate::request::Visit;use jalon_app::AppError;
pub(crate) async fn add_organisation(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn add_territory(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn erase_user(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn invite(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn ledger(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn new_dossier(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn new_dossier_form(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn registry(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn renew_link(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn update_user(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn user(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn users(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }

// STUB
use crate::error::{Failure,PageResult};use crate::request::Visit;use jalon_app::AppError;
pub(crate) async fn add_participant(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn close(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn comment(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn list(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn remove_participant(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn reply(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }

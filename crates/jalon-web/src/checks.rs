// STUB
use crate::error::{Failure,PageResult};use crate::request::Visit;use jalon_app::AppError;
pub(crate) async fn list(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }

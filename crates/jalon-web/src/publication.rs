// STUB
use crate::error::{Failure,PageResult};use crate::request::Visit;use jalon_app::AppError;
pub(crate) async fn draft(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn page(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn publish(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn sign(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn withdraw(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn withdraw_signature(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }

// STUB
use crate::error::{Failure,PageResult};use crate::request::Visit;use jalon_app::AppError;
pub(crate) async fn FILE_LIMIT_BYTES(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn create(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn create_form(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn delete(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn download(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn form(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn list(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn save(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn upload(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }

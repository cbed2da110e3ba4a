// STUB
use crate::error::{Failure,PageResult};use crate::request::Visit;use jalon_app::AppError;
pub(crate) async fn create_figure(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn create_figure_form(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn create_paragraph(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn create_paragraph_form(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn delete_figure(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn delete_paragraph(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn figure_form(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn list(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn paragraph_form(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn save_figure(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }
pub(crate) async fn save_paragraph(visit: Visit) -> PageResult { Err(Failure::new(visit, AppError::NotFound)) }

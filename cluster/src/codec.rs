//! The table of partial cells on the wire: its assignment as JSON after a mark. Everything else is Ballista's.

use std::sync::Arc;

use ballista_core::serde::{BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::TableReference;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{Extension, LogicalPlan};
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::logical_plan::LogicalExtensionCodec;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};
use jalon_stats::tabulation::Assignment;

use crate::plan::{Counting, Limits, Parts};

const MARK: &[u8] = b"jalon-counting\n";

type Sent = (Assignment, Option<Vec<usize>>);

fn write(assignment: &Assignment, projection: Option<&[usize]>, out: &mut Vec<u8>) -> Result<()> {
    out.extend_from_slice(MARK);
    serde_json::to_writer(out, &(assignment, projection)).map_err(|error| DataFusionError::External(Box::new(error)))
}

/// Nothing when the bytes are somebody else's.
fn read(bytes: &[u8]) -> Option<Result<Sent>> {
    let text = bytes.strip_prefix(MARK)?;
    Some(serde_json::from_slice(text).map_err(|error| DataFusionError::External(Box::new(error))))
}

/// From those who ask to the scheduler.
#[derive(Debug, Default)]
pub(crate) struct LogicalCodec(BallistaLogicalExtensionCodec);

impl LogicalExtensionCodec for LogicalCodec {
    fn try_decode(&self, bytes: &[u8], inputs: &[LogicalPlan], context: &TaskContext) -> Result<Extension> {
        self.0.try_decode(bytes, inputs, context)
    }

    fn try_encode(&self, node: &Extension, out: &mut Vec<u8>) -> Result<()> {
        self.0.try_encode(node, out)
    }

    fn try_decode_table_provider(
        &self,
        bytes: &[u8],
        table: &TableReference,
        schema: SchemaRef,
        context: &TaskContext,
    ) -> Result<Arc<dyn TableProvider>> {
        match read(bytes) {
            Some(sent) => Ok(Arc::new(Parts::of(Arc::new(sent?.0)))),
            None => self.0.try_decode_table_provider(bytes, table, schema, context),
        }
    }

    fn try_encode_table_provider(
        &self,
        table: &TableReference,
        provider: Arc<dyn TableProvider>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        match provider.downcast_ref::<Parts>() {
            Some(parts) => write(&parts.assignment, None, out),
            None => self.0.try_encode_table_provider(table, provider, out),
        }
    }
}

/// From the scheduler to the executors.
#[derive(Debug, Default)]
pub(crate) struct PhysicalCodec {
    ballista: BallistaPhysicalExtensionCodec,
    /// On an executor.
    limits: Option<Limits>,
}

impl PhysicalCodec {
    pub(crate) fn of_executor(limits: Limits) -> Self {
        Self { limits: Some(limits), ..Self::default() }
    }
}

impl PhysicalExtensionCodec for PhysicalCodec {
    fn try_decode(
        &self,
        bytes: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        context: &TaskContext,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let Some(sent) = read(bytes) else { return self.ballista.try_decode(bytes, inputs, context, converter) };
        let (assignment, projection) = sent?;
        let input = inputs.first().ok_or_else(|| DataFusionError::Internal("no input".to_owned()))?;
        Ok(Arc::new(Counting::of(Arc::new(assignment), projection, self.limits.clone(), input.clone())?))
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        out: &mut Vec<u8>,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        match node.downcast_ref::<Counting>() {
            Some(counting) => write(&counting.assignment, counting.projection.as_deref(), out),
            None => self.ballista.try_encode(node, out, converter),
        }
    }
}

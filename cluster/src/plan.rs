//! A table of partial cells: each partition is some row groups, counted where it is read.
//!
//! Its rows are what a [`Tally`] holds, one entry a row: which kind, the key within the kind, the value (of medians), and the
//! numbers to add up. Each 64-bit number stands in two columns of 32 bits, so that no sum can run over however many parts there
//! are, and the exact sum modulo 2^64 follows from the two.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch, UInt64Array};
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, UInt64Type};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, ChildrenPropertiesMode, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use futures::{StreamExt, TryStreamExt, stream};
use jalon_stats::tabulation::{Assignment, Fault, Outcome, Tally};

/// Most partitions of one count: enough for many executors, few enough that each reads a good stretch of the file.
const MOST_PARTS: usize = 256;
/// Rows of a batch that travels.
const BATCH: usize = 8192;

/// Kinds of rows; medians follow, one kind each.
const CELLS: u64 = 0;
const READ: u64 = 1;
const NOTES: u64 = 2;
const FIRST_MEDIAN: u64 = 3;

/// Columns that tell entries apart.
pub(crate) const KEYS: [&str; 3] = ["kind", "key", "value"];

/// What an executor may do.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// Folders that it may read.
    pub(crate) folders: Vec<PathBuf>,
    /// Bytes of one partition's cells.
    pub(crate) memory: u64,
}

/// Names of the columns that are added up.
pub(crate) fn sums(assignment: &Assignment) -> Vec<String> {
    (0..2 * assignment.slots).map(|half| format!("half_{half}")).collect()
}

fn schema(assignment: &Assignment) -> SchemaRef {
    let key = |name: &&str| Field::new(*name, if *name == "value" { DataType::Int64 } else { DataType::UInt64 }, false);
    let sum = |name: String| Field::new(name, DataType::UInt64, false);
    Arc::new(Schema::new(KEYS.iter().map(key).chain(sums(assignment).into_iter().map(sum)).collect::<Vec<_>>()))
}

/// The partial cells of an assignment, as those see them who ask.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) assignment: Arc<Assignment>,
    schema: SchemaRef,
}

impl Parts {
    pub(crate) fn of(assignment: Arc<Assignment>) -> Self {
        Self { schema: schema(&assignment), assignment }
    }
}

#[async_trait::async_trait]
impl TableProvider for Parts {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let input = stretches(self.assignment.row_groups)?;
        Ok(Arc::new(Counting::of(self.assignment.clone(), projection.cloned(), None, input)?))
    }
}

/// Counts the row groups that its input names, one stretch a row.
///
/// The stretches are an input, and no knowledge of this node, because Ballista gives a task its partitions by cutting the inputs
/// that it knows: a leaf that it does not know, it would have every task read whole.
#[derive(Debug)]
pub(crate) struct Counting {
    pub(crate) assignment: Arc<Assignment>,
    pub(crate) projection: Option<Vec<usize>>,
    /// Absent on machines that do not count.
    limits: Option<Limits>,
    input: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
}

/// The row groups of a file as stretches of nearly the same length, each in a partition of its own.
fn stretches(row_groups: usize) -> Result<Arc<dyn ExecutionPlan>> {
    let parts = row_groups.clamp(1, MOST_PARTS);
    let bound = |part: usize| (row_groups * part / parts) as u64;
    let field = |name| Field::new(name, DataType::UInt64, false);
    let schema = Arc::new(Schema::new(vec![field("from"), field("to")]));
    let stretch = |part: usize| -> Result<Vec<RecordBatch>> {
        let columns: Vec<ArrayRef> = [bound(part), bound(part + 1)].map(|at| Arc::new(UInt64Array::from(vec![at])) as _).into();
        Ok(vec![RecordBatch::try_new(schema.clone(), columns)?])
    };
    let partitions = (0..parts).map(stretch).collect::<Result<Vec<_>>>()?;
    Ok(MemorySourceConfig::try_new_exec(&partitions, schema.clone(), None)?)
}

impl Counting {
    pub(crate) fn of(
        assignment: Arc<Assignment>,
        projection: Option<Vec<usize>>,
        limits: Option<Limits>,
        input: Arc<dyn ExecutionPlan>,
    ) -> Result<Self> {
        let all = schema(&assignment);
        let schema = projection.as_ref().map_or_else(|| Ok(all.clone()), |columns| all.project(columns).map(Arc::new))?;
        let parts = input.properties().partitioning.partition_count();
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(parts),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Ok(Self { assignment, projection, limits, input, properties: Arc::new(properties) })
    }
}

impl DisplayAs for Counting {
    fn fmt_as(&self, _: DisplayFormatType, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "Counting: row_groups={}", self.assignment.row_groups)
    }
}

impl ExecutionPlan for Counting {
    fn name(&self) -> &str {
        "Counting"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let input = children.into_iter().next().ok_or_else(|| DataFusionError::Internal("no input".to_owned()))?;
        Ok(Arc::new(Self::of(self.assignment.clone(), self.projection.clone(), self.limits.clone(), input)?))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let limits = self.limits.clone().ok_or_else(|| DataFusionError::Execution("only executors count".to_owned()))?;
        let (assignment, projection) = (self.assignment.clone(), self.projection.clone());
        let named = self.input.execute(partition, context)?;
        let counted = named.and_then(move |batch| {
            let (assignment, limits) = (assignment.clone(), limits.clone());
            async move {
                let work = tokio::task::spawn_blocking(move || count_all(&assignment, &batch, &limits));
                work.await.map_err(|error| DataFusionError::Execution(error.to_string()))?
            }
        });
        let pieces = counted.map(move |batch| -> Result<_> {
            let batch = batch?;
            let batch = projection.as_ref().map_or_else(|| Ok(batch.clone()), |columns| batch.project(columns))?;
            let starts = (0..batch.num_rows()).step_by(BATCH);
            let pieces: Vec<_> = starts.map(|start| Ok(batch.slice(start, BATCH.min(batch.num_rows() - start)))).collect();
            Ok(stream::iter(pieces))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), pieces.try_flatten())))
    }
}

/// The tallies of the stretches that a batch names.
fn count_all(assignment: &Assignment, named: &RecordBatch, limits: &Limits) -> Result<RecordBatch> {
    let wrong = || DataFusionError::Internal("unexpected columns".to_owned());
    let bound = |column: usize| Some(named.column(column).as_primitive_opt::<UInt64Type>()?.values());
    let (from, to) = bound(0).zip(bound(1)).ok_or_else(wrong)?;
    let schema = schema(assignment);
    let tallies = from.iter().zip(to).map(|(from, to)| {
        let tally = count(assignment, *from as usize..*to as usize, limits).map_err(|faults| travelling(&faults))?;
        as_batch(&tally, &schema)
    });
    Ok(concat_batches(&schema, &tallies.collect::<Result<Vec<_>>>()?)?)
}

fn count(assignment: &Assignment, groups: Range<usize>, limits: &Limits) -> Outcome<Tally> {
    let place = || assignment.data.display().to_string();
    // Where a link leads is what counts.
    let found = assignment.data.canonicalize();
    let found = found.map_err(|error| Fault::new("cluster-file-unseen", place()).with("reason", error))?;
    if !limits.folders.iter().any(|folder| found.starts_with(folder)) {
        return Err(Fault::new("cluster-file-unseen", place()).with("reason", "--data").into());
    }
    assignment.count(groups, limits.memory)
}

/// Faults as an error of the engine, from which [`arrived`] gets them back.
fn travelling(faults: &[Fault]) -> DataFusionError {
    let text = serde_json::to_vec(faults).unwrap_or_default();
    DataFusionError::Execution(format!("{MARK}{}.", hex::encode(text)))
}

const MARK: &str = "jalon-faults:";

/// The faults that an executor found, out of the error that the engine made of them.
pub(crate) fn arrived(error: &str) -> Option<Vec<Fault>> {
    let (_, text) = error.split_once(MARK)?;
    let digits: String = text.chars().take_while(char::is_ascii_hexdigit).collect();
    serde_json::from_slice(&hex::decode(digits).ok()?).ok()
}

fn as_batch(tally: &Tally, schema: &SchemaRef) -> Result<RecordBatch> {
    let slots = (schema.fields().len() - KEYS.len()) / 2;
    let (mut kinds, mut keys, mut values, mut halves) = (vec![], vec![], vec![], vec![vec![]; 2 * slots]);
    let mut add = |kind: u64, key: u64, value: i64, numbers: &[u64]| {
        kinds.push(kind);
        keys.push(key);
        values.push(value);
        for (slot, pair) in halves.chunks_exact_mut(2).enumerate() {
            let number = numbers.get(slot).copied().unwrap_or(0);
            pair[0].push(number & 0xffff_ffff);
            pair[1].push(number >> 32);
        }
    };
    tally.cells.iter().zip(tally.slots.chunks_exact(slots)).for_each(|(cell, numbers)| add(CELLS, *cell, 0, numbers));
    tally.read.iter().for_each(|(group, records)| add(READ, *group, 0, &[*records]));
    tally.notes.iter().for_each(|(note, records)| add(NOTES, *note, 0, &[*records]));
    for (median, entries) in tally.medians.iter().enumerate() {
        entries.iter().for_each(|(cell, value, weight)| add(FIRST_MEDIAN + median as u64, *cell, *value, &[*weight]));
    }
    let numbers = |numbers: Vec<u64>| Arc::new(UInt64Array::from(numbers)) as ArrayRef;
    let mut columns = vec![numbers(kinds), numbers(keys), Arc::new(Int64Array::from(values))];
    columns.extend(halves.into_iter().map(numbers));
    Ok(RecordBatch::try_new(schema.clone(), columns)?)
}

/// Takes over rows that were added up: the columns of [`KEYS`], then those of [`sums`].
pub(crate) fn take(batch: &RecordBatch, tally: &mut Tally) -> Result<()> {
    let wrong = || DataFusionError::Internal("unexpected columns".to_owned());
    let numbers = |column: usize| Some(batch.column(column).as_primitive_opt::<UInt64Type>()?.values());
    let (kinds, keys) = numbers(0).zip(numbers(1)).ok_or_else(wrong)?;
    let values = batch.column(2).as_primitive_opt::<Int64Type>().ok_or_else(wrong)?.values();
    let halves = (KEYS.len()..batch.num_columns()).map(|column| numbers(column).ok_or_else(wrong));
    let halves = halves.collect::<Result<Vec<_>>>()?;
    // Low and high half were added up apart; what is above 64 bits is none of ours.
    let number = |row: usize, slot: usize| halves[2 * slot][row].wrapping_add(halves[2 * slot + 1][row] << 32);
    for row in 0..batch.num_rows() {
        match kinds[row] {
            CELLS => {
                tally.cells.push(keys[row]);
                tally.slots.extend((0..halves.len() / 2).map(|slot| number(row, slot)));
            }
            READ => tally.read.push((keys[row], number(row, 0))),
            NOTES => tally.notes.push((keys[row], number(row, 0))),
            median => {
                let entries = tally.medians.get_mut((median - FIRST_MEDIAN) as usize).ok_or_else(wrong)?;
                let mut weight = u128::from(halves[0][row]) + (u128::from(halves[1][row]) << 32);
                // Weights of one value can exceed 64 bits together; then the value stands there several times.
                while weight > 0 {
                    let piece = u64::try_from(weight).unwrap_or(u64::MAX);
                    entries.push((keys[row], values[row], piece));
                    weight -= u128::from(piece);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_arrives_as_it_was_sent() {
        let tally = Tally {
            cells: vec![3, 9],
            slots: vec![1, u64::MAX, 1 << 33, 7],
            medians: vec![vec![], vec![(3, -5, u64::MAX)]],
            read: vec![(0, 2)],
            notes: vec![(2, 1)],
        };
        let sums = (0..4).map(|half| Field::new(format!("half_{half}"), DataType::UInt64, false));
        let keys = [("kind", DataType::UInt64), ("key", DataType::UInt64), ("value", DataType::Int64)];
        let keys = keys.into_iter().map(|(name, kind)| Field::new(name, kind, false));
        let schema = Arc::new(Schema::new(keys.chain(sums).collect::<Vec<_>>()));
        let mut back = Tally { medians: vec![vec![]; 2], ..Tally::default() };
        take(&as_batch(&tally, &schema).unwrap(), &mut back).unwrap();
        assert_eq!(back, tally);
    }

    #[test]
    fn faults_survive_however_often_the_engine_wraps_its_error() {
        let faults = vec![Fault::new("too-large", "income").with("reason", "«\"'»")];
        let wrapped = format!("Job failed: {:?}", format!("Task: {:?}", travelling(&faults).to_string()));
        assert_eq!(arrived(&wrapped), Some(faults));
    }
}

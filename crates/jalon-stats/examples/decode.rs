//! `decode DATA THREADS COLUMN…`: reads and decodes columns of a Parquet file and nothing else: what a table made of them takes
//! at least, if every value is spread out.

use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::Result;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, threads, columns @ ..] = &arguments[..] else { return eprintln!("decode DATA THREADS COLUMN…") };
    match decode(data, threads.parse().unwrap_or(2), columns) {
        Ok(rows) => eprintln!("rows {rows}"),
        Err(fault) => {
            eprintln!("{fault}");
            std::process::exit(2);
        }
    }
}

/// Row groups go to whichever thread is free.
fn decode(data: &str, threads: usize, columns: &[String]) -> Result<usize> {
    let metadata = ArrowReaderMetadata::load(&File::open(data)?, ArrowReaderOptions::new())?;
    let groups = metadata.metadata().num_row_groups();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut rows = 0;
        loop {
            let group = next.fetch_add(1, Ordering::Relaxed);
            if group >= groups {
                return Ok(rows);
            }
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(data)?, metadata.clone());
            let wanted = ProjectionMask::columns(builder.parquet_schema(), columns.iter().map(String::as_str));
            for batch in builder.with_projection(wanted).with_row_groups(vec![group]).with_batch_size(65_536).build()? {
                rows += batch?.num_rows();
            }
        }
    };
    std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        started.into_iter().map(|thread| thread.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))).sum()
    })
}

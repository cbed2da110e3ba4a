#!/bin/sh
# Tables of statistics beside DuckDB and Polars, on generated persons. PERSONS (10 million) and ROUNDS (5) may be set.
set -eu
cd "$(dirname "$0")/.."
python=$(scripts/need.sh peers)
cargo build --quiet --release --package jalon-stats --example tabulate --example decode
folder="${JALON_BENCH_DIR:-$HOME/.cache/jalon/bench}"
"$python" benches/statistics/run.py "${CARGO_TARGET_DIR:-target}/release/examples/tabulate" "$folder" "${PERSONS:-10000000}" "${ROUNDS:-5}"

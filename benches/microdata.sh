#!/bin/bash
# The import of a million dirty rows with a complete report, beside Polars and DuckDB doing the same, on this machine, in one run.
# The three take turns, so that what else the machine does falls on all. Prints medians of wall and processor time, and the most memory.
# Needs a Python with venv; RUNS is the number of turns (5).
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${JALON_TOOLS:-$HOME/.cache/jalon/tools}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ ! -x "$tools/microdata/bin/python" ]; then
    python3 -m venv "$tools/microdata"
    "$tools/microdata/bin/pip" install --quiet polars==2.1.0 duckdb==2.0.0
fi

cargo bench --quiet --package jalon-stats --bench import -- generate "$folder"
# The program that cargo just ran; cargo itself would count as part of the time.
bench=$(cargo bench --quiet --package jalon-stats --bench import --no-run --message-format json |
    python3 -c 'import json, sys; print([p["executable"] for p in map(json.loads, sys.stdin) if p.get("executable") and p["target"]["name"] == "import"][-1])')

FOLDER=$folder BENCH=$bench PYTHON=$tools/microdata/bin/python RUNS=${RUNS:-5} python3 - <<'MEASURE'
import os
import statistics
import subprocess
import time

folder, python = os.environ["FOLDER"], os.environ["PYTHON"]
programs = {
    "Jalon": [os.environ["BENCH"], "once", folder],
    "Polars": [python, "benches/microdata_peers.py", "polars", folder],
    "DuckDB": [python, "benches/microdata_peers.py", "duckdb", folder],
}
figures = {name: [] for name in programs}
for turn in range(int(os.environ["RUNS"])):
    for name, command in programs.items():
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.PIPE)
        # The peers say what the import took without loading their library; the whole process of Jalon counts.
        said = child.stdout.read().decode().split()
        _, status, usage = os.wait4(child.pid, 0)
        assert status == 0, name
        whole = (time.perf_counter() - start, usage.ru_utime + usage.ru_stime)
        wall, processor = map(float, said) if said else whole
        figures[name].append((wall, processor, usage.ru_maxrss / 1024))
for name, runs in figures.items():
    wall, processor, memory = zip(*runs)
    print(f"{name}: {statistics.median(wall):.2f} s wall, {statistics.median(processor):.2f} s processor, {max(memory):.0f} MB at most")
MEASURE

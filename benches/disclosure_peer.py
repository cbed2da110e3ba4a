"""Runs Tau-Argus, from the package pytauargus, on one table that the benchmark of jalon-disclosure wrote.

    disclosure_peer.py FOLDER TABLE METHOD SECONDS

METHOD is MOD, OPT or AUDIT (of the pattern that MOD chose). Beside TABLE.tab the files TABLE.rda and *.hrc are expected.
Writes TABLE.METHOD: one line per cell, its codes and its status (u primary, m secondary, s published), and prints the seconds.
Runs in a process of its own, so that the caller can end it.
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

from pytauargus.engine import Engine


def batch(folder, table, suppress):
    dimensions = re.findall(r"^(\S+)\n\s+<RECODEABLE>", (folder / f"{table}.rda").read_text(), re.M)
    quoted = "".join(f'"{name}"' for name in dimensions)
    lines = [
        f'<OPENTABLEDATA> "{folder / table}.tab"',
        f'<OPENMETADATA> "{folder / table}.rda"',
        f'<SPECIFYTABLE> {quoted}|"value"||""',
        "<SAFETYRULE> MAN(20)",
        "<READTABLE> 0",
        f"<SUPPRESS> {suppress}",
        f'<WRITETABLE> (1,5,"SO+","{folder / table}.out")',
    ]
    path = folder / f"{table}.arb"
    path.write_text("\n".join(lines) + "\n")
    return path, len(dimensions)


def main():
    folder, table, method, seconds = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3], int(sys.argv[4])
    minutes = max(1, seconds // 60)
    # Without Tau-Argus' extra protection of single contributors: it costs cells and is not part of the comparison.
    suppress = f"OPT(1,{minutes})" if method == "OPT" else f"MOD(1,{minutes},0,0,0)"
    path, size = batch(folder, table, suppress)
    started = time.perf_counter()
    engine = Engine()
    engine.run_batch(path)
    suppressed = time.perf_counter() - started
    if method == "AUDIT":
        started = time.perf_counter()
        rows = engine.audit(0)
        print(f"audit {time.perf_counter() - started:.3f} unsafe {sum(1 for row in rows if row['unsafe'])} of {len(rows)}")
        return
    with open(folder / f"{table}.{method}", "w") as out:
        for line in (folder / f"{table}.out").read_text().splitlines():
            fields = line.split(";")
            codes = [code.strip().strip('"') or "Total" for code in fields[:size]]
            out.write(";".join(codes + [fields[-3].lower()]) + "\n")
    print(f"suppress {suppressed:.3f}")


# Tau-Argus leaves logs and programs where it stands (CSPlogfile.txt, sdc.lp and others): it stands in a folder that goes away.
with tempfile.TemporaryDirectory(prefix="tau-argus-") as scratch:
    home = os.getcwd()
    os.chdir(scratch)
    try:
        main()
    finally:
        os.chdir(home)

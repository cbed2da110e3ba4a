"""Tables beside DuckDB and Polars: the same records, the same cells, Parquet to Parquet, one after the other in turn.

Beside them stands what it takes to read and decode the columns of the job and nothing else, which is the limit of whoever spreads
values out; and for W3 the package of the statistics office that published the method, which makes the finest cells only.

usage: run.py TABULATE FOLDER [PERSONS] [ROUNDS]

Every result is compared with DuckDB's (rows, totals, suppressed cells) before anything is printed. Times are medians over the
rounds: of the whole process for jalon, of the job alone for the others, whose interpreter starts first. The processor's time is
that of all threads, in the program and the system. Peak memory is that of the process.
"""

import os
import random
import statistics
import subprocess
import sys
import time

import duckdb

HERE = os.path.dirname(os.path.abspath(__file__))
TABULATE, FOLDER = sys.argv[1], sys.argv[2]
PERSONS = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000_000
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 5
THREADS = str(os.cpu_count())
# Other jobs than these are left out: ONLY=W2,W3
ONLY = os.environ.get("ONLY", "W2,W3,W4,W6").split(",")
CUBE = ["region", "sex", "age_band", "birth_country", "status"]
JOBS = {"W2": CUBE, "W3": CUBE, "W4": None, "W6": CUBE + ["education", "duration"]}
OTHERS = ["sex", "age_band", "citizenship_group"]


def specification(job):
    dimensions = JOBS[job]
    text = "[table]\nzeros = false\n"
    if dimensions is None:
        text += ('[[dimension]]\nvariable = "municipality"\nname = "place"\n'
                 'hierarchy = { file = "geography.csv", levels = ["region", "department", "municipality"] }\n')
        dimensions = OTHERS
    text += "".join(f'[[dimension]]\nvariable = "{name}"\n' for name in dimensions)
    text += '[weight]\nvariable = "weight"\n'
    text += '[[measure]]\nname = "n"\nkind = "count"\n[[measure]]\nname = "w"\nkind = "weighted-count"\n'
    if job in ("W3", "W6"):
        text += '[protection]\nmethod = "cell-key"\nrecord_key = "record_key"\ntable = "noise.csv"\n'
    else:
        # What the others add up for a later protection is added up here too.
        text += '[[measure]]\nname = "k"\nkind = "sum"\nvariable = "record_key"\n'
    return text


def prepare():
    os.makedirs(FOLDER, exist_ok=True)
    data = os.path.join(FOLDER, f"persons-{PERSONS}.parquet")
    if not os.path.exists(data):
        subprocess.run([sys.executable, os.path.join(HERE, "generate.py"), str(PERSONS), data], check=True)
    for job in JOBS:
        with open(os.path.join(FOLDER, f"{job}.toml"), "w") as file:
            file.write(specification(job))
    with open(os.path.join(FOLDER, "geography.csv"), "w") as file:
        file.write("code,parent\n")
        file.writelines(f"D{number},R{number // 10}\n" for number in range(200))
        file.writelines(f"{number},D{number // 20}\n" for number in range(4000))
    draw = random.Random(1)
    with open(os.path.join(FOLDER, "noise.csv"), "w") as file:
        file.write("pcv,ckey,pvalue\n")
        file.writelines(f"{count},{key},{draw.randint(-min(count, 3), 3)}\n" for count in range(1, 751) for key in range(256))
    duckdb.execute(f"copy (from '{FOLDER}/noise.csv') to '{FOLDER}/noise.parquet'")
    return data


def command(tool, job, data, output):
    if tool == "jalon":
        return [TABULATE, os.path.join(FOLDER, f"{job}.toml"), data, output, THREADS]
    if tool == "decode":
        columns = (JOBS[job] or ["municipality", *OTHERS]) + ["weight", "record_key"]
        return [os.path.join(os.path.dirname(TABULATE), "decode"), data, THREADS, *columns]
    return [sys.executable, os.path.join(HERE, "peers.py"), tool, job, data, os.path.join(FOLDER, "noise.parquet"), output, THREADS]


def measured(arguments):
    """Seconds, processor seconds, megabytes at the peak: of the second of two runs.

    A virtual machine gives free memory back to its host and waits when it is wanted again; the first run fetches it."""
    run(arguments)
    return run(arguments)


def run(arguments):
    start = time.perf_counter()
    environment = {**os.environ, "POLARS_MAX_THREADS": THREADS}
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    printed, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{arguments}: {errors.decode()}")
    if printed:
        # The office's package says more before.
        wall, processor = map(float, printed.split()[-2:])
        return wall, processor, usage.ru_maxrss / 1024
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def summary(output):
    rows = "count(*), sum(n), round(sum(w)), count(*) - count(n)"
    return duckdb.execute(f"select {rows} from '{output}'").fetchone()


def finest(output):
    """Cells of the finest groups: how many, how many are shown, and their sum. The package makes no cells without persons."""
    every = " and ".join(f"{name} is not null and {name}::text <> '_T'" for name in CUBE)
    rows = f"select * from '{output}' where {every}"
    return duckdb.execute(f"select count(*), count(n), sum(n) from ({rows})").fetchone()


def main():
    data = prepare()
    tools = ["jalon", "duckdb", "polars"]
    print(f"{PERSONS:,} persons, {THREADS} threads, medians of {ROUNDS} rounds; load {os.getloadavg()[0]:.1f}")
    print("| job | cells | program | wall s | processor s | peak MB |\n|---|---|---|---|---|---|")
    for job in ONLY:
        output = {tool: os.path.join(FOLDER, f"{job}.{tool}.parquet") for tool in [*tools, "decode", "office"]}
        figures = {tool: [] for tool in [*tools, "decode"]}
        for _ in range(ROUNDS):
            for tool in figures:
                figures[tool].append(measured(command(tool, job, data, output[tool])))
        found = {tool: summary(output[tool]) for tool in tools}
        for tool in tools[1:]:
            close = all(abs(ours - theirs) <= 1e-9 * abs(theirs) + 1 for ours, theirs in zip(found["jalon"], found[tool]))
            if not close or found["jalon"][0] != found[tool][0]:
                sys.exit(f"{job}: the results differ: {found}")
        medians = {tool: [statistics.median(column) for column in zip(*figures[tool])] for tool in figures}
        for tool in tools:
            print(row(job, f"{found[tool][0]:,}", tool, medians[tool]))
        best = [min(medians[tool][column] for tool in tools[1:]) for column in range(3)]
        ratios = [best[column] / medians["jalon"][column] for column in range(3)]
        print(f"| {job} | | best of the others / jalon | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.2f} |")
        print(row(job, "", "decoding its columns alone", medians["decode"]), flush=True)
        if job == "W3":
            # It takes half a minute: once.
            once = run(command("office", job, data, output["office"]))
            cells = [finest(output[tool]) for tool in ("jalon", "office")]
            if cells[0] != cells[1]:
                sys.exit(f"{job}: the office's cells differ: {cells}")
            print(row(job, f"{cells[1][0]:,}", "the office's package, finest cells", once), flush=True)


def row(job, cells, program, figures):
    wall, processor, memory = figures
    return f"| {job} | {cells} | {program} | {wall:.2f} | {processor:.2f} | {memory:.0f} |"


main()

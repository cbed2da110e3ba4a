"""One job of the benchmark, done by DuckDB, by Polars or (W3) by the statistics office's package: reads Parquet, writes Parquet.

Prints seconds and processor seconds of the job, without the start of the interpreter and the loading of the library.

usage: peers.py duckdb|polars|office JOB DATA PERTURBATION OUTPUT THREADS
"""

import sys
import time
from itertools import product

tool, job, data, perturbation, output, threads = sys.argv[1:]

CUBES = {
    "W2": ["region", "sex", "age_band", "birth_country", "status"],
    "W3": ["region", "sex", "age_band", "birth_country", "status"],
    "W6": ["region", "sex", "age_band", "birth_country", "status", "education", "duration"],
}
PROTECTED = job in ("W3", "W6")
PLACES = {"region": "municipality // 200", "department": "municipality // 20", "municipality": "municipality"}
OTHERS = ["sex", "age_band", "citizenship_group"]


def with_duckdb():
    import duckdb

    database = duckdb.connect()
    database.execute(f"set threads = {threads}; set preserve_insertion_order = false")
    figures = "count(*) as n, sum(weight) as w, sum(record_key) as k"
    if job == "W4":
        select = ", ".join(f"{expression} as p_{name}" for name, expression in PLACES.items())
        places = ", ".join(f"p_{name}" for name in PLACES)
        query = f"""select {places}, {", ".join(OTHERS)}, {figures} from (select *, {select} from '{data}')
                    group by rollup ({places}), cube ({", ".join(OTHERS)})"""
    else:
        names = ", ".join(CUBES[job])
        query = f"select {names}, {figures} from '{data}' group by cube ({names})"
    if PROTECTED:
        database.execute(f"create table noise as select * from '{perturbation}'")
        query = f"""
            select * exclude (n, w, k, pcv, ckey, pvalue),
                   case when n + pvalue >= 10 then n + pvalue end as n,
                   case when n + pvalue >= 10 then w * (n + pvalue) / n end as w
            from (select *, case when n <= 750 then n else (n - 1) % 250 + 501 end as pcv, k % 256 as ckey from ({query}))
            join noise using (pcv, ckey)"""
    database.execute(f"copy ({query}) to '{output}' (format parquet)")


def with_polars():
    import polars as pl

    scan = pl.scan_parquet(data)
    figures = [pl.len().cast(pl.Int64).alias("n"), pl.col("weight").cast(pl.Int64).sum().alias("w"),
               pl.col("record_key").cast(pl.Int64).sum().alias("k")]
    again = [pl.col(name).sum() for name in ("n", "w", "k")]
    if job == "W4":
        base_names = ["municipality", *OTHERS]
    else:
        base_names = CUBES[job]
    base = scan.group_by(base_names).agg(figures).collect(engine="streaming")
    if job == "W4":
        base = base.with_columns((pl.col("municipality") // 20).alias("department"), (pl.col("municipality") // 200).alias("region"))
        steps = [["region", "department", "municipality"], ["region", "department"], ["region"], []]
        groupings = [place + [name for name, keep in zip(OTHERS, kept) if keep]
                     for place in steps for kept in product([True, False], repeat=3)]
        columns = ["region", "department", "municipality", *OTHERS]
    else:
        columns = CUBES[job]
        groupings = [[name for name, keep in zip(columns, kept) if keep] for kept in product([True, False], repeat=len(columns))]
    # Each grouping from the smallest one that is fine enough, as a careful user writes it.
    known = {frozenset(columns): base.select(columns + ["n", "w", "k"])}
    for names in sorted(groupings, key=len, reverse=True):
        wanted = frozenset(names)
        if wanted not in known:
            parent = min((frame for have, frame in known.items() if wanted <= have), key=lambda frame: frame.height)
            known[wanted] = parent.group_by(names).agg(again) if names else parent.select(again)
    kinds = {name: base.schema[name] for name in columns}
    frames = [frame.with_columns([pl.lit(None, dtype=kinds[name]).alias(name) for name in columns if name not in have])
              .select(columns + ["n", "w", "k"]).lazy() for have, frame in known.items()]
    result = pl.concat(frames)
    if PROTECTED:
        noise = pl.read_parquet(perturbation).lazy()
        pcv = pl.when(pl.col("n") <= 750).then(pl.col("n")).otherwise((pl.col("n") - 1) % 250 + 501).alias("pcv")
        perturbed = pl.col("n") + pl.col("pvalue")
        result = (result.with_columns(pcv, (pl.col("k") % 256).alias("ckey")).join(noise, on=["pcv", "ckey"], how="left")
                  .select(columns + [pl.when(perturbed >= 10).then(perturbed).alias("n"),
                                     pl.when(perturbed >= 10).then(pl.col("w").cast(pl.Float64) * perturbed / pl.col("n")).alias("w")]))
    result.sink_parquet(output)


def with_office():
    """The finest cells: the package makes no margins."""
    import pandas as pd
    from cell_key_perturbation.create_perturbed_table import create_perturbed_table

    people = pd.read_parquet(data, columns=[*CUBES[job], "record_key"])
    table = create_perturbed_table(data=people, ptable=pd.read_parquet(perturbation), geog=[], tab_vars=CUBES[job],
                                   record_key="record_key", threshold=10)
    table = table[table["pre_sdc_count"] > 0].rename(columns={"count": "n"})
    table[[*CUBES[job], "n"]].to_parquet(output)


LIBRARIES = {"duckdb": ["duckdb"], "polars": ["polars"], "office": ["pandas", "pyarrow", "cell_key_perturbation"]}
for library in LIBRARIES[tool]:
    __import__(library)
start = time.perf_counter(), time.process_time()
{"duckdb": with_duckdb, "polars": with_polars, "office": with_office}[tool]()
print(time.perf_counter() - start[0], time.process_time() - start[1])

"""The import of benches/import.rs with Polars and DuckDB: the same twelve rules, a list of every fault, the accepted rows as Parquet.

usage: microdata_peers.py {polars|duckdb} FOLDER

FOLDER holds what `cargo bench -p jalon-stats --bench import -- generate FOLDER` made.
Both read every column as text, so that a cell that is no number is a fault and not an error; each rule gives the rows that break it;
rows without any fault are written with Zstandard. Neither makes a record key, a hierarchy check beyond the join, or a report to read.
"""

import sys
import time
from pathlib import Path

# The countries that occur; the one planted code that is none is XX.
COUNTRIES = ["FR", "DZ", "MA", "PT", "TN", "IT", "ES", "SN", "TR", "ML", "CN", "HT"]


def with_polars(folder):
    import polars as pl

    text = pl.String
    rows = pl.read_csv(folder / "people.csv", infer_schema=False)
    places = pl.read_csv(folder / "places.csv", infer_schema=False).select(
        pl.col("code").alias("municipality"), pl.col("parent").alias("parent")
    )
    rows = (
        rows.with_row_index("row", offset=2)
        .lazy()
        .join(places.lazy(), on="municipality", how="left", maintain_order="left")
        .with_columns(
            birth_value=pl.col("birth").str.to_date("%Y-%m-%d", strict=False),
            age_value=pl.col("age").cast(pl.Int64, strict=False),
            education_value=pl.col("education").cast(pl.Int64, strict=False),
            years_value=pl.col("years").cast(pl.Int64, strict=False),
            income_value=pl.col("income").cast(pl.Decimal(18, 2), strict=False),
            weight_value=pl.col("weight").cast(pl.Decimal(18, 4), strict=False),
        )
    )
    in_range = (pl.col("age_value") >= 0) & (pl.col("age_value") <= 120)
    rules = {
        "person": ~pl.col("person").is_first_distinct(),
        "place": pl.col("parent").is_not_null() & (pl.col("parent") != pl.col("region")),
        "municipality": pl.col("parent").is_null() & pl.col("municipality").is_not_null(),
        "sex": ~pl.col("sex").is_in(["1", "2"]),
        "birth": pl.col("birth_value").is_null() & pl.col("birth").is_not_null(),
        "age": pl.col("age").is_not_null() & ~in_range.fill_null(False),
        "country": ~pl.col("country").is_in(COUNTRIES),
        "status": ~pl.col("status").is_in(["1", "2", "3", "4", "5", "6"]).fill_null(False),
        "education": pl.col("education_value").is_null() & pl.col("education").is_not_null(),
        "duration": in_range & (pl.col("years_value") > pl.col("age_value")),
        "income": pl.col("income_value").is_null() & pl.col("income").is_not_null(),
        "weight": pl.col("weight").is_not_null() & ~(pl.col("weight_value") >= 0).fill_null(False),
    }
    rows = rows.with_columns(**{f"fault_{name}": rule.fill_null(False) for name, rule in rules.items()}).collect()
    faults = pl.concat(
        [rows.filter(pl.col(f"fault_{name}")).select("row", rule=pl.lit(name, dtype=text)) for name in rules]
    ).sort("row", "rule")
    accepted = rows.filter(~pl.any_horizontal([f"fault_{name}" for name in rules])).select(
        *[pl.col(name).cast(pl.Categorical) for name in ("region", "municipality", "sex", "country", "status")],
        *[pl.col(f"{name}_value").alias(name) for name in ("birth", "age", "education", "years", "income", "weight")],
    )
    accepted.write_parquet(folder / "polars.parquet", compression="zstd", compression_level=1)
    faults.write_csv(folder / "polars_faults.csv")
    return len(faults), len(accepted)


def with_duckdb(folder):
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = true")
    countries = ", ".join(f"'{code}'" for code in COUNTRIES)
    rules = {
        "person": "nth > 1",
        "place": "parent IS NOT NULL AND parent <> region",
        "municipality": "municipality IS NOT NULL AND parent IS NULL",
        "sex": "sex NOT IN ('1', '2')",
        "birth": "birth IS NOT NULL AND birth_value IS NULL",
        "age": "age IS NOT NULL AND (age_value IS NULL OR age_value NOT BETWEEN 0 AND 120)",
        "country": f"country NOT IN ({countries})",
        "status": "status IS NULL OR status NOT IN ('1', '2', '3', '4', '5', '6')",
        "education": "education IS NOT NULL AND education_value IS NULL",
        "duration": "age_value BETWEEN 0 AND 120 AND years_value > age_value",
        "income": "income IS NOT NULL AND income_value IS NULL",
        "weight": "weight IS NOT NULL AND (weight_value IS NULL OR weight_value < 0)",
    }
    flags = ", ".join(f"coalesce({rule}, false) AS fault_{name}" for name, rule in rules.items())
    connection.execute(
        f"""
        CREATE TABLE checked AS
        SELECT *, {flags} FROM (
            SELECT people.*, places.parent,
                row_number() OVER (PARTITION BY person ORDER BY number) AS nth,
                try_cast(birth AS DATE) AS birth_value, try_cast(age AS BIGINT) AS age_value,
                try_cast(education AS BIGINT) AS education_value, try_cast(years AS BIGINT) AS years_value,
                try_cast(income AS DECIMAL(18, 2)) AS income_value, try_cast(weight AS DECIMAL(18, 4)) AS weight_value
            FROM (SELECT *, row_number() OVER () + 1 AS number FROM read_csv('{folder}/people.csv', all_varchar = true, header = true)) AS people
            LEFT JOIN read_csv('{folder}/places.csv', all_varchar = true, header = true) AS places ON places.code = people.municipality
        )
        """
    )
    parts = " UNION ALL ".join(f"SELECT number, '{name}' AS rule FROM checked WHERE fault_{name}" for name in rules)
    connection.execute(f"COPY ({parts} ORDER BY number, rule) TO '{folder}/duckdb_faults.csv'")
    faults = connection.execute(f"SELECT count(*) FROM ({parts})").fetchone()[0]
    clean = " AND ".join(f"NOT fault_{name}" for name in rules)
    values = ", ".join(f"{name}_value AS {name}" for name in ("birth", "age", "education", "years", "income", "weight"))
    connection.execute(
        f"COPY (SELECT region, municipality, sex, country, status, {values} FROM checked WHERE {clean} ORDER BY number) "
        f"TO '{folder}/duckdb.parquet' (COMPRESSION zstd)"
    )
    accepted = connection.execute(f"SELECT count(*) FROM checked WHERE {clean}").fetchone()[0]
    return faults, accepted


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    __import__(program)  # Loading the library is no part of the import.
    start, processor = time.perf_counter(), time.process_time()
    faults, accepted = {"polars": with_polars, "duckdb": with_duckdb}[program](folder)
    assert (faults, accepted) == (1200, 998_800), (faults, accepted)
    print(f"{time.perf_counter() - start:.3f} {time.process_time() - processor:.3f}")


main()

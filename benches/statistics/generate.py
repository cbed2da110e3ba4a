"""Generates persons for the benchmarks: the same file for the same number, on every machine.

usage: generate.py PERSONS FILE.parquet

Columns are codes (small integers), as a statistics office keeps them after import; FILE.text.parquet has the dimensions of W2
as texts. Sizes follow no real population: regions, departments and countries are skewed, as real ones are.
"""

import sys

import duckdb

persons, path = int(sys.argv[1]), sys.argv[2]
# Every value is a hash of the person's number, so that threads and versions cannot change it.
unit = lambda salt: f"((hash_of(i, {salt}) % 1000000007) / 1000000007.0)"
database = duckdb.connect()
# A mixing function in plain integer arithmetic (the finaliser of MurmurHash3, on 31-bit halves).
database.execute("""
create macro mix(x) as (xor(x, x >> 16) * 73244475) % 2147483647;
create macro hash_of(i, salt) as mix(mix(mix((i * 2654435 + salt * 40503) % 2147483647) + salt)) ;
""")
database.execute(f"""
copy (
  select
    floor(20 * pow({unit(1)}, 1.6))::tinyint as region,
    floor(4000 * pow({unit(1)}, 1.6))::smallint as municipality,
    ({unit(2)} < 0.51)::int::tinyint as sex,
    floor(20 * (0.55 * {unit(3)} + 0.45 * {unit(4)}))::tinyint as age_band,
    case when {unit(5)} < 0.86 then 0 else floor(200 * pow({unit(6)}, 5.0)) end::smallint as birth_country,
    floor(6 * pow({unit(7)}, 3.0))::tinyint as status,
    floor(8 * pow({unit(8)}, 9.0))::tinyint as citizenship_group,
    floor(5 * {unit(9)})::tinyint as education,
    floor(4 * pow({unit(10)}, 1.3))::tinyint as duration,
    (5000 + floor(10000 * {unit(11)}))::integer as weight,
    floor(256 * {unit(12)})::smallint as record_key
  from range({persons}) t(i)
) to '{path}' (format parquet, row_group_size 500000)
""")
database.execute(f"""
copy (
  select 'R' || region as region, 'S' || sex as sex, 'A' || age_band as age_band, 'C' || birth_country as birth_country,
         'T' || status as status, weight, record_key
  from '{path}'
) to '{path.replace(".parquet", ".text.parquet")}' (format parquet, row_group_size 500000)
""")

"""The numbers of the October report on other rows, against SQL of DuckDB on the same files.

    pip install duckdb
    python benches/against_duckdb.py PROGRAM 'FOLDER/part-*.parquet'

The files have the columns id, account, downloads, pipeline_tag, languages and parameters. Dimensions, scope and lookups are
written here once more, in SQL; groups and integers of every breakdown of `report.json` must be those of DuckDB. Memory is
the most that the program had.
"""
import glob
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import duckdb

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SPEC = """version: 1
extends: october_2025.yaml
published: null
sources: {models: {path: "%s", columns: {model: {sql: id}}}}
dimensions: {entity: {coverage: null}, type: {coverage: null}, country: {coverage: null}, task: {coverage: null}}
"""
MEASURES = {
    "downloads": "sum(downloads)::HUGEINT",
    "models": "count(*)",
    "entities": "count(DISTINCT (entity, country)) FILTER (WHERE entity IS NOT NULL AND country IS NOT NULL)",
    "types": "count(DISTINCT type)",
    "parameters": "max(parameters)",
}
LISTS = {"language", "language_value"}


def bucket(edges):
    names = list(edges)
    cases = " ".join(f"WHEN parameters < {edges[name]} THEN '{before}..{name}'"
                     for before, name in zip(["", *names], names))
    return f"CASE WHEN parameters IS NULL THEN NULL {cases} ELSE '{names[-1]}..' END"


M, B = 1_000_000, 1_000_000_000
SIZES = {"5M": 5 * M, "25M": 25 * M, "50M": 50 * M, "100M": 100 * M, "200M": 200 * M, "500M": 500 * M, "1B": B,
         "3B": 3 * B, "7.5B": 7_500 * M}
COARSE = {"100M": 100 * M, "200M": 200 * M, "500M": 500 * M, "1B": B}


def opened(files, top):
    """A database with the rows in scope, once for each language too."""
    db = duckdb.connect()
    db.execute("SET memory_limit = '4GB'")
    for name in ("accounts", "countries", "tasks", "languages"):
        db.execute(f"CREATE TEMP TABLE {name} AS FROM read_csv('{HOME}/data/{name}.csv', header = true, all_varchar = true)")
    db.execute(f"""
        SET VARIABLE codes = (SELECT list(code) FROM languages);
        CREATE TEMP VIEW hub AS SELECT id AS model, h.account, downloads, pipeline_tag, languages, parameters,
            CASE WHEN a.account IS NULL THEN h.account ELSE a.entity END AS entity, a.type, a.country
            FROM read_parquet('{files}') AS h LEFT JOIN accounts AS a ON a.account = h.account;
        CREATE TEMP TABLE first AS SELECT entity FROM hub GROUP BY entity ORDER BY sum(downloads) DESC LIMIT {top};
        CREATE TEMP TABLE models AS
            SELECT *, CASE WHEN modality LIKE 'multimodal%' THEN 'multimodal' ELSE modality END AS field FROM (SELECT h.*, c.eu_or_country AS zone, c.continent,
            CASE WHEN t.pipeline_tag IS NULL THEN 'unknown' ELSE t.task END AS task,
            CASE WHEN t.pipeline_tag IS NULL THEN 'unknown' ELSE t.modality END AS modality,
            CASE WHEN t.pipeline_tag IS NULL THEN 'none' ELSE t.family END AS family,
            {bucket(SIZES)} AS size, {bucket(COARSE)} AS size_coarse, parameters IS NOT NULL AS sized,
            parameters >= {B} AS large, parameters < {100 * M} AS small, coalesce(t.language_bearing, 'no') = 'yes' AS language_bearing,
            list_intersect(languages, getvariable('codes')) AS valid
            FROM hub AS h SEMI JOIN first USING (entity) LEFT JOIN countries AS c USING (country)
            LEFT JOIN tasks AS t ON t.pipeline_tag = h.pipeline_tag);
        CREATE TEMP VIEW by_language AS SELECT *, unnest(valid) AS language FROM models;
        CREATE TEMP VIEW by_language_value AS SELECT *, unnest(list_distinct(languages)) AS language_value FROM models;
    """)
    return db


def integer(cell):
    return None if cell is None else int(cell)


def compared(db, name, breakdown):
    """Compares a breakdown; returns its groups and integers, or nothing if it is none of rows of the source."""
    definition = breakdown["definition"]
    if definition["from"] != "models" or definition.get("rows") != "scope":
        return None
    by = definition["by"]
    computed = breakdown["columns"][-len(breakdown["rows"][0]["values"]):]
    measures = [(at, column["name"]) for at, column in enumerate(computed) if column["name"] in MEASURES]
    lists = LISTS.intersection(by)
    rows = f"by_{lists.pop()}" if lists else "models"
    where = f"WHERE {definition['where']}" if definition.get("where") else ""
    keys, sums = ", ".join(by), ", ".join(MEASURES[it] for _, it in measures)
    answer = db.execute(f"SELECT {keys}, {sums} FROM {rows} {where} GROUP BY {keys}").fetchall()
    wanted = {row[: len(by)]: row[len(by):] for row in answer}
    found = {
        tuple(row["codes"]): tuple(integer(row["values"][at]) for at, _ in measures)
        for row in breakdown["rows"]
        if row["kind"] in ("value", "missing")
    }
    assert definition.get("keep") or len(found) == len(wanted), (name, len(found), len(wanted))
    for codes, values in found.items():
        assert wanted.get(codes) == values, (name, codes, values, wanted.get(codes))
    return len(found), len(found) * len(measures)


def main():
    program, files = sys.argv[1], os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        spec = os.path.join(HOME, "reports", f".against_duckdb_{os.getpid()}.yaml")
        try:
            with open(spec, "w") as file:
                file.write(SPEC % files)
            begun = time.time()
            outcome = subprocess.run(
                [program, "run", spec, "--quiet", "--allow-path", "/", "--out", folder + "/out", "--format",
                 "json"], capture_output=True, text=True)
            # Warnings tell of metrics that only the figures in print of October use.
            if outcome.returncode:
                sys.exit(outcome.stderr)
            usage = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(f"hfreport: {time.time() - begun:.1f} s, processor {usage.ru_utime + usage.ru_stime:.1f} s, "
                  f"{usage.ru_maxrss / 1000:,.0f} MB")
        finally:
            os.remove(spec)
        with open(folder + "/out/report.json") as file:
            report = json.load(file)
    begun = time.time()
    db = opened(files, 50)
    found = {name: compared(db, name, it) for name, it in report["breakdowns"].items() if it["rows"]}
    equal = [it for it in found.values() if it]
    print(f"DuckDB {duckdb.__version__}: {time.time() - begun:.1f} s")
    rows = db.execute(f"SELECT count(*) FROM read_parquet('{files}')").fetchone()[0]
    print(f"{rows:,} rows in {len(glob.glob(files))} files: {len(equal)} breakdowns, {sum(it[0] for it in equal):,} groups, "
          f"{sum(it[1] for it in equal):,} integers equal")
    print("not compared:", ", ".join(name for name, it in found.items() if not it))


main()

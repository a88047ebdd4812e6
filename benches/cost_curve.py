"""What a run costs: processor time, wall time and peak memory by rows, breakdowns and distinct keys.

    pip install numpy pyarrow
    python benches/cost_curve.py PROGRAM [FOLDER]

Each point is run five times, the points in turn, so that a busy machine slows all of them alike; medians and the range of
processor time are printed as a table of Markdown. Every number in the data is made up. What is generated stays in FOLDER
(target/bench/curve) and is used again.
"""
import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

RUNS = 5
ROW_GROUP = 500_000
# Rows, breakdowns, distinct keys.
POINTS = [
    (72_000, 10, 10_000),
    (500_000, 10, 10_000),
    (2_100_000, 10, 10_000),
    (10_000_000, 10, 10_000),
    (50_000_000, 10, 10_000),
    (500_000, 100, 10_000),
    (500_000, 1_000, 10_000),
    (2_100_000, 10, 100),
    (2_100_000, 10, 1_000_000),
]
EDGES = [5, 25, 50, 100, 200, 500, 1_000, 3_000, 7_500]


def rows(path, count, keys):
    """Models of accounts, few of which have most of the downloads, in files of two million rows."""
    path.mkdir(parents=True, exist_ok=True)
    for part, first in enumerate(range(0, count, 2_000_000)):
        file = path / f"part-{part:02}.parquet"
        if file.exists():
            continue
        n = min(2_000_000, count - first)
        rng = np.random.default_rng([count, keys, part])
        account = np.minimum((keys ** rng.random(n)).astype(np.int64), keys - 1)
        account = np.where(rng.random(n) < 0.5, rng.integers(0, keys, n), account)
        number = np.arange(first, first + n)
        table = pa.table({
            "model": pa.array([f"account-{a}/model-{i}" for a, i in zip(account, number)]),
            "account": pa.array([f"account-{a}" for a in account]),
            "downloads": (rng.pareto(0.9, n) * 100).clip(0, 1e9).astype(np.int64),
            "tag": pa.array([f"task-{t}" for t in rng.integers(0, 50, n)]),
            "parameters": pa.array(rng.integers(1, 10_000, n), mask=rng.random(n) < 0.5),
        })
        pq.write_table(table, file, compression="zstd", row_group_size=ROW_GROUP)


def spec(path, data, breakdowns):
    """A report on the first fifty accounts with so many breakdowns."""
    lines = [
        "version: 1",
        "title: Cost",
        "allow: [HF0308]",
        "sources:",
        "  models:",
        f"    path: {data}/part-*.parquet",
        "    columns:",
        "      model: {type: string, unique: true}",
        "      account: {type: string}",
        "      downloads: {type: integer, min: 0}",
        "      tag: {type: string}",
        "      parameters: {type: integer, nullable: true, min: 1}",
        "dimensions:",
        f"  size: {{bucket: parameters, edges: {EDGES}}}",
        "measures:",
        '  downloads: {sql: "sum(downloads)"}',
        '  models: {sql: "count(*)"}',
        "scope: {top: {by: account, measure: downloads, n: 50}}",
        "breakdowns:",
    ]
    for at in range(breakdowns):
        by = ["account", "tag", "size"][at % 3]
        where = f"tag <> 'task-{at % 50}' AND parameters < {EDGES[at % len(EDGES)]}"
        lines.append(f'  b{at}: {{by: {by}, measures: [downloads, models], where: "{where}"}}')
    lines += ["metrics:", "  all: {measure: downloads, rows: all}", "sections:", "  - table: b0"]
    path.write_text("\n".join(lines) + "\n")


def run(program, path, out):
    """Processor and wall time in seconds, peak memory in MB."""
    begun = time.time()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.execv(program, [program, "run", "--quiet", str(path), "--out", str(out), "--format", "html,json,csv"])
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{path}: ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, time.time() - begun, usage.ru_maxrss / 1024


def main():
    program = str(Path(sys.argv[1]).resolve())
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else "target/bench/curve").resolve()
    specs = []
    for count, breakdowns, keys in POINTS:
        data = folder / f"rows-{count}-{keys}"
        rows(data, count, keys)
        path = folder / f"{count}-{breakdowns}-{keys}.yaml"
        spec(path, data.name, breakdowns)
        specs.append(path)
    found = [[] for _ in specs]
    for _ in range(RUNS):
        for path, times in zip(specs, found):
            times.append(run(program, path, folder / "out" / path.stem))
    print("| rows | breakdowns | distinct keys | processor | range | wall | peak memory |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for (count, breakdowns, keys), times in zip(POINTS, found):
        processor, wall, memory = (statistics.median(it) for it in zip(*times))
        low, high = min(it[0] for it in times), max(it[0] for it in times)
        print(
            f"| {count:,} | {breakdowns:,} | {keys:,} | {processor:.2f} s | {low:.2f} to {high:.2f} s "
            f"| {wall:.2f} s | {memory:,.0f} MB |"
        )


if __name__ == "__main__":
    main()

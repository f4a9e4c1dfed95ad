"""What it costs to import all villages of the country, and to take them back again.

python -m benchmarks.bench_villages

620,573 villages from ``villages.csv.gz`` into an empty database: read, checked, compared, written,
journalled with what undoing needs. Bounds, in the same run on the same machine: 0.4 times the rows per
second of a bare ``sqlite3.executemany`` of the same columns from memory; 250 MB at most; the same file
again at least twice as fast; undoing no slower than importing. 41,352 townships: planned within 1.5 s,
the plan applied within 1.5 s. Each measurement runs in a process of its own.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("YIWANG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
SHARE, TIMES, FASTER, MEGABYTES, SECONDS = 0.4, 8, 2.0, 250, 1.5
TURNS = 3
_FEW = 60_000
"""Rows ``sqlite-utils`` is given; all of them would take it a minute."""
_TABLE = (
    "CREATE TABLE division (code VARCHAR(12) NOT NULL PRIMARY KEY, name VARCHAR(64) NOT NULL,"
    " level VARCHAR(32) NOT NULL, parent_code VARCHAR(12) REFERENCES division (code), valid_from DATE,"
    " valid_to DATE, version INTEGER NOT NULL);"
)
_COLUMNS = "code, name, level, parent_code, valid_from, valid_to, version"


def bare(database: Path, villages: Path) -> dict[str, float]:
    """Return how fast the bare driver is with the same columns, from memory."""
    with gzip.open(villages, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        rows = [(row[0], row[1], "village", f"{row[2]}000", None, None, 1) for row in reader if row]
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript(_TABLE)
    begun, processor = time.perf_counter(), time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO division ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 -- a constant
    connection.execute("COMMIT")
    spent, used = time.perf_counter() - begun, time.process_time() - processor
    connection.close()
    return {"rows": len(rows), "seconds": spent, "processor": used}


def by_utils(database: Path, villages: Path) -> dict[str, float]:
    """Return how fast ``sqlite-utils insert`` is with the beginning of the same file."""
    from sqlite_utils.cli import cli

    begin = database.with_suffix(".csv")
    with gzip.open(villages, "rt", encoding="utf-8") as file:
        begin.write_text("".join(islice(file, _FEW + 1)), encoding="utf-8")
    begun, processor = time.perf_counter(), time.process_time()
    cli.main(
        ["insert", str(database), "division", str(begin), "--csv", "--pk", "code", "--silent"],
        standalone_mode=False,
    )
    spent = time.perf_counter() - begun
    return {"rows": _FEW, "seconds": spent, "processor": time.process_time() - processor}


def main() -> None:
    """Print the figures, each with its bound."""
    villages, townships = DATA / "villages.csv.gz", DATA / "townships.csv"
    if not villages.exists():
        print("  villages.csv.gz is not here; set YIWANG_SHARED to the folder that holds data/")
        return
    turns = [_one_turn(villages, townships) for _turn in range(TURNS)]
    least = {
        what: {name: min(turn[what][name] for turn in turns) for name in turns[0][what]} for what in turns[0]
    }
    bare_one, first, again = least["bare"], least["first"], least["again"]
    rows, utils = bare_one["rows"], least["utils"]
    rates = {
        name: [each["rows"] / each[name] for each in (bare_one, {**first, "rows": rows}, utils)]
        for name in ("seconds", "processor")
    }
    for name, title in (("seconds", "by the clock"), ("processor", "processor's time")):
        by_hand, ours, theirs = rates[name]
        print(f"  {title}")
        print(f"    bare executemany     {by_hand:10,.0f} rows/s")
        print(f"    first import         {ours:10,.0f} rows/s  {ours / by_hand:.2f} of bare (bound {SHARE})")
        print(f"    sqlite-utils         {theirs:10,.0f} rows/s  {ours / theirs:.1f} times (bound {TIMES})")
        faster = first[name] / again[name]
        print(f"    same file again      {again[name]:10.2f} s       {faster:.1f} times (bound {FASTER})")
        print(
            f"    undo                 {least['undo'][name]:10.2f} s       import {first[name]:.2f} s (bound)"
        )
        print(f"    townships, plan      {least['plan'][name]:10.2f} s       (bound {SECONDS})")
        print(f"    townships, apply     {least['apply'][name]:10.2f} s       (bound {SECONDS})")
    print(f"  peak memory            {first['megabytes']:10,.0f} MB      (bound {MEGABYTES})")


def _one_turn(villages: Path, townships: Path) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        found = {"bare": _child("bare", place / "bare.db", villages)}
        found["utils"] = _child("utils", place / "utils.db", villages)
        _child("make", place / "v.db", villages)
        found["first"] = _child("import", place / "v.db", villages)
        found["again"] = _child("import", place / "v.db", villages)
        found["undo"] = _child("undo", place / "v.db", villages)
        _child("make", place / "t.db", townships)
        found["plan"] = _child("plan", place / "t.db", townships)
        found["apply"] = _child("apply", place / "t.db", townships)
    return found


def _child(what: str, database: Path, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.bench_villages", what, str(database), str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _run(what: str, database: Path, file: Path) -> dict[str, Any]:
    if what in {"bare", "utils"}:
        return bare(database, file) if what == "bare" else by_utils(database, file)
    from migrations.head import HEAD
    from models.api import Services
    from models.exchange.views import ImportOptions
    from models.kernel.clock import SystemClock

    url = f"sqlite:///{database}"
    if what == "make":
        from migrations.runner import upgrade

        upgrade(url)
        with_services = Services.open(url, SystemClock(), revision=HEAD)
        with_services.initialise("root", "大岭镇")
        return {}
    services = Services.open(url, SystemClock(), revision=HEAD)
    actor = services.accounts.actor_for_os_user("root", "bench")
    plan = database.with_suffix(".plan")
    options = ImportOptions(partial=True)
    # What Python loads once is no part of an import, as loading the driver is none of the bare one.
    services.plans, services.batches, services.exchange.kind("divisions")
    begun, processor = time.perf_counter(), time.process_time()
    if what == "import":
        services.exchange.import_file(actor, "divisions", file, options=options)
    elif what == "undo":
        services.batches.undo(actor, 1)
    elif what == "plan":
        services.plans.make(actor, "divisions", [file], plan, options=options)
    else:
        services.plans.apply(actor, plan)
    spent = time.perf_counter() - begun
    used = time.process_time() - processor
    return {
        "seconds": spent,
        "processor": used,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        main()

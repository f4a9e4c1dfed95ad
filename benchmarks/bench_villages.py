"""What it costs to import all villages of the country, and to take them back again.

python -m benchmarks.bench_villages

620,573 villages from ``villages.csv.gz`` into an empty database: read, checked, compared, written,
journalled with what undoing needs. Bounds, in the same run on the same machine: 0.4 times the rows per
second of a bare ``sqlite3.executemany`` of the same columns from memory; 8 times those of ``sqlite-utils
insert``; 250 MB at most; the same file again at least twice as fast; undoing no slower than importing.
41,352 townships: planned within 1.5 s, the plan applied within 1.5 s.

Each measurement runs in a process of its own, and the least of three turns counts, for ourselves as for
those we are held against. ``sqlite-utils`` is given the whole file, unpacked beforehand, as the bound says;
that takes it half a minute, so in the first turn only. In the other two it gets the first 60,000 rows, of
which it makes somewhat more in a second: shown beside, so that nobody has to trust a single turn.
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
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("YIWANG_SHARED", Path(__file__).parents[2] / "shared")) / "data"
SHARE, TIMES, FASTER, MEGABYTES, SECONDS = 0.4, 8, 2.0, 250, 1.5
TURNS = 3
_FEW = 60_000
"""Rows ``sqlite-utils`` is given in all turns but the first"""
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


def by_utils(database: Path, villages: Path, most: int | None = None) -> dict[str, float]:
    """Return how fast ``sqlite-utils insert`` is with the same file, or with the beginning of it."""
    from sqlite_utils.cli import cli

    given = database.with_suffix(".csv")
    with gzip.open(villages, "rt", encoding="utf-8") as file, given.open("w", encoding="utf-8") as target:
        target.writelines(islice(file, None if most is None else most + 1))
    begun, processor = time.perf_counter(), time.process_time()
    cli.main(
        ["insert", str(database), "division", str(given), "--csv", "--pk", "code", "--silent"],
        standalone_mode=False,
    )
    spent, used = time.perf_counter() - begun, time.process_time() - processor
    with closing(sqlite3.connect(database)) as connection:
        [[rows]] = connection.execute("SELECT count(*) FROM division")
    return {"rows": rows, "seconds": spent, "processor": used}


def main() -> None:
    """Print the figures, each with its bound."""
    villages, townships = DATA / "villages.csv.gz", DATA / "townships.csv"
    if not villages.exists():
        print("  villages.csv.gz is not here; set YIWANG_SHARED to the folder that holds data/")
        return
    turns = [_one_turn(villages, townships, whole=not turn) for turn in range(TURNS)]
    least: dict[str, dict[str, float]] = {}
    for what in dict.fromkeys(what for turn in turns for what in turn):
        found = [turn[what] for turn in turns if what in turn]
        worse = {"megabytes": max}
        least[what] = {name: worse.get(name, min)(each[name] for each in found) for name in found[0]}
    bare_one, first, again = least["bare"], least["first"], least["again"]
    rows = bare_one["rows"]
    rates = {
        name: [
            each["rows"] / each[name]
            for each in (bare_one, {**first, "rows": rows}, least["utils"], least["utils, few"])
        ]
        for name in ("seconds", "processor")
    }
    for name, title in (("seconds", "by the clock"), ("processor", "processor's time")):
        by_hand, ours, theirs, of_few = rates[name]
        print(f"  {title}")
        print(f"    bare executemany     {by_hand:10,.0f} rows/s")
        print(f"    first import         {ours:10,.0f} rows/s  {ours / by_hand:.2f} of bare (bound {SHARE})")
        print(f"    sqlite-utils         {theirs:10,.0f} rows/s  {ours / theirs:.1f} times (bound {TIMES})")
        print(f"      of {_FEW:,} rows     {of_few:10,.0f} rows/s  {ours / of_few:.1f} times")
        faster = first[name] / again[name]
        print(f"    same file again      {again[name]:10.2f} s       {faster:.1f} times (bound {FASTER})")
        print(
            f"    undo                 {least['undo'][name]:10.2f} s       import {first[name]:.2f} s (bound)"
        )
        print(f"    townships, plan      {least['plan'][name]:10.2f} s       (bound {SECONDS})")
        print(f"    townships, apply     {least['apply'][name]:10.2f} s       (bound {SECONDS})")
    print(f"  peak memory            {first['megabytes']:10,.0f} MB      (bound {MEGABYTES})")


def _one_turn(villages: Path, townships: Path, *, whole: bool) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        found = {"bare": _child("bare", place / "bare.db", villages)}
        utils = "utils" if whole else "utils, few"
        found[utils] = _child(utils, place / "utils.db", villages)
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
    if what == "bare":
        return bare(database, file)
    if what.startswith("utils"):
        return by_utils(database, file, _FEW if what == "utils, few" else None)
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

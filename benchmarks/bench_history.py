"""What it costs to load the log of another system: 50,000 cases, 450,000 entries, as CSV and as XES.

python -m benchmarks.bench_history [CASES]

Bounds: 20,000 entries for each second of the processor on SQLite (packed XES: 15,000), and memory that
does not grow with the log: 300 MB at most, the program's own included. Each form is loaded in a process
of its own, then once more, when nothing changes.
"""

from __future__ import annotations

import csv
import gzip
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = 50_000
PER_SECOND = {"log.csv": 20_000, "log.xes.gz": 15_000}
MEGABYTES = 300
_WAY = (
    "Create", "Assign", "Take in charge ticket", "Wait", "Require upgrade", "Handle", "Verify", "Close",
    "Survey",
)  # fmt: skip
_HEADINGS = (
    "case:concept:name", "concept:name", "time:timestamp", "org:resource", "org:group", "case:deadline",
    "priority", "case:product",
)  # fmt: skip
_BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)

Row = tuple[str, str, str, str, str, str, str, str]


def rows(cases: int) -> Iterator[list[Row]]:
    """Yield the entries of each case; every seventh case is still open."""
    chance = random.Random(20260302)
    for place in range(cases):
        at = _BEGIN + timedelta(minutes=place * 10)
        due = at + timedelta(days=3)
        ways = _WAY[: 5 if place % 7 == 0 else len(_WAY)]
        ways = ways if place % 7 else (*ways, "Handle", "Wait", "Handle", "Wait")
        entries: list[Row] = []
        for activity in ways:
            at += timedelta(minutes=chance.randint(0, 900))
            entries.append((
                f"Case {place + 1}", activity, at.isoformat(), f"User {chance.randint(1, 60)}",
                f"Group {chance.randint(1, 12)}", due.isoformat(), str(chance.randint(1, 4)),
                f"Product {place % 20}",
            ))  # fmt: skip
        yield entries


def write_csv(path: Path, cases: int) -> int:
    """Write the log as CSV, its cases mixed; return how many entries."""
    every = [row for case in rows(cases) for row in case]
    every.sort(key=lambda row: row[2])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(every)
    return len(every)


def write_xes(path: Path, cases: int) -> None:
    """Write the log as packed XES."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016">\n')
        for case in rows(cases):
            first = case[0]
            file.write(f"<trace><string key='concept:name' value={quoteattr(first[0])}/>")
            file.write(f"<date key='deadline' value={quoteattr(first[5])}/>")
            file.write(f"<string key='product' value={quoteattr(first[7])}/>\n")
            for row in case:
                file.write(f"<event><string key='concept:name' value={quoteattr(row[1])}/>")
                file.write(f"<date key='time:timestamp' value={quoteattr(row[2])}/>")
                file.write(f"<string key='org:resource' value={quoteattr(row[3])}/>")
                file.write(f"<string key='org:group' value={quoteattr(row[4])}/>")
                file.write(f"<int key='priority' value={quoteattr(row[6])}/></event>\n")
            file.write("</trace>\n")
        file.write("</log>\n")


def load(database: str, log: str) -> None:
    """Load one log into a fresh township, twice; print rows, the seconds of each, and the most memory."""
    from migrations.runner import upgrade
    from models.api import Services
    from models.exchange.logs.views import LogOptions
    from models.kernel.clock import SystemClock

    url = f"sqlite:///{database}"
    upgrade(url, backup=False)
    services = Services.open(url, SystemClock())
    services.initialise("bench", "测试镇")
    admin = services.accounts.actor_for_os_user("bench", "command")
    grids = [{"code": "990101101000", "name": "好镇"}, {"code": "990101101201", "name": "好村"}]
    services.exchange.import_rows(admin, "divisions", grids)
    grid = {"code": "G01", "name": "好村01", "division_code": "990101101201", "kind": "综合网格"}
    services.exchange.import_rows(admin, "grids", [grid])
    options = LogOptions("bench", grid="G01")
    spent = []
    for _again in range(2):
        begin, used = time.perf_counter(), time.process_time()
        summary = services.logs.import_log(admin, Path(log), options)
        spent += [time.perf_counter() - begin, time.process_time() - used]
    services.close()
    print(summary.same, *spent, _most_memory())


def _most_memory() -> int:
    """Return the most memory this process held, in MB; what its parent held before does not count."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def main(cases: int = CASES) -> int:
    """Print the figures; return 1 if one is over its bound."""
    over = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_csv(folder / "log.csv", cases)
        write_xes(folder / "log.xes.gz", cases)
        print(f"{cases:,} cases, {count:,} entries")
        for file, least in PER_SECOND.items():
            paths = (f"{folder}/{file}.db", f"{folder}/{file}")
            command = [sys.executable, "-m", "benchmarks.bench_history", *paths]
            ran = subprocess.run(command, capture_output=True, text=True, check=True)
            loaded, first, used, again, used_again, most = ran.stdout.split()
            rate = int(loaded) / float(used)
            over |= rate < least or int(most) > MEGABYTES
            print(
                f"{file:12} {float(first):6.1f} s, processor {float(used):6.1f} s = {rate:8,.0f} entries/s; "
                f"once more {float(again):6.1f} s, processor {float(used_again):6.1f} s; {most} MB"
            )
    return int(over)


if __name__ == "__main__":
    if len(sys.argv) > 2:  # noqa: PLR2004 -- a database and a log
        load(*sys.argv[1:])
        sys.exit(0)
    sys.exit(main(*map(int, sys.argv[1:])))

"""What it costs to export 100,000 cases with eight steps each, in every format.

python -m benchmarks.bench_export [CASES]

Bounds: 150 MB of memory whatever the number of cases, and rows for each second of the processor as below.
Each format is written in a process of its own; the cases are copies of one that was played through.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASES = 100_000
MEGABYTES = 150
PER_SECOND = {
    "cases.csv": 15_000,
    "cases.jsonl": 15_000,
    "cases.xlsx": 2_500,
    "cases.json": 10_000,
    "cases.xes.gz": 1_200,
    "history.csv": 15_000,
}
_CASE = {
    "number": "20260227-0007", "channel": "12345", "title": "锦绣小区三栋消防通道被堵",
    "place": "锦绣小区三栋",
    "body": "一辆面包车停在消防通道，三天没有挪动，请尽快处理。", "grid_code": "990101103001003",
    "reporter_name": "王春桃", "reporter_phone": "10123456789", "reported_at": "2026-02-27 09:10",
    "taken_by": "limin",
}  # fmt: skip
_STEPS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("09:15", "accept", "limin", {}),
    ("09:20", "file", "limin", {"matter_code": "040101", "condition": "2"}),
    ("09:30", "dispatch", "zhouyian", {"unit_code": "B06"}),
    ("09:40", "take", "zengziqian", {}),
    ("11:00", "feedback", "zengziqian", {"note": "车已挪走。"}),
    ("14:10", "verify", "tanqiushi", {}),
    ("15:00", "close", "limin", {"close_kind": "normal"}),
    ("16:00", "call_back", "limin", {"rating": "satisfied", "note": "满意。"}),
)
_OTHERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "


def build(url: str, cases: int) -> None:
    """Set an office up, play one case through, and copy it; each copy a minute before the one before."""
    from datetime import UTC, datetime, timedelta

    from migrations import runner
    from models.api import Services
    from models.kernel.clock import ManualClock
    from scenarios.demo.build import found

    runner.upgrade(url)
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)
    clock = ManualClock(now - timedelta(days=30))
    services = Services.open(url, clock)
    admin = found(services)
    clock.set(now)
    services.exchange.import_rows(admin, "cases", [_CASE])
    steps = [
        {"number": _CASE["number"], "at": f"2026-02-27 {at}", "action": action, "person": person, **more}
        for at, action, person, more in _STEPS
    ]
    services.exchange.import_rows(admin, "history", steps)
    _copy(services, cases - 1)
    services.close()


def _copy(services: object, count: int) -> None:
    from sqlalchemy import text

    from models.cases.columns import CASES as TABLE
    from models.cases.columns import EVENTS

    earlier = "strftime('%Y-%m-%d %H:%M:%f', {0}, '-' || i || ' minutes') || '000'"
    cases = {column.name: f"c.{column.name}" for column in TABLE.columns}
    cases |= {"id": "c.id + i", "number": "printf('2026X-%07d', i)"}
    cases |= {"reported_at": earlier.format("c.reported_at")}
    events = {column.name: f"e.{column.name}" for column in EVENTS.columns if column.name != "id"}
    events |= {"case_id": "e.case_id + i", "at": earlier.format("e.at")}
    with services.store.engine.begin() as connection:  # type: ignore[attr-defined]  # rows are laid past the services
        for table, source, values in (("cases", "c", cases), ("case_event", "e", events)):
            # The names are those of our own tables.
            names, columns = ", ".join(values), ", ".join(values.values())
            asked = f"SELECT {columns} FROM n, {table} {source}"  # noqa: S608 -- names of our own tables
            if table == "cases":
                asked += " WHERE c.id = 1"
            else:
                asked += " WHERE e.case_id = 1"
            statement = f"INSERT INTO {table} ({names}) {_OTHERS.format(count=count)} {asked}"
            connection.execute(text(statement.replace(":", r"\:")))


def export(url: str, name: str) -> None:
    """Write one file; print rows, seconds of the processor and peak memory in megabytes."""
    from models.api import Services
    from models.exchange.exporting.rules import format_of
    from models.exchange.exporting.views import How, Wanted
    from models.kernel.clock import SystemClock

    services = Services.open(url, SystemClock())
    admin = services.accounts.actor_for_os_user("yiwang-demo", "bench")
    kind = name.partition(".")[0]
    format_, packed = format_of(name, "", kind)
    begin = time.process_time()
    with (Path(tempfile.gettempdir()) / f"bench-{name}").open("w+b") as target:
        summary = services.exports.export(admin, Wanted(kind), How(format_, packed=packed), target)
    spent = time.process_time() - begin
    Path(target.name).unlink()
    print(summary.rows, spent, _most_memory(), summary.size)


def _most_memory() -> int:
    """Return the most memory this process held, in MB; what its parent held before does not count."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def main() -> None:
    """Build the database, export in every format, and say what it cost."""
    cases = int(sys.argv[-1]) if sys.argv[-1].isdecimal() else CASES
    late: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/export.db"
        build(url, cases)
        for name, bound in PER_SECOND.items():
            command = [sys.executable, "-m", "benchmarks.bench_export", url, name]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            rows, spent, memory, size = map(float, said.split())
            rate = rows / spent
            print(f"{name:14} {rows:9,.0f} rows {rate:9,.0f}/s {memory:5.0f} MB  {size / 1e6:6.1f} MB file")
            if rate < bound or memory > MEGABYTES:
                late.append(name)
    if late:
        sys.exit(f"slower or larger than they should be: {', '.join(late)}")


if __name__ == "__main__":
    if len(sys.argv) == 3:  # noqa: PLR2004 -- a database and a file: one export, in a process of its own
        export(*sys.argv[1:])
    else:
        main()

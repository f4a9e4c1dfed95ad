"""The most memory one console takes over a day's round of every screen.

The demo township is opened on a pseudo-terminal of 80x24 as its founder, who may do
everything; after the round the console is locked, signed out and signed in again, three
times, with a shorter round each. The kernel's high-water mark (``VmHWM``) is read after
every stop and held against the limit, on SQLite and on PostgreSQL where there is a server
(see ``tests.support.databases``). A growth from one sign-in to the next is something kept
that should have been let go.

    python -m benchmarks.bench_tour [DATABASE ACCOUNT]

Without arguments a township is built in a temporary folder. Each round is told as soon as it is over;
on a machine that does nothing else one takes a minute, so both engines some ten. ``-v`` prints every stop.
"""

from __future__ import annotations

import compileall
import os
import re
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Report
from console.demo_place import make
from tests.terminal.ptyhost import REPOSITORY, PtyHost

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_MIB = 90.0
CASES = 4000
FOUNDER = "bench"
SIGN_INS = 3
"""How often the console is signed out and in again after the first round"""
QUIET_SECONDS = 0.2
"""Without output for so long, and without work of its own, a screen has said what it has to say"""
IDLE_SECONDS = 0.011
"""Processor time within :data:`QUIET_SECONDS` that is no work on a screen: one tick of the kernel's clock"""
STOP_SECONDS = 60.0
"""A stop that shows nothing for so long has gone wrong, however busy the machine is"""
ESCAPE_SECONDS = 0.6
"""Esc is waited for longer than ``ESCDELAY``: it might be the beginning of another key"""

_FUNCTION_KEYS = ("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", *(f"\x1b[{n}~" for n in (15, 17, 18, 19, 20, 21)))
_KEYS = {f"F{number}": code for number, code in enumerate(_FUNCTION_KEYS, start=1)} | {
    "Esc": "\x1b",
    "Enter": "\r",
    "Down": "\x1b[B",
    "Right": "\x1b[C",
    "PgDn": "\x1b[6~",
    "End": "\x1b[F",
}

Stop = tuple[str, str, str]
"""What is visited; the keys that lead there, parted by blanks; what the screen then shows"""

QUEUES: tuple[Stop, ...] = (
    ("every queue", "Esc 1 PgDn 2 PgDn 3 PgDn 4 PgDn End 5 PgDn 6 PgDn 7 PgDn 8 9 0 -", "超期"),
    ("an overdue case", "Enter", "办理过程"),
    ("its deadline, of several", "F8 Enter", "时限说明"),
    ("back", "Esc Esc", "超期"),
    ("a case to accept", "1 Enter", "待受理"),
    ("its form", "F3 备注：信息齐全 Esc Esc", "待受理"),
    ("a case to file", "2 Down Enter F3 Esc Esc", "待立案"),
    ("a case to dispatch", "3 Enter F3 Esc Esc", "待分拨"),
    ("a case to verify", "5 Enter F3 Esc Esc", "待核查"),
)
INTAKE: tuple[Stop, ...] = (
    ("intake", "F2", "登记事件"),
    ("source and grid", "3 Enter 岭南 Enter", "岭南"),
    ("what happened", "解放街西口 Enter 小区三栋消防通道被堵 Enter 消防通道堆放杂物，车辆无法通行", "消防"),
    ("left as a draft", "Esc", "待核查"),
    ("drafts", "F8", "草稿"),
    ("taken up and thrown away", "Enter F6 Enter Esc", "待核查"),
)
CATALOGUE: tuple[Stop, ...] = (
    ("catalogue", "F6 1 PgDn PgDn", "事项目录"),
    ("a matter", "Enter", "立案条件"),
    ("lineage", "Esc F4", "沿革"),
    ("editions", "Esc F3", "版本"),
    ("as of a day", "Esc F8 Esc", "事项目录"),
    ("duty lists", "2 PgDn 3 PgDn 4", "上级收回"),
    ("by department", "F3 Enter", "履职"),
    ("gaps", "Esc F4", "查漏查重"),
    ("a duty item", "Esc 2 Down Down F2", "履职"),
    ("admission", "Esc 1 F2", "准入"),
    ("flows", "Esc 0", "流程"),
    ("a flow", "Enter PgDn", "流程"),
    ("back", "Esc Esc Esc", "待核查"),
)
LOOKING: tuple[Stop, ...] = (
    ("search", "F4 消防 Down PgDn Enter", "办理过程"),
    ("back", "Esc Esc Esc", "待核查"),
    ("help", "F1 PgDn PgDn Esc", "待核查"),
    ("manual", "F9 手册 Enter Enter PgDn", "帮助："),
    ("back", "Esc", "待核查"),
)
LOCKING: tuple[Stop, ...] = (("lock", "F9 锁定 Enter", "已锁定"), ("sign-in form", "F8", "演示乡镇"))
ROUND = QUEUES + INTAKE + CATALOGUE + LOOKING
AGAIN = QUEUES + CATALOGUE + LOOKING


class Tour:
    """One console on its way round."""

    def __init__(self, host: PtyHost, *, talkative: bool) -> None:
        self._host = host
        self._talkative = talkative

    def go(self, stops: tuple[Stop, ...]) -> None:
        """Visit ``stops`` in turn.

        Raises:
            AssertionError: a screen did not come.
        """
        for name, keys, shown in stops:
            for key in keys.split():
                self._host.send(_KEYS.get(key, key))
                self._settle(ESCAPE_SECONDS if key == "Esc" else QUIET_SECONDS)
            self._host.wait_for(shown, STOP_SECONDS)
            self._tell(name)

    def _settle(self, quiet: float) -> None:
        """Read until the console neither says nor does anything for ``quiet`` seconds.

        On a busy machine a screen may be silent only because it waits for the processor; the
        next key would then reach the screen before.
        """
        end = time.monotonic() + STOP_SECONDS
        while time.monotonic() < end:
            before = self._host.cpu_seconds()
            self._host.read(quiet=quiet)
            if self._host.cpu_seconds() - before <= IDLE_SECONDS:
                return

    def sign_in(self, name: str) -> None:
        """Choose ``name`` among the people of the demo."""
        self._settle(QUIET_SECONDS)
        for _line in range(100):
            if any(line.startswith(">") and name in line for line in self._host.lines):
                break
            self._host.send(_KEYS["Down"])
            self._settle(QUIET_SECONDS / 4)
        self._host.send(_KEYS["Enter"])
        self._host.wait_for("1受理", STOP_SECONDS)
        self._tell("signed in")

    def _tell(self, name: str) -> None:
        if self._talkative:
            print(f"  {name:<26} {self.peak():6.1f} MiB", flush=True)

    def peak(self) -> float:
        """Return the most memory the console took so far, in MiB."""
        status = Path(f"/proc/{self._host.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found.group(1)) / 1024 if found else 0.0


def measure(url: str, account: str, folder: str, *, talkative: bool) -> Iterator[tuple[str, float]]:
    """Yield what was done and the peak in MiB by then: start, round, each sign-in and shorter round."""
    command = ["-m", "console.main", "tui", "--db", url, "--as", account]
    with PtyHost(command, env={"YIWANG_DATA": folder}) as host:
        tour = Tour(host, talkative=talkative)
        host.wait_for("1受理", STOP_SECONDS)
        time.sleep(2.0)  # What is loaded behind the first picture counts as well.
        yield "started", tour.peak()
        tour.go(ROUND)
        yield "every screen", tour.peak()
        for number in range(1, SIGN_INS + 1):
            tour.go(LOCKING)
            tour.sign_in(account)
            tour.go(AGAIN)
            yield f"signed in again, {number}", tour.peak()


@contextmanager
def servers() -> Iterator[str | None]:
    """Give the URL of an empty database on a server, or ``None`` where there is no server."""
    import pytest

    from tests.support.databases import postgres_server

    try:
        context = postgres_server(f"tour-{os.getpid()}")
        server = context.__enter__()
    except pytest.skip.Exception:
        yield None
        return
    try:
        with server.empty() as url:
            yield url
    finally:
        context.__exit__(None, None, None)


def report(engine: str, peaks: Iterator[tuple[str, float]]) -> bool:
    """Print each peak as it comes, against the limit; return whether all are within it."""
    told = Report()
    for name, peak in peaks:
        told.hold(f"{engine:<11} {name:<22} {peak:6.1f} MiB", peak, LIMIT_MIB)
    return not told.over


def main(arguments: list[str] | None = None) -> int:
    """Measure on each engine there is, print the figures, say whether the limit is kept."""
    given = [one for one in arguments or [] if one != "-v"]
    talkative = "-v" in (arguments or [])
    # As installed: a module compiled on the way costs memory that no second start needs.
    for package in ("console", "models", "migrations"):
        compileall.compile_dir(REPOSITORY / package, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        if given:
            return 0 if report("given", measure(given[0], given[1], folder, talkative=talkative)) else 1
        url = f"sqlite:///{folder}/demo.db"
        good = [_built_and_measured("SQLite", url, folder, talkative=talkative)]
        with servers() as address:
            if address is None:
                print("PostgreSQL: no server here", flush=True)
            else:
                good.append(_built_and_measured("PostgreSQL", address, folder, talkative=talkative))
    return 0 if all(good) else 1


def _built_and_measured(engine: str, url: str, folder: str, *, talkative: bool) -> bool:
    print(f"{engine:<11} a township of {CASES:,} cases is built", flush=True)
    make(
        url,
        datetime.now(UTC),
        seed=20250101,
        cases=CASES,
        founder=FOUNDER,
        on_progress=lambda *_progress: None,
    )
    return report(engine, measure(url, FOUNDER, folder, talkative=talkative))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

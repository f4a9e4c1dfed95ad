"""The heavy street: 540,000 cases, 6,000 of them open, and what a day's work on them costs.

python -m benchmarks.bench_heavy_street [--postgres] [--cases N] [--processor]

The township is built once (some minutes) and kept in ``benchmarks/.built``; what is written is
written to a copy. Every figure is held against its limit. On a machine that is busy with other things
``--processor`` takes the time of this process instead of the clock's (all there is to an SQLite file but
its waiting for the disk; no measure of a server). The same questions are asked of a server
with ``--postgres`` where one can be started (see ``tests.support.databases``).
"""

from __future__ import annotations

import compileall
import gc
import itertools
import os
import select
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Report, Watch, timed
from benchmarks.heavy_actions import actions
from benchmarks.heavy_street import BUILT, CASES_OF_A_STREET, FOUNDER, fill, opened, street
from models.cases.judged_views import SimilarTo
from models.cases.kinds import QueueKey
from models.cases.saved_views import SavedSpec
from tests.terminal.ptyhost import REPOSITORY, PtyHost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.accounts.views import Actor
    from models.api import Services

QUEUE_MS = 10.0
COUNTERS_MS = 3.0
SEARCH_MS = 100.0
CASE_MS = 20.0
OVER_SMALL = 1.5
SMALL = 1_000
_KEYS_PRESSED = 80
_DOWN, _UP = "\x1b[B", "\x1b[A"
_ROWS_DOWN = 8
"""So many rows down, then as many up: as many as the shorter queue has"""

FREQUENT = ("消防", "通道", "桥头", "处置", "属实", "居民", "路灯", "垃圾")
RARE = ("燃气", "护栏", "井盖", "流浪", "漂浮", "祠堂")
NONE = ("鲸鱼", "龙卷", "消垃", "鑫鑫")
JOINED = tuple(
    f"{word} {condition}"
    for word in ("消防", "井盖", "鲸鱼")
    for condition in (
        "状态:处置", "状态:作废", "状态:归档", "网格:桥头", "网格:站前01", "到期<今天", "到期>今天",
        "到期:明天", "上报<2024-1-1", "灯:超期", "我的", "退回>0",
    )
)  # fmt: skip
PHRASES = ("消防通道", "“占用消防通道”", "xftd", "xf", "1101-0012", "火", "通道 消防 车辆")
WORDLESS = ("", "状态:处置", "状态:作废", "到期:明天", "灯:红", "退回>2", "我的", "网格:桥头")
SAVED = (
    "状态:处置", "灯:超期", "到期<今天", "来源:12345", "退回>0", "我的", "网格:桥头", "到期:明天",
    "状态:处置 灯:红", "消防",
)  # fmt: skip
LOGINS = {
    "everybody's": "limin",
    "a village's": "liaochunlin",
    "a unit's": "laiwenbin",
    "a small unit's": "yaodiansheng",
}


def people(services: Services) -> dict[str, Actor]:
    """Return people of the township, by whose sight they have."""
    from scenarios.demo.live import ORIGIN

    return {sight: services.accounts.demo_sign_in(login, ORIGIN) for sight, login in LOGINS.items()}


def queue_pages(services: Services, actor: Actor) -> list[float]:
    """Time every page of every queue, down to its end."""
    times = []
    for key in (*QueueKey, None):
        services.cases.queue(actor, key)
        after = None
        while True:
            started = Watch.now()
            after = services.cases.queue(actor, key, "", after).next_key
            times.append((Watch.now() - started) * 1000)
            if after is None:
                break
    return times


def searches(services: Services, who: list[Actor], words: tuple[str, ...]) -> list[float]:
    """Time the first pages of searches by each person."""
    return [
        timed(lambda: services.cases.find(actor, word))  # noqa: B023 -- called within the turn
        for actor, word, _again in itertools.product(who, words, range(3))
    ]


def questions(services: Services, report: Report) -> None:
    """Ask what the screens ask."""
    sights = people(services)
    actor = services.accounts.actor_for_os_user(FOUNDER, "command")
    everybody = list(sights.values())
    for each in everybody:
        services.cases.find(each, "预热")
        services.cases.counters(each)
    print(f"  {'':38} {'median ms':>9} {'p95 ms':>9}")
    for sight, person in sights.items():
        report.tell(f"queue pages at any depth, {sight}", queue_pages(services, person), QUEUE_MS)
    for sight, person in sights.items():
        times = [timed(lambda: services.cases.counters(person)) for _ in range(40)]  # noqa: B023 -- called within the turn
        report.tell(f"counters, {sight}", times, COUNTERS_MS)
    saved_too(services, sights["everybody's"], report)
    report.tell("search, frequent words", searches(services, everybody, FREQUENT), SEARCH_MS)
    report.tell("search, rare words", searches(services, everybody, RARE), SEARCH_MS)
    report.tell("search, words that are nowhere", searches(services, everybody, NONE), SEARCH_MS)
    report.tell("search, a word and a condition", searches(services, everybody, JOINED), SEARCH_MS)
    report.tell("search, phrases, initials, numbers", searches(services, everybody, PHRASES), SEARCH_MS)
    report.tell("search, conditions alone", searches(services, everybody, WORDLESS), SEARCH_MS)
    report.tell("filter of the open cases", filters(services, everybody), SEARCH_MS)
    report.tell("search, further pages", further(services, everybody[0]), SEARCH_MS)
    numbers = [line.number for line in services.cases.find(actor, "", limit=200).rows]
    numbers += [line.number for line in services.cases.queue(actor, None, "", limit=200).rows]
    screens = [timed(lambda: case_screen(services, actor, number)) for number in numbers]  # noqa: B023 -- called within the turn
    report.tell("case screen", screens, CASE_MS)
    person = sights["everybody's"]
    for sight, each in sights.items():
        times = [timed(lambda: services.cases.queue(each, QueueKey.DAY)) for _ in range(40)]  # noqa: B023 -- called within the turn
        report.tell(f"a day, {sight}", times, 4 * QUEUE_MS)
    report.tell("similar cases at intake", hints(services, person), CASE_MS)


def saved_too(services: Services, actor: Actor, report: Report) -> None:
    """Count all queues of somebody who saved ten; those that do not fit are left for later."""
    have = {each.name for each in services.saved.saved(actor)}
    for text in SAVED:
        if text not in have:
            services.saved.create(actor, SavedSpec(name=text, text=text))
    # Asked the first time, each has to be put together as well.
    for _again in range(2):
        services.saved.counters(actor, None, None)

    def every() -> None:
        services.cases.counters(actor)
        services.saved.counters(actor)

    report.tell("counters, ten saved queues beside them", [timed(every) for _ in range(40)], COUNTERS_MS)
    left = len(services.saved.counters(actor).left)
    late = timed(lambda: services.saved.counters(actor, None, None))
    print(f"    {left} of {len(SAVED)} are counted later; all of them take {late:.0f} ms")


def filters(services: Services, who: list[Actor]) -> list[float]:
    """Time the first pages of filtered lists of open cases."""
    words = (*FREQUENT, *RARE, *NONE, *PHRASES)
    queue = services.cases.queue
    return [
        timed(lambda: queue(actor, None, word))  # noqa: B023 -- called within the turn
        for actor, word, _again in itertools.product(who, words, range(2))
    ]


def further(services: Services, actor: Actor) -> list[float]:
    """Time one page after the other of a frequent word."""
    times, after = [], None
    for _page in range(60):
        started = Watch.now()
        after = services.cases.find(actor, "消防", after).next_key
        times.append((Watch.now() - started) * 1000)
    return times


def case_screen(services: Services, actor: Actor, number: str) -> None:
    """Read all that the screen of a case reads."""
    case = services.cases.case(actor, number)
    services.sets.can_undo(actor, case.id, case.version)


def hints(services: Services, actor: Actor) -> list[float]:
    """Time the hints of an intake that is like one of the newest cases."""
    rows = services.cases.find(actor, "", limit=100).rows
    cases = [services.cases.case_by_id(actor, row.id) for row in rows]
    likes = [SimilarTo(title=case.title, body=case.body, grid_id=case.grid_id) for case in cases]
    return [timed(lambda: services.cases.similar(actor, like, limit=3)) for like in likes]  # noqa: B023 -- called within the turn


def keys(urls: tuple[str, ...]) -> list[list[float]]:
    """Time a key in a queue of the console over each database, from being pressed to what it paints.

    The consoles run beside each other and are asked in turn, so that whatever else the machine does
    slows each of them alike.
    """
    times: list[list[float]] = [[] for _url in urls]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        hosts = []
        for url in urls:
            command = ["-m", "console.main", "tui", "--db", url, "--as", FOUNDER]
            hosts.append(stack.enter_context(PtyHost(command, env={"YIWANG_DATA": folder})))
        for host in hosts:
            host.wait_for("1受理", 30)
            host.read(quiet=2.0, limit=8.0)
            host.send("4")
            host.read(quiet=1.0)
        for turn in range(_KEYS_PRESSED):
            for host, taken in zip(hosts, times, strict=True):
                started = time.perf_counter()
                host.send(_DOWN if turn % 16 < _ROWS_DOWN else _UP)
                select.select([host.master], [], [], 5.0)
                taken.append((time.perf_counter() - started) * 1000)
                host.read(quiet=0.1)
    return times


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of an empty database on a server of its own."""
    from tests.support.databases import postgres_server

    with postgres_server(f"street-{os.getpid()}") as started, started.empty() as url:
        yield url


def on_sqlite(cases: int, report: Report) -> None:
    """Measure the file, and the console over it."""
    kept = Path(street(cases=cases).removeprefix("sqlite:///"))
    with tempfile.TemporaryDirectory(dir=BUILT) as folder:
        path = Path(folder) / "street.db"
        shutil.copyfile(kept, path)
        services = opened(f"sqlite:///{path}")
        questions(services, report)
        actions(services, path, report)
        services.close()
        compileall.compile_dir(REPOSITORY / "console", quiet=2)
        heavy, light = keys((f"sqlite:///{path}", street(cases=SMALL)))
    report.tell(f"a key to its paint, {cases:,} cases", heavy, None)
    report.tell(f"a key to its paint, {SMALL:,} cases", light, None)
    report.ratio(
        "  against the small township", statistics.median(heavy) / statistics.median(light), OVER_SMALL
    )


def on_postgresql(cases: int, report: Report) -> None:
    """Measure the service on a server that is filled for it."""
    with server() as url:
        fill(url, cases)
        services = opened(url)
        with services.store.write(quiet=True) as session:
            session.connection().exec_driver_sql("ANALYZE")
        questions(services, report)
        actions(services, None, report)
        services.close()


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; return 1 if one is over its limit."""
    given = list(arguments or [])
    cases = int(given[given.index("--cases") + 1]) if "--cases" in given else CASES_OF_A_STREET
    # As the console does: a collection of everything is to be rare.
    gc.set_threshold(20_000, 20, 50)
    if "--processor" in given:
        Watch.now = time.process_time
    report = Report()
    print("SQLite")
    on_sqlite(cases, report)
    if "--postgres" in given:
        print("PostgreSQL")
        on_postgresql(cases, report)
    return int(report.over)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

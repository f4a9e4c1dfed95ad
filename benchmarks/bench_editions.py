"""Forty yearly lists loaded one after the other, and what the questions about them cost.

python -m benchmarks.bench_editions

Bounds: 40 lists of 3,000 items by the command line in 60 s; at 5,000 items and 40 editions each
question a screen asks at p95 under 50 ms.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.accounts.views import Actor
    from models.api import Services

EDITIONS = 40
FIRST_YEAR = 1986
LOAD_SECONDS = 60.0
QUESTION_MS = 50.0
_ASKED = 60
_WORDS = ("占用", "暴露", "违规", "破损", "缺失", "堵塞", "超限", "无证", "私搭", "乱倒")
_THINGS = ("消防通道", "生活垃圾", "路灯", "井盖", "绿化带", "护栏", "建筑垃圾", "广告牌", "河道", "线缆")
_PLACES = ("小区", "市场", "学校", "工地", "村道", "广场", "车站", "公园", "沿街", "桥下")

Said = tuple[str, str, str]


@dataclass(slots=True)
class Year:
    """One year's list: names by code, and what became of the year before's numbers."""

    effective: date
    names: dict[str, str]
    said: list[Said]


def years(items: int, seed: int = 7) -> Iterator[Year]:
    """Yield forty lists: each year some are renamed, renumbered, merged, split, retired, numbers reused."""
    chance = random.Random(seed)
    serial = iter(range(1, 10_000_000))

    def name() -> str:
        number = next(serial)
        return f"{chance.choice(_PLACES)}{chance.choice(_WORDS)}{chance.choice(_THINGS)}{number}"

    names = {f"{number:05d}": name() for number in range(items)}
    yield Year(date(FIRST_YEAR, 1, 1), dict(names), [])
    fresh = items
    for year in range(FIRST_YEAR + 1, FIRST_YEAR + EDITIONS):
        codes = chance.sample(sorted(names), items // 10)
        part = len(codes) // 6
        said: list[Said] = []
        for code in codes[:part]:
            names[code] = f"{names[code]}等问题"
        for code in codes[part : 2 * part]:
            fresh += 1
            names[f"{fresh:05d}"] = names.pop(code)
        for code in codes[2 * part : 3 * part]:
            # The number is given to something else.
            names[code] = name()
            said.append((code, code, "reuse"))
        stay = sorted(names.keys() - set(codes))
        for code in codes[3 * part : 4 * part]:
            del names[code]
            said.append((code, chance.choice(stay), "merge"))
        for code in codes[4 * part : 5 * part]:
            fresh += 1
            names[f"{fresh:05d}"] = name()
            said.append((code, f"{fresh:05d}", "split"))
        for code in codes[5 * part :]:
            del names[code]
        while len(names) < items:
            fresh += 1
            names[f"{fresh:05d}"] = name()
        yield Year(date(year, 1, 1), dict(names), said)


def township(folder: Path) -> tuple[Services, Actor]:
    """Make an empty township; return its services and its administrator."""
    from migrations.runner import upgrade
    from models.api import Services
    from models.kernel.clock import SystemClock

    url = f"sqlite:///{folder / 'bench.db'}"
    upgrade(url, backup=False)
    services = Services.open(url, SystemClock())
    services.initialise("bench", "测试镇")
    return services, services.accounts.actor_for_os_user("bench", "command")


def by_command(folder: Path, items: int) -> tuple[float, float]:
    """Load forty lists by as many command lines; return seconds on the clock and of the processor."""
    lists = list(years(items))
    for year in lists:
        _write(folder / f"{year.effective.year}.csv", ("code", "name"), year.names.items())
        _write(folder / f"{year.effective.year}-hints.csv", ("from", "to", "kind"), year.said)
    environment = {**os.environ, "YIWANG_DB": str(folder / "cli.db"), "YIWANG_DATA": str(folder)}
    _run(environment, "init", "--office", "测试镇")
    started, used = time.perf_counter(), _processor_seconds()
    for year in lists:
        name = year.effective.year
        hints = ("--lineage", str(folder / f"{name}-hints.csv")) if year.said else ()
        file = str(folder / f"{name}.csv")
        _run(environment, "catalogue", "load", file, "--effective", str(year.effective), *hints)
    return time.perf_counter() - started, _processor_seconds() - used


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-c", "import sys; from console.main import run; sys.exit(run(sys.argv[1:]))"]
    done = subprocess.run([*command, *arguments], env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def _write(path: Path, headings: tuple[str, ...], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def by_service(services: Services, actor: Actor, items: int) -> tuple[float, list[Year]]:
    """Load forty lists through the service; return seconds and the lists."""
    from models.catalogue.editions.rules import Hint
    from models.catalogue.views import LineageKind

    lists = list(years(items))
    started = time.perf_counter()
    for year in lists:
        hints = [
            Hint(row, old, new, LineageKind(kind)) for row, (old, new, kind) in enumerate(year.said, start=2)
        ]
        rows = [{"code": code, "name": name} for code, name in year.names.items()]
        services.editions.load(actor, rows, year.effective, name=str(year.effective.year), hints=hints)
    return time.perf_counter() - started, lists


def compare(services: Services, actor: Actor, lists: list[Year]) -> None:
    """See that every year's list comes back exactly."""
    for year in lists:
        found = {line.code: line.name for line in services.editions.list_on(actor, year.effective)}
        if found != year.names:
            sys.exit(f"the list of {year.effective} is not what was loaded")


def questions(services: Services, actor: Actor, lists: list[Year]) -> dict[str, Callable[[int], Any]]:
    """Return what screens ask, by name; each takes the number of the turn."""
    chance = random.Random(3)
    codes = [chance.choice(sorted(chance.choice(lists).names)) for _turn in range(_ASKED)]
    days = [chance.choice(lists).effective for _turn in range(_ASKED)]
    now = [chance.choice(sorted(lists[-1].names)) for _turn in range(_ASKED)]
    catalogue, editions = services.catalogue, services.editions
    return {
        "page of the list": lambda turn: catalogue.matters(actor, after=(codes[turn],)),
        "page of a past day": lambda turn: catalogue.matters(actor, after=(codes[turn],), day=days[turn]),
        "page of an edition": lambda turn: catalogue.matters(
            actor, day=days[turn], known=editions.as_of(actor, str(days[turn].year)).known
        ),
        "matter": lambda turn: catalogue.matter_by_code(actor, now[turn]),
        "matter of a past day": lambda turn: catalogue.matter_by_code(actor, codes[turn], days[turn]),
        "lineage": lambda turn: editions.lineage(actor, codes[turn]),
        "tree": lambda _turn: catalogue.classes(actor),
        "tree of a past day": lambda turn: catalogue.classes(actor, days[turn]),
        "suggest": lambda turn: catalogue.suggest(actor, f"{_PLACES[turn % 10]}有人{_THINGS[turn % 7]}被堵"),
        "search, 2 characters": lambda turn: catalogue.matters(actor, text=_THINGS[turn % 10][:2]),
        "search, initials": lambda turn: catalogue.matters(actor, text=("xfTd", "ljgz", "bpld")[turn % 3]),
        "search without a hit": lambda turn: catalogue.matters(actor, text=f"没有{turn}"),
        "editions": lambda _turn: editions.editions(actor),
    }


def p95(work: Callable[[int], Any]) -> tuple[float, float]:
    """Return median and 95th percentile of one question, in milliseconds; the first turn warms up."""
    work(0)
    times = []
    for turn in range(_ASKED):
        started = time.perf_counter()
        work(turn)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> int:
    """Print the figures; return 1 if one is over its bound."""
    over = False
    with tempfile.TemporaryDirectory() as name:
        seconds, used = by_command(Path(name), 3_000)
        # A busy machine takes its time; what the program needs is the processor's.
        over |= used > LOAD_SECONDS
        print(
            f"40 lists of 3,000 by the command line  {seconds:6.1f} s ({used:.1f} s of the processor),"
            f" at most {LOAD_SECONDS:g}"
        )
    with tempfile.TemporaryDirectory() as name:
        services, actor = township(Path(name))
        seconds, lists = by_service(services, actor, 3_000)
        compare(services, actor, lists)
        print(f"40 lists of 3,000 by the service       {seconds:6.1f} s, each given back exactly")
        services.close()
    with tempfile.TemporaryDirectory() as name:
        services, actor = township(Path(name))
        seconds, lists = by_service(services, actor, 5_000)
        print(f"40 lists of 5,000 by the service       {seconds:6.1f} s")
        print(f"{'at 5,000 items and 40 editions':36} {'median ms':>10} {'p95 ms':>8}")
        for title, work in questions(services, actor, lists).items():
            median, slow = p95(work)
            over |= slow > QUESTION_MS
            print(f"  {title:34} {median:10.1f} {slow:8.1f}")
        for title, once in (
            ("whole list", lambda: services.editions.list_on(actor)),
            ("two editions compared", lambda: services.editions.diff(actor, "39", "40")),
            ("first and last compared", lambda: services.editions.diff(actor, "1", "40")),
            ("check", services.catalogue.check),
        ):
            started = time.perf_counter()
            once()
            print(f"  {title:34} {(time.perf_counter() - started) * 1000:10.0f}")
        services.close()
    return int(over)


if __name__ == "__main__":
    sys.exit(main())

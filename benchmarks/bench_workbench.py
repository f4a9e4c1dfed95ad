"""What each key of the merge workbench costs its service: 5,000 entries, 1,500 of them source items.

python -m benchmarks.bench_workbench

Bound: every question and every step at p95 under 50 ms. Opening the workbench compares all entries
once, and merging everything sure is one long step; both are told beside the bound.
"""

from __future__ import annotations

import csv
import gc
import io
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench_editions import QUESTION_MS, p95, township, years
from benchmarks.township_matters import items
from models.catalogue.drafting.benchviews import BenchTab, Evidence
from models.catalogue.sources.views import BookEntries, ImportWishes, SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor
    from models.api import Services

ENTRIES = 5_000
ITEMS = 1_500
_BOOKS = 12


def fill(services: Services, actor: Actor) -> None:
    """Put a list in force, import source books, begin the next list and take the items in."""
    first = next(years(ENTRIES - ITEMS))
    rows = [{"code": code, "name": name} for code, name in first.names.items()]
    services.editions.load(actor, rows, date(2026, 1, 1), name="2026")
    made = {(item.department, item.name): item for item in items(ITEMS + 40)}
    every = list(made.values())[:ITEMS]
    for book in range(_BOOKS):
        code = f"B{book:02d}"
        services.sources.create_book(
            actor, code, BookEntries(title=f"台账{book}", kind=SourceKind.DEPARTMENT, department="县政府")
        )
        services.sources.import_file(
            actor, (f"{code}.csv", _sheet(every[book::_BOOKS])), code, wishes=ImportWishes(partial=True)
        )
    services.drafting.begin(actor, "2027")
    services.drafting.collect(actor)


def _sheet(rows: list[Any]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("序号", "事项名称", "实施部门", "法律依据"))
    writer.writerows(
        (number, row.name, row.department, row.legal_basis) for number, row in enumerate(rows, start=1)
    )
    return text.getvalue().encode()


def questions(services: Services, actor: Actor) -> dict[str, Callable[[int], Any]]:
    """Return what the keys of the workbench ask, by name; each takes the number of the turn."""
    drafting = services.drafting
    lines = _all_lines(services, actor)

    def members(turn: int) -> Any:
        return drafting.group(actor, lines[turn].entries)

    return {
        "the whole": lambda _turn: drafting.bench(actor),
        "page of groups": lambda turn: drafting.groups(actor, after=(turn * 5,)),
        "groups, 2 characters": lambda turn: drafting.groups(actor, text=("消防", "补贴", "巡查")[turn % 3]),
        "groups, initials": lambda turn: drafting.groups(actor, text=("xf", "ncdb", "gfx")[turn % 3]),
        "groups of one evidence": lambda turn: drafting.groups(actor, evidence=list(Evidence)[turn % 5]),
        "members": members,
        "where": lambda turn: drafting.where(actor, lines[turn].entries),
        "entries to add": lambda turn: drafting.entries(actor, ("消防", "bt", "巡查")[turn % 3]),
        "what collecting would bring": lambda _turn: drafting.collectable(actor),
        "everything sure, shown": lambda _turn: drafting.sure(actor),
        "steps": lambda _turn: drafting.steps(actor, 100_000),
    }


def steps(services: Services, actor: Actor) -> dict[str, Callable[[int], Any]]:
    """Return the steps of the workbench, each with the reading of the screen that follows it."""
    drafting = services.drafting

    def merge(turn: int) -> None:
        line = drafting.groups(actor, limit=60).rows[turn % 50]
        group = drafting.group(actor, line.entries)
        seen = {entry.line.matter_id: entry.line.version for entry in group.entries}
        _timed("merge", lambda: drafting.merge(actor, line.entries[0], line.entries[1:], expected=seen))
        _timed("reading after it", lambda: (drafting.bench(actor), drafting.groups(actor)))

    def apart(_turn: int) -> None:
        line = drafting.groups(actor, limit=1).rows[0]
        _timed("keep apart", lambda: drafting.keep_apart(actor, line.entries[:1], others=line.entries[1:]))
        _timed("reading after it", lambda: (drafting.bench(actor), drafting.groups(actor)))

    def looked(_turn: int) -> None:
        line = drafting.groups(actor, limit=1).rows[0]
        _timed("looked at", lambda: drafting.settle(actor, line.entries))
        _timed("reading after it", lambda: (drafting.bench(actor), drafting.groups(actor)))

    def unmerge(_turn: int) -> None:
        line = drafting.groups(actor, BenchTab.MERGED, limit=1).rows[0]
        _timed("unmerge", lambda: drafting.unmerge(actor, line.entries[-1]))
        _timed("reading after it", lambda: (drafting.bench(actor), drafting.groups(actor)))

    def undo(_turn: int) -> None:
        _timed("undo", lambda: drafting.undo(actor))
        _timed("reading after it", lambda: (drafting.bench(actor), drafting.groups(actor)))

    return {"merge": merge, "apart": apart, "looked": looked, "unmerge": unmerge, "undo": undo}


_TIMES: dict[str, list[float]] = {}


def _timed(name: str, work: Callable[[], Any]) -> None:
    started = time.perf_counter()
    work()
    _TIMES.setdefault(name, []).append((time.perf_counter() - started) * 1000)


def _all_lines(services: Services, actor: Actor) -> list[Any]:
    page = services.drafting.groups(actor, limit=1_000)
    return list(page.rows)


def once(name: str, work: Callable[[], Any]) -> None:
    """Print what something costs that is done once."""
    started = time.perf_counter()
    work()
    print(f"  {name:34} {(time.perf_counter() - started) * 1000:10.0f}")


def main() -> int:
    """Print the figures; return 1 if one is over its bound."""
    over = False
    # As the console does: a collection of everything takes a tenth of a second, so it is to be rare.
    gc.set_threshold(20_000, 20, 50)
    with tempfile.TemporaryDirectory() as name:
        services, actor = township(Path(name))
        fill(services, actor)
        print(f"{'merge workbench':36} {'median ms':>10} {'p95 ms':>8}")
        once("opening it: everything compared", lambda: services.drafting.bench(actor))
        for title, work in questions(services, actor).items():
            median, slow = p95(work)
            over |= slow > QUESTION_MS
            print(f"  {title:34} {median:10.1f} {slow:8.1f}")
        for work in steps(services, actor).values():
            for turn in range(40):
                work(turn)
        for title, times in _TIMES.items():
            ordered = sorted(times)
            median, slow = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
            over |= slow > QUESTION_MS
            print(f"  {title:34} {median:10.1f} {slow:8.1f}")
        plan = services.drafting.sure(actor)
        groups = [group.entries for group in plan.groups]
        once(
            f"{len(groups)} sure groups merged",
            lambda: services.drafting.merge_many(actor, groups, plan.versions),
        )
        once("reading after it", lambda: services.drafting.bench(actor))
        once("undone", lambda: services.drafting.undo(actor))
        services.close()
    return int(over)


if __name__ == "__main__":
    sys.exit(main())

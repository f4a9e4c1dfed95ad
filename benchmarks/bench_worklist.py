"""The working list at 5,000 entries and 40 editions: what every key of its screen costs.

python -m benchmarks.bench_worklist

Bound: the service time of each question a key asks at p95 under 50 ms. What is done once, such as
opening the list, planning and publishing, runs beside the screen and is printed without a bound.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench_editions import QUESTION_MS, by_service, p95, township

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor
    from models.api import Services

ENTRIES = 5_000
NEXT = date(2031, 1, 1)
_MARKED = 200
_STEPS = 300


def worked_on(services: Services, actor: Actor) -> list[int]:
    """Begin a list and work on it for a while; return the ids of its entries."""
    from models.catalogue.drafting.listviews import Wanted

    drafting = services.drafting
    drafting.begin(actor, "bench")
    ids = drafting.chosen_ids(actor, Wanted())
    chance = random.Random(5)
    for number in range(_STEPS):
        drafting.edit(actor, chance.choice(ids), {"department": f"部门{number % 20}"})
    drafting.edit_many(actor, ids[:500], {"duty_list": "basic"})
    drafting.retire(actor, ids[-100:], "并入别项")
    return ids


def questions(services: Services, actor: Actor, ids: list[int]) -> dict[str, Callable[[int], Any]]:
    """Return what the keys of the screen ask, by name; each takes the number of the turn."""
    from models.catalogue.drafting.listviews import Order, Part, Wanted

    drafting = services.drafting
    marked = ids[1000 : 1000 + _MARKED]
    fresh = itertools.count()
    words = ("消防", "路灯", "xftd", "ljgz", "学校 违规", "没有这样的")

    def after_a_step(ask: Callable[[], Any]) -> Callable[[int], Any]:
        """Ask when somebody has just saved: only what the step changed is read again."""

        def work(turn: int) -> Any:
            drafting.edit(actor, ids[turn], {"patrol": f"每周{turn % 7}次"})
            started = time.perf_counter()
            ask()
            return (time.perf_counter() - started) * 1000

        return work

    return {
        "page of the list": lambda turn: drafting.rows(actor, Wanted(), (ids[turn * 60], turn * 60 + 1)),
        "page, sorted by department": lambda turn: drafting.rows(
            actor, Wanted(order=Order.DEPARTMENT, text=str(turn))
        ),
        "page of what changed": lambda _turn: drafting.rows(actor, Wanted(Part.CHANGED)),
        "page of what is faulty": lambda _turn: drafting.rows(actor, Wanted(Part.LACKING)),
        "page of a department": lambda turn: drafting.rows(actor, Wanted(department=f"部门{turn % 20}")),
        "search": lambda turn: drafting.rows(actor, Wanted(text=f"{words[turn % 6]} {turn}")),
        "tree and counts": lambda _turn: drafting.frame(actor),
        "page after a step": after_a_step(lambda: drafting.rows(actor, Wanted())),
        "tree after a step": after_a_step(lambda: drafting.frame(actor)),
        "entry": lambda turn: drafting.entry(actor, ids[turn]),
        "entry compared": lambda turn: drafting.compare(actor, ids[turn]),
        "edit": lambda turn: drafting.edit(actor, ids[turn], {"keywords": f"词{turn}"}),
        "new code": lambda _turn: drafting.propose_code(actor, "list", "77"),
        "new entry": lambda turn: drafting.add(actor, {"name": f"新事项{turn}", "code": f"N{next(fresh)}"}),
        f"bulk preview of {_MARKED}": lambda turn: drafting.preview_many(
            actor, marked, {"department": f"部门{turn}"}
        ),
        f"bulk edit of {_MARKED}": lambda turn: drafting.edit_many(
            actor, marked, {"patrol": f"每月{turn}次"}
        ),
        "differences": lambda _turn: drafting.differences(actor),
        "differences after a step": after_a_step(lambda: drafting.differences(actor)),
        "check": lambda _turn: drafting.findings(actor),
        "steps": lambda turn: drafting.steps(actor, 50, 300 - turn),
        "undo": lambda _turn: drafting.undo(actor),
    }


def once(services: Services, actor: Actor, ids: list[int]) -> dict[str, Callable[[], Any]]:
    """Return what is done beside the screen, by name."""
    drafting = services.drafting
    plan = drafting.plan(actor, NEXT).plan
    return {
        "bulk preview of all": lambda: drafting.preview_many(actor, ids, {"patrol": "每天一次"}),
        "plan": lambda: drafting.plan(actor, NEXT),
        "publish": lambda: drafting.publish(actor, NEXT, plan.fingerprint, name="2031"),
        "begin": lambda: drafting.begin(actor, "next"),
    }


def main() -> int:
    """Print the figures; return 1 if one is over its bound."""
    from models.catalogue.drafting.listviews import Wanted

    over = False
    with tempfile.TemporaryDirectory() as name:
        services, actor = township(Path(name))
        by_service(services, actor, ENTRIES)
        ids = worked_on(services, actor)
        services.close()
        from models.api import Services
        from models.kernel.clock import SystemClock

        services = Services.open(f"sqlite:///{Path(name) / 'bench.db'}", SystemClock())
        started = time.perf_counter()
        services.drafting.rows(actor, Wanted())
        print(f"the list opened for the first time {(time.perf_counter() - started) * 1000:10.0f} ms")
        print(f"{'at 5,000 entries and 40 editions':36} {'median ms':>10} {'p95 ms':>8}")
        for title, work in questions(services, actor, ids).items():
            median, slow = _told(work) if "after a step" in title else p95(work)
            over |= slow > QUESTION_MS
            print(f"  {title:34} {median:10.1f} {slow:8.1f}")
        for title, alone in once(services, actor, ids).items():
            started = time.perf_counter()
            alone()
            print(f"  {title:34} {(time.perf_counter() - started) * 1000:10.0f}")
        services.close()
    return int(over)


def _told(work: Callable[[int], Any]) -> tuple[float, float]:
    """Return median and 95th percentile of what the work itself measured."""
    import statistics

    times = [float(work(turn)) for turn in range(61)][1:]
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())

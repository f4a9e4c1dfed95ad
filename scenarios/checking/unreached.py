"""Injects, arms and conditions that can never come true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.words import N_, Phrase
from scenarios.checking.found import Found
from scenarios.checking.reach import NEVER
from scenarios.checking.walking import conditions_of
from scenarios.format.doing import Branch
from scenarios.format.moments import relative
from scenarios.format.timing import After, Arrivals, Called, Once
from scenarios.judging import offset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scenarios.checking.reach import Reach
    from scenarios.format.injects import Inject
    from scenarios.format.scenario import Scenario


def unreached(scenario: Scenario, reach: Reach, told: Collection[str]) -> Iterator[Found]:
    """Yield what can never come; ``told`` are injects of which more was said already."""
    if reach.end <= 0:
        sentence = Phrase(N_("the drill ends before it begins"))
        yield Found("end", ("end", "at"), sentence)
    for place, inject in enumerate(scenario.timeline):
        if inject.id not in told:
            yield from _inject(("timeline", place), inject, reach)
        yield from _windows(("timeline", place), inject, reach)
    for standing in conditions_of(scenario):
        inside = standing.path[0] in {"actors", "end"} or "until" in standing.path or "arms" in standing.path
        if inside and reach.holds(standing.condition) == NEVER:
            yield Found("never", standing.path, Phrase(N_("this can never be so")), _LOOK)


_LOOK = Phrase(N_("Look at the injects, times and roles it names."))


def _inject(path: tuple[str | int, ...], inject: Inject, reach: Reach) -> Iterator[Found]:
    at = reach.of(inject)
    if at <= max(reach.end, 0):
        return
    hint: Phrase | None = _LOOK
    if at != NEVER:
        sentence = Phrase(
            N_("the inject “%(id)s” comes at %(at)s at the earliest, after the end (%(end)s)"),
            id=inject.id,
            at=relative(int(at)),
            end=relative(reach.end),
        )
        hint = Phrase(N_("Send it earlier, or let the drill last longer."))
    else:
        match inject.when:
            case After():
                message = N_("the inject “%(id)s” never comes: the one it comes after never does")
            case Called():
                message = N_("the inject “%(id)s” never comes: no branch starts it")
            case Once():
                message = N_("the inject “%(id)s” never comes: its condition can never hold in its time")
            case _:
                message = N_("the inject “%(id)s” never comes: “only_if” can never hold")
        sentence = Phrase(message, id=inject.id)
    yield Found("unreachable", (*path, "when"), sentence, hint, about=(inject.id,))


def _windows(path: tuple[str | int, ...], inject: Inject, reach: Reach) -> Iterator[Found]:
    if isinstance(inject.when, Arrivals):
        for number, rate in enumerate(inject.when.arrivals.rates):
            if offset(rate.until, reach.start) <= offset(rate.since, reach.start):
                sentence = Phrase(N_("this part of the arrivals ends before it begins"))
                yield Found("window", (*path, "when", "arrivals", "rates", number, "until"), sentence)
    if isinstance(inject.do, Branch) and len(inject.do.arms) == 1 and inject.do.arms[0].when is None:
        sentence = Phrase(N_("a branch with one way is none; use “after”"))
        yield Found("branch", (*path, "do"), sentence, warning=True)

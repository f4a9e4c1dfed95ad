"""Expectations that nobody can fulfil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.words import N_, Phrase
from scenarios.checking.abilities import doable
from scenarios.checking.found import Found
from scenarios.checking.reach import NEVER
from scenarios.checking.walking import leaves
from scenarios.format import conditions as cond
from scenarios.format.expecting import Automatic, Avoid, FromCase, FromInject
from scenarios.format.moments import relative
from scenarios.judging import offset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.checking.reach import Reach
    from scenarios.format.expecting import Expected
    from scenarios.format.scenario import Scenario

Path = tuple[str | int, ...]


def unfulfillable(scenario: Scenario, reach: Reach) -> Iterator[Found]:
    """Yield each expectation that can only be missed, or that counts for nothing, with the reason."""
    played = {each.id for each in scenario.roles if each.seats}
    known = {each.id for each in scenario.roles}
    for place, expected in enumerate(scenario.expectations):
        path: Path = ("expectations", place)
        if not played.intersection(expected.who) and known.issuperset(expected.who):
            sentence = Phrase(
                N_("nobody plays the role “%(name)s”, so nobody can be expected to act"),
                name="、".join(expected.who),
            )
            yield Found("role_unplayed", (*path, "who"), sentence)
        anchor = _anchor(expected, reach)
        if anchor == NEVER:
            sentence = Phrase(N_("what the expectation counts from never comes"))
            yield Found("void", (*path, "since"), sentence)
        elif anchor > reach.end:
            sentence = Phrase(N_("the expectation begins after the end (%(end)s)"), end=relative(reach.end))
            yield Found("void", (*path, "since"), sentence)
        else:
            yield from _judged(scenario, expected, path, anchor, reach)


def _anchor(expected: Expected, reach: Reach) -> float:
    match expected.since:
        case FromInject():
            return reach.earliest.get(expected.since.inject, NEVER)
        case FromCase():
            return 0
        case _:
            return offset(expected.since.at, reach.start)


def _judged(
    scenario: Scenario, expected: Expected, path: Path, anchor: float, reach: Reach
) -> Iterator[Found]:
    last = reach.end
    if expected.within is not None:
        last = int(anchor) + max([expected.within, *(each.within for each in expected.grace)])
        if int(anchor) + expected.within > reach.end:
            sentence = Phrase(N_("its time ends after the drill does (%(end)s)"), end=relative(reach.end))
            yield Found("late", (*path, "within"), sentence, warning=True)
    match expected.judged:
        case Automatic():
            inner: Path = (*path, "judged", "auto")
            able = list(_unable(scenario, expected, inner))
            yield from able
            at = reach.holds(expected.judged.auto)
            if not able and at == NEVER:
                yield Found("impossible", inner, Phrase(N_("this can never be so, so it can only be missed")))
            elif at != NEVER and at > last:
                sentence = Phrase(
                    N_("it can be so at %(at)s at the earliest, but is expected by %(by)s"),
                    at=relative(int(at)),
                    by=relative(last),
                )
                hint = Phrase(N_("Count it from the inject it answers (“since”), or give it more time."))
                yield Found("deadline", (*path, "within" if expected.within else "judged"), sentence, hint)
        case Avoid():
            if reach.holds(expected.judged.avoid) == NEVER:
                sentence = Phrase(N_("this can never be so, so nothing is avoided"))
                yield Found("idle", (*path, "judged", "avoid"), sentence, warning=True)
        case _:
            pass


def _unable(scenario: Scenario, expected: Expected, path: Path) -> Iterator[Found]:
    """Acts that whoever is expected to do them may not do, by the table of transitions."""
    if not isinstance(expected.judged, Automatic):
        return
    for standing in leaves(path, expected.judged.auto):
        if not isinstance(standing.condition, cond.Done):
            continue
        act = standing.condition.done
        named = act.by or expected.who
        known = {each.id for each in scenario.roles} | {each.id for each in scenario.actors}
        if known.issuperset(named) and not doable(scenario, act.action, named):
            sentence = Phrase(
                N_("%(who)s may never do this: %(actions)s"),
                who="、".join(named),
                actions="、".join(each.value for each in act.action),
            )
            hint = Phrase(N_("Name in “by” whoever does it, or expect it of a role that may."))
            yield Found("not_allowed", (*standing.path, "done"), sentence, hint)

"""Putting a review together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.review import outcomes
from scenarios.review.course import Course
from scenarios.review.judged import judged
from scenarios.review.moments import moments
from scenarios.review.views import GroupMark, MomentKind, Review, Sitting
from scenarios.review.waiting import Waiting
from scenarios.scoring.forms import objections_of
from scenarios.scoring.marks import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.format.expecting import Grade
    from scenarios.review.sources import Source


def review(source: Source, grades: Sequence[Grade] = (), others: Sequence[Source] = ()) -> Review:
    """Return the review of a drill.

    Args:
        source: what was recorded of it.
        grades: the office's own, from the best down; without them those of the scenario hold.
        others: the other groups that played the same scenario.
    """
    course = Course(source)
    scenario, drill = course.scenario, source.drill
    found = score(scenario, source.entries, grades)
    lines = judged(course, found)
    waiting = Waiting(course)
    waits = waiting.waits()
    told = moments(course, waiting, waits)
    return Review(
        number=drill.number,
        title=drill.title,
        party=drill.party,
        starts=drill.starts,
        seed=drill.seed,
        ended=course.ended,
        end=course.end,
        scenario=scenario,
        score=found,
        sittings=tuple(Sitting(each.id, each.title, course.people[each.id]) for each in scenario.roles),
        counts=waiting.counts(outcomes.sent(course)),
        moments=told,
        judged=lines,
        grid=waiting.grid(),
        curves=waiting.curves(),
        waits=waits,
        problems=outcomes.problems(lines, told, waits),
        strengths=outcomes.strengths(lines),
        observations=tuple(each for each in told if each.kind is MomentKind.NOTE),
        objections=tuple(objections_of(source.entries)),
        proposals=outcomes.proposals(course, lines),
        groups=_groups(source, others, grades),
        unfilled=outcomes.unfilled(lines),
    )


def _groups(source: Source, others: Sequence[Source], grades: Sequence[Grade]) -> tuple[GroupMark, ...]:
    if not others:
        return ()
    found = []
    for each in sorted((source, *others), key=lambda one: one.drill.number):
        marks = score(each.plan.scenario, each.entries, grades)
        found.append(GroupMark(each.drill.number, each.drill.party, marks.whole, marks.grade))
    return tuple(found)

"""Expectations with their time, with who moved them, and with what is said about them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from scenarios.format.expecting import FromInject, FromMoment
from scenarios.format.words import Outcome
from scenarios.judging import offset
from scenarios.review.views import Deed, Judged
from scenarios.scoring.forms import objections_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.format.expecting import Expected
    from scenarios.review.course import Course
    from scenarios.scoring.marks import Mark, Score

_MOVED = frozenset({Outcome.MET, Outcome.PARTLY})
_HEARD_LATER = 5
"""Seconds that may lie between a deed and when the drill took notice of it"""
_DEEDS = frozenset({EntryKind.SAID, EntryKind.REPORT})


def judged(course: Course, score: Score) -> tuple[Judged, ...]:
    """Return the expectations in the order of the scenario."""
    deeds = sorted(_deeds(course), key=lambda each: each.at)
    moments = [each.at for each in deeds]
    objections = objections_of(course.source.entries)
    notes = _notes(course)

    def line(mark: Mark) -> Judged:
        name = mark.expected.id
        anchor = _anchor(course, mark.expected)
        deed = None
        if mark.at is not None and mark.outcome in _MOVED:
            before = deeds[: bisect_right(moments, mark.at)][::-1]
            near = (each for each in before if each.at >= mark.at - _HEARD_LATER)
            deed = next((each for each in near if each.desk in mark.expected.who), None)
        return Judged(
            mark=mark,
            anchor=anchor,
            took=None if anchor is None or mark.at is None else max(mark.at - anchor, 0),
            deed=deed,
            objections=tuple(each for each in objections if each.expectation == name),
            notes=tuple(notes.get(name, ())),
        )

    return tuple(line(each) for each in score.marks)


def _anchor(course: Course, expected: Expected) -> int | None:
    since = expected.since
    if isinstance(since, FromMoment):
        return offset(since.at, course.source.plan.start)
    return course.sent.get(since.inject) if isinstance(since, FromInject) else 0


def _deeds(course: Course) -> Iterator[Deed]:
    for at, step in course.steps:
        desk = course.desk_of(step.login)
        if desk:
            yield Deed(at, desk, course.person_at(step.login, at), step.action, step.number)
    for entry in course.source.entries:
        desk = course.desk_of(entry.login)
        if entry.kind in _DEEDS and desk:
            at = course.seconds(entry.at)
            yield Deed(at, desk, course.person_at(entry.login, at), None)


def _notes(course: Course) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in course.source.entries:
        if entry.kind is EntryKind.NOTE and entry.body.get("about"):
            found.setdefault(entry.body["about"], []).append(entry.body["text"])
    return found

"""The timeline of a drill: what happened, and what it turned on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.kinds import Action
from models.drills.kinds import EntryKind
from scenarios.format.doing import Branch, Call
from scenarios.format.injects import TO_ALL
from scenarios.player.state import SENT
from scenarios.review.views import Moment, MomentKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.drills.views import EntryView
    from scenarios.review.course import Course
    from scenarios.review.views import Wait
    from scenarios.review.waiting import Waiting

_URGING = frozenset({Action.URGE, Action.SUPERVISE})
_STEERED = frozenset({"hold", "let_go", "release", "skip", "edit", "add", "jump"})
_TOLD_WAITS = 3
"""The longest waits that are moments of the timeline; the others stand in their own table"""
_SHORTEST_WAIT = 300
"""A wait of fewer seconds decides nothing"""


def moments(course: Course, waiting: Waiting, waits: Sequence[Wait]) -> tuple[Moment, ...]:
    """Return the moments of a drill in the order of time."""
    found = [
        *_of_entries(course),
        *_of_steps(course),
        *_late(waiting),
        *_waits(waits),
        *_missed_calls(course),
    ]
    order = {kind: place for place, kind in enumerate(MomentKind)}
    return tuple(sorted(found, key=lambda each: (each.at, order[each.kind], each.text, each.number)))


def _of_entries(course: Course) -> Iterator[Moment]:
    titles = {each.id: each.title for each in course.scenario.expectations}
    for entry in course.source.entries:
        at, body = course.seconds(entry.at), entry.body
        match entry.kind:
            case EntryKind.INJECT if body["became"] == SENT:
                yield _inject(course, at, entry)
            case EntryKind.SETTLED if body["outcome"] != "void":
                yield Moment(at, MomentKind.SETTLED, titles.get(body["id"], body["id"]), word=body["outcome"])
            case EntryKind.CONTROL if body["act"] in _STEERED:
                title = course.inject_title(body["inject"]) if body.get("inject") else ""
                yield Moment(at, MomentKind.TRAINER, title, entry.login, word=body["act"])
            case EntryKind.REPORT:
                desk = course.desk_of(entry.login)
                yield Moment(at, MomentKind.REPORTED, body["text"], desk, word=body["report"])
            case EntryKind.NOTE:
                # One that is written down afterwards belongs to the end.
                yield Moment(min(at, course.end), MomentKind.NOTE, body["text"], entry.login)
            case EntryKind.END:
                yield Moment(at, MomentKind.END, body.get("reason") or "")


def _inject(course: Course, at: int, entry: EntryView) -> Moment:
    inject = course.injects.get(entry.body["id"])
    title = course.inject_title(entry.body["id"])
    if inject is None:
        return Moment(at, MomentKind.INJECT, title)
    if isinstance(inject.do, Branch):
        started = "、".join(course.inject_title(each) for each in entry.body.get("start", ()))
        return Moment(at, MomentKind.BRANCH, started or title, inject.from_ or "")
    kind = MomentKind.CONTINGENCY if inject.contingency else MomentKind.INJECT
    # Of a report drawn by chance only the case says what it was.
    number, title = course.cases.get(entry.body.get("case", 0), ("", title))
    return Moment(at, kind, title, inject.from_ or "", number=number)


def _of_steps(course: Course) -> Iterator[Moment]:
    seen: set[str] = set()
    for at, step in course.steps:
        desk = course.desk_of(step.login)
        if desk and desk not in seen:
            seen.add(desk)
            yield Moment(at, MomentKind.FIRST, step.title, desk, step.action, step.number)
        if step.action is Action.RETURN:
            yield Moment(at, MomentKind.RETURNED, step.title, desk, step.action, step.number)
        elif step.action in _URGING:
            yield Moment(at, MomentKind.URGED, step.title, desk, step.action, step.number)


def _late(waiting: Waiting) -> Iterator[Moment]:
    for case_id, at in waiting.late().items():
        step = waiting.last(case_id)
        yield Moment(at, MomentKind.LATE, step.title, number=step.number)


def _waits(waits: Sequence[Wait]) -> Iterator[Moment]:
    for wait in waits[:_TOLD_WAITS]:
        if wait.seconds >= _SHORTEST_WAIT:
            yield Moment(
                wait.until,
                MomentKind.WAITED,
                wait.title,
                word=wait.queue,
                number=wait.number,
                seconds=wait.seconds,
            )


def _missed_calls(course: Course) -> Iterator[Moment]:
    """Yield calls of the scenario that rang at a desk with people until nobody could take them any more."""
    taken = {str(each.body.get("call")) for each in course.source.entries if each.kind is EntryKind.TAKEN}
    for entry in course.source.entries:
        if entry.kind is not EntryKind.INJECT or entry.body["became"] != SENT:
            continue
        inject = course.injects.get(entry.body["id"])
        if inject is None or not isinstance(inject.do, Call):
            continue
        at = course.seconds(entry.at) + inject.do.rings
        # Simulated colleagues take no calls.
        manned = any(
            people for desk, people in course.people.items() if not {desk, TO_ALL}.isdisjoint(inject.to)
        )
        if manned and at <= course.end and f"{inject.id}/{entry.body['number']}" not in taken:
            yield Moment(at, MomentKind.MISSED_CALL, course.inject_title(inject.id), "、".join(inject.to))

"""What a review makes of a drill: problems, what went well, and what should be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from scenarios.format.expecting import ByForm
from scenarios.format.words import Outcome
from scenarios.review.views import MomentKind, Problem, Proposal, Strength, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scenarios.format.scenario import Seat
    from scenarios.review.course import Course
    from scenarios.review.views import Judged, Moment, Wait

DAYS = 30
"""Until a task made of a missed expectation is due, as the format has it for those of the guide"""
CRITICAL_DAYS = 14
"""The same where nothing makes up for what was missed"""
_STALL = 900
"""A wait of so many seconds is a problem by itself"""
_MOST_STALLS = 3
_ORDER = tuple(Trouble)


def problems(
    judged: Sequence[Judged], moments: Sequence[Moment], waits: Sequence[Wait]
) -> tuple[Problem, ...]:
    """Return what went wrong, the gravest first."""
    found = [*_failed(judged)]
    for moment in moments:
        match moment.kind:
            case MomentKind.NOTE:
                found.append(Problem(Trouble.OBSERVED, moment.text, seconds=moment.at))
            case MomentKind.CONTINGENCY:
                found.append(Problem(Trouble.CONTINGENCY, moment.text, seconds=moment.at))
            case MomentKind.LATE:
                found.append(Problem(Trouble.LATE, moment.text, number=moment.number, seconds=moment.at))
    stalls = [each for each in waits if each.seconds >= _STALL][:_MOST_STALLS]
    found += [
        Problem(Trouble.STALLED, each.title, (each.queue,), number=each.number, seconds=each.seconds)
        for each in stalls
    ]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.trouble)))


def _failed(judged: Sequence[Judged]) -> Iterator[Problem]:
    for each in judged:
        mark, expected = each.mark, each.mark.expected
        if not mark.counts:
            continue
        if mark.outcome is Outcome.MISSED:
            trouble = Trouble.CRITICAL if expected.critical else Trouble.MISSED
        elif mark.outcome is Outcome.PARTLY:
            trouble = Trouble.PARTLY
        else:
            continue
        yield Problem(trouble, expected.title, expected.who, expected.id, seconds=each.took or 0)


def strengths(judged: Sequence[Judged]) -> tuple[Strength, ...]:
    """Return what went well: expectations met, those with most of their time left first."""
    found = []
    for each in judged:
        mark, expected = each.mark, each.mark.expected
        if mark.outcome is not Outcome.MET or not mark.counts:
            continue
        # What was met only because it did not happen, or by people's judgement, took no time.
        timed = each.deed is not None and each.took is not None and not isinstance(expected.judged, ByForm)
        took = each.took if timed else None
        left = None
        if took is not None and expected.within:
            left = max(0.0, 1 - took / expected.within)
        found.append(
            (not expected.critical, -(left or 0.0), Strength(expected.title, expected.who, took, left))
        )
    return tuple(strength for *_place, strength in sorted(found, key=lambda each: each[:2]))


def proposals(course: Course, judged: Sequence[Judged]) -> tuple[Proposal, ...]:
    """Return the tasks worth making: of the debriefing guide, and one for each missed expectation."""
    seats = {each.id: each for each in course.scenario.roles}
    guide = course.scenario.debriefing
    follow_up = () if guide is None else guide.follow_up
    found = [_proposal(course, seats.get(each.owner or ""), each.text, days=each.days) for each in follow_up]
    for line in judged:
        mark, expected = line.mark, line.mark.expected
        if mark.outcome is Outcome.MISSED and mark.counts:
            days = CRITICAL_DAYS if expected.critical else DAYS
            seat = seats.get(expected.who[0])
            found.append(_proposal(course, seat, expected.title, days=days, expectation=expected.id))
    return tuple(found)


def _proposal(course: Course, seat: Seat | None, text: str, *, days: int, expectation: str = "") -> Proposal:
    people = () if seat is None else course.people.get(seat.id, ())
    return Proposal(
        text=text,
        of_guide=not expectation,
        expectation=expectation,
        desk="" if seat is None else seat.id,
        person=people[0] if people else "",
        unit="" if seat is None else seat.unit or "",
        days=days,
    )


def unfilled(judged: Sequence[Judged]) -> tuple[str, ...]:
    """Return the expectations whose form nobody has filled in."""
    return tuple(
        each.mark.expected.id
        for each in judged
        if isinstance(each.mark.expected.judged, ByForm)
        and not each.mark.forms
        and each.mark.outcome is not Outcome.VOID
    )


def sent(course: Course) -> int:
    """Return how many injects went out, each as often as it came."""
    return sum(
        each.kind is EntryKind.INJECT and each.body["became"] == "sent" for each in course.source.entries
    )

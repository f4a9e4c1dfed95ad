"""Deadlines of superior levels on a case: the city's, the district's, and ours before them.

A case that came from above carries the deadlines of those levels. From each the township's own is worked out,
earlier by a reserve that is data (:attr:`models.cases.limits.Limited.RESERVE`), and frozen with it. Where the
earliest of them comes before what the filing condition promises, the case is due then: one deadline decides
the light and the order of lists, and its receipt says so line by line. A hold does not move it: the city
does not wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar.caps import Cap, earlier
from models.cases.asking_refusals import NoSuchDeadline, RequestRefused
from models.cases.kinds import Entry, Level
from models.cases.limits import Limited
from models.cases.refusals import EntryMissing
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.calendar.compiling import OfficeCalendar
    from models.cases.kinds import Channel
    from models.cases.limits import LimitTable
    from models.cases.steps import Outcome, Step


class DeadlinePassed(RequestRefused):
    """The deadline named lies behind the moment it is entered at."""

    code = "case.deadline_passed"
    sentence = N_("%(number)s: the deadline named has passed already.")
    brief = N_("The deadline has passed.")
    next_step = N_("Look at the day and the time again; a deadline that was missed is no deadline.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


def entered(
    calendar: OfficeCalendar,
    limits: LimitTable,
    channel: Channel,
    urgency: int | None,
    due: datetime,
    now: datetime,
) -> dict[str, Any]:
    """Return a superior's deadline as a case keeps it, with ours before it.

    Where the reserve would put ours into the past, ours is theirs.
    """
    rule = limits.rule(Limited.RESERVE, channel=channel, urgency=urgency, at=now)
    reserve = None if rule is None else rule.counted()
    ours = due if reserve is None else earlier(calendar.time, due, reserve)
    if ours <= now:
        ours, reserve = due, None
    return {
        "due_at": due.isoformat(timespec="minutes"),
        "ours": ours.isoformat(timespec="minutes"),
        "reserve": None if reserve is None else str(reserve),
        "edition": calendar.edition.id,
    }


def caps_of(external: Mapping[str, Any] | None) -> tuple[Cap, ...]:
    """Return what the deadlines of superior levels allow, in the order of levels."""
    kept = external or {}
    return tuple(Cap.from_document(level, kept[level]) for level in Level if level in kept)


def set_deadline(step: Step, result: Outcome) -> None:
    """Enter or change the deadline of one level.

    Raises:
        EntryMissing: it is changed without a reason.
        DeadlinePassed: it lies in the past.
    """
    case, entries = step.case, step.entries
    level, due = entries.level, entries.due
    if level is None or due is None:
        return
    if due <= step.now:
        raise DeadlinePassed(case.number)
    kept = dict(case.external or {})
    before = kept.get(level.value)
    if before is not None and not entries.reason:
        raise EntryMissing(step.row.action, [Entry.REASON])
    urgency = step.sources.urgency(case.condition_id)
    made = entered(step.sources.calendar(), step.sources.limits(), case.channel, urgency, due, step.now)
    result.changes["external"] = kept | {level.value: made}
    result.details |= {"level": level, "external_due_at": made["due_at"], "ours": made["ours"]}
    if before is not None:
        result.details["was_external_due_at"] = before["due_at"]


def drop_deadline(step: Step, result: Outcome) -> None:
    """Drop the deadline of one level; the timeline keeps what it was.

    Raises:
        NoSuchDeadline: none of that level is noted.
    """
    case, level = step.case, step.entries.level
    kept = dict(case.external or {})
    before = None if level is None else kept.pop(level.value, None)
    if before is None:
        raise NoSuchDeadline(case.number)
    result.changes["external"] = kept or None
    result.details |= {"level": level, "was_external_due_at": before["due_at"]}

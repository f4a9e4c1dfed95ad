"""Who may write in a roster, and what shifts, spans and permits may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.accounts.views import Role
from models.assignment.rosters.refusals import BadSpan
from models.kernel.errors import Invalid, NotPermitted
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from datetime import date

    from models.accounts.views import Actor
    from models.assignment.rosters.views import LeaveView, ShiftView
    from models.kernel.words import Word

EDITORS: Final = (Role.SYSTEM_ADMIN, Role.DUTY_CHIEF)
"""Who writes in everybody's row; a unit's lead writes in those of the unit."""
READERS: Final = (Role.SYSTEM_ADMIN, Role.DUTY_CHIEF, Role.LEADER, Role.DISPATCHER, Role.ACCEPTOR)
"""Who looks at everybody's rows; all others at those of their unit."""
MINUTES: Final = 24 * 60
NAME_LENGTH: Final = 64
NOTE_LENGTH: Final = 200
MOST_DAYS: Final = 400
"""Days a roster is read or written at once; leave and the like lasts no longer than ten years."""
MOST_LEAVE: Final = 3660
MOST_CASES: Final = 999
_MARK_LENGTH: Final = 2
EDIT = N_("write in the roster")
LOOK = N_("look at the roster")


def may_edit(actor: Actor, unit_id: int | None) -> bool:
    """Say whether somebody writes in the rows of a unit; ``None`` is what concerns the whole office."""
    if actor.has(*EDITORS):
        return True
    return actor.has(Role.UNIT_LEAD) and unit_id is not None and actor.unit_id == unit_id


def require_edit(actor: Actor, unit_id: int | None) -> None:
    """Let pass who writes in the rows of a unit.

    Raises:
        NotPermitted: they do not.
    """
    if not may_edit(actor, unit_id):
        raise NotPermitted(actor.name, EDIT)


def sees_all(actor: Actor) -> bool:
    """Say whether somebody looks at everybody's rows."""
    return actor.has(*READERS)


def seen_unit(actor: Actor, unit_id: int | None) -> int | None:
    """Return the unit whose rows somebody is shown: the one asked for, or theirs, or ``None`` for all.

    Raises:
        NotPermitted: they may not look at these.
    """
    if sees_all(actor):
        return unit_id
    if actor.unit_id is None or unit_id not in {None, actor.unit_id}:
        raise NotPermitted(actor.name, LOOK)
    return actor.unit_id


def entered_text(field: Word, text: str, most: int = NAME_LENGTH, *, needed: bool = True) -> str:
    """Return a text on one line.

    Raises:
        Invalid: nothing is left where something is needed, or it is too long.
    """
    kept = clean_line(text)
    if (needed and not kept) or len(kept) > most:
        raise Invalid(field, kept, Phrase(N_("it must have 1 to %(most)s characters"), most=most))
    return kept


def entered_mark(text: str) -> str:
    """Return what a cell of the roster shows for a shift: one or two columns.

    Raises:
        Invalid: it is empty, or wider.
    """
    mark = clean_line(text)
    width = sum(1 if character.isascii() else 2 for character in mark)
    if not 0 < width <= _MARK_LENGTH:
        raise Invalid(N_("mark"), mark, N_("one Chinese character, or one or two letters"))
    return mark


def entered_minute(field: Word, text: str) -> int:
    """Return a time of day as its minute; ``24:00`` is the end of the day.

    Raises:
        Invalid: it is no time of day.
    """
    written = half_width(text).replace(".", ":")
    hours, colon, minutes = written.partition(":")
    if hours.isdecimal() and (minutes.isdecimal() or not colon) and len(written) <= len("24:00"):
        minute = int(hours) * 60 + int(minutes or 0)
        if int(minutes or 0) < 60 and minute <= MINUTES:  # noqa: PLR2004 -- minutes of an hour
            return minute
    raise Invalid(field, clean_line(text), N_("a time of day such as 08:30"))


def require_span(first: date, last: date | None, most: int = MOST_LEAVE) -> None:
    """Refuse a span of days that ends before it begins, or is beyond all sense.

    Raises:
        BadSpan: it is.
    """
    if last is not None and not 0 <= (last - first).days < most:
        raise BadSpan(first, last, most)


def entered_number(field: Word, number: int | None) -> int | None:
    """Return how many cases somebody can take on; ``None`` is without limit.

    Raises:
        Invalid: it is below 0 or beyond all sense.
    """
    if number is not None and not 0 <= number <= MOST_CASES:
        raise Invalid(field, number, Phrase(N_("it must lie between 0 and %(most)s"), most=MOST_CASES))
    return number


def span_of(shift: ShiftView, day: date) -> tuple[int, int]:
    """Return a shift of a day as minutes since the year 1, on the office's clock."""
    begin = day.toordinal() * MINUTES + shift.starts
    return begin, begin + shift.length


def span_of_leave(leave: LeaveView) -> tuple[int, int]:
    """Return leave as minutes since the year 1, on the office's clock."""
    return (
        leave.from_day.toordinal() * MINUTES + leave.from_minute,
        leave.to_day.toordinal() * MINUTES + leave.to_minute,
    )


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two spans have time in common."""
    return one[0] < other[1] and other[0] < one[1]

"""How a deadline is written wherever a case is: in words, with its lateness and its certainty.

While the clock runs, lateness grows with it; once it has stopped, lateness is what it was
then. A deadline that reaches into a year whose days off are not published is provisional,
and carries a sign that says so without colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from console.i18n import _
from console.text import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.text import Times


class Timed(Protocol):
    """A case as far as its deadline goes: a line of a list, or the case itself."""

    @property
    def due_at(self) -> datetime | None:
        """The deadline, ``None`` before filing."""
        ...

    @property
    def clock_running(self) -> bool:
        """Whether time still counts."""
        ...

    @property
    def clock_stopped_at(self) -> datetime | None:
        """When it stopped counting."""
        ...

    @property
    def provisional(self) -> bool:
        """Whether days were counted whose days off nobody knows yet."""
        ...


def is_late(case: Timed, now: datetime) -> bool:
    """Say whether the deadline had passed when the clock stopped, or has by now."""
    until = now if case.clock_running else case.clock_stopped_at
    return case.due_at is not None and until is not None and until > case.due_at


def deadline_words(case: Timed, times: Times, now: datetime, width: int | None = None) -> str:
    """Return the deadline in words, or how late the case is, or was when its clock stopped.

    Args:
        case: whose deadline; "" without one.
        times: knows the office's zone.
        now: the present moment.
        width: cells there are; a longer form gives way to a shorter one.
    """
    if case.due_at is None:
        return ""
    sign = cell_len(marked("")) if case.provisional else 0
    room = None if width is None else width - sign
    if case.clock_running:
        words = times.due(case.due_at, now, room)
    elif is_late(case, now) and case.clock_stopped_at is not None:
        words = times.due(case.due_at, case.clock_stopped_at, room)
    else:
        words = times.moment(case.due_at, now, room)
    return marked(words) if case.provisional else words


def marked(words: str) -> str:
    """Return a deadline with the sign of a provisional one."""
    return _("~%(due)s", due=words)


def provisional_words(years: Iterable[int]) -> str:
    """Return why a deadline is provisional; "" if it is not."""
    named = _(", ").join(map(str, years))
    return (
        _("provisional: without the days off of %(years)s, not published yet", years=named) if named else ""
    )

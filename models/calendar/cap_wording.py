"""The lines of a receipt about the deadlines of superior levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calendar.rules import Limit, parse_limit
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from models.calendar.caps import ShownCap

_LEVELS = {"city": N_("Deadline of the city: %(due)s"), "district": N_("Deadline of the district: %(due)s")}


def cap_lines(
    caps: Iterable[ShownCap], limit: Callable[[Limit], Phrase], moment: Callable[[datetime], Phrase]
) -> Iterator[Phrase]:
    """Say what superior levels want, and how much earlier ours is.

    Args:
        caps: their deadlines.
        limit: puts a limit into words.
        moment: puts a moment into words.
    """
    for cap in caps:
        theirs = Phrase(_LEVELS[cap.level], due=moment(cap.due))
        if cap.reserve is None:
            yield theirs
        else:
            yield Phrase(
                N_("%(theirs)s; ours is %(reserve)s earlier: %(ours)s"),
                theirs=theirs,
                reserve=limit(parse_limit(cap.reserve)),
                ours=moment(cap.ours),
            )


def decides_line(counted: Phrase) -> Phrase:
    """Say that a superior's deadline decides, and when it would be due without."""
    return Phrase(N_("That comes before what the condition allows, %(due)s, and decides."), due=counted)

"""Which version of a matter holds when: days cut and joined, without a database.

A matter's standing spans do not overlap. Whatever is changed is changed *from a day on*: what
held before that day stays as it was, also when the past is asked for later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from models.catalogue.refusals import BadForce, LaterVersion
from models.catalogue.views import MatterStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALWAYS: Final = date.min
"""The first day of what has held as long as anybody knows."""
FOREVER: Final = date.max
"""The end of what has no end; spans end *before* this day."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which a version holds: from ``valid_from`` until before ``valid_to``.

    ``id`` is 0 for a span that is not written yet.
    """

    matter_id: int
    version_id: int
    code: str
    valid_from: date
    valid_to: date
    id: int = 0

    def covers(self, day: date) -> bool:
        """Say whether it holds on ``day``."""
        return self.valid_from <= day < self.valid_to

    def status(self, day: date) -> MatterStatus:
        """Return where it stands on ``day``."""
        if self.covers(day):
            return MatterStatus.IN_FORCE
        return MatterStatus.UPCOMING if day < self.valid_from < self.valid_to else MatterStatus.RETIRED

    @property
    def last_day(self) -> date | None:
        """The last day of its force; ``None`` while it has no end."""
        return None if self.valid_to == FOREVER else max(self.valid_to, ALWAYS + DAY) - DAY


@dataclass(frozen=True, slots=True)
class Cut:
    """What changes on a matter's line of days: spans no longer known so, and spans instead."""

    closed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()


def chosen(spans: Iterable[Span], day: date) -> Span | None:
    """Return the span somebody means on ``day``: in force, else the next to come, else the last."""
    ranked = sorted(spans, key=lambda span: _rank(span, day))
    return ranked[0] if ranked else None


def _rank(span: Span, day: date) -> tuple[int, int, int]:
    match span.status(day):
        case MatterStatus.IN_FORCE:
            return (0, 0, -span.id)
        case MatterStatus.UPCOMING:
            return (1, span.valid_from.toordinal(), -span.id)
        case MatterStatus.RETIRED:
            return (2, -span.valid_to.toordinal(), -span.id)


def put(spans: Sequence[Span], new: Span) -> Cut:
    """Let ``new`` hold from its first day on, whatever held then.

    Args:
        spans: the standing spans of the matter, in any order.
        new: the span that is to hold; nothing may stand after its first day but what it cuts.

    Raises:
        LaterVersion: another version is already known to begin later.
    """
    cut = _cut(spans, new.valid_from, new.code)
    return Cut(cut.closed, (*cut.added, new))


def end(spans: Sequence[Span], day: date, code: str) -> Cut:
    """Let nothing hold from ``day`` on.

    What was to begin on that day or later keeps a span of no days, so that the matter and its
    number are still known.

    Raises:
        LaterVersion: a version is already known to begin later.
    """
    cut = _cut(spans, day, code)
    begun = [span for span in cut.closed if span.valid_from >= day]
    if not begun:
        return cut
    last = max(begun, key=lambda span: span.valid_to)
    return Cut(cut.closed, (*cut.added, replace(last, id=0, valid_from=day, valid_to=day)))


def _cut(spans: Sequence[Span], day: date, code: str) -> Cut:
    closed: list[Span] = []
    added: list[Span] = []
    for span in spans:
        if span.valid_from > day and span.valid_to > span.valid_from:
            raise LaterVersion(code, span.valid_from)
        if span.valid_from >= day:
            closed.append(span)
        elif span.valid_to > day:
            closed.append(span)
            added.append(replace(span, id=0, valid_to=day))
    return Cut(tuple(closed), tuple(added))


def dated(spans: Sequence[Span], first: date, finish: date, day: date, code: str) -> Cut:
    """Let a matter be in force from ``first`` until before ``finish``, saying what it says now.

    Args:
        spans: its standing spans.
        first: the first day of its present unbroken force; a day on which one of its versions
            takes force changes nothing.
        finish: the day before which it is to end.
        day: today; a force that is over begins anew on this day, it is not filled up.
        code: its code, for refusals.

    Raises:
        BadForce: its force would end before it begins, or its beginning cannot be moved because
            several versions have held since, or into an earlier force of its own.
        LaterVersion: a version is known to begin after the new end.
    """
    begun, ended = force_of(spans)
    moved = first not in {span.valid_from for span in spans}
    last = max(spans, key=lambda span: (span.valid_to, span.valid_from))
    before = [span.valid_to for span in spans if span is not last and span.valid_from < span.valid_to]
    if moved and (last.valid_from != begun or finish < first or any(each > first for each in before)):
        raise BadForce(code, first, finish - DAY if finish != FOREVER else finish)
    if moved:
        return Cut((last,), (replace(last, id=0, valid_from=first, valid_to=finish),))
    if finish == ended:
        return Cut()
    if finish < ended:
        return end(spans, finish, code)
    if ended > day:
        return Cut((last,), (replace(last, id=0, valid_to=finish),))
    return put(spans, replace(last, id=0, valid_from=day, valid_to=finish))


def force_of(spans: Iterable[Span]) -> tuple[date, date]:
    """Return the first day of a matter's latest unbroken force, and the day before which it ends.

    Args:
        spans: the standing spans of one matter, at least one.
    """
    return _forces(spans)[-1]


def force_on(spans: Iterable[Span], day: date) -> tuple[date, date]:
    """Return the bounds, as :func:`force_of`, of the unbroken force somebody means on ``day``.

    Args:
        spans: the standing spans of one matter, at least one.
        day: as for :func:`chosen`.
    """
    known = list(spans)
    meant = chosen(known, day)
    around = [each for each in _forces(known) if meant and each[0] <= meant.valid_from <= each[1]]
    return around[-1] if around else force_of(known)


def _forces(spans: Iterable[Span]) -> list[tuple[date, date]]:
    ordered = sorted(spans, key=lambda span: (span.valid_from, span.valid_to))
    found = [(ordered[0].valid_from, ordered[0].valid_to)]
    for span in ordered[1:]:
        begin, finish = found[-1]
        if span.valid_from > finish:
            found.append((span.valid_from, span.valid_to))
        else:
            found[-1] = (begin, max(finish, span.valid_to))
    return found


def finish_after(last_day: date | None) -> date:
    """Return the day before which a force ends whose last day this is; ``None`` for no end.

    Registers write "no end" as 9999-12-31 too.
    """
    return FOREVER if last_day is None or last_day == FOREVER else last_day + DAY

"""The promise of a case: its deadline, its warning and its receipt, frozen together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self

from models.calendar.arithmetic import Deadline
from models.calendar.caps import shown
from models.calendar.pauses import Pause, paused
from models.calendar.receipt import explain
from models.calendar.rules import Counting, Limit, Mode, Unit
from models.cases.rules import WARN_PART

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlmodel import Session

    from models.calendar.arithmetic import WorkingTime
    from models.calendar.caps import Cap
    from models.calendar.compiling import OfficeCalendar
    from models.calendar.receipt import Receipt
    from models.catalogue.views import LimitMode


class Calendars(Protocol):
    """What cases need of the calendar's service."""

    def current_within(self, session: Session) -> OfficeCalendar:
        """Return the edition in force."""
        ...

    def by_id_within(self, session: Session, edition_id: int) -> OfficeCalendar:
        """Return the edition a case is pinned to."""
        ...


@dataclass(frozen=True, slots=True)
class Promise:
    """A deadline as it is kept with a case."""

    calendar_edition_id: int
    due_at: datetime
    warn_at: datetime
    receipt: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stretch(Pause):
    """A pause as a case keeps it: two texts."""

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> Self:
        """Read what a case keeps."""
        begin, end = (datetime.fromisoformat(text) for text in texts)
        return cls(begin, end)


def promise(
    calendar: OfficeCalendar,
    started: datetime,
    *,
    amount: int,
    unit: str,
    mode: LimitMode,
    extensions: int = 0,
    pauses: Sequence[Pause] = (),
    caps: Sequence[Cap] = (),
) -> Promise:
    """Work out the deadline of a limit that began to run at ``started``.

    Each extension adds the whole limit once; while the clock stood still nothing of it ran. The
    warning keeps its distance to the deadline, measured as the limit is.

    Where a superior level wants it earlier (``caps``), it is due then, and the warning comes when two
    thirds of the time to that have passed.

    Where it reaches into a year whose notice is not published, the answer is provisional
    and the receipt says so: work goes on in December.

    Raises:
        ImpossibleLimit: the limit is nothing or more than ten years.
        MomentOutOfReach: ``started`` is absurdly far away.
    """
    limit = Limit(amount * (1 + extensions), Unit(unit))
    counting = Counting(mode=Mode(mode.value), provisional=True)
    deadline, receipt = explain(calendar.time, started, limit, counting)
    warn_at = calendar.time.part_passed(started, deadline, limit, WARN_PART)
    receipt = replace(receipt, extensions=extensions)
    if pauses:
        moved = paused(calendar.time, deadline, limit, pauses, counting)
        warn_at = _kept_distance(calendar.time, warn_at, deadline, moved, limit)
        local = calendar.time.local
        receipt = replace(
            receipt,
            pauses=tuple((local(each.begin), local(each.end)) for each in pauses),
            moved_to=moved.local,
            provisional_years=moved.provisional_years,
        )
        deadline = moved
    if caps:
        due, warn_at, receipt = _capped(calendar.time, started, limit, receipt, deadline, warn_at, caps)
        return Promise(calendar.edition.id, due, min(warn_at, due), receipt.to_document())
    document = receipt.to_document()
    return Promise(calendar.edition.id, deadline.at, min(warn_at, deadline.at), document)


def _capped(
    time: WorkingTime,
    started: datetime,
    limit: Limit,
    receipt: Receipt,
    deadline: Deadline,
    warn_at: datetime,
    caps: Sequence[Cap],
) -> tuple[datetime, datetime, Receipt]:
    """Return deadline, warning and receipt where superior levels have a say as well."""
    receipt = replace(receipt, caps=tuple(shown(time, cap) for cap in caps))
    first = min(caps, key=lambda cap: cap.ours)
    if first.ours >= deadline.at:
        return deadline.at, warn_at, receipt
    local = time.local(first.ours)
    capped = Deadline(first.ours, local, local.date(), deadline.provisional_years)
    # Set after the clock started and due before it did, nothing is left to warn of.
    warned = time.part_passed(started, capped, limit, WARN_PART) if first.ours > started else first.ours
    return first.ours, warned, replace(receipt, capped_to=local)


def stage_promise(calendar: OfficeCalendar, started: datetime, limit: Limit, mode: Mode) -> Promise:
    """Work out the deadline of a stage clock that began to run at ``started``; it never stands still.

    Raises:
        MomentOutOfReach: ``started`` is absurdly far away.
    """
    counting = Counting(mode=mode, provisional=True)
    deadline, receipt = explain(calendar.time, started, limit, counting)
    warn_at = calendar.time.part_passed(started, deadline, limit, WARN_PART)
    document = receipt.to_document()
    return Promise(calendar.edition.id, deadline.at, min(warn_at, deadline.at), document)


def _kept_distance(
    time: WorkingTime, warn_at: datetime, deadline: Deadline, moved: Deadline, limit: Limit
) -> datetime:
    """Return the warning of a moved deadline: as much before it as before."""
    if not limit.unit.working:
        return moved.at - (deadline.at - warn_at)
    left = time.position(deadline.local) - time.position(time.local(warn_at))
    return time.instant(time.moment_at(time.position(moved.local) - left))

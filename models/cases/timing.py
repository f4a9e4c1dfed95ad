"""The promise of a case: its deadline, its warning and its receipt, frozen together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, Self

from models.calendar.arithmetic import Deadline
from models.calendar.caps import shown
from models.calendar.pauses import Pause, paused
from models.calendar.receipt import explain
from models.calendar.rules import Counting, Limit, Mode, Unit
from models.cases.rules import WARN_PART
from models.cases.settings.house import WARN_LEFT, share_of
from models.kernel.documents import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from sqlmodel import Session

    from models.calendar.arithmetic import WorkingTime
    from models.calendar.caps import Cap
    from models.calendar.compiling import OfficeCalendar
    from models.calendar.receipt import Receipt
    from models.catalogue.views import LimitMode


_WARN_LEFT = "warn_left"


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
    warn_left: Fraction = WARN_LEFT,
) -> Promise:
    """Work out the deadline of a limit that began to run at ``started``.

    Each extension adds the whole limit once; while the clock stood still nothing of it ran. The
    warning comes when ``warn_left`` of the limit is left, and keeps its distance to the deadline,
    measured as the limit is; a share that is not the packaged one stands in the receipt.

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
    warn_at = calendar.time.part_passed(started, deadline, limit, 1 - warn_left)
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
    document = receipt.to_document()
    if caps:
        due, warn_at, receipt = _capped(
            calendar.time, started, limit, receipt, deadline, warn_at, caps, warn_left
        )
        document = receipt.to_document()
    else:
        due = deadline.at
    if warn_left != WARN_LEFT:
        document[_WARN_LEFT] = str(warn_left)
    return Promise(calendar.edition.id, due, min(warn_at, due), document)


def _capped(
    time: WorkingTime,
    started: datetime,
    limit: Limit,
    receipt: Receipt,
    deadline: Deadline,
    warn_at: datetime,
    caps: Sequence[Cap],
    warn_left: Fraction,
) -> tuple[datetime, datetime, Receipt]:
    """Return deadline, warning and receipt where superior levels have a say as well."""
    receipt = replace(receipt, caps=tuple(shown(time, cap) for cap in caps))
    first = min(caps, key=lambda cap: cap.ours)
    if first.ours >= deadline.at:
        return deadline.at, warn_at, receipt
    local = time.local(first.ours)
    capped = Deadline(first.ours, local, local.date(), deadline.provisional_years)
    # Set after the clock started and due before it did, nothing is left to warn of.
    warned = time.part_passed(started, capped, limit, 1 - warn_left) if first.ours > started else first.ours
    return first.ours, warned, replace(receipt, capped_to=local)


def stage_promise(calendar: OfficeCalendar, started: datetime, limit: Limit, mode: Mode) -> Promise:
    """Work out the deadline of a stage clock that began to run at ``started``; it never stands still.

    Raises:
        MomentOutOfReach: ``started`` is absurdly far away.
    """
    due_at, warn_at, document = _stage(calendar.time, started.replace(second=0, microsecond=0), limit, mode)
    return Promise(calendar.edition.id, due_at, warn_at, document)


@lru_cache(maxsize=64)
def _stage(
    time: WorkingTime, minute: datetime, limit: Limit, mode: Mode
) -> tuple[datetime, datetime, dict[str, Any]]:
    """Work out the same from a whole minute on, as everything here is counted.

    A set of cases is moved on at one moment; many clocks that start then have one deadline and one receipt.
    """
    deadline, receipt = explain(time, minute, limit, Counting(mode=mode, provisional=True))
    warn_at = time.part_passed(minute, deadline, limit, WARN_PART)
    return deadline.at, min(warn_at, deadline.at), Written(receipt.to_document())


def warned_at(receipt: Mapping[str, Any] | None) -> Fraction:
    """Return the share of the limit that is left when the light turns yellow, as it was promised."""
    return share_of((receipt or {}).get(_WARN_LEFT)) or WARN_LEFT


def _kept_distance(
    time: WorkingTime, warn_at: datetime, deadline: Deadline, moved: Deadline, limit: Limit
) -> datetime:
    """Return the warning of a moved deadline: as much before it as before."""
    if not limit.unit.working:
        return moved.at - (deadline.at - warn_at)
    left = time.position(deadline.local) - time.position(time.local(warn_at))
    return time.instant(time.moment_at(time.position(moved.local) - left))

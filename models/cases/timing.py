"""The promise of a case: its deadline, its warning and its receipt, frozen together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self

from models.calendar.pauses import Pause, paused
from models.calendar.receipt import explain
from models.calendar.rules import Counting, Limit, Mode, Unit
from models.cases.settings.house import WARN_LEFT, share_of
from models.kernel.documents import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from sqlmodel import Session

    from models.calendar.arithmetic import Deadline, WorkingTime
    from models.calendar.compiling import OfficeCalendar
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
    warn_left: Fraction = WARN_LEFT,
) -> Promise:
    """Work out the deadline of a limit that began to run at ``started``.

    Each extension adds the whole limit once; while the clock stood still nothing of it ran. The
    warning comes when ``warn_left`` of the limit is left, and keeps its distance to the deadline,
    measured as the limit is; a share that is not the packaged one stands in the receipt.

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
    document: dict[str, Any] = plain(receipt.to_document())
    if warn_left != WARN_LEFT:
        document[_WARN_LEFT] = str(warn_left)
    return Promise(calendar.edition.id, deadline.at, min(warn_at, deadline.at), document)


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

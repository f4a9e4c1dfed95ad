"""The promise of a case: its deadline, its warning and its receipt, frozen together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from models.calendar.receipt import explain
from models.calendar.rules import Counting, Limit, Mode, Unit
from models.cases.rules import WARN_PART
from models.kernel.documents import plain

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.calendar.service import OfficeCalendar
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


def promise(
    calendar: OfficeCalendar, started: datetime, *, amount: int, unit: str, mode: LimitMode
) -> Promise:
    """Work out the deadline of a limit that began to run at ``started``.

    Where it reaches into a year whose notice is not published, the answer is provisional
    and the receipt says so: work goes on in December.

    Raises:
        ImpossibleLimit: the limit is nothing or more than ten years.
        MomentOutOfReach: ``started`` is absurdly far away.
    """
    limit = Limit(amount, Unit(unit))
    counting = Counting(mode=Mode(mode.value), provisional=True)
    deadline, receipt = explain(calendar.time, started, limit, counting)
    warn_at = calendar.time.part_passed(started, deadline, limit, WARN_PART)
    document: dict[str, Any] = plain(receipt.to_document())
    return Promise(calendar.edition.id, deadline.at, min(warn_at, deadline.at), document)

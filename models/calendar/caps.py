"""Deadlines that others set: how much earlier ours is, and what they do to one that was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from models.calendar.rules import MINUTES_PER_DAY, Limit, parse_limit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.calendar.arithmetic import WorkingTime


@dataclass(frozen=True, slots=True)
class Cap:
    """A deadline of a superior level and ours before it; both are instants in UTC.

    ``reserve`` is how much earlier ours is; ``None`` where it is the same. ``edition`` is the edition of the
    calendar it was counted back on.
    """

    level: str
    due_at: datetime
    ours: datetime
    reserve: Limit | None
    edition: int

    @classmethod
    def from_document(cls, level: str, document: Mapping[str, Any]) -> Self:
        """Read what a case keeps."""
        reserve = document["reserve"]
        return cls(
            level,
            datetime.fromisoformat(document["due_at"]),
            datetime.fromisoformat(document["ours"]),
            None if reserve is None else parse_limit(reserve),
            document["edition"],
        )


@dataclass(frozen=True, slots=True)
class ShownCap:
    """A cap as a receipt keeps it: times of the office's clock, naive."""

    level: str
    due: datetime
    ours: datetime
    reserve: str | None

    def to_document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "level": self.level,
            "due": self.due.isoformat(timespec="minutes"),
            "ours": self.ours.isoformat(timespec="minutes"),
            "reserve": self.reserve,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read back what :meth:`to_document` gave."""
        due, ours = (datetime.fromisoformat(document[name]) for name in ("due", "ours"))
        return cls(document["level"], due, ours, document["reserve"])


def caps_document(caps: Sequence[ShownCap], capped_to: datetime | None) -> dict[str, Any]:
    """Return what a receipt keeps of its caps; nothing where there are none."""
    kept: dict[str, Any] = {"caps": [cap.to_document() for cap in caps]} if caps else {}
    if capped_to is not None:
        kept["capped_to"] = capped_to.isoformat(timespec="minutes")
    return kept


def moment_of(text: str | None) -> datetime | None:
    """Read a moment of a receipt that may be missing."""
    return None if text is None else datetime.fromisoformat(text)


def shown(time: WorkingTime, cap: Cap) -> ShownCap:
    """Return a cap on the office's clock."""
    reserve = None if cap.reserve is None else str(cap.reserve)
    return ShownCap(cap.level, time.local(cap.due_at), time.local(cap.ours), reserve)


def earlier(time: WorkingTime, due: datetime, reserve: Limit) -> datetime:
    """Return the latest instant that lies ``reserve`` before ``due``; whole minutes.

    Working time is counted back inside the office windows, everything else on the wall clock. Years without
    a notice count Monday to Friday.

    Raises:
        MomentOutOfReach: ``due`` lies before 1996 or after 2199.
    """
    local = time.local(due)
    if reserve.unit.working:
        return time.instant(time.moment_at(time.position(local) - time.minutes_of(reserve)))
    of_the_unit = reserve.unit.minutes or MINUTES_PER_DAY
    return time.instant(local) - timedelta(minutes=reserve.count * of_the_unit)

"""The promise of an assisting unit's task: worked out as the case's own, and no later than it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime  # noqa: TC003 -- a field of a dataclass
from typing import TYPE_CHECKING, Any, Protocol

from models.cases.timing import Stretch, promise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.calendar.compiling import OfficeCalendar
    from models.calendar.pauses import Pause
    from models.catalogue.views import LimitMode


class Bounds(Protocol):
    """What a task's clock needs of the case: its row."""

    @property
    def due_at(self) -> datetime: ...  # noqa: D102 -- the columns of ``cases``, described there
    @property
    def warn_at(self) -> datetime: ...  # noqa: D102
    @property
    def pauses(self) -> list[list[str]] | None: ...  # noqa: D102


class Timed(Protocol):
    """What its own row says of a task's clock."""

    @property
    def started_at(self) -> datetime: ...  # noqa: D102 -- the columns of ``case_task``, described there
    @property
    def limit_amount(self) -> int: ...  # noqa: D102
    @property
    def limit_unit(self) -> str: ...  # noqa: D102
    @property
    def mode(self) -> LimitMode: ...  # noqa: D102
    @property
    def capped(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class TaskPromise:
    """A deadline as it is kept with a task; ``bound`` says that it is the case's, which comes before."""

    calendar_edition_id: int
    due_at: datetime
    warn_at: datetime
    receipt: dict[str, Any]
    bound: bool


def pauses_since(started: datetime, pauses: Sequence[Sequence[str]] | None) -> list[Pause]:
    """Return when the clock of a task stood still: while its case was on hold."""
    # A case keeps whole seconds.
    since = started.replace(microsecond=0)
    return [each for each in map(Stretch.from_texts, pauses or ()) if each.begin >= since]


def task_promise(calendar: OfficeCalendar, case: Bounds, task: Timed) -> TaskPromise:
    """Work out when a task is due; the warning of one bound by its case is no later than the case's.

    Raises:
        ImpossibleLimit: the limit is nothing or more than ten years.
    """
    made = promise(
        calendar,
        task.started_at,
        amount=task.limit_amount,
        unit=task.limit_unit,
        mode=task.mode,
        pauses=pauses_since(task.started_at, case.pauses),
    )
    bound = task.capped and case.due_at < made.due_at
    return TaskPromise(
        made.calendar_edition_id,
        case.due_at if bound else made.due_at,
        min(made.warn_at, case.warn_at) if bound else made.warn_at,
        made.receipt,
        bound,
    )


def promise_columns(made: TaskPromise) -> dict[str, Any]:
    """Return a promise as the columns of a task."""
    return asdict(made)

"""What can be said wrong about saved queues: filters nobody understands, counters that miscount."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.accounts.queries import actor as actor_of
from models.cases.arranging import Whole, base_of
from models.cases.filter_refusals import FilterNotUnderstood
from models.cases.saved_counting import Asked, count, recounted
from models.cases.saved_queries import conditions_of, every_row
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any
    from zoneinfo import ZoneInfo

    from sqlalchemy import Row
    from sqlmodel import Session


ROOM = "cases"
_ORIGIN = "check"


def saved_findings(session: Session, now: datetime, zone: ZoneInfo) -> Iterator[Finding]:
    """Yield which saved queues cannot be shown, and whose counter differs from a count case by case."""
    asked: list[Asked] = []
    names: dict[int, str] = {}
    for row in every_row(session):
        base = base_of(row.base)
        owner = actor_of(session, row.account_id, _ORIGIN)
        if base is None:
            yield _finding(
                row, N_("The saved queue “%(name)s” rests on “%(base)s”, which is no queue."), base=row.base
            )
            continue
        try:
            wanted = conditions_of(row, owner, now, zone)
        except FilterNotUnderstood as refusal:
            yield _finding(
                row,
                N_("The filter of the saved queue “%(name)s” is not understood: %(why)s"),
                why=str(refusal),
            )
            continue
        if base is not Whole.EVERY:
            names[row.id] = row.name
            asked.append(Asked(row.id, owner, base, partial(list, wanted)))
    kept = {each.queue_id: count(session, each.actor, each.base, each.wanted(), now) for each in asked}
    for queue_id, counted in recounted(session, asked, now):
        if counted != kept[queue_id]:
            yield Finding(
                ROOM,
                f"saved_queue:{queue_id}",
                N_("The saved queue “%(name)s” counts %(kept)s cases, one by one there are %(counted)s."),
                {"name": names[queue_id], "kept": kept[queue_id].cases, "counted": counted.cases},
            )


def _finding(row: Row[Any], sentence: str, **params: str) -> Finding:
    return Finding(ROOM, f"saved_queue:{row.id}", sentence, {"name": row.name, **params})

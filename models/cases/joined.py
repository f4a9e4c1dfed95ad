"""Reads of what was merged: the cases in a lead, and whether their reporters wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, select

from models.cases.columns import CASES, EVENTS, MERGED
from models.cases.kinds import CALL_BACK_CHANNELS, Action
from models.cases.numbers import short_number
from models.cases.views import JoinedCase
from models.kernel.masking import mask_name, mask_phone
from models.kernel.ready import Ready

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlmodel import Session


def waits(row: Row[Any]) -> bool:
    """Say whether somebody who reported a case is to be called back once it is closed."""
    return row.channel in CALL_BACK_CHANNELS and bool(row.reporter_phone)


_NAMES = ("id", "number", "title", "channel", "reporter_name", "reporter_phone", "version")
_JOINED: Select[Any] = select(*(CASES.c[name] for name in _NAMES)).where(MERGED).order_by(CASES.c.id)
_INTO_ONE = Ready(_JOINED.where(CASES.c.lead_id == bindparam("lead_id")))


def joined_rows(session: Session, case_id: int | None) -> list[Row[Any]]:
    """Return the cases merged into a case, and into those, level by level in the order of their ids."""
    found: list[Row[Any]] = []
    level: Sequence[int] = [] if case_id is None else [case_id]
    while level:
        if len(level) == 1:
            # Nearly every case has nothing merged into it: its screen and every step ask.
            rows = _INTO_ONE.rows(session, lead_id=level[0])
        else:
            several = _JOINED.where(CASES.c.lead_id.in_(level))
            rows = list(session.connection().execute(several).all())
        found.extend(rows)
        level = [row.id for row in rows]
    return found


def joined_cases(session: Session, case_id: int) -> tuple[JoinedCase, ...]:
    """Return the cases merged into a case as its screen lists them; personal data masked."""
    rows = joined_rows(session, case_id)
    if not rows:
        return ()
    steps = select(EVENTS.c.case_id, EVENTS.c.at, EVENTS.c.actor_name).where(
        and_(EVENTS.c.case_id.in_([row.id for row in rows]), EVENTS.c.action == Action.MERGE)
    )
    # In the order of time: the last merge of a case is the one that holds.
    merges = {row.case_id: row for row in session.connection().execute(steps.order_by(EVENTS.c.seq))}
    return tuple(
        JoinedCase(
            id=row.id,
            number=row.number,
            short_number=short_number(row.number),
            title=row.title,
            channel=row.channel,
            reporter_name=mask_name(row.reporter_name),
            reporter_phone=mask_phone(row.reporter_phone),
            call_back=waits(row),
            merged_at=merges[row.id].at if row.id in merges else None,
            merged_by=merges[row.id].actor_name if row.id in merges else "",
        )
        for row in rows
    )

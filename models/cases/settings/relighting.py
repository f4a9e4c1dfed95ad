"""Warnings of running cases moved to the share now in force: only when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.calendar.rules import Unit
from models.cases.columns import CASES, CONDITIONS, MATTER_VERSIONS, OPEN
from models.cases.kinds import CaseState
from models.cases.ledgering import shown, stream_of
from models.cases.lights import light
from models.cases.settings.views import LightMove
from models.cases.timing import Stretch, promise
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.settings.house import House
    from models.cases.timing import Calendars

_AT_ONCE = 500


def moved_lights(session: Session, calendars: Calendars, house: House, now: datetime) -> list[LightMove]:
    """Return the open cases whose warning stands elsewhere under ``house``, the nearest deadline first."""
    return [move for move, *_receipts in _moves(session, calendars, house, now)]


def move_lights(
    session: Session, calendars: Calendars, house: House, actor: Actor, now: datetime
) -> list[LightMove]:
    """Move the warnings; each case's ledger says from when to when.

    A case keeps its version: what people are writing about it does not concern its light.
    """
    found = list(_moves(session, calendars, house, now, holding=True))
    for move, _before, receipt in found:
        session.connection().execute(
            update(CASES)
            .where(CASES.c.id == move.case_id, CASES.c.version == move.version)
            .values(warn_at=move.moved_to, receipt=receipt)
        )
    for start in range(0, len(found), _AT_ONCE):
        part = found[start : start + _AT_ONCE]
        record_many(session, actor, now, [_entry(*each, house) for each in part])
    return [move for move, *_receipts in found]


def _entry(
    move: LightMove, before: dict[str, Any], after: dict[str, Any], house: House
) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    was = shown({"warn_at": move.warn_at, "receipt": before})
    now = shown({"warn_at": move.moved_to, "receipt": after}) | {"settings": house.number}
    return stream_of(move.number), "case.warn", was, now


def _moves(
    session: Session, calendars: Calendars, house: House, now: datetime, *, holding: bool = False
) -> Iterator[tuple[LightMove, dict[str, Any], dict[str, Any]]]:
    for row in _running(session, holding=holding):
        again = promise(
            calendars.by_id_within(session, row.calendar_edition_id),
            row.clock_started_at,
            amount=row.limit_amount,
            unit=Unit(row.limit_unit),
            mode=row.mode,
            extensions=row.extensions,
            pauses=[Stretch.from_texts(pause) for pause in row.pauses or ()],
            warn_left=house.warn_share(row.urgency),
        )
        if again.warn_at != row.warn_at and again.due_at == row.due_at:
            turns = _light(row, row.warn_at, now) is not _light(row, again.warn_at, now)
            yield (
                LightMove(row.id, row.number, row.version, row.warn_at, again.warn_at, turns),
                row.receipt,
                again.receipt,
            )


def _light(row: Row[Any], warn_at: datetime, now: datetime) -> object:
    return light(
        now,
        due_at=row.due_at,
        warn_at=warn_at,
        running=row.clock_running,
        stopped_at=row.clock_stopped_at,
        held=row.state is CaseState.HELD,
    )


def _running(session: Session, *, holding: bool) -> Sequence[Row[Any]]:
    names: Iterable[str] = (
        "id", "number", "version", "state", "due_at", "warn_at", "clock_running", "clock_started_at",
        "clock_stopped_at", "calendar_edition_id", "extensions", "pauses", "receipt",
    )  # fmt: skip
    statement: Select[Any] = (
        select(
            *(CASES.c[name] for name in names),
            CONDITIONS.c.limit_amount,
            CONDITIONS.c.limit_unit,
            CONDITIONS.c.mode,
            MATTER_VERSIONS.c.urgency,
        )
        .join(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CONDITIONS.c.matter_version_id)
        .where(OPEN, CASES.c.clock_running | (CASES.c.state == CaseState.HELD))
        .order_by(CASES.c.due_at, CASES.c.id)
    )
    if holding:
        statement = statement.with_for_update(of=CASES)
    rows: Sequence[Row[Any]] = session.connection().execute(statement).all()
    return rows

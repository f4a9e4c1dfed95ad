"""Reading and writing stage clocks and the office's table of limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, null, or_, select, update

from models.cases.clocks import StageClock
from models.cases.columns import CASES, CLOCKS, LIMITS
from models.cases.limits import LimitTable, StageRule
from models.kernel.bulk import insert_rows, update_rows
from models.kernel.ready import Ready
from models.kernel.store import STORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.cases.clocks import ClockChanges

_FIELDS = (
    "stage", "limit", "mode", "started_at", "due_at", "warn_at", "calendar_edition_id", "receipt",
    "seq", "stopped_at", "stopped_seq", "aside", "id",
)  # fmt: skip
"""In the order of :class:`~models.cases.clocks.StageClock`."""
_COLUMNS = tuple(CLOCKS.c[name] for name in _FIELDS)
_WRITTEN = tuple(name for name in _FIELDS if name != "id")
_RENEWED = ("due_at", "warn_at", "calendar_edition_id", "receipt")
_STANDING = or_(CLOCKS.c.stopped_at.is_(None), CLOCKS.c.aside)
_SELECTED = select(*_COLUMNS).where(CLOCKS.c.case_id == bindparam("of_case")).order_by(CLOCKS.c.id)
_OF_CASE = Ready(_SELECTED)
_STANDING_OF_CASE = Ready(
    select(*(null().label(name) if name == "receipt" else CLOCKS.c[name] for name in _FIELDS))
    .where(CLOCKS.c.case_id == bindparam("of_case"), _STANDING)
    .order_by(CLOCKS.c.id)
)
_RULES = select(
    LIMITS.c.id,
    LIMITS.c.stage,
    LIMITS.c.channel,
    LIMITS.c.urgency,
    LIMITS.c.limit,
    LIMITS.c.mode,
    LIMITS.c.valid_from,
    LIMITS.c.made_at,
    LIMITS.c.made_by,
).order_by(LIMITS.c.valid_from, LIMITS.c.id)


def rules_of(session: Session) -> list[StageRule]:
    """Return every row of the table of limits, the oldest first."""
    return [StageRule(*row) for row in session.connection().execute(_RULES)]


def limit_table(session: Session) -> LimitTable:
    """Return the table of limits as :func:`rules_of` reads it, ready to be asked.

    It is kept in memory until somebody saved something, as the office's settings are
    (:func:`models.cases.settings.inforce.in_force`).
    """
    store = session.info.get(STORE)
    if store is None:
        return LimitTable(rules_of(session))

    def read(kept: LimitTable | None) -> LimitTable:
        # A reading of its own: what this transaction adds may never be saved.
        with store.read() as reading:
            rows = rules_of(reading)
        return kept if kept is not None and kept.rows == rows else LimitTable(rows)

    found: LimitTable = store.memo.recall("stage_limits", read)
    return found


def standing_clocks(session: Session, case_id: int | None) -> list[StageClock]:
    """Return the clocks of a case that run, or were set aside when it was merged.

    Without their receipts: a step that stops one, or works one out anew, has no use for what it said.
    """
    return [StageClock(*row) for row in _STANDING_OF_CASE.rows(session, of_case=case_id)]


def clocks_of(session: Session, case_id: int) -> list[StageClock]:
    """Return all clocks of a case, the oldest first."""
    return [StageClock(*row) for row in _OF_CASE.rows(session, of_case=case_id)]


def clocks_later(session: Session, case_id: int) -> Callable[[], list[StageClock]]:
    """Read the same; return what makes clocks of it."""
    found = _OF_CASE.later(session, of_case=case_id)
    return lambda: [StageClock(*row) for row in found()]


def standing_by_case(session: Session, case_ids: Iterable[int]) -> dict[int, list[StageClock]]:
    """Return the same as :func:`standing_clocks` of many cases; those without are left out."""
    statement = (
        select(CLOCKS.c.case_id, *_COLUMNS)
        .where(CLOCKS.c.case_id.in_(list(case_ids)), _STANDING)
        .order_by(CLOCKS.c.id)
    )
    found: dict[int, list[StageClock]] = {}
    for case_id, *row in session.connection().execute(statement):
        found.setdefault(case_id, []).append(StageClock(*row))
    return found


def write_started(session: Session, case_id: int, clocks: Iterable[StageClock], seq: int) -> None:
    """Write clocks that start with step ``seq``."""
    insert_rows(session, CLOCKS, INSERTED, [inserted_row(case_id, clock, seq) for clock in clocks])


def write_changes(session: Session, case_id: int, changes: ClockChanges, at: datetime, seq: int) -> None:
    """Write what step ``seq`` did to the clocks of a case."""
    moved: list[tuple[Any, ...]] = [
        *((at, seq, changes.aside, clock.id) for clock in changes.stopped),
        *((None, None, False, clock.id) for clock in changes.resumed),
    ]
    update_rows(session, CLOCKS, _MOVED, ("id",), moved)
    again = [(*(getattr(new, name) for name in _RENEWED), new.id) for _old, new in changes.recounted]
    update_rows(session, CLOCKS, _RENEWED, ("id",), again)
    write_started(session, case_id, changes.started, seq)


def take_back(session: Session, case_id: int, seq: int) -> None:
    """Undo what step ``seq`` did to the clocks of a case: those it started go, those it stopped run on."""
    connection = session.connection()
    of_case = CLOCKS.c.case_id == case_id
    connection.execute(delete(CLOCKS).where(of_case, CLOCKS.c.seq == seq))
    running = {"stopped_at": None, "stopped_seq": None, "aside": False}
    connection.execute(update(CLOCKS).where(of_case, CLOCKS.c.stopped_seq == seq).values(running))


INSERTED = ("case_id", *_WRITTEN)
"""Columns of a clock that a bulk import writes."""
_MOVED = ("stopped_at", "stopped_seq", "aside")


def inserted_row(case_id: int, clock: StageClock, seq: int | None = None) -> Sequence[Any]:
    """Return a clock as a bulk import writes it, in the order of :data:`INSERTED`."""
    if seq is not None:
        clock.seq = seq
    return (case_id, *(getattr(clock, name) for name in _WRITTEN))


def write_played(session: Session, played: Sequence[tuple[int, Sequence[StageClock]]]) -> None:
    """Write the clocks of cases played in memory: the new ones, and what became of those that stood."""
    every = [(case_id, clock) for case_id, clocks in played for clock in clocks]
    fresh = [inserted_row(case_id, clock) for case_id, clock in every if clock.id is None]
    insert_rows(session, CLOCKS, INSERTED, fresh)
    stood = [clock for _, clock in every if clock.id is not None]
    rows = [(*(getattr(clock, name) for name in _MOVED), clock.id) for clock in stood]
    update_rows(session, CLOCKS, _MOVED, ("id",), rows)


def running_rows(session: Session) -> Sequence[Row[Any]]:
    """Return every clock that runs with the number of its case, the one due first first."""
    statement = (
        select(CASES.c.number, CLOCKS.c.case_id, *_COLUMNS)
        .join(CASES, CASES.c.id == CLOCKS.c.case_id)
        .where(CLOCKS.c.stopped_at.is_(None))
        .order_by(CLOCKS.c.due_at, CLOCKS.c.id)
    )
    return session.connection().execute(statement).all()

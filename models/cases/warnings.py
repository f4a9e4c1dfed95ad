"""The door of warnings: clocks that come near their deadline, or pass it, are told of once.

Lights turn by the time alone and need nobody; a warning is for those who look at another screen just
then. A sweep raises them, in whichever process it runs; each stands in the table once for one deadline,
so that twenty consoles that sweep at once raise it once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, case, delete, exists, false, func, literal, or_, select, type_coerce

from models.accounts.views import Role
from models.cases.columns import CASES, RUNNING, STAGED
from models.cases.numbers import short_number
from models.cases.rules import READER_ROLES
from models.cases.sight import in_area
from models.cases.warning_tables import CaseWarning
from models.cases.warning_views import HANDLING, News, Warned, WarningView
from models.kernel.tables import table_of
from models.kernel.upsert import insert_into

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.kernel.clock import Clock
    from models.kernel.store import Store

WARNINGS = table_of(CaseWarning)
AT_ONCE = 500
"""Warnings raised in one transaction; a sweep that finds more comes back for the rest."""
KEPT = timedelta(days=90)
"""How long a warning is kept; nothing rests on it, the deadlines themselves stay with the case."""
MOST_TOLD = 5


class WarningService:
    """Warnings of deadlines.

    Args:
        store: the open database.
        clock: says what is due.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def sweep(self) -> dict[Warned, int]:
        """Raise what is to be warned of now; return how many warnings of each kind were raised.

        Asks for nobody's permission: it is time that acts. Safe in many processes at once.
        """
        raised = dict.fromkeys(Warned, 0)
        while True:
            now = self._clock.now()
            with self._store.read() as session:
                found = _to_warn(session, now)
                old = session.connection().scalar(select(exists().where(WARNINGS.c.at < now - KEPT)))
            if not found and not old:
                return raised
            with self._store.write(quiet=True) as session:
                for kind in _raise(session, found, now):
                    raised[kind] += 1
                session.connection().execute(delete(WARNINGS).where(WARNINGS.c.at < now - KEPT))
            if len(found) < AT_ONCE:
                return raised

    def news(self, actor: Actor, after: int | None) -> News:
        """Return the warnings raised since number ``after`` that concern the person.

        They concern whoever has the case in hand, and the lead of the unit that has it. ``None`` looks from
        now on: nobody is told what lay there before they came.
        """
        with self._store.read() as session:
            latest = session.connection().scalar(select(func.max(WARNINGS.c.id))) or 0
            if after is None or latest <= after or not actor.has(*READER_ROLES):
                return News((), latest)
            rows = session.connection().execute(_concerning(actor, after)).all()
        views = tuple(
            WarningView(
                row.id, row.number, short_number(row.number), row.title, row.clock, row.kind, row.due_at
            )
            for row in rows[:MOST_TOLD]
        )
        return News(views, latest, len(rows) - len(views))


def _to_warn(session: Session, now: datetime) -> Sequence[Row[Any]]:
    """Return case, clock, kind and deadline of what nobody was warned of; two reads of partial indexes."""
    handling = _unwarned(RUNNING, literal(HANDLING), CASES.c.warn_at, CASES.c.due_at, now)
    stage = type_coerce(CASES.c.stage, String)
    staged = _unwarned(STAGED, stage, CASES.c.stage_warn_at, CASES.c.stage_due_at, now)
    run = session.connection().execute
    return [*run(handling.limit(AT_ONCE)), *run(staged.limit(AT_ONCE))][:AT_ONCE]


def _unwarned(
    hint: Any,
    clock: ColumnElement[str],
    warn_at: ColumnElement[datetime],
    due_at: ColumnElement[datetime],
    now: datetime,
) -> Select[Any]:
    kind = case((due_at < now, literal(Warned.OVERDUE.value)), else_=literal(Warned.DUE_SOON.value))
    told = exists().where(
        WARNINGS.c.case_id == CASES.c.id,
        WARNINGS.c.clock == clock,
        type_coerce(WARNINGS.c.kind, String) == kind,
        WARNINGS.c.due_at == due_at,
    )
    return (
        select(CASES.c.id, clock.label("clock"), kind.label("kind"), due_at.label("due_at"))
        .where(hint, or_(due_at < now, warn_at <= now), ~told)
        .order_by(due_at, CASES.c.id)
    )


def _raise(session: Session, found: Sequence[Row[Any]], now: datetime) -> list[Warned]:
    """Write the warnings down; return the kinds of those no other process raised just now."""
    if not found:
        return []
    rows = [
        {"case_id": row.id, "clock": row.clock, "kind": Warned(row.kind), "due_at": row.due_at, "at": now}
        for row in found
    ]
    statement = insert_into(session, WARNINGS).values(rows).on_conflict_do_nothing()
    return list(session.connection().scalars(statement.returning(WARNINGS.c.kind)))


def _concerning(actor: Actor, after: int) -> Select[Any]:
    leads = (
        CASES.c.unit_id == actor.unit_id
        if actor.has(Role.UNIT_LEAD) and actor.unit_id is not None
        else false()
    )
    concerned = or_(CASES.c.owner_id == actor.account_id, leads)
    # What was acted on meanwhile needs no word any more.
    stands = or_(
        and_(WARNINGS.c.clock == HANDLING, CASES.c.clock_running, CASES.c.due_at == WARNINGS.c.due_at),
        and_(
            type_coerce(CASES.c.stage, String) == WARNINGS.c.clock, CASES.c.stage_due_at == WARNINGS.c.due_at
        ),
    )
    return (
        select(
            WARNINGS.c.id,
            CASES.c.number,
            CASES.c.title,
            WARNINGS.c.clock,
            WARNINGS.c.kind,
            WARNINGS.c.due_at,
        )
        .select_from(WARNINGS.join(CASES, CASES.c.id == WARNINGS.c.case_id))
        .where(WARNINGS.c.id > after, concerned, stands, *in_area(actor))
        .order_by(WARNINGS.c.id.desc())
        .limit(100)
    )

"""Cases as plain values: what a step reads, changes and writes, without an entity behind it.

The attributes are those of :class:`models.cases.tables.Case`. A step reads the row once, locked; what it
changes is set on it as it is written (:func:`models.kernel.tables.guarded_update`), so nothing is read again.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Text, bindparam, func, literal, select

from models.calendar import queries as edition
from models.calendar.queries import EDITIONS
from models.cases.columns import CASES, EVENTS, WORDS
from models.cases.ledgering import stream_of
from models.kernel.ready import Ready
from models.ledger.writing import HEADS, foresee

if TYPE_CHECKING:
    from sqlalchemy.sql.base import Executable
    from sqlmodel import Session

    from models.cases.tables import Case

_BESIDE = "case_beside"
_LATEST, _PLACE, _TEXT, _MARKS, _SEQ, _HASH = "-latest", "-place", "-text", "-marks", "-seq", "-hash"
_EDITION, _MADE = "-edition", "-made"


def _locking(engine: str) -> Executable:
    """Read a case to be changed; on SQLite together with what every step on it has to know as well.

    There the writer has the file to itself. On a server the row may have to be waited for, and what is read
    beside it would then be older than the row.
    """
    of_case = CASES.c.id == bindparam("case_id")
    if engine != "sqlite":
        return select(CASES).where(of_case).with_for_update()
    latest = select(func.max(EVENTS.c.seq)).where(EVENTS.c.case_id == CASES.c.id).scalar_subquery()
    newest = EDITIONS.alias("newer")
    in_force = EDITIONS.c.number == select(func.max(newest.c.number)).scalar_subquery()
    words = CASES.outerjoin(WORDS, WORDS.c.case_id == CASES.c.id)
    stream = literal(stream_of(""), Text).concat(CASES.c.number)
    return (
        select(
            CASES, latest.label(_LATEST),
            WORDS.c.place.label(_PLACE), WORDS.c.text.label(_TEXT), WORDS.c.marks.label(_MARKS),
            HEADS.c.seq.label(_SEQ), HEADS.c.hash.label(_HASH),
            EDITIONS.c.id.label(_EDITION), EDITIONS.c.created_at.label(_MADE),
        )
        .select_from(words.outerjoin(HEADS, HEADS.c.stream == stream).outerjoin(EDITIONS, in_force))
        .where(of_case)
    )  # fmt: skip


_LOCKED = Ready(_locking)


class CaseRow(SimpleNamespace):
    """A row of the table of cases."""

    __table__ = CASES


def locked_row(session: Session, case_id: int) -> Case | None:
    """Return a case nobody else changes before the transaction ends; ``None`` if it is not there."""
    row = _LOCKED.columns(session, case_id=case_id)
    if row is None:
        return None
    if _LATEST in row:
        take = row.pop
        seq, place, text, marks = take(_LATEST), take(_PLACE), take(_TEXT), take(_MARKS)
        session.info[_BESIDE] = [case_id, seq or 0, None if place is None else (place, text, marks)]
        foresee(session, stream_of(row["number"]), take(_SEQ), take(_HASH))
        edition.foresee(session, take(_EDITION), take(_MADE))
    return cast("Case", CaseRow(**row))


def known_seq(session: Session, case_id: int) -> int | None:
    """Return the place of the last step of a case's timeline if it was read with the row; once only."""
    known: int | None = _taken(session, case_id, 1)
    return known


def known_words(session: Session, case_id: int | None) -> tuple[int, str, str] | None:
    """Return place, text and marks of a case in the index of words in the same way."""
    known: tuple[int, str, str] | None = _taken(session, case_id, 2)
    return known


def forget_beside(session: Session) -> None:
    """Have it read again: somebody is about to change it by another way."""
    session.info.pop(_BESIDE, None)


def _taken(session: Session, case_id: int | None, part: int) -> Any:
    beside = session.info.get(_BESIDE)
    if beside is None or beside[0] != case_id:
        return None
    value, beside[part] = beside[part], None
    return value

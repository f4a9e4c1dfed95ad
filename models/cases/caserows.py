"""Cases as plain values: what a step reads, changes and writes, without an entity behind it.

The attributes are those of :class:`models.cases.tables.Case`. A step reads the row once, locked; what it
changes is set on it as it is written (:func:`models.kernel.tables.guarded_update`), so nothing is read again.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, select

from models.cases.columns import CASES
from models.kernel.ready import Ready

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.cases.tables import Case

_LOCKED = Ready(select(CASES).where(CASES.c.id == bindparam("case_id")).with_for_update())


class CaseRow(SimpleNamespace):
    """A row of the table of cases."""

    __table__ = CASES


def locked_row(session: Session, case_id: int) -> Case | None:
    """Return a case nobody else changes before the transaction ends; ``None`` if it is not there."""
    row = _LOCKED.columns(session, case_id=case_id)
    return None if row is None else cast("Case", CaseRow(**row))

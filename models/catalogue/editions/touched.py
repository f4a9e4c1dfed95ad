"""Which units, and how many of their people, gain or lose work by an edition."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.catalogue.editions.views import ChangeAction, Touched
from models.catalogue.standing import UNITS
from models.kernel.tables import table_of
from models.kernel.words import N_
from models.organisation.tables import Staff

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.catalogue.editions.changes import Changes

_STAFF = table_of(Staff)
GAINS = N_("%(unit)s (%(people)s people) gains %(gains)s matters and loses %(loses)s")


def units_touched(session: Session, changes: Changes) -> list[Touched]:
    """Return every unit whose matters become more, fewer or others."""
    gains: Counter[str] = Counter()
    loses: Counter[str] = Counter()
    for change in changes.changes:
        stood = change.old if change.action is not ChangeAction.CREATE else None
        was = stood.draft.lead_unit if stood is not None else ""
        now = change.draft.lead_unit if change.draft is not None else ""
        if change.action is ChangeAction.RETIRE or was != now:
            loses[was] += bool(was)
            gains[now] += bool(now)
    codes = sorted(code for code in gains.keys() | loses.keys() if gains[code] or loses[code])
    if not codes:
        return []
    people = (
        select(func.count()).where(_STAFF.c.unit_id == UNITS.c.id, _STAFF.c.active).correlate(UNITS)
    ).scalar_subquery()
    statement = select(UNITS.c.code, UNITS.c.name, people.label("people")).order_by(UNITS.c.code)
    return [
        Touched(
            "organisation",
            row.code,
            "",
            GAINS,
            {"unit": row.name, "people": row.people, "gains": gains[row.code], "loses": loses[row.code]},
        )
        for row in session.connection().execute(statement)
        if row.code in codes
    ]

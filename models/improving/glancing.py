"""How many corrective tasks wait for a person: a look into two small indexes, without loading the room.

Every console asks when it shows a person's day; only where something waits the rest is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Date, bindparam, text

from models.improving.views import Waiting

if TYPE_CHECKING:
    from datetime import date

    from models.accounts.views import Actor
    from models.kernel.store import Store

_COUNTED = (
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN due_on < :today THEN 1 ELSE 0 END), 0)"
    " FROM corrective_task WHERE state = 'open' AND "
)
_TODAY = bindparam("today", type_=Date())
_PERSONS = text(f"{_COUNTED} owner_id = :owner").bindparams(_TODAY)
_UNITS = text(f"{_COUNTED} unit_id = :owner AND owner_id IS NULL").bindparams(_TODAY)


def waiting(store: Store, actor: Actor, today: date) -> Waiting:
    """Count what is open for a person or their unit, and what of it is late."""
    asked = [(_PERSONS, actor.account_id)]
    if actor.unit_id is not None:
        asked.append((_UNITS, actor.unit_id))
    with store.read() as session:
        found = [
            session.connection().execute(statement, {"today": today, "owner": owner}).one()
            for statement, owner in asked
        ]
    return Waiting(sum(each[0] for each in found), sum(each[1] for each in found))

"""Reading the shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.kernel.tables import table_of
from models.shelf.tables import Scenario
from models.shelf.views import KeptScenario

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlmodel import Session

SCENARIOS = table_of(Scenario)
"""For whoever writes within a transaction of their own"""
_VIEW = [SCENARIOS.c[name] for name in KeptScenario.__dataclass_fields__]


def kept(session: Session, codes: Collection[str] | None = None) -> list[KeptScenario]:
    """Return the scenarios kept, by their codes; of ``codes`` only, if given."""
    statement = select(*_VIEW).order_by(SCENARIOS.c.code)
    if codes is not None:
        statement = statement.where(SCENARIOS.c.code.in_(codes))
    return [KeptScenario(*row) for row in session.connection().execute(statement)]

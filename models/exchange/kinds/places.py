"""What kinds that stand somewhere share: divisions that exist and lie in the person's area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from models.exchange.refusals import HoldsCases, OutsideArea, Unknown
from models.kernel.tables import table_of
from models.kernel.words import N_
from models.organisation.tables import Division

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlmodel import Session

    from models.exchange.frame import Row, Work
    from models.exchange.views import Problem

_DIVISIONS = table_of(Division)


def division_codes(session: Session) -> dict[str, Any]:
    """Return the level of every division by its code."""
    statement = select(_DIVISIONS.c.code, _DIVISIONS.c.level)
    return dict(session.connection().execute(statement).all())


def ids_by_code(session: Session, table: Table) -> dict[str, Any]:
    """Return the id of every row of a table by its code."""
    return dict(session.connection().execute(select(table.c.code, table.c.id)).all())


def place_problems(
    row: Row, facts: Mapping[str, Any], divisions: Mapping[str, Any], work: Work
) -> Iterator[Problem]:
    """Yield what is wrong with the division a row names."""
    code = facts["division_code"]
    if code not in divisions:
        yield work.problem(row, "division_code", code, Unknown(N_("division"), code, divisions))
    elif not work.actor.sees(code):
        yield work.problem(row, "division_code", code, OutsideArea())


def closing_problems(
    row: Row, facts: Mapping[str, Any], held: Mapping[str, int], work: Work
) -> Iterator[Problem]:
    """Yield that a row closes what still holds open cases; ``held`` counts them by code."""
    count = held.get(facts["code"], 0)
    if count and not facts["active"]:
        yield work.problem(row, "active", facts["active"], HoldsCases(count))

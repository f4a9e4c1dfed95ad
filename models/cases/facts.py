"""The narrow indexes of what filters ask of open cases, and how to have something counted by them.

A case has two thousand letters, of which a counter wants to know the state and the source. The index
``ix_cases_open_facts`` has these of open cases only, in the order of state and division, so that a person's
sight is a few ranges of it, whichever it is. What asks for nothing but the days on which cases are due reads
``ix_cases_open_due``, where they stand together. What is late and what came back have indexes already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Column, text
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from models.cases.columns import CASES, MISSED, OPEN, RETURNED
from models.cases.kinds import FINAL_STATES, CaseState
from models.cases.narrowing import LISTED_DUE
from models.kernel.hints import S, going_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select, TextClause

    Condition = ColumnElement[bool] | TextClause

_FACTS, _AREA, _DUE = "ix_cases_open_facts", "ix_cases_open_area", "ix_cases_open_due"
_PRESSING, _RETURNED, _MISSED = "ix_cases_open_state", "ix_cases_open_returned", "ix_cases_open_missed"
_SOME = ((RETURNED, _RETURNED), (MISSED, _MISSED))
"""What few open cases have, and the index of these"""
_COLUMNS = {str(index.name): frozenset(column.name for column in index.columns) for index in CASES.indexes}
_TOLD = text("cases.open AND cases.id > 0")
"""The condition of these three, word for word"""
_STATES = ", ".join(f"'{state}'" for state in sorted(set(CaseState) - FINAL_STATES))
# They say nothing new, and let the column after them in an index be entered as a range. Spelled out: what is
# asked again and again is compiled once, and a list of values is not.
_OPEN_STATES = text(f"cases.state IN ({_STATES})")


def by_area(statement: S) -> S:
    """Return a statement that asks for states and divisions of open cases alone, and reads only their index.

    It is the smallest: what is read of it with every look stays in the little memory a console has for pages.
    """
    return going_by(statement.where(_TOLD, _OPEN_STATES), CASES, _AREA)


def narrowest(statement: Select[Any], held: Sequence[Condition]) -> Select[Any] | None:
    """Return ``statement`` going by the index that has all ``held`` asks for; ``None`` if none has.

    Who has a case, and in which grid it lies, is in none: by these there are indexes that leave few rows.
    """
    parts = [part for condition in held for part in iterate(condition)]
    names = {part.name for part in parts if isinstance(part, Column) and part.table is CASES}
    if "due_at" in names and names <= _COLUMNS[_DUE]:
        # Led to the right index, it may be asked by its days.
        column_of_due: Any = _column_of_due
        plainly = cast("Select[Any]", replacement_traverse(statement.where(_TOLD), {}, column_of_due))
        return going_by(plainly, CASES, _DUE)
    if "urgent_at" in names and names <= _COLUMNS[_PRESSING] | {"stage_due_at"}:
        # Of a stage only what is on hold is asked, whose rows are few.
        return going_by(statement.where(OPEN, _OPEN_STATES), CASES, _PRESSING)
    for hint, index in _SOME:
        if any(part is hint for part in parts) and names <= _COLUMNS[index]:
            return going_by(statement.where(OPEN), CASES, index)
    if names <= _COLUMNS[_AREA]:
        return by_area(statement)
    if names <= _COLUMNS[_FACTS]:
        return going_by(statement.where(_TOLD, _OPEN_STATES), CASES, _FACTS)
    return None


def _column_of_due(part: Any, **_rest: Any) -> Any:
    return CASES.c.due_at if part is LISTED_DUE else None

"""The filter behind each cell of the load board: it lists just the cases that were counted. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.assignment.board.views import Measure
from models.cases.filters import LONGEST
from models.cases.filterwords import FIELD_NAMES, VALUE_NAMES, FilterField
from models.cases.kinds import CaseState, Light

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from models.assignment.board.views import UnitLoad

_S = CaseState
_AT_THE_DESK = (
    _S.REPORTED,
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
)
_WITH_UNIT = (_S.DISPATCHED, _S.HANDLING, _S.HELD, _S.FEEDBACK, _S.VERIFIED, _S.CLOSED)
_RUNNING = (_S.FILED, _S.RETURNED_TO_DISPATCHER, _S.RETURNED_TO_ACCEPTOR, _S.DISPATCHED, _S.HANDLING)
"""Where the handling time runs: the date it stopped at falls due no more, whatever else of a case is lit"""
_TODAY = ("今天", "today")


def cell_filter(line: UnitLoad, measure: Measure, *, total: bool = False, chinese: bool = True) -> str:
    """Return what to type into a search to list the cases of a cell.

    Args:
        line: whose cell; of the sum of all, which names no unit.
        measure: the column.
        total: the line is the sum of all.
        chinese: in the names of which language.
    """
    language = 0 if chinese else 1
    states = [] if line.unit_id is not None and not total else list(_AT_THE_DESK)
    if line.unit_id is not None or total:
        states += _WITH_UNIT
    if measure is Measure.WAITING:
        # The desk has no unit; what waits there lies in the public pool.
        states = [state for state in states if state in {_S.REPORTED, _S.DISPATCHED}]
    if measure is Measure.TODAY:
        states = [state for state in states if state in _RUNNING]
    # A light that is on says that the case is open.
    lit = measure in {Measure.OVERDUE, Measure.TODAY}
    parts = [] if lit else [_values(FilterField.STATE, states, language)]
    if line.unit_id is not None and not total:
        name = FIELD_NAMES[FilterField.UNIT][language]
        parts.insert(0, f"{name}:{line.name.split()[0]}")
    if lit and (measure is Measure.TODAY or (line.unit_id is None and not total)):
        parts.append(_values(FilterField.STATE, states, language))
    if measure is Measure.OVERDUE:
        parts.append(_values(FilterField.LIGHT, (Light.RED,), language))
    elif measure is Measure.TODAY:
        parts.append(f"{FIELD_NAMES[FilterField.DUE][language]}:{_TODAY[language]}")
        parts.append(_values(FilterField.LIGHT, (Light.YELLOW, Light.GREEN), language))
    elif measure is Measure.RETURNED:
        parts.append(f"{FIELD_NAMES[FilterField.RETURNED][language]}>0")
    text = " ".join(parts)
    # The Chinese names are understood everywhere, and shorter.
    return text if len(text) <= LONGEST else cell_filter(line, measure, total=total)


def _values(field: FilterField, members: Iterable[StrEnum], language: int) -> str:
    names = ",".join(VALUE_NAMES[field][member][language] for member in members)
    return f"{FIELD_NAMES[field][language]}:{names}"

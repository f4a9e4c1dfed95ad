"""The load board in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _
from models.assignment.board.views import Measure

if TYPE_CHECKING:
    from models.assignment.board.views import UnitLoad

_MEASURES = {
    Measure.OPEN: N_("Open cases"),
    Measure.TODAY: N_("Due today"),
    Measure.OVERDUE: N_("Overdue"),
    Measure.RETURNED: N_("Returned"),
    Measure.WAITING: N_("Untaken"),
}


def measure_words(measure: Measure) -> str:
    """Return the heading of a column, as a message id."""
    return _MEASURES[measure]


def unit_words(line: UnitLoad, *, total: bool) -> str:
    """Return what a line is called."""
    if total:
        return _("Altogether")
    return line.name or _("At the desk")

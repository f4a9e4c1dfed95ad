"""Escalation: rows of the table, and the words it is described in.

What rests too long goes, by the office's rules, to the deputy of whoever has it, then to the lead of the
unit, then to the duty chief. The program does it and nobody by hand; the case itself stays where it is. When
and to whom is decided in :mod:`models.assignment.escalating`.
"""

from __future__ import annotations

from enum import StrEnum

from models.cases.kinds import Action, CaseState, Owner, Reach
from models.cases.shape import rows
from models.kernel.words import N_

_S = CaseState
_OPEN = (
    _S.REPORTED,
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.DISPATCHED,
    _S.HANDLING,
    _S.HELD,
    _S.FEEDBACK,
    _S.VERIFIED,
    _S.CLOSED,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
)


class EscalationTrigger(StrEnum):
    """What rests too long."""

    NOT_TAKEN = "not_taken"
    """Given to a unit, and nobody there takes it"""
    UNANSWERED = "unanswered"
    """Urged or supervised, and not answered in time"""
    STAGE = "stage"
    """A step of the desk is overdue"""
    DEADLINE = "deadline"
    """The handling is overdue"""
    RETURNED = "returned"
    """Given back by a unit, and not dispatched again"""


class EscalationStep(StrEnum):
    """To whom it goes, in this order."""

    DEPUTY = "deputy"
    LEAD = "lead"
    CHIEF = "chief"


ESCALATING = rows(
    _OPEN,
    action=Action.ESCALATE,
    roles=frozenset(),
    reach=Reach.AREA,
    optional=(),
    owner=Owner.KEEP,
    explain=N_("Nobody acted in the time the office allows: the next person up is told, by itself."),
)
"""Rows of the table of transitions. They are nobody's there: the program escalates."""

"""Urging and supervising: rows of the table.

Whoever has the case answers within office time; the answer is a step of the timeline, and answers all
that is open. What is open is counted on the case, so that lists and lights need not read its timeline.
"""

from __future__ import annotations

from models.accounts.views import Role
from models.calendar.rules import parse_limit
from models.cases.kinds import Action, CaseState, Entry, Owner, Reach
from models.cases.shape import ACCEPTORS, DISPATCHERS, EVALUATORS, UNIT_ROLES, rows
from models.kernel.words import N_

_S = CaseState
_AT_THE_DESK = (
    _S.REPORTED,
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
)
_WITH_UNIT = (_S.DISPATCHED, _S.HANDLING, _S.HELD)
_OPEN = (*_AT_THE_DESK, *_WITH_UNIT)
_CHIEFS = frozenset({Role.DUTY_CHIEF, Role.LEADER})

ANSWER_WITHIN = {Action.URGE: parse_limit("4WH"), Action.SUPERVISE: parse_limit("8WH")}
"""Office time within which an answer is due where no day is named."""

PRESSING = (
    *rows(
        _OPEN,
        action=Action.URGE,
        roles=EVALUATORS | DISPATCHERS | _CHIEFS,
        reach=Reach.AREA,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Remind whoever has the case; they answer within four hours of office time."),
    ),
    *rows(
        _OPEN,
        action=Action.SUPERVISE,
        roles=_CHIEFS,
        reach=Reach.AREA,
        required=(Entry.PRESSURE, Entry.NOTE),
        optional=(Entry.UNTIL,),
        owner=Owner.KEEP,
        explain=N_("Supervise the case: an answer is due within a working day, or on the day named."),
    ),
    *rows(
        _WITH_UNIT,
        action=Action.ANSWER,
        # What rests too long goes up to the duty chief in the end, who has to be able to answer it.
        roles=UNIT_ROLES | {Role.DUTY_CHIEF},
        reach=Reach.NEAR,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Answer what was urged or supervised: how it stands and when it will be done."),
    ),
    *rows(
        _AT_THE_DESK,
        action=Action.ANSWER,
        roles=ACCEPTORS | DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Answer what was urged or supervised: how it stands and when it will be done."),
    ),
)

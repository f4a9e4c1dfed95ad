"""Rows of the table for what a unit asks for while it has a case: more time, a hold, a lateness forgiven.

A request is asked by the unit, endorsed by its lead where somebody else asked, and decided by the
dispatcher. One request at a time stands open on a case; what else has to hold is in
:mod:`models.cases.guards`.
"""

from __future__ import annotations

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, Clock, Entry, Owner, Reach
from models.cases.shape import DISPATCHERS, UNIT_ROLES, rows
from models.kernel.words import N_

_S = CaseState
_WITH_UNIT = (_S.DISPATCHED, _S.HANDLING)
_AT_THE_DESK = (
    _S.REPORTED,
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
)
_ENDED = (_S.CLOSED, _S.FINISHED)
_LEAD = frozenset({Role.UNIT_LEAD})
LAST_WORD = frozenset({Role.DUTY_CHIEF, Role.LEADER})
"""Who looks at an appeal after somebody else supported it."""

REQUESTS = (
    *rows(
        _WITH_UNIT,
        action=Action.ASK_EXTENSION,
        roles=UNIT_ROLES,
        reach=Reach.UNIT,
        required=(Entry.REASON,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Ask for as much time again as the limit gave, before it has run out."),
    ),
    *rows(
        [_S.HANDLING],
        action=Action.ASK_HOLD,
        roles=UNIT_ROLES,
        reach=Reach.UNIT,
        required=(Entry.UNTIL, Entry.REASON),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Ask to put the case on hold until a day; the clock stands still meanwhile."),
    ),
    *rows(
        _WITH_UNIT,
        action=Action.ENDORSE,
        roles=_LEAD,
        reach=Reach.UNIT,
        owner=Owner.KEEP,
        explain=N_("Pass on to the dispatcher what somebody of the unit asked for."),
    ),
    *rows(
        _WITH_UNIT,
        action=Action.GRANT_EXTENSION,
        roles=DISPATCHERS,
        reach=Reach.AREA,
        owner=Owner.KEEP,
        explain=N_("Grant the extension: the deadline moves by the limit of the condition."),
    ),
    *rows(
        [_S.HANDLING],
        action=Action.GRANT_HOLD,
        target=_S.HELD,
        roles=DISPATCHERS,
        reach=Reach.AREA,
        clock=Clock.PAUSE,
        owner=Owner.KEEP,
        explain=N_("Put the case on hold: the clock stands still until the day asked for."),
    ),
    *rows(
        _WITH_UNIT,
        action=Action.DECLINE,
        roles=DISPATCHERS | _LEAD,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Decline what the unit asked for, with a reason; the deadline stays."),
    ),
    *rows(
        _WITH_UNIT,
        action=Action.WITHDRAW,
        roles=UNIT_ROLES,
        reach=Reach.UNIT,
        owner=Owner.KEEP,
        explain=N_("Take back what the unit asked for."),
    ),
    *rows(
        [_S.HELD],
        action=Action.RESUME,
        target=_S.HANDLING,
        roles=DISPATCHERS | UNIT_ROLES,
        reach=Reach.HOLDER,
        clock=Clock.UNPAUSE,
        owner=Owner.KEEP,
        explain=N_("Go on with the case; what was left of the limit is left."),
    ),
    # Nobody's step: a holiday notice that is imported renews what was promised.
    *rows(
        (*_AT_THE_DESK, *_WITH_UNIT, _S.HELD, _S.FEEDBACK, _S.VERIFIED, _S.CLOSED),
        action=Action.RECOUNT,
        roles=frozenset(),
        reach=Reach.AREA,
        optional=(),
        owner=Owner.KEEP,
        explain=N_("A holiday notice came: the deadline was worked out again."),
    ),
    *rows(
        _ENDED,
        action=Action.APPEAL,
        roles=UNIT_ROLES,
        reach=Reach.UNIT,
        required=(Entry.REASON,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Ask once to have the lateness forgiven; two people look at it."),
    ),
    *rows(
        _ENDED,
        action=Action.SUPPORT,
        roles=DISPATCHERS,
        reach=Reach.AREA,
        owner=Owner.KEEP,
        explain=N_("Support the appeal; somebody else has the last word."),
    ),
    *rows(
        _ENDED,
        action=Action.UPHOLD,
        roles=LAST_WORD,
        reach=Reach.AREA,
        owner=Owner.KEEP,
        explain=N_("Forgive the lateness: it leaves the figures, and stays visible on the case."),
    ),
    *rows(
        _ENDED,
        action=Action.DISMISS,
        roles=DISPATCHERS | LAST_WORD,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Dismiss the appeal with a reason; the case counts as late."),
    ),
)

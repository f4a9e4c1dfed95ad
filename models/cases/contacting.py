"""Speaking to the reporter (联系): rows of the table. It moves nothing; it stops the clock of its own.

Whoever has the case in hand may do it: the desk from the moment the case is accepted, a unit while the case
is with it. The note says who spoke to whom, and what was said.
"""

from __future__ import annotations

from models.cases.kinds import Action, CaseState, Entry, Owner, Reach
from models.cases.shape import ACCEPTORS, DISPATCHERS, UNIT_ROLES, rows
from models.kernel.words import N_

_S = CaseState
_AT_THE_DESK = (
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
    _S.VERIFIED,
)
_WITH_UNIT = (_S.DISPATCHED, _S.HANDLING, _S.HELD, _S.FEEDBACK)
_EXPLAIN = N_("Note who spoke to the reporter and what was said; the case stays where it is.")

CONTACTS = (
    *rows(
        _AT_THE_DESK,
        action=Action.CONTACT,
        roles=ACCEPTORS | DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=_EXPLAIN,
    ),
    *rows(
        _WITH_UNIT,
        action=Action.CONTACT,
        roles=ACCEPTORS | DISPATCHERS | UNIT_ROLES,
        reach=Reach.NEAR,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=_EXPLAIN,
    ),
)

"""Noting and dropping the deadline of a superior level: rows of the table.

What they change is in :mod:`models.cases.externals`.
"""

from __future__ import annotations

from models.cases.kinds import Action, CaseState, Entry, Owner, Reach
from models.cases.shape import ACCEPTORS, DISPATCHERS, rows
from models.kernel.words import N_

_S = CaseState

_UNTIL_FEEDBACK = (
    _S.REPORTED,
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
    _S.DISPATCHED,
    _S.HANDLING,
    _S.HELD,
)

EXTERNALS = (
    *rows(
        _UNTIL_FEEDBACK,
        action=Action.SET_DEADLINE,
        roles=ACCEPTORS | DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.LEVEL, Entry.DUE),
        optional=(Entry.REASON,),
        owner=Owner.KEEP,
        explain=N_("Note when a superior level wants it done; ours is due a reserve earlier."),
    ),
    *rows(
        _UNTIL_FEEDBACK,
        action=Action.DROP_DEADLINE,
        roles=ACCEPTORS | DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.LEVEL, Entry.REASON),
        optional=(),
        owner=Owner.KEEP,
        explain=N_(
            "A superior level sets no day any more; the case is due by its condition, or the other level."
        ),
    ),
)

"""Rows of the table for duplicates: a case goes into another one, and comes out of it again.

A case that turns out to be about the same as another is merged into it, the lead. It keeps its number,
its reporter and everything it was; only its clock stands still and nobody has to act on it. Taken out
again it stands exactly where it stood: state, unit, owner, what was asked for and what was urged. Its
clock then runs on towards the deadline it had, as after a rework (:attr:`~models.cases.kinds.Clock.RESUME`):
whoever reported it waited all the time, and a wrong merge must not buy the office time.

A lead that is merged in its turn takes those merged into it along; nothing is merged into a case that is
itself merged, so that there are no circles.
"""

from __future__ import annotations

from models.cases.kinds import Action, CaseState, Clock, Entry, Owner, Reach
from models.cases.shape import ACCEPTORS, rows
from models.kernel.words import N_

_S = CaseState

MERGEABLE = (
    _S.REPORTED,
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.DISPATCHED,
    _S.HANDLING,
    _S.HELD,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
)
"""From where a case is merged into another: as long as nothing was fed back on it."""

MERGES = (
    *rows(
        MERGEABLE,
        action=Action.MERGE,
        target=_S.MERGED,
        roles=ACCEPTORS,
        reach=Reach.AREA,
        required=(Entry.CASE, Entry.REASON),
        optional=(),
        clock=Clock.STOP,
        owner=Owner.KEEP,
        explain=N_("Merge the case into another one about the same; both numbers stay."),
    ),
    *rows(
        [_S.MERGED],
        action=Action.UNMERGE,
        target=_S.REPORTED,
        roles=ACCEPTORS,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Take the case out again; it stands where it stood, towards the deadline it had."),
    ),
)

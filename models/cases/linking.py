"""Rows of the table for links between cases: a duplicate, a cause, a part. They move nothing.

A link is entered once, on either case, and shown on both. Any case can be named as the other one,
whatever became of it: what caused a case may long be closed.
"""

from __future__ import annotations

from models.cases.kinds import FINAL_STATES, Action, CaseState, Entry, Owner, Reach
from models.cases.shape import ACCEPTORS, DISPATCHERS, rows
from models.kernel.words import N_

_OPEN = tuple(state for state in CaseState if state not in FINAL_STATES)

LINKS = (
    *rows(
        _OPEN,
        action=Action.LINK,
        roles=ACCEPTORS | DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.LINK, Entry.CASE),
        owner=Owner.KEEP,
        explain=N_("Link the case to another one: a duplicate, its cause, or what it is part of."),
    ),
    *rows(
        _OPEN,
        action=Action.UNLINK,
        roles=ACCEPTORS | DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.CASE,),
        owner=Owner.KEEP,
        explain=N_("Take away what links the case to another one."),
    ),
)

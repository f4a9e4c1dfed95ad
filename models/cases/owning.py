"""Whose every open case is: a person's, or a pool's that somebody looks into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from models.accounts.views import AccountStatus
from models.cases.columns import ACCOUNTS, CASES, OPEN, POSTS, UNITS
from models.cases.kinds import CaseState
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

_S = CaseState
OF_UNITS = frozenset({_S.DISPATCHED, _S.HANDLING, _S.HELD})
"""Whoever owns such a case, the unit that has it answers for it: in its pool it rests otherwise. In every
other open state a case stands in the queue of a role: the acceptors', the dispatchers' and so on."""

_ROOM = "cases"
_NOBODYS = N_("Case %(number)s is nobody's: it stands with units, and no unit that is in use has it.")
_GONE = N_("Case %(number)s lies with %(name)s, whose account is shut.")
_STRAY = N_("Case %(number)s was given to a post that its unit does not have.")


def owning_findings(session: Session) -> Iterator[Finding]:
    """Yield the open cases that nobody owns and no pool holds."""
    joined = (
        CASES.outerjoin(UNITS, UNITS.c.id == CASES.c.unit_id)
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == CASES.c.owner_id)
        .outerjoin(POSTS, POSTS.c.id == CASES.c.post_id)
    )
    nobodys = and_(CASES.c.state.in_(sorted(OF_UNITS)), or_(UNITS.c.id.is_(None), UNITS.c.active.is_(False)))
    gone = and_(CASES.c.owner_id.is_not(None), ACCOUNTS.c.status != AccountStatus.ACTIVE)
    stray = and_(CASES.c.post_id.is_not(None), or_(POSTS.c.id.is_(None), POSTS.c.unit_id != CASES.c.unit_id))
    kinds: tuple[tuple[ColumnElement[bool], str], ...] = ((nobodys, _NOBODYS), (gone, _GONE), (stray, _STRAY))
    for condition, sentence in kinds:
        statement = (
            select(CASES.c.number, ACCOUNTS.c.name)
            .select_from(joined)
            .where(OPEN, condition)
            .order_by(CASES.c.id)
        )
        for row in session.connection().execute(statement):
            facts: dict[str, Any] = {"number": row.number, "name": row.name or "-"}
            yield Finding(_ROOM, f"case:{row.number}", sentence, facts)

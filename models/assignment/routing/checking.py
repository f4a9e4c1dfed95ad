"""What ``yiwang check`` looks for in the rules of dispatching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.assignment.routing import queries
from models.assignment.routing.entering import WORDS
from models.assignment.routing.survey import gone_of
from models.catalogue.standing import office_day
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

_ROOM = "routing"
_GONE = N_(
    "Rule %(rule)s of edition %(edition)s names something that takes no part any more: %(what)s %(key)s."
)
_BROKEN = N_("Edition %(edition)s of the rules of dispatching cannot be read: %(error)s")


def routing_findings(session: Session, now: datetime) -> list[Finding]:
    """Return what the edition in force names that went out of use since, and what cannot be read."""
    row = queries.edition_row(session, queries.IN_FORCE)
    if row is None:
        return []
    where = f"edition:{row.number}"
    try:
        rules = queries.rules_of(row)
    except (TypeError, ValueError) as error:
        return [Finding(_ROOM, where, _BROKEN, {"edition": row.number, "error": str(error)})]
    names = queries.names(session, office_day(session, now))
    return [
        Finding(
            _ROOM,
            where,
            _GONE,
            {"rule": each.number, "edition": row.number, "what": WORDS[each.field], "key": each.key},
        )
        for place, rule in enumerate(rules)
        for each in gone_of(place + 1, rule, names)
    ]

"""What the sentinel found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, joined
from console.labels import label
from models.cases.sentinel_views import LeadGround, StallGround

if TYPE_CHECKING:
    from models.cases.sentinel_views import Rounds, Stalled


def pair_words(row: Rounds) -> str:
    """Return who hands cases back and forth."""
    return _("%(first)s and %(second)s", first=row.first.name, second=row.second.name)


def lead_words(row: Rounds) -> str:
    """Return who should lead, and from what that follows; "" where nothing speaks for either."""
    if row.proposed is None:
        return ""
    if row.ground is LeadGround.CATALOGUE:
        return _("%(unit)s should lead: the matter names it", unit=row.proposed.name)
    done = row.settled[0] if row.proposed == row.first else row.settled[1]
    return _(
        "%(unit)s should lead: it fed back %(done)s of %(all)s",
        unit=row.proposed.name,
        done=done,
        all=sum(row.settled),
    )


def stall_words(row: Stalled) -> str:
    """Return why nobody can move a case on."""
    roles = joined([label(role) for role in row.roles])
    match row.ground:
        case StallGround.NO_ROLE:
            return _("nobody has an account as %(roles)s", roles=roles)
        case StallGround.NO_AREA:
            return _("nobody who is %(roles)s sees this area", roles=roles)
        case StallGround.NO_UNIT:
            return _("no unit has it, and only a unit could act")
        case StallGround.UNIT_EMPTY:
            return _("nobody of %(unit)s has an account as %(roles)s", unit=row.unit_name, roles=roles)
        case StallGround.NO_ACCEPTOR:
            return _("the acceptor's account was shut, and there is no duty chief")


def way_words(row: Stalled) -> str:
    """Return what gets a case going again that nobody can move on."""
    roles = joined([label(role) for role in row.roles])
    match row.ground:
        case StallGround.NO_ROLE:
            return _("have the administrator make somebody %(roles)s", roles=roles)
        case StallGround.NO_AREA:
            return _("have the administrator widen the area of somebody who is %(roles)s", roles=roles)
        case StallGround.NO_UNIT:
            return _("have the dispatcher give it to a unit")
        case StallGround.UNIT_EMPTY:
            return _(
                "have the dispatcher transfer it, or the administrator make somebody of %(unit)s %(roles)s",
                unit=row.unit_name,
                roles=roles,
            )
        case StallGround.NO_ACCEPTOR:
            return _("have the administrator make somebody duty chief, or open the acceptor's account again")

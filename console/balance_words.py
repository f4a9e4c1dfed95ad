"""Why somebody would get a case, why nobody would, and what a plan comes to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _, ngettext
from models.assignment.balancing.views import Near, Nobody, Out

if TYPE_CHECKING:
    from datetime import datetime

    from console.text import Times
    from models.assignment.balancing.views import Line, Load, Plan

_NEAR = {
    Near.OWN: N_("looks after the grid"),
    Near.VILLAGE: N_("looks after a grid of the same village"),
    Near.AFAR: N_("looks after grids elsewhere"),
    Near.NONE: N_("looks after no grid"),
}
_NOBODY = {
    Nobody.SKILL: N_("nobody who is here has the skill “%(skill)s”"),
    Nobody.AREA: N_("nobody who is here looks at that area"),
    Nobody.ROOM: N_("nobody who could have it has room"),
}


def why_words(line: Line, plan: Plan, times: Times, now: datetime) -> str:
    """Return why a case would go to whom it would, or to nobody."""
    if line.person_id is None or line.near is None or line.done_at is None:
        if line.nobody is None:
            return ""
        return _(_NOBODY[line.nobody], skill=line.skill)
    load = next(load for load in plan.loads if load.person_id == line.person_id)
    said = [_(_NEAR[line.near])]
    if line.skill:
        said.append(_("has the skill “%(skill)s”", skill=line.skill))
    said.append(_("then %(count)s open", count=load.after))
    done = times.moment(line.done_at, now)
    if line.late_minutes:
        hours = f"{line.late_minutes / 60:.1f}"
        said.append(_("done about %(moment)s, %(hours)s office hours late", moment=done, hours=hours))
    else:
        said.append(_("done about %(moment)s", moment=done))
    return _(", ").join(said)


def out_words(load: Load) -> str:
    """Return why somebody is given nothing; "" where they are given cases like others."""
    match load.out:
        case Out.AWAY:
            return _("on leave until %(day)s", day="" if load.until is None else load.until.isoformat())
        case Out.OFF:
            return _("not on the roster these two weeks")
        case Out.FULL:
            return _("full")
        case None:
            return ""


def sum_words(plan: Plan) -> str:
    """Return what a plan comes to, in a line."""
    total = plan.sum
    moving = len(plan.moving)
    said = [
        ngettext("%(count)s case is handed over", "%(count)s cases are handed over", moving, count=moving)
    ]
    stays = total.given - moving
    if stays:
        said.append(_("%(count)s stay where they are", count=stays))
    if plan.left:
        said.append(_("%(count)s find nobody", count=len(plan.left)))
    if total.late:
        said.append(_("late in all %(hours)s office hours", hours=f"{total.late / 60:.1f}"))
    return _(", ").join(said)

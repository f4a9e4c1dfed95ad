"""Why somebody would get a case, why nobody would, and what a plan comes to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _, ngettext
from models.assignment.balancing.views import Fit, Near, Nobody, Out, Over

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
    Nobody.UNIT: N_("%(unit)s answers for it, and has nobody here or no room; Enter gives it elsewhere"),
    Nobody.NO_UNIT: N_("no unit may be given it: it gave it back, sees another area, or lacks a skill"),
    Nobody.OTHER_UNIT: N_("nobody who is here handles cases in its unit"),
}
_FIT = {
    Fit.RULE: N_("named by the rules in force"),
    Fit.LEAD: N_("leads the matter"),
    Fit.PAST: N_("handled such cases before"),
    Fit.ANY: N_("no unit is named for it"),
}


def why_words(line: Line, plan: Plan, times: Times, now: datetime) -> str:
    """Return why a case would go to whom it would, or to nobody."""
    if line.taker_id is None or line.near is None or line.done_at is None:
        if line.nobody is None:
            return ""
        return _(_NOBODY[line.nobody], skill=line.skill, unit=line.wanted)
    load = next(load for load in plan.loads if load.taker_id == line.taker_id)
    said = []
    if line.fit is not None:
        answers = line.taker_id in line.fitting
        said.append(_(_FIT[line.fit]) if answers else _("given by hand: it does not answer for it"))
    if line.fit is None or line.near is not Near.NONE:
        said.append(_(_NEAR[line.near]))
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


def note_words(load: Load, over: Over) -> str:
    """Return what is said beside somebody's load: why they get nothing, and their unit where it is open."""
    said = [load.unit_name if over is Over.STRAIGHT else "", out_words(load)]
    return _(", ").join(each for each in said if each)


def ask_words(plan: Plan) -> str:
    """Return the question before a plan is carried out."""
    count = len(plan.moving)
    if plan.over is not Over.PEOPLE:
        return ngettext("Dispatch %(count)s case?", "Dispatch %(count)s cases?", count, count=count)
    return ngettext("Hand %(count)s case over?", "Hand %(count)s cases over?", count, count=count)


def fit_words(line: Line, taker_id: int) -> str:
    """Return whether a unit answers for a case; "" of people."""
    if line.fit is None:
        return ""
    return _(_FIT[line.fit]) if taker_id in line.fitting else _("does not answer for it")


def sum_words(plan: Plan) -> str:
    """Return what a plan comes to, in a line."""
    total = plan.sum
    moving = len(plan.moving)
    if plan.over is not Over.PEOPLE:
        given = ngettext(
            "%(count)s case is dispatched", "%(count)s cases are dispatched", moving, count=moving
        )
    else:
        given = ngettext(
            "%(count)s case is handed over", "%(count)s cases are handed over", moving, count=moving
        )
    said = [given]
    stays = total.given - moving
    if stays:
        said.append(_("%(count)s stay where they are", count=stays))
    if plan.left:
        said.append(_("%(count)s find nobody", count=len(plan.left)))
    if total.late:
        said.append(_("late in all %(hours)s office hours", hours=f"{total.late / 60:.1f}"))
    return _(", ").join(said)

"""Candidates for a case in words: what speaks for each, and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import N_, _, ngettext
from console.labels import label
from console.text import duration
from models.assignment.suggesting.views import Bar, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from console.text import Times
    from models.assignment.suggesting.views import Candidate
    from models.kernel.words import Word

_MINUTE = 60
_BARS: Mapping[Bar, Word] = {
    Bar.VILLAGE: N_("a village, and the matter is not one it may be given"),
    Bar.RETURNED: N_("gave this case back before"),
    Bar.NO_HANDLERS: N_("nobody there handles cases"),
    Bar.AREA: N_("does not see where the case lies"),
    Bar.HAS_IT: N_("has the case already"),
}


def reason_words(candidate: Candidate, times: Times, now: datetime) -> str:
    """Return what speaks for a candidate, in the order in which candidates are compared."""
    facts = candidate.facts
    return _(", ").join(_REASONS[each](facts[each], times, now) for each in Reason if each in facts)


def bar_words(candidate: Candidate) -> str:
    """Return what stands in the way of a candidate; "" if nothing."""
    facts = candidate.barred_by or {}
    match candidate.bar:
        case None:
            return ""
        case Bar.AWAY:
            words = _("%(kind)s until %(day)s", kind=label(facts["kind"]), day=facts["to_day"])
            deputy = facts["deputy"]
            return _("%(words)s, %(deputy)s stands in", words=words, deputy=deputy) if deputy else words
        case Bar.FULL:
            return _("no room: %(count)s of %(most)s", count=facts["count"], most=facts["most"])
        case Bar.SKILL:
            return _("without the skill or permit: %(skill)s", skill=facts["skill"])
        case _:
            return _(_BARS[candidate.bar])


def _grid(facts: Mapping[str, Any], _times: Times, _now: datetime) -> str:
    if not facts["steps"]:
        return _("responsible for grid %(grid)s", grid=facts["grid"])
    return _("%(steps)s steps from grid %(grid)s", steps=facts["steps"], grid=facts["grid"])


def _duty(facts: Mapping[str, Any], times: Times, now: datetime) -> str:
    until = times.moment(facts["until"], now)
    if "count" in facts:
        return _("%(count)s on duty until %(until)s", count=facts["count"], until=until)
    return _("on duty until %(until)s", until=until)


def _skill(facts: Mapping[str, Any], _times: Times, _now: datetime) -> str:
    return f"{facts['skill']} {facts['permit']}".strip()


def _past(facts: Mapping[str, Any], _times: Times, _now: datetime) -> str:
    time = duration(facts["minutes"] * _MINUTE)
    return _("handled %(count)s of these, median %(time)s", count=facts["count"], time=time)


def _open(facts: Mapping[str, Any], _times: Times, _now: datetime) -> str:
    return ngettext("%(count)s open", "%(count)s open", facts["count"], count=facts["count"])


_REASONS: Mapping[Reason, Callable[[Mapping[str, Any], Times, datetime], str]] = {
    Reason.RULE: lambda facts, _t, _n: _("rule %(number)s", number=facts["number"]),
    Reason.LEAD: lambda _f, _t, _n: _("the matter's lead unit"),
    Reason.GRID: _grid,
    Reason.DUTY: _duty,
    Reason.SKILL: _skill,
    Reason.PAST: _past,
    Reason.OPEN: _open,
}

"""A scenario's plan as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.drillwords import drill_word, kind_words, scenario_title
from console.i18n import _
from console.text import cut, fit
from scenarios.checking.reach import NEVER, Reach
from scenarios.format.doing import Draw, Report
from scenarios.format.moments import clock, relative
from scenarios.format.timing import After, Arrivals, At, Burst, Called, Once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.format.injects import Inject
    from scenarios.format.scenario import Scenario

_WHEN = 22
_WAY = 24
_TEXT = 100


def plan_lines(scenario: Scenario) -> Iterator[str]:
    """Yield the lines of a plan: what it is, who plays, what comes when, what is expected."""
    yield f"{scenario_title(scenario.title)} ({scenario.id})"
    yield f"{kind_words(scenario.kind)} · " + _("%(minutes)s minutes", minutes=scenario.duration // 60)
    yield scenario.summary
    yield ""
    yield _("Start: %(start)s", start=f"{scenario.world.start:%Y-%m-%d %H:%M}")
    yield from _caseload(scenario)
    yield _("Objectives:")
    yield from (f"  {each.id}  {each.text}" for each in scenario.objectives)
    yield _("Desks:")
    for seat in scenario.roles:
        seats = _("%(seats)s seats", seats=seat.seats) if seat.seats else _("simulated")
        yield f"  {fit(seat.id, _WAY)}{seat.title}  ({seats})"
    yield _("Timeline:")
    yield from _timeline(scenario)
    yield _("Expectations:")
    for each in scenario.expectations:
        within = (
            "" if each.within is None else _("within %(minutes)s minutes", minutes=f"{each.within / 60:g}")
        )
        mark = "!" if each.critical else " "
        who = fit(cut(_(", ").join(each.who), _WAY - 2), _WAY)
        yield f" {mark}{who}{each.title}  {within}  {each.weight:g}"


def _caseload(scenario: Scenario) -> Iterator[str]:
    caseload = scenario.world.caseload
    count = len(caseload.cases) + sum(each.count for each in caseload.seeded)
    if count:
        yield _("Cases at the start: %(count)s", count=count)


def _timeline(scenario: Scenario) -> Iterator[str]:
    reach = Reach(scenario)
    order = sorted(enumerate(scenario.timeline), key=lambda each: (reach.earliest[each[1].id], each[0]))
    for _place, inject in order:
        way = f"{inject.from_ or '—'} → {_(', ').join(inject.to) or '—'}"
        means = "" if inject.means is None else f"{drill_word(inject.means)} "
        mark = "?" if inject.contingency else " "
        head = f" {mark}{fit(_when(inject, reach), _WHEN)}{fit(cut(way, _WAY - 2), _WAY)}"
        yield head + cut(means + _said(inject), _TEXT)


def _when(inject: Inject, reach: Reach) -> str:
    at = reach.earliest[inject.id]
    moment = "—" if at == NEVER else relative(int(at))
    match inject.when:
        case At():
            return f"{moment} {clock(int(at), reach.start)}"
        case After():
            return f"≥{moment}"
        case Once():
            return _("once, ≥%(moment)s", moment=moment)
        case Called():
            return _("called by a branch")
        case Arrivals():
            return _("from %(moment)s on", moment=moment)
        case Burst():
            return f"{moment} ×{inject.when.burst.count}"


def _said(inject: Inject) -> str:
    if isinstance(inject.do, Report):
        return inject.do.title
    if isinstance(inject.do, Draw):
        return inject.title or _("by chance, of the pool %(pool)s", pool=inject.do.pool)
    return inject.title or inject.text or inject.do.type

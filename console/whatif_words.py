"""What is asked of a play, and what it answers, in words and plain bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.text import Times
    from models.assignment.whatif.views import Answer, Hour, Outcome, Rate, Remedy, UnitLoad

BUSIEST = 6
_BAR, _ROUND = 10, 0.05


def per_cent(share: float | None) -> str:
    """Return a share as it is shown; "-" where there is none."""
    return "-" if share is None else f"{100 * share:.1f}%"


def rate_words(rate: Rate) -> str:
    """Return an on-time rate with its intervals."""
    if rate.share is None:
        return _("nothing falls due in these days")
    return _(
        "%(share)s on time (mean: %(low)s to %(high)s; 95 of 100 plays: %(worst)s to %(best)s), "
        "%(met)s of %(due)s cases",
        share=per_cent(rate.share),
        low=per_cent(rate.low),
        high=per_cent(rate.high),
        worst=per_cent(rate.worst),
        best=per_cent(rate.best),
        met=f"{rate.met:.1f}",
        due=f"{rate.due:.1f}",
    )


def remedy_words(remedy: Remedy) -> str:
    """Return the smallest change that brings the rate back, or how far more people bring it."""
    there = _(", ").join(
        ngettext(
            "%(unit)s %(count)s person more",
            "%(unit)s %(count)s people more",
            each.count,
            unit=each.unit_name,
            count=each.count,
        )
        for each in remedy.more
    )
    facts = {"target": per_cent(remedy.target), "share": per_cent(remedy.share), "there": there}
    if remedy.reached:
        return _("To reach %(target)s: %(there)s; then %(share)s.", **facts)
    if remedy.more:
        return _(
            "More people alone do not bring %(target)s; most they bring is %(share)s: %(there)s.", **facts
        )
    return _("More people change nothing: what is late is late for other reasons.")


def learned_words(answer: Answer) -> str:
    """Return what an answer rests on."""
    learned = answer.learned
    return _(
        "Learned from %(arrivals)s cases of %(days)s days, %(handled)s of them handled; "
        "%(runs)s runs, seed %(seed)s. Late already, in no rate: %(late)s.",
        arrivals=learned.arrivals,
        days=learned.days,
        handled=learned.handled,
        runs=answer.runs,
        seed=answer.seed,
        late=answer.late_already,
    )


def busiest(outcome: Outcome, count: int = BUSIEST) -> list[Hour]:
    """Return the hours in which most comes or waits, in their order."""
    chosen = sorted(outcome.hours, key=lambda hour: (-(hour.came + hour.waiting), hour.start))[:count]
    return sorted((hour for hour in chosen if hour.came + hour.waiting > _ROUND), key=lambda hour: hour.start)


def hour_lines(hours: Iterable[Hour], times: Times, now: datetime) -> list[str]:
    """Return a line for each hour: when, a bar of what comes and of what waits, and both numbers."""
    known = list(hours)
    most = max((hour.came + hour.waiting for hour in known), default=0.0)
    lines = []
    for hour in known:
        came = round(_BAR * hour.came / most) if most else 0
        waiting = round(_BAR * hour.waiting / most) if most else 0
        bar = ("#" * came + "." * waiting).ljust(_BAR)
        lines.append(
            _(
                "%(bar)s %(when)s: %(came)s come, %(waiting)s wait",
                bar=bar,
                when=times.moment(hour.start, now),
                came=f"{hour.came:.1f}",
                waiting=f"{hour.waiting:.1f}",
            )
        )
    return lines


def unit_words(unit: UnitLoad) -> str:
    """Return how a unit stands, in a line."""
    return _(
        "%(unit)s: %(people)s people, %(open)s open, %(rate)s on time, hands full %(used)s",
        unit=unit.name,
        people=unit.people,
        open=unit.open,
        rate=per_cent(unit.rate),
        used=per_cent(unit.used),
    )

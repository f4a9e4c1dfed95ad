"""The whole of what happens in the township up to ``now``, worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.demo.arrivals import Arrivals
from scenarios.demo.life import Lives
from scenarios.demo.wording import Wording

if TYPE_CHECKING:
    from datetime import datetime

    from scenarios.demo.arrivals import Report
    from scenarios.demo.delays import Happening
    from scenarios.demo.office import OfficeTime

LIVE_STEPS = 250
"""How many of the last steps, intakes among them, go through the live services."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing somebody does: takes ``report`` in, or, with ``happening``, goes on with it."""

    at: datetime
    report: Report
    happening: Happening | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that happens, in the order of time; what comes from ``live_from`` on is live."""

    past: tuple[Moment, ...]
    live: tuple[Moment, ...]

    @property
    def live_from(self) -> datetime | None:
        """When the first live step happens."""
        return self.live[0].at if self.live else None


def plan(office: OfficeTime, now: datetime, seed: int, cases: int) -> Plan:
    """Work out the township's last three months.

    Args:
        office: when the office is open.
        now: the end of it, aware.
        seed: equal seeds give equal townships.
        cases: how many cases come in.
    """
    lives = Lives(office, now, seed, Wording())
    moments: list[Moment] = []
    for report in Arrivals(office, now, seed, cases).reports:
        moments.append(Moment(report.reported_at, report, None))
        moments += [Moment(each.at, report, each) for each in lives.play(report)]
    # Steps of one case never share a moment; reports that do keep the order of their numbers.
    moments.sort(key=lambda moment: (moment.at, moment.report.number))
    cut = max(0, len(moments) - LIVE_STEPS)
    # What shares a moment stays together.
    while 0 < cut < len(moments) and moments[cut - 1].at == moments[cut].at:
        cut -= 1
    return Plan(tuple(moments[:cut]), tuple(moments[cut:]))

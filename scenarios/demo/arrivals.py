"""What comes in, and when: by weekday and hour, season and rain, channel and place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from scenarios.demo.content import Grid, Matter, grids, matters, people, places, texts
from scenarios.demo.dice import Dice, Weighted
from scenarios.demo.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.demo.content import Condition
    from scenarios.demo.office import OfficeTime

LONGEST = 91
"""Days the township looks back on: three months."""
SHORTEST = 14
_A_DAY = 44
"""Cases of an average day: 4,000 in three months."""

_ECHOES = 0.03
"""How many reports are about a trouble that somebody reported already."""
_OF_THE_DAY = 12
"""One in so many of those is about a trouble of the last day."""
_RAINY = 0.28
_RAIN_SURGE = 1.7
_IDLE_DAY = 0.5
"""How much of a working day's reports a day off brings."""

_HOURS = (
    *(0.05, 0.03, 0.03, 0.03, 0.05, 0.15, 0.5, 1.2, 3.0, 4.2, 4.0, 3.0),
    *(1.2, 1.2, 2.6, 3.6, 3.4, 2.6, 1.6, 1.4, 1.1, 0.6, 0.3, 0.12),
)
"""Reports by the hour of the local day: two peaks, and little at night."""

_CHANNELS = {
    "patrol": {"patrol": 70, "village": 8, "hotline": 10, "citizen": 5, "video": 5, "superior": 2},
    "report": {"hotline": 50, "patrol": 18, "village": 12, "citizen": 15, "media": 2, "superior": 3},
    "service": {"village": 42, "citizen": 34, "hotline": 24},
    "emergency": {"hotline": 40, "citizen": 25, "patrol": 20, "village": 10, "video": 5},
}
"""Where reports come from, by the kind of the matter."""
_AT_THE_DESK = frozenset({"hotline", "citizen", "video", "superior", "media"})
_NAMED = {"hotline": 0.93, "citizen": 0.97, "village": 0.5}
"""How often the reporter gives name and telephone."""
_NIGHT = 20
_MORNING = 7


@dataclass(frozen=True, slots=True)
class Report:
    """One case as it comes in."""

    reported_at: datetime
    occurred_at: datetime
    channel: str
    matter: Matter
    condition: Condition
    grid: Grid
    place: str
    title: str
    body: str
    reporter_name: str
    reporter_phone: str
    taken_by: str
    """Login of whoever takes it in"""
    number: str = ""
    echo_of: str = ""
    """Number of the case it repeats"""


def span_days(cases: int) -> int:
    """Return over how many days ``cases`` are spread, so that a smaller township is not an emptier one."""
    return min(LONGEST, max(SHORTEST, cases // _A_DAY))


class Arrivals:
    """Makes the reports of a span of days that ends at ``now``."""

    def __init__(self, office: OfficeTime, now: datetime, seed: int, cases: int) -> None:
        self._office = office
        self._now = now
        self._seed = seed
        self._cases = cases
        today = office.local(now).date()
        count = span_days(cases)
        self._days = [today - timedelta(days=back) for back in range(count, -1, -1)]
        weather = Dice(f"{seed}:weather")
        self._rain = {day: weather.chance(_RAINY) for day in self._days}
        self._channels = {kind: Weighted(shares.items()) for kind, shares in _CHANNELS.items()}
        self._matters: dict[tuple[int, bool], Weighted[Matter]] = {}
        self._grids = {letter: _grids_for(letter) for letter in "hsmvrfwic"}
        self._desk = [person for person in people() if "acceptor" in person.roles]
        self._chiefs = [person for person in people() if "duty_chief" in person.roles]
        self._collectors = [person for person in people() if "collector" in person.roles]
        self._wording = Wording()

    @cached_property
    def reports(self) -> list[Report]:
        """The reports in the order of their arrival, numbered as the office numbers them."""
        echoes = round(self._cases * _ECHOES)
        clock = Dice(f"{self._seed}:arrivals")
        cells = Weighted(self._cells())
        moments = sorted(self._moment(clock, clock.choose(cells)) for _ in range(self._cases - echoes))
        first = [self._report(moment, Dice(f"{self._seed}:report:{i}")) for i, moment in enumerate(moments)]
        return self._numbered(first, self._repeated(first, echoes))

    def _cells(self) -> list[tuple[tuple[date, int], float]]:
        cells = []
        last = self._office.local(self._now)
        for day in self._days:
            weight = (1.0 if self._office.working(day) else _IDLE_DAY) * (
                _RAIN_SURGE if self._rain[day] else 1.0
            )
            for hour, share in enumerate(_HOURS):
                part = 1.0
                if day == last.date():
                    part = min(1.0, max(0.0, (last.hour * 60 + last.minute - hour * 60) / 60))
                cells.append(((day, hour), weight * share * part))
        return cells

    def _moment(self, dice: Dice, cell: tuple[date, int]) -> datetime:
        day, hour = cell
        start = self._office.instant(day, hour * 60)
        # Within the running hour nothing lies in the future.
        room = min(3600.0, (self._now - start).total_seconds())
        return start + timedelta(seconds=int(dice.part() * room))

    def _report(self, moment: datetime, dice: Dice) -> Report:
        local = self._office.local(moment)
        matter = dice.choose(self._matters_of(local.month, rain=self._rain[local.date()]))
        channel = dice.choose(self._channels[matter.kind])
        if channel == "patrol" and not _MORNING <= local.hour < _NIGHT:
            channel = "hotline"
        letter = dice.pick(matter.places)
        grid = dice.choose(self._grids[letter])
        # The conditions of the table stand from the everyday to the rare.
        number = min(int(dice.part() ** 1.6 * len(matter.conditions)), len(matter.conditions) - 1)
        place = self._wording.place(dice, grid, letter)
        name, phone = self._reporter(dice, channel)
        title, body = self._wording.report(dice, matter, channel, place)
        return Report(
            reported_at=moment,
            occurred_at=moment - timedelta(minutes=dice.below(180 if channel in _NAMED else 15)),
            channel=channel,
            matter=matter,
            condition=matter.conditions[number],
            grid=grid,
            place=place,
            title=title,
            body=body,
            reporter_name=name,
            reporter_phone=phone,
            taken_by=self._taker(dice, channel, grid, moment),
        )

    def _matters_of(self, month: int, *, rain: bool) -> Weighted[Matter]:
        known = self._matters.get((month, rain))
        if known is None:
            season, wet = places()["season"], places()["rain"]
            known = Weighted(
                (
                    matter,
                    matter.weight
                    * (season[matter.minor][month - 1] if matter.minor in season else 1.0)
                    * (wet.get(matter.minor, 1.0) if rain else 1.0),
                )
                for matter in matters()
            )
            self._matters[month, rain] = known
        return known

    def _reporter(self, dice: Dice, channel: str) -> tuple[str, str]:
        if not dice.chance(_NAMED.get(channel, 0.0)):
            return "", ""
        # Some people call again and again, most once.
        townsfolk = max(30, self._cases // 3)
        return _townsman(int(townsfolk * dice.part() ** 1.7))

    def _taker(self, dice: Dice, channel: str, grid: Grid, moment: datetime) -> str:
        if channel not in _AT_THE_DESK:
            near = [person for person in self._collectors if person.area == grid.division]
            far = [person for person in self._collectors if person.sees(grid.division)]
            return dice.pick(near or far).login
        return dice.pick(self._desk if self._office.open_at(moment) else self._chiefs).login

    def _repeated(self, first: Sequence[Report], echoes: int) -> list[tuple[int, Report]]:
        """Return further reports of known troubles, each with the place of the first in ``first``."""
        made: list[tuple[int, Report]] = []
        recent = sum(report.reported_at > self._now - timedelta(hours=20) for report in first)
        for i in range(echoes):
            dice = Dice(f"{self._seed}:echo:{i}")
            # Some of them fall into the last day, where the hints can show them.
            late = i % _OF_THE_DAY == 0 and recent > 0
            place = len(first) - 1 - dice.below(recent) if late else dice.below(len(first))
            earlier = first[place]
            room = min(timedelta(hours=9), self._now - earlier.reported_at)
            moment = earlier.reported_at + timedelta(
                seconds=int(room.total_seconds() * dice.between(0.05, 0.95))
            )
            channel = "hotline" if earlier.channel != "hotline" or dice.chance(0.6) else "citizen"
            title, body = self._wording.report(dice, earlier.matter, channel, earlier.place)
            same_caller = bool(earlier.reporter_phone) and dice.chance(0.5)
            name, phone = self._reporter(dice, channel)
            made.append(
                (
                    place,
                    replace(
                        earlier,
                        reported_at=moment,
                        channel=channel,
                        title=title,
                        body=body,
                        reporter_name=earlier.reporter_name if same_caller else name,
                        reporter_phone=earlier.reporter_phone if same_caller else phone,
                        taken_by=self._taker(dice, channel, earlier.grid, moment),
                    ),
                )
            )
        return made

    def _numbered(self, first: Sequence[Report], more: Sequence[tuple[int, Report]]) -> list[Report]:
        """Number all reports by local day and order of arrival."""
        drafts = [(report.reported_at, place, -1, report) for place, report in enumerate(first)]
        drafts += [
            (report.reported_at, len(first) + i, place, report) for i, (place, report) in enumerate(more)
        ]
        drafts.sort(key=lambda draft: draft[:2])
        given: dict[str, int] = {}
        numbers: dict[int, str] = {}
        numbered = []
        for moment, place, repeats, report in drafts:
            day = f"{self._office.local(moment):%Y%m%d}"
            given[day] = given.get(day, 0) + 1
            number = numbers[place] = f"{day}-{given[day]:04d}"
            numbered.append(replace(report, number=number, echo_of=numbers.get(repeats, "")))
        return numbered


def _grids_for(letter: str) -> Weighted[Grid]:
    """Weigh the grids by how much of a kind of place they have: shops in the town, fields in the villages."""
    known = places()
    pairs = []
    for grid in grids():
        town = known["villages"].get(grid.division)
        special = known["special"].get(grid.code)
        if special is not None:
            pairs.append((grid, 900.0 if letter in special else 0.0))
        elif town is not None:
            pairs.append((grid, grid.households * 3.0 if letter in town else 0.0))
        else:
            pairs.append((grid, float(grid.households) if letter not in "hsm" else grid.households * 0.4))
    return Weighted(pairs)


def _townsman(index: int) -> tuple[str, str]:
    """Return the name and telephone of an invented person; no network uses numbers from 101."""
    dice = Dice(f"townsman:{index}")
    name = dice.pick(texts()["surnames"]) + dice.pick(texts()["given"])
    return name, f"101{10_000_000 + dice.below(89_000_000)}"

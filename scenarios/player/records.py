"""What happened so far, kept so that conditions are answered without looking through all of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from scenarios.facts import ActRecord, ReportRecord, SayingRecord, fits_act, fits_report, fits_saying

if TYPE_CHECKING:
    from collections.abc import Collection

    from models.cases.kinds import Action
    from scenarios.format.conditions import Act, Reporting, Saying


class _Dated(Protocol):
    @property
    def at(self) -> int: ...


R = TypeVar("R", bound=_Dated)


class Dated(Generic[R]):
    """Records in the order of time."""

    def __init__(self) -> None:
        self._at: list[int] = []
        self._records: list[R] = []

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._at)

    def add(self, record: R) -> None:
        """Add a record; nearly always the latest."""
        place = bisect_right(self._at, record.at)
        self._at.insert(place, record.at)
        self._records.insert(place, record)

    def remove(self, record: R) -> None:
        """Take a record away that was added."""
        place = self._records.index(record)
        del self._at[place], self._records[place]

    def within(self, since: int, until: int) -> list[R]:
        """Return the records of a window, both ends taken in."""
        return self._records[bisect_left(self._at, since) : bisect_right(self._at, until)]


class Records:
    """Acts, sayings and reports of a drill.

    Args:
        desks: the roles of the scenario; only what happens at one of them is somebody's act.
    """

    def __init__(self, desks: Collection[str]) -> None:
        self._desks = frozenset(desks)
        self._acts: defaultdict[Action, Dated[ActRecord]] = defaultdict(Dated)
        self._of_case: defaultdict[tuple[Action, str], Dated[ActRecord]] = defaultdict(Dated)
        self._sayings: Dated[SayingRecord] = Dated()
        self._reports: Dated[ReportRecord] = Dated()
        self._last: dict[str, int] = {}
        self._latest = 0

    @property
    def count(self) -> int:
        """How much was done to cases."""
        return sum(map(len, self._acts.values()))

    def add_act(self, record: ActRecord) -> None:
        """Keep what somebody did to a case."""
        self._acts[record.action].add(record)
        if record.case:
            self._of_case[record.action, record.case].add(record)
        self._acted(record.role, record.at)

    def take_back(self, record: ActRecord) -> None:
        """Forget what was undone; that somebody acted stays."""
        self._acts[record.action].remove(record)
        if record.case:
            self._of_case[record.action, record.case].remove(record)

    def add_saying(self, record: SayingRecord) -> None:
        """Keep what was said."""
        self._sayings.add(record)
        self._acted(record.role, record.at)

    def add_report(self, record: ReportRecord) -> None:
        """Keep a report."""
        self._reports.add(record)
        self._acted(record.role, record.at)

    def _acted(self, role: str, at: int) -> None:
        if role in self._desks:
            self._last[role] = max(at, self._last.get(role, at))
            self._latest = max(at, self._latest)

    def acts(self, act: Act, since: int, until: int) -> int:
        """Return how often an act was done."""
        found = 0
        for action in act.action:
            # With one case named, only what was done to that one is looked through.
            kept = [self._of_case[action, case] for case in act.case] if act.case else [self._acts[action]]
            found += sum(fits_act(each, act) for dated in kept for each in dated.within(since, until))
        return found

    def sayings(self, saying: Saying, since: int, until: int) -> int:
        """Return how often something was said."""
        return sum(fits_saying(each, saying) for each in self._sayings.within(since, until))

    def reports(self, reporting: Reporting, since: int, until: int) -> int:
        """Return how often a report was made."""
        return sum(fits_report(each, reporting) for each in self._reports.within(since, until))

    def last_act(self, roles: tuple[str, ...]) -> int:
        """Return when somebody in ``roles``, in any if there are none, last did anything; 0 if never."""
        if not roles:
            return self._latest
        return max((self._last.get(role, 0) for role in roles), default=0)

"""What a roster is wrong in: shifts nobody has, and duties that cannot be kept.

Which shifts are wanted on a day is told by the roster itself: for each unit served (and the whole office),
the shifts it uses anywhere within the days looked at, on the days their kind is for.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from models.assignment.rosters.kinds import ShiftKind, Trouble
from models.assignment.rosters.rules import overlap, span_of, span_of_leave
from models.assignment.rosters.views import RosterFinding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from models.assignment.rosters.views import (
        DayView,
        DutyView,
        LeaveView,
        RosterPerson,
        ShiftView,
    )

_GAP = N_("Nobody has %(shift)s on %(day)s.")
_GAP_UNIT = N_("Nobody has %(shift)s for %(unit)s on %(day)s.")
_EMPTY = N_("Nobody is on duty for the office from %(day)s to %(last)s.")
_ONLY = N_("%(shift)s on %(day)s: %(name)s is away, and nobody else has it.")
_NO_LEAD = N_("%(shift)s on %(day)s has nobody who leads it.")
_DOUBLE = N_("%(name)s has %(shift)s and %(other)s at the same time on %(day)s.")
_ON_LEAVE = N_("%(name)s is on leave and has %(shift)s on %(day)s.")
_REST = N_("%(name)s has %(hours)s hours between %(other)s and %(shift)s on %(day)s.")
_GONE = N_("%(name)s does not work here any more and has %(shift)s on %(day)s.")
_HOUR = 60


class Looked:
    """A stretch of a roster, laid out for looking at it.

    Args:
        days: the days looked at, in order.
        shifts: every shift there is.
        people: those whose duties are looked at, gone ones as well.
        duties: their duties of these days, and of a day before and after if rest is to be seen there.
        leave: their leave.
        rest: minutes of rest between two duties at least; 0 looks for none.
    """

    def __init__(
        self,
        days: Sequence[DayView],
        shifts: Iterable[ShiftView],
        people: Iterable[RosterPerson],
        duties: Iterable[DutyView],
        leave: Iterable[LeaveView],
        rest: int = 0,
    ) -> None:
        self.days = days
        self.shifts = {each.id: each for each in shifts}
        self.people = {each.staff_id: each for each in people}
        self.duties = [each for each in duties if each.staff_id in self.people]
        self.rest = rest
        self._leave: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for each in leave:
            self._leave[each.staff_id].append(span_of_leave(each))

    def findings(
        self, unit_names: Mapping[int, str], units: Collection[int] | None = None
    ) -> list[RosterFinding]:
        """Return what is wrong, by day.

        Args:
            unit_names: names of the units served.
            units: the units all whose duties are there, so that a shift nobody has is really one nobody has;
                ``None`` where all people are looked at.
        """
        within = {each.day for each in self.days}
        found = [*self._wanted(unit_names, units), *self._held()]
        kept = [each for each in found if each.day in within]
        return sorted(kept, key=lambda each: (each.day, each.staff_id is not None, each.staff_id or 0))

    def away(self, duty: DutyView) -> bool:
        """Say whether a duty falls into leave of whoever has it."""
        spans = self._leave.get(duty.staff_id)
        if not spans:
            return False
        span = span_of(self.shifts[duty.shift_id], duty.day)
        return any(overlap(span, each) for each in spans)

    def _wanted(
        self, unit_names: Mapping[int, str], units: Collection[int] | None
    ) -> Iterator[RosterFinding]:
        having: dict[tuple[int | None, int, date], list[DutyView]] = defaultdict(list)
        used: dict[int | None, set[int]] = defaultdict(set)
        led: set[int] = set()
        for duty in self.duties:
            having[duty.unit_id, duty.shift_id, duty.day].append(duty)
            used[duty.unit_id].add(duty.shift_id)
            if duty.lead and duty.unit_id is None:
                led.add(duty.shift_id)
        if units is not None:
            used = {unit_id: shift_ids for unit_id, shift_ids in used.items() if unit_id in units}
        elif self.days and not used[None] and self._kept_by_office():
            facts: dict[str, object] = {"day": self.days[0].day, "last": self.days[-1].day}
            yield RosterFinding(Trouble.GAP, self.days[0].day, None, None, _EMPTY, facts)
        for unit_id, shift_ids in used.items():
            for shift_id in sorted(shift_ids):
                shift = self.shifts[shift_id]
                for day in self.days:
                    if shift.active and shift.kind in day.kinds:
                        those = having.get((unit_id, shift_id, day.day), [])
                        yield from self._one(day.day, shift, those, unit_names.get(unit_id or 0, ""), led)

    def _kept_by_office(self) -> bool:
        wanted = {kind for day in self.days for kind in day.kinds if kind is not ShiftKind.DAY}
        return any(each.active and each.kind in wanted for each in self.shifts.values())

    def _one(
        self, day: date, shift: ShiftView, having: Sequence[DutyView], unit_name: str, led: set[int]
    ) -> Iterator[RosterFinding]:
        facts: dict[str, object] = {"shift": shift.name, "day": day, "unit": unit_name}
        if not having:
            sentence = _GAP_UNIT if unit_name else _GAP
            yield RosterFinding(Trouble.GAP, day, None, shift.id, sentence, facts)
            return
        here = [each for each in having if self.people[each.staff_id].active and not self.away(each)]
        if not here:
            first = having[0].staff_id
            facts["name"] = self.people[first].name
            yield RosterFinding(Trouble.ONLY_ABSENT, day, first, shift.id, _ONLY, facts)
        elif shift.id in led and having[0].unit_id is None and not any(each.lead for each in here):
            yield RosterFinding(Trouble.NO_LEAD, day, None, shift.id, _NO_LEAD, facts)

    def _held(self) -> Iterator[RosterFinding]:
        of_person: dict[int, list[DutyView]] = defaultdict(list)
        for duty in self.duties:
            of_person[duty.staff_id].append(duty)
        for staff_id, duties in of_person.items():
            person = self.people[staff_id]
            duties.sort(key=lambda each: span_of(self.shifts[each.shift_id], each.day))
            for duty in duties:
                facts: dict[str, object] = {
                    "name": person.name,
                    "shift": self.shifts[duty.shift_id].name,
                    "day": duty.day,
                }
                if not person.active:
                    yield RosterFinding(Trouble.GONE, duty.day, staff_id, duty.shift_id, _GONE, facts)
                elif self.away(duty):
                    yield RosterFinding(Trouble.ON_LEAVE, duty.day, staff_id, duty.shift_id, _ON_LEAVE, facts)
            yield from self._in_row(person, duties)

    def _in_row(self, person: RosterPerson, duties: Sequence[DutyView]) -> Iterator[RosterFinding]:
        for before, after in pairwise(duties):
            one, other = self.shifts[before.shift_id], self.shifts[after.shift_id]
            left = span_of(other, after.day)[0] - span_of(one, before.day)[1]
            facts: dict[str, object] = {
                "name": person.name,
                "shift": other.name,
                "other": one.name,
                "day": after.day,
            }
            if left < 0:
                yield RosterFinding(Trouble.DOUBLE, after.day, person.staff_id, other.id, _DOUBLE, facts)
            elif left < self.rest:
                facts["hours"] = f"{left / _HOUR:g}"
                yield RosterFinding(Trouble.SHORT_REST, after.day, person.staff_id, other.id, _REST, facts)

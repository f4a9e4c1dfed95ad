"""From the cells of a log to entries that wait: checked, cleaned, dated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from models.cases.door import NOTE_LENGTH
from models.exchange.kinds.cases import NotYet
from models.exchange.kinds.moments import NotAMoment
from models.exchange.logs.fields import (
    ACTIVITY_LENGTH,
    CASE_LENGTH,
    FIELDS,
    OF_CASES,
    PERSON_LENGTH,
    UNIT_LENGTH,
    cut,
    moment,
    several,
    short,
)
from models.exchange.logs.refusals import TooManyActivities
from models.exchange.logs.staging import StagedEntry, dumped
from models.exchange.logs.xes import CASE
from models.exchange.mapping import map_columns, split_pairs
from models.exchange.refusals import Blank, OddCell, TooLong
from models.exchange.views import Problem, Reason
from models.kernel.errors import DomainError
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from models.exchange.logs.staging import Staging
    from models.exchange.logs.tables import LogTable
    from models.exchange.logs.xes import Entry

MOST_PROBLEMS = 1_000
"""Rejected rows that are named; the others are counted."""
MOST_ACTIVITIES = 2_000
MOST_KEPT = 60
"""Further cells kept with one entry."""
KEPT_VALUE = 500
KEPT_NAME = 100
_SHOWN = 60
_REMEMBERED = 20_000
"""Cases of which it is remembered what was said last, so that it is not written again with each row."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(slots=True)
class Tally:
    """What reading a log brought."""

    activities: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    rejected: int = 0
    rows: int = 0
    naive: int = 0
    """Times without an offset"""
    cut: int = 0
    """Cells kept that were too long or too many"""

    def reject(self, row: int, column: str, value: str, reason: Reason, *, rows: int = 1) -> None:
        """Count ``rows`` as unusable, and say why as long as there is room."""
        self.rejected += rows
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(row, column, short(value[:_SHOWN]), reason))


class Columns:
    """Which heading of a log stands for which field.

    Raises:
        BadMapping, AmbiguousColumns, MissingColumns: the headings do not fit.
    """

    def __init__(self, table: LogTable, mapping: Sequence[str]) -> None:
        headings = list(table.headings)
        pairs = list(mapping)
        if table.activity:
            headings.append(table.activity)
            pairs.append(f"{table.activity}=activity")
        if table.xes is not None:
            headings += _to_come(headings, pairs)
        found = map_columns(table.name, headings, FIELDS, pairs, spare=True)
        self.by_field = {name: headings[place] for name, place in found.places.items()}
        self.used = frozenset(self.by_field.values())
        self.of_cases = {name: self.by_field[name] for name in OF_CASES if name in self.by_field}
        self.flat = table.xes is None
        rest = [heading for heading in table.headings if heading not in self.used]
        self.rest = tuple(heading for heading in rest if not heading.startswith(CASE))
        """Of a flat log: the headings of an entry's own cells that stand for nothing known"""
        self.rest_of_case = tuple(heading for heading in rest if heading.startswith(CASE))
        self.saying = (*self.of_cases.values(), *self.rest_of_case)


def _to_come(headings: Sequence[str], pairs: Sequence[str]) -> list[str]:
    """Return headings that are told and may come later in the log than was looked."""
    known = {fold(heading) for heading in headings}
    names = {each.name for each in FIELDS}
    sides = [pair.partition("=") for pair in split_pairs(pairs)]
    return [
        mine
        for left, _equals, right in sides
        for mine, other in ((left, right), (right, left))
        if fold(other) in names and fold(mine) not in known and fold(mine) not in names
    ]


class Intake:
    """Takes in entry by entry."""

    def __init__(self, staging: Staging, columns: Columns, zone: ZoneInfo, now: datetime) -> None:
        self.tally = Tally()
        self._staging, self._columns, self._zone, self._now = staging, columns, zone, now
        by_field = columns.by_field
        self._case, self._time, self._activity = by_field["case"], by_field["time"], by_field["activity"]
        self._person, self._unit = by_field.get("person", ""), by_field.get("unit", "")
        self._note = by_field.get("note", "")
        self._told: dict[str, tuple[str | None, ...]] = {}
        self._trace: Mapping[str, str] | None = None

    def take(self, entry: Entry) -> None:
        """Let one entry wait, or count it as unusable."""
        row, cells, trace = entry
        tally = self.tally
        tally.rows += 1
        try:
            case = self._text(cells, trace, self._case, CASE_LENGTH)
            activity = self._text(cells, trace, self._activity, ACTIVITY_LENGTH)
            at = self._moment(cells, trace)
        except _Unusable as bad:
            tally.reject(row, bad.column, bad.value, bad.reason)
            return
        note = self._noted(cells)
        person = short(cells.get(self._person, "")) if self._person else ""
        unit = short(cells.get(self._unit, "")) if self._unit else ""
        tally.activities[activity] += 1
        if len(tally.activities) > MOST_ACTIVITIES:
            raise TooManyActivities(self._activity, MOST_ACTIVITIES)
        if self._columns.flat or trace is None:
            kept = self._flat(row, case, cells)
        else:
            if trace is not self._trace:
                self._trace = trace
                self._say(row, case, trace, trace)
            kept = self._rest(cells, cells)
            if any(heading in cells for heading in self._columns.of_cases.values()):
                self._say(row, case, cells, ())
        self._staging.add(
            StagedEntry(
                case, at, row, activity, person[:PERSON_LENGTH], unit[:UNIT_LENGTH], note,
                dumped(kept) if kept else "",
            )
        )  # fmt: skip

    def spill(self, spilt: Sequence[tuple[int, str]]) -> None:
        """Count rows with text beyond the headings."""
        for row, text in spilt:
            self.tally.rows += 1
            self.tally.reject(row, "", text, OddCell())

    def _text(
        self, cells: Mapping[str, str], trace: Mapping[str, str] | None, heading: str, most: int
    ) -> str:
        cell = cells.get(heading) or (trace.get(heading, "") if trace else "")
        text = short(cell)
        if not text:
            raise _Unusable(heading, "", Blank())
        if len(text) > most:
            raise _Unusable(heading, text, TooLong(len(text), most))
        return text

    def _moment(self, cells: Mapping[str, str], trace: Mapping[str, str] | None) -> int:
        cell = cells.get(self._time) or (trace.get(self._time, "") if trace else "")
        if not cell or cell.isspace():
            raise _Unusable(self._time, "", Blank())
        try:
            at = moment(cell)
            if at.tzinfo is None:
                self.tally.naive += 1
                at = at.replace(tzinfo=self._zone)
            count = (at - EPOCH) // _MICROSECOND
        except (DomainError, OverflowError) as refusal:
            raise _Unusable(self._time, cell, _reason(refusal)) from refusal
        if at > self._now:
            raise _Unusable(self._time, cell, NotYet())
        return count

    def _noted(self, cells: Mapping[str, str]) -> str:
        text = several(cells.get(self._note, "")) if self._note else ""
        self.tally.cut += len(text) > NOTE_LENGTH
        return cut(text, NOTE_LENGTH)

    def _flat(self, row: int, case: str, cells: Mapping[str, str]) -> dict[str, str]:
        """Part the cells of a flat row into what it says of its case, and the rest of the entry's own."""
        columns = self._columns
        said = tuple(map(cells.get, columns.saying))
        if self._told.get(case) != said:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            self._told[case] = said
            self._say(row, case, cells, columns.rest_of_case)
        return self._rest(cells, columns.rest)

    def _say(self, row: int, case: str, cells: Mapping[str, str], others: Iterable[str]) -> None:
        facts: dict[str, object] = {
            name: cell for name, heading in self._columns.of_cases.items() if (cell := cells.get(heading))
        }
        kept = self._rest(cells, others)
        if facts or kept:
            self._staging.say(case, row, {**facts, "kept": kept})

    def _rest(self, cells: Mapping[str, str], headings: Iterable[str]) -> dict[str, str]:
        """Return what stands for nothing known, cleaned and cut to size."""
        used, tally = self._columns.used, self.tally
        found: dict[str, str] = {}
        for heading in headings:
            cell = cells.get(heading)
            if not cell or heading in used:
                continue
            if len(found) >= MOST_KEPT:
                tally.cut += 1
                break
            text = short(cell) if len(cell) <= _SHOWN else several(cell)
            if not text:
                continue
            if len(text) > KEPT_VALUE:
                tally.cut += 1
                text = text[:KEPT_VALUE]
            name = short(heading)[:KEPT_NAME]
            found[name] = text
            tally.kept[name] += 1
        return found


class _Unusable(Exception):
    """An entry that cannot be used."""

    def __init__(self, column: str, value: str, reason: Reason) -> None:
        super().__init__(column)
        self.column, self.value, self.reason = column, value, reason


def _reason(error: Exception) -> DomainError:
    return error if isinstance(error, DomainError) else NotAMoment()

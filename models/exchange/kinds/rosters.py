"""Duties by day, in either of the two forms offices keep them in.

A long table has a row for each duty. A month table has a row for each person and a column for each day
(1 … 31), its cells holding shifts by name, mark or code; ``--set month=2026-03`` says which month it is. Left
out, it is the one that the sheet, the line above the headings or the file is called by.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.assignment.rosters import queries
from models.assignment.rosters.views import CellChange, CellView, DutyView
from models.assignment.rosters.writing import write_cells
from models.exchange.cells import code, day, line, yes_no
from models.exchange.frame import Comparison, Field, Kind, Reading, Row, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.roster_people import PERSON_HEADINGS, Staffed
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import BadCell
from models.exchange.views import Problem, Resting
from models.kernel.text import fold, half_width
from models.kernel.words import N_, Phrase
from models.organisation.queries import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

_DAYS = "days"
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_MONTH_IN = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})(?![\d])")
"""A month within a name; the day of a date that follows it says nothing"""
_DAY = re.compile(r"(\d{1,2})[日号]?")
_MONTHS, _LONGEST = 12, 31
_FREE = frozenset({"休", "-", "—", "/", "off"})
"""Cells of a month table that say there is no duty; an empty one leaves what stands"""
_SPLIT = re.compile(r"[\s,，、;；+]+")
_LEADS = ("*", "(带班)", "（带班）")


class NotAMonth(BadCell):
    """Not a month."""

    code = "exchange.not_a_month"
    sentence = N_("a month is written 2026-03")


def _month(cell: str) -> date:
    found = _MONTH.fullmatch("".join(half_width(cell).split()))
    if found is None or not 1 <= int(found[2]) <= _MONTHS or not int(found[1]):
        raise NotAMonth
    return date(int(found[1]), int(found[2]), 1)


def _month_of(reading: Reading) -> date | None:
    """Return which month a table with a column for each day is of; ``None`` if nothing says so."""
    said: date | None = reading.settings.get("month")
    if said is not None:
        return said
    for text in (reading.origin.sheet, reading.origin.title, reading.origin.name):
        for found in _MONTH_IN.finditer(half_width(text)):
            if int(found[1]) and 1 <= int(found[2]) <= _MONTHS:
                return date(int(found[1]), int(found[2]), 1)
    return None


_Key = tuple[int, date]


class Rosters(Kind):
    """Duties, by person and day."""

    name = "rosters"
    title = N_("duties on the roster")
    key = ("person", "day", "shift")
    rest = _DAYS
    familiar = tuple(str(number) for number in range(1, _LONGEST + 1))
    fields = (
        Field("person", N_("person of the roster"), required=True, synonyms=PERSON_HEADINGS, parse=line(64)),
        Field("day", N_("day"), synonyms=("值班日期", "日期"), parse=day, blank=None),
        Field("shift", N_("duty shift"), synonyms=("班次", "值班班次"), parse=line(64), blank=""),
        Field("unit_code", N_("unit served"), synonyms=("服务单位编码", "单位编码"), parse=code(), blank=""),
        Field("lead", N_("leads the shift"), synonyms=("带班", "是否带班"), parse=yes_no, blank=False),
    )
    settings = (
        Field("month", N_("month of a table with a column for each day"), synonyms=("月份",), parse=_month),
    )

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """See that a row is of one of the two forms."""
        if row.values.get("day") is not None:
            if not row.values.get("shift"):
                yield reading.problem(row, "shift", "", N_("the shift is missing"))
        elif _month_of(reading) is not None:
            # Whoever has no duty in the month has a row without cells.
            return
        elif self._days(row):
            yield reading.problem(row, "day", "", N_("say which month it is: --set month=2026-03"))
        else:
            yield reading.problem(row, "day", "", N_("there is neither a day nor a column for each day"))

    def _days(self, row: Row) -> list[tuple[int, str]]:
        pairs = ((_DAY.fullmatch(half_width(name).strip()), text) for name, text in row.values[_DAYS])
        return [(int(found[1]), text) for found, text in pairs if found is not None]

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by whether they add or change a duty."""
        known = _Known(work.session)
        found = Comparison()
        wanted: list[tuple[Row, dict[_Key, tuple[DutyView, ...] | DutyView]]] = []
        for row in rows:
            cells = self._cells_of(row, known, work, found)
            if cells:
                wanted.append((row, cells))
            elif not any(problem.row == row.number for problem in found.problems):
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, row.values["person"]))
        keys = list(dict.fromkeys(key for _row, cells in wanted for key in cells))
        standing = queries.cells_named(work.session, keys)
        now = {key: (standing.get(key) or CellView(*key)).duties for key in keys}
        for row, cells in wanted:
            self._sort(row, cells, now, known, found)
        # Rows about one cell build on each other: what the last of them left is written.
        found.plan = now
        return found

    def _sort(
        self,
        row: Row,
        cells: dict[_Key, tuple[DutyView, ...] | DutyView],
        now: dict[_Key, tuple[DutyView, ...]],
        known: _Known,
        found: Comparison,
    ) -> None:
        """See what one row does to the cells as the rows before it left them."""
        before = {key: now[key] for key in cells}
        for key, said in cells.items():
            if isinstance(said, DutyView):
                kept = tuple(each for each in now[key] if each.shift_id != said.shift_id)
                now[key] = _ordered((*kept, said))
            else:
                now[key] = _ordered(said)
        after = {key: now[key] for key in cells}
        label = " ".join(str(row.values[name]) for name in self.key if row.values.get(name))
        if before == after:
            found.same += 1
            found.lines.append(Line(row.number, Verdict.SAME, label))
            return
        new = not any(before.values())
        (found.created if new else found.changed).append(after)
        verdict = Verdict.CREATE if new else Verdict.CHANGE
        documents = (known.document(before), known.document(after))
        found.lines.append(Line(row.number, verdict, label, *documents))

    def _cells_of(
        self, row: Row, known: _Known, work: Work, found: Comparison
    ) -> dict[_Key, tuple[DutyView, ...] | DutyView]:
        """Return what a row says of which cells; nothing, and problems, where it cannot be used."""
        values = row.values
        staff_id = known.staff.find(values["person"])
        if staff_id is None:
            reason = known.staff.why_not(values["person"])
            found.problems.append(work.problem(row, "person", values["person"], reason))
            return {}
        unit = values.get("unit_code") or ""
        if unit and unit not in known.units:
            reason = Phrase(N_("there is no unit with the code %(code)s"), code=unit)
            found.problems.append(work.problem(row, "unit_code", unit, reason))
            return {}
        unit_id = known.units.get(unit)
        if values.get("day") is not None:
            pairs = [(values["day"], values["shift"])]
        else:
            pairs = self._of_month(row, work, found)
        cells: dict[_Key, tuple[DutyView, ...] | DutyView] = {}
        for on, text in pairs:
            duties = known.duties(staff_id, on, text, unit_id, lead=bool(values.get("lead")))
            if duties is None:
                reason = Phrase(N_("there is no shift %(shift)s in use"), shift=text)
                found.problems.append(work.problem(row, "shift", text, reason))
                return {}
            long = values.get("day") is not None and len(duties) == 1
            cells[staff_id, on] = duties[0] if long else duties
        return cells

    def _of_month(self, row: Row, work: Work, found: Comparison) -> list[tuple[date, str]]:
        # The rows were checked: it is known.
        month = _month_of(work) or date.min
        pairs = []
        for number, text in self._days(row):
            try:
                pairs.append((month.replace(day=number), text))
            except ValueError:
                reason = N_("the month has no such day")
                found.problems.append(work.problem(row, "day", number, reason))
                return []
        return pairs

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write the cells as they are after the last row about each."""
        wanted = (comparison.plan or {}).items()
        changes = [CellChange(staff_id, on, duties, None) for (staff_id, on), duties in wanted]
        if changes:
            write_cells(work.session, work.actor, work.at, changes, "roster.import", permitted=True)
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give cells back what they held, where nobody wrote since."""
        known = _Known(work.session)
        first: dict[_Key, tuple[DutyView, ...]] = {}
        latest: dict[_Key, tuple[str, tuple[DutyView, ...]]] = {}
        for each in lines:
            for key, duties in known.cells(each.before or {}).items():
                first.setdefault(key, duties)
            for key, duties in known.cells(each.after or {}).items():
                latest[key] = (each.key, duties)
        standing = queries.cells_named(work.session, list(latest))
        found, changes = [], []
        for key, (label, duties) in latest.items():
            cell = standing.get(key) or CellView(*key)
            if cell.duties != duties:
                found.append(Resting(label, LATER))
            else:
                changes.append(CellChange(*key, first.get(key, ()), cell.version))
        if changes:
            write_cells(work.session, work.actor, work.at, changes, "roster.import", permitted=True)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield a row for each duty, day by day."""
        known = _Known(session)
        codes = {unit_id: unit for unit, unit_id in known.units.items()}
        for duty in queries.duties(session):
            unit = codes.get(duty.unit_id) if duty.unit_id is not None else None
            yield (
                known.staff.codes[duty.staff_id],
                duty.day.isoformat(),
                known.codes[duty.shift_id],
                unit,
                "yes" if duty.lead else "no",
            )


class _Known:
    """What the cells of a table can name."""

    def __init__(self, session: Session) -> None:
        self.staff = Staffed(session)
        self.units: dict[str, int] = dict(
            session.connection().execute(select(UNITS.c.code, UNITS.c.id)).all()
        )
        shifts = queries.shifts(session)
        self.codes = {each.id: each.code for each in shifts}
        self._ids = {each.code: each.id for each in shifts}
        self._named: dict[str, int] = {}
        for each in reversed(shifts):
            if each.active:
                self._named |= dict.fromkeys((fold(each.name), fold(each.mark), fold(each.code)), each.id)

    def duties(
        self, staff_id: int, day: date, text: str, unit_id: int | None, *, lead: bool
    ) -> tuple[DutyView, ...] | None:
        """Return the duties a cell names; ``None`` if it names a shift there is not."""
        if text.strip() in _FREE:
            return ()
        duties = []
        for part in filter(None, _SPLIT.split(text)):
            leads = next((sign for sign in _LEADS if part.endswith(sign)), "")
            shift_id = self._named.get(fold(part.removesuffix(leads)))
            if shift_id is None:
                return None
            duties.append(DutyView(staff_id, day, shift_id, unit_id, lead or bool(leads)))
        return tuple({each.shift_id: each for each in duties}.values())

    def document(self, cells: Mapping[_Key, tuple[DutyView, ...]]) -> dict[str, Any]:
        """Return cells as plain JSON."""
        codes = {unit_id: unit for unit, unit_id in self.units.items()}
        said: dict[str, Any] = defaultdict(list)
        for (staff_id, on), duties in cells.items():
            name = f"{self.staff.codes[staff_id]} {on.isoformat()}"
            said[name] = [
                [self.codes[each.shift_id], codes.get(each.unit_id or 0, ""), each.lead] for each in duties
            ]
        return dict(said)

    def cells(self, document: Mapping[str, Any]) -> dict[_Key, tuple[DutyView, ...]]:
        """Return the cells a document keeps."""
        found: dict[_Key, tuple[DutyView, ...]] = {}
        for name, kept in document.items():
            person, _space, on = name.rpartition(" ")
            staff_id, day = self.staff.find(person), date.fromisoformat(on)
            if staff_id is not None:
                found[staff_id, day] = _ordered(
                    DutyView(staff_id, day, self._ids[shift], self.units.get(unit), lead)
                    for shift, unit, lead in kept
                )
        return found


def _ordered(duties: Iterable[DutyView]) -> tuple[DutyView, ...]:
    return tuple(sorted(duties, key=lambda each: each.shift_id))


KIND = Rosters()

"""From what waits of a case to the case itself: what it names is looked up, what it says is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.columns import ACCOUNTS, CONDITIONS, GRIDS, MATTER_VERSIONS, UNITS
from models.cases.door import BODY_LENGTH, PLACE_LENGTH, TITLE_LENGTH
from models.cases.former import LogCase, LogStep
from models.cases.granting import end_of
from models.catalogue.standing import spans_of
from models.exchange.cells import day
from models.exchange.logs import fields
from models.exchange.logs.intake import EPOCH
from models.exchange.logs.refusals import NoGrid
from models.exchange.logs.staging import loaded
from models.exchange.logs.xes import CASE
from models.exchange.refusals import OutsideArea, Unknown
from models.kernel.errors import DomainError, NotFound
from models.kernel.text import fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.kinds import Channel
    from models.catalogue.timeline import Span
    from models.exchange.logs.staging import StagedCase, StagedEntry
    from models.exchange.logs.views import ActivityUse
    from models.exchange.views import Reason

_DUE_SHOWN = 64
_LAST = frozenset({"due", "closed"})
"""Of these the last row has the say; of all else the first."""


class CaseUnusable(Exception):
    """A case that cannot be used; names the row, the column and the cell."""

    def __init__(self, row: int, column: str, value: str, reason: Reason) -> None:
        super().__init__(column)
        self.row, self.column, self.value, self.reason = row, column, value, reason


class LogKnown:
    """Grids, units, people and matters a log may name, by code and by name; read once.

    Args:
        session: the import's transaction.
        grid: code of the grid for cases that name none; empty: there is none.

    Raises:
        NotFound: there is no such grid.
    """

    def __init__(self, session: Session, grid: str) -> None:
        connection = session.connection()
        grids = connection.execute(
            select(GRIDS.c.id, GRIDS.c.code, GRIDS.c.name, GRIDS.c.division_code).order_by(GRIDS.c.id.desc())
        ).all()
        self.grids: dict[str, Any] = {fold(row.name): row for row in grids}
        self.grids |= {fold(row.code): row for row in grids}
        self.grid = self.grids.get(fold(grid)) if grid else None
        if grid and self.grid is None:
            raise NotFound(N_("grid"), grid)
        units = connection.execute(select(UNITS.c.id, UNITS.c.code, UNITS.c.name).order_by(UNITS.c.id.desc()))
        self.units: dict[str, int | None] = {}
        for row in units.all():
            self.units |= {fold(row.name): row.id, fold(row.code): row.id}
        people = connection.execute(select(ACCOUNTS.c.id, ACCOUNTS.c.login))
        self.people: dict[str, int] = {row.login: row.id for row in people}
        names = connection.execute(select(MATTER_VERSIONS.c.id, MATTER_VERSIONS.c.name))
        self._names: dict[int, str] = {row.id: row.name for row in names}
        columns = (CONDITIONS.c.id, CONDITIONS.c.matter_version_id, CONDITIONS.c.seq)
        self.conditions: dict[tuple[int | None, int], int] = {
            (row.matter_version_id, row.seq): row.id for row in connection.execute(select(*columns))
        }
        self._matters: dict[str, list[Span]] = {}
        for line in spans_of(session).values():
            for span in line:
                for word in {fold(span.code), fold(self._names.get(span.version_id, ""))}:
                    self._matters.setdefault(word, []).append(span)

    def matter(self, said: str, at: datetime) -> tuple[int, str] | None:
        """Return version and name of the matter called so on the day of ``at``, else the last so called."""
        held = self._matters.get(fold(said), [])
        on = at.date()
        best = max(held, key=lambda span: (span.covers(on), span.id), default=None)
        return None if best is None else (best.version_id, self._names.get(best.version_id, ""))


@dataclass(slots=True)
class Builder:
    """Makes cases of what waits. Counts what has to be told: equal times, units nobody knows."""

    actor: Actor
    system: str
    known: LogKnown
    activities: Mapping[str, ActivityUse]
    headings: Mapping[str, str]
    zone: ZoneInfo
    channel: Channel
    equal_times: int = 0
    cut: int = 0
    """Texts that were too long"""
    whole_days: int = 0
    """Deadlines without a time"""
    unknown_units: set[str] = field(default_factory=set)

    def build(self, staged: StagedCase) -> LogCase:
        """Return the case.

        Raises:
            CaseUnusable: what it says cannot be read, or names nothing that is there.
        """
        steps = [self._step(entry) for entry in staged.entries]
        self.equal_times += sum(one.at == two.at for one, two in pairwise(steps))
        said, kept = _merged(staged.said)
        case = LogCase(staged.number, steps, kept=kept, row=staged.entries[0].row)
        self._read(case, said, staged.entries[0].row)
        return case

    def _step(self, entry: StagedEntry) -> LogStep:
        use = self.activities[entry.activity]
        unit_id = self._unit(entry.unit) if entry.unit else None
        return LogStep(
            EPOCH + timedelta(microseconds=entry.at),
            entry.activity,
            use.action,
            use.state,
            entry.person,
            self.known.people.get(entry.person),
            entry.unit,
            unit_id,
            entry.note,
            loaded(entry.kept) if entry.kept else {},
        )

    def _unit(self, name: str) -> int | None:
        found = self.known.units.get(name, 0)
        if found == 0:
            # As the log writes it from now on: the same few names come again and again.
            found = self.known.units[name] = self.known.units.get(fold(name))
            if found is None and len(self.unknown_units) < _MOST_UNITS:
                self.unknown_units.add(name)
        return found

    def _read(self, case: LogCase, said: Mapping[str, tuple[int, str]], first: int) -> None:
        def read(name: str, parse: Callable[[str], Any], blank: Any) -> Any:
            if name not in said:
                return blank
            row, cell = said[name]
            try:
                return parse(cell)
            except DomainError as refusal:
                raise CaseUnusable(row, self.headings.get(name, name), cell, refusal) from refusal

        case.title = (
            self._fitting(said, "title", TITLE_LENGTH) or f"{self.system} {case.number}"[:TITLE_LENGTH]
        )
        case.body = self._fitting(said, "body", BODY_LENGTH)
        case.place = self._fitting(said, "place", PLACE_LENGTH)
        case.channel = read("channel", fields.channel, self.channel)
        due = read("due", self._due, None)
        if due is not None:
            case.due_at, case.due = due, said["due"][1][:_DUE_SHOWN]
        closing = read("closed", fields.closing, None)
        if isinstance(closing, datetime):
            case.closed, case.closed_at = True, self._closed_at(closing, case.steps[-1].at)
        else:
            case.closed = closing
        case.grid = self._grid(said, first)
        self._matter(case, said)
        number = read("condition", fields.condition, None)
        if number is not None and case.due_at is not None:
            case.condition_id = self.known.conditions.get((case.matter_version_id, number))
            if case.condition_id is None:
                row, cell = said["condition"]
                raise CaseUnusable(row, self.headings["condition"], cell, Unknown(N_("filing condition")))

    def _fitting(self, said: Mapping[str, tuple[int, str]], name: str, most: int) -> str:
        """Return a text of a case, cut where it does not fit: nobody can shorten another system's texts."""
        text = said[name][1] if name in said else ""
        if name != "body":
            text = fields.short(text)
        self.cut += len(text) > most
        return fields.cut(text, most)

    def _matter(self, case: LogCase, said: Mapping[str, tuple[int, str]]) -> None:
        if "matter" not in said:
            return
        row, cell = said["matter"]
        found = self.known.matter(cell, case.steps[0].at)
        if found is None:
            raise CaseUnusable(row, self.headings["matter"], cell, Unknown(N_("matter")))
        case.matter_version_id, case.matter_name = found

    def _due(self, cell: str) -> datetime:
        """Read a deadline; a day without a time is over when it ends."""
        try:
            last = day(cell)
        except DomainError:
            return self._placed(fields.moment(cell))
        self.whole_days += 1
        return end_of(last, self.zone)

    def _closed_at(self, closing: datetime, last: datetime) -> datetime:
        """Place a closing; one without a time was no earlier than that day's last entry."""
        at = self._placed(closing)
        whole = closing.time() == time() and last.astimezone(self.zone).date() == closing.date()
        return max(at, last) if whole else at

    def _grid(self, said: Mapping[str, tuple[int, str]], first: int) -> Any:
        row, cell = said.get("grid", (first, ""))
        grid = self.known.grids.get(fold(cell)) if cell else None
        grid = grid or self.known.grid
        column = self.headings.get("grid", "")
        if grid is None:
            raise CaseUnusable(row, column, cell, NoGrid())
        if not self.actor.sees(grid.division_code):
            raise CaseUnusable(row, column, cell, OutsideArea())
        return grid

    def _placed(self, moment: datetime) -> datetime:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        return aware.astimezone(UTC).replace(microsecond=0)


_MOST_UNITS = 1_000


def _merged(
    said: Sequence[tuple[int, Mapping[str, Any]]],
) -> tuple[dict[str, tuple[int, str]], dict[str, str]]:
    """Return what the rows of a case say of it, each with its row, and what else is kept of it."""
    found: dict[str, tuple[int, str]] = {}
    kept: dict[str, str] = {}
    for row, facts in said:
        for name, cell in facts.items():
            if name == "kept":
                for heading, text in cell.items():
                    kept.setdefault(heading.removeprefix(CASE), text)
            elif name in _LAST or name not in found:
                text = fields.several(cell)
                if text:
                    found[name] = (row, text)
    return found, kept

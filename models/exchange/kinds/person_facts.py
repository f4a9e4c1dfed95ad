"""Tables that say something of people of the office, a row for each thing said.

What a row says stands in one table under the person and, where several things are said of one person, a
further column. Shared by the kinds of what people can do and what they can take on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import delete, select

from models.assignment.rosters.writing import stream_of
from models.exchange.frame import Comparison, Kind, Row, Values, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.roster_people import Staffed
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import Reoccurs
from models.exchange.views import Resting
from models.kernel.documents import plain
from models.kernel.upsert import insert_into
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table
    from sqlmodel import Session

    from models.accounts.views import Actor

_Place = tuple[Any, ...]
"""The person's id, and what the row is about"""


class PersonFacts(Kind):
    """A kind whose rows say something of a person."""

    table: ClassVar[Table]
    about: ClassVar[tuple[str, ...]] = ()
    """Columns that, beside the person, say what a row is about"""
    facts: ClassVar[tuple[str, ...]]
    """Columns that hold what is said"""
    action: ClassVar[str]
    """What the ledger calls it"""

    undoable = True

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by what is said of the people so far."""
        staff, found, standing = Staffed(work.session), Comparison(), self._standing(work.session)
        met: dict[_Place, int] = {}
        for row in rows:
            staff_id = staff.find(row.values["person"])
            if staff_id is None:
                reason = staff.why_not(row.values["person"])
                found.problems.append(work.problem(row, "person", row.values["person"], reason))
                continue
            place = (staff_id, *(row.values[name] for name in self.about))
            if place in met:
                # One row by the staff number, another by the name.
                found.problems.append(work.problem(row, "person", row.values["person"], Reoccurs(met[place])))
                continue
            met[place] = row.number
            old = standing.get(place)
            after = self._said(row.values, old)
            label = " ".join(map(str, (staff.codes[staff_id], *place[1:])))
            if old == after:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, label))
                continue
            (found.created if old is None else found.changed).append((place, old, after))
            verdict = Verdict.CREATE if old is None else Verdict.CHANGE
            before = None if old is None else plain(old)
            found.lines.append(Line(row.number, verdict, label, before, plain(after)))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write what is said now."""
        self._put(work, [*comparison.created, *comparison.changed])
        return {}

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Say again what was said before, where nobody said something else since."""
        staff, standing, found = Staffed(work.session), self._standing(work.session), []
        back: list[tuple[_Place, Values | None, Values | None]] = []
        for line in lines:
            person, *about = line.key.split(" ", 1)
            place = (staff.find(person), *about)
            now = standing.get(place)
            if now is None or plain(now) != line.after:
                found.append(Resting(line.key, LATER))
                continue
            before = None if line.before is None else self._from_document(line.before)
            back.append((place, now, before))
        self._put(work, back)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield what is said, by staff number."""
        codes = Staffed(session).codes
        rows = sorted(self._standing(session).items(), key=lambda row: (codes[row[0][0]], *row[0][1:]))
        for place, facts in rows:
            yield (codes[place[0]], *place[1:], *(plain(facts)[name] for name in self.facts))

    def _from_document(self, document: Mapping[str, Any]) -> Values:
        """Return facts as the journal holds them."""
        return dict(document)

    def _said(self, values: Values, old: Values | None) -> Values:
        """Return what a row says; a column the table does not have leaves what stands."""
        blanks = {each.name: each.blank for each in self.fields}
        kept = old or {name: blanks[name] for name in self.facts}
        return {name: values.get(name, kept[name]) for name in self.facts}

    def _standing(self, session: Session) -> dict[_Place, Values]:
        names = ("staff_id", *self.about, *self.facts)
        rows = session.connection().execute(select(*(self.table.c[name] for name in names)))
        length = 1 + len(self.about)
        return {tuple(row[:length]): dict(zip(self.facts, row[length:], strict=True)) for row in rows}

    def _put(self, work: Work, changes: Sequence[tuple[_Place, Values | None, Values | None]]) -> None:
        codes, run, entries = Staffed(work.session).codes, work.session.connection().execute, []
        for place, before, after in changes:
            keys = dict(zip(("staff_id", *self.about), place, strict=True))
            if after is None:
                run(delete(self.table).where(*self._at(keys)))
            else:
                made = insert_into(work.session, self.table).values(**keys, **after, version=1)
                version = self.table.c.version + 1
                run(made.on_conflict_do_update(index_elements=list(keys), set_={**after, "version": version}))
            about = {name: keys[name] for name in self.about}
            told = [None if facts is None else plain(about | facts) for facts in (before, after)]
            entries.append((stream_of(codes[place[0]]), self.action, told[0], told[1]))
        if entries:
            record_many(work.session, work.actor, work.at, entries)

    def _at(self, keys: Mapping[str, Any]) -> list[ColumnElement[bool]]:
        return [self.table.c[name] == value for name, value in keys.items()]

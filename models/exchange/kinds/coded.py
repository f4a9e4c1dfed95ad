"""The common way of tables whose rows have a code of their own: units, grids, duty items, staff.

Rows are compared and entered in the ledger as *facts*: plain values in which other things
are named by their codes. Only at the moment of writing do codes become ids, so a row may
name another row of the same source as its parent.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Table, bindparam, insert, update

from models.exchange.frame import Comparison, Kind, Row, Values, Work
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import BadCell, Unknown
from models.kernel.documents import plain
from models.kernel.errors import Conflict
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.views import Problem, Resting
    from models.kernel.words import Phrase

Facts = dict[str, Any]


class Circle(BadCell):
    """Something that would be above itself."""

    code = "exchange.circle"
    sentence = N_("it would then be above itself")


class Coded(Kind):
    """A kind kept in one versioned table, each row known by its ``code``."""

    key: ClassVar[tuple[str, ...]] = ("code",)
    table: ClassVar[Table]
    stream: ClassVar[str]
    """Beginning of the ledger stream of one row: ``unit`` makes ``unit:CODE``."""
    parents: ClassVar[bool] = False
    """Whether rows name another row of the same table in ``parent_code``."""
    undoable = True
    own: ClassVar[tuple[str, ...]] = ()
    """Tables whose rows belong to those of this kind and go with them"""
    defaults: ClassVar[Mapping[str, Any]] = {}
    """Facts of a new row where the source says nothing, also for empty cells."""

    @abstractmethod
    def current(self, session: Session) -> dict[str, tuple[int, Facts]]:
        """Return version and facts of every row by code."""

    @abstractmethod
    def values(self, facts: Facts, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """Return the table's columns, ids found by kind of thing and code."""

    @abstractmethod
    def known(self, session: Session) -> dict[str, dict[str, Any]]:
        """Return what rows may refer to, by kind of thing and code; asked again when writing."""

    def verify(
        self, row: Row, facts: Facts, known: Mapping[str, Mapping[str, Any]], work: Work
    ) -> Iterator[Problem]:
        """Yield references that lead nowhere, and whatever else only the database can tell."""
        yield from ()

    def prepare(self, facts: Iterable[Facts], ids: dict[str, dict[str, Any]], work: Work) -> None:
        """Write what the rows stand on, before any of them."""

    def finish(
        self, changes: Sequence[tuple[Facts | None, Facts]], ids: dict[str, dict[str, Any]], work: Work
    ) -> None:
        """Write what hangs on the rows, after all of them are there."""

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by what stands in the database."""
        current = self.current(work.session)
        known = self.known(work.session)
        coming = {row.values["code"]: row for row in rows}
        facts = {code: self._facts(row, current) for code, row in coming.items()}
        above = {code: each.get("parent_code") for code, (_version, each) in current.items()}
        above |= {code: each.get("parent_code") for code, each in facts.items()}
        found = Comparison()
        for code, row in coming.items():
            new = facts[code]
            problems = list(self.verify(row, new, known, work))
            if self.parents:
                problems += self._above(row, new, above, work)
            found.problems += problems
            if problems:
                continue
            version, old = current.get(code, (0, None))
            if old is None:
                found.created.append((None, new, 0))
                found.lines.append(Line(row.number, Verdict.CREATE, code, None, plain(new)))
            elif old == new:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, code, version=version))
            else:
                found.changed.append((old, new, version))
                found.lines.append(Line(row.number, Verdict.CHANGE, code, plain(old), plain(new), version))
        if self.parents:
            _drop_orphans(found, set(current), coming, work)
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Insert parents before children, update under guard of the versions read."""
        ids = self.known(work.session)
        own = ids.setdefault(self.name, {})
        self.prepare((new for _old, new, _version in (*comparison.created, *comparison.changed)), ids, work)
        for generation in _generations([new for _old, new, _version in comparison.created], own):
            statement = insert(self.table).returning(self.table.c.code, self.table.c.id)
            rows = [{"version": 1, "code": new["code"], **self.values(new, ids)} for new in generation]
            own.update(work.session.connection().execute(statement, rows).all())
        self._update(comparison.changed, ids, work)
        changes = [(old, new) for old, new, _version in (*comparison.created, *comparison.changed)]
        self.finish(changes, ids, work)
        entries = [
            (
                f"{self.stream}:{new['code']}",
                f"{self.stream}.{'import' if old is None else 'change'}",
                None if old is None else plain(old),
                plain(new),
            )
            for old, new in changes
        ]
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return {}

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give rows their earlier facts back and remove those created; return what stays, and why."""
        from models.exchange.kinds.coded_undo import take_back

        return take_back(self, lines, work)

    def used(self, work: Work, ids: Sequence[int]) -> dict[int, Phrase]:
        """Return which rows somebody uses by what an import made together with them."""
        return {}

    def release(self, work: Work, ids: Sequence[int]) -> None:
        """Remove what an import made together with rows, before these are removed."""

    def values_of(self, facts: Facts) -> Values:
        """Return the values of a row that says ``facts``, which come from a JSON document."""
        return {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}

    def places(self, session: Session) -> dict[str, str]:
        """Return where units lie, for kinds whose rows lie where their unit does."""
        _ = session
        return {}

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield every row within the person's area, by code."""
        columns, places = self.columns(), self.places(session)
        for _code, (_version, facts) in sorted(self.current(session).items()):
            unit = facts.get("unit_code", "")
            if actor.sees(facts.get("division_code") or places.get(unit, actor.area)):
                yield [facts.get(name) for name in columns]

    def _facts(self, row: Row, current: Mapping[str, tuple[int, Facts]]) -> Facts:
        old = current.get(row.values["code"])
        facts = dict(old[1]) if old else dict(self.defaults)
        for name, value in row.values.items():
            blank = value is None or value in ("", ())
            facts[name] = self.defaults.get(name, value) if blank else value
        return facts

    def _above(
        self, row: Row, facts: Facts, above: Mapping[str, str | None], work: Work
    ) -> Iterator[Problem]:
        parent = facts.get("parent_code")
        if not parent:
            return
        if parent not in above:
            yield work.problem(
                row,
                "parent_code",
                parent,
                Unknown(self.title, parent, [code for code in above if code != facts["code"]]),
            )
            return
        seen = {facts["code"]}
        step: str | None = parent
        while step:
            if step in seen:
                yield work.problem(row, "parent_code", parent, Circle())
                return
            seen.add(step)
            step = above.get(step)

    def _update(
        self,
        changed: Sequence[tuple[Facts, Facts, int]],
        ids: Mapping[str, Mapping[str, int]],
        work: Work,
    ) -> None:
        if not changed:
            return
        rows = []
        for _old, new, version in changed:
            values = {**self.values(new, ids), "version": version + 1}
            rows.append({**values, "at_code": new["code"], "at_version": version})
        columns = self.table.c
        statement = (
            update(self.table)
            .where(columns.code == bindparam("at_code"), columns.version == bindparam("at_version"))
            .values({name: bindparam(name) for name in rows[0] if not name.startswith("at_")})
        )
        for row in rows:
            if work.session.connection().execute(statement, row).rowcount != 1:
                raise Conflict(row["at_code"], None)


def _drop_orphans(found: Comparison, standing: set[str], coming: Mapping[str, Row], work: Work) -> None:
    """Reject rows whose parent was itself rejected, down to the last grandchild."""
    while True:
        there = standing | {new["code"] for _old, new, _version in found.created}
        orphans = [
            new
            for _old, new, _version in (*found.created, *found.changed)
            if new.get("parent_code") and new["parent_code"] not in there
        ]
        if not orphans:
            return
        for new in orphans:
            row = coming[new["code"]]
            found.problems.append(
                work.problem(row, "parent_code", new["parent_code"], N_("the row above it was rejected"))
            )
        lost = {new["code"] for new in orphans}
        found.created = [each for each in found.created if each[1]["code"] not in lost]
        found.changed = [each for each in found.changed if each[1]["code"] not in lost]
        found.lines = [line for line in found.lines if line.key not in lost]


def _generations(rows: Sequence[Facts], there: Mapping[str, Any]) -> Iterator[list[Facts]]:
    """Yield rows such that each comes after its parent, as few groups as possible."""
    waiting = {row["code"]: row for row in rows}
    while waiting:
        ready = [
            row
            for row in waiting.values()
            if not row.get("parent_code") or row["parent_code"] in there or row["parent_code"] not in waiting
        ]
        for row in ready:
            del waiting[row["code"]]
        yield ready

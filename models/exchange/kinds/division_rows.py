"""Divisions by the hundred thousand: a country's villages, read and written as tuples."""

from __future__ import annotations

import re
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from models.exchange.checking import read_cells
from models.exchange.frame import Row
from models.exchange.readers import rearmed
from models.exchange.wide import Changed, Entry, Sorted, Wide
from models.kernel.bulk import execute_plain, fetch_plain
from models.kernel.errors import Conflict, DomainError
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_
from models.ledger.service import record_many
from models.organisation.names2260 import parent_name
from models.organisation.rules import CODE_LENGTH, level_of, parent_of
from models.organisation.tables import Division

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Column
    from sqlmodel import Session

    from models.exchange.checking import ReadColumn
    from models.exchange.frame import Kind, Reading, Work
    from models.exchange.stream import Rows
    from models.exchange.views import Problem

_UPPER = "000"
_TOWNSHIP = 9
_MOST_NAME = 64
_MOST_KEPT = 100_000
_ODD = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff'=+@-]"
)
"""What cleaning may change or take for a formula; a name without any of it is a name as it stands."""
_MOST_ASKED = 5_000
"""Keys named in one query"""
_INSERT = (
    "INSERT INTO division (code, name, level, parent_code, valid_from, valid_to, version)"
    " VALUES (?, ?, ?, ?, ?, ?, 1)"
)
_INSERT_VILLAGES = (
    "INSERT INTO division (code, name, level, parent_code, valid_from, valid_to, version)"
    " VALUES (?2, ?3, 'village', substr(?2, 1, 9) || '000', ?4, ?5, 1)"
)
"""Takes entries as they are: what follows from the code is worked out where it is written."""
_UPDATE = (
    "UPDATE division SET name = ?, valid_from = ?, valid_to = ?, version = version + 1"
    " WHERE code = ? AND version = ?"
)
_REMOVE = "DELETE FROM division WHERE code = ? AND version = 1"
_STANDING = "SELECT code, name, valid_from, valid_to, version FROM division WHERE code "


class DivisionRows(Wide):
    """Divisions as tuples of name and days of force, by code."""

    facts = ("name", "valid_from", "valid_to")

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._places: dict[str, tuple[str, str | None]] = {}

    def reader(
        self, columns: Sequence[ReadColumn], constants: Mapping[str, Any], reading: Reading, *, raw: bool
    ) -> DivisionReader:
        """Return what reads one source."""
        return DivisionReader(self._kind, columns, constants, reading, raw=raw)

    def numbers(self, keys: Sequence[str]) -> list[int]:
        """Return the codes as numbers."""
        return list(map(int, keys))

    def upper(self, keys: Sequence[str]) -> set[str]:
        """Return those that are no villages."""
        return {key for key in keys if key[_TOWNSHIP:] == _UPPER}

    def needs(self, keys: Sequence[str]) -> set[str]:
        """Return the townships of villages, which need the same, and what is above villages."""
        return {key[:_TOWNSHIP] + _UPPER for key in keys}

    def compare(self, session: Session, entries: Sequence[Entry], given: frozenset[str]) -> Sorted:
        """Sort rows by what stands."""
        found = Sorted()
        if not entries:
            return found
        standing = _standing(session, [entry[1] for entry in entries])
        if not standing:
            found.created = list(entries)
            return found
        begins, ends = "valid_from" in given, "valid_to" in given
        olds = [standing.get(entry[1]) for entry in entries]
        names = [entry[2] for entry in entries]
        if not begins and not ends and [old[1] if old else None for old in olds] == names:
            found.same = [(entry[0], old[0], old[4]) for entry, old in zip(entries, olds, strict=True) if old]
            return found
        created, changed, same = found.created, found.changed, found.same
        for entry in entries:
            row, key, name, begin, end = entry
            old = standing.get(key)
            if old is None:
                created.append(entry)
            elif old[1] == name and (not begins or old[2] == begin) and (not ends or old[3] == end):
                same.append((row, key, old[4]))
            else:
                after = (name, begin if begins else old[2], end if ends else old[3])
                changed.append(Changed(row, key, (old[1], old[2], old[3]), after, old[4]))
        return found

    def missing(self, session: Session, created: Sequence[str], coming: set[str]) -> list[Entry]:
        """Return the provinces, cities, counties and townships to complete, with the standard's names."""
        wanted: dict[str, None] = {}
        for key in created:
            step: str | None = key if key not in coming else parent_of(key)
            while step is not None and step not in wanted and step not in coming:
                wanted[step] = None
                step = parent_of(step)
        there = self.versions(session, list(wanted))
        return [(0, code, parent_name(code), None, None) for code in sorted(wanted) if code not in there]

    def versions(self, session: Session, keys: Sequence[str]) -> dict[str, int]:
        """Return the versions of those that stand."""
        return {key: row[4] for key, row in _standing(session, keys).items()}

    def write(self, work: Work, created: Sequence[Entry], changed: Sequence[Changed]) -> None:
        """Write rows; parents among them come first, for their codes sort first."""
        from sqlalchemy.exc import IntegrityError

        try:
            if is_sqlite(work.session) and not self.upper([entry[1] for entry in created]):
                execute_plain(work.session, _INSERT_VILLAGES, created)
            else:
                place = self._place
                rows = [(key, name, *place(key), begin, end) for _row, key, name, begin, end in created]
                execute_plain(work.session, _INSERT, rows)
        except IntegrityError as error:
            raise Conflict(N_("A division"), None) from error
        self._update(work, [(each, each.after, each.version) for each in changed], "import")

    def key_column(self) -> Column[Any]:
        """Return the column of the code."""
        found: Column[Any] = Division.__table__.c.code  # type: ignore[attr-defined]
        return found

    def above(self, key: str) -> str | None:
        """Return the code of the division above."""
        return parent_of(key)

    def remove(self, session: Session, keys: Sequence[str]) -> int:
        """Remove divisions; children are to be gone."""
        return execute_plain(session, _REMOVE, [(key,) for key in sorted(keys, reverse=True)])

    def restore(self, work: Work, changed: Sequence[Changed]) -> None:
        """Give names and days back."""
        back = [each._replace(before=each.after, after=each.before) for each in changed]
        self._update(work, [(each, each.after, each.version + 1) for each in back], "undo")

    def _update(self, work: Work, changed: Sequence[tuple[Changed, Any, int]], action: str) -> None:
        if not changed:
            return
        rows = [(*after, each.key, version) for each, after, version in changed]
        if execute_plain(work.session, _UPDATE, rows) != len(rows):
            raise Conflict(N_("A division"), None)
        entries = [
            (
                "division",
                action,
                {"code": each.key, **self.document(each.before)},
                {"code": each.key, **self.document(after)},
            )
            for each, after, _version in changed
        ]
        record_many(work.session, work.actor, work.at, entries)

    def _place(self, key: str) -> tuple[str, str | None]:
        """Return level and parent; those of a village are kept by its township."""
        if key.endswith(_UPPER):
            return level_of(key).value, parent_of(key)
        township = key[:_TOWNSHIP]
        found = self._places.get(township)
        if found is None:
            found = self._places[township] = (level_of(key).value, parent_of(key))
        return found


def _standing(session: Session, keys: Sequence[str]) -> dict[str, Any]:
    """Return what stands under each key: code, name, days as ISO texts, version."""
    if not keys:
        return {}
    # A source in order asks for a stretch of the table; what lies between its rows is read as well.
    stretch = (min(keys), max(keys), 2 * len(keys) + 200)
    rows = fetch_plain(session, f"{_STANDING} BETWEEN ? AND ? ORDER BY code LIMIT ?", stretch)
    if len(rows) == stretch[2]:
        rows = []
        for start in range(0, len(keys), _MOST_ASKED):
            asked = keys[start : start + _MOST_ASKED]
            marks = ", ".join("?" * len(asked))
            rows.extend(fetch_plain(session, f"{_STANDING} IN ({marks})", asked))
    if session.get_bind().dialect.name != "sqlite":
        rows = [(row[0], row[1], _iso(row[2]), _iso(row[3]), row[4]) for row in rows]
    return {row[0]: row for row in rows}


def _iso(value: Any) -> str | None:
    return None if value is None else str(value)


class DivisionReader:
    """Reads chunks of one source: what is plain at once, anything else cell by cell."""

    def __init__(
        self,
        kind: Kind,
        columns: Sequence[ReadColumn],
        constants: Mapping[str, Any],
        reading: Reading,
        *,
        raw: bool,
    ) -> None:
        self._kind, self._columns, self._constants = kind, columns, constants
        self._reading, self._raw = reading, raw
        places = {column.field.name: column.place for column in columns}
        parts = [column.place for column in columns if column.field.checked_only]
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] | None = None
        self._dates: list[int] = []
        if not constants and "code" in places and "name" in places:
            dates = [places.get(name) for name in ("valid_from", "valid_to")]
            self._dates = [place for place in dates if place is not None]
            self._pick = itemgetter(places["code"], places["name"], *parts)
        self._good: dict[str, bool] = {}

    def read(self, rows: Rows) -> tuple[list[Entry], list[Problem]]:
        """Return the good rows, and what is wrong with the others."""
        problems: list[Problem] = []
        entries: list[Entry] = []
        if self._pick is None:
            for number, cells in rows:
                self._slowly(number, cells, entries, problems)
            return entries, problems
        numbers, cells_of = zip(*rows, strict=True)
        codes, names, *parts = zip(*map(self._pick, cells_of), strict=True)
        dated = self._dates and any(map(self._says_days, cells_of))
        plain = _plain_names(names)
        townships = {code[:_TOWNSHIP] for code in codes}
        agreeing = all(all(map(str.startswith, codes, part)) for part in parts)
        if not dated and agreeing and _whole_codes(codes) and all(map(self._judged, townships)):
            entries = list(zip(numbers, codes, names, repeat(None), repeat(None)))
            if not plain:
                self._mend(rows, entries, problems)
            return entries, problems
        for place, (number, cells) in enumerate(rows):
            code, name = codes[place], names[place]
            full = code if len(code) == CODE_LENGTH else code + _UPPER
            simple = (
                (plain or _plain_names([name]))
                and len(full) == CODE_LENGTH
                and _digits(full)
                and code[_TOWNSHIP:] != _UPPER
                and self._judged(full[:_TOWNSHIP])
                and (agreeing or all(full.startswith(part[place]) for part in parts))
                and not (dated and self._says_days(cells))
            )
            if simple:
                entries.append((number, full, name, None, None))
            else:
                self._slowly(number, cells, entries, problems)
        return entries, problems

    def _mend(self, rows: Rows, entries: list[Entry], problems: list[Problem]) -> None:
        """Read the rows again whose names are not good as they stand; nothing else was odd."""
        search = _ODD.search
        odd = [
            place
            for place, name in enumerate([entry[2] for entry in entries])
            if search(name) or not 0 < len(name) <= _MOST_NAME
        ]
        for place in reversed(odd):
            del entries[place]
        for place in odd:
            self._slowly(*rows[place], entries, problems)
        entries.sort(key=itemgetter(0))

    def _says_days(self, cells: Sequence[str]) -> bool:
        return any(cells[place] for place in self._dates)

    def _judged(self, township: str) -> bool:
        """Say whether nine digits are those of a township within the person's area."""
        found = self._good.get(township)
        if found is None:
            if len(self._good) > _MOST_KEPT:
                self._good.clear()
            found = self._good[township] = self._judge(township)
        return found

    def _judge(self, township: str) -> bool:
        from models.exchange.kinds.divisions import division_code

        try:
            code = division_code(township)
        except DomainError:
            return False
        return code[6:_TOWNSHIP] != _UPPER and self._reading.actor.sees(code)

    def _slowly(
        self, number: int, cells: Sequence[str], entries: list[Entry], problems: list[Problem]
    ) -> None:
        if self._raw:
            cells = [rearmed(cell) for cell in cells]
        row = Row(number, dict(self._constants))
        found = list(read_cells(row.values, number, cells, self._columns))
        if not found:
            found = list(self._kind.check(row, self._reading))
        if found:
            problems += found
            return
        values = row.values
        begin, end = values.get("valid_from"), values.get("valid_to")
        days = (begin.isoformat() if begin else None, end.isoformat() if end else None)
        entries.append((number, values["code"], values["name"], *days))


def _digits(code: str) -> bool:
    return code.isascii() and code.isdigit()


def _whole_codes(codes: Sequence[str]) -> bool:
    """Say whether all of them are codes of twelve digits, and of villages."""
    return (
        set(map(len, codes)) == {CODE_LENGTH}
        and _digits("".join(codes))
        and _UPPER not in {code[_TOWNSHIP:] for code in codes}
    )


def _plain_names(names: Sequence[str]) -> bool:
    """Say whether all names are good as they stand; most chunks of most files have no others."""
    lengths = set(map(len, names))
    return 0 not in lengths and max(lengths) <= _MOST_NAME and _ODD.search("".join(names)) is None

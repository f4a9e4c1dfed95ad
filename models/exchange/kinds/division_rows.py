"""Divisions by the hundred thousand: a country's villages, read and written as tuples."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from models.exchange.entries import Texts, beginnings, column_of, keys_of, span_of, together
from models.exchange.kinds.division_reader import TOWNSHIP, UPPER, DivisionReader
from models.exchange.wide import Changed, Entry, Same, Sorted, Wide
from models.kernel.bulk import execute_plain, fetch_plain, leaving_pages
from models.kernel.errors import Conflict
from models.kernel.tables import table_of
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_
from models.ledger.service import record_many
from models.organisation.names2260 import parent_name
from models.organisation.rules import CODE_LENGTH, level_of, parent_of
from models.organisation.tables import Division
from models.organisation.views import DivisionLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Column
    from sqlmodel import Session

    from models.exchange.checking import ReadColumn
    from models.exchange.frame import Kind, Reading, Work

_COUNTY = 6
"""Digits of a county's code that say something"""
_TOWNSHIP = DivisionLevel.TOWNSHIP.value
_MOST_ASKED = 5_000
"""Keys named in one query"""
_COLUMNS = "code, name, level, parent_code, valid_from, valid_to, version"
_INSERT = f"INSERT INTO division ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 1)"  # noqa: S608 -- our own names
_INSERT_TOGETHER = (
    "INSERT INTO division (code, name, parent_code, level, version) SELECT CAST(substr(?1, 13 * key + 1, 12)"
    " AS TEXT), value, CAST(substr(?1, 13 * key + 1, 9) AS TEXT) || '000', 'village', 1 FROM json_each(?2)"
)
"""Takes the codes as bytes, each a line of twelve digits, and the names as a JSON list: a third of the time
of inserting goes by otherwise with handing over one value after the other."""
_INSERT_LISTS = (
    "INSERT INTO division (code, name, parent_code, level, version)"
    " SELECT code, name, substr(code, 1, 9) || '000', 'village', 1"
    " FROM unnest(string_to_array(?, chr(10)), string_to_array(?, chr(10))) AS given (code, name)"
)
"""The same for PostgreSQL, which takes codes and names apart itself"""
_ESCAPED = re.compile('[\x00-\x09\x0b-\x1f"\\\\\ud800-\udfff]')
"""What stands in JSON otherwise than by itself; breaks part the names"""
_TOGETHER_ROWS = 200
"""Rows of one statement: one after the other they cost twice as much."""
_UPDATE = (
    "UPDATE division SET name = ?, valid_from = ?, valid_to = ?, version = version + 1"
    " WHERE code = ? AND version = ?"
)
_REMOVE = "DELETE FROM division WHERE version = 1 AND code"
_REMOVE_STRETCH = f"{_REMOVE} BETWEEN ? AND ? AND substr(code, 10) <> '000'"
_VERSIONS = "SELECT code, version FROM division WHERE code "
_CODES = (
    "SELECT group_concat(code, char(10)), min(version), max(version) FROM (SELECT code, version"
    " FROM division WHERE code BETWEEN ? AND ? AND substr(code, 10) <> '000' ORDER BY code)"
)
_CODES_AGGREGATED = (
    "SELECT string_agg(code, chr(10) ORDER BY code), min(version), max(version)"
    " FROM division WHERE code BETWEEN ? AND ? AND substr(code, 10) <> '000'"
)
"""The same for PostgreSQL: digits have one order in every language"""
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
        # A text of all of them tells at once that there is none, which is so for most chunks.
        text = together(keys)
        if f"{UPPER}\n" not in text and not text.endswith(UPPER):
            return set()
        return {key for key in keys if key[TOWNSHIP:] == UPPER}

    def needs(self, keys: Sequence[str]) -> set[str]:
        """Return the townships of villages, which need the same, and what is above villages."""
        return {township + UPPER for township in beginnings(keys, TOWNSHIP)}

    def compare(self, session: Session, entries: Sequence[Entry], given: frozenset[str]) -> Sorted:
        """Sort rows by what stands."""
        found = Sorted()
        if not entries:
            return found
        keys = keys_of(entries)
        begins, ends = "valid_from" in given, "valid_to" in given
        standing = _standing(session, keys)
        if not standing:
            found.created = entries
            return found
        olds = [standing.get(entry[1]) for entry in entries]
        names = list(column_of(entries, 2))
        if not begins and not ends and [old[1] if old else None for old in olds] == names:
            found.same = [(entry[0], old[0], old[4]) for entry, old in zip(entries, olds, strict=True) if old]
            return found
        created: list[Entry] = []
        same: list[Same] = []
        changed = found.changed
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
        found.created, found.same = created, same
        return found

    def missing(self, session: Session, needed: Sequence[str], coming: set[str]) -> list[Entry]:
        """Return the provinces, cities, counties and townships to complete, with the standard's names."""
        wanted: dict[str, None] = {}
        for key in needed:
            step: str | None = key if key not in coming else _above(key)
            while step is not None and step not in wanted and step not in coming:
                wanted[step] = None
                step = _above(step)
        there = self.versions(session, list(wanted))
        return [(0, code, parent_name(code), None, None) for code in sorted(wanted) if code not in there]

    def versions(self, session: Session, keys: Sequence[str]) -> dict[str, int]:
        """Return the versions of those that stand."""
        return dict(_rows_at(session, _VERSIONS, keys))

    def write(self, work: Work, created: Sequence[Entry], changed: Sequence[Changed]) -> None:
        """Write rows; parents among them come first, for their codes sort first."""
        from sqlalchemy.exc import IntegrityError

        session = work.session
        try:
            if self.upper(keys_of(created)) or not _insert_villages(session, created):
                place = self._place
                rows = [(key, name, *place(key), begin, end) for _row, key, name, begin, end in created]
                if is_sqlite(session):
                    _insert_many(session, _COLUMNS, _division, rows)
                else:
                    execute_plain(session, _INSERT, rows)
        except IntegrityError as error:
            raise Conflict(N_("A division"), None) from error
        self._update(work, [(each, each.after, each.version) for each in changed], "import")

    def key_column(self) -> Column[Any]:
        """Return the column of the code."""
        found: Column[Any] = table_of(Division).c.code
        return found

    def as_created(self, session: Session, keys: Sequence[str]) -> bool:
        """Say whether these villages, and no others of their stretch, stand in their first version."""
        if not keys or self.upper(keys):
            return False
        codes = _CODES if is_sqlite(session) else _CODES_AGGREGATED
        row = fetch_plain(session, codes, (keys[0], keys[-1]))[0]
        return bool(row[1] == row[2] == 1 and row[0] == together(keys))

    def above(self, key: str) -> str | None:
        """Return the code of the division above."""
        return parent_of(key)

    def remove(self, session: Session, keys: Sequence[str], *, stretch: bool = False) -> int:
        """Remove divisions; children are to be gone."""
        if stretch:
            # Which villages there are is published.
            with leaving_pages(session):
                return execute_plain(session, _REMOVE_STRETCH, [(keys[0], keys[-1])])
        # What stands below others sorts after them; within a statement the order does not matter.
        ordered = sorted(keys, reverse=True)
        whole = len(ordered) - len(ordered) % _TOGETHER_ROWS
        values = iter(ordered[:whole])
        many = f"{_REMOVE} IN ({', '.join('?' * _TOGETHER_ROWS)})"
        removed = execute_plain(session, many, list(zip(*[values] * _TOGETHER_ROWS, strict=True)))
        return removed + execute_plain(session, f"{_REMOVE} = ?", [(key,) for key in ordered[whole:]])

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
        if key.endswith(UPPER):
            return _TOWNSHIP if _is_township(key) else level_of(key).value, _above(key)
        township = key[:TOWNSHIP]
        found = self._places.get(township)
        if found is None:
            found = self._places[township] = (level_of(key).value, parent_of(key))
        return found


def _is_township(code: str) -> bool:
    """Say whether a code is that of a township: of what is above villages nearly all are."""
    return code[TOWNSHIP:] == UPPER != code[_COUNTY:TOWNSHIP]


def _above(code: str) -> str | None:
    """Return the code of the division above."""
    return code[:_COUNTY] + UPPER + UPPER if _is_township(code) else parent_of(code)


def _insert_villages(session: Session, created: Sequence[Entry]) -> bool:
    """Insert villages, many with each statement; what is above them follows from their codes.

    ``False`` if they have to be inserted as any divisions are.
    """
    if not created:
        return True
    codes, names = keys_of(created), column_of(created, 2)
    dated = [place for place in (3, 4) if any(column_of(created, place))]
    sqlite = is_sqlite(session)
    if not dated and isinstance(codes, Texts) and isinstance(names, Texts):
        if not sqlite:
            execute_plain(session, _INSERT_LISTS, [(codes.together, names.together)])
            return True
        if _fit_together(codes, names):
            document = names.together.replace("\n", '","')
            execute_plain(session, _INSERT_TOGETHER, [(codes.together.encode(), f'["{document}"]')])
            return True
    if sqlite:
        values: list[Sequence[Any]] = [codes, names, *(column_of(created, place) for place in dated)]
        columns = ["code", "name", *({3: "valid_from", 4: "valid_to"}[place] for place in dated)]
        columns += ["parent_code", "level", "version"]
        _insert_many(session, ", ".join(columns), _village, list(zip(*values, strict=True)))
    return sqlite


def _insert_many(
    session: Session, columns: str, marks: Callable[[int, int], str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of values, many with each statement.

    Args:
        session: of SQLite.
        columns: their names, our own.
        marks: says what marks the values of a row of so many, the first of which has this number.
        rows: what stands in the cells.
    """
    if not rows:
        return
    width = len(rows[0])
    # What stands in the cells is bound.
    statement = f"INSERT INTO division ({columns}) VALUES "  # noqa: S608 -- our own names
    whole = len(rows) - len(rows) % _TOGETHER_ROWS
    if whole:
        flat = iter(chain.from_iterable(rows[:whole]))
        many = list(zip(*[flat] * (width * _TOGETHER_ROWS), strict=True))
        places = range(1, width * _TOGETHER_ROWS, width)
        execute_plain(session, statement + ", ".join([marks(width, first) for first in places]), many)
    execute_plain(session, statement + marks(width, 1), rows[whole:])


def _fit_together(codes: Texts, names: Texts) -> bool:
    """Say whether SQLite can be handed all of them at once, the names as a JSON document.

    Each code is found by its place, so all of them need their twelve digits; and what JSON would
    write otherwise must be in none of the names.
    """
    step = CODE_LENGTH + 1
    return (
        codes.many == names.many
        and len(codes.together) == codes.many * step - 1
        and codes.together.isascii()
        and codes.together[CODE_LENGTH::step] == "\n" * (codes.many - 1)
        and _ESCAPED.search(names.together) is None
    )


def _division(width: int, first: int) -> str:
    """Return the values of one division, whose first one is marked by this number."""
    return f"({', '.join([f'?{first + place}' for place in range(width)])}, 1)"


def _village(width: int, first: int) -> str:
    """Return the values of one village, whose first one is marked by this number."""
    marks = ", ".join([f"?{first + place}" for place in range(width)])
    return f"({marks}, substr(?{first}, 1, 9) || '000', 'village', 1)"


def _standing(session: Session, keys: Sequence[str]) -> dict[str, Any]:
    """Return what stands under each key: code, name, days as ISO texts, version."""
    rows = _rows_at(session, _STANDING, keys)
    if not is_sqlite(session):
        rows = [(row[0], row[1], _iso(row[2]), _iso(row[3]), row[4]) for row in rows]
    return {row[0]: row for row in rows}


def _rows_at(session: Session, query: str, keys: Sequence[str]) -> Sequence[Any]:
    """Return what a query gives for divisions, these among them."""
    if not keys:
        return []
    # A source in order asks for a stretch of the table; what lies between its rows is read as well.
    stretch = (*span_of(keys), 2 * len(keys) + 200)
    rows = fetch_plain(session, f"{query} BETWEEN ? AND ? ORDER BY code LIMIT ?", stretch)
    if len(rows) == stretch[2]:
        rows = []
        for start in range(0, len(keys), _MOST_ASKED):
            asked = keys[start : start + _MOST_ASKED]
            marks = ", ".join("?" * len(asked))
            rows.extend(fetch_plain(session, f"{query} IN ({marks})", asked))
    return rows


def _iso(value: Any) -> str | None:
    return None if value is None else str(value)
